"""The ways to answer a question of which a character has no line, the most particular one first.

A way is an occasion (`=honest it why`) with what of the question its lines may name. What can't be told back soundly is
not named, and then only a line that names nothing of it may be said, or that the question was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from avatar.brain.answering import GENERIC
from avatar.brain.claims import DENIED, SAID, find_claim
from avatar.brain.finer import COARSER, find_favoured, find_finer, find_tense
from avatar.brain.indirect import OTHER, SELF, USER, Indirect, turn_round
from avatar.brain.plain import split_words
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import LIGHT
from avatar.brain.sheet import make_bare
from avatar.brain.soundness import is_sound
from avatar.brain.tales import find_tales
from avatar.brain.verbs import is_verb

_BY_VERB: Mapping[str, str] = {
    "have": "never", "has": "never", "own": "own", "can": "can", "could": "can", "do": "do", "did": "did",
    "may": "may", "are": "am", "were": "was", "would": "would", "will": "will", "should": "would", "might": "would",
}  # fmt: skip
"""Occasions of a yes or no about the character, by the verb with which it is asked."""
_MEANT: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (verb, kind, re.compile(pattern))
    for verb, kind, pattern in (
        ("do", "view", r"(?:think|believe|reckon|suppose|agree)(?: that)? (.+)"),
        ("do", "recall", r"(?:remember|recall) (.+)"),
        (
            "do",
            "know",
            r"(?:know|understand) (?:(?:much|a lot|lots|a bit|a little|anything|something) (?:about|of) )?(.+)",
        ),
        ("do", "like", r"(?:like|love|enjoy|prefer|fancy|hate|dislike) (.+)"),
        ("do", "want", r"(?:want|wish|hope|long) (?:to |(?:that )?I (?:could|can|was able to|might) )?(.+)"),
        ("do", "mind", r"mind (.+)"),
        ("do", "miss", r"miss (.+)"),
        ("would", "want", r"(?:like|love|want|care|prefer)(?: to)? (.+)"),
        ("would", "mind", r"mind (.+)"),
        ("have", "know", r"heard (?:of|about) (.+)"),
        ("are", "will", r"(?:going|about|planning) to (.+)"),
    )
)
"""Yes or no questions that are about a view, a taste or a wish, and of what."""
_WENT = re.compile(
    r"(?:been (?:to|in(?! (?:love|trouble|debt|charge|pain|tears|two minds))|on|at|up|down|out|away|back|abroad|there"
    r"|outside|inside|near|by|over)|gone|go|went"
    r"|travel\w*|visit\w*|seen|see|flown|fly|sailed|sail|walk\w*|ridden|ride|run|swum|swim|drive|driven"
    r"|leave|left|climb\w*|ski|skied|move|moved|live|lived)\b"
)
_ATE = re.compile(
    r"(?:eat\w*|drink|drunk|taste\w*|tried|try|cook\w*|bake\w*|smok\w+"
    r"|had an? (?:bite|taste|sip|slice|bit|cup|piece|nibble|meal|curry|cake|biscuit|drink))\b"
)
_OF_ITS_OWN = ("self", "it")
"""Families of questions of the character's own world."""
_FAMILIES: Mapping[str, str] = {SELF: "self", USER: "user", OTHER: "world"}
"""Occasions of all other questions, by whom they are about."""
_CAN_NOT = re.compile(r"\bcan not\b")
_IT = re.compile(
    r"\bthe (?:others?|rest|other (?:two|half|ones)|\w+ one)\b"
    r"|\b(?:he|she|it|they|him|her|them|his|their|(?:that|this)(?= (?:is|was|did|does|has|will)\b|$))\b"
    r"|\b(?:are|were|is|was) there$|^which (?:one|ones|is|are|was|were)\b"
    r"|^what happens (?:at|then|next|now|after|in the)\b"
    r"|^(?:is|was|does|did) (?:that|this)(?: (?:so|too|very|really|quite|a bit|not))? \w+$"
)
_PERSON = re.compile(r"\b(?:he|she)\b")
_ASKED_OF = re.compile(
    r"(?:(?:what|who|where|when|why|how|which)\b(?: \w+){0,2} )?(?:is|was|does|did|would|will|can|could|has|had|should)"
    r" (he|she)\b"
)
"""What is asked of somebody: "what did he say"."""
_DONE_TO_IT = re.compile(r"(?:did|has|had) (?:he|she) (?:(?:ever|really|actually) )?\w+ you\b")
"""What asks whether somebody has done something to the character."""
_IS_ABOUT = re.compile(
    r"\b(?:still|alive|dead|gone|around|there|here|with us|like|look like|called|old|from)$|\bstill\b"
    r"|^(?:is|was) (?:he|she) (?:the|an?|your|my)\b"
)
"""What is asked of how it is with somebody, rather than of what they know themselves."""
_PRONOUNS: Mapping[str, Mapping[str, str]] = {
    "he": {"he": "he", "him": "him", "his": "his"}, "she": {"he": "she", "him": "her", "his": "her"},
}  # fmt: skip
"""How somebody is spoken of in a line, by how they were asked of."""
_OF_THEM = re.compile(
    r"(?:(?:what|who|where|when|why|how)(?: \w+)? )?(?:is|was|does|did|would|will|can|could|has) (?:he|she|it|they)\b"
)
"""What is asked of somebody who was spoken of, even where it holds an "I": "would she let me"."""
_DOES = re.compile(
    r"(?:what|how) (?:do|would|will|can|could|are|does it) (?:you\b|feel\b)|(?:is|what is|what goes"
    r"|what runs)\b"
)
"""What asks for what the character itself does, feels or thinks."""
_OF_ITSELF = re.compile(r"\byour\b|^\w+ you\b")
"""What asks a yes or no of the character, or of what belongs to it."""
_OF_FACT = ("where", "when", "number", "how")
"""What is wanted of what is so, and is only settled of what might be."""
_HABITS = ("do", "think", "feel")
"""What a character knows of itself at any time, and of what was, or befell others, it need not know."""
_BOTHERS = re.compile(
    r"(?:does|did|would) (?:it|that) (?:\w+ )?(?:bother|worry|annoy|upset) you ((?:that|when|if|to) .+)"
)
_LATELY = 2
"""The character's last replies, of which a question may only take up the words."""
_STANDS_BY = ("=honest said", "=confirmed", "=held")
"""What is said where the character has said so itself, the best first."""
_CLAIMED = ("own", "do", "did", "have", "can", "are", "were", "will")
"""Verbs with which it is asked whether something is so."""
_FEWEST_CLAIMED = 2
"""Words of weight that a question about another must have, to be what the character has said."""
_FOR_ITSELF = re.compile(r"\b(?:for|on) you$")
"""What asks how something is for the character: "is it hard for you"."""
_HERE = re.compile(r"\b(?:here|in there|(?:over|at) yours)\b|(?<!over )\bthere$")
_SHORT = 4
"""Words of a question that is no whole one, and so asks on: "which half"."""
_A_THING = re.compile(r"\b(?:the|an?|that|this|those|these|his|her|its|their) (\w+)")
_TINY = 2
"""Letters of a word that names nothing."""
_STRESSES = frozenset("own even ever actually really still again already".split())
"""Words of a question that only stress what is said back."""
_SAID = 0.99
"""The part of a question's words of weight that the character's last replies must hold, to have said it."""


_TOLD = re.compile(r"(?:(?:just|not) )?(?:say|said|tell you|told you|mention|mentioned|claim|claimed)(?: that)? (.+)")
"""What the character is asked whether it said so."""
_THE_ONE = re.compile(r" (?:the|that) (?:one|man|woman|chap|lady|fella|fellow|person|bloke|guy) (?:who|that|with) ")
"""What only points somebody out: "is Norman the one who writes columns"."""


class About(NamedTuple):
    """What is known of whom and what a question is about."""

    thing: str = ""
    """Whom "he" stands for, as he is named."""
    said: Sequence[str] = ()
    """The character's last replies, the latest first."""
    own: bool = False
    """Whether it names somebody or something of the character's own."""
    has: bool = False
    """Whether something of its own is what it asks for, rather than where that is: "any music in your library"."""
    theirs: bool = False
    """Whether it asks of somebody of the user's, or of what the user told."""


class Way(NamedTuple):
    """One way to answer a question of which there is no line."""

    cue: str
    found: Mapping[str, str]
    named: bool
    """Whether its words name what was asked, so that it may come again of another thing."""


def find_ways(asked: Indirect, about: About, caught: str) -> Iterator[Way]:
    """The ways to answer a question, the most particular one first. `caught`: what the question names, as it may be
    said again."""
    yield from _stand_by(asked, about)
    if bothered := _BOTHERS.fullmatch(asked.plain):
        yield from _name_all(("=honest mind",), "deed", turn_round(bothered[1]))
    if asked.verb:
        yield from _find_by_verb(asked, about.thing)
    family = _find_family(asked, about)
    clause = _tidy(asked.clause)
    if asked.wanted == "why" and not clause and is_sound(asked.asked):
        yield from _name_all(("=honest why",), "asked", asked.asked)
    if family == "user" and asked.wanted == "how":
        yield Way("=how to", {}, named=False)
    if family in _OF_ITS_OWN and not about.theirs:
        yield from (Way(f"=tale {kind}", {}, named=False) for kind in find_tales(asked))
    found = {"clause": clause, **_find_pronouns(asked.plain)} if clause and is_sound(clause) else {}
    for cue in _find_cues(asked, family):
        favoured = find_favoured(asked.plain) if cue.endswith("favourite") else ""
        named = {**found, "thing": favoured} if favoured else found
        if named or family in _OF_ITS_OWN:
            yield Way(cue, named, named=bool(named))
        if favoured:
            yield Way("=favourite", {"thing": favoured}, named=True)
    if family == "user" and asked.wanted not in ("whether", "why", "how") and not _ADVISED.match(asked.plain):
        yield Way("=not told", {}, named=False)
    if family == "it" and asked.wanted != "whether" and len(asked.plain.split()) <= _SHORT:
        yield Way("=of that", {}, named=False)
    yield Way("=honest lost", {"thing": caught} if caught else {}, named=bool(caught))
    yield Way("=unknown", {}, named=False)


def _stand_by(asked: Indirect, about: About) -> Iterator[Way]:
    """The ways to answer what the character has said, or denied, itself."""
    said = about.said
    claim = SAID if about.has and asked.verb == "own" else _find_claim(asked, said)  # what its sheet names it has
    repeats = asked.wanted == "whether" and not asked.verb and was_said(asked.plain, said[:_LATELY], fewest=2)
    if claim == DENIED:
        yield Way("=honest no", {}, named=False)
    elif claim == SAID or repeats:
        yield from (Way(cue, {}, named=False) for cue in _STANDS_BY)


def _find_cues(asked: Indirect, family: str) -> Iterator[str]:
    """The occasions of a question by what it wants, the most particular one first."""
    finer, tense = find_finer(asked.plain), find_tense(asked.plain)
    whether = asked.wanted == "whether"
    if family == "it" and whether and asked.about == SELF and _OF_ITSELF.search(asked.plain):
        yield "=honest self whether"
    if whether and asked.about == SELF and _DONE_TO_IT.match(asked.plain):
        yield "=honest person me"
    if family in ("it", "world") and _ASKED_OF.match(asked.plain) and not _IS_ABOUT.search(asked.plain):
        yield from ("=honest person whether", "=honest person") if whether else ("=honest person",)
    kinds = [kind for kind in dict.fromkeys((finer, COARSER.get(finer, ""), asked.wanted)) if kind]
    if family == "self" and (tense == "then" or not _DOES.match(asked.plain)):
        kinds = [kind for kind in kinds if kind not in _HABITS]
    if family == "self" and not whether:
        kinds.insert(0 if tense == "would" and asked.wanted in _OF_FACT else len(kinds), tense)
    yield from (f"=honest {family} {kind}" for kind in dict.fromkeys(filter(None, kinds)))
    yield f"=honest {family}"


def _find_pronouns(plain: str) -> Mapping[str, str]:
    found = _ASKED_OF.match(plain)
    return _PRONOUNS[found[1]] if found else {}


def _find_claim(asked: Indirect, said: Sequence[str]) -> str:
    """Whether the character has said before what it is asked whether it is so."""
    told = None if " never " in asked.plain else _TOLD.fullmatch(asked.deed)
    if told and any(was_said(told[1], [each], fewest=1) for each in said):
        return SAID
    if asked.verb in _CLAIMED:
        return find_claim(asked.deed, said, owned=asked.verb == "own")
    if asked.wanted != "whether" or asked.verb:
        return ""
    words = [word for word in split_words(asked.plain) if word not in LIGHT]
    sure = asked.about == SELF or len(words) >= _FEWEST_CLAIMED
    plain = _THE_ONE.sub(" ", asked.plain)
    return find_claim(plain, said, owned=False, of_other=asked.about == OTHER) if sure else ""


def _find_family(asked: Indirect, about: About) -> str:
    """About whom or what a question is: "self", "user", "it", "world"."""
    thing, said, own = about.thing, about.said, about.own
    if asked.about == SELF and asked.wanted == "whether" and not asked.verb:
        return "self" if _FOR_ITSELF.search(asked.plain) else "it"
    if asked.about == USER and (own or (thing and _OF_THEM.match(asked.plain))):
        return "it"
    if asked.about == OTHER:
        if own or thing or _IT.search(asked.plain) or any(takes_up(asked.plain, said[at:]) for at in range(len(said))):
            return "it"
        if _HERE.search(asked.plain):
            return "it" if asked.wanted == "whether" else "self"
        if said and not asked.clause and asked.wanted != "whether" and len(asked.plain.split()) <= _SHORT:
            return "it"
    return _FAMILIES[asked.about]


def takes_up(plain: str, said: Sequence[str]) -> bool:
    """Whether a plain question names something that the character's last reply, the first of `said`, named, and no
    other thing beside it."""
    words = {stem(word) for word in split_words(plain) if word not in GENERIC and len(word) > _TINY}
    told = {stem(word) for word in split_words(make_bare(said[0]))} if said else set()
    others = {stem(word) for word in _A_THING.findall(plain) if word not in GENERIC and not word.endswith("body")}
    return bool(words & told) and others <= told


def _find_by_verb(asked: Indirect, thing: str) -> Iterator[Way]:
    """The ways to answer a yes or no that is asked of the character."""
    for verb, kind, pattern in _MEANT:
        if verb != asked.verb or not (meant := pattern.fullmatch(asked.deed)) or meant[1].startswith("you to "):
            continue
        if kind == "view" and meant[1] == "so":
            yield Way("=confirmed", {}, named=False)
            continue
        if kind == "know" and re.match(r"(?:any|some)\b", meant[1]):
            yield from _name_all(("=honest any",), "deed", meant[1])
            continue
        if kind == "will" and not is_verb(meant[1].split()[0]):  # "are you going to Wales?"
            continue
        if kind == "want" and not re.match(r"\w+ (?:to|I|that I) ", asked.deed):
            kind = "want thing"
        if kind == "like" and re.match(r"(?:hate|dislike)", asked.deed):
            kind = "hate"
        if kind == "know" and re.match(r"(?:who|what|where|when|why|how|which|if|whether)\b", meant[1]):
            yield from _name_all(("=honest world",), "clause", meant[1])
        else:
            yield from _name_all((f"=honest {kind}",), "deed", _name(meant[1], thing))
    kind = _BY_VERB.get(asked.verb, "")
    deed = _name(asked.deed, thing)
    sort = " went" if _WENT.match(deed) else " ate" if _ATE.match(deed) else ""
    if kind:
        yield from _name_all((f"=honest {kind}{sort}", f"=honest {kind}"), "deed", deed)
        yield Way(f"=honest {kind}", {}, named=False)


def _name_all(cues: Sequence[str], key: str, words: str) -> Iterator[Way]:
    """Occasions whose words name what was asked; none where its words are not surely understood."""
    words = _tidy(words)
    if is_sound(words, of_two=cues == ("=honest own", "=honest own")):
        shown = words[:1].upper() + words[1:] if key == "asked" else words
        yield from (Way(cue, {key: shown}, named=True) for cue in cues)


def was_said(plain: str, said: Sequence[str], *, fewest: int) -> bool:
    """Whether a plain question only takes up what the character has just said: "you lent a screw to a magpie?".
    `fewest`: words of weight that it must have."""
    words = [word for word in split_words(plain) if word not in LIGHT and word not in _STRESSES]
    told = {stem(word) for reply in said for word in split_words(make_bare(reply))}
    return len(words) >= fewest and sum(stem(word) in told for word in words) >= _SAID * len(words)


def was_touched_on(deed: str, said: Sequence[str]) -> bool:
    """Whether the character has just spoken of what a deed names: of its sleeve, in "write things on my sleeve"."""
    told = {stem(word) for reply in said for word in split_words(make_bare(reply))}
    return any(stem(word) in told for word in split_words(deed) if word not in GENERIC and len(word) > _TINY)


def _tidy(text: str) -> str:
    return _CAN_NOT.sub("cannot", text)


def _name(text: str, thing: str) -> str:
    """A text in which the first "he" or "she" is named."""
    return _PERSON.sub(thing, text, count=1) if thing else text


_ADVISED = re.compile(
    r"(?:(?:what|who|where|when|which|how|why)(?: \w+)? )?(?:should|shall|could|can|may|might|ought|must|do you think)"
    r" (?:i|we)\b"
)
"""What asks for advice, which nobody has told."""
