"""What is heard from outside: crickets, rain, thunder, a street."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from avatar.sound.synth import (
    RATE,
    Rng,
    Wave,
    add,
    band,
    convolve,
    curve,
    decay,
    fade,
    impulse,
    noise,
    resonant,
    times,
    tone,
)


def make_passages(make: Callable[[Rng, float], Wave], seconds: float, chance: Rng) -> tuple[Wave, Wave]:
    """What goes on and on: from its beginning, and as it goes on from its own end. Both last `seconds`."""
    over = 1.0
    whole = make(chance, seconds + over)
    count, shared = round(seconds * RATE), round(over * RATE)
    share = np.sin(np.linspace(0.0, np.pi / 2, shared)) ** 2
    first = whole[:count].copy()
    again = first.copy()
    again[:shared] = first[:shared] * np.sqrt(share) + whole[count : count + shared] * np.sqrt(1.0 - share)
    first[:shared] *= share
    return first, again


def _cricket(chance: Rng, hertz: float, pulses: int, pace: float) -> Wave:
    """One chirp: a few strokes of a wing, almost a pure note."""
    stroke = tone(hertz * (1.0 + 0.01 * np.linspace(1, -1, round(0.022 * RATE))), 0.022)
    stroke *= np.sin(np.pi * np.linspace(0, 1, len(stroke))) ** 1.2
    out = np.zeros(round((pulses * pace + 0.04) * RATE))
    for number in range(pulses):
        add(out, stroke, number * pace, 0.6 + 0.4 * number / pulses + 0.1 * chance.random())
    return out


def crickets(chance: Rng, seconds: float = 4.0) -> Wave:
    """Nobody laughed: one cricket close by, two far away, each at its own pace, and the night."""
    out = np.zeros(round(seconds * RATE))
    for hertz, pace, gap, loud, first in (
        (4350.0, 0.030, 0.62, 1.0, 0.25), (4720.0, 0.027, 0.81, 0.28, 0.5), (3980.0, 0.033, 0.97, 0.18, 0.05),
    ):  # fmt: skip
        at = first
        while at < seconds - 0.3:
            add(out, _cricket(chance, hertz, 3 + int(chance.random() * 2), pace), at, loud)
            at += gap * (0.95 + 0.1 * chance.random())
    out += 0.012 * band(noise(chance, seconds), 200.0, 3000.0, 1)
    wet = convolve(out, impulse(0.9, chance, 5000.0))[: len(out)] * 0.15
    return out + wet


def rain(chance: Rng, seconds: float = 8.0) -> Wave:
    """A steady fall, and the single drops nearest to the ear."""
    steady = band(noise(chance, seconds), 900.0, 9000.0, 1) * 0.16
    steady += band(noise(chance, seconds), 150.0, 900.0, 1) * 0.12
    out = steady * np.interp(
        times(seconds), np.linspace(0, seconds, 9), [0.85 + 0.3 * chance.random() for _ in range(9)]
    )
    drops = []
    for _ in range(12):
        hertz = 900.0 * 5.0 ** chance.random()
        t = times(0.03)
        drops.append(
            tone(hertz * (1 + 4 * t), 0.03) * decay(0.03, 0.006) + 0.5 * noise(chance, 0.03) * decay(0.03, 0.002)
        )
    for _ in range(int(seconds * 60)):
        add(out, drops[int(chance.random() * 12)], chance.random() * seconds, 0.25 * chance.random() ** 3)
    return out


def thunder(chance: Rng) -> Wave:
    """A crack, and the sky rolling after it."""
    t = times(4.5)
    rumble = band(noise(chance, 4.5), 30.0, 180.0, 2)
    swell = np.interp(t, np.linspace(0, 4.5, 28), [chance.random() for _ in range(28)]) ** 1.5
    roll = rumble * (0.3 + 2.2 * swell) * np.exp(-t / 1.5) * np.minimum(t / 0.15, 1.0)
    crack = band(noise(chance, 4.5), 150.0, 5000.0, 1) * np.exp(-t / 0.12) * (0.4 + swell)
    return 2.0 * roll + 0.7 * crack * np.minimum(t / 0.01, 1.0)


def street(chance: Rng, seconds: float = 8.0) -> Wave:
    """A street from a window: the town's hum, and now and then a car."""
    hum = band(noise(chance, seconds), 40.0, 400.0, 1) * 0.25 + band(noise(chance, seconds), 400.0, 2000.0, 1) * 0.04
    out = hum.copy()
    at = 0.2 + chance.random()
    while at < seconds - 3.0:
        pass_by = curve(((0, 0), (1.3, 1), (1.6, 0.9), (3.0, 0)), 3.0) ** 2
        tyres = band(noise(chance, 3.0), 300.0, 1800.0, 1) * 0.35 + band(noise(chance, 3.0), 50.0, 160.0) * 0.5
        add(out, tyres * pass_by, at, 0.5 + 0.5 * chance.random())
        at += 2.2 + 2.0 * chance.random()
    horn = sum(
        resonant(tone(h, 0.35) + 0.5 * tone(2 * h, 0.35) + 0.4 * tone(3 * h, 0.35), ((900.0, 600.0, 1.0),))
        for h in (392.0, 494.0)
    )
    add(out, fade(np.asarray(horn), 0.02, 0.03), seconds * 0.62, 0.03)
    return out


def wind(chance: Rng, seconds: float = 6.0) -> Wave:
    """Wind round a corner of the house."""
    t = times(seconds)
    hiss = noise(chance, seconds)
    out = np.zeros_like(t)
    for centre in (260.0, 420.0, 700.0):
        gust = np.interp(t, np.linspace(0, seconds, 8), [0.15 + chance.random() for _ in range(8)]) ** 2
        out += resonant(hiss, ((centre, 60.0, 1.0),)) * gust
    return out + 0.2 * band(hiss, 80.0, 500.0, 1)
