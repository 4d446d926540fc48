"""What people install: the wheel, the lock files and the container."""

from __future__ import annotations

import ast
import re
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
    assert not any(name.startswith("avatar/data/docs/pictures/") for name in inside)  # two megabytes


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
    assert len(blocks) > (20 if lock in LOCKS else 0)
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
    sounds = (".wav", ".flac", ".mp3", ".ogg", ".png", ".gif", ".jpg", ".tflite", ".ttf", ".onnx", ".npz")
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


# ------------------------------------------------------------------------------------------------------- the container


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
