"""The sounds that a script may ask for by name: NAMES says which, in writers' words, and how loud each is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from avatar import audio
from avatar.errors import LibraryError
from avatar.nearest import find_nearest
from avatar.show import audience, beds
from avatar.show.sounds import outdoors, things, tunes
from avatar.sound import drums, instruments
from avatar.sound.levels import level
from avatar.sound.synth import RATE, Rng, Wave, rng, trim
from avatar.types import Clip


@dataclass(frozen=True)
class Noise:
    """A sound that a script may name."""

    make: Callable[[Rng], Wave]
    about: str
    words: tuple[str, ...] = ()
    """Other names that writers use for it."""
    lufs: float = -20.0
    """Loudness of its loudest 0.4 s in LUFS. Speech stands at -17."""
    fall: float = 0.08
    """Seconds over which its end fades."""


@dataclass(frozen=True)
class Endless:
    """A bed that a script may name: music or weather that goes on under the lines."""

    passages: Callable[[Rng], tuple[Wave, Wave]]
    """Makes two passages of the same length: one as it begins, one as it goes on."""
    count: int
    """Pieces in a passage: bars of music."""
    about: str
    words: tuple[str, ...] = ()
    lufs: float = -32.0
    """Some 15 dB below speech: heard in the gaps, and never in the way."""


def _heard(laugh: audience.Laughter) -> Wave:
    sound: Wave = laugh.clip.floats().astype("float64")
    return sound


def _laughter(strength: int) -> Callable[[Rng], Wave]:
    return lambda chance: _heard(audience.laugh(strength, "club"))


def _applause(strength: int) -> Callable[[Rng], Wave]:
    return lambda chance: _heard(audience.applaud(strength, "club"))


def _murmur(kind: str) -> Callable[[Rng], Wave]:
    return lambda chance: _heard(audience.murmur(kind, "club"))


def _sting(tune: str, words: tuple[str, ...]) -> Noise:
    return Noise(lambda chance: tunes.play(tunes.TUNES[tune], chance), tunes.TUNES[tune].about, words, -20, 0.4)


def _bed(tune: str, words: tuple[str, ...]) -> Endless:
    music = tunes.TUNES[tune]
    return Endless(
        lambda chance: tunes.play_bars(music, chance), music.bars, music.about.removeprefix("a bed: "), words
    )


def _weather(make: Callable[[Rng, float], Wave], about: str, words: tuple[str, ...]) -> Endless:
    return Endless(lambda chance: outdoors.make_passages(make, 9.0, chance), 9, about, words, -34)


NAMES: dict[str, Noise | Endless] = {
    # the house
    "laughter 1": Noise(_laughter(1), "a chuckle", ("chuckle", "titter", "snigger", "giggle"), -24),
    "laughter 2": Noise(_laughter(2), "a laugh", ("light laughter", "small laugh", "laughs"), -22),
    "laughter 3": Noise(_laughter(3), "a good laugh", ("laughter", "laugh", "canned laughter", "laugh track"), -20),
    "laughter 4": Noise(_laughter(4), "a big laugh, in two waves", ("big laugh", "hilarity", "belly laugh"), -19),
    "laughter 5": Noise(_laughter(5), "a roar that breaks into applause", ("roar", "roar of laughter"), -18),
    "applause 1": Noise(_applause(1), "polite clapping", ("polite applause", "a few claps", "golf clap"), -24),
    "applause 2": Noise(_applause(2), "some clapping", ("light applause", "clapping"), -22),
    "applause 3": Noise(_applause(3), "warm applause", ("applause", "warm applause", "clap", "claps"), -20),
    "applause 4": Noise(_applause(4), "long applause", ("big applause", "loud applause"), -19),
    "applause 5": Noise(_applause(5), "an ovation", ("ovation", "standing ovation", "thunderous applause"), -18),
    "gasp": Noise(lambda chance: _heard(audience.gasp("club")), "the house draws its breath", ("gasps", "shock"), -22),
    "aww": Noise(_murmur("aww"), "sympathy, out loud", ("aw", "awww", "ahh", "sympathy", "how sweet"), -22),
    "ooh": Noise(_murmur("ooh"), "somebody is in trouble", ("oooh", "oohs", "uh oh"), -22),
    "groan": Noise(_murmur("groan"), "at a pun", ("groans", "moan"), -22),
    "boo": Noise(_murmur("boo"), "the house is against it", ("boos", "booing", "heckling"), -22),
    "cheer": Noise(_murmur("cheer"), "the house is for it", ("cheers", "cheering", "hooray", "hurrah", "yay"), -20),
    # the band
    "rimshot": Noise(drums.rimshot, "ba dum tss", ("ba dum tss", "badum tss", "ba dum tish", "rim shot", "drums"), -18),
    "drum roll": Noise(drums.roll, "a roll that ends in a crash", ("drumroll", "roll"), -18),
    "tension": Noise(drums.tension, "a roll without an end", ("drum roll held", "long drum roll"), -21),
    "cymbal": Noise(drums.cymbal, "a crash", ("crash", "cymbals", "splash"), -19),
    # things
    "door": Noise(things.door, "somebody comes in", ("door opens and closes", "enters by the door"), -20),
    "knock": Noise(things.knock, "three knocks on a door", ("knocks", "knocking", "door knock", "knock knock"), -20),
    "door open": Noise(things.door_open, "a door opens", ("door opens", "opening door", "creak", "door creaks"), -21),
    "door close": Noise(things.door_close, "a door is shut", ("door closes", "door shuts", "closing door"), -21),
    "door slam": Noise(things.door_slam, "a door is slammed", ("door slams", "slam", "slams door"), -18),
    "doorbell": Noise(things.ding_dong, "ding, dong", ("door bell", "ding dong", "doorbell rings"), -21),
    "ding": Noise(things.ding, "a counter bell", ("bell", "bell rings", "service bell", "ting"), -21),
    "church bell": Noise(things.church_bell, "a bell in a tower", ("bell tolls", "toll", "gong"), -20),
    "phone": Noise(things.phone, "a telephone rings twice", ("phone rings", "telephone", "ring", "ringing phone"), -21),
    "phone ring": Noise(things.phone_once, "a telephone rings once", ("single ring", "phone rings once"), -21),
    "mobile": Noise(things.mobile, "a mobile rings", ("cell phone", "mobile phone", "ringtone", "cell"), -22),
    "phone up": Noise(
        things.phone_up, "the receiver is picked up", ("pick up", "picks up phone", "answers phone"), -22
    ),
    "hang up": Noise(things.hang_up, "the receiver is put down", ("hangs up", "phone down", "click"), -21),
    "dial tone": Noise(things.dial_tone, "nobody is there any more", ("dead line", "line goes dead"), -24),
    "whoosh": Noise(things.whoosh, "something passes fast", ("swoosh", "swish", "whoosh past"), -21),
    "zip": Noise(things.swoosh_up, "off it goes", ("zoom", "takes off", "whoosh up"), -21),
    "boing": Noise(things.boing, "a spring let go", ("spring", "bounce", "sproing"), -20),
    "pop": Noise(things.pop, "a cork", ("cork", "cork pops", "plop"), -20),
    "slide whistle": Noise(things.slide_whistle, "up it goes", ("whistle", "swanee whistle"), -22),
    "glass": Noise(things.glass, "a glass breaks", ("glass breaks", "glass shatters", "smash", "breaking glass"), -20),
    "footsteps": Noise(things.footsteps, "somebody walks up", ("steps", "walking", "footstep", "walks"), -22),
    "typing": Noise(things.typing, "keys of a keyboard", ("keyboard", "types", "keys", "clatter of keys"), -24),
    "clock": Noise(things.clock, "a clock ticks", ("tick tock", "ticking", "clock ticks", "ticks"), -25),
    # outside
    "crickets": Noise(outdoors.crickets, "nobody laughed", ("cricket", "chirping", "silence falls"), -26, 0.5),
    "thunder": Noise(outdoors.thunder, "a clap of thunder", ("thunderclap", "lightning"), -19, 0.8),
    "rain": _weather(outdoors.rain, "rain", ("raining", "rainfall", "it rains")),
    "street": _weather(outdoors.street, "a street from a window", ("traffic", "city", "town", "cars")),
    "wind": _weather(outdoors.wind, "wind round the house", ("windy", "howling wind", "storm")),
    "night": _weather(outdoors.crickets, "crickets all night", ("summer night", "night ambience", "outside at night")),
    # music, once
    "sad trombone": Noise(
        instruments.sad_trombone,
        "wah, wah, wah, waaah",
        ("wah wah", "wah wah wah", "womp womp", "trombone", "fail"),
        -20,
    ),
    "intro": _sting("intro", ("theme", "theme tune", "opening", "opening theme", "band", "walk on")),
    "outro": _sting("outro", ("closing", "closing theme", "end theme", "play out", "playoff", "walk off")),
    "ta-da": _sting("ta-da", ("tada", "ta da", "voila", "reveal")),
    "fanfare": _sting("fanfare", ("trumpets", "trumpet", "royal fanfare")),
    "dramatic": _sting("dramatic", ("dun dun dun", "dum dum dum", "drama", "shock chord", "plot twist")),
    "change": _sting("change", ("transition", "scene change", "meanwhile", "bumper")),
    # music, under the lines
    "cheerful": _bed("cheerful", ("happy", "sunny", "jolly", "upbeat", "bright")),
    "lounge": _bed("lounge", ("bossa", "bossa nova", "jazz", "elevator", "lift", "bar", "smooth jazz", "piano bar")),
    "suspense": _bed("suspense", ("suspenseful", "tense", "thriller", "mystery", "creepy", "scary", "spooky")),
    "sad": _bed("sad", ("melancholy", "sad piano", "sad violin", "violins", "tragic", "wistful")),
    "explaining": _bed("explaining", ("thinking", "explainer", "calm", "neutral", "background", "marimba")),
}
"""Every sound by its name; `resolve` finds them by writers' words."""

_NOISE_WORDS = frozenset("a an the of sfx sound effect fx music sting bed loop some on".split())


def _plain(name: str) -> str:
    """Lower case, no punctuation, none of the words that say nothing: "SFX: a door-slam!" is "door slam"."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower()).split()
    kept = [word for word in words if word not in _NOISE_WORDS] or words
    return " ".join(kept)


@lru_cache(maxsize=1)
def _index() -> dict[str, str]:
    """Every word for a sound, made plain, to the sound's name."""
    found: dict[str, str] = {}
    for name, each in NAMES.items():
        for word in (name, *each.words):
            found.setdefault(_plain(word), name)
    return found


def resolve(name: str) -> str | None:
    """The name in NAMES that a writer's words stand for; None where they name no sound."""
    index, plain = _index(), _plain(name)
    singular = " ".join(word.removesuffix("s") for word in plain.split())
    tight = plain.replace(" ", "")
    for way in (plain, singular, *(word for word in index if word.replace(" ", "") == tight)):
        if way in index:
            return index[way]
    numbered = re.fullmatch(r"(.*?) ?([1-5])", plain)
    base = index.get(numbered.group(1)) if numbered else None
    if numbered and base and base[-1].isdigit():
        return f"{base[:-1]}{numbered.group(2)}"
    return None


def suggest(name: str) -> str:
    """The name in NAMES closest to words that name no sound; '' where nothing is close."""
    index, plain = _index(), _plain(name)
    for cutoff in (0.8, 0.6):
        if close := find_nearest(plain, index, cutoff):
            return index[close]
        if shared := [word for word in index if set(word.split()) & set(plain.split())]:
            return index[min(shared, key=len)]
    return ""


def _found(name: str) -> str:
    found = resolve(name)
    if found is None:
        close = suggest(name)
        remedy = f"Did you mean {close!r}?" if close else "`avatar show sounds` lists them."
        raise LibraryError(f"There is no sound {name!r}", remedy=remedy)
    return found


def make_effect(name: str, rate: int = RATE, seconds: float | None = None) -> Clip:
    """The sound that a writer's words stand for, at `rate` Hz: the same samples every time.

    `seconds` says how long a bed lasts (one passage where nothing is said); other sounds are as long as they are.
    Raises LibraryError, with a suggestion, for words that stand for none.
    """
    found = _found(name)
    if isinstance(NAMES[found], Endless):
        endless = make_bed(found)
        clip = endless.lasting(len(endless.first) / RATE if seconds is None else seconds)
        return audio.resample(clip, rate)
    return _rendered(found, rate)


def is_bed(name: str) -> bool:
    """Whether a writer's words stand for something that goes on until it is stopped."""
    found = resolve(name)
    return found is not None and isinstance(NAMES[found], Endless)


def make_bed(name: str) -> beds.Bed:
    """Music or weather in pieces, for as long as a show wants it. Raises LibraryError for a sound that has an end."""
    found = _found(name)
    if not isinstance(NAMES[found], Endless):
        known = ", ".join(name for name, each in NAMES.items() if isinstance(each, Endless))
        raise LibraryError(f"The sound {name!r} has an end", remedy=f"These go on: {known}.")
    return _laid(found)


def _seed(name: str) -> Rng:
    return rng(*name.encode())


@lru_cache(maxsize=4)  # a quarter of a minute is 1.5 MB, and a show seldom has two at a time
def _laid(name: str) -> beds.Bed:
    each = NAMES[name]
    assert isinstance(each, Endless)
    first, again = each.passages(_seed(name))
    return beds.make_bed(first, again, each.count, each.lufs)


@lru_cache(maxsize=64)  # all of them at one rate: about 15 MB
def _rendered(name: str, rate: int) -> Clip:
    if rate != RATE:
        return audio.resample(_rendered(name, RATE), rate)
    each = NAMES[name]
    assert isinstance(each, Noise)
    sound = trim(each.make(_seed(name)))
    return Clip.from_floats(level(sound, each.lufs, fall=each.fall), RATE)
