"""Tapping along in a terminal, with keys that are really typed and a song that goes by another clock."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

import pty

from avatar.cli import tapping
from avatar.song.beats import Beats
from avatar.song.tapping import kept_beats

HEARD = Beats(tuple(1.0 + 0.5 * n for n in range(40)), 4, 0, 0.2)
LONGEST_S = 60.0


class Playing:
    """A song that is wherever the test wants it to be."""

    def __init__(self) -> None:
        self.now = 0.0
        self.keys = 0
        self.looked = False
        self.clicked: list[Beats] = []
        self._read = threading.Condition()

    @property
    def t(self) -> float:
        with self._read:
            if threading.current_thread().name == "keys":
                self.keys += 1
            else:
                self.looked = True
            self._read.notify_all()
            return self.now

    def wait(self, keys: int) -> None:
        """Until so many keys were read, and the keyboard is listened to."""
        with self._read:
            assert self._read.wait_for(lambda: self.keys >= keys and self.looked, LONGEST_S)

    def click(self, beats: Beats) -> None:
        self.clicked.append(beats)

    def close(self) -> None:
        pass


class Terminal:
    """Types keys while a song goes on."""

    def __init__(self, master: int, song: Path) -> None:
        self.playing = Playing()
        self._master, self._song = master, song
        self.found: Beats | None = None
        self._thread = threading.Thread(target=self._tap, daemon=True)
        self._thread.start()

    def _tap(self) -> None:
        self.found = tapping.tap_along(self._song, HEARD, self.playing)

    def type(self, key: str, t: float) -> None:
        before = self.playing.keys
        self.playing.wait(before)
        self.playing.now = t
        os.write(self._master, key.encode())
        self.playing.wait(before + 1)

    def end(self) -> Beats:
        self._thread.join(LONGEST_S)
        assert self.found is not None
        return self.found


@pytest.fixture
def master(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield ours
    os.close(ours)


def test_somebody_taps_and_keeps_it(master: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    song = tmp_path / "song.mp3"
    terminal = Terminal(master, song)
    for t in (3.27, 3.75, 4.26, 4.74):
        terminal.type(" ", t)
    terminal.type("h", 6.0)
    terminal.type("\n", 7.0)
    beats = terminal.end()
    assert beats.bpm == pytest.approx(60.0)
    assert beats.times[0] % 0.5 == pytest.approx(0.25)
    kept = kept_beats(song)
    assert kept is not None
    assert kept.times == pytest.approx(beats.times)
    assert terminal.playing.clicked[0] == HEARD
    assert terminal.playing.clicked[-1] == beats
    told = capsys.readouterr().err
    assert "space tap" in told
    assert "60 beats a minute, kept in song.mp3.beats" in told


def test_escape_leaves_all_as_it_was(master: int, tmp_path: Path) -> None:
    terminal = Terminal(master, tmp_path / "song.mp3")
    terminal.type("d", 2.0)
    terminal.type("\x1b", 3.0)
    assert terminal.end() == HEARD
    assert list(tmp_path.iterdir()) == []


def test_at_the_song_s_end_what_was_changed_is_kept(master: int, tmp_path: Path) -> None:
    terminal = Terminal(master, tmp_path / "song.mp3")
    terminal.type("o", 2.0)
    terminal.playing.now = 1000.0
    assert terminal.end().times[0] == pytest.approx(1.25)
    assert kept_beats(tmp_path / "song.mp3") is not None


def test_beats_that_can_not_be_kept_hold_for_this_time(
    master: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "song.mp3.beats").write_text("My diary")
    terminal = Terminal(master, tmp_path / "song.mp3")
    terminal.type("h", 2.0)
    terminal.type("\n", 2.5)
    assert terminal.end().bpm == pytest.approx(60.0)
    assert "Something else lies" in capsys.readouterr().err
