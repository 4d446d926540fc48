"""What is to be read under the picture, spoken and sung."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avatar.scene.reading import ReadLine, read_at
from avatar.types import (
    CastMember,
    Clip,
    Entry,
    MouthTrack,
    Note,
    Performance,
    Rung,
    Scene,
    Speech,
    Timed,
)

TEXT = "La la\nlu"


def song() -> Scene:
    """Two lines, sung by the first of two."""
    weights = np.zeros((400, 15), np.float32)
    weights[:, 0] = 1
    places = [(0.5, "La", 0), (1.0, "la", 3), (2.0, "lu", 6)]
    timed = tuple(Timed(start, start + 0.4, text, at, len(text)) for start, text, at in places)
    notes = tuple(Note(start, start + 0.4, 60, text) for start, text, _ in places)
    speech = Speech(Clip.silence(4.0, 8000), TEXT, "v", notes=notes)
    sung = Performance("ANN", speech, MouthTrack(weights, Rung.VOICE), captions=timed)
    return Scene((CastMember("ANN", "juno"), CastMember("BOB", "gus")), (Entry(1.0, "ANN", sung),))


def test_a_song_is_read_line_by_line_and_coloured_syllable_by_syllable() -> None:
    scene = song()
    assert read_at(scene, 1.1) == (ReadLine("Ann: La la", 0, "en"),)
    assert read_at(scene, 1.6) == (ReadLine("Ann: La la", len("Ann: La"), "en"),)
    assert read_at(scene, 2.2) == (ReadLine("Ann: La la", len("Ann: La la"), "en"),)
    assert read_at(scene, 3.1) == (ReadLine("Ann: lu", len("Ann: lu"), "en"),)
    assert read_at(scene, 5.5) == ()


def test_what_several_sing_together_stands_there_once() -> None:
    scene = song()
    both = scene.added(Entry(1.05, "BOB", replace(scene.entries[0].what, who="BOB")))
    assert read_at(both, 1.6) == (ReadLine("Ann & Bob: La la", len("Ann & Bob: La"), "en"),)


def test_a_choir_of_many_is_named_by_its_first_two() -> None:
    names = ("ANN", "BOB", "CY", "DEE")
    weights = np.zeros((100, 15), np.float32)
    speech = Speech(Clip.silence(1.0, 8000), "Hurrah!", "v")
    for count, label in ((3, "Ann & Bob & Cy: Hurrah!"), (4, "Ann & Bob & …: Hurrah!")):
        cast = tuple(CastMember(name, "juno") for name in names)
        said = [Performance(name, speech, MouthTrack(weights, Rung.VOICE)) for name in names[:count]]
        scene = Scene(cast, tuple(Entry(0.0, each.who, each) for each in said))
        assert [line.text for line in read_at(scene, 0.5)] == [label]
