"""How often a character answers what is asked about its last line: every question of its `persona/*.more`, asked after
the line that it belongs to, in a talk of its own.

    python -m benchmarks.going_on [--character NAME ...] [--every 1] [--way plain|chat|typo|synonym] [--misses 20]

Counted are the answers that hold the line which is written for the question, one that stands in the same entry, and
what answers where neither does: a line of the sheet, one of `.more` elsewhere, an occasion, or a rule of the script.
`--way` says it hastily ("whats that like then"), with two letters of its longest word exchanged, or with its longest
word of weight replaced by the nearest one in meaning.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.brain.continuations import Continuations
from avatar.brain.meaning import find_word
from avatar.brain.pairs import Pair
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import LIGHT
from avatar.brain.sheet import Entry, Line, Sheet, make_bare
from avatar.brain.talk import Talk
from avatar.text import directions, vocabulary

CHARACTERS = Path(__file__).parent.parent / "characters"
OPENING = "hm"
"""What the user says before the line that is asked about."""


class Asked(NamedTuple):
    """A question about a line."""

    said: str
    """The line, without directions."""
    question: str
    line: Line
    entry: Entry


def all_lines(script: PersonaScript, sheet: Sheet, known: Continuations) -> list[str]:
    """Everything that a character says, with its directions."""
    triggers = [trigger for topic in script.book.topics.values() for trigger in topic.triggers]
    of_rules = [reply for trigger in triggers for reply in trigger.replies]
    return [*of_rules, *(line.text for entry in (*sheet.entries, *known.entries) for line in entry.lines)]


def questions_of(name: str, every: int) -> Iterator[Asked]:
    """The questions of a character's entries, each with the whole line that it is about."""
    folder = CHARACTERS / name / "persona"
    known, words = Continuations.load(folder), vocabulary.of(folder.parent)
    texts = [directions.strip(text, words) for text in all_lines(PersonaScript.load(folder), Sheet.load(folder), known)]
    bare = [f" {make_bare(text)} " for text in texts]
    number = 0
    for entry in known.entries:
        part = f" {make_bare(entry.name)} "
        said = next((text for text, each in zip(texts, bare, strict=True) if part in each), "")
        for line in entry.lines if said else ():
            for question in line.asked:
                number += 1
                if number % every == 0:
                    yield Asked(said, question, line, entry)


def ask_hastily(question: str) -> str:
    return question.replace("what is ", "whats ").replace("'", "").replace("you", "u") + " then"


def mistype(question: str) -> str:
    """A question with the middle letters of its longest word exchanged."""
    longest = max(question.split(), key=len)
    middle = len(longest) // 2
    wrong = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return question.replace(longest, wrong, 1) if len(longest) > 3 else question


def say_otherwise(words: list[str], near: np.ndarray) -> Callable[[str], str]:
    """What replaces the longest word of weight of a question by the nearest other one that is not of its stem."""

    def change(question: str) -> str:
        weighty = [word for word in question.split() if word not in LIGHT and find_word(word)[0].any()]
        if not weighty:
            return question
        longest = max(weighty, key=len)
        for place in (near @ find_word(longest)[0]).argsort()[::-1][:8]:
            if stem(words[place]) != stem(longest):
                return question.replace(longest, words[place], 1)
        return question

    return change


def synonyms(names: list[str]) -> Callable[[str], str]:
    asked = {word for name in names for each in questions_of(name, 1) for word in each.question.split()}
    words = sorted(word for word in asked if word not in LIGHT and find_word(word)[0].any())
    return say_otherwise(words, np.array([find_word(word)[0] for word in words]))


def have_asked(name: str, asked: Asked, change: Callable[[str], str]) -> tuple[str, str]:
    """What is answered to a question after its line, without directions, and what heard it."""
    folder = CHARACTERS / name / "persona"
    words = vocabulary.of(folder.parent)
    script, sheet = PersonaScript.load(folder, seed=3), Sheet.load(folder)
    now = datetime(2026, 3, 22, 15, 4)
    talk = Talk(script, words, name.capitalize(), lambda: now, sheet, Continuations.load(folder))
    talk.catch_up([Pair(OPENING, asked.said)])
    reply = directions.strip(talk.answer(change(asked.question) + "?"), words)
    return reply, talk.script.matched


def name_source(reply: str, matched: str, of: Mapping[str, str]) -> str:
    """What answered instead."""
    text = f" {make_bare(reply)} "
    if found := next((source for line, source in of.items() if line in text), ""):
        return found
    return f"occasion {' '.join(matched.split()[:3])}" if matched.startswith("=") else "a rule of the script"


def count(name: str, every: int, change: Callable[[str], str], misses: int) -> None:
    """Asks a character's questions and prints what came."""
    folder = CHARACTERS / name / "persona"
    sheet, known, words = Sheet.load(folder), Continuations.load(folder), vocabulary.of(folder.parent)
    of = {f" {make_bare(line.text)} ": "the sheet" for entry in sheet.entries for line in entry.lines}
    of |= {f" {make_bare(line.text)} ": "another entry" for entry in known.entries for line in entry.lines}
    came: Counter[str] = Counter()
    begun, shown = time.process_time(), 0
    for asked in questions_of(name, every):
        reply, matched = have_asked(name, asked, change)
        text = f" {make_bare(reply)} "
        if make_bare(directions.strip(asked.line.text, words)) in text:
            came["the line"] += 1
            continue
        beside = any(make_bare(directions.strip(line.text, words)) in text for line in asked.entry.lines)
        source = "its entry" if beside else name_source(reply, matched, of)
        came[source] += 1
        if shown < misses:
            shown += 1
            print(f"    {asked.said!r}\n      {change(asked.question)!r} -> {reply!r}\n      by {source} <<{matched}>>")
    total = sum(came.values()) or 1
    told = ", ".join(f"{number} {source}" for source, number in came.most_common(14))
    print(
        f"{name:6} {100 * came['the line'] / total:5.1f} in 100 get their line, {100 * came['its entry'] / total:4.1f}"
        f" another of its entry, of {total}; {time.process_time() - begun:.0f} s of CPU\n       {told}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--character", action="append", default=[])
    parser.add_argument("--every", type=int, default=1, help="ask one of so many questions")
    parser.add_argument("--way", choices=("plain", "chat", "typo", "synonym"), default="plain")
    parser.add_argument("--misses", type=int, default=0, help="show so many that get another answer")
    options = parser.parse_args()
    names = options.character or ["juno", "fern", "knox"]
    ways: Mapping[str, Callable[[], Callable[[str], str]]] = {
        "plain": lambda: str,
        "chat": lambda: ask_hastily,
        "typo": lambda: mistype,
        "synonym": lambda: synonyms(names),
    }
    change = ways[options.way]()
    for name in names:
        count(name, options.every, change, options.misses)


if __name__ == "__main__":
    main()
