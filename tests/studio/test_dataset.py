"""Data sets: rendered speech with its true times, resumed and the same for any number of workers; folders; texts."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import numpy as np
import pytest

from avatar import audio
from avatar.cli import main
from avatar.studio import dataset, manifest, render, sentences, splits, timing
from avatar.studio.manifest import DatasetError, Utterance
from avatar.types import Clip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One rendered batch of a few espeak-ng utterances."""
    folder = tmp_path_factory.mktemp("rendered")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "BATCH", 4)
        return render.run(render.Batch("espeak", "english", "en", "GPL", 0), folder)


def test_rendered_phones_cover_the_sound(small: Path) -> None:
    for utterance in manifest.read(small):
        clip = audio.read(Path(utterance.audio))
        assert utterance.phones[0].start == 0.0
        assert utterance.phones[-1].end == pytest.approx(clip.duration, abs=0.01)
        assert all(a.end == pytest.approx(b.start, abs=1e-3) for a, b in itertools.pairwise(utterance.phones))
        assert utterance.times_from == "engine"


def test_rendered_silence_is_quiet_and_sibilants_are_loud_up_high(small: Path) -> None:
    from avatar.lipsync import features

    high: dict[str, list[float]] = {"s": [], "": []}
    for utterance in manifest.read(small):
        mel = features.log_mel(features.to_16k(audio.read(Path(utterance.audio))))
        for phone in utterance.phones:
            first, last = round(phone.start * 100) + 2, round(phone.end * 100) - 2
            if phone.value in high and last > first:
                high[phone.value].append(float(mel[first:last, 38:].mean()))
    assert np.median(high["s"]) > np.median(high[""]) + 4


def test_a_batch_that_is_there_is_not_made_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("rendered twice")

    monkeypatch.setattr(render, "_espeak", never)
    assert render.run(render.Batch("espeak", "english", "en", "GPL", 0), small.parent) == small


def test_the_plan_has_every_language() -> None:
    voices = {batch.voice for batch in render.plan(0, 1, 1)}
    assert set(sentences.list_languages()) <= voices


def test_sentences_are_the_same_for_the_same_seed_and_differ_between_seeds() -> None:
    assert sentences.make_english(5) == sentences.make_english(5)
    assert len({sentences.make_english(seed) for seed in range(50)}) > 45
    assert all(sentences.make_up(language, 1).strip(" .") for language in sentences.list_languages())
    assert sentences.make_up("xx", 5) == sentences.make_english(5)


def test_a_labelled_folder_becomes_utterances(tmp_path: Path) -> None:
    audio.write(tmp_path / "a.wav", Clip.silence(0.5, 16000))
    (tmp_path / "a.lab").write_text("0 2000000 pau\n2000000 5000000 m\n")
    audio.write(tmp_path / "b.wav", Clip.silence(0.5, 16000))
    (found,) = dataset.find_labelled(tmp_path, "me", "en-GB", "CC0")
    assert (found.speaker, found.language, [p.value for p in found.phones]) == ("me", "en-GB", ["", "m"])


@pytest.mark.parametrize("read", [dataset.find_labelled, dataset.find_transcribed])
def test_a_folder_with_nothing_to_use_is_named(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DatasetError, match="beside"):
        read(tmp_path)


def test_texts_are_aligned_alike_by_one_worker_and_by_two(small: Path, tmp_path: Path) -> None:
    for i, utterance in enumerate(manifest.read(small)):
        shutil.copy(utterance.audio, tmp_path / f"{i}.flac")
        (tmp_path / f"{i}.txt").write_text(utterance.text)
    spoken = dataset.find_transcribed(tmp_path, language="en-us")
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    assert dataset.time_all(spoken, one, 1) == dataset.time_all(spoken, two, 2)
    assert one.read_bytes() == two.read_bytes()


def test_an_aligned_utterance_keeps_its_text_and_says_how_sure_it_is(small: Path) -> None:
    first = next(iter(manifest.read(small)))
    found = timing.time_utterance(Utterance(first.audio, "x", "en-us", "", "", first.text))
    assert found is not None
    assert found.times_from == "aligned"
    assert 0 < float(str(found.extra["confidence"])) <= 1
    assert found.phones[-1].end == pytest.approx(audio.read(Path(first.audio)).duration, abs=0.02)
    assert len(found.words) > len(first.text.split()) / 2  # espeak-ng says some words in one: "out of"


@pytest.mark.parametrize("count", [5, 9, 16, 20])
def test_of_a_few_recordings_some_are_held_out_too(count: int) -> None:
    takes = [Utterance(f"take{i}.wav", "me", "en-US", "", "") for i in range(1, count + 1)]
    assert not any(map(splits.held_out, takes)), "chance spares all of these"
    judged, learned = splits.judging(takes), splits.training(takes)
    assert len(judged) == max(1, count // 11)
    assert sorted([*judged, *learned], key=takes.index) == takes


def test_who_is_held_out_does_not_change_and_is_a_minority() -> None:
    people = [Utterance(f"{i}.wav", f"speechocean-{i:04d}", "en", "", "") for i in range(400)]
    kept = splits.judging(people)
    assert 5 < len(kept) < 40
    assert len(kept) + len(splits.training(people)) == 400
    assert splits.held_out(Utterance("LJ001-0003.opus", "ljspeech", "en", "", ""))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["dataset", "D", "--texts", "nowhere"], "There is no such folder (nowhere)"),
        (["dataset", "D", "--labelled", "nowhere"], "There is no such folder (nowhere)"),
        (["evaluate", "few.jsonl", "--held-out"], "none was held out"),
        (["evaluate", "few.jsonl", "--models", "nowhere"], "There are no models here (nowhere)"),
        (["evaluate"], "Name a manifest"),
    ],
)
def test_what_is_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    manifest.write(tmp_path / "few.jsonl", [Utterance("take1.wav", "me", "en-US", "", "hand")])
    assert main(["studio", *arguments]) == 1
    assert told in capsys.readouterr().err
