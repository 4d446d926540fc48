"""What stands in brackets behind the name of who speaks: `MAX (V.O.)`, `BEA (CONT'D)`, `MAX (in German)`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from avatar.performer.delivery import Delivery
from avatar.show import blocking, languages
from avatar.show.elements import Aside, DialogueBlock, Element
from avatar.show.words import StageWords

SAYING_NOTHING = tuple("CONT MORE FILTER ON INTO FROM OVER THROUGH FORTS SUITE SEGUE WEITER".split())
"""Beginnings of extensions that change nothing of a voice here."""


class Extended(NamedTuple):
    """What the extensions of a speech say."""

    unseen: bool = False
    """Whether the lips rest."""
    off: bool = False
    """Whether the speaker is off stage."""
    manner: Delivery = Delivery()
    language: str = ""
    """BCP 47; '' where they say nothing of it."""
    unknown: tuple[tuple[str, str], ...] = ()
    """Extensions that say nothing of a voice, each with the word in it that is not known."""


def read(extensions: Iterable[str], words: StageWords) -> Extended:
    """What extensions say, in capitals as they are."""
    found = Extended()
    for extension in extensions:
        if blocking.is_unseen(extension):
            found = found._replace(unseen=True)
        elif blocking.is_off(extension):
            found = found._replace(off=True)
        elif tag := languages.asked(extension):
            found = found._replace(language=tag)
        elif not blocking.plain_extension(extension).startswith(SAYING_NOTHING) and not extension[0].isdigit():
            asked = words.aside(extension)
            unknown = (*found.unknown, *((extension, word) for word in asked.unknown))
            found = found._replace(manner=found.manner.plus(asked.delivery), unknown=unknown)
    return found


def lift(element: Element) -> Element:
    """A speech with the brackets that begin it and belong behind its name: `(off screen)` below it is `MAX (O.S.)`."""
    if not isinstance(element, DialogueBlock):
        return element
    parts, lifted = list(element.parts), list(element.extensions)
    for part in element.parts:
        if not isinstance(part, Aside):
            break
        asked = [item.strip() for item in part.text.split(",")]
        where = [item for item in asked if len(item) > 1 and (blocking.is_off(item) or blocking.is_unseen(item))]
        if where:
            lifted += (item.upper() for item in where)
            rest = ", ".join(item for item in asked if item not in where)
            at = parts.index(part)
            parts[at : at + 1] = [replace(part, text=rest)] if rest else []
    return replace(element, parts=tuple(parts), extensions=tuple(lifted))
