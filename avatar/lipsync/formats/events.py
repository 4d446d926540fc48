"""Events of the cloud voices: Azure's viseme events, Amazon Polly's speech marks.

Programs written for those voices play them as they are. Where the phones are known each becomes the event that the
service itself would send; else the events follow the mouth's shapes.
Sources: Azure Speech, "Get facial position with viseme" (ids 0 to 21, offsets in ticks of 100 ns); Amazon Polly,
"Speech mark output" and "Phoneme and viseme tables" (lines of JSON, times in ms, places in bytes of the text).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from avatar.lipsync.formats.base import CueSheet, Format, Options, shapes_of
from avatar.lipsync.shapes import MouthCue, ShapeSet
from avatar.lipsync.visemes import targets
from avatar.types import VISEMES, Timed

TICKS = 10_000_000
"""Ticks a second."""


class Names(NamedTuple):
    """A service's names of events, by our viseme."""

    visemes: Mapping[str, str]
    letters: Mapping[str, str] = MappingProxyType({})
    """By IPA letter, where the service tells apart what is one viseme of ours."""
    phones: Mapping[str, str] = MappingProxyType({})
    """By whole phone."""


_AZURE_OF = {
    "sil": "0", "PP": "21", "FF": "18", "TH": "17", "DD": "19", "kk": "20", "CH": "16", "SS": "15", "nn": "19",
    "RR": "13", "aa": "2", "E": "4", "ih": "6", "oh": "8", "ou": "7",
}  # fmt: skip
_AZURE_LETTERS = {
    "æ": "1", "ə": "1", "ʌ": "1", "ɐ": "1", "ɘ": "1", "ɑ": "2", "a": "2", "ɒ": "2", "ɔ": "3", "ɛ": "4",
    "ʊ": "4", "e": "4", "ɝ": "5", "ɜ": "5", "ɚ": "5", "j": "6", "i": "6", "ɪ": "6", "ɨ": "6", "w": "7",
    "u": "7", "o": "8", "h": "12", "ɦ": "12", "ɹ": "13", "r": "13", "ɾ": "19", "l": "14", "ɫ": "14", "θ": "19",
    "ð": "17", "n": "19", "ŋ": "20",
}  # fmt: skip
_AZURE = Names(_AZURE_OF, _AZURE_LETTERS, {"aʊ": "9", "ɔɪ": "10", "aɪ": "11"})

_POLLY_OF = {
    "sil": "sil", "PP": "p", "FF": "f", "TH": "T", "DD": "t", "kk": "k", "CH": "S", "SS": "s", "nn": "t", "RR": "r",
    "aa": "a", "E": "E", "ih": "i", "oh": "o", "ou": "u",
}  # fmt: skip
_POLLY_LETTERS = {
    "ə": "@", "ɚ": "@", "ɘ": "@", "æ": "a", "a": "a", "ɑ": "a", "e": "e", "ɛ": "E", "ɝ": "E", "ɜ": "E",
    "ʌ": "E", "o": "o", "ɔ": "O", "ɒ": "O", "w": "u", "j": "i", "h": "k", "β": "B", "ɲ": "J", "ʎ": "J",
}  # fmt: skip
_POLLY = Names(_POLLY_OF, _POLLY_LETTERS, {"aʊ": "a", "ɔɪ": "O", "aɪ": "a", "eɪ": "e", "oʊ": "o"})

_PAUSE = 0.05
"""Seconds without a phone after which the mouth is sent to rest."""


def azure(timeline: CueSheet, options: Options) -> str:
    """A JSON array of `SpeechSynthesisVisemeEventArgs`: `audioOffset` in ticks, `visemeId`, and no `animation`."""
    changes = events(timeline, options, _AZURE)
    rows = ",\n".join(
        f'  {{"audioOffset": {round(start * TICKS)}, "visemeId": {name}, "animation": ""}}' for start, name in changes
    )
    return f"[\n{rows}\n]\n"


def polly(timeline: CueSheet, options: Options) -> str:
    """Lines of JSON in order of time: sentences and words with their bytes in the text, and visemes."""
    marks: list[tuple[int, int, dict[str, object]]] = []
    for kind, order, spans in (("sentence", 0, _sentences(timeline)), ("word", 1, timeline.words)):
        for span in spans:
            time = round(span.start * 1000)
            start, end = _bytes(timeline.text, span)
            mark = {"time": time, "type": kind, "start": start, "end": end, "value": span.value}
            marks.append((time, order, mark))
    for at, name in events(timeline, options, _POLLY):
        time = round(at * 1000)
        marks.append((time, 2, {"time": time, "type": "viseme", "value": name}))
    marks.sort(key=lambda mark: mark[:2])
    return "".join(json.dumps(mark, ensure_ascii=False, separators=(",", ":")) + "\n" for *_, mark in marks)


def events(timeline: CueSheet, options: Options, names: Names) -> Iterator[tuple[float, str]]:
    """Start in seconds and name of each event; never two of one name in a row."""
    ahead = options.lead or 0.0
    last = ""
    for start, name in _named(timeline, options, names):
        if name != last:
            yield max(0.0, start - ahead), name
            last = name


def _named(timeline: CueSheet, options: Options, names: Names) -> Iterator[tuple[float, str]]:
    visemes, letters, phones = names
    if timeline.phones is None:
        # shapes_of has moved the shapes by the lead already: undo that, since `events` moves everything by it
        held = shapes_of(timeline, ShapeSet.of(visemes, f"{visemes['PP']} {visemes['FF']}"), options)
        for cue in held or (MouthCue(0.0, 0.0, visemes["sil"]),):
            yield cue.start + (options.lead or 0.0), cue.value
        return
    end = 0.0
    for phone in timeline.phones:
        if phone.start > end + _PAUSE:
            yield end, visemes["sil"]
        bare = phone.value.strip("ˈˌ").replace("ː", "")
        if bare in phones:
            yield phone.start, phones[bare]
        else:
            at = phone.start
            for target in targets(phone.value):
                top = VISEMES[int(target.weights.argmax())]
                yield at, letters.get(target.letter, visemes[top])
                at += target.share * (phone.end - phone.start)
        end = phone.end
    yield end, visemes["sil"]


def _bytes(text: str, span: Timed) -> tuple[int, int]:
    """Where a word or sentence begins and ends in the text, counted in bytes of UTF-8."""
    if span.at < 0:
        return 0, 0
    start = len(text[: span.at].encode())
    return start, start + len(text[span.at : span.at + span.length].encode())


def _sentences(timeline: CueSheet) -> list[Timed]:
    """The text's sentences, each from its first word's start to its last one's end."""
    from avatar.text.sentences import sentences  # here, since every format is loaded, and few tell sentences

    found: list[Timed] = []
    words = iter(word for word in timeline.words if word.at >= 0)
    word = next(words, None)
    for clause in sentences(timeline.text):
        inside: list[Timed] = []
        while word is not None and word.at < clause.end:
            inside.append(word)
            word = next(words, None)
        if inside:
            value = clause.text.strip()
            at = clause.start + clause.text.index(value)
            found.append(Timed(inside[0].start, inside[-1].end, value, at, len(value)))
    return found


FORMATS = {
    "azure": Format(".azure.json", azure, "Azure's viseme events"),
    "polly": Format(".marks", polly, "Amazon Polly's speech marks"),
}
