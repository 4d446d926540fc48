"""Language tags, however they are written."""

from __future__ import annotations

import pytest

from avatar.tags import base, primary


@pytest.mark.parametrize(
    ("tag", "short", "known"),
    [
        ("de-AT", "de", "de"),
        ("pt_BR", "pt", "pt"),
        ("EN", "en", "en"),
        (" fr ", "fr", "fr"),
        ("cmn-Hans", "cmn", "zh"),
        ("yue", "yue", "zh"),
        ("", "", ""),
    ],
)
def test_a_tag_has_a_language(tag: str, short: str, known: str) -> None:
    assert primary(tag) == short
    assert base(tag) == known
