"""An opened file: its takes, each made into footage when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

import numpy as np

from avatar import library
from avatar.character import loading
from avatar.editing.footage import Footage, measure_loudness
from avatar.editing.surround import Surround
from avatar.edits.shooting import list_shots
from avatar.edits.values import NO_EDITS, EditFile, fingerprint
from avatar.errors import AvatarError
from avatar.lipsync import doubting, ladder, spoken
from avatar.lipsync.made import stops_of
from avatar.types import Clip, Floats, Performance, Timed

LOOKS = ("audience", "away")

ALL_S = 60.0
"""Seconds of each minute that places may take: as many as are told, the worst first."""


class Takes(Sequence[Footage]):
    """Takes, each made when it is first wanted, and kept then."""

    def __init__(self, makers: Sequence[Callable[[], Footage]]) -> None:
        """`makers`: they may take a while, and raise AvatarError."""
        self._makers = makers
        self._made: dict[int, Footage] = {}

    def __len__(self) -> int:
        return len(self._makers)

    @overload
    def __getitem__(self, index: int) -> Footage: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Footage]: ...

    def __getitem__(self, index: int | slice) -> Footage | Sequence[Footage]:
        if isinstance(index, slice):
            return Takes(self._makers[index])
        place = range(len(self))[index]
        if place not in self._made:
            self._made[place] = self._makers[place]()
        return self._made[place]


@dataclass(frozen=True, eq=False)
class OpenedFile:
    """A file that is edited."""

    path: Path
    """The file that the edits lie beside."""
    takes: Sequence[Footage]
    """At least one."""
    keys: Sequence[str] = ()
    """What the takes are called in a file of edits, where there are several."""
    first: int = 0
    """Index of the take to begin with."""
    close: Callable[[], None] = lambda: None
    lent: EditFile = NO_EDITS
    """What its takes have of other files: they begin with it, and it is theirs once they are edited."""


def of_performance(
    key: str, title: str, performance: Performance, character: str, whos: Sequence[str], around: Surround
) -> Footage:
    """A performance as footage. `whos`: everybody who can be looked at; `around`: the scene. Raises LipSyncError."""
    speech = performance.speech
    sheet = spoken.of_performance(performance)
    if sheet.phones is None:
        made = ladder.made(speech)
        sheet = replace(sheet, phones=made.phones, words=sheet.words or made.words, doubt=made.doubt)
    clip = speech.clip

    def part(start: float, end: float) -> Clip:
        return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)

    told: tuple[tuple[Timed, ...], Floats] = (), np.zeros(0, np.float32)
    if sheet.doubt is not None:
        told = doubting.places(sheet.doubt, ALL_S), sheet.doubt.chance
    names = names_of(performance.who, character, [each for each in whos if each != performance.who])
    return Footage(
        key, title, performance.who, character, fingerprint(clip), sheet, part, measure_loudness(clip), (0,), *told,
        marks=performance.marks, names=names, language=speech.language, voice=speech.voice, stops=stops_of(speech),
        surround=around,
    )  # fmt: skip


def names_of(who: str, character: str, others: Sequence[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """What there is to choose from for somebody, by track."""
    names: dict[str, tuple[str, ...]] = {"look": (*LOOKS, *dict.fromkeys(others))}
    names["camera"] = list_shots((who, *dict.fromkeys(others)))
    try:
        acting = loading.load(library.character(character)).acting
    except AvatarError:
        return names
    return names | {"expression": tuple(acting.expressions), "gesture": tuple(acting.gestures)}
