"""The segments of a film: listed, named by what goes into them, made, kept, and joined.

    reel ─ listing ─> segments ─ naming ─> names        each segment is one shot, or a piece of one
    segment ─ making ─> results ─ outputs ─> a file     anywhere, in any order; by a worker process or another machine
    results ─ storing ─> the cache                      known by name, found again in the next film

Each of them is a pure function of what it is given, and what travels can be pickled: a segment is a piece of the scene
without its sounds, a result some encoded frames.
"""
