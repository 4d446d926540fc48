"""How far the extremes of a dance lie from the beats, in the frames of a film.

    python -m benchmarks.dancing [--characters juno,blot,FOLDER] [--tempos 80,110] [--rates 24,25] [--moves bob,sway]
    python -m benchmarks.dancing --song shows/fifteen-shapes.song

Somebody dances each move for eight beats or a cycle, alone, silent and while talking with stressed words, in the frames
of films of 24, 25, 30 and 60 a second. Followed is all that moves with the dance, where the layers' own matrices have
it: the first eye (of a picture the place between both) across and down, the tilt of the head and of the body, each hand
that is seen (half a head above its elbow) across and down, and the body's width in a spin; both ways of each.

An extreme is a top of such a displacement if both the way there and the way on are a quarter of the whole way, and that
is a hundredth of a head at least; a parabola through three frames tells the instant. Where a part holds, it is the
arrival, the first instant within a hundredth of the way: a part holds where it takes more than twice as long to leave
(from a hundredth to a tenth of its way) as it took to come. An extreme that lies within a quarter of a beat of a beat
means that beat, and has to lie on it (20 ms); beyond, it is the way up or back between two beats, and is not asked.
Each cycle has to have one that means a beat. `--song` arranges a song and asks the same of all who dance in it; the
last beat of a move, in which it passes into the next, is told apart.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import scenefile
from avatar.character.affine import Affine
from avatar.character.dances import MOVES
from avatar.character.layers import LayerSpec
from avatar.character.loading import Character, load
from avatar.character.rig import Layer, LiveLayer, MeshLayer, Static, build_layers, group_static_parts
from avatar.character.still.topology import BETWEEN_EYES, CHIN, FOREHEAD
from avatar.scene.dancing import PASSES_S, Step, read_step
from avatar.scene.pose import pose
from avatar.types import CastMember, Entry, Mark, Scene

Floats = NDArray[np.float64]
RATES = (24, 25, 30, 60)
"""Frames a second of films."""
BEATS = 8
TARGET_MS = 20.0
SEEN = 0.25
"""Share of a channel's way on both sides of an extreme."""
LEAST = 0.01
"""Heads of a channel's way below which nothing is seen to move."""
ARRIVED = 0.01
"""Share of the way within which it is there."""
NEAR = 0.1
"""Share of the way within which it comes or leaves."""
SIDES = ("left", "right")
NEAREST = 0.25
"""Beats around a beat within which an extreme is taken for one that means it; beyond, it is a way up or back, between
two beats."""
STARTS = 1.0


class Traces(NamedTuple):
    """Where somebody's parts are over time, in heads; NaN where a part is not seen."""

    times: Floats
    head: Floats
    """Shape (frames, 2)."""
    left: Floats
    """Of the left hand, shape (frames, 2)."""
    right: Floats
    width: Floats
    """Of the body, shape (frames,): 1 from the front, -1 mirrored."""
    tilt: Floats
    """Of head and body, shape (frames, 2): radians clockwise, which are heads at a head's distance."""


def follow(character: Character, scene: Scene, who: str, times: Floats) -> Traces:
    """The parts of one who is in a scene, at each of the times."""
    merged = group_static_parts(character)
    hands = {key: specs[0] for key, specs in merged.items() if specs[0].hand[0] in SIDES}
    body = next((key for key, specs in merged.items() if _carries(character, specs[0])), "")
    rows = np.array(
        [
            _place(character, build_layers(character, pose(scene, who, float(t), character.acting)), hands, body)
            for t in times
        ]
    )
    return Traces(times, rows[:, 0:2], rows[:, 2:4], rows[:, 4:6], rows[:, 6], rows[:, 7:9])


def _carries(character: Character, spec: LayerSpec) -> bool:
    """Whether it leans with the body, and neither with the head nor as a hand."""
    by_name = {layer.name: layer for layer in character.layers}
    moves = set()
    at: LayerSpec | None = spec
    while at is not None:
        moves |= {move.channel for move in at.moves}
        at = by_name.get(at.parent)
    return "body.lean" in moves and not any(name.startswith(("head.", "left.", "right.")) for name in moves)


def _place(
    character: Character, layers: Sequence[Layer], hands: Mapping[str, LayerSpec], body: str
) -> tuple[float, ...]:
    """Head, hands, width, and the tilts of head and body."""
    tall = character.canvas.head
    head, width, tilts = (np.nan, np.nan), 1.0, [0.0, 0.0]
    seen = dict.fromkeys(SIDES, (np.nan, np.nan))
    for layer in layers:
        if isinstance(layer, MeshLayer):
            x, y = layer.vertices[CHIN] - layer.vertices[FOREHEAD]
            head, tilts[0] = tuple(layer.vertices[BETWEEN_EYES]), float(np.arctan2(-x, y))
        elif isinstance(layer, LiveLayer) and np.isnan(head[0]):
            box = layer.look.box
            head, tilts[0] = _at(layer.matrix, (box[0] + box[2] / 2, box[1] + box[3] / 2)), _tilt(layer.matrix)
            a, b, c, d, _, _ = layer.matrix
            width = float(np.copysign(np.hypot(a, b), a * d - b * c))
        elif isinstance(layer, Static) and layer.key in hands and layer.opacity > 0.5:
            x, y = hands[layer.key].pivot
            seen[hands[layer.key].hand[0]] = _at(layer.matrix, (x, y - 0.5 * tall))
        elif isinstance(layer, Static) and layer.key == body:
            tilts[1] = _tilt(layer.matrix)
    placed = (*head, *seen["left"], *seen["right"])
    return (*(each / tall for each in placed), width, *tilts)


def _tilt(matrix: Affine) -> float:
    """Radians clockwise of what was upright."""
    return float(np.arctan2(-matrix[2], matrix[3]))


def _at(matrix: Affine, place: tuple[float, float]) -> tuple[float, float]:
    a, b, c, d, x, y = matrix
    return a * place[0] + c * place[1] + x, b * place[0] + d * place[1] + y


class Found(NamedTuple):
    """An extreme."""

    at: float
    """Seconds."""
    part: str


def find_extremes(traces: Traces) -> list[Found]:
    """When the parts are at their extremes, or arrive there."""
    found: list[Found] = []
    fps = 1.0 / float(np.median(np.diff(traces.times)))
    for name, values in name_ways(traces).items():
        reach = float(np.ptp(values))
        if reach >= LEAST:
            tops = [at for at in range(1, len(values) - 1) if values[at - 1] <= values[at] > values[at + 1]]
            instants = (_instant(traces.times, values, at, reach, fps) for at in tops)
            found += [Found(t, name) for t in instants if t is not None]
    return found


def name_ways(traces: Traces) -> dict[str, Floats]:
    """The displacements whose tops are looked for, by name: frames each, in heads; both ways of everything."""
    ways: dict[str, Floats] = {"front": traces.width}
    rows = [("head", traces.head), ("left hand", traces.left), ("right hand", traces.right)]
    for name, places in rows:
        if len(places) > 1 and not np.isnan(places).any():
            for way, values in (("right", places[:, 0]), ("down", places[:, 1])):
                ways[f"{name} {way}"], ways[f"{name} {OTHER[way]}"] = values, -values
    for name, values in (("head tilted", traces.tilt[:, 0]), ("body tilted", traces.tilt[:, 1])):
        ways[f"{name} right"], ways[f"{name} left"] = values, -values
    return ways


OTHER = {"right": "left", "down": "up"}


def _instant(times: Floats, values: Floats, top: int, reach: float, fps: float) -> float | None:
    """The instant of a top, or of the arrival where it holds. None where the way there or on is small."""
    back, on = values[: top + 1][::-1], values[top:]
    if not (_falls(back, SEEN * reach) and _falls(on, SEEN * reach)):
        return None
    came, come = (_falls(back, share * reach) for share in (ARRIVED, NEAR))
    left, leave = (_falls(on, share * reach) for share in (ARRIVED, NEAR))
    if leave - left > 2.0 * max(come - came, 1.0):
        return float(times[top] - came / fps)
    before, here, after = values[top - 1 : top + 2]
    bend = before - 2.0 * here + after
    return float(times[top] + (0.5 * (before - after) / bend / fps if bend else 0.0))


def _falls(values: Floats, by: float) -> float:
    """Frames after which values, from a top on, have fallen by so much; 0 if they rise above the top before."""
    for at in range(1, len(values)):
        if values[at] > values[0]:
            return 0.0
        if values[0] - values[at] >= by:
            return float(at - 1 + (values[at - 1] - values[0] + by) / max(values[at - 1] - values[at], 1e-9))
    return 0.0


def measure_move(
    character: Character, move: str, beat_s: float, mirrored: bool, fps: float, said: bool = False
) -> list[tuple[float, str]]:
    """Milliseconds from the nearest beat, later ones above 0, of every extreme, and the part's name. `said`: who dances
    talks meanwhile, with stressed words."""
    cycle = MOVES[move].beats
    beats = BEATS + 4 * cycle
    mark = Mark("dance", str(Step(move, beats, mirrored=mirrored)), 0.0, beats * beat_s)
    words = tuple(Entry(at, "A", _stressed()) for at in np.arange(0.31, STARTS + beats * beat_s, 0.77)) if said else ()
    scene = Scene((CastMember("A", "a"),), (Entry(STARTS, "A", mark), *words), seed=5)
    first = STARTS + 2 * cycle * beat_s
    start, end = first - 0.6 * beat_s, first + (max(BEATS, cycle) + 0.6) * beat_s
    times = np.arange(round(start * fps), round(end * fps)) / fps
    offs = [
        (_off((each.at - STARTS) / beat_s), each.part) for each in find_extremes(follow(character, scene, "A", times))
    ]
    return [(off * beat_s * 1000.0, part) for off, part in offs if abs(off) <= NEAREST]


def _stressed() -> Mark:
    """A stressed word, on which heads nod."""
    return Mark("emphasis", "", 0.0, 0.3, 1.0)


def _danced(character: Character, move: str) -> str:
    return MOVES[move].still if character.acting.nods else move


def _off(beats: float) -> float:
    return beats - round(beats)


def measure_song(scene: Scene, characters: dict[str, Character], fps: float) -> bool:
    """Everybody's extremes in a whole song, beside the beats of their own dance marks."""
    late = False
    for member in scene.cast:
        marks = [(e.start + e.what.start, e.start + (e.what.end or 0.0), read_step(e.what.name)) for e in scene.entries
                 if e.who == member.who and isinstance(e.what, Mark) and e.what.kind == "dance"]  # fmt: skip
        one = characters[member.character]
        inside: list[float] = []
        passing: list[float] = []
        parts: list[tuple[float, str]] = []
        for start, end, step in marks:
            beat_s = (end - start) / step.beats
            times = np.arange(np.ceil((start - 0.5 * beat_s) * fps), (end + 0.5 * beat_s) * fps) / fps
            traces = follow(one, scene, member.who, times)
            shown = (times >= start) & (times < end - min(PASSES_S, beat_s))
            with_hand = Traces(*(values[shown] for values in traces))
            extremes = [each for each in find_extremes(traces) if "hand" not in each.part]
            extremes += [each for each in find_extremes(with_hand) if "hand" in each.part] if shown.sum() > 3 else []
            for each in extremes:
                if step.held or not start - 0.25 * beat_s <= each.at < end - 0.25 * beat_s:
                    continue
                off = _off((each.at - start) / beat_s) * beat_s * 1000.0
                if abs(off) > NEAREST * beat_s * 1000.0:
                    continue
                last = each.at > end - min(PASSES_S, beat_s) - 0.25 * beat_s or each.at < start + 0.25 * beat_s
                (passing if last else inside).append(abs(off))
                parts.append((abs(off), f"{each.part} of {step.move} at {each.at:.2f} s"))
        for name, offs in (("within a move", inside), ("from one move to another", passing)):
            if offs:
                print(f"{member.who}, {name}: {describe(offs)}")
        print("  farthest: " + "; ".join(f"{off:.0f} ms {part}" for off, part in sorted(parts, reverse=True)[:6]))
        late = late or not inside or max(inside) > TARGET_MS
    return late


def describe(offs: list[float]) -> str:
    over = sum(off > TARGET_MS for off in offs)
    return (f"{len(offs):4} extremes, median {np.median(offs):4.1f} ms, p95 {np.percentile(offs, 95):5.1f} ms, "
            f"worst {max(offs):5.1f} ms, beyond {TARGET_MS:g} ms: {over}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", default="juno,blot", help="names of shipped ones, or folders")
    parser.add_argument("--tempos", default="80,110,150")
    parser.add_argument("--rates", default=",".join(map(str, RATES)))
    parser.add_argument("--moves", default=",".join(MOVES))
    parser.add_argument("--song", type=Path, help="a .song, or a .scene that `avatar sing --save` wrote")
    options = parser.parse_args()
    rates = [float(each) for each in options.rates.split(",")]
    if options.song:
        scene = open_song(options.song)
        names = {member.character for member in scene.cast}
        cast = {name: load(Path("characters") / name) for name in names}
        sys.exit(max([measure_song(scene, cast, fps) for fps in rates]))
    tempos = [float(each) for each in options.tempos.split(",")]
    late = False
    for fps in rates:
        every: list[float] = []
        missing = []
        for move in options.moves.split(","):
            own: list[tuple[float, str]] = []
            for number, name in enumerate(options.characters.split(",")):
                character = load(Path(name) if "/" in name else Path("characters") / name)
                mirrored = bool(number % 2) and MOVES[move].mirrors
                for bpm, said in [(bpm, said) for bpm in tempos for said in (False, True)]:
                    found = measure_move(character, move, 60.0 / bpm, mirrored, fps, said)
                    own += [(off, f"{part}, {Path(name).name} at {bpm:g}{' talking' * said}") for off, part in found]
                    if len(found) < BEATS / MOVES[_danced(character, move)].beats:
                        missing.append(f"{move} {Path(name).name} {bpm:g}")
            offs = [abs(off) for off, _ in own]
            every += offs
            if own:
                worst = max(own, key=lambda each: abs(each[0]))
                print(f"{fps:g} fps {move:11} {describe(offs)} ({worst[0]:+.0f}: {worst[1]})", flush=True)
        print(f"{fps:g} fps all         {describe(every)}; no extreme in: {', '.join(missing) or 'none'}")
        late = late or max(every) > TARGET_MS or bool(missing)
    sys.exit(late)


def open_song(path: Path) -> Scene:
    """The scene of a song, with all who sing and dance in it."""
    if path.suffix == ".scene":
        return scenefile.load(path)
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "song.scene"
        subprocess.run([sys.executable, "-m", "avatar", "sing", str(path), "--save", str(saved), "-q"], check=True)
        return scenefile.load(saved)


if __name__ == "__main__":
    main()
