"""Placing over a preview: the stage shows the character with its points, tells what is touched, and shows the rest."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.character.loading import Character
from avatar.cli.exercises import vowels, waiting
from avatar.cli.keys import NAMES, keys, named
from avatar.cli.outputs import bare
from avatar.errors import AvatarError, CharacterError
from avatar.scene.widgets import Widget
from avatar.stage.messages import Closed, Dragged, FacePicture, Pointer, Ready, Sized, StageEvent, Typed
from avatar.studio.placing import layout, machine
from avatar.studio.placing.draft import Draft
from avatar.studio.placing.keeping import Keeping, Rehearsal, read_draft
from avatar.studio.placing.state import (
    Close,
    FoundChanged,
    Kept,
    Key,
    Leave,
    Leaving,
    Lifted,
    PlacingEvent,
    Pressed,
    Pulled,
    Refused,
    Resized,
    Save,
    State,
)
from avatar.types import CastMember, Performance

if TYPE_CHECKING:
    from avatar.config import StageConfig
    from avatar.stage.link import Stage

SHOWN_S = 0.25
"""Least seconds between two drafts that the stage is shown while a point is dragged: it reads and draws each anew."""

HIGH, NARROW, BROAD = 780, 760, 1200
"""Pixels of the window's height, and the least and the most of its width."""

DOTS = {"mouth": (255, 168, 46, 255), "eyes": (102, 200, 255, 255), "face": (255, 250, 240, 255)}
"""Colours of points in a terminal's picture, by their groups."""
DOT = (255, 60, 90, 255)
"""Colour of the chosen one."""


def choose_window(stage: StageConfig, character: Character) -> StageConfig:
    """The stage for a character that may be placed: for a picture a window in its shape, with room for words and
    buttons; always one that is not moved by dragging the picture, and eyes that don't follow the pointer."""
    stage = replace(stage, borderless=False, transparent=False, click_through=False, follow_pointer=False)
    if character.picture is None:
        return stage
    wide = 0.75 * HIGH * character.picture.width / character.picture.height
    return replace(stage, width=round(min(BROAD, max(NARROW, wide))), height=HIGH)


class Desk:
    """What is placed on a character, and what the stage shows of that. `tell` says something in the terminal."""

    def __init__(self, folder: Path, rehearsal: Rehearsal, tell: Callable[[str], None]) -> None:
        self._folder, self._rehearsal, self._say = folder, rehearsal, tell
        self._keeping: Keeping | None = None
        self._state: State | None = None
        self._character: Character | None = None
        self.on = False
        """Whether points are shown; else the character acts as in any preview."""
        self._bare = False
        self._size = (1, 1)
        self._shown: tuple[Draft | None, object] = (None, None)
        """The draft and the view that the stage shows."""
        self._shown_at = 0.0
        self._widgets: tuple[Widget, ...] = ()
        self._acted: tuple[bool, bool] | None = None
        """Whether points were shown and whether the mouth rested when the stage was last told what to play."""
        self._given_up = False
        self._typing = ExitStack()
        self._line = ""

    def _tell(self, line: str) -> None:
        self._say(line)
        self._line = ""  # what stood below the picture has gone

    # ----------------------------------------------------------------------------------------------------- the files

    def follow(self, character: Character) -> None:
        """Takes over what the files hold now. Raises CharacterError where they can't be read."""
        first = self._character is None
        self._character = character
        draft = read_draft(character)
        if draft is None:
            self._state, self._keeping, self.on = None, None, False
        elif self._state is None or self._keeping is None:
            self._keeping = Keeping(self._folder, draft.file)
            self._state = machine.begin(draft, self._size, bare=self._bare)
            self.on = first and character.picture is not None
        elif self._keeping.changed() or draft.page != self._state.draft.page:
            self._happens(FoundChanged(draft))
        self._rehearsal.lighten(self.on)
        self._shown = (draft if draft is not None and self._state and self._state.draft is draft else None, None)

    def refuse(self, why: str) -> bool:
        """Says what is wrong with the files, where points are shown; else False."""
        if self.on:
            self._happens(Refused(why))
        return self.on

    def _save(self, over: bool) -> bool:
        assert self._state is not None
        assert self._keeping is not None
        try:
            saved = self._keeping.save(self._state.draft, over=over)
        except CharacterError as error:
            self._happens(Refused(f"Not saved: {error}"))
            return False
        if saved:
            self._happens(Kept(self._state.draft))
            self._tell(f"Saved into {self._keeping.path}.")
        else:
            self._happens(Refused("Not saved: another program has just changed the file. Save again once it is read."))
        return saved

    # ---------------------------------------------------------------------------------------------------- the events

    def take(self, event: StageEvent) -> bool | None:
        """What the stage told; True where it was for the points, False where the user wants to end, None where it is
        somebody else's."""
        if isinstance(event, Sized):
            self._size = (event.width, event.height)
            self._happens(Resized(*self._size))
            return True
        if isinstance(event, Ready):
            self._opened(event.mode)
            return None
        if self._state is None:
            return None
        match event:
            case Typed():
                return self._typed(named(event.text))
            case Closed():
                return self.leave()
            case Pointer():
                return self._pointed(event)
            case Dragged(x, y) if self.on:
                return self._happens(Pulled(x, y))
        return None

    def leave(self) -> bool:
        """The user wants to end it; False where nothing is in the way, else they are asked."""
        if self._state is None or not self._state.unsaved:
            return False
        if self._state.asked == "leave":
            return True
        self.on = True
        asks = self._happens(Leaving())
        self._tell(f"{self._state.draft.file} is not saved: S saves it and ends, D ends without.")
        return asks

    def interrupt(self) -> bool:
        """The same by Ctrl+C, which ends it where they have been asked already."""
        return not (self._state and self._state.asked == "leave") and self.leave()

    def press(self, key: str) -> bool:
        """A key of the terminal, by its name; False where the user wants to end."""
        if self._state is not None and self._typed(key) is False:
            return False
        return self._state is not None or key != "escape"

    def _typed(self, key: str) -> bool | None:
        if self._state is None:
            return None
        if not self.on:
            if key.lower() == "p":
                self.on = True
                return True
            return (self.leave() if self._state.unsaved else None) if key == "escape" else None
        if key == "?" and self._bare:
            for name, does in layout.list_keys(self._state):
                self._tell(f"  {name:<18}{does}")
            return True
        letters = [key] if key in NAMES.values() else list(key)
        return all(self._happens(Key(each)) for each in letters)

    def _pointed(self, event: Pointer) -> bool | None:
        button = next((each.id for each in reversed(self._widgets) if _is_hit(each, event)), "")
        if not self.on:
            if not event.down and button:
                self.on = True
            return True if button else None
        return self._happens(Pressed(event.x, event.y, button) if event.down else Lifted(button))

    def _happens(self, event: PlacingEvent) -> bool:
        """Takes an event, and does what it asks for; False where the user ends it."""
        if self._state is None:
            return True
        self._state, actions = machine.step(self._state, event)
        for action in actions:
            match action:
                case Save(over):
                    if not self._save(over):
                        break
                case Close():
                    self.on = False
                case Leave():
                    self._given_up = True
                    return False
        return True

    # ----------------------------------------------------------------------------------------------------- the stage

    def cast(self) -> list[CastMember]:
        """Who is on the stage, and where."""
        assert self._character is not None
        member = CastMember(self._character.name, "shown")
        if not self.on or self._state is None:
            return [member]
        canvas = self._character.canvas
        anchor = (canvas.anchor[0] / canvas.width, canvas.anchor[1] / canvas.height)
        return [replace(member, place=self._state.view.place(anchor))]

    def acts(self) -> Iterator[Performance] | None:
        """What the character does while points are shown, over and over; None where they are not."""
        if not self.on or self._state is None or self._character is None:
            return None
        made = waiting if self._state.still else vowels
        return iter([made(self._character.name)])

    def settle(self, stage: Stage, *, reduced_motion: bool) -> bool:
        """Shows the stage what has changed; True where it is to be told anew what to play."""
        if self._character is None:
            return False
        widgets = self._lay_out()
        if widgets != self._widgets:
            self._widgets = widgets
            stage.overlay(widgets)
        now = time.monotonic()
        if self._state is not None and now - self._shown_at >= SHOWN_S:
            self._show(stage, now)
        self._write()
        acted = (self.on, self._state is not None and self._state.still)
        if acted == self._acted:
            return False
        self._acted = acted
        self._rehearsal.lighten(self.on)
        self._shown = (None, None)
        stage.view(captions=not self.on, reduced_motion=self.on or reduced_motion)
        return True

    def _lay_out(self) -> tuple[Widget, ...]:
        if self._state is None:
            return ()
        if self.on:
            return layout.lay_out(self._state)
        return layout.offer("Place the mouth" if self._state.draft.boxes else "Place the points")

    def _show(self, stage: Stage, now: float) -> None:
        """Has the stage read the draft of now, seen as it is seen now."""
        assert self._state is not None
        assert self._keeping is not None
        draft, view = self._state.draft, self._state.view if self.on else None
        if self._shown == (draft, view):
            return
        if self._shown[0] is not draft and not draft.trouble:
            try:
                self._rehearsal.show(draft.file, self._keeping.text(draft))
            except (OSError, AvatarError) as error:
                self._happens(Refused(f"It can't be shown: {error}"))
        self._shown, self._shown_at = (draft, view), now
        stage.load(self.cast())

    def end(self) -> None:
        """Leaves the terminal as it was, and keeps what was never saved, unless the user gave it up."""
        self._typing.close()
        if self._state is None or self._keeping is None or self._given_up or not self._state.unsaved:
            return
        if (path := self._keeping.rescue(self._state.draft)) is not None:
            self._tell(f"What was not saved is in {path}: put it in the place of {self._keeping.path.name} to use it.")

    # -------------------------------------------------------------------------------------------------- the terminal

    def type_into(self, press: Callable[[str], None]) -> None:
        """From now on, once the stage has no window, keys of the terminal go to `press`."""
        self._press = press

    def _opened(self, mode: str) -> None:
        self._bare = mode == "terminal"
        if self._state is not None:
            self._state = replace(self._state, view=self._state.view._replace(bare=self._bare))
        self._typing.close()
        if self._bare and sys.stdout.isatty():
            self._typing.enter_context(keys(self._press))

    def mark(self, picture: FacePicture) -> FacePicture:
        """The terminal's picture with the points in it."""
        size = (picture.width, picture.height)
        if not self.on or self._state is None or len(picture.blob) != 4 * picture.width * picture.height:
            return picture
        if size != self._size:
            self._size = size
            self._happens(Resized(*size))
        pixels = np.frombuffer(picture.blob, np.uint8).reshape(picture.height, picture.width, 4).copy()
        chosen = self._state.handle
        for handle in (*self._state.draft.handles, *([chosen] if chosen else [])):
            x, y = self._state.view.to_window(handle.at)
            if 0 <= x < 1 and 0 <= y < 1:
                colour = DOT if handle.name == self._state.chosen else DOTS[handle.group]
                across, down, reach = int(x * picture.width), int(y * picture.height), picture.height // 160
                pixels[max(0, down - reach) : down + reach + 1, max(0, across - reach) : across + reach + 1] = colour
        return replace(picture, blob=pixels.tobytes())

    def _write(self) -> None:
        """The line below the terminal's picture, over and over."""
        if not self._bare or not self.on or self._state is None or not sys.stdout.isatty():
            return
        handle = self._state.handle
        at = f" ({handle.at[0]:.0f}, {handle.at[1]:.0f})" if handle else ""
        line = {"leave": "Not saved: S saves and ends, D ends without, Esc goes on.",
                "replace": "Another program changed the file: S saves over it, R takes theirs, Esc goes on."}.get(
                    self._state.asked, f"{layout.tell(self._state)}{at}  ? keys")  # fmt: skip
        if line != self._line:
            self._line = line
            bare(sys.stdout).write("\r\x1b[K" + line[: shutil.get_terminal_size().columns - 1])
            sys.stdout.flush()


def _is_hit(widget: Widget, event: Pointer) -> bool:
    return widget.kind == "button" and widget.rect.holds(event.x, event.y)
