"""Events that each name the sound that a mouth begins to make: Amazon Polly's, Azure's, TalkingHead's.

A viseme stands for the sound that it is mostly used for, and the sounds make the mouth: so lips are on their way in
time and shut where they must be, as with any other phones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from avatar.errors import LipSyncError
from avatar.lipsync.edited.numbers import number
from avatar.lipsync.edited.shapes import in_order, of_changes
from avatar.lipsync.formats.events import TICKS
from avatar.lipsync.formats.talkinghead import NAMES
from avatar.lipsync.made import Made, lettered, of_phones
from avatar.types import Rung, Timed

POLLY = {
    "sil": "", "p": "p", "t": "t", "S": "ʃ", "T": "θ", "f": "f", "k": "k", "i": "i", "r": "ɹ", "s": "s", "u": "u",
    "@": "ə", "a": "a", "e": "e", "E": "ɛ", "o": "o", "O": "ɔ", "B": "β", "J": "ɲ", "x": "x", "l": "l", "n": "n",
}  # fmt: skip
"""Amazon Polly's visemes. Source: Amazon Polly, "Phoneme and viseme tables"."""

AZURE = (
    "", "æ", "ɑ", "ɔ", "ɛ", "ɝ", "i", "u", "o", "aʊ", "ɔɪ", "aɪ", "h", "ɹ", "l", "s", "ʃ", "ð", "f", "t", "k", "p",
)  # fmt: skip
"""Azure's visemes 0 to 21. Source: Azure Speech, "Get facial position with viseme"."""

_OCULUS = {
    "sil": "", "PP": "p", "FF": "f", "TH": "θ", "DD": "t", "kk": "k", "CH": "ʃ", "SS": "s", "nn": "n", "RR": "ɹ",
    "aa": "ɑ", "E": "ɛ", "ih": "i", "oh": "o", "ou": "u",
}  # fmt: skip
OCULUS = {**_OCULUS, **{name: _OCULUS[viseme] for viseme, name in NAMES.items()}}
"""The 15 visemes, by OVR's names and by those of avatars."""

Row = Mapping[str, object]


def of_polly(text: str, duration: float) -> Made:
    """Amazon Polly's speech marks: a line of JSON for each viseme, word and sentence. Raises LipSyncError."""
    rows = [_object(line, number) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    visemes = [(number(row.get("time")) / 1000, str(row.get("value"))) for row in rows if row.get("type") == "viseme"]
    if not visemes:
        raise LipSyncError("The speech marks hold no visemes", remedy="Ask Polly for `viseme` marks too.")
    spans = of_changes([(t, _known(name, POLLY, t)) for t, name in visemes], duration)
    heard = [span for span in spans if span.value]
    words = []
    begun = [(number(row.get("time")) / 1000, str(row.get("value"))) for row in rows if row.get("type") == "word"]
    for word in of_changes(begun, duration):
        last = max((span.end for span in heard if span.start < word.end), default=word.end)  # not into the pause after
        words.append(word._replace(end=max(word.start, min(word.end, last))))
    return _made(spans, tuple(words), duration)


def of_azure(rows: Sequence[Row], duration: float) -> Made:
    """Azure's viseme events: `audioOffset` in ticks of 100 ns, `visemeId`. Raises LipSyncError."""
    changes: list[tuple[float, str]] = []
    for row in rows:
        t, name = number(row.get("audioOffset")) / TICKS, number(row.get("visemeId"), "viseme")
        if name not in range(len(AZURE)):
            raise LipSyncError(f"Azure has no viseme {name:g} (at {t:g} s)", remedy="Use one of 0 to 21.")
        changes.append((t, AZURE[int(name)]))
    return _made(of_changes(changes, duration), (), duration)


def of_talkinghead(data: Row, duration: float) -> Made:
    """TalkingHead's `visemes`, `vtimes` and `vdurations`, in milliseconds, and its words. Raises LipSyncError."""
    shown = _lists(data, "visemes", "vtimes", "vdurations")
    spans = [span._replace(value=_known(span.value, OCULUS, span.start)) for span in shown]
    words = tuple(_lists(data, "words", "wtimes", "wdurations")) if "words" in data else ()
    return _made(spans, words, duration)


def _lists(data: Row, names: str, times: str, durations: str) -> list[Timed]:
    rows = [data.get(each) for each in (names, times, durations)]
    lists = [row for row in rows if isinstance(row, list)]
    if len(lists) < 3 or len({len(row) for row in lists}) > 1:
        raise LipSyncError(f"{names}, {times} and {durations} are not of one length", remedy="Save them again.")
    found = []
    for name, time, length in zip(*lists, strict=True):
        start = number(time) / 1000
        found.append(Timed(start, start + max(0.0, number(length, "duration")) / 1000, str(name)))
    return found


def _object(line: str, row: int) -> Row:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LipSyncError(f"Line {row} is no JSON: {error}", remedy="Save the speech marks again.") from error
    if not isinstance(found, Mapping):
        raise LipSyncError(f"Line {row} is no speech mark", remedy="Save the speech marks again.")
    return found


def _known(name: str, sounds: Mapping[str, str], t: float) -> str:
    if name not in sounds:
        raise LipSyncError(f"There is no viseme {name!r} (at {t:g} s)", remedy=f"Use one of {', '.join(sounds)}.")
    return sounds[name]


def _made(spans: Sequence[Timed], words: tuple[Timed, ...], duration: float) -> Made:
    """A mouth of phones; parts of one phone that follow each other are one."""
    phones: list[Timed] = []
    for span in in_order(spans, duration):
        if phones and phones[-1].value == span.value and span.start <= phones[-1].end + 2e-3:
            phones[-1] = phones[-1]._replace(end=span.end)
        elif span.end > span.start:
            phones.append(span)
    return lettered(of_phones(Rung.EDITED, tuple(phones), words, duration))
