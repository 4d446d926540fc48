"""How responsive the chat's screen stays while a 2,000-word reply streams in and its words are lit, and what 500 turns
cost in memory: the screen is the real one, the Session scripted, so that nothing else is measured. Then all of
`benchmarks.talk`: from Enter to the first sound, and the gaps inside a reply, with the whole chain in place.

    python -m benchmarks.chat

Targets: 50 ms response at the 99th percentile; memory flat over 500 turns; those of `benchmarks.talk`.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")

from avatar import config as configuration
from avatar.config import Config
from avatar.session import ReplyEnded, ReplyStarted, ReplyText, SpeechEnded, WordSpoken
from avatar.ui.app import ChatApp
from benchmarks import talk
from tests.ui.scripted import ScriptedSession

WORDS_PER_S = 60.0
"""A fast server."""


def app() -> ChatApp:
    config = configuration.override(Config(), "chat.greeting", "false")
    return ChatApp(configuration.override(config, "chat.history", "false"), ScriptedSession)  # type: ignore[arg-type]


async def lateness(stop: asyncio.Event, found: list[float]) -> None:
    """Milliseconds that the loop takes to come back, sampled every 5 ms: what a key press would wait."""
    while not stop.is_set():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        found.append(1000 * (time.perf_counter() - before - 0.005))


async def stream(words: list[str]) -> list[float]:
    chat, found, stop = app(), [], asyncio.Event()
    async with chat.run_test(size=(100, 40)) as pilot:
        tell = chat.session.tell  # type: ignore[attr-defined]
        probe = asyncio.create_task(lateness(stop, found))
        tell(ReplyStarted())
        at = spoken = 0
        begun = time.perf_counter()
        for number, word in enumerate(words):
            tell(ReplyText(word))
            at += len(word)
            if number % 20 == 0:
                tell(WordSpoken(spoken, len(words[number // 20].strip())))
                spoken += len(words[number // 20])
            await asyncio.sleep(max(0.0, begun + number / WORDS_PER_S - time.perf_counter()))
        tell(ReplyEnded("".join(words)), SpeechEnded())
        await pilot.pause()
        stop.set()
        await probe
    return found


def resident_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def turns(count: int) -> list[float]:
    """Resident MB after every hundredth turn."""
    chat, found = app(), []
    text = "A reply of **some** length, as they are.\n\n- with a list\n- of two\n\nAnd an end."
    async with chat.run_test(size=(100, 40)) as pilot:
        for number in range(1, count + 1):
            await chat.chat.send(f"message {number}")
            chat.session.tell(ReplyStarted(), ReplyText(text), ReplyEnded(text), SpeechEnded())  # type: ignore[attr-defined]
            await pilot.pause()
            if number % 100 == 0:
                found.append(resident_mb())
    return found


def main() -> None:
    paragraph = [f"word{number % 97}{'.' if number % 12 == 11 else ''} " for number in range(200)]
    with tempfile.TemporaryDirectory() as home:
        os.environ["AVATAR_HOME"] = home
        for name, words in (
            ("ten paragraphs", [w for _ in range(10) for w in [*paragraph[:-1], "end.\n\n"]]),
            ("one paragraph", paragraph * 10),
        ):
            found = sorted(asyncio.run(stream(words)))
            p99 = found[int(len(found) * 0.99)]
            middle = statistics.median(found)
            print(f"2,000 words, {name}: median {middle:.1f} ms, p99 {p99:.0f} ms, most {found[-1]:.0f} ms")
        print("resident MB after 100, 200 ... 500 turns:", [round(each) for each in asyncio.run(turns(500))])
    talk.measure(50, 20, "none")


if __name__ == "__main__":
    main()
