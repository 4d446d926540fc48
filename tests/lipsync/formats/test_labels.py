"""Labels of annotation programs: ELAN's documents and Audacity's label tracks."""

from __future__ import annotations

from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.formats import CueSheet, Options, audacity, elan
from avatar.types import Timed
from tests.lipsync.timelines import HI, MARY, held


def read_eaf(text: str) -> dict[str, list[tuple[int, int, str]]]:
    """The tiers of a document, by the rules of its schema: order of elements, ids that are there and unique."""
    root = ET.fromstring(text)
    assert (root.tag, root.attrib["VERSION"], root.attrib["FORMAT"]) == ("ANNOTATION_DOCUMENT", "3.0", "3.0")
    assert {"AUTHOR", "DATE"} <= root.attrib.keys()
    order = list(dict.fromkeys(element.tag for element in root))
    assert order == ["HEADER", "TIME_ORDER", "TIER", "LINGUISTIC_TYPE"]
    assert root[0].attrib["TIME_UNITS"] == "milliseconds"
    slots = {slot.attrib["TIME_SLOT_ID"]: int(slot.attrib["TIME_VALUE"]) for slot in root.iter("TIME_SLOT")}
    kinds = {kind.attrib["LINGUISTIC_TYPE_ID"] for kind in root.iter("LINGUISTIC_TYPE")}
    ids = [element.attrib["ANNOTATION_ID"] for element in root.iter("ALIGNABLE_ANNOTATION")]
    assert len(ids) == len(set(ids))
    tiers = {}
    for tier in root.iter("TIER"):
        assert tier.attrib["LINGUISTIC_TYPE_REF"] in kinds
        rows = []
        for element in tier.findall("ANNOTATION/ALIGNABLE_ANNOTATION"):
            start, end = (slots[element.attrib[f"TIME_SLOT_REF{i}"]] for i in (1, 2))
            assert (rows[-1][1] if rows else 0) <= start < end
            rows.append((start, end, element.findtext("ANNOTATION_VALUE") or ""))
        tiers[tier.attrib["TIER_ID"]] = rows
    return tiers


def test_elan_gets_words_phones_and_letters() -> None:
    tiers = read_eaf(elan.write(MARY, Options()))
    assert list(tiers) == ["words", "phones", "mouth"]
    assert tiers["words"][0] == (200, 600, "Mary")
    assert [value for *_, value in tiers["words"]] == ["Mary", "had", "a", "little", "lamb"]
    assert tiers["phones"][0] == (200, 300, "m")
    assert (tiers["mouth"][0][0], tiers["mouth"][-1][2]) == (0, "X")


def test_elan_finds_the_sound() -> None:
    (media,) = ET.fromstring(elan.write(HI, Options())).iter("MEDIA_DESCRIPTOR")
    assert media.attrib["MEDIA_URL"] == PurePosixPath(HI.sound).as_uri()
    assert media.attrib["MIME_TYPE"] == "audio/x-wav"
    assert media.attrib["RELATIVE_MEDIA_URL"] == "./hi.wav"
    nameless = CueSheet(HI.track, HI.duration, "-")
    assert not list(ET.fromstring(elan.write(nameless, Options())).iter("MEDIA_DESCRIPTOR"))


def test_elan_reads_whatever_is_said() -> None:
    odd = Timed(0.0, 0.2, "<b>&\x00\x1b"), Timed(0.1, 0.3, "late"), Timed(0.3, 0.3, "gone"), Timed(0.3, 0.4, "")
    tiers = read_eaf(elan.write(CueSheet(HI.track, HI.duration, "a & b.wav", "", odd), Options()))
    assert tiers["words"] == [(0, 200, "<b>&"), (200, 300, "late")]


def rows_of(text: str) -> list[tuple[float, float, str]]:
    rows = [line.split("\t") for line in text.splitlines()]
    assert all(len(row) == 3 for row in rows)
    return [(float(start), float(end), value) for start, end, value in rows]


def test_audacity_gets_a_label_for_each_letter() -> None:
    assert rows_of(audacity.letters(HI, Options())) == [
        (0.0, 0.05, "X"), (0.05, 0.27, "D"), (0.27, 0.31, "C"), (0.31, 0.43, "B"), (0.43, 0.47, "X"),
    ]  # fmt: skip


def test_audacity_gets_words_where_there_are_any() -> None:
    rows = rows_of(audacity.words(MARY, Options()))
    assert rows[0] == (0.2, 0.6, "Mary")
    odd = held(("aa", 0.5), words=(Timed(0.0, 0.5, "two\twords\n"),))
    assert rows_of(audacity.words(odd, Options())) == [(0.0, 0.5, "two words")]
    with pytest.raises(LipSyncError, match="No words"):
        audacity.words(HI, Options())
