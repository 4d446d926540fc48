"""Japanese in kana, which every engine for Japanese reads; kanji they spell out or leave out.

    今日は3月5日です ─ particles ─ numbers ─ pykakasi ─> きょうわ さんがついつかです

Particles are written as they sound (は wa, へ e, を o). pykakasi holds a dictionary of some 120 MB in memory and takes
a second to load: only a Japanese text with kanji loads it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from avatar.text import kana_numbers
from avatar.text.tracked import Tracked, joined

if TYPE_CHECKING:
    from collections.abc import Callable

_HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff"
_KANJI = re.compile(f"[{_HAN}]")
_RUN = re.compile(f"[{_HAN}\u3041-\u309f{_KATAKANA}]*[{_HAN}][{_HAN}\u3041-\u309f{_KATAKANA}]*")
"""Words that hold kanji, with the kana around them, which say how they are read."""

_BEFORE_WA = (
    "これ|それ|あれ|どれ|ここ|そこ|あそこ|どこ|こちら|そちら|わたし|わたくし|ぼく|おれ|あなた|きみ|かれ|かのじょ|みんな|みなさん|だれ|なに|"
    "こんにち|こんばん|から|まで|より|だけ|ほど|こと|もの|とき|ところ|ほう|ため|それで|さん|くん|ちゃん"
)
_WA = re.compile(
    f"(?<=[{_HAN}{_KATAKANA}」』）)\\w])(?<![\u3041-\u309f])は(?!じめ|じま)"
    f"|(?:(?<=^)|(?<=[^\u3041-\u309f]))(?P<word>{_BEFORE_WA})は"
    f"|(?P<particle>[にでとのへもて])は(?=[^\u3041-\u309f]|$|な[いくしから]|あ[りるっま]|い[けえう]|ど[うこれ]|とても|もう|まだ|よく|すご)"
)
"""は as a particle: after a word that is not in hiragana, after some that are, and after other particles."""
_E = re.compile(f"(?<=[{_HAN}{_KATAKANA}こちら])へ(?=[^\u3041-\u309f]|[のはもと]|い[きくけこっ]|$)")
_MISREAD = {
    "今日": "きょう",
    "明日": "あした",
    "昨日": "きのう",
    "一日中": "いちにちじゅう",
    "何人": "なんにん",
    "何か": "なにか",
}
_KNOWN = re.compile("|".join(sorted(_MISREAD, key=len, reverse=True)) + f"|日本(?![{_HAN}])")
"""Words that the dictionary reads as something rarer."""


def read(text: Tracked) -> Tracked:
    """A Japanese text in kana. Kanji stay where pykakasi is not installed, or knows no reading."""
    text = text.sub(_WA, lambda match: f"{match['word'] or match['particle'] or ''}わ")
    text = text.sub(_E, "え").sub(_WO, "お")
    text = kana_numbers.read(text)
    if not _KANJI.search(text.text):
        return text
    text = text.sub(_KNOWN, lambda match: _MISREAD.get(match[0], "にほん"))
    convert = _converter()
    if convert is None:
        return text
    pieces, done = [], 0
    for run in _RUN.finditer(text.text):
        pieces += [text[done : run.start()], _converted(text[run.start() : run.end()], convert)]
        done = run.end()
    return joined([*pieces, text[done:]])


_WO = re.compile("を")


def _converted(text: Tracked, convert: Callable[[str], Any]) -> Tracked:
    """A run of Japanese in kana; a blank stands where a word with kanji or katakana follows one in hiragana."""
    pieces: list[Tracked] = []
    at = 0
    for token in convert(text.text):
        own, sound = token["orig"], token["hira"]
        if not text.text.startswith(own, at):
            return text
        piece = text[at : at + len(own)]
        if at and not "\u3041" <= own[0] <= "\u309f" and "\u3041" <= text.text[at - 1] <= "\u309f":
            pieces.append(Tracked.standing_for(" ", text.gap(at)))
        pieces.append(Tracked.standing_for(sound, text.source(at, len(own))) if _KANJI.search(own) else piece)
        at += len(own)
    return joined([*pieces, text[at:]])


def load() -> None:
    """Load the dictionary, so that no sentence has to wait for it."""
    convert = _converter()
    if convert is not None:
        convert("今日")


@cache
def _converter() -> Callable[[str], Any] | None:
    """pykakasi's reader; None where it is not installed."""
    try:
        import pykakasi
    except ImportError:
        return None
    made: Callable[..., Any] = pykakasi.kakasi
    convert: Callable[[str], Any] = made().convert
    return convert
