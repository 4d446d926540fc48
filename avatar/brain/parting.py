"""Leave-taking: what says good-bye, in whatever words, what goes away for a moment or comes back, and what is asked for
on the way out.

"right im off for a nap, it was nice chatting to you, say bye to Gerald for me" takes leave twice and has an errand. A
message is read clause by clause, and a clause piece by piece: "I have to go to the dentist tomorrow" and "I'm off work"
are none, as something is left over in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from avatar.brain.leads import LEAD


class Way(Enum):
    """What somebody does, each with the words that a script listens for."""

    LEAVES = "bye"
    TO_BED = "good night"
    PAUSES = "be right back"
    RETURNS = "i am back"


class Parting(NamedTuple):
    """What a message says of going or coming."""

    way: Way
    errands: tuple[tuple[str, bool], ...] = ()
    """What is asked for on the way out, plain, each with whether it is a greeting to be passed on."""
    asks_words: bool = False
    """Whether last words are asked for."""


class _Does(Enum):
    """What a piece of a clause does."""

    FILLS = auto()
    """It says nothing by itself."""
    NIGHT = auto()
    """It says good night."""
    BYE = auto()
    """It says good-bye in so many words."""
    GOES = auto()
    """It says that one goes now."""
    MAY_GO = auto()
    """The same, where it is led up to: "anyway, I need to sleep"."""
    WARM = auto()
    """It thanks for a talk that is over."""
    MILD = auto()
    """It may do so, where nothing else is told: "thanks for the company" may stand in the middle of a talk."""
    GREETS = auto()
    """It has somebody greeted."""
    CARES = auto()
    """It says what is to be looked after meanwhile."""
    HINTS = auto()
    """It says why one has to go, and not that one goes: "I've got an early start"."""
    PROMISES = auto()
    """It promises something for the next time."""
    PAUSES = auto()
    """It goes away for a moment."""
    WAITS = auto()
    """The same, where nothing but a reason stands beside it: "hang on, that's mine" goes nowhere."""
    HOLDS = auto()
    """The same, where a reason stands beside it."""
    REASONS = auto()
    """It says why."""
    RETURNS = auto()
    """It is back."""
    TAKES_UP = auto()
    """It takes up where it left."""
    LAST_WORDS = auto()
    """It asks for a word on the way."""


_TIME = (
    r"(?:later|soon|tomorrow|around|then|next time|next week|in the morning|another (?:time|day)|one day|some ?time"
    r"|tonight|again|on \w+day|at the weekend|after|here|there|in a (?:bit|while)|alligator)"
)
_NOT_NOW = (
    r"(?!.*\b(?:tomorrow|next|later|every|usually|often|sometimes|on \w+day|at the weekend|weekends|more|ever|not)\b)"
)
_DOES = (
    r"(?:put|pick|feed|make|cook|get|start|fetch|collect|wash|walk|bath|ring|call|phone|meet|do|help|check|sort|finish"
    r"|face|sew|pack|study|revise|shower|eat|catch|let|take|clean|tidy|bake|water|post|drop|order|mark|have|grab"
    r"|sleep|work|clear|serve|open|shut|lock|bring|iron|mend|fix|sit|see to|say good ?night)"
)
"""What one goes to do."""
_MUST = (
    r"(?:(?:i|we) )?(?:(?:had|would|should|have|may|might) (?:as well|better|best)|better|best|must|have got to|have to"
    r"|got to|need to|should|ought to|am going to|going to|am about to|will|shall|would like to|will have to"
    r"|think i will)(?: (?:really|probably|just|now|all|try and|try to|at least))*"
)
_GO = (
    r"(?:be off to (?:bed|sleep|work)|(?:be|get) (?:off|going|moving|on my way|along|home|on|heading (?:off|home"
    r"|back|out))|get off|run|dash"
    r"|split|shoot(?: off)?|scoot|head(?: (?:off|out|home|back|in|up|to bed|to work))|love you and leave you"
    r"|get(?: back)? (?:home|to (?:bed|sleep|work|it|my \w+|this \w+|the \w+))|turn in|get my head down|crack on"
    r"|get on with (?:it|things|my \w+|some work)|call it (?:a night|a day|quits)|log off|sign off|hang up"
    r"|hit the (?:hay|sack|road|pillow)|make (?:a move|tracks)|wrap (?:it |this )?up"
    r"|leave you (?:to it|in peace|now|there|with that|for (?:now|tonight))|get ready for (?:bed|work|school)"
    r"|let you (?:go|get (?:on|back)(?: .+)?|sleep|rest)"
    rf"|say (?:good ?night|good ?bye|bye|cheerio|ta ra|farewell|so long|my good ?byes)|go (?:and )?{_DOES}\b.*"
    r"|go(?: (?:now|home|to (?:bed|sleep|work|school|class|college|uni|the shops?|my \w+ class)))?)"
)
_WHY = (
    r"(?: (?:now|then|soon|quickly|or|before|because|since|as|cos|while|if|my \w+ is|the \w+ (?:is|are)|someone"
    rf"|and {_DOES}|somebody|it is|and then)\b.*)?"
)
_FOR = r"(?:nap|bath|shower|walk|run|lie down|kip|smoke|tea|dinner|lunch|cuppa|sleep|rest|drive|swim|shift|bite|pint)"
_TO = rf"(?:(?:my )?bed|sleep|work|school|town|class|the (?:shops?|pub|gym|loo)|my (?:shift|class)|{_DOES}\b.*)"
_VERY = r"(?:(?:so|very|really|such|been|quite|properly|absolutely|just) )*(?:an? )?"
_THANKS = r"(?:thanks|thank you|cheers|ta)(?: so much| very much)? for"
_KINDLY = r"(?:nice|lovely|good|great|fun|pleasure|wonderful|joy|laugh|delight|delightful|brilliant|pleasant|treat)"
_WITH_YOU = r"(?:(?: (?:to|with))? (?:you|ya)\b.*| (?:tonight|today|again|here|this evening))?"
_GREETING = r"(?:hi|hello|hey|bye(?: bye)?|good ?bye|(?:good ?)?night(?: night)?|nighty night|ta ra|thanks|thank you)"
_MOMENT = r"(?:sec(?:ond)?|min(?:ute)?|mo|moment|tick|jiffy)s?"
_I_AM = r"(?:(?:i|we) (?:am|are) )?"
_ON = r"(?:(?! so ).)*"
"""What goes on, up to what follows from it."""
_WRITTEN: Mapping[_Does, tuple[str, ...]] = {
    _Does.FILLS: (
        r"ok|okay|right|well|anyways?|alright|all right|so|oh|ah|aw+|and|but|haha|lol|hm+|cool|great|lovely|nice|no",
        r"brilliant|perfect|sorry|now|then|there|listen|look|yeah|yes|yep|yup|fine|really|actually|just|please|though",
        (
            r"hi|hello|soon|too|again|tonight|honestly|probably|sadly|unfortunately|everyone|everybody|all|both|mate|pal"
            r"|sir"
        ),
        (
            r"love you(?: lots)?|love|my dear|dear|my friend|darling|old chap|x+|also|as well|hey|aye|ps|p s|from me"
            r"|for me"
        ),
        r"will you|would you|can you|fair enough|never mind|i think|i guess|i suppose|i reckon|i am afraid",
        (
            r"on that note|with that|you all|you two|you lot|for (?:now|tonight|today|the night|the day)|in a (?:bit"
            r"|while)"
        ),
        r"(?:it is )?(?:(?:getting|very|so|really|a bit|bit|quite) )*late(?: now)?(?: here)?|it is gone \w+(?: here)?",
        r"(?:thanks|thank you|ta|cheers)(?: so much| very much| a lot| again| a million)?",
        r"(?:and )?you too|same to you|likewise|will do|it has been real",
        (
            r"(?:it|this|that) was (?:(?:so|very|really) )*(?:nice|lovely|good|great|fun|brilliant|a pleasure|a joy"
            r"|a laugh)"
        ),
    ),
    _Does.NIGHT: (
        r"(?<!\ball )(?:good )?night(?: night)*|nighty night|sweet dreams|sleep (?:well|tight)|gn|nos da|gute nacht",
    ),
    _Does.BYE: (
        (
            r"(?:bye(?: bye)*|good ?bye|ta ra|ta ta|cheerio|cya|farewell|so long|toodle pip|toodle oo"
            r"|toodles)(?: for now| now)?"
        ),
        r"ciao|adios|adieu|au revoir|laters|later gator|peace out|over and out|mind how you go|god bless(?: you)?",
        r"take it easy|all the best|stay well|look after yourself|take care(?: of yourself)?",
        rf"(?:(?:(?:i|we) )?(?:will|shall) )?(?:see|catch|talk to|speak to|chat to|write to) (?:you|ya)(?: {_TIME})*",
        rf"(?:talk|speak|chat)(?: again)? (?:soon|later|tomorrow)(?: {_TIME})*",
        r"(?:until|till) (?:next time|tomorrow|next week|we meet again)",
        r"have a (?:good|nice|lovely|great|quiet|peaceful) (?:one|day|night|evening|weekend|afternoon|rest of \w+ \w+)",
        (
            r"i (?:will|shall)(?: definitely| probably)? (?:be|come|pop|drop) (?:back|by|in)"
            rf"(?: (?:and (?:talk|chat|see you)|{_TIME}))*"
        ),
    ),
    _Does.GOES: (
        rf"{_MUST} {_NOT_NOW}{_GO}{_WHY}",
        r"(?:i )?(?:must|have to|have got to|got to|need to) fly",
        (
            rf"(?:{_I_AM}|that is me )off{_NOT_NOW}(?: (?:now|then|out|home|again|up|i (?:go|pop|trot)|to {_TO}"
            rf"|for (?:a|my|some) (?:\w+ )?{_FOR}))?"
        ),
        (
            rf"(?:i|we) (?:am|are) (?:going|heading|turning|signing|logging){_NOT_NOW}"
            r"(?: (?:off|out|in|home|up|to (?:bed|sleep)))?(?: (?:now|then|before)\b.*)?"
        ),
        rf"{_I_AM}(?:signing|logging|heading) off|{_I_AM}away to (?:my )?bed|{_I_AM}being (?:called|summoned)(?: .*)?",
        r"(?:it is )?time (?:for|to go to|i was in|to get to|i got to|to head to) (?:my )?bed(?: for me)?",
        (
            r"(?:bed|(?:it is )?(?:(?:way )?past )?(?:my )?bed ?time)(?: (?:for|with) me)"
            r"|(?:it is )?(?:way )?past my bed ?time"
        ),
        r"(?:my )?bed ?time",
        (
            r"(?:it is )?(?:about )?time (?:to|for me to|i) (?:go|went|(?:head|headed)(?: off| home)|leave|left"
            r"|(?:get|got) going|(?:be|was) off|hit the (?:hay|sack)|call it a (?:night|day)|say (?:good ?night|bye))"
        ),
        r"back to (?:work|it|the \w+|my \w+) for me|back to (?:the grindstone|work)|i am calling it a (?:night|day)",
        r"that is me(?: done| off)?(?= for)|i am out of here|i am done for (?:today|tonight|the night|the day)",
        r"(?:that is )?my (?:\w+ )?break(?:'s| is)? over|duty (?:calls|is calling)|i will not keep you(?: any longer)?",
        r"(?:off to|ready for|going to|straight to) (?:bed|sleep)(?: (?:now|then|for me|with me))?",
    ),
    _Does.MAY_GO: (
        rf"{_MUST} {_NOT_NOW}(?:leave|sleep|get some (?:sleep|rest|kip|shut eye|work done)|go out|eat){_WHY}",
    ),
    _Does.WARM: (
        (
            rf"(?:it|this|that) (?:was|has been|is been|had been) {_VERY}(?:(?:real|great|total) )?{_KINDLY}"
            rf" (?:to )?(?:meet|talk|chat|speak|natter)(?:ing)?{_WITH_YOU}"
        ),
        rf"(?:was |been )?{_VERY}{_KINDLY} (?:meeting|talking|chatting|speaking|nattering){_WITH_YOU}",
        rf"was {_VERY}{_KINDLY} to (?:meet|talk|chat|speak){_WITH_YOU}",
        r"(?:it (?:has been|is been)|been) (?:a |an )?(?:(?:real|great|total) )?(?:pleasure|joy|delight|treat)",
        (
            rf"{_THANKS} (?:the|a|this|our|such a|all the) (?:(?:lovely|nice|good|great|wonderful|little) )*"
            r"(?:chats?|talk|conversation|natter|evening)"
        ),
        rf"{_THANKS} (?:tonight|today|chatting|talking(?: (?:to|with) me)?|having me|your time)",
    ),
    _Does.MILD: (
        (
            rf"(?:(?:it|this|that) )?(?:was|has been|is been|been) {_VERY}{_KINDLY} (?:with you"
            r"|(?:to have|having) (?:you|company|some company|someone to talk to|somebody to talk to))"
        ),
        r"(?:i (?:have )?)?(?:really )?enjoyed (?:this|our (?:chat|talk)|talking|chatting)(?: (?:to|with) you)?",
        rf"{_THANKS} (?:(?:the|your|all the|such good) (?:company|laughs?|stories)|everything)",
        rf"{_THANKS} (?:keeping me company|putting up with me)",
    ),
    _Does.GREETS: (
        rf"(?:say|wish) (?:(?:a|my|our|big|little|quick) )*{_GREETING} (?:and .+ )?(?:to|from) .+",
        r"(?:wish|bid) (?!me\b)\w+(?: \w+)? (?:a )?(?:good ?night|good ?bye|bye|well|good luck|luck).*",
        r"(?:give|send|pass on) (?:my|our|a) (?:love|regards|best(?: wishes)?|kiss|hug|pat) (?:on |to |from ).+",
        (
            r"(?:give|send) (?!me\b|us\b|you\b).+ (?:my|our|a) (?:(?:little|big) )?(?:love|regards|best(?: wishes)?"
            r"|kiss"
            r"|hug|pat|wave|cuddle|tickle).*"
        ),
        r"tell (?!me\b|us\b)(?:\w+ ){1,4}?(?:i said|i say|i will|that i|hi|hello|bye|good ?night|good ?bye|to)\b.*",
        rf"(?:{_GREETING}|love|kisses|best wishes|regards) to (?!you\b|me\b).+",
    ),
    _Does.CARES: (
        r"(?:finish|write|post|send|mend|fix|read|water|oil|wind|polish) (?:that|the|your|him|her|them|to)\b.+",
        r"(?:leave|keep) (?!me\b).+ (?:on|open|warm|lit|safe|dry|company|going|burning)\b.*",
        r"(?:save|keep|hold|mind) (?:me )?(?:my|the|a|that|this|some|us)\b.+",
        (
            r"(?:look after|take care of|watch over|feed|water|write to|be (?:kind|nice|good|gentle) (?:to|with))"
            r" (?!yourself\b).+"
        ),
        (
            r"(?:do not|never) (?:forget|let|lose|stay up|wait up|change|worry|miss|be|drop|burn|break|set|fall|work"
            r"|read"
            r"|go|do)\b.*"
        ),
        r"(?:be good|behave(?: yourself)?|stay (?:warm|safe|dry|cosy|weird|lovely)|have fun|keep \w+(?:ing)?)\b.*",
        r"(?:let me know|think of me|wish me|remember (?:me|to|what|the|that)|make sure|mind the)\b.*",
    ),
    _Does.HINTS: (
        (
            r"(?:i|we) (?:have|have got|am on|am up|start|work)(?: (?:an?|the|to be up|to get up|to be|at|my))*"
            rf" (?:very )?(?:early|up|work|school|shift|six|five|seven|in the morning)\b{_ON}"
        ),
        r"(?:early|long) (?:start|shift|morning|day|night)(?: (?:tomorrow|tonight))?|work tomorrow",
        r"(?:it is|this is) (?:my stop|past midnight|a school night)",
        r"(?:i|we) could (?:talk|listen|chat)(?: (?:to|with) you)? (?:all|for) .*",
    ),
    _Does.PROMISES: (
        (
            r"(?:i|we) (?:will|shall|am going to) (?:definitely )?(?:let you know|tell|show|let|think|do|try|remember"
            r"|bring"
            r"|write|say|report|come|keep|miss)\b.*"
        ),
        r"(?:even|though|although) .+",
    ),
    _Does.PAUSES: (
        r"(?:i will )?be right back\b.*",
        r"(?:i will be )?back in (?:a|one|two|five) (?:secs?|seconds?|minutes?|mins?|mo|moment|tick|bit)\b.*",
    ),
    _Does.WAITS: (
        rf"(?:hang on|hold on|wait|give me|just|one|two)(?: (?:a|one|two|five|half a|just a))? {_MOMENT}",
        r"(?:(?:i )?will be )?(?:right )?back in (?:a|an|one|two|three|five|ten|\d{1,2}|half)\b.*",
        (
            rf"{_I_AM}(?:just |quickly )+(?:going|nipping|popping|off|running|getting|putting|making|letting|grabbing)"
            r" (?:to|out|the|a|my|some|down|up|upstairs|downstairs|round|in)\b.*"
        ),
        rf"{_I_AM}(?:nipping|popping) (?:to|out|down|up|upstairs|downstairs|round)\b.*",
        r"(?:bear with me|do not go (?:away|anywhere)|wait (?:there|here)|stay (?:there|put)|afk)\b.*",
        rf"(?:i )?(?:will )?(?:just )?be (?:one|two|five|a|half a) {_MOMENT}",
    ),
    _Does.HOLDS: (r"hang on|hold on|wait",),
    _Does.REASONS: (
        (
            rf"(?:there is )?(?:someone|somebody|the postman|my (?:phone|mum|mom|dad|wife|husband|boss|dinner|tea"
            rf"|toast))\b{_ON}"
        ),
        (
            rf"(?:there is )?(?:the )?(?:door(?:bell)?|phone|kettle|oven|timer|baby|cat|dog|dinner|loo|toilet|lunch"
            rf"|tea)\b{_ON}"
        ),
        rf"(?:i (?:have|have got|need|am getting|want) (?:to|a|another)|let me|making|getting|putting)\b{_ON}",
        (
            r"\w+(?:'s| is| are) (?:crying|calling|ringing|at the door|here|up|awake|boiling|burning|ready|on fire"
            r"|barking"
            rf"|about to die)\b{_ON}"
        ),
    ),
    _Does.RETURNS: (
        (
            rf"{_I_AM}back(?: (?:again|now|at last|with you|here|home|safe|in (?:my|the) \w+))*"
            r"(?: (?:with|from) (?:a|an|my|the|some)\b.*)?"
        ),
        r"i have returned|(?:i am )?here again|(?:it is )?(?:only )?me again",
    ),
    _Does.TAKES_UP: (
        r"where were we|what did i miss|what were we (?:saying|talking about)|did i miss (?:anything|much|me)",
        r"sorry (?:about|for) (?:that|the wait|going .*)|sorry i (?:had|was)\b.*|that took .+|with (?:a|an|my|some) .+",
        r"did you (?:miss me|wait)|miss me|false alarm|(?:all )?(?:sorted|quiet|good|done)(?: now)?|got it|phew",
    ),
    _Does.LAST_WORDS: (
        (
            r"(?:(?:do you have|have you(?: got)?|got) )?(?:any|some|a few|your) (?:last|parting|final|closing)"
            r" (?:words?|thoughts?|wisdom|message)\b.*"
        ),
        r"(?:last|parting|final) words",
        r"(?:is there )?(?:any|some)thing (?:else )?(?:you (?:want|would like) )?to (?:say|tell|add)\b.* before i .*",
    ),
}
"""How each is worded, plain."""
_READ = tuple((does, re.compile(rf"(?:{'|'.join(written)})(?: |$)")) for does, written in _WRITTEN.items())
_CLAUSE = re.compile(r"(.+?)([.!?…;:]+(?=\s|$)|\n+|,|\s[-–—]+\s|[()]|$)", re.S)
_LONGEST = 240
"""Characters of a clause that is read."""
_LEADS_UP = re.compile(rf"{LEAD}(?:ok|okay|right|anyways?|alright|all right|well|sorry)\b|.*\b(?:now|then)$")
_OF_NIGHT = re.compile(
    r"(?!.*\bput \w+(?: \w+)? to bed).*\b(?:bed|night|bedtime|sleep|turn(?:ing)? in|hay|sack|dreams|kip)\b"
)
_CALLED = re.compile(
    r"((?:.* )?(?:night|bye|later|soon|tomorrow|you|now|then|care|ok|okay|right|well|thanks)) (?:and )?(\w+)"
)
"""A good-bye, and who is called by name behind it."""
_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][a-zß-ÿ]+")
_TAKES_LEAVE = frozenset((_Does.NIGHT, _Does.BYE, _Does.GOES, _Does.WARM))
_SAYS_NIGHT = frozenset((_Does.NIGHT, _Does.GOES, _Does.MAY_GO))
_BESIDE = frozenset(_Does) - {_Does.TAKES_UP, _Does.RETURNS, _Does.PAUSES, _Does.WAITS, _Does.REASONS}
_OUT = frozenset(
    (_Does.FILLS, _Does.PAUSES, _Does.WAITS, _Does.HOLDS, _Does.REASONS, _Does.GOES, _Does.PROMISES, _Does.BYE)
)
_AFTER = frozenset((_Does.FILLS, _Does.GREETS, _Does.CARES, _Does.PROMISES))
"""What is said once good-bye was said."""
_IN = frozenset((_Does.FILLS, _Does.RETURNS, _Does.TAKES_UP))


def find_parting(text: str, make: Callable[[str], str], name: str = "", *, parted: bool = False) -> Parting | None:
    """What a message says of going or coming; None where it says nothing of it, or asks something besides. `make`:
    makes a clause plain. `name`: the character's. `parted`: both have just said good-bye."""
    others = frozenset(each.lower() for each in _NAME.findall(text))
    typed = [found for found in _CLAUSE.finditer(text) if any(map(str.isalnum, found[1]))]
    if not typed or max(len(each[1]) for each in typed) > _LONGEST:
        return None
    said = [(plain := make(each[1]), _read_clause(plain, name.lower(), others)) for each in typed]
    if _asks_besides([(each[2].strip(), found) for each, (_, found) in zip(typed, said, strict=True)]):
        return None
    done = {each for _, found in said for each in found}
    told = any(not found for _, found in said)
    if _Does.RETURNS in done and not told and done <= _IN:
        return Parting(Way.RETURNS)
    led = _Does.MAY_GO in done and bool(_LEADS_UP.match(make(text)))
    leaves = led or bool(done & _TAKES_LEAVE) or (parted and done <= _AFTER and not told and "?" not in text)
    waits = _Does.WAITS in done or {_Does.HOLDS, _Does.REASONS} <= done
    if not leaves and (_Does.PAUSES in done or (waits and not told and done <= _OUT)):
        return Parting(Way.PAUSES)
    mild = _Does.MILD in done and not told and done <= _BESIDE
    errands = tuple(
        (_AROUND.sub("", plain), _Does.GREETS in found)
        for plain, found in said
        if {_Does.GREETS, _Does.CARES} & {*found}
    )
    if not (leaves or mild or _Does.LAST_WORDS in done or any(_OF_LEAVE.match(plain) for plain, _ in errands)):
        return None
    night = any(_OF_NIGHT.match(plain) for plain, found in said if _SAYS_NIGHT & {*found})
    return Parting(Way.TO_BED if night else Way.LEAVES, errands, _Does.LAST_WORDS in done)


def _asks_besides(clauses: Sequence[tuple[str, tuple[_Does, ...]]]) -> bool:
    """Whether one of the sentences of a message asks something that is no part of taking leave. `clauses`: what ends
    each, and what its pieces do."""
    unread = False
    for end, found in clauses:
        unread = unread or not found
        if unread and "?" in end:
            return True
        unread = unread and end in _GOES_ON
    return False


_GOES_ON = (",", "-", "–", "—", "(", ")", ";", ":")
"""What stands within a sentence."""
_AROUND = re.compile(r"^(?:(?:and|oh|please|so|but|ps|p s) )+|(?: (?:x+|please|too|then|will you))+$")
"""What stands around an errand."""
_OF_LEAVE = re.compile(r"(?:\w+ )*?(?:say|wish) (?:\w+ )*?(?:bye|good ?bye|(?:good ?)?night)\b")
"""A greeting that is itself a good-bye: "say night to the chair"."""


def _read_clause(plain: str, name: str, others: frozenset[str]) -> tuple[_Does, ...]:
    """What each piece of a clause does, without those whom it calls by name: "night night Gerald"."""
    if plain == name:
        return (_Does.FILLS,)
    if found := _read(plain):
        return found
    called = re.sub(rf"\b{re.escape(name)}\b ?", "", plain).strip() if name else plain
    if (behind := _CALLED.fullmatch(called)) and behind[2] in others:
        called = behind[1]
    return _read(called) if called != plain else ()


def _read(plain: str) -> tuple[_Does, ...]:
    """What each piece of a clause does; () where something is left over."""
    reached: dict[int, tuple[_Does, ...]] = {0: ()}
    for start in range(len(plain)):
        if start not in reached:
            continue
        for does, pattern in _READ:
            found = pattern.match(plain, start)
            if found is not None and _says_more(way := (*reached[start], does), reached.get(found.end())):
                reached[found.end()] = way
    return reached.get(len(plain), ())


def _says_more(way: tuple[_Does, ...], other: tuple[_Does, ...] | None) -> bool:
    """Whether a way to read a piece says more of it than another one: fewer pieces say nothing."""
    return other is None or _weigh(way) > _weigh(other)


def _weigh(way: tuple[_Does, ...]) -> tuple[int, int]:
    fills = way.count(_Does.FILLS)
    return len(way) - fills > 0, -len(way)
