"""The persona's sentence encoder: taught by a sentence model, and measured.

    python -m benchmarks.encoder make WHEEL [--minutes 26] [--threads 2]   writes avatar/brain/models/sentences.npz
    python -m benchmarks.encoder measure [WHEEL]

`make` teaches avatar/brain/encoder.py what all-MiniLM-L6-v2 (Apache-2.0) makes of sentences: those of the personas, and
variants of them in which other words stand in place of some. It learns where each one points, how alike each two of a
batch are, and that the ways to ask one thing, as sheets and continuations list them, are nearer to each other than to
those of others. WHEEL is that of benchmarks/meaning.py. It needs PyTorch, which nothing else of avatar does, and stops
by the clock: no two runs write the same file. What the model makes of all sentences is found first, some minutes more.

`measure` ranks the right one of the pairs of benchmarks/meaning.py among all others; and it looks for one way to ask
each question of `HELD_OUT`, of which `make` teaches nothing, among the other ways to ask these and some thousand more.
By the words' directions, by the encoder, and, with WHEEL, by the model itself (many times as slow without PyTorch).

`--file` names another file to write or to measure.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from avatar.brain import encoder, meaning
from avatar.brain.continuations import Continuations
from avatar.brain.encoder import LONGEST, find_codes
from avatar.brain.meaning import find_directions, find_place, split_text
from avatar.brain.rive.book import read, read_common
from avatar.brain.rive.reading import parse
from avatar.brain.sheet import Sheet
from benchmarks.meaning import PAIRS, ROOT, SentenceModel, rank_pairs

if TYPE_CHECKING:
    from torch import Tensor

Floats = NDArray[np.float32]
Classes = list[list[str]]
"""Plain ways to ask, of one question each."""

HELD_OUT = Path(__file__).with_suffix(".txt")
"""1,500 questions, one a line, their ways to ask between bars: the first one is looked for among the others."""
OTHERS = 4500
"""Questions among which they are looked for, besides themselves."""
FEWEST_WAYS = 3
"""Of a question that is measured."""
FOUND_AMONG = (1, 3, 8, 24)

SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
DIRECTIONS = re.compile(r"\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|<[^>]*>")
"""What is no word of a reply."""
MARKS = re.compile(r"[\[\](){}*@#^_~]")
"""What is no word of a trigger."""
OCCASION = "="
"""What a trigger begins with that nobody says."""
MOST_WORDS = 22
"""Of a sentence that is taught."""
VARIANTS = 200_000
OF_QUESTIONS = 0.6
"""The share of variants that are made of questions."""
STOP_WORDS = 160
"""The most frequent words, which stay as they are in variants."""
CHANGED, BY_NEAR, BY_OWN = 0.5, 0.45, 0.35
"""The share of the other words that are changed; of these for a near one, and for any that the personas use; the rest
for any word that is known."""
NEAR_WORDS = 25

WIDTH, LAYERS, DIMENSIONS, WIDER = 96, 2, 96, 2
STAGES = ((6 / 26, 2e-3), (20 / 26, 1.5e-3))
"""Shares of the time, and the rate at which each begins; it ends at none."""
WARM_UP, DECAY, CLIPPED = 200, 0.01, 1.0
BATCH, BATCHES_ALIKE = 512, 16
"""Sentences of a batch, and batches that are sorted by length together."""
ALIKE, ALIKE_NEAR = 20, 8
"""What an error in how alike two are counts; by how much more where they are."""
CONTRAST, ASKED_AT_ONCE, SHARPNESS = 0.3, 256, 0.06
"""What it counts that ways to ask are told from those of other questions, of how many at once, and how sharply
(InfoNCE)."""
FOR_COMPONENTS = 60_000
"""Sentences of which principal components are taken."""
HELD = 4000
"""Sentences that are not taught: how near the directions of these come is told at the end."""
LARGEST = 1e-2
"""By which a number of a direction may differ from the one that was taught, after 8 bits a word and 16 for the rest."""


def make_plain(text: str) -> str:
    return " ".join(split_text(text))


def gather() -> tuple[list[str], Classes]:
    """The personas' sentences, each once, and the ways to ask each question of their sheets and continuations."""
    folders = sorted(ROOT.glob("characters/*/persona"))
    known = [each for folder in folders for each in (Sheet.load(folder), Continuations.load(folder))]
    lines = [line for each in known for entry in each.entries for line in entry.lines]
    scripts = [read(path) for folder in folders for path in sorted(folder.glob("*.rive"))]
    topics = [topic for text in (*scripts, *read_common().values()) for topic in parse(text).topics.values()]
    triggers = [trigger for topic in topics for trigger in topic.triggers]
    said = [*(line.text for line in lines), *(reply for trigger in triggers for reply in trigger.replies)]
    said += [condition.reply for trigger in triggers for condition in trigger.conditions]
    heard = [trigger.text for trigger in triggers if not trigger.text.startswith(OCCASION)]
    found = [make_plain(sentence) for text in said for sentence in SENTENCE_ENDS.split(DIRECTIONS.sub(" ", text))]
    found += [make_plain(part) for text in heard for part in MARKS.sub(" ", text).split("|")]
    classes = [[make_plain(asked) for asked in line.asked] for line in lines if line.asked]
    found += [way for ways in classes for way in ways]
    return [text for text in dict.fromkeys(found) if 1 <= len(text.split()) <= MOST_WORDS], classes


def read_held_out() -> Classes:
    return [line.split(" | ") for line in HELD_OUT.read_text("utf-8").splitlines()]


def keep_apart(classes: Classes, apart: Classes, fewest: int) -> Classes:
    """The questions that have enough ways to ask which are none of some others'."""
    taken = {way for ways in apart for way in ways}
    left = [[way for way in dict.fromkeys(ways) if way and way not in taken] for ways in classes]
    return [ways for ways in left if len(ways) >= fewest]


# ------------------------------------------------------------------------------------------------------------- variants


def make_variants(sentences: Sequence[str], questions: Sequence[str], chance: random.Random) -> list[str]:
    """Sentences with other words in place of some, so that no word is known from one sentence alone."""
    counted = Counter(word for text in sentences for word in text.split())
    stop = {word for word, _ in counted.most_common(STOP_WORDS)}
    own = [word for word, times in counted.items() if word not in stop and times > 1]
    every, directions = read_words()
    near = _find_near(own, every, directions)

    def change(word: str) -> str:
        if word in stop or chance.random() >= CHANGED:
            return word
        dice = chance.random()
        if dice < BY_NEAR:
            return chance.choice(near.get(word, [word]))
        return chance.choice(own if dice < BY_NEAR + BY_OWN else every)

    made: dict[str, None] = {}
    while len(made) < VARIANTS:
        text = chance.choice(questions if chance.random() < OF_QUESTIONS else sentences)
        made[" ".join(map(change, text.split()))] = None
    return list(made)


def read_words() -> tuple[list[str], Floats]:
    """The words that are known, and (words, dimensions) where they point, each of length 1."""
    with np.load(meaning.FILE) as packed:
        directions = packed["directions"].astype(np.float32)
        return packed["words"].tobytes().decode("ascii").split(), _shorten(directions)


def _shorten(directions: Floats) -> Floats:
    return np.asarray(directions / np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-9), np.float32)


def _find_near(words: Sequence[str], every: Sequence[str], directions: Floats) -> Mapping[str, Sequence[str]]:
    places = {word: place for place, word in enumerate(every)}
    known = [word for word in words if word in places]
    found: dict[str, list[str]] = {}
    for start in range(0, len(known), BATCH):
        chosen = known[start : start + BATCH]
        near = directions[[places[word] for word in chosen]] @ directions.T
        best = np.argpartition(-near, NEAR_WORDS, axis=1)[:, :NEAR_WORDS]
        found |= {word: [every[place] for place in row] for word, row in zip(chosen, best, strict=True)}
    return found


# ------------------------------------------------------------------------------------------------------------- teaching


def has_torch() -> bool:
    return importlib.util.find_spec("torch") is not None


class Teacher(SentenceModel):
    """The same model by PyTorch in 16 bits, several times as fast."""

    def __init__(self, wheel: Path) -> None:
        import torch

        super().__init__(wheel)
        self.tensors = {name: torch.tensor(each, dtype=torch.bfloat16) for name, each in self.weights.items()}

    def outputs(self, tokens: NDArray[np.int64]) -> Floats:
        import torch
        from torch.nn import functional

        get = self.tensors.__getitem__

        def through(put: Tensor, name: str) -> Tensor:
            return functional.linear(put, get(f"{name}.weight"), get(f"{name}.bias"))

        def norm(put: Tensor, name: str) -> Tensor:
            return functional.layer_norm(put, put.shape[-1:], get(f"{name}.weight"), get(f"{name}.bias"), 1e-12)

        with torch.inference_mode():
            put = get("embeddings.word_embeddings.weight")[torch.from_numpy(tokens)]
            put = put + get("embeddings.position_embeddings.weight")[: tokens.shape[1]]
            put = norm(put + get("embeddings.token_type_embeddings.weight")[0], "embeddings.LayerNorm")
            for layer in (f"encoder.layer.{place}" for place in range(6)):
                parts = (through(put, f"{layer}.attention.self.{part}") for part in ("query", "key", "value"))
                seen = functional.scaled_dot_product_attention(
                    *(part.unflatten(-1, (12, -1)).transpose(1, 2) for part in parts)
                )
                mixed = through(seen.transpose(1, 2).flatten(2), f"{layer}.attention.output.dense")
                put = norm(put + mixed, f"{layer}.attention.output.LayerNorm")
                inner = functional.gelu(through(put, f"{layer}.intermediate.dense"))
                put = norm(put + through(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
            return put.float().numpy()


def begin(directions: Floats) -> dict[str, Tensor]:
    """What is not yet taught, by the names of the file; matrices are (in, out). Rows 0 and 1 of the table are for no
    word and an unknown one."""
    import torch

    def pair(name: str, put: int, out: int) -> dict[str, Tensor]:
        most = 1 / math.sqrt(put)
        return {
            f"{name}.weight": torch.empty(put, out).uniform_(-most, most),
            f"{name}.bias": torch.empty(out).uniform_(-most, most),
        }

    def norm(name: str) -> dict[str, Tensor]:
        return {f"{name}.weight": torch.ones(WIDTH), f"{name}.bias": torch.zeros(WIDTH)}

    table = torch.from_numpy(np.concatenate([np.zeros((2, directions.shape[1]), np.float32), directions]))
    made = {"table": table, "positions": torch.randn(LONGEST, WIDTH) * 0.02} | pair("lift", directions.shape[1], WIDTH)
    for layer in range(LAYERS):
        made |= norm(f"{layer}.norm") | pair(f"{layer}.attend", WIDTH, 3 * WIDTH) | pair(f"{layer}.mix", WIDTH, WIDTH)
        made |= norm(f"{layer}.norm_after") | pair(f"{layer}.widen", WIDTH, WIDER * WIDTH)
        made |= pair(f"{layer}.narrow", WIDER * WIDTH, WIDTH)
    made |= norm("norm") | pair("gate", WIDTH, 1) | pair("out", WIDTH, DIMENSIONS)
    return {name: each.requires_grad_() for name, each in made.items()}


def run(weights: Mapping[str, Tensor], rows: Tensor, dropped: float = 0.0, places: Tensor | None = None) -> Tensor:
    """(sentences, outputs) What `avatar.brain.encoder.run` does, of (sentences, words) rows of the table; 0 is no word.
    `dropped`: the part of what flows that is left out, while it learns. `places`: (sentences, words) at which of the
    positions each word stands, where that is not its place in the row."""
    from torch.nn import functional

    def through(put: Tensor, name: str) -> Tensor:
        return put @ weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def norm(put: Tensor, name: str) -> Tensor:
        return functional.layer_norm(put, put.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"])

    def drop(put: Tensor) -> Tensor:
        return functional.dropout(put, dropped, training=dropped > 0)

    rows = rows[:, : max(1, int((rows > 0).sum(1).max()))]
    unseen = (rows == 0) * -1e4
    stands = weights["positions"]
    stands = stands[: rows.shape[1]] if places is None else stands[places[:, : rows.shape[1]]]
    flow = drop(through(functional.embedding(rows, weights["table"]), "lift") + stands)
    for layer in range(sum(name.endswith(".attend.weight") for name in weights)):
        parts = through(norm(flow, f"{layer}.norm"), f"{layer}.attend").unflatten(-1, (3, 4, -1)).permute(2, 0, 3, 1, 4)
        query, key, value = parts
        seen = query @ key.transpose(2, 3) / math.sqrt(query.shape[-1]) + unseen[:, None, None, :]
        flow = flow + drop(through((seen.softmax(-1) @ value).transpose(1, 2).flatten(2), f"{layer}.mix"))
        wide = functional.gelu(through(norm(flow, f"{layer}.norm_after"), f"{layer}.widen"), approximate="tanh")
        flow = flow + drop(through(wide, f"{layer}.narrow"))
    flow = norm(flow, "norm")
    share = (through(flow, "gate")[..., 0] + unseen).softmax(-1)
    return through(drop((flow * share[..., None]).sum(1)), "out")


def encode(weights: Mapping[str, Tensor], rows: Tensor) -> Tensor:
    """(sentences, dimensions) The same, each of length 1."""
    from torch.nn import functional

    return functional.normalize(run(weights, rows), dim=-1)


def find_rows(texts: Sequence[str]) -> NDArray[np.int64]:
    """(texts, words) Each text's rows of the table, then none."""
    places = [[find_place(word) for word in text.split()[:LONGEST]] or [None] for text in texts]
    rows = np.zeros((len(texts), max(map(len, places))), np.int64)
    for row, found in zip(rows, places, strict=True):
        row[: len(found)] = [1 if place is None else place + 2 for place in found]
    return rows


def teach(
    weights: dict[str, Tensor], rows: NDArray[np.int64], aims: Floats, classes: Classes, minutes: float, rate: float
) -> None:
    """Changes weights for some minutes, so that sentences point where they are to."""
    import torch
    from torch.nn import functional

    ways = [torch.from_numpy(find_rows(each)) for each in classes]
    where, right = torch.from_numpy(rows), torch.arange(ASKED_AT_ONCE)
    goals = torch.from_numpy(aims)
    optimiser = torch.optim.AdamW(weights.values(), weight_decay=DECAY)
    start = told = time.monotonic()
    for step, batch in enumerate(_batches((rows > 0).sum(1))):
        past = (time.monotonic() - start) / (minutes * 60)
        if past >= 1:
            print(f"  {step} steps", flush=True)
            return
        optimiser.param_groups[0]["lr"] = rate * min(1, step / WARM_UP) * (1 + math.cos(math.pi * past)) / 2
        made, goal = encode(weights, where[batch]), goals[batch]
        alike, aim = made @ made.T, goal @ goal.T
        loss = (1 - (made * goal).sum(1)).mean()
        loss = loss + ALIKE * ((alike - aim) ** 2 * (1 + ALIKE_NEAR * aim.clamp(min=0) ** 2)).mean()
        two = [random.sample(list(ways[place]), 2) for place in random.sample(range(len(ways)), ASKED_AT_ONCE)]
        one, other = (encode(weights, torch.nn.utils.rnn.pad_sequence(side, True)) for side in zip(*two, strict=True))
        told_apart = one @ other.T / SHARPNESS
        contrast = functional.cross_entropy(told_apart, right) + functional.cross_entropy(told_apart.T, right)
        loss = loss + CONTRAST * contrast / 2
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights.values(), CLIPPED)
        optimiser.step()
        if time.monotonic() - told > 60:
            told = time.monotonic()
            print(f"  {step} steps, {told - start:.0f} s: {loss.item():.3f}", flush=True)


def _batches(lengths: NDArray[np.int64]) -> Iterator[NDArray[np.intp]]:
    """Places of sentences of like lengths, for ever."""
    dice = np.random.default_rng(1)
    while True:
        order = dice.permutation(len(lengths))
        for start in range(0, len(order), BATCH * BATCHES_ALIKE):
            some = order[start : start + BATCH * BATCHES_ALIKE]
            some = some[np.argsort(lengths[some], kind="stable")]
            batches = [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
            dice.shuffle(batches)
            yield from batches


def find_aims(teacher: SentenceModel, texts: Sequence[str]) -> Floats:
    """(texts, dimensions) Where the model has texts point, in fewer dimensions, each of length 1."""
    made = np.zeros((len(texts), 384), np.float32)
    for start in range(0, len(texts), 20_000):
        made[start : start + 20_000] = teacher.embed(texts[start : start + 20_000])
        print(f"  {min(start + 20_000, len(texts))} of {len(texts)} sentences", flush=True)
    some = made[:FOR_COMPONENTS]
    _, components = np.linalg.eigh(some.T @ some)
    return _shorten(made @ components[:, ::-1][:, :DIMENSIONS])


def write(weights: Mapping[str, Tensor], file: Path) -> None:
    """Writes the file that is shipped: the table in bytes and what a unit of each row is worth, all else in 16 bits."""
    plain = {name: each.detach().numpy() for name, each in weights.items()}
    table = plain.pop("table")
    most = np.maximum(np.abs(table).max(axis=1), 1e-9)
    with file.open("wb") as out:
        np.savez(
            out,
            table=np.round(table / most[:, None] * 127).astype(np.int8),
            scale=(most / 127).astype(np.float16),
            **{name: each.astype(np.float16) for name, each in plain.items()},
        )


def make(wheel: Path, file: Path, minutes: float, threads: int) -> None:
    if not has_torch():
        sys.exit("Teaching the encoder needs PyTorch, which avatar itself doesn't: pip install torch")
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    random.seed(1)
    apart = read_held_out()
    sentences, classes = gather()
    unheard = {way for ways in apart for way in ways}
    sentences = [text for text in sentences if text not in unheard]
    classes = keep_apart(classes, apart, 2)
    questions = sorted({way for ways in classes for way in ways})
    texts = list(dict.fromkeys([*sentences, *make_variants(sentences, questions, random.Random(5))]))
    texts = [text for text in texts if text not in unheard]
    random.shuffle(texts)
    print(f"{len(sentences)} sentences, {len(texts)} with variants, {len(classes)} questions", flush=True)
    rows, aims = find_rows(texts), find_aims(Teacher(wheel), texts)
    weights = begin(read_words()[1])
    for share, rate in STAGES:
        teach(weights, rows[HELD:], aims[HELD:], classes, minutes * share, rate)
    write(weights, file)
    encoder.FILE = file
    with torch.inference_mode():
        taught = encode(weights, torch.from_numpy(rows[:HELD])).numpy()
    apart_by = float(np.abs(taught - find_codes(texts[:HELD])).max())
    print(f"{HELD} sentences that were not taught: cosine to the model's {(taught * aims[:HELD]).sum(1).mean():.3f}")
    print(f"{file.stat().st_size} bytes, no number off by more than {apart_by:.4f}: {file}")
    if apart_by > LARGEST:
        sys.exit("What was written isn't what was taught")


# ------------------------------------------------------------------------------------------------------------ measuring


def find_again(find: Callable[[Sequence[str]], Floats], held_out: Classes, others: Classes) -> list[float]:
    """The shares of held-out questions whose first way to ask finds another one among its 1, 3, 8 and 24 nearest."""
    among = [ways[1:] for ways in held_out] + others
    of = np.repeat(np.arange(len(among)), [len(ways) for ways in among])
    near = find([ways[0] for ways in held_out]) @ find([way for ways in among for way in ways]).T
    best = of[np.argsort(-near, axis=1)[:, : max(FOUND_AMONG)]]
    right = best == np.arange(len(held_out))[:, None]
    return [float(right[:, :most].any(axis=1).mean()) for most in FOUND_AMONG]


def choose_others(held_out: Classes) -> Classes:
    """Questions to look among besides, each without its first way to ask; no two have a way in common."""
    others = keep_apart(gather()[1], held_out, FEWEST_WAYS)
    random.Random(3).shuffle(others)
    seen: set[str] = set()
    chosen: Classes = []
    for ways in others:
        own = [way for way in ways if way not in seen]
        if len(own) >= FEWEST_WAYS and len(chosen) < OTHERS:
            chosen.append(own[1:])
            seen |= {*own}
    return chosen


def measure(wheel: Path | None, file: Path) -> None:
    encoder.FILE = file
    held_out = read_held_out()
    others = choose_others(held_out)
    tell_time([way for ways in others for way in ways])
    finders: dict[str, Callable[[Sequence[str]], Floats]] = {"words": find_directions, "encoder": find_codes}
    if wheel is not None:
        finders["model"] = (Teacher if has_torch() else SentenceModel)(wheel).embed
    count = sum(len(ways) - 1 for ways in held_out) + sum(map(len, others))
    print(f"{len(PAIRS)} pairs, and {len(held_out)} questions looked for among {count} ways to ask")
    for name, find in finders.items():
        one, other = (find([make_plain(pair[side]) for pair in PAIRS]) for side in (0, 1))
        found = zip(FOUND_AMONG, find_again(find, held_out, others), strict=True)
        shares = ", ".join(f"{share:.3f} at {most}" for most, share in found)
        print(f"{name:8} pairs {rank_pairs(one, other):.2f}; questions {shares}")


def tell_time(texts: Sequence[str]) -> None:
    """Says what sentences cost that were not met before."""
    alone, together = texts[:480], texts[480:960]
    find_codes(["what is read once"])
    began = time.process_time()
    for text in alone:
        find_codes([text])
    between = time.process_time()
    for start in range(0, len(together), 24):
        find_codes(together[start : start + 24])
    one, many = between - began, time.process_time() - between
    print(f"a sentence takes {one / len(alone) * 1e3:.2f} ms, 24 at once {many / len(together) * 24e3:.2f} ms")


def main() -> None:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "measure"))
    parser.add_argument("wheel", type=Path, nargs="?")
    parser.add_argument("--file", type=Path, default=encoder.FILE)
    parser.add_argument("--minutes", type=float, default=26)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    if options.what == "measure":
        measure(options.wheel, options.file)
    elif options.wheel is None:
        parser.error("make needs the wheel of the model")
    else:
        make(options.wheel, options.file, options.minutes, options.threads)


if __name__ == "__main__":
    main()
