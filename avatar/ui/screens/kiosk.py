"""The kiosk in a terminal: the widgets of `avatar.kiosk.layout`, arranged in cells, beside the terminal's face."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from avatar.kiosk import layout
from avatar.kiosk.state import ALONE, Mode, State
from avatar.scene.widgets import Widget
from avatar.ui import graphics
from avatar.ui.depth import Depth
from avatar.ui.widgets.face import Face
from avatar.ui.widgets.plates import Plate, Rack

RACKS: dict[str, tuple[str, ...]] = {
    "status": ("status:",),
    "controls": ("do:quieter", "volume", "do:louder", "do:language"),
    "caption": ("caption",),
    "title": ("title",),
    "asks": ("ask:",),
    "hint": ("remark", "asleep"),
    "line": ("do:talk", "do:field", "do:send"),
    "keys-0": (), "keys-1": (), "keys-2": (), "keys-3": (), "keys-4": (),
    "pin-top": ("pin-digits",),
    "pin-0": ("pin:1", "pin:2", "pin:3"), "pin-1": ("pin:4", "pin:5", "pin:6"), "pin-2": ("pin:7", "pin:8", "pin:9"),
    "pin-3": ("pin:erase", "pin:0", "pin:enter"),
    "pin-last": ("pin:leave",),
    "staff-top": ("staff-title", "staff:leave"),
    "staff-volume": ("staff-Volume", "staff-Volume-is", "staff:quieter", "staff:louder"),
    "staff-character": ("staff-Character", "staff-Character-is", "staff:before", "staff:next"),
    "staff-shows": ("staff-Shows", "staff-Shows-is", "staff:shows"),
    "faults": ("faults-title", "fault-"),
    "staff-last": ("staff:restart", "staff:off"),
}  # fmt: skip
"""Rack to the ids of its widgets, in order; an id that ends in `:` or `-` stands for all that begin with it."""

DIMMED = "#top, #caption, #right, #line, #keys"
"""What is dimmed while nobody is there; the picture dims by itself, and the hint stays readable."""

SHORT, HIGH, BROAD = 30, 36, 120
"""Rows below which the layout saves room; rows, and columns, from which it spreads out."""


def arrange(widgets: Iterable[Widget]) -> dict[str, list[Widget]]:
    """The widgets of every rack, in their order; mere backgrounds are left out."""
    there = list(widgets)
    found = {rack: [each for name in names for each in there if _named(each.id, name)] for rack, names in RACKS.items()}
    keys = [each for each in there if each.id.startswith("key:") or each.id == "do:hide"]
    for number, y in enumerate(sorted({round(each.rect.y, 4) for each in keys})[:5]):
        found[f"keys-{number}"] = [each for each in keys if round(each.rect.y, 4) == y]
    return found


def _named(id_: str, name: str) -> bool:
    return id_.startswith(name) if name[-1] in ":-" else id_ == name


class KioskScreen(Screen[None], inherit_bindings=False):
    """Shows what it is told to, and knows what lies where."""

    CSS_PATH = "kiosk.tcss"
    AUTO_FOCUS = None
    ALLOW_SELECT = False

    def __init__(self, *, few_signs: bool, depth: Depth) -> None:
        """`few_signs`: in letters that the Linux console has."""
        super().__init__()
        self._depth = depth
        self._few_signs = few_signs
        self._dark = 0.0
        self._wandered = (0, 0)
        self._picture: tuple[int, int, bytes] | None = None
        self.pictures = 0
        """How many pictures were shown."""
        self.marked = ""
        """Id of the widget that Enter would touch."""

    def compose(self) -> ComposeResult:
        with Container(id="room"):
            with Container(id="top"):
                yield self._rack("status")
                yield self._rack("controls")
            with Container(id="middle"):
                with Container(id="left"):
                    yield Face(colours=self._depth, graphics=graphics.found(), id="face")
                    yield self._rack("caption")
                with Container(id="right"):
                    yield self._rack("title")
                    yield self._rack("asks")
            yield self._rack("hint")
            yield self._rack("line")
            with Container(id="keys"):
                yield from self._racks("keys-")
        with Container(id="pin"), Container(id="pad"):
            yield from self._racks("pin-")
        with Container(id="staff"), Container(id="desk"):
            yield from self._racks("staff-", "faults")

    def _racks(self, *beginnings: str) -> Iterator[Rack]:
        return (self._rack(name) for name in RACKS if name.startswith(beginnings))

    def _rack(self, name: str) -> Rack:
        return Rack(name, few_signs=self._few_signs)

    # ------------------------------------------------------------------------------------------------- what is shown

    @property
    def _stands(self) -> bool:
        """Whether its widgets are there: they go before it, once the app closes."""
        return self.is_running and self.app.is_running

    def show(self, now: State, widgets: tuple[Widget, ...], dark: float, shift: tuple[float, float]) -> None:
        """Shows everything but the character."""
        if not self._stands:
            return
        columns, rows = self.size
        classes = {
            "-tall": layout.is_tall(now), "-short": rows < SHORT, "-high": rows >= HIGH, "-broad": columns >= BROAD,
            "-keys": now.keyboard and now.visited, "-pin": now.mode is Mode.PIN, "-staff": now.mode is Mode.STAFF,
            "-bare": now.mode is Mode.ASLEEP or bool(now.playing), "-visited": now.visited, "-dark": dark > 0,
            "-few": self._depth != "many",
        }  # fmt: skip
        with self.app.batch_update():
            for name, on in classes.items():
                self.set_class(on, name)
            racks = arrange(widgets)
            for rack in self.query(Rack):
                rack.hold(racks[str(rack.id)])
            self._fit_questions(now)
            if now.mode in ALONE:
                self.marked = ""
            self._mark()
        self._wander(shift)
        if dark != self._dark:
            self._dark = dark
            for each in self.query(DIMMED):
                each.styles.opacity = 1.0 - dark
            if self._picture:
                self.picture(*self._picture)

    def _wander(self, shift: tuple[float, float]) -> None:
        """Moves everything by a cell, into the free cells at the edges."""
        across, down = (round(math.copysign(1, each)) if abs(each) > 1e-6 else 0 for each in shift)
        to = (across, down if self.size.height >= HIGH else 0)
        if to != self._wandered:
            self._wandered = to
            self.query_one("#room").styles.offset = to
            self.query_one(Face).refresh()

    def _fit_questions(self, now: State) -> None:
        """Makes the questions as high as there is room for, as long as they still look like buttons."""
        plates = self.query_one("#asks", Rack).plates
        if plates and self.size.height:
            high = self.size.height >= HIGH
            # Around them: the line of the status, the title, the hint and what is typed.
            room = self.size.height - (13 if high else 6 if self.size.height < SHORT else 8)
            each = 3 if layout.is_tall(now) else min(5, max(3, room // len(plates)))
            for plate in plates:
                plate.styles.height = each
                plate.styles.text_wrap = "nowrap" if each == 3 else "wrap"

    def picture(self, width: int, height: int, rgba: bytes) -> None:
        """Shows a picture of the character, as dark as everything else."""
        self._picture = (width, height, rgba)
        self.pictures += 1
        if self._dark and len(rgba) == 4 * width * height:
            light = np.array([1.0 - self._dark] * 3 + [1.0], np.float32)
            rgba = (np.frombuffer(rgba, np.uint8).reshape(-1, 4) * light).astype(np.uint8).tobytes()
        if self._stands:
            self.query_one(Face).show(width, height, rgba)

    # --------------------------------------------------------------------------------------------- what lies where

    def at(self, x: int, y: int) -> str:
        """Id of the kiosk's widget in a cell; '' for none that can be touched."""
        found: Any = None
        if self.region.contains(x, y):
            found, _ = self.get_widget_at(x, y)
        return found.means if isinstance(found, Plate) and found.touched else ""

    def unmark(self) -> None:
        """Mark no widget any more."""
        if self.marked:
            self.marked = ""
            self._mark()

    def move(self, steps: int) -> None:
        """Marks the next widget that can be touched, for visitors with a keyboard and no touch screen."""
        there = [plate.means for plate in self._touched()]
        if there:
            place = there.index(self.marked) + steps if self.marked in there else (0 if steps > 0 else -1)
            self.marked = there[place % len(there)]
            self._mark()

    def _touched(self) -> list[Plate]:
        """Plates to mark, from the questions on; not the line to type in, since a keyboard types there anyway."""
        seen = [plate for rack in self.query(Rack) for plate in rack.plates if plate.touched and plate.is_on_screen]
        return sorted(
            (plate for plate in seen if plate.means != "do:field"), key=lambda plate: not plate.means.startswith("ask:")
        )

    def _mark(self) -> None:
        for rack in self.query(Rack):
            for plate in rack.plates:
                plate.set_class(bool(self.marked) and plate.means == self.marked, "-marked")
