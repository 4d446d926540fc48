"""What a person who writes a persona is told of it: every fault, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import library
from avatar.brain.proofreading import find_problems
from avatar.text import vocabulary
from avatar.text.vocabulary import EVERYBODYS, Vocabulary, Wording
from tests.cast import CAST

FAULTS = {
    "+ (hello|hi\n- hello": (1, "bracket"),
    "+ hello)\n- hello": (1, "Unmatched"),
    "+ hello\n- hi\n\n+ Hello there!\n- hi": (4, ""),
    "+ hello\n+ goodbye\n- bye": (1, "nothing answers 'hello'"),
    "+ hello\n- hi {topic=nowhere}": (2, "no topic 'nowhere'"),
    "+ hello\n- [smiel] hi": (2, "[smiel] is no direction"),
    "- hi": (1, "before trigger"),
    "+ hello\n- hi\n? what": (3, ""),
    "> object evil python\n  return 1\n< object\n+ hello\n- <call>evil</call>": (1, "object macros"),
    "+ * * * * *\n- hi": (1, "wildcards"),
    "+ ~\n- hi": (1, "has no example"),
    "+ ~ my neck hurts | | my back hurts\n- hi": (1, "nothing between a |"),
    "+ ~ My neck hurts\n- hi": (1, "words in small letters"),
    "+ ~ my * hurts\n- hi": (1, "without punctuation and wildcards"),
    "+ ~ my neck hurts | my neck hurts\n- hi": (1, "stands there twice"),
    "+ ~ my neck hurts\n% hello\n- hi": (1, "said before"),
    "+ ~ my neck hurts": (1, "nothing answers"),
    "+ ~ my neck hurts\n@ =like ache": (1, "leads to '=like ache', which is not there"),
    "+ =like ach\n- hi\n+ ~ my neck hurts\n@ =like ache\n+ =like ache\n- oh": (1, "no likeness leads to"),
    "+ ~ my neck hurts\n- hi\n+ ~ my neck hurts | my back hurts\n- oh": (3, "more than one likeness"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_with_file_and_line(text: str, tmp_path: Path) -> None:
    line, what = FAULTS[text]
    (tmp_path / "10_odd.rive").write_text(f"! version = 2.0\n{text}\n")
    found = find_problems(tmp_path)
    where = str(tmp_path / "10_odd.rive") + (f", line {line + 1}" if line else "")
    assert any(error.where == where and what in error.what for error in found), [str(each) for each in found]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.rive").write_text("+ (one\n- 1\n+ two)\n- 2\n+ three\n- [smiel] 3\n")
    (tmp_path / "b.rive").write_bytes(b"+ caf\xe9\n- yes\n")
    found = [str(each) for each in find_problems(tmp_path)]
    assert len(found) == 4
    assert sum("a.rive, line 1)" in each for each in found) == 1
    assert sum("a.rive, line 3)" in each for each in found) == 1
    assert sum("a.rive, line 6)" in each for each in found) == 1
    assert sum("UTF-8" in each for each in found) == 1


def test_a_characters_own_directions_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.rive").write_text("+ hello\n- [salute] hi\n")
    assert find_problems(tmp_path)
    assert not find_problems(tmp_path, Vocabulary((*EVERYBODYS, Wording("gesture", "salute"))))


def test_topics_may_be_in_another_file_and_topics_of_the_common_persona_are_there(tmp_path: Path) -> None:
    (tmp_path / "a.rive").write_text("+ hello\n- hi {topic=tea}\n- hi {topic=random}\n- hi {topic=ask_name}\n")
    (tmp_path / "b.rive").write_text("> topic tea\n+ *\n- milk? {topic=random}\n< topic\n")
    assert not find_problems(tmp_path)


@pytest.mark.parametrize("name", CAST)
def test_the_personas_that_came_with_avatar_are_fine(name: str) -> None:
    assert not find_problems(library.character(name) / "persona", vocabulary.named(name))


def test_no_persona_is_nothing_wrong(tmp_path: Path) -> None:
    assert not find_problems(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("Otto (he)\nwhence: A drawer.", 2, "answers nothing"),
        ("Otto (he)\nwho: [smiel] A bear.", 2, "[smiel] is no direction"),
    ],
)
def test_a_sheet_is_read_too(tmp_path: Path, text: str, line: int, what: str) -> None:
    (tmp_path / "a.facts").write_text(text + "\n", "utf-8")
    (fault,) = find_problems(tmp_path)
    assert what in fault.what
    assert str(fault.where).endswith(f"line {line}")


@pytest.mark.parametrize(
    ("files", "where", "what"),
    [
        ({"a.facts": "Otto | the bear (he)\nwho: A bear.\n\nOtto (it)\nwho: A boat."}, "a.facts, line 4", "'Otto'"),
        ({"a.facts": "Otto (he)\nwho: A.", "b.facts": "a boat | OTTO (it)\nwhen: Then."}, "b.facts, line 1", "'OTTO'"),
        ({"a.more": "a bear of mine\nwhy: He asked."}, "a.more, line 1", "no line says 'a bear of mine'"),
        ({f"{n:02}.facts": f"Nr{n} (it)\nwho: One." for n in range(17)}, "16.facts", "only 16 .facts files"),
    ],
)  # fmt: skip
def test_what_no_talk_reaches_is_said(tmp_path: Path, files: dict[str, str], where: str, what: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(f"{text}\n", "utf-8")
    (fault,) = find_problems(tmp_path)
    assert what in fault.what
    assert str(fault.where) == str(tmp_path / where)


def test_what_is_reached_is_well(tmp_path: Path) -> None:
    (tmp_path / "a.rive").write_text("+ hello\n- [smile] Hello. I've a bear of mine here.\n")
    (tmp_path / "a.facts").write_text("Otto | Otto | the bear (he)\nwho: He's as old as the stairs.\n")
    (tmp_path / "a.more").write_text("a bear of mine\nwhy: He asked.\n\nold as the stairs\nwhy: He said so.\n")
    assert not find_problems(tmp_path)
