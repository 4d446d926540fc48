"""Contexts of sounds: what lies in the file is what was counted, and the decoder goes by it where sound is unclear."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync import decode, phoneset, sequences
from avatar.studio import sequences as counted

S, IY, P, T, K = (phoneset.INDEX[name] for name in ("s", "iy", "p", "t", "k"))
SEEP, KEET = [S, IY, P], [K, IY, T]


def _table(contexts: int = counted.CONTEXTS) -> sequences.Sequences:
    return sequences.unpack(counted.pack(counted.count([SEEP, KEET] * 30), contexts))


def _after(table: sequences.Sequences, *sounds: int) -> int:
    context = phoneset.SILENCE
    for sound in sounds:
        context = int(table.leads[context, sound])
    return context


def test_a_longer_context_knows_what_its_end_alone_does_not() -> None:
    table = _table()
    [alone] = np.exp(table.worth[[IY]])
    assert alone[P] == pytest.approx(alone[T], rel=0.15)
    for said, comes, other in ((SEEP, P, T), (KEET, T, P)):
        chances = np.exp(table.worth[_after(table, *said[:2])])
        assert chances[comes] > 20 * chances[other]


def test_chances_of_a_context_add_up_to_one() -> None:
    np.testing.assert_allclose(np.exp(_table().worth).sum(axis=1), 1.0, atol=0.06)  # steps of a tenth


def test_a_sound_never_heard_after_a_context_leads_to_the_sound_by_itself() -> None:
    table = _table()
    assert _after(table, S, IY, K) == K
    assert _after(table, S, IY, phoneset.SILENCE) == phoneset.SILENCE


def test_no_more_contexts_are_kept_than_asked_for() -> None:
    assert len(_table(50).worth) <= 50 < len(_table().worth)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    packed = counted.pack(counted.count([SEEP, KEET] * 30))
    counted.write(packed, tmp_path / "sequences.npz")
    read, meant = sequences.read((tmp_path / "sequences.npz").read_bytes()), sequences.unpack(packed)
    np.testing.assert_array_equal(read.worth, meant.worth)
    np.testing.assert_array_equal(read.leads, meant.leads)


@pytest.mark.parametrize("content", [b"", b"PK no table", b"\x93NUMPY"])
def test_a_damaged_file_is_told(content: bytes) -> None:
    with pytest.raises(LipSyncError, match="damaged"):
        sequences.read(content)


def test_contexts_out_of_order_are_refused() -> None:
    packed = counted.pack(counted.count([SEEP] * 30))
    with pytest.raises(ValueError, match="order"):
        sequences.unpack(packed._replace(shorter=packed.shorter[::-1].copy()))


def test_where_sound_is_unclear_the_sounds_before_it_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "contexts", _table)
    monkeypatch.setattr(decode, "BIASES", {})
    scores = np.full((80, len(phoneset.CLASSES)), -9.0, np.float32)
    for at, sound in enumerate([phoneset.SILENCE, S, IY, None, phoneset.SILENCE, K, IY, None]):
        scores[10 * at : 10 * at + 10, [P, T] if sound is None else sound] = -0.1
    line = decode.path(scores)
    assert [line[35], line[75]] == [P, T]


def test_lines_are_made_of_word_pairs_and_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "DRAWN", 40)
    pairs, text = tmp_path / "pairs.txt", tmp_path / "text.txt"
    pairs.write_text("the cat 9\ncat sat 7\nsat the 3\n")
    text.write_text("The cat sat.\n\nIt sat there.\n")
    told = {("the", "cat"), ("cat", "sat"), ("sat", "the")}
    for line in counted.read_lines(pairs):
        assert set(pairwise(line.split())) <= told
    assert counted.read_lines(text) == ["The cat sat.", "It sat there."]
