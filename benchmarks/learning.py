"""What is learned from corrections: `python -m benchmarks.learning --corpora FOLDER [--rendered MANIFEST]`.

Of a speaker, sixty sentences are corrected as a person would do it, through real `.edits` files: where the drawn mouth
is wrong for 20 ms or longer, the phones there are put right, at every third such place the letter alone; shorter
mistakes stay, and the sentence is marked as looked at. `avatar studio learn` then learns from the folder, in a process
of its own: nets for that speaker alone, or, `--everybody`, those that hear everybody; with `--known`, FOLDER goes along
as `--corpora`. Told are the wrong frames of forty other sentences of that speaker, by the sound alone, with the text,
and by the live net, before and after; those of what `avatar studio evaluate --held-out` judges, as it is heard then,
and, `fair`, if it were heard with the speaker's net; seconds of processor time and the peak of memory. Beside it a
control whose corrections are shuffled. What learning renders for itself is kept in --out, so the first row's seconds
have that in them.

MANIFEST is of a voice that was not heard in training, 100 sentences or more; without it Kokoro's michael is rendered,
where he is installed. FOLDER holds the known corpora, two speakers of whom are corrected, too: see PEOPLE.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from avatar import audio
from avatar.config import Config
from avatar.edits import files
from avatar.edits.beside import fingerprint_file
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.errors import AvatarError
from avatar.lipsync import align, decode, doubting, model, shown, tool
from avatar.runs import find_runs
from avatar.studio import corpora, manifest, splits, timing
from avatar.studio.learning import judging, keeping, learning
from avatar.studio.manifest import Utterance
from avatar.studio.prepare import UNKNOWN, label_frames
from benchmarks import doubt

CORRECTED, OTHERS = 60, 40
CONTROL = -1
SPEAKER = "somebody"
SEEN = 2
"""Frames: briefer mistakes are not noticed."""
MOST = 20
"""Utterances of each corpus that is held out."""


def edited(utterance: Utterance, path: Path, text: str, shuffle: random.Random | None) -> TakeEdits:
    """What a person would change in a sentence's mouth."""
    sheet = tool.lipsync(path, text=text)
    count = len(sheet.track.weights)
    truth = label_frames(utterance.phones, count)
    _, accepted, _ = doubting.tables()
    drawn = doubt.drawn(sheet.track, count)
    wrong = (truth != UNKNOWN) & (accepted[truth % len(accepted), drawn] == 0)
    runs = [(a, b) for a, b in find_runs(wrong) if b - a >= SEEN]
    phones: dict[float, Span] = {}
    letters: list[Span] = []
    for number, (a, b) in enumerate(runs):
        if number % 3 == 2:
            letter = shown.LETTERS[int((accepted[truth[a:b]].sum(axis=0) + 0.1 * (drawn[a] != np.arange(9))).argmax())]
            letters.append(Span(a / 100, b / 100, letter))
            continue
        for phone in utterance.phones:
            if phone.start < b / 100 and phone.end > a / 100 and phone.end > phone.start:
                phones[phone.start] = Span(round(phone.start, 3), round(phone.end, 3), phone.value)
    rows = {"phones": tuple(sorted(phones.values())), "mouths": tuple(letters)}
    if shuffle is not None:
        for name, row in rows.items():
            values = [span.value for span in row]
            shuffle.shuffle(values)
            rows[name] = tuple(span._replace(value=value) for span, value in zip(row, values, strict=True))
    tracks = {name: row for name, row in rows.items() if row}
    whole = ((0.0, sheet.duration),)
    return TakeEdits("", text, fingerprint_file(path), sheet.duration, sheet.words, tracks, whole)


def correct(some: Sequence[Utterance], folder: Path, with_text: bool, seed: int | None) -> None:
    """Corrected sentences in a folder; every other one with its text."""
    for number, utterance in enumerate(some):
        path = folder / f"{number:03d}.flac"
        audio.write(path, audio.read(Path(utterance.audio)))
        text = utterance.text if with_text and number % 2 else ""
        # a control says of each place what is right at another one of the sentence before it
        dice = None if seed is None else random.Random(1000 * seed + number)
        files.write(files.beside(path), EditFile((edited(utterance, path, text, dice),)))


def wrong(net: model.Net, some: Sequence[Utterance], text: bool) -> float:
    """Share of the frames that are drawn wrong."""
    if not text:
        return judging.together(judging.count(net, judging.of_utterances(some))).share
    _, accepted, _ = doubting.tables()
    bad = known = 0
    for utterance in some:
        heard = model.hear(audio.read(Path(utterance.audio)), net_=net).scores
        try:
            phones = align.align(heard, timing.find_words(utterance)).phones
        except AvatarError:
            continue
        drawn = shown.letters(shown.blurred(phones, len(heard)), phones)
        truth = label_frames(utterance.phones, len(heard))
        bad += int(((accepted[truth % len(accepted), drawn] == 0) & (truth != UNKNOWN)).sum())
        known += int((truth != UNKNOWN).sum())
    return bad / known


def faults(name: str, some: Sequence[Utterance]) -> None:
    """Tell what is wrong with the mouths of somebody's sentences, by the sound alone: how much of it lies beside a
    boundary between two sounds, and how much is too brief to be seen."""
    _, accepted, _ = doubting.tables()
    frames = wrong_ = beside = brief = worth = 0
    for utterance in some:
        scores = model.hear(audio.read(Path(utterance.audio))).scores
        phones = decode.phones(scores)
        drawn = shown.letters(shown.agreed(decode.chances(scores), phones), phones)
        truth = label_frames(utterance.phones, len(drawn))
        bad = (truth != UNKNOWN) & (accepted[truth % len(accepted), drawn] == 0)
        edges = np.flatnonzero(np.diff(truth)) + 1
        near = (np.abs(np.arange(len(bad))[:, None] - edges).min(axis=1, initial=len(bad)) <= SEEN) & bad
        single = bad & ~np.roll(bad, 1) & ~np.roll(bad, -1)
        frames, wrong_, beside = (
            frames + int((truth != UNKNOWN).sum()),
            wrong_ + int(bad.sum()),
            beside + int(near.sum()),
        )
        brief, worth = brief + int(single.sum()), worth + int((bad & ~near & ~single).sum())
    if not frames:
        return
    told = f"{beside / wrong_:.0%} within 20 ms of a boundary, {brief / wrong_:.0%} a frame alone"
    rest = f"neither of both: {worth / frames:.4f} of all frames"
    print(f"{name}: {len(some)} sentences, wrong {wrong_ / frames:.4f}; of these {told}; {rest}")


def held_out(folder: Path, out: Path) -> list[judging.Heard]:
    """What `avatar studio evaluate --held-out` judges, timed as it does; each corpus a group. Its times, which are the
    installed net's, are kept in `out`."""
    found: list[judging.Heard] = []
    for name in ("librispeech_mini", "librivox_phones", "ljspeech_mini", "fsdd", "speechocean762", "kerstin", "pjs"):
        done = out / f"{name}.jsonl"
        if not done.exists():
            some = splits.judging(corpora.read(folder / name))
            some = some[:: max(1, len(some) // MOST)][:MOST]
            manifest.write(done, _timed(some))
        found += [one._replace(group=name) for one in judging.of_utterances(list(manifest.read(done)))]
    return found


def _timed(some: Sequence[Utterance]) -> list[Utterance]:
    """Those whose times are known, or found for sure."""
    timed = [u if u.phones else timing.time_utterance(u) for u in some]
    return timing.keep_surest([u for u in timed if u is not None])


PEOPLE = {"grid_s1": 160, "fsdd-theo": 60}
"""Of so many recordings of theirs some are corrected, and some judge: GRID's first speaker, whom the net knows, and one
of the Free Spoken Digit Dataset's, who is held out of training whole."""


def of_person(name: str, folder: Path, out: Path) -> list[Utterance]:
    """What somebody says, timed by the installed net with the text; without the text when it is corrected."""
    done = out / f"{name}.jsonl"
    if not done.exists():
        every = corpora.read(folder / name.split("-")[0])
        every = [u for u in every if u.speaker == name.replace("_", "-")]
        manifest.write(done, _timed(every[:: max(1, len(every) // PEOPLE[name])]))
    return list(manifest.read(done))


def learned(folder: Path, home: Path, known: Path | None, everybody: bool) -> dict[str, float | str]:
    """Learn from a folder in a process of its own, and install what is better in `home`."""
    command = [sys.executable, "-m", "benchmarks.learning", "--child", str(folder)]
    command += ["--corpora", str(known)] if known is not None else []
    command += ["--everybody"] if everybody else []
    cache = {"AVATAR_HOME": str(home)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **cache})
    return dict(json.loads(done.stdout.splitlines()[-1]))


def child(folder: Path, known: Path | None, everybody: bool) -> None:
    wanted = learning.Wanted(everybody, "" if everybody else SPEAKER, known)
    (outcome,), _ = learning.learn([folder], Config(), wanted)
    if outcome.nets:
        keeping.install(outcome.nets, outcome.noted(), outcome.speaker)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told: dict[str, float | str] = {"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}
    for name, each in outcome.attempts.items():
        others = (judging.together(some).share for some in (each.others_before, each.others_after))
        figures = (each.share, each.why_not, each.before.share, each.after.share, *others)
        told |= {f"{name} {column}": value for column, value in zip(COLUMNS, figures, strict=True)}
    print(json.dumps(told))


COLUMNS = ("share", "why", "held before", "held after", "judges before", "judges after")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--rendered", type=Path)
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2, CONTROL], help="-1 is the shuffled control")
    parser.add_argument("--speakers", nargs="*", default=["rendered", *PEOPLE])
    parser.add_argument("--everybody", action="store_true", help="change the nets that hear everybody")
    parser.add_argument("--known", action="store_true", help="learn with --corpora, too")
    parser.add_argument("--out", type=Path, default=Path("build/learning"), help="what is rendered once is kept there")
    parser.add_argument("--faults", action="store_true", help="tell what is wrong with the people's mouths, no more")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is not None:
        child(options.child, options.corpora, options.everybody)
        return
    spoken: list[Utterance] = []
    if "rendered" in options.speakers:
        made = options.rendered and manifest.read(options.rendered)
        spoken = list(made or doubt.render("kokoro michael", Path("build/doubt"), CORRECTED + OTHERS))
    options.out.mkdir(parents=True, exist_ok=True)
    if options.faults:
        for name in PEOPLE:
            every = of_person(name, options.corpora, options.out)
            faults(f"{name}, held out of training", splits.judging(every))
            faults(f"{name}, learned from", splits.training(every))
        return
    judged = held_out(options.corpora, options.out)
    old = {variant: model.net(variant) for variant in learning.VARIANTS}
    others = judging.count(old["whole"], judged)
    print("speaker | seed | sound alone | after | less | with text | after | live | after | evaluate | after | fair | "
          "CPU s | MB")  # fmt: skip
    home = options.out.absolute() / "home"
    for name, seed in itertools.product(options.speakers, options.seeds):
        with_text = name == "rendered"
        every = spoken if with_text else of_person(name, options.corpora, options.out)
        control = seed == CONTROL
        order = random.Random(0 if control else seed).sample(every, len(every))
        first = min(CORRECTED, round(len(order) * CORRECTED / (CORRECTED + OTHERS)))
        rest = order[first : first + OTHERS]
        shutil.rmtree(home / "models", ignore_errors=True)
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "recordings"
            folder.mkdir()
            correct(order[:first], folder, with_text, 1 if control else None)
            known = options.corpora if options.known else None
            told = learned(folder, home, known, options.everybody)
        made = home / "models" if options.everybody else home / "models/speakers" / SPEAKER
        new = {variant: _net(variant, made) or old[variant] for variant in old}
        fair = judging.together(judging.count(new["whole"], judged)).share
        before = judging.together(others).share
        pairs = [
            (wrong(net["whole"], rest, False), wrong(net["whole"], rest, True), wrong(net["live"], rest, False))
            for net in (old, new)
        ]
        (sound, text, live), (sound_, text_, live_) = pairs
        row = (
            f"{sound:.4f} | {sound_:.4f} | {1 - sound_ / sound:.1%} | {text:.4f} | {text_:.4f} | {live:.4f} | "
            f"{live_:.4f} | {before:.4f} | {fair if options.everybody else before:.4f} | {fair:.4f} | "
        )
        print(f"{name} | {'shuffled' if control else seed} | {row}{told['cpu']:.0f} | {told['memory']:.0f}")
        print("   ", told, flush=True)


def _net(variant: model.Variant, folder: Path) -> model.Net | None:
    file = folder / f"{variant}.tflite"
    return model.Net(variant, file.read_bytes(), file.with_suffix(".json").read_text()) if file.is_file() else None


if __name__ == "__main__":
    main()
