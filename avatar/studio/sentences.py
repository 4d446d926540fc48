"""Text for voices to read: clauses from public-domain books, and made-up sentences that put rare sounds side by side.

`text/clauses.txt` holds clauses of the United States' Declaration and Constitution and of the King James Bible;
`text/words.txt` holds words of SCOWL (free to use and distribute). Other languages get made-up words in their own
spelling (`text/sounds.toml`), which their voices read by their own rules: what matters is the variety of sounds.
"""

from __future__ import annotations

import random
import tomllib
from functools import lru_cache
from importlib import resources

from avatar.tags import primary

_FRAMES = (
    "The {} {} is a very {} one.",
    "I think you should {} the {} before we {} it.",
    "Could you please {} me a {} and a {}?",
    "She said that {}, {}, and {} were all there was.",
    "Why don't you ask him about the {} of {}?",
    "{} {} {} {} {}.",
    "We were going to {} when the {} began to {}.",
    "My father's {} was more {} than {}.",
    "How much {} would a {} {} have?",
    "Nobody ever {} {} without {}.",
    "It's the {} {}, isn't it?",
    "Give me the {}, and put both {} on top of the {}.",
    "They've always had {} for breakfast, but this week they want {}.",
    "Well, maybe {}. Perhaps {}.",
    "Which of you would {} your own {} for a {}?",
    "He'll be {} by half past {}.",
)


@lru_cache(maxsize=1)
def _sounds() -> dict[str, dict[str, str | float]]:
    return tomllib.loads((resources.files(__package__) / "text/sounds.toml").read_text(encoding="utf-8"))


def list_languages() -> tuple[str, ...]:
    """Languages that we can make up words in."""
    return tuple(_sounds())


@lru_cache(maxsize=2)
def _lines(name: str) -> tuple[str, ...]:
    text = resources.files(__package__).joinpath(f"text/{name}.txt").read_text(encoding="utf-8")
    return tuple(text.split("\n")[:-1])


def make_english(seed: int) -> str:
    """A clause or a made-up sentence of English, the same for the same seed."""
    dice = random.Random(seed)
    if dice.random() < 0.45:
        return dice.choice(_lines("clauses"))
    words = _lines("words")
    frame = dice.choice(_FRAMES)
    made = frame.format(*(dice.choice(words) for _ in range(frame.count("{}"))))
    return made[0].upper() + made[1:]


def make_up(language: str, seed: int) -> str:
    """A sentence of made-up words in the spelling of `language` (`de`, `pt-br`); English where we have no table."""
    table = _sounds().get(primary(language))
    if table is None:
        return make_english(seed)
    dice = random.Random(seed)
    onsets, vowels, codas = (str(table[key]).split() or [""] for key in ("onsets", "vowels", "codas"))
    words = []
    for _ in range(dice.randint(4, 9)):
        word = ""
        for _ in range(dice.randint(1, 3)):
            word += dice.choice(onsets) + dice.choice(vowels)
            word += dice.choice(codas) if dice.random() < float(table["closed"]) else ""
        words.append(word)
    cut = dice.randint(1, len(words)) if len(words) > 6 else 0
    return " ".join(words[:cut]) + (", " if cut else "") + " ".join(words[cut:]) + "."
