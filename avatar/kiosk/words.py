"""The few words that the screen itself says, in every language that it may be switched to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from avatar.tags import base


class Phrases(NamedTuple):
    """One language."""

    name: str
    """Name of the language, in that language."""
    invite: str
    field: str
    hello: str
    listening: str
    thinking: str
    speaking: str
    send: str
    space: str
    slower: str
    full: str
    lost: str
    """Said by the character where no reply came."""
    asleep: str
    talk: str
    """On the microphone's button."""
    unheard: str
    """Where nothing was understood."""


WORDS: Mapping[str, Phrases] = {
    "en": Phrases(
        "English", "Talk to me", "Type a question", "Hello!", "I'm listening", "Thinking", "Speaking", "Ask", "space",
        "One moment, please", "That's as long as a question can be", "Sorry, I lost my thread. Ask me again?",
        "Good night. Touch to wake me.",
        "Speak", "I didn't catch that",
    ),
    "de": Phrases(
        "Deutsch", "Sprich mit mir", "Frage eintippen", "Hallo!", "Ich höre zu", "Ich denke nach", "Ich spreche",
        "Fragen", "Leertaste", "Einen Moment, bitte", "Länger kann eine Frage nicht sein",
        "Entschuldigung, ich habe den Faden verloren. Fragst du noch einmal?", "Gute Nacht. Berühren weckt mich.",
        "Sprechen", "Das habe ich nicht verstanden",
    ),
    "fr": Phrases(
        "Français", "Parle-moi", "Écris une question", "Bonjour !", "Je t'écoute", "Je réfléchis", "Je parle",
        "Demander", "espace", "Un instant, s'il te plaît", "Une question ne peut pas être plus longue",
        "Pardon, j'ai perdu le fil. Tu me redemandes ?", "Bonne nuit. Touche pour me réveiller.",
        "Parler", "Je n'ai pas compris",
    ),
    "es": Phrases(
        "Español", "Habla conmigo", "Escribe una pregunta", "¡Hola!", "Te escucho", "Estoy pensando", "Hablando",
        "Preguntar", "espacio", "Un momento, por favor", "Una pregunta no puede ser más larga",
        "Perdona, he perdido el hilo. ¿Me lo preguntas otra vez?", "Buenas noches. Toca para despertarme.",
        "Hablar", "No te he entendido",
    ),
    "it": Phrases(
        "Italiano", "Parla con me", "Scrivi una domanda", "Ciao!", "Ti ascolto", "Sto pensando", "Sto parlando",
        "Chiedi", "spazio", "Un momento, per favore", "Una domanda non può essere più lunga",
        "Scusa, ho perso il filo. Me lo chiedi di nuovo?", "Buona notte. Tocca per svegliarmi.",
        "Parla", "Non ho capito",
    ),
    "nl": Phrases(
        "Nederlands", "Praat met me", "Typ een vraag", "Hallo!", "Ik luister", "Ik denk na", "Ik praat", "Vraag",
        "spatie", "Een ogenblik", "Langer kan een vraag niet zijn",
        "Sorry, ik ben de draad kwijt. Vraag je het nog eens?", "Welterusten. Raak me aan om me te wekken.",
        "Spreken", "Dat heb ik niet verstaan",
    ),
    "pl": Phrases(
        "Polski", "Porozmawiaj ze mną", "Wpisz pytanie", "Cześć!", "Słucham", "Myślę", "Mówię", "Zapytaj", "spacja",
        "Chwileczkę", "Pytanie nie może być dłuższe", "Przepraszam, zgubiłem wątek. Zapytasz jeszcze raz?",
        "Dobranoc. Dotknij, żeby mnie obudzić.",
        "Mów", "Nie zrozumiałem",
    ),
    "pt": Phrases(
        "Português", "Fale comigo", "Escreva uma pergunta", "Olá!", "Estou ouvindo", "Pensando", "Falando",
        "Perguntar", "espaço", "Um momento, por favor", "Uma pergunta não pode ser mais longa",
        "Desculpe, perdi o fio. Pode perguntar de novo?", "Boa noite. Toque para me acordar.",
        "Falar", "Não entendi",
    ),
    "sv": Phrases(
        "Svenska", "Prata med mig", "Skriv en fråga", "Hej!", "Jag lyssnar", "Jag tänker", "Jag talar", "Fråga",
        "mellanslag", "Ett ögonblick", "En fråga kan inte vara längre", "Förlåt, jag tappade tråden. Frågar du igen?",
        "God natt. Rör vid mig för att väcka mig.",
        "Prata", "Jag uppfattade inte det",
    ),
    "ru": Phrases(
        "Русский", "Поговори со мной", "Напиши вопрос", "Привет!", "Слушаю", "Думаю", "Говорю", "Спросить", "пробел",
        "Минутку", "Вопрос не может быть длиннее", "Прости, я потерял мысль. Спросишь ещё раз?",
        "Спокойной ночи. Коснись, чтобы разбудить.",
        "Говорить", "Не расслышано",
    ),
    "uk": Phrases(
        "Українська", "Поговори зі мною", "Напиши запитання", "Привіт!", "Слухаю", "Думаю", "Говорю", "Запитати",
        "пробіл", "Хвилинку", "Запитання не може бути довшим", "Вибач, я загубив думку. Запитаєш ще раз?",
        "На добраніч. Торкнись, щоб розбудити.",
        "Говорити", "Не почуто",
    ),
    "el": Phrases(
        "Ελληνικά", "Μίλησέ μου", "Γράψε μια ερώτηση", "Γεια!", "Ακούω", "Σκέφτομαι", "Μιλάω", "Ρώτα", "κενό",
        "Μια στιγμή", "Η ερώτηση δεν μπορεί να είναι μεγαλύτερη", "Συγγνώμη, έχασα τον ειρμό. Με ξαναρωτάς;",
        "Καληνύχτα. Άγγιξε για να με ξυπνήσεις.",
        "Μίλα", "Δεν το άκουσα καλά",
    ),
}  # fmt: skip


def words(language: str) -> Phrases:
    """The words for a language (BCP 47); English where it has none."""
    return WORDS.get(base(language), WORDS["en"])


def choose_lines(lines: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The host's lines for a language: those marked for it ("de: Wer bist du?"), else those without a mark."""
    short = base(language)
    marked = tuple(text for mark, text in map(_split, lines) if mark == short)
    return marked or tuple(text for mark, text in map(_split, lines) if not mark)


def _split(line: str) -> tuple[str, str]:
    mark, colon, rest = line.partition(":")
    if colon and mark.strip().lower() in WORDS:
        return mark.strip().lower(), rest.strip()
    return "", line.strip()
