"""Dialog files as people have them, as the words that are spoken: text, subtitles, screenplays, SSML, RTF.

What a file is, its content says, and its name only for screenplays. Plain text stays as it is, to the letter; of the
others the spoken words are taken. What is of no known kind is refused in words.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from html import unescape

from avatar.errors import LipSyncError
from avatar.text import rtf, unsaid
from avatar.text.dialog import Dialog
from avatar.text.encodings import decoded
from avatar.text.xml import root_of


def read(content: bytes, name: str = "") -> Dialog:
    """The dialog in a file's content. `name`: the file's, whose ending tells a screenplay.

    Raises LipSyncError for what is no text, or text of a kind that is not read.
    """
    for magic, what in _BINARY.items():
        if content.startswith(magic):
            raise LipSyncError(f"The dialog is {what}", remedy="Save it as plain text.")
    text, notes = _decoded(content)
    start = text.lstrip().replace("\r\n", "\n").replace("\r", "\n")
    if start.startswith("{\\rtf"):
        return Dialog(rtf.plain(start), notes)
    found = _of_kind(start, name.lower())
    if found is None:
        return Dialog(text, notes)
    return found._replace(notes=notes + found.notes)


_BINARY = {
    b"PK\x03\x04": "a Word or OpenDocument file", b"\xd0\xcf\x11\xe0": "an old Word file", b"%PDF": "a PDF",
    b"RIFF": "a sound", b"ID3": "a sound", b"OggS": "a sound", b"fLaC": "a sound",
}  # fmt: skip


def _of_kind(text: str, name: str) -> Dialog | None:
    """The dialog of a file that is no plain text; None for plain text. `text` begins with no space."""
    if text.startswith("<") and _XML.match(text):
        return _of_xml(text)
    if text.startswith("{") and _OBJECT.match(text):
        return _of_json(text)
    if text.startswith("[Script Info]"):
        return _spoken_of(match[1].replace("\\N", "\n").replace("\\n", "\n") for match in _ASS.finditer(text))
    if text.startswith("WEBVTT") or _TIMES.match(text) or _NUMBERED.match(text):
        return _spoken_of(_cues(text))
    if name.endswith((".fountain", ".spmd")) or _SCENE.search(text):
        return _of_fountain(text)
    return None


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what there is to say of its encoding."""
    try:
        text, western = decoded(content)
    except UnicodeDecodeError as error:
        raise LipSyncError("The dialog file is not UTF-8 text", remedy="Save it as UTF-8.") from error
    return text, ("the dialog is no UTF-8 and was read as Windows-1252",) if western else ()


# ---------------------------------------------------------------------------------------------------------- subtitles

_CLOCK = r"(?:\d+:)?\d?\d:\d\d[.,]\d{1,3}"
_TIMES = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}[^\n]*")
_NUMBERED = re.compile(rf"\d+[ \t]*\n{_TIMES.pattern}")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|<[\d:.]+>|\{\\[^{}\n]*\}")
_ASS = re.compile(r"^Dialogue:(?:[^,\n]*,){9}([^\n]*)$", re.MULTILINE)


def _cues(text: str) -> Iterator[str]:
    """The words of each cue of SubRip or WebVTT: the lines after its times, up to an empty one."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.split("\n")
        at = next((i for i, line in enumerate(lines) if _TIMES.match(line)), None)
        if at is not None:
            yield "\n".join(lines[at + 1 :])


def _spoken_of(cues: Iterator[str]) -> Dialog:
    """Cues as running text: a sentence goes on over cues; who speaks and what is heard is left out."""
    plain = [unescape(_TAG.sub("", cue)) for cue in cues]
    spoken = unsaid.said("\n".join(plain))  # of all at once: who says "Ann:" in one cue may say it in the next
    parts: list[str] = []
    at = 0
    for cue in plain:
        lines = spoken.text[at : at + len(cue)].splitlines()
        at += len(cue) + 1
        words = " ".join(line.strip().lstrip("->–— ") for line in lines).strip(" ♪♫")
        if words and (not parts or parts[-1] != words):  # rolling captions say a line twice
            parts.append(words)
    if not parts:
        raise LipSyncError("The subtitles hold no words", remedy="Give those that go with the sound.")
    return Dialog("".join(part + ("\n" if part[-1] in '.!?…。！？"”' else " ") for part in parts), spoken.told)


# --------------------------------------------------------------------------------------------------- XML and JSON

_XML = re.compile(r"<(?:\?xml|!|[\w:]+[\s>/])")
_PAGE = re.compile(r"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_OBJECT = re.compile(r"\{\s*\"")
_UNSPOKEN = frozenset("metadata meta lexicon desc head style styling layout script title".split())
_APART = frozenset("p s break div br paragraph sentence".split())
"""Elements around or at which a speaker stops."""


def _of_xml(text: str) -> Dialog:
    """SSML and TTML: the text in their elements, what stands in `alias` instead of what it stands for."""
    if _PAGE.search(text[:2000]):
        raise LipSyncError("The dialog is a web page", remedy="Copy the words that are said into a text file.")
    mended = "Mend it, or give plain text."
    root = root_of(text, "The dialog", instead="Give SSML, TTML or plain text.", mended=mended)
    if _local(root) not in ("speak", "tt"):
        raise LipSyncError(f"The dialog is XML of another kind: <{_local(root)}>", remedy="Give SSML or plain text.")
    try:
        words = "".join(_words(root))
    except RecursionError as error:
        raise LipSyncError(f"The dialog is damaged XML: {error}", remedy=mended) from error
    return Dialog("\n".join(filter(None, (" ".join(line.split()) for line in words.split("\n")))))


def _words(element: ET.Element) -> Iterator[str]:
    name = _local(element)
    apart = "\n" if name in _APART else ""
    yield apart
    if name == "sub" and "alias" in element.attrib:
        yield element.attrib["alias"]
    elif name not in _UNSPOKEN:
        yield (element.text or "").replace("\n", " ")
        for child in element:
            yield from _words(child)
            yield (child.tail or "").replace("\n", " ")
    yield apart


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _of_json(text: str) -> Dialog:
    """A recogniser's JSON, as Whisper's or gentle's: its whole text."""
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LipSyncError(f"The dialog is damaged JSON: {error}", remedy="Give plain text.") from error
    whole = [data.get(key) for key in ("text", "transcript")] if isinstance(data, Mapping) else []
    for each in whole:
        if isinstance(each, str):
            return Dialog(each.strip())
    raise LipSyncError("The dialog is JSON without a text", remedy="Give Whisper's JSON, or plain text.")


# --------------------------------------------------------------------------------------------------------- screenplays

_SCENE = re.compile(r"^(?:INT|EXT|EST|INT\.?/EXT|I/E)[. ][^\n]*\S", re.MULTILINE)
_CUE = re.compile(r"@\S.*|(?=[^a-z]*[^\W\d_a-z])[^a-zß-öø-ÿ(]*(?:\([^)]*\))?\s*\^?")
"""Who speaks: a line in capitals, perhaps with "(O.S.)"; or any after an @."""
_NOTE = re.compile(r"\[\[.*?\]\]|/\*.*?\*/", re.DOTALL)
_EMPHASIS = re.compile(r"(?<!\\)[*_]+")


def _of_fountain(text: str) -> Dialog:
    """The dialogue of a screenplay (Fountain 1.1): the lines under a name, without parentheticals."""
    speeches: list[str] = []
    names: dict[str, None] = {}
    for block in re.split(r"\n[ \t]*\n", _NOTE.sub("", text)):
        first, *rest = [line.strip() for line in block.strip("\n").split("\n")]
        if rest and _CUE.fullmatch(first) and not _SCENE.match(first) and not first.startswith(("!", ".", ">", "#")):
            names.setdefault(first.lstrip("@").partition("(")[0].strip(" ^"))
            words = " ".join(line.lstrip("~") for line in rest if not (line.startswith("(") and line.endswith(")")))
            speeches.append(_EMPHASIS.sub("", words).strip())
    if not speeches:
        raise LipSyncError("The screenplay holds no dialogue", remedy="Give the spoken words as plain text.")
    spoken = unsaid.said("\n".join(speeches))
    said = "\n".join(filter(None, map(str.strip, spoken.text.split("\n"))))
    return Dialog(said, (f"of the screenplay the dialogue of {', '.join(names)} is taken", *spoken.told))
