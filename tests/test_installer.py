"""The command that a hint names must work where it is read: tried with the installers that are here."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from avatar import installer
from avatar.installer import PythonPlace, for_extra, for_library

ROOT = Path(__file__).parent.parent
SAYS = "from avatar import installer\ndef main():\n    print(installer.for_extra('film'))\n"

# ------------------------------------------------------------------------------------------ what each installer is told


def _place(folder: Path, **more: bool) -> PythonPlace:
    return PythonPlace(executable=f"{folder}/bin/python", prefix=folder, **more)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({}, "{python} -m pip install 'talking-avatar[film]'"),
        ({"has_pip": False, "has_uv": True}, "uv pip install --python {python} 'talking-avatar[film]'"),
        ({"has_pip": False}, "{python} -m ensurepip && {python} -m pip install 'talking-avatar[film]'"),
        ({"has_pip": False, "has_ensurepip": False}, "pip --python {python} install 'talking-avatar[film]'"),
        ({"in_venv": False, "in_user_site": True}, "{python} -m pip install --user 'talking-avatar[film]'"),
        (
            {"in_venv": False, "in_user_site": True, "managed": True},
            "{python} -m pip install --break-system-packages --user 'talking-avatar[film]'",
        ),
        ({"windows": True}, "{python} -m pip install talking-avatar[film]"),
    ],
)
def test_pip_is_told_what_its_place_needs(place: dict[str, bool], told: str, tmp_path: Path) -> None:
    assert for_extra("film", _place(tmp_path, **place)) == told.format(python=tmp_path / "bin/python")


@pytest.mark.parametrize(
    ("requirements", "told"),
    [
        ('{ name = "talking-avatar" }', "'talking-avatar[film]'"),
        ('{ name = "talking_avatar", specifier = "==0.1.0" }', "'talking_avatar[film]==0.1.0'"),
        ('{ name = "talking-avatar", extras = ["llm", "film"] }', "'talking-avatar[film,llm]'"),
        ('{ name = "talking-avatar", path = "/a b/x.whl" }', "'talking-avatar[film] @ /a b/x.whl'"),
        ('{ name = "talking-avatar", directory = "/src" }', "'talking-avatar[film] @ /src'"),
        ('{ name = "talking-avatar", editable = "/src" }', "--editable '/src[film]'"),
        (
            '{ name = "talking-avatar", git = "https://example.org/a.git?rev=v1" }',
            "'talking-avatar[film] @ git+https://example.org/a.git@v1'",
        ),
        (
            '{ name = "talking-avatar" }, { name = "gguf", specifier = ">=1" }',
            "--with 'gguf>=1' 'talking-avatar[film]'",
        ),
    ],
)
def test_uv_is_told_again_what_its_receipt_says(requirements: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "uv-receipt.toml").write_text(f"[tool]\nrequirements = [{requirements}]\n")
    assert for_extra("film", _place(tmp_path)) == f"uv tool install {told}"


def test_uv_keeps_the_python_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "uv-receipt.toml").write_text('[tool]\nrequirements = [{ name = "talking-avatar" }]\npython = "3.12"\n')
    assert for_extra("film", _place(tmp_path)) == "uv tool install --python 3.12 'talking-avatar[film]'"
    assert for_library("gtts", _place(tmp_path)) == "uv tool install --with gtts --python 3.12 talking-avatar"


def test_a_torn_receipt_is_none(tmp_path: Path) -> None:
    (tmp_path / "uv-receipt.toml").write_bytes(b"[tool\xff")
    assert "-m pip install" in for_extra("film", _place(tmp_path))


def test_pipx_is_told_the_environments_name(tmp_path: Path) -> None:
    """It may have a suffix."""
    (tmp_path / "avatar-next").mkdir()
    (tmp_path / "avatar-next/pipx_metadata.json").write_text("{}")
    place = _place(tmp_path / "avatar-next", has_pip=False)
    assert for_extra("film", place) == "pipx runpip avatar-next install 'talking-avatar[film]'"
    assert for_library("gtts", place) == "pipx inject avatar-next gtts"


def test_a_checkout_is_sent_to_its_start(tmp_path: Path) -> None:
    """Which knows the hash of every light extra; the studio's libraries are no light ones."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/libraries-run").touch()
    place = _place(tmp_path / ".venv")
    for extra in installer.LIGHT:
        assert for_extra(extra, place) == f"{tmp_path}/scripts/start --with {extra}"
    assert "-m pip install 'talking-avatar[studio]'" in for_extra("studio", place)
    assert "-m pip install gtts" in for_library("gtts", place)
    assert for_extra("film", place._replace(windows=True)).endswith("start.ps1 --with film")


def test_every_extra_has_modules_that_tell_whether_it_is_here() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == installer.PACKAGE
    assert set(installer.EXTRAS) == set(project["optional-dependencies"]) - {"build", "dev", "docs"}


# --------------------------------------------------------------------------------------- the installers themselves


def _wheel(folder: Path, name: str, files: dict[str, str], metadata: str = "", entry: str = "") -> Path:
    """A wheel of a few files, made by hand."""
    stem = f"{name.replace('-', '_')}-1.0"
    path = folder / f"{stem}-py3-none-any.whl"
    meta = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{metadata}",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "entry_points.txt": f"[console_scripts]\n{entry}\n" if entry else "",
    }
    inside = files | {f"{stem}.dist-info/{each}": text for each, text in meta.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for each, text in inside.items():
            archive.writestr(each, text)
        archive.writestr(f"{stem}.dist-info/RECORD", "".join(f"{each},,\n" for each in inside))
    return path


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel with our name that holds the installer alone, and an extra that can be installed without a network."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    _wheel(shelf, "fake-av", {"av.py": "", "PIL.py": ""})
    for name, value in {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(shelf),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_OFFLINE": "1",
        "UV_NO_CACHE": "1",
        "UV_NO_CONFIG": "1",
        "UV_FIND_LINKS": str(shelf),
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
        "UV_PYTHON": sys.executable,
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(tmp_path / "bin"),
        "PIPX_DEFAULT_PYTHON": sys.executable,
    }.items():
        monkeypatch.setenv(name, value)
    files = {"avatar/__init__.py": "", "avatar/says.py": SAYS}
    files["avatar/installer.py"] = (ROOT / "avatar/installer.py").read_text("utf-8")
    extra = 'Provides-Extra: film\nRequires-Dist: fake-av; extra == "film"\n'
    return _wheel(tmp_path, "talking-avatar", files, extra, "avatar = avatar.says:main")


def _do(*command: str | Path) -> str:
    done = subprocess.run([*command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _told_command_works(program: Path) -> None:
    """What the program tells is done, and its extra is there."""
    told = _do(program)
    python = Path(os.path.realpath(program)).parent / "python"
    assert subprocess.run([python, "-c", "import av"], capture_output=True, check=False).returncode != 0
    for part in told.split(" && "):
        _do(*shlex.split(part))
    _do(python, "-c", "import av, PIL")
    _do(program)


def _need(program: str) -> str:
    found = shutil.which(program)
    if not found or subprocess.run([found, "--version"], capture_output=True, check=False).returncode:
        pytest.skip(f"{program} is not installed here")
    return found


posix = pytest.mark.skipif(sys.platform == "win32", reason="the paths are those of POSIX")


@posix
def test_what_is_told_in_a_plain_environment_works(small: Path, tmp_path: Path) -> None:
    _do(sys.executable, "-m", "venv", tmp_path / "env")
    _do(tmp_path / "env/bin/python", "-m", "pip", "install", small)
    _told_command_works(tmp_path / "env/bin/avatar")


@posix
def test_what_is_told_in_an_environment_without_pip_works(small: Path, tmp_path: Path) -> None:
    uv = _need("uv")
    _do(uv, "venv", tmp_path / "env")
    _do(uv, "pip", "install", "--python", tmp_path / "env/bin/python", small)
    _told_command_works(tmp_path / "env/bin/avatar")


@posix
def test_what_is_told_by_a_tool_of_uv_works_and_lasts(small: Path, tmp_path: Path) -> None:
    uv = _need("uv")
    _do(uv, "tool", "install", small)
    _told_command_works(tmp_path / "bin/avatar")
    assert "film" in (tmp_path / "tools/talking-avatar/uv-receipt.toml").read_text()


@posix
def test_what_is_told_by_a_program_of_pipx_works(small: Path, tmp_path: Path) -> None:
    pipx = _need("pipx")
    _do(pipx, "install", small)
    _told_command_works(tmp_path / "bin/avatar")


@posix
def test_what_is_told_to_a_user_of_the_systems_python_works(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's refuses pip unless it is told to break its rule."""
    python = Path("/usr/bin/python3")
    usable = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if not python.exists() or subprocess.run([python, "-c", usable], capture_output=True, check=False).returncode:
        pytest.skip("there is no system's Python with pip here")
    monkeypatch.setenv("PYTHONUSERBASE", str(tmp_path / "user"))
    install = [python, "-m", "pip", "install", "--user", small]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        _do(*install, "--break-system-packages")
    told = _do(tmp_path / "user/bin/avatar")
    _do(*shlex.split(told))
    _do(python, "-c", "import av, PIL")


# -------------------------------------------------------------------------------------------------- bringing an extra


@pytest.fixture
def lacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that was started by its scripts/start, and lacks a module that this brings."""
    root = tmp_path / "project"
    (root / ".venv").mkdir(parents=True)
    (root / ".venv/libraries-run").touch()
    (root / "scripts").mkdir()
    start = root / "scripts/start"
    start.write_text(f'#!/bin/sh\necho "$@" >>"{root}/calls"\necho "avatar 0.1.0"\n: >"{root}/module_of_film.py"\n')
    start.chmod(0o755)
    monkeypatch.setattr(sys, "prefix", str(root / ".venv"))
    monkeypatch.syspath_prepend(str(root))
    monkeypatch.setattr(installer, "EXTRAS", {"film": ("module_of_film",), "studio": ("module_of_studio",)})
    monkeypatch.setenv(installer.STARTED_BY, str(root))
    return root


@posix
def test_an_extra_is_brought_once(lacking: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert installer.bring("film")
    assert installer.bring("film")
    assert (lacking / "calls").read_text() == "--with film --version\n"
    assert capfd.readouterr().out == ""  # which belongs to the command


@posix
def test_nothing_is_brought_where_scripts_start_did_not_start_us(
    lacking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(installer.STARTED_BY, "/another/project")
    assert not installer.bring("film")
    monkeypatch.delenv(installer.STARTED_BY)
    assert not installer.bring("film")
    assert not (lacking / "calls").exists()


@posix
def test_what_is_not_light_is_not_brought(lacking: Path) -> None:
    assert not installer.bring("studio")
    assert not (lacking / "calls").exists()


@posix
def test_an_extra_that_can_not_be_had_is_missing_still(lacking: Path) -> None:
    (lacking / "scripts/start").write_text("#!/bin/sh\nexit 1\n")
    assert not installer.bring("film")
