"""Episodes found, numbered and put together; and every problem told with the file that it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.errors import ShowError
from avatar.series import plan
from avatar.series.assembling import APART, assemble, check, direct
from avatar.series.episodes import Season, read_episodes
from avatar.show.cues import Chapter, Directed, Fade, Say, TitleCard
from tests.series.seasons import PLAN, write_series


def season(folder: Path) -> Season:
    return read_episodes(plan.read(folder))


def episode(folder: Path, number: int) -> Directed:
    series = plan.read(folder)
    episodes = read_episodes(series).episodes
    place = [each.number for each in episodes].index(number)
    return direct(series, assemble(series, episodes[place], episodes[:place]))


def words(directed: Directed) -> list[tuple[str, str]]:
    return [(cue.who, cue.text) for cue in directed.cues if isinstance(cue, Say)]


def write(folder: Path, name: str, text: str) -> None:
    (folder / "episodes" / name).write_text(text, "utf-8")


def test_an_episode_begins_with_what_was_marked_and_ends_with_the_end(tmp_path: Path) -> None:
    directed = episode(write_series(tmp_path), 2)
    assert words(directed) == [("MAX", "I am One."), ("MAX", "I am Two."), ("BEA", "So you are.")]
    cards = [cue.text for cue in directed.cues if isinstance(cue, TitleCard)]
    assert cards == ["PREVIOUSLY ON Two Chairs", "Two Chairs\n2. Two", "By A. Writer"]
    assert next(cue.name for cue in directed.cues if isinstance(cue, Chapter)) == "Previously"
    assert not directed.problems
    assert directed.title == "Two Chairs 2: Two"


def test_a_film_ends_in_the_dark_under_its_card(tmp_path: Path) -> None:
    cues = episode(write_series(tmp_path), 1).cues
    assert [type(cue) for cue in cues[-2:]] == [Fade, TitleCard]
    assert isinstance(cues[-2], Fade)
    assert cues[-2].way == "out"


def test_a_line_of_a_card_without_its_name_is_left_out(tmp_path: Path) -> None:
    plan_ = PLAN.replace('author = "A. Writer"', "").replace("By {author}", "The end\\nBy {author}")
    cards = [cue.text for cue in episode(write_series(tmp_path, plan=plan_), 1).cues if isinstance(cue, TitleCard)]
    assert cards[-1] == "The end"


def test_the_first_episode_reminds_of_nothing(tmp_path: Path) -> None:
    assert words(episode(write_series(tmp_path), 1)) == [("MAX", "I am One."), ("BEA", "So you are.")]


def test_how_far_back_and_how_much_are_settings(tmp_path: Path) -> None:
    more = PLAN + "[previously]\nepisodes = 2\nmost = 1\n"
    assert words(episode(write_series(tmp_path / "a", ("One", "Two", "Three"), more), 3))[:1] == [("MAX", "I am Two.")]
    none = PLAN + "[previously]\nepisodes = 0\n"
    assert len(words(episode(write_series(tmp_path / "b", plan=none), 2))) == 2


def test_a_mark_before_a_speech_and_one_in_it_are_the_same(tmp_path: Path) -> None:
    folder = write_series(tmp_path)
    write(folder, "01-one.fountain", "INT. CLUB\n\n[[previously]]\n\nMAX\nFirst.\n\nBEA\nNot this.\n")
    assert words(episode(folder, 2))[0] == ("MAX", "First.")
    assert ("BEA", "Not this.") not in words(episode(folder, 2))


def test_numbers_come_from_the_title_page_or_the_name(tmp_path: Path) -> None:
    folder = write_series(tmp_path, ())
    write(folder, "b.fountain", "Title: Later\nEpisode: 2\n\nMAX\nHello.\n")
    write(folder, "1 the first.fountain", "MAX\nHello.\n")
    assert [(each.number, each.title) for each in season(folder).episodes] == [(1, "The first"), (2, "Later")]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("01-a", "01-b"), "two episodes 1"),
        (("01-a", "03-b"), "Episode 2 is missing"),
        (("01-a", "nameless"), "no number"),
    ],
)
def test_what_is_wrong_with_a_season_is_told(tmp_path: Path, names: tuple[str, ...], said: str) -> None:
    folder = write_series(tmp_path, ())
    for name in names:
        write(folder, f"{name}.fountain", "MAX\nHello.\n")
    problems = season(folder).problems
    assert any(said in each.problem.what and each.problem.grave for each in problems)


def test_one_episode_that_is_no_text_leaves_the_others(tmp_path: Path) -> None:
    folder = write_series(tmp_path)
    (folder / "episodes" / "03-bytes.fountain").write_bytes(bytes(100))
    found = season(folder)
    assert [each.number for each in found.episodes] == [1, 2]
    assert "not a text" in found.problems[0].problem.what


def test_no_episodes_at_all(tmp_path: Path) -> None:
    with pytest.raises(ShowError, match="no episode"):
        season(write_series(tmp_path / "a", ()))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "series.toml").write_text("")
    with pytest.raises(ShowError, match="can't be read"):
        season(tmp_path / "b")


def test_problems_are_told_with_their_own_file_and_line(tmp_path: Path) -> None:
    folder = write_series(tmp_path, plan=PLAN + "[opening]\nscript = 'opening.fountain'\n")
    (folder / "opening.fountain").write_text("\n\nMAX\n[[sfx: no such thing]]\nHello!\n", "utf-8")
    series = plan.read(folder)
    (first, _) = read_episodes(series).episodes
    _, problems = check(series, assemble(series, first, ()))
    (told,) = [each for each in problems if "no sound" in each.problem.what]
    assert (told.path.name, told.problem.line) == ("opening.fountain", 4)


@pytest.mark.parametrize("name", ["nowhere.fountain", "../outside.fountain"])
def test_an_opening_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.fountain").write_text("MAX\nHello.\n", "utf-8")
    folder = write_series(tmp_path / "in", plan=PLAN + f"[opening]\nscript = '{name}'\n")
    series = plan.read(folder)
    assembled = assemble(series, read_episodes(series).episodes[0], ())
    assert [each.problem.grave for each in assembled.problems] == [True]
    assert len(words(direct(series, assembled))) == 2


def test_an_episode_may_recast_a_role(tmp_path: Path) -> None:
    folder = write_series(tmp_path)
    write(folder, "02-two.fountain", "Title: Two\nCast:\n    MAX = knox\n\nMAX\nHello.\n\nBEA\nWho are you?\n")
    directed = episode(folder, 2)
    assert {member.who: member.character for member in directed.cast} == {"MAX": "knox", "BEA": "bea"}


def test_lines_of_several_files_stay_apart() -> None:
    assert APART > 32 << 18  # a screenplay of 32 MiB has fewer lines that say anything


def test_an_episode_includes_from_anywhere_in_the_series_folder_and_from_nowhere_else(tmp_path: Path) -> None:
    folder = write_series(tmp_path / "series")
    (folder / "scenes").mkdir()
    (folder / "scenes" / "bell.fountain").write_text("MAX\nThe bell!\n", "utf-8")
    (tmp_path / "secret.fountain").write_text("MAX\nSecret.\n", "utf-8")
    text = "Title: Nine\n\nINT. CLUB - DAY\n\nMAX\nWell.\n\n[[include: ../scenes/bell.fountain]]\n\n"
    write(folder, "09-nine.fountain", f"{text}[[include: ../../secret.fountain]]\n\nBEA\nYes.\n")
    nine = episode(folder, 9)
    assert ("MAX", "The bell!") in words(nine)
    assert ("MAX", "Secret.") not in words(nine)
    assert [each.what for each in nine.problems] == ["../../secret.fountain leads out of the folder"]
