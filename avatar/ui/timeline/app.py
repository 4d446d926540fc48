"""The screen of the timeline editor: hands keys, mouse and what the stage tells to the machine, and shows its state."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message

from avatar.config import Config
from avatar.editing import layout, machine, rows
from avatar.editing.desk import EditedFile
from avatar.editing.spectrum import find_spectrum, paint_spectrum
from avatar.editing.state import (
    Changed,
    EditingAction,
    EditingEvent,
    Export,
    Heard,
    Kept,
    Key,
    Leave,
    Lifted,
    NextTake,
    Over,
    Paints,
    Pressed,
    Pulled,
    Realign,
    Resized,
    Save,
    State,
    Told,
    Wheeled,
)
from avatar.errors import AvatarError
from avatar.session.crossing import Newest
from avatar.stage.link import Stage
from avatar.stage.messages import Closed, FacePicture, Ready, StageEvent, StageFault, Typed
from avatar.ui import depth, graphics, themes
from avatar.ui.driver import choose_driver
from avatar.ui.edge import EdgedApp
from avatar.ui.inert import inert
from avatar.ui.timeline.monitor import MakeStage, Monitor
from avatar.ui.timeline.sheet import Sheet
from avatar.ui.widgets.face import Face

TICK_S = 1 / 30
"""Seconds between two looks at where the sound is, while it plays."""

LEAST_TOP, MOST_TRACKS = 9, 21
"""Lines of what stands above the tracks at least, and lines that tracks use at most."""

REACH = 0.8
"""Columns from an edge within which the mouse takes hold of it."""

TYPED = {"\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left", "\x1b": "escape", " ": "space",
         "\r": "enter", "\x7f": "backspace", "\t": "tab", "\x1b[H": "home", "\x1b[F": "end", "\x13": "ctrl+s",
         "\x1a": "ctrl+z", "\x19": "ctrl+y", "\x03": "ctrl+c", "\x16": "ctrl+v"}  # fmt: skip
"""Keys of the stage's window, as it tells them, by their names here."""

SILENT = "No sound"
"""How the stage begins to say that there is no sound device."""

log = logging.getLogger(__name__)


class TimelineApp(EdgedApp[int], inherit_bindings=False):
    """The editor of one file."""

    TITLE = "avatar"
    CSS_PATH = "timeline.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"key('{key}')", show=False, priority=True) for key in ("ctrl+c", "ctrl+q", "tab", "shift+tab")
    ]

    @dataclass
    class Happened(Message):
        """The stage tells something."""

        event: StageEvent

    def __init__(self, config: Config, file: EditedFile, make: MakeStage = Stage, take: int = 0) -> None:
        """`take`: the one that is edited first."""
        super().__init__(choose_driver(), ansi_color=True if depth.has_few_colours() else None)
        self.config, self.file, self._make = config, file, make
        self._take = take
        self._states: dict[int, State] = {}
        """Of the other takes that were edited."""
        self.state = file.open(take)
        self._monitor: Monitor | None = None
        self._newest: Newest[FacePicture] = Newest()
        self._rows: tuple[rows.Row, ...] = ()
        self._note = ""
        self._top = 0
        self._drawn: object = None
        environment = depth.restore_environment(self.no_color)
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.choose(config.chat.theme, environment)
        self._depth = depth.find_depth(environment)
        self._pitches = (0, 0)
        """Pixels of the picture of pitches."""
        self._painted: object = None
        paints: Paints = "blocks" if self._depth == "many" else "shades"
        if graphics.found() is not None and self._depth == "many":
            paints = "picture"
        self.state = replace(self.state, paints=paints, spectrum=paints == "picture")

    # ---- the screen

    def compose(self) -> ComposeResult:
        looks: dict[str, Any] = {"depth": self._depth, "dark": "light" not in self.theme}
        yield Sheet(**looks, id="edit-head")
        with Container(id="edit-top"):
            yield Face(colours=self._depth, graphics=graphics.found(), id="edit-face")
            yield Sheet(**looks, id="edit-side")
        yield Sheet(**looks, id="edit-tracks")
        with Container(id="edit-spectrum"):
            yield Sheet(**looks, id="edit-pitches-label")
            yield Face(colours=self._depth, graphics=graphics.found(), id="edit-pitches")
        yield Sheet(**looks, id="edit-below")
        yield Sheet(**looks, id="edit-help")
        yield Sheet(**looks, id="edit-keys")

    def on_mount(self) -> None:
        self._sized()
        if self.file.note:
            self.happens(Told(self.file.note))
        # The tracks are to be seen before the stage opens.
        self.call_after_refresh(self._open)
        self.set_interval(TICK_S, self._tick)

    def _open(self) -> None:
        try:
            self._monitor = Monitor(self.config, self.state.footage, self._tell, self._make)
        except AvatarError as error:
            self.happens(Told(str(error), True))
            return
        self._monitor.follow(self.state)
        face = self.query_one("#edit-face", Face)
        if face.size.width:
            face.come_back()

    def on_resize(self) -> None:
        self.call_later(self._sized)  # Textual itself takes the new size down only after this

    def on_sheet_sized(self) -> None:
        self._show()  # a sheet has its new size only once the screen was laid out

    def _sized(self) -> None:
        columns, lines = self.size
        tracks = max(1, min(MOST_TRACKS, lines - 2 - min(LEAST_TOP, lines // 3)))
        self._rows = rows.plan(self.state, columns, tracks)
        top = max(0, lines - 2 - len(self._rows))
        self.query_one("#edit-top").styles.height = top
        self._split()
        self._top = top
        self._widen()
        self.happens(Resized(columns - rows.label_columns(columns)))

    def _split(self) -> None:
        """The tracks stand in one sheet; with a picture of pitches between them in two."""
        before, between = self._between()
        self.screen.set_class(between > 0, "-spectrum")
        self.query_one("#edit-tracks").styles.height = before
        self.query_one("#edit-spectrum").styles.height = between
        self.query_one("#edit-pitches-label").styles.width = rows.label_columns(self.size.width)
        self.query_one("#edit-below").styles.height = len(self._rows) - before - between

    def _between(self) -> tuple[int, int]:
        """Rows before the picture of pitches, and those that it takes; all of them and none where there is no such."""
        if self.state.paints != "picture":
            return len(self._rows), 0
        names = [row.name for row in self._rows]
        count = names.count("spectrum")
        return (names.index("spectrum") if count else len(names)), count

    def _widen(self) -> None:
        """A face is as wide as it is high, the film's picture wider."""
        columns, top = self.size.width, self._top
        wide = min(4 * top, columns // 2) if self.state.staged else min(2 * top + 2, columns * 2 // 5)
        self.query_one("#edit-face", Face).styles.width = wide

    def happens(self, event: EditingEvent) -> None:
        """One thing happens: the state changes, what it asks for is done, and it is shown."""
        before = self.state
        self.state, actions = machine.step(self.state, event)
        if self._monitor is not None and self.state is not before:
            self._monitor.follow(self.state)
        if self.state.edits != before.edits:
            self._worry(self.file.edited(self.state.edits))
        if self.state.plays != before.plays:
            self._worry(self.file.changed())
        if self.state.spectrum != before.spectrum:
            self.call_later(self._sized)
        if self.state.staged != before.staged:
            self._widen()
        for action in actions:
            self._do(action)
        if self.state is not self._drawn:
            self._show()

    def _worry(self, told: str) -> None:
        if told:
            self.happens(Told(told, True))

    def _show(self) -> None:
        """Shows the state, once for all that has happened until the screen is drawn."""
        self._drawn = self.state
        columns, lines = self.size
        if not columns or not self.screen.is_mounted:
            return
        state = self.state
        self.screen.set_class(state.help, "-help")
        self.query_one("#edit-head", Sheet).show((layout.head(state, columns, self._note),))
        self.query_one("#edit-keys", Sheet).show((layout.footer(state, columns),))
        if state.help:
            self.query_one("#edit-help", Sheet).show(layout.help_lines(state, columns, lines - 2))
            return
        wanted = rows.plan(state, columns, len(self._rows))
        moved, self._rows = wanted != self._rows, wanted
        if moved:
            self._split()
        side = self.query_one("#edit-side", Sheet)
        if side.size.width:
            side.show(layout.side(state, side.size.width - 1, side.size.height))
        playhead = rows.playhead_column(state)
        drawn = tuple(rows.draw(state, row, columns, playhead) for row in wanted)
        before, between = self._between()
        self.query_one("#edit-tracks", Sheet).show(drawn[:before])
        if between:
            self.query_one("#edit-pitches-label", Sheet).show(drawn[before : before + between])
            self._paint()
        self.query_one("#edit-below", Sheet).show(drawn[before + between :])

    def _paint(self) -> None:
        """The picture of pitches, where it is another one; while it plays only as another stretch is seen."""
        state, (width, height) = self.state, self._pitches
        playhead = -1.0 if state.playing else (state.playhead - state.view.start) / (state.view.end - state.view.start)
        wanted = (state.footage, state.view, width, height, int(playhead * width))
        if width and height and wanted != self._painted:
            self._painted = wanted
            levels = find_spectrum(state.footage, state.view, width, height)
            picture = paint_spectrum(levels, (height, width), playhead)
            self.query_one("#edit-pitches", Face).show(width, height, picture.tobytes())

    def _tick(self) -> None:
        if self._monitor is not None and self.state.playing is not None:
            t = self._monitor.heard()
            if t is not None and t != self.state.playhead:
                self.happens(Heard(t))

    # ---- keys and mouse

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        name = event.character if event.is_printable and event.character and event.character != " " else event.key
        self.happens(Key(name))

    def action_key(self, name: str) -> None:
        """A key that Textual would take for itself."""
        self.happens(Key(name))

    def on_paste(self, event: events.Paste) -> None:
        if self.state.typing is not None:
            for letter in inert(event.text)[:400]:
                self.happens(Key(letter))

    @on(Sheet.Mouse)
    def _mouse(self, message: Sheet.Mouse) -> None:
        if message.sheet not in ("edit-tracks", "edit-below"):
            return
        at = message.y + (sum(self._between()) if message.sheet == "edit-below" else 0)
        view = self.state.view
        t = view.second(message.x - rows.label_columns(self.size.width) + 0.5)
        match message.what:
            case "down":
                row = self._rows[at] if 0 <= at < len(self._rows) else None
                self.happens(Pressed(row.track if row else "", t, REACH * view.cell))
            case "move":
                self.happens(Pulled(t))
            case "up":
                self.happens(Lifted())
            case "wheel":
                self.happens(Wheeled(t, message.way, message.aside))

    # ---- the stage

    def _tell(self, event: StageEvent) -> None:
        if not isinstance(event, FacePicture) or self._newest.put(event):
            self.post_message(self.Happened(event))

    def on_timeline_app_happened(self, message: Happened) -> None:
        monitor = self._monitor
        if monitor is None:
            return
        event = message.event
        match event:
            case FacePicture():
                picture = self._newest.take(event)
                self.query_one("#edit-face", Face).show(picture.width, picture.height, picture.blob)
            case Ready():
                self._opened(event)
            case StageFault(text):
                if not text.startswith(SILENT):  # the head says it, for as long as it is so
                    self.happens(Told(text, True))
            case Typed(text):
                self.happens(Key(TYPED.get(text, text)))
            case Closed():
                self.happens(Key("q"))
            case _:
                if monitor.take(event):
                    self.happens(Over())
                elif self.state.playing is not None:
                    monitor.follow(self.state)

    def _opened(self, ready: Ready) -> None:
        self.screen.set_class(ready.mode == "terminal", "-face")
        self._note = "no sound" if not ready.sound and ready.mode != "gone" else ""
        self._drawn = None
        self.call_after_refresh(self._show)

    def on_face_resized(self, message: Face.Resized) -> None:
        if message.whose == "edit-pitches":
            self._pitches = (message.width, message.height)
            self.call_after_refresh(self._show)
            return
        if self._monitor is not None:
            self._monitor.face(message.width, message.height)
        self.call_after_refresh(self._show)

    # ---- what is to be done

    def _do(self, action: EditingAction) -> None:
        match action:
            case Leave():
                self.file.leave()
                self.exit(0)
            case Save(leave):
                self._try(lambda: self._save(leave))
            case Export(path):
                self._try(lambda: self.happens(Told(self.file.export(path, self.state))))
            case Realign():
                self.happens(Told("Listening …"))
                self.run_worker(self._realign(action), exclusive=True)
            case NextTake(steps):
                self._try(lambda: self._turn(steps))

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except AvatarError as error:
            self.happens(Told(str(error), True))

    def _save(self, leave: bool) -> None:
        self.file.edited(self.state.edits)
        where = self.file.save()
        self.happens(Kept(self.state.edits, where))
        self._worry(self.file.changed())
        self._states = {take: replace(each, saved=each.edits) for take, each in self._states.items()}
        if leave:
            self._do(Leave())

    async def _realign(self, action: Realign) -> None:
        asked = self.state
        try:
            edits, told = await asyncio.to_thread(self.file.realign, asked, action)
        except AvatarError as error:
            self.happens(Told(str(error), True))
            return
        if self.state.edits is asked.edits:
            self.happens(Changed(edits, told))
        else:
            self.happens(Told("Something else was changed meanwhile: type it again.", True))

    def _turn(self, steps: int) -> None:
        if self.file.count < 2:
            self.happens(Told("There is one line in this file."))
            return
        turned = (self._take + steps) % self.file.count
        columns = self.state.view.columns
        kept = self._states.get(turned)
        fresh = self.file.open(turned, columns)
        self._states[self._take], self._take = self.state, turned
        before = self.state
        staged = self.state.staged and fresh.footage.surround is not None
        self.state = replace(fresh if kept is None else replace(kept, others=fresh.others), staged=staged)
        self.state = replace(self.state, paints=before.paints, spectrum=before.spectrum)
        self.happens(Resized(columns))

    async def on_unmount(self) -> None:
        if self._monitor is not None:
            await asyncio.to_thread(self._monitor.close)


def edit(config: Config, file: EditedFile, take: int = 0) -> int:
    """Edits a file until the user leaves; returns the exit status. Raises AvatarError where the screen failed."""
    if sys.__stderr__ is not None and not sys.__stderr__.isatty():
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]  # Textual draws on stderr, which may go to a file
    graphics.detect(pictures=config.stage.mode in ("auto", "terminal"))  # before Textual reads from the terminal
    app = TimelineApp(config, file, take=take)
    app.run()
    if app.fault is not None:
        from avatar.ui.edge import tell_fault

        raise AvatarError(tell_fault(app.fault), remedy="What was edited is kept: open the file again.") from app.fault
    return app.return_value if app.return_value is not None else app.return_code or 0
