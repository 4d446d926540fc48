"""Small scenes for films, with voices made of tones: no engine is needed, and every sample is known."""

from __future__ import annotations

import random
from dataclasses import dataclass

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


@dataclass(frozen=True, eq=False)
class Step:
    entries: tuple[Entry, ...]
    start: float


def show(seconds: float, seed: int = 1) -> list[Step]:
    """A long show of everything that can happen."""
    dice = random.Random(seed)
    steps, t = [], 0.0
    steps.append(Step(tuple(Entry(0.0, m.who, Mark("enter", "")) for m in CAST), 0.0))
    clauses = {
        (who, n): said(who, "So this is what we have come to.", 0.8 + 0.4 * n, (
            Mark("expression", ["smile", "angry", "sad"][n], 0.1, None if n else 0.9, 0.6),
            Mark("look", "away", 0.4), Mark("gesture", "shrug", 0.2), Mark("emphasis", "this", 0.3, 0.5),
        ))
        for who in ("ANA", "BEN") for n in range(3)
    }  # fmt: skip
    while t < seconds:
        who = dice.choice(["ANA", "BEN"])
        entries = [Entry(t, who, clauses[who, dice.randrange(3)])]
        kind = dice.choice(["laugh", "state", "move", "set", "expression", "leave", "none", "none"])
        end = entries[0].end
        if kind == "laugh":
            entries.append(Entry(end, "", tone(1.5, rate=8000)))
        elif kind == "state":
            entries.append(Entry(t + 0.2, who, Mark("state", dice.choice(["thinking", "listening", "idle"]))))
        elif kind == "move":
            entries.append(Entry(t, who, Mark("move", dice.choice(["left", "right", "centre"]))))
        elif kind == "set":
            entries.append(Entry(t, "", Mark("set", dice.choice(["club", "plain"]))))
        elif kind == "expression":
            entries.append(Entry(t, "BEN", Mark("expression", "deadpan", strength=0.5)))
        elif kind == "leave":
            entries += [Entry(t, "BEN", Mark("exit", "")), Entry(end, "BEN", Mark("enter", "right"))]
        steps.append(Step(tuple(sorted(entries, key=lambda entry: entry.start)), t))
        t = end + dice.choice([0.1, 0.6, 45.0 if dice.random() < 0.2 else 2.0])
    return steps
