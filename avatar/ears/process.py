"""The ears process: hears the microphone, finds utterances, has them written down, and tells the chat."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import NamedTuple, assert_never

import numpy as np
from numpy.typing import NDArray

from avatar import logs
from avatar.ears import messages
from avatar.ears.dictation import Dictation
from avatar.ears.hearing import NO_CANCELLER, Hearing
from avatar.ears.recogniser import Recogniser
from avatar.ears.utterances import Cut, Event, Utterances
from avatar.ears.voice import VoiceDetector
from avatar.installer import for_extra
from avatar.processes import Channel
from avatar.sound.microphone import Microphone

LOOK_S = 0.05
"""Seconds between looks at what may have gone wrong."""

NOBODY_S = 8.0
"""Seconds of silence after which listening to one utterance is given up."""

AGAIN_S = 2.0
"""Seconds between attempts to have a microphone that is gone."""

MUTE_S, MUTE = 10.0, 1e-6
"""Seconds of nothing at all, in samples of at most this, after which a microphone is said to be muted."""

MUTED = "The microphone gives nothing but silence. Is it muted, or turned down in the system's settings?"

log = logging.getLogger(__name__)


class _Block(NamedTuple):
    """What a microphone gave."""

    microphone: int
    start: float
    samples: NDArray[np.float32]


class _Answer(NamedTuple):
    """What a recogniser's process said; None: it ended."""

    answer: messages.Answer | None
    process: int


Incoming = messages.Down | _Block | _Answer


class Ears:
    """Everything in the ears process, once it is open."""

    def __init__(
        self, request: messages.Open, send: Callable[[messages.Up], None], inbox: SimpleQueue[Incoming]
    ) -> None:
        self._request, self._send, self._inbox = request, send, inbox
        self._voice = VoiceDetector()
        self._hearing = Hearing(request.interrupt)
        self._utterances = Utterances()
        self._dictation = Dictation(self._utterances, self._ask, request.pause_s)
        self._recogniser = self._begin_recogniser(request)
        self._microphone: Microphone | None = None
        self._opened = 0
        """Microphones that were opened, by which blocks of an old one are known."""
        self._overflows = 0
        self._mode = "off"
        self._again = 0.0
        """Wall time from which on a microphone that is gone is tried again; 0 where none is."""
        self._told_open = False
        self._told: set[str] = set()
        """Troubles that need no second word while it listens."""
        self._since = 0.0
        """Wall time since when nobody has spoken."""
        self._silent_since = 0.0

    def _begin_recogniser(self, request: messages.Open) -> Recogniser | None:
        if not request.model:
            return None
        put = lambda answer, process: self._inbox.put(_Answer(answer, process))  # noqa: E731
        return Recogniser(request.module, request.model, put, logs.path())

    def take(self, message: Incoming, now: float) -> None:
        """Take whatever came."""
        match message:
            case _Block():
                self._take_block(message, now)
            case _Answer():
                self._take_answer(message)
            case messages.Reference():
                self._hearing.played.add(message.start, message.rate, np.frombuffer(message.blob, "<i2"))
                self._listen(now)
            case messages.Aloud():
                self._hearing.aloud = message.on
            case messages.Listen():
                self._change(message.mode, now)
            case messages.Finish():
                if self._utterances.speaking:
                    self._end_utterance(now)
                elif self._mode == "once" and not self._dictation.waiting:
                    self._tell_heard("", now)
            case messages.Open():
                pass
            case _:
                assert_never(message)

    def check(self, now: float) -> None:
        """Look after microphone and recogniser, and go on."""
        if self._mode != "off":
            self._look_after_microphone(now)
        if self._recogniser and (trouble := self._recogniser.check(now)):
            self._recogniser_failed(trouble)
        self._listen(now)
        at_it = self._utterances.speaking or self._dictation.waiting
        if self._mode == "once" and not at_it and self._told_open and now - self._since > NOBODY_S:
            self._tell_heard("", now)

    def close(self) -> None:
        """Let go of everything."""
        self._let_go()
        if self._recogniser:
            self._recogniser.close()

    # ------------------------------------------------------------------------------------------------ the microphone

    def _change(self, mode: str, now: float) -> None:
        self._mode = mode
        self._told.clear()
        self._since = self._silent_since = now
        if mode == "off":
            self._let_go()
            self._tell_open(False)
        elif self._microphone is None:
            self._open(anew=False)
            self._hearing.prepare()
        elif self._microphone.ready:
            self._tell_open(True)

    def _open(self, *, anew: bool) -> None:
        self._opened += 1
        number = self._opened
        put = lambda start, samples: self._inbox.put(_Block(number, start, samples))  # noqa: E731
        self._microphone = Microphone(self._request.device, put, anew=anew)
        self._again = 0.0

    def _let_go(self) -> None:
        """No more is heard, and what was is forgotten."""
        self._opened += 1
        if self._microphone is not None:
            self._microphone.end()
            self._microphone = None
        self._hearing.forget()
        self._utterances.forget()
        self._dictation.forget()
        self._voice.reset()
        self._again = 0.0

    def _look_after_microphone(self, now: float) -> None:
        microphone = self._microphone
        if microphone is None:
            if self._again and now >= self._again:
                self._open(anew=Microphone.may_look_anew())
        elif microphone.error is not None:
            self._lose(str(microphone.error), now)
        elif microphone.lost(now):
            self._lose("The microphone is gone: it is listened to again when it is back.", now)
        elif microphone.ready and not self._told_open:
            self._since = self._silent_since = now
            self._tell_open(True, microphone.name)

    def _lose(self, why: str, now: float) -> None:
        self._let_go()
        self._trouble(why)
        self._tell_open(False)
        if self._mode == "once":
            self._mode = "off"
        else:
            self._again = now + AGAIN_S

    def _tell_open(self, on: bool, device: str = "") -> None:
        if on or self._told_open or self._mode == "off":
            self._send(messages.Listening(on, device or (self._microphone.name if self._microphone and on else "")))
        self._told_open = on

    # ------------------------------------------------------------------------------------------------- what is heard

    def _take_block(self, block: _Block, now: float) -> None:
        if block.microphone != self._opened or self._microphone is None:
            return
        if float(np.abs(block.samples).max(initial=0.0)) > MUTE:
            self._silent_since = now
        elif now - self._silent_since > MUTE_S:
            self._trouble(MUTED)
        if self._microphone.overflows != self._overflows:
            self._overflows = self._microphone.overflows
            self._hearing.unsettle()
        self._hearing.take(block.start, self._microphone.rate, block.samples)
        self._listen(now)

    def _listen(self, now: float) -> None:
        """Judge the frames that are whole, and ask what there is to ask."""
        for frame in self._hearing.frames(now):
            if self._hearing.deaf:
                self._trouble(NO_CANCELLER.format(remedy=f"Install it: {for_extra('ears')}"))
            likely = self._voice.judge(frame.samples)
            for event in self._utterances.take(likely=likely, **frame._asdict()):
                self._tell(event)
            if self._utterances.speaking:
                self._since = now
                if self._dictation.over():
                    self._end_utterance(now)
        self._dictation.go_on(self._recogniser is not None and self._recogniser.idle)

    def _tell(self, event: Event) -> None:
        if isinstance(event, Cut):
            self._dictation.cut(event.samples)
        else:
            self._send(event)

    def _end_utterance(self, now: float) -> None:
        self._dictation.finish()
        self._voice.reset()
        self._since = now
        self._finish(now)

    def _finish(self, now: float) -> None:
        """Tell an utterance that is over, once all of it is written down."""
        if self._recogniser is None or self._recogniser.given_up:
            self._dictation.forget()
        if self._dictation.waiting:
            self._dictation.go_on(self._recogniser is not None and self._recogniser.idle)
            return
        self._tell_heard(self._dictation.text, now)

    def _tell_heard(self, text: str, now: float) -> None:
        self._dictation.forget()
        self._send(messages.Heard(text))
        if self._mode == "once":
            self._change("off", now)

    # ----------------------------------------------------------------------------------------------- the recogniser

    def _ask(self, number: int, samples: NDArray[np.float32]) -> None:
        if self._recogniser is not None:
            self._recogniser.ask(number, samples, self._request.language)

    def _take_answer(self, came: _Answer) -> None:
        assert self._recogniser is not None
        trouble = self._recogniser.came(came.answer, came.process)
        if trouble:
            self._recogniser_failed(trouble)
        elif isinstance(came.answer, messages.Ready):
            self._send(messages.Recognising(came.answer.name, came.answer.pace))
        elif isinstance(came.answer, messages.Written):
            self._take_text(came.answer)
        self._after_answer()

    def _take_text(self, written: messages.Written) -> None:
        if self._dictation.written(written.number, written.text):
            self._send(messages.Partial(self._dictation.text))

    def _after_answer(self) -> None:
        now = time.perf_counter()
        if self._dictation.ending:
            self._finish(now)
        self._listen(now)

    def _recogniser_failed(self, trouble: str) -> None:
        assert self._recogniser is not None
        self._trouble(trouble)
        if self._recogniser.lost:
            self._dictation.unanswered()
            self._after_answer()

    def _trouble(self, text: str) -> None:
        """Tell what is wrong, once as long as it listens."""
        if text not in self._told:
            log.warning("%s", text)
            self._told.add(text)
            self._send(messages.Trouble(text))


def run(inbox: SimpleQueue[Incoming], channel: Channel[messages.Down, messages.Up]) -> None:
    """Hear until the chat is gone."""
    ears: Ears | None = None
    checked = 0.0
    while not channel.ended.is_set():
        try:
            message: Incoming | None = inbox.get(timeout=LOOK_S)
        except Empty:
            message = None
        now = time.perf_counter()
        if isinstance(message, messages.Open):
            if ears is not None:
                ears.close()
            ears = Ears(message, channel.send, inbox)
        elif ears is not None and message is not None:
            ears.take(message, now)
        if ears is not None and now - checked > LOOK_S:
            checked = now
            ears.check(now)
    if ears is not None:
        ears.close()
