"""Whether a mouth's doubts lie where it is wrong: `python -m benchmarks.doubt --corpora FOLDER [--fit]`.

For labelled speech that took no part in the fit, and for both rungs that hear: which share of the wrong frames lies in
the tenth that is doubted most. A frame is wrong where its letter is not in `shown.ACCEPTED` for the labelled sound, as
`avatar studio evaluate` counts. Beside it what chance, loudness and the plain entropy of the sounds would find, and the
share of what is seen of the mistakes: each wrong frame weighed by how far its mouth is from the nearest right one, in
the tenth that comes first by `Doubt.worth`. `places`: in how many of the places that people are shown, three seconds of
a minute, anything is wrong.

Then, for each minute of a set (utterances end to end), the first places that N visits in the editor: in how many of the
first three anything is wrong, and which share of what is seen of all mistakes lies in the first three places and in the
first three seconds of places. Beside each what as many stretches as long would find at random (the mean of all that
there are), and the worst ones.

FOLDER holds the known corpora (those of `avatar studio train`), the rendered voices are made here, once, in --out:
hibari's heart, and the voices of Kokoro that are installed (`avatar voices get kokoro-michael kokoro-bella
kokoro-george`). `--fit` fits `doubting.SIGNS` anew, on other voices and readers, and prints its table.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
from numpy.typing import NDArray

from avatar import audio, speech
from avatar.editing.opening import opened
from avatar.errors import AvatarError
from avatar.lipsync import align, decode, doubting, features, model, phoneset
from avatar.lipsync.formats import rhubarb
from avatar.lipsync.made import Made, of_heard
from avatar.lipsync.shown import LETTERS
from avatar.speech.base import Request
from avatar.studio import corpora, manifest, scores, sentences, splits, timing, voices
from avatar.studio.manifest import Utterance
from avatar.types import Clip, MouthTrack, Rung, Timed

SENTENCES = 24
"""Of each rendered voice."""
SEED = 9_000_000_000
"""Beyond the seeds that training texts are made from."""


class Rendered(NamedTuple):
    """A voice that tells its phones' times, and was not heard in training with them."""

    engine: str
    voice: str
    language: str
    first: int
    """Its first sentence."""


VOICES = {
    "hibari heart": Rendered("hibari", "heart", "en-US", 1000),
    "kokoro michael": Rendered("kokoro", "am_michael", "en-US", 2000),
    "kokoro bella": Rendered("kokoro", "af_bella", "en-US", 3000),
    "kokoro george": Rendered("kokoro", "bm_george", "en-GB", 4000),
}
FITTED = {
    "sound": ("librispeech, held out", "espeak-ng", "kokoro bella", "kokoro george"),
    "text": ("espeak-ng", "kokoro bella", "kokoro george"),
}
"""What each column of SIGNS is fitted on; LibriSpeech's times are the net's own with the text, so that it can't tell
what a text's doubt is."""
JUDGED = ("ljspeech, held out", "ljspeech", "librivox", "hibari heart", "kokoro michael")
MINUTE, FIRST = 6000, 3
"""Frames of a minute, and how many places, or seconds of them, come first."""
HOLD = 50.0
"""How strongly coefficients are held near 0."""


class Judged(NamedTuple):
    """An utterance, frame by frame."""

    doubt: doubting.Doubt
    seen: NDArray[np.float64]
    """(frames,): how far a wrong mouth is from the nearest right one; 0 where it is right, or nobody knows."""


class First(NamedTuple):
    """What places come first."""

    wrong: float
    """Share of the places in which anything is wrong."""
    seen: float
    """Share of what is seen of all mistakes that lies in them."""


class Rows(NamedTuple):
    """The labelled frames of a set, end to end."""

    wrong: NDArray[np.bool_]
    far: NDArray[np.float32]
    """How far a wrong mouth is from the nearest right one."""
    signs: NDArray[np.float32]
    chance: NDArray[np.float32]
    worth: NDArray[np.float32]
    """What places are ordered by."""
    hits: NDArray[np.bool_]
    """(places,): whether anything is wrong in each of the `doubting.places`."""
    loudness: NDArray[np.float32]
    entropy: NDArray[np.float32]


def render(name: str, out: Path, count: int = SENTENCES) -> list[Utterance]:
    """Sentences of a voice with the times that it tells; kept in `out`. [] where the voice is not installed."""
    about = VOICES[name]
    folder = out / name.replace(" ", "-")
    done = folder / f"{count}.jsonl"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        engine = speech.ENGINES[about.engine]()
        made = []
        for number in range(about.first, about.first + count):
            text = sentences.make_english(SEED + 7 * number)
            try:
                sound = engine.speak(Request(text, about.voice, about.language))
            except AvatarError as error:
                print(f"{name}: left out: {error}", file=sys.stderr)
                return []
            path = folder / f"{number}.flac"
            audio.write(path, Clip(np.frombuffer(sound.pcm, "<i2"), sound.rate))
            phones = tuple(Timed(p.start, p.end, p.value.lstrip("ˈ")) for p in sound.phones or ())
            made.append(Utterance(path.name, name, about.language, "Apache-2.0", "engine", text, phones))
        manifest.write(done, made)
    return list(manifest.read(done))


def sets(folder: Path, out: Path, names: Sequence[str]) -> Iterator[tuple[str, list[Utterance]]]:
    """The named sets."""
    for name in names:
        if name in VOICES:
            found = render(name, out)
        elif name == "espeak-ng":
            found = list(manifest.read(voices.make(out / "voices", spoken=1)))
        elif name == "librispeech, held out":
            held = splits.judging(corpora.read(folder / "librispeech_mini"))
            found = timing.keep_surest([t for t in map(timing.time_utterance, held) if t is not None])
        else:
            every = corpora.read(folder / {"librivox": "librivox_phones"}.get(name, "ljspeech_mini"))
            found = splits.judging(every) if "held" in name else every
        yield name, found


def make(utterance: Utterance, clip: Clip, heard: model.Heard, text: bool) -> Made | None:
    """The mouth by one of the two rungs; None where the text does not fit."""
    if not text:
        phones, chances = decode.phones(heard.scores), decode.chances(heard.scores)
        return of_heard(Rung.MODEL, phones, (), clip.duration, heard.lips, heard.scores, chances, clip)
    try:
        found = align.align(heard.scores, timing.find_words(utterance))
    except AvatarError:
        return None
    return of_heard(Rung.ALIGNED, found.phones, found.words, clip.duration, heard.lips, heard.scores, clip=clip)


def drawn(track: MouthTrack, count: int) -> NDArray[np.uint8]:
    """The letters as they are written, index into LETTERS, of so many frames."""
    letters = np.zeros(count, np.uint8)
    for cue in rhubarb.letters(track):
        letters[round(cue.start * 100) : round(cue.end * 100)] = LETTERS.index(cue.value)
    return letters


def told(utterance: Utterance, made: Made, heard: model.Heard, clip: Clip, text: bool) -> tuple[Rows, Judged]:
    """The labelled frames of one utterance."""
    assert made.doubt is not None
    count = len(heard.scores)
    labels = np.full(count, 255)
    for start, end, name in scores.spans(utterance.phones):
        labels[round(start * 100) : min(count, round(end * 100))] = phoneset.INDEX[name]
    written = drawn(made.track, count)
    known = np.flatnonzero(labels < 255)
    apart, accepted, _ = doubting.tables()
    likely = np.exp(heard.scores)
    line, brief = doubting.line_of(made.phones or (), count)
    looks = likely @ doubting.tables()[2]
    places = doubting.places(made.doubt)
    wrong = np.zeros(count, bool)
    wrong[known] = accepted[labels[known], written[known]] == 0
    far = apart[labels[known], written[known]]
    seen = np.zeros(len(made.doubt.chance))
    seen[known] = far * wrong[known]
    own = Rows(
        wrong[known],
        far,
        doubting.signs(made.doubt.drawn[:count], line, brief, likely)[known],
        made.doubt.chance[known],
        made.doubt.worth[known],
        np.array([wrong[round(p.start * 100) : round(p.end * 100)].any() for p in places], bool),
        features.log_mel(features.to_16k(clip))[:count, 4:34].mean(axis=1)[known],
        -(looks * np.log(looks + 1e-6)).sum(axis=1)[known],
    )
    return own, Judged(made.doubt, seen)


def rows(utterances: Sequence[Utterance], text: bool) -> tuple[Rows, list[Judged]]:
    """The frames of a set, and its utterances."""
    parts = []
    for utterance in utterances:
        clip = audio.read(Path(utterance.audio))
        heard = model.hear(clip)
        made = make(utterance, clip, heard, text)
        if made is not None:
            parts.append(told(utterance, made, heard, clip, text))
    columns = zip(*(part for part, _ in parts), strict=True)
    return Rows(*(np.concatenate(column) for column in columns)), [judged for _, judged in parts]


def minutes(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Utterances end to end, a minute or a little more each; what is left over belongs to the last."""
    held: list[Judged] = []
    left = sum(len(each.seen) for each in judged)
    for each in judged:
        held.append(each)
        left -= len(each.seen)
        if (sum(len(one.seen) for one in held) >= MINUTE and left >= MINUTE) or each is judged[-1]:
            yield Judged(doubting.joined([one.doubt for one in held]), np.concatenate([one.seen for one in held]))
            held = []


def first_places(minute: Judged, places: Sequence[Timed]) -> tuple[First, First, First]:
    """What the places find; what as many as long would at random, and the worst of them."""
    spans = [(round(p.start * 100), round(p.end * 100)) for p in places]
    whole = max(minute.seen.sum(), 1e-9)
    sums = np.concatenate([[0.0], minute.seen.cumsum()])
    chances, worst, free = [], [], minute.seen.copy()
    for start, end in spans:
        windows = sums[end - start :] - sums[: len(sums) - (end - start)]
        chances.append(First(float((windows > 0).mean()), float(windows.mean() / whole)))
        left = np.concatenate([[0.0], free.cumsum()])
        windows = left[end - start :] - left[: len(left) - (end - start)]
        at = int(windows.argmax())
        worst.append(First(float(windows[at] > 0), float(windows[at] / whole)))
        free[at : at + end - start] = 0.0
    met = np.zeros(len(minute.seen), bool)
    for start, end in spans:
        met[start:end] = True
    own = First(float(np.mean([minute.seen[a:b].any() for a, b in spans])), float(minute.seen[met].sum() / whole))
    return own, _total(chances), _total(worst)


def _total(found: Sequence[First]) -> First:
    return First(float(np.mean([each.wrong for each in found])), sum(each.seen for each in found))


def tell_first(name: str, judged: Sequence[Judged]) -> None:
    """Prints what the first places of each minute find."""
    three: list[tuple[First, First, First]] = []
    seconds: list[tuple[First, First, First]] = []
    for minute in minutes(judged):
        every = doubting.places(minute.doubt, opened.ALL_S)
        if every and minute.seen.any():
            lasts = np.cumsum([place.end - place.start for place in every])
            three.append(first_places(minute, every[:FIRST]))
            seconds.append(first_places(minute, every[: 1 + int(np.searchsorted(lasts, FIRST))]))
    if not three:
        return
    wrong = " / ".join(f"{np.mean([row[n].wrong for row in three]):.2f}" for n in range(3))
    seen = [" / ".join(f"{np.mean([row[n].seen for row in some]):.3f}" for n in range(3)) for some in (three, seconds)]
    print(f"{name} | {len(three)} | {wrong} | {seen[0]} | {seen[1]}", flush=True)


def found(order: NDArray[np.floating], counts: NDArray[np.floating] | NDArray[np.bool_], share: float = 0.1) -> float:
    """Share of what counts that lies in the frames that come first."""
    first = np.argsort(-order, kind="stable")[: int(len(order) * share)]
    return float(counts[first].sum() / counts.sum())


def fit(sets_: Sequence[Rows]) -> NDArray[np.float64]:
    """Coefficients by logistic regression, held near 0, each set counting alike (Newton's method)."""
    signs = np.concatenate([s.signs for s in sets_]).astype(float)
    wrong = np.concatenate([s.wrong for s in sets_]).astype(float)
    weight = np.concatenate([np.full(len(s.wrong), 1 / len(s.wrong)) for s in sets_]) * len(wrong) / len(sets_)
    mean, scale = signs.mean(axis=0), signs.std(axis=0)
    mean[0], scale[0] = 0.0, 1.0
    even = (signs - mean) / scale
    hold = np.full(even.shape[1], HOLD)
    hold[0] = 0.0
    at = np.zeros(even.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-even @ at))
        slope = even.T @ (weight * (chance - wrong)) + hold * at
        bend = (even * (weight * chance * (1 - chance))[:, None]).T @ even + np.diag(hold)
        at -= np.linalg.solve(bend, slope)
    out: NDArray[np.float64] = at / scale
    out[0] -= (at[1:] * mean[1:] / scale[1:]).sum()
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/doubt"))
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    if options.fit:
        for column, names in FITTED.items():
            fitted = [rows(some, column == "text")[0] for _, some in sets(options.corpora, options.out, names) if some]
            values = fit(fitted)
            print(column, {sign.name: round(float(v), 3) for sign, v in zip(doubting.SIGNS, values, strict=True)})
    every: list[tuple[str, list[Judged]]] = []
    print("set | rung | frames wrong | told | worst tenth | seen, by worth | places | any | quiet | loud | entropy")
    for name, some in sets(options.corpora, options.out, JUDGED):
        for text in (False, True) if some else ():
            r, judged = rows(some, text)
            every.append((f"{name} | {'aligned' if text else 'model'}", judged))
            worth = found(r.worth, r.far)
            others = (found(-r.loudness, r.wrong), found(r.loudness, r.wrong), found(r.entropy, r.wrong))
            own = f"{r.wrong.mean():.3f} | {r.chance.mean():.3f} | {found(r.chance, r.wrong):.3f} | {worth:.3f}"
            rest = " | ".join(f"{each:.2f}" for each in (r.hits.mean(), 0.1, *others))
            print(f"{name} | {'aligned' if text else 'model'} | {own} | {rest}", flush=True)
    print("\nof each minute: places / at random / the worst")
    print("set | rung | minutes | of the first 3, wrong | seen in the first 3 | seen in the first 3 s")
    for name, judged in every:
        tell_first(name, judged)


if __name__ == "__main__":
    main()
