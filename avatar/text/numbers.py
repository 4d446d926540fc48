"""English numbers in words. Engines of other languages read digits well; English years, times and sums of money have to
be told apart first, and once they are, these few functions save loading a library."""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = (
    (10**15, "quadrillion"), (10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"),
)  # fmt: skip
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}

MOST_DIGITS = 18
"""Whole numbers with more digits than this are read digit by digit."""


def cardinal(number: int) -> str:
    """0 to 10**18 - 1 in words, as "one hundred and five"; negative ones with "minus"."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    for size, name in _SCALES:
        if number >= size:
            rest = number % size
            link = " and " if 0 < rest < 100 else " "
            return f"{cardinal(number // size)} {name}" + (f"{link}{cardinal(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{_ONES[number // 100]} hundred" + (f" and {cardinal(rest)}" if rest else "")
    if number >= 20:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    return _ONES[number]


def ordinal(number: int) -> str:
    """ "twenty-first"."""
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    ending = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return words[:cut] + ending


def year(number: int) -> str:
    """ "nineteen eighty-four", "two thousand and five", "nineteen hundred"."""
    if not 1000 <= number <= 9999 or 2000 <= number <= 2009 or number % 1000 == 0:
        return cardinal(number)
    high, low = divmod(number, 100)
    if low == 0:
        return f"{cardinal(high)} hundred"
    return f"{cardinal(high)} {'oh ' if low < 10 else ''}{cardinal(low)}"


def digits(text: str) -> str:
    """Digit by digit; any other characters between groups of digits become a comma, a short pause."""
    groups = "".join(each if each.isdecimal() else " " for each in text).split()
    return ", ".join(" ".join(_ONES[int(each)] for each in group) for group in groups)


def number(text: str) -> str:
    """A number as written (`1,234`, `3.14`, `007`) in words."""
    whole, _, fraction = text.replace(",", "").partition(".")
    if len(whole) > MOST_DIGITS or (len(whole) > 1 and whole[0] == "0"):
        words = digits(whole)
    else:
        words = cardinal(int(whole or 0))
    return f"{words} point {digits(fraction)}" if fraction else words


def plural(text: str, singular: str, many: str = "") -> str:
    """A noun in the form that goes with a number as written: `singular` for 1, else `many` or one with an s."""
    return singular if text in ("1", "-1") else many or f"{singular}s"
