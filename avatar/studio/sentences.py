"""Text for voices to read: clauses from public-domain books, and made-up sentences that put rare sounds side by side.

`text/clauses.txt` holds clauses of the United States' Declaration and Constitution and of the King James Bible;
`text/words.txt` holds words of SCOWL (free to use and distribute). Other languages get made-up words in their own
spelling, which their voices read by their own rules: what matters is the variety of sounds, not the sense.
"""

from __future__ import annotations

import random
from functools import lru_cache
from importlib import resources

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

_SOUNDS = {
    "de": ("b d f g h j k l m n p r s sch st t v w z bl br dr fl fr gl gr kl kn kr pf pl pr schl schm schw sp str tr zw",
           "a e i o u ä ö ü au ei eu ie aa ee oh", "n r t s ch cht l m ng nk pf tz ß f b"),
    "fr": ("b c d f g j l m n p qu r s t v ch bl br cl cr dr fl fr gl gr pl pr tr vr gn",
           "a e é è i o u ou eu oi ai an en in on un eau ui", " r l t s c f n m"),
    "es": ("b c d f g h j l ll m n ñ p qu r rr s t v y z bl br cl cr dr fl fr gl gr pl pr tr ch", "a e i o u ia ie ue ai au",
           " n r s l d"),
    "it": ("b c d f g l m n p qu r s t v z gn sc sp st ch gh bl br cr dr fr gr pr str tr", "a e i o u ia ie io uo", " n r l"),
    "pl": ("b c d f g h j k l ł m n p r s t w z sz cz rz ch prz st kr tr br gr kl", "a e i o u y ą ę ó ie ia", " n k ł ć ś sz"),
    "ru": ("б в г д ж з к л м н п р с т ф х ц ч ш щ ст пр тр кр бр", "а е и о у ы э ю я ё", " н т л р й ст"),
    "nl": ("b d f g h j k l m n p r s t v w z sch bl br dr fl gr kl kr pr st tr", "a e i o u aa ee oo uu ie eu ui ij ou oe",
           " n r t l k p s cht"),
    "sv": ("b d f g h j k l m n p r s t v sj tj sk st bl br dr fr gr kl kr pr tr", "a e i o u y å ä ö", " n r t l k m s"),
    "tr": ("b c ç d f g h j k l m n p r s ş t v y z", "a e ı i o ö u ü", " n r l k m s t"),
    "fi": ("h j k l m n p r s t v", "a e i o u y ä ö aa ee ii uu yö uo ie ai ei", " n s t l"),
    "hu": ("b c cs d f g gy h j k l m n ny p r s sz t ty v z zs", "a á e é i í o ó ö ő u ú ü ű", " n k l t r sz"),
    "pt": ("b c d f g j l lh m n nh p qu r rr s t v ch z bl br cr dr fr gr pl pr tr", "a e i o u ão ãe ei ou ai õe", " r s l m"),
    "cs": ("b c č d ď f h ch j k l m n ň p r ř s š t v z ž st pr tr kr", "a á e é ě i í o u ů y ou", " k l n t š"),
    "hi": ("क ख ग च ज ट ड त द न प ब भ म य र ल व श स ह", "ा ि ी ु ू े ै ो ौ", " न र ल म त"),
    "cmn": ("的 是 不 我 一 有 大 在 人 了 中 到 国 上 个 也 子 时 道 说 出 来 他 得 好 学 生 女 去 家 小 天 年 风 雨 水 火 山 鱼 马 飞 跑 包 饭 朋 友 把 明 白",
            "", ""),
    "ja": ("か き く け こ さ し す せ そ た ち つ て と な に ぬ ね の は ひ ふ へ ほ ま み む め も や ゆ よ ら り る れ ろ わ が ぎ ば び ぶ べ ぼ ぱ ぴ",
           "", " ん"),
    "ar": ("ب ت ث ج ح خ د ذ ر ز س ش ص ط ع غ ف ق ك ل م ن ه و ي", "ا ي و َ ِ ُ", ""),
    "ko": ("가 나 다 라 마 바 사 아 자 차 카 타 파 하 고 노 도 로 모 보 소 오 조 구 누 두 무 부 수 우 기 니 디 미 비 시 이 지 만 반 감 남 밥", "", ""),
}  # fmt: skip


@lru_cache(maxsize=2)
def _lines(name: str) -> tuple[str, ...]:
    text = resources.files(__package__).joinpath(f"text/{name}.txt").read_text(encoding="utf-8")
    return tuple(text.split("\n")[:-1])


def english(seed: int) -> str:
    """A clause or a made-up sentence of English, the same for the same seed."""
    dice = random.Random(seed)
    if dice.random() < 0.45:
        return dice.choice(_lines("clauses"))
    words = _lines("words")
    frame = dice.choice(_FRAMES)
    made = frame.format(*(dice.choice(words) for _ in range(frame.count("{}"))))
    return made[0].upper() + made[1:]


def made_up(language: str, seed: int) -> str:
    """A sentence of made-up words in the spelling of `language` (`de`, `pt-br`); English where we have no table."""
    table = _SOUNDS.get(language.split("-")[0])
    if table is None:
        return english(seed)
    dice = random.Random(seed)
    onsets, vowels, codas = (part.split() or [""] for part in table)
    closed = table[2].startswith(" ")
    words = []
    for _ in range(dice.randint(4, 9)):
        syllables = (
            dice.choice(onsets) + dice.choice(vowels) + (dice.choice(codas) if not closed or dice.random() < 0.35 else "")
            for _ in range(dice.randint(1, 3))
        )
        words.append("".join(syllables))
    cut = dice.randint(1, len(words)) if len(words) > 6 else 0
    return " ".join(words[:cut]) + (", " if cut else "") + " ".join(words[cut:]) + "."


LANGUAGES = tuple(_SOUNDS)
