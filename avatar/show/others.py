"""Screenplays of other programs: Final Draft's XML and Highland's archives as Fountain; of the rest, what to do."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from avatar import zips
from avatar.errors import LipSyncError, ShowError
from avatar.show import kinds
from avatar.text import xml

LARGEST = 32 << 20
"""Bytes of a screenplay, unpacked too; three hundred hours of talk."""

EXPORT = "Save or export it there as Fountain (.fountain), plain text or Final Draft (.fdx)."

FOREIGN = {
    ".celtx": "Celtx", ".trelby": "Trelby", ".fadein": "Fade In", ".pdf": "a PDF viewer", ".docx": "Word",
    ".doc": "Word",
    ".odt": "LibreOffice", ".rtf": "a word processor", ".fdr": "Final Draft 5 to 7", ".wdz": "WriterDuet",
    ".scriv": "Scrivener", ".mmsw": "Movie Magic Screenwriter", ".sdoc": "StudioBinder", ".arcstudio": "Arc Studio",
}  # fmt: skip
"""Endings of screenplays that only their own program reads."""

_SIGNS = re.compile(r"[.@>~#=!\[]|INT|EXT|EST|I/E")
_MARKS = re.compile(r"([*_\\]|~~)")


def reader_of(path: Path, data: bytes) -> Callable[[Path, bytes], str] | None:
    """What reads a file that is no Fountain; None for a text. Raises ShowError for what nobody here reads."""
    ending = path.suffix.lower()
    if ending in FOREIGN:
        raise ShowError(f"This screenplay is of {FOREIGN[ending]}", where=path, remedy=EXPORT)
    if ending == ".fdx" or (data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and b"<FinalDraft" in data[:2000]):
        return from_final_draft
    if ending == ".highland" or (ending in (".fountain", ".txt", ".md") and data.startswith(b"PK\x03\x04")):
        return from_highland
    return None


def plain(path: Path, data: bytes) -> str:
    """The text of a file. Raises ShowError for one that is none."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data[:8192] and not wide:
        remedy = "A screenplay is a text file in the Fountain format."
        raise ShowError("This is not a text", where=path, remedy=remedy)
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShowError("The screenplay is not UTF-8 text", where=path, remedy="Save the file as UTF-8.") from error


def from_highland(path: Path, data: bytes) -> str:
    """The text in Highland's archive. Raises ShowError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.filename.lower().endswith((".fountain", ".md", ".txt")) and entry.file_size <= LARGEST:
                    with archive.open(entry) as file:
                        text = file.read(LARGEST + 1)
                    if len(text) <= LARGEST:
                        return plain(path, text)
    except zips.BROKEN as error:
        raise ShowError("The archive is damaged", where=path, remedy=EXPORT) from error
    raise ShowError("There is no screenplay in this archive", where=path, remedy=EXPORT)


# ---------------------------------------------------------------------------------------------------------- Final Draft


def from_final_draft(path: Path, data: bytes) -> str:
    """A script of Final Draft (.fdx) as Fountain. Raises ShowError where it is damaged, or defines entities."""
    try:
        root = xml.root_of(plain(path, data), "The script", instead=EXPORT, mended=EXPORT)
    except LipSyncError as error:
        raise ShowError(error.what, where=path, remedy=error.remedy) from error
    except ValueError as error:
        raise ShowError("The script is damaged XML", where=path, remedy=EXPORT) from error
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise ShowError("This is no script of Final Draft", where=path, remedy=EXPORT)
    body = "\n".join(_body(content)).strip("\n")
    return f"{_title_page(root)}\n{body}\n"


def _title_page(root: ET.Element) -> str:
    rows = [_text_of(each).strip() for each in root.iterfind("TitlePage/Content/Paragraph")]
    rows = [row for row in rows if row]
    if not rows:
        return ""
    by = next((place for place, row in enumerate(rows) if re.fullmatch(r"(?i)(?:written )?by:?", row)), -1)
    author = f"Author: {rows[by + 1]}\n" if 0 <= by < len(rows) - 1 else ""
    settings = [row for row in rows[1:] if re.match(r"(?i)(?:cast|language|audience|set|seed)\s*:", row)]
    return f"Title: {rows[0]}\n{author}" + "".join(f"{row}\n" for row in settings)


def _body(content: ET.Element) -> Iterator[str]:
    for paragraph in content.iterfind("Paragraph"):
        dual = paragraph.find("DualDialogue")
        if dual is None:
            yield from _paragraph(paragraph, "")
            continue
        speakers = 0
        for each in dual.iterfind("Paragraph"):
            speakers += each.get("Type") == "Character"
            yield from _paragraph(each, " ^" if speakers > 1 else "")


def _paragraph(paragraph: ET.Element, together: str) -> Iterator[str]:
    kind, text = paragraph.get("Type", "Action"), _styled(paragraph).strip()
    if not text:
        return
    one = " ".join(text.split())
    match kind:
        case "Scene Heading":
            yield from ("", f".{one}" if not kinds.is_heading(one) else one, "")
        case "Character":
            yield from ("", (one if kinds.is_name(one) and not _SIGNS.match(one) else f"@{one}") + together)
        case "Parenthetical":
            yield one if one.startswith("(") else f"({one})"
        case "Dialogue":
            yield from (row.strip() for row in text.split("\n") if row.strip())
        case "Transition":
            yield from ("", f"> {one}", "")
        case "Lyrics":
            yield f"~ {one}"
        case "Action" | "General" | "Shot" | "Cast List" | "New Act" | "End of Act":
            for row in filter(None, map(str.strip, text.split("\n"))):
                forced = kind == "Action" and _SIGNS.match(row)
                yield from ("", f"!{row}" if forced else row, "")
        case _:
            yield from ("", f"!{one}", "")


def _text_of(paragraph: ET.Element) -> str:
    return "".join(each.text or "" for each in paragraph.iterfind("Text"))


def _styled(paragraph: ET.Element) -> str:
    """The text with Fountain's signs around what is bold, in italics, underlined or struck out."""
    pieces = []
    for each in paragraph.iterfind("Text"):
        text = _MARKS.sub(lambda found: "".join(f"\\{sign}" for sign in found[1]), each.text or "")
        style = each.get("Style", "")
        signs = ["~~"] * ("Strikeout" in style) + ["**"] * ("Bold" in style) + ["*"] * ("Italic" in style)
        signs += ["_"] * ("Underline" in style)
        bare = text.strip()
        if signs and bare and paragraph.get("Type") not in ("Character", "Scene Heading"):
            start = text.index(bare)
            text = text[:start] + "".join(signs) + bare + "".join(reversed(signs)) + text[start + len(bare) :]
        pieces.append(text)
    return "".join(pieces)
