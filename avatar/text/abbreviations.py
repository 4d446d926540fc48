"""Short forms and numbers that end in a full stop which ends no sentence: data of all languages together, since a reply
that is cut while it arrives does not say which language it is in. Where a short form of one language is a common word
of another ("on.", "max.", "Art."), it is left out or waits for what follows.
"""

from __future__ import annotations

import re

NEVER_LAST = frozenset(
    "mr mrs ms dr prof st mt rev hon gen col capt lt sgt messrs fig figs vs cf approx ca eg e.g i.e ie viz al pp "
    # written apart: "d. h."
    "d.h z.b p.ex p.ej т.е "
    # German
    "hr fr frl str bzw evtl ggf inkl exkl nr dipl ing mio mrd tsd sog vgl bes abb anm bd kap geb gest verh ehem "
    "einschl tel std sek hrsg verf österr engl frz dt zzgl abzgl urspr allg "
    # French
    "mme mlle mgr av apr bd boul env éd chap c.-à-d "
    # Spanish, Catalan
    "sr sra sres srta d dra dña ud uds ee ej núm pág págs aprox gral lic avda dpto tfno "
    # Portuguese
    "exmo exma profª arq nº séc "
    # Italian
    "sig sigg sig.ra sig.na sig.re dott dott.ssa avv prof.ssa geom on.le pagg egr spett "
    # Dutch
    "dhr mevr mw bv bijv blz drs jhr jkvr resp plm "
    # Polish
    "np m.in prof hab mgr inż płk gen ks tzn tzw tj ul al pl os św woj zob por wg godz pkt ppor kpt "
    # Czech, Slovak
    "např tzv tzn tj mj resp popř pozn obr čís čp mjr doc judr mudr phdr rndr paeddr thdr nám napr pí "
    # Swedish, Danish, Norwegian
    "t.ex f.eks dvs kl bl.a fr.o.m t.o.m jf jvf hhv mht pga ifm forts tlf "
    # Finnish, Hungarian, Turkish
    "esim ks klo puh vrt kb ún vö bp örn doç yrd sn bkz cad sok mah alb yzb "
    # Russian, Ukrainian, Bulgarian
    "ул им напр рис стр табл млн млрд тыс проф акад доц гл просп пл наб обл пос св д-р гр тов о вул ім див "
    "нар".split()
)
"""Casefolded, without the last full stop: a name, a number or an example follows."""

MAY_BE_LAST = frozenset(
    "etc a.m p.m inc ltd co corp jr u.s u.k u.n e.u ph.d b.c a.d bros dept est no vol "
    "jan feb mar apr jun jul aug sep sept oct nov dec okt dez déc févr juil "
    "mon tue tues wed thu thur thurs fri sat "
    # German
    "usw usf uvm u.v.m u.ä o.ä u.dgl chr v.chr n.chr max min art ag gmbh jh jhs aufl abs mind ugs z.zt a.d.r "
    # French, Spanish, Portuguese, Italian
    "j.-c av.j.-c ap.j.-c ecc etcétera a.c d.c a.e.c e.c uu ee.uu ff.aa jj.oo s.a s.p.a s.r.l ss art cap ex es pag lda "
    # Dutch
    "enz e.d e.a a.u.b s.v.p m.a.w o.i.d n.v b.v jl "
    # Polish, Czech, Slovak
    "itd itp n.e p.n.e zł tys mln mld ok nast br atd apod aj stol hod mil tis kč n.l př.n.l s.r.o a.s "
    # Swedish, Danish, Norwegian, Finnish, Hungarian, Turkish
    "osv m.m m.fl o.s.v mfl mv o.l kr jne yms ym ns mm stb vb vs yy m.ö m.s "
    # Russian, Ukrainian
    "т.д т.п ит.д ит.п идр др пр гг вв н.э руб коп чел мин сек ст кв эт".split()
)
"""Likewise, but the end of a sentence if the next word starts with a capital."""

BEFORE_A_NAME = frozenset("m mm г р см".split())
"""After a number they are a unit or a year's ("5 mm.", "в 1999 г."); elsewhere a name follows ("г. Москва")."""

_APART = re.compile(r"\w{1,2}\.|(?:Chr|ex|ej|eks|es|lat|chr)\.", re.IGNORECASE)
"""What goes on with a short form written apart: "z. B.", "p. ex.", "v. Chr.", "и т. д."."""
_FIRST_PARTS = re.compile(r"(?:(?<!\w)[^\W\d_]{1,2}\.\s?){1,3}$")
"""What stands before the last word of a short form that is written apart."""
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.-?[^\W\d_]{1,2})+")
"""A short form of several words: "m.b.t", "i.d.R"."""
_ROMAN = re.compile(r"[IVXLC]{2,}")


def goes_on(text: str, place: int, following: int, final: bool = True) -> bool | None:
    """Whether the full stop at `place` belongs to an abbreviation, an initial, a list or an ordinal, so that what
    begins at `following` goes on with it; None where more text must tell, which is never so where `final`.
    """
    before = re.search(r"[^\s(\[\"'“„«]*$", text[max(0, place - 40) : place])
    word = before[0] if before else ""
    key = word.casefold()
    first = _FIRST_PARTS.search(text[max(0, place - len(word) - 12) : place - len(word)]) if len(word) <= 3 else None
    if first:
        key = "".join(first[0].split()).casefold() + key
    if key in BEFORE_A_NAME:
        return not _after_number(text, place - len(word)) or not text[following].isupper()
    if key in MAY_BE_LAST:
        return not text[following].isupper()
    if key in NEVER_LAST or (len(word) == 1 and word.isalpha() and word.isupper() and word != "I"):
        return True
    if _DOTTED.fullmatch(word):
        return word[0].islower() or not text[following].isupper()
    if len(word) == 1 and word.isalpha():
        if not final and re.fullmatch(r"\w{1,3}", text[following:]):
            return None
        return _APART.match(text, following) is not None
    if word.isdecimal() or _ROMAN.fullmatch(word):
        return _counts(text, place - len(word), word, following, final)
    return False


def _after_number(text: str, at: int) -> bool:
    return text[max(0, at - 2) : at].rstrip()[-1:].isdecimal()


# -------------------------------------------------------------------------------------------------- ordinals with a dot

_MONTHS = re.compile(
    r"(?:jan|feb|m[äa]r|apr|ma[ijy]|jun|jul|aug|sep|o[kc]t|nov|de[zsc])\w*$"
    r"|(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w*$"
    r"|(?:ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık)\w*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    # German
    r"(?:Klasse|Platz|Plätze|Jahrhundert|Jahrtausend|Mal|Stock|Stockwerk|Etage|Liga|Tag|Teil|Kapitel|Weltkrieg|Bundesliga|Rang"
    r"|Runde|Auflage|Geburtstag|Semester|Woche|Monat|Jahr|Akt|Szene|Band|Schritt|Versuch|Stufe|Bezirk|Reihe|Spieltag"
    r"|Etappe|Minute|Stunde|Lebensjahr|Schuljahr|Quartal|Halbzeit|Gang|Grad|Generation|Person|Wahl|Hand|Dimension"
    r"|Advent|Staffel|Folge|Symphonie|Sinfonie|Kreuzzug|Reich|Republik|Armee|Division|Mannschaft|Untergeschoss"
    r"|Obergeschoss|Buch|Zeile|Absatz|Abschnitt|Strophe|Satz|Platzierte)\w{0,4}$"
    r"|(?:Dünya|Yüzyıl|Cumhuriyet|Bölüm|Lig|Sınıf|Gün)\w*$"  # Turkish
)
"""Nouns that languages with an ordinal's dot write with a capital, and that are counted."""
_ARTICLES = frozenset(
    "der die das den dem des am im zum zur vom beim einem einer eines ein eine jeder jede jedes jeden jedem seine "
    "seiner seinem seinen ihre ihrer ihrem ihren meine meiner meinem meinen unsere unserer unserem unseren det".split()
)
"""Words after which a number with a dot and a capital counts something: "der 1. Vorsitzende"."""


def _counts(text: str, start: int, word: str, following: int, final: bool) -> bool | None:
    """Whether a number with a dot, from `start`, is an ordinal or the number of a list's item."""
    line = text[max(0, start - 200) : start].rpartition("\n")[2]
    if not line.strip() and (start <= 200 or "\n" in text[start - 200 : start]):
        return True  # "1." of a list, "II. Dünya Savaşı"
    if len(word) > 3 and word.isdecimal():
        return False
    coming = re.compile(r"\w*").match(text, following)
    if coming is None or (coming.end() == len(text) and not final):
        return None
    return counts(line, word, coming[0])


def counts(before: str, number: str, after: str) -> bool:
    """Whether a number with a dot between two stretches of one sentence counts something: "am 3. Mai", "2. Klasse".

    `after`: the word that follows it, which may begin with a capital.
    """
    if (len(number) <= 2 and number.isdecimal() and _MONTHS.match(after)) or _COUNTED.match(after):
        return True
    words = before.split()
    if not words or not after[:1].isalpha():
        return False
    return words[-1] in _ARTICLES and words[-2:-1] != ["I"]
