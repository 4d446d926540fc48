from __future__ import annotations

import pytest

from avatar.ui.widgets.settled import settled


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
    assert settled(markdown).plain == shown


def test_tables_keep_their_words() -> None:
    text = settled("| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd.").plain
    assert text.split() == ["a", "b", "1", "2", "End."]


def test_emphasis_is_kept() -> None:
    styles = {str(span.style) for span in settled("a *b* **c** `d`\n\n# e").spans}
    assert {"italic", "bold"} <= {style.strip() for style in styles}


def test_links_do_nothing() -> None:
    assert all("click" not in str(span.style) for span in settled("[a](javascript:alert(1))").spans)


def test_deep_nesting_is_no_trouble() -> None:
    assert "deep" in settled("> " * 15 + "deep").plain
    settled("> " * 5000 + "deep")
    settled("- " * 5000 + "deep")
