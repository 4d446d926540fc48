"""What kind of answer a question wants: one of two, a yes or no, advice, a view, a fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from avatar.brain.leads import LEAD


class Fit(NamedTuple):
    """An occasion that answers a sentence, and what its words need (`<bot one>`)."""

    cue: str
    found: Mapping[str, str] = {}


_OPTION = r"(?:a |an |the )?(.+?)"
_CHOICES = (
    re.compile(r"(?:so )?would you (?:rather|prefer to|sooner) (.+) or (.+)"),
    re.compile(rf"(?:which|what|who) (?:one )?(?:\w+ )?(?:is|are|do you|would you|was)? ?(?:like|prefer|choose"
    rf"|pick|take|better|best|cuter"
        rf"|more \w+|\w+er|worse)(?: better| more| best)? {_OPTION} or {_OPTION}"),
    re.compile(rf"(?:do|would) you (?:\w+ )?(?:prefer|like|choose|want|drink|eat"
    rf"|use) {_OPTION} or {_OPTION}(?: better| more| best)?"),
    re.compile(rf"are you (?:more of )?(?:a |an )?(?:more )?{_OPTION} or (?:more of )?{_OPTION}(?: person| guy"
    rf"| girl| kind of person)?"),
    re.compile(rf"(?:is|are) (?!you\b){_OPTION} (?:better|nicer|worse|cooler|cuter|smarter|tastier|funnier"
    rf"|healthier|more \w+) than {_OPTION}"),
    re.compile(r"(?:do you think )?(\w+(?: \w+){0,2}) or (\w+(?: \w+){0,2})"),
    re.compile(r"(\w+(?: \w+){0,2}) (?:vs|versus|v) (\w+(?: \w+){0,2})"),
)  # fmt: skip
"""Ways to ask for one of two."""
_MEASURED = re.compile(
    r"(?:what|which|who)(?: one| \w+)? (?:is|are|was|has|have|came|runs|weighs) (?:the )?(?:bigger|larger|smaller"
    r"|taller|higher|heavier|lighter"
    r"|older|younger|faster|quicker|slower|longer|shorter|deeper|hotter|colder|farther|further|closer|nearer"
    r"|wider|first|more)\b.* or "
)
"""One of two by a measure, which is no matter of taste."""
_NO_CHOICE = re.compile(
    r"(?:not|nah|no|nope|did it|(?:is|was|are|were|does|do|did|can|could|will|would|has|have|should|shall)\b(?! you\b)"
    r"|what|something|whatever|nothing|so|maybe|yes|anything|other|else|less|not yet)\b"
)
_YES_OR_NO = re.compile(r"(.+?) (?:yes or no|yay or nay|yea or nay|good or bad|hot or not)|(?:yes or no) (.+)")
_THAN = re.compile(
    r"(?:are|do|can|could) you (?:\w+ ){0,3}?(?:better|smarter|cleverer|funnier|faster|stronger|older|more \w+"
    r"|\w+er) than (.+)"
)
_ADVISED = re.compile(
    r"(?:do you think |so )?(?:should|shall|ought|must) (?:i|we)\b(?! (?:ask|tell|talk|call|say|see|play"
    r"|sing) (?:you|that))"
    r"|(?:do you think )?(?:i|we) should\b|is it (?:ok|okay|worth it|a good idea|too late|too soon)\b"
)
_AT_A_LOSS = re.compile(
    r"(?:so |and |but )?(?:what|how) (?:\w+ ){0,2}?(?:should|shall|do|can|could|would) (?:i|we) (?:do|say|tell"
    r"|even|possibly)\b"
    r"|how (?:do|can|could|would|should) (?:i|we) (?:tell|talk|ask|say|deal|get over|stop|start|survive|impress"
    r"|convince|help|be"
    r"|make (?:him|her|them|my|a friend)|know if|become|cheer|cope|handle|live with|forget|get rid of|meet|find a)\b"
    r"|how (?:do|can) (?:you|people) (?:deal|cope|get over|handle|live with|make friends)\b"
    r"(?!(?: with)? (?:it|that|this|them)\b)"
    r"|(?:any|got any|do you have (?:any|some)|have you got any|can you give me (?:some|any)?|give me (?:some"
    r"|any)?) ?(?:\w+ )?(?:tips?|tricks?|hints?|pointers?|advice)\b"
    r"|what would you (?:tell|say to|advise) (?:him|her|them|me)$"
    r"|what would you do(?: (?:if you were me|in my (?:place|shoes|situation)|about (?:it|that)))?$"
)
_HOPED = re.compile(
    r"(?:do you (?:think|reckon|believe) )?(?:(?:i|we) will|will (?:i|we)|am i going to"
    r"|i am going to|(?:i|we) can|can i)\b(?! have\b).*"
)
"""What somebody hopes for, or fears, of themselves."""
_SUGGESTED = re.compile(
    r"(?:so |and |do you know )?(?:what|where|who|when|which) (?:\w+ ){0,2}?(?:should|shall|can|could) (?:i"
    r"|we)\b(?! (?:do|say|tell|call you)\b)"
    r"|(?:so |and )?(?:what|where|who|when|which) (?:\w+ )?do you (?:think|reckon) (?:i|we) (?:should|could|can)\b"
    r"|(?:can you |could you |please )?(?:recommend|suggest)\b|what would you (?:recommend|suggest|get|buy|wear|cook)\b"
    r"|(?:any|got any|do you have any|have you got any) (?:ideas?|suggestions?|recommendations?)"
    r"(?! (?:why|who|what|where|when|how|if|whether)\b)"
)
_OF_MINE = re.compile(
    r"(?:do you (?:still )?(?:know|remember) |can you guess |guess )?(?:what|who|where|when|how old|which|how many)\b"
    r"(?! (?:should|can|could|do|would|shall|am) i\b).*"
    r"\b(?:my|i|(?<!like )(?<!than )(?<!as )(?<!besides )(?<!except )me|mine)\b"
)
_VIEW = re.compile(
    r"(?:so )?(?:what (?:do you|you|did you|would you) (?:think|make|say(?! to (?!that|this|an?|some)\b))"
    r"|how do you feel|(?:any |what are your )?(?:thoughts|opinions?|views?|feelings)"
    r"|what is your (?:\w+ )?(?:opinion|take|view|thoughts?)) (?:of|about|on|to) (?!when\b|if\b|what\b|how\b)(.+)"
)
_TO_YOU = re.compile(
    r"(?:\w+ ){0,2}?(?:do|did|are|were|have|has|had|can|could|would|will|should|may|might) you\b|you\b"
)
_OF_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b")
_ANYBODY = re.compile(
    r"how (?:do|can|would|could) you (?!like\b|feel\b|know\b|do\b|take\b|keep\b|spend\b|see\b|think\b"
    r"|celebrate\b)\w+ (?:a|an|the) \w+$|how (?:do|can|would|could|might|should) you (?:say|spell|make|cook|get"
    r"|pronounce|write|tell if|know if"
    r"|know when|clean|fix|bake|open|play|"
    r"translate|call|use|remove|find|change|grow|train)\b"
)
_PRESENT = re.compile(r"(?:do you know if )?(?:is|are) there\b")
_KNOWN = re.compile(
    r"(?:do you know|have you heard of|are you familiar with|did you hear about) (?!what|who|where|when|why|how"
    r"|if|that|any|a |an |the |me\b|my\b|it\b)"
    r"(\w+(?: \w+){0,2})"
)
_CONFIRMED = re.compile(
    rf"{LEAD}(?:you|he|she|it|that|they|this|there|your \w+) "
    r"(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|not|never|just|really|must|live|lives|like"
    r"|likes|know|knows|only|also)\b.*"
    r"|(?:(?:oh dear|oh|ah|so|wait) )?(?!and|what|who|where|when|why|how|any|is|are|do|does|did|can|will|would"
    r"|have|has|should|may)\w+(?: \w+){0,3}"
    r"|.* (?:right|correct|is it not|are you not|do you not|huh|eh|no)"
)
"""What only asks for a yes: "so he is a screw?", "sore subject?"."""
_WH = re.compile(
    r"(?:and |so |but |do you know |tell me |(?:oh )?wait |hang on |hold on |sorry )?"
    r"(?:who|whom|whose|what|when|where|which|why|how)\b"
)


def find_choice(forms: Iterable[str], first: Callable[[], bool]) -> Fit | None:
    """One of two that are asked for: "would you rather fly or be invisible". `first`: draws which is taken."""
    for form in forms:
        if _MEASURED.match(form) and not _OF_YOU.search(form):
            return Fit("=unknown")
        for pattern in _CHOICES:
            found = pattern.fullmatch(form)
            if found is None or any(_NO_CHOICE.match(option) for option in found.groups()):
                continue
            one, other = (_trimmed(option) for option in found.groups())
            if not one or not other or len(f"{one}{other}") > _LONGEST_OPTIONS:
                continue
            taken, left = (one, other) if first() else (other, one)
            return Fit("=choice", {"one": taken[:1].upper() + taken[1:], "other": left})
    return None


_LONGEST_OPTIONS = 90
_POLITE = re.compile(r"^(?:to |be(?:ing)? able to |a |an |the )|\s+(?:then|now|today|please|person|better|more)$")


def _trimmed(option: str) -> str:
    return _POLITE.sub("", _POLITE.sub("", option.strip()))


_ALWAYS = (("=suggest", _SUGGESTED), ("=advice", _AT_A_LOSS), ("=should", _ADVISED))
"""What is asked for in so many words, whatever it is about."""


def find_asking(forms: Iterable[str], *, alone: bool) -> Fit | None:
    """The occasion of a question or a request that nothing in the script is about; None where it is of no kind.

    `alone`: whether the script has only the shape of such a question, or nothing.
    """
    forms = tuple(forms)
    if found := next((found for form in forms if (found := _THAN.fullmatch(form))), None):
        return Fit("=than", {"other": found[1]})
    if forms[0].startswith("do you") and any(_HOPED.fullmatch(form) for form in forms):
        return Fit("=hope")
    if any(_YES_OR_NO.fullmatch(form) for form in forms):
        return Fit("=think")
    for cue, pattern in _ALWAYS:
        if any(pattern.match(form) for form in forms):
            return Fit(cue)
    return _find_open(forms) if alone else None


def _find_about_it(forms: tuple[str, ...]) -> Fit | None:
    """The occasion of a question about the character's tastes, about what it would do, or about what it told."""
    if favourite := next((found for form in forms if (found := _FAVOURITE.fullmatch(form))), None):
        return Fit("=favourite", {"thing": favourite[1]})
    if any(_SUPPOSED.match(form) for form in forms):
        return Fit("=suppose")
    return Fit("=of that") if any(_HAPPENED.match(form) for form in forms) else None


def _find_open(forms: tuple[str, ...]) -> Fit | None:
    """The occasion of a question of which no more than its shape is understood."""
    plain = forms[0]
    if plain.startswith("and ") and not _WH.match(plain):
        return Fit("=of that")
    if _CONFIRMED.fullmatch(plain) and not _WH.match(plain):
        return Fit("=confirmed")
    if any(_ANY.match(form) for form in forms):
        return Fit("=beyond")
    if about := _find_about_it(forms):
        return about
    if any(_WOULD.match(form) or _OPINION.fullmatch(form) for form in forms):
        return Fit("=think")
    if found := next((found for form in forms if (found := _VIEW.fullmatch(form))), None):
        return Fit("=view", {"subject": found[1]})
    if any(_KNOWN.fullmatch(form) for form in forms):
        return Fit("=of me")
    if (
        any(_OF_MINE.match(form) for form in forms)
        and _WH.match(plain)
        and not _OF_YOU.search(plain.replace("do you", ""))
    ):
        return Fit("=not told")
    if any(_HOW_TO.match(form) for form in forms):
        return Fit("=how to")
    asked = any(_WH.match(form) for form in forms)
    of_you = _OF_YOU.search(_DO_YOU_THINK.sub("", plain)) and not any(_ANYBODY.match(form) for form in forms)
    if of_you:
        return Fit("=of me") if asked or not _TO_YOU.match(plain) else None
    return Fit("=unknown") if asked or _PRESENT.match(plain) else Fit("=think")


_ANY = re.compile(r"(?:do you (?:know|have)|have you got|(?:you )?got|(?:you )?know) (?:any|some|a good|a few)\b")
_FAVOURITE = re.compile(r"(?:and |so |but )?(?:what|which|who) is your favourite (\w+(?: \w+)?)")
_SUPPOSED = re.compile(
    r"(?:and |so |but )?(?:what|how|who|where) would you (?:do|be|feel|react|cope|go)\b.* if\b"
    r"|what if you\b|if you (?:were|could|had) .* what\b"
)
_HAPPENED = re.compile(
    r"(?:and |so |but )?(?:did|was|were) (?!i\b|you\b|we\b|my\b|your\b|there\b|it\b|that\b)\w+(?: \w+){1,4}$"
)
"""A yes or no about what the character told: "did people laugh?"."""
_HOW_TO = re.compile(
    r"(?:and |so |but )?how (?:(?:do|can|could|should|would|shall) (?:i|we|one)|would you)"
    r" (?!know|feel|say|like|describe|be\b|look|spell|define|call|rate)\w+ \w+"
)
"""What asks how something is done: "how would you get the lid off?"."""
_WOULD = re.compile(r"would you (?:have|ever|be|do|say|go|stay|leave|buy|eat|try|marry|date|trust|believe)\b")
_OPINION = re.compile(
    r"(?:so |and )?(?:what do you (?:think|reckon)|what is your (?:opinion|take|view)|what would you say|(?:any"
    r"|your) thoughts|thoughts)"
)
_DO_YOU_THINK = re.compile(r"\b(?:do|did|can|could|would) you (?:think|know|reckon|believe|happen)\b")
