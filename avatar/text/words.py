"""What languages other than English say for months, money, signs and short forms: data only."""

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
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    ordinals: str = ""
    """Pattern of the endings that make a number an ordinal."""
    years_in_hundreds: bool = False


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
        {
            "z. B.": "zum Beispiel",
            "z.B.": "zum Beispiel",
            "usw.": "und so weiter",
            "d. h.": "das heißt",
            "d.h.": "das heißt",
            "bzw.": "beziehungsweise",
            "ca.": "zirka",
            "u. a.": "unter anderem",
            "u.a.": "unter anderem",
            "Dr.": "Doktor",
            "Prof.": "Professor",
            "Nr.": "Nummer",
            "Str.": "Straße",
            "evtl.": "eventuell",
            "ggf.": "gegebenenfalls",
            "inkl.": "inklusive",
            "vgl.": "vergleiche",
            "Mio.": "Millionen",
            "Mrd.": "Milliarden",
        },
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
        currencies={"€": "euros", "$": "dollars", "£": "livres", "¥": "yens"},
        abbreviations={
            "M.": "Monsieur",
            "Mme": "Madame",
            "Mlle": "Mademoiselle",
            "Dr": "Docteur",
            "etc.": "et cetera",
            "p. ex.": "par exemple",
            "c.-à-d.": "c'est-à-dire",
            "env.": "environ",
            "n°": "numéro",
            "St": "Saint",
            "Ste": "Sainte",
            "av.": "avenue",
        },
        ordinals="er|ère|re|e|ème|ième",
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
        {"€": "euros", "$": "dólares", "£": "libras", "¥": "yenes"},
        {
            "Sr.": "señor",
            "Sra.": "señora",
            "Srta.": "señorita",
            "Dr.": "doctor",
            "Dra.": "doctora",
            "etc.": "etcétera",
            "p. ej.": "por ejemplo",
            "aprox.": "aproximadamente",
            "EE. UU.": "Estados Unidos",
            "EE.UU.": "Estados Unidos",
            "Ud.": "usted",
            "Uds.": "ustedes",
            "núm.": "número",
        },
        "[ºª]",
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
        abbreviations={
            "Sig.": "signor",
            "Sig.ra": "signora",
            "Dott.": "dottor",
            "Prof.": "professor",
            "ecc.": "eccetera",
            "es.": "esempio",
            "n.": "numero",
        },
        ordinals="[ºª°]",
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
        {
            "Sr.": "senhor",
            "Sra.": "senhora",
            "Dr.": "doutor",
            "Dra.": "doutora",
            "etc.": "et cetera",
            "p. ex.": "por exemplo",
            "nº": "número",
        },
        "[ºª]",
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
        abbreviations={
            "dhr.": "de heer",
            "mevr.": "mevrouw",
            "dr.": "dokter",
            "bijv.": "bijvoorbeeld",
            "d.w.z.": "dat wil zeggen",
            "enz.": "enzovoort",
            "ca.": "circa",
            "nr.": "nummer",
            "o.a.": "onder andere",
            "a.u.b.": "alstublieft",
        },
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
        abbreviations={
            "t.ex.": "till exempel",
            "osv.": "och så vidare",
            "bl.a.": "bland annat",
            "ca": "cirka",
            "dvs.": "det vill säga",
            "nr": "nummer",
        },
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
        abbreviations={
            "np.": "na przykład",
            "itd.": "i tak dalej",
            "tzn.": "to znaczy",
            "dr": "doktor",
            "prof.": "profesor",
            "ok.": "około",
            "ul.": "ulica",
        },
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
        {"např.": "například", "atd.": "a tak dále", "tzn.": "to znamená", "cca": "cirka", "č.": "číslo"},
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
        abbreviations={"vb.": "ve benzeri", "örn.": "örneğin", "vs.": "vesaire", "Dr.": "Doktor"},
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
        {
            "т. е.": "то есть",
            "т.е.": "то есть",
            "и т. д.": "и так далее",
            "и т.д.": "и так далее",
            "напр.": "например",
            "г.": "год",
            "ул.": "улица",
            "руб.": "рублей",
        },
    ),
    "ja": SignWords("ドット", "アット", "ここにコードがあります", "パーセント"),
    "zh": SignWords("点", "艾特", "这里有一段代码"),
    "hi": SignWords("डॉट", "ऐट", "यहाँ कुछ कोड है", "प्रतिशत", "प्लस", "बराबर", "और"),
}
