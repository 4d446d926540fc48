"""What the kiosk does, from the first touch to the last, over made-up time."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from avatar.config import KioskConfig
from avatar.errors import ConfigError
from avatar.kiosk import layout, state
from avatar.kiosk.machine import step
from avatar.kiosk.session import Blocked
from avatar.kiosk.state import Mode, Now, Rules, Settled

NOON, NIGHT = 720, 60


class Play:
    """A kiosk without anything behind it: what it would have done is in `done`."""

    def __init__(
        self, config: KioskConfig | None = None, blocked: Blocked | None = None, size: tuple[int, int] = (1920, 1080)
    ) -> None:
        self.rules = Rules.of(config or KioskConfig(), ("juno", "bolt", "max"), blocked)
        self.now = replace(state.begin(1000.0, "en", Settled(1.0, "juno")), size=size)
        self.t, self.minute = 1000.0, NOON
        self.done: list[state.KioskAction] = []

    def happens(self, *events: state.KioskEvent) -> Play:
        for event in events:
            self.now, actions = step(self.now, event, Now(self.t, self.minute), self.rules)
            self.done += actions
        return self

    def wait(self, seconds: float, every: float = 0.5) -> Play:
        end = self.t + seconds
        while self.t < end:
            self.t = min(end, self.t + every)
            self.happens(state.Tick())
        return self

    def press(self, widget: str) -> Play:
        shown = {each.id: each for each in layout.lay_out(self.now, self.rules)}
        assert widget in shown, f"{widget} is not on the screen: {sorted(shown)}"
        x, y, width, height = shown[widget].rect
        x, y = x + width / 2, y + height / 2
        under = layout.find_touched(tuple(shown.values()), x, y)
        return self.happens(state.Touched(x, y, under), state.Lifted(under))

    def type(self, text: str) -> Play:
        return self.happens(*map(state.Typed, text))

    def answered(self) -> Play:
        return self.happens(state.Replying(), state.ClauseHeard("Well."), state.ReplyOver())

    def kinds(self, kind: type) -> list[state.KioskAction]:
        return [action for action in self.done if type(action) is kind]


# ------------------------------------------------------------------------------------------------------ a visitor


def test_a_visit_from_touch_to_forgetting() -> None:
    play = Play().happens(state.Touched(0.3, 0.3), state.Lifted())
    assert play.now.mode is Mode.GREETING
    assert play.done == [state.Greet()]
    play.answered()
    assert play.now.mode is Mode.LISTENING
    play.type("how are you?\r")
    assert play.now.mode is Mode.THINKING
    assert play.kinds(state.Ask) == [state.Ask("how are you?")]
    assert play.now.typed == ""
    play.happens(state.Replying(), state.ClauseHeard("I'm fine."))
    assert play.now.mode is Mode.SPEAKING
    assert play.now.caption == "I'm fine."
    play.happens(state.ReplyOver()).wait(30)
    assert play.now.visited
    play.wait(40)
    assert play.now.mode is Mode.ATTRACT
    assert play.done[-1] == state.Forget()
    assert (play.now.caption, play.now.typed, play.now.visit.questions) == ("", "", 0)


def test_a_button_asks_what_stands_on_it() -> None:
    play = Play().press("ask:1")
    assert play.kinds(state.Ask) == [state.Ask("Tell me a joke")]
    assert not play.kinds(state.Greet)


def test_a_finger_that_slides_off_a_button_asks_nothing() -> None:
    play = Play().happens(state.Touched(0.8, 0.4, "ask:1"), state.Lifted("ask:2"), state.Touched(0.8, 0.4, "ask:1"))
    assert play.happens(state.Lifted()).kinds(state.Ask) == []


def test_a_question_interrupts_what_is_being_said() -> None:
    play = Play().press("ask:0").happens(state.Replying(), state.ClauseHeard("Once upon a time"))
    play.press("ask:1")
    assert [action.text for action in play.kinds(state.Ask)] == ["Who are you?", "Tell me a joke"]  # type: ignore[union-attr]
    assert play.now.mode is Mode.THINKING


def test_someone_who_listens_to_a_long_answer_is_not_forgotten() -> None:
    play = Play().press("ask:0").happens(state.Replying(), state.ClauseHeard("It began"))
    for _ in range(20):
        play.wait(10).happens(state.ReplyGrew())
    assert play.now.mode is Mode.SPEAKING
    assert not play.kinds(state.Forget)


def test_the_touch_keyboard_types_and_asks() -> None:
    play = Play().happens(state.Touched(0.3, 0.3), state.Lifted()).answered().press("do:field")
    assert play.now.keyboard
    for key in ("key:shift", "key:h", "key:i", "key:space", "key:t", "key:x", "key:erase", "key:o"):
        play.press("key:H" if key == "key:h" else key)
    assert play.now.typed == "Hi to"
    play.press("do:send")
    assert play.kinds(state.Ask) == [state.Ask("Hi to")]
    assert not play.now.keyboard


def test_dead_keys_and_other_scripts_are_typed_as_they_come() -> None:
    assert Play().type("é ñ ж 日本").now.typed == "é ñ ж 日本"


def test_another_language_has_another_keyboard_and_other_questions() -> None:
    config = KioskConfig(languages=("en", "de"), buttons=("Who are you?", "de: Wer bist du?"))
    play = Play(config).happens(state.Touched(0.3, 0.3), state.Lifted()).answered().press("do:language")
    assert play.done[-1] == state.UseLanguage("de")
    assert "Wer bist du?" in {each.text for each in layout.lay_out(play.now, play.rules)}
    play.press("do:field").press("key:ü")
    assert play.now.typed == "ü"


def test_volume_is_the_visitors_only_where_the_host_says_so() -> None:
    play = Play(KioskConfig(volume_buttons=True)).happens(state.Touched(0.3, 0.3), state.Lifted()).press("do:quieter")
    assert state.volume(play.now, play.rules) == pytest.approx(0.9)
    other = Play().happens(state.Touched(0.5, 0.5, "do:quieter"), state.Lifted("do:quieter"))
    assert state.volume(other.now, other.rules) == 1.0


def test_blocked_words_are_answered_in_character() -> None:
    play = Play(blocked=Blocked(["twit"])).type("you twit\r")
    assert play.kinds(state.Ask) == []
    assert play.kinds(state.Exactly) == [state.Exactly("I would rather talk about something else.")]


def test_too_many_questions_are_put_off() -> None:
    play = Play(KioskConfig(most_per_minute=3))
    for _ in range(5):
        play.press("ask:0").answered()
    assert len(play.kinds(state.Ask)) == 3
    assert play.now.remark
    play.wait(61).press("ask:0")
    assert len(play.kinds(state.Ask)) == 4


@pytest.mark.parametrize("way", ["pin", "idle", "staff"])
def test_a_new_visit_brings_no_new_allowance(way: str) -> None:
    play = Play(KioskConfig(most_per_minute=3, pin="4711", idle_s=15))

    def leave() -> None:
        if way == "idle":
            play.wait(16)
        else:
            play.type("\x0b\x0b\x0b")
            assert play.now.mode is Mode.PIN
            play.type("4711\r\x1b" if way == "staff" else "\x1b")

    for _ in range(6 if way != "idle" else 3):
        for _ in range(4):
            play.type("hi\r").answered()
        leave()
        assert not play.now.visited
    assert len(play.kinds(state.Ask)) == 3
    assert play.now.visit.questions == 0
    play.wait(61).type("hi\r")
    assert len(play.kinds(state.Ask)) == 4


# ---------------------------------------------------------------------------------------------- nobody, and the night


def test_now_and_then_it_says_something_to_nobody() -> None:
    play = Play(KioskConfig(attract=("One", "Two"), attract_every_s=60)).wait(61)
    assert play.done == [state.Exactly("One")]
    play.happens(state.Replying(), state.ClauseHeard("One"), state.ReplyOver())
    assert play.now.mode is Mode.ATTRACT
    assert play.wait(61).done == [state.Exactly("One"), state.Exactly("Two")]


def test_a_show_comes_on_and_a_touch_ends_it() -> None:
    play = Play(KioskConfig(playlist=("a", "b"), playlist_every_s=60, attract=())).wait(61)
    assert play.done == [state.Play("a")]
    assert layout.lay_out(play.now, play.rules) == ()
    play.happens(state.Touched(0.5, 0.5))
    assert play.done[1:] == [state.Quieten(), state.Greet()]


def test_a_visitor_who_asks_for_a_song_gets_it_and_goes_on_talking() -> None:
    play = Play(KioskConfig(idle_s=30)).press("ask:0")
    play.happens(state.Wished("a"))
    assert play.done[-1] == state.Play("a")
    assert play.now.mode is Mode.LISTENING
    assert layout.lay_out(play.now, play.rules) == ()
    play.wait(200)
    assert play.kinds(state.Forget) == []
    play.happens(state.ShowOver())
    assert play.done[-1] == state.Attend(on=True)
    assert layout.lay_out(play.now, play.rules) != ()
    play.wait(20)
    assert play.kinds(state.Forget) == []
    play.wait(60)
    assert len(play.kinds(state.Forget)) == 1


def test_a_touch_ends_the_song_that_was_asked_for() -> None:
    play = Play().press("ask:0").happens(state.Wished("a"), state.Touched(0.5, 0.5))
    assert play.done[-2:] == [state.Quieten(), state.Attend(on=True)]
    assert play.now.playing == ""
    assert play.now.mode is Mode.LISTENING


def test_who_has_left_gets_no_song() -> None:
    play = Play().happens(state.Wished("a"))
    assert play.kinds(state.Play) == []


def test_it_dims_when_nobody_comes_and_lights_up_again() -> None:
    play = Play(KioskConfig(attract=(), dim_after_s=60)).wait(61)
    assert state.dimmed(play.now, play.rules) == 0.5
    play.happens(state.Touched(0.5, 0.5))
    assert state.dimmed(play.now, play.rules) == 0.0


def test_in_quiet_hours_it_sleeps_until_touched() -> None:
    play = Play(KioskConfig(quiet=("22:00-08:30",), attract_every_s=5))
    play.minute = NIGHT
    play.wait(600)
    assert play.now.mode is Mode.ASLEEP
    assert play.kinds(state.Exactly) == []
    assert state.dimmed(play.now, play.rules) > 0.8
    play.happens(state.Touched(0.5, 0.5))
    assert play.now.mode is Mode.GREETING
    assert state.volume(play.now, play.rules) == pytest.approx(0.3)


@pytest.mark.parametrize(("hours", "minute", "quiet"), [
    ("22:00-08:30", 23 * 60, True), ("22:00-08:30", 509, True), ("22:00-08:30", 510, False),
    ("12:00-13:00", 720, True), ("12:00-13:00", 780, False), ("00:00-24:00", 0, True),
])  # fmt: skip
def test_quiet_hours_may_run_over_midnight(hours: str, minute: int, *, quiet: bool) -> None:
    assert Rules.of(KioskConfig(quiet=(hours,))).is_quiet(minute) is quiet


@pytest.mark.parametrize("hours", ["", "22-8", "25:00-08:00", "night", "22:00-08:00-09:00", "22:61-08:00"])
def test_hours_that_are_none_are_refused(hours: str) -> None:
    with pytest.raises(ConfigError, match=r"kiosk\.quiet"):
        Rules.of(KioskConfig(quiet=(hours,)))


def test_a_clock_that_jumps_harms_nothing() -> None:
    play = Play().press("ask:0")
    play.t -= 10_000
    play.happens(state.Tick(), state.Replying(), state.ClauseHeard("Hm"), state.ReplyOver())
    assert play.now.mode is Mode.LISTENING
    play.t += 1_000_000
    play.happens(state.Tick())
    assert play.now.mode is Mode.ATTRACT
    for minute in (0, 1439, 3, 700):
        play.minute = minute
        play.happens(state.Tick())


# --------------------------------------------------------------------------------------------------- what goes wrong


def test_a_brain_that_does_not_answer_is_excused() -> None:
    play = Play(KioskConfig(brain_patience_s=5)).press("ask:0").happens(state.Replying()).wait(6)
    assert play.done[-2] == state.Quieten()
    assert isinstance(play.done[-1], state.Exactly)
    play.happens(state.Replying(), state.ClauseHeard("Sorry"), state.ReplyOver())
    assert play.now.mode is Mode.LISTENING


def test_a_reply_that_stops_half_way_is_given_up() -> None:
    play = Play().press("ask:0").happens(state.Replying(), state.ClauseHeard("It")).wait(50)
    assert play.now.mode is Mode.LISTENING
    assert not play.now.talking


# ---------------------------------------------------------------------------------------------- attempts and the staff


def behind(play: Play) -> Play:
    """To the PIN pad."""
    for x, y in ((0.01, 0.01), (0.99, 0.01), (0.99, 0.99), (0.01, 0.99)):
        play.happens(state.Touched(x, y), state.Lifted())
    return play


def test_the_staff_get_in_with_the_pin_and_out_again() -> None:
    play = behind(Play(KioskConfig(pin="4839")))
    assert play.now.mode is Mode.PIN
    for digit in "4839":
        play.press(f"pin:{digit}")
    play.press("pin:enter")
    assert play.now.mode is Mode.STAFF
    play.press("staff:quieter").press("staff:next").press("staff:shows").press("staff:restart").press("staff:off")
    assert play.now.settled == Settled(0.9, "bolt", shows=False)
    assert [type(action) for action in play.done[-3:]] == [state.UseCharacter, state.Restart, state.ShutDown]
    play.press("staff:leave")
    assert play.now.mode is Mode.ATTRACT


def test_the_pin_may_be_typed() -> None:
    play = Play(KioskConfig(pin="4839")).type("\x0b\x0b\x0b4839\r")
    assert play.now.mode is Mode.STAFF


def test_the_staff_screen_shuts_by_itself() -> None:
    assert behind(Play(KioskConfig(pin="4839"))).wait(31).now.mode is Mode.ATTRACT
    assert Play(KioskConfig(pin="4839")).type("\x0b\x0b\x0b4839\r").wait(91).now.mode is Mode.ATTRACT


def test_without_a_pin_there_is_no_staff_screen() -> None:
    assert behind(Play()).type("\x0b\x0b\x0b\x0b").now.visited


def test_wrong_pins_stay_wrong_when_the_pad_is_left_and_opened_again() -> None:
    play = Play(KioskConfig(pin="4839"))
    for _ in range(4):
        play.type("\x0b\x0b\x0b0000\r\x1b")
    play.type("\x0b\x0b\x0b4839\r")
    assert play.now.mode is Mode.PIN
    assert play.now.guard.failures == 3  # the fourth was not even looked at


def test_late_touches_do_not_reach_the_staff_screen_from_outside() -> None:
    play = Play(KioskConfig(pin="4839"))
    for widget in (
        "staff:off",
        "staff:restart",
        "pin:enter",
        "staff:louder",
        "nonsense",
        "ask:99",
        "ask:-1",
        "key:",
        ":",
    ):
        play.happens(state.Touched(0.5, 0.5, widget), state.Lifted(widget))
    assert not {state.ShutDown, state.Restart} & {type(action) for action in play.done}


VISITORS = {state.Ask, state.Exactly, state.Greet, state.Quieten, state.Forget, state.Attend, state.UseLanguage}
"""What a visitor can bring about."""


@pytest.mark.parametrize("code", range(0x80))
def test_no_key_does_more_than_a_visitor_may(code: int) -> None:
    """Each of them alone, three times, after a text, and while it is thinking."""
    play = (
        Play(KioskConfig(pin="4839"))
        .type(chr(code))
        .type("x" + chr(code) * 3)
        .press("ask:0" if code != 0x0B else "pin:leave")
    )
    play.type(chr(code))
    assert {type(action) for action in play.done} <= VISITORS
    assert play.now.mode is not Mode.STAFF
    assert not any(ord(letter) < 0x20 for letter in play.now.typed)


def test_a_monkey_finds_no_way_behind_and_leaves_no_trace() -> None:
    """Ten thousand touches, keys and pastes at random; the PIN pad may open, the staff screen may not."""
    chance = random.Random(5)
    play = Play(KioskConfig(pin="483920", languages=("en", "fr"), volume_buttons=True, most_per_minute=120))
    keys = "".join(map(chr, range(0x80))) + "é\u202e\ud800\U0001f600"
    for _ in range(10_000):
        play.t += chance.expovariate(2.0)
        match chance.randrange(6):
            case 0:
                play.happens(state.Typed("".join(chance.choices(keys, k=chance.randrange(1, 300)))))
            case 1:
                play.happens(state.Typed(chance.choice(keys)))
            case 2 | 3:
                x, y = chance.random(), chance.random()
                under = layout.find_touched(layout.lay_out(play.now, play.rules), x, y)
                play.happens(state.Touched(x, y, under), state.Tick(), state.Lifted(under))
            case 4:
                play.answered()
            case _:
                play.happens(state.Tick())
        assert play.now.mode is not Mode.STAFF
        assert len(play.now.typed) <= 200
    assert {type(action) for action in play.done} <= VISITORS
    play.happens(state.ReplyOver()).wait(200)
    assert play.now.mode is Mode.ATTRACT
    assert (play.now.typed, play.now.caption, play.now.visit.asked) == ("", "", ())


def test_a_paste_of_a_megabyte_is_cut_and_asked_once() -> None:
    play = Play().happens(state.Typed("drop table users;\r" * 60_000))
    assert len(play.kinds(state.Ask)) <= 1
    play = Play().happens(state.Typed("x" * (1 << 20)))
    assert len(play.now.typed) == 200
    assert play.now.remark


@pytest.mark.parametrize(
    "text", ["/quit", "/film x.mp4", "../../etc/passwd", "$(reboot)", "; rm -rf /", "[exit]", "<script>", "%n%n"]
)
def test_commands_and_paths_are_words_like_others(text: str) -> None:
    play = Play().type(text + "\r")
    assert play.kinds(state.Ask) == [state.Ask(text)]


def test_every_state_looks_different() -> None:
    modes = set()
    for mode in Mode:
        play = Play(KioskConfig(pin="1234"))
        play.now = replace(play.now, mode=mode)
        modes.add(tuple(each.text for each in layout.lay_out(play.now, play.rules)))
    assert len(modes) == len(Mode)


# ---------------------------------------------------------------------------------------------------------- speaking


def spoken_to(config: KioskConfig | None = None) -> Play:
    play = Play(config)
    play.rules = Rules.of(config or KioskConfig(), ("juno",), ears=True)
    return play


def test_without_ears_there_is_no_button_to_speak_and_nothing_is_heard() -> None:
    play = Play().happens(state.Touched(0.3, 0.3), state.Lifted()).answered()
    assert "do:talk" not in {each.id for each in layout.lay_out(play.now, play.rules)}
    play.happens(state.Spoken("hello?", final=True))
    assert play.kinds(state.Ask) == []


def test_press_speak_and_it_answers() -> None:
    play = spoken_to().happens(state.Touched(0.3, 0.3), state.Lifted())
    play.happens(state.Replying(), state.ClauseHeard("Hello! I am"))
    play.press("do:talk")
    assert play.done[-2:] == [state.Quieten(), state.Hear()]
    play.happens(state.EarsOpened(on=True))
    (button,) = [each for each in layout.lay_out(play.now, play.rules) if each.id == "do:talk"]
    assert "listening" in button.text
    play.happens(state.Spoken(""), state.Spoken("who are"))
    assert (play.now.mode, play.now.typed) == (Mode.LISTENING, "who are")
    play.happens(state.Spoken("who are you?", final=True), state.EarsOpened(on=False))
    assert play.kinds(state.Ask) == [state.Ask("who are you?")]
    assert (play.now.mode, play.now.typed) == (Mode.THINKING, "")


def test_pressed_again_that_was_all_and_silence_is_answered_with_a_word() -> None:
    play = spoken_to().happens(state.Touched(0.3, 0.3), state.Lifted()).answered()
    play.press("do:talk").press("do:talk")
    assert play.kinds(state.Hear) == [state.Hear(), state.Hear()]
    play.happens(state.Spoken("", final=True))
    assert play.now.remark == "I didn't catch that"
    assert play.kinds(state.Ask) == []


def test_what_is_said_is_held_to_the_rules_of_what_is_typed() -> None:
    play = spoken_to(KioskConfig(most_per_minute=1)).happens(state.Touched(0.3, 0.3), state.Lifted()).answered()
    play.happens(state.Spoken("a\x1b[31m" + "b" * 5000, final=True))
    (asked,) = play.kinds(state.Ask)
    assert isinstance(asked, state.Ask)
    assert "\x1b" not in asked.text
    assert len(asked.text) <= 200
    play.answered().happens(state.Spoken("again", final=True))
    assert len(play.kinds(state.Ask)) == 1
    assert play.now.remark


def test_who_speaks_up_where_it_always_listens_wakes_it() -> None:
    play = spoken_to().happens(state.Spoken(""))
    assert play.now.mode is Mode.ATTRACT
    play.happens(state.Spoken("hello"))
    assert play.now.mode is Mode.LISTENING
    play.happens(state.Spoken("hello there", final=True))
    assert play.kinds(state.Ask) == [state.Ask("hello there")]


def test_a_silent_visitor_who_leaves_the_microphone_on_is_forgotten() -> None:
    play = spoken_to().happens(state.Touched(0.3, 0.3), state.Lifted()).answered()
    play.press("do:talk").happens(state.Spoken("", final=True)).wait(120)
    assert state.Forget() in play.done
