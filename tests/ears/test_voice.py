from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from avatar.ears import voice
from avatar.ears.voice import FRAME, MODEL, RATE, SHA256, VoiceDetector
from avatar.errors import EngineError
from tests.ears import speech


def test_speech_is_told_from_silence_noise_and_a_hum() -> None:
    said = speech.judged(speech.spoken() + speech.hiss(5.0))
    assert sum(likely > 0.5 for likely in said[:100]) > 60
    t = np.arange(3 * RATE) / RATE
    hum = (0.3 * np.sin(2 * np.pi * 50 * t) + 0.1 * np.sin(2 * np.pi * 150 * t)).astype(np.float32)
    clicks = speech.hiss(3.0)
    clicks[::RATE] = 1.0
    for quiet in (np.zeros(3 * RATE, np.float32), speech.hiss(3.0), speech.hiss(3.0, 0.1), hum, clicks):
        assert max(speech.judged(quiet)) < 0.5


def test_clipped_speech_is_speech() -> None:
    said = speech.judged(np.clip(speech.spoken() * 40.0, -1.0, 1.0))
    assert sum(likely > 0.5 for likely in said[:100]) > 60


def test_what_was_heard_is_forgotten_when_told() -> None:
    detector = VoiceDetector()
    frame = next(speech.frames(speech.spoken()[8000:]))
    first = [detector.judge(frame) for _ in range(3)]
    assert len(set(first)) == 3
    detector.reset()
    assert [detector.judge(frame) for _ in range(3)] == first


def test_the_net_is_the_one_that_was_published() -> None:
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest() == SHA256
    assert "Silero" in MODEL.with_suffix(".LICENSE.txt").read_text("utf-8")
    page = Path(__file__).parents[2] / "docs" / "licences.md"
    assert SHA256 in page.read_text("utf-8")


def test_another_net_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "voice.onnx"
    with pytest.raises(EngineError, match="can't be read"):
        VoiceDetector(path)
    path.write_bytes(MODEL.read_bytes()[:-1])
    with pytest.raises(EngineError, match="damaged"):
        VoiceDetector(path)


def test_a_frame_is_32_ms() -> None:
    assert FRAME / RATE == 0.032
    assert voice.RATE == 16_000
