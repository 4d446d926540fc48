"""What `avatar doctor` tries in a process of its own, since a broken graphics or sound library may end it.

`python -m avatar.cli.probes NAME SETTING` prints the Availability as JSON; the doctor runs it by `probe`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from avatar import installer, systemlibs, vital
from avatar.errors import AvatarError
from avatar.types import Availability

LONGEST_S = 30.0
"""Seconds without an answer after which a probe that does nothing is given up."""
UTMOST_S = 300.0
"""Seconds after which a probe that is at work is given up, too."""
STIRRING_NS = 100_000_000
"""A probe that ran, or waited to run, for less than this within `LONGEST_S` hangs; one with more is only slow."""


def probe(name: str, setting: str = "") -> Availability:
    """What the probe of that name finds, tried in another process. `setting`: what the settings in effect name there;
    '' where they leave it open."""
    command = [sys.executable, "-P", "-m", "avatar.cli.probes", name, setting]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            out, err = answer(process)
        except subprocess.TimeoutExpired:
            process.kill()
            restart = "Restart the machine's sound or graphics."
            return Availability(False, f"it hangs: no answer in {LONGEST_S:.0f} s", restart)
    lines = out.splitlines()
    if process.returncode == 0 and lines:
        return Availability(*json.loads(lines[-1]))
    last = (err.strip().splitlines() or [f"exit status {process.returncode}"])[-1]
    return Availability(False, f"it breaks: {last}", remedy(name))


def answer(
    process: subprocess.Popen[str],
    longest: float = LONGEST_S,
    stirred: Callable[[int], int | None] = vital.stirred,
) -> tuple[str, str]:
    """What a process says on stdout and stderr. Raises subprocess.TimeoutExpired where it hangs.

    A small machine, or a busy one, takes its time: a process that stirs gets up to `UTMOST_S`.
    """
    end, before = time.monotonic() + UTMOST_S, 0
    while True:
        try:
            return process.communicate(timeout=longest)
        except subprocess.TimeoutExpired:
            now = stirred(process.pid)
            if now is None or now - before < STIRRING_NS or time.monotonic() > end:
                raise
            before = now


def _picture(_setting: str) -> Availability:
    import skia

    surface = skia.Surface(16, 16)
    surface.getCanvas().clear(skia.ColorRED)
    return Availability(True, f"skia {skia.__version__}")


def _sound(name: str) -> Availability:
    from avatar.sound import device

    found = device.list_outputs()
    if not found:
        return Availability(False, "there is no sound device here", REMEDIES["sound"])
    device.find(name, "output")
    return Availability(True, ", ".join(found))


def _microphone(name: str) -> Availability:
    from avatar.sound import device, microphone

    found = microphone.list_inputs()
    if not found:
        return Availability(False, "there is no microphone here", REMEDIES["microphone"])
    device.find(name, "input")
    return Availability(True, ", ".join(found))


def _ears(recogniser: str) -> Availability:
    """The recogniser, loaded and timed: it hears two seconds of noise."""
    from avatar.config import Config, EarsConfig
    from avatar.ears import link, whisper

    opening = link.opening(Config(ears=EarsConfig(recogniser=recogniser)), "en")
    pace = whisper.measure_pace(whisper.Whisper(Path(opening.model)))
    name = Path(opening.model).name
    if pace > link.TOO_SLOW:
        return Availability(False, f"{name} takes {pace:.1f} s for a second of speech", "Answers will come late.")
    return Availability(True, f"{name}, {pace:.2f} s for a second of speech")


def _fonts(_setting: str) -> Availability:
    from avatar.draw import fonts

    lacking = fonts.lacking()
    if not lacking:
        return Availability(True, ", ".join(fonts.SAMPLES))
    packages = sorted({fonts.SAMPLES[script][1] for script in lacking})
    return Availability(False, f"none for {', '.join(lacking)}", f"sudo apt-get install {' '.join(packages)}")


def _model(_setting: str) -> Availability:
    from avatar.lipsync import installed, model
    from avatar.types import Clip

    model.hear(Clip.silence(0.5, 16_000))
    own = installed.own(installed.NET)
    told = [f"your own model, {own}" if own else "the model that came with avatar"]
    if learned := installed.speakers():
        told.append(f"others for {', '.join(learned)}")
    return Availability(True, "; ".join([*told, *filter(None, [installed.passed_over()])]))


def _phonemes(_setting: str) -> Availability:
    from avatar.lipsync import phonemes

    found = phonemes.phonemize("hello", "en")
    return Availability(bool(found), "phonemizer and espeak-ng" if found else "phonemizer finds no phones in a word")


PROBES: Mapping[str, Callable[[str], Availability]] = {
    "picture": _picture,
    "sound": _sound,
    "microphone": _microphone,
    "ears": _ears,
    "fonts": _fonts,
    "model": _model,
    "phonemes": _phonemes,
}

REMEDIES: Mapping[str, str] = {
    "picture": systemlibs.tell_install(*systemlibs.PICTURE),
    "sound": f"Plug in or switch on a device; or {systemlibs.tell_install(*systemlibs.SOUND)}",
    "fonts": systemlibs.tell_install("libfontconfig", "fonts"),
    "microphone": "Plug one in, or let this program use it in the system's settings; or "
    f"{systemlibs.tell_install(*systemlibs.SOUND)}",
    "ears": "avatar get ears whisper-base",
}


def remedy(name: str) -> str:
    """What may help where a probe fails."""
    match name:
        case "model":
            from avatar.lipsync import model

            return model.remedy()
        case "phonemes":
            return installer.for_library("phonemizer")
        case _:
            return REMEDIES[name]


def main() -> int:
    try:
        found = PROBES[sys.argv[1]](sys.argv[2])
    except AvatarError as error:
        found = Availability(False, error.what, error.remedy or remedy(sys.argv[1]))
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
