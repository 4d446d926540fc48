"""Which language a clause is in, as far as that can be told: by its script, else by its letters.

Languages that share the Latin, Cyrillic or Arabic script are told apart by py3langid (Lui and Baldwin, langid.py, ACL
2012), whose model is loaded the first time that it is asked. A clause that is too short to tell counts as being in the
language of the talk so far, so that "OK" and "Ja." never change the voice.
"""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from avatar.tags import base

LEAST_LETTERS = 8
"""Letters that are needed to tell apart languages of one script; with fewer, the talk's language stays."""

SURE = 0.7
"""Probability from which a language is believed; with this, none of the 5,000 clauses of the cast's own scripts is
misjudged."""

FOREIGN_WORDS = 4
"""With this many words, none of them plainly English, a clause waits while the model is loaded."""

LONGEST = 600
"""Characters of a clause that are examined; the rest is ignored."""

CLEAR, CLEAR_WORDS, LONGEST_TEXT = 0.95, 4, 4000
"""A whole text without an accent is of a language from this probability and with this many words, since a few names
must not do; and its characters that are examined."""

LATIN = frozenset(
    "af ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms mt nl no pl pt ro sk sl sq sv sw tr vi".split()
)
CYRILLIC = frozenset("bg mk ru sr uk".split())
ARABIC = frozenset("ar fa ps ur".split())
"""Languages that are told apart: those with many speakers, since each one more makes short clauses harder to judge."""

COMMONEST = frozenset(("en", "ru", "ar"))
"""The language that is assumed for a script when py3langid, which tells its languages apart, is not installed."""

# Script, as Unicode's names begin, to the language that it means.
SCRIPTS = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "HANGUL": "ko", "THAI": "th", "LAO": "lo", "KHMER": "km",
    "MYANMAR": "my", "HEBREW": "he", "GREEK": "el", "DEVANAGARI": "hi", "BENGALI": "bn", "GURMUKHI": "pa",
    "GUJARATI": "gu", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "ETHIOPIC": "am", "TIBETAN": "bo",
}  # fmt: skip
SHARED = {"LATIN": LATIN, "CYRILLIC": CYRILLIC, "ARABIC": ARABIC}

PLAINLY_ENGLISH = frozenset(
    "a an the and or but if of to in on at for from with it its it's is are was be been i i'm you you're your he she "
    "we they my me this that that's there what who how not don't can can't will would have has do does did".split()
)
"""English words that are rare in other languages: they show without the model that most replies are English."""

_NOT_TALK = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|\S+@\S+", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_LOADING = threading.Lock()
_READY = threading.Event()

log = logging.getLogger(__name__)


def language(text: str, so_far: str) -> str:
    """The language (BCP 47, without region) that `text` is in; `so_far`, the talk's language, where that is unsure."""
    talk = _NOT_TALK.sub(" ", text[:LONGEST])
    script, letters = _commonest_script(talk)
    if not letters:
        return so_far
    if script not in SHARED:
        return SCRIPTS.get(script, so_far)
    if letters < LEAST_LETTERS and base(so_far) in SHARED[script]:
        return so_far
    if script == "LATIN":
        words, known = _english_words(talk)
        if known >= 2 and known * 3 >= words:
            return "en"
        if not _READY.is_set() and base(so_far) == "en" and talk.isascii() and (known or words < FOREIGN_WORDS):
            ready()
            return so_far
    return _told_apart(talk, SHARED[script], so_far)


def whole(text: str) -> str:
    """The language (BCP 47, without region) of a text that stands alone; '' where that is not clear."""
    talk = _NOT_TALK.sub(" ", text[:LONGEST_TEXT])
    script, _ = _commonest_script(talk)
    if script not in SHARED:
        return SCRIPTS.get(script, "")
    words, known = _english_words(talk)
    if script == "LATIN" and known >= 2 and known * 3 >= words:
        return "en"
    plain = script == "LATIN" and talk.isascii()
    identifier = None if plain and words < CLEAR_WORDS else _identifier(SHARED[script])
    if identifier is None:
        return ""
    found, sureness = identifier.rank(talk)[0]
    least = 0.0 if script != "LATIN" else CLEAR if plain else SURE
    return str(found) if float(sureness) >= least else ""


def ready() -> None:
    """Load the model in the background: it takes half a second, and a sentence that looks English must not wait."""
    if not _READY.is_set() and not _LOADING.locked():
        threading.Thread(target=_identifier, args=(LATIN,), name="languages", daemon=True).start()


def _commonest_script(talk: str) -> tuple[str, int]:
    """The script that most letters are in, as Unicode's names begin, and how many are; '' and 0 without letters."""
    scripts = Counter(_script(sign) for sign in talk if sign.isalpha())
    script, letters = scripts.most_common(1)[0] if scripts else ("", 0)
    if script == "CJK" and scripts["HIRAGANA"] + scripts["KATAKANA"]:
        script = "HIRAGANA"  # Chinese has no kana, and Japanese never goes long without
    return script, letters


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").split(" ")[0].split("-")[0]


def _english_words(talk: str) -> tuple[int, int]:
    """How many words there are, and how many of them are PLAINLY_ENGLISH."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(talk)]
    return len(words), sum(word in PLAINLY_ENGLISH for word in words)


def _told_apart(talk: str, among: frozenset[str], so_far: str) -> str:
    """The likeliest of a script's languages; `so_far` where that is unsure."""
    identifier = _identifier(among)
    usual = min(among & COMMONEST)
    found, sureness = identifier.rank(talk)[0] if identifier is not None else (usual, 0.0)
    if base(so_far) in among:
        return str(found) if float(sureness) >= SURE else so_far
    # Out of another script there is no language to stay in: a few words are of its commonest.
    plain = talk.isascii() and (float(sureness) < CLEAR or len(_WORD.findall(talk)) < CLEAR_WORDS)
    return usual if plain or float(sureness) < SURE else str(found)


def _identifier(among: frozenset[str]) -> Any:
    """The model for some languages; None where py3langid is not installed (it has no wheel for 32-bit Arm)."""
    with _LOADING:
        found = _loaded(among)
        _READY.set()
        return found


@cache
def _loaded(among: frozenset[str]) -> Any:
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError:
        log.info("py3langid is not installed: languages of one script are not told apart")
        return None
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(among))
    return identifier
