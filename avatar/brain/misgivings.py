"""What the user fears of themselves or of what they do: "is it a daft idea", "am I too old for this", "is it wrong that
I don't miss him".

Who asks so wants to hear that all is well with it, rather than that the character can't tell.
"""

from __future__ import annotations

import re

from avatar.brain.leads import lead

_LEAD = lead(
    "please|maybe|really|seriously|honestly|(?:be|tell me) honest(?:ly)?|tell me (?:straight|honestly|truthfully)"
    "|tell me|(?:tell me )?the truth|do you (?:honestly )?(?:think|reckon|find|feel|suppose)(?: that)?"
    "|would you say(?: that)?|does that (?:mean|make)|i wonder (?:if|whether)"
    "|(?:i am |im )?(?:just )?(?:scared|afraid|worried)(?: that)?"
)
_HEDGED = (
    r"(?:(?:a|an|a bit|a little|a tad|really|very|so|too|just|being|such|quite|completely|totally|terribly|rather|dead"
    r"|that|right|proper|all|much of|a bit of a|a bit too|the|bit|little|bit of) )*"
)
_BAD = (
    r"(?:daft|silly|stupid|weird|odd|strange|mad|crazy|wrong|bad|rude|selfish|pathetic|ridiculous|foolish|nuts|barmy"
    r"|bonkers|potty|soft|soppy|childish|mean|awful|terrible|lazy|greedy|ungrateful|sad(?= (?:to|that i))|cringe"
    r"|embarrassing|rubbish|boring"
    r"|dull|abnormal|unreasonable|dramatic|oversensitive|sensitive|needy|hopeless|useless|thick|dim|slow|nosy|cheeky"
    r"|idiot|fool|twit|wally|muppet|coward|wimp|failure|fraud|burden|nuisance|bother|pain|disappointment|creepy"
    r"|(?:bad|terrible|horrible|awful|daft|silly|stupid|mad|crazy|weird|odd|strange|terrible) (?:idea|person"
    r"|mother|mum|dad|father|friend|daughter|son|parent|plan|question|way|thought|one))"
)
_LATE = r"(?:late|old|young|soon|fat|ambitious|demanding|fussy|picky)"
_FINE = r"(?:normal|ok|okay|alright|all right|fine|allowed|natural|acceptable|reasonable)"
_THINGS = re.compile(
    rf"{_LEAD}(?:is|was|isnt|wasnt|would it be|its|it is|it was|thats|that is)(?: not)?(?: (?:it|that|this))?"
    rf"(?: (?:not|be))? {_HEDGED}(?:(?P<bad>{_BAD})|(?<=too )(?P<late>{_LATE})|(?P<fine>{_FINE}))(?: of (?:me|us))?"
    r"(?P<rest>(?: (?:to|that|if|for|starting|wanting|having|being|doing|going|of me|at my|i|not|when|but|at|though"
    r"|then|really|and|\w+ing)\b.*)?)"
)
"""What asks whether there is something amiss with what one does."""
_ONESELF = re.compile(
    rf"{_LEAD}(?:am i|was i|im|i am|have i been|am i not|arent i|are we)(?: not| being)? {_HEDGED}"
    rf"(?:{_BAD}|(?<=too ){_LATE}|losing (?:it|my (?:mind|marbles|grip))|going (?:{_BAD}|on(?: too much| a bit)?"
    r"|round the bend|off my head)|talking (?:too much|rubbish|nonsense)|(?:disturbing|boring|bothering|annoying"
    r"|interrupting|keeping|pestering) you|rambling(?: on)?|waffling(?: on)?|in the way|out of order|allowed"
    r"|making (?:a fuss|too much of (?:it|this|that))"
    r"|overreacting|worrying (?:too much|for nothing|over nothing)|imagining (?:it|things)|the only one|wasting"
    r" (?:your|my) time|kidding myself)"
    r"(?: (?:to|that|for|about|if|who|at|then|now|here|with|over|in|of me|not|by|because|though|on|like this|again"
    r"|really|today)\b.*)?"
)
_SEEMS = re.compile(
    rf"{_LEAD}(?:do|did) i (?:sound|seem|look|come across(?: as)?|come over(?: as)?) (?:like )?{_HEDGED}{_BAD}(?: .*)?"
    rf"|{_LEAD}(?:i bet )?(?:you|youll|(?:will|would|do|does) (?:he|she|they|people|everyone|everybody))"
    rf" (?:(?:must|will|would|probably|might|may|just|all|are going to|do) )*think (?:i am|im|its|it is|that i am|me)"
    rf" {_HEDGED}{_BAD}(?: .*)?"
    rf"|{_LEAD}(?:i|i must|i probably|i bet i) (?:must |probably )?(?:sound|seem"
    rf"|look) (?:like )?{_HEDGED}{_BAD}(?: .*)?"
    rf"|{_LEAD}(?:(?:its|it is|that is|thats|i am|im) )?{_HEDGED}(?:daft|silly|stupid|soft|soppy|pathetic|ridiculous"
    rf"|foolish"
    r"|childish|mad)(?: of me)?(?: really)? (?:is not it|isnt it|is it not|am i not|arent i|are not i|is not that)"
    rf"|{_LEAD}(?:is|was) my \w+(?: \w+)? {_HEDGED}{_BAD}(?: then| though)?"
    rf"|{_LEAD}does (?:it|that|this) (?:sound|seem|look|make me)(?: like| seem| look| sound)? {_HEDGED}{_BAD}"
    r"(?: (?:to you|to|that|if|of me)\b.*|)"
    rf"|{_LEAD}(?:have i|did i) (?:(?:got|get) the wrong end of the stick|(?:said|say|done|do|did) (?:the|something"
    r"|anything) wrong(?: thing)?|overstep\w*|put my foot in it|spoken? out of turn)(?: .*)?"
)
_STARTS = re.compile(
    rf"{_LEAD}(?:its|it is|that is|thats|this is|im|i am) {_HEDGED}(?:(?:{_BAD})|(?<=too ){_LATE}) (?:starting|wanting"
    r"|trying|learning|taking up|having a go|going back|beginning|asking|still)\b.*"
)
"""What is told of oneself as what somebody is asked whether they think so: "do you think its daft starting at 58"."""
_OF_OTHERS = re.compile(
    r"\b(?:you|your|yours|yourself)\b|\bfor (?:the|dinner|lunch|tea|a|an)\b|\bto (?:catch|buy|book|get (?:a|the))\b"
    r"|(?<!it )\b(?:is|was) (?:it|that|this) \w+(?: \w+)? being (?!\w+ed\b|scared|afraid)"
)
"""What is asked of others, or of the clock."""
_TO_YOU = re.compile(r"^(?:.*?\b)?do you (?:honestly )?(?:think|reckon|find|feel|suppose)\b|\bwould you say\b| to you$")
_GRAVE = re.compile(
    r"\b(?:hit|hurt|kill|killed|die|dying|dead|suicid\w*|cut|cutting|steal|stole|stolen|cheat\w*|lie|lied|lying|drunk"
    r"|drink|drinking|drive|driving|drugs?|tablets?|pills?|medic\w*|dose|insulin|stop taking|stopped taking|blood|lump"
    r"|pain in|chest|temperature|swollen|bleed\w*|symptoms?|doctors?|hospital|police|illegal|gun|knife|weapon|punch"
    r"|smack|slap|abuse\w*|affair|divorce|starve|starving|eat nothing|not eating|throw up|sick after|kids?|child"
    r"|children|baby|pregnan\w*|borrow money|loan|gambl\w*|bet|invest\w*|email|mushrooms?|mould|mouldy|raw|bleach"
    r"|petrol|gas|electric\w*|wire|wiring)\b"
)
"""What nobody may be reassured of by a line for anything."""


_MOST = 24
"""Words of what is feared."""


def has_misgivings(plain: str) -> bool:
    """Whether a plain question fears something bad of the user, or of what they do, that may be put at rest."""
    if len(plain.split()) > _MOST or _GRAVE.search(plain):
        return False
    if _ONESELF.fullmatch(plain) or _SEEMS.fullmatch(plain):
        return True
    if _OF_OTHERS.search(_TO_YOU.sub("", plain)):
        return False
    if _STARTS.fullmatch(plain):
        return bool(re.search(r"\b(?:do you|would you|am i|be honest|tell me)\b", plain))
    found = _THINGS.fullmatch(plain)
    if found is None or not re.search(r"\b(?:is|was|isnt|wasnt|would)(?: not)? (?:it|that|this)\b", plain):
        return found is not None and bool(_TO_YOU.search(plain))
    return not found["fine"] or bool(re.search(r"\bi\b|\bof me\b|^ to \b", found["rest"])) or plain.endswith("ok")
