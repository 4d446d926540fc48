"""The system's own voices by pyttsx3: SAPI 5 on Windows, macOS's, espeak-ng elsewhere.

pyttsx3 is used in the one way that works everywhere: one utterance, into a file, from a fresh engine. (Of several
queued ones only the last is produced; a path that can't be written hangs it for ever; a second run of one engine may
give no sound.) It tells no times that could be trusted.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import threading
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar import systemlibs
from avatar.errors import EngineError, EngineMissing
from avatar.speech.base import Progress, Request, SpokenSound, Traits, no_progress
from avatar.tags import primary

if TYPE_CHECKING:
    from avatar.types import Availability

SLOWEST, FASTEST = 80, 450
"""Words a minute."""
TRIES = 3
"""The end of one utterance may cancel the next, which then makes no file."""
MOST_NAMES = 12
"""Voices that a message lists."""


TRAITS = Traits(kanji=sys.platform in ("win32", "darwin"))  # on Linux, espeak-ng speaks


class Pyttsx3:
    """The pyttsx3 engine."""

    name = "pyttsx3"
    traits = TRAITS

    def availability(self) -> Availability:
        from avatar import installer
        from avatar.types import Availability

        if importlib.util.find_spec("pyttsx3") is None:
            return Availability(False, "pyttsx3 is not installed", installer.for_library("pyttsx3"))
        if sys.platform not in ("win32", "darwin") and not _system_espeak():
            return Availability(
                False, "pyttsx3 needs the system's espeak-ng here", systemlibs.tell_install("espeak-ng")
            )
        driver = {"win32": "SAPI 5", "darwin": "macOS"}.get(sys.platform, "espeak-ng")
        return Availability(True, f"pyttsx3, which drives {driver}")

    def warm(self, request: Request) -> None:
        _started()

    def speak(self, request: Request, progress: Progress = no_progress) -> SpokenSound:
        if not any(each.isalnum() for each in request.text):
            return SpokenSound(b"", 22050)
        progress()
        with tempfile.TemporaryDirectory(prefix="avatar-") as folder:
            path = Path(folder) / ("speech.aiff" if sys.platform == "darwin" else "speech.wav")
            for _ in range(TRIES):
                _write(request, path)
                if path.exists():
                    break
            return _read(path)


ENGINE = Pyttsx3


def _write(request: Request, path: Path) -> None:
    """One utterance into a file. A silent failure leaves no file; one that is explained raises EngineError."""
    engine = _started()
    errors: list[BaseException | None] = []
    finished = threading.Event()
    tokens = [
        engine.connect("error", lambda name=None, exception=None: errors.append(exception)),
        engine.connect("finished-utterance", lambda name=None, completed=True: finished.set()),
    ]
    _apply(engine, request)
    engine.save_to_file(request.text, str(path))
    engine.runAndWait()
    # With espeak-ng that waits 10 ms and no longer, while a thread of the library's goes on making the sound.
    while sys.platform not in ("win32", "darwin") and not (errors or finished.wait(0.05)):
        pass  # the caller's patience ends this process, as it does when runAndWait hangs
    for token in tokens:
        engine.disconnect(token)
    if errors:
        what = f"pyttsx3 can't speak with the voice {request.voice_id!r}: {errors[0]}"
        raise EngineError(what, remedy="Try another voice of the system.")


def _started() -> Any:
    try:
        import pyttsx3
    except ImportError as error:
        from avatar import installer

        raise EngineMissing(
            "pyttsx3 is not installed", remedy=f"Install it: {installer.for_library('pyttsx3')}"
        ) from error
    try:
        return pyttsx3.init()
    except (ImportError, RuntimeError, OSError, KeyError) as error:
        raise EngineMissing(
            f"pyttsx3 finds no voices on this system: {error}", remedy=systemlibs.tell_install("espeak-ng")
        ) from error


def _apply(engine: Any, request: Request) -> None:
    """Set what the request asks for, and see that it holds before anything is spoken."""
    if sys.platform in ("win32", "darwin"):
        _choose(engine, request)
        # The driver applies what was set while its loop runs, and may start to speak before: so let it run once for it.
        engine.runAndWait()
        return
    from pyttsx3.drivers import _espeak

    # Here a run would say the last text again. What is set while the driver is not busy goes to the library at once,
    # which applies it in a thread of its own, and drops it where an utterance begins too early.
    engine.proxy.setBusy(False)
    _choose(engine, request)
    _espeak.Synchronize()
    engine.proxy.setBusy(True)


def _choose(engine: Any, request: Request) -> None:
    voice = find_voice(engine.getProperty("voices"), request.voice_id, request.language)
    if voice is not None:
        # espeak's identifiers come in lower case, which its files are not; its names are right.
        engine.setProperty("voice", voice.name if sys.platform not in ("win32", "darwin") else voice.id)
    elif request.voice_id:
        names = ", ".join(each.name for each in engine.getProperty("voices")[:MOST_NAMES])
        raise EngineError(f"This system has no voice {request.voice_id!r}", remedy=f"It has: {names}.")
    engine.setProperty("rate", min(max(request.rate, SLOWEST), FASTEST))
    engine.setProperty("volume", 1.0)
    if sys.platform not in ("win32", "darwin"):
        engine.setProperty("pitch", min(max(request.pitch, 0), 99))


def find_voice(voices: list[Any], voice_id: str, language: str) -> Any:
    """The system's voice with that id or name; for no id, the first of that language; None where there is none."""
    if voice_id:
        want = voice_id.lower()
        return next((each for each in voices if want in (each.id.lower(), each.name.lower())), None)
    tag = language.lower().replace("_", "-")
    for wanted in (tag, primary(tag)):
        for each in voices:
            told = [str(one).lower().replace("_", "-") for one in each.languages or ()]
            if any(one == wanted or one.startswith(f"{wanted}-") for one in told):
                return each
    return None


def _read(path: Path) -> SpokenSound:
    """The sound that was written. Raises EngineError where there is none."""
    try:
        with wave.open(str(path)) as file:
            if file.getnchannels() == 1 and file.getsampwidth() == 2:
                return SpokenSound(file.readframes(file.getnframes()), file.getframerate())
    except FileNotFoundError as error:
        raise EngineError("pyttsx3 wrote no sound", remedy="Try another voice of the system.") from error
    except (wave.Error, EOFError):
        pass  # no plain WAV: AIFF on macOS
    from avatar import audio
    from avatar.errors import AudioError

    try:
        clip = audio.read(path)
    except AudioError as error:
        what = f"pyttsx3 wrote no sound that can be read: {error.what}"
        raise EngineError(what, remedy="Try another voice of the system.") from error
    return SpokenSound(clip.samples.astype("<i2").tobytes(), clip.rate)


def _system_espeak() -> bool:
    from avatar import library
    from avatar.errors import LibraryError

    try:
        return library.espeak().origin == "system"
    except LibraryError:
        return False
