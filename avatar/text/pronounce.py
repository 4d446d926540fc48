"""The pronunciation dictionary: how to say words that engines get wrong.

An entry is a word (or a phrase) and either a respelling, `Siobhan = "shiv awn"`, or its sounds in IPA between strokes,
`Siobhan = "/ʃɪˈvɔːn/"`. Sounds reach engines that can be told them (espeak, piper); others say the word as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from avatar.text.tracked import Tracked

LONGEST_ENTRY = 200
"""Characters; a longer word or pronunciation is left out."""


class Pronounced(NamedTuple):
    """A word of a speakable text whose sounds are known."""

    at: int
    """Index of its first character in that text."""
    length: int
    ipa: str


def is_ipa(pronunciation: str) -> bool:
    return len(pronunciation) > 2 and pronunciation.startswith("/") and pronunciation.endswith("/")


def respelled(text: Tracked, entries: Mapping[str, str]) -> Tracked:
    """The text with its respellings put in; words match whole and in any case."""
    spelled = {word: said for word, said in entries.items() if not is_ipa(said)}
    pattern, by_word = _pattern(spelled)
    return text.sub(pattern, lambda match: by_word[match[0].casefold()]) if pattern else text


def pronounced(text: str, entries: Mapping[str, str]) -> tuple[Pronounced, ...]:
    """The words of speakable text whose sounds are known."""
    pattern, by_word = _pattern({word: said for word, said in entries.items() if is_ipa(said)})
    if pattern is None:
        return ()
    return tuple(
        Pronounced(match.start(), len(match[0]), by_word[match[0].casefold()].strip("/").strip())
        for match in pattern.finditer(text)
    )


def _pattern(entries: Mapping[str, str]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """A pattern that matches all words, and what to say by the match's `casefold`."""
    usable = {
        word.strip(): said
        for word, said in entries.items()
        if word.strip() and said.strip() and max(len(word), len(said)) <= LONGEST_ENTRY
    }
    if not usable:
        return None, {}
    # The longest first, so that "New York" is not taken for "New"; as written and folded, for ß is SS in capitals.
    spellings = sorted({*usable, *map(str.casefold, usable)}, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)", re.IGNORECASE)
    return pattern, _Folded({word.casefold(): said for word, said in usable.items()})


class _Folded(dict[str, str]):
    """Pronunciations by casefolded word. A word that folds differently from its entry (a dotless i) is looked up in
    lower case; one that has no entry gives itself."""

    def __missing__(self, word: str) -> str:
        return next((said for key, said in self.items() if key.lower() == word.lower()), word)
