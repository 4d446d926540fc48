"""The keyboard that is touched: rows of letters for each language, as printed on the keyboards sold there."""

from __future__ import annotations

from collections.abc import Mapping

from avatar.tags import base

ROWS: Mapping[str, tuple[str, ...]] = {
    "en": ("qwertyuiop", "asdfghjkl'", "zxcvbnm,.?"),
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß,.?"),
    "fr": ("éèàçùêâîôœ", "azertyuiop", "qsdfghjklm", "wxcvbn',.?"),
    "es": ("áéíóúü¡¿", "qwertyuiop", "asdfghjklñ", "zxcvbnm,.?"),
    "it": ("àèéìòù'", "qwertyuiop", "asdfghjkl", "zxcvbnm,.?"),
    "nl": ("qwertyuiop", "asdfghjkl'", "zxcvbnm,.?ë"),
    "pl": ("ąćęłńóśźż", "qwertyuiop", "asdfghjkl", "zxcvbnm,.?"),
    "pt": ("áâãàéêíóôõú", "qwertyuiop", "asdfghjklç", "zxcvbnm,.?"),
    "sv": ("qwertyuiopå", "asdfghjklöä", "zxcvbnm,.?é"),
    "ru": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбюё.?"),
    "uk": ("йцукенгшщзхї", "фівапролджєґ", "ячсмитьбю',.?"),
    "el": ("άέήίόύώϊ", "ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ,.;"),
}
"""Letters from the top; a first row of accents where the letters come with many."""

SYMBOLS = ("1234567890", "-+=/():;\"'", "!?.,&@#%€*")
"""In every language, behind the key `123`."""


def rows(language: str, *, symbols: bool = False, shift: bool = False) -> tuple[tuple[str, ...], ...]:
    """The keys of every row, as they write; English where a language has none of its own."""
    if symbols:
        return tuple(map(tuple, SYMBOLS))
    small = ROWS.get(base(language), ROWS["en"])
    return tuple(tuple(_large(key) if shift else key for key in row) for row in small)


def _large(key: str) -> str:
    large = key.upper()
    return large if len(large) == 1 else "ẞ" if key == "ß" else key
