"""Words that show what in something told is a thing, and where it ends: `avatar/brain/phrases.py` reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from avatar.brain.sentences import one_of

TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,.;:!?()…–—*\"“”]+")
DETERMINES = frozenset(
    "a an the my our his her their some this these those every each both another half several many no your".split()
)
POSSESSIVE: Mapping[str, str] = {"my": "your", "our": "your", "mine": "yours", "ours": "yours", "your": "my"}
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen".split()
)
JOINS = frozenset("of with in on at about for from until till under over behind by without through between".split())
"""What joins a thing to another one that belongs to it."""
ENDS = re.compile(
    one_of(
        r"""i, you, he, she, it, we, they, me, him, them, us, that, which, who, whom, what, when, where, why, how,
        while, because, since, until, till, if, but, so, though, although, as, than, then, there, here, and, or, nor,
        too, also, just, only, even, still, never, once, twice, anyway, always, often, ever, not, very,
        really, quite, almost, again, ago, away, back, up, down, out, off, am, is, are, was, were, be,
        been, being, do, does, did, done, have, has, had, having, can, could, will, would, shall, should,
        may, might, must, went, gone, got, said, says, told, tells, came, comes, made, makes, took, takes,
        gave, gives, goes, left, kept, keeps, put, puts, let, lets, like, called, named, looks, seems,
        seem, feels, felt, to, into, onto, out, after, before, during, today, yesterday, tomorrow,
        tonight, now, soon, later, yet, please, yes, well, oh, ok, okay, hello, hi, thanks, sorry, haha,
        lol, actually, maybe, perhaps, it's, that's, he's, she's, i'm, i've, i'd, i'll, they're, they'd,
        we're, we've, don't, didn't, doesn't, can't, won't, isn't, wasn't, couldn't, there's, you're,
        let's, what's, myself, himself, herself, themselves, something, nothing, anything, everything,
        somebody, someone, .+['’](?:d|ll|ve|re|m),
        (?:it|that|he|she|who|what|there|here|where|how|let|everything|everyone)['’]s, any, yours,
        mine, open, closed, born, .*name['’]s,
        either, neither, anybody, anyone, nobody, everyone, everybody, more, most,
        much, less, enough, least, lot, bit, such, all, both, sometimes, apart, further, sideways, round, obviously,
        hm, hmm, ha, aw, aww, ooh, er, erm, um, uh, x, xx, xxx, tbh, ngl, btw, omg, yay, ta, cheers, lol, innit, mind,
        whatever, whenever, whose, asleep, awake, else, own, front, near, along, against, across, around, past,
        towards, inside, outside, upstairs, downstairs, home, kind of, sort of, fine, sure, \w+n't, glad,
        ready, able, worth, instead, together, alone, everywhere, somewhere, anywhere, except"""
    )
)
"""What is no part of a thing, whatever stands before it."""
LONG_FORMS = re.compile(r"\w{3,}ed|\w{3,}ing")
MORE_DONE = frozenset(
    "slide pile breathe fart peck moan roll hiss creep drip squeak rattle bounce chew lick sniff snooze nibble poke "
    "shove squash grab drag dump chuck bang creak slam beep ring swing leak spit snap crack wobble trundle wander "
    "potter nap bark meow purr howl dribble drool whine grumble mutter mumble swear yelp hop jog "
    "sprint dive plop".split()
)
"""Verbs that `verbs.is_verb` has no need of."""
NO_FORMS = frozenset(
    "red bed shed seed weed speed feed need creed wedding evening morning building ceiling painting spring string "
    "king ring thing wing sibling pudding stocking earring dressing clothing beginning ending feeling meaning "
    "recording parking landing lining lighting filling stuffing icing topping knitting gardening swimming washing "
    "ironing shopping sewing drawing reading writing cooking fishing sailing cycling running nursing crossing "
    "calling gosling duckling darling sterling tired bored hundred sacred naked beloved old-fashioned".split()
)
ALWAYS_DONE = frozenset(
    "feel come go get seem sound become begin keep let happen hear know say see take tell think".split()
)
"""Verbs that are no part of a thing: "it made the essay feel easier"."""
NOT_FIRST = frozenset("no your this these those each both many another all every as good bad great best".split())
NO_FIRST_OF_BARE = frozenset(
    "yellow grey gray green blue red brown black white small big little large tall short quiet loud bad poor scared "
    "afraid fond full sad happy angry cross sick ill hot cold warm late early proper same other true soft hard kind "
    "typical lovely funny silly brave cute detective difficult easy free busy worst fair honest clever nice "
    "goodnight right wrong final second third basically dear hello morning night due weird strange odd mad daft "
    "pure total".split()
)
"""What tells how something is rather than what there is, where no article stands before it."""
TAKES = frozenset(
    "have has had having got get getting with of eat eats eating ate drink drinks drinking drank make makes making "
    "made buy buys buying bought play plays playing played serve serves serving sell sells selling sold cook "
    "cooking cooked bake baking baked grow growing grew wear wears wearing wore collect collecting see saw find "
    "found read reading wrote writing draw drawing carry carrying need needs want wants bring brought love loves "
    "hate hates in from about between through over under into for without or and".split()
)
"""What stands before a thing that needs no article: "I've got drizzle", "bass", in "I play bass in a band"."""
GIVES = frozenset(
    "gave give gives giving brought bring brings sent send sends bought buy buys made showed lent".split()
)
"""What is done for her, where what follows is the thing: "I gave her yellow tulips"."""
DOERS = frozenset("i you he she it we they who that which just only also always then".split())
"""What stands before what is done, rather than before a thing: "he just breathes at me"."""
POINTS_ON = ("one", "ones")
"""What stands for a thing that was named before: "one on my lunch break"."""
WHEN = re.compile(
    r"(?: (?:on|by|until|till|this|last|next|every|due|for|since|from)(?: the)?)?"
    r" (?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: (?:morning|afternoon|evening|night))?$"
    r"| (?:at|until|till|by|from|since|after|before|around) \d[\w:]*(?: (?:am|pm|o'clock))?$"
    r"| (?:at|in|by|until|till|after|before|for|on|over|during|all|every) (?:the )?(?:night|midnight|noon|dawn|dusk"
    r"|day|lunch|breakfast|dinner|tea|christmas|easter|weekends?|mornings?|afternoons?|evenings?|summer|winter|week|year"
    r"|start|end|moment|time)$",
    re.I,
)
"""When something was, at the end of what was told of it: "my reading glasses on Tuesday" are reading glasses."""
TRAILING = frozenset(("right", "wrong", "super", "still"))
"""What says at the end of a thing how something is done: "her cheeks right out"."""
LEANS = frozenset("on at to against through into onto at over off from".split())
"""What stands before something with which it is done elsewhere."""
LIKENS = ("like", "as")
SAYS_NOTHING = frozenset(
    "thing things time times way ways day days week weeks month year years moment while lot bit kind sort place "
    "people person man woman one ones other others rest end part point reason idea fact case side hour hours minute "
    "minutes morning evening night nights afternoon weekend today same first last next half it stuff guy guys kid "
    "child boy girl kids children living example problem problems company subject kinds sorts title habit".split()
)
"""Words that by themselves are nothing which could be said back."""
NOTHING_MUCH = frozenset(
    "story question answer name bloke lady chap fella lad gent boss woman idea way deal matter fun laugh go look try "
    "help wish hope guess mean man men use chat word words slice cup sip bite note text call message nap think".split()
)
"""Words that stand for no thing, whatever stands before them: "a good idea", "a nice way to put it"."""
TIMES = re.compile(
    r"(?:(?:last|next|this|that|every|all|the|one|some|these|each) )?(?:\w+ )?(?:days?|nights?|weeks?|months?|years?"
    r"|mornings?|evenings?|afternoons?|weekends?|times?|moment|\w+day|summer|winter|spring|autumn|january|february|march"
    r"|april|june|july|august|september|october|november|december|christmas|easter)s?"
)
MOST_WORDS = 7
PLURAL = re.compile(r"\w{3,}(?<![sui])s")
"""A word that may be several things: "curious" is none."""
EACH = 3.0
"""What each further word that says something is worth: "muddy boots" rather than "boots"."""
LIKENED, CALLED, COUNTED = 1.0, 8.0, 1.0
"""What more a comparison says, a name that was given, and a number."""
FEW = 3
"""Words of a place that is long enough to be told of: "a blanket with a mountain of tissues"."""
FIRST = 1.0
"""What more a thing is worth that is told for the first time ("a kayak"), and less where it is only a place."""
PLACES = frozenset("with in on at by from to off through outside inside near behind under over past".split())
LATER = 2.5
"""What more it is worth at the end of a message than at its beginning: who tells something ends with it."""
NEW = frozenset(("a", "an"))
"""What stands before a thing that is told for the first time: one word behind it says enough."""
