"""A question of which there is no line is answered all the same: that it never did, can't, or doesn't know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avatar.brain.advising import find_advice
from avatar.brain.agreeing import find_agreed
from avatar.brain.asking_back import find_asked_word
from avatar.brain.either import find_either_of
from avatar.brain.indirect import tell_indirectly
from avatar.brain.soundness import is_sound
from avatar.brain.verbs import put_in_past, put_in_third
from tests.brain.test_intents import own
from tests.brain.test_persona import Chat, persona

CHARACTERS = Path(__file__).parents[2] / "characters"


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("who built the window", "who built the window"),
        ("so how far is lisbon from leeds", "how far lisbon is from leeds"),
        ("would it hurt", "whether it would hurt"),
        ("do you know what a spaniel is", "what a spaniel is"),
        ("who is on the other end of your strings", "who is on the other end of my strings"),
        ("what is the worst show you ever did", "what the worst show I ever did is"),
        ("how did you lose your tail", "how I lost my tail"),
        ("does the old hedgehog read books", "whether the old hedgehog reads books"),
        ("what does my daughter love", "what your daughter loves"),
        ("where am i moving to", "where you are moving to"),
        ("in which year were you made", "in which year I was made"),
        ("why do not you leave", "why I do not leave"),
        ("who had it", "who had it"),
        ("why a library", ""),
        ("can a phone call be undone", "whether a phone call can be undone"),
        ("which mouse is the cleverest", "which mouse is the cleverest"),
        ("which is the longest river", "which is the longest river"),
        ("what is the matter with the roof", "what is the matter with the roof"),
        ("why is the sky blue", "why the sky is blue"),
        ("where was this last show", "where this last show was"),
        ("what is the strangest thing you have seen", "what the strangest thing I have seen is"),
        ("what is my cat thinking", "what your cat is thinking"),
        ("who is there with you", "who is there with me"),
        ("when what did you do there", "what I did there"),
        ("does it splash", "whether it splashes"),
        ("had a difficult week", ""),
        ("was nice chatting", ""),
        ("what colour is the door", "what colour the door is"),
    ],
)
def test_a_question_is_turned_round(asked: str, clause: str) -> None:
    found = tell_indirectly(asked)
    assert found is not None
    assert found.clause == clause


@pytest.mark.parametrize(
    ("asked", "verb", "deed"),
    [
        ("have you ever been to wales", "have", "been to wales"),
        ("can you read my mail", "can", "read your mail"),
        ("do you own a television", "own", "a television"),
        ("did you ever run away from a hunter", "did", "run away from a hunter"),
        ("can i bring my dog", "may", "bring your dog"),
        ("have you got enough light", "own", "enough light"),
        ("have you got brothers", "own", "brothers"),
        ("have you always lived there", "", ""),
        ("would you rather be alone", "would", "be alone"),
        ("is it noisy", "", ""),
        ("are you sad that you do not have a mum", "are", "sad that I do not have a mum"),
        ("do you not get bored", "do", "get bored"),
    ],
)
def test_a_yes_or_no_leaves_what_would_be_done(asked: str, verb: str, deed: str) -> None:
    found = tell_indirectly(asked)
    assert found is not None
    assert (found.verb, found.deed) == (verb, deed)


def test_what_is_no_question_is_not_turned_round() -> None:
    assert tell_indirectly("my dog is called biscuit") is None
    assert tell_indirectly("why") is None


def test_verbs_have_their_forms() -> None:
    assert [put_in_past(verb) for verb in ("lose", "carry", "stop", "bake", "play")] == [
        "lost", "carried", "stopped", "baked", "played",
    ]  # fmt: skip
    assert [put_in_third(verb) for verb in ("carry", "go", "wash", "play")] == ["carries", "goes", "washes", "plays"]


@pytest.mark.parametrize("name", ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"])
def test_nobody_answers_a_plain_question_with_something_else(name: str) -> None:
    for asked, named in (
        ("How far is Lisbon from Leeds?", "Lisbon"),
        ("Have you ever met an admiral?", "met an admiral"),
        ("Can you mow my lawn?", "mow your lawn"),
        ("Do you own a submarine?", "submarine"),
        ("Who painted that ceiling over there?", "ceiling"),
        ("Did you ever run for parliament?", "parliament"),
    ):
        chat = Chat(CHARACTERS / name, seed=4)  # a new talk for each: what was named before may be asked on about
        chat.greet()
        assert named in chat.strip(chat.say(asked))


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_of_several_lines_the_one_that_answers_is_said(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=5)
    chat.greet()
    assert re.search("rain|thunderstorm", chat.say("Do you like rain?"))


EVERYBODY = ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"]
NAMED = {
    "honest self": ("clause", 8), "honest it": ("clause", 8), "honest it whether": ("clause", 8),
    "honest world": ("clause", 8), "honest person": ("clause", 4), "honest person whether": ("clause", 4),
    "honest world whether": ("clause", 3), "honest user": ("clause", 3), "honest should": ("deed", 5),
    "honest agree": ("deed", 5), "honest what to": ("clause", 4), "honest ideas": ("thing", 4),
    "honest tips": ("thing", 3), "honest either": ("first", 5), "honest also": ("thing", 5), "asked word": ("word", 7),
}  # fmt: skip
"""Occasions whose lines all name what was asked, by what they name and how many there are at least."""


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_has_no_line_of_it_names_what_was_asked(name: str) -> None:
    answers = {cue.removeprefix("="): cards for cue, cards in cards_of(name).items()}
    for cue, (key, fewest) in NAMED.items():
        assert len(answers[cue]) >= fewest, cue
        assert [card for card in answers[cue] if f"<bot {key}>" not in card] == [], cue


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_has_lost_a_question_says_so_in_many_ways(name: str) -> None:
    answers = cards_of(name)
    for cue, key, fewest in (("=honest lost", "thing", 5), ("=asked back", "told", 2), ("=of that", "word", 3)):
        named = [card for card in answers[cue] if f"<bot {key}>" in card]
        assert len(named) >= fewest, cue
        assert len(answers[cue]) - len(named) >= 4, cue  # and where nothing is known of it
        assert [card for card in answers[cue] if re.match(r"(?:yes|no|aye|certainly|very nearly)\b", card, re.I)] == []


def cards_of(name: str) -> dict[str, list[str]]:
    """The lines of each of a character's occasions, as they are written."""
    found: dict[str, list[str]] = {}
    for path in sorted((CHARACTERS / name / "persona").glob("*.rive")):
        cue = ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("+ "):
                cue = line[2:]
            elif line.startswith("- "):
                found.setdefault(cue, []).append(re.sub(r"^- (?:\[[\w-]+\] )?", "", line))
    return found


@pytest.mark.parametrize("name", ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"])
def test_everybody_has_a_reason_of_its_own_for_what_it_said(name: str) -> None:
    answers = dict(own(name))
    for kind in "why taste, why habit, why past, why kind, why advice, why claim, then past, then now".split(", "):
        assert len(answers[f"={kind}"]) >= 3, kind


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_what_is_going_to_be_done_is_promised_or_put_off(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=6)
    chat.say("My sister is a nurse.")
    chat.say("Are you going to paint the fence?")
    assert chat.matched == "=honest will"
    chat.say("Are you needing glasses?")
    assert chat.matched == "=honest am"


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_somebody_who_asks_for_its_life_is_told_of_it(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=6)
    chat.greet()
    chat.say("Tell me something about your life.")
    assert chat.matched != "=honest can"


YES_OR_NO = (
    "never",
    "own",
    "can",
    "do",
    "did",
    "am",
    "was",
    "would",
    "will",
    "want",
    "like",
    "hate",
    "mind",
)
PLAINLY = re.compile(
    r"(?:yes|aye|no|sure|not|never|nearly|only|once|hardly|perhaps|probably|mostly|sometimes|now and then|in a way"
    r"|in part|a (?:little|wee bit|bit)|in (?:the end|moderation|small)|on the whole|of course|naturally|very nearly"
    r"|more or less|when I am|I (?:do|don't|did|didn't|might|can|can't|hope|think|suppose|guess|believe"
    r"|cannot|expect|shall|should|would|regret|am|could)|I'(?:m|ll|d))\b", re.I
)  # fmt: skip


@pytest.mark.parametrize("name", ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"])
@pytest.mark.parametrize("form", YES_OR_NO)
def test_a_yes_or_no_begins_with_one(name: str, form: str) -> None:
    answers = dict(own(name))
    lines = [re.sub(r"^- |\[\w+\] ", "", line) for line in answers[f"=honest {form}"]]
    assert lines
    assert [line for line in lines if not PLAINLY.match(line)] == []


def test_what_points_at_its_world_is_no_question_about_the_world_outside() -> None:
    for asked, cue in (
        ("Is there a cupboard in there?", "=honest it whether"),
        ("Which one is the oldest?", "=honest it"),
    ):
        chat = Chat(CHARACTERS / "knox", seed=4)
        chat.say("My sister is a nurse.")
        chat.say(asked)
        last = chat.brain._talk._hearer.last  # type: ignore[union-attr]
        assert last is not None
        assert last.cue in (cue, "=calls you"), asked


@pytest.mark.parametrize(
    ("asked", "cue", "named"),
    [
        ("what would you write on the label?", "=honest self would", "what I would write on the label"),
        ("who made the lever?", "=honest it", "who made the lever"),
        ("was he cross?", "=honest person whether", "whether he was cross"),
        ("does it splash?", "=honest it whether", "whether it splashes"),
        ("does your nose itch?", "=honest self whether", "whether my nose itches"),
        ("what was he like, your man?", "=honest it", "what he was like"),
        ("what about Biscuit, can he join?", "=honest agree", "let Biscuit join"),
        ("is he a cat? or one of your contraptions", "=honest either", "cat"),
        ("does it love gravel or refuse it, make your mind up", "=honest either", "gravel"),
        ("should i ring my mum tonight?", "=honest should", "ring your mum tonight"),
        ("what should I take Becky?", "=honest what to", "what you should take Becky"),
        ("any ideas for a present?", "=honest ideas", "a present"),
        ("any advice for the hum?", "=honest tips", "the hum"),
        ("any crime novels in there?", "=honest any", "any crime novels in there"),
        ("will you save the last seat for me for next time?", "=honest agree", "save the last seat for you"),
        ("tell the drawer i appreciate it x", "=honest agree", "tell the drawer you appreciate it"),
        ("promise you'll write", "=honest agree", "write"),
        ("how is flim the blorbing waiter's ploof?", "=honest lost", "ploof"),
        ("lever what?", "=asked word", "Lever"),
        ("you lost me there", "=asked back", "lost"),
        ("where?", "=of that", "Where"),
    ],
)
def test_what_was_asked_is_named(tmp_path: Path, asked: str, cue: str, named: str) -> None:
    occasions = (
        "honest self", "honest self would", "honest self whether", "honest it", "honest it whether", "honest person",
        "honest person whether", "honest world", "honest user", "honest what to",
    )  # fmt: skip
    script = "".join(f"+ ={each}\n- Of <bot clause>.\n" for each in occasions)
    deeds = ("honest should", "honest agree", "honest any")
    script += "".join(f"+ ={each}\n- So, <bot deed>.\n" for each in deeds)
    script += "".join(f"+ ={each}\n- As to <bot thing>.\n" for each in ("honest ideas", "honest tips", "honest lost"))
    script += "+ =honest either\n- <bot first>, not <bot second>.\n"
    script += "+ =asked word\n- <bot word>?\n+ =asked back\n- I lost you.\n+ =of that\n- <bot word>?\n"
    chat = persona(tmp_path, f"+ my hat\n- The lever bit him.\n{script}+ *\n- Fine weather.\n")
    chat.say("my hat")
    assert named in chat.say(asked)
    talk = chat.brain._talk
    assert talk is not None
    assert talk._hearer.last is not None
    assert talk._hearer.last.cue == cue


def test_who_is_asked_back_hands_the_talk_back(tmp_path: Path) -> None:
    script = "+ =asked back\n- You were on <bot told>.\n- I was only talking.\n"
    chat = persona(tmp_path, f"+ [*] radio [*]\n- A fine hum.\n{script}+ *\n- Fine weather.\n")
    chat.say("I've got an old radio in the shed")
    assert chat.say("what do you mean?") == "You were on an old radio in the shed."


def test_what_was_sad_is_not_handed_back(tmp_path: Path) -> None:
    script = "+ =asked back\n- You were on <bot told>.\n- I was only talking.\n"
    chat = persona(tmp_path, f"+ [*] radio [*]\n- A fine hum.\n{script}+ *\n- Fine weather.\n")
    chat.say("My old dog died at the radio station")
    assert chat.say("you lost me") == "I was only talking."


@pytest.mark.parametrize(
    ("plain", "said", "word"),
    [
        ("stays with one what", "It's small, and it stays with one.", "Stays with one"),
        ("a little to the left of what", "A little to the left.", "A little to the left"),
        ("which great men", "I have played great men.", "Great men"),
        ("who is she", "She's got a good memory.", "She"),
        ("who is she", "A brass lamp.", ""),
        ("what time", "A brass lamp.", ""),
        ("what did he do", "He bit the lamp.", ""),
    ],
)
def test_the_word_that_is_asked_back_about(plain: str, said: str, word: str) -> None:
    assert find_asked_word(plain, [said]) == word


@pytest.mark.parametrize(
    ("plain", "two"),
    [
        ("is he a cat or one of your contraptions", ("a cat", "one of my contraptions")),
        ("um is that a maya or a leela", ("a maya", "a leela")),
        ("did she laugh or cry", ("laughed", "cried")),
        ("should i paint it red or blue", ("red", "blue")),
        ("is the wedding in june or july", ("in june", "in july")),
        ("is it true or not", None),
        ("is it raining or what", None),
        ("is she your friend or something", None),
    ],
)
def test_two_of_which_one_is_asked_for(plain: str, two: tuple[str, str] | None) -> None:
    assert find_either_of([plain]) == two


@pytest.mark.parametrize(
    ("plain", "deed"),
    [
        ("tell gerald i said hi", "tell gerald you said hi"),
        ("write it on your sleeve under the cuff", "write it on my sleeve under the cuff"),
        ("do not forget to oil the hinge", "oil the hinge"),
        ("have a look under the cuff then", "have a look under the cuff"),
        ("tell me a joke", ""),
        ("tell the truth", ""),
        ("write me a poem", ""),
        ("have a nice evening", ""),
    ],
)
def test_what_costs_nothing_is_agreed_to(plain: str, deed: str) -> None:
    assert find_agreed(plain) == deed


@pytest.mark.parametrize(
    ("plain", "cue"),
    [
        ("should i ring my mum", "=honest should"),
        ("do you think i should say sorry to him", "=honest should"),
        ("what would you tell her", "=honest counsel"),
        ("if i got it out again what should i play first", "=honest what to"),
        ("should i leave my husband", ""),
        ("should i stop taking my tablets", ""),
        ("should i", ""),
    ],
)
def test_advice_names_what_it_is_on_unless_that_is_grave(plain: str, cue: str) -> None:
    advice = find_advice(plain)
    assert (advice.cue if advice else "") == cue


@pytest.mark.parametrize(
    "text",
    [
        "what size is",
        "how long I was two together",
        "when what I did there",
        "help you out you are desperate",
        "what the most expensive thing me is own",
        "get fed up innit",
        "a cat or a dog",
    ],
)
def test_what_came_out_crooked_is_not_said_again(text: str) -> None:
    assert not is_sound(text)


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize(
    "asked",
    ["Did you swell up like this?", "Was the waiter rude?", "Is that a Maya or a Leela?", "What did she write about?"],
)
def test_nobody_is_nearly_anything(name: str, asked: str) -> None:
    chat = Chat(CHARACTERS / name, seed=9)
    chat.greet()
    chat.say("My sister is a nurse.")
    assert not re.match(r"(?:Very nearly|More or less|Yes, certainly|This and that|Odds and ends)", chat.say(asked))


@pytest.mark.parametrize(
    ("name", "asked", "denied"),
    [
        ("fern", "You've a stove called Agatha?", "haven't got"),
        ("fern", "do you have a stove called Agatha?", "haven't got"),
        ("juno", "have you got a lamp called Edna?", "haven't got"),
    ],
)
def test_nobody_denies_what_its_own_sheet_names(name: str, asked: str, denied: str) -> None:
    chat = Chat(CHARACTERS / name, seed=4)
    chat.greet()
    for _ in range(3):
        assert denied not in chat.strip(chat.say(asked))


@pytest.mark.parametrize("asked", ["Are you ever tired Fern, down there?", "Are you ever tired, Fern?"])
def test_who_is_called_by_name_does_not_say_it_back(asked: str) -> None:
    chat = Chat(CHARACTERS / "fern", seed=4)
    chat.greet()
    assert "fern" not in chat.strip(chat.say(asked)).lower()
