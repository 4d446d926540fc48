"""What is said to something told that is not surely understood: how it sounds, a piece of it, or what goes with its
theme, whatever it says of it.

A guess at the very thing that is told, and a follow-up that fits everything ("how did that come about?"), are both
mostly beside the point. A piece of it said back shows that it was heard, and a character's own words on music in
general go with all that is told of music: `=theme music`. A theme is taken only where what is told bears it out by its
own words; it lasts for one turn, for what is told after "I play in a band" is about the band.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from avatar.brain.advising import is_grave, wants_advice, wants_help
from avatar.brain.alike import holds_example
from avatar.brain.answers import looks_like_answer
from avatar.brain.calls import ANYTHING, NONE, Call, find_call
from avatar.brain.clauses import hear_clause
from avatar.brain.counsels import ANY, OUTCOME, find_counsel
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, covers
from avatar.brain.leads import lead
from avatar.brain.meaning import is_known, is_negated, split_text
from avatar.brain.names import asks_for_name
from avatar.brain.plain import make_plain, split_words
from avatar.brain.recall import tell_back
from avatar.brain.rive import LONGEST_MESSAGE
from avatar.brain.rive.likeness import asks
from avatar.brain.saying_back import BLAND, FRONTS_APART, SayingBack, Told
from avatar.brain.senses import LIGHT, find_weighty
from avatar.brain.sentences import Act, find_act
from avatar.brain.situation_tones import TONES
from avatar.brain.situations import find_told
from avatar.brain.taking_up import YOURS, begins_anew
from avatar.brain.telling import SAD
from avatar.brain.themes import find_borne_out, is_strong
from avatar.brain.tones import SOUR, find_tone, is_bright

_UNSURE = re.compile(
    r"=(?:detail|did|own|of someone|judged|planned|fond|disliked|bad news|good news|funny|wistful|heard|nod|lost"
    r"|frame .*|about.*"
    r"|told (?:own|did|someone|judged|planned|detail|fond|disliked))"
)
"""Occasions of something told whose words say no more than its kind does."""
_SAYS_WHAT, _HALF = 60, 0.5
"""Weight of a phrase from which on it is what a sentence is about, however little of it; the part of the words of
weight that a lesser one must name."""
_LEARNS = re.compile(r"<set (?!like=)")
"""What a rule keeps of what is told, apart from what is liked: it is meant so, and asks on about it."""
_OF_LOW = ("=told low", "=detail sad")
_CHEERING = ("=good news", "=fond", "=funny")
"""How something sounds that does not go on with something sad."""
_PLEASANT = ("=good news", "=fond")
_SOUNDS: Mapping[str, tuple[str, ...]] = {
    "=bad news": ("dark",), "=disliked": ("dark",), "=good news": ("bright",), "=fond": ("bright", "light"),
    "=funny": ("light",), "=wistful": ("bright", "dark"),
}  # fmt: skip
"""As what a message sounds that has a word of some tone."""
_KNOWN, _SHORTEST = 0.5, 3
"""The part of what is told that must be words which are known, for it to be understood as a whole; letters of one."""
_BORNE_OUT = 0.4
"""How well it must sound so as a whole, for one of its words to be believed (`Call.find_groups`)."""
_HARDLY_DARK = 0.65
"""How well something may sound sad that ends a low moment."""
_OTHERS_MAY = ("=bad news", "=disliked", "=fond")
"""Tones of an answer that are its speaker's own only where it speaks of them: "holding it for someone scared"."""
_LIKELY, _RATHER, _GRAVELY = (0.55, 0.4, 0.64), (0.55, 0.44, 0.7), (0.75, 0.75, 0.8)
"""How likely it must be that a message tells of something; or else, less surely, of it and of anything that sounds so;
where a likeness was heard in it; and of what nobody is to be wrongly told of."""
_GROUPS_OF_TONE: Mapping[str, tuple[str, ...]] = {
    "amused": ("light", "bright"), "sad": ("dark", "bright"), "worried": ("dark",), "annoyed": ("dark", "light"),
    "glad": ("bright", "light"), "hopeful": ("bright",), "plain": (),
}  # fmt: skip
"""How a message sounds that tells of a situation of some tone; () for any way but a sad one."""
_GRAVE_ONES = frozenset(
    f"told of {each}" for each in ("pet died", "pet ill", "death recent", "death missing", "hospital other", "breakup")
)
_SOUNDED, _SOMBRE = 0.7, 0.9
"""How well a message must sound as a situation does for that to be believed; how well it may sound sad for one that
sounds no way at all."""
_OF_VAGUE = 1.12
"""How likely it must be, and how like others of it, that a message tells of a situation, where it isn't known how it
sounds: both together."""
_SAD_AT_ALL = 0.3
"""How well a message must sound sad, for one that is sad by a word of it alone."""
_ELSEWHERE: Mapping[str, tuple[str, ...]] = {"thanks": ("=thanks", "=ack thanks"), "praise": ("=praised",)}
"""What is told that has occasions of its own, the best first."""
_OF_THINGS, _PLEASES = (ANYTHING, "detail", "view", "odd"), ("funny", "fond", "glad", "proud", "hope", "plan")
"""What is told of which a piece may be said back, within a line; and what else in front of a word on it."""
_DOUBTS = re.compile(r"(?:er,? |um,? |no,? |oh,? )?(\w{4,})\?+ (?=\w)", re.I)
_ACCUSES = re.compile(
    r"\byou(?:['’]re| are|r) not (?:really |quite |even )?(?:listening|paying attention|making (?:any |much )?sense"
    r"|answering|helping|much help)\b|\byou (?:did(?:n['’]?t| not)|never) (?:answer|listen|say what|tell me what)\b",
    re.I,
)
"""What tells the character that it has not listened."""
_GUESS = re.compile(
    r"(?:and |so |well |go on )?(?:can you |you will never |try to |have a )?guess (?:who|what|where|how|which)\b"
)
"""What wants a guess before it is told."""
_NOT_KNOWN = re.compile(
    r"=(?:honest (?!self either)(?:lost|world|it|user|person|any|self|own|would|do|never|no)\b.*"
    r"|of that|of it.*|unknown|asked|view)"
)
"""Occasions on which a question is only said not to be understood, or known."""
_COUNSELS_LITTLE = re.compile(
    r"=(?:suggest|advice|should|how to|honest (?:what to|it|user|world|lost|self would).*|not told|not sure|of that"
    r"|view|hope|think|tale .*|reassured well|asked|unknown|confirmed)"
)
"""Occasions that say no more to what wants advice than its form does."""
_WANTS_ADVICE, _SURELY_WANTS = 0.6, 0.9
"""How likely a message must want advice, or a choice made, where its question is of its speaker, and where it isn't."""
_HAS_BEEN = re.compile(r"\bwould (?:you|he|she|they) have\b")
"""What asks of what is over, on which nobody is advised."""
_BY_FORM = re.compile(
    r"=(?:honest (?!start|agree|how best|ideas|tips|counsel).*|tale .*|think|hope|view|of that|unknown|asked|confirmed"
    r"|suggest)"
)
"""Occasions that answer a question by its form alone."""
_ASKS_NOTHING = 0.8
"""How likely a message must ask nothing, not to be answered as a question."""
_LOST = re.compile(r"=(?:honest lost|of that|unknown|asked)")
"""Those of them that don't say what is not known."""
_ONLY_ASKS = 0.55
"""How likely a message must tell nothing, to only ask."""
_TO_SAY = re.compile(
    r"\b(?:tell|say what|explain|describe|ask me|talk|guess|try (?:one|me)|read|recite|story|joke|riddle|why|how"
    r"|go on|go ahead|another|the rest)\b"
)
"""What wants words of the character's, which nobody but it can find."""
_KNOWS_NOT_OF_ITSELF = re.compile(r"=(?:honest (?:lost|it|person|any)\b.*|of that|of it.*|unknown|asked|view)")
"""Occasions on which a question about the character is only said not to be understood, or known, in its words."""
_ASKED = 0.6
"""How likely it must be what a question calls for."""
_ONE_APART = 2
"""Turns from one thing said that names whom it is about to the next."""
_ASKS_APART = 3
"""Turns from one word on what is told that asks on to the next."""
_FELT = ("=worried", "=tired", "=happy", "=good news", "=bad news")
"""Occasions by no more than what is felt."""
_TONED = ("=bad news", "=disliked", "=good news", "=fond", "=funny", "=wistful")
"""Occasions by how something told sounds, which says more of it than what it names."""
_ANSWERED_SO = ("=told yes", "=told no")
"""Occasions that answer an answer."""
_SHORT = 6
"""Words up to which an answer is a short one."""
_POINTS_BACK = re.compile(rf"{lead('yeah|no')}(?:it|its|he|she|they|we|his|her|their)\b")
"""How something begins that goes on with what was told before."""
_OF_IT = re.compile(
    rf"{lead('no|yeah|gosh')}"
    r"(?:that|this) (?:is|was|does|did|sounds|seems|would)\b(?: \w+){0,5}$"
)
"""What answers to what the character said: "bit sad that", "that is the lamp again"."""
_MUCH = re.compile(r"\b(?:lot|much|many|hard|long|heavy|odd|strange|weird|sad|grim|busy|tough|expensive|early|late)\b")
"""What it is granted to be, rather than agreed to."""
_OF_ANYTHING = re.compile(r"=(?:about.*|frame (?:are|does|did)|own|told (?:own|did|someone|detail))")
"""Occasions whose follow-ups presuppose what may not be so: a character says how it takes the thing instead."""
_IDLE = re.compile(r"=(?:seen|nod|heard|lost|detail)")
"""Occasions of what leaves nothing to hold on to: the character leads on."""
_SHORT_OF_LOW = 8
"""Words up to which what is told in a low moment goes on with it, whatever it is about."""
_OF_ME = re.compile(r"\b(?:i|me|my|we|our|us)\b")
_OF_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his|they|them|their)\b")
_APART = 3
"""Turns from one thing that is offered to the next."""


_COMES_BACK = re.compile(
    r"(?:(?:just|only|but|and|as long as|at least|it is) )*not (?:a|an|the|my|another|any|with)"
    r" (\w+(?: \w+)?)(?: (?:though|then|this time|again|obviously|mind))*"
)


class Ground(SayingBack):
    """What one talk is about, in the large. Not thread-safe."""

    def forget(self) -> None:
        """Begins another talk."""
        super().forget()
        self._offered_in = -_APART
        self._named_in = -_ONE_APART
        """The turn in which whom it is about was named last."""
        self._asked_in = -_ASKS_APART
        """The turn in which a word on what was told asked on last."""
        self._is_strong = False
        """Whether the message before named its theme by two words."""

    def stand(self, heard: Hearing, turn: int, told: Told) -> Hearing:
        """Something told, with what the character says of it where no more is surely understood; the hearing as it is
        where more is, or nothing is left to say."""
        heard = _take_as_told(_cheer_up(heard, told), told)
        if called := self._counsel(heard, told) or self._on_question(heard, turn, told):
            return called
        before = self.themes if self._is_strong else ()
        self.themes = () if asks(heard.act) else find_borne_out(heard.plain)
        if not self.themes and not asks(heard.act) and is_strong(told.plain, whole=True):
            self.themes = find_borne_out(told.plain, whole=True)
        self._is_strong = bool(self.themes) and is_strong(told.plain or heard.plain)
        light = told.grave and heard.grade is Grade.LIKE and not asks(heard.act) and find_tone(heard.plain) != "=sad"
        unsure = self._is_unsure(heard) or light
        least = _LIKELY if unsure or self._is_felt(heard) else _RATHER if self._is_likened(heard) else None
        if least is not None and (known := self._of_situation(heard, told, least)):
            return known
        if sensed := self._sense(heard, turn, told, before, unsure=unsure):
            return sensed
        if not self.themes and not any(word in self.script.book.phrases.words for word in split_words(heard.plain)):
            return heard
        judged = "=granted" if is_negated(heard.plain) or _MUCH.search(heard.plain) else "=agreed"
        bare = not heard.cue and heard.grade <= Grade.SUBJECT and not asks(heard.act)
        if _OF_IT.match(heard.plain) and (bare or _UNSURE.fullmatch(heard.cue)) and self.script.is_fresh(judged):
            return replace(heard, cue=judged, rule=None, grade=Grade.SHAPE)
        if told.low and heard.cue in _OF_LOW:
            return heard
        self.since_front += unsure
        if unsure and (found := self._find(heard, turn, told, before)):
            return found
        if _OF_ANYTHING.fullmatch(heard.cue) and not told.low:
            said = self.say_whole_back(heard, turn, told) or self.on_anything(heard, turn, told)
            if said is not None:
                return said
        if (
            _IDLE.fullmatch(heard.cue)
            and not told.low
            and turn - self._offered_in >= _APART
            and self.script.is_fresh("=offer")
        ):
            self._offered_in = turn
            return replace(heard, cue="=offer", rule=None, grade=Grade.SHAPE)
        return heard

    def _find(self, heard: Hearing, turn: int, told: Told, before: Sequence[str]) -> Hearing | None:
        """What is said to something told that is not surely understood, what says most of it first."""
        if told.low and (gentle := self._gently(heard, told)):
            return gentle
        if told.reacts and self.script.is_fresh("=laughed"):
            return replace(heard, cue="=laughed", card="", rule=None, grade=Grade.SHAPE)
        plain = not heard.cue or bool(BLAND.fullmatch(heard.cue))
        if back := self.say_back(heard, turn, told):
            return back
        if plain and (found := self.on_theme(heard, told)):
            return found
        if _calls_back(heard.plain, told.known) and self.script.is_fresh("=laughed"):
            return replace(heard, cue="=laughed", card="", rule=None, grade=Grade.SHAPE)
        if plain and (whole := self.say_whole_back(heard, turn, told)):
            return whole
        if _answers(heard, told):
            return self._comment(heard, nodded=told.nodded)
        if plain and not self.themes and _POINTS_BACK.match(heard.plain):
            self.themes = before
            return self.on_theme(heard, told)
        return None

    def _sense(self, heard: Hearing, turn: int, told: Told, before: Sequence[str], *, unsure: bool) -> Hearing | None:
        """What the character says to what a clause of something told surely says, how a word of it sounds, or what the
        whole calls for; None for what a rule surely hears."""
        if unsure and not told.reacts and (clause := hear_clause(self.script, heard)) and not self._is_unsure(clause):
            return clause
        if not (unsure or self._is_felt(heard) or self._is_beside(heard)):
            return None
        return self._on_tone(heard, turn, told) or self._on_call(heard, turn, told, before)

    def _on_tone(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """What the character says to how a word of something told sounds, where all of it sounds so; None for any
        other."""
        if told.reacts:
            return None
        tone = heard.cue or find_tone(heard.plain)
        tone = "" if tone in SOUR and is_bright(told.plain) else tone
        others = _answers(heard, told) and tone in _OTHERS_MAY and not _OF_ME.search(heard.plain)
        low = told.low and (tone in _CHEERING or told.just_low)
        if tone not in _TONED or not self.script.is_fresh(tone) or others or low or not _sounds_so(tone, told):
            return None
        return self._sounding(replace(heard, cue=tone, card="", grade=Grade.SHAPE), turn, told)

    def _of_situation(self, heard: Hearing, told: Told, least: tuple[float, float, float]) -> Hearing | None:
        """What the character says of what the whole message tells of; None where that is less likely than it must be,
        or nothing is left to say of it."""
        if told.reacts or (told.low and told.just_low and len(heard.plain.split()) <= _SHORT_OF_LOW):
            return None
        situation = find_told(told.message or heard.sentence.text)
        low = told.low or told.grave or find_tone(heard.plain) == "=sad"
        surely, likely, alike = _GRAVELY if situation.name in _GRAVE_ONES else least
        sure = situation.likely >= surely or (situation.likely >= likely and situation.alike >= alike)
        call = find_call(told.message or heard.sentence.text, told.last)
        sure = sure and (
            _agree(situation.name, call) if not call.is_vague else situation.likely + situation.alike >= _OF_VAGUE
        )
        cards = self.find_cards(f"={situation.name}", low=low) if sure else []
        if told.asked:
            cards = [each for each in cards if not each.endswith("?")] or cards
        if not cards:
            return None
        card = self.script.choose(cards)
        return replace(heard, card=card, cue=f"={situation.name}", rule=None, found={}, grade=Grade.SHAPE, echoed="")

    def _on_call(self, heard: Hearing, turn: int, told: Told, before: Sequence[str] = ()) -> Hearing | None:
        """What the character says to what the whole message calls for; None where that is not likely enough, or nothing
        is left to say to it."""
        text = told.message or told.whole or heard.sentence.text
        goes_on_low = told.low and told.just_low and len(heard.plain.split()) <= _SHORT_OF_LOW
        if told.reacts or goes_on_low or not _is_understood(text):
            return None
        call = find_call(text, told.last)
        if only_asked := self._on_asked(heard, told, call):
            return only_asked
        name = "refuted" if _protests(told) or _ACCUSES.search(told.whole) else call.find_fitting()
        if name == "grief" and find_tone(heard.plain) not in SAD and not told.grave:
            name = "sorry"  # "my oven died"
        own = (each for each in _ELSEWHERE.get(name, ()) if self.script.has(each) and self.script.is_fresh(each))
        if cue := next(own, ""):
            return replace(heard, cue=cue, card="", rule=None, found={}, grade=Grade.SHAPE, echoed="")
        still = not self.themes or bool({*self.themes} & {*before})
        goes_on = still and bool(before) and bool(_POINTS_BACK.match(heard.plain))
        self.themes = before if goes_on else self.themes
        may_go = name in _OF_THINGS and (self._is_strong or goes_on) and not told.low
        if may_go and (on_theme := self.on_theme(heard, told)):
            return on_theme
        names = told.one and turn - self._named_in >= _ONE_APART
        cards = self.find_cards(f"=calls {name} one", low=False) if names else []
        found = {"one": told.one} if cards else {}
        self._named_in = turn if cards else self._named_in
        asks_on = not (cards or told.asked or "?" in told.last) and turn - self._asked_in >= _ASKS_APART
        if asks_on and (cards := self.find_cards(f"=calls {name} ask", low=False)):
            self._asked_in = turn
        cards = cards or self.find_cards(f"=calls {name}", low=told.low and name == ANYTHING)
        cards = [each for each in cards if not (told.asked and each.endswith("?"))]
        if not cards:
            return None
        self.since_front += 1
        weaves = name in _OF_THINGS and not found and self.since_front < FRONTS_APART and self.may_say_back(turn)
        if woven := self.weave(heard, turn, told) if weaves else None:
            return woven
        phrase = "" if found or name not in (*_OF_THINGS, *_PLEASES) else self.find_front(heard, turn, told)
        card = self.script.choose(cards)
        return replace(heard, card=card, cue=f"=calls {name}", rule=None, found=found, grade=Grade.SHAPE, echoed=phrase)

    def _on_asked(self, heard: Hearing, told: Told, call: Call) -> Hearing | None:
        """What the character says to what was not heard as a question, where the whole message only asks: "raise it for
        me now please"."""
        if next(iter(call.told)) != NONE or call.told[NONE] < _ONLY_ASKS:
            return None
        likeliest = next((each for each in call.asked if each != NONE), "")
        to_do = likeliest == "deed" and call.asked["deed"] >= _ASKED and not _TO_SAY.search(told.whole.lower())
        return self._with(heard, "deed" if to_do else "meaning" if likeliest == "meaning" else "you")

    def _with(self, heard: Hearing, name: str) -> Hearing | None:
        """A hearing with a line for what it asks; None where none is left."""
        cards = self.find_cards(f"=calls {name}", low=False)
        if not cards:
            return None
        card = self.script.choose(cards)
        return replace(heard, card=card, cue=f"=calls {name}", rule=None, found={}, grade=Grade.EXACT, echoed="")

    def _counsel(self, heard: Hearing, told: Told) -> Hearing | None:
        """The advice that a message wants, by the form in which it does, where it can't be told on what."""
        weak = bool(_COUNSELS_LITTLE.fullmatch(heard.cue)) or self._is_unsure(heard)
        if not weak or heard.grade is Grade.ALARM or is_grave(make_plain(told.whole, LONGEST_MESSAGE)):
            return None
        asked = find_call(told.whole, told.last).asked
        wanted = asked["advice"] + asked["choice"]
        hopes = heard.sentence.asked and find_counsel(heard.plain) == OUTCOME
        if not (wants_help(heard.plain) or hopes or _wants_advice(heard, wanted)):
            return None
        if not (asks(heard.act) or heard.sentence.asked) or _HAS_BEEN.search(heard.plain):
            return None
        parts = (make_plain(part, LONGEST_MESSAGE) for part in re.split(r"(?<=[.!?]) ", told.whole))
        kinds = [kind for kind in map(find_counsel, (heard.plain, *parts)) if kind != ANY]
        cards = (self.find_cards(f"=counsel {kind}", low=False) for kind in (*kinds[:1], ANY))
        found = next(filter(None, cards), [])
        if not found:
            return None
        card = self.script.choose(found)
        return replace(heard, card=card, cue="=counsel", rule=None, found={}, grade=Grade.EXACT, act=Act.QUESTION)

    def _on_question(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """What the character says to a question that nothing answers, by what it calls for: it may only marvel, or want
        advice on what nobody has thought of, or wonder at the character's last words."""
        guesses = bool(_GUESS.match(heard.plain))
        if not guesses and (instead := _find_instead(heard, told)):
            return self._with(heard, instead)
        if not (asks(heard.act) and (guesses or _NOT_KNOWN.fullmatch(heard.cue))):
            return None
        call = find_call(told.whole or heard.sentence.text, told.last)
        name = "guess" if guesses else next(iter(call.asked))
        if not guesses and call.asked[name] < _ASKED:
            return None
        if name == NONE:
            marvels = heard.sentence.asked and find_act(heard.plain, asked=False) is not Act.QUESTION
            return self._on_call(heard, turn, told) if marvels else None
        if name in ("advice", "choice") and not _wants_advice(heard, call.asked["advice"] + call.asked["choice"]):
            return None
        says_more = name == "world" and not _LOST.fullmatch(heard.cue)
        says_more |= name == "you" and not _KNOWS_NOT_OF_ITSELF.fullmatch(heard.cue)
        says_more |= name == "deed" and bool(_TO_SAY.search(told.whole.lower()))
        return None if says_more else self._with(heard, name)

    @staticmethod
    def _is_beside(heard: Hearing) -> bool:
        """Whether a rule hears something told by a part of it alone."""
        if heard.cue == "=of you" and not asks(heard.act):
            return True
        told = heard.grade is Grade.PHRASE and not asks(heard.act) and not heard.card and not heard.cue
        learns = heard.rule is not None and any(_LEARNS.search(each) for each in heard.rule.trigger.replies)
        return told and not learns and covers(heard) < 1

    @staticmethod
    def _is_likened(heard: Hearing) -> bool:
        """Whether something told is only like what a rule hears, and is no grief."""
        told = heard.grade is Grade.LIKE and not asks(heard.act) and not heard.card
        return told and find_tone(heard.plain) not in SAD

    def _is_felt(self, heard: Hearing) -> bool:
        """Whether a sentence says how somebody feels, and no rule hears why."""
        if asks(heard.act) or heard.act is not Act.FEELING or heard.card or find_tone(heard.plain) in SAD:
            return False
        return heard.cue in _FELT or (not heard.cue and heard.grade <= Grade.PHRASE)

    def _gently(self, heard: Hearing, told: Told) -> Hearing | None:
        """What goes on with something sad, whatever a word of it sounds like."""
        tone = find_tone(heard.plain)
        short = told.just_low and len(heard.plain.split()) <= _SHORT_OF_LOW
        near = short or bool(_OF_SOMEBODY.search(heard.plain))
        if (
            tone in _CHEERING
            or _is_light(told)
            or begins_anew(heard.plain)
            or not (near or tone or heard.act is Act.FEELING)
        ):
            return None
        cue = next((each for each in _OF_LOW if self.script.is_fresh(each)), "")
        found = {"told": tell_back(heard.sentence.text)}
        return replace(heard, cue=cue, found=found, card="", rule=None, grade=Grade.SHAPE) if cue else None

    def _sounding(self, heard: Hearing, turn: int, told: Told) -> Hearing:
        """Something told, with what fits its tone, and something pleasant with a piece of it in front."""
        pleasant = heard.cue in _PLEASANT and self.may_say_back(turn) and self.since_front >= FRONTS_APART
        phrase = self.find_piece(heard, replace(told, text=heard.sentence.text)) if pleasant else ""
        if phrase:
            self.note_said_back(turn, front=True)
        return replace(heard, echoed=phrase)

    def _comment(self, heard: Hearing, *, nodded: bool) -> Hearing | None:
        """A word on what the user answers, which is about no more than that: what the character says to its theme would
        be about something else."""
        if heard.cue in _ANSWERED_SO or (heard.rule is not None and heard.rule.topic.startswith("ask_")):
            return heard
        cues = ("=detail", "=floor") if len(heard.plain.split()) <= _SHORT else ("=floor", "=detail")
        for cue in cues if not nodded else ("=floor",):
            cards = [each for each in self.find_cards(cue, low=False) if "?" not in each]
            if cards:
                card = self.script.choose(cards)
                return replace(heard, card=card, cue=cue, rule=None, grade=Grade.SHAPE)
        return None

    def _is_unsure(self, heard: Hearing) -> bool:
        if asks(heard.act) or heard.act is Act.CHATTER or heard.card or _OF_IT.match(heard.plain):
            return False
        if heard.cue:
            return bool(_UNSURE.fullmatch(heard.cue))
        if YOURS.search(heard.plain) or (
            heard.rule is not None and any(_LEARNS.search(each) for each in heard.rule.trigger.replies)
        ):
            return False
        if heard.grade is Grade.LIKE:
            if not any(word not in LIGHT for word in split_words(heard.plain)):
                return True
            like = self.script.book.likes.nearest(heard.form or heard.plain, heard.act)
            return like is None or not (like.is_sure or holds_example(heard.form or heard.plain, like))
        if heard.grade is Grade.PHRASE and heard.rule is not None:
            return heard.rule.trigger.weight < _SAYS_WHAT and covers(heard) < _HALF
        return heard.grade <= Grade.SUBJECT and heard.act is not Act.FEELING


def _agree(situation: str, call: Call) -> bool:
    """Whether a message sounds, as a whole, as what it is taken to tell of does."""
    groups = call.find_groups()
    sounds = _GROUPS_OF_TONE[TONES.get(situation, "plain")]
    if not sounds:
        return groups["dark"] < _SOMBRE
    return max(groups[each] for each in sounds) >= _SOUNDED


def _wants_advice(heard: Hearing, likely: float) -> bool:
    """Whether a question that wants advice, or a choice made, as likely as that, is of its speaker's own affairs."""
    of_user = bool(_OF_ME.search(heard.plain)) or wants_advice(heard.plain)
    return likely >= (_WANTS_ADVICE if of_user else _SURELY_WANTS)


def _take_as_told(heard: Hearing, told: Told) -> Hearing:
    """What was heard as a question and is answered by its form alone, as something told where the whole message asks
    nothing: "guess I could just ask him to lunch"."""
    if not _BY_FORM.fullmatch(heard.cue) or heard.sentence.asked or "?" in told.whole:
        return heard
    if find_call(told.whole, told.last).asks_nothing < _ASKS_NOTHING:
        return heard
    return replace(heard, cue="", card="", rule=None, found={}, act=Act.STATEMENT, grade=Grade.LOST)


def _find_instead(heard: Hearing, told: Told) -> str:
    """What a question calls for that would be refused, or affirmed, in its own words, and isn't to be: "tell me about
    the cat", "you're not listening, are you?"; '' for any other."""
    if heard.cue == "=honest can" and _TO_SAY.search(heard.found.get("deed", "")):
        return "you"
    return "refuted" if heard.cue.startswith("=honest am") and _ACCUSES.search(told.whole) else ""


def _cheer_up(heard: Hearing, told: Told) -> Hearing:
    """What was heard as sad by one of its words, as not understood where the whole doesn't sound so: "I have no cat. I
    have a robin who comes for cheese"."""
    if heard.cue != "=sad" or heard.grade is not Grade.SHAPE or asks(heard.act) or told.grave or told.low:
        return heard
    if find_call(told.whole, told.last).find_groups()["dark"] >= _SAD_AT_ALL:
        return heard
    return replace(heard, cue="", card="", rule=None, found={}, grade=Grade.LOST)


def _is_light(told: Told) -> bool:
    """Whether what is told in a low moment is glad, or funny, as a whole."""
    groups = find_call(told.message, told.last).find_groups()
    return max(groups["bright"], groups["light"]) > groups["dark"] and groups["dark"] <= _HARDLY_DARK


def _is_understood(text: str) -> bool:
    """Whether most words of a text are known just as they are written."""
    words = [word for word in split_text(text) if len(word) >= _SHORTEST]
    return not words or sum(map(is_known, words)) / len(words) >= _KNOWN


def _protests(told: Told) -> bool:
    """Whether a message begins with a word of the character's last reply, as what can't be meant: "happy? I said I'm
    worried sick"."""
    found = _DOUBTS.match(told.whole)
    return found is not None and found[1].lower() in split_words(told.last.lower())


def _sounds_so(tone: str, told: Told) -> bool:
    """Whether what is told sounds, as a whole, as a word of it does: "missed the last bus" may be a fond memory."""
    groups = find_call(told.message or told.whole, told.last).find_groups()
    sounds = max(groups[each] for each in _SOUNDS[tone])
    return sounds >= _BORNE_OUT and (tone != "=good news" or sounds >= groups["dark"])


def _answers(heard: Hearing, told: Told) -> bool:
    """Whether something told answers what the character has just asked."""
    return bool(told.asked) and not asks_for_name(told.asked) and looks_like_answer(told.asked, heard.plain)


def _calls_back(plain: str, known: str) -> bool:
    """Whether a plain sentence comes back in jest to something that was told: "not a screwdriver though"."""
    found = _COMES_BACK.fullmatch(plain)
    return found is not None and bool({*find_weighty(found[1])} & {*known.split()})
