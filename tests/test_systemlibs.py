"""Libraries of the system: named by their package wherever one is missing, and the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from avatar import systemlibs
from avatar.systemlibs import find_missing, tell_install, tell_missing

ROOT = Path(__file__).parents[1]


def only(*there: str) -> Callable[[str], str | None]:
    return lambda program: f"/usr/bin/{program}" if program in there else None


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"), "libEGL"),
        (ImportError('Library "GL" not found.'), "libGL"),
        (OSError("libfontconfig.so.1: cannot open shared object file"), "libfontconfig"),
        (OSError("dlopen(libportaudio.2.dylib, 0x0006): tried: 'libportaudio.2.dylib' (no such file)"), "libportaudio"),
        (OSError("libespeak-ng.so.1: cannot open shared object file"), "libespeak-ng"),
        (ImportError("No module named 'skia'"), ""),
        (ImportError("libnobodyknows.so.3: cannot open shared object file"), ""),
        (ImportError(""), ""),
    ],
)
def test_the_library_that_a_loader_complains_of_is_found(error: Exception, name: str) -> None:
    assert find_missing(error) == name


@pytest.mark.parametrize(
    ("installer", "command"),
    [
        ("apt-get", "sudo apt-get install libegl1"),
        ("dnf", "sudo dnf install mesa-libEGL"),
        ("pacman", "sudo pacman -S libglvnd"),
        ("zypper", "sudo zypper install Mesa-libEGL1"),
        ("brew", ""),
    ],
)
def test_each_system_has_its_own_command(installer: str, command: str) -> None:
    assert tell_install("libEGL", which=only(installer)) == command


def test_where_no_installer_is_known_several_systems_are_named() -> None:
    told = tell_install("libportaudio", which=only())
    assert told == "Install Debian: libportaudio2; Fedora: portaudio; macOS, by Homebrew: portaudio"


def test_what_is_missing_comes_first_and_no_package_twice() -> None:
    error = ImportError("libfreetype.so.6: cannot open shared object file")
    what, remedy = tell_missing(error, systemlibs.PICTURE)
    assert what == "this system has no libfreetype"
    words = remedy.split()
    assert len(words) == len(set(words))


def test_debian_packages_lists_the_same_packages() -> None:
    rows = (ROOT / "scripts/debian-packages").read_text().splitlines()
    listed = {row.split("|")[1].strip() for row in rows if row.startswith("run")} - {"python3-venv"}
    assert listed <= {word for each in systemlibs.LIBRARIES.values() for word in each.debian.split()}


@pytest.mark.parametrize(("system", "command"), [("fedora", "dnf install"), ("arch", "pacman -S"), ("suse", "zypper")])
def test_setup_names_the_same_packages(system: str, command: str) -> None:
    shown = (ROOT / "scripts/setup.sh").read_text().partition(f'show "{command}')[2].partition("el")[0]
    told = {word for part in f'"{shown}'.split('"')[1::2] for word in part.split()} - {"install"}
    assert told <= {word for each in systemlibs.LIBRARIES.values() for word in getattr(each, system).split()}
    assert len(told) > 5
