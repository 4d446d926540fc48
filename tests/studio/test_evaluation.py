"""The report: every rung that can be measured, figures that make sense, and a page that holds together."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from avatar import audio
from avatar.cli import main
from avatar.studio import corpora, espeak, evaluation, manifest, report, splits
from avatar.studio.manifest import Utterance
from avatar.types import Rung


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> evaluation.Evaluation:
    folder = tmp_path_factory.mktemp("speech")
    spoken = []
    said = (("My papa baked five muffins.", "en-us"), ("We move the boat <away>.", "en-us+f3"))
    for i, (text, voice) in enumerate(said):
        made = espeak.render(text, espeak.SpeakingStyle(voice, 150))
        audio.write(folder / f"{i}.wav", made.clip)
        lips = {"rate": 25.0, "opening": [0.05 + 0.01 * (k % 7) for k in range(40)], "width": [0.4] * 40}
        extra: dict[str, object] = {"lips": lips} if i == 0 else {"song": "boat"}
        spoken.append(Utterance(str(folder / f"{i}.wav"), voice, "en-us", "", "engine", text, made.phones, extra=extra))
    return evaluation.evaluate(spoken)


def test_better_rungs_score_better(measured: evaluation.Evaluation) -> None:
    got = {rung: result.figures()["acceptable"] for rung, result in measured.rungs.items()}
    assert got[Rung.VOICE] > 0.85
    assert got[Rung.ALIGNED] > got[Rung.LOUDNESS]
    assert got[Rung.MODEL] > got[Rung.LOUDNESS]


def test_what_is_known_of_each_rung(measured: evaluation.Evaluation) -> None:
    told = measured.as_json()["rungs"]
    assert set(told["model"]["by speaker"]) == {"en-us", "en-us+f3"}
    assert 0.3 < told["model"]["all"]["frames"] <= 1
    assert told["aligned"]["all"]["boundary median ms"] < 60
    assert -1 <= told["model"]["all"]["opening r"] <= 1
    assert told["model"]["by class"]["m"] >= 0
    assert told["model"]["by song"] == {"boat": told["model"]["by speaker"]["en-us+f3"]}


def test_the_report_is_written_whole(measured: evaluation.Evaluation, tmp_path: Path) -> None:
    report.write(measured, tmp_path)
    json.loads((tmp_path / "evaluation.json").read_text())
    page = (tmp_path / "report.html").read_text()
    assert page.count("<svg") == 3  # the confusion and two timelines

    class Balanced(HTMLParser):
        open: list[str] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta", "rect"):
                self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag != "rect":
                assert self.open.pop() == tag

    parser = Balanced()
    parser.feed(page)
    assert parser.open == []
    assert "aligned" in report.write_summary(measured)


def test_a_corpus_that_has_text_alone_is_timed_and_measured_as_a_group(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fsdd"
    (folder / "audio").mkdir(parents=True)
    made = espeak.render("one five seven nine two", espeak.SpeakingStyle("en-us", 140))
    audio.write(tmp_path / "a.wav", made.clip)
    (tmp_path / "a.wav").rename(folder / "audio/theo_00.opus")  # what a sound is, its content says
    (folder / "text.tsv").write_text("id\tspeaker\ttext\ntheo_00\ttheo\tone five seven nine two\n", encoding="utf-8")
    out, rungs = tmp_path / "report", ["--rung", "model", "--rung", "aligned"]
    assert main(["studio", "evaluate", str(folder), "--held-out", "--out", str(out), *rungs]) == 0
    rungs_told = json.loads((out / "evaluation.json").read_text())["rungs"]
    told = rungs_told["model"]
    assert told["all"]["acceptable"] > 0.8
    assert set(told["by speaker"]) == {"fsdd-theo"}
    assert "acceptable" not in rungs_told["aligned"]["all"]  # what timed it is no judge of itself
    assert "shapes" in capsys.readouterr().out
    (timed,) = manifest.read(out / "fsdd.jsonl")
    assert timed.times_from == "aligned"


def test_what_has_no_group_is_put_into_one() -> None:
    plain = Utterance("a.wav", "ann", "en", "", "")
    known = Utterance("b.wav", "bob", "en", "", "", extra={"group": "adults"})
    assert [u.extra["group"] for u in evaluation.grouped([plain, known], "kitchen")] == ["kitchen", "adults"]


def test_librivox_is_read_with_its_times(tmp_path: Path) -> None:
    folder = tmp_path / "librivox_phones"
    (folder / "phones").mkdir(parents=True)
    (folder / "text.tsv").write_text("id\tspeaker\ttext\na-1\tss01\thi\n", encoding="utf-8")
    phones = [{"b": 0.2, "d": 0.1, "t": "HH"}, {"b": 0.3, "d": 0.2, "t": "AY"}]
    words = [{"t": "<sil>", "w": [{"b": 0.0, "d": 0.2, "t": "SIL"}]}, {"t": "hi", "w": phones}]
    (folder / "phones/a-1.phone.json").write_text(json.dumps({"w": words}), encoding="utf-8")
    (hi,) = corpora.read(folder)
    assert [(p.value, round(p.end, 3)) for p in hi.phones] == [("", 0.2), ("h", 0.3), ("aɪ", 0.5)]
    assert splits.held_out(hi)
