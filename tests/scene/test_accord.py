"""What people do of their own accord: by what is said, by who they are, and never against the script."""

from __future__ import annotations

from itertools import pairwise

import pytest

from avatar import library
from avatar.character.accord import ACCORD
from avatar.character.acting import GESTURES
from avatar.scene.accord import ASKED, BEATS, HEADS, LISTENING, SPEAKING, Temper, Volition, read_temper
from avatar.scene.meanings import MEANINGS, guess_language, patterns

MAX = read_temper("max")
EVERYTHING = GESTURES | ACCORD


def spoken(text: str, temper: Temper = MAX, **how: str) -> list[tuple[str, str]]:
    """Words and the gestures that fall on them."""
    return [(text[act.at :].split()[0].strip(",.?!"), act.name) for act in Volition(temper, 1).speak(text, 0.0, **how)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I don't know what's down there.", ("I", "shrug")),
        ("Step two is the excuse.", ("two", "count")),
        ("No, thank you.", ("No", "shake")),
        ("Hello, everybody.", ("Hello", "wave")),
        ("It was an enormous fish.", ("enormous", "big")),
        ("He took out his wee hammer.", ("wee", "small")),
        ("It was meant for you.", ("you", "point")),
        ("My name's Max.", ("My", "me")),
        ("Where have all these pencils gone?", ("pencils", "offer")),
        ("Wait, that's my hat.", ("Wait", "stop")),
    ],
)
def test_what_is_said_has_a_gesture_of_its_own(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in spoken(text)


SAID: dict[str, dict[str, str]] = {
    "de": {
        "shrug": "Ich weiß nicht, was da unten ist.", "stop": "Moment mal, das ist mein Hut.", "wave": "Guten Abend!",
        "shake": "Nein, danke.", "nod": "Genau, das meine ich.", "big": "Es war ein riesiger Fisch.",
        "small": "Er nahm einen winzigen Hammer.", "lean-in": "Das bleibt unter uns.", "count": "Schritt zwei folgt.",
        "me": "Mein Name steht vorn.", "point": "Schau!", "tilt": "Vielleicht morgen.", "present": "Hier wohnt Eva.",
    },
    "fr": {
        "shrug": "Je ne sais pas ce qu'il y a là-bas.", "stop": "Attends, c'est mon chapeau.", "wave": "Bonsoir !",
        "shake": "Non, merci.", "nod": "Exactement, madame.", "big": "C'était un poisson énorme.",
        "small": "Un marteau minuscule.", "lean-in": "Que ça reste entre nous.", "count": "Étape deux.",
        "me": "Je m'appelle Max.", "point": "Regarde !", "tilt": "Peut-être demain.", "present": "Voilà Eva.",
    },
    "es": {
        "shrug": "No sé qué hay ahí abajo.", "stop": "¡Espera! Mi sombrero.", "wave": "¡Buenas noches!",
        "shake": "No, gracias.", "nod": "Claro, señora.", "big": "Era un pez enorme.", "small": "Un martillo diminuto.",
        "lean-in": "Que quede entre nosotros.", "count": "Paso dos.", "me": "Me llamo Max.", "point": "¡Mira!",
        "tilt": "Quizás mañana.", "present": "Aquí vive Eva.",
    },
    "it": {
        "shrug": "Non lo so, signora.", "stop": "Aspetta, il mio cappello.", "wave": "Buonasera!",
        "shake": "No, grazie.", "nod": "Certo, signora.", "big": "Un pesce enorme.", "small": "Un martello minuscolo.",
        "lean-in": "Che resti fra noi.", "count": "Passo due.", "me": "Mi chiamo Max.", "point": "Guarda!",
        "tilt": "Forse domani.", "present": "Qui abita Eva.",
    },
    "pt": {
        "shrug": "Não sei, senhora.", "stop": "Espera, o meu chapéu.", "wave": "Boa noite!", "shake": "Não, obrigado.",
        "nod": "Exatamente, senhora.", "big": "Era um peixe enorme.", "small": "Um martelo minúsculo.",
        "lean-in": "Que fique entre nós.", "count": "Passo dois.", "me": "Chamo-me Max.", "point": "Olha!",
        "tilt": "Talvez amanhã.", "present": "Aqui mora Eva.",
    },
    "nl": {
        "shrug": "Ik weet het niet, mevrouw.", "stop": "Wacht even, mijn hoed.", "wave": "Goedenavond!",
        "shake": "Nee, dank u wel.", "nod": "Precies, mevrouw.", "big": "Het was een reusachtige vis.",
        "small": "Een piepklein hamertje.", "lean-in": "Dat blijft onder ons.", "count": "Stap twee.",
        "me": "Mijn naam staat vooraan.", "point": "Kijk!", "tilt": "Misschien morgen.", "present": "Hier woont Eva.",
    },
    "ru": {
        "shrug": "Не знаю, что там внизу.", "stop": "Подожди, моя шляпа.", "wave": "Добрый вечер!",
        "shake": "Нет, спасибо.", "nod": "Конечно, сударыня.", "big": "Огромная рыба.", "small": "Крошечный молоток.",
        "lean-in": "Пусть останется между нами.", "count": "Шаг два.", "me": "Меня зовут Макс.", "point": "Смотри!",
        "tilt": "Может быть, завтра.", "present": "Здесь живёт Ева.",
    },
    "ja": {
        "shrug": "何も知らない。", "stop": "待って、帽子だ。", "wave": "こんばんは！", "shake": "いいえ、結構です。",
        "nod": "もちろんです。", "big": "巨大な魚だった。", "small": "ほんの少しです。", "lean-in": "秘密だよ。",
        "count": "二つ目です。", "me": "私の名前です。", "point": "見て！", "tilt": "たぶん明日。",
        "present": "ここです。",
    },
    "zh": {
        "shrug": "我不知道。", "stop": "等等，帽子！", "wave": "晚上好！", "shake": "不，谢谢。", "nod": "当然，夫人。",
        "big": "巨大的鱼。", "small": "一点点。", "lean-in": "这是秘密。", "count": "第二步。", "me": "我叫马克斯。",
        "point": "看！", "tilt": "也许明天。", "present": "因为下雨。",
    },
}  # fmt: skip
"""Language to gestures and lines that ask for them."""


@pytest.mark.parametrize(("language", "gesture"), [(each, name) for each, lines in SAID.items() for name in lines])
def test_other_languages_are_acted_by_what_they_mean(language: str, gesture: str) -> None:
    text = SAID[language][gesture]
    acts = Volition(MAX, 1).speak(text, 0.0, language=f"{language}-XX")
    assert gesture in {act.name for act in acts}, acts
    if gesture == "shrug":
        assert gesture not in {act.name for act in Volition(MAX, 1).speak(text, 0.0, language="fi")}


def test_every_language_has_all_meanings() -> None:
    for language, rows in MEANINGS.items():
        assert set(rows) == set(MEANINGS["en"]), language
        assert set(patterns(language)) == set(rows)
    asked = {rule.meaning for rule in (*SPEAKING, *LISTENING)} - {"", "?", "!"}
    assert asked == set(MEANINGS["en"])


def test_listeners_understand_their_language() -> None:
    for language, text in (("de", "Die Katze ist gestorben."), ("fr", "Le chat est mort."), ("ru", "Кот умер."),
                           ("ja", "猫が死んだ。")):  # fmt: skip
        (act,) = Volition(read_temper("bea"), 1).listen(text, 0.0, language=language)
        assert act.name == "recoil", language


@pytest.mark.parametrize("language", SAID)
def test_the_language_of_a_talk_is_guessed_from_its_words_and_kept(language: str) -> None:
    """Some sentences of a talk, as they come: most are told, and none is taken for English once it is not."""
    so_far = "en"
    for text in SAID[language].values():
        so_far = guess_language(text, so_far)
        assert so_far in (language, "en")
    if language in ("de", "fr", "nl", "ru", "ja", "zh"):
        assert so_far == language


def test_every_gesture_of_the_rules_is_there_and_has_a_reason() -> None:
    for rule in (*SPEAKING, *LISTENING, ASKED, BEATS):
        assert set(rule.gestures.split()) <= set(EVERYTHING), rule
        assert rule.why.endswith(".")


def test_nobody_does_the_same_twice_in_a_row() -> None:
    volition = Volition(MAX, 3)
    done = [act.name for number in range(60) for act in volition.speak("This is because of the weather.", 5.0 * number)]
    assert len(done) > 30
    assert all(one != two for one, two in pairwise(done))


def test_calm_people_do_less() -> None:
    def count(energy: float) -> int:
        volition = Volition(MAX._replace(energy=energy), 1)
        lines = ("This is the place where it happened.", "You can see the stains.", "I was never told the reason.")
        return sum(len(volition.speak(lines[number % 3], 3.0 * number)) for number in range(60))

    assert count(0.5) < 0.7 * count(1.0) < count(1.4)


def test_a_quiet_face_keeps_its_hands_down() -> None:
    assert {name for _, name in spoken("You took this one, and you took that one.", mood="deadpan")} <= HEADS


def test_a_full_hand_makes_no_gesture() -> None:
    for text in ("It was meant for you.", "Step two is the excuse.", "Wait, that's my hat."):
        assert all(MAX.can(name, "right") for _, name in spoken(text, busy="right"))


def test_who_has_no_hands_uses_the_head() -> None:
    names = {name for _, name in spoken("No. You, and you, and you: two of you. I don't know.", Temper())}
    assert names
    assert names <= HEADS


def test_a_microphone_stays_in_its_hand() -> None:
    assert not {hand for hand in read_temper("gus").hands if hand[0] == "left"}


def test_listeners_answer_what_they_hear() -> None:
    listener = Volition(read_temper("bea"), 1)
    (act,) = listener.listen("I regret to say that the cat has died.", 0.0)
    assert act.name == "recoil"
    assert listener.listen("It was a good cat, and it will be missed by all of us.", 3.0) == []


@pytest.mark.parametrize("name", sorted(library.characters()))
def test_all_characters_can_be_read(name: str) -> None:
    temper = read_temper(name)
    assert 0.2 < temper.energy < 2.0
    assert all(temper.can(gesture) for gesture in ("present", "point", "tilt"))


def test_a_damaged_file_is_no_trouble() -> None:
    assert read_temper("nobody-of-this-name") == Temper()
