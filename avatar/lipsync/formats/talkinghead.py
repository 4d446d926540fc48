"""TalkingHead, a talking 3D avatar for web pages: the visemes and words that its `speakAudio` takes beside the sound.

A JSON object: `visemes` with `vtimes` and `vdurations`, `words` with `wtimes` and `wdurations`, all in milliseconds.
The names are Oculus's without their `viseme_`. Source: TalkingHead 1.7, README, "speakAudio", and what its
modules/talkinghead.mjs does with them: silence needs no viseme, since each falls back to nothing by itself, and without
a list of words, be it empty, no viseme is shown.
"""

from __future__ import annotations

import json
import math
from itertools import pairwise

from avatar.lipsync.formats.base import CueSheet, Format, Options
from avatar.lipsync.formats.curves import OCULUS
from avatar.lipsync.formats.events import Names, events
from avatar.types import VISEMES

NAMES = {viseme: name.removeprefix("viseme_") for viseme, name in zip(VISEMES, OCULUS, strict=True)}
"""Oculus's names of our visemes, as avatars with their blend shapes have them."""

LONGEST = 0.15
"""Seconds: TalkingHead opens to a viseme from two thirds of its length before it to its middle, and then closes again;
what lasts longer is told as several, so that a held vowel stays open and does not begin long before its sound."""


def write(timeline: CueSheet, options: Options) -> str:
    starts = [*events(timeline, options, Names(NAMES)), (timeline.duration, "sil")]
    shown = [part for (a, name), (b, _) in pairwise(starts) if name != "sil" for part in _parts(a, b, name)]
    data = {
        "visemes": [name for _, _, name in shown],
        "vtimes": [start for start, _, _ in shown],
        "vdurations": [end - start for start, end, _ in shown],
        "words": [word.value for word in timeline.words],
        "wtimes": [round(word.start * 1000) for word in timeline.words],
        "wdurations": [round(word.end * 1000) - round(word.start * 1000) for word in timeline.words],
    }
    return (
        "{\n" + ",\n".join(f'  "{key}": {json.dumps(row, ensure_ascii=False)}' for key, row in data.items()) + "\n}\n"
    )


def _parts(start: float, end: float, name: str) -> list[tuple[int, int, str]]:
    """A viseme in equal parts of at most LONGEST, each with its start and end in whole milliseconds; none if empty."""
    count = max(1, math.ceil((end - start) / LONGEST - 1e-6))
    edges = [round((start + (end - start) * i / count) * 1000) for i in range(count + 1)]
    return [(a, b, name) for a, b in pairwise(edges) if b > a]


FORMATS = {
    "talkinghead": Format(".talkinghead.json", write, "TalkingHead: visemes and words for speakAudio"),
}
