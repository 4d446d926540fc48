"""From a screenplay to cues: what is said how, who does what, and every line that was not understood."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from avatar.edits import files
from avatar.edits.takes import edits_by_place, keys_of, renamed, unsaid
from avatar.edits.values import EditFile, TakeEdits
from avatar.errors import EditError, ShowError
from avatar.show import languages, others
from avatar.show.cues import Directed, said_in
from avatar.show.director import Director
from avatar.show.elements import Problem, Screenplay, UsedFile
from avatar.show.including import include
from avatar.show.script import parse


def direct(script: Screenplay, *folders: Path, backdrop: str = "") -> Directed:
    """A show ready to be performed; whatever the script holds, it can be performed.

    `folders`: where the pictures, recordings and songs lie that it names; `backdrop`: the set for all of it, whatever
    it names.
    """
    directed = Director(script, folders, backdrop).directed()
    unspoken = languages.find_unspoken(directed)
    return replace(directed, problems=(*directed.problems, *unspoken)) if unspoken else directed


def read(path: Path, backdrop: str = "") -> Directed:
    """The show in a file. Raises ShowError for one that can't be read or is no text."""
    return read_text(text_of(path), path, backdrop)


def read_text(text: str, path: Path, backdrop: str = "") -> Directed:
    """The show in a file's text."""
    return with_edits(direct(script_of(text, path), path.parent, backdrop=backdrop), (path,))


def script_of(text: str, path: Path, root: Path | None = None) -> Screenplay:
    """The screenplay of a file's text, with what it includes; `root`: the folder that no include leads out of."""
    return include(parse(text), path, text_of, root)


def with_edits(directed: Directed, scripts: Iterable[Path | None], apart: int = sys.maxsize) -> Directed:
    """The show with the edits that lie beside its scripts, each in the lines of its own; a file of them that can't be
    read is one of its problems. Lines of the n-th script are counted from n * `apart`; None has no edits."""
    takes: list[TakeEdits] = []
    problems, used = list(directed.problems), list(directed.files)
    keys = keys_of([said_in(cue) for cue in directed.cues])
    for number, script in enumerate(scripts):
        if script is None:
            continue
        path = files.beside(script)
        used.append(UsedFile("edits", path))
        if not path.is_file():
            continue
        said = [said_in(cue) if cue.line // apart == number else None for cue in directed.cues]
        try:
            edits = files.read(path)
            found = edits_by_place(edits, said)
        except EditError as error:
            problems.append(Problem(1, path.name, f"{error.what}; nothing of it is used", error.remedy))
        else:
            takes += (replace(take, take=keys[place]) for place, take in found.items())
            problems += _without_lines(edits, said) if number == 0 else ()
    return replace(directed, edits=EditFile(tuple(takes)), problems=tuple(problems), files=tuple(used))


def _without_lines(edits: EditFile, said: Sequence[tuple[str, str] | None]) -> list[Problem]:
    """What is told of the edits of lines that nobody says any more."""
    keys = keys_of(said)
    lost = unsaid(renamed(edits, keys), keys)
    if not lost:
        return []
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    what = f"nobody says “{lost[0].take}”{more}, which has edits; they are left out"
    return [Problem(1, "edits", what, "They stay in their file: they count again where the line is said again.")]


def text_of(path: Path) -> str:
    """The text of a screenplay; one of Final Draft or Highland as Fountain. Raises ShowError."""
    try:
        if path.stat().st_size > others.LARGEST:
            raise ShowError("The screenplay is over 32 MiB", where=path, remedy="Cut it into several.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ShowError("There is no such screenplay", where=path, remedy="Check the name.") from error
    except OSError as error:
        what = f"The screenplay can't be read: {error.strerror}"
        raise ShowError(what, where=path, remedy="Check its permissions.") from error
    if (read := others.reader_of(path, data)) is not None:
        return read(path, data)
    return others.plain(path, data)
