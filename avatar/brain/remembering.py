"""What is asked of what the user told, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from avatar.brain.advising import find_advice, wants_help
from avatar.brain.answering import GENERIC
from avatar.brain.calls import find_call
from avatar.brain.finding_told import find_held
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, hear
from avatar.brain.leads import LEAD
from avatar.brain.meaning import find_word
from avatar.brain.names import asks_for_name, find_lone_name, find_name, insists_on_name, is_rather_a_word
from avatar.brain.naming import KIN
from avatar.brain.plain import make_plain, split_words
from avatar.brain.putting_right import denies, find_put_right
from avatar.brain.recall import Said, find_question_back, quote
from avatar.brain.recollecting import MISSED, RECALLED, asks_about_user, asks_in_vain, find_theirs, tell_back
from avatar.brain.relatives import Relatives, was_spoken_of
from avatar.brain.rive import LONGEST_MESSAGE
from avatar.brain.rive.likeness import asks
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import find_weighty
from avatar.brain.sentences import Act
from avatar.brain.sheet import make_bare
from avatar.brain.skills import find_introduction
from avatar.brain.talk_so_far import TalkSoFar
from avatar.brain.telling_back import leave_out_name, say_back, write_out
from avatar.brain.tellings import gather
from avatar.brain.told import Found, find_told, is_of_theirs, tell_of_user
from avatar.brain.wanted import Sure, Wanted, find_fragment, find_wanted
from avatar.brain.wording import end_sentence

_WHAT_LIKE = re.compile(rf"{LEAD}what (?:is|are) (?:the |an? )?(?!my\b|our\b)\w+ like")
_POINTED = re.compile(r"\b(?:he|him|his|she|her|hers)\b")
_ONES = {
    **dict.fromkeys(("he", "him", "his"), r"\b(?:he|him|his)\b"),
    **dict.fromkeys(("she", "her", "hers"), r"\b(?:she|her|hers)\b"),
}
"""What stands for the same one as each of some words."""
_DID_I_SAY = re.compile(r"\b(?:did|have|had) i (?:\w+ )?(?:say|said|tell|told|mention\w*)\b")
_OF_MINE = re.compile(r"\b(?:i|my|me|we|our|us)\b")
"""What speaks of the user."""
_KIN = re.compile(rf"\b(?:my|our) (?:\w+ )?({KIN})\b")
_PRONOUNS = frozenset("he she him her his they them their he's she's".split())
_FEWEST_ASKED = 3
"""Words of a question that may be for what was told."""
_MAY_BE = 3
"""Messages among which an answer may stand that was found in another way."""
_REMEMBERS = re.compile(r"\b(?:remember|recall|remind|forget|forgotten)\b")
_ASKS_TO_REMEMBER = re.compile(
    r"\b(?:will|would|could) you (?:please )?(?:remember|remind|keep)\b"
    r"|\b(?:can|could|may|shall) i (?:just )?tell you\b"
)
_YOU_SAID = re.compile(
    r"\byou (?:\w+ )?(?:gave|told|said|say|tell|suggested|advised|reckoned|recommended)\b|\byour advice\b"
)
"""What asks for something that the character has said."""
_OF_THERE = re.compile(r"\b(?:in|over|down|up|out) there\b|\bwhere you (?:are|live)\b")
"""What asks of the place where the character is."""
_OF_YOU = re.compile(r"\byours?\b|\b(?:do|are|have|did|can) you\b")
"""What asks the character of its own, so that what follows does."""
_ASKS_OWN_NAME = re.compile(
    r"(?:.* )?(?:what|remember|recall|know)\b(?: did i say| i said| did i tell you)?(?: that)?(?: was| is)? my name"
    r"(?: is| was)?(?: again)?"
)
"""What asks for the user's name, in whatever words."""
GENERIC_STEMS = frozenset(map(stem, GENERIC))
"""Words that a question and what was just said may share by chance."""
_ASKS_FOR_TOLD = 0.5
"""How likely a question must be one for what was told."""
_MAY_ASK_FOR_TOLD = 0.3
"""The same, where nothing else answers it."""
_LIKELY_HELD, _RATHER_HELD, _SURELY_HELD = 0.12, 0.25, 0.5
"""How likely it must be that a message holds what is asked for; from when on no more is asked; and where it may be that
something else is asked for."""
PEOPLE = "people"
"""The variable that keeps the names of the user's relatives and pets."""
_EARLY = 4
"""Turns in which a lone name is heard as one."""
_LONE_NAME = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ'’-]{2,20}[.!]?")


class Remembering(TalkSoFar):
    """What the user told in one talk, found again. Not thread-safe."""

    def learn_people(self, heard: Hearing) -> None:
        """Learns what is told of somebody whom the user tells of."""
        if (kept := self.script.variables.get(PEOPLE, "")) != self.relatives.written:
            self.relatives = Relatives(kept)  # of another day, or forgotten
        if heard.act is not Act.QUESTION and self.relatives.take_in(heard.sentence.text, self.turn, self.asked_last):
            self.script.learn(PEOPLE, self.relatives.written)

    def of_relatives(self, heard: Hearing, *, said: bool = True) -> Hearing | None:
        """A question about somebody whom the user told of, whose answer is known. `said`: what was said of them may be
        the answer, as well as a name."""
        if heard.act is not Act.QUESTION or self._asks_of_own_one(heard.plain):
            return None
        self.relatives.note(heard.sentence.text, self.turn)
        if (known := self.relatives.find_name(heard.forms, self.turn)) and self.script.has("=relative"):
            self.recalled = self.turn, f"my {known.who}"
            found = {"called": known.called, "who": known.who}
            return replace(heard, cue="=relative", found=found, grade=Grade.EXACT)
        one = self.relatives.find_said(heard.forms, self.of_before()) if said else None
        if one is None:
            return None
        cue, told = tell_back(self.script, quote(one.text), say_back(one.text))
        return replace(heard, cue=cue, found=told, grade=Grade.EXACT)

    def _asks_of_own_one(self, plain: str) -> bool:
        """Whether "he" of a question is somebody of whom the character has just told, rather than of the user's."""
        if _WHAT_LIKE.fullmatch(plain) or find_advice(plain) is not None or wants_help(plain):
            return True  # "what is the sea like" asks of the world, "any idea how I tell my sister" for advice
        pointed = _POINTED.search(plain)
        said = make_bare(self.recall.last_reply())
        if pointed is None or not re.search(_ONES[pointed[0]], said) or re.search(r"\bmy\b", plain):
            return False
        now = " ".join(each.plain for each in self.of_now())
        before = " ".join(each.plain for each in self.recall.said if each.turn == self.turn - 1)
        told = {*map(stem, find_weighty(said))}
        if {*map(stem, find_weighty(now))} & told:
            return True
        theirs = f"{before} {now}"
        return not (re.search(_ONES[pointed[0]], theirs) or re.search(r"\b(?:my|our)\b", theirs))

    def of_memory(self, heard: Hearing) -> Hearing | None:
        """A question that is plainly about what the user told, with what answers it: a name, what the script keeps, or
        their own sentence. It comes before all that goes on with the character's last line."""
        if not (asks(heard.act) or heard.sentence.asked) or self._asks_of_own_one(heard.plain):
            return None
        if asks_about_user(heard.forms) and (mine := self._of_user(heard)):
            return mine
        if find_question_back(heard.forms) == "=we talked":
            return self.about_the_talk(heard)
        wanted = find_wanted(heard.forms, asked=heard.sentence.asked)
        if wanted is None or wanted.sure is Sure.MAYBE:
            wanted = self._asks_on(heard) or self._as_theirs(wanted)
        if (wanted is None or wanted.sure is Sure.MAYBE) and not _OF_MINE.search(heard.plain):
            return self._found_likely(heard, wanted)
        if wanted is not None and wanted.sure > Sure.MAYBE:
            self.wanted = self.turn, wanted
        if named := self.of_relatives(
            replace(heard, act=Act.QUESTION), said=wanted is None or wanted.sure is Sure.MAYBE
        ):
            return named
        found = self._find_told(wanted) if wanted is not None and wanted.sure > Sure.MAYBE else None
        if wanted is not None and found is not None and found.whole and not self._is_of_another(heard.plain, found):
            return self._found_again(heard, _SURELY_HELD, instead=found.text) or self._recalling(heard, wanted, found)
        theirs = wanted is not None and is_of_theirs(wanted)
        if found is None and not theirs and self.keeps(heard) and not _DID_I_SAY.search(heard.plain):
            return heard if _OF_MINE.search(heard.plain) else None
        if _ASKS_OWN_NAME.fullmatch(heard.plain) and self.script.variables.get("name"):
            kept = hear(self.script, heard.sentence, "what is my name", self.name)
            return replace(kept, act=Act.QUESTION) if self.keeps(kept) else None
        if again := self._found_likely(heard, wanted):
            return again
        return self._of_half(heard, wanted, found) if wanted is not None else None

    def _found_likely(self, heard: Hearing, wanted: Wanted | None) -> Hearing | None:
        """A question that is likely one for what the user told, with what likeliest answers it; None for any other, and
        for what is told of one of theirs, where it doesn't say so."""
        of_talk = find_question_back(heard.forms)  # "what did I just say?"
        if of_talk or _ASKS_TO_REMEMBER.search(heard.plain) or len(heard.plain.split()) < _FEWEST_ASKED:
            return None
        firmly = bool(_REMEMBERS.search(heard.plain) or _DID_I_SAY.search(heard.plain))
        likely = find_call(heard.sentence.text, self.recall.last_reply()).asked["recall"] >= _ASKS_FOR_TOLD
        likely = likely and (firmly or bool(_OF_MINE.search(heard.plain)))
        if not (likely or (wanted is not None and wanted.sure is Sure.FIRMLY)):
            return None
        if not firmly and _KIN.search(heard.plain):
            return None
        return self._found_again(heard, _LIKELY_HELD if firmly else _SURELY_HELD)

    def told_after_all(self, heard: Hearing) -> Hearing | None:
        """A question that nothing answers, with what the user told of it; None where it asks of the character, or where
        that is not likely to answer it."""
        of_you = _OF_YOU.search(heard.plain) or not _OF_MINE.search(heard.plain)
        if of_you or find_call(heard.sentence.text, self.recall.last_reply()).asked["recall"] < _MAY_ASK_FOR_TOLD:
            return None
        return self._found_again(heard, _SURELY_HELD)

    def _found_again(self, heard: Hearing, least: float, instead: str = "") -> Hearing | None:
        """A question for what the user told, with what likeliest answers it; None where nothing is at `least` so likely
        to. `instead`: what it would be answered with, which may be right where it is likely at all."""
        if self.relatives.asks_name(heard.forms) and _KIN.search(heard.plain):
            return None
        if not instead and _YOU_SAID.search(heard.plain) and (mine := self._said_again(heard)):
            return mine
        tellings = gather(self.of_before(), self.relatives.named)
        held = [each for each in find_held(heard.plain, tellings.told) if any(map(tellings.say, each.said))]
        if instead and any(quote(one.text) in instead for each in held[:_MAY_BE] for one in each.said):
            return None
        held = [each for each in held if self._is_of_whom(heard.plain, each.said, tellings.told)]
        if not held or held[0].likely < least:
            return None
        found = tellings.give(held[0].said, whole=held[0].likely >= _RATHER_HELD)
        cue, told = tell_back(self.script, found.text, found.told, whole=found.whole)
        if not self.script.has(cue):
            return None
        self.recalled = self.turn, heard.plain
        return replace(heard, cue=cue, found=told, grade=Grade.EXACT, act=Act.QUESTION)

    def _is_of_another(self, plain: str, found: Found) -> bool:
        """Whether what was found is of nobody, where a question names one of theirs: "how old did I say Alfie was"."""
        names = {each.lower() for every in self.relatives.named.values() for each in every} & {*split_words(plain)}
        told = {*split_words(found.text.lower().replace("'s", ""))}
        return bool(names) and not told & (names | _PRONOUNS)

    def _is_of_whom(self, plain: str, said: Sequence[Said], told: Sequence[Said]) -> bool:
        """Whether what was told is of all of theirs whom a question names: "my son" is no lad that was dropped off."""
        around = [each.plain for each in told if said[0].turn - 1 <= each.turn <= said[0].turn]
        words = {*split_words(" ".join(around).replace("'s", ""))}
        for found in _KIN.finditer(plain):
            names = {each.lower() for who, every in self.relatives.named.items() if who == found[1] for each in every}
            if not words & {found[1], *names}:
                return False
        return True

    def _said_again(self, heard: Hearing) -> Hearing | None:
        """A question for what the character has said, with its answer to what the user had likeliest asked then."""
        before = [each for each in self.recall.said if each.turn < self.turn]
        wanted = {each.turn for each in before if asks(each.act)}
        held = find_held(heard.plain, [each for each in before if each.turn in wanted])
        if not held or not self.script.has("=i said"):
            return None
        since = self.turn - held[0].said[0].turn
        said = self.recall.replies[-since] if since <= len(self.recall.replies) else ""
        found = {"said": end_sentence(said)}
        return replace(heard, cue="=i said", found=found, grade=Grade.EXACT, act=Act.QUESTION) if said else None

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
        return find_theirs(wanted, self.of_before(), self.relatives.named, self.recall.last_reply())

    def _of_user(self, heard: Hearing) -> Hearing | None:
        """What the user told of themselves, where they ask what is known of them."""
        found = tell_of_user(self.of_before(), self.relatives.named)
        if found is None or not found.told or not self.script.has("=you told"):
            return None
        self.recalled = self.turn, "me"
        cue, told = tell_back(self.script, found.text, found.told)
        return replace(heard, cue=cue, found=told, grade=Grade.EXACT, act=Act.QUESTION)

    def _asks_on(self, heard: Hearing) -> Wanted | None:
        """What half a question wants of what was told: "and which route?" of what was just quoted, "you remember which
        city?" of what stands before it."""
        if self.turn == self.recalled[0] + 1:
            asked = find_fragment(heard.plain, self.recalled[1])
            own = asked is not None and bool(asked.noun) and asked.noun in self.recall.last_reply().lower()
            told = " ".join(each.plain for each in self.of_before())
            return None if asked is None or (own and asked.noun not in told) else asked
        now = next((each.plain for each in reversed(self.of_now()) if _OF_MINE.search(each.plain)), "")
        wanted = find_fragment(heard.plain, now) if now else None
        return wanted if wanted is not None and wanted.sure is Sure.FIRMLY else None

    def of_told(self, heard: Hearing) -> Hearing | None:
        """A question for something that the user may have told in this talk, with what they did tell of it, or, where
        it is asked what was told and that was nothing, with that."""
        if self._asks_of_own_one(heard.plain):
            return None
        wanted = find_wanted(heard.forms, asked=heard.sentence.asked)
        if wanted is None or (self.keeps(heard) and not _DID_I_SAY.search(heard.plain)):
            return None
        if wanted.sure is Sure.MAYBE and _OF_THERE.search(heard.plain):
            return None  # "what's it like in there?" is about where the character is
        sure, heeded = wanted.sure, heard.rule is not None and heard.grade >= Grade.PHRASE
        if sure is Sure.MAYBE and (heard.grade >= Grade.NEAR or self._takes_up(wanted, own=self.is_of_own(heard))):
            return None
        found = self._find_told(wanted)
        if found is not None and (found.whole or sure is Sure.FIRMLY or not (heeded or wanted.wh in ("why", "how"))):
            return self._recalling(heard, wanted, found)
        if sure is Sure.FIRMLY and found is None and not self.is_of_own(heard):
            cue = "=not sure" if was_spoken_of(wanted.rest, self.recall.said) else "=not told"
            return replace(heard, cue=cue, grade=Grade.EXACT, act=Act.QUESTION) if self.script.has(cue) else None
        return None

    def _find_told(self, wanted: Wanted) -> Found | None:
        return find_told(wanted, self.of_before(), self.relatives.named)

    def _takes_up(self, wanted: Wanted, *, own: bool) -> bool:
        """Whether a question that names nobody takes up a word of the character's last reply, rather than of the
        user's; of all its replies where it names something of its `own`."""
        if any(_OF_YOU.search(each.plain) for each in self.of_now()):
            return True
        if self.turn == self.recalled[0] + 1:
            return False
        replies = self.recall.last_replies()
        said = make_plain(" ".join(replies if own else replies[:1]), LONGEST_MESSAGE * len(replies))
        spoken = {*map(stem, split_words(said))}
        return bool(({*map(stem, split_words(wanted.rest))} & spoken) - GENERIC_STEMS)

    def _recalling(self, heard: Hearing, wanted: Wanted, found: Found) -> Hearing | None:
        """A question with what the user told of it, in their own words."""
        cue, told = tell_back(self.script, found.text, found.told, whole=found.whole)
        if not self.script.has(cue):
            return None
        self.recalled = self.turn, wanted.rest
        return replace(heard, cue=cue, found=told, grade=Grade.EXACT, act=Act.QUESTION)

    def put_right(self, heard: Hearing) -> Hearing | None:
        """What the user tells of what they have just asked for, where it was not known, or another answer was given."""
        if self.wanted is None or self.wanted[0] != self.turn - 1 or asks(heard.act) or self.righted_in == self.turn:
            return None
        last = self.last
        known = last is not None and last.cue in RECALLED
        missing = last is not None and (
            last.cue in MISSED or (last.rule is not None and self.script.tells_known(last.rule))
        )
        if not known and not missing:
            return None
        text = leave_out_name(heard.sentence.text, self.name)
        said = Said(self.turn, self.now(), text, heard.plain, heard.act)
        right = find_put_right(said, self.wanted[1], self.relatives.named, known=known)
        denied = any(denies(each) for each in (heard.plain, *(one.plain for one in self.of_now())))
        cue = "=owned up" if denied or known else "=kept it"
        if right is None and known and denies(heard.plain) and self.script.has("=mixed up"):
            return replace(heard, cue="=mixed up", card="", rule=None, grade=Grade.EXACT, act=Act.REQUEST)
        if right is None or not self.script.has(cue) or (known and not denied):
            return None
        self.righted_in = self.turn
        self.righted = right.text
        found = {"told": right.told, "fully": write_out(right.told)}
        return replace(heard, cue=cue, found=found, card="", rule=None, grade=Grade.EXACT, act=Act.REQUEST)

    def find_name(self, heard: Hearing) -> str:
        """The user's name, where a sentence says it; '' for none."""
        text = heard.sentence.text
        if self.is_no_name(text):
            return ""
        if name := find_introduction(text, asked=self.named):
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

    def is_no_name(self, text: str) -> bool:
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
