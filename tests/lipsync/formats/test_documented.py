"""docs/formats.md names every format, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from avatar.lipsync.formats import FORMATS

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"


def test_the_page_of_formats_names_each_of_them() -> None:
    table = PAGE.read_text("utf-8").partition("## Who reads what")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:4] for line in table.splitlines() if line.startswith("| ")][1:]
    named = {name for _, formats, _ in rows for name in re.findall(r"`([a-z0-9-]+)`", formats)}
    assert named == set(FORMATS)
    assert len(rows) >= 30
    assert all(re.match(r" (played|read|rules|not tried|looked at|it|its|they)\b", tried) for *_, tried in rows)
