"""Papagayo's projects, .pgo and .pg2: voices of phrases of words, whose shapes stand at frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from avatar.errors import LipSyncError
from avatar.lipsync.edited.numbers import number, objects
from avatar.lipsync.edited.shapes import of_changes, of_shapes
from avatar.lipsync.made import Made
from avatar.types import Timed


class _Word(NamedTuple):
    text: str
    start: float
    """Frame."""
    end: float
    """Its last frame."""
    shapes: Sequence[tuple[float, str]]
    """Frames and names."""


class _Voice(NamedTuple):
    name: str
    words: Sequence[_Word]


def of_lines(text: str, duration: float) -> Made:
    """A project of lines (.pgo). Raises LipSyncError for one that is damaged."""
    lines = _Lines(text)
    lines.skip(2)  # version and sound
    fps = number(lines.next(), "frame rate")
    lines.skip(1)  # its length
    voices = [_voice(lines) for _ in range(lines.count("voices"))]
    return _made(voices, fps, duration)


def of_json(data: Mapping[str, object], duration: float) -> Made:
    """A project of Papagayo-NG (.pg2). Raises LipSyncError for one that is damaged."""
    voices = [
        _Voice(str(voice.get("name", "")), [_object(w) for p in objects(voice.get("phrases")) for w in _words_of(p)])
        for voice in objects(data.get("voices"))
    ]
    return _made(voices, number(data.get("fps"), "frame rate"), duration)


def _words_of(phrase: Mapping[str, object]) -> list[Mapping[str, object]]:
    return objects(phrase.get("words"))


def _object(word: Mapping[str, object]) -> _Word:
    shapes = [(number(each.get("frame"), "frame"), str(each.get("text"))) for each in objects(word.get("phonemes"))]
    start, end = (number(word.get(key), "frame") for key in ("start_frame", "end_frame"))
    return _Word(str(word.get("text", "")), start, end, shapes)


class _Lines:
    """The lines of a project, one after another."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._at = 0

    def next(self) -> str:
        if self._at >= len(self._lines):
            raise LipSyncError(f"The project breaks off after line {self._at}", remedy="Save it again.")
        self._at += 1
        return self._lines[self._at - 1].strip()

    def skip(self, count: int) -> None:
        for _ in range(count):
            self.next()

    def count(self, what: str) -> int:
        return self.counted(self.next(), what)

    def counted(self, text: str, what: str) -> int:
        value = number(text, f"number of {what}")
        if not 0 <= value <= len(self._lines):
            raise LipSyncError(f"Line {self._at} counts {value:.0f} {what}", remedy="Save the project again.")
        return int(value)


def _voice(lines: _Lines) -> _Voice:
    name = lines.next()
    lines.skip(1)  # its text
    words: list[_Word] = []
    for _ in range(lines.count("phrases")):
        lines.skip(3)  # text, start, end
        for _ in range(lines.count("words")):
            word, *numbers = lines.next().rsplit(" ", 3)
            if len(numbers) < 3:
                raise LipSyncError(f"The word {word!r} has no frames", remedy="Save the project again.")
            shapes = [lines.next().partition(" ") for _ in range(lines.counted(numbers[2], "shapes"))]
            start, end = (number(each, "frame") for each in numbers[:2])
            words.append(_Word(word, start, end, [(number(frame, "frame"), shape) for frame, _, shape in shapes]))
    return _Voice(name, words)


def _made(voices: Sequence[_Voice], fps: float, duration: float) -> Made:
    """The mouth of the voice with most words: a shape lasts until the next one, the last of a word until its end."""
    if fps <= 0:
        raise LipSyncError("The project has no frame rate", remedy="Save it again.")
    speaking = [voice for voice in voices if any(word.shapes for word in voice.words)]
    if not speaking:
        raise LipSyncError("The project holds no shapes", remedy="Break its words into phonemes, and save it again.")
    voice = max(speaking, key=lambda each: len(each.words))
    made = of_shapes([span for word in voice.words for span in _spans(word, fps)], duration)
    notes = (f"of {len(speaking)} voices {voice.name!r} is used, which has most words",) if len(speaking) > 1 else ()
    return made._replace(words=tuple(_times(voice.words, fps)), notes=notes)


def _spans(word: _Word, fps: float) -> list[Timed]:
    return of_changes([(frame / fps, name) for frame, name in word.shapes], (word.end + 1) / fps)


def _times(words: Iterable[_Word], fps: float) -> list[Timed]:
    return [Timed(word.start / fps, max(word.start, word.end + 1) / fps, word.text) for word in words]
