"""How sprites wobble, drag, tip and stretch in PNGTuber Plus, as moves of layers.

The program steps 60 times a second (spriteObject.gd and main.gd of github.com/kaiakairos/PNGTuber-Plus):

    wobble    a sprite's place is (sin(n xFrq) xAmp, sin(n yFrq) yAmp) in step n
    drag      it goes 1/drag of the way to its place in each step, seen from the stage: what hangs on a parent lags
    tip       it turns by rotDrag degrees for each pixel that it rose in a step, at most to rLimitMin and rLimitMax,
              and goes a quarter of the way to that in each step
    stretch   it is taller by stretchAmount percent for each pixel that it rose, and as much slimmer, half of the way
    bounce    when speech starts all of it takes off at 250 pixels a second, under a gravity of 1,000

All but the bounds is linear, so a wobble stays a sine of its frequency: complex amplitudes hold its size and its lag,
and each frequency becomes two swings, a sine and a cosine, that a layer follows by their parts.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping
from typing import NamedTuple

from avatar.character.swings import FASTEST, MOST_SWINGS, Swing

STEPS = 60
"""Steps a second."""
BOUNCE = 250.0**2 / (2 * 1000)
"""Pixels of a bounce, at its highest."""
_TAKE_OFF = 250.0 / STEPS
"""Pixels that it rises in its first step."""
_TIPS, _STRETCHES = 0.25, 0.5
"""Share of the way that a turn and a stretch go in a step."""
_LONGEST_LAG = 8.0
"""Steps that a drag may lag in a bounce, which is no sine: further, what lags would fly off."""
_LEAST = {"x": 0.05, "y": 0.05, "rotate": 0.05, "scale_x": 0.0005, "scale_y": 0.0005}
"""Amounts that can't be seen."""
_MOST_STRETCH = 0.6


class Motion(NamedTuple):
    """How one sprite moves, in the program's own units."""

    x_frequency: float = 0.0
    """Radians a step."""
    x_reach: float = 0.0
    """Pixels."""
    y_frequency: float = 0.0
    y_reach: float = 0.0
    drag: float = 0.0
    """Steps; up to 1 it does not lag."""
    tip: float = 0.0
    """Degrees for each pixel that it rose in a step."""
    least: float = -180.0
    """Degrees that it tips at the least, and at the most."""
    most: float = 180.0
    stretch: float = 0.0
    """Percent for each pixel that it rose in a step."""
    bounces: bool = True
    """Whether a bounce tips and stretches it."""


class _Wave(NamedTuple):
    """What of a sprite's place goes to and fro at one frequency: complex amplitudes in pixels."""

    x: complex = 0j
    y: complex = 0j


_Moves = dict[str, dict[str, float]]


class Swinging:
    """The moves of all sprites of a figure, and the swings that they follow."""

    def __init__(self, sprites: Mapping[str, tuple[str, Motion]]) -> None:
        """`sprites`: identity to parent and motion; parents that are not among them are the stage."""
        self._sprites = sprites
        self._names = self._name()
        self._places: dict[str, dict[float, _Wave]] = {}
        self._moves = {identity: self._find_moves(identity) for identity in sprites}

    def swings(self) -> dict[str, Swing]:
        """Name to swing, of those that something follows."""
        used = {channel.removeprefix("swings.") for moves in self._moves.values() for channel in moves}
        found: dict[str, Swing] = {}
        for frequency, name in self._names.items():
            hz = round(frequency * STEPS / (2 * math.pi), 5)
            found[name] = Swing(hz)
            found[f"{name}-late"] = Swing(hz, 0.25)
        return {name: swing for name, swing in found.items() if name in used}

    def moves(self, identity: str) -> _Moves:
        """Channel to amounts of one sprite."""
        return self._moves[identity]

    def _name(self) -> dict[float, str]:
        """The frequencies that are to be seen, with a name each."""
        every = {abs(value) for _, motion in self._sprites.values() for value in _frequencies(motion)}
        kept = [value for value in sorted(every) if 0 < value * STEPS / (2 * math.pi) <= FASTEST]
        return {value: f"wobble-{number}" for number, value in enumerate(kept[: MOST_SWINGS // 2], 1)}

    def _place(self, identity: str, depth: int = 0) -> dict[float, _Wave]:
        """Where a sprite is, seen from the stage, by frequency."""
        if identity not in self._sprites or depth > len(self._sprites):
            return {}
        if identity not in self._places:
            parent, motion = self._sprites[identity]
            target = dict(self._place(parent, depth + 1))
            for frequency, wave in _own(motion).items():
                before = target.get(frequency, _Wave())
                target[frequency] = _Wave(before.x + wave.x, before.y + wave.y)
            self._places[identity] = {
                frequency: _Wave(
                    *(each * _follow(frequency, 1 / motion.drag if motion.drag > 1 else 1) for each in wave)
                )
                for frequency, wave in target.items()
            }
        return self._places[identity]

    def _find_moves(self, identity: str) -> _Moves:
        parent, motion = self._sprites[identity]
        carried = self._place(parent)
        found: _Moves = {}
        for frequency, wave in self._place(identity).items():
            if frequency not in self._names:
                continue
            before = carried.get(frequency, _Wave())
            rise = wave.y * (cmath.exp(-1j * frequency) - 1)  # pixels up in a step
            tips = rise * motion.tip * _follow(frequency, _TIPS)
            grows = rise * motion.stretch * 0.01 * _follow(frequency, _STRETCHES)
            amounts = {
                "x": wave.x - before.x, "y": wave.y - before.y, "rotate": _bound(tips, motion),
                "scale_x": -_held(grows, _MOST_STRETCH), "scale_y": _held(grows, _MOST_STRETCH),
            }  # fmt: skip
            name = f"swings.{self._names[frequency]}"
            _put(found, name, {key: value.real for key, value in amounts.items()})
            _put(found, f"{name}-late", {key: value.imag for key, value in amounts.items()})
        _put(found, "hop.speed", _bounce(motion))
        return found


def _frequencies(motion: Motion) -> tuple[float, ...]:
    return tuple(frequency for frequency, reach in (motion[:2], motion[2:4]) if reach and frequency)


def _own(motion: Motion) -> dict[float, _Wave]:
    """A sprite's own wobble by frequency; a negative frequency is the positive one, upside down."""
    found: dict[float, _Wave] = {}
    if motion.x_reach and motion.x_frequency:
        found[abs(motion.x_frequency)] = _Wave(x=complex(math.copysign(1, motion.x_frequency) * motion.x_reach))
    if motion.y_reach and motion.y_frequency:
        before = found.get(abs(motion.y_frequency), _Wave())
        height = complex(math.copysign(1, motion.y_frequency) * motion.y_reach)
        found[abs(motion.y_frequency)] = before._replace(y=height)
    return found


def _follow(frequency: float, share: float) -> complex:
    """What becomes of a wave of which so large a share of the way is gone in each step: smaller, and later."""
    return share / (1 - (1 - share) * cmath.exp(-1j * frequency))


def _bound(tips: complex, motion: Motion) -> complex:
    """A turn within the sprite's limits: smaller, where they cut its sine off."""
    size = abs(tips)
    return _held(tips, (min(size, max(0.0, motion.most)) + min(size, max(0.0, -motion.least))) / 2)


def _held(wave: complex, most: float) -> complex:
    return wave if abs(wave) <= most else wave * most / abs(wave)


def _bounce(motion: Motion) -> dict[str, float]:
    """What a bounce does to a sprite at its full speed."""
    lag = min(_LONGEST_LAG, max(0.0, motion.drag - 1)) * _TAKE_OFF
    if not motion.bounces:
        return {"y": lag}
    grows = max(-_MOST_STRETCH, min(_MOST_STRETCH, _TAKE_OFF * motion.stretch * 0.01))
    tips = _bound(complex(_TAKE_OFF * motion.tip), motion).real
    return {"y": lag, "rotate": tips, "scale_x": -grows, "scale_y": grows}


def _put(moves: _Moves, channel: str, amounts: Mapping[str, float]) -> None:
    seen = {key: round(value, 5) for key, value in amounts.items() if abs(value) >= _LEAST[key]}
    if seen:
        moves[channel] = seen
