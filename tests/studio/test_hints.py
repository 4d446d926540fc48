"""Files that can't be imported say what they are, and what can be exported for us."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from avatar.errors import CharacterError
from avatar.studio.importers import IMPORTERS, import_character
from avatar.studio.importers.hints import HINTS

NAMED = {
    ".model3.json": "Live2D", ".moc3": "Live2D", ".cmo3": "Live2D", ".vtube.json": "VTube Studio", ".vrm": "VRM",
    ".glb": "glTF", ".inp": "Inochi2D", ".inx": "Inochi", ".skel": "Spine", ".atlas": "Spine",
    ".procreate": "Procreate", ".clip": "Clip Studio", ".afphoto": "Affinity", ".afdesign": "Affinity", ".xcf": "GIMP",
}  # fmt: skip


def refused(file: Path, tmp_path: Path) -> CharacterError:
    with pytest.raises(CharacterError) as caught:
        import_character(file, tmp_path / "characters")
    assert not (tmp_path / "characters").exists()
    return caught.value


@pytest.mark.parametrize("ending", HINTS)
def test_each_says_what_it_is_and_what_to_export(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"someone{ending.upper() if ending == '.vrm' else ending}"
    file.write_text("{}")
    error = refused(file, tmp_path)
    assert NAMED.get(ending, HINTS[ending].what) in str(error)
    assert "can't be imported" in str(error)
    assert any(word in error.remedy for word in ("mport the ", "mport that", "mport a folder")), "what can be given"
    assert not [kind for kind, importer in IMPORTERS.items() if kind != "card" and importer.fits(file)]


def test_every_kind_that_is_asked_for_has_a_hint() -> None:
    assert NAMED.keys() <= HINTS.keys()


def test_a_spine_skeleton_is_known_by_what_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "hero.json"
    file.write_text(json.dumps({"skeleton": {"spine": "4.1"}, "bones": [], "slots": []}))
    assert "a Spine skeleton" in str(refused(file, tmp_path))
    file.write_text("[" * 100_000)
    assert "Spine" not in str(refused_or_card(file, tmp_path))


def refused_or_card(file: Path, tmp_path: Path) -> Exception:
    with pytest.raises(Exception) as caught:
        import_character(file, tmp_path / "characters")
    return caught.value
