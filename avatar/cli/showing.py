"""Playing, rehearsing and baking shows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.common import add_flags, add_global_arguments
from avatar.cli.outputs import bare
from avatar.errors import ConfigError, ShowError

if TYPE_CHECKING:
    from avatar.config import Config
    from avatar.show.cues import Directed
    from avatar.show.elements import Problem
    from avatar.show.sources import ShowSource

BAKED = ".scene"
"""The ending of baked shows."""


def _performing(parser: argparse.ArgumentParser) -> None:
    """Flags for how a show is performed."""
    parser.add_argument("--audience", metavar="HOUSE", default="", choices=("none", "table", "club", "theatre"),
                        help="who laughs (default: as the script says)")  # fmt: skip
    add_camera(parser)
    parser.add_argument("--seed", type=int, default=None, metavar="NUMBER", help="fixes all that looks random")


def add_camera(parser: argparse.ArgumentParser) -> None:
    """The flag for how a show is cut."""
    parser.add_argument("--camera", choices=("off", "calm", "lively"),
                        help="how it is cut (default: as the script says, else [show] camera)")  # fmt: skip


def _showing(parser: argparse.ArgumentParser) -> None:
    """Flags for how a show is shown."""
    parser.add_argument("--from", dest="begin", metavar="LINE|SCENE", default="",
                        help="begin at a line of the script, or at a scene by its name")  # fmt: skip
    parser.add_argument("--speed", type=float, default=1.0, metavar="NUMBER", help="0.5 to 2, at the same pitch")
    add_flags(
        parser,
        "--backdrop",
        "--stage",
        "--device",
        "--volume",
        "--mute",
        "--reduced-motion",
        "--fullscreen",
        "--captions",
    )
    add_global_arguments(parser, late=True)


def arguments_play(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="FILE|NAME", help="a screenplay, a baked show, or an installed show by name")
    _performing(parser)
    _showing(parser)


def run_play(options: argparse.Namespace) -> int:
    """0 where it was played to its end or quit by hand."""
    from avatar.cli import steering
    from avatar.cli.common import settings
    from avatar.cli.show import show_path

    _check_speed(options.speed)
    config = settings(options, check=False)
    path = show_path(options.what)
    get_ready(config, speaking=path.suffix != BAKED)
    source = opened(config, path, options)
    try:
        cue = starting(source, options.begin)
    except ConfigError:
        source.close()
        raise
    return steering.play(staged(config), source, cue=cue, speed=options.speed)


def get_ready(config: Config, *, speaking: bool) -> None:
    """Starts the processes that a show needs while it is still being read."""
    from avatar import children, logs

    window = ["window"] if config.stage.mode in ("auto", "window") else []
    children.ahead("avatar.stage", *window, log_path=logs.path())
    if speaking:
        children.ahead("avatar.performer.process", log_path=logs.path())


def opened(config: Config, path: Path, options: argparse.Namespace) -> ShowSource:
    """A show, ready to be played. If its script has problems, one line says so."""
    from avatar.show import directing
    from avatar.show.sources import BakedSource, ScriptSource

    backdrop = given_backdrop(options)
    if path.suffix == BAKED:
        return BakedSource(path, backdrop, cuts=keeps_cuts(path, options.camera))
    show = cut_by(options.camera, directing.read(path, backdrop))
    tell_of(show.problems, options.what)
    return ScriptSource(config, show, options.audience, options.seed)


def cut_by(camera: str | None, show: Directed) -> Directed:
    """The show, cut as the command line says, where it says anything."""
    from dataclasses import replace

    return replace(show, camera=camera) if camera else show


def keeps_cuts(path: Path, camera: str | None) -> bool:
    """Whether a baked show is cut as it was baked; it can be shown without cuts, and not with others.

    Raises ConfigError.
    """
    if camera in (None, "off"):
        return camera is None
    remedy = f"Bake its script again: avatar show bake SCRIPT --camera {camera}."
    raise ConfigError("A baked show has the cuts that it was baked with", where=path, remedy=remedy)


def given_backdrop(options: argparse.Namespace) -> str:
    """What is behind the cast in every scene, whatever the show says; '' where the command line names nothing."""
    return getattr(options, "stage.set", None) or ""


def tell_of(problems: Sequence[Problem], what: str) -> None:
    """Say in a line on stderr that a script has problems, and the first of those that spoil it, if any does."""
    if not problems:
        return
    grave = next((f"{problem.what}. " for problem in problems if problem.grave), "")
    print(f"avatar: {grave}{len(problems):,} to look at: avatar show check {what}", file=sys.stderr)


def starting(source: ShowSource, begin: str) -> int:
    """The cue of a line, or of a scene by its name. Raises ConfigError."""
    if not begin:
        return 0
    if begin.isdigit():
        return next((stop.cue for stop in source.stops if stop.line >= int(begin)), source.stops[-1].cue)
    wanted = begin.strip().lower()
    names = [part.name.lower() for part in source.scenes]
    found = [name for name in names if name == wanted] or [name for name in names if wanted in name]
    if found:
        return source.scenes[names.index(found[0])].cue
    listing = ", ".join(part.name for part in source.scenes) or "none"
    raise ConfigError(f"There is no scene {begin!r}", remedy=f"There are: {listing}. Or give the number of a line.")


def _check_speed(speed: float) -> None:
    if not 0.5 <= speed <= 2.0:
        raise ConfigError(f"The speed must be 0.5 to 2, not {speed}", remedy="1 is the usual speed.")


def staged(config: Config) -> Config:
    """A stage for several is wide, unless the user's settings say how large it is."""
    from dataclasses import replace

    from avatar.config import StageConfig

    usual = (StageConfig().width, StageConfig().height)
    if (config.stage.width, config.stage.height) != usual:
        return config
    return replace(config, stage=replace(config.stage, width=1280, height=720))


def arguments_rehearse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="FILE|NAME", help="a screenplay, or an installed show by name")
    _performing(parser)
    _showing(parser)


def run_rehearse(options: argparse.Namespace) -> int:
    """0 once it is quit."""
    from avatar.cli.common import settings
    from avatar.cli.show import show_path
    from avatar.cli.terminal import is_dumb
    from avatar.ui import graphics
    from avatar.ui.edge import tell_fault
    from avatar.ui.rehearsing import Rehearsal, Wanted

    _check_speed(options.speed)
    config = settings(options, check=False)
    path = show_path(options.what)
    if path.suffix == BAKED:
        raise ConfigError("A baked show has no script to rehearse", where=path, remedy="Play it: avatar show play.")
    if is_dumb() or not (sys.stdin.isatty() and sys.stdout.isatty()):
        remedy = "Start it in a terminal that can be drawn on, or play it: avatar show play."
        raise ConfigError("A rehearsal takes the whole screen of a terminal, and there is none", remedy=remedy)
    graphics.detect()  # before Textual reads from the terminal
    begin = lambda source: starting(source, options.begin)  # noqa: E731
    wanted = Wanted(path, options.audience, options.seed, begin, options.speed, options.camera or "")
    app = Rehearsal(staged(config), wanted)
    status = app.run() or 0
    if app.fault is not None:
        raise ShowError(tell_fault(app.fault)) from app.fault
    return status


def arguments_bake(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="FILE|NAME", help="a screenplay, or an installed show by name")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the .scene to write (default: NAME.scene)")
    _performing(parser)
    add_global_arguments(parser, late=True)


def run_bake(options: argparse.Namespace) -> int:
    """0 where the file is whole; else none is left."""
    from avatar.cli.common import settings
    from avatar.cli.show import show_path
    from avatar.show import baking, directing
    from avatar.show.lengths import clock

    config = settings(options, check=False)
    path = show_path(options.what)
    output = options.output or Path(path.with_suffix(BAKED).name)
    if output.suffix != BAKED:
        raise ConfigError(f"A baked show ends in {BAKED}", where=output, remedy=f"Write -o {output.stem}{BAKED}.")
    shown = sys.stderr.isatty()

    def progress(done: float, total: float) -> None:
        if shown:
            print(f"\r\x1b[K{clock(done)} of about {clock(total)}", end="", file=bare(sys.stderr), flush=True)

    try:
        show = cut_by(options.camera, directing.read(path))
        baked = baking.bake(config, show, output, options.audience, options.seed, progress)
    finally:
        if shown:
            print(file=sys.stderr)
    for problem in baked.problems:
        print(f"{path}:{problem.line}: {problem.what}", file=sys.stderr)
    print(f"{output}: {clock(baked.seconds)}, {output.stat().st_size / 1e6:.1f} MB")
    return 1 if baked.problems else 0
