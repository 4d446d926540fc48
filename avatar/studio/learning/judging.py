"""How many frames a net draws wrong, from the sound alone: of sentences that were corrected, and of other speech.

A frame is wrong where its letter is not one that would do for what is said there (`shown.ACCEPTED`), as `avatar studio
evaluate` counts; where somebody set a letter, where it is another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.lipsync import decode, doubting, features, model, shown
from avatar.studio.learning.corrections import Sentence
from avatar.studio.manifest import Utterance
from avatar.studio.prepare import UNKNOWN, label_frames


class Heard(NamedTuple):
    """Labelled speech, ready to be drawn by any net."""

    group: str
    mel: NDArray[np.float16]
    said: NDArray[np.uint8]
    """(frames,): class, UNKNOWN where nobody knows."""
    letter: NDArray[np.uint8]
    """(frames,): index into LETTERS that is right whatever is said, UNKNOWN where the sound decides."""


class Wrong(NamedTuple):
    """Frames that are drawn wrong, and of how many."""

    wrong: int
    frames: int

    @property
    def share(self) -> float:
        return self.wrong / self.frames if self.frames else 0.0


def of_sentences(sentences: Sequence[Sentence]) -> list[Heard]:
    return [Heard("corrections", s.mel, s.said, s.letter) for s in sentences]


def of_utterances(utterances: Sequence[Utterance]) -> list[Heard]:
    """Raises AudioError where a sound can't be read."""
    out = []
    for u in utterances:
        mel = features.log_mel(features.to_16k(audio.read(Path(u.audio)))).astype(np.float16)
        none = np.full(len(mel), UNKNOWN, np.uint8)
        out.append(Heard(str(u.extra.get("group", u.speaker)), mel, label_frames(u.phones, len(mel)), none))
    return out


def count(net: model.Net, speech: Sequence[Heard]) -> dict[str, Wrong]:
    """Wrong frames by group."""
    out: dict[str, Wrong] = {}
    _, accepted, _ = doubting.tables()
    for one in speech:
        scores = model.hear_frames(one.mel, net).scores
        phones = decode.phones(scores)
        drawn = shown.letters(shown.agreed(decode.chances(scores), phones), phones)
        by_hand = one.letter != UNKNOWN
        known = by_hand | (one.said != UNKNOWN)
        fits = np.where(by_hand, drawn == one.letter, accepted[one.said % len(accepted), drawn] > 0)
        before = out.get(one.group, Wrong(0, 0))
        out[one.group] = Wrong(before.wrong + int((~fits & known).sum()), before.frames + int(known.sum()))
    return out


def together(counts: dict[str, Wrong]) -> Wrong:
    """All groups in one."""
    return Wrong(sum(w.wrong for w in counts.values()), sum(w.frames for w in counts.values()))
