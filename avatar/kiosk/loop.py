"""The kiosk itself: what happens goes to the state machine, what that wants is done, what it shows to the stage."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from avatar import library
from avatar import session as told
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.kiosk import figures, kept, layout, state
from avatar.kiosk.machine import step
from avatar.kiosk.notify import notify, watchdog_s
from avatar.kiosk.power import POWER_OFF, shut_down
from avatar.kiosk.screen import Screen
from avatar.kiosk.session import Visits, read_blocked
from avatar.kiosk.supervisor import ASK_EVERY_S, Supervisor
from avatar.kiosk.talk import forget, make_safe, speak, suit_kiosk
from avatar.session import Session
from avatar.stage.link import BROKEN_OFF
from avatar.types import Place

TICK_S = 0.25
"""Seconds between two looks at the time."""

ACTION_S = 20.0
"""Most seconds to wait for one action; what takes longer is given up."""

NO_WINDOW = "avatar: no window can be opened, and a kiosk needs one. It keeps trying; `avatar doctor` says why."

RESTARTED, ENDED = 0, 0

log = logging.getLogger(__name__)


class Kiosk:
    """Runs until it is told to end, or until the staff restart it."""

    def __init__(
        self,
        config: Config,
        *,
        windowed: bool = False,
        screen: Screen | None = None,
        clock: Callable[[], float] = time.monotonic,
        power_off: tuple[str, ...] = POWER_OFF,
        observe: Callable[[state.State], None] = lambda now: None,
    ) -> None:
        """Raises ConfigError for settings that can't be used. `observe` sees every state; `clock` may run faster."""
        self._screen = screen
        self._wanted: Literal["window", "terminal"] = "terminal" if screen else "window"
        self._config = suit_kiosk(config, windowed=windowed, mode=self._wanted)
        self._windowed, self._clock, self._power_off, self._observe = windowed, clock, power_off, observe
        self._characters = tuple(library.characters())
        words = read_blocked(config.kiosk.blocked_words)
        self.rules = state.Rules.of(config.kiosk, self._characters, words, ears=config.ears.mode != "off")
        first = state.Settled(config.sound.volume, config.character.name)
        self._first = config.kiosk.languages[0] if config.kiosk.languages else "en"
        self.now = state.begin(clock(), self._first, kept.read_settled(first))
        self._visits = Visits(kept.folder() / "visits", on=config.kiosk.store, days=config.kiosk.keep_days)
        self.supervisor = Supervisor()
        self._happened: asyncio.Queue[state.KioskEvent | None] = asyncio.Queue()
        self._interrupted = False
        self.mode = ""
        """What the stage shows: window, terminal, none or gone; '' before it is open."""
        self.device = ""
        """Name of the sound device; '' where there is none."""
        self.frames = 0
        """Pictures that the window has shown."""
        self._shown: tuple[Any, ...] = ()
        self._sound: float | None = None
        self._face = (0, 0)
        self._place: Any = None
        self._restart = False
        self._ending = False
        self.session: Session | None = None

    # ------------------------------------------------------------------------------------------------------- the run

    async def run(self) -> int:
        """Returns the exit status. Raises AvatarError where it can't begin at all."""
        self._visits.tidy()
        await self._begin()
        loop = asyncio.get_running_loop()
        # A screen in a terminal has a way of its own to end when the terminal is gone.
        for sign in (signal.SIGTERM, signal.SIGINT, *(() if self._screen else (signal.SIGHUP,))):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(sign, self.end)
        watching = asyncio.create_task(self._watch())
        notify("READY=1")
        try:
            while not self._ending:
                await self._turn()
        finally:
            watching.cancel()
            notify("STOPPING=1")
            if self.session:
                await self._end_show(self.session)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.session.close(), 10.0)
        return RESTARTED if self._restart else ENDED

    @property
    def showing(self) -> bool:
        """Whether a show from the playlist is being played."""
        return self.session is not None and self.session.showing

    @property
    def wants_restart(self) -> bool:
        """Whether the staff asked for a new start, rather than an end."""
        return self._restart

    def end(self) -> None:
        self._ending = True
        self._happened.put_nowait(None)

    async def _begin(self) -> None:
        """Start brain, voice and stage; in safe mode at once where the last starts failed."""
        config = self._config
        if self.now.settled.character != config.character.name:
            config = replace(config, character=replace(config.character, name=self.now.settled.character))
        if kept.started_too_often():
            config = self._made_safe("started again and again")
        try:
            await self._start(config)
        except AvatarError as error:
            log.error("%s", error)
            await self._start(self._made_safe(str(error)))

    async def _start(self, config: Config) -> None:
        session = Session(config, keeps_window=True)
        session.subscribe(self.hear)
        self.session = session
        await self._see(config.character.name)
        self._place = self._standing()
        session.stand(self._place)
        session.set_face(*self._face)
        try:
            await session.start()
        except AvatarError:
            self.session = None
            await session.close()
            raise
        self._show()

    def _made_safe(self, why: str) -> Config:
        log.error("safe mode: %s", why)
        self.supervisor.safe = True
        self.supervisor.faults.append(time.monotonic())
        self.happens(state.Faulty(self._stamped("safe mode began")))
        self.happens(state.Safe(on=True))
        return make_safe(self._config)

    async def _turn(self) -> None:
        """Take up all that has happened, then do what follows from it."""
        with contextlib.suppress(TimeoutError):
            event = await asyncio.wait_for(self._happened.get(), TICK_S)
            while event is not None:
                await self._step(event)
                event = None if self._happened.empty() else self._happened.get_nowait()
        await self._step(state.Tick())
        if self.session is not None:
            await self._see(self.session.config.character.name)
        self._show()

    async def _step(self, event: state.KioskEvent) -> None:
        before = self.now.settled
        local = time.localtime()
        moment = state.Now(self._clock(), local.tm_hour * 60 + local.tm_min)
        self.now, actions = step(self.now, event, moment, self.rules)
        for action in actions:
            await self._do(action)
        if self.session is not None and self.showing and not self.now.playing:
            await self._end_show(self.session)
        if self.now.settled != before:
            kept.keep_settled(self.now.settled)
        self._observe(self.now)

    def happens(self, event: state.KioskEvent) -> None:
        """Queue something that happens; it is taken up in its turn."""
        self._happened.put_nowait(event)

    # ---------------------------------------------------------------------------------------------------- the picture

    def _show(self) -> None:
        session = self.session
        if session is None:
            return
        widgets = layout.lay_out(self.now, self.rules)
        shown = (widgets, layout.measure_shift(self.now, self.rules), self.now.mode in state.ALONE)
        if shown != self._shown:
            self._shown = shown
            if self._screen:
                self._screen.show(self.now, shown[0], state.dimmed(self.now, self.rules), shown[1])
            else:
                session.overlay(shown[0], shown[1], calm=shown[2])
        place = self._standing()
        if place != self._place:
            self._place = place
            session.stand(place)

    async def _see(self, character: str) -> None:
        """Lay the picture out by the character that is there now."""
        if self._screen is None and character != self.now.figure.name:
            figure = await asyncio.to_thread(figures.measure_figure, character)
            self.now = replace(self.now, figure=figure)

    def _standing(self) -> Place:
        """Where in its picture the character is: on a screen of its own nothing lies over it."""
        return Place() if self._screen else layout.place_character(self.now)

    def face(self, width: int, height: int) -> None:
        """Pixels that the screen has for the character."""
        self._face = (width, height)
        if self.session:
            self.session.set_face(width, height)

    # ------------------------------------------------------------------------------------------------------- actions

    async def _do(self, action: state.KioskAction) -> None:
        """Do one action; an error in it counts as a fault and stops nothing."""
        if self.session is None:
            return
        try:
            await asyncio.wait_for(self._done(self.session, action), ACTION_S)
        except (AvatarError, TimeoutError) as error:
            log.error("%s: %s", type(action).__name__, error)
            self.happens(state.Faulty(self._stamped(f"{type(action).__name__}: {error}")))
            self.happens(state.ReplyOver())

    async def _done(self, session: Session, action: state.KioskAction) -> None:
        match action:
            case state.Ask(text):
                await self._ask(session, text)
            case state.Exactly(text):
                await session.say_exactly(text)
            case state.Greet():
                await session.greet()
            case state.Quieten():
                await self._end_show(session)
                await session.stop()
            case state.Attend(on):
                session.listening(on)
            case state.Forget():
                await self._forget(session)
            case state.Play(name):
                await self._play(session, name)
            case state.UseLanguage(language):
                await speak(session, language, self._first)
            case state.UseCharacter(name):
                await session.apply(replace(session.config, character=replace(session.config.character, name=name)))
            case state.Hear():
                session.push_to_talk()
            case state.Restart() | state.ShutDown():
                self._leave(action)

    async def _ask(self, session: Session, text: str) -> None:
        """The visitor says something, or asks for a song, which is sung unless the staff wants no shows."""
        song = session.find_song(text) if self.now.settled.shows and not self.now.safe else ""
        if song:
            self.happens(state.Wished(song))
        else:
            await session.say(text)

    def _leave(self, action: state.Restart | state.ShutDown) -> None:
        """As the staff asked."""
        if isinstance(action, state.ShutDown):
            shut_down(self._power_off)
            return
        kept.forget_starts()
        self._restart = True
        self.end()

    async def _forget(self, session: Session) -> None:
        said = await forget(session)
        if session.ears == "push":
            session.listen("push")
        self._visits.keep(said)
        if self.now.language != self._first:
            self.now = replace(self.now, language=self._first)
            await speak(session, self._first, self._first)
        if said:
            await session.renew_brain()

    async def _play(self, session: Session, name: str) -> None:
        """A show from the playlist; what can't be played is a fault, and the kiosk goes on."""
        try:
            await session.play_show(name, captions=self._config.kiosk.captions)
        except AvatarError:
            self.happens(state.ShowOver())
            raise

    async def _end_show(self, session: Session) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(session.end_show(), 5.0)

    # ------------------------------------------------------------------------------------------------- what is heard

    def hear(self, event: told.SessionEvent) -> None:
        """Take what the session tells."""
        match event:
            case told.WindowTouched(x, y, down):
                widget = layout.find_touched(self._shown[0], x, y) if self._shown else ""
                self.happens(state.Touched(x, y, widget) if down else state.Lifted(widget))
            case told.WindowSized(width, height):
                self.happens(state.Sized(width, height))
            case told.WindowTyped(text):
                self.happens(state.Typed(text))
            case told.StageClosed() if self._windowed:
                self.end()
            case told.SignOfLife(process, frames):
                self.frames += frames
                self.supervisor.answered(process, time.monotonic())
            case told.FaceFrame(width, height, rgba) if self._screen:
                self._screen.picture(width, height, rgba)
            case told.ShowTouched():
                self.happens(state.Touched(0.5, 0.5))
            case told.ShowEnded() if self.now.playing:
                self.happens(state.ShowOver())
            case _:
                self._hear_talk(event)

    def _hear_talk(self, event: told.SessionEvent) -> None:
        """Take what it tells of the talk. Interruptions are ignored: the kiosk makes all of them, so it knows."""
        match event:
            case told.ReplyStarted():
                self._interrupted = False
                self.happens(state.Replying())
            case told.EarsChanged(_, on):
                self.happens(state.EarsOpened(on))
            case told.SpeechHeard(text, final):
                self.happens(state.Spoken(text, final))
            case told.ReplyText() | told.WordSpoken():
                self.happens(state.ReplyGrew())
            case told.ReplyEnded(_, interrupted):
                self._interrupted = interrupted
            case told.ClauseStarted(text, _, _):
                self.happens(state.ClauseHeard(text))
            case told.SpeechEnded():
                if not self._interrupted:
                    self.happens(state.ReplyOver())
                self._interrupted = False
            case told.StageChanged(mode, sound):
                if self._wanted == "window" != mode and self.mode in ("", "window"):
                    sys.stderr.write(f"{NO_WINDOW}\n")
                self.mode, self.device = mode, sound
                self._sound = None
            case told.Notice(text, severity) if severity != "information" and text != BROKEN_OFF:
                self.happens(state.Faulty(self._stamped(text)))
            case _:
                pass

    # ------------------------------------------------------------------------------------------------- keeping up

    async def _watch(self) -> None:
        """Looks after the processes, and tells systemd that somebody does."""
        told, every = 0.0, watchdog_s()
        while True:
            await asyncio.sleep(ASK_EVERY_S)
            now = time.monotonic()
            try:
                await self._look(now)
            except Exception:  # a boundary: the task that keeps the kiosk up must not end it
                log.exception("looking after the processes failed")
            if every and now - told >= every:
                told = now
                notify("WATCHDOG=1")

    async def _look(self, now: float) -> None:
        session, supervisor = self.session, self.supervisor
        if session is None:
            return
        for name in supervisor.ask(session.pids(), now):
            self._fault(f"the {name} was started anew")
        session.ask_for_life()
        for name in supervisor.stuck(session.owed, now):
            self._fault(f"the {name} did not answer and was ended")
            supervisor.ended(name, now)
            session.kill(name)
        if supervisor.reopen(self.mode, self._wanted, now):
            session.reopen()
        if supervisor.calm(now):
            await self._change(self._config, safe=False)
        volume = state.volume(self.now, self.rules)
        if volume != self._sound:
            self._sound = volume
            await session.set_volume(volume)

    def _fault(self, text: str) -> None:
        """Counted, shown to the staff, and logged; what visitors say is in none of these."""
        log.warning("fault: %s", text)
        self.happens(state.Faulty(self._stamped(text)))
        if self.supervisor.fault(time.monotonic()):
            log.error("safe mode: too many faults")
            self._changing = asyncio.create_task(self._change(make_safe(self._config), safe=True))

    async def _change(self, config: Config, *, safe: bool) -> None:
        if self.session is None:
            return
        try:
            await self.session.apply(config)
        except AvatarError as error:
            log.error("%s", error)
        self.happens(state.ReplyOver())
        self.happens(state.Safe(on=safe))

    @staticmethod
    def _stamped(text: str) -> str:
        return f"{time.strftime('%H:%M')} {text}"
