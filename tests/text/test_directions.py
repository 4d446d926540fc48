"""Directions in replies: what acts, and what is only text."""

from __future__ import annotations

import random

import pytest

from avatar.text.directions import BEAT, LONGEST_PAUSE, Tone, read
from avatar.text.vocabulary import MANNERS, USUAL, USUALLY
from avatar.types import Mark


def acted(text: str) -> list[tuple[int, str | float]]:
    found = read(text)
    names: list[tuple[int, str | float]] = [(at, mark.name) for at, mark in found.marks]
    return sorted([*names, *found.pauses], key=lambda placed: placed[0])


@pytest.mark.parametrize(
    ("text", "shown", "marks"),
    [
        ("[smile] Hello there.", "Hello there.", [(0, "smile")]),
        ("Hello [wink] there.", "Hello there.", [(6, "wink")]),
        ("Hello there. *laughs*", "Hello there.", [(12, "laugh")]),
        ("Well. (beat) Maybe.", "Well. Maybe.", [(6, BEAT)]),
        ("Well. [pause 0.8] Maybe.", "Well. Maybe.", [(6, 0.8)]),
        ("Well. (pause 1.5s) Maybe.", "Well. Maybe.", [(6, 1.5)]),
        ("*smiles softly* Come in.", "Come in.", [(0, "smile")]),
        ("*She giggles.* Come in.", "*She giggles.* Come in.", [(0, "laugh")]),
        ("[excited] Wow, [confused] hm.", "Wow, hm.", [(0, "smile"), (5, "thinking")]),
        ("(excitedly) Hi! (sighs deeply) Fine.", "Hi! Fine.", [(0, "smile"), (4, "sad")]),
        ("<|EMOTE_HAPPY|> Hi <|EMOTE_ODD|>.", "Hi.", [(0, "smile")]),
        (
            "<happy>Nice</happy> {smile} :smile: <emotion>sad</emotion>",
            "Nice ",
            [(0, "smile"), (5, "smile"), (5, "smile"), (5, "sad")],
        ),
        ("[SMILE][Wave] Hi!", "Hi!", [(0, "smile"), (0, "wave")]),
        ("I know [sigh].", "I know.", [(6, "sad")]),
        ("Great 😂 fun", "Great 😂 fun", [(6, "laugh")]),
        ("Hi 👋🏽", "Hi 👋🏽", [(3, "wave")]),
        ("[grins] [pause 99] Go.", "Go.", [(0, "smile"), (0, LONGEST_PAUSE)]),
    ],
)
def test_directions_act_and_vanish(text: str, shown: str, marks: list[tuple[int, str | float]]) -> None:
    assert read(text).shown == shown
    assert acted(text) == marks


@pytest.mark.parametrize(
    ("text", "spoken", "marks"),
    [
        ("[clears throat] Well.", "Well.", []),
        ("[Juno smiles and waves] Hello.", "Hello.", ["smile", "wave"]),
        ("*rolls eyes* Fine. *leans closer*", "Fine.", []),
        ('*She tilts her head, a slow smile spreading.* "Well, well."', '"Well, well."', ["smile"]),
        ("*The rain hammers on the roof. Mira looks up.* Oh!", "Oh!", []),
        ("A footnote [1] and [citation needed].", "A footnote [1] and.", []),
        ("*giggling* So it is.", "So it is.", ["laugh"]),
    ],
)
def test_narration_and_unknown_directions_are_shown_and_not_spoken(text: str, spoken: str, marks: list[str]) -> None:
    marked = read(text)
    assert marked.spoken == spoken
    assert [placed.mark.name for placed in marked.marks] == marks
    for silent in marked.silent:
        assert marked.shown[silent.at : silent.end] in text


@pytest.mark.parametrize(
    "text",
    [
        "This is *very* important, and *this too*.",
        "*always the same* thing, I *love this song* so, *the news* is out.",
        "*I really do*, he said.",
        "a {name}, <b>bold</b>, 10:30:15, a:b:c",
        "See [the manual](https://example.com).",
        "[smile](https://example.com)",
        "Use `[smile]` for a smile.",
        "```\n[smile] *laughs*\n```",
        "This is *very* important, and **laugh** too.",
        "2*3*4 is 24",
        "*shake the bottle first* and pour",
        "(as I said) it works",
        "(smile for the camera)",
        "array[point]= x[0]",
        "- [ ] open\n- [x] done",
    ],
)
def test_prose_links_and_code_stay(text: str) -> None:
    assert read(text).shown == text
    assert read(text).marks == read(text).pauses == read(text).silent == ()


@pytest.mark.parametrize(
    ("text", "manner", "spoken"),
    [
        ("[whispers] A secret.", "whisper", "A secret."),
        ("*whispering* A secret.", "whisper", "A secret."),
        ("(whispers softly) A secret.", "whisper", "A secret."),
        ("(quietly) A secret.", "quiet", "A secret."),
        ("[shouts] Stop!", "loud", "Stop!"),
        ("(shouting) Stop!", "loud", "Stop!"),
        ("*yells* Stop!", "loud", "Stop!"),
        ("[slow and sad] No.", "slow", "No."),
        ("[smile] A whisper.", "", "A whisper."),
        ("Do not *whisper to me* so.", "", "Do not *whisper to me* so."),
        ("Go *fast*, the risk is (low), *quietly* good.", "", "Go *fast*, the risk is (low), *quietly* good."),
        ("It (shouting at cats) is rude.", "", "It (shouting at cats) is rude."),
    ],
)
def test_a_manner_of_speaking_is_asked_for(text: str, manner: str, spoken: str) -> None:
    tones = (Tone(0, manner),) if manner else ()
    assert (read(text).tones, read(text).spoken) == (tones, spoken)


@pytest.mark.parametrize("name", [name for name in MANNERS if name != USUALLY])
def test_every_manner_begins_where_it_stands_and_ends_where_another_begins(name: str) -> None:
    word = MANNERS[name].split()[0]
    assert read(f"[{word}] I love you.").tones == (Tone(0, name),)
    assert read(f"It said: [{word}] I love you.").tones == (Tone(9, name),)
    assert read(f"I love you [{word}].").tones == (Tone(0, name),)
    ended = read(f"It said: [{word}] I love you, [normal] and left.")
    assert ended.tones == (Tone(9, name), Tone(21, USUALLY))
    assert ended.shown == "It said: I love you, and left."


@pytest.mark.parametrize(
    ("text", "tones", "shown"),
    [
        ("[whispers] Come, [shouts] now!", [(0, "whisper"), (6, "loud")], "Come, now!"),
        ("Come, *whispering* now, (shouting) now!", [(6, "whisper"), (11, "loud")], "Come, now, now!"),
        ("Come <whisper>now</whisper>, all.", [(5, "whisper"), (10, "normal")], "Come now, all."),
        ("[whispers] Come [normal], all.", [(0, "whisper"), (6, "normal")], "Come, all."),
        ('"[whispers] Come."', [(0, "whisper")], '" Come."'),
        ("[whispers] [slowly] Come.", [(0, "slow")], "Come."),
        ("[whispers] Come. [shouts]", [(0, "whisper")], "Come."),
        (
            "[whispers] *She comes nearer and nearer.* [shouts] Now.",
            [(0, "loud")],
            "*She comes nearer and nearer.* Now.",
        ),
        ("[normal] Come.", [], "Come."),
        ("Come [normal].", [], "Come."),
        ("Come [wave] now [smile] please.", [], "Come now please."),
        ("Come [whispers] now [wave] please.", [(5, "whisper")], "Come now please."),
        ("That is (normal), and *normal*.", [], "That is (normal), and *normal*."),
        ("[whispers]", [], ""),
    ],
)
def test_manners_within_a_clause(text: str, tones: list[tuple[int, str]], shown: str) -> None:
    assert (list(read(text).tones), read(text).shown) == (tones, shown)


@pytest.mark.parametrize(
    ("text", "noises", "shown"),
    [
        ("[sighs] So tired.", [(0, "sigh")], "So tired."),
        ("Well, *sighs deeply* all right.", [(6, "sigh")], "Well, all right."),
        ("Good. (laughs)", [(5, "chuckle")], "Good."),
        ("[gasps] No! [giggles] Yes!", [(0, "gasp"), (4, "chuckle")], "No! Yes!"),
        ("<sigh>Fine.", [(0, "sigh")], "Fine."),
        ("<laughs>Fine.</laughs>", [(0, "chuckle")], "Fine."),
        ("*She sighs and turns away.*", [(0, "sigh")], "*She sighs and turns away.*"),
        ("[laugh] Fine.", [], "Fine."),
        ("[laughing] Fine.", [], "Fine."),
        ("😂 Fine.", [], "😂 Fine."),
        ("A *sigh of relief* (a gasp, too) and `[sighs]`.", [], "A *sigh of relief* (a gasp, too) and `[sighs]`."),
    ],
)
def test_what_a_throat_does_is_heard_at_its_place(text: str, noises: list[tuple[int, str]], shown: str) -> None:
    assert read(text).noises == tuple(noises)
    assert read(text).shown == shown


def test_emoji_are_shown_and_not_spoken() -> None:
    marked = read("Lovely 👩‍👩‍👧 day 🇫🇷 today ❤️!")
    assert "👩‍👩‍👧" in marked.shown
    assert marked.spoken == "Lovely day today!"


def test_words_for_expressions() -> None:
    assert USUAL.mark("grins") == Mark("expression", "smile")
    assert USUAL.mark("Frown") == Mark("expression", "sad")
    assert USUAL.mark("toast") is None


def test_marks_are_of_the_kinds_that_the_stage_knows() -> None:
    assert read("[wave] hi [smile]").marks[0].mark == Mark("gesture", "wave")


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_read_places_lie_in_the_text_and_in_order(seed: int) -> None:
    chance = random.Random(seed)
    parts = [
        "[smile]",
        "*laughs*",
        "(beat)",
        "[pause 2]",
        "😂",
        " ",
        "a",
        "word",
        "[",
        "]",
        "*",
        "(",
        ")",
        "`",
        "\n",
        ".",
        "🇫🇷",
        "\u200d",
    ]
    text = "".join(chance.choice(parts) for _ in range(80))
    marked = read(text)
    places = [placed.at for placed in marked.marks]
    silences = [pause.at for pause in marked.pauses]
    assert places == sorted(places)
    assert silences == sorted(silences)
    assert all(0 <= at <= len(marked.shown) for at in [*places, *silences])


def test_ten_thousand_brackets_take_no_time() -> None:
    assert read("[" * 10_000 + "(" * 10_000 + "*" * 10_000).marks == ()
