"""Makes text speakable: takes out what no engine should see, and puts numbers, signs and addresses into words.

    written ─ safe characters ─ mathematics ─ Markdown ─ brackets and tags ─ addresses ─ emoji ─ respellings ─ scripts
            ─ numbers ... ─> said

Every step is a pure function from Tracked to Tracked, so that each character of the result knows which stretch of the
written text it stands for, and a word's time can light up what the listener reads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from avatar.tags import base
from avatar.text import languages, markup, maths, pronounce
from avatar.text.emoji import UNSAID
from avatar.text.inert import ESCAPES, UNFINISHED
from avatar.text.pronounce import Pronounced
from avatar.text.tracked import Span, Tracked
from avatar.text.words import SignWords

LONGEST = 5_000
"""Most characters of one text that are spoken: about five minutes of speech, far more than a clause. The rest is left
out, and `Speakable.cut` says so."""


@dataclass(frozen=True)
class Speakable:
    """The text that an engine gets to say, and where in the written text it came from."""

    text: str
    """No markup, no control characters, no tags; '' where there is nothing to say."""
    origin: Tracked
    pronounced: tuple[Pronounced, ...] = ()
    cut: bool = False
    """Whether the written text was too long to be read whole."""
    unread: tuple[str, ...] = ()
    """Names of the scripts that voices of the language don't read, and that were left out; `scripts.KANJI` where only
    pykakasi is missing."""

    def written(self, at: int, length: int) -> Span:
        """The stretch of the written text that `text[at:at + length]` stands for."""
        return self.origin.source(at, length)


def speakable(
    text: str, language: str = "en", pronunciations: Mapping[str, str] | None = None, *, kanji: bool = False
) -> Speakable:
    """The text as a voice of that language (BCP 47) should say it. Never raises, takes bounded time for any text.

    `kanji`: whether a Japanese voice reads them, or gets kana in their place.
    """
    entries = pronunciations or {}
    said = Tracked.of(text[:LONGEST])
    said = _safe(said)
    said = maths.read(said, language)
    said = markup.plain(said, languages.words(language).code)
    said = _without_injections(said)
    said = _addresses(said, languages.words(language))
    said = said.sub(UNSAID, " ")
    said = said.sub(_SPACE, " ")
    said = pronounce.respelled(said, entries)
    if not kanji and base(language) == "ja":
        from avatar.text import kana  # here, as its patterns take 10 ms to be made

        said = kana.read(said)
    unread: tuple[str, ...] = ()
    if not said.text.isascii():
        from avatar.text import scripts  # here, as kana

        said, unread = scripts.read_by(said, language, kanji)
    said = _numerals(said, language)
    for rule in languages.rules(language, said.text):
        said = said.sub(rule.pattern, rule.say)
    said = _tidy(said)
    cut = len(text) > LONGEST or len(said.text) > LONGEST
    if len(said.text) > LONGEST:  # numbers grow in words
        said = said[: said.text.rfind(" ", 0, LONGEST) if " " in said.text[:LONGEST] else LONGEST]
    return Speakable(said.text, said, pronounce.pronounced(said.text, entries), cut, unread)


_SPACE = re.compile(r"\s+")
_NUMERAL = re.compile(
    r"\b(?:[IVXLCDM]{2,}|[VX])(?:e|er|re|ème|ᵉ)?\b|\bI(?:er|re)\b|\bI(?=['’]s\b|[.,;:!?)]|$|\s[a-zа-я])"
)
"""What may be a Roman numeral."""


def _numerals(text: Tracked, language: str) -> Tracked:
    """Roman numerals in words."""
    if not _NUMERAL.search(text.text):
        return text
    from avatar.text import romans  # here, as kana

    return text.sub(romans.NUMERAL, lambda match: romans.say(match, languages.named(language)))


# ------------------------------------------------------------------------------------------------- unsafe characters

_PLAIN = re.compile(r"[ -~\n]*")
"""Most texts: nothing in them could do harm."""
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb\ufffc\ufffe\uffff\ud800-\udfff\ue000-\uf8ff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\uffa0"
    "\U000e0000-\U000e0fff]+"
)
_JOINERS = re.compile("(?<![\u0600-\u0dff\u0e00-\u109f])[\u200c\u200d]+")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c]")
_GAPS = re.compile(" {5,}|\n{3,}")
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff\u20d0-\u20ff]"
_PILES = re.compile(f"({_MARKS}{{2}}){_MARKS}+")
_COMBINED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_WIDE_MARKS = re.compile(r"[，！？；：．](?![\s\d０-９]|$)")
_FANCY = re.compile(
    "[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff\u2460-\u2473\u24b6-\u24e9\U0001f130-\U0001f149"
    "\u2102\u210a-\u2115\u2119-\u211d\u2124\u212c\u212d\u212f-\u2134\u2145-\u2149]"
)


def _safe(text: Tracked) -> Tracked:
    """Without escape sequences, control and invisible characters; letters in another style become plain ones."""
    if _PLAIN.fullmatch(text.text):
        return text.sub(_GAPS, _narrowed)
    text = text.sub(ESCAPES, "").sub(UNFINISHED, "")
    text = text.sub(_LINE_ENDS, "\n")
    text = text.sub(_CONTROL, " ")
    text = text.sub(_INVISIBLE, "")
    text = text.sub(_JOINERS, "")
    text = text.sub(_SPACES, " ")
    text = text.sub(_GAPS, _narrowed)
    text = text.sub(_PILES, lambda match: match[1])
    text = text.sub(_COMBINED, lambda match: unicodedata.normalize("NFC", match[0]))
    text = text.sub(_WIDE_MARKS, lambda match: unicodedata.normalize("NFKC", match[0]) + " ")  # a pause, as they are
    return text.sub(_FANCY, lambda match: unicodedata.normalize("NFKC", match[0]))


def _narrowed(gap: re.Match[str]) -> str:
    return gap[0][:4] if gap[0][0] == " " else "\n\n"


# ------------------------------------------------------------------------------------------------ brackets and tags

_SCRIPT = re.compile(r"<(script|style)\b[^>]{0,500}>.{0,5000}?</\1\s{0,9}>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[/!?]?[A-Za-z][^<>]{0,500}>|<!--.{0,2000}?-->", re.DOTALL)
_INJECTION = re.compile(r"\[\[([^\[\]]{0,300})\]\]")
_WORDS_ONLY = re.compile(r"[\w '’,-]*")


def _without_injections(text: Tracked) -> Tracked:
    """Without tags, and without phonemes in `[[ ]]` (a link to a page, as wikis write it, keeps its words)."""
    text = text.sub(_SCRIPT, " ")
    text = text.sub(_TAG, "")
    return text.sub(_INJECTION, lambda match: match[1] if _page_name(match[1]) else " ")


def _page_name(words: str) -> bool:
    """Whether it reads like words rather than like espeak-ng's phonemes."""
    return bool(_WORDS_ONLY.fullmatch(words)) and all(each[1:].islower() for each in words.split() if len(each) > 1)


# --------------------------------------------------------------------------------------------- addresses and emoji

_MAIL = re.compile(r"(?<![\w.])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_URL = re.compile(
    r"(?:https?|ftp)://(?:www\.)?([^\s/?#<>()\"']{1,200})[^\s<>\"')\]]{0,2000}(?<![.,;:!?])"
    r"|(?<![\w.])www\.([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?:/[^\s<>()\"']{0,500}(?<![.,;:!?]))?",
    re.IGNORECASE,
)
_PATH = re.compile(r"(?<![\w/.])(?:~|\.{1,2})?(?:/[\w.@-]{1,100}){2,20}(?<=\w)")


def _addresses(text: Tracked, words: SignWords) -> Tracked:
    """Mail addresses put into words, web addresses cut down to the host, paths to the file's name."""

    def dotted(name: str) -> str:
        return name.replace(".", f" {words.dot} " if words.dot else " ")

    def mail(match: re.Match[str]) -> str:
        return dotted(match[0]).replace("@", f" {words.at} " if words.at else " ")

    def web(match: re.Match[str]) -> str:
        host = (match[1] or match[2]).rpartition("@")[2].partition(":")[0]
        return dotted(host.strip("."))

    text = text.sub(_MAIL, mail)
    text = text.sub(_URL, web)
    return text.sub(_PATH, lambda match: dotted(match[0].rstrip("/").rpartition("/")[2]))


# --------------------------------------------------------------------------------------------------------- tidying

_LEFT_OVER = re.compile(r"[\[\]{}<>|\\^`_*#~=«»„“”‹›•·◦‣⁃†‡¶§¦¬→⇒]+|(?<!\S)/+(?!\S)|(?<![^\W\d_])-(?=\s)|\B[-–—]{2,}\B")
_DASHES = re.compile(r"\s*[—―]\s*|\s+[–-]+\s+|\.{2,}|…")
_DOUBLED = re.compile(r"([!?])[!?]{2,}|([,;:])[,;:]+")
_LONG_DRAWN = re.compile(r"(\w)\1{4,}")
_BEFORE_MARK = re.compile(r"\s+(?=[,.;:!?](?:\s|$))")
_STRAY = re.compile(r"(?:(?<=\s)|^)[,.;:]+(?=\s|$)|[,;:]+(?=\s*[.!?])")


def _tidy(text: Tracked) -> Tracked:
    """One space between words and no sign that an engine would spell out; '' if no letter or digit is left."""
    text = text.sub(_DASHES, lambda match: "..." if match[0][0] in ".…" else ", ")
    text = text.sub(_LEFT_OVER, " ")
    text = text.sub(_DOUBLED, lambda match: match[1] or match[2])
    text = text.sub(_LONG_DRAWN, lambda match: match[1] * 3 if not match[1].isdigit() else None)
    text = text.sub(_SPACE, " ")
    text = text.sub(_BEFORE_MARK, "")
    text = text.sub(_STRAY, "")
    text = text.sub(_SPACE, " ").stripped()
    return text if any(each.isalnum() for each in text.text) else text[0:0]
