"""Our reader of RiveScript against the language's own: the same answers to the same messages."""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from avatar import library
from avatar.brain.plain import make_plain
from avatar.brain.rive import Book, PersonaScript
from avatar.brain.rive.book import read_common
from avatar.brain.rive.reading import parse, split_weight
from avatar.brain.rive.script import LONGEST_REPLY, Overtime
from avatar.errors import BrainError
from tests.cast import CAST

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its source holds escapes that newer Pythons warn of
    import rivescript

TALK = [
    line for line in Path(__file__).with_name("ten_minutes.txt").read_text("utf-8").split("\n") if line[:1] not in "#"
]
ALONE = "! version = 2.0\n! var common = no\n"


def reference(sources: Mapping[str, str]) -> Any:
    """The language's own interpreter, with files read in the order in which a Book reads them."""
    engine = rivescript.RiveScript(utf8=True, strict=True)
    for text in sources.values():
        engine.stream(text)
    engine.sort_replies()
    return engine


_LIKENESS = re.compile(r"^\+ ~.*\n(?:\^.*\n)*(?:[-*@].*\n)*", re.MULTILINE)
"""A trigger of example sentences with all that belongs to it, which is none of the language's."""

LANGUAGE = {
    "alternatives and wildcards": (
        """
+ (hello|hi) *
- <star1>, <star2>
+ i am # years old
- <star> years
+ _ is my name
- <formal>
""",
        ["hello big world", "hi there", "i am 40 years old", "i am old", "ada is my name", "4 is my name"],
    ),
    "options": (
        """
+ [please] tell me [a|another] joke [*]
- joke
+ [*] tea [*]
- tea
""",
        ["tell me a joke", "please tell me joke", "tell me another joke now", "a teapot", "i like tea", "tea", "joke"],
    ),
    "arrays": (
        """
! array colour = red|dark blue|green
! array thing = car house
+ my @thing is (@colour)
- so <star>
+ say a colour
- (@colour)
""",
        ["my car is dark blue", "my house is red", "my dog is red", "my car is blue"],
    ),
    "substitutions and persons": (
        """
! sub i'm = i am
! sub what is up = how are you
! person i = you
! person my = your
! person i am = you are
+ i am *
- You are <person>.
+ how are you
- well
+ *
- no
""",
        ["I'm sure I like my tea", "what is up", "im here", "i'm", "so i'm here"],
    ),
    "variables, sums and conditions": (
        """
! var mood = fine
+ call me *
- <set name=<formal>><set count=3>Hello <get name>.
+ who am i
* <get name> == undefined => Nobody.
* <get name> == Ada => Ada!
- <get name>
+ more
- <add count=2><get count>
+ enough
* <get count> >= 5 => yes, <get count>
* <get count> < 5 => no
- unknown
+ mood
- <bot mood>
+ be *
- <bot mood=<star>>I am <bot mood>.
""",
        [
            "who am i",
            "call me ada",
            "who am i",
            "call me bob",
            "who am i",
            "enough",
            "more",
            "enough",
            "mood",
            "be sad",
        ],
    ),
    "redirections and topics": (
        """
+ hello
- Hi. {@again}
+ again
@ hi there
+ hi there
- There! {topic=tea}
+ *
- home

> topic tea inherits common
+ milk
- Milk it is. {topic=random}
+ sugar *
- <star>?
< topic
> topic common
+ *
- Just tea?
< topic
""",
        ["what", "hello", "what", "sugar two", "milk", "milk"],
    ),
    "weights and order": (
        """
+ *
- star
+ what *
- what
+ what is *
- what is
+ [*] is [*]
- is
+ what is love
- love
+ {weight=9}* love
- heavy
+ _ love
- word
""",
        ["what is love", "what is this", "this is it", "what", "my love", "what now"],
    ),
    "previous": (
        """
+ knock knock
- Who is there?
+ *
% who is there
- <star> who?
+ *
% * who
- Ha, <botstar>!
+ *
- hm
""",
        ["knock knock", "boo", "no need to cry", "what"],
    ),
    "forms": (
        """
+ shape *
- {uppercase}<star>{/uppercase} <sentence> <formal> {lowercase}ABC{/lowercase} \\s. <id>?
+ past
- <input2>, <reply2>
""",
        ["shape my little words", "past", "shape x", "past"],
    ),
    "lines that go on": (
        """
! local concat = space
// a comment
/* and
another */
+ long
- one // of three
^ two
^ three
+ short
- s
""",
        ["long", "short"],
    ),
}


@pytest.mark.parametrize("name", LANGUAGE)
def test_the_language_means_what_its_own_interpreter_says(name: str) -> None:
    text, messages = LANGUAGE[name]
    theirs, ours = reference({"a": ALONE + text}), PersonaScript({"a": ALONE + text})
    for message in messages:
        random.seed(1)
        wanted = theirs.reply("user", make_plain(message, 240))
        wanted = "" if wanted.startswith("[ERR: No") else " ".join(wanted.replace("user?", "user?").split())
        ours.begin_turn()
        assert ours.answer(make_plain(message, 240)) == wanted, message


@pytest.mark.parametrize("character", CAST)
def test_every_character_hears_in_a_message_what_the_languages_interpreter_hears(character: str) -> None:
    """Which trigger matches; what it answers is drawn. Occasions apart, which only a Book raises. Each line is heard by
    a third of the cast: the interpreter reads three thousand triggers a line."""
    folder = library.character(character) / "persona"
    texts = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.rive"))} | read_common()
    only = {name: _LIKENESS.sub("", text + "\n") for name, text in texts.items()}
    alone = {"all": ALONE + "\n".join(only.values())}
    theirs, ours = reference(alone), PersonaScript(alone)
    differing = []
    for message in (make_plain(line, 240) for line in TALK[CAST.index(character) % 3 :: 3]):
        theirs.set_uservar("user", "topic", "random")
        theirs.reply("user", message)
        wanted, _ = split_weight(str(theirs.last_match("user") or ""))
        heard = PersonaScript(ours.book)
        heard.answer(message)
        if heard.matched != wanted:
            differing.append((message, wanted, heard.matched))
    assert differing == []


def test_a_book_is_read_once_for_all_who_talk_and_anew_when_a_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "a.rive"
    file.write_text("+ hello\n- one\n")
    first = Book.load(tmp_path)
    assert Book.load(tmp_path) is first
    file.write_text("+ hello\n- another\n")
    assert PersonaScript(Book.load(tmp_path)).answer("hello") == "another"


def test_of_definitions_a_characters_own_stays() -> None:
    book = Book.of({"a.rive": "! version = 2.0\n! sub ta = tea\n! array pet = moth\n+ hello\n- hi\n"})
    assert book.substitutions.apply("ta") == "tea"
    assert book.arrays["pet"] == ("moth",)


def test_what_one_listener_tells_no_other_hears() -> None:
    book = Book.of({"a": ALONE + "+ i am *\n- <set name=<star>>ok\n+ who\n- {weight=40}<get name>\n- nobody\n"})
    first, second = PersonaScript(book), PersonaScript(book)
    first.answer("i am ada")
    assert first.answer("who") == "ada"
    assert second.answer("who") == "nobody"


@pytest.mark.parametrize(
    "text",
    [
        "+ hello\n- {topic=nowhere}gone\n",
        "> topic tea\n+ *\n- tea\n< topic\n",
        "> topic tea inherits tea\n+ hello\n- tea\n< topic\n> topic random inherits tea includes no\n+ x\n- x\n",
    ],
)
def test_topics_that_are_missing_or_go_round_leave_a_talk_that_goes_on(text: str) -> None:
    script = PersonaScript({"a": ALONE + text})
    for _ in range(3):
        script.begin_turn()
        script.answer("hello")
        assert script.topic == "random"
        script.end_turn()


@pytest.mark.parametrize(
    "reply",
    [
        "{person}" * 400 + "<star>" + "{/person}" * 400,
        "{random}a|" * 300 + "b" + "{/random}" * 300,
        "<set a=" * 500 + "x" + ">" * 500,
        "<get a>" * 5000,
        "{@hello}" * 3,
        "(@a)" * 900,
    ],
)
def test_tags_without_end_come_to_an_end(reply: str) -> None:
    text = ALONE + f"! array a = {'|'.join(['word'] * 50)}\n+ hello *\n- {reply}\n"
    script = PersonaScript({"a": text}, seconds=5.0)
    assert len(script.answer("hello " + "a b " * 50)) <= 2000


def test_all_that_is_wrong_with_a_file_is_told_at_once_with_its_line() -> None:
    found = parse("! version = 9\n+ (a\n- b\n? c\n* d\n+ e\n* f\n")
    assert [(each.line, each.fatal) for each in found.complaints] == [
        (1, True),
        (2, True),
        (4, False),
        (5, True),
        (7, True),
    ]


def test_a_redirection_to_nothing_is_no_answer_and_one_in_a_circle_an_error() -> None:
    script = PersonaScript({"a": ALONE + "+ a\n- so {@nowhere}\n+ b\n@ b\n"})
    assert script.answer("a") == ""
    with pytest.raises(BrainError, match="never come to an answer"):
        script.answer("b")


def test_a_persona_without_its_usual_topic_answers_all_the_same() -> None:
    script = PersonaScript({"a.rive": ALONE + "> topic other\n+ hello\n- hi\n< topic\n"}, seed=1)
    assert script.answer("hello") == ""
    script.topic = "other"
    assert script.answer("hello") == "hi"
    script.topic = "no such topic"
    assert script.topic == "random"


NESTED = {
    "tags within tags": "- " + "{uppercase}" * 400 + "a" + "{/uppercase}" * 400,
    "sets within sets": "- " + "<set a=" * 600 + "b" + ">" * 600,
    "gets within gets": "- " + "<get " * 900 + "a" + ">" * 900,
    "alternatives within each other": "- " + "{random}a|" * 500 + "b" + "{/random}" * 500,
    "alternatives that never end": "- " + "{random}" * 900,
    "shapes that never end": "- " + "{formal}a" * 900,
    "stars that make stars": "- " + "<star><formal>" * 400,
    "redirections in a row": "- " + "{@hello}" * 500,
    "a redirection to itself": "- a {@nested} b {@nested} c",
    "weights": "- " + "{weight=1}" * 900 + "a",
    "arrays": "- " + "(@colour)" * 500,
    "conditions": "* " + "<get a>" * 500 + " == b => c\n- d",
}


@pytest.mark.parametrize("kind", NESTED)
def test_what_is_nested_is_worked_out_within_its_bounds(kind: str) -> None:
    """Or given up: by its depth, its length, or the time that a reply may take, of which it is given very little."""
    text = ALONE + f"! array colour = red green\n+ hello\n- hi\n+ nested *\n{NESTED[kind]}\n"
    try:
        reply = PersonaScript({"a.rive": text}, seed=1, seconds=0.5).answer("nested " + "a b " * 50)
    except (BrainError, Overtime):
        return
    assert len(reply) <= LONGEST_REPLY


@pytest.mark.parametrize("way", ["includes", "inherits"])
def test_topics_that_hold_each_other_many_times_over_are_gathered_once(way: str) -> None:
    rows = "".join(f"> topic t{n} {way} t{n + 1} t{n + 2}\n+ a{n}\n- b{n}\n< topic\n" for n in range(60))
    rows += f"> topic t60 {way} t0 t1\n+ last\n- last\n< topic\n"
    script = PersonaScript({"a.rive": ALONE + rows}, seed=1)
    script.topic = "t0"
    assert script.answer("a59") == "b59"
    script.topic = "t0"
    assert script.answer("last") == "last"


def test_a_likeness_hears_its_examples_and_leads_to_what_answers_them() -> None:
    book = Book.of(
        {
            "a.rive": "! sub i'm = i am\n+ ~ my neck hurts | i'm off to the doctor\n^ | my back is killing me\n"
            "- Poor you.\n+ ~ i am moving house\n@ =like moving\n+ ~ nobody answers this\n@ =like nothing\n"
            "+ =like moving\n- Where to?\n"
        }
    )
    heard = {example: rule.trigger for example, rule in book.by_example.items()}
    assert heard["i am off to the doctor"].replies == heard["my back is killing me"].replies == ("Poor you.",)
    assert heard["i am moving house"].redirect == "=like moving"
    assert "nobody answers this" not in heard
