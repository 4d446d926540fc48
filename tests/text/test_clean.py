from __future__ import annotations

import random
import re

import pytest

from avatar.text.clean import LONGEST, speakable
from avatar.text.numbers import cardinal, number, ordinal, year
from avatar.text.tracked import Span, Tracked


def said(text: str, language: str = "en-GB", **entries: str) -> str:
    return speakable(text, language, entries).text


def test_plain_text_is_left_alone() -> None:
    for text in ("Hello there, how are you?", "I don't know.", "It's a well-known fact: cats purr!", "Wait... what?"):
        assert said(text) == text


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Hello **bold** _and_ ~~gone~~ `code`", "Hello bold and gone code"),
        ("# Title\n\nText here.", "Title. Text here."),
        ("- one\n- two", "one. two"),
        ("1. first\n2. second", "one. first. two. second"),
        ("> quoted words", "quoted words"),
        ("see [the docs](https://example.com/a_b) now", "see the docs now"),
        ("![a cat](cat.png)", "a cat"),
        ("| Name | Age |\n|---|---|\n| Ann | 5 |", "Name, Age. Ann, five"),
        ("```python\nimport os\n```\nDone.", "Here is some code. Done."),
        ("Fish &amp; chips", "Fish and chips"),
        (r"\*not bold\*", "not bold"),
        ("snake_case and a * b", "snake case and a times b"),
        ("a\n\n---\n\nb", "a. b"),
    ],
)
def test_markdown_is_read_not_spelled(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("\x1b[31mred\x1b[0m text", "red text"),
        ("\x1b]0;title\x07shown", "shown"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("say [[h@l'oU]] now", "say now"),
        ("see [[Main page]] now", "see Main page now"),
        ("<speak>Hi <break time='1s'/>you</speak>", "Hi you"),
        ("&lt;speak&gt;Hi&lt;/speak&gt;", "Hi"),
        ("<<b>script>alert", "script alert"),
        ("<!-- secret -->shown", "shown"),
        ("a\0b", "a b"),
        ("evil \u202etxt\u202c \u200bhere\ufeff", "evil txt here"),
        ("H\u0301\u0302\u0303\u0304\u0305i", "H\u0301\u0302i"),
        ("𝐇𝐞𝐥𝐥𝐨 ｗｏｒｌｄ", "Hello world"),
        ("Great 🙂👍🏽 job 👩‍👩‍👧!", "Great job!"),
        ("ok :-) bye <3", "ok bye"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_no_engine_should_see_is_gone(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("text", ["", " \n", "🙂", "...", "***", "\0\0", "[[x@]]", "<b></b>", "\u200b", "?!"])
def test_nothing_to_say_is_nothing(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("see https://www.example.com/a/b?c=d&e=f.", "see example dot com."),
        ("www.example.org/x, ok", "example dot org, ok"),
        ("mail bob.smith@example.co.uk now", "mail bob dot smith at example dot co dot uk now"),
        ("open /usr/lib/python3/foo.py", "open foo dot py"),
        ("ask @ann about #fun", "ask at ann about hashtag fun."),
    ],
)
def test_addresses_are_read_as_people_read_them(written: str, spoken: str) -> None:
    assert said(written).rstrip(".") == spoken.rstrip(".")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("On 2024-03-05", "On the fifth of March, twenty twenty-four"),
        ("2024-03-05T14:30", "the fifth of March, twenty twenty-four, fourteen thirty"),
        ("5/3/2024", "the fifth of March, twenty twenty-four"),
        ("the 5th of May 1984", "the fifth of May nineteen eighty-four"),
        ("March 5, 2024", "the fifth of March, twenty twenty-four"),
        ("on the 3 June", "on the third of June"),
        ("at 9:05 am", "at nine oh five A M"),
        ("12:00", "twelve o'clock"),
        ("3 pm or 15:30", "three P M or fifteen thirty"),
        ("9:00-17:00", "nine o'clock to seventeen hundred"),
        ("£3.50", "three pounds and fifty pence"),
        ("$1", "one dollar"),
        ("$0.99", "ninety-nine cents"),
        ("$1.2 million", "one point two million dollars"),
        ("20 €", "twenty euros"),
        ("-5 °C", "minus five degrees Celsius"),
        ("5km", "five kilometres"),
        ("1 m", "one metre"),
        ("100 km/h", "one hundred kilometres per hour"),
        ("5 ft", "five feet"),
        ("1,234,567", "one million two hundred and thirty-four thousand five hundred and sixty-seven"),
        ("3.14", "three point one four"),
        ("-7", "minus seven"),
        ("007", "zero zero seven"),
        ("50%", "fifty percent"),
        ("10-20 people", "ten to twenty people"),
        ("1/2 cup", "one half cup"),
        ("2½", "two and a half"),
        ("1 1/2 cups", "one and one half cups"),
        ("it is 50/50", "it is fifty-fifty"),
        ("call 07700 900123", "call zero seven seven zero zero, nine zero zero one two three"),
        ("10^6", "ten to the six"),
        ("3x as many", "three times as many"),
        ("~$30k/yr", "about thirty thousand dollars per year"),
        ("21st", "twenty-first"),
        ("the 1990s and the 80s", "the nineteen nineties and the eighties"),
        ("in 1984, 2005 and 2024", "in nineteen eighty-four, two thousand and five and twenty twenty-four"),
        ("Dr. Smith, e.g. Mr. Bean", "Doctor Smith, for example Mister Bean"),
        ("St. John lives in Main St. now", "Saint John lives in Main Street now"),
        ("the U.S.A. won", "the U S A won"),
        ("World War II", "World War two"),
        ("No. 5", "number five"),
        ("v3.11.2 or version v1.2.3", "version three point eleven point two or version one point two point three"),
        ("call 555-1234", "call five five five, one two three four"),
        ("2+2=4", "two plus two equals four"),
        ("x >= 3", "x is at least three"),
        ("Q&A", "Q and A"),
        ("MP3 and 3D", "MP three and three D"),
        ("5'10\"", "five foot ten"),
    ],
)
def test_english_is_read_right(written: str, spoken: str) -> None:
    assert said(written) == spoken


def test_americans_put_the_month_first() -> None:
    assert said("3/5/2024", "en-US") == "March fifth, twenty twenty-four"
    assert said("2024-03-05", "en-US") == "March fifth, twenty twenty-four"


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de-DE", "Am 5.3.2024 um 14:30 Uhr", "Am fünften März 2024 um 14 Uhr 30"),
        ("de", "z. B. für 5 € bzw. 3 %", "zum Beispiel für 5 Euro beziehungsweise 3 Prozent"),
        ("de", "im Jahr 1984", "im Jahr neunzehnhundertvierundachtzig"),
        ("fr-FR", "Le 1er mars à 14:30", "Le premier mars à 14 heures 30"),
        ("fr", "M. Dupont paie 5 €", "Monsieur Dupont paie 5 euros"),
        ("es", "1º de mayo, 20%", "primero de mayo, 20 por ciento"),
        ("es", "a@b.es", "a arroba b punto es"),
        ("it", "il 2024-03-05", "il 5 marzo 2024"),
        ("pt-BR", "R$ 5", "5 reais"),
        ("nl", "bijv. 5%", "bijvoorbeeld 5 procent"),
        ("sv", "t.ex. 5 & 6", "till exempel 5 och 6"),
        ("pl", "2024-03-05", "5 marca 2024"),
        ("de", "5 Mio. Euro, 3 Mrd. € oder 1 Mio. €", "5 Millionen Euro, 3 Milliarden Euro oder eine Million Euro"),
        ("de", "am 3. Mai, die 2. Klasse", "am dritten Mai, die zweite Klasse"),
        ("de", "in der 2. Klasse, der 1. Platz", "in der zweiten Klasse, der erste Platz"),
        ("de", "das 3. Mal, mein 3. Kapitel", "das dritte Mal, mein drittes Kapitel"),
        ("de", "im 19. Jahrhundert, 4. Dezember", "im neunzehnten Jahrhundert, vierter Dezember"),
        ("de", "Ich habe 3. Du hast 4.", "Ich habe 3. Du hast 4."),
        ("de", "Z.B. wir usw. Danach", "Zum Beispiel wir und so weiter. Danach"),
        ("fr", "en 52 av. J.-C., c.-à-d.", "en 52 avant Jésus-Christ, c'est-à-dire."),
        ("fr", "5 millions €, 3 M€", "5 millions d'euros, 3 millions d'euros"),
        ("es", "EE.UU., p. ej. el Sr. Pérez", "Estados Unidos, por ejemplo el señor Pérez"),
        ("es", "5 millones € y 5 mil €", "5 millones de euros y 5 mil euros"),
        ("it", "n. 5, ad es. il Sig. Rossi", "numero 5, ad esempio il signor Rossi"),
        ("pt", "5 milhões €, p. ex.", "5 milhões de euros, por exemplo."),
        ("nl", "ik i.v.m. dat", "ik in verband met dat"),
        ("pl", "3. maja, 3. klasa, m.in. on", "trzeciego maja, trzecia klasa, między innymi on"),
        ("cs", "3. května, 2. třída", "třetího května, druhá třída"),
        ("da", "den 3. maj, f.eks. mig", "den tredje maj, for eksempel mig"),
        ("nn", "17. mai", "syttende mai"),
        ("fi", "3. toukokuuta", "kolmas toukokuuta"),
        ("hu", "a 3. osztály, pl. én", "a harmadik osztály, például én"),
        ("tr", "3. sınıf, 2. Dünya Savaşı", "üçüncü sınıf, ikinci Dünya Savaşı"),
        ("ru", "т.е. я и т. д. Потом 5 см.", "то есть я и так далее. Потом 5 см."),
        ("xx", "1984 & 5%", "1984 & 5%"),
    ],
)
def test_other_languages_are_read_right(language: str, written: str, spoken: str) -> None:
    assert said(written, language) == spoken


def test_respellings_match_whole_words_in_any_case() -> None:
    assert said("Siobhan and siobhan, not Siobhans", Siobhan="shiv awn") == "shiv awn and shiv awn, not Siobhans"
    assert said("a C++ fan", **{"C++": "see plus plus"}) == "a see plus plus fan"
    assert said("Straße und STRAẞE", "de", Straße="Schtrasse") == "Schtrasse und Schtrasse"


def test_sounds_are_kept_apart_from_the_text() -> None:
    result = speakable("I eat pho, Pho!", "en", {"pho": "/fʌ/"})
    assert result.text == "I eat pho, Pho!"
    assert [(each.at, each.length, each.ipa) for each in result.pronounced] == [(6, 3, "fʌ"), (11, 3, "fʌ")]


@pytest.mark.parametrize("word", ["", " ", "x" * 1000])
def test_useless_entries_do_no_harm(word: str) -> None:
    assert said("hello there", **{word: "bad", "there": ""}) == "hello there"


def test_every_word_knows_where_it_stood() -> None:
    text = "Hello **bold** [link](http://x.y), it's 25°C &amp; `a_b` for bob@ex.com 🙂 \x1b[1mnow\x1b[0m"
    result = speakable(text, "en-GB")
    stood = {
        match[0].strip(",."): text[slice(*result.written(match.start(), len(match[0])))]
        for match in re.finditer(r"\S+", result.text)
    }
    for word in ("Hello", "bold", "it's", "for", "now"):
        assert stood[word].startswith(word)
    assert stood["link"].startswith("link")
    assert stood["twenty-five"] == stood["degrees"] == stood["Celsius"] == "25°C"
    assert stood["bob"] == "bob@ex.com"


@pytest.mark.parametrize("seed", range(30))
def test_any_text_comes_out_safe_and_placed(seed: int) -> None:
    chance = random.Random(seed)
    alphabet = "[]<>*_`|\\!()#&;.-/:@$%°'\"~^{}=+ \n\t ab19Zé🙂א你\x1b\0\u200b\u202e\u0301\ud800"
    text = "".join(chance.choices(alphabet, k=3000))
    for language in ("en-GB", "en-US", "de", "fr", "es", "xx"):
        result = speakable(text, language)
        assert not re.search(r"[\[\]<>{}|\\^`_*~\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\ud800-\udfff]", result.text)
        assert len(result.text) == len(result.origin.starts) == len(result.origin.ends)
        assert all(0 <= a <= b <= len(text) for a, b in zip(result.origin.starts, result.origin.ends, strict=True))


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "[",
        "<",
        "<a ",
        "https://",
        "@",
        "a@",
        "/a",
        "\x1b[",
        "1",
        "🙂",
        "[[",
        "\u0301",
        ". ",
        "- ",
        "<!--",
        "-1",
        " ",
        "\n",
        "1:",
        "1/",
        "A.",
        "~/",
        "www.",
        "![[",
        "**a",
        "`",
        "|a",
        "1,111",
        "$",
        "<script>",
        "(12) ",
        "+1 ",
        "_a",
    ],
)
def test_the_worst_of_a_hundred_thousand_characters_is_bounded(unit: str) -> None:
    result = speakable((unit * 100_000)[:100_000], "en-GB")
    assert result.cut
    assert len(result.text) <= LONGEST


def test_english_numbers() -> None:
    assert [cardinal(n) for n in (0, 13, 21, 100, 105, 1001, 10**6)] == [
        "zero", "thirteen", "twenty-one", "one hundred", "one hundred and five", "one thousand and one", "one million",
    ]  # fmt: skip
    assert [ordinal(n) for n in (1, 2, 3, 12, 20, 21, 100)] == [
        "first", "second", "third", "twelfth", "twentieth", "twenty-first", "one hundredth",
    ]  # fmt: skip
    assert [year(n) for n in (1066, 1900, 1905, 2000, 2009, 2010)] == [
        "ten sixty-six", "nineteen hundred", "nineteen oh five", "two thousand", "two thousand and nine", "twenty ten",
    ]  # fmt: skip
    assert number("12345678901234567890").startswith("one two three")


def test_cardinals_agree_with_an_independent_library() -> None:
    num2words = pytest.importorskip("num2words").num2words
    chance = random.Random(0)
    for size in range(1, 16):
        n = chance.randrange(10**size)
        assert cardinal(n) == num2words(n).replace(",", ""), n


def test_replaced_text_stands_for_what_it_replaced() -> None:
    tracked = Tracked.of("I have 25 cats").sub(re.compile(r"\d+"), "twenty-five").sub(re.compile("have"), "own")
    assert tracked.text == "I own twenty-five cats"
    assert tracked.source(6, 11) == Span(7, 9)
    assert tracked.source(2, 3) == Span(2, 6)
    assert tracked.source(18, 4) == Span(10, 14)
    assert tracked.source(0, 22) == Span(0, 14)
