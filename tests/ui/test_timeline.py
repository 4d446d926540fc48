"""The timeline editor on its screen: keys and mouse in, lines out, and what the stage is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from avatar import config as configuration
from avatar.config import Config
from avatar.editing import rows
from avatar.editing.desk import EditedFile
from avatar.edits import files
from avatar.stage.messages import Closed, FacePicture, Finished, Passed, Ready, Reopened, Typed
from avatar.types import CastMember, Clip, Entry, Mark, Performance
from avatar.ui import graphics
from avatar.ui.timeline.app import TimelineApp
from avatar.ui.timeline.sheet import Sheet
from avatar.ui.widgets.face import Face
from tests.editing.takes import footage, staged


class Told:
    """A stage that takes down what it is told."""

    def __init__(self, config: Config, tell: Callable[[Any], None], **more: Any) -> None:
        self.tell = tell
        self.said: list[tuple[str, Any]] = []
        tell(Ready("terminal", ""))

    def sketch(self, performance: Performance, at: float, before: Performance | None = None) -> None:
        self.said.append(("sketch", (at, performance)))
        self.said.append(("before", before))

    def hold(self, scene: float | None = None) -> None:
        self.said.append(("hold", scene))

    def begin(self, run: int, scene: float = 0.0) -> None:
        self.said.append(("begin", (run, scene)))

    def effect(self, id_: int, clip: Clip, *, at: float | None = None, spread: str = "around") -> None:
        self.said.append(("effect", (id_, clip.duration, at)))

    def load(self, cast: tuple[CastMember, ...], set_name: str = "", *, sets: tuple[str, ...] = ()) -> None:
        self.said.append(("load", cast))
        self.said.append(("set", set_name))

    def surround(self, entries: Iterable[Entry], seed: int | None = None, *, fresh: bool = True) -> None:
        marks = [(each.start, each.who, each.what.name) for each in entries if isinstance(each.what, Mark)]
        self.said.append(("surround", (marks, fresh)))

    def move(self, *, speed: float, at_once: bool = True) -> None:
        self.said.append(("move", speed))

    def face(self, width: int, height: int) -> None:
        self.said.append(("face", (width, height)))

    def close(self) -> None:
        self.said.append(("close", None))

    def of(self, what: str) -> list[Any]:
        return [value for name, value in self.said if name == what]


@pytest.fixture
def stage() -> list[Told]:
    return []


@pytest.fixture
def app(tmp_path: Path, stage: list[Told]) -> Iterator[TimelineApp]:
    def make(*values: Any, **more: Any) -> Told:
        stage.append(Told(*values, **more))
        return stage[-1]

    config = configuration.override(Config(), "chat.theme", "dark")
    app = TimelineApp(config, EditedFile(tmp_path / "talk.wav", [footage()]), make)  # type: ignore[arg-type]
    yield app
    app.file.leave()


def lines(app: TimelineApp, name: str) -> str:
    sheet = app.query_one(f"#edit-{name}", Sheet)
    return "\n".join(sheet.render_line(y).text for y in range(sheet.size.height))


async def click(pilot: Pilot[int], app: TimelineApp, track: str, t: float) -> None:
    view = app.state.view
    row = next(y for y, row in enumerate(app._rows) if row.name == track)
    column = app.size.width - view.columns + view.column(t)
    await pilot.click("#edit-tracks", offset=(column, row))


async def test_a_doubtful_mouth_is_corrected_and_saved(app: TimelineApp, tmp_path: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "N jumps" in lines(app, "side")
        await pilot.press("n", "c", "ctrl+s")
        assert "1 edit, saved" in lines(app, "head")
        await pilot.press("q")
    saved = files.read(tmp_path / "talk.wav.edits").take("")
    assert saved is not None
    assert [span.value for span in saved.of("mouths")] == ["C"]
    assert app.return_value == 0


async def test_what_was_saved_is_there_again(app: TimelineApp, tmp_path: Path, stage: list[Told]) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("n", "c", "ctrl+s", "q")
    again = EditedFile(tmp_path / "talk.wav", [footage()])
    assert [span.value for span in again.open(0).edits.of("mouths")] == ["C"]
    again.leave()


async def test_what_a_crash_left_is_there_again(app: TimelineApp, tmp_path: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("n", "c")
    journal = next((tmp_path / "home").rglob("*.journal"))
    left = journal.read_bytes()
    app.file.leave()
    journal.write_bytes(left)  # as a killed program leaves it
    again = EditedFile(tmp_path / "talk.wav", [footage()])
    assert [span.value for span in again.open(0).edits.of("mouths")] == ["C"]
    assert not again.open(0).saved.of("mouths")
    assert "ended before" in again.note
    again.leave()


async def test_unsaved_edits_are_asked_about(app: TimelineApp, tmp_path: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("n", "c", "q")
        assert "not saved" in lines(app, "side")
        assert app.return_value is None
        await pilot.press("d")
    assert not (tmp_path / "talk.wav.edits").exists()


async def test_the_stage_is_told_what_changed_and_no_more(app: TimelineApp, stage: list[Told]) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        told = stage[0]
        assert [at for at, _ in told.of("sketch")] == [0.0]
        await pilot.press("right", "right")
        assert len(told.of("sketch")) == 1
        assert told.of("hold")[-1] == pytest.approx(0.08)
        await pilot.press("n", "c")
        assert [at for at, _ in told.of("sketch")] == [0.0, 1.5, 1.5]
        made = told.of("sketch")[-1][1]
        assert len(made.speech.clip.samples) < 4000, "the sound goes along for nothing"
        assert [before is None for before in told.of("before")] == [True, True, False]


async def test_playing_sends_the_sound_and_comes_back_at_its_end(app: TimelineApp, stage: list[Told]) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("right", "space")
        told = stage[0]
        assert told.of("begin")[-1] == (1, pytest.approx(0.04))
        assert told.of("effect") == [(1, pytest.approx(2.96), pytest.approx(0.04))]
        assert told.of("move") == [1.0]
        assert told.of("hold")[-1] is None
        told.tell(Passed(0.5, 1))
        await pilot.pause(0.2)
        assert 0.5 <= app.state.playhead < 1.0
        told.tell(Finished(1, 2.96, True))
        await pilot.pause()
        assert app.state.playing is None
        assert app.state.playhead == pytest.approx(3.0)


async def test_a_stage_that_died_is_told_everything_again(app: TimelineApp, stage: list[Told]) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        before = len(stage[0].of("sketch"))
        stage[0].tell(Reopened())
        await pilot.pause()
        await pilot.press("right")
        assert len(stage[0].of("sketch")) == before + 1


async def test_the_mouse_scrubs_and_drags_edges(app: TimelineApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await click(pilot, app, "wave", 1.4)
        assert app.state.playhead == pytest.approx(1.4, abs=0.06)
        await click(pilot, app, "words", 0.3)
        assert app.state.track == "words"
        row = next(y for y, row in enumerate(app._rows) if row.name == "words")
        room = app.size.width - app.state.view.columns
        await pilot.mouse_down("#edit-tracks", offset=(room + app.state.view.column(2.5), row))
        await pilot.hover("#edit-tracks", offset=(room + app.state.view.column(2.3), row))
        await pilot.mouse_up("#edit-tracks", offset=(room + app.state.view.column(2.3), row))
        spans = {span.value: span.end for span in app.state.edits.of("words")}
        assert spans["bee"] == pytest.approx(2.3, abs=0.06)


async def test_keys_of_the_window_count_and_its_closing_leaves(app: TimelineApp, stage: list[Told]) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        stage[0].tell(Typed("n"))
        stage[0].tell(Typed("c"))
        await pilot.pause()
        assert app.state.edits.of("mouths")
        stage[0].tell(Closed())
        await pilot.pause()
        assert app.state.asked


async def test_the_face_is_shown_where_the_terminal_is_the_stage(app: TimelineApp, stage: list[Told]) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert stage[0].of("face")
        stage[0].tell(FacePicture(2, 2, bytes([255, 0, 0, 255] * 4)))
        await pilot.pause()
        assert app.query_one("#edit-face").display


async def test_forty_columns_are_enough(app: TimelineApp) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        await pilot.press("n", "c")
        assert "mth" in lines(app, "tracks")
        assert app.state.edits.of("mouths")
        await pilot.press("question_mark")
        assert "Every key" in lines(app, "help")


async def test_the_help_lists_the_keys_and_any_key_closes_it(app: TimelineApp) -> None:
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("question_mark")
        assert "the next doubtful place" in lines(app, "help")
        await pilot.press("x")
        assert not app.state.help
        assert not app.state.unsaved


async def test_tab_goes_from_line_to_line_and_all_are_saved(tmp_path: Path, stage: list[Told]) -> None:
    takes = [replace(footage(), key=key, who=who) for key, who in (("1", "juno"), ("2", "bea"))]
    file = EditedFile(tmp_path / "show.scene", takes)
    told: list[Told] = []

    def make(*values: Any, **more: Any) -> Told:
        told.append(Told(*values, **more))
        return told[-1]

    app = TimelineApp(Config(), file, make)  # type: ignore[arg-type]
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("n", "c", "tab", "n", "e", "tab")
        assert app.state.footage.key == "1"
        assert [span.value for span in app.state.edits.of("mouths")] == ["C"]
        assert app.state.others
        assert [cast[0].who for cast in told[0].of("load")] == ["bea", "juno"]
        await pilot.press("ctrl+s")
        assert not app.state.unsaved
        await pilot.press("tab", "u")
        assert not app.state.edits.of("mouths"), "undo goes by the line"
        await pilot.press("ctrl+y", "q")
    saved = files.read(tmp_path / "show.scene.edits")
    assert {take.take: take.of("mouths")[0].value for take in saved.takes} == {"1": "C", "2": "E"}


async def test_edits_of_another_sound_go_with_their_words(app: TimelineApp, tmp_path: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("n", "c", "ctrl+s", "q")
    other = replace(footage(), fingerprint="another")
    again = EditedFile(tmp_path / "talk.wav", [other])
    state = again.open(0)
    assert "another" in state.remark
    assert [span.value for span in state.edits.of("mouths")] == ["C"]
    assert not state.edits.looked, "nobody has looked at this sound"
    again.leave()


@pytest.mark.parametrize("sizes", [((120, 40), (60, 24)), ((60, 24), (120, 40))])
async def test_another_size_of_the_terminal_is_laid_out_at_once(app: TimelineApp, sizes: Any) -> None:
    before, after = sizes
    async with app.run_test(size=before) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(*after)
        await pilot.pause(0.1)
        assert app.state.view.columns == after[0] - rows.label_columns(after[0])
        tracks, top = app.query_one("#edit-tracks"), app.query_one("#edit-top")
        assert tracks.size.width == after[0]
        assert tracks.size.height + top.size.height == after[1] - 2
        assert tracks.size.height == len(app._rows)
        assert max(len(line.rstrip()) for line in lines(app, "tracks").splitlines()) > after[0] * 0.4


async def test_the_picture_is_the_film_s_and_a_shot_that_is_edited_is_seen_in_it(
    app: TimelineApp, tmp_path: Path, stage: list[Told]
) -> None:
    app.file.leave()
    app.file = EditedFile(tmp_path / "talk.scene", [staged()])
    app.state = app.file.open(0)
    async with app.run_test(size=(100, 32)) as pilot:
        await pilot.pause()
        told = stage[0]
        assert told.of("surround") == []
        narrow = app.query_one("#edit-face").size.width
        await pilot.press("f2")
        await pilot.pause()
        assert [member.who for member in told.of("load")[-1]] == ["juno", "bea"]
        assert told.of("set")[-1] == "club"
        marks, fresh = told.of("surround")[-1]
        assert marks == [(9.0, "bea", "happy"), (8.0, "", "wide"), (11.0, "juno", "medium")]
        assert fresh
        assert told.of("sketch")[-1][0] == 10.0, "at its second of the scene"
        assert told.of("hold")[-1] == 10.0
        assert app.query_one("#edit-face").size.width > narrow
        await pilot.press(*["down"] * 8)
        assert app.state.track == "camera"
        await pilot.press("enter", *"close b", "enter")
        marks, fresh = told.of("surround")[-1]
        assert marks[1:] == [(8.0, "", "wide"), (10.0, "bea", "close"), (11.0, "juno", "medium")]
        assert not fresh
        await pilot.press("o")
        assert told.of("surround")[-1][0][1:] == [(8.0, "", "wide"), (11.0, "juno", "medium")], "as it was made"
        await pilot.press("f2")
        await pilot.pause()
        assert [member.who for member in told.of("load")[-1]] == ["juno"]
        assert told.of("surround")[-1] == ([], True)
        assert told.of("sketch")[-1][0] == 0.0


async def test_pitches_are_half_blocks_where_a_key_asks_for_them(app: TimelineApp) -> None:
    async with app.run_test(size=(100, 32)) as pilot:
        await pilot.pause()
        assert "pitches" not in lines(app, "tracks")
        await pilot.press("f3")
        await pilot.pause()
        told = next(line for line in lines(app, "tracks").splitlines() if "pitches" in line)
        assert told.count("▀") > 60
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "pitches" not in lines(app, "tracks")


async def test_pitches_are_a_picture_where_the_terminal_draws_some(
    tmp_path: Path, stage: list[Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphics, "found", lambda: graphics.Graphics("kitty", (8, 16)))
    monkeypatch.setenv("COLORTERM", "truecolor")
    shown: list[tuple[int, int]] = []
    monkeypatch.setattr(Face, "show", lambda face, width, height, rgba: shown.append((width, height)))

    def make(*values: Any, **more: Any) -> Told:
        stage.append(Told(*values, **more))
        return stage[-1]

    app = TimelineApp(Config(), EditedFile(tmp_path / "talk.wav", [footage()]), make)  # type: ignore[arg-type]
    async with app.run_test(size=(100, 32)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "pitches" in lines(app, "pitches-label")
        assert shown[-1] == (88 * 8, 3 * 16)
        row = next(y for y, line in enumerate(lines(app, "below").splitlines()) if "words" in line)
        await pilot.click("#edit-below", offset=(app.size.width - 10, row))
        assert app.state.track == "words"
        before = len(shown)
        await pilot.press("f3")
        await pilot.pause()
        assert "words" in lines(app, "tracks")
        assert len(shown) == before
    app.file.leave()
