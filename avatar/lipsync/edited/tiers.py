"""Tiers of intervals, as Praat, MFA and emuDB have them: which of them are the phones, the words, the mouth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from avatar.errors import LipSyncError
from avatar.lipsync.edited import labels
from avatar.lipsync.edited.shapes import in_order, of_shapes
from avatar.lipsync.formats.textgrid import Tier
from avatar.lipsync.made import Made, lettered, of_phones
from avatar.types import Rung, Timed

_PHONES = ("phones", "phone", "phonemes", "phoneme", "mau", "phonetic", "phon", "segments", "segment", "ipa", "sampa")
_WORDS = ("words", "word", "ort-mau", "ort", "orthography", "kan-mau", "tokens")
_MOUTHS = ("mouth", "visemes", "mouthcues", "lips")
"""Names of tiers, best first: our own and MFA's, WebMAUS's, and what people call them."""

_JOINTS = re.compile(r"\s*[-–:/|]\s+|\s+[-–:/|]\s*|_|\s+")
"""Between a speaker's name and a tier's: "ANN - phones", "phones_ANN"."""


class _Match(NamedTuple):
    tier: Tier
    speaker: str
    """'' where the tier names none."""
    rank: int
    said: float
    """Seconds in which something is labelled."""


def of_tiers(tiers: Sequence[Tier], duration: float) -> Made:
    """A mouth from the tier of phones, else from one of letters or visemes. Raises LipSyncError where there is neither.

    Where several speakers have phones, the one who speaks longest is taken, and a note says so.
    """
    for names in (_PHONES, _MOUTHS):
        matches = _matches(tiers, names)
        if matches:
            chosen, notes = _chosen(matches)
            words = in_order(_words_beside(chosen, tiers), duration)
            if names is _PHONES:
                phones, more = labels.phones(in_order(chosen.tier.spans, duration), chosen.tier.name)
                return lettered(of_phones(Rung.EDITED, phones, words, duration))._replace(notes=notes + more)
            return of_shapes(chosen.tier.spans, duration)._replace(words=words, notes=notes)
    there = ", ".join(repr(tier.name) for tier in tiers) or "none"
    raise LipSyncError(
        f"There is no tier `phones` or `mouth`; there are: {there}", remedy="Give a tier one of these names."
    )


def _matches(tiers: Sequence[Tier], names: Sequence[str]) -> list[_Match]:
    """The tiers that have one of these names, with or without a speaker's, and something in them."""
    found: list[_Match] = []
    for tier in tiers:
        lower = tier.name.strip().lower()
        first, last = lower.partition(" ")[0], _JOINTS.split(lower)[-1]
        name = next((each for each in names if each in (lower, last, _JOINTS.split(first)[0])), None)
        said = sum(span.end - span.start for span in labels.words(tier.spans))
        if name is not None and any(span.value for span in tier.spans):
            at = lower.find(name)
            speaker = (tier.name[:at] or tier.name[at + len(name) :]).strip(" -–:/|_") if lower != name else ""
            found.append(_Match(tier, speaker, names.index(name), said))
    return found


def _chosen(matches: Sequence[_Match]) -> tuple[_Match, tuple[str, ...]]:
    """The best of some tiers: the best name, then the longest speech; and what is told where there was a choice."""
    best = min(match.rank for match in matches)
    speakers = {match.speaker for match in matches}
    able = [match for match in matches if match.rank == best or len(speakers) > 1]
    chosen = max(able, key=lambda match: match.said)
    if len(able) == 1:
        return chosen, ()
    others = ", ".join(repr(match.tier.name) for match in able if match is not chosen)
    return chosen, (f"of several tiers {chosen.tier.name!r} is used, in which most is said; not {others}",)


def _words_beside(chosen: _Match, tiers: Sequence[Tier]) -> tuple[Timed, ...]:
    """The words of the same speaker."""
    beside = [match for match in _matches(tiers, _WORDS) if match.speaker == chosen.speaker]
    return labels.words(min(beside, key=lambda match: match.rank).tier.spans) if beside else ()
