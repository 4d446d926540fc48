"""Black is held over a change of scene: nothing is seen of the next one before the light comes."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.draw.scenes import SceneFrames
from avatar.scene.staging import arrange
from avatar.show.cues import Act, Fade
from avatar.show.directing import direct
from avatar.show.performing import perform, scene_of
from avatar.show.script import parse
from avatar.show.speaking import keep_silent
from avatar.types import Scene
from tests.draw.drawing import shipped
from tests.show.plays import perform_whole

OPENS = "Title: T\n\nFADE IN:\n\nINT. CLUB - NIGHT\n\nMAX\nHello there.\n"


def staged(text: str) -> Scene:
    directed = direct(parse(text))
    assert directed.problems == ()
    return perform_whole(directed, keep_silent, "none")


@pytest.mark.parametrize("goes", ["> FADE OUT.", "DISSOLVE TO:", "BLACKOUT", "FADE TO BLACK."])
def test_the_next_scene_is_not_seen_before_it_comes_up(goes: str) -> None:
    scene = staged(f"{OPENS}\n{goes}\n\nINT. STUDIO - DAY\n\nBEA\nHi.\n")
    seen = [arrange(scene, t) for t in np.arange(0.0, scene.duration, 1 / 30)]
    first = next(number for number, each in enumerate(seen) if each.set == "studio")
    assert seen[first - 1].fade > 0.99
    light = [each.fade for each in seen[first : first + 15]]
    assert light[0] > 0.97
    assert light == sorted(light, reverse=True)
    assert all(each.fade > 0.97 or "BEA" not in each.places for each in seen[: first + 1])


def test_a_show_that_opens_out_of_the_black_is_black_before() -> None:
    scene = staged(OPENS)
    assert arrange(scene, 0.0).fade > 0.97
    light = [arrange(scene, t).fade for t in np.arange(0.0, 0.9, 0.05)]
    assert light == sorted(light, reverse=True)
    assert light[-1] < 0.05


def test_so_it_is_in_drawn_frames() -> None:
    scene = staged(f"{OPENS}\n> FADE OUT.\n\nINT. STUDIO - DAY\n\nBEA\nHi.\n")
    frames = SceneFrames({name: shipped(name) for name in ("max", "bea")}, 96, 54)
    change = next(t for t in np.arange(0.0, scene.duration, 1 / 30) if arrange(scene, t).set == "studio")
    light = [frames.paint(scene, change + each / 30)[..., :3].mean() for each in range(-24, 26)]
    dark = light.index(min(light))
    assert light[:dark] == sorted(light[:dark], reverse=True)
    assert light[dark + 1 :] == sorted(light[dark + 1 :])
    assert min(light) < 0.03 * max(light)


def test_whoever_speaks_in_the_black_brings_back_the_light_and_that_is_told() -> None:
    directed = direct(parse(f"{OPENS}\nBLACKOUT\n\nMAX\nWho turned it off?\n"))
    assert [each.way for each in directed.cues if isinstance(each, Fade)] == ["black", "in", "black", "in"]
    assert [problem.line for problem in directed.problems] == [12]
    voice = direct(parse(f"{OPENS}\nBLACKOUT\n\nMAX (V.O.)\nWho turned it off?\n"))
    assert [each.way for each in voice.cues if isinstance(each, Fade)] == ["black", "in", "black"]


def test_a_show_that_begins_in_the_black_is_black() -> None:
    directed = direct(parse(f"{OPENS}\n> FADE OUT.\n\n[[pause: 3]]\n\nLIGHTS UP\n\nMAX\nThere.\n\nMax waves.\n"))
    paused = next(number for number, cue in enumerate(directed.cues) if type(cue).__name__ == "ScriptedPause")
    entries = [entry for step in perform(directed, keep_silent, "none", start_at=paused) for entry in step.entries]
    scene = scene_of(directed, tuple(sorted(entries, key=lambda entry: entry.start)))
    assert arrange(scene, 1.0).fade == 1.0
    assert any(isinstance(cue, Act) for cue in directed.cues)
