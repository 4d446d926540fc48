from __future__ import annotations

from collections.abc import Sequence

import pytest

from avatar.ui import slash
from avatar.ui.commands import COMMANDS, complete, message, nearest, parse


def values(kind: str) -> Sequence[tuple[str, str]]:
    return {"voices": [("en-gb", "British"), ("de", "German"), ("robot", "tin")]}.get(kind, [])


def test_a_message_is_no_command() -> None:
    assert parse("hello /voice") is None
    assert parse("//help me") is None
    assert message("//help me") == "/help me"


@pytest.mark.parametrize(
    ("line", "name", "argument"),
    [("/help", "help", ""), ("/say  hi there ", "say", "hi there"), ("/VOICE de", "voice", "de"), ("/q", "quit", "")],
)
def test_commands_are_parsed(line: str, name: str, argument: str) -> None:
    invocation = parse(line)
    assert invocation is not None
    assert invocation.command is not None
    assert (invocation.command.name, invocation.argument) == (name, argument)


def test_an_unknown_command_has_a_nearest_one() -> None:
    invocation = parse("/volum 3")
    assert invocation is not None
    assert invocation.command is None
    assert nearest(invocation.name) == "volume"


def test_completion_of_names_and_of_values() -> None:
    assert [each.text for each in complete("/vo", values)] == ["/voice ", "/volume "]
    assert [each.text for each in complete("/voice ", values)] == ["/voice en-gb", "/voice de", "/voice robot"]
    assert [each.text for each in complete("/voice ob", values)] == ["/voice robot"]
    assert complete("hello", values) == []
    assert complete("/say hel", values) == []
    assert len(complete("/", values)) == len(COMMANDS)


def test_every_command_does_something_and_is_in_the_help() -> None:
    assert set(slash.ACTIONS) == {command.name for command in COMMANDS}
    for command in COMMANDS:
        assert f"/{command.name}" in slash.help_text()
        assert command.summary in slash.help_text(command.name)
