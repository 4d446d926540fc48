"""Sound to a mouth, and mouths to the files that animators' programs read, and back."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from avatar.api.names import File, path_of
from avatar.api.sounds import Sound, opened
from avatar.edits.beside import Edited
from avatar.errors import EditError, LipSyncError
from avatar.lipsync import naming, spoken, tool
from avatar.lipsync.formats import FORMATS, CueSheet, Options, readers
from avatar.types import Clip, MouthTrack, Performance, Scene


def lip_sync(
    sound: Sound,
    text: str = "",
    *,
    language: str = "en",
    cues: File | None = None,
    track: int = 0,
    edits: bool | File | None = True,
    progress: Callable[[float], None] | None = None,
) -> MouthTrack:
    """What a mouth does in a sound: the weights of 15 visemes, 100 times a second. Safe from several threads at once.

    - `sound`: a file's name (WAV, FLAC, Ogg, MP3; video and all else where PyAV is installed), a Clip, or
      (samples, rate).
    - `text`: what is said in it, where that is known: the mouth is better for it; `language`: of the text, BCP 47.
    - `cues`: a file of corrected cues or curves, used in place of all else.
    - `track`: which sound track of a film, from 1; 0 for the one that players choose.
    - `edits`: True for what people put right in the timeline editor, which lies beside a sound's file as NAME.edits; a
      file of edits that lies elsewhere, also for a sound that is no file; False or None for the mouth as it is heard.
      Cues, which take the place of all that is heard, leave the edits beside a file out.
    - `progress`: told the share that is done, 0 to 1.

    The track's `rung` says how it was made, `why` what kept a better way from being used. Raises AudioError where the
    sound can't be read, LipSyncError where the cues can't, EditError where the edits can't, TypeError for a sound that
    is none of the above.
    """
    return analyse(sound, text, language=language, cues=cues, track=track, edits=edits, progress=progress).track


def analyse(
    sound: Sound,
    text: str = "",
    *,
    language: str = "en",
    speaker: str | None = None,
    cues: File | None = None,
    track: int = 0,
    edits: bool | File | None = True,
    progress: Callable[[float], None] | None = None,
) -> CueSheet:
    """As `lip_sync`, but with all that was found on the way: the CueSheet's `track`, `words`, `phones`, `duration`.

    `speaker`: with whose net it is heard, as `avatar studio learn` called them; None for the one that was learned in
    the file's folder, '' for the net that hears everybody.

    Words and phones are Timed, in seconds; phones are IPA, None where none are known. `notes` says what was chosen or
    mended in the file: a track, a wrong header; and which edits are in it, and which fit no more.
    Formats that hold words (SubRip, WebVTT, TextGrid) are written from this.
    """
    if not isinstance(text, str):
        raise TypeError(f"the text of a sound is a str, not {type(text).__name__}")
    tell = progress or (lambda share: None)
    heard = opened(sound)
    sheet = tool.lipsync(heard, text=text, language=language, speaker=speaker, cues=cues, track=track, progress=tell)
    given = None if isinstance(edits, bool) or edits is None else path_of(edits, EditError)
    if given is None and (not edits or cues is not None):
        return sheet
    return Edited(heard if isinstance(heard, Clip) else Path(heard), track, given, "")(sheet)


def write_cues(
    mouth: MouthTrack | CueSheet | Performance | Scene,
    path: File,
    format: str = "",  # noqa: A002  what everybody calls it
    *,
    sound: File = "",
    fps: float | None = None,
    lead: float | None = None,
) -> None:
    """Write mouth cues or curves to a file, whole or not at all.

    - `mouth`: a track, or a value that holds words and phones too (which SubRip, WebVTT and TextGrid need).
    - `format`: one of `cue_formats()`; '' goes by the file's ending.
    - `sound`: the sound file that the cues belong to, for formats that name it.
    - `fps`: frames a second, 1 to 1000, of formats that count frames; None: each format's own.
    - `lead`: seconds that the mouth runs ahead of the sound, -1 to 1; None: letters at their sound, curves as lips go.

    Raises LipSyncError for an unknown format or ending, for a format of words where none are known, and where the file
    can't be written; TypeError for what has no mouth.
    """
    path = path_of(path, LipSyncError)
    named = str(Path(sound).absolute()) if sound else ""
    options = Options(fps=fps, lead=lead)
    tool.write(path, _timeline(mouth, named), format or naming.format_of(path), options)


def _timeline(mouth: MouthTrack | CueSheet | Performance | Scene, sound: str) -> CueSheet:
    match mouth:
        case CueSheet():
            return (
                mouth
                if not sound
                else CueSheet(mouth.track, mouth.duration, sound, mouth.text, mouth.words, mouth.phones)
            )
        case MouthTrack():
            return CueSheet(mouth, mouth.duration, sound)
        case Performance():
            return spoken.of_performance(mouth, sound)
        case Scene():
            return spoken.of_scene(mouth, sound)
    raise TypeError(f"cues are written from a MouthTrack, CueSheet, Performance or Scene, not {type(mouth).__name__}")


def read_cues(path: File, duration: float) -> MouthTrack:
    """The mouth in a file of cues or curves, as it was written or corrected by hand.

    Reads Rhubarb's TSV, XML and JSON, TextGrids with phones or mouths, and curves (CSV, JSON) of the 15 visemes or of
    ARKit. `duration`: seconds of the sound that they belong to; the track has as many. Its rung is `Rung.EDITED`.

    Raises LipSyncError where the file is missing, damaged or of another kind; ValueError for an impossible duration.
    """
    if not (math.isfinite(duration) and duration >= 0):
        raise ValueError(f"a sound can't last {duration} seconds")
    return readers.read(path_of(path, LipSyncError), duration).track


def cue_formats() -> dict[str, str]:
    """Every format that `write_cues` knows: its name to what it is."""
    return {name: form.summary for name, form in FORMATS.items()}
