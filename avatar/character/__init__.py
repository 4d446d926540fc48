"""A character: its folder read and checked, its rig, moods and the table from visemes to mouths. Pure; no graphics."""
