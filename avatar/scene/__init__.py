"""What is to be seen at a time: pose, timeline, staging, captions, widgets. Pure functions of time."""
