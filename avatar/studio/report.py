"""An evaluation as one page of HTML: figures, confusion and timelines, its pictures drawn as SVG inside it."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from avatar.studio.evaluation import Evaluation

_COLOURS = {
    "A": "#3b3b58", "B": "#7aa6c2", "C": "#e3b23c", "D": "#d1495b", "E": "#9c6ade", "F": "#5f4bb6", "G": "#2a9d5c",
    "H": "#c08552", "X": "#d8d8d8",
}  # fmt: skip
_DOUBTED = "#ff5a1f"
"""Marks where a mouth may be wrong."""
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;border-bottom:1px solid #ddd;text-align:right}
td:first-child,th:first-child{text-align:left}svg text{font:9px system-ui,sans-serif}
"""


def write(evaluation: Evaluation, folder: Path) -> None:
    """`evaluation.json` and `report.html` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    told = evaluation.as_json()
    (folder / "evaluation.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    (folder / "report.html").write_text(write_page(evaluation), encoding="utf-8")


def write_page(evaluation: Evaluation) -> str:
    """The whole page."""
    told = evaluation.as_json()
    parts = ["<h1>Mouths, measured</h1>", "<h2>By rung</h2>", _table({k: v["all"] for k, v in told["rungs"].items()})]
    parts += [f"<p>{html.escape(line)}</p>" for line in _between(told)]
    for kind in ("by group", "by language", "by speaker", "by song"):
        for rung, groups in told["rungs"].items():
            if len(groups[kind]) > 1:
                parts += [f"<h2>{html.escape(rung)}, {kind}</h2>", _table(groups[kind])]
    parts += ["<h2>Acceptable frames by sound</h2>", _table({k: v["by class"] for k, v in told["rungs"].items()})]
    if evaluation.confusion.any():
        parts += ["<h2>What the model hears (column) for what is said (row)</h2>", _matrix(told)]
    parts += ["<h2>Timelines</h2>", _legend(), "<p>A bar above a letter: it may be wrong, look there.</p>"]
    parts += [_timeline(row) for row in evaluation.timelines]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Mouths, measured</title><style>{_STYLE}</style>'
        + "".join(parts) + "</html>\n"
    )  # fmt: skip


def _table(rows: Mapping[str, Mapping[str, float]]) -> str:
    heads = list(dict.fromkeys(key for row in rows.values() for key in row))
    out = ["<table><tr><th></th>", *(f"<th>{html.escape(h)}</th>" for h in heads), "</tr>"]
    for name, row in rows.items():
        cells = (f"<td>{row[h]:.3g}</td>" if h in row else "<td></td>" for h in heads)
        out += [f"<tr><td>{html.escape(name)}</td>", *cells, "</tr>"]
    return "".join([*out, "</table>"])


def _matrix(told: Mapping[str, Any]) -> str:
    names, rows = told["classes"], told["confusion"]
    size, left = 15, 30
    width = left + size * len(names) + 5
    out = [f'<svg viewBox="0 0 {width} {width}" width="{width}" role="img" aria-label="confusion matrix">']
    for i, (name, row) in enumerate(zip(names, rows, strict=True)):
        y = left + i * size
        out.append(f'<text x="2" y="{y + 10}">{name}</text><text x="{y + 1}" y="12">{name}</text>')
        total = sum(row) or 1
        for j, count in enumerate(row):
            if count / total >= 0.01:
                title = f"{name} heard as {names[j]}: {100 * count / total:.0f} %"
                out.append(
                    f'<rect x="{left + j * size}" y="{y}" width="{size}" height="{size}" fill="#284b8c" '
                    f'fill-opacity="{count / total:.2f}"><title>{title}</title></rect>'
                )
    return "".join([*out, "</svg>"])


def _legend() -> str:
    boxes = (f'<span style="background:{c};color:#fff;padding:0 .5rem">{k}</span> ' for k, c in _COLOURS.items())
    return f"<p>{''.join(boxes)}</p>"


def _timeline(row: Mapping[str, Any]) -> str:
    seconds = max((span[1] for span in row["told"]), default=1.0)
    scale, height = 160.0, 18
    lines: list[str] = []
    for start, end, name in row["told"]:
        lines.append(_box(start * scale, 0, (end - start) * scale, "#f4f1ea", "" if name == "sil" else name, "#222"))
    for i, (rung, cues) in enumerate(row["rungs"].items(), 1):
        lines += [_box(a * scale, i * height, (b - a) * scale, _COLOURS.get(v, "#fff"), v, "#fff") for a, b, v in cues]
        lines += [_doubt(a * scale, i * height, (b - a) * scale, what) for a, b, what in row["doubts"].get(rung, ())]
        lines.append(f'<text x="{seconds * scale + 6}" y="{i * height + 12}">{html.escape(rung)}</text>')
    total = (len(row["rungs"]) + 1) * height
    return (
        f'<h3>{html.escape(row["name"])}</h3><div style="overflow-x:auto"><svg width="{seconds * scale + 80:.0f}" '
        f'height="{total}">{"".join(lines)}</svg></div>'
    )


def _box(x: float, y: float, width: float, fill: str, label: str, ink: str) -> str:
    text = f'<text x="{x + 2:.1f}" y="{y + 12}" fill="{ink}">{html.escape(label)}</text>' if width > 9 else ""
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="17" fill="{fill}" stroke="#fff"/>{text}'


def _between(told: Mapping[str, Any]) -> list[str]:
    """Where the figures lie for other speakers, a line for each rung."""
    return [
        f"{rung}, for nine of ten such sets of speakers: "
        + ", ".join(f"{key} {low:.3g} to {high:.3g}" for key, (low, high) in result["nine in ten"].items())
        for rung, result in told["rungs"].items()
        if result["nine in ten"]
    ]


def _doubt(x: float, y: float, width: float, what: str) -> str:
    """A place to look at: what is doubted is told on pointing at it."""
    title = f"<title>{html.escape(what)}?</title>"
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="3" fill="{_DOUBTED}">{title}</rect>'


def write_summary(evaluation: Evaluation) -> str:
    """The figures of all rungs as plain text, a line each."""
    rows: list[str] = []
    for rung, result in evaluation.rungs.items():
        rows.append(f"{rung:10s} " + "  ".join(f"{key} {value:.3f}" for key, value in result.figures().items()))
        between = result.intervals()
        if between:
            told = "  ".join(f"{key} {low:.3f} to {high:.3f}" for key, (low, high) in between.items())
            rows.append(f"{'':10s} nine of ten such sets of speakers: {told}")
    return "\n".join(rows)
