"""LRC: lines of words with their times, and its enhanced kind with times of words.

    [ti:Title]  [ar:Artist]  [la:en]  [offset:+250]      what it is; an offset of +250 ms shows words earlier
    [00:12.00]Words of a line                            [00:12.00][00:45.10]Words that come twice
    [00:12.00]<00:12.00>Words <00:12.50>of <00:12.80>a <00:13.10>line <00:13.90>
    [00:12.00]Words [00:12.50]of [00:12.80]a line        the same, as some programs write it

https://en.wikipedia.org/wiki/LRC_(file_format); there is no standard, so that minutes may have three digits and
hundredths may be missing, thousandths, or behind a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from avatar.song.lyrics import LyricLine, Lyrics, LyricWord
from avatar.song.score import LONGEST_SECONDS, Remark

MOST_LINES = 10_000

_CLOCK = r"(\d{1,4}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_TAGS = re.compile(rf"\s*\[{_CLOCK}\]")
_INNER = re.compile(rf"[<\[]{_CLOCK}[>\]]")
_ABOUT = re.compile(r"\[([a-zA-Z#]+)\s*:(.*)\]\s*")
_SINGER = re.compile(r"\s*([FMD]|v\d{1,2}):\s+")
"""Who sings, as Walaoke writes it: female, male, duet."""
_SINGERS = {"F": "female", "M": "male", "D": "both"}
_OFFSET = re.compile(r"\s*([+-]?\d{1,7})\s*")
_KNOWN = frozenset("al by re ve length tool # au".split())
"""What is said of the file and nobody needs: album, writer, program, version."""


def read_lrc(text: str) -> Lyrics:
    """The words of an LRC file, its lines in the order of their times; what was not understood is in its remarks."""
    about: dict[str, str] = {}
    remarks: list[Remark] = []
    found: list[LyricLine] = []
    firsts: list[float] = []
    for number, raw in enumerate(text.split("\n"), 1):
        place = f"line {number}"
        tag = _ABOUT.fullmatch(raw.strip())
        if tag and not _TAGS.match(raw):
            name, value = tag[1].lower(), tag[2].strip()
            if name not in {"ti", "ar", "la", "offset"} | _KNOWN:
                remarks.append(Remark(place, f"nothing is known by [{tag[1]}:]"))
            about.setdefault(name, value)
        elif raw.strip():
            if len(found) >= MOST_LINES:
                remarks.append(Remark(place, f"only the first {MOST_LINES} lines are read"))
                break
            lines = list(_lines(raw, place, remarks))
            firsts += sorted(line.start for line in lines if line.start is not None)[:1]
            found += lines
    if any(after < one for one, after in pairwise(firsts)):
        remarks.append(Remark("", "its lines are in disorder, and were sorted by their times"))
    found = _moved(_in_order(found), _offset(about, remarks))
    return Lyrics(tuple(_ended(found)), about.get("ti", ""), about.get("ar", ""), about.get("la", ""), tuple(remarks))


def looks_like_lrc(text: str) -> bool:
    """Whether a text has lines that begin with a time in brackets."""
    return any(_TAGS.match(line) for line in text.split("\n")[:200])


def _seconds(clock: re.Match[str]) -> float:
    minutes, seconds, part = clock.groups()
    return int(minutes) * 60 + int(seconds) + (int(part) / 10 ** len(part) if part else 0.0)


def _lines(raw: str, place: str, remarks: list[Remark]) -> Iterator[LyricLine]:
    """What a line of the file says, once for each time before it."""
    starts: list[float] = []
    rest = raw
    while tag := _TAGS.match(rest):
        starts.append(_seconds(tag))
        rest = rest[tag.end() :]
    who = ""
    if singer := _SINGER.match(rest):
        who, rest = _SINGERS.get(singer[1], singer[1]), rest[singer.end() :]
    late = [start for start in starts if start > LONGEST_SECONDS]
    if late:
        remarks.append(Remark(place, "it is later than an hour, and left out"))
        starts = [start for start in starts if start <= LONGEST_SECONDS]
        if not starts:
            return
    words = tuple(_words(rest, starts[0] if starts else None))
    if not words and not starts:
        return
    if not starts:
        remarks.append(Remark(place, "it has no time"))
        yield LyricLine(words, who=who)
    for start in starts:  # words' times are told of the first
        moved = tuple(_word_moved(word, start - starts[0]) for word in words)
        yield LyricLine(moved, start, moved[-1].end if moved else None, who)


def _words(text: str, start: float | None) -> Iterator[LyricWord]:
    """Words with the times before them, where a line has some; a time within a word begins a syllable."""
    times = list(_INNER.finditer(text))
    if not times:
        yield from (LyricWord(word) for word in text.split())
        return
    bounds = [(start, text[: times[0].start()])]
    for one, after in pairwise([*times, None]):
        assert one
        bounds.append((_seconds(one), text[one.end() : after.start() if after else len(text)]))
    pieces = [(at, piece) for at, piece in bounds if piece.strip()]
    ends = [*(at for at, _ in pieces[1:]), bounds[-1][0] if not bounds[-1][1].strip() else None]
    open_word: list[tuple[float | None, float | None, str]] = []
    for (at, piece), end in zip(pieces, ends, strict=True):
        if open_word and piece[0].isspace():
            yield _joined(open_word)
            open_word = []
        several = piece.split()
        for number, word in enumerate(several):
            if number:
                yield _joined(open_word)
                open_word = []
            known = len(several) == 1
            open_word.append((at if known or number == 0 else None, end if number == len(several) - 1 else None, word))
        if piece[-1].isspace():
            yield _joined(open_word)
            open_word = []
    if open_word:
        yield _joined(open_word)


def _joined(pieces: list[tuple[float | None, float | None, str]]) -> LyricWord:
    syllables = tuple(
        (start, end, text) for start, end, text in pieces if start is not None and end is not None and end >= start
    )
    whole = "".join(text for _, _, text in pieces)
    start, end = pieces[0][0], pieces[-1][1]
    if start is not None and end is not None and end < start:
        end = None
    return LyricWord(whole, start, end, syllables if len(syllables) == len(pieces) else ())


def _word_moved(word: LyricWord, by: float) -> LyricWord:
    if by == 0:
        return word
    return LyricWord(
        word.text,
        None if word.start is None else max(0.0, word.start + by),
        None if word.end is None else max(0.0, word.end + by),
        tuple((max(0.0, start + by), max(0.0, end + by), text) for start, end, text in word.syllables),
    )


def _in_order(lines: list[LyricLine]) -> list[LyricLine]:
    """Lines by their times; one that has none stays behind the one before it."""
    keys: list[float] = []
    for line in lines:
        keys.append(line.start if line.start is not None else (keys[-1] if keys else 0.0))
    return [lines[n] for n in sorted(range(len(lines)), key=lambda n: keys[n])]


def _offset(about: dict[str, str], remarks: list[Remark]) -> float:
    """Seconds by which its words are later: a positive offset makes them earlier."""
    if "offset" not in about:
        return 0.0
    found = _OFFSET.fullmatch(about["offset"])
    if not found:
        remarks.append(Remark("", f"its offset {about['offset'][:20]!r} is no number of milliseconds"))
        return 0.0
    return -int(found[1]) / 1000.0


def _moved(lines: list[LyricLine], by: float) -> list[LyricLine]:
    if by == 0:
        return lines
    return [
        replace(
            line,
            words=tuple(_word_moved(word, by) for word in line.words),
            start=None if line.start is None else max(0.0, line.start + by),
            end=None if line.end is None else max(0.0, line.end + by),
        )
        for line in lines
    ]


def _ended(lines: list[LyricLine]) -> Iterator[LyricLine]:
    """Lines that end where the next one begins, unless they say when; a line without words ends the one before it."""
    for line, after in pairwise([*lines, None]):
        assert line
        if not line.words:
            continue
        end = line.end
        if line.start is not None and after is not None and after.start is not None:
            end = min(end, after.start) if end is not None else after.start
        if line.start is not None and end is not None and end <= line.start:
            end = None
        yield replace(line, end=end)
