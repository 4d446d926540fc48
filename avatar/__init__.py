"""avatar: you type, and a character answers, out loud, with a face.

Start reading at `avatar/types.py`: the values that travel from text to picture. docs/architecture.md draws the way.
"""

__version__ = "0.1.0"
