"""avatar: you type, and a character answers, out loud, with a face.

What is named here is what other programs may use (docs/api.md); all else may change with any version. Nothing is
imported before it is used, so that `import avatar` costs nothing.

To read the code, begin at `avatar/types.py`: the values that travel from text to picture. docs/architecture.md draws
the way.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, whose import takes longer than all of this

if TYPE_CHECKING:
    from avatar.api.mouths import analyse, cue_formats, lip_sync, read_cues, write_cues
    from avatar.api.pictures import load_character, paint, pose_at
    from avatar.api.scenes import compose, film_scene, load_scene, save_scene, sound_of
    from avatar.api.settings import Config, load_settings
    from avatar.api.sounds import read_sound, write_sound
    from avatar.api.voices import Actor, speak
    from avatar.character.loading import Character
    from avatar.errors import AvatarError
    from avatar.film.make import Film
    from avatar.lipsync.follow import MouthStream
    from avatar.lipsync.formats.base import CueSheet
    from avatar.session.session import Session
    from avatar.types import (
        FRAME_RATE,
        VISEMES,
        CastMember,
        Clip,
        Entry,
        Mark,
        MouthTrack,
        Performance,
        Place,
        Pose,
        Rung,
        Scene,
        Speech,
        Timed,
        Voice,
    )

__version__ = "0.1.0"

__all__ = [
    "FRAME_RATE",
    "VISEMES",
    "Actor",
    "AvatarError",
    "CastMember",
    "Character",
    "Clip",
    "Config",
    "CueSheet",
    "Entry",
    "Film",
    "Mark",
    "MouthStream",
    "MouthTrack",
    "Performance",
    "Place",
    "Pose",
    "Rung",
    "Scene",
    "Session",
    "Speech",
    "Timed",
    "Voice",
    "__version__",
    "analyse",
    "compose",
    "cue_formats",
    "film_scene",
    "lip_sync",
    "load_character",
    "load_scene",
    "load_settings",
    "paint",
    "pose_at",
    "read_cues",
    "read_sound",
    "save_scene",
    "sound_of",
    "speak",
    "write_cues",
    "write_sound",
]

_HOMES = {
    "avatar.api.mouths": "analyse cue_formats lip_sync read_cues write_cues",
    "avatar.api.pictures": "load_character paint pose_at",
    "avatar.api.scenes": "compose film_scene load_scene save_scene sound_of",
    "avatar.api.settings": "Config load_settings",
    "avatar.api.sounds": "read_sound write_sound",
    "avatar.api.voices": "Actor speak",
    "avatar.character.loading": "Character",
    "avatar.errors": "AvatarError",
    "avatar.film.make": "Film",
    "avatar.lipsync.follow": "MouthStream",
    "avatar.lipsync.formats.base": "CueSheet",
    "avatar.session.session": "Session",
    "avatar.types": "CastMember Clip Entry FRAME_RATE Mark MouthTrack Performance Place Pose Rung Scene Speech Timed "
    "VISEMES Voice",
}
"""Module to the public names that it holds."""

if not TYPE_CHECKING:  # a checker sees the imports above, and that there is nothing else
    from avatar.lazy import find_late

    __getattr__ = find_late(globals(), _HOMES)

    def __dir__():
        return sorted({*globals(), *__all__})
