"""How what is told sounds, and what is said to it: sober words first, laughter where it is funny, and no question whose
answer was just told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.alike import is_borne_out
from avatar.brain.clauses import find_clauses
from avatar.brain.frames import find_frame
from avatar.brain.reactions import likens
from avatar.brain.rive import PersonaScript
from avatar.brain.sentences import Act, find_act
from avatar.brain.themes import find_borne_out
from avatar.brain.tones import find_tone
from avatar.brain.wording import asks_what_was_told, drop_last_question
from tests.brain.test_persona import JUNO, Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
CAST = sorted(path.name for path in CHARACTERS.iterdir() if (path / "persona").is_dir())
WELL_KNOWN = ["fern", "juno", "knox"]
JUNOS = PersonaScript.load(JUNO / "persona", seed=1)


def met(name: str, seed: int = 3) -> Chat:
    chat = Chat(CHARACTERS / name, seed=seed)
    chat.greet()
    chat.say("hello, I'm Ann")
    return chat


def is_one_of(chat: Chat, reply: str, *cues: str) -> bool:
    """Whether a reply ends in a line of one of the occasions."""
    script = chat.brain._ready().script
    return any(chat.strip(reply).endswith(chat.strip(card)) for cue in cues for card in script.cards(cue))


@pytest.mark.parametrize(
    ("told", "tone"),
    [
        ("an old man we could not save", "=sad"),
        ("we buried my grandad this morning", "=sad"),
        ("we had to have our old dog put to sleep", "=sad"),
        ("my son's in prison", "=sad"),
        ("the house is so quiet now", "=wistful"),
        ("i used to ring my mum every sunday", "=wistful"),
        ("it is not the same without him", "=wistful"),
        ("nobody's remembered my birthday", "=wistful"),
        ("i only see them when they want feeding", "=wistful"),
        ("my oven died mid cake", "=bad news"),
        ("we have got a problem with the lights", "=bad news"),
        ("the band has dropped out", "=bad news"),
        ("my glasses were on my head the whole time", "=funny"),
        ("my wife laughed till she cried", "=funny"),
        ("he insisted it was a dinosaur", "=funny"),
        ("i fell asleep on the train", "=funny"),
        ("i ran my first 10k", "=good news"),
        # What only looks like it.
        ("she'd hate me", ""),
        ("they took my best screwdriver", ""),
        ("i put my king on the wrong square", ""),
        ("it is no problem", ""),
        ("he was laughing at me", ""),
    ],
)
def test_how_what_is_told_sounds(told: str, tone: str) -> None:
    assert find_tone(told) == tone


@pytest.mark.parametrize(
    ("told", "act"),
    [
        ("had a difficult shift last week", Act.FACT),
        ("was a long day", Act.FACT),
        ("did a 10k this morning", Act.FACT),
        ("do up a radio from the sixties", Act.FACT),
        ("when i left he sat on my suitcase", Act.FACT),
        ("i am down in the kitchen", Act.FACT),
        ("i am down today", Act.FEELING),
        ("ok tell me a joke then", Act.REQUEST),
        ("was the film good", Act.QUESTION),
        ("did my parcel arrive", Act.QUESTION),
        ("have you a cat", Act.QUESTION),
    ],
)
def test_what_is_told_without_its_i_is_no_question(told: str, act: Act) -> None:
    assert find_act(told, asked=False) is act


@pytest.mark.parametrize(
    ("told", "is_it"),
    [
        ("i will bribe him", False),
        ("that is exactly it", False),
        ("the wind in the willows is my favourite", False),
        ("if i mend it i will let you know", False),
        ("it is my birthday and nobody has remembered", True),
        ("my sister is getting married on saturday", True),
        ("i have got a job interview", True),
        ("i am allergic to cats unfortunately", True),
    ],
)
def test_a_likeness_is_borne_out_by_what_is_told(told: str, is_it: bool) -> None:
    like = JUNOS.book.likes.nearest(told, Act.FACT)
    assert like is not None
    assert is_borne_out(told, like, like.of.trigger.examples) is is_it


@pytest.mark.parametrize(
    ("told", "themes"),
    [
        ("even though it is only wednesday", []),
        ("she says it is 31 degrees", []),
        ("not a secret", []),
        ("i got a ticket outside the hospital", []),
        ("he is old you are stubborn a stamp costs two quid and he writes both halves of the card", []),
        ("my husband only does it to wind me up", ["marriage"]),
        ("a boy sang a whole song on his own", ["music"]),
        ("i keep bees on the roof of our block", ["insects"]),
    ],
)
def test_a_theme_is_borne_out_by_what_is_told(told: str, themes: list[str]) -> None:
    assert list(find_borne_out(told))[: len(themes) or 1] == themes


@pytest.mark.parametrize(
    ("told", "frame"),
    [
        ("i had a supervisor like that", ""),
        ("i had a curry", "saw"),
        ("i saw a deer", ""),
        ("i saw a film about bees", "saw"),
        ("i am in bed", ""),
        ("i live near the sea", "does"),
        ("we moved to leeds", "lives"),
        ("i made a joke", ""),
        ("i made a table", "made"),
        ("i am a bit sad", ""),
        ("i am a dental nurse", "works"),
        ("i am training to be a paramedic", "studies"),
        ("i went to bed", ""),
    ],
)
def test_a_frame_needs_its_verb_in_that_sense(told: str, frame: str) -> None:
    assert find_frame(told) == frame


@pytest.mark.parametrize("name", WELL_KNOWN)
@pytest.mark.parametrize(
    "told",
    [
        "Had a hard shift last week, a man we couldn't save, and I keep thinking about his dog.",
        "My sister was like that, all elbows. She died in May.",
        "Lovely weather here! We buried my uncle this morning.",
    ],
)
def test_of_several_sentences_the_gravest_is_answered_soberly(name: str, told: str) -> None:
    chat = met(name)
    reply = chat.say(told)
    assert "[sad]" in reply or "[thinking]" in reply
    assert "[smile]" not in reply
    assert "[laugh]" not in reply


@pytest.mark.parametrize("name", CAST)
def test_a_name_with_bad_news_is_welcomed_soberly(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    reply = chat.say("I'm Dana, I just got fired")
    assert "Dana" in reply.split("[sad]")[0]
    assert not reply.startswith(("[smile]", "[laugh]", "[surprised]"))
    assert len(reply.split("Dana")[0].split()) < 8


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize(
    ("told", "cue"),
    [
        ("I lost my queen to a pawn in six moves. idiot", "=own fault"),
        ("My glasses were on my head the whole time", "=funny"),
        ("The house is so quiet now they've gone", "=wistful"),
    ],
)
def test_everybody_has_words_for_how_it_sounds(name: str, told: str, cue: str) -> None:
    chat = met(name)
    assert is_one_of(chat, chat.say(told), cue) or chat.matched == "=like alone in the evening"


@pytest.mark.parametrize("name", WELL_KNOWN)
def test_a_comparison_to_its_own_words_is_taken_as_that(name: str) -> None:
    chat = met(name)
    chat.say("tell me a joke")
    assert is_one_of(chat, chat.say("like a cat in a bath"), "=likened")


@pytest.mark.parametrize(
    ("plain", "likening"),
    [
        ("like keeping the last cake in the box", True),
        ("sounds like my shed", True),
        ("oh bit like my dad", True),
        ("like that", False),
        ("i like cake", False),
        ("you sound like my dad", False),
        ("it is like punk but slower", False),
    ],
)
def test_what_compares_is_known(plain: str, likening: bool) -> None:
    assert likens(plain) is likening


@pytest.mark.parametrize("name", WELL_KNOWN)
def test_what_laughs_about_its_own_words_is_not_said_back(name: str) -> None:
    chat = met(name)
    chat.say("what do you do all day?")
    assert "good spoon" not in chat.say("haha the good spoon").lower()


@pytest.mark.parametrize("name", CAST)
def test_one_in_four_of_its_listening_replies_at_most_begins_with_a_piece(name: str) -> None:
    chat = met(name)
    told = {
        "I bought a parasol.": "a parasol",
        "My mate Dave has a green llama.": "a green llama",
        "He keeps it in a blue caravan.": "a blue caravan",
        "Then I ate a whole trifle.": "a whole trifle",
        "We found a brass anchor.": "a brass anchor",
        "It came with a purple rope.": "a purple rope",
        "I painted a wooden owl.": "a wooden owl",
        "There was a tiny drawer in it.": "a tiny drawer",
    }
    replies = [chat.strip(chat.say(line)).lower() for line in told]
    openers = ("so, ", "i see: ", "ooh, ", "hm! ", "understood: ", "aye, ", "")
    fronts = [
        reply.startswith(tuple(f"{o}{piece}" for o in openers))
        for reply, piece in zip(replies, told.values(), strict=True)
    ]
    assert sum(fronts) <= 2
    assert sum(piece in reply for reply, piece in zip(replies, told.values(), strict=True)) >= 3


@pytest.mark.parametrize(
    ("reply", "told", "asks"),
    [
        ("I bow my head. Who was it?", "my father was like that he died two years ago", True),
        ("How old is he?", "my son turned nine", True),
        ("And for whom is it?", "it is for my gran", True),
        ("When did it happen?", "it broke last week", True),
        ("Who was it?", "somebody rang", False),
        ("What did you say?", "my father rang", False),
    ],
)
def test_no_question_asks_for_what_was_just_told(reply: str, told: str, asks: bool) -> None:
    assert asks_what_was_told(reply, told) is asks
    assert "?" not in drop_last_question("I bow my head. Who was it?")


def test_a_clause_stands_by_itself() -> None:
    assert "I'm having a baby" in [*find_clauses("I'm having a baby in nine weeks, so I can't get comfy")]
    assert [*find_clauses("I walked home")] == []


def test_where_nothing_is_known_of_a_name_nobody_is_called_bad_news() -> None:
    chat = Chat(JUNO, seed=3)
    chat.greet()
    chat.say("hello")
    chat.say("I've a meeting at ten and I think it's bad news")
    assert chat.brain.variables.get("name", "") == ""


def test_a_flat_is_no_town() -> None:
    chat = met("juno")
    chat.say("I live in a flat with my two mates and a rabbit called Biscuit")
    assert chat.brain.variables.get("place", "") == ""
    assert "A Flat With" not in chat.said[-1]


def test_what_was_told_before_is_not_called_news() -> None:
    chat = met("juno")
    chat.say("I have a Bush radio in bits in my shed")
    assert "never" not in chat.say("It was a Bush radio. With a hum")
