"""What languages other than English say for months, money and signs: data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SignWords:
    """What a language says for signs; '' leaves the sign to the engine."""

    dot: str
    """In addresses: example DOT com."""
    at: str
    """In addresses: someone AT example.com."""
    code: str
    """In place of a block of code."""
    percent: str = ""
    plus: str = ""
    equals: str = ""
    ampersand: str = ""
    months: tuple[str, ...] = ()
    date: str = "{d} {month} {y}"
    time: str = ""
    """As "{h} Uhr {m}"."""
    currencies: Mapping[str, str] = field(default_factory=dict)
    """Currency sign to the name said after a number, in one form for all numbers; engines do no better themselves."""
    ordinals: str = ""
    """Pattern of the endings that make a number an ordinal."""
    years_in_hundreds: bool = False
    of: str = ""
    """Between millions and what there are millions of."""


WORDS: dict[str, SignWords] = {
    "en": SignWords("dot", "at", "Here is some code"),
    "de": SignWords(
        "Punkt",
        "ät",
        "Hier steht etwas Code",
        "Prozent",
        "plus",
        "gleich",
        "und",
        tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()),
        "{d}. {month} {y}",
        "{h} Uhr {m}",
        {"€": "Euro", "$": "Dollar", "£": "Pfund", "¥": "Yen"},
        years_in_hundreds=True,
    ),
    "fr": SignWords(
        "point",
        "arobase",
        "Voici du code",
        "pour cent",
        "plus",
        "égale",
        "et",
        tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
        time="{h} heures {m}",
        currencies={"M€": "millions d'euros", "€": "euros", "$": "dollars", "£": "livres", "¥": "yens"},
        ordinals="er|ère|re|e|ème|ième",
        of="de",
    ),
    "es": SignWords(
        "punto",
        "arroba",
        "Aquí hay código",
        "por ciento",
        "más",
        "igual a",
        "y",
        tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
        "{d} de {month} de {y}",
        "{h} y {m}",
        {"M€": "millones de euros", "€": "euros", "$": "dólares", "£": "libras", "¥": "yenes"},
        "[ºª]",
        of="de",
    ),
    "it": SignWords(
        "punto",
        "chiocciola",
        "Qui c'è del codice",
        "per cento",
        "più",
        "uguale",
        "e",
        tuple("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()),
        time="{h} e {m}",
        currencies={"€": "euro", "$": "dollari", "£": "sterline", "¥": "yen"},
        ordinals="[ºª°]",
        of="di",
    ),
    "pt": SignWords(
        "ponto",
        "arroba",
        "Aqui há código",
        "por cento",
        "mais",
        "igual a",
        "e",
        tuple("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()),
        "{d} de {month} de {y}",
        "{h} e {m}",
        {"R$": "reais", "€": "euros", "$": "dólares", "£": "libras"},
        "[ºª]",
        of="de",
    ),
    "nl": SignWords(
        "punt",
        "apenstaartje",
        "Hier staat wat code",
        "procent",
        "plus",
        "is gelijk aan",
        "en",
        tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
        time="{h} uur {m}",
        currencies={"€": "euro", "$": "dollar", "£": "pond"},
        ordinals="e|de|ste",
    ),
    "sv": SignWords(
        "punkt",
        "snabel-a",
        "Här är lite kod",
        "procent",
        "plus",
        "är lika med",
        "och",
        tuple("januari februari mars april maj juni juli augusti september oktober november december".split()),
        time="{h} {m}",
        currencies={"€": "euro", "$": "dollar", "£": "pund"},
    ),
    "pl": SignWords(
        "kropka",
        "małpa",
        "Tu jest kod",
        "procent",
        "plus",
        "równa się",
        "i",
        tuple(
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split()
        ),
        time="{h} {m}",
        currencies={"€": "euro", "zł": "złotych", "$": "dolarów", "£": "funtów"},
    ),
    "cs": SignWords(
        "tečka",
        "zavináč",
        "Tady je kód",
        "procent",
        "plus",
        "rovná se",
        "a",
        tuple("ledna února března dubna května června července srpna září října listopadu prosince".split()),
        "{d}. {month} {y}",
        "{h} {m}",
        {"€": "eur", "Kč": "korun", "$": "dolarů"},
    ),
    "tr": SignWords(
        "nokta",
        "et",
        "Burada kod var",
        "yüzde",
        "artı",
        "eşittir",
        "ve",
        tuple("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık".split()),
        time="{h} {m}",
        currencies={"₺": "lira", "€": "avro", "$": "dolar"},
    ),
    "ru": SignWords(
        "точка",
        "собака",
        "Здесь код",
        "процентов",
        "плюс",
        "равно",
        "и",
        tuple("января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()),
        "{d} {month} {y} года",
        "{h} {m}",
        {"₽": "рублей", "€": "евро", "$": "долларов"},
    ),
    "da": SignWords(
        "punktum",
        "snabel-a",
        "Her er noget kode",
        "procent",
        "plus",
        "er lig med",
        "og",
        tuple("januar februar marts april maj juni juli august september oktober november december".split()),
        "{d}. {month} {y}",
        "{h} {m}",
        {"€": "euro", "$": "dollar", "£": "pund"},
    ),
    "nb": SignWords(
        "punktum",
        "krøllalfa",
        "Her er litt kode",
        "prosent",
        "pluss",
        "er lik",
        "og",
        tuple("januar februar mars april mai juni juli august september oktober november desember".split()),
        "{d}. {month} {y}",
        "{h} {m}",
        {"€": "euro", "$": "dollar", "£": "pund"},
    ),
    "fi": SignWords(
        "piste",
        "ät-merkki",
        "Tässä on koodia",
        "prosenttia",
        "plus",
        "on yhtä kuin",
        "ja",
        tuple(
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
            "marraskuuta joulukuuta".split()
        ),
        "{d}. {month} {y}",
        "{h} {m}",
        {"€": "euroa", "$": "dollaria", "£": "puntaa"},
    ),
    "hu": SignWords(
        "pont",
        "kukac",
        "Itt egy kis kód van",
        "százalék",
        "plusz",
        "egyenlő",
        "és",
        time="{h} óra {m}",
        currencies={"€": "euró", "$": "dollár", "Ft": "forint"},
    ),
    "ja": SignWords("ドット", "アット", "ここにコードがあります", "パーセント"),
    "zh": SignWords("点", "艾特", "这里有一段代码"),
    "hi": SignWords("डॉट", "ऐट", "यहाँ कुछ कोड है", "प्रतिशत", "प्लस", "बराबर", "और"),
}
