"""Libraries of the system that wheels don't bring along: what they are for, and what each system calls their package.

`scripts/debian-packages` and `scripts/setup.sh` install them ahead; a test holds all three together.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Packages(NamedTuple):
    """What one library's package is called; '' where the system has it anyway or has none."""

    debian: str = ""
    fedora: str = ""
    arch: str = ""
    suse: str = ""
    mac: str = ""


LIBRARIES: Mapping[str, Packages] = MappingProxyType({
    "libGL": Packages("libgl1", "mesa-libGL", "libglvnd", "Mesa-libGL1"),
    "libEGL": Packages("libegl1", "mesa-libEGL", "libglvnd", "Mesa-libEGL1"),
    "libfontconfig": Packages("libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    "libfreetype": Packages("libfreetype6", "freetype", "freetype2", "libfreetype6"),
    "libX11": Packages("libx11-6", "libX11", "libx11", "libX11-6"),
    "drivers": Packages("libegl-mesa0 libgl1-mesa-dri", "mesa-dri-drivers", "mesa", "Mesa-dri"),
    "fonts": Packages("fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu", "dejavu-fonts"),
    "libportaudio": Packages("libportaudio2", "portaudio", "portaudio", "libportaudio2", "portaudio"),
    "ALSA's plug-ins": Packages("libasound2-plugins", "alsa-plugins-pulseaudio", "alsa-plugins", "alsa-plugins-pulse"),
    "libespeak-ng": Packages("libespeak-ng1", "espeak-ng", "espeak-ng", "espeak-ng", "espeak-ng"),
    "espeak-ng": Packages("espeak-ng", "espeak-ng", "espeak-ng", "espeak-ng", "espeak-ng"),
})  # fmt: skip
"""By the name that a loader complains of, or by what they are where it names none."""

PICTURE = ("libGL", "libEGL", "libfontconfig", "libfreetype")
"""Without these nothing is drawn, neither in a window nor in the terminal."""

WINDOW = ("libEGL", "libGL", "drivers")
SOUND = ("libportaudio", "ALSA's plug-ins")


class System(NamedTuple):
    """A kind of system."""

    name: str
    installer: str
    """The program whose presence shows that it is one."""
    command: str
    """How a command begins that installs packages."""
    of: Callable[[Packages], str]
    """Its packages."""


SYSTEMS = (
    System("Debian", "apt-get", "sudo apt-get install", lambda each: each.debian),
    System("Fedora", "dnf", "sudo dnf install", lambda each: each.fedora),
    System("Arch", "pacman", "sudo pacman -S", lambda each: each.arch),
    System("openSUSE", "zypper", "sudo zypper install", lambda each: each.suse),
    System("macOS, by Homebrew", "brew", "brew install", lambda each: each.mac),
)
"""The first whose installer is there counts."""

NAMED = ("Debian", "Fedora", "macOS, by Homebrew")
"""Those that are named where no installer is known."""

_MISSING = re.compile(r"""lib([A-Za-z0-9]+(?:-[a-z]+)*)[-.\d]*\.(?:so|dylib)|Library ["'](\w+)["'] not found""")
"""How loaders and pyglet name a library that is not there."""


def find_missing(error: BaseException) -> str:
    """The library that an error of a loader names, such as "libEGL"; '' where it names none that is known."""
    for found in _MISSING.finditer(str(error)):
        name = f"lib{found[1] or found[2]}"
        if name in LIBRARIES:
            return name
    return ""


def tell_install(*names: str, which: Callable[[str], str | None] = shutil.which) -> str:
    """The command that installs libraries here, or what several systems call them where no installer is known."""
    for system in SYSTEMS:
        if which(system.installer):
            packages = _packages(names, system)
            return f"{system.command} {packages}" if packages else ""
    told = {system.name: _packages(names, system) for system in SYSTEMS if system.name in NAMED}
    return "Install " + "; ".join(f"{name}: {packages}" for name, packages in told.items() if packages)


def _packages(names: tuple[str, ...], system: System) -> str:
    return " ".join(dict.fromkeys(package for name in names for package in system.of(LIBRARIES[name]).split()))


def tell_missing(error: BaseException, usual: tuple[str, ...]) -> tuple[str, str]:
    """What is missing, in words, and how to get it. `usual`: what it may be where the error names nothing known."""
    name = find_missing(error)
    what = f"this system has no {name}" if name else str(error)
    return what, tell_install(*dict.fromkeys((*filter(None, [name]), *usual)))
