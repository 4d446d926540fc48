"""Whether mouths are told apart: the mean CIEDE2000 between each two visemes within the mouth, and sheets to look at.

    python -m benchmarks.mouths [NAME ...] [--mood neutral] [--out build/mouths] [--seed 1] [--no-sheets]

The head fills a square picture of 200 and of 96 pixels; the mouth is the smallest box that holds the mouths of the
nine that a viewer has to tell apart. Prints these nine against each other, and the closest pair of each character;
pairs under the floor (5 at 200 pixels, 4 at 96) have a star. Writes for each character, besides the matrix of all 15:

    NAME.txt            all 15 visemes against each other
    NAME.png            all 15 with their names, at 400, 200 and 96 pixels
    NAME-blind.png      the same without names, in the order of the seed, at 200 and 96 pixels
    NAME-blind.txt      which is which: name them first, then look
    NAME-moods.png      every mood with every viseme
    NAME-between.png    the mouth on its way from one viseme to another, for the ways in WAYS
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library
from avatar.character.loading import Character, load
from avatar.character.mouth import blend
from avatar.draw import Painter, save_png, write
from avatar.draw.sheet import close_up, face, sheet
from avatar.scene.pose import hold_expression
from avatar.types import VISEMES
from tests.draw.telling import FLOORS, TOLD, heads, matrix, mouth_region

COLUMNS = 5
INK, PAPER = "#2b2b33", 245

WAYS = (("nn", "aa"), ("nn", "ih"), ("nn", "DD"), ("nn", "TH"), ("nn", "E"), ("nn", "oh"))
"""A raised tongue goes down, out or behind the teeth on these: where a part of the mouth may jump or come apart."""
BETWEEN = 5
"""Pictures between the two ends of a way."""


def table(apart: NDArray[np.float64], names: Sequence[str], floor: float) -> str:
    """One line for each viseme, against those before it."""
    lines = [" " * 5 + "".join(f"{name:>7}" for name in names[:-1])]
    for row in range(1, len(names)):
        cells = [f"{value:6.1f}{'*' if value < floor else ' '}" for value in apart[row, :row]]
        lines.append(f"{names[row]:>5}{''.join(cells)}")
    return "\n".join(lines)


def closest(apart: NDArray[np.float64], names: Sequence[str]) -> tuple[float, str]:
    """The least of all pairs, and which pair it is."""
    rows, columns = np.tril_indices(len(names), -1)
    least = int(apart[rows, columns].argmin())
    return float(apart[rows[least], columns[least]]), f"{names[columns[least]]}-{names[rows[least]]}"


def tiled(pictures: dict[str, NDArray[np.uint8]], labels: Sequence[str]) -> NDArray[np.uint8]:
    """Square pictures in rows of COLUMNS, each with its label below."""
    cell = len(next(iter(pictures.values())))
    bar = max(14, cell // 12)
    picture = np.full((-(-len(pictures) // COLUMNS) * (cell + bar), COLUMNS * cell, 4), PAPER, np.uint8)
    picture[:, :, 3] = 255
    for place, (each, label) in enumerate(zip(pictures.values(), labels, strict=True)):
        top, left = place // COLUMNS * (cell + bar), place % COLUMNS * cell
        picture[top : top + cell, left : left + cell] = each
        write(picture, label, left + 4, top + cell + bar * 0.78, bar * 0.72, INK)
    return picture


def stacked(pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    wide = max(picture.shape[1] for picture in pictures)
    padded = [np.pad(each, ((0, 8), (0, wide - each.shape[1]), (0, 0)), constant_values=PAPER) for each in pictures]
    return np.concatenate(padded)


def ways(character: Character, mood: str, size: int = 480) -> NDArray[np.uint8]:
    """A row for each of WAYS: the mouth at its beginning, at BETWEEN equal steps, and at its end."""
    painter, acted = Painter(size, size), character.acting.expressions[mood]
    rows, columns = mouth_region(character, size, mood)
    pad = size // 24
    around = slice(rows.start - pad, rows.stop + pad), slice(columns.start - pad, columns.stop + pad)
    strips = []
    for begin, end in WAYS:
        cells = []
        for step in range(BETWEEN + 2):
            weights = np.zeros(len(VISEMES), np.float32)
            weights[VISEMES.index(end)] = step / (BETWEEN + 1)
            weights[VISEMES.index(begin)] = 1.0 - step / (BETWEEN + 1)
            shape = face(character, begin if step <= BETWEEN // 2 else end, mood).shape
            pose = hold_expression(acted, blend(weights, acted.mouth), weights, close_up(character), shape)
            cells.append(painter.paint([(character, pose)])[around].copy())
        strip = np.pad(np.concatenate(cells, axis=1), ((20, 0), (0, 0), (0, 0)), constant_values=PAPER)
        write(strip, f"{begin} to {end}", 4, 15, 14, INK)
        strips.append(strip)
    return np.ascontiguousarray(np.concatenate(strips))


def write_sheets(character: Character, mood: str, out: Path, seed: int) -> None:
    """Everything to look at of one character."""
    name = character.name
    save_png(
        out / f"{name}.png", stacked([tiled(heads(character, VISEMES, size, mood), VISEMES) for size in (400, 200, 96)])
    )
    order = random.Random(f"{seed} {name}").sample(VISEMES, len(VISEMES))
    numbers = [str(number) for number in range(1, len(order) + 1)]
    save_png(
        out / f"{name}-blind.png", stacked([tiled(heads(character, order, size, mood), numbers) for size in (200, 96)])
    )
    (out / f"{name}-blind.txt").write_text("".join(f"{n} {v}\n" for n, v in zip(numbers, order, strict=True)))
    save_png(out / f"{name}-moods.png", sheet(character, cell=160, gestures=False))
    save_png(out / f"{name}-between.png", ways(character, mood))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--mood", default="neutral")
    parser.add_argument("--out", type=Path, default=Path("build/mouths"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-sheets", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    summary = [f"{'':8}" + "".join(f"{f'closest at {size} px':>24}{'under the floor':>18}" for size in FLOORS)]
    for name in options.names or sorted(library.characters()):
        character = load(library.character(name))
        row, everything = f"{name:8}", ""
        for size, floor in FLOORS.items():
            whole = matrix(character, size, VISEMES, options.mood)
            told = [VISEMES.index(viseme) for viseme in TOLD]
            apart = whole[np.ix_(told, told)]
            print(f"{name}, {size} px\n{table(apart, TOLD, floor)}\n", flush=True)
            everything += f"{name}, {size} px\n{table(whole, VISEMES, floor)}\n\n"
            least, pair = closest(apart, TOLD)
            row += f"{f'{least:.1f} {pair}':>24}{int((apart[np.tril_indices(len(TOLD), -1)] < floor).sum()):>18}"
        (options.out / f"{name}.txt").write_text(everything)
        summary.append(row)
        if not options.no_sheets:
            write_sheets(character, options.mood, options.out, options.seed)
    print("\n".join(summary))
    print(f"sheets and matrices: {options.out}")


if __name__ == "__main__":
    main()
