"""A scene file with the edits that lie beside it: read as any other, each performance with its edits in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from avatar.edits import files
from avatar.edits.acting import edited_marks
from avatar.edits.shooting import recut, shifted
from avatar.edits.takes import edited_entry, edits_by_place, fitted
from avatar.edits.values import EditFile, Span
from avatar.scene.clocks import begin_clock
from avatar.scenefile import Reader
from avatar.types import Entry, Mark, Performance, Scene

SCENE = ""
"""The take that holds what is edited of a whole scene: its camera."""


class EditedReader(Reader):
    """A scene file whose entries come with their edits; all else as `Reader`. Raises EditError for broken edits."""

    def __init__(self, path: Path, backdrop: str = "", *, edits: EditFile | None = None) -> None:
        """`edits`: None for those that lie beside the file."""
        super().__init__(path, backdrop)
        self.edits = read_beside(path) if edits is None else edits
        count = super().__len__()
        self._takes = edits_by_place(self.edits, [super(EditedReader, self).said(index) for index in range(count)])
        self._places: list[int | Entry] = list(range(count))
        if any(take.of("camera") for take in self.edits.takes):
            self._cut_anew()

    def _cut_anew(self) -> None:
        """Put shots in the place of the cuts that fall into them; after each goes on what would have been seen."""
        rows: list[tuple[float, float, int | Entry]] = []
        cuts: list[Entry] = []
        clocks: list[tuple[float, float, int]] = []
        for index, (start, end) in enumerate(self.spans):
            marks = super().marks_of(index) if super().said(index) is None else ()
            if len(marks) == 1 and marks[0].kind == "camera":
                cuts.append(Entry(start, super().whose(index), marks[0]))
            elif len(marks) == 1 and marks[0].kind == "clock":
                clocks.append((start, end, index))
            else:
                rows.append((start, end, index))
        now = cuts
        for spans, speaker, until in self._shots():
            now = list(recut(now, spans, speaker=speaker, until=until))
        kept = set(map(id, cuts)) & set(map(id, now))
        gone = {cut.start for cut in cuts if id(cut) not in kept}
        rows += [clock for clock in clocks if clock[0] not in gone]  # nothing idles anew where the picture stays
        rows += [(cut.start, cut.end, cut) for cut in now]
        for cut in now:
            if id(cut) not in kept and isinstance(cut.what, Mark):
                rows.append((cut.start, cut.start, begin_clock(cut.start, cut.what.kind, cut.what.name, cut.who)))
        rows.sort(key=lambda row: row[0])
        self._places = [place for _, _, place in rows]
        self.spans = tuple((start, end) for start, end, _ in rows)

    def _shots(self) -> Iterator[tuple[tuple[Span, ...], str, float]]:
        """Edited shots at seconds of the scene, who speaks meanwhile, and until when."""
        for place, edits in self._takes.items():
            if edits.of("camera"):
                entry = super().entry(place)
                assert isinstance(entry.what, Performance)
                spans = fitted(edits, entry.what).of("camera")
                yield shifted(spans, entry.start), entry.who, entry.end
        whole = self.edits.take(SCENE)
        if whole is not None and whole.of("camera"):
            yield whole.of("camera"), "", math.inf

    def __len__(self) -> int:
        return len(self._places)

    def said(self, index: int) -> tuple[str, str] | None:
        place = self._places[index]
        return super().said(place) if isinstance(place, int) else None

    def whose(self, index: int) -> str:
        place = self._places[index]
        return super().whose(place) if isinstance(place, int) else place.who

    def marks_of(self, index: int) -> tuple[Mark, ...]:
        place = self._places[index]
        if not isinstance(place, int):
            return (place.what,) if isinstance(place.what, Mark) else ()
        marks, edits = super().marks_of(place), self._takes.get(place)
        return marks if edits is None else edited_marks(marks, edits)

    def entry(self, index: int) -> Entry:
        place = self._places[index]
        if not isinstance(place, int):
            return place
        entry = super().entry(place)
        return edited_entry(entry, entry.who, self._takes.get(place))

    def entries(self) -> Iterator[Entry]:
        """All entries, in order."""
        return (self.entry(index) for index in range(len(self)))


def read_beside(path: Path) -> EditFile:
    """The edits that lie beside a file; none where there are none. Raises EditError."""
    beside = files.beside(path)
    return files.read(beside) if beside.is_file() else EditFile()


def scene_of(reader: EditedReader) -> Scene:
    """The whole scene with its edits. Raises SceneFileError."""
    return Scene(reader.cast, tuple(reader.entries()), reader.set, reader.title, reader.seed, reader.meta)
