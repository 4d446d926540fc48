"""No kind of voice freezes the mouth, on whatever rung."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import audio
from avatar.studio import evaluation, manifest, voices
from avatar.types import Rung

_RUNGS = (Rung.ALIGNED, Rung.MODEL, Rung.ESTIMATED, Rung.LOUDNESS)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> evaluation.Evaluation:
    spoken = list(manifest.read(voices.make(tmp_path_factory.mktemp("voices"), each=1, spoken=1)))
    return evaluation.evaluate(spoken, _RUNGS)


@pytest.mark.parametrize("rung", _RUNGS)
@pytest.mark.parametrize("group", [group.name for group in voices.GROUPS])
def test_the_mouth_moves(measured: evaluation.Evaluation, rung: Rung, group: str) -> None:
    tally = measured.rungs[rung].by_group[group]
    assert tally.changes / tally.seconds > 1.0
    assert tally.still < 0.5 * tally.seconds
    assert tally.still < 2.5


@pytest.mark.parametrize("group", [group.name for group in voices.GROUPS])
def test_the_model_hears_every_kind_of_voice(measured: evaluation.Evaluation, group: str) -> None:
    assert measured.rungs[Rung.MODEL].by_group[group].figures()["acceptable"] > 0.7


def test_at_least_a_dozen_languages_are_aligned_to_their_text(measured: evaluation.Evaluation) -> None:
    rows = {k: t for k, t in measured.rungs[Rung.ALIGNED].by_language.items() if t.boundaries}
    assert len(rows) >= 12
    for language, tally in rows.items():
        assert tally.figures()["acceptable"] > 0.8, language


def test_what_is_rendered_is_kept(tmp_path: Path) -> None:
    path = voices.make(tmp_path, each=1, spoken=0)
    made = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    assert voices.make(tmp_path, each=1, spoken=0) == path
    assert {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == made
    for spoken in manifest.read(path):
        assert audio.read(Path(spoken.audio)).duration == pytest.approx(spoken.duration, abs=0.05)
