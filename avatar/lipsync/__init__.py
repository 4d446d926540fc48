"""What the mouth does: from a clause's sound, and the phone times that its voice knows, to viseme weights.

visemes       a table from IPA to the 15 visemes
coarticulate  timed phones to weights, 100 times a second, by a table of rules
estimate      phones of the known text with durations by rule, stretched over the voiced parts of the sound
loudness      how far the mouth opens follows how loud it is
ladder        the rungs, best first: `mouth(speech)`
formats       one file for each format that animators read
"""
