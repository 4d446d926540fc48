"""A sound without most of the silence before its first phone and after its last.

Nets leave up to half a second, another length each time: an answer comes later for it, and so does a laugh.
"""

from __future__ import annotations

from dataclasses import replace

from avatar.speech.base import Moment, SpokenSound

LEAD_S, TAIL_S = 0.01, 0.03
"""Seconds that are kept of the silence before and after what is said."""


def trim_sound(sound: SpokenSound) -> SpokenSound:
    """The sound from shortly before its first phone to shortly after its last; as it is where no phone says when."""
    phones = sound.phones or ()
    said = [each for each in phones if each.value]
    if not said:
        return sound
    first = max(round((said[0].start - LEAD_S) * sound.rate), 0)
    last = min(round((said[-1].end + TAIL_S) * sound.rate), len(sound.pcm) // 2)
    start, end = first / sound.rate, last / sound.rate
    kept = [_within(each, start, end) for each in phones if each.end > start and each.start < end]
    words = tuple(_within(each, start, end) for each in sound.words)
    return replace(sound, pcm=sound.pcm[2 * first : 2 * last], words=words, phones=tuple(kept))


def _within(moment: Moment, start: float, end: float) -> Moment:
    return moment._replace(start=max(moment.start, start) - start, end=min(moment.end, end) - start)
