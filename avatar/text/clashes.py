"""What is wrong with the words that a character's file gives to its own expressions and gestures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from avatar.errors import CharacterError
from avatar.text import directions, vocabulary
from avatar.text.emoji import EMOJI
from avatar.text.vocabulary import FILE, USUAL, WORD, Vocabulary, Wording
from avatar.types import Mark


def find_problems(folder: Path, taken: Callable[[str], str] = lambda word: "") -> tuple[CharacterError, ...]:
    """Errors in a character's own words: unwritable ones, ones with another meaning, and things that no word asks for.

    `taken` gives what a word means in scripts, which read directions by rules of their own; '' where it is free.
    """
    words = vocabulary.of(folder)
    found = (each for wording in vocabulary.own(folder) for each in _of_one(wording, words, taken))
    return tuple(CharacterError(what, where=folder / FILE, remedy=remedy) for what, remedy in found)


def _of_one(own: Wording, words: Vocabulary, taken: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    place = f"[{own.kind}s.{own.name}]"
    asking = dict.fromkeys((_name(own), *own.words.casefold().split()))
    for word in asking:
        other = _otherwise(word, own, words, taken)
        if other:
            yield f"{place}: {word!r} {other}", "Choose another word."
    if not EMOJI.sub("", own.emoji).isspace() and EMOJI.sub("", own.emoji):
        yield f"{place}: {own.emoji!r} holds more than emoji", "Write emoji only."
    if not any(_asks(word, own, words) for word in asking):
        yield f"{place}: nobody can ask for it", 'Give it a word that asks for nothing else: words = "...".'


def _otherwise(word: str, own: Wording, words: Vocabulary, taken: Callable[[str], str]) -> str:
    """What is wrong with a word for `own`: it can't be written, or it asks for something else; '' where nothing is."""
    if not WORD.fullmatch(word):
        return "can't stand in brackets: letters, digits and hyphens can"
    if directions.silence(word) is not None:
        return "asks for a pause"
    usual = USUAL.aside(word)
    # A character's expression may be named after a built-in word (`sly` asks for a smirk): the name then wins.
    finer = usual is not None and word == _name(own) and word != usual.name
    for other in (words.aside(word), None if finer else usual):
        if other is not None and not _same(other, own):
            return f"already asks for the {other.kind} {other.name!r}"
    if usual is None and taken(word):
        return f"means {taken(word)} in scripts"
    return ""


def _asks(word: str, own: Wording, words: Vocabulary) -> bool:
    mark = words.mark(word)
    return bool(WORD.fullmatch(word)) and directions.silence(word) is None and mark is not None and _same(mark, own)


def _name(own: Wording) -> str:
    return "-".join(own.name.casefold().split())


def _same(mark: Mark, own: Wording) -> bool:
    return (mark.kind, mark.name) == (own.kind, own.name)
