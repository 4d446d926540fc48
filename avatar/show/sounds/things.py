"""Doors, telephones, bells, glass, steps: things on a stage that make a noise."""

from __future__ import annotations

import numpy as np

from avatar.sound.synth import (
    RATE,
    Points,
    Rng,
    Wave,
    band,
    curve,
    decay,
    fade,
    modes,
    noise,
    resonant,
    room,
    sequence,
    times,
    tone,
)

# --------------------------------------------------------------------------------------------------------------- doors


def _knuckle(chance: Rng, force: float = 1.0) -> Wave:
    """Bone on a hollow panel."""
    panel = ((112.0, 0.9, 0.045), (178.0, 1.0, 0.04), (263.0, 0.7, 0.03), (415.0, 0.5, 0.018), (690.0, 0.35, 0.01))
    partials = [(hertz * (0.97 + 0.06 * chance.random()), loud, fall) for hertz, loud, fall in panel]
    bone = band(noise(chance, 0.3), 900.0, 4500.0) * decay(0.3, 0.004)
    return force * (modes(partials, 0.3, chance) + 0.7 * bone)


def knock(chance: Rng) -> Wave:
    """Three knocks on a door."""
    gaps = (0.0, 0.21 + 0.02 * chance.random(), 0.43 + 0.03 * chance.random())
    parts = [(at, _knuckle(chance, force)) for at, force in zip(gaps, (0.85, 1.0, 0.9), strict=True)]
    return room(sequence(parts), 0.25, 0.5, chance, 2500.0)


def _latch(chance: Rng, force: float = 1.0) -> Wave:
    """A bolt slides and clicks."""
    spring = ((1450.0, 0.6, 0.012), (2350.0, 1.0, 0.015), (3900.0, 0.8, 0.01), (5600.0, 0.5, 0.006))
    first = modes(spring, 0.12, chance) + 0.5 * band(noise(chance, 0.12), 1500.0, 9000.0) * decay(0.12, 0.006)
    second = modes([(h * 0.82, g, f * 1.3) for h, g, f in spring], 0.12, chance)
    return force * sequence(((0.0, 0.6 * first), (0.07, second)))


def creak(chance: Rng, seconds: float = 0.9) -> Wave:
    """A hinge sticks and slips: a pulse train whose pace wanders, in wood."""
    t = times(seconds)
    knots = np.linspace(0, seconds, 9)
    pace = np.interp(t, knots, 70.0 + 110.0 * np.array([chance.random() for _ in knots]))
    phase = np.cumsum(pace) / RATE
    ticks = np.diff(np.floor(phase), prepend=0.0) * (0.5 + 0.5 * noise(chance, seconds))
    squeal = resonant(ticks, ((620.0, 60.0, 1.0), (1180.0, 90.0, 0.8), (1930.0, 120.0, 0.5), (3100.0, 300.0, 0.3)))
    squeal *= curve(((0, 0), (0.15, 0.7), (seconds * 0.7, 1.0), (seconds, 0)), seconds)
    return squeal / max(float(np.abs(squeal).max()), 1e-9)


def _thud(chance: Rng, force: float = 1.0) -> Wave:
    """Wood meets its frame."""
    frame = ((58.0, 1.0, 0.12), (96.0, 0.9, 0.09), (151.0, 0.6, 0.06), (240.0, 0.4, 0.04), (388.0, 0.3, 0.02))
    slap = band(noise(chance, 0.5), 200.0, 3500.0) * decay(0.5, 0.018)
    return force * (modes(frame, 0.5, chance) + 1.1 * slap)


def door_open(chance: Rng) -> Wave:
    parts = ((0.0, 0.8 * _latch(chance)), (0.18, 0.45 * creak(chance)), (1.12, 0.12 * _thud(chance)))
    return room(sequence(parts), 0.25, 0.5, chance)


def door_close(chance: Rng) -> Wave:
    parts = ((0.0, 0.3 * creak(chance, 0.5)), (0.52, 0.5 * _thud(chance)), (0.56, 0.6 * _latch(chance)))
    return room(sequence(parts), 0.25, 0.5, chance)


def door_slam(chance: Rng) -> Wave:
    """Shut in anger: the frame rattles after it."""
    parts = [(0.0, 1.4 * _thud(chance)), (0.004, _thud(chance)), (0.012, 0.5 * _latch(chance))]
    parts += [(0.06 + 0.05 * n + 0.01 * chance.random(), 0.16 * 0.7**n * _thud(chance)) for n in range(5)]
    return room(sequence(parts), 0.45, 0.8, chance, 2500.0)


def door(chance: Rng) -> Wave:
    """Somebody comes in: opened, and shut behind."""
    return sequence(((0.0, door_open(chance)), (1.5, door_close(chance))))


# ----------------------------------------------------------------------------------------------------- bells, telephone


def _bell(hertz: float, seconds: float, chance: Rng, fall: float) -> Wave:
    """A small bell: partials of a struck rim, each split in two, so that it shimmers."""
    partials = []
    for ratio, loud, share in (
        (1.0, 1.0, 1.0),
        (2.0, 0.55, 0.7),
        (2.76, 0.45, 0.45),
        (4.1, 0.3, 0.25),
        (5.4, 0.3, 0.15),
    ):
        split = 1.0 + 0.0012 * (1 + chance.random())
        partials += [(hertz * ratio, 0.6 * loud, fall * share), (hertz * ratio * split, 0.4 * loud, fall * share)]
    return modes(partials, seconds, chance)


def ding(chance: Rng) -> Wave:
    """A counter bell, hit once."""
    click = band(noise(chance, 0.05), 2000.0, 12000.0) * decay(0.05, 0.003)
    return room(sequence(((0.0, _bell(1975.0, 2.2, chance, 0.55)), (0.0, 0.4 * click))), 0.1, 0.4, chance)


def ding_dong(chance: Rng) -> Wave:
    """A doorbell with two bars."""
    parts = ((0.0, _bell(659.3, 2.0, chance, 0.6)), (0.55, _bell(523.3, 2.4, chance, 0.8)))
    return room(sequence(parts), 0.2, 0.5, chance)


def church_bell(chance: Rng) -> Wave:
    """Hum, prime, minor third, fifth, nominal: a bell in a tower, once."""
    partials = []
    for ratio, loud, fall in (
        (0.5, 0.6, 3.2), (1.0, 0.8, 2.2), (1.19, 0.8, 1.8), (1.5, 0.35, 1.2), (2.0, 1.0, 1.4), (2.52, 0.4, 0.7),
        (3.0, 0.35, 0.6), (4.1, 0.3, 0.35), (5.3, 0.25, 0.2),
    ):  # fmt: skip
        partials += [(220 * ratio, loud, fall), (220 * ratio * 1.0025, 0.6 * loud, fall)]
    return room(modes(partials, 4.0, chance), 0.3, 1.8, chance)


def _ring(chance: Rng, seconds: float) -> Wave:
    """A clapper between two gongs, twenty-six times a second."""
    gongs = [_bell(hertz, 0.5, chance, 0.12) for hertz in (1330.0, 1575.0)]
    parts = [(n * 0.038, gongs[n % 2] * (0.9 + 0.2 * chance.random())) for n in range(round(seconds / 0.038))]
    return sequence(parts)


def phone(chance: Rng) -> Wave:
    """A telephone with a bell rings: two short rings, a pause, two short rings."""
    parts = [(at, _ring(chance, 0.4)) for at in (0.0, 0.6, 2.4, 3.0)]
    return room(sequence(parts), 0.15, 0.4, chance)


def phone_once(chance: Rng) -> Wave:
    """One double ring."""
    return room(sequence([(at, _ring(chance, 0.4)) for at in (0.0, 0.6)]), 0.15, 0.4, chance)


def mobile(chance: Rng) -> Wave:
    """A telephone without a bell: an own little tune on square-cut tones, twice."""
    notes = ((0.0, 1175), (0.12, 1480), (0.24, 1760), (0.36, 1480), (0.48, 2093), (0.66, 1760))
    parts = []
    for again in (0.0, 1.2):
        for at, hertz in notes:
            wave = tone(hertz, 0.14) + 0.3 * tone(3 * hertz, 0.14) + 0.1 * tone(5 * hertz, 0.14)
            parts.append((again + at, fade(wave * decay(0.14, 0.12), 0.003, 0.02)))
    return room(sequence(parts), 0.08, 0.3, chance)


def _handset(chance: Rng, force: float) -> Wave:
    """Bakelite on its cradle."""
    shell = ((410.0, 1.0, 0.012), (890.0, 0.9, 0.01), (1650.0, 0.7, 0.008), (2700.0, 0.5, 0.005))
    return force * (modes(shell, 0.1, chance) + 0.6 * band(noise(chance, 0.1), 600.0, 6000.0) * decay(0.1, 0.006))


def phone_up(chance: Rng) -> Wave:
    """The receiver is picked up."""
    rustle = band(noise(chance, 0.25), 500.0, 4000.0, 1) * curve(((0, 0), (0.1, 0.1), (0.25, 0)), 0.25)
    parts = ((0.0, _handset(chance, 0.7)), (0.07, _handset(chance, 1.0)), (0.1, rustle))
    return room(sequence(parts), 0.15, 0.3, chance)


def hang_up(chance: Rng) -> Wave:
    """The receiver is put down; its bell stirs."""
    parts = (
        (0.0, _handset(chance, 1.0)),
        (0.055, _handset(chance, 0.8)),
        (0.06, 0.06 * _bell(1330.0, 0.6, chance, 0.15)),
    )
    return room(sequence(parts), 0.15, 0.3, chance)


def dial_tone(chance: Rng) -> Wave:
    """Nobody is there any more: 425 Hz, as in most of Europe."""
    del chance
    return fade(tone(425.0, 1.6) + 0.05 * tone(850.0, 1.6), 0.01, 0.05)


# ----------------------------------------------------------------------------------------------------------- movements


def whoosh(chance: Rng) -> Wave:
    """Something passes fast: a band of noise that rises to the ear and falls away."""
    return _swept(chance, 0.75, ((0, 350), (0.38, 2200), (0.75, 450)), ((0, 0), (0.36, 1), (0.45, 0.8), (0.75, 0)))


def swoosh_up(chance: Rng) -> Wave:
    """Off it goes."""
    return _swept(chance, 0.6, ((0, 300), (0.6, 5000)), ((0, 0), (0.45, 1), (0.6, 0)))


def _swept(chance: Rng, seconds: float, centre: Points, loud: Points) -> Wave:
    t = times(seconds)
    hiss = noise(chance, seconds)
    edges = 200.0 * 2.0 ** (np.arange(12) * 0.5)
    place = np.log2(curve(centre, seconds))
    out = np.zeros_like(t)
    for edge in edges:
        share = np.exp(-(((place - np.log2(edge)) / 0.55) ** 2))
        out += band(hiss, edge * 0.84, edge * 1.19) * share
    return out * curve(loud, seconds) ** 1.5


def boing(chance: Rng) -> Wave:
    """A spring let go: a note that wobbles as it settles, ever faster."""
    t = times(1.5)
    wobble = np.cumsum(9.0 + 7.0 * t) / RATE
    depth = 0.42 * np.exp(-t / 0.55)
    pitch = 165.0 * 2 ** (0.35 * np.exp(-t / 0.08)) * (1.0 + depth * np.sin(2 * np.pi * wobble))
    twang = sum(tone(pitch * n, 1.5) / n**1.1 for n in (1, 2, 3, 4, 5, 7))
    metal = modes(((1430.0, 0.12, 0.2), (2210.0, 0.1, 0.15), (3350.0, 0.06, 0.1)), 1.5, chance)
    swing = 0.6 + 0.4 * np.sin(2 * np.pi * wobble + 1.0)
    return room(np.asarray(twang) * decay(1.5, 0.38, 0.003) * swing + metal, 0.1, 0.3, chance)


def pop(chance: Rng) -> Wave:
    """A cork, or a finger in a cheek."""
    t = times(0.16)
    drop = tone(380.0 + 900.0 * np.minimum(t / 0.03, 1.0), 0.16) * decay(0.16, 0.022)
    return room(drop + 0.25 * band(noise(chance, 0.16), 800.0, 5000.0) * decay(0.16, 0.004), 0.12, 0.3, chance)


def slide_whistle(chance: Rng) -> Wave:
    """Up, with a turn at the top."""
    pitch = 480.0 * 2 ** curve(((0, 0), (0.75, 1.5), (0.9, 1.45), (1.05, 1.9)), 1.05)
    pitch = pitch * (1.0 + 0.012 * np.sin(2 * np.pi * 6.0 * times(1.05)))
    loud = curve(((0, 0), (0.05, 1), (0.95, 0.9), (1.05, 0)), 1.05)
    air = band(noise(chance, 1.05), 1000.0, 6000.0) * 0.06
    return room(
        (tone(pitch, 1.05) + 0.12 * tone(2 * pitch, 1.05) + 0.04 * tone(3 * pitch, 1.05) + air) * loud,
        0.15,
        0.5,
        chance,
    )


def glass(chance: Rng) -> Wave:
    """A glass breaks: the crack, then splinters that ring, each for itself, as they land."""
    crack = band(noise(chance, 0.25), 1500.0, 14000.0) * decay(0.25, 0.02)
    parts = [(0.0, 1.3 * crack)]
    for _ in range(70):
        hertz = 1900.0 * 5.0 ** chance.random()
        at = 0.01 + 0.75 * chance.random() ** 2.2
        ring = modes(((hertz, 1.0, 0.05), (hertz * 1.62, 0.6, 0.035), (hertz * 2.41, 0.35, 0.02)), 0.25, chance) * (
            0.35 * (0.2 + chance.random()) * np.exp(-at / 0.5)
        )
        parts.append((at, ring))
    return room(sequence(parts), 0.15, 0.5, chance, 6000.0)


def _step(chance: Rng, force: float) -> Wave:
    """Heel, then sole, on boards."""
    boards = ((88.0, 1.0, 0.03), (143.0, 0.7, 0.025), (231.0, 0.5, 0.018), (610.0, 0.25, 0.008))
    heel = modes([(h * (0.95 + 0.1 * chance.random()), g, f) for h, g, f in boards], 0.2, chance)
    heel += 0.5 * band(noise(chance, 0.2), 700.0, 5000.0) * decay(0.2, 0.005)
    sole = band(noise(chance, 0.2), 300.0, 3000.0) * decay(0.2, 0.02, 0.005)
    return force * sequence(((0.0, heel), (0.06, 0.25 * sole)))


def footsteps(chance: Rng) -> Wave:
    """Somebody walks up: six steps, nearer each time."""
    parts, at = [], 0.0
    for number in range(6):
        parts.append((at, _step(chance, (0.45 + 0.1 * number) * (1.0 if number % 2 else 0.85))))
        at += 0.52 + 0.03 * chance.random()
    return room(sequence(parts), 0.25, 0.6, chance, 2500.0)


def typing(chance: Rng) -> Wave:
    """Keys in bursts, a longer one for the space, and a last, decided one."""
    parts, at = [], 0.0
    for number in range(26):
        key = 1700.0 + 900.0 * chance.random()
        down = modes(((key, 0.5, 0.006), (key * 1.9, 0.4, 0.004), (320.0, 0.5, 0.01)), 0.08, chance)
        down += 0.7 * band(noise(chance, 0.08), 1500.0, 8000.0) * decay(0.08, 0.004)
        force = 0.6 + 0.4 * chance.random()
        parts += [(at, force * down), (at + 0.06 + 0.02 * chance.random(), 0.3 * force * down)]
        at += 0.085 + 0.08 * chance.random() + (0.22 if number % 6 == 5 else 0.0)
    parts.append((at + 0.15, 1.4 * down))
    return room(sequence(parts), 0.1, 0.3, chance)


def clock(chance: Rng) -> Wave:
    """Tick, tock: four seconds of it."""
    parts = []
    for number in range(8):
        key = 2600.0 if number % 2 else 2150.0
        tick = modes(((key, 1.0, 0.006), (key * 1.7, 0.6, 0.004), (key * 0.4, 0.5, 0.012)), 0.1, chance)
        parts.append((number * 0.5, tick))
    return room(sequence(parts), 0.2, 0.4, chance)
