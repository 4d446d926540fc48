"""One file for each format that animators' programs read."""
