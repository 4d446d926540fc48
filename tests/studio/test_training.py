"""A whole run of the quick recipe, where Keras is installed: models that load, stream and know silence from speech."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar.lipsync import features, model
from avatar.studio import recipes
from avatar.studio.manifest import DatasetError
from avatar.types import Clip


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(DatasetError, match="quick"):
        recipes.recipe("best")


@pytest.mark.training
@pytest.mark.parametrize("architecture", ["tdnn", "baseline"])
def test_a_quick_run_makes_models_that_load(architecture: recipes.Architecture, tmp_path: Path) -> None:
    from avatar.studio import build, render

    recipe = replace(recipes.recipe("quick"), first_steps=5, live_steps=12)
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


@pytest.mark.training
def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    from avatar.studio import batches, prepare, training

    dice = np.random.default_rng(0)
    mel = dice.normal(-6, 2, (3000, features.BANDS)).astype(np.float16)
    frames = prepare.Frames(mel, dice.integers(0, 46, 3000).astype(np.uint8), np.full((3000, 2), np.nan, np.float16))
    recipe = replace(recipes.recipe("quick"), answers=20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "CHECKPOINT_EVERY", 5)
        sources = [batches.Source(frames, 1.0)]
        training.train(recipe, "live", "tdnn", sources, mel, tmp_path, steps=5)
        told: list[int] = []
        note = lambda done, _: told.append(done)  # noqa: E731
        training.train(recipe, "live", "tdnn", sources, mel, tmp_path, steps=10, progress=note)
    run = json.loads((tmp_path / "run.json").read_text())
    assert run["done"] == 10
    assert told == [10]
