"""An opened file: its takes, each made into footage when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from avatar import library
from avatar.character import loading
from avatar.editing.footage import Footage, measure_loudness
from avatar.edits.values import fingerprint
from avatar.errors import AvatarError
from avatar.lipsync import doubting, ladder, spoken
from avatar.scene.framing import SHOTS
from avatar.types import Clip, Performance

LOOKS = ("audience", "away")


class OpenTake(NamedTuple):
    """One take, ready to be edited."""

    footage: Footage
    sound: str
    """The fingerprint of its sound."""


@dataclass(frozen=True)
class TakeMaker:
    """One take that can be made."""

    key: str
    make: Callable[[], OpenTake]
    """Raises AvatarError."""


@dataclass(frozen=True, eq=False)
class OpenedFile:
    """A file that is edited."""

    path: Path
    """The file that the edits lie beside."""
    takes: Sequence[TakeMaker]
    """At least one."""
    first: int = 0
    """Index of the take to begin with."""
    close: Callable[[], None] = lambda: None


def of_performance(key: str, title: str, performance: Performance, character: str, whos: Sequence[str]) -> OpenTake:
    """A performance as footage. `whos`: everybody who can be looked at. Raises LipSyncError."""
    speech = performance.speech
    sheet = spoken.of_performance(performance)
    if sheet.phones is None:
        made = ladder.made(speech)
        sheet = replace(sheet, phones=made.phones, words=sheet.words or made.words, doubt=made.doubt)
    clip = speech.clip

    def part(start: float, end: float) -> Clip:
        return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)

    places = () if sheet.doubt is None else doubting.places(sheet.doubt)
    names = names_of(character, [each for each in whos if each != performance.who])
    footage = Footage(
        key, title, performance.who, sheet, part, measure_loudness(clip), (0,), places, marks=performance.marks,
        names=names, language=speech.language,
    )  # fmt: skip
    return OpenTake(footage, fingerprint(clip))


def names_of(character: str, others: Sequence[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """What there is to choose from for somebody, by track."""
    names: dict[str, tuple[str, ...]] = {"look": (*LOOKS, *dict.fromkeys(others)), "camera": tuple(SHOTS)}
    try:
        acting = loading.load(library.character(character)).acting
    except AvatarError:
        return names
    return names | {"expression": tuple(acting.expressions), "gesture": tuple(acting.gestures)}
