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

from avatar.brain.again import find_again, find_play
from avatar.brain.answers import IS_WELL
from avatar.brain.calls import ANYTHING, find_call
from avatar.brain.choosing import (
    find_asked,
    find_better,
    find_kind_beside,
    find_told,
    greets,
    is_asked,
    is_news,
    is_of_reply,
    is_reaction,
    leave_out_echoes,
    leave_out_quotes,
    leaves_room,
    merely_agrees,
    points_loosely,
    says_little,
    take_back_insults,
    withholds,
)
from avatar.brain.continuations import NONE, Continuations
from avatar.brain.dangers import find_danger
from avatar.brain.fitting import for_want_of
from avatar.brain.grading import Grade
from avatar.brain.ground import Ground
from avatar.brain.hearer import Hearer
from avatar.brain.hearing import Hearing, hear, names
from avatar.brain.lines import choose_card_for, find_named
from avatar.brain.mending import is_all_well, is_joke_told, is_riddle_answered, is_riddle_put
from avatar.brain.pairs import Pair
from avatar.brain.parting import Parting, Way, find_parting
from avatar.brain.plain import make_plain
from avatar.brain.reactions import Before, find_reaction
from avatar.brain.recall import Said, find_question_back
from avatar.brain.recollecting import PUT_RIGHT
from avatar.brain.rive import HOME, LONGEST_MESSAGE, Overtime, PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.rive.nearest import stem
from avatar.brain.saying_back import Told
from avatar.brain.senses import find_weighty
from avatar.brain.sentences import Act, Sentence, find_acknowledgement, split_sentences
from avatar.brain.sheet import EMPTY, Sheet, make_bare
from avatar.brain.soundness import drop_only_typed, is_only_typed
from avatar.brain.spelling import put_typing_right
from avatar.brain.taking_up import NODS, YOURS
from avatar.brain.telling import SAD
from avatar.brain.telling_back import tidy
from avatar.brain.themes import find_themes
from avatar.brain.tones import find_tone
from avatar.brain.turning_back import may_be_turned
from avatar.brain.unmarked import mark_asked
from avatar.brain.weighing import find_weighty_ones
from avatar.brain.wording import (
    asks_what_was_told,
    begin_with_capital,
    drop_last_question,
    drop_question_back,
    drop_question_of_pets,
    end_sentence,
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
_LOOSE = ("like", "made", "machine")
"""Those of them that hold all that stood behind "I like"."""
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
_ACKS_APART = 6
"""Turns from one word in passing to the next."""
_TURNED_APART = 3
"""Turns from one question that is turned back to the next."""
_SHARED, _FEWEST_SHARED = 0.4, 2
"""The part, and the number, of a line's words of weight from which on another one says the same."""
_FEW_LEADING = 4
"""Words of what leads up to an answer and answers nothing itself: "What a question."."""
_HEAVY = (*SAD, "=bad news", "=disliked", "=detail sad", "=told low", "=wistful", "=advice", "=should", "=worried")
"""What was told or asked last, after which nothing earlier is come back to."""
_SOBER = (*SAD, "=bad news", "=wistful")
"""How something sounds before which nothing merry is said."""
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
        self._acked = -_ACKS_APART
        """The turn in which something was acknowledged in passing last."""
        self._turned = -_TURNED_APART
        """The turn in which a question of the user's was turned back last."""
        self._parted = -1
        """The turn in which good-bye was said last."""
        self._played, self._played_in = "", -_PLAYED_LATELY - 1
        """What was played last, and the turn in which it was."""

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
        for key in _LOOSE:
            if after.get(key, "") != before.get(key, ""):
                self.script.learn(key, tidy(after[key]))
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
        named = self._hearer.relatives.name_whom(text)
        sentences = mark_asked(split_sentences(named), text, self._hearer.recall.last_reply())
        sentences = [self._once_more(each) for each in sentences]
        plains = [self._hearer.make_plain(each.text) for each in sentences]
        if any(map(is_all_well, plains)):
            self._hearer.forget_mood()
            self._hearer.kind = ""
        heard = [self._noted(self._hearer.hear(each)) for each in sentences] if manner in ("", "=same") else []
        if self._is_told_joke(heard):
            return self._unsaid(lambda: self._cue("=their joke"))
        if is_riddle_put([(each.plain, each.sentence.asked) for each in heard]) and self.script.has(_GIVES_UP):
            return self._unsaid(lambda: self._cue(_GIVES_UP))
        if cry := next((each for each in heard if each.is_cry), None):
            self.script.close_question()
            return self._remembered(self._say(cry))  # as often as it comes: nobody is told that they repeat themselves
        if (danger := find_danger(" ".join(plains))) and (help_there_is := self._cue(f"=danger {danger}")):
            self.script.close_question()
            self._hearer.low_in = len(self._asked)
            return self._remembered(help_there_is)
        if not manner and (farewell := self._taken_leave(text)):
            return farewell
        heard = leave_out_quotes(leave_out_echoes(take_back_insults(heard)), self._hearer.recall.last_reply())
        if manner or not heard:
            return self._unsaid(lambda: self._cue(manner) if manner else self.script.answer(message))
        return self._answer_best(heard)

    def _once_more(self, sentence: Sentence) -> Sentence:
        """A sentence as it is; one that only wants once more what was played just before, as what asks for that."""
        plain = self._hearer.make_plain(sentence.text)
        lately = len(self._asked) - self._played_in <= _PLAYED_LATELY
        again = find_again(plain, self._played if lately else "")
        if play := again or find_play(plain):
            self._played, self._played_in = play, len(self._asked)
        return Sentence(again, asked=False) if again else sentence

    def _is_told_joke(self, heard: Sequence[Hearing]) -> bool:
        """Whether a message is a joke of the user's: it asks a riddle and answers it, and jokes are spoken of."""
        said = [(each.plain, each.sentence.asked) for each in heard]
        if is_joke_told(said):
            return self.script.has("=their joke")
        if not is_riddle_answered(said):
            return False
        spoken = " ".join([*self._asked[-2:], self._hearer.recall.last_reply()]).lower()
        return self.script.has("=their joke") and bool(_OF_JOKES.search(spoken))

    def _answer_best(self, heard: Sequence[Hearing]) -> str:
        """The reply to the sentence of a message that deserves it most."""
        weighty = find_weighty_ones(heard, self._hearer.recall.last_reply())
        best = max(weighty, key=lambda each: (each.score, heard.index(each)))
        if greets(best):
            told = (each for each in heard if each.act in (Act.FACT, Act.STATEMENT) and find_themes(each.plain))
            best = next(told, best)
        best = find_better(find_asked(find_told(best, weighty), weighty), weighty)
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
        met = any(each.cue == "=met" for each in others)
        said_back = best.card and (best.echoed or "phrase" in best.found)
        leads = best.score > _SMALL_TALK and (met or not said_back)
        lead, answers = self._lead(best, others) if leads else ("", False)
        self.script.close_if_stale(best.rule)
        best = replace(best, echoed="") if lead and not met else best  # only a name says nothing back
        first = self._say(best)
        found = iter((first,))
        if (
            answers
            and len(lead.split()) > _FEW_LEADING
            and (self._is_said(first, lead) or self._says_same(first, lead))
        ):
            self._hearer.last = best  # the answer to the sentence before it has said so
            return lead
        lead = "" if not answers and self._says_same(first, lead) else lead
        reply = self._unsaid(lambda: next(found, "") or self._say(best), asked=best.act >= Act.REQUEST, best=best)
        told = " ".join(each.plain for each in (*others, best))
        if asks_what_was_told(reply, told, self.heard):
            left = drop_last_question(reply)
            if left == reply:
                self.script.close_question()
                again = (self._say(best) for _ in range(2))
                left = next((each for each in again if not asks_what_was_told(each, told, self.heard)), "")
            reply = self._remembered(left) if left else reply
        if any(IS_WELL.search(each.plain) for each in others):
            if (rest := drop_question_back(reply)) != reply:
                self.script.close_question()
            reply = rest
        if self._hearer.relatives.has_pet and (rest := drop_question_of_pets(reply, best.plain)) != reply:
            self.script.close_question()
            reply = rest
        reply = self._turned_back(reply, best)
        if best.cue in NODS:
            self._hearer.nodded_in = len(self._asked)
        self._hearer.last = best
        self._note_mood(best)
        return f"{lead} {reply}".strip()

    def _turned_back(self, reply: str, best: Hearing) -> str:
        """An answer about the character itself, and the same asked of the user where they have not told of it, now and
        then."""
        turn = len(self._asked)
        open_or_low = "?" in reply or self.script.topic != HOME or self._hearer.asked_last or self._hearer.low
        if (
            open_or_low
            or turn - self._turned < _TURNED_APART
            or not (best.act is Act.QUESTION and may_be_turned(best.plain))
        ):
            return reply
        words = {*map(stem, find_weighty(best.plain))}
        earlier = (each.plain for each in self._hearer.recall.said if each.turn < turn)
        if any(words & {*map(stem, find_weighty(each))} for each in earlier):
            return reply
        cards = [each for each in self.script.cards("=turned") if not self.script.is_given(each)]
        if not cards:
            return reply
        self._turned = turn
        return f"{reply} {self.script.give(self.script.choose(cards))}"

    def _grounded(self, best: Hearing, heard: Sequence[Hearing]) -> Hearing:
        """The sentence that is answered, by its theme where no more of it is surely understood."""
        examples = best.rule.trigger.examples if best.rule is not None else ()
        if best.act is Act.FEELING and examples and not best.cue and find_tone(best.plain) in SAD:
            return best  # what is like a loss is answered as one, however little else is sure of it
        recall = self._hearer.recall
        telling = [each for each in heard if each.cue != "=met" or each is best]
        telling = [each for each in telling if not (is_asked(each) or YOURS.search(each.plain) or is_of_reply(each))]
        grave = any(find_tone(each.plain) in SAD for each in heard if each is not best)
        told = Told(
            text=" ".join(end_sentence(each.sentence.text) for each in telling),
            message=" ".join(end_sentence(each.sentence.text) for each in heard if not is_asked(each)),
            whole=self.heard,
            plain=" ".join(each.plain for each in telling),
            asked=make_plain(recall.last_reply(asked=True) if self._hearer.asked_last else "", LONGEST_MESSAGE),
            said=" ".join(recall.last_replies()[:_OWN_LATELY]),
            last=recall.last_reply(),
            known=" ".join(each.plain for each in recall.said if each.turn < len(self._asked)),
            low=grave or (self._hearer.low and not any(map(_is_lighter, heard))),
            just_low=grave or self._hearer.low_in >= len(self._asked) - 1,
            reacts=not telling and any(_LAUGHS.match(each.plain) for each in heard),
            grave=grave,
            nodded=self._hearer.nodded,
            one=self._hearer.relatives.find_one_in(" ".join(each.sentence.text for each in telling)),
            is_own=self._is_own,
        )
        return self._ground.stand(best, len(self._asked), told)

    def _is_own(self, text: str) -> bool:
        """Whether a text names the character, or somebody or something of its own, by a capital."""
        named = _CAPITALS.findall(text)
        own = {
            self._name,
            *(each for word in named for entry in self._sheet.find_named(word) for each in entry.name.split()),
        }
        return bool(named) and {*named} <= own

    def _taken_leave(self, text: str) -> str:
        """What is said to a good-bye, behind what is said to an errand on the way out; or to what goes away for a
        moment or comes back. '' where a message is none of these, or asks something besides."""
        if _BYE_ASKED.match(text):
            return ""
        parted = self._parted == len(self._asked) - 1
        parting = find_parting(
            put_typing_right(_TAG_BEHIND.sub(".", text)), self._hearer.make_plain, self._name, parted=parted
        ) or _sense_parting(text, self._hearer.recall.last_reply())
        if parting is None:
            return ""
        self.script.close_question()
        if parting.way in (Way.PAUSES, Way.RETURNS):
            return self._remembered(self._known_words(parting.way.value) or self._cue("=pause"))
        self._parted = len(self._asked)
        errand = self._errand(parting)
        if errand and _SAYS_BYE.search(errand):
            return errand
        ways = [*(["=bye again"] if parted else []), parting.way.value, Way.LEAVES.value]
        goodbye = next(filter(None, map(self._known_words, ways)), "")
        return f"{errand} {self._remembered(goodbye)}".strip()

    def _errand(self, parting: Parting) -> str:
        """What is said to what is asked for on the way out; '' where nothing is."""
        if parting.asks_words and self.script.has("=last words"):
            return self._remembered(self._cue("=last words"))
        for plain, greeting in parting.errands:
            own = hear(self.script, Sentence(plain, asked=False), plain, self._name)
            if _heeds(own) and (reply := self._find_words(own)) and not self._is_said(reply, ""):
                return self._remembered(reply)
            if reply := self._cue("=pass on" if greeting else "=errand"):
                return self._remembered(reply)
        return ""

    def _known_words(self, plain: str) -> str:
        """What the script has for words that it surely listens for, or for one of the manners; '' where it has
        nothing."""
        if plain.startswith("="):
            return self._cue(plain)
        known = hear(self.script, Sentence(plain, asked=False), plain, self._name)
        return self.script.answer(plain, known.rule) if known.grade >= Grade.PHRASE else ""

    def _note_mood(self, best: Hearing) -> None:
        """Remembers what kind of thing was told, and whether it was sad."""
        tone, acknowledged = find_tone(best.plain), find_acknowledgement(best.plain)
        low = tone == "=sad" or best.cue == "=detail sad" or (best.cue == "=sad" and not _MISSES.search(best.plain))
        if low and best.act not in (Act.QUESTION, Act.REQUEST):
            self._hearer.low_in = len(self._asked)
        elif tone in ("=good news", "=fond") or acknowledged == "laugh":
            self._hearer.forget_mood()
        of_example = best.rule is not None and bool(best.rule.trigger.examples)
        felt = best.act is Act.FEELING and not of_example and acknowledged in ("sad", "worried")
        self._hearer.kind = best.cue or ("=sad" if tone == "=sad" else "=worried" if felt else "")

    def _not_a_nod(self) -> str:
        """Something to say in place of one more nod: what was told earlier, or another subject."""
        return self._come_back(again=True) or self._unsaid(lambda: self._cue("=change subject"))

    def _say(self, heard: Hearing) -> str:
        """The words for a hearing, behind the part of it that is said back; '' where the script has none."""
        if any(key in _QUOTES and is_only_typed(value) for key, value in heard.found.items()):
            heard = self._unquoted(heard)
        reply = self._find_words(heard)
        if reply and (whole := heard.found.get("whole", "")):
            return f"{whole} {reply}"
        cards = self.script.cards("=echo") if heard.echoed and reply else []
        if not cards:
            return reply
        self.script.tell("phrase", heard.echoed)
        self.script.tell("echoed", heard.echoed[:1].upper() + heard.echoed[1:])
        return f"{self.script.fill(self.script.choose(cards))} {reply}"

    def _unquoted(self, heard: Hearing) -> Hearing:
        """A hearing whose words can't be said back as they were typed, with words that name nothing of it."""
        cue = _UNNAMED if asks(heard.act) else f"=calls {ANYTHING}"
        if not self.script.is_fresh(cue):
            return heard
        return replace(heard, cue=cue, card="", rule=None, found={}, echoed="")

    def _find_words(self, heard: Hearing) -> str:
        found = {key: self._sheet.give_capitals(value) for key, value in heard.found.items()}
        found |= {key: drop_only_typed(value) for key, value in found.items() if key in ("told", "fully")}
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

    def _lead(self, best: Hearing, others: Sequence[Hearing]) -> tuple[str, bool]:
        """What is said to another sentence of the message before the best one is answered, and whether it answers it,
        rather than acknowledges it."""
        if best.grade is Grade.ALARM:
            return "", False
        sober = find_tone(best.plain) in _SOBER or best.cue in _HEAVY
        if met := next((each for each in others if each.cue == "=met"), None):
            quiet = sober and self.script.has("=met sober")
            return self._answered_first(replace(met, cue="=met sober") if quiet else met), True
        asked = [
            each
            for each in others
            if each.score > best.score - 10
            and each.act >= Act.REQUEST
            and (is_asked(each) or says_little(best))
            and not (says_little(each) or merely_agrees(each) or points_loosely(each))
        ]
        if asked and best.grade < Grade.ANSWER:
            answer = self._answered_first(max(asked, key=lambda each: each.score))
            if answer:
                return answer, True
        return self._acknowledged(best, others), False

    def _acknowledged(self, best: Hearing, others: Sequence[Hearing]) -> str:
        """A word in passing to what is said beside the sentence that is answered; '' where nothing calls for one, or
        one was said not long ago."""
        sober = find_tone(best.plain) in _SOBER or best.cue in _HEAVY
        kinds = [find_kind_beside(each) for each in others if not is_reaction(each)]
        kind = next((kind for kind in kinds if kind and kind != "fact"), "")
        if (
            not kind
            or kind in ("laugh", find_kind_beside(best))
            or (kind == "hello" and len(self._asked) > 2)
            or (sober and kind not in ("sorry", "thanks", "consoled"))
            or not self.script.has(f"=ack {kind}")
            or len(self._asked) - self._acked < _ACKS_APART
        ):
            return ""
        topic = self.script.topic
        lead = self._cue(f"=ack {kind}")
        self.script.topic = topic
        if directions.strip(lead, self._vocabulary) in self._said:
            return ""
        self._acked = len(self._asked)
        return self._remembered(lead)

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

    def _unsaid(self, choose: Callable[[], str], *, asked: bool = True, best: Hearing | None = None) -> str:
        """A reply that was not said in this talk; where what fits is used up, another answer to what is asked, or the
        character says so, or nods. `best`: the sentence that is answered."""
        reply = choose()
        if is_almost_said(directions.strip(reply, self._vocabulary), self._hearer.recall.last_replies()):
            reply = choose()  # another of its lines, where it has one
        if asked and best is not None and self._is_said(reply, "") and not self._hearer.has_asked(best):
            reply = self._say(self._hearer.by_form(best)) or reply  # nobody repeats themselves but the character
        nods = [] if asked or self._hearer.nodded else ["=nod"]
        for cue in (*nods, "=again" if asked else "=heard", "=change subject", "=more", "=nod", "=lost"):
            if reply and directions.strip(reply, self._vocabulary) not in self._said:
                break
            reply = self._cue(cue) or reply
            if cue == "=nod":
                self._hearer.nodded_in = len(self._asked)
        return self._remembered(reply)

    def _says_same(self, reply: str, lead: str) -> bool:
        """Whether a reply says nearly what the words before it say."""
        one, two = ({*map(stem, find_weighty(make_bare(each)))} for each in (reply, lead))
        return len(one & two) > max(_FEWEST_SHARED, _SHARED * min(len(one), len(two)))

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
            after = self._hearer.recall.last_reply(asked=True)
            said = Said(len(self._asked), self._now(), heard.sentence.text, heard.plain, heard.act, after)
            if heard.cue in PUT_RIGHT:
                text = self._hearer.righted
                said = said._replace(text=text, plain=make_plain(text, LONGEST_MESSAGE), act=Act.FACT)
            self._hearer.recall.note(said)
        return heard

    def _cue(self, trigger: str, found: Mapping[str, str] | None = None) -> str:
        """The script's words for one of the manners; '' where it has none."""
        for key, value in (found or {}).items():
            self.script.tell(key, value)
        if not self.script.has(trigger):
            return ""
        self.script.topic = HOME
        if any(not {*(found or {})} >= find_named(card) for card in self.script.cards(trigger)):
            card = choose_card_for(self.script, trigger, found or {})  # not one that names what isn't known
            return self.script.give(card) if card else ""
        return self.script.answer(trigger)

    def _restore_capitals(self, text: str) -> None:
        """Matching is done in small letters; a name keeps the capitals it was typed with."""
        name = self.script.variables.get("name", "")
        found = re.search(re.escape(name), text, re.I) if name else None
        if found and found[0] != found[0].lower() and found[0] != found[0].upper():
            self.script.learn("name", found[0])


_QUOTES = ("clause", "deed", "asked", "whole", "subject", "phrase", "thing")
"""What a line names of what was typed."""
_UNNAMED = "=calls you"
"""The occasion of a question that nothing answers, whose lines name nothing of it."""
_GIVES_UP = "=calls guess"
"""The occasion of a riddle that is put to the character."""
_PLAYED_LATELY = 3
"""Turns in which what was played may be wanted once more."""
_MISSES = re.compile(r"\bmiss(?:es|ed|ing)?\b")
"""What is longed for, and may be well: "I miss my dog"."""
_LAUGHS = re.compile(r"(?:haha|lol)\b")


def _is_lighter(heard: Hearing) -> bool:
    """Whether a sentence laughs, tells something funny, says that all is well, or approves of what the character has
    said: it is no longer a low moment."""
    before = Before()
    if find_tone(heard.plain) == "=funny" or is_all_well(heard.plain):
        return True
    return bool(_LAUGHS.match(heard.plain)) or find_reaction(heard.forms, asked=False, before=before) == "=approved"


_CAPITALS = re.compile(r"\b[A-ZÀ-Þ][\w'’-]+")
_OF_JOKES = re.compile(
    r"\b(?:jokes?|tell you one|heard (?:this|the) one|punchline|riddles?|have one|got one|knock knock|funny|laugh)\b"
)


def _heeds(own: Hearing) -> bool:
    """Whether a rule is for an errand, rather than about what it names."""
    if own.rule is None or own.grade < Grade.PHRASE or own.grade is Grade.LIKE:
        return False
    return own.form in own.rule.trigger.examples or (
        not own.rule.trigger.examples and any(names(own, verb) for verb in _OF_ERRANDS)
    )


_TAG_BEHIND = re.compile(r",?\s*\b(?:yeah|yes|ok|okay|eh|right|please|will you|won['’]t you|yea)\s*\?+", re.I)
"""What makes a request of a question, at its end: "write to him, yeah?"."""
_OF_ERRANDS = ("say", "give", "send", "tell", "wish", "write", "look", "keep", "leave", "mind", "feed", "save")
"""Verbs of which one must be named by a rule that answers an errand."""
_WAYS = {"leaving": Way.LEAVES, "away": Way.PAUSES, "back": Way.RETURNS}
"""What a message calls for that takes leave, in words that no rule knows."""
_GOES = 0.6
"""How likely it must be."""


def _sense_parting(text: str, before: str) -> Parting | None:
    """The leave that a message takes as a whole: "I'd best away, Moira's asking who I'm talking to"; None for none."""
    call = find_call(text, before)
    likeliest = call.find_likeliest()
    asks_nothing = call.asks_nothing + call.asked["deed"]  # "mind the cat for me"
    goes = likeliest in _WAYS and call.told[likeliest] >= _GOES and asks_nothing >= _GOES
    return Parting(_WAYS[likeliest]) if goes else None


_BYE_ASKED = re.compile(r"\W*(?:good ?bye|farewell|bye|good ?night|exit)\W*\?", re.I)
"""What wonders at a good-bye of the character's: "Farewell? I'm not going anywhere"."""
_SAYS_BYE = re.compile(r"\b(?:good-?bye|bye|good night|sleep|farewell|off you go|safe home|come back|cheerio)\b", re.I)
"""What an answer to an errand holds that is a good-bye as well."""
