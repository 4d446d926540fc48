"""Which words a writer wants to be heard above the others."""

from __future__ import annotations

import pytest

from avatar.text.emphasis import find_emphasis


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I *never* said that.", ["never"]),
        ("I **never** said that.", ["never"]),
        ("It is _his_ chicken.", ["his"]),
        ("It is __his own__ chicken.", ["his own"]),
        ("NEVER do that, and I mean NEVER.", ["NEVER", "NEVER"]),
        ("You are SO late.", ["SO"]),
        ("DON'T touch it.", ["DON'T"]),
        ("*One* and two and *three*.", ["One", "three"]),
        ("Nothing here.", []),
        ("", []),
        ("*", []),
        ("2 * 3 * 4 is 24.", []),
        ("snake_case_names are not _meant_.", ["meant"]),
        ("*A whole sentence between stars is a thought.*", []),
        ("HELLO EVERYBODY", []),
        ("I live in the UK and watch TV.", []),
        ("My PhD, the A.M. and the T-SHIRT.", []),
        ("It is a BBC thing.", []),
        ("**not closed", []),
        ("**bold*", []),
        ("* " * 2000, []),
        ("*a" * 2000, []),
        ("_" * 5000, []),
    ],
)
def test_stars_underlines_and_capitals_emphasise(text: str, words: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_emphasis(text)] == words
