"""Set phrases that say something else than their words: "give over", "help yourself", "get away with you".

Their words can't be told back as a favour ("I can't give over"). Each kind has an occasion that answers what is meant.
"""

from __future__ import annotations

import re

from avatar.brain.leads import lead

_LEAD = lead("no|nah|just|please|you|go on|now now")
_TAIL = (
    r"(?: (?:now|then|please|you|will you|would you|wont you|haha|lol|eh|though|for (?:goodness|heavens|petes) sake"
    r"|love|mate|pal|duck|hun|dear|darling|my (?:love|friend|lovely|dear)|old (?:chap|thing|boy)|a minute|a bit))*"
)
_KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "what was said is hardly believed, and liked",
        (
            r"give over|get away(?: with (?:you|it))?|get out of (?:it|here|town)|pull the other one"
            r"(?: it (?:has|is) got bells on(?: it)?)?|come off it|go on with you|get off|do one|you are having me on"
            r"|(?:are you |you are )?(?:having|pulling) (?:me on|my leg)|do not make me laugh|as if"
            r"|do (?:me|us) a favour|(?:lets|let us) be having you"
        ),
        ("=really",),
    ),
    (
        "an end is asked for, mostly in fun",
        (
            r"leave off|steady(?: on)?|give it a rest|pack it in|knock it off|behave(?: yourself)?|wind your neck in"
            r"|less of the cheek"
            r"|keep your (?:hair|shirt) on|hold your horses|easy(?: (?:does it|tiger|there))?|calm down|cheeky"
            r"|(?:do not|stop) (?:be(?:ing)?) (?:so )?(?:cheeky|silly|daft|soft|like that)|less of (?:it|that)"
            r"|mind your (?:own(?: business)?|manners|language)|watch (?:it|yourself|your (?:tongue|mouth|step))"
            r"|none of your cheek|enough of (?:that|your cheek)|put a sock in it|simmer down|settle down|get on with it"
            r"|pull yourself together|get a grip|get real|stop pulling my leg|you (?:would say that|can talk)"
        ),
        ("=told off", "=seen"),
    ),
    (
        "something is allowed or wished, kindly",
        (
            r"help yourself|take your time|(?:there is )?no (?:rush|hurry)|make yourself (?:at home|comfortable)"
            r"|be my guest|after you|feel free|suit yourself|please yourself|(?:keep your )?chin up|cheer up"
            r"|do not be shy|(?:ask|fire) away|be good|remember to breathe|keep (?:going|talking|at it)|do your worst"
            r"|take it easy|take a (?:seat|pew)|sit yourself down|fill your"
            r" boots"
            r"|knock yourself out|keep the change|have it your(?: own)? way|carry on|as you (?:like|were|please|wish)"
        ),
        ("=urged", "=seen"),
    ),
    (
        "it is owned to be fair",
        (
            r"fair dos?|fair do s|fairs fair|fair is fair|touche|fair play(?: to you)?"
            r"|you can say that again|say no more|too right|you are not wrong"
        ),
        ("=agreed",),
    ),
)
"""Set phrases by what is meant, and the occasions that answer them, the best first."""
_SAYINGS = tuple((re.compile(f"{_LEAD}(?:{pattern}){_TAIL}"), cues) for _, pattern, cues in _KINDS)


_MOST = 12
"""Words of a set phrase, with what goes before and behind it."""


def find_saying(plain: str) -> tuple[str, ...]:
    """The occasions that answer a plain sentence which is no more than a set phrase; none where it is none."""
    if len(plain.split()) > _MOST:
        return ()
    return next((cues for pattern, cues in _SAYINGS if pattern.fullmatch(plain)), ())
