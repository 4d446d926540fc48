"""Whisper itself, 146 MB that tests don't bring: `python -m pytest -m whisper`; AVATAR_VOICES names a user folder that
holds it (`avatar get ears whisper-base`). What is wrong with a model is told without one."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from avatar.ears import whisper
from avatar.ears.whisper import Whisper
from avatar.errors import EngineError
from tests.ears import speech

FOLDER = os.environ.get("AVATAR_VOICES", "")  # each test is given an environment without what is ours


@pytest.fixture(scope="module")
def recogniser() -> Whisper:
    assert FOLDER, "AVATAR_VOICES names no folder"
    return Whisper(Path(FOLDER) / "ears" / "whisper-base")


@pytest.mark.parametrize(
    "files", [{}, {"vocabulary.txt": "a\nb"}, {"vocabulary.txt": "<|endoftext|>", "model.bin": ""}]
)
def test_a_model_that_is_missing_or_broken_says_how_to_get_it_again(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(EngineError, match="can't be opened") as refused:
        Whisper(tmp_path)
    assert "avatar get ears whisper-base" in str(refused.value)


@pytest.mark.whisper
def test_it_writes_down_what_is_said(recogniser: Whisper) -> None:
    text = recogniser.write(speech.spoken(), "en").lower()
    assert "favourite food" in text or "favorite food" in text
    assert text.count("food") == 1  # a short window has it begin again, which is left out
    assert text.endswith("?")


@pytest.mark.whisper
@pytest.mark.parametrize("language", ["", "xx", "en"])
def test_a_language_is_found_out_where_it_is_not_told(recogniser: Whisper, language: str) -> None:
    assert "food" in recogniser.write(speech.spoken(), language).lower()


@pytest.mark.whisper
def test_silence_and_nothing_and_much_are_no_trouble(recogniser: Whisper) -> None:
    assert len(recogniser.write(np.zeros(0, np.float32), "en")) < 40
    assert len(recogniser.write(speech.hiss(3.0), "en")) < 40
    assert "king" in recogniser.write(np.tile(speech.spoken(speech.STORY, 7.0), 6), "en").lower()


@pytest.mark.whisper
def test_its_pace_is_measured(recogniser: Whisper) -> None:
    assert whisper.measure_pace(recogniser) > 0
