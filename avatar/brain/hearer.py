"""One sentence, heard in the light of the talk that it belongs to.

What was said before decides what "and you?", "again" or "and 6 feet?" means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from avatar.brain.advising import find_advice
from avatar.brain.answering import GENERIC, find_type
from avatar.brain.answers import NOT_BAD, TURNED, looks_like_answer
from avatar.brain.asking_back import ask_back, find_told_last, is_baffled
from avatar.brain.choosing import says_little
from avatar.brain.continuations import NONE, Continuations
from avatar.brain.continuing import Continuing
from avatar.brain.days import look_up_day
from avatar.brain.either import find_thought_of
from avatar.brain.fitting import fit
from avatar.brain.grading import Grade, learns
from avatar.brain.guessing import guesses
from avatar.brain.hearing import Hearing, covers, hear, names
from avatar.brain.honesty import answer_or_admit, find_first_part
from avatar.brain.indirect import turn_round
from avatar.brain.main_clause import find_main_clauses
from avatar.brain.meaning import find_direction, find_word
from avatar.brain.mending import (
    asks_verdict,
    consoles,
    ends_it,
    fears,
    find_asked_again,
    find_denied,
    find_mistaken,
    has_lost_it,
    is_offer,
    is_promise,
    is_sorry,
    looks_again,
    reassures,
    takes_promise,
)
from avatar.brain.names import asks_for_name, find_lone_name, find_name, insists_on_name, is_rather_a_word
from avatar.brain.own_questions import ENOUGH, VERY
from avatar.brain.own_things import OwnThings
from avatar.brain.plain import make_plain
from avatar.brain.putting_right import denies, find_put_right
from avatar.brain.reactions import Before
from avatar.brain.recall import ONE_OF_IT, Recall, Said, find_question_back, quote
from avatar.brain.recollecting import MISSED, RECALLED, asks_about_user, asks_in_vain, find_theirs, tell_back
from avatar.brain.relatives import Relatives, find_correction, was_spoken_of
from avatar.brain.rive import HOME, LONGEST_MESSAGE, PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.patterns import split_words
from avatar.brain.second_look import is_given_up, look_again
from avatar.brain.senses import find_weighty
from avatar.brain.sentences import Act, Sentence, find_act
from avatar.brain.sheet import EMPTY, Sheet, make_bare
from avatar.brain.skills import SKILLS, find_introduction, find_job
from avatar.brain.smoothing import hush_laughter, smooth
from avatar.brain.telling_back import leave_out_name, say_back, write_out
from avatar.brain.told import Found, find_told, is_of_theirs, tell_of_user
from avatar.brain.tones import find_tone
from avatar.brain.verbs import is_verb
from avatar.brain.wanted import Sure, Wanted, find_fragment, find_wanted
from avatar.brain.ways import takes_up

_FAVOURITE = re.compile(
    r"(?:(?:and|so|any|your|a|got|have you|have you got|do you have|which|what|is|which one|the|one) )*favourites?"
    r"(?: one)?"
)
_DONE_WITH: Mapping[str, str] = {
    "read": "book", "reading": "book", "watch": "film", "watched": "film", "eat": "food", "cook": "food",
    "listen": "song", "play": "game", "drink": "drink", "visit": "place", "travel": "place",
}  # fmt: skip
"""What is read is a book: a favourite of that sort may be asked for."""
_OTHER_NUMBER = re.compile(r"(?:and|what about|how about)(?: for| with)? (\d[\d,.]*)(?: [a-z]+)?\W*", re.I)
_APOLOGY = re.compile(
    r"(?:(?:sorry|oh|no|but|really|honestly) )*(?:(?<=sorry )|i )(?:did not|do not|never) (?:\w+ )?"
    r"(?:mean|meant|want|try|tried) (?:to (?:be|sound|seem|come across|upset|offend|hurt|insult)"
    r"|any (?:harm|offen[cs]e)|that (?:badly|rudely|like that))\b.*"
    r"|(?:(?:sorry|oh) )*(?:that|i) was (?:\w+ )?(?:rude|mean|unkind) of me"
    r"|(?:i am )?sorry (?:if |that |for )?(?:i )?(?:was |being |am |sounded |seemed )(?:\w+ )?(?:rude|mean|unkind|short"
    r"|harsh|cross)"
)
"""What asks to be excused."""
_WAS_SAYING = re.compile(
    r"^\s*(?:(?:ok|no|but|so|well|yeah|anyway|sorry),? )*(?:i was|im|i'm|i am) (?:only |just |really )?"
    r"(?:saying|telling you|trying to (?:say|tell you))(?: that)? (?=\S+ \S+)",
    re.I,
)
"""What only says once more what is told: "I was saying it's quiet here"."""
_LAUGHING = re.compile("[😂🤣😆😹]")
_LAUGHS_SO = re.compile(r"\b(?:i'?m |i am )?(?:crying|dying|dead|screaming|howling)\b", re.I)
"""What laughs where a laughing face stands beside it."""
_HOWLS = re.compile(
    r"i am (?:(?:so|actually|literally|proper) )*(?:crying|dying|dead|screaming|howling|weeping|in tears|creasing"
    r"|crying laughing)(?: (?:here|now|at that|over here|again))*"
)
"""What laughs, by itself: "I'm crying"."""
_SOMBRE = ("=sad", "=bad news", "=wistful")
_ANY_AT_ALL = re.compile(
    r"(?:(?:so|and|but|ok|have you|do you have|you) )*(?:got )?any (?:good |bright )?(?:ideas?|suggestions?|thoughts?)"
    r"(?: (?:then|please|for me|at all))*"
)
_WANTED_THING = re.compile(
    r"\b(?:need|want|have|think of|find|give \w+|without|with|for) an? (?:\w+ )?(name)\b"
    r"|\bwhat to (?:get|buy|give)\b|\b(present|gift)\b"
)
"""For what ideas are asked for, as the sentence before says: "we should have a name for it. any ideas?"."""
_WANTS_A_YES = re.compile(
    r"(?:so )?(?:that|this|it) is (?:a )?(?:win|good|great|good news|result|good sign|progress|start)(?: right| eh)?"
)
"""What asks whether news is good: "that's a win, right?"."""
_READS_OUT = re.compile(r"\W*(?:so |ok |or )?(?:how|what) about\s*[:\"“‘]\s*\S+(?: \S+){2,}", re.I)
"""What reads out something of the user's, to hear what is thought of it: "how about: nan kept her endings in a tin"."""
_ADVISED = re.compile(
    r"=(?:honest (?:either|should|what to|how best|ideas|tips|counsel)|should|suggest.*|advice|choice)"
)
_SO = re.compile(r"^(?:(?:so|ok|right|then|well|and|oh|hm|yes|yeah) )*")
_OPEN_TOPICS = ("ask_day", "ask_thing")
_ASKS_OF_ANOTHER = re.compile(
    r"(?:(?:and|so|but|oh|haha|ok) )*(?:(?:who|what|where|when|why|how)(?: \w+)? )?(?:is|was|are|were|does|did|do|has"
    r"|can|will|would) (?:he|she|they|that|your)\b"
)
_FEW_TAKEN = 6
"""Words of advice that is only said back."""
_WHAT_LIKE = re.compile(r"(?:(?:and|so|but|oh) )*what (?:is|are) (?:the |an? )?(?!my\b|our\b)\w+ like")
_POINTED = re.compile(r"\b(?:he|him|his|she|her|hers)\b")
_ONES = {
    **dict.fromkeys(("he", "him", "his"), r"\b(?:he|him|his)\b"),
    **dict.fromkeys(("she", "her", "hers"), r"\b(?:she|her|hers)\b"),
}
"""What stands for the same one as each of some words."""
_OF_ONE = re.compile(r"(?:(?:so|and|but|wait|oh|hang on) )*(?:is|was|does|did|has) (?!that\b|it\b|this\b|there\b)\w+")
"""A yes or no about somebody who is named."""
_DID_I_SAY = re.compile(r"\b(?:did|have|had) i (?:\w+ )?(?:say|said|tell|told|mention\w*)\b")
_OF_MINE = re.compile(r"\b(?:i|my|me|we|our|us)\b")
"""What speaks of the user."""
_CALLING = r"(?P<before>[\w']+)(?P<stop>,?) NAME(?P<end>,|\s*[?!.]|(?=\s+(?:a?ha|lol|lmao|x)\w*\W*$))"
"""Where NAME only calls the one who is spoken to."""
_NAMED_BEHIND = frozenset(
    "about with from than like called named and for hello hey evening morning afternoon night was are is or to of by a "
    "the hi hiya my bye name i'm love dear poor old as me know who's meet met".split()
)
"""Words behind which the name is more than a call: "hello Fern", "a book about Fern"."""
_GREETS = re.compile(
    r"(?:(?:haha|oh|aw|lol|well|and|then) )*(?:hi|hello|hey|hiya|morning|good morning|evening|good evening|night"
    r"|good night|bye|welcome)(?: there)? ((?:\w+ )?\w+)(?: too| as well| then)?"
)
"""What greets somebody by name."""
_OF_THERE = re.compile(r"\b(?:in|over|down|up|out) there\b|\bwhere you (?:are|live)\b")
"""What asks of the place where the character is."""
_OF_YOU = re.compile(r"\byours?\b|\b(?:do|are|have|did|can) you\b")
"""What asks the character of its own, so that what follows does."""
_WH = re.compile(r"(?:(?:and|so|but|oh|ok|haha|well) )*(?:who|what|where|when|why|how|which)\b")
_ASKS_OWN_NAME = re.compile(
    r"(?:.* )?(?:what|remember|recall|know)\b(?: did i say| i said| did i tell you)?(?: that)?(?: was| is)? my name"
    r"(?: is| was)?(?: again)?"
)
"""What asks for the user's name, in whatever words."""
_GENERIC_STEMS = frozenset(map(stem, GENERIC))
"""Words that a question and what was just said may share by chance."""
_INSTEAD = re.compile(
    r"(?:(?:no|oh|but|sorry|hey|lol|haha) )*i (?:said|asked about|asked for|meant"
    r"|was asking about) (\w+(?: \w+)?) not \w+.*"
)
"""What puts right whom a question was about: "i said gerald not mortimer"."""
_HAS = re.compile(
    r"(?:(?:and|so|but|wait|oh|hang on) )*(?:do you have|have you got|have you|you have got|you have|you got|got)"
    r" (?:an?|any(?: other)?) (\w+?)s?(?: then| too| as well)?"
)
"""What asks whether the character has somebody or something: its sheet may say."""
_OFFERS = re.compile(
    r"\b(?:shall i|let me|i could|will you have|would you(?: rather)?|which would|you may ask|ask me|i offer"
    r"|i'll tell you|i shall tell you|i've (?:got )?a story|choose|you choose|what'll it be)\b",
    re.I,
)
"""What offers something to be told."""
_ACCEPTS = re.compile(
    r"(?:(?:yes|yeah|yep|ok|okay|please|oh|ooh|sure|alright|all right|well|haha|then|hm|hmm) )*"
    r"(?:yes|yeah|sure|ok|okay|please|go on|go ahead|go for it|tell me|do tell|either|any|both|you choose|you pick"
    r"|your choice|surprise me|why not|i would love (?:that|to)|love to|show me|the first(?: one)?|i would like that"
    r"|(?P<last>the (?:second|last|other|latter)(?: one)?))"
    r"(?: (?:then|please|one|is fine|go on|do|both|about (?:it|that|them)|more))*"
)
"""What takes an offer."""
_OF_WORK = re.compile(
    r"\b(?:invent\w*|buil[dt]|build\w*|ma[dk]e|making|do|doing|look after|write|wrote|written|perform\w*|mend\w*"
    r"|machines?|things?|work|draw\w*)\b"
)
"""What a question names that is about what the character does, of which it told when it greeted."""
_ASKS_WHAT = re.compile(r"(?:whose|whom|who|what|which|where|when|why|how)\b")
_OF_HIM = re.compile(r"\b(?:he|him|his|she|her)\b")
_NAMES_ONE = re.compile(
    r"\b(?:[Mm]y|[Oo]ur) (?:\w+ )?(?:mother|mum|mom|father|dad|sister|brother|wife|husband|son|daughter|friend|mate"
    r"|uncle|aunt|nan"
    r"|gran\w*|boss|neighbour|teacher|boyfriend|girlfriend)\b|(?<=[a-z,] )[A-Z][a-z]+ [A-Z][a-z]+"
)
"""What names somebody of the user's."""
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
"""A name within a sentence."""
_OF_STATED = ("do you", "are you", "have you", "do you too", "are you too")
"""What asks the character for the same that the user has just said."""


PEOPLE = "people"
"""The variable that keeps the names of the user's relatives and pets."""
_WORD_FOR_WORD = 0.99
"""The same where the question stands there word for word."""
_AS_WRITTEN = 0.85
"""Likeness to a question that is written somewhere from which on it is this one, whatever else it may ask back."""
_LOW = 3
"""Turns for which a sad thing is what is talked about."""
_NODS_APART = 10
"""Turns from one mere nod to the next."""
_SAME = 0.88
"""Likeness from which on two questions of the user's are the same."""
_LACKING = ("=not told", "=not sure", "=told so far", "=said nothing")
"""Occasions that say that something can't be found."""
_EARLY = 4
"""Turns in which a lone name is heard as one."""
_WITHHOLDS = re.compile(
    r"(?:i (?:would |am )?)?(?:do not|rather not|will not|not) (?:want to |going to |like to |telling )?"
    r"(?:say|tell|give|you)\b|no names?\b|none of your\b|(?:it is )?(?:a )?(?:secret|private)$|not telling\b|guess$"
    r"|(?:just )?(?:a )?stranger$|(?:a )?(?:nobody|no one)$|anonymous$"
)
"""What keeps the name to oneself."""
_DENIES = re.compile(r"(?:no|nope|nah|never|none|pass|skip)\b")
_LONE_NAME = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ'’-]{2,20}[.!]?")


def _is_weak(heard: Hearing) -> bool:
    """Whether a question is answered by its form alone, or by what the user said."""
    return is_given_up(heard) or says_little(heard) or heard.cue in ("=you said", "=told so far")


def _leave_out_call(found: re.Match[str]) -> str:
    """What stands around the character's name, where that only calls it; all of it where it is more."""
    ends = not found["end"].startswith(",")
    if found.string[: found.end("before")].lower().endswith("on about"):
        return found["before"] + found["end"]
    if found["before"].lower() in _NAMED_BEHIND or (len(found["before"]) < _SHORT_WORD and not found["stop"]):
        return found[0]
    return found["before"] + (found["end"] if ends else "")


_SHORT_WORD = 3
"""Letters of a word behind which a name is hardly a call."""


class Hearer:
    """What is made of the sentences of one talk. Not thread-safe."""

    def __init__(
        self,
        script: PersonaScript,
        name: str,
        now: Callable[[], datetime],
        sheet: Sheet = EMPTY,
        known: Continuations = NONE,
    ) -> None:
        self.script = script
        self.own = OwnThings(script, sheet)
        self.continuing = Continuing(script, known, sheet)
        self._name = name
        self._calling = re.compile(_CALLING.replace("NAME", re.escape(name)), re.I)
        """Where the character is called by name within a sentence: "are you lonely, Fern, down there?"."""
        self._called = re.compile(rf"(?<=\w\w) {re.escape(name.casefold())}$")
        self._now = now
        self._summed = ""
        """The sum that was asked for last."""
        self.recall = Recall()
        """What was said so far."""
        self._wanted: tuple[int, Wanted] | None = None
        """What the user last asked of what they had told, and in which turn."""
        self.righted = ""
        """What the user has just told of what they had asked for, as a whole sentence; '' for nothing."""
        self._righted_in = -1
        """The turn in which the user last told what they had just asked for."""
        self._recalled = -1, ""
        """The turn in which something that the user told was last quoted to them, and of what."""
        self.relatives = Relatives()
        self.turn = 0
        """The number of the message that is heard, from 1."""
        self._met_in = 0
        """The turn in which the user said their name: what stands beside it there is no other one."""
        self.kind = ""
        """The occasion of what the user told last."""
        self.nodded_in = -_NODS_APART
        """The turn in which the character merely nodded."""
        self.low_in = -_LOW
        """The turn in which something sad was told last."""
        self._promised = ""
        """What the character has just said that it would do, as it would say it."""
        self._lacked = False
        """Whether it has just said that it could not find what was told."""
        self.last: Hearing | None = None
        """What the last reply answered."""

    def forget(self) -> None:
        """Begins another talk."""
        self.recall = Recall()
        self.relatives = Relatives()
        self.own.forget()

    def hear(self, sentence: Sentence) -> Hearing:
        """One sentence, and what answers it: a question that nothing answers, by its main clause alone."""
        if self._name:
            sentence = sentence._replace(text=self._calling.sub(_leave_out_call, sentence.text))
        text = _WAS_SAYING.sub("", sentence.text)
        sentence = sentence._replace(text=_LAUGHS_SO.sub("haha", text) if _LAUGHING.search(text) else text)
        heard = self._hear_whole(sentence)
        if heard.grade is Grade.ALARM or not (asks(heard.act) or sentence.asked):
            return heard
        weak = _is_weak(heard)
        plainer = heard
        for clause in find_main_clauses(sentence.text):
            if not weak and not clause.surely:
                break
            asked = sentence.asked or heard.act is Act.QUESTION
            again = self._hear_whole(Sentence(f"{clause.text}?" if asked else clause.text, asked=asked))
            if asks(again.act) and not _is_weak(again) and (again.grade is not Grade.NEAREST or not clause.named):
                return replace(again, sentence=sentence)
            if asks(again.act) and weak and not clause.named:
                plainer = replace(again, sentence=sentence)  # it is better to say of less that it is not known
        return plainer

    def _hear_whole(self, sentence: Sentence) -> Hearing:
        """One sentence as it stands, and what answers it."""
        last = self.last
        self._promised = last.found.get("deed", "") if last is not None and is_promise(last.cue) else ""
        self._lacked = last is not None and last.cue in _LACKING
        plain = self.make_plain(sentence.text)
        if self.script.topic == "ask_name" and not sentence.asked and _WITHHOLDS.match(plain):
            plain = "no"
        plain = self._called.sub("", plain) if self._name else plain
        plain = self._completed(self._favourite(smooth(plain)))
        heard = self._answering(hear(self.script, sentence, plain, self._name))
        if heard.grade is Grade.ALARM:
            return heard
        return self._hear_plainly(heard, plain)

    def _hear_plainly(self, heard: Hearing, plain: str) -> Hearing:
        """What answers a sentence of which the rules have been asked: what it names, the talk itself, or its form."""
        self._learn_people(heard)
        if ends_it(plain) and self.script.has("=leave it"):
            self.forget_mood()
            return replace(heard, cue="=leave it", grade=Grade.EXACT, act=Act.REQUEST)
        replies = self.recall.last_replies()
        written = self.continuing.answer_own(heard, replies, self.turn, _WORD_FOR_WORD) or self._of_memory(heard)
        if written is None and not self._keeps(heard):
            written = self.continuing.answer_own(heard, replies, self.turn)
        if about := written or self._of_relatives(heard) or self._corrected(heard):
            return about
        if skilled := self._skilled(heard):
            return skilled
        if job := find_job(plain):
            self.script.learn("job", job)
        if self._greets_own(plain) and self.script.has("=pass on"):
            return replace(heard, cue="=pass on", card="", rule=None, grade=Grade.PHRASE, act=Act.CHATTER)
        name = self._find_name(heard) if self.script.has("=met") and self._met_in != self.turn else ""
        if name:
            self._met_in = self.turn
            return replace(heard, cue="=met", found={"=name": name}, grade=Grade.EXACT, act=Act.FACT)
        if asks(heard.act) and (told := self._of_told(heard)):
            return told
        if advised := self._advised(heard):
            return advised
        own = self._of_own_words(heard) if not self._keeps(heard) else None
        if (own is None or not (own.card or own.cue)) and (rest := self._asks_back(heard, own)):
            return rest
        if own is not None:
            return self._answered(own, self.own.pointed) if not own.card else own
        return self._fitted(self._about_the_talk(heard))

    def _advised(self, heard: Hearing) -> Hearing | None:
        """What asks for a name or a colour for something of the user's, whatever of the character's own it names."""
        advice = find_advice(heard.plain) if heard.grade < Grade.LIKE else None
        if advice is None or advice.found or not (self.script.has(advice.cue) and self.script.is_fresh(advice.cue)):
            return None
        return replace(heard, cue=advice.cue, card="", rule=None, grade=Grade.EXACT, act=Act.QUESTION)

    def _greets_own(self, plain: str) -> bool:
        """Whether a sentence greets somebody of the character's own: "hi Gerald"."""
        found = _GREETS.fullmatch(plain)
        return found is not None and bool(self.own.find_named(found[1]))

    def _skilled(self, heard: Hearing) -> Hearing | None:
        """A sentence that asks for something to be worked out, with what comes of it; None for any other."""
        skills: Mapping[str, Callable[[str], Mapping[str, str] | None]] = {
            **SKILLS,
            "=calendar": lambda text: look_up_day(text, self._now()),
        }
        text = self._counted_on(heard.sentence.text)
        for trigger, skill in skills.items():
            found = skill(text) if self.script.has(trigger) else None
            found = found or next((found for form in heard.forms if (found := skill(form))), None)
            if found is not None and self.script.has(trigger):
                self._summed = text if trigger == "=sum" else self._summed
                cue = "=no sum" if found.get("sum") == "nothing" else trigger
                return replace(heard, cue=cue, found=found, grade=Grade.EXACT, act=Act.QUESTION)
        return None

    def make_plain(self, text: str) -> str:
        """A piece of a message in the form in which triggers are written."""
        return self.script.formatted(hush_laughter(make_plain(text, LONGEST_MESSAGE)))

    def _fitted(self, heard: Hearing) -> Hearing:
        """A sentence that is about nothing of the character's own, with what fits it."""
        if heard.act in (Act.FACT, Act.STATEMENT) and heard.grade <= Grade.SUBJECT and not heard.card:
            replies = self.recall.last_replies()
            if guess := self._guessed(heard, replies):
                return replace(guess, grade=Grade.SHAPE, act=Act.STATEMENT)
        fitting = fit(self.script, self._goes_on(heard), self._before, self._draw)
        if fitting.cue == "=not told" and self._is_of_own(heard):
            return self._answered(replace(fitting, cue="=unknown"))  # nobody has to tell it of its own world
        if fitting.cue == "=not told" and was_spoken_of(heard.plain, self.recall.said) and self.script.has("=not sure"):
            return replace(fitting, cue="=not sure")
        return self._answered(fitting)

    def _is_of_own(self, heard: Hearing) -> bool:
        """Whether a sentence names somebody or something of the character's own, and by capitals nobody else: Lisbon
        may be in its sheet, and how far it is from Leeds is a question about the world."""
        others = _CAPITAL.findall(heard.sentence.text)
        return bool(self.own.find_named(heard.plain)) and all(map(self.own.find_named, others))

    def _answered(self, heard: Hearing, pointed: str = "") -> Hearing:
        """A question with what answers it best: a line of its rule, one that goes on with what was just said, the
        nearest of all, or else one that its form calls for. `pointed`: whom "he" stands for, as he is named."""
        replies = self.recall.last_replies()
        if asks(heard.act) and not heard.card and not heard.cue and Grade.SHAPE < heard.grade <= Grade.PHRASE:
            whole = heard.grade is Grade.PHRASE and covers(heard) == 1
            if not whole and (better := self.continuing.answer_anywhere(heard, VERY)):
                return better
        answered = answer_or_admit(self.script, heard, pointed, replies, own=self._is_of_own(heard))
        if not is_given_up(answered):
            return answered
        if self.turn == 1 and _OF_WORK.search(heard.plain) and takes_up(heard.plain, replies):
            return replace(answered, card="", cue="=work", rule=None) if self.script.is_fresh("=work") else answered
        if shorter := self._shortened(heard):
            return shorter
        if guess := self._guessed(heard, replies) or self._has_told(heard):
            return guess
        near = self.continuing.answer_nearest(heard, replies) or look_again(self.script, answered)
        return near or self.continuing.answer_anywhere(answered) or answered

    def _has_told(self, heard: Hearing) -> Hearing | None:
        """A yes or no about somebody or something of the character's own of which it has told in this talk, affirmed:
        "is Norman the one who writes columns?", long after a column from Norman."""
        names = self.own.find_named(heard.plain)
        if not names or " or " in heard.plain or not _OF_ONE.match(heard.plain) or not self.script.has("=honest said"):
            return None
        own = {stem(word) for name in names for word in split_words(make_bare(name))}
        weighty = [
            word for word in find_weighty(heard.plain) if not is_verb(word) and not is_verb(word.removesuffix("s"))
        ]
        words = {*map(stem, weighty)} - own - _GENERIC_STEMS
        told = [{*map(stem, split_words(make_bare(reply)))} for reply in self.recall.last_replies()]
        if not words or not any(words <= each and own & each for each in told):
            return None
        return replace(heard, cue="=honest said", card="", rule=None, found={}, grade=Grade.EXACT, act=Act.QUESTION)

    def _guessed(self, heard: Hearing, replies: Sequence[str]) -> Hearing | None:
        """A guess at what the character meant, granted; None where a sentence is none."""
        said = replies[0] if replies else ""
        asked = heard.sentence.asked or asks(heard.act)
        if not guesses(heard.plain, said, asked=asked) or not self.script.has("=confirmed"):
            return None
        if not self.script.is_fresh("=confirmed"):
            return None
        return replace(heard, cue="=confirmed", card="", rule=None, found={}, grade=Grade.EXACT, act=Act.QUESTION)

    def _shortened(self, heard: Hearing) -> Hearing | None:
        """A question up to its comma, where that is one which is really answered: "who's Mortimer, another friend?"."""
        part = find_first_part(heard.sentence.text) if heard.sentence.asked and _WH.match(heard.plain) else ""
        again = self.hear(Sentence(f"{part}?", asked=True)) if part else None
        if again is None or not asks(again.act) or is_given_up(again) or not (again.cue or again.card or again.rule):
            return None
        sure = again.grade is not Grade.LIKE and (again.grade >= Grade.PHRASE or bool(again.card))
        return replace(again, sentence=heard.sentence) if sure else None

    def _of_own_words(self, heard: Hearing) -> Hearing | None:
        """A question about the character's own last lines, or whom and what they named, with what answers it."""
        if (has := _HAS.fullmatch(heard.plain)) and (mine := self.own.answer_about(f"my {has[1]}", heard, self.turn)):
            return mine
        replies = self.recall.last_replies()
        if accepted := self._of_offered(heard, replies):
            return accepted
        name = self.script.variables.get("name", "")

        def told() -> str:
            return find_told_last(self.recall.said, self.turn, name, replies)

        if is_baffled(heard.plain) and (back := ask_back(self.script, heard, replies, told)):
            return back
        theirs = bool(_OF_HIM.search(heard.plain)) and any(_NAMES_ONE.search(each.text) for each in self._of_now())
        if not theirs and (mine := self.continuing.answer_own(heard, replies, self.turn, ENOUGH)):
            return mine
        own = self.own.answer(heard, replies, self.turn, theirs=theirs)
        if not theirs and (own is None or not own.card or self.continuing.is_bare(heard)):
            own = self.continuing.answer(heard, replies, self.turn) or own
        if own is None and self.continuing.is_held(heard, replies) and self.script.is_fresh("=held"):
            return replace(heard, cue="=held", grade=Grade.EXACT, act=Act.REQUEST)
        if own is not None and (own.card or not own.cue.startswith("=of it")):
            return own
        back = ask_back(self.script, heard, replies, told)
        return (self.continuing.answer_anywhere(heard, _AS_WRITTEN) if back else None) or back or own

    def _asks_back(self, heard: Hearing, own: Hearing | None) -> Hearing | None:
        """What asks for the rest of the character's last reply, with what goes on with it; None where it asks for
        something else, nothing goes on, or something surely knows the answer. `own`: what its own world has for it."""
        replies = self.recall.last_replies()
        if not self.continuing.asks_back(heard, replies):
            return None
        rule = heard.rule if heard.grade >= Grade.SUBJECT else None
        words = [word for word in find_weighty(heard.plain) if not _ASKS_WHAT.match(word)]
        if rule is not None and (
            any(_ASKS_WHAT.match(each) for each in rule.trigger.examples)
            or (words and not rule.trigger.examples and all(names(heard, word) for word in words))
        ):
            return None
        if near := self.continuing.answer_nearest(heard, replies):
            return near
        found = self._answered(own, self.own.pointed) if own is not None else None
        if found is not None and found.card and {*map(stem, words)} <= {*map(stem, split_words(make_bare(found.card)))}:
            return found
        return None

    def _of_offered(self, heard: Hearing, replies: Sequence[str]) -> Hearing | None:
        """What the character has just offered to tell of, where it is taken: "go on", "the second one"; None where it
        offered nothing, or nothing of it is left."""
        found = _ACCEPTS.fullmatch(heard.plain)
        if found is None or not replies or not _OFFERS.search(replies[0]):
            return None
        names = self.own.find_named(replies[0])
        names = names[::-1] if found["last"] else names
        told = (self.own.answer_about(name, heard, self.turn) for name in names)
        return next((each for each in told if each is not None), None)

    def _goes_on(self, heard: Hearing) -> Hearing:
        """A sentence that says little by itself, as more of what was told just before, where both together are of the
        same kind: "it's all the kneeling", after knees that hurt."""
        last = self.last
        if last is None or last.rule is None or last.grade is not Grade.LIKE or not self.recall.said:
            return heard
        before = self.recall.said[-1]
        if asks(heard.act) or asks(before.act) or heard.grade > Grade.OPEN or before.turn != self.turn - 1:
            return heard
        near = self.script.book.likes.nearest(f"{before.plain} {heard.plain}", heard.act)
        alone = self.script.book.likes.nearest(heard.plain, heard.act)
        if (
            near is None
            or alone is None
            or alone.of is not near.of
            or near.of is not last.rule
            or not near.is_likely
            or not self.script.has_left(near.of)
        ):
            return heard
        return replace(heard, grade=Grade.LIKE, rule=near.of, form=heard.plain)

    def _favourite(self, plain: str) -> str:
        """ "Got a favourite?" as the whole question, by what was spoken of just before."""
        if not _FAVOURITE.fullmatch(plain):
            return plain
        spoken = [*(each.plain for each in list(self.recall.said)[-2:]), self.recall.last_reply().lower()]
        words = [word for text in reversed(spoken) for word in split_words(text)]
        asked = (f"what is your favourite {_DONE_WITH.get(word, word.removesuffix('s'))}" for word in words)
        return next((each for each in asked if self.script.book.phrases.same(each)), plain)

    def _completed(self, plain: str) -> str:
        """What only the message before it makes whole: "any ideas?" of a name; and a cry that laughs: "I'm dying"."""
        now = " ".join(each.plain for each in self._of_now())
        if _HOWLS.fullmatch(plain) and not self.low and find_tone(now) not in _SOMBRE:
            return "haha"
        if _ANY_AT_ALL.fullmatch(plain) and (wanted := _WANTED_THING.search(now)):
            return f"any ideas for a {wanted[1] or wanted[2] or 'present'}"
        return plain

    def _learn_people(self, heard: Hearing) -> None:
        """Learns what is told of somebody whom the user tells of."""
        if (kept := self.script.variables.get(PEOPLE, "")) != self.relatives.written:
            self.relatives = Relatives(kept)  # of another day, or forgotten
        if heard.act is not Act.QUESTION and self.relatives.take_in(heard.sentence.text, self.turn, self.asked_last):
            self.script.learn(PEOPLE, self.relatives.written)

    def _of_relatives(self, heard: Hearing, *, said: bool = True) -> Hearing | None:
        """A question about somebody whom the user told of, whose answer is known. `said`: what was said of them may be
        the answer, as well as a name."""
        if heard.act is not Act.QUESTION or self._asks_of_own_one(heard.plain):
            return None
        self.relatives.note(heard.sentence.text, self.turn)
        if (known := self.relatives.find_name(heard.forms, self.turn)) and self.script.has("=relative"):
            self._recalled = self.turn, f"my {known.who}"
            found = {"called": known.called, "who": known.who}
            return replace(heard, cue="=relative", found=found, grade=Grade.EXACT)
        one = self.relatives.find_said(heard.forms, self._of_before()) if said else None
        if one is None:
            return None
        cue, told = tell_back(self.script, quote(one.text), say_back(one.text))
        return replace(heard, cue=cue, found=told, grade=Grade.EXACT)

    def _of_now(self) -> list[Said]:
        """What else the user says in the message that is heard."""
        return [each for each in self.recall.said if each.turn == self.turn]

    def _keeps(self, heard: Hearing) -> bool:
        """Whether a variable of the script keeps what a question asks for: "what is my name"."""
        return heard.rule is not None and heard.grade >= Grade.PHRASE and self.script.is_kept(heard.rule)

    def _asks_of_own_one(self, plain: str) -> bool:
        """Whether "he" of a question is somebody of whom the character has just told, rather than of the user's."""
        if _WHAT_LIKE.fullmatch(plain) or find_advice(plain) is not None:
            return True  # "what is the sea like" asks of the world, "what's a good present for my sister" for advice
        pointed = _POINTED.search(plain)
        said = make_bare(self.recall.last_reply())
        if pointed is None or not re.search(_ONES[pointed[0]], said) or re.search(r"\bmy\b", plain):
            return False
        now = " ".join(each.plain for each in self._of_now())
        before = " ".join(each.plain for each in self.recall.said if each.turn == self.turn - 1)
        told = {*map(stem, find_weighty(said))}
        if {*map(stem, find_weighty(now))} & told:
            return True
        theirs = f"{before} {now}"
        return not (re.search(_ONES[pointed[0]], theirs) or re.search(r"\b(?:my|our)\b", theirs))

    def _of_memory(self, heard: Hearing) -> Hearing | None:
        """A question that is plainly about what the user told, with what answers it: a name, what the script keeps, or
        their own sentence. It comes before all that goes on with the character's last line."""
        if not (asks(heard.act) or heard.sentence.asked) or self._asks_of_own_one(heard.plain):
            return None
        if asks_about_user(heard.forms) and (mine := self._of_user(heard)):
            return mine
        if find_question_back(heard.forms) == "=we talked":
            return self._about_the_talk(heard)
        wanted = find_wanted(heard.forms, asked=heard.sentence.asked)
        if wanted is None or wanted.sure is Sure.MAYBE:
            wanted = self._asks_on(heard) or self._as_theirs(wanted)
        if (wanted is None or wanted.sure is Sure.MAYBE) and not _OF_MINE.search(heard.plain):
            return None
        if wanted is not None and wanted.sure > Sure.MAYBE:
            self._wanted = self.turn, wanted
        if named := self._of_relatives(
            replace(heard, act=Act.QUESTION), said=wanted is None or wanted.sure is Sure.MAYBE
        ):
            return named
        found = self._find_told(wanted) if wanted is not None and wanted.sure > Sure.MAYBE else None
        if wanted is not None and found is not None and found.whole:
            return self._recalling(heard, wanted, found)
        theirs = wanted is not None and is_of_theirs(wanted)
        if found is None and not theirs and self._keeps(heard) and not _DID_I_SAY.search(heard.plain):
            return heard if _OF_MINE.search(heard.plain) else None
        if _ASKS_OWN_NAME.fullmatch(heard.plain) and self.script.variables.get("name"):
            again = hear(self.script, heard.sentence, "what is my name", self._name)
            return replace(again, act=Act.QUESTION) if self._keeps(again) else None
        return self._of_half(heard, wanted, found) if wanted is not None else None

    def _of_half(self, heard: Hearing, wanted: Wanted, found: Found | None) -> Hearing | None:
        """A question of which no more than a part was told, or nothing that only the user can tell."""
        if found is None:
            untold = asks_in_vain(heard, wanted) and self.script.has("=not told")
            return replace(heard, cue="=not told", grade=Grade.EXACT, act=Act.QUESTION) if untold else None
        sure = wanted.sure is Sure.FIRMLY or bool(self.relatives.asks_name(heard.forms))
        return self._recalling(heard, wanted, found) if sure else None

    def _as_theirs(self, wanted: Wanted | None) -> Wanted | None:
        """What a question wants that names nobody: the user's own, where only they have told of it."""
        if wanted is None or self.own.find_named(wanted.rest):
            return wanted
        return find_theirs(wanted, self._of_before(), self.relatives.named, self.recall.last_reply())

    def _of_user(self, heard: Hearing) -> Hearing | None:
        """What the user told of themselves, where they ask what is known of them."""
        found = tell_of_user(self._of_before(), self.relatives.named)
        if found is None or not found.told or not self.script.has("=you told"):
            return None
        self._recalled = self.turn, "me"
        cue, told = tell_back(self.script, found.text, found.told)
        return replace(heard, cue=cue, found=told, grade=Grade.EXACT, act=Act.QUESTION)

    def _asks_on(self, heard: Hearing) -> Wanted | None:
        """What half a question wants of what was told: "and which route?" of what was just quoted, "you remember which
        city?" of what stands before it."""
        if self.turn == self._recalled[0] + 1:
            asked = find_fragment(heard.plain, self._recalled[1])
            own = asked is not None and bool(asked.noun) and asked.noun in self.recall.last_reply().lower()
            told = " ".join(each.plain for each in self._of_before())
            return None if asked is None or (own and asked.noun not in told) else asked
        now = next((each.plain for each in reversed(self._of_now()) if _OF_MINE.search(each.plain)), "")
        wanted = find_fragment(heard.plain, now) if now else None
        return wanted if wanted is not None and wanted.sure is Sure.FIRMLY else None

    def _of_told(self, heard: Hearing) -> Hearing | None:
        """A question for something that the user may have told in this talk, with what they did tell of it, or, where
        it is asked what was told and that was nothing, with that."""
        if self._asks_of_own_one(heard.plain):
            return None
        wanted = find_wanted(heard.forms, asked=heard.sentence.asked)
        if wanted is None or (self._keeps(heard) and not _DID_I_SAY.search(heard.plain)):
            return None
        if wanted.sure is Sure.MAYBE and _OF_THERE.search(heard.plain):
            return None  # "what's it like in there?" is about where the character is
        sure, heeded = wanted.sure, heard.rule is not None and heard.grade >= Grade.PHRASE
        if sure is Sure.MAYBE and (heard.grade >= Grade.NEAR or self._takes_up(wanted, own=self._is_of_own(heard))):
            return None
        found = self._find_told(wanted)
        if found is not None and (found.whole or sure is Sure.FIRMLY or not (heeded or wanted.wh in ("why", "how"))):
            return self._recalling(heard, wanted, found)
        if sure is Sure.FIRMLY and found is None and not self._is_of_own(heard):
            cue = "=not sure" if was_spoken_of(wanted.rest, self.recall.said) else "=not told"
            return replace(heard, cue=cue, grade=Grade.EXACT, act=Act.QUESTION) if self.script.has(cue) else None
        return None

    def _find_told(self, wanted: Wanted) -> Found | None:
        return find_told(wanted, self._of_before(), self.relatives.named)

    def _of_before(self) -> list[Said]:
        """What the user said before the message that is heard, without the character's name where it is spoken to."""
        before = (each for each in self.recall.said if each.turn < self.turn)
        return [each._replace(text=leave_out_name(each.text, self._name)) for each in before]

    def _takes_up(self, wanted: Wanted, *, own: bool) -> bool:
        """Whether a question that names nobody takes up a word of the character's last reply, rather than of the
        user's; of all its replies where it names something of its `own`."""
        if any(_OF_YOU.search(each.plain) for each in self._of_now()):
            return True
        if self.turn == self._recalled[0] + 1:
            return False
        replies = self.recall.last_replies()
        said = make_plain(" ".join(replies if own else replies[:1]), LONGEST_MESSAGE * len(replies))
        spoken = {*map(stem, split_words(said))}
        return bool(({*map(stem, split_words(wanted.rest))} & spoken) - _GENERIC_STEMS)

    def _recalling(self, heard: Hearing, wanted: Wanted, found: Found) -> Hearing | None:
        """A question with what the user told of it, in their own words."""
        cue, told = tell_back(self.script, found.text, found.told, whole=found.whole)
        if not self.script.has(cue):
            return None
        self._recalled = self.turn, wanted.rest
        return replace(heard, cue=cue, found=told, grade=Grade.EXACT, act=Act.QUESTION)

    def _put_right(self, heard: Hearing) -> Hearing | None:
        """What the user tells of what they have just asked for, where it was not known, or another answer was given."""
        if self._wanted is None or self._wanted[0] != self.turn - 1 or asks(heard.act) or self._righted_in == self.turn:
            return None
        last = self.last
        known = last is not None and last.cue in RECALLED
        missing = last is not None and (
            last.cue in MISSED or (last.rule is not None and self.script.tells_known(last.rule))
        )
        if not known and not missing:
            return None
        text = leave_out_name(heard.sentence.text, self._name)
        said = Said(self.turn, self._now(), text, heard.plain, heard.act)
        right = find_put_right(said, self._wanted[1], self.relatives.named, known=known)
        denied = any(denies(each) for each in (heard.plain, *(one.plain for one in self._of_now())))
        cue = "=owned up" if denied or known else "=kept it"
        if right is None and known and denies(heard.plain) and self.script.has("=mixed up"):
            return replace(heard, cue="=mixed up", card="", rule=None, grade=Grade.EXACT, act=Act.REQUEST)
        if right is None or not self.script.has(cue) or (known and not denied):
            return None
        self._righted_in = self.turn
        self.righted = right.text
        found = {"told": right.told, "fully": write_out(right.told)}
        return replace(heard, cue=cue, found=found, card="", rule=None, grade=Grade.EXACT, act=Act.REQUEST)

    def _corrected(self, heard: Hearing) -> Hearing | None:
        """A correction of what the character took the user to mean, or an apology."""
        if right := self._put_right(heard):
            return right
        if _APOLOGY.fullmatch(heard.plain):
            cue = next((each for each in ("=sorry", "=ack sorry") if self.script.has(each)), "")
            return replace(heard, cue=cue, grade=Grade.EXACT, act=Act.FEELING) if cue else None
        if mended := self._mended(heard):
            return mended
        if (instead := _INSTEAD.fullmatch(heard.plain)) and (
            meant := self.own.answer_about(instead[1], heard, self.turn)
        ):
            return meant
        correction = find_correction(heard.plain)
        if correction is None or not self.script.has(correction[0]):
            return None
        cue, rest = correction
        if "name" in rest and (name := find_name(rest)):
            self.script.learn("name", name)
        told = turn_round(rest)
        named = (self.relatives.written.rpartition(" ")[2],) if rest else ()
        for name in filter(None, named):
            told = re.sub(rf"\b{name}\b", name, told, flags=re.I)
        return replace(heard, cue=cue, found={"told": told}, grade=Grade.EXACT, act=Act.REQUEST)

    def _mended(self, heard: Hearing) -> Hearing | None:
        """What says that the character was mistaken, a question that is asked again, or something kind that is offered,
        with what answers it."""
        again = find_asked_again(heard.plain)
        meant = find_act(again, asked=False) if again else Act.CHATTER
        if meant is Act.QUESTION:
            return self.hear(Sentence(f"{again}?", asked=True))
        if meant is Act.REQUEST:
            return self.hear(Sentence(again.removeprefix("you "), asked=False))
        if self._takes_advice(heard):
            return replace(heard, cue="=honest said", card="", rule=None, grade=Grade.EXACT, act=Act.QUESTION)
        sorry = self.low or is_sorry(self.recall.last_reply())
        mistaken = find_mistaken(heard.plain, low=sorry) or self._denies(heard)
        if mistaken and self.script.has("=mistaken"):
            self.forget_mood()
            return replace(heard, cue="=mistaken", card="", rule=None, grade=Grade.EXACT, act=Act.REQUEST)
        if self._lacked and looks_again(heard.plain) and self.script.has("=looked"):
            return replace(heard, cue="=looked", card="", rule=None, grade=Grade.EXACT, act=Act.REQUEST)
        if sorry and reassures(heard.plain) and self.script.has("=reassured"):
            self.forget_mood()
            return replace(heard, cue="=reassured", card="", rule=None, grade=Grade.EXACT, act=Act.FEELING)
        if verdict := self._judged(heard):
            return verdict
        if fears(heard.plain) and self.script.has("=worried") and self.script.is_fresh("=worried"):
            return replace(heard, cue="=worried", card="", rule=None, grade=Grade.EXACT, act=Act.FEELING)
        if self._promised and (kept := self._keep_promise(heard)):
            return kept
        if consoles(heard.plain) and self.script.has("=ack consoled"):
            return replace(heard, cue="=ack consoled", card="", rule=None, grade=Grade.EXACT, act=Act.FEELING)
        if is_offer(heard.plain) and self.script.has("=offered") and self.script.is_fresh("=offered"):
            return replace(heard, cue="=offered", card="", rule=None, grade=Grade.EXACT, act=Act.REQUEST)
        return None

    def _judged(self, heard: Hearing) -> Hearing | None:
        """What asks for a word on what the user has just said, or which of two it is to be."""
        if asks_verdict(heard.plain) and (two := self._of_two()) and self.script.has("=honest either"):
            return replace(heard, cue="=honest either", card="", found=two, rule=None, grade=Grade.EXACT)
        wants = heard.sentence.asked and _WANTS_A_YES.fullmatch(heard.plain)
        asked = asks_verdict(heard.plain) or wants or _READS_OUT.match(heard.sentence.text)
        if asked and self.script.has("=verdict") and self.script.is_fresh("=verdict"):
            return replace(heard, cue="=verdict", card="", rule=None, grade=Grade.EXACT, act=Act.QUESTION)
        return None

    def _takes_advice(self, heard: Hearing) -> bool:
        """Whether a sentence only says back what the character has just advised: "so tell them"."""
        last = self.last
        if last is None or not _ADVISED.fullmatch(last.cue) or not self.script.is_fresh("=honest said"):
            return False
        words = split_words(_SO.sub("", heard.plain))
        said = {*split_words(make_bare(self.recall.last_reply()))}
        return 0 < len(words) <= _FEW_TAKEN and {*words} <= said and not heard.plain.startswith(("why", "how", "what"))

    def _of_two(self) -> Mapping[str, str]:
        """The two between which the user has just not decided, one of them first; none where there are none."""
        now = self._of_now()
        two = find_thought_of(now[-1].plain) if now else None
        if two is None:
            return {}
        turned = self._draw()
        return {"first": two.second if turned else two.first, "second": two.first if turned else two.second}

    def _denies(self, heard: Hearing) -> bool:
        """Whether a sentence says that the character's last words were beside the point: "a hit? no no, I lost",
        "there's no cat", "you lost me"."""
        if heard.sentence.asked:
            return False
        now, said = self._of_now(), split_words(make_plain(self.recall.last_reply(), LONGEST_MESSAGE))
        if no_such := find_denied(heard.plain):
            return no_such in said
        echoed = bool(now) and now[-1].act is Act.QUESTION and {*split_words(now[-1].plain)} <= {*said}
        return (echoed and heard.plain.startswith("no ")) or (
            has_lost_it(heard.plain) and find_act(heard.plain, asked=False) is not Act.QUESTION
        )

    def _keep_promise(self, heard: Hearing) -> Hearing | None:
        """What the character has said that it would do, done, where it is taken up: "yes please, go ahead"."""
        if not takes_promise(heard.plain):
            return None
        order = turn_round(self._promised)
        meant = hear(self.script, Sentence(order, asked=False), order, self._name)
        if meant.grade < Grade.PHRASE or meant.grade is Grade.ALARM:
            return None
        return replace(meant, sentence=heard.sentence, act=Act.REQUEST)

    def _find_name(self, heard: Hearing) -> str:
        """The user's name, where a sentence says it; '' for none."""
        text = heard.sentence.text
        if self._is_no_name(text):
            return ""
        if name := find_introduction(text, asked=self._named):
            return name
        if (name := find_name(text)) and (
            self._is_early or (insists_on_name(text) and (name in text or self._is_unknown_word(name)))
        ):
            return name
        if heard.sentence.asked:
            return ""  # "Agatha?" asks back
        unheard = heard.grade <= Grade.OPEN and heard.act is not Act.CHATTER
        if unheard and ((self._is_early and self._is_unknown_word(text)) or asks_for_name(self.asked_last)):
            return find_lone_name(text)
        return text.strip(" .!") if heard.grade <= Grade.LOST and self._may_be_name(text) else ""

    def _is_no_name(self, text: str) -> bool:
        """Whether a lone word is not the user's name: a word, one that the character has just said, or a cry that names
        something of its own world: "Ambrose!"."""
        cried = text.rstrip().endswith("!") and len(text.split()) == 1
        return is_rather_a_word(text, self.recall.last_reply()) or (cried and bool(self.own.find_named(text)))

    @staticmethod
    def _is_unknown_word(text: str) -> bool:
        """Whether a sentence is one word, of which nothing is known: it may be a name, however it is typed."""
        words = split_words(make_plain(text, LONGEST_MESSAGE))
        return len(words) == 1 and not find_word(words[0])[0].any()

    def _may_be_name(self, text: str) -> bool:
        """Whether a lone capitalised word is the name that was asked for a moment ago."""
        return self._is_early and bool(_LONE_NAME.fullmatch(text.strip()))

    @property
    def _is_early(self) -> bool:
        """Whether it is the beginning of a talk with somebody whose name is not known."""
        return self.turn <= _EARLY and not self.script.variables.get("name")

    def _counted_on(self, text: str) -> str:
        """ "And 6 feet?" as the sum that was asked for last, with another number."""
        found = _OTHER_NUMBER.fullmatch(text.strip())
        return re.sub(r"\d[\d,.]*", found[1], self._summed, count=1) if found and self._summed else text

    @property
    def _named(self) -> bool:
        """Whether it was about names just before."""
        return bool(self.recall.said) and bool(re.search(r"\bname\b", self.recall.said[-1].plain))

    def _answering(self, heard: Hearing) -> Hearing:
        """A sentence that is no answer to the open question, heard as if there were none."""
        if self.script.topic == "ask_day" and heard.grade is Grade.ANSWER and NOT_BAD.search(heard.plain):
            return replace(heard, cue="=happy", grade=Grade.ANSWER)
        question = self.asked_last
        taken = self.script.topic == "ask_name" and heard.rule is not None and learns(heard.rule)
        no_name = taken and self._is_no_name(heard.sentence.text)
        denied = (
            no_name
            and heard.grade is Grade.ANSWER
            and bool(_WITHHOLDS.match(heard.plain) or _DENIES.match(heard.plain))
        )
        if self.script.topic in _OPEN_TOPICS and heard.sentence.asked and _ASKS_OF_ANOTHER.match(heard.plain):
            denied, no_name = False, True  # "is he good company?" answers no "how are you?"
        if denied or (not no_name and (heard.grade is not Grade.OPEN or looks_like_answer(question, heard.plain))):
            return heard
        topic, self.script.topic = self.script.topic, HOME
        again = hear(self.script, heard.sentence, heard.plain, self._name)
        self.script.topic = topic
        return again

    def _draw(self) -> bool:
        return self.script.choose(("first", "second")) == "first"

    @property
    def _before(self) -> Before:
        told = any(each.act in (Act.FACT, Act.FEELING) for each in self.recall.said)
        asked = bool(self.asked_last) and not TURNED.search(self.asked_last)
        return Before(
            self.kind, told=told, asked=asked, said=self.recall.last_reply(), low=self.low, nodded=self.nodded
        )

    def forget_mood(self) -> None:
        """What is told now is no longer sad."""
        self.low_in = -_LOW

    @property
    def low(self) -> bool:
        """Whether something sad was told within the last turns."""
        return 0 < self.turn - self.low_in <= _LOW

    @property
    def nodded(self) -> bool:
        """Whether the character has merely nodded within the last turns."""
        return 0 <= self.turn - self.nodded_in < _NODS_APART

    @property
    def asked_last(self) -> str:
        """The question that the character's last reply ended in; '' for none."""
        return self.recall.last_reply(asked=True) if self.recall.last_reply().rstrip('" ').endswith("?") else ""

    def _about_the_talk(self, heard: Hearing) -> Hearing:
        """What a question about the talk itself asks for; the hearing as it is where it is none."""
        if any(ONE_OF_IT.fullmatch(form) for form in heard.forms) and (thing := self.recall.spoken_of()):
            again = hear(self.script, heard.sentence, f"tell me a {thing}", self._name)
            return replace(again, act=Act.REQUEST) if again.grade > Grade.SHAPE else heard
        occasion = find_question_back(heard.forms)
        if (first := self.recall.first(heard.forms)) and self.script.has("=you said"):
            return replace(heard, cue="=you said", found={"said": first}, grade=Grade.EXACT, act=Act.QUESTION)
        if occasion in ("=and you", "=go on"):
            return (self._turned_back(heard) if occasion == "=and you" else self._more(heard)) or heard
        recall = self.recall
        tellers: Mapping[str, Callable[[], Mapping[str, str]]] = {
            "=you said": lambda: {"said": recall.last()},
            "=you asked": lambda: {"said": recall.last(asked=True)},
            "=i said": lambda: {"said": recall.last_reply()},
            "=i asked": lambda: {"said": recall.last_reply(asked=True)},
            "=we talked": lambda: {"talked": recall.account(), "since": self._since()},
            "=why ask": lambda: {"said": recall.last_reply(asked=True)},
        }
        if occasion not in tellers:
            return heard
        found = tellers[occasion]()
        if not all(found.values()):
            occasion = {"=why ask": "=asked nothing", "=i asked": "=asked nothing"}.get(occasion, "=said nothing")
            if heard.grade > Grade.SHAPE:
                return heard
        if not self.script.has(occasion):
            return heard
        return replace(heard, cue=occasion, found=found, grade=Grade.EXACT, act=Act.QUESTION)

    def _since(self) -> str:
        """How long ago the talk began, as it is said."""
        if not self.recall.said:
            return ""
        minutes = round((self._now() - self.recall.said[0].at).total_seconds() / 60)
        return "just now" if minutes < 2 else f"{minutes} minutes ago" if minutes < 90 else "hours ago"

    def _turned_back(self, heard: Hearing) -> Hearing | None:
        """ "And you?": what the user was asked, or said, asked of the character."""
        for question in self.recall.turned_back(self.script.topic, self.turn, stated=heard.plain in _OF_STATED):
            sentence = Sentence(question, asked=True)
            plain = self.script.formatted(make_plain(question, LONGEST_MESSAGE))
            found = hear(self.script, sentence, plain, self._name)
            if Grade.SHAPE <= found.grade < Grade.ALARM:
                return replace(found, act=Act.QUESTION)
        return None

    def _more(self, heard: Hearing) -> Hearing | None:
        """ "Tell me more": another line of what was answered last, as long as there is one."""
        last = self.last
        if last is None or last.rule is None or last.cue or self.script.topic != HOME:
            return None
        goes_on = self.script.left(last.rule) or any("{@" in card for card in last.rule.trigger.replies)
        if not goes_on or last.grade <= Grade.SHAPE:
            return None
        return replace(last, act=Act.REQUEST, grade=Grade.EXACT, card="")  # the line that it was answered with is said

    def by_form(self, heard: Hearing) -> Hearing:
        """A question as it is answered where nothing is listened for."""
        return self._answered(replace(heard, rule=None, card="", cue="", echoed="", grade=Grade.SHAPE))

    def has_asked(self, heard: Hearing) -> bool:
        """Whether the user has asked nearly the same before."""
        before = (each.plain for each in self.recall.said if each.turn < self.turn and each.act >= Act.REQUEST)
        said = find_direction(heard.plain)
        words = {*split_words(heard.plain)}
        return any(
            words == {*split_words(each)}
            or (float(find_direction(each) @ said) >= _SAME and find_type(each) == find_type(heard.plain))
            for each in before
        )
