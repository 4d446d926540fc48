"""Programs that drive Rhubarb Lip Sync, each as it does, with our program called `rhubarb` in its place.

What they ask for and how they read the answer was taken from their sources; where that is a program of its own, the
part that talks with Rhubarb is written anew here in Python.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import soundfile

from avatar import __version__, cli
from avatar.cli import rhubarb
from avatar.errors import ConfigError
from tests.lipsync.sounds import said

TEXT = "Mama may go home now."
LETTERS = set("ABCDEFGHX")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the program is a script here")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(rhubarb.installed(tmp_path_factory.mktemp("bin")))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("a folder, with ü") / "a sound.wav"
    soundfile.write(path, said(TEXT, 1.6).floats(), 16000)
    return path


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = subprocess.run(arguments, capture_output=True, check=False, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def shapes(cues: list[dict[str, object]]) -> set[object]:
    assert cues[0]["start"] == 0
    assert [cue["end"] for cue in cues[:-1]] == [cue["start"] for cue in cues[1:]]
    return {cue["value"] for cue in cues}


# ------------------------------------------------------------------------------------------------------ the wrappers


def spine(program: str, sound: Path, dialog: Path | None, extended: str, out: Path) -> list[dict[str, object]]:
    """Rhubarb for Spine (RhubarbTask.kt): stdout is a file, which is read as soon as stderr tells of success."""
    more = ["--dialogFile", str(dialog)] if dialog else []
    command = [program, "--machineReadable", "--exportFormat", "json", "--extendedShapes", extended or '""', *more]
    with out.open("wb") as file, subprocess.Popen([*command, sound], stdout=file, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        for line in process.stderr:
            message = json.loads(line)
            if message["type"] == "success":
                cues: list[dict[str, object]] = json.loads(out.read_bytes())["mouthCues"]
                return cues
            if message["type"] == "failure":
                raise RuntimeError(message["reason"])
    raise AssertionError("Rhubarb terminated unexpectedly.")


@pytest.mark.parametrize("extended", ["GHX", "GX", "H", ""])
def test_spine_finds_the_result_when_success_is_told(extended: str, program: str, sound: Path, tmp_path: Path) -> None:
    dialog = tmp_path / "dialog.txt"
    dialog.write_text(TEXT)
    found = shapes(spine(program, sound, dialog, extended, tmp_path / "out"))
    assert found <= LETTERS - set("GHX") | set(extended)
    assert "A" in found


def test_a_format_that_only_we_have_is_told_with_the_command_that_writes_it(program: str, sound: Path) -> None:
    status, _, err = run(program, "-f", "spine", sound)
    assert status == 2
    assert "Rhubarb has tsv, xml, json, dat, and no 'spine'; `avatar lipsync -f spine` writes" in err
    assert "avatar lipsync -f" not in run(program, "-f", "qqqq", sound)[2]


def test_tsv_in_what_is_called_otherwise_is_told(program: str, sound: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    note = f"{sound}: written as TSV, as Rhubarb does where -f is missing: -f json writes JSON\n"
    assert run(program, "-o", out, sound) == (0, "", note)
    assert out.read_text().startswith("0.00\t")
    assert run(program, "-q", "-o", out, sound)[2] == ""
    assert "log" not in [
        json.loads(line)["type"] for line in run(program, "--machineReadable", "-o", out, sound)[2].splitlines()
    ]
    for quiet in (
        ["-f", "tsv", "-o", out],
        ["-f", "json", "-o", out],
        ["-o", tmp_path / "a.txt"],
        ["-o", tmp_path / "a"],
    ):
        assert run(program, *quiet, sound)[2] == ""


def test_spine_is_told_why_there_is_no_result(program: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="There is no such sound file"):
        spine(program, tmp_path / "gone.wav", None, "GHX", tmp_path / "out")


def test_papagayo_reads_line_by_line(program: str, sound: Path) -> None:
    """papagayo-ng (Rhubarb.py): a line of stderr at a time, then stdout up to a line that is `}`."""
    command = [program, str(sound), "--machineReadable", "-f", "json"]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        kinds, reached = [], 0.0
        while "success" not in kinds:
            message = json.loads(process.stderr.readline().decode("utf-8").strip())
            kinds.append(message["type"])
            reached = max(reached, message.get("value", 0) * 100)
        result, line = "", ""
        while line != "}":
            line = process.stdout.readline().decode("utf-8").strip()
            result += line
        process.stdin.close()
    assert kinds[0] == "start"
    assert reached == 100
    assert shapes(json.loads(result)["mouthCues"]) <= LETTERS


def test_blender_rhubarb_lipsync_reads_stdout(program: str, sound: Path, tmp_path: Path) -> None:
    """scaredyfish/blender-rhubarb-lipsync (op_blender_rhubarb.py): text, and options after the sound."""
    dialog = tmp_path / "dialog.txt"
    dialog.write_text(TEXT)
    Path(program).chmod(0o744)
    command = [program, "-f", "json", "--machineReadable", "--extendedShapes", "GHX", "-r", "pocketSphinx", str(sound)]
    done = subprocess.run([*command, "--dialogFile", str(dialog)], capture_output=True, text=True, check=True)
    assert shapes(json.loads(done.stdout)["mouthCues"]) <= LETTERS


def test_rhubarb_lipsync_ng_asks_for_the_version_and_checks_progress(program: str, sound: Path) -> None:
    """Premik/blender_rhubarb_lipsync_ng (rhubarb_command.py)."""
    status, out, _ = run(program, "--version")
    found = re.search(r"version\s+(?P<ver>\d+\.\d+\.\d+)", out)
    assert (status, found and found["ver"]) == (0, rhubarb.LIKE)
    status, out, err = run(
        program, "-f", "json", "--machineReadable", "--extendedShapes", "GHX", "-r", "phonetic", sound
    )
    infos = [json.loads(line) for line in err.splitlines()]
    assert all({"level", "message"} <= set(info["log"]) for info in infos)
    assert [info["value"] for info in infos if info["type"] == "progress"] == [0.0, 1.0]
    assert status == 0
    assert shapes(json.loads(out)["mouthCues"]) <= LETTERS
    assert run(program, "-f", "json", "--machineReadable", "-r", "phonetic", sound.with_name("gone.wav"))[0] != 0


def after_effects(program: str, sound: Path, folder: Path) -> list[dict[str, object]]:
    """Rhubarb Lip Sync.jsx: a log file of fatal errors, an empty dialog file where there is none, no output read."""
    dialog, log, out = folder / "dialog.txt", folder / "log.txt", folder / "output.json"
    dialog.write_text("")
    run(
        program, "--dialogFile", dialog, "--recognizer", "pocketSphinx", "--extendedShapes", "",
        "--exportFormat", "json", "--logFile", log, "--logLevel", "fatal", "--output", out, sound,
    )  # fmt: skip
    fatal = log.read_text().strip() if log.exists() else ""
    if fatal:
        found = re.search(r"\[Fatal\] ([\s\S]*)", fatal)
        raise RuntimeError(found[1] if found else fatal)
    cues: list[dict[str, object]] = json.loads(out.read_text("utf-8"))["mouthCues"]
    return cues


def test_after_effects_goes_by_the_version_and_the_log_file(program: str, sound: Path, tmp_path: Path) -> None:
    found = re.search(r"Rhubarb Lip Sync version ((\d+)\.(\d+).(\d+)(-[0-9A-Za-z-.]+)?)", run(program, "--version")[1])
    assert found is not None
    assert (int(found[2]), int(found[3]) >= 9) == (1, True)
    assert shapes(after_effects(program, sound, tmp_path)) <= LETTERS - set("GHX")
    with pytest.raises(RuntimeError, match=r"^Application terminating with error: There is no such sound file"):
        after_effects(program, tmp_path / "gone.wav", tmp_path)


def opentoonz(stderr: str) -> tuple[float, str]:
    """AutoLipSyncPopup::onOutputReady, which takes lines of JSON apart by hand: progress in per cent, failure."""
    progress, failure = 0.0, ""
    for line in stderr.splitlines():
        output = " ".join(line.split()).replace("\\n", "\n").replace("\\\\", "\\").replace('\\"', "").replace('"', "")
        parts = [part for part in output[2:-2].split(", ") if part]
        kind = parts[0].split(": ")[1]
        if kind == "progress":
            progress = float(parts[1].split(": ")[1]) * 100
        elif kind == "failure":
            failure = parts[1].split(": ")[1]
    return progress, failure


def test_opentoonz_reads_switch_data(program: str, sound: Path, tmp_path: Path) -> None:
    out, script = tmp_path / "temp.dat", tmp_path / "script.txt"
    script.write_text(TEXT)
    status, _, err = run(
        program, "-o", out, "-f", "dat", "--datUsePrestonBlair", "-d", script, "--datFrameRate", "24",
        "--machineReadable", sound,
    )  # fmt: skip
    assert (status, *opentoonz(err)) == (0, 100.0, "")
    rows = [line.split(" ") for line in out.read_text().splitlines() if len(line.split(" ")) == 2]
    assert {shape for _, shape in rows} <= {"AI", "E", "O", "U", "FV", "L", "MBP", "WQ", "etc", "rest"}
    assert int(rows[-1][0]) == 39  # 1.6 s, counted from 1
    status, _, err = run(program, "-o", out, "-f", "dat", "--machineReadable", tmp_path / "gone.wav")
    assert (status, opentoonz(err)[1][:27]) == (1, "There is no such sound file")


def test_a_godot_plugin_waits_for_a_file(program: str, sound: Path, tmp_path: Path) -> None:
    """AniMesuro/rhubarb-lipsync-tp-integration-godot (plugin.gd): all is said by a TSV being there."""
    out = tmp_path / "a sound.tsv"
    assert run(program, "-o", out, sound, "-r", "pocketSphinx", "-f", "tsv", "--extendedShapes", "GHX")[0] == 0
    rows = [line.split("\t") for line in out.read_text().split("\n")[:-1]]
    assert rows[0][0] == "0.00"
    assert {row[1] for row in rows} <= LETTERS


def test_a_web_server_has_a_shell_run_it(program: str, sound: Path, tmp_path: Path) -> None:
    """As wass08/r3f-virtual-girlfriend-backend and its many descendants do."""
    link = tmp_path / "message_0.wav"
    link.symlink_to(sound)
    line = f"{program} -f json -o {tmp_path}/message_0.json {link} -r phonetic"
    subprocess.run(["sh", "-c", line], check=True, capture_output=True)
    data = json.loads((tmp_path / "message_0.json").read_text())
    assert data["metadata"] == {"soundFile": str(link), "duration": 1.6}
    assert shapes(data["mouthCues"]) <= LETTERS


def test_vegas_imports_xml(program: str, sound: Path, tmp_path: Path) -> None:
    """Import Rhubarb.cs: //mouthCue with start and end, and //soundFile."""
    out = tmp_path / "out.xml"
    assert run(program, "-f", "xml", "-o", out, sound)[0] == 0
    root = ET.parse(out).getroot()
    assert [float(cue.attrib["end"]) > float(cue.attrib["start"]) for cue in root.iter("mouthCue")].count(False) == 0
    assert root.findtext("metadata/soundFile") == str(sound)


# ----------------------------------------------------------------------------------------------- the command by itself


def test_without_a_format_it_is_tsv_whatever_it_is_called(sound: Path, tmp_path: Path) -> None:
    for name in ("output.txt", "out.json", "out"):
        assert cli.main(["rhubarb", "-o", str(tmp_path / name), str(sound)]) == 0
        assert (tmp_path / name).read_text().startswith("0.00\t")


def test_the_version_says_who_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["rhubarb", "--version"])
    assert f"avatar {__version__}" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        cli.main(["lipsync", "--version"])
    assert capsys.readouterr().out.startswith(f"avatar {__version__} (Python")


def test_a_program_of_that_name_is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["/home/me/bin/rhubarb", "--version"])
    with pytest.raises(SystemExit):
        cli.main()
    assert "Rhubarb Lip Sync version" in capsys.readouterr().out


def test_another_program_of_that_name_is_left_alone(tmp_path: Path) -> None:
    assert rhubarb.installed(tmp_path / "new") == rhubarb.installed(tmp_path / "new")
    assert os.access(tmp_path / "new" / "rhubarb", os.X_OK)
    (tmp_path / "rhubarb").write_text("theirs")
    with pytest.raises(ConfigError, match="already"):
        rhubarb.installed(tmp_path)
    assert (tmp_path / "rhubarb").read_text() == "theirs"


def test_a_flag_and_its_value_may_be_one_word(sound: Path, tmp_path: Path) -> None:
    """Rhubarb's parser (TCLAP) takes them apart, and scripts that build their list of words by hand rely on it."""
    out = tmp_path / "out put.json"
    assert cli.main(["rhubarb", f"-o {out}", str(sound), "-f json", "--extendedShapes GHX", "-q"]) == 0
    assert shapes(json.loads(out.read_text())["mouthCues"]) <= LETTERS


def test_no_sound_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rhubarb"]) == 2
    assert "No sound file" in capsys.readouterr().err


LOGGED = re.compile(r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] 1 \[(Trace|Info|Warning|Fatal)\] .")


def test_the_log_file_has_what_is_told(sound: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    for level, count in (("trace", 4), ("debug", 2), ("info", 2), ("warning", 0), ("fatal", 0)):
        out = str(tmp_path / "out")
        assert cli.main(["rhubarb", "--logFile", str(log), "--logLevel", level, "-o", out, str(sound)]) == 0
        assert len(log.read_text().splitlines()) == count
        assert all(LOGGED.match(line) for line in log.read_text().splitlines())


def test_a_log_takes_the_place_of_no_other_file(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sound.read_bytes()
    assert cli.main(["rhubarb", "--logFile", str(sound), str(sound)]) == 2
    assert "is no log" in capsys.readouterr().err
    assert sound.read_bytes() == before
