"""`avatar lipsync` towards the system: where it writes, what it says there, what it leaves alone. By the command."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.lipsync.commands import run
from tests.lipsync.sounds import TEXT, hum, wav

posix = pytest.mark.skipif(sys.platform == "win32", reason="of POSIX")


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return wav(tmp_path / "a.wav")


def short(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return wav(path, hum((0.1, 0.3), duration=0.4).floats())


def command(*arguments: str | Path | bytes, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "avatar", "lipsync", *arguments], check=False, timeout=120,
        **{"capture_output": "stdout" not in options, "stderr": None if "stdout" not in options else subprocess.PIPE,
           **options},
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------ where it goes


@posix
def test_a_pipe_of_the_file_system_gets_the_cues_and_stays_one(sound: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    done = command(sound, "-f", "tsv", "-o", pipe)
    reader.join()
    assert (done.returncode, done.stderr) == (0, b"")
    assert got[0].startswith("0.00\t")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_a_device_gets_the_cues_and_stays_one(sound: Path, tmp_path: Path) -> None:
    """A node of its own, with the numbers of /dev/null."""
    node = tmp_path / "null"
    try:
        os.mknod(node, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("making a node takes root")
    before = node.stat()
    done = command(sound, "-f", "tsv", "-o", node)
    if b"Permission denied" in done.stderr:
        pytest.skip("nodes are not opened in this folder")
    assert (done.returncode, done.stderr) == (0, b"")
    after = node.stat()
    assert stat.S_ISCHR(after.st_mode)
    assert (after.st_ino, after.st_rdev) == (before.st_ino, before.st_rdev)


@posix
def test_a_link_stays_one_and_its_file_gets_the_cues(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "elsewhere" / "cues.tsv"
    target.write_text("old")
    link = tmp_path / "out.tsv"
    link.symlink_to(target)
    assert run(sound, "-o", link) == 0
    assert link.is_symlink()
    assert target.read_text().startswith("0.00\t")


@posix
def test_a_new_file_has_what_the_umask_leaves(sound: Path, tmp_path: Path) -> None:
    for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
        out = tmp_path / f"{mask:o}.tsv"
        done = command(sound, "-o", out, preexec_fn=lambda mask=mask: os.umask(mask))
        assert (done.returncode, stat.S_IMODE(out.stat().st_mode)) == (0, mode)


@posix
@pytest.mark.parametrize("how", ["the name", "a link", "a hard link", "the dialog", "the cues"])
def test_what_is_read_is_never_written_over(
    how: str, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, more = tmp_path / "out", []
    if how == "the name":
        out = sound
    elif how == "a link":
        out.symlink_to(sound)
    elif how == "a hard link":
        out.hardlink_to(sound)
    else:
        out.write_text("Mama" if how == "the dialog" else "0.00\tX\n0.50\tA\n")
        more = ["-d" if how == "the dialog" else "--cues", out]
    before = sound.read_bytes(), out.read_bytes()
    assert run(sound, *more, "-f", "tsv", "-o", out) == 2
    assert "would take the place of what is read" in capsys.readouterr().err
    assert (sound.read_bytes(), out.read_bytes()) == before
    assert out.is_symlink() == (how == "a link")


@pytest.mark.parametrize("target", ["", "a.srt"], ids=["the folder", "the file"])
def test_a_text_of_a_folder_is_never_written_over(
    target: str, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "a.srt"
    text.write_text(f"1\n00:00:00,000 --> 00:00:02,600\n{TEXT}\n")
    before = text.read_bytes()
    assert run(sound, "-d", tmp_path, "-f", "srt", "-o", tmp_path / target) == 2
    assert "would take the place of what is read" in capsys.readouterr().err
    assert text.read_bytes() == before


# ------------------------------------------------------------------------------------------------------------- stdout


@posix
def test_a_full_disk_is_told(sound: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    for form in ("tsv", "json"):
        with open("/dev/full", "wb") as full:  # noqa: PTH123
            done = command(sound, "-f", form, stdout=full)
        assert done.returncode == 1
        assert done.stderr.startswith(b"avatar: The output can't be written: No space left on device.")
        assert done.stderr.count(b"\n") == 1


@posix
def test_a_closed_stdout_is_told(sound: Path) -> None:
    line = f'"{sys.executable}" -m avatar lipsync "{sound}" >&-'
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (2, b"avatar: There is no stdout to write to. Add -o FILE.\n")


@posix
def test_a_reader_that_leaves_is_no_error_to_speak_of(sound: Path) -> None:
    line = f'"{sys.executable}" -m avatar lipsync "{sound}" -f svg | head -c 1'
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=120)
    assert (done.stdout, done.stderr) == (b"<", b"")


@pytest.mark.parametrize("page", ["cp1252", "cp437", "latin-1", "ascii", "utf-16"])
def test_what_is_piped_is_utf_8_whatever_the_code_page(page: str, sound: Path) -> None:
    path = sound.with_name("ü 猫 ’.wav")
    sound.rename(path)
    (path.parent / "猫.txt").write_text("Mama’s")
    env = {**os.environ, "PYTHONIOENCODING": page, "PYTHONUTF8": "0"}
    done = command(path, "-f", "xml", "-d", path.parent, env=env)
    assert done.returncode == 0
    assert path.name in done.stdout.decode("utf-8")
    assert "ü 猫 ’" in done.stderr.decode("utf-8")  # the note that it has no text


@posix
def test_a_name_in_latin_1_is_a_name(sound: Path, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.wav"
    os.rename(sound, name)  # noqa: PTH104
    env = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    for form in ("tsv", "json", "xml", "pgo", "textgrid"):
        done = command(name, "-f", form, "-q", env=env)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode("utf-8")
    assert command(name, "-o", tmp_path / "out.json").returncode == 0
    assert "caf" in json.loads((tmp_path / "out.json").read_text("utf-8"))["metadata"]["soundFile"]
    folder = tmp_path / "out"
    assert command(name, "-o", f"{folder}/").returncode == 0
    assert [os.fsencode(path.name) for path in folder.iterdir()] == [b"caf\xe9.tsv"]


# ------------------------------------------------------------------------------------------------------------- stderr


@posix
def test_nothing_but_lines_of_json_is_told_to_a_program(sound: Path, tmp_path: Path) -> None:
    """A joined MP3, of whose tag libmpg123 has something to say; and what a program should not have asked for."""
    path = wav(tmp_path / "a.mp3")
    path.write_bytes(path.read_bytes() * 2)
    out = str(tmp_path / "out.json")
    refused = (["-o", str(tmp_path / "out.mp4")], ["--fps", "0"], ["--bogus"], ["--lead", "x"], ["--threads", "-1"])
    for more in ([], ["-o", out], *refused):
        done = command("--machineReadable", path, *more)
        events = [json.loads(line) for line in done.stderr.splitlines()]
        assert events[-1]["type"] == ("failure" if done.returncode else "success")
        assert bool(done.returncode) == (more in refused)


def test_a_program_that_asks_for_quiet_hears_of_failures_alone(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sound, "--machineReadable", "-q") == 0
    assert capsys.readouterr().err == ""
    assert run(sound.with_name("gone.wav"), "--machineReadable", "-q") == 1
    assert json.loads(capsys.readouterr().err)["type"] == "failure"


def test_progress_is_told_on_the_way_with_an_output_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from avatar.lipsync import tool

    for name, seconds in (("LONG", 2.0), ("PIECE", 2.0), ("SEARCH", 1.0)):
        monkeypatch.setattr(tool, name, seconds)
    wav(tmp_path / "long.wav", hum((0.5, 9.0), duration=10.0).floats())
    assert run(tmp_path / "long.wav", "--machineReadable", "-o", tmp_path / "out.tsv") == 0
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = [event["value"] for event in events if event["type"] == "progress"]
    assert told == sorted(set(told))
    assert len([value for value in told if 0 < value < 1]) >= 3
    assert [event["type"] for event in events if event["type"] != "progress"] == ["start", "success"]


def test_notes_are_told_from_the_level_that_is_asked_for(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder of texts without one for the recording: said in words, as an event of its own if asked for, and always
    within `success`."""
    note = f"without its text, since there is no a.txt in {tmp_path}"
    assert run(sound, "-d", tmp_path) == 0
    assert capsys.readouterr().err == f"{sound}: {note}\n"
    for more in (["-q"], ["--consoleLevel", "error"]):
        assert run(sound, "-d", tmp_path, *more) == 0
        assert capsys.readouterr().err == ""
    for level, kinds in ((None, []), ("warning", ["log"]), ("Info", ["log"]), ("fatal", [])):
        assert run(sound, "-d", tmp_path, "--machineReadable", *(["--consoleLevel", level] if level else [])) == 0
        events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert [event["type"] for event in events if event["type"] not in ("start", "progress", "success")] == kinds
        assert events[-1]["notes"] == [note]


def told_at_a_terminal(capsys: pytest.CaptureFixture[str]) -> str:
    """What is left to read once bars are drawn over."""
    lines = capsys.readouterr().err.replace("\r\x1b[K", "").split("\n")
    return "\n".join(line for line in lines if not line.startswith("\r["))


def test_on_a_terminal_it_is_told_what_was_written_and_how(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    out = tmp_path / "out.json"
    assert run(sound, "--text", TEXT, "-o", out) == 0
    assert told_at_a_terminal(capsys) == f"wrote {out}: made from the sound and its text\n"
    assert run(sound, "-o", out) == 0
    assert told_at_a_terminal(capsys) == f"wrote {out}: made from the sound alone\n"
    assert run(sound, "--cues", out, "-o", tmp_path / "again.tsv") == 0
    assert told_at_a_terminal(capsys) == f"wrote {tmp_path / 'again.tsv'}: made from the corrected cues\n"
    for more in (["-q"], ["--machineReadable", "-q"], ["--consoleLevel", "error"]):
        assert run(sound, "-o", out, *more) == 0
        assert told_at_a_terminal(capsys) == ""
    assert run(sound) == 0
    assert "wrote" not in told_at_a_terminal(capsys)  # it is there to see
    assert run(tmp_path / "gone.wav", "-o", out) == 1
    assert "wrote" not in told_at_a_terminal(capsys)


def test_after_a_folder_it_is_told_how_many_were_written(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    lines, out = tmp_path / "lines", tmp_path / "out"
    for name in ("a", "sub/b"):
        (lines / name).parent.mkdir(exist_ok=True)
        (lines / f"{name}.wav").write_bytes(sound.read_bytes())
        (lines / f"{name}.txt").write_text(TEXT)
    assert run(lines, "-d", lines, "-o", out, "--threads", 1) == 0
    assert told_at_a_terminal(capsys) == f"wrote 2 files to {out}: made from the sound and its text\n"
    (lines / "a.txt").unlink()
    (lines / "c.wav").write_text("broken")
    assert run(lines, "-d", lines, "-o", out, "--threads", 1) == 1
    last = told_at_a_terminal(capsys).splitlines()[-1]
    assert last == f"wrote 2 of 3 files to {out}: 1 from the sound alone, 1 from the sound and its text"


# -------------------------------------------------------------------------------------------------------------- batches


def test_a_folder_of_folders_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "lines"
    for name in ("a.wav", "one/a.wav", "one/two/b.flac", "one/notes.md", ".hidden/c.wav"):
        short(lines / name) if not name.endswith("md") else (lines / name).write_text("no sound")
    (lines / "one" / "a.txt").write_text("Mama")
    (lines / "b.txt").write_text("Papa")
    out = tmp_path / "out"
    assert run(lines, "-d", lines, "-f", "json", "-o", out, "--threads", 1) == 0
    made = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert made == ["a.json", "one/a.json", "one/two/b.json"]
    assert f"{lines / 'a.wav'}: without its text, since there is no a.txt in {lines}\n" in capsys.readouterr().err
    assert json.loads((out / "one" / "a.json").read_text())["metadata"]["soundFile"] == str(lines / "one" / "a.wav")


def test_what_gets_another_name_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, out = tmp_path / "lines", tmp_path / "out"
    for name in ("a.wav", "a.flac", "sub/a.wav"):
        short(lines / name)
    assert run(lines, "-o", out, "--threads", 1) == 0
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.tsv")) == ["a.flac.tsv", "a.wav.tsv", "sub/a.tsv"]
    assert capsys.readouterr().err == (
        f"{lines / 'a.flac'}: written to a.flac.tsv, since there is a.wav too\n"
        f"{lines / 'a.wav'}: written to a.wav.tsv, since there is a.flac too\n"
    )


def test_recordings_that_would_be_one_file_are_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = short(tmp_path / "one" / "a.wav"), short(tmp_path / "other" / "A.wav")
    assert run(one, other, "-o", tmp_path / "out") == 1
    err = capsys.readouterr().err
    assert all(part in err for part in (str(one), str(other), "Name the folder that both lie in"))
    assert not list(tmp_path.rglob("*.tsv"))


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_that_is_ended_makes_nothing_more(number: int, tmp_path: Path) -> None:
    """The pipe of stdout, which the workers hold too, ends with the last of them."""
    for k in range(40):
        short(tmp_path / "in" / f"{k:02}.wav")
    line = [sys.executable, "-m", "avatar", "lipsync", tmp_path / "in", "-o", tmp_path / "out", "--threads", "2"]
    pipe = subprocess.PIPE
    with subprocess.Popen([*line, "--machineReadable"], stdout=pipe, stderr=pipe, start_new_session=True) as batch:
        assert batch.stdout is not None
        assert batch.stderr is not None
        while json.loads(batch.stderr.readline())["type"] != "success":
            pass
        os.kill(batch.pid, number)
        told = batch.stderr.read()
        assert batch.wait(60) == (130 if number == signal.SIGINT else -number)
        assert batch.stdout.read() == b""
    made = sorted((tmp_path / "out").iterdir())
    assert 1 <= len(made) < 20
    assert all(path.suffix == ".tsv" and path.read_text().startswith("0.00\t") for path in made)  # and no draft
    assert b"Traceback" not in told


def test_a_folder_without_a_recording_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none").mkdir()
    assert run(tmp_path / "none", "-o", tmp_path / "out") == 1
    assert "There is no recording in this folder" in capsys.readouterr().err
    assert run(tmp_path / "none") == 1


def test_what_comes_from_stdin_is_called_that(sound: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = command("-", "-o", out, "--machineReadable", input=sound.read_bytes())
    assert done.returncode == 0
    assert json.loads(out.read_text())["metadata"]["soundFile"] == "-"
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert {event["file"] for event in events if "file" in event} == {"-"}
    done = command("-", "-o", out, input=b"no sound \x00\xff at all")
    assert done.returncode == 1
    assert done.stderr.startswith(b"avatar: This is no sound that can be read here (-).")


# ------------------------------------------------------------------------------------------------------------- silence


@posix
def test_a_tool_has_no_sound(sound: Path, home: Path) -> None:
    """espeak-ng's library makes itself an output by the way: no sound server is asked, and no file of one is made."""
    runtime = home / "r"
    (runtime / "pulse").mkdir(parents=True, mode=0o700)
    runtime.chmod(0o700)
    env = {name: value for name, value in os.environ.items() if name not in ("PULSE_SERVER", "ALSA_CONFIG_PATH")}
    before = sorted(home.rglob("*"))
    with socket.socket(socket.AF_UNIX) as server:  # which never answers
        server.bind(str(runtime / "pulse" / "native"))
        server.listen(64)
        server.setblocking(False)
        done = command(sound, "--text", TEXT, env={**env, "XDG_RUNTIME_DIR": str(runtime)})
        assert (done.returncode, done.stderr) == (0, b"")
        with pytest.raises(BlockingIOError):
            server.accept()
    made = [str(path.relative_to(home)) for path in sorted(home.rglob("*")) if path not in before]
    assert [path for path in made if "avatar" not in path] == ["r/pulse/native"]
