"""From a clause of text to a Performance: speech, mouth, and what to act."""

from avatar.performer.perform import Line, Performer

__all__ = ["Line", "Performer"]
