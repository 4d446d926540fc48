"""Replies cut into speakable clauses while they arrive."""

from __future__ import annotations

import random

import pytest

from avatar.text.sentences import LEAST, LONGEST, Splitter, letters, sentences, split


def pieces(text: str, *, quick: bool = False) -> list[str]:
    return [clause.text.strip() for clause in split(text, quick=quick)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It rained all night. The garden was happy. I was not.", 3),
        ("Dr. Smith met Mrs. Jones at 5 p.m. in the U.S. embassy, e.g. for tea. They talked for hours.", 2),
        ("It costs 3.50 euros, or 1,000.25 dollars. That is a lot of money.", 2),
        ("I know nothing about that... but I like it. Tell me a little more.", 2),
        ("Well... I don't know what you mean. Say it once more, please.", 2),
        ("J. R. R. Tolkien wrote it long ago. It is a very long book.", 2),
        ("Look at https://example.com/a.b?c=d. It has all of the answers.", 2),
        ('"Is that really you?" she asked the kettle. It only whistled back.', 2),
        ("Was it really you?! I can hardly believe it. Come in and sit down.", 3),
        ("Wir treffen uns am 3. Oktober um 15.30 Uhr. Bring bitte Kuchen mit.", 2),
        ("Das ist z.B. ein Beispiel, d.h. ein Muster. Und hier kommt noch eins.", 2),
        ("Das ist z. B. ein Beispiel, d. h. ein Muster. Und hier kommt noch eins.", 2),
        ("« Ça va bien aujourd'hui ? » Il ne disait rien de plus ce jour-là.", 2),
        ("M. Dupont habite à Paris depuis dix ans. Il aime beaucoup le thé !", 2),
        ("¿Cómo estás hoy, amigo mío? ¡Qué alegría verte por aquí!", 2),
        ("今天天气很好。我们去公园散步吧！你想一起去吗？", 3),
        ("今日はとてもいい天気ですね。「散歩に行きましょう。」と彼女は言った。", 2),
        ("كيف حالك اليوم يا صديقي؟ أتمنى أن تكون بخير. إلى اللقاء قريبا.", 3),
        ("आज मौसम बहुत अच्छा है। क्या आप मेरे साथ चलेंगे? चलिए चलते हैं।", 3),
        ("Привет, как твои дела сегодня? У меня всё хорошо.", 2),
        ("That was a great joke! 😂 Tell me another one, please.", 2),
        ("I have 3. You have 4 of them, I think.", 1),
    ],
)
def test_sentences_of_many_kinds(text: str, count: int) -> None:
    found = pieces(text)
    assert len(found) == count, found


def test_sentences_are_told_apart_however_short() -> None:
    text = "« Ça va ? » Oui. Mr. Fox paid. No!"
    assert [each.text.strip() for each in sentences(text)] == ["« Ça va ? »", "Oui.", "Mr. Fox paid.", "No!"]
    assert "".join(each.text for each in sentences("So. " * 5000)) == "So. " * 5000


def test_an_emoji_stays_with_the_sentence_before_it_and_a_direction_with_the_one_after() -> None:
    assert pieces("That was a great joke! 😂 [smile] Tell me another one, please.") == [
        "That was a great joke! 😂",
        "[smile] Tell me another one, please.",
    ]


def test_list_items_and_paragraphs_are_clauses() -> None:
    text = "You need three things:\n1. A very long ladder\n2. Some good rope\n3. A friend below\n\nThen you can start."
    assert pieces(text) == [
        "You need three things:",
        "1. A very long ladder",
        "2. Some good rope",
        "3. A friend below",
        "Then you can start.",
    ]


def test_a_wrapped_line_is_no_end() -> None:
    assert len(pieces("this sentence goes on\nin the next line, and ends here.")) == 1


def test_a_block_of_code_is_one_piece() -> None:
    text = "Here is how it looks:\n```python\nprint('Hello. World.')\nx = 1. \n\ny = 2\n```\nThat was all of it."
    found = pieces(text)
    assert len(found) == 3
    assert found[1].startswith("```python")
    assert found[1].endswith("```")


def test_the_first_clause_may_end_at_a_comma_and_only_the_first() -> None:
    text = "Now that you ask me, I was thinking, as one does, of toast. And of jam, too, with butter."
    assert pieces(text, quick=True) == [
        "Now that you ask me,",
        "I was thinking, as one does, of toast.",
        "And of jam, too, with butter.",
    ]


def test_the_first_clause_is_out_before_its_sentence_has_ended() -> None:
    splitter = Splitter()
    out = [clause.text for token in ["Now ", "that ", "you ", "ask ", "me, ", "I "] for clause in splitter.feed(token)]
    assert out == ["Now that you ask me, "]


def test_numbers_and_short_openings_are_not_cut_at_commas() -> None:
    assert (
        pieces("Well, yes. There were 1,000 of them here.", quick=True)[0]
        == "Well, yes. There were 1,000 of them here."
    )


def test_short_sentences_are_joined_to_what_follows() -> None:
    assert pieces("Oh. I see. That changes everything now.") == ["Oh. I see. That changes everything now."]
    assert pieces("No.") == ["No."]


def test_directions_are_never_cut() -> None:
    text = "I built a small machine. [pause 0.8] It sat there. (beat) Then it (softly. gently) hummed to me."
    assert not any(
        clause.count("[") != clause.count("]") or clause.count("(") != clause.count(")") for clause in pieces(text)
    )


def test_an_endless_sentence_is_cut_where_one_can_breathe() -> None:
    text = ("and then we walked on, past the mill and the river, " * 40).strip()
    found = split(text)
    assert all(len(clause.text) <= LONGEST for clause in found)
    assert all(clause.text.rstrip().endswith((",", "river")) for clause in found[:-1])


def test_text_without_any_break_is_cut_too() -> None:
    assert all(0 < len(clause.text) <= LONGEST for clause in split("a" * 5000))
    assert "".join(clause.text for clause in split("语" * 5000)) == "语" * 5000


def test_an_unclosed_block_of_code_does_not_grow_for_ever() -> None:
    assert max(len(clause.text) for clause in split("```\n" + "x = 1\n" * 10_000)) < 10_000


ALPHABET = [
    *list("abcDEF123 .,!?…:;-–()[]*`\"'\n\n  "),
    "。",
    "！",
    "，",
    "؟",
    "।",
    "😂",
    "👍🏽",
    "\u200d",
    "é",
    "語",
    "Dr.",
    "e.g. ",
    "[smile] ",
    "```",
    "\n- ",
    "\n1. ",
    "https://a.b/c. ",
]


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_lost_and_the_cuts_do_not_depend_on_the_tokens(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choice(ALPHABET) for _ in range(chance.randrange(1, 900)))
    whole = split(text, quick=True)
    assert "".join(clause.text for clause in whole) == text
    assert all(text[clause.start : clause.end] == clause.text and clause.text for clause in whole)
    splitter = Splitter()
    chopped, at = [], 0
    while at < len(text):
        size = chance.choice((1, 1, 2, 3, 7, 40))
        chopped += splitter.feed(text[at : at + size])
        at += size
    assert chopped + splitter.flush() == whole


@pytest.mark.parametrize("seed", range(20))
def test_no_piece_but_the_last_is_too_short_to_say(seed: int) -> None:
    chance = random.Random(seed)
    words = ["Oh.", "Yes!", "No?", "I", "see", "a", "wonderful", "machine.", "Hm...", "tea,", "和", "再见。", "[smile]"]
    text = " ".join(chance.choice(words) for _ in range(200))
    assert all(letters(clause.text) >= LEAST for clause in split(text)[:-1])


ONE_CLAUSE = (
    "Wir sehen uns, z. B. Montag, am alten Bahnhof.",
    "Das kostet uns am Ende 5 Mio. Euro im Jahr.",
    "Sie fährt immer in der 2. Klasse nach Hause.",
    "Wir treffen uns erst am 3. Mai im Garten.",
    "Er wohnt seit Jahren im 4. Stock ohne Aufzug.",
    "Das war doch schon das 3. Mal in dieser Woche.",
    "Heute kommt der 1. Vorsitzende zu uns nach Hause.",
    "Es geschah im XX. Jahrhundert in dieser Stadt.",
    "Ich gehe nachher mit Dr. Müller essen.",
    "Wir können das ggf. Montag noch einmal machen.",
    "Man kann das mögen, d. h. Freude daran haben.",
    "Das gilt i. d. R. Montags und auch am Sonntag.",
    "Nous avons vu M. Dupont et Mme. Durand hier.",
    "Il y a des villes, p. ex. Paris, que j'aime bien.",
    "Cela arriva en 52 av. J.-C. en Gaule, je crois.",
    "Ayer vimos al Sr. García y a la Sra. López aquí.",
    "Hay ciudades, p. ej. Madrid, que me gustan mucho.",
    "Vive en los EE. UU. desde hace ya diez años.",
    "Ieri ho visto il sig. Rossi e la dott.ssa Bianchi.",
    "Vi ontem o Sr. Silva e a Dra. Costa na rua.",
    "Er zijn steden, bijv. Amsterdam, die ik ken.",
    "Wij schrijven u m.b.t. Amsterdam en uw brief.",
    "Są miasta, np. Kraków, które bardzo lubię.",
    "Były tam m.in. Anna i Maria, moje koleżanki.",
    "Есть города, т. е. Москва и Тула, где я был.",
    "Мы живём в г. Москва на ул. Ленина уже год.",
    "Jsou města, např. Praha, která mám moc rád.",
    "Det finns städer, t.ex. Stockholm, som jag minns.",
    "Jag såg bl.a. Anna och Maria i stan i går.",
    "Der er byer, f.eks. København, som jeg elsker.",
    "Bazı şehirler, örn. İstanbul, çok güzeldir.",
    "Bu olay II. Dünya Savaşı sırasında oldu, sanırım.",
    "Ich wohne am 3. oder am 4. Platz in der Reihe.",
)


@pytest.mark.parametrize("text", ONE_CLAUSE)
def test_a_short_form_or_an_ordinal_ends_no_clause(text: str) -> None:
    assert pieces(text) == [text]
    splitter = Splitter(quick=False)
    assert [clause for letter in text for clause in splitter.feed(letter)] == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Wir kauften Äpfel, Birnen usw. Danach gingen wir heim.", "Danach gingen wir heim."),
        ("Er lebte im Jahr 44 v. Chr. Rom war groß damals.", "Rom war groß damals."),
        ("Ludwig war der König Ludwig XIV. Er liebte das Tanzen sehr.", "Er liebte das Tanzen sehr."),
        ("The whole thing is only 5 mm. Then it gets much wider.", "Then it gets much wider."),
        ("Мы родились в 1999 г. Потом мы уехали из города.", "Потом мы уехали из города."),
        ("У нас есть столы, стулья и т. д. Потом будет больше.", "Потом будет больше."),
        ("Hebben we brood, kaas, enz. Daarna gaan we eten.", "Daarna gaan we eten."),
        ("I have really had enough of room 3. The bed is too short.", "The bed is too short."),
        ("This is the end of our Chapter IV. The whale is gone.", "The whale is gone."),
        ("We turned the old lamp on. Then we saw the cat.", "Then we saw the cat."),
        ("My shirt and shoes were red. Then came the rain.", "Then came the rain."),
        ("Byliśmy tam w domu itd. Potem poszliśmy spać.", "Potem poszliśmy spać."),
    ],
)
def test_a_sentence_ends_where_it_ends(text: str, last: str) -> None:
    assert pieces(text)[-1] == last
    assert len(pieces(text)) == 2
