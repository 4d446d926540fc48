"""What people say when they want a song: in a talk, in the chat or at a kiosk.

"sing me something"                any of those that the character has ready
"can you sing the toaster song?"   the one that is meant, by its title or by what it is about
"yes, please", after an offer      the one that was offered
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from avatar import library

LONGEST = 100
"""Characters; a longer message tells something."""
OFFERED = 2
"""Songs that a character has ready."""
FIRST = ("lullaby-for-a-cursor", "warm-on-both-sides")
"""The songs that anybody can sing: of one part, short, and of nobody's own."""
LARGEST = 1 << 16
"""Bytes of a song that are looked at for what it is about."""
ABOUT = 2
"""A song is about a word that it sings so often."""


class Wording(NamedTuple):
    """How a language asks for a song. What is left of the message is which one."""

    asks: str
    """What stands before it."""
    polite: str
    """What may stand around it."""
    any: str
    """What means any song."""
    idle: frozenset[str]
    """Words that say nothing of which one is meant."""


_EN = Wording(
    r"(?:(?:can|could|will|would|won'?t) you (?:please |maybe |also |just )?|let me hear you |let'?s hear you "
    r"|i want (?:you to |to hear you )|i(?:'d| would) (?:like|love) (?:you to |to hear you |for you to )"
    r"|why don'?t you |how about you |do )?sing(?: (?:me|us|for me|for us|to me|to us)\b)?"
    r"|(?:(?:can|could|will|would) you (?:please )?)?(?:give|play|do) (?:me |us )?(?=(?:a|another"
    r"|one more) (?:song|tune)\b)"
    r"|(?:can|could|may) (?:i|we) (?:hear|have) (?=(?:a|another|one more|the|your) (?:\w+ ){0,3}(?:song|tune"
    r"|lullaby)\b)"
    r"|i(?:'d| would) (?:like|love) (?:to hear )?(?=(?:a|another|one more) (?:song|tune)\b)"
    r"|i want (?:to hear )?(?=(?:a|another|one more) (?:song|tune)\b)|(?:how|what) about (?=(?:a|another) (?:song"
    r"|tune)\b)"
    r"|(?=(?:(?:a|another|one more) (?:song|tune)|encore)\b)",
    r"hey|oh|please|now|ok(?:ay)?|well(?=,)|so|and|then|hi|hello|for me|for us|to me|to us|again|i dare you"
    r"|if you (?:can|like)",
    r"something(?: else| nice| funny)?|anything|(?:me |us )?(?:a|some|another|one more)(?: \w+)? (?:song|songs"
    r"|tune)s?|one"
    r"|another(?: one)?|one more|one of your songs|your songs?|some more|more|again|it|that|this|a bit|a little"
    r"|encore|songs?|",
    frozenset(
        "a an the your that this song songs tune one about called named of for to me us please now and with in some my "
        "little again then from".split()
    ),
)
_OTHERS: Mapping[str, Wording] = {
    "de": Wording(
        r"(?:(?:kannst|könntest|würdest|magst) du (?:bitte )?(?:mir |uns )?|ich (?:möchte|will) )"
        r"(?=.*\b(?:sing|singen|vorsingen|lied|liedchen)\b)|sing(?:e|en sie)?\b(?: (?:mir|uns|doch|bitte|mal))*",
        r"hallo|hey|bitte|jetzt|mal|doch|vor|singen|vorsingen|hören",
        r"etwas|was|irgendwas|(?:ein|noch ein|das|dein)(?: \w+)? (?:lied|liedchen)|eins|noch eins|lied|",
        frozenset(
            "ein eine einen das den dem der die von "
            "vom über für und mit lied liedchen dein deine namens".split()
        ),
    ),
    "fr": Wording(
        r"(?:(?:peux|pourrais)[- ]tu |tu (?:peux|pourrais) |veux[- ]tu )(?:me |nous )?chanter"
        r"|chante(?:z)?(?:[- ](?:moi|nous))?",
        r"salut|bonjour|s'il te plaît|s'il vous plaît|stp|maintenant|donc",
        r"quelque chose|(?:une|la|ta|encore une)(?: \w+)? chanson|une autre|encore|",
        frozenset("un une la le les l de du des sur pour et avec chanson ta ton qui s'appelle".split()),
    ),
    "es": Wording(
        r"(?:(?:puedes|podrías|quieres) (?:por favor )?)cantar(?:me|nos)?|cánta(?:me|nos)|canta",
        r"hola|por favor|ahora|oye",
        r"algo|(?:una|la|tu|otra)(?: \w+)? canción|una canción|otra|",
        frozenset("un una la el los las de del sobre para y con canción tu que se llama".split()),
    ),
    "it": Wording(
        r"(?:(?:puoi|potresti|vuoi) (?:per favore )?)cantar(?:e|mi|ci)|canta(?:mi|ci)?",
        r"ciao|per favore|adesso|dai",
        r"qualcosa|(?:una|la|la tua|un'altra)(?: \w+)? canzone|un'altra|",
        frozenset("un una la il lo gli le di del della su per e con canzone tua che si chiama".split()),
    ),
    "nl": Wording(
        r"(?:(?:kun|kan|wil) je (?:alsjeblieft )?(?:voor )?(?:me |mij |ons )?)(?=.*\b(?:zingen|liedje|lied)\b)"
        r"|zing(?: (?:eens|voor (?:me|mij|ons)))*",
        r"hallo|hoi|alsjeblieft|nu|eens|zingen|voor",
        r"iets|wat|(?:een|nog een|het)(?: \w+)? (?:lied|liedje)|nog een|",
        frozenset("een het de van over voor en met lied liedje je jouw".split()),
    ),
    "pt": Wording(
        r"(?:(?:você )?(?:pode|poderia|quer) )cantar(?: (?:para|pra) mim)?|cant[ae](?:-me)?(?: (?:para|pra) mim)?",
        r"olá|oi|por favor|agora",
        r"alguma coisa|algo|(?:uma|a|a sua|outra)(?: \w+)? (?:música|canção)|outra|",
        frozenset("um uma a o os as de do da sobre para e com música canção sua que se chama".split()),
    ),
    "pl": Wording(
        r"(?:(?:czy )?(?:możesz|mogłabyś|mógłbyś) )(?:mi |nam )?zaśpiewać|zaśpiewaj(?: (?:mi|nam))?",
        r"cześć|proszę|teraz",
        r"coś|(?:jakąś |jedną )?piosenkę|jeszcze jedną|",
        frozenset("o i z piosenkę piosenka twoją".split()),
    ),
}  # fmt: skip
"""Besides English; whichever is spoken, people say it in their own."""

OFFER = re.compile(
    r"\b(?:(?:i could|i can|i might|i may|shall i|should i|may i|can i|could i|let me|i'll|i will|want me to|like me to"
    r"|would you like|do you want|like to hear|you want|i know (?:one|a|the))\b(?!'t| not))[^.?!]*\b(?:sing|hum"
    r"|song|tune|lullaby)\b[^.?!]*",
    re.IGNORECASE,
)
"""What offers a song."""
YES = re.compile(
    r"(?:(?:oh|well|hm+|ooh|yes|yeah|yep|yup|sure|ok(?:ay)?|please|do(?: it| that)?|go (?:on|ahead)|of course"
    r"|gladly|why not"
    r"|absolutely|definitely|with pleasure|i'd (?:love|like) (?:that|to|it)|i would(?: (?:love|like) (?:that|to|it))?"
    r"|let'?s hear it|let me hear it|sing it|sounds good|then|you may|you should|ja|gern(?:e)?|bitte|oui|sí|si"
    r"|por favor"
    r"|volentieri|graag|sim|tak|proszę)[,.! ]*)+",
    re.IGNORECASE,
)
"""What takes it up."""


STOP = re.compile(
    r"(?:(?:oh|ok(?:ay)?|please|now|no|thanks?|thank you|hey|juno|that'?s|it'?s|i said|just) ?[,.!]* ?)*"
    r"(?:stop(?: (?:it|that|this|singing|the (?:song|music|show)|there|now))?|(?:that'?s )?enough(?: of that)?|quiet"
    r"|be quiet|silence|shush|hush|shut up|no more|end it|cut it out|cancel|quit(?: it)?|skip(?: it)?|thanks|thank you"
    r"|stopp|hör auf|aufhören|ruhe|genug|arrête(?:z)?|assez|basta|para|silencio|smettila|fermati|hou op|genoeg"
    r"|pare|chega"
    r"|przestań|dość)(?:[,.! ]+(?:please|now|thanks|thank you|bitte|por favor|juno))*[,.! ]*",
    re.IGNORECASE,
)
"""What ends a song, and is not told to the brain."""


def is_stop(text: str) -> bool:
    """Whether a message asks for what is being played to end, and for nothing else."""
    return len(text) < LONGEST and STOP.fullmatch(" ".join(text.replace("’", "'").split())) is not None


def find_wish(text: str, character: str = "", after: str = "", sung: Sequence[str] = ()) -> str:
    """The song that a message asks for, by its name; '' where it asks for none, or for one that is not here.

    `character`: who would sing. `after`: what was said just before. `sung`: songs of this talk, the last one last;
    who asks for any gets another one.
    """
    said = " ".join(text.replace("’", "'").split()).strip(' .!?…"“”').casefold()
    if not said or len(said) >= LONGEST or not library.songs():
        return ""
    if YES.fullmatch(said) and (offer := OFFER.search(after.replace("’", "'"))):
        return _match(offer[0], _EN.idle) or choose_song(character, sung)
    for wording in (_EN, *_OTHERS.values()):
        rest = _rest(said, wording, character)
        if rest is not None:
            wanted = re.fullmatch(wording.any, rest) is not None
            if found := choose_song(character, sung) if wanted else _match(rest, wording.idle):
                return found
    return ""


def choose_song(character: str, sung: Sequence[str] = ()) -> str:
    """A song that a character has ready, or, where those were sung, any that was not, or was sung longest ago; '' where
    there is none."""
    here = library.songs()
    names = [*offered(character), *sorted(here)]
    last = {name: at for at, name in enumerate(sung)}
    return min(names, key=lambda name: last.get(name, -1), default="")


def offered(character: str) -> list[str]:
    """The songs that a character has ready: those of FIRST that are here, else two of its own, always the same ones."""
    here = library.songs()
    names = [name for name in FIRST if name in here]
    others = sorted(set(here) - set(names))
    random.Random(character).shuffle(others)
    return [*names, *others][:OFFERED]


def read_title(path: Path) -> str:
    """A song's title, from the beginning of its file; '' where it says none."""
    found = re.search(r"^\s*title\s*:\s*(.+)$", _read(path)[:2000], re.IGNORECASE | re.MULTILINE)
    return found[1].strip()[:80] if found else ""


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LARGEST)
    except OSError:
        return ""


# ------------------------------------------------------------------------------------------------------ which is meant


@lru_cache(maxsize=64)
def _pattern(wording: Wording, character: str) -> re.Pattern[str]:
    around = rf"(?:(?:{wording.polite}|{re.escape(character.casefold()) or '-'})\b[,!. ]*)*"
    return re.compile(rf"{around}(?:{wording.asks})\b[,: ]*(?P<rest>.*?)[,!. ]*{around}", re.DOTALL)


def _rest(said: str, wording: Wording, character: str) -> str | None:
    """Which song a message asks for, in its own words; None where it asks for none."""
    found = _pattern(wording, character).fullmatch(said)
    return found["rest"].strip() if found else None


def _words(text: str) -> list[str]:
    """Its words, hyphens between syllables and the endings of plurals left out."""
    plain = re.sub(r"(?<=\w)['’]s\b|(?<=\w)-+(?=\w)|(?<=\w)['’](?=\w)", "", text.casefold())
    return [word[:-1] if len(word) > 3 and word[-1] == "s" != word[-2] else word for word in _WORD.findall(plain)]


def _match(rest: str, idle: frozenset[str]) -> str:
    """The song whose title holds all that was said of it, else the one that is about that; '' where none is."""
    wanted = [word for word in _words(rest) if word not in idle and word not in _ASKING]
    if not wanted:
        return ""
    best, found = 0.0, ""
    for name, path in library.songs().items():
        titled = {*_words(name.replace("-", " ").replace("_", " ")), *_words(read_title(path))} - idle
        share = len(set(wanted) & titled) / max(1, len(titled))
        if set(wanted) <= titled and share > best:
            best, found = share, name
    if found:
        return found
    for name, path in library.songs().items():
        text = _read(path)
        sung = Counter([*_words(_lines(text)), *_words(_remarks(text)) * ABOUT])
        often = min(sung[word] for word in wanted)
        if often >= max(ABOUT, best + 1):
            best, found = often, name
    return found


_WORD = re.compile(r"[^\W\d_]+")
_ASKING = frozenset(
    "i you could can might may shall should let want like would do hear sing hum lullabies tunes it".split()
)
"""Words of offers that say nothing of which song it is."""


def _remarks(song: str) -> str:
    """What its file says of it before it begins."""
    found = re.match(r"(?:\s*#[^\n]*\n)*", song)
    return found[0] if found else ""


def _lines(song: str) -> str:
    """The words of a song's file, if it is one of ours; chords and notes left out."""
    return "\n".join(re.sub(r"\[[^\]]*\]", "", line) for line in song.splitlines() if line.lstrip().startswith("~"))
