"""One conversation of a persona with one user, and its manners.

Manners are what the script's triggers can't see: that a message says several things, that it asks about the talk
itself, that two answers in a row found nothing to hold on to, that a line was already said, that a question which the
character asked is now stale. Triggers that start with `=` are theirs; no user can type them.

    text ─ split_sentences ─> Sentence ─ hear ─> Hearing (a rule, and how surely) ─ the best one ─> reply
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from avatar.brain.answers import IS_WELL
from avatar.brain.choosing import (
    find_better,
    find_kind_beside,
    greets,
    is_asked,
    is_news,
    is_reaction,
    leave_out_echoes,
    leaves_room,
    says_little,
    withholds,
)
from avatar.brain.continuations import NONE, Continuations
from avatar.brain.fitting import for_want_of
from avatar.brain.grading import Grade
from avatar.brain.ground import Ground
from avatar.brain.hearer import Hearer
from avatar.brain.hearing import Hearing
from avatar.brain.mending import is_riddle_answered
from avatar.brain.pairs import Pair
from avatar.brain.plain import make_plain
from avatar.brain.recall import Said, find_question_back
from avatar.brain.rive import HOME, LONGEST_MESSAGE, Overtime, PersonaScript
from avatar.brain.sentences import Act, find_acknowledgement, split_sentences
from avatar.brain.sheet import EMPTY, Sheet
from avatar.brain.taking_up import NODS, YOURS
from avatar.brain.telling import SAD, find_tone
from avatar.brain.themes import find_themes
from avatar.brain.wording import (
    begin_with_capital,
    drop_question_back,
    drop_question_of_pets,
    find_manner,
    give_capitals,
    is_almost_said,
    put_articles_right,
)
from avatar.errors import BrainError
from avatar.text import directions
from avatar.text.vocabulary import Vocabulary

log = logging.getLogger(__name__)

LASTING = frozenset("name pet petname job place like made word eight machine people".split())
"""Variables that are worth keeping until another day; moods are not."""
LAST_RESORT = "Hold on. (beat) I had a thought there, and it left without me. Say that again?"
HEARD = 0.7
"""The part of an answer that must have been heard for its question, which is mostly at its end, to be open."""
_REPLAYED = 40
"""How many turns of a resumed conversation are gone through again, to learn what the user told."""
_MOST_SAID = 3000
"""Lines of the character's that are remembered as said."""
_LONGEST_LEAD = 160
"""Characters of an answer that may stand before another one."""
_SMALL_TALK = 35
"""The score up to which a message needs no more than one answer."""
_FEW_LEADING = 4
"""Words of what leads up to an answer and answers nothing itself: "What a question."."""
_HEAVY = (*SAD, "=bad news", "=disliked", "=detail sad", "=advice", "=should", "=worried")
"""What was told or asked last, after which nothing earlier is come back to."""
_OWN_LATELY = 4
"""The character's last replies, of whose words none is said back to it as news."""
_IDLE = 3
"""Messages of chatter in a row after which something earlier is come back to."""
_BETWEEN = 7
"""Turns from one thing that is come back to, to the next."""


class Talk:
    """One conversation with one user. Not thread-safe."""

    def __init__(
        self,
        script: PersonaScript,
        vocabulary: Vocabulary,
        name: str = "",
        now: Callable[[], datetime] = datetime.now,
        sheet: Sheet = EMPTY,
        known: Continuations = NONE,
    ) -> None:
        self.script = script
        self._vocabulary = vocabulary
        self._name = name
        self._now = now
        self.heard = ""
        """The user's last message."""
        self.taught: dict[str, str] = {}
        """The user's words that taught each of the lasting variables."""
        self._said: dict[str, None] = {}
        """Every line said in this talk, the oldest first."""
        self._asked: list[str] = []
        self._misses = 0
        self._sheet = sheet
        self._known = known
        self._hearer = Hearer(script, name, now, sheet, known)
        script.is_preferred = cache(lambda card: known.goes_on(directions.strip(card, vocabulary)))
        self._ground = Ground(script)
        self._came_back = 0
        """The turn in which something earlier was come back to."""
        self._idle = 0
        """How many messages in a row were chatter."""

    def prepare(self) -> Iterator[object]:
        """Makes what a question that nothing answers would have to wait for."""
        yield self._known.questions

    def catch_up(self, talk: Sequence[Pair]) -> None:
        """Go through a conversation that is not the one seen so far, to know what the user told in it. What this
        script would have asked, and nobody heard it ask, is no question: the next line is no answer to it."""
        known = len(self._asked)
        if [pair.asked for pair in talk[:known]] != self._asked:
            self._asked.clear()
            self._misses = known = 0
            self._hearer.forget()
            self._ground.forget()
            self.script.topic = HOME
        elif talk and known == len(talk):
            self._hear_answer(talk[-1])
        for pair in talk[known:][-_REPLAYED:]:
            self.answer(pair.asked)
            self._hear_answer(pair)
        self._asked = [pair.asked for pair in talk]

    def _hear_answer(self, pair: Pair) -> None:
        """Take back a question that was not heard: another brain answered, or the answer was cut short."""
        said = re.findall(r"\w+", self._hearer.recall.last_reply())
        heard = re.findall(r"\w+", pair.answered)
        if heard != said[: len(heard)] or len(heard) < HEARD * len(said):
            self.script.topic = HOME
            self._hearer.recall.correct(directions.strip(pair.answered, self._vocabulary))

    def greet(self) -> str:
        return self._settled(lambda: self._cue("=back") if self.script.variables.get("name") else self._cue("=welcome"))

    def occasion(self, trigger: str) -> str:
        """The script's words for one of the manners, outside the run of the talk."""
        topic = self.script.topic
        line = self._settled(lambda: self._cue(trigger)) if self.script.has(trigger) else ""
        self.script.topic = topic
        return line

    def answer(self, text: str) -> str:
        """The reply to a message; never raises, whatever the message."""
        self._asked.append(text)
        self._hearer.turn = len(self._asked)
        self.heard = text
        before = self.script.variables
        self.script.tell("turns", str(len(self._asked)))
        reply = self._settled(lambda: self._chosen(text))
        self.script.end_turn()
        self._restore_capitals(text)
        after = self.script.variables
        self.taught |= {key: text for key in LASTING if after.get(key, "") != before.get(key, "")}
        reply = self._hearer.relatives.give_capitals(reply)
        return put_articles_right(begin_with_capital(give_capitals(reply, text)))

    def _settled(self, choose: Callable[[], str]) -> str:
        """A reply, whatever happens, and remembered."""
        self.script.begin_turn()
        try:
            reply = choose()
        except (BrainError, Overtime) as error:
            log.warning("%s", error if str(error) else "the persona ran out of time")
            self.script.topic = HOME
            reply = next(iter(self.script.cards("=fault")), LAST_RESORT)
        reply = reply or LAST_RESORT
        self._hearer.recall.replies.append(directions.strip(reply, self._vocabulary))
        return reply

    # ------------------------------------------------------------------------------------------- what is answered

    def _chosen(self, text: str) -> str:
        message = make_plain(text, LONGEST_MESSAGE)
        manner = find_manner(text, message, self._asked)
        heard = (
            [self._noted(self._hearer.hear(each)) for each in split_sentences(text)] if manner in ("", "=same") else []
        )
        if self._is_told_joke(heard):
            return self._unsaid(lambda: self._cue("=their joke"))
        if cry := next((each for each in heard if each.is_cry), None):
            self.script.close_question()
            return self._remembered(self._say(cry))  # as often as it comes: nobody is told that they repeat themselves
        if farewell := self._farewell(heard):
            return farewell
        heard = leave_out_echoes(heard)
        if manner or not heard:
            return self._unsaid(lambda: self._cue(manner) if manner else self.script.answer(message))
        return self._answer_best(heard)

    def _is_told_joke(self, heard: Sequence[Hearing]) -> bool:
        """Whether a message is a joke of the user's: it asks a riddle and answers it, and jokes are spoken of."""
        if not is_riddle_answered([(each.plain, each.sentence.asked) for each in heard]):
            return False
        spoken = " ".join([*self._asked[-2:], self._hearer.recall.last_reply()]).lower()
        return self.script.has("=their joke") and bool(_OF_JOKES.search(spoken))

    def _answer_best(self, heard: Sequence[Hearing]) -> str:
        """The reply to the sentence of a message that deserves it most."""
        best = max(heard, key=lambda each: (each.score, heard.index(each)))
        if greets(best):
            told = (each for each in heard if each.act in (Act.FACT, Act.STATEMENT) and find_themes(each.plain))
            best = next(told, best)
        best = find_better(best, heard)
        met = next((each for each in heard if each.cue == "=met"), None)
        if met is not None and (best.act is Act.CHATTER or greets(best) or withholds(best)):
            best = met
        if best is met and (news := [each for each in heard if is_news(each)]):
            best = max(news, key=lambda each: (each.score, heard.index(each)))  # the name is answered before it
        others = [each for each in heard if each is not best]
        for each in others:
            self._take_in(each)
        best = self._grounded(best, heard)
        if not best.cue and not best.card and best.grade <= Grade.LOST:
            best = for_want_of(self.script, best)
        self._misses = self._misses + 1 if best.grade <= Grade.LOST and not best.cue else 0
        self._idle = self._idle + 1 if best.act is Act.CHATTER else 0
        if (
            (leaves_room(best) or self._idle >= _IDLE)
            and self._hearer.kind not in _HEAVY
            and (earlier := self._come_back(again=self._misses >= 2))
        ):
            return earlier
        if best.cue == "=nod" and self._hearer.nodded and (other := self._not_a_nod()):
            return other
        if (
            self._misses >= 2
            and self._misses % 2 == 0
            and (reply := self._unsaid(lambda: self._cue("=change subject")))
        ):
            return reply
        return self._worded(best, others)

    def _worded(self, best: Hearing, others: Sequence[Hearing]) -> str:
        """The words for the sentence that is answered, behind those for another one that deserves some."""
        lead = self._lead(best, others) if best.score > _SMALL_TALK else ""
        self.script.close_if_stale(best.rule)
        met = any(each.cue == "=met" for each in others)
        if lead and not met and best.echoed and best.card:
            self._hearer.last = best  # what goes behind the piece that is said back needs it
            return lead
        best = replace(best, echoed="") if lead and not met else best  # only a name says nothing back
        first = self._say(best)
        found = iter((first,))
        if len(lead.split()) > _FEW_LEADING and self._is_said(first, lead):
            self._hearer.last = best  # the answer to the sentence before it has said so
            return lead
        reply = self._unsaid(lambda: next(found, "") or self._say(best), asked=best.act >= Act.REQUEST)
        if _ASKS_NAME.search(reply) and _NAMES_IT.search(best.plain) and (other := self._say(best)):
            reply = self._remembered(other)  # it was just told
        if any(IS_WELL.search(each.plain) for each in others):
            if (rest := drop_question_back(reply)) != reply:
                self.script.close_question()
            reply = rest
        if self._hearer.relatives.has_pet and (rest := drop_question_of_pets(reply, best.plain)) != reply:
            self.script.close_question()
            reply = rest
        if best.cue in NODS:
            self._hearer.nodded_in = len(self._asked)
        self._hearer.last = best
        self._note_mood(best)
        return f"{lead} {reply}".strip()

    def _grounded(self, best: Hearing, heard: Sequence[Hearing]) -> Hearing:
        """The sentence that is answered, by its theme where no more of it is surely understood."""
        asked = self._hearer.recall.last_reply(asked=True) if self._hearer.asked_last else ""
        turn = len(self._asked)
        self._ground.note(" ".join(each.plain for each in heard), make_plain(asked, LONGEST_MESSAGE), turn)
        grave = any(find_tone(each.plain) in SAD for each in heard if each is not best)
        low, nodded = self._hearer.low or grave, self._hearer.nodded
        said = " ".join(self._hearer.recall.last_replies()[:_OWN_LATELY])
        telling = (each for each in heard if each.cue != "=met" or each is best)
        told = " ".join(each.sentence.text for each in telling if not (is_asked(each) or YOURS.search(each.plain)))
        return self._ground.stand(best, turn, low=low, asked=asked, grave=grave, nodded=nodded, told=told, said=said)

    def _farewell(self, heard: Sequence[Hearing]) -> str:
        """A good-bye, where one of the sentences of a message is one and none asks anything; '' where none is."""
        if any(
            each.act is Act.QUESTION and each.sentence.asked and not _ASKS_FAVOUR.search(each.plain) for each in heard
        ):
            return ""
        said = (way for each in heard for way in (each.plain, make_plain(each.sentence.text, LONGEST_MESSAGE)))
        found = next((found for way in said if (found := _LEAVING.search(way))), None)
        if found is None:
            return ""
        self.script.close_question()
        for words in ("good night" if _TO_BED.search(found[0]) else "bye", "bye"):
            reply = self._remembered(self.script.answer(words))
            if reply:
                return reply
        return ""

    def _note_mood(self, best: Hearing) -> None:
        """Remembers what kind of thing was told, and whether it was sad."""
        tone, acknowledged = find_tone(best.plain), find_acknowledgement(best.plain)
        low = best.cue in ("=sad", "=detail sad") or tone == "=sad"
        if low and best.act not in (Act.QUESTION, Act.REQUEST):
            self._hearer.low_in = len(self._asked)
        elif tone in ("=good news", "=fond") or acknowledged == "laugh":
            self._hearer.forget_mood()
        of_example = best.rule is not None and bool(best.rule.trigger.examples)
        felt = best.act is Act.FEELING and not of_example and acknowledged in ("sad", "worried")
        self._hearer.kind = best.cue or ("=sad" if felt or tone == "=sad" else "")

    def _not_a_nod(self) -> str:
        """Something to say in place of one more nod: what was told earlier, or another subject."""
        return self._come_back(again=True) or self._unsaid(lambda: self._cue("=change subject"))

    def _say(self, heard: Hearing) -> str:
        """The words for a hearing, behind the part of it that is said back; '' where the script has none."""
        reply = self._find_words(heard)
        cards = self.script.cards("=echo") if heard.echoed and reply else []
        if not cards:
            return reply
        self.script.tell("phrase", heard.echoed)
        self.script.tell("echoed", heard.echoed[:1].upper() + heard.echoed[1:])
        return f"{self.script.fill(self.script.choose(cards))} {reply}"

    def _find_words(self, heard: Hearing) -> str:
        found = {key: self._sheet.give_capitals(value) for key, value in heard.found.items()}
        if heard.card:
            for key, value in found.items():
                self.script.tell(key, value)
            self.script.topic = HOME
            return self.script.give(heard.card)
        if heard.cue:
            self._introduce(heard)
            return self._cue(heard.cue, found)
        return self.script.answer(heard.form or heard.plain, heard.rule)

    def _introduce(self, heard: Hearing) -> None:
        if "=name" in heard.found:
            self.script.learn("name", heard.found["=name"])

    def _take_in(self, heard: Hearing) -> None:
        """Learn what a sentence tells that is not the one answered."""
        self._introduce(heard)
        if heard.rule is not None and not heard.cue and heard.grade > Grade.LOST:
            self.script.take_in(heard.rule, heard.form)

    # --------------------------------------------------------------------------------------- what stands before it

    def _lead(self, best: Hearing, others: Sequence[Hearing]) -> str:
        """What is said to another sentence of the message before the best one is answered."""
        if best.grade is Grade.ALARM:
            return ""
        if met := next((each for each in others if each.cue == "=met"), None):
            return self._answered_first(met)
        asked = [
            each
            for each in others
            if each.score > best.score - 10 and each.act >= Act.REQUEST and not says_little(each)
        ]
        if asked and best.grade < Grade.ANSWER:
            answer = self._answered_first(max(asked, key=lambda each: each.score))
            if answer:
                return answer
        kinds = [find_kind_beside(each) for each in others if not is_reaction(each)]
        kind = next((kind for kind in kinds if kind and kind != "fact"), "")
        if (
            not kind
            or kind == "laugh"
            or (kind == "hello" and len(self._asked) > 2)
            or not self.script.has(f"=ack {kind}")
        ):
            return ""
        topic = self.script.topic
        lead = self._cue(f"=ack {kind}")
        self.script.topic = topic
        return "" if lead in self._said else self._remembered(lead)

    def _answered_first(self, heard: Hearing) -> str:
        """The answer to the first of two questions, without one of its own."""
        topic = self.script.topic
        answer = self._say(heard)
        self.script.close_question()
        self.script.topic = topic
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z\[(])", answer)
        while sentences and sentences[-1].rstrip('"').endswith("?"):
            sentences.pop()
        short = " ".join(sentences)
        plain = directions.strip(short, self._vocabulary)
        return "" if not plain or len(plain) > _LONGEST_LEAD or plain in self._said else self._remembered(short)

    def _come_back(self, *, again: bool) -> str:
        """A line that comes back to something said earlier; '' where it is not the time, or nothing is left."""
        turn = len(self._asked)
        if self.script.topic != HOME or (
            turn - self._came_back < _BETWEEN and not (again and turn > self._came_back + 1)
        ):
            return ""
        found = self._hearer.recall.follow_up(turn)
        cue = next((each for each in (found.occasion, "=recall") if self.script.has(each)), "") if found else ""
        if found is None or not cue:
            return ""
        self._came_back = turn
        self._misses = 0
        return self._unsaid(lambda: self._cue(cue, {"earlier": found.earlier, "they": found.they}))

    # -------------------------------------------------------------------------------------------- nothing said twice

    def _unsaid(self, choose: Callable[[], str], *, asked: bool = True) -> str:
        """A reply that was not said in this talk; where what fits is used up, the character says so, or nods."""
        reply = choose()
        if is_almost_said(directions.strip(reply, self._vocabulary), self._hearer.recall.last_replies()):
            reply = choose()  # another of its lines, where it has one
        nods = [] if asked or self._hearer.nodded else ["=nod"]
        for cue in (*nods, "=again" if asked else "=heard", "=change subject", "=more", "=nod", "=lost"):
            if reply and directions.strip(reply, self._vocabulary) not in self._said:
                break
            reply = self._cue(cue) or reply
            if cue == "=nod":
                self._hearer.nodded_in = len(self._asked)
        return self._remembered(reply)

    def _is_said(self, reply: str, lead: str) -> bool:
        """Whether a reply stands in the words before it, or was said in this talk."""
        plain = directions.strip(reply, self._vocabulary)
        return bool(plain) and (plain in self._said or plain in directions.strip(lead, self._vocabulary))

    def _remembered(self, reply: str) -> str:
        line = directions.strip(reply, self._vocabulary)
        self._said.pop(line, None)
        self._said[line] = None
        if len(self._said) > _MOST_SAID:
            del self._said[next(iter(self._said))]
        return reply

    def _noted(self, heard: Hearing) -> Hearing:
        """Remembers what the user said, apart from cries for help and questions about the talk itself."""
        if heard.grade is not Grade.ALARM and not find_question_back(heard.forms):
            said = Said(len(self._asked), self._now(), heard.sentence.text, heard.plain, heard.act)
            self._hearer.recall.note(said)
        return heard

    def _cue(self, trigger: str, found: Mapping[str, str] | None = None) -> str:
        """The script's words for one of the manners; '' where it has none."""
        for key, value in (found or {}).items():
            self.script.tell(key, value)
        if not self.script.has(trigger):
            return ""
        self.script.topic = HOME
        return self.script.answer(trigger)

    def _restore_capitals(self, text: str) -> None:
        """Matching is done in small letters; a name keeps the capitals it was typed with."""
        name = self.script.variables.get("name", "")
        found = re.search(re.escape(name), text, re.I) if name else None
        if found and found[0] != found[0].lower() and found[0] != found[0].upper():
            self.script.learn("name", found[0])


_OF_JOKES = re.compile(r"\b(?:jokes?|punchline|riddles?|have one|got one|knock knock|funny|laugh)\b")


_LEAVING = re.compile(
    r"\b(?:bed ?time for me|(?:off to|time for|going to|go to|ready for) bed\b(?! time)|(?:good )?night (?:night|juno"
    r"|fern|knox|then|love|dear)"
    r"|^(?:right |ok |well )*(?:good ?night|bye(?: bye)?|goodbye|see you(?: later| soon| tomorrow)?|ta ra|cheerio|cya"
    r"|toodle pip)\b"
    r"|^(?:right |ok |well |anyway |sorry )*i (?:had |would |have )?(?:better|must|have got to|have to|got to|need to"
    r"|should) (?:go|be off|get going|be going|run|dash"
    r"|sleep|get to bed|head off|get back)(?: now| then| to bed)?$|^(?:\w+ ){0,3}thanks for the (?:chat|talk|company)"
    r"|^(?:right |ok |well |anyway |sorry )*i (?:must|have to|have got to|need to|should) go(?: and)?"
    r" (?:put|pick|feed|make|cook|get|start|to work|to bed|to sleep|home)\b"
    r"|^(?:good ?)?(?:night|nighty night|bye|ta ra)(?: then| now)?(?: mate| pal| all| x+| everyone| my dear| dear"
    r"| love)+$"
    r"|\b(?:nice|lovely|good|great) (?:meeting|talking to|chatting (?:to|with)) you(?: \w+)?$"
    r"|\bsee (?:ya|you)(?: later| soon| around| tomorrow)?(?: \w+)?$|\bcatch you later$)"
)
"""What says good-bye."""
_ASKS_FAVOUR = re.compile(
    r"^(?:(?:and|oh|please) )*(?!(?:what|who|where|when|why|how|which|is|are|was|were|do|does|did|have|has|am)\b)"
    r"(?:.* )?(?:(?:will|would|can|could|will not) you|ok|okay|yeah|please|eh)$"
    r"|^(?:(?:and|oh) )*(?:say|give|tell|send) (?:\w+ )+"
)
"""What asks for no answer on the way out: "and write to him, will you?"."""
_TO_BED = re.compile(r"\b(?:bed|night|sleep)")


_ASKS_NAME = re.compile(r"\bnames?\?|\bcalled\?", re.I)
_NAMES_IT = re.compile(r"\b(?:called|named|name is)\b")
