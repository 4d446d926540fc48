"""How a stage stands as a piece of a scene begins, without how it came to be: who is on and where, set, card, fade."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from avatar.scene.staging import CARD_S, CUT_S, FADE_S, GLIDE_MOST_S, arrange, is_place, list_staging
from avatar.types import CastMember, Entry, Mark, Scene

CALM_S = GLIDE_MOST_S + 0.05
"""Seconds after the last mark in which everybody has arrived."""

MOVED_S, ENTERED_S, FADED_S, SET_S = 0.0, 1.0, 20.0, 21.0
"""Seconds of the piece's clock, long before it begins, at which all that is settled happens, in this order."""

NEAR_S = 1e-6
"""Seconds that two marks of one moment may lie apart."""

MOVES = ("enter", "exit", "move")


class _Staged(NamedTuple):
    """A mark that stages, with its time and its cast member."""

    t: float
    who: str
    mark: Mark

    @property
    def until(self) -> float:
        """Seconds of the scene at which a card or a fade is over."""
        lasts = CARD_S if self.mark.kind == "title" else FADE_S
        return self.t + (lasts if self.mark.end is None else self.mark.end - self.mark.start)


def keep_staging(scene: Scene, begin: float, end: float, shift: Callable[[float], float]) -> tuple[str, list[Entry]]:
    """The set as it is at `begin`, and the marks that stage what is seen from then to `end`; `shift`: a time on the
    piece's clock."""
    staged = [_Staged(*each) for each in sorted(list_staging(scene), key=lambda each: each[0])]
    sets = [each for each in staged if each.mark.kind == "set"]
    begun = [each for each in sets if each.t <= begin + NEAR_S]
    set_ = begun[-1].mark.name if begun else scene.set
    moves = [each for each in staged if each.mark.kind in MOVES]
    settled = _count_settled(moves, begin, begun[-1].t if begun else 0.0)
    entries = list(_stand(scene.cast, moves, settled))
    coming = [*moves[settled:], *sets[len(begun) :], *_cards(staged, begin)]
    fades = {each.t: each for each in staged if each.mark.kind == "fade"}  # of two that begin together the later counts
    coming += [each for each in fades.values() if each.until > begin]
    entries += [_entry(shift(each.t), each) for each in coming if each.t < end]
    entries += _darkness(replace(scene, entries=tuple(entries), set=set_), staged, begin, shift(begin))
    return set_, entries


def _count_settled(moves: Sequence[_Staged], begin: float, cut: float) -> int:
    """How many of the moves need not be seen as moves: cuts are over at once, walks after a while. A scene begins with
    one."""
    first = sum(each.t <= cut + CUT_S for each in moves)
    count = sum(each.t <= begin for each in moves)
    edge = begin - CALM_S
    while count > first and moves[count - 1].t > edge:
        count -= 1
        edge = min(edge, moves[count].t - CALM_S)
    return max(first, count)


def _stand(cast: Sequence[CastMember], moves: Sequence[_Staged], settled: int) -> Iterator[Entry]:
    """Everybody put where the settled moves leave them."""
    first = {each.who: each.mark.kind for each in reversed(moves) if each.mark.kind != "move"}
    on = {member.who: "" for member in cast if first.get(member.who) != "enter"}
    moved: dict[str, str] = {}
    for _, who, mark in moves[:settled]:
        if mark.kind == "exit":
            on.pop(who, None)
        elif mark.kind == "enter":
            on[who] = mark.name if is_place(mark.name) else on.get(who, moved.get(who, ""))
        elif is_place(mark.name):
            moved[who] = mark.name
            if who in on:
                on[who] = mark.name
    for member in cast:
        who = member.who
        if who in moved:
            yield Entry(MOVED_S, who, Mark("move", moved[who]))
        yield Entry(ENTERED_S, who, Mark("enter", on[who]) if who in on else Mark("exit", ""))


def _cards(staged: Sequence[_Staged], begin: float) -> list[_Staged]:
    return [each for each in staged if each.mark.kind == "title" and each.until > begin]


def _darkness(scene: Scene, staged: Sequence[_Staged], begin: float, base: float) -> list[Entry]:
    """What is left of the fades that are over, and of the set that lifted one; nothing, where all is light."""
    over = [each for each in staged if each.mark.kind == "fade" and each.until <= begin]
    if not over:
        return []
    fade = Entry(FADED_S, "", replace(over[-1].mark, start=0.0, end=0.0))
    lifted = any(each.mark.kind == "set" and over[-1].t < each.t <= begin + NEAR_S for each in staged)
    kept = [fade, Entry(SET_S, "", Mark("set", scene.set))] if lifted else [fade]
    dark = arrange(replace(scene, entries=(*scene.entries, *kept)), base).fade
    return kept if dark else []


def _entry(start: float, staged: _Staged) -> Entry:
    mark = staged.mark
    return Entry(start, staged.who, replace(mark, start=0.0, end=None if mark.end is None else mark.end - mark.start))
