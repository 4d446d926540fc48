"""Times by rule: in order, inside the voiced parts, stressed and final vowels longer."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.estimate import durations, estimate
from avatar.lipsync.phonemes import SoundedClause, SoundedWord, phonemize
from avatar.lipsync.voiced import voiced_spans
from avatar.types import Clip, Speech
from tests.lipsync.sounds import hum, speech_of


def test_phones_come_in_order_and_inside_the_voiced_parts() -> None:
    clip = hum((0.5, 1.5), (2.0, 3.0), duration=3.4)
    phones, _ = estimate(speech_of(clip, "Good morning, my dear old friend."))
    assert [p.start for p in phones] == sorted(p.start for p in phones)
    assert phones[0].start == pytest.approx(0.5, abs=0.05)
    assert phones[-1].end == pytest.approx(3.0, abs=0.05)
    assert not [p for p in phones if p.start < 1.9 and p.end > 1.6]


def test_words_have_times_and_places_in_the_text() -> None:
    text = "Good morning, my dear old friend."
    phones, words = estimate(speech_of(hum((0.5, 1.5), (2.0, 3.0), duration=3.4), text))
    assert [text[w.at : w.at + w.length] for w in words] == [w.value for w in words]
    assert [w.value for w in words] == ["Good", "morning", "my", "dear", "old", "friend"]
    assert (words[0].start, words[-1].end) == (phones[0].start, phones[-1].end)


def test_a_clause_ends_at_the_pause_that_is_near() -> None:
    clip = hum((0.2, 1.0), (1.6, 2.6), duration=3.0)
    phones, _ = estimate(speech_of(clip, "Good morning, my dear old friend."))
    first_clause = len(phonemize("Good morning", "en")[0].phones)
    assert phones[first_clause - 1].end <= 1.05
    assert phones[first_clause].start >= 1.55


def test_a_stressed_vowel_lasts_longer_and_the_last_syllable_is_drawn_out() -> None:
    clause = SoundedClause((SoundedWord(("b", "ə", "n", "ˈa", "n", "a"), "", -1),))
    _, schwa, n, stressed, again, last = durations(clause)
    assert stressed > schwa
    assert last > 0.085
    assert again == n


def test_a_silent_sound_has_no_phones() -> None:
    assert estimate(speech_of(Clip.silence(2.0, 16000), "Hello")) == ((), ())


@pytest.mark.parametrize("text", ["", "  \n", "...!?", "😀"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(LipSyncError, match="nothing to say"):
        estimate(speech_of(hum((0.2, 1.0), duration=1.2), text))


def test_a_text_far_too_long_for_the_sound_is_refused() -> None:
    with pytest.raises(LipSyncError, match="too long"):
        estimate(speech_of(hum((0.2, 1.0), duration=1.2), "word and another " * 5000))


def test_a_text_far_too_short_for_the_sound_is_refused() -> None:
    with pytest.raises(LipSyncError, match="too short"):
        estimate(speech_of(hum((0.0, 20.0), duration=20.0), "Hi"))


def test_the_text_as_spoken_wins_over_the_text_as_read() -> None:
    clip = hum((0.2, 1.4), duration=1.6)
    spoken = Speech(clip, "42", "x", spoken="forty two")
    assert [p.value for p in estimate(spoken)[0]] == [p.value for p in estimate(speech_of(clip, "forty two"))[0]]


def test_words_keep_their_place_in_the_text() -> None:
    clauses = phonemize("Hello there, “world”!", "en")
    words = [(word.text, word.at) for clause in clauses for word in clause.words]
    assert words == [("Hello", 0), ("there", 6), ("world", 14)]


def test_a_language_that_espeak_does_not_speak_is_refused_by_name() -> None:
    with pytest.raises(LipSyncError, match="xx-klingon"):
        phonemize("hello", "xx-klingon")


@pytest.mark.parametrize(
    ("tag", "text"), [("en", "hello"), ("en-AU", "hello"), ("pt-PT", "olá"), ("zh", "你好"), ("fr", "oui")]
)
def test_language_tags_find_their_voice(tag: str, text: str) -> None:
    assert phonemize(text, tag)[0].phones


@pytest.mark.parametrize("tag", ["zh", "zh-CN", "cmn", "cmn-Hans-CN"])
def test_mandarin_is_read_as_mandarin_and_not_as_the_english_for_its_pinyin(tag: str) -> None:
    said = [phone for clause in phonemize("你好，今天天气很好", tag) for word in clause.words for phone in word.phones]
    assert len(said) > 10
    assert not {"θ", "ð", "w"} & {letter for phone in said for letter in phone}  # "ni three hao three"


def test_scripts_without_spaces_are_cut_into_clauses() -> None:
    assert len(phonemize("你好。今天天气很好，我们走吧！", "zh")) == 3


def test_voiced_spans_find_speech_over_a_noisy_floor() -> None:
    noise = np.random.default_rng(1).normal(0, 0.003, 48000).astype(np.float32)
    clip = Clip.from_floats(hum((0.5, 1.0), (1.5, 2.5), duration=3.0).floats() + noise, 16000)
    spans = voiced_spans(clip)
    assert [(round(a, 1), round(b, 1)) for a, b in spans] == [(0.5, 1.0), (1.5, 2.5)]


@pytest.mark.parametrize("count", [0, 1, 100, 159, 161])
def test_sounds_shorter_than_a_frame_or_two_are_no_trouble(count: int) -> None:
    assert voiced_spans(Clip(np.full(count, 9000, np.int16), 16000)) == ()
