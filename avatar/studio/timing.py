"""Times for corpora that have text alone: our own aligner, and only where it is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from avatar import audio
from avatar.errors import LipSyncError
from avatar.lipsync import align, features, model, phoneset
from avatar.lipsync.trellis import Scores, WordChoices
from avatar.studio.manifest import Utterance
from avatar.types import Clip

_QUIET, _LOUD_COST = 0.2, 10.0
"""Share of the way from the quietest to the loudest frames up to which a pause costs nothing, and what each further
share of 1 costs, as a natural logarithm."""
LEFT_OUT = 0.2
"""Share of a set's aligned utterances, the least sure ones, that are not learned from."""


def find_words(utterance: Utterance) -> list[WordChoices]:
    """The words with the corpus's own pronunciations, else with phonemizer's."""
    told: Any = utterance.extra.get("words")
    if told:
        return [WordChoices(tuple(tuple(variant) for variant in word)) for word in told]
    return align.words(utterance.text, utterance.language)


def _no_loud_pauses(scores: Scores, clip: Clip) -> Scores:
    """The scores with silence made unlikely where the sound is loud for this recording."""
    level = features.log_mel(features.to_16k(clip))[: len(scores), 4:34].mean(axis=1)
    low, high = np.percentile(level, (5, 95))
    out = scores.copy()
    out[:, phoneset.SILENCE] -= _LOUD_COST * np.maximum(0.0, (level - low) / max(high - low, 1.0) - _QUIET)
    return out


def time_utterance(utterance: Utterance, net_file: Path | None = None) -> Utterance | None:
    """The utterance with phones and words timed; None where it does not say its text.

    `net_file` (.tflite, its .json beside it) stands in for the installed net. `extra` then holds `confidence` and
    `unsure`.
    """
    net = model.net_of(net_file) if net_file is not None else None
    clip = audio.read(Path(utterance.audio))
    try:
        found = align.align(_no_loud_pauses(model.hear(clip, net_=net).scores, clip), find_words(utterance))
    except LipSyncError:
        return None
    extra = {k: v for k, v in utterance.extra.items() if k != "words"}
    extra |= {"confidence": round(found.confidence, 3), "unsure": round(found.unsure, 3)}
    return replace(utterance, phones=found.phones, words=found.words, times_from="aligned", extra=extra)


def keep_surest(utterances: Sequence[Utterance]) -> list[Utterance]:
    """All utterances but the least sure fifth of the aligned ones; those with times of their own stay."""
    known: Any = [u.extra for u in utterances]
    sure = [e["confidence"] - e["unsure"] if "confidence" in e else np.inf for e in known]
    aligned = [s for s in sure if np.isfinite(s)]
    least = np.quantile(aligned, LEFT_OUT) if aligned else -np.inf
    return [u for u, s in zip(utterances, sure, strict=True) if s >= least]
