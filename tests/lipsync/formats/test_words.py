"""Formats that tell words and phones: events of the cloud voices, TextGrid, captions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from praatio import textgrid as praat

from avatar.errors import LipSyncError
from avatar.lipsync.formats import CueSheet, Options, audacity, captions, events, textgrid
from avatar.types import Timed
from tests.lipsync.timelines import HI, MARY, held, spoken


def test_azure_events_carry_the_ids_of_the_phones() -> None:
    data = json.loads(events.azure(MARY, Options()))
    assert [event["visemeId"] for event in data] == [0, 21, 4, 13, 6, 12, 1, 19, 1, 14, 6, 19, 1, 14, 1, 21, 0]
    assert data[1]["audioOffset"] == 2_000_000
    assert [event["audioOffset"] for event in data] == sorted(event["audioOffset"] for event in data)
    assert all(set(event) == {"audioOffset", "visemeId", "animation"} for event in data)


def test_azure_knows_its_three_diphthongs() -> None:
    said = spoken("my cow boy", "m aɪ|k ˈaʊ|b ɔɪ", "my cow boy")
    ids = [event["visemeId"] for event in json.loads(events.azure(said, Options()))]
    assert ids == [0, 21, 11, 20, 9, 21, 10, 0]


def test_polly_says_what_amazons_example_says_of_mary() -> None:
    marks = [json.loads(line) for line in events.polly(MARY, Options()).splitlines()]
    assert marks[0] == {"time": 0, "type": "viseme", "value": "sil"}
    sentence = next(mark for mark in marks if mark["type"] == "sentence")
    assert (sentence["start"], sentence["end"], sentence["value"]) == (0, 23, "Mary had a little lamb.")
    assert [(m["start"], m["end"], m["value"]) for m in marks if m["type"] == "word"][:3] == [
        (0, 4, "Mary"),
        (5, 8, "had"),
        (9, 10, "a"),
    ]
    visemes = [mark["value"] for mark in marks if mark["type"] == "viseme"]
    assert visemes == ["sil", "p", "E", "r", "i", "k", "a", "t", "@", "t", "i", "t", "@", "t", "a", "p", "sil"]
    assert [mark["time"] for mark in marks] == sorted(mark["time"] for mark in marks)


def test_polly_counts_places_in_bytes() -> None:
    said = spoken("Ça va? Très bien.", "s a|v a|t ʁ ɛ|b j ɛ̃", "Ça va Très bien")
    marks = [json.loads(line) for line in events.polly(said, Options()).splitlines()]
    text = said.text.encode()
    for mark in marks:
        if mark["type"] != "viseme":
            assert text[mark["start"] : mark["end"]].decode() == mark["value"]
    assert [mark["value"] for mark in marks if mark["type"] == "sentence"] == ["Ça va?", "Très bien."]


@pytest.mark.parametrize("write", [events.azure, events.polly])
def test_without_phones_events_follow_the_shapes(write: object) -> None:
    text = write(HI, Options())  # type: ignore[operator]
    if write is events.azure:
        assert [event["visemeId"] for event in json.loads(text)] == [0, 2, 4, 15, 0]
    else:
        assert [json.loads(line)["value"] for line in text.splitlines()] == ["sil", "a", "E", "s", "sil"]


@pytest.mark.parametrize("timeline", [MARY, CueSheet(MARY.track, MARY.duration)])
def test_a_lead_moves_events_ahead_of_the_sound(timeline: CueSheet) -> None:
    first = [json.loads(events.azure(timeline, Options(lead=lead)))[1]["audioOffset"] for lead in (0.0, 0.03)]
    assert first[0] - first[1] == 300_000


def test_praatio_opens_the_textgrid(tmp_path: Path) -> None:
    path = tmp_path / "mary.TextGrid"
    path.write_text(textgrid.write(MARY, Options()), "utf-8")
    grid = praat.openTextgrid(str(path), includeEmptyIntervals=True, reportingMode="error")
    assert grid.tierNames == ("words", "phones", "mouth")
    words = [entry for entry in grid.getTier("words").entries if entry.label]
    assert [entry.label for entry in words] == ["Mary", "had", "a", "little", "lamb"]
    assert words[0].start == pytest.approx(0.2)
    assert "əl" in [entry.label for entry in grid.getTier("phones").entries]
    assert grid.maxTimestamp == pytest.approx(MARY.duration)


@pytest.mark.parametrize("output_format", ["short_textgrid", "long_textgrid"])
def test_textgrids_that_praatio_saves_are_read(tmp_path: Path, output_format: str) -> None:
    path = tmp_path / "mary.TextGrid"
    path.write_text(textgrid.write(MARY, Options()), "utf-8")
    grid = praat.openTextgrid(str(path), includeEmptyIntervals=True)
    grid.addTier(praat.PointTier("marks", [(0.5, "here")], 0, grid.maxTimestamp))
    grid.save(str(path), output_format, includeBlankSpaces=True)  # type: ignore[arg-type]
    tiers = {tier.name: tier.spans for tier in textgrid.read(path.read_text("utf-8"))}
    assert [span.value for span in tiers["words"] if span.value] == ["Mary", "had", "a", "little", "lamb"]
    assert [span.value for span in tiers["phones"] if span.value] == [phone.value for phone in MARY.phones or ()]


def test_a_textgrid_of_nothing_known_has_the_mouth(tmp_path: Path) -> None:
    path = tmp_path / "hi.TextGrid"
    path.write_text(textgrid.write(HI, Options()), "utf-8")
    grid = praat.openTextgrid(str(path), includeEmptyIntervals=True)
    assert [entry.label for entry in grid.getTier("mouth").entries] == ["X", "D", "C", "B", "X"]


def test_quotes_and_overlaps_survive_a_textgrid(tmp_path: Path) -> None:
    words = (Timed(0.1, 0.3, 'say "hi"'), Timed(0.2, 0.4, "overlaps"), Timed(0.4, 0.4, "nothing"))
    path = tmp_path / "odd.TextGrid"
    path.write_text(textgrid.write(CueSheet(HI.track, HI.duration, words=words), Options()), "utf-8")
    entries = praat.openTextgrid(str(path), includeEmptyIntervals=False).getTier("words").entries
    assert [entry.label.replace('""', '"') for entry in entries] == ['say "hi"', "overlaps"]


@pytest.mark.parametrize("text", ["", "hello", 'File type = "ooTextFile"\nObject class = "Sound"\n'])
def test_what_is_no_textgrid_is_refused(text: str) -> None:
    with pytest.raises(LipSyncError, match="no TextGrid"):
        textgrid.read(text)


CLOCK = r"\d{2,}:[0-5]\d:[0-5]\d"


def test_webvtt_follows_its_grammar() -> None:
    odd = CueSheet(MARY.track, MARY.duration, words=(Timed(0.1, 0.1, "R&B <i>"), Timed(3661.5, 3662.0, "late")))
    head, *cues = captions.vtt_words(odd, Options()).strip().split("\n\n")
    assert head == "WEBVTT"
    assert all(re.fullmatch(rf"{CLOCK}\.\d{{3}} --> {CLOCK}\.\d{{3}}\n[^\n<]+", cue) for cue in cues)
    assert cues[0] == "00:00:00.100 --> 00:00:00.101\nR&amp;B &lt;i&gt;"
    assert cues[1].startswith("01:01:01.500 --> 01:01:02.000")


def test_srt_follows_its_grammar() -> None:
    cues = captions.srt_words(MARY, Options()).strip().split("\n\n")
    assert len(cues) == 5
    for number, cue in enumerate(cues, 1):
        assert re.fullmatch(rf"{number}\n{CLOCK},\d{{3}} --> {CLOCK},\d{{3}}\n[^\n]+", cue)
    assert cues[0].endswith("\nMary")


def said(text: str, *, each: float = 0.3, pauses: dict[str, float] | None = None) -> CueSheet:
    """A timeline of the words of a text, one after another; `pauses`: seconds of silence before some."""
    words: list[Timed] = []
    t = 0.5
    for match in re.finditer(r"[\w$'.]*\w", text):
        t += (pauses or {}).get(match.group(), 0.0)
        words.append(Timed(t, t + each, match.group(), match.start(), len(match.group())))
        t += each
    return CueSheet(held(("aa", t + 0.5)).track, t + 0.5, "", text, tuple(words))


def blocks(timeline: CueSheet) -> list[tuple[float, float, str]]:
    cues = captions.srt(timeline, Options()).strip().split("\n\n")
    rows = []
    for number, cue in enumerate(cues, 1):
        head, clock, *lines = cue.split("\n")
        assert head == str(number)
        assert 1 <= len(lines) <= 2
        assert all(0 < len(line) <= 42 for line in lines)
        start, end = (
            sum(float(part.replace(",", ".")) * 60**i for i, part in enumerate(reversed(side.split(":"))))
            for side in clock.split(" --> ")
        )
        assert not rows or rows[-1][1] <= start
        rows.append((start, end, "\n".join(lines)))
    assert " ".join(" ".join(text for *_, text in rows).split()) == " ".join(timeline.text.split())
    return rows


def test_captions_of_sentences_have_their_punctuation() -> None:
    rows = blocks(said("Mary had a little lamb. “It was white,” said Dr. Smith at 3 p.m. on Monday! Was it?"))
    assert [text for *_, text in rows] == [
        "Mary had a little lamb.",
        "“It was white,”\nsaid Dr. Smith at 3 p.m. on Monday!",
        "Was it?",
    ]
    assert rows[0][:2] == pytest.approx((0.5, 2.0))


def test_long_sentences_are_cut_where_one_breathes() -> None:
    joke = "The quick brown fox jumps over the lazy dog, an old joke of all who set type, and everybody knows it."
    rows = blocks(said(joke, each=0.2))
    assert len(rows) == 2
    assert rows[0][2].endswith(",")


def test_no_caption_spans_a_pause_or_seven_seconds() -> None:
    assert [text for *_, text in blocks(said("One two three four.", pauses={"three": 1.5}))] == [
        "One two",
        "three four.",
    ]
    assert all(end - start <= 7 for start, end, _ in blocks(said("a slow word each second until the end", each=1.2)))


def test_a_brief_caption_stays_as_long_as_the_next_one_allows() -> None:
    rows = blocks(said("Well then, I believe that is all. No.", each=0.2))
    assert rows[-1][1] - rows[-1][0] == pytest.approx(0.7)  # the sound ends
    rows = blocks(said("No. Then I believe that this is all there is.", pauses={"Then": 2.0}, each=0.2))
    assert rows[0][1] - rows[0][0] == pytest.approx(5 / 6, abs=0.001)


def test_words_without_places_are_captions_too() -> None:
    words = Timed(0.1, 0.4, "two"), Timed(0.4, 0.8, "words"), Timed(2.0, 2.4, "later")
    rows = captions.vtt(CueSheet(HI.track, 2.5, "", "", words), Options())
    assert "two words\n" in rows
    assert rows.endswith("later\n")


@pytest.mark.parametrize("write", [captions.vtt, captions.srt, captions.vtt_words, captions.srt_words])
def test_captions_without_words_are_refused_with_a_remedy(write: object) -> None:
    with pytest.raises(LipSyncError, match="Give the text"):
        write(HI, Options())  # type: ignore[operator]


@pytest.mark.parametrize("write", [captions.vtt, captions.srt, captions.vtt_words, captions.srt_words, audacity.words])
def test_a_text_that_is_not_in_the_sound_is_not_asked_for_again(write: Callable[..., str]) -> None:
    with pytest.raises(LipSyncError, match=r"not found in the sound.*language"):
        write(replace(HI, text="Something else."), Options())


def test_captions_are_sentences_where_nothing_else_is_asked_for() -> None:
    assert captions.srt(MARY, Options()) == "1\n00:00:00,200 --> 00:00:01,700\nMary had a little lamb.\n"


def test_sentences_of_polly_end_where_sentences_end() -> None:
    said = spoken("Mr. Fox paid. No! So I left.", "m ɪ|f ɑ|p eɪ|n oʊ|s oʊ|aɪ|l ɛ", "Mr Fox paid No So I left")
    marks = [json.loads(line) for line in events.polly(said, Options()).splitlines()]
    sentences = [mark["value"] for mark in marks if mark["type"] == "sentence"]
    assert sentences == ["Mr. Fox paid.", "No!", "So I left."]
