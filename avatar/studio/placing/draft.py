"""What can be placed: values that hold some handles, each of which may be moved to another place of the page."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

Point = tuple[float, float]
Group = Literal["mouth", "eyes", "face"]


class Handle(NamedTuple):
    """A point to drag."""

    name: str
    title: str
    """What it is, in words."""
    at: Point
    """Units of the page."""
    group: Group
    placed: bool = True
    """Whether somebody or something placed it; else it only follows the others."""


class Question(NamedTuple):
    """Something to be said of the picture, by a key that goes through its answers."""

    key: str
    title: str
    answer: str
    """The answer of now, in words."""


class Box(NamedTuple):
    """Something that is moved as a whole, in units of the page."""

    name: str
    left: float
    top: float
    width: float
    height: float


class Draft(Protocol):
    """What is being placed, as it is now; a frozen value."""

    @property
    def file(self) -> str:
        """Name of the file that holds it."""

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of what the handles lie on."""

    @property
    def handles(self) -> tuple[Handle, ...]:
        """What can be dragged, in the order in which it is best placed."""

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Frames to show around what is moved as a whole."""

    @property
    def questions(self) -> tuple[Question, ...]: ...

    @property
    def trouble(self) -> str:
        """Why it can't be kept like this, and what to do; '' where it can."""

    def move(self, name: str, to: Point) -> Draft:
        """The same with a handle at another place."""

    def ask(self, key: str) -> Draft:
        """The same with the next answer to a question."""

    def same(self, other: Draft) -> bool:
        """Whether the file would hold the same."""

    def write(self, before: str) -> str:
        """The text of its file, of which `before` is the text so far. Raises CharacterError."""
