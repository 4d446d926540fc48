"""The manners of a talk: which sentence is answered, what only stands beside it, and what is said to a line again."""

from pathlib import Path

import pytest

from avatar.brain.choosing import find_kind_beside
from avatar.brain.hearing import hear
from avatar.brain.left_out import leaves_out_subject
from avatar.brain.main_clause import find_main_clauses
from avatar.brain.mending import (
    asks_for_rest,
    find_denied,
    has_lost_it,
    is_asked_for_other,
    is_echo,
    is_riddle_answered,
    leads_up,
    looks_again,
    urges,
)
from avatar.brain.names import is_rather_a_word, shorten_introduction
from avatar.brain.reactions import find_favour
from avatar.brain.rive import PersonaScript
from avatar.brain.sentences import Act, Sentence, find_act, split_sentences
from avatar.brain.smoothing import smooth
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
NINE = ("bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri")


def talk(who: str, *lines: str) -> Chat:
    chat = Chat(CHARACTERS / who, seed=3)
    for line in lines:
        chat.say(line)
    return chat


# ------------------------------------------------------------------------------------------- where a message parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("is he a cat? or one of your contraptions", ["is he a cat or one of your contraptions?"]),
        ("do you know any songs? or a story maybe", ["do you know any songs or a story?"]),
        ("have you read him? or is he too scary", ["have you read him or is he too scary?"]),
        ("Tell me the long story. About Miss Thistlewood.", ["Tell me the long story about Miss Thistlewood."]),
        ("I was born there. About nine years ago.", ["I was born there.", "About nine years ago."]),
        ("you sound sad about it. are you?", ["you sound sad about it?"]),
        ("I like it a lot. do you?", ["I like it a lot.", "do you?"]),
        ("*points* what's that?", ["what's that?"]),
        ("it was *so* good", ["it was *so* good"]),
        ("so first thought... ring my mum? even now", ["so first thought...", "should I ring my mum?", "even now"]),
        ("call them? I do, sundays", ["call them?", "I do, sundays"]),
        ("don't want it loud, can the bell be quiet", ["don't want it loud", "can the bell be quiet"]),
        ("I keep ringing her to ask things, like is it normal, did you swell up", None),
        ("I've got a girl, Maisie, who's playing the queen", None),
        ("my husband says hi, he wants to know if you sing", ["my husband says hi", "he wants to know if you sing"]),
        ("I'm off to bed soon, anything you want to know?", ["I'm off to bed soon", "anything you want to know?"]),
    ],
)
def test_a_message_parts_where_it_says_something_else(text: str, parts: list[str] | None) -> None:
    assert [each.text for each in split_sentences(text)] == (parts or [text])


def test_what_is_taken_as_an_answer_asks_nothing() -> None:
    assert not split_sentences("i'll take that as a yes?")[0].asked


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("who is Mortimer, another friend you forgot to mention?", ["who is Mortimer"]),
        ("where do you live then, like a workshop?", ["where do you live then"]),
        ("what did he do, shut you in your case?", ["what did he do"]),
        ("what was he like, your man?", ["what was your man like", "what was he like"]),
        ("what wood are you made of, walnut was it?", ["what wood are you made of"]),
        ("but what about the window at Crewe, tell me", ["but what about the window at Crewe"]),
        ("the Judge, what does she judge?", ["what does the Judge judge", "what does she judge"]),
        ("what do you mean, did it?", ["what do you mean"]),
        ("do you have any friends, apart from a screw?", ["do you have any friends"]),
        ("which do you prefer, tea or coffee?", []),
        ("what would you do, if you could leave?", []),
        ("the other thing, 26 years later", []),
        ("do you like it?", []),
    ],
)
def test_a_question_has_a_main_clause(text: str, clauses: list[str]) -> None:
    assert [each.text for each in find_main_clauses(text)] == clauses


def test_a_question_is_answered_by_its_main_clause() -> None:
    juno = talk("juno", "I bake bread", "who is Mortimer, another friend you forgot to mention?")
    assert "coat stand" in juno.said[-1]
    knox = talk("knox", "I bake bread", "how do you sleep, standing up?")
    assert "case" in knox.said[-1] or "folded" in knox.said[-1].lower() or "lid" in knox.said[-1]


# --------------------------------------------------------------------------------------------- what a sentence does


@pytest.mark.parametrize(
    "plain",
    [
        "had a difficult shift last week",
        "had my sister over",
        "have to get up early",
        "was going to say",
        "was thinking of building something",
        "did a bit of gardening",
        "do up an old radio from the sixties",
        "do love a good book",
        "does make you think",
        "could eat a horse",
        "be lovely if it works",
        "write every day",
        "sing in a choir",
    ],
)
def test_what_leaves_out_who_does_it_is_no_question(plain: str) -> None:
    assert leaves_out_subject(plain)
    assert find_act(plain, asked=False) not in (Act.QUESTION, Act.REQUEST)


@pytest.mark.parametrize(
    ("plain", "act"),
    [
        ("had you been there", Act.QUESTION),
        ("was napoleon one of them", Act.QUESTION),
        ("did the dog die", Act.QUESTION),
        ("is a tomato a fruit", Act.QUESTION),
        ("do cats dream", Act.QUESTION),
        ("could you sing", Act.QUESTION),
        ("be nice", Act.REQUEST),
        ("write me a poem every day", Act.REQUEST),
        ("ok tell me a joke from it then", Act.REQUEST),
        ("you tell me the story", Act.REQUEST),
        ("had a hard day did you not", Act.STATEMENT),
    ],
)
def test_what_asks_and_orders_still_does(plain: str, act: Act) -> None:
    assert find_act(plain, asked=False) is act


@pytest.mark.parametrize(
    ("plain", "asked"),
    [
        ("she wants to know if you have any friends", "do you have any friends"),
        ("my daughter asks if you are real", "are you real"),
        ("everyone wants to know if you ever sleep", "do you ever sleep"),
        ("he is asking where you live", "where you live"),
        ("she asked if i was ok", "she asked if i was ok"),
        ("you sound sad about it", "are you sad"),
        ("i want the story you tell it", "tell me a story"),
        ("i would love to hear a story about the theatre", "tell me a story"),
        ("a story please a short one", "tell me a story"),
        ("i have got time for a long story", "tell me a story"),
    ],
)
def test_what_is_passed_on_or_wished_for_is_asked(plain: str, asked: str) -> None:
    assert smooth(plain) == asked


# ------------------------------------------------------------------------------------ what only stands beside another


def test_what_leads_up_urges_and_echoes_is_told_from_what_is_said() -> None:
    assert leads_up("can you help me with something")
    assert not leads_up("can you help me with my essay")
    assert urges("do not leave me hanging")
    assert not urges("do not leave me")
    assert asks_for_rest("stays with one what")
    assert not is_echo("very nearly what")
    assert not is_echo("haha why quiet")
    assert has_lost_it("you lost me there")
    assert find_denied("and there is no cat") == "cat"
    assert looks_again("have a look under the cuff then")
    assert not looks_again("have a look at this")
    assert is_asked_for_other("where", "oh at an airport")
    assert not is_asked_for_other("where", "i never heard of it")


def test_a_question_of_what_was_spoken_of_is_no_riddle() -> None:
    assert not is_riddle_answered([("what is it like there at night", True), ("is it just you", False)])
    assert is_riddle_answered([("what do you call a fish with no eyes", True), ("a fsh", False)])


@pytest.mark.parametrize(
    ("who", "line", "said"),
    [
        ("juno", "I love that. who is Gerald? sounds fun", "screw"),
        ("juno", "so who is Gerald? go on, don't leave me hanging", "screw"),
        ("juno", "can I ask you something? who is Gerald", "screw"),
        ("juno", "a screw? who is Gerald?", "screw"),
    ],
)
def test_the_question_of_a_message_is_answered(who: str, line: str, said: str) -> None:
    assert said in talk(who, "I bake bread", "nice place", line).said[-1].lower()


def test_a_question_of_its_home_is_no_joke() -> None:
    chat = talk("fern", "nice place", "tell me a joke", "love that. what's it like there at night? is it just you")
    assert chat.matched not in ("=their joke", "=laughed")


def test_a_joke_that_is_asked_for_behind_a_word_is_told() -> None:
    chat = talk("fern", "I bake bread", "poor thing. ok tell me a joke then")
    heard = chat.brain._ready()._hearer.last
    assert heard is not None
    assert heard.rule is not None
    assert "joke" in heard.rule.trigger.text


def test_a_yes_is_not_answered_where_something_is_told_beside_it() -> None:
    chat = talk("juno", "nice place", "i am actually. my dad died last year, and i keep thinking of him")
    assert "sorry" in chat.said[-1].lower() or "dad" in chat.said[-1].lower() or "miss" in chat.said[-1].lower()
    assert "confidence" not in chat.said[-1]


def test_a_name_that_the_user_calls_themselves_is_no_insult() -> None:
    assert talk("knox", "nice place", "I put my king on the wrong square. idiot").matched != "=insulted"
    assert talk("knox", "nice place", "you idiot").matched == "=insulted"


# ------------------------------------------------------------------------------------- the character's own last words


def test_what_asks_for_the_rest_of_a_line_looks_into_that_line() -> None:
    chat = talk("juno", "nice place", "take care of Gerald for me will you")
    chat.turns[-1] = type(chat.turns[-1])("character", "With my life, and half a clock. He's gleamed, so he heard you.")
    chat.say("with your life what?")
    assert "give my life" in chat.said[-1] or chat.matched == "=of that"


def test_what_was_denied_is_taken_back() -> None:
    chat = talk("juno", "I've got a big red bus", "nice place")
    chat.say("you lost me there")
    assert chat.matched == "=mistaken"


@pytest.mark.parametrize("who", NINE)
def test_every_character_looks_once_more_for_what_it_has_lost(who: str) -> None:
    chat = talk(who, "nice place", "do you remember what colour my door is?")
    brain = chat.brain._talk
    assert brain is not None
    last = brain._hearer.last
    if last is not None and last.cue in ("=not told", "=not sure"):
        chat.say("have another look then")
        assert chat.matched == "=looked"


# ------------------------------------------------------------------------------------------------ names, thanks, again


@pytest.mark.parametrize("text", ["Quiet.", "Twice!", "Ooh!", "Lovely!", "Tired.", "Monday.", "Finally!"])
def test_a_lone_word_is_no_name(text: str) -> None:
    assert is_rather_a_word(text, "And you are?")


@pytest.mark.parametrize("text", ["Tom", "Agnieszka", "Grace", "hope", "Priya", "Rex", "Doreen", "Mo"])
def test_a_lone_name_is_one(text: str) -> None:
    assert not is_rather_a_word(text, "And you are?")


def test_a_word_that_the_character_has_just_said_is_no_name() -> None:
    assert is_rather_a_word("Ambrose!", "Ambrose is a hedgehog.")
    assert talk("fern", "Ambrose!").brain._talk.script.variables.get("name") is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("I'm Marta but everyone calls me Mo", "I'm Mo"),
        ("My name is Marta, but my friends call me Mo.", "I'm Mo."),
        ("it's Mo, short for Marta", "I'm Mo"),
        ("hiya, Maggie here", "I'm Maggie."),
        ("alright juno, pete here. just back", "I'm Pete. just back"),
        ("sandra here, evening", "I'm Sandra. evening"),
        ("right, its only me, Gaynor", "right, I'm Gaynor"),
        ("nobody here", "nobody here"),
        ("same here", "same here"),
        ("Manchester here we come", "Manchester here we come"),
        ("Pete here is my brother", "Pete here is my brother"),
        ("my boss calls me on sundays", "my boss calls me on sundays"),
    ],
)
def test_of_two_names_one_is_called(text: str, short: str) -> None:
    assert shorten_introduction(text) == short
    if "Mo" in short:
        assert "Mo" in talk("knox", text).said[-1]


@pytest.fixture(scope="module")
def script() -> PersonaScript:
    return PersonaScript.load(CHARACTERS / "knox" / "persona")


@pytest.mark.parametrize(
    ("plain", "kind"),
    [
        ("thank you", "thanks"),
        ("thanks that is kind", "thanks"),
        ("cheers to that", ""),
        ("thank you letters are hard", ""),
        ("it is going very well thank you", ""),
        ("no thanks", ""),
        ("you are very funny", "praise"),
        ("that is sweet you two on the bus", ""),
        ("i am so nervous today", "worried"),
        ("decaf for me i am afraid", ""),
        ("i was worried she had died", ""),
        ("i am good at this", ""),
        ("sorry to hear that", "consoled"),
        ("sorry i did not mean to pry", "sorry"),
        ("there is nothing to be sorry about", ""),
    ],
)
def test_only_what_is_there_is_acknowledged(script: PersonaScript, plain: str, kind: str) -> None:
    heard = hear(script, Sentence(plain, asked=False), plain, "Knox")
    assert find_kind_beside(heard) in ((kind,) if kind else ("", "fact"))


def test_a_word_in_passing_comes_once_in_six_turns() -> None:
    chat = talk("knox", "nice place", "thank you. where do you live?")
    thanked = ("You are entirely welcome.", "The pleasure was mine")
    assert chat.said[-1].startswith(thanked)
    chat.say("thank you. what do you eat?")
    assert not chat.said[-1].startswith(thanked)


def test_nobody_is_told_that_they_repeat_themselves_who_did_not() -> None:
    chat = talk("juno", "I bake bread", "and why can't you drink tea?", "Ok now I want to know more!")
    assert chat.matched != "=again"
    chat.say("well, hello again then!")
    assert chat.matched not in ("=again", "=then now")


@pytest.mark.parametrize(
    "plain", ["tell the drawer i appreciate it", "let him know i am fine", "say thanks to the mice"]
)
def test_what_is_to_be_passed_on_is_a_favour(plain: str) -> None:
    assert find_favour((plain,)) == "=pass on"
