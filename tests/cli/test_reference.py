from __future__ import annotations

from pathlib import Path

from avatar.cli.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_the_page_says_what_the_help_says() -> None:
    assert PAGE.read_text("utf-8") == reference(), "run: python -m avatar.cli.reference > docs/cli.md"
