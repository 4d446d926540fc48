"""Still pictures that talk: told apart, linear, against filmed lips, and what a frame costs.

    python -m benchmarks.stills FOLDER [FOLDER ...] [--film ../shared/data/grid_s1] [--clips 40] [--out build/stills]

FOLDER is a character made of a picture. Prints for each: the mean CIEDE2000 between each two of PP, FF, aa,
E and ou within the mouth (at least 4), how far equal steps of the jaw are from equal steps between the drawn lips (at
most 10 %), and milliseconds of a frame on the picture painter at 720p, with the head still and moving. With `--film`,
what the product makes of recordings that are held out is drawn, and the opening between the drawn lips is correlated
with that of the filmed ones (at least .85). With `--out`, writes NAME.png, all 15 visemes at 200 pixels, and
NAME-strip.png, a sentence.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar.character.loading import Character, load
from avatar.character.mouth import SHAPES, blend
from avatar.character.still.mouthing import find_lip_lines
from avatar.draw import Painter, save_png
from avatar.draw.sheet import close_up, weighted_face
from avatar.lipsync.tool import lipsync
from avatar.scene.pose import pose
from avatar.studio import corpora
from avatar.studio.splits import judging
from avatar.types import FRAME_RATE, VISEMES, CastMember, Head, Mouth, MouthTrack, Pose, Scene
from benchmarks.mouths import tiled
from tests.draw.telling import heads, matrix

TOLD = ("PP", "FF", "aa", "E", "ou")
CELL = 200
FILM_RATE = 25.0


def opening(character: Character, mouth: Mouth) -> float:
    """Between the drawn lips where they are widest apart, in units of the mouth."""
    assert character.picture is not None
    mesh = character.picture.mesh
    upper, lower = find_lip_lines(mesh, mouth)
    return float(((lower - upper) @ mesh.mouth.down).max() / mesh.mouth.unit)


def tell_apart(character: Character) -> dict[str, float]:
    """Mean CIEDE2000 of each two of TOLD within the mouth."""
    apart = matrix(character, CELL, TOLD)
    return {f"{TOLD[one]}-{TOLD[two]}": float(apart[one, two]) for one, two in combinations(range(len(TOLD)), 2)}


def find_unevenness(character: Character) -> float:
    """How much the largest step is over the smallest, for ten equal steps of the jaw, 0 for none."""
    steps = np.diff([opening(character, Mouth(jaw=jaw)) for jaw in np.linspace(0.0, 1.0, 11)])
    return float(steps.max() / steps.min() - 1.0)


def correlate(character: Character, film: Path, clips: int) -> tuple[float, float, int]:
    """Correlation of the drawn opening with the filmed one over all frames, the median over clips, and clips used."""
    drawn, seen, each = [], [], []
    for utterance in judging(list(corpora.grid(film)))[:clips]:
        lips = utterance.extra.get("lips")
        if not isinstance(lips, dict):
            continue
        filmed = np.array(lips["opening"], float)
        track = lipsync(utterance.audio, text=utterance.text).track
        made = np.array([opening(character, _spoken(track, at)) for at in range(len(filmed))])
        there = np.isfinite(filmed)
        if there.sum() > 20 and made[there].std() > 0:
            drawn.append(made[there])
            seen.append(filmed[there])
            each.append(float(np.corrcoef(made[there], filmed[there])[0, 1]))
    whole = float(np.corrcoef(np.concatenate(drawn), np.concatenate(seen))[0, 1])
    return whole, float(np.median(each)), len(each)


def _spoken(track: MouthTrack, frame: int) -> Mouth:
    """The mouth of a neutral face at a frame of the film, as `pose` makes it."""
    t = min(frame / FILM_RATE, track.duration - 1.0 / FRAME_RATE)
    return blend(track.at(t), Mouth(), track.opening_at(t))


def time_frames(character: Character, head: bool) -> float:
    """Milliseconds of a frame at 1280 x 720, median of 60, the mouth moving."""
    painter, took = Painter(1280, 720, "plain"), []
    for number in range(60):
        moved = Head(yaw=4.0 * np.sin(number / 9.0)) if head else Head()
        posed = Pose(mouth=SHAPES[VISEMES[number // 4 % 15]], head=moved)
        begun = time.perf_counter()
        painter.draw([(character, posed)])
        took.append(time.perf_counter() - begun)
    return 1e3 * float(np.median(took))


def draw_sheet(character: Character, out: Path) -> None:
    """All 15 visemes with their names, at 200 pixels."""
    save_png(out / f"{character.name}.png", tiled(heads(character, VISEMES, CELL, "neutral"), VISEMES))


def draw_strip(character: Character, track: MouthTrack, out: Path, count: int = 16) -> None:
    """Frames of a sentence, 80 ms apart, as it is acted."""
    painter, place = Painter(CELL, CELL), close_up(character)
    scene = Scene((CastMember("it", character.name),))
    cells = []
    for number in range(count):
        t = 0.3 + 0.08 * number
        acted = pose(scene, "it", t, character.acting)
        spoken = weighted_face(character, track.at(min(t, track.duration - 0.01)), "neutral", place)
        cells.append(painter.paint([(character, replace(acted, mouth=spoken.mouth, place=place))]).copy())
    rows = [np.concatenate(cells[at : at + 8], axis=1) for at in range(0, count, 8)]
    save_png(out / f"{character.name}-strip.png", np.ascontiguousarray(np.concatenate(rows)))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--film", type=Path)
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    for folder in options.folders:
        character = load(folder)
        apart = tell_apart(character)
        least = min(apart, key=lambda pair: apart[pair])
        print(f"{character.name}: least told apart {least} {apart[least]:.1f} (>= 4)")
        if character.picture is not None and character.picture.mesh.kind != "thing":
            print(f"  unevenness of the opening {100 * find_unevenness(character):.1f} % (<= 10)")
        still, moving = time_frames(character, head=False), time_frames(character, head=True)
        print(f"  a frame at 1280 x 720: {still:.1f} ms, with the head moving {moving:.1f} ms")
        if options.film is not None:
            whole, median, count = correlate(character, options.film, options.clips)
            print(f"  against {count} filmed clips: r = {whole:.3f}, median of a clip {median:.3f} (>= .85)")
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
            draw_sheet(character, options.out)
            if options.film is not None:
                utterance = judging(list(corpora.grid(options.film)))[0]
                draw_strip(character, lipsync(utterance.audio, text=utterance.text).track, options.out)


if __name__ == "__main__":
    main()
