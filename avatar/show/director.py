"""Walks through a screenplay and says what happens: elements in, cues out."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from avatar import backdrops
from avatar.nearest import find_nearest
from avatar.performer.delivery import Delivery
from avatar.show import blocking, notes, shots, songbook, speeches, timing
from avatar.show import elements as written
from avatar.show.camera import STYLES
from avatar.show.casting import read_casting
from avatar.show.cues import (
    HOUSES,
    Act,
    Bookmark,
    Chapter,
    Cue,
    Directed,
    Fade,
    Heading,
    House,
    Laugh,
    Say,
    ScriptedPause,
    Shot,
    Sing,
    TitleCard,
)  # fmt: skip
from avatar.show.elements import DialogueBlock, Element, Problem, Screenplay, ScriptNote, shorten
from avatar.show.places import SETS, Places, name_place, picture_of, place_of
from avatar.show.words import StageWords, read_pause
from avatar.types import Mark

MOST_PROBLEMS = 1000
"""Most problems reported of one script: a file with more is something else than a script."""

KEYS = ("title", "credit", "author", "authors", "source", "copyright", "notes", "contact", "date", "draft date",
        "revision", "cast", "audience", "seed", "set", "sets", "camera")  # fmt: skip
"""What a title page may hold; other keys are the writer's own."""

TRANSITIONS: dict[str, str] = {
    "FADE OUT": "out", "FADE TO BLACK": "out", "FADES OUT": "out", "BLACKOUT": "out", "CUT TO BLACK": "out",
    "DISSOLVE TO": "out", "FADE TO": "out", "FADE IN": "in", "FADE UP": "in", "LIGHTS UP": "in", "LIGHTS DOWN": "out",
    "CUT TO": "", "SMASH CUT TO": "", "MATCH CUT TO": "", "JUMP CUT TO": "", "BACK TO": "", "INTERCUT WITH": "",
    "WIPE TO": "", "TIME CUT": "", "LATER": "",
}  # fmt: skip
"""Transitions that a stage knows: to black, from black, or (as every new set is) a cut."""


class Director:
    """One use: `Director(script).directed()`."""

    def __init__(self, script: Screenplay, folder: Path | None = None, backdrop: str = "") -> None:
        """`folder`: where the script's pictures lie; `backdrop`: the set for all of it, '' for those that it names."""
        self._script, self._folder, self._backdrop = script, folder, backdrop
        self._casting = read_casting(script)
        self._problems: list[Problem] = list(script.problems)
        for element in script.elements:
            if isinstance(element, DialogueBlock):
                self._casting.who(element.name, element.line)
        members = self._casting.members.values()
        names = {each.who: each.who for each in members} | self._casting.aliases
        self._words = StageWords(names, {each.who: each.character for each in members})
        self._cues: list[Cue] = []
        self._parts: list[Bookmark] = []
        self._on: list[str] = []
        self._seen: set[str] = set()
        """Who has been on stage or spoken."""
        self._places = Places(script, folder)
        self._problems += self._places.problems
        self._set = "plain"
        self._set = self._opening_set()
        self._black = False
        self._last: str | None = None
        """Who spoke last, where nothing came between."""
        self._singer = ""
        self._song = songbook.Pending()

    def directed(self) -> Directed:
        elements = self._script.elements
        for first, end in blocking.split_scenes(elements):
            self._scene(elements[first:end])
            self._sing()
        cues = timing.time_cues(songbook.drop_double_applause(self._cues))
        if not any(isinstance(cue, Say | Sing) for cue in cues):
            self._tell(1, "", "Nobody speaks in this", "Write a name in capitals, and below it what is said.", True)
        return Directed(
            self._script.setting("title") or "Untitled",
            tuple(member for member in self._casting.members.values() if member.who in self._seen),
            cues,
            self._all_problems(),
            tuple(self._parts),
            self._audience(),
            self._seed(),
            self._camera(),
            tuple((key, self._script.setting(key)) for key in ("author", "copyright") if self._script.setting(key)),
        )

    # ------------------------------------------------------------------------------------------------------ title page

    def _opening_set(self) -> str:
        for setting in self._script.settings:
            close = find_nearest(setting.key, KEYS, 0.8)
            if setting.key not in KEYS and close:
                self._tell(setting.line, setting.key, "The title page has no such line", f"Did you mean {close}:?")
        for setting in self._script.values("set"):
            return self._known_set(setting.line, setting.value)
        return self._backdrop or "plain"

    def _audience(self) -> House:
        for setting in self._script.values("audience"):
            for house in HOUSES:
                if setting.value.lower() == house:
                    return house
            what = f"There is no audience {shorten(setting.value, 30)!r}"
            self._tell(setting.line, setting.value, what, f"There are: {', '.join(HOUSES)}. It is played to a club.")
        return "club"

    def _seed(self) -> int:
        for setting in self._script.values("seed"):
            if setting.value.isdecimal():
                return int(setting.value[:9])
            self._tell(setting.line, setting.value, "A seed is a number", "Write Seed: 7.")
        return zlib.crc32(self._script.setting("title").encode()) % 1_000_000

    def _camera(self) -> str:
        for setting in self._script.values("camera"):
            if setting.value.lower() in STYLES:
                return setting.value.lower()
            what = f"There is no camera {shorten(setting.value, 30)!r}"
            self._tell(setting.line, setting.value, what, f"There are: {', '.join(STYLES)}.")
        return ""

    def _all_problems(self) -> tuple[Problem, ...]:
        for key, setting in self._casting.declared.items():
            if self._casting.members[key].who not in self._seen:
                self._tell(setting.line, setting.value, f"{key} is cast but never appears", "Take the line out.")
        found = sorted([*self._problems, *self._casting.problems], key=lambda each: each.line)
        if len(found) <= MOST_PROBLEMS:
            return tuple(found)
        more = Problem(found[MOST_PROBLEMS].line, "", f"{len(found) - MOST_PROBLEMS:,} more problems follow")
        return (*found[:MOST_PROBLEMS], more)

    def _tell(self, line: int, text: str, what: str, suggestion: str = "", grave: bool = False) -> None:
        self._problems.append(Problem(line, shorten(text), what, suggestion, grave))

    # ----------------------------------------------------------------------------------------------------------- scenes

    def _scene(self, elements: Sequence[Element]) -> None:
        people = blocking.find_first_on(elements, self._words)
        first = elements[0]
        if isinstance(first, written.SceneHeading):
            self._set = self._known_set(first.line, first.text)
            if not (self._cues and isinstance(self._cues[-1], Chapter)):
                self._chapter(first.line, name_place(first.text).title())
            self._begin(first.line, name_place(first.text), people)
            elements = elements[1:]
        else:
            begins = next((each for each in elements if isinstance(each, DialogueBlock)), None)
            if people or begins:
                self._begin(first.line, "", people)
            elif any(isinstance(each, written.Centred | written.Transition | ScriptNote) for each in elements):
                self._set = self._first_set()
                self._begin(first.line, "", ())
        for element, following in zip_longest(elements, elements[1:]):
            self._element(element, following)

    def _first_set(self) -> str:
        """The set of the first heading: what is before it happens there, with nobody on."""
        texts = (each.text for each in self._script.elements if isinstance(each, written.SceneHeading))
        return self._find_set(next(texts, "")) or self._set

    def _begin(self, line: int, name: str, people: tuple[str, ...]) -> None:
        self._on = [who for who in self._casting.order() if who in people]
        self._seen.update(self._on)
        self._cues.append(Heading(line, name, self._set, tuple((who, "") for who in self._on)))
        if self._black:
            self._cues.append(Fade(line, "in"))
            self._black = False

    def _find_set(self, text: str) -> str | None:
        """The set, or the script's picture, that a heading or a note asks for; None where neither is there."""
        return self._backdrop or self._places.find(text, self._set)

    def _known_set(self, line: int, text: str) -> str:
        found = self._find_set(text)
        if found is None and picture_of(text) is not None:
            hint = f"Put it beside the script, or into {backdrops.own_folder()}: pictures elsewhere are not shown."
            self._tell(line, text, "This picture is not there, and so it is plain", hint)
        elif found is None:
            close = find_nearest(place_of(text).lower().replace(" ", "-"), SETS)
            hint = f"Did you mean {close}? " if close else ""
            choice = f"{hint}[[set: studio]] below it chooses one; so does `Sets:`. There are: {', '.join(SETS)}."
            self._tell(line, text, "No set is known for this place, and so it is plain", choice)
        return found or "plain"

    def _chapter(self, line: int, name: str) -> None:
        self._parts.append(Bookmark(name, line, len(self._cues)))
        self._cues.append(Chapter(line, name))

    # --------------------------------------------------------------------------------------------------------- elements

    def _element(self, element: Element, following: Element | None) -> None:
        if self._song and isinstance(element, written.Lyric):
            self._song.words.append((element.line, element.text))
            return
        self._sing()
        match element:
            case DialogueBlock():
                self._dialogue(element, isinstance(following, ScriptNote) and notes.is_laugh(following))
                return
            case written.Section(line, text):
                if text:
                    self._chapter(line, text)
            case written.ActionLine(line, text):
                self._action(line, text)
            case written.Centred(line, text):
                self._card(line, text)
            case written.Transition(line, text):
                self._transition(line, text)
            case written.Lyric(line, text):
                self._lyric(line, text)
            case ScriptNote():
                self._note(element)
            case _:
                return  # synopses and page breaks are for the reader
        self._last = None

    def _card(self, line: int, text: str) -> None:
        before = self._cues[-1] if self._cues else None
        if isinstance(before, TitleCard) and before.line + before.text.count("\n") + 1 == line:
            self._cues[-1] = TitleCard(before.line, f"{before.text}\n{text}")
        else:
            self._cues.append(TitleCard(line, text))

    def _transition(self, line: int, text: str) -> None:
        name = text.strip(" .:!").upper()
        way = TRANSITIONS.get(name)
        if way is None:
            close = find_nearest(name, TRANSITIONS)
            hint = f"Did you mean {close}? " if close else ""
            self._tell(
                line, text, "This transition is not known; it is a cut", f"{hint}Known are FADE OUT. and CUT TO:"
            )
        elif way == "out":
            self._cues.append(Fade(line, "out"))
            self._black = True
        elif way == "in":
            self._cues.append(Fade(line, "in"))
            self._black = False

    def _note(self, note: ScriptNote) -> None:
        read = notes.read(note)
        if read.what:
            self._tell(note.line, f"[[{note.text}]]", read.what, read.suggestion)
        if read.set:
            self._set = self._known_set(note.line, read.set)
            self._cues.append(Heading(note.line, "", self._set, tuple((who, "") for who in self._on)))
        if read.song:
            self._sing()
            self._song = songbook.Pending(note.line, read.song, self._singer)
        for cue in read.cues:
            if isinstance(cue, Chapter):
                self._chapter(cue.line, cue.name)
            elif isinstance(cue, Shot):
                self._shot(note.line, f"[[{note.text}]]", cue.name, cue.who)
            else:
                self._cues.append(cue)

    def _shot(self, line: int, text: str, name: str, who: str) -> None:
        """A wish for the camera; a name that nobody bears is told."""
        found: list[str] = []
        for each in shots.split_names(who):
            role = self._words.roles.get(each.lower())
            if role is None:
                close = find_nearest(each.upper(), self._casting.order())
                hint = f"Did you mean {close}?" if close else "Write the name of a role."
                self._tell(line, text, f"Nobody is called {shorten(each, 30)!r}; the camera goes its own way", hint)
                return
            found.append(role)
        if len(found) > 2:
            name, found = "wide", []
        elif len(found) == 2:
            name = f"{'over' if name == 'over' else 'two'} {found[1]}"
        self._cues.append(Shot(line, name, found[0] if found else ""))

    def _action(self, line: int, text: str) -> None:
        bare = text.strip()
        if (wish := shots.read_line(bare)) is not None:
            self._shot(line, bare, wish.name, wish.who)
            return
        if bare.isupper() and bare.strip(" .:!") in TRANSITIONS:
            self._transition(line, bare)
            return
        inner = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
        seconds = read_pause(inner)
        if seconds is not None:
            self._cues.append(ScriptedPause(line, seconds))
            return
        read = blocking.read(inner, self._words)
        for index, deed in enumerate(read.deeds):
            self._deed(line, deed, waits=index == len(read.deeds) - 1)
        if read.doubt:
            self._tell(line, read.doubt, "Nobody does anything here", f"Did you mean “{read.meant}”?")
        elif inner != bare and not read.deeds:
            self._tell(line, bare, "This direction asks for nothing", self._words.nearest(inner))

    def _deed(self, line: int, deed: blocking.Deed, waits: bool) -> None:
        kind = deed.mark.kind
        for who in deed.who or tuple(self._on):
            if kind == "exit" and who not in self._on:
                self._tell(line, who, f"{who} leaves, but is not on stage")
                continue
            if kind == "exit":
                self._on.remove(who)
            elif who not in self._on:
                self._on.append(who)
                if kind != "enter":
                    self._cues.append(Act(line, who, Mark("enter", "")))
            self._seen.add(who)
            self._cues.append(Act(line, who, deed.mark, waits))

    # --------------------------------------------------------------------------------------------------------- dialogue

    def _dialogue(self, dialogue: DialogueBlock, punch: bool) -> None:
        who = self._casting.who(dialogue.name, dialogue.line)
        self._seen.add(who)
        unseen, off, manner = self._extensions(dialogue)
        if not unseen and not off and who not in self._on:
            self._tell(dialogue.line, who, f"{who} speaks after having left, and so comes back")
            self._cues.append(Act(dialogue.line, who, Mark("enter", "")))
            self._on.append(who)
        together = dialogue.together
        if together and self._last in (None, who):
            what = "There is no one to speak together with" if self._last is None else "Nobody speaks with themselves"
            self._tell(dialogue.line, f"{dialogue.name} ^", what, "The ^ goes to the second of two speeches in a row.")
            together = False
        speech = speeches.SpeechCollector(who, self._words, together, unseen, manner)
        for part in dialogue.parts:
            if isinstance(part, ScriptNote):
                speech.flush(notes.is_laugh(part))
                self._take(speech)
                self._singer = who
                self._note(part)
            elif self._song and isinstance(part, written.SpokenWords) and part.sung:
                self._song.words.append((part.line, part.text))
            else:
                self._sing()
                speech.take(part)
        speech.end(punch)
        self._take(speech)
        if not dialogue.parts:
            self._tell(dialogue.line, dialogue.name, "Nothing is said here")
        self._last = self._singer = who

    def _take(self, speech: speeches.SpeechCollector) -> None:
        self._cues += speech.cues
        self._problems += speech.problems
        speech.cues, speech.problems = [], []

    def _extensions(self, dialogue: DialogueBlock) -> tuple[bool, bool, Delivery]:
        """Whether the lips rest, whether the speaker is off stage, and how it is said."""
        unseen = off = False
        manner = Delivery()
        for extension in dialogue.extensions:
            if extension in blocking.UNSEEN:
                unseen = True
            elif extension in blocking.OFF:
                off = True
            elif not extension.startswith(("CONT", "MORE", "FILTER", "ON ", "INTO ", "FROM ")):
                asked = self._words.aside(extension)
                manner = manner.plus(asked.delivery)
                for unknown in asked.unknown:
                    hint = self._words.nearest(unknown)
                    self._tell(dialogue.line, f"({extension})", "This says nothing of a voice", hint)
        return unseen, off, manner

    def _sing(self) -> None:
        """The song that was asked for, now that all words are known that go with it."""
        pending, self._song = self._song, songbook.Pending()
        if not pending:
            return
        people = [self._casting.members[each] for each in self._casting.order() if each in self._on]
        found = songbook.read(pending, people, self._folder, self._set)
        self._problems += found.problems
        if found.arrangement is None:
            for line, text in pending.words:
                self._lyric(line, text)
            return
        song = found.arrangement
        self._seen.update(role.who for role in song.roles)
        self._cues += [Sing(pending.line, song, number) for number in range(len(song.lines) + 1)]
        self._cues.append(Laugh(pending.line, 4, "applause"))
        self._last = None

    def _lyric(self, line: int, text: str) -> None:
        if not self._singer:
            self._tell(line, text, "Nobody is there to sing this", "Put a name in capitals above it.")
            return
        speech = speeches.SpeechCollector(self._singer, self._words)
        speech.take(written.SpokenWords(line, text, sung=True))
        speech.end()
        self._take(speech)
