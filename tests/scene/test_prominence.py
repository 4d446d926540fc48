"""Which words are leaned on, and what is a question: one rule, whoever made the clause."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.scene import prominence
from avatar.scene.timeline import build_timeline
from avatar.types import (
    VISEMES,
    CastMember,
    Clip,
    Entry,
    Mark,
    MouthTrack,
    Performance,
    Rung,
    Scene,
    Speech,
    Timed,
)

RATE = 8000
WORDS = (
    Timed(0.0, 0.2, "a", 0, 1),
    Timed(0.2, 1.0, "REALLY", 2, 6),
    Timed(1.0, 1.2, "is", 9, 2),
    Timed(1.2, 2.2, "it"),
)


def speech(text: str = "a REALLY is it", words: tuple[Timed, ...] = WORDS, language: str = "en") -> Speech:
    noise = np.random.default_rng(1).integers(-8000, 8000, int(2.2 * RATE)).astype(np.int16)
    return Speech(Clip(noise, RATE), text, "nobody", language, words)


def performance(said: Speech, marks: tuple[Mark, ...] = ()) -> Performance:
    weights = np.zeros((220, len(VISEMES)), np.float32)
    weights[:, 0] = 1.0
    return Performance("ann", said, MouthTrack(weights, Rung.MODEL), marks)


def acted(what: Performance) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Starts and strengths of the beats and of the questions that a stage or a film acts."""
    line = build_timeline(Scene((CastMember("ann", "ann"),), (Entry(0.0, "ann", what),)), "ann")
    return (
        [(cue.start, cue.strength) for cue in line.beats.cues],
        [(cue.start, cue.strength) for cue in line.questions.cues],
    )


def test_a_recordings_clause_nods_where_the_performers_does() -> None:
    said = speech("a REALLY is it?")
    live = acted(performance(said, prominence.mark_prominence(said)))
    assert live[0]
    assert live[1]
    assert acted(performance(said)) == live


def test_the_long_the_loud_and_the_shouted_are_leaned_on() -> None:
    beats = [mark for mark in prominence.mark_prominence(speech()) if mark.kind == "emphasis"]
    assert [mark.start for mark in beats] == [0.2, 1.2]
    quiet = speech()
    samples = quiet.clip.samples.copy()
    samples[int(1.2 * RATE) :] //= 50
    beats = [
        mark for mark in prominence.mark_prominence(replace(quiet, clip=Clip(samples, RATE))) if mark.kind == "emphasis"
    ]
    assert [mark.start for mark in beats][:1] == [0.2]
    assert all(mark.strength <= 1.0 for mark in beats)


EQUAL = tuple(
    Timed(0.5 * n, 0.5 * (n + 1), word, 4 * n, 3) for n, word in enumerate(("one", "two", "six", "ten", "tip"))
)
"""Words that are all as long."""


def leaned_on(
    words: tuple[Timed, ...] = EQUAL, loud: tuple[int, ...] = (3000,) * 5, **more: object
) -> dict[str, float]:
    """Strength of the beat on each word that has one; `loud`: each word's amplitude."""
    tone = np.where(np.arange(int(2.5 * RATE)) % 16 < 8, 1, -1)
    each = np.repeat(np.array(loud, np.int16), RATE // 2)
    said = replace(speech("one two six ten tip", words), clip=Clip((tone * each).astype(np.int16), RATE), **more)  # type: ignore[arg-type]
    found = {word.start: word.value for word in words}
    return {found[mark.start]: mark.strength for mark in prominence.mark_prominence(said) if mark.kind == "emphasis"}


def test_of_words_alike_the_first_is_leaned_on_a_little() -> None:
    assert leaned_on() == {"one": pytest.approx(1 / 2.5)}


@pytest.mark.parametrize("quiet", [500, 2000])
def test_of_words_as_long_the_louder_is_leaned_on_and_shouting_is_no_louder_than_loud(quiet: int) -> None:
    assert list(leaned_on(loud=(quiet, quiet, 4000, quiet, quiet))) == ["six"]
    louder = leaned_on(loud=(quiet, quiet, 16000, quiet, quiet))
    assert louder == leaned_on(loud=(quiet, quiet, 4000, quiet, quiet))
    assert louder["six"] == pytest.approx((0.5 + 1.0) / (0.5 + quiet / 4000) / 2.5)


def test_a_stressed_word_and_a_word_in_capitals_weigh_more() -> None:
    stressed = leaned_on(phones=(Timed(0.995, 1.1, "ˈɪ"),))
    assert stressed == {"six": pytest.approx(1.25 / 2.5)}
    for early in (0.98, 1.495):
        assert "six" not in leaned_on(phones=(Timed(early, early + 0.02, "ˈɪ"),))
    capitals = tuple(word._replace(value=word.value.upper()) if word.value == "ten" else word for word in EQUAL)
    assert leaned_on(capitals) == {"TEN": pytest.approx(1.6 / 2.5)}


def test_beats_are_some_way_apart_and_never_too_weak_to_be_seen() -> None:
    both = tuple(word._replace(value=word.value.upper()) if word.value in ("two", "six") else word for word in EQUAL)
    assert list(leaned_on(both)) == ["TWO"], "half a second from one to the other"
    apart = tuple(word._replace(value=word.value.upper()) if word.value in ("two", "ten") else word for word in EQUAL)
    assert list(leaned_on(apart)) == ["TWO", "TEN"]
    assert min(leaned_on(loud=(0,) * 5).values()) >= 0.3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ja?", "de"),
        ("什么？", "zh"),
        ("ماذا؟", "ar"),
        ("Τι\u037e", "el"),
        ("Τι;", "el-GR"),
        ('"So?"', "en"),
        ("何？」", "ja"),
    ],
)
@pytest.mark.parametrize("words", [WORDS, ()])
def test_a_question_is_one_in_every_script(text: str, language: str, words: tuple[Timed, ...]) -> None:
    asked = [mark for mark in prominence.mark_prominence(speech(text, words, language)) if mark.kind == "question"]
    assert len(asked) == 1
    assert asked[0].start == pytest.approx(1.05 if words else 1.5)


@pytest.mark.parametrize(("text", "language"), [("Well;", "en"), ("No.", "en"), ("", "en"), ("Really? Yes.", "en")])
def test_what_is_no_question(text: str, language: str) -> None:
    assert all(mark.kind != "question" for mark in prominence.mark_prominence(speech(text, WORDS, language)))
