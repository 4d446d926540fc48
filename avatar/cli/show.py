"""Shows: screenplays in the Fountain format (`avatar docs shows`), performed.

Without an action it lists the shows that came with avatar and your own.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.cli.outputs import as_json

if TYPE_CHECKING:
    from avatar.show.camera import PlannedShot
    from avatar.show.cues import Directed
    from avatar.show.elements import Problem

MOST_SHOWN = 200
"""Problems printed of one script; --json gives all."""

SAME_SHOWN, LINES_SHOWN = 3, 12
"""Problems of one kind that are printed in full, and how many lines of the others are named."""


FILES_SHOWN = 12
"""Files of a script that are named; --json gives all."""


class ShowAction(NamedTuple):
    """An action: the module has `arguments_NAME(parser)` and `run_NAME(options) -> exit status`."""

    module: str
    summary: str


ACTIONS = {
    "play": ShowAction("avatar.cli.showing", "play a show, in a window or in the terminal"),
    "rehearse": ShowAction("avatar.cli.showing", "play a show beside its script, anew whenever you save it"),
    "bake": ShowAction(
        "avatar.cli.showing", "perform a show into one file that plays without voices, model or network"
    ),
    "list": ShowAction("avatar.cli.show", "list the shows (what happens without an action)"),
    "check": ShowAction("avatar.cli.show", "say which lines were not understood, and how long it runs"),
    "sounds": ShowAction("avatar.cli.sounds", "list the sounds that a script may ask for, or hear one"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
    for name, action in ACTIONS.items():
        each = actions.add_parser(name, help=action.summary, description=action.summary.capitalize() + ".")
        getattr(importlib.import_module(action.module), f"arguments_{name}")(each)


def run(options: argparse.Namespace) -> int:
    if options.action is None:
        return run_list(options)
    status: int = getattr(importlib.import_module(ACTIONS[options.action].module), f"run_{options.action}")(options)
    return status


def show_path(what: str) -> Path:
    """The file of a show by its name, or as it is given. Raises LibraryError, ShowError."""
    from avatar import library
    from avatar.errors import ShowError

    path = Path(what)
    if path.suffix or len(path.parts) > 1:
        if not path.is_file():
            raise ShowError("There is no such screenplay", where=path, remedy="`avatar show` lists the installed ones.")
        return path
    return path if path.is_file() else library.show(what)


def arguments_list(parser: argparse.ArgumentParser) -> None:
    pass


def _likeness(character: str) -> str:
    """Who plays a role: a character, and for its guise what that looks and sounds like."""
    from avatar import guises

    guise = guises.read_name(character)
    return f"{character}: {guises.describe(guise)}" if guise else character


def run_list(options: argparse.Namespace) -> int:
    """0 where every show can be read."""
    from avatar import library
    from avatar.cli.table import table
    from avatar.errors import AvatarError
    from avatar.show.directing import read
    from avatar.show.lengths import clock, estimate_starts

    rows, status = [], 0
    for name, path in library.shows().items():
        try:
            directed = read(path)
        except AvatarError as error:  # one broken file must not hide the others
            print(f"avatar: show {name}: {error}", file=sys.stderr)
            status = 1
            continue
        roles = ", ".join(member.who for member in directed.cast)
        rows.append((name, clock(estimate_starts(directed)[-1]), roles, directed.title))
    print(table(("NAME", "LENGTH", "ROLES", "TITLE"), rows))
    return status


# -------------------------------------------------------------------------------------------------------------- check


def arguments_check(parser: argparse.ArgumentParser) -> None:
    from avatar.cli.showing import add_camera

    parser.add_argument("what", nargs="+", metavar="FILE|NAME", help="screenplays, or installed shows by name")
    parser.add_argument("--audience", metavar="HOUSE", default="", choices=("none", "table", "club", "theatre"),
                        help="who laughs (default: as the script says)")  # fmt: skip
    parser.add_argument("--shots", action="store_true", help="list the camera's cuts, each with what asked for it")
    add_camera(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_check(options: argparse.Namespace) -> int:
    """0 where all can be performed as written; 1 where something is wrong that should be mended first."""
    from avatar.cli.common import settings
    from avatar.cli.showing import cut_by
    from avatar.errors import AvatarError
    from avatar.show.directing import read

    status = 0
    usual = settings(options, check=False).show.camera if options.shots else ""
    found: list[dict[str, Any]] = []
    for what in options.what:
        try:
            path = show_path(what)
            directed = cut_by(options.camera, read(path))
        except AvatarError as error:
            status = 1
            if options.json:
                found.append({"show": what, "error": str(error)})
            else:
                print(f"avatar: {error}", file=sys.stderr)
            continue
        if any(problem.grave for problem in directed.problems):
            status = 1
        camera = (directed.camera or usual) if options.shots else ""
        if options.json:
            found.append(_as_json(str(path), directed, options.audience) | _shots_as_json(directed, options, camera))
        else:
            _report(str(path), directed, options.audience)
            if camera:
                _report_shots(directed, options.audience, camera)
    if options.json:
        print(as_json(found, 2))
    return status


def _as_json(path: str, directed: Directed, audience: str) -> dict[str, Any]:
    from avatar.show.lengths import estimate_starts, measure_lengths

    times = measure_lengths(directed, estimate_starts(directed, audience))
    problems = directed.problems
    return {
        "show": path,
        "title": directed.title,
        "language": directed.language or "en",
        "cast": [{"role": each.who, "character": each.character, "voice": each.voice} for each in directed.cast],
        "seconds": round(times.total, 1),
        "parts": [
            {"name": each.part.name, "line": each.part.line, "start": round(each.start, 1),
             "seconds": round(each.seconds, 1)}
            for each in times.parts
        ],
        "understood": not problems,
        "counts": {
            "grave": sum(each.grave for each in problems),
            "not_understood": sum(not (each.grave or each.undone) for each in problems),
            "not_acted": sum(each.undone for each in problems),
            "for_the_reader": directed.unacted,
        },
        "problems": [problem.__dict__ for problem in problems],
        "files": files_as_json(directed),
    }  # fmt: skip


def files_as_json(directed: Directed) -> list[dict[str, Any]]:
    """What the script is read from, and what it names."""
    rows = dict.fromkeys(directed.files)
    return [{"kind": each.kind, "file": str(each.path), "there": each.path.is_file()} for each in rows]


def _list_shots(directed: Directed, audience: str, camera: str) -> list[tuple[float, PlannedShot]]:
    """Each cut of a show, with the second at which it is expected."""
    from avatar.show.camera import PlannedShot, plan_shots
    from avatar.show.cues import Shot
    from avatar.show.lengths import estimate_starts

    starts = estimate_starts(directed, audience)
    holds = [
        PlannedShot(index, 0.0, cue.name, "", "", None, cue.row)
        for index, cue in enumerate(directed.cues)
        if isinstance(cue, Shot) and cue.name == "hold" and camera != "off"
    ]
    planned = [*plan_shots(directed, camera, audience), *holds]
    return sorted(((starts[shot.cue] + shot.after, shot) for shot in planned), key=lambda each: each[0])


def _shots_as_json(directed: Directed, options: argparse.Namespace, camera: str) -> dict[str, Any]:
    from avatar.show.camera import RULES

    if not camera:
        return {}
    found = [
        {"start": round(t, 2), "line": directed.cues[shot.cue].line, "shot": shot.name, "who": shot.who,
         "row": shot.row, "why": RULES[shot.row].why}
        for t, shot in _list_shots(directed, options.audience, camera)
    ]  # fmt: skip
    return {"camera": camera, "shots": found}


def _report_shots(directed: Directed, audience: str, camera: str) -> None:
    from avatar.cli.table import table
    from avatar.show.camera import RULES
    from avatar.show.lengths import clock

    shots = _list_shots(directed, audience, camera)
    rows = [
        (f"  {clock(t)}", f"{directed.cues[shot.cue].line}", shot.name, shot.who, shot.row, RULES[shot.row].why)
        for t, shot in shots
    ]
    if rows:
        print(table(("  AT", "LINE", "SHOT", "WHOM", "ROW", "WHY"), rows))
    print(f"  {len(rows)} shots, {camera}.")


def _report(path: str, directed: Directed, audience: str) -> None:
    from avatar.cli.table import table
    from avatar.show.lengths import clock, estimate_starts, measure_lengths

    _print_problems(path, directed)
    times = measure_lengths(directed, estimate_starts(directed, audience))
    roles = ", ".join(f"{member.who} ({_likeness(member.character)})" for member in directed.cast)
    print(f"{path}: {directed.title}, about {clock(times.total)}, {audience or directed.audience} audience; {roles}")
    rows = [
        (f"  {clock(each.start)}", clock(each.seconds), f"{each.part.line}", each.part.name) for each in times.parts
    ]
    if rows:
        print(table(("  FROM", "LASTS", "LINE", "PART"), rows))
    if others := tell_files(directed):
        print(f"  With {others}.")
    print(f"  {_summed_up(directed)}.")


def tell_files(directed: Directed) -> str:
    """What the script takes from other files, for people; '' for nothing."""
    paths = [each.path for each in dict.fromkeys(directed.files[1:]) if each.path.is_file()]
    more = f" and {len(paths) - FILES_SHOWN:,} more" if len(paths) > FILES_SHOWN else ""
    return ", ".join(path.name for path in paths[:FILES_SHOWN]) + more


def _print_problems(path: str, directed: Directed) -> None:
    """Line by line; what is wrong in the same way comes together, once it is wrong more than twice."""
    counted = Counter(_kind_of(problem) for problem in directed.problems)
    shown: Counter[str] = Counter()
    for problem in directed.problems[:MOST_SHOWN]:
        kind = _kind_of(problem)
        shown[kind] += 1
        if shown[kind] > SAME_SHOWN:
            continue
        grave = "error: " if problem.grave else ""
        text = f" ({problem.text})" if problem.text else ""
        print(f"{path}:{problem.line}: {grave}{problem.what}{text}. {problem.suggestion}".rstrip())
        if shown[kind] == SAME_SHOWN < counted[kind]:
            lines = [each.line for each in directed.problems if _kind_of(each) == kind][SAME_SHOWN:]
            listed = ", ".join(map(str, lines[:LINES_SHOWN])) + (" ..." if len(lines) > LINES_SHOWN else "")
            print(f"{path}: {len(lines):,} more of this kind, in {'line' if len(lines) == 1 else 'lines'} {listed}")
    if len(directed.problems) > MOST_SHOWN:
        print(f"{path}: {len(directed.problems):,} in all; --json gives each")


def _kind_of(problem: Problem) -> str:
    """What problems of one kind have in common: what is wrong, without names and words."""
    return "not acted" if problem.undone else re.sub(r"[A-Z]{2,}|“.*?”|'.*?'|\d+", "", problem.what)


def _summed_up(directed: Directed) -> str:
    """The last line: that every line was understood is said only where it is so."""
    acted = sum(problem.undone for problem in directed.problems)
    others = len(directed.problems) - acted
    lines = "line of action is" if directed.unacted == 1 else "lines of action are"
    reader = f"; {directed.unacted:,} {lines} for the reader" if directed.unacted else ""
    if not directed.problems:
        return f"Every line was understood{reader}"
    told = [f"{others:,} to look at"] if others else []
    told += [f"{acted:,} {'action' if acted == 1 else 'actions'} that nobody here can act"] if acted else []
    return f"{', '.join(told)}{reader}"
