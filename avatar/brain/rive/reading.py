"""Reading RiveScript: the lines of a file become triggers, topics and definitions, and complaints with their lines.

One thing is added to the language: a trigger that begins with `~` is a likeness. It holds example sentences between
bars, and hears whatever means the same: `+ ~ my neck is stiff | i have pulled a muscle`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

VERSION = 2.0
"""The newest version of the language that is read."""

Kind = str
"""The kind of a definition: one of DEFINITIONS."""
DEFINITIONS = ("var", "global", "sub", "person", "array")

LIKENESS = "~"
"""What a trigger begins with that listens for the meaning of its examples."""
MOST_EXAMPLES = 60
"""Of one likeness."""
MOST_WORDS = 24
"""Of one example."""
_NO_EXAMPLE = re.compile(r"[^\w' -]|[A-Z_]")

_JOINTS: Mapping[str, str] = {"none": "", "space": " ", "newline": "\n"}
"""What `! local concat` puts between a line and the `^` lines that go on with it."""
_PAIRS: Mapping[str, str] = {")": "(", "]": "[", "}": "{", ">": "<"}
_BRACKETS: Mapping[str, str] = {"(": "parenthesis", "[": "square", "{": "curly", "<": "angle"}
_BLANK_PIPE = re.compile(r"\|\s*\||[\[(]\s*\||\|\s*[\])]")
_CONDITION = re.compile(r"^(.+?)\s+(==|eq|!=|ne|<>|<=|>=|<|>)\s+(.+?)\s*=>\s*(.+)$")
_WEIGHT = re.compile(r"\s*\{weight=(\d+)\}\s*")


class Complaint(NamedTuple):
    """What is wrong with a line."""

    line: int
    """From 1."""
    what: str
    fatal: bool = True
    """Whether the file can't be used as it is; otherwise the line is merely left out."""


class Condition(NamedTuple):
    """`* left sign right => reply`"""

    left: str
    sign: str
    right: str
    reply: str


@dataclass(frozen=True)
class Trigger:
    """What is listened for, and what is answered."""

    text: str
    """Without its weight."""
    line: int = 0
    """In its file, from 1."""
    weight: int = 0
    previous: str | None = None
    """What must have been said just before, as a trigger."""
    replies: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    redirect: str | None = None
    examples: tuple[str, ...] = ()
    """Of a likeness: sentences that mean what it listens for."""

    @property
    def answers(self) -> bool:
        return bool(self.replies or self.conditions or self.redirect)


@dataclass(frozen=True)
class Topic:
    """Triggers that are listened for together."""

    triggers: tuple[Trigger, ...] = ()
    includes: tuple[str, ...] = ()
    inherits: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonaFile:
    """One file, read."""

    topics: Mapping[str, Topic]
    definitions: Mapping[Kind, Mapping[str, tuple[str, ...]]]
    """Kind to name to values: several for an array, one for the rest."""
    complaints: tuple[Complaint, ...]
    macros: tuple[int, ...] = ()
    """Lines at which object macros begin."""


def parse(text: str) -> PersonaFile:
    """The file's text, read; never raises: whatever is wrong is among the complaints."""
    reader = _Reader()
    for line in _logical(text.splitlines(), reader):
        reader.take(line)
    return reader.source()


def split_weight(text: str) -> tuple[str, int]:
    """A trigger's text without its weight, and the weight; 0 where it has none."""
    found = _WEIGHT.search(text)
    return (_WEIGHT.sub("", text), int(found[1])) if found else (text, 0)


class _Line(NamedTuple):
    """A command with all that goes on with it."""

    number: int
    command: str
    data: str
    more: tuple[str, ...] = ()
    """The `^` lines behind it."""
    previous: str | None = None
    """The `%` line behind a trigger."""


def _logical(lines: list[str], reader: _Reader) -> Iterator[_Line]:
    """Commands without comments and macros, each with the lines that go on with it."""
    held: _Line | None = None
    commented = in_macro = False
    for number, raw in enumerate(lines, 1):
        line = " ".join(raw.split())
        if in_macro or commented:
            in_macro = in_macro and not re.match(r"<\s*object", line)
            commented = commented and "*/" not in line
            continue
        if not line or line.startswith("//"):
            continue
        if line.startswith("/*"):
            commented = "*/" not in line
            continue
        if len(line) < 2:
            reader.complain(number, f"a line of the single character {line!r}", fatal=False)
            continue
        command, data = line[0], line[1:].split(" //")[0].strip()
        if command == "^" and held:
            held = held._replace(more=(*held.more, data.replace("\\s", " ")))
        elif command == "%" and held:
            held = held._replace(previous=data.replace("\\s", " "))
        else:
            if held:
                yield held
            held = _Line(number, command, data)
            if command == ">" and data.split(" ")[0] == "object":
                reader.macros.append(number)
                in_macro, held = True, None
    if held:
        yield held


@dataclass
class _Reader:
    """A file while it is read."""

    topics: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Topic to "includes" and "inherits", each with names of topics."""
    triggers: list[tuple[str, Trigger]] = field(default_factory=list)
    """Triggers in the order of the file, each with its topic."""
    definitions: dict[Kind, dict[str, tuple[str, ...]]] = field(default_factory=lambda: {k: {} for k in DEFINITIONS})
    complaints: list[Complaint] = field(default_factory=list)
    macros: list[int] = field(default_factory=list)
    topic: str = "random"
    open: bool = False
    """Whether a reply would belong to a trigger."""
    joint: str = ""

    def complain(self, line: int, what: str, *, fatal: bool = True) -> None:
        self.complaints.append(Complaint(line, what, fatal))

    def take(self, line: _Line) -> None:
        likeness = line.command == "+" and line.data.startswith(LIKENESS)
        joint = " " if likeness else self.joint
        data = line.data if line.command == "!" else joint.join((line.data, *line.more))
        match line.command:
            case "!":
                self._define(line)
            case ">":
                self._begin(line.number, data)
            case "<":
                self.topic = "random"
            case "+":
                self._listen(line, data)
            case "-" | "*" | "@":
                self._answer(line.number, line.command, data)
            case "^" | "%":
                self.complain(line.number, f"no line stands above that {line.command} could go on with", fatal=False)
            case other:
                self.complain(line.number, f"no line begins with {other!r}", fatal=False)

    def source(self) -> PersonaFile:
        topics = {
            name: Topic(
                tuple(trigger for topic, trigger in self.triggers if topic == name),
                tuple(lineage["includes"]),
                tuple(lineage["inherits"]),
            )
            for name, lineage in self.topics.items()
        }
        return PersonaFile(topics, self.definitions, tuple(self.complaints), tuple(self.macros))

    def _define(self, line: _Line) -> None:
        """`! var name = value`"""
        left, equals, value = (part.strip() for part in line.data.partition("="))
        kind, _, name = left.partition(" ")
        if not equals or not kind or not value:
            self.complain(line.number, "a definition reads '! kind name = value' or '! version = 2.0'")
        elif kind == "version":
            self._version(line.number, value)
        elif not name:
            self.complain(line.number, f"the {kind} has no name", fatal=False)
        elif kind == "local":
            self.joint = _JOINTS.get(value, "") if name == "concat" else self.joint
        elif kind == "array":
            parts = (value, *line.more)
            self.definitions["array"][name] = tuple(
                word.strip().replace("\\s", " ") for part in parts for word in part.split("|" if "|" in part else None)
            )
        elif kind in self.definitions:
            self.definitions[kind][name] = ("".join((value, *line.more)),)
        else:
            self.complain(line.number, f"nothing can be defined as {kind!r}", fatal=False)

    def _version(self, line: int, value: str) -> None:
        try:
            newer = float(value) > VERSION
        except ValueError:
            self.complain(line, "the version is not a number", fatal=False)
            return
        if newer:
            self.complain(line, f"version {value} of RiveScript is not known here, only up to {VERSION}")

    def _begin(self, line: int, data: str) -> None:
        """`> topic name includes other` and `> begin`"""
        label, *fields = data.split(" ")
        if label == "begin":
            fields = ["__begin__", *fields]
            if len(fields) > 1:
                self.complain(line, "nothing follows '> begin'")
        elif label != "topic" or not fields:
            self.complain(line, f"a block is a topic with a name, or begin, not {data!r}", fatal=False)
            return
        elif re.search(r"[^a-z0-9_\-\s]", data):
            self.complain(line, "a topic's name has small letters, digits, - and _ only")
        self.topic, self.open, mode = fields[0], False, ""
        lineage = self._topic(self.topic)
        for word in fields[1:]:
            if word in lineage:
                mode = word
            elif mode:
                lineage[mode].append(word)

    def _topic(self, name: str) -> dict[str, list[str]]:
        return self.topics.setdefault(name, {"includes": [], "inherits": []})

    def _listen(self, line: _Line, data: str) -> None:
        if data.startswith(LIKENESS):
            self._listen_for_likes(line, data)
            return
        for text in (data, line.previous):
            fault = _shape_fault(text) if text is not None else ""
            if fault:
                self.complain(line.number, fault)
        text, weight = split_weight(data)
        self._topic(self.topic)
        self.triggers.append((self.topic, Trigger(text, line.number, weight, line.previous)))
        self.open = True

    def _listen_for_likes(self, line: _Line, data: str) -> None:
        examples = tuple(" ".join(part.split()) for part in data.removeprefix(LIKENESS).split("|"))
        for fault in _likeness_faults(examples, previous=line.previous is not None):
            self.complain(line.number, fault)
        text = f"{LIKENESS} {' | '.join(examples)}"
        self._topic(self.topic)
        self.triggers.append((self.topic, Trigger(text, line.number, examples=tuple(filter(None, examples)))))
        self.open = True

    def _answer(self, line: int, command: str, data: str) -> None:
        what = {"-": "reply", "*": "condition", "@": "redirection"}[command]
        if not self.open:
            self.complain(line, f"{what} before trigger", fatal=False)
            return
        topic, last = self.triggers[-1]
        made = self._with(last, line, command, data)
        if made is not None:
            self.triggers[-1] = topic, made

    def _with(self, last: Trigger, line: int, command: str, data: str) -> Trigger | None:
        """The trigger with one more answer; None where the answer can't be read."""
        if command == "-":
            return replace(last, replies=(*last.replies, data))
        if command == "@":
            fault = _shape_fault(data)
            if fault:
                self.complain(line, fault)
                return None
            return replace(last, redirect=data)
        found = _CONDITION.match(data)
        if found is None:
            self.complain(line, "a condition reads '* value sign value => reply'")
            return None
        condition = Condition(*(part.strip() for part in found.groups()))
        return replace(last, conditions=(*last.conditions, condition))


def _likeness_faults(examples: tuple[str, ...], *, previous: bool) -> Iterator[str]:
    """What is wrong with the examples of a likeness."""
    if not any(examples):
        yield "a likeness has no example: write sentences between bars, '+ ~ my neck is stiff | i pulled a muscle'"
        return
    if not all(examples):
        yield "there is nothing between a | and its neighbour"
    if len(examples) > MOST_EXAMPLES:
        yield f"a likeness has at most {MOST_EXAMPLES} examples"
    if odd := next((each for each in examples if _NO_EXAMPLE.search(each)), ""):
        yield f"an example is words in small letters, without punctuation and wildcards, not {odd!r}"
    if long := next((each for each in examples if len(each.split()) > MOST_WORDS), ""):
        yield f"an example has at most {MOST_WORDS} words, unlike {long[:40]!r}"
    if twice := next((each for place, each in enumerate(examples) if each and each in examples[:place]), ""):
        yield f"the example {twice!r} stands there twice"
    if previous:
        yield "a likeness can't hang on what was said before (%)"


def _shape_fault(text: str) -> str:
    """What is wrong with the shape of a trigger; '' where nothing is."""
    waiting: list[str] = []
    for sign in text:
        if sign in _BRACKETS:
            if "<" in waiting and sign != "<":
                return "an angle bracket must be closed before other brackets are opened"
            waiting.append(sign)
        elif sign in _PAIRS:
            if not waiting:
                return f"Unmatched {_BRACKETS[_PAIRS[sign]]} bracket"
            if waiting.pop() != _PAIRS[sign]:
                return "Unbalanced brackets"
        elif sign == "|" and "(" not in waiting and "[" not in waiting:
            return "a | stands only within ( ) or [ ]"
    if waiting:
        return f"a bracket is never closed: {waiting[-1]}"
    if _BLANK_PIPE.search(text):
        return "there is nothing between a | and its neighbour"
    if re.search(r"[A-Z\\.]", text):
        return "a trigger has no capital letters, backslashes or dots"
    return ""
