"""A sentence in another language than those around it, told by its small words alone: no model, and always the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from avatar.tags import base

LEAST_WORDS = 4
"""Shorter sentences stay in the language around them: `Mein Gott!` is said in English, too."""

LEAST_SMALL, SHARE = 2, 1 / 3
"""How many small words of the other language a sentence needs, and which share of all its words."""

SMALL_WORDS: Mapping[str, frozenset[str]] = {
    tag: frozenset(words.split())
    for tag, words in {
        "en": "a an the and or but if of to in on at for from with it its it's is are was were be been i i'm you "
        "you're your he she we they my me this that that's there what who how not don't can't will would "
        "have has do does did because about any no never when where why than his her him us our them if as "
        "so",
        "de": "der die das den dem des ein eine einen einem einer ich du er sie es wir ihr und oder aber nicht "
        "nie ist sind war bin bist hat habe hast haben mit auf für von zu zum zur im in am an aus bei nach "
        "wer was wo wie wann warum kein keine keinen mein meine dein deine doch auch nur noch schon wenn "
        "dann dass weil mir dir mich dich uns ihm ihn ja nein",
        "fr": "le la les un une des du de et ou mais je tu il elle nous vous ils elles ne pas est sont suis c'est "
        "j'ai n'est qu'il que qui quoi dans sur avec pour par mon ma mes ton ta tes son sa ses ce cette au "
        "aux très oui non",
        "es": "el la los las un una y o pero yo tú él ella nosotros no es son soy eres está están que qué quién "
        "con por para en de del al mi tu su muy más sí cómo cuando donde se lo le me te",
        "it": "il lo la gli le un una e o ma io tu lui lei noi non è sono sei che chi con per di del della nel "
        "nella mi ti si ci questo questa molto più sì come dove quando ho hai ha",
        "pt": "o a os as um uma e ou mas eu você ele ela nós não é são sou que quem com por para em de do da no "
        "na meu minha seu sua muito mais sim como onde quando",
        "nl": "de het een en of maar ik jij je hij zij wij niet is zijn ben bent heeft heb met op voor van naar "
        "wie wat waar hoe geen mijn jouw dit dat die er ook",
    }.items()
}
"""Words that are in nearly every sentence of a language, and that a voice of another one says wrongly."""

LOOK_ENGLISH = frozenset(
    "die hat war bin den man on pour son ton par pas sale con me come sole more do as no of met is in over we en de a "
    "an to at la el ma mi ti o os e le sees data ten ben".split()
)
"""Among them those that English has too, or borrows: no sign that a sentence isn't English."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def tell_language(text: str, home: str) -> str:
    """The language of a sentence (BCP 47, without region): `home`, unless it is plainly in another of `SMALL_WORDS`."""
    around = base(home)
    if around not in SMALL_WORDS:
        return home
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if len(words) < LEAST_WORDS:
        return home
    said = frozenset(words)
    shared = SMALL_WORDS[around] | (LOOK_ENGLISH if around == "en" else frozenset())
    counts = {tag: len(said & small) for tag, small in SMALL_WORDS.items()}
    best = max((tag for tag in SMALL_WORDS if tag != around), key=lambda tag: counts[tag])
    enough = counts[best] >= max(LEAST_SMALL, SHARE * len(words)) and counts[best] > counts[around]
    alone = [tag for tag, count in counts.items() if count == counts[best]] == [best]
    return best if enough and alone and (said & SMALL_WORDS[best]) - shared else home
