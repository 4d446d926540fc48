"""The timeline editor's screen."""
