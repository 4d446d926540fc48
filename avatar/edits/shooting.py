"""Shots as edits hold them, `close BEA` or `over BEA, MAX`, and the cuts of the camera that spans of them make."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from avatar.edits.values import Span
from avatar.scene.framing import SHOTS
from avatar.types import Entry, Mark

OF_NOBODY = frozenset({"wide", "insert"})
"""Shots that show nobody in particular."""

DRIFTS = "push"
"""The shot that takes as long to arrive as it lasts."""

SAME_S = 1e-6
LAST_S = 0.05
"""Seconds before the end of a line from which on a shot lasts to it."""


def write_shot(who: str, name: str) -> str:
    """A cut as a value of the camera's track. `name`: as its mark has it, `over MAX` or `insert key`."""
    shot, _, other = name.partition(" ")
    if shot in OF_NOBODY or not who:
        return name
    return f"{shot} {who}, {other}" if other else f"{shot} {who}"


def read_shot(value: str, speaker: str = "") -> tuple[str, str]:
    """Whom a value shows, and the name of its mark; `speaker`: who is meant where nobody is named."""
    shot, _, rest = value.partition(" ")
    if shot in OF_NOBODY:
        return "", value
    who, _, other = rest.partition(",")
    return who.strip() or speaker, f"{shot} {other.strip()}".strip()


def list_shots(whos: Sequence[str]) -> tuple[str, ...]:
    """Every shot of these people, the usual ones first."""
    alone = [shot for shot in SHOTS if shot not in OF_NOBODY and (len(whos) > 1 or shot not in ("two", "over"))]
    return ("wide", *(f"{shot} {who}" for shot in alone for who in whos))


def recut(
    cuts: Sequence[Entry],
    spans: Sequence[Span],
    *,
    before: Entry | None = None,
    speaker: str = "",
    until: float = math.inf,
) -> tuple[Entry, ...]:
    """Cuts with the edits of a track of the camera in their place, in order.

    What falls into a span is gone, and after it goes on what would have been seen, but where a line ends with it
    (`until`): there it goes on to the next cut. `before`: the cut before all others. Times are seconds of the scene.
    """
    found = [cut for cut in cuts if not is_within(cut.start, spans)]
    known = [*([before] if before else []), *cuts]
    for number, span in enumerate(spans):
        if span.value:
            who, name = read_shot(span.value, speaker)
            lasts = span.end - span.start if name.startswith(DRIFTS) else None
            found.append(Entry(span.start, who, Mark("camera", name, 0.0, lasts)))
        follows = number + 1 < len(spans) and spans[number + 1].start - span.end < 1e-3
        if follows or span.end > until - LAST_S or any(abs(cut.start - span.end) < SAME_S for cut in cuts):
            continue
        last = next((cut for cut in reversed(known) if cut.start <= span.end + SAME_S), None)
        found.append(replace(last, start=span.end) if last else Entry(span.end, "", Mark("camera", "wide", 0.0)))
    return tuple(sorted(found, key=lambda cut: cut.start))


def is_within(t: float, spans: Sequence[Span]) -> bool:
    """Whether a cut at a second gives way to a span."""
    return any(span.start - SAME_S <= t < span.end - SAME_S for span in spans)


def shifted(spans: Sequence[Span], by: float) -> tuple[Span, ...]:
    """Spans so many seconds later."""
    return tuple(span._replace(start=span.start + by, end=span.end + by) for span in spans)


def lasting_shot(spans: Sequence[Span], end: float, speaker: str) -> Entry | None:
    """The shot that is seen after a line that ends at `end`, where an edit of it lasts so long; at 0 s."""
    if not spans or not spans[-1].value or spans[-1].end <= end - LAST_S:
        return None
    who, name = read_shot(spans[-1].value, speaker)
    return Entry(0.0, who, Mark("camera", name, 0.0))
