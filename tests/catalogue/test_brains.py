"""Language models of the catalogue, and those that the user brings."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from avatar import library
from avatar.catalogue import brains, getting, shelf
from avatar.catalogue.entries import catalogue
from avatar.catalogue.page import BRAINS_HEAD, main
from avatar.catalogue.page import brains as page
from avatar.errors import CatalogueError
from tests.catalogue.making import make_gguf, untold

DOCS = Path(__file__).parents[2] / "docs" / "brains.md"


def test_every_model_of_the_catalogue_may_be_used_for_anything_and_tells_what_it_takes() -> None:
    rows = [entry for entry in catalogue().values() if entry.kind == "brain"]
    assert len(rows) >= 6
    for entry in rows:
        assert entry.licence in ("Apache-2.0", "MIT")
        (file,) = entry.files
        assert file.path == f"brains/{entry.name}.gguf"
        assert file.algorithm == "sha256"
        assert entry.memory_mb > file.size // 1_000_000 + 100
        assert "/resolve/main/" not in file.hubs[0], "a revision that moves can't keep its hash"


def test_the_page_of_the_docs_has_every_model(tmp_path: Path) -> None:
    assert page() in DOCS.read_text("utf-8"), "python -m avatar.catalogue.page docs/brains.md"
    copy = tmp_path / "page.md"
    copy.write_text(f"Before\n\n{BRAINS_HEAD}\n|---|\n| old |\n\nAfter\n")
    main(copy)
    assert copy.read_text() == f"Before\n\n{page()}\n\nAfter\n"


def test_a_model_of_the_users_own_is_taken_in_with_its_hash_and_its_licence(tmp_path: Path) -> None:
    path = make_gguf(tmp_path / "some model.gguf")
    entry = brains.entry_for("mine", path)
    assert (entry.licence, entry.author, entry.description) == ("mit", "nobody", "Tiny [31mone")
    assert getting.get((entry,), untold, path) == (entry,)
    placed = library.user_dir() / "brains" / "mine.gguf"
    assert placed.read_bytes() == path.read_bytes()
    assert brains.here() == {"mine": placed}
    digest = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert shelf.read_list()["mine"].files == {"brains/mine.gguf": digest}
    (again,) = brains.brought()
    assert (again.name, again.licence, again.size) == ("mine", "mit", placed.stat().st_size)
    assert getting.remove((again,)).names == ("mine",)
    assert (brains.here(), brains.brought(), placed.exists()) == ({}, (), False)


def test_a_file_of_another_name_is_not_written_over(tmp_path: Path) -> None:
    kept = library.user_dir() / "brains" / "mine.gguf"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"1" * 64)
    entry = brains.entry_for("mine", make_gguf(tmp_path / "other.gguf"))
    with pytest.raises(CatalogueError, match="Another file lies where"):
        getting.get((entry,), untold, tmp_path / "other.gguf")
    assert kept.read_bytes() == b"1" * 64


@pytest.mark.parametrize(
    ("name", "words"),
    [("a/b", "can't be called"), ("smollm2-135m", "in the catalogue"), ("kokoro-heart", "something else")],
)
def test_a_name_that_is_none_or_is_taken(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=words):
        brains.entry_for(name, make_gguf(tmp_path / "mine.gguf"))


def test_what_is_no_model_is_not_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff" * 100)
    with pytest.raises(CatalogueError, match="no whole model"):
        brains.entry_for("mine", path)


def test_those_of_the_catalogue_come_first_from_small_to_large() -> None:
    for name in ("zeta", "qwen2.5-0.5b", "alpha", "smollm2-135m", ".part"):
        make_gguf(library.user_dir() / "brains" / f"{name}.gguf")
    assert list(brains.here()) == ["smollm2-135m", "qwen2.5-0.5b", "alpha", "zeta"]
