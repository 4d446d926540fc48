"""What is heard stands in the prompt and is sent; the Session below is scripted (see `scripted.py`)."""

from __future__ import annotations

from avatar.errors import EngineMissing
from avatar.session import EarsChanged, SpeechHeard
from avatar.ui.hearing import Draft
from avatar.ui.room import Status
from avatar.ui.widgets.prompt import Prompt
from avatar.ui.widgets.status import write_line
from tests.ui.conftest import MakeApp
from tests.ui.test_chat import conversation, shown, typed


async def test_what_is_heard_stands_in_the_prompt_and_is_sent_when_it_is_over(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        prompt = app.chat.query_one(Prompt)
        for text in ("", "What is", "What is /quit\x1b[31m"):
            conversation(app).tell(SpeechHeard(text))
            await pilot.pause()
        assert prompt.text == "What is /quit"
        assert "/quit" not in shown(app)
        conversation(app).tell(SpeechHeard("/quit is what I said?", final=True))
        await pilot.pause()
        assert prompt.text == ""
        assert ("say", "/quit is what I said?") in conversation(app).asked
        assert "/quit is what I said?" in shown(app)


async def test_what_was_typed_before_is_there_again(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        prompt = app.chat.query_one(Prompt)
        prompt.insert("half a tho")
        conversation(app).tell(SpeechHeard(""), SpeechHeard("Hello"))
        await pilot.pause()
        assert prompt.text == "Hello"
        conversation(app).tell(SpeechHeard("", final=True))
        await pilot.pause()
        assert prompt.text == "half a tho"
        assert not [each for each in conversation(app).asked if each[0] == "say"]


async def test_who_changes_what_is_heard_has_it_to_send(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        prompt = app.chat.query_one(Prompt)
        conversation(app).tell(SpeechHeard(""), SpeechHeard("Hallo"))
        await pilot.pause()
        await pilot.press("backspace")
        conversation(app).tell(SpeechHeard("Hello you"), SpeechHeard("Hello you.", final=True))
        await pilot.pause()
        assert prompt.text == "Hall"
        assert not [each for each in conversation(app).asked if each[0] == "say"]


async def test_the_lamp_shows_while_a_microphone_is_open(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).tell(EarsChanged("open", True, "USB"))
        await pilot.pause()
        assert app.chat.status.listening
        assert "listening" in str(app.chat.query_one("#prompt-frame").border_title)
        conversation(app).tell(EarsChanged("open", False))
        await pilot.pause()
        assert not app.chat.status.listening
        assert not app.chat.query_one("#prompt-frame").border_title
    assert "listening" in write_line(Status("Juno", listening=True, ears="open"), 30).plain
    assert "F4 to talk" in write_line(Status("Juno", ears="push"), 40).plain


async def test_listen_opens_and_closes_and_tells(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        for line, mode in (("/listen on", "open"), ("/listen push", "push"), ("/listen off", "off")):
            await typed(pilot, line)
            assert conversation(app).asked[-1] == ("listen", mode)
        await typed(pilot, "/listen")
        assert "It listens to nobody." in shown(app)
        await typed(pilot, "/listen loudly")
        assert "There are /listen on, push, off, not loudly." in shown(app)
        await pilot.press("f4")
        await pilot.pause()
        assert ("push_to_talk",) in conversation(app).asked
        conversation(app).refusal = EngineMissing("There is no recogniser", remedy="Get one.")
        await typed(pilot, "/listen on")
        assert "There is no recogniser. Get one." in shown(app)


def test_a_draft_outlives_what_is_heard() -> None:
    draft = Draft()
    assert draft.end("typed") == "typed"  # nobody had begun
    assert draft.hear("", "typed") == "typed"
    assert draft.hear("One", "typed") == "One"
    assert draft.hear("One two", "One") == "One two"
    assert draft.end("One two") == "typed"
