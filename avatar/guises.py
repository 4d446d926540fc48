"""Guises: a character's likeness in other colours, with glasses or a moustache, and another voice.

A show with more roles than there are characters needs people who are told apart. `max~5` is Max in his fifth guise: the
same drawing with another skin, other hair and other clothes. A guise is a folder as any character's is, made from the
character's own when it is first asked for; the same name is the same likeness everywhere, so a baked show needs no
more than the character itself. `en-gb~5` is a voice moved likewise.
"""

from __future__ import annotations

import colorsys
import contextlib
import hashlib
import os
import re
import shutil
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from avatar.types import Voice

VERSION = 2
"""Changes with what guises look like: those that were made before are then made anew."""
MOST = 30
"""Guises of one character that differ."""
MOST_KEPT = 150
"""Folders of guises that are kept; the oldest go."""

_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]{0,60})~([1-9]\d?)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")

SKINS = ("#f0c8a8", "#d9a07a", "#a86b48", "#7a4a32", "#f4d3c0", "#c68a5e", "#5f3a2a")
"""Skins of people, light and dark by turns."""
FURS = ("#8f9fb3", "#c9a15a", "#7fa08a", "#b08ab0", "#4f9aa0", "#6f8fa8", "#a8a29a")
"""The same for who is no human being."""
HAIRS = ("#2f2a33", "#b8863b", "#8c3b26", "#9aa0a6", "#5a3a26", "#d9c39a", "#41506e", "#6b2f4a")
CLOTHES = ("#4f8a6b", "#7a5aa6", "#c98a2f", "#3f7fa0", "#a84b5f", "#6b7f3f", "#c4573f", "#5c6f8f", "#8a5a3f", "#2f6f6f")

REGIONS: Mapping[str, str] = {
    "hair": r"hair|curl|brow|bun|fringe|hairline",
    "skin": r"face|skull|jaw|forehead|bags|cheeks|nose|neck|ears?|chin|head|snout|freckles|blob|spots|drop|tail",
    "clothes": r"body|shirt|collar|lapels|pocket|sweater|roll|badge|scarf|bow|hat|wrap|ribbon|brooch|antenna|fin",
}
"""What a group of a drawing is, by its name; the first that fits. Colours of other groups keep as they are."""

NO_HUMANS = frozenset({"blot", "bolt", "fern"})
PAINTED = frozenset({"blot", "bolt"})
"""Those who are one colour from head to waist, and wear nothing."""
EXTRAS: Mapping[str, tuple[str, ...]] = {
    "max": ("glasses", "moustache"), "gus": ("moustache", "glasses"), "zuri": ("glasses",), "juno": ("glasses",),
    "knox": ("moustache",), "blot": ("glasses", "moustache"),
}  # fmt: skip
"""What may be put on a character whose face has room for it."""

WORN = ("cap", "beanie", "bowler", "straw-hat", "headphones", "hard-hat", "top-hat", "chef-hat", "cowboy-hat", "cap")
"""Hats of guises; what says somebody's office (a crown) or a feast is the script's."""
TINTED = frozenset({"cap", "beanie"})
"""Those in one of the colours of CLOTHES."""

PITCHES = (14, -14, 24, -22, 8, -9, 18, -18)
FORMANTS = (1.08, 0.92, 1.15, 0.87, 0.96, 1.04)
RATES = (1.0, 0.95, 1.06, 0.91, 1.1)
"""By how much a voice is moved in each guise: points of pitch, and factors."""


class Guise(NamedTuple):
    """A name such as `max~5`, in its parts."""

    base: str
    number: int


def read_name(name: str) -> Guise | None:
    """The parts of a guise's name; None for any other name."""
    found = _NAME.fullmatch(name)
    return Guise(found[1], int(found[2])) if found and int(found[2]) <= MOST else None


def number_for(role: str) -> int:
    """The guise that a role gets wherever it is played: the same in each episode."""
    return int.from_bytes(hashlib.blake2b(role.upper().encode(), digest_size=4).digest(), "little") % MOST + 1


def move_voice(voice: Voice, name: str, number: int) -> Voice:
    """The voice of a guise."""
    return replace(
        voice,
        name=name,
        pitch=min(95, max(5, voice.pitch + PITCHES[number % len(PITCHES)])),
        formants=min(1.35, max(0.72, round(voice.formants * FORMANTS[number % len(FORMANTS)], 3))),
        rate=round(voice.rate * RATES[number % len(RATES)]),
    )


def describe(guise: Guise) -> str:
    """What it looks and sounds like, in words: `green clothes, dark hair, glasses, a higher voice`."""
    look = _look(guise)
    words = [] if guise.base in PAINTED else [f"{name_colour(look['clothes'])} clothes"]
    if guise.base not in NO_HUMANS:
        words.append(f"{name_colour(look['hair'])} hair")
    else:
        words.append(f"{name_colour(look['skin'])} all over")
    if extra := _extra(guise):
        words.append("glasses" if extra == "glasses" else "a moustache")
    if hat := _hat(guise):
        name = hat.partition(":")[0].replace("-", " ")
        words.append(name if name == "headphones" else f"a {name}")
    words.append("a higher voice" if PITCHES[guise.number % len(PITCHES)] > 0 else "a lower voice")
    return ", ".join(words)


def name_colour(ink: str) -> str:
    """A colour's name."""
    hue, light, strong = _hls(ink)
    if light < 0.24:
        return "dark"
    if strong < 0.16:
        return "grey"
    for name, upto in (("red", 0.035), ("brown" if light < 0.5 else "orange", 0.10), ("yellow", 0.17), ("green", 0.45),
                       ("blue", 0.68), ("purple", 0.88), ("red", 1.01)):  # fmt: skip
        if hue < upto:
            return name
    return "red"


def dress(character: Path, guise: Guise, cache: Path) -> Path:
    """The folder of a guise; made in `cache`, where it isn't there, from the character's folder."""
    files = [path for path in sorted(character.iterdir()) if path.suffix.lower() in (".toml", ".svg", ".png")]
    key = hashlib.blake2b(repr((VERSION, guise)).encode(), digest_size=8)
    for path in files:
        key.update(path.name.encode() + path.read_bytes())
    kept = cache / "guises"
    folder = kept / f"{guise.base}~{guise.number}-{key.hexdigest()}"
    if not (folder / "character.toml").is_file():
        making = kept / f".{folder.name}.{os.getpid()}"
        making.mkdir(parents=True, exist_ok=True)
        _make(files, guise, making)
        try:
            making.rename(folder)
        except OSError:  # another process was quicker
            shutil.rmtree(making, ignore_errors=True)
        _forget(kept)
    return folder


def _forget(kept: Path) -> None:
    """Removes the oldest folders above MOST_KEPT."""
    with contextlib.suppress(OSError):
        folders = sorted(kept.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
        for folder in folders[MOST_KEPT:]:
            shutil.rmtree(folder, ignore_errors=True)


def _make(files: list[Path], guise: Guise, folder: Path) -> None:
    toml = next(path for path in files if path.name == "character.toml").read_text("utf-8")
    drawings = [path.read_text("utf-8") for path in files if path.suffix.lower() == ".svg"]
    inks = _recolour(drawings, guise)
    for path in files:
        if path.suffix.lower() == ".svg":
            (folder / path.name).write_text(_inked(path.read_text("utf-8"), inks), "utf-8")
        elif path.suffix.lower() == ".png":
            shutil.copyfile(path, folder / path.name)
    table = tomllib.loads(toml)
    toml = _inked(toml, inks)
    toml = re.sub(r'(?m)^name\s*=\s*"[^"]*"', f'name = "{guise.base}~{guise.number}"', toml, count=1)
    toml = re.sub(r"(?m)^voice\s*=\s*(\[[^\]]*\]|\"[^\"]*\")", lambda found: _voiced(found[0], guise), toml, count=1)
    if hat := _hat(guise):
        toml = re.sub(r"(?m)^\[wearing\][ \t]*$", lambda found: f'{found[0]}\nhat = "{hat}"', toml, count=1)
    extra = _extra(guise)
    art = _draw_extra(extra, table, _look(guise)) if extra else ""
    if art:
        (folder / "guise.svg").write_text(art, "utf-8")
        toml = _with_layer(toml, table)
    (folder / "character.toml").write_text(toml, "utf-8")


def _voiced(line: str, guise: Guise) -> str:
    """The names of voices with the guise's number."""
    return re.sub(r'"([^"~]+)"', rf'"\1~{guise.number}"', line)


# ------------------------------------------------------------------------------------------------------------- colours


def _look(guise: Guise) -> dict[str, str]:
    """The colours of a guise by region: neighbouring numbers share none."""
    number = guise.number + 3 * sum(guise.base.encode())
    skins = FURS if guise.base in NO_HUMANS else SKINS
    return {
        "skin": skins[(3 * number) % len(skins)],
        "hair": HAIRS[(5 * number) % len(HAIRS)],
        "clothes": CLOTHES[(7 * number) % len(CLOTHES)],
    }


class _Change(NamedTuple):
    """What becomes of the colours of a region."""

    main: str
    target: str
    inks: frozenset[str]


def _recolour(drawings: list[str], guise: Guise) -> tuple[_Change, ...]:
    """The colours that change, by regions."""
    counts: dict[str, Counter[str]] = {region: Counter() for region in REGIONS}
    for text in drawings:
        _count(ET.fromstring(text), "", counts)
    where: dict[str, str] = {}
    for ink in {ink for each in counts.values() for ink in each}:
        _, light, _ = _hls(ink)
        everywhere = sum(counts[region][ink] > 0 for region in REGIONS) == len(REGIONS)
        outline = light < 0.155 or (everywhere and light < 0.25)
        if not outline and light < 0.885:  # outlines and whites keep
            where[ink] = max(counts, key=lambda region: counts[region][ink])
    if guise.base in PAINTED:
        return _repaint(counts, _look(guise)["skin"])
    found: list[_Change] = []
    for region, target in _look(guise).items():
        mine = {ink: counts[region][ink] for ink, its in where.items() if its == region}
        if mine:
            vivid = region != "skin" or guise.base in NO_HUMANS
            found.append(_Change(_main(mine, vivid), target, frozenset(mine)))
    return tuple(found)


def _repaint(counts: Mapping[str, Counter[str]], target: str) -> tuple[_Change, ...]:
    """The one colour of who is one colour, and its shades."""
    inks = sum(counts.values(), Counter[str]())
    main = max((ink for ink in inks if _hls(ink)[1] < 0.885), key=lambda ink: inks[ink] * _hls(ink)[2], default="")
    if not main:
        return ()
    hue = _hls(main)[0]
    shades = (ink for ink in inks if abs((_hls(ink)[0] - hue + 0.5) % 1.0 - 0.5) < 0.06 and _hls(ink)[1] < 0.885)
    return (_Change(main, target, frozenset(shades)),)


def _main(inks: Mapping[str, int], vivid: bool) -> str:
    """The colour that a region is said to have: the most vivid of the frequent ones, or (skin) the lightest."""
    often = [ink for ink in inks if inks[ink] >= 0.5 * max(inks.values())]
    if not vivid:
        return max(often, key=lambda ink: (_hls(ink)[1], ink))
    return max(often, key=lambda ink: (inks[ink] * (0.3 + _hls(ink)[2]), ink))


def _count(element: ET.Element, region: str, counts: dict[str, Counter[str]]) -> None:
    """Count the colours of a drawing by region; a group within a group has its own."""
    if element.tag.endswith(("}defs", "}title")):
        return
    if name := element.get("id", ""):
        own = next((each for each, names in REGIONS.items() if re.fullmatch(rf"(?:{names})(?:-.*)?", name)), "")
        region = "" if name in ("head-space",) else own or region
    if region:
        for value in element.attrib.values():
            counts[region].update(ink.lower() for ink in _HEX.findall(value))
    for inner in element:
        _count(inner, region, counts)


def _moved(ink: str, main: str, target: str) -> str:
    """A colour moved as the region's main colour is moved to its target; shades stay shades."""
    hue, light, strong = _hls(ink)
    main_hue, main_light, main_strong = _hls(main)
    goal_hue, goal_light, goal_strong = _hls(target)
    hue = (hue + goal_hue - main_hue) % 1.0
    light = min(0.93, max(0.06, goal_light + 0.85 * (light - main_light)))
    duller = 0.7 if light < goal_light - 0.12 else 1.0  # a dark shade of a pale skin would glow
    strong = min(0.9, duller * goal_strong * min(1.3, max(0.5, strong / max(0.05, main_strong))))
    return "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, light, strong))


def _hls(ink: str) -> tuple[float, float, float]:
    red, green, blue = (int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)


NEAR = 36
"""Distance in red, green and blue within which a colour of the description (lids, a jaw) is one of the drawing's."""


def _inked(text: str, changes: tuple[_Change, ...]) -> str:
    return _HEX.sub(lambda found: _changed(found[0].lower(), changes), text)


def _changed(ink: str, changes: tuple[_Change, ...]) -> str:
    for change in changes:
        if ink in change.inks:
            return _moved(ink, change.main, change.target)
    if not 0.155 < _hls(ink)[1] < 0.885:
        return ink
    near = [(_apart(ink, other), change) for change in changes for other in change.inks]
    nearest = min(near, key=lambda each: each[0], default=None)
    if nearest is None or nearest[0] >= NEAR:
        return ink
    return _moved(ink, nearest[1].main, nearest[1].target)


def _apart(one: str, other: str) -> int:
    return sum(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5))


# -------------------------------------------------------------------------------------------------------------- extras


def _extra(guise: Guise) -> str:
    """What a guise wears on its face; every third wears nothing."""
    extras = EXTRAS.get(guise.base, ())
    return extras[guise.number % len(extras)] if extras and guise.number % 3 else ""


def _hat(guise: Guise) -> str:
    """What a guise wears on its head, as [wearing] names it; every other one wears nothing there."""
    number = guise.number + sum(guise.base.encode())
    if number % 2:
        return ""
    hat = WORN[(number // 2) % len(WORN)]
    return f"{hat}:{CLOTHES[(number + 4) % len(CLOTHES)]}" if hat in TINTED else hat


def _draw_extra(kind: str, table: Mapping[str, Any], look: Mapping[str, str]) -> str:
    """Glasses or a moustache on the page of a character; '' where its file doesn't say where its face is."""
    eyes, mouth, canvas = table.get("eyes", {}), table.get("mouth", {}), table.get("canvas", {})
    size = f'viewBox="0 0 {canvas.get("width", 1200)} {canvas.get("height", 1200)}"'
    if kind == "glasses" and {"left", "right", "width"} <= eyes.keys():
        (lx, ly), (rx, ry), wide = eyes["left"], eyes["right"], float(eyes["width"])
        round_, line = 0.66 * wide, 0.09 * wide
        body = "".join(
            f'<circle cx="{x}" cy="{y}" r="{round_:.0f}" fill="#ffffff" fill-opacity="0.12" stroke="#3b2f36" '
            f'stroke-width="{line:.0f}"/>'
            for x, y in ((lx, ly), (rx, ry))
        )
        body += (
            f'<path d="M {lx + round_:.0f},{ly} Q {(lx + rx) / 2:.0f},{ly - 0.2 * wide:.0f} {rx - round_:.0f},{ry}" '
            f'fill="none" stroke="#3b2f36" stroke-width="{line:.0f}"/>'
        )
    elif kind == "moustache" and {"anchor", "width"} <= mouth.keys():
        (x, y), wide = mouth["anchor"], float(mouth["width"])
        top, low, reach = y - 0.34 * wide, y - 0.10 * wide, 0.58 * wide
        body = "".join(
            f'<path fill="{look["hair"]}" d="M {x:.0f},{top:.0f} C {x + side * 0.3 * wide:.0f},{top - 0.08 * wide:.0f} '
            f"{x + side * 0.5 * wide:.0f},{top + 0.05 * wide:.0f} {x + side * reach:.0f},{low + 0.03 * wide:.0f} "
            f"C {x + side * 0.35 * wide:.0f},{low + 0.06 * wide:.0f} {x + side * 0.15 * wide:.0f},{low:.0f} "
            f'{x:.0f},{low - 0.03 * wide:.0f} Z"/>'
            for side in (-1, 1)
        )
    else:
        return ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g id="extra">{body}</g></svg>'


def _with_layer(toml: str, table: Mapping[str, Any]) -> str:
    """The description with a layer for the extra, on the head and below the hands."""
    layers = [layer for layer in table.get("layer", ()) if isinstance(layer, dict)]
    head = next((layer["name"] for layer in layers if layer.get("role") == "head"), "")
    if not head:
        return toml
    layer = f'[[layer]]\nname = "guise-extra"\nparent = "{head}"\nart = "guise.svg#extra"\ndepth = 0.55\n\n'
    hand = re.search(r"(?m)^hand\s*=", toml)
    at = toml.rfind("[[layer]]", 0, hand.start()) if hand else -1
    return toml[:at] + layer + toml[at:] if at >= 0 else f"{toml.rstrip()}\n\n{layer}"
