"""What the kiosk would take on a Raspberry Pi: instructions counted here, divided by what its cores get through.

    python -m benchmarks.raspberry [--frames 60] [--answers 4]

Needs valgrind, whose count of instructions does not depend on how busy or how fast this machine is. Counted are the
start of each process, a frame of the window, one of a picture that talks, an answer of the persona (espeak-ng speaks
it) and a clause of hibari's, of 5.5 seconds; frames, answer and clause as the difference of two runs, so that the start
is not in them. What the graphics card, the sound card and waiting take is in none of them, and an Arm core needs other
instructions than this one for the same Python: an estimate, and no measurement.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

WIDTH, HEIGHT = 1280, 720
SAID = (
    "hello there", "tell me a joke", "who made you", "do you like music", "what is seven times eight", "it is raining",
    "what is your name", "how are you today", "I have a dog", "what can you do",
)  # fmt: skip
TEXT = "Well, I could tell you about the time a penguin borrowed my bicycle, but you would never believe the ending!"


class Core(NamedTuple):
    """One core of a Raspberry Pi."""

    name: str
    hertz: float
    per_cycle: float
    """Instructions, in an interpreter such as Python, which misses its caches and mispredicts often: assumed."""

    def seconds(self, instructions: float) -> float:
        return instructions / (self.hertz * self.per_cycle)


CORES = (Core("Raspberry Pi 5", 2.4e9, 1.5), Core("Raspberry Pi 4", 1.8e9, 0.85))
"""Cortex-A76 and Cortex-A72, at the clocks of the current system software."""


# ------------------------------------------------------------------------------------------------------ what is counted


def start_kiosk(_count: int) -> None:
    """The kiosk's own process until it has its brain: what comes before the stage process is started, and beside it."""
    from avatar import cli, config
    from avatar.brain.making import make
    from avatar.kiosk.loop import Kiosk

    cli.build_parser()
    Kiosk(config.Config())
    make(config.Config())


def start_stage(_count: int) -> None:
    """The stage process until its first picture is ready for the graphics card."""
    import avatar.stage.process  # noqa: F401

    scenery_on_paper()


def start_performer(_count: int) -> None:
    """The performer and its voice engine until the first clause: beside the stage, on other cores."""
    answer(1, text=TEXT)


def picture(count: int) -> None:
    """A frame of a still picture that speaks, with what is behind its head."""
    from tests.draw.portrait import make_still

    with tempfile.TemporaryDirectory() as folder:
        frame(count, make_still(Path(folder) / "still", behind=True))


def frame(count: int, folder: Path | None = None) -> None:
    """A frame of someone who speaks: staging, pose, rig, the mouth drawn, the corners for the graphics card.

    `folder`: whose; None for Juno.
    """
    import numpy as np

    scenery, member = scenery_on_paper(folder)

    from avatar.stage.sprites import place_vertices
    from avatar.stage.views import Seen
    from avatar.types import Clip, Entry, MouthTrack, Performance, Rung, Scene, Speech

    dice = np.random.default_rng(1)
    weights = dice.dirichlet(np.full(15, 0.2), 6000).astype(np.float32)
    speech = Speech(Clip(np.zeros(60 * 24000, np.int16), 24000), TEXT, "espeak")
    said = Performance(member.who, speech, MouthTrack(weights, Rung.MODEL))
    scene = Scene((member,), (Entry(0.0, member.who, said),))
    for number in range(count):
        place_vertices(scenery.quads(Seen(scene, number / 60, (), still=False), WIDTH, HEIGHT))


def answer(count: int, text: str = "") -> None:
    """An answer of the persona: what it says, and its first clause spoken, with its mouth."""
    from avatar import library
    from avatar.brain import Turn
    from avatar.brain.making import make
    from avatar.config import Config, SpeechConfig
    from avatar.performer.perform import Performer, SpokenLine
    from avatar.text.directions import read

    config = Config(speech=SpeechConfig(timeout_s=120.0))  # under valgrind all takes fifty times as long
    voice = library.voice_for("en", "espeak") or next(iter(map(library.voice, library.voices())))
    performer = Performer(config)

    async def replies() -> list[str]:
        brain = make(config)
        turns: list[Turn] = []
        for line in SAID[:count]:
            turns.append(Turn("user", line))
            turns.append(Turn("character", "".join([piece async for piece in brain.reply(tuple(turns))])))
        await brain.aclose()
        return [turn.text for turn in turns if turn.who == "character"]

    try:
        for said in [text] if text else asyncio.run(replies()):
            clause = re.split(r"(?<=[.!?])\s", said.strip())[0]
            performer.perform(SpokenLine(read(clause), "juno", voice))
    finally:
        performer.close()


def hibari(count: int) -> None:
    """hibari's engine, its net and lexicon loaded, saying a clause so many times."""
    from avatar.speech.base import Request
    from avatar.speech.engines.hibari import Hibari

    engine = Hibari()
    for _ in range(count):
        engine.speak(Request(TEXT, "heart"))


def scenery_on_paper(folder: Path | None = None) -> tuple[Any, Any]:
    """The window's scenery, with all that it draws itself but without a graphics card; and who stands in it."""
    import time

    import avatar.stage.window  # noqa: F401  first: it tells pyglet to do without a screen until one is asked for
    from avatar import library
    from avatar.character.loading import load
    from avatar.stage import scenery, sprites
    from avatar.types import CastMember

    class Paper(sprites.Atlas):
        def __init__(self) -> None:
            self._own = {}

        def add(self, pixels: Any) -> sprites.Sprite:
            height, width = pixels.shape[:2]
            return sprites.Sprite(1, (width, height), sprites._outline(pixels, (0, 0), sprites.PAGE))

        def put(self, key: object, pixels: Any, *, exact: bool = False) -> sprites.Sprite:
            height, width = pixels.shape[:2]
            return sprites.Sprite(2, (width, height), sprites._filling(width, height))

        def free(self) -> None:
            pass

    setattr(scenery, "Atlas", Paper)  # noqa: B010  mypy refuses to see a class replaced
    member = CastMember("juno", "juno")
    found = scenery.Scenery()
    character = load(folder or library.character("juno"))
    found.want(scenery.Want(((member, character),), ("plain",), WIDTH, HEIGHT), time.perf_counter())
    found.settle()
    return found, member


WORK: dict[str, Callable[[int], None]] = {
    "start_kiosk": start_kiosk,
    "start_stage": start_stage,
    "start_performer": start_performer,
    "frame": frame,
    "picture": picture,
    "answer": answer,
    "hibari": hibari,
}


# ------------------------------------------------------------------------------------------------------------ counting


def counted(work: str, count: int = 1) -> float:
    """Instructions of all processes of a piece of work."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
        command += ["--trace-children=yes", f"--log-file={folder}/%p.log", sys.executable, __file__]
        done = subprocess.run(
            [*command, "--work", work, "--count", str(count)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{work} failed: {done.stderr[-2000:]}")
        texts = [path.read_text() for path in Path(folder).glob("*.log")]
    return float(
        sum(int(number.replace(",", "")) for text in texts for number in re.findall(r"I +refs: +([\d,]+)", text))
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--answers", type=int, default=4)
    parser.add_argument("--work", choices=WORK, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        WORK[options.work](options.count)
        return 0
    many, few = options.frames, max(1, options.frames // 4)
    found = {name: counted(name) for name in ("start_performer", "start_kiosk", "start_stage")}
    found["frame"] = (counted("frame", many) - counted("frame", few)) / (many - few)
    found["picture"] = (counted("picture", many) - counted("picture", few)) / (many - few)
    found["answer"] = (counted("answer", options.answers) - counted("answer", 1)) / (options.answers - 1)
    found["start_hibari"], thrice = counted("hibari", 1), counted("hibari", 3)
    found["clause_hibari"] = (thrice - found["start_hibari"]) / 2
    print(f"{'':17}{'million instructions':>22}" + "".join(f"{core.name:>18}" for core in CORES))
    for name, instructions in found.items():
        row = "".join(f"{1000 * core.seconds(instructions):15.1f} ms" for core in CORES)
        print(f"{name:17}{instructions / 1e6:22.1f}{row}")
    first = found["start_kiosk"] + max(found["start_stage"], found["start_performer"])
    print(
        f"{'first picture':17}{first / 1e6:22.1f}" + "".join(f"{1000 * core.seconds(first):15.1f} ms" for core in CORES)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
