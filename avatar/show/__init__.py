"""Shows: Fountain screenplays read, cast, directed, timed and performed into one Scene.

`script.py` reads, `cues.py` directs, `timing.py` holds the comic timing, `performing.py` makes the Scene.
"""
