"""In which language a show and each of its speeches are: as the script says, else as its lines plainly are."""

from __future__ import annotations

import re
from functools import cache

from avatar.nearest import find_nearest
from avatar.performer import tongues
from avatar.show.cues import Directed, Say
from avatar.show.elements import DialogueBlock, Problem, Screenplay, SpokenWords, shorten
from avatar.tags import base
from avatar.text import detect, foreign, scripts

SAMPLE = 4000
"""Characters of dialogue that are looked at."""

USUAL = "en"

CALLED = {
    "deutsch": "de", "englisch": "en", "anglais": "en", "inglés": "en", "inglese": "en", "inglês": "en",
    "français": "fr",
    "francais": "fr", "französisch": "fr", "francés": "fr", "francese": "fr", "francês": "fr", "español": "es",
    "espanol": "es", "castellano": "es", "spanisch": "es", "espagnol": "es", "spagnolo": "es", "espanhol": "es",
    "italiano": "it", "italienisch": "it", "italien": "it", "português": "pt", "portugues": "pt", "brazilian": "pt",
    "portugiesisch": "pt", "portugais": "pt", "portoghese": "pt", "alemán": "de", "allemand": "de", "tedesco": "de",
    "alemão": "de", "русский": "ru", "russisch": "ru", "日本語": "ja", "中文": "zh", "mandarin": "zh", "עברית": "he",
    "svenska": "sv", "nederlands": "nl", "dansk": "da", "norsk": "nb", "suomi": "fi", "polski": "pl", "한국어": "ko",
}  # fmt: skip
"""What languages are called beside their English names."""

_ASKED = re.compile(r"(?:in|auf|en|em|на)\s+(?:the\s+)?([^\W\d_]+)(?:\s+language)?|speaking\s+([^\W\d_]+)", re.I)
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.I)


@cache
def _names() -> dict[str, str]:
    """Every name of a language, in small letters, to its tag."""
    return {name.lower(): tag for tag, name in tongues.NAMES.items()} | CALLED


def tag_of(word: str) -> str:
    """The tag (BCP 47) of a language by its name or its tag; '' where there is none of that name."""
    bare = word.strip(" .").lower()
    if bare in _names():
        return _names()[bare]
    known = base(bare.replace("_", "-"))
    return bare.replace("_", "-") if _TAG.fullmatch(bare) and known in {*tongues.NAMES, "no", "nn"} else ""


def asked(direction: str) -> str:
    """The language that a direction asks for, as `in German`; '' for none."""
    found = _ASKED.fullmatch(direction.strip(" ."))
    return tag_of(found[1] or found[2]) if found else ""


def named(line: int, word: str, problems: list[Problem]) -> str:
    """The tag of a language that a script names; '' and a problem where there is none of that name."""
    tag = tag_of(word)
    if not tag:
        close = find_nearest(word.lower(), _names())
        hint = f"Did you mean {close.title()} ({_names()[close]})? " if close else ""
        problems.append(
            Problem(line, shorten(word), "No language is called so", f"{hint}Write it as en, de, fr, pt-BR.")
        )
    return tag


def of_show(script: Screenplay, problems: list[Problem]) -> str:
    """The language of a show: as its title page says, else as its lines are; '' for English, and where that is "
    "unsure."""
    for setting in script.values("language"):
        tag = named(setting.line, setting.value, problems)
        if tag:
            return "" if tag == USUAL else tag
    found = detect.whole(_sample(script))
    return "" if found == USUAL else found


def _sample(script: Screenplay) -> str:
    pieces: list[str] = []
    length = 0
    for element in script.elements:
        for part in element.parts if isinstance(element, DialogueBlock) else ():
            if isinstance(part, SpokenWords):
                pieces.append(part.text)
                length += len(part.text)
        if length > SAMPLE:
            break
    return " ".join(pieces)


def of_line(text: str, language: str, asked: bool = False) -> str:
    """The language of a sentence: that of its show, unless it is in a script which voices of that do not read or, where
    nobody `asked` for a language, plainly in another one."""
    if text.isascii() or scripts.reads(language or USUAL, text):
        found = language if asked else foreign.tell_language(text, language or USUAL)
        return "" if found == USUAL and not language else found
    return detect.language(text, language or USUAL)


def find_unspoken(directed: Directed) -> tuple[Problem, ...]:
    """The languages of a show that no voice here speaks, each told once."""
    found: dict[str, Problem] = {}
    for cue in directed.cues:
        if not isinstance(cue, Say) or not cue.language or cue.take or base(cue.language) in found:
            continue
        if reason := tongues.why_unspoken(cue.language):
            found[base(cue.language)] = Problem(cue.line, shorten(cue.text), *reason, grave=True)
    return tuple(found.values())
