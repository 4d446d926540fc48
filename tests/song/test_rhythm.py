"""Words without a tune, on a beat."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from avatar import library
from avatar.song.backing import play_beats
from avatar.song.in_rhythm import speak_in_rhythm
from avatar.song.reading import stresses
from avatar.song.reading.notation import read_words
from avatar.song.reading.rhythm import Bars, SpokenRow, spoken_row
from avatar.song.reading.stresses import STRESSED, WEAK, find_beaten
from avatar.speech.speaker import Speaker
from avatar.types import VISEMES, Mark, MouthTrack, Performance, Rung

FOUR = Bars(4.0, 1.0, 0.6)


def row(text: str, bars: Bars = FOUR, language: str = "en") -> SpokenRow:
    return spoken_row(read_words(text, "", []), bars, language)


def starts(spoken: SpokenRow) -> list[tuple[float, str]]:
    return [(each.at, slot.text) for each, slot in zip(spoken.notes.sounds, spoken.words.slots, strict=True)]


def test_stressed_syllables_are_on_beats_and_weak_ones_between() -> None:
    spoken = row("Tomorrow and tomorrow and tomorrow", FOUR._replace(room=4.0))
    at = starts(spoken)
    assert [beat for beat, text in at if text == "mor"] == [0, 2, 4]
    assert at[0] == (-spoken.upbeat, "To")
    assert spoken.notes.length == 8
    gaps = [after[0] - one[0] for one, after in itertools.pairwise(at)]
    assert min(gaps) >= 0.25
    assert max(gaps) <= 1


@pytest.mark.parametrize(("text", "bars"), [("Yes", 1), ("Seven hundred mouths to feed", 1), ("la " * 30, 4)])
def test_lines_last_whole_bars(text: str, bars: int) -> None:
    spoken = row(text)
    assert spoken.notes.length % 4 == 0
    assert spoken.notes.length >= 4 * bars
    assert spoken.notes.sounds[-1].at + spoken.notes.sounds[-1].length <= spoken.notes.length


def test_without_room_nothing_comes_before_the_bar() -> None:
    assert starts(row("Tomorrow and tomorrow"))[:2] == [(0.75, "To"), (1, "mor")]


def test_six_eights_are_counted_in_threes() -> None:
    spoken = row("Tomorrow and tomorrow and tomorrow", Bars(6.0, 3.0, 0.3, 6.0))
    assert all(at % 3 == 0 for at, text in starts(spoken) if text == "mor")


def test_a_chord_begins_a_bar() -> None:
    spoken = row("Say [C]this in [G]time")
    assert [(at, symbol) for at, symbol in spoken.notes.chords] == [(4, "C"), (8, "G")]


def test_what_no_voice_reads_is_stressed_by_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stresses, "_told", lambda text, language: {})
    weights = [each.weight for each in find_beaten(read_words("little ro-bot", "", []).slots, "en")]
    assert weights == [STRESSED, WEAK, STRESSED, WEAK]


def test_no_words_take_no_time() -> None:
    assert row("").notes.sounds == ()


@pytest.fixture(scope="module")
def spoken() -> Performance:
    speaker = Speaker()
    try:
        speech = speaker.speak("My toaster fell in love with me,", library.voice("en-gb"))
    finally:
        speaker.close()
    weights = np.zeros((round(speech.clip.duration * 100), len(VISEMES)), np.float32)
    marks = (Mark("emphasis", "", 0.2, 0.4),)
    return Performance("JUNO", speech, MouthTrack(weights, Rung.VOICE), marks)


def test_a_spoken_line_is_moved_onto_the_beat(spoken: Performance) -> None:
    made = speak_in_rhythm(spoken, 0.6)
    assert made is not None
    phones = made.performance.speech.phones
    assert phones
    vowels = [phone.start - made.lead for phone in phones if phone.value in {"əʊ", "ə", "ɛ", "ʌ"}]
    beats = [second / 0.6 for second in vowels]
    assert min(abs(beat) for beat in beats) < 0.02
    assert [each.value for each in made.performance.captions][:3] == ["My", "toas", "ter"]
    assert made.performance.speech.text == spoken.speech.text
    assert made.performance.mouth.rung is Rung.SCORE
    assert made.performance.marks[0].start < made.performance.marks[0].end
    assert made.beats % 4 == 0


def test_a_voice_that_tells_nothing_is_left_as_it_is(spoken: Performance) -> None:
    assert speak_in_rhythm(replace(spoken, speech=replace(spoken.speech, phones=None)), 0.6) is None


def test_brushes_are_light() -> None:
    clip = play_beats(8, 0.5)
    assert clip.duration >= 3.5
    assert 0.002 < float(np.sqrt(np.mean(clip.floats() ** 2))) < 0.03
