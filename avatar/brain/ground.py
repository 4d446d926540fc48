"""What is said to something told that is not surely understood: how it sounds, a piece of it, or what goes with its
theme, whatever it says of it.

A guess at the very thing that is told, and a follow-up that fits everything ("how did that come about?"), are both
mostly beside the point. A piece of it said back shows that it was heard, and a character's own words on music in
general go with all that is told of music: `=theme music`. A theme is taken only where what is told bears it out by its
own words; it lasts for one turn, for what is told after "I play in a band" is about the band.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from avatar.brain.alike import holds_example
from avatar.brain.answers import looks_like_answer
from avatar.brain.calls import ANYTHING, NONE, Call, find_call
from avatar.brain.clauses import hear_clause
from avatar.brain.frames import find_frame
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, covers
from avatar.brain.leads import lead
from avatar.brain.meaning import find_share_known, is_known, is_negated, split_text
from avatar.brain.names import asks_for_name
from avatar.brain.phrases import find_person, find_phrase
from avatar.brain.plain import split_words
from avatar.brain.recall import tell_back
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.senses import LIGHT, find_weighty
from avatar.brain.sentences import Act, find_act
from avatar.brain.situation_tones import TONES
from avatar.brain.situations import find_likely_tones, find_told
from avatar.brain.taking_up import YOURS, begins_anew
from avatar.brain.telling import SAD
from avatar.brain.telling_back import say_back, write_out
from avatar.brain.themes import find_borne_out, find_theme_of, find_themes, is_strong
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
    "=bad news": ("dark",), "=disliked": ("dark", "plain"), "=good news": ("bright",), "=fond": ("bright", "light"),
    "=funny": ("light",), "=wistful": ("bright", "dark"),
}  # fmt: skip
"""As what a message sounds that has a word of some tone."""
_KNOWN, _SHORTEST = 0.5, 3
"""The part of what is told that must be words which are known, for it to be understood as a whole; letters of one."""
_BORNE_OUT = 0.15
"""How likely it must sound so, for one of its words to be believed."""
_LIGHT_ENOUGH = 0.65
"""How likely something must be light to end a low moment."""
_OTHERS_MAY = ("=bad news", "=disliked", "=fond")
"""Tones of an answer that are its speaker's own only where it speaks of them: "holding it for someone scared"."""
_LIKELY, _RATHER, _GRAVELY = (0.5, 0.36, 0.62), (0.5, 0.4, 0.7), (0.75, 0.75, 0.8)
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
_SOUNDED, _SOMBRE = 0.4, 0.35
"""How likely a message must sound as a situation does for that to be believed; how likely it may be sad for one that
sounds no way at all."""
_OF_THINGS, _PLEASES = (ANYTHING, "detail", "view", "odd"), ("funny", "fond", "glad", "proud", "hope", "plan")
"""What is told of which a piece may be said back, within a line; and what else in front of a word on it."""
_DOUBTS = re.compile(r"(?:er,? |um,? |no,? |oh,? )?(\w{4,})\?+ (?=\w)", re.I)
_GUESS = re.compile(
    r"(?:and |so |well |go on )?(?:can you |you will never |try to |have a )?guess (?:who|what|where|how|which)\b"
)
"""What wants a guess before it is told."""
_NOT_KNOWN = re.compile(
    r"=(?:honest (?!self either)(?:lost|world|it|user|person|any|self|own|would|do|never|no)\b.*"
    r"|of that|of it.*|unknown|asked|view)"
)
"""Occasions on which a question is only said not to be understood, or known."""
_LOST = re.compile(r"=(?:honest lost|of that|unknown|asked)")
"""Those of them that don't say what is not known."""
_ASKED = 0.6
"""How likely it must be what a question calls for."""
_ONE_APART = 2
"""Turns from one thing said that names whom it is about to the next."""
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
_BLAND = re.compile(
    r"=(?:detail|did|own|of someone|judged|heard|nod|lost|about.*|frame (?:are|does|did|said|unable|must|wants)"
    r"|told (?:own|did|someone|judged|detail))"
)
"""Those of them that say least: a piece that is said back, or a word on its theme, says more."""
_LATELY, _MOST_PIECES = 4, 3
"""Turns of which a piece of what was told is said back in so many at most: who says back everything is a parrot."""
_FRONTS_APART = 3
"""Listening replies from one that begins with such a piece ("So, a parasol.") to the next: the others weave it in."""
_FEWEST_WHOLE, _MOST_WHOLE = 3, 7
"""Words of something told that is said back as a whole."""
_SHORT_OF_LOW = 8
"""Words up to which what is told in a low moment goes on with it, whatever it is about."""
_OF_ME = re.compile(r"\b(?:i|me|my|we|our|us)\b")
_OF_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his|they|them|their)\b")
_APART = 3
"""Turns from one thing that is offered to the next."""
_GENTLE = re.compile(r"\[(?:thinking|sad)\]")
"""What a line begins with that is said in a low moment, too."""


_NEWS = re.compile(r"(?:an?|one|two|three|four|five|some|\d+) ", re.I)
"""How a thing begins that is told for the first time."""
_HEAD = re.compile(r" (?:of|with|in|on|at|about|for|from|under|over|behind|by) ")
"""What parts a thing from what belongs to it: "a body in the roses" is no garden."""


_BARE_IT = re.compile(r"(?:it|its|it's|that|he|she|they)(?: is| was)? \w+(?: \w+)?")
"""What tells nothing without what went before it."""
_COMES_BACK = re.compile(
    r"(?:(?:just|only|but|and|as long as|at least|it is) )*not (?:a|an|the|my|another|any|with)"
    r" (\w+(?: \w+)?)(?: (?:though|then|this time|again|obviously|mind))*"
)
_CALLS_NEW = re.compile(
    r"\b(?:news to me|no idea of that|had no notion|(?:not|n't) (?:have )?(?:known|guessed|heard|considered)"
    r"|never come up|never have found|had(?:n't| not) (?:known|heard)|new to me|wasn't in one of them)\b"
)
"""What calls something news."""


@dataclass(frozen=True)
class Told:
    """What stands around the sentence that is answered."""

    text: str = ""
    """All that the message tells, as it was typed."""
    message: str = ""
    """The same, with what is told of the character besides."""
    whole: str = ""
    """The whole message, as it was typed."""
    plain: str = ""
    """All that it tells, in the form in which triggers are written."""
    asked: str = ""
    """The question that the character's last reply ended in; '' for none."""
    said: str = ""
    """The character's last replies, of whose words none is news."""
    last: str = ""
    """The last of them."""
    known: str = ""
    """What the user told in earlier messages: nor is any of that."""
    low: bool = False
    """Whether something sad was told within the last turns."""
    just_low: bool = False
    """Whether it was told just before, or in this message."""
    reacts: bool = False
    """Whether all of it laughs about what the character has said."""
    grave: bool = False
    """Whether another sentence of the message tells something grave."""
    nodded: bool = False
    """Whether the character has merely nodded, not long ago."""
    one: str = ""
    """The one person or animal of the user's whom it tells of: "Moira", "your sister"; '' for none, or several."""
    is_own: Callable[[str], object] = lambda _: None
    """Whether a text names somebody or something of the character's own."""


class Ground:
    """What one talk is about, in the large. Not thread-safe."""

    def __init__(self, script: PersonaScript) -> None:
        self._script = script
        self.forget()

    def forget(self) -> None:
        """Begins another talk."""
        self._themes: Sequence[str] = ()
        """What the message before was about."""
        self._offered_in = -_APART
        self._said_back_in: list[int] = []
        """The last turns in which a piece of what was told was said back."""
        self._named_in = -_ONE_APART
        """The turn in which whom it is about was named last."""
        self._since_front = _FRONTS_APART + 1
        """Listening replies since one began with such a piece."""
        self._is_strong = False
        """Whether the message before named its theme by two words."""

    def stand(self, heard: Hearing, turn: int, told: Told) -> Hearing:
        """Something told, with what the character says of it where no more is surely understood; the hearing as it is
        where more is, or nothing is left to say."""
        if called := self._on_question(heard, turn, told):
            return called
        before = self._themes if self._is_strong else ()
        self._themes = () if asks(heard.act) else find_borne_out(heard.plain)
        if not self._themes and not asks(heard.act) and is_strong(told.plain, whole=True):
            self._themes = find_borne_out(told.plain, whole=True)
        self._is_strong = bool(self._themes) and is_strong(told.plain or heard.plain)
        light = told.grave and heard.grade is Grade.LIKE and not asks(heard.act) and find_tone(heard.plain) != "=sad"
        unsure = self._is_unsure(heard) or light
        least = _LIKELY if unsure or self._is_felt(heard) else _RATHER if self._is_likened(heard) else None
        if least is not None and (known := self._of_situation(heard, told, least)):
            return known
        beside = unsure or self._is_felt(heard) or self._is_beside(heard)
        beside = beside and _is_understood(told.message or heard.plain)
        if called := (self._on_tone(heard, turn, told) or self._on_call(heard, turn, told, before)) if beside else None:
            return called
        if not self._themes and not any(word in self._script.book.phrases.words for word in split_words(heard.plain)):
            return heard
        judged = "=granted" if is_negated(heard.plain) or _MUCH.search(heard.plain) else "=agreed"
        bare = not heard.cue and heard.grade <= Grade.SUBJECT and not asks(heard.act)
        if _OF_IT.match(heard.plain) and (bare or _UNSURE.fullmatch(heard.cue)) and self._script.is_fresh(judged):
            return replace(heard, cue=judged, rule=None, grade=Grade.SHAPE)
        if told.low and heard.cue in _OF_LOW:
            return heard
        self._since_front += unsure
        if unsure and (found := self._find(heard, turn, told, before)):
            return found
        if _OF_ANYTHING.fullmatch(heard.cue) and not told.low:
            said = self._say_whole_back(heard, turn, told) or self._on_anything(heard, turn, told)
            if said is not None:
                return said
        if (
            _IDLE.fullmatch(heard.cue)
            and not told.low
            and turn - self._offered_in >= _APART
            and self._script.is_fresh("=offer")
        ):
            self._offered_in = turn
            return replace(heard, cue="=offer", rule=None, grade=Grade.SHAPE)
        return heard

    def _find(self, heard: Hearing, turn: int, told: Told, before: Sequence[str]) -> Hearing | None:
        """What is said to something told that is not surely understood, what says most of it first."""
        if told.low and (gentle := self._gently(heard, told)):
            return gentle
        if told.reacts and self._script.is_fresh("=laughed"):
            return replace(heard, cue="=laughed", card="", rule=None, grade=Grade.SHAPE)
        if (clause := hear_clause(self._script, heard)) and not self._is_unsure(clause):
            return clause
        if toned := self._on_tone(heard, turn, told):
            return toned
        answers = _answers(heard, told)
        plain = not heard.cue or bool(_BLAND.fullmatch(heard.cue))
        if back := self._say_back(heard, turn, told):
            return back
        if plain and (found := self._on_theme(heard, told)):
            return found
        if _calls_back(heard.plain, told.known) and self._script.is_fresh("=laughed"):
            return replace(heard, cue="=laughed", card="", rule=None, grade=Grade.SHAPE)
        if plain and (whole := self._say_whole_back(heard, turn, told)):
            return whole
        if answers:
            return self._comment(heard, nodded=told.nodded)
        if plain and not self._themes and _POINTS_BACK.match(heard.plain):
            self._themes = before
            return self._on_theme(heard, told)
        return None

    def _on_tone(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """What the character says to how a word of something told sounds, where all of it sounds so; None for any
        other."""
        tone = heard.cue or find_tone(heard.plain)
        tone = "" if tone in SOUR and is_bright(told.plain) else tone
        others = _answers(heard, told) and tone in _OTHERS_MAY and not _OF_ME.search(heard.plain)
        low = told.low and (tone in _CHEERING or told.just_low)
        if tone not in _TONED or not self._script.is_fresh(tone) or others or low or not _sounds_so(tone, told):
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
        sure = sure and _agree(situation.name, find_call(told.message or heard.sentence.text))
        cards = self._cards(f"={situation.name}", low=low) if sure else []
        if told.asked:
            cards = [each for each in cards if not each.endswith("?")] or cards
        if not cards:
            return None
        card = self._script.choose(cards)
        return replace(heard, card=card, cue=f"={situation.name}", rule=None, found={}, grade=Grade.SHAPE, echoed="")

    def _on_call(self, heard: Hearing, turn: int, told: Told, before: Sequence[str] = ()) -> Hearing | None:
        """What the character says to what the whole message calls for; None where that is not likely enough, or nothing
        is left to say to it."""
        if told.reacts or (told.low and told.just_low and len(heard.plain.split()) <= _SHORT_OF_LOW):
            return None
        name = find_call(told.message or told.whole or heard.sentence.text).find_fitting()
        if _protests(told):
            name = "refuted"
        if name == "grief" and find_tone(heard.plain) not in SAD and not told.grave:
            name = "sorry"  # "my oven died"
        still = not self._themes or bool({*self._themes} & {*before})
        goes_on = still and bool(before) and bool(_POINTS_BACK.match(heard.plain))
        self._themes = before if goes_on else self._themes
        may_go = name in _OF_THINGS and (self._is_strong or goes_on) and not told.low
        if may_go and (on_theme := self._on_theme(heard, told)):
            return on_theme
        found = {}
        cards = self._cards(f"=calls {name} one", low=False) if told.one and turn - self._named_in >= _ONE_APART else []
        if cards:
            self._named_in = turn
            found = {"one": told.one}
        cards = cards or self._cards(f"=calls {name}", low=False)
        cards = [each for each in cards if not (told.asked and each.endswith("?"))]
        if not cards:
            return None
        self._since_front += 1
        weaves = name in _OF_THINGS and not found and self._since_front < _FRONTS_APART and self._may_say_back(turn)
        if woven := self._weave(heard, turn, told) if weaves else None:
            return woven
        phrase = "" if found or name not in (*_OF_THINGS, *_PLEASES) else self._front(heard, turn, told)
        card = self._script.choose(cards)
        return replace(heard, card=card, cue=f"=calls {name}", rule=None, found=found, grade=Grade.SHAPE, echoed=phrase)

    def _front(self, heard: Hearing, turn: int, told: Told) -> str:
        """A piece of what is told that is said back in front of a word on it, now and then; '' for none."""
        if told.low or told.grave or not self._may_say_back(turn) or self._since_front <= _FRONTS_APART:
            return ""
        if phrase := self._phrase(heard, told):
            self._note_said_back(turn, front=True)
        return phrase

    def _on_question(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """What the character says to a question that nothing answers, by what it calls for: it may only marvel, or want
        advice on what nobody has thought of, or wonder at the character's last words."""
        guesses = bool(_GUESS.match(heard.plain))
        if not (asks(heard.act) and (guesses or _NOT_KNOWN.fullmatch(heard.cue))):
            return None
        call = find_call(told.whole or heard.sentence.text)
        name = "guess" if guesses else next(iter(call.asked))
        if not guesses and call.asked[name] < _ASKED:
            return None
        if name == NONE:
            marvels = heard.sentence.asked and find_act(heard.plain, asked=False) is not Act.QUESTION
            return self._on_call(heard, turn, told) if marvels else None
        says_more = name == "world" and not _LOST.fullmatch(heard.cue)
        cards = [] if says_more else self._cards(f"=calls {name}", low=False)
        if not cards:
            return None
        card = self._script.choose(cards)
        return replace(heard, card=card, cue=f"=calls {name}", rule=None, found={}, grade=Grade.EXACT, echoed="")

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
        cue = next((each for each in _OF_LOW if self._script.is_fresh(each)), "")
        found = {"told": tell_back(heard.sentence.text)}
        return replace(heard, cue=cue, found=found, card="", rule=None, grade=Grade.SHAPE) if cue else None

    def _sounding(self, heard: Hearing, turn: int, told: Told) -> Hearing:
        """Something told, with what fits its tone, and something pleasant with a piece of it in front."""
        pleasant = heard.cue in _PLEASANT and self._may_say_back(turn) and self._since_front >= _FRONTS_APART
        phrase = self._phrase(heard, replace(told, text=heard.sentence.text)) if pleasant else ""
        if phrase:
            self._note_said_back(turn, front=True)
        return replace(heard, echoed=phrase)

    def _may_say_back(self, turn: int) -> bool:
        lately = sum(turn - each < _LATELY for each in self._said_back_in)
        return lately < _MOST_PIECES and self._script.has("=echo")

    def _note_said_back(self, turn: int, *, front: bool) -> None:
        self._said_back_in = [*self._said_back_in, turn][-_MOST_PIECES:]
        self._since_front = 0 if front else self._since_front

    def _phrase(self, heard: Hearing, told: Told) -> str:
        """The piece of what is told that is worth saying back; '' for none."""
        return "" if YOURS.search(heard.plain) else find_phrase(told.text, told.said, told.known, told.is_own)

    def _say_back(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """A piece of what was told, said back: woven into a line, or in front of what is said of its theme, or of
        anything; None where no piece of it is worth that, or one was said back just before."""
        if not self._may_say_back(turn) or (heard.cue and not _BLAND.fullmatch(heard.cue)):
            return None
        phrase = self._phrase(heard, told)
        if not phrase and not YOURS.search(heard.plain):
            phrase = find_person(told.text, told.known)
        of_theme = not self._themes or bool({*find_themes(phrase)} & {*self._themes})
        if not phrase or not (of_theme or _NEWS.match(phrase) or not self._cards_of_theme()):
            return None  # "I keep bees on the roof of our block" is about the bees
        weave = self._since_front < _FRONTS_APART and self._script.has("=woven")
        themes = find_theme_of(_HEAD.split(phrase)[0]) or [each for each in find_themes(phrase) if each in self._themes]
        for cue in (*(f"=theme {theme}" for theme in themes[:1]), "=woven" if weave else "=echoed", "=floor"):
            cards = self._cards(cue, low=told.low)
            cards = [each for each in cards if cue in ("=echoed", "=woven") or "?" not in each]
            if cards:
                woven = weave and cue == "=woven"
                self._note_said_back(turn, front=not weave)
                found = {"phrase": phrase} if woven else {}
                asking = [] if woven or cue.startswith("=theme") else self._cards_asking(heard, told)
                card = self._script.choose(asking or cards)
                echoed = "" if weave else phrase
                return replace(heard, card=card, cue="", found=found, rule=None, grade=Grade.SHAPE, echoed=echoed)
        return None

    def _cards_asking(self, heard: Hearing, told: Told) -> list[str]:
        """What is asked next of what was done, none where the character has just asked something, or it is sad."""
        if told.asked or told.low or told.grave:
            return []
        return [each for each in self._cards(f"=frame {find_frame(heard.plain)}", low=False) if each.endswith("?")]

    def _say_whole_back(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """What was told, said back as a whole, where no piece of it was; None where that would be long, or torn, or
        comes too often."""
        if told.low or told.grave or not self._may_say_back(turn) or self._since_front < _FRONTS_APART:
            return None
        strange = YOURS.search(heard.plain) or find_share_known(heard.plain) < 1
        whole = "" if strange or _BARE_IT.fullmatch(heard.plain) else say_back(heard.sentence.text)
        cards = self._cards("=echoed", low=False)
        if not cards or not _FEWEST_WHOLE <= len(whole.split()) <= _MOST_WHOLE or "," in whole or '"' in whole:
            return None
        self._note_said_back(turn, front=True)
        if any("<bot fully>" in card for card in self._script.cards("=you told")):
            whole = write_out(whole)  # it speaks without short forms
        ended = f"{whole.rstrip('.!?')}{'!' if '!' in heard.sentence.text or is_cheerful(heard.plain) else '.'}"
        found = {"whole": ended}
        return replace(heard, card=self._script.choose(cards), cue="", found=found, rule=None, grade=Grade.SHAPE)

    def _cards_of_theme(self) -> bool:
        return any(self._cards(f"=theme {theme}", low=False) for theme in self._themes)

    def _cards(self, cue: str, *, low: bool) -> list[str]:
        """The lines of an occasion that were not said yet, in a low moment the gentle ones."""
        cards = [each for each in self._script.cards(cue) if not self._script.is_given(each)]
        if not self._script.variables.get("name"):
            cards = [each for each in cards if "<get name>" not in each]
        return [each for each in cards if _GENTLE.match(each) or not low]

    def _weave(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """A piece of what was told within a line of the character's, however lately one was said back; None where there
        is no piece, or no line left."""
        phrase = self._phrase(heard, told) if self._script.has("=echo") and not told.low else ""
        cards = self._cards("=woven", low=False) if phrase else []
        if not cards:
            return None
        self._note_said_back(turn, front=False)
        found = {"phrase": phrase}
        card = self._script.choose(cards)
        return replace(heard, card=card, cue="", found=found, rule=None, grade=Grade.SHAPE, echoed="")

    def _on_anything(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """A word that goes with whatever is told; none that calls it news where it was told before."""
        words = {*find_weighty(heard.plain)}
        old = bool(words & {*told.known.split()})
        if woven := self._weave(heard, turn, told):
            return woven  # before a word that would go with anything
        cards = [each for each in self._cards("=floor", low=told.low) if not (old and _CALLS_NEW.search(each))]
        if not cards:
            return None
        return replace(heard, card=self._script.choose(cards), cue="=floor", rule=None, grade=Grade.SHAPE)

    def _comment(self, heard: Hearing, *, nodded: bool) -> Hearing | None:
        """A word on what the user answers, which is about no more than that: what the character says to its theme would
        be about something else."""
        if heard.cue in _ANSWERED_SO or (heard.rule is not None and heard.rule.topic.startswith("ask_")):
            return heard
        cues = ("=detail", "=floor") if len(heard.plain.split()) <= _SHORT else ("=floor", "=detail")
        for cue in cues if not nodded else ("=floor",):
            cards = [each for each in self._cards(cue, low=False) if "?" not in each]
            if cards:
                card = self._script.choose(cards)
                return replace(heard, card=card, cue=cue, rule=None, grade=Grade.SHAPE)
        return None

    def _on_theme(self, heard: Hearing, told: Told) -> Hearing | None:
        for theme in self._themes:
            cards = self._cards(f"=theme {theme}", low=told.low)
            fitting = [each for each in cards if each.endswith("?") != bool(told.asked)] or cards
            if fitting:
                card = self._script.choose(fitting)
                if heard.rule is not None and heard.grade > Grade.LOST and not heard.cue:
                    self._script.take_in(heard.rule, heard.form)
                return replace(heard, card=card, cue="", rule=None, grade=Grade.SHAPE)
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
            like = self._script.book.likes.nearest(heard.form or heard.plain, heard.act)
            return like is None or not (like.is_sure or holds_example(heard.form or heard.plain, like))
        if heard.grade is Grade.PHRASE and heard.rule is not None:
            return heard.rule.trigger.weight < _SAYS_WHAT and covers(heard) < _HALF
        return heard.grade <= Grade.SUBJECT and heard.act is not Act.FEELING


def _agree(situation: str, call: Call) -> bool:
    """Whether a message sounds, as a whole, as what it is taken to tell of does."""
    groups = call.find_groups()
    sounds = _GROUPS_OF_TONE[TONES.get(situation, "plain")]
    if not sounds:
        return groups.get("dark", 0.0) < _SOMBRE
    return sum(groups.get(each, 0.0) for each in sounds) >= _SOUNDED


def _is_light(told: Told) -> bool:
    """Whether what is told in a low moment is glad, funny or hopeful, as a whole."""
    sounds = find_likely_tones(told.message)
    return sum(sounds.get(each, 0.0) for each in ("glad", "amused", "plans")) >= _LIGHT_ENOUGH


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
    groups = find_call(told.message or told.whole).find_groups()
    return sum(groups.get(each, 0.0) for each in _SOUNDS[tone]) >= _BORNE_OUT


def _answers(heard: Hearing, told: Told) -> bool:
    """Whether something told answers what the character has just asked."""
    return bool(told.asked) and not asks_for_name(told.asked) and looks_like_answer(told.asked, heard.plain)


def is_cheerful(plain: str) -> bool:
    """Whether something told sounds glad, or funny."""
    return find_tone(plain) in ("=funny", "=good news", "=fond")


def _calls_back(plain: str, known: str) -> bool:
    """Whether a plain sentence comes back in jest to something that was told: "not a screwdriver though"."""
    found = _COMES_BACK.fullmatch(plain)
    return found is not None and bool({*find_weighty(found[1])} & {*known.split()})
