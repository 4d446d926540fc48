"""The kiosk's widgets in a terminal: what `avatar.scene.widgets` describes, as words in cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from avatar.scene import widgets as overlay
from avatar.ui.inert import inert

TOUCHED = ("button", "key", "field")
"""Kinds of widget that a finger or the arrow keys can choose."""

BAR = 8
"""Cells of a bar."""

CONSOLE: Mapping[int, str] = str.maketrans(
    {"\u258f": "_", "\u2212": "-", "\u25c0": "<", "\u25b6": ">", "\u21c4": "\u2194", "\u21e7": "\u2191",
     "\u232b": "\u2190", "\u2026": "..."}
)  # fmt: skip
"""Signs that the Linux console's letters do not have (they are 256 or 512), and what it shows instead."""


class Plate(Static):
    """One of the kiosk's widgets."""

    def __init__(self, widget: overlay.Widget, *, few_signs: bool) -> None:
        """`few_signs`: in letters that the Linux console has."""
        super().__init__(markup=False)
        self._few_signs = few_signs
        self.shown: overlay.Widget | None = None
        self.put(widget)

    @property
    def touched(self) -> bool:
        """Whether a visitor can touch it."""
        return self.shown is not None and self.shown.kind in TOUCHED

    @property
    def means(self) -> str:
        """The widget's id."""
        return self.shown.id if self.shown else ""

    def put(self, widget: overlay.Widget) -> None:
        """Shows the same widget with other contents."""
        if widget == self.shown:
            return
        self.shown = widget
        name = widget.id.replace(":", "-").replace(" ", "-")
        self.set_classes(f"-{widget.kind} -{widget.style} -{widget.align} is-{_safe(name)}")
        if widget.kind == "bar":
            self.update(_bar(widget.value, "=-" if self._few_signs else "\u2501\u2501"))
            return
        text = inert(widget.text).replace("\n", " ")
        self.update(Content(text.translate(CONSOLE) if self._few_signs else text))


def _safe(name: str) -> str:
    """A widget's name as a part of a style class: a keyboard's key may be called by any sign."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter == "-") else "_" for letter in name)


def _bar(value: float, signs: str) -> Content:
    full = round(value * BAR)
    return Content.assemble((signs[0] * full, "$primary"), (signs[1] * (BAR - full), "$line"))


class Rack(Container):
    """Some plates side by side or below each other, as the style sheet has it."""

    def __init__(self, id: str, *, few_signs: bool) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._few_signs = few_signs
        self._plates: tuple[Plate, ...] = ()

    def hold(self, widgets: Sequence[overlay.Widget]) -> None:
        """Show these widgets; if they are the same ones as before, only what has changed is drawn anew."""
        if [plate.means for plate in self._plates] != [each.id for each in widgets]:
            for plate in self._plates:
                plate.remove()
            self._plates = tuple(Plate(each, few_signs=self._few_signs) for each in widgets)
            self.mount_all(self._plates)
        for plate, widget in zip(self._plates, widgets, strict=True):
            plate.put(widget)
        self.set_class(not widgets, "-empty")

    @property
    def plates(self) -> tuple[Plate, ...]:
        return self._plates
