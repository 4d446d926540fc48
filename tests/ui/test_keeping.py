"""Conversations kept, found again, gone on with, and written out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from avatar import config as configuration
from avatar.brain.base import Sent, Turn
from avatar.errors import AvatarError
from avatar.session import ReplyEnded, ReplyStarted, ReplyText, SpeechEnded
from avatar.types import Scene
from avatar.ui import keeping
from avatar.ui.app import ChatApp
from avatar.ui.keeping import Keeper
from avatar.ui.screens.pick import PickScreen
from avatar.ui.widgets.prompt import Prompt
from tests.ui.conftest import MakeApp
from tests.ui.test_chat import conversation, shown, typed

WHALES = (Turn("user", "Do whales sing?"), Turn("character", "They do, **very** low.", "juno"))
JOKES = (Turn("user", "A joke, please."), Turn("character", "Gladly.", "juno"))


def held(*talks: tuple[Turn, ...], character: str = "juno") -> None:
    for turns in talks:
        Keeper(character).keep(turns)


def test_turns_are_written_once_and_found_by_their_words(tmp_path: Path) -> None:
    keeper = Keeper("juno", path=tmp_path / "memory.sqlite")
    keeper.keep(WHALES[:1])
    keeper.keep(WHALES)
    keeper.keep(WHALES)
    keeper.fresh()
    keeper.keep(JOKES)
    assert [each.title for each in keeper.past()] == ["A joke, please.", "Do whales sing?"]
    found = keeper.past("very")
    assert [each.turns for each in found] == [2]
    assert keeper.resume(found[0].id) == WHALES
    keeper.keep((*WHALES, Turn("user", "More.")))
    assert keeper.past("More")[0].id == found[0].id


def test_a_greeting_alone_is_not_kept(tmp_path: Path) -> None:
    keeper = Keeper("juno", path=tmp_path / "memory.sqlite")
    keeper.keep((Turn("character", "Hello!", "juno"),))
    assert keeper.past() == ()
    keeper.keep((Turn("character", "Hello!", "juno"), *WHALES))
    assert keeper.past()[0].turns == 3


def test_switched_off_nothing_is_written(tmp_path: Path) -> None:
    keeper = Keeper("juno", on=False, path=tmp_path / "memory.sqlite")
    keeper.keep(WHALES)
    assert keeper.past() == ()
    assert not list(tmp_path.glob("memory*"))


def test_written_out(tmp_path: Path) -> None:
    keeping.write(tmp_path / "talk.md", WHALES, "Juno")
    assert "**You:** Do whales sing?" in (tmp_path / "talk.md").read_text()
    keeping.write(tmp_path / "talk.json", WHALES, "Juno")
    assert json.loads((tmp_path / "talk.json").read_text())["turns"][1] == {
        "who": "character", "text": "They do, **very** low.", "by": "juno",
    }  # fmt: skip
    with pytest.raises(AvatarError, match=r"\.md"):
        keeping.write(tmp_path / "talk.pdf", WHALES, "Juno")
    with pytest.raises(AvatarError, match="nowhere"):
        keeping.write(tmp_path / "nowhere" / "talk.md", WHALES, "Juno")


# ---- in the chat


async def settled(app: ChatApp, pilot: Pilot[int]) -> None:
    """Until nothing that was asked for is under way."""
    while app._tasks:
        await pilot.pause()
    await pilot.pause()


async def test_what_is_said_is_kept(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).turns = WHALES
        conversation(app).tell(SpeechEnded())
        await pilot.pause()
        await settled(app, pilot)
        assert Keeper("juno").past("sing")


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


async def test_history_off_keeps_nothing(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(chat__history="false")
    async with app.run_test() as pilot:
        conversation(app).turns = WHALES
        conversation(app).tell(SpeechEnded())
        await typed(pilot, "/memory")
        await settled(app, pilot)
        assert "Nothing is kept" in shown(app)
    assert _files(tmp_path) <= {"engines.json", "engines.lock"}, "of voices alone"


async def test_a_past_conversation_is_searched_picked_and_gone_on_with(make_app: MakeApp) -> None:
    held(WHALES, JOKES)
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await typed(pilot, "/resume")
        await pilot.pause()
        assert isinstance(app.screen, PickScreen)
        assert app.screen.query_one(OptionList).option_count == 2
        app.screen.query_one(Input).value = "sing"
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count == 1
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert ("recall", WHALES) in conversation(app).asked
        assert "Do whales sing?" in shown(app)
        assert "They do, very low." in shown(app)


async def test_resume_from_the_command_line(make_app: MakeApp) -> None:
    held(WHALES, character="juno")
    held(JOKES, character="max")
    app = make_app()
    app.resume = True
    async with app.run_test() as pilot:
        await settled(app, pilot)
        assert ("recall", WHALES) in conversation(app).asked
        assert ("greet",) not in conversation(app).asked


async def test_nothing_to_resume_is_said(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "/resume unicorns")
        assert "no past conversation with 'unicorns'" in shown(app)


async def test_a_new_conversation_begins_empty(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "hello")
        await typed(pilot, "/new")
        assert ("recall", ()) in conversation(app).asked
        assert "hello" not in shown(app)


async def test_export(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).turns = WHALES
        for name in ("talk.md", "talk.json", "talk.scene"):
            await typed(pilot, f"/export {tmp_path / name}")
            await settled(app, pilot)
            assert (tmp_path / name).stat().st_size > 50
        await typed(pilot, f"/export {tmp_path / 'talk.pdf'}")
        assert "No export ends in '.pdf'" in shown(app)


async def test_memory_is_listed_and_forgotten(make_app: MakeApp) -> None:
    held(WHALES)
    keeper = Keeper("juno")
    keeper.memory.remember("juno", "name", "Ada", "I'm *Ada*, <b>really</b>")
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await typed(pilot, "/memory")
        await pilot.pause()
        assert "name Ada, learnt on" in shown(app)
        assert "from “I'm *Ada*, <b>really</b>”" in shown(app)
        await typed(pilot, "/memory forget name")
        assert "It is forgotten" in shown(app)
        assert ("unlearn", "name") in conversation(app).asked
        assert keeper.memory.facts("juno") == ()
        await typed(pilot, "/memory forget all")
        assert keeper.past() == ()
        assert ("unlearn", "") in conversation(app).asked
        assert ("recall", ()) in conversation(app).asked


async def test_why_shows_what_the_brain_was_sent(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await typed(pilot, "/why")
        await settled(app, pilot)
        assert "Nothing has been answered yet" in shown(app)
        conversation(app).made_from = (
            Sent("system", "You are Juno. " + "Be kind. " * 200 + "The user is called Ada."),
            Sent("user", "a \x1b[31mred\x1b[0m herring?"),
        )
        await typed(pilot, "/why")
        await settled(app, pilot)
        told = shown(app)
        assert "system: You are Juno." in told
        assert "characters) …" in told
        assert "The user is called Ada." in told
        assert "\x1b" not in told
        assert "herring?" in told
        await typed(pilot, "/clear")
        await typed(pilot, "/why all")
        await settled(app, pilot)
        assert "characters) …" not in shown(app)


async def test_switched_off_in_the_settings_nothing_more_is_kept(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        app.take_over(configuration.override(app.config, "chat.history", "false"))
        conversation(app).turns = WHALES
        conversation(app).tell(SpeechEnded())
        await settled(app, pilot)
        assert not app.keeper.memory.on
    assert Keeper("juno").past() == ()


async def test_a_conversation_belongs_to_whoever_held_it(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "/character gus")
        conversation(app).turns = WHALES
        conversation(app).tell(SpeechEnded())
        await settled(app, pilot)
    assert [each.character for each in Keeper("juno").past()] == ["gus"]


def test_turns_that_were_taken_back_are_not_kept(tmp_path: Path) -> None:
    keeper = Keeper("juno", path=tmp_path / "memory.sqlite")
    keeper.keep((*WHALES, *JOKES))
    keeper.keep((*WHALES, Turn("user", "A story, please.")))
    assert keeper.resume(keeper.past()[0].id) == (*WHALES, Turn("user", "A story, please."))
    keeper.keep(WHALES)
    assert keeper.past()[0].turns == 2


# ---- again, otherwise, copied


async def test_retry_drops_the_answer_and_asks_again(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "/retry")
        assert "You have said nothing yet" in shown(app)
        await typed(pilot, "do whales sing?")
        conversation(app).tell(ReplyStarted(), ReplyText("They do."), ReplyEnded("They do."), SpeechEnded())
        await pilot.pause()
        conversation(app).turns = WHALES
        await typed(pilot, "/retry")
        assert conversation(app).asked[-1] == ("again",)
        assert "do whales sing?" in shown(app)
        assert "They do." not in shown(app)


async def test_edit_takes_the_last_message_back_into_the_prompt_or_replaces_it(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "/edit")
        assert "You have said nothing yet" in shown(app)
        await typed(pilot, "do whales sing?")
        conversation(app).turns = (Turn("user", "do whales sing?"), Turn("character", "They do."))
        await typed(pilot, "/edit")
        assert app.chat.query_one(Prompt).text == "do whales sing?"
        assert "do whales sing?" not in shown(app)
        app.chat.query_one(Prompt).text = ""
        conversation(app).turns = (Turn("user", "do whales sing?"), Turn("character", "They do."))
        await typed(pilot, "/edit do dogs sing?")
        await settled(app, pilot)
        assert ("say", "do dogs sing?") in conversation(app).asked


async def test_the_answer_or_its_code_is_copied(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "/copy")
        assert "Nothing was answered yet" in shown(app)
        code = "Like so:\n\n```python\nprint('[b]')\n```\n\nThat is all."
        conversation(app).turns = (*WHALES, Turn("user", "code?"), Turn("character", code))
        await typed(pilot, "/copy")
        assert app.clipboard == code
        await typed(pilot, "/copy code")
        assert app.clipboard == "print('[b]')\n"
        conversation(app).turns = WHALES
        await typed(pilot, "/copy code")
        assert "no code in the last answer" in shown(app)
        await typed(pilot, "/copy that")
        assert "It is /copy or /copy code" in shown(app)


async def test_nothing_heard_is_no_scene(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).performed = Scene(())
        await typed(pilot, f"/export {tmp_path / 'talk.scene'}")
        assert "Nothing has been heard yet" in shown(app)


async def test_a_memory_that_can_not_be_used_is_said_and_the_chat_goes_on(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "blocked").write_text("")
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "blocked" / "home"))
    app = make_app()
    async with app.run_test() as pilot:
        await settled(app, pilot)
        assert "The memory can't be used" in shown(app)
        assert app.is_running


# ---- picking what was typed


async def test_what_was_typed_is_searched(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        for line in ("tell me of whales", "a joke", "more of whales"):
            await typed(pilot, line)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert isinstance(app.screen, PickScreen)
        app.screen.query_one(Input).value = "whales"
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.screen is app.chat
        assert app.chat.query_one(Prompt).text == "tell me of whales"


async def test_escape_leaves_the_picker_and_still_silences(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "none" in " ".join(app.screen.classes)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.chat
        assert ("stop",) in conversation(app).asked


async def test_the_palette_offers_the_commands(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        found = {each.title: each for each in app.get_system_commands(app.screen)}
        assert "/settings" in found
        assert "/say" not in found
        await found["/mute"].callback()
        await pilot.pause()
        assert ("set_muted", True) in conversation(app).asked


async def test_the_brain_is_changed(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await typed(pilot, "/brain persona")
        await settled(app, pilot)
        assert conversation(app).asked[-1][0] in ("apply", "listening")
        await typed(pilot, "/brain nobody")
        await settled(app, pilot)
        await typed(pilot, "/brain")
        await pilot.pause()
        assert "persona" in shown(app)
