"""Clauses performed with a real voice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from avatar import library
from avatar.config import Config, VoiceConfig
from avatar.performer.delivery import HUSHED, Delivery, delivered, tinted
from avatar.performer.perform import Performer, SpokenLine, captions, placed
from avatar.speech.speaker import Speaker
from avatar.text.directions import Marked, Pause, read
from avatar.text.tracked import Span
from avatar.types import Clip, Performance, Rung, Speech, Timed, Voice

VOICE = library.voice("en-gb")


@pytest.fixture(scope="module")
def performer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Performer]:
    made = Performer(Config())
    yield made
    made.close()


def perform(performer: Performer, text: str) -> Performance:
    return performer.perform(SpokenLine(read(text), "juno", VOICE))


def test_a_clause_gets_sound_mouth_words_and_captions(performer: Performer) -> None:
    done = perform(performer, "Hello there, how are you today?")
    speech = done.speech
    assert 1.0 < done.duration < 4.0
    words = [speech.text[word.at : word.at + word.length] for word in speech.words]
    assert words == ["Hello", "there", "how", "are", "you", "today"]
    assert done.mouth.rung is Rung.VOICE
    assert abs(done.mouth.duration - done.duration) < 0.05
    assert np.allclose(done.mouth.weights.sum(axis=1), 1.0, atol=1e-3)
    assert [caption.value for caption in done.captions] == ["Hello there, how are you today?"]


def test_the_mouth_is_shut_before_and_after_and_for_every_m_and_b(performer: Performer) -> None:
    done = perform(performer, "My mum bought a big apple pie.")
    sil, closed = done.mouth.weights[:, 0], done.mouth.weights[:, 1]
    assert sil[-1] + closed[-1] > 0.5
    assert done.speech.phones
    for phone in done.speech.phones:
        if phone.value in ("m", "b", "p"):
            near = slice(max(0, round(phone.start * 100) - 8), round(phone.end * 100) + 3)
            assert closed[near].max() > 0.8, phone


def test_directions_act_at_their_word(performer: Performer) -> None:
    done = perform(performer, "I am happy [smile] to see you *waves* again.")
    assert done.speech.text == "I am happy to see you again."
    words = {word.value: word for word in done.speech.words}
    acted = {mark.name: mark.start for mark in done.marks if mark.kind in ("expression", "gesture")}
    assert acted["smile"] == pytest.approx(words["to"].start, abs=0.02)
    assert acted["wave"] == pytest.approx(words["again"].start, abs=0.02)


def test_a_beat_is_a_silence_with_a_shut_mouth(performer: Performer) -> None:
    plain = perform(performer, "Wait for it. Now.")
    held = perform(performer, "Wait for it. [pause 1.5] Now.")
    assert held.duration - plain.duration > 1.0
    clip = held.speech.clip
    now = held.speech.words[-1]
    assert now.value.startswith("Now")
    assert held.speech.text[now.at : now.at + now.length] == "Now"
    inside = slice(round((now.start - 1.0) * clip.rate), round((now.start - 0.3) * clip.rate))
    assert np.abs(clip.samples[inside]).max() < 200
    assert held.mouth.weights[round(now.start * 100) - 50, 0] > 0.9


def test_questions_and_stressed_words_are_marked(performer: Performer) -> None:
    done = perform(performer, "Would you really like some tea?")
    kinds = [mark.kind for mark in done.marks]
    assert "question" in kinds
    assert "emphasis" in kinds
    assert all(0 <= mark.start <= done.duration for mark in done.marks)


@pytest.mark.parametrize("text", ["", "   ", "🙂", "[smile]", "```\nx = 1\n```", "\0\0", "...", "\u202e\u200b"])
def test_nothing_to_say_is_a_moment_of_acting(performer: Performer, text: str) -> None:
    done = perform(performer, text)
    assert 0.2 < done.duration < 6.0
    assert np.isfinite(done.mouth.weights).all()


def test_what_only_looks_like_a_word_does_not_reach_the_voice(performer: Performer) -> None:
    done = perform(performer, "Hi [[h@l'oU]] <break time='9s'/> \x1b[31mred\x1b[0m.")
    spoken = done.speech.spoken or done.speech.text
    assert "[[" not in spoken
    assert "<break" not in spoken
    assert "\x1b" not in spoken
    assert done.duration < 5.0


def test_the_users_rate_is_heard() -> None:
    performer = Performer(replace(Config(), voice=VoiceConfig(rate=2.0)))
    try:
        fast = perform(performer, "This sentence is spoken at two different speeds.")
    finally:
        performer.close()
    slow = Performer(Config())
    try:
        assert perform(slow, "This sentence is spoken at two different speeds.").duration > 1.4 * fast.duration
    finally:
        slow.close()


def test_long_clauses_get_captions_short_enough_to_read() -> None:
    words = [f"word{n}" for n in range(25)]
    text = " ".join(words)
    timed, at = [], 0
    for n, word in enumerate(words):
        timed.append(Timed(n * 0.3, n * 0.3 + 0.3, word, at, len(word)))
        at += len(word) + 1
    speech = Speech(Clip.silence(7.5, 1000), text, "v", words=tuple(timed))
    lines = captions(speech)
    assert len(lines) == 3
    assert " ".join(line.value for line in lines) == text
    assert all(a.end == b.start for a, b in itertools.pairwise(lines))
    assert lines[1].start == timed[len(lines[0].value.split())].start


@pytest.mark.parametrize(("engine", "variant", "whispers"), [("espeak", "f2", "whisperf"), ("espeak", "m1", "whisper")])
def test_a_whisper_is_of_the_same_kind_of_voice(engine: str, variant: str, whispers: str) -> None:
    voice = delivered(replace(VOICE, engine=engine, variant=variant), Delivery(whisper=True))
    assert voice.variant == whispers


def test_a_voice_that_has_no_whisper_is_turned_down() -> None:
    voice = replace(VOICE, engine="piper", variant="")
    assert delivered(voice, Delivery(whisper=True)) == replace(voice, gain=voice.gain * HUSHED)


def test_no_delivery_drives_a_voice_beyond_what_it_can_do() -> None:
    voice = delivered(replace(VOICE, rate=300, pitch=95), Delivery(rate=5.0, pitch=50))
    assert (voice.rate, voice.pitch) == (450, 100)
    assert delivered(VOICE, Delivery(rate=0.01)).rate == 60


def test_a_delivery_changes_the_sound_and_not_the_words(performer: Performer) -> None:
    line = SpokenLine(Marked("I had a dog once."), "juno", VOICE)
    plain, fast = performer.perform(line), performer.perform(replace(line, delivery=Delivery(rate=1.4)))
    assert fast.duration < 0.85 * plain.duration
    assert fast.speech.text == plain.speech.text
    assert (
        performer.perform(replace(line, delivery=Delivery())).speech.clip.samples.tolist()
        == plain.speech.clip.samples.tolist()
    )


def test_a_sound_that_is_there_already_gets_a_mouth_and_captions(performer: Performer) -> None:
    spoken = perform(performer, "My mother bakes bread.").speech.clip
    mimed = performer.mime(spoken, "juno", "My mother bakes bread.")
    assert mimed.speech.clip is spoken
    assert mimed.speech.text == "My mother bakes bread."
    assert mimed.captions[0].value == "My mother bakes bread."
    assert mimed.duration == pytest.approx(len(mimed.mouth.weights) / 100, abs=0.02)
    assert (mimed.mouth.weights[:, 0] < 0.3).any()
    for word in mimed.speech.words:
        assert mimed.speech.text[word.at : word.at + word.length].casefold() == word.value.casefold()


def test_words_find_their_places_one_after_the_other() -> None:
    words = (Timed(0.0, 0.1, "the"), Timed(0.1, 0.2, "um"), Timed(0.2, 0.3, "cat"), Timed(0.3, 0.4, "THE"))
    assert [(each.at, each.length) for each in placed(words, "The cat the")] == [(0, 3), (-1, 0), (4, 3), (8, 3)]


def test_a_delivery_moves_range_effort_and_formants_within_what_a_voice_can_do() -> None:
    voice = delivered(replace(VOICE, range=30, effort=10, formants=1.1), Delivery(range=-26, effort=26, formants=1.04))
    assert (voice.range, voice.effort, voice.formants) == (4, 36, pytest.approx(1.144))
    far = delivered(replace(VOICE, range=30, effort=40, formants=1.3), Delivery(range=90, effort=50, formants=1.5))
    assert (far.range, far.effort, far.formants) == (100, 50, 1.4)
    both = Delivery(range=-6, effort=10, formants=1.04).plus(Delivery(range=8, effort=-4, formants=0.96))
    assert (both.range, both.effort, both.formants) == (2, 6, pytest.approx(0.9984))


def test_a_face_is_heard_in_what_is_said_with_it(performer: Performer) -> None:
    assert tinted(read("[smile] Hello there.")) == Delivery(1.0, 3, formants=1.04)
    assert tinted(read("[sad] [smile] Hello there.")) == tinted(read("[smile] Hello there."))
    assert tinted(read("Hello [smile] there.")) == tinted(read("[wave] Hello.")) == tinted(read("Hello.")) == Delivery()
    plain, sad = perform(performer, "I have lost it."), perform(performer, "[sad] I have lost it.")
    assert sad.duration > 1.05 * plain.duration


def test_a_whisper_is_heard_where_a_direction_asks_for_one(performer: Performer) -> None:
    said, whispered = (perform(performer, text).speech for text in ("A secret.", "[whispers] A secret."))
    assert whispered.text == said.text
    assert periodicity(whispered.clip) < 0.4 < periodicity(said.clip)


def test_what_shows_can_ask_of_a_voice_replies_can_too(performer: Performer) -> None:
    plain, slow, loud = (perform(performer, f"{how}Come over here.") for how in ("", "[slowly] ", "[shouts] "))
    assert slow.duration > 1.2 * plain.duration
    strength = [np.sqrt(np.mean(each.speech.clip.floats() ** 2)) for each in (plain, loud)]
    assert strength[1] > 1.1 * strength[0]


@pytest.mark.parametrize("text", ["[sighs] I am tired.", "Well, [sighs] I am tired.", "I am tired. [sighs]"])
def test_a_reply_is_heard_to_sigh_where_it_says_so(performer: Performer, text: str) -> None:
    plain, made = perform(performer, text.replace("[sighs]", "[sad]")), perform(performer, text)
    longer = made.duration - plain.duration
    assert longer > 1.0
    assert abs(made.mouth.duration - made.duration) < 0.05
    assert [word.value for word in made.speech.words] == [word.value for word in plain.speech.words]
    face = next(mark for mark in made.marks if mark.kind == "expression")
    sigh = made.speech.clip.floats()[round((face.start + 0.4) * made.speech.clip.rate) :][:8000]
    assert np.sqrt(np.mean(sigh**2)) > 0.003  # the face is made with it


def test_a_reply_that_only_gasps_is_heard(performer: Performer) -> None:
    made = perform(performer, "[gasps]")
    assert made.duration > 0.6
    assert made.speech.clip.samples.any()
    assert made.speech.words == made.captions == ()
    again = perform(performer, "[gasps]")
    assert np.array_equal(made.speech.clip.samples, again.speech.clip.samples)


def periodicity(clip: Clip) -> float:
    """How much of the loudest stretch comes back after a period of a voice: near 1 for a vowel, near 0 for breath."""
    samples, size = clip.floats(), clip.rate // 12
    middle = int(np.abs(samples[: len(samples) - size]).argmax())
    piece = samples[middle : middle + size] * np.hanning(size)
    own = np.correlate(piece, piece, "full")[size - 1 :]
    return float(own[clip.rate // 400 : clip.rate // 60].max() / own[0])


def test_what_the_script_stresses_and_what_the_text_marks_is_asked_of_the_voice(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    spoken = Speaker.speak

    def speak(self: Speaker, text: str, voice: Voice, pronunciations: object, stressed: Sequence[Span]) -> Speech:
        asked.extend(text[each.start : each.end] for each in stressed)
        return spoken(self, text, voice, {}, stressed)

    monkeypatch.setattr(Speaker, "speak", speak)
    text = "First this, then *that* one."
    pauses = (Pause(11, 0.2),)
    performer.perform(SpokenLine(Marked(text, pauses=pauses), "juno", VOICE, stressed=((6, 4), (24, 3))))
    assert asked == ["this", "one", "that"]
