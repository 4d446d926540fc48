"""The known word that somebody may have meant by an unknown one."""

from __future__ import annotations

from collections.abc import Iterable


def find_nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """The word that is most like `word`; '' where none is.

    `least`: from 0 to 1, how alike two words must be: twice the letters that both have in order, over all letters.
    """
    return next(iter(find_near(word, known, 1, least)), "")


def find_near(word: str, known: Iterable[str], most: int = 3, least: float = 0.6) -> list[str]:
    """The words that are like `word`, at most `most` of them, the likest first. `least`: see `find_nearest`."""
    from difflib import get_close_matches  # here, since it costs milliseconds, and most commands know all their words

    return get_close_matches(word, list(dict.fromkeys(known)), most, least)


def tell_nearest(word: str, known: Iterable[str]) -> str:
    """ "Did you mean 'a', 'b' or 'c'?", for people; '' where nothing is near."""
    *others, last = [repr(each) for each in find_near(word, known)] or [""]
    names = f"{', '.join(others)} or {last}" if others else last
    return f"Did you mean {names}?" if names else ""
