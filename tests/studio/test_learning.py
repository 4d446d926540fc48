"""Learning from what was put right: the net in NumPy, lessons from edits, and what is installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar import audio, scenefile
from avatar.cli import main
from avatar.config import Config
from avatar.edits import files
from avatar.edits.beside import fingerprint_file
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.errors import AvatarError
from avatar.lipsync import features, installed, ladder, model, phoneset, shown, tool
from avatar.studio import espeak
from avatar.studio.learning import adapting, corrections, judging, keeping, learning, net, replay, telling, weights
from avatar.studio.learning.adapting import Lesson, Plan
from avatar.studio.manifest import DatasetError, Utterance
from avatar.studio.netshapes import SHAPES
from avatar.studio.prepare import UNKNOWN
from avatar.types import CastMember, Clip, Entry, Floats, Performance, Scene, Speech, Timed


@pytest.fixture(scope="module")
def clip() -> Clip:
    return espeak.render("My papa baked five muffins for you.", espeak.SpeakingStyle("en-us", 150)).clip


@pytest.fixture(scope="module")
def mel(clip: Clip) -> Floats:
    return features.log_mel(features.to_16k(clip))


def _content(variant: str) -> bytes:
    return installed.read(f"{variant}.tflite")


@pytest.mark.parametrize("variant", ["whole", "live"])
def test_the_net_in_numpy_answers_as_the_file_does(variant: model.Variant, mel: Floats) -> None:
    start, shape = weights.read(_content(variant)), SHAPES[variant]
    answers, _ = net.forward(start, shape, net.with_context(mel, shape)[None])
    ours, theirs = adapting.likely(answers)[0, : len(mel)], np.exp(model.hear_frames(mel, model.net(variant)).scores)
    assert np.abs(ours - theirs).max() < 0.15  # the file's sums are of 8-bit integers
    assert (ours.argmax(axis=1) == theirs.argmax(axis=1)).mean() > 0.95


def test_slopes_are_what_a_small_step_changes(mel: Floats) -> None:
    start, shape = weights.read(_content("whole")), SHAPES["whole"]
    steps = net.with_context(mel[:20], shape)[None]
    dice = np.random.default_rng(4)
    answers, trace = net.forward(start, shape, steps)
    slope = dice.normal(size=answers.shape).astype(np.float32)
    found = net.backward(start, shape, trace, slope)
    for which in (0, 1, 2, 9, 16, 17):
        kernel = start.products[which][0]
        place = np.unravel_index(int(np.abs(found[which][0]).argmax()), kernel.shape)
        moved = []
        for by in (0.004, -0.004):
            pairs = list(start.products)
            changed = kernel.copy()
            changed[place] += by
            pairs[which] = changed, pairs[which][1]
            there, _ = net.forward(start._replace(products=tuple(pairs)), shape, steps)
            moved.append(float((there.astype(float) * slope).sum()))
        assert (moved[0] - moved[1]) / 0.008 == pytest.approx(float(found[which][0][place]), rel=0.1)


def test_numbers_put_back_into_the_file_answer_as_before(mel: Floats) -> None:
    content, card = _content("whole"), installed.read("whole.json").decode()
    same = weights.written(content, weights.read(content))
    assert len(same) == len(content)
    before = model.hear_frames(mel, model.net("whole")).scores
    np.testing.assert_allclose(model.hear_frames(mel, model.Net("whole", same, card)).scores, before, atol=0.05)
    start = weights.read(content)
    pairs = (*start.products[:-1], (0 * start.products[-1][0], np.arange(len(start.products[-1][1]), dtype=np.float32)))
    other = model.Net("whole", weights.written(content, start._replace(products=pairs)), card)
    assert (model.hear_frames(mel, other).scores.argmax(axis=1) == len(phoneset.CLASSES) - 1).all()


def test_a_file_of_another_kind_is_refused() -> None:
    content = _content("whole")
    start = weights.read(content)
    with pytest.raises(DatasetError, match="another kind"):
        weights.written(content + weights._places(content)[0][0][0].values.tobytes(), start)


def test_a_lesson_is_learned_and_the_replay_stays(mel: Floats) -> None:
    start, shape = weights.read(_content("whole")), SHAPES["whole"]
    (known,) = adapting.replayed(start, shape, [mel])
    target = np.zeros_like(known.target)
    target[:, phoneset.INDEX["uw"]] = 1.0
    other = espeak.render("Quite another voice says this.", espeak.SpeakingStyle("en-gb-x-rp+f3", 170, 80)).clip
    (held,) = adapting.replayed(start, shape, [features.log_mel(features.to_16k(other))])
    plan = Plan(steps=6, rate=2e-3, size=1, others=1, answers=50, warm=1, held=1.0)
    lesson = Lesson(known.mel, target, known.weight)
    after = adapting.adapt(start, shape, [lesson], [held], plan)
    assert _cross(after, lesson) < 0.9 * _cross(start, lesson)
    loose = adapting.adapt(start, shape, [lesson], [], plan)
    assert _cross(after, held) < _cross(loose, held)
    half = adapting.between(start, after, 0.5)
    assert _cross(after, lesson) < _cross(half, lesson) < _cross(start, lesson)
    again, after = (adapting.adapt(start, shape, [lesson], [held], replace(plan, steps=1)) for _ in range(2))
    assert all((a == b).all() for one, two in zip(after.products, again.products, strict=True)
               for a, b in zip(one, two, strict=True))  # fmt: skip


def _cross(now: weights.Weights, lesson: Lesson) -> float:
    answers, _ = net.forward(now, SHAPES["whole"], net.with_context(lesson.mel, SHAPES["whole"])[None])
    likely = adapting.likely(answers)[0, : len(lesson.mel)]
    return float(-(lesson.target * np.log(likely + 1e-9)).sum(axis=1).mean())


def _read(*paths: Path) -> tuple[list[corrections.Sentence], tuple[str, ...]]:
    return corrections.read([corrections.Source(path, path.parent) for path in paths], Config())


def _recording(folder: Path, clip: Clip, name: str = "talk.wav", **edits: object) -> Path:
    path = folder / name
    audio.write(path, clip)
    take = replace(TakeEdits("", "", fingerprint_file(path), clip.duration), **edits)
    files.write(files.beside(path), EditFile((take,)))
    return path


def test_only_what_was_looked_at_counts_and_what_was_changed_counts_most(tmp_path: Path, clip: Clip) -> None:
    spans = {"phones": (Span(0.5, 0.7, "u"),), "mouths": (Span(1.0, 1.1, "G"),)}
    path = _recording(tmp_path, clip, tracks=spans, looked=((0.0, 0.4),))
    (sentence,), notes = _read(path)
    assert notes == ()
    assert sentence.looked[:40].all()
    assert not sentence.looked[45:50].any()
    assert not sentence.looked[120:].any()
    assert (sentence.said[50:70] == phoneset.INDEX["uw"]).all()
    assert (sentence.letter[100:110] == shown.LETTERS.index("G")).all()
    heard = np.full((len(sentence.said), len(phoneset.CLASSES)), 0.01, np.float32)
    heard[:, phoneset.INDEX["v"]] = 0.5
    lesson = corrections.lesson(sentence, heard)
    sure = np.full_like(heard, 1e-3)
    sure[np.arange(40), sentence.said[:40]] = 0.9
    left = corrections.lesson(sentence, sure).weight[:40]
    assert set(left.tolist()) <= {0.0, 1.0}
    assert left.mean() > 0.6  # elsewhere a neighbour's mouth is drawn, which says nothing of the sound
    assert (lesson.weight[:40] <= left).all()
    assert (lesson.weight[50:70] == corrections.CHANGED).all()
    assert (lesson.weight[80:95] == 0).all()
    drawn = np.flatnonzero(sentence.said[100:110] == UNKNOWN) + 100
    assert len(drawn)
    assert (lesson.target[drawn].argmax(axis=1) == phoneset.INDEX["v"]).all()
    np.testing.assert_allclose(lesson.target[sentence.looked].sum(axis=1), 1.0, atol=1e-2)


def test_what_nobody_looked_at_and_what_is_no_edit_file_are_left_out_in_words(tmp_path: Path, clip: Clip) -> None:
    paths = [_recording(tmp_path, clip)]
    paths.append(_recording(tmp_path, clip, "other.wav", looked=((0.0, 1.0),), sound="of-another"))
    paths.append(_recording(tmp_path, clip, "broken.wav"))
    files.beside(paths[-1]).write_text("{")
    found, notes = _read(*paths)
    assert found == []
    assert [note.split()[0] for note in notes] == ["talk.wav", "other.wav", "broken.wav"]


def test_recordings_are_found_by_their_edits(tmp_path: Path, clip: Clip) -> None:
    below = tmp_path / "a/b"
    below.mkdir(parents=True)
    path = _recording(below, clip)
    files.write(files.beside(tmp_path / "gone.wav"), EditFile(()))
    assert corrections.find_edited([tmp_path]) == [(path, tmp_path)]
    assert corrections.find_edited([path, tmp_path]) == [(path, below)]
    with pytest.raises(DatasetError, match="no such file or folder"):
        corrections.find_edited([tmp_path / "nowhere"])
    audio.write(below / "plain.wav", clip)
    with pytest.raises(DatasetError, match="Nothing was edited"):
        corrections.find_edited([below / "plain.wav"])


def test_every_fifth_sentence_is_held_out_and_a_few_are_too_few(tmp_path: Path, clip: Clip) -> None:
    (sentence,), _ = _read(_recording(tmp_path, clip, looked=((0.0, 3.0),)))
    learned, held = corrections.parted([sentence] * 12)
    assert (len(learned), len(held)) == (10, 2)
    with pytest.raises(DatasetError, match="too few"):
        corrections.parted([sentence] * 9)


def test_wrong_frames_are_counted_by_what_would_do(mel: Floats) -> None:
    none = np.full(len(mel), UNKNOWN, np.uint8)
    silent, shut = np.zeros(len(mel), np.uint8), np.full(len(mel), shown.LETTERS.index("A"), np.uint8)
    rows = {"none": (none, none), "silent": (silent, none), "shut": (silent, shut)}
    speech = [judging.Heard(name, mel.astype(np.float16), said, letter) for name, (said, letter) in rows.items()]
    counts = judging.count(model.net("whole"), speech)
    assert counts["none"] == (0, 0)
    assert counts["silent"].frames == len(mel)
    assert 0.3 < counts["silent"].share <= counts["shut"].share < 1.0
    assert judging.together(counts).frames == 2 * len(mel)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_what_is_installed_is_used_and_can_be_taken_back_to_the_first(home: Path) -> None:
    packaged = installed.read("whole.tflite")
    for number in (1, 2):
        keeping.install({"whole": packaged[:-number] + b"x" * number}, {"sentences": number})
    assert installed.read("whole.tflite").endswith(b"xx")
    assert '"sentences": 2' in (home / "models/learned.json").read_text()
    assert keeping.undo() == "the net from before"
    assert installed.read("whole.tflite") == packaged[:-1] + b"x"
    assert keeping.undo() == "the net that came with avatar"
    assert installed.read("whole.tflite") == packaged
    assert installed.own("whole.json") is None
    with pytest.raises(DatasetError, match="no net from before"):
        keeping.undo()


def test_no_more_nets_are_kept_than_twenty(home: Path) -> None:
    for _ in range(keeping.MOST + 3):
        keeping.install({"whole": b"net"}, {})
    kept = sorted((home / "models/before").iterdir())
    assert len(kept) == keeping.MOST
    assert kept[-1].name == f"{keeping.MOST + 3:04d}"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A voice that no net knows, ten sentences of it put right by the times that espeak-ng tells."""
    folder = tmp_path_factory.mktemp("corrected")
    for number, text in enumerate(
        (
            "My papa baked five muffins",
            "Five boats move to the beach",
            "Above the valley a fox",
            "Who would have thought so",
            "Put both of them by the door",
        )
        * 2
    ):
        made = espeak.render(text, espeak.SpeakingStyle("en-us+whisperf", 120 + 5 * number))
        spans = tuple(Span(p.start, p.end, p.value) for p in made.phones if p.end > p.start)
        _recording(folder, made.clip, f"{number}.wav", tracks={"phones": spans}, looked=((0.0, made.clip.duration),))
    return folder


QUICK = Plan(steps=1, size=1, others=1, answers=20, warm=1)


class Counts:
    """Wrong frames of a thousand as they are said to be: of the net before, then of each share of what was learned."""

    def __init__(self, own: tuple[int, ...], others: tuple[int, ...]) -> None:
        self.left = {"corrections": list(own), "other": list(others)}

    def __call__(self, net_: model.Net, speech: list[judging.Heard]) -> dict[str, judging.Wrong]:
        if not speech:
            return {}
        group = "corrections" if speech[0].group == "corrections" else "other"
        return {group: judging.Wrong(self.left[group].pop(0), 1000)}


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch, mel: Floats, home: Path) -> None:
    """Little to hold answers on, and nothing rendered to judge by."""
    monkeypatch.setattr(replay, "held", lambda folder: iter([mel]))
    monkeypatch.setattr(replay, "judged", lambda folder: ["rendered"])
    said = np.zeros(len(mel), np.uint8)
    other = judging.Heard("other", mel.astype(np.float16), said, np.full(len(mel), UNKNOWN, np.uint8))
    monkeypatch.setattr(judging, "of_utterances", lambda utterances: [other] if utterances == ["rendered"] else [])


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize(
    ("own", "others", "share", "why"),
    [
        ((200, 150), (10, 14), 1.0, ""),
        ((200, 120, 150), (10, 20, 15), 0.75, ""),
        ((200, 120, 150, 160, 189), (10, 20, 17, 16, 15), 0.3, ""),
        ((200, 120, 150, 160, 180), (10, 20, 17, 18, 16), 0.0, "other voices would be drawn worse"),
        ((200, 200, 201, 200, 199), (10, 10, 10, 10, 10), 0.0, "the sentences held out are hardly drawn better"),
    ],
)
def test_only_what_is_better_and_hurts_nobody_is_taken(
    corrected: Path,
    monkeypatch: pytest.MonkeyPatch,
    own: tuple[int, ...],
    others: tuple[int, ...],
    share: float,
    why: str,
) -> None:
    monkeypatch.setattr(judging, "count", Counts(own, others))
    monkeypatch.setattr(learning, "VARIANTS", ("whole",))
    (outcome,), notes = learning.learn([corrected], Config(), learning.Wanted(everybody=True, plan=QUICK))
    assert notes == ()
    assert (outcome.speaker, outcome.folders, outcome.learned, outcome.held) == ("", (), 8, 2)
    attempt = outcome.attempts["whole"]
    assert attempt.share == share
    assert (attempt.net is None) == (outcome.nets == {}) == bool(why)
    assert attempt.why_not.startswith(why)
    assert bool(attempt.why_not) == bool(why)
    told = list(telling.tell(outcome))
    assert told[0] == "For everybody: 8 sentences learned from, 2 held out"
    assert told[2].split() == ["corrections", "held", "out", "20.0%", f"{attempt.after.share:.1%}", "of", "10", "s"]
    assert ("Nothing better was found" in told[-1]) == bool(why)


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize(
    ("own", "others", "shares"),
    [
        ((200, 150, 200, 199, 180), (10, 90, 10, 90), {"whole": 1.0, "live": 0.75}),
        ((200, 150, 200, 199, 199, 199, 199), (10, 90, 10, 11), {"whole": 1.0}),
        ((200, 199, 199, 199, 199, 200, 100), (10, 11, 10, 11), {}),
    ],
)
def test_for_one_speaker_others_are_counted_and_nobody_is_kept_from_it(
    corrected: Path,
    monkeypatch: pytest.MonkeyPatch,
    own: tuple[int, ...],
    others: tuple[int, ...],
    shares: dict[str, float],
) -> None:
    monkeypatch.setattr(judging, "count", Counts(own, others))
    (outcome,), _ = learning.learn([corrected], Config(), learning.Wanted(plan=QUICK))
    assert outcome.speaker == corrected.name
    assert outcome.folders == (corrected,)
    assert {variant: outcome.attempts[variant].share for variant in outcome.nets} == shares
    told = "\n".join(telling.tell(outcome))
    assert "if they were heard with it" in told
    assert "rendered voices alone" in told
    assert ("Nothing better was found" in told) == (not shares)


@pytest.mark.usefixtures("brief")
def test_where_little_was_wrong_a_little_less_is_chance(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "count", Counts((22, 18, 18, 18, 18) * 2, (10, 10) * 2))
    (outcome,), _ = learning.learn([corrected], Config(), learning.Wanted(plan=QUICK))
    assert outcome.nets == {}
    assert "hardly drawn better" in outcome.attempts["whole"].why_not


@pytest.mark.usefixtures("brief")
def test_corpora_judge_with_who_is_held_out_and_hold_answers_with_the_rest(
    corrected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clip: Clip
) -> None:
    folder = tmp_path / "corpora/librivox_phones"
    folder.mkdir(parents=True)
    paths = [tmp_path / f"{name}.wav" for name in "abc"]
    for path in paths:
        audio.write(path, clip)
    phones = (Timed(0.0, 0.3, ""), Timed(0.3, 1.0, "m"))
    speakers = ("librivox-a", "other", "fsdd-theo")
    every = [Utterance(str(p), s, "en", "", "hand", "", phones) for p, s in zip(paths, speakers, strict=True)]
    monkeypatch.setattr(replay, "find_human", lambda found: {"librivox_phones": every} if found == tmp_path else {})
    spoken, judges = replay.of_corpora(tmp_path)
    assert [u.speaker for u in judges] == ["librivox-a", "fsdd-theo"]
    assert len(spoken) == 1
    monkeypatch.setattr(judging, "count", Counts((200, 100, 200, 100), (10, 10, 10, 10)))
    (outcome,), _ = learning.learn([corrected], Config(), learning.Wanted(corpora=tmp_path, plan=QUICK))
    assert "people of the corpora" in "\n".join(telling.tell(outcome))


@pytest.mark.usefixtures("brief")
def test_the_command_measures_installs_and_goes_back(
    corrected: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(adapting, "ALONE", QUICK)
    monkeypatch.setattr(judging, "count", Counts((200, 150) * 4, (10, 10) * 4))
    assert main(["studio", "learn", str(corrected), "--check", "--speaker", "Ann"]) == 0
    assert "Nothing was installed" in capsys.readouterr().out
    assert not (home / "models").exists()
    assert main(["studio", "learn", str(corrected), "--speaker", "Ann"]) == 0
    told = capsys.readouterr().out
    assert "--undo" in told
    assert f"Recordings in {corrected} and below it" in told
    assert {p.name for p in (home / "models/speakers/ann").iterdir()} == set(keeping.KEPT)
    assert "heard with the net that was learned for ann" in tool.lipsync(corrected / "0.wav").notes
    assert tool.lipsync(corrected / "0.wav", speaker="").notes == ()
    monkeypatch.setenv("AVATAR_MODELS", str(home / "nowhere"))
    assert main(["studio", "learn", "--undo", "--speaker", "Bea"]) != 0
    assert "AVATAR_MODELS names" in "".join(tool.lipsync(corrected / "0.wav").notes)
    monkeypatch.delenv("AVATAR_MODELS")
    assert main(["studio", "learn", "--undo", "--speaker", "Ann"]) == 0
    assert "for ann the net that hears everybody" in capsys.readouterr().out
    assert installed.speakers() == {}
    assert main(["studio", "learn"]) != 0
    assert "Name recordings" in capsys.readouterr().err
    assert main(["studio", "learn", str(corrected), "--speaker", "../x"]) != 0
    assert "can't be the name" in capsys.readouterr().err


def test_a_folder_whose_name_is_somebody_elses_gets_another(home: Path, tmp_path: Path) -> None:
    one, other = (tmp_path / part / "take: 1" for part in "ab")
    assert corrections.called(one) == "take- 1"
    assert corrections.called(one, ["take- 1"]) == "take- 1-2"
    keeping.install({"whole": b"net"}, {"folders": [str(one)]}, "take- 1")
    assert corrections.called(one) == "take- 1"
    assert corrections.called(other) == "take- 1-2"
    assert installed.speaker_of(one / "below/talk.wav") == "take- 1"
    assert installed.speaker_of(other / "talk.wav") == ""
    with pytest.raises(AvatarError, match="Nothing was learned for Bea"):
        installed.check_speaker("Bea")


def test_lines_of_a_scene_are_read_each_for_its_voice(tmp_path: Path, clip: Clip) -> None:
    made = espeak.render("My papa baked five muffins for you.", espeak.SpeakingStyle("en-us", 150))
    said = Speech(made.clip, "My papa baked five muffins for you.", "en-us", "en-US", (), made.phones, "engine")
    unknown = replace(said, text="Nobody knows how.", voice="gtts-en", phones=None, times_from="none")
    performed = [Performance("MAX", speech, ladder.mouth(speech)) for speech in (said, unknown)]
    scene = Scene((CastMember("MAX", "max"),), (Entry(0.0, "MAX", performed[0]), Entry(9.0, "MAX", performed[1])), "")
    path = tmp_path / "talk.scene"
    scenefile.save(path, scene)
    spans = {"phones": (Span(0.5, 0.7, "u"),)}
    takes = [
        TakeEdits("MAX: My papa baked five muffins for you.", tracks=spans, looked=((0.0, 1.0),)),
        TakeEdits("MAX: Nobody knows how.", looked=((0.0, 1.0),)),
        TakeEdits("MAX: Long gone.", looked=((0.0, 1.0),)),
        TakeEdits("", tracks={"camera": (Span(0.0, 1.0, "close MAX"),)}),
    ]
    files.write(files.beside(path), EditFile(tuple(takes)))
    found, (note,) = _read(path)
    assert [(each.speaker, each.recorded) for each in found] == [("en-us", False), ("gtts-en", False)]
    assert "1 of its takes are left out" in note
    assert "Long gone" in note
    assert (found[0].said[50:66] == phoneset.INDEX["uw"]).all()
    assert found[0].changed[50:70].all()
    assert (found[1].left[:100] != UNKNOWN).all()
