"""A MusicXML document out of its file: bounded, without entities, unpacked where it is packed."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from avatar import zips
from avatar.errors import SongError
from avatar.song.reading import files

LARGEST_UNPACKED = files.LARGEST_FILE

_OWN_ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]*\[")
"""A document type is named at the head of most files, and never fetched; what it defines itself may fill the memory."""
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding=[\"']([\w.-]{1,40})[\"']")
_TIMEWISE = "score-timewise"


def open_document(path: Path) -> ET.Element:
    """The root of the score in a file, part by part. Raises SongError where there is none."""
    data = files.read_bytes(path)
    if data.startswith(b"PK"):
        data = _unpacked(data, path)
    declared = _DECLARED.search(data[:400])
    text, _ = files.text_of(data, path, declared[1].decode() if declared else "")
    if _OWN_ENTITIES.search(text):
        raise SongError("The score defines XML entities", where=path, remedy="Export it again from its program.")
    try:
        root = ET.fromstring(text)
    except (ET.ParseError, ValueError) as error:
        raise SongError(
            f"The score is damaged XML: {error}", where=path, remedy="Export it again from its program."
        ) from error
    if root.tag == _TIMEWISE:
        return _partwise(root)
    if root.tag != "score-partwise":
        raise SongError(f"<{root.tag[:40]}> is no MusicXML score", where=path, remedy="Export it as MusicXML.")
    return root


def _unpacked(data: bytes, path: Path) -> bytes:
    """The score in an .mxl, which its container names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:1000]
            name = _named(archive, names) or next(
                (each for each in names if each.endswith((".musicxml", ".xml")) and not each.startswith("META-INF")), ""
            )
            if not name:
                raise SongError("There is no score in it", where=path, remedy="Export it again as MusicXML.")
            return _member(archive, name, path)
    except SongError:
        raise
    except zips.BROKEN as error:
        raise SongError(f"It is a damaged .mxl: {error}", where=path, remedy="Export it again.") from error


def _named(archive: zipfile.ZipFile, names: list[str]) -> str:
    """What META-INF/container.xml names first; '' where it names nothing that is there."""
    if "META-INF/container.xml" not in names:
        return ""
    with archive.open("META-INF/container.xml") as file:
        text = file.read(1 << 16).decode("utf-8", "replace")
    found = re.search(r"full-path\s*=\s*[\"']([^\"']+)[\"']", text)
    return found[1] if found and found[1] in names else ""


def _member(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    with archive.open(name) as file:
        data = file.read(LARGEST_UNPACKED + 1)
    if len(data) > LARGEST_UNPACKED:
        raise SongError(f"The score is over {LARGEST_UNPACKED >> 20} MB", where=path, remedy="Is it a song at all?")
    return data


def _partwise(root: ET.Element) -> ET.Element:
    """A score written measure by measure, part by part."""
    turned = ET.Element("score-partwise")
    turned.extend(each for each in root if each.tag != "measure")
    parts: dict[str, ET.Element] = {}
    for measure in root.iterfind("measure"):
        for part in measure.iterfind("part"):
            its = parts.setdefault(part.get("id", ""), ET.Element("part", id=part.get("id", "")))
            its.append(ET.Element("measure", dict(measure.attrib)))
            its[-1].extend(part)
    turned.extend(parts.values())
    return turned


def title_and_author(root: ET.Element) -> tuple[str, str]:
    """What it is called, and who made it."""
    title = root.findtext("work/work-title") or root.findtext("movement-title") or ""
    makers = [each.text or "" for each in root.iterfind("identification/creator")]
    if not title:
        title = next(
            (
                credit.findtext("credit-words") or ""
                for credit in root.iterfind("credit")
                if credit.findtext("credit-type") == "title"
            ),
            "",
        )
    return " ".join(title.split()), ", ".join(dict.fromkeys(" ".join(each.split()) for each in makers if each.strip()))
