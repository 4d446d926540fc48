"""From nothing to installed models: render, train a first net, time the human corpora with it, train, export, record.

Heavy: imports TensorFlow when it trains.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

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
    spoken = {name: list(manifest.read(path)) for name, path in made.items()}
    rendered = _sources(recipe, folder, spoken, jobs, progress)

    def trained(
        name: str, variant: str, kind: Architecture, steps: int, rate: float, heard: _Sources, start: Path | None
    ) -> Any:
        return training.train(
            replace(recipe, rate=rate), variant, kind, [batches.Source(f, s) for f, s in heard], noise, folder / name,
            steps=steps, data=manifest.digest(made.values()), start=start, progress=_told(progress, name, steps),
        )  # fmt: skip

    net = trained("first", "whole", "tdnn", recipe.first_steps, recipe.rate, rendered, None)
    sources, last = rendered, "first"
    for number, turn in enumerate(recipe.rounds):
        if corpora is not None and turn.align:
            export.export(net, network.SHAPES["whole"], folder / last / "whole.tflite", "float32")
            told = _human(folder / f"human-{number}", corpora, folder / last / "whole.tflite", jobs, progress)
            made |= told
            kept = {name: splits.training(manifest.read(path)) for name, path in told.items()}
            sources = rendered + _sources(recipe, folder / f"human-{number}", kept, jobs, progress)
        start = folder / last / "final.weights.h5"
        last = f"round-{number}"
        if architecture == "tdnn":
            net = trained(last, "whole", "tdnn", turn.steps, turn.rate, sources, start)
    out = {}
    for variant in variants:
        out[variant] = folder / f"models/{variant}.tflite"
        steps = recipe.live_steps
        if architecture == "baseline":
            plain = trained(f"{variant}-baseline", variant, "baseline", steps, recipe.rate, sources, None)
            export.export_baseline(plain, network.SHAPES[variant], out[variant])
        elif variant == "whole":
            export.export(net, network.SHAPES[variant], out[variant])
        else:
            start = folder / last / "final.weights.h5"
            live = trained("live", variant, "tdnn", steps, recipe.rate, sources, start)
            export.export(live, network.SHAPES[variant], out[variant])
    (folder / "models/recipe.json").write_text(json.dumps(asdict(recipe), indent=1) + "\n", encoding="utf-8")
    return out


_Sources = list[tuple[prepare.Frames, float]]


def _told(progress: Progress, step: str, total: int) -> Callable[[int, float], None]:
    return lambda done, loss: progress(f"train {step}, loss {loss:.3f}", done, total)


def _sources(
    recipe: Recipe, folder: Path, groups: Mapping[str, list[Utterance]], jobs: int, progress: Progress
) -> _Sources:
    shards = folder / "shards"
    shards.mkdir(exist_ok=True, parents=True)
    out = []
    for name, utterances in groups.items():
        for version in range(recipe.versions):
            frames = dataset.shard(shards / f"{name}-{version}.npz", utterances, version, jobs, progress=progress)
            out.append((frames, recipe.shares.get(name, 0.0) / recipe.versions))
    return [(frames, share) for frames, share in out if share > 0]


def _human(folder: Path, corpora: Path, net_file: Path, jobs: int, progress: Progress) -> dict[str, Path]:
    """Manifests of the corpora, timed by a net."""
    folder.mkdir(exist_ok=True)
    out = {}
    for name, utterances in dataset.human(corpora).items():
        out[name] = folder / f"{name}.jsonl"
        if not out[name].exists():
            dataset.timed(utterances, out[name], jobs, progress, net_file)
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
