"""Converting units: lengths, weights, volumes, speeds, areas, times and temperatures, as people ask for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

_LARGEST = 10**12


class _Unit(NamedTuple):
    kind: str
    factor: Fraction
    """How many of its kind's base unit it is."""
    said: str
    """As it is said of several."""


def _row(kind: str, factor: str, said: str, names: str) -> dict[str, _Unit]:
    unit = _Unit(kind, Fraction(factor), said)
    return {name.strip(): unit for name in f"{said},{names}".split(",")}


_UNITS: Mapping[str, _Unit] = {
    **_row("length", "1", "metres", "m, metre, meter, meters"),
    **_row("length", "1000", "kilometres", "km, kms, kilometre, kilometer, kilometers"),
    **_row("length", "0.01", "centimetres", "cm, centimetre, centimeter, centimeters"),
    **_row("length", "0.001", "millimetres", "mm, millimetre, millimeter, millimeters"),
    **_row("length", "1609.344", "miles", "mi, mile"),
    **_row("length", "0.9144", "yards", "yd, yard"),
    **_row("length", "0.3048", "feet", "ft, foot"),
    **_row("length", "0.0254", "inches", "in, inch"),
    **_row("length", "1852", "nautical miles", "nautical mile"),
    **_row("weight", "1", "kilograms", "kg, kgs, kilo, kilos, kilogram, kilogramme, kilogrammes"),
    **_row("weight", "0.001", "grams", "g, gram, gramme, grammes"),
    **_row("weight", "0.000001", "milligrams", "mg, milligram"),
    **_row("weight", "0.45359237", "pounds", "lb, lbs, pound"),
    **_row("weight", "0.028349523125", "ounces", "oz, ounce"),
    **_row("weight", "6.35029318", "stone", "stones"),
    **_row("weight", "1000", "tonnes", "tonne, ton, tons, t"),
    **_row("volume", "1", "litres", "l, litre, liter, liters"),
    **_row("volume", "0.001", "millilitres", "ml, millilitre, milliliter, milliliters"),
    **_row("volume", "0.01", "centilitres", "cl, centilitre, centiliter, centiliters"),
    **_row("volume", "3.785411784", "US gallons", "gallon, gallons, gal, us gallon, us gallons"),
    **_row("volume", "4.54609", "imperial gallons", "imperial gallon, uk gallons, uk gallon"),
    **_row("volume", "0.2365882365", "cups", "cup"),
    **_row("volume", "0.473176473", "US pints", "us pint, us pints"),
    **_row("volume", "0.56826125", "pints", "pint"),
    **_row("volume", "0.01478676478125", "tablespoons", "tablespoon, tbsp"),
    **_row("volume", "0.00492892159375", "teaspoons", "teaspoon, tsp"),
    **_row("speed", "1", "kilometres per hour", "kmh, km/h, kmph, kph, km per hour, kilometers per hour"),
    **_row("speed", "1.609344", "miles per hour", "mph, mi/h, mi per hour"),
    **_row("speed", "3.6", "metres per second", "m per second, m/s, meters per second"),
    **_row("speed", "1.852", "knots", "knot"),
    **_row("time", "1", "seconds", "second, sec, secs, s"),
    **_row("time", "60", "minutes", "minute, min, mins"),
    **_row("time", "3600", "hours", "hour, h, hrs"),
    **_row("time", "86400", "days", "day"),
    **_row("time", "604800", "weeks", "week"),
    **_row("time", "31557600", "years", "year"),
    **_row("area", "1", "square metres", "square meters, square metre, sqm"),
    **_row("area", "10000", "hectares", "hectare, ha"),
    **_row("area", "4046.8564224", "acres", "acre"),
    **_row("area", "0.09290304", "square feet", "square foot, sqft"),
    **_row(
        "temperature", "1", "degrees Celsius", "c, celsius, degrees c, centigrade, degrees centigrade, degree celsius"
    ),
    **_row("temperature", "1", "degrees Fahrenheit", "f, fahrenheit, degrees f, degree fahrenheit"),
    **_row("temperature", "1", "kelvin", "k, kelvins"),
}
_SINGULAR: Mapping[str, str] = {"feet": "foot", "inches": "inch", "Celsius": "Celsius", "square": "square"}
_CELSIUS: Mapping[str, tuple[Callable[[Fraction], Fraction], Callable[[Fraction], Fraction]]] = {
    "degrees Celsius": (lambda t: t, lambda t: t),
    "degrees Fahrenheit": (lambda t: (t - 32) * Fraction(5, 9), lambda t: t * Fraction(9, 5) + 32),
    "kelvin": (lambda t: t - Fraction("273.15"), lambda t: t + Fraction("273.15")),
}
"""To and from degrees Celsius."""

_NAMES = "|".join(sorted({re.escape(name.casefold()) for name in _UNITS}, key=len, reverse=True))
_NUMBER = (
    r"(?P<number>-?\d[\d,]*(?:\.\d+)?|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty"
    r"|(?:a )?hundred)"
)
_LEAD = r"(?:.*\b(?:what is|what's|whats|convert|turn|how (?:much|far|long|hot|cold|tall|heavy|big|fast) is)\s+)?"
_ASKED = (
    re.compile(rf"{_LEAD}{_NUMBER} ?°? ?(?P<source>{_NAMES}) (?:in|into|to|as) (?P<target>{_NAMES})\W*"),
    re.compile(
        rf"(?:.*\b)?how many (?P<target>{_NAMES}) (?:is|are|in|does|make|are in|are there in|is in|to|go into) "
        rf"{_NUMBER} ?°? ?(?P<source>{_NAMES})(?: have| make)?\W*"
    ),
)
_WORDS: Mapping[str, str] = {
    "a": "1", "an": "1", "one": "1", "half a": "0.5", "half an": "0.5", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twenty": "20", "fifty": "50",
    "hundred": "100", "a hundred": "100",
}  # fmt: skip
_BY_NAME = {name.casefold(): unit for name, unit in _UNITS.items()}


def convert_units(text: str) -> Mapping[str, str] | None:
    """`how many miles is 10 km?` -> terms "10 kilometres", sum "about 6.21 miles". None where nothing is to be "
    "converted."""
    plain = re.sub(r"\s+", " ", text.strip()[:120].casefold()).rstrip("?!. ")
    plain = re.sub(r"\bminus (?=\d)", "-", plain)
    plain = re.sub(r"(-?\d) (?:degrees )?in (fahrenheit|celsius)$", _opposite, plain)
    found = next((match for pattern in _ASKED if (match := pattern.fullmatch(plain))), None)
    if found is None:
        return None
    source, target = _BY_NAME[found["source"]], _BY_NAME[found["target"]]
    number = Fraction(_WORDS.get(found["number"], found["number"].replace(",", "")))
    if source.kind != target.kind or abs(number) > _LARGEST:
        return None
    if source.kind == "temperature":
        value = _CELSIUS[target.said][1](_CELSIUS[source.said][0](number))
    else:
        value = number * source.factor / target.factor
    return {"terms": _counted(number, source), "sum": _counted(value, target)}


def _opposite(found: re.Match[str]) -> str:
    """Degrees that nobody names are of the other scale."""
    return f"{found[1]} {'celsius' if found[2] == 'fahrenheit' else 'fahrenheit'} in {found[2]}"


def _counted(number: Fraction, unit: _Unit) -> str:
    """`one foot`, `12 inches`"""
    if number != 1:
        return f"{_written(number)} {unit.said}"
    first, *rest = unit.said.split(" ")
    return " ".join(["one", _SINGULAR.get(first, first.removesuffix("s")), *rest])


def _written(value: Fraction) -> str:
    """A number as it is said: exactly where that is short, else with "about" and three digits that matter."""
    if value.denominator == 1:
        return str(value.numerator)
    if Fraction(f"{float(value):.2f}") == value:
        return f"{float(value):.2f}".rstrip("0").rstrip(".")
    digits = 2 if abs(value) >= 1 else 4
    rounded = f"{float(value):.{digits}f}".rstrip("0").rstrip(".")
    return f"about {rounded}" if rounded not in ("0", "-0") else f"about {float(value):.2g}"
