"""Walks through a screenplay and says what happens: elements in, cues out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from avatar.nearest import find_nearest
from avatar.show import (
    blocking,
    effects,
    extensions,
    groups,
    kinds,
    languages,
    notes,
    recordings,
    songbook,
    speeches,
    timing,
)
from avatar.show import elements as written
from avatar.show.camerawork import CameraWishes, strip_item
from avatar.show.cues import (
    Act,
    Bookmark,
    Chapter,
    Directed,
    Heading,
    Laugh,
    Say,
    ScriptedPause,
    Shot,
    Sing,
    TitleCard,
)  # fmt: skip
from avatar.show.elements import DialogueBlock, Element, Problem, Screenplay, ScriptNote, shorten
from avatar.show.hats import find_bareheaded
from avatar.show.lighting import Lighting
from avatar.show.notebook import Notebook
from avatar.show.places import Places, capitalise, name_place
from avatar.show.playbill import Playbill, cast_speakers
from avatar.show.words import StageWords, read_pause
from avatar.types import Mark

MOST_PROBLEMS = 1000
"""Most problems reported of one script: a file with more is something else than a script."""

SEEN_ALONE = written.Centred | written.Transition | written.SoundLine | written.TimeCut | ScriptNote
"""What may stand before anybody is there."""


class Director:
    """One use: `Director(script).directed()`."""

    def __init__(self, script: Screenplay, folders: Sequence[Path] = (), backdrop: str = "") -> None:
        """`folders`: where the script's pictures lie; `backdrop`: the set for all of it, '' for those that it names."""
        self._script, self._folders = script, folders
        self._bill, self._casting = Playbill(script), cast_speakers(script)
        self._book = Notebook((*script.problems, *self._bill.problems))
        self._cues, self._problems, self._tell = self._book.cues, self._book.problems, self._book.tell
        members = self._casting.members.values()
        names = {each.who: each.who for each in members} | self._casting.aliases
        self._words = StageWords(names, {each.who: each.character for each in members})
        self._camera = CameraWishes(self._book, self._words.roles, self._casting.order())
        self._parts: list[Bookmark] = []
        self._on: list[str] = []
        self._seen: set[str] = set()
        """Who has been on stage or spoken."""
        self._places = Places(script, self._book, folders, backdrop)
        self._set = self._places.opening()
        self._light = Lighting()
        self._company = blocking.Company(self._words.genders)
        self._actions = blocking.ActionReader(self._words)
        self._language = languages.of_show(script, self._problems)
        self._spoken, self._tongue_asked = self._language, bool(script.values("language"))
        """The language of what is said next; it changes with `[[language: ...]]`."""
        self._unacted = 0
        self._last: str | None = None
        """Who spoke last, where nothing came between."""
        self._singer = ""
        self._song = songbook.Pending()
        self._source = 0
        """Which included file the element is from that is read now."""

    def directed(self) -> Directed:
        elements = tuple(map(extensions.lift, self._script.elements))
        for first, end in blocking.split_scenes(elements):
            self._scene(elements[first:end])
            self._sing()
        cues = timing.time_cues(songbook.drop_double_applause(self._cues))
        if not any(isinstance(cue, Say | Sing) for cue in cues):
            self._tell(1, "", "Nobody speaks in this", "Write a name in capitals, and below it what is said.", True)
        bill, members = self._bill, self._casting.members.values()
        self._problems += find_bareheaded(cues, members)
        return Directed(
            bill.title,
            tuple(member for member in members if member.who in self._seen),
            cues,
            self._all_problems(),
            tuple(self._parts),
            bill.audience,
            bill.seed,
            bill.camera,
            bill.meta,
            self._language,
            self._unacted,
            files=(*self._script.files, *self._casting.files, *self._book.files),
        )

    # ------------------------------------------------------------------------------------------------------ title page

    def _all_problems(self) -> tuple[Problem, ...]:
        for key, setting in self._casting.declared.items():
            if not setting.shared and self._casting.members[key].who not in self._seen:
                self._tell(setting.line, setting.value, f"{key} is cast but never appears", "Take the line out.")
        found = sorted([*self._problems, *self._casting.problems], key=lambda each: each.line)
        if len(found) <= MOST_PROBLEMS:
            return tuple(found)
        more = Problem(found[MOST_PROBLEMS].line, "", f"{len(found) - MOST_PROBLEMS:,} more problems follow")
        return (*found[:MOST_PROBLEMS], more)

    # ----------------------------------------------------------------------------------------------------------- scenes

    def _scene(self, elements: Sequence[Element]) -> None:
        self._camera.montage = False
        people = blocking.find_first_on(elements, self._actions, self._words)
        first = elements[0]
        if isinstance(first, written.SceneHeading):
            self._set = self._places.choose(first.line, first.text, self._set)
            if not (self._cues and isinstance(self._cues[-1], Chapter)):
                self._chapter(first.line, capitalise(name_place(first.text)))
            self._begin(first.line, name_place(first.text), people)
            elements = elements[1:]
        else:
            begins = next((each for each in elements if isinstance(each, DialogueBlock)), None)
            if people or begins:
                self._begin(first.line, "", people)
            elif any(isinstance(each, SEEN_ALONE) for each in elements):
                self._set = self._places.first() or self._set
                self._begin(first.line, "", ())
        for element, following in zip_longest(elements, elements[1:]):
            self._element(element, following)

    def _begin(self, line: int, name: str, people: tuple[str, ...]) -> None:
        self._on = [who for who in self._casting.order() if who in people]
        self._seen.update(self._on)
        self._heading(line, name)

    def _heading(self, line: int, name: str) -> None:
        """A set, with those who are on; out of the black it comes up."""
        self._cues.append(Heading(line, name, self._set, tuple((who, "") for who in self._on)))
        if name or self._on:
            self._cues += self._light.rise(line)

    def _chapter(self, line: int, name: str) -> None:
        self._parts.append(Bookmark(name, line, len(self._cues)))
        self._cues.append(Chapter(line, name))

    # --------------------------------------------------------------------------------------------------------- elements

    def _element(self, element: Element, following: Element | None) -> None:
        if self._song and isinstance(element, written.Lyric):
            self._song.words.append((element.line, element.text))
            return
        self._sing()
        self._source = element.source if isinstance(element, DialogueBlock | ScriptNote | written.Lyric) else 0
        match element:
            case DialogueBlock():
                self._dialogue(element, isinstance(following, ScriptNote) and notes.is_laugh(following))
                return
            case written.Section(line, text):
                if text:
                    self._chapter(line, text)
            case written.ActionLine(line, text):
                self._line(line, text)
            case written.Centred(line, text):
                self._card(line, text)
            case written.Transition(line, text):
                self._transition(line, text)
            case written.Lyric(line, text):
                self._lyric(line, text)
            case ScriptNote():
                self._note(element)
            case _:
                if not self._capitals(element):
                    return  # synopses and page breaks are for the reader
        self._last = None

    def _capitals(self, element: Element) -> bool:
        """What stands in capitals and is nobody's name; False for all else."""
        match element:
            case written.CameraLine():
                self._camera.read(element)
            case written.SoundLine(line, text):
                self._noise(line, text)
            case written.TimeCut(line, text):
                self._card(line, text)
                self._heading(line, "")
            case _:
                return False
        return True

    def _card(self, line: int, text: str) -> None:
        before = self._cues[-1] if self._cues else None
        if isinstance(before, TitleCard) and before.line + before.text.count("\n") + 1 == line:
            self._cues[-1] = TitleCard(before.line, f"{before.text}\n{text}")
        else:
            self._cues.append(TitleCard(line, text))

    def _transition(self, line: int, text: str) -> None:
        known = kinds.transitions()
        name = kinds.transition_name(text)
        way = known.get(name)
        if way is None:
            close = find_nearest(name, known)
            hint = f"Did you mean {close}? " if close else ""
            self._tell(
                line, text, "This transition is not known; it is a cut", f"{hint}Known are FADE OUT. and CUT TO:"
            )
        elif name.startswith("INTERCUT"):
            hint = "Write (O.S.) behind the name of who is elsewhere, or a heading wherever the picture changes."
            self._tell(line, text, "An intercut is one cut here: whoever speaks in a scene is seen there", hint)
        elif way:
            began = any(not isinstance(cue, Heading | Chapter) or cue.name for cue in self._cues)
            self._cues += self._light.change(line, way, began)

    def _noise(self, line: int, text: str) -> None:
        cue = notes.hear(line, text)
        if cue:
            self._cues.append(cue)
            return
        close = effects.suggest(text)
        hint = (
            f"Did you mean [[sfx: {close}]]?"
            if close
            else "[[sfx: door slam]] is one; `avatar show sounds` lists them."
        )
        self._tell(line, text, "Nothing is heard of this", hint)

    def _note(self, note: ScriptNote) -> None:
        read = notes.read(note)
        if read.what:
            self._tell(note.line, f"[[{note.text}]]", read.what, read.suggestion)
        if read.set:
            self._set = self._places.choose(note.line, read.set, self._set)
            self._heading(note.line, "")
        if read.language:
            self._speak(languages.named(note.line, read.language, self._problems))
        if read.take:
            hint = "Put it right below the name, or right before the words that it holds."
            self._tell(note.line, f"[[{note.text}]]", "This recording belongs to no speech", hint)
        if read.song:
            self._sing()
            self._song = songbook.Pending(note.line, read.song, self._singer, source=self._source)
        for cue in read.cues:
            if isinstance(cue, Chapter):
                self._chapter(cue.line, cue.name)
            elif isinstance(cue, Act):
                self._hand(note.line, f"[[{note.text}]]", cue)
            elif isinstance(cue, Shot):
                self._camera.shoot(note.line, f"[[{note.text}]]", cue.name, cue.who)
            else:
                self._cues.append(cue)

    def _speak(self, language: str) -> None:
        """What follows is in this language; '' for no change."""
        self._spoken, self._tongue_asked = language or self._spoken, bool(language) or self._tongue_asked

    def _hand(self, line: int, text: str, cue: Act) -> None:
        """Something in somebody's hand; a name that nobody bears is told."""
        who = self._words.roles.get(cue.who.lower())
        if who is None:
            self._tell(line, text, f"Nobody is called {shorten(cue.who, 30)}", "Write a name of the cast.")
        else:
            self._cues.append(replace(cue, who=who))

    def _line(self, line: int, text: str) -> None:
        """A line of action; in a montage it is a picture, whatever it says."""
        if not self._camera.montage:
            self._action(line, text)
            return
        text, cues, problems = strip_item(text), len(self._cues), len(self._problems)
        unacted = self._unacted
        self._action(line, text)
        self._unacted = unacted
        del self._problems[problems:]
        self._camera.picture(line, text, cues)

    def _action(self, line: int, text: str) -> None:
        """A line of action; a sentence in it that is heard alone (`Max waves. The phone RINGS.`) comes in its place."""
        for part in notes.split_by_sounds(line, text, self._words.roles):
            self._read_action(line, part)

    def _read_action(self, line: int, text: str) -> None:
        bare = text.strip()
        inner = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
        seconds = read_pause(inner)
        if seconds is not None:
            self._cues.append(ScriptedPause(line, seconds))
            return
        if wish := kinds.camera(bare.upper()) if kinds.is_camera_sentence(bare) else None:
            self._camera.read(written.CameraLine(line, bare, wish.name, wish.text))
            return
        read = self._actions.read(inner, self._company)
        for index, deed in enumerate(read.deeds):
            self._deed(line, deed, waits=index == len(read.deeds) - 1)
        if read.doubt:
            self._tell(line, read.doubt, "Nobody does anything here", f"Did you mean “{read.meant}”?")
        elif inner != bare and not read.deeds:
            if cue := notes.hear(line, inner):
                self._cues.append(cue)
            else:
                self._tell(line, bare, "This direction asks for nothing", self._words.nearest(inner))
        elif not read.undone and not read.deeds:
            self._described(line, bare)
        self._problems += [blocking.tell_undone(line, undone) for undone in read.undone]

    def _described(self, line: int, text: str) -> None:
        """An action that nobody does: what is in CAPITALS in it may be heard, as in `The phone RINGS.`"""
        cue = notes.hear(line, text) if notes.is_heard(line, text, self._words.roles) else None
        self._cues += [cue] if cue else []
        self._unacted += not cue
        if cue is None and (louder := notes.make_louder(line, text)):
            self._tell(line, text, "Nothing is heard of this", f"What is in capitals is heard: {louder}")

    def _deed(self, line: int, deed: blocking.Deed, waits: bool) -> None:
        kind = deed.mark.kind
        for who in deed.who or tuple(who for who in self._on if who not in deed.but):
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
            if kind != "exit" and self._light.black:
                self._cues += self._light.rise(line)
            self._cues.append(Act(line, who, deed.mark, waits))

    # --------------------------------------------------------------------------------------------------------- dialogue

    def _speakers(self, dialogue: DialogueBlock) -> tuple[str, ...]:
        """Who says a speech: one role, or all of a cue of several."""
        name = " ".join(dialogue.name.upper().split())
        if self._casting.knows(name) or not groups.is_whole(name):
            names = groups.split(name, self._casting.knows)
            return tuple(dict.fromkeys(self._casting.who(each, dialogue.line) for each in names))
        found = groups.find_whole(name, self._on, self._company.pair(2))
        if not found:
            found = self._casting.order()[: 2 if groups.is_both(name) else None]
            what = "There are not several on stage who could say this"
            self._tell(dialogue.line, name, what, "Name them: MAX AND BEA")
        return found

    def _dialogue(self, dialogue: DialogueBlock, punch: bool) -> None:
        speakers = self._speakers(dialogue)
        for place, who in enumerate(speakers):
            self._speech(dialogue, who, punch, several=len(speakers) > 1, joins=bool(place))
        if not dialogue.parts:
            self._tell(
                dialogue.line, dialogue.name, "Nothing is said here", "What is said stands right below the name."
            )

    def _speech(self, dialogue: DialogueBlock, who: str, punch: bool, *, several: bool, joins: bool) -> None:
        """A speech of one, or of one of `several`; `joins`: another's, too, of which only the words are to be said."""
        self._seen.add(who)
        problems = len(self._problems)
        said = self._extensions(dialogue)
        self._come_on(dialogue.line, who, said.unseen or said.off)
        together = dialogue.together or joins
        if together and self._last in (None, who):
            what = "There is no one to speak together with" if self._last is None else "Nobody speaks with themselves"
            self._tell(dialogue.line, f"{dialogue.name} ^", what, "The ^ goes to the second of two speeches in a row.")
            together = False
        language, asked = said.language or self._spoken, self._tongue_asked or bool(said.language)
        speech = speeches.SpeechCollector(who, self._words, together, said.unseen, said.manner, language, asked=asked)
        sung = any(isinstance(part, written.SpokenWords) and part.sung for part in dialogue.parts)
        for part in dialogue.parts:
            if isinstance(part, written.Aside) and groups.goes_without_saying(part.text, several=several, sung=sung):
                continue
            if isinstance(part, ScriptNote):
                self._note_within(speech, part, who, joins)
            elif self._song and isinstance(part, written.SpokenWords) and part.sung:
                self._song.words.append((part.line, part.text))
            else:
                self._sing()
                speech.take(part)
        speech.end(punch)
        self._take(speech)
        if joins:
            del self._problems[problems:]  # told of the first of them
        self._last = self._singer = who
        self._company.note(who)

    def _come_on(self, line: int, who: str, unheard: bool) -> None:
        """Whoever speaks is there, and in the light."""
        if unheard:
            return
        if who not in self._on:
            self._tell(
                line, who, f"{who} speaks after having left, and so comes back", "Write the entrance: BEA enters."
            )
            self._cues.append(Act(line, who, Mark("enter", "")))
            self._on.append(who)
        if self._light.black:
            if not self._light.rising:
                self._tell(
                    line, who, "It is black here, and so the light comes back", "Write LIGHTS UP where it should."
                )
            self._cues += self._light.rise(line)

    def _note_within(self, speech: speeches.SpeechCollector, note: ScriptNote, who: str, joins: bool) -> None:
        """A note in a speech."""
        read = notes.read(note)
        speech.flush(notes.is_laugh(note))
        self._take(speech)
        if read.take:
            path, problem = recordings.find(note.line, read.take, self._folders)
            self._book.use("recording", read.take, Path(path) if path else None, self._folders)
            speech.recording = path
            self._problems += [problem] if problem else []
        elif read.language:
            self._speak(languages.named(note.line, read.language, self._problems))
            speech.language, speech.asked = self._spoken, self._tongue_asked
        elif not joins:
            self._singer = who
            self._note(note)

    def _take(self, speech: speeches.SpeechCollector) -> None:
        source = self._source
        self._cues += (replace(cue, source=source) if source and isinstance(cue, Say) else cue for cue in speech.cues)
        self._problems += speech.problems
        speech.cues, speech.problems = [], []

    def _extensions(self, dialogue: DialogueBlock) -> extensions.Extended:
        """What stands behind the name of who speaks."""
        found = extensions.read(dialogue.extensions, self._words)
        for extension, word in found.unknown:
            hint = self._words.nearest(word)
            self._tell(dialogue.line, f"({extension})", "This says nothing of a voice", hint)
        return found

    def _sing(self) -> None:
        """The song that was asked for, now that all words are known that go with it."""
        pending, self._song = self._song, songbook.Pending()
        if not pending:
            return
        people = [self._casting.members[each] for each in self._casting.order() if each in self._on]
        found = songbook.read(pending, people, self._folders, self._set)
        self._book.use("song", pending.name, found.path, self._folders)
        self._problems += found.problems
        if found.arrangement is None:
            for line, text in pending.words:
                self._lyric(line, text)
            return
        song = found.arrangement
        self._seen.update(role.who for role in song.roles)
        self._cues += [Sing(pending.line, song, number, pending.source) for number in range(len(song.lines) + 1)]
        self._cues.append(Laugh(pending.line, 4, "applause"))
        self._last = None

    def _lyric(self, line: int, text: str) -> None:
        if not self._singer:
            self._tell(line, text, "Nobody is there to sing this", "Put a name in capitals above it.")
            return
        speech = speeches.SpeechCollector(self._singer, self._words, language=self._spoken, asked=self._tongue_asked)
        speech.take(written.SpokenWords(line, text, sung=True))
        speech.end()
        self._take(speech)
