"""Screenplays: how long one of 120 pages takes to check, and whether a word of dialogue is lost against other readers.

    python benchmarks/screenplays.py                        the generated screenplay, and screenplain
    python benchmarks/screenplays.py --fountain-js FOLDER   and fountain-js (`npm install --prefix FOLDER fountain-js`)

The screenplay has every trait of tests/show/screenplays that other readers know, and is as long as a feature film. A
witness reads it by itself; what it says under each name is compared word by word, in order.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from avatar.show.elements import DialogueBlock, SpokenWords  # noqa: E402
from avatar.show.script import parse  # noqa: E402

PAGES, LINES_A_PAGE = 120, 55
TARGET_S = 1.5
"""Seconds of processor time of `avatar show check`."""

NAMES = ("MAX", "BEA", "BOLT", "GUARD 1", "GUARD 2", "McAVOY", "MRS. O'NEIL")
WORDS = (
    "well you know that I never said anything about the *toaster* because it was not mine and _nobody_ asked me for it "
    "so I went home and had some **soup** with a friend who plays the trombone on Tuesdays in my_big_file f\\*ck"
).split()
ACTIONS = (
    "He waves.", "She looks at him.", "They both bow.", "A silence falls.", "Max crosses to the window and nods.",
    "The phone RINGS.", "Bea, laughing, sits down.", "A table. Two chairs.",
)  # fmt: skip
BETWEEN = (
    "> TEN YEARS LATER <", "CUT TO:", "> FADE OUT.", "[[sfx: door slam]]", "= What happens.", "# Act", "===",
    "/* struck out */", "[[laugh: 2]]", "TITLE CARD: \"Paris\"", "CLOSE ON: MAX", "LATER", "[[a remark\nof two lines]]",
)  # fmt: skip


def write_screenplay(seed: int = 7) -> str:
    """A screenplay of PAGES pages, always the same."""
    dice = random.Random(seed)
    lines = ["Title: A Long Evening", "Author: Nobody", "Cast:"]
    lines += [f"    {name} = {who}" for name, who in zip(NAMES, "max bea bolt gus knox fern zuri".split(), strict=True)]
    lines.append("")
    while len(lines) < PAGES * LINES_A_PAGE:
        lines += [f"INT. {dice.choice(('CLUB', 'KITCHEN', 'OFFICE'))} - NIGHT #{len(lines)}#", "", dice.choice(ACTIONS)]
        for _ in range(dice.randint(6, 20)):
            lines += ["", *_speech(dice)]
            if dice.random() < 0.2:
                lines += ["", dice.choice(ACTIONS)]
            if dice.random() < 0.1:
                lines += ["", dice.choice(BETWEEN)]
        lines.append("")
    return "\n".join(lines) + "\n"


def _speech(dice: random.Random) -> Iterator[str]:
    together = " ^" if dice.random() < 0.03 else ""
    yield dice.choice(NAMES) + dice.choice(("", "", "", " (CONT'D)", " (V.O.)", " (O.S.)")) + together
    if dice.random() < 0.3:
        yield dice.choice(("(whispering)", "(beat)", "(to audience)", "(smiling, fast)"))
    for _ in range(dice.randint(1, 4)):
        yield " ".join(dice.choice(WORDS) for _ in range(dice.randint(4, 10))).capitalize() + dice.choice(".!?")


# ------------------------------------------------------------------------------------------------------------- readings

Spoken = list[tuple[str, list[str]]]
"""Who speaks, and each word."""


def ours(text: str) -> Spoken:
    return [
        (_name(each.name), _words(" ".join(part.text for part in each.parts if isinstance(part, SpokenWords))))
        for each in parse(text).elements
        if isinstance(each, DialogueBlock)
    ]


def by_screenplain(text: str) -> Spoken:
    from screenplain.parsers import fountain
    from screenplain.types import Dialog, DualDialog

    found: Spoken = []
    for each in fountain.parse(io.StringIO(text)).paragraphs:
        for dialog in (each.left, each.right) if isinstance(each, DualDialog) else (each,):
            if isinstance(dialog, Dialog):
                said = " ".join(str(rich) for aside, rich in dialog.blocks if not aside)
                found.append((_name(str(dialog.character)), _words(said)))
    return found


SCRIPT = """
const { Fountain } = require('fountain-js');
const text = require('fs').readFileSync(0, 'utf8');
const tokens = new Fountain().parse(text, true).tokens;
console.log(JSON.stringify(tokens.map(t => [t.type, t.text || ''])));
"""


def by_fountain_js(text: str, folder: Path) -> Spoken:
    made = subprocess.run(
        ["node", "-e", SCRIPT], input=text.encode(), stdout=subprocess.PIPE, check=True, cwd=folder
    )  # fmt: skip
    found: Spoken = []
    for kind, said in json.loads(made.stdout):
        if kind == "character":
            found.append((_name(said), []))
        elif kind == "dialogue" and found:
            found[-1][1].extend(_words(re.sub(r"<[^>]*>", " ", said)))
    return found


def _name(cue: str) -> str:
    return " ".join(re.sub(r"\([^)]*\)|\^", "", cue).upper().split())


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"\[\[.*?\]\]|&\w+;", " ", text, flags=re.S).lower())


def compare(mine: Spoken, theirs: Spoken) -> tuple[int, int, list[str]]:
    """Words of theirs, those of them that are missing in mine, and the first places where they are."""
    one = [f"{who}:{word}" for who, words in mine for word in words]
    other = [f"{who}:{word}" for who, words in theirs for word in words]
    lost, places = 0, []
    for kind, _, _, start, end in (
        SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if one != other else ()
    ):
        if kind in ("insert", "replace"):
            lost += end - start
            places.append(" ".join(other[start : min(end, start + 6)]))
    return len(other), lost, places[:5]


# --------------------------------------------------------------------------------------------------------------- timing


def check_seconds(text: str) -> tuple[float, int]:
    """Seconds of processor time of `avatar show check`, and its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.fountain"
        path.write_text(text, "utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        made = subprocess.run(
            [sys.executable, "-m", "avatar", "show", "check", str(path), "--json"], cwd=ROOT, stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    counts = json.loads(made.stdout)[0]["counts"]
    print(f"check tells: {counts}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, made.returncode


def main() -> int:
    """0 where nothing is lost and it is quick enough."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fountain-js", type=Path, metavar="FOLDER", help="where npm put fountain-js")
    parser.add_argument("--repeat", type=int, default=3, help="times to check; the quickest counts")
    options = parser.parse_args()
    text = write_screenplay()
    print(f"{PAGES} pages, {text.count(chr(10)):,} lines, {len(text):,} characters")
    mine = ours(text)
    witnesses = {"screenplain": by_screenplain(text)}
    if options.fountain_js:
        witnesses["fountain-js"] = by_fountain_js(text, options.fountain_js)
    else:
        print("fountain-js: not asked (--fountain-js FOLDER)")
    failed = False
    for name, theirs in witnesses.items():
        words, lost, places = compare(mine, theirs)
        print(
            f"{name}: {words:,} words of dialogue, {lost} of them lost or under another name here", *places, sep="\n  "
        )
        failed |= bool(lost) and name == "fountain-js"
    seconds = min(check_seconds(text)[0] for _ in range(options.repeat))
    print(f"check: {seconds:.2f} s of processor time (at most {TARGET_S})")
    return int(failed or seconds > TARGET_S)


if __name__ == "__main__":
    sys.exit(main())
