"""Papagayo's projects: voice, phrases, words, and the shapes of each word, in frames; as lines (.pgo) and JSON (.pg2).

Source: `LipsyncDoc.open`, `open_from_dict` and `copy_to_dict` of papagayo-ng, and the sample projects beside them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from avatar.lipsync.formats.base import CueSheet, Format, Options, frame_of, on_frames, shapes_of
from avatar.lipsync.shapes import MouthCue, ShapeSet
from avatar.types import Timed

FPS = 24

REST = "rest"

SHAPES = ShapeSet(
    {
        "sil": {REST: 1.3},
        "PP": {"MBP": 0.15},
        "FF": {"FV": 0.15},
        "TH": {"etc": 1.0},
        "DD": {"etc": 1.0, "L": -0.6},
        "kk": {"etc": 1.0},
        "CH": {"etc": 1.0},
        "SS": {"etc": 1.0},
        "nn": {"L": 1.0, "etc": 0.7},
        "RR": {"etc": 0.9, "O": 0.3},
        "aa": {"AI": 1.0},
        "E": {"E": 1.0},
        "ih": {"E": 1.0},
        "oh": {"O": 1.0},
        "ou": {"U": 1.0, "WQ": 0.9},
    },
    REST,
    frozenset({"MBP", "FV"}),
)
"""Preston Blair's ten mouths."""

VOICE = "Voice 1"

PAUSE = 0.3
"""Seconds between words at which a new phrase begins."""


class _Word(NamedTuple):
    text: str
    start: int
    """Its first frame."""
    end: int
    """Its last one."""
    shapes: tuple[tuple[int, str], ...]
    """Frames and the shapes that begin there; no frame of a project has two."""


_Phrase = tuple[_Word, ...]


class _Project(NamedTuple):
    sound: str
    fps: int
    frames: int
    phrases: tuple[_Phrase, ...]

    @property
    def text(self) -> str:
        return "\n".join(map(_text, self.phrases))


def lines(timeline: CueSheet, options: Options) -> str:
    """The project as Papagayo and older papagayo-ng save it, and as Synfig and others import it."""
    project = _project(timeline, options)
    rows = ["lipsync version 1", project.sound, str(project.fps), str(project.frames), "1"]
    rows += [f"\t{VOICE}", "\t" + project.text.replace("\n", "|"), f"\t{len(project.phrases)}"]
    for phrase in _held_over(project.phrases):
        rows += [f"\t\t{line}" for line in (_text(phrase), phrase[0].start, phrase[-1].end, len(phrase))]
        for word in phrase:
            rows.append(f"\t\t\t{word.text} {word.start} {word.end} {len(word.shapes)}")
            rows += [f"\t\t\t\t{frame} {name}" for frame, name in word.shapes]
    return "\n".join(rows) + "\n"


def _held_over(phrases: tuple[_Phrase, ...]) -> Iterator[_Phrase]:
    """The phrases as Synfig needs them: it rests at every word's last frame (`parse_pgo`), if no later word says more.

    So a word says first what the one before it holds at its end, which changes nothing for who holds a shape until the
    next; and the last word of all ends a frame later where a shape begins at its end.
    """
    over: tuple[tuple[int, str], ...] = ()
    for number, phrase in enumerate(phrases, 1):
        words: list[_Word] = []
        for word in phrase:
            words.append(word._replace(shapes=over + word.shapes))
            said = words[-1].shapes[-1][1] if words[-1].shapes else REST
            over = () if said == REST else ((word.end, said),)
        if over and number == len(phrases) and words[-1].shapes[-1][0] == words[-1].end:
            words[-1] = words[-1]._replace(end=words[-1].end + 1)
        yield tuple(words)


def objects(timeline: CueSheet, options: Options) -> str:
    """The project as papagayo-ng saves it."""
    project = _project(timeline, options)
    phrases = [
        {
            "id": i,
            "text": _text(phrase),
            "start_frame": phrase[0].start,
            "end_frame": phrase[-1].end,
            "tags": [],
            "words": [_object(k, word) for k, word in enumerate(phrase)],
        }
        for i, phrase in enumerate(project.phrases)
    ]
    words = [word for phrase in project.phrases for word in phrase]
    shapes = [name for word in words for _, name in word.shapes]
    voice = {
        "name": VOICE,
        "start_frame": words[0].start if words else 0,
        "end_frame": words[-1].end if words else 1,
        "text": project.text,
        "num_children": len(phrases) + len(words) + len(shapes),
        "phrases": phrases,
        "used_phonemes": list(dict.fromkeys(shapes)),
    }
    whole = {
        "version": 2,
        "sound_path": project.sound,
        "fps": project.fps,
        "sound_duration": project.frames,
        "num_voices": 1,
        "phoneme_set": "preston_blair",
        "voices": [voice],
    }
    return json.dumps(whole, indent=1, ensure_ascii=True) + "\n"


def _object(number: int, word: _Word) -> dict[str, object]:
    return {
        "id": number,
        "text": word.text,
        "start_frame": word.start,
        "end_frame": word.end,
        "tags": [],
        "phonemes": [
            {"id": i, "text": name, "frame": frame, "tags": []} for i, (frame, name) in enumerate(word.shapes)
        ],
    }


def _text(phrase: _Phrase) -> str:
    return " ".join(word.text for word in phrase)


def _project(timeline: CueSheet, options: Options) -> _Project:
    """One voice; without known words, each stretch of speech is a word of its own.

    Papagayo's frame rates are whole numbers.
    """
    fps = max(1, round(options.fps or FPS))
    held = shapes_of(timeline, SHAPES, options)
    spans = timeline.words or tuple(_stretches(held))
    frames = math.ceil(timeline.duration * fps - 1e-6)
    return _Project(_line(timeline.sound) or "sound.wav", fps, frames, _phrases(spans, _words(spans, held, fps)))


def _line(text: str) -> str:
    """A text that fits on a line of its own."""
    return " ".join(text.split())


def _stretches(held: Sequence[MouthCue]) -> list[Timed]:
    spans: list[Timed] = []
    for cue in held:
        if cue.value == REST:
            continue
        if spans and cue.start <= spans[-1].end + 1e-6:
            spans[-1] = spans[-1]._replace(end=cue.end)
        else:
            spans.append(Timed(cue.start, cue.end, f"speech{len(spans) + 1}"))
    return spans


def _words(spans: Sequence[Timed], held: Sequence[MouthCue], fps: int) -> list[_Word]:
    """The words one after another in frames, each with the shapes that begin in it, and at its start the one held.

    Papagayo holds a shape until the next one: so a word before a pause ends in a rest.
    """
    starts: list[tuple[float, tuple[int, str]]] = []
    first = 0
    for number, span in enumerate(spans):
        until = spans[number + 1].start if number + 1 < len(spans) else math.inf
        while first < len(held) and held[first].end <= span.start:
            first += 1
        after = first
        while after < len(held) and held[after].start < (until if held[after].value == REST else span.end):
            after += 1
        inside = held[first:after]
        if inside and inside[0].start < span.start and _over_at_once(inside, span.start, fps):
            inside = inside[1:]
        starts += [(max(cue.start, span.start), (number, cue.value)) for cue in inside]
    shapes: list[list[tuple[int, str]]] = [[] for _ in spans]
    for frame, (number, name) in on_frames(starts, fps):
        shapes[number].append((frame, name))
    words: list[_Word] = []
    last = -1
    for span, shown in zip(spans, shapes, strict=True):
        start = max(last + 1, frame_of(span.start, fps))
        last = max(start, frame_of(span.end, fps) - 1, shown[-1][0] if shown else 0)
        words.append(_Word("".join(span.value.split()) or "-", start, last, tuple(shown)))
    return words


def _over_at_once(inside: Sequence[MouthCue], start: float, fps: int) -> bool:
    """Whether the first shape of a word, which began before it, need not be said again: a rest, or gone in a frame."""
    return inside[0].value == REST or (len(inside) > 1 and frame_of(inside[1].start, fps) <= frame_of(start, fps))


def _phrases(spans: Sequence[Timed], words: list[_Word]) -> tuple[_Phrase, ...]:
    phrases: list[list[_Word]] = []
    end = -PAUSE
    for span, word in zip(spans, words, strict=True):
        if phrases and span.start - end < PAUSE:
            phrases[-1].append(word)
        else:
            phrases.append([word])
        end = span.end
    return tuple(map(tuple, phrases))


_WORDLESS = "its words are called speech1, speech2 ..., since none are known: the text (--text, -d) gives real ones"

FORMATS = {
    "pgo": Format(".pgo", lines, "Papagayo: project with words and Preston Blair's mouths", _WORDLESS),
    "pg2": Format(".pg2", objects, "the same as Papagayo-NG's JSON", _WORDLESS),
}
