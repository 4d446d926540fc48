"""What every import ends with: what was taken, what was not, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from avatar.studio.importers.schemes import Scheme

MOST_NAMES = 20
"""Names of one kind that are told."""


class Account:
    """Gathers what an importer found, for whoever drew it."""

    def __init__(self) -> None:
        self._taken: list[str] = []
        self._left: list[str] = []
        self._advice: list[str] = []

    def take(self, what: str) -> None:
        """Something that is in the character."""
        self._taken.append(what)

    def leave(self, what: str) -> None:
        """Something that is not in it, or not as it was, with what to do about it."""
        self._left.append(what)

    def advise(self, what: str) -> None:
        """Something that would make it better."""
        self._advice.append(what)

    def take_mouths(self, scheme: Scheme, mouths: Iterable[str], shapes: Mapping[str, str]) -> None:
        """The mouths that were found, and what stands in for those of the scheme that were not."""
        found = set(mouths)
        self.take(f"mouths, by {scheme.title.partition(' (')[0]}: {list_names(found)}.")
        for mouth in scheme.names:
            shown = [viseme for viseme, best in scheme.shows.items() if best[0] == mouth and mouth not in found]
            if shown:
                self.leave(f"There is no mouth {mouth}; {shapes[shown[0]]} is shown in its place.")

    def lines(self) -> tuple[str, ...]:
        """One line each, in the order in which they are read."""
        heads = (("Taken", self._taken), ("Not taken", self._left), ("To do", self._advice))
        return tuple(f"{head}: {what}" for head, found in heads for what in dict.fromkeys(found))


def list_names(names: Iterable[str]) -> str:
    """Names in order, the first so many of them."""
    every = sorted(set(names))
    more = len(every) - MOST_NAMES
    return ", ".join(every[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
