"""Who sings which part: parts of a score to characters, each of them a member of the cast."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from avatar.errors import SongError
from avatar.song.score import Part, Score
from avatar.types import CastMember, Voice

MOST = 8
"""People of a choir: more would stand so small that no mouth can be read."""

CHORUS_CENTS = 9.0
"""How far voices that sing one part lie apart: so near that they are one note, so far that they are several people."""


@dataclass(frozen=True)
class Role:
    """Somebody of the company, and what they sing."""

    who: str
    """Name of the cast member."""
    character: str
    part: int = -1
    """Index into the score's parts; -1: listens and dances."""
    voice: Voice | None = None
    """None until it is known; who listens needs none."""
    semitones: float = 0.0
    """Off the part's pitch, a few hundredths, in a choir."""
    energy: float = 1.0
    """The character's temper."""

    @property
    def member(self) -> CastMember:
        return CastMember(self.who, self.character, self.voice.name if self.voice else "")


def cast_parts(score: Score, characters: Sequence[str], others: Sequence[str] = ()) -> tuple[Role, ...]:
    """Who sings what.

    Parts go to `characters` in their order, and round again where there are more parts; characters that are left over
    sing along, each another part. Without any, a part goes to whom the score names, else to the next of `others`.
    Raises SongError for too many, and for a score in which nobody sings.
    """
    parts = [number for number, part in enumerate(score.parts) if part.notes]
    if not parts:
        raise SongError("Nobody sings in it", where=score.title, remedy="Write words under its notes.")
    if not characters:
        free = [name for name in others if name not in {part.character for part in score.parts}] or list(others)
        characters = [score.parts[number].character or free[at % len(free)] for at, number in enumerate(parts)]
    wanted = max(len(parts), len(characters))
    if wanted > MOST:
        remedy = f"Name fewer characters; parts beyond {MOST} can be left out of the file."
        raise SongError(f"{wanted} people are more than a stage holds ({MOST})", where=score.title, remedy=remedy)
    roles: list[Role] = []
    for number in range(wanted):
        character = characters[number % len(characters)]
        part = parts[number % len(parts)]
        sung = [role for role in roles if role.part == part]
        detuned = (-1) ** len(sung) * CHORUS_CENTS / 100 * ((len(sung) + 1) // 2)
        roles.append(Role(_called(character, roles), character, part, semitones=detuned))
    return tuple(roles)


def cast_talk(score: Score, character: str, others: Sequence[str] = ()) -> tuple[str, ...]:
    """Who sings in a talk with a character: it has the part that the score gives it, else the first one; whom the score
    names has the others, and who would have had the first one the next that is free."""
    named = [part.character for part in score.parts if part.notes][:MOST]
    if not named or character in named:
        return ()
    free = iter([name for name in dict.fromkeys((named[0], *others)) if name and name not in (character, *named[1:])])
    return (character, *(each or next(free, character) for each in named[1:]))


def _called(character: str, roles: Sequence[Role]) -> str:
    """A name of its own for each member of the cast."""
    name = character.upper()
    count = 1 + sum(role.character == character for role in roles)
    return name if count == 1 else f"{name} {count}"


def part_of(score: Score, role: Role) -> Part:
    return score.parts[role.part]


def read_energy(folder: Path) -> float:
    """A character's temper, without its drawings; 1 where its file says nothing of it, or can't be read."""
    try:
        table = tomllib.loads((folder / "character.toml").read_text("utf-8"))
        return min(3.0, max(0.0, float(table.get("temperament", {}).get("energy", 1.0))))
    except (OSError, ValueError, TypeError, AttributeError):
        return 1.0
