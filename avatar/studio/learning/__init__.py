"""The net learns from what people put right in their recordings: on any machine, in minutes, without TensorFlow.

    *.edits beside recordings ─ corrections ─> lessons ─ adapting ─> weights ─ judging ─> better? ─ keeping ─> installed

`weights` takes an installed net's numbers out of its file and puts others in their place; `net` runs it forward and
backward in NumPy; `replay` renders speech on which the answers are held where they were; `corrections` makes lessons of
what somebody looked at; `adapting` learns; `judging` counts wrong frames; `keeping` installs, and goes back.
"""
