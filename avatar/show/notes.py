"""Notes in double brackets that ask for something: sounds, laughter, music, sets, pauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from avatar import library
from avatar.nearest import find_nearest
from avatar.show import effects, props, shots, words
from avatar.show.cues import Act, Chapter, Cue, Kind, Laugh, Music, ScriptedPause, Shot, SoundCue
from avatar.show.elements import ScriptNote
from avatar.song.reading import KINDS

LOUDNESS: Mapping[str, float] = {
    "very quiet": 0.25, "quiet": 0.5, "quietly": 0.5, "soft": 0.5, "softly": 0.5, "far": 0.3, "distant": 0.3,
    "off": 0.5, "loud": 1.6, "loudly": 1.6, "very loud": 2.2,
}  # fmt: skip
"""Linear gain of a sound, by the words after its comma."""

REMARKS = frozenset("note todo fixme idea q question comment research check fix alt maybe nb ps".split())
"""Keys of notes that are between writers."""

_STOP = frozenset({"stop", "off", "out", "end", "ends", "none", "fade", "fade out", "fades", "silence"})
_STRENGTH = re.compile(r"(?P<kind>.*?)[ ,]*(?P<strength>[1-9])?")


class Read(NamedTuple):
    """What a note asks for, or what is wrong with it."""

    cues: tuple[Cue, ...] = ()
    set: str = ""
    """The set that it asks for, in the writer's words."""
    what: str = ""
    """The problem; '' where there is none."""
    suggestion: str = ""
    song: str = ""
    """The file of the song that is to be sung, as it is written."""
    take: str = ""
    """The recording of what is said next, as it is written."""
    language: str = ""
    """The language of what is said from here on, in the writer's words."""


def read(note: ScriptNote) -> Read:
    """What a note asks for; a remark between writers asks for nothing."""
    key, colon, value = (part.strip() for part in note.text.partition(":"))
    key = key.lower()
    if not colon:
        return _bare(note)
    if key in KEYS:
        return KEYS[key](note.line, value)
    if key in REMARKS or " " in key:
        return Read()
    close = find_nearest(key, KEYS)
    hint = f"Did you mean [[{close}: {value}]]?" if close else f"There are: {', '.join(sorted(KEYS))}."
    return Read((), "", f"No note begins with {key!r}", hint)


def is_laugh(note: ScriptNote) -> bool:
    """Whether the house laughs at what was said right before."""
    return any(isinstance(cue, Laugh) and cue.kind == "laugh" for cue in read(note).cues)


def _bare(note: ScriptNote) -> Read:
    """A note without a colon: a sound, a pause, or a remark."""
    text = note.text.lower().strip(" .!")
    seconds = words.read_pause(text)
    if seconds is not None:
        return Read((ScriptedPause(note.line, seconds),))
    if len(text.split()) <= 3 and (cue := _heard(note.line, text, 1.0)):
        return Read((cue,))
    if len(text.split()) <= 2 and (close := find_nearest(text, [*effects.NAMES, *_HOUSE], 0.8)):
        return Read((), "", "This sound is not known", f"Did you mean [[sfx: {close}]]?")
    return Read()


def hear(line: int, text: str) -> Cue | None:
    """The audience or an effect, by a writer's words for it; None where there is no such sound."""
    return _heard(line, text.lower().strip(" .!"), 1.0)


_LOUD = re.compile(r"\b[A-Z]{3,}\b")
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_SOUNDING = re.compile(
    r"\b(rings?|knocks?|slams?|bangs?|barks?|beeps?|buzz(?:es)?|chimes?|creaks?|honks?|crash(?:es)?|explodes?|howls?|meows?"
    r"|thunders?|rumbles?|rattles?|shatters?)\b",
    re.IGNORECASE,
)
"""Words that tell of a sound even in small letters."""

MOST_WORDS = 5
"""Words of a sentence that is a sound."""


def is_heard(line: int, text: str, roles: Container[str]) -> bool:
    """Whether a sentence is a sound: short, with a word in capitals that is nobody's name, as `The phone RINGS.`
    `roles`: the names of the cast, in small letters."""
    loud = any(word.lower() not in roles for word in _LOUD.findall(text))
    return loud and len(text.split()) <= MOST_WORDS and hear(line, text) is not None


def split_by_sounds(line: int, text: str, roles: Container[str]) -> list[str]:
    """A line of action in its parts: sentences that are sounds each by itself, what stands between them together."""
    parts: list[str] = []
    alone = True
    for sentence in _SENTENCES.split(text):
        heard = is_heard(line, sentence, roles)
        if heard or alone:
            parts.append(sentence)
        else:
            parts[-1] += f" {sentence}"
        alone = heard
    return parts


def make_louder(line: int, text: str) -> str:
    """What a sentence would have to be to be heard that plainly tells of a sound; '' where there is none in it."""
    found = _SOUNDING.search(text) if len(text.split()) <= MOST_WORDS else None
    if found is None or hear(line, text) is None:
        return ""
    return f"{text[: found.start()]}{found[0].upper()}{text[found.end() :]}"


def _heard(line: int, text: str, gain: float) -> Cue | None:
    """The audience or an effect, by name; None where the name is neither."""
    found = _STRENGTH.fullmatch(text)
    kind = _HOUSE.get(found["kind"].strip()) if found else None
    if found and kind:
        return Laugh(line, min(5, int(found["strength"] or 3)), kind)
    name = effects.resolve(text)
    if name is None:
        return None
    parts = re.fullmatch(r"(laughter|applause) ([1-5])", name)
    if parts:
        return Laugh(line, int(parts[2]), "laugh" if parts[1] == "laughter" else "applause")
    return Laugh(line, 3, _HOUSE[name]) if name in _HOUSE else SoundCue(line, name, gain)


_HOUSE: dict[str, Kind] = {
    "laugh": "laugh", "laughs": "laugh", "laughter": "laugh", "applause": "applause", "clapping": "applause",
    "entrance": "entrance", "entrance applause": "entrance", "gasp": "gasp", "gasps": "gasp", "aww": "aww",
    "ooh": "ooh", "groan": "groan", "groans": "groan", "boo": "boo", "boos": "boo", "cheer": "cheer", "cheers": "cheer",
}  # fmt: skip


def _sound(line: int, value: str) -> Read:
    text = value.lower().strip(" .!")
    name, _, manner = (part.strip() for part in text.rpartition(",")) if "," in text else (text, "", "")
    gain = LOUDNESS.get(manner)
    if gain is None:
        name, gain = text, 1.0
    cue = _heard(line, name, gain)
    if cue:
        return Read((cue,))
    close = effects.suggest(name)
    hint = f"Did you mean [[sfx: {close}]]?" if close else "`avatar show sounds` lists them."
    return Read((), "", f"There is no sound {name[:40]!r}; nothing is heard", hint)


def _laughs(kind: Kind) -> Callable[[int, str], Read]:
    def read_strength(line: int, value: str) -> Read:
        if not value:
            return Read((Laugh(line, 3, kind),))
        if re.fullmatch(r"[0-9]+", value):
            strength = int(value[:4])
            cue = Laugh(line, min(5, max(1, strength)), kind)
            if 1 <= strength <= 5:
                return Read((cue,))
            return Read((cue,), "", f"{kind} goes from 1 to 5, not {value[:8]}", f"It is taken as {cue.strength}.")
        strength = {"small": 1, "light": 2, "good": 3, "big": 4, "huge": 5, "roar": 5}.get(value.lower(), 0)
        if strength:
            return Read((Laugh(line, strength, kind),))
        return Read((Laugh(line, 3, kind),), "", f"{kind} wants a strength", f"Write [[{kind}: 3]]; 1 to 5.")

    return read_strength


def _music(line: int, value: str) -> Read:
    text = value.lower().strip(" .!")
    if text in _STOP:
        return Read((Music(line),))
    name = effects.resolve(text)
    if name is not None:
        return Read((Music(line, name),))
    close = effects.suggest(text)
    hint = f"Did you mean [[music: {close}]]?" if close else "`avatar show sounds` lists them."
    return Read((), "", f"There is no music {text[:40]!r}; nothing is heard", hint)


def _song(line: int, value: str) -> Read:
    """A song to be sung, by its file or its name; else music that is played."""
    name = value.strip()
    if Path(name).suffix.lower() in KINDS or name in library.songs():
        return Read(song=name)
    read_as = _music(line, value)
    if not read_as.what:
        return read_as
    close = find_nearest(name, library.songs())
    hint = f"Did you mean [[song: {close}]]?" if close else f"Songs end in {', '.join(KINDS)}."
    return Read((), "", f"There is no song {name[:40]!r}; nothing is sung", hint)


def _silence(line: int, value: str) -> Read:
    seconds = words.read_pause(f"pause {value}")
    if seconds is None:
        return Read((), "", "This is no length of a pause", "Write [[pause: 1.5]]; seconds.")
    return Read((ScriptedPause(line, seconds),))


def _set(line: int, value: str) -> Read:
    return Read((), value) if value else Read((), "", "This note names no set", "Write [[set: club]].")


def _take(line: int, value: str) -> Read:
    return Read(take=value) if value else Read((), "", "This note names no recording", "Write [[take: 3.wav]].")


def _language(line: int, value: str) -> Read:
    return Read(language=value) if value else Read((), "", "This note names no language", "Write [[language: de]].")


def _chapter(line: int, value: str) -> Read:
    return Read((Chapter(line, value),)) if value else Read()


def _shot(line: int, value: str) -> Read:
    """A shot; whom it shows stands there as it is written."""
    wish = shots.read_wish(value)
    if wish is not None:
        return Read((Shot(line, wish.name, wish.who),))
    close = shots.suggest(value)
    hint = f"Did you mean [[camera: {close}]]?" if close else "Write [[camera: close BEA]] or [[camera: wide]]."
    return Read((), "", f"There is no shot {value[:40]!r}", hint)


def _prop(line: int, value: str) -> Read:
    """Something in somebody's hand; who it is stands there as it is written."""
    mark, who = props.read_note(value)
    if mark is None:
        close = props.suggest(value)
        hint = f"Did you mean [[prop: {close}, {who or 'MAX'}]]?" if close else f"There are: {', '.join(props.WORDS)}."
        return Read((), "", f"There is no such thing as {value[:40]!r}", hint)
    if not who:
        return Read((), "", "This note doesn't say in whose hand", f"Write [[prop: {value[:40]}, MAX]].")
    return Read((Act(line, who, mark, waits=False),))


def _keys(names: str, reader: Callable[[int, str], Read]) -> Iterable[tuple[str, Callable[[int, str], Read]]]:
    return ((name, reader) for name in names.split())


KEYS: dict[str, Callable[[int, str], Read]] = dict(
    [
        *_keys("sfx sound effect fx", _sound),
        *_keys("laugh laughs laughter", _laughs("laugh")),
        *_keys("applause claps clapping", _laughs("applause")),
        *_keys("music", _music),
        *_keys("song", _song),
        *_keys("pause wait beat silence", _silence),
        *_keys("set scene backdrop", _set),
        *_keys("chapter", _chapter),
        *_keys("camera shot", _shot),
        *_keys("prop hand", _prop),
        *_keys("take recording", _take),
        *_keys("language lang", _language),
    ]
)
"""What a note may begin with."""
