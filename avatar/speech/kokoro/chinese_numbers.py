"""Numbers in Chinese characters: 25 二十五, 2个 两个, 2026年 二零二六年, 3.5 三点五, 40% 百分之四十."""

from __future__ import annotations

import re
import unicodedata

_FIGURES = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "兆")
MOST_DIGITS = 16
"""Longer numbers are read digit by digit, and so are those that begin with 0."""
_COUNTED = "个位只本件次张块条把杯双家点天周岁种名"
"""Before these, two is 两."""
_NUMBER = re.compile(r"(?P<sign>(?<!\w)[-−])?(?P<n>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.(?P<rest>\d+))?(?P<percent>%)?")


def put_in_words(text: str) -> str:
    """The text with its numbers in characters."""
    return _NUMBER.sub(_said, unicodedata.normalize("NFKC", text))


def _said(match: re.Match[str]) -> str:
    digits = match["n"].replace(",", "")
    following = match.string[match.end() : match.end() + 1]
    if following == "年" and len(digits) == 4 and not match["rest"]:
        return _one_by_one(digits)
    if digits == "2" and not match["rest"] and following and following in _COUNTED:
        return "两"
    words = ("负" if match["sign"] else "") + _cardinal(digits)
    if match["rest"]:
        words += f"点{_one_by_one(match['rest'])}"
    return f"百分之{words}" if match["percent"] else words


def _one_by_one(digits: str) -> str:
    return "".join(_FIGURES[int(digit)] for digit in digits)


def _cardinal(digits: str) -> str:
    if len(digits) > MOST_DIGITS or (digits[0] == "0" and len(digits) > 1):
        return _one_by_one(digits)
    words = ""
    zero = False  # one 零 is said for all zeros between two figures
    for at, digit in enumerate(digits):
        myriads, place = divmod(len(digits) - at - 1, 4)
        if digit == "0":
            zero = bool(words)
        else:
            words += ("零" if zero else "") + _FIGURES[int(digit)] + _PLACES[place]
            zero = False
        if place == 0 and int(digits[max(at - 3, 0) : at + 1]):
            words += _MYRIADS[myriads]
    return (words[1:] if words.startswith("一十") else words) or "零"
