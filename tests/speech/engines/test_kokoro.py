"""The kokoro engine with a tiny net of the same inputs and outputs; the real one behind `-m big_voices`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from avatar import library
from avatar.errors import EngineError
from avatar.speech import ENGINES
from avatar.speech.base import Moment, Request, SpokenSound
from avatar.speech.cache import Cache
from avatar.speech.child import EngineProcess
from avatar.speech.engines.kokoro import NET, Kokoro, find_tongue, time_phones, time_words
from avatar.speech.kokoro.letters import Voiced
from avatar.speech.speaker import Speaker
from avatar.types import Voice
from tests.speech import tiny_kokoro
from tests.speech.conftest import Say, never

pytest.importorskip("onnxruntime")

TEXT = "Hello world, my friend."


@pytest.fixture
def folder(home: Path) -> Path:
    """Where Kokoro's files lie, with a net and a style."""
    folder = library.user_dir() / "voices" / "kokoro"
    tiny_kokoro.write_net(folder)
    tiny_kokoro.write_style(folder, "af_tiny")
    return folder


@pytest.fixture
def kokoro(folder: Path) -> Iterator[Say]:
    process = EngineProcess("kokoro", None)
    yield lambda request: process.speak(request, 120.0, never)
    process.close()


def english(text: str = TEXT, voice: str = "af_tiny", **options: object) -> Request:
    return Request(text, voice, "en-US", **options)  # type: ignore[arg-type]


def loudest(sound: SpokenSound) -> float:
    return float(np.abs(np.frombuffer(sound.pcm, "<i2").astype(float)).max() / 32767)


def test_it_tells_phones_and_words(kokoro: Say) -> None:
    sound = kokoro(english())
    assert sound.rate == 24000
    assert sound.times_from == "alignment"
    assert [word.value for word in sound.words] == ["Hello", "world", "my", "friend"]
    assert [TEXT[word.at : word.at + word.length] for word in sound.words] == [word.value for word in sound.words]
    phones = sound.phones or ()
    assert [each.value for each in phones if each.value][:7] == ["h", "ə", "l", "ˈoʊ", "w", "ˈɜː", "l"]
    assert phones[0].start == 0
    assert phones[-1].end == pytest.approx(sound.duration, abs=1e-3)
    assert all(one.end == pytest.approx(other.start) for one, other in pairwise(phones))
    assert 0.3 < sound.duration < len("həlˈO wˈɜɹld, mI fɹˈɛnd. ") * tiny_kokoro.STEPS * 0.025 + 0.3


def test_the_same_text_gives_the_same_samples(kokoro: Say) -> None:
    assert kokoro(english()) == kokoro(english())


def test_a_blend_is_between_its_styles(kokoro: Say, folder: Path) -> None:
    tiny_kokoro.write_style(folder, "af_low", slow=0, loud=0.1)
    tiny_kokoro.write_style(folder, "bm_high", slow=4, loud=0.5)
    low, middle, high = (kokoro(english(voice=each)) for each in ("af_low", "af_low*0.5+bm_high*0.5", "bm_high"))
    assert (loudest(low), loudest(middle), loudest(high)) == pytest.approx((0.1, 0.3, 0.5), abs=0.01)
    assert low.duration < middle.duration < high.duration


def test_rate_is_heard(kokoro: Say) -> None:
    assert (
        kokoro(english(rate=100)).duration > 1.3 * kokoro(english()).duration > 1.5 * kokoro(english(rate=340)).duration
    )


def test_it_is_moved_and_keeps_its_times(kokoro: Say) -> None:
    plain, moved = kokoro(english()), kokoro(english(pitch=60, formants=1.1, stressed=((0, 5),)))
    assert plain.pcm != moved.pcm
    assert (plain.words, plain.phones, len(plain.pcm)) == (moved.words, moved.phones, len(moved.pcm))
    whispered = kokoro(english(variant="whisper"))
    assert (whispered.words, len(whispered.pcm)) == (plain.words, len(plain.pcm))


@pytest.mark.parametrize("text", ["", " ", "…!?", "😀🎉"])
def test_a_text_that_says_nothing_is_a_short_silence(kokoro: Say, text: str) -> None:
    sound = kokoro(english(text))
    assert loudest(sound) == 0
    assert sound.duration == pytest.approx(0.3)
    assert sound.words == ()


def test_a_text_without_a_space_is_spoken_in_pieces_with_progress(folder: Path) -> None:
    steps: list[int] = []
    sound = Kokoro().speak(english("x" * 5000), lambda: steps.append(1))
    assert len(steps) >= 5
    assert len(sound.words) == 1
    assert sound.phones
    assert sound.phones[-1].end == pytest.approx(sound.duration, abs=1e-3)


def test_sentences_that_are_made_apart_have_a_pause_between(kokoro: Say) -> None:
    text = "This is a sentence that is long enough to fill its piece quite well. " * 6
    sound = kokoro(english(text))
    phones = sound.phones or ()
    pauses = [each for each in phones[1:-1] if not each.value and each.end - each.start > 0.3]
    assert pauses
    assert len(sound.words) == len(text.split())
    assert all(one.start <= other.start for one, other in pairwise(sound.words))


@pytest.mark.parametrize("language", ["en-US", "en-GB", "es", "fr-FR", "hi", "it", "pt-BR"])
def test_languages_that_espeak_reads(kokoro: Say, language: str) -> None:
    text = "नमस्ते, आप कैसे हैं?" if language == "hi" else "Ciao Maria, no."
    sound = kokoro(Request(text, "af_tiny", language))
    assert len([each for each in sound.phones or () if each.value]) > 6
    assert len(sound.words) >= 3


def test_japanese_is_read_from_its_kana(kokoro: Say) -> None:
    sound = kokoro(Request("きょうは とても いい てんきです。", "af_tiny", "ja"))
    assert [each.value for each in sound.phones or () if each.value][:4] == ["kʲ", "oː", "h", "a"]


@pytest.mark.parametrize("language", ["zh", "zh-CN", "zh-TW", "cmn-Hans"])
def test_mandarin_is_read_by_its_pinyin(kokoro: Say, language: str) -> None:
    pytest.importorskip("pypinyin")
    sound = kokoro(Request("你好，我有2个iPad。", "af_tiny", language))
    phones = [each.value for each in sound.phones or () if each.value]
    assert phones[:4] == ["n", "i", "x", "au"]
    assert phones[-1] == "d"
    assert [each.value for each in sound.words] == ["你", "好", "我", "有", "2", "个", "iPad"]


@pytest.mark.parametrize("language", ["de", "yue", "zh-HK", "tlh"])
def test_a_language_that_it_does_not_speak_is_refused(folder: Path, language: str) -> None:
    with pytest.raises(EngineError, match="does not speak"):
        Kokoro().speak(Request("Hallo", "af_tiny", language))


def test_english_is_american_or_british() -> None:
    assert find_tongue("en").accent == find_tongue("en-US").accent == "american"
    assert find_tongue("en-GB").accent == find_tongue("en-AU").accent == "british"


def test_what_is_missing_is_named_with_the_command_that_brings_it(folder: Path) -> None:
    missing = Kokoro.traits.missing
    assert missing("af_tiny") == ""
    assert missing("af_tiny*0.5 + bf_emma*0.5") == str(folder / "bf_emma.bin")
    with pytest.raises(EngineError, match="avatar voices get kokoro-emma"):
        Kokoro().speak(english(voice="bf_emma"))
    (folder / NET).unlink()
    assert missing("af_tiny") == str(folder / NET)
    assert missing("no voice!")
    with pytest.raises(EngineError, match="avatar voices get"):
        Kokoro().speak(english())
    found = Kokoro().availability()
    assert not found.works
    assert found.remedy == "avatar voices get kokoro-heart"


def test_availability_counts_the_styles(folder: Path) -> None:
    found = ENGINES["kokoro"]().availability()
    assert found.works
    assert "1 styles" in found.detail


@pytest.mark.parametrize("whole", [b"", b"no net", bytes(1000)])
def test_a_net_that_is_none_is_refused(folder: Path, whole: bytes) -> None:
    (folder / NET).write_bytes(whole)
    with pytest.raises(EngineError, match=NET):
        Kokoro().speak(english())


def test_a_net_of_another_kind_is_refused(folder: Path) -> None:
    tiny_kokoro.write_net(folder, steps="other")
    with pytest.raises(EngineError, match="Clip_output_0"):
        Kokoro().speak(english())


def test_it_speaks_through_the_speaker(folder: Path, notices: list[str]) -> None:
    voice = Voice("tiny", "kokoro", "af_tiny", "en-US")
    speaker = Speaker(notice=notices.append, cache=Cache())
    try:
        speech = speaker.speak("Hello **world**, it is 5 km.", voice)
    finally:
        speaker.close()
    assert notices == []
    assert speech.voice == "tiny"
    assert [word.value for word in speech.words] == ["Hello", "world", "it", "is", "5 km"]


def test_a_phone_begins_with_its_space_and_its_stress() -> None:
    piece = [Voiced("h", "h", 0, 3), Voiced("ˈaɪ", "ˈI", 0, 3), Voiced("", ", ", -1, 0), Voiced("m", " m", 5, 2)]
    phones = time_phones(piece, [0.5, 0.1, 0.05, 0.2, 0.1, 0.025, 0.025, 0.1, 0.3])
    told = [(each.value, round(each.start, 3), round(each.end, 3)) for each in phones]
    assert told == [
        ("", 0.0, 0.5), ("h", 0.5, 0.6), ("ˈaɪ", 0.6, 0.85), ("", 0.85, 0.975), ("m", 0.975, 1.1), ("", 1.1, 1.4),
    ]  # fmt: skip
    words = time_words(phones, "Hi!, me")
    assert [(each.value, round(each.start, 3), round(each.end, 3)) for each in words] == [
        ("Hi!", 0.5, 0.85),
        ("me", 0.975, 1.1),
    ]
    assert all(isinstance(each, Moment) for each in words)
