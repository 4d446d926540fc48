"""`avatar lipsync` as its users call it: files in, files out, flags that go together, errors in a line."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from avatar.errors import LipSyncError
from avatar.lipsync import batch, tool
from avatar.lipsync.formats import FORMATS
from tests.lipsync.commands import run
from tests.lipsync.sounds import TEXT, hum, samples, wav


def test_several_sounds_are_not_written_to_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = wav(tmp_path / "a.wav"), wav(tmp_path / "b.wav")
    assert run(one, other, "-o", tmp_path / "out.json") == 2
    assert "-o FOLDER/" in capsys.readouterr().err
    assert run(one, other, "-o", tmp_path / "v1.2", "--threads", 1) == 0
    assert sorted(path.name for path in (tmp_path / "v1.2").iterdir()) == ["a.tsv", "b.tsv"]


def test_an_output_on_the_sound_itself_is_told_as_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else is wrong with it: no cue format ends in .wav."""
    path = wav(tmp_path / "a.wav")
    assert run(path, "-o", path) == 2
    assert "The output would take the place of what is read" in capsys.readouterr().err


def test_a_folder_that_is_missing_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = wav(tmp_path / "a.wav")
    assert run(path, "-o", tmp_path / "new" / "er" / "a.json") == 0
    assert json.loads((tmp_path / "new" / "er" / "a.json").read_text())["mouthCues"]
    assert run(path, "-o", path / "a.json") == 2
    assert "The folder can't be made" in capsys.readouterr().err
    assert run(path, "-o", tmp_path / "other" / "a.qqqq") == 1
    assert not (tmp_path / "other").exists()
    with pytest.raises(LipSyncError, match=r"can't be written: there is no folder '.*other'"):
        tool.write(tmp_path / "other" / "a.json", tool.lipsync(path))


def test_one_sound_goes_to_stdout_as_rhubarbs_tsv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wav(tmp_path / "a.wav"), "--text", TEXT) == 0
    out, err = capsys.readouterr()
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0][0] == "0.00"
    assert rows[-1] == ["1.60", "X"]
    assert {letter for _, letter in rows} <= set("ABCDEFGHX")
    assert "Traceback" not in err


def test_rhubarbs_own_command_line_works(tmp_path: Path) -> None:
    text = tmp_path / "dialog.txt"
    text.write_text("\ufeff" + TEXT, "utf-8")
    out = tmp_path / "out.dat"
    status = run(
        "-r", "phonetic", "-f", "dat", "--datFrameRate", "30", "--datUsePrestonBlair", "--extendedShapes", "GX",
        "--dialogFile", text, "-o", out, "--threads", "1", "--quiet", wav(tmp_path / "a.wav"),
    )  # fmt: skip
    assert status == 0
    assert out.read_text().startswith("MohoSwitch1\n1 rest\n")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_to_a_file(tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert run(wav(tmp_path / "a.wav"), "--text", TEXT, "-f", form, "-o", out, "--fps", 30) == 0
    assert out.read_bytes()


def test_many_sounds_give_the_same_bytes_whatever_the_workers(tmp_path: Path) -> None:
    sounds = [
        wav(tmp_path / f"{name}.wav", hum((0.1, 0.3 + k / 10), duration=0.6 + k / 10, hertz=100 + 40 * k).floats())
        for k, name in enumerate("abcd")
    ]
    texts = tmp_path / "texts"
    texts.mkdir()
    for path in sounds[:3]:
        (texts / f"{path.stem}.txt").write_text("Mama may go")
    sums = set()
    for workers in (1, 3):
        folder = tmp_path / f"out{workers}"
        assert run(*sounds, "-d", texts, "-f", "json", "-o", folder, "--threads", workers) == 0
        assert sorted(path.name for path in folder.iterdir()) == ["a.json", "b.json", "c.json", "d.json"]
        sums.add(hashlib.sha256(b"".join(p.read_bytes() for p in sorted(folder.iterdir()))).hexdigest())
    assert len(sums) == 1


def test_one_bad_file_among_many_is_told_and_the_others_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"nothing")
    assert run(wav(tmp_path / "a.wav"), bad, "-o", tmp_path / "out", "--threads", 1) == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.tsv"]
    err = capsys.readouterr().err
    assert "bad.wav" in err
    assert "Traceback" not in err


def test_sounds_of_one_name_never_overwrite_each_other(tmp_path: Path) -> None:
    one, other = wav(tmp_path / "a.wav"), wav(tmp_path / "a.flac")
    assert run(one, other, "-o", tmp_path / "out", "--threads", 1) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.flac.tsv", "a.wav.tsv"]
    (tmp_path / "sub").mkdir()
    with pytest.raises(LipSyncError, match="would both be written"):
        batch.outputs([batch.Input(one), batch.Input(wav(tmp_path / "sub" / "a.wav"))], tmp_path / "out", "tsv")


def test_an_output_that_cant_be_written_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wav(tmp_path / "a.wav"), "-o", tmp_path / "a.wav" / "out.json") == 2
    assert "a.wav" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_a_failure_leaves_the_old_output_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out.srt"
    out.write_text("as before")
    assert run(wav(tmp_path / "a.wav"), "-f", "srt", "-o", out) == 1  # no text, so no words
    assert out.read_text() == "as before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "out.srt"]


USAGE = {
    "two texts": ["a.wav", "--text", "x", "-d", "t.txt"],
    "several to stdout": ["a.wav", "b.wav"],
    "several with one text": ["a.wav", "b.wav", "-o", "out", "--text", "x"],
    "stdin among several": ["-", "a.wav", "-o", "out"],
    "negative workers": ["a.wav", "--threads", "-1"],
    "no sound": [],
    "no number": ["a.wav", "--fps", "fast"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE.keys())
def test_flags_that_dont_go_together_are_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "more", [["-f", "docx"], ["--fps", "0"], ["--hold", "-5"], ["--lead", "99999"], ["--extendedShapes", "Z"],
             ["-d", "gone.txt"], ["--cues", "gone.tsv"], ["-d", "a.wav"]],
)  # fmt: skip
def test_values_that_cant_be_are_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(wav(tmp_path / "a.wav"), *more) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("avatar: ")
    assert err.count("\n") == 1


def test_machine_readable_progress_is_rhubarbs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wav(tmp_path / "a.wav"), "--machineReadable") == 0
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [event["type"] for event in events if event["type"] != "progress"] == ["start", "success"]
    assert [event["value"] for event in events if event["type"] == "progress"][-1] == 1.0
    assert all({"level", "message"} == set(event["log"]) for event in events)
    assert run(tmp_path / "none.wav", "--machineReadable") == 1
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["type"] == "failure"


def test_a_sound_comes_in_by_stdin_and_cues_go_out_by_stdout(tmp_path: Path) -> None:
    content = io.BytesIO()
    soundfile.write(content, samples(), 16000, format="WAV")
    command = [sys.executable, "-m", "avatar", "lipsync", "-", "-f", "json", "--text", TEXT]
    done = subprocess.run(command, input=content.getvalue(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["metadata"] == {"soundFile": "-", "duration": 1.6}


def test_stderr_is_silent_where_all_goes_well(tmp_path: Path) -> None:
    """Libraries that print what they like would break what reads `--machineReadable`."""
    command = [sys.executable, "-m", "avatar", "lipsync", str(wav(tmp_path / "a.wav")), "--text", TEXT]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"0.00\t")
