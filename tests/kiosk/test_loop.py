"""What the kiosk's loop does about what it is told, with a session that only remembers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from avatar import session as told
from avatar.brain import Turn
from avatar.config import Config, KioskConfig
from avatar.errors import LibraryError
from avatar.kiosk import kept, loop, state
from avatar.kiosk.loop import Kiosk
from avatar.kiosk.state import Mode, State
from avatar.kiosk.supervisor import CALM_S, MANY
from avatar.show.wishes import find_wish
from avatar.stage.link import BROKEN_OFF
from avatar.types import Place

LONGEST_S = 30.0


class Session:
    """Remembers what it is asked for."""

    fails = 0
    """How many of those to come can't start."""

    def __init__(self, config: Config, keeps_window: bool) -> None:
        assert keeps_window
        self.config, self.did = config, list[tuple[Any, ...]]()
        self.listener: Callable[[told.SessionEvent], None] = lambda event: None
        self.showing = False
        self.owed: tuple[int, ...] = ()
        self.turns = (Turn("user", "Hello."), Turn("character", "Hello yourself."))
        self.started = self.closed = False
        self.processes = {"stage": 10, "performer": 11}
        self.broken: BaseException | None = None
        self.plays: list[tuple[Any, ...]] | None = None
        """Where shows go that it can play."""

    def subscribe(self, listener: Callable[[told.SessionEvent], None]) -> None:
        self.listener = listener

    async def start(self) -> None:
        if Session.fails:
            Session.fails -= 1
            raise LibraryError("This character can't be read")
        self.started = True

    async def close(self) -> None:
        self.closed = True

    async def apply(self, config: Config) -> None:
        self.config = config

    async def say(self, text: str) -> None:
        if self.broken:
            raise self.broken
        self.did.append(("say", text))

    async def play_show(self, name: str, captions: bool) -> None:
        if self.plays is None:
            raise LibraryError(f"There is no show {name!r}")
        self.plays.append(("play_show", name))

    def find_song(self, text: str) -> str:
        return find_wish(text, self.config.character.name)

    def pids(self) -> dict[str, int]:
        return self.processes

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Anything else is remembered, and may be awaited."""

        def done(*arguments: Any, **named: Any) -> Any:
            self.did.append((name, *arguments, *named.values()))
            return _nothing()

        return done


class _nothing:  # noqa: N801  what `await` and nobody else looks at
    def __await__(self) -> Any:
        return iter(())


class Run:
    """A kiosk that runs, what its states were and what it made of its sessions."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, config: KioskConfig) -> None:
        self.sessions: list[Session] = []
        self.states: list[State] = []
        self.changed = asyncio.Event()
        monkeypatch.setattr(Session, "fails", 0)
        monkeypatch.setattr(loop, "Session", self._session)
        self.kiosk = Kiosk(Config(kiosk=config), observe=self._see)
        self.task: asyncio.Task[int] | None = None

    def _session(self, config: Config, keeps_window: bool) -> Session:
        self.sessions.append(Session(config, keeps_window))
        return self.sessions[-1]

    def _see(self, now: State) -> None:
        self.states.append(now)
        self.changed.set()

    @property
    def session(self) -> Session:
        return self.sessions[-1]

    async def __aenter__(self) -> Run:
        self.task = asyncio.create_task(self.kiosk.run())
        await self.until(lambda now: bool(self.sessions) and self.session.started)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self.task is not None
        self.kiosk.end()
        await asyncio.wait_for(self.task, LONGEST_S)

    async def until(self, holds: Callable[[State], bool]) -> State:
        async with asyncio.timeout(LONGEST_S):
            while not self.states or not holds(self.kiosk.now):
                await self.changed.wait()
                self.changed.clear()
                assert self.task is not None
                if self.task.done():
                    self.task.result()
        return self.kiosk.now

    async def hears(self, *events: told.SessionEvent) -> State:
        """The state once these are taken up, and what follows from them."""
        for event in events:
            self.session.listener(event)
        for _ in range(2):
            seen = len(self.states)
            self.kiosk.happens(state.Tick())
            await self.until(lambda now, seen=seen: len(self.states) > seen + 1)  # type: ignore[misc]
        return self.kiosk.now


@pytest.fixture
def run(home: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(kept, "started_too_often", lambda: False)
    for often in ("TICK_S", "ASK_EVERY_S"):
        monkeypatch.setattr(loop, often, 0.01)
    return Run(monkeypatch, KioskConfig(idle_s=3600, languages=("en", "de")))


async def test_it_starts_with_its_settings_and_ends_when_told(run: Run) -> None:
    async with run:
        assert not run.kiosk.now.safe
        assert run.session.config.stage.fullscreen
        assert not run.session.config.chat.history
        assert run.session.did[0][0] == "stand"
        assert isinstance(run.session.did[0][1], Place)
    assert run.session.closed
    assert not run.kiosk.wants_restart


async def test_after_many_starts_in_a_row_safe_mode_begins_and_the_staff_read_since_when(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "started_too_often", lambda: True)
    async with run:
        now = await run.until(lambda now: now.safe)
        assert any("safe mode began" in fault for fault in now.faults)
        assert run.session.config.voice.name == Config().speech.fallback
        assert run.session.config.character.name == Config().kiosk.safe_character
        assert run.kiosk.supervisor.safe


async def test_what_can_not_start_is_started_with_the_plainest_settings(run: Run) -> None:
    Session.fails = 1
    async with run:
        now = await run.until(lambda now: now.safe)
        assert any("safe mode began" in fault for fault in now.faults)
        assert [(each.started, each.closed) for each in run.sessions] == [(False, True), (True, False)]
        assert run.session.config.character.name == Config().kiosk.safe_character


async def test_what_can_not_start_at_all_says_so(run: Run) -> None:
    Session.fails = 2
    with pytest.raises(LibraryError, match="can't be read"):
        await run.kiosk.run()
    assert all(each.closed for each in run.sessions)


async def test_a_reply_is_followed_from_its_beginning_to_its_end(run: Run) -> None:
    async with run:
        run.kiosk.happens(state.Touched(0.5, 0.5, "ask:0"))
        run.kiosk.happens(state.Lifted("ask:0"))
        await run.until(lambda now: now.mode is Mode.THINKING)
        await run.until(lambda now: ("say", run.kiosk.rules.config.buttons[0]) in run.session.did)
        now = await run.hears(
            told.ReplyStarted(), told.ReplyText("Well. "), told.ClauseStarted("Well. ", "voice", "en")
        )
        assert now.mode is Mode.SPEAKING
        assert "Well." in now.caption
        now = await run.hears(told.ReplyEnded("Well."), told.SpeechEnded())
        assert now.mode is Mode.LISTENING


async def test_an_interrupted_reply_ends_no_later_one(run: Run) -> None:
    """The kiosk stops the reply before itself; the word that it has ended comes when the next has begun."""
    async with run:
        run.kiosk.happens(state.Touched(0.5, 0.5, "ask:0"))
        run.kiosk.happens(state.Lifted("ask:0"))
        await run.until(lambda now: now.mode is Mode.THINKING)
        now = await run.hears(told.ReplyEnded("Well", interrupted=True), told.SpeechEnded())
        assert now.mode is Mode.THINKING
        now = await run.hears(told.ReplyEnded("Well."), told.SpeechEnded())
        assert now.mode is Mode.LISTENING


async def test_an_action_that_fails_is_a_fault_and_the_visitor_can_go_on(run: Run) -> None:
    async with run:
        run.session.broken = LibraryError("The brain is gone")
        run.kiosk.happens(state.Touched(0.5, 0.5, "ask:0"))
        run.kiosk.happens(state.Lifted("ask:0"))
        now = await run.until(lambda now: now.fault_count > 0)
        assert "The brain is gone" in now.faults[0]
        now = await run.until(lambda now: now.mode is Mode.LISTENING)
        run.session.broken = None
        run.kiosk.happens(state.Touched(0.5, 0.5, "ask:1"))
        run.kiosk.happens(state.Lifted("ask:1"))
        await run.until(lambda now: ("say", run.kiosk.rules.config.buttons[1]) in run.session.did)


async def test_an_action_without_end_is_given_up(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "ACTION_S", 0.01)

    async def never(text: str) -> None:
        await asyncio.Event().wait()

    async with run:
        run.session.say = never  # type: ignore[method-assign]
        run.kiosk.happens(state.Touched(0.5, 0.5, "ask:0"))
        run.kiosk.happens(state.Lifted("ask:0"))
        now = await run.until(lambda now: now.fault_count > 0)
        assert now.faults[0].split(" ", 1)[1].startswith("Ask")


async def test_warnings_are_for_the_staff_and_small_talk_is_not(run: Run) -> None:
    async with run:
        now = await run.hears(
            told.Notice("A hint", "information"), told.Notice(BROKEN_OFF, "warning"), told.Notice("No voice", "error")
        )
        assert [fault.split(" ", 1)[1] for fault in now.faults] == ["No voice"]


async def test_a_process_that_is_stuck_is_ended_and_its_successor_is_no_second_fault(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run:
        await run.hears()
        stuck = iter([["stage"]])
        monkeypatch.setattr(run.kiosk.supervisor, "stuck", lambda owed, now: next(stuck, []))
        await run.until(lambda now: ("kill", "stage") in run.session.did)
        run.session.processes = {**run.session.processes, "stage": 99}
        await run.until(lambda now: run.kiosk.supervisor.watches["stage"].pid == 99)
        now = await run.hears()
        assert [fault.split(" ", 1)[1] for fault in now.faults] == ["the stage did not answer and was ended"]
        assert run.session.did.count(("kill", "stage")) == 1


async def test_many_faults_begin_safe_mode_and_a_calm_while_ends_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run:
        wanted = run.session.config
        await run.hears()
        for number in range(MANY):
            run.session.processes = {**run.session.processes, "performer": 20 + number}
            await run.until(lambda now, number=number: now.fault_count > number)  # type: ignore[misc]
        now = await run.until(lambda now: now.safe)
        assert any("the performer was started anew" in fault for fault in now.faults)
        assert run.session.config.character.name == Config().kiosk.safe_character
        began = run.kiosk.supervisor.faults[-1]
        later = {**vars(loop.time), "monotonic": lambda: began + CALM_S + 1}
        monkeypatch.setattr(loop, "time", SimpleNamespace(**later))
        await run.until(lambda now: not now.safe)
        assert run.session.config == wanted


async def test_the_volume_of_now_is_told_and_again_to_a_new_stage(run: Run) -> None:
    def volumes() -> list[float]:
        return [each[1] for each in run.session.did if each[0] == "set_volume"]

    async with run:
        await run.until(lambda now: volumes() == [state.volume(now, run.kiosk.rules)])
        await run.hears(told.StageChanged("window", "Speakers"))
        await run.until(lambda now: len(volumes()) == 2)
        assert (run.kiosk.mode, run.kiosk.device) == ("window", "Speakers")
        assert volumes()[0] == volumes()[1]


async def test_a_window_that_does_not_open_is_told_on_the_terminal_and_tried_again(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    async with run:
        await run.hears(told.StageChanged("none", ""))
        assert "no window can be opened" in capsys.readouterr().err
        await run.hears(told.StageChanged("none", ""))
        assert capsys.readouterr().err == "", "once is enough"
        await run.until(lambda now: ("reopen",) in run.session.did)


async def test_touches_and_sizes_come_from_the_window(run: Run) -> None:
    async with run:
        now = await run.hears(told.WindowSized(1024, 768))
        assert now.size == (1024, 768)
        now = await run.hears(told.WindowTouched(0.5, 0.5, True), told.WindowTouched(0.5, 0.5, False))
        assert now.mode is not Mode.ATTRACT
        now = await run.hears(told.WindowTyped("a"), told.WindowTyped("b"))
        assert now.typed == "ab"


async def test_what_a_visitor_said_is_forgotten_with_the_visit(run: Run) -> None:
    async with run:
        await run.hears(told.WindowTouched(0.5, 0.5, True), told.WindowTouched(0.5, 0.5, False))
        run.kiosk.now = replace(run.kiosk.now, language="de")
        await run.kiosk._do(state.Forget())
        assert ("recall", ()) in run.session.did
        assert ("renew_brain",) in run.session.did
        assert ("set_voice", "") in run.session.did, "the next visitor is greeted in the first language"
        assert run.kiosk.now.language == "en"


async def test_a_show_that_can_not_be_played_is_over_and_a_fault(run: Run) -> None:
    async with run:
        run.kiosk.now = replace(run.kiosk.now, playing="no-such-show")
        await run.kiosk._do(state.Play("no-such-show"))
        now = await run.hears()
        assert "no-such-show" in now.faults[0]
        assert not now.playing


async def test_a_show_ends_by_itself_or_by_a_touch_and_what_still_plays_is_ended(run: Run) -> None:
    async with run:
        run.kiosk.now = replace(run.kiosk.now, playing="a-show")
        run.session.showing = True
        now = await run.hears(told.ShowEnded())
        assert not now.playing
        assert ("end_show",) in run.session.did
        run.kiosk.now = replace(run.kiosk.now, playing="a-show", mode=Mode.ATTRACT)
        now = await run.hears(told.ShowTouched(""))
        assert not now.playing
        assert now.mode is not Mode.ATTRACT, "whoever touches it is there"


async def test_pictures_shown_are_counted_and_signs_of_life_are_believed(run: Run) -> None:
    async with run:
        await run.hears(told.SignOfLife("stage", 7), told.SignOfLife("stage", 5), told.SignOfLife("performer"))
        assert run.kiosk.frames == 12
        assert run.kiosk.supervisor.watches["performer"].well
    assert not run.kiosk.now.safe


@pytest.mark.parametrize("windowed", [True, False])
async def test_only_a_kiosk_in_a_window_ends_when_that_is_closed(run: Run, windowed: bool) -> None:
    async with run:
        run.kiosk._windowed = windowed
        run.session.listener(told.StageClosed())
        if not windowed:
            await run.hears()
        assert run.kiosk._ending == windowed


async def test_the_staff_start_it_anew(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    well: list[bool] = []
    monkeypatch.setattr(kept, "forget_starts", lambda: well.append(True))
    async with run:
        await run.kiosk._do(state.Restart())
        assert run.task is not None
        assert await asyncio.wait_for(run.task, LONGEST_S) == loop.RESTARTED
    assert run.kiosk.wants_restart
    assert well == [True], "this end is no sign of trouble"


async def test_a_machine_that_can_not_be_shut_down_says_so(run: Run) -> None:
    async with run:
        run.kiosk._power_off = ("/no/such/program",)
        await run.kiosk._do(state.ShutDown())
        now = await run.hears()
        assert "can't be shut down" in now.faults[0]


async def asks(run: Run, text: str) -> State:
    """A visitor types that; the state once it is taken up."""
    run.kiosk.happens(state.Touched(0.5, 0.5))
    run.kiosk.happens(state.Typed(f"{text}\r"))
    return await run.hears()


async def test_a_visitor_s_wish_for_a_song_is_sung_and_not_said(run: Run) -> None:
    async with run:
        run.session.plays = run.session.did
        now = await asks(run, "Can you sing the lullaby?")
        assert ("play_show", "lullaby-for-a-cursor") in run.session.did
        assert not [each for each in run.session.did if each[0] == "say"]
        assert now.playing == "lullaby-for-a-cursor"
        now = await run.hears(told.ShowEnded())
        assert now.playing == ""
        assert now.mode is Mode.LISTENING
        await asks(run, "Do birds sing?")
        assert ("say", "Do birds sing?") in run.session.did


async def test_a_song_that_can_not_be_sung_is_a_fault_and_the_visitor_goes_on(run: Run) -> None:
    async with run:
        await asks(run, "sing")
        now = await run.hears()
        assert now.playing == ""
        assert now.mode is Mode.LISTENING
        assert "There is no show" in now.faults[0]


async def test_where_the_staff_wants_no_shows_the_wish_is_said(run: Run) -> None:
    async with run:
        run.kiosk.now = replace(run.kiosk.now, settled=replace(run.kiosk.now.settled, shows=False))
        await asks(run, "sing")
        assert ("say", "sing") in run.session.did
