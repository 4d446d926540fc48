"""Another language is spoken by a voice that speaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from avatar import library
from avatar.performer import tongues
from avatar.performer.tongues import Tongues, tell_foreign

OWN = library.voice("en-gb-bright")


def spoken_by(*clauses: str) -> tuple[list[str], list[str]]:
    """Names of the voices that speak the clauses, and what the listener was told."""
    told: list[str] = []
    chosen = Tongues(told.append)
    return [chosen.voice(clause, OWN).name for clause in clauses], told


def test_the_voice_follows_the_language_and_short_clauses_follow_the_talk() -> None:
    voices, told = spoken_by(
        "OK", "Hello, how are you today?", "Das weiß ich leider nicht, aber ich sehe nach.", "Ja.", "OK.",
        "Bonjour, je m'appelle Juno.", "Buenos días a todos, ¿cómo están?", "こんにちは、元気ですか。",
        "مرحبا كيف حالك", "我喜欢音乐。", "What a lovely day this is for all of us.", "OK",
    )  # fmt: skip
    own = OWN.name
    assert voices == [own, own, "de", "de", "de", "fr", "es", "ja", "ar", "zh", own, own]
    assert told == []


def test_the_other_voice_sounds_like_the_character() -> None:
    other = Tongues(print).voice("Das weiß ich leider nicht, aber ich sehe nach.", OWN)
    assert (other.id, other.variant, other.pitch) == ("de", OWN.variant, OWN.pitch)


def test_a_language_without_a_voice_is_told_once() -> None:
    swahili = "Habari yako rafiki yangu, leo ni siku nzuri sana kwetu sote."
    voices, told = spoken_by(swahili, swahili, "Hello, how are you today?", swahili)
    assert set(voices) == {OWN.name}
    assert len(told) == 1
    assert "Swahili" in told[0]


def test_a_script_that_nobody_reads_is_left_to_the_speaker_to_tell() -> None:
    voices, told = spoken_by("สวัสดีครับ ผมชื่อจูโน", "Hello, how are you today?")
    assert (voices, told) == ([OWN.name] * 2, [])


def test_directions_are_no_language() -> None:
    assert spoken_by("[smile] (beat) Das weiß ich leider nicht, aber ich sehe nach. 🙂")[0] == ["de"]


def test_another_voice_of_the_users_begins_in_its_own_language() -> None:
    chosen = Tongues(print)
    chosen.voice("Das weiß ich leider nicht, aber ich sehe nach.", OWN)
    french = library.voice("fr")
    assert chosen.voice("OK", french) == french


def test_nobody_is_sent_to_the_network_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    tongues._speaker.cache_clear()
    monkeypatch.setattr(library, "every_voice", lambda: [replace(OWN, name="net", engine="gtts", language="de-DE")])
    try:
        assert spoken_by("Das weiß ich leider nicht, aber ich sehe nach.")[0] == [OWN.name]
    finally:
        tongues._speaker.cache_clear()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Guten Morgen, wie geht es Ihnen heute? Ich hoffe, gut.", "This looks like German"),
        ("Bonjour tout le monde, comment allez-vous?", "This looks like French"),
        ("Hello, how are you? C'est la vie.", ""),
        ("Good morning.", ""),
        ("Hallo.", ""),
        ("42", ""),
        ("こんにちは", ""),  # what a voice does not read at all, the speaker tells
    ],
)
def test_a_text_in_another_language_than_the_voice_that_was_named_is_told(text: str, told: str) -> None:
    found = tell_foreign(text, OWN)
    assert bool(found) == bool(told)
    assert told in found
    assert not found or f"the voice {OWN.name} speaks English." in found
