"""ABC tunes, through the program `abc2midi` where it is installed: it writes MIDI with the words of `w:` lines."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from avatar.errors import SongError
from avatar.song.reading import files
from avatar.song.reading.midi import HELD_CONTROL, read_midi_bytes
from avatar.song.reading.notation import is_chord
from avatar.song.score import Remark, Score

PROGRAM = "abc2midi"
PATIENCE_S = 20.0
LARGEST = 1 << 20
"""Bytes of a tune."""

_HELD = re.compile(r"[!+]fermata[!+]")
"""How a fermata is written. The program makes its note longer and moves all bars after it; so it is shown a control
instead, which it puts before the note."""
_SYMBOL = re.compile(r"\"([^\"\n]{1,40})\"")


def read_abc(path: Path) -> Score:
    """The first tune of a file. Raises SongError where `abc2midi` isn't there, and where it makes no song of it."""
    data = files.read_bytes(path, LARGEST)
    text, _ = files.text_of(data, path)
    program = shutil.which(PROGRAM)
    if program is None:
        raise SongError(
            f"ABC is read through {PROGRAM}, which isn't installed",
            where=path,
            remedy="Install the package abcmidi (Debian, Ubuntu, Fedora, Homebrew), or give the song as MusicXML.",
        )
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "tune.abc", Path(folder) / "tune.mid"
        source.write_text(_HELD.sub(f"[I:MIDI=control {HELD_CONTROL} 127]", text), "utf-8")
        try:
            done = subprocess.run(
                [program, str(source), "1", "-o", str(made)], capture_output=True, timeout=PATIENCE_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SongError(f"{PROGRAM} didn't read it: {error}", where=path, remedy="Check the tune.") from error
        if not made.is_file():
            # It takes the tune's number in the file, and X: may be any.
            said = " ".join(done.stdout.decode("utf-8", "replace").split())[-300:]
            raise SongError(f"{PROGRAM} made nothing of it: {said}", where=path, remedy="Check the tune.")
        score = read_midi_bytes(files.read_bytes(made), path, held=True)
    if any(is_chord(each, "", []) for each in _SYMBOL.findall(text)):  # they are played, and so heard again
        score = replace(score, remarks=tuple(each for each in score.remarks if "chords are guessed" not in each.said))
    told = [
        Remark("", line[:200])
        for line in done.stdout.decode("utf-8", "replace").splitlines()
        if line.startswith(("Warning", "Error"))
    ][:20]
    title = next((line[2:].strip() for line in text.split("\n") if line.startswith("T:")), "")
    author = next((line[2:].strip() for line in text.split("\n") if line.startswith("C:")), "")
    return replace(score, title=title or score.title, author=author or score.author, remarks=(*told, *score.remarks))
