"""Where voices speak: measured once, kept, and measured anew where the file can't be read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar import library
from avatar.errors import EngineError
from avatar.song import middles
from avatar.song.middles import find_middle
from avatar.speech.speaker import Speaker
from avatar.types import Clip, Speech, Voice


class Hummer(Speaker):
    """Hums everything at 220 Hz."""

    def __init__(self, hertz: float = 220.0, voice: str = "") -> None:
        super().__init__()
        self.said = 0
        self._hertz, self._as = hertz, voice

    def speak(self, text: str, voice: Voice, *others: object) -> Speech:
        self.said += 1
        if not self._hertz:
            raise EngineError("It is hoarse")
        t = np.arange(24000) / 24000
        wave = np.sum([np.sin(2 * np.pi * self._hertz * n * t) / n for n in range(1, 12)], 0)
        return Speech(Clip.from_floats(0.2 * wave, 24000), text, self._as or voice.name)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    return tmp_path / "cache" / "songs" / "middles.json"


VOICE = library.voice("en-gb")


def test_a_voice_is_measured_once(kept: Path) -> None:
    speaker = Hummer()
    assert find_middle(VOICE, speaker) == pytest.approx(57.0, abs=0.1)
    assert find_middle(VOICE, Hummer(0.0)) == pytest.approx(57.0, abs=0.1)
    assert speaker.said == 1
    assert len(json.loads(kept.read_text())) == 1


@pytest.mark.parametrize(
    "change", [{"pitch": 80}, {"rate": 90}, {"range": 10}, {"id": "de"}, {"engine": "hibari"}, {"formants": 1.2}]
)
def test_another_voice_is_measured_for_itself(change: dict[str, object]) -> None:
    find_middle(VOICE, Hummer(220.0))
    other = replace(VOICE, **change)  # type: ignore[arg-type]
    assert find_middle(other, Hummer(440.0)) == pytest.approx(69.0, abs=0.1)
    assert find_middle(VOICE, Hummer(0.0)) == pytest.approx(57.0, abs=0.1)


def test_another_version_of_the_engine_is_measured_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    find_middle(VOICE, Hummer(220.0))
    monkeypatch.setattr(middles, "__version__", "99")
    assert find_middle(VOICE, Hummer(440.0)) == pytest.approx(69.0, abs=0.1)


@pytest.mark.parametrize("damaged", ["", "{", "[1]", "null", '{"x": 1e999}', "[" * 5000, "x" * (middles.LARGEST + 1)])
def test_a_damaged_file_is_made_anew(kept: Path, damaged: str) -> None:
    kept.parent.mkdir(parents=True)
    kept.write_text(damaged)
    assert find_middle(VOICE, Hummer()) == pytest.approx(57.0, abs=0.1)
    assert find_middle(VOICE, Hummer(0.0)) == pytest.approx(57.0, abs=0.1)


@pytest.mark.parametrize("value", ['"high"', "NaN", "-3", "1000", "null", "[]"])
def test_a_pitch_that_is_none_is_measured_anew(kept: Path, value: str) -> None:
    find_middle(VOICE, Hummer())
    (name,) = json.loads(kept.read_text())
    kept.write_text(f'{{"{name}": {value}}}')
    assert find_middle(VOICE, Hummer(440.0)) == pytest.approx(69.0, abs=0.1)


def test_the_file_stays_small(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middles, "MOST", 3)
    for pitch in range(5):
        find_middle(replace(VOICE, pitch=pitch), Hummer())
    assert len(json.loads(kept.read_text())) == 3
    find_middle(replace(VOICE, pitch=4), Hummer(0.0))


def test_nothing_is_kept_of_a_voice_that_another_one_stood_in_for_or_that_has_no_pitch(kept: Path) -> None:
    find_middle(VOICE, Hummer(voice="de"))
    find_middle(VOICE, Hummer(3.0))
    assert not kept.exists()


def test_a_folder_that_can_not_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert find_middle(VOICE, Hummer()) == pytest.approx(57.0, abs=0.1)


def test_whole_lines_are_spoken_around_it() -> None:
    """espeak-ng itself."""
    from avatar.song.singing import calm
    from avatar.song.vocoding import find_median

    speaker = Speaker()
    try:
        middle = find_middle(calm(VOICE), speaker)
        line = speaker.speak("My toaster fell in love with me", calm(VOICE))
    finally:
        speaker.close()
    assert middle == pytest.approx(69 + 12 * np.log2(find_median(line.clip) / 440), abs=1.5)
