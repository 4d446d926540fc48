from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from avatar.errors import EngineError
from avatar.speech.base import Moment, Pronounced, Request, SpokenSound, phones_without_gaps
from avatar.speech.child import EngineProcess
from avatar.speech.engines.espeak import Espeak, name_phone, write_script
from avatar.speech.mnemonics import find_mnemonics
from tests.speech.conftest import Say, never

SENTENCE = "Hello, my friend! It is going to the house of the 25 people."


def samples(sound: SpokenSound) -> np.ndarray:
    return np.frombuffer(sound.pcm, "<i2").astype(np.float32) / 32768


def words_of(sound: SpokenSound) -> list[str]:
    return [word.value for word in sound.words]


def phones_of(sound: SpokenSound) -> list[str]:
    return [phone.value.lstrip("ˈ") for phone in sound.phones or () if phone.value]


def test_sound_comes_with_phones_and_words(espeak: Say) -> None:
    sound = espeak(Request("Hello world.", "en-gb"))
    assert sound.times_from == "engine"
    assert np.abs(samples(sound)).max() > 0.1
    assert phones_of(sound) == ["h", "ə", "l", "əʊ", "w", "ɜː", "l", "d"]
    assert words_of(sound) == ["Hello", "world"]


def test_phones_cover_the_sound_without_gaps(espeak: Say) -> None:
    sound = espeak(Request(SENTENCE, "en-gb"))
    assert sound.phones
    assert sound.phones[0].start == 0.0
    assert sound.phones[-1].end == pytest.approx(sound.duration, abs=1e-4)
    for one, other in pairwise(sound.phones):
        assert one.end == pytest.approx(other.start, abs=1e-5)
        assert one.end > one.start
        assert not (one.value == "" and other.value == "")


def test_words_stand_where_the_text_has_them(espeak: Say) -> None:
    sound = espeak(Request(SENTENCE, "en-gb"))
    assert [SENTENCE[word.at : word.at + word.length] for word in sound.words] == words_of(sound)
    # A number is one word whatever its events are; "to the" and "of the", which have one event, are two each.
    assert words_of(sound) == re.findall(r"\w+", SENTENCE)
    assert all(one.end <= other.start + 1e-6 for one, other in pairwise(sound.words))


def test_a_phrase_that_the_library_knows_by_heart_keeps_both_words(espeak: Say) -> None:
    assert words_of(espeak(Request("Déjà vu, my friend.", "en-gb"))) == ["Déjà", "vu", "my", "friend"]


def test_pauses_belong_to_no_word(espeak: Say) -> None:
    first, second = espeak(Request("One. Two.", "en-gb")).words
    assert second.start - first.end > 0.1


def test_phone_times_agree_with_the_waveform(espeak: Say) -> None:
    """The hiss of S is where its phone is: strong above 4 kHz inside, weak in the vowels next to it."""
    sound = espeak(Request("a see a saw a sigh", "en-gb"))
    spectrum_rate, size = sound.rate, 256
    hiss: list[float] = []
    vowels: list[float] = []
    for phone in sound.phones or ():
        middle = round((phone.start + phone.end) / 2 * sound.rate)
        piece = samples(sound)[middle - size // 2 : middle + size // 2]
        if len(piece) < size or not phone.value:
            continue
        power = np.abs(np.fft.rfft(piece * np.hanning(size))) ** 2
        share = power[np.fft.rfftfreq(size, 1 / spectrum_rate) > 4000].sum() / power.sum()
        (hiss if phone.value == "s" else vowels).append(float(share))
    assert len(hiss) == 3
    assert min(hiss) > 0.5 > 0.1 > max(vowels)


def test_rate_pitch_range_and_variant_are_heard(espeak: Say) -> None:
    text = "My dear old friend, how are you today?"
    usual = espeak(Request(text, "en-gb"))
    assert espeak(Request(text, "en-gb", rate=300)).duration < 0.7 * usual.duration
    assert espeak(Request(text, "en-gb", rate=90)).duration > 1.4 * usual.duration
    others = [
        espeak(Request(text, "en-gb", pitch=90)),
        espeak(Request(text, "en-gb", range=0)),
        espeak(Request(text, "en-gb", variant="f2")),
        espeak(Request(text, "de")),
    ]
    assert len({usual.pcm, *(other.pcm for other in others)}) == 5
    assert pitch_of(others[0]) > 1.2 * pitch_of(usual)
    # Settings of one request don't leak into the next.
    again = espeak(Request(text, "en-gb"))
    assert [phone.value for phone in again.phones or ()] == [phone.value for phone in usual.phones or ()]
    assert again.duration == pytest.approx(usual.duration, abs=0.03)


def pitch_of(sound: SpokenSound) -> float:
    """Median pitch in Hz, by autocorrelation of voiced frames."""
    x = samples(sound)
    found: list[float] = []
    for start in range(0, len(x) - 1024, 1024):
        piece = x[start : start + 1024]
        if np.abs(piece).max() < 0.1:
            continue
        similar = np.correlate(piece, piece, "full")[1023:]
        low, high = sound.rate // 400, sound.rate // 60
        lag = low + int(np.argmax(similar[low:high]))
        if similar[lag] > 0.5 * similar[0]:
            found.append(sound.rate / lag)
    return float(np.median(found))


@pytest.mark.parametrize("rate", [-5, 0, 79, 10_000])
def test_a_rate_out_of_bounds_is_brought_within(espeak: Say, rate: int) -> None:
    assert 0.1 < espeak(Request("Hello.", "en-gb", rate=rate)).duration < 3


def test_sounds_of_a_word_may_be_given(espeak: Say) -> None:
    text = "I say tomato and leave."
    plain = espeak(Request(text, "en-us"))
    told = espeak(Request(text, "en-us", pronounced=(Pronounced(6, 6, "təˈmɑːtəʊ"),)))
    assert "eɪ" in phones_of(plain)[3:8]
    assert "ɑː" in phones_of(told)
    assert "[" not in "".join(phones_of(told))
    assert words_of(told) == words_of(plain)
    assert [word.at for word in told.words] == [word.at for word in plain.words]


def test_sounds_without_a_name_leave_the_word_as_written() -> None:
    request = Request("Say it.", "en-gb", pronounced=(Pronounced(4, 2, "ʘǁ"),))
    assert write_script(request).text == "Say it."
    assert not write_script(request).with_phonemes


def test_ipa_becomes_the_librarys_names() -> None:
    assert find_mnemonics("ʃɪˈvɔːn") == "SI'vO:n"
    assert find_mnemonics("tʃɜːtʃ") == "tS3:tS"
    assert find_mnemonics("") is None


@pytest.mark.parametrize("text", ["", " ", "...", "\0", "\0\0a\0", "🙂🙂", "שלום עולם", "مرحبا", "\ud800", "a" * 500])
def test_odd_text_gives_a_sound_and_no_error(espeak: Say, text: str) -> None:
    sound = espeak(Request(text, "en-gb"))
    assert sound.phones is not None
    assert 0 <= sound.duration < 200


def test_phoneme_codes_and_tags_in_text_are_read_not_obeyed(espeak: Say) -> None:
    """The text cleaner takes them out; should one slip through, it must not command the engine."""
    assert phones_of(espeak(Request("[[h@l'oU]]", "en-gb"))) != phones_of(espeak(Request("hello", "en-gb")))


def test_a_voice_that_is_not_there_is_named_with_the_nearest(espeak: Say) -> None:
    with pytest.raises(EngineError, match=r"no voice 'en-gbb'.*'en-gb'"):
        espeak(Request("Hello.", "en-gbb"))
    with pytest.raises(EngineError, match="no variant 'nobody'"):
        espeak(Request("Hello.", "en-gb", variant="nobody"))
    with pytest.raises(EngineError, match="no variant"):
        espeak(Request("Hello.", "en-gb", variant="../../etc/passwd"))


def test_the_wheels_library_gives_the_same_phones_and_stress_too(espeak: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("espeakng_loader")
    monkeypatch.setenv("AVATAR_ESPEAK", "loader")
    from avatar import library

    library.espeak.cache_clear()
    try:
        process = EngineProcess("espeak", None)
        sound = process.speak(Request("Hello my friend.", "en-gb"), 10.0, never)
        process.close()
    finally:
        monkeypatch.delenv("AVATAR_ESPEAK")
        library.espeak.cache_clear()
    assert phones_of(sound) == phones_of(espeak(Request("Hello my friend.", "en-gb")))
    assert "ˈɛ" in [phone.value for phone in sound.phones or ()]


def test_it_is_available_here_and_says_which_library() -> None:
    works, detail, remedy = Espeak().availability()
    assert works
    assert "espeak" in detail
    assert remedy == ""


def test_marks_of_language_and_secondary_stress_are_no_phones() -> None:
    assert name_phone("(en)") == ""
    assert name_phone("(cmn") == ""
    assert name_phone("ˌəʊ") == "əʊ"
    assert name_phone("ˈaɪ") == "ˈaɪ"
    assert name_phone("_") == ""


def test_phones_that_claim_one_instant_share_the_time() -> None:
    claimed = [Moment(0.1, 0, "p"), Moment(0.1, 0, "t"), Moment(0.2, 0, "a"), Moment(0.3, 0, ""), Moment(0.35, 0, "")]
    phones = phones_without_gaps(claimed, 0.4)
    assert [phone.value for phone in phones] == ["", "p", "t", "a", ""]
    assert [phone.start for phone in phones] == pytest.approx([0, 0.1, 0.15, 0.2, 0.3])
    assert phones[-1].end == 0.4


def test_a_phone_that_begins_at_once_shares_its_time_with_no_silence() -> None:
    told = [Moment(0.0, 0.0, "ɪ"), Moment(0.1, 0.1, "t")]
    assert phones_without_gaps(told, 0.2) == (Moment(0.0, 0.1, "ɪ"), Moment(0.1, 0.2, "t"))
    assert phones_without_gaps([], 0.2) == (Moment(0.0, 0.2, ""),)


def test_a_sentence_sounds_the_same_whatever_was_said_before_it(espeak: Say) -> None:
    wanted = Request("The last word is mine.", "en-gb", variant="max")
    first = espeak(wanted)
    for text in ("A sentence.", "Another one, and it is longer."):
        espeak(Request(text, "en-us"))
        assert espeak(wanted) == first
