"""What a title page says of the whole show: who listens, which chances, how it is cut; and cues of several, cast."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Container

from avatar.nearest import find_nearest
from avatar.show import groups, titlepage
from avatar.show.camera import STYLES
from avatar.show.casting import Casting, read_casting
from avatar.show.cues import HOUSES, House
from avatar.show.elements import DialogueBlock, Problem, Screenplay, shorten


class Playbill:
    """The title page of a screenplay; `problems` holds what was not understood of it."""

    def __init__(self, script: Screenplay) -> None:
        self._script = script
        self.problems: list[Problem] = []
        for setting in script.settings:
            close = find_nearest(setting.key, (*titlepage.OURS, *titlepage.USUAL), 0.8)
            if setting.key not in titlepage.KNOWN and close:
                self._tell(setting.line, setting.key, "The title page has no such line", f"Did you mean {close}:?")
        self.title = script.joined("title") or "Untitled"
        self.audience = self._audience()
        self.seed = self._seed()
        self.camera = self._camera()
        self.meta = tuple((key, script.joined(key)) for key in ("author", "copyright") if script.setting(key))

    def _audience(self) -> House:
        for setting in self._script.values("audience"):
            for house in HOUSES:
                if setting.value.lower() == house:
                    return house
            what = f"There is no audience {shorten(setting.value, 30)!r}"
            self._tell(setting.line, setting.value, what, f"There are: {', '.join(HOUSES)}. It is played to a club.")
        return "club"

    def _seed(self) -> int:
        for setting in self._script.values("seed"):
            if setting.value.isdecimal():
                return int(setting.value[:9])
            self._tell(setting.line, setting.value, "A seed is a number", "Write Seed: 7.")
        return zlib.crc32(self._script.setting("title").encode()) % 1_000_000

    def _camera(self) -> str:
        for setting in self._script.values("camera"):
            if setting.value.lower() in STYLES:
                return setting.value.lower()
            what = f"There is no camera {shorten(setting.value, 30)!r}"
            self._tell(setting.line, setting.value, what, f"There are: {', '.join(STYLES)}.")
        return ""

    def _tell(self, line: int, text: str, what: str, suggestion: str) -> None:
        self.problems.append(Problem(line, shorten(text), what, suggestion))


def cast_speakers(script: Screenplay) -> Casting:
    """The cast of the title page, and whoever else speaks; cues of several once all who speak alone are known."""
    casting = read_casting(script)
    cues = [each for each in script.elements if isinstance(each, DialogueBlock)]
    names = Counter(" ".join(each.name.upper().split()) for each in cues)
    alone = {name for name in names if groups.split(name, _others(name, names, casting.declared)) == (name,)}
    alone -= {name for name in alone if name not in casting.declared and groups.is_whole(name)}
    casting.counts = Counter({name: names[name] for name in alone})
    for each in cues:
        if " ".join(each.name.upper().split()) in alone:
            casting.who(each.name, each.line)
    for each in cues:
        if " ".join(each.name.upper().split()) not in alone and not groups.is_whole(each.name.upper()):
            for name in groups.split(each.name, casting.knows):
                casting.who(name, each.line)
    return casting


def _others(name: str, names: Container[str], cast: Container[str]) -> Callable[[str], bool]:
    """Whether somebody is called so: in the cast, or above another speech than those of `name`."""
    return lambda each: each in cast or (each != name and each in names)
