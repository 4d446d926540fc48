"""What a voice needs, what a word means, and the voice that a file which was got makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import library
from avatar.catalogue import getting, shelf, voices
from avatar.catalogue.entries import CatalogueEntry, catalogue
from avatar.errors import CatalogueError
from avatar.types import Voice
from tests.catalogue.making import DATA, make_entry, make_file, untold


def names(found: tuple[CatalogueEntry, ...]) -> list[str]:
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("engine", "called", "needed"),
    [
        ("espeak", "en", []),
        ("hibari", "heart", []),
        ("hibari", "emma", ["hibari-emma"]),
        ("kokoro", "af_heart", ["kokoro-82m", "kokoro-heart"]),
        ("kokoro", "af_heart*0.6 + bf_emma*0.4", ["kokoro-82m", "kokoro-heart", "kokoro-emma"]),
        ("piper", "en_US-joe-medium.onnx", ["en_US-joe-medium"]),
        ("piper", "my-own.onnx", []),
        ("espeak", "af_heart", []),
    ],
)
def test_what_a_voice_needs_is_read_from_what_its_engine_calls_it(engine: str, called: str, needed: list[str]) -> None:
    voice = Voice("some", engine, called)
    assert sorted(names(voices.needed(voice))) == sorted(needed)
    assert voices.is_here(voice) == (not needed)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("kokoro-heart", "kokoro-heart"),
        ("af_heart", "kokoro-heart"),
        ("piper-en", "piper-en"),
        ("de", "de_DE-kerstin-low"),
        ("en-GB", "hibari-emma"),
        ("hi", "kokoro-hi"),
        ("no", None),
    ],
)
def test_a_word_is_a_voice_or_a_language(word: str, name: str | None) -> None:
    if name:
        assert names(voices.find(word)) == [name]
    else:
        with pytest.raises(CatalogueError, match="no voice and no language 'no'"):
            voices.find(word)


def test_a_voice_of_the_users_own_stands_for_what_it_needs() -> None:
    folder = library.user_dir() / "voices"
    folder.mkdir(parents=True)
    (folder / "mixed.toml").write_text('engine = "kokoro"\nid = "jf_alpha*0.5 + zf_xiaoni*0.5"\n')
    assert set(names(voices.find("mixed"))) == {"kokoro-ja", "kokoro-zh-xiaoni"}
    assert voices.find("en-gb-calm") == ()


@pytest.fixture
def got(tmp_path: Path) -> CatalogueEntry:
    """A voice that was got from a folder."""
    (tmp_path / "ada.onnx").write_bytes(DATA)
    (tmp_path / "ada.onnx.json").write_bytes(DATA[:100])
    model, settings = make_file("voices/ada.onnx"), make_file("voices/ada.onnx.json", DATA[:100])
    entry = make_entry(
        model, settings, name="ada", kind="voice", engine="piper", id="ada.onnx", language="en-GB",
        description='a "voice"',
    )  # fmt: skip
    getting.get([entry], untold, tmp_path)
    return entry


def test_what_was_got_is_a_voice_with_its_settings_beside_it(got: CatalogueEntry) -> None:
    voice = library.voice("ada")
    assert (voice.engine, voice.id, voice.language) == ("piper", "ada.onnx", "en-GB")
    assert (voice.licence, voice.description) == ("CC0-1.0, somebody", 'a "voice"')
    assert (library.user_dir() / "voices" / "ada.onnx.json").read_bytes() == DATA[:100]
    getting.remove([got])
    assert "ada" not in library.voices()


def test_a_voice_that_the_user_changed_is_not_written_again_and_not_removed(got: CatalogueEntry) -> None:
    own = library.user_dir() / "voices" / "ada.toml"
    own.write_text('engine = "piper"\nid = "ada.onnx"\nrate = 200\n')
    getting.get([got], untold)
    getting.remove([got])
    assert library.voice("ada").rate == 200
    assert not (library.user_dir() / "voices" / "ada.onnx").exists()


def test_no_second_voice_is_made_where_one_speaks_with_it_already() -> None:
    folder = library.user_dir() / "voices"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('engine = "piper"\nid = "ada.onnx"\n')
    (folder / "bob.toml").write_text("# nothing yet\n")
    ada, bob, eve = (
        make_entry(make_file(), name=name, kind="voice", engine="piper", id=f"{name}.onnx", language="en-GB")
        for name in ("ada", "bob", "eve")
    )
    assert voices.define(ada) == {}
    assert voices.define(bob) == {}
    assert set(voices.define(eve)) == {"voices/eve.toml"}
    assert (folder / "bob.toml").read_text() == "# nothing yet\n"


def test_a_model_goes_with_the_last_voice_that_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    net = make_entry(make_file(), name="net")
    ada, bob = (make_entry(make_file(f"voices/{name}.bin"), name=name, needs=("net",)) for name in ("ada", "bob"))
    known = {each.name: each for each in (net, ada, bob)}
    for module in ("entries", "shelf", "getting"):
        monkeypatch.setattr(f"avatar.catalogue.{module}.catalogue", lambda: known)
    for name in ("net", "ada", "bob"):
        (tmp_path / f"{name}.bin").write_bytes(DATA)
    assert names(getting.get([bob, ada], untold, tmp_path)) == ["net", "bob", "ada"]
    with pytest.raises(CatalogueError, match="net is needed by"):
        getting.remove([net])
    assert getting.remove([ada]).names == ("ada",)
    assert getting.remove([bob]).names == ("bob", "net")
    getting.get([bob, ada], untold, tmp_path)
    assert set(getting.remove([ada, net, bob]).names) == {"ada", "bob", "net"}


@pytest.mark.parametrize("size", [0, 522239, 522241])
def test_a_style_of_the_wrong_shape_counts_as_damaged(tmp_path: Path, size: int) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    entry = catalogue()["kokoro-heart"]
    shelf.write_list({"kokoro-heart": shelf.Got.of(entry, {})})
    path = shelf.place(entry.files[0])
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(size))
    assert shelf.damaged() == (entry,)
    path.write_bytes(bytes(522240))  # as long as a style, but none
    assert shelf.damaged() == (entry,)
    path.unlink()
    assert shelf.damaged() == (entry,)
