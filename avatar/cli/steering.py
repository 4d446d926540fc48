"""A show in the terminal: keys that steer it, and where it is, in one line or, without a terminal, line by line."""

from __future__ import annotations

import os
import queue
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from avatar.cli.outputs import bare

if TYPE_CHECKING:
    from avatar.cli.drawing import TerminalFace
    from avatar.config import Config
    from avatar.show.play import At, ShowEvent, ShowPlayer
    from avatar.show.sources import ShowSource, ShowStop

KEYS = "space pause · ← → line · [ ] scene · - + speed · c captions · r restart · q quit"

SHELL = "shell"
"""The key that leads back to the shell, whichever the terminal makes of it."""

FASTER = 1.1
"""By how much a key changes the speed."""


def play(config: Config, source: ShowSource, *, cue: int = 0, speed: float = 1.0) -> int:
    """Plays a show to its end, or until it is quit; returns the exit status. The source is closed with it."""
    from avatar.cli.drawing import TerminalFace
    from avatar.cli.keys import keys
    from avatar.errors import AvatarError
    from avatar.show.play import ShowPlayer
    from avatar.ui.jobs import as_job

    inbox: queue.SimpleQueue[ShowEvent | str] = queue.SimpleQueue()
    face = TerminalFace(config)
    try:
        player = ShowPlayer(config, source, inbox.put, cue=cue, speed=speed, face=face.pixels)
    except AvatarError:
        source.close()
        raise
    shown = _Shown(config, source, player, face, cue)
    try:
        with as_job(lambda: inbox.put(SHELL)) as shown.stop, keys(inbox.put) as typing:
            shown.typing = typing and sys.stdout.isatty()
            shown.head()
            while shown.take(_next(inbox)):
                pass
    finally:
        shown.end()
        player.close()
        face.end()
    return 0


def _next(inbox: queue.SimpleQueue[ShowEvent | str]) -> ShowEvent | str:
    while True:
        try:
            return inbox.get(timeout=0.5)  # not for ever: Windows would not notice Ctrl-C
        except queue.Empty:
            continue


class _Shown:
    """What the terminal shows of a show."""

    def __init__(self, config: Config, source: ShowSource, player: ShowPlayer, face: TerminalFace, cue: int) -> None:
        """`cue`: where it begins."""
        self.typing = self._paused = False
        self.stop: Callable[[], None] = lambda: None
        """Leads back to the shell, and returns when that leads back here."""
        self._config, self._source, self._player, self._face = config, source, player, face
        self._captions = config.stage.captions
        self._told: ShowStop | None = None
        self._cue = cue
        """The cue that comes next if no key intervenes; -1 after a key."""
        self._line = ""
        self._commands: dict[str, Callable[[], None]] = {
            "space": player.pause, "right": lambda: player.line(1), "left": lambda: player.line(-1),
            "]": lambda: player.scene(1), "[": lambda: player.scene(-1), "pagedown": lambda: player.scene(1),
            "pageup": lambda: player.scene(-1), "+": lambda: player.faster(FASTER), "=": lambda: player.faster(FASTER),
            "up": lambda: player.faster(FASTER), "-": lambda: player.faster(1 / FASTER),
            "down": lambda: player.faster(1 / FASTER), "0": lambda: player.speed(1.0), "r": player.restart,
            "home": player.restart, "c": self._turn_captions,
        }  # fmt: skip

    def head(self) -> None:
        """What it is, and what the keys do."""
        from avatar.show.lengths import clock

        print(f"{self._source.head.title}, about {clock(self._source.total)}")
        if self.typing:
            print(KEYS)
        sys.stdout.flush()

    def take(self, what: ShowEvent | str) -> bool:
        """One event, or one key; False where it ends."""
        from avatar.cli.keys import named
        from avatar.show.play import At, Key, Opened, ShowFinished, ShowNotice, TerminalPicture

        match what:
            case str():
                return self._pressed(what)
            case Key():
                return self._pressed(named(what.text))
            case TerminalPicture():
                self._face.draw(what.width, what.height, what.rgba, self._player.face)
                self._write(self._line)
            case ShowNotice():
                self._tell(lambda: self._face.tell(what.text))
            case Opened():
                self._tell(lambda: self._face.opened(what.mode, what.why, self._player.face))
            case At():
                self._paused = what.paused
                self._at(what)
            case ShowFinished():
                if what.error is not None:
                    raise what.error
                return False
        return True

    def _pressed(self, key: str) -> bool:
        if key == SHELL:
            self._leave()
            return True
        if key in ("q", "escape"):
            return False
        command = self._commands.get(key)
        if command is not None:
            command()
            self._cue = -1
        return True

    def _turn_captions(self) -> None:
        self._captions = not self._captions
        self._player.view(captions=self._captions, reduced_motion=self._config.stage.reduced_motion)

    def _at(self, at: At) -> None:
        from avatar.show.lengths import clock
        from avatar.show.sources import find_stop

        if self.typing:
            self._write(self._status(at, find_stop(self._source, at.cue)))
            return
        for stop in self._since(at.cue):
            if stop != self._told:
                self._told = stop
                print(f"{clock(at.t)}  {_spoken(stop)}", flush=True)
        self._cue = at.cue + 1

    def _since(self, cue: int) -> list[ShowStop]:
        """Cues that began since the last look: several if the machine was busy, after a key only the last."""
        from avatar.show.sources import find_stop

        places = {stop.cue for stop in self._source.stops} | {scene.cue for scene in self._source.scenes}
        passed = sorted(place for place in places if 0 <= self._cue <= place < cue)
        return [find_stop(self._source, place) for place in (*passed, cue)]

    def _status(self, at: At, stop: ShowStop) -> str:
        from avatar.show.lengths import clock

        scene = next((part.name for part in reversed(self._source.scenes) if part.cue <= at.cue), "")
        speed = "" if abs(at.speed - 1.0) < 0.01 else f"  ×{at.speed:.2f}"
        state = "⏸" if at.paused else "▶"
        parts = (f"{state} {clock(at.t)} / {clock(self._source.total)}{speed}", scene, _spoken(stop))
        return "  ".join(filter(None, parts))

    def _write(self, line: str) -> None:
        """The line that is written over and over."""
        if self.typing:
            self._line = line
            columns = shutil.get_terminal_size().columns
            bare(sys.stdout).write("\r\x1b[K")
            sys.stdout.write(_cut(line, columns - 1))
            sys.stdout.flush()

    def _tell(self, tell: Callable[[], None]) -> None:
        """Tells something above the line that is written over and over."""
        if self.typing:
            bare(sys.stdout).write("\r\x1b[K")
            sys.stdout.flush()
        tell()
        if self._line:
            self._write(self._line)

    def _leave(self) -> None:
        """Back to the shell, and on from the same word once it leads back here."""
        paused = self._paused
        self._player.pause(True)
        self._player.face(0, 0)
        self._face.end()
        self.end()
        self.stop()
        self._player.face(*self._face.pixels)
        self._player.pause(paused)

    def end(self) -> None:
        """Leaves the terminal below all that was written."""
        if self.typing:
            sys.stdout.write(os.linesep if self._line else "")
            sys.stdout.flush()


def _spoken(stop: ShowStop) -> str:
    from avatar.scene.reading import shown_name

    return f"{shown_name(stop.who)}: {stop.text}" if stop.who else stop.text


def _cut(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"
