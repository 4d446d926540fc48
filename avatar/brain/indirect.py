"""A question, told indirectly by the one who was asked: "how far is Lisbon" as "how far Lisbon is".

Who says what they don't know names the thing that was asked. A yes or no that is asked of the character leaves what
would be done: "have you ever been to Wales" is "been to Wales".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from avatar.brain.idle_words import drop_idle
from avatar.brain.leads import LEADS
from avatar.brain.verbs import PASTS, is_verb, put_in_past, put_in_plain, put_in_third

SELF, USER, OTHER = "self", "user", "other"
"""Whom a question is about."""


class Indirect(NamedTuple):
    """A question as it may be spoken of."""

    wanted: str
    """ "who", "what", "where", "when", "why", "how", "number", "which", or "whether"."""
    about: str
    """SELF, USER or OTHER, from the character's side."""
    clause: str
    """ "where the wedding is", "whether it would hurt"; '' where its words are not understood."""
    asked: str
    """The question itself, from the character's side: "where is the wedding"."""
    verb: str = ""
    """With what a yes or no is asked of the character: "have", "can", "do", "are" ...; '' where it is none."""
    deed: str = ""
    """What it is asked whether it does: "been to Wales"."""
    plain: str = ""
    """As it was asked, without what leads up to it."""


_LEAD = re.compile(
    rf"^(?:(?:{LEADS}|yes|no|yeah|please|really|just"
    r"|also|actually|out of interest|i wonder|i was wondering|out of curiosity|tell me|cool|nice|great"
    r"|hey|hello|hi|like(?= (?:is|was|does|did)\b)|(?:when|where|how|why)(?= (?:what|who|where|when|why"
    r"|how)\b)) )+"
    r"(?=\S)"
)
_TAIL = re.compile(
    r" (?:innit|tbh|btw|ngl|lol|yes or no|or nah|or no|or what|honestly|literally|mate|pal|dude|bro"
    r"|or (?:something|someone|somebody|anything|anyone|whatever|summat)"
    r"|if you were me|in my (?:place|shoes|position)|if it were you|according to you|in your opinion|if you ask me"
    r"|in your view|to your mind"
    r"|at all|i guess|though|then|though|please|exactly|anyway|actually|by the way|do you think|do you reckon"
    r"|do you suppose|dear|if you"
    r" do not mind|if i may ask|if you know|i wonder|you think|again|lol|haha|or not|or something"
    r"|i hope|i suppose|i bet|mind you)$"
)
_GOT = re.compile(r"\b(who|what|where|which|why|how|he|she|it|there) is (got|been|gone|had)\b")
"""Where "is" is short for "has": "who's got the handle"."""
_WHOSE = re.compile(
    r"^who is (\w+) (?=(?:is|was|are|were|did|does|do|has|had) (?:it|that|this|they|these|those|he|she|you)\b)"
)
"""What was typed for "whose": "whos gap was it"."""
_HAS_JUST = re.compile(r"\b(who|he|she|it) is ((?:just|only just|already|recently) (?!\w+ing\b)\w{3,})")
"""Where "is" is short for "has", behind a word of time: "who's just lost their dog"."""
_HOW_COME = re.compile(
    r"^how come (?=(?:you|i|it|he|she|they|we|that|this|there|the|your|my|his|her|no|its|nobody|everyone"
    r"|everybody|people)\b)"
)
"""What asks why with the words in the order of a statement."""
_GOT_TO_DO = re.compile(r"\b(what|who) is ((?:(?:a|an|the|my|your|his|her|its|their) )?\w+) got to do with\b")
_YOU_AND = re.compile(
    r"\b(do|did|are|were|have|had|can|could|will|would) you and (?:the |your )?(?!i\b|me\b|my\b|your\b)\w+"
    r"(?: (?:last|first))?(?=\s)"
)
"""The character with somebody of its own: "when did you and Desmond last meet"."""
_EMBEDDED = re.compile(
    r"(?:do|would|can|could|will) you (?:happen to |even |by any chance |maybe )?(?:know|remember|recall|tell me"
    r"|tell us|say|explain|guess|imagine)(?: to me)? ((?:who|whom|whose|what|where|when|why|how|which|if|whether)\b.+)"
)
"""What asks indirectly: "do you know what a spaniel is"."""
_TAG = re.compile(
    r"(?<=\w) (?:is|are|was|were|do|does|did|have|has|can|could|will|would)(?: not)? (?:you|it|he|she|they|i|we|that"
    r"|there)$"
)
"""What only asks for a yes at the end: "are you not"."""
_SELF = re.compile(
    r"(?<=\w\w\w)(?<! by)(?<! for)(?<! about)(?<! to)(?<! of)(?<! with)(?<!njoy)(?<!call)(?<!cribe)(?<!duce)(?<!like)"
    r"(?<!love)(?<! see)(?<!hurt)(?<!cut)(?<!each)(?<!draw)(?<!ress)(?<!wash) (?:yourself|yourselves)$"
)
"""What only stresses who is asked: "do you like a detective story yourself"."""
_AS_QUESTION = re.compile(r"^(you) (are|were|have|can|could|will|would) (?=\w)")
"""A question in the form of a statement: "you can fly"."""
_AUX = frozenset("is are was were am do does did have has had can could will would should shall may might must".split())
_WH = re.compile(
    r"(?:(?:in|at|on|for|with|to|from|since|by|of|about) )?"
    r"(how (?:many|much|old|long|far|big|tall|often|fast|deep|heavy|high|late|small|wide|strong|loud|cold|hot|hard)"
    r"|how|who|whom|whose|what|where|when|why|which)\b"
)
_PRONOUNS = frozenset(
    "i you he she it they we that this these those there everybody everyone nobody somebody someone anybody anyone "
    "people anything something nothing everything".split()
)
_DETERMINERS = frozenset(
    "a an the my your his her its our their this that these those some any every each no one two three most all".split()
)
_DESCRIBES = frozenset(
    "old new little big small first second third last other whole best worst own next young long short good bad red "
    "blue green black white favourite main real only very left right same rarest oldest biggest smallest nearest "
    "national average next early late average human wooden paper glass front back top bottom one two three four five "
    "six seven very few many other".split()
)
_TITLES = frozenset("mr mrs miss ms dr saint st king queen lady lord sir aunt uncle captain professor".split())
_BESIDE = frozenset(
    "in on at by from near behind under over into onto inside outside after before during past with without about to "
    "for than like as because when while if where today tonight tomorrow yesterday now here there called made so "
    "coming going doing standing sitting looking supposed afraid allowed meant about again left full up down out off "
    "open closed so always ever still really actually very too just not never only".split()
)
"""What is no more of what a question is about, and goes with what is asked of it."""
_SHORTEST_TAGGED = 4
"""Words of a question that has no tag."""
_MOST_WH = 6
"""Words up to the auxiliary verb."""
_ADVERBS = frozenset(
    "ever never always still really actually just also even only already usually often sometimes".split()
)


def tell_indirectly(plain: str) -> Indirect | None:
    """A plain question, from the character's side; None where it is no whole question."""
    bare = _LEAD.sub("", drop_idle(plain))
    while (shorter := drop_idle(_TAIL.sub("", bare))) != bare:
        bare = shorter
    bare = re.sub(r"^(how|where|when|what) is (best|easiest|better) (?=to )", r"\1 is it \2 ", bare)
    bare = _HAS_JUST.sub(r"\1 has \2", _WHOSE.sub(r"whose \1 ", bare))
    bare = _SELF.sub("", bare)
    bare = _GOT_TO_DO.sub(r"\1 has \2 got to do with", bare)
    bare = _YOU_AND.sub(r"\1 we", _GOT.sub(r"\1 has \2", bare))
    if not bare:
        return None
    if (stated := _HOW_COME.sub("", bare)) != bare:
        stated = re.sub(r"^its\b", "it is", stated)
        clause = turn_round(f"why {stated}")
        return Indirect("why", _about(bare), clause, turn_round(bare), plain=bare)
    if bare.split()[0] not in _AUX and not _WH.match(bare):
        bare = _TAG.sub("", bare) if len(bare.split()) > _SHORTEST_TAGGED else bare
    if found := _EMBEDDED.fullmatch(bare):
        clause = re.sub(r"^if\b", "whether", found[1])
        return Indirect(_find_wanted(clause), _about(clause), turn_round(clause), turn_round(bare), plain=bare)
    bare = _AS_QUESTION.sub(r"\2 \1 ", bare)
    words = bare.split()
    if len(words) < 2:
        return None
    asked = _turn_question(words)
    if _WH.match(bare):
        return Indirect(_find_wanted(bare), _about(bare), _tell_wh(words), asked, plain=bare)
    if words[0] in _AUX:
        verb, deed = _find_deed(words)
        return Indirect("whether", _about(bare), _tell_whether(words), asked, verb, deed, bare)
    return None


def _find_wanted(bare: str) -> str:
    found = _WH.match(bare)
    if found is None:
        return "whether"
    word = found[1]
    if " " in word:
        return "number"
    return {"whom": "who", "whose": "who"}.get(word, word)


_OF_USER = re.compile(r"\b(?:i|my|(?<!like )(?<!than )(?<!besides )(?<!except )me|mine|myself)\b")
"""What speaks of the user: "people like me" are others."""


def _about(bare: str) -> str:
    if re.search(r"\b(?:you|your|yours|yourself)\b", bare):
        return SELF
    return USER if _OF_USER.search(bare) else OTHER


# ------------------------------------------------------------------------------------------------ from the other side

_TURNED = {
    "your": "my", "yours": "mine", "yourself": "myself", "my": "your", "mine": "yours", "myself": "yourself",
    "me": "you", "i": "you", "am": "are",
}  # fmt: skip


_TAKES_OBJECT = frozenset(
    "to for with of from at about by on tell tells told give gave make makes made let lets help helps helped see saw "
    "hear "
    "heard watch watched teach taught ask asked want wants wanted get gets got and than like keep kept".split()
)
"""Words before a "you" that is no subject, whatever comes next: "what made you want that"."""


_JOINS_TWO = ("and", "than", "like")
"""Words before a "you" that is a subject where a verb stands behind it: "and you feel small"."""


_THANKS = ("say", "says", "said", "saying", "a", "big", "no", "and", "please")
"""Words before a "thank you" that is what is said, whoever says it."""


def turn_round(text: str) -> str:
    """Plain words as the other one says them: "the show you did for my aunt" is "the show I did for your aunt"."""
    words = text.split()
    made: list[str] = []
    for place, word in enumerate(words):
        after = [each for each in words[place + 1 : place + 3] if each not in _ADVERBS]
        if word == "you" and made[-1:] == ["thank"] and made[-2:-1] and made[-2] in _THANKS:
            made.append(word)
        elif word == "you":
            subject = (
                bool(after)
                and (after[0] in _AUX or is_verb(after[0]) or _is_past(after[0]))
                and not (made and made[-1] in _TAKES_OBJECT and made[-1] not in _JOINS_TWO)
            )
            made.append("I" if subject else "me")
        elif word in ("are", "were") and made and made[-1] == "I":
            made.append("am" if word == "are" else "was")
        elif word in ("am", "was") and made and words[place - 1] == "i":
            made.append("are" if word == "am" else "were")
        elif word == "am":
            made.append(word)
        else:
            made.append(_TURNED.get(word, word))
    return " ".join(made)


def _is_past(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4) or word in _PASTS


def _is_done(word: str) -> bool:
    """Whether a word may be a verb that says what somebody does or did."""
    return _is_past(word) or word in PASTS or is_verb(word.removesuffix("es")) or is_verb(word.removesuffix("s"))


_PASTS = frozenset(
    "did had was were went came saw got took lost found made built said told left gave ran fell broke met kept stood "
    "sat used heard thought wore wrote sang knew grew drew bought brought taught ate drank slept read won lived".split()
)


def _turn_question(words: Sequence[str]) -> str:
    """The question itself, asked by the other one: "would you sing for me" is "would I sing for you"."""
    place = next((place for place, word in enumerate(words) if word in _AUX), -1)
    if 0 <= place < len(words) - 1 and words[place + 1] in ("you", "i"):
        aux = _agree(words[place], words[place + 1])
        subject = "I" if words[place + 1] == "you" else "you"
        rest = turn_round(" ".join(words[place + 2 :]))
        return " ".join([turn_round(" ".join(words[:place])), aux, subject, rest]).strip().replace("  ", " ")
    return turn_round(" ".join(words))


def _agree(aux: str, subject: str) -> str:
    """An auxiliary verb, where "you" becomes "I" and "I" becomes "you"."""
    if subject == "you":
        return {"are": "am", "were": "was"}.get(aux, aux)
    return {"am": "are", "was": "were"}.get(aux, aux) if subject == "i" else aux


# -------------------------------------------------------------------------------------- with the verb at its place


def _tell_wh(words: Sequence[str]) -> str:
    place = next((place for place, word in enumerate(words[:_MOST_WH]) if word in _AUX), 0)
    if not place:
        whole = len(words) > 2 and any(_is_done(word) for word in words[1:4])
        return turn_round(" ".join(words)) if whole else ""  # "who built the window", rather than "why a library"
    asking, aux, rest = words[:place], words[place], list(words[place + 1 :])
    if not rest:
        return ""
    if _has_subject(asking, aux, rest):
        return turn_round(" ".join(words))  # "who is in the drawer"
    told = _tell_stated(aux, rest, asking[0])
    return f"{turn_round(' '.join(asking))} {told}" if told else ""


_OF_NOTHING = frozenset(
    "wrong good bad special new different better worse best worst missing left up next so more funny strange odd like "
    "got been gone asleep awake alive ready ill".split()
)
"""What is said of whatever is asked for: "what is wrong with forks"."""
_MOST_OF = re.compile(r"^the (?:\w+ )?(?:most|best|worst|least|first|last|\w{3,}est)\b")
_AS_ASKED = (
    "the matter",
    "the trouble",
    "the problem",
    "the point",
    "the use",
    "the difference",
    "the good",
    "the harm",
)
"""What is asked for with words that stay as they are."""
_HAD = 2
"""Most words of what somebody has."""


def _has_subject(asking: Sequence[str], aux: str, rest: Sequence[str]) -> bool:
    """Whether what is asked for is itself what the verb belongs to."""
    first = rest[1] if rest[0] == "not" and len(rest) > 1 else rest[0]
    if asking[-1] == "else" and len(rest) == 1:
        return True  # "who else is asleep"
    asks_which = asking[0] == "which" or (len(asking) > 1 and asking[0] == "what")
    if asking[0] == "which" and rest[0].endswith("er"):
        return True  # "which is heavier"
    if asks_which and rest[0] == "the" and _MOST_OF.search(" ".join(rest)):
        return True  # "which mouse is the cleverest"
    if asking[0] == "what" and " ".join(rest[:2]) in _AS_ASKED:
        return True  # "what is the matter with the roof"
    if rest[0] == "there" and asking[0] == "who":
        return True  # "who is there with you"
    of_whom = asking[0] in ("who", "what", "which")
    if of_whom and aux in ("have", "has", "had") and len(rest) <= _HAD and first not in ("you", "i"):
        return True  # "who had it"
    if first in _PRONOUNS or first in _DETERMINERS or aux in ("do", "does", "did"):
        return False
    if of_whom and (first in _OF_NOTHING or (aux in ("is", "are", "was", "were") and first.endswith("ing"))):
        return True  # "what is wrong with forks", "who is seeing to the ships"
    if asking[0] in ("who", "what", "which", "how") and first in _BESIDE:
        return True
    return (
        asking[0] in ("who", "what", "which")
        and aux not in ("is", "are", "was", "were")
        and (is_verb(first) or _is_past(first))
    )


def _tell_whether(words: Sequence[str]) -> str:
    if words[1] in _NO_SUBJECT:
        return ""
    told = _tell_stated(words[0], list(words[1:]))
    return f"whether {told}" if told else ""


_NO_SUBJECT = frozenset(
    "nice good great lovely fun just only really so very bad sad sorry glad thinking hoping wondering going looking "
    "more less ok okay fine funny never always about too worth happy".split()
)
"""What follows the verb where who does it is left out: "was nice chatting" is no question."""


def _tell_stated(aux: str, rest: list[str], asking: str = "") -> str:
    """What stands behind an auxiliary verb, as a statement: ("is", "he magnetic") is "he is magnetic". `asking`: with
    what word it is asked; '' for a yes or no."""
    whether = not asking
    negated = rest[0] == "not"
    rest = rest[1:] if negated else rest
    many = _find_subject(aux, rest, asking)
    if not many:
        return ""
    subject, after = rest[:many], rest[many:]
    if aux in ("have", "has", "had") and not _is_had(after):
        return ""  # "had a difficult week" asks nothing
    if after[:1] == ["not"]:
        negated, after = True, after[1:]
    negated = negated and not whether  # "was it not hard" asks whether it was
    named = "I" if subject == ["you"] else "you" if subject == ["i"] else turn_round(" ".join(subject))
    aux = _agree(aux, subject[0]) if len(subject) == 1 else aux
    tail = turn_round(" ".join(after))
    if aux not in ("do", "does", "did"):
        return f"{named} {aux}{' not' if negated else ''} {tail}".strip() if after or not whether else ""
    early = [after.pop(0)] if after and after[0] in _ADVERBS else []
    if not after or not _may_be_verb(after[0], subject):
        return ""
    if negated:
        return f"{named} {aux} not {tail}"
    form = {"did": put_in_past, "does": put_in_third}.get(aux, str)(after[0])
    return " ".join([named, *early, form, turn_round(" ".join(after[1:]))]).strip()


_NO_VERB = (
    _DETERMINERS
    | _PRONOUNS
    | _AUX
    | _BESIDE
    | frozenset(
        "what who where when why how which whom whose two both all guys lot people much many more most good bad nice "
        "new old big little own well then not no yes or and but".split()
    )
)
"""What is no verb, whatever stands before it."""


def _may_be_verb(word: str, subject: Sequence[str]) -> bool:
    """Whether a word says what somebody does: behind "did you" and the like, whatever is nothing else."""
    return is_verb(word) or (len(subject) == 1 and subject[0] in _PRONOUNS and word.isalpha() and word not in _NO_VERB)


def _is_had(after: Sequence[str]) -> bool:
    """Whether what follows "have" and who has it may be what has been done, or is owned or due."""
    words = [word for word in after if not (word in _ADVERBS or word.endswith("ly") or word == "not")]
    return bool(words) and (words[0] in ("got", "to") or _is_participle(words[0]))


_NO_DOING = frozenset("thing something nothing anything everything evening morning king ring spring string".split())


def _begins_rest(word: str) -> bool:
    """Whether what is asked of somebody or something begins with a word: "with", "thinking"."""
    return word in _BESIDE or (word.endswith("ing") and word not in _NO_DOING)


_MODALS = ("can", "could", "will", "would", "should", "may", "might", "must", "shall")
_NAMES_ONE = ("where", "who", "whose", "what", "when", "which")
"""What asks for one that "this" and "that" point out, rather than for how it is with it: "who was that fellow"."""


def _find_subject(aux: str, rest: Sequence[str], asking: str) -> int:
    """How many words what is asked of has; 0 where it can't be told."""
    whether = not asking
    if not rest:
        return 0
    points = rest[0] in ("that", "this", "these", "those") and len(rest) > 1
    names = points and asking in _NAMES_ONE and aux in ("is", "are", "was", "were") and rest[1] not in _BESIDE
    if rest[0] in _PRONOUNS and not names and not (points and not _goes_on(aux, rest[1])):
        return 1
    if rest[0] not in _DETERMINERS and rest[0] not in _TITLES and (is_verb(rest[0]) or rest[0] in _BESIDE | _AUX):
        return 0  # "can not turn to look at that"
    many = 2 if rest[0] in _DETERMINERS or rest[0] in _TITLES else 1
    while many < len(rest) and rest[many - 1] in _DESCRIBES and rest[many] not in _BESIDE:
        many += 1
    if many + 1 < len(rest) and rest[many] == "of":
        many += 3 if rest[many + 1] in _DETERMINERS else 2
    if many > len(rest):
        return 0
    if aux in ("do", "does", "did"):
        spots = [spot for spot in (many, many + 1, many - 1) if 0 < spot < len(rest)]
        return next((spot for spot in spots if is_verb(rest[spot]) or rest[spot] in _ADVERBS), 0)
    if not whether:
        return _find_named(aux, rest, asking, many)
    if many + 1 < len(rest) and rest[many + 1] == "be":
        many += 1  # "can a phone call be undone"
    return many if many < len(rest) else 0


def _find_named(aux: str, rest: Sequence[str], asking: str, many: int) -> int:
    """How many words name what a question with an asking word is of: all that is named, up to what is asked of it.
    `many`: how many do at least."""
    if aux in _MODALS:
        return next((place for place in range(many, len(rest)) if rest[place] == "be" or is_verb(rest[place])), many)
    end = next((place for place in range(many, len(rest)) if _begins_rest(rest[place])), len(rest))
    if {"you", "i"} & {*rest[many : end + 1]}:
        return len(rest)  # "the worst mess you have ever made"
    if end == len(rest) > many and (_is_participle(rest[-1]) or asking == "why"):
        return len(rest) - 1  # "how are the shelves sorted", "why is the sky blue"
    return end if aux in ("is", "are", "was", "were") else many


def _goes_on(aux: str, word: str) -> bool:
    return word in _BESIDE or (is_verb(word) if aux in ("do", "does", "did") else word not in _NOUNS_OF_THAT)


_NOUNS_OF_THAT = frozenset("man woman thing book machine place town story one box hat lamp dog cat name word".split())


# ------------------------------------------------------------------------------------------------ what is done


_OWNS = re.compile(
    r"(?:have you got|do you (?:have|own|keep|possess)|have you)"
    r" ((?:a|an|any|some|many|much|lots of|no|enough|your|the|one|two|other|anything|anyone"
    r"|anybody|something)\b.*|\w+s|(?:\w+ ){1,2}\w+s(?: or \w+)?)"
)
_FILLED = frozenset(
    "ever never once already also still really actually even just yet before often usually sometimes always rather "
    "sooner".split()
)


def _find_deed(words: Sequence[str]) -> tuple[str, str]:
    """With what verb a yes or no is asked of the character, and what it would do; ('', '') where it is of another."""
    text = re.sub(r"^(\w+ )(?:not )?(you )(?:not )?", r"\1\2", " ".join(words))
    if found := _OWNS.fullmatch(text):
        return "own", turn_round(found[1])
    aux, rest = words[0], [word for place, word in enumerate(words[1:]) if word != "not" or place > 1]
    if aux in ("can", "could", "may", "might", "shall") and rest[:1] == ["i"] and len(rest) > 1:
        return "may", turn_round(" ".join(rest[1:]))
    if rest[:1] != ["you"] or len(rest) < 2:
        return "", ""
    deed = rest[1:]
    while len(deed) > 1 and deed[0] in _FILLED:
        deed = deed[1:]
    if aux in ("do", "did") and (done := put_in_plain(deed[0])):
        aux, deed = "did", [done, *deed[1:]]  # "you believed him?"
    if aux in ("do", "did", "can", "could", "would", "will", "should", "might") and not (
        _may_be_verb(deed[0], ("you",)) or deed[0] == "be"
    ):
        return "", ""
    if aux in ("have", "has") and ("always" in rest or deed[-1] == "long" or not _is_participle(deed[0])):
        return "", ""
    if aux in ("are", "were") and (deed[0] in _PRONOUNS or deed[0] in _AUX):
        return "", ""
    while len(deed) > 1 and deed[-1] in ("ever", "yet", "before", "already"):
        deed = deed[:-1]
    return aux, turn_round(_ANY_GOOD.sub(r"\1", " ".join(deed)))


_ANY_GOOD = re.compile(r"^any (good|better|use|closer|happier|nearer|wiser)\b")
"""What only a question says with "any": "are you any good at crosswords"."""


def _is_participle(word: str) -> bool:
    return _is_past(word) or word in PASTS or word in _PARTICIPLES


_PARTICIPLES = frozenset(
    "been gone done sung swum drunk run come become begun rung sunk hung worn torn sworn born written eaten broken "
    "spoken taken given driven frozen chosen hidden ridden fallen forgotten stolen woven bitten beaten shaken "
    "risen proven mistaken forgiven woken sewn sown mown grown known shown thrown blown flown drawn undone".split()
)
