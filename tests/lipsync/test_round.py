"""British "hello" and "only" reach the round mouth that the American ones do, whichever rung made their times."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync import ladder, made
from avatar.lipsync.estimate import stretched
from avatar.lipsync.made import Made
from avatar.lipsync.phonemes import phonemize
from avatar.lipsync.visemes import targets
from avatar.types import VISEMES, Clip, Rung, Speech, Timed

ROUND = [VISEMES.index("oh"), VISEMES.index("ou")]
TEXTS = ("hello", "only", "go home", "I don't know", "over there")
RUNGS = (Rung.VOICE, Rung.ALIGNED, Rung.ESTIMATED)


def speech(text: str, language: str) -> Speech:
    clauses = phonemize(text, language)
    count = sum(len(clause.phones) for clause in clauses)
    phones = stretched(clauses, [(0.1, 0.1 + 0.085 * count)])
    duration = phones[-1].end + 0.1
    seconds = np.arange(round(duration * 16000)) / 16000
    loud = np.interp(seconds, (0.09, 0.1, duration - 0.1, duration - 0.09), (0, 1, 1, 0))
    samples = (8000 * loud * np.sin(2 * np.pi * 150 * seconds)).astype(np.int16)
    return Speech(Clip(samples, 16000), text, "some voice", language, phones=tuple(phones), times_from="engine")


def rounded(text: str, language: str, rung: Rung) -> float:
    """How round the mouth gets, 0 to 1."""
    said = speech(text, language)
    spans = tuple(Timed(*phone[:3]) for phone in said.phones or ())
    mouths = {
        Rung.VOICE: lambda: ladder.RUNGS[Rung.VOICE].make(said),
        Rung.ALIGNED: lambda: made.of_phones(Rung.ALIGNED, spans, (), said.clip.duration),
        Rung.ESTIMATED: lambda: ladder.RUNGS[Rung.ESTIMATED].make(said),
    }
    found: Made = mouths[rung]()
    return float(found.track.weights[:, ROUND].sum(axis=1).max())


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("text", TEXTS)
def test_both_are_as_round(text: str, rung: Rung) -> None:
    assert rounded(text, "en-gb", rung) >= 0.83 * rounded(text, "en-us", rung)


def test_the_lips_set_out_for_the_round_end_at_once() -> None:
    schwa, end = targets("əʊ")
    assert end.share > schwa.share
    assert 0.5 < schwa.weights[ROUND].sum() < end.weights[ROUND].sum() == pytest.approx(1.0)
    open_, less = targets("aʊ")
    assert open_.share > less.share
    assert open_.weights[ROUND].sum() == 0.0
    assert less.weights[ROUND].sum() < 0.9
