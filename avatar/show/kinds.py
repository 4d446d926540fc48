"""What a single line of a screenplay is by how it is written: heading, transition, card, camera, sound, mark, name.

Screenplays write many things in capitals that are nobody's name; the tables here say which, and what each is for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from avatar.show import shots, tongues

LONGEST_NAME = 60
"""Characters of a name with what stands behind it in brackets; nobody is called more."""

# ----------------------------------------------------------------------------------------------- headings, transitions


@cache
def _heading() -> re.Pattern[str]:
    short = r"(?:INT|EXT|EST|I/E|INT\.?/EXT|EXT\.?/INT|INT\.?/EST|E/I)"
    long = "|".join(
        sorted((re.escape(word) for word in tongues.all_words("heading") if word != "○"), key=len, reverse=True)
    )
    # With a full stop small letters are a heading, too; without one, "Interior design" would be.
    return re.compile(
        rf"(?:(?i:{short})\.\s*\S|(?:{short}|{long})(?:[.:]\s*|\s+|\s*[-–—/,、]\s*)\S|[○〇◯]\s*\S"
        rf"|第.{{1,4}}[场場幕]\b)"
    )


def is_heading(text: str) -> bool:
    """Whether a line is a scene heading by its first word."""
    found = _heading().match(text)
    if found is None:
        return False
    word = re.match(r"[^\W\d_]+", text)
    return word is None or word[0].upper() in ("INT", "EXT", "EST", "I", "E") or not re.search(r"[a-zà-ÿа-я]", text)


def is_loud_heading(text: str) -> bool:
    """Whether it is one even where no empty line stands before it: all in capitals."""
    return is_heading(text) and _loud(re.sub(r"\([^)]*\)", "", text))


_TO = re.compile(r"[^\W\d_][\w '’\-]{0,40}\b(?:TO|A|À|ZU|AUF|SUR|SU|PARA|PER)\s*:")


@cache
def transitions() -> dict[str, str]:
    """Words of a transition, in capitals, to what it does: "out", "in", "black", or "" for a cut."""
    ways = (("out", "out"), ("cut", ""), ("dark", "black"), ("up", "in"))
    return {word: way for kind, way in ways for word in tongues.all_words(kind)}


def transition_name(text: str) -> str:
    """A transition's words as the table has them."""
    return " ".join(text.strip(" .:!>*").upper().replace("’", "'").split())


_ALONE = frozenset(
    "BLACK TO|CUT|SCHWARZ|BLENDE|DUNKEL|LICHT|NOIR|NEGRO|NERO|PRETO|LUZ|LUCE|ABRE|OSCURO|BUIO|PANO|TELÓN"
    "|TEMNOTA|CURTAIN".split("|")
)
"""Transitions whose word alone may be an exclamation, a name or a place, where no empty lines stand around it."""


def is_transition(text: str, alone: bool) -> bool:
    """Whether a line in capitals is a transition. `alone`: nothing stands right above and below it."""
    bare = text.strip()
    if not _loud(bare) and not caseless(bare):
        return False
    name = transition_name(bare)
    if name in transitions():
        return alone or (name not in _ALONE and (len(name.split()) > 1 or bare.endswith((".", ":"))))
    return bool(_TO.fullmatch(bare))


# ---------------------------------------------------------------------------------------- capitals that are nobody's


class Capital(NamedTuple):
    """What a line in capitals is, which is no name."""

    kind: str
    """"card", "camera", "sound", "time", "mark" (for printers: it asks for nothing), "note" (told)."""
    name: str = ""
    """Of a shot: as `[[camera: NAME]]` has it."""
    text: str = ""
    """What follows: the card's text, whom the camera shows, the sound."""


_CARD = re.compile(
    r"(?:TITLE ?CARD|TITLES?|MAIN TITLE|SUPER(?:IMPOSE)?D?|CHYRON|CAPTION|CARD|INTERTITLE"
    r"|ON[- ]SCREEN(?: TEXT)?|TEXT ON SCREEN|LEGEND"
    r"|LOWER THIRD|EPISODE TITLE|TITEL|TEXTTAFEL|EINBLENDUNG|INSERTO|CARTON|TITRE|TÍTULO|LETRERO|TITOLO"
    r"|CARTELLO|DIDASCALIA|LEGENDA|TITULO"
    r"|ТИТР|テロップ|字幕)"
    r"\s*(?:[:：]\s*|\s[-–—]+\s+|\s+(?=[\"“„«'‘])|$)(?P<text>.*)",
    re.I,
)
_SHOTS: tuple[tuple[str, str], ...] = (
    ("insert", r"INSERT(?: SHOT)?|DETAIL(?: OF)?|EXTREME CLOSE[- ]UP OF"),
    ("close", r"NAH(?: AUF)|NAHAUFNAHME|GRO(?:SS|ẞ|ß)AUFNAHME|GROS PLAN(?: SUR)?|PRIMER PLANO(?: DE)?"),
    ("close", r"PRIMO PIANO(?: DI| SU)?|CLOSE (?:EM|EN|SU)|FOCUS ON|PAN(?:NING)? TO|TRACK(?:ING)? (?:ON|WITH)"),
    ("close", r"(?:NEW |ANOTHER |REVERSE )?ANGLE(?: ON)?|REVERSE(?: ON)?|BACK ON|RETURN TO|BACK TO"),
    ("wide", r"(?:AERIAL|CRANE|TRACKING|DOLLY|STEADICAM) SHOT|PULL BACK TO REVEAL|TOTALE|PLAN LARGE|PLANO GENERAL"),
)
"""Shots that `shots` has no words for, in other languages too."""
_CAMERA = tuple(
    (name, re.compile(rf"(?:{pattern})(?=$|[\s:.,\-–—])\.?\s*(?:[:：]|[-–—]+|,)?\s*(?P<whom>.*?)\s*[.:]?"))
    for name, pattern in _SHOTS
)
_SAME = re.compile(
    r"(?:BACK TO|RETURN TO|END (?:OF )?)\s*(?:THE )?(?:SCENE|PRESENT(?: DAY)?|INSERT|FLASHBACK|SHOT|MONTAGE"
    r"|SERIES(?: OF SHOTS)?)\s*[.:]?"
)
_MONTAGE = re.compile(
    r"(?:BEGIN |START )?(?:A )?(?:QUICK )?(?:MONTAGE|SERIES OF (?:SHOTS|IMAGES|QUICK SHOTS))\b(?:\s*[:.\-–—]+)?\s*"
    r"(?P<text>.*)"
)
_SPAN = (
    r"(?:[A-Z0-9\-]+ )?(?:A )?(?:FEW |SEVERAL |SOME )?"
    r"(?:MOMENTS?|SECONDS?|MINUTES?|HOURS?|DAYS?|WEEKS?|MONTHS?|YEARS?|TIME|MUCH|WHILE)"
)
_DAY = r"(?:THAT|THE NEXT|THE FOLLOWING|LATER THAT|EARLIER THAT|THE SAME|NEXT)"
_TIME = re.compile(
    rf"(?:(?:{_SPAN} )?(?:LATER|EARLIER)(?: THAT (?:DAY|NIGHT|EVENING|MORNING))?|MEANWHILE"
    rf"|{_DAY} (?:DAY|NIGHT|EVENING|MORNING|AFTERNOON|WEEK|YEAR)"
    r"|SPÄTER|PLUS TARD|MÁS TARDE|PIÙ TARDI|MAIS TARDE|DEPOIS|ПОЗЖЕ)\s*[.:…]*"
)
_MARK = re.compile(
    r"\(?(?:CONTINUED|MORE|CONT['’]?D?|FORTSETZUNG|CONTINUA|SUITE|CONTINUOUS|SAME(?: TIME)?|OMITTED"
    r"|WEITER)\)?\s*:?\s*(?:\(\d+\))?:?"
    r"|[-–—]?\s*\d{1,4}[A-Z]?\s*\.?\s*[-–—]?|(?:PAGE|SEITE)\s+\d{1,4}\.?|COLD OPEN\s*[.:]?|TEASER\s*[.:]?"
    r"|ROLL CREDITS\s*\.?|\d{1,4}[A-Z]?\s+CONTINUED:?.*",
    re.I,
)  # fmt: skip
_UNSHOWN = re.compile(
    r"(?:BEGIN |START |END (?:OF )?)?(?:(?:A )?(?:QUICK )?(?:"
    r"FLASH(?:BACK|FORWARD)|DREAM(?: SEQUENCE)?|"
    r"INTERCUT|SPLIT[- ]SCREEN|STOCK (?:SHOT|FOOTAGE)|RÜCKBLENDE|SLOW MOTION|ANIMATION|OPENING (?:CREDITS"
    r"|TITLES)|CREDITS|MUSIC VIDEO))\b.*"
)
_SOUND = re.compile(
    r"(?:SFX|SOUND(?: EFFECT)?|S\.F\.X\.|FX|NOISE|GERÄUSCH|SON|SONIDO|SUONO|SOM)\s*[:：]\s*(?P<text>.+)", re.I
)


def capital(text: str) -> Capital | None:
    """What a line in capitals is if it is nobody's name; None where it may be one."""
    bare = text.strip()
    if _MARK.fullmatch(bare):
        return Capital("mark")
    card = _CARD.fullmatch(bare)
    if card and (
        _loud(bare[: card.start("text")]) or caseless(bare) or (":" in bare and card["text"] and bare[:1].isupper())
    ):
        return Capital("card", text=unquoted(card["text"]))
    sound = _SOUND.fullmatch(bare)
    if sound and (_loud(bare[: sound.start("text")]) or bare[:1].isupper()):
        return Capital("sound", text=sound["text"].strip(" .!"))
    if not _loud(bare):
        return None
    if bare.strip(" .!:*") in tongues.all_words("end") or re.fullmatch(
        r"END OF (?:ACT|PART|EPISODE) \w+\.?|(?:END|FINIS)\.?", bare
    ):
        return Capital("card", text=bare.strip(" .:*"))
    if _TIME.fullmatch(bare):
        return Capital("time", text=bare.strip(" .:…"))
    if _SAME.fullmatch(bare):
        return Capital("camera", "auto")
    if found := _MONTAGE.fullmatch(bare):
        return Capital("camera", "montage", unquoted(found["text"]).strip(" .:"))
    if _UNSHOWN.fullmatch(bare):
        return Capital("note", text=bare)
    if shot := camera(bare):
        return shot
    if bare.endswith("!") and len(bare.split()) <= 4:
        return Capital("sound", text=bare.strip(" !"))
    return None


_IN_SPEECH = re.compile(
    r"\((?:MORE|CONTINUED|CONT['’]D|FORTSETZUNG|CONTINUA|SUITE|WEITER)\)|(?:CONTINUED|CONT['’]D):?", re.I
)


def is_page_mark(text: str) -> bool:
    """Whether a line in a speech is a printer's: (MORE), (CONTINUED)."""
    return bool(_IN_SPEECH.fullmatch(text.strip()))


def camera(text: str) -> Capital | None:
    """The shot that a line in capitals asks for; None for none."""
    bare = text.strip()
    if wish := shots.read_line(bare):
        return Capital("camera", wish.name, wish.who)
    for name, pattern in _CAMERA:
        found = pattern.fullmatch(bare)
        if found:
            return Capital("camera", name, unquoted(found["whom"]))
    return None


def is_camera_sentence(text: str) -> bool:
    """Whether a line in small letters is written to a camera: `Close on Max.`"""
    return bool(_CAMERA_SENTENCE.match(text)) and len(text) < LONGEST_NAME


_CAMERA_SENTENCE = re.compile(
    r"(?i:close(?:-up)? on|angle on|(?:slow(?:ly)? )?(?:push|zoom) in(?: on)?|pan to|whip pan to|wide shot"
    r"|two[- ]shot|hold on) ?\S*"
)


def unquoted(text: str) -> str:
    """A text without the quotes around it."""
    bare = text.strip()
    return bare.strip('"“”„«»').strip() if bare[:1] in '"“„«' or bare[-1:] in '"”“»' else bare


# ---------------------------------------------------------------------------------------------------------------- names

_SMALL = re.compile(
    r"\b(?:Mc|Mac|O['’]|D['’]|De|Di|Du|La|Le|Van|Von|van|von|de|da|du|der|den|zu|al|el|bin|ibn|y|e|et|und"
    r"|and)(?=[A-ZÀ-Þ]|\s+[A-ZÀ-Þ])"
)
"""Small letters of names in capitals: McAVOY, O'NEIL, VON der TANN."""
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_BEHIND = re.compile(r"\s*\([^)]*\)?")


def bare_name(text: str) -> str:
    """A character cue without what stands behind its name, the sign of forced ones and that of dual dialogue."""
    name = _BEHIND.sub("", text.strip().removeprefix("@")).strip()
    name = name.removesuffix("^").strip().rstrip(":").strip()
    return re.sub(r",?\s+(?:V\.\s?O\.?|O\.\s?S\.?|O\.\s?C\.?)$", "", name)


def is_name(text: str) -> bool:
    """Whether a line is written as the name of somebody who speaks is."""
    if len(text) > LONGEST_NAME or text.count(" ") > 8 or (text[1:].islower() and text[:1] != "@"):
        return False
    name = bare_name(text)
    if not name or not any(sign.isalpha() for sign in name) or name[0] in '([{<>=#~!."“«-–—•*':
        return False
    if name[-1] in ".?…,;" and not re.search(r"\b(?:JR|SR|DR|MR|MRS|MS|ST|PROF|NO|[A-Z])\.$", name):
        return False
    return _loud(_ORDINAL.sub("", _SMALL.sub("", name)))


def is_bare_name(text: str) -> bool:
    """The same of a script without capitals (Japanese, Chinese, Hebrew, Arabic ...): a short line without a "
    "full stop."""
    name = bare_name(text)
    return (
        bool(name)
        and caseless(name)
        and len(name) <= 16
        and not re.search(r"[。、．.!?！？…，,:：;「」『』\"“”]|\s\S+\s\S+\s", name)
    )


def caseless(text: str) -> bool:
    """Whether all letters are of a script without capitals."""
    if text.isascii():
        return False
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and all(sign.lower() == sign.upper() for sign in letters)


def _loud(text: str) -> bool:
    return text.upper() == text and text.lower() != text
