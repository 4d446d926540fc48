"""Counting which sounds follow which in texts: the decoder's `sequences.npz`.

Texts go through phonemizer (espeak-ng), clause by clause; a list of word pairs with their counts, as Google's Books
n-grams are told, is made into lines of words drawn by these counts. A chance of a context is Witten and Bell's mean of
what was counted after it and what its shorter context says (IEEE Transactions on Information Theory 37, 1991). Of all
contexts those are kept that tell most more than the shorter ones do.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar import files
from avatar.lipsync import decode, phonemes, phoneset
from avatar.lipsync.sequences import STEP, Packed
from avatar.studio.manifest import DatasetError

Context = tuple[int, ...]
LONGEST = 4
"""Sounds in a context."""
CONTEXTS = 9000
"""How many are kept."""
_SEEN = 3
"""Times that a context has to be heard to count."""
_NOVEL = 2.0
"""How much each different sound that followed a context speaks for others that were not seen to (Witten and Bell)."""
SHARE = 0.8
"""Of the chances; the rest is what the table of pairs says, counted over all languages: theirs must stay possible."""
DRAWN = 350_000
"""Words that are drawn from a list of pairs."""
_PAIR = re.compile(r"(\S+)\s+(\S+)\s+(\d+)")
_LINES = 200
"""Lines put to phonemizer at once."""


def read_lines(path: Path) -> list[str]:
    """The lines of a text, or lines made from a list of word pairs. Raises DatasetError for a file without text."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"The text can't be read: {error}", where=path, remedy="Save it as UTF-8.") from error
    if not lines:
        raise DatasetError("There is no text here", where=path, remedy="Give a file with lines of text.")
    pairs = [_PAIR.fullmatch(line) for line in lines]
    if all(pairs):
        return list(_drawn([(p[1], p[2], int(p[3])) for p in pairs if p]))
    return lines


def _drawn(pairs: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    """Lines of words, each drawn by how often it follows the one before."""
    dice = random.Random(11)
    after: dict[str, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
    for one, two, seen in pairs:
        after[one][0].append(two)
        after[one][1].append(seen)
    chances = {word: (nexts, list(accumulate(times))) for word, (nexts, times) in after.items()}
    words, often = list(chances), list(accumulate(times[-1] for _, times in chances.values()))
    made = 0
    while made < DRAWN:
        line = dice.choices(words, cum_weights=often)
        for _ in range(dice.randint(5, 16)):
            if line[-1] not in chances:
                break
            nexts, times = chances[line[-1]]
            line += dice.choices(nexts, cum_weights=times)
        made += len(line)
        yield " ".join(line)


def sounds(lines: Sequence[str], language: str) -> Iterator[list[int]]:
    """The classes of each clause."""
    for at in range(0, len(lines), _LINES):
        text = ".\n".join(line.rstrip(". ") for line in lines[at : at + _LINES])
        for clause in phonemes.phonemize(text, language):
            yield [index for phone in clause.phones for index in phoneset.classes(phone)]


def count(clauses: Iterable[Sequence[int]]) -> dict[Context, NDArray[np.float64]]:
    """How often each sound follows each context, `()` included; there is silence around a clause."""
    seen: Counter[Context] = Counter()
    for clause in clauses:
        line = (phoneset.SILENCE, *clause, phoneset.SILENCE)
        for end in range(2, len(line) + 1):
            for start in range(max(0, end - LONGEST - 1), end):
                seen[line[start:end]] += 1
    out: dict[Context, NDArray[np.float64]] = defaultdict(lambda: np.zeros(len(phoneset.CLASSES)))
    for row, times in seen.items():
        out[row[:-1]][row[-1]] = times
    return out


def pack(counts: dict[Context, NDArray[np.float64]], most: int = CONTEXTS) -> Packed:
    """The contexts that tell most, at most so many."""
    kept = _kept(counts, most)
    index = {context: i for i, context in enumerate(kept)}
    follow = decode.table().follow
    rows = np.zeros((len(kept), len(phoneset.CLASSES)))
    steps = np.zeros(rows.shape, np.int8)
    none = np.zeros(len(phoneset.CLASSES))
    for context, i in index.items():
        shorter = index.get(context[1:], -1)
        below = np.exp(rows[shorter]) if shorter >= 0 else np.exp(follow[context[0]])
        chances = _chances(counts.get(context, none), below)
        if shorter < 0:
            chances = SHARE * chances + (1 - SHARE) * below
        # readers pause where they like, not where a line of text ends
        chances[phoneset.SILENCE] = 0.0
        chances *= (1.0 - below[phoneset.SILENCE]) / chances.sum()
        chances[phoneset.SILENCE] = below[phoneset.SILENCE]
        base = rows[shorter] if shorter >= 0 else np.zeros_like(chances)
        steps[i] = np.clip(np.round((np.log(chances) - base) / STEP), -128, 127)
        rows[i] = base + steps[i] * STEP
    return Packed(
        np.array([len(context) for context in kept], np.uint8),
        np.array([context[-1] for context in kept], np.uint8),
        np.array([index.get(context[:-1], -1) for context in kept], np.int16),
        np.array([index.get(context[1:], -1) for context in kept], np.int16),
        steps,
    )


def _chances(times: NDArray[np.float64], shorter: NDArray[np.float64]) -> NDArray[np.float64]:
    total, kinds = times.sum(), (times > 0).sum()
    return (times + _NOVEL * kinds * shorter) / (total + _NOVEL * kinds) if total else shorter.copy()


def _kept(counts: dict[Context, NDArray[np.float64]], most: int) -> list[Context]:
    """The contexts that are kept, shorter ones first; of each one its beginning and its end are kept as well."""
    rows: dict[Context, NDArray[np.float64]] = {(): counts[()] / counts[()].sum() + 1e-4}
    gains: list[tuple[float, Context]] = []
    for context in sorted(counts, key=len):
        times = counts[context]
        if context and context[1:] in rows and times.sum() >= _SEEN:
            shorter = rows[context[1:]]
            rows[context] = _chances(times, shorter)
            gains.append((float((times * np.log(rows[context] / shorter)).sum()), context))
    kept: set[Context] = {(sound,) for sound in range(len(phoneset.CLASSES))}
    for _, context in sorted(gains, reverse=True):
        parts = {context[a:b] for a in range(len(context)) for b in range(a + 1, len(context) + 1)}
        if len(kept | parts) <= most:
            kept |= parts
    return sorted(kept, key=lambda context: (len(context), context))


def write(packed: Packed, path: Path) -> None:
    """Write the table, whole or not at all."""
    with files.drafted(path, suffix=".npz") as part:
        np.savez_compressed(part, **packed._asdict())
