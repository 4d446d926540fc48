"""Tapping along to a recording in the terminal: it is heard with a click on each beat, and keys put the beats right."""

from __future__ import annotations

import queue
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from avatar.cli.outputs import bare
from avatar.errors import SongError

if TYPE_CHECKING:
    from avatar.config import SoundConfig
    from avatar.song.beats import Beats

TICK_S = 0.02
"""Seconds between looks at the keys and the clock."""
AHEAD_S = 1.0
"""Clicks are put into the mix so many seconds before they are heard."""


class Playing(Protocol):
    """A recording that is heard."""

    @property
    def t(self) -> float:
        """Seconds of the recording that are heard now."""

    def click(self, beats: Beats) -> None:
        """Let a click be heard on each beat that comes next, instead of those before."""

    def close(self) -> None: ...


class SoundPlaying:
    """The recording on the sound device; without one, time goes on all the same."""

    def __init__(self, song: Path, sound: SoundConfig) -> None:
        """Raises AudioError where the recording can't be read."""
        from avatar.song.counting import make_clicks
        from avatar.song.recorded.staging import record_of
        from avatar.song.score import GridBeat
        from avatar.sound.player import SoundPlayer

        clip = record_of(song).middle
        self._clicks = tuple(make_clicks((GridBeat(0.0, 0.0, bar),)) for bar in (False, True))
        self._player = SoundPlayer(
            lambda state, text: None, device=sound.device, latency="safe", volume=sound.volume, muted=sound.muted,
            offset=lambda name: sound.offset_for(name) / 1000,
        )  # fmt: skip
        self._begin()
        self._start = self._player.mixer.add(clip).start
        self._beats: Beats | None = None
        self._put: dict[float, object] = {}

    def _begin(self) -> None:
        """Wait until the device plays, or there is none."""
        from avatar.sound.player import Sounding

        until = time.perf_counter() + 3.0
        while time.perf_counter() < until and self._player.state is Sounding.OPENING:
            self._player.check(time.perf_counter())
            time.sleep(TICK_S)

    @property
    def t(self) -> float:
        wall = time.perf_counter()
        self._player.check(wall)
        now = self._player.clock.scene_at(self._player.clock.heard(wall)) - self._start
        self._look_ahead(now)
        return now

    def click(self, beats: Beats) -> None:
        self._player.mixer.drop(self._put.values())  # type: ignore[arg-type]
        self._beats, self._put = beats, {}

    def _look_ahead(self, now: float) -> None:
        beats = self._beats
        for number, beat in enumerate(beats.times if beats else ()):
            if now + 0.2 < beat < now + AHEAD_S and beat not in self._put:
                assert beats is not None
                clip = self._clicks[(number - beats.first) % max(1, beats.bar) == 0]
                self._put[beat] = self._player.mixer.add(clip, self._start + beat)

    def close(self) -> None:
        self._player.close()


def tap_along(song: Path, found: Beats, playing: Playing) -> Beats:
    """The beats as somebody who taps along wants them. With Enter, and at the song's end where they were changed, they
    are kept beside it; where they can't be, it is told, and they hold for this time."""
    from avatar.cli.keys import keys
    from avatar.song.tapping import KEYS, begin_tapping, keep_beats, press, show_beat

    pressed: queue.SimpleQueue[tuple[str, float]] = queue.SimpleQueue()
    out = bare(sys.stderr)
    state = begin_tapping(found)
    end = max(found.times[-1] if found.times else 0.0, 20.0) + 2.0
    print(f"{song.name}\n{KEYS}", file=out, flush=True)
    playing.click(state.beats)
    with keys(lambda key: pressed.put((key, playing.t))) as typing:
        while typing and not state.over and playing.t < end:
            before = state.beats
            for key, t in _waiting(pressed):
                state = press(state, key, t)
            if state.beats != before:
                playing.click(state.beats)
            print(f"\r\x1b[K{show_beat(state, playing.t).text}", end="", file=out, flush=True)
    print("\r\x1b[K", end="", file=out, flush=True)
    if state.keeps or (not state.over and state.beats != found):
        told = f"{state.beats.bpm:.0f} beats a minute" if state.beats.times else "nobody dances"
        try:
            told += f", kept in {keep_beats(song, state.beats).name}"
        except SongError as error:
            told += f". {error}"
        print(told, file=out, flush=True)
    return state.beats


def _waiting(pressed: queue.SimpleQueue[tuple[str, float]]) -> list[tuple[str, float]]:
    """The keys that were pressed, after a short wait for the first."""
    found = []
    try:
        found.append(pressed.get(timeout=TICK_S))
        while True:
            found.append(pressed.get_nowait())
    except queue.Empty:
        return found
