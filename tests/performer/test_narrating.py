"""A narrator says what a reply tells of its speaker, and the speaker's mouth rests meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from avatar import library
from avatar.config import Config, SpeechConfig
from avatar.performer.choosing import own_names
from avatar.performer.narrating import narrator_for
from avatar.performer.perform import Performer, SpokenLine
from avatar.text.directions import read
from avatar.text.reading import clauses
from avatar.types import Performance, Rung

VOICE = library.voice("en-gb")
TOLD = "*She tilts her head, her eyes narrowing.*"


@pytest.fixture(scope="module")
def performer() -> Iterator[Performer]:
    made = Performer(Config(speech=SpeechConfig(narration="narrator")))
    yield made
    made.close()


def perform(performer: Performer, text: str) -> Performance:
    return performer.perform(SpokenLine(read(text), "juno", VOICE))


def open_share(made: Performance, start: float, end: float) -> float:
    """How open the mouth is on average, 0 to 1, of a stretch of seconds."""
    return float(1.0 - made.mouth.weights[round(start * 100) : round(end * 100), 0].mean())


def words(made: Performance) -> list[str]:
    return [made.speech.text[word.at : word.at + word.length] for word in made.speech.words]


def test_narration_is_heard_and_captioned_while_the_mouth_rests(performer: Performer) -> None:
    made = perform(performer, TOLD)
    assert words(made) == ["She", "tilts", "her", "head", "her", "eyes", "narrowing"]
    assert int(np.abs(made.speech.clip.samples.astype(int)).max()) > 1000
    assert open_share(made, 0.0, made.duration) < 0.01
    assert [caption.value for caption in made.captions] == [TOLD]
    assert made.speech.voice != VOICE.name


def test_within_a_line_only_its_own_words_move_the_mouth(performer: Performer) -> None:
    made = perform(performer, "Well *she looks away from you* maybe I do.")
    times = dict(zip(words(made), made.speech.words, strict=True))
    assert open_share(made, times["she"].start, times["you"].end) < 0.1
    assert open_share(made, times["maybe"].start, times["do"].end) > 0.5
    assert open_share(made, times["Well"].start, times["Well"].end) > 0.5
    assert times["she"].start - times["Well"].end > 0.15, "there is a breath between two people"
    marked = [mark.start for mark in made.marks if mark.kind == "emphasis"]
    assert not any(times["she"].start <= start <= times["you"].end for start in marked)


@pytest.mark.parametrize("rung", [Rung.VOICE, Rung.LOUDNESS])
def test_the_mouth_rests_on_whichever_rung_it_is_made(rung: Rung) -> None:
    config = Config(speech=SpeechConfig(narration="narrator"))
    performer = Performer(replace(config, lipsync=replace(config.lipsync, rungs=(rung,))))
    try:
        made = perform(performer, TOLD)
    finally:
        performer.close()
    assert open_share(made, 0.0, made.duration) < 0.05


def test_what_it_tells_is_acted(performer: Performer) -> None:
    made = perform(performer, "*She smiles and looks at the floor for a while.*")
    assert ("expression", "smile") in {(mark.kind, mark.name) for mark in made.marks}


@pytest.mark.parametrize("text", ["*shrugs* Fine.", "[clears throat] Fine.", "It is *really* good."])
def test_directions_and_emphasis_are_nobodys_narration(performer: Performer, text: str) -> None:
    made = perform(performer, text)
    assert made.speech.voice == VOICE.name
    assert "shrugs" not in words(made)
    assert "throat" not in words(made)


def test_without_a_narrator_it_is_silent() -> None:
    performer = Performer(Config())
    try:
        made = perform(performer, TOLD)
    finally:
        performer.close()
    assert not made.speech.clip.samples.any()


def test_the_narrator_is_nobody_who_speaks_and_of_the_same_language() -> None:
    taken = {name for character in library.characters() for name in own_names(library.character(character))}
    for name in ("en-gb", "de", "fr"):
        own = library.voice(name)
        found = narrator_for(Config(), own)
        assert found.name not in taken
        assert found.language[:2] == own.language[:2]
        assert (found.name, found.pitch, found.formants) != (own.name, own.pitch, own.formants)


def test_a_narrator_may_be_named_and_one_that_is_not_there_is_told_and_replaced() -> None:
    assert narrator_for(Config(speech=SpeechConfig(narrator_voice="en-gb-old")), VOICE).name == "en-gb-old"
    told: list[str] = []
    performer = Performer(Config(speech=SpeechConfig(narration="narrator", narrator_voice="nobody")), told.append)
    try:
        made = [performer.perform(SpokenLine(each, "juno", VOICE)) for each in clauses(f"{TOLD} Hm. {TOLD}")]
    finally:
        performer.close()
    assert "nobody" in " ".join(told)
    assert len(told) == 1
    assert made[0].speech.clip.samples.any()
