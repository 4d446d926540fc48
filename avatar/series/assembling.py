"""An episode as one screenplay: what happened before, the opening, the episode itself, and the end.

Parts come from several files. Each file's lines are counted from a base of its own, so that a problem that is found in
the whole is told with its file and its line there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from avatar.errors import ShowError
from avatar.series.episodes import Episode, Placed
from avatar.series.plan import PartTable, Series, is_inside
from avatar.show import directing
from avatar.show.cues import Directed
from avatar.show.directing import ScriptFile, script_of, text_of, with_edits
from avatar.show.elements import (
    Centred,
    DialogueBlock,
    Element,
    IncludedFile,
    Problem,
    SceneHeading,
    Screenplay,
    ScriptNote,
    Section,
    Setting,
    Transition,
    UsedFile,
)

APART = 10_000_000
"""Lines between the bases of two files: more than any screenplay has."""

MARK = "previously"
"""The note that marks what later episodes remind of."""

EMPTY = Screenplay()

CHAPTER = "Previously"
"""What the recapitulation is called among a film's chapters."""


@dataclass(frozen=True)
class Assembled:
    """An episode, whole."""

    script: Screenplay
    files: tuple[Path, ...]
    """The files that it is made of; lines of the n-th are counted from n * APART."""
    included: tuple[tuple[IncludedFile, ...], ...] = ()
    """What each of them took in."""
    problems: tuple[Placed, ...] = ()
    """Files that are not there."""

    def place(self, problem: Problem) -> Placed:
        """A problem of the whole, with its file and its line there."""
        base = problem.line // APART
        return Placed(self.files[min(base, len(self.files) - 1)], replace(problem, line=max(1, problem.line % APART)))


class _Files:
    """The files as they are taken in."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.read: dict[UsedFile, None] = {}
        """The screenplays that were read, with those that they include."""
        self.included: list[tuple[IncludedFile, ...]] = []

    def base(self, path: Path, script: Screenplay = EMPTY) -> int:
        """What lines of a file are counted from; `script`: what was read of it, if it is a screenplay."""
        if path not in self.paths:
            self.paths.append(path)
            self.included.append(script.included)
            self.read.update(dict.fromkeys(script.files))
        return self.paths.index(path) * APART


def assemble(series: Series, episode: Episode, earlier: Sequence[Episode]) -> Assembled:
    """The episode with all that goes before and after it. `earlier`: the episodes before it, in order."""
    files = _Files()
    own = files.base(episode.path, episode.script)
    plan = files.base(series.path)
    problems: list[Placed] = []
    parts = (
        [*_recap(series, earlier, files, plan)],
        _part(series, series.opening, episode, files, plan, problems),
        _body(episode, own),
        _part(series, series.end, episode, files, plan, problems, card_first=True),
    )
    elements = tuple(element for part in parts for element in part)
    settings = tuple(_settings(series, episode, own, plan))
    found = tuple(replace(each, line=each.line + own) for each in episode.script.problems)
    script = Screenplay(settings, elements, found, tuple(files.read))
    return Assembled(script, tuple(files.paths), tuple(files.included), tuple(problems))


def direct(series: Series, assembled: Assembled) -> Directed:
    """The episode, ready to be performed; its problems count lines as `Assembled.place` reads them.

    What its screenplays name lies beside the episode, or beside the series.
    """
    directed = directing.direct(assembled.script, assembled.files[0].parent, series.folder)
    both = zip(assembled.files, assembled.included, strict=True)
    scripts = [None if path == series.path else ScriptFile(path, included) for path, included in both]
    return with_edits(directed, scripts, APART)


def check(series: Series, assembled: Assembled) -> tuple[Directed, tuple[Placed, ...]]:
    """The episode, ready to be performed, and all that is wrong with it, each in its file."""
    directed = direct(series, assembled)
    return directed, (*assembled.problems, *map(assembled.place, directed.problems))


def find_absent(series: Series, shows: Iterable[Directed]) -> Iterator[Placed]:
    """What is told of roles of the series' cast that come in no episode. `shows`: all its episodes."""
    there = {member.who.upper() for show in shows for member in show.cast}
    lines = text_of(series.path).splitlines()
    for role, who in series.cast.items():
        if role.upper() not in there:
            line = next((n for n, text in enumerate(lines, 1) if text.strip().strip("\"'").startswith(role)), 1)
            what = f"{role} is cast but never appears in any episode"
            yield Placed(series.path, Problem(line, f"{role} = {who}", what, "Take the line out."))


# ------------------------------------------------------------------------------------------------------------ settings


def _settings(series: Series, episode: Episode, own: int, plan: int) -> Iterator[Setting]:
    """The title page of the whole: the series' own where the episode says nothing else."""
    yield Setting(plan, "title", f"{series.title} {episode.number}: {episode.title}")
    theirs = [each for each in episode.script.settings if each.key not in ("title", "episode")]
    said = {each.key for each in theirs}
    for key, value in (("author", series.series.author), ("copyright", series.series.copyright)):
        if value and key not in said:
            yield Setting(plan, key, value)
    recast = {_role(each.value) for each in theirs if each.key == "cast"}
    for role, who in series.cast.items():
        if role.upper() not in recast:
            yield Setting(plan, "cast", f"{role} = {who}", shared=True)
    for place, name in series.sets.items():
        yield Setting(plan, "sets", f"{place} = {name}")
    if "seed" not in said:
        yield Setting(plan, "seed", str(episode.number))
    yield from (replace(each, line=each.line + own) for each in theirs)


def _role(row: str) -> str:
    return " ".join(row.partition("=")[0].upper().split())


# --------------------------------------------------------------------------------------------------------------- parts


def _body(episode: Episode, own: int) -> list[Element]:
    """The episode itself; without sections of its own it is one chapter after what comes before it."""
    elements = [move(each, own) for each in episode.script.elements]
    if elements and not any(isinstance(each, Section | SceneHeading) for each in elements):
        return [Section(own + 1, episode.title), *elements]
    return elements


def _part(
    series: Series, table: PartTable, episode: Episode, files: _Files, plan: int, problems: list[Placed],
    card_first: bool = False,
) -> list[Element]:  # fmt: skip
    """The elements of an opening or an end."""
    rows = enumerate(_filled(series, table.card, episode), plan + 1)
    card: list[Element] = [Centred(line, text) for line, text in rows]  # one below the other: one card
    scripted = _scripted(series, table.script, files, problems) if table.script else []
    if not card_first:
        return [*scripted, *card]
    # The last picture of a film is no set that everybody has left.
    curtain: list[Element] = [Transition(plan, "FADE OUT.")] if card and not scripted else []
    return [*curtain, *card, *scripted]


def _scripted(series: Series, name: str, files: _Files, problems: list[Placed]) -> list[Element]:
    path = series.folder / name
    if not is_inside(name) or not path.resolve().is_relative_to(series.folder.resolve()):
        what, hint = f"{name} leads out of the series' folder", "Put the screenplay beside series.toml."
        problems.append(Placed(series.path, Problem(1, name, what, hint, grave=True)))
        return []
    try:
        script = script_of(text_of(path), path, series.folder)
    except ShowError as error:
        files.read[UsedFile("script", path)] = None
        problems.append(Placed(series.path, Problem(1, name, error.what, error.remedy, grave=True)))
        return []
    base = files.base(path, script)
    return [move(each, base) for each in script.elements]


def _filled(series: Series, card: str, episode: Episode) -> list[str]:
    """The lines of a card with the names of the series and the episode in them; without those that ask for a name that
    there is not."""
    names = {
        "{series}": series.title, "{episode}": episode.title, "{number}": str(episode.number),
        "{author}": series.series.author,
    }  # fmt: skip
    found = []
    for line in card.splitlines():
        if any(name in line and not value for name, value in names.items()):
            continue
        for name, value in names.items():
            line = line.replace(name, value)
        found.append(line.strip())
    return [line for line in found if line]


# ---------------------------------------------------------------------------------------------------------- previously


def _recap(series: Series, earlier: Sequence[Episode], files: _Files, plan: int) -> Iterator[Element]:
    """What earlier episodes mark, under their headings."""
    wanted = series.previously
    chosen: list[tuple[int, SceneHeading | None, DialogueBlock]] = []
    for episode in earlier[len(earlier) - wanted.episodes :] if wanted.episodes else ():
        base = files.base(episode.path, episode.script)
        chosen += [(base, heading, block) for heading, block in find_marked(episode.script.elements)]
    if not chosen:
        return
    rows = enumerate(_filled(series, wanted.card, earlier[-1]), plan + 1)
    yield from (Centred(line, text) for line, text in rows)
    yield Section(plan, CHAPTER)
    shown: SceneHeading | None = None
    for base, heading, block in chosen[-wanted.most :]:
        if heading is not None and heading is not shown:
            yield move(heading, base)
            shown = heading
        yield move(block, base)


def find_marked(elements: Sequence[Element]) -> Iterator[tuple[SceneHeading | None, DialogueBlock]]:
    """The speeches that `[[previously]]` stands in or before, each with the heading that it stands under."""
    heading: SceneHeading | None = None
    next_one = False
    for element in elements:
        if isinstance(element, SceneHeading):
            heading = element
        elif _marks(element):
            next_one = True
        elif isinstance(element, DialogueBlock):
            if next_one or any(_marks(part) for part in element.parts):
                yield heading, replace(element, parts=tuple(part for part in element.parts if not _marks(part)))
            next_one = False


def _marks(part: object) -> bool:
    return isinstance(part, ScriptNote) and part.text.strip().lower() == MARK


def move(element: Element, by: int) -> Element:
    """The element with its lines counted from elsewhere."""
    moved = replace(element, line=element.line + by)
    if isinstance(moved, DialogueBlock):
        return replace(moved, parts=tuple(replace(part, line=part.line + by) for part in moved.parts))
    return moved
