"""Sprites move as in PNGTuber Plus: held against its own steps, done one by one."""

from __future__ import annotations

import cmath
import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from avatar.character.loading import load
from avatar.character.rig import build_layers
from avatar.studio.importers import import_character
from avatar.studio.importers.swinging import BOUNCE, Motion, Swinging
from avatar.types import Hop, Pose
from tests.studio import drawn


@dataclass
class Node:
    """A sprite as spriteObject.gd steps it, its parent a pure shift."""

    motion: Motion
    parent: Node | None = None
    wob: complex = 0j
    dragger: complex = 0j
    tip: float = 0.0
    stretch: float = 0.0
    shown: complex = field(default=0j)
    """Where the sprite is on the stage, x + iy."""

    def step(self, tick: int) -> None:
        motion, base = self.motion, self.parent.shown if self.parent else 0j
        before = self.dragger
        place = base + self.wob
        self.dragger = place if motion.drag == 0 else self.dragger + (place - self.dragger) / motion.drag
        self.wob = complex(
            math.sin(tick * motion.x_frequency) * motion.x_reach, math.sin(tick * motion.y_frequency) * motion.y_reach
        )
        self.shown = base + self.wob if motion.drag == 0 else self.dragger
        length = before.imag - self.dragger.imag
        self.tip += (max(motion.least, min(motion.most, length * motion.tip)) - self.tip) * 0.25
        self.stretch += (length * motion.stretch * 0.01 - self.stretch) * 0.5


def near(found: list[float], wanted: list[float]) -> float:
    """How far two courses are apart at most, as a share of how far the wanted one goes, a step early or late."""
    size = max(map(abs, wanted))
    early_or_late = [
        max(abs(a - b) for a, b in zip(found[2:-2], wanted[2 + late : len(wanted) - 2 + late], strict=True))
        for late in (-1, 0, 1)
    ]
    return min(early_or_late) / size


PARENT = Motion(0.03, 12.0, 0.05, 9.0)
CASES = {
    "wobble": Motion(0.04, 10.0, 0.07, 6.0),
    "backwards": Motion(-0.04, 10.0, 0.07, -6.0),
    "drag": Motion(drag=8.0),
    "drag and wobble": Motion(0.06, 5.0, 0.05, 4.0, drag=5.0),
    "tips": Motion(0.0, 0.0, 0.05, 8.0, tip=20.0),
    "stretches": Motion(0.0, 0.0, 0.05, 8.0, stretch=30.0),
    "all": Motion(0.04, 6.0, 0.05, 8.0, drag=4.0, tip=10.0, stretch=20.0),
}


@pytest.mark.parametrize("case", CASES)
def test_it_moves_as_the_program_steps(case: str) -> None:
    motion = CASES[case]
    parent, child = Node(PARENT), Node(motion)
    child.parent = parent
    swinging = Swinging({"p": ("", PARENT), "c": ("p", motion)})
    swings, moves = swinging.swings(), swinging.moves("c")
    courses: dict[str, tuple[list[float], list[float]]] = {each: ([], []) for each in ("x", "y", "rotate", "scale_y")}
    for tick in range(900):
        parent.step(tick)
        child.step(tick)
        if tick < 600:
            continue  # it has come to its course
        relative = child.shown - parent.shown
        stepped = {"x": relative.real, "y": relative.imag, "rotate": child.tip, "scale_y": child.stretch}
        for each, (found, wanted) in courses.items():
            wanted.append(stepped[each])
            found.append(
                sum(
                    amounts.get(each, 0.0) * swings[channel.removeprefix("swings.")].at(tick / 60)
                    for channel, amounts in moves.items()
                    if channel.startswith("swings.")
                )
            )
    for each, (found, wanted) in courses.items():
        if max(map(abs, wanted)) > 0.01:
            assert near(found, wanted) < 0.12, each
        else:
            assert max(map(abs, found)) < 0.05, each


def test_a_turn_keeps_to_its_limits() -> None:
    for limits in ({"least": -3.0, "most": 3.0}, {"least": 0.0, "most": 6.0}):
        motion = Motion(0.0, 0.0, 0.1, 50.0, tip=90.0, **limits)
        moves = Swinging({"a": ("", motion)}).moves("a")
        size = abs(complex(*(amounts["rotate"] for name, amounts in moves.items() if name.startswith("swings."))))
        assert size == pytest.approx(3.0, abs=0.01)
        assert abs(moves["hop.speed"]["rotate"]) <= 3.0


def test_a_ring_of_parents_and_odd_numbers_end() -> None:
    odd = Motion(1e4, 1e4, -1e4, 1e4, 1e4, 1e4, -1e4, 1e4, 1e4)
    swinging = Swinging({"a": ("b", odd), "b": ("a", odd)})
    assert all(cmath.isfinite(value) for moves in swinging.moves("a").values() for value in moves.values())
    assert len(Swinging({str(n): ("", Motion(n / 1e4, 5.0)) for n in range(300)}).swings()) <= 200


def test_a_save_wobbles_bounces_and_its_layers_are_carried(tmp_path: Path) -> None:
    data = drawn.tuber()
    data["1"] |= {"xFrq": 0.05, "xAmp": 20, "rotDrag": 0}  # the head
    data["4"] |= {"stretchAmount": 5, "rotDrag": 4}
    folder, notes, _ = import_character(drawn.save(tmp_path / "t.save", data), tmp_path / "c")
    character = load(folder)

    def place(pose: Pose, key: str) -> tuple[float, ...]:
        return next(layer.matrix for layer in build_layers(character, pose) if layer.key == key)

    units = character.canvas.head / (0.6 * (300 - (200 - 120 - 110 - 130) + 8))  # of a pixel of the save
    (name, swing), *_ = character.acting.swings.items()
    assert swing.hz == pytest.approx(0.05 * 60 / (2 * math.pi), rel=1e-3)
    rest = Pose()
    swung = Pose(swings={name: 1.0})
    assert place(swung, "body") == place(rest, "body")
    for key in ("head", "mouth"):
        assert place(swung, key)[4] - place(rest, key)[4] == pytest.approx(20 * units, rel=0.01)
    up = Pose(hop=Hop(1.0, 0.0))
    for key in ("body", "head", "mouth"):
        assert place(up, key)[5] - place(rest, key)[5] == pytest.approx(-BOUNCE * units, rel=0.01)
    rising = Pose(hop=Hop(0.0, 1.0))
    assert place(rising, "mouth")[0] != place(rest, "mouth")[0], "it stretches and tips"
    told = "\n".join(notes)
    assert "sprite 'hat', which the first costume doesn't wear" in told
    assert "the frames of sprite 'mouth-open' but one" in told
    assert "wobble, drag and stretch: head, mouth" in told
    assert json.dumps(data)


def test_frames_follow_on_each_other_as_fast_as_in_the_program(tmp_path: Path) -> None:
    data = drawn.tuber()
    data["5"] |= {"animSpeed": 60, "rotDrag": 4}  # the open mouth, of two frames
    folder, notes, _ = import_character(drawn.save(tmp_path / "t.save", data), tmp_path / "c")
    character = load(folder)
    (name, cycle), *more = character.acting.cycles.items()
    assert not more
    assert cycle.fps == pytest.approx(60 / int(360 / 60)), "the next one each int(360 / animSpeed) steps of 60 a second"

    def seen(frame: int) -> set[str]:
        pose = Pose(shape="open", frames={name: frame})
        return {layer.key for layer in build_layers(character, pose) if "mouth" in layer.key}

    assert seen(1) == {"mouth-open-1"}
    assert seen(2) == {"mouth-open-2"}
    assert not [layer for layer in build_layers(character, Pose()) if "mouth-open" in layer.key], "silent"
    assert "Taken: the frames of these: mouth-open." in notes
    rising = {layer.key: layer.matrix for layer in build_layers(character, Pose(shape="open", hop=Hop(0.0, 1.0)))}
    resting = {layer.key: layer.matrix for layer in build_layers(character, Pose(shape="open"))}
    assert rising["mouth-open-1"] != resting["mouth-open-1"], "the frames move with their sprite"


def test_more_frames_than_a_character_may_have_layers(tmp_path: Path) -> None:
    data = drawn.tuber()
    sheet = drawn.ellipse(60 * 4, 4, drawn.RED)
    for number in range(5):
        data[str(10 + number)] = drawn.sprite(
            sheet, 20 + number, path=f"many{number}.png", frames=60, animSpeed=30 + number
        )
    _, notes, _ = import_character(drawn.save(tmp_path / "t.save", data), tmp_path / "c")
    assert sum("they are too many" in note for note in notes) == 2
