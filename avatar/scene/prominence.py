"""Which words a speaker leans on: where heads nod and brows go up.

Brow raises and head beats fall on pitch-accented words, the strongest ones most often, and about one to two seconds
apart (Cavé et al., "About the relationship between eyebrow movements and F0 variations", 1996; Graf et al., "Visual
prosody: facial movements accompanying speech", 2002).

The performer puts these marks into a clause. A clause that comes without them (a recording's, a silent line's) gets
them when it is acted, so that every head nods by this one rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.tags import base
from avatar.types import Mark, Speech, Timed

FEWEST_SECONDS = 0.7
"""Least time between two beats."""
PROMINENT = 1.15
"""A beat falls on a word this much more prominent than the middle one."""

WHOLE_BEAT, LEAST_BEAT = 2.5, 0.3
"""A word so many times as prominent as the middle one gets the whole beat; no beat is weaker than the second number,
below which nobody sees it."""

LOUD = 4000
"""Root mean square of a loud word's samples (-18 dB of full scale): louder ones count no more."""
SILENT_WORD = 0.5
"""Weight of a silent word against 1.5 of a loud one: length tells more than loudness."""
STRESSED, SHOUTED = 1.25, 1.6
"""Factors for a word that bears stress, and for one in capitals, which its writer wants to be heard."""
EARLY_STRESS_S = 0.01
"""A stressed phone may begin so much before its word: voices round their times."""

LAST_WORD_S = 0.15
"""Seconds before a question's last word at which the brows begin to go up."""
QUESTION_S = 0.7
"""Seconds before a question's end at which the brows go up, where nobody knows when its last word begins."""
ASKING = ("?", "？", "؟", "\u037e", "՞")
"""How questions end: in Latin, Chinese and Japanese, Arabic and Persian, Greek, and Armenian script."""
ASKING_GREEK = ";"
"""What Greeks type for their question mark."""

_SHOUTED = re.compile(r"[A-ZÄÖÜÀ-Þ]{3,}")


def mark_prominence(speech: Speech) -> tuple[Mark, ...]:
    """Emphasis on the words leaned on, with strengths, and a question's raised brows at its end.

    A word's prominence is how long it lasts, how loud it is and whether it bears stress; words of one short syllable
    (function words in most languages) seldom win. Where the voice told no word times, only a question is marked.
    """
    words = [word for word in speech.words if word.value.strip()]
    found = [*_beats(speech, words), *_question(speech, words)]
    return tuple(sorted(found, key=lambda mark: mark.start))


def _beats(speech: Speech, words: Sequence[Timed]) -> list[Mark]:
    if not words:
        return []
    weights = np.array([_prominence(speech, word) for word in words])
    middle = _median(weights) or 1.0
    chosen: list[tuple[float, Timed]] = []
    for index in np.argsort(-weights, kind="stable"):
        word, relative = words[index], float(weights[index]) / middle
        if relative < PROMINENT and chosen:
            break
        if all(abs(word.start - other.start) >= FEWEST_SECONDS for _, other in chosen):
            chosen.append((relative, word))
    strengths = [min(max(relative / WHOLE_BEAT, LEAST_BEAT), 1.0) for relative, _ in chosen]
    return [Mark("emphasis", "", word.start, word.end, by) for by, (_, word) in zip(strengths, chosen, strict=True)]


def _median(weights: NDArray[np.float64]) -> float:
    """As np.median, which imports masked arrays, 10 ms, at its first call."""
    ordered, half = np.sort(weights), len(weights) // 2
    return float(ordered[half] if len(weights) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def _prominence(speech: Speech, word: Timed) -> float:
    """Seconds times relative loudness, more for stress, capitals and punctuation that asks for it."""
    clip = speech.clip
    part = clip.samples[round(word.start * clip.rate) : round(word.end * clip.rate)].astype(np.float32)
    loudness = float(np.sqrt(np.mean(part**2))) / LOUD if len(part) else 0.0
    begin, until = word.start - EARLY_STRESS_S, word.end - EARLY_STRESS_S
    stressed = any("ˈ" in phone.value and begin <= phone.start < until for phone in speech.phones or ())
    shouted = SHOUTED if _SHOUTED.search(word.value) else 1.0
    return (word.end - word.start) * (SILENT_WORD + min(loudness, 1.0)) * (STRESSED if stressed else 1.0) * shouted


def _question(speech: Speech, words: Sequence[Timed]) -> list[Mark]:
    asking = (*ASKING, ASKING_GREEK) if base(speech.language) == "el" else ASKING
    if not speech.text.rstrip(" \n\"'”’»」』)*_").endswith(asking):
        return []
    start = words[-1].start - LAST_WORD_S if words else speech.clip.duration - QUESTION_S
    return [Mark("question", "", max(0.0, start), speech.clip.duration, 1.0)]
