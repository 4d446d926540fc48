"""Training runs: seeds fixed, everything recorded, restarted from a checkpoint where one is left.

A run's folder holds `run.json` (recipe, data, curves), `checkpoint.weights.h5` and, at the end, `final.weights.h5`.
Heavy: imports Keras.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from avatar import files
from avatar.studio import baseline, netshapes, network, resumed
from avatar.studio.backend import keras
from avatar.studio.batches import Batches, FrameSource
from avatar.studio.recipes import Architecture, Recipe

CHECKPOINT_EVERY = 500
REPORT_EVERY = 50
_WARM_UP = 300
TrainingProgress = Callable[[int, float], None]


class Schedule(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """A warm-up, then half a cosine down to a fiftieth."""

    def __init__(self, rate: float, steps: int) -> None:
        self.rate, self.steps = rate, steps

    def __call__(self, step: Any) -> Any:
        at = keras.ops.cast(step, "float32")
        warm = keras.ops.minimum(1.0, (at + 1) / _WARM_UP)
        fall = 0.5 * (1 + keras.ops.cos(np.pi * keras.ops.minimum(at / self.steps, 1.0)))
        return self.rate * warm * (0.98 * fall + 0.02)

    def get_config(self) -> dict[str, float]:
        return {"rate": self.rate, "steps": self.steps}


@dataclass
class Run:
    """What is written to run.json."""

    recipe: dict[str, Any]
    variant: str
    architecture: str
    data: str
    """Digest of the manifests."""
    parameters: int = 0
    done: int = 0
    """Batches."""
    seconds: float = 0.0
    losses: list[tuple[int, float]] = field(default_factory=list)


def train(
    recipe: Recipe, variant: str, architecture: Architecture, sources: Sequence[FrameSource], noises: np.ndarray,
    folder: Path, *, steps: int, data: str = "", start: Path | None = None, mean: float = 1.0,
    progress: TrainingProgress | None = None,
) -> keras.Model:  # fmt: skip
    """Train a net in `folder`, going on from its checkpoint where there is one.

    `start`: a file of weights to begin with. The result is a mean of the weights at the beginning and those learned,
    which have the share `mean`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(recipe.seed)
    shape = netshapes.SHAPES[variant]
    builder = network.build if architecture == "tdnn" else baseline.build
    model = builder(shape, shape.left + recipe.answers + shape.right)
    if start is not None:
        model.load_weights(start)
    if recipe.installed:
        resumed.freeze(model)
    before = model.get_weights()
    optimiser = keras.optimizers.AdamW(Schedule(recipe.rate, steps), weight_decay=0.01, clipnorm=2.0)
    model.compile(optimiser, network.loss if architecture == "tdnn" else baseline.loss, jit_compile=True)
    run = Run(asdict(recipe), variant, architecture, data, model.count_params())
    _restored(folder, run, model)
    batches = Batches(sources, noises, recipe.size, recipe.answers, shape.left, shape.right, recipe.seed)
    _learn(model, batches, run, folder, steps, progress)
    learned = model.get_weights()
    model.set_weights([mean * new + (1.0 - mean) * old for new, old in zip(learned, before, strict=True)])
    model.save_weights(folder / "final.weights.h5")
    _record(folder, run)
    return model


def _restored(folder: Path, run: Run, model: keras.Model) -> None:
    weights, record = folder / "checkpoint.keras.npz", folder / "run.json"
    if not (weights.exists() and record.exists()):
        return
    told = json.loads(record.read_text())
    if (told["variant"], told["architecture"], told["data"]) != (run.variant, run.architecture, run.data):
        return
    with np.load(weights) as held:
        model.optimizer.build(model.trainable_variables)
        for variable, name in zip([*model.variables, *model.optimizer.variables], held.files, strict=True):
            variable.assign(held[name])
    run.done, run.seconds = told["done"], told["seconds"]
    run.losses = [(int(a), float(b)) for a, b in told["losses"]]


def _saved(folder: Path, run: Run, model: keras.Model) -> None:
    variables = [*model.variables, *model.optimizer.variables]
    held: dict[str, Any] = {f"{i:04d}": np.asarray(v) for i, v in enumerate(variables)}
    with files.drafted(folder / "checkpoint.keras.npz", suffix=".npz") as part:
        np.savez(part, **held)
    _record(folder, run)


def _record(folder: Path, run: Run) -> None:
    with files.replacing(folder / "run.json") as file:
        file.write(json.dumps(asdict(run), indent=1).encode())


def _learn(
    model: keras.Model, batches: Batches, run: Run, folder: Path, steps: int, progress: TrainingProgress | None
) -> None:
    recent: list[Any] = []
    began = time.monotonic() - run.seconds
    for mel, truth in batches.ahead(run.done, steps):
        recent.append(model.train_on_batch(mel, truth))
        model.reset_metrics()
        run.done += 1
        if run.done % REPORT_EVERY == 0 or run.done == steps:
            run.seconds = time.monotonic() - began
            run.losses.append((run.done, round(float(np.mean([float(x) for x in recent])), 4)))
            recent = []
            if progress is not None:
                progress(run.done, run.losses[-1][1])
        if run.done % CHECKPOINT_EVERY == 0:
            _saved(folder, run, model)
