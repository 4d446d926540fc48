"""Roman numerals as each language reads them: Henry VIII "the eighth", Ludwig XIV. "der Vierzehnte", War II "two".
Which capitals are a numeral, the words around them say: "I", "MIX", "CD", "DM" and "XL" are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from avatar.text import numbers, ordinals
from avatar.text.abbreviations import counts

NUMERAL = re.compile(
    r"(?<![\w.'’-])(?P<r>M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?<=[IVXLCDM])"
    r"(?P<suffix>er|re|ère|ème|ième|e|ᵉ|º|ª)?(?!\w)(?P<dot>\.(?!\w))?"
)
"""A numeral as it is properly written, perhaps with an ordinal's ending."""

FIGURES = (("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10),
            ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))  # fmt: skip

_NAMES = frozenset(
    # men, as several languages write them
    "adrian afonso ahmed albert albrecht alexander alexandre alejandro alessandro alfons alfonso amadeus amenhotep "
    "andrew benedict benedetto benedikt benedicto benoît bento bernard boniface bonifacio casimir celestine charles "
    "carl carlo carlos christian christiaan clemens clement clément clemente constantine cyrus darius david edmund "
    "edward eduard eduardo erik eric eugene felipe ferdinand ferdinando fernando filippo filip francis francesco "
    "francisco françois frans franz frederick frederik fredrik friedrich frédéric federico george georg georges "
    "giorgio giovanni giulio gregory gregor gregorio grégoire guillaume guglielmo gustav gustaf haakon harald "
    "harold heinrich hendrik henrik henri henry enrico enrique innocent innozenz innocenzo inocencio iwan ivan "
    "jacques jaime jakob james jan jean joão johan johann johannes john jorge joseph josé juan julius justinian "
    "karel karl karol kasimir kazimierz konrad konstantin ladislaus leo leone leopold leopoldo lodewijk lothar "
    "louis luigi luis luís ludwig ludvig magnus malcolm manuel martin matthias maximilian mehmed mehmet mehmeda "
    "michael murad napoleon napoléon napoleone nicholas nicolas nikolaus nicola nicolás olaf olav oscar oskar otto "
    "ottokar paul paulo paolo pablo pavel paweł pedro peter philip philipp philippe pie pietro pio pius pierre "
    "ptolemy ramesses ramses richard robert rudolf rudolph sancho selim sigismund sisto sixtus stephen suleiman "
    "süleyman theodosius umberto urban urbain urbano valentinian victor viktor vittorio emanuele emmanuel wilhelm "
    "willem william vilhelm władysław zygmunt wenzel václav xerxes christophe "
    "карл людовик николай пётр павел александр иван генрих филипп фридрих василий георг эдуард иоанн наполеон "
    "lajos béla ferenc károly jános józsef istván pál kaarle kustaa".split()
)
_WOMEN = frozenset(
    "anne beatrix catherine catalina caterina catarina christina cleopatra elisabeth elizabeth elisabetta elżbieta "
    "isabel isabella isabelle johanna juliana katharina katarzyna kateřina alžběta margaret margarethe margareta "
    "margrethe maria marie mary victoria viktoria wilhelmina екатерина елизавета мария erzsébet mária".split()
)
"""Rulers and popes, casefolded."""

_HEADS = frozenset(
    "act annex appendix article book bowl canto chapter class division episode figure grade group level lecture mark "
    "number page part phase plate psalm round scene section series sonnet stage step table tier title type unit vol "
    "volume war game movement symphony "
    "akt band bd buch hartz kapitel klasse phase stufe szene teil typ weltkrieg gruppe "
    "acte chapitre livre partie scène section tome type phase classe article "
    "acto capítulo escena libro parte tomo tipo fase clase artículo título sección "
    "ato cena capítulo livro volume "
    "atto capitolo scena titolo volume categoria "
    "hoofdstuk deel boek wereldoorlog "
    "kapitel del bok akt världskriget rozdział część tom akt kapitola díl глава том часть акт".split()
)
"""What is numbered, casefolded."""
_NUMBERED_BY_LETTERS = frozenset("C D L M".split())
_WORDS = frozenset("CD MD DC MC CV MI DI CM MM ML LI CC DM MIX LIV".split())
"""Numerals that are mostly something else, even after "type" or "part"."""
_TITLES = frozenset("king queen pope emperor empress tsar czar kaiser prince saint sultan".split())
_AFTER_ONE = re.compile(
    r"['’]s\b|[.,;:!?)]|$|\s(?:of|was|is|ruled|reigned|died|became|had|in|from|and (?:his|her|[IVX]+\b))\b"
)
"""What follows a name's or a chapter's "I", which otherwise is a person speaking."""


class _Place(NamedTuple):
    """A numeral among its words."""

    number: int
    roman: str
    suffix: str
    dot: str
    words: list[str]
    """Those before it in its sentence."""
    after: str

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""

    @property
    def named(self) -> bool:
        name = self.last.casefold().removesuffix("'s")
        return name in _NAMES or name in _WOMEN

    @property
    def woman(self) -> bool:
        return self.last.casefold() in _WOMEN

    @property
    def headed(self) -> bool:
        return self.last.casefold().rstrip(".") in _HEADS and self.roman not in _NUMBERED_BY_LETTERS

    @property
    def titled(self) -> bool:
        """Whether it stands behind a capitalised word, and is made of signs that make no words."""
        return len(self.roman) > 1 and self.number < 40 and self.last[:1].isupper() and not self.last.isupper()

    @property
    def next(self) -> str:
        found = re.match(r"\s([^\W\d_]+)", self.after)
        return found[1] if found else ""


def value(roman: str) -> int:
    """The number that a proper numeral stands for."""
    total = 0
    for sign, size in FIGURES:
        while roman.startswith(sign):
            total, roman = total + size, roman[len(sign) :]
    return total


def say(match: re.Match[str], language: str) -> str | None:
    """What is said for a match of NUMERAL in a language (its base tag); None where it is no numeral."""
    before = re.split(r"[.!?;:,()\n]\s*", match.string[max(0, match.start() - 80) : match.start()])[-1]
    words = before.split() if not before or before[-1] == " " else []
    place = _Place(
        value(match["r"]), match["r"], match["suffix"] or "", match["dot"] or "", words,
        match.string[match.end() : match.end() + 30],
    )  # fmt: skip
    reading = _READINGS.get(language)
    if reading is None or (
        place.roman in _WORDS and not place.named and place.last not in ("Bowl", "Chapter", "Psalm")
    ):
        return None
    said = reading(place)
    if said is None:
        return None
    if place.dot and language in ordinals.WITH_A_DOT and place.after.strip():
        behind = place.named or place.headed or said.isdecimal()
        return f"{said}." if behind and place.next[:1].isupper() else said
    return f"{said}{place.dot}"


# -------------------------------------------------------------------------------------------------------- English


def _english(place: _Place) -> str | None:
    after = place.dot + place.after
    if place.suffix:
        return None
    if re.match(r"\s(?:century|centuries)\b", after) and place.roman != "I":
        return numbers.ordinal(place.number)
    if len(place.roman) >= 5 and 1000 <= place.number <= 2100:
        return numbers.year(place.number)
    if not place.last or not place.last[0].isalpha():
        return None
    if place.headed:
        one = place.roman != "I" or place.last == "War" or re.match(r"['’]s\b|[.,;:!?)]|$|\s(?:of|and [IVX]+)\b", after)
        return numbers.cardinal(place.number) if one else None
    if place.named:
        if place.roman == "I":
            king = any(word.casefold() in _TITLES for word in place.words[-3:-1])
            return "the first" if king or _AFTER_ONE.match(after) else None
        if place.roman in _NUMBERED_BY_LETTERS or (place.last == "Malcolm" and place.roman == "X"):
            return None
        return f"the {numbers.ordinal(place.number)}"
    if not place.titled or place.last in ("The", "An", "By", "In", "On", "With", "And", "Or"):
        return None
    surname = len(place.words) > 1 and place.words[-2].casefold() in _NAMES | _WOMEN
    return f"the {numbers.ordinal(place.number)}" if surname else numbers.cardinal(place.number)


# ----------------------------------------------------------------------------------------------------- other languages


def _ordinal(place: _Place, language: str, feminine: Callable[[str], str] = str) -> str | None:
    words = ordinals.in_words(place.number, language)
    return feminine(words) if words and place.woman else words


def _counted(place: _Place) -> str | None:
    """A numeral behind what it numbers: its digits, which every engine reads."""
    if place.headed or (place.titled and not place.suffix):
        return str(place.number)
    return None


_DATIVE = frozenset("von mit bei unter zu nach seit aus zwischen neben vor hinter".split())
_ACCUSATIVE = frozenset("für gegen durch ohne um".split())


def _german(place: _Place) -> str | None:
    owner = place.last.endswith("s") and place.last[:-1].casefold() in _NAMES | _WOMEN
    if place.named or owner:
        words = ordinals.in_words(place.number, "de")
        if words is None or (place.roman == "I" and not place.dot):
            return None
        words = words[0].upper() + words[1:]
        woman = place.woman or place.last[:-1].casefold() in _WOMEN
        lower = [word.casefold() for word in place.words if word[0].islower()]
        if owner and not place.named:
            return f"{'der' if woman else 'des'} {words}n"
        if lower and lower[-1] in _DATIVE:
            return f"{'der' if woman else 'dem'} {words}n"
        if lower and lower[-1] in _ACCUSATIVE and not woman:
            return f"den {words}n"
        return f"{'die' if woman else 'der'} {words}"
    if place.dot and place.next and (len(place.roman) > 1 or place.roman in "VX"):
        before = " ".join(place.words)
        if place.next[0].islower() or counts(before, place.roman, place.next):
            words = ordinals.in_words(place.number, "de")
            return ordinals.german(words, place.words, place.next) if words else None
    return _counted(place)


def _french(place: _Place) -> str | None:
    if place.suffix in ("er", "re", "ère"):
        return ("premier" if place.suffix == "er" else "première") if place.number == 1 else None
    if place.suffix or place.next in ("siècle", "siècles"):
        return None if place.roman == "I" and not place.suffix else ordinals.in_words(place.number, "fr")
    if place.named and place.roman not in ("I", *_NUMBERED_BY_LETTERS):
        return str(place.number)
    return _counted(place)


def _iberian(language: str) -> Callable[[_Place], str | None]:
    def read(place: _Place) -> str | None:
        if place.named or place.last.casefold() in ("siglo", "século"):
            if place.number > 10:
                return str(place.number)
            return _ordinal(place, language, lambda words: f"{words[:-1]}a")
        return _counted(place)

    return read


def _italian(place: _Place) -> str | None:
    if place.named or place.last in ("secolo", "capitolo", "atto") or place.next == "secolo":
        return _ordinal(place, "it", lambda words: f"{words[:-1]}a")
    return _counted(place)


def _behind(language: str, article: str) -> Callable[[_Place], str | None]:
    """Dutch and the languages of Scandinavia: "de veertiende", "den tolfte"."""

    def read(place: _Place) -> str | None:
        words = ordinals.in_words(place.number, language)
        if place.suffix and place.next == "eeuw":
            return words
        if place.named and words:
            return f"{article} {words}"
        return _counted(place)

    return read


def _adjective(words: str, endings: dict[str, str]) -> str:
    return " ".join(word[:-2] + endings.get(word[-2:], word[-2:]) for word in words.split())


def _polish(place: _Place) -> str | None:
    words = ordinals.in_words(place.number, "pl")
    if words and place.next.startswith("wiek"):
        last = words.split()
        if place.next == "wieku":
            there = place.last in ("w", "we")
            last = [f"{word}m" if there else f"{word}ego" if word[-1] == "i" else f"{word[:-1]}ego" for word in last]
        return " ".join(last)
    if words and place.named:
        return ordinals.polish(words, (), "królowa") if place.woman else words
    return _counted(place)


def _czech(place: _Place) -> str | None:
    words = ordinals.in_words(place.number, "cs")
    if words and place.named:
        return ordinals.czech(words, (), "královna") if place.woman else words
    if words and place.dot and place.next.startswith("stolet"):
        return ordinals.czech(words, (), "století") if place.next == "století" else words
    return _counted(place)


_OF = {"ый": "ого", "ий": "его", "ой": "ого"}
_IN = {"ый": "ом", "ий": "ем", "ой": "ом"}
_SHE = {"ый": "ая", "ой": "ая", "ий": "ья"}


def _russian(place: _Place) -> str | None:
    words = ordinals.in_words(place.number, "ru")
    if words is None:
        return None
    if place.next in ("век", "века", "веке"):
        head, _, last = words.rpartition(" ")
        last = {"век": last, "века": _adjective(last, _OF), "веке": _adjective(last, _IN)}[place.next]
        return f"{head} {last}".strip()
    if place.named:
        head, _, last = words.rpartition(" ")
        return f"{head} {_adjective(last, _SHE) if place.woman else last}".strip()
    return _counted(place)


def _before(language: str) -> Callable[[_Place], str | None]:
    """Hungarian and Turkish put the numeral before the name, with a dot; Finnish behind it."""

    def read(place: _Place) -> str | None:
        if (place.dot and place.next) or place.named:
            return ordinals.in_words(place.number, language)
        return _counted(place)

    return read


_READINGS: dict[str, Callable[[_Place], str | None]] = {
    "en": _english,
    "de": _german,
    "fr": _french,
    "es": _iberian("es"),
    "pt": _iberian("pt"),
    "it": _italian,
    "nl": _behind("nl", "de"),
    "sv": _behind("sv", "den"),
    "da": _behind("da", "den"),
    "nb": _behind("nb", "den"),
    "pl": _polish,
    "cs": _czech,
    "ru": _russian,
    "hu": _before("hu"),
    "tr": _before("tr"),
    "fi": _before("fi"),
}
