"""Numbers in Japanese, in kana, with the counters whose sound changes: さんぼん, いっかい, ついたち."""

from __future__ import annotations

import re

from avatar.text.tracked import Tracked

_ONES = "ゼロ いち に さん よん ご ろく なな はち きゅう".split()
_HUNDREDS = {3: "さんびゃく", 6: "ろっぴゃく", 8: "はっぴゃく"}
_THOUSANDS = {3: "さんぜん", 8: "はっせん"}
_MYRIADS = ((10**12, "ちょう"), (10**8, "おく"), (10**4, "まん"))
MOST_DIGITS = 16
"""Longer numbers are read digit by digit."""

_DAYS = dict(
    zip((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 20, 24), (
        "ついたち ふつか みっか よっか いつか むいか なのか ようか ここのか とおか じゅうよっか はつか にじゅうよっか"
    ).split(), strict=True)
)  # fmt: skip
_THINGS = ("", *"ひとつ ふたつ みっつ よっつ いつつ むっつ ななつ やっつ ここのつ".split())
_COUNTERS: dict[str, str] = dict(
    pair.split("=")
    for pair in (
        "年=ねん 月=がつ 時=じ 時間=じかん 分=ふん 秒=びょう 円=えん 人=にん 本=ほん 匹=ひき 杯=はい 回=かい 階=かい "
        "個=こ 歳=さい 才=さい 冊=さつ 頭=とう 点=てん 台=だい 枚=まい 番=ばん 番目=ばんめ 度=ど 週間=しゅうかん "
        "週=しゅう か月=かげつ ヶ月=かげつ カ月=かげつ ヵ月=かげつ 日間=にちかん 日=にち つ=つ %=パーセント "
        "％=パーセント パーセント=パーセント キロ=キロ km=キロメートル cm=センチメートル kg=キログラム m=メートル "
        "g=グラム ドル=ドル ユーロ=ユーロ 世紀=せいき 名=めい 件=けん 歩=ほ ℃=ど °C=ど"
    ).split()
)
"""Counter to its sound after most numbers."""
_FOUR_SEVEN_NINE = {
    "年": ("よ", "なな", "きゅう"), "円": ("よ", "なな", "きゅう"), "人": ("よ", "なな", "きゅう"),
    "月": ("し", "しち", "く"), "時": ("よ", "しち", "く"), "時間": ("よ", "しち", "く"),
}  # fmt: skip
_SHORTENED = {
    "か": (1, 6, 8, 10), "け": (1, 6, 8, 10), "こ": (1, 6, 8, 10), "さ": (1, 8, 10), "し": (1, 8, 10), "せ": (1, 8, 10),
    "て": (1, 8, 10), "と": (1, 8, 10), "ふ": (1, 6, 8, 10),
    "ほ": (1, 6, 8, 10), "ひ": (1, 6, 8, 10), "は": (1, 6, 8, 10),
}  # fmt: skip
"""First sound of a counter to the last figures that end in っ before it."""
_HARD = dict(zip("ふほひは", "ぷぽぴぱ", strict=True))
_SOFT = dict(zip("ほひは", "ぼびば", strict=True))
_SHORT_ONES = {1: "いっ", 6: "ろっ", 8: "はっ", 10: "じゅっ"}

_COUNTER = "|".join(map(re.escape, sorted(_COUNTERS, key=len, reverse=True)))
_NUMBER = re.compile(
    rf"(?<![\d.])(?P<sign>(?<!\w)[-−])?(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<rest>\.\d+)?(?P<counter>{_COUNTER})?(?![A-Za-z])"
)


def read(text: Tracked) -> Tracked:
    """The text with its numbers in kana."""
    return text.sub(_NUMBER, lambda match: _apart(match) + _said(match))


def _apart(match: re.Match[str]) -> str:
    """A blank before a number that follows a word."""
    return " " if match.start() and match.string[match.start() - 1].isalnum() else ""


def _said(match: re.Match[str]) -> str:
    digits, counter = match["n"].replace(",", ""), match["counter"] or ""
    sign = "マイナス" if match["sign"] else ""
    if match["rest"] or len(digits) > MOST_DIGITS or (len(digits) > 1 and digits[0] == "0"):
        small = "".join(_ONES[int(each)] for each in match["rest"][1:]) if match["rest"] else ""
        large = cardinal(int(digits)) if digits == "0" or (len(digits) <= MOST_DIGITS and digits[0] != "0") else ""
        large = large or "".join(_ONES[int(each)] for each in digits)
        return f"{sign}{large}{'てん' + small if small else ''}{_COUNTERS.get(counter, '')}"
    after_month = match.string[match.start() - 2 : match.start()].endswith(("がつ", "月"))
    return sign + counted(int(digits), counter, after_month)


def cardinal(number: int) -> str:
    """0 to 10**16 - 1 in kana."""
    if number == 0:
        return _ONES[0]
    found = ""
    for size, name in _MYRIADS:
        if number >= size:
            own = _small(number // size)
            found += (f"{own[:-2]}いっ" if name == "ちょう" and own.endswith("いち") else own) + name
            number %= size
    return found + _small(number)


def _small(number: int) -> str:
    """1 to 9999; '' for 0."""
    thousands, hundreds, tens, ones = number // 1000, number // 100 % 10, number // 10 % 10, number % 10
    found = _THOUSANDS.get(thousands, ("" if thousands == 1 else _ONES[thousands]) + "せん") if thousands else ""
    found += _HUNDREDS.get(hundreds, ("" if hundreds == 1 else _ONES[hundreds]) + "ひゃく") if hundreds else ""
    found += ("" if tens == 1 else _ONES[tens]) + "じゅう" if tens else ""
    return found + (_ONES[ones] if ones else "")


def counted(number: int, counter: str, after_month: bool = False) -> str:
    """A number with its counter, as "3本": さんぼん. `after_month`: a day that follows a month's name."""
    if counter == "日" and number in _DAYS and (number > 1 or after_month):
        return _DAYS[number]
    if counter == "つ" and 1 <= number <= 9:
        return _THINGS[number]
    if counter == "人" and number in (1, 2):
        return "ひとり" if number == 1 else "ふたり"
    if counter in ("歳", "才") and number == 20:
        return "はたち"
    sound = _COUNTERS.get(counter, "")
    plain = cardinal(number)
    if not sound or number == 0:
        return plain + sound
    figure = number % 10 or (10 if number % 100 else 0)
    if counter in _FOUR_SEVEN_NINE and figure in (4, 7, 9):
        four, seven, nine = _FOUR_SEVEN_NINE[counter]
        return plain.removesuffix(_ONES[figure]) + {4: four, 7: seven, 9: nine}[figure] + sound
    if figure in _SHORTENED.get(sound[0], ()):
        stem = plain.removesuffix("じゅう" if figure == 10 else _ONES[figure])
        return stem + _SHORT_ONES[figure] + _HARD.get(sound[0], sound[0]) + sound[1:]
    if figure == 3 and counter == "階":
        return plain + "がい"
    if figure == 3 and sound[0] in _SOFT and counter != "歩":
        return plain + _SOFT[sound[0]] + sound[1:]
    if figure in (3, 4) and (counter == "分" or (figure == 3 and counter == "歩")):
        return plain + _HARD[sound[0]] + sound[1:]
    return plain + sound
