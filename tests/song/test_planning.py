from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.song.planning import (
    MOST_LINE_NOTES,
    VOWEL_SHARE,
    PlannedLine,
    ends_for_breath,
    plan_line,
    split_lines,
    spoken_phones,
    with_breaths,
)
from avatar.song.score import Score
from avatar.song.syllables import SpokenPhone
from avatar.song.wording import read_line
from avatar.types import Clip, Speech, Timed
from tests.song.helpers import make_score

_TOASTER = "My:60:1 toas:62:1-ter:64:1 fell:65:2"
_PHONES = "m a ɪ|t o ʊ s t ə|f ɛ l"


def _spoken(words: str = _PHONES, seconds: float = 0.1) -> list[SpokenPhone]:
    found: list[SpokenPhone] = []
    for number, word in enumerate(words.split("|")):
        for name in word.split():
            at = len(found) * seconds
            found.append(SpokenPhone(name, at, at + seconds, number))
    return found


def _plan(score: Score, phones: list[SpokenPhone], until: float | None = None) -> PlannedLine:
    return plan_line(read_line(score.parts[0].notes, "en"), phones, score, until)


def test_vowels_begin_on_their_beats_and_consonants_before() -> None:
    score = make_score(_TOASTER, bpm=60)
    plan = _plan(score, _spoken())
    vowels = [each for each in plan.phones if each.role == "vowel"]
    assert [each.start for each in vowels] == pytest.approx([1.0, 2.0, 3.0, 4.0])
    assert plan.phones[0].phone.name == "m"
    assert plan.phones[0].end == pytest.approx(1.0)
    assert plan.phones[0].start < 1.0
    for one, after in pairwise(plan.phones):
        assert one.end <= after.start + 1e-9
        assert one.end > one.start


def test_a_diphthong_turns_at_its_end() -> None:
    plan = _plan(make_score(_TOASTER, bpm=60), _spoken())
    held, glide = plan.phones[1], plan.phones[2]
    assert (held.phone.name, glide.phone.name) == ("a", "ɪ")
    assert held.end - held.start > 5 * (glide.end - glide.start)


def test_in_fast_passages_consonants_are_short() -> None:
    slow = _plan(make_score("strengths:60:1 strengths:60:1", bpm=60), _spoken("s t ɹ ɛ ŋ θ s|s t ɹ ɛ ŋ θ s"))
    fast = _plan(make_score("strengths:60:1 strengths:60:1", bpm=240), _spoken("s t ɹ ɛ ŋ θ s|s t ɹ ɛ ŋ θ s"))
    for plan, seconds in ((slow, 1.0), (fast, 0.25)):
        first = next(each for each in plan.phones if each.role == "vowel")
        assert first.end - first.start >= VOWEL_SHARE * seconds - 1e-6
    lengths = [sum(p.end - p.start for p in plan.phones if p.role == "coda") for plan in (slow, fast)]
    assert lengths[0] > 1.5 * lengths[1]


def test_a_melisma_holds_its_vowel() -> None:
    score = make_score("A:60:1 :62:1 :64:1 men:60:2", bpm=60)
    plan = _plan(score, _spoken("a|m ɛ n"))
    held = plan.phones[0]
    assert held.start == pytest.approx(1.0)
    assert held.end > 3.8
    assert [pitch.midi for pitch in plan.pitches] == [60, 62, 64, 60]
    assert [each.text for each in plan.syllables] == ["A", "men"]


def test_a_spoken_note_does_not_drag() -> None:
    score = make_score("No:x:4 no:60:4", bpm=60)
    plan = _plan(score, _spoken("n o|n o"))
    vowels = [each for each in plan.phones if each.role == "vowel"]
    assert vowels[0].end - vowels[0].start < 0.3
    assert vowels[1].end - vowels[1].start > 3.5


def test_the_text_is_shown_as_written_and_spoken_without_its_commas() -> None:
    score = make_score("O,:60:1 Ro:60:1-meo!:60:1 che_a:60:1-mo:60:1")
    text = read_line(score.parts[0].notes, "it")
    assert text.shown == "O, Romeo! che amo"
    assert text.spoken == "O Romeo che amo"
    assert [text.shown[at : at + length] for at, length in text.places] == ["O,", "Ro", "meo!", "che a", "mo"]
    assert [(each.first_word, each.last_word) for each in text.written] == [(0, 0), (1, 1), (1, 1), (2, 3), (3, 3)]
    assert read_line(make_score("さ:60:1 く:60:1 ら:60:1").parts[0].notes, "ja").spoken == "さくら"


def test_words_and_silences_of_a_speech_are_read() -> None:
    score = make_score("Oh:60:1 no:60:1")
    text = read_line(score.parts[0].notes, "en")
    tone = (8000 * np.sin(np.arange(8000) / 5)).astype(np.int16)
    clip = Clip(np.concatenate([tone, np.zeros(8000, np.int16)]), 16000)
    phones = tuple(Timed(a, b, p) for a, b, p in [(0, 0.1, ""), (0.1, 0.2, "ˈəʊ"), (0.2, 0.3, "n"), (0.3, 1.0, "əʊ")])
    words = (Timed(0.1, 0.2, "Oh", 0, 2), Timed(0.2, 1.0, "no", 3, 2))
    speech = Speech(clip, "Oh no", "v", "en", words, phones, "alignment")
    found = spoken_phones(speech, text)
    assert [(each.name, each.word, each.stressed) for each in found] == [
        ("əʊ", 0, True), ("n", 1, False), ("əʊ", 1, False),
    ]  # fmt: skip
    assert found[-1].end == pytest.approx(0.5, abs=0.03)  # silence is no vowel


def test_a_vowel_of_which_nothing_is_heard_is_found_in_what_rings_after_it() -> None:
    text = read_line(make_score("for:60:1").parts[0].notes, "en")
    loud = (8000 * np.sin(np.arange(3200) / 5)).astype(np.int16)
    phones = (Timed(0, 0.1, "f"), Timed(0.1, 0.12, "ɔ"), Timed(0.12, 0.22, "ɹ"), Timed(0.22, 0.4, ""))
    words = (Timed(0.0, 0.22, "for", 0, 3),)

    def ends(vowel: float) -> float:
        at = round(vowel * 16000)
        clip = Clip(np.concatenate([loud[:at] // 50, loud[: 3520 - at], np.zeros(2880, np.int16)]), 16000)
        return spoken_phones(Speech(clip, "for", "v", "en", words, phones, "alignment"), text)[1].end

    assert ends(0.12) == pytest.approx(0.17)  # it was f all along
    assert ends(0.1) == pytest.approx(0.12)


def test_what_is_between_a_stop_and_its_vowel_is_quick() -> None:
    plan = _plan(make_score("glow:60:2", bpm=60), _spoken("ɡ l o", 0.2))
    lengths = {each.phone.name: each.end - each.start for each in plan.phones}
    assert lengths["l"] < 0.06 < lengths["ɡ"]


def test_breath_comes_where_there_is_room_and_is_made_where_there_is_none() -> None:
    apart = make_score("My:60:1 dear:60:1", "my:60:1 love:60:1", bpm=60, rest=2.0)
    ends = ends_for_breath(split_lines(apart.parts[0]), apart)
    assert ends == [None, None]
    plan = with_breaths(plan_line(read_line(apart.parts[0].lines()[1], "en"), _spoken("m aɪ|l ʌ v"), apart), 3.0)
    (breath,) = plan.breaths
    assert 3.0 < breath.start < breath.end < plan.phones[0].start
    tight = make_score("My:60:1 dear:60:2", "my:60:1 love:60:1", bpm=60)
    (until, last) = ends_for_breath(split_lines(tight.parts[0]), tight)
    assert last is None
    assert until is not None
    assert 3.5 < until < 4.0
    first = plan_line(read_line(tight.parts[0].lines()[0], "en"), _spoken("m aɪ|d ɪ ə"), tight, until)
    assert first.phones[-1].end <= until + 0.05
    quick = make_score("My:60:1 dear:60:1", "my:60:1 love:60:1", bpm=240)
    assert ends_for_breath(split_lines(quick.parts[0]), quick) == [None, None]


def test_long_lines_are_parted_at_words() -> None:
    line = " ".join("la:60:1-la:60:1" for _ in range(100))
    lines = split_lines(make_score(line).parts[0])
    assert sum(map(len, lines)) == 200
    assert all(len(each) <= MOST_LINE_NOTES for each in lines)
    assert all(each[0].begins for each in lines)
