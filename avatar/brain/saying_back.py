"""Pieces of what was told, said back: woven into a line, in front of one, or as a whole; and what goes with its theme.

A piece said back shows that it was heard, and who says back everything is a parrot. A character's own words on music in
general go with all that is told of music: `=theme music`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from avatar.brain.frames import find_frame
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.meaning import find_share_known
from avatar.brain.phrases import find_person, find_phrase
from avatar.brain.rive import PersonaScript
from avatar.brain.senses import find_weighty
from avatar.brain.taking_up import YOURS
from avatar.brain.telling_back import say_back, write_out
from avatar.brain.themes import find_theme_of, find_themes
from avatar.brain.tones import find_tone

BLAND = re.compile(
    r"=(?:detail|did|own|of someone|judged|heard|nod|lost|about.*|frame (?:are|does|did|said|unable|must|wants)"
    r"|told (?:own|did|someone|judged|detail))"
)
"""Those of them that say least: a piece that is said back, or a word on its theme, says more."""
_LATELY, _MOST_PIECES = 4, 3
"""Turns of which a piece of what was told is said back in so many at most: who says back everything is a parrot."""
FRONTS_APART = 3
"""Listening replies from one that begins with such a piece ("So, a parasol.") to the next: the others weave it in."""
_FEWEST_WHOLE, _MOST_WHOLE = 3, 7
"""Words of something told that is said back as a whole."""
_GENTLE = re.compile(r"\[(?:thinking|sad)\]")
"""What a line begins with that is said in a low moment, too."""
_NEWS = re.compile(r"(?:an?|one|two|three|four|five|some|\d+) ", re.I)
"""How a thing begins that is told for the first time."""
_HEAD = re.compile(r" (?:of|with|in|on|at|about|for|from|under|over|behind|by) ")
"""What parts a thing from what belongs to it: "a body in the roses" is no garden."""
_BARE_IT = re.compile(r"(?:it|its|it's|that|he|she|they)(?: is| was)? \w+(?: \w+)?")
"""What tells nothing without what went before it."""
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


class SayingBack:
    """What is said back in one talk. Not thread-safe."""

    def __init__(self, script: PersonaScript) -> None:
        self.script = script
        self.forget()

    def forget(self) -> None:
        """Begins another talk."""
        self.themes: Sequence[str] = ()
        """What the message before was about."""
        self.said_back_in: list[int] = []
        """The last turns in which a piece of what was told was said back."""
        self.since_front = FRONTS_APART + 1
        """Listening replies since one began with such a piece."""

    def find_front(self, heard: Hearing, turn: int, told: Told) -> str:
        """A piece of what is told that is said back in front of a word on it, now and then; '' for none."""
        if told.low or told.grave or not self.may_say_back(turn) or self.since_front <= FRONTS_APART:
            return ""
        if phrase := self.find_piece(heard, told):
            self.note_said_back(turn, front=True)
        return phrase

    def may_say_back(self, turn: int) -> bool:
        lately = sum(turn - each < _LATELY for each in self.said_back_in)
        return lately < _MOST_PIECES and self.script.has("=echo")

    def note_said_back(self, turn: int, *, front: bool) -> None:
        self.said_back_in = [*self.said_back_in, turn][-_MOST_PIECES:]
        self.since_front = 0 if front else self.since_front

    def find_piece(self, heard: Hearing, told: Told) -> str:
        """The piece of what is told that is worth saying back; '' for none."""
        return "" if YOURS.search(heard.plain) else find_phrase(told.text, told.said, told.known, told.is_own)

    def say_back(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """A piece of what was told, said back: woven into a line, or in front of what is said of its theme, or of
        anything; None where no piece of it is worth that, or one was said back just before."""
        if not self.may_say_back(turn) or (heard.cue and not BLAND.fullmatch(heard.cue)):
            return None
        phrase = self.find_piece(heard, told)
        if not phrase and not YOURS.search(heard.plain):
            phrase = find_person(told.text, told.known)
        of_theme = not self.themes or bool({*find_themes(phrase)} & {*self.themes})
        if not phrase or not (of_theme or _NEWS.match(phrase) or not self._cards_of_theme()):
            return None  # "I keep bees on the roof of our block" is about the bees
        weave = self.since_front < FRONTS_APART and self.script.has("=woven")
        themes = find_theme_of(_HEAD.split(phrase)[0]) or [each for each in find_themes(phrase) if each in self.themes]
        for cue in (*(f"=theme {theme}" for theme in themes[:1]), "=woven" if weave else "=echoed", "=floor"):
            cards = self.find_cards(cue, low=told.low)
            cards = [each for each in cards if cue in ("=echoed", "=woven") or "?" not in each]
            if cards:
                woven = weave and cue == "=woven"
                self.note_said_back(turn, front=not weave)
                found = {"phrase": phrase} if woven else {}
                asking = [] if woven or cue.startswith("=theme") else self._cards_asking(heard, told)
                card = self.script.choose(asking or cards)
                echoed = "" if weave else phrase
                return replace(heard, card=card, cue="", found=found, rule=None, grade=Grade.SHAPE, echoed=echoed)
        return None

    def _cards_asking(self, heard: Hearing, told: Told) -> list[str]:
        """What is asked next of what was done, none where the character has just asked something, or it is sad."""
        if told.asked or told.low or told.grave:
            return []
        return [each for each in self.find_cards(f"=frame {find_frame(heard.plain)}", low=False) if each.endswith("?")]

    def say_whole_back(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """What was told, said back as a whole, where no piece of it was; None where that would be long, or torn, or
        comes too often."""
        if told.low or told.grave or not self.may_say_back(turn) or self.since_front < FRONTS_APART:
            return None
        strange = YOURS.search(heard.plain) or find_share_known(heard.plain) < 1
        whole = "" if strange or _BARE_IT.fullmatch(heard.plain) else say_back(heard.sentence.text)
        cards = self.find_cards("=echoed", low=False)
        if not cards or not _FEWEST_WHOLE <= len(whole.split()) <= _MOST_WHOLE or "," in whole or '"' in whole:
            return None
        self.note_said_back(turn, front=True)
        if any("<bot fully>" in card for card in self.script.cards("=you told")):
            whole = write_out(whole)  # it speaks without short forms
        ended = f"{whole.rstrip('.!?')}{'!' if '!' in heard.sentence.text or is_cheerful(heard.plain) else '.'}"
        found = {"whole": ended}
        return replace(heard, card=self.script.choose(cards), cue="", found=found, rule=None, grade=Grade.SHAPE)

    def _cards_of_theme(self) -> bool:
        return any(self.find_cards(f"=theme {theme}", low=False) for theme in self.themes)

    def find_cards(self, cue: str, *, low: bool) -> list[str]:
        """The lines of an occasion that were not said yet, in a low moment the gentle ones."""
        cards = [each for each in self.script.cards(cue) if not self.script.is_given(each)]
        if not self.script.variables.get("name"):
            cards = [each for each in cards if "<get name>" not in each]
        return [each for each in cards if _GENTLE.match(each) or not low]

    def weave(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """A piece of what was told within a line of the character's, however lately one was said back; None where there
        is no piece, or no line left."""
        phrase = self.find_piece(heard, told) if self.script.has("=echo") and not told.low else ""
        cards = self.find_cards("=woven", low=False) if phrase else []
        if not cards:
            return None
        self.note_said_back(turn, front=False)
        found = {"phrase": phrase}
        card = self.script.choose(cards)
        return replace(heard, card=card, cue="", found=found, rule=None, grade=Grade.SHAPE, echoed="")

    def on_anything(self, heard: Hearing, turn: int, told: Told) -> Hearing | None:
        """A word that goes with whatever is told; none that calls it news where it was told before."""
        words = {*find_weighty(heard.plain)}
        old = bool(words & {*told.known.split()})
        if woven := self.weave(heard, turn, told):
            return woven  # before a word that would go with anything
        cards = [each for each in self.find_cards("=floor", low=told.low) if not (old and _CALLS_NEW.search(each))]
        if not cards:
            return None
        return replace(heard, card=self.script.choose(cards), cue="=floor", rule=None, grade=Grade.SHAPE)

    def on_theme(self, heard: Hearing, told: Told) -> Hearing | None:
        for theme in self.themes:
            cards = self.find_cards(f"=theme {theme}", low=told.low)
            fitting = [each for each in cards if each.endswith("?") != bool(told.asked)] or cards
            if fitting:
                card = self.script.choose(fitting)
                if heard.rule is not None and heard.grade > Grade.LOST and not heard.cue:
                    self.script.take_in(heard.rule, heard.form)
                return replace(heard, card=card, cue="", rule=None, grade=Grade.SHAPE)
        return None


def is_cheerful(plain: str) -> bool:
    """Whether something told sounds glad, or funny."""
    return find_tone(plain) in ("=funny", "=good news", "=fond")
