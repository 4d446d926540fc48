"""Sounds mixed to the sample, cut and moved without clicks."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

from avatar.audio import KNEE
from avatar.sound.clock import Clock
from avatar.sound.mix import BACK_S, HUSHED_S, RAMP, Mixer, stretch
from avatar.sound.sides import Course
from avatar.types import Clip
from tests.stage.playing import tone

RATE = 48_000


def mixer() -> Mixer:
    return Mixer(Clock(0.0), RATE)


def run(mixer: Mixer, seconds: float, block: int = 480) -> np.ndarray:
    return np.concatenate([mixer.mix(block) for _ in range(round(seconds * RATE / block))])[:, 0]


def noise(seconds: float, seed: int = 0) -> Clip:
    values = np.random.default_rng(seed).uniform(-0.3, 0.3, round(seconds * RATE))
    return Clip.from_floats(values, RATE)


def biggest_step(samples: np.ndarray) -> float:
    return float(np.abs(np.diff(samples)).max())


def test_a_sound_comes_out_whole_and_where_it_was_put() -> None:
    mixed, clip = mixer(), noise(0.5)
    mixed.add(clip, 0.25)
    heard = run(mixed, 1.0, block=333)
    expected = np.zeros(len(heard), np.float32)
    expected[12_000 : 12_000 + len(clip.samples)] = clip.floats()
    np.testing.assert_array_equal(heard, expected)


def test_two_sounds_add_up_with_their_gains() -> None:
    mixed, one, two = mixer(), noise(0.3, 1), noise(0.3, 2)
    mixed.add(one, 0.0)
    mixed.add(two, 0.1, gain=0.5)
    heard = run(mixed, 0.5)
    expected = np.zeros(len(heard), np.float32)
    expected[: len(one.samples)] += one.floats()
    expected[4800 : 4800 + len(two.samples)] += two.floats() * np.float32(0.5)
    np.testing.assert_allclose(heard, expected, atol=1e-6)


def test_a_sound_added_late_begins_with_the_next_buffer() -> None:
    mixed, clip = mixer(), noise(0.1)
    mixed.mix(4800)
    sound = mixed.add(clip)
    assert sound.start == pytest.approx(0.1)
    np.testing.assert_array_equal(mixed.mix(4800)[:, 0], clip.floats())


def test_clips_of_other_rates_keep_pitch_and_length() -> None:
    mixed = mixer()
    mixed.add(tone(1.0, 440.0, rate=22_050), 0.0)
    heard = run(mixed, 1.2)
    spectrum = np.abs(np.fft.rfft(heard[:RATE]))
    assert abs(int(spectrum.argmax()) - 440) <= 1
    assert np.abs(heard[round(1.01 * RATE) :]).max() < 0.01


def test_what_is_too_loud_is_bent_and_never_cut_off() -> None:
    mixed = mixer()
    for _ in range(4):
        mixed.add(tone(0.2, loud=0.9, rate=RATE), 0.0)
    heard = run(mixed, 0.2)
    sum_ = 4 * tone(0.2, loud=0.9, rate=RATE).floats()
    assert 0.98 < np.abs(heard).max() < 1.0
    np.testing.assert_array_equal(heard[np.abs(sum_) <= KNEE], sum_[np.abs(sum_) <= KNEE])
    order = np.argsort(sum_)
    assert (np.diff(heard[order])[np.diff(sum_[order]) > 0.001] > 0).all(), "what is louder stays louder"


def test_a_cut_fades_out_in_ten_milliseconds_and_drops_what_was_to_come() -> None:
    mixed = mixer()
    now, later = mixed.add(tone(1.0, rate=RATE), 0.0), mixed.add(tone(1.0, rate=RATE), 0.5)
    run(mixed, 0.1)
    assert mixed.cut([now, later]) == pytest.approx(0.1)
    heard = run(mixed, 2.0)
    assert np.abs(heard[: round(RAMP * RATE)]).max() > 0.1
    assert not heard[round(RAMP * RATE) :].any()
    assert biggest_step(heard) < 0.05


def test_what_is_added_right_after_a_cut_is_heard_in_full() -> None:
    mixed, clip = mixer(), noise(0.2)
    mixed.cut([mixed.add(Clip.silence(1.0, RATE), 0.0)])
    mixed.add(clip)
    np.testing.assert_array_equal(run(mixed, 0.2), clip.floats())


def test_pause_keeps_the_place() -> None:
    mixed = mixer()
    mixed.add(tone(2.0, rate=RATE), 0.0)
    run(mixed, 0.5)
    mixed.move(speed=0.0)
    fading = run(mixed, 0.5)
    assert biggest_step(fading) < 0.05
    assert not fading[round(0.02 * RATE) :].any()
    stood = mixed.scene
    assert stood == pytest.approx(0.5, abs=2 * RAMP)
    mixed.move(speed=1.0)
    heard = run(mixed, 0.5)
    assert mixed.scene == pytest.approx(stood + 0.5, abs=2 * RAMP)
    assert np.abs(heard).max() == pytest.approx(0.5, abs=0.01)


def test_what_was_written_and_will_not_be_heard_is_written_again() -> None:
    mixed, clip = mixer(), noise(1.0)
    mixed.add(clip, 0.0)
    run(mixed, 0.5)
    mixed.take_back(0.2)
    assert mixed.timeline == pytest.approx(0.2)
    np.testing.assert_array_equal(run(mixed, 0.8), clip.floats()[round(0.2 * RATE) :])


def test_what_is_taken_back_never_reaches_behind_the_last_turn() -> None:
    mixed = mixer()
    run(mixed, 0.5)
    mixed.move(scene=7.0)
    run(mixed, 0.5)
    mixed.take_back(0.1)
    assert mixed.scene == pytest.approx(7.0)
    assert mixed.timeline == pytest.approx(0.5 + RAMP)


def test_seek_goes_on_elsewhere_without_a_click() -> None:
    mixed = mixer()
    mixed.add(tone(1.0, 440.0, rate=RATE), 0.0)
    mixed.add(tone(1.0, 880.0, rate=RATE), 10.0)
    run(mixed, 0.25)
    mixed.move(scene=10.1)
    heard = run(mixed, 0.5)
    assert biggest_step(heard) < 0.1
    settled = heard[RATE // 10 : RATE // 10 + RATE // 4]
    assert int(np.abs(np.fft.rfft(settled)).argmax()) * 4 == pytest.approx(880, abs=8)


@pytest.mark.parametrize("block", [96, 1600, 24_000])
def test_what_is_heard_does_not_depend_on_how_large_the_devices_buffers_are(block: int) -> None:
    """A seek, a pause and a cut come at their sample, in the middle of a buffer if need be."""

    def heard(block: int) -> tuple[np.ndarray, float]:
        mixed = mixer()
        mixed.add(noise(2.0, 1), 0.1)
        mixed.add(noise(2.0, 2), 9.8, gain=0.5)
        pieces = [run(mixed, 0.5, block)]
        for move in ({"scene": 10.1}, {"speed": 0.0}, {"scene": 0.3, "speed": 1.0}):
            mixed.move(**move)
            pieces.append(run(mixed, 0.5, block))
        mixed.cut(mixed._sounds)
        mixed.volume.goal = 0.5
        return np.concatenate([*pieces, run(mixed, 0.5, block)]), mixed.scene

    (found, scene), (expected, same) = heard(block), heard(480)
    np.testing.assert_allclose(found, expected, atol=1e-4)
    assert scene == pytest.approx(same)


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.25, 2.0])
def test_speed_changes_the_length_and_not_the_pitch(speed: float) -> None:
    mixed = mixer()
    mixed.add(tone(3.0, 220.0, rate=RATE), 0.5)
    mixed.move(speed=speed)
    heard = run(mixed, 8.0)
    loud = np.nonzero(np.abs(heard) > 0.05)[0]
    assert (loud[-1] - loud[0]) / RATE == pytest.approx(3.0 / speed, abs=0.05)
    middle = heard[loud[0] + RATE // 4 :][:RATE]
    assert int(np.abs(np.fft.rfft(middle)).argmax()) == pytest.approx(220, abs=2)


@pytest.mark.parametrize("speed", [0.5, 0.7, 1.5, 2.0])
def test_stretched_speech_keeps_its_loudness(speed: float) -> None:
    t = np.arange(RATE) / RATE
    voiced = (0.3 * np.sin(2 * np.pi * 150 * t) + 0.1 * np.sin(2 * np.pi * 450 * t)).astype(np.float32)
    out = stretch(voiced, RATE, speed)
    assert len(out) == round(len(voiced) / speed)
    inner = out[RATE // 10 : -RATE // 10]
    assert np.sqrt((inner**2).mean()) == pytest.approx(np.sqrt((voiced**2).mean()), rel=0.1)


@pytest.mark.parametrize("count", [0, 1, 100])
def test_the_shortest_sounds_can_be_stretched(count: int) -> None:
    assert len(stretch(np.zeros(count, np.float32), RATE, 1.5)) == round(count / 1.5)


def test_mute_and_volume_move_without_a_click() -> None:
    mixed = mixer()
    mixed.add(tone(2.0, 100.0, rate=RATE), 0.0)
    run(mixed, 0.2)
    mixed.volume.goal = 0.0
    heard = run(mixed, 0.2)
    assert biggest_step(heard) < 0.05
    assert not heard[round(RAMP * RATE) :].any()
    mixed.volume.goal = 0.5
    assert np.abs(run(mixed, 0.2)).max() == pytest.approx(0.25, abs=0.01)


def test_a_hush_lets_nothing_be_heard_while_all_goes_on() -> None:
    mixed, whole = mixer(), mixer()
    for each in (mixed, whole):
        each.add(tone(2.0, 100.0, rate=RATE), 0.0)
        run(each, 0.2)
    expected = run(whole, 1.2)
    mixed.hush(10.0)
    hushed = run(mixed, 0.4)
    assert not hushed[round(HUSHED_S * RATE) + 1 :].any()
    mixed.hush(0.0)
    back = run(mixed, 0.8)
    assert biggest_step(np.concatenate((hushed, back))) < 0.05
    after = round((0.4 + BACK_S) * RATE) + 1
    assert np.allclose(np.concatenate((hushed, back))[after:], expected[after:], atol=1e-4)


def test_a_hush_that_nobody_ends_is_over_by_itself() -> None:
    mixed = mixer()
    mixed.add(tone(2.0, 100.0, rate=RATE), 0.0)
    mixed.hush(0.3)
    heard = run(mixed, 1.0)
    assert not heard[round(HUSHED_S * RATE) + 1 : round(0.3 * RATE)].any()
    assert np.abs(heard[round((0.3 + BACK_S) * RATE) + 480 :]).max() > 0.1


def test_another_rate_of_the_device_keeps_everybodys_place() -> None:
    mixed = mixer()
    mixed.add(tone(2.0, 440.0), 0.5)
    run(mixed, 1.0)
    mixed.retune(44_100)
    heard = np.concatenate([mixed.mix(441) for _ in range(100)])[:, 0]
    assert mixed.scene == pytest.approx(2.0)
    assert int(np.abs(np.fft.rfft(heard)).argmax()) == pytest.approx(440, abs=1)


def both(mixer: Mixer, seconds: float, block: int = 480) -> np.ndarray:
    """What left and right hear, shape (count, 2)."""
    return np.concatenate([mixer.mix(block) for _ in range(round(seconds * RATE / block))])


def levels(samples: np.ndarray) -> tuple[float, float]:
    """RMS of left and right."""
    left, right = np.sqrt(np.square(samples).mean(axis=0))
    return float(left), float(right)


def test_with_two_channels_voices_come_from_their_side_as_loud_as_from_the_middle() -> None:
    found = {}
    for who, x in (("ANA", 0.2), ("BEN", 0.5), ("CAT", 0.8), ("", 0.5)):
        mixed = Mixer(Clock(0.0), RATE, 2)
        mixed.courses = {who: Course((0.0,), (x,))} if who else {}
        mixed.add(tone(0.5, rate=RATE), 0.0, who=who)
        found[who] = levels(both(mixed, 0.5))
    left, right = found["ANA"]
    assert 20 * np.log10(left / right) == pytest.approx(2 * 2.5, abs=1.0)
    assert found["CAT"] == pytest.approx((right, left))
    assert found["BEN"] == found[""] == pytest.approx((0.5 / np.sqrt(2),) * 2, rel=1e-3)
    assert np.hypot(left, right) == pytest.approx(np.hypot(*found["BEN"]), rel=1e-3)


def test_with_one_channel_all_is_heard_as_it_is() -> None:
    mixed, clip = mixer(), noise(0.3)
    mixed.courses = {"ANA": Course((0.0,), (0.1,))}
    mixed.add(clip, 0.0, who="ANA")
    mixed.add(clip, 0.0, spread="around")
    np.testing.assert_allclose(run(mixed, 0.3), 2 * clip.floats(), atol=1e-6)


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_who_walks_while_speaking_is_heard_to_walk_at_any_speed(speed: float) -> None:
    mixed = Mixer(Clock(0.0), RATE, 2)
    mixed.courses = {"ANA": Course((1.0, 3.0), (0.0, 1.0))}
    mixed.move(speed=speed)
    mixed.add(tone(4.0, rate=RATE), 0.0, who="ANA")
    heard = both(mixed, 4.0 / speed)
    quarter = round(RATE / speed)
    first, last = levels(heard[1000:quarter]), levels(heard[3 * quarter : 4 * quarter - 1000])
    assert first[0] > 1.5 * first[1]
    assert last[1] > 1.5 * last[0]
    middle = levels(heard[2 * quarter - 2400 : 2 * quarter + 2400])
    assert middle[0] == pytest.approx(middle[1], rel=0.1)


def test_who_is_put_elsewhere_while_speaking_moves_there_without_a_click() -> None:
    mixed = Mixer(Clock(0.0), RATE, 2)
    mixed.courses = {"ANA": Course((0.0,), (0.0,))}
    mixed.add(Clip.from_floats(np.full(RATE, 0.5), RATE), 0.0, who="ANA")
    before = both(mixed, 0.1)
    mixed.courses = {"ANA": Course((0.0,), (1.0,))}
    heard = np.concatenate([before[100:], both(mixed, 0.1)])
    assert float(np.abs(np.diff(heard, axis=0)).max()) < 0.01
    assert heard[0, 0] > 1.5 * heard[0, 1]
    assert heard[-1, 1] > 1.5 * heard[-1, 0]


def test_what_comes_from_nowhere_is_all_around_and_both_sides_together_are_the_sound() -> None:
    mixed, clip = Mixer(Clock(0.0), RATE, 2), noise(0.5)
    sound = mixed.add(clip, 0.1, spread="around")
    heard = both(mixed, 0.4)
    assert np.abs(heard[:, 0] - heard[:, 1]).max() > 0.1
    np.testing.assert_allclose(heard[4800:].mean(axis=1), clip.floats()[: len(heard) - 4800], atol=1e-6)
    left, right = levels(heard)
    assert left == pytest.approx(right, rel=0.05)
    mixed.cut([sound])
    assert not both(mixed, 0.1)[round(RAMP * RATE) + 1 :].any(), "what is late is cut with it"


def test_hours_of_buffers_do_not_drift() -> None:
    mixed = mixer()
    for _ in range(1000):
        mixed.mix(441 * 1000)
    assert mixed.timeline == 441_000_000 / RATE


@pytest.mark.parametrize(
    "work",
    [
        lambda mixer: mixer.mix(64),
        lambda mixer: mixer.add(noise(0.01)),
        lambda mixer: mixer.cut(()),
        lambda mixer: mixer.drop(()),
        lambda mixer: mixer.move(scene=1.0),
        lambda mixer: mixer.take_back(0.0),
        lambda mixer: mixer.retune(24_000),
    ],
    ids="mix add cut drop move take_back retune".split(),
)
def test_the_devices_thread_and_whoever_changes_the_mix_wait_for_each_other(work: Callable[[Mixer], object]) -> None:
    mixed = mixer()
    thread = threading.Thread(target=work, args=(mixed,))
    with mixed._lock:
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
    thread.join()
