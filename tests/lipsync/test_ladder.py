"""The best rung that can, in plain sight; and never none."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import numpy as np
import pytest

from avatar import logs
from avatar.errors import LipSyncError
from avatar.lipsync import decode, ladder
from avatar.lipsync.ladder import RUNGS, LadderRung, mouth
from avatar.lipsync.made import Made
from avatar.types import VISEMES, Clip, Rung, Speech, Timed
from tests.lipsync.sounds import hum, speech_of

CLIP = hum((0.2, 1.2), duration=1.5)
PHONES = (Timed(0.0, 0.2, ""), Timed(0.2, 0.5, "m"), Timed(0.5, 1.2, "ɑː"), Timed(1.2, 1.5, ""))
BUILT_IN = {rung: RUNGS[rung] for rung in (Rung.VOICE, Rung.ESTIMATED, Rung.LOUDNESS)}


def broken(error: Exception) -> LadderRung:
    def fail(speech: Speech) -> Made:
        raise error

    return LadderRung(lambda speech: True, fail)


def test_the_voices_own_times_are_used_where_it_tells_them() -> None:
    track = mouth(Speech(CLIP, "ma", "x", phones=PHONES, times_from="engine"))
    assert (track.rung, track.why) == (Rung.VOICE, "")
    assert VISEMES[int(track.at(0.35).argmax())] == "PP"
    assert VISEMES[int(track.at(0.8).argmax())] == "aa"
    assert track.duration == pytest.approx(1.5)


def test_a_stop_is_shut_before_its_burst_only_where_the_engine_marks_the_burst() -> None:
    phones = (Timed(0.2, 0.6, "ɑː"), Timed(0.6, 0.8, "p"), Timed(0.8, 1.2, "ɑː"))
    engine = mouth(Speech(CLIP, "apa", "x", phones=phones, times_from="engine"))
    aligned = mouth(Speech(CLIP, "apa", "x", phones=phones, times_from="alignment"))
    pp = VISEMES.index("PP")
    assert engine.weights[55, pp] > 0.9 > aligned.weights[55, pp]
    assert aligned.weights[68, pp] > 0.9 > engine.weights[68, pp]


def test_known_text_without_times_is_estimated() -> None:
    track = mouth(speech_of(CLIP, "Mama"), rungs=BUILT_IN)
    assert (track.rung, track.why) == (Rung.ESTIMATED, "")
    assert track.weights[:, VISEMES.index("PP")].max() > 0.95


def test_without_text_the_mouth_follows_the_loudness() -> None:
    track = mouth(speech_of(CLIP, "..."), rungs=BUILT_IN)
    assert (track.rung, track.why) == (Rung.LOUDNESS, "")


@pytest.mark.parametrize("model_there", [True, False])
@pytest.mark.parametrize("seconds", [0.0, 1.5])
@pytest.mark.parametrize("text", ["ma", "...", ""])
@pytest.mark.parametrize("phones", [PHONES, (), None])
def test_no_rung_is_tried_that_lacks_what_it_needs(
    model_there: bool, seconds: float, text: str, phones: tuple[Timed, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ladder, "has_model", lambda: model_there)
    speech = Speech(Clip.silence(seconds, 16000), text, "x", phones=phones)
    heard, read = model_there and seconds > 0, text == "ma"
    needs = {
        Rung.VOICE: bool(phones), Rung.ALIGNED: heard and read, Rung.MODEL: heard, Rung.ESTIMATED: read,
        Rung.LOUDNESS: True,
    }  # fmt: skip
    assert {rung: step.applies(speech) for rung, step in RUNGS.items()} == needs


def test_a_language_that_nobody_speaks_falls_to_loudness_and_says_why() -> None:
    track = mouth(speech_of(CLIP, "hello", "xx-klingon"), rungs=BUILT_IN)
    assert track.rung == Rung.LOUDNESS
    assert "xx-klingon" in track.why


BUGS = [TypeError("not callable"), AttributeError("no such thing"), RuntimeError("library broke"), ImportError("gone")]


@pytest.mark.parametrize("error", [LipSyncError("no model here"), *BUGS])
def test_a_rung_that_fails_hands_over_to_the_next(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(logs.STRICT)
    track = mouth(speech_of(CLIP, "hello"), rungs={Rung.ALIGNED: broken(error), **BUILT_IN})
    assert track.rung == Rung.ESTIMATED
    assert "aligned" in track.why
    assert str(error).rstrip(".") in track.why


def test_a_reason_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    ladder._say_once.cache_clear()
    rungs = {Rung.ALIGNED: broken(LipSyncError("the net is asleep")), **BUILT_IN}
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert "asleep" in mouth(speech_of(CLIP, "hello"), rungs=rungs).why
    assert sum("asleep" in record.getMessage() for record in caplog.records) == 1


def test_a_rung_that_cannot_even_say_whether_it_applies_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(logs.STRICT)
    torn = LadderRung(lambda speech: bool(speech.nonsense), lambda speech: Made(speech))  # type: ignore[attr-defined,arg-type]
    track = mouth(speech_of(CLIP, "hello"), rungs={"torn": torn, **BUILT_IN})
    assert track.rung == Rung.ESTIMATED
    assert "nonsense" in track.why


@pytest.mark.parametrize("error", BUGS)
def test_a_bug_is_no_reason_for_the_next_rung_while_testing(error: Exception) -> None:
    with pytest.raises(type(error), match=str(error)):
        mouth(speech_of(CLIP, "hello"), rungs={Rung.ALIGNED: broken(error), **BUILT_IN})


def test_a_bug_is_logged_once_with_its_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv(logs.STRICT)
    monkeypatch.setattr(logs, "_MET", set())
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            mouth(speech_of(CLIP, "hello"), rungs={Rung.ALIGNED: broken(TypeError("not callable")), **BUILT_IN})
    [record] = caplog.records
    assert "aligned" in record.getMessage()
    assert f"{__file__}:{broken.__code__.co_firstlineno + 2}" in record.getMessage()
    assert record.exc_info


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("whole.tflite", b"no model"),
        ("whole.json", b"{"),
        ("whole.json", b'{"left": 1}'),
        ("follow.npy", b"no table"),
        ("sequences.npz", b"PK"),
    ],
)
def test_a_damaged_file_of_the_model_is_no_bug(
    name: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(content)
    monkeypatch.setenv("AVATAR_MODELS", str(tmp_path))
    for kept in (decode.table, decode.contexts, ladder._heard):
        kept.cache_clear()
        monkeypatch.setattr(sys.modules[kept.__module__], kept.__name__, kept.__wrapped__)
    track = mouth(speech_of(CLIP, "hello"))
    assert track.rung == Rung.ESTIMATED
    assert "damaged" in track.why


def test_only_where_all_rungs_fail_is_there_an_error() -> None:
    with pytest.raises(LipSyncError, match="asleep"):
        mouth(speech_of(CLIP, "hello"), rungs={Rung.MODEL: broken(LipSyncError("asleep"))})


@pytest.mark.parametrize(
    "clip", [Clip(np.zeros(0, np.int16), 16000), Clip(np.ones(1, np.int16), 8000), Clip.silence(1, 48000)]
)
@pytest.mark.parametrize("text", ["", "hello", "😀"])
def test_empty_tiny_and_silent_sounds_have_a_mouth_at_rest(clip: Clip, text: str) -> None:
    track = mouth(speech_of(clip, text))
    assert len(track.weights) == -(-len(clip.samples) * 100 // clip.rate)
    assert np.all(track.weights[:, 0] > 0.99)


def test_weights_are_finite_and_sum_to_one_on_every_built_in_rung() -> None:
    for speech in (
        Speech(CLIP, "ma", "x", phones=PHONES, times_from="engine"),
        speech_of(CLIP, "ma"),
        speech_of(CLIP, ""),
    ):
        weights = mouth(speech).weights
        assert np.isfinite(weights).all()
        assert np.allclose(weights.sum(axis=1), 1, atol=1e-4)
