"""From a screenplay to cues: what is said how, who does what, and every line that was not understood."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from avatar.edits import files
from avatar.edits.takes import keys_of, renamed, unsaid
from avatar.edits.values import EditFile, TakeEdits
from avatar.errors import EditError, ShowError
from avatar.show import languages, others
from avatar.show.cues import Cue, Directed, Say, Sing, said_in
from avatar.show.director import Director
from avatar.show.elements import IncludedFile, Problem, Screenplay, UsedFile
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
    script = script_of(text, path)
    return with_edits(direct(script, path.parent, backdrop=backdrop), (ScriptFile(path, script.included),))


def script_of(text: str, path: Path, root: Path | None = None) -> Screenplay:
    """The screenplay of a file's text, with what it includes; `root`: the folder that no include leads out of."""
    return include(parse(text), path, text_of, root)


class ScriptFile(NamedTuple):
    """A script that a show was read from."""

    path: Path
    included: Sequence[IncludedFile] = ()
    """What it took in."""

    def within(self, number: int) -> Iterator[int]:
        """The number of an included file and of those that it was taken in by, the script's own, 0, the last."""
        while number:
            yield number
            number = self.included[number - 1].within
        yield 0


def with_edits(directed: Directed, scripts: Iterable[ScriptFile | None], apart: int = sys.maxsize) -> Directed:
    """The show with the edits that lie beside its scripts and beside what these include, each in the lines of its own;
    a file of them that can't be read is one of its problems.

    Of a line that several have edits of, those of the file that includes the others count. Lines of the n-th script
    are counted from n * `apart`; None has no edits.
    """
    found = _FoundEdits(directed, apart)
    for number, script in enumerate(scripts):
        if script is None:
            continue
        for source in range(len(script.included) + 1):
            found.take_in(number, script, source)
    return found.directed()


class _FoundEdits:
    """The edits of a show's lines, as they are found file by file."""

    def __init__(self, directed: Directed, apart: int) -> None:
        self._directed, self._apart = directed, apart
        self._keys = keys_of([said_in(cue) for cue in directed.cues])
        self._takes: dict[int, TakeEdits] = {}
        """By the index of their cue."""
        self._problems: dict[Problem, None] = {}
        self._files: dict[UsedFile, None] = {}

    def take_in(self, number: int, script: ScriptFile, source: int) -> None:
        """Take in what lies beside the n-th script, or beside one of its included files."""
        included = script.included[source - 1] if source else None
        path = files.beside(included.path if included else script.path)
        line = number * self._apart + included.line if included else 1
        self._files[UsedFile("edits", path)] = None
        if not path.is_file():
            return
        said = [said_in(cue) if self._is_in(cue, number, script, source) else None for cue in self._directed.cues]
        keys = keys_of(said)
        try:
            known = renamed(files.read(path), keys)
        except EditError as error:
            self._tell(Problem(line, path.name, f"{error.what}; nothing of it is used", error.remedy))
            return
        takes = {take.take: take for take in known.takes}
        for place, key in enumerate(keys):
            if key and key in takes:
                self._takes.setdefault(place, takes[key])
        if number == 0:
            self._tell(*_without_lines(known, keys, line, path.name if included else "edits"))

    def _is_in(self, cue: Cue, number: int, script: ScriptFile, source: int) -> bool:
        if not isinstance(cue, Say | Sing) or cue.line // self._apart != number:
            return False
        return source in script.within(cue.source)

    def _tell(self, *problems: Problem) -> None:
        self._problems |= dict.fromkeys(problems)

    def directed(self) -> Directed:
        """The show with all of them."""
        takes = (replace(take, take=self._keys[place]) for place, take in sorted(self._takes.items()) if not take.empty)
        was = self._directed
        return replace(
            was, edits=EditFile(tuple(takes)), problems=(*was.problems, *self._problems),
            files=(*was.files, *self._files),
        )  # fmt: skip


def _without_lines(edits: EditFile, keys: Sequence[str], line: int, name: str) -> list[Problem]:
    """What is told of the edits of lines that nobody says any more."""
    lost = unsaid(edits, keys)
    if not lost:
        return []
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    what = f"nobody says “{lost[0].take}”{more}, which has edits; they are left out"
    return [Problem(line, name, what, "They stay in their file: they count again where the line is said again.")]


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
