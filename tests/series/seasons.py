"""Small series to film and to spoil."""

from __future__ import annotations

from pathlib import Path

PLAN = """[series]
title = "Two Chairs"
author = "A. Writer"
[cast]
MAX = "max"
BEA = "bea"
[film]
sizes = ["64x36"]
fps = 24
audience = "none"
[end]
card = "By {author}"
"""

EPISODE = "Title: {title}\n\nINT. {place} - DAY\n\nMAX\n[[previously]]\nI am {title}.\n\nBEA\nSo you are.\n"


def write_series(folder: Path, titles: tuple[str, ...] = ("One", "Two"), plan: str = PLAN) -> Path:
    """A series of so many episodes."""
    (folder / "episodes").mkdir(parents=True, exist_ok=True)
    (folder / "series.toml").write_text(plan, "utf-8")
    for number, title in enumerate(titles, 1):
        place = ("LIVING ROOM", "COMEDY CLUB", "STUDIO")[number % 3]
        text = EPISODE.format(title=title, place=place)
        (folder / "episodes" / f"{number:02d}-{title.lower()}.fountain").write_text(text, "utf-8")
    return folder
