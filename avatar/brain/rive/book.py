"""A Book: everything that a character listens for and answers, read from its files, vetted and put in order."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from avatar.brain.plain import split_words
from avatar.brain.rive.likeness import Likes, asks
from avatar.brain.rive.nearest import Phrases
from avatar.brain.rive.patterns import Needs, Substitutions, compile_trigger, find_needs, rank
from avatar.brain.rive.reading import DEFINITIONS, LIKENESS, PersonaFile, Topic, Trigger, parse
from avatar.brain.rive.vetting import MOST_WEIGHT, find_refusals
from avatar.brain.sentences import find_act
from avatar.errors import BrainError

log = logging.getLogger(__name__)

LONGEST_FILE = 1_000_000
"""Bytes of one persona file; the largest of ours is a tenth of it."""
MOST_FILES = 64
OWN_WEIGHT = 65
"""Below the common persona's requests (a joke, the time), above its questions and small talk."""
HOME = "random"
"""The topic that a talk is in when no question is open."""
CORE = "core"
"""The topic whose triggers are heard even while a question is open."""
_SAID = 38
"""The weight from which a trigger says what it is about: below are remarks, which fit anything."""
_ALARMS = 80
"""The weight from which a trigger hears what is hard to say."""
_OF_YOU = re.compile(r"^(?!=).*\b(?:you|your)\b")
"""A trigger that is about the character."""
_HANGS = re.compile(r"<|\{(?!weight|topic)|\(@")
"""What a reply holds that hangs on what was said or is known."""
_KEPT = 16
"""How many Books are kept, for later talks with the same characters."""


_WHATEVER = re.compile(r"^(.*?)$")
"""What a likeness matches: its examples are compared elsewhere."""


@dataclass(frozen=True, eq=False)
class MatchRule:
    """A trigger, ready to be matched. Its patterns are made when first used: most of a book is never asked for."""

    trigger: Trigger
    topic: str
    """The topic that it is written in."""
    arrays: Mapping[str, Sequence[str]]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        if self.trigger.examples:
            return _WHATEVER
        return compile_trigger(self.trigger.text, self.arrays)

    @cached_property
    def needs(self) -> Needs:
        """What a message must hold."""
        return find_needs(self.trigger.text, self.arrays)

    @cached_property
    def previous(self) -> re.Pattern[str] | None:
        """What must have been said just before."""
        return compile_trigger(self.trigger.previous, self.arrays) if self.trigger.previous is not None else None


@dataclass(frozen=True, eq=False)
class RuleIndex:
    """The triggers of a topic, and which words they listen for."""

    rules: tuple[MatchRule, ...]
    by_word: Mapping[str, tuple[int, ...]]
    """Places of the triggers that need this word, or another one of several."""
    always: tuple[int, ...]
    """Places of those that may match anything."""
    following: tuple[MatchRule, ...]
    """Those that answer to what was said just before."""

    def candidates(self, message: str) -> Iterator[MatchRule]:
        """Those that can match a message, in the order in which they are tried; no other one matches it."""
        words = {*split_words(message)}
        places = {place for word in words for place in self.by_word.get(word, ())}
        rules = (self.rules[place] for place in sorted(places.union(self.always)))
        return (rule for rule in rules if words.issuperset(rule.needs.others))


@dataclass(frozen=True, eq=False)
class Book:
    """What everybody who talks with a character shares. Safe to use from several threads."""

    topics: Mapping[str, Topic]
    definitions: Mapping[str, Mapping[str, tuple[str, ...]]]

    @classmethod
    def of(cls, sources: Mapping[str, str]) -> Book:
        """The Book of texts by file name; of triggers written twice the first stays. Raises BrainError on a bad file.

        What the sources leave open, the common persona answers; `! var common = no` in a source keeps it out, apart
        from its likenesses, which lead to occasions that a character answers or not.
        """
        own = [_vetted(name, text) for name, text in sources.items()]
        alone = any(source.definitions["var"].get("common") == ("no",) for source in own)
        common = [_vetted(name, text) for name, text in read_common().items()]
        if alone:
            common = [*map(_likenesses_only, common)]
        else:
            own = [*map(_own_first, own)]
        definitions: dict[str, dict[str, tuple[str, ...]]] = {kind: {} for kind in DEFINITIONS}
        for source in (*common, *own):  # of definitions the last stays, a character's own
            for kind, values in source.definitions.items():
                definitions[kind].update(values)
        return cls(_merged([*own, *common]), definitions)

    @classmethod
    def load(cls, folder: Path) -> Book:
        """Reads every `*.rive` of a folder, in order of name; none make the common persona. Raises BrainError.

        A folder that has not changed gives the same Book.
        """
        paths = sorted(folder.glob("*.rive"))[:MOST_FILES]
        return _kept(tuple((path, *_state(path)) for path in paths))

    def rules(self, topic: str) -> Sequence[MatchRule]:
        """What is listened for in a topic, in the order in which it is tried."""
        return self.index(topic).rules

    def index(self, topic: str) -> RuleIndex:
        """What is listened for in a topic, by the words that it needs."""
        if topic not in self._indices:
            found = [
                (rank(trigger, depth), self._rule(name, trigger))
                for depth, name, trigger in self._gathered(topic)
                if not trigger.examples
            ]
            self._indices[topic] = _indexed(tuple(rule for _, rule in sorted(found, key=lambda each: each[0])))
        return self._indices[topic]

    def likenesses(self, topic: str) -> Sequence[MatchRule]:
        """The likenesses of a topic that something answers."""
        return [
            self._rule(name, trigger)
            for _, name, trigger in self._gathered(topic)
            if trigger.examples and (trigger.replies or trigger.conditions or self.has(trigger.redirect or ""))
        ]

    @cached_property
    def by_example(self) -> Mapping[str, MatchRule]:
        """Likenesses by their examples, in the form in which messages are matched; the first of each stays."""
        found: dict[str, MatchRule] = {}
        for rule in self.likenesses(HOME):
            for example in rule.trigger.examples:
                found.setdefault(self.substitutions.apply(example), rule)
        return found

    @cached_property
    def likes(self) -> Likes[MatchRule]:
        """The same, by meaning; all that lead to one occasion are one."""
        first: dict[str, MatchRule] = {}
        return Likes.of_examples(
            [
                (example, first.setdefault(rule.trigger.redirect or rule.trigger.text, rule))
                for example, rule in self.by_example.items()
            ]
        )

    @cached_property
    def questions(self) -> Likes[str]:
        """What is listened for word by word and asks, by meaning: phrases, and their triggers."""
        asked = zip(self.phrases.texts, self.phrases.triggers, strict=True)
        return Likes.of_examples([each for each in asked if asks(find_act(each[0], asked=False))])

    @cached_property
    def facts(self) -> Likes[str]:
        """What the character says of itself and its world, by meaning: the replies to whatever says what it is about,
        apart from those that need to know something of the user or lead elsewhere."""
        of_itself = {
            rule.trigger.redirect or rule.trigger.text
            for rule in self.likenesses(HOME)
            if sum(" your " in f" {example} " for example in rule.trigger.examples) * 2 > len(rule.trigger.examples)
        }
        return Likes.of_examples(
            [
                (_bare(reply), reply)
                for rule in self.rules(HOME)
                if rule.trigger.text in of_itself
                or (_is_said(rule.trigger) and rule.trigger.weight < _ALARMS and _OF_YOU.search(rule.trigger.text))
                for reply in rule.trigger.replies
                if not _HANGS.search(reply)
            ]
        )

    @cached_property
    def phrases(self) -> Phrases:
        """What is listened for word by word, to find what is nearest to a message that says it otherwise."""
        return Phrases.of(
            (rule.trigger.text for rule in self.rules(HOME) if rule.previous is None and _is_said(rule.trigger)),
            self.arrays,
        )

    def prepare(self) -> Iterator[object]:
        """Makes what the first messages would have to wait for, in pieces of some hundredths of a second."""
        yield self.index(HOME)
        yield self.phrases
        yield self.likes
        yield from self.likes.prepare()
        yield self.questions
        yield self.facts

    def replies(self, trigger: str) -> tuple[str, ...]:
        """The replies written under a trigger, wherever it stands; empty where there is none."""
        return self._by_text[trigger].replies if trigger in self._by_text else ()

    def has(self, trigger: str) -> bool:
        """Whether it listens for exactly this trigger."""
        return trigger in self._by_text

    @property
    def triggers(self) -> int:
        """How many triggers there are, in all topics."""
        return sum(len(topic.triggers) for topic in self.topics.values())

    @cached_property
    def arrays(self) -> Mapping[str, Sequence[str]]:
        return self.definitions["array"]

    @cached_property
    def substitutions(self) -> Substitutions:
        """Substitutions for what a listener says."""
        return Substitutions({name: value[0] for name, value in self.definitions["sub"].items()})

    @cached_property
    def persons(self) -> Substitutions:
        """Substitutions that turn "I" into "you"."""
        return Substitutions({name: value[0] for name, value in self.definitions["person"].items()})

    def _rule(self, topic: str, trigger: Trigger) -> MatchRule:
        """A trigger's rule, the same one in every topic that includes it, so that its patterns are made once."""
        return self._rules.setdefault(id(trigger), MatchRule(trigger, topic, self.arrays))

    @cached_property
    def _rules(self) -> dict[int, MatchRule]:
        """By the identity of the trigger, which this Book keeps."""
        return {}

    @cached_property
    def _indices(self) -> dict[str, RuleIndex]:
        return {}

    @cached_property
    def _by_text(self) -> Mapping[str, Trigger]:
        return {trigger.text: trigger for topic in self.topics.values() for trigger in topic.triggers}

    def _gathered(self, topic: str) -> Iterator[tuple[int, str, Trigger]]:
        """The triggers of a topic and of those it includes or inherits, each with how deep it is inherited."""
        waiting, seen = [(topic, 0)], {topic}
        while waiting:
            name, depth = waiting.pop(0)
            here = self.topics.get(name, Topic())
            yield from ((depth, name, trigger) for trigger in here.triggers)
            for names, deeper in ((here.includes, depth), (here.inherits, depth + 1)):
                waiting += [(each, deeper) for each in names if each not in seen]
                seen |= set(names)


def _bare(reply: str) -> str:
    """A reply without its directions and marks, in small letters."""
    return re.sub(r"\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\}|[^\w' ]", " ", reply).lower()


def _is_said(trigger: Trigger) -> bool:
    """Whether a trigger says what it is about, rather than fit anything."""
    return not trigger.weight or trigger.weight >= _SAID


def _indexed(rules: tuple[MatchRule, ...]) -> RuleIndex:
    by_word: dict[str, list[int]] = {}
    always: list[int] = []
    for place, rule in enumerate(rules):
        keys = rule.needs.keys
        for places in [always] if keys is None else [by_word.setdefault(key, []) for key in keys]:
            places.append(place)
    following = tuple(rule for rule in rules if rule.trigger.previous is not None)
    return RuleIndex(rules, {word: tuple(places) for word, places in by_word.items()}, tuple(always), following)


def read_common() -> dict[str, str]:
    """The common persona, which answers what a character's own does not: texts by file name."""
    return {path.name: read(path) for path in sorted((Path(__file__).parent / "common").glob("*.rive"))}


def read(path: Path) -> str:
    """The text of a persona file. Raises BrainError."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise BrainError(f"A persona file is larger than {LONGEST_FILE} bytes", where=path, remedy="Split it up.")
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BrainError("A persona file is not UTF-8 text", where=path, remedy="Save it as UTF-8.") from error
    except OSError as error:
        what = f"A persona file can't be read: {error.strerror}"
        raise BrainError(what, where=path, remedy="Check its permissions.") from error


@lru_cache(_KEPT)
def _kept(files: tuple[tuple[Path, int, int], ...]) -> Book:
    return Book.of({path.name: read(path) for path, _, _ in files})


def _state(path: Path) -> tuple[int, int]:
    """What tells whether a file has changed."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _vetted(name: str, text: str) -> PersonaFile:
    """A file, read. Raises BrainError with file and line at the first thing that can't be used."""
    source = parse(text)
    for complaint in (*source.complaints, *find_refusals(source)):
        where = f"{name}, line {complaint.line}" if complaint.line else name
        if complaint.fatal:
            raise BrainError(f"The persona can't be used: {complaint.what}", where=where, remedy="Change it.")
        log.warning("%s (%s)", complaint.what, where)
    return source


def _own_first(source: PersonaFile) -> PersonaFile:
    """A character's file whose triggers of no weight get one that puts them before the common persona's subjects."""

    def raised(trigger: Trigger) -> Trigger:
        plain = trigger.text != "*" and not trigger.text.startswith(("=", LIKENESS)) and not trigger.weight
        return replace(trigger, weight=OWN_WEIGHT) if plain else trigger

    home = source.topics.get(HOME)
    if home is None:
        return source
    topic = replace(home, triggers=tuple(map(raised, home.triggers)))
    return replace(source, topics={**source.topics, HOME: topic})


def _likenesses_only(source: PersonaFile) -> PersonaFile:
    """Of a file of the common persona what a character that keeps it out hears all the same."""
    topics = {
        name: replace(topic, triggers=tuple(each for each in topic.triggers if each.examples))
        for name, topic in source.topics.items()
        if any(each.examples for each in topic.triggers)
    }
    return PersonaFile(topics, {kind: {} for kind in DEFINITIONS}, ())


def _merged(sources: Sequence[PersonaFile]) -> dict[str, Topic]:
    """The topics of all files. Triggers that begin with = are heard before all others. Where there is a topic "core",
    they and a character's own are heard even while a question is open."""
    topics: dict[str, Topic] = {HOME: Topic()}
    for source in sources:
        for name, topic in source.topics.items():
            before = topics.get(name, Topic())
            topics[name] = Topic(
                before.triggers + topic.triggers, before.includes + topic.includes, before.inherits + topic.inherits
            )
    for name, topic in topics.items():
        heavy = tuple(replace(each, weight=MOST_WEIGHT) if _is_occasion(each) else each for each in topic.triggers)
        topics[name] = replace(topic, triggers=heavy)
    if CORE in topics:
        moved = tuple(each for each in topics[HOME].triggers if _is_occasion(each) or each.weight == OWN_WEIGHT)
        left = tuple(each for each in topics[HOME].triggers if each not in moved)
        topics[HOME] = replace(topics[HOME], triggers=left)
        # In reverse, and before the common persona's: of triggers written twice the first in a file stays.
        topics[CORE] = replace(topics[CORE], triggers=(*reversed(moved), *topics[CORE].triggers))
    return {name: replace(topic, triggers=_first_of_each(topic.triggers)) for name, topic in topics.items()}


def _is_occasion(trigger: Trigger) -> bool:
    return trigger.text.startswith("=")


def _first_of_each(triggers: Sequence[Trigger]) -> tuple[Trigger, ...]:
    seen: dict[tuple[str, str | None], Trigger] = {}
    for trigger in triggers:
        seen.setdefault((trigger.text, trigger.previous), trigger)
    return tuple(seen.values())
