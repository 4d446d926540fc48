"""Who plays whom: the title page's cast, and who stands in for those who are not in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from avatar import guises, library
from avatar.nearest import find_nearest
from avatar.performer.choosing import OR
from avatar.show.elements import Problem, Screenplay, Setting, UsedFile, shorten
from avatar.types import CastMember

MOST_ROLES = 40
"""Most roles of one show: a file with more is no screenplay."""

OFTEN = 3
"""A name that stands above so many speeches is no slip."""

_ROWS = re.compile(r"\s*;\s*|\s*,\s*(?=[^,;=]+=)")
_PLAYS = re.compile(r"([^:]{1,60}?)\s*(?:->|→|:|\s[-–—]+\s|\s(?:as|is|played by)\s)\s*(.+)", re.I)
"""What people write for an equals sign."""
_VOICE = re.compile(r"(?:with\s+)?(?:the\s+)?voice\s*[:=]?\s*(\S+(?:\s+or\s+\S+)*)", re.I)


@dataclass
class Casting:
    """The cast as it is found out; a role that speaks without having been cast gets a stand-in."""

    members: dict[str, CastMember] = field(default_factory=dict)
    """Cast members by the names of their roles, in capitals."""
    problems: list[Problem] = field(default_factory=list)
    declared: dict[str, Setting] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    """How often each name of one stands above a speech, in capitals."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Names that were not cast, and the roles that speak for them."""
    files: list[UsedFile] = field(default_factory=list)
    """Characters and voices that are not there."""
    _told: set[Problem] = field(default_factory=set)

    def who(self, name: str, line: int) -> str:
        """The role that a character cue names; it is cast now if the title page did not."""
        key = " ".join(name.upper().split())
        if key in self.members:
            return self.members[key].who
        close = self.aliases[key] if key in self.aliases else self._meant(key)
        if close or len(self.members) >= MOST_ROLES:
            role = self.aliases[key] = close or list(self.members)[-1]
            what = "Nobody of this name is in the cast" if close else f"A show has {MOST_ROLES} roles at most"
            hint = f"Did you mean {role}? " if close else ""
            self._tell(line, name, what, f"{hint}{role} speaks this line.")
            return role
        known = library.characters()
        character = key.lower().replace(" ", "-")
        if character in known and not self.declared:
            self.members[key] = CastMember(key, character)
            return key
        stand_in = character if character in known else _free(known, self.members.values(), key)
        self.members[key] = CastMember(key, stand_in)
        guise = guises.read_name(stand_in)
        looks = f"{guise.base.capitalize()} with {guises.describe(guise)}" if guise else "the stand-in"
        self._tell(
            line, name, "Nobody of this name is in the cast", f"Add a line to Cast: {key} = {stand_in} ({looks})."
        )
        return key

    def knows(self, name: str) -> bool:
        """Whether somebody is called so: in the cast, or above speeches."""
        return name in self.members or name in self.counts

    def _meant(self, key: str) -> str:
        """The name in the cast that another one is a slip for; '' where it is somebody else's."""
        close = find_nearest(key, self.declared, 0.75)
        if not close or self.counts[key] >= OFTEN or close[0] != key[0] or _number(close) != _number(key):
            return ""
        return close

    def order(self) -> tuple[str, ...]:
        """All roles, in the order of the title page: the first one stands furthest left."""
        return tuple(member.who for member in self.members.values())

    def _tell(self, line: int, text: str, what: str, suggestion: str) -> None:
        problem = Problem(line, shorten(text), what, suggestion, grave=True)
        if problem not in self._told:  # names are looked up more than once
            self._told.add(problem)
            self.problems.append(problem)


def _number(name: str) -> str:
    """What tells GUARD 1 from GUARD 2."""
    return "".join(re.findall(r"\d+|\b(?:ONE|TWO|THREE|FOUR|FIRST|SECOND|THIRD|[A-Z]|I{1,3})\b", name[1:]))


def _free(known: Mapping[str, Path], taken: Iterable[CastMember], role: str) -> str:
    """A character that nobody plays yet; where all play, a guise of the one who plays least, by the role's name."""
    played = Counter(member.character.partition("~")[0] for member in taken)
    names = {member.character for member in taken}
    free = next((name for name in known if not played[name]), "")
    if free or not known:
        return free or "juno"
    drawn = [name for name, folder in known.items() if any(folder.glob("*.svg"))] or list(known)
    base = min(drawn, key=lambda name: played[name])
    first = guises.number_for(role)
    numbers = ((first - 1 + step) % guises.MOST + 1 for step in range(guises.MOST))
    return next((guise for number in numbers if (guise := f"{base}~{number}") not in names), base)


def read_casting(script: Screenplay) -> Casting:
    """The cast of the title page: `NAME = character, voice VOICE`, one a line."""
    found = Casting()
    for setting in script.values("cast"):
        for row in _ROWS.split(setting.value):
            if row:
                _declare(found, setting, row)
    return found


def _declare(found: Casting, setting: Setting, row: str) -> None:
    name, equals, rest = row.partition("=")
    if not equals and (said := _PLAYS.fullmatch(row)):
        name, equals, rest = said[1], "=", said[2]
    key = " ".join(name.upper().split())
    if not equals or not key or not rest.strip():
        found.problems.append(
            Problem(
                setting.line, shorten(row), "This is no line of a cast", "Write NAME = character, voice VOICE.", True
            )
        )
        return
    character, _, wishes = (part.strip() for part in rest.partition(","))
    voice = _VOICE.fullmatch(wishes)
    if wishes and not voice:
        found.problems.append(
            Problem(setting.line, shorten(wishes), "This part is not understood", "Write after the comma: voice VOICE.")
        )
    voices = re.split(r"\s+or\s+", voice[1], flags=re.I) if voice else []
    available = [_available(found, setting, "voice", each, library.voices()) for each in voices]
    known = library.characters()
    chosen = _available(found, setting, "character", character.lower(), known) or (
        _free(known, found.members.values(), key)
    )
    found.members[key] = CastMember(key, chosen, OR.join(filter(None, available)))
    found.declared[key] = setting


def _available(found: Casting, setting: Setting, kind: str, name: str, known: Mapping[str, object]) -> str:
    """The name, where the library has it; else '' and a problem. A name never becomes a path."""
    guise = guises.read_name(name)
    if name in known or (guise and guise.base in known):
        return name
    close = find_nearest(name, known)
    hint = f"Did you mean {close}? " if close else ""
    what = f"There is no {kind} called {shorten(name, 30)!r}"
    listing = ", ".join(known)
    found.problems.append(Problem(setting.line, shorten(setting.value), what, f"{hint}There are: {listing}.", True))
    if library.NAME.fullmatch(name):  # it may come yet
        place = f"voices/{name}.toml" if kind == "voice" else f"characters/{name}/character.toml"
        found.files.append(UsedFile("voice" if kind == "voice" else "art", library.user_dir() / place))
    return close
