"""How soon a song is heard live: from the wish to the first sound at the device, and whether it keeps time.

    python -m benchmarks.songs_live [SONG ...] [--voice NAME ...] [--times 3] [--way talk|sing]

The whole chain runs as in the chat: a Session with its stage, a window on a virtual screen and a null sink
(PulseAudio, norewinds=1), asked by `play_show`, which `/sing`, the kiosk's playlist and wishes end in; or, with
`--way sing`, the command `avatar sing`, its own start included. ffmpeg records the sink on the wall clock. The first
time is cold: nothing was kept on disk, and no engine runs that sings. Told are

- first: seconds from the wish to the first audible sample (1 % of full scale): the count-in.
- sings: to the first line, and how many bars were counted beyond those of the arrangement until it was ready.
- beat: ms by which the first line lies off the count-in's beats, both found by how they agree with the same song made
  without a stage.
- holes: ms of silence, from 4 ms on, within 8 s, where that song is not silent.
- CPU: seconds of this process, the engine's and the stage's, from the wish to the end of those 8 s.

Target: 2 s with hibari.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import config as settings
from avatar import library, scenefile
from avatar.session import Session, SessionEvent, StageChanged
from avatar.show.songs import SongOrder, stage_song
from avatar.song.reading import read_score
from benchmarks.latency import AUDIBLE, Recorder
from tests import virtual

SONGS = ("warm-on-both-sides", "lullaby-for-a-cursor")
VOICES = ("en-gb", "hibari-heart")
TARGET_S = 2.0
HEARD_S = 12.0
"""Seconds for which each wish is listened to."""
COMPARED_S = 8.0
HOLE_S = 0.004
RATE = 48_000

Floats = NDArray[np.float64]


class Wish(NamedTuple):
    """A song that was asked for, in seconds of the wall."""

    song: str
    at: float
    cpu: float
    load: float


class Reference(NamedTuple):
    """The same song without a stage."""

    sound: Floats
    click: float
    """Seconds at which its first sound is."""
    line: tuple[float, float]
    """Between which seconds the first line is sung."""
    bar: float
    """Seconds of a bar."""


def chosen(voice: str) -> dict[str, str]:
    return {"voice.name": voice, "chat.greeting": "false", "stage.mode": "window"}


def refer(song: str, voice: str, way: str) -> Reference:
    score = read_score(library.song(song))
    order = SongOrder(("juno",), (voice,) if way == "sing" else ())
    source = stage_song(score, settings.load(None, chosen(voice)), order, lambda text: None)
    try:
        entries = [entry for step in source.steps(0) for entry in step.entries]
        scene = replace(source.head, entries=tuple(sorted(entries, key=lambda entry: entry.start)))
        line = source.arrangement.lines[0]
        origin = source.arrangement.origin
        beats = score.meters[0].beats
        bar = score.seconds(score.pickup + beats) - score.seconds(score.pickup)
        sound = scenefile.to_sound(scene, RATE).floats().astype(np.float64)
        click = float(np.nonzero(np.abs(sound) > AUDIBLE / 32768)[0][0]) / RATE
        return Reference(sound, click, (origin + line.start, origin + line.end), bar)
    finally:
        source.close()


# ------------------------------------------------------------------------------------------------------------ the wish


async def talk(songs: list[str], voice: str, times: int) -> list[Wish]:
    """Songs asked of one talk, one after the other."""
    events: asyncio.Queue[SessionEvent] = asyncio.Queue()
    session = Session(settings.load(None, chosen(voice)))
    session.subscribe(events.put_nowait)
    await session.start()
    wishes = []
    try:
        while not isinstance(await asyncio.wait_for(events.get(), 60), StageChanged):
            pass
        await asyncio.sleep(2.0)
        for song in songs:
            for _ in range(times):
                before = _cpu()
                at = time.time()
                await session.play_show(song)
                await asyncio.sleep(HEARD_S - (time.time() - at))
                wishes.append(Wish(song, at, _cpu() - before, os.getloadavg()[0]))
                await session.end_show()
                await asyncio.sleep(1.0)
    finally:
        await session.close()
    return wishes


def command(songs: list[str], voice: str, times: int) -> list[Wish]:
    """The command, again and again."""
    wishes = []
    for song in songs:
        for _ in range(times):
            at = time.time()
            words = [sys.executable, "-m", "avatar", "sing", song, "--voice", voice, "--character", "juno"]
            nothing = subprocess.DEVNULL
            running = subprocess.Popen([*words, "--stage", "window"], stdin=nothing, stdout=nothing, stderr=nothing)
            time.sleep(HEARD_S)
            running.terminate()
            running.wait(20)
            wishes.append(Wish(song, at, float("nan"), os.getloadavg()[0]))
            time.sleep(1.0)
    return wishes


def _cpu() -> float:
    """Seconds of this process and of every child that lives."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    mine = {os.getpid()}
    rows = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                words = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            rows.append((int(place.name), int(words[1]), (int(words[11]) + int(words[12])) / ticks))
    for pid, parent, used in sorted(rows):
        if pid in mine or parent in mine:
            mine.add(pid)
            total += used
    return total


# ----------------------------------------------------------------------------------------------------------- judging


class Heard(NamedTuple):
    """What became of a wish."""

    first: float
    sings: float
    bars: float
    beat_ms: float
    holes_ms: float


def judge(wish: Wish, reference: Reference, begins: float, samples: NDArray[np.int16], rate: int) -> Heard:
    """`begins`: second of the wall of the first sample."""
    at = round((wish.at - begins) * rate)
    here = samples[max(0, at) : at + round(HEARD_S * rate)].astype(np.float64) / 32768
    loud = np.nonzero(np.abs(here) > AUDIBLE / 32768)[0]
    if not len(loud):
        return Heard(float("nan"), float("nan"), float("nan"), float("nan"), float("nan"))
    first = float(loud[0]) / rate
    clicks = _lag(here, reference.sound, (reference.click - 0.01, reference.click + 0.8), first, 0.05, rate)
    sung = first + reference.line[0] - reference.click
    tries = [_lag(here, reference.sound, reference.line, sung + bars * reference.bar, 0.15, rate) for bars in range(5)]
    bars, best = max(enumerate(tries), key=lambda found: found[1].agrees)
    beat = (best.seconds - clicks.seconds - bars * reference.bar) * 1000
    holes = _holes(here, reference, clicks.seconds, bars, rate)
    return Heard(first, best.seconds + reference.line[0], bars, beat, holes)


class Lag(NamedTuple):
    """How much later the song lies here than in the reference."""

    seconds: float
    agrees: float
    """How well the two agree there, up to 1."""


def _lag(here: Floats, sound: Floats, part: tuple[float, float], near: float, within: float, rate: int) -> Lag:
    """Where a part of the song is, which is looked for so many seconds around one."""
    piece = sound[round(part[0] * rate) : round(min(part[1], part[0] + 3.0) * rate)]
    low = round((near - within) * rate)
    there = here[max(0, low) : low + len(piece) + round(2 * within * rate)]
    if len(there) < len(piece):
        return Lag(float("nan"), -1.0)
    size = 1 << int(np.ceil(np.log2(len(there) + len(piece))))
    agrees = np.fft.irfft(np.fft.rfft(there, size) * np.conj(np.fft.rfft(piece, size)), size)
    found = int(np.argmax(agrees[: len(there) - len(piece) + 1]))
    power = np.sqrt(np.sum(there[found : found + len(piece)] ** 2) * np.sum(piece**2)) + 1e-12
    return Lag((max(0, low) + found) / rate - part[0], float(agrees[found] / power))


def _holes(here: Floats, reference: Reference, lag: float, bars: float, rate: int) -> float:
    """Milliseconds of silence where there is none in the reference."""
    if bars:
        lag += bars * reference.bar  # what was counted in between is silence between its sticks
    start = reference.line[0] if bars else reference.click
    until = min(COMPARED_S, len(here) / rate - lag - 0.1)
    theirs = reference.sound[round(start * rate) : round(until * rate)]
    ours = here[round((start + lag) * rate) : round((start + lag) * rate) + len(theirs)]
    total, run, window = 0, 0, round(HOLE_S * rate)
    heard = np.convolve(np.abs(theirs[: len(ours)]), np.ones(window) / window, "same") > 0.004
    for silent in (np.abs(ours) < 1e-4) & heard[: len(ours)]:
        run = run + 1 if silent else 0
        total += (run == window) * window + (run > window)
    return 1000 * total / rate


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("songs", nargs="*", default=list(SONGS))
    parser.add_argument("--voice", dest="voices", action="append", default=[])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--way", choices=("talk", "sing"), default="talk")
    options = parser.parse_args()
    fine = True
    for voice in options.voices or VOICES:
        with (
            tempfile.TemporaryDirectory() as folder,
            virtual.virtual_display(1300, 800) as display,
            virtual.null_sink() as sink,
        ):
            os.environ.update(sink.env, DISPLAY=display, AVATAR_HOME=folder)
            recorder = Recorder(sink, Path(folder) / "songs.nut")
            try:
                if options.way == "talk":
                    wishes = asyncio.run(talk(options.songs, voice, options.times))
                else:
                    wishes = command(options.songs, voice, options.times)
            finally:
                begins, samples, rate = recorder.stop()
            assert rate == RATE, rate
            references = {song: refer(song, voice, options.way) for song in options.songs}
        for number, wish in enumerate(wishes):
            found = judge(wish, references[wish.song], begins, samples, rate)
            fine = fine and found.first <= TARGET_S
            print(
                f"{voice:14} {wish.song:22} {'warm' if number else 'cold'}  first {found.first:5.2f} s  "
                f"sings {found.sings:5.2f} s (+{found.bars:g} bars)  beat {found.beat_ms:+6.1f} ms  "
                f"holes {found.holes_ms:5.1f} ms  CPU {wish.cpu:5.2f} s  load {wish.load:.1f}"
            )
    print(f"target {TARGET_S:g} s: {'met' if fine else 'MISSED'}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
