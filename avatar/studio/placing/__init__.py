"""Placing points and mouths on a character with mouse and keys: what is placed, how keys change it, what is shown."""
