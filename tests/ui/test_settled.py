from __future__ import annotations

import pytest

from avatar.ui.widgets.settled import settle_markdown


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("One.\n\nTwo\nthree.", "One.\n\nTwo three."),
        ("# Head\n\nText.", "Head\n\nText."),
        ("- a\n- b\n  - c\n- d\n\nEnd.", "• a\n• b\n  ▪ c\n• d\n\nEnd."),
        ("3. a\n4. b", "3. a\n4. b"),
        ("```python\nx = [1]\ny\n```\n\nEnd.", "  x = [1]\n  y\n\nEnd."),
        ("> quoted\n> more", "▌ quoted more"),
        ("a `b` *c* **d** ~~e~~ [f](http://g) ![h](i)", "a b c d e f h"),
        ("<b>x</b> [bold]y[/bold] $primary", "<b>x</b> [bold]y[/bold] $primary"),
        ("", ""),
        ("***", "─" * 24),
    ],
)
def test_the_text_is_the_one_that_the_widget_shows(markdown: str, shown: str) -> None:
    assert settle_markdown(markdown).plain == shown


def test_tables_keep_their_words() -> None:
    text = settle_markdown("| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd.").plain
    assert text.split() == ["a", "b", "1", "2", "End."]


def test_emphasis_is_kept() -> None:
    styles = {str(span.style) for span in settle_markdown("a *b* **c** `d`\n\n# e").spans}
    assert {"italic", "bold"} <= {style.strip() for style in styles}


def test_links_do_nothing() -> None:
    assert all("click" not in str(span.style) for span in settle_markdown("[a](javascript:alert(1))").spans)


def test_deep_nesting_is_no_trouble() -> None:
    assert "deep" in settle_markdown("> " * 15 + "deep").plain
    settle_markdown("> " * 5000 + "deep")
    settle_markdown("- " * 5000 + "deep")
