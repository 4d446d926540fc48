"""What people put right in a mouth, and in what is acted: spans of tracks that take the place of what was made.

An edit says what a track holds between two times. No log of operations, no copy of what was not touched: what nobody
edited is made anew each time, so files are small, and a better net still helps between the edits.
"""
