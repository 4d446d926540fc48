"""What is said back of something told, what puts a mistake right, and what is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.mending import consoles, find_asked_again, find_mistaken, is_echo, is_offer, reassures
from avatar.brain.phrases import find_phrase
from avatar.brain.rive import PersonaScript
from avatar.brain.sentences import Act, find_act, split_sentences
from avatar.brain.smoothing import smooth
from tests.brain.test_persona import JUNO, Chat

CHARACTERS = Path(__file__).parents[2] / "characters"


@pytest.mark.parametrize(
    ("told", "phrase"),
    [
        ("He said it looks like a shoebox with ambitions", "a shoebox with ambitions"),
        ("She rings me every Sunday and talks for two hours about her knees.", "two hours about her knees"),
        ("There's no stair but there is a plant, a tomato called Gerald.", "a tomato called Gerald"),
        ("Last week he took apart my alarm clock.", "your alarm clock"),
        ("I gave her yellow tulips every birthday.", "yellow tulips"),
        ("Yesterday an old man on my ward gave me a chocolate and called me captain.", "captain"),
        ("My kids are called Leo and Ida, they're 6 and 9.", "Leo and Ida"),
        ("Like a big sleeping animal.", "a big sleeping animal"),
        ("I'd tell the spoon to try my mother's lentil soup.", "your mother's lentil soup"),
        ("Today I found a swan's nest against my rudder", "a swan's nest"),
        ("My wife died four years ago", ""),
        ("We go swimming in the lake every Sunday, even in October", ""),
        ("My uncle Stefan once bought a llama", "a llama"),
        ("Because roasting dries them out a bit", ""),
        ("I lost my reading glasses on Tuesday", "your reading glasses"),
        ("I've been eating pickled onions on toast all week", "pickled onions on toast"),
        ("I've got drizzle and a cold sausage roll", "a cold sausage roll"),
        ("I fall asleep on the couch at 9 with my mouth open", ""),
        ("I used to have Becky round for dinner every week", ""),
        ("I had a supervisor like Norman at the sorting office", "a supervisor"),
        ("I will tell Zosia about the critic", ""),
        ("He's grey with one floppy ear", ""),
        ("I train to be a paramedic, nee naw", "a paramedic"),
        ("He read one on my lunch break", ""),
        ("I've got three cats called Salt, Pepper and Kevin", "three cats called Salt, Pepper and Kevin"),
        ("My dad fixed radios for a living", ""),
        ("I've been learning Welsh on an app for two years", ""),
        ("Explaining it made the essay feel easier", ""),
        ("She'd puff her cheeks right out", ""),
        ("That was quite a hard thing for me to say", ""),
        ("The old head asked who'd do it", "the old head"),
        # What is no thing, or says nothing, is not said back.
        ("I was just curious.", ""),
        ("I can't get it to stay soft on the second day.", ""),
        ("That's so kind of you", ""),
        ("I forget names too.", ""),
        ("He gets up at 2 in the morning.", ""),
        ("I'm so happy about it", ""),
        ("", ""),
    ],
)
def test_what_is_said_back_stands_by_itself(told: str, phrase: str) -> None:
    assert find_phrase(told) == phrase


@pytest.mark.parametrize("name", sorted(path.name for path in CHARACTERS.iterdir() if (path / "persona").is_dir()))
def test_a_piece_of_what_was_told_is_said_back_by_everybody(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=2)
    chat.greet()
    chat.say("hello")
    assert "shoebox with ambitions" in chat.strip(chat.say("He said my model looks like a shoebox with ambitions."))


def test_not_everything_is_said_back_or_it_would_be_a_parrot() -> None:
    chat = Chat(JUNO, seed=2)
    chat.greet()
    told = (
        "He has a brass trumpet with a dent.",
        "It plays a low note like a foghorn.",
        "Then a purple scarf fell out.",
    )
    said = [chat.strip(chat.say(line)) for line in told]
    assert [bool(word in line) for word, line in zip(("trumpet", "foghorn", "scarf"), said, strict=True)].count(
        True
    ) < 3


@pytest.mark.parametrize(
    ("plain", "low", "mistaken"),
    [
        ("you misunderstood me there", False, True),
        ("no that is not what i asked", False, True),
        ("huh i was talking about my kids", False, True),
        ("that does not tell me how you met", False, True),
        ("oh she is alive", True, True),
        ("no no nobody is ill", True, True),
        ("he is not dead", True, True),
        ("nobody is dead", True, True),
        ("he is dead", True, False),
        ("she is gone now", True, False),
        ("they are ill", True, False),
        ("she is alive and well in kerala", False, False),
        ("i was in hull once", True, False),
        ("he is a dentist now", True, False),
    ],
)
def test_what_says_that_it_was_taken_wrongly_is_heard(plain: str, low: bool, mistaken: bool) -> None:
    assert find_mistaken(plain, low=low) is mistaken


def test_a_question_that_is_asked_again_is_the_question() -> None:
    assert find_asked_again("no i mean is he dead") == "is he dead"
    assert find_asked_again("i meant it") == ""


@pytest.mark.parametrize(
    ("plain", "offers"),
    [
        ("would you like me to bring you anything next time", True),
        ("i will bring you a day old bun and a screw", True),
        ("you can always ask me for a cue", True),
        ("i would leave a light on for you", True),
        ("shall i read you a story", True),
        ("i will tell you what i think", False),
        ("would you like to see the sea", False),
        ("i will bring my umbrella", False),
        ("you can always tell", False),
    ],
)
def test_something_kind_that_is_offered_is_heard(plain: str, offers: bool) -> None:
    assert is_offer(plain) is offers


@pytest.mark.parametrize(
    ("plain", "echo"),
    [
        ("me", True),
        ("the left knee", True),
        ("is it", True),
        ("and you", False),
        ("who is he", False),
        ("any tips", False),
    ],
)
def test_a_word_that_is_only_said_back_waits_for_no_answer(plain: str, echo: bool) -> None:
    assert is_echo(plain) is echo


def test_who_answers_with_the_question_on_their_lips_has_answered() -> None:
    chat = Chat(JUNO, seed=4)
    chat.greet()
    reply = chat.strip(chat.say("Me? Trying to build a bunk bed for my two kids."))
    making = PersonaScript.load(JUNO / "persona").book.replies("=told of making wood")
    assert "bunk bed" in reply or reply in map(chat.strip, making)


@pytest.mark.parametrize(
    ("plain", "sorry"),
    [
        ("oh fern i am so sorry", True),
        ("i am sorry to hear that", True),
        ("i am sorry about your clock", True),
        ("sorry", False),
        ("i am sorry i was rude", False),
        ("i am sorry but i must go", False),
    ],
)
def test_who_is_sorry_for_the_character_excuses_nothing(plain: str, sorry: bool) -> None:
    assert consoles(plain) is sorry


def test_what_is_said_of_its_tale_is_no_mood_of_the_users() -> None:
    chat = Chat(CHARACTERS / "knox", seed=3)
    chat.greet()
    reply = chat.strip(chat.say("That sounds lonely. Do you miss him?"))
    assert not any(chat.strip(card) in reply for card in chat.brain._ready().script.cards("=ack sad"))


@pytest.mark.parametrize(
    ("plain", "fine"),
    [("i am fine really it comes and goes", True), ("no no i am all right", True), ("i am a nurse", False)],
)
def test_who_says_that_all_is_well_is_believed(plain: str, fine: bool) -> None:
    assert reassures(plain) is fine


@pytest.mark.parametrize("name", sorted(path.name for path in CHARACTERS.iterdir() if (path / "persona").is_dir()))
@pytest.mark.parametrize(
    ("asked", "cue"),
    [
        ("Will you tell me a little story before I go?", "=story"),
        ("Can I hear a poem?", "=poem"),
        ("read me a short poem please", "=poem"),
        ("I'd like to hear a really good joke", "=joke"),
    ],
)
def test_a_piece_that_is_asked_for_is_given_whatever_it_is_to_be_like(name: str, asked: str, cue: str) -> None:
    chat, plainly = Chat(CHARACTERS / name, seed=3), Chat(CHARACTERS / name, seed=3)
    chat.greet()
    plainly.greet()
    assert chat.say(asked) == plainly.say(f"tell me a {cue[1:]}")


def test_what_was_promised_is_done_when_it_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "persona").mkdir()
    (tmp_path / "persona" / "a.rive").write_text(
        "! version = 2.0\n+ hear the anthem\n- La la.\n+ =honest may\n- You may <bot deed>.\n+ *\n- Hm.\n", "utf-8"
    )
    chat = Chat(tmp_path)
    assert chat.say("may i hear the anthem?") == "You may hear the anthem."
    assert chat.say("yes please, go ahead") == "La la."
    assert chat.say("yes please, go ahead") != "La la."


def test_what_is_told_when_something_happens_is_no_question() -> None:
    assert find_act("when everybody says thank you and the lights are green", asked=False) is Act.STATEMENT
    assert find_act("when is the concert", asked=False) is Act.QUESTION


def test_what_only_asks_to_be_agreed_with_is_told() -> None:
    assert [each.asked for each in split_sentences("I'll say good night to you before I go, ok?")] == [False]
    assert [each.asked for each in split_sentences("Are you ok?")] == [True]


def test_what_would_be_is_asked_with_its_condition() -> None:
    assert len(split_sentences("If you could eat one thing, what would it be?")) == 1


def test_a_question_that_is_written_for_another_line_is_answered_there(tmp_path: Path) -> None:
    (tmp_path / "persona").mkdir()
    (tmp_path / "persona" / "a.rive").write_text(
        "! version = 2.0\n+ hello\n- Hello there.\n+ =honest self\n- This and that.\n+ *\n- Hm.\n", "utf-8"
    )
    (tmp_path / "persona" / "a.more").write_text(
        "the bell of brass\n? what do you polish the bell with | how do you clean the bell: With vinegar.\n", "utf-8"
    )
    chat = Chat(tmp_path)
    chat.say("hello")
    assert chat.say("what do you polish the bell with?") == "With vinegar."
    assert chat.say("what do you polish the spoons with?") != "With vinegar."


def test_a_joke_of_the_users_is_laughed_at() -> None:
    chat = Chat(JUNO, seed=3)
    chat.greet()
    chat.say("Want to hear a joke?")
    laughed = chat.strip(chat.say("Why did the baker get rich? Because he made a lot of dough."))
    assert laughed in {chat.strip(card) for card in chat.brain._ready().script.cards("=their joke")}


@pytest.mark.parametrize("name", ["fern", "knox", "juno", "bea"])
def test_who_is_missed_is_not_taken_for_dead(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    reply = chat.strip(chat.say("I miss my gran, she lives in Kerala.")).lower()
    mourns = ("sorry for your loss", "so very sorry", "comes back to you", "would they have said")
    assert not any(words in reply for words in mourns)


@pytest.mark.parametrize(
    ("line", "no"),
    [("will it not kill him?", "sort of machine"), ("is it ugly?", "called worse"), ("was he stupid?", "called worse")],
)
def test_what_is_asked_of_something_is_no_threat_and_no_insult(line: str, no: str) -> None:
    chat = Chat(JUNO, seed=3)
    chat.greet()
    chat.say("I'm Ed")
    chat.say("tell me about the magpie")
    assert no not in chat.say(line)


def test_a_name_that_is_asked_back_is_nobodys() -> None:
    chat = Chat(CHARACTERS / "knox", seed=3)
    chat.greet()
    chat.say("Castanets?")
    assert chat.brain.variables.get("name", "") == ""


def test_a_quotation_ends_a_sentence_that_ends_in_it() -> None:
    assert [each.text for each in split_sentences('I\'ll start with "You are late." Do you like music?')][
        -1
    ] == "Do you like music?"


def test_who_tells_their_name_behind_a_no_has_told_it() -> None:
    chat = Chat(CHARACTERS / "fern", seed=71)
    chat.greet()
    assert "Declan" in chat.say("No paws, just slippers. I'm Declan.")
    assert "Anonymous" not in chat.said[-1]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("And who is holding you? Sorry if that's rude to ask", "drum"),
        ("What's your opinion on dentists? Be careful, I work for one.", "cannot be careful"),
    ],
)
def test_what_stands_beside_a_question_is_no_answer_and_no_order(line: str, word: str) -> None:
    chat = Chat(CHARACTERS / "knox", seed=133)
    chat.greet()
    chat.say("What do you actually do on stage? Sing, tell jokes?")
    assert word not in chat.say(line)


def test_what_is_supposed_of_the_character_is_asked() -> None:
    assert smooth("you must miss her") == "do you miss her"
    assert smooth("you must be tired") == "are you tired"
    assert smooth("you must be joking") == "you must be joking"
