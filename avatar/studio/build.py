"""From nothing to installed models: render, train a first net, time the human corpora with it, train, export, record.

Heavy: imports TensorFlow when it trains.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np

from avatar import installer
from avatar.lipsync import installed, phoneset
from avatar.studio import checking, dataset, doubt, manifest, prepare, render, splits
from avatar.studio.dataset import Jobs, StudioProgress, quiet
from avatar.studio.manifest import DatasetError, Utterance
from avatar.studio.recipes import Architecture, Recipe

VARIANTS = ("whole", "live")
_RENDERED = ("native", "english", "other", *render.UNTIMED)


def build(
    recipe: Recipe, folder: Path, corpora: Path | None, own: Sequence[Path] = (), *, jobs: Jobs = 2,
    architecture: Architecture = "tdnn", variants: Sequence[str] = VARIANTS, progress: StudioProgress = quiet,
) -> dict[str, Path]:  # fmt: skip
    """Build the models of a recipe in `folder`; the .tflite files by variant.

    `own`: manifests to learn from beside the rendered speech and the `corpora`. Every stage is kept, so that a run that
    was stopped goes on where it was. Raises DatasetError where the studio's own packages are missing.
    """
    if any(find_spec(name) is None for name in ("keras", "tensorflow")):
        raise DatasetError("The studio's packages are missing", remedy=installer.for_extra("studio"))
    if recipe.installed and architecture != "tdnn":
        raise DatasetError(
            f"The recipe {recipe.name} trains the installed nets further, which are not of the kind {architecture}",
            remedy="Choose the architecture tdnn, or another recipe.",
        )
    given = _own(own)
    made = dataset.render_groups(recipe, folder / "rendered", jobs, progress)
    spoken = {name: list(manifest.read(path)) for name, path in made.items()} | given
    made |= dict(zip(given, own, strict=True))
    recipe = replace(recipe, shares={**recipe.shares, **{name: recipe.own / len(given) for name in given}})
    work = _Work(
        recipe, folder, dataset.read_noises(corpora / "noise" if corpora is not None else None), made, progress
    )
    untimed = {name: spoken.pop(name) for name in made if name in render.UNTIMED}
    rendered = _sources(recipe, folder, spoken, jobs, progress)
    if recipe.installed:
        return _adapted(work, rendered, variants)
    follow(made, folder / "models")
    net = work.trained("first", "whole", "tdnn", recipe.first_steps, recipe.rate, rendered, None)
    sources, last = rendered, "first"
    for number, turn in enumerate(recipe.rounds):
        texts = untimed | (dataset.find_human(corpora) if corpora is not None else {})
        if texts and turn.align:
            file = work.exported(net, "whole", folder / last / "whole.tflite", "float32")
            told = _timed(recipe, folder / f"human-{number}", texts, file, jobs, progress)
            made |= told
            kept = {name: splits.training(manifest.read(path)) for name, path in told.items()}
            doubting = file if turn.doubt else None
            sources = rendered + _sources(recipe, folder / f"human-{number}", kept, jobs, progress, doubting)
        start = folder / last / "final.weights.h5"
        last = f"round-{number}"
        if architecture == "tdnn":
            net = work.trained(last, "whole", "tdnn", turn.steps, turn.rate, sources, start, turn.mean)
    if architecture == "baseline":
        return {variant: work.baseline(variant, sources) for variant in variants}
    return _finished(work, net, folder / last / "final.weights.h5", sources, variants, _judged(made))


def _own(manifests: Sequence[Path]) -> dict[str, list[Utterance]]:
    """The manifests' utterances to learn from, by the names of their sources.

    Raises DatasetError for a manifest that has none.
    """
    out: dict[str, list[Utterance]] = {}
    for path in manifests:
        out[f"own-{len(out)}-{path.stem}"] = kept = [u for u in splits.training(manifest.read(path)) if u.phones]
        if not kept:
            raise DatasetError(
                "There is nothing to learn from here: no utterance with the times of its phones", where=path,
                remedy="`avatar studio dataset --labelled` and `--texts` write manifests with times.",
            )  # fmt: skip
    return out


def _adapted(work: _Work, sources: _Sources, variants: Sequence[str]) -> dict[str, Path]:
    """The installed nets, trained on."""
    from avatar.studio import resumed

    models = work.folder / "models"
    models.mkdir(exist_ok=True)
    (models / "follow.npy").write_bytes(installed.read("follow.npy"))
    nets = {}
    for variant in variants:
        start = resumed.write_weights(variant, work.folder / variant / "installed.weights.h5")
        for number, turn in enumerate(work.recipe.rounds):
            name = f"{variant}/round-{number}"
            nets[variant] = work.trained(name, variant, "tdnn", turn.steps, turn.rate, sources, start)
            start = work.folder / name / "final.weights.h5"
    return _written(work, nets, _judged(work.made))


def _finished(
    work: _Work, whole: Any, weights: Path, sources: _Sources, variants: Sequence[str], judged: Sequence[Utterance]
) -> dict[str, Path]:
    """The models in 8 bits, `live` trained first."""
    nets = {}
    for variant in variants:
        recipe, nets[variant] = work.recipe, whole
        if variant == "live":
            nets[variant] = work.trained("live", variant, "tdnn", recipe.live_steps, recipe.rate, sources, weights)
    return _written(work, nets, judged)


def _written(work: _Work, nets: Mapping[str, Any], judged: Sequence[Utterance]) -> dict[str, Path]:
    """The nets in 8 bits; what they lost by it is written to `recipe.json`."""
    out, checks = {}, {}
    for variant, net in nets.items():
        out[variant] = work.exported(net, variant, work.folder / f"models/{variant}.tflite", "int8")
        floats = work.exported(net, variant, work.folder / f"{variant}-float32.tflite", "float32")
        checks[variant] = checking.compare_nets(floats, out[variant], judged)
    told = asdict(work.recipe) | {"frames right": checks}
    (work.folder / "models/recipe.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return out


@dataclass(frozen=True)
class _Work:
    """What all trainings of a run have in common."""

    recipe: Recipe
    folder: Path
    noise: np.ndarray
    made: Mapping[str, Path]
    """The manifests so far, by their sources' names."""
    progress: StudioProgress

    def trained(
        self, name: str, variant: str, kind: Architecture, steps: int, rate: float, heard: _Sources,
        start: Path | None, mean: float = 1.0,
    ) -> Any:  # fmt: skip
        from avatar.studio import batches, training

        return training.train(
            replace(self.recipe, rate=rate), variant, kind, [batches.FrameSource(f, s) for f, s in heard], self.noise,
            self.folder / name, steps=steps, data=manifest.digest(self.made.values()), start=start, mean=mean,
            progress=lambda done, loss: self.progress(f"train {name}, loss {loss:.3f}", done, steps),
        )  # fmt: skip

    def exported(self, net: Any, variant: str, file: Path, precision: Literal["int8", "float32"]) -> Path:
        from avatar.studio import export, netshapes

        export.export(net, netshapes.SHAPES[variant], file, precision)
        return file

    def baseline(self, variant: str, heard: _Sources) -> Path:
        """The beginners' net, trained and exported."""
        from avatar.studio import export, netshapes

        recipe, file = self.recipe, self.folder / f"models/{variant}.tflite"
        plain = self.trained(f"{variant}-baseline", variant, "baseline", recipe.live_steps, recipe.rate, heard, None)
        export.export_baseline(plain, netshapes.SHAPES[variant], file)
        return file


def _judged(made: Mapping[str, Path]) -> list[Utterance]:
    """Labelled utterances held out of training, to compare nets on: people's first, then rendered ones."""
    names = sorted(made, key=lambda name: name in _RENDERED)
    every = splits.judging(u for name in names for u in manifest.read(made[name]) if u.phones)
    return every[: checking.MOST]


_Sources = list[tuple[prepare.TrainingFrames, float]]


def _sources(
    recipe: Recipe, folder: Path, groups: Mapping[str, list[Utterance]], jobs: Jobs, progress: StudioProgress,
    doubting: Path | None = None,
) -> _Sources:  # fmt: skip
    """Prepared frames and their shares; learners' labels that the net `doubting` does not hear are taken back."""
    shards = folder / "shards"
    shards.mkdir(exist_ok=True, parents=True)
    out = []
    for name, utterances in groups.items():
        if not utterances:  # a small share of a small corpus, and all of it held out
            continue
        for version in range(recipe.versions):
            frames = dataset.prepare_shard(
                shards / f"{name}-{version}.npz", utterances, version, jobs, progress=progress
            )
            if doubting is not None and name in recipe.learners:
                frames = doubt.clear_doubtful(frames, doubting)
            out.append((frames, recipe.shares.get(name, 0.0) / recipe.versions))
    return [(frames, share) for frames, share in out if share > 0]


def _timed(
    recipe: Recipe,
    folder: Path,
    texts: Mapping[str, list[Utterance]],
    net_file: Path,
    jobs: Jobs,
    progress: StudioProgress,
) -> dict[str, Path]:
    """Manifests of the utterances that have text alone, timed by a net."""
    folder.mkdir(exist_ok=True)
    out = {}
    for name, utterances in texts.items():
        out[name] = folder / f"{name}.jsonl"
        if not out[name].exists():
            dataset.time_all(utterances[:: max(1, round(1 / recipe.human))], out[name], jobs, progress, net_file)
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
