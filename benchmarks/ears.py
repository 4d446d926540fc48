"""How the character listens: how soon it answers, how soon it falls silent, whether it hears itself, what it mishears.

    python -m benchmarks.ears answer|interrupt|own|words --data FOLDER [--count N] [--minutes M] [--character NAME]

All of it through a virtual microphone: a null sink of a PulseAudio server of its own, into which recordings are spoken
and, for `interrupt` and `own`, the character's loudspeaker too, at full volume (`--echo` decibels). `--data` has the
folders `ljspeech_mini` and `speechocean762`, with recordings and what is said in them.

answer     from the last voiced sample of what is said to the first sample of the answer, the waiting pause included
interrupt  from the first voiced sample of somebody who speaks over the character to the last sample of its voice: in
           the mouth, and at the microphone, to which the virtual cable takes longer than air
own        the character talks; how often it takes itself for somebody, and how often it holds its breath for nobody
words      words that are got wrong, by the ears and by the recogniser alone, on the same recordings; where they differ,
           both are told
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from avatar import config
from avatar.config import Config
from avatar.ears import link
from avatar.ears.whisper import Whisper
from avatar.session import EarsChanged, ReplyEnded, Session, SessionEvent, SpeechEnded, SpeechHeard
from avatar.session.stages import Stages
from tests import virtual

Samples = NDArray[np.float32]

VOICED = 0.03
"""Share of a recording's peak from which on a sample is voiced."""
BEGINS, LASTS = 0.1, 5
"""Share of a recording's loudest fiftieth of a second from which on one is voiced, if so many in a row but one are."""
HEARD = 60
"""Of 32,768, from which on a sample of the character is heard."""
STORY = (
    "This is a long story that nobody asked for. Once upon a time there was a king who had three daughters. Each of "
    "them was cleverer than the one before, and the youngest was the cleverest of all. One day she went into the "
    "forest, alone, and found a bear who could speak. What do you want? said the bear. I want to go home, said she. "
)
TOLD_EVERY = 25
"""Sentences after which the words that are wrong so far are told."""
USER, MICROPHONE = "user", "microphone"
CABLE_MS = {USER: 20, "avatar": 40}
"""Milliseconds from a mouth to the microphone: as short as a sound server keeps it."""


class Recorded(NamedTuple):
    """A recording, and what is said in it."""

    samples: Samples
    """At `virtual.RATE`."""
    text: str

    @property
    def first(self) -> int:
        """Its first voiced sample: many of the recordings begin with the click of a mouse, which is no voice."""
        size = virtual.RATE // 50
        pieces = self.samples[: len(self.samples) // size * size].reshape(-1, size)
        loud = np.sqrt(np.mean(pieces**2, axis=1))
        lasting = np.convolve(loud > BEGINS * loud.max(), np.ones(LASTS), "valid") >= LASTS - 1
        return int(np.flatnonzero(lasting & (loud > BEGINS * loud.max())[: len(lasting)])[0]) * size

    @property
    def voiced(self) -> tuple[int, int]:
        """The first and the last sample that is louder than what is silence."""
        loud = np.flatnonzero(np.abs(self.samples) > VOICED * np.abs(self.samples).max())
        return int(loud[0]), int(loud[-1])


def read(data: Path, count: int) -> list[Recorded]:
    """All of ljspeech_mini that has its text, then every so many of speechocean762's test, as loud as people speak."""
    rows: list[tuple[Path, str]] = []
    for line in (data / "ljspeech_mini" / "metadata.csv").read_text("utf-8").splitlines():
        name, *_, text = line.split("|")
        rows.append((data / "ljspeech_mini" / "audio" / f"{name}.opus", text))
    lines = (data / "speechocean762" / "test" / "text").read_text("utf-8").splitlines()
    found = {path.stem: path for path in (data / "speechocean762" / "audio").rglob("*.opus")}
    known = [line.split(None, 1) for line in lines if line.split(None, 1)[0] in found]
    wanted = max(count - len(rows), 0)
    rows += [(found[name], text) for name, text in known[:: max(1, len(known) // max(wanted, 1))][:wanted]]
    return [Recorded(_loud(*soundfile.read(path, dtype="float32")), text) for path, text in rows[:count]]


def _loud(samples: Samples, rate: int) -> Samples:
    sound = np.asarray(soxr.resample(samples, rate, virtual.RATE), np.float32)
    return np.asarray(sound / np.abs(sound).max() * 0.5, np.float32)


def play(samples: Samples, device: str = USER) -> subprocess.Popen[bytes]:
    words = ["pacat", "--raw", "--format=float32le", f"--rate={virtual.RATE}", "--channels=1", "--latency-msec=30"]
    process = subprocess.Popen([*words, f"--device={device}"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(samples.astype("<f4").tobytes())
    process.stdin.close()
    return process


@contextmanager
def room(echo_db: float | None) -> Iterator[virtual.Sink]:
    """A loudspeaker (the default sink), somebody's mouth, and a microphone that hears them; the first by `echo_db`
    louder than it is, or not at all."""
    with virtual.null_sink() as sink:
        for name in (USER, MICROPHONE):
            sink.control("load-module", "module-null-sink", f"sink_name={name}", "norewinds=1", f"rate={virtual.RATE}")
        heard = [USER] if echo_db is None else [USER, "avatar"]
        for name in heard:
            cable = f"latency_msec={CABLE_MS[name]}"
            # Without `adjust_time=0` the cable stretches what goes through it, as no air does.
            sink.control(
                "load-module", "module-loopback", f"source={name}.monitor", f"sink={MICROPHONE}", cable, "adjust_time=0"
            )
        if echo_db is not None:
            for line in sink.control("list", "short", "sink-inputs").splitlines()[-1:]:
                sink.control("set-sink-input-volume", line.split()[0], f"{echo_db}dB")
        sink.control("set-default-source", f"{MICROPHONE}.monitor")
        sink.control("set-default-sink", "avatar")
        os.environ.update(sink.env)
        yield sink


class Talk:
    """A session, and what it has told."""

    def __init__(self, session: Session, answers: bool) -> None:
        self.session, self._answers = session, answers
        self._answering: asyncio.Task[None] | None = None
        self.events: list[SessionEvent] = []
        self.breaths = 0
        """How often the character has held its breath since somebody might have been about to speak."""
        self._news = asyncio.Event()

    def hear(self, event: SessionEvent) -> None:
        self.events.append(event)
        self._news.set()
        if self._answers and isinstance(event, SpeechHeard) and event.final and event.text:
            self._answering = asyncio.create_task(self.session.say(event.text))

    @property
    def open(self) -> bool:
        """Whether a microphone is open."""
        return any(isinstance(each, EarsChanged) and each.on for each in self.events)

    async def until(self, kind: type, since: int, seconds: float = 60.0) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not any(isinstance(each, kind) for each in self.events[since:]):
                    self._news.clear()
                    await self._news.wait()
                return True
        return False

    async def settled(self, since: int, seconds: float) -> None:
        """What was said is written down, or nothing of it was heard."""
        await self.until(SpeechHeard, since, 2.0)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while [each.final for each in self.events[since:] if isinstance(each, SpeechHeard)][-1:] == [False]:
                    self._news.clear()
                    await self._news.wait()


@asynccontextmanager
async def talking(settings: Config, *, answers: bool = False) -> AsyncIterator[Talk]:
    """A talk that has begun; what is heard is answered, or not."""
    session = Session(settings)
    talk = Talk(session, answers)
    session.subscribe(talk.hear)
    hush = Stages.hush

    def count(stages: Stages, seconds: float) -> None:
        talk.breaths += seconds > 0.0
        hush(stages, seconds)

    Stages.hush = count  # type: ignore[method-assign]
    await session.start()
    while not talk.open:
        await talk.until(EarsChanged, len(talk.events))
    await session.say_exactly("Hello there, I am listening to you now, so please go on and say something.")
    await talk.until(SpeechEnded, 0)
    await asyncio.sleep(1.0)
    try:
        yield talk
    finally:
        Stages.hush = hush  # type: ignore[method-assign]
        await session.close()


def tell(name: str, values: Sequence[float]) -> None:
    if values:
        shown = ", ".join(f"{np.percentile(values, q):.2f}" for q in (10, 50, 90))
        print(f"{name}: {shown} s at the 10th, 50th and 90th percentile of {len(values)}", flush=True)


async def answer(settings: Config, recordings: Sequence[Recorded]) -> None:
    gaps: list[float] = []
    missed = 0
    with room(None) as sink:
        async with talking(settings, answers=True) as talk:
            for each in recordings:
                since = len(talk.events)
                with sink.recording(USER) as user, sink.recording() as character:
                    mouth = await asyncio.to_thread(play, each.samples)
                    await asyncio.to_thread(user.wait, lambda found: found.loudest > 300, 20.0)
                    begun, heard = len(user.samples), len(character.samples)
                    loud = np.flatnonzero(np.abs(user.samples.astype(int)) > VOICED * 0.5 * 32768)
                    first = int(loud[0]) if len(loud) else begun
                    await talk.until(SpeechEnded, since, 40.0)
                    mouth.wait()
                    voiced = each.voiced
                    last = first + voiced[1] - voiced[0]
                    sound = np.abs(character.samples.astype(int))
                behind = sound[heard - (begun - last) :] if last > begun else sound[heard:]
                found = np.flatnonzero(behind > HEARD)
                if len(found):
                    gaps.append(float(found[0]) / virtual.RATE)
                else:
                    missed += 1
                await talk.session.stop()
                await asyncio.sleep(0.5)
    tell("end of speech to first sample of the answer", gaps)
    print(f"without an answer: {missed} of {len(recordings)}")


async def interrupt(settings: Config, recordings: Sequence[Recorded], echo_db: float) -> None:
    gaps: list[float] = []
    cables: list[float] = []
    missed = 0
    with room(echo_db) as sink:
        async with talking(settings) as talk:
            for each in recordings:
                await talk.session.say_exactly(STORY)
                await asyncio.sleep(4.0)
                since = len(talk.events)
                with (
                    sink.recording(USER) as user, sink.recording() as character,
                    sink.recording(MICROPHONE) as microphone,
                ):  # fmt: skip
                    mouth = asyncio.create_task(asyncio.to_thread(play, each.samples[each.first :]))
                    await asyncio.to_thread(user.wait, lambda found: found.loudest > 300, 20.0)
                    first = int(np.flatnonzero(np.abs(user.samples.astype(int)) > 300)[0])
                    late = len(user.samples) - first
                    begun, near = len(character.samples) - late, len(microphone.samples) - late
                    await talk.until(ReplyEnded, since, 6.0)
                    await asyncio.sleep(1.0)
                    sound = np.abs(character.samples[begun:].astype(int))
                    cable = find_delay(microphone.samples[near:], user.samples[first:])
                (await mouth).wait()
                stopped = any(isinstance(event, ReplyEnded) and event.interrupted for event in talk.events[since:])
                loud = np.flatnonzero(sound > HEARD)
                if stopped and len(loud):
                    gaps.append(_silent_from(loud) / virtual.RATE)
                    cables.append(cable)
                else:
                    missed += 1
                    print(f"not interrupted by: {each.text}", flush=True)
                await talk.session.stop()
                await asyncio.sleep(2.0)
                await talk.session.stop()
    tell("first voiced sample in the mouth to silence", gaps)
    tell("of which on the cable from the mouth to the microphone", cables)
    heard = [gap - cable for gap, cable in zip(gaps, cables, strict=True)]
    tell("first voiced sample at the microphone to silence", heard)
    print(f"within 0.3 s of it: {sum(gap <= 0.3 for gap in heard)} of {len(recordings)}; not at all: {missed}")


def find_delay(heard: NDArray[np.int16], spoken: NDArray[np.int16]) -> float:
    """Seconds by which what was spoken comes later in what is heard, at most half a second: both at `virtual.RATE`."""
    few = virtual.RATE // 8000
    what, where = (each[: 2 * virtual.RATE : few].astype(np.float64) for each in (spoken, heard))
    size = 1 << (len(what) + len(where)).bit_length()
    found = np.fft.irfft(np.conj(np.fft.rfft(what, size)) * np.fft.rfft(where, size), size)
    return float(np.argmax(found[: 8000 // 2])) / 8000


def _silent_from(loud: NDArray[np.intp]) -> int:
    """The last sample before half a second without any."""
    pauses = np.flatnonzero(np.diff(loud) > virtual.RATE // 2)
    return int(loud[pauses[0]] if len(pauses) else loud[-1])


async def own(settings: Config, minutes: float, echo_db: float) -> None:
    with room(echo_db):
        async with talking(settings) as talk:
            loop = asyncio.get_running_loop()
            end = loop.time() + 60 * minutes
            since = len(talk.events)
            while loop.time() < end:
                before = len(talk.events)
                await talk.session.say_exactly(STORY)
                await talk.until(SpeechEnded, before, 120.0)
            taken = sum(
                isinstance(event, SpeechHeard) and not event.text and not event.final for event in talk.events[since:]
            )
            print(f"{minutes:g} minutes of its own voice: taken for somebody {taken} times", flush=True)
            print(f"held its breath {talk.breaths} times", flush=True)


async def words(settings: Config, recordings: Sequence[Recorded]) -> None:
    opened = link.opening(settings, "en")
    alone = Whisper(Path(opened.model))
    wrong = {"the recogniser alone": 0, "ears": 0}
    total = 0
    with room(None):
        async with talking(settings) as talk:
            for number, each in enumerate(recordings, 1):
                since = len(talk.events)
                mouth = await asyncio.to_thread(play, np.pad(each.samples, (0, 2 * virtual.RATE)))
                await asyncio.to_thread(mouth.wait)
                await talk.settled(since, 15.0)
                heard = [e.text for e in talk.events[since:] if isinstance(e, SpeechHeard) and e.final]
                samples = np.asarray(soxr.resample(each.samples, virtual.RATE, 16_000), np.float32)
                true = plain(each.text)
                total += len(true)
                found = {"the recogniser alone": alone.write(samples, "en"), "ears": " | ".join(heard)}
                counts = {name: edits(true, plain(text)) for name, text in found.items()}
                for name, count in counts.items():
                    wrong[name] += count
                if len(set(counts.values())) > 1:
                    print(f"  {number} {counts}: {' '.join(true)}\n    {found}", flush=True)
                if number % TOLD_EVERY == 0 or number == len(recordings):
                    print(f"{number} sentences, {total} words:", flush=True)
                    for name, count in wrong.items():
                        print(f"  {name}: {100 * count / total:.1f} % wrong", flush=True)


def plain(text: str) -> list[str]:
    return re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("’", "'")).split()


def edits(true: Sequence[str], found: Sequence[str]) -> int:
    """Words put in, left out or changed."""
    row = list(range(len(found) + 1))
    for number, word in enumerate(true, 1):
        before, row[0] = row[:], number
        for place, other in enumerate(found, 1):
            row[place] = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (word != other))
    return row[-1]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("answer", "interrupt", "own", "words"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--echo", type=float, default=0.0)
    parser.add_argument("--character", default="juno")
    options = parser.parse_args(arguments)
    settings = config.load(
        None,
        {
            "stage.mode": "none", "chat.greeting": "false", "chat.history": "false", "ears.mode": "open",
            "ears.interrupt": "true",
            "character.name": options.character,
        },
    )  # fmt: skip
    recordings = read(options.data, options.count)
    match options.what:
        case "answer":
            asyncio.run(answer(settings, recordings))
        case "interrupt":
            asyncio.run(interrupt(settings, recordings, options.echo))
        case "own":
            asyncio.run(own(settings, options.minutes, options.echo))
        case _:
            settings = config.override(settings, "brain.name", "persona")
            asyncio.run(words(settings, recordings))


if __name__ == "__main__":
    main(sys.argv[1:])
