"""What one does to a track: pure functions from edits to edits. Times are seconds of the take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from avatar.editing.footage import Footage
from avatar.editing.tracks import SEAM_S, Block, block_at, blocks
from avatar.edits.values import CURVES, EASES, Span, TakeEdits, with_track
from avatar.lipsync.shapes import HOLD

LEAST_S = 0.02
"""Seconds of the shortest block that another one leaves when it is moved: two frames of the mouth."""

INSERTED_S = 0.12
"""Seconds of a block that is put in: as long as a mouth needs to be seen, and some."""

TOUCHING_S = 0.03
"""Seconds of a gap up to which two words or phones are neighbours that share an edge."""

FAR_S = 2.0
"""Seconds within which the neighbour of a block is looked for."""


def lay(edits: TakeEdits, track: str, spans: Iterable[Span]) -> TakeEdits:
    """Spans in the place of what a track's edits had there."""
    row = list(edits.of(track))
    for new in spans:
        row = [*_cleared(row, new.start, new.end), new]
    return with_track(edits, track, sorted(row))


def lift(edits: TakeEdits, track: str, start: float, end: float) -> TakeEdits:
    """No edits of a track in a stretch: it is there as it was made."""
    return with_track(edits, track, list(_cleared(edits.of(track), start, end)))


def _cleared(row: Sequence[Span], start: float, end: float) -> Iterable[Span]:
    """A row without what it has in a stretch."""
    for span in row:
        if (span.end <= start + SEAM_S and span.start < start) or span.start >= end - SEAM_S:
            yield span
            continue
        if span.start < start - SEAM_S:
            yield span._replace(end=start)
        if span.end > end + SEAM_S:
            yield span._replace(start=end)


def looked(edits: TakeEdits, start: float, end: float) -> TakeEdits:
    """With a stretch that somebody looked at; those that touch become one."""
    apart = [each for each in edits.looked if each[1] < start - SEAM_S or each[0] > end + SEAM_S]
    joined = [each for each in edits.looked if each not in apart]
    low, high = min([start, *(each[0] for each in joined)]), max([end, *(each[1] for each in joined)])
    return replace(edits, looked=tuple(sorted([*apart, (low, high)])))


# ------------------------------------------------------------------------------------------------------------- values


def put(footage: Footage, edits: TakeEdits, track: str, start: float, end: float, value: str) -> TakeEdits:
    """A value over a stretch. What a mouth is, somebody has looked at."""
    end = min(end, footage.duration)
    if end <= start:
        return edits
    if track in CURVES:
        return lay(edits, track, [Span(start, end, value)])
    edits = lay(edits, track, [Span(start, end, value)])
    return looked(_merged(edits, start, end), start, end) if track == "mouths" else edits


def _merged(edits: TakeEdits, start: float, end: float) -> TakeEdits:
    """Edited mouths of one letter, side by side where one was just set, as one."""
    row: list[Span] = []
    for span in edits.of("mouths"):
        last = row[-1] if row else None
        beside = last is not None and abs(span.start - last.end) < SEAM_S and span.value == last.value
        if last is not None and beside and not span.ease and start - SEAM_S < span.start < end + SEAM_S:
            row[-1] = last._replace(end=span.end)
        else:
            row.append(span)
    return with_track(edits, "mouths", row)


def stretch_under(
    footage: Footage, edits: TakeEdits, track: str, t: float, selection: tuple[float, float] | None
) -> tuple[float, float]:
    """What a value goes to: the selection, else the block at a second, else a short stretch from there on."""
    if selection is not None:
        return selection
    block = block_at(footage, edits, track, t)
    if track == "opening":
        block = block or block_at(footage, edits, "mouths", t)
    if block is not None:
        return block.start, block.end
    near = blocks(footage, edits, track, t, t + INSERTED_S)
    until = min([block.start for block in near if block.start > t] + [t + INSERTED_S, footage.duration])
    return t, until


def erase(footage: Footage, edits: TakeEdits, track: str, start: float, end: float) -> TakeEdits:
    """Nothing in a stretch. A mouth is always something: the one before it lasts on."""
    if track in CURVES:
        return lift(edits, track, start, end)
    if track != "mouths":
        return lay(edits, track, [Span(start, end, "")])
    before = block_at(footage, edits, track, start - LEAST_S / 2) if start > 0 else None
    after = block_at(footage, edits, track, end + LEAST_S / 2)
    value = before.value if before else after.value if after else "X"
    first = before.start if before else start
    last = after.end if after and after.value == value else end
    made = blocks(footage, with_track(edits, track, ()), track, first + SEAM_S, last - SEAM_S)
    if all(block.value == value for block in made):  # it is as it was made again
        return looked(lift(edits, track, first, last), start, end)
    return put(footage, edits, track, first, last, value)


def eased(footage: Footage, edits: TakeEdits, track: str, t: float) -> tuple[TakeEdits, str]:
    """The block at a second entered in the next of EASES, and which that is."""
    block = block_at(footage, edits, track, t)
    if block is None:
        return edits, ""
    ease = EASES[(EASES.index(block.ease) + 1) % len(EASES)]
    end = block.end
    if track in CURVES:  # a key may be shorter than it is seen
        end = next(span.end for span in edits.of(track) if abs(span.start - block.start) < SEAM_S)
    return lay(edits, track, [Span(block.start, end, block.value, ease)]), ease


# ------------------------------------------------------------------------------------------------------------ in time


def split(footage: Footage, edits: TakeEdits, track: str, t: float) -> TakeEdits:
    """The block at a second as two."""
    block = block_at(footage, edits, track, t)
    if block is None or t - block.start < LEAST_S / 2 or block.end - t < LEAST_S / 2:
        return edits
    return lay(edits, track, [Span(block.start, t, block.value, block.ease), Span(t, block.end, block.value)])


def join(footage: Footage, edits: TakeEdits, track: str, t: float) -> TakeEdits:
    """The block at a second lasts through the one after it; two words become one."""
    block = block_at(footage, edits, track, t)
    if block is None:
        return edits
    near = blocks(footage, edits, track, block.end, block.end + FAR_S)
    later = [each for each in near if each.start >= block.end - SEAM_S]
    if not later:
        return edits
    value = block.value + later[0].value if track == "words" else block.value
    joined = Span(block.start, later[0].end, value, block.ease)
    edits = lay(edits, track, [joined])
    return looked(edits, joined.start, joined.end) if track == "mouths" else edits


def insert(footage: Footage, edits: TakeEdits, track: str, t: float, value: str) -> tuple[TakeEdits, float, float]:
    """A short block from a second on, and where it begins and ends: within the block that is there, of which nothing
    is left that would be too brief to be drawn (`HOLD`). At its beginning it takes half of it at most."""
    block = block_at(footage, edits, track, t)
    start, end = t, min(t + INSERTED_S, footage.duration)
    if block is not None:
        start = t if t - block.start >= HOLD else block.start
        end = min(start + INSERTED_S, block.end)
        if start == block.start and block.end - start >= 2 * HOLD:
            end = min(end, round((start + block.end) / 2, 2))
        if block.end - end < HOLD or end - start < HOLD:
            end = block.end
        if end - start < HOLD and start > block.start:  # too near the end: it begins earlier, or all of it goes
            start = end - HOLD if end - HOLD - block.start >= HOLD else block.start
    return put(footage, edits, track, start, end, value), start, end


def set_edge(footage: Footage, edits: TakeEdits, track: str, edge: float, t: float) -> TakeEdits:
    """The edge between two blocks, or where one begins or ends, at another second. Phones follow their words."""
    near = blocks(footage, edits, track, edge - 2 * TOUCHING_S, edge + 2 * TOUCHING_S)
    left = min((b for b in near if b.end <= edge + TOUCHING_S), key=lambda b: abs(b.end - edge), default=None)
    right = min((b for b in near if b.start >= edge - TOUCHING_S), key=lambda b: abs(b.start - edge), default=None)
    if left is not None and right is not None and right.start - left.end > TOUCHING_S:
        left, right = (left, None) if edge - left.end < right.start - edge else (None, right)
    low = left.start + LEAST_S if left else _free_before(footage, edits, track, right)
    high = right.end - LEAST_S if right else _free_after(footage, edits, track, left)
    t = max(low, min(high, t))
    changed = []
    if left:
        changed.append((left, left.start, t))
    if right:
        changed.append((right, t, right.end))
    return retime(footage, edits, track, changed)


def move(footage: Footage, edits: TakeEdits, track: str, t: float, by: float) -> tuple[TakeEdits, float]:
    """The block at a second so much later; its neighbours give way. And how far it went."""
    block = block_at(footage, edits, track, t)
    if block is None:
        return edits, 0.0
    left = block_at(footage, edits, track, block.start - TOUCHING_S / 2)
    right = block_at(footage, edits, track, block.end + TOUCHING_S / 2)
    low = left.start + LEAST_S - block.start if left and left.start < block.start else -block.start
    high = right.end - LEAST_S - block.end if right and right.end > block.end else footage.duration - block.end
    by = max(min(low, 0.0), min(max(high, 0.0), by))
    if abs(by) < SEAM_S:
        return edits, 0.0
    changed = [(block, block.start + by, block.end + by)]
    if left and left.start < block.start:
        changed.insert(0, (left, left.start, _new_edge(left.end, block.start, by)))
    if right and right.end > block.end:
        changed.append((right, _new_edge(right.start, block.end, by), right.end))
    return retime(footage, edits, track, changed), by


def _new_edge(edge: float, touched: float, by: float) -> float:
    """Where a neighbour's edge goes: with the block that moves where they touch, else only out of its way."""
    if abs(edge - touched) <= TOUCHING_S:
        return touched + by
    return min(edge, touched + by) if edge < touched else max(edge, touched + by)


def retime(footage: Footage, edits: TakeEdits, track: str, changed: Sequence[tuple[Block, float, float]]) -> TakeEdits:
    """Blocks that are neighbours at other times; where they were and are no more is nothing. Phones follow words."""
    if not changed:
        return edits
    before = edits
    low, high = min(block.start for block, _, _ in changed), max(block.end for block, _, _ in changed)
    spans = [Span(start, end, block.value, block.ease) for block, start, end in changed]
    edits = lay(edits, track, [*_emptied(track, spans, low, high), *spans])
    if track == "words" and footage.sheet.phones is not None:
        edits = lay(edits, "phones", _carried(footage, before, changed, low, high))
    return looked(edits, low, high) if track == "mouths" else edits


def _emptied(track: str, spans: Sequence[Span], low: float, high: float) -> list[Span]:
    """Nothing, where something was that moved away."""
    if track == "mouths" or track in CURVES:
        return []
    gaps, at = [], low
    for span in spans:
        if span.start > at + SEAM_S:
            gaps.append(Span(at, span.start, ""))
        at = max(at, span.end)
    return [*gaps, Span(at, high, "")] if high > at + SEAM_S else gaps


def _carried(
    footage: Footage, edits: TakeEdits, changed: Sequence[tuple[Block, float, float]], low: float, high: float
) -> list[Span]:
    """The phones of words, each where it is in the word's new time; silence where there is no word any more."""
    found: list[Span] = []
    for word, start, end in changed:
        scale = (end - start) / max(1e-6, word.end - word.start)
        for phone in blocks(footage, edits, "phones", word.start + SEAM_S, word.end - SEAM_S):
            first = start + (max(phone.start, word.start) - word.start) * scale
            last = start + (min(phone.end, word.end) - word.start) * scale
            found.append(Span(first, last, phone.value))
    return [*_emptied("phones", found, low, high), *found]


def _free_before(footage: Footage, edits: TakeEdits, track: str, block: Block | None) -> float:
    """How early a block may begin: where the one before it ends."""
    start = block.start if block else 0.0
    far = max(0.0, start - FAR_S)
    return max(
        [each.end for each in blocks(footage, edits, track, far, start) if each.end <= start + SEAM_S], default=far
    )


def _free_after(footage: Footage, edits: TakeEdits, track: str, block: Block | None) -> float:
    """How late a block may end: where the one after it begins."""
    end = block.end if block else footage.duration
    far = min(footage.duration, end + FAR_S)
    return min(
        [each.start for each in blocks(footage, edits, track, end, far) if each.start >= end - SEAM_S], default=far
    )


# ------------------------------------------------------------------------------------------------------------- copies


def copied(footage: Footage, edits: TakeEdits, track: str, start: float, end: float) -> tuple[Span, ...]:
    """What a stretch of a track holds, counted from its start."""
    return tuple(
        Span(max(block.start, start) - start, min(block.end, end) - start, block.value, block.ease)
        for block in blocks(footage, edits, track, start, end)
    )


def pasted(footage: Footage, edits: TakeEdits, track: str, spans: Sequence[Span], length: float, t: float) -> TakeEdits:
    """Copied spans from a second on, in the place of what is there."""
    end = min(t + length, footage.duration)
    moved = [span._replace(start=span.start + t, end=min(span.end + t, end)) for span in spans if span.start + t < end]
    if not moved:
        return edits
    edits = lay(edits, track, [*_emptied(track, moved, t, end), *moved])
    return looked(edits, t, end) if track == "mouths" else edits
