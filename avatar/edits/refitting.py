"""Edits carried over to another sound: a span whose words are still said goes where they are said now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from avatar.edits.values import CURVES, Span, TakeEdits, put_in_order
from avatar.types import Timed

AROUND_S = 1.5
"""Seconds before and after a span whose words tell where it was."""
LONGEST_AROUND = 120
"""Characters of them."""

LEAST_S = 0.03
"""Seconds by which a span may reach into words that are no longer said."""

SAME_S = 0.05
"""Seconds by which a sound of which no words are known may be longer or shorter than before, and still be the same."""

LONG = 4000
"""Words from which matching leaves very common ones aside as it looks for where the others are."""

ACTED = frozenset({"expression", "gesture", "look", "head", "brows", "camera"})
"""Tracks whose spans go from one moment to another, whatever is said between."""


class _Piece(NamedTuple):
    """A stretch of the old sound, and where it is in the new one; nowhere where its words are gone."""

    start: float
    end: float
    to: tuple[float, float] | None

    def moved(self, t: float) -> float | None:
        if self.to is None:
            return None
        share = 0.0 if self.end <= self.start else (t - self.start) / (self.end - self.start)
        return self.to[0] + share * (self.to[1] - self.to[0])


def refit(edits: TakeEdits, words: Sequence[Timed], sound: str, duration: float) -> TakeEdits:
    """The edits of a take whose sound is another now: spans whose words are still said are moved with them, the others
    are listed in `unplaced`. Of the same sound all stay where they are, whatever text is known of it.

    `words`: where they are now, as they were made; `sound`, `duration`: of the sound that is there now. Nobody has
    looked at another sound yet.
    """
    if not edits.sound:  # written by hand: it is of whatever lies beside it
        return replace(edits, sound=sound, words=tuple(words), duration=duration)
    if sound == edits.sound:
        return replace(edits, words=tuple(words) or edits.words, duration=duration)
    pieces = _pieces(edits, words, duration)
    tracks: dict[str, tuple[Span, ...]] = {}
    unplaced = list(edits.unplaced)
    for track, spans in edits.tracks.items():
        kept = []
        for span in spans:
            moved = _moved(span, pieces, track in ACTED)
            if moved is None:
                unplaced.append((track, span, words_around(edits.words, span)))
            else:
                kept.append(moved)
        ordered, _ = put_in_order(kept, points=track in CURVES)
        if ordered:
            tracks[track] = ordered
    return replace(
        edits, sound=sound, duration=duration, words=tuple(words), tracks=tracks, looked=(), unplaced=tuple(unplaced)
    )


def words_around(words: Sequence[Timed], span: Span) -> str:
    """What is said around a span, for people to find its place by."""
    near = [word.value for word in words if word.end > span.start - AROUND_S and word.start < span.end + AROUND_S]
    text = " ".join(near)
    return text if len(text) <= LONGEST_AROUND else text[: LONGEST_AROUND - 2] + " …"


def _moved(span: Span, pieces: Sequence[_Piece], acted: bool) -> Span | None:
    """The span where it is now; None where it fits no more."""
    touched = [piece for piece in pieces if piece.start < span.end and span.start < piece.end]
    if span.end <= span.start or not touched:
        touched = [piece for piece in pieces if piece.start <= span.start <= piece.end][:1]
    first, last = touched[0] if touched else None, touched[-1] if touched else None
    if first is None or last is None:
        return None
    lost = [first, last] if acted else touched
    if any(each.to is None and min(each.end, span.end) - max(each.start, span.start) > LEAST_S for each in lost):
        return None
    placed = [piece for piece in touched if piece.to is not None]
    if not placed:
        return None
    start = placed[0].moved(max(span.start, placed[0].start))
    end = placed[-1].moved(min(span.end, placed[-1].end))
    if start is None or end is None or end < start or (end - start < 1e-4 < span.end - span.start):
        return None
    return span._replace(start=max(0.0, start), end=end)


def _pieces(edits: TakeEdits, words: Sequence[Timed], duration: float) -> list[_Piece]:
    """The old sound in pieces: words, and what lies between them."""
    old = edits.words
    if not old or not words:
        alike = not old and abs(duration - edits.duration) <= SAME_S
        return [_Piece(0.0, max(edits.duration, duration), (0.0, max(edits.duration, duration)) if alike else None)]
    pairs = _pairs(old, words, edits)
    found: list[_Piece] = []
    before: tuple[int, int] | None = (-1, -1)
    at = 0.0
    for index, word in enumerate(old):
        there = pairs.get(index)
        if word.start > at:
            joined = there is not None and before == (index - 1, there - 1)
            left = words[there - 1].end if there is not None and there > 0 else 0.0
            found.append(
                _Piece(at, word.start, (left, max(left, words[there].start)) if joined and there is not None else None)
            )
        found.append(_Piece(word.start, word.end, None if there is None else (words[there].start, words[there].end)))
        before = None if there is None else (index, there)
        at = word.end
    last = len(words) - 1
    if before is not None and before[1] == last:
        found.append(_Piece(at, max(at, edits.duration), (words[last].end, max(words[last].end, duration))))
    else:
        found.append(_Piece(at, max(at, edits.duration), None))
    return found


def _pairs(old: Sequence[Timed], new: Sequence[Timed], edits: TakeEdits) -> dict[int, int]:
    """Index of an old word to that of the new one which is the same, or is what somebody made of it."""
    one, other = list(map(_plain, old)), list(map(_plain, new))
    if one == other:
        return dict(zip(range(len(one)), range(len(other)), strict=True))
    made = {round(span.start, 3): _plain(Timed(*span[:3])) for span in edits.of("words")}
    pairs: dict[int, int] = {}
    matcher = SequenceMatcher(None, one, other, autojunk=max(len(one), len(other)) > LONG)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs |= dict(zip(range(a, b), range(c, d), strict=True))
        elif tag == "replace" and b - a == d - c:
            alike = ((i, j) for i, j in zip(range(a, b), range(c, d), strict=True))
            pairs |= {i: j for i, j in alike if made.get(round(old[i].start, 3)) == other[j]}
    return pairs


def _plain(word: Timed) -> str:
    """A word as it is compared: case and marks change nothing."""
    return "".join(filter(str.isalnum, word.value.casefold())) or word.value
