"""hibari itself, speaking: what it says, when, how it is moved, and what it does with what is no text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from avatar import library
from avatar.config import SpeechConfig
from avatar.errors import EngineError
from avatar.performer.delivery import Delivery, delivered
from avatar.speech import assemble
from avatar.speech.base import Request, SpokenSound
from avatar.speech.cache import Cache
from avatar.speech.child import EngineProcess
from avatar.speech.engines.hibari import ENGINE, RATE, Hibari, find_voices, lengthen, round_evenly
from avatar.speech.misaki import Symbol
from avatar.speech.speaker import Speaker
from avatar.text.clean import speakable
from avatar.text.pronounce import Pronounced
from avatar.types import Voice
from tests.speech.conftest import Say, never
from tests.speech.test_voices import ENGLISH, loudness

package = pytest.importorskip("hibari")

TEXT = "Hello there, my old friend."
VOICED = "We were away a year ago, while you were in Rome."
"""Has a pitch from its beginning to its end."""


@pytest.fixture(scope="module")
def hibari() -> Iterator[Say]:
    process = EngineProcess("hibari", None)
    process.warm(ask(), 300.0, never)
    yield lambda request: process.speak(request, 60.0, never)
    process.close()


def ask(text: str = TEXT, **how: object) -> Request:
    return replace(Request(text, "heart"), **how)  # type: ignore[arg-type]


def samples(sound: SpokenSound) -> np.ndarray:
    return np.frombuffer(sound.pcm, "<i2") / 32768


def phones(sound: SpokenSound) -> list[str]:
    return [phone.value for phone in sound.phones or () if phone.value]


def strength(sound: SpokenSound, start: float, end: float) -> float:
    """Root mean square between two times."""
    return float(np.sqrt(np.mean(samples(sound)[round(start * RATE) : round(end * RATE)] ** 2)))


def ascii_of(text: str) -> str:
    return f"{text[:4]!a} of {len(text)}"


def pitch(sound: SpokenSound) -> float:
    """Hz: the median of frames that are clearly voiced, by autocorrelation."""
    found = []
    whole = samples(sound)
    for begin in range(0, len(whole) - 1440, 480):
        frame = whole[begin : begin + 1440] * np.hanning(1440)
        lags = np.fft.irfft(np.abs(np.fft.rfft(frame, 4096)) ** 2)
        lag = 40 + int(np.argmax(lags[40:400]))
        if lags[0] > 1 and lags[lag] > 0.5 * lags[0]:
            found.append(RATE / lag)
    return float(np.median(found))


def test_it_tells_phones_and_words(hibari: Say) -> None:
    sound = hibari(ask())
    assert sound.rate == RATE
    assert sound.times_from == "alignment"
    assert phones(sound) == "h ə l ˈoʊ ð ˈɛ ɹ m aɪ ˈoʊ l d f ɹ ˈɛ n d".split()
    assert [word.value for word in sound.words] == ["Hello", "there", "my", "old", "friend"]
    assert [TEXT[word.at : word.at + word.length] for word in sound.words] == [word.value for word in sound.words]
    assert sound.phones
    assert sound.phones[0].start == 0
    assert sound.phones[-1].end == pytest.approx(sound.duration, abs=1e-4)
    assert all(a.end == pytest.approx(b.start, abs=1e-4) for a, b in pairwise(sound.phones))


def test_it_begins_at_once_and_ends_soon(hibari: Say) -> None:
    sound = hibari(ask())
    assert sound.phones
    first = next(phone for phone in sound.phones if phone.value)
    assert first.start < 0.1
    assert sound.duration - sound.phones[-1].start < 0.3
    assert strength(sound, 0, 0.15) > 0.005


def test_its_times_are_those_of_the_sound(hibari: Say) -> None:
    """Hiss is where it says that s is, and nearly nothing while the lips are shut."""
    sound = hibari(ask("A sea, a pea, a sea."))
    assert sound.phones
    whole = samples(sound)

    def high(start: float, end: float) -> float:
        part = whole[round(start * RATE) : round(end * RATE)]
        return float(np.mean(np.diff(part) ** 2))

    hisses = [phone for phone in sound.phones if phone.value == "s"]
    vowels = [phone for phone in sound.phones if phone.value == "ˈi"]
    assert len(hisses) == 2
    assert len(vowels) == 3
    assert min(high(each.start + 0.02, each.end - 0.02) for each in hisses) > 2 * max(
        high(each.start + 0.02, each.end - 0.02) for each in vowels
    )
    shut = next(phone for phone in sound.phones if phone.value == "p")
    middle = shut.start + (shut.end - shut.start) * 0.4
    assert strength(sound, shut.start + 0.01, middle) < 0.3 * max(strength(sound, v.start, v.end) for v in vowels)


def test_the_same_text_sounds_the_same_in_another_process(hibari: Say) -> None:
    first = hibari(ask())
    assert hibari(ask("Something else.")).pcm != first.pcm
    assert hibari(ask()) == first
    again = Hibari().speak(ask())
    assert again.pcm == first.pcm


def test_sounds_of_a_word_may_be_given(hibari: Say) -> None:
    text = "So [pho], Siobhan's pho."
    known = (Pronounced(text.index("Siobhan"), 9, "ʃɪˈvɔːnz"), Pronounced(text.rindex("pho"), 3, "¿"))
    sound = hibari(ask(text, pronounced=known))
    said = " ".join(phones(sound))
    assert "ʃ ɪ v ˈɔ n z" in said
    assert [word.value for word in sound.words] == ["So", "pho", "Siobhan's", "pho"]


def test_texts_cant_smuggle_sounds_in(hibari: Say) -> None:
    assert phones(hibari(ask("See [this](/ɹɹɹ/) now."))).count("ɹ") == 0


def test_words_keep_their_places_whatever_they_are(hibari: Say) -> None:
    text = "“I’ve”, she’d said — it isn't well-known: the U.K.'s rock'n'roll… O.K.? Yes!"
    words = hibari(ask(text)).words
    assert [text[word.at : word.at + word.length] for word in words] == [word.value for word in words]
    assert [word.value for word in words] == [
        "I’ve", "she’d", "said", "it", "isn't", "well-known", "the", "U.K.'s", "rock'n'roll", "O.K.", "Yes",
    ]  # fmt: skip
    assert all(a.end <= b.start + 1e-3 for a, b in pairwise(words))


def test_rate_is_heard(hibari: Say) -> None:
    slow, usual, fast = (hibari(ask(rate=rate)).duration for rate in (100, 170, 290))
    assert slow > 1.35 * usual
    assert fast < 0.75 * usual
    assert hibari(ask(rate=20)).duration < 3 * usual  # held to what the net can


@pytest.mark.parametrize("pace", [0.5, 0.84, 1.0, 1.3, 1.36, 2.0])
def test_durations_keep_up_with_their_pace_in_whole_units(pace: float) -> None:
    own = [2.1, 1.9, 2.0, 2.05, 3.4, 1.95, 2.0, 4.6, 2.02, 1.98] * 5
    units = round_evenly([each / pace for each in own])
    assert min(units) >= 1
    for upto in range(1, len(own) + 1):
        assert sum(units[:upto]) == pytest.approx(sum(own[:upto]) / pace, abs=0.5 + 1e-9)


def test_a_duration_is_one_unit_at_least_and_the_others_make_up_for_it() -> None:
    assert round_evenly([0.1, 0.1, 0.1, 3.0, 2.0]) == [1, 1, 1, 1, 1]
    assert round_evenly([]) == []


def test_pitch_is_heard_and_times_stay(hibari: Say) -> None:
    own, low, high = (hibari(ask(VOICED, pitch=each)) for each in (50, 25, 75))
    assert pitch(low) == pytest.approx(pitch(own) / 2**0.5, rel=0.06)
    assert pitch(high) == pytest.approx(pitch(own) * 2**0.5, rel=0.06)
    assert low.duration == pytest.approx(own.duration, abs=0.03)
    assert high.duration == pytest.approx(own.duration, abs=0.03)
    assert phones(low) == phones(own)


def test_other_moves_are_heard(hibari: Say) -> None:
    own = hibari(ask())
    for how in ({"range": 0}, {"formants": 0.8}, {"effort": 40}, {"effort": -40}, {"variant": "whisper"}):
        moved = hibari(ask(**how))  # type: ignore[arg-type]
        assert moved.duration == pytest.approx(own.duration, abs=0.02)
        assert not np.allclose(samples(moved)[: len(own.pcm) // 2], samples(own)[: len(moved.pcm) // 2], atol=0.02)


def test_a_stressed_word_is_louder_and_longer(hibari: Say) -> None:
    own = hibari(ask())
    at = TEXT.index("old")
    stressed = hibari(ask(stressed=((at, 3),)))

    def length(sound: SpokenSound, value: str) -> float:
        return next(word.end - word.start for word in sound.words if word.value == value)

    def loudness(sound: SpokenSound, value: str) -> float:
        return next(strength(sound, word.start, word.end) for word in sound.words if word.value == value)

    assert length(stressed, "old") > length(own, "old") + 0.015
    assert length(stressed, "Hello") == pytest.approx(length(own, "Hello"), abs=0.03)
    assert loudness(stressed, "old") / loudness(stressed, "Hello") > 1.1 * loudness(own, "old") / loudness(own, "Hello")


def test_stress_lengthens_vowels_alone() -> None:
    symbols = [Symbol("ˈ", 0), Symbol("O", 0), Symbol("l", 0), Symbol("O", 1)]
    assert lengthen([2, 6, 3, 6], symbols, frozenset({0})) == [2, 8, 3, 6]
    assert lengthen([2, 1, 3, 6], symbols, frozenset({0})) == [2, 2, 3, 6]


def test_a_whisper_is_its_own(hibari: Say) -> None:
    voice = delivered(Voice("heart", "hibari", "heart", "en-US"), Delivery(whisper=True))
    assert voice.variant == "whisper"
    assert voice.gain < 1
    sound = hibari(Request.of(TEXT, voice))
    assert phones(sound) == phones(hibari(ask()))


@pytest.mark.parametrize("text", ["", "   ", "😀🎉", "…", "“”", "\0\1\x7f", "日本語", "()[]{}", "\N{ZERO WIDTH SPACE}"])
def test_what_says_nothing_is_a_short_silence(hibari: Say, text: str) -> None:
    sound = hibari(ask(text))
    assert 0.05 < sound.duration < 0.5
    assert phones(sound) == []
    assert sound.words == ()
    assert not any(sound.pcm)


@pytest.mark.parametrize(
    "text",
    ["x" * 500, "ha" * 250, "9" * 60, "." * 500 + "a", "Ωмегаﬀ½²€ 🎉 ok", "a-" * 250, "'" * 500 + "n"],
    ids=ascii_of,
)
def test_strange_texts_are_said(hibari: Say, text: str) -> None:
    sound = hibari(ask(text))
    assert 0.1 < sound.duration < 120
    assert phones(sound)
    assert [text[word.at : word.at + word.length] for word in sound.words] == [word.value for word in sound.words]


def test_long_texts_are_said_whole_and_in_steps() -> None:
    text = "The cat sat on the mat. " * 15 + "And then, " * 60 + "it slept."
    steps: list[int] = []
    sound = Hibari().speak(ask(text), lambda: steps.append(1))
    assert len(sound.words) == 6 * 15 + 2 * 60 + 2
    assert len(steps) >= 18
    assert sorted(word.at for word in sound.words) == [word.at for word in sound.words]


def test_voices_are_those_of_the_package_and_of_the_folder(home: Path) -> None:
    assert set(find_voices()) == {"heart", "emma", "fenrir", "fable", "kore"}
    assert ENGINE.traits.missing("heart") == ""
    missing = Path(ENGINE.traits.missing("emma"))
    assert missing == library.user_dir() / "voices" / "hibari" / find_voices()["emma"]["file"]
    engine = Hibari()
    with pytest.raises(EngineError, match=r"emma is not here.*avatar voices get hibari-emma"):
        engine.speak(Request("Hello.", "emma"))
    missing.parent.mkdir(parents=True)
    missing.write_bytes(b"<html>404</html>")
    with pytest.raises(EngineError, match=find_voices()["emma"]["file"]):
        engine.speak(Request("Hello.", "emma"))
    shutil.copy(Path(package.__file__).parent / "assets" / "hibari.onnx", missing)
    assert ENGINE.traits.missing("emma") == ""
    assert "emma" in engine.availability().detail
    sound = engine.speak(Request("Oh, half past.", "emma"))
    assert "ɑː" in "".join(phones(sound))  # read as the British do


def test_it_is_as_loud_as_the_other_voices(hibari: Say) -> None:
    voice = library.voice("hibari-heart")
    said = speakable(ENGLISH, voice.language)
    for moved in (voice, replace(voice, pitch=30, formants=0.85), replace(voice, pitch=70, formants=1.2)):
        speech = assemble.make_speech(ENGLISH, said, [(0, hibari(Request.of(said.text, moved)))], moved)
        assert -22.5 < loudness(speech.clip.floats()) < -17.5


def test_an_unknown_voice_is_named(hibari: Say) -> None:
    with pytest.raises(EngineError, match=r"no voice 'hart'.*'heart'"):
        hibari(Request("Hello.", "hart"))
    assert ENGINE.traits.missing("../../etc/passwd") == ""


def test_a_text_without_a_space_is_said_to_its_end(tmp_path: Path, notices: list[str]) -> None:
    speaker = Speaker(SpeechConfig(), cache=Cache(tmp_path), notice=notices.append)
    try:
        speech = speaker.speak("ha" * 2500, library.voice("hibari-heart"))
    finally:
        speaker.close()
    assert notices == []
    assert speech.voice == "hibari-heart"
    assert speech.words[-1].at + speech.words[-1].length == 5000


def test_it_speaks_through_the_speaker(tmp_path: Path, notices: list[str]) -> None:
    speaker = Speaker(SpeechConfig(), cache=Cache(tmp_path), notice=notices.append)
    try:
        speech = speaker.speak("It is **5 km**, 🙂 on 3 May 1999.", library.voice("hibari-heart"))
    finally:
        speaker.close()
    assert notices == []
    assert speech.voice == "hibari-heart"
    assert [word.value for word in speech.words] == ["It", "is", "5 km", "on", "3 May 1999"]
    said = "".join(phone.value for phone in speech.phones or ())
    assert "nˈaɪntin" in said.replace("ˌ", "") or "naɪntˈin" in said
