"""What languages other than English say for their short forms: data only. A blank after a full stop may be missing in
the text ("z.B."), and the first letter may be a capital.
"""

from __future__ import annotations

from collections.abc import Mapping

SHORT_FORMS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "z. B.": "zum Beispiel", "d. h.": "das heißt", "u. a.": "unter anderem", "u. U.": "unter Umständen",
        "i. d. R.": "in der Regel", "z. T.": "zum Teil", "v. a.": "vor allem", "o. Ä.": "oder Ähnliches",
        "u. v. m.": "und vieles mehr", "m. E.": "meines Erachtens", "i. A.": "im Auftrag", "z. Zt.": "zur Zeit",
        "v. Chr.": "vor Christus", "n. Chr.": "nach Christus", "usw.": "und so weiter", "bzw.": "beziehungsweise",
        "ca.": "zirka", "sog.": "sogenannte", "Dr.": "Doktor", "Prof.": "Professor", "Hr.": "Herr", "Fr.": "Frau",
        "Nr.": "Nummer", "Str.": "Straße", "evtl.": "eventuell", "ggf.": "gegebenenfalls", "inkl.": "inklusive",
        "exkl.": "exklusive", "zzgl.": "zuzüglich", "vgl.": "vergleiche", "Mio.": "Millionen", "Mrd.": "Milliarden",
        "Tsd.": "Tausend", "Abb.": "Abbildung", "Bd.": "Band", "Kap.": "Kapitel", "Tel.": "Telefon",
        "geb.": "geboren", "gest.": "gestorben", "Std.": "Stunden", "Sek.": "Sekunden", "St.": "Sankt",
        "Jh.": "Jahrhundert", "bes.": "besonders", "ehem.": "ehemals", "uvm.": "und vieles mehr",
    },
    "fr": {
        "M.": "Monsieur", "MM.": "Messieurs", "Mme": "Madame", "Mme.": "Madame", "Mmes": "Mesdames",
        "Mlle": "Mademoiselle", "Dr": "Docteur", "Pr": "Professeur", "etc.": "et cetera", "p. ex.": "par exemple",
        "c.-à-d.": "c'est-à-dire", "env.": "environ", "n°": "numéro", "St": "Saint", "Ste": "Sainte",
        "av. J.-C.": "avant Jésus-Christ", "ap. J.-C.": "après Jésus-Christ", "av.": "avenue", "bd": "boulevard",
        "bd.": "boulevard", "chap.": "chapitre", "éd.": "édition", "apr.": "après", "vol.": "volume",
        "tél.": "téléphone", "Md": "milliards", "cf.": "confère", "qqn": "quelqu'un", "qqch.": "quelque chose",
        "janv.": "janvier", "févr.": "février", "juil.": "juillet", "déc.": "décembre",
    },
    "es": {
        "Sr.": "señor", "Sra.": "señora", "Sres.": "señores", "Srta.": "señorita", "Dr.": "doctor", "Dra.": "doctora",
        "D.": "don", "Dña.": "doña", "etc.": "etcétera", "p. ej.": "por ejemplo", "aprox.": "aproximadamente",
        "EE. UU.": "Estados Unidos", "Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted", "núm.": "número",
        "pág.": "página", "págs.": "páginas", "cap.": "capítulo", "avda.": "avenida", "tel.": "teléfono",
        "a. C.": "antes de Cristo", "d. C.": "después de Cristo", "JJ. OO.": "Juegos Olímpicos", "S. A.": "ese a",
    },
    "it": {
        "Sig.": "signor", "Sig.ra": "signora", "Sig.na": "signorina", "Sigg.": "signori", "Dott.": "dottor",
        "Dott.ssa": "dottoressa", "Prof.": "professor", "Prof.ssa": "professoressa", "Avv.": "avvocato",
        "Ing.": "ingegner", "Geom.": "geometra", "ecc.": "eccetera", "ad es.": "ad esempio", "p. es.": "per esempio",
        "es.": "esempio", "n.": "numero", "pag.": "pagina", "pagg.": "pagine", "cap.": "capitolo",
        "a. C.": "avanti Cristo", "d. C.": "dopo Cristo", "tel.": "telefono", "S.p.A.": "esse pi a",
        "mln": "milioni", "mld": "miliardi",
    },
    "pt": {
        "Sr.": "senhor", "Sra.": "senhora", "Dr.": "doutor", "Dra.": "doutora", "Prof.": "professor",
        "Profª.": "professora", "D.": "dom", "etc.": "et cetera", "p. ex.": "por exemplo", "nº": "número",
        "n.º": "número", "pág.": "página", "págs.": "páginas", "cap.": "capítulo", "av.": "avenida", "séc.": "século",
        "a. C.": "antes de Cristo", "d. C.": "depois de Cristo", "tel.": "telefone", "aprox.": "aproximadamente",
    },
    "nl": {
        "dhr.": "de heer", "mevr.": "mevrouw", "mw.": "mevrouw", "dr.": "dokter", "drs.": "doctorandus",
        "prof.": "professor", "bijv.": "bijvoorbeeld", "bv.": "bijvoorbeeld", "d.w.z.": "dat wil zeggen",
        "enz.": "enzovoort", "ca.": "circa", "nr.": "nummer", "blz.": "bladzijde", "o.a.": "onder andere",
        "a.u.b.": "alstublieft", "s.v.p.": "alstublieft", "m.b.t.": "met betrekking tot", "i.v.m.": "in verband met",
        "t.a.v.": "ten aanzien van", "i.p.v.": "in plaats van", "o.i.d.": "of iets dergelijks", "m.a.w.":
        "met andere woorden", "t.o.v.": "ten opzichte van", "v.Chr.": "voor Christus", "n.Chr.": "na Christus",
        "resp.": "respectievelijk", "mln.": "miljoen", "mld.": "miljard", "jl.": "jongstleden",
    },
    "sv": {
        "t.ex.": "till exempel", "t. ex.": "till exempel", "osv.": "och så vidare", "o.s.v.": "och så vidare",
        "bl.a.": "bland annat", "ca": "cirka", "ca.": "cirka", "dvs.": "det vill säga", "d.v.s.": "det vill säga",
        "nr": "nummer", "s.k.": "så kallad", "m.m.": "med mera", "m.fl.": "med flera", "fr.o.m.": "från och med",
        "t.o.m.": "till och med", "p.g.a.": "på grund av", "kl.": "klockan", "f.d.": "före detta", "kr": "kronor",
        "f.Kr.": "före Kristus", "e.Kr.": "efter Kristus",
    },
    "da": {
        "f.eks.": "for eksempel", "bl.a.": "blandt andet", "dvs.": "det vil sige", "osv.": "og så videre",
        "ca.": "cirka", "kl.": "klokken", "nr.": "nummer", "hr.": "herr", "mio.": "millioner", "mia.": "milliarder",
        "pga.": "på grund af", "mht.": "med hensyn til", "evt.": "eventuelt", "inkl.": "inklusive", "jf.": "jævnfør",
        "m.m.": "med mere", "m.fl.": "med flere", "kr.": "kroner", "dr.": "doktor", "f.Kr.": "før Kristus",
    },
    "nb": {
        "f.eks.": "for eksempel", "bl.a.": "blant annet", "dvs.": "det vil si", "osv.": "og så videre",
        "ca.": "cirka", "kl.": "klokken", "nr.": "nummer", "mill.": "millioner", "mrd.": "milliarder",
        "pga.": "på grunn av", "evt.": "eventuelt", "inkl.": "inklusive", "jf.": "jevnfør", "m.m.": "med mer",
        "m.fl.": "med flere", "kr.": "kroner", "kr": "kroner", "dr.": "doktor", "f.Kr.": "før Kristus",
    },
    "fi": {
        "esim.": "esimerkiksi", "mm.": "muun muassa", "ns.": "niin sanottu", "ks.": "katso", "jne.": "ja niin edelleen",
        "yms.": "ynnä muuta sellaista", "klo": "kello", "n.": "noin", "vrt.": "vertaa", "puh.": "puhelin",
        "milj.": "miljoonaa", "mrd.": "miljardia", "nro": "numero", "eKr.": "ennen Kristusta",
    },
    "hu": {
        "pl.": "például", "kb.": "körülbelül", "stb.": "satöbbi", "ún.": "úgynevezett", "dr.": "doktor",
        "ill.": "illetve", "vö.": "vesd össze", "i. e.": "időszámításunk előtt", "i. sz.": "időszámításunk szerint",
    },
    "pl": {
        "np.": "na przykład", "m.in.": "między innymi", "itd.": "i tak dalej", "itp.": "i tym podobne",
        "tzn.": "to znaczy", "tzw.": "tak zwany", "tj.": "to jest", "dr": "doktor", "dr.": "doktora",
        "prof.": "profesor", "mgr": "magister", "inż.": "inżynier", "ok.": "około", "ul.": "ulica", "al.": "aleja",
        "nr": "numer", "godz.": "godzina", "św.": "święty", "p.n.e.": "przed naszą erą", "n.e.": "naszej ery",
        "tys.": "tysięcy", "mln": "milionów", "mld": "miliardów", "wg": "według", "br.": "bieżącego roku",
    },
    "cs": {
        "např.": "například", "atd.": "a tak dále", "apod.": "a podobně", "tzn.": "to znamená", "tzv.": "takzvaný",
        "tj.": "to jest", "mj.": "mimo jiné", "cca": "cirka", "č.": "číslo", "str.": "strana", "resp.": "respektive",
        "Ing.": "inženýr", "Mgr.": "magistr", "MUDr.": "doktor", "Dr.": "doktor", "prof.": "profesor",
        "doc.": "docent", "př. n. l.": "před naším letopočtem", "n. l.": "našeho letopočtu", "mil.": "milionů",
        "tis.": "tisíc", "hod.": "hodin", "min.": "minut",
    },
    "tr": {
        "vb.": "ve benzeri", "örn.": "örneğin", "vs.": "vesaire", "Dr.": "Doktor", "Prof.": "Profesör",
        "Doç.": "Doçent", "Sn.": "Sayın", "Av.": "Avukat", "Cad.": "Caddesi", "Sok.": "Sokağı", "Mah.": "Mahallesi",
        "bkz.": "bakınız", "yy.": "yüzyıl", "M.Ö.": "milattan önce", "M.S.": "milattan sonra",
    },
    "ru": {
        "т. е.": "то есть", "и т. д.": "и так далее", "и т. п.": "и тому подобное", "т. к.": "так как",
        "т. н.": "так называемый", "и др.": "и другие", "в т. ч.": "в том числе", "до н. э.": "до нашей эры",
        "н. э.": "нашей эры", "напр.": "например", "им.": "имени", "ул.": "улица", "руб.": "рублей",
        "тыс.": "тысяч", "млн": "миллионов", "млрд": "миллиардов", "стр.": "страница", "рис.": "рисунок",
        "см.": "смотри", "проф.": "профессор", "просп.": "проспект",
    },
}  # fmt: skip
