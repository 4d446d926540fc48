"""The stage: characters, poses, painters, window, sound and clock."""
