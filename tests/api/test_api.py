"""What other programs use: lazy, the same from many threads, and plain about what it can't take."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import avatar
from avatar.edits import files
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.errors import (
    AudioError,
    AvatarError,
    ConfigError,
    EditError,
    FilmError,
    LibraryError,
    LipSyncError,
    SceneFileError,
    StageError,
)
from avatar.lipsync import ladder
from avatar.types import FRAME_RATE, VISEMES, Clip, Mark, MouthTrack, Performance, Rung, Scene
from tests.test_layers import LATE, ROOT

HELLO = "Hello there, papa."


@pytest.fixture(scope="module")
def hello() -> Performance:
    return avatar.speak(HELLO)


# ------------------------------------------------------------------------------------------------------------ names


def test_importing_avatar_imports_nothing_else() -> None:
    code = "import json, sys, avatar; print(json.dumps(sorted(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(json.loads(found.stdout))
    assert {name for name in modules if name.startswith("avatar")} == {"avatar", "avatar.lazy"}
    assert not modules & {"numpy", "logging", "dataclasses", "typing"}


@pytest.mark.parametrize("name", ["Clip", "AvatarError", "speak", "lip_sync", "load_scene", "load_character", "paint"])
def test_a_name_brings_no_heavy_library_before_it_is_called(name: str) -> None:
    code = (
        f"import json, sys, avatar; avatar.{name}; print(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert LATE & set(json.loads(found.stdout)) == set()


def test_every_public_name_is_there_for_programs_and_for_type_checkers() -> None:
    tree = ast.parse((ROOT / "avatar" / "__init__.py").read_text("utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        each.asname or each.name for node in checked.body if isinstance(node, ast.ImportFrom) for each in node.names
    }
    assert seen | {"__version__"} == set(avatar.__all__)
    assert {name for name in avatar.__all__ if getattr(avatar, name, None) is None} == set()
    assert set(avatar.__all__) <= set(dir(avatar))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        avatar.nonsense  # type: ignore[attr-defined] # noqa: B018


def test_every_public_function_says_what_it_does() -> None:
    told = {name: getattr(avatar, name).__doc__ for name in avatar.__all__ if callable(getattr(avatar, name))}
    assert [name for name, text in told.items() if not text] == []


# ------------------------------------------------------------------------------------------------------------ threads


@pytest.mark.parametrize("count", [2, 8])
def test_several_threads_see_what_one_sees(count: int, hello: Performance) -> None:
    scene = avatar.compose([hello, hello], cast={"juno": "juno", "blot": "blot"}).added(
        avatar.Entry(0.1, "blot", Mark("gesture", "wave")), avatar.Entry(0.0, "", Mark("title", "A card", 0.0, 1.0))
    )

    def seen(number: int) -> tuple[str, str]:
        size = ((160, 120), (96, 96))[number % 2]
        t = number % 10 / 7
        picture = avatar.paint(scene, t, size=size, captions=True, transparent=number % 3 == 0)
        pose = avatar.pose_at(Scene(scene.cast, scene.entries, seed=number % 4), "juno", t)
        return hashlib.sha256(picture.tobytes()).hexdigest(), repr((pose.mouth, pose.eyes, pose.head, pose.body))

    alone = [seen(number) for number in range(60)]
    with ThreadPoolExecutor(count) as pool:
        assert list(pool.map(seen, range(60))) == alone


def test_several_threads_may_speak_with_one_actor() -> None:
    texts = [f"Number {number}, please." for number in range(4)]
    with avatar.Actor() as actor, ThreadPoolExecutor(4) as pool:
        together = list(pool.map(actor.speak, texts * 3))
    for text, each in zip(texts * 3, together, strict=True):  # espeak-ng never says a text twice to the sample alike
        assert each.speech.text == text
        assert [word.value for word in each.speech.words] == text.rstrip(".").replace(",", "").split()
        assert np.array_equal(each.mouth.weights, ladder.mouth(each.speech).weights)


# -------------------------------------------------------------------------------------------------------------- speech


def test_a_voice_may_be_named_and_a_character_brings_its_own(hello: Performance) -> None:
    assert (hello.who, hello.speech.text) == ("juno", HELLO)
    deep = avatar.speak(HELLO, voice="en-gb-deep")
    assert (deep.who, deep.speech.voice) == ("juno", "en-gb-deep")
    assert avatar.speak(HELLO, "bolt").speech.voice != hello.speech.voice
    with pytest.raises(LibraryError, match="juno"):
        avatar.speak(HELLO, "jumo")
    with pytest.raises(LibraryError):
        avatar.speak(HELLO, voice="nobody's")
    with pytest.raises(TypeError, match="int"):
        avatar.speak(5)  # type: ignore[arg-type]


def test_the_users_settings_are_read_on_request_only(home: Path) -> None:
    path = home / ".config" / "avatar" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[character]\nname = "bolt"\n')
    with avatar.Actor() as actor:
        assert actor.character == "juno"
    with avatar.Actor(settings=avatar.load_settings()) as actor:
        assert actor.character == "bolt"
    with pytest.raises(ConfigError):
        avatar.load_settings(home / "nowhere.toml")


def test_a_long_text_comes_clause_by_clause() -> None:
    said = ["This is the first of the things that I have to say.", "Then there is another one, which is longer still!"]
    with avatar.Actor() as actor:
        made = list(actor.perform(" ".join(said), who="somebody"))
    assert [each.speech.text.strip() for each in made] == said
    assert {each.who for each in made} == {"somebody"}


# -------------------------------------------------------------------------------------------------------------- mouths


def test_sound_comes_as_a_file_a_clip_or_samples(hello: Performance, tmp_path: Path) -> None:
    clip = hello.speech.clip
    avatar.write_sound(clip, str(tmp_path / "a.wav"))
    again = avatar.read_sound(tmp_path / "a.wav")
    assert again.rate == clip.rate
    assert np.abs(again.samples.astype(int) - clip.samples).max() <= 1
    want = avatar.lip_sync(clip, HELLO).weights
    stereo = np.stack([clip.floats(), clip.floats()], axis=1)
    wide = clip.samples.astype(np.int32) << 16
    sounds: list[Any] = [tmp_path / "a.wav", str(tmp_path / "a.wav"), (clip.samples, clip.rate), (stereo, clip.rate)]
    for sound in [
        *sounds,
        (clip.floats(), clip.rate),
        (clip.floats().astype(np.float64), clip.rate),
        (wide, clip.rate),
    ]:
        assert np.abs(avatar.lip_sync(sound, HELLO).weights - want).max() < 0.1


@pytest.mark.parametrize(
    ("sound", "error"),
    [
        ("nowhere.wav", AudioError),
        ((np.zeros((2, 3, 4)), 16000), AudioError),
        ((np.zeros(5, complex), 16000), AudioError),
        ((np.zeros(5), 0), AudioError),
        ((np.zeros(5), 44100.5), AudioError),
        ((np.zeros(5), float("nan")), AudioError),
        (5, TypeError),
        (None, TypeError),
        (np.zeros(5), TypeError),
    ],
)
def test_what_is_no_sound_is_refused(sound: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        avatar.lip_sync(sound)


def test_any_samples_make_a_mouth() -> None:
    for samples in (np.zeros(0), np.full(3, np.nan), np.full(2000, 1e9), np.zeros((800, 0)) + 1, np.zeros((0, 2))):
        if samples.ndim == 2 and samples.shape[1] == 0:
            with pytest.raises(AudioError):
                avatar.lip_sync((samples, 8000))
            continue
        track = avatar.lip_sync((samples, 8000), "hello")
        assert np.isfinite(track.weights).all()
        assert len(track.weights) == -(-len(samples) * FRAME_RATE // 8000)


def test_cues_of_a_track_a_timeline_a_performance_and_a_scene(hello: Performance, tmp_path: Path) -> None:
    timeline = avatar.analyse(hello.speech.clip, HELLO)
    scene = avatar.compose([hello, hello])
    for mouth in (hello.mouth, timeline, hello, scene):
        avatar.write_cues(mouth, tmp_path / "a.json", sound="a.wav")
        told = json.loads((tmp_path / "a.json").read_text())
        assert told["metadata"]["soundFile"] == str(Path("a.wav").absolute())
        length = scene.duration if mouth is scene else hello.duration
        assert told["metadata"]["duration"] == pytest.approx(length, abs=0.011)
        track = avatar.read_cues(str(tmp_path / "a.json"), length)
        assert (track.rung, track.duration) == (Rung.EDITED, pytest.approx(length, abs=0.011))
    for mouth, count in ((timeline, 1), (hello, 1), (scene, 2)):  # a caption a sentence
        avatar.write_cues(mouth, tmp_path / "a.srt")
        assert (tmp_path / "a.srt").read_text().count(" --> ") == (tmp_path / "a.srt").read_text().count(HELLO) == count
    later = scene.entries[1].start
    spans = [line.split(" --> ")[0] for line in (tmp_path / "a.srt").read_text().splitlines() if " --> " in line]
    assert float(spans[1].split(":")[2].replace(",", ".")) >= later


def test_cues_that_cannot_be_are_refused(hello: Performance, tmp_path: Path) -> None:
    with pytest.raises(LipSyncError, match=r"\.xyz"):
        avatar.write_cues(hello, tmp_path / "a.xyz")
    with pytest.raises(LipSyncError, match="Did you mean json"):
        avatar.write_cues(hello, tmp_path / "a.json", "jsn")
    with pytest.raises(LipSyncError, match="words"):
        avatar.write_cues(hello.mouth, tmp_path / "a.srt")
    with pytest.raises(TypeError, match="str"):
        avatar.write_cues("hello", tmp_path / "a.json")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="nan"):
        avatar.read_cues(tmp_path / "a.json", float("nan"))
    with pytest.raises(LipSyncError, match="can't be read"):
        avatar.read_cues(tmp_path / "a.json", 1.0)
    assert list(tmp_path.iterdir()) == []


def test_every_format_is_told_of(hello: Performance, tmp_path: Path) -> None:
    for name, summary in avatar.cue_formats().items():
        avatar.write_cues(hello, tmp_path / f"a.{name}", name)
        assert summary
        assert (tmp_path / f"a.{name}").stat().st_size > 20


# ----------------------------------------------------------------------------------------------------------- edits


def put_right(place: Path, take: str, text: str, letter: str = "A") -> Path:
    """A file of edits with one mouth in it, as the timeline editor keeps it."""
    spans = {"mouths": (Span(0.3, 0.5, letter),)}
    files.write(place, EditFile((TakeEdits(take, text, "", 2.0, tracks=spans),)))
    return place


def shut(track: MouthTrack) -> bool:
    return bool((track.weights[32:46, VISEMES.index("PP")] == 1.0).all())


def test_a_recording_has_the_edits_beside_it_or_others_or_none(hello: Performance, tmp_path: Path) -> None:
    clip = Clip(np.concatenate([hello.speech.clip.samples, np.zeros(99999, np.int16)])[: 2 * hello.speech.clip.rate],
                hello.speech.clip.rate)  # fmt: skip
    talk = tmp_path / "talk.wav"
    avatar.write_sound(clip, talk)
    put_right(tmp_path / "talk.wav.edits", "", "")
    elsewhere = put_right(tmp_path / "mine.edits", "", "")
    assert shut(avatar.lip_sync(talk))
    told = avatar.analyse(talk)
    assert told.track.rung == Rung.EDITED
    assert [note for note in told.notes if "1 edit from talk.wav.edits" in note and "--" not in note]
    for none in (False, None):
        assert not shut(avatar.lip_sync(talk, edits=none))
    assert not shut(avatar.lip_sync(clip))
    assert shut(avatar.lip_sync(clip, edits=elsewhere))
    avatar.write_cues(avatar.lip_sync(talk, edits=False), tmp_path / "talk.json", sound=talk)
    assert not shut(avatar.lip_sync(talk, cues=tmp_path / "talk.json"))
    with pytest.raises(EditError, match=r"nowhere.edits"):
        avatar.lip_sync(talk, edits=tmp_path / "nowhere.edits")


def test_a_scene_has_the_edits_beside_it_or_others_or_none(hello: Performance, tmp_path: Path) -> None:
    def loaded(**more: Any) -> bool:
        entry = avatar.load_scene(tmp_path / "a.scene", **more).entries[0]
        assert isinstance(entry.what, Performance)
        return shut(entry.what.mouth)

    avatar.save_scene(avatar.compose([hello]), tmp_path / "a.scene")
    put_right(tmp_path / "a.scene.edits", f"juno: {hello.speech.text}", hello.speech.text)
    elsewhere = put_right(tmp_path / "mine.edits", f"juno: {hello.speech.text}", hello.speech.text, "D")
    assert loaded()
    assert not loaded(edits=elsewhere)
    assert not loaded(edits=False)
    assert not loaded(edits=None)
    with pytest.raises(EditError, match=r"nowhere.edits"):
        loaded(edits="nowhere.edits")


# --------------------------------------------------------------------------------------------- scenes and pictures


def test_a_scene_survives_its_file_and_a_broken_one_is_told_of(hello: Performance, tmp_path: Path) -> None:
    scene = avatar.compose([hello], title="Hello", seed=7, set="club")
    avatar.save_scene(scene, tmp_path / "a.scene")
    again = avatar.load_scene(str(tmp_path / "a.scene"))
    assert (again.title, again.seed, again.set, again.duration) == ("Hello", 7, "club", scene.duration)
    assert avatar.sound_of(again, 16000).samples.tolist() == avatar.sound_of(scene, 16000).samples.tolist()
    (tmp_path / "b.scene").write_bytes(b"no scene")
    for name in ("b.scene", "nowhere.scene"):
        with pytest.raises(SceneFileError):
            avatar.load_scene(tmp_path / name)


def test_a_pose_and_a_picture_are_of_their_time(hello: Performance) -> None:
    scene = avatar.compose([hello])
    jaws = [avatar.pose_at(scene, "juno", t / 50).mouth.jaw for t in range(int(50 * hello.duration))]
    assert max(jaws) > 0.3
    assert min(jaws) < 0.1
    first, later = avatar.paint(scene, 0.0), avatar.paint(scene, hello.duration / 2)
    assert first.shape == later.shape == (360, 640, 4)
    assert first.dtype == np.uint8
    assert not np.array_equal(first, later)
    assert np.array_equal(first, avatar.paint(scene, 0.0))
    assert first[..., 3].min() == 255
    clear = avatar.paint(scene, 0.0, transparent=True)
    assert clear[0, 0, 3] == 0
    solid = clear[..., 3] == 255
    assert solid.mean() > 0.05
    assert (first[solid] == clear[solid]).mean() > 0.98


def test_a_character_of_ones_own_may_play(hello: Performance, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(ROOT / "characters" / "blot", folder)
    mine = avatar.load_character(folder)
    assert avatar.load_character(str(folder)) is mine
    scene = avatar.compose([hello], cast={"juno": "mine"})
    with pytest.raises(LibraryError, match="mine"):
        avatar.paint(scene, 0.0)
    picture = avatar.paint(scene, 0.5, characters={"mine": mine})
    assert np.array_equal(picture, avatar.paint(avatar.compose([hello], cast={"juno": "blot"}), 0.5))
    assert avatar.pose_at(scene, "juno", 0.5, character=mine).mouth.jaw >= 0
    toml = folder / "character.toml"
    toml.write_text(toml.read_text().replace('title = "', 'title = "New '))
    assert avatar.load_character(folder) is not mine


def test_what_nobody_can_see_is_refused(hello: Performance) -> None:
    scene = avatar.compose([hello])
    with pytest.raises(StageError, match="juno"):
        avatar.pose_at(scene, "bolt", 0.0)
    with pytest.raises(StageError):
        avatar.paint(avatar.compose([hello], set="moon"), 0.0)
    for size in ((0, 10), (10, -1), (9000, 100)):
        with pytest.raises(ValueError, match="can't be"):
            avatar.paint(scene, 0.0, size=size)
    for t in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="no time"):
            avatar.paint(scene, t)
        with pytest.raises(ValueError, match="no time"):
            avatar.pose_at(scene, "juno", t)
    with pytest.raises(LibraryError, match="juno"):
        avatar.load_character("jumo")
    with pytest.raises(AvatarError):
        avatar.load_character("no/such/folder")
    with pytest.raises(TypeError):
        avatar.load_character(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["a\0b", "\ud800x", "x" * 5000, "nowhere/x", "x.raw"])
def test_names_that_no_file_has_are_refused_by_avatars_own_errors(
    name: str, hello: Performance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.raw").write_bytes(b"abc" * 100)
    scene = avatar.compose([hello])
    tries: list[Callable[[], object]] = [
        lambda: avatar.read_sound(name),
        lambda: avatar.lip_sync(name),
        lambda: avatar.lip_sync(hello.speech.clip, cues=name),
        lambda: avatar.read_cues(name, 1.0),
        lambda: avatar.load_scene(name),
        lambda: avatar.load_character(Path(name) / "x"),
        lambda: avatar.load_character(f"{name}/x"),
        lambda: avatar.load_settings(f"{name}/x"),
        lambda: avatar.write_sound(hello.speech.clip, f"{name}/x.wav"),
        lambda: avatar.write_cues(hello, f"{name}/x/x.json"),
        lambda: avatar.save_scene(scene, f"{name}/x/x.scene"),
        lambda: avatar.film_scene(scene, f"{name}/x/x.mp4", size="64x64"),
    ]
    for each in tries:
        with pytest.raises(AvatarError):
            each()


# --------------------------------------------------------------------------------------------------------------- films


def test_a_film_is_made_and_told_of_on_the_way(hello: Performance, tmp_path: Path) -> None:
    pytest.importorskip("av")
    shares: list[float] = []
    scene = avatar.compose([hello])
    film = avatar.film_scene(scene, str(tmp_path / "a.mp4"), size="160x90", fps=24, workers=1, progress=shares.append)
    assert film.frames == -(-round(scene.duration * 24 * 1000) // 1000)
    assert shares[-1] == 1.0
    assert (tmp_path / "a.mp4").stat().st_size > 1000
    for path, options, error in (
        ("a.xyz", {}, FilmError),
        ("b.mp4", {"transparent": True}, FilmError),
        ("b.mp4", {"size": "tiny"}, ConfigError),
        ("b.mp4", {"fps": 4}, ConfigError),
        ("b.mp4", {"start": 2.0, "end": 1.0}, ValueError),
        ("no folder/b.mp4", {}, FilmError),
    ):
        with pytest.raises(error):
            avatar.film_scene(scene, tmp_path / path, **options)  # type: ignore[arg-type]
    assert [each.name for each in tmp_path.iterdir()] == ["a.mp4"]


def test_a_script_that_films_does_not_run_again_in_the_workers(tmp_path: Path) -> None:
    pytest.importorskip("av")
    script = tmp_path / "script.py"
    script.write_text(
        "import avatar\n"
        "open('runs', 'a').write('x')\n"
        "scene = avatar.compose([avatar.speak('Hello.')])\n"
        "avatar.film_scene(scene, 'a.mp4', size='160x90', workers=2)\n"
    )
    subprocess.run(
        [sys.executable, script.name],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert (tmp_path / "runs").read_text() == "x"
