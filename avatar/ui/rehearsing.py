"""Rehearsing: the script beside the stage, the line that is being said lit; every save is played at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from avatar.config import Config
from avatar.errors import AvatarError
from avatar.session.crossing import Newest
from avatar.show import play
from avatar.show.elements import Problem
from avatar.show.lengths import clock
from avatar.show.play import ShowPlayer
from avatar.show.rehearsal import ScriptReading, Watched, find_same_place
from avatar.show.sources import ScriptSource, ShowSource, find_stop, line_of
from avatar.ui import depth, graphics, themes
from avatar.ui.driver import choose_driver
from avatar.ui.inert import inert
from avatar.ui.suspending import SuspendableApp
from avatar.ui.widgets.face import Face
from avatar.ui.widgets.script import ScriptView

LOOK_S = 0.4
"""Seconds between looks at whether the script was saved."""

FASTER = 1.1
"""By how much a key changes the speed."""

KEYS = "Space play · ← → line · [ ] scene · - + speed · C captions · R restart · click a line · Q leave"

MOST_PROBLEMS = 200
"""Problems shown of one script; the rest are counted."""


class Wanted(NamedTuple):
    """What is to be rehearsed, and how."""

    path: Path
    audience: str = ""
    seed: int | None = None
    begin: Callable[[ShowSource], int] = lambda source: 0
    """Finds the cue at which to begin."""
    speed: float = 1.0
    camera: str = ""
    """How it is cut; '' as the script or the settings say."""


class Rehearsal(SuspendableApp[int]):
    """The screen of `avatar show rehearse`. `make` builds the player: tests put one there that plays at once."""

    TITLE = "avatar"
    CSS_PATH = "rehearsing.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", "Play or pause", priority=True),
        Binding("left", "line(-1)", "Line back", priority=True),
        Binding("right", "line(1)", "Line on", priority=True),
        Binding("left_square_bracket", "scene(-1)", "Scene back", key_display="[", priority=True),
        Binding("right_square_bracket", "scene(1)", "Scene on", key_display="]", priority=True),
        Binding("minus", "speed(-1)", "Slower", key_display="-", priority=True),
        Binding("plus,equals_sign", "speed(1)", "Faster", key_display="+", priority=True),
        Binding("0", "usual_speed", "Usual speed", show=False, priority=True),
        Binding("c", "captions", "Captions", priority=True),
        Binding("r", "restart", "Restart", priority=True),
        Binding("q,escape,ctrl+c,ctrl+d", "leave", "Leave", key_display="q", priority=True),
    ]

    @dataclass
    class Happened(Message):
        """The player tells something."""

        event: play.ShowEvent

    def __init__(self, config: Config, wanted: Wanted, make: Callable[..., ShowPlayer] = ShowPlayer) -> None:
        """Raises ShowError, ConfigError where there is nothing to begin with."""
        super().__init__(choose_driver(), ansi_color=True if depth.has_few_colours() else None)
        self.config, self._wanted, self._make = config, wanted, make
        self._watched = Watched(wanted.path)
        self._reading = self._watched.read()
        self._source = self._source_of(self._reading)
        self._captions = config.stage.captions
        self._player: ShowPlayer | None = None
        self._at = play.At(0.0, 0, 1, True, wanted.speed)
        self._newest: Newest[play.TerminalPicture] = Newest()
        self._loading = False
        for theme in themes.THEMES:
            self.register_theme(theme)
        environment = depth.restore_environment(self.no_color)
        self.theme = themes.choose(config.chat.theme, environment)
        self._depth = depth.find_depth(environment)

    def _source_of(self, reading: ScriptReading) -> ScriptSource:
        directed = replace(reading.directed, camera=self._wanted.camera or reading.directed.camera)
        return ScriptSource(self.config, directed, self._wanted.audience, self._wanted.seed)

    # ---- the screen

    def compose(self) -> ComposeResult:
        with Horizontal(id="rehearsal-head"):
            yield Static(id="rehearsal-name", markup=False)
            yield Static(id="rehearsal-state", markup=False)
        with Horizontal():
            yield ScriptView(id="rehearsal-script")
            with Vertical(id="rehearsal-side"):
                yield Face(colours=self._depth, graphics=graphics.found(), id="rehearsal-face")
                yield Static(id="rehearsal-parts")
                with VerticalScroll(id="rehearsal-problems"):
                    yield Static(id="rehearsal-problem-list")
        yield Static(id="rehearsal-notice", markup=False)
        yield Static(KEYS, id="rehearsal-keys", markup=False)

    def on_mount(self) -> None:
        self._shown()
        # What it all takes is to be read before the stage opens.
        self.call_after_refresh(self._open)
        self.set_interval(LOOK_S, self._look)

    def _open(self) -> None:
        wanted = self._wanted
        try:
            self._player = self._make(
                self.config, self._source, self._tell, cue=wanted.begin(self._source), speed=wanted.speed, paused=True
            )
        except AvatarError as error:
            self.exit(1, message=f"avatar: {error}")

    def _shown(self) -> None:
        """Shows the script as it was read."""
        directed = self._reading.directed
        self._text("#rehearsal-name", inert(directed.title))
        grave = {problem.line: problem.grave for problem in directed.problems}
        self.query_one(ScriptView).show(self._reading.text, grave)
        self.query_one(ScriptView).light(self._at.line)
        self._list_problems(directed.problems)
        self._list_parts()
        self._state()

    def _list_parts(self) -> None:
        source = self._source
        begins = [source.at(part.cue) for part in source.scenes]
        ends = [*begins[1:], source.total]
        here = next((part for part in reversed(source.scenes) if part.cue <= self._at.cue), None)
        rows = Text()
        for part, start, end in zip(source.scenes, begins, ends, strict=False):
            rows.append(f"{clock(end - start):>6}  {inert(part.name)}\n", "bold" if part is here else "")
        rows.append(f"{clock(source.total):>6}  in all", "bold")
        self.query_one("#rehearsal-parts", Static).update(rows)

    def _list_problems(self, problems: tuple[Problem, ...]) -> None:
        rows = [
            f"{problem.line}: {inert(problem.what)}. {inert(problem.suggestion)}".strip()
            for problem in problems[:MOST_PROBLEMS]
        ]
        if len(problems) > MOST_PROBLEMS:
            rows.append(f"{len(problems) - MOST_PROBLEMS:,} more")
        self.query_one("#rehearsal-problem-list", Static).update(Text("\n".join(rows)))

    def _state(self) -> None:
        at = self._at
        speed = "" if abs(at.speed - 1.0) < 0.01 else f"  ×{at.speed:.2f}"
        sign = "⏸" if at.paused else "▶"
        self._text("#rehearsal-state", f"{sign} {clock(at.t)} / {clock(self._source.total)}{speed}")

    def _text(self, where: str, text: str) -> None:
        self.query_one(where, Static).update(text)

    def _notice(self, text: str) -> None:
        box = self.query_one("#rehearsal-notice", Static)
        box.update(inert(text))
        box.display = bool(text)

    # ---- from the player

    def _tell(self, event: play.ShowEvent) -> None:
        if not isinstance(event, play.TerminalPicture) or self._newest.put(event):
            self.post_message(self.Happened(event))

    def on_rehearsal_happened(self, message: Happened) -> None:
        match message.event:
            case play.At() as at:
                before, self._at = self._at, at
                self.query_one(ScriptView).light(at.line)
                self._state()
                if at.cue != before.cue:
                    self._list_parts()
            case play.TerminalPicture() as picture:
                picture = self._newest.take(picture)
                self.query_one(Face).show(picture.width, picture.height, picture.rgba)
            case play.Opened() as opened:
                self.screen.set_class(opened.mode == "terminal", "-face")
                self._notice(opened.why)
            case play.ShowNotice() as notice:
                self._notice(notice.text)
            case play.Key() as key:
                self._typed(key.text)
            case play.ShowFinished() as over:
                self._over(over)

    def _over(self, over: play.ShowFinished) -> None:
        if over.closed:
            self.action_leave()
        elif over.error is not None:
            self._notice(str(over.error))
        else:
            self._notice("The end. R plays it again, a click on a line goes on from there.")

    def _typed(self, text: str) -> None:
        actions = {
            " ": self.action_pause, "\x1b[C": lambda: self.action_line(1), "\x1b[D": lambda: self.action_line(-1),
            "\x1b": self.action_leave, "q": self.action_leave, "r": self.action_restart,
        }  # fmt: skip
        if text in actions:
            actions[text]()

    async def rest(self) -> None:
        """The play pauses, and sends no more pictures."""
        if self._player is not None:
            self._player.pause(True)
            self._player.face(0, 0)

    def tell(self, text: str) -> None:
        self._notice(text)

    def wake(self) -> None:
        for face in self.query(Face):
            face.come_back()

    def on_face_resized(self, message: Face.Resized) -> None:
        if self._player is not None:
            self._player.face(message.width, message.height)

    # ---- the script saved anew

    def _look(self) -> None:
        if not self._loading and self._player is not None and self._watched.changed():
            self._loading = True
            self.run_worker(self._reload(), exclusive=True)

    async def _reload(self) -> None:
        try:
            reading = await asyncio.to_thread(self._watched.read)
            if not reading.playable:
                self._list_problems(reading.directed.problems)
                self._notice("Nobody speaks in what was saved: the play goes on as it was before.")
                return
            source = await asyncio.to_thread(self._source_of, reading)
        except AvatarError as error:
            self._notice(f"{error} The play goes on as it was before.")
            return
        finally:
            self._loading = False
        cue = find_same_place(find_stop(self._source, self._at.cue), reading.directed)
        self._reading, self._source = reading, source
        self._at = self._at._replace(cue=cue, line=line_of(source.stops, cue))
        self._notice("")
        self._shown()
        if self._player is not None:
            self._player.replace(source, cue)

    # ---- from the user

    def _ask(self, what: Callable[[ShowPlayer], Any]) -> None:
        if self._player is not None:
            what(self._player)

    def action_pause(self) -> None:
        self._ask(lambda player: player.pause())

    def action_line(self, steps: int) -> None:
        self._ask(lambda player: player.line(steps))

    def action_scene(self, steps: int) -> None:
        self._ask(lambda player: player.scene(steps))

    def action_speed(self, way: int) -> None:
        self._ask(lambda player: player.faster(FASTER**way))

    def action_usual_speed(self) -> None:
        self._ask(lambda player: player.speed(1.0))

    def action_restart(self) -> None:
        self._ask(lambda player: player.restart())

    def action_captions(self) -> None:
        self._captions = not self._captions
        still = self.config.stage.reduced_motion
        self._ask(lambda player: player.view(captions=self._captions, reduced_motion=still))

    def action_leave(self) -> None:
        self.exit(0)

    def on_script_view_chosen(self, message: ScriptView.Chosen) -> None:
        stops = self._source.stops
        cue = next((stop.cue for stop in stops if stop.line >= message.line), stops[-1].cue)
        self._ask(lambda player: player.seek(cue))

    async def on_unmount(self) -> None:
        if self._player is not None:
            await asyncio.to_thread(self._player.close)
        else:
            self._source.close()
