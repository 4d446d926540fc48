"""Every error that avatar raises on purpose.

    AvatarError                 what happened, where, and what to do about it
    ├── ConfigError             config.toml or a flag holds something that can't be used
    ├── LibraryError            a voice, character, show or library is not where it should be
    ├── CatalogueError          what the catalogue offers can't be got, or is damaged
    │   └── HubUnreachable      nobody answers there: what else it has need not be asked for
    ├── AudioError              a sound can't be read, written, recorded or played
    ├── CharacterError          a character's folder or art is broken
    ├── SceneFileError          a saved scene can't be read or written
    ├── ProtocolError           a process sent bytes that are not a message
    ├── EngineError             a voice engine can't speak
    │   ├── EngineMissing       it isn't installed here
    │   ├── EngineStuck         it made no progress in time, or died
    │   └── EngineStopped       it was told to stop
    ├── LipSyncError            no mouth could be made, or cues can't be read
    ├── EditError               edits can't be read or written, or don't fit what they are of
    ├── StageError              the window or its process failed
    ├── FilmError               a film can't be made or written
    ├── ShowError               a screenplay can't be read
    └── BrainError              no reply could be had

Library errors are translated where they arise, with `raise ... from error`, and only the command line, a process's own
loop and the kiosk's loop catch everything.
"""

from __future__ import annotations

LONGEST = 1000
"""Characters of what an error says: it may quote a file, and a file may hold a number of a million digits."""


def shortened(text: str) -> str:
    """A text that fits into a message: of a longer one, its beginning and its end."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST * 3 // 4]} … {text[-LONGEST // 5 :]}"


def on_one_line(text: str) -> str:
    """A place as it is shown: a line end, or another control, in a file's name would begin a message of its own."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


class AvatarError(Exception):
    """What happened, where (a file or a name, if it has one) and what to do about it.

    `str(error)` is one readable message: "WHAT (WHERE). REMEDY".
    """

    def __init__(self, what: str, *, where: object = "", remedy: str = "") -> None:
        self.what = shortened(what.rstrip("."))
        self.where = str(where)
        self.remedy = remedy
        super().__init__(what, self.where, remedy)

    def __str__(self) -> str:
        place = f" ({on_one_line(self.where)})" if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.what}{place}.{remedy}"


class ConfigError(AvatarError):
    """config.toml or a flag holds something that can't be used."""


class LibraryError(AvatarError):
    """A voice, character, show or system library is not where it should be."""


class CatalogueError(AvatarError):
    """What the catalogue offers can't be got, or what was got is damaged."""


class HubUnreachable(CatalogueError):
    """Nobody answers where the catalogue's files lie."""


class AudioError(AvatarError):
    """A sound can't be read, written, recorded or played."""


class CharacterError(AvatarError):
    """A character's folder or art is broken."""

    others: tuple[CharacterError, ...] = ()
    """The other faults found in the same character."""


class SceneFileError(AvatarError):
    """A saved scene can't be read or written."""


class ProtocolError(AvatarError):
    """A process sent bytes that are not a message."""


class EngineError(AvatarError):
    """A voice engine can't speak this."""


class EngineMissing(EngineError):
    """A voice engine isn't installed here; the remedy is the command that installs it."""


class EngineStuck(EngineError):
    """A voice engine made no progress in time, or its process died."""


class EngineStopped(EngineError):
    """Speech was stopped before it was done; nobody need be told."""


class LipSyncError(AvatarError):
    """No mouth could be made from this sound, or cues can't be read."""


class EditError(AvatarError):
    """Edits can't be read or written, or don't fit what they are of."""


class StageError(AvatarError):
    """The window, the painter or the stage process failed."""


class ShowError(AvatarError):
    """A screenplay can't be read."""


class SongError(AvatarError):
    """A score or its words can't be read, sung or written."""


class FilmError(AvatarError):
    """A film can't be made, or can't be written."""


class BrainError(AvatarError):
    """No reply could be had."""
