from __future__ import annotations

import pytest

from avatar.ui import depth, themes


@pytest.mark.parametrize(
    ("wish", "environment", "name"),
    [
        ("auto", {"TERM": "xterm-256color"}, "avatar-dark"),
        ("light", {"TERM": "xterm-256color"}, "avatar-light"),
        ("auto", {"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "avatar-light"),
        ("auto", {"TERM": "xterm", "COLORTERM": "truecolor"}, "avatar-dark"),
        ("dark", {"TERM": "linux"}, "avatar-ansi-dark"),
        ("light", {"TERM": "xterm-16color"}, "avatar-ansi-light"),
        ("dark", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "avatar-ansi-dark"),
    ],
)
def test_the_theme_fits_the_terminal(wish: str, environment: dict[str, str], name: str) -> None:
    assert themes.choose(wish, environment) == name


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"TERM": "xterm-256color"}, "many"),
        ({"TERM": "xterm-16color"}, "sixteen"),
        ({"TERM": "xterm"}, "sixteen"),
        ({"TERM": "linux"}, "eight"),
        ({"TERM": "vt220"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
    ],
)
def test_a_picture_has_as_many_colours_as_the_terminal(environment: dict[str, str], found: str) -> None:
    assert depth.find_depth(environment) == found


@pytest.mark.parametrize("theme", [themes.DARK, themes.LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("colour", ["foreground", "primary", "secondary", "warning", "error", "quiet"])
def test_text_is_readable(theme: themes.Theme, colour: str) -> None:
    """WCAG 2.1 asks a contrast of 4.5 for text."""
    from textual.color import Color

    value = getattr(theme, colour, None) or theme.variables[colour]
    contrast = _contrast(Color.parse(value), Color.parse(theme.background))
    assert contrast >= 4.5, f"{colour} {value}: {contrast:.2f}"


def _contrast(one: object, other: object) -> float:
    def luminance(colour: object) -> float:
        parts = [value / 255 for value in colour.rgb]  # type: ignore[attr-defined]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
