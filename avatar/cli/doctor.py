"""Check every part on this machine: what works, and the exact command that would make the rest work. The exit status
is 1 where something that your settings use does not work.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from avatar.cli.common import add_flags
from avatar.cli.outputs import as_json, bare
from avatar.errors import AvatarError
from avatar.types import Availability

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.config import Config
    from avatar.speech.base import Traits
    from avatar.types import Voice

BRAIN_S = 5.0
"""Seconds for a brain's server to answer."""
STAGE_S = 20.0
"""Seconds for the stage to open, or to do anything at all towards it."""


PROBED = ("picture", "fonts", "sound", "model", "phonemes")
EARS = ("microphone", "ears")
"""Parts that are tried in processes of their own; the second only where somebody may be listened to."""

TRIED = ("One, two, three, four.", "Five, six, seven, eight.", "Nine, ten, eleven, twelve.")
"""What a net says when it is timed."""


class Finding(NamedTuple):
    """What was found of one part."""

    part: str
    found: Availability
    needed: bool = True
    """Whether the settings use it: only then does it count for the exit status."""


def arguments(parser: argparse.ArgumentParser) -> None:
    add_flags(parser, "--voice", "--character", "--stage", "--device")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--no-stage", action="store_true", help="don't open the stage, whose window shows for a moment")


def run(options: argparse.Namespace) -> int:
    from avatar.cli.common import settings

    config = settings(options, check=False)
    found = list(findings(config, stage=not options.no_stage, file=options.config))
    if options.json:
        rows = [{"part": each.part, "needed": each.needed, **each.found._asdict()} for each in found]
        print(as_json(rows, 2))
    else:
        _print(found)
    return 1 if any(each.needed and not each.found.works for each in found) else 0


def _print(found: list[Finding]) -> None:
    colours, out = sys.stdout.isatty(), bare(sys.stdout)
    widest = max(len(each.part) for each in found)
    for each in found:
        sign, colour = ("+", 32) if each.found.works else ("!", 31) if each.needed else ("-", 33)
        print(f"\x1b[{colour}m{sign}\x1b[0m" if colours else sign, end=" ", file=out)
        print(f"{each.part:<{widest}}  {each.found.detail}")
        if each.found.remedy and not each.found.works:
            print(f"  {'':<{widest}}  -> {each.found.remedy}")
    bad = [each.part for each in found if each.needed and not each.found.works]
    print()
    print(f"These need care: {', '.join(bad)}." if bad else "All that your settings use works.")


def findings(config: Config, *, stage: bool = True, file: Path | None = None) -> Iterator[Finding]:
    """Everything, in the order that it is printed; the slow ones are looked at side by side. `file`: where the settings
    are from; None: the user's own."""
    from avatar import installer
    from avatar.cli import machine, packages
    from avatar.cli.probes import probe
    from avatar.speech import ENGINES

    voice, listens = _voice_used(config), config.ears.mode != "off" or not installer.missing("ears")
    with ThreadPoolExecutor(3) as pool:
        named = {"sound": config.sound.device, "microphone": config.ears.device, "ears": config.ears.recogniser}
        parts = (*PROBED, *(EARS if listens else ()))
        probed = {name: pool.submit(probe, name, named.get(name, "")) for name in parts}
        yield Finding("settings", _settings(file))
        yield Finding("data folder", _data())
        yield Finding("catalogue", _try(_catalogue), False)
        for part in machine.parts():
            yield Finding(*part)
        yield Finding("character", _try(lambda: _character(config)))
        yield Finding("brain", _try(lambda: _brain(config)))
        yield Finding("voice", _try(lambda: _voice(config)))
        for name in ENGINES:
            found = _try(partial(_engine, name, config))
            yield Finding(f"engine {name}", found, voice is not None and voice.engine == name)
        yield Finding("espeak-ng", _try(_espeak))
        yield Finding("mouth: estimated", probed["phonemes"].result(), False)
        yield Finding("mouth: model", probed["model"].result(), False)
        yield Finding("drawing", probed["picture"].result())
        yield _fonts(probed["fonts"].result(), config)
        yield Finding("sound devices", probed["sound"].result(), not config.sound.muted)
        for name in EARS:
            found = probed[name].result() if listens else _no_ears()
            yield Finding(name, found, config.ears.mode != "off")
    if stage:
        yield from _stage(config)
    for package, brought in packages.findings():
        yield Finding(f"package {package}", brought, False)
    yield Finding("films", _try(_films), False)
    yield Finding("recorded songs", _try(_separator), False)
    yield Finding("language models", _models(), False)
    yield Finding("models here", _try(_models_here), False)
    yield Finding("log", _log())


def _no_ears() -> Availability:
    from avatar import installer

    return Availability(False, "nobody is listened to", installer.for_extra("ears"))


def _try(look: Callable[[], Availability]) -> Availability:
    try:
        return look()
    except AvatarError as error:
        where = f" ({error.where})" if error.where else ""
        return Availability(False, f"{error.what}{where}", error.remedy)


def _settings(file: Path | None) -> Availability:
    from avatar import library

    if file is not None:
        return Availability(True, str(file))
    own = library.config_path()
    return Availability(True, str(own) if own.is_file() else f"the defaults; your own go to {own}")


def _data() -> Availability:
    from avatar import library

    return Availability(True, f"{library.user_dir()}: your own characters, voices, shows and models")


def _catalogue() -> Availability:
    from avatar.catalogue import getting, shelf

    found, wrong = shelf.here(), shelf.damaged()
    if wrong:
        again = "; ".join(f"avatar get {each.kind} {each.name}" for each in wrong)
        return Availability(False, f"{', '.join(each.name for each in wrong)}: damaged or gone", again)
    size = getting.in_mb(sum(each.size for each in found))
    here = f"{len(found)} things that were got, {size}" if found else "nothing was got yet"
    return Availability(True, f"{here}: `avatar voices` lists what can be, {shelf.list_path().name} whose it is")


def _character(config: Config) -> Availability:
    from avatar import library

    return Availability(True, f"{config.character.name} in {library.character(config.character.name)}")


def _brain(config: Config) -> Availability:
    """The brain that the settings choose, made as the chat makes it and asked: a server that is gone does not think."""
    import asyncio

    from avatar.brain.making import make

    async def ask() -> Availability:
        brain = make(replace(config, brain=replace(config.brain, timeout_s=min(config.brain.timeout_s, BRAIN_S))))
        try:
            found = brain.availability()
            return await brain.check() if found.works else found
        finally:
            await brain.aclose()

    found = asyncio.run(ask())
    return found._replace(detail=f"{config.brain.name}: {found.detail}")


def _voice(config: Config) -> Availability:
    from avatar import library
    from avatar.performer.choosing import voice_for

    told: list[str] = []
    voice = voice_for(config, library.character(config.character.name), tell=told.append)
    return Availability(True, " ".join([f"{voice.name} ({voice.language}, {voice.engine})", *told]))


def _voice_used(config: Config) -> Voice | None:
    from avatar import library
    from avatar.performer.choosing import voice_for

    try:
        return voice_for(config, library.character(config.character.name))
    except AvatarError:
        return None


def _engine(name: str, config: Config) -> Availability:
    from avatar.speech import ENGINES

    engine = ENGINES[name]
    found = engine().availability()
    carried = _carried(name, config) if found.works and engine.traits.natural else ()
    return found._replace(detail="; ".join([found.detail, *nature(engine.traits), *carried]))


def _carried(name: str, config: Config) -> Iterator[str]:
    """In words, how this machine carries an engine; it is tried first where nobody knows yet."""
    from avatar.speech import capability

    if capability.seen(name).sounds < capability.SURE_AFTER:
        _try_out(name, config)
    seen = capability.seen(name)
    if seen.sounds:
        memory = f", {seen.memory_mb} MB" if seen.memory_mb else ""
        yield f"{seen.factor:.2f} s of work for a second of speech here{memory}"
    if why := capability.refusal(name, "talk"):
        yield f"not used in talks: {why}" if not capability.refusal(name, "film") else f"not used: {why}"


def _try_out(name: str, config: Config) -> None:
    from avatar import library
    from avatar.speech import traits
    from avatar.speech.cache import Cache
    from avatar.speech.speaker import Speaker

    missing = traits(name).missing
    voice = next((each for each in library.every_voice() if each.engine == name and not missing(each.id)), None)
    if voice is None:
        return
    speaker = Speaker(config.speech, cache=Cache())
    try:
        for text in TRIED:
            speaker.speak(text, voice)
    except AvatarError:  # its own line says what is wrong with it
        return
    finally:
        speaker.close()


def nature(traits: Traits) -> Iterator[str]:
    """In words, the traits of an engine that matter when choosing one."""
    if traits.languages:
        yield f"speaks {', '.join(traits.languages)}"
    if times := [name for name, told in (("words", traits.words), ("phones", traits.phones)) if told]:
        yield f"tells the times of {' and '.join(times)}"
    if traits.sends_to:
        yield f"sends what is said to {traits.sends_to}"


def _espeak() -> Availability:
    from avatar import library

    found = library.espeak()
    return Availability(True, f"{found.library} ({found.origin})")


def _films() -> Availability:
    from avatar import film

    film.require()
    return Availability(True, "PyAV and Pillow")


def _separator() -> Availability:
    """What takes the singing out of a song, opened as a song opens it."""
    from avatar.song.recorded import separator

    if not separator.is_here():
        what = "the mouth hears the instruments, too: what takes the singing out of a song is not here"
        return Availability(False, what, f"avatar get {separator.ENTRY}")
    separator.open_separator()
    return Availability(True, "the singing is taken out of a song by Spleeter's nets")


def _models() -> Availability:
    from avatar import installer

    if installer.missing("llm"):
        return Availability(False, "the openai library is not installed", installer.for_extra("llm"))
    return Availability(True, "any server that speaks OpenAI's chat interface")


def _models_here() -> Availability:
    """The models of this machine, each with how fast it is where that is known."""
    from avatar import installer
    from avatar.brain.local import pace
    from avatar.catalogue import brains

    found = brains.here()
    if not found:
        return Availability(False, "none: a language model can run here, too", "avatar get brain")
    if installer.missing("local"):
        return Availability(False, "the library xllamacpp is not installed", installer.for_extra("local"))
    told = []
    for name, path in found.items():
        seen = pace.of(path)
        slow = ", too slow for speech" if seen.too_slow else ""
        told.append(f"{name} ({seen.words:.1f} words a second{slow})" if seen.answers else name)
    return Availability(True, ", ".join(told))


def _log() -> Availability:
    from avatar import logs

    if logs.path().is_file():
        return Availability(True, str(logs.path()))
    return Availability(False, f"{logs.path()} can't be written", f"mkdir -p {logs.path().parent}, and make it yours")


def _fonts(found: Availability, config: Config) -> Finding:
    """Fonts count where the voice's own script has none."""
    try:
        from avatar.draw import fonts
    except ImportError:  # skia lacks a library of the system's, which the line on drawing names
        return Finding("fonts", found, False)
    voice = _voice_used(config)
    return Finding("fonts", found, voice is not None and fonts.script_of(voice.language) in found.detail)


def _stage(config: Config) -> Iterator[Finding]:
    """Open the real stage for a moment: what it says of itself is the truest answer."""
    import queue
    import time

    from avatar import vital
    from avatar.cli.probes import STIRRING_NS, UTMOST_S
    from avatar.stage.link import Stage
    from avatar.stage.messages import Ready, StageEvent

    events: queue.SimpleQueue[StageEvent] = queue.SimpleQueue()
    asked = config.stage.mode
    try:
        stage = Stage(config, events.put, title="avatar doctor")
    except AvatarError as error:
        yield Finding("stage", Availability(False, error.what, error.remedy))
        return
    end = time.monotonic() + UTMOST_S
    try:
        event: StageEvent | None = None
        stirred: int | None = 0
        while not isinstance(event, Ready):
            try:
                event = events.get(timeout=STAGE_S)
            except queue.Empty:
                before, stirred = stirred, vital.stirred(stage.pid or 0)
                if before is None or stirred is None or stirred - before < STIRRING_NS or time.monotonic() > end:
                    raise
    except queue.Empty:
        yield Finding("stage", Availability(False, f"no answer in {STAGE_S:.0f} s", "The log has the details."))
        return
    finally:
        stage.close()
    works = event.mode == asked or asked == "auto"
    remedy = "Start it on a desktop, or ask for what there is: --stage terminal"
    words = {"window": "a window opens", "terminal": "the face is drawn in the terminal", "none": "sound alone"}
    drawn = f", drawn by {event.drawn}" if event.drawn else ""
    detail = words.get(event.mode, "no stage") + drawn + (f": {event.why}" if event.why else "")
    yield Finding("stage", Availability(works, detail, "" if works else remedy))
