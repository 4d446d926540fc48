"""Ears: a microphone, who speaks into it, and what is said.

    microphone ─ echo ─> frames without the character's own voice
    frames ─ voice ─> how likely each holds speech
    frames + likelihoods ─ utterances ─> where an utterance begins, pauses and ends
    utterances ─ dictation ─> what is to be written down, and when
    samples ─ recogniser ─> text

The microphone, and everything but the recogniser, is in the ears process (`python -m avatar.ears`), which owns the
recogniser's. No sound is kept: an utterance is forgotten when it is written down.
"""
