"""What is said to a question of which the character has no line: that it doesn't, never did, or doesn't know, of the
very thing that was asked.

A yes or no about itself is answered by what it is asked whether it does ("I've never been to Wales"), all else by the
question told indirectly ("I don't know how far Lisbon is from Leeds"). Each kind is an occasion (`=honest never`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from avatar.brain.answering import GENERIC, choose_card, misses
from avatar.brain.claims import DENIED, SAID, find_claim
from avatar.brain.finer import COARSER, find_favoured, find_finer
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, is_vague, names
from avatar.brain.indirect import OTHER, SELF, USER, Indirect, is_sound, tell_indirectly, turn_round
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.patterns import split_words
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import Act
from avatar.brain.sheet import make_bare
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
        ("do", "know", r"(?:know|understand) (.+)"),
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
_ATE = re.compile(r"(?:eat\w*|drink|drunk|taste\w*|tried|try|cook\w*|bake\w*|had a|smok\w+)\b")
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
_OF_THEM = re.compile(
    r"(?:(?:what|who|where|when|why|how)(?: \w+)? )?(?:is|was|does|did|would|will|can|could|has) (?:he|she|it|they)\b"
)
"""What is asked of somebody who was spoken of, even where it holds an "I": "would she let me"."""


_GIVEN = re.compile(r"((?:a|an|some|one|two|three|the|another|more) \w+(?: \w+){0,3}) please")
"""What is asked for without a verb: "two sugars please"."""


class _Way(NamedTuple):
    """One way to answer a question of which there is no line."""

    cue: str
    found: Mapping[str, str]
    named: bool
    """Whether its words name what was asked, so that it may come again of another thing."""


def admit(
    script: PersonaScript, heard: Hearing, thing: str = "", said: Sequence[str] = (), *, own: bool = False
) -> Hearing | None:
    """A question, answered by what the character does not do or know; None where the script has nothing to say so.

    What was asked is named where its words are surely understood. `thing`: whom "he" stands for, as he is named.
    `said`: the character's last replies. `own`: it names somebody or something of the character's own.
    """
    if (wanted := _GIVEN.fullmatch(heard.plain)) and script.has("=honest can"):
        return replace(heard, cue="=honest can", found={"deed": f"give you {wanted[1]}"}, grade=Grade.EXACT, rule=None)
    if _TELLS.fullmatch(heard.plain) and (cue := next(filter(script.is_fresh, filter(script.has, _OF_ITS_LIFE)), "")):
        return replace(heard, cue=cue, grade=Grade.EXACT, rule=None)
    if heard.act is Act.REQUEST and (deed := find_favour_asked(heard.plain)) and is_sound(deed):
        return replace(heard, cue="=honest can", found={"deed": deed}, grade=Grade.EXACT, rule=None)
    if (advised := _ADVISED.match(heard.plain)) and script.has(cue := "=should" if advised[1] else "=suggest"):
        return replace(heard, cue=cue, grade=Grade.EXACT, rule=None)
    if _OUTCOME.fullmatch(heard.plain) and (
        cue := next((each for each in ("=hope", "=think") if script.has(each) and script.is_fresh(each)), "")
    ):
        return replace(heard, cue=cue, grade=Grade.EXACT, rule=None)
    if (viewed := _VIEWED.fullmatch(heard.plain)) and is_sound(viewed[1]) and script.has("=view"):
        return replace(heard, cue="=view", found={"subject": turn_round(viewed[1])}, grade=Grade.EXACT, rule=None)
    asked = next((found for form in _ways(heard) if (found := tell_indirectly(form))), None)
    if asked is None:
        cue = _find_fragment(heard.plain, said)
        return replace(heard, cue=cue, grade=Grade.EXACT, rule=None) if cue and script.has(cue) else None
    ways = [way for way in _find_ways(asked, thing, said, own=own) if script.has(way.cue)]
    fresh = (way for way in ways if _find_cards(script, way))
    way = next(fresh, next((way for way in ways if way.named and _may_come_again(script, way)), None))
    return _answered(script, heard, way) if way is not None else None


_NAMED = re.compile(r"<bot (deed|clause|asked|thing)>")
"""What a line of these occasions names of a question."""


def _find_cards(script: PersonaScript, way: _Way) -> Sequence[str]:
    """The lines of an occasion that were not said yet and name no more than is known of the question."""
    return [
        card
        for card in script.cards(way.cue)
        if not script.is_given(card) and way.found.keys() >= {*_NAMED.findall(card)}
    ]


def _may_come_again(script: PersonaScript, way: _Way) -> bool:
    """Whether every line of an occasion says something else each time, for it names what was asked."""
    return all(way.found.keys() >= {*named} for card in script.cards(way.cue) if (named := _NAMED.findall(card)))


def _answered(script: PersonaScript, heard: Hearing, way: _Way) -> Hearing:
    """A question with the occasion that answers it, and with one of its lines where not all of them would do."""
    fresh = _find_cards(script, way)
    card = script.choose(fresh) if len(fresh) < sum(not script.is_given(each) for each in script.cards(way.cue)) else ""
    return replace(heard, cue=way.cue, card=card, found=way.found, grade=Grade.EXACT, rule=None, act=Act.QUESTION)


_OF_PROGRAM = re.compile(r"\b(?:slash|Escape|dash dash)\b")
"""What tells how the program is used, which only somebody who plainly asks for it wants to hear."""
_VIEWED = re.compile(
    r"(?:and |so |but )?what (?:do you (?:think|make)|(?:is|are) your (?:opinions?|views?|thoughts?|take|feelings?))"
    r" (?:of|about|on) ((?:the |a |my )?\w+(?: \w+)?)"
)
_OUTCOME = re.compile(
    r"(?:and |so |but )?(?:do )?you (?:think|reckon|believe|suppose)(?: that)? (?:he|she|they|it|i|we|my \w+|the \w+)"
    r"(?:'ll| (?:will|would|can|could|is going to|are going to|am going to))\b.*"
)
"""What asks how something of the user's will turn out."""
_ADVISED = re.compile(
    r"(?:and |so |but )?(?:(should|shall) (?:i|we)|(?:what|where|who|which|when|how)\b.* (?:should|shall) (?:i|we)"
    r"|what would you (?:tell|advise|say to) (?:an?|the|my|somebody|someone|anybody|people|young|new))\b"
)
_STATES = re.compile(r"(?:and |so |but |oh |ah )*(?:it|he|she|that|this|they|there|you|i|my|your|the)\b")
_TELLS = re.compile(
    r"(?:(?:please|so|and|then|now|ok|go on|just|can you|could you|will you) )*tell (?:me|us)"
    r" (?:something|more|a bit|a little|anything|a thing or two)(?: (?:else|more|nice|funny|new|interesting))?"
    r"(?: about (?:you|yourself|your(?: own)? (?:life|past|youth|childhood|days|career|adventures?|time|work)))?"
    r"(?: please| then| now)*"
)
"""What asks the character to tell of itself: "tell me something about your life"."""
_OF_ITS_LIFE = ("=like your memories", "=like your proudest", "=more")
_ENDS_ASKING = re.compile(r"\b(?:what|who|whom|where|when|why|how|which)$|^(?!what|which|who).*\b(?:what|which)\b")


_ALSO = re.compile(r"(?:so |but |ok )?(?:and|what about|how about) (?!you\b|so\b|then\b|yet\b)\w+")
"""What asks the same of something else: "and on the other days?"."""


def _find_fragment(plain: str, said: Sequence[str]) -> str:
    """The occasion of a question that is no whole one: "for what?", "half a book?"; '' for none."""
    if _ENDS_ASKING.search(plain):
        return "=of that"
    if was_said(plain, said[:_LATELY], fewest=1):
        return "=honest said"
    if _ALSO.match(plain):
        return "=honest also"
    return "" if _STATES.match(plain) else "=honest unsure"


def _ways(heard: Hearing) -> Iterator[str]:
    yield heard.plain
    if not _ADDS_TAG.search(heard.plain):
        yield from heard.forms[1:3]


def _find_ways(asked: Indirect, thing: str, said: Sequence[str], *, own: bool) -> Iterator[_Way]:
    """The ways to answer a question, the most particular one first."""
    claim = _find_claim(asked, said)
    if claim == DENIED:
        yield _Way("=honest no", {}, named=False)
    elif claim == SAID or (asked.wanted == "whether" and was_said(asked.plain, said[:_LATELY])):
        yield from (_Way(cue, {}, named=False) for cue in _STANDS_BY)
    if bothered := _BOTHERS.fullmatch(asked.plain):
        yield from _name_all(("=honest mind",), "deed", turn_round(bothered[1]))
    if asked.verb:
        yield from _find_by_verb(asked, thing)
    family = _find_family(asked, thing, said, own=own)
    finer = find_finer(asked.plain)
    cues = [f"=honest {family} {kind}" for kind in dict.fromkeys((finer, COARSER.get(finer, ""), asked.wanted)) if kind]
    clause = _name(asked.clause, thing)
    if asked.wanted == "why" and not clause and is_sound(asked.asked):
        yield from _name_all(("=honest why",), "asked", asked.asked)
    yes_or_no = family == "it" and asked.wanted == "whether"
    last = "=honest unsure" if yes_or_no else f"=honest {family}"  # "this and that" answers no yes or no
    for cue in (*cues, last):
        found = {"thing": favoured} if cue.endswith("favourite") and (favoured := find_favoured(asked.plain)) else {}
        if clause and is_sound(_tidy(clause)):
            yield _Way(cue, {**found, "clause": _tidy(clause)}, named=True)
        elif family in ("self", "it") or (cue in cues and clause):
            yield _Way(cue, found, named=False)
        if cue.endswith("favourite") and found:
            yield _Way("=favourite", found, named=True)
    if family == "user":
        yield _Way("=not told", {}, named=False)
    if family == "it":
        yield _Way("=of that", {}, named=False)
    bare = "no" if asked.verb else "unsure" if asked.wanted == "whether" else "blank"
    yield _Way(f"=honest {bare}", {}, named=False)
    yield _Way("=unknown", {}, named=False)


_LATELY = 2
"""The character's last replies, of which a question may only take up the words."""
_STANDS_BY = ("=honest said", "=confirmed", "=held")
"""What is said where the character has said so itself, the best first."""


def _find_claim(asked: Indirect, said: Sequence[str]) -> str:
    """Whether the character has said before what it is asked whether it is so."""
    if asked.verb in _CLAIMED:
        return find_claim(asked.deed, said, owned=asked.verb == "own")
    of_itself = asked.wanted == "whether" and asked.about == SELF and not asked.verb
    return find_claim(asked.plain, said, owned=False) if of_itself else ""


_CLAIMED = ("own", "do", "did", "have", "can", "are", "were", "will")
"""Verbs with which it is asked whether something is so."""
_FOR_ITSELF = re.compile(r"\b(?:for|on) you$")
"""What asks how something is for the character: "is it hard for you"."""
_HERE = re.compile(r"\b(?:here|in there|(?:over|at) yours)\b|(?<!over )\bthere$")
_SHORT = 4
"""Words of a question that is no whole one, and so asks on: "which half"."""


def _find_family(asked: Indirect, thing: str, said: Sequence[str], *, own: bool) -> str:
    """About whom or what a question is: "self", "user", "it", "world"."""
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


_A_THING = re.compile(r"\b(?:the|an?|that|this|those|these|his|her|its|their) (\w+)")
_TINY = 2
"""Letters of a word that names nothing."""


def _find_by_verb(asked: Indirect, thing: str) -> Iterator[_Way]:
    """The ways to answer a yes or no that is asked of the character."""
    for verb, kind, pattern in _MEANT:
        if verb != asked.verb or not (meant := pattern.fullmatch(asked.deed)) or meant[1].startswith("you to "):
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
        yield _Way(f"=honest {kind}", {}, named=False)


def _name_all(cues: Sequence[str], key: str, words: str) -> Iterator[_Way]:
    """Occasions whose words name what was asked; none where its words are not surely understood."""
    words = _tidy(words)
    if is_sound(words):
        shown = words[:1].upper() + words[1:] if key == "asked" else words
        yield from (_Way(cue, {key: shown}, named=True) for cue in cues)


_SAID = 0.99
"""The part of a question's words of weight that the character's last replies must hold, to have said it."""


def was_said(plain: str, said: Sequence[str], *, fewest: int = 2) -> bool:
    """Whether a plain question only takes up what the character has just said: "you lent a screw to a magpie?".
    `fewest`: words of weight that it must have."""
    words = [word for word in split_words(plain) if word not in LIGHT]
    told = {stem(word) for reply in said for word in split_words(make_bare(reply))}
    return len(words) >= fewest and sum(stem(word) in told for word in words) >= _SAID * len(words)


def _tidy(text: str) -> str:
    return _CAN_NOT.sub("cannot", text)


def _name(text: str, thing: str) -> str:
    """A text in which the first "he" or "she" is named."""
    return _PERSON.sub(thing, text, count=1) if thing else text


_ADDS_TAG = re.compile(
    r"^(?:it|that|this|he|she|they|there|my|the)\b.* (?:is|are|was|does|do|did|has) not (?:it|he|she|they|there)$"
)
"""What states something and only asks for a yes: "that is a bit forward of me, is it not"."""
_ORDER = re.compile(
    r"(?:(?:please|now|then|ok|so|and|just|go on and|would you|can you|could you|will you) )*(.+?)"
    r"(?: please| for me| then| now| again)*"
)


def find_favour_asked(plain: str) -> str:
    """What is to be done, from the character's side: "read you the news" for "please read me the news"; '' for
    nothing."""
    found = _ORDER.fullmatch(plain)
    return turn_round(found[1]) if found and is_verb(found[1].split()[0]) else ""


_WISHES = ("recommend", "suggest")
"""Words of a rule whose lines answer whatever else the question names."""
_DODGES = re.compile(r"=(?:unknown|favourite|asked|of me|of that|invent .*|of it.*|how to|think|confirmed|lost|beyond)")
"""Occasions whose words answer nothing by themselves."""
_BOTHERS = re.compile(
    r"(?:does|did|would) (?:it|that) (?:\w+ )?(?:bother|worry|annoy|upset) you ((?:that|when|if|to) .+)"
)


def answer_or_admit(
    script: PersonaScript, heard: Hearing, thing: str = "", said: Sequence[str] = (), *, own: bool = False
) -> Hearing:
    """A question with the line of its rule that answers it best, or, where none does, with what is said for want of
    one. `thing`, `said`, `own`: as `admit` takes them.
    """
    if heard.card or heard.grade is Grade.ALARM:
        return heard
    if not asks(heard.act):
        return (admit(script, heard) if _GIVEN.fullmatch(heard.plain) else None) or heard
    if heard.cue:
        return (admit(script, heard, thing, said, own=own) if _DODGES.fullmatch(heard.cue) else None) or heard
    rule = heard.rule
    if rule is None or heard.grade <= Grade.SHAPE or _DODGES.fullmatch(rule.trigger.redirect or "") or is_vague(heard):
        return admit(script, heard, thing, said, own=own) or heard
    if heard.grade is Grade.ANSWER or not script.has_left(rule):
        return heard
    card = choose_card(script, heard)
    if (heard.grade < Grade.PHRASE or heard.grade is Grade.LIKE) and _OF_PROGRAM.search(card):
        return admit(script, heard, thing, said, own=own) or heard
    wished = heard.grade >= Grade.PHRASE and any(names(heard, word) for word in _WISHES)
    if not wished and (heard.grade < Grade.EXACT or rule.trigger.examples) and misses(heard, card):
        return admit(script, heard, thing, said, own=own) or heard
    return replace(heard, card=card) if card else heard
