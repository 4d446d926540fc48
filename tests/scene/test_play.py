"""How everybody moves is what it was when it was last judged by eye.

How far, how fast and how long are some five hundred numbers, set by eye on the whole cast: nothing but eyes can say
which are right, but nobody should change one unawares. golden/play.csv holds what they come to in a little play
(`tests/scene/play.py`). To accept a change, look at the play first, then run with GOLDEN=write.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from avatar.character.acting import EXPRESSIONS, GESTURES, Acting
from avatar.scene.pose import pose
from avatar.scene.staging import Staging, arrange
from avatar.types import Arm, Pose, Scene
from tests.scene.play import END_S, play

GOLDEN = Path(__file__).parent / "golden" / "play.csv"
RATE = 8
"""Pictures a second: no key of a gesture is farther than a sixteenth of a second from one."""
DIFFERENT = 0.0015
"""Half a step more than what is kept, and less than anybody can see: degrees, head heights and shares."""
PARTS = ("mouth", "eyes", "brows", "head", "body", "left", "right", "place")


def seen(of: Pose, on: Staging) -> dict[str, float]:
    """All that can be seen of somebody, and the stage, by name; what is 0 is left out."""
    found = {"title": on.title_share, "fade": on.fade, "club": float(on.set == "club"), "people": len(on.people)}
    found |= {f"{who} stands": place.x for who, place in on.places.items()}
    found |= {f"extras.{name}": weight for name, weight in of.extras.items()}
    for part in PARTS:
        value = getattr(of, part)
        fields = value._asdict() if isinstance(value, tuple) else vars(value)
        found |= {f"{part}.{name}": number for name, number in fields.items() if name != "name"}
        if isinstance(value, Arm) and value.name:
            found[f"{part}.is {value.name}"] = 1.0
    return {name: float(value) for name, value in found.items() if abs(value) > DIFFERENT / 3}


def acted(scene: Scene) -> list[dict[str, float]]:
    rows = []
    for t in np.arange(0.0, END_S, 1 / RATE).tolist():
        on = arrange(scene, t)
        rows.append(seen(pose(scene, "ANN", t, Acting(EXPRESSIONS, GESTURES), places=on.places), on))
    return rows


def write(rows: list[dict[str, float]]) -> None:
    names = sorted({name for row in rows for name in row})
    lines = [",".join(names), *(",".join(f"{row[n]:.3f}" if n in row else "" for n in names) for row in rows)]
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("\n".join(lines) + "\n", "utf-8")


def judged() -> list[dict[str, float]]:
    head, *lines = [line.split(",") for line in GOLDEN.read_text("utf-8").splitlines()]
    return [{name: float(value) for name, value in zip(head, line, strict=True) if value} for line in lines]


def test_all_that_is_acted_is_acted_as_it_was_judged() -> None:
    rows = acted(play())
    if os.environ.get("GOLDEN") == "write":
        write(rows)
    wanted = judged()
    assert len(rows) == len(wanted)
    other = [
        f"at {number / RATE:.3f} s {name} is {row.get(name, 0.0):.3f}, was {was.get(name, 0.0):.3f}"
        for number, (row, was) in enumerate(zip(rows, wanted, strict=True))
        for name in sorted(row.keys() | was.keys())
        if abs(row.get(name, 0.0) - was.get(name, 0.0)) > DIFFERENT
    ]
    assert not other, f"{len(other)} values changed: " + "; ".join(other[:8])


def test_the_play_leaves_nothing_out() -> None:
    """Whatever a character can do by name is in it, so that what is added is judged as well."""
    marks = {(entry.what.kind, entry.what.name) for entry in play().entries if hasattr(entry.what, "kind")}
    assert {("expression", name) for name in EXPRESSIONS} <= marks
    assert {("gesture", name) for name in GESTURES} <= marks
    columns = {name for row in judged() for name in row}
    for part in ("mouth.jaw", "mouth.closure", "eyes.gaze_x", "brows.tilt_left", "head.roll", "body.breath", "title"):
        assert part in columns
