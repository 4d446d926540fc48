"""Cues, curves and labels of other programs, and our own that somebody corrected: each kind as a mouth."""
