"""Syllables to notes where a line has more of the one than of the other: what was done is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avatar.song.reading.drafts import counted
from avatar.song.reading.notation import Slot, Sound
from avatar.song.reading.syllables import split_word
from avatar.song.score import Remark

SHORTEST_SYLLABLE = 0.125
"""Units: notes are halved for more syllables down to this."""


@dataclass(frozen=True)
class Fitted:
    """As many slots as sounds, pairwise."""

    slots: tuple[Slot, ...]
    sounds: tuple[Sound, ...]


def fit(slots: Sequence[Slot], sounds: Sequence[Sound], language: str, place: str, remarks: list[Remark]) -> Fitted:
    """Syllables on notes, one each. Where the counts differ, in this order:

    words without hyphens are divided, as many as it takes; notes left over hold the last syllable; for syllables left
    over the longest notes are halved.
    """
    if not slots or not sounds:
        return Fitted((), ())
    slots = list(slots)
    if len(slots) < len(sounds):
        slots = _divided(slots, len(sounds), language, place, remarks)
    if len(slots) < len(sounds):
        left = len(sounds) - len(slots)
        remarks.append(
            Remark(place, f"{counted(len(sounds), 'note')} for {counted(len(slots), 'syllable')}: the last one is held")
        )
        slots += [Slot("", False)] * left
    elif len(slots) > len(sounds):
        halved = _halved(sounds, len(slots))
        said = f"{counted(len(slots), 'syllable')} for {counted(len(sounds), 'note')}: the longest notes were divided"
        if len(halved) < len(slots):
            said = f"{said}, and the last {counted(len(slots) - len(halved) + 1, 'syllable')} are sung on one"
            slots = _crowded(slots, len(halved))
        remarks.append(Remark(place, said))
        sounds = halved
    return Fitted(tuple(slots), tuple(sounds))


def _divided(slots: list[Slot], wanted: int, language: str, place: str, remarks: list[Remark]) -> list[Slot]:
    """Words divided into syllables until there are enough, the longest first."""
    pieces = {n: split_word(slot.text, language) for n, slot in enumerate(slots) if slot.whole}
    missing = wanted - len(slots)
    taken: dict[int, tuple[str, ...]] = {}
    for n in sorted(pieces, key=lambda n: (-len(pieces[n]), n)):
        if missing <= 0:
            break
        more = min(len(pieces[n]) - 1, missing)
        if more > 0:
            kept = pieces[n]
            taken[n] = (*kept[:more], "".join(kept[more:]))
            missing -= more
    if taken:
        shown = ", ".join("-".join(taken[n]) for n in sorted(taken))
        remarks.append(Remark(place, f"words were divided by rule: {shown[:200]}"))
    done: list[Slot] = []
    for n, slot in enumerate(slots):
        for nth, text in enumerate(taken.get(n, (slot.text,))):
            done.append(
                Slot(text, slot.begins and nth == 0, slot.chord if nth == 0 else "", n not in taken and slot.whole)
            )
    return done


def _halved(sounds: Sequence[Sound], wanted: int) -> list[Sound]:
    """Sounds with the longest cut in two, again and again, until there are enough or none is long enough."""
    found = list(sounds)
    while len(found) < wanted:
        longest = max(range(len(found)), key=lambda n: (found[n].length, n))
        one = found[longest]
        half = one.length / 2
        if half < SHORTEST_SYLLABLE:
            break
        found[longest : longest + 1] = [one._replace(length=half), one._replace(at=one.at + half, length=half)]
    return found


def _crowded(slots: list[Slot], most: int) -> list[Slot]:
    """Only so many slots: the last holds all that is left, as one says it."""
    rest = slots[most - 1 :]
    text = ""
    for slot in rest:
        text += (" " if slot.begins and text else "") + slot.text
    first = next((slot for slot in rest if slot.text), rest[0])
    return [*slots[: most - 1], Slot(text, first.begins, rest[0].chord)]
