from __future__ import annotations

from pathlib import Path

from avatar.ui.history import KEPT, History


def test_walks_back_and_forward_with_the_draft_kept() -> None:
    history = History()
    for entry in ("one", "two"):
        history.add(entry)
    assert history.back("draft") == "two"
    assert history.back("two") == "one"
    assert history.back("one") is None
    assert history.forward() == "two"
    assert history.forward() == "draft"
    assert history.forward() is None


def test_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "state" / "history.jsonl"
    History(path).add("two\nlines")
    again = History(path)
    assert again.back("") == "two\nlines"
    assert path.stat().st_mode & 0o077 == 0, "what one types is one's own business"


def test_repeats_and_blanks_are_not_kept() -> None:
    history = History()
    for entry in ("a", "a", "  ", "b", "a"):
        history.add(entry)
    assert history.entries == ["a", "b", "a"]


def test_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text("".join(f'"{number}"\n' for number in range(KEPT * 3)))
    history = History(path)
    history.add("last")
    assert len(history.entries) == KEPT
    assert len(path.read_text().splitlines()) == KEPT


def test_a_broken_or_unwritable_file_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_bytes(b'"good"\n\xff\xfe{nonsense\n42\n"also good"\n')
    assert History(path).entries == ["good", "also good"]
    blocked = tmp_path / "file"
    blocked.write_text("")
    history = History(blocked / "history.jsonl")
    history.add("kept in hand")
    assert history.back("") == "kept in hand"


def test_search_finds_all_words_newest_first() -> None:
    history = History()
    for entry in ("Tell me of whales", "whales sing", "tell me a joke", "whales sing", "TELL whales"):
        history.add(entry)
    assert history.search("whales tell") == ["TELL whales", "Tell me of whales"]
    assert history.search("") == ["TELL whales", "whales sing", "tell me a joke", "Tell me of whales"]


def test_lines_that_are_no_entries_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text("[" * 9000 + '\n"one"\n{}\n' + "9" * 9000 + '\n"two"\n', "utf-8")
    assert History(path).entries == ["one", "two"]
