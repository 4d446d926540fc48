"""Pictures of the main screens. After a wanted change run this file with `--snapshot-update`, and look at them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from avatar.session import (
    ClauseStarted,
    FaceFrame,
    Latency,
    Notice,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    StageChanged,
    WordSpoken,
)
from avatar.ui import lookups
from avatar.ui.app import ChatApp
from avatar.ui.screens.clap import ClapScreen
from avatar.ui.widgets.prompt import Prompt
from tests.ui.conftest import MakeApp
from tests.ui.scripted import ScriptedSession
from tests.ui.test_chat import drawn


@pytest.fixture(autouse=True)
def someone(terminal: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A character of the tests' own, so that the pictures do not change with those that are shipped."""
    folder = tmp_path / "home" / "characters" / "juno"
    folder.mkdir(parents=True)
    (folder / "character.toml").write_text(
        'name = "juno"\ntitle = "Juno"\ndescription = "Someone to talk with, for as long as a test lasts."\n'
    )

    async def outputs() -> list[str]:
        return ["Loudspeaker"]

    async def thumbnail(character: str, size: int) -> bytes:
        pixels = np.frombuffer(face().rgba, np.uint8).reshape(64, 64, 4)
        at = (np.arange(size) * 64) // size
        return pixels[at][:, at].tobytes()

    monkeypatch.setattr(lookups, "list_outputs", outputs)
    monkeypatch.setattr(lookups, "draw_thumbnail", thumbnail)


Before = Callable[[Pilot[int]], Awaitable[None]]

ANSWER = (
    "The **blue whale** has a heart the size of a *small car*, and it beats as slowly as twice a minute.\n\n"
    "- It sings lower than you can hear\n- Its tongue weighs as much as an elephant\n\n"
    "```python\nprint('whale')\n```\n\n> They were here long before us.\n\nAsk me [more](https://example.org) of it."
)


def told(pilot: Pilot[int]) -> ScriptedSession:
    assert isinstance(pilot.app, ChatApp)
    conversation = pilot.app.session
    assert isinstance(conversation, ScriptedSession)
    return conversation


async def still(pilot: Pilot[int]) -> None:
    """Nothing blinks in a picture."""
    pilot.app.screen.query_one(Prompt).cursor_blink = False
    await pilot.pause()


def face() -> FaceFrame:
    """A plain drawing of a face, so that the picture does not change with the art."""
    y, x = np.mgrid[0:64, 0:64].astype(float)
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[np.hypot((x - 32) / 24, (y - 34) / 28) < 1] = (236, 186, 150, 255)
    for eye in (23, 41):
        pixels[np.hypot((x - eye) / 4, (y - 28) / 5) < 1] = (40, 40, 60, 255)
    pixels[np.hypot((x - 32) / 10, (y - 46) / 4) < 1] = (150, 40, 50, 255)
    return FaceFrame(64, 64, pixels.tobytes())


async def welcome(pilot: Pilot[int]) -> None:
    told(pilot).tell(StageChanged("window", "PulseAudio"))
    await still(pilot)


async def talk(pilot: Pilot[int]) -> None:
    assert isinstance(pilot.app, ChatApp)
    told(pilot).tell(StageChanged("window", "PulseAudio"), Latency(0.142))
    await pilot.pause()
    await pilot.app.chat.send("Tell me of whales.")
    told(pilot).tell(ReplyStarted(), ReplyText(ANSWER), ReplyEnded(ANSWER), ClauseStarted(ANSWER, "voice", "en-gb"))
    await pilot.pause()
    turn = pilot.app.chat.transcript.reply
    assert turn is not None
    await drawn(turn, pilot)
    told(pilot).tell(WordSpoken(ANSWER.index("heart"), 5))
    await still(pilot)


async def talk_with_a_face(pilot: Pilot[int]) -> None:
    told(pilot).tell(StageChanged("terminal", "PulseAudio"), face())
    await talk(pilot)
    told(pilot).tell(StageChanged("terminal", "PulseAudio"), face())
    await still(pilot)


async def commands(pilot: Pilot[int]) -> None:
    await talk(pilot)
    await pilot.press("slash")
    await still(pilot)


async def notices(pilot: Pilot[int]) -> None:
    told(pilot).tell(
        StageChanged("none", ""),
        Notice(
            "No sound: there is no sound device here. The talk goes on without; plug one in at any time.", "warning"
        ),
        Notice("The voice is en-gb now."),
        Notice("The performer failed on a sentence twice, so it is left out. The log has the details.", "error"),
    )
    await pilot.pause()
    told(pilot).tell(ReplyStarted(), ReplyText("I was saying"), ReplyEnded("I was", interrupted=True))
    await still(pilot)


async def settings(pilot: Pilot[int]) -> None:
    await talk(pilot)
    assert isinstance(pilot.app, ChatApp)
    await pilot.app.chat.open_settings()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def clap(pilot: Pilot[int]) -> None:
    app = pilot.app
    assert isinstance(app, ChatApp)
    told(pilot).tell(StageChanged("terminal", "PulseAudio"), face())
    await pilot.pause()
    app.push_screen(ClapScreen(0.0))
    await pilot.pause()
    told(pilot).tell(face())
    await pilot.press("space")
    told(pilot).tell(ReplyStarted(), WordSpoken(0, 2), WordSpoken(3, 2))
    await pilot.press("space", "space")
    await pilot.pause()


async def secret(pilot: Pilot[int]) -> None:
    app = pilot.app
    assert isinstance(app, ChatApp)
    await app.chat.ask_key()
    await pilot.pause()
    app.screen.query_one(Input).cursor_blink = False
    await pilot.press(*"hush")
    await pilot.pause()


async def pick(pilot: Pilot[int]) -> None:
    await talk(pilot)
    prompt = pilot.app.screen.query_one(Prompt)
    for line in ("tell me of whales", "another one, please", "how do they sleep?"):
        prompt.typed.add(line)
    await pilot.press("ctrl+r")
    await pilot.pause()
    pilot.app.screen.query_one(Input).cursor_blink = False
    await pilot.pause()


SCENES: dict[str, tuple[Before, tuple[int, int], dict[str, str]]] = {
    "welcome": (welcome, (80, 24), {}),
    "talk": (talk, (80, 24), {}),
    "talk-light-narrow": (talk, (60, 20), {"chat.theme": "light"}),
    "talk-face-wide": (talk_with_a_face, (120, 40), {}),
    "talk-face": (talk_with_a_face, (80, 24), {"chat.theme": "light"}),
    "talk-face-narrow": (talk_with_a_face, (60, 20), {}),
    "commands": (commands, (80, 24), {}),
    "commands-narrow": (commands, (60, 20), {}),
    "settings": (settings, (90, 30), {}),
    "settings-narrow": (settings, (60, 20), {"chat.theme": "light"}),
    "pick": (pick, (80, 24), {}),
    "clap": (clap, (80, 24), {}),
    "secret": (secret, (60, 20), {}),
    "notices": (notices, (80, 24), {"chat.theme": "light"}),
}


@pytest.mark.parametrize("scene", SCENES)
def test_picture(scene: str, make_app: MakeApp, snap_compare: Callable[..., bool]) -> None:
    before, size, options = SCENES[scene]
    assert snap_compare(make_app(**options), terminal_size=size, run_before=before)


def test_picture_in_sixteen_colours(
    make_app: MakeApp, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-16color")
    monkeypatch.delenv("COLORTERM")
    assert snap_compare(make_app(), terminal_size=(80, 24), run_before=talk)
