"""What people install: the wheel, the lock files and the two commands."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import avatar
from avatar import installer

ROOT = Path(__file__).parent.parent
LOCKS = tuple(ROOT / f"requirements{use}.lock" for use in ("", "-dev", "-docs"))
EXTRA_LOCKS = tuple(ROOT / f"requirements-{name}.lock" for name in installer.LIGHT)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OWN_FILES = ("characters", "shows", "voices", "config.toml")
TEXT = {
    ".cfg",
    ".fountain",
    ".in",
    ".json",
    ".lock",
    ".md",
    ".py",
    ".rive",
    ".sh",
    ".svg",
    ".tcss",
    ".toml",
    ".txt",
    "",
}


def _files() -> Iterator[Path]:
    """The project's own files: those that git keeps, or all but hidden folders where there is no git."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
    else:
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    for name in names:
        path = ROOT / name
        hidden = any(part.startswith(".venv") or part == "__pycache__" for part in Path(name).parts)
        if name and not hidden and path.is_file():
            yield path


def _text_files() -> Iterator[tuple[Path, str]]:
    for path in _files():
        if path.suffix in TEXT:
            yield path.relative_to(ROOT), path.read_text("utf-8", errors="replace")


# ---------------------------------------------------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the working tree with the build backend that is installed here, so without a network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_all_data(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        if name.split("/")[0] in OWN_FILES:
            assert f"avatar/data/{name}" in inside
        elif name.startswith("avatar/"):
            assert name in inside
        elif re.fullmatch(r"docs/[^/]+\.md", name):
            assert f"avatar/data/{name}" in inside
    assert not any(name.startswith("avatar/data/docs/pictures") for name in inside)  # two megabytes


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"avatar", f"talking_avatar-{avatar.__version__}.dist-info"}


def test_an_installed_wheel_finds_its_data(wheel: Path, home: Path) -> None:
    """In an environment of its own that borrows this one's libraries, from a folder that isn't the project's."""
    venv.create(home / "venv", with_pip=False)
    site = next((home / "venv").glob("lib/python*/site-packages"), home / "venv/Lib/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    libraries = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    (site / "borrowed.pth").write_text("\n".join(libraries))
    code = (
        "import avatar; from avatar import config, library\n"
        "print(avatar.__file__)\n"
        "print(*library.characters(), *library.voices(), *library.pages())\n"
        "config.load(None, {})\n"
        "print(library.character(config.load(None, {}).character.name))"
    )
    python = next((home / "venv").glob("bin/python"), home / "venv/Scripts/python.exe")
    found = subprocess.run([python, "-c", code], cwd=home, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    place, names, character = found.stdout.splitlines()
    assert Path(place).is_relative_to(home)
    assert Path(character).is_relative_to(home)
    assert {path.stem for path in (ROOT / "voices").glob("*.toml")} <= set(names.split())
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} <= set(names.split())


def test_what_the_program_says_sends_nobody_to_a_folder_that_only_a_checkout_has() -> None:
    """`avatar docs PAGE` is there wherever the program is, and so is that page."""
    from avatar import library

    sent = [
        (path, page)
        for path, text in _text_files()
        if path.parts[0] in ("avatar", "config.toml", "README.md")
        for page in re.findall(r"`avatar docs ([a-z-]+)`", text)
    ]
    assert len(sent) > 5
    assert [f"{path}: {page}" for path, page in sent if page not in library.pages()] == []
    strings = [
        (path.relative_to(ROOT), node.value)
        for path in (ROOT / "avatar").rglob("*.py")
        if path.name != "reference.py"  # which writes a page
        for node in _said(ast.parse(path.read_text("utf-8")))
    ]
    page = re.compile(r"(?<!python -m avatar.text.wordlist )\bdocs/[a-z-]+\.md")  # which stands in that page itself
    assert [f"{path}: {text}" for path, text in strings if page.search(text)] == []


def _said(tree: ast.Module) -> Iterator[ast.Constant]:
    """The strings of a module that are no docstrings; those of commands are printed as their help."""
    quiet = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
            yield node


def test_an_index_can_show_the_page_of_the_package() -> None:
    """It has neither the repository's pictures nor its files, so the page links to none of them."""
    page = (ROOT / PYPROJECT["project"]["readme"]).read_text("utf-8")
    assert re.findall(r"\]\((?!https?:)[^)]*\)|<img", page) == []
    extras = set(PYPROJECT["project"]["optional-dependencies"]) - {"build", "dev", "docs"}
    assert extras <= set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE))


@pytest.mark.parametrize("page", ["README.md", "docs/install.md", "docs/measured.md"])
def test_what_a_page_links_to_is_there(page: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / page).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


# ------------------------------------------------------------------------------------------------------ the lock files


def _locked(path: Path) -> dict[str, list[Requirement]]:
    """Name to pinned requirements; several where Pythons need different versions."""
    found: dict[str, list[Requirement]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip(" \\"))
            found.setdefault(requirement.name.lower(), []).append(requirement)
    return found


@pytest.mark.parametrize("lock", [*LOCKS, *EXTRA_LOCKS], ids=lambda path: path.name)
def test_everything_is_pinned_and_hashed(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
    assert len(blocks) > (20 if lock in LOCKS else 1)
    for block in blocks:
        assert re.match(r"[a-z0-9.-]+==\S+", block), block
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_lock_has_what_the_package_asks_for(lock: Path) -> None:
    locked = _locked(lock)
    for line in PYPROJECT["project"]["dependencies"]:
        wanted = Requirement(line)
        pins = locked[wanted.name.lower()]
        versions = [next(iter(pin.specifier)).version for pin in pins]
        assert all(wanted.specifier.contains(version) for version in versions), line


def _versions(pins: list[Requirement]) -> set[str]:
    return {str(pin.specifier) for pin in pins}


@pytest.mark.parametrize("lock", [LOCKS[0], *EXTRA_LOCKS], ids=lambda path: path.name)
def test_tests_run_with_the_versions_that_people_get(lock: Path) -> None:
    dev = _locked(LOCKS[1])
    for name, pins in _locked(lock).items():
        assert _versions(pins) == _versions(dev[name])


def _needed(requirements: Iterable[str], extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names of all that requirements need on this machine, each once, by what is installed here."""
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = [(Requirement(line), extras) for line in requirements]
    while todo:
        wanted, chosen = todo.pop()
        environments = [{"extra": extra} for extra in chosen] or [{"extra": ""}]
        if wanted.marker and not any(wanted.marker.evaluate(each) for each in environments):
            continue
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        key = (name, frozenset(wanted.extras))
        if key not in seen:
            seen.add(key)
            yield name
            inside = metadata.requires(name) or []
            todo += [(Requirement(line), key[1]) for line in inside]


@pytest.mark.parametrize("extra", installer.LIGHT)
def test_a_light_extra_and_what_runs_hold_all_that_it_needs(extra: str) -> None:
    """So that scripts/start, which lets pip look for nothing else, installs something that runs."""
    locked = _locked(LOCKS[0]) | _locked(ROOT / f"requirements-{extra}.lock")
    here = {name for name, pins in locked.items() if any(pin.marker is None or pin.marker.evaluate() for pin in pins)}
    assert set(_needed(PYPROJECT["project"]["optional-dependencies"][extra])) - here == set()


def test_every_light_extra_is_locked_and_no_other() -> None:
    assert sorted(path.name for path in ROOT.glob("requirements-*.lock")) == sorted(
        path.name for path in (*EXTRA_LOCKS, *LOCKS[1:])
    )


def test_a_python_that_the_mouths_runtime_is_not_made_for_is_not_refused() -> None:
    """It is one rung of four; avatar doctor says that it is missing, and until when."""
    from avatar.lipsync import model

    newest = ".".join(map(str, model.NEWEST_PYTHON))
    next_one = f"{model.NEWEST_PYTHON[0]}.{model.NEWEST_PYTHON[1] + 1}"
    wanted = next(line for line in map(Requirement, PYPROJECT["project"]["dependencies"]) if "litert" in line.name)
    machine = {"platform_machine": "x86_64", "sys_platform": "linux"}
    assert wanted.marker
    assert wanted.marker.evaluate(machine | {"python_version": newest})
    assert not wanted.marker.evaluate(machine | {"python_version": next_one})


def test_heavy_libraries_stay_extras() -> None:
    assert {"tensorflow-cpu", "tensorflow", "torch", "keras", "openai"}.isdisjoint(_locked(LOCKS[0]))


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "docs/dependencies.md").read_text("utf-8").lower()
    project = PYPROJECT["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    names = {Requirement(line).name.lower() for line in lines} - {project["name"]}
    assert sorted(name for name in names if f"`{name}`" not in text) == []


# ------------------------------------------------------------------------------------------------------- the repository


def test_no_file_names_a_machine_or_an_index() -> None:
    marks = [
        "/work/" + "main",
        "/work/" + "shared",
        "/opt/" + "wheels",
        "/root/" + ".",
        "pypi." + "org",
        "python" + "hosted",
    ]
    marks += ["deb.debian" + ".org", "registry.npmjs" + ".org", "--index" + "-url h", "--find" + "-links h"]
    assert [f"{path}: {mark}" for path, text in _text_files() for mark in marks if mark in text] == []


def test_every_work_of_others_has_its_licence() -> None:
    """Each file of art, sound, voice or show is matched by a pattern in docs/licences.md, in back quotes."""
    patterns = re.findall(r"`([^`]+/[^`]*)`", (ROOT / "docs/licences.md").read_text("utf-8"))
    works = [path.relative_to(ROOT).as_posix() for path in _files()]
    kinds = ("characters/", "shows/", "voices/", "avatar/lipsync/models/", "avatar/studio/text/")
    sounds = (".wav", ".flac", ".mp3", ".ogg", ".png", ".gif", ".jpg", ".tflite", ".ttf", ".onnx")
    works = [work for work in works if work.startswith(kinds) or work.endswith(sounds)]
    assert works
    assert [work for work in works if not any(fnmatch(work, pattern) for pattern in patterns)] == []


def test_characters_and_the_list_agree_on_licences() -> None:
    text = (ROOT / "docs/licences.md").read_text("utf-8")
    for path in ROOT.glob("characters/*/character.toml"):
        licence = tomllib.loads(path.read_text("utf-8"))["licence"]
        row = next(line for line in text.splitlines() if f"`characters/{path.parent.name}/*`" in line)
        assert licence in row


def test_git_keeps_no_large_file() -> None:
    assert [str(path) for path in _files() if path.stat().st_size > 3 << 20] == []


# ----------------------------------------------------------------------------------------------------- the two commands


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


def _unescaped(text: str) -> list[str]:
    """The instructions of a Dockerfile, each in one line."""
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_the_container_is_made_by_the_command_that_newcomers_type() -> None:
    steps = _unescaped((ROOT / "Dockerfile").read_text("utf-8"))
    assert steps[1].startswith("FROM ")
    for line in steps:
        if line.startswith("RUN "):
            checked = subprocess.run(["sh", "-n"], input=line[4:], text=True, capture_output=True, check=False)
            assert checked.returncode == 0, checked.stderr
    assert any("scripts/start --version" in line for line in steps)
    extras = next(line for line in steps if line.startswith("ARG EXTRAS=")).partition("=")[2].split()
    assert set(extras) <= set(installer.LIGHT)


def test_the_container_gets_all_that_is_installed(wheel: Path) -> None:
    """What .dockerignore leaves out is nothing that the wheel holds."""
    left_out = [line for line in (ROOT / ".dockerignore").read_text("utf-8").split("\n") if line and line[0] != "#"]
    needed = ["pyproject.toml", "requirements.lock", "scripts/start", "LICENSE", PYPROJECT["project"]["readme"]]
    needed += [name.removeprefix("avatar/data/") for name in zipfile.ZipFile(wheel).namelist()]
    for pattern in left_out:
        assert [name for name in needed if fnmatch(name, pattern) or name.startswith(f"{pattern}/")] == []


def test_windows_is_started_as_the_rest_is() -> None:
    """Not run here: at least it names what there is."""
    script = (ROOT / "scripts/start.ps1").read_text("utf-8")
    assert "--require-hashes --no-deps --only-binary :all:" in script
    assert f"$env:{installer.STARTED_BY} = $root" in script
    for name in re.findall(r"'([\w.-]+\.(?:lock|toml))'", script):
        assert (ROOT / name).is_file()
    for opened, closed in ("{}", "()"):
        assert script.count(opened) == script.count(closed)
