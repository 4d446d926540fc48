"""What puts the character right, takes up what it said, or asks for its word on something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from avatar.brain.advising import asks_whether, find_advice, is_unsure, wants_advice
from avatar.brain.calls import find_call
from avatar.brain.either import find_either_of, find_thought_of
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, hear
from avatar.brain.indirect import turn_round
from avatar.brain.leads import lead
from avatar.brain.mending import (
    asks_verdict,
    consoles,
    fears,
    find_asked_again,
    find_denied,
    find_mistaken,
    has_lost_it,
    is_offer,
    is_sorry,
    looks_again,
    reassures,
    takes_promise,
)
from avatar.brain.names import find_name
from avatar.brain.plain import make_plain, split_words
from avatar.brain.relatives import find_correction
from avatar.brain.remembering import Remembering
from avatar.brain.rive import LONGEST_MESSAGE
from avatar.brain.rive.likeness import asks
from avatar.brain.sentences import Act, Sentence, find_act
from avatar.brain.sheet import make_bare
from avatar.brain.situations import find_asked

_APOLOGY = re.compile(
    rf"{lead('no|really|honestly')}(?:(?<=sorry )|i )(?:did not|do not|never) (?:\w+ )?"
    r"(?:mean|meant|want|try|tried) (?:to (?:be|sound|seem|come across|upset|offend|hurt|insult)"
    r"|any (?:harm|offen[cs]e)|that (?:badly|rudely|like that))\b.*"
    r"|(?:(?:sorry|oh) )*(?:that|i) was (?:\w+ )?(?:rude|mean|unkind) of me"
    r"|(?:i am )?sorry (?:if |that |for )?(?:i )?(?:was |being |am |sounded |seemed )(?:\w+ )?(?:rude|mean|unkind|short"
    r"|harsh|cross)"
)
"""What asks to be excused."""
_WANTS_A_YES = re.compile(
    r"(?:so )?(?:that|this|it) is (?:a )?(?:win|good|great|good news|result|good sign|progress|start)(?: right| eh)?"
)
"""What asks whether news is good: "that's a win, right?"."""
_READS_OUT = re.compile(r"\W*(?:so |ok |or )?(?:how|what) about\s*[:\"“‘]\s*\S+(?: \S+){2,}", re.I)
"""What reads out something of the user's, to hear what is thought of it: "how about: nan kept her endings in a tin"."""
_ADVISED = re.compile(
    r"=(?:honest (?:either|should|what to|how best|ideas|tips|counsel)|should|suggest.*|advice|choice)"
)
_SO = re.compile(rf"^{lead('yes|yeah')}")
_DECIDED = frozenset(
    f"advice on {each}"
    for each in ("text ex", "tell hard", "job", "move", "forgive", "truth", "make up", "out", "opinion", "health")
)
"""Advice that also answers whether one should."""
_ADVISES = 0.4
"""How likely a message must want advice, or a choice made, for what people commonly want advice on to be looked for."""
_CHOOSES = 0.5
"""How likely a question must ask to choose, so that only advice that decides is an answer."""
_LIKELY, _LIKELY_TOGETHER, _RATHER = 0.6, 0.65, 0.75
"""How likely it must be that advice is wanted on something, by the message and with the one before it; and where a rule
hears it."""
_FEW_TAKEN = 6
"""Words of advice that is only said back."""
_INSTEAD = re.compile(
    rf"{lead('no|hey')}i (?:said|asked about|asked for|meant"
    r"|was asking about) (\w+(?: \w+)?) not \w+.*"
)
"""What puts right whom a question was about: "i said gerald not mortimer"."""


class Correcting(Remembering):
    """How the character was understood wrongly, and what is made of it. Not thread-safe."""

    def advised(self, heard: Hearing) -> Hearing | None:
        """What asks for a name or a colour for something of the user's, whatever of the character's own it names; or
        for advice on what people commonly want it on."""
        advice = find_advice(heard.plain)
        if advice is None or advice.found:
            return self._advised_on(heard)
        if heard.grade >= Grade.LIKE or not (self.script.has(advice.cue) and self.script.is_fresh(advice.cue)):
            return None
        return replace(heard, cue=advice.cue, card="", rule=None, grade=Grade.EXACT, act=Act.QUESTION)

    def _advised_on(self, heard: Hearing) -> Hearing | None:
        """What asks for advice on what people commonly want advice on, as the whole message tells, or the one before
        it as well."""
        if not wants_advice(heard.plain) or (" or " in heard.plain and find_either_of([heard.plain]) is not None):
            return None
        if not (asks(heard.act) or heard.sentence.asked or is_unsure(heard.plain)):
            return None
        now = " ".join([*(each.text for each in self.of_now()), heard.sentence.text])
        before = " ".join(each.text for each in self.recall.said if each.turn == self.turn - 1)
        heeded = heard.rule is not None and heard.grade >= Grade.LIKE
        asked = find_call(now, self.recall.last_reply()).asked
        if asked["advice"] + asked["choice"] < _ADVISES:
            return None
        decides = asks_whether(heard.plain) or asked["choice"] >= _CHOOSES
        alone = find_asked(now)
        for found, likely in ((alone, _LIKELY), (find_asked(f"{before} {now}"), _LIKELY_TOGETHER)):
            likely = _RATHER if heeded else likely
            if found.name != alone.name:
                break
            cue = f"={found.name}"
            if decides and (found.name not in _DECIDED or found.likely < _RATHER):
                continue
            if found.likely >= likely and self.script.has(cue) and self.script.is_fresh(cue):
                return replace(heard, cue=cue, card="", rule=None, grade=Grade.EXACT, act=Act.QUESTION)
        return None

    def corrected(self, heard: Hearing) -> Hearing | None:
        """A correction of what the character took the user to mean, or an apology."""
        if right := self.put_right(heard):
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
        if self.lacked and looks_again(heard.plain) and self.script.has("=looked"):
            return replace(heard, cue="=looked", card="", rule=None, grade=Grade.EXACT, act=Act.REQUEST)
        if sorry and reassures(heard.plain) and self.script.has("=reassured"):
            self.forget_mood()
            return replace(heard, cue="=reassured", card="", rule=None, grade=Grade.EXACT, act=Act.FEELING)
        if verdict := self._judged(heard):
            return verdict
        if fears(heard.plain) and self.script.has("=worried") and self.script.is_fresh("=worried"):
            return replace(heard, cue="=worried", card="", rule=None, grade=Grade.EXACT, act=Act.FEELING)
        if self.promised and (kept := self._keep_promise(heard)):
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
        now = self.of_now()
        two = find_thought_of(now[-1].plain) if now else None
        if two is None:
            return {}
        turned = self.draw()
        return {"first": two.second if turned else two.first, "second": two.first if turned else two.second}

    def _denies(self, heard: Hearing) -> bool:
        """Whether a sentence says that the character's last words were beside the point: "a hit? no no, I lost",
        "there's no cat", "you lost me"."""
        if heard.sentence.asked:
            return False
        now, said = self.of_now(), split_words(make_plain(self.recall.last_reply(), LONGEST_MESSAGE))
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
        order = turn_round(self.promised)
        meant = hear(self.script, Sentence(order, asked=False), order, self.name)
        if meant.grade < Grade.PHRASE or meant.grade is Grade.ALARM:
            return None
        return replace(meant, sentence=heard.sentence, act=Act.REQUEST)
