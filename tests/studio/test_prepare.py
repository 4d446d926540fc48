"""Utterances to frames: labels at their times, augmentation that keeps them there, the same for the same dice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar import audio
from avatar.lipsync import features, phoneset
from avatar.studio import batches, prepare
from avatar.studio.manifest import DatasetError, Utterance
from avatar.types import Clip, Timed


@pytest.fixture
def noise_burst(tmp_path: Path) -> Utterance:
    """Silence, then noise from 0.5 to 1.0 s, labelled `s`, then silence."""
    sound = np.zeros(24000, np.float32)
    sound[8000:16000] = np.random.default_rng(0).normal(size=8000) * 0.2
    audio.write(tmp_path / "a.wav", Clip.from_floats(sound, 16000))
    phones = (Timed(0.0, 0.5, ""), Timed(0.5, 1.0, "s"), Timed(1.0, 1.5, ""))
    lips = {"rate": 25.0, "opening": [0.01 * k for k in range(38)], "width": [0.4] * 38}
    return Utterance(str(tmp_path / "a.wav"), "s", "en", "CC0", "hand", phones=phones, extra={"lips": lips})


def _edges(labels: np.ndarray) -> list[int]:
    return (np.flatnonzero(np.diff(labels.astype(int))) + 1).tolist()


def test_labels_stand_at_their_times(noise_burst: Utterance) -> None:
    frames = prepare.prepare_frames(noise_burst)
    assert frames.mel.shape == (150, features.BANDS)
    assert _edges(frames.labels) == [50, 100]
    assert frames.labels[75] == phoneset.INDEX["s"]


def test_an_unlabelled_stretch_is_unknown_and_a_diphthong_is_shared_out() -> None:
    labels = prepare.label_frames((Timed(0.1, 0.2, "ʔ"), Timed(0.2, 0.4, "ɑːɹ")), 50)
    assert set(labels[:20]) == {prepare.UNKNOWN}
    assert _edges(labels) == [20, 30, 40]


def test_filmed_lips_are_taken_at_the_middle_of_their_frames(noise_burst: Utterance) -> None:
    lips = prepare.prepare_frames(noise_burst).lips.astype(float)
    # film frame 10 stands for 0.42 s
    assert np.interp(0.42, (np.arange(150) + 0.5) / 100, lips[:, 0]) == pytest.approx(0.10, abs=1e-3)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("steps", [("speed",), ("vtl",), ("room",), ("codec",), ("telephone",), prepare.STEPS])
def test_changed_sound_keeps_its_labels_in_place(noise_burst: Utterance, seed: int, steps: tuple[str, ...]) -> None:
    frames = prepare.prepare_frames(noise_burst, np.random.default_rng(seed), steps)
    loud = frames.mel[:, 8:20].astype(float).mean(axis=1)
    told = frames.labels == phoneset.INDEX["s"]
    start = int(np.argmax(loud > loud[told].mean() - 3))
    assert abs(start - int(np.argmax(told))) <= 2


def test_steps_that_are_off_change_nothing(noise_burst: Utterance) -> None:
    plain = prepare.prepare_frames(noise_burst)
    np.testing.assert_array_equal(prepare.prepare_frames(noise_burst, np.random.default_rng(0), ()).mel, plain.mel)


def test_the_same_dice_give_the_same_frames(noise_burst: Utterance) -> None:
    one, two = (prepare.prepare_frames(noise_burst, np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(one.mel, two.mel)


def test_batches_are_the_same_for_the_same_seed_and_cut_from_what_is_there(noise_burst: Utterance) -> None:
    long = prepare.join_parts([prepare.prepare_frames(noise_burst)] * 6)
    noise = np.random.default_rng(0).normal(-6, 1, (500, features.BANDS)).astype(np.float16)
    made = [batches.Batches([batches.FrameSource(long, 1.0)], noise, 4, 50, 5, 3, seed=7).one(2) for _ in range(2)]
    np.testing.assert_array_equal(made[0][0], made[1][0])
    mel, truth = made[0]
    assert mel.shape == (4, 58, 2 * features.BANDS)
    assert truth.shape == (4, 50, 6)
    assert set(np.unique(truth[..., [0, 3]])) <= {0.0, float(phoneset.INDEX["s"])}


def test_batches_without_steps_are_the_frames_themselves(noise_burst: Utterance) -> None:
    frames = prepare.prepare_frames(noise_burst)
    made = batches.Batches([batches.FrameSource(frames, 1.0)], frames.mel, 2, 60, 5, 3, seed=1, steps=())
    mel, truth = made.one(0)
    flat = frames.mel.astype(np.float32)
    starts = [i for i in range(len(flat) - 136) if np.array_equal(flat[i : i + 136], mel[0].reshape(136, -1))]
    assert starts
    np.testing.assert_array_equal(truth[0].reshape(-1, 3)[:, 0], frames.labels[starts[0] + 10 : starts[0] + 130])


def test_sources_shorter_than_a_window_are_left_out_and_none_at_all_is_told() -> None:
    short = prepare.TrainingFrames(
        np.zeros((90, features.BANDS), np.float16), np.zeros(90, np.uint8), np.zeros((90, 2), np.float16)
    )
    long = prepare.TrainingFrames(*(np.repeat(column, 10, axis=0) for column in short))
    with pytest.raises(DatasetError, match="too little speech"):
        batches.Batches([batches.FrameSource(short, 1.0)], short.mel, 2, 60, 5, 3, seed=1)
    both = batches.Batches(
        [batches.FrameSource(short, 0.9), batches.FrameSource(long, 0.1)], long.mel, 2, 60, 5, 3, seed=1
    )
    assert both.one(0)[0].shape == (2, 68, 2 * features.BANDS)
