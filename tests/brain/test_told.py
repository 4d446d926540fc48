"""What the user told comes back when it is asked for, however it was told and asked; nothing else is handed back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from avatar.brain.naming import find_named, find_pointed
from avatar.brain.recall import Said, quote_about
from avatar.brain.relatives import Relatives
from avatar.brain.sentences import Act
from avatar.brain.telling_back import leave_out_name
from avatar.brain.told_of_feelings import find_of_feeling
from avatar.brain.wanted import find_wanted
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
WHO = ("juno", "fern", "knox")
BETWEEN = ("what have you been up to today?", "that sounds lovely", "I might put the kettle on")
"""What is said between telling and asking."""
TOLD: tuple[tuple[str, str, str], ...] = (
    ("My kids are called Leo and Ida, they're 6 and 9.", "And do you remember what my kids are called?", "Leo,Ida"),
    ("My kids are called Leo and Ida, they're 6 and 9.", "how old are my kids?", "6/six,9/nine"),
    ("My helper Inês is here, she's scraping out the trays.", "Do you remember what my helper is called?", "Inês"),
    (
        "I study architecture and I glued a model until 3 in the morning",
        "Do you remember what I study?",
        "architecture",
    ),
    ("I'm a welder at the shipyard", "what did I say my job was?", "welder"),
    ("I live in a flat above a chip shop in Whitby", "where do I live?", "Whitby/chip shop"),
    ("we moved to Aberdeen last spring", "where did I say I live?", "Aberdeen"),
    ("our dog Biscuit has eaten a slipper", "what is my dog called?", "Biscuit"),
    ("my son Tobias turned eleven on Friday", "how old is my son?", "eleven/11"),
    ("I'm baking a lemon drizzle for the school fair", "what am I baking?", "lemon"),
    ("the trouble is that my boiler keeps going out", "what did I say my problem was?", "boiler"),
    ("my driving test is on Thursday and I'm terrified", "when is my driving test?", "Thursday"),
    ("my aunt Greta is coming to dinner tonight", "who is coming to dinner?", "Greta/aunt"),
    ("I bought a bright orange bike off a neighbour", "what colour is my bike?", "orange"),
    ("my wife loved brass bands", "what did my wife love?", "brass"),
    ("I drove a bus for thirty-one years, mostly the 47", "how long did I drive a bus?", "thirty-one/31"),
    ("I drove a bus for thirty-one years, mostly the 47", "which route did I drive?", "47"),
    ("my mother keeps ringing about the curtains", "have I told you about my mother?", "curtains"),
    ("I play the cello in an amateur orchestra", "what have I told you about myself?", "cello"),
    ("hi, I'm Samira", "do you know my name?", "Samira"),
    ("I've got a whippet named Olive", "do you know my dog's name?", "Olive"),
    ("I'm 73 and I still swim every day", "do you know how old I am?", "73/seventy-three"),
    ("I run a second-hand bookshop", "what do you know about me?", "bookshop"),
    ("my oven only works if you kick it", "remember my oven?", "kick"),
    ("on Sunday I'm going to paint the shed", "what was I going to do on Sunday?", "shed"),
    ("the bakery was my uncle's, he gave it to me when he retired", "who gave me the bakery?", "uncle"),
    ("my brother Rui lives in Lisbon", "where does my brother live?", "Lisbon"),
    ("Marta, my flatmate, plays the drums at night", "what's my flatmate called?", "Marta"),
    ("our cat's name is Pickle", "what was the name of our cat again?", "Pickle"),
    ("I grow a tomato called Gerald", "what's my tomato called?", "Gerald"),
    ("I've got two sisters, Bea and Joan", "what are my sisters called?", "Bea,Joan"),
    ("my friend Søren is teaching me chess", "who is teaching me chess?", "Søren"),
    ("my granddaughter is called Mae, she's four", "what's my granddaughter's name?", "Mae"),
    ("my granddaughter is called Mae, she's four", "and how old is she, do you remember?", "four/4"),
    ("I'm allergic to peanuts", "what am I allergic to?", "peanut"),
    ("I work nights at a hospital laundry", "do you remember where I work?", "hospital/laundry"),
    ("my exam is next Tuesday at nine", "when did I say my exam is?", "Tuesday"),
    ("I lost my keys on the number 12 tram", "where did I lose my keys?", "tram"),
    ("my boss Derek shouted at me in front of everyone", "what did my boss do?", "shouted"),
    ("I'm knitting a green blanket for my nephew", "who is the blanket for?", "nephew"),
    ("I'm reading a book about octopuses", "what am I reading?", "octopus"),
    ("we had a row about the bins, me and next door", "what did we row about? me and next door I mean", "bins"),
    ("My best mate is called Kofi and he moved to Canada", "you remember my best mate?", "Kofi/Canada"),
    ("my flight leaves at six in the morning", "what time does my flight leave?", "six"),
    ("I had porridge with plums for breakfast", "what did I have for breakfast?", "porridge/plum"),
    ("my grandad was a lighthouse keeper", "what was my grandad's job?", "lighthouse"),
    ("my two goldfish are Salt and Pepper", "what are my fish called?", "Salt,Pepper"),
    (
        "My neighbour, Mrs Oyelaran, feeds the cat when I'm away",
        "who feeds the cat when I'm away?",
        "Oyelaran/neighbour",
    ),
    ("My kids are called Leo and Ida, they're 6 and 9.", "what are the names of my children?", "Leo,Ida"),
    ("My helper Inês is here, she's scraping out the trays.", "who is my helper again?", "Inês"),
    ("I study architecture and I glued a model until 3 in the morning", "what am I studying?", "architecture"),
    (
        "my brother is a goalkeeper, everybody calls him the ankle grabber",
        "You were on about my brother, the ankle grabber: who is he?",
        "goalkeeper/ankle",
    ),
    ("I've got a son. he's eight and mad about trains", "how old did I say my son is?", "eight"),
    ("I've got a son. he's eight and mad about trains", "what is my son mad about?", "trains"),
    ("I'm making plum jam today", "what did I say I was making?", "plum"),
    ("I can't sleep because of the foxes", "why can't I sleep?", "foxes"),
    ("My name's Priya and I teach chemistry", "what do I teach?", "chemistry"),
    ("I lost my job in March", "when did I lose my job?", "March"),
    ("my husband Pat is in hospital with his hip", "where is my husband?", "hospital"),
    ("my husband Pat is in hospital with his hip", "what's wrong with my husband?", "hip"),
    ("I've been learning Welsh for two years", "what language am I learning?", "Welsh"),
    ("I've been learning Welsh for two years", "how long have I been learning it?", "two"),
    ("my landlady's putting the rent up to 900 a month", "how much is my rent?", "900"),
    ("I'm getting married in September in a barn", "when am I getting married?", "September"),
    ("I'm getting married in September in a barn", "where's my wedding?", "barn"),
    ("we've got three hens and a duck called Brian", "what is my duck called?", "Brian"),
    ("we've got three hens and a duck called Brian", "how many hens have we got?", "three"),
    ("My car's a little red Fiat", "what colour is my car?", "red"),
    ("I hate coriander, it tastes of soap", "what do I hate?", "coriander"),
    ("I love the smell of creosote", "what smell do I love?", "creosote"),
    ("my mum's from Ghana and my dad's from Hull", "where is my mum from?", "Ghana"),
    ("my mum's from Ghana and my dad's from Hull", "where's my dad from?", "Hull"),
    ("I've just burnt the toast again", "what did I burn?", "toast"),
    ("I've a job interview at the zoo tomorrow", "where is my interview?", "zoo"),
    ("I've a job interview at the zoo tomorrow", "did I tell you about my interview?", "zoo"),
    ("our Lily starts school on Monday", "who starts school on Monday?", "Lily"),
    ("I'm a nurse", "do you remember what I do?", "nurse"),
    ("I'm a nurse", "what do I do for a living?", "nurse"),
    ("I broke my wrist falling off a ladder", "how did I break my wrist?", "ladder"),
    ("I've just moved into a caravan", "where have I moved to?", "caravan"),
    ("I'm scared of moths", "what am I scared of?", "moths"),
    ("my best friend since school is called Anne-Marie", "who is my best friend?", "Anne-Marie"),
    ("I work with two lads, Jake and Ola", "do you remember the names of the lads I work with?", "Jake,Ola"),
    ("my favourite film is Paddington", "what's my favourite film?", "Paddington"),
    ("It's my birthday on the ninth of May", "when's my birthday?", "May"),
    ("I used to be a trapeze artist", "what did I use to be?", "trapeze"),
    ("I was born in Cork", "where was I born?", "Cork"),
    ("my daughter's studying law in Leeds and she hates it", "what does my daughter study?", "law"),
    ("I found a wallet on the bus and I gave it to the driver", "where did I find the wallet?", "bus"),
    ("I found a wallet on the bus and I gave it to the driver", "who did I give the wallet to?", "driver"),
    ("my sister in law Dot makes wedding cakes", "what does Dot do?", "cakes"),
    ("my sister in law Dot makes wedding cakes", "who is Dot?", "sister"),
    ("I've two exams this week, maths on Monday and French on Friday", "when is my French exam?", "Friday"),
    ("I'm writing a novel about a beekeeper", "what's my novel about?", "beekeeper"),
    ("there's a robin nesting in my boot", "what is nesting in my boot?", "robin"),
    ("I take my tea with three sugars", "how do I take my tea?", "three"),
    ("my ex took the sofa", "what did my ex take?", "sofa"),
    ("hi, I'm Samira", "what did I say my name was?", "Samira"),
    ("my dad taught me to whistle", "who taught me to whistle?", "dad"),
    ("I live with my gran and her parrot", "who do I live with?", "gran"),
    ("last night I dreamt that I was a teaspoon", "what did I dream about?", "teaspoon"),
    ("I'm on the night bus to Glasgow", "where am I going?", "Glasgow"),
    ("my phone's got a cracked screen", "what's wrong with my phone?", "cracked"),
    ("I owe my brother forty quid", "how much do I owe my brother?", "forty"),
    ("we named the baby Otis", "what's the baby called?", "Otis"),
    ("I share an office with Deepa and Lars", "who do I share an office with?", "Deepa,Lars"),
    ("my landlord Mr Petrov won't fix the heating", "what won't my landlord fix?", "heating"),
    ("my landlord Mr Petrov won't fix the heating", "what's my landlord's name?", "Petrov"),
    ("I was in the navy for ten years", "how long was I in the navy?", "ten"),
    (
        "yesterday I finally finished the jigsaw, two thousand pieces",
        "how many pieces did my jigsaw have?",
        "two thousand",
    ),
    ("yesterday I finally finished the jigsaw, two thousand pieces", "what did I finish yesterday?", "jigsaw"),
    ("I'm from Krakow originally", "where did I say I'm from?", "Krakow"),
    ("I'm from Krakow originally", "do you remember where I come from?", "Krakow"),
    ("the vet says my rabbit needs an operation", "what did the vet say about my rabbit?", "operation"),
    ("I've been married to Colin for forty years", "who am I married to?", "Colin"),
    ("I've been married to Colin for forty years", "how long have I been married?", "forty"),
    ("I can't eat cheese", "what can't I eat?", "cheese"),
    ("my favourite colour is mustard", "do you know my favourite colour?", "mustard"),
    ("I got a B in physics", "what did I get in physics?", "B in"),
    ("I'm off to see my nan in Hull tomorrow", "what am I doing tomorrow?", "nan"),
    ("I'm off to see my nan in Hull tomorrow", "who am I going to see?", "nan"),
    ("I walked here from Camden, it took an hour", "how long did the walk take?", "hour"),
    ("I lost a bet with my brother and had to shave my beard", "why did I shave my beard?", "bet"),
    ("my mum sings in the church choir", "tell me what I said about my mum", "choir"),
    ("my mum sings in the church choir", "what does my mother do again?", "sings"),
    ("I keep bees on the roof", "what do I keep on the roof?", "bees"),
    ("I keep bees on the roof", "where do I keep my bees?", "roof"),
    ("I wanted to be an astronaut when I was little", "what did I want to be when I was little?", "astronaut"),
    ("there are nine of us in the house", "how many of us are there in the house?", "nine"),
    ("I've got a date on Saturday with someone from the gym", "when's my date?", "Saturday"),
    ("we call the car Bessie", "what do we call our car?", "Bessie"),
    ("I have lived here for twenty years", "how long have I lived here?", "twenty"),
    ("my phone number ends in 42", "what does my phone number end in?", "42"),
    ("I sold my motorbike to pay for the wedding", "what did I sell?", "motorbike"),
    ("Grandad left me his watch", "who left me the watch?", "Grandad/grandpa"),
    ("Grandad left me his watch", "what did my grandad leave me?", "watch"),
)
"""What was told, what is asked, and what the answer names: one of "a/b", each of "a,b"."""
TALKED: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("juno", ("my two kids are at school", "My son Theo starts middle school next week"),
     "Do you remember my kids' names?", "Theo,son"),
    ("fern", ("I drive a night bus and it's my day off", "I used to play the accordion when I was a kid"),
     "Do you remember what my job is?", "night bus"),
    ("knox", ("I study architecture", "Yes I do think so"), "Do you remember what I study?", "architecture"),
    ("fern", ("My sister Ola lives in Gdansk", "the ships are lovely"),
     "My sister lives right on the Baltic! You remember which city?", "Gdansk"),
    ("knox", ("No party now, though my sister Bea turns 40 on Saturday. I have to make her cake.",
              "the best night was when we opened the bakery, there was a line around the block"),
     "Do you remember what cake I'm baking on Saturday?", "Saturday"),
    ("juno", ("I rented a room from a landlady once, Mrs. Okafor",),
     "Do you remember what I told you about my landlady?", "Okafor"),
    ("knox", ("my mother's in a choir",), "did I mention my mother?", "choir"),
    ("juno", ("I start the new job on Monday, I'll be a bookkeeper. I'm kind of nervous.",),
     "And do you remember what I'm nervous about?", "new job"),
    ("fern", ("I drive a bus, so I get a lot of time", "whenever I drive past the harbour I think of him"),
     "Do you remember what my job is?", "drive a bus"),
    ("fern", ("My car's a little red Fiat",), "what car do I drive?", "Fiat"),
)  # fmt: skip
"""What strangers told one after the other, and what they asked later."""
NOT_ASKED: tuple[tuple[str, str, str], ...] = (
    ("our dog Biscuit has eaten a slipper", "what is your dog called?", "Biscuit"),
    ("our dog Biscuit has eaten a slipper", "what's the capital of France?", "slipper"),
    ("I'm a welder at the shipyard", "what do you do all day?", "welder"),
    ("I'm a welder at the shipyard", "what is your job?", "shipyard"),
    ("my brother Rui lives in Lisbon", "have you got a brother?", "Lisbon"),
    ("my brother Rui lives in Lisbon", "where do you live?", "Lisbon"),
    ("my son Tobias turned eleven on Friday", "how old are you?", "eleven"),
    ("my exam is next Tuesday at nine", "what day is it today?", "exam"),
    ("I play the cello in an amateur orchestra", "do you play an instrument?", "cello"),
    ("my wife loved brass bands", "what do you love?", "brass"),
    ("I'm baking a lemon drizzle for the school fair", "can you bake?", "drizzle"),
    ("I'm 73 and I still swim every day", "what did my sister say to you?", "swim"),
    ("my oven only works if you kick it", "what's the best way to boil an egg?", "kick"),
    ("I drove a bus for thirty-one years, mostly the 47", "what's my mother called?", "bus"),
    ("I'm reading a book about octopuses", "what are you reading?", "octopus"),
    ("my flight leaves at six in the morning", "what time do you get up?", "flight"),
    ("my mother keeps ringing about the curtains", "tell me about your mother", "curtains"),
    ("I bought a bright orange bike off a neighbour", "what colour is the sky?", "orange"),
    ("my aunt Greta is coming to dinner tonight", "what's for dinner at your place?", "Greta"),
    ("I had porridge with plums for breakfast", "what did you have for breakfast?", "plum"),
    ("my brother Rui lives in Lisbon", "what's your brother called?", "Rui"),
    ("my brother Rui lives in Lisbon", "how far is Lisbon from London?", "Rui"),
    ("I'm a welder at the shipyard", "what should I do about my boss?", "shipyard"),
    ("my mother keeps ringing about the curtains", "how do I wash curtains?", "ringing"),
    ("my mother keeps ringing about the curtains", "what do you think of my mother?", "curtains"),
    ("I'm so tired today", "what can I do about it?", "today"),
    ("I love the sea", "what is the sea like?", "love the sea"),
    ("I've got a dog", "do you like dogs?", "got a dog"),
    ("my exam is on Tuesday", "will I pass my exam?", "Tuesday"),
    ("I'm baking bread", "how do you bake bread?", "baking bread"),
    ("my son is six", "do you have a son?", "six"),
    ("I'm writing a novel about a beekeeper", "who is the author of Emma?", "beekeeper"),
    ("I broke my wrist falling off a ladder", "what are you up to?", "ladder"),
    ("my gran died last week", "why do people die?", "gran"),
    ("we live in Whitby", "what do you know about Whitby?", "we live"),
    ("I hate coriander", "what do you hate?", "coriander"),
    ("I like your hat", "where did you get your hat?", "like your hat"),
    ("my favourite film is Paddington", "what's your favourite film?", "Paddington"),
    ("the cat has been missing since Tuesday", "what is your cat called?", "missing"),
    ("I used to be a trapeze artist", "what did you use to be?", "trapeze"),
    ("my dad taught me to whistle", "can you teach me to whistle?", "my dad"),
    ("I work in a bank", "how does a bank work?", "I work"),
    ("my kids are Leo and Ida", "do you have kids?", "Leo"),
    ("my sister has a cat", "do you have a cat?", "my sister"),
    ("I work in a bakery", "what time is it?", "bakery"),
    ("I hate Mondays", "what is so bad about Mondays?", "I hate"),
    ("my car is red", "what's your favourite colour?", "red"),
    ("I live in Leeds", "who lives in the window?", "Leeds"),
    ("my dog died", "what happens when we die?", "my dog"),
    ("I told my boss to get lost", "what would you have said?", "my boss"),
    ("I was in the navy for ten years", "how long have you been here?", "navy"),
    ("I'm from Krakow", "where are you from?", "Krakow"),
    ("my mum sings", "can you sing?", "my mum"),
    ("I can't swim", "how do I learn to swim?", "can't swim"),
    ("I've got a headache", "what helps against a headache?", "I've got"),
)
"""What was told, what is asked, and a word of the telling that is no part of any answer."""


def ask(who: str, told: str, asked: str) -> str:
    """The answer to what is asked some turns after something was told."""
    chat = Chat(CHARACTERS / who, seed=3)
    for line in (*told.split(". "), *BETWEEN):
        chat.say(line)
    return chat.say(asked).lower()


@pytest.mark.parametrize(("told", "asked", "wanted"), TOLD)
def test_what_was_told_is_remembered(told: str, asked: str, wanted: str) -> None:
    for who in WHO:
        answer = ask(who, told, asked)
        for each in wanted.lower().split(","):
            assert any(word in answer for word in each.split("/")), (who, answer)


@pytest.mark.parametrize(("who", "told", "asked", "wanted"), TALKED)
def test_of_all_that_was_told_the_right_sentence_comes_back(
    who: str, told: tuple[str, ...], asked: str, wanted: str
) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    for line in (*told, *BETWEEN):
        chat.say(line)
    reply = chat.say(asked)
    assert all(part in reply for part in wanted.split(","))


def test_who_is_pointed_at_is_not_several_who_were_told_of() -> None:
    known = Relatives()
    known.take_in("My kids are called Leo and Ida", 1)
    assert known.find_name(["what is he called"], 2) is None
    assert known.find_name(["what are they called"], 2) == ("Leo and Ida", "kids")
    known.take_in("my brother Rui is here", 3)
    assert known.find_name(["what is it called"], 4) is None
    assert known.find_name(["what is he called"], 4) == ("Rui", "brother")


@pytest.mark.parametrize("who", WHO)
def test_what_follows_a_question_about_the_character_is_about_it_too(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.say("I used to read her Roald Dahl every night")
    assert "Dahl" not in chat.say("Who comes to your library? Who are the readers?")


@pytest.mark.parametrize(("told", "asked", "never"), NOT_ASKED)
def test_what_was_told_is_not_quoted_at_another_question(told: str, asked: str, never: str) -> None:
    for who in WHO:
        assert never.lower() not in ask(who, told, asked)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("My kids are called Leo and Ida", [("kids", "Leo", "Ida")]),
        ("My helper Inês is here", [("helper", "Inês")]),
        ("my brother Rui lives in Lisbon", [("brother", "Rui")]),
        ("Marta, my flatmate, plays the drums", [("flatmate", "Marta")]),
        ("our cat's name is Pickle", [("cat", "Pickle")]),
        ("I grow a tomato called Gerald", [("tomato", "Gerald")]),
        ("I've got two sisters, Bea and Joan", [("sisters", "Bea", "Joan")]),
        ("my friend Søren is teaching me chess", [("friend", "Søren")]),
        ("my two goldfish are Salt and Pepper", [("goldfish", "Salt", "Pepper")]),
        ("My neighbour, Mrs Oyelaran, feeds the cat", [("neighbour", "Mrs Oyelaran")]),
        ("my dog is called rex and sleeps a lot", [("dog", "Rex")]),
        ("my dogs are called rex and bob", [("dogs", "Rex", "Bob")]),
        ("I've got a whippet named Olive", [("whippet", "Olive")]),
        ("my teacher is called Mrs Brown", [("teacher", "Mrs Brown")]),
        ("my mum also likes tea", []),
        ("my brother is called up", []),
        ("my dog was named after my uncle", []),
        ("This is Rui, my brother", [("brother", "Rui")]),
        ("Rui is my brother", [("brother", "Rui")]),
        ("Today is my brother's birthday", []),
        ("Yesterday, my brother, who is tall, came", []),
        ("we call our car Bessie", [("car", "Bessie")]),
        ("my son Tom and my daughter Ruth are here", [("son", "Tom"), ("daughter", "Ruth")]),
        ("my best friend Anne-Marie said", [("best friend", "Anne-Marie")]),
        ("I have a brother, Tom", [("brother", "Tom")]),
        ("a film called Jaws", []),
        ("my sisters' names are Ann, Bea and Flo", [("sisters", "Ann", "Bea", "Flo")]),
        ("I'm the same with my Ron", []),
        ("my wife Ann and I went", [("wife", "Ann")]),
        ("my sister anna lives in Leeds", [("sister", "Anna")]),
        ("my boyfriend's called Jake", [("boyfriend", "Jake")]),
        ("my nan Ethel, bless her", [("nan", "Ethel")]),
        ("my aunt Greta is coming", [("aunt", "Greta")]),
        ("my daughter Hope is six", [("daughter", "Hope")]),
        ("I went with my brother and Tom", []),
        ("my cousin from Poland called Ewa", []),
        ("my twins are Max and Mia", [("twins", "Max", "Mia")]),
        ("my Uncle Bob drinks", [("uncle", "Bob")]),
        ("my students Ayo and Lin passed", [("students", "Ayo", "Lin")]),
        ("my manager's Dave", [("manager", "Dave")]),
        ("meet my cat, Dave", [("cat", "Dave")]),
        ("my cat Dave's asleep", [("cat", "Dave")]),
        ("his name was gerald, gerald the goldfish", [("his", "Gerald")]),
        ("that's his name, Sprocket", [("his", "Sprocket")]),
        ("we named her Pearl", [("her", "Pearl")]),
        ("my boat is called Saucy Sue", [("boat", "Saucy Sue")]),
        ("Kofi is my best mate", [("best mate", "Kofi")]),
        ("my best mate is Kofi", [("best mate", "Kofi")]),
        ("my sister's husband Tim", []),
        ("my colleague at work Dan", []),
        ("my mum is Ghanaian", []),
        ("my local is called the Plough", []),
    ],
)
def test_whom_a_sentence_names_is_heard(text: str, named: list[tuple[str, ...]]) -> None:
    assert [(each.who, *each.names) for each in (*find_named(text), *find_pointed(text))] == named


def test_of_a_long_sentence_the_part_that_answers_is_quoted() -> None:
    told = (
        "well I went down to the market for a bit of fish because it was Friday, and then I met my cousin Ewa by the"
        " fountain, and we had a coffee, and she told me that she is moving to Gdansk in the spring"
    )
    part = quote_about([told], None, ["moving", "gdansk"])
    assert "Gdansk" in part
    assert len(part) < 130
    assert quote_about(["My son is six", "he likes trains"], None) == "My son is six, he likes trains"


@pytest.mark.parametrize("who", WHO)
def test_who_spoke_of_something_hears_all_they_said_of_it(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.say("I've got a sister in Malta")
    assert "Malta" in chat.say("what's my sister called?")
    assert chat.matched == "=told so far"


@pytest.mark.parametrize("who", WHO)
def test_nobody_says_that_they_were_not_told(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.say("it's a grey morning here")
    for line in ("what did I say my cousin grows?", "do you remember what my boat is called?", "when is my exam?"):
        answer = chat.say(line)
        assert not any(each in answer for each in ("haven't told", "have not told", "didn't say", "did not say"))


@pytest.mark.parametrize("who", WHO)
def test_half_a_question_asks_on_about_what_was_told(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.say("I drove a bus for thirty-one years, mostly the 47")
    assert "thirty" in chat.say("how long did I drive a bus?")
    assert "47" in chat.say("and which route?")


@pytest.mark.parametrize(
    ("told", "question", "is_found"),
    [
        ("i am a bit scared of my presentation", "what am i nervous about", True),
        ("my back has been killing me since i moved that", "what was i moaning about", True),
        ("nobody came to my birthday thing", "what was i sad about", True),
        ("we were scared of the dark", "what am i excited about", False),
    ],
)
def test_a_feeling_is_known_by_all_the_words_in_which_it_is_told(told: str, question: str, is_found: bool) -> None:
    said = [Said(1, datetime(2026, 3, 22, 15, 4), told, told, Act.FACT)]
    wanted = find_wanted((question,), asked=True)
    assert wanted is not None
    assert [each.text for each in find_of_feeling(wanted, said)] == ([told] if is_found else [])


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("aw fern, the presentation!", "aw the presentation!"),
        ("good night, Fern.", "good night."),
        ("fern, my mum died", "my mum died"),
        ("I bought a fern", "I bought a fern"),
        ("my fern, it died", "my fern, it died"),
    ],
)
def test_the_name_of_the_character_is_no_part_of_what_is_told(text: str, bare: str) -> None:
    assert leave_out_name(text, "Fern") == bare
