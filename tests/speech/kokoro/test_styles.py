"""Blends are parsed and styles are read; what is not a style is refused by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar.errors import EngineError
from avatar.speech.kokoro.styles import SIZE, Share, parse_blend, read_voice
from tests.speech.tiny_kokoro import write_style


@pytest.mark.parametrize(
    ("voice_id", "shares"),
    [
        ("af_heart", [("af_heart", 1.0)]),
        (" af_heart * 2 ", [("af_heart", 1.0)]),
        ("af_heart*0.6 + bf_emma*0.4", [("af_heart", 0.6), ("bf_emma", 0.4)]),
        ("af_heart+bf_emma", [("af_heart", 0.5), ("bf_emma", 0.5)]),
        ("am_puck*3+bm_fable", [("am_puck", 0.75), ("bm_fable", 0.25)]),
    ],
)
def test_weights_add_up_to_one(voice_id: str, shares: list[tuple[str, float]]) -> None:
    found = parse_blend(voice_id)
    assert [each.style for each in found] == [style for style, _ in shares]
    assert [each.weight for each in found] == pytest.approx([weight for _, weight in shares])
    assert all(isinstance(each, Share) for each in found)


@pytest.mark.parametrize(
    "voice_id",
    ["", "+", "af_heart*", "af_heart*0", "af_heart*-1", "af_heart*1e9", "af_heart af_bella", "../af_heart", "/etc/x",
     "AF_HEART", "af_heart*0.5*2", "af_heart-bf_emma", "+".join(["af_heart"] * 9), "a" * 10_000],
)  # fmt: skip
def test_what_is_no_blend_is_refused_with_an_example(voice_id: str) -> None:
    with pytest.raises(EngineError) as refused:
        parse_blend(voice_id)
    assert "af_heart*0.6 + bf_emma*0.4" in refused.value.remedy


def test_a_blend_lies_between_its_styles(tmp_path: Path) -> None:
    write_style(tmp_path, "low", slow=1.0, loud=0.2)
    write_style(tmp_path, "high", slow=3.0, loud=0.6)
    table = read_voice(tmp_path, "low*1 + high*3")
    assert table.shape == (510, 256)
    assert table[0, :3] == pytest.approx([2.5, 0.5, 0.0])


def test_a_style_that_is_not_here_is_named_with_the_command_that_brings_it(tmp_path: Path) -> None:
    write_style(tmp_path, "af_heart")
    with pytest.raises(EngineError) as refused:
        read_voice(tmp_path, "af_hart")
    assert str(tmp_path / "af_hart.bin") in str(refused.value)
    assert "avatar voices get af_hart" in refused.value.remedy
    assert "'af_heart'" in refused.value.remedy


def test_a_style_of_the_wrong_shape_is_refused(tmp_path: Path) -> None:
    for size in (0, 100, SIZE - 4, SIZE + 1):
        (tmp_path / "odd.bin").write_bytes(bytes(size))
        with pytest.raises(EngineError, match="no style") as refused:
            read_voice(tmp_path, "odd")
        assert "avatar voices get odd" in refused.value.remedy


def test_a_style_that_holds_no_numbers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.bin").write_bytes(np.full(SIZE // 4, np.nan, "<f4").tobytes())
    with pytest.raises(EngineError, match="no number"):
        read_voice(tmp_path, "odd")


def test_a_folder_in_the_place_of_a_style_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.bin").mkdir()
    with pytest.raises(EngineError):
        read_voice(tmp_path, "odd")
