"""The chat's screen, driven by keys; the Session below it is scripted (see `scripted.py`)."""

from __future__ import annotations

import re

import numpy as np
import pytest
from textual.pilot import Pilot
from textual.widgets.markdown import MarkdownBlock

from avatar.errors import LibraryError
from avatar.session import (
    ClauseStarted,
    FaceFrame,
    Latency,
    Notice,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    ReplyThought,
    ShowEnded,
    ShowStarted,
    ShowTouched,
    SpeechEnded,
    StageChanged,
    StageClosed,
    WordSpoken,
)
from avatar.ui.app import ChatApp
from avatar.ui.widgets import transcript
from avatar.ui.widgets.completions import Completions
from avatar.ui.widgets.face import Face
from avatar.ui.widgets.prompt import Prompt
from avatar.ui.widgets.transcript import LIVE, Old, Past, Remark, Reply, Said
from tests.ui.conftest import MakeApp
from tests.ui.scripted import ScriptedSession


def conversation(app: ChatApp) -> ScriptedSession:
    assert isinstance(app.session, ScriptedSession)
    return app.session


async def typed(pilot: Pilot[int], text: str) -> None:
    prompt = pilot.app.screen.query_one(Prompt)
    prompt.insert(text)
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()


def shown(app: ChatApp) -> str:
    """The text of all turns."""
    parts: list[str] = []
    for turn in app.chat.transcript.query(".said, .reply, .remark"):
        if isinstance(turn, Old):
            parts.append(turn.content.plain)
        elif isinstance(turn, Past) or (isinstance(turn, Said | Remark) and not turn.query(MarkdownBlock)):
            parts.append(turn.as_text().plain)
        parts += [block._content.plain for block in turn.query(MarkdownBlock)]
    return "\n".join(parts)


async def reply(app: ChatApp, pilot: Pilot[int], text: str, size: int = 5) -> Reply:
    told = conversation(app)
    told.tell(ReplyStarted(), *(ReplyText(text[at : at + size]) for at in range(0, len(text), size)))
    told.tell(ClauseStarted(text, "voice", "en-gb"), ReplyEnded(text))
    await pilot.pause()
    found = app.chat.transcript.reply
    assert found is not None
    await drawn(found, pilot)
    return found


async def drawn(turn: Reply, pilot: Pilot[int]) -> None:
    """Until all that came of a reply is shown."""
    while not turn.settled:
        await pilot.pause(0.02)
    await pilot.pause()


async def test_enter_sends_and_the_answer_streams_in(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).answers = [ReplyStarted(), ReplyText("Hello "), ReplyText("**you**.")]
        await typed(pilot, "hi there")
        assert ("say", "hi there") in conversation(app).asked
        assert app.chat.query_one(Prompt).text == ""
        await pilot.pause()
        assert "hi there" in shown(app)
        assert "Hello you." in shown(app)


async def test_the_greeting_comes_first_unless_it_is_unwanted(make_app: MakeApp) -> None:
    for wanted in ("true", "false"):
        app = make_app(chat__greeting=wanted)
        async with app.run_test() as pilot:
            await pilot.pause()
            assert (("greet",) in conversation(app).asked) == (wanted == "true")


async def test_escape_stops_the_talking(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert ("stop",) in conversation(app).asked
        assert app.is_running


async def test_an_interrupted_reply_shows_what_was_heard(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        turn = await reply(app, pilot, "One two three four.")
        conversation(app).tell(ReplyEnded("One two", interrupted=True), SpeechEnded())
        await pilot.pause()
        assert "One two" in shown(app)
        assert "three" not in shown(app)
        assert turn.query(".stopped")


async def test_the_spoken_word_is_lit_and_only_that(make_app: MakeApp) -> None:
    app = make_app()
    text = "Say the word, then **the** next.\n\n- the third the"
    async with app.run_test() as pilot:
        turn = await reply(app, pilot, text)
        lit: list[str] = []
        for word in re.finditer(r"the\w*", text):
            conversation(app).tell(WordSpoken(word.start(), len(word[0])))
            await pilot.pause()
            lit.append(_lit(turn))
        assert lit == ["0:4", "0:14", "0:19", "1:0", "1:10"]
        conversation(app).tell(SpeechEnded())
        await pilot.pause()
        assert _lit(turn) == ""


def _lit(turn: Reply) -> str:
    """ "BLOCK:START" of what is lit, among blocks with text."""
    blocks = [block for block in turn.query(MarkdownBlock) if block._content.plain]
    found: list[str] = []
    for number, block in enumerate(blocks):
        spans = getattr(block.content, "spans", [])
        found += [f"{number}:{span.start}" for span in spans if "spoken" in str(span.style)]
    return " ".join(found)


HOSTILE = (
    "\x1b]0;owned\x07\x1b[31mred[/] [bold]not bold[/bold] [@click=app.exit]press[/] \u202egnp.exe\n\n"
    "<script>alert(1)</script> $primary {{x}} [link](javascript:alert(1)) ![image](file:///etc/passwd)\n\n"
    "/quit\n\n| a | b |\n|--|--|\n| 1 | [/2] |\n\n```\n[red]code[/red]\n```\n" + "> " * 60 + "deep"
)


async def test_a_hostile_reply_is_shown_inert(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await reply(app, pilot, HOSTILE, size=3)
        text = shown(app)
        assert "[bold]not bold[/bold]" in text
        assert "[@click=app.exit]press[/]" in text
        assert "<script>alert(1)</script>" in text
        assert "owned" not in text
        assert not any(ord(character) < 32 and character not in "\n\t" for character in text)
        assert "\u202e" not in text
        assert app.is_running
        await pilot.click("#transcript")
        await pilot.pause()
        assert app.is_running


async def test_a_hostile_message_of_ones_own_is_shown_as_typed(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await app.chat.send("[bold]x[/bold] \x1b[31m # no heading")
        await pilot.pause()
        assert "[bold]x[/bold]  # no heading" in shown(app)


@pytest.mark.parametrize(
    "text",
    ["", "x" * 100_000, "🙂" * 500, "שלום עולם", "a\x00b", "\n\n\n"],
    ids=["empty", "long", "emoji", "hebrew", "nul", "lines"],
)
async def test_odd_replies_do_no_harm(make_app: MakeApp, text: str) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await reply(app, pilot, text, size=4096)
        assert app.is_running


async def test_notices_are_told_in_the_transcript(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).tell(Notice("No sound device. [b]Install[/b] one.", "warning"))
        await pilot.pause()
        assert "No sound device. [b]Install[/b] one." in shown(app)


async def test_a_refusal_is_told_with_its_remedy(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).refusal = LibraryError("The voice is gone", remedy="Choose another with /voice.")
        await typed(pilot, "hi")
        await pilot.pause()
        assert "The voice is gone. Choose another with /voice." in shown(app)


async def test_the_status_line_follows(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(120, 30)) as pilot:
        told = conversation(app)
        told.tell(StageChanged("window", "PulseAudio"), ClauseStarted("Hi", "estimated", "de"), Latency(0.2))
        await pilot.pause()
        status = app.chat.status
        assert (status.doing, status.rung, status.voice, status.sound) == ("speaking", "estimated", "de", "PulseAudio")
        told.tell(SpeechEnded())
        await pilot.pause()
        assert app.chat.status.doing == "idle"
        assert app.chat.status.latency == 0.2


async def test_no_sound_device_is_said(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).tell(StageChanged("none", ""))
        await pilot.pause()
        assert app.chat.status.sound == "no sound"


# ---- slash commands


async def test_slash_opens_the_list_and_tab_completes(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await pilot.pause()
        assert app.chat.query_one(Completions).has_class("-open")
        await pilot.press("m", "tab")
        await pilot.pause()
        assert app.chat.query_one(Prompt).text == "/mute"
        await pilot.press("enter")
        await pilot.pause()
        assert ("set_muted", True) in conversation(app).asked
        assert app.chat.status.muted


async def test_enter_on_a_listed_command_runs_it(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("slash", "s", "t", "enter")
        await pilot.pause()
        assert ("stop",) in conversation(app).asked


async def test_arrows_choose_in_the_list(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("slash", "v", "down", "tab")
        await pilot.pause()
        assert app.chat.query_one(Prompt).text == "/volume "


async def test_escape_closes_the_list(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("slash", "escape")
        await pilot.pause()
        assert not app.chat.query_one(Completions).has_class("-open")


async def test_enter_right_behind_the_letters_sends_them_and_not_an_older_completion(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("slash", "s")
        await pilot.pause()
        prompt = app.chat.query_one(Prompt)
        assert prompt.completions, "nothing is offered"
        prompt.insert("ay well now")
        prompt.submit()  # before the text area has told of the letters, as on a busy machine
        await pilot.pause()
        assert ("say_exactly", "well now") in conversation(app).asked


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("/say well now", ("say_exactly", "well now")),
        ("/volume 40", ("set_volume", 0.4)),
        ("/stop", ("stop",)),
        ("/voice en-gb", ("set_voice", "en-gb")),
        ("/character juno", ("load", "juno")),
        ("//not a command", ("say", "/not a command")),
    ],
)
async def test_commands_reach_the_conversation(make_app: MakeApp, line: str, asked: tuple[object, ...]) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, line)
        await pilot.pause()
        assert asked in conversation(app).asked


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/volume loud", "0 to 100"),
        ("/volume 200", "0 to 100"),
        ("/voice nobody-i-know", "There is no voice called"),
        ("/character nobody", "There is no character called"),
        ("/say", "needs something after it"),
        ("/hepl", "Did you mean /help?"),
        ("/theme pink", "dark and light"),
        ("/volume", "The volume is 100 %"),
        ("/help", "have exactly this said"),
        ("/voice", "en-gb"),
        ("/character", "juno"),
    ],
)
async def test_commands_answer_in_the_transcript(make_app: MakeApp, line: str, told: str) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await typed(pilot, line)
        await pilot.pause()
        await pilot.pause()
        assert told in shown(app)


async def test_another_character_stands_wherever_the_one_before_did(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        conversation(app).tell(ClauseStarted("Hello.", "voice", "en-gb-bright"))
        await pilot.pause()
        assert app.chat.status.voice == "en-gb-bright"
        await typed(pilot, "/character fern")
        await pilot.pause()
        assert "Fern is here now" in shown(app)
        assert "Fern" in app.chat.query_one(Prompt).placeholder
        assert (app.chat.status.character, app.chat.status.voice) == ("Fern", "")


async def test_theme_clear_and_quit(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "/theme light")
        assert app.theme == "avatar-light"
        await typed(pilot, "hello")
        await typed(pilot, "/clear")
        assert "hello" not in shown(app)
        await typed(pilot, "/quit")
        assert app._exit


# ---- typing


async def test_up_and_down_walk_what_was_typed(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "one")
        await typed(pilot, "two")
        prompt = app.chat.query_one(Prompt)
        await pilot.press("d", "up")
        assert prompt.text == "two"
        await pilot.press("up")
        assert prompt.text == "one"
        await pilot.press("down", "down")
        assert prompt.text == "d"


async def test_a_new_line_and_several_lines_are_one_message(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("a", "ctrl+j", "b", "enter")
        await pilot.pause()
        assert ("say", "a\nb") in conversation(app).asked


async def test_a_paste_is_cleaned(make_app: MakeApp) -> None:
    from textual.events import Paste

    app = make_app()
    async with app.run_test() as pilot:
        app.post_message(Paste("a\x1b[31mb\x00c\r\nd"))
        await pilot.pause()
        assert app.chat.query_one(Prompt).text == "abc\nd"


async def test_blank_lines_are_not_sent(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("space", "enter")
        await pilot.pause()
        assert not [asked for asked in conversation(app).asked if asked[0] == "say"]


async def test_typing_lets_the_character_listen(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("backspace")
        await pilot.pause()
        told = [asked for asked in conversation(app).asked if asked[0] == "listening"]
        assert told[-2:] == [("listening", True), ("listening", False)]


async def test_ctrl_c_and_ctrl_d_leave(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        assert app._exit
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("a", "left", "ctrl+d")
        assert not app._exit
        assert app.chat.query_one(Prompt).text == ""
        await pilot.press("ctrl+d")
        assert app._exit


async def test_a_closed_window_moves_the_talk_into_the_terminal(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).tell(StageClosed(), StageChanged("terminal", ""))
        await pilot.pause()
        assert "The window is closed" in shown(app)
        assert app.chat.has_class("-face")
        assert not app._exit


async def test_keys_in_the_window_of_a_show_are_keys_of_the_talk(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).tell(ShowStarted("Small"), ShowTouched("h"), ShowTouched(""), ShowTouched("i"))
        await pilot.pause()
        assert app.chat.query_one(Prompt).text == "hi"
        conversation(app).tell(ShowTouched("\x1b"), ShowEnded("The voice is gone."))
        await pilot.pause()
        assert ("stop",) in conversation(app).asked
        assert "The voice is gone." in shown(app)


async def test_page_keys_scroll_and_new_turns_do_not_tear_you_away(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(60, 20)) as pilot:
        await reply(app, pilot, "\n\n".join(f"Paragraph {number}." for number in range(60)))
        talk = app.chat.transcript
        assert talk.scroll_y == talk.max_scroll_y
        await pilot.press("pageup")
        await pilot.pause(0.5)
        place = talk.scroll_y
        assert place < talk.max_scroll_y
        conversation(app).tell(Notice("Something."))
        await pilot.pause()
        assert talk.scroll_y == place


async def test_what_a_command_answers_is_seen_wherever_one_has_scrolled_to(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for number in range(12):
            await app.chat.remark(f"note {number}")
        talk = app.chat.transcript
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        assert talk.scroll_y < talk.max_scroll_y
        await typed(pilot, "/volume")
        await pilot.pause()
        assert talk.scroll_y == talk.max_scroll_y
        await typed(pilot, "/help")  # higher than the screen: it is read from its beginning
        await pilot.pause()
        answer = talk.query_children(Remark).last()
        assert answer.outer_size.height > talk.size.height
        assert 0 <= answer.region.y - talk.region.y <= 1
        await typed(pilot, "Hello.")
        assert talk.scroll_y == talk.max_scroll_y


async def test_the_same_notice_is_told_once_until_the_user_does_something(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(3):
            conversation(app).tell(Notice("No sound."), Notice("It is back."))
        await pilot.pause()
        assert shown(app).splitlines() == ["· No sound.", "· It is back."]
        await typed(pilot, "hello")
        conversation(app).tell(Notice("No sound."))
        await pilot.pause()
        assert shown(app).splitlines()[-1] == "· No sound."


async def test_what_was_on_its_way_to_the_screen_does_not_land_behind_the_last_word(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        told = conversation(app)
        told.tell(ReplyStarted(), ReplyText("Once, a clock"), ReplyText(" ran five minutes fast, and"))
        told.tell(ReplyEnded("Once, a clock", interrupted=True))
        await pilot.pause(0.3)
        assert shown(app).splitlines()[-1].startswith("Once, a clock")
        assert "fast" not in shown(app)


async def test_a_long_evening_keeps_a_bounded_number_of_turns(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcript, "MOST_TURNS", 10)
    monkeypatch.setattr(transcript, "SLACK", 5)
    app = make_app()
    async with app.run_test() as pilot:
        for number in range(40):
            conversation(app).tell(Notice(f"number {number}"))
            await pilot.pause()
        turns = app.chat.transcript.query("Remark, Old")
        assert 10 <= len(turns) <= 16
        assert shown(app).splitlines()[-1] == "· number 39"


async def test_old_turns_say_the_same_in_one_widget_each(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 60)) as pilot:
        await app.chat.send("hi [b]there[/b]")
        await reply(app, pilot, "**Bold** and\n\n- one\n- two")
        conversation(app).tell(ReplyEnded("Bold", interrupted=True), SpeechEnded())
        for number in range(LIVE):
            conversation(app).tell(Notice(f"number {number}"))
            await pilot.pause()
        await reply(app, pilot, "Another.")
        await pilot.pause()
        old = list(app.chat.transcript.query(Old))
        assert [each.content.plain for each in old[:2]] == ["You\nhi [b]there[/b]", "Juno\nBold\n— stopped"]
        assert not any(each.query("*") for each in old)
        assert app.chat.transcript.reply is not None
        assert app.chat.transcript.reply.is_attached


# ---- the face


def picture(width: int, height: int) -> FaceFrame:
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[: height // 2] = (255, 0, 0, 255)
    pixels[height // 2 :] = (0, 0, 255, 255)
    return FaceFrame(width, height, pixels.tobytes())


async def test_the_face_is_asked_for_in_its_size_and_shown(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        told = conversation(app)
        told.tell(StageChanged("terminal", "PulseAudio"))
        await pilot.pause()
        face = app.chat.query_one(Face)
        size = (face.size.width, 2 * face.size.height)
        assert size[0] > 0
        assert ("set_face", *size) in told.asked
        told.tell(picture(*size))
        await pilot.pause()
        top, bottom = face.render_line(0), face.render_line(face.size.height - 1)
        assert {segment.style.bgcolor.name for segment in top if segment.style} == {"#ff0000"}
        assert {segment.style.bgcolor.name for segment in bottom if segment.style} == {"#0000ff"}


async def test_without_colours_the_face_is_shades(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        told = conversation(app)
        told.tell(StageChanged("terminal", "PulseAudio"), FaceFrame(4, 4, b"\xff" * 64))
        face = app.chat.query_one(Face)
        for _ in range(100):  # until it is laid out
            await pilot.pause()
            if "█" in (lowest := face.render_line(face.size.height - 1).text):
                break
        assert "█" in lowest


@pytest.mark.parametrize(("size", "seen"), [((20, 8), False), ((40, 12), False), ((40, 16), True), ((200, 60), True)])
async def test_a_tiny_terminal_has_room_for_the_talk_and_none_for_the_face(
    make_app: MakeApp, size: tuple[int, int], seen: bool
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        conversation(app).tell(StageChanged("terminal", ""))
        await pilot.pause()
        assert bool(app.chat.query_one(Face).region.area) is seen
        assert app.chat.transcript.size.height >= 3
        await typed(pilot, "hi")
        assert ("say", "hi") in conversation(app).asked


async def test_a_broken_picture_is_left_out(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).tell(StageChanged("terminal", ""), FaceFrame(100, 100, b"short"))
        await pilot.pause()
        assert app.is_running


async def test_a_bug_in_what_was_asked_is_told_with_the_place_of_the_log(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: ScriptedSession, text: str) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(ScriptedSession, "say", broken)
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "hi")
        await pilot.pause()
        assert "RuntimeError" in shown(app)
        assert "avatar.log" in shown(app)
        assert app.is_running


async def test_thoughts_are_a_line_that_a_click_opens(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, ChatApp)
        told = conversation(app)
        told.tell(ReplyStarted(), ReplyThought("He wants\x1b[2J ", 3.0), ReplyThought("a joke.", 12.4))
        await pilot.pause()
        reply = app.chat.transcript.query_one(Reply)
        assert reply.thoughts.summary == "thinking, 12 s"
        told.tell(ReplyText("Here is one."), ReplyEnded("Here is one."), SpeechEnded())
        await pilot.pause()
        assert reply.thoughts.summary == "thought for 12 s"
        assert not reply.thoughts.query_one(".words").display
        await pilot.click(".thoughts")
        assert reply.thoughts.query_one(".words").content.plain == "He wants a joke."
        assert reply.thoughts.query_one(".words").display


async def test_without_thoughts_there_is_no_line_for_them(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = pilot.app
        assert isinstance(app, ChatApp)
        conversation(app).tell(ReplyStarted(), ReplyText("Hello."), ReplyEnded("Hello."))
        await pilot.pause()
        assert not app.chat.transcript.query_one(Reply).thoughts.display


async def test_the_face_in_the_terminal_is_told_where_the_mouse_is_and_when_it_is_poked(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        told = conversation(app)
        assert ("keep_company",) in told.asked
        await pilot.hover("#prompt")
        assert not any(each[0] == "hover" for each in told.asked), "there is no face yet"
        told.tell(StageChanged("terminal", "PulseAudio"), picture(40, 40))
        await pilot.pause()
        await pilot.hover("#transcript")
        face = app.screen.query_one("#face").size
        await pilot.click("#face", offset=(face.width // 2, face.height // 2))
        await pilot.pause()
        places = [each[1:] for each in told.asked if each[0] == "hover"]
        assert any(x < 0 for x, _, _ in places), "the mouse is beside the face"
    assert [(0.4 < x < 0.6, 0.4 < y < 0.6) for x, y, down in places if down] == [(True, True)]


async def test_a_song_is_asked_for_in_words_and_ended_by_one(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "Can you sing the toaster song?")
        await pilot.pause()
        assert ("play_show", "warm-on-both-sides") in conversation(app).asked
        assert "Can you sing the toaster song?" in shown(app)
        assert "begins. Esc ends it" in shown(app)
        await typed(pilot, "stop it, please")
        await pilot.pause()
        assert conversation(app).asked[-1] == ("stop",)
        assert not [each for each in conversation(app).asked if each[0] == "say"]
        await typed(pilot, "What was that?")
        assert ("say", "What was that?") in conversation(app).asked
