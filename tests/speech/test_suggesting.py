"""Who would speak a language instead: what is here, and what can be got."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from avatar import library
from avatar.speech import suggesting
from avatar.speech.suggesting import suggest
from avatar.types import Voice


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has these voices alone in the library, none of whose files is here but espeak-ng's."""

    def have(*voices: Voice) -> None:
        monkeypatch.setattr(library, "every_voice", lambda: list(voices))

    return have


def test_a_plain_voice_that_is_here_is_named_with_a_natural_one_that_can_be_got(only: Callable[..., None]) -> None:
    only(Voice("hans", "espeak", "de", "de-DE"), Voice("gh", "gtts", "de", "de-DE"))
    assert suggest(["de"]) == ("The voice hans does; `avatar voices get de_DE-kerstin-low` gets a natural one (63 MB).")


def test_a_natural_one_that_is_here_goes_before(only: Callable[..., None]) -> None:
    only(Voice("hans", "espeak", "en", "en-GB"), Voice("heart", "hibari", "heart", "en-US"))
    assert suggest(["en"]) == "The voice heart does."


def test_of_a_script_of_many_languages_the_first_that_is_here_counts(only: Callable[..., None]) -> None:
    only(Voice("uk", "espeak", "uk", "uk-UA"), Voice("ru", "espeak", "ru", "ru-RU"))
    assert suggest(["ru", "uk"]) == "The voice ru does."


def test_where_none_is_here_the_command_is_told(only: Callable[..., None]) -> None:
    only(Voice("far", "kokoro", "hf_alpha", "hi"))
    assert suggest(["hi"]).startswith("`avatar voices get kokoro-hi` gets one that does (")
    assert suggest(["th"]) == suggest([]) == suggesting.NOBODY
