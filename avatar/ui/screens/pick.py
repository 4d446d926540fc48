"""One out of many: a list with a line to search it. What was typed before, and past conversations, are picked here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from avatar.ui.inert import inert_line
from avatar.ui.screens.dialog import DialogScreen

PAGE = 10
"""Choices that the page keys go by."""


class Choice(NamedTuple):
    """Something that can be picked."""

    key: str
    text: str
    note: str = ""


class PickScreen(DialogScreen[str | None]):
    """Gives back the key of what was picked; None where nothing was. `search` finds choices by what is typed."""

    CSS_PATH = "pick.tcss"
    AUTO_FOCUS = "#pick-filter"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal")]  # noqa: RUF012  as Textual has it

    def __init__(self, title: str, search: Callable[[str], Sequence[Choice]], *, keys: str, none: str) -> None:
        """`keys`: what the keys do, in words; `none`: what to say where nothing is found."""
        super().__init__()
        self._title, self._search, self._keys, self._none = title, search, keys, none

    def compose(self) -> ComposeResult:
        with Vertical(id="pick") as box:
            box.border_title = self._title
            box.border_subtitle = self._keys
            yield Input(placeholder="Search…", id="pick-filter", compact=True)
            yield OptionList(id="pick-list", compact=True, markup=False)
            yield Static(Content(self._none), id="pick-none")

    def stands(self) -> None:
        self._find("")

    @on(Input.Changed)
    def typed(self, message: Input.Changed) -> None:
        self._find(message.value)

    @on(Input.Submitted)
    def entered(self) -> None:
        listed = self.query_one(OptionList)
        if listed.highlighted is not None:
            self.dismiss(listed.get_option_at_index(listed.highlighted).id)

    @on(OptionList.OptionSelected)
    def clicked(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option.id)

    def on_key(self, event: events.Key) -> None:
        """The search line keeps the focus; the arrows walk the list."""
        listed = self.query_one(OptionList)
        step = {"up": -1, "down": 1, "pageup": -PAGE, "pagedown": PAGE}.get(event.key)
        if step is not None and listed.option_count:
            listed.highlighted = max(0, min(listed.option_count - 1, (listed.highlighted or 0) + step))
            event.stop()

    def _find(self, words: str) -> None:
        found = self._search(words)
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(_row(choice), id=choice.key) for choice in found])
        listed.highlighted = 0 if found else None
        self.set_class(not found, "-none")


def _row(choice: Choice) -> Content:
    text = Content(inert_line(choice.text))
    return Content.assemble(text, ("  " + inert_line(choice.note), "$quiet")) if choice.note else text
