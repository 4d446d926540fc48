"""Edits in a mouth: what was edited is there, and nothing else is another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.character.mouth import blend, openings_for
from avatar.edits.applying import apply, apply_sheet
from avatar.edits.values import Span, TakeEdits
from avatar.lipsync.doubting import Doubt
from avatar.lipsync.formats import CueSheet, Options
from avatar.lipsync.formats.rhubarb import shape_set
from avatar.lipsync.made import lettered, of_phones
from avatar.lipsync.shapes import cues
from avatar.lipsync.tool import render
from avatar.types import VISEMES, Clip, Mouth, Performance, Rung, Speech, Timed

PHONES = tuple(
    Timed(0.2 + 0.12 * n, 0.32 + 0.12 * n, phone) for n, phone in enumerate("h ə l oʊ ð ɛ ɹ ə s ɪ t ɪ z ə n".split())
)
DURATION = 2.4
TEXT = "hello there citizen"
WORDS = (Timed(0.2, 0.68, "hello", 0, 5), Timed(0.68, 1.04, "there", 6, 5), Timed(1.04, 2.0, "citizen", 12, 7))
MADE = lettered(of_phones(Rung.MODEL, PHONES, WORDS, DURATION))
CHANCE = np.zeros(len(MADE.track.weights), np.float32)
CHANCE[50:60] = 0.5
DOUBT = Doubt(CHANCE, CHANCE, *(np.zeros(len(CHANCE), np.uint8) for _ in range(4)))
SHEET = CueSheet(MADE.track, DURATION, "talk.wav", TEXT, WORDS, PHONES, doubt=DOUBT)


def take(**tracks: tuple[Span, ...]) -> TakeEdits:
    return TakeEdits("", tracks=tracks)


def _doubted(sheet: CueSheet) -> int:
    """Frames that are doubted."""
    return 0 if sheet.doubt is None else int((sheet.doubt.chance > 0).sum())


def letters(sheet: CueSheet) -> list[tuple[float, float, str]]:
    return [tuple(cue) for cue in cues(sheet.track, shape_set("GHX"))]


def at(sheet: CueSheet, t: float) -> str:
    return next(letter for start, end, letter in letters(sheet) if start <= t < end)


def test_no_edits_change_nothing() -> None:
    sheet = apply_sheet(SHEET, take())
    assert sheet.track is SHEET.track
    assert (sheet.text, sheet.words, sheet.phones, _doubted(sheet)) == (TEXT, WORDS, PHONES, 10)


def test_a_phone_s_mouth_is_made_anew_around_it_and_nowhere_else() -> None:
    sheet = apply_sheet(SHEET, take(phones=(Span(0.92, 1.04, "m"),)))
    shut = VISEMES.index("PP")
    assert sheet.track.rung == Rung.EDITED
    assert sheet.track.weights[94:100, shut].max() == 1.0
    assert SHEET.track.weights[90:110, shut].max() < 0.1
    assert at(sheet, 0.97) == "A"
    assert np.array_equal(sheet.track.weights[:30], SHEET.track.weights[:30])
    assert np.array_equal(sheet.track.weights[170:], SHEET.track.weights[170:])
    assert np.allclose(sheet.track.weights.sum(axis=1), 1.0, atol=1e-5)
    assert sheet.phones is not None
    assert Timed(0.92, 1.04, "m") in sheet.phones


def test_edited_phones_make_the_mouth_that_they_would_have_made_at_once() -> None:
    edits = take(phones=(Span(0.56, 0.68, "iː"), Span(1.04, 1.16, "")))
    wanted = tuple(
        Timed(*span[:3])
        if (span := {0.56: edits.of("phones")[0], 1.04: edits.of("phones")[1]}.get(round(p.start, 2)))
        else p
        for p in PHONES
    )
    at_once = lettered(of_phones(Rung.MODEL, wanted, WORDS, DURATION))
    sheet = apply_sheet(SHEET, edits)
    assert np.abs(sheet.track.weights - at_once.track.weights).max() < 0.02
    assert sheet.track.drawn is not None
    assert np.mean(sheet.track.drawn != at_once.track.drawn) < 0.02


def test_letters_are_drawn_where_they_were_set() -> None:
    sheet = apply_sheet(SHEET, take(mouths=(Span(0.5, 0.62, "A"), Span(0.62, 0.8, "F"))))
    assert (0.5, 0.62, "A") in letters(sheet)
    assert (0.62, 0.8, "F") in letters(sheet)
    lead = round(SHEET.track.lead * 100)
    assert (sheet.track.weights[50 - lead : 62 - lead, VISEMES.index("PP")] == 1.0).all()
    untouched = np.r_[0 : 49 - lead, 82 - lead : len(SHEET.track.weights)]
    assert np.array_equal(sheet.track.weights[untouched], SHEET.track.weights[untouched])


def test_a_letter_taken_away_is_rest() -> None:
    assert at(apply_sheet(SHEET, take(mouths=(Span(0.5, 0.8, ""),))), 0.6) == "X"


def test_an_eased_letter_comes_slower() -> None:
    hard, soft = (
        apply_sheet(SHEET, take(mouths=(Span(0.5, 0.9, "F", ease),))).track.weights[:, VISEMES.index("ou")]
        for ease in ("hold", "in")
    )
    assert hard[49] == 1.0
    assert soft[49] < soft[52] < soft[56] == 1.0


def test_the_jaw_goes_as_far_as_the_keys_say_and_shut_lips_stay_shut() -> None:
    edits = take(mouths=(Span(1.3, 1.4, "A"),), opening=(Span(0.5, 1.0, "0.1"), Span(1.0, 1.5, "0.8", "hold")))
    track = apply_sheet(SHEET, edits).track
    opening = track.opening
    assert opening is not None

    def jaw(frame: int) -> float:
        return blend(track.weights[frame], Mouth(), float(opening[frame])).jaw

    assert abs(jaw(49) - 0.1) < 0.02
    assert abs(jaw(74) - 0.45) < 0.05
    assert abs(jaw(119) - 0.8) < 0.02
    shut = blend(track.weights[134], Mouth(), float(opening[134]))
    assert shut.closure == 1.0
    assert shut.jaw == 0.0
    before = blend(SHEET.track.weights[30], Mouth()).jaw
    assert abs(jaw(30) - before) < 1e-5


def test_a_heard_opening_gives_way_where_a_letter_was_set() -> None:
    heard = replace(SHEET, track=replace(SHEET.track, opening=np.full(len(SHEET.track.weights), 0.01, np.float32)))
    track = apply_sheet(heard, take(mouths=(Span(0.5, 0.8, "D"),))).track
    assert track.opening is not None
    assert blend(track.weights[60], Mouth(), float(track.opening[60])).jaw > 0.95
    assert track.opening[20] == np.float32(0.01)
    assert openings_for(track.weights).shape == (len(track.weights),)


def test_words_change_the_text_and_every_format_has_them() -> None:
    sheet = apply_sheet(SHEET, take(words=(Span(0.68, 1.04, "dear"),), mouths=(Span(0.5, 0.7, "A"),)))
    assert sheet.text == "hello dear citizen"
    assert "dear" in render(sheet, "vtt", Options())  # type: ignore[operator]
    assert "\tA\n" in render(sheet, "tsv", Options())  # type: ignore[operator]
    assert '"value": "A"' in render(sheet, "json", Options())  # type: ignore[operator]


def test_nobody_need_look_where_somebody_did() -> None:
    assert _doubted(apply_sheet(SHEET, replace(take(), looked=((0.4, 0.7),)))) == 0
    assert _doubted(apply_sheet(SHEET, take(mouths=(Span(0.5, 0.6, "B"),)))) == 0
    assert _doubted(apply_sheet(SHEET, take(mouths=(Span(1.5, 1.6, "B"),)))) == 10


def performance(phones: tuple[Timed, ...] | None) -> Performance:
    hum = (np.sin(np.arange(round(DURATION * 16000)) * 0.05) * 6000).astype(np.int16)
    speech = Speech(Clip(hum, 16000), TEXT, "somebody", "en", WORDS, phones, "engine" if phones else "none")
    return Performance("bea", speech, of_phones(Rung.VOICE, PHONES, (), DURATION, "burst").track)


def test_a_performance_has_its_edits_in_text_and_mouth() -> None:
    said = apply(performance(PHONES), take(words=(Span(0.68, 1.04, "dear"),), phones=(Span(0.92, 1.04, "m"),)))
    assert said.speech.text == "hello dear citizen"
    assert said.mouth.rung == Rung.EDITED
    assert said.mouth.weights[95:100, VISEMES.index("PP")].max() == 1.0
    assert said.mouth.drawn is not None


def test_a_performance_without_edits_is_itself() -> None:
    before = performance(PHONES)
    after = apply(before, take())
    assert after.mouth is before.mouth
    assert after.speech is before.speech


def test_neighbours_that_are_not_known_are_found_in_the_sound() -> None:
    said = apply(performance(None), take(phones=(Span(0.92, 1.04, "m"),)))
    assert said.mouth.weights[95:100, VISEMES.index("PP")].max() > 0.99
    assert np.array_equal(said.mouth.weights[200:], performance(None).mouth.weights[200:])


def test_edits_of_a_whole_track_in_a_million_keys_take_one_pass() -> None:
    spans = tuple(Span(n * 0.001, (n + 1) * 0.001, "0.5") for n in range(2000))
    track = apply_sheet(SHEET, take(opening=spans)).track
    assert track.opening is not None
    assert np.isfinite(track.opening).all()


@pytest.mark.parametrize("spans", [(Span(5.0, 9.0, "D"),), (Span(2.35, 9.0, "D"),), (Span(0.0, 0.01, "D"),)])
def test_edits_beyond_the_sound_s_end_do_no_harm(spans: tuple[Span, ...]) -> None:
    for track in ("mouths", "opening", "phones"):
        rows = tuple(span._replace(value={"mouths": "D", "opening": "0.5", "phones": "m"}[track]) for span in spans)
        sheet = apply_sheet(SHEET, take(**{track: rows}))
        assert len(sheet.track.weights) == len(SHEET.track.weights)
        assert np.isfinite(sheet.track.weights).all()
    empty = CueSheet(replace(SHEET.track.part(0, 0)), 0.0)
    assert len(apply_sheet(empty, take(mouths=spans, opening=(Span(0.0, 1.0, "1"),))).track.weights) == 0
