"""Small scenes for films, with voices made of tones: no engine is needed, and every sample is known."""

from __future__ import annotations

import numpy as np

from avatar.types import (
    FRAME_RATE,
    VISEMES,
    CastMember,
    Clip,
    Entry,
    Mark,
    MouthTrack,
    Performance,
    Rung,
    Scene,
    Speech,
    Timed,
)

RATE = 22_050


def tone(seconds: float, pitch: float = 220.0, rate: int = RATE, loud: float = 0.3) -> Clip:
    t = np.arange(round(seconds * rate)) / rate
    return Clip.from_floats(loud * np.sin(2 * np.pi * pitch * t), rate)


def said(who: str, text: str, seconds: float, marks: tuple[Mark, ...] = (), pitch: float = 220.0) -> Performance:
    """A clause of that length, its mouth open and shut four times a second."""
    count = round(seconds * FRAME_RATE)
    weights = np.zeros((count, len(VISEMES)), np.float32)
    opened = (np.arange(count) // 13) % 2 == 0
    weights[opened, VISEMES.index("aa")] = 1.0
    weights[~opened, VISEMES.index("PP")] = 1.0
    pieces = text.split()
    each = seconds / len(pieces)
    words, at = [], 0
    for number, word in enumerate(pieces):
        words.append(Timed(number * each, (number + 1) * each, word, at, len(word)))
        at += len(word) + 1
    speech = Speech(tone(seconds, pitch), text, "tones", words=tuple(words), times_from="engine")
    return Performance(who, speech, MouthTrack(weights, Rung.VOICE), marks, captions=(Timed(0.0, seconds, text),))


CAST = (CastMember("ANA", "blot"), CastMember("BEN", "gus"))


def small() -> Scene:
    """Two people, two chapters, two sets: 1.3 seconds."""
    return Scene(
        CAST,
        (
            Entry(0.0, "", Mark("chapter", "One")),
            Entry(0.0, "", Mark("set", "club")),
            Entry(0.1, "ANA", said("ANA", "Good evening.", 0.5)),
            Entry(0.3, "", tone(0.4, 440.0, 48_000), 0.5),
            Entry(0.7, "", Mark("chapter", "Two & <last>")),
            Entry(0.7, "", Mark("set", "studio")),
            Entry(0.8, "BEN", said("BEN", "Is it <evening>?", 0.5, pitch=150.0)),
        ),
        title="A small scene",
        seed=4,
    )  # fmt: skip
