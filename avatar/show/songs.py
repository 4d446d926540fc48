"""From a score to something that can be played: characters and voices found, the key chosen, everything arranged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from avatar import library, logs
from avatar.config import Config
from avatar.edits.values import NO_EDITS, EditFile
from avatar.errors import AvatarError
from avatar.performer.choosing import tuned, voice_for
from avatar.show.singing import SongSource
from avatar.song.arranging import Arrangement
from avatar.song.company import Role, cast_parts, cast_talk, read_energy
from avatar.song.score import Score
from avatar.speech.capability import Purpose
from avatar.speech.speaker import Speaker
from avatar.types import Voice

SINGERS = ("juno", "gus", "zuri", "bolt", "fern", "knox", "blot", "max", "bea")
"""Who sings the parts for which nobody is named, in this order, after the usual character."""

STAGE = "club"
"""The set behind a song where the settings name none."""


@dataclass(frozen=True)
class SongOrder:
    """How a song is to be performed."""

    characters: tuple[str, ...] = ()
    """Who sings; empty: whom the score names, the usual character, and others after it."""
    voices: tuple[str, ...] = ()
    """Their voices, by name; '' and what is missing: each character's own."""
    transpose: int | None = None
    """Semitones; None: to where the parts lie best for the voices."""
    counted: bool = True
    """Whether it is counted in."""
    dances: bool = True
    house: str = "none"
    """Who listens, claps along and applauds."""
    seed: int = 0
    purpose: Purpose = "show"


def stage_song(
    score: Score, config: Config, order: SongOrder, tell: Callable[[str], None], speaker: Speaker | None = None,
    edits: EditFile = NO_EDITS,
) -> SongSource:  # fmt: skip
    """The song, ready to be played, filmed or baked: it begins to be sung at once. Close it in the end.

    `tell` hears, on any thread, what the user should know of voices. `speaker`: who speaks what is sung, lent; None:
    one of its own, which is closed with the song. `edits`: what was put right in its lines. Raises LibraryError for a
    character or a voice that isn't there, SongError for a score in which nobody sings; its steps raise it where nobody
    can sing it.
    """
    roles = find_roles(score, config, order, tell)
    own = speaker is None
    speaker = speaker or Speaker(config.speech, notice=tell, log_path=logs.path())
    try:
        arrangement = Arrangement(
            score, roles, None, order.counted, order.dances, order.seed,
            config.stage.set if config.stage.set != "plain" else STAGE,
        )  # fmt: skip
        return SongSource(arrangement, speaker, tell, order.house, order.transpose, own, edits)
    except BaseException:
        if own:
            speaker.close()
        raise


def talking_order(score: Score, config: Config) -> SongOrder:
    """How a song is performed in a talk: who is talked to sings, alone or with those whom the score names."""
    return SongOrder(cast_talk(score, config.character.name, _others(config)))


def _others(config: Config) -> list[str]:
    """Those who are here, in the order in which they are given parts."""
    here = library.characters()
    return [name for name in dict.fromkeys((config.character.name, *SINGERS, *here)) if name in here]


def find_roles(score: Score, config: Config, order: SongOrder, tell: Callable[[str], None]) -> tuple[Role, ...]:
    """Everybody of the company with a voice and a temper."""
    here = library.characters()
    others = _others(config)
    missing = [part.character for part in score.parts if part.character and part.character not in here]
    if missing:
        tell(f"The song names {', '.join(sorted(set(missing)))}, who is not here: others sing.")
        parts = tuple(replace(part, character="") if part.character in missing else part for part in score.parts)
        score = replace(score, parts=parts)
    roles = cast_parts(score, order.characters, others)
    named = [*order.voices, *[""] * len(roles)]
    return tuple(_voiced(score, role, named[at], config, order, tell) for at, role in enumerate(roles))


def _voiced(
    score: Score, role: Role, named: str, config: Config, order: SongOrder, tell: Callable[[str], None]
) -> Role:
    folder = library.character(role.character)
    part = score.parts[role.part]
    theirs = part.character in ("", role.character)  # a voice that a part names for somebody else is nobody else's
    wanted = named or (_known_voice(part.voice) if theirs else "")
    voice = tuned(voice_for(config, folder, wanted, order.purpose, tell), config)
    return replace(role, voice=voice, energy=read_energy(folder))


def _known_voice(name: str) -> str:
    """A voice that a score names, where it is here."""
    try:
        found: Voice | None = library.voice(name) if name else None
    except AvatarError:
        return ""
    return found.name if found else ""


def list_singers(source: SongSource) -> Sequence[str]:
    """Who sings with which voice, for people."""
    roles = source.arrangement.roles
    return [f"{role.who.capitalize()} ({role.voice.name})" for role in roles if role.voice is not None]
