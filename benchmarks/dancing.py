"""How far the extremes of a dance lie from the beats, measured in a film's frames.

    python -m benchmarks.dancing [--characters juno,bea,blot] [--tempos 64,97,128] [--moves bob,sway]

Somebody dances each move for eight beats, alone, with breath, sway and glances on top, painted at 50 frames a second.
Of every frame the middle of what differs from the empty stage is taken. Where that turns, at the bottom or at a side,
should be a beat: the middle of the moments at which its speed, interpolated between frames, has fallen to a tenth of
what it was on the way there, and has risen to a tenth of what it is on the way back; where it holds for longer, the
moment at which it arrived. Target: 20 ms, for every turn that is large enough to be seen.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar.character.dances import MOVES
from avatar.character.loading import load
from avatar.draw.scenes import SceneFrames
from avatar.scene.dancing import Step
from avatar.types import CastMember, Entry, Mark, Scene

FPS = 50
WIDTH, HEIGHT = 240, 270
BEATS = 8
SMALL = 0.15
"""Share of the larger of both directions below which the other is not what is seen."""
TARGET_MS = 20.0
SEEN = 0.4
"""Share of a channel's way in a move below which a turn is none that anybody sees."""
LEAST_PX = 1.5
"""Pixels of the middle, at this size, below which nothing is seen to move."""
RESTS = 0.1
"""Share of the speed on the way at which it has arrived."""
HOLD_S = 0.14
"""Seconds of rest from which on it holds there, and does not merely turn."""
STARTS = 1.0


def middles(
    character: str, move: str, beat_s: float, mirrored: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times of the frames, and the middle of what is seen in each, in pixels; shape (frames, 2)."""
    folder = Path("characters") / character
    beats = BEATS + 2 * MOVES[move].beats
    mark = Mark("dance", str(Step(move, beats, mirrored=mirrored)), 0.0, beats * beat_s)
    scene = Scene((CastMember("A", character),), (Entry(STARTS, "A", mark),), seed=5)
    frames = SceneFrames({character: load(folder)}, WIDTH, HEIGHT)
    empty = Scene((), ())
    ground = SceneFrames({}, WIDTH, HEIGHT).paint(empty, 0.0)[:, :, :3].astype(np.float64)
    first = STARTS + MOVES[move].beats * beat_s
    times = np.arange(round((BEATS * beat_s + 0.2) * FPS)) / FPS + first - 0.1
    found = []
    for t in times:
        differs = np.abs(frames.paint(scene, float(t))[:, :, :3] - ground).sum(axis=2)
        solid = np.clip(differs / 96.0, 0.0, 1.0)  # soft, so that edges between pixels count as such
        total = max(1.0, solid.sum())
        rows, columns = solid.sum(axis=1), solid.sum(axis=0)
        found.append((columns @ np.arange(WIDTH) / total, rows @ np.arange(HEIGHT) / total))
    return times, np.array(found)


def find_turns(times: NDArray[np.float64], places: NDArray[np.float64]) -> list[float]:
    """When the middle arrives at the bottom and at the sides, where that is large enough to be seen."""
    found: list[float] = []
    least = max(LEAST_PX, SMALL * float(np.ptp(places, axis=0).max()))
    for values in (places[:, 1], places[:, 0], -places[:, 0]):
        reach = float(np.ptp(values))
        if reach >= least:
            inner = range(1, len(values) - 1)
            tops = [at for at in inner if values[at - 1] <= values[at] > values[at + 1]]
            found += [turn for at in tops if (turn := _turn(times, values, at, SEEN * reach)) is not None]
    return found


def _turn(times: NDArray[np.float64], values: NDArray[np.float64], top: int, by: float) -> float | None:
    """When it turns at a top, or arrives to hold there. None where the way there or on is small, or not in the film."""
    came = _rests(times, values, top, by)
    left = _rests(-times[::-1], values[::-1], len(values) - 1 - top, by)
    if came is None or left is None:
        return None
    return (came - left) / 2 if -left - came < HOLD_S else came


def _rests(times: NDArray[np.float64], values: NDArray[np.float64], top: int, by: float) -> float | None:
    """When, before a top, its speed has fallen to `RESTS` of the most that it had on the way there."""
    low = top
    while low > 0 and values[top] - values[low] < by:
        low -= 1
    if values[top] - values[low] < by:
        return None
    speeds = np.diff(values)
    peak = float(speeds[low:top].max(initial=0.0))
    last = max(at for at in range(low, top) if speeds[at] > RESTS * peak)
    now, after = speeds[last], speeds[last + 1]
    share = (now - RESTS * peak) / (now - after) if now > after else 0.0
    return float((times[last] + times[last + 1]) / 2 + min(1.0, share) / FPS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", default="juno,bea,blot")
    parser.add_argument("--tempos", default="64,97,128")
    parser.add_argument("--moves", default=",".join(MOVES))
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    worst, errors, missing = 0.0, [], []
    traces = []
    for move in options.moves.split(","):
        own = []
        for number, character in enumerate(options.characters.split(",")):
            for bpm in map(float, options.tempos.split(",")):
                beat_s = 60.0 / bpm
                times, places = middles(character, move, beat_s, bool(number % 2) and MOVES[move].mirrors)
                turns = find_turns(times, places)
                beats = (np.array(turns) - STARTS) / beat_s
                own += list(np.abs(beats - np.round(beats)) * beat_s * 1000)
                if not turns:
                    missing.append(f"{move} {character} {bpm:g}")
                traces.append((f"{move} {character} {bpm:g}", (times - STARTS) / beat_s, places))
        errors += own
        worst = max([worst, *own])
        if own:
            print(f"{move:12} {len(own):4} turns, median {np.median(own):5.1f} ms, worst {max(own):5.1f} ms")
    print(f"all: {len(errors)} turns, median {np.median(errors):.1f} ms, p99 {np.percentile(errors, 99):.1f} ms, "
          f"worst {worst:.1f} ms (target {TARGET_MS:g}); no turn seen in: {', '.join(missing) or 'none'}")  # fmt: skip
    if options.picture:
        draw(traces, options.picture)
    sys.exit(worst > TARGET_MS or bool(missing))


def draw(traces: list[tuple[str, NDArray[np.float64], NDArray[np.float64]]], path: Path) -> None:
    """The middles over the beats, across above and down below."""
    from PIL import Image, ImageDraw

    columns, width, height = 3, 420, 120
    rows = -(-len(traces) // columns)
    page = Image.new("RGB", (columns * width, rows * height), "#ffffff")
    pen = ImageDraw.Draw(page)
    for number, (name, beats, places) in enumerate(traces):
        left, top = number % columns * width, number // columns * height
        pen.text((left + 4, top + 2), name, fill="#000000")
        span = beats[-1] - beats[0]
        for beat in range(int(np.ceil(beats[0])), int(beats[-1]) + 1):
            x = left + (beat - beats[0]) / span * width
            pen.line((x, top, x, top + height), fill="#dddddd")
        for channel, colour in ((0, "#c03030"), (1, "#2060c0")):
            values = places[:, channel] - places[:, channel].mean()
            reach = max(np.ptp(places[:, 0]), np.ptp(places[:, 1]), 1e-6)
            points = [
                (left + (beat - beats[0]) / span * width, top + height / 2 + value / reach * (height - 24))
                for beat, value in zip(beats, values, strict=True)
            ]
            pen.line(points, fill=colour, width=1)
    page.save(path)


if __name__ == "__main__":
    main()
