"""How many small faults the tests would notice: one fault at a time is put into a copy of the code, and its tests run.

    python -m benchmarks.mutants --count 100
    python -m benchmarks.mutants --only avatar/lipsync/coarticulate.py --count 20 --seed 3
    python -m benchmarks.mutants --only avatar/scene avatar/film --list
    python -m benchmarks.mutants --only avatar/scene avatar/film --from 11 --to 20 --first guesses --control

A fault is a sign turned round, a bound off by one, a condition that always holds, a call or a lock left out. The tests
of the module itself are tried first, then those of its package and of whoever uses it (`BESIDES`). Those that live are
listed with their place: each is a test to be written, or a fault that changes nothing anybody could see.

The same seed and the same places draw the same faults: `--list` shows them, `--from` and `--to` take some of them by
their numbers. `--first` names a file with a line for each fault whose tests somebody has thought of, its number and
those tests (`12 tests/scene/test_pose.py`): they are tried before all others. `--control` runs all these tests
without any fault, which they must pass.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PACKAGES = "lipsync scene character sound stage conversation session kiosk film show".split()
BESIDES = {
    "character": ("scene", "draw"), "scene": ("draw", "film"), "sound": ("stage",), "conversation": ("session",),
    "session": ("conversation", "ui"),
}  # fmt: skip
"""Packages whose tests are tried too, by package."""
LONGEST_S = 600
"""A run of tests that takes longer hangs, and so has noticed."""


class Mutant(NamedTuple):
    """One fault."""

    file: str
    line: int
    what: str
    text: str
    """The whole file with the fault in it."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.what}"


Change = Callable[[ast.AST], tuple[str, ast.AST] | None]
_TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


def compare(node: ast.AST) -> tuple[str, ast.AST] | None:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        new: ast.cmpop = _TURNED[type(node.ops[0])]()  # type: ignore[assignment]
        return f"{_said(node)} turned", ast.Compare(node.left, [new, *node.ops[1:]], node.comparators)
    return None


def arithmetic(node: ast.AST) -> tuple[str, ast.AST] | None:
    if (
        isinstance(node, ast.BinOp)
        and type(node.op) in _TURNED
        and not isinstance(node.left, ast.Constant | ast.JoinedStr)
    ):
        return f"{_said(node)} turned", ast.BinOp(node.left, _TURNED[type(node.op)](), node.right)  # type: ignore[arg-type]
    return None


def either(node: ast.AST) -> tuple[str, ast.AST] | None:
    if isinstance(node, ast.BoolOp):
        return f"{_said(node)} turned", ast.BoolOp(_TURNED[type(node.op)](), node.values)  # type: ignore[arg-type]
    return None


def number(node: ast.AST) -> tuple[str, ast.AST] | None:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return f"{node.value} is another", ast.Constant(
            node.value + 1 if isinstance(node.value, int) else node.value * 1.5 + 0.1
        )
    return None


def condition(node: ast.AST) -> tuple[str, ast.AST] | None:
    if isinstance(node, ast.If):
        return f"if {_said(node.test)}: always", ast.If(ast.Constant(True), node.body, node.orelse)
    return None


def negative(node: ast.AST) -> tuple[str, ast.AST] | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        return f"{_said(node)} without its minus", node.operand
    return None


def call(node: ast.AST) -> tuple[str, ast.AST] | None:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and "log." not in ast.unparse(node):
        return f"{_said(node)} left out", ast.Pass()
    return None


def lock(node: ast.AST) -> tuple[str, ast.AST] | None:
    if isinstance(node, ast.With) and len(node.items) == 1 and "lock" in ast.unparse(node.items[0]).lower():
        return f"with {_said(node.items[0])} left out", ast.If(ast.Constant(True), node.body, [])
    return None


CHANGES: tuple[Change, ...] = (compare, arithmetic, either, number, condition, negative, call, lock)


def places(path: Path) -> list[tuple[Path, int, Change]]:
    """Every place of a file that a change may alter: the file, the node's number in a walk, the change."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    return [(path, n, change) for n, node in enumerate(nodes) for change in CHANGES if change(node)]


def mutated(path: Path, number: int, change: Change) -> Mutant | None:
    """The fault at a place; None where that gives no program."""
    text = path.read_text("utf-8")
    node = list(ast.walk(ast.parse(text)))[number]
    found = change(node)
    new = _replaced(text, node, found[1]) if found and hasattr(node, "lineno") else None
    if not found or not new:
        return None
    return Mutant(path.relative_to(ROOT).as_posix(), node.lineno, found[0], new)  # type: ignore[attr-defined]


def _replaced(text: str, node: ast.AST, new: ast.AST) -> str | None:
    """The file with one node written anew; None where that gives no program."""
    lines = text.split("\n")
    first, last = node.lineno - 1, node.end_lineno - 1  # type: ignore[attr-defined]
    before = lines[first].encode()[: node.col_offset].decode()  # type: ignore[attr-defined]
    after = lines[last].encode()[node.end_col_offset :].decode()  # type: ignore[attr-defined]
    written = ast.unparse(ast.fix_missing_locations(new))
    written = (
        f"({written})"
        if isinstance(new, ast.expr)
        else written.replace("\n", "\n" + " " * (len(before) - len(before.lstrip())))
    )
    changed = "\n".join([*lines[:first], before + written + after, *lines[last + 1 :]])
    try:
        ast.parse(changed)
    except SyntaxError:
        return None
    return changed


def _said(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:60]


def runs(file: str) -> list[list[str]]:
    """Runs of tests for a file, the likeliest first."""
    package, name = Path(file).parts[1], Path(file).stem
    own = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob(f"test_{name}.py"))
    near, beside = (
        [f"tests/{each}" for each in packages if (ROOT / "tests" / each).is_dir()]
        for packages in ([package], BESIDES.get(package, ()))
    )
    return [each for each in (own, near, beside) if each]


def judge(mutant: Mutant, home: Path, first: Sequence[str] = ()) -> str:
    """What noticed the fault; '' where nothing did. `first`: tests that are tried before all others."""
    target = home / mutant.file
    whole = target.read_text("utf-8")
    target.write_text(mutant.text, "utf-8")
    try:
        for tests in [[*first], *runs(mutant.file)]:
            if tests and (noticed := _failure(tests, home)):
                return noticed
    finally:
        target.write_text(whole, "utf-8")
    return ""


def _failure(tests: Sequence[str], home: Path) -> str:
    """The first of the tests that fails; '' where none does."""
    order = [sys.executable, *"-m pytest -x -q -n 0 -p no:cacheprovider --no-header".split(), *tests]
    try:
        done = subprocess.run(
            order, cwd=home, capture_output=True, text=True, timeout=LONGEST_S, env=_environment(home), check=False
        )
    except subprocess.TimeoutExpired:
        return "a run without end"
    if done.returncode in (0, 5):
        return ""
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return (failed or ["the tests could not be read"])[0].split(" - ")[0]


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"}


def copy(folder: Path) -> Path:
    """The project without what need not be there."""
    home = folder / "project"
    shutil.copytree(ROOT, home, ignore=shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache", "work"))
    return home


def drawn(count: int, seed: int, only: Sequence[str] = (), but: Sequence[str] = ()) -> list[Mutant]:
    """So many faults in the files and folders of `only` (else in the packages that act) that are not in `but`."""
    files = {path for each in only or [f"avatar/{package}" for package in PACKAGES] for path in _files(each)}
    found = [
        place for path in sorted(files - {path for each in but for path in _files(each)}) for place in places(path)
    ]
    random.Random(seed).shuffle(found)
    return [mutant for place in found[: 2 * count] if (mutant := mutated(*place))][:count]


def _files(place: str) -> list[Path]:
    """A file, or all those of a folder."""
    path = ROOT / place
    return [path] if path.is_file() else [*path.rglob("*.py")]


def thought_of(path: Path | None) -> dict[int, list[str]]:
    """The tests that somebody has thought of, by the fault's number."""
    rows = [line.split() for line in path.read_text("utf-8").splitlines()] if path else []
    return {int(row[0]): row[1:] for row in rows if row}


def main() -> None:
    options = _options()
    numbered = list(enumerate(drawn(options.count, options.seed, options.only, options.but), 1))
    chosen = numbered[options.start - 1 : options.to]
    if options.list:
        print("\n".join(f"{number:4}  {mutant}" for number, mutant in chosen))
        return
    first = thought_of(options.first)
    print(f"{len(chosen)} of {len(numbered)} faults", flush=True)
    started, lived = time.monotonic(), []
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(options.jobs) as pool:
        homes: Queue[Path] = Queue()
        for number in range(options.jobs):
            homes.put(copy(Path(name) / str(number)))
        if options.control:
            _control(
                [each for number, mutant in chosen for each in _all(mutant, first.get(number, []))], homes.queue[0]
            )

        def tried(one: tuple[int, Mutant]) -> str:
            home = homes.get()
            try:
                return judge(one[1], home, first.get(one[0], ()))
            finally:
                homes.put(home)

        for (number, mutant), noticed in zip(chosen, pool.map(tried, chosen), strict=True):
            print(f"{number:4}  {'killed' if noticed else 'LIVED '}  {mutant}  {noticed}", flush=True)
            lived += [] if noticed else [f"{number:4}  {mutant}"]
    minutes = (time.monotonic() - started) / 60
    print(f"\n{len(chosen) - len(lived)} of {len(chosen)} noticed, in {minutes:.0f} minutes. These lived:")
    print("\n".join(lived))


def _all(mutant: Mutant, first: list[str]) -> list[str]:
    return [*first, *(each for tests in runs(mutant.file) for each in tests)]


def _control(tests: list[str], home: Path) -> None:
    """Run all the tests without a fault: what fails then would notice anything."""
    # pytest leaves a folder out where a file of it is named as well.
    outermost = [each for each in tests if not any(each.startswith((f"{one}/", f"{one}::")) for one in tests)]
    if failed := _failure(list(dict.fromkeys(outermost)), home):
        raise SystemExit(f"Without any fault: {failed}")
    print("Without any fault, none of these tests fails.", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=(), help="files or folders, instead of those packages that act")
    parser.add_argument("--but", nargs="*", default=(), help="files or folders that are left out")
    parser.add_argument("--from", type=int, default=1, dest="start", help="number of the first fault to try")
    parser.add_argument("--to", type=int, help="number of the last one")
    parser.add_argument("--list", action="store_true", help="show the faults, try none")
    parser.add_argument("--first", type=Path, help="a file with the tests to try first, by the faults' numbers")
    parser.add_argument("--control", action="store_true", help="run all the tests once without a fault")
    return parser.parse_args()


if __name__ == "__main__":
    main()
