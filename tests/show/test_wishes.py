"""What people say when they want a song, and what they say when they want something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import library
from avatar.show.wishes import choose_song, find_wish, is_stop, offered

LULLABY, TOASTER, SHAPES, SOCKS = "lullaby-for-a-cursor", "warm-on-both-sides", "fifteen-shapes", "the-sock-round"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No songs but avatar's own."""
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "Sing me something!", "can you sing?", "please sing us a song", "Sing", "hey, sing something please",
        "Juno, sing for me!", "How about a song?", "A song, please", "encore!", "I'd like a song", "play a song",
        "Could you please sing a song for me?", "Will you sing to us now?", "sing another one", "Let me hear you sing",
        "Kannst du mir etwas vorsingen?", "Sing mir ein Lied!", "Chante-moi quelque chose", "¡Canta algo!".strip("¡"),
        "Cantami una canzone", "Zing een liedje", "Canta uma música", "Zaśpiewaj coś",
    ],
)  # fmt: skip
def test_a_wish_for_any_song_gets_the_first_that_is_ready(text: str) -> None:
    assert find_wish(text, "juno") == LULLABY


@pytest.mark.parametrize(
    ("text", "song"),
    [
        ("can you sing the lullaby?", LULLABY), ("Could you sing Warm on Both Sides please?", TOASTER),
        ("sing the toaster song", TOASTER), ("Sing about a toaster!", TOASTER), ("sing fifteen shapes", SHAPES),
        ("Sing me the sock round", SOCKS), ("sing the one about socks", SOCKS),
        ("Can I hear your toaster song?", TOASTER),
        ("kannst du das Lied vom toaster singen", TOASTER),
    ],
)  # fmt: skip
def test_a_certain_song_is_known_by_its_title_or_by_what_it_is_about(text: str, song: str) -> None:
    assert find_wish(text, "juno") == song


@pytest.mark.parametrize(
    "text",
    [
        "Do birds sing?", "I sing in a choir", "sing me to sleep, said the fox", "single", "", "...", "do you sing?",
        "can you sing happy birthday", "can you sing in French?", "what song do you like?", "I heard a song today",
        "singing is fun", "my sister can sing", "Sing Sing is a prison", "play music", "yes please",
        "do you like songs?", "can you give me a hand", "a songbird", "sing " + "very " * 40 + "loudly",
        "canta bene mia sorella",
    ],
)  # fmt: skip
def test_other_talk_is_talk(text: str) -> None:
    assert find_wish(text, "juno") == ""


@pytest.mark.parametrize("text", ["Yes please!", "yes", "Go on, then", "sure, why not", "I'd love that", "sing it"])
@pytest.mark.parametrize(
    ("offer", "song"),
    [
        ("I could sing you the one about the toaster. It's short.", TOASTER),
        ("Would you like to hear a lullaby?", LULLABY), ("It rains. Shall I sing something?", LULLABY),
    ],
)  # fmt: skip
def test_an_offer_is_taken_up(offer: str, song: str, text: str) -> None:
    assert find_wish(text, "juno", offer) == song


@pytest.mark.parametrize(
    ("offer", "text"),
    [
        ("I can't sing a song.", "yes"), ("Do they still have their songs?", "yes"), ("Shall I sing?", "no"),
        ("Shall I sing?", "yes, but not now"), ("I could sing. Do you like tea?", "what?"), ("", "yes"),
    ],
)  # fmt: skip
def test_what_is_no_offer_or_is_not_taken_up_is_talk(offer: str, text: str) -> None:
    assert find_wish(text, "juno", offer) == ""


def test_who_asks_again_gets_another_song() -> None:
    sung: list[str] = []
    for _ in range(5):
        sung.append(find_wish("sing something", "juno", sung=sung))
    assert sung[:2] == offered("juno")
    assert set(sung[:4]) == set(library.songs())
    assert sung[4] == sung[0]


def test_without_songs_the_persona_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "songs", dict)
    assert find_wish("Sing me something!", "juno") == ""
    assert choose_song("juno") == ""


@pytest.mark.parametrize("text", ["stop", "Stop it!", "please stop singing", "that's enough", "OK, thanks", "hör auf"])
def test_a_song_ends_with_a_word(text: str) -> None:
    assert is_stop(text)


@pytest.mark.parametrize("text", ["stop at the shop?", "I stopped smoking", "enough people came", "what is this?", ""])
def test_other_words_are_for_the_brain(text: str) -> None:
    assert not is_stop(text)
