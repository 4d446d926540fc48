"""Settings: read, checked, and refused with the place and the remedy."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from avatar import config, library, wire
from avatar.errors import ConfigError


def test_the_file_that_comes_with_avatar_says_the_defaults() -> None:
    path = library.package_data() / "config.toml"
    assert config.load(path) == config.Config()
    table = tomllib.loads(path.read_text())
    assert {name: set(values) for name, values in table.items()} == {
        name: set(values) for name, values in asdict(config.Config()).items()
    }


def test_each_setting_has_a_comment() -> None:
    lines = (library.package_data() / "config.toml").read_text().splitlines()
    assert [line for line in lines if re.match(r"\w+ *=", line) and "  # " not in line] == []


def test_own_settings_win(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[voice]\nname = "de"\nrate = 2\n[speech.pronunciations]\nSiobhan = "shiv awn"\n')
    loaded = config.load(path, {"sound.volume": "0.5", "stage.mode": "none", "character.name": "true"})
    assert loaded.voice.name == "de"
    assert loaded.voice.rate == 2.0
    assert loaded.sound.volume == 0.5
    assert loaded.stage.mode == "none"
    assert loaded.character.name == "true"
    assert loaded.speech.pronunciations == {"Siobhan": "shiv awn"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[voice]\nnaem = "x"\n', r"no setting 'naem' in \[voice\] .*line 2.* Did you mean 'name'"),
        ("\n[voyce]\n", r"no table \[voyce\] .*line 2.* Did you mean 'voice'"),
        ('[sound]\nmuted = "yes"\n', r"'muted' must be true or false, not 'yes' .*line 2"),
        ("[sound]\n\nvolume = 11\n", r"'volume' must be 0 to 1, not 11 .*line 3"),
        ("[stage]\nfps = 59.9\n", "'fps' must be a whole number"),
        ("[stage]\nfps = true\n", "'fps' must be a whole number"),
        ("[sound]\noffset_ms = nan\n", "'offset_ms' must be a number"),
        ('[stage]\nmode = "windo"\n', "one of auto, window, terminal, none"),
        ("[lipsync]\nrungs = [1]\n", "'rungs' must be a list of texts"),
        ("voice = 3\n", "'voice' must be a table .*line 1"),
        ("sound.volume = 7\n", "'volume' must be 0 to 1, not 7 .*line 1"),
        ("[brain]\nlonger = 1\nlongest = 20000\n", "no setting 'longer'"),
        ("[brain]\nlongest = 20000\n", r"leaves too little of 'context' \(8192\) .*line 2.* longest to 4096 or less"),
        ("[brain]\ncontext = 1000\n", r"'longest' \(600\) leaves too little of 'context' \(1000\)"),
        ("[voice\n", "not TOML: .*line 1"),
        ("[speech.pronunciations]\na = 3\n", "'pronunciations' must be lines of .*line 1"),
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message) as caught:
        config.load(path)
    assert str(path) in str(caught.value)


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        config.load(tmp_path / "none.toml")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(tmp_path / "binary")


def test_a_folder_that_may_not_be_looked_into_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may look into all; a name that no system takes fails for everybody."""
    monkeypatch.setenv("AVATAR_HOME", "/" + "x" * 5000)
    with pytest.raises(ConfigError, match="can't be read") as caught:
        config.load()
    assert "--config" in caught.value.remedy


def test_an_unknown_override_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"'sound.volum'.*Did you mean 'sound.volume'"):
        config.override(config.Config(), "sound.volum", "1")
    with pytest.raises(ConfigError, match="'volume' must be a number"):
        config.override(config.Config(), "sound.volume", "loud")


def test_settings_reach_another_process_unchanged() -> None:
    before = config.load(None, {"sound.volume": "0.5", "speech.pronunciations": '{a = "b"}'})
    assert wire.from_bytes(config.Config, wire.to_bytes(before)) == before
