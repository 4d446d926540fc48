"""What the user told of somebody of theirs, where a question asks for it: "where does my daughter live?", "how old is
she?".

Of all that was told only what is of them counts: nothing of anybody else is handed back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.holding import HOLDS, find_kind
from avatar.brain.leads import LEAD
from avatar.brain.meaning import find_direction, find_kept_directions
from avatar.brain.mentions import Whom, find_spoken, is_same
from avatar.brain.named_words import find_weighty, find_words
from avatar.brain.naming import HE, KIN, KINDS, SHE, find_meant, find_one
from avatar.brain.plain import split_words
from avatar.brain.recall import Said
from avatar.brain.slots import THEIRS, find_slot, find_telling
from avatar.brain.telling_back import LONGEST_TOLD, say_all_back
from avatar.brain.tellings import Found, Tellings
from avatar.brain.told_by_words import Question, find_by_words
from avatar.brain.wanted import Sure, Wanted

_MOST = 3
"""Sentences of an account of somebody or something."""
_FITTING = 0.3
"""What it is worth that a sentence holds what is wanted, beside how near it comes."""
_NEAR = 24
"""Letters between somebody and what is told of them."""
_OF_OTHERS = re.compile(rf"{LEAD}(?:i|we|you|there|my|our)\b")
_HE_DOES = re.compile(r"(?<=\w)(?:,| and| but| so| because|, so|, and|, but)? ((?:he|she|they)(?: |['’]).+)", re.I)
"""Where what somebody does begins, in a sentence of the user."""
_BEGINS_OF = re.compile(rf"{LEAD}(she|he)\b")
_OF_THEIRS = re.compile(rf"{LEAD}(?:his|her|their) (?:\w+ )?(?:{KIN})\b")


def put_x(wanted: Wanted, words: str) -> str:
    """A question with X for some words of it, as slots are asked for."""
    return f" {wanted.plain} ".replace(f" {words} ", " X ").strip()


def find_of_somebody(wanted: Wanted, whom: Whom, tellings: Tellings) -> Found | None:
    """What a question wants of somebody; None where they were not spoken of, or nothing of that was told."""
    about = [each for each in tellings.of(whom) if not _is_of_other(whom.who, each)]
    if not about:
        return None
    plain = put_x(wanted, whom.words)
    if (slot := find_slot(THEIRS, plain)) is not None:
        parts = [part for each in about if (part := _cut(whom, each, tellings)) is not None]
        one = find_telling(slot, parts, plain)
        return tellings.give([one], whole=True) if one is not None else None
    if wanted.noun in KINDS and (sort := _find_sort(wanted.noun, about)) is not None:
        return tellings.give([sort], whole=True)
    rest = wanted.rest.replace(whom.words, " ")
    if find_words(rest) or (wanted.noun and find_kind(wanted) not in (*HOLDS, "name")):
        return _of_words(wanted, whom, rest, about, tellings)
    return _of_them(wanted, whom, about, tellings)


def _of_them(wanted: Wanted, whom: Whom, about: Sequence[Said], tellings: Tellings) -> Found | None:
    """What a question wants that names nothing but somebody."""
    kind = find_kind(wanted)
    if wanted.wh == "who":
        return give_account(_with_who_it_is(about, tellings), tellings)
    if wanted.wh in ("about", "whether") and kind != "name":
        return give_account([each for each in about if _is_subject(whom.who, each)] or about, tellings)
    if kind in HOLDS:
        perhaps = tellings.of(whom, perhaps=True) if kind == "colour" else ()
        held = (each for each in (*reversed(about), *reversed(perhaps)) if HOLDS[kind].search(each.plain))
        return tellings.give([one], whole=True) if (one := next(held, None)) is not None else None
    if kind != "name":
        return None
    first = next((each for each in about if _speaks_of(whom.who, each)), about[0])
    return tellings.give([first], whole=False)


def _of_words(wanted: Wanted, whom: Whom, rest: str, about: Sequence[Said], tellings: Tellings) -> Found | None:
    """What a question wants that names something of somebody: of what was told of them, of what may have been, or of
    what was told beside it; else what tells a time or the like nearest to them, or comes nearest to the question."""
    found = find_by_words(Question(wanted, rest, whom), about, tellings)
    for others in (tellings.of(whom, perhaps=True), tellings.around(about)):
        if found is None or not found.whole:
            other = find_by_words(Question(wanted, rest, whom, strictly=True), others, tellings)
            found = other if other is not None and other.whole else found
    kind = find_kind(wanted)
    if found is not None:
        return found
    if kind in HOLDS and len(find_words(rest)) <= 1:
        return _find_nearest_to(whom, kind, about, tellings)
    if kind == "name":
        first = next((each for each in about if _speaks_of(whom.who, each)), about[0])
        return tellings.give([first], whole=False)
    return tellings.give([_find_nearest(wanted, kind, about)], whole=False) if wanted.sure > Sure.MAYBE else None


def give_account(about: Sequence[Said], tellings: Tellings) -> Found:
    """The most that can be said of somebody or something, the oldest first."""
    worth = sorted(about, key=lambda each: (-min(_MOST, len(find_weighty(each))), -each.turn))[:_MOST]
    kept = [each for each in about if each in worth]
    while kept and len(say_all_back([tellings.say(each) for each in kept])) > LONGEST_TOLD:
        kept = kept[1:]
    return tellings.give(kept or worth[:1], whole=True)


# ------------------------------------------------------------------------------------------------- which sentences


def _is_of_other(who: str, said: Said) -> bool:
    """Whether a sentence begins with "she", and somebody who is asked for is none."""
    found = _BEGINS_OF.match(said.plain)
    return found is not None and find_one(who) in (HE if found[1] == "she" else SHE)


def _cut(whom: Whom, said: Said, tellings: Tellings) -> Said | None:
    """A sentence of somebody, or the part of it that is: "she cooks", of "I'm from Slough, so she cooks"; None where no
    part is."""
    names = tellings.mentions.names
    spoken = any(is_same(whom.who, one, names) for one in find_spoken(said.plain))
    called = {name for name, who in names.items() if who == find_one(whom.who)} | {whom.who}
    if spoken or called & {*split_words(said.plain.replace("'s", ""))} or not _OF_OTHERS.match(said.plain):
        return said
    text, plain = _HE_DOES.search(said.text), _HE_DOES.search(said.plain)
    if text is None or plain is None:
        return None
    return said._replace(text=said.text[text.start(1) :], plain=said.plain[plain.start(1) :])


def _speaks_of(who: str, said: Said) -> bool:
    return any(re.search(rf"\b{re.escape(each)}s?\b", said.plain) for each in find_meant(who))


def _is_subject(who: str, said: Said) -> bool:
    """Whether a sentence tells of somebody, rather than of who is theirs."""
    return _speaks_of(who, said) or not _OF_THEIRS.match(said.plain)


def _with_who_it_is(about: Sequence[Said], tellings: Tellings) -> list[Said]:
    """What was told of somebody, and right behind it who it is: "it's my nan"."""
    found: list[Said] = []
    for each in about:
        after = tellings.behind(each)
        is_it = (
            after is not None
            and after.turn == each.turn
            and re.match(r"(?:it|he|she|they) (?:is|was|are)\b", after.plain)
        )
        found += [each, after] if after is not None and is_it else [each]
    return list(dict.fromkeys(found))


def _find_sort(noun: str, about: Sequence[Said]) -> Said | None:
    """What says of what sort one is: "a fat old labrador", of a dog."""
    sorts = {*find_meant(noun)} - {noun}
    return next((each for each in reversed(about) if sorts & {*split_words(each.plain)}), None)


def _find_nearest(wanted: Wanted, kind: str, about: Sequence[Said]) -> Said:
    """What of all that was told of somebody comes nearest to a question, and best holds what it wants."""
    near = find_kept_directions(each.plain for each in about) @ find_direction(wanted.plain)
    holds = HOLDS.get(kind)
    worth = [
        float(way) + _FITTING * bool(holds and holds.search(one.plain)) for way, one in zip(near, about, strict=True)
    ]
    return about[worth.index(max(worth))]


def _find_nearest_to(whom: Whom, kind: str, about: Sequence[Said], tellings: Tellings) -> Found | None:
    """What tells a time or the like nearest behind the word for somebody: "a baby in about nine weeks"."""
    best: tuple[int, Said] | None = None
    for each in about:
        said = re.search(rf"\b{re.escape(whom.who)}\b", each.plain)
        held = HOLDS[kind].search(each.plain, said.end()) if said else None
        if said and held and (best is None or held.start() - said.end() < best[0]):
            best = held.start() - said.end(), each
    return tellings.give([best[1]], whole=True) if best is not None and best[0] <= _NEAR else None
