"""What of a persona's files no talk ever reaches: files past the most that are read, a name that another entry has
first, what goes on with a line that is never said.

None of it is a fault of writing, so nothing complains when a talk begins; `avatar characters check` says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from avatar.brain import continuations, sheet
from avatar.brain.rive import book
from avatar.brain.rive.reading import parse
from avatar.brain.sheet import make_bare, read_blocks
from avatar.errors import BrainError

_MOST_FILES: Mapping[str, int] = {
    ".rive": book.MOST_FILES, ".facts": sheet.MOST_FILES, ".more": continuations.MOST_FILES,
}  # fmt: skip
"""How many files of each kind are read of a folder."""


def find_unreached(folder: Path) -> Iterator[BrainError]:
    """All of a folder that is read and never comes up, or is not read, each with its place. Files that can't be read
    are passed over."""
    files = {suffix: sorted(folder.glob(f"*{suffix}")) for suffix in _MOST_FILES}
    for suffix, most in _MOST_FILES.items():
        for path in files[suffix][most:]:
            what = f"only {most} {suffix} files of a folder are read, and this one is not"
            yield BrainError(what, where=path, remedy="Put what it holds into another one.")
    blocks = {suffix: _read_blocks(files[suffix]) for suffix in (".facts", ".more")}
    yield from _hidden_names(blocks[".facts"])
    told = [line for _, _, lines in (*blocks[".facts"], *blocks[".more"]) for line in lines]
    yield from _unsaid_heads(blocks[".more"], [*_replies(files[".rive"]), *told])


_Block = tuple[str, str, list[str]]
"""How an entry begins, where, and the lines below."""


def _read_blocks(paths: list[Path]) -> list[_Block]:
    found: list[_Block] = []
    for path in paths:
        try:
            for (head, where), *lines in read_blocks(str(path), book.read(path)):
                found.append((head, where, [line.partition(": ")[2] for line, _ in lines]))
        except BrainError:
            continue
    return found


def _hidden_names(blocks: list[_Block]) -> Iterator[BrainError]:
    """Names that an entry before has as well, which is the one that is found by it."""
    first: dict[str, str] = {}
    for head, where, _ in blocks:
        names = {make_bare(name): name.strip() for name in head.rpartition("(")[0].split("|") if name.strip()}
        for bare, name in names.items():
            if bare in first:
                what = f"{name!r} is the name of an entry before ({first[bare]}), and never found here"
                yield BrainError(what, where=where, remedy="Put the lines of both together, or leave the name out.")
            first.setdefault(bare, where)


def _unsaid_heads(blocks: list[_Block], lines: list[str]) -> Iterator[BrainError]:
    """Parts of lines that stand in none that is said."""
    said = f" {' | '.join(map(make_bare, lines))} "
    for head, where, _ in blocks:
        for part in filter(None, map(str.strip, head.split("|"))):
            if f" {make_bare(part)} " not in said:
                what = f"no line says {part!r}, so that nothing goes on with it"
                yield BrainError(what, where=where, remedy="Write it as the line does, word for word.")


def _replies(paths: list[Path]) -> list[str]:
    """All that a persona may say, its own first; the common persona's, which it says where it has none."""
    texts = [*book.read_common().values()]
    for path in paths:
        try:
            texts.append(book.read(path))
        except BrainError:
            continue
    triggers = (trigger for text in texts for topic in parse(text).topics.values() for trigger in topic.triggers)
    return [reply for trigger in triggers for reply in trigger.replies]
