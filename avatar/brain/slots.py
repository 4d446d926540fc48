"""What everybody is asked of themselves and of theirs (work, home, age, what ails them), and how such things are told.

Each of them is a slot: how it is asked for, and the ways to tell it, the plainest first. Of two sentences that tell it
as plainly the later one counts, since it puts the earlier one right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from avatar.brain.recall import Said
from avatar.brain.telling_life import (
    aged,
    ails,
    am_in,
    come_from,
    doing,
    has_got,
    have_place,
    in_year,
    lives,
    moved,
    now_aged,
    own_doing,
    their_age,
    their_home,
    their_stay,
    their_town,
    was_in,
    wed,
)
from avatar.brain.telling_work import (
    at_school,
    own_deed,
    own_field,
    own_making,
    own_place,
    own_school,
    own_trade,
    own_work,
    place_of_work,
    shaped_trade,
    studies,
    their_deed,
    their_habit,
    their_past,
    their_school,
    their_study,
    their_trade,
)
from avatar.brain.ways_to_tell import Way, told, written


class Slot(NamedTuple):
    """One thing that is asked for."""

    name: str
    asked: re.Pattern[str]
    """What asks for it, with X for somebody of the user's."""
    ways: tuple[Way, ...]
    """The ways to tell it, the plainest first."""
    past: Way | None = None
    """What tells it of earlier days, which is wanted only where a question asks for those, or nothing else was told."""


WORK = Slot(
    "work",
    re.compile(
        r"\bmy (?:new |old |first |last |present |current )?(?:job|work|profession|occupation|trade|living"
        r"|career|line of work)\b(?! (?:like|hard|interesting|boring)\b)"
        r"|\bi (?:do|did|am doing|was doing)(?: (?:for|at) (?:work|a (?:living|job)|money|my (?:job|work"
        r"|living)|the day)| all day| before| before i retired)?$"
        r"|\bi work as$|\bam i training (?:to be|for|as)\b|\bi am training (?:to be|for|as)\b|\bi (?:do"
        r"|did) for a\b|^(?:what|which) (?:\w+ )?(?:job|work|trade) (?:do|did|have|am|was) i\b"
    ),
    (own_trade, own_deed, own_field, own_place, shaped_trade, own_making, own_work),
    told(r"\b(?:was|were|used to|worked|taught|drove|ran|before|first|retired|sold|delivered)\b"),
)
WORKPLACE = Slot(
    "workplace",
    re.compile(
        r"^where (?:(?:do|did|am|was) )?i (?:\w+ )?(?:work|working|worked)\b(?: for| now| at)?|\bi "
        r"work(?:ed)?(?: in| at| for)?$|^where (?:is|was) my (?:work|workplace|job)$"
    ),
    (
        place_of_work,
        own_place,
        told(r"\bmy (?:hours|shifts?|boss|manager|job)\b.* (?:at|in) (?:the|an?|my|our) \w+"),
        own_trade,
        own_deed,
        own_field,
        own_work,
    ),
    told(r"\b(?:was|were|used to|worked|taught|before|first|retired)\b"),
)
STUDY = Slot(
    "study",
    re.compile(
        r"\bi (?:am |was )?(?:study|studying|studied|read at|doing at (?:uni|college|university)|do at "
        r"(?:uni|college|university))\b$|\bmy (?:subject|degree|course|major)\b$"
    ),
    (studies, at_school),
)
HOME = Slot(
    "home",
    re.compile(
        r"\b(?:i|we) (?:\w+ )?(?:live|living|based)(?: in| at)?$|\bis my home$|\bmy (?:town|city|address"
        r"|home|house|flat)$|^where am i$|\bam i based\b"
    ),
    (lambda said: lives(said) or moved(said), am_in, was_in, have_place, come_from),
    told(r"\b(?:lived|used to|grew up|was|were|spent)\b"),
)
ORIGIN = Slot(
    "origin",
    re.compile(
        r"\b(?:am i from|i am from|i come from|did i come from|i came from|was i born|i was born|did i "
        r"grow up|i grew up|where i am from)\b"
    ),
    (come_from, am_in, lambda said: lives(said) or moved(said)),
)
AGE = Slot(
    "age",
    re.compile(r"^how old (?:do |did |will |am |are )?(?:i|we)(?: am| was| say| now| be| are)*$|\bmy age\b"),
    (now_aged, aged),
)
SCHOOL = Slot(
    "school",
    re.compile(
        r"^(?:where|what (?:uni|university|college|school)) (?:do|did|am|was|are) (?:i|we) (?:study"
        r"|studying|at (?:uni\w*|school|college)|go to (?:uni\w*|school|college)|go|doing)\b"
    ),
    (own_school, studies, at_school),
)
YEAR = Slot("year", re.compile(r"^(?:what|which) year (?:am i|i am|are we|of)\b"), (in_year,))
WED = Slot(
    "wed", re.compile(r"^how long (?:have|had|were|are|was) (?:i|we) (?:been )?(?:married|together|wed)\b"), (wed,)
)
OWN_DOING = Slot(
    "doing", re.compile(r"^what (?:am i|are we|was i) (?:doing|up to)(?: now| today| tonight| here)?$"), (own_doing,)
)

JOURNEY = Slot(
    "journey",
    re.compile(r"\b(?:am i|are we|will i|do i)(?: \w+)? (?:go|going|moving|travelling|traveling|flying|heading|off)\b"),
    (
        told(
            r"\b(?:going|moving|travelling|traveling|flying|off|heading|driving) to (?!bed\b|sleep\b|work\b|be\b"
            r"|do\b|have\b|get\b|make\b|try\b|say\b|see\b)\w+"
            r"|\b(?:trip|holiday|flight|bus|train|plane|ferry|boat|coach|tram|way) to \w+"
        ),
        told(r"\b(?:have |we |i )booked (?!a table|the vet|it\b|an? appointment)\w+"),
    ),
)
TROUBLE = Slot(
    "trouble",
    re.compile(
        r"\bmy (?:problem|trouble|worry|issue|complaint|difficulty|bother)(?: is| was)?$|\bi (?:complain"
        r"|complaining|moan|moaning|worry|worried|struggle|struggling|stuck)(?: about| with| on)?$"
        r"|^(?:what )?(?:was|is) wrong$"
    ),
    (
        told(
            r"\b(?:problem|trouble|issue|worry|bother) (?:is|was|with)\b|\bi (?:can not|could not|am worried"
            r"|struggle|keep|am stuck|am scared|am afraid|have lost)\b|\b(?:broken|broke|stuck|will not|does not"
            r"|keeps?|leak\w*|lost|hurts?|aches?)\b"
        ),
    ),
)
RISING = Slot(
    "rising",
    re.compile(
        r"^(?:what time|when) .*\bi (?:\w+ )?(?:to )?(?:be |get |getting |got )?(?:up|wake|waking|wake "
        r"up)(?: tomorrow| today| on \w+| every day| in the morning| for .+)*$"
    ),
    (told(r"\b(?:up|wake|woke|waking|wake up) (?:at|by|before|around|about)\b"),),
)
EATING = Slot(
    "eating",
    re.compile(
        r"^what (?:did|have|do|am|was|have) (?:i|we) (?:just )?(?:have to eat|eat|eaten|eating|ate)(?: "
        r"today| tonight| just now)*$"
    ),
    (
        told(
            r"\b(?:i|we) (?:\w+ )?(?:had|ate|have eaten|am eating|am having) (?!(?:a|an|the) (?:bad|good|great"
            r"|lovely|row|chat|dream|baby"
            r"|shower|bath|long|hard|difficult|supervisor|boss)\b|to\b|been\b|it\b|my\b|him\b|her\b)"
        ),
    ),
)
UNABLE = Slot(
    "unable",
    re.compile(r"^what (?:can not i|am i not allowed to|can i not) (?:do|play|go)$"),
    (
        told(
            r"\bi (?:can not|am not allowed to) (?!sleep\b|wait\b|believe\b|remember\b|tell\b|see\b|say\b"
            r"|think\b|help\b)\w+"
        ),
    ),
)
HOBBY = Slot(
    "hobby",
    re.compile(r"\bmy (?:hobby|hobbies|pastime)\b|\bi do (?:for fun|in my (?:spare|free) time)"),
    (
        told(r"\bmy hobby\b|\bin my spare time\b|\bi (?:have )?(?:taken|took) up\b"),
        told(
            r"\bi (?:\w+ )?(?:play|collect|knit|paint|draw|sew|garden|fish|swim|run|cycle|sing|dance|bake|read"
            r"|climb|walk"
            r"|make)\b"
        ),
    ),
)
LIKING = Slot(
    "liking",
    re.compile(r"\bi (?:like|love|enjoy)(?: doing| most| best)?$"),
    (told(r"\bi (?:\w+ )?(?:like|love|enjoy|adore|am (?:fond of|keen on|mad about|into|obsessed with))\b"),),
)
HATING = Slot(
    "hating",
    re.compile(r"\bi (?:hate|dislike|can not (?:stand|abide|bear))(?: most)?$|^what can not i (?:stand|abide|bear)$"),
    (told(r"\bi (?:\w+ )?(?:hate|dislike|detest|loathe|can not (?:stand|abide|bear))\b"),),
)

OWN: tuple[Slot, ...] = (
    WORKPLACE, WORK, SCHOOL, STUDY, HOME, ORIGIN, AGE, YEAR, WED, OWN_DOING, JOURNEY, TROUBLE, HOBBY, UNABLE,
    RISING, EATING, LIKING, HATING,
)  # fmt: skip
"""What is asked of the user."""

THEIRS: tuple[Slot, ...] = (
    Slot(
        "work",
        re.compile(
            r"^what (?:do|does|did) X do(?: for (?:work|a living|a job|money)| all day| now)?$|\bX (?:job|work"
            r"|profession|trade)$|^(?:what|about) X (?:do|does|did)(?: for .*)?$|^where (?:do|does|did) X "
            r"work\b|^where X works?\b|\bX works? as$"
        ),
        (their_trade, their_deed, their_habit),
        their_past,
    ),
    Slot(
        "study",
        re.compile(
            r"^what (?:is|does|did|was|are|do) X (?:study|studying|reading|learning|doing at (?:uni\w*|college"
            r"|school))\b"
            r"|^what X (?:studies|is studying)"
        ),
        (their_study, told(r"\b(?:studying|studies|studied|reading|at (?:uni\w*|college))\b")),
    ),
    Slot(
        "school",
        re.compile(
            r"^where (?:is|does|did|was|are|do) X (?:study|studying|at (?:uni\w*|school|college)"
            r"|go to (?:uni\w*|school|college))\b"
        ),
        (their_school, written(r"\b(?:at|in) [A-ZÀ-Þ]")),
    ),
    Slot(
        "home",
        re.compile(
            r"^where (?:do|does|did|is|are|was|were|has|have) X(?: \w+)? (?:live|living|lived|based|moved?"
            r"|moved to|moving|moving to|stay|staying|gone)(?: to| now)*$|^where X (?:lives?|lived|moved)\b"
        ),
        (their_home, their_town, their_stay),
    ),
    Slot(
        "stay",
        re.compile(r"^where (?:is|are|was|were) X(?: now| gone| at| these days)*$|^where X (?:is|are)$"),
        (their_town, their_stay, their_home),
    ),
    Slot("age", re.compile(r"^how old (?:is|are|was|were|will) X\b|\bX age$|^how old X (?:is|are)"), (their_age,)),
    Slot(
        "ails",
        re.compile(
            r"^what (?:is|was) (?:wrong|the matter|up|the problem|the trouble) with X$|^about X problem$"
            r"|^what (?:is|was) X problem$"
        ),
        (ails, has_got),
    ),
    Slot(
        "origin",
        re.compile(
            r"^where (?:is|are|was|were|does|do|did) X (?:originally )?(?:come )?from\b|^where X (?:is"
            r"|comes?) from\b"
        ),
        (told(r"\b(?:is|are|was|were|comes?|came) (?:originally )?from\b|\b(?:born|grew up|raised) in\b"),),
    ),
    Slot(
        "having",
        re.compile(r"^what (?:has|have|does|did|do) X (?:got|have|had|own)$"),
        (told(r"\b(?:has|have|had|got|owns?|keeps?)\b (?:got )?(?:an?|the|two|three|four|five|some|no)\b"),),
    ),
    Slot(
        "saying",
        re.compile(
            r"^what (?:did|does|do|has|have) X (?:say|said|tell me|told me|think|reckon)(?: to me"
            r"| to us| about it| about me)?$|^what X (?:says|said|thinks)(?: to me| about it)?$"
        ),
        (told(r"\b(?:says?|said|thinks?|thought|reckons?|reckoned|told|tells)\b"),),
    ),
    Slot(
        "liking",
        re.compile(r"^(?:what|which|who)\b.*\bX (?:\w+ )?(?:like|love|prefer|enjoy)s?(?: doing| best| most| to do)?$"),
        (
            told(
                r"\b(?:likes?|loves?|prefers?|enjoys?|liked|loved|keen on|mad about|fond of|(?:is|are) into"
                r"|favourite)\b"
            ),
        ),
    ),
    Slot(
        "hating",
        re.compile(r"^(?:what|which|who)\b.*\bX (?:\w+ )?(?:hate|dislike)s?(?: most)?$"),
        (told(r"\b(?:hates?|dislikes?|can not stand|hated|loathes?|does not like)\b"),),
    ),
    Slot(
        "doing",
        re.compile(
            r"^what (?:is|are|was|were) X (?:doing|up to)(?: right| now| there| these days| today| tonight| "
            r"at the moment)*$"
        ),
        (doing, told(r"\b(?:is|are) (?:in|at|on|off|out|over|up|away) .*\b\w{3,}ing\b")),
    ),
)
"""What is asked of somebody or something of theirs: X."""
_OF_THE_PAST = re.compile(r"\b(?:was|were|did|used|before|retired|had)\b(?! i (?:say|tell|mention|said)\b)")


def find_slot(slots: Sequence[Slot], *asked: str) -> Slot | None:
    """The slot that a question asks for, in one of the forms in which it may be put; None for none."""
    return next((slot for slot in slots if any(slot.asked.search(each) for each in asked)), None)


def find_telling(slot: Slot, told: Sequence[Said], asked: str) -> Said | None:
    """The sentence that tells what a slot asks for most plainly, the later of two; None where none tells it."""
    past = bool(_OF_THE_PAST.search(asked))
    for way in slot.ways:
        found = [each for each in told if way(each)]
        if slot.past is not None and found:
            found = [each for each in found if slot.past(each) == past] or ([] if not past else found)
        if found:
            return found[-1]
    return next((each for way in slot.ways for each in reversed(told) if way(each)), None)
