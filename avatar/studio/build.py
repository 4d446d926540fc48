"""From nothing to installed models: render, train a first net, time the human corpora with it, train, export, record.

Heavy: imports TensorFlow when it trains.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import numpy as np

from avatar import library
from avatar.lipsync import phoneset
from avatar.studio import dataset, manifest, prepare, splits
from avatar.studio.dataset import Progress, quiet
from avatar.studio.manifest import DatasetError, Utterance
from avatar.studio.recipes import Architecture, Recipe

VARIANTS = ("whole", "live")


def build(
    recipe: Recipe, folder: Path, corpora: Path | None, *, jobs: int = 2, architecture: Architecture = "tdnn",
    variants: Sequence[str] = VARIANTS, progress: Progress = quiet,
) -> dict[str, Path]:  # fmt: skip
    """Build the models of a recipe in `folder`; the .tflite files by variant.

    Every stage is kept, so that a run that was stopped goes on where it was. Without `corpora` the models learn from
    rendered speech alone. Raises DatasetError where the studio's own packages are missing.
    """
    try:
        from avatar.studio import batches, export, network, training
    except ImportError as error:
        remedy = library.pip("talking-avatar[studio]")
        raise DatasetError("The studio's packages are missing", remedy=remedy) from error
    made = dataset.rendered(recipe, folder / "rendered", jobs, progress)
    follow(made, folder / "models")
    noise = dataset.noises(corpora / "noise" if corpora is not None else None)
    sources = _sources(recipe, folder, {k: list(manifest.read(p)) for k, p in made.items()}, jobs, progress)
    if corpora is not None:
        first = training.train(
            recipe, "whole", "tdnn", [batches.Source(f, s) for f, s in sources], noise, folder / "first",
            steps=recipe.first_steps, data=manifest.digest(made.values()),
            progress=_told(progress, "first", recipe.first_steps),
        )  # fmt: skip
        export.export(first, network.SHAPES["whole"], folder / "first/whole.tflite", "float32")
        told = _human(folder, corpora, jobs, progress)
        made |= told
        kept = {k: splits.training(manifest.read(p)) for k, p in told.items()}
        sources += _sources(recipe, folder, kept, jobs, progress)
    out = {}
    for variant in variants:
        model = training.train(
            recipe, variant, architecture, [batches.Source(f, s) for f, s in sources], noise,
            folder / f"{variant}-{architecture}", steps=recipe.steps, data=manifest.digest(made.values()),
            progress=_told(progress, variant, recipe.steps),
        )  # fmt: skip
        out[variant] = folder / f"models/{variant}.tflite"
        if architecture == "tdnn":
            export.export(model, network.SHAPES[variant], out[variant])
        else:
            export.export_baseline(model, network.SHAPES[variant], out[variant])
    (folder / "models/recipe.json").write_text(json.dumps(asdict(recipe), indent=1) + "\n", encoding="utf-8")
    return out


def _told(progress: Progress, step: str, total: int) -> Callable[[int, float], None]:
    return lambda done, loss: progress(f"train {step}, loss {loss:.3f}", done, total)


def _sources(
    recipe: Recipe, folder: Path, groups: Mapping[str, list[Utterance]], jobs: int, progress: Progress
) -> list[tuple[prepare.Frames, float]]:
    shards = folder / "shards"
    shards.mkdir(exist_ok=True)
    out = []
    for name, utterances in groups.items():
        for version in range(recipe.versions):
            frames = dataset.shard(shards / f"{name}-{version}.npz", utterances, version, jobs, progress=progress)
            out.append((frames, recipe.shares.get(name, 0.0) / recipe.versions))
    return [(frames, share) for frames, share in out if share > 0]


def _human(folder: Path, corpora: Path, jobs: int, progress: Progress) -> dict[str, Path]:
    """Manifests of the corpora, timed by the first net."""
    out = {}
    for name, utterances in dataset.human(corpora).items():
        path = folder / f"human/{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            dataset.timed(utterances, path, jobs, progress, folder / "first/whole.tflite")
        out[name] = path
    return out


def follow(made: Mapping[str, Path], folder: Path) -> None:
    """Count which sound follows which, how often each is heard and for how long: the decoder's `follow.npy`."""
    count = len(phoneset.CLASSES)
    pairs, frames, times = np.zeros((count, count)), np.zeros(count), np.zeros(count)
    for name, path in made.items():
        weight = 0.8 if name == "native" else 0.2
        for utterance in manifest.read(path):
            line = _line(utterance)
            for (a, _), (b, _) in pairwise(line):
                pairs[a, b] += weight
            for index, length in line:
                frames[index] += weight * length
                times[index] += weight
    share = pairs / pairs.sum()
    rows = share + 1e-7
    chance = 0.97 * rows / rows.sum(axis=1, keepdims=True) + 0.03 * share.sum(axis=0)
    often = np.maximum(frames / frames.sum(), 1e-3)
    folder.mkdir(exist_ok=True, parents=True)
    np.save(folder / "follow.npy", np.vstack([np.log(chance), often, frames / (times + 1e-9)]).astype(np.float32))


def _line(utterance: Utterance) -> list[tuple[int, float]]:
    """Classes and their frames, silences joined."""
    out: list[tuple[int, float]] = []
    for phone in utterance.phones:
        parts = phoneset.classes(phone.value) if phone.value else (phoneset.SILENCE,)
        for part in parts:
            length = (phone.end - phone.start) * 100 / len(parts)
            if out and part == phoneset.SILENCE == out[-1][0]:
                out[-1] = (part, out[-1][1] + length)
            else:
                out.append((part, length))
    return out
