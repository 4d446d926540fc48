"""The songs of a show as they are sung: line by line, each when it is asked for; none is ever missing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from avatar import library, logs
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.performer.choosing import tuned, voice_for
from avatar.show.cues import Sing
from avatar.show.elements import Problem, shorten
from avatar.song.arranging import Arrangement, Singing, SongStep
from avatar.song.backing import play_backing
from avatar.song.company import Role, read_energy
from avatar.song.tuning import find_transposition
from avatar.speech.capability import Purpose
from avatar.speech.speaker import Speaker
from avatar.types import FRAME_RATE, VISEMES, CastMember, Clip, Entry, MouthTrack, Performance, Rung, Speech, Timed

RATE = 22050
"""Hz of a line that nobody could sing."""

log = logging.getLogger(__name__)


class SongSinger:
    """Sings a show's songs. Call it with one cue after the other; close it."""

    def __init__(
        self, config: Config, cast: Mapping[str, CastMember], purpose: Purpose, tell: Callable[[str], None]
    ) -> None:
        self._config, self._cast, self._purpose, self._tell = config, cast, purpose, tell
        self._speaker: Speaker | None = None
        self._songs: dict[int, tuple[Arrangement, Singing | None]] = {}
        """Each song with its singers, by its id; without where they failed. The song itself keeps the id its own."""
        self.problems: list[Problem] = []
        """Lines that could not be sung."""

    def __call__(self, cue: Sing, opens: bool) -> SongStep:
        """A line of a song, on the song's own clock; silent, with its caption, where no voice could sing it."""
        singing = self._of(cue)
        if singing is not None:
            try:
                return singing.step(cue.number, opens)
            except AvatarError as error:
                self._fails(cue, error)
        return silent_step(cue.song, cue.number, opens)

    def close(self) -> None:
        if self._speaker is not None:
            self._speaker.close()

    def _of(self, cue: Sing) -> Singing | None:
        if id(cue.song) not in self._songs:
            self._songs[id(cue.song)] = (cue.song, None)
            try:
                self._songs[id(cue.song)] = (cue.song, self._begin(cue.song))
            except AvatarError as error:
                self._fails(cue, error)
        return self._songs[id(cue.song)][1]

    def _begin(self, song: Arrangement) -> Singing:
        self._speaker = self._speaker or Speaker(self._config.speech, notice=self._tell, log_path=logs.path())
        roles = tuple(self._voiced(role) for role in song.roles)
        moved = find_transposition(song.score, roles, self._speaker)
        score = song.score.transposed(moved)
        backing = play_backing(score)
        clip = backing.clip if backing is not None else None
        return Singing(replace(song, score=score, roles=roles, backing=clip), self._speaker, self._tell)

    def _voiced(self, role: Role) -> Role:
        folder = library.character(role.character)
        named = self._cast[role.who].voice if role.who in self._cast else ""
        voice = tuned(voice_for(self._config, folder, named, self._purpose, self._tell), self._config)
        return replace(role, voice=voice, energy=read_energy(folder))

    def _fails(self, cue: Sing, error: AvatarError) -> None:
        self._songs[id(cue.song)] = (cue.song, None)
        self.problems.append(Problem(cue.line, shorten(cue.text), f"This could not be sung: {error}"))
        log.warning("line %d could not be sung: %s", cue.line, error)


def silent_step(song: Arrangement, number: int, opens: bool) -> SongStep:
    """A step of a song without a voice: dances, faces, and the caption of its line."""
    start = song.begins(number)
    entries = [each for each in (*song.opening(), *song.body()) if each.start >= start] if opens else []
    if number >= len(song.lines):
        entries += song.closing()
        return SongStep(start, song.total, tuple(sorted(entries, key=lambda each: each.start)))
    line = song.lines[number]
    who = song.roles[line.role].who
    lasts = max(0.3, line.end - line.start)
    weights = np.zeros((round(lasts * FRAME_RATE) + 1, len(VISEMES)), np.float32)
    weights[:, 0] = 1.0
    speech = Speech(Clip.silence(lasts, RATE), line.text, "")
    mouth = MouthTrack(weights, Rung.LOUDNESS, why="nobody sang")
    silent = Performance(who, speech, mouth, captions=(Timed(0.0, lasts, line.text),))
    entries.append(Entry(song.origin + line.start, who, silent))
    ordered = tuple(sorted(entries, key=lambda each: each.start))
    return SongStep(start, max(start, song.begins(number + 1)), ordered, who, line.text)
