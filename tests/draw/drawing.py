"""Characters for tests: the ones that came with avatar, and small broken ones."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from avatar.character.loading import Character, load

CHARACTERS = Path(__file__).parents[2] / "characters"
SHIPPED = sorted(folder.name for folder in CHARACTERS.iterdir() if (folder / "character.toml").is_file())
"""Names of the cast."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><g id="{name}"><rect x="20" y="20" width="60" height="60" fill="#c04040"/></g></svg>'  # noqa: E501

TOML = """
name = "box"
author = "A tester"
licence = "CC0-1.0"

[canvas]
width = 100
height = 100
head = 60

[[layer]]
name = "head"
role = "head"
pivot = [50, 80]

[[layer]]
name = "square"
parent = "head"
art = "box.svg#square"

[[layer]]
name = "mouth"
parent = "head"
live = "mouth"

[mouth]
anchor = [50, 60]
width = 20
"""


@lru_cache(maxsize=32)
def shipped(name: str) -> Character:
    """A character that came with avatar, loaded once for all tests: nothing in it can change."""
    return load(CHARACTERS / name)


def box(folder: Path, toml: str = TOML, svg: str = SVG.format(name="square")) -> Path:
    """A folder with a character that is a box with a mouth; tests break it."""
    folder.mkdir(exist_ok=True)
    (folder / "character.toml").write_text(toml)
    (folder / "box.svg").write_text(svg)
    return folder
