"""Drums and cymbals, and what a pit band plays on them between jokes."""

from __future__ import annotations

import numpy as np

from avatar.sound.synth import Rng, Wave, band, decay, noise, resonant, room, sequence, times, tone


def snare(chance: Rng, force: float = 1.0) -> Wave:
    """Two skins and a strip of wires under them."""
    t = times(0.28)
    skin = tone(185 * (1 + 0.25 * np.exp(-t / 0.01)), 0.28) * decay(0.28, 0.07)
    skin += 0.6 * tone(330 * (1 + 0.15 * np.exp(-t / 0.01)), 0.28) * decay(0.28, 0.045)
    wires = band(noise(chance, 0.28), 1400.0, 9000.0) * decay(0.28, 0.05 + 0.02 * force)
    stick = band(noise(chance, 0.28), 2500.0, 12000.0) * decay(0.28, 0.004)
    return force * (0.55 * skin + 0.9 * wires + 0.8 * force * stick)


def tom(chance: Rng, hertz: float, force: float = 1.0) -> Wave:
    """A skin whose note drops as it calms down."""
    t = times(0.6)
    pitch = hertz * (1.0 + 0.5 * np.exp(-t / 0.035))
    body = tone(pitch, 0.6) * decay(0.6, 0.16) + 0.4 * tone(pitch * 1.59, 0.6) * decay(0.6, 0.08)
    body += 0.2 * tone(pitch * 2.14, 0.6) * decay(0.6, 0.05)
    stick = band(noise(chance, 0.6), 800.0, 6000.0) * decay(0.6, 0.008)
    return force * (body + 0.5 * stick)


def kick(chance: Rng, force: float = 1.0) -> Wave:
    t = times(0.35)
    body = tone(52 + 110 * np.exp(-t / 0.018), 0.35) * decay(0.35, 0.1)
    return force * (body + 0.25 * band(noise(chance, 0.35), 500.0, 5000.0) * decay(0.35, 0.006))


def cymbal(chance: Rng, seconds: float = 2.2, force: float = 1.0) -> Wave:
    """Hundreds of clashing modes: a dense, bright hiss with metal in it; the top dies first."""
    t = times(seconds)
    metal = np.zeros_like(t)
    for _ in range(40):
        hertz = 320.0 * 40.0 ** chance.random()
        metal += np.sin(2 * np.pi * (hertz * t + chance.random())) * np.exp(-t * (1.2 + hertz / 4500) / (seconds * 0.4))
    hiss = noise(chance, seconds)
    high = band(hiss, 6000.0, 16000.0) * np.exp(-t / (0.16 * seconds))
    middle = band(hiss, 2500.0, 7000.0) * np.exp(-t / (0.24 * seconds))
    hit = band(hiss, 3000.0, 15000.0) * np.exp(-t / 0.012)
    return force * (0.035 * metal + 0.9 * high + 0.6 * middle + 0.6 * hit) * np.minimum(t / 0.0015, 1.0)


def hat(chance: Rng, force: float = 1.0, seconds: float = 0.08) -> Wave:
    """Two small cymbals, shut."""
    return force * band(noise(chance, seconds), 7000.0, 15000.0) * decay(seconds, seconds / 3.5)


def brush(chance: Rng, force: float = 1.0) -> Wave:
    """Wire brushes on a snare."""
    t = times(0.2)
    swish = band(noise(chance, 0.2), 2500.0, 9000.0) * np.minimum(t / 0.02, 1.0) * np.exp(-t / 0.045)
    return force * swish


def click(chance: Rng, force: float = 1.0) -> Wave:
    """Stick across the rim."""
    hiss = noise(chance, 0.09) * decay(0.09, 0.004)
    return force * resonant(hiss, ((1750.0, 160.0, 1.0), (2900.0, 400.0, 0.5), (480.0, 120.0, 0.7)))


def rimshot(chance: Rng) -> Wave:
    """Ba dum tss: snare, tom, and a crash with the kick under it."""
    parts = [
        (0.0, snare(chance, 0.8)),
        (0.0, 0.5 * tom(chance, 190.0, 0.7)),
        (0.19, tom(chance, 118.0, 1.0)),
        (0.52, 0.9 * cymbal(chance, 2.0)),
        (0.52, 0.9 * kick(chance)),
        (0.525, 0.35 * snare(chance, 0.7)),
    ]
    return room(sequence(parts), 0.12, 0.45, chance)


def _roll(chance: Rng, seconds: float, soft: float, hard: float) -> list[tuple[float, Wave]]:
    """Two hands, each bouncing: strokes never quite even."""
    strokes = [snare(chance, 0.6) for _ in range(6)]
    parts: list[tuple[float, Wave]] = []
    at = 0.0
    while at < seconds:
        force = soft + (hard - soft) * (at / seconds) ** 1.5
        stroke = strokes[int(chance.random() * len(strokes))]
        parts.append((at, stroke * force * (0.75 + 0.5 * chance.random())))
        at += 0.036 * (0.85 + 0.3 * chance.random())
    return parts


def roll(chance: Rng) -> Wave:
    """A drum roll that grows and ends in a crash: the tension before an answer."""
    parts = _roll(chance, 2.6, 0.15, 0.8)
    parts += [(2.68, snare(chance, 1.1)), (2.68, 0.9 * kick(chance)), (2.68, 0.9 * cymbal(chance, 1.8))]
    return room(sequence(parts), 0.15, 0.5, chance)


def tension(chance: Rng) -> Wave:
    """A drum roll without its end: somebody has to break it."""
    return room(sequence(_roll(chance, 3.0, 0.12, 0.7)), 0.15, 0.5, chance)
