"""The shipped nets: the same answers whole, in blocks and streamed, and what a listener would expect of them."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync import align, decode, features, model, phoneset
from avatar.types import Clip


def _streamed(clip: Clip, variant: model.Variant, sizes: int, seed: int = 0) -> np.ndarray:
    stream = model.NetStream(clip.rate, variant)
    dice = np.random.default_rng(seed)
    sound, parts, at = clip.floats(), [], 0
    while at < len(sound):
        size = int(dice.integers(1, sizes))
        parts += [heard.scores for heard in stream.push(sound[at : at + size])]
        at += size
    parts += [heard.scores for heard in stream.finish()]
    return np.concatenate(parts)


@pytest.mark.parametrize("variant", ["whole", "live"])
@pytest.mark.parametrize("sizes", [300, 2000, 50000])
def test_pushed_in_pieces_of_any_size_it_answers_as_for_the_whole(
    spoken: Clip, variant: model.Variant, sizes: int
) -> None:
    whole = model.hear(spoken, variant).scores
    streamed = _streamed(spoken, variant, sizes)
    assert streamed.shape == whole.shape
    np.testing.assert_allclose(streamed, whole, atol=1e-3)


def test_the_live_net_answers_within_a_tenth_of_a_second(spoken: Clip) -> None:
    sound = features.to_16k(spoken)
    stream = model.NetStream(features.RATE, "live")
    given, pushed, late = 0, 0, 0
    for at in range(0, len(sound), 160):
        given += sum(len(heard.scores) for heard in stream.push(sound[at : at + 160]))
        pushed += len(sound[at : at + 160])
        late = max(late, pushed - given * features.HOP)
    # what is pushed but not yet answered for: the lookahead, the frame itself and the one it shares a step with
    assert late <= (0.1 + 0.02) * features.RATE


def test_a_later_sound_does_not_change_what_the_live_net_has_heard(spoken: Clip) -> None:
    sound = features.to_16k(spoken)
    cut = 16000
    changed = sound.copy()
    changed[cut:] = 0.3 * np.random.default_rng(0).normal(size=len(sound) - cut)
    before = model.hear(Clip.from_floats(sound, 16000), "live").scores
    after = model.hear(Clip.from_floats(changed, 16000), "live").scores
    safe = cut // features.HOP - 10 - 1
    np.testing.assert_array_equal(before[:safe], after[:safe])
    assert np.abs(before[safe + 12 :] - after[safe + 12 :]).max() > 0.1


def test_scores_are_logarithms_of_probabilities(spoken: Clip) -> None:
    heard = model.hear(spoken)
    assert heard.scores.shape == (features.frame_count(len(features.to_16k(spoken))), len(phoneset.CLASSES))
    np.testing.assert_allclose(np.exp(heard.scores).sum(axis=1), 1.0, atol=1e-4)
    assert heard.lips.shape == (len(heard.scores), 2)
    assert (heard.lips >= 0).all()


def test_it_hears_silence_as_silence_and_lips_that_shut(spoken: Clip) -> None:
    line = [p.value for p in decode.phones(model.hear(spoken).scores)]
    assert line[0] == line[-1] == ""
    assert sum(p in ("p", "b", "m") for p in line) >= 4  # p p b b m
    assert sum(p in ("f", "v") for p in line) >= 2  # f v f


def test_aligned_words_lie_where_the_voice_says_them(spoken: Clip) -> None:
    found = align.align(model.hear(spoken).scores, align.words("Papa baked five brown muffins.", "en-us"))
    assert [w.value.strip(".") for w in found.words] == ["Papa", "baked", "five", "brown", "muffins"]
    assert found.words[0].start == pytest.approx(0.5, abs=0.06)
    assert found.words[-1].end < spoken.duration - 0.3


def test_a_text_that_was_not_said_is_refused(spoken: Clip) -> None:
    with pytest.raises(LipSyncError):
        align.align(model.hear(spoken).scores, align.words("Wo liegt unsere schöne grüne Insel?", "de"))


@pytest.mark.parametrize("count", [0, 1, 100, 161, 500])
def test_tiny_sounds_have_their_frames(count: int) -> None:
    heard = model.hear(Clip(np.zeros(count, np.int16), 16000))
    assert heard.scores.shape == (-(-count // 160), len(phoneset.CLASSES))


@pytest.mark.parametrize("rate", [8000, 22050, 96000])
def test_other_rates_are_heard_alike(spoken: Clip, rate: int) -> None:
    from avatar import audio

    heard = model.hear(audio.resample(spoken, rate)).scores
    lips_shut = np.exp(heard[:, [phoneset.INDEX[n] for n in ("p", "b", "m")]]).sum(axis=1)
    assert lips_shut.max() > 0.5
    assert heard[:20].argmax(axis=1).tolist() == [phoneset.SILENCE] * 20


def test_a_model_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LipSyncError, match="nothing"):
        model.Net("nothing")  # type: ignore[arg-type]


def test_the_same_sound_gives_the_same_bits(spoken: Clip) -> None:
    np.testing.assert_array_equal(model.hear(spoken).scores, model.hear(spoken).scores)


@pytest.mark.parametrize(("version", "installs"), [((3, 11, 7), True), ((3, 14, 2), True), ((3, 15, 0), False)])
def test_every_release_of_the_newest_python_may_install_the_runtime(
    version: tuple[int, int, int], installs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model.sys, "version_info", version)
    assert model.remedy().startswith("Install it") == installs
    assert installs or "Python 3.14 and older" in model.remedy()
