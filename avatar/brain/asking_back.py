"""What asks back about the character's own last words: "stays with one what?", "which great men?", "you lost me".

Where no line of its own answers it, the character owns that it ran ahead, says the word that was asked about, and hands
the talk back to what the user last told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from avatar.brain.answering import GENERIC
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.leads import lead
from avatar.brain.lines import choose_card_for
from avatar.brain.phrases import find_phrases
from avatar.brain.plain import split_words
from avatar.brain.recall import SOLEMN, Said
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import Act
from avatar.brain.sheet import make_bare
from avatar.brain.telling import SAD
from avatar.brain.tones import find_tone

_LEAD = lead("eh|yeah|no|really|i mean|what|fair enough|honestly|actually")
_TRAIL = (
    r"(?: (?:please|then|though|lol|haha|exactly|mate|dear|love|pal|again|anyway|now|there|a bit|a little|at all"
    r"|completely"
    r"|with that|on that|just now))*"
)
_LOST = re.compile(
    _LEAD
    + "(?:"
    + "|".join(
        (
            (
                r"(?:you|that|this|it) (?:(?:have|just|really|kind of|sort of) )*(?:lost|losing|loses?|confused?"
                r"|confuses) me"
            ),
            r"you are (?:losing|confusing) me",
            r"i am (?:(?:so|a bit|very|really|completely|quite) )?(?:lost|confused|baffled|puzzled)",
            (
                r"i (?:do|did|can|could) not (?:(?:quite|really|even) )?(?:understand|follow|get|see)"
                r"(?: (?:it|that|you|this|what you (?:mean|are saying|said)|a word|any of that))?"
            ),
            r"what (?:do|did) you mean(?: (?:by|with) (?:that|this|it))?",
            r"what does (?:(?:any|all|some) of )?(?:that|it|this)(?: even)? mean",
            r"how do you mean",
            r"(?:what|whatever) are you (?:on about|talking about|saying|going on about|like)",
            r"(?:that|this|it|you) (?:makes?|made|is making|are making) no sense",
            r"(?:that|this|it|you) (?:does|do|did) not (?:really |even )?make (?:any |much )?sense",
            r"(?:can you |could you |please )?explain(?: (?:that|it|yourself))?",
            (
                r"(?:i have )?(?:no idea|not a clue|no clue) what"
                r" (?:you (?:mean|are on about|are talking about|said)|that (?:means|meant|is))"
            ),
            r"(?:you are |stop )?(?:talking|speaking) in riddles",
            r"that went (?:right |straight )?over my head",
            r"(?:wait |sorry |um |er |haha )*what(?: now)?",
            r"huh|eh|come again what|meaning what|in what way|wdym|i lost you|that was no answer|is that a riddle",
            r"i have (?:lost|missed) (?:you|the thread|something)",
            r"that is (?:a bit )?(?:cryptic|confusing)",
        )
    )
    + ")"
    + _TRAIL
)
"""What says that the character's last words were not understood, and names none of them."""
_WORD_WHAT = re.compile(
    rf"{_LEAD}((?:[\w']+ ){{0,7}}[\w']+) (?:what|whom?|where|when|which)(?: (?:things?|kind|sort))?"
    rf"{_TRAIL}(?: (?:are|is|do|does) \w+)?"
)
"""A word of the character's with a question word behind it: "stays with one what"."""
_WHAT_WORD = re.compile(rf"{_LEAD}(?:what|which|whose|what kind of|what sort of) ((?:[\w']+ ){{0,2}}[\w']+){_TRAIL}")
"""One with a question word before it: "which great men"."""
_OF_WHAT = re.compile(r"\b(?:of|to|with|for|from|at|on|in|about|than) (?:what|whom?)$")
"""What can only be asked of a word that was just said: "the quiet one of what"."""
_WHO_IS = re.compile(
    rf"{_LEAD}(?:who (?:is|are|was|were) (he|she|they)|what (?:is|are|was|were)"
    rf" (it|that|those|these|this|they)){_TRAIL}"
)
"""One that was only pointed at: "who's she"."""
_NO_WORD = re.compile(r"(?:.* )?(?:do|does|did|is|are|was|were|have|has|can|will|would|and|but|or|so|the|a|you|i|me)$")
_BEGINS_OTHERWISE = re.compile(
    r"(?:who|what|where|when|why|how|which|is|are|was|were|do|does|did|have|has|had|can|could|will|would|should|any"
    r"|time"
    r"|day|else|about|if|for|happened|happens|kind|sort|colour|year|i|my|we|one|ones|then|next|now|more)\b"
)
_BARE = re.compile(
    rf"{_LEAD}(who|where|when|how|which|which one|which ones|with who|with whom|by whom|from where|where to|since when"
    rf"|how many|how much|how long|whose){_TRAIL}"
)
"""What asks on with no more than the asking word."""
_LAST_WORDS = 2
"""The character's last replies that may be asked back about."""
_ENOUGH = 0.99
"""The part of the words of weight that the last replies must hold."""
_LATELY = 5
"""Turns for which what the user told may be handed back to."""
_FEWEST_SAID, _MOST_SAID = 7.0, 6
"""How much a piece of what was told must say, and how many words it may be."""


def find_told_last(said: Iterable[Said], turn: int, name: str, replies: Iterable[str]) -> str:
    """What the user last told of, as they may be handed it back: "an old radio"; '' for nothing lately, or where it was
    sad. `name`: the user's own. `replies`: the character's, of whose words none is handed back."""
    own = {word for reply in replies for word in split_words(make_bare(reply))}
    told = [each for each in said if 0 < turn - each.turn <= _LATELY and each.act in _TELLS]
    if any(SOLEMN.search(each.plain) or find_tone(each.plain) in SAD for each in told):
        return ""
    for last in sorted({each.turn for each in told}, reverse=True):
        found = [
            phrase
            for each in told
            if each.turn == last and not re.search(r"\byour?\b", each.plain)
            for phrase in find_phrases(each.text)
            if _STANDS_ALONE.match(phrase.text)
            and not re.search(rf"\b(?:like|as) {re.escape(phrase.text)}", each.text)
            and phrase.text.casefold() != name.casefold()
            and not {word for word in split_words(phrase.text.lower()) if word not in LIGHT} <= own
        ]
        best = max(found, key=lambda phrase: phrase.weight, default=None)
        if best is not None and best.weight >= _FEWEST_SAID and len(best.text.split()) <= _MOST_SAID:
            return best.text
    return ""


_STANDS_ALONE = re.compile(r"(?:an?|the|your|his|her|their|some|one|two|three|four|five|six)\b|[A-Z]")
"""How a piece begins that may be handed back by itself."""
_TELLS = (Act.FACT, Act.STATEMENT, Act.FEELING)


_MEANT_BY = re.compile(r"what (?:do|did) (?:you|u) mean(?: by| with)?,? (?!by\b|that\b|it\b)([\w' ]{3,40})$")
"""What asks for the sense of words that were just said: "what do you mean drawn leggy"."""


_VERB = re.compile(r"\b(?:is|was|are|were|did|does|do|had|has|have)\b")


def is_baffled(plain: str) -> bool:
    """Whether a plain sentence says that the character's last words made no sense, rather than asks what they meant."""
    return bool(_LOST.fullmatch(plain)) and not _ASKS_MEANING.search(plain)


_ASKS_MEANING = re.compile(r"\b(?:mean|meaning|way|explain)\b")


def ask_back(script: PersonaScript, heard: Hearing, replies: Iterable[str], told: Callable[[], str]) -> Hearing | None:
    """A sentence that asks back about the character's last words, with what owns up to them; None where it is none, or
    the script has nothing to say so. `told`: finds what the user last told of."""
    lately = list(replies)[:_LAST_WORDS]
    if not lately or heard.grade is Grade.ALARM:
        return None
    surely = _OF_WHAT.search(heard.plain) and heard.grade is Grade.LIKE
    asked = (heard.sentence.asked or heard.act is Act.QUESTION) and (heard.grade < Grade.LIKE or surely)
    meant = _MEANT_BY.search(heard.sentence.text.rstrip("?!. ").lower())
    asked_word = find_asked_word(f"what {meant[1]}", lately) if meant else ""
    if asked and (word := asked_word or find_asked_word(heard.plain, lately)):
        return _own_up(script, heard, "=asked word", {"word": word}, told)
    if _LOST.fullmatch(heard.plain):
        return _own_up(script, heard, "=asked back", {}, told)
    if asked and (bare := _BARE.fullmatch(heard.plain)):
        return _own_up(script, heard, "=of that", {"word": bare[1][:1].upper() + bare[1][1:]}, told)
    return None


def find_asked_word(plain: str, said: Iterable[str]) -> str:
    """The word of the character's that a plain question asks back about, as it may be said again: "Great men"; '' for
    none. `said`: its last replies, the latest first."""
    lately = list(said)
    stems = {stem(word) for reply in lately for word in split_words(make_bare(reply))}
    if pointed := _WHO_IS.fullmatch(plain):
        word = pointed[1] or pointed[2]
        return word.capitalize() if lately and word in split_words(make_bare(lately[0])) else ""
    for pattern in (_WORD_WHAT, _WHAT_WORD):
        found = pattern.fullmatch(plain)
        if found is None or _NO_WORD.fullmatch(found[1]) or _BEGINS_OTHERWISE.match(found[1]):
            continue
        if pattern is _WHAT_WORD and _VERB.search(found[1]):
            continue  # "which house was it" asks which
        words = [word for word in split_words(found[1]) if word not in LIGHT]
        words = words or [word for word in split_words(found[1]) if word not in GENERIC]
        held = sum(stem(word) in stems for word in words)
        if words and held >= _ENOUGH * len(words):
            return _find_spelling(re.sub(r" (?:of|to|for|with|at|in|on|by|from|about)$", "", found[1]), lately)
    return ""


def _find_spelling(words: str, said: Iterable[str]) -> str:
    """Words of the character's as they were written in its replies, with a capital; from the other side where they
    weren't."""
    for reply in said:
        if found := re.search(rf"\b{re.escape(words)}\b", reply, re.I):
            return found[0][:1].upper() + found[0][1:]
    mine = re.sub(r"\byour\b", "my", words)
    return mine[:1].upper() + mine[1:]


def _own_up(
    script: PersonaScript, heard: Hearing, cue: str, found: dict[str, str], told: Callable[[], str]
) -> Hearing | None:
    last = told()
    found |= {"told": last} if last else {}
    card = choose_card_for(script, cue, found)
    if not card:
        return None
    return replace(heard, cue=cue, card=card, found=found, rule=None, grade=Grade.EXACT, act=Act.QUESTION)
