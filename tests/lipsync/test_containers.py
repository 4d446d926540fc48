"""Files whose container says what is not so: all is read, from the right start, and what was done is said."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from avatar.errors import AudioError
from avatar.lipsync import sound, tool
from avatar.lipsync.containers import looked_at
from tests.lipsync.films import RATE, film, tone
from tests.lipsync.sounds import hum


def encoded(data: np.ndarray, form: str, **options: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, data, RATE, format=form, **options)
    return file.getvalue()


def read(path: Path, track: int = 0) -> tuple[np.ndarray, list[str]]:
    notes: list[str] = []
    parts = list(sound.blocks(path, track, notes.append))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32), notes


def loud(samples: np.ndarray) -> tuple[float, float]:
    """When the sound begins and ends to be heard, seconds."""
    heard = np.flatnonzero(np.abs(samples) > 0.05)
    return heard[0] / sound.RATE, heard[-1] / sound.RATE


@pytest.mark.parametrize("form", ["MP3", "OGG", "FLAC", "WAV"])
@pytest.mark.parametrize("count", [2, 3])
def test_joined_files_are_read_whole(form: str, count: int, tmp_path: Path) -> None:
    path = tmp_path / "joined"
    path.write_bytes(b"".join(encoded(tone(1.0 + k / 2, 200 + 100 * k), form) for k in range(count)))
    samples, notes = read(path)
    seconds = sum(1.0 + k / 2 for k in range(count))
    assert len(samples) / sound.RATE == pytest.approx(seconds, abs=0.005 * count)
    assert notes == [f"its {count} joined sounds are read one after the other"]
    assert sound.length(path) == pytest.approx(seconds, abs=0.005 * count)
    middle = np.abs(np.fft.rfft(samples[round(1.2 * sound.RATE) : round(1.3 * sound.RATE)]))
    assert middle.argmax() * 10 == pytest.approx(300, abs=20)  # Hz: the second file's tone at its own place


@pytest.mark.parametrize("form", ["MP3", "OGG", "WAV", "FLAC", "AIFF"])
def test_a_file_that_is_as_it_says_is_read_as_it_is(form: str, tmp_path: Path) -> None:
    path = tmp_path / "plain"
    path.write_bytes(encoded(tone(1.0), form))
    assert looked_at(path).parts == ()
    assert read(path)[1] == []


def test_an_mp3_that_holds_the_letters_of_a_tag_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    picture = b"ID3\x04\x00\x00\x00\x00\x02\x00" + b"XingInfo".ljust(256, b"\0")
    path.write_bytes(picture + encoded(tone(1.0), "MP3"))
    assert looked_at(path).parts == ()
    assert len(read(path)[0]) / sound.RATE == pytest.approx(1.0, abs=0.005)


def test_an_mp3_without_tags_after_one_with_a_tag_is_read_too(tmp_path: Path) -> None:
    first, second = encoded(tone(1.0), "MP3"), encoded(tone(1.5), "MP3")
    starts = looked_at_bytes(first + second, tmp_path)
    assert len(starts) == 2
    frame = second.index(b"\xff\xf3", 4)  # the frame after the tag's
    assert len(looked_at_bytes(first + second[frame:], tmp_path)) == 2


def looked_at_bytes(content: bytes, folder: Path) -> list[int]:
    (folder / "x").write_bytes(content)
    return [part.start for part in looked_at(folder / "x").parts]


def wav(claimed: int, data: bytes, after: bytes = b"", riff: int | None = None) -> bytes:
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    body = b"WAVE" + form + b"data" + struct.pack("<I", claimed) + data + after
    return b"RIFF" + struct.pack("<I", len(body) if riff is None else riff) + body


LIES = {
    "nothing, as of what was streamed": (0, 0),
    "the most there can be": (0xFFFFFFFF, 0xFFFFFFFF),
    "half of it": (RATE, None),
    "twice as much": (4 * RATE, None),
    "a file of no size": (2 * RATE, 0),
    "an odd number": (RATE + 1, None),
}


@pytest.mark.parametrize(("claimed", "riff"), LIES.values(), ids=LIES.keys())
def test_a_wav_that_lies_about_its_size_is_read_whole(claimed: int, riff: int | None, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(claimed, (tone(1.0) * 32767).astype("<i2").tobytes(), riff=riff))
    samples, notes = read(path)
    assert len(samples) / sound.RATE == pytest.approx(1.0, abs=0.001)
    assert loud(samples)[1] > 0.99
    assert bool(notes) == (claimed < 2 * RATE)


@pytest.mark.parametrize("claimed", [0, RATE, 2 * RATE, 0xFFFFFFFF])
def test_an_au_is_read_to_its_end(claimed: int, tmp_path: Path) -> None:
    path = tmp_path / "a.au"
    content = bytearray(encoded(tone(1.0), "AU"))
    content[8:12] = struct.pack(">I", claimed)
    path.write_bytes(content)
    samples, notes = read(path)
    assert len(samples) / sound.RATE == pytest.approx(1.0, abs=0.001)
    assert bool(notes) == (claimed < 2 * RATE)


@pytest.mark.parametrize("total", [0, 3 * RATE])
def test_a_flac_that_does_not_know_its_length_is_read_to_its_end(total: int, tmp_path: Path) -> None:
    """As `flac -` writes it into a pipe: STREAMINFO's total is 0. So is one that claims more than there is."""
    path = tmp_path / "a.flac"
    content = bytearray(encoded(tone(1.0), "FLAC"))
    content[21] &= 0xF0
    content[22:26] = struct.pack(">I", total)
    path.write_bytes(content)
    samples, notes = read(path)
    assert len(samples) / sound.RATE == pytest.approx(1.0, abs=0.001)
    assert notes == (["it breaks off after 1.00 of 3.00 s"] if total else [])
    assert sound.length(path) == total / RATE


def test_what_follows_a_wavs_sound_is_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    more = b"LIST" + struct.pack("<I", 2000) + b"x" * 2000
    path.write_bytes(wav(2 * RATE, (tone(1.0) * 32767).astype("<i2").tobytes(), more))
    assert len(read(path)[0]) / sound.RATE == pytest.approx(1.0, abs=0.001)
    path.write_bytes(wav(0, b"", more))
    assert len(read(path)[0]) == 0


@pytest.mark.parametrize("size", [12, 20, 36, 43, 44, 45])
def test_a_wav_of_a_header_is_no_trouble(size: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(0, b"\0" * 8)[:size])
    if size < 43:
        with pytest.raises(AudioError, match=r"a\.wav"):
            read(path)
    else:
        assert len(read(path)[0]) <= 4


# ------------------------------------------------------------------------------------------------------------- films


def test_a_films_sound_that_begins_late_begins_late(tmp_path: Path) -> None:
    samples, notes = read(film(tmp_path / "a.mkv", {"eng": 0.45}))
    assert loud(samples) == pytest.approx((0.45, 1.45), abs=0.01)
    assert notes == []


def test_a_films_sound_that_pauses_goes_on_in_time(tmp_path: Path) -> None:
    samples, _ = read(film(tmp_path / "a.mkv", {"eng": 0.0}, gap=0.3))
    assert loud(samples) == pytest.approx((0.0, 1.3), abs=0.01)


def test_of_several_tracks_the_films_own_is_taken_and_said(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", {"ger": 0.2, "eng": 0.6}, default="eng")
    samples, notes = read(path)
    assert loud(samples)[0] == pytest.approx(0.6, abs=0.01)
    assert notes == ["sound track 2 is used, of 1 (ger), 2 (eng); --track N takes another"]
    assert loud(read(path, 1)[0])[0] == pytest.approx(0.2, abs=0.01)
    assert tool.lipsync(path, track=1).notes[0].startswith("sound track 1 is used")
    with pytest.raises(AudioError, match=r"no sound track 3 .*It has 2 sound tracks"):
        read(path, 3)


def test_a_sound_file_has_one_track(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, hum((0.1, 0.4), duration=0.5).floats(), 16000)
    assert len(read(path, 1)[0]) == 8000
    with pytest.raises(AudioError, match="no sound track 2"):
        read(path, 2)
