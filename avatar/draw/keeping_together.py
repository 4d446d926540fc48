"""Where lines of Japanese and Korean may not end: within words, which ICU breaks between any two letters.

Korean has spaces between its words. Japanese has none, but a phrase mostly begins in kanji or katakana and ends in
hiragana, so lines may end where hiragana goes over into anything else: 真剣な|顔で|尋ねた。
"""

from __future__ import annotations

import re

JOINER = "\u2060"
"""Unicode's word joiner: nothing is seen of it, and no line ends there."""

LONGEST = 12
"""Letters that are kept together: with more of them a line would often be half empty, or be broken by force."""

_HIRAGANA = "\u3041-\u3096\u309d\u309e"
_KATAKANA = "\u30a1-\u30fa\u30fd\u30fe\u31f0-\u31ff"
_SMALL = "ー々ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
"""What no line begins with: the long mark, small kana, the mark that repeats a kanji."""
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANGUL = "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e"

_KANA = re.compile(f"[{_HIRAGANA}{_KATAKANA}]")
_PHRASE = re.compile(f"[{_HAN}{_KATAKANA}{_SMALL}]*[{_HIRAGANA}{_SMALL}]*")
_SYLLABLES = re.compile(f"[{_HANGUL}]+")
_BEFORE_SMALL = re.compile(f"(?<=[{_HIRAGANA}{_KATAKANA}{_HAN}{_SMALL}])(?=[{_SMALL}])")


def keep_together(text: str) -> str:
    """The text with joiners where no line may end; the same for all that is neither Japanese nor Korean."""
    text = _SYLLABLES.sub(_joined, text)
    if not _KANA.search(text):
        return text
    return _BEFORE_SMALL.sub(JOINER, _PHRASE.sub(_joined, text)).replace(JOINER * 2, JOINER)


def _joined(found: re.Match[str]) -> str:
    return JOINER.join(found[0]) if len(found[0]) <= LONGEST else found[0]
