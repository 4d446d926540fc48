"""The mix of a film: the stage's sounds, each from where it comes, on the air of the set."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.film.air import CHANGE_S, INDOORS, LOOP_S, ROOMS
from avatar.film.mixing import RATE, Mixed
from avatar.sound.clock import Clock
from avatar.sound.mix import Mixer
from avatar.types import CastMember, Clip, Entry, Mark, Place, Scene
from tests.film.scenes import CAST, said, small, tone


def crowded() -> Scene:
    """Many sounds over each other, at times that fall between samples."""
    entries = [Entry(0.1 + 0.1237 * n, "ANA", said("ANA", "One two.", 0.7, pitch=150 + 31 * n)) for n in range(8)]
    entries.append(Entry(0.3333, "", tone(1.0, 90.0, 48_000, 0.9), 1.3))
    return Scene(CAST, tuple(sorted(entries, key=lambda entry: entry.start)))


def mixed(scene: Scene, block: int = 48_000, *, air: bool = False) -> np.ndarray:
    track = Mixed(scene, air=air)
    track.add(scene.entries)
    count = round(scene.duration * RATE)
    return np.concatenate([track.take(min(block, count - at)) for at in range(0, count, block)])


def sides(samples: np.ndarray) -> tuple[float, float]:
    """RMS of left and right."""
    left, right = np.sqrt(np.square(samples).mean(axis=0))
    return float(left), float(right)


@pytest.mark.parametrize("scene", [small(), crowded()], ids=["small", "crowded"])
def test_the_film_has_the_sounds_that_the_stage_plays(scene: Scene) -> None:
    """With everybody in the middle both sides together are the stage's mix."""
    stage = Mixer(Clock(0.0), RATE)
    for entry in scene.entries:
        clip = getattr(entry.what, "speech", entry).clip if hasattr(entry.what, "speech") else entry.what
        if isinstance(clip, Clip):
            stage.add(clip, entry.start, gain=0.2 * entry.gain)
    count = round(scene.duration * RATE)
    live = np.concatenate([stage.mix(480) for _ in range(-(-count // 480))])[:count, 0]
    track = Mixed()
    track.add(scene.entries)
    assert 0.2 * track.take(count).mean(axis=1) == pytest.approx(live, abs=1e-5)


@pytest.mark.parametrize("air", [False, True])
def test_blocks_of_any_size_give_the_same_samples(air: bool) -> None:
    for scene in (small(), crowded()):
        assert np.array_equal(mixed(scene, 48_000, air=air), mixed(scene, 777, air=air))


def test_who_stands_left_is_heard_left_and_no_louder() -> None:
    for x, more in ((0.2, 0), (0.5, None), (0.8, 1)):
        cast = (CastMember("ANA", "blot", place=Place(x)),)
        left, right = sides(mixed(Scene(cast, (Entry(0.0, "ANA", said("ANA", "One.", 0.5)),))))
        assert np.hypot(left, right) == pytest.approx(np.sqrt(2) * 0.3 / np.sqrt(2), rel=0.02)
        louder = 20 * np.log10(left / right)
        if more is None:
            assert louder == pytest.approx(0.0, abs=1e-3)
        else:
            assert 3.0 < (louder if more == 0 else -louder) < 8.0


def test_who_walks_is_heard_to_walk() -> None:
    cast = (CastMember("ANA", "blot"), CastMember("BEN", "gus"))
    entries = (
        Entry(0.0, "ANA", Mark("move", "left")),
        Entry(0.0, "ANA", said("ANA", "One two three four.", 4.0)),
        Entry(2.0, "ANA", Mark("move", "right")),
    )
    samples = mixed(Scene(cast, entries))
    left, right = sides(samples[: 2 * RATE])
    assert left > 1.2 * right
    left, right = sides(samples[round(3.5 * RATE) :])
    assert right > 1.2 * left
    steps = np.abs(np.diff(samples, axis=0)).max()
    assert steps < 1.5 * 2 * np.pi * 220 / RATE * 0.3, "it clicks"


def test_the_house_is_all_around_and_whole_in_mono() -> None:
    chance = np.random.default_rng(1)
    clip = Clip.from_floats(0.1 * chance.standard_normal(RATE).astype(np.float32), RATE)
    samples = mixed(Scene(CAST, (Entry(0.0, "", clip),)))
    assert np.corrcoef(samples.T)[0, 1] < 0.8
    left, right = sides(samples)
    assert left == pytest.approx(right, rel=0.03)
    assert samples.mean(axis=1)[:RATE] == pytest.approx(clip.floats()[: len(samples)], abs=1e-5)


def test_a_room_is_never_silent_and_begins_again_without_a_seam() -> None:
    scene = Scene(CAST, (Entry(0.0, "", Mark("set", "club")), Entry(LOOP_S + 2, "", Mark("state", "idle"))))
    samples = mixed(scene, air=True)
    assert not (samples == 0.0).any()
    level = 20 * np.log10(np.sqrt(np.square(samples).mean()))
    assert level == pytest.approx(ROOMS["club"].level, abs=0.5)
    seam = round(LOOP_S * RATE)
    near = np.abs(np.diff(samples[seam - 500 : seam + 500], axis=0)).max()
    assert near < 1.5 * np.abs(np.diff(samples[:seam], axis=0)).max()
    assert (mixed(scene) == 0.0).all(), "nobody asked for it"


def test_another_set_has_another_air() -> None:
    entries = (Entry(2.0, "", Mark("set", "street")), Entry(4.0, "", Mark("state", "idle")))
    samples = mixed(Scene(CAST, entries, "living-room"), air=True)
    for part, room in ((samples[: 2 * RATE], INDOORS), (samples[round((2 + CHANGE_S) * RATE) :], ROOMS["street"])):
        assert 20 * np.log10(np.sqrt(np.square(part).mean())) == pytest.approx(room.level, abs=2.0)


def test_sounds_that_are_over_are_let_go() -> None:
    track = Mixed()
    for n in range(50):
        track.add([Entry(n * 1.0, "", tone(0.9, rate=8000))])
        track.take(RATE)
    assert len(track._sounds) <= 2
