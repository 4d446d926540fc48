"""The known word that somebody may have meant by an unknown one."""

from __future__ import annotations

from collections.abc import Iterable


def find_nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """The word that is most like `word`; '' where none is.

    `least`: from 0 to 1, how alike two words must be: twice the letters that both have in order, over all letters.
    """
    from difflib import get_close_matches  # here, since it costs milliseconds, and most commands know all their words

    return next(iter(get_close_matches(word, list(known), 1, least)), "")
