"""The edits beside a recording are used by themselves, by whatever makes something of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from avatar import cli
from avatar.edits import files
from avatar.edits.beside import Edited, fingerprint_file, text_of
from avatar.edits.values import EditFile, Span, TakeEdits, fingerprint
from avatar.errors import EditError
from avatar.film.recording import scene_of
from avatar.lipsync import tool
from avatar.types import VISEMES, Clip, Performance, Rung
from tests.lipsync.sounds import TEXT, samples, wav

RATE = 16000


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    t = np.arange(2 * RATE) / RATE
    sound = np.sin(2 * np.pi * 140 * t) * np.where((t > 0.3) & (t < 1.7), 0.3, 0.0)
    soundfile.write(tmp_path / "talk.wav", sound.astype(np.float32), RATE, subtype="PCM_16")
    return tmp_path / "talk.wav"


def edit(recording: Path, sound: str | None = None, duration: float = 2.0) -> None:
    own = fingerprint_file(recording) if sound is None else sound
    spans = {"mouths": (Span(0.8, 1.0, "A"), Span(1.0, 1.2, "F"))}
    files.write(files.beside(recording), EditFile((TakeEdits("", "", own, duration, tracks=spans),)))


def lipsync(*arguments: object) -> int:
    return cli.main(["lipsync", *map(str, arguments)])


def letters(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.replace("\t", " ") for line in capsys.readouterr().out.splitlines()]


def test_cues_have_the_edits_and_it_is_told(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(recording)
    assert lipsync(recording) == 0
    out, err = capsys.readouterr()
    assert "0.80\tA\n1.00\tF\n" in out
    assert "2 edits from talk.wav.edits" in err
    assert lipsync(recording, "--no-edits") == 0
    out, err = capsys.readouterr()
    assert "0.80\tA" not in out
    assert "edits" not in err


def test_worker_processes_put_them_in_too(recording: Path, tmp_path: Path) -> None:
    edit(recording)
    (tmp_path / "other.wav").write_bytes(recording.read_bytes())
    assert lipsync(recording, tmp_path / "other.wav", "-o", tmp_path / "out", "-f", "json", "--threads", 2) == 0
    mine, others = (json.loads((tmp_path / f"out/{name}.json").read_text()) for name in ("talk", "other"))
    assert {"start": 0.8, "end": 1.0, "value": "A"} in mine["mouthCues"]
    assert {"start": 0.8, "end": 1.0, "value": "A"} not in others["mouthCues"]


def test_edits_of_another_recording_are_left_out_and_told(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(recording, "another", 3.0)
    assert lipsync(recording) == 0
    out, err = capsys.readouterr()
    assert "0.80\tA\n1.00\tF" not in out
    assert "talk.wav.edits is of another sound" in err
    assert "2 of the edits in talk.wav.edits fit no more, and are left out: mouths at 0.8 s" in err


def test_edits_of_the_same_sound_in_another_file_are_kept_and_told(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(recording, "another", 2.01)
    assert lipsync(recording) == 0
    out, err = capsys.readouterr()
    assert "0.80\tA\n1.00\tF" in out
    assert "talk.wav.edits is of another sound" in err


def test_edits_find_their_words_in_another_sound_though_nobody_gives_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = wav(tmp_path / "talk.wav")
    sheet = tool.lipsync(path, text=TEXT)
    word = next(word for word in sheet.words if word.value == "home")
    spans = {"mouths": (Span(word.start, word.end, "F"),)}
    take = TakeEdits("", TEXT, fingerprint_file(path), sheet.duration, sheet.words, spans)
    files.write(files.beside(path), EditFile((take,)))
    assert text_of(path) == TEXT
    wav(path, np.concatenate([np.zeros(RATE * 4 // 10), samples()]))
    assert lipsync(path) == 0
    out, err = capsys.readouterr()
    assert "fit no more" not in err
    starts = [float(line.split("\t")[0]) for line in out.splitlines() if line.endswith("\tF")]
    assert min(abs(start - word.start - 0.4) for start in starts) < 0.06


def test_edits_that_can_t_be_read_are_an_error_with_their_file(
    recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files.beside(recording).write_text('{"format": "avatar-edits", "version": 99, "takes": []}')
    assert lipsync(recording) == 1
    assert "Update avatar" in capsys.readouterr().err


def test_no_output_takes_their_place(recording: Path) -> None:
    edit(recording)
    before = files.beside(recording).read_bytes()
    assert lipsync(recording, "-o", files.beside(recording), "-f", "tsv") != 0
    assert files.beside(recording).read_bytes() == before


def test_a_film_of_the_recording_has_them(recording: Path) -> None:
    edit(recording)
    scene, _ = scene_of(recording, "bea", finish=Edited(recording))
    mouths = [(entry.start, entry.what.mouth) for entry in scene.entries if isinstance(entry.what, Performance)]
    start, mouth = next(each for each in mouths if each[0] <= 0.9 < each[0] + each[1].duration)
    assert mouth.rung == Rung.EDITED
    assert mouth.weights[round((0.9 - start) * 100), VISEMES.index("PP")] == 1.0


def test_a_sound_is_known_by_its_samples(recording: Path, tmp_path: Path) -> None:
    samples, rate = soundfile.read(recording, dtype="int16")
    soundfile.write(tmp_path / "talk.flac", samples, rate)
    assert fingerprint_file(tmp_path / "talk.flac") == fingerprint_file(recording)
    assert fingerprint(Clip(samples, rate)) != fingerprint(Clip(samples, rate * 2))
    assert fingerprint(Clip(samples[1:], rate)) != fingerprint(Clip(samples, rate))


def test_a_file_of_the_future_is_an_edit_error(recording: Path) -> None:
    files.beside(recording).write_text('{"format": "avatar-edits", "version": 2, "takes": []}')
    with pytest.raises(EditError, match="version 2"):
        scene_of(recording, "bea", finish=Edited(recording))
