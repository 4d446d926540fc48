"""What the user told in half a sentence, as the whole one that it stands for.

"Dental nurse, me" is "I'm a dental nurse", "mine is purple" after "what's your favourite colour?" is "my favourite
colour is purple", "paramedic" after "what do you do?" is "I'm a paramedic", and "no, fifteen" puts "she's fourteen"
right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from avatar.brain.leads import LEAD, LEADS
from avatar.brain.plain import split_words
from avatar.brain.recall import Said
from avatar.brain.sentences import Act
from avatar.brain.trades import find_subject, find_trade, is_known_trade, is_trade

_LATELY = 3
"""Turns back to what half a sentence may take up."""
_NUMBER = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir"
    r"|for|fif|six|seven"
    r"|eigh|nine)ty(?:[ -]\w+)?)"
)
_HAS_VERB = re.compile(
    r"\b(?:i|he|she|it|we|they|you|there|that|this)\b|\b(?:is|are|was|were|am|has|have|had|does|did|will|would|can)\b"
)
_LEAD = re.compile(rf"^(?:(?:{LEADS}|yeah|yes|just|only|mostly)[, ]+)*", re.I)
_TAIL = re.compile(
    r"(?:[, ]+(?:me|actually|haha|lol|tbh|btw|really|mostly|i suppose|i guess|then|for my sins))+[.! "
    r"]*$",
    re.I,
)


def complete(said: Sequence[Said]) -> list[Said]:
    """All that was said, the halves of sentences as what they stand for, without what was put right later."""
    made: list[Said] = []
    for place, each in enumerate(said):
        before = [one for one in said[max(0, place - 6) : place] if each.turn - one.turn <= _LATELY]
        if (right := _put_right(each, made)) is not None:
            made = right
            continue
        if (
            made
            and made[-1].act is not Act.QUESTION
            and each.turn == made[-1].turn
            and _WHO_IS.match(each.plain)
            and not each.text.endswith("?")
        ):
            last = made.pop()
            text = f"{last.text.rstrip(' .,!')}, {each.text}"
            made.append(last._replace(text=text, plain=_plain(text), act=Act.FACT))
            continue
        whole = next((text for way in _WAYS if (text := way(each, before))), "")
        made += [each, each._replace(text=whole, plain=_plain(whole), act=Act.FACT)] if whole else [each]
    return made


_WHO_IS = re.compile(
    r"(?:who|which) (?:is|was|are|were|has|had|works?|worked|lives?|lived|got|went|plays?"
    r"|[a-z]+s)\b(?! (?:you|i|it)\b)"
)
"""What tells more of somebody who ends the sentence before it."""


def _plain(text: str) -> str:
    low = text.lower().replace("i'm", "i am").replace("i've", "i have")
    return " ".join(re.sub(r"[^\w\s']", " ", low).split())


def _bare(text: str) -> str:
    return _TAIL.sub("", _LEAD.sub("", text.strip())).strip(" .!,;:")


def _article(noun: str) -> str:
    return (
        noun if re.match(r"(?:an?|the|my|in) ", noun, re.I) else f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"
    )


# ------------------------------------------------------------------------------------------ what stands for itself

_ME = re.compile(r"(?P<what>[\w' -]{3,40}?),? me\b(?! (?:and|too|neither)\b)", re.I)
_I_AM_ONE = re.compile(r"\b(?:i am|i'm|i was|i used to be) one\b", re.I)
_WHERE_I_WORK = re.compile(
    r"\b(?:at|in|from|to|of|near|outside|round|for) ((?:the|a|an) (?:[\w'-]+ ){1,3}?)(?:where|that"
    r"|which) i (work|worked)\b",
    re.I,
)
_ON_MY_ROUND = re.compile(r"^as an? ((?:[\w'-]+ ){0,2}?[\w'-]+),? (?:i|my|we)\b", re.I)


_NAMED_AS = re.compile(
    r"\bi['’]?m [\w'-]+, (?P<what>(?:an? )?(?:[\w-]+ ){0,2}?(?P<trade>[\w-]+))"
    r"(?P<where> (?:from|in|at) [\w' -]+?)?(?=[,.!]|$)",
    re.I,
)
"""What somebody is, behind their name: "I'm Terry, plumber from Leeds"."""
_I_AM_NAMED = re.compile(r"i['’]?m [\w'-]+", re.I)
_WORKS_BARE = re.compile(
    r"(?:.*, )?(?:still |just )?(?P<works>(?:work|worked) "
    r"(?:(?:nights|days|shifts|evenings|weekends|part time|full time|mornings)\b(?: (?:at|in|for|on) [\w' -]+?)?"
    r"|(?:at|in|for|as) (?:an?|the|my) [\w' -]+?))(?=,| and | but | so |$)",
    re.I,
)
"""Where somebody works, without the "I": "work nights at a bakery and can't sleep"."""


def _as_work(each: Said, before: Sequence[Said]) -> str:
    """What somebody is, or where they work, told in passing."""
    named = before and before[-1].turn == each.turn and _I_AM_NAMED.fullmatch(before[-1].text.strip(" .!"))
    found = _NAMED_AS.search(f"{before[-1].text.strip(' .!')}, {each.text}" if named else each.text)
    if found is not None and is_known_trade(found["trade"].lower()):
        return f"I'm {_article(found['what'])}{found['where'] or ''}"
    works = _WORKS_BARE.match(_bare(each.text))
    return f"I {works['works'][0].lower()}{works['works'][1:]}" if works is not None else ""


def _as_trade(each: Said, before: Sequence[Said]) -> str:
    """A trade that is told beside something else: "or the pharmacist, which is awkward because I am one"."""
    if (found := _ME.match(_LEAD.sub("", each.text))) and is_trade(found["what"].split()[-1].lower()):
        return f"I'm {_article(found['what'])}"
    if one := _I_AM_ONE.search(each.text):
        spoken = [*before[-1:], each._replace(plain=each.plain.split(" i am one")[0])]
        for told in reversed(spoken):
            named = [word for word in split_words(told.plain) if is_trade(word) or is_trade(word.removesuffix("s"))]
            if named:
                trade = named[-1] if is_trade(named[-1]) else named[-1].removesuffix("s")
                verb = "I was" if "was" in one[0] or "used" in one[0] else "I'm"
                return f"{verb} {_article(trade)}"
    if (found := _ON_MY_ROUND.match(_LEAD.sub("", each.text))) and is_trade(found[1].split()[-1].lower()):
        return f"I'm {_article(found[1])}"
    if found := _WHERE_I_WORK.search(each.text):
        return f"I {found[2].lower()} at {found[1].strip()}"
    return ""


# ------------------------------------------------------------------------------------- what answers the user's own

_MINE_IS = re.compile(
    r"(?:(?:and|but|well|so|oh|i can't say that at work,? but) )*mine(?:'s| is| was|s) (?P<what>.+)", re.I
)
_BUT_MINE = re.compile(r"\b(?:but|and|though),? mine(?:'s| is| was|s) (?P<what>.+)", re.I)
_ASKED_OF_YOURS = re.compile(
    r"\b(?:your|the) ((?:favourite|best|worst|least favourite|first|biggest|earliest|happiest) [\w ]+?)"
    r"(?: (?:you have|you had|you've|you ever|ever|then|of all|in the world|at the moment).*)?$|\byour (\w+(?: \w+)?)$"
)
"""What the user asked the character for: "what's your favourite colour", "what's the best present you ever had"."""
_HEROES = re.compile(r"\bhave you (?:got )?(an? [\w ]+?)$|\bdo you have (an? [\w ]+?)$")


def _as_mine(each: Said, before: Sequence[Said]) -> str:
    """ "Mine is purple", as what was asked for."""
    found = _MINE_IS.fullmatch(_LEAD.sub("", each.text.strip())) or _BUT_MINE.search(each.text)
    if found is None:
        return ""
    for one in reversed(before):
        asked = _ASKED_OF_YOURS.search(one.plain) or _HEROES.search(one.plain)
        if one.act is Act.QUESTION and asked:
            noun = next(filter(None, asked.groups()))
            verb = "was" if " was " in f" {each.plain} " else "is"
            return f"my {re.sub('^an? ', '', noun)} {verb} {found['what'].strip(' .!')}"
    return ""


# ---------------------------------------------------------------------------------- what answers the character's own

_ASKS_WORK = re.compile(
    r"\bwhat do you do\b(?! (?:in|on|with|when|if)\b)|\bwhat(?:'s| is) your (?:job|work|line|trade|profession)\b"
    r"|\bwhat (?:sort|kind) of work\b|\bwhat are you (?:by trade|when you're at work)\b|\bis it your work\b",
    re.I,
)
_ASKS_STUDY = re.compile(
    r"\bwhat (?:do|are|did) you (?:study|studying|read|reading at|learn)|\bwhich subject\b|\bwhat "
    r"subject\b",
    re.I,
)
_ASKS_PLACE = re.compile(
    r"\bwhere (?:do you live|are you (?:from|calling|writing|typing|speaking)|is (?:that|it|home)|did you grow up)\b"
    r"|\bwhereabouts\b|\bwhat town\b",
    re.I,
)
_MOST = 7
"""Words of an answer that is no sentence."""


def _as_answer(each: Said, before: Sequence[Said]) -> str:
    """Words that answer what the character had just asked, as a sentence."""
    bare = _bare(each.text)
    if (
        not each.after
        or not bare
        or len(bare.split()) > _MOST
        or _HAS_VERB.search(each.plain)
        or each.text.endswith("?")
    ):
        return ""
    if _ASKS_STUDY.search(each.after) and find_subject(each.plain):
        return f"I study {bare}"
    if _ASKS_WORK.search(each.after) and find_trade(_article(bare.lower())):
        return f"I'm {_article(bare)}"
    if _ASKS_PLACE.search(each.after) and bare[:1].isupper() and len(bare.split()) <= 4:
        return (
            f"I'm from {bare}" if "from" in each.after else f"I live in {re.sub('^(?:in|near) ', '', bare, flags=re.I)}"
        )
    return ""


_FAVOURITE_IS = re.compile(rf"{LEAD}my (favourite|best|worst)(?: one)?(?: is|'s| was) (?P<what>.+)", re.I)
_LIKES = re.compile(
    r"\b(?:do you (?:like|enjoy|know(?: any)?|have(?: any)?|collect|read|eat)|have you got any) "
    r"(?:\w+ )?(\w+?)s?$"
)


def _as_favourite(each: Said, before: Sequence[Said]) -> str:
    """ "My favourite is lunch", behind "do you like words?": of words."""
    found = _FAVOURITE_IS.fullmatch(each.text.strip())
    if found is None:
        return ""
    asked = (_LIKES.search(one.plain) for one in reversed(before) if one.act is Act.QUESTION)
    noun = next((one[1] for one in asked if one), "")
    return f"my {found[1]} {noun} is {found['what'].strip(' .!')}" if noun else ""


_WAYS: tuple[Callable[[Said, Sequence[Said]], str], ...] = (_as_work, _as_trade, _as_mine, _as_favourite, _as_answer)


# --------------------------------------------------------------------------------------------- what is put right

_CORRECTS = re.compile(
    rf"(?:(?:no|sorry|wait|oh|actually|i mean|i tell a lie|er+|um+|hang on|make that|nope)[,. ]+)+(?P<number>{_NUMBER})"
    r"(?: (?:actually|sorry|i mean|rather|not \w+))*",
    re.I,
)
_ANY_NUMBER = re.compile(rf"\b{_NUMBER}\b", re.I)


def _put_right(each: Said, made: Sequence[Said]) -> list[Said] | None:
    """All that was made, with the number put right that a sentence corrects; None where it corrects none."""
    found = _CORRECTS.fullmatch(each.text.strip(" .!"))
    if found is None:
        return None
    for place in range(len(made) - 1, max(-1, len(made) - 4), -1):
        told = made[place]
        numbers = list(_ANY_NUMBER.finditer(told.text))
        if each.turn - told.turn <= _LATELY and len(numbers) == 1 and told.act is not Act.QUESTION:
            text = told.text[: numbers[0].start()] + found["number"] + told.text[numbers[0].end() :]
            plain = _ANY_NUMBER.sub(found["number"].lower(), told.plain)
            return [*made[:place], told._replace(text=text, plain=plain), *made[place + 1 :]]
    return None
