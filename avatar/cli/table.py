"""Plain columns of text for lists on stdout."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Columns aligned, the last one wrapped to `width` (the terminal's; unbroken where stdout is no terminal)."""
    if width is None:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    every = [head, *rows] if any(head) else list(rows)
    columns = [max((len(row[index]) for row in every), default=0) for index in range(len(head) - 1)]
    indent = sum(columns) + 2 * len(columns)
    lines: list[str] = []
    for row in every:
        start = "".join(cell.ljust(size + 2) for cell, size in zip(row, columns, strict=False))
        last = textwrap.wrap(row[-1], max(20, width - indent)) or [""]
        lines += [(start if number == 0 else " " * indent) + text for number, text in enumerate(last)]
    return "\n".join(line.rstrip() for line in lines)
