"""The words of a song, line by line, with their times where they are known: for recordings and captions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from avatar.song.score import Part, Remark, Score, SungWord, words_of


@dataclass(frozen=True)
class LyricWord:
    """A word as it is written, with its marks."""

    text: str
    start: float | None = None
    """Seconds from the recording's (or the song's) start; None where unknown."""
    end: float | None = None
    syllables: tuple[tuple[float, float, str], ...] = ()
    """(start, end, as written) of each syllable in seconds, where the file tells them."""


@dataclass(frozen=True)
class LyricLine:
    """A line of words."""

    words: tuple[LyricWord, ...]
    start: float | None = None
    """Seconds."""
    end: float | None = None
    who: str = ""
    """Who sings it, where the file says."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def places(self) -> Iterator[tuple[int, LyricWord]]:
        """Its words, each with the index of its first letter in `text`."""
        at = 0
        for word in self.words:
            yield at, word
            at += len(word.text) + 1


@dataclass(frozen=True)
class Lyrics:
    """All words of a song, lines in the order of their times."""

    lines: tuple[LyricLine, ...]
    title: str = ""
    author: str = ""
    language: str = ""
    """BCP 47 tag; '' where the file doesn't say."""
    remarks: tuple[Remark, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether any of its lines has a time."""
        return any(line.start is not None for line in self.lines)

    @property
    def text(self) -> str:
        """A line a line."""
        return "\n".join(line.text for line in self.lines)


def lyrics_of(score: Score, later: float = 0.0) -> Lyrics:
    """The words of a score with the times of its words and syllables, all its parts together, so many seconds later."""
    found = (line for part in score.parts for line in _lines(score, part, later))
    lines = sorted(found, key=lambda line: line.start or 0.0)
    language = next((part.language for part in score.parts if part.language), "")
    return Lyrics(tuple(lines), score.title, score.author, language)


def _lines(score: Score, part: Part, later: float) -> Iterator[LyricLine]:
    for notes in part.lines():
        words = tuple(_word(score, word, later) for word in words_of(notes) if word.text)
        if words:
            who = part.name if len(score.parts) > 1 else ""
            yield LyricLine(words, words[0].start, words[-1].end, who)


def _word(score: Score, word: SungWord, later: float) -> LyricWord:
    """Each syllable lasts until the next one of the word, or until its last note ends."""
    begun: list[tuple[float, float, str]] = []
    for note in word.notes:
        start, end = score.seconds(note.start) + later, score.seconds(note.end) + later
        if note.syllable or not begun:
            begun.append((start, end, note.syllable))
        else:
            begun[-1] = (begun[-1][0], end, begun[-1][2])
    return LyricWord(word.text, begun[0][0], begun[-1][1], tuple(begun))
