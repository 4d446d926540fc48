"""What was written can be corrected and read back; what is damaged is refused, with its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.formats import FORMATS, CueSheet, Options, readers
from avatar.lipsync.formats.rhubarb import letters
from avatar.lipsync.ladder import mouth
from avatar.types import VISEMES, Clip, Rung, Speech
from tests.lipsync.timelines import HI, MARY, held

LETTERS = ["tsv", "json", "xml"]


def saved(folder: Path, name: str, timeline: CueSheet, options: Options | None = None) -> Path:
    path = folder / ("cues" + FORMATS[name].ending)
    path.write_text(FORMATS[name].write(timeline, options or Options()), "utf-8")
    return path


def put(folder: Path, text: str, name: str = "cues.txt") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("timeline", [HI, MARY])
def test_letters_written_and_read_are_the_same_letters(tmp_path: Path, name: str, timeline: CueSheet) -> None:
    path = saved(tmp_path, name, timeline)
    again = readers.read(path, timeline.duration).track
    assert again.rung == Rung.EDITED
    assert saved(tmp_path, name, CueSheet(again, timeline.duration, timeline.sound)).read_text() == path.read_text()


@pytest.mark.parametrize("name", LETTERS)
def test_all_nine_letters_come_back(tmp_path: Path, name: str) -> None:
    all_nine = held(*((v, (i + 1) * 0.2) for i, v in enumerate("sil PP SS E aa oh ou FF nn sil".split())))
    again = readers.read(saved(tmp_path, name, all_nine), 2.0).track
    assert "".join(cue.value for cue in letters(again)) == "XABCDEFGHX"


def test_a_letter_for_th_comes_back(tmp_path: Path) -> None:
    shown = held(("sil", 0.2), ("TH", 0.4), ("aa", 0.6))
    again = readers.read(saved(tmp_path, "tsv", shown, Options(extended="GHXT")), 0.6).track
    assert again.weights[30, VISEMES.index("TH")] == 1


@pytest.mark.parametrize("name", ["ovr-csv", "ovr-json"])
def test_curves_written_and_read_are_the_same_curves(tmp_path: Path, name: str) -> None:
    again = readers.read(saved(tmp_path, name, MARY, Options(fps=100)), MARY.duration).track
    assert np.allclose(again.weights, MARY.track.weights, atol=2e-3)


@pytest.mark.parametrize("name", ["arkit-csv", "arkit-json"])
def test_arkits_curves_come_back_as_much_the_same_mouth(tmp_path: Path, name: str) -> None:
    again = readers.read(saved(tmp_path, name, MARY, Options(fps=60)), MARY.duration).track
    pp = VISEMES.index("PP")
    shut = MARY.track.weights[:, pp] > 0.99
    assert again.weights[shut, pp].mean() > 0.8
    assert np.corrcoef(again.weights[:, 0], MARY.track.weights[:, 0])[0, 1] > 0.8


def test_phones_corrected_in_praat_make_the_mouth_anew(tmp_path: Path) -> None:
    path = saved(tmp_path, "textgrid", MARY)
    path.write_text(path.read_text("utf-8").replace('text = "m"', 'text = "f"'), "utf-8")
    made = readers.read(path, MARY.duration)
    assert made.track.weights[:, VISEMES.index("PP")].max() < 0.1
    assert made.track.weights[:, VISEMES.index("FF")].max() > 0.95
    assert [word.value for word in made.words] == ["Mary", "had", "a", "little", "lamb"]


def test_arpabet_in_a_textgrid_is_understood(tmp_path: Path) -> None:
    path = saved(tmp_path, "textgrid", MARY)
    path.write_text(
        path.read_text("utf-8").replace('text = "m"', 'text = "M"').replace('text = "ɛ"', 'text = "EH1"'), "utf-8"
    )
    assert readers.read(path, MARY.duration).track.weights[:, VISEMES.index("PP")].max() > 0.95


def test_a_tier_of_letters_is_read_where_there_are_no_phones(tmp_path: Path) -> None:
    again = readers.read(saved(tmp_path, "textgrid", HI), HI.duration).track
    assert "".join(cue.value for cue in letters(again)) == "XDCBX"


def test_utf_16_as_praat_saves_it_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path, "textgrid", MARY)
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    assert readers.read(path, MARY.duration).words


def test_a_clause_with_corrected_cues_uses_them(tmp_path: Path) -> None:
    clip = Clip.silence(HI.duration, 16000)
    track = mouth(Speech(clip, "hi", "x"), cues=saved(tmp_path, "tsv", HI))
    assert (track.rung, track.why) == (Rung.EDITED, "")
    assert "".join(cue.value for cue in letters(track)) == "XDCBX"


def test_cues_that_cant_be_read_leave_the_mouth_to_the_next_rung(tmp_path: Path) -> None:
    track = mouth(Speech(Clip.silence(1, 16000), "hi", "x"), cues=tmp_path / "none.json")
    assert track.rung != Rung.EDITED
    assert "none.json" in track.why


DAMAGED = {
    "empty": "",
    "prose": "Once upon a time",
    "no tab": "0.00\tX\n0.5 A\n",
    "no number": "zero\tX\n",
    "nan": "0.00\tX\nnan\tA\n",
    "no such shape": "0.00\tX\n0.10\tQ\n",
    "out of order": "0.50\tA\n0.10\tB\n",
    "half a json": '{"mouthCues": [{"start": 0.0, "end"',
    "another json": '{"name": "value"}',
    "a list": "[1, 2, 3]",
    "a cue without value": '{"mouthCues": [{"start": 0, "end": 1}]}',
    "a cue that is text": '{"mouthCues": ["A"]}',
    "deep json": "[" * 100_000,
    "half an xml": "<rhubarbResult><mouthCues>",
    "another xml": "<html></html>",
    "an entity bomb": '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>',
    "xml without times": "<a><mouthCue>A</mouthCue></a>",
    "ragged csv": "seconds,sil,PP\n0,1\n",
    "csv of something": "name,age\na,1\n",
    "csv of other curves": "seconds,foo\n0,1\n1,0\n",
    "csv of no rows": "seconds," + ",".join(VISEMES) + "\n",
    "csv of words": "seconds," + ",".join(VISEMES) + "\n0" + ",x" * 15 + "\n",
    "times that stand still": "seconds," + ",".join(VISEMES) + ("\n0" + ",1" * 15) * 2 + "\n",
    "bad timecode": "Timecode,BlendShapeCount,JawOpen\n1.5,1,0\n",
    "matrix of no names": '{"weightMat": [[1]], "exportFps": 30}',
    "ragged matrix": '{"weightMat": [[1], [1, 2]], "exportFps": 30, "facsNames": ["jawOpen"]}',
    "matrix at no rate": '{"weightMat": [[1]], "exportFps": 0, "facsNames": ["jawOpen"]}',
    "textgrid of nothing": 'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = 1\n',
    "half a textgrid": '"ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n1\n"IntervalTier"\n"phones"\n0\n1\n5\n0\n',
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_cues_are_refused_by_name(tmp_path: Path, text: str) -> None:
    path = put(tmp_path, text)
    with pytest.raises(LipSyncError, match=r"cues\.txt") as caught:
        readers.read(path, 1.0)
    assert caught.value.remedy


def test_missing_folders_and_binary_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.tsv").write_bytes(b"\x80\x81\x82\x00")
    for name in ("missing.tsv", ".", "bytes.tsv"):
        with pytest.raises(LipSyncError):
            readers.read(tmp_path / name, 1.0)


@pytest.mark.parametrize("duration", [0.0, 0.005, 0.3, 5.0])
def test_cues_fit_a_sound_of_another_length(tmp_path: Path, duration: float) -> None:
    weights = readers.read(saved(tmp_path, "json", HI), duration).track.weights
    assert len(weights) == int(np.ceil(duration * 100 - 1e-6))
    assert np.allclose(weights.sum(axis=1), 1, atol=1e-5)


SHORT = '"ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n1\n"IntervalTier"\n"phones"\n0\n1\n{}\n0\n0.5\n"h"\n0.5\n1\n"a"\n'


@pytest.mark.parametrize("count", ["4000000000", "-3", "-1", "3", "9" * 5000])
def test_a_short_textgrid_that_claims_what_is_not_there_is_refused_at_once(tmp_path: Path, count: str) -> None:
    with pytest.raises(LipSyncError, match=r"breaks off or is damaged.*cues\.txt.*Save it again"):
        readers.read(put(tmp_path, SHORT.format(count)), 1.0)
    assert readers.read(put(tmp_path, SHORT.format(2)), 1.0).track.rung == Rung.EDITED


@pytest.mark.parametrize("text", ["", " \t \n \n", "\r\r", "\ufeff"])
@pytest.mark.parametrize("name", ["cues.tsv", "cues.csv", "cues.json"])
def test_a_file_without_anything_is_refused(tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(LipSyncError, match=r"There are no cues in the file .*cues"):
        readers.read(put(tmp_path, text, name), 1.0)


@pytest.mark.parametrize("name", ["tsv", "ovr-csv"])
@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_lines_may_end_as_on_other_systems(tmp_path: Path, name: str, end: str) -> None:
    path = saved(tmp_path, name, HI)
    as_it_was = readers.read(path, HI.duration).track.weights
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    assert np.array_equal(readers.read(path, HI.duration).track.weights, as_it_was)


def test_curves_that_are_no_csv_are_refused(tmp_path: Path) -> None:
    for text in (f"seconds,sil\n0,{'1' * 200_000}\n", "seconds,sil\r0,1\r", 'seconds,"sil\n0,1\n', ",\n"):
        with pytest.raises(LipSyncError, match=r"curves.*cues\.csv"):
            readers.read(put(tmp_path, text, "cues.csv"), 1.0)


def test_curves_that_do_not_begin_with_the_time_are_told_so(tmp_path: Path) -> None:
    weights = ",".join(VISEMES), ",".join("1" + "0" * 14)
    for first in ("frame", "id", "sil"):
        path = put(tmp_path, f"{first},{weights[0]}\n0,{weights[1]}\n1,{weights[1]}\n", "a.csv")
        with pytest.raises(LipSyncError, match=r"first column is not seconds.*seconds,sil,PP"):
            readers.read(path, 1.0)
    for first in ("seconds", "Seconds", "TIME", "time"):
        path = put(tmp_path, f"{first},{weights[0]}\n0,{weights[1]}\n1,{weights[1]}\n", "a.csv")
        assert readers.read(path, 1.0).track.weights[50, 0] == 1.0


@pytest.mark.parametrize("fps", [24, 25, 30, 48, 50, 60, 100, 120])
def test_timecodes_of_every_usual_rate_are_read_as_their_times(tmp_path: Path, fps: int) -> None:
    """Two seconds with frames up to the rate's last; the lips part half way."""
    jaw = [0.0] * fps + [0.6] * fps
    rows = [f"01:02:{3 + at // fps:02}:{at % fps:02}.000,1,{value}" for at, value in enumerate(jaw)]
    path = put(tmp_path, "Timecode,BlendShapeCount,JawOpen\n" + "\n".join(rows) + "\n", "a.csv")
    weights = readers.read(path, 2.0).track.weights
    opened = 1 - weights[:, 0]
    assert opened[: 100 - 100 // fps].max() < 0.05
    assert opened[101:].min() > 0.9 * opened.max() > 0.3


def test_cues_far_beyond_the_sound_are_cut(tmp_path: Path) -> None:
    near = readers.read(put(tmp_path, "0\tX\n0.5\tD\n2\tA\n"), 1.0).track.weights
    far = readers.read(put(tmp_path, "0\tX\n0.5\tD\n1e307\tA\n"), 1.0).track.weights
    assert np.array_equal(near, far)
    with pytest.raises(LipSyncError, match="curves are empty"):
        readers.read(put(tmp_path, f"seconds,{','.join(VISEMES)}\n0,{'1e300,' * 14}0\n", "a.csv"), 1.0)
