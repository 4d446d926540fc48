"""What something told is about, in the large: music, school, sleep, money.

A theme is coarse on purpose. Which of six hundred particular things is told is often mistaken; that it is about
music is hardly ever, and what a character says of music in general goes with all of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from avatar.brain.plain import split_words
from avatar.brain.senses import find_weighty, is_elsewhere

_WORDS: Mapping[str, str] = {
    "music": """music song sing singing sang singer band guitar bass piano drum drums drummer violin fiddle cello
        trumpet sax saxophone flute accordion ukulele banjo organ keyboard choir concert gig gigs punk rock jazz
        metal rap techno album playlist orchestra opera melody chorus karaoke radio vinyl tune tunes rehearsal""",
    "school": """sixth-form school teacher teachers sir classroom lesson lessons homework detention bunking maths
        physics chemistry geography headteacher pupils pupil gcse gcses assembly playground classmates essay
        coursework""",
    "studies": """uni university college degree dissertation thesis lecture lectures seminar exam exams revision
        revise revising student students phd campus professor apprenticeship a-levels resit studying""",
    "hospital": """hospital ward nurse nurses nursing patient patients doctor doctors surgeon surgery clinic
        matron paramedic ambulance midwife theatre-nurse carer care-home bedpan stroke hospice
        a-and-e gp""",
    "death": "undertaker funeral funerals grave graves graveyard coffin coffins buried burial cemetery ashes hearse",
    "office": """office meeting meetings email emails spreadsheet spreadsheets report invoice client clients desk
        accountant accounts admin zoom appraisal paperwork solicitor lawyer""",
    "shop": """shop shops customer customers supermarket checkout market stall retail shelf-stacking
        warehouse tesco aldi lidl asda queue parcel parcels delivery courier waitress waiter barista cafe
        restaurant""",
    "building": """builder builders scaffolder scaffolding scaffold plumber plumbing electrician carpenter
        carpentry joiner bricks brick bricklayer roof roofer plaster plasterer drill hammer nails diy shed wood
        timber wiring welder welding factory foundry machinist mechanic garage engine""",
    "driving": """car cars bus buses lorry lorries van taxi cab drove driving driver motorway traffic cabbie
        trucker tyre parking satnav bike bikes cycling bicycle motorbike moped""",
    "trains": "train trains railway station platform tube underground tram signalman guard carriage commuter commute",
    "farm": """farm farmer farming cow cows sheep lamb lambs pig pigs goat goats hens chickens chicken tractor
        field fields harvest barn calf shepherd allotment""",
    "garden": """garden gardening gardener plant plants flower flowers rose roses tomato tomatoes weeds lawn hedge
        seeds greenhouse compost vegetables courgettes beans tree trees oak apple-tree pruning tulips""",
    "bread": """bread loaf loaves baker bakery baked bake baking dough flour yeast sourdough oven pastry pastries
        croissant cake cakes bun buns pie pies""",
    "cooking": """cook cooked cooking kitchen recipe recipes soup stew roast curry pasta chef pan dinner supper
        lunch breakfast tea-time gravy pizza burger burgers sandwich toast noodles rice chips cheese chocolate
        biscuit biscuits food eat ate eating hungry takeaway bacon egg eggs sausage""",
    "drink": """pub beer beers wine drunk hungover hangover gin whisky whiskey vodka pint pints cider cocktail
        landlord-of-the-pub barmaid rum""",
    "tea": "tea coffee kettle brew cuppa mug espresso latte",
    "house": """house flat moving moved move rent landlord landlady mortgage bedroom stairs attic loft cellar
        upstairs downstairs roommate flatmate flatmates housemate bungalow lodger walls wallpaper curtains sofa""",
    "cleaning": """clean cleaning cleaner tidy tidying hoover hoovering dust dusting mop laundry washing ironing
        iron dishes dishwasher bins bin mess messy untidy""",
    "neighbours": "neighbour neighbours neighbor neighbors next-door street fence village",
    "marriage": """husband wife married marriage wedding anniversary missus hubby spouse divorced divorce widow
        widower bride groom honeymoon engaged""",
    "courting": """boyfriend girlfriend dating dated tinder crush kiss kissed ex romance partner valentine
        flirting fancies hinge-app""",
    "children": """girl boy lad lass kid kids child children son sons daughter daughters toddler nursery boys
        girls grandson granddaughter grandchildren grandkids teenager teenagers toys""",
    "baby": "baby babies pregnant newborn nappy nappies pram cot twins colic",
    "parents": "mum mom mother dad father parents mam mummy daddy stepdad stepmum",
    "grandparents": """gran nan nana granny grandma grandmother grandad granddad grandpa grandfather great-aunt
        aunt auntie uncle""",
    "siblings": "brother brothers sister sisters sibling siblings twin cousin cousins",
    "friends": "friend friends mate mates pal pals bestie friendship gang lads buddy",
    "dogs": """dog dogs puppy puppies spaniel labrador terrier collie greyhound whippet poodle lurcher dachshund
        walkies""",
    "cats": "cat cats kitten kittens tabby moggy",
    "birds": """bird birds pigeon pigeons robin blackbird crow crows gull gulls seagull seagulls owl swallow
        swallows swan swans duck ducks goose sparrow sparrows parrot budgie feeder""",
    "pets": """hamster rabbit rabbits tortoise goldfish fish gerbil ferret horse horses pony snake lizard pet pets
        vet guinea-pig""",
    "insects": "spider spiders wasp wasps bee bees moth moths beetle snail snails slug slugs worm",
    "sea": """sea seaside beach sand boat boats sail sailing ship ships fisherman harbour harbor waves swim swam
        swimming swimmer lifeguard coast tide fishing fished trawler lighthouse""",
    "walking": """walk walked walking walks hike hiking hill hills mountain mountains climb climbed climbing woods
        forest footpath rucksack""",
    "weather": """rain raining rained snow snowing snowed weather storm stormy wind windy fog foggy sunny sunshine
        cloudy frost heatwave thunder lightning drizzle umbrella""",
    "night": "night nights dark darkness moon stars midnight dusk 3am 4am",
    "sleep": """sleep asleep slept sleeping awake in-bed nap snore snores snoring insomnia pillow duvet alarm
        dream dreams dreamt nightmare nightmares tired knackered shattered exhausted yawning""",
    "illness": """ill sick flu fever cold cough coughing headache migraine pills tablets medicine antibiotics
        virus covid diagnosis treatment chemo asthma diabetes allergy""",
    "body": """knee knees hip hips shoulder arm ankle foot feet eyes ears teeth tooth dentist glasses wrist neck
        ache aches physio arthritis hearing-aid""",
    "sport": """football rugby cricket tennis golf netball gym running runner marathon training league fans hockey
        darts snooker boxing judo karate gymnastics basketball""",
    "dance": "dance dancing danced dancer ballet tango waltz ballroom disco salsa clubbing",
    "ageing": """old-age years-old retired retirement pension pensioner wrinkles grey seventy eighty ninety
        birthday sixties seventies eighties""",
    "beauty": "haircut hairdresser hair barber nail nails acrylics salon makeup lipstick beauty perm fringe beard",
    "clothes": """clothes dress shirt coat jacket shoes boots hat hats jumper trousers jeans socks sewing tailor
        uniform scarf suit tie""",
    "craft": """knit knitting knitted crochet sew sewed quilt pottery pots clay woodwork carving weaving wool
        embroidery lego model models jigsaw puzzle""",
    "painting": """paint painted painting draw drawing drew drawings artist sketch sketches sculpture gallery
        museum watercolours watercolour tattoo tattoos photography photo photos photograph camera""",
    "films": """film films movie movies cinema telly tv television series netflix episode actor actress
        documentary western westerns cowboy cowboys horror soap strictly""",
    "games": """game games gaming xbox playstation minecraft fortnite console nintendo chess poker bingo crossword
        sudoku dnd controller""",
    "crime": """crime crimes murder murders murderer murdered killer detective detectives poison poisoned podcast
        podcasts mystery thief theft robbery""",
    "books": """librarian library book books read reading novel novels library poem poems poetry author bookshop
        thriller thrillers chapter kindle comic comics manga""",
    "writing": "write writing wrote writer diary blog journal letter letters postcard handwriting script blank-page",
    "theatre": "theatre stage actor audience drama panto pantomime musical audition circus magician comedian comedy",
    "travel": """holiday holidays travel travelling travelled flight plane airport abroad spain france italy
        greece passport suitcase hotel tent camping caravan backpacking tourist tourists lisbon paris london rome""",
    "homeland": """country born village hometown homesick language accent poland india ireland wales scotland
        nigeria jamaica immigrant emigrated""",
    "money": """money bills bill debt wages salary pay paid bank broke skint rent cost costs expensive cheap loan
        savings pounds quid lottery tax taxes overdraft benefits tip tips""",
    "phones": """phone phones mobile internet wifi online instagram tiktok facebook twitter whatsapp app apps
        password scrolling texted youtube""",
    "computers": """computer computers laptop code coding coder programmer programming software python javascript
        bug bugs server servers ai robot robots chatgpt algorithm developer keyboard data printer""",
    "news": """news politics politician politicians government election vote voted brexit council prime minister
        strike strikes protest climate newspaper""",
    "faith": """church god pray prayed prayer vicar priest mosque temple faith religion religious bible choirboy
        heaven""",
    "army": """army soldier soldiers navy sergeant veteran regiment raf barracks police policeman officer
        firefighter fireman""",
    "crowds": "party parties crowd crowds noise noisy loud festival club nightclub",
    "christmas": """christmas easter halloween eid diwali presents present gift gifts turkey birthday-cake santa
        crackers""",
    "lateness": "waiting waited wait rush rushing hurry busy deadline time-off",
    "memory": "remember memory memories remembered forget forgot forgotten forgetting childhood nostalgia",
    "blame": "blame blamed blaming fault unfair accused fair injustice innocent",
    "quarrel": """argument argue argued arguing shouted shouting fight fighting fell-out furious angry annoyed
        rude bully bullied bullying""",
    "fear": "scared afraid frightened fear nervous anxious anxiety panic panicking terrified worry worried worrying",
    "lonely": "lonely alone loneliness empty quiet silence silent nobody",
    "luck": "luck lucky unlucky win winning prize raffle",
    "lost": "lost losing missing keys found stolen",
    "broken": "broken broke mend mended fix fixed repair repaired leak leaking boiler washing-machine fridge cracked",
    "truth": "lie lied lies lying liar secret secrets truth honest honestly scam bluff",
    "laughter": "joke jokes laugh laughed laughing laughs funny hilarious giggles giggle",
    "smells": "smell smells smelled smelt stink stinks perfume scent",
    "work": """boss manager supervisor colleague colleagues promotion work job jobs working career sacked
        redundant redundancy interview hired trade apprentice unemployed""",
}  # fmt: skip
"""Themes, the more particular ones first, and the words that name each."""


_BROAD = frozenset(
    "cooking house walking sleep night lateness memory work driving friends children office crowds truth tea building "
    "garden body broken lost luck phones cleaning money".split()
)
"""Themes that are in many a sentence by the way: another one that is named as often comes first."""


_ENDINGS = (("s", ""), ("d", ""), ("ed", ""), ("ing", ""), ("ing", "e"))
_OTHERS = frozenset("hated hates rated winding parted boded caring coded busing rained matter batter patter".split())
"""Words that are no forms of what they look like."""


@cache
def _by_word() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for theme, words in _WORDS.items():
        for word in words.split():
            found.setdefault(word.replace("-", " "), theme)
    return found


def find_themes(text: str) -> Sequence[str]:
    """What a plain text is about, the theme that most of its words name first; of as many the more particular one."""
    return _in_order(_name_all(text))


def _in_order(named: Sequence[str]) -> list[str]:
    """Themes, the one that is named most often first."""
    order = tuple(_WORDS)
    return sorted(dict.fromkeys(named), key=lambda theme: (-named.count(theme), theme in _BROAD, order.index(theme)))


def find_borne_out(text: str, *, whole: bool = False) -> Sequence[str]:
    """The themes that a plain sentence is surely about: those that two of its words name, or the one that the only
    word of a short sentence names, where it is no theme that is in many a sentence by the way. `whole`: a word that
    only says where counts as well."""
    text = _DENIED.sub(" ", text)
    words = len({*find_weighty(text)} - _FILLING)
    main = text if whole else _SIDE.sub(" ", text)
    named = _name_all(main, whole=whole)
    return [
        theme
        for theme in _in_order(named)
        if (count := named.count(theme)) > 1 or words <= (_FEWER if theme in _BROAD else _FEW)
        if count >= words * (_MUCH_OF_IT if theme in _BROAD else _SOME_OF_IT)
    ]


def find_theme_of(thing: str) -> Sequence[str]:
    """The theme of a thing, as it is said back, where it is one: that of "a crime novel", but not of "tomato soup"."""
    words = thing.lower().split()
    theme = _find_theme(_by_word(), words[-1]) if words else ""
    return [theme] if theme and theme not in _BROAD else []


def is_strong(text: str, *, whole: bool = False) -> bool:
    """Whether a plain text names one theme by two words at least. `whole`: a word that only says where counts as
    well."""
    named = _name_all(text, whole=whole)
    return any(named.count(theme) > 1 for theme in named)


_DENIED = re.compile(r"\bnot (?:a|an|the|my|any|really|about) \w+\b|\bto work the \w+")
"""What something is not, and what is only handled: their words are about nothing."""
_FILLING = frozenset(
    "having definitely actually probably tonight only still someone somebody something thing things little bit been "
    "getting said says told".split()
)
"""Words that say nothing of what a sentence is about."""
_FEW, _FEWER = 4, 2
"""Words of weight of a sentence that is short enough to be about the one that names a theme, or such a broad one."""
_SOME_OF_IT, _MUCH_OF_IT = 0.2, 0.33
"""The part of its words of weight that must name it: "a stamp costs two quid", as one reason of four, is not about
money."""


def _name_all(text: str, *, whole: bool = False) -> list[str]:
    """The theme of each word of a plain text that names one; of a word that comes twice, once."""
    known = _by_word()
    text = _COUNTED.sub(" ", _CALLED.sub(" ", text))
    words = [
        word
        for word in dict.fromkeys(split_words(text if whole else _leave_out_sides(text)))
        if not is_elsewhere(word, text)
    ]
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return [theme for each in (*pairs, *words) if (theme := _find_theme(known, each))]


def _find_theme(known: Mapping[str, str], word: str) -> str:
    """The theme that a word names, in whatever form; '' for none."""
    word = word.removesuffix("'s")
    if word in known or word in _OTHERS:
        return known.get(word, "")
    bare = [word.removesuffix(ending) + instead for ending, instead in _ENDINGS if word.endswith(ending)]
    undoubled = [each[:-1] for each in bare[1:] or bare if len(each) > _SHORT and each[-1] == each[-2]]
    return next((known[each] for each in (*bare, *undoubled) if len(each) >= _SHORT and each in known), "")


def _leave_out_sides(text: str) -> str:
    """A text without what only says where, with what or when, if it is long enough to be about something else; and, of
    somebody else's moods, without the mood, whose theme is one's own."""
    if len(text.split()) >= _ROOMY and (main := _SIDE.sub(" ", text)) and any(map(_by_word().get, split_words(main))):
        text = main
    return text if _OF_ME.search(text) else _MOOD.sub(" ", text)


_ROOMY = 8
"""Words of a text from which on some of them stand at its side."""
_SIDE = re.compile(
    r"(?<!live )(?<!lives )(?<!work )(?<!works )(?<!am )(?<!is )(?<!was )(?<!are )(?<!play )(?<!plays )(?<!go )"
    r"(?<!went )(?<!been )(?<!got )(?<!lived )(?<!worked )(?<!moved )(?<!talk )(?<!think )"
    r"\b(?:in|on|at|with|from|by|into|over|under|through|near|outside|inside|against"
    r"|without|behind|after|before|during|because of|like|than)"
    r" (?:(?:the|a|an|my|your|his|her|our|their|some|this|that|one) )?\w+\b"
    r"|\b(?:is|are|was|were|am|looks?|feels?|sounds?) like (?:(?:the|a|an) \w+|\w+s)\b"
)
_OF_ME = re.compile(r"\b(?:i|me|my|we|us|our)\b")
_MOOD = re.compile(
    r"\b(?:scared|afraid|frightened|nervous|anxious|terrified|worried|lonely|alone|tired|exhausted|asleep|angry|annoyed)\b"
)
_CALLED = re.compile(r"\b(?:called|named)(?: it| him| her| them)?(?: \w+){1,3}$|\blike (?:an? )?\w+(?: \w+)?$")
"""A name, and what something is only compared to: their words are about nothing."""
_COUNTED = re.compile(r"\b(?:\d+|minus|thirty|twenty|forty) degrees\b|\bquids? in\b")
"""Measures, whose words are about nothing: "it's 31 degrees"."""
_SHORT = 3
"""Fewest letters of a word without its ending."""
