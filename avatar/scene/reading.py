"""What is to be read under the picture at a time: what is being said, and by whom where several could be saying it.

Of what is sung the whole line stands there, and how far it has been sung.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple
from weakref import WeakKeyDictionary

from avatar.types import Entry, Performance, Scene, Timed


class ReadLine(NamedTuple):
    """What one speaker says."""

    text: str
    sung: int = 0
    """How many of its characters have been sung, or have begun to be; 0 for what is spoken."""
    language: str = ""
    """BCP 47; '' where nobody knows."""


Reading = tuple[ReadLine, ...]


class _Said(NamedTuple):
    """A scene's clauses in order of their starts."""

    starts: tuple[float, ...]
    entries: tuple[Entry, ...]
    longest: float
    """Seconds."""


_SAID: WeakKeyDictionary[Scene, _Said] = WeakKeyDictionary()


def read_at(scene: Scene, t: float) -> Reading:
    """The caption at `t` seconds: a line for each speaker, empty where nobody speaks."""
    said = _SAID.get(scene)
    if said is None:
        said = _SAID[scene] = _of(scene)
    near = slice(bisect_right(said.starts, t - said.longest), bisect_right(said.starts, t))
    lines: dict[str, tuple[list[str], ReadLine]] = {}
    for entry in said.entries[near]:
        line = _line(entry, t)
        if line.text:  # a choir's words stand there once, as far as the first of them is
            who, before = lines.setdefault(line.text, ([], line))
            who.append(shown_name(entry.who))
            lines[line.text] = (who, before._replace(sung=max(before.sung, line.sung)))
    return tuple(_named(line, who if len(scene.cast) > 1 else []) for who, line in lines.values())


MOST_NAMES = 3
"""Names before a line that a choir says: a caption of eight is all names."""


def _named(line: ReadLine, who: list[str]) -> ReadLine:
    """A line with the names of those who say it before it."""
    names = list(dict.fromkeys(who))
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], "…"]
    name = f"{' & '.join(names)}: " if names else ""
    return line._replace(text=name + line.text, sung=len(name) + line.sung if line.sung else 0)


def _of(scene: Scene) -> _Said:
    entries = tuple(entry for entry in scene.entries if isinstance(entry.what, Performance))
    longest = max((entry.end - entry.start for entry in entries), default=0.0)
    return _Said(tuple(entry.start for entry in entries), entries, longest)


def _line(entry: Entry, t: float) -> ReadLine:
    assert isinstance(entry.what, Performance)
    if t >= entry.end:
        return ReadLine("")
    speech, at = entry.what.speech, t - entry.start
    begun = [caption for caption in entry.what.captions if caption.start <= at]
    if speech.notes is not None and all(caption.at >= 0 for caption in entry.what.captions):
        return _sung(speech.text, begun)._replace(language=speech.language)
    return ReadLine(begun[-1].value if begun else speech.text, language=speech.language)


def _sung(text: str, begun: list[Timed]) -> ReadLine:
    """The line of a song that is being sung; one that ends stands until the next begins."""
    until = begun[-1].at + begun[-1].length if begun else 0
    first = text.rfind("\n", 0, begun[-1].at if begun else 0) + 1
    last = text.find("\n", first)
    return ReadLine(text[first : last if last >= 0 else None], until - first if begun else 0)


def shown_name(who: str) -> str:
    """A cast member's name as people read it: a screenplay's capitals are no way to address anybody."""
    return who.title() if who.isupper() or who.islower() else who
