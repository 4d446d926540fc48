"""Songs that a script asks for: the file found and read, its words changed, its parts given to those on stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from avatar import backdrops, library
from avatar.errors import AvatarError, SongError
from avatar.nearest import find_nearest
from avatar.show.cues import Cue, Laugh, Sing
from avatar.show.elements import Problem, shorten
from avatar.song.arranging import Arrangement
from avatar.song.company import MOST, Role
from avatar.song.reading import read_score
from avatar.song.rewording import reword
from avatar.song.score import Score
from avatar.types import CastMember

MOST_REMARKS = 10
"""Remarks of one song that a check lists."""


@dataclass
class Pending:
    """A song that was asked for, while the words that follow it are gathered."""

    line: int = 0
    name: str = ""
    singer: str = ""
    """Who was speaking, and has the first part."""
    words: list[tuple[int, str]] = field(default_factory=list)
    """Line of the script and text of each `~` line below it."""
    source: int = 0
    """Which included file it stands in; 0 for the script itself."""

    def __bool__(self) -> bool:
        return bool(self.name)


class Found(NamedTuple):
    """What became of it."""

    path: Path | None

    arrangement: Arrangement | None
    """None where there is nothing to sing: its words are then spoken in rhythm."""
    problems: tuple[Problem, ...]


def read(pending: Pending, people: Sequence[CastMember], folders: Sequence[Path], set_name: str) -> Found:
    """The song, with its words and its company. What was not found or not understood is a problem, with the line."""
    note = f"[[song: {pending.name}]]"
    path = find(pending.name, folders)
    if path is None:
        close = find_nearest(Path(pending.name).stem, library.songs())
        hint = f"Did you mean [[song: {close}]]? " if close else ""
        hint += "Put it beside the script."
        return Found(None, None, (Problem(pending.line, note, "This song is not there, and is not sung", hint, True),))
    if not people:
        what = "Nobody is there to sing this"
        return Found(path, None, (Problem(pending.line, note, what, "Let somebody enter.", True),))
    try:
        score = read_score(path)
        score = reword(score, pending.words) if pending.words else score
        roles = share_out(score, people, pending.singer)
    except AvatarError as error:
        what = f"This song can't be sung: {error.what}"
        return Found(path, None, (Problem(pending.line, note, what, error.remedy, True),))
    problems = [
        Problem(pending.line, shorten(note), f"{path.name}, {remark}") for remark in score.remarks[:MOST_REMARKS]
    ]
    if len(score.remarks) > MOST_REMARKS:
        problems.append(Problem(pending.line, shorten(note), f"{len(score.remarks) - MOST_REMARKS:,} more remarks"))
    return Found(path, Arrangement(score, roles, set=set_name), tuple(problems))


def find(name: str, folders: Sequence[Path]) -> Path | None:
    """The file of a song that a script names: in its folders or below, among the user's shows, or avatar's own."""
    found = backdrops.find_beside(name, folders, library.user_dir() / "shows")
    if found is not None:
        return found
    here = library.songs()
    return here.get(name) or here.get(Path(name).stem if Path(name).suffix.lower() == ".song" else "")


def share_out(score: Score, people: Sequence[CastMember], singer: str) -> tuple[Role, ...]:
    """Parts to those on stage: to whom the score names, else to who was speaking and the others in their order; who is
    left over listens, and dances. Raises SongError for a song without a part."""
    parts = [number for number, part in enumerate(score.parts) if part.notes]
    if not parts:
        raise SongError("nobody sings in it", where=score.title, remedy="Write words under its notes.")
    free = sorted(people, key=lambda each: each.who != singer)
    roles: list[Role] = []
    for number in parts[:MOST]:
        named = score.parts[number].character.lower()
        mine = next((each for each in free if named and named in (each.who.lower(), each.character)), None)
        member = mine or (free[0] if free else sorted(people, key=lambda each: each.who != singer)[0])
        free = [each for each in free if each is not member]
        roles.append(Role(member.who, member.character, number))
    roles += [Role(each.who, each.character) for each in free]
    return tuple(roles)


def drop_double_applause(cues: Sequence[Cue]) -> list[Cue]:
    """The cues without the applause after a song where the script brings its own."""
    found: list[Cue] = []
    for number, cue in enumerate(cues):
        follows = number > 0 and isinstance(cues[number - 1], Sing)
        own = number + 1 < len(cues) and isinstance(cues[number + 1], Laugh)
        if not (isinstance(cue, Laugh) and follows and own):
            found.append(cue)
    return found
