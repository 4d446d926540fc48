"""Google Translate's voices by gTTS: opt-in, since what is said goes to a server of Google's.

It is an unofficial service that refuses heavy use. Every answer is checked: a missing network, a refusal, an answer
without sound or half an answer raises an EngineError that says which it was, and the fallback voice takes over.
"""

from __future__ import annotations

import binascii
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from avatar.errors import EngineError, EngineMissing
from avatar.speech.base import Progress, Request, SpokenSound, Traits, no_progress

if TYPE_CHECKING:
    from avatar.types import Availability

CONNECT_S, READ_S = 3.0, 3.0
"""Longest waits for the server to take the call, and for each next byte; gTTS by itself waits for ever."""
SLOW_BELOW = 130
"""Words a minute below which the service's slow reading is asked for; it knows only two speeds."""
_LATER = "Try again later, or choose another voice."


TRAITS = Traits(kept=True, sends_to="a server of Google's", rate=24000, kanji=True)


class Gtts:
    """The gtts engine. A voice's id is the service's language (`en`), its variant the top-level domain (`co.uk`)."""

    name = "gtts"
    traits = TRAITS

    def availability(self) -> Availability:
        from avatar import installer
        from avatar.types import Availability

        if importlib.util.find_spec("gtts") is None:
            return Availability(False, "gtts is not installed", installer.for_library("gtts"))
        return Availability(True, "gtts; needs the network, and speech.gtts = true")

    def warm(self, request: Request) -> None:
        _modules()

    def speak(self, request: Request, progress: Progress = no_progress) -> SpokenSound:
        if not any(each.isalnum() for each in request.text):
            return SpokenSound(b"", TRAITS.rate)
        gtts, tts_module = _modules()
        try:
            with _verified():
                voice = gtts.gTTS(
                    request.text,
                    lang=request.voice_id,
                    tld=request.variant or "com",
                    slow=request.rate < SLOW_BELOW,
                    lang_check=False,
                    timeout=(CONNECT_S, READ_S),
                )
                expected = len(voice.get_bodies())
                pieces = [_decoded(piece) for piece in _watched(voice.stream(), progress)]
        except tts_module.gTTSError as error:
            raise _explained(error) from error
        except AssertionError:
            return SpokenSound(b"", TRAITS.rate)  # nothing is left to say after its own tidying
        except (OSError, UnicodeError, binascii.Error) as error:
            raise EngineError(f"Google's voice sent an answer that can't be read: {error}", remedy=_LATER) from error
        if len(pieces) < expected:
            raise EngineError("Google's voice sent an answer without sound", remedy=_LATER)
        return _joined(pieces)


ENGINE = Gtts


def _modules() -> tuple[Any, Any]:
    try:
        import gtts
        import gtts.tts
    except ImportError as error:
        from avatar import installer

        raise EngineMissing("gtts is not installed", remedy=f"Install it: {installer.for_library('gtts')}") from error
    return gtts, gtts.tts


@contextmanager
def _verified() -> Iterator[None]:
    """Have gTTS check the server's certificate, which it switches off."""
    import requests

    original = requests.Session

    class Verified(original):  # type: ignore[misc, valid-type]
        def send(self, request: Any, **options: Any) -> Any:
            return super().send(request, **{**options, "verify": True})

    requests.Session = Verified  # type: ignore[misc]
    try:
        yield
    finally:
        requests.Session = original  # type: ignore[misc]


def _watched(pieces: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    for piece in pieces:
        progress()
        yield piece


def _decoded(piece: bytes) -> SpokenSound:
    """One MP3, decoded on its own: of several in a row only the first would be."""
    from avatar import audio
    from avatar.errors import AudioError

    try:
        clip = audio.decode(piece)
    except AudioError as error:
        raise EngineError(f"Google's voice sent no sound that can be read: {error.what}", remedy=_LATER) from error
    if not clip.duration:
        raise EngineError("Google's voice sent an empty sound", remedy=_LATER)
    return SpokenSound(clip.samples.astype("<i2").tobytes(), clip.rate)


def _joined(pieces: list[SpokenSound]) -> SpokenSound:
    if any(piece.rate != pieces[0].rate for piece in pieces):
        raise EngineError("Google's voice sent sounds of several rates", remedy=_LATER)
    return SpokenSound(b"".join(piece.pcm for piece in pieces), pieces[0].rate)


def _explained(error: Any) -> EngineError:
    """An EngineError that explains the service's answer, or that there was none."""
    answer = error.rsp
    if answer is None:
        return EngineError("Google's voice can't be reached", remedy="Check the network, or choose an offline voice.")
    if answer.status_code == 429:
        return EngineError("Google's voice refuses more for now (429, too many requests)", remedy=_LATER)
    if answer.status_code == 200:
        return EngineError("Google's voice sent an answer without sound", remedy=_LATER)
    return EngineError(f"Google's voice does not work right now ({answer.status_code})", remedy=_LATER)
