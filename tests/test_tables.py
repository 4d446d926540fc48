"""TOML from anywhere is tables, or one kind of error for each reader."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from avatar import config, library
from avatar.character import loading
from avatar.errors import LONGEST, AvatarError, CharacterError, ConfigError, LibraryError
from avatar.tables import parsed

BROKEN = {
    "nested lists": "a = " + "[" * 3000,
    "nested tables": "a = " + "{b = " * 3000,
    "a number without end": "a = " + "9" * 5000,
    "a bracket": "[a",
    "a name without end": "[" + "a" * 5000 + "]\nb = 1\n",
}

READERS: tuple[tuple[Callable[[Path], object], type[AvatarError]], ...] = (
    (library.read_voice, LibraryError),
    (config.load, ConfigError),
    (lambda path: loading.load(path.parent), CharacterError),
)


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize(("read", "raised"), READERS)
def test_what_is_broken_is_refused_with_its_place_in_a_line(
    tmp_path: Path, kind: str, read: Callable[[Path], object], raised: type[AvatarError]
) -> None:
    path = tmp_path / "character.toml"
    path.write_text(BROKEN[kind], "utf-8")
    with pytest.raises(raised) as error:
        read(path)
    assert str(tmp_path) in str(error.value)
    assert len(str(error.value)) < LONGEST + 500
    assert "\n" not in str(error.value)


def test_tables_are_tables() -> None:
    assert parsed("a = [[1]]\n[b.c]\nd = 2.5") == {"a": [[1]], "b": {"c": {"d": 2.5}}}
    for text in list(BROKEN.values())[:4]:
        with pytest.raises(tomllib.TOMLDecodeError):
            parsed(text)
