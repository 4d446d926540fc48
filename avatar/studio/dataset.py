"""Building a data set: manifests and prepared frames, in parallel, resumed where a run stopped, with progress."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from avatar import files
from avatar.errors import AvatarError
from avatar.studio import corpora, labels, manifest, prepare, render, timing
from avatar.studio.manifest import DatasetError, Utterance
from avatar.studio.recipes import Recipe

StudioProgress = Callable[[str, int, int], None]
"""Called with the step's name, how much of it is done, and of how much."""
_A = TypeVar("_A")
_B = TypeVar("_B")
MapWork = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
"""Work over items, in their order: by other machines, which see the same files."""

Jobs = int | MapWork
"""How many processes of this machine, or who else does the work."""

SOUNDS = (".wav", ".flac", ".ogg", ".opus", ".mp3")


def quiet(step: str, done: int, total: int) -> None:
    """No progress shown."""


def map_items(
    work: Callable[[_A], _B], items: Sequence[_A], jobs: Jobs, step: str, progress: StudioProgress
) -> Iterator[_B]:
    """`work` over the items, in their order whatever the number of processes."""
    if callable(jobs):
        for done, result in enumerate(jobs(work, items), 1):
            yield result
            progress(step, done, len(items))
        return
    if jobs <= 1 or len(items) < 2:
        for done, item in enumerate(items, 1):
            yield work(item)
            progress(step, done, len(items))
        return
    with get_context("spawn").Pool(min(jobs, len(items)), os.nice, (5,)) as pool:
        for done, result in enumerate(pool.imap(work, items, chunksize=max(1, min(16, len(items) // (4 * jobs)))), 1):
            yield result
            progress(step, done, len(items))


def render_groups(recipe: Recipe, folder: Path, jobs: Jobs, progress: StudioProgress = quiet) -> dict[str, Path]:
    """Render the recipe's synthetic speech; a manifest for each of its groups (`native`, `english`, `other`, and one
    for each engine that tells no times)."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = render.plan(recipe.native_minutes, recipe.english_minutes, recipe.other_minutes)
    made = list(map_items(partial(render.run, folder=folder), plan, jobs, "render", progress))
    groups: dict[str, list[Path]] = {}
    for batch, path in zip(plan, made, strict=True):
        groups.setdefault(_group(batch), []).append(path)
    out = {}
    for name, parts in groups.items():
        out[name] = folder / f"all-{name}.jsonl"
        manifest.write(out[name], (_nearer(u, folder) for part in parts for u in manifest.read(part)))
    return out


def _group(batch: render.Batch) -> str:
    if batch.engine in render.UNTIMED:
        return batch.engine
    if batch.engine != "espeak":
        return "native"
    return "english" if batch.voice == "english" else "other"


def _nearer(utterance: Utterance, folder: Path) -> Utterance:
    from dataclasses import replace

    path = Path(utterance.audio)
    return replace(utterance, audio=str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path))


def find_labelled(folder: Path, speaker: str = "", language: str = "en", licence: str = "") -> list[Utterance]:
    """Utterances of a folder in which each sound lies beside a label file of its name.

    Raises DatasetError where there is none.
    """
    found = []
    for sound in _sounds(folder):
        marks = next((m for m in _beside(sound) if m.exists()), None)
        if marks is not None:
            name = speaker or sound.parent.name
            found.append(Utterance(str(sound.resolve()), name, language, licence, "hand", phones=labels.phones(marks)))
    if not found:
        remedy = "Put NAME.TextGrid, .phn, .lab or .xlabel beside NAME.wav."
        raise DatasetError("No sound here has a label file of its name beside it", where=folder, remedy=remedy)
    return found


def _sounds(folder: Path) -> list[Path]:
    """Raises DatasetError where there is no such folder."""
    if not folder.is_dir():
        raise DatasetError("There is no such folder", where=folder, remedy="Check the name.")
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SOUNDS)


def _beside(sound: Path) -> Iterable[Path]:
    for ending in (".TextGrid", ".textgrid", ".phn", ".PHN", ".lab", ".xlabel"):
        yield sound.with_suffix(ending)


def find_transcribed(folder: Path, speaker: str = "", language: str = "en", licence: str = "") -> list[Utterance]:
    """Utterances of a folder in which each sound lies beside a .txt of its name; times are for the aligner to find."""
    found = []
    for sound in _sounds(folder):
        text = sound.with_suffix(".txt")
        if text.exists():
            said = " ".join(text.read_text(encoding="utf-8").split())
            found.append(Utterance(str(sound.resolve()), speaker or sound.parent.name, language, licence, "", said))
    if not found:
        remedy = "Put NAME.txt beside NAME.wav."
        raise DatasetError("No sound here has a .txt of its name beside it", where=folder, remedy=remedy)
    return found


def time_all(
    utterances: Sequence[Utterance],
    out: Path,
    jobs: Jobs,
    progress: StudioProgress = quiet,
    net_file: Path | None = None,
) -> int:
    """Write a manifest of the utterances, those without times aligned first; the number of utterances in it.

    The least sure fifth of those that were aligned is left out. `net_file` stands in for the installed net.
    """
    step = f"align {out.stem}"
    every = [
        u for u in map_items(partial(_timed, net_file=net_file), utterances, jobs, step, progress) if u is not None
    ]
    kept = timing.keep_surest(every)
    manifest.write(out, kept)
    return len(kept)


def _timed(utterance: Utterance, net_file: Path | None) -> Utterance | None:
    if utterance.phones:
        return utterance
    try:
        return timing.time_utterance(utterance, net_file)
    except AvatarError:
        return None


def find_human(corpora_folder: Path) -> dict[str, list[Utterance]]:
    """The known corpora that lie in a folder, by name."""
    return {name: corpora.read(corpora_folder / name) for name in corpora.READERS if (corpora_folder / name).is_dir()}


def prepare_shard(
    path: Path, utterances: Sequence[Utterance], version: int, jobs: Jobs, steps: Sequence[str] = prepare.STEPS,
    progress: StudioProgress = quiet,
) -> prepare.TrainingFrames:  # fmt: skip
    """Prepared frames of utterances, kept in `path`; version 0 is the sound unchanged, others are changed at random."""
    if not path.exists():
        items = [(utterance, version, i) for i, utterance in enumerate(utterances)]
        parts = list(map_items(partial(_frames, steps=tuple(steps)), items, jobs, f"prepare {path.stem}", progress))
        frames = prepare.join_parts(parts)
        with files.drafted(path, suffix=".npz") as part:
            np.savez(part, mel=frames.mel, labels=frames.labels, lips=frames.lips)
    with np.load(path) as held:
        return prepare.TrainingFrames(held["mel"], held["labels"], held["lips"])


def _frames(item: tuple[Utterance, int, int], steps: tuple[str, ...]) -> prepare.TrainingFrames:
    utterance, version, number = item
    dice = np.random.default_rng([number, version]) if version else None
    return prepare.prepare_frames(utterance, dice, steps)


def read_noises(folder: Path | None) -> np.ndarray:
    """Log-mel frames of recorded noises in a folder, or of made-up ones where there is none, float16."""
    from avatar import audio
    from avatar.lipsync import features

    sounds = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SOUNDS) if folder is not None else []
    parts = []
    for sound in sounds:
        heard = features.to_16k(audio.read(sound))[: 90 * features.RATE]
        parts.append(features.log_mel(heard / (heard.std() + 1e-9) * np.float32(0.1)))
    if not parts:
        dice = np.random.default_rng(0)
        for power in (0.0, 0.5, 1.0):
            spectrum = np.fft.rfft(dice.normal(size=20 * features.RATE))
            spectrum /= np.maximum(np.arange(len(spectrum)), 1.0) ** power
            made = np.fft.irfft(spectrum).astype(np.float32)
            parts.append(features.log_mel(made / made.std() * np.float32(0.1)))
    return np.concatenate(parts).astype(np.float16)
