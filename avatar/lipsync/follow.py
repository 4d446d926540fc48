"""A mouth for sound that is still going on: what is said is decided a fixed time after it was heard.

The `live` net answers 0.1 s after the sound, the decoder here LAG frames after that. What comes out does not depend on
the sizes of the pieces that the sound comes in.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import decode, installed, model, phoneset
from avatar.lipsync.visemes import targets
from avatar.types import VISEMES, Floats

LAG = 15
"""Frames that pass before a sound is decided: with fewer, the mouth begins sounds that it then has to give up."""
_SOFT = np.array([0.05, 0.25, 0.4, 0.25, 0.05], np.float32)
"""How a change of mouth is spread over frames; it looks two frames ahead."""
_CONTACTS = [VISEMES.index("PP"), VISEMES.index("FF")]
_SHUT = 0.9
"""Weight from which a contact is not softened: lips that are shut must be shut altogether."""


class Follower:
    """`decode.path` for scores that are still coming: each frame is decided when LAG more have come."""

    def __init__(self, known: decode.DecoderTable | None = None, lag: int = LAG) -> None:
        self._known, self._after = decode.known_or_installed(known)
        self._states = decode.states()
        self._stays, self._leaves = decode.moves(self._known)
        self._best = np.full(len(self._states.emits), decode.IMPOSSIBLE, np.float32)
        self._best[self._states.last[phoneset.SILENCE]] = 0.0  # before the beginning there is silence
        self._contexts = self._states.emits.astype(np.int32)
        """For each state, what was said last on the best way to it."""
        self._past = np.zeros((len(self._best), lag), np.intp)
        """For each state, the classes of the last `lag` frames on the best way to it; a ring."""
        self._at = 0

    def push(self, scores: Floats) -> NDArray[np.intp]:
        """The classes that can be decided now, shape (frames,), for more scores, shape (frames, classes)."""
        decided = [self._one(row) for row in decode.weighed(scores, self._known)] if len(scores) else []
        lag = self._past.shape[1]
        due = min(len(decided), max(0, self._at - lag))
        return np.array(decided[len(decided) - due :], np.intp)

    def finish(self) -> NDArray[np.intp]:
        """The classes of the frames that are left; after the end there is silence."""
        lag = self._past.shape[1]
        silence = np.full((lag, len(phoneset.CLASSES)), phoneset.WEAK, np.float32)
        silence[:, phoneset.SILENCE] = 0.0
        return self.push(silence)

    def _one(self, heard: Floats) -> int:
        """Take in a frame; the class of the frame `lag` before it."""
        rows, (worth, leads) = self._states, self._after
        ends, after = self._best[rows.last] + self._leaves, self._contexts[rows.last]
        moved, carried = np.empty_like(self._best), np.empty_like(self._contexts)
        moved[1:], carried[1:] = self._best[:-1], self._contexts[:-1]
        entering = ends[:, None] + worth[after]
        sources, sounds = entering.argmax(axis=0), np.arange(len(rows.last))
        moved[rows.first] = entering[sources, sounds]
        carried[rows.first] = leads[after[sources], sounds]
        before = np.arange(len(self._best)) - 1
        before[rows.first] = rows.last[sources]
        stayed = self._best + self._stays
        came = np.where(moved > stayed, before, np.arange(len(stayed)))
        self._contexts = np.where(moved > stayed, carried, self._contexts)
        best = np.maximum(moved, stayed) + heard[rows.emits]
        self._best = best - best.max()
        self._past = self._past[came]
        slot = self._at % self._past.shape[1]
        decided = int(self._past[self._best.argmax(), slot])
        self._past[:, slot] = rows.emits
        self._at += 1
        return decided


class MouthStream:
    """Viseme weights for sound that is pushed in pieces of any size."""

    def __init__(self, rate: int, net: model.Net | None = None, speaker: str = "") -> None:
        """`rate` in Hz; `speaker`: with whose net it is heard, '' for the one that hears everybody.

        Raises LipSyncError where the `live` model or its runtime is missing, or nothing was learned for the speaker.
        """
        self._stream = model.NetStream(rate, "live", net or model.net("live", installed.check_speaker(speaker)))
        self._follower = Follower()
        self._held = np.zeros((2, len(VISEMES)), np.float32)
        self._held[:, 0] = 1.0

    def push(self, samples: Floats) -> Floats:
        """The weights that can be told now, shape (frames, 15), 100 a second, at sound time.

        They lie LAG + 14 frames behind the sound at most: the net's 0.1 s, its step of two frames, and two to soften.
        """
        said = [self._follower.push(heard.scores) for heard in self._stream.push(samples)]
        return self._softened(np.concatenate([_AT_REST, *said]))

    def finish(self) -> Floats:
        """The rest, with silence after the end."""
        said = [self._follower.push(heard.scores) for heard in self._stream.finish()]
        silence = np.zeros(2, np.intp)
        return self._softened(np.concatenate([_AT_REST, *said, self._follower.finish(), silence]))

    def _softened(self, said: NDArray[np.intp]) -> Floats:
        rows = np.concatenate([self._held, _TARGETS[said]])
        count = len(rows) - len(_SOFT) + 1
        if count <= 0:
            self._held = rows
            return np.zeros((0, len(VISEMES)), np.float32)
        self._held = rows[count:]
        soft = sum((share * rows[i : i + count] for i, share in enumerate(_SOFT)), np.zeros((count, 15), np.float32))
        middle = rows[2 : 2 + count]
        shut = middle[:, _CONTACTS].max(axis=1, keepdims=True) > _SHUT
        weights: Floats = np.where(shut, middle, soft).astype(np.float32)
        return weights


_AT_REST = np.zeros(0, np.intp)
_TARGETS: Floats = np.stack(
    [np.mean([t.weights for t in targets(ipa)], axis=0) for ipa in phoneset.IPA], dtype=np.float32
)
"""Shape (classes, 15): the mouth of each sound."""
