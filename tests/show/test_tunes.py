"""What one hears of instruments and of the tunes they play: the key, how a note speaks and dies, the beat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.show import effects
from avatar.show.sounds import tunes
from avatar.show.sounds.tunes import Tune, TuneLine
from avatar.sound import instruments
from avatar.sound.instruments import Blown, Instrument, Struck
from avatar.sound.synth import RATE, Wave, rng
from tests.show.measures import between, clip_of, floats, key, note_of, part, rms

SEED = 5


INSTRUMENTS: dict[str, Instrument] = {
    name.lower(): each for name, each in vars(instruments).items() if isinstance(each, Struck | Blown)
}


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_plays_the_key_it_is_given(name: str) -> None:
    for midi, letter in ((48, "c3"), (57, "a3"), (64, "e4"), (76, "e5")):
        sound = instruments.note(INSTRUMENTS[name], midi, 0.6, 0.8, rng(SEED))
        heard = note_of(sound[round(0.15 * RATE) : round(0.5 * RATE)], key(letter))
        assert 1200 * abs(np.log2(heard / key(letter))) < 15, "cents"


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_a_note_speaks_soon_and_dies_once_it_is_let_go(name: str) -> None:
    for seconds in (0.06, 0.15, 0.25, 0.5, 1.5):
        sound = instruments.note(INSTRUMENTS[name], 57, seconds, 0.8, rng(SEED))
        level = np.sqrt(np.convolve(sound**2, np.hanning(2400) / 1200, "same"))
        assert level[: round(0.6 * seconds * RATE) + 600].max() > 0.7 * level.max(), "it has spoken by its middle"
        assert abs(sound[0]) < 0.05 * np.abs(sound).max()
        assert rms(sound[-480:]) < 0.1 * level.max(), "it ends in silence"
        assert len(sound) / RATE < seconds + 1.3


@pytest.mark.parametrize("name", [name for name, each in INSTRUMENTS.items() if isinstance(each, Blown)])
def test_what_is_blown_speaks_and_fades_without_a_step_however_short_it_is(name: str) -> None:
    """A jump of its loudness would be heard as a click."""
    what = INSTRUMENTS[name]
    assert isinstance(what, Blown)
    what = replace(what, dull=(1.0,), bright=(1.0,), vibrato=0.0, hiss=0.0, many=1)
    for seconds in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5):
        sound = instruments.note(what, 93, seconds, 1.0, rng(SEED))
        crests = np.array([np.abs(each).max() for each in np.array_split(sound, round(len(sound) / RATE * 400))])
        quickest = max(0.0025 / min(what.rise, seconds / 2), 0.0025 / what.fall)
        assert np.abs(np.diff(crests)).max() < 1.6 * quickest, f"{seconds} s"
        middle = round(seconds / 2 * 400)
        assert crests[: middle + 2].max() > 0.9 * crests.max(), "it has spoken by its middle"


@pytest.mark.parametrize("name", [name for name, each in INSTRUMENTS.items() if isinstance(each, Struck)])
def test_what_is_struck_falls_and_its_bright_part_first_and_low_notes_ring_longer(name: str) -> None:
    high, low = (instruments.note(INSTRUMENTS[name], midi, 2.0, 0.8, rng(SEED)) for midi in (72, 48))
    thirds = [rms(each) for each in np.array_split(low, 3)]
    assert thirds == sorted(thirds, reverse=True)
    early, late = clip_of(low[: RATE // 20]), clip_of(low[RATE // 5 : RATE // 2])
    assert between(early, 400, 20_000) > between(late, 400, 20_000)
    assert _half_life(low) > 1.15 * _half_life(high)


def _half_life(sound: Wave) -> float:
    """Samples until half of its power is spent."""
    spent = np.cumsum(sound**2)
    return float(np.searchsorted(spent, spent[-1] / 2))


@pytest.mark.parametrize("name", [name for name, each in INSTRUMENTS.items() if getattr(each, "tremolo", 0)])
def test_a_tremolo_swells_from_its_full_level_down_by_its_depth_some_six_times_a_second(name: str) -> None:
    what = INSTRUMENTS[name]
    assert isinstance(what, Struck)
    bare = replace(what, click=0.0)
    with_it, without = (instruments.note(each, 69, 1.5, 0.8, rng(SEED)) for each in (bare, replace(bare, tremolo=0.0)))
    gain = with_it[np.abs(without) > 1e-4] / without[np.abs(without) > 1e-4]
    assert gain.max() == pytest.approx(1.0, abs=0.01)
    assert gain.min() == pytest.approx(1.0 - what.tremolo, abs=0.01)
    turns = np.flatnonzero(np.diff((gain > 1.0 - what.tremolo / 2).astype(int)) == 1)
    assert 5.0 < RATE / np.median(np.diff(turns)) < 6.5


@pytest.mark.parametrize("name", [name for name, each in INSTRUMENTS.items() if isinstance(each, Blown)])
def test_louder_is_brighter_for_what_is_blown(name: str) -> None:
    soft, loud = (clip_of(instruments.note(INSTRUMENTS[name], 57, 0.6, force, rng(SEED))) for force in (0.4, 1.0))
    assert between(loud, 1500, 20_000) > 1.3 * between(soft, 1500, 20_000)


def test_a_sad_trombone_slides_into_each_note_and_off_the_last() -> None:
    """D, C sharp, C and B, each from below; the last one sinks by some two semitones."""
    clip = effects.make_effect("sad trombone")
    for start, name in ((0.0, "d4"), (0.46, "c#4"), (0.92, "c4"), (1.42, "b3")):
        into, settled = (
            note_of(floats(part(clip, start + at, start + at + 0.03)), key(name), 0.25) for at in (0.005, 0.16)
        )
        assert settled == pytest.approx(key(name), rel=0.025), name
        assert into < 0.99 * settled, "from below"
    end = note_of(floats(part(clip, 2.85, 3.1)), key("a3"), 0.25)
    assert -3.0 < 12 * np.log2(end / key("b3")) < -1.0


# -------------------------------------------------------------------------------------------------------------- tunes


def test_keys_are_numbered_as_midi_does() -> None:
    white = {"c4": 60, "d4": 62, "e4": 64, "f4": 65, "g4": 67, "a4": 69, "b4": 71}
    assert {name: tunes.midi(name) for name in white} == white
    others = {"c5": 72, "b3": 59, "a0": 21, "c8": 108, "c#4": 61, "bb3": 58, "eb5": 75, "cb4": 59, "b#4": 72}
    assert {name: tunes.midi(name) for name in others} == others
    assert instruments.hertz(69) == 440.0
    assert instruments.hertz(57) == 220.0
    assert instruments.hertz(60) == pytest.approx(261.626, abs=0.001)


def test_notes_follow_each_other_rests_are_silent_and_accents_are_marked() -> None:
    assert list(tunes.read("c4:1 r:.5 | e4+g4:.5! a4:2")) == [
        (0.0, 1.0, ("c4",), False), (1.5, 0.5, ("e4", "g4"), True), (2.0, 2.0, ("a4",), False),
    ]  # fmt: skip


@pytest.mark.parametrize(("swing", "second"), [(0.5, 0.5), (0.66, 0.66)])
def test_swing_says_where_the_second_half_of_a_beat_falls(swing: float, second: float) -> None:
    tune = Tune("beats", 60.0, (TuneLine(None, "x:.5 x:.5 x:.5 x:.5 x:1"),), swing=swing, space=0.2)
    heard = np.abs(tunes.play(tune, rng(SEED)))
    for at in (0.0, second, 1.0, 1.0 + second, 2.0):
        here = round(at * RATE)
        assert heard[here : here + 700].max() > 0.3 * heard.max(), f"a stroke at {at} s"
        assert heard[max(0, here - 1200) : here].max(initial=0.0) < 0.1 * heard.max(), f"nothing before {at} s"


def test_an_accent_is_louder_and_a_players_gain_is_theirs() -> None:
    def played(notes: str, gain: float = 1.0) -> float:
        line = TuneLine(None, notes, gain)
        return rms(tunes.play(Tune("one", 120.0, (line,), space=0.2), rng(SEED)))

    assert played("s:1!") > 1.2 * played("s:1")
    assert played("s:1", 0.5) == pytest.approx(0.5 * played("s:1"))


def test_a_bed_goes_on_with_the_ring_of_what_was_before() -> None:
    tune = Tune("bars", 120.0, (TuneLine(None, "C:4"),), bars=1)
    first, again = tunes.play_bars(tune, rng(SEED))
    assert len(first) == len(again) == round(tune.seconds * RATE) == 2 * RATE
    tail = tunes.play(tune, rng(SEED))[2 * RATE :]
    assert len(tail) > 1000
    assert np.allclose((again - first)[: len(tail)], tail[: 2 * RATE])
