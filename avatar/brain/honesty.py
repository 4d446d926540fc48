"""What is said to a question of which the character has no line: that it doesn't, never did, or doesn't know, of the
very thing that was asked.

A yes or no about itself is answered by what it is asked whether it does ("I've never been to Wales"), advice by an
opinion on the very thing, a harmless favour by a yes, one of two by one of them, all else by the question told
indirectly ("I don't know how far Lisbon is from Leeds"). What can't be told back is owned to be lost. Each kind is an
occasion (`=honest never`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from avatar.brain.advising import Advice, find_advice, is_grave, wants_help
from avatar.brain.agreeing import find_agreed, find_allowed
from avatar.brain.answering import GENERIC, choose_card, find_words_of, holds_all, misses
from avatar.brain.either import find_either_of, find_several
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, covers, hear, is_vague, names
from avatar.brain.idle_words import drop_idle
from avatar.brain.indirect import Indirect, tell_indirectly, turn_round
from avatar.brain.leads import LEAD, lead
from avatar.brain.lines import choose_card_for, find_cards, find_named
from avatar.brain.meant import states, take_as_meant
from avatar.brain.phrases import find_phrases
from avatar.brain.plain import make_plain, split_words
from avatar.brain.rive import LONGEST_MESSAGE, PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.rive.nearest import stem
from avatar.brain.sentences import Act, Sentence
from avatar.brain.sheet import make_bare
from avatar.brain.smoothing import smooth
from avatar.brain.soundness import is_sound
from avatar.brain.verbs import is_verb
from avatar.brain.ways import About, Way, find_ways, was_said, was_touched_on

_GIVEN = re.compile(r"((?:a|an|some|one|two|three|the|another|more) \w+(?: \w+){0,3}) please")
"""What is asked for without a verb: "two sugars please"."""
_LATELY = 2
"""The character's last replies, of which a question may only take up the words."""


ANYTHING = About()
"""A question of which nothing is known."""


def admit(script: PersonaScript, heard: Hearing, about: About = ANYTHING) -> Hearing | None:
    """A question, answered by what the character does not do or know; None where the script has nothing to say so.

    What was asked is named where its words are surely understood.
    """
    if (wanted := _GIVEN.fullmatch(heard.plain)) and script.has("=honest can"):
        return replace(heard, cue="=honest can", found={"deed": f"give you {wanted[1]}"}, grade=Grade.EXACT, rule=None)
    if _TELLS.fullmatch(heard.plain) and (cue := next(filter(script.is_fresh, filter(script.has, _OF_ITS_LIFE)), "")):
        return replace(heard, cue=cue, grade=Grade.EXACT, rule=None)
    if favour := _do_favour(script, heard):
        return favour
    if advised := _advise(script, heard):
        return advised
    if _OUTCOME.fullmatch(heard.plain) and (
        cue := next((each for each in ("=hope", "=think") if script.has(each) and script.is_fresh(each)), "")
    ):
        return replace(heard, cue=cue, grade=Grade.EXACT, rule=None)
    if (viewed := _VIEWED.fullmatch(heard.plain)) and script.has("=view") and is_sound(of := viewed[1] or viewed[2]):
        return replace(heard, cue="=view", found={"subject": turn_round(of)}, grade=Grade.EXACT, rule=None)
    if chosen := _choose(script, heard):
        return chosen
    if _TAKEN.fullmatch(heard.plain) and script.has("=confirmed"):
        return replace(heard, cue="=confirmed", grade=Grade.EXACT, rule=None, act=Act.QUESTION)
    if first := _of_less(script, heard, about):
        return first
    asked = None if _ALSO.fullmatch(heard.plain) else _tell(script, heard)
    if asked is None:
        return _piece(script, heard, about.said)
    caught = find_caught(heard.sentence.text)
    ways = [way for way in find_ways(asked, about, caught) if script.has(way.cue)]
    if not (heard.sentence.asked or asked.clause or asked.verb or _ASKING.match(asked.plain)):
        return None  # "do up a radio" and "must be nice" ask nothing
    fresh = (way for way in ways if find_cards(script, way.cue, way.found))
    way = next(fresh, next((way for way in ways if way.named and _may_come_again(script, way)), None))
    return _answered(script, heard, way, about.said) if way is not None else None


_TAKEN = re.compile(
    rf"{LEAD}(?:(?:i will|shall i|can i|i) take (?:that|it|this) (?:as|for) (?:a |an )?\w+"
    r"|(?:is|was) that (?:a )?(?:yes|no)|(?:that is )?a (?:yes|no)|(?:a )?(?:yes|no) then)(?: then)?"
)
"""What asks whether the last answer was a yes."""
_ASKING = re.compile(
    r"(?:who|whom|whose|what|where|when|why|how|which)\b|(?:is|are|was|were|do|does|did|has|have|can|could|would"
    r"|will) (?:you"
    r"|he|she|it|they|we|that|this|there|your|the|his|her|their)\b"
)


def _may_come_again(script: PersonaScript, way: Way) -> bool:
    """Whether every line of an occasion says something else each time, for it names what was asked."""
    return all(way.found.keys() >= named for card in script.cards(way.cue) if (named := find_named(card)))


def _answered(script: PersonaScript, heard: Hearing, way: Way, said: Sequence[str]) -> Hearing:
    """A question with the occasion that answers it, and with one of its lines where not all of them would do."""
    fresh = find_cards(script, way.cue, way.found)
    deed = way.found.get("deed", "")
    touched = was_touched_on(deed, said[:_LATELY])
    if touched:
        fresh = [card for card in fresh if not _DENIES.match(card)] or fresh
    if _ANYTHING.search(deed) or _NEVER.search(heard.plain) or (_UNSAID.match(deed) and not touched):
        fresh = [card for card in fresh if _DENIES.match(card)] or fresh  # "yes, I need anything"
    card = script.choose(fresh) if len(fresh) < sum(not script.is_given(each) for each in script.cards(way.cue)) else ""
    if way.cue == _LOST and fresh:
        bare = [each for each in fresh if not find_named(each)] if was_touched_on(_join(way), said[:_LATELY]) else []
        card = script.choose(bare) if bare else choose_card_for(script, way.cue, way.found)
    grade = Grade.SHAPE if way.cue == _LOST else Grade.EXACT
    return replace(heard, cue=way.cue, card=card, found=way.found, grade=grade, rule=None, act=Act.QUESTION)


def _join(way: Way) -> str:
    """All that an answer would name."""
    return " ".join(way.found.values())


_DENIES = re.compile(
    r"(?:\[[\w-]+\] )?(?:No|Not|Never|Nearly|Hardly|Only|I don't|I do not|I'm not|I am not"
    r"|Very nearly)\b"
)
"""A line that denies what is asked: it has no place where the character has just spoken of the thing itself."""
_UNSAID = re.compile(
    r"(?:made|built|carved|cut|knitted|sewn) (?:out )?(?:of|from)\b|(?:say|said|mention|mentioned) \w+ \w+"
)
"""What would be known of a character, or of its words, were it so: it is not made up."""
_NEVER = re.compile(r"\byou (?:have |had |are |do |did |would |will |can )?never\b")
"""What expects to be told no."""
_ANYTHING = re.compile(r"\bany(?:thing|one|body|where)?\b")
_LOST = "=honest lost"
"""The occasion of a question that was not understood: its lines name what they can, and whatever else is said in the
message goes before it."""


def find_caught(text: str) -> str:
    """What of a question, as it was typed, may be said again where the rest of it was lost: "the window at Crewe"; ''
    for nothing."""
    found = [each for each in find_phrases(text) if not re.search(r"\d", each.text)]
    best = max(found, key=lambda phrase: phrase.weight, default=None)
    return best.text if best is not None and len(best.text.split()) <= _MOST_CAUGHT else ""


_MOST_CAUGHT = 5
"""Words of what may be said again."""


# ----------------------------------------------------------------------------------------- what costs nothing, advice


def _do_favour(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """What is asked to be done, agreed to or not."""
    if _CAUGHT.match(heard.plain) and script.has("=honest caught"):
        return replace(heard, cue="=honest caught", grade=Grade.EXACT, rule=None, act=Act.QUESTION)
    if (about := _TELL_ABOUT.fullmatch(heard.plain)) and script.has("=honest know") and is_sound(about[1]):
        found = {"deed": turn_round(about[1])}
        return replace(heard, cue="=honest know", found=found, grade=Grade.EXACT, rule=None, act=Act.QUESTION)
    if (kept := _REMEMBERS.fullmatch(heard.plain)) and script.has("=honest recall") and is_sound(kept[1]):
        found = {"deed": turn_round(kept[1])}
        return replace(heard, cue="=honest recall", found=found, grade=Grade.EXACT, rule=None, act=Act.QUESTION)
    agreed = find_agreed(heard.plain) or find_allowed(heard.plain) or _find_reminded(heard.plain)
    for cue in ("=honest agree", "=honest will"):
        if script.has(cue) and agreed:
            return replace(heard, cue=cue, found={"deed": agreed}, grade=Grade.EXACT, rule=None, act=Act.REQUEST)
    asks_of_others = heard.plain.startswith("do ") and bool((told := tell_indirectly(heard.plain)) and told.clause)
    if heard.act is Act.REQUEST and not asks_of_others and is_sound(deed := find_favour_asked(heard.plain)):
        return replace(heard, cue="=honest can", found={"deed": deed}, grade=Grade.EXACT, rule=None)
    return None


_TELL_ABOUT = re.compile(
    rf"{lead('please|can you|could you|will you')}tell (?:me|us) (?:more |a bit |a little "
    r"|something )?"
    r"about ((?!you\b|yourself\b|it\b|that\b|this\b|him\b|her\b|them\b|your\b|me\b|my\b)\w+(?: \w+){0,3}?)(?: then"
    r"| please)?"
)
"""What asks for all that is known of something: "tell me about Marlene"."""
_CAUGHT = re.compile(
    rf"{lead('no worries')}(?:did|have) (?:not )?you (?:not )?(?:catch|caught|hear|heard|get"
    r"|notice|noticed|take in|spot|see) (?:that (?:i|my|we)\b|the (?:bit|part|thing) (?:about|where)|what i (?:said"
    r"|told"
    r"|wrote|typed|just)|me (?:say|mention)|i (?:am|was|have|had)\b).*"
)
"""What asks whether the user was heard: "did you catch the bit about uni"."""


def _find_reminded(plain: str) -> str:
    """What is to be thought of: "remember to lock up"; '' for nothing, or where it can't be told back."""
    asked = re.sub(r"^(?:and |but |please )*", "", drop_idle(plain))
    return deed if asked.startswith("remember to ") and is_sound(deed := turn_round(asked)) else ""


_REMEMBERS = re.compile(
    rf"{lead('hey')}remember ((?:the|when|those|how|that) (?!to\b)\w+.*?|my \w+(?: \w+)?)(?: then)?"
)
"""What asks whether something is remembered, though it has the form of a request: "remember the power cuts"."""
_ADVISES = ("=should", "=suggest", "=advice")
"""Occasions of advice on anything."""


def _advise(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """A question for advice, with an opinion on the thing that it names, or else on anything."""
    advice = find_advice(heard.plain)
    if advice is not None and script.has(advice.cue) and find_cards(script, advice.cue, advice.found):
        return replace(
            heard, cue=advice.cue, found=advice.found, card="", grade=Grade.EXACT, rule=None, act=Act.QUESTION
        )
    if wants_help(heard.plain):
        best = (
            ("=advice", "=suggest")
            if _FOR_WHOM.search(heard.plain) or " how to " in heard.plain
            else ("=suggest", "=advice")
        )
        cue = next(filter(script.has, best), "")
        return replace(heard, cue=cue, card="", grade=Grade.EXACT, rule=None) if cue else None
    advised = _ADVISED.match(heard.plain)
    cues = () if advised is None else ("=should",) if advised[1] else ("=advice", "=suggest")
    cue = next(filter(script.has, cues), "")
    return replace(heard, cue=cue, card="", grade=Grade.EXACT, rule=None) if cue else None


def _is_on(heard: Hearing, advice: Advice) -> bool:
    """Whether the rule that hears a question for advice is about the thing that it is asked on, and, where it is asked
    whether something should be done, asks so itself."""
    if heard.rule is None:
        return False
    listens = find_words_of(heard.rule)
    likened = bool(heard.rule.trigger.examples)
    if advice.cue == "=honest should" and not likened and not {"should", "shall"} & {*listens}:
        return False
    words = {stem(word) for word in split_words(advice.words) if word not in GENERIC}
    return bool(words & {stem(word) for word in listens})


def _choose(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """One of two that are asked for, of what is not the character itself."""
    if states(heard):
        return None
    if (several := find_several(heard.sentence.text)) and script.has("=honest either"):
        one = script.choose(several)
        other = script.choose([each for each in several if each != one])
        found = {"first": one, "second": other}
        return replace(heard, cue="=honest either", found=found, grade=Grade.EXACT, rule=None, act=Act.QUESTION)
    parts = (_make_part(script, heard), _make_last_part(script, heard))
    two = find_either_of([*filter(None, dict.fromkeys((heard.plain, *parts, *heard.forms[1:3])))])
    if two is None or not script.has("=honest either"):
        return None
    one, other = (two.first, two.second) if script.choose(("first", "second")) == "first" else (two.second, two.first)
    found = {"first": one, "second": other}
    return replace(heard, cue="=honest either", found=found, grade=Grade.EXACT, rule=None, act=Act.QUESTION)


# ------------------------------------------------------------------------------------------- two questions in one


_TWO_ASKED = re.compile(
    r"(?P<first>.+?) or (?:is|are|was|were|do|does|did|has|have|had|can|will|would|am)"
    r" (?!not\b|so\b|nothing\b)(?:the|a|an|my|your|his|her|it|that|this|you|he|she|they|i|we|there)\b.*"
)
"""Two questions in one: "do you drink tea or is the kettle just for show"."""


def _of_less(script: PersonaScript, heard: Hearing, about: About) -> Hearing | None:
    """A question with what answers it where it is heard without the words that ask nothing, or only the first of two
    that are asked in one; None where it has neither."""
    found = _TWO_ASKED.fullmatch(heard.plain)
    less = drop_idle(found["first"] if found else heard.plain)
    if less == heard.plain or len(less.split()) < _FEWEST:
        return None
    first = hear(script, Sentence(f"{less}?", asked=True), less, "")
    if not asks(first.act):
        return None
    answered = answer_or_admit(script, first, about)
    sure = answered.cue not in ("", _LOST) or (answered.rule is not None and answered.grade > Grade.SUBJECT)
    return replace(answered, sentence=heard.sentence) if sure else None


# ------------------------------------------------------------------------------------------- the question told back


_OF_PROGRAM = re.compile(r"\b(?:slash|Escape|dash dash)\b")
"""What tells how the program is used, which only somebody who plainly asks for it wants to hear."""
_VIEWED = re.compile(
    r"(?:and |so |but )?what (?:do you (?:think|make)|(?:is|are) your (?:opinions?|views?|thoughts?|take|feelings?))"
    r" (?:of|about|on) ((?:the |a |my )?\w+(?: \w+)?)(?: in general| generally)?"
    r"|(?:and |so |but )?(?:any|your) thoughts (?:on|about) ((?:\w+ ){0,3}?\w+)"
)
_OUTCOME = re.compile(
    r"(?:and |so |but )?(?:do )?you (?:think|reckon|believe|suppose)(?: that)? (?:he|she|they|it|i|we|my \w+|the \w+)"
    r"(?:'ll| (?:will|would|can|could|is going to|are going to|am going to))\b.*"
)
"""What asks how something of the user's will turn out."""
_ADVISED = re.compile(
    r"(?:and |so |but )?(?:(should|shall) (?:i|we)|(?:what|where|who|which|when|how)\b.* (?:should|shall) (?:i|we)"
    r"|what would you do (?:about|with (?:him|her|them|it|my)|in my (?:shoes|place)|if you were me)"
    r"|what would you (?:tell|advise|say to) (?:an?|the|my|somebody|someone|anybody|people|young|new))\b"
)
_FOR_WHOM = re.compile(r"\bfor (?:someone|somebody|people|anyone|a (?:man|woman|person)|those)\b")
"""Whom something is recommended to who needs more than a thing."""
_STATES = re.compile(r"(?:and |so |but |oh |ah )*(?:it|he|she|that|this|they|there|you|i|my|your|the)\b")
_TELLS = re.compile(
    rf"{lead('please|go on|just|can you|could you|will you')}tell (?:me|us)"
    r" (?:something|more|a bit|a little|anything|a thing or two)(?: (?:else|more|nice|funny|new|interesting))?"
    r"(?: about (?:you|yourself|your(?: own)? (?:life|past|youth|childhood|days|career|adventures?|time|work)))?"
    r"(?: please| then| now)*"
)
"""What asks the character to tell of itself: "tell me something about your life"."""
_OF_ITS_LIFE = ("=like your memories", "=like your proudest", "=more")
_ENDS_ASKING = re.compile(r"\b(?:what|who|whom|where|when|why|how|which)$|^(?!what|which|who).*\b(?:what|which)\b")
_ALSO = re.compile(
    r"(?:so |but |ok |oh )?(?:and|what about|how about) (?!you\b|so\b|then\b|yet\b|me\b|us\b|is\b|are\b|do\b|did\b)"
    r"((?:(?!can\b|is\b|does\b|do\b|will\b|would\b|has\b|did\b|was\b|if\b)\w+ ){0,6}?\w+?)"
    r"(?: (?:then|tell me|though|too|please|now))*"
)
"""What asks the same of something else: "and on the other days?"."""
_PLACED = re.compile(r"^(?:on|in|at|with|for|to|of|from|by|before|after|during) ")
_ANY = re.compile(
    rf"{LEAD}(?:(?:have )?(?:you )?got )?(?P<what>any (?!chance\b|more$|idea\b|other\b)\w+"
    r"(?: (?!ideas?\b|tips\b|advice\b)\w+){0,6})"
)
"""What asks whether the character has something: "any crime novels in those four thousand"."""


def find_first_part(text: str) -> str:
    """A question, as it was typed, up to its comma: what stands behind it only adds to it ("what was he like, your
    man?"). '' where it has none, or only a word or two before it, or where it goes on with one of two."""
    first, comma, rest = re.sub(r"\s+[–—-]+\s+", ", ", text).partition(",")
    if not comma or len(first.split()) < _FEWEST or re.match(r"\s*(?:or|and|but|if|then)\b", rest):
        return ""
    return first.strip()


_FEWEST = 3
"""Words before a comma that may be a whole question."""


def _make_part(script: PersonaScript, heard: Hearing) -> str:
    """The first part of a question, as triggers listen for it; '' for none."""
    part = find_first_part(heard.sentence.text)
    return smooth(script.formatted(make_plain(part, LONGEST_MESSAGE))) if part else ""


_LAST_PART = re.compile(r".*[,:;.–-] +((?:\w[\w' ]{1,24}) or (?:\w[\w' ]{1,24}))\?+$")
"""Two at the end of a question, behind what leads up to them: "I'm getting a takeaway, thai or pizza?"."""


def _make_last_part(script: PersonaScript, heard: Hearing) -> str:
    """The two at the end of a question, as triggers listen for them; '' for none."""
    found = _LAST_PART.fullmatch(heard.sentence.text)
    return smooth(script.formatted(make_plain(found[1], LONGEST_MESSAGE))) if found else ""


def _tell(script: PersonaScript, heard: Hearing) -> Indirect | None:
    """A question as it may be told back, in the first way to read it that is one; the part before a comma where that
    is a whole question."""
    if about := _ABOUT.fullmatch(heard.plain):
        return tell_indirectly(f"{about['aux']} {about['what']} {about['rest']}")
    found = tell_indirectly(_make_part(script, heard))
    if found is not None and ((found.clause and is_sound(found.clause)) or found.verb):
        return found
    return next((found for form in _ways(heard) if (found := tell_indirectly(form))), None)


_ABOUT = re.compile(
    rf"{LEAD}(?:what|how) about (?P<what>(?:\w+ ){{0,3}}?\w+) (?P<aux>can|is|does|will|would"
    r"|has|did"
    r"|was) (?:he|she|it|they) (?P<rest>.+)"
)
"""What names somebody before it asks of them: "what about Biscuit, can he join"."""


def _ways(heard: Hearing) -> Iterator[str]:
    yield heard.plain
    if not _ADDS_TAG.search(heard.plain):
        yield from heard.forms[1:3]


def _piece(script: PersonaScript, heard: Hearing, said: Sequence[str]) -> Hearing | None:
    """A question that is no whole one, with what answers it: "for what?", "half a book?", "any crime novels?"."""
    cue, found = "", dict[str, str]()
    if wanted := _ANY.fullmatch(heard.plain):
        deed = turn_round(wanted["what"])
        own = next(filter(script.has, ("=honest any", "=honest own")), "")
        cue, found = (own, {"deed": deed}) if is_sound(deed) else ("", {})
    if not cue and (also := _ALSO.fullmatch(heard.plain)):
        told = turn_round(_PLACED.sub("", also[1]))
        cue, found = "=honest also", {"thing": told} if is_sound(told) else {}
    elif not cue and _ENDS_ASKING.search(heard.plain) and not heard.plain.startswith("if "):
        cue = "=of that"
    elif not cue and was_said(heard.plain, said[:_LATELY], fewest=1):
        cue = "=honest said"
    elif not cue and not _STATES.match(heard.plain):
        caught = find_caught(heard.sentence.text)
        cue, found = _LOST, {"thing": caught} if caught else {}
    card = choose_card_for(script, cue, found) if cue else ""
    grade = Grade.SHAPE if cue == _LOST else Grade.EXACT
    return replace(heard, cue=cue, card=card, found=found, grade=grade, rule=None) if card else None


_ADDS_TAG = re.compile(
    r"^(?:it|that|this|he|she|they|there|my|the)\b.* (?:is|are|was|does|do|did|has) not (?:it|he|she|they|there)$"
)
"""What states something and only asks for a yes: "that is a bit forward of me, is it not"."""
_ORDER = re.compile(
    r"(?:(?:please|now|then|ok|so|and|just|go on and|would you|can you|could you"
    r"|will you|go on|ooh|oh) )*(?!be (?:right )?back\b|do not\b)(.+?)"
    r"(?: please| for me| then| now| again)*"
)


_PROPOSES = re.compile(r"let us (?:try|talk|leave|move|change|start|begin|see|say|forget|stick|get back|drop)\b")
"""What only leads the talk on: "let's try something easier"."""


def find_favour_asked(plain: str) -> str:
    """What is to be done, from the character's side: "read you the news" for "please read me the news"; '' for
    nothing."""
    found = _ORDER.fullmatch(drop_idle(plain))
    asked = _FAVOUR.sub("", found[1]).removeprefix("let us ") if found and not _PROPOSES.match(found[1]) else ""
    if not asked or asked.startswith("be ") or _ASKS_WITHIN.search(asked) or not is_verb(asked.split()[0]):
        return ""
    return turn_round(_US.sub(r"\1 me", asked))


_FAVOUR = re.compile(
    r"^(?:do (?:me|us) (?:a|one|another) (?:little |small |big |quick )?favour|be an? (?:love|dear|darling|pal|mate"
    r"|sport"
    r"|good \w+)) (?:and )?(?=\w)"
)
"""What leads up to a favour: "do me a favour and wait"."""
_US = re.compile(
    r"\b(give|lend|show|tell|do|sing|buy|make|get|bring|play|draw|write|teach|hand|pass|read|help|cook|pour|send)"
    r" us\b"
)
"""Where "us" is only me: "give us a clue"."""
_ASKS_WITHIN = re.compile(
    r"\b(?:is|are|was|were|do|does|did|am) (?:it|that|this|you|i|he|she|they)\b|^read (?:any|a good)\b"
    r"|^(?:see|hear) any\b|^(?:forget|never mind|ignore|skip|leave) (?:about )?(?:it|that|this|him|her|them|the|your)\b"
)
"""What holds a question of its own, and so is no favour: "be honest is it rubbish", "read any good books"."""


_OF_THIRD = re.compile(
    rf"{LEAD}(?:(?:what|who|where|when|why|how)(?: \w+)? )?(?:is|was|are|were|does|did|do|has"
    r"|have|will|would|can|could) (?:he|she|they)\b"
)
_THIRD = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs)\b")


def _is_beside(heard: Hearing, card: str) -> bool:
    """Whether a line is of a rule that heard no more than a word, or of somebody else, and answers less than is
    asked."""
    if (heard.grade < Grade.PHRASE or heard.grade is Grade.LIKE) and _OF_PROGRAM.search(card):
        return True
    whole = heard.grade is not Grade.SUBJECT or not card or covers(heard) == 1
    one_word = not whole and not holds_all(heard.plain, card)
    return one_word or _is_of_another(heard, card)


def _is_of_another(heard: Hearing, card: str) -> bool:
    """Whether a question is asked of somebody, and the rule that hears a phrase of it, and its line, speak of nobody:
    "is he good company"."""
    if heard.rule is None or heard.grade > Grade.PHRASE or not card or not _OF_THIRD.match(heard.plain):
        return False
    listened = " ".join((heard.rule.trigger.text, *heard.rule.trigger.examples))
    return not _THIRD.search(listened) and not _THIRD.search(make_bare(card))


_SUPPOSES = re.compile(r"\b(?:would|will|happens?|if)\b")
"""What asks for something that nobody could have told, as it is only thought of."""
_WISHES = ("recommend", "suggest")
"""Words of a rule whose lines answer whatever else the question names."""
_DODGES = re.compile(r"=(?:unknown|favourite|asked|of me|of that|invent .*|of it.*|how to|think|confirmed|lost|beyond)")
"""Occasions whose words answer nothing by themselves."""


def answer_or_admit(script: PersonaScript, heard: Hearing, about: About = ANYTHING) -> Hearing:
    """A question with the line of its rule that answers it best, or, where none does, with what is said for want of
    one."""
    if heard.card or heard.grade is Grade.ALARM:
        return heard
    if meant := take_as_meant(script, heard):
        return meant
    answered = _answer(script, heard, about)
    admitted = bool(answered.cue) and answered.cue != heard.cue
    return (take_as_meant(script, heard, lost=True) if admitted else None) or answered


def _answer(script: PersonaScript, heard: Hearing, about: About) -> Hearing:
    if not asks(heard.act):
        return (admit(script, heard) if _GIVEN.fullmatch(heard.plain) else None) or heard
    if heard.cue in (*_ADVISES, "=choice") and (chosen := _choose(script, heard)):
        return chosen
    if heard.cue in ("=advice", "=suggest") and is_grave(heard.plain) and script.has("=should"):
        return replace(heard, cue="=should")
    advice = find_advice(heard.plain)
    if heard.cue in _ADVISES and advice is None and not wants_help(heard.plain):
        return heard
    if (
        heard.cue in _ADVISES
        or (advice and heard.cue == "=view")
        or (advice and heard.grade < Grade.NEAR and not _is_on(heard, advice))
    ):
        return _advise(script, heard) or heard
    if heard.cue == "=not told" and _SUPPOSES.search(heard.plain):
        return admit(script, heard, about) or heard
    if heard.cue:
        return (admit(script, heard, about) if _DODGES.fullmatch(heard.cue) else None) or heard
    return _answer_by_rule(script, heard, about)


def _answer_by_rule(script: PersonaScript, heard: Hearing, about: About) -> Hearing:
    """A question that a rule may hear, with its line where that answers it, or with what is said for want of one."""
    rule = heard.rule
    if rule is None or heard.grade <= Grade.SHAPE or _DODGES.fullmatch(rule.trigger.redirect or "") or is_vague(heard):
        return admit(script, heard, about) or heard
    if heard.grade is Grade.ANSWER or not script.has_left(rule):
        return heard
    if heard.grade <= Grade.SUBJECT and _make_last_part(script, heard) and (chosen := _choose(script, heard)):
        return chosen
    card = choose_card(script, heard)
    if _is_beside(heard, card):
        return admit(script, heard, about) or heard
    wished = heard.grade >= Grade.PHRASE and any(names(heard, word) for word in _WISHES)
    if not wished and (heard.grade < Grade.EXACT or rule.trigger.examples) and misses(heard, card):
        return admit(script, heard, about) or heard
    return replace(heard, card=card) if card else heard
