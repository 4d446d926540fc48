"""What files are called and what stands in them can't act on a terminal that shows it: by the real command."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from avatar import audio, logs
from avatar.cli.outputs import Inert, as_json, bare, inert_outputs
from avatar.types import Clip

ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAMES = [
    "a\x9b31mred",
    "b\x1b[31mred\x1b[2J",
    "c\u202egnp.exe\u202c",
    "d\x1b]0;title\x07",
    "e\r\x1b[Kgone",
    "f\x07\x08",
    "g ü 猫",
]
"""Colours, cleared screens, letters from right to left, a window's title, a line written over, a bell."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")


def sound(path: Path) -> Path:
    audio.write(path.with_name("plain.wav"), Clip((np.sin(np.arange(8000) / 9) * 9000).astype(np.int16), 16000))
    path.with_name("plain.wav").rename(path)
    return path


def command(*arguments: str | bytes | Path, folder: Path) -> tuple[int, str, str]:
    """Status, stdout and stderr of a run of the command, with a home of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "avatar", *arguments], cwd=folder, capture_output=True, check=False,
        env={**os.environ, "AVATAR_HOME": str(folder / "home")},
    )  # fmt: skip
    return (
        done.returncode,
        done.stdout.decode("utf-8", "surrogateescape"),
        done.stderr.decode("utf-8", "surrogateescape"),
    )


def inert(*texts: str) -> bool:
    return not any(ACTIVE.search(text) or "\udc80" <= max(text, default="") <= "\udcff" for text in texts)


@posix
@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_sound_is_inert_and_in_json_exact(tmp_path: Path, name: str) -> None:
    path = sound(tmp_path / f"{name}.wav")
    status, out, told = command("lipsync", "--machineReadable", path.name, "-f", "json", "-o", "-", folder=tmp_path)
    events = [json.loads(line) for line in told.splitlines()]
    assert (status, events[0]["file"], events[-1]["type"]) == (0, path.name, "success")
    assert json.loads(out)["metadata"]["soundFile"].endswith(path.name)
    assert inert(out, told)


@posix
@pytest.mark.parametrize("name", NAMES)
def test_errors_about_a_file_are_inert(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.wav"
    path.write_text("no sound")
    for more in ((), ("--machineReadable",)):
        status, out, told = command("lipsync", *more, path.name, "-o", "-", folder=tmp_path)
        assert status == 1
        assert "no sound that can be read" in told
        assert inert(out, told)


@posix
def test_a_name_that_is_not_unicode_is_a_name(tmp_path: Path) -> None:
    name = b"a\x9b31m\xff.wav"
    sound(tmp_path / "a.wav").rename(tmp_path / os.fsdecode(name))
    status, out, told = command("lipsync", "--machineReadable", name, "-o", "-", folder=tmp_path)
    assert (status, out[:5]) == (0, "0.00\t")
    assert os.fsencode(json.loads(told.splitlines()[0])["file"]) == name
    assert inert(out, told)
    status, out, told = command("lipsync", name + b".gone", "-o", "-", folder=tmp_path)
    assert status == 1
    assert inert(out, told)


def test_words_of_the_command_line_are_inert(tmp_path: Path) -> None:
    for words in (
        ("\x1b[31mred",),
        ("say", "--\x9bx"),
        ("--set", "\u202ea.b=1"),
        ("lipsync", "a.wav", "-f", "\x1b[2J"),
    ):
        status, out, told = command(*words, folder=tmp_path)
        assert status
        assert told
        assert inert(out, told), words


def test_what_stands_in_files_is_inert(tmp_path: Path) -> None:
    """Tiers and shapes of cues, roles and titles of scripts, what characters and voices say of themselves."""
    bad = "\x1b[31m\x9b2J\u202eroles"
    sound(tmp_path / "a.wav")
    (tmp_path / "cues.tsv").write_text(f"0\t{bad}\n", "utf-8")
    grid = f'"ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n1\n"IntervalTier"\n"{bad}"\n0\n1\n1\n0\n1\n"{bad}"\n'
    (tmp_path / "cues.TextGrid").write_text(grid, "utf-8")
    script = f"Title: {bad}\n\nINT. {bad}\n\n{bad.upper()}\nHello [[sfx: {bad}]]\n"
    (tmp_path / "a.fountain").write_text(script, "utf-8")
    person = tmp_path / "home" / "characters" / "odd"
    person.mkdir(parents=True)
    quoted = json.dumps(bad)
    (person / "character.toml").write_text(f"name = {quoted}\ntitle = {quoted}\ndescription = {quoted}\n", "utf-8")
    (tmp_path / "home" / "voices").mkdir()
    (tmp_path / "home" / "voices" / "odd.toml").write_text(f'engine = "espeak"\nid = {quoted}\nnonsense = 1\n', "utf-8")
    for words in (
        ("lipsync", "a.wav", "--cues", "cues.tsv", "-o", "-"),
        ("lipsync", "a.wav", "--cues", "cues.TextGrid", "-o", "-"),
        ("show", "check", "a.fountain"), ("show", "check", "--json", "a.fountain"), ("characters",),
        ("characters", "--json"), ("characters", "check", str(person)), ("voices",), ("voices", "--json"),
    ):  # fmt: skip
        _, out, told = command(*words, folder=tmp_path)
        assert out or told
        assert inert(out, told), words


def test_a_stream_is_inert_and_else_what_it_was() -> None:
    below = io.StringIO()
    stream = Inert(below)
    assert stream.write("a\x1b[31mb\n") == 8
    stream.writelines(["\u202ec\n", "é\ud800\n"])
    bare(stream).write("\r\x1b[K")  # type: ignore[arg-type]
    assert below.getvalue() == "ab\nc\né\ufffd\n\r\x1b[K"
    assert stream.isatty() is False


def test_outputs_are_wrapped_once_and_given_back() -> None:
    before = sys.stdout, sys.stderr
    with inert_outputs():
        outer = sys.stdout
        with inert_outputs():
            assert sys.stdout is outer
        assert bare(sys.stdout) is before[0]
    assert (sys.stdout, sys.stderr) == before


def test_json_is_inert_and_says_the_same() -> None:
    value = {"file\x9b": "\u202e\x1b[31m\x7f\ud800ü猫🙂", "lines": "a\nb"}
    text = as_json(value, 2)
    assert inert(text)
    assert "ü猫🙂" in text
    assert json.loads(text) == value


def test_the_log_can_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import logging

    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    held = logging.getLogger().handlers[:]
    try:
        logs.to_file()
        logging.getLogger("avatar.test").error("no such file: %s", "a\x9b31m\u202e\x1b[2J\ud800\r.wav")
        text = logs.path().read_text("utf-8")
    finally:
        for handler in {*logging.getLogger().handlers} - {*held}:
            handler.close()
        logging.getLogger().handlers[:] = held
    assert inert(text)
    assert r"a\u009b31m\u202e\u001b[2J\ud800\u000d.wav" in text
