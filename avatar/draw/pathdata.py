"""The `d` of an SVG path as a path of skia's."""

from __future__ import annotations

import re

import skia

_TOKEN = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
"""How many numbers each command takes (SVG 1.1, section 8.3)."""
_FLAGS = re.compile(r"([01])[\s,]*([01])")


def path_of(text: str) -> skia.Path:
    """The path that `text` describes. Raises ValueError where it can't be read."""
    path = skia.Path()
    pen = _Pen(path)
    for command, numbers in _commands(text):
        pen.draw(command, numbers)
    return path


def _commands(text: str) -> list[tuple[str, list[float]]]:
    """Every command with its numbers; a letter that was left out because it repeats is put in again."""
    found: list[tuple[str, list[float]]] = []
    pieces = re.findall(r"([A-Za-z])([^A-Za-z]*(?:[eE][-+]?\d[^A-Za-z]*)*)", text)
    for command, inside in pieces:
        takes = _TAKES.get(command.upper())
        if takes is None:
            raise ValueError(f"no path command {command!r}")
        numbers = _numbers(inside, arc=command in "Aa")
        if takes == 0:
            found.append((command, []))
            continue
        if not numbers or len(numbers) % takes:
            raise ValueError(f"{command} takes {takes} numbers")
        for at in range(0, len(numbers), takes):
            # What follows a move is lines.
            again = {"M": "L", "m": "l"}.get(command, command) if at else command
            found.append((again, numbers[at : at + takes]))
    return found


def _numbers(text: str, *, arc: bool) -> list[float]:
    """`arc`: two flags in the middle may be written without anything between them."""
    if not arc:
        return [float(number) for _, number in _TOKEN.findall(text)]
    numbers: list[float] = []
    rest = text
    while rest.strip(" ,\t\r\n"):
        found = (_FLAGS if len(numbers) % 7 == 3 else _TOKEN).search(rest)
        if found is None:
            raise ValueError("an arc has lost a number")
        numbers += [float(each) for each in found.groups() if each]
        rest = rest[found.end() :]
    return numbers


class _Pen:
    """Draws a path command by command, and knows where it has come to."""

    def __init__(self, path: skia.Path) -> None:
        self._path = path
        self._at = self._first = (0.0, 0.0)
        self._bend = (0.0, 0.0)
        """Control point of the last curve: S and T go on from it."""
        self._last = ""

    def draw(self, command: str, numbers: list[float]) -> None:
        big = command.upper()
        x, y = self._at if command.islower() else (0.0, 0.0)
        if big == "Z":
            self._path.close()
            self._at = self._first
        elif big == "H":
            self._line((numbers[0] + x, self._at[1]))
        elif big == "V":
            self._line((self._at[0], numbers[0] + y))
        elif big == "A":
            self._arc(numbers, (numbers[5] + x, numbers[6] + y))
        else:
            points = [(numbers[i] + x, numbers[i + 1] + y) for i in range(0, len(numbers), 2)]
            self._through(big, points)
        self._last = big

    def _through(self, command: str, points: list[tuple[float, float]]) -> None:
        if command == "M":
            self._path.moveTo(*points[0])
            self._at = self._first = points[0]
        elif command == "L":
            self._line(points[0])
        elif command in "CS":
            first = points[0] if command == "C" else self._mirrored("CS")
            second, end = points[-2:]
            self._path.cubicTo(*first, *second, *end)
            self._bend, self._at = second, end
        else:
            bend = points[0] if command == "Q" else self._mirrored("QT")
            self._path.quadTo(*bend, *points[-1])
            self._bend, self._at = bend, points[-1]

    def _mirrored(self, kind: str) -> tuple[float, float]:
        if not self._last or self._last not in kind:
            return self._at
        return (2 * self._at[0] - self._bend[0], 2 * self._at[1] - self._bend[1])

    def _line(self, end: tuple[float, float]) -> None:
        self._path.lineTo(*end)
        self._at = end

    def _arc(self, numbers: list[float], end: tuple[float, float]) -> None:
        rx, ry, turn, large, sweep = numbers[:5]
        size = skia.Path.ArcSize.kLarge_ArcSize if large else skia.Path.ArcSize.kSmall_ArcSize
        direction = skia.PathDirection.kCW if sweep else skia.PathDirection.kCCW
        self._path.arcTo(rx, ry, turn, size, direction, *end)
        self._at = end
