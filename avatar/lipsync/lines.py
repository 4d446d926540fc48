"""A clause as lines of captions."""

from __future__ import annotations

import itertools

from avatar.types import Speech, Timed

CAPTION_WORDS = 9
"""Words of one caption line; about what is read in the time that they are spoken."""


def captions(speech: Speech) -> tuple[Timed, ...]:
    """The clause as lines short enough to read, each shown while it is said."""
    words = [word for word in speech.words if word.at >= 0]
    text = speech.text.strip()
    if len(words) <= CAPTION_WORDS or not text:
        return (Timed(0.0, speech.clip.duration, text),) if text else ()
    count = -(-len(words) // CAPTION_WORDS)
    firsts = [words[round(i * len(words) / count)] for i in range(count)]
    ends = [*(word.start for word in firsts[1:]), speech.clip.duration]
    places = [0, *(word.at for word in firsts[1:]), len(speech.text)]
    lines = [speech.text[a:b].strip() for a, b in itertools.pairwise(places)]
    starts = [0.0, *ends[:-1]]
    return tuple(Timed(a, b, line) for a, b, line in zip(starts, ends, lines, strict=True) if line)
