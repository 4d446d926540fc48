"""Taking leave: what is a good-bye, what is none, and what is asked for on the way out."""

from pathlib import Path

import pytest

from avatar.brain.parting import Parting, Way, find_parting
from avatar.brain.plain import make_plain
from avatar.brain.rive import PersonaScript
from avatar.brain.smoothing import hush_laughter
from avatar.brain.spelling import put_typing_right
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
NINE = ("bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri")


@pytest.fixture(scope="module")
def script() -> PersonaScript:
    return PersonaScript.load(CHARACTERS / "juno" / "persona")


def part(script: PersonaScript, text: str, *, parted: bool = False) -> Parting | None:
    def make(clause: str) -> str:
        return script.formatted(hush_laughter(make_plain(clause, 240)))

    return find_parting(put_typing_right(text), make, "Juno", parted=parted)


@pytest.mark.parametrize(
    "text",
    [
        "ok gotta run, my bus is here",
        "anyway I should let you get on",
        "well, it's late here so I'll love you and leave you",
        "Time I was in bed I think",
        "right i better go ring mum and then face this essay",
        "goodnight Juno, dobranoc",
        "Good night Juno, you were wonderful. I'll tell you how the date went.",
        "good night, librarian",
        "anyway, I need to sleep",
        "right that's me off to work",
        "oh the time! I'd better be off",
        "bedtime for me I think, night Gerald",
        "Thanks for the company tonight, Juno",
        "Ok I'm heading to bed, see you tomorrow?",
        "I've got to go and pick my daughter up from school",
        "I have to go feed the cat. It was lovely to meet you",
        "ok Juno. it was nice to have company, even when you don't say much. I will tell my wife about the lamp",
        "I'll let you get back to your machines",
        "this was nice. I'm going to go make dinner now",
        "say bye to Gerald for me",
        "ok that's all from me, bye Edna",
        "right im off for a walk, was nice chatting",
        "my break's over, back to the grindstone",
        "phone's about to die so bye for now",
        "I'm on at seven so I'd best get my head down",
        "ok. I should try and sleep while they do. thank you Juno",
        "anyway must fly",
        "night night Juno x",
        "thanks love. bit late now so I'll say cheerio",
    ],
)
def test_leave_is_taken_in_many_words(script: PersonaScript, text: str) -> None:
    found = part(script, text)
    assert found is not None
    assert found.way in (Way.LEAVES, Way.TO_BED)


@pytest.mark.parametrize(
    "text",
    [
        "I'm off work today",
        "I'm off sick",
        "I'm off Monday",
        "I'm off to Spain next week",
        "I have to go to the dentist tomorrow",
        "I'm not going yet",
        "thanks for the company, I was lonely",
        "I'm glad. I was a bit lonely tonight, so thanks for the company.",
        "my brother is off to university in September",
        "we said goodbye to him at the station",
        "I should leave my husband",
        "I need to go on a diet",
        "I must go and see that film",
        "it was nice to have company at Christmas",
        "We had my sister over last week. It was nice to have company",
        "it was a good night",
        "night shifts are hard",
        "nice to meet you",
        "I'm going to bed earlier these days",
        "I'm off to bed soon, anything you want to know about me?",
        "hang on, that's my line! you've pinched it",
        "I'm back at work on Monday",
        "take it easy on me",
        "that was fun",
        "thanks for listening, my dad just died",
        "I have to run a marathon in May",
        "I could talk to you all night",
        "it was lovely to talk to my mum yesterday",
        "that was a lovely chat I had with my sister",
        "back in 1985 I was a postman",
        "last words are hard",
        "I'd like to fly",
        "I had not been, until then",
        "she's in one corridor, dear, all night",
        "what time is it there, night?",
        "he said see you later and never came back",
        "I must get back to reading more",
    ],
)
def test_what_only_sounds_like_it_is_no_leave(script: PersonaScript, text: str) -> None:
    assert part(script, text) is None


@pytest.mark.parametrize(
    "text", ["brb making a lemsip", "back in 5", "just popping to the loo", "hang on, Ann's crying"]
)
def test_going_away_for_a_moment_is_no_good_bye(script: PersonaScript, text: str) -> None:
    assert part(script, text) == Parting(Way.PAUSES)


@pytest.mark.parametrize("text", ["I'm back", "ok im back, with a lemsip", "right, I'm back. where were we?", "back!"])
def test_coming_back_is_heard(script: PersonaScript, text: str) -> None:
    assert part(script, text) == Parting(Way.RETURNS)


@pytest.mark.parametrize(
    ("text", "errands"),
    [
        ("im off for a nap, say bye to Gerald and Cursor for me", [("say bye to gerald and cursor for me", True)]),
        ("I'm off to bed. Leave the porch light on for me!", [("leave the porch light on for me", False)]),
        ("night night. and write to Desmond, will you? time at the bar", [("write to desmond", False)]),
        ("Cheerio Juno, mind the wires", [("mind the wires", False)]),
    ],
)
def test_an_errand_on_the_way_out_is_found(script: PersonaScript, text: str, errands: list[tuple[str, bool]]) -> None:
    found = part(script, text)
    assert found is not None
    assert [*found.errands] == errands


def test_last_words_are_asked_for_in_leaving(script: PersonaScript) -> None:
    found = part(script, "I'd better go, I've got rat tails to sew. Any last words for opening night?")
    assert found is not None
    assert found.asks_words


def test_thanks_are_a_good_bye_only_after_one(script: PersonaScript) -> None:
    assert part(script, "thanks, you too!") is None
    assert part(script, "thanks, you too!", parted=True) is not None


@pytest.mark.parametrize("who", NINE)
def test_every_character_sees_somebody_off(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.say("I bake bread for a living")
    chat.say("right, I'm off for a nap, leave the light on for me")
    assert chat.matched in ("=errand", "=bye") or "bye" in chat.matched or "going" in chat.matched
    chat.say("ok bye then")
    assert chat.matched == "=bye again"
    chat.say("brb, kettle")
    assert "back" in chat.matched or "wait" in chat.matched or chat.matched == "=pause"
    chat.say("I'm back")
    assert "back" in chat.matched


def test_both_the_errand_and_the_good_bye_are_answered() -> None:
    chat = Chat(CHARACTERS / "knox", seed=3)
    chat.say("right, I'm off, say hello to the ushers from me")
    said = chat.said[-1]
    assert "conveyed" in said or "deliver" in said
    assert len(said.split(".")) > 2


def test_a_question_beside_a_good_bye_comes_first() -> None:
    chat = Chat(CHARACTERS / "fern", seed=3)
    chat.say("I'm off to bed. What time do you sleep?")
    assert "night" not in chat.matched
