from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar import library
from avatar.config import SpeechConfig
from avatar.errors import EngineError, EngineMissing, EngineStopped, LibraryError
from avatar.speech import ENGINES, assemble, child, default_engines
from avatar.speech.base import Request
from avatar.speech.cache import Cache
from avatar.speech.engines.espeak import Espeak
from avatar.speech.speaker import Speaker
from avatar.text.clean import LONGEST, speakable
from avatar.text.emphasis import find_emphasis
from avatar.types import Speech, Voice

VOICE = Voice("test", "espeak", "en-gb", "en-GB")


def written(speech: Speech) -> list[str]:
    return [speech.text[word.at : word.at + word.length] for word in speech.words]


@pytest.fixture
def hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Engine processes named in this file stop (SIGSTOP) as soon as they have started."""
    names = tmp_path / "hang.txt"
    names.write_text("")
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys, pathlib\n"
        f"names = pathlib.Path({str(names)!r}).read_text().split()\n"
        "import threading, time\n"
        "engine = next((each for each in names if each in sys.orig_argv), None)\n"
        "if engine and 'avatar.speech.process' in sys.orig_argv:\n"
        "    os.kill(os.getpid(), signal.SIGSTOP)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return names


def test_words_light_up_what_the_listener_reads(speaker: Speaker) -> None:
    text = "Hello **there**, it's 5 km 🙂 to `the_end`."
    speech = speaker.speak(text, VOICE)
    assert speech.text == text
    assert speech.spoken == "Hello there, it's five kilometres to the end."
    assert written(speech) == ["Hello", "there", "it's", "5 km", "to", "the", "end"]
    assert [word.value for word in speech.words] == written(speech)
    assert speech.times_from == "engine"
    assert speech.phones
    assert speech.phones[-1].end == pytest.approx(speech.clip.duration, abs=1e-3)


def test_the_voices_gain_is_heard_and_never_clips(speaker: Speaker) -> None:
    usual = speaker.speak("Hello there.", VOICE).clip.floats()
    soft = speaker.speak("Hello there.", replace(VOICE, gain=0.5)).clip.floats()
    loud = speaker.speak("Hello there.", replace(VOICE, gain=50.0)).clip.floats()
    assert np.abs(soft).max() == pytest.approx(0.5 * np.abs(usual).max(), rel=0.01)
    assert np.abs(usual).max() < np.abs(loud).max() < 0.99


def test_pronunciations_are_used_and_the_users_win() -> None:
    settings = SpeechConfig(pronunciations={"Nguyen": "win"})
    speaker = Speaker(settings, cache=Cache())
    try:
        speech = speaker.speak("Nguyen eats pho.", VOICE, {"nguyen": "bad", "pho": "/fʌ/"})
    finally:
        speaker.close()
    assert speech.spoken == "win eats pho."
    assert written(speech) == ["Nguyen", "eats", "pho"]
    assert [phone.value.lstrip("ˈ") for phone in speech.phones or () if phone.value][-2:] == ["f", "ʌ"]


@pytest.mark.parametrize("text", ["", "   ", "🙂", "🙂🙃👩‍👩‍👧", "\0", "...", "[[h@loU]]", "<br/>", "***"])
def test_nothing_to_say_is_a_short_silence(speaker: Speaker, text: str) -> None:
    speech = speaker.speak(text, VOICE)
    assert speech.text == text
    assert 0 < speech.clip.duration < 1
    assert not speech.clip.samples.any()
    assert speech.words == ()


@pytest.mark.parametrize("text", ["a\0b\0c", "\u202eevil\u202c", "\ud800x", "𝐇𝐞𝐥𝐥𝐨"])
def test_odd_text_is_spoken(speaker: Speaker, text: str) -> None:
    speech = speaker.speak(text, VOICE)
    assert speech.text == text
    assert speech.clip.samples.any()


@pytest.mark.parametrize("unit", ["a", "word ", "<b>x</b> ", "One. ", "5 km "])
def test_a_hundred_thousand_characters_are_spoken_in_part_and_that_is_said(
    speaker: Speaker, notices: list[str], unit: str
) -> None:
    text = (unit * 100_000)[:100_000]
    speech = speaker.speak(text, VOICE)
    assert speech.text == text
    assert speech.clip.samples.any()
    assert speech.clip.duration < 1800
    assert len(notices) == 1
    assert str(LONGEST) in notices[0]


@pytest.mark.parametrize(("language", "text"), [("he", "שלום עולם"), ("ar", "مرحبا بالعالم"), ("cmn", "你好")])
def test_every_script_is_spoken_by_a_voice_that_reads_it(
    speaker: Speaker, notices: list[str], language: str, text: str
) -> None:
    assert speaker.speak(text, Voice("test", "espeak", language, language)).clip.samples.any()
    assert notices == []


def test_a_script_that_the_voice_does_not_read_is_left_out_and_told_once(speaker: Speaker, notices: list[str]) -> None:
    assert speaker.speak("你好。", VOICE).words == ()
    speech = speaker.speak("Say 你好 to me.", VOICE)
    assert written(speech) == ["Say", "to", "me"]
    assert speech.text == "Say 你好 to me."
    assert len(notices) == 1
    assert "does not read Chinese" in notices[0]


def test_japanese_is_said_in_kana_and_shown_in_kanji(speaker: Speaker, notices: list[str]) -> None:
    pytest.importorskip("pykakasi")
    speech = speaker.speak("今日はとても良い天気ですね。", Voice("test", "espeak", "ja", "ja-JP"))
    assert speech.spoken == "きょうわとても よい てんきですね。"
    assert speech.clip.duration < 4
    assert "".join(written(speech)) == "今日はとても良い天気ですね"
    assert notices == []


def test_long_text_goes_in_pieces_whose_times_run_on(speaker: Speaker) -> None:
    text = " ".join(f"This is sentence number {number}." for number in range(1, 60))
    speech = speaker.speak(text, VOICE)
    assert " ".join(written(speech)).split() == [word.strip(".") for word in text.split()]
    starts = [word.start for word in speech.words]
    assert starts == sorted(starts)
    assert speech.phones
    assert speech.phones[-1].end == pytest.approx(speech.clip.duration, abs=0.01)
    # The last word is heard where it is said to be.
    last = speech.words[-1]
    rate = speech.clip.rate
    assert np.abs(speech.clip.floats()[int(last.start * rate) : int(last.end * rate)]).max() > 0.05


def test_what_was_said_before_needs_no_engine(speaker: Speaker) -> None:
    first = speaker.speak("Hello there.", VOICE)
    os.kill(speaker.pids()["espeak"], signal.SIGKILL)
    again = speaker.speak("Hello there.", VOICE)
    assert np.array_equal(first.clip.samples, again.clip.samples)
    assert again.words == first.words


def test_a_dead_engine_is_started_again(speaker: Speaker, notices: list[str]) -> None:
    speaker.speak("Hello there.", VOICE)
    dead = speaker.pids()["espeak"]
    os.kill(dead, signal.SIGKILL)
    assert speaker.speak("I am back.", VOICE).clip.samples.any()
    assert speaker.pids()["espeak"] != dead
    assert notices == []


def test_a_hung_engine_is_replaced_by_a_fresh_one(speaker: Speaker, notices: list[str]) -> None:
    speaker.warm(VOICE)
    hung = speaker.pids()["espeak"]
    os.kill(hung, signal.SIGSTOP)
    speech = speaker.speak("I am back.", VOICE)
    assert speech.voice == "test"
    assert speech.clip.samples.any()
    assert not Path(f"/proc/{hung}").exists()
    assert notices == []


def test_an_engine_that_stands_still_is_not_given_all_its_patience(notices: list[str]) -> None:
    patient = Speaker(SpeechConfig(timeout_s=60.0), notice=notices.append)
    try:
        patient.warm(VOICE)
        os.kill(patient.pids()["espeak"], signal.SIGSTOP)
        begun = time.monotonic()
        assert patient.speak("I am back.", VOICE).clip.samples.any()
        assert time.monotonic() - begun < 30
        assert notices == []
    finally:
        patient.close()


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
def test_an_idle_engine_that_hangs_or_died_is_replaced_when_looked_after(speaker: Speaker, how: signal.Signals) -> None:
    speaker.warm(VOICE)
    speaker.look()
    before = speaker.pids()["espeak"]
    speaker.look()
    assert speaker.pids()["espeak"] == before
    os.kill(before, how)
    speaker.look()
    assert speaker.pids()["espeak"] != before
    assert not Path(f"/proc/{before}").exists()


def test_an_engine_that_is_slow_to_start_is_waited_for(monkeypatch: pytest.MonkeyPatch, speaker: Speaker) -> None:
    """As on a small machine with a worn card: it does what it can."""
    monkeypatch.setattr(child, "STARTING_S", 0.2)
    monkeypatch.setattr(child, "WATCH_S", 0.01)
    monkeypatch.setattr(child, "STIRRING_NS", 0)
    assert speaker.speak("Here I am.", VOICE).clip.samples.any()


def test_an_engine_that_always_hangs_is_spoken_for_by_the_fallback(
    speaker: Speaker, notices: list[str], hang: Path
) -> None:
    pytest.importorskip("pyttsx3")
    hang.write_text("pyttsx3")
    voice = Voice("system", "pyttsx3", "", "en")
    speech = speaker.speak("Hello there.", voice)
    assert speech.voice == "en-gb"
    assert speech.clip.samples.any()
    assert len(notices) == 1
    assert "pyttsx3 made no progress" in notices[0]
    assert "en-gb speaks instead of system" in notices[0]
    # The next clause does not wait, and nobody is told again.
    speaker.speak("And on we go.", voice)
    assert len(notices) == 1


def test_an_espeak_that_hangs_for_good_raises_within_the_promise(hang: Path) -> None:
    hang.write_text("espeak")
    speaker = Speaker(SpeechConfig(timeout_s=0.2, fallback="en-gb"), cache=Cache())
    try:
        with pytest.raises(EngineError, match="no progress"):
            speaker.speak("Hello.", library.voice("en-gb"))
    finally:
        speaker.close()


def test_an_unknown_engine_and_a_wrong_voice_fall_back_with_one_notice(speaker: Speaker, notices: list[str]) -> None:
    for voice in (Voice("a", "nosuch", "x"), Voice("b", "espeak", "nosuch")):
        for text in ("Hello.", "Hello again."):
            assert speaker.speak(text, voice).voice == "en-gb"
    assert len(notices) == 2
    assert "There are: espeak" in notices[0]
    assert "no voice 'nosuch'" in notices[1]


def test_the_fallback_speaks_the_language_of_the_voice(speaker: Speaker) -> None:
    assert speaker.speak("Guten Tag.", Voice("a", "nosuch", "x", "de")).voice == "de"


def test_without_a_fallback_the_error_says_what_to_do(notices: list[str]) -> None:
    speaker = Speaker(SpeechConfig(fallback="nosuch"), notice=notices.append, cache=Cache())
    try:
        with pytest.raises(EngineError, match="no voice 'wrong'"):
            speaker.speak("Hello.", replace(VOICE, id="wrong"))
    finally:
        speaker.close()
    assert "speech.fallback" in notices[0]


@pytest.fixture
def background() -> Iterator[Callable[[Callable[[], object]], list[object]]]:
    """Runs a function on a thread; the list gets its result or exception."""
    threads: list[threading.Thread] = []

    def start(function: Callable[[], object]) -> list[object]:
        outcome: list[object] = []

        def run() -> None:
            try:
                outcome.append(function())
            except EngineError as error:
                outcome.append(error)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return outcome

    yield start
    for thread in threads:
        thread.join(10)


def test_stop_ends_a_wait_and_the_next_text_is_spoken(
    speaker: Speaker, background: Callable[[Callable[[], object]], list[object]], notices: list[str]
) -> None:
    speaker.warm(VOICE)
    os.kill(speaker.pids()["espeak"], signal.SIGSTOP)
    outcome = background(lambda: speaker.speak("This one is stopped.", VOICE))
    while not outcome:
        speaker.stop()
        threading.Event().wait(0.01)
    assert isinstance(outcome[0], EngineStopped)
    os.kill(speaker.pids()["espeak"], signal.SIGCONT)
    speech = speaker.speak("This one is not.", VOICE)
    assert " ".join(written(speech)) == "This one is not"
    assert notices == []


def test_many_threads_may_speak_at_once(
    speaker: Speaker, background: Callable[[Callable[[], object]], list[object]]
) -> None:
    texts = [f"Sentence {number} of several." for number in range(8)]
    outcomes = [background(lambda text=text: speaker.speak(text, VOICE)) for text in texts]  # type: ignore[misc]
    deadline = time.monotonic() + 120
    while not all(outcomes) and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert [outcome[0].text for outcome in outcomes] == texts  # type: ignore[attr-defined]


def test_closing_leaves_no_process_behind() -> None:
    speaker = Speaker(cache=Cache())
    speaker.speak("Hello.", VOICE)
    pids = speaker.pids().values()
    speaker.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    with pytest.raises(EngineStopped):
        speaker.speak("Hello once more.", VOICE)


def test_warm_starts_the_voice_and_its_fallback() -> None:
    speaker = Speaker(cache=Cache())
    try:
        speaker.warm(Voice("x", "pyttsx3", "", "en"))
        assert {"espeak", "pyttsx3"} >= set(speaker.pids()) >= {"espeak"}
        speaker.warm(Voice("x", "nosuch", ""))  # says nothing: speak will
    finally:
        speaker.close()


def test_without_espeak_the_error_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> library.EspeakLibrary:
        raise LibraryError("espeak-ng is not installed", remedy="Install it: sudo apt-get install espeak-ng")

    monkeypatch.setattr(library, "espeak", missing)
    with pytest.raises(EngineMissing, match="apt-get install espeak-ng"):
        Espeak().speak(Request("Hello.", "en-gb"))
    works, _, remedy = Espeak().availability()
    assert not works
    assert "apt-get install espeak-ng" in remedy


def test_the_default_engine_is_the_platforms() -> None:
    assert default_engines("linux") == ("hibari", "espeak")
    assert default_engines("win32") == default_engines("darwin") == ("hibari", "pyttsx3")


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_engine_says_whether_it_works_here(name: str) -> None:
    works, detail, remedy = ENGINES[name]().availability()
    assert detail
    assert works == (remedy == "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I *never* said so.", ["never"]),
        ("It cost *$5*, I *swear*.", ["five", "dollars", "swear"]),
        ("*So* long " + "and on " * 100 + "it *ends*.", ["So", "ends"]),
        ("Nothing.", []),
    ],
)
def test_emphasis_reaches_the_words_that_are_said(text: str, words: list[str]) -> None:
    said = speakable(text, "en")
    requests = assemble.split_pieces(said, library.voice("en-gb"), find_emphasis(text))
    asked = [request.text[at : at + length] for _, request in requests for at, length in request.stressed]
    assert asked == words
