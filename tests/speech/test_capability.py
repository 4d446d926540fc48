"""What this machine was seen to carry, and what follows from it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from pathlib import Path

import pytest

from avatar import library, vital
from avatar.errors import EngineStuck
from avatar.speech import ENGINES, capability
from avatar.speech.base import Request, Traits
from avatar.speech.cache import Cache
from avatar.speech.child import EngineProcess
from avatar.speech.speaker import Speaker
from avatar.types import Voice
from tests.speech.conftest import never


@pytest.fixture(autouse=True)
def _engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "net", type("Net", (), {"traits": Traits(natural=True)}))
    monkeypatch.setitem(ENGINES, "heavy", type("Heavy", (), {"traits": Traits(natural=True, heavy=True)}))
    monkeypatch.setitem(ENGINES, "large", type("Large", (), {"traits": Traits(natural=True, memory_mb=900)}))


def speak(engine: str, *factors: float) -> None:
    for factor in factors:
        capability.note_sound(engine, factor * 2.0, 2.0)


def test_an_engine_that_nobody_timed_may_speak_unless_it_is_heavy() -> None:
    assert capability.refusal("net", "talk") == ""
    assert "not yet timed" in capability.refusal("heavy", "talk")
    assert capability.refusal("heavy", "film") == ""


def test_a_slow_one_counts_as_slow_once_that_is_sure_and_only_where_somebody_waits() -> None:
    speak("net", 1.4, 1.3)
    assert capability.refusal("net", "talk") == ""
    speak("net", 1.5)
    assert capability.refusal("net", "talk") == "it works 1.3 s for a second of speech"
    assert capability.refusal("net", "show") != ""
    assert capability.refusal("net", "film") == ""


def test_its_best_counts_since_the_machine_may_have_been_busy() -> None:
    speak("net", 3.0, 0.1, 3.0, 3.0)
    assert capability.seen("net").factor == pytest.approx(0.1)
    assert capability.refusal("net", "talk") == ""


def test_a_heavy_one_speaks_in_talks_once_it_was_seen_to_be_fast() -> None:
    speak("heavy", 0.5)
    assert capability.refusal("heavy", "talk") == "it works 0.5 s for a second of speech"
    speak("heavy", 0.2)
    assert capability.refusal("heavy", "talk") == ""


def test_short_sounds_tell_nothing() -> None:
    capability.note_sound("net", 2.0, 0.3)
    assert capability.seen("net").sounds == 0


def test_one_that_takes_more_memory_than_there_is_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vital, "free_mb", lambda: 1000)
    capability._free_mb.cache_clear()
    try:
        assert capability.refusal("large", "film") == "it takes 900 MB of memory, and 1000 MB are free"
        capability.note_sound("large", 0.1, 2.0, 850)
        assert capability.refusal("large", "film") == ""
    finally:
        capability._free_mb.cache_clear()


def test_the_memory_of_a_process_and_what_is_free_are_told_here() -> None:
    if not Path("/proc/meminfo").exists():
        pytest.skip("this system does not tell")
    held, free = vital.memory_mb(os.getpid()), vital.free_mb()
    assert held is not None
    assert free is not None
    assert 10 < held < 4000
    assert 50 < free < os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    assert vital.memory_mb(2**22 + 1) is None


def test_it_is_kept_for_the_next_time_and_forgotten_with_another_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    speak("net", 2.0, 2.0, 2.0)
    capability._known.cache_clear()
    assert capability.refusal("net", "talk") != ""
    monkeypatch.setattr(capability, "_machine", lambda: "another")
    capability._known.cache_clear()
    try:
        assert capability.seen("net") == capability.Seen()
    finally:
        capability._known.cache_clear()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"machine": 1}', '{"machine": "M", "engines": {"net": {"factor": "x"}}}']
)
def test_a_broken_file_is_as_none(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capability, "_machine", lambda: "M")
    path = library.state_dir() / "engines.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    capability._known.cache_clear()
    try:
        assert capability.seen("net") == capability.Seen()
        speak("net", 0.5)
        assert json.loads(path.read_text())["engines"]["net"]["factor"] == 0.5
    finally:
        capability._known.cache_clear()


def test_a_folder_that_can_not_be_written_costs_only_the_memory_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOME", "/dev/null/nowhere")
    speak("net", 0.5)
    assert capability.seen("net").factor == 0.5


# --------------------------------------------------------------------------------------------------- real processes


def killed_by(number: int) -> EngineProcess:
    """An espeak-ng whose process was ended by a signal behind the program's back."""
    process = EngineProcess("espeak", None)
    process.warm(Request("", "en-gb"), 10.0, never)
    os.kill(process.pid or 0, number)
    with contextlib.suppress(EngineStuck):  # unless its end was seen before it was asked, and another one speaks
        process.speak(Request("Hello there.", "en-gb"), 10.0, never)
    process.close()
    return process


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize(
    ("number", "dies"), [("SIGILL", True), ("SIGSEGV", True), ("SIGKILL", False), ("SIGTERM", False)]
)
def test_a_processor_that_lacks_an_instruction_is_remembered(number: str, dies: bool) -> None:
    killed_by(getattr(signal, number))
    assert bool(capability.refusal("espeak", "film")) == dies


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_a_crash_of_an_engine_that_has_spoken_here_is_no_verdict() -> None:
    speak("espeak", 0.1)
    killed_by(signal.SIGSEGV)
    assert capability.refusal("espeak", "film") == ""


def test_what_a_natural_engine_says_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    traits = Traits(natural=True, computes=True, words=True, phones=True)
    monkeypatch.setattr(ENGINES["espeak"], "traits", traits)
    speaker = Speaker(cache=Cache())
    try:
        speaker.speak("One, two, three, four.", Voice("v", "espeak", "en-gb"))
    finally:
        speaker.close()
    seen = capability.seen("espeak")
    assert seen.sounds == 1
    assert 0 < seen.factor < 5
    assert seen.memory_mb > 5 or not Path("/proc/meminfo").exists()


def test_what_another_process_saw_meanwhile_is_kept() -> None:
    speak("net", 0.5)
    path = capability._path()
    table = json.loads(path.read_text("utf-8"))
    table["engines"]["heavy"] = {**table["engines"]["net"], "factor": 0.2, "sounds": 3, "memory_mb": 90}
    table["engines"]["net"] |= {"factor": 0.1, "told": True}
    path.write_text(json.dumps(table), "utf-8")  # as another process would
    speak("net", 0.4)
    kept = json.loads(path.read_text("utf-8"))["engines"]
    assert (kept["heavy"]["factor"], kept["heavy"]["memory_mb"]) == (0.2, 90)
    assert (kept["net"]["factor"], kept["net"]["told"], kept["net"]["sounds"]) == (0.1, True, 2)
    assert capability.seen("heavy").factor == 0.2
    path.write_text("[" * 1000, "utf-8")
    speak("net", 0.3)
    assert list(json.loads(path.read_text("utf-8"))["engines"]) == ["net"]
