"""What is said to something told that is not surely understood: what goes with its theme, whatever it says of it.

A guess at the very thing that is told, and a follow-up that fits everything ("how did that come about?"), are both
mostly beside the point. A character's own words on music in general go with all that is told of music: `=theme music`.
A theme lasts for some turns, for what is told after "I play in a band" is about the band.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from avatar.brain.answers import looks_like_answer
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, covers
from avatar.brain.meaning import is_negated
from avatar.brain.names import asks_for_name
from avatar.brain.phrases import find_phrase
from avatar.brain.recall import tell_back
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.rive.patterns import split_words
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import Act
from avatar.brain.taking_up import YOURS
from avatar.brain.telling import find_tone
from avatar.brain.themes import find_themes, is_strong

_UNSURE = re.compile(
    r"=(?:detail|did|own|of someone|judged|planned|fond|disliked|bad news|heard|nod|lost|frame .*|about.*"
    r"|told (?:own|did|someone|judged|planned|detail|fond|disliked))"
)
"""Occasions of something told whose words say no more than its kind does."""
_SURELY, _LIKELY = 0.72, 0.3
"""Nearness, or likelihood, from which what is told is taken for the very thing that a likeness hears: of those below
both, nine of sixteen were something else, of those above two of thirteen (the talks in `tests/brain/strangers/`)."""
_SAYS_WHAT, _HALF = 60, 0.5
"""Weight of a phrase from which on it is what a sentence is about, however little of it; the part of the words of
weight that a lesser one must name."""
_LEARNS = re.compile(r"<set (?!like=)")
"""What a rule keeps of what is told, apart from what is liked: it is meant so, and asks on about it."""
_OF_LOW = ("=told low", "=detail sad")
_CHEERING = ("=good news", "=fond")
"""How something sounds that does not go on with something sad."""
_ANSWERED_SO = ("=told yes", "=told no")
"""Occasions that answer an answer."""
_SHORT = 6
"""Words up to which an answer is a short one."""
_GOES_ON = re.compile(
    r"\b(?:i|we|he|she|they|it|them|him|us|me|my|our|his|her|their|the"
    r"|an?|some|those|everyone|everybody|nobody)\b"
)
_BEGINS = re.compile(
    r"(?:so |well |and |but |anyway )*i (?:really |also |do )?(?:like|love|hate|enjoy|collect|am into)\b(?! it\b)"
)
"""What begins with another thing, of which no theme is known."""
_OF_ANOTHER = re.compile(
    r"(?:and |but |so |well |anyway )*(?:(?:my|our|an?|the|this|some|his|her|one of my) \w+|sorry\b"
    r"|(?:i )?did not mean\b)"
)
"""What names another subject at once, or is said by the way."""
_LONG = 8
"""Words from which on what is told stands by itself, unless it begins with what points back."""
_POINTS_BACK = re.compile(
    r"(?:(?:and|but|so|well|yeah|no) )*(?:it|its|he|she|they|that|this|his|her|their|those|because)\b"
)
_WHOLE = 4
"""Words from which on a piece of a sentence adds to what was told: "nine hours of pushing beds"."""
_OF_IT = re.compile(
    r"(?:no |well |but |yeah |and )?(?:that|this) (?:is|was|does|did|sounds|seems|would)\b(?: \w+){0,5}$"
)
"""What answers to what the character said."""
"""What goes on with what was told names somebody or something; "bit sad that" answers to what the character said."""
_OF_ANYTHING = re.compile(r"=(?:about.*|frame (?:are|does|did|has)|own|told (?:own|did|someone|detail))")
"""Occasions whose follow-ups presuppose what may not be so: a character says how it takes the thing instead."""
_IDLE = re.compile(r"=(?:seen|nod|heard|lost|detail)")
"""Occasions of what leaves nothing to hold on to: the character leads on."""
_BLAND = re.compile(
    r"=(?:detail|did|own|of someone|heard|nod|lost|about.*|frame (?:are|does|did|has|used)"
    r"|told (?:own|did|someone|detail))"
)
"""Those of them that say least: behind what is said back stands a word on its theme, or on anything."""
_TROUBLED = ("=bad news", "=disliked")
"""How a feeling sounds that is answered for that."""
_ECHOES_APART = 2
"""Turns from one piece that is said back to the next: who says back everything is a parrot."""
_APART = 3
"""Turns from one thing that is offered to the next."""
_LASTS = 2
"""Turns for which a theme lasts that is not named again."""
_GENTLE = re.compile(r"\[(?:thinking|sad)\]")
"""What a line begins with that is said in a low moment, too."""


class Ground:
    """What one talk is about, in the large. Not thread-safe."""

    def __init__(self, script: PersonaScript) -> None:
        self._script = script
        self._themes: Sequence[str] = ()
        self._named_in = -_LASTS
        self._stays = False
        """Whether what was named last goes on with what it was about before."""
        self._offered_in = -_APART
        self._echoed_in = -_ECHOES_APART
        self._is_strong = False
        """Whether the last message named its theme more than once."""

    def forget(self) -> None:
        """Begins another talk."""
        self._themes, self._named_in, self._offered_in = (), -_LASTS, -_APART
        self._echoed_in = -_ECHOES_APART

    def note(self, text: str, asked: str, turn: int) -> None:
        """Takes in a plain message, and the question of the character's that stands before it, '' for none."""
        self._is_strong = is_strong(text)
        if named := find_themes(text):
            self._stays = bool({*named} & {*(find_themes(asked) or self._themes)})
            self._themes, self._named_in = named, turn
        elif turn - self._named_in > _LASTS and (named := find_themes(asked)):
            self._themes, self._named_in = named, turn - 1

    def stand(
        self,
        heard: Hearing,
        turn: int,
        *,
        low: bool,
        asked: str,
        grave: bool = False,
        nodded: bool = False,
        told: str = "",
        said: str = "",
    ) -> Hearing:
        """Something told, with the character's words on its theme where no more is surely understood; the hearing as it
        is where more is, or nothing is left to say of the theme.

        `low`: something sad was told within the last turns. `asked`: the question that the last reply ended in, '' for
        none. `grave`: another sentence tells something grave. `nodded`: the character has merely nodded, not long ago.
        `told`: all that the message tells, as it was typed. `said`: the character's last replies.
        """
        if turn != self._named_in and not any(
            word in self._script.book.phrases.words for word in split_words(heard.plain)
        ):
            return heard
        judged = "=granted" if is_negated(heard.plain) else "=agreed"
        if _OF_IT.match(heard.plain) and _UNSURE.fullmatch(heard.cue) and self._script.is_fresh(judged):
            return replace(heard, cue=judged, rule=None, grade=Grade.SHAPE)
        if low and heard.cue in _OF_LOW:
            return heard
        unsure = self._is_unsure(heard, low=low) or (grave and heard.grade is Grade.LIKE and not asks(heard.act))
        fresh = turn != self._named_in and (_BEGINS.match(heard.plain) or _OF_ANOTHER.match(heard.plain))
        lasts = not fresh and turn - self._named_in <= _LASTS and (turn == self._named_in or _goes_on(heard.plain))
        if unsure and low and (gentle := self._gently(heard)):
            return gentle
        if unsure and (echoed := self._say_back(heard, told or heard.sentence.text, said, turn, low=low)):
            return echoed
        answers = asked and not asks_for_name(asked) and looks_like_answer(asked, heard.plain)
        if (
            unsure
            and answers
            and not (turn == self._named_in and self._stays)
            and (comment := self._comment(heard, nodded=nodded))
        ):
            return comment
        weak = turn == self._named_in and not (self._is_strong or self._stays)
        if unsure and weak and not low and (remark := self._remark(heard)):
            return remark
        if unsure and lasts and (found := self._on_theme(heard, low=low, asked=bool(asked))):
            return found
        if _OF_ANYTHING.fullmatch(heard.cue) and not low and self._script.is_fresh("=floor"):
            return replace(heard, cue="=floor", rule=None, grade=Grade.SHAPE)
        if (
            _IDLE.fullmatch(heard.cue)
            and not low
            and turn - self._offered_in >= _APART
            and self._script.is_fresh("=offer")
        ):
            self._offered_in = turn
            return replace(heard, cue="=offer", rule=None, grade=Grade.SHAPE)
        return heard

    def _remark(self, heard: Hearing) -> Hearing | None:
        """What names a theme by one word by the way, with what its tone calls for, or a word that goes with whatever
        is told; None where all are said."""
        if heard.cue and not _BLAND.fullmatch(heard.cue) and self._script.is_fresh(heard.cue):
            return heard
        cards = [each for each in self._script.cards("=echoed") if not self._script.is_given(each)]
        if not cards:
            return None
        return replace(heard, card=self._script.choose(cards), cue="", rule=None, grade=Grade.SHAPE)

    def _gently(self, heard: Hearing) -> Hearing | None:
        """What goes on with something sad, whatever a word of it sounds like."""
        if find_tone(heard.plain) in _CHEERING:
            return None
        cue = next((each for each in _OF_LOW if self._script.is_fresh(each)), "")
        found = {"told": tell_back(heard.sentence.text)}
        return replace(heard, cue=cue, found=found, card="", rule=None, grade=Grade.SHAPE) if cue else None

    def _say_back(self, heard: Hearing, told: str, said: str, turn: int, *, low: bool) -> Hearing | None:
        """A piece of what was told, said back, before what fits its tone, its theme, or anything; None where no piece
        of it is worth that, or one was said back just before."""
        if turn - self._echoed_in < _ECHOES_APART or not self._script.has("=echo"):
            return None
        phrase = find_phrase(told, said)
        if not phrase or YOURS.search(heard.plain):
            return None
        tone = find_tone(heard.plain) if heard.act is Act.FEELING else ""
        if tone in _TROUBLED and (not heard.cue or _BLAND.fullmatch(heard.cue)) and self._script.is_fresh(tone):
            self._echoed_in = turn
            return replace(heard, cue=tone, card="", rule=None, grade=Grade.SHAPE, echoed=phrase)
        if heard.cue and not _BLAND.fullmatch(heard.cue) and self._script.is_fresh(heard.cue):
            self._echoed_in = turn
            return replace(heard, echoed=phrase)
        themes = find_themes(phrase)[:1] if self._stays or self._is_strong else ()
        cues = (*(f"=theme {theme}" for theme in themes if theme in self._themes[:1]), "=echoed", "=floor")
        for cue in cues:
            cards = [each for each in self._script.cards(cue) if not self._script.is_given(each)]
            cards = [each for each in cards if cue == "=echoed" or "?" not in each]
            cards = [each for each in cards if _GENTLE.match(each) or not low]
            if cards:
                self._echoed_in = turn
                card = self._script.choose(cards)
                return replace(heard, card=card, cue="", rule=None, grade=Grade.SHAPE, echoed=phrase)
        return None

    def _comment(self, heard: Hearing, *, nodded: bool) -> Hearing | None:
        """A word on what the user answers, which is about no more than that: what the character says to its theme would
        be about something else."""
        if heard.cue in _ANSWERED_SO or (heard.rule is not None and heard.rule.topic.startswith("ask_")):
            return heard
        cues = ("=detail", "=floor") if len(heard.plain.split()) <= _SHORT else ("=floor", "=detail")
        for cue in cues if not nodded else ("=floor",):
            cards = [each for each in self._script.cards(cue) if not self._script.is_given(each) and "?" not in each]
            if cards:
                card = self._script.choose(cards)
                return replace(heard, card=card, cue=cue, rule=None, grade=Grade.SHAPE)
        return None

    def _on_theme(self, heard: Hearing, *, low: bool, asked: bool) -> Hearing | None:
        for theme in self._themes:
            cards = [each for each in self._script.cards(f"=theme {theme}") if not self._script.is_given(each)]
            cards = [each for each in cards if _GENTLE.match(each) or not low]
            fitting = [each for each in cards if each.endswith("?") != asked] or cards
            if fitting:
                card = self._script.choose(fitting)
                if heard.rule is not None and heard.grade > Grade.LOST and not heard.cue:
                    self._script.take_in(heard.rule, heard.form)
                return replace(heard, card=card, cue="", rule=None, grade=Grade.SHAPE)
        return None

    def _is_unsure(self, heard: Hearing, *, low: bool) -> bool:
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
            return like is None or (like.near < _SURELY and like.fit < _LIKELY)
        if heard.grade is Grade.PHRASE and heard.rule is not None:
            return heard.rule.trigger.weight < _SAYS_WHAT and covers(heard) < _HALF
        return heard.grade <= Grade.SUBJECT and heard.act is not Act.FEELING


def _goes_on(plain: str) -> bool:
    """Whether what is told goes on with what was told before, though it names nothing of it."""
    words = len(plain.split())
    if words > _LONG and not _POINTS_BACK.match(plain):
        return False
    return bool(_GOES_ON.search(plain)) or words >= _WHOLE
