"""A new series: a folder with a series.toml and a first episode, to be written over."""

from __future__ import annotations

import json
from pathlib import Path

from avatar.errors import ShowError
from avatar.series.plan import NAME

PLAN = """\
# A series: `avatar docs series` says what may stand here.

[series]
title = {title}
author = ""
episodes = "episodes"      # the folder of the screenplays: 01-name.fountain, 02-name.fountain, ...
films = "films"            # the folder that films go to

[cast]                     # who plays whom in every episode: a character, and a voice if you like
MAX = "max"
BEA = "bea"

[film]
sizes = ["1080p"]          # one film a size: 1080p, 720p, 9:16, square, ...
fps = 30

[opening]                  # a card, a screenplay (script = "opening.fountain"), or both
card = "{{series}}\\n{{number}}. {{episode}}"

[previously]               # what an earlier episode marks by [[previously]] is shown again
card = "PREVIOUSLY ON {{series}}"

[end]
card = "Written by {{author}}"
"""

PILOT = """\
Title: Pilot

INT. LIVING ROOM - DAY

MAX
(proudly)
I have decided to make a series.

BEA
[[previously]]
About what?

MAX
(beat)
That is what the second episode is for.

[[laugh: 3]]
"""


def _title_of(folder: Path) -> str:
    """A folder's name as a title: `two-chairs` is Two Chairs."""
    name = folder.resolve().name
    words = name.replace("-", " ").replace("_", " ").split()
    return " ".join(word[:1].upper() + word[1:] for word in words) or name


def begin(folder: Path) -> list[Path]:
    """Write a new series into a folder; the files that were written. Raises ShowError where there is one already."""
    files = {folder / NAME: PLAN.format(title=json.dumps(_title_of(folder), ensure_ascii=False)),
             folder / "episodes" / "01-pilot.fountain": PILOT}  # fmt: skip
    for path in files:
        if path.exists():
            raise ShowError("There is such a file already", where=path, remedy="Name another folder.")
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        what = f"The series can't be written: {error.strerror}"
        raise ShowError(what, where=folder, remedy="Name a folder that is yours.") from error
    return list(files)
