"""RiveScript, kept on a short lead: persona files are data that may come from strangers.

The library's interpreter does the matching. Around it: object macros are never loaded, so nothing is executed;
triggers that could make its regular expressions explode, and variables that could make its tags loop or swell, are
refused when the files are read; recursion, time and lengths are bounded; and its random choice is replaced by decks
of cards, so that a reply does not come back while others have not had their turn.
"""

from __future__ import annotations

import logging
import random
import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from avatar.errors import BrainError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its source holds escapes that newer Pythons warn of
    import rivescript
    from rivescript import inheritance, parser, sorting
    from rivescript.exceptions import RiveScriptError

log = logging.getLogger(__name__)

LONGEST_FILE = 1_000_000
"""Bytes of one persona file; the largest of ours is a tenth of it."""
LONGEST_MESSAGE = 240
"""Characters of a message that are matched: together with `_MOST_STARS` this bounds the matching time."""
LONGEST_REPLY = 2000
"""Characters."""
_LONGEST_VALUE = 120
"""Characters of a remembered value."""
_MOST_FILES = 64
_MOST_STARS = 3
_MOST_OPTIONS = 8
_MOST_WEIGHT = 100
_OWN_WEIGHT = 65
"""Below the common persona's requests (a joke, the time), above its questions and small talk."""
_DEPTH = 12
"""Redirections that one reply may take."""
_SURE = 40  # the weight from which a reply that tells what is known leaves no room for one that denies it
REST = 40
"""Turns for which a reply rests once given, as long as its trigger has others."""

_USER = "user"
_WEIGHT = re.compile(r"\{weight=(\d+)\}")
_GET = re.compile(r"<get ([a-z_]+)>")
_UNSAFE = re.compile(r"[<>{}|\\\x00-\x1f]")


class Overtime(Exception):
    """A reply took more of the processor than it may. The clock on the wall says nothing on a machine that is busy."""


class Deck(list[str]):
    """The replies of one trigger. The interpreter, going through them, is handed a single one: the dealer's choice."""

    def __init__(self, replies: list[str], deal: Callable[[list[str]], str]) -> None:
        super().__init__(replies)
        self._deal = deal

    def __iter__(self) -> Iterator[str]:
        cards = list(super().__iter__())
        return iter([self._deal(cards)] if cards else [])


class _Session:
    """What the script remembers of its one user; duck-typed as the library's SessionManager."""

    def __init__(self, check: Callable[[], None]) -> None:
        self.values: dict[str, Any] = {"topic": "random"}
        self.topic_set = False
        self._check = check

    def set(self, _user: str, values: Mapping[str, Any]) -> None:
        self._check()
        self.topic_set = self.topic_set or "topic" in values
        for key, value in values.items():
            if value is None:
                self.values.pop(key, None)
            elif key.startswith("__"):
                self.values[key] = value
            elif len(self.values) < 200 or key in self.values:
                self.values[key] = _UNSAFE.sub("", str(value))[:_LONGEST_VALUE].strip()

    def get(self, _user: str, key: str, default: str = "undefined") -> Any:
        self._check()
        return self.values.get(key, default)

    def get_any(self, _user: str) -> dict[str, Any]:
        return dict(self.values)


class Script:
    """One character's persona files, ready to answer one user. Not thread-safe: one thread at a time."""

    def __init__(self, sources: Mapping[str, str], *, seed: int | None = None, seconds: float = 2.0) -> None:
        """`sources`: file name -> text. `seconds`: of the processor, for one reply. Raises BrainError on a bad file.

        What the sources leave open, the common persona answers; `! var common = no` in a source keeps it out.
        """
        self._random = random.Random(seed)
        self._seconds = seconds
        self._deadline = float("inf")
        self._turn = 0
        self._given: dict[str, int] = {}
        self._named: dict[str, Deck] = {}
        self._session = _Session(self._check)
        self._engine = _engine(self._session, self._check)
        for name, text in sources.items():
            _parse(self._engine, name, text)
        if self._engine._var.get("common") != "no":
            _raise_own(self._engine)
            for name, text in common().items():
                _parse(self._engine, name, text)
        _raise_occasions(self._engine)
        _first_wins(self._engine)
        self._harden()

    @classmethod
    def load(cls, folder: Path, *, seed: int | None = None, seconds: float = 2.0) -> Script:
        """Reads every `*.rive` of a folder, in order of name; none make the common persona. Raises BrainError."""
        paths = sorted(folder.glob("*.rive"))[:_MOST_FILES]
        return cls({path.name: read(path) for path in paths}, seed=seed, seconds=seconds)

    def forget(self, seed: int | None = None) -> Script:
        """This script as it was when loaded: nothing learned, no reply given."""
        self._random = random.Random(seed)
        self._turn = 0
        self._given.clear()
        self._session.values = {"topic": "random"}
        self._session.topic_set = False
        return self

    @property
    def triggers(self) -> int:
        """How many triggers it listens for, in all topics."""
        return sum(len(topic) for topic in self._engine._topics.values())

    @property
    def matched(self) -> str:
        """The trigger that the last message matched, without its weight; '' if none."""
        return _WEIGHT.sub("", str(self._session.values.get("__lastmatch__") or ""))

    @property
    def topic(self) -> str:
        return str(self._session.values.get("topic", "random"))

    @topic.setter
    def topic(self, name: str) -> None:
        self._session.values["topic"] = name if name in self._engine._topics else "random"

    @property
    def variables(self) -> dict[str, str]:
        """What it has learned of the user."""
        return {
            key: value for key, value in self._session.values.items() if not key.startswith("__") and key != "topic"
        }

    def learn(self, key: str, value: str) -> None:
        """Sets one of the user's variables."""
        self._session.set(_USER, {key: value})

    def tell(self, key: str, value: str) -> None:
        """Sets a variable of the character's (`<bot key>`)."""
        self._engine._var[key] = _UNSAFE.sub("", value)[:_LONGEST_VALUE]

    def has(self, trigger: str) -> bool:
        """Whether the script listens for exactly this trigger."""
        return trigger in self._named

    def cards(self, trigger: str) -> list[str]:
        """The replies written under a trigger."""
        return list(list.__iter__(self._named[trigger])) if trigger in self._named else []

    def begin_turn(self) -> None:
        """Counts a turn: replies rest by turns."""
        self._turn += 1
        self._session.topic_set = False

    def end_turn(self) -> None:
        """Closes an open question that this turn did not open again."""
        if not self._session.topic_set:
            self.topic = "random"

    def answer(self, message: str) -> str:
        """The reply to a message that `normal` has made plain; '' where the script has none.

        Raises Overtime, and BrainError where the script goes round in circles or asks for what it may not.
        """
        self._deadline = time.thread_time() + self._seconds
        try:
            reply = str(self._engine.reply(_USER, message, errors_as_replies=False))
        except RiveScriptError as error:
            if "No Reply" in str(error) or "No Match" in str(error) or type(error).__name__.startswith("No"):
                return ""
            raise BrainError(f"The persona can't answer: {error}", where=self.matched) from error
        except (RecursionError, re.error, KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
            # What the interpreter raises on tags written wrongly; the files are data, so this is their fault.
            raise BrainError(f"The persona's reply is broken: {error!r}", where=self.matched) from error
        finally:
            self._deadline = float("inf")
        if "[ERR:" in reply:
            raise BrainError("The persona asks for an object macro; these are never run", where=self.matched)
        return " ".join(reply[:LONGEST_REPLY].split())

    def _harden(self) -> None:
        """Takes back what files may have set, and puts the decks in place."""
        self._engine._debug = False
        self._engine._depth = _DEPTH
        for key, value in self._engine._var.items():
            self._engine._var[key] = _UNSAFE.sub("", str(value))
        for key, value in self._engine._global.items():
            self._engine._global[key] = _UNSAFE.sub("", str(value))
        for entries in self._engine._topics.values():
            for entry in entries:
                entry["reply"] = Deck(entry["reply"], self._deal)
                self._named[_WEIGHT.sub("", entry["trigger"])] = entry["reply"]
        _sort(self._engine)

    def _deal(self, cards: list[str]) -> str:
        """A card that has rested, among those whose variables are known; else the one that has rested longest."""
        known = self.variables
        weights = {card: int(found[1]) if (found := _WEIGHT.search(card)) else 1 for card in cards}
        playable = [card for card in cards if all(known.get(name) for name in _GET.findall(_setting_gone(card)))]
        playable = [card for card in playable if _GET.search(card) and weights[card] >= _SURE] or playable or cards
        rested = [card for card in playable if self._turn - self._given.get(card, -REST) >= REST]
        if rested:
            card = self._random.choices(rested, [weights[card] for card in rested])[0]
        else:
            card = min(playable, key=lambda card: self._given.get(card, -REST))
        if not card.startswith("{@"):
            self._given[card] = self._turn
        return _WEIGHT.sub("", card)

    def _check(self, *_: object) -> None:
        """Called by the interpreter at every step it takes."""
        if time.thread_time() > self._deadline:
            raise Overtime


def common() -> dict[str, str]:
    """What every character can talk about who has nothing of its own to say to it."""
    return {path.name: read(path) for path in sorted((Path(__file__).parent / "common").glob("*.rive"))}


def _raise_own(engine: Any) -> None:
    """A character's own triggers, where they have no weight, are heard before the common persona's subjects."""
    for entry in engine._topics.get("random", ()):
        if entry["trigger"] != "*" and not entry["trigger"].startswith(("=", "{weight")):
            _weigh(engine, entry, _OWN_WEIGHT)


def _raise_occasions(engine: Any) -> None:
    """Triggers that begin with = are heard before all others; they and a character's own also in open questions."""
    own = f"{{weight={_OWN_WEIGHT}}}"
    for topic, entries in list(engine._topics.items()):
        for entry in list(entries):
            occasion = entry["trigger"].startswith("=")
            if occasion:
                _weigh(engine, entry, _MOST_WEIGHT)
            if topic == "random" and "core" in engine._topics and (occasion or entry["trigger"].startswith(own)):
                entries.remove(entry)
                engine._topics["core"].insert(0, entry)  # before the common persona's


def _weigh(engine: Any, entry: Any, weight: int) -> None:
    entry["trigger"] = f"{{weight={weight}}}{entry['trigger']}"
    engine._precompile_regexp(entry["trigger"])


def _first_wins(engine: Any) -> None:
    """Of triggers written twice, whatever their weights, the first stays: the character's own."""
    for topic, entries in engine._topics.items():
        seen: dict[tuple[str, str | None], Any] = {}
        for entry in entries:
            seen.setdefault((_WEIGHT.sub("", entry["trigger"]), entry["previous"]), entry)
        engine._topics[topic] = list(seen.values())


class _Sorted(dict[str, list[Any]]):
    """Triggers by topic in order of preference, worked out when a topic is first entered: there are dozens."""

    def __init__(self, engine: Any, previous: bool) -> None:
        super().__init__()
        self._engine = engine
        self._previous = previous

    def __contains__(self, topic: object) -> bool:
        return topic in self._engine._topics

    def __missing__(self, topic: str) -> list[Any]:
        found = inheritance.get_topic_triggers(self._engine, topic, self._previous)
        self[topic] = sorting.sort_trigger_set(found, not self._previous)
        return self[topic]


def _sort(engine: Any) -> None:
    """Does lazily what the library's `sort_replies` does at once."""
    engine._sorted = {
        "topics": _Sorted(engine, False),
        "thats": _Sorted(engine, True),
        "lists": {"sub": sorting.sort_list(engine._sub), "person": sorting.sort_list(engine._person)},
    }


def _setting_gone(card: str) -> str:
    """A card without what it sets: `<set x=<get y>>` needs nothing that the listener would hear."""
    return re.sub(r"<set [^=<>]+=[^>]*>>?", "", card)


def _engine(session: _Session, check: Callable[[], None]) -> Any:
    """The library's interpreter, without its macros and its prints."""
    engine = rivescript.RiveScript(utf8=True, strict=True, depth=_DEPTH, session_manager=session)
    engine._handlers.clear()
    engine._say = check
    engine._warn = lambda message, name="", line=0: log.warning("%s (%s:%s)", message, name, line)
    return engine


def read(path: Path) -> str:
    """The text of a persona file. Raises BrainError."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise BrainError(f"A persona file is larger than {LONGEST_FILE} bytes", where=path, remedy="Split it up.")
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BrainError("A persona file is not UTF-8 text", where=path, remedy="Save it as UTF-8.") from error
    except OSError as error:
        raise BrainError(f"A persona file can't be read: {error.strerror}", where=path) from error


def parsed(name: str, lines: list[str], warn: Callable[[str, str, int], None]) -> Any:
    """What the library makes of a file; `warn` is told what, where, in which line. Raises BrainError at a bad line."""
    try:
        return parser.Parser(strict=True, utf8=True, on_warn=warn).parse(name, lines)
    except Exception as error:  # as in `_parse`
        raise BrainError(str(error), where=name) from error


def _parse(engine: Any, name: str, text: str) -> None:
    """Reads one file into the engine, once it has passed."""
    try:
        tree = engine._parser.parse(name, text.splitlines())
        _vet(name, tree)
        engine._parse(name, text.splitlines())
    except (BrainError, MemoryError):
        raise
    except Exception as error:  # the parser raises bare Exception, and whatever its slicing trips over
        raise BrainError(f"A persona file can't be read: {error}", where=name, remedy="Correct that line.") from error


def _vet(name: str, tree: Any) -> None:
    """Refuses what could hang, swell or execute. Raises BrainError with file and, for triggers, line."""
    for line, fault in faults(tree):
        where = f"{name}, line {line}" if line else name
        raise BrainError(f"The persona can't be used: {fault}", where=where, remedy="Change it.")


def faults(tree: Any) -> Iterator[tuple[int, str]]:
    """What in a parsed file is refused, each with its line (from 1; 0 where the parser doesn't say)."""
    if tree["objects"]:
        yield 0, "it holds object macros, which are never run"
    for kind in ("var", "sub", "person", "array", "global"):
        for key, value in tree["begin"][kind].items():
            parts = value if isinstance(value, list) else [value]
            if any(re.search(r"[<>{}\\*#_+?^$@()\[\]]", str(part)) for part in (*parts, key)):
                yield 0, f"the {kind} {key!r} holds more than plain words"
    for topic in tree["topics"].values():
        for entry in topic["triggers"]:
            fault = _trigger_fault(entry["trigger"]) or _trigger_fault(entry["previous"] or "")
            fault = fault or _replies_fault([*entry["reply"], *entry["condition"], entry["redirect"] or ""])
            if fault:
                yield topic["syntax"].get(entry["trigger"], {}).get("lineno", 0), fault


def _trigger_fault(trigger: str) -> str:
    """Why a trigger may not be used; '' if it may. Only plain alternations, options and wildcards pass."""
    bare = re.sub(r"@\w+", "x", _WEIGHT.sub("", trigger, count=1))
    if re.search(r"[^\w\s'()|\[\]*#=]", bare):
        return "a trigger holds words, ( | ) [ ] * # _ and @arrays only"
    if sum(map(bare.count, "*#_")) > _MOST_STARS:
        return f"a trigger has at most {_MOST_STARS} wildcards"
    if bare.count("[") > _MOST_OPTIONS:
        return f"a trigger has at most {_MOST_OPTIONS} options"
    return ""


def _replies_fault(replies: list[str]) -> str:
    for reply in replies:
        if any(int(found) > _MOST_WEIGHT for found in _WEIGHT.findall(reply)):
            return f"a weight is at most {_MOST_WEIGHT}"
        if "<call>" in reply:
            return "object macros are never run"
    return ""
