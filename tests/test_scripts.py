"""The scripts of a checkout: `scripts/start`, as newcomers meet it, and what stands for it on Windows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from avatar import installer

ROOT = Path(__file__).parent.parent


def test_the_scripts_are_plain_shell() -> None:
    for name in ("start", "test", "lock", "docs", "coverage", "release", "setup.sh"):
        path = ROOT / "scripts" / name
        assert subprocess.run(["sh", "-n", path], capture_output=True, check=False).returncode == 0
        assert name == "setup.sh" or os.access(path, os.X_OK)


@pytest.fixture
def project(home: Path) -> Path:
    """A checkout with the scripts alone, and programs of its own that stand for apt and pip."""
    folder = (home / "project").resolve()
    for name in ("scripts/start", "scripts/setup.sh", "scripts/debian-packages", "requirements.lock", "pyproject.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def _program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def _start(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = f"{project}/fake:{os.environ['PATH']}"
    command = ["sh", str(project / "scripts/start"), *arguments]
    return subprocess.run(command, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)


def _environment(project: Path, pip: str) -> None:
    """A .venv whose pip does as told, and whose avatar prints its arguments."""
    _program(project / ".venv/bin/python", f'case "$*" in *"pip install"*) {pip} ;; esac')
    _program(project / ".venv/bin/avatar", 'printf "<%s>" "$@"')
    (project / ".venv/made-for").write_text(f"{project} {project}/.venv/bin/python\n")


def test_start_says_when_its_folder_is_not_ours(project: Path) -> None:
    (project / ".venv").touch()  # a file where the folder should be: not even root can write into it
    found = _start(project, "chat")
    assert found.returncode == 1
    assert f"{project} can't be written to" in found.stderr
    assert found.stdout == ""


def test_start_installs_once_and_passes_arguments_on(project: Path) -> None:
    _program(project / "fake/dpkg-query", "echo install ok installed")
    _environment(project, pip=f"echo x >>{project}/installs")
    first, second = _start(project, "say", "Hello, you"), _start(project, "--version")
    assert (first.returncode, first.stdout) == (0, "<say><Hello, you>")
    assert (second.returncode, second.stdout, second.stderr) == (0, "<--version>", "")
    assert (project / "installs").read_text().count("x") == 2  # the libraries, then avatar itself
    (project / "requirements.lock").write_text("changed==1 --hash=sha256:0")
    assert _start(project, "chat").stdout == "<chat>"
    assert (project / "installs").read_text().count("x") == 4


@pytest.mark.parametrize(
    "links", [["{start}"], ["../project/scripts/start"], ["other", "{start}"], ["a/b", "../c", "{start}"]]
)
def test_start_finds_its_folder_through_links(project: Path, home: Path, links: list[str]) -> None:
    """Absolute and relative ones, and links to links, in folders of their own with spaces in their names."""
    _program(project / "fake/dpkg-query", "echo install ok installed")
    _environment(project, pip=":")
    (project / "scripts/start").chmod(0o755)
    first = place = home / "my bin/avatar"
    for link in links:
        to = link.format(start=project / "scripts/start")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(to)
        place = Path(os.path.normpath(place.parent / to))
    path = f"{project}/fake:{first.parent}:{os.environ['PATH']}"
    for command in (str(first), "avatar"):
        found = subprocess.run(
            [command, "say"], env=os.environ | {"PATH": path}, cwd=home, capture_output=True, text=True, check=False
        )
        assert (found.returncode, found.stdout) == (0, "<say>"), found.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no system packages to install")
def test_without_an_administrator_start_says_what_is_missing_and_goes_on(project: Path) -> None:
    _program(project / "fake/dpkg-query", 'case "$*" in *libgl1) exit 1 ;; esac; echo install ok installed')
    _program(project / "fake/apt-get", "echo apt-get must not be run; exit 1")
    _program(project / "fake/id", "echo 1000")
    _program(project / "fake/sudo", "exit 1")
    _environment(project, pip=":")
    found = _start(project, "say", "Hello")
    assert (found.returncode, found.stdout) == (0, "<say><Hello>")
    assert "sudo apt-get install --no-install-recommends libgl1 \n" in found.stderr
    assert "no face, neither in a window nor in the terminal" in found.stderr
    assert "no sound" not in found.stderr
    assert "still without the system packages libgl1" in _start(project, "chat").stderr


def test_a_failed_download_is_told_and_tried_again(project: Path) -> None:
    _program(project / "fake/dpkg-query", "echo install ok installed")
    _environment(project, pip="echo ERROR: no route to host; exit 1")
    found = _start(project, "chat")
    assert (found.returncode, found.stdout) == (1, "")
    assert "ERROR: no route to host" in found.stderr
    assert "run the same command again" in found.stderr
    _environment(project, pip=":")
    assert _start(project, "chat").stdout == "<chat>"


def test_with_installs_an_extra_once_and_passes_the_rest_on(project: Path) -> None:
    _program(project / "fake/dpkg-query", "echo install ok installed")
    _environment(project, pip=f'echo "$*" >>{project}/installs')
    (project / "requirements-film.lock").write_text("av==1 --hash=sha256:0\n")
    for _ in range(2):
        assert _start(project, "--with", "film", "film", "x").stdout == "<film><x>"
    lines = (project / "installs").read_text().splitlines()
    assert [Path(line.split()[-1]).name for line in lines] == ["requirements.lock", "project", "requirements-film.lock"]
    assert "--require-hashes" in lines[-1]
    (project / "requirements.lock").write_text("changed==1 --hash=sha256:0")
    _start(project, "chat")
    assert len((project / "installs").read_text().splitlines()) == 5  # the extra is not asked for, and is there still
    (project / "requirements-film.lock").write_text("av==2 --hash=sha256:0\n")
    _start(project, "--with", "film", "chat")
    assert len((project / "installs").read_text().splitlines()) == 6


def test_an_extra_that_is_none_or_can_not_be_had_is_told(project: Path) -> None:
    _program(project / "fake/dpkg-query", "echo install ok installed")
    _environment(project, pip='case "$*" in *film.lock) echo ERROR: no route; exit 1 ;; esac')
    for name in ("film", "psd", "dev", "docs"):
        (project / f"requirements-{name}.lock").write_text("x==1 --hash=sha256:0\n")
    none = _start(project, "--with", "fulm", "chat")
    assert (none.returncode, none.stdout) == (1, "")
    assert "no extra called 'fulm'. There are: film psd." in none.stderr
    assert _start(project, "--with").returncode == 1
    failed = _start(project, "--with", "film", "chat")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "ERROR: no route" in failed.stderr
    assert _start(project, "chat").stdout == "<chat>"


def test_the_program_knows_that_start_started_it(project: Path) -> None:
    _program(project / "fake/dpkg-query", "echo install ok installed")
    _environment(project, pip=":")
    _program(project / ".venv/bin/avatar", f'printf "%s" "${installer.STARTED_BY}"')
    assert _start(project).stdout == str(project)


PIP_SAYS = """
Ignoring b: markers 'sys_platform == "win32"' don't match your environment
Collecting a==1 (from -r requirements.lock (line 1))
Collecting c==1 (from -r requirements.lock (line 3))
Installing collected packages: a, c
"""


def test_set_up_tells_how_far_it_is_and_keeps_what_was_said(project: Path) -> None:
    (project / "requirements.lock").write_text("a==1\nb==1\nc==1\nd==1\n")
    _program(project / "fake/dpkg-query", 'case "$*" in *libgl1) exit 1 ;; esac; echo install ok installed')
    _program(project / "fake/id", "echo 0")
    apt = "echo '0 upgraded, 2 newly installed, 0 to remove'; echo Unpacking x; echo Setting up x; echo Setting up y"
    _program(project / "fake/apt-get", f'case "$*" in *install*) {apt} ;; esac')
    (project / "pip-says").write_text(PIP_SAYS)
    folder = project / ".venv/lib/python3/site-packages"
    made = f"{folder}/a-1.dist-info {folder}/c-1.dist-info"
    began = f"{project}/.venv/at-work"  # that folders are newer shows after a tick of the clock alone
    later = f"while [ -e {began} ] && ! [ {folder}/a-1.dist-info -nt {began} ]; do touch {made}; done"
    _environment(project, pip=f"cat {project}/pip-says; mkdir -p {made}; {later}")
    found = _start(project, "chat")
    assert (found.returncode, found.stdout) == (0, "<chat>")
    assert "installing system packages: libgl1" in found.stderr
    assert "system packages: 2 of 2 set up" in found.stderr
    assert "Python libraries: 2 of 2 unpacked" in found.stderr
    assert "\r" not in found.stderr  # a spinner is for a terminal
    assert "Collecting a==1" in (project / ".venv/setup.log").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="its script makes a terminal of this kind")
def test_on_a_terminal_progress_is_one_line(project: Path) -> None:
    script = shutil.which("script") or pytest.skip("script is not installed here")
    (project / "requirements.lock").write_text("a==1\nb==1\n")
    _program(project / "fake/dpkg-query", "echo install ok installed")
    wait = f"while ! [ -e {project}/seen ]; do sleep 0.05; done"
    _environment(project, pip=f"echo Collecting a==1; {wait}")
    start = shlex.join(["sh", str(project / "scripts/start"), "chat"])
    path = f"{project}/fake:{os.environ['PATH']}"
    command = [script, "-qfec", start, "/dev/null"]
    env = os.environ | {"PATH": path, "TERM": "xterm"}
    with subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as running:
        assert running.stdout
        shown = b""
        for _ in range(100):  # a line of the spinner each
            shown += os.read(running.stdout.fileno(), 4096)
            if b"1 of 2 fetched, a" in shown:
                break
        (project / "seen").touch()
        shown += running.stdout.read()
    assert b"1 of 2 fetched, a" in shown
    assert b"\r\x1b[K  " in shown
    assert shown.endswith(b"<chat>")


def test_windows_is_started_as_the_rest_is() -> None:
    """Not run here: at least it names what there is."""
    script = (ROOT / "scripts/start.ps1").read_text("utf-8")
    assert "--require-hashes --no-deps --only-binary :all:" in script
    assert f"$env:{installer.STARTED_BY} = $root" in script
    for name in re.findall(r"'([\w.-]+\.(?:lock|toml))'", script):
        assert (ROOT / name).is_file()
    for opened, closed in ("{}", "()"):
        assert script.count(opened) == script.count(closed)
