"""From text to the first audible sample, from stop to silence, and from a killed stage to the next one.

    python benchmarks/latency.py [--times 20] [--stage window|terminal|none] [--voice NAME]

The whole chain runs as in the chat: conversation, performer process with the character's voice or another, stage
process with its window on a virtual screen. ffmpeg records the null sink on the wall clock. At last the stage is
killed, and the next one's window awaited.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import config as settings
from avatar import library
from avatar.session import ClauseStarted, Session, SessionEvent, SpeechEnded, StageChanged
from avatar.stage.link import Stage
from avatar.stage.messages import Ready
from tests import virtual

TEXT = "Number {} tells me that the quick brown fox is late again"
"""Twelve words, new to the cache each time."""
AUDIBLE = 330
"""1 % of full scale."""
FIRST_MS = {"espeak": 150.0, "hibari": 250.0, "piper": 450.0}
"""At most, by the engine that speaks."""
SILENT_MS = 120.0
REOPEN_MS = 2000.0


class Moment(NamedTuple):
    """Something that was asked, in seconds of the wall."""

    what: str
    at: float


class Talk(NamedTuple):
    """What was said."""

    moments: list[Moment]
    voices: set[str]
    """Names of those that spoke."""


async def talk(times: int, stage: str, voice: str) -> Talk:
    """Says sentences and stops them in the middle."""
    events: asyncio.Queue[SessionEvent] = asyncio.Queue()
    chosen = {"voice.name": voice} if voice else {}
    kept = {"speech.cache_mb": "0"}  # the same sentences were said the last time, too
    config = settings.load(None, {"stage.mode": stage, "chat.greeting": "false", **kept, **chosen})
    session = Session(config)
    session.subscribe(events.put_nowait)

    async def until(kind: type, such: str = "") -> SessionEvent:
        while True:
            event = await asyncio.wait_for(events.get(), 30)
            if isinstance(event, kind) and (not such or getattr(event, such)):
                return event

    moments = []
    voices: set[str] = set()
    await session.start()
    try:
        await until(StageChanged, "sound")
        for number in range(-2, times):
            moments.append(Moment("said" if number >= 0 else "warming up", time.time()))
            await session.say_exactly(TEXT.format(number + 100))
            started = await until(ClauseStarted)
            assert isinstance(started, ClauseStarted)
            voices.add(started.voice)
            await asyncio.sleep(0.8)
            moments.append(Moment("stopped" if number >= 0 else "warming up", time.time()))
            await session.stop()
            await until(SpeechEnded)
            await asyncio.sleep(0.7)
    finally:
        await session.close()
    return Talk(moments, voices)


def reopenings(times: int) -> list[float]:
    """Milliseconds from a stage's kill -9 to its successor's window with a character in it."""
    ready = threading.Semaphore(0)
    stage = Stage(
        settings.load(None, {"stage.mode": "window"}),
        lambda event: ready.release() if isinstance(event, Ready) and not event.sound else None,
    )
    taken = []
    try:
        for _ in range(times + 1):
            if not ready.acquire(timeout=30):
                raise SystemExit("no stage was ready within 30 s")
            killed = time.perf_counter()
            assert stage.pid is not None
            os.kill(stage.pid, signal.SIGKILL)
            if not ready.acquire(timeout=30):
                raise SystemExit("no stage came back within 30 s")
            taken.append((time.perf_counter() - killed) * 1000)
            # Quick deaths in a row would count as a stage that can't live.
            stage._deaths.clear()
            ready.release()
    finally:
        stage.close()
    return taken


class Recorder:
    """A recording of a null sink with the wall time of its samples."""

    def __init__(self, sink: virtual.Sink, out: Path) -> None:
        self._out = out
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-copyts", "-f", "pulse", "-fragment_size", "960"]
        command += ["-i", "avatar.monitor", "-c:a", "pcm_s16le", "-f", "nut", str(out)]
        self._process = subprocess.Popen(command, env={**os.environ, **sink.env}, stderr=subprocess.PIPE)

    def stop(self) -> tuple[float, NDArray[np.int16], int]:
        """Wall time of the first sample, the samples (one channel), and their rate in Hz."""
        import av

        self._process.terminate()
        _, complaint = self._process.communicate(timeout=20)
        if not self._out.exists() or not self._out.stat().st_size:
            raise SystemExit(f"ffmpeg recorded nothing: {complaint.decode(errors='replace')}")
        pieces = []
        with av.open(str(self._out)) as container:
            for frame in container.decode(audio=0):
                pieces.append((float(frame.time), frame.to_ndarray().reshape(-1, 2)[:, 0]))
                rate = frame.sample_rate
        counts = np.cumsum([0, *(len(samples) for _, samples in pieces[:-1])])
        # Timestamps of single packets jitter; their trend is the clock.
        first = float(np.median([at - count / rate for (at, _), count in zip(pieces, counts, strict=True)]))
        return first, np.concatenate([samples for _, samples in pieces]), rate


def delays(
    moments: list[Moment], first: float, samples: NDArray[np.int16], rate: int
) -> dict[str, NDArray[np.float64]]:
    """Milliseconds from each "said" to the first audible sample, from each "stopped" to the last."""
    loud = first + np.nonzero(np.abs(samples.astype(int)) > AUDIBLE)[0] / rate
    found: dict[str, list[float]] = {"said": [], "stopped": []}
    for moment, following in zip(moments, [*moments[1:], Moment("end", np.inf)], strict=True):
        here = loud[(loud >= moment.at) & (loud < following.at)]
        if moment.what in found and len(here):
            found[moment.what].append((here[0 if moment.what == "said" else -1] - moment.at) * 1000)
    return {what: np.array(values) for what, values in found.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--voice", default="")
    parser.add_argument("--stage", choices=["window", "terminal", "none"], default="window")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        virtual.virtual_display(800, 800) as display,
        virtual.null_sink() as sink,
    ):
        os.environ.update(sink.env, DISPLAY=display, XDG_CACHE_HOME=folder, XDG_CONFIG_HOME=folder)
        recorder = Recorder(sink, Path(folder) / "latency.nut")
        try:
            spoken = asyncio.run(talk(options.times, options.stage, options.voice))
        finally:
            first, samples, rate = recorder.stop()
        reopened = np.array(reopenings(3))
    (voice,) = spoken.voices
    found = delays(spoken.moments, first, samples, rate)
    fine = bool(reopened.max() <= REOPEN_MS)
    for what, title, most in (
        ("said", f"text to first audible sample, {voice}", FIRST_MS[library.voice(voice).engine]),
        ("stopped", "stop to last audible sample", SILENT_MS),
    ):
        values = found[what]
        if not len(values):
            raise SystemExit(f"nothing was heard for {title!r}")
        median = float(np.median(values))
        fine = fine and median <= most
        print(
            f"{title:45} median {median:6.1f} ms   90th percentile {np.percentile(values, 90):6.1f}   "
            f"worst {values.max():6.1f}   of {len(values)}   target {most:g}: {'met' if median <= most else 'MISSED'}"
        )
    print(
        f"{'kill -9 to the next window':45} median {np.median(reopened):6.1f} ms   worst {reopened.max():6.1f}   "
        f"of {len(reopened)}   target {REOPEN_MS:g}: {'met' if reopened.max() <= REOPEN_MS else 'MISSED'}"
    )
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
