"""Many sounds into one, each at its own scene time to the sample, from its own side; no stop or pause clicks."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.sound.clock import Clock
from avatar.sound.sides import MIDDLE, SPREADS, Course, Waves
from avatar.types import Clip, Spread

RAMP = 0.01
"""Seconds over which sound fades in or out where it is cut, paused or turned up: just long enough not to click."""

HUSHED_S, BACK_S = 0.03, 0.12
"""Seconds over which sound fades out where somebody may be about to speak, and in again where nobody did: a dip that is
over at once is hardly noticed, and one that comes back slowly is no click."""

SMALL = 0.02
"""A gain that differs by no more from one buffer to the next makes no click."""

Samples = NDArray[np.float32]

Tap = Callable[[float, int, Samples], None]
"""Gets each block that a device plays, on the device's thread: the wall time at which it begins to be heard, the rate
in Hz, and mono samples."""


@dataclass(eq=False)
class MixedClip:
    """A clip in the mix, from scene second `start`. It fades out from scene second `cut`; infinity: never."""

    clip: Clip
    start: float
    gain: float = 1.0
    who: str = ""
    """Whose it is, which says from where it is heard."""
    spread: Spread = "middle"
    """From where it is heard if it is nobody's."""
    cut: float = math.inf
    heard: Waves | None = None
    """The gains of left and right with which it was heard last."""

    @property
    def end(self) -> float:
        return min(self.start + self.clip.duration, self.cut)


class Ramp:
    """A gain that moves evenly towards its goal, at so many seconds for the way from 0 to 1, and from 1 to 0."""

    def __init__(self, value: float, up_s: float = RAMP, down_s: float = RAMP) -> None:
        self.value = value
        self.goal = value
        self._up_s, self._down_s = up_s, down_s

    def over(self, count: int, rate: int) -> Samples | float:
        """The gain of each of the next `count` samples."""
        if self.value == self.goal:
            return self.value
        step = 1 / (self._up_s * rate) if self.goal > self.value else -1 / (self._down_s * rate)
        steps = self.value + step * np.arange(1, count + 1, dtype=np.float32)
        gains: Samples = np.minimum(steps, self.goal) if step > 0 else np.maximum(steps, self.goal)
        self.value = float(gains[-1])
        return gains


class _Part(NamedTuple):
    """A part of a sound in a buffer."""

    place: slice
    """Where in the buffer."""
    samples: Samples
    first: int
    """The number of its first sample since the map bent last."""


@dataclass(eq=False)
class _Turn:
    """A change of place or speed that waits until the sound has faded out; None leaves either as it is."""

    scene: float | None = None
    speed: float | None = None
    ready: dict[MixedClip, Samples] = field(default_factory=dict)
    """Sounds at the new speed."""
    gone: frozenset[MixedClip] = frozenset()


class Mixer:
    """Writes the timeline, buffer after buffer, as `Clock` maps it to scene time.

    Safe under threads: the sound device's asks for buffers while the stage's adds sounds. `rate` in Hz. `channels`: 2
    for left and right; with 1 all is heard as it is.
    """

    def __init__(self, clock: Clock, rate: int = 48_000, channels: int = 1) -> None:
        self.clock = clock
        self.rate, self.channels = rate, channels
        self.courses: Mapping[str, Course] = {}
        """From where people are heard, by their names; anybody else is in the middle."""
        self._base = 0.0
        self._written = 0
        self.volume = Ramp(1.0)
        self._hush = Ramp(1.0, BACK_S, HUSHED_S)
        self._hushed_until = 0.0
        """Second of the timeline."""
        self._gate = Ramp(1.0)
        self._pace = 1.0
        """The speed that sounds are prepared for: the latest that was asked for, pauses left out."""
        self._then: _Turn | None = None
        self._sounds: tuple[MixedClip, ...] = ()
        self._ready: dict[MixedClip, Samples] = {}
        self._lock = threading.Lock()
        self.tap: Tap | None = None
        """Gets what a device plays of the mix."""

    # ------------------------------------------------------------------------------------------------ from the stage

    @property
    def timeline(self) -> float:
        """Seconds written so far. Counted in samples, since a sum of many small floats would drift."""
        return self._base + self._written / self.rate

    @property
    def scene(self) -> float:
        """Scene seconds of the next sample to be written: nothing can be heard earlier than this any more."""
        return self.clock.scene_at(self.timeline)

    def add(
        self,
        clip: Clip,
        start: float | None = None,
        *,
        after: float = 0.0,
        gain: float = 1.0,
        who: str = "",
        spread: Spread = "middle",
    ) -> MixedClip:
        """Add a clip at scene second `start`; None: as early as possible, but not before `after`. Returns it placed.

        `who`: whose voice it is; `spread`: from where it is heard if it is nobody's.
        """
        sound = MixedClip(clip, 0.0, gain, who, spread)
        samples = self._prepared(sound, self.rate, self._pace)
        with self._lock:
            sound.start = max(after, self.scene) if start is None else start
            self._ready[sound] = samples
            if self._then is not None and self._then.ready:
                self._then.ready[sound] = samples
            self._sounds = (*self._sounds, sound)
        return sound

    def cut(self, sounds: Iterable[MixedClip]) -> float:
        """Fades these out from the next sample on; those that have not begun are dropped. Returns the scene time."""
        with self._lock:
            now = self.scene
            for sound in sounds:
                sound.cut = min(sound.cut, now)
            return now

    def drop(self, sounds: Iterable[MixedClip]) -> None:
        """Forgets sounds for good."""
        gone = set(sounds)
        with self._lock:
            self._sounds = tuple(sound for sound in self._sounds if sound not in gone)
            for sound in gone:
                self._ready.pop(sound, None)

    def move(
        self,
        *,
        scene: float | None = None,
        speed: float | None = None,
        fresh: bool = False,
        within: AbstractContextManager[None] | None = None,
    ) -> None:
        """Go on at another place, or at another speed (0: pause; 0.5 to 2), once what sounds now has faded out.

        `fresh`: the sounds added so far are forgotten then. `within`: entered around the order itself, once all sounds
        are prepared for the new speed.
        """
        ready: dict[MixedClip, Samples] = {}
        if speed is not None and speed not in (0.0, self._pace):
            self._pace = speed
            ready = self._all_prepared(self.rate) if not fresh else {}
        with within or nullcontext(), self._lock:
            then = self._then or _Turn()
            self._then = _Turn(
                then.scene if scene is None else scene,
                then.speed if speed is None else speed,
                then.ready | ready,
                frozenset(self._sounds) if fresh else then.gone,
            )
            self._gate.goal = 0.0

    def hush(self, seconds: float) -> None:
        """Nothing is heard for so many seconds from now on, though all goes on: it fades out, and in again after it.
        0 ends it."""
        self._hushed_until = self.timeline + seconds

    def take_back(self, timeline: float) -> None:
        """Go back to a second of the timeline and write on from there: what was written after it is never heard.

        It goes back no further than the last change of place or speed: what was before that is over.
        """
        with self._lock:
            self._base = max(min(timeline, self.timeline), self.clock.bend.timeline)
            self._written = 0

    def settled(self, wall: float) -> bool:
        """Whether the sound heard at a wall time comes after the last `move`."""
        return self._then is None and self.clock.at(self.clock.heard(wall)) == self.clock.bend

    def retune(self, rate: int, channels: int = 1) -> None:
        """Mix at another rate, for so many channels, from the next buffer on."""
        if (rate, channels) == (self.rate, self.channels):
            return
        ready = self._all_prepared(rate) if rate != self.rate else {}
        with self._lock:
            self._ready |= ready
            self._base, self._written = self.timeline, 0
            self.rate, self.channels = rate, channels

    def _all_prepared(self, rate: int) -> dict[MixedClip, Samples]:
        return {sound: self._prepared(sound, rate, self._pace) for sound in self._sounds}

    @staticmethod
    def _prepared(sound: MixedClip, rate: int, speed: float) -> Samples:
        samples = audio.floats(sound.clip, rate)
        return stretch(samples, rate, speed) if speed not in (0.0, 1.0) else samples

    # ----------------------------------------------------------------------------------------------- from the device

    def mix(self, count: int) -> Samples:
        """The next `count` samples, shape (count, channels), in [-1, 1]."""
        out = np.zeros((count, self.channels), np.float32)
        with self._lock:
            self._hush.goal = 0.0 if self.timeline < self._hushed_until else 1.0
            done = 0
            while done < count:
                done += self._piece(out[done:])
            gains = (self.volume.over(count, self.rate), self._hush.over(count, self.rate))
        for gain in gains:
            _weaken(out, gain)
        return audio.bent(out)

    def _piece(self, out: Samples) -> int:
        """Fills the start of `out`, up to where the map bends next; returns how much."""
        if self._then is not None and self._gate.value <= 0.0:
            self._turn(self._then)
        count = len(out)
        if self._then is not None:
            count = min(count, max(1, math.ceil(self._gate.value * RAMP * self.rate)))
        if self.clock.bend.speed > 0:
            for sound in self._sounds:
                self._add(sound, out[:count])
        _weaken(out[:count], self._gate.over(count, self.rate))
        self._written += count
        return count

    def _turn(self, then: _Turn) -> None:
        self.clock.bend_at(self.timeline, scene=then.scene, speed=then.speed)
        self._sounds = tuple(sound for sound in self._sounds if sound not in then.gone)
        known = set(self._sounds)
        self._ready = {sound: samples for sound, samples in (self._ready | then.ready).items() if sound in known}
        self._then = None
        self._gate.goal = 1.0

    def _add(self, sound: MixedClip, out: Samples) -> None:
        if out.shape[1] == 1:
            if sound.spread != "sides" and (piece := self._part(sound, len(out))) is not None:
                out[piece.place, 0] += piece.samples
        elif sound.spread in SPREADS:
            for late, gains in SPREADS[sound.spread]:
                if (piece := self._part(sound, len(out), round(late * self.rate))) is not None:
                    out[piece.place] += piece.samples[:, np.newaxis] * gains
        elif (piece := self._part(sound, len(out))) is not None:
            out[piece.place] += piece.samples[:, np.newaxis] * self._sides(sound, piece)

    def _part(self, sound: MixedClip, count: int, late: int = 0) -> _Part | None:
        """What of a sound is among the next `count` samples, or will be `late` samples on; None for nothing."""
        bend = self.clock.bend
        samples = self._ready.get(sound)
        if samples is None:
            return None
        first = self._index(sound.start, bend.scene, bend.speed) + late
        here = round((self.timeline - bend.timeline) * self.rate)
        low, high = max(first, here), min(first + len(samples), here + count)
        if high <= low:
            return None
        piece = samples[low - first : high - first] * np.float32(sound.gain)
        if sound.cut < math.inf:
            cut = self._index(sound.cut, bend.scene, bend.speed)
            if first >= cut:
                return None
            fade = 1 - (np.arange(low, high, dtype=np.float32) - cut) / np.float32(RAMP * self.rate)
            piece *= np.clip(fade, 0.0, 1.0)
        return _Part(slice(low - here, high - here), piece, low)

    def _sides(self, sound: MixedClip, part: _Part) -> Waves:
        """With which gains left and right hear a part of a sound. Where its owner was put elsewhere meanwhile, it moves
        there within the part."""
        bend, count = self.clock.bend, len(part.samples)
        course = self.courses.get(sound.who, MIDDLE)
        gains = course.gains(part.first, count, bend.speed / self.rate, bend.scene)
        before, sound.heard = sound.heard, gains[-1]
        if before is None or np.abs(gains[0] - before).max() < SMALL:
            return gains
        share = (np.arange(1, count + 1, dtype=np.float32) / np.float32(count))[:, np.newaxis]
        moved: Waves = before * (1 - share) + gains * share
        return moved

    def _index(self, scene: float, bend_scene: float, speed: float) -> int:
        return round((scene - bend_scene) / speed * self.rate)


def _weaken(out: Samples, gain: Samples | float) -> None:
    """Multiplies samples, shape (count, channels), by a gain, or by one for each."""
    if isinstance(gain, np.ndarray):
        out *= gain[:, np.newaxis]
    elif gain != 1.0:
        out *= gain


WINDOW = 0.03
"""Seconds of one piece in `stretched`: two or three periods of a low voice."""

SEARCH = 0.01
"""Seconds that a piece may move to fit the one before: a period of a 100 Hz voice."""

COARSE_HZ = 6_000
"""Rate in Hz at which the fit is sought before it is made exact: the sound that this leaves out decides nothing, and
the search takes a fiftieth of the time."""


def stretch(samples: Samples, rate: int, speed: float) -> Samples:
    """The same sound `speed` times as fast, at the same pitch: shape (round(count / speed),).

    Waveform similarity overlap-add: Verhelst and Roelands, "An overlap-add technique based on waveform similarity
    (WSOLA) for high quality time-scale modification of speech", ICASSP 1993.
    """
    wanted = round(len(samples) / speed)
    size = int(WINDOW * rate) // 2 * 2
    hop, search = size // 2, int(SEARCH * rate)
    if len(samples) < size + 2 * search or speed == 1.0:
        at = np.arange(wanted, dtype=np.float64) * speed
        return np.interp(at, np.arange(len(samples)), samples).astype(np.float32) if len(samples) else samples
    padded = np.concatenate([np.zeros(search, np.float32), samples, np.zeros(size + 2 * search + hop, np.float32)])
    fit = _Fit(padded, hop, search, max(1, rate // COARSE_HZ))
    window = np.hanning(size + 1)[:size].astype(np.float32)
    out = np.zeros(wanted + 2 * size, np.float32)
    follows = search
    for start in range(0, wanted + hop, hop):
        ideal = min(int(start * speed), len(samples))
        best = fit.best(ideal, follows) if start else search
        out[start : start + size] += window * padded[best : best + size]
        follows = best + hop
    # The first half window has nothing before it to overlap with.
    out[:hop] += window[hop:size] * samples[:hop]
    return out[:wanted]


class _Fit:
    """Finds the place near a given one where a sound is most like it is at another."""

    def __init__(self, samples: Samples, length: int, search: int, step: int) -> None:
        """`length`: samples that are compared; `search`: how far from the middle; `step`: samples for a coarse one."""
        self._samples, self._length, self._search, self._step = samples, length, search, step
        whole = samples[: len(samples) // step * step].reshape(-1, step)
        self._coarse: Samples = whole.mean(axis=1, dtype=np.float32)

    def best(self, low: int, like: int) -> int:
        """The place from `low` to `low + 2 * search` at which the sound is most like it is at `like`."""
        step = self._step
        wanted = self._coarse[like // step : (like + self._length) // step]
        region = self._coarse[low // step : (low + self._length + 2 * self._search) // step]
        if not 0 < len(wanted) <= len(region):
            return low + self._search
        rough = (low // step + int(np.argmax(np.correlate(region, wanted, "valid")))) * step
        first = max(low, rough - step)
        last = min(low + 2 * self._search, rough + step)
        exact = np.correlate(
            self._samples[first : last + self._length], self._samples[like : like + self._length], "valid"
        )
        return first + int(np.argmax(exact)) if len(exact) else low + self._search
