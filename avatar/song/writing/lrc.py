"""Enhanced LRC: each line with its time, and the times of its syllables within.

https://en.wikipedia.org/wiki/LRC_(file_format)
"""

from __future__ import annotations

from collections.abc import Iterator

from avatar.song.lyrics import LyricLine, lyrics_of
from avatar.song.score import Remark, Score


def write_lrc(score: Score) -> tuple[str, tuple[Remark, ...]]:
    """The words of all parts, in the order of their times."""
    lyrics = lyrics_of(score)
    about = (("ti", score.title), ("ar", score.author), ("la", lyrics.language))
    head = [f"[{tag}:{value}]" for tag, value in about if value]
    text = "\n".join([*head, *(_line(line) for line in lyrics.lines)])
    more = score.chords or any(note.pitch is not None for part in score.parts for note in part.notes)
    left = (Remark("", "notes and chords are left out: LRC holds words and times"),) if more else ()
    return f"{text}\n", left


def _line(line: LyricLine) -> str:
    return f"[{_clock(line.start or 0.0)}]{''.join(_pieces(line))}"


def _pieces(line: LyricLine) -> Iterator[str]:
    for number, word in enumerate(line.words):
        yield " " if number else ""
        for start, _, text in word.syllables:
            yield f"<{_clock(start)}>{text}"
    yield f"<{_clock(line.end or 0.0)}>"


def _clock(seconds: float) -> str:
    hundredths = round(seconds * 100)
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
