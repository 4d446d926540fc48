"""A take of two short clauses, as the tests edit it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avatar.editing import machine
from avatar.editing.footage import Footage, measure_loudness, perform
from avatar.editing.state import Heard, Key, State
from avatar.editing.surround import surround
from avatar.edits.shooting import list_shots
from avatar.edits.values import TakeEdits
from avatar.lipsync.formats import CueSheet
from avatar.lipsync.made import lettered, of_phones
from avatar.types import CastMember, Clip, Entry, Mark, Rung, Scene, Timed

RATE = 16_000

PHONES = (
    Timed(0.2, 0.3, "m"), Timed(0.3, 0.55, "ɑː"), Timed(0.55, 0.7, "f"), Timed(0.7, 1.0, "uː"),
    Timed(2.0, 2.15, "b"), Timed(2.15, 2.5, "iː"), Timed(2.5, 2.6, "l"), Timed(2.6, 2.9, "oʊ"),
)  # fmt: skip
WORDS = (Timed(0.2, 0.55, "ma"), Timed(0.55, 1.0, "foo"), Timed(2.0, 2.5, "bee"), Timed(2.5, 2.9, "low"))
PLACES = (Timed(2.15, 2.45, "B or C"), Timed(0.32, 0.5, "D or E"), Timed(0.6, 0.65, "G or A"))


def sound() -> Clip:
    """Hums where something is said."""
    t = np.arange(3 * RATE) / RATE
    said = ((t > 0.2) & (t < 1.0)) | ((t > 2.0) & (t < 2.9))
    return Clip.from_floats(0.4 * np.sin(2 * np.pi * 200 * t) * said, RATE)


def footage(*, places: tuple[Timed, ...] = PLACES, marks: tuple[Mark, ...] = ()) -> Footage:
    clip = sound()
    made = lettered(of_phones(Rung.ALIGNED, PHONES, WORDS, clip.duration, clip=clip))
    sheet = CueSheet(made.track, clip.duration, "talk.wav", "Ma foo. Bee low.", WORDS, PHONES)

    def part(start: float, end: float) -> Clip:
        return Clip(clip.samples[round(start * RATE) : round(end * RATE)], RATE)

    return Footage(
        "", "talk.wav", "juno", "juno", "f00d", sheet, part, measure_loudness(clip), (0, 150), places, marks=marks,
        names={"expression": ("happy", "sad"), "gesture": ("wave", "shrug"), "look": ("audience", "away")},
    )  # fmt: skip


def staged() -> Footage:
    """The same as a line of a scene, from its second 10 on, beside somebody who is happy."""
    take = footage()
    cast = (CastMember("juno", "juno"), CastMember("bea", "bea"))
    head = Scene(cast, (), "club", "Two", 7)
    told = ((8.0, "", Mark("camera", "wide")), (9.0, "bea", Mark("expression", "happy")),
            (11.0, "juno", Mark("camera", "medium")), (20.0, "bea", Mark("camera", "close")))  # fmt: skip
    line = Entry(10.0, "juno", perform(take, None, 0))
    around = replace(surround(head, told, (), line), end=10.0 + take.duration)
    names = {**take.names, "camera": list_shots(("juno", "bea"))}
    return replace(take, key="juno: Ma foo. Bee low.", surround=around, names=names)


def begin(**more: object) -> State:
    return machine.begin(footage(**more), TakeEdits(""), 60)  # type: ignore[arg-type]


def press(state: State, *keys: str) -> State:
    for key in keys:
        state, _ = machine.step(state, Key(key))
    return state


def play_to(state: State, t: float, tick: float = 0.03) -> State:
    """As the player tells it, until a second."""
    at = state.playhead
    while at < t:
        at = min(t, at + tick)
        state, _ = machine.step(state, Heard(at))
    return state
