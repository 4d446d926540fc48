"""What came of learning, in words."""

from __future__ import annotations

from collections.abc import Iterator

from avatar.studio.learning.judging import Wrong, together
from avatar.studio.learning.learning import Outcome


def tell(outcome: Outcome) -> Iterator[str]:
    """Lines of what was learned from, and of the frames that are drawn wrong before and after."""
    yield f"{outcome.learned} sentences learned from, {outcome.held} held out"
    rows = [("corrections held out", outcome.before, outcome.after)]
    rows.append(("other voices", together(outcome.others_before), together(outcome.others_after)))
    rows += [(f"  {name}", was, outcome.others_after[name]) for name, was in sorted(outcome.others_before.items())]
    yield f"{'frames drawn wrong':28s}  before   after"
    yield from (_row(*row) for row in rows)
    if outcome.why_not:
        yield f"Nothing better was found: {outcome.why_not}. The net stays as it is."


def _row(name: str, before: Wrong, after: Wrong) -> str:
    return f"{name:28s} {before.share:7.1%} {after.share:7.1%}   of {before.frames / 100:.0f} s"
