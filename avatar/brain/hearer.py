"""One sentence, heard in the light of the talk that it belongs to.

What was said before decides what "and you?", "again" or "and 6 feet?" means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from avatar.brain.answering import find_type
from avatar.brain.answers import NOT_BAD, TURNED, looks_like_answer
from avatar.brain.asking_back import ask_back, find_told_last, is_baffled
from avatar.brain.calls import find_call
from avatar.brain.choosing import says_little
from avatar.brain.correcting import Correcting
from avatar.brain.days import look_up_day
from avatar.brain.fitting import fit
from avatar.brain.grading import Grade, learns
from avatar.brain.guessing import guesses
from avatar.brain.hearing import Hearing, covers, hear, names
from avatar.brain.honesty import answer_or_admit, find_first_part
from avatar.brain.leads import LEAD, lead
from avatar.brain.main_clause import find_main_clauses
from avatar.brain.meaning import find_direction
from avatar.brain.mending import (
    ends_it,
    is_promise,
)
from avatar.brain.own_questions import ENOUGH, VERY
from avatar.brain.plain import make_plain, split_words
from avatar.brain.reactions import Before
from avatar.brain.recall import ONE_OF_IT, find_question_back
from avatar.brain.relatives import was_spoken_of
from avatar.brain.remembering import GENERIC_STEMS
from avatar.brain.rive import HOME, LONGEST_MESSAGE
from avatar.brain.rive.likeness import asks
from avatar.brain.rive.nearest import stem
from avatar.brain.second_look import is_given_up, look_again
from avatar.brain.senses import find_weighty
from avatar.brain.sentences import Act, Sentence
from avatar.brain.sheet import make_bare
from avatar.brain.skills import SKILLS, find_bare_job, find_job
from avatar.brain.smoothing import smooth
from avatar.brain.tones import find_tone
from avatar.brain.verbs import is_verb
from avatar.brain.ways import About, takes_up

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
_WHICH_WOULD = re.compile(
    rf"{LEAD}which (?:one )?(?:would|do|should) (?:you|i|we) (?:pick|choose|go for|go with|prefer|like)(?: best)?"
    r"(?: then)?"
)
"""What asks for one of two that were named before it."""
_TWO = re.compile(r"\b(?!is\b|was\b|are\b|do\b|it\b|so\b)[\w']{2,} or (?!so\b|not\b|something\b|what\b)[\w']{2,}\b")
"""Of which two it is asked which one would be chosen: "fiadh or nuala. which would you pick?"."""
_OPEN_TOPICS = ("ask_day", "ask_thing")
_ASKS_OF_ANOTHER = re.compile(
    rf"{LEAD}(?:(?:who|what|where|when|why|how)(?: \w+)? )?(?:is|was|are|were|does|did|do|has"
    r"|can|will|would) (?:he|she|they|that|your)\b"
)
_OF_ONE = re.compile(rf"{LEAD}(?:is|was|does|did|has) (?!that\b|it\b|this\b|there\b)\w+")
"""A yes or no about somebody who is named."""
_NAMED_BEHIND = frozenset(
    "about with from than like called named and for hello hey evening morning afternoon night was are is or to of by a "
    "the hi hiya my bye name i'm love dear poor old as me know who's meet met".split()
)
"""Words behind which the name is more than a call: "hello Fern", "a book about Fern"."""
_GREETS = re.compile(
    rf"{LEAD}(?:hi|hello|hey|hiya|morning|good morning|evening|good evening|night"
    r"|good night|bye|welcome)(?: there)? ((?:\w+ )?\w+)(?: too| as well| then)?"
)
"""What greets somebody by name."""
_WH = re.compile(rf"{LEAD}(?:who|what|where|when|why|how|which)\b")
_HAS = re.compile(
    rf"{LEAD}(?:do you have|have you got|have you|you have got|you have|you got|got)"
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
    rf"{lead('yes|yeah|yep|please|sure|alright|all right')}"
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
_RECALLS = 0.5
"""How likely a question must ask for what the user has told, for nothing to be made up for it."""
_LATELY_TOLD = 3
"""Turns back to which "he" may stand for somebody whom the user named."""
_OF_STATED = ("do you", "are you", "have you", "do you too", "are you too")
"""What asks the character for the same that the user has just said."""
_WORD_FOR_WORD = 0.99
"""The same where the question stands there word for word."""
_AS_WRITTEN = 0.85
"""Likeness to a question that is written somewhere from which on it is this one, whatever else it may ask back."""
_SAME = 0.88
"""Likeness from which on two questions of the user's are the same."""
_LACKING = ("=not told", "=not sure", "=told so far", "=said nothing")
"""Occasions that say that something can't be found."""
_WITHHOLDS = re.compile(
    r"(?:i (?:would |am )?)?(?:do not|rather not|will not|not) (?:want to |going to |like to |telling )?"
    r"(?:say|tell|give|you)\b|no names?\b|none of your\b|(?:it is )?(?:a )?(?:secret|private)$|not telling\b|guess$"
    r"|(?:just )?(?:a )?stranger$|(?:a )?(?:nobody|no one)$|anonymous$"
)
"""What keeps the name to oneself."""
_DENIES = re.compile(r"(?:no|nope|nah|never|none|pass|skip)\b")
_EARLY_TURNS = 2
"""Turns in which somebody says what they are without a verb."""
_SHORT_WORD = 3
"""Letters of a word behind which a name is hardly a call."""


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


class Hearer(Correcting):
    """What is made of the sentences of one talk. Not thread-safe."""

    def hear(self, sentence: Sentence) -> Hearing:
        """One sentence, and what answers it: a question that nothing answers, by its main clause alone."""
        if self.name:
            sentence = sentence._replace(text=self.calling.sub(_leave_out_call, sentence.text))
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
        self.promised = last.found.get("deed", "") if last is not None and is_promise(last.cue) else ""
        self.lacked = last is not None and last.cue in _LACKING
        plain = self.make_plain(sentence.text)
        if self.script.topic == "ask_name" and not sentence.asked and _WITHHOLDS.match(plain):
            plain = "no"
        plain = self.called.sub("", plain) if self.name else plain
        plain = self._completed(self._favourite(smooth(plain)))
        heard = self._answering(hear(self.script, sentence, plain, self.name))
        if heard.grade is Grade.ALARM:
            return heard
        return self._hear_plainly(heard, plain)

    def _hear_plainly(self, heard: Hearing, plain: str) -> Hearing:
        """What answers a sentence of which the rules have been asked: what it names, the talk itself, or its form."""
        self.learn_people(heard)
        if ends_it(plain) and self.script.has("=leave it"):
            self.forget_mood()
            return replace(heard, cue="=leave it", grade=Grade.EXACT, act=Act.REQUEST)
        replies = self.recall.last_replies()
        written = self.continuing.answer_own(heard, replies, self.turn, _WORD_FOR_WORD) or self.of_memory(heard)
        if written is None and not self.keeps(heard):
            written = self.continuing.answer_own(heard, replies, self.turn)
        if about := written or self.of_relatives(heard) or self.corrected(heard):
            return about
        if skilled := self._skilled(heard):
            return skilled
        if job := find_job(plain) or (find_bare_job(heard.sentence.text) if self.turn <= _EARLY_TURNS else ""):
            self.script.learn("job", job)
        if self._greets_own(plain) and self.script.has("=pass on"):
            return replace(heard, cue="=pass on", card="", rule=None, grade=Grade.PHRASE, act=Act.CHATTER)
        name = self.find_name(heard) if self.script.has("=met") and self.met_in != self.turn else ""
        if name:
            self.met_in = self.turn
            return replace(heard, cue="=met", found={"=name": name}, grade=Grade.EXACT, act=Act.FACT)
        if asks(heard.act) and (told := self.of_told(heard)):
            return told
        if advised := self.advised(heard):
            return advised
        own = self._of_own_words(heard) if not self.keeps(heard) else None
        if (own is None or not (own.card or own.cue)) and (rest := self._asks_back(heard, own)):
            return rest
        if own is not None:
            return self._answered(own, self.own.pointed) if not own.card else own
        return self._fitted(self.about_the_talk(heard))

    def _greets_own(self, plain: str) -> bool:
        """Whether a sentence greets somebody of the character's own: "hi Gerald"."""
        found = _GREETS.fullmatch(plain)
        return found is not None and bool(self.own.find_named(found[1]))

    def _skilled(self, heard: Hearing) -> Hearing | None:
        """A sentence that asks for something to be worked out, with what comes of it; None for any other."""
        skills: Mapping[str, Callable[[str], Mapping[str, str] | None]] = {
            **SKILLS,
            "=calendar": lambda text: look_up_day(text, self.now()),
        }
        text = self._counted_on(heard.sentence.text)
        for trigger, skill in skills.items():
            found = skill(text) if self.script.has(trigger) else None
            found = found or next((found for form in heard.forms if (found := skill(form))), None)
            if found is not None and self.script.has(trigger):
                self.summed = text if trigger == "=sum" else self.summed
                cue = "=no sum" if found.get("sum") == "nothing" else trigger
                return replace(heard, cue=cue, found=found, grade=Grade.EXACT, act=Act.QUESTION)
        return None

    def _fitted(self, heard: Hearing) -> Hearing:
        """A sentence that is about nothing of the character's own, with what fits it."""
        if heard.act in (Act.FACT, Act.STATEMENT) and heard.grade <= Grade.SUBJECT and not heard.card:
            replies = self.recall.last_replies()
            if guess := self._guessed(heard, replies):
                return replace(guess, grade=Grade.SHAPE, act=Act.STATEMENT)
        fitting = fit(self.script, self._goes_on(heard), self._before, self.draw)
        if fitting.cue == "=not told" and self.is_of_own(heard):
            return self._answered(replace(fitting, cue="=unknown"))  # nobody has to tell it of its own world
        if fitting.cue == "=not told" and was_spoken_of(heard.plain, self.recall.said) and self.script.has("=not sure"):
            return replace(fitting, cue="=not sure")
        return self._answered(fitting)

    def _answered(self, heard: Hearing, pointed: str = "") -> Hearing:
        """A question with what answers it best: a line of its rule, one that goes on with what was just said, the
        nearest of all, or else one that its form calls for. `pointed`: whom "he" stands for, as he is named."""
        replies = self.recall.last_replies()
        if asks(heard.act) and not heard.card and not heard.cue and Grade.SHAPE < heard.grade <= Grade.PHRASE:
            whole = heard.grade is Grade.PHRASE and covers(heard) == 1
            if not whole and (better := self.continuing.answer_anywhere(heard, VERY)):
                return better
        own = self.is_of_own(heard)
        has = own and bool(self.own.find_named(smooth(heard.plain)))
        about = About(pointed, replies, own=own, has=has, theirs=self._is_of_theirs(heard, replies))
        answered = answer_or_admit(self.script, heard, about)
        if not is_given_up(answered):
            return answered
        if told := self.told_after_all(heard):
            return told
        if self.turn == 1 and _OF_WORK.search(heard.plain) and takes_up(heard.plain, replies):
            return replace(answered, card="", cue="=work", rule=None) if self.script.is_fresh("=work") else answered
        if shorter := self._shortened(heard):
            return shorter
        if guess := self._guessed(heard, replies) or self._has_told(heard):
            return guess
        near = self.continuing.answer_nearest(heard, replies) or look_again(self.script, answered)
        return near or self.continuing.answer_anywhere(answered) or answered

    def _is_of_theirs(self, heard: Hearing, replies: Sequence[str]) -> bool:
        """Whether a question is of somebody whom the user told of, or of what they told: "and what's his name again",
        of a dog."""
        if any(takes_up(heard.plain, replies[at:]) for at in range(min(len(replies), _LATELY_TOLD))):
            return False
        if _OF_HIM.search(heard.plain) and not (replies and _OF_HIM.search(make_bare(replies[0]))):
            lately = [each for each in self.recall.said if self.turn - each.turn <= _LATELY_TOLD]
            if self.relatives.has_pet or any(_NAMES_ONE.search(each.text) for each in lately):
                return True
        return find_call(heard.sentence.text, self.recall.last_reply()).asked["recall"] >= _RECALLS

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
        words = {*map(stem, weighty)} - own - GENERIC_STEMS
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
        theirs = bool(_OF_HIM.search(heard.plain)) and any(_NAMES_ONE.search(each.text) for each in self.of_now())
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
        now = " ".join(each.plain for each in self.of_now())
        if _HOWLS.fullmatch(plain) and not self.low and find_tone(now) not in _SOMBRE:
            return "haha"
        if _ANY_AT_ALL.fullmatch(plain) and (wanted := _WANTED_THING.search(now)):
            return f"any ideas for a {wanted[1] or wanted[2] or 'present'}"
        if _WHICH_WOULD.fullmatch(plain):
            before = " ".join(each.plain for each in self.recall.said if each.turn == self.turn - 1)
            two = _TWO.search(now) or _TWO.search(before)
            return two[0] if two is not None else plain
        return plain

    def _counted_on(self, text: str) -> str:
        """ "And 6 feet?" as the sum that was asked for last, with another number."""
        found = _OTHER_NUMBER.fullmatch(text.strip())
        return re.sub(r"\d[\d,.]*", found[1], self.summed, count=1) if found and self.summed else text

    def _answering(self, heard: Hearing) -> Hearing:
        """A sentence that is no answer to the open question, heard as if there were none."""
        if self.script.topic == "ask_day" and heard.grade is Grade.ANSWER and NOT_BAD.search(heard.plain):
            return replace(heard, cue="=happy", grade=Grade.ANSWER)
        question = self.asked_last
        taken = self.script.topic == "ask_name" and heard.rule is not None and learns(heard.rule)
        no_name = taken and self.is_no_name(heard.sentence.text)
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
        again = hear(self.script, heard.sentence, heard.plain, self.name)
        self.script.topic = topic
        return again

    @property
    def _before(self) -> Before:
        told = any(each.act in (Act.FACT, Act.FEELING) for each in self.recall.said)
        asked = bool(self.asked_last) and not TURNED.search(self.asked_last)
        return Before(
            self.kind, told=told, asked=asked, said=self.recall.last_reply(), low=self.low, nodded=self.nodded
        )

    def about_the_talk(self, heard: Hearing) -> Hearing:
        """What a question about the talk itself asks for; the hearing as it is where it is none."""
        if any(ONE_OF_IT.fullmatch(form) for form in heard.forms) and (thing := self.recall.spoken_of()):
            again = hear(self.script, heard.sentence, f"tell me a {thing}", self.name)
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
        minutes = round((self.now() - self.recall.said[0].at).total_seconds() / 60)
        return "just now" if minutes < 2 else f"{minutes} minutes ago" if minutes < 90 else "hours ago"

    def _turned_back(self, heard: Hearing) -> Hearing | None:
        """ "And you?": what the user was asked, or said, asked of the character."""
        for question in self.recall.turned_back(self.script.topic, self.turn, stated=heard.plain in _OF_STATED):
            sentence = Sentence(question, asked=True)
            plain = self.script.formatted(make_plain(question, LONGEST_MESSAGE))
            found = hear(self.script, sentence, plain, self.name)
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
