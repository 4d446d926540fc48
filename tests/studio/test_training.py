"""A whole run of the quick recipe, where Keras is installed: models that load, stream and know silence from speech."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from avatar import audio
from avatar.lipsync import features, model
from avatar.studio import checking, espeak, manifest, recipes
from avatar.studio.manifest import DatasetError, Utterance
from avatar.types import Clip

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Keras and TensorFlow between themselves


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(DatasetError, match="quick"):
        recipes.find_recipe("best")


def test_a_shortened_recipe_has_all_its_rounds_and_less_of_everything() -> None:
    full = recipes.find_recipe("shipped")
    less = recipes.shorten(full, 0.01)
    assert len(less.rounds) == len(full.rounds)
    assert [turn.align for turn in less.rounds] == [turn.align for turn in full.rounds]
    assert 0 < less.native_minutes < full.native_minutes / 50
    assert 1 < less.live_steps < full.live_steps / 50
    assert recipes.shorten(full, 1.0) == full
    for share in (0.0, -1.0, 1.5, float("nan")):
        with pytest.raises(DatasetError, match="share"):
            recipes.shorten(full, share)


def test_a_net_that_lost_more_than_a_point_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    right = {"floats": 0.8, "good": 0.795, "bad": 0.78}
    monkeypatch.setattr(checking, "measure_frames_right", lambda file, spoken: right[file.stem])
    assert checking.compare_nets(Path("floats"), Path("good"), ()) == {"floats": 0.8, "shipped": 0.795}
    with pytest.raises(DatasetError, match="lost too much"):
        checking.compare_nets(Path("floats"), Path("bad"), ())


def test_frames_right_are_counted_on_what_the_shipped_net_hears(tmp_path: Path) -> None:
    made = espeak.render("My papa baked five muffins.", espeak.SpeakingStyle("en-us", 150))
    audio.write(tmp_path / "a.wav", made.clip)
    spoken = [Utterance(str(tmp_path / "a.wav"), "x", "en", "", "engine", "", made.phones)]
    shipped = Path(str(resources.files("avatar.lipsync") / "models/whole.tflite"))
    assert 0.6 < checking.measure_frames_right(shipped, spoken) <= 1.0


@pytest.mark.training
@pytest.mark.parametrize("architecture", ["tdnn", "baseline"])
def test_a_quick_run_makes_models_that_load(architecture: recipes.Architecture, tmp_path: Path) -> None:
    from avatar.studio import build, render

    recipe = replace(recipes.find_recipe("quick"), first_steps=5, live_steps=12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "BATCH", 3)
        patch.setattr(render, "plan", lambda *_: [render.Batch("espeak", "english", "en", "", i) for i in range(2)])
        made = build.build(recipe, tmp_path, None, jobs=1, architecture=architecture, variants=("live",))
    net = model.net_of(made["live"])
    heard = model.hear(Clip.silence(1.0, features.RATE), net_=net)
    assert heard.scores.shape == (100, 46)
    np.testing.assert_allclose(np.exp(heard.scores).sum(axis=1), 1.0, atol=1e-3)
    name = "live" if architecture == "tdnn" else "live-baseline"
    run = json.loads((tmp_path / name / "run.json").read_text())
    assert run["done"] == 12
    assert run["losses"]
    assert made["live"].stat().st_size < 1.5e6
    if architecture == "tdnn":
        told = json.loads((tmp_path / "models/recipe.json").read_text())["frames right"]["live"]
        assert told["shipped"] >= told["floats"] - checking.LOST


@pytest.mark.training
@pytest.mark.parametrize("variant", ["whole", "live"])
def test_an_installed_net_can_be_gone_on_from(variant: Literal["whole", "live"], tmp_path: Path) -> None:
    from avatar.studio import netshapes, network, resumed

    shape = netshapes.SHAPES[variant]
    steps = shape.left + 40 + shape.right
    net = network.build(shape, steps)
    net.load_weights(resumed.write_weights(variant, tmp_path / "installed.weights.h5"))
    mel = np.random.default_rng(0).normal(-6, 2, (steps, 2 * features.BANDS)).astype(np.float32)
    answers = model.net(variant).answers(mel)
    np.testing.assert_allclose(net.predict(mel[np.newaxis], verbose=0)[0], answers, atol=0.15)  # sums in 8 bits


def own_manifest(folder: Path) -> Path:
    """Three sentences by a voice, as if somebody had labelled their own recordings."""
    spoken = []
    for i, text in enumerate(("My papa baked five muffins.", "Have you seen my boots?", "We move over the wall.")):
        made = espeak.render(text, espeak.SpeakingStyle("en-us", 150))
        audio.write(folder / f"take{i}.wav", made.clip)
        spoken.append(Utterance(f"take{i}.wav", "me", "en", "CC0", "hand", text, made.phones))
    manifest.write(folder / "mine.jsonl", spoken)
    return folder / "mine.jsonl"


@pytest.mark.training
def test_the_installed_nets_learn_from_ones_own_recordings(tmp_path: Path) -> None:
    from avatar.studio import build

    recipe = recipes.shorten(recipes.find_recipe("adapt"), 0.01)
    made = build.build(recipe, tmp_path / "build", None, [own_manifest(tmp_path)], jobs=1)
    assert set(made) == {"whole", "live"}
    told = json.loads((tmp_path / "build/models/recipe.json").read_text())["frames right"]
    assert min(check["shipped"] for check in told.values()) > 0.5, "what they knew before is not forgotten"
    assert made["whole"].read_bytes() != (resources.files("avatar.lipsync") / "models/whole.tflite").read_bytes()


@pytest.mark.training
def test_recordings_without_times_are_refused(tmp_path: Path) -> None:
    from avatar.studio import build

    manifest.write(tmp_path / "mine.jsonl", [Utterance("a.wav", "me", "en", "CC0", "", "Hello there.")])
    with pytest.raises(DatasetError, match="nothing to learn from"):
        build.build(recipes.find_recipe("adapt"), tmp_path / "build", None, [tmp_path / "mine.jsonl"])


@pytest.mark.training
def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    from avatar.studio import batches, prepare, training

    dice = np.random.default_rng(0)
    mel = dice.normal(-6, 2, (3000, features.BANDS)).astype(np.float16)
    frames = prepare.TrainingFrames(
        mel, dice.integers(0, 46, 3000).astype(np.uint8), np.full((3000, 2), np.nan, np.float16)
    )
    recipe = replace(recipes.find_recipe("quick"), answers=20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "CHECKPOINT_EVERY", 5)
        sources = [batches.FrameSource(frames, 1.0)]
        training.train(recipe, "live", "tdnn", sources, mel, tmp_path, steps=5)
        told: list[int] = []
        note = lambda done, _: told.append(done)  # noqa: E731
        training.train(recipe, "live", "tdnn", sources, mel, tmp_path, steps=10, progress=note)
    run = json.loads((tmp_path / "run.json").read_text())
    assert run["done"] == 10
    assert told == [10]


@pytest.mark.training
def test_a_round_may_keep_a_part_of_the_weights_before_it(tmp_path: Path) -> None:
    from avatar.studio import batches, netshapes, network, prepare, training
    from avatar.studio.backend import keras

    dice = np.random.default_rng(0)
    mel = dice.normal(-6, 2, (3000, features.BANDS)).astype(np.float16)
    frames = prepare.TrainingFrames(
        mel, dice.integers(0, 46, 3000).astype(np.uint8), np.full((3000, 2), np.nan, np.float16)
    )
    recipe = replace(recipes.find_recipe("quick"), answers=20)
    shape = netshapes.SHAPES["live"]
    keras.utils.set_random_seed(5)
    first = network.build(shape, shape.left + 20 + shape.right)
    first.save_weights(tmp_path / "first.weights.h5")

    def learned(mean: float) -> np.ndarray:
        net = training.train(
            recipe, "live", "tdnn", [batches.FrameSource(frames, 1.0)], mel, tmp_path / f"{mean}", steps=3, mean=mean,
            start=tmp_path / "first.weights.h5",
        )  # fmt: skip
        return np.concatenate([np.ravel(w) for w in net.get_weights()])

    before, whole = np.concatenate([np.ravel(w) for w in first.get_weights()]), learned(1.0)
    assert not np.allclose(before, whole)
    np.testing.assert_allclose(learned(0.25), 0.75 * before + 0.25 * whole, atol=1e-4)


@pytest.mark.training
def test_a_wrong_sound_costs_less_where_it_looks_the_same() -> None:
    from avatar.lipsync import phoneset
    from avatar.studio import network

    def cost(said: str, heard: str) -> float:
        truth = np.full((1, 1, network.STEP * 3), -10.0, np.float32)
        truth[..., ::3] = phoneset.INDEX[said]
        scores = np.zeros((1, 1, network.STEP, network.OUTPUTS), np.float32)
        scores[..., phoneset.INDEX[heard]] = 8.0
        return float(network.loss(truth, scores.reshape(1, 1, -1)))

    assert cost("f", "f") < 1.0 < cost("f", "v") < cost("f", "s")
    assert cost("b", "p") < cost("b", "d")
    assert cost("s", "t") < cost("s", "ow") < cost("s", "f")


@pytest.mark.training
@pytest.mark.parametrize("variant", ["whole", "live"])
def test_the_baseline_is_exported_as_it_was_trained(variant: str, tmp_path: Path) -> None:
    from avatar.lipsync import phoneset
    from avatar.studio import baseline, export, netshapes

    shape = netshapes.SHAPES[variant]
    steps = shape.left + 40 + shape.right
    net = baseline.build(shape, steps)
    export.export_baseline(net, shape, tmp_path / "plain.tflite")
    mel = np.random.default_rng(0).normal(-6, 2, (steps, 2 * features.BANDS)).astype(np.float32)
    kept = np.asarray(net(mel[None]))[0].reshape(80, -1)
    read = model.net_of(tmp_path / "plain.tflite").answers(mel).reshape(80, -1)
    count = len(phoneset.CLASSES)
    np.testing.assert_allclose(read[:, :count], np.log(np.maximum(kept[:, :count], 1e-3)), atol=1e-3)
    np.testing.assert_allclose(read[:, count:], kept[:, count:], atol=1e-3)
