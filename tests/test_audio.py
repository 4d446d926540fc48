"""Sound files, against libsndfile, which writes and reads them by itself."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from avatar import audio
from avatar.errors import AudioError
from avatar.types import Clip

CLIP = Clip((np.sin(np.arange(4410) / 9) * 9000).astype(np.int16), 22050)


@pytest.mark.parametrize("clip", [CLIP, Clip(np.zeros(0, np.int16), 48000), Clip(CLIP.samples[:1], 8000)])
def test_a_wav_is_the_one_that_libsndfile_would_write(tmp_path: Path, clip: Clip) -> None:
    audio.write(tmp_path / "a.wav", clip)
    theirs = io.BytesIO()
    soundfile.write(theirs, clip.samples, clip.rate, format="WAV", subtype="PCM_16")
    assert (tmp_path / "a.wav").read_bytes() == theirs.getvalue()


@pytest.mark.parametrize(("name", "form", "coded"), [("a.flac", "FLAC", "PCM_16"), ("A.OGG", "OGG", "VORBIS")])
def test_the_ending_says_how_it_is_compressed(tmp_path: Path, name: str, form: str, coded: str) -> None:
    audio.write(tmp_path / name, CLIP)
    told = soundfile.info(tmp_path / name)
    assert (told.format, told.subtype, told.samplerate, told.frames) == (form, coded, 22050, 4410)


def test_what_is_too_long_for_a_wav_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "LARGEST_WAV", CLIP.samples.nbytes - 1)
    with pytest.raises(AudioError, match="too long"):
        audio.write(tmp_path / "a.wav", CLIP)
    assert list(tmp_path.iterdir()) == []


def test_what_libsndfile_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="can't be written"):
        audio.write(tmp_path / "a.flac", Clip(CLIP.samples, 2_000_000_000))
    assert list(tmp_path.iterdir()) == []
