"""A small shelf of facts that don't change, for the questions that strangers ask to try a character out.

What is not on the shelf is not known, and the character says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_CAPITALS: Mapping[str, str] = {
    "argentina": "Buenos Aires", "australia": "Canberra", "austria": "Vienna", "belgium": "Brussels",
    "brazil": "Brasília", "bulgaria": "Sofia", "canada": "Ottawa", "chile": "Santiago", "china": "Beijing",
    "colombia": "Bogotá", "croatia": "Zagreb", "cuba": "Havana", "denmark": "Copenhagen", "egypt": "Cairo",
    "england": "London", "estonia": "Tallinn", "ethiopia": "Addis Ababa", "finland": "Helsinki", "france": "Paris",
    "germany": "Berlin", "ghana": "Accra", "great britain": "London", "greece": "Athens", "hungary": "Budapest",
    "iceland": "Reykjavík", "india": "New Delhi", "indonesia": "Jakarta", "iran": "Tehran", "iraq": "Baghdad",
    "ireland": "Dublin", "italy": "Rome", "japan": "Tokyo", "kenya": "Nairobi", "latvia": "Riga",
    "lithuania": "Vilnius", "mexico": "Mexico City", "morocco": "Rabat", "nepal": "Kathmandu",
    "new zealand": "Wellington", "nigeria": "Abuja", "norway": "Oslo", "pakistan": "Islamabad", "peru": "Lima",
    "poland": "Warsaw", "portugal": "Lisbon", "romania": "Bucharest", "russia": "Moscow", "scotland": "Edinburgh",
    "serbia": "Belgrade", "slovakia": "Bratislava", "south korea": "Seoul", "spain": "Madrid", "sweden": "Stockholm",
    "switzerland": "Bern", "thailand": "Bangkok", "the netherlands": "Amsterdam", "holland": "Amsterdam",
    "the philippines": "Manila", "the czech republic": "Prague", "czechia": "Prague", "turkey": "Ankara",
    "the uk": "London", "the united kingdom": "London", "ukraine": "Kyiv", "uruguay": "Montevideo",
    "the us": "Washington, D.C.", "the usa": "Washington, D.C.", "the united states": "Washington, D.C.",
    "afghanistan": "Kabul", "albania": "Tirana", "algeria": "Algiers", "armenia": "Yerevan", "azerbaijan": "Baku",
    "bangladesh": "Dhaka", "belarus": "Minsk", "bolivia": "Sucre, with the government in La Paz",
    "cambodia": "Phnom Penh", "costa rica": "San José", "cyprus": "Nicosia",
    "the dominican republic": "Santo Domingo", "ecuador": "Quito", "georgia": "Tbilisi", "haiti": "Port-au-Prince",
    "jamaica": "Kingston", "jordan": "Amman", "kazakhstan": "Astana", "lebanon": "Beirut",
    "luxembourg": "Luxembourg", "malaysia": "Kuala Lumpur", "malta": "Valletta", "moldova": "Chișinău",
    "mongolia": "Ulaanbaatar", "north korea": "Pyongyang", "panama": "Panama City", "paraguay": "Asunción",
    "saudi arabia": "Riyadh", "senegal": "Dakar", "singapore": "Singapore", "slovenia": "Ljubljana",
    "tanzania": "Dodoma", "tunisia": "Tunis", "uganda": "Kampala", "venezuela": "Caracas", "zimbabwe": "Harare",
    "america": "Washington, D.C.", "vietnam": "Hanoi", "wales": "Cardiff",
}  # fmt: skip
PLACES = frozenset(
    each
    for name in (*_CAPITALS, *(city.lower() for city in _CAPITALS.values()), "lancashire", "yorkshire", "leeds", "york")
    if name.isalpha() and (each := name) not in ("turkey", "china", "chile", "jordan", "america", "lima")
)
"""Places of one word, in small letters."""
_CAPITAL = re.compile(r"(?:what|which)?(?: city)?(?: is| was)?(?: the)? ?capital(?: city)? of (.+)")
_SHELF: tuple[tuple[str, str], ...] = (
    (r"(?:what is )?the (?:biggest|largest) planet(?: in (?:the|our) solar system)?", "Jupiter"),
    (r"(?:what is )?the smallest planet(?: in (?:the|our) solar system)?", "Mercury"),
    (r"(?:what is )?the (?:closest|nearest) planet to the sun", "Mercury"),
    (r"what planet is (?:closest|nearest) to the sun", "Mercury"),
    (r"how many planets (?:are there|are in the solar system|are there in (?:the|our) solar system)", "Eight"),
    (r"how far (?:is|away is) the moon(?: from (?:the )?earth| away)?", "About 384,000 kilometres"),
    (r"how far (?:is|away is) the sun(?: from (?:the )?earth| away)?", "About 150 million kilometres"),
    (r"how fast (?:does light travel|is light)|what is the speed of light", "About 300,000 kilometres a second"),
    (r"what is the (?:highest|tallest) mountain(?: in the world| on earth)?|how high is (?:mount )?everest",
        "Mount Everest, at about 8,849 metres"),
    (r"what is the (?:largest|biggest) ocean(?: in the world| on earth)?", "The Pacific"),
    (r"what is the (?:largest|biggest) country(?: in the world)?", "Russia, by area"),
    (r"what is the smallest country(?: in the world)?", "Vatican City"),
    (r"what is the (?:largest|biggest) (?:animal|mammal)(?: in the world| on earth| ever)?", "The blue whale"),
    (r"what is the (?:fastest|quickest) (?:land )?animal(?: in the world| on earth| on land)?",
        "The cheetah, on land. In a dive, the peregrine falcon"),
    (r"what is the tallest animal(?: in the world| on earth)?", "The giraffe"),
    (r"how many (?:continents|continents are there)(?: are there)?(?: in the world)?", "Seven, by the usual count"),
    (r"how many legs (?:does|do) (?:a )?spiders? have", "Eight"),
    (r"how many (?:hearts|arms|legs) (?:does|do) (?:an )?octopus(?:es)? have", "Three hearts, and eight arms"),
    (r"how many bones (?:are )?(?:there )?in (?:the|a) human body(?: are there)?", "206, in an adult"),
    (r"how many bones (?:do (?:we|humans|people)|does a (?:human|person)) have", "206, in an adult"),
    (r"how many (?:days are (?:there )?in a year|days does a year have)", "365, and 366 in a leap year"),
    (r"how many (?:weeks are (?:there )?in a year|weeks does a year have)", "52, and a day or two"),
    (r"how many states are (?:there )?in (?:the us|the usa|america|the united states)", "Fifty"),
    (r"(?:at )?what temperature does water boil(?: at)?|what is the boiling point of water",
        "At 100 degrees Celsius, at sea level"),
    (r"(?:at )?what temperature does water freeze(?: at)?|what is the freezing point of water",
        "At 0 degrees Celsius"),
    (r"what is (?:h2o|water made of)|what is the (?:chemical )?formula (?:of|for) water", "Hydrogen and oxygen, H2O"),
    (r"what is (?:the value of )?pi", "About 3.14159"),
    (r"why is the sky blue", "Air scatters blue light more than red"),
    (r"who (?:wrote|is the author of) (?:romeo and juliet|hamlet|macbeth)", "Shakespeare"),
    (r"who (?:wrote|is the author of) (?:pride and prejudice|emma)", "Jane Austen"),
    (r"who (?:wrote|is the author of) (?:don quixote)", "Cervantes"),
    (r"who (?:wrote|is the author of) (?:harry potter|the harry potter books)", "J. K. Rowling"),
    (r"who (?:wrote|is the author of) (?:the lord of the rings|the hobbit)", "Tolkien"),
    (r"who (?:wrote|is the author of) (?:1984|nineteen eighty four|animal farm)", "George Orwell"),
    (r"who (?:wrote|is the author of) (?:frankenstein)", "Mary Shelley"),
    (r"who painted (?:the )?mona lisa", "Leonardo da Vinci"),
    (r"who painted (?:the )?(?:starry night|sunflowers)", "Van Gogh"),
    (r"who was the first (?:man|person|human) on the moon|who (?:first )?walked on the moon(?: first)?",
        "Neil Armstrong, in 1969"),
    (r"who was the first (?:man|person|human) in space", "Yuri Gagarin, in 1961"),
    (r"when (?:was|did) the (?:first )?moon landing(?: happen)?", "In 1969"),
    (r"when did (?:we|they|people|man|humans) land on the moon", "In 1969"),
    (r"who invented the (?:telephone|phone)", "Alexander Graham Bell is usually named"),
    (r"who invented the (?:light ?bulb|lightbulb)", "Edison is usually named, and Swan beside him"),
    (r"who invented the (?:printing press)", "Gutenberg"),
    (r"who invented the (?:world wide web|web)", "Tim Berners-Lee"),
    (r"who invented (?:the )?radio", "Marconi is usually named"),
    (r"who (?:discovered|invented) (?:penicillin)", "Alexander Fleming"),
    (r"who (?:discovered|invented) (?:gravity)", "Newton wrote down its law"),
    (r"who discovered america", "Columbus reached it in 1492. People had lived there for thousands of years"),
    (r"when did (?:the )?(?:second world war|world war (?:2|two|ii)|ww2) end", "In 1945"),
    (r"when did (?:the )?(?:second world war|world war (?:2|two|ii)|ww2) (?:start|begin)", "In 1939"),
    (r"when did (?:the )?(?:first world war|world war (?:1|one|i)|ww1) end", "In 1918"),
    (r"when did (?:the )?(?:first world war|world war (?:1|one|i)|ww1) (?:start|begin)", "In 1914"),
    (r"when did the titanic sink|what year did the titanic sink", "In 1912"),
    (r"when did the berlin wall (?:fall|come down)", "In 1989"),
    (r"what (?:language|languages) do (?:they|people) speak in brazil", "Portuguese"),
    (r"what is the longest river(?: in the world| on earth)?", "The Nile and the Amazon both claim it"),
    (r"what is the (?:largest|biggest) desert(?: in the world| on earth)?", "Antarctica. Of the hot ones, the Sahara"),
    (r"how old is the universe", "About 13.8 billion years"),
    (r"how old is (?:the )?(?:earth|world|planet)", "About 4.5 billion years"),
    (r"how old is the sun", "About 4.6 billion years"),
    (r"how many people (?:are there|live) (?:in the world|on earth)", "About eight billion"),
    (r"how many countries are (?:there )?(?:in the world)?(?: there)?(?: in the world)?", "About 195"),
    (r"(?:what is the speed of sound|how fast (?:is|does) sound(?: travel)?)", "About 343 metres a second, in air"),
    (r"how (?:tall|high) is the eiffel tower", "About 330 metres"),
    (r"how many hours are (?:there )?in a (?:day|week)", "24 in a day, and 168 in a week"),
    (r"what (?:is the )?(?:currency|money) (?:of|in|do they use in) japan", "The yen"),
    (r"how many strings does a (?:guitar|normal guitar) have", "Six, as a rule"),
    (r"how many keys does a piano have", "88"),
    (r"how many players are (?:there )?(?:in|on) a (?:football|soccer) team", "Eleven"),
    (r"what is the hardest (?:natural )?(?:material|substance|mineral)", "Diamond, of the minerals"),
    (r"who won the (?:football |soccer )?world cup in 2010", "Spain"),
    (r"who won the (?:football |soccer )?world cup in 2014", "Germany"),
    (r"who won the (?:football |soccer )?world cup in 2018", "France"),
    (r"who won the (?:football |soccer )?world cup in 2022", "Argentina"),
)  # fmt: skip
_ANY_FACT = re.compile("|".join(f"(?:{asked})" for asked, _ in _SHELF))
_FACTS = tuple((re.compile(asked), answer) for asked, answer in _SHELF)


def look_up_fact(forms: Iterable[str]) -> str:
    """What is known of a question in a plain form: "what is the capital of peru" -> "Lima"; '' for nothing."""
    for form in forms:
        if (capital := _CAPITAL.fullmatch(form)) and (city := _city(capital[1])):
            return city
        if _ANY_FACT.fullmatch(form):
            return next(answer for asked, answer in _FACTS if asked.fullmatch(form))
    return ""


def _city(country: str) -> str:
    bare = country.removeprefix("the ")
    return _CAPITALS.get(country) or _CAPITALS.get(bare) or _CAPITALS.get(f"the {bare}", "")
