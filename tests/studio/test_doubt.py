from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from avatar.lipsync import model, phoneset
from avatar.studio import doubt, espeak, manifest, prepare, render
from avatar.studio.manifest import Utterance


@pytest.fixture
def said(tmp_path: Path) -> prepare.TrainingFrames:
    """A voice reads a sentence with three F and V in it."""
    from avatar import audio

    made = espeak.render("My favourite uncle laughed.", espeak.SpeakingStyle("en-us", 150))
    audio.write(tmp_path / "said.wav", made.clip)
    return prepare.prepare_frames(Utterance(str(tmp_path / "said.wav"), "me", "en", "CC0", "engine", "", made.phones))


@pytest.fixture
def net(tmp_path: Path) -> Path:
    """The shipped net as files of its own."""
    for name in ("whole.tflite", "whole.json"):
        (tmp_path / name).write_bytes((resources.files("avatar.lipsync") / "models" / name).read_bytes())
    return tmp_path / "whole.tflite"


def test_frames_are_heard_as_sound_is(said: prepare.TrainingFrames, net: Path) -> None:
    heard = model.hear_frames(said.mel, model.net_of(net)).scores
    assert heard.shape == (len(said.mel), len(phoneset.CLASSES))
    known = said.labels != prepare.UNKNOWN
    assert np.mean(heard.argmax(axis=1)[known] == said.labels[known]) > 0.6


def test_what_was_said_keeps_its_label_and_what_was_not_loses_it(said: prepare.TrainingFrames, net: Path) -> None:
    bites = [phoneset.INDEX["f"], phoneset.INDEX["v"]]
    assert np.isin(said.labels, bites).any()
    assert np.array_equal(doubt.clear_doubtful(said, net).labels, said.labels)
    middle = int(np.flatnonzero(said.labels == phoneset.INDEX["k"]).mean())
    wrong = said.labels.copy()
    wrong[middle : middle + 3] = phoneset.INDEX["v"]
    after = doubt.clear_doubtful(said._replace(labels=wrong), net).labels
    assert (after[middle : middle + 3] == prepare.UNKNOWN).all()
    rest = np.r_[: middle - doubt.UNSURE, middle + 3 + doubt.UNSURE : len(after)]
    assert np.array_equal(after[rest], said.labels[rest])


def test_nothing_is_doubted_where_there_is_nothing(net: Path) -> None:
    empty = prepare.TrainingFrames(np.zeros((0, 48), np.float16), np.zeros(0, np.uint8), np.zeros((0, 2), np.float16))
    assert len(doubt.clear_doubtful(empty, net).labels) == 0


def test_a_voice_that_tells_no_times_is_left_to_the_aligner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """RHVoice's English voices are in no free part of Debian: espeak-ng stands in for its program."""
    program = tmp_path / "RHVoice-test"
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        "from pathlib import Path\n"
        "from avatar import audio\n"
        "from avatar.studio import espeak\n"
        "file = Path(sys.argv[sys.argv.index('-o') + 1])\n"
        "audio.write(file, espeak.render(sys.stdin.read(), espeak.SpeakingStyle('en-us', 150)).clip)\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(render, "BATCH", 2)
    batch = next(each for each in render.plan(10, 0, 0) if each.engine == "rhvoice")
    (tmp_path / "out").mkdir()
    made = list(manifest.read(render.run(batch, tmp_path / "out")))
    assert [(each.phones, each.times_from) for each in made] == [((), "")] * 2
    assert all(each.text and Path(each.audio).exists() for each in made)
