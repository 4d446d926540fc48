"""What every test gets: a home of its own, and on request a virtual screen and sound card."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from avatar import files
from tests import virtual
from tests.small import be_small

settings.register_profile("any machine", deadline=None)  # a busy one takes its time, and no test asserts one
settings.load_profile("any machine")

_HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": ".run",
}
_OUTSIDE = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "PULSE_SERVER",
    "PULSE_SINK",
    "NO_COLOR",
    "COLORTERM",
)
"""What the person at this machine may have set, and what no test may depend on."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--note-alone", help="a file to write which files hold tests that run alone")


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What measures real sound runs alone."""
    for item in items:
        if "sink" in getattr(item, "fixturenames", ()):
            item.add_marker("alone")
    noted: str | None = config.getoption("--note-alone")
    alone = {item.path.relative_to(config.rootpath) for item in items if item.get_closest_marker("alone")}
    if noted is not None and alone:
        with files.replacing(Path(noted), durable=False) as file:  # each process of xdist notes the same
            file.write("\n".join(sorted(path.as_posix() for path in alone)).encode())


@pytest.fixture(scope="session", autouse=True)
def _can_be_interrupted() -> None:
    """A shell's job in the background ignores Ctrl+C and hands that on to all that it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache of compiled shaders for all homes: software GL compiles them anew for every window otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MESA_SHADER_CACHE_DIR", str(tmp_path_factory.mktemp("shaders")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _home_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home for what is made once for many tests, as a baked show: not the user's either, and as small a machine."""
    folder = tmp_path_factory.mktemp("home-of-all")
    with pytest.MonkeyPatch.context() as patch:
        for name, inside in _HOMES.items():
            if name != "XDG_RUNTIME_DIR":  # a sound server of the tests' own lies in the real one
                (folder / inside).mkdir(parents=True, exist_ok=True, mode=0o700)
                patch.setenv(name, str(folder / inside))
        be_small()
        yield


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for the homes, counted here: pytest reads through all that it has made before it makes another."""
    folder = tmp_path_factory.mktemp("home", numbered=False)
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without anything of the user's, that no test may read or write; no screen, no sound card, and a
    machine that is too small for nets."""
    folder = next(_homes)
    folder.mkdir(mode=0o700)
    for name, inside in _HOMES.items():
        (folder / inside).mkdir(parents=True, exist_ok=True, mode=0o700)
        monkeypatch.setenv(name, str(folder / inside))
    for name in [*_OUTSIDE, *(each for each in os.environ if each.startswith("AVATAR_"))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AVATAR_STRICT", "1")  # a bug fails its test, whatever takes over for the user
    (folder / "no-sound.conf").write_text("pcm.!default { type hw card 99 }\n")  # PortAudio aborts on an empty one
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(folder / "no-sound.conf"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{folder}/no-server")
    be_small()
    return folder


@pytest.fixture(scope="session")
def _display() -> Iterator[str]:
    with virtual.virtual_display() as name:
        yield name


@pytest.fixture(scope="session")
def _sink() -> Iterator[virtual.Sink]:
    with virtual.null_sink() as sink:
        yield sink


@pytest.fixture
def display(_display: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a virtual screen, which DISPLAY holds for the test."""
    monkeypatch.setenv("DISPLAY", _display)
    monkeypatch.setenv("LIBGL_ALWAYS_SOFTWARE", "1")
    return _display


@pytest.fixture
def card(_sink: virtual.Sink, home: Path, monkeypatch: pytest.MonkeyPatch) -> virtual.Sink:
    """A virtual sound card, the default device for the test: for what plays, and for whether anything is heard at all.

    A test that kills its card makes one of its own.
    """
    for name, value in _sink.env.items():
        monkeypatch.setenv(name, value)
    return _sink


@pytest.fixture
def sink(card: virtual.Sink) -> virtual.Sink:
    """The same to measure: what is heard, and when. The test runs alone."""
    return card
