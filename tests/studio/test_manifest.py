"""The manifest: what is written comes back, and what is broken is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.studio import manifest
from avatar.studio.manifest import DatasetError, Utterance
from avatar.types import Timed

_ONE = Utterance(
    "a.flac", "s1", "en-US", "CC0", "hand", "hi", (Timed(0.0, 0.1, ""), Timed(0.1, 0.35, "aɪ")),
    (Timed(0.1, 0.35, "hi"),), {"split": "test"},
)  # fmt: skip


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    manifest.write(tmp_path / "m.jsonl", [_ONE, _ONE])
    back = list(manifest.read(tmp_path / "m.jsonl"))
    assert len(back) == 2
    assert back[0].audio == str(tmp_path / "a.flac")
    assert (back[0].phones, back[0].words, back[0].extra) == (_ONE.phones, _ONE.words, _ONE.extra)
    assert back[0].duration == 0.35


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"speaker": "x"}', '{"audio": "a", "phones": [[0]]}', '{"audio": "a", "odd": 1}']
)
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(manifest.write_line(_ONE) + "\n" + line + "\n")
    with pytest.raises(DatasetError, match=r"m\.jsonl:2"):
        list(manifest.read(path))


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="nowhere"):
        list(manifest.read(tmp_path / "nowhere.jsonl"))


def test_the_digest_changes_with_the_data(tmp_path: Path) -> None:
    a, b = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    manifest.write(a, [_ONE])
    manifest.write(b, [_ONE, _ONE])
    assert manifest.digest([a]) != manifest.digest([b])
    assert manifest.digest([a, b]) == manifest.digest([a, b])
