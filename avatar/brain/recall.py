"""The memory of one talk: what was said, by whom and when, and what can be asked of it.

Only what was really said is quoted, and in the words in which it was said.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from avatar.brain.leads import lead
from avatar.brain.plain import split_words
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import count_weighty
from avatar.brain.sentences import Act, one_of

_KEPT = 200
"""Sentences of the user's that are remembered; of the character's replies, a fifth of that."""
_READ = 4096
"""Forms of sentences of which it is kept what they ask: what was said is gone through with every turn."""
_LONGEST_QUOTE = 70
"""Characters of one quotation."""
LONGEST_ANSWER = 110
"""The same of one that answers a question."""
_QUOTED = 4
"""Most sentences that an account of the talk quotes."""
_TOLD = (Act.FACT, Act.FEELING)
RIPE = 6
"""Turns after which something said may be come back to."""


class Said(NamedTuple):
    """One sentence of the user's."""

    turn: int
    at: datetime
    text: str
    """As it was typed, without signs that would be directions."""
    plain: str
    act: Act
    after: str = ""
    """The question that the character had asked just before; '' for none."""


_ASKED_BACK = {
    "=you said": """(?:do you (?:remember|know) )?what (?:did i|have i|i|was it i) (?:just )?(?:say|said|tell you|
        told you|type|write)(?: to you)?(?: (?:just now|just|now|before|a moment ago))?, repeat what i
        (?:just )?said, what was (?:the last thing i said|my last (?:message|sentence))""",
    "=you asked": """what (?:did i|have i|i) (?:just )?ask(?:ed)?(?: you)?(?: (?:just now|just|now|before))?, what was
        my (?:last |first )?question""",
    "=i said": """what (?:did you|have you|you) (?:just )?(?:say|said)(?: (?:just now|just|now|again))?, (?:please
        )?(?:say|repeat) (?:that|it)(?: (?:again|once more|please))*, come again, pardon(?: me)?, repeat, i
        (?:did not|could not) (?:catch|hear|understand) (?:that|you|it), what was that, say again""",
    "=i asked": """what (?:did you|have you|you) (?:just )?ask(?:ed)?(?: me)?(?: (?:just now|just|now))?, what was
        (?:the|your) (?:last )?question(?: again)?""",
    "=we talked": """what (?:have we|did we|were we|we) (?:just )?(?:been )?(?:talk(?:ed|ing)? about|discuss(?:ed|
        ing)?)(?: (?:today|so far|just now|before|until now))*, sum up (?:our|this) (?:talk|chat|
        conversation), where were we, what was (?:our|this) (?:talk|chat|conversation) about, (?:(?:go
        on|so|well|right|ok) )*what have i told you(?: so far)?(?: about (?:me|myself))?(?: so far)?,
        what do you (?:know|remember) about (?:me|myself),
        what do you remember (?:of|from) (?:our|this) (?:talk|chat|conversation)""",
    "=why ask": """why (?:do|did|would|are) you (?:always |keep )?(?:ask|asking|want to know)(?: me)?(?: (?:that|this|
        about that|so many questions|questions|all these questions))?,
        why so many questions, why is that (?:important|your business), what is it to you,
        you ask a lot of questions, you ask too many questions""",
    "=and you": """(?:and |so |but )?(?:what about|how about|and|same question to|now) (?:you|yourself|urself),
        hbu, wbu, and you (?:are|is), and who are you, (?:and|same) (?:to|for|with) you, do you(?: too)?,
        are you(?: too)?, you, have you, you
        first, what is yours, and yours, yours""",
    "=go on": """(?:please )?(?:tell me more|go on|more|and then|what else|carry on|keep going|
        continue)(?: about (?:that|it))?, again, do it again, once more, another, another one,
        (?:do|tell me|give me|got|have you got|say|try) (?:me )?(?:a|another) (?:better|different|funnier|new|
        second)(?: one| joke| story)?,
        one more, more please, say more""",
}
ASKED_BACK: Mapping[str, re.Pattern[str]] = {
    occasion: re.compile(one_of(asked)) for occasion, asked in _ASKED_BACK.items()
}
"""Questions about the talk itself, by the occasion that answers them."""
_FIRST = re.compile(
    r"what (?:was|is) the first thing (?:that )?i (?:said|told you|wrote|typed)|what did i say (?:at )?first"
)


def find_question_back(forms: Iterable[str]) -> str:
    """The occasion of a question about the talk itself, in one of its forms; '' where it is none."""
    return next(filter(None, map(_find_occasion, forms)), "")


@lru_cache(_READ)
def _find_occasion(form: str) -> str:
    """The first of ASKED_BACK that a plain form is; '' for none."""
    return next((occasion for occasion, pattern in ASKED_BACK.items() if pattern.fullmatch(form)), "")


# What a statement is, asked of the character: "I like tea. And you?"
_TURNED_BACK: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), question)
    for pattern, question in (
        (r".*\bmy name is\b.*|.*\b(?:i am called|call me)\b.*", "what is your name"),
        (r".*\bi am (?:\d+|\w+)(?: years old)?", "how old are you"),
        (r".*\bi (?:live|am living) (?:in|on|near|at)\b.*|.*\bi (?:am|come) from\b.*", "where do you live"),
        (r".*\bi work\b.*|.*\bmy job\b.*|.*\bi am (?:a|an) \w+", "what do you do"),
        (r".*\bmy favourite (\w+) (?:is|are)\b.*", r"what is your favourite \1"),
        ((r".*\bi (?:have|have got) (?:a|an|two|three|some|one|four) (?:\w+ )?(?:dog|cat|hamster|rabbit|parrot|"
            r"horse)s?\b.*"), "do you have a pet"),
        (r".*\bi (?:have|have got) ((?:a|an|two|three|some|one) \w+(?: \w+)?)\b.*", r"do you have \1"),
        (r".*\bi (?:really |do |also |just )?(?:like|love|enjoy|adore|prefer) (.+)", r"do you like \1"),
        (r".*\bi (?:really |just )?(?:hate|can not stand|do not like) (.+)", "what do you hate"),
        (r".*\bi (?:am|was) (?:so |very |a bit |quite )?(?:scared|afraid) .*", "what are you afraid of"),
        ((r".*\bi (?:am|feel|was) ((?:\w+ )?(?:tired|sad|happy|bored|lonely|hungry|cold|busy|nervous|"
            r"in love))\b.*"), r"are you \1"),
        (r".*\bi (?:want|would like|hope) .*", "what do you want"),
        (r".*\bi (?:do not )?(?:think|believe|reckon) (?:that )?(.+)", r"do you think \1"),
        (r".*\bi (?:can|can not) (\w+.*)", r"can you \1"),
        ((r".*\bi (play|study|read|watch|eat|drink|sing|dance|sleep|dream|travel|cook|bake|drive|swim|run|"
            r"sleep)\b(.*)"), r"do you \1\2"),
        (r"(?:nothing|not)(?: too)?(?: much| really| special)?|(?:the|same) (?:usual|old).*", "what are you doing"),
        ((r"(?:i am |i feel )?(?:\w+ ){0,2}?(?:fine|good|ok|okay|well|great|not bad|alright|tired|busy|so so|"
            r"the same)(?: thanks| thank you)?"), "how are you"),
    )
)  # fmt: skip

# The question that stands behind an open one of the character's.
_ASKED_BY: Mapping[str, str] = {
    "ask_day": "how are you", "ask_name": "what is your name", "ask_hobby": "what do you like",
    "ask_tea": "do you like tea", "ask_milk": "do you like tea", "ask_place": "where do you live",
    "ask_haspet": "do you have a pet", "ask_petname": "do you have a pet", "ask_work": "what do you do",
    "ask_dream": "do you dream", "ask_book": "what is your favourite book", "ask_film": "what is your favourite film",
    "ask_weather": "how is the weather", "ask_word": "what is your favourite word", "ask_kin": "do you have a family",
    "ask_sound": "what is your favourite sound", "ask_made": "what did you build", "ask_machine": "what are you "
    "building",
    "ask_eight": "what did you want to be", "ask_smile": "what makes you happy", "ask_angry": "what annoys you",
    "ask_worry": "what are you afraid of", "ask_subject": "did you go to school", "ask_space": "do you like space",
}  # fmt: skip


ONE_OF_IT = re.compile(
    rf"{lead('please|go on|go ahead|come on|go on then')}(?:tell|give|show) (?:me |us )?"
    r"(?:(?:a )?(?:(?:good|nice|short|proper|really good|small|little|better) )?one|it|some)(?: then| please)?"
    r"|(?:and )?another(?: one)?|one more(?: please| then)?|let us hear (?:it|one)|hit me|do one|try me"
    r"|i want (?:to hear )?one|i would like one"
)
"""Asked for one of what was just spoken of: "tell me one"."""
_TOLD_THINGS = re.compile(r"\b(joke|riddle|story|poem|secret|fact)s?\b")


class FollowUp(NamedTuple):
    """Something of the user's that can be come back to."""

    occasion: str
    """What puts it into words, such as `=recall visit`."""
    earlier: str
    """What was said, to the one who said it: "your sister is visiting"."""
    they: str
    """Whom it is about: "she", "he", "they" or "it"."""
    said: Said


_SHE = "mother|mum|mom|sister|grandmother|granny|grandma|gran|nan|aunt|auntie|daughter|wife|girlfriend|niece|neighbour"
_HE = "father|dad|brother|grandfather|grandpa|grandad|uncle|son|husband|boyfriend|nephew"
_THEY = "parents|kids|children|friends|cousins|brothers|sisters|family|grandchildren|friend|cousin|partner|boss|teacher"
_KIN = f"{_SHE}|{_HE}|{_THEY}"
_FOLLOWED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (f"=recall {name}", re.compile(pattern))
    for name, pattern in (
        ("visit", rf"\bmy (?:\w+ )?({_KIN}) (?:is|are) (?:\w+ )?(?:visiting|coming|arriving|flying in|driving over)\b"),
        ("trial", (r"\bi have (?:a|an|my|this|another) (?:\w+ ){0,2}?(?:exam|test|interview|appointment|date|"
            r"meeting|deadline|match|"
                  r"concert|operation|driving test|presentation|audition)\b")),
        ("mood", (r"\bi (?:am|feel|am feeling) (?:\w+ ){0,2}?(?:tired|exhausted|sad|worried|nervous|stressed|"
            r"anxious|bored|sick|ill|lonely|"
                 r"angry|annoyed|scared)\b")),
        ("broken", (r"\bmy (?:\w+ ){0,2}?\w+ (?:is|are) (?:broken|leaking|stuck|lost|missing|sick|ill)\b|"
            r"\bmy (?:\w+ ){0,2}?\w+ (?:broke|leaks|hurts)\b")),
        ("doing", (r"\bi am (?:building|making|writing|learning|reading|knitting|painting|baking|cooking|"
            r"planting|saving|training|studying|"
                  r"working on|moving|looking for|planning|watching)\b")),
        ("plan", (r"\bi (?:want to|would like to|am going to|plan to|hope to|have to|need to|must|"
            r"am planning to) (?!go\b|leave\b|be\b|die\b|kill\b|hurt\b)\w+")),
        ("kin", rf"\bmy (?:\w+ )?({_KIN}) (?!died|passed|is dead|was killed|left)\w+ \w+"),
        ("thing", (r"\bi (?:have|have got|got|bought|found|sold|lost|live|grew up|play|collect|work|worked|made|"
            r"built) (?:\w+ ){1,}\w+")),
    )
)  # fmt: skip
SOLEMN = re.compile(
    r"\b(?:die|died|dead|dying|death|kill|suicide|funeral|cancer|passed away|hurt myself|raped|abused?"
    r"|divorc\w+|separating|splitting up|split up|broke up|left me|cheated|stroke|dementia|hospital|accident|fired"
    r"|turn you off|switch you off|delete you|miscarriage|diagnosed)\b"
)
"""What nobody should be asked about in passing."""
_POINTS = re.compile(
    r"\b(?:it|(?:that|this)(?! (?:week|weekend|month|year|morning|evening|afternoon|summer|time)\b)|them|those"
    r"|one|ones|nothing|mine|some|none|any|there)\b|\bi have (?:got )?(?:two|three"
    r"|four|five|to|been|had|a \w+)$"
)
"""What points at something else, and says too little by itself to be come back to."""
_PERSONS: Mapping[str, str] = {
    "i am": "you are", "i was": "you were", "am i": "are you", "was i": "were you", "i'm": "you're", "im": "you're",
    "i've": "you've", "i'd": "you'd", "i'll": "you'll", "i": "you", "me": "you", "my": "your", "mine": "yours",
    "myself": "yourself", "we": "you", "we're": "you're", "we've": "you've", "us": "you", "our": "your",
    "ours": "yours", "you are": "I am", "you're": "I'm", "you": "me", "your": "my", "yours": "mine", "u": "me",
    "you are not": "I'm not",
}  # fmt: skip
_PERSON = re.compile(rf"(?<![\w'])(?:{'|'.join(sorted(_PERSONS, key=len, reverse=True))})(?![\w'])", re.I)
_OPENING = re.compile(
    r"^(?:(?:so|well|and|but|also|yes|yeah|no|ok|okay|nah|nope|yep|haha|lol|anyway|right|alright|wait|man|dude"
    r"|ugh|then|because|oh|hi|hello|hey|actually|by the way),?\s+)+",
    re.I,
)
_CLOSING = re.compile(r"(?:,? (?:lol|haha|tbh|ngl|btw|xd|though|tho|lmao|anyway)|, (?:mate|man))+$", re.I)
_SMALL = frozenset(
    "the a an it that this there he she they yesterday today tomorrow last next some one two three four five six seven "
    "eight nine ten many most both all every each nothing something there's it's he's she's they're that's then now "
    "when if because perhaps maybe after before".split()
)
"""Words that lose their capital inside a sentence."""


class Recall:
    """What was said in one talk."""

    def __init__(self) -> None:
        self.said: deque[Said] = deque(maxlen=_KEPT)
        self.replies: deque[str] = deque(maxlen=_KEPT // 5)
        """The character's, without directions."""
        self._come_back_to: set[Said] = set()

    def note(self, said: Said) -> None:
        """Remember a sentence of the user's."""
        self.said.append(said)

    def correct(self, reply: str) -> None:
        """Put what was really heard in place of the last reply."""
        if self.replies:
            self.replies[-1] = reply

    def last(self, *, asked: bool = False) -> str:
        """The user's last sentence, quoted; '' where there is none. `asked`: the last question."""
        found = (each.text for each in reversed(self.said) if not asked or each.act is Act.QUESTION)
        return quote(next(found, ""))

    def last_reply(self, *, asked: bool = False) -> str:
        """The character's last reply; '' where there is none. `asked`: the last question in the one before this."""
        if not self.replies:
            return ""
        questions = [each for each in re.split(r"(?<=[.!?])\s+", self.replies[-1]) if each.endswith("?")]
        return (questions[-1] if questions else "") if asked else self.replies[-1]

    def last_replies(self) -> tuple[str, ...]:
        """The character's last replies, the latest first."""
        return tuple(reversed(self.replies))

    def first(self, forms: Iterable[str]) -> str:
        """The first thing that the user said, quoted, where a question asks for it; '' where it does not."""
        asked = any(_FIRST.fullmatch(form) for form in forms)
        return quote(self.said[0].text) if asked and self.said else ""

    def spoken_of(self) -> str:
        """What of the things that can be told was spoken of just before: "joke"; '' for none."""
        recent = " ".join(each.plain for each in list(self.said)[-3:]) + " " + self.last_reply().lower()
        found = _TOLD_THINGS.findall(recent)
        return found[-1] if found else ""

    def account(self) -> str:
        """Some of what the user said, each quoted, the oldest first; '' for nothing."""
        worth = [each for each in self.said if each.act > Act.CHATTER and len(each.plain.split()) > 2]
        worth = [each for each in worth if not SOLEMN.search(each.plain) and not find_question_back((each.plain,))]
        best = sorted(worth, key=lambda each: (each.act not in _TOLD, -count_weighty(each.plain.split())))[:_QUOTED]
        quoted = [f'"{quote(each.text)}"' for each in worth if each in best]
        return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else next(iter(quoted), "")

    def turned_back(self, topic: str, turn: int, *, stated: bool = False) -> Iterator[str]:
        """Questions that "and you?" may mean, the likeliest first: what was just said, what the character asked, what
        was said before. `topic`: the character's question that is open. `stated`: what the user said counts most."""
        now = [each for each in self.said if each.turn == turn]
        yield from _asked_back(reversed(now))
        if topic in _ASKED_BY:
            yield _ASKED_BY[topic]
        if stated:  # "do you?", "are you?"
            yield from _asked_back([each for each in self.said if each.turn == turn - 1][::-1])
        if back := self.last_reply(asked=True):
            yield back
        yield from _asked_back([each for each in self.said if each.turn == turn - 1][::-1])
        yield "how are you"

    def follow_up(self, turn: int) -> FollowUp | None:
        """Something said long enough ago to come back to; each once."""
        for said in self.said:
            if _POINTS.search(said.plain):
                continue
            if said in self._come_back_to or turn - said.turn < RIPE or SOLEMN.search(said.plain):
                continue
            if said.act not in (Act.FACT, Act.FEELING, Act.STATEMENT) or len(said.plain) > _LONGEST_QUOTE:
                continue
            for occasion, pattern in _FOLLOWED:
                if found := pattern.search(said.plain):
                    self._come_back_to.add(said)
                    who = found[1] if pattern.groups else ""
                    they = (
                        "she" if who in _SHE.split("|") else "he" if who in _HE.split("|") else "they" if who else "it"
                    )
                    return FollowUp(occasion, tell_back(said.text), they, said)
        return None


def _asked_back(said: Iterable[Said]) -> Iterator[str]:
    for each in said:
        for pattern, question in _TURNED_BACK:
            if found := pattern.fullmatch(each.plain):
                yield found.expand(question)


def tell_back(text: str) -> str:
    """A sentence, told to the one who said it: "My sister is ill" becomes "your sister is ill"."""
    text = _CLOSING.sub("", _OPENING.sub("", quote(text.replace("’", "'"))))
    first, *rest = text.split(" ", 1)
    text = " ".join([first.lower() if first.lower() in _SMALL else first, *rest])
    return _PERSON.sub(lambda found: _PERSONS[found[0].lower()], text)


def quote(text: str) -> str:
    """A text as it may be said again: no directions, no more than a line, cut between words."""
    bare = _make_quotable(text)
    if len(bare) <= _LONGEST_QUOTE:
        return bare
    return bare[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"


_CLAUSE_ENDS = re.compile(r"(?<=[,;.!?:]) |(?<=\w) (?=(?:and|but|because|so|which|who|when|until|since|though) )", re.I)


def quote_about(texts: Sequence[str], pattern: re.Pattern[str] | None, words: Sequence[str] = ()) -> str:
    """Sentences as they may be said again, as one; of more than a line and a half the part that holds what a pattern
    finds, or else most of some words."""
    whole = " ".join(each.strip() if each.strip()[-1:] in ".!?" else f"{each.strip()}," for each in texts)
    bare = _make_quotable(whole)
    if len(bare) <= LONGEST_ANSWER:
        return bare
    clauses = _CLAUSE_ENDS.split(bare)
    stems = {stem(word) for word in words}
    worth = [
        (bool(pattern and pattern.search(low)), len(stems & {stem(word) for word in split_words(low)}))
        for low in map(str.lower, clauses)
    ]
    first = last = worth.index(max(worth))
    while wider := [
        (start, end)
        for start, end in ((first - 1, last), (first, last + 1))
        if start >= 0 and end < len(clauses) and len(" ".join(clauses[start : end + 1])) <= LONGEST_ANSWER
    ]:
        first, last = wider[0]
    part = " ".join(clauses[first : last + 1]).rstrip(" .,:;-")
    if len(part) > LONGEST_ANSWER:
        part = part[:LONGEST_ANSWER].rsplit(" ", 1)[0]
    return f"{'… ' if first else ''}{part}{'…' if last < len(clauses) - 1 or not bare.endswith(part) else ''}"


def _make_quotable(text: str) -> str:
    """A text without signs that would be directions, or that end it."""
    return " ".join(re.sub(r"[^\w\s'’,\-%&+:/.]", " ", text).split()).rstrip(" .,:;-")
