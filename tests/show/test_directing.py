"""What a screenplay asks for, and what is told of the lines that ask for nothing known."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import library
from avatar.errors import ShowError
from avatar.performer.delivery import Delivery
from avatar.show.cues import (
    Act,
    Chapter,
    Directed,
    Fade,
    Heading,
    Laugh,
    Music,
    Say,
    ScriptedPause,
    SoundCue,
    TitleCard,
)
from avatar.show.directing import direct, read
from avatar.show.script import parse
from avatar.text.directions import Tone

CAST = "Title: T\nCast:\n    MAX = max\n    BEA = bea\n\n"


def directed(text: str, cast: str = CAST) -> Directed:
    return direct(parse(cast + text))


def says(show: Directed) -> list[Say]:
    return [cue for cue in show.cues if isinstance(cue, Say)]


def told(show: Directed) -> list[tuple[int, str, bool]]:
    return [(problem.line, problem.what, problem.grave) for problem in show.problems]


def some(show: Directed, kind: type) -> list:
    return [cue for cue in show.cues if isinstance(cue, kind)]


# ---------------------------------------------------------------------------------------------------------------- cast


def test_the_title_page_casts_characters_and_voices() -> None:
    cast = "Cast:\n    MAX = juno, voice en-us-deep or en-gb\n    BEA = bea\n\n"
    show = directed("MAX\nHello.\n\nBEA\nHi.\n", cast)
    assert [(each.who, each.character, each.voice) for each in show.cast] == [
        ("MAX", "juno", "en-us-deep or en-gb"), ("BEA", "bea", ""),
    ]  # fmt: skip
    assert show.problems == ()


def test_without_a_cast_characters_play_themselves() -> None:
    show = directed("JUNO\nHello.\n", "")
    assert [(each.who, each.character) for each in show.cast] == [("JUNO", "juno")]
    assert show.problems == ()


@pytest.mark.parametrize(
    ("cast", "what"),
    [
        ("Cast:\n    MAX = maxx\n    BEA = bea\n\n", "There is no character called 'maxx'"),
        ("Cast:\n    MAX = ../../etc/passwd\n    BEA = bea\n\n", "There is no character called '../../etc/passwd'"),
        ("Cast:\n    MAX = /etc\n    BEA = bea\n\n", "There is no character called '/etc'"),
        ("Cast:\n    MAX = max, voice ../x\n    BEA = bea\n\n", "There is no voice called '../x'"),
        ("Cast:\n    MAX\n    BEA = bea\n\n", "This is no line of a cast"),
    ],
)
def test_what_the_library_lacks_is_grave_and_somebody_plays_all_the_same(cast: str, what: str) -> None:
    show = directed("MAX\nHello.\n\nBEA\nHi.\n", cast)
    assert (2, what, True) in told(show)
    assert {say.who for say in says(show)} == {"MAX", "BEA"}
    assert all(member.character in library.characters() for member in show.cast)


def test_a_misspelt_name_is_taken_for_the_nearest() -> None:
    show = directed("MAXX\nHello.\n\nBEA\nHi.\n")
    assert told(show) == [(6, "Nobody of this name is in the cast", True)]
    assert "MAX" in show.problems[0].suggestion
    assert says(show)[0].who == "MAX"


def test_a_stranger_is_played_by_somebody_free() -> None:
    show = directed("MAX\nHello.\n\nBEA\nHi.\n\nTHE GREAT GONZO\nHello.\n")
    assert told(show) == [(12, "Nobody of this name is in the cast", True)]
    assert show.cast[-1].who == "THE GREAT GONZO"
    assert show.cast[-1].character not in ("max", "bea")


def test_whoever_never_appears_is_left_out_and_told() -> None:
    show = directed("MAX\nHello.\n")
    assert [each.who for each in show.cast] == ["MAX"]
    assert told(show) == [(4, "BEA is cast but never appears", False)]


# -------------------------------------------------------------------------------------------------------------- speech


def test_a_speech_becomes_sentences_with_their_lines() -> None:
    show = directed("MAX\nHello there, everybody. How are we\nall this evening? I can't complain at all.\n\nBEA\nHm.\n")
    assert [(say.line, say.text, say.first) for say in says(show)] == [
        (7, "Hello there, everybody.", True),
        (7, "How are we all this evening?", False),
        (8, "I can't complain at all.", False),
        (11, "Hm.", True),
    ]


@pytest.mark.parametrize(
    ("speech", "lines"),
    [
        ("One is said.\n(beat)\nTwo.", [("One is said.", 7), ("", 8), ("Two.", 9)]),
        ("One is said.\n[beat]\nTwo.", [("One is said.", 7), ("", 8), ("Two.", 9)]),
        ("[beat]\nOne is said.", [("", 7), ("One is said.", 8)]),
        ("One is said. [beat]\nTwo.", [("One is said.", 7), ("", 7), ("Two.", 8)]),
        ("One is said.\n[beat] Two.", [("One is said.", 7), ("", 8), ("Two.", 8)]),
        (
            "One is said by me.\n[smile]\nTwo is said by you.",
            [("One is said by me.", 7), ("Two is said by you.", 9)],
        ),
        (
            "A sentence of\ntwo lines comes first. Another one follows it.\nA third\none is last of all.",
            [
                ("A sentence of two lines comes first.", 7),
                ("Another one follows it.", 8),
                ("A third one is last of all.", 9),
            ],
        ),
    ],
)
def test_whatever_stands_between_them_sentences_and_silences_have_the_lines_they_stand_on(
    speech: str, lines: list[tuple[str, int]]
) -> None:
    """A player goes to these lines, and problems are told by them."""
    show = directed(f"MAX\n{speech}\n\nBEA\nHm, I see.\n")
    found = [(getattr(cue, "text", ""), cue.line) for cue in show.cues if isinstance(cue, Say | ScriptedPause)]
    assert found[:-1] == lines


@pytest.mark.parametrize(
    ("aside", "expected"),
    [
        ("whispering", Delivery(whisper=True)),
        ("fast", Delivery(rate=1.35)),
        ("very slowly", Delivery(rate=0.72)),
        ("loud and fast", Delivery(1.377, 12, 1.5, range=8, effort=26)),
        ("deadpan", Delivery(0.95, -4, range=-26)),
        ("smiling", Delivery(1.0, 3, formants=1.04)),
    ],
)
def test_a_parenthetical_says_how_a_line_is_said(aside: str, expected: Delivery) -> None:
    (say,) = says(directed(f"MAX\n({aside})\nHello.\n"))
    assert say.delivery == expected


def test_a_manner_ends_with_the_speech() -> None:
    first, second = says(directed("MAX\n(whispering)\nHello.\n\nMAX\nHello.\n"))
    assert first.delivery.whisper
    assert not second.delivery.whisper


@pytest.mark.parametrize(
    ("aside", "kind", "name"),
    [
        ("deadpan", "expression", "deadpan"), ("grinning broadly", "expression", "smile"),
        ("shrugs", "gesture", "shrug"), ("with a wink", "expression", "wink"),
        ("thumbs-up", "gesture", "thumbs-up"), ("to audience", "look", "audience"),
        ("to the audience", "look", "audience"), ("to Bea", "look", "BEA"), ("aside", "look", "audience"),
    ],
)  # fmt: skip
def test_a_parenthetical_is_acted_before_the_first_word(aside: str, kind: str, name: str) -> None:
    say = says(directed(f"MAX\n({aside})\nHello.\n\nBEA\nHi.\n"))[0]
    assert [(spot.at, spot.mark.kind, spot.mark.name) for spot in say.marks] == [(0, kind, name)]


def test_several_things_in_one_parenthetical() -> None:
    show = directed("MAX\n(smiling, whispering, to Bea)\nHello.\n\nBEA\nHi.\n")
    assert {spot.mark.name for spot in says(show)[0].marks} == {"smile", "BEA"}
    assert says(show)[0].delivery.whisper
    assert show.problems == ()


def test_a_face_in_the_middle_of_a_sentence_comes_with_its_word() -> None:
    (say,) = says(directed("MAX\nI am happy [smile] to see you.\n"))
    assert say.text == "I am happy to see you."
    assert [(say.text[spot.at :], spot.mark.name) for spot in say.marks] == [("to see you.", "smile")]


def test_stressed_words_are_marked_and_no_asterisk_is_said() -> None:
    (say,) = says(directed("MAX\nIt was *her* idea, **not mine**, and _never_ * theirs.\n"))
    assert "*" not in say.text
    assert "_" not in say.text
    assert [say.text[spot.at :].split()[0] for spot in say.marks] == ["her", "not", "never"]
    assert {spot.mark.kind for spot in say.marks} == {"emphasis"}


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("beat", 0.6), ("long beat", 1.2), ("pause", 1.0), ("pause 1.5s", 1.5), ("pause 1.5", 1.5),
        ("a pause of 2 seconds", 2.0), ("silence", 1.5), ("pause 9999s", 30.0),
    ],
)  # fmt: skip
def test_pauses_in_a_speech_and_on_a_line_of_their_own(written: str, seconds: float) -> None:
    for text in (
        f"MAX\nOne.\n({written})\nTwo.\n",
        f"MAX\nOne.\n\n({written})\n\nMAX\nTwo.\n",
        f"MAX\nOne. ({written}) Two.\n",
    ):
        assert [pause.seconds for pause in some(directed(text), ScriptedPause)] == pytest.approx([seconds]), text


def test_dots_alone_are_a_silence() -> None:
    show = directed("MAX\nOne.\n\nBEA\n...\n\nMAX\nTwo.\n")
    assert [type(cue) for cue in show.cues if isinstance(cue, Say | ScriptedPause)] == [Say, ScriptedPause, Say]


def test_two_who_speak_together() -> None:
    show = directed("MAX\nYes. I do think so.\n\nBEA ^\nNo. I do not think so.\n")
    assert {(say.who, say.together) for say in says(show)} == {("MAX", False), ("BEA", True)}
    assert show.problems == ()


def test_a_caret_with_nobody_to_join_is_told() -> None:
    show = directed("MAX ^\nYes.\n\nBEA\nHi.\n")
    assert [line for line, *_ in told(show)] == [6]
    assert not says(show)[0].together


@pytest.mark.parametrize(
    ("action", "done"),
    [
        ("Max waves. The phone RINGS.", ["wave", "phone"]),
        ("A door SLAMS. Max waves.", ["door slam", "wave"]),
        ("Max waves. The phone RINGS. He nods. It is late.", ["wave", "phone", "nod"]),
        ("MAX waves. MAX nods.", ["wave", "nod"]),
    ],
)
def test_a_sound_is_heard_between_what_is_done(action: str, done: list[str]) -> None:
    show = directed(f"INT. CLUB - NIGHT\n\n{action}\n\nMAX\nYes?\n\nBEA\nNo.\n")
    found = [
        cue.mark.name if isinstance(cue, Act) else cue.name for cue in show.cues if isinstance(cue, Act | SoundCue)
    ]
    assert (found, show.problems) == (done, ())


def test_a_sound_in_small_letters_is_told() -> None:
    show = directed("INT. CLUB - NIGHT\n\nThe phone rings.\n\nA phone lies here.\n\nMAX\nYes?\n\nBEA\nNo.\n")
    assert not some(show, SoundCue)
    (problem,) = show.problems
    assert (problem.line, problem.suggestion) == (8, "What is in capitals is heard: The phone RINGS.")


def test_an_intercut_is_told_to_be_one_cut() -> None:
    show = directed("INT. CLUB - NIGHT\n\nMAX\nYes?\n\nINTERCUT WITH:\n\nINT. KITCHEN - NIGHT\n\nBEA\nNo.\n")
    assert [(line, "one cut" in what) for line, what, _ in told(show)] == [(11, True)]


@pytest.mark.parametrize(
    "aside", ["(off screen)", "(from off)", "(O.S., tired)", "(aus dem Off)", "(from off)\n(tired)"]
)
def test_a_bracket_below_a_name_may_say_that_somebody_is_off(aside: str) -> None:
    show = directed(f"INT. CLUB - NIGHT\n\nMAX\nWho is there?\n\nBEA\n{aside}\nMe.\n")
    assert show.problems == ()
    (heading,) = (cue for cue in show.cues if isinstance(cue, Heading))
    assert [who for who, _ in heading.people] == ["MAX"]
    tired = [spot.mark.name for cue in show.cues if isinstance(cue, Say) for spot in cue.marks]
    assert ("tired" in aside) == bool(tired)


def test_a_voice_over_is_heard_with_resting_lips_and_a_voice_off_stage_is_not_seen() -> None:
    show = directed("INT. CLUB - NIGHT\n\nMAX (V.O.)\nI was young.\n\nBEA (O.S.)\nMax!\n\nMAX\nYes?\n")
    assert [say.unseen for say in says(show)] == [True, False, False]
    (heading,) = some(show, Heading)
    assert heading.people == (("MAX", ""),)


def test_a_song_is_marked() -> None:
    show = directed("MAX\n~ La la la\n~ and so on\n\n~ a line on its own\n")
    assert [(say.text, say.sung) for say in says(show)] == [
        ("La la la", True), ("and so on", True), ("a line on its own", True),
    ]  # fmt: skip


def test_set_ups_are_told_faster_than_what_is_laughed_at() -> None:
    show = directed("MAX\nI had a dog once. He was called Gary.\n\n[[laugh: 2]]\n\nMAX\nThat is all there is to it.\n")
    setup, punch, after = says(show)
    assert setup.delivery.rate > 1.0 > punch.delivery.rate
    assert after.delivery.rate == 1.0


# ------------------------------------------------------------------------------------------------------------- actions


@pytest.mark.parametrize(
    ("line", "who", "kind", "name"),
    [
        ("Max waves.", "MAX", "gesture", "wave"), ("MAX nods slowly.", "MAX", "gesture", "nod"),
        ("Bea walks left.", "BEA", "move", "left"), ("Bea walks over to the right.", "BEA", "move", "right"),
        ("Max exits.", "MAX", "exit", ""), ("Bea looks at Max.", "BEA", "look", "MAX"),
        ("Max smiles.", "MAX", "expression", "smile"),
        ("Max turns to the audience.", "MAX", "look", "audience"),
    ],
)  # fmt: skip
def test_an_action_that_names_a_known_one_is_done(line: str, who: str, kind: str, name: str) -> None:
    show = directed(f"INT. CLUB - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\n{line}\n")
    (act,) = some(show, Act)
    assert (act.line, act.who, act.mark.kind, act.mark.name) == (14, who, kind, name)
    assert show.problems == ()


@pytest.mark.parametrize(
    "line",
    ["A stool. A light.", "Max is tall.", "Max doesn't wave.", "Max's hand waves.", "Bea with a grudge. It rains."],
)
def test_any_other_action_is_for_the_reader(line: str) -> None:
    show = directed(f"INT. CLUB - DAY\n\n{line}\n\nMAX\nHi.\n\nBEA\nHi.\n")
    assert some(show, Act) == []
    assert show.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "Everyone leaves except Bea.",
        "Everybody but Bea leaves.",
        "All leave, except for Bea.",
        "Everyone, apart from Bea, exits.",
    ],
)
def test_all_but_one_do_it(line: str) -> None:
    show = directed(f"INT. CLUB - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\n{line}\n\nBEA\nAlone at last.\n")
    assert [(act.who, act.mark.kind) for act in some(show, Act)] == [("MAX", "exit")]
    assert show.problems == ()


def test_who_laughs_while_another_does_not_are_two_sentences() -> None:
    show = directed("INT. CLUB - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\nEverybody laughs but Bea waves.\n")
    assert ("BEA", "gesture") in [(act.who, act.mark.kind) for act in some(show, Act)]
    assert [act.who for act in some(show, Act) if act.mark.name == "laugh"] == ["MAX", "BEA"]


@pytest.mark.parametrize(
    ("line", "verbs"),
    [
        ("Max waves, hands in pockets.", []), ("Max hands Bea a lawnmower.", ["hands"]),
        ("Max starts the engine.", ["starts"]), ("Max starts to wave.", []), ("Max starts laughing.", []),
    ],
)  # fmt: skip
def test_what_is_done_is_told_from_how_somebody_stands(line: str, verbs: list[str]) -> None:
    show = directed(f"INT. CLUB - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\n{line}\n")
    assert [each.what.partition("“")[2].rstrip("”") for each in show.problems] == verbs


def test_a_direction_that_says_what_is_done_anyhow_is_understood_and_done_by_nobody_else() -> None:
    show = directed("MAX\n(singing)\n~ La la\n\nMAX AND BEA\n(simultaneously)\nNo.\n\nMAX\n(singing)\nNot a note.\n")
    assert [line for line, *_ in told(show)] == [15]


def test_somebody_is_looked_at_by_a_part_of_their_name_and_nobody_says_so_aloud() -> None:
    show = directed(
        "MR. PIPER\nSourdough.\n\nBEA\nSustained. (to Piper) Brown? (to Gerald) White? (to be fair) Both?\n",
        "Title: T\nCast:\n    MR. PIPER = max\n    BEA = bea\n\n",
    )
    said = [cue for cue in says(show) if cue.who == "BEA"]
    assert " ".join(cue.text for cue in said) == "Sustained. Brown? White? (to be fair) Both?"
    assert [spot.mark.name for cue in said for spot in cue.marks if spot.mark.kind == "look"] == ["MR. PIPER"] * 2
    assert [each.text for each in show.problems] == ["(to Gerald)"]


def test_several_things_in_one_sentence_are_done_in_turn() -> None:
    show = directed(
        "INT. CAFÉ - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\nMax picks up the cup, bows and walks off left.\n\n"
        "Bea gives the cup a look, then shrugs, and Max returns.\n\nMax doesn't wave, point or nod.\n"
    )
    assert [(act.who, act.mark.kind, act.mark.name) for act in some(show, Act)] == [
        ("MAX", "prop", "cup"),
        ("MAX", "gesture", "bow"), ("MAX", "exit", ""), ("BEA", "gesture", "shrug"), ("MAX", "enter", ""),
    ]  # fmt: skip
    assert [(each.line, each.undone) for each in show.problems] == [(16, True)]  # nobody gives a cup anything
    assert "“gives”" in show.problems[0].what
    assert some(show, Heading)[0].people == (("MAX", ""), ("BEA", ""))


def test_who_leaves_with_somebody_does_not_take_along_whom_they_only_talk_with() -> None:
    begins = "INT. CLUB - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\n"
    assert [act.who for act in some(directed(f"{begins}Max waves and exits with Bea.\n"), Act)] == ["MAX", "MAX", "BEA"]
    assert [act.who for act in some(directed(f"{begins}Max talks with Bea and exits.\n"), Act)] == ["MAX"]


def test_common_words_for_feelings_are_known() -> None:
    words = ("sarcastic", "nervously", "confused", "worried", "proud", "delighted", "offended", "to himself")
    script = "".join(f"MAX\n({word})\nHello.\n\n" for word in words)
    assert directed(f"{script}BEA\nHello.\n").problems == ()


def test_several_act_at_once() -> None:
    show = directed("INT. CLUB - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\nMax and Bea wave.\n\nThey both bow.\n")
    assert [(act.who, act.mark.name) for act in some(show, Act)] == [
        ("MAX", "wave"), ("BEA", "wave"), ("MAX", "bow"), ("BEA", "bow"),
    ]  # fmt: skip


def test_a_misspelt_deed_is_told_with_what_was_meant() -> None:
    show = directed("MAX\nHi.\n\nBEA\nHi.\n\nMax wavs.\n")
    assert [(problem.line, problem.text) for problem in show.problems] == [(12, "Max wavs.")]
    assert "waves" in show.problems[0].suggestion


def test_brackets_of_their_own_that_ask_for_nothing_known_are_told_and_a_plain_line_is_for_the_reader() -> None:
    for line, problems in (
        ("(mumbles in Latin)", [(14, "(mumbles in Latin)", "This direction asks for nothing")]),
        ("(Bea waves)", []), ("(beat)", []), ("Latin is mumbled.", []),
    ):  # fmt: skip
        show = directed(f"INT. CLUB - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\n{line}\n")
        assert [(each.line, each.text, each.what) for each in show.problems] == problems
    show = directed("INT. CLUB - DAY\n\nMAX\nHi.\n\nBEA\nHi.\n\n(smilling)\n")
    assert "(smiling)" in show.problems[0].suggestion


def test_who_is_on_stage_follows_from_who_does_something_there() -> None:
    show = directed(
        "INT. CLUB - NIGHT\n\nMAX\nAlone at last.\n\nBea enters.\n\nBEA\nNo.\n\nMax exits.\n\n"
        "INT. LIVING ROOM - DAY\n\nBEA\nHome.\n"
    )
    assert [(each.set, each.people) for each in some(show, Heading)] == [
        ("club", (("MAX", ""),)), ("living-room", (("BEA", ""),)),
    ]  # fmt: skip
    assert [(act.who, act.mark.kind) for act in some(show, Act)] == [("BEA", "enter"), ("MAX", "exit")]


def test_whoever_speaks_after_leaving_comes_back_and_that_is_told() -> None:
    show = directed("INT. CLUB - DAY\n\nMAX\nBye.\n\nMax exits.\n\nBEA\nGone.\n\nMAX\nNot quite.\n")
    assert [(act.who, act.mark.kind) for act in some(show, Act)] == [("MAX", "exit"), ("MAX", "enter")]
    assert [line for line, *_ in told(show)] == [16]


# --------------------------------------------------------------------------------------------------- notes and pictures


def test_notes_ask_for_sounds_laughter_and_music() -> None:
    show = directed(
        "MAX\nHi.\n\nBEA\nHi.\n\n[[sfx: ba dum tss]]\n\n[[laugh: 4]]\n\n[[applause: 2]]\n\n"
        "[[sound: door slams, quiet]]\n\n[[music: lounge]]\n\n[[music: stop]]\n\n[[gasp]]\n\n[[pause: 2]]\n"
    )
    assert [(cue.name, cue.gain) for cue in some(show, SoundCue)] == [("rimshot", 1.0), ("door slam", 0.5)]
    assert [(cue.kind, cue.strength) for cue in some(show, Laugh)] == [("laugh", 4), ("applause", 2), ("gasp", 3)]
    assert [cue.name for cue in some(show, Music)] == ["lounge", ""]
    assert [cue.seconds for cue in some(show, ScriptedPause)] == [2.0]
    assert show.problems == ()


def test_a_remark_between_writers_is_left_alone() -> None:
    show = directed("MAX\nHi. [[is this funny?]]\n\nBEA\nHi.\n\n[[TODO: a better ending]]\n")
    assert show.problems == ()


@pytest.mark.parametrize(
    ("note", "suggestion"),
    [
        ("[[sfx: rimshoot]]", "rimshot"), ("[[lagh: 3]]", "laugh: 3"), ("[[laugh: 9]]", "5"),
        ("[[music: lownge]]", "lounge"), ("[[set: clubb]]", "club"), ("[[pause: soon]]", "1.5"),
    ],
)  # fmt: skip
def test_a_note_that_is_not_understood_is_told_with_a_suggestion(note: str, suggestion: str) -> None:
    show = directed(f"MAX\nHi.\n\nBEA\nHi.\n\n{note}\n")
    assert [problem.line for problem in show.problems] == [12]
    assert suggestion in show.problems[0].suggestion
    assert not show.problems[0].grave


def test_pictures_cards_chapters_and_fades() -> None:
    show = directed(
        "> A CARD <\n> in two lines <\n\n# One\n\nINT. COMEDY CLUB - NIGHT\n\nMAX\nHi.\n\n> FADE OUT.\n\n"
        "EXT. MOON - DAY\n\nBEA\nHi.\n\nSMASH CUT TO:\n\nINT. STUDIO - DAY\n\nBEA\nHi.\n"
    )
    assert [cue.text for cue in some(show, TitleCard)] == ["A CARD\nin two lines"]
    assert [cue.name for cue in some(show, Chapter)] == ["One", "Moon", "Studio"]
    assert [cue.way for cue in some(show, Fade)] == ["out", "in"]
    assert [cue.set for cue in some(show, Heading)] == ["club", "club", "plain", "studio"]
    assert some(show, Heading)[0].people == ()
    assert [what for _, what, _ in told(show)] == ["No set is known for this place, and so it is plain"]
    assert [part.name for part in show.scenes] == ["One", "Moon", "Studio"]


# ---------------------------------------------------------------------------------------------------------- bad scripts


@pytest.mark.parametrize(
    "text", ["", "\n", "It was a dark and stormy night.\n\nAnd so on.", "def f():\n    return 1\n"]
)
def test_what_is_no_screenplay_is_told(text: str) -> None:
    show = direct(parse(text))
    assert [what for _, what, grave in told(show) if grave] == ["Nobody speaks in this"]


def test_a_hundred_thousand_lines() -> None:
    show = directed("MAX\nHello there, how are you today?\n\nBEA\n(xyzzy)\nFine. Max wavs.\n\nMax wavs.\n\n" * 11_112)
    assert len(says(show)) > 20_000
    assert len(show.problems) == 1001
    assert "more problems" in show.problems[-1].what


@pytest.mark.parametrize(
    "speech",
    ["the quick brown fox, which jumps. " * 1500, "x" * 50_000, "word " * 10_000, "(" * 50_000],
    ids=["sentences", "letters", "words", "brackets"],
)
def test_a_speech_of_fifty_thousand_characters_is_cut_into_sentences(speech: str) -> None:
    show = directed(f"MAX\n{speech}\n\nBEA\nHi.\n")
    assert says(show)
    assert max(len(say.text) for say in says(show)) <= 400


def test_a_script_of_nothing_but_names() -> None:
    show = directed("".join(f"STRANGER {number}\nHello.\n\n" for number in range(300)))
    assert len(show.cast) <= 40
    assert len(says(show)) == 300


def test_files_that_are_no_text(tmp_path: Path) -> None:
    binary = tmp_path / "a.fountain"
    binary.write_bytes(bytes(range(256)) * 10)
    with pytest.raises(ShowError, match="not a text"):
        read(binary)
    binary.write_bytes("MAX\nCaf\xe9.\n".encode("latin-1"))
    with pytest.raises(ShowError, match="UTF-8"):
        read(binary)
    with pytest.raises(ShowError, match="no such"):
        read(tmp_path / "missing.fountain")
    binary.write_bytes("\ufeffMAX\nCafé.\n".encode("utf-16-le"))
    assert says(read(binary))[0].text == "Café."


# --------------------------------------------------------------------------------------------------- the shows we ship


@pytest.mark.parametrize("path", sorted(library.shows().values()), ids=lambda path: path.stem)
def test_the_shows_are_understood_to_the_last_line(path: Path) -> None:
    assert read(path).problems == ()


def test_a_manner_in_brackets_is_heard_in_a_show_too_from_its_place_on() -> None:
    (whole,) = says(directed("BEA\n[shouts] No!"))
    assert (whole.text, whole.delivery.gain, whole.tones) == ("No!", 1.5, ())
    first, second = says(directed("BEA\nShe said *so*: [quietly] not today. And never on a Sunday, [normal] she said."))
    assert (first.text, first.delivery.gain) == ("She said so: not today.", 1.0)
    assert first.tones == (Tone(13, "quiet"),)
    assert second.tones == (Tone(0, "quiet"), Tone(23, "normal"))


def test_a_parenthetical_can_end_a_manner() -> None:
    first, second = says(directed("BEA\n(whispering)\nNot so loud, all of you.\n(normal)\nThey have gone by now."))
    assert (first.delivery.whisper, second.delivery.whisper) == (True, False)
    assert says(directed("BEA\n(normal)\nHello."))[0].delivery == Delivery()
