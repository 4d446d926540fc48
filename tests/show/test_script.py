"""Screenplays read: every element of Fountain, each with its line, and nothing that a file can hold stops it."""

from __future__ import annotations

import pytest

from avatar.show.elements import (
    ActionLine,
    Aside,
    Centred,
    DialogueBlock,
    Lyric,
    PageBreak,
    SceneHeading,
    Screenplay,
    ScriptNote,
    Section,
    SpokenWords,
    Synopsis,
    Transition,
)
from avatar.show.script import parse

WHOLE = """Title: A Test
Cast:
    COMIC = max, voice en-gb
    STRAIGHT = bea
Audience: table

# Act one

= Nothing happens.

INT. COMEDY CLUB - NIGHT #12#

A stool. *Dust* on it.

COMIC (V.O.) (CONT'D)
(deadpan)
Hello *there*. [[sfx: rimshot]] You **all** look
~tra la la
(beat)
tired.

STRAIGHT ^
No [[a note
over two lines]] worries.

@McTavish
Aye.

.A FORCED HEADING

!EXT. NOT A HEADING

/* struck out

COMIC
Never said. */ CUT TO:

> FADE OUT.

> THE END <

~la la

===

[[laugh: 3]]
"""


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(WHOLE.split("\n"), 1) if text in line)


def test_every_kind_of_element_is_known_with_its_line() -> None:
    script = parse(WHOLE)
    found = {type(element): element for element in script.elements}
    assert found[Section] == Section(line_of("# Act one"), "Act one", 1)
    assert found[Synopsis] == Synopsis(line_of("= Nothing"), "Nothing happens.")
    assert found[Centred] == Centred(line_of("THE END"), "THE END")
    assert found[Lyric] == Lyric(line_of("~la la"), "la la")
    assert found[PageBreak] == PageBreak(line_of("==="))
    assert found[ScriptNote] == ScriptNote(line_of("[[laugh"), "laugh: 3")
    headings = [element for element in script.elements if isinstance(element, SceneHeading)]
    assert [(each.line, each.text) for each in headings] == [
        (line_of("INT. COMEDY"), "INT. COMEDY CLUB - NIGHT"), (line_of(".A FORCED"), "A FORCED HEADING"),
    ]  # fmt: skip
    actions = [element for element in script.elements if isinstance(element, ActionLine)]
    assert [(each.line, each.text) for each in actions] == [
        (line_of("A stool"), "A stool. Dust on it."), (line_of("NOT A HEADING"), "EXT. NOT A HEADING"),
    ]  # fmt: skip
    transitions = [element for element in script.elements if isinstance(element, Transition)]
    assert [(each.line, each.text) for each in transitions] == [
        (line_of("CUT TO:") - 3, "CUT TO:"), (line_of("FADE OUT"), "FADE OUT."),
    ]  # fmt: skip
    assert script.problems == ()


def test_a_title_page_has_settings_with_their_lines() -> None:
    script = parse(WHOLE)
    assert script.setting("title") == "A Test"
    assert [(each.line, each.value) for each in script.values("cast")] == [
        (3, "COMIC = max, voice en-gb"), (4, "STRAIGHT = bea"),
    ]  # fmt: skip
    assert script.setting("audience") == "table"


def test_a_speech_keeps_asides_notes_stresses_and_song() -> None:
    comic, straight, forced = (each for each in parse(WHOLE).elements if isinstance(each, DialogueBlock))
    assert (comic.name, comic.extensions, comic.together) == ("COMIC", ("V.O.", "CONT'D"), False)
    line = line_of("Hello *there*")
    first, aside = comic.parts[1], comic.parts[0]
    assert aside == Aside(line - 1, "deadpan")
    assert isinstance(first, SpokenWords)
    assert first.text == "Hello there."
    assert [first.text[each.at : each.at + each.length] for each in first.stressed] == ["there"]
    assert comic.parts[2] == ScriptNote(line, "sfx: rimshot")
    assert comic.parts[4] == SpokenWords(line + 1, "tra la la", sung=True)
    assert comic.parts[5:] == (Aside(line + 2, "beat"), SpokenWords(line + 3, "tired."))
    assert straight.together
    assert [part.text for part in straight.parts] == ["No", "a note over two lines", "worries."]
    assert straight.parts[2].line == line_of("No [[a note")
    assert forced.name == "McTavish"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_line_ends(end: str) -> None:
    assert parse(WHOLE.replace("\n", end)) == parse(WHOLE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hel/* no */lo.", "Hello."), ("One /* two\nthree */four.", "One four."), ("/**/One.", "One."),
        ("One/* a *//* b */.", "One."), ("One /* a * b / c */ two.", "One  two."),
    ],
)  # fmt: skip
def test_nothing_but_what_is_struck_out_is_gone(text: str, said: str) -> None:
    (speech,) = parse(f"MAX\n{text}\n").elements
    assert isinstance(speech, DialogueBlock)
    assert speech.parts == (SpokenWords(2, said),)


@pytest.mark.parametrize("note", ["", " ", "x", "laugh: 3", "a]b", "a\nb"])
def test_a_note_ends_at_its_first_two_brackets_however_short_it_is(note: str) -> None:
    script = parse(f"MAX\nHi. [[{note}]] there. [[more]]\n")
    (speech,) = script.elements
    assert isinstance(speech, DialogueBlock)
    assert [part.text for part in speech.parts] == ["Hi.", " ".join(note.split()), "there.", "more"]
    assert script.problems == ()


def test_lines_are_counted_on_behind_what_is_struck_out() -> None:
    script = parse("/* one\ntwo */\n\nMAX\nHello. /* five\nsix */\nThere.\n")
    (speech,) = script.elements
    assert isinstance(speech, DialogueBlock)
    assert [(part.line, part.text.strip()) for part in speech.parts] == [(5, "Hello."), (7, "There.")]


def test_a_third_voice_joins_in() -> None:
    script = parse("A\nYes.\n\nB ^\nYes.\n\nC ^\nYes.\n")
    assert [each.together for each in script.elements if isinstance(each, DialogueBlock)] == [False, True, True]


def test_a_bracket_that_opens_a_sentence_is_no_parenthetical() -> None:
    (speech,) = parse("MAX\n(a) is the answer,\nand (b) is not.\n").elements
    assert isinstance(speech, DialogueBlock)
    assert [type(part) for part in speech.parts] == [SpokenWords, SpokenWords]


def test_what_is_never_closed_is_told_and_swallows_nothing() -> None:
    script = parse("MAX\nHello [[laugh: 3\nthere.\n\nBEA\nYes. /* no\n")
    assert [(problem.line, problem.what) for problem in script.problems] == [
        (2, "This note is never closed"), (6, "/* is never closed"),
    ]  # fmt: skip
    speeches = [each for each in script.elements if isinstance(each, DialogueBlock)]
    assert [each.name for each in speeches] == ["MAX", "BEA"]
    assert speeches[0].parts[-1] == SpokenWords(3, "there.")


def test_what_acts_on_a_terminal_is_taken_out() -> None:
    script = parse("Title: \x1b[31mRed\u202e\n\nMAX\nHello \x1b]0;title\x07there\u202e. \x1b[2J\n")
    assert script.setting("title") == "Red"
    (speech,) = script.elements
    assert isinstance(speech, DialogueBlock)
    assert [part.text for part in speech.parts] == ["Hello there."]


def test_signs_that_the_parser_uses_itself_can_not_be_smuggled_in() -> None:
    script = parse("MAX\nHello \ue8007\ue801 *there\ue701* \ue703 you.\n")
    (speech,) = script.elements
    assert isinstance(speech, DialogueBlock)
    assert speech.parts[0].text == "Hello 7 there  you."


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "\x00\x01\x02", "just some prose", "a: b", "[[", "/*", "(", "^", "*" * 50]
)
def test_anything_is_some_screenplay(text: str) -> None:
    assert isinstance(parse(text), Screenplay)


@pytest.mark.parametrize("text", ["[[a\n/*\n", "MAX ^\n(\n\n", "[[ ]] [[ ]]\n", "MAX\n** a *b _c\n\n"])
def test_much_of_what_is_odd_is_still_read(text: str) -> None:
    # Reading it in quadratic time would take minutes.
    assert isinstance(parse(text * 10_000), Screenplay)


def test_a_speech_on_one_endless_line_is_cut_where_nobody_hears_it() -> None:
    text = "word, " * 9000
    (speech,) = parse(f"MAX\n{text}\n").elements
    assert isinstance(speech, DialogueBlock)
    assert {part.line for part in speech.parts} == {2}
    assert " ".join(part.text for part in speech.parts).split() == text.split()


@pytest.mark.parametrize("page", ["Title: T\n", "Title: T\nCast: ANN = juno\n", "Title: T\nCast:\n    ANN = juno\n"])
def test_a_note_right_below_the_title_page_is_the_scripts(page: str) -> None:
    script = parse(f"{page}\n[[music: lounge]]\n\nANN\nHello.\n")
    assert script.elements[0] == ScriptNote(page.count("\n") + 2, "music: lounge")


def test_where_names_stand_without_empty_lines_those_who_speak_once_are_read_too() -> None:
    problems, script = [], parse("VERA\nGlue?\nSHOP\nOnly.\nVERA\nOne.\nSHOP\nHere.\nCUSTOMER\nScissors?\nVERA\nNo.\n")
    names = [each.name for each in script.elements if isinstance(each, DialogueBlock)]
    assert names == ["VERA", "SHOP", "VERA", "SHOP", "CUSTOMER", "VERA"]
    assert problems == []


def test_a_shout_in_a_speech_is_no_name_where_names_stand_apart() -> None:
    script = parse("VERA\nIt says\nPLEASE PUSH\nand nothing more.\n\nSHOP\nPush.\n")
    assert [each.name for each in script.elements if isinstance(each, DialogueBlock)] == ["VERA", "SHOP"]
