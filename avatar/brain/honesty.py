"""What is said to a question of which the character has no line: that it doesn't, never did, or doesn't know, of the
very thing that was asked.

A yes or no about itself is answered by what it is asked whether it does ("I've never been to Wales"), all else by the
question told indirectly ("I don't know how far Lisbon is from Leeds"). Each kind is an occasion (`=honest never`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from avatar.brain.answering import choose_card, misses
from avatar.brain.hearing import Grade, Hearing, is_vague
from avatar.brain.indirect import OTHER, SELF, USER, Indirect, tell_indirectly, turn_round
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.sentences import Act
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
        ("do", "want", r"(?:want|wish|hope|long|need) (?:to )?(.+)"),
        ("do", "mind", r"mind (.+)"),
        ("do", "miss", r"miss (.+)"),
        ("would", "want", r"(?:like|love|want|care|prefer)(?: to)? (.+)"),
        ("would", "mind", r"mind (.+)"),
        ("have", "know", r"heard (?:of|about) (.+)"),
    )
)
"""Yes or no questions that are about a view, a taste or a wish, and of what."""
_WENT = re.compile(
    r"(?:been|gone|go|went|travel\w*|visit\w*|seen|see|flown|fly|sailed|sail|walk\w*|ridden|ride|run|swum|swim|drive"
    r"|driven"
    r"|leave|left|climb\w*|ski|skied|move|moved|live|lived)\b"
)
_ATE = re.compile(r"(?:eat\w*|drink|drunk|taste\w*|tried|try|cook\w*|bake\w*|had a|smok\w+)\b")
_FAMILIES: Mapping[str, str] = {SELF: "self", USER: "user", OTHER: "world"}
"""Occasions of all other questions, by whom they are about."""
_CAN_NOT = re.compile(r"\bcan not\b")
_IT = re.compile(r"\b(?:he|she|it|they|(?:that|this)(?= (?:is|was|did|does|has|will)\b|$))\b")
_THEM = re.compile(r"\b(?:him|them|her(?= |$)(?! \w+$))\b")


def admit(script: PersonaScript, heard: Hearing, thing: str = "") -> Hearing | None:
    """A question, answered by what the character does not do or know; None where its words are not understood, or the
    script has nothing to say so.

    `thing`: what "it" or "he" stands for, as it is named.
    """
    if (wanted := _GIVEN.fullmatch(heard.plain)) and script.has("=honest can"):
        return replace(heard, cue="=honest can", found={"deed": f"give you {wanted[1]}"}, grade=Grade.EXACT, rule=None)
    if heard.act is Act.REQUEST and (deed := find_favour_asked(heard.plain)):
        return replace(heard, cue="=honest can", found={"deed": deed}, grade=Grade.EXACT, rule=None)
    asked = next((found for form in _ways(heard) if (found := tell_indirectly(form))), None)
    if asked is None:
        return None
    for cue, words in _find_occasions(asked, thing):
        if script.has(cue):
            return replace(heard, cue=cue, found=words, grade=Grade.EXACT, rule=None, act=Act.QUESTION)
    return None


def _ways(heard: Hearing) -> Iterator[str]:
    yield heard.plain
    yield from heard.forms[1:3]


def _find_occasions(asked: Indirect, thing: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The occasions that answer a question, the most particular one first, and what their words need."""
    clause, question = _name(asked.clause, thing), _name(asked.asked, thing)
    found = {"clause": clause, "asked": f"{question[:1].upper()}{question[1:]}", "deed": _tidy(asked.deed)}
    if bothered := _BOTHERS.fullmatch(asked.plain):
        yield "=honest mind", found | {"deed": _tidy(turn_round(bothered[1]))}
    if asked.verb:
        for verb, kind, pattern in _MEANT:
            if verb == asked.verb and (meant := pattern.fullmatch(asked.deed)):
                told = _name(_tidy(meant[1]), thing)
                if kind == "want" and asked.verb == "do" and asked.deed.split()[1:2] != ["to"]:
                    kind = "want thing"
                if kind == "want" and asked.verb == "would" and not re.match(r"\w+ to ", asked.deed):
                    kind = "want thing"
                if kind == "like" and re.match(r"(?:hate|dislike)", asked.deed):
                    kind = "hate"
                if kind == "know" and re.match(r"(?:who|what|where|when|why|how|which|if|whether)\b", told):
                    yield "=honest world", found | {"clause": told}
                yield f"=honest {kind}", found | {"deed": told}
        kind = _BY_VERB.get(asked.verb, "")
        deed = _name(found["deed"], thing)
        sort = " went" if _WENT.match(deed) else " ate" if _ATE.match(deed) else ""
        if kind:
            yield f"=honest {kind}{sort}", found | {"deed": deed}
            yield f"=honest {kind}", found | {"deed": deed}
    if clause:
        of_another = asked.about == SELF and asked.wanted == "whether" and not asked.verb
        of_that = asked.about == OTHER and bool(thing or _IT.search(asked.clause))
        family = "it" if of_another or of_that else _FAMILIES[asked.about]
        yield f"=honest {family} {asked.wanted}", found
        yield f"=honest {family}", found
        yield "=honest", found
    elif asked.wanted == "whether":
        yield "=honest echo", found
    else:
        yield f"=honest {asked.wanted}", found
        yield "=honest", found


def _tidy(text: str) -> str:
    return _CAN_NOT.sub("cannot", text)


def _name(text: str, thing: str) -> str:
    """A text in which the first "it" or "he" is named."""
    text = _tidy(text)
    if not thing:
        return text
    named = _IT.sub(thing, text, count=1)
    return named if named != text else _THEM.sub(thing, text, count=1)


_GIVEN = re.compile(r"((?:a|an|some|one|two|three|the|another|more) \w+(?: \w+){0,3}) please")
_ORDER = re.compile(
    r"(?:(?:please|now|then|ok|so|and|just|go on and|would you|can you|could you|will you) )*(.+?)"
    r"(?: please| for me| then| now| again)*"
)


def find_favour_asked(plain: str) -> str:
    """What is to be done, from the character's side: "read you the news" for "please read me the news"; '' for
    nothing."""
    found = _ORDER.fullmatch(plain)
    return turn_round(found[1]) if found and is_verb(found[1].split()[0]) else ""


_DODGES = re.compile(r"=(?:unknown|asked|of me|of that|invent .*|of it.*|how to|think|confirmed|lost|beyond)")
"""Occasions whose words answer nothing by themselves."""
_BOTHERS = re.compile(
    r"(?:does|did|would) (?:it|that) (?:\w+ )?(?:bother|worry|annoy|upset) you ((?:that|when|if|to) .+)"
)


def answer_or_admit(script: PersonaScript, heard: Hearing, thing: str = "") -> Hearing:
    """A question with the line of its rule that answers it best, or, where none does, with what is said for want of
    one.

    `thing`: what "it" or "he" stands for, as it is named.
    """
    if heard.card or heard.grade is Grade.ALARM:
        return heard
    if not asks(heard.act):
        return (admit(script, heard) if _GIVEN.fullmatch(heard.plain) else None) or heard
    if heard.cue:
        return (admit(script, heard, thing) if _DODGES.fullmatch(heard.cue) else None) or heard
    rule = heard.rule
    if rule is None or heard.grade <= Grade.SHAPE or _DODGES.fullmatch(rule.trigger.redirect or "") or is_vague(heard):
        return admit(script, heard, thing) or heard
    if heard.grade is Grade.ANSWER or not script.has_left(rule):
        return heard
    card = choose_card(script, heard)
    if (heard.grade < Grade.EXACT or rule.trigger.examples) and misses(heard, card):
        return admit(script, heard, thing) or heard
    return replace(heard, card=card) if card else heard
