"""Build a data set, train the audio-to-mouth model, measure it: the studio.

`dataset` writes manifests (JSON lines) from rendered speech, labelled folders and texts; `train` makes the models;
`sequences` counts in texts which sounds follow which; `evaluate` measures every rung of the ladder on labelled speech;
`learn` has the net learn from what was put right with `avatar edit`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.outputs import bare
from avatar.errors import AvatarError

if TYPE_CHECKING:
    from avatar.studio.manifest import Utterance


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", dest="action", required=True)
    _dataset(actions.add_parser("dataset", help="write manifests of speech and its phones"))
    _train(actions.add_parser("train", help="train and export the models of a recipe"))
    _sequences(actions.add_parser("sequences", help="count in texts which sounds follow which"))
    _evaluate(actions.add_parser("evaluate", help="measure every rung of the ladder on labelled speech"))
    _learn(actions.add_parser("learn", help="learn from what was put right in recordings with `avatar edit`"))
    for name in ("dataset", "train", "sequences", "evaluate"):
        jobs = actions.choices[name]
        jobs.add_argument("--jobs", type=int, metavar="N", default=os.cpu_count() or 1, help="processes to use")
    for name in ("dataset", "train", "evaluate"):
        actions.choices[name].add_argument(
            "--cluster", metavar="ADDRESS", default="",
            help="let a Dask cluster that sees the same files render, align and prepare: as for `avatar series film`",
        )  # fmt: skip


def _dataset(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="FOLDER", help="where the manifests and rendered sounds go")
    parser.add_argument("--render", metavar="RECIPE", help="render a recipe's synthetic speech: shipped, quick")
    parser.add_argument("--corpora", type=Path, metavar="FOLDER", help="known corpora, a folder each, by their names")
    parser.add_argument("--labelled", type=Path, metavar="FOLDER", action="append", default=[],
                        help="sounds beside .TextGrid, .phn, .lab or .xlabel files of their names")  # fmt: skip
    parser.add_argument("--texts", type=Path, metavar="FOLDER", action="append", default=[],
                        help="sounds beside .txt files of their names; our aligner finds the times")  # fmt: skip
    parser.add_argument("--speaker", metavar="NAME", default="", help="who speaks there (the folder's name)")
    parser.add_argument("--language", metavar="TAG", default="en", help="what is spoken there, as en or de")
    parser.add_argument("--licence", metavar="NAME", default="", help="what the recordings may be used for")


def _train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "own", type=Path, metavar="MANIFEST", nargs="*", help="data to learn from, besides the recipe's own"
    )
    parser.add_argument("--recipe", metavar="NAME", default="shipped",
                        help="shipped, quick, or adapt, which goes on from the installed models (shipped)")  # fmt: skip
    parser.add_argument("--share", type=float, metavar="X", default=1.0,
                        help="only so much of the recipe's data and batches, to see it run (1)")  # fmt: skip
    parser.add_argument("--corpora", type=Path, metavar="FOLDER", help="known corpora (synthetic speech alone)")
    parser.add_argument("--architecture", choices=("tdnn", "baseline"), default="tdnn",
                        help="baseline: two convolutions, pooling, dense layers, mean squared error")  # fmt: skip
    parser.add_argument("--variant", choices=("whole", "live"), action="append", help="only this one (both)")
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=Path("studio"), help="where all stages are kept")


def _sequences(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("texts", type=Path, metavar="FILE", nargs="+",
                        help="UTF-8 texts, or lists of word pairs with their counts")  # fmt: skip
    parser.add_argument("--language", metavar="TAG", default="en-US", help="what they are written in (en-US)")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", default=Path("studio"), help="where models/sequences.npz goes"
    )


def _evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("labelled", type=Path, metavar="WHAT", nargs="*", help="manifests, or known corpora's folders")
    parser.add_argument("--voices", action="store_true",
                        help="also made voices: high, low, a child's, whispered, in noise, sung")  # fmt: skip
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="measure these models, not the installed ones")
    parser.add_argument("--variant", choices=("whole", "live"), default="whole", help="the net to measure (whole)")
    parser.add_argument("--held-out", action="store_true", help="only what the shipped recipe keeps out of training")
    parser.add_argument("--rung", action="append", metavar="NAME", help="only this rung (all of them)")
    parser.add_argument("--most", type=int, metavar="N", default=0, help="at most so many utterances of each (all)")
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=Path("evaluation"), help="where the report goes")


def _learn(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("named", type=Path, metavar="WHAT", nargs="*",
                        help="recordings, scene files, shows or songs with their .edits beside them, or folders of "
                        "them")  # fmt: skip
    parser.add_argument("--speaker", metavar="NAME", default="",
                        help="who speaks in all of them (voices by name, recordings by their folder's)")  # fmt: skip
    parser.add_argument("--everybody", action="store_true",
                        help="change what hears everybody, if nobody is drawn worse, not a speaker's nets")  # fmt: skip
    parser.add_argument("--check", action="store_true", help="only measure what would be learned; nothing is installed")
    parser.add_argument(
        "--undo",
        action="store_true",
        help="go back to the nets from before what was learned last, by --speaker for one",
    )
    parser.add_argument("--corpora", type=Path, metavar="FOLDER",
                        help="known corpora, on which answers are held and judged, beside rendered speech")  # fmt: skip
    parser.add_argument("--language", metavar="TAG", default="en", help="of the recordings' texts, as en or de (en)")


def run(options: argparse.Namespace) -> int:
    actions = {
        "dataset": _run_dataset, "train": _run_train, "sequences": _run_sequences, "evaluate": _run_evaluate,
        "learn": _run_learn,
    }  # fmt: skip
    if not getattr(options, "cluster", ""):
        return actions[options.action](options)
    from avatar.cli.series import bring_cluster
    from avatar.series.cluster.connecting import connect
    from avatar.series.cluster.mapping import map_by

    bring_cluster()
    with connect(options.cluster) as cluster:
        for text in cluster.told:
            print(f"avatar: {text}", file=sys.stderr)
        options.jobs = map_by(cluster)
        return actions[options.action](options)


def _run_dataset(options: argparse.Namespace) -> int:
    from avatar.studio import dataset, recipes

    options.out.mkdir(parents=True, exist_ok=True)
    show = _Progress()
    if options.render:
        for name, path in dataset.render_groups(
            recipes.find_recipe(options.render), options.out, options.jobs, show
        ).items():
            show.line(f"{name}: {path}")
    sets: dict[str, list[Utterance]] = dataset.find_human(options.corpora) if options.corpora else {}
    about = (options.speaker, options.language, options.licence)
    for folder in options.labelled:
        sets[folder.name] = dataset.find_labelled(folder, *about)
    for folder in options.texts:
        sets[folder.name] = dataset.find_transcribed(folder, *about)
    for name, utterances in sets.items():
        path = options.out / f"{name}.jsonl"
        if path.exists():
            show.line(f"{name}: {path} is there already")
            continue
        kept = dataset.time_all(utterances, path, options.jobs, show)
        show.line(f"{name}: {path}, {kept} of {len(utterances)} utterances kept")
    if not (options.render or sets):
        raise AvatarError("There is nothing to do", remedy="Give --render, --corpora, --labelled or --texts.")
    return 0


def _run_train(options: argparse.Namespace) -> int:
    from avatar.studio import build, recipes

    show = _Progress()
    recipe = recipes.shorten(recipes.find_recipe(options.recipe), options.share)
    made = build.build(
        recipe, options.out, options.corpora, options.own, jobs=options.jobs, architecture=options.architecture,
        variants=options.variant or build.VARIANTS, progress=show,
    )  # fmt: skip
    for variant, path in made.items():
        show.line(f"{variant}: {path}, {path.stat().st_size / 1e6:.2f} MB")
    show.line(f"{options.out / 'models/recipe.json'}: what they were made with, and what 8 bits cost")
    show.line(f"`avatar studio evaluate --models {options.out / 'models'} ...` measures them.")
    return 0


def _run_sequences(options: argparse.Namespace) -> int:
    from avatar.studio import sequences

    show = _Progress()
    clauses: list[list[int]] = []
    for path in options.texts:
        before = len(clauses)
        clauses += sequences.sounds(sequences.read_lines(path), options.language)
        show.line(f"{path}: {sum(map(len, clauses[before:]))} sounds")
    packed = sequences.pack(sequences.count(clauses))
    out = options.out / "models/sequences.npz"
    out.parent.mkdir(parents=True, exist_ok=True)
    sequences.write(packed, out)
    show.line(f"{out}: {len(packed.length)} contexts, {out.stat().st_size / 1e6:.2f} MB")
    return 0


def _run_evaluate(options: argparse.Namespace) -> int:
    from avatar.studio import corpora, dataset, evaluation, manifest, report, splits, voices
    from avatar.types import Rung

    show = _Progress()
    if options.models is not None:
        if not any(options.models.glob("*.tflite")):
            remedy = "`avatar studio train --out BUILD` puts them into BUILD/models."
            raise AvatarError("There are no models here", where=options.models, remedy=remedy)
        os.environ["AVATAR_MODELS"] = str(options.models)
    utterances: list[Utterance] = []
    for what in options.labelled:
        some = corpora.read(what) if what.is_dir() else list(manifest.read(what))
        some = splits.judging(some) if options.held_out else some
        some = some[: options.most] if options.most else some
        if what.is_dir() and not all(utterance.phones for utterance in some):
            timed = options.out / f"{what.name}.jsonl"
            options.out.mkdir(parents=True, exist_ok=True)
            dataset.time_all(some, timed, options.jobs, show)
            some = list(manifest.read(timed))
        utterances += evaluation.grouped(some, what.stem)
    if options.voices:
        utterances += manifest.read(voices.make(options.out / "voices"))
    if not utterances and options.held_out and options.labelled:
        remedy = "Record more, or leave --held-out away where the net has not learned from these."
        raise AvatarError("So few utterances are here that none was held out", remedy=remedy)
    if not utterances:
        raise AvatarError("There is nothing to measure", remedy="Name a manifest or a corpus, or give --voices.")
    try:
        rungs = [Rung(name) for name in options.rung] if options.rung else evaluation.RUNGS
    except ValueError as error:
        raise AvatarError(f"No such rung: {error}", remedy=f"Rungs: {', '.join(Rung)}.") from error
    result = evaluation.evaluate(
        utterances, rungs, lambda done: show("evaluate", done, len(utterances)), options.variant
    )
    report.write(result, options.out)
    show.line("")
    print(report.write_summary(result))
    print(options.out / "report.html")
    return 0


def _run_learn(options: argparse.Namespace) -> int:
    # before NumPy is loaded: products this small take several times as long on threads that wait for each other
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from avatar.cli.common import settings
    from avatar.lipsync import installed
    from avatar.studio.learning import keeping, learning, telling

    if options.undo:
        print(f"In use again: {keeping.undo(options.speaker or None)}.")
        return 0
    if not options.named:
        raise AvatarError("There is nothing to learn from", remedy="Name recordings, or folders that they are in.")
    if options.everybody and options.speaker:
        raise AvatarError("--everybody and --speaker are both given", remedy="Give one of them.")
    wanted = learning.Wanted(options.everybody, options.speaker, options.corpora, options.language)
    outcomes, notes = learning.learn(options.named, settings(options), wanted, _Progress())
    for note in notes:
        print(f"avatar: {note}", file=sys.stderr)
    for outcome in outcomes:
        print("\n".join(telling.tell(outcome)))
        if outcome.nets and not options.check:
            print(f"In use from now on: {keeping.install(outcome.nets, outcome.noted(), outcome.speaker)}")
            print("\n".join(telling.tell_use(outcome)))
    if options.check:
        print("Nothing was installed: --check only measures.")
    if passed := installed.passed_over():
        print(f"avatar: {passed}. Unset it, or copy the nets there.", file=sys.stderr)
    return 0


class _Progress:
    """One line on stderr that is written over; nothing where stderr is no terminal, but for the ends of steps."""

    def __init__(self) -> None:
        self._last = 0.0
        self._tty = sys.stderr.isatty()

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self._last < (0.2 if self._tty else 30.0):
            return
        self._last = now
        end = "\r" if self._tty and done < total else "\n"
        print(f"{step}: {done}/{total}", end=end, file=bare(sys.stderr), flush=True)

    def line(self, text: str) -> None:
        print(text, file=sys.stderr)
