"""Paints poses in a real window and saves what the card made of them: `python -m tests.draw.painting OUT WHO API`.
WHO may be a folder.

A program of its own, since a window wants the main thread and a display from the first import on.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from avatar import library
from avatar.character.loading import Character, load
from avatar.character.mouth import blend
from avatar.scene.staging import Staging
from avatar.types import VISEMES, Arm, Body, Eyes, Head, Mouth, Pose
from tests.stage.playing import JUNO

WIDTH, HEIGHT = 640, 400


def poses(character: Character) -> list[Pose]:
    """Some of everything: shut, open, turned, leaning, with a hand up where there is one."""
    wide = np.zeros(len(VISEMES), np.float32)
    wide[VISEMES.index("aa")] = 1.0
    hand = next(iter(sorted({layer.hand[1] for layer in character.layers if layer.hand[0] == "left"})), "")
    return [
        Pose(),
        Pose(mouth=blend(wide, Mouth()), visemes=wide, sprite=VISEMES.index("aa"), eyes=Eyes(0.6, -0.4, 1.2, 1.2)),
        Pose(head=Head(0.05, 0.02, 6.0, 10.0, -6.0), body=Body(0.02, 0.0, 2.0, 1.0), eyes=Eyes(open_left=0.1)),
        Pose(left=Arm(hand, 0.1, -0.2, 8.0, 1.0), mouth=Mouth(smile=0.8)),
    ]


def main(out: Path, who: str, api: str) -> None:
    from pyglet import gl

    from avatar.stage import window as windows
    from avatar.stage.scenery import Scenery, Want

    windows.APIS = tuple(known for known in windows.APIS if known[0] == api)
    character = load(Path(who) if Path(who).is_dir() else library.character(who))
    window = windows.Window("test", WIDTH, HEIGHT, on_close=lambda: None, on_text=lambda text: None)
    window.show()
    scenery = Scenery()
    scenery.want(Want(((JUNO, character),), ("plain",), WIDTH, HEIGHT), time.perf_counter())
    scenery.settle()
    taken = []
    for pose in poses(character):
        window.draw(scenery.drawn(Staging("plain", (JUNO,)), {"juno": pose}, WIDTH, HEIGHT))
        pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        gl.glReadPixels(0, 0, WIDTH, HEIGHT, gl.GL_RGBA, gl.GL_UNSIGNED_BYTE, pixels.ctypes.data)
        taken.append(pixels[::-1].copy())
        window.flip()
    np.savez_compressed(out, *taken)
    scenery.free()
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
