"""What one hears of each thing that sounds come from: its note, how it dies away, what of it is bright."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from avatar.show import effects
from avatar.show.sounds import crowd, outdoors, things
from avatar.show.sounds.crowd import HOUSES, MIRTH, MURMURS
from avatar.sound import drums, throats
from avatar.sound.synth import RATE, Rng, Wave, rng
from avatar.sound.throats import THROAT_RATE, Person
from avatar.types import Clip
from tests.show.measures import Floats, between, clip_of, floats, key, note_of, part, peak_near, rms, swell

SEED = 5

# -------------------------------------------------------------------------------------------------------------- drums

STRUCK: dict[str, Callable[[Rng], Wave]] = {
    "snare": drums.snare,
    "tom": lambda chance: drums.tom(chance, 118.0),
    "kick": drums.kick,
    "cymbal": drums.cymbal,
    "hat": drums.hat,
    "rim": drums.click,
    "knuckle": things._knuckle,
    "thud": things._thud,
    "handset": lambda chance: things._handset(chance, 1.0),
    "bell": lambda chance: things._bell(1000.0, 2.0, chance, 0.5),
    "clap": crowd.clap,
}


@pytest.mark.parametrize("name", STRUCK)
def test_what_is_struck_is_loud_at_once_and_dies_away(name: str) -> None:
    sound = STRUCK[name](rng(SEED))
    level = np.sqrt(np.convolve(sound**2, np.ones(240) / 240, "same"))
    assert np.argmax(level) < 0.04 * RATE
    fifths = [max(rms(each), 1e-3 * level.max()) for each in np.array_split(level, 5)]
    assert fifths == sorted(fifths, reverse=True)
    assert fifths[-1] < 0.12 * fifths[0]


def test_a_drum_sounds_at_the_note_of_its_skin_once_it_is_calm_and_higher_at_the_stroke() -> None:
    for sound, calm in (
        (drums.snare(rng(SEED)), 185.0), (drums.tom(rng(SEED), 118.0), 118.0), (drums.tom(rng(SEED), 190.0), 190.0),
        (drums.kick(rng(SEED)), 52.0),
    ):  # fmt: skip
        clip = clip_of(sound)
        assert peak_near(part(clip, 0.06, 0.26), 40.0, 280.0) == pytest.approx(calm, rel=0.08)
        assert peak_near(part(clip, 0.0, 0.03), 40.0, 280.0) > 1.04 * calm
        assert between(clip, 40.0, 400.0) > 0.3, "the skin is heard, and not the stick alone"


def test_a_drum_has_the_overtones_of_its_skins() -> None:
    for sound, hertz in (
        (drums.snare(rng(SEED)), 330.0), (drums.tom(rng(SEED), 118.0), 118.0 * 1.59),
        (drums.tom(rng(SEED), 190.0), 190.0 * 1.59),
    ):  # fmt: skip
        clip = part(clip_of(sound), 0.05, 0.25)
        assert peak_near(clip, 0.88 * hertz, 1.25 * hertz) == pytest.approx(hertz, rel=0.03)
        assert between(clip, 0.97 * hertz, 1.03 * hertz) > 0.01


@pytest.mark.parametrize(
    ("make", "low", "high", "share"),
    [
        (drums.hat, 6000.0, 17_000.0, 0.65),
        (drums.brush, 2000.0, 11_000.0, 0.75),
        (drums.cymbal, 2000.0, 20_000.0, 0.8),
        (drums.click, 1400.0, 3500.0, 0.65),
    ],
)
def test_metal_wires_and_wood_sound_where_they_do(
    make: Callable[[Rng], Wave], low: float, high: float, share: float
) -> None:
    assert between(clip_of(make(rng(SEED))), low, high) > share


def test_a_stick_across_the_rim_rings_at_three_notes() -> None:
    clip = clip_of(sum(drums.click(rng(seed)) for seed in range(8)))
    low, middle, high = (peak_near(clip, *edges) for edges in ((300, 700), (1200, 2200), (2400, 6000)))
    assert middle == pytest.approx(1750, rel=0.06)
    assert low == pytest.approx(480, rel=0.15)
    assert high == pytest.approx(2900, rel=0.15)


def test_the_top_of_a_cymbal_dies_first() -> None:
    clip = clip_of(drums.cymbal(rng(SEED), 2.0))
    assert between(part(clip, 0.0, 0.3), 6000, 20_000) > 1.5 * between(part(clip, 1.0, 2.0), 6000, 20_000)


def test_a_harder_stroke_is_louder_by_its_force() -> None:
    for make in (drums.snare, drums.kick, drums.hat, drums.brush, drums.click):
        soft, hard = (rms(make(rng(SEED), force)) for force in (0.5, 1.0))
        assert 0.45 < soft / hard < 0.6, make.__name__


# ------------------------------------------------------------------------------------------------- bells, telephones


@pytest.mark.parametrize(
    ("name", "start", "end", "hertz"),
    [
        ("ding", 0.1, 1.0, key("b6")),
        ("doorbell", 0.1, 0.5, key("e5")),
        ("doorbell", 1.2, 2.0, key("c5")),
        ("dial tone", 0.1, 1.4, 425.0),
        ("mobile", 0.02, 0.11, key("d6")),
        ("mobile", 0.14, 0.23, key("f#6")),
        ("mobile", 0.26, 0.35, key("a6")),
        ("mobile", 0.50, 0.60, key("c7")),
        ("mobile", 1.22, 1.31, key("d6")),
    ],
)
def test_a_bell_or_a_telephone_has_its_note(name: str, start: float, end: float, hertz: float) -> None:
    heard = peak_near(part(effects.make_effect(name), start, end), 200.0, 3000.0)
    assert heard == pytest.approx(hertz, rel=0.012)


def test_a_telephones_bell_has_two_gongs_a_third_apart_and_a_fast_clapper() -> None:
    clip = part(effects.make_effect("phone"), 0.02, 0.4)
    low, high = peak_near(clip, 1200.0, 1450.0), peak_near(clip, 1460.0, 1750.0)
    assert high / low == pytest.approx(6 / 5, rel=0.03), "a minor third"
    assert between(clip, low * 0.97, low * 1.03) > 0.1
    assert between(clip, high * 0.97, high * 1.03) > 0.1
    fast = np.abs(np.fft.rfft(np.abs(clip.samples.astype(float)) - np.abs(clip.samples).mean(), 1 << 18))
    strokes = np.argmax(fast[: round(60 / RATE * (1 << 18))]) * RATE / (1 << 18)
    assert 10 < strokes < 30


def test_a_church_bell_has_its_hum_an_octave_below_and_a_minor_third() -> None:
    clip = part(effects.make_effect("church bell"), 0.1, 2.5)
    prime = peak_near(clip, 200.0, 240.0)
    assert peak_near(clip, 90.0, 130.0) == pytest.approx(prime / 2, rel=0.02)
    assert peak_near(clip, 245.0, 290.0) == pytest.approx(prime * 2 ** (3 / 12), rel=0.02)
    assert peak_near(clip, 400.0, 480.0) == pytest.approx(prime * 2, rel=0.02)


def test_a_slide_whistle_slides_up_an_octave_and_a_half_turns_and_ends_higher() -> None:
    clip = effects.make_effect("slide whistle")
    heights = [peak_near(part(clip, at, at + 0.05), 300.0, 3000.0) for at in (0.03, 0.35, 0.74, 0.88, 1.0)]
    assert heights[0] < heights[1] < heights[2]
    assert np.log2(heights[2] / heights[0]) == pytest.approx(1.4, abs=0.15)
    assert heights[3] < 1.02 * heights[2]
    assert heights[4] > 1.1 * heights[3]


def test_steps_come_nearer_and_keep_their_pace() -> None:
    level = swell(effects.make_effect("footsteps"), 0.03)
    starts = [at / 100 for at in _tops(level, 20, 0.2)]
    assert len(starts) == 6
    assert np.diff(starts) == pytest.approx(np.full(5, 0.535), abs=0.04)
    loud = [level[round(at * 100)] for at in starts]
    assert loud[5] > 1.4 * loud[0]


def _tops(level: Floats, apart: int, least: float) -> list[int]:
    """Where a level is higher than all around it within `apart`, and than a share of its highest."""
    floor = least * level.max()
    return [at for at in range(len(level)) if level[at] == level[max(0, at - apart) : at + apart + 1].max() > floor]


def test_a_clock_ticks_twice_a_second_and_tocks_lower() -> None:
    clip = effects.make_effect("clock")
    tops = [peak_near(part(clip, 0.5 * n, 0.5 * n + 0.02), 1500.0, 4000.0) for n in range(7)]
    assert all(tock > 1.1 * tick for tick, tock in zip(tops[::2], tops[1::2], strict=False))


# -------------------------------------------------------------------------------------------------------- out of doors


def test_one_cricket_is_close_by_from_the_first_and_two_are_far_away() -> None:
    clip = clip_of(outdoors.crickets(rng(SEED), 6.0))
    near, one, other = (between(clip, hertz * 0.97, hertz * 1.03) for hertz in (4350.0, 4720.0, 3980.0))
    assert near > 5 * max(one, other)
    assert min(one, other) > 0.005, "the others are heard, too"
    level = swell(clip, 0.02)
    chirps = [at / 100 for at in range(1, len(level)) if level[at] > 0.3 * level.max() > level[at - 1]]
    assert chirps[0] < 0.35
    assert np.median(np.diff(chirps)) == pytest.approx(0.62, abs=0.08), "in time"
    for hertz in (4720.0, 3980.0):
        assert between(part(clip, 0.0, 0.75), hertz * 0.97, hertz * 1.03) > 0.002, "all three are heard from the first"


def test_thunder_cracks_and_then_rolls_lower_and_lower() -> None:
    clip = effects.make_effect("thunder")
    assert between(part(clip, 0.0, 0.15), 500, 6000) > 0.2
    assert between(part(clip, 0.8, 4.0), 500, 6000) < 0.03
    assert between(part(clip, 0.8, 4.0), 25, 200) > 0.7
    level = swell(clip, 0.5)
    assert np.argmax(level) < 150
    assert 0.02 < level[300] / level.max() < 0.4


def test_rain_is_steady_and_wind_comes_in_gusts() -> None:
    rain, wind = (swell(clip_of(make(rng(SEED), 8.0)), 0.5)[50:-50] for make in (outdoors.rain, outdoors.wind))
    assert rain.max() / rain.min() < 1.6
    assert wind.max() / wind.min() > 2.0
    assert between(clip_of(outdoors.wind(rng(SEED), 6.0)), 80, 1000) > 0.75


def test_a_street_has_a_hum_cars_and_a_horn_of_two_notes() -> None:
    clip = clip_of(outdoors.street(rng(SEED), 8.0))
    level = swell(clip, 0.5)[50:-50]
    assert level.max() / level.min() > 2.0, "a car passes"
    horn, before = part(clip, 8 * 0.62 + 0.03, 8 * 0.62 + 0.32), part(clip, 8 * 0.62 - 0.35, 8 * 0.62 - 0.05)
    for note in (key("g4"), key("b4")):
        assert lines_above(horn, note) > 3 * lines_above(before, note), f"{note} Hz of the horn"


def lines_above(clip: Clip, hertz: float) -> float:
    """How much of what lies within a fifth above and below twice a note lies at it: its first overtone."""
    return between(clip, hertz * 1.97, hertz * 2.03) / between(clip, hertz * 1.5, hertz * 2.6)


# ------------------------------------------------------------------------------------------------------------- crowds


def test_a_larger_house_has_more_of_everything_and_nobody_is_heard_who_is_not_there() -> None:
    houses = [(h.people, h.near, h.spread, h.room, h.wet, h.length, h.lufs) for h in HOUSES.values()]
    assert houses == sorted(houses)
    assert all(a <= b for one, other in pairwise(houses) for a, b in zip(one, other, strict=True))
    assert all(house.near <= house.people for house in HOUSES.values())


def test_a_stronger_laugh_has_more_of_everything() -> None:
    rows = [(*m.breaths, *m.calls, m.share, m.force, m.late, m.claps, m.lufs) for m in MIRTH]
    assert all(a <= b for one, other in pairwise(rows) for a, b in zip(one, other, strict=True))
    assert all(0 <= likely <= 1 for m in MIRTH for likely in (m.share, *m.breaths, m.force, m.claps))


SOUNDS_OF_A_HOUSE: dict[str, tuple[float, Callable[[Rng], Wave]]] = {
    "laughter": (1.0, lambda chance: crowd.laughter(HOUSES["table"], MIRTH[0], chance)),
    "aww": (MURMURS["aww"].pitch, lambda chance: crowd.murmur(MURMURS["aww"], HOUSES["table"], chance)),
    "boo": (MURMURS["boo"].pitch, lambda chance: crowd.murmur(MURMURS["boo"], HOUSES["table"], chance)),
}
"""How high each is against the pitch of those who make it, and how it is made."""


@pytest.mark.parametrize("name", SOUNDS_OF_A_HOUSE)
def test_whoever_is_loud_stands_out_of_the_house(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two kinds of people in a house, those are heard that are twenty times as loud."""

    def heard(loud: float, soft: float) -> Clip:
        met = iter(range(1000))

        def person(chance: Rng) -> Person:
            high = next(met) % 2
            pitch, gain = (160.0, 430.0)[high], (loud, soft)[high]
            return replace(someone(chance), tilt=0.6, breath=0.05, pitch=pitch, gain=gain)

        someone = throats.person
        monkeypatch.setattr(crowd, "person", person)
        return clip_of(make(rng(SEED)))

    factor, make = SOUNDS_OF_A_HOUSE[name]
    low, high = (between(heard(*gains), 60.0, 230.0 * factor) for gains in ((1.0, 0.05), (0.05, 1.0)))
    assert low > 3 * high


@pytest.mark.parametrize("kind", MURMURS)
def test_a_murmur_goes_the_way_that_its_word_goes(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its melody alone a house says "ooh" or "boo"."""
    who = replace(throats.person(rng(SEED)), pitch=260.0, tract=1.0, breath=0.05, tilt=0.8)
    monkeypatch.setattr(crowd, "person", lambda chance: who)
    alone = replace(HOUSES["table"], people=1, near=1, spread=0.0, wet=0.0)
    clip = clip_of(crowd.murmur(MURMURS[kind], alone, rng(SEED)))
    level = swell(clip, 0.05)
    first, last = np.flatnonzero(level > 0.2 * level.max())[[0, -1]] / 100
    at = np.linspace(first, last - 0.08, 9)
    melody = [note_of(floats(part(clip, t, t + 0.08)), 260.0 * MURMURS[kind].pitch, 0.8) for t in at]
    begins, top, ends = melody[0], max(melody), melody[-1]
    assert {
        "aww": top > 1.06 * begins and ends < 0.92 * top,
        "ooh": ends > 1.12 * begins,
        "groan": ends < 0.85 * begins and top < 1.12 * begins,
        "boo": 0.8 * begins < ends < begins and top < 1.08 * begins,
        "cheer": top > 1.25 * begins and begins < ends < top,
    }[kind], melody


def test_a_laugh_is_so_many_calls_that_get_softer_and_slower() -> None:
    who = replace(throats.person(rng(SEED)), pitch=250.0, rate=5.0, breath=0.1, gain=1.0)
    for count in (3, 6, 9):
        sound = throats.laugh(who, count, 0.5, rng(SEED))
        level = swell(clip_of(sound, THROAT_RATE), 0.05)
        tops = _tops(level, 7, 0.08)
        assert len(tops) == count
        assert level[tops[-1]] < 0.7 * level[tops].max()
        assert np.argmax(level[tops]) <= count // 2
        gaps = np.diff(tops) / 100
        assert 0.15 < gaps.mean() < 0.3
        assert gaps[-1] > gaps[0] * 0.95
