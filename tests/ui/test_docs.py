from __future__ import annotations

from pathlib import Path

from avatar.ui.commands import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "chat.md"


def test_the_page_names_every_command() -> None:
    page = PAGE.read_text("utf-8").replace("\\|", "|")
    for command in COMMANDS:
        assert f"`/{command.name} {command.usage}".rstrip() + "`" in page
