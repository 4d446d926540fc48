"""What takes are called in a file of edits, and the edits of a take as they fit what is said now."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from avatar.edits.applying import apply
from avatar.edits.refitting import refit
from avatar.edits.shooting import recut, shifted
from avatar.edits.values import EditFile, TakeEdits, fingerprint
from avatar.types import Entry, Performance

LONGEST = 300
"""Characters of a take's key that are its own words."""

ALIKE = 0.7
"""Share of its words that a changed line must still have, in order, to be the same one: one of four may be another."""

MOST_SOUGHT = 200
"""Takes without their line that are looked for among the changed ones."""

_NUMBER = re.compile(r" #\d+$")


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
    """Index of a take to its edits, where it has any: those of a line that was changed since as well."""
    if not found.takes:
        return {}
    keys = keys_of(said)
    known = {take.take: take for take in renamed(found, keys).takes if not take.empty}
    return {place: known[key] for place, key in enumerate(keys) if key and key in known}


def renamed(found: EditFile, keys: Iterable[str]) -> EditFile:
    """The edits with those of lines that were changed since under their new keys; `keys`: of all that is said now.

    A line is the same if the same person says most of its words still, it is known where these were, and nobody has
    edited it as it is now.
    """
    there = set(keys)
    lost = [take for take in unsaid(found, there) if take.words][:MOST_SOUGHT]
    free = there.difference(take.take for take in found.takes)
    pairs = [(alike, take.take, key) for take in lost for key in free if (alike := _alike(take.take, key)) >= ALIKE]
    new: dict[str, str] = {}
    for _, old, key in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        if old not in new and key in free:
            new[old] = key
            free.discard(key)
    if not new:
        return found
    takes = (replace(take, take=new[take.take]) if take.take in new else take for take in found.takes)
    return replace(found, takes=tuple(takes))


def unsaid(found: EditFile, keys: Iterable[str]) -> list[TakeEdits]:
    """The edits of what nobody says, by the keys of all that is said."""
    there = {"", *keys}
    return [take for take in found.takes if take.take not in there and not take.empty]


def _alike(one: str, other: str) -> float:
    """Share of the words of two lines that are the same, 0 where others say them."""
    (who, _, said), (also, _, now) = (_NUMBER.sub("", key).partition(": ") for key in (one, other))
    if who != also:
        return 0.0
    return SequenceMatcher(None, said.casefold().split(), now.casefold().split(), autojunk=False).ratio()


def edited_entry(entry: Entry, who: str, edits: TakeEdits | None) -> Entry:
    """What happens on stage, with the edits of what somebody says or sings in it."""
    if edits is None or entry.who != who or not isinstance(entry.what, Performance):
        return entry
    return replace(entry, what=apply(entry.what, fitted(edits, entry.what)))


def edited_entries(entries: Sequence[Entry], who: str, edits: TakeEdits) -> tuple[Entry, ...]:
    """What happens while somebody sings or says a line, with the edits of it, and with its shots, where it has any."""
    found = [edited_entry(each, who, edits) for each in entries]
    if edits.of("camera"):
        for each in entries:
            if each.who == who and isinstance(each.what, Performance):
                spans = shifted(fitted(edits, each.what).of("camera"), each.start)
                found += recut((), spans, speaker=who)
    return tuple(sorted(found, key=lambda entry: entry.start))


def fitted(edits: TakeEdits, performance: Performance) -> TakeEdits:
    """The edits as they fit a performance: where its sound is another, they go with the words."""
    sound = fingerprint(performance.speech.clip)
    return refit(edits, performance.speech.words, sound, performance.duration)
