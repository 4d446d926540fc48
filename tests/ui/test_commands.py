from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from avatar.ui.commands import Choices, Commands, SlashCommand, read_message
from avatar.ui.room import Room
from avatar.ui.slash import COMMANDS, HELP_KEYS

ROOT = Path(__file__).parents[2]


async def nothing(room: Room, argument: str) -> None:
    pass


def voices() -> Choices:
    return [("en-gb", "British"), ("de", "German"), ("robot", "tin")]


TABLE = Commands(
    SlashCommand("voice", "[NAME]", "who is heard", nothing, values=voices),
    SlashCommand("volume", "[0-100]", "how loud", nothing),
    SlashCommand("say", "TEXT", "have it said", nothing, aliases=("s",), secret="key"),
)


def test_a_message_is_no_command() -> None:
    assert COMMANDS.parse("hello /voice") is None
    assert COMMANDS.parse("//help me") is None
    assert read_message("//help me") == "/help me"


@pytest.mark.parametrize(
    ("line", "name", "argument"),
    [("/help", "help", ""), ("/say  hi there ", "say", "hi there"), ("/VOICE de", "voice", "de"), ("/q", "quit", "")],
)
def test_commands_are_parsed(line: str, name: str, argument: str) -> None:
    invocation = COMMANDS.parse(line)
    assert invocation is not None
    assert invocation.command is not None
    assert (invocation.command.name, invocation.argument) == (name, argument)


def test_an_unknown_command_has_a_nearest_one() -> None:
    invocation = COMMANDS.parse("/volum 3")
    assert invocation is not None
    assert invocation.command is None
    assert COMMANDS.nearest(invocation.name) == "volume"


def test_completion_of_names_and_of_values() -> None:
    assert [each.text for each in TABLE.complete("/vo")] == ["/voice ", "/volume "]
    assert [each.text for each in TABLE.complete("/voice ")] == ["/voice en-gb", "/voice de", "/voice robot"]
    assert [each.text for each in TABLE.complete("/voice ob")] == ["/voice robot"]
    assert TABLE.complete("hello") == []
    assert TABLE.complete("/say hel") == []
    assert len(TABLE.complete("/")) == len(list(TABLE))


def test_what_can_be_acted_is_completed_for_the_character_that_is_there() -> None:
    assert [each.text for each in COMMANDS.complete("/act sc", "bea")] == ["/act score"]
    assert COMMANDS.complete("/act sc", "max") == []
    acts = {each.label: each.summary for each in COMMANDS.complete("/act ", "max")}
    assert acts["thumbs-up"] == acts["chicken"] == "gesture"
    assert acts["smile"] == "expression"


def test_what_a_command_needs_follows_from_how_it_is_used() -> None:
    assert {row.name for row in TABLE if row.needs} == {"say"}


@pytest.mark.parametrize("line", ["/brain key abc", " /BRAIN  key\tabc", "/brain\tkey x"])
def test_a_line_with_a_key_in_it_is_secret(line: str) -> None:
    assert COMMANDS.is_secret(line)


@pytest.mark.parametrize("line", ["/brain key", "/brain keys abc", "/say key abc", "brain key abc", "//brain key abc"])
def test_other_lines_are_not(line: str) -> None:
    assert not COMMANDS.is_secret(line)


def test_every_command_is_in_the_help_and_no_name_is_there_twice() -> None:
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))
    for command in COMMANDS:
        assert f"/{command.name}" in COMMANDS.help("", HELP_KEYS)
        assert command.summary in COMMANDS.help(f"/{command.name}", HELP_KEYS)


ADDED = """
async def _dance(room: Room, argument: str) -> None:
    await room.remark(f"We dance the {argument or 'waltz'}.")

"""
ROW = """    SlashCommand("dance", "[NAME]", "have a dance", _dance, values=lambda: [("tango", "for two")]),
"""


def test_a_command_is_added_in_one_file(tmp_path: Path) -> None:
    """A copy of the program with one more: typed, helped with, completed, and in the list for the page."""
    copy = tmp_path / "avatar"
    shutil.copytree(ROOT / "avatar", copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("characters", "voices", "shows", "config.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    table = copy / "ui" / "slash.py"
    text = table.read_text("utf-8")
    place = text.index("COMMANDS = Commands(\n")
    head, rows = text[:place], text[place:]
    table.write_text(head + ADDED + rows.replace("Commands(\n", "Commands(\n" + ROW, 1), "utf-8")
    asked = [sys.executable, "-P", "-m", "avatar", "chat", "--plain", "--stage", "none"]
    code = "from avatar.ui.slash import *; print(COMMANDS.complete('/dance ')[0].text); print(COMMANDS.page())"
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    chat = subprocess.run(
        asked, input="/dance\n/dance tango\n/danc\n/help dance\n", env=env, cwd=tmp_path,
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-P", "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "We dance the waltz." in chat.stderr
    assert "We dance the tango." in chat.stderr
    assert "Did you mean /dance?" in chat.stderr
    assert "/dance [NAME]: have a dance." in chat.stderr
    assert told.stdout.splitlines()[0] == "/dance tango"
    assert "| `/dance [NAME]` | have a dance |" in told.stdout
    assert _changed(ROOT / "avatar", copy) == ["ui/slash.py"]


def _changed(before: Path, after: Path) -> list[str]:
    """Files that are not the same in both."""
    files = {
        path.relative_to(root).as_posix()
        for root in (before, after)
        for path in root.rglob("*.py")
    }  # fmt: skip
    return sorted(
        name
        for name in files
        if not (after / name).exists()
        or not (before / name).exists()
        or not filecmp.cmp(before / name, after / name, shallow=False)
    )
