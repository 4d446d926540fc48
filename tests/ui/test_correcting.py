"""/edit-mouth: what was said last, in the editor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from avatar import scenefile
from avatar.edits import files
from avatar.edits.values import EditFile
from avatar.types import Scene
from avatar.ui.app import ChatApp
from tests.film.scenes import small
from tests.ui.conftest import MakeApp
from tests.ui.test_chat import conversation, shown, typed
from tests.ui.test_filming import until


@pytest.fixture
def lent(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The programs that the terminal was given to."""
    found: list[Sequence[str]] = []

    async def lend(app: ChatApp, command: Sequence[str]) -> bool:
        found.append(command)
        return True

    monkeypatch.setattr(ChatApp, "lend", lend)
    return found


async def test_the_last_answer_is_saved_and_edited(
    make_app: MakeApp, tmp_path: Path, lent: list[Sequence[str]]
) -> None:
    app, path = make_app(), tmp_path / "answer.scene"
    files.write(files.beside(path), EditFile())  # as the editor leaves it
    async with app.run_test() as pilot:
        conversation(app).performed = small()
        await typed(pilot, f"/edit-mouth {path}")
        await until(pilot, lambda: "Edited: answer.scene" in shown(app))
        await typed(pilot, f"/edit-mouth {path}")
        await until(pilot, lambda: "is there already" in shown(app))
    assert [list(command[-2:]) for command in lent] == [["edit", str(path)]]
    assert scenefile.load(path).entries


async def test_what_was_not_edited_leaves_no_file(make_app: MakeApp, tmp_path: Path, lent: list[Sequence[str]]) -> None:
    app, path = make_app(), tmp_path / "answer.scene"
    async with app.run_test() as pilot:
        conversation(app).performed = small()
        await typed(pilot, f"/edit-mouth {path}")
        await until(pilot, lambda: "Nothing was edited" in shown(app))
    assert lent
    assert not path.exists()


async def test_where_nothing_was_said_or_the_terminal_stays_it_is_told(make_app: MakeApp, tmp_path: Path) -> None:
    app, path = make_app(), tmp_path / "answer.scene"
    async with app.run_test(size=(120, 30)) as pilot:
        conversation(app).performed = Scene(())
        await typed(pilot, "/edit-mouth")
        await until(pilot, lambda: "Nothing was heard yet that could be edited" in shown(app))
        conversation(app).performed = small()
        await typed(pilot, f"/edit-mouth {path}")
        await until(pilot, lambda: "can't be lent" in shown(app))
    assert path.exists()
