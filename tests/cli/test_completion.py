"""Completion as a person at a shell meets it: the script is read by that shell, and Tab is pressed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from avatar import library
from avatar.cli import COMMANDS, main
from avatar.cli.completion import SHELLS, script

Complete = Callable[..., set[str]]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bash_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("completion") / "avatar"
    path.write_text(script("bash"))
    return path


@pytest.fixture
def complete(bash_script: Path) -> Complete:
    """What bash offers for the last of some words, typed after `avatar`."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash isn't installed")
    press = """
        set -u; source "$1"; shift
        registered=$(complete -p avatar); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        set +u; ${registered##*-F } 2>/dev/null; printf '%s\\n' "${COMPREPLY[@]}"
    """
    press = press.replace("${registered##*-F }", '$(sed "s/.*-F \\\\([^ ]*\\\\).*/\\\\1/" <<<"$registered")')

    def pressed(*words: str) -> set[str]:
        command = [bash, "--norc", "-c", press, "bash", str(bash_script), "avatar", *words]
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return set(found.stdout.split())

    return pressed


def test_commands_are_offered(complete: Complete) -> None:
    assert complete("") >= set(COMMANDS)
    assert complete("ch") == {"chat", "characters"}


def test_actions_of_a_command_are_offered(complete: Complete) -> None:
    assert complete("characters", "") >= {"new", "check", "import", "preview"}


def test_flags_and_what_they_may_be_are_offered(complete: Complete) -> None:
    assert complete("say", "--char") == {"--character"}
    assert complete("chat", "--stage", "") == {"auto", "window", "terminal", "none"}
    assert complete("completion", "") == set(SHELLS)


def test_names_of_characters_voices_and_shows_are_offered(complete: Complete) -> None:
    assert complete("chat", "--character", "") == set(library.characters())
    assert complete("say", "--voice", "en-g") == {name for name in library.voices() if name.startswith("en-g")}
    assert complete("show", "play", "") == set(library.shows())


def test_files_are_offered(complete: Complete) -> None:
    assert complete("replay", "pyproj") == {"pyproject.toml"}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_itself_takes_the_script(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    said = capsys.readouterr().out
    assert all(command in said for command in COMMANDS)
    (tmp_path / "script").write_text(said)
    if program := shutil.which(shell):
        found = subprocess.run([program, "-n", tmp_path / "script"], env=os.environ, capture_output=True, check=False)
        assert (found.returncode, found.stderr) == (0, b"")


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "cmd"]) == 2
    assert "bash" in capsys.readouterr().err
