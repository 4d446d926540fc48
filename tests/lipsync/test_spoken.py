"""What was performed, written as cues: its letters are drawn as those of a recording are."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync import spoken
from avatar.lipsync.formats.rhubarb import shape_set
from avatar.lipsync.made import lettered, of_phones
from avatar.lipsync.shapes import cues
from avatar.types import CastMember, Clip, Entry, MouthTrack, Performance, Rung, Scene, Speech, Timed

PHONES = tuple(
    Timed(0.1 + 0.08 * n, 0.18 + 0.08 * n, phone) for n, phone in enumerate("p iː t ə p aɪ p ɹ s ɛ d ð æ t".split())
)
DURATION = 1.5


def performance(rung: Rung = Rung.VOICE) -> Performance:
    clip = Clip(np.zeros(round(DURATION * 16000), np.int16), 16000)
    speech = Speech(clip, "Peter Piper said that.", "somebody", "en", (), PHONES, "engine")
    mouth = of_phones(rung, PHONES, (), DURATION, "burst").track
    return Performance("somebody", speech, mouth)


def letters(track: MouthTrack) -> list[tuple[float, str]]:
    return [(cue.start, cue.value) for cue in cues(track, shape_set("GHX"))]


@pytest.mark.parametrize("start", [0.0, 1.0])
def test_letters_are_those_that_are_drawn_for_the_phones(start: float) -> None:
    said = performance()
    drawn = lettered(of_phones(Rung.VOICE, PHONES, (), DURATION, "burst"), "burst").track.drawn
    assert drawn is not None
    alone = spoken.of_performance(said).track
    assert np.array_equal(alone.drawn, drawn)  # type: ignore[arg-type]
    assert letters(alone) != letters(said.mouth)
    scene = spoken.of_scene(Scene((CastMember("somebody", "somebody"),), (Entry(start, "somebody", said),))).track
    first = round(start * 100)
    assert scene.drawn is not None
    assert np.array_equal(scene.drawn[first : first + len(drawn)], drawn)
    assert not scene.drawn[:first].any()


def test_a_mouth_that_somebody_corrected_is_written_as_it_is() -> None:
    assert spoken.of_performance(performance(Rung.EDITED)).track.drawn is None


def test_where_one_mouth_has_no_letters_all_are_read_off_the_curves() -> None:
    entries = (Entry(0.0, "somebody", performance()), Entry(2.0, "somebody", performance(Rung.LOUDNESS)))
    track = spoken.of_scene(Scene((CastMember("somebody", "somebody"),), entries)).track
    assert track.drawn is None
    assert track.rung == Rung.LOUDNESS
