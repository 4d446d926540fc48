"""Names: whether a word may be one, and how somebody says their own."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from avatar.brain.meaning import Floats, find_direction, find_word, is_known
from avatar.brain.trades import is_trade

NAME_WITHIN = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+\b")
"""A name within a sentence, by its capital."""
NO_NAMES = frozenset(
    "a an the from in at on not so very just here there fine good ok okay sad happy tired bored back sorry hungry "
    "sick alone lonely busy great well new old young ill home hot cold late early ready done sure glad mad angry "
    "upset cross scared afraid worried nervous anxious stressed excited proud shy quiet loud lost free single "
    "married vegan human male female gay trans deaf blind broke fat thin tall short ugly dumb smart funny serious "
    "honest right wrong unsure awake asleep alive dead drunk sober half also too still now never always really "
    "only all both one two three what who how why when where which that this it he she they we you me my your his "
    "her our their is was has had does did do loves love likes like says said whose and or but with for of to as "
    "by about after before if because awful terrible better worse best poorly knackered gutted chuffed starving "
    "stuffed freezing doing going off up down out hi hello hey yes no yeah nah mum mom dad nan gran mother father "
    "sister brother son daughter wife husband friend dog cat nurse teacher doctor student cook driver yours mine "
    "away around over under between almost nearly kind cool nice normal weird strange crazy silly useless british "
    "english french german american indian chinese welsh retired usually often sometimes maybe perhaps probably "
    "actually basically literally then than mr mrs miss "
    "ms dr st go us pregnant curious sleepy sweaty grumpy moody cranky "
    "dizzy itchy lazy messy clumsy nosy picky chatty sore numb weak strong rich poor popular patient impatient "
    "confident desperate livid heartbroken homesick hungover parched skint broken healthy vegetarian catholic "
    "christian muslim jewish hindu buddhist atheist agnostic diabetic autistic dyslexic allergic asthmatic "
    "epileptic bipolar bisexual straight lesbian polite rude mean evil bad crap rubbish fed stuck torn beat chill "
    "calm content lucky unlucky italian canadian australian russian brazilian mexican nigerian korean japanese "
    "swiss greek dutch african asian european ukrainian teenager adult kid parent grandad granny grandma grandpa "
    "unhappy unwell unfit fit into pissed fuming bit little lot such yet soon even ever pretty quite rather way "
    "far close low high full empty safe able keen proper dying lying alright allright absolutely totally "
    "completely glum gloomy blue jetlagged inside outside upstairs downstairs abroad onto without gonna got need "
    "have same different another myself nobody somebody "
    "four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred night morning evening today tonight time "
    "hiya oi sup wassup heya ello howdy afternoon lol haha hehe cheers nothing nope idk dunno guess whatever hmm umm "
    "erm yup yep stranger anonymous secret none private pass skip wow oops bored boring "
    "would could should will can may might must am are were been be get gets went came made said still ever "
    "its names called raining snowing monday tuesday wednesday thursday friday saturday sunday".split()
)
"""Words that stand where a name could, and are none."""
_NO_ENDING = re.compile(r".+(?:ing|ful|ous|less|ish|able|ible|ly|est|ness|ment|tion)|.{4,}ed")


def may_be_name(word: str) -> bool:
    """Whether a word could be a name, by what it is not: "dave" could, "tired" and "boring" could not."""
    bare = word.lower()
    shortest = 2 if word[:1].isupper() or bare in NAMES_TOO else 3
    ends = bool(_NO_ENDING.fullmatch(bare)) and bare not in NAMES_TOO
    fits = shortest <= len(bare) <= 20 and bare.isalpha() and not ends
    return fits and bare not in NO_NAMES and not _INTERJECTION.fullmatch(bare)


NAMES_TOO = frozenset(
    "hope june april may sunny dawn summer autumn art sky mo sue rain storm river forest robin wren rowan holly ivy "
    "jade ruby pearl amber heather hazel iris lily rose violet daisy poppy basil frank bill rob pat mark jack drew "
    "chase guy will grace faith joy charity patience harmony melody scarlett olive clay cliff dale glen heath lane "
    "miles reed stone wade ray don gene victor ernest max duke prince angel star crystal ginger pepper sandy sonny "
    "buddy junior ace bear fox wolf jay martin swift bishop cook carter taylor mason hunter archer tanner porter "
    "page sage rusty rocky dusty misty rex greta claude doreen ty bo jo al ed ben ken dan jan ann lee kit kim kay "
    "dot peg meg mia zoe ira ada eve billy carly dolly elly emily everly kelly lilly milly molly nelly polly reilly "
    "sally shelly tilly willy beverly kimberly".split()
)
"""Words that are names as well."""
_LIKE_NAMES = 0.06
"""Likeness to first names from which on a word that is known may be one."""
_CRIED = 0.16
"""The same of one that is cried out: "twice!"."""
_FIRST_NAMES = "tom anna peter maria james sarah john lucy david emma"


def is_rather_a_word(text: str, said: str) -> bool:
    """Whether a lone word is no name, whatever was asked: "Quiet.", "Twice!", or one that stands in what the character
    has just `said`."""
    found = re.fullmatch(r"\W*([^\W\d_]+)(\W*)", text.strip())
    if found is None:
        return False
    word = found[1].lower()
    if word in NO_NAMES or _INTERJECTION.fullmatch(word) or re.search(rf"\b{re.escape(word)}\b", said.lower()):
        return True
    if word in NAMES_TOO or not is_known(word):
        return False
    return float(find_word(word)[0] @ find_direction(_FIRST_NAMES)) < (_CRIED if "!" in found[2] else _LIKE_NAMES)


_INTERJECTION = re.compile(
    r"(?:o+h+|a+h+|h+a+|h+m+|u+m+|e+r+m*|aw+|ew+|ya+y+|wow+|woah|whoa|phew|oops|brr+|sh+|ta+"
    r"|da+|boo+|ugh+|mm+|eh+|he+y+)"
)
_CALLED_BY = re.compile(
    r"(?:\b(?:i['’]?m|i am|my name(?:['’]s| is)|the name(?:['’]s| is)|it['’]?s|it is|name(?:['’]s"
    r"| is)) |(?<=[.!,] )|^)(?-i:[A-ZÀ-Þ])[\w'’-]+(?: (?-i:[A-ZÀ-Þ])[\w'’-]+)?"
    r",? (?:but |and |though |although |well |only )+(?:(?:everyone|everybody|people|most people|they"
    r"|(?:all )?(?:my )?(?:friends|mates|family"
    r"|mum|mom|dad|kids|colleagues)|you can|you may|please|just|do)(?: (?:all|mostly|usually|just"
    r"|always))* calls? me|i go by|i answer to|call me"
    r"|i(?: am|['’]m) called|i prefer|it['’]?s|make it) (?-i:(?P<called>[A-ZÀ-Þ][\w'’-]*))"
    r"|\b(?:i['’]?m|i am|it['’]?s|it is|my name(?:['’]s| is)) (?-i:(?P<short>[A-ZÀ-Þ][\w'’-]*)),? (?:it['’]?s "
    r"|which is )?short for (?-i:[A-ZÀ-Þ])[\w'’-]+",
    re.I,
)
"""Two names, of which one is what its bearer is called by."""


_HELLO = (
    r"(?:hi|hiya|hello|hey|heya|(?:good )?(?:evening|morning|afternoon)|oh hi|yo|wotcha|alright|ay up|howdy|hullo"
    r"|greetings)(?: \w+)?"
)
_HERE = re.compile(
    rf"^(?P<greets>{_HELLO}[,!. ]+)?(?P<name>[^\W\d_][\w'’-]+) here\b(?(greets)|(?=[,.!]|$))[,.! ]*"
    r"(?! ?(?:is|in|at|on|from)\b)",
    re.I,
)
"""What says who it is, mostly behind a greeting: "hiya, Maggie here"."""
_ITS_ME = re.compile(
    rf"(?i:(?:^{_HELLO}[,!. ]+)?\b(?:it['’]?s|it is|this is) (?:only |just )?me[,:]?) "
    r"(?P<name>[A-ZÀ-Þ][a-zß-ÿ]+)(?=\W*$)"
)
"""What stands before a name as well: "it's me, Aisha"."""
_ITS = re.compile(
    rf"^(?:(?P<greets>{_HELLO})[,!. ]+)?(?:it['’]?s|it is|this is) (?P<name>[^\W\d_]{{2,20}})"
    r"(?P<here> here\b(?! (?:in|at|on)\b))?(?=[,.! ]*$|[,.!] | from\b)[,.! ]*",
    re.I,
)
"""The same with "it's": "hi its Wendy"."""
_TRADE_BEHIND = r"(?:(?:retired|former|ex|trainee|student|part[- ]time|self[- ]employed) )?[a-z]+(?: [a-z]+)?"
_CARD = re.compile(
    rf"^{_HELLO}[,!.]+ ?(?P<name>[^\W\d_]{{2,20}})(?: (?-i:[A-ZÀ-Þ])[\w'’-]+)?"
    rf"(?:[,.] ?(?P<age>\d\d)|[,.] ?(?P<place>from \w+(?: [A-Z]\w+)?)|[,.] (?P<trade>{_TRADE_BEHIND}))"
    r"(?=[,.!]|$| from\b| in\b)",
    re.I,
)
"""A greeting, a name and what a card has besides: "yo, Marcus, chef", "hi Juno. Derek, from Stoke"."""
_INSISTS = re.compile(
    r"^(?:(?:lol|haha|no|nope|oh|um|but|hey|well|sorry)[,!. ]+)*(?:(?:i['’]?m|i am|my name(?:['’]s| is)) not "
    r"[\w ]{2,24}?,? (?:and |but )?)?i (?:just |already |did )*(?:said|say|told you|tell you)(?: that| it['’]?s)?,?"
    r" (?:i['’]?m|i am|my name(?:['’]s| is)|it['’]?s) ([^\W\d_]{2,20})(?=[.! ]*$|[.!] )",
    re.I,
)
"""Who has said their name already: "I'm not anonymous, I said I'm Priya!"."""
_NOT_BUT = re.compile(
    r"\bmy name (?:isn['’]?t|is not|['’]s not) [\w ]{2,20}?,? (?:it['’]?s|but) ([^\W\d_]{2,20})(?=\W*$)", re.I
)
"""The same of one who was called something else."""
_IS_THE_NAME = re.compile(r"(?<![\w'’])(?-i:([A-ZÀ-Þ][a-zß-ÿ]+))(?:['’]s| is) (?:the|my) name\b(?! of\b)", re.I)
"""The same the other way round: "Barry's the name"."""
_SAYS_AGAIN = re.compile(r"(?<=[.?!] )it['’]?s (?-i:([A-ZÀ-Þ][a-zß-ÿ]+))(?=, (?:you|not|remember|love|mate)\b)", re.I)
"""Who was called something else: "Who's Ha? It's Grace, you daft plank!"."""
_CALL_ME = re.compile(
    r"^(?:(?:you|u) can |please |just |do |people )*call me (?-i:([A-ZÀ-Þ][a-zß-ÿ]+))(?=[.! ]*$)", re.I
)


def _is_like_name(word: str) -> bool:
    """Whether a word is a name rather than anything else, by its capital or, without one, by what is known of it."""
    if not may_be_name(word):
        return False
    low = word.lower()
    if low in NAMES_TOO or not is_known(low):
        return True
    return float(find_word(low)[0] @ find_direction(_FIRST_NAMES)) >= (_LIKE_NAMES if word[:1].isupper() else _CRIED)


_WEATHER = frozenset("summer autumn winter spring sunny dawn sunrise storm rain may june april august".split())
"""Names that are what it may be where somebody is: "it's summer here"."""


def _introduce(found: re.Match[str]) -> str:
    """Who says "it's" so and so, as they would with "I'm"."""
    name = found["name"]
    typed = name[:1].isupper() or name.lower() not in _WEATHER
    said = (bool(found["here"]) and typed) or (bool(found["greets"]) and (name[:1].isupper() or _is_like_name(name)))
    return f"I'm {_capital(name)}. " if said and may_be_name(name) else found[0]


def _announce(found: re.Match[str]) -> str:
    """Who says that they are here, as they would with "I'm"; by a name for sure, where no greeting stands before it."""
    name = _capital(found["name"])
    typed = found["name"][:1].isupper() or is_known(name.lower())
    is_name = may_be_name(name) if found["greets"] else typed and sounds_like_name(name)
    return f"I'm {name}. " if is_name else found[0]


def _read_card(found: re.Match[str]) -> str:
    """What a card says, in sentences."""
    name, trade = found["name"], found["trade"] or ""
    if not _is_like_name(name) or (trade and not is_trade(trade.split()[-1].lower())):
        return found[0]
    kind = f"{'an' if trade[:1].lower() in 'aeiou' else 'a'} {trade}" if trade else found["age"] or found["place"]
    return f"I'm {_capital(name)}. I'm {kind}"


def _insist(found: re.Match[str]) -> str:
    """Who insists on a name, with that as a sentence of its own."""
    return f"My name's {_capital(found[1])}" if _is_like_name(found[1]) else found[0]


def shorten_introduction(text: str) -> str:
    """A message in which somebody says by what name they are called, without the other one: "I'm Marta but everyone
    calls me Mo" says "I'm Mo"."""
    text = _ITS.sub(_introduce, _HERE.sub(_announce, _ITS_ME.sub(r"I'm \g<name>", text)))
    text = _NOT_BUT.sub(_insist, _INSISTS.sub(_insist, _CARD.sub(_read_card, text)))
    text = _SAYS_AGAIN.sub(_insist, _IS_THE_NAME.sub(r"I'm \1", _CALL_ME.sub(r"I'm \1", text)))
    return _CALLED_BY.sub(lambda found: f"I'm {found['called'] or found['short']}", text).rstrip()


_GIVEN = "keith becky callum tom anna owen david sarah bob ben ruth steve jude".split()
"""Some given names, to which others are alike."""
_ALIKE_NAME = 0.28


@cache
def _find_given() -> Floats:
    """Where given names point."""
    made: Floats = np.mean([find_word(name)[0] for name in _GIVEN], axis=0)
    return made / np.float32(np.linalg.norm(made))


def sounds_like_name(word: str) -> bool:
    """Whether a capitalised word that stands alone is more likely a name than anything else: "Keith", not "Typical"."""
    if not word[:1].isupper() or not may_be_name(word):
        return False
    return not is_known(word.lower()) or float(find_word(word.lower())[0] @ _find_given()) >= _ALIKE_NAME


_GREETING = (
    r"(?:(?:hi|hello|hey|hiya|yo|oh|well|so|yeah|no|nope|but|sorry|wait|ok|okay|cool|nice|sure|right|alright|lol|haha"
    r"|(?:good )?(?:morning|evening|afternoon))\b(?: there| \w+(?=[,!.]| i['’]m\b| i am\b| my name\b))?[,!. ]*)*"
)
_I_AM = r"(?:i am|i['’]?m|my name(?:['’]s| is)|the name(?:['’]s| is)|name(?:['’]s| is))"
_NAME = r"([^\W\d_]{2,20})(?: (?-i:[A-ZÀ-Þ][\w'’-]+))?(?:,? (?:here|though|really|actually|by the way|btw))*"
"""A first name, and what may come after it: "Martin Hale here"."""
_SAYS_WHO = re.compile(rf"{_GREETING}{_I_AM} {_NAME}[.! ]*", re.I)
_OWN_NAME = re.compile(r"\bmy name\b", re.I)
_PUTS_RIGHT = re.compile(r"(?:no|nope|sorry|wait)\b", re.I)
_AND_GOES_ON = re.compile(
    rf"{_GREETING}{_I_AM} ([^\W\d_]{{2,20}})(?: here)?(,\s+(?=\S)|\s+(?=just \w+|(?:and )?(?:i['’]?m|im|i am)\b))", re.I
)


def find_name(text: str) -> str:
    """The name in a sentence that says who somebody is, however it is typed: "im dave" -> "Dave"; '' for none."""
    found = _SAYS_WHO.fullmatch(text.strip()[:80])
    return _capital(found[1]) if found and may_be_name(found[1]) else ""


_ASKS = re.compile(
    r"\b(?:(?<!the )(?<!its )(?<!his )(?<!her )(?<!their )names?|called|call you|who are you|and you are|whom? have i"
    r"|who is it|upon the card|addressing|doing it to)\b|\band you\?$",
    re.I,
)


def asks_for_name(question: str) -> bool:
    """Whether a character's question asks the user for their own name, not for somebody's whom they told of."""
    return bool(_ASKS.search(question))


def insists_on_name(text: str) -> bool:
    """Whether a sentence that holds a name says that it is the speaker's, whatever was thought before."""
    return bool(_OWN_NAME.search(text) or _PUTS_RIGHT.match(text.strip()))


def find_lone_name(text: str) -> str:
    """The name that is the whole answer to "what's your name?", however it is typed: "sam", "its sam", "sam here"."""
    found = re.fullmatch(
        rf"(?:it(?:['’]?s| is| says) |this is |(?:it['’]?s |it is )?(?:only|just) me,? |just |me )?{_NAME}\W*",
        text.strip()[:80],
        re.I,
    )
    if found is None:
        found = re.match(
            rf"{_NAME}(?: from\b|, (?:in|\d|here|an?\b|i['’]?m|i am|retired|aged)|, from)",
            text.strip()[:80],
            re.I,
        )
    return _capital(found[1]) if found and may_be_name(found[1]) else ""


def end_of_introduction(text: str) -> tuple[int, int] | None:
    """Where a sentence that begins with a name goes on: between "I'm Dave" and "just got in"; None for none."""
    found = _AND_GOES_ON.match(text)
    return found.span(2) if found and may_be_name(found[1]) else None


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
