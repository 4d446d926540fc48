"""Somebody speaks to the character: its ears are opened and closed, it shows that it listens, and falls silent."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

from avatar import library
from avatar.config import Config
from avatar.conversation.events import EarsChanged, Notice, SessionEvent, SpeechHeard
from avatar.ears import link, messages
from avatar.ears.link import EarsLink
from avatar.errors import EngineError, LibraryError, StageError
from avatar.session.crossing import on_loop
from avatar.stage.messages import Played

EarsMode = Literal["off", "push", "open"]

SLOW = (
    "This machine takes {pace:.1f} s to understand a second of speech: answers come late. A smaller recogniser is "
    "faster: see `avatar get ears`."
)

SPOKEN_S, APART_S = 0.7, 0.8
"""Seconds of speech before a pause, and since the last nod, from which a listener shows that it follows (Ward and
Tsukahara, "Prosodic features which cue back-channel responses in English and Japanese", J. Pragmatics 32, 2000)."""

LONG_S = 4.0
"""Seconds of speech in one go after which it nods deeply: that is its "mm-hm", which must not sound while a microphone
is open, for it would be heard as somebody's."""

SLIGHT, DEEP = 0.45, 0.85
"""Strengths of a nod."""

HUSH_S = 1.0
"""Seconds for which the character holds its breath, at most, where somebody may be about to speak over it."""

log = logging.getLogger(__name__)


class Host(Protocol):
    """What the ears need of a session."""

    @property
    def config(self) -> Config: ...

    @property
    def busy(self) -> bool: ...

    async def stop(self) -> bool: ...

    def listening(self, on: bool) -> None: ...

    def act(self, name: str, *, seconds: float | None = None, strength: float = 1.0) -> None: ...


class Overheard(Protocol):
    """The stage, as far as what it plays is concerned, and the light that shows that somebody is listened to."""

    def overhear(self, take: Callable[[Played], None] | None) -> None: ...

    def lamp(self, on: bool) -> None: ...

    def hush(self, seconds: float) -> None: ...


def choose_nod(spoken_s: float, since_s: float) -> float:
    """How strongly a listener nods in a pause, 0 not at all: after so many seconds of speech, so long after its last
    nod."""
    if spoken_s < SPOKEN_S or since_s < APART_S:
        return 0.0
    return DEEP if spoken_s >= LONG_S else SLIGHT


class Hearing:
    """The ears of a session; none are open until `listen`. Use it on one event loop."""

    def __init__(
        self,
        host: Host,
        stage: Overheard,
        tell: Callable[[SessionEvent], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._host, self._stage, self._tell = host, stage, tell
        self._link: EarsLink | None = None
        self._opened: messages.Open | None = None
        self._tasks: set[asyncio.Future[object]] = set()
        self._ignoring = False
        """Whoever speaks now began while the character did, and doesn't want to interrupt it."""
        self._aloud = False
        self._clock = clock
        self._spoken_from = self._nodded = -math.inf
        """When somebody began to speak, or went on, and when the character last nodded at it."""
        self.mode: EarsMode = "off"
        self.on = False
        """A microphone is open."""

    # ------------------------------------------------------------------------------------------------------- asking

    def begin(self) -> None:
        """Listen as the settings say; where that can't be, the user is told."""
        if self._host.config.ears.mode != "off":
            self._try(self._host.config.ears.mode)

    def _try(self, mode: EarsMode) -> None:
        try:
            self.listen(mode)
        except EngineError as error:
            self._tell(Notice(str(error), "warning"))

    def listen(self, mode: EarsMode) -> None:
        """Listen to nobody; to one utterance whenever `push` is called; or all the time.

        Raises EngineError for a recogniser that there isn't, EngineMissing where something must be got first.
        """
        if mode == "off":
            self._close()
        else:
            self._have_link()
            assert self._link is not None
            self._link.listen(messages.Listen("open" if mode == "open" else "off"))
        self.mode = mode
        self._tell(EarsChanged(mode, self.on))

    def push(self) -> None:
        """Listen to one utterance; while it listens: what was said is all. Raises as `listen`."""
        if self.mode == "off":
            self.listen("push")
        assert self._link is not None
        if self.on:
            self._link.finish()
            return
        self._link.listen(messages.Listen("open" if self.mode == "open" else "once"))
        if self._host.busy:
            self._do(self._host.stop())

    def rest(self, on: bool) -> None:
        """Listen to nobody for a while, where it listens all the time; and again."""
        if self.mode == "open" and self._link is not None:
            self._link.listen(messages.Listen("off" if on else "open"))

    def configure(self, before: Config) -> None:
        """Settings changed: what hears now goes on with them."""
        wanted = self._host.config.ears.mode
        mode = wanted if wanted != before.ears.mode else self.mode
        if mode != "off" and self._link is not None and self._opened != self._asked():
            self._close()
        if mode != self.mode:
            self._try(mode)

    def aloud(self, on: bool) -> None:
        """The character begins to be heard, or has ended."""
        self._aloud = on
        if self._link:
            self._link.aloud(on)

    async def close(self) -> None:
        """End it all."""
        old = self._let_go()
        if old:
            await asyncio.to_thread(old.close)

    @property
    def pid(self) -> int | None:
        """Process id of the ears, while they are open."""
        return self._link.pid if self._link else None

    # ------------------------------------------------------------------------------------------------------ the link

    def _asked(self) -> messages.Open:
        config = self._host.config
        spoken = ""
        with contextlib.suppress(LibraryError):
            spoken = library.voice(config.voice.name).language if config.voice.name else ""
        return link.opening(config, spoken or "en")

    def _have_link(self) -> None:
        if self._link is not None:
            return
        self._opened = self._asked()
        ears = EarsLink(self._opened, on_loop(self._came))
        self._link = ears
        ears.aloud(self._aloud)
        self._stage.overhear(lambda played: ears.refer(played.start, played.rate, played.blob))

    def _close(self) -> None:
        old = self._let_go()
        if old:
            self._do(asyncio.to_thread(old.close))

    def _let_go(self) -> EarsLink | None:
        old, self._link = self._link, None
        if old:
            self._stage.overhear(None)
            self._stage.lamp(False)
        self.mode, self.on = "off", False
        return old

    def _do(self, wish: Awaitable[object]) -> None:
        task = asyncio.ensure_future(wish)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -------------------------------------------------------------------------------------------- what the ears tell

    def _came(self, message: messages.Up) -> None:
        if self._link is None:
            return
        match message:
            case messages.Listening():
                self.on = message.on
                self._stage.lamp(message.on)
                self._tell(EarsChanged(self.mode, message.on, message.device))
            case messages.Suspected():
                if self._host.busy and self._host.config.ears.interrupt:
                    self._stage.hush(HUSH_S if message.on else 0.0)
            case messages.Began():
                self._spoken_from = self._clock()
                self._began()
            case messages.Resumed():
                self._spoken_from = self._clock()
            case messages.Paused() if self._host.config.ears.nods and not self._host.busy:
                self._nod()
            case messages.Partial() if not self._ignoring:
                self._tell(SpeechHeard(message.text))
            case messages.Heard():
                self._ended(message.text)
            case messages.Recognising() if message.pace > link.TOO_SLOW:
                self._tell(Notice(SLOW.format(pace=message.pace), "warning"))
            case messages.Trouble():
                self._tell(Notice(message.text, "warning"))
            case _:
                pass

    def _nod(self) -> None:
        now = self._clock()
        strength = choose_nod(now - self._spoken_from, now - self._nodded)
        if strength:
            self._nodded = now
            with contextlib.suppress(StageError):  # a character of one's own may not know how
                self._host.act("nod", strength=strength)

    def _began(self) -> None:
        """Somebody speaks: the character falls silent, and looks up."""
        self._ignoring = self._host.busy and not self._host.config.ears.interrupt
        if self._ignoring:
            return
        if self._host.busy:
            self._do(self._host.stop())
        self._host.listening(True)
        self._tell(SpeechHeard(""))

    def _ended(self, text: str) -> None:
        ignored, self._ignoring = self._ignoring, False
        if ignored:
            return
        self._host.listening(False)
        self._tell(SpeechHeard(text, final=True))
