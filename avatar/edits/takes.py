"""What takes are called in a file of edits, and the edits of a take as they fit what is said now."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from avatar.edits.applying import apply
from avatar.edits.refitting import refit
from avatar.edits.values import EditFile, TakeEdits, fingerprint
from avatar.types import Entry, Performance

LONGEST = 300
"""Characters of a take's key that are its own words."""


def keys_of(said: Sequence[tuple[str, str] | None]) -> list[str]:
    """The keys of takes by who says what, in order; '' where nobody speaks.

    Who says the same again gets a number: so a key stays whatever else is said between.
    """
    count: Counter[str] = Counter()
    keys = []
    for each in said:
        key = "" if each is None else _key(*each)
        count[key] += 1
        keys.append(f"{key} #{count[key]}" if key and count[key] > 1 else key)
    return keys


def _key(who: str, text: str) -> str:
    words = f"{who}: {' '.join(text.split())}"
    if len(words) <= LONGEST and words.isprintable():
        return words
    plain = "".join(each if each.isprintable() else " " for each in words)
    return f"{plain[:LONGEST]} {hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:12]}"


def edits_by_place(found: EditFile, said: Sequence[tuple[str, str] | None]) -> dict[int, TakeEdits]:
    """Index of a take to its edits, where it has any."""
    if not found.takes:
        return {}
    known = {take.take: take for take in found.takes if not take.empty}
    return {place: known[key] for place, key in enumerate(keys_of(said)) if key in known}


def edited_entry(entry: Entry, who: str, edits: TakeEdits | None) -> Entry:
    """What happens on stage, with the edits of what somebody says or sings in it."""
    if edits is None or entry.who != who or not isinstance(entry.what, Performance):
        return entry
    return replace(entry, what=apply(entry.what, fitted(edits, entry.what)))


def fitted(edits: TakeEdits, performance: Performance) -> TakeEdits:
    """The edits as they fit a performance: where its sound is another, they go with the words."""
    sound = fingerprint(performance.speech.clip)
    return refit(edits, performance.speech.words, sound, performance.duration)
