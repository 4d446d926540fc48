"""What is to be read under the picture at a time: what is being said, and by whom where several could be saying it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple
from weakref import WeakKeyDictionary

from avatar.types import Entry, Performance, Scene


class _Said(NamedTuple):
    """A scene's clauses in order of their starts."""

    starts: tuple[float, ...]
    entries: tuple[Entry, ...]
    longest: float
    """Seconds."""


_SAID: WeakKeyDictionary[Scene, _Said] = WeakKeyDictionary()


def read_at(scene: Scene, t: float) -> str:
    """The caption at `t` seconds: a line for each speaker, '' where nobody speaks."""
    said = _SAID.get(scene)
    if said is None:
        said = _SAID[scene] = _of(scene)
    near = slice(bisect_right(said.starts, t - said.longest), bisect_right(said.starts, t))
    several = len(scene.cast) > 1
    return "\n".join(filter(None, (_line(entry, t, several) for entry in said.entries[near])))


def _of(scene: Scene) -> _Said:
    entries = tuple(entry for entry in scene.entries if isinstance(entry.what, Performance))
    longest = max((entry.end - entry.start for entry in entries), default=0.0)
    return _Said(tuple(entry.start for entry in entries), entries, longest)


def _line(entry: Entry, t: float, several: bool) -> str:
    assert isinstance(entry.what, Performance)
    if t >= entry.end:
        return ""
    begun = [caption.value for caption in entry.what.captions if caption.start <= t - entry.start]
    text = begun[-1] if begun else entry.what.speech.text
    return f"{shown_name(entry.who)}: {text}" if several and text else text


def shown_name(who: str) -> str:
    """A cast member's name as people read it: a screenplay's capitals are no way to address anybody."""
    return who.title() if who.isupper() or who.islower() else who
