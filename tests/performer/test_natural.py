"""Natural by default: on a machine that carries it, each of the cast speaks with a natural voice of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar import library
from avatar.config import Config
from avatar.performer.choosing import own_voices, usual, voice_for
from avatar.performer.perform import Performer, SpokenLine
from avatar.speech import ENGINES, capability
from avatar.speech.effects import EFFECTS
from avatar.text.directions import Marked
from avatar.types import Performance, Rung, Voice

CAST = ("bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri")
TEXT = "Hello there, I am very happy to see you here today, my friend."

pytestmark = pytest.mark.skipif(not ENGINES["hibari"]().availability().works, reason="no hibari on this machine")


@pytest.fixture(autouse=True)
def carries(home: Path) -> Iterator[None]:
    """A machine of which nothing is known yet."""
    (library.state_dir() / "engines.json").unlink(missing_ok=True)
    capability._known.cache_clear()
    yield
    capability._known.cache_clear()


@pytest.fixture(scope="module")
def performer() -> Iterator[Performer]:
    made = Performer(Config())
    yield made
    made.close()


def own(character: str) -> Voice:
    return voice_for(Config(), library.character(character))


def test_all_of_the_cast_have_a_natural_voice_that_came_with_avatar() -> None:
    assert set(CAST) == set(library.characters())
    assert {own(each).engine for each in CAST} == {"hibari"}
    assert {own(each).name for each in CAST} == set(CAST)


def test_no_two_of_them_are_the_same_voice_in_pitch_and_size_or_in_what_they_go_through() -> None:
    for one, other in itertools.combinations(map(own, CAST), 2):
        semitones = abs(one.pitch - other.pitch) * 12 / 50
        sizes = abs(np.log2(one.formants / other.formants)) * 12
        assert semitones + sizes > 2 or one.effects != other.effects, (one.name, other.name)


@pytest.mark.parametrize("character", CAST)
def test_each_list_goes_from_the_best_to_what_every_machine_has(character: str) -> None:
    voices = own_voices(library.character(character))
    engines = [voice.engine for voice in voices]
    assert engines == sorted(engines, key=["kokoro", "hibari", "espeak"].index)
    assert set(engines) == {"kokoro", "hibari", "espeak"}
    assert {name for voice in voices for name in voice.effects} <= set(EFFECTS)


@pytest.mark.parametrize("character", CAST)
def test_each_speaks_at_an_even_level_with_a_mouth_from_the_voices_own_times(
    performer: Performer, character: str
) -> None:
    voice = own(character)
    done = performer.perform(SpokenLine(Marked(TEXT), character, voice))
    assert done.speech.voice == voice.name
    assert done.mouth.rung is Rung.VOICE
    assert [word.value for word in done.speech.words] == [each.strip(",.") for each in TEXT.split()]
    assert -22 < loudness(done) < -18
    assert np.abs(done.speech.clip.samples).max() < 32700


def loudness(performance: Performance) -> float:
    """dB of full scale, over the frames of 20 ms that are not silent."""
    clip = performance.speech.clip
    size = clip.rate // 50
    frames = clip.floats()[: len(clip.samples) // size * size].reshape(-1, size)
    level = np.sqrt((frames**2).mean(axis=1))
    active = level[level > 0.05 * level.max()]
    return float(20 * np.log10(np.sqrt((active**2).mean())))


def test_where_nothing_is_named_the_voice_is_natural_and_left_as_it_is() -> None:
    voice = usual(Config())
    assert (voice.engine, voice.id) == ("hibari", "heart")
    assert voice == library.voice("hibari-heart")


def test_a_machine_that_can_not_run_the_net_has_the_voices_that_it_had() -> None:
    capability.note_death("hibari")
    assert [own(each).name for each in CAST] == [
        "en-gb-calm", "en-us-bright", "en-us-robot", "en-gb-gentle", "en-us-deep", "en-gb-bright", "en-gb-old",
        "en-gb-scots", "en-us-calm",
    ]  # fmt: skip
    assert usual(Config()).name == "en-gb"


def test_what_is_stressed_is_louder_and_higher_than_when_it_is_not(performer: Performer) -> None:
    voice = replace(own("zuri"), gain=1.0)
    plain = performer.perform(SpokenLine(Marked("I never said that he did."), "zuri", voice)).speech
    leant = performer.perform(SpokenLine(Marked("I *never* said that he did."), "zuri", voice)).speech

    def strength(speech: object, word: int) -> float:
        timed = speech.words[word]  # type: ignore[attr-defined]
        clip = speech.clip  # type: ignore[attr-defined]
        part = clip.floats()[round(timed.start * clip.rate) : round(timed.end * clip.rate)]
        return float(np.sqrt(np.mean(part**2)))

    assert strength(leant, 1) / strength(leant, 2) > 1.1 * strength(plain, 1) / strength(plain, 2)
    assert leant.words[1].end - leant.words[1].start > plain.words[1].end - plain.words[1].start
