"""What a voice says of itself when somebody wants to hear it: "This is how I sound. One, two, three." """

from __future__ import annotations

from collections.abc import Mapping

from avatar.tags import base

SENTENCES: Mapping[str, str] = {
    "ar": "هكذا يبدو صوتي. واحد، اثنان، ثلاثة.",
    "ca": "Així és la meva veu. Un, dos, tres.",
    "cs": "Takhle zní můj hlas. Jedna, dva, tři.",
    "da": "Sådan lyder min stemme. En, to, tre.",
    "de": "So klingt meine Stimme. Eins, zwei, drei.",
    "el": "Έτσι ακούγεται η φωνή μου. Ένα, δύο, τρία.",
    "en": "This is how I sound. One, two, three.",
    "es": "Así suena mi voz. Uno, dos, tres.",
    "eu": "Hau da nire ahotsa. Bat, bi, hiru.",
    "fi": "Tältä ääneni kuulostaa. Yksi, kaksi, kolme.",
    "fr": "Voici comment je parle. Un, deux, trois.",
    "he": "ככה נשמע הקול שלי. אחת, שתיים, שלוש.",
    "hi": "मेरी आवाज़ ऐसी है। एक, दो, तीन।",
    "hu": "Ilyen a hangom. Egy, kettő, három.",
    "hy": "Սա իմ ձայնն է։ Մեկ, երկու, երեք։",
    "it": "Questa è la mia voce. Uno, due, tre.",
    "ja": "これがわたしの声です。いち、に、さん。",
    "kk": "Менің даусым осындай. Бір, екі, үш.",
    "ko": "제 목소리는 이렇습니다. 하나, 둘, 셋.",
    "lv": "Tā skan mana balss. Viens, divi, trīs.",
    "nb": "Slik høres stemmen min ut. En, to, tre.",
    "ne": "मेरो आवाज यस्तो छ। एक, दुई, तीन।",
    "nl": "Zo klinkt mijn stem. Een, twee, drie.",
    "pl": "Tak brzmi mój głos. Raz, dwa, trzy.",
    "pt": "É assim que eu falo. Um, dois, três.",
    "ro": "Așa sună vocea mea. Unu, doi, trei.",
    "ru": "Вот так звучит мой голос. Один, два, три.",
    "sl": "Tako zveni moj glas. Ena, dva, tri.",
    "sv": "Så här låter min röst. Ett, två, tre.",
    "te": "నా స్వరం ఇలా ఉంటుంది. ఒకటి, రెండు, మూడు.",
    "tr": "Sesim böyle. Bir, iki, üç.",
    "uk": "Ось так звучить мій голос. Один, два, три.",
    "vi": "Giọng của tôi nghe như thế này. Một, hai, ba.",
    "zh": "我的声音是这样的。一，二，三。",
}
"""Language to sentence: a statement and three numbers, long enough to know a voice by."""


def sentence(language: str) -> str:
    """What a voice of a language (BCP 47) says; the English sentence where there is none in its own."""
    return SENTENCES.get(base(language), SENTENCES["en"])
