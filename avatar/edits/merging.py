"""Rows of words or phones with edits in the place of what was made, and the text that follows from changed words."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from avatar.edits.values import Span
from avatar.types import Timed

LEAST_S = 0.01
"""Seconds that must remain of a phone beside an edit for it to stay: a frame."""

KEPT_SHARE = 0.5
"""Share of a word that must remain for it to stay; two halves of a word are no words."""


def merged_phones(made: Sequence[Timed], spans: Sequence[Span]) -> tuple[Timed, ...]:
    """Phones with the spans in the place of what was there; of a phone partly edited the rest stays."""
    rest = [part for phone in made for part in _outside(phone, spans) if part.end - part.start >= LEAST_S - 1e-9]
    return tuple(sorted([*rest, *(Timed(span.start, span.end, span.value) for span in spans)]))


def merged_words(made: Sequence[Timed], spans: Sequence[Span]) -> tuple[Timed, ...]:
    """The same of words: one of which less than half remains is gone, and one edited to '' is no word."""
    kept = []
    for word in made:
        parts = _outside(word, spans)
        longest = max(parts, key=lambda part: part.end - part.start, default=None)
        if longest is not None and longest.end - longest.start >= KEPT_SHARE * (word.end - word.start) - 1e-9:
            kept.append(longest)
    new = [Timed(span.start, span.end, span.value) for span in spans if span.value]
    return tuple(sorted([*kept, *new], key=lambda word: (word.start, word.end)))


def _outside(timed: Timed, spans: Sequence[Span]) -> list[Timed]:
    """What remains of something beside spans that are in order."""
    parts, at = [], timed.start
    for span in spans[_first_after(spans, timed.start) :]:
        if span.start >= timed.end:
            break
        if span.start > at:
            parts.append(timed._replace(start=at, end=span.start))
        at = max(at, span.end)
    if at < timed.end or timed.start == timed.end:
        parts.append(timed._replace(start=at))
    return parts


def _first_after(spans: Sequence[Span], t: float) -> int:
    """Index of the first span that ends after a time."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if spans[middle].end <= t else (low, middle)
    return low


def retexted(text: str, made: Sequence[Timed], words: Sequence[Timed]) -> tuple[str, tuple[Timed, ...]]:
    """The text with changed words in it, and the words with their places there.

    `made`: the words before; `words`: those after, of which new ones have no place. A text whose words have no places
    is made of the words.
    """
    if any(word.at < 0 for word in made) or (made and not text):
        return _spelled(words)
    stays = {word.at for word in words if word.at >= 0}
    gone = deque(sorted((word for word in made if word.at not in stays), key=lambda word: word.at))
    if not gone and all(word.at >= 0 for word in words):
        return text, tuple(words)
    out, placed, at = "", [], 0
    for new, kept in _runs(words):
        until = kept.at if kept else len(text)
        dropped = []
        while gone and gone[0].at < until:
            dropped.append(gone.popleft())
        first = dropped[0].at if dropped else at
        last = dropped[-1].at + dropped[-1].length if dropped else at
        out += text[at:first]
        for word in new:
            out += " " if out and not out[-1].isspace() else ""
            placed.append(word._replace(at=len(out), length=len(word.value)))
            out += word.value
        rest = text[last:until]
        out += rest if new or not dropped or not (not out or out[-1].isspace()) else rest.lstrip(" ")
        if kept:
            out += " " if new and not out[-1].isspace() else ""
            placed.append(kept._replace(at=len(out)))
            out += text[kept.at : kept.at + kept.length]
            at = kept.at + kept.length
    return out, tuple(placed)


def _runs(words: Iterable[Timed]) -> Iterable[tuple[list[Timed], Timed | None]]:
    """Each word that has a place, with the new ones before it; the last new ones with None."""
    new: list[Timed] = []
    for word in words:
        if word.at < 0:
            new.append(word)
            continue
        yield new, word
        new = []
    yield new, None


def _spelled(words: Sequence[Timed]) -> tuple[str, tuple[Timed, ...]]:
    text, placed = "", []
    for word in words:
        text += " " if text else ""
        placed.append(word._replace(at=len(text), length=len(word.value)))
        text += word.value
    return text, tuple(placed)
