"""From a clause of text to a Performance: speech, mouth, and what to act.

`perform.py` does it, `process.py` does it in a process of its own, and `link.py` is the handle on that process.
"""
