"""What a screenplay asks of the camera: shots of somebody, inserts of a thing, a montage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import cycle

from avatar.nearest import find_nearest
from avatar.show import props, shots
from avatar.show.cues import Act, Insert, ScriptedPause, Shot, TitleCard
from avatar.show.elements import CameraLine, shorten
from avatar.show.notebook import Notebook
from avatar.show.timing import seconds

_ITEM = re.compile(r"\s*(?:[-–—•*·]+|\(?(?:[A-Z]|\d{1,2})[.)])\s*")
"""What stands before each picture of a montage."""

MOST_WORDS = 14
"""Words of a line of a montage from which it is too long for a card."""


class CameraWishes:
    """Reads them for a Director, who writes on in the same notebook."""

    def __init__(self, book: Notebook, roles: Mapping[str, str], order: Sequence[str]) -> None:
        """`roles`: names in small letters to roles; `order`: all roles."""
        self._book, self._roles, self._order = book, roles, order
        self.montage = False
        """Whether a montage goes on: each line is a picture."""
        self._sizes = cycle(("medium", "close"))

    def read(self, wish: CameraLine) -> None:
        """A line that is written to a camera."""
        if wish.shot == "insert":
            self.insert(wish.line, wish.text)
        elif wish.shot == "montage":
            self.montage = True
            if wish.whom:
                self._book.cues.append(TitleCard(wish.line, wish.whom))
        else:
            self.montage = self.montage and wish.shot != "auto"
            self.shoot(wish.line, wish.text, wish.shot, wish.whom)

    def insert(self, line: int, text: str) -> None:
        """A picture of a thing; words that stand on no thing are a card, and what can't be drawn is told."""
        thing, words = props.find_thing(text)
        if thing:
            self._book.cues.append(Insert(line, thing))
        elif words:
            self._book.cues.append(TitleCard(line, words))
        else:
            hint = f"An insert shows one of these: {', '.join(props.WORDS)}; or words in quotes, on a card."
            self._book.tell(line, text, "There is no picture of this", hint)

    def shoot(self, line: int, text: str, name: str, who: str) -> None:
        """A wish for a shot; a name that nobody bears is told."""
        found: list[str] = []
        for each in shots.split_names(who):
            role = self._roles.get(each.lower())
            if role is None:
                close = find_nearest(each.upper(), self._order)
                hint = f"Did you mean {close}?" if close else "Write the name of a role."
                what = f"Nobody is called {shorten(each, 30)!r}; the camera goes its own way"
                self._book.tell(line, text, what, hint)
                return
            found.append(role)
        if len(found) > 2:
            name, found = "wide", []
        elif len(found) == 2:
            name = f"{'over' if name == 'over' else 'two'} {found[1]}"
        self._book.cues.append(Shot(line, name, found[0] if found else ""))

    def picture(self, line: int, text: str, before: int) -> None:
        """Makes a picture of a montage of what was written down for a line since there were `before` cues: a shot of
        who acts, an insert of a thing that lies there, or else the line on a card."""
        cues = self._book.cues
        acts = [at for at in range(before, len(cues)) if isinstance(act := cues[at], Act) and act.mark.kind != "enter"]
        if acts:
            people = list(dict.fromkeys(getattr(cues[at], "who", "") for at in acts))
            size = next(self._sizes) if len(people) == 1 else f"two {people[1]}" if len(people) == 2 else "wide"
            cues.insert(acts[0], Shot(line, size, people[0] if len(people) < 3 else "", row="montage"))
            cues.append(ScriptedPause(line, seconds("picture of a montage")))
        elif len(cues) == before:
            thing, _ = props.find_thing(text)
            if thing:
                cues.append(Insert(line, thing))
            elif len(text.split()) <= MOST_WORDS:
                cues.append(TitleCard(line, text))
            else:
                hint = "Write what somebody does, or a card of a few words."
                self._book.tell(line, text, "There is no picture of this in a montage", hint)


def strip_item(text: str) -> str:
    """A line of a montage without its dash, letter or number."""
    return _ITEM.sub("", text, count=1) if _ITEM.match(text) else text
