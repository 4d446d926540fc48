"""Phone times for voices that give none: durations by rule, stretched over the voiced parts of the sound.

The rules are the first ones of D. Klatt's ("Synthesis by rule of segmental durations in English sentences", 1979),
coarse enough for any language: what a sound is, whether it is stressed, and whether a pause follows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from avatar.errors import LipSyncError
from avatar.lipsync.phonemes import PRIMARY, SECONDARY, SoundedClause, phonemize
from avatar.lipsync.visemes import Manner, is_vowel, targets
from avatar.lipsync.voiced import voiced_spans
from avatar.types import Speech, Timed


class Duration(NamedTuple):
    """How long a kind of sound lasts at an ordinary pace, in seconds."""

    usual: float
    reason: str


DURATIONS: dict[Manner, Duration] = {
    "vowel": Duration(0.085, "the syllable's core; length marks, stress and a coming pause stretch it"),
    "fricative": Duration(0.090, "needs time for its noise to be heard"),
    "stop": Duration(0.075, "closure and burst together"),
    "click": Duration(0.080, "as a stop"),
    "nasal": Duration(0.065, "between a stop and a vowel"),
    "approximant": Duration(0.055, "a passing movement"),
    "tap": Duration(0.030, "one touch of the tongue"),
    "silence": Duration(0.0, "pauses come from the sound, not from the text"),
}

STRESSED = 1.35
"""A vowel under primary stress lasts this much longer."""
SECOND = 1.15
"""The same under secondary stress."""
LONG = 1.5
"""A sound with a length mark lasts this much longer."""
SCHWA = 0.65
"""A reduced vowel, the first to give way, is shorter by this factor."""
FINAL = 1.4
"""The last syllable before a pause is drawn out by this factor."""

_NEXT_SHAPE = 0.4
"""Share of its usual time that each further shape of a phone adds, as the second half of a diphthong."""

FASTEST, SLOWEST = 32.0, 0.6
"""Phones a second of voiced sound beyond which the text can't be what is heard."""

SNAP = 0.25
"""A clause ends at a pause of the sound if one lies within this share of the clause's own length."""


def estimate(speech: Speech) -> tuple[tuple[Timed, ...], tuple[Timed, ...]]:
    """IPA phones and words with estimated times for a Speech whose text is known; silences are left out.

    Both are () for a silent sound.

    Raises LipSyncError where the text holds nothing to say, or far too much or too little for the sound.
    """
    clauses = phonemize(speech.spoken or speech.text, speech.language)
    count = sum(len(clause.phones) for clause in clauses)
    if not count:
        raise LipSyncError("The text holds nothing to say", remedy="Give the words that are heard.")
    spans = voiced_spans(speech.clip)
    if not spans:
        return (), ()
    pace = count / sum(end - start for start, end in spans)
    if not SLOWEST <= pace <= FASTEST:
        length = "long" if pace > FASTEST else "short"
        raise LipSyncError(
            f"The text is too {length} for the sound: {pace:.1f} phones a second", remedy="Check the text."
        )
    phones = stretched(clauses, spans)
    return tuple(phone for phone in phones if phone.end > phone.start), _words(clauses, phones)


def _words(clauses: Sequence[SoundedClause], phones: Sequence[Timed]) -> tuple[Timed, ...]:
    """Each written word from its first phone to its last."""
    words: list[Timed] = []
    at = 0
    for word in (word for clause in clauses for word in clause.words):
        own = [phone for phone in phones[at : at + len(word.phones)] if phone.end > phone.start]
        at += len(word.phones)
        if own:
            words.append(Timed(own[0].start, own[-1].end, word.text, word.at, len(word.text)))
    return tuple(words)


def durations(clause: SoundedClause) -> list[float]:
    """Seconds of each of a clause's phones at an ordinary pace."""
    phones = clause.phones
    last_vowel = max((i for i, phone in enumerate(phones) if is_vowel(phone)), default=len(phones))
    return [_duration(phone) * (FINAL if i >= last_vowel else 1.0) for i, phone in enumerate(phones)]


def _duration(phone: str) -> float:
    shapes = targets(phone)
    if not shapes:
        return 0.0
    seconds = max(DURATIONS[shape.manner].usual for shape in shapes)
    seconds += _NEXT_SHAPE * sum(DURATIONS[shape.manner].usual for shape in shapes[1:])
    if "ː" in phone:
        seconds *= LONG
    if PRIMARY in phone:
        seconds *= STRESSED
    elif SECONDARY in phone:
        seconds *= SECOND
    elif all(shape.part == "schwa" for shape in shapes):
        seconds *= SCHWA
    return seconds


def stretched(clauses: Sequence[SoundedClause], spans: Sequence[tuple[float, float]]) -> tuple[Timed, ...]:
    """The clauses' phones, one for one, their durations scaled to fill the spans; clauses end at pauses if one is near.

    Phones that are mere marks take no time.
    """
    voiced = _VoicedTime(spans)
    lengths = [durations(clause) for clause in clauses]
    scale = voiced.total / sum(map(sum, lengths))
    ends = _snapped([sum(each) * scale for each in lengths], voiced.pauses)
    timed: list[Timed] = []
    start = 0.0
    for clause, each, end in zip(clauses, lengths, ends, strict=True):
        at, pace = start, (end - start) / (sum(each) or 1.0)
        for phone, seconds in zip(clause.phones, each, strict=True):
            timed.append(voiced.placed(at, at + seconds * pace, phone))
            at += seconds * pace
        start = end
    return tuple(timed)


def _snapped(lengths: list[float], pauses: Sequence[float]) -> list[float]:
    """Where each clause ends, in voiced time: at a pause where one is near, in order."""
    ends: list[float] = []
    at = 0.0
    for i, length in enumerate(lengths):
        at += length
        before = ends[-1] if ends else 0.0
        reach = SNAP * length
        near = [pause for pause in pauses if pause > before + 0.5 * length and abs(pause - at) <= reach]
        last = i == len(lengths) - 1
        ends.append(at if last or not near else min(near, key=lambda pause, at=at: abs(pause - at)))  # type: ignore[misc]
    return [max(end, *ends[:i]) if i else end for i, end in enumerate(ends)]


class _VoicedTime:
    """Time counted only while somebody speaks, and the way back to the sound's own time."""

    def __init__(self, spans: Sequence[tuple[float, float]]) -> None:
        self.spans = spans
        self.begins = [0.0]
        for start, end in spans:
            self.begins.append(self.begins[-1] + end - start)

    @property
    def total(self) -> float:
        return self.begins[-1]

    @property
    def pauses(self) -> list[float]:
        """Voiced times at which the sound pauses."""
        return self.begins[1:-1]

    def placed(self, start: float, end: float, phone: str) -> Timed:
        """A phone's place in the sound: the longest of the pieces that pauses cut it into."""
        first = min(bisect_right(self.begins, start + 1e-9) - 1, len(self.spans) - 1)
        pieces: list[Timed] = []
        for i in range(first, len(self.spans)):
            low, high = max(start, self.begins[i]), min(end, self.begins[i + 1])
            if high <= low:
                break
            shift = self.spans[i][0] - self.begins[i]
            pieces.append(Timed(low + shift, high + shift, phone))
        return max(pieces, key=lambda piece: piece.end - piece.start, default=Timed(start, start, phone))
