"""What came of learning, in words."""

from __future__ import annotations

from collections.abc import Iterator

from avatar.studio.learning.judging import Wrong, together
from avatar.studio.learning.learning import Attempt, Outcome

_NETS = {"whole": "whole recordings", "live": "sound that is still going on"}


def tell(outcome: Outcome) -> Iterator[str]:
    """Lines of what was learned from, and of the frames that are drawn wrong before and after."""
    whose = f"For {outcome.speaker}" if outcome.speaker else "For everybody"
    yield f"{whose}: {outcome.learned} sentences learned from, {outcome.held} held out"
    for variant, attempt in outcome.attempts.items():
        yield from _of_net(variant, attempt, bool(outcome.speaker))
    judges = "rendered voices and people of the corpora" if outcome.people else "rendered voices alone"
    where = "" if outcome.people else "; --corpora FOLDER adds people"
    used = ", who are not heard with these nets" if outcome.speaker else ""
    yield f"The other voices{used}: {judges}{where}."
    if not outcome.nets:
        why = next(each.why_not for each in outcome.attempts.values() if each.why_not)
        yield f"Nothing better was found: {why}. The nets stay as they are."


def tell_use(outcome: Outcome) -> Iterator[str]:
    """Lines of where better nets are used from now on, and how to go back."""
    if outcome.speaker:
        yield from (f"Recordings in {folder} and below it are heard with them." for folder in outcome.folders)
        yield f"Others of {outcome.speaker} with --speaker '{outcome.speaker}', everybody else as before."
    yield "`avatar studio learn --undo` goes back."


def _of_net(variant: str, attempt: Attempt, alone: bool) -> Iterator[str]:
    yield f"{'frames drawn wrong, ' + _NETS[variant]:48s}  before   after"
    yield _row("corrections held out", attempt.before, attempt.after)
    was, now = attempt.others_before, attempt.others_after
    yield _row("other voices" + (", if they were heard with it" if alone else ""), together(was), together(now))
    if not alone:
        yield from (_row(f"  {name}", was[name], now[name]) for name in sorted(was))
    if attempt.why_not:
        yield f"This net stays as it is: {attempt.why_not}."


def _row(name: str, before: Wrong, after: Wrong) -> str:
    return f"{name:48s} {before.share:7.1%} {after.share:7.1%}   of {before.frames / 100:.0f} s"
