"""From Enter to the first audible sample, and the gaps inside a reply: the real chat driven by keys, heard on the sink.

    python -m benchmarks.talk [--turns 50] [--server-turns 20] [--stage none|window] [--voice NAME]

The whole chain runs: Textual under Pilot, conversation, performer process with the character's voice or another, stage
process; ffmpeg records a null sink on the wall clock. First with the offline persona; then with a server on loopback
that sends tokens as fast as a small model does. Targets: Enter to sound 200 ms at the median; from the end of the
server's first clause 150 ms; between sentences of a reply no more than 150 ms beyond the voice's own pause.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")

from textual.pilot import Pilot

from avatar import config as settings
from avatar.audio import resample
from avatar.config import Config
from avatar.pacing import natural_gap
from avatar.session import ClauseStarted, Session, SessionEvent, SpeechEnded, StageChanged
from avatar.types import Clip, Performance
from avatar.ui.app import ChatApp
from avatar.ui.widgets.prompt import Prompt
from benchmarks.latency import AUDIBLE, Recorder
from tests import virtual
from tests.brain.loopback import Request, close_stream, open_stream, send_token, serving

ENTER_MS = 200.0
CLAUSE_MS = 150.0
GAP_MS = 150.0
FIRST_TOKEN_S = 0.2
TOKENS_PER_S = 30.0
"""A small model on an ordinary machine."""
QUIET_S = 0.5
"""Silence before each Enter."""

SAID = (
    "hello there", "how are you today", "tell me a joke", "what is your favourite colour", "do you like music",
    "I had toast for breakfast", "what time is it", "my name is Ada", "are you real", "it is raining here",
    "what did you build today", "I am a bit tired", "spell machine", "what is seven times eight", "thank you",
    "do you know any stories", "who made you", "I have a dog", "what is your name", "you are funny",
)  # fmt: skip
OPENINGS = ("That is quite a question", "I have thought about it", "There is a short answer", "Let me put it this way")
REPLY = (
    "{}, and I am glad that you asked number {}. The first thing to know is that kettles are patient. "
    "They wait for the water, and the water waits for nobody. So much for the kettle."
)


class Heard(NamedTuple):
    """What happened in one run: wall times, and what was performed."""

    entered: list[float]
    """Seconds at which each turn was to be answered."""
    clauses: list[list[float]]
    """Of each turn: when each of its clauses was told to begin."""
    replies: list[list[Performance]]
    """Of each turn that was heard to its end."""


class Listening:
    """A session's events on their way to the screen, to be waited for."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[tuple[float, SessionEvent]] = asyncio.Queue()

    def make(self, config: Config) -> Session:
        session = Session(config)
        session.subscribe(lambda event: self.events.put_nowait((time.time(), event)))
        return session

    async def until(self, kind: type) -> list[tuple[float, SessionEvent]]:
        found = []
        while not found or not isinstance(found[-1][1], kind):
            found.append(await asyncio.wait_for(self.events.get(), 60))
        return found


async def enter(pilot: Pilot[int], text: str) -> float:
    """Type a message and press Enter; the wall time of that."""
    prompt = pilot.app.screen.query_one(Prompt)
    prompt.text = text
    await pilot.pause()
    at = time.time()
    await pilot.press("enter")
    return at


async def with_persona(turns: int, config: Config) -> Heard:
    """Each reply is stopped once its beginning was heard: only the beginning is measured."""
    listening, entered = Listening(), []
    app = ChatApp(config, listening.make)
    async with app.run_test(size=(100, 40)) as pilot:
        await listening.until(StageChanged)
        for number in range(-3, turns):
            await asyncio.sleep(QUIET_S)
            at = await enter(pilot, f"{SAID[number % len(SAID)]}{'' if number < len(SAID) else ' ' + str(number)}")
            await listening.until(ClauseStarted)
            await asyncio.sleep(0.4)
            await pilot.press("escape")
            await listening.until(SpeechEnded)
            entered += [at] if number >= 0 else []
        await app.session.close()
    return Heard(entered, [], [])


async def with_server(turns: int, config: Config) -> Heard:
    """Whole replies, token by token; `entered` is when the token with the first clause's end was sent."""
    said: list[float] = []
    number = 0

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        text = REPLY.format(OPENINGS[number % len(OPENINGS)], number)
        await open_stream(writer)
        await asyncio.sleep(FIRST_TOKEN_S)
        sent = 0
        for token in text.replace(" ", "\0 ").split("\0"):
            await send_token(writer, token)
            if sent <= text.index(",") < sent + len(token):
                said.append(time.time())
            sent += len(token)
            await asyncio.sleep(1 / TOKENS_PER_S)
        await send_token(writer, None, "stop")
        await close_stream(writer)

    listening, clauses, replies = Listening(), [], []
    async with serving(behave) as server:
        config = settings.override(settings.override(config, "brain.name", "server"), "brain.url", server.url)
        app = ChatApp(config, listening.make)
        async with app.run_test(size=(100, 40)) as pilot:
            await listening.until(StageChanged)
            for number in range(-2, turns):
                await asyncio.sleep(QUIET_S)
                await enter(pilot, f"question {number}")
                told = await listening.until(SpeechEnded)
                clauses.append([at for at, event in told if isinstance(event, ClauseStarted)])
                entries = app.session.last_scene().entries
                replies.append([entry.what for entry in entries if isinstance(entry.what, Performance)])
            await app.session.close()
    return Heard(said[2:], clauses[2:], replies[2:])


def first_sounds(heard: Heard, first: float, samples: NDArray[np.int16], rate: int) -> NDArray[np.float64]:
    """Milliseconds from each turn's moment to the next audible sample."""
    loud = first + np.nonzero(np.abs(samples.astype(int)) > AUDIBLE)[0] / rate
    places = np.searchsorted(loud, heard.entered)
    return np.array([1000 * (loud[i] - at) for i, at in zip(places, heard.entered, strict=True) if i < len(loud)])


def found_at(clip: Clip, near: float, samples: NDArray[np.int16], rate: int) -> float:
    """Seconds of the recording at which a clip begins, looked for within a second of `near`."""
    wanted = resample(clip, rate).floats()[: rate // 2]
    begin = max(0, round((near - 1.0) * rate))
    window = samples[begin : begin + 2 * rate + len(wanted)].astype(np.float32)
    size = 1 << (len(window) + len(wanted)).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(wanted, size)), size)
    return (begin + int(np.argmax(likeness[: max(1, len(window) - len(wanted))]))) / rate


def gaps(heard: Heard, first: float, samples: NDArray[np.int16], rate: int) -> NDArray[np.float64]:
    """Milliseconds between clauses of a reply beyond the pause that the voice makes there by itself."""
    beyond = []
    for told, reply in zip(heard.clauses, heard.replies, strict=True):
        starts = [found_at(each.speech.clip, at - first, samples, rate) for at, each in zip(told, reply, strict=True)]
        for one, two, begins, follows in zip(reply, reply[1:], starts, starts[1:], strict=False):
            beyond.append(1000 * (follows - begins - one.duration - natural_gap(one, two)))
    return np.array(beyond)


def told(title: str, values: NDArray[np.float64], most: float, share: float) -> bool:
    """Print one line; whether the quantile `share` is within `most`."""
    if not len(values):
        print(f"{title:44} nothing was heard: MISSED")
        return False
    value = float(np.quantile(values, share))
    print(
        f"{title:44} median {np.median(values):6.1f} ms   90th percentile {np.percentile(values, 90):6.1f}   "
        f"worst {values.max():6.1f}   of {len(values)}   target {most:g}: {'met' if value <= most else 'MISSED'}"
    )
    return value <= most


def recorded(
    sink: virtual.Sink, out: Path, talk: Callable[[], Heard]
) -> tuple[Heard, tuple[float, NDArray[np.int16], int]]:
    recorder = Recorder(sink, out)
    try:
        heard = talk()
    finally:
        recording = recorder.stop()
    return heard, recording


def measure(turns: int, server_turns: int, stage: str, voice: str = "") -> bool:
    """Run it all and print it; whether every target is met. `voice`: '' for the character's own."""
    with (
        tempfile.TemporaryDirectory() as name,
        virtual.virtual_display(800, 800) as display,
        virtual.null_sink() as sink,
    ):
        os.environ.update(sink.env, DISPLAY=display, AVATAR_HOME=name)
        folder = Path(name)
        chosen = {"voice.name": voice} if voice else {}
        config = settings.load(None, {"stage.mode": stage, "chat.greeting": "false", **chosen})
        heard, recording = recorded(sink, folder / "persona.nut", lambda: asyncio.run(with_persona(turns, config)))
        fine = told("Enter to first sample, persona", first_sounds(heard, *recording), ENTER_MS, 0.5)
        heard, recording = recorded(sink, folder / "server.nut", lambda: asyncio.run(with_server(server_turns, config)))
        fine &= told("server's first clause to first sample", first_sounds(heard, *recording), CLAUSE_MS, 0.5)
        fine &= told("between clauses, beyond the voice's pause", gaps(heard, *recording), GAP_MS, 0.99)
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=50)
    parser.add_argument("--server-turns", type=int, default=20)
    parser.add_argument("--stage", choices=["none", "window"], default="none")
    parser.add_argument("--voice", default="")
    options = parser.parse_args()
    return 0 if measure(options.turns, options.server_turns, options.stage, options.voice) else 1


if __name__ == "__main__":
    sys.exit(main())
