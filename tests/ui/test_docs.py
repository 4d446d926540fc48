from __future__ import annotations

from pathlib import Path

from avatar.ui import slash

PAGE = Path(__file__).parents[2] / "docs" / "chat.md"


def test_the_page_lists_the_commands() -> None:
    assert slash.COMMANDS.page() in PAGE.read_text("utf-8"), "run: python -m avatar.ui.slash docs/chat.md"


def test_the_list_is_written_anew_where_it_stands(tmp_path: Path) -> None:
    old = tmp_path / "chat.md"
    old.write_text("before\n\n| Command | Does |\n|---|---|\n| `/old` | gone |\n\nafter\n")
    slash.main(old)
    assert old.read_text("utf-8") == f"before\n\n{slash.COMMANDS.page()}\n\nafter\n"
