"""All that was performed in a conversation, kept on disk, so that the whole of it can be had as a Scene.

The files have no name and vanish with the program, however it ends. Memory holds only where each performance lies.
"""

from __future__ import annotations

import logging
import mmap
import tempfile
from collections import deque
from collections.abc import Iterator
from typing import IO, NamedTuple

from avatar import wire
from avatar.errors import SceneFileError
from avatar.pacing import natural_gap
from avatar.scenefile import Packed, PackedHead
from avatar.types import CastMember, Entry, Mark, Performance, Scene

LARGEST = 512 << 20
"""Bytes of one of the two files, about three hours of speech each: when the second is full, the first goes."""

BETWEEN_REPLIES_S = 1.2
"""Seconds between two replies in the Scene: what was typed in between took longer."""


log = logging.getLogger(__name__)


class _Kept(NamedTuple):
    """Where a Performance lies in its file."""

    reply: int
    at: int
    header: int
    """Bytes of JSON, which stands first."""
    blob: int
    """Bytes of sound and mouth."""


class Record:
    """Performances in the order in which they were heard."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._files: deque[tuple[IO[bytes], list[_Kept]]] = deque()
        self.whole = True
        """False once the beginning had to make room."""

    def add(self, reply: int, performance: Packed) -> None:
        """Keep a Performance. Raises OSError where the disk is full."""
        text, blob = wire.to_bytes(performance.head), performance.blob
        if not self._files or self._files[-1][0].tell() + len(text) + len(blob) > self._largest:
            self._files.append((tempfile.TemporaryFile(prefix="avatar-talk-"), []))  # noqa: SIM115  `clear` closes it
            if len(self._files) > 2:
                self._files.popleft()[0].close()
                self.whole = False
        file, kept = self._files[-1]
        at = file.seek(0, 2)
        file.write(text)
        file.write(blob)
        kept.append(_Kept(reply, at, len(text), len(blob)))

    def clear(self) -> None:
        """Forget the conversation. Scenes that were made of it stay whole."""
        while self._files:
            self._files.popleft()[0].close()
        self.whole = True

    def scene(self, only: int | None = None, *, set: str = "plain") -> Scene:  # noqa: A002  as Scene has it
        """The conversation, or only one reply, as a Scene; its sounds stay on disk until they are looked at.

        The character that speaks stands alone on the stage: one that takes over enters as the one before leaves.
        """
        entries: list[Entry] = []
        on_stage, before = "", None
        for reply, performance in self._performances(only):
            end = before[1].end if before else 0.0
            start = end
            if before is not None and isinstance(before[1].what, Performance):
                same = before[0] == reply
                start += natural_gap(before[1].what, performance) if same else BETWEEN_REPLIES_S
            if on_stage and on_stage != performance.who:
                entries += [Entry(end, on_stage, Mark("exit", "")), Entry(end, performance.who, Mark("enter", ""))]
            on_stage = performance.who
            entries.append(Entry(start, performance.who, performance))
            before = reply, entries[-1]
        return Scene(_cast(entries), _with_first_entrance(entries), set)

    def _performances(self, only: int | None) -> Iterator[tuple[int, Performance]]:
        for file, kept in self._files:
            file.flush()
            held = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            for reply, at, header, blob in kept:
                if only not in (None, reply):
                    continue
                head = wire.from_bytes(PackedHead, bytes(held[at : at + header]))
                try:
                    yield reply, Packed(head, held[at + header : at + header + blob]).performance()
                except SceneFileError as error:
                    log.warning("what was said is left out of the scene: %s", error)


def _cast(entries: list[Entry]) -> tuple[CastMember, ...]:
    speakers = [(entry.who, entry.what) for entry in entries if isinstance(entry.what, Performance)]
    voices = {who: what.speech.voice for who, what in reversed(speakers)}
    return tuple(CastMember(who, who, voices[who]) for who in dict.fromkeys(who for who, _ in speakers))


def _with_first_entrance(entries: list[Entry]) -> tuple[Entry, ...]:
    """The entries, with an entrance for the first character if it has another one later.

    In a Scene, a character that enters anywhere is not there from the start: without this the first would be missing.
    """
    first = next((entry.who for entry in entries), "")
    enters = any(
        entry.who == first and isinstance(entry.what, Mark) and entry.what.kind == "enter" for entry in entries
    )
    return (*([Entry(0.0, first, Mark("enter", ""))] if enters else []), *entries)
