"""Label files as the tools that make them write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.lipsync import phoneset
from avatar.lipsync.shapes import MouthCue
from avatar.studio import labels, prepare, scores
from avatar.studio.manifest import DatasetError

_LONG = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 0.5
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "words"
        xmin = 0
        xmax = 0.5
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 0.5
            text = "say ""hi"""
    item [2]:
        class = "IntervalTier"
        name = "phones"
        xmin = 0
        xmax = 0.5
        intervals: size = 3
        intervals [1]:
            xmin = 0
            xmax = 0.2
            text = "HH"
        intervals [2]:
            xmin = 0.2
            xmax = 0.4
            text = "AY1"
        intervals [3]:
            xmin = 0.4
            xmax = 0.5
            text = ""
'''
_SHORT = """File type = "ooTextFile"
Object class = "TextGrid"

0
0.5
<exists>
1
"IntervalTier"
"phones"
0
0.5
2
0
0.2
"M"
0.2
0.5
"AH0"
"""


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_long_textgrid_gives_its_tiers(tmp_path: Path) -> None:
    tiers = labels.text_grid(_written(tmp_path, "a.TextGrid", _LONG))
    assert [w.value for w in tiers["words"]] == ['say "hi"']
    phones = labels.phones(tmp_path / "a.TextGrid")
    assert [tuple(p[:3]) for p in phones] == [(0.0, 0.2, "h"), (0.2, 0.4, "aɪ"), (0.4, 0.5, "")]


def test_a_short_textgrid_means_the_same(tmp_path: Path) -> None:
    phones = labels.phones(_written(tmp_path, "a.TextGrid", _SHORT))
    assert [(p.start, p.end, p.value) for p in phones] == [(0.0, 0.2, "m"), (0.2, 0.5, "ə")]


def test_utf_16_as_praat_writes_it(tmp_path: Path) -> None:
    (tmp_path / "a.TextGrid").write_bytes(_LONG.encode("utf-16"))
    assert len(labels.phones(tmp_path / "a.TextGrid")) == 3


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.phn", "0 1600 h#\n1600 3200 bcl\n3200 4000 b\n4000 8000 iy\n", ["", "b", "b", "i"]),
        ("a.lab", "0 1000000 pau\n1000000 3000000 sh\n", ["", "ʃ"]),
        ("a.lab", "0 1000000 x^x-pau+k=ae@x_x\n1000000 3000000 x^pau-k+ae=t@1_2\n", ["", "k"]),
        ("a.xlabel", "signal a\nnfields 1\n#\n 0.1 121 pau\n 0.3 121 f\n", ["", "f"]),
    ],
)
def test_the_other_formats(tmp_path: Path, name: str, text: str, said: list[str]) -> None:
    phones = labels.phones(_written(tmp_path, name, text))
    assert [p.value for p in phones] == said
    assert phones[0].start == 0.0
    assert phones[1].start == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.TextGrid", "nothing of the kind"),
        ("a.TextGrid", _SHORT[: _SHORT.index('0.2\n"M"')]),
        ("a.TextGrid", _LONG.replace('"phones"', '"notes"').replace('"words"', '"other"')),
        ("a.phn", "0 x h#\n"),
        ("a.phn", "0\n"),
        ("a.xlabel", "no hash\n"),
        ("a.doc", ""),
    ],
)
def test_what_is_broken_is_named(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(DatasetError) as caught:
        labels.phones(_written(tmp_path, name, text))
    assert name in str(caught.value)


def test_japanese_romanisation() -> None:
    assert [labels.romanised(s) for s in ("pau", "sh", "u", "N", "ky")] == ["", "ʃ", "ɯ", "ɴ", "kj"]


def test_a_word_that_the_aligner_did_not_know_is_speech_of_no_known_sound(tmp_path: Path) -> None:
    phones = labels.phones(_written(tmp_path, "a.TextGrid", _LONG.replace('"AY1"', '"spn"')))
    assert [p.value for p in phones] == ["h", labels.UNTOLD, ""]
    learned = prepare.label_frames(phones, 50)
    assert (learned[:20] == phoneset.INDEX["hh"]).all()
    assert (learned[20:40] == prepare.UNKNOWN).all()
    assert (learned[40:] == phoneset.SILENCE).all()
    mouth = (MouthCue(0.0, 0.2, "B"), MouthCue(0.2, 0.4, "D"), MouthCue(0.4, 0.5, "X"))
    assert scores.score(phones, mouth).figures()["acceptable"] == 1.0  # what it shows there counts for nothing
