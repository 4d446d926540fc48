"""What the net learns from corrections: `python -m benchmarks.learning --corpora FOLDER [--rendered MANIFEST]`.

Of a speaker, sixty sentences are corrected as a person would do it, through real `.edits` files: where the drawn mouth
is wrong for 20 ms or longer, the phones there are put right, at every third such place the letter alone; shorter
mistakes stay, and the sentence is marked as looked at. `avatar studio learn` then learns from the folder, in a process
of its own, with `--corpora FOLDER` or, `--alone`, with nothing but what it renders. Told are the wrong frames of forty
other sentences of that speaker, by the sound alone and with the text, before and after; those of what `avatar studio
evaluate --held-out` judges; seconds of processor time and the peak of memory. Beside it a control whose corrections are
shuffled.

MANIFEST is of a voice that was not heard in training, 100 sentences or more; without it Kokoro's michael is rendered,
where he is installed. FOLDER holds the known corpora; GRID's first speaker is the other one, his phones timed by the
installed net, and known to it: there is less to learn.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
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
from avatar.edits import files
from avatar.edits.beside import fingerprint_file
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.errors import AvatarError
from avatar.lipsync import align, doubting, model, shown, tool
from avatar.studio import corpora, manifest, splits, timing
from avatar.studio.learning import judging, keeping, learning
from avatar.studio.manifest import Utterance
from avatar.studio.prepare import UNKNOWN, label_frames
from benchmarks import doubt

CORRECTED, OTHERS = 60, 40
CONTROL = -1
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
    edges = np.flatnonzero(np.diff(np.concatenate([[False], wrong, [False]]).astype(np.int8))).tolist()
    runs = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= SEEN]
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


def held_out(folder: Path) -> list[judging.Heard]:
    """What `avatar studio evaluate --held-out` judges, timed as it does; each corpus a group."""
    out: list[judging.Heard] = []
    for name in ("librispeech_mini", "librivox_phones", "ljspeech_mini", "fsdd", "speechocean762", "kerstin", "pjs"):
        some = splits.judging(corpora.read(folder / name))
        some = some[:: max(1, len(some) // MOST)][:MOST]
        timed = [u if u.phones else timing.time_utterance(u) for u in some]
        kept = timing.keep_surest([u for u in timed if u is not None])
        out += [one._replace(group=name) for one in judging.of_utterances(kept)]
    return out


def learned(folder: Path, home: Path, known: Path | None) -> dict[str, float | str]:
    """Learn from a folder in a process of its own, and install what is better in `home`."""
    command = [sys.executable, "-m", "benchmarks.learning", "--child", str(folder)]
    command += ["--corpora", str(known)] if known is not None else []
    cache = {"AVATAR_HOME": str(home)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **cache})
    return dict(json.loads(done.stdout.splitlines()[-1]))


def child(folder: Path, known: Path | None) -> None:
    outcome = learning.learn([folder], known)
    if outcome.net is not None:
        keeping.install(outcome.net, outcome.noted())
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"share": outcome.share, "why": outcome.why_not, "cpu": used.ru_utime + used.ru_stime,
            "memory": used.ru_maxrss / 1024, "held before": outcome.before.share, "held after": outcome.after.share,
            "rendered before": judging.together(outcome.others_before).share,
            "rendered after": judging.together(outcome.others_after).share}  # fmt: skip
    print(json.dumps(told))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--rendered", type=Path)
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2, CONTROL], help="-1 is the shuffled control")
    parser.add_argument("--speakers", nargs="*", default=["rendered", "grid_s1"])
    parser.add_argument("--alone", action="store_true", help="as for people who have no corpora")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is not None:
        child(options.child, options.corpora)
        return
    if options.rendered is not None:
        spoken = list(manifest.read(options.rendered))
    else:
        spoken = doubt.render("kokoro michael", Path("build/doubt"), CORRECTED + OTHERS)
    grid = corpora.read(options.corpora / "grid_s1")
    aligned = [t for t in map(timing.time_utterance, grid[:: len(grid) // 160]) if t is not None]
    speakers = {
        "rendered": (list(spoken), True),
        "grid_s1": (timing.keep_surest(aligned), False),
    }
    judged = held_out(options.corpora)
    old = model.net("whole")
    others = judging.count(old, judged)
    print("speaker | seed | sound alone | after | less | with text | after | held out | after | share | CPU s | MB")
    for name, (every, with_text) in speakers.items():
        for seed in options.seeds if name in options.speakers else ():
            control = seed == CONTROL
            order = random.Random(0 if control else seed).sample(every, len(every))
            rest = order[CORRECTED : CORRECTED + OTHERS]
            with tempfile.TemporaryDirectory() as place:
                folder, home = Path(place) / "recordings", Path(place) / "home"
                folder.mkdir()
                correct(order[:CORRECTED], folder, with_text, 1 if control else None)
                told = learned(folder, home, None if options.alone else options.corpora)
                file = home / "models" / keeping.NET
                new = model.net_of(file) if file.is_file() else old
                now = judging.count(new, judged)
                row = [wrong(net, rest, text) for text in (False, True) for net in (old, new)]
                model.net_of.cache_clear()
            less = 1 - row[1] / row[0]
            words = f"{row[2]:.3f} | {row[3]:.3f}" if with_text else "– | –"
            print(f"{name} | {'shuffled' if control else seed} | {row[0]:.3f} | {row[1]:.3f} | {less:.0%} | {words} | "
                  f"{judging.together(others).share:.4f} | {judging.together(now).share:.4f} | {told['share']} | "
                  f"{told['cpu']:.0f} | {told['memory']:.0f}", flush=True)  # fmt: skip
            print("   ", told, {k: f"{others[k].share:.3f} -> {now[k].share:.3f}" for k in now}, flush=True)


if __name__ == "__main__":
    main()
