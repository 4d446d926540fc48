"""The Speaker: says a text in a voice, whatever happens to the engine.

    text ─ clean ─> pieces ─ cache or engine process ─> Sounds ─ join, level, place words ─> Speech

An engine that makes no progress is killed and, if there is time, tried once more. If it fails again, or reports an
error, the fallback voice speaks and the listener is told once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from avatar import installer, library, vital
from avatar.config import SpeechConfig
from avatar.errors import EngineError, EngineStopped, EngineStuck, LibraryError
from avatar.speech import ENGINES, assemble, capability, traits
from avatar.speech.base import Request, SpokenSound
from avatar.speech.cache import Cache, name_sound
from avatar.speech.child import EngineProcess
from avatar.speech.effects import check_effect
from avatar.tags import base
from avatar.text import scripts
from avatar.text.clean import LONGEST, speakable
from avatar.text.scripts import KANJI
from avatar.text.tracked import Span
from avatar.types import Speech, Voice

RETRY_WITHIN_S = 3.0
"""A stuck engine is tried once more only if no more time than this has gone."""
REST_S = 60.0
"""How long an engine that could not speak (offline, not installed) is left alone, so that not every clause waits."""

log = logging.getLogger(__name__)


class _Line(NamedTuple):
    """What is to be said."""

    text: str
    pronunciations: Mapping[str, str]
    stressed: Sequence[Span]


class Speaker:
    """Speaks, from any thread. Owns one process for each engine in use."""

    def __init__(
        self,
        settings: SpeechConfig | None = None,
        *,
        notice: Callable[[str], None] = lambda text: None,
        log_path: Path | None = None,
        cache: Cache | None = None,
    ) -> None:
        """`notice` gets messages for the user, each once; `log_path` takes the engines' stderr."""
        self._settings = settings or SpeechConfig()
        self._notice = notice
        self._log_path = log_path
        self._cache = cache or Cache(library.cache_dir() / "speech", self._settings.cache_mb << 20, notice)
        self._engines: dict[str, EngineProcess] = {}
        self._resting: dict[str, tuple[float, EngineError]] = {}
        self._told: set[str] = set()
        self._loaded: set[str] = set()
        self._lock = threading.Lock()
        self._stops = 0
        self._closed = False

    def speak(
        self,
        text: str,
        voice: Voice,
        pronunciations: Mapping[str, str] | None = None,
        stressed: Sequence[Span] = (),
    ) -> Speech:
        """The text, spoken. `pronunciations` are the character's; the user's own, in the settings, win. `stressed`:
        stretches of the text whose words are emphasised.

        `Speech.text` is `text` as it is, and words' places refer to it. `Speech.voice` names the voice that spoke in
        the end. Text with nothing to say gives a short silence. Raises EngineStopped once `stop` was called,
        EngineError where even the fallback can't speak.
        """
        stops = self._stops
        line = _Line(text, {**(pronunciations or {}), **self._settings.pronunciations}, stressed)

        def stopped() -> bool:
            return self._closed or self._stops != stops

        try:
            speech = self._spoken(line, voice, stopped)
        except EngineStopped:
            raise
        except EngineError as error:
            return self._fallen_back(line, voice, stopped, error)
        self._told.discard(voice.name)
        return speech

    def warm(self, voice: Voice) -> None:
        """Start the engine of a voice and the fallback's, and load what they need. Never raises: `speak` will tell."""
        speakable("*warm*", voice.language)  # loads the Markdown parser
        if base(voice.language) == "ja" and not traits(voice.engine).kanji:
            from avatar.text import kana

            kana.load()
        for each in {each.engine: each for each in (self._fallback(voice), voice) if each}.values():
            try:
                self._check(each)
                patience = traits(each.engine).loading_s or self._patience(each)
                self._engine(each.engine).warm(Request.of("", each), patience, lambda: self._closed)
                self._loaded.add(each.name)
            except EngineError as error:
                log.info("voice %s is not warm: %s", each.name, error)

    def look(self) -> None:
        """Restart engines that hung or died while idle, so that no clause has to wait for that.

        Never raises: `speak` will tell.
        """
        with self._lock:
            engines = list(self._engines.values())
        for engine in engines:
            before = engine.pid
            try:
                engine.look()
            except EngineError as error:
                log.info("%s", error)
            if engine.pid != before:
                self._loaded.clear()

    def stop(self) -> None:
        """Have every `speak` that is under way end with EngineStopped."""
        self._stops += 1

    def close(self) -> None:
        """End all engine processes. `speak` raises EngineStopped from now on."""
        self._closed = True
        with self._lock:
            engines = list(self._engines.values())
        for engine in engines:
            engine.close()

    def pids(self) -> dict[str, int]:
        """The running engines' process ids, by engine."""
        with self._lock:
            return {name: engine.pid for name, engine in self._engines.items() if engine.pid is not None}

    # ------------------------------------------------------------------------------------------------- one voice

    def _spoken(self, line: _Line, voice: Voice, stopped: Callable[[], bool]) -> Speech:
        if stopped():
            raise EngineStopped("Speech was stopped")
        text = line.text
        said = speakable(text, voice.language, line.pronunciations, kanji=traits(voice.engine).kanji)
        for name in said.unread:
            self._tell(f"{voice.name} {name}", _unread(voice, name))
        if said.cut:
            self._tell("too long", f"Only the first {LONGEST} of {len(text)} characters are spoken. Say less at once.")
        if not said.text:
            return assemble.make_silence(text, voice)
        self._check(voice)
        sounds = [
            (at, self._sound(request, voice, stopped))
            for at, request in assemble.split_pieces(said, voice, line.stressed)
        ]
        return assemble.make_speech(text, said, sounds, voice)

    def _sound(self, request: Request, voice: Voice, stopped: Callable[[], bool]) -> SpokenSound:
        kept = traits(voice.engine).kept
        name = name_sound(voice.engine, request) if kept else f"{voice.engine} {request}"
        sound = self._cache.get(name, kept)
        if sound is None:
            sound = self._fresh(request, voice, stopped)
            self._cache.put(name, sound, kept)
        return sound

    def _fresh(self, request: Request, voice: Voice, stopped: Callable[[], bool]) -> SpokenSound:
        """From the engine, which gets a second chance where it was stuck and time is left."""
        started = time.monotonic()
        self._load(voice, stopped)
        engine = self._engine(voice.engine)
        try:
            return self._timed(engine, request, voice, stopped)
        except EngineStuck as error:
            if time.monotonic() - started >= RETRY_WITHIN_S or stopped():
                raise
            log.warning("%s; once more", error)
        self._loaded.discard(voice.name)
        self._load(voice, stopped)
        return self._timed(engine, request, voice, stopped)

    def _timed(self, engine: EngineProcess, request: Request, voice: Voice, stopped: Callable[[], bool]) -> SpokenSound:
        begun = time.monotonic()
        sound = engine.speak(request, self._patience(voice), stopped)
        if traits(voice.engine).natural:
            memory = vital.memory_mb(engine.pid) if engine.pid else None
            capability.note_sound(voice.engine, time.monotonic() - begun, sound.duration, memory or 0)
        return sound

    def _load(self, voice: Voice, stopped: Callable[[], bool]) -> None:
        """Give a voice that takes long to load the time that it takes, before the patience for speech applies."""
        loading = traits(voice.engine).loading_s
        if loading and voice.name not in self._loaded:
            self._engine(voice.engine).warm(Request.of("", voice), loading, stopped)
            self._loaded.add(voice.name)

    def _check(self, voice: Voice) -> None:
        """Raises EngineError for an engine or effect that is unknown, an engine not allowed or that has just failed."""
        if voice.engine not in ENGINES:
            raise EngineError(f"There is no voice engine {voice.engine!r}", remedy=ENGINES.listing(voice.engine))
        for name in voice.effects:
            check_effect(name)
        sent_to = traits(voice.engine).sends_to
        if sent_to and not self._settings.allows(voice.engine):
            raise EngineError(
                f"The voice {voice.name} would send what is said to {sent_to}",
                remedy=f"Set {self._settings.permission(voice.engine)} to allow that.",
            )
        until, error = self._resting.get(voice.engine, (0.0, None))
        if error and time.monotonic() < until:
            raise error

    def _patience(self, voice: Voice) -> float:
        patience = traits(voice.engine).patience_s
        return self._settings.timeout_s if patience is None else patience

    def _engine(self, name: str) -> EngineProcess:
        with self._lock:
            if name not in self._engines:
                self._engines[name] = EngineProcess(name, self._log_path)
            return self._engines[name]

    # ------------------------------------------------------------------------------------------------ the fallback

    def _fallen_back(self, line: _Line, voice: Voice, stopped: Callable[[], bool], error: EngineError) -> Speech:
        fallback = self._fallback(voice)
        log.warning("voice %s fails: %s", voice.name, error)
        if fallback is None or fallback == voice:
            raise error
        # The voice may be at fault rather than the engine, so an engine rests only where another one takes over.
        until, _ = self._resting.get(voice.engine, (0.0, error))
        if fallback.engine != voice.engine and time.monotonic() >= until:
            self._resting[voice.engine] = (time.monotonic() + REST_S, error)
        speech = self._spoken(line, fallback, stopped)
        self._tell(voice.name, f"{error} The voice {fallback.name} speaks instead of {voice.name}.")
        return speech

    def _fallback(self, voice: Voice) -> Voice | None:
        """The voice that speaks where another can't: the one in the settings, or its engine's for another language."""
        try:
            chosen = library.voice(self._settings.fallback)
            if base(chosen.language) != base(voice.language):
                return library.voice_for(voice.language, chosen.engine) or chosen
        except LibraryError as error:
            self._tell("fallback", f"{error} There is no fallback voice until speech.fallback names one.")
            return None
        return chosen

    def _tell(self, key: str, text: str) -> None:
        """Tell the user, once until it has worked again."""
        if key not in self._told:
            self._told.add(key)
            self._notice(text)


def _unread(voice: Voice, name: str) -> str:
    """What is told of a script that a voice does not read."""
    if name == KANJI:
        return (
            "Kanji are left out of the speech: pykakasi, which reads them, is missing. "
            f"Install it: {installer.for_extra('japanese')}"
        )
    from avatar.speech.suggesting import suggest  # tables and archives, which most talks do without

    others = suggest(scripts.languages(name))
    return f"The voice {voice.name} does not read {name}: it is left out of the speech. {others}"
