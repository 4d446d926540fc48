from __future__ import annotations

import base64
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import soundfile

from avatar import library
from avatar.config import SpeechConfig
from avatar.errors import EngineError
from avatar.speech.base import Request, SpokenSound
from avatar.speech.cache import Cache
from avatar.speech.engines import gtts as engine_file
from avatar.speech.engines.gtts import Gtts
from avatar.speech.speaker import Speaker

RATE = 24000
LONG = "This sentence goes on and on for longer than what the service takes at once. " * 3


def mp3(seconds: float = 0.5) -> bytes:
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE)
    file = io.BytesIO()
    soundfile.write(file, tone, RATE, format="MP3")
    return file.getvalue()


def answer(sound: bytes) -> bytes:
    """What the service answers, shortened to what the client looks at."""
    return f')]}}\'\n\n[["wrb.fr","jQ1olc","[\\"{base64.b64encode(sound).decode()}\\"]",null]]\n'.encode()


class Service(ThreadingHTTPServer):
    """The service, on loopback; `mode` says how it behaves."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode = "fine"
        self.asked = 0
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        mode = self.server.mode
        if mode == "slow":
            self.server.released.wait(20)
            return
        if mode in ("429", "503"):
            self.send_error(int(mode))
            return
        body = {
            "empty": b"",
            "no sound": b')]}\'\n\n[["wrb.fr","jQ1olc",null,null]]\n',
            "no mention": b"<html>Sorry</html>\n",
            "no mp3": answer(b"this is no sound at all" * 20),
            "no base64": answer(mp3()).replace(b'[\\"', b'[\\"!!!A'),
            "not UTF-8": b"\xff\xfe\xfa\n",
        }.get(mode, answer(mp3()))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if mode == "cut off" else body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its name in the base class
        pass


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service stands in for Google's, in this process and in engine processes."""
    gtts_tts = pytest.importorskip("gtts.tts")
    server = Service()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setattr(gtts_tts, "_translate_url", lambda tld="com", path="": f"{server.url}/{path}")
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def spoken(text: str = "Hello there.") -> SpokenSound:
    return Gtts().speak(Request(text, "en"))


def test_what_the_service_sends_is_heard(service: Service) -> None:
    sound = spoken()
    assert sound.rate == RATE
    assert sound.duration == pytest.approx(0.5, abs=0.1)
    assert sound.times_from == "none"
    assert sound.phones is None


def test_all_pieces_of_a_long_text_are_heard(service: Service) -> None:
    got_on: list[None] = []
    sound = Gtts().speak(Request(LONG, "en"), lambda: got_on.append(None))
    assert service.asked == len(got_on) > 1
    assert sound.duration == pytest.approx(0.5 * service.asked, abs=0.1 * service.asked)


@pytest.mark.parametrize(
    ("mode", "message"),
    [
        ("429", "429, too many requests"),
        ("503", "503"),
        ("empty", "without sound"),
        ("no sound", "without sound"),
        ("no mention", "without sound"),
        ("no mp3", "no sound that can be read"),
        ("no base64", "can't be read|without sound|no sound"),
        ("not UTF-8", "can't be read"),
        ("cut off", "can't be reached|without sound"),
        ("slow", "can't be reached"),
    ],
)
def test_whatever_goes_wrong_is_told_apart(
    service: Service, monkeypatch: pytest.MonkeyPatch, mode: str, message: str
) -> None:
    monkeypatch.setattr(engine_file, "READ_S", 0.2)
    service.mode = mode
    with pytest.raises(EngineError, match=message) as caught:
        spoken()
    assert caught.value.remedy


def test_no_network_is_told_apart(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gtts.tts._translate_url", lambda tld="com", path="": "http://127.0.0.1:9/")
    with pytest.raises(EngineError, match=r"can't be reached.*Check the network"):
        spoken()


def test_the_certificate_is_checked(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """gTTS asks for no check; the engine asks for one, and leaves nothing changed."""
    import requests

    original, seen = requests.Session, []

    class Watched(original):  # type: ignore[misc, valid-type]
        def send(self, request: object, **options: object) -> object:
            seen.append(options["verify"])
            return super().send(request, **options)

    monkeypatch.setattr(requests, "Session", Watched)
    spoken()
    assert seen == [True]
    assert requests.Session is Watched


@pytest.mark.parametrize("text", ["", "...", "?!", " "])
def test_nothing_to_say_asks_nobody(service: Service, text: str) -> None:
    assert spoken(text).pcm == b""
    assert service.asked == 0


# -------------------------------------------------------------------------------------- as part of the whole program


@pytest.fixture
def in_processes(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """Engine processes talk to the service, too."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "if 'gtts' in sys.orig_argv:\n"
        "    import gtts.tts\n"
        f"    gtts.tts._translate_url = lambda tld='com', path='': {service.url + '/'!r} + path\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return service


def test_unless_allowed_nothing_is_sent(in_processes: Service, speaker: Speaker, notices: list[str]) -> None:
    assert speaker.speak("Hello there.", library.voice("gtts-en")).voice == "en-gb"
    assert in_processes.asked == 0
    assert len(notices) == 1
    assert "speech.gtts = true" in notices[0]


def test_when_allowed_it_speaks_and_remembers(in_processes: Service, tmp_path: Path) -> None:
    voice = library.voice("gtts-en")
    for _ in range(2):
        speaker = Speaker(SpeechConfig(gtts=True), cache=Cache(tmp_path / "cache"))
        speech = speaker.speak("Hello there.", voice)
        speaker.close()
        assert speech.voice == "gtts-en"
        assert speech.clip.samples.any()
    assert in_processes.asked == 1


@pytest.mark.parametrize("mode", ["429", "slow", "no sound"])
def test_when_it_fails_the_fallback_speaks_with_one_notice(
    in_processes: Service, notices: list[str], mode: str
) -> None:
    in_processes.mode = mode
    speaker = Speaker(SpeechConfig(gtts=True), notice=notices.append, cache=Cache())
    voice = library.voice("gtts-en")
    try:
        for text in ("Hello there.", "And on we go.", "And on."):
            speech = speaker.speak(text, voice)
            assert speech.voice == "en-gb"
            assert speech.clip.samples.any()
    finally:
        speaker.close()
    assert in_processes.asked == 1  # it is left alone for a while
    assert len(notices) == 1
    assert "Google" in notices[0]
    assert "en-gb speaks instead" in notices[0]
