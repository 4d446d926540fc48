"""Fractions, ordinals and units of formulas in words."""

from __future__ import annotations

import re

from avatar.text import numbers
from avatar.text.english_tables import UNITS as USUAL


def english_fraction(above: int, below: int) -> str:
    """Two whole numbers, one over the other: "one third", "three quarters", "twenty-two over seven"."""
    names = {1: ("", ""), 2: ("half", "halves"), 4: ("quarter", "quarters")}
    if not 2 <= below <= 100 or not 1 <= above <= 20 or (above > below and below > 2):
        return f"{numbers.cardinal(above)} over {numbers.cardinal(below)}"
    one, many = names.get(below, (numbers.ordinal(below), f"{numbers.ordinal(below)}s"))
    return f"{numbers.cardinal(above)} {one if above == 1 else many}"


def nth(words: str, language: str) -> str:
    """A number or a letter as an ordinal: "fourth", "nth"."""
    if language != "en":
        return words
    for number in range(1, 101):
        if words in (numbers.cardinal(number), str(number)):
            return numbers.ordinal(number)
    return f"{words}th"


_UNITS = {
    **USUAL, "K": ("kelvin", "kelvins"), "N": ("newton", ""), "mol": ("mole", ""), "T": ("tesla", ""),
    "C": ("coulomb", ""), "eV": ("electron volt", ""), "Ω": ("ohm", ""), "rad": ("radian", ""), "F": ("farad", ""),
}  # fmt: skip
"""In a formula a single capital after a number is a unit; elsewhere it may be anything."""
_UNIT = re.compile(r"([^\W\d_]+|[°µΩ%]\w?)(?:\^?\{?(-?[123])\}?)?")
_POWERS = {"2": " squared", "3": " cubed"}


def units(written: str, number: str) -> str:
    """A unit as formulas write it, "m/s^2", in English; '' where it is none."""
    above, _, below = written.replace("\\cdot", " ").replace("·", " ").replace("⋅", " ").partition("/")
    top, bottom = above.split(), below.strip("() ").split()
    parts = [_UNIT.fullmatch(part) for part in (*top, *bottom)]
    if not top or not all(part and part[1] in _UNITS for part in parts):
        return ""
    said: list[str] = []
    for index, part in enumerate(parts):
        assert part is not None
        one, many = _UNITS[part[1]]
        power = part[2] or ""
        divides = index >= len(top) or power.startswith("-")
        plural = index == len(top) - 1 and not divides
        name = numbers.plural(number, one, many) if plural else one
        said.append(f"{'per ' if divides else ''}{name}{_POWERS.get(power.lstrip('-'), '')}")
    return " ".join(said)
