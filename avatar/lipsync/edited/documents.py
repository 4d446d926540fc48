"""JSON and XML files: Rhubarb's letters, curves, events, and the segments of gentle, emuDB, MFA and Spine."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence

from avatar.errors import LipSyncError
from avatar.lipsync.edited import animations, curves, events, papagayo
from avatar.lipsync.edited.labels import phones
from avatar.lipsync.edited.numbers import number, objects
from avatar.lipsync.edited.shapes import in_order, of_changes, of_shapes
from avatar.lipsync.edited.tiers import of_tiers
from avatar.lipsync.formats.textgrid import Tier
from avatar.lipsync.made import Made, lettered, of_phones
from avatar.text.xml import root_of
from avatar.types import Rung, Timed

Object = Mapping[str, object]


def of_xml(text: str, duration: float) -> Made:
    """Rhubarb's XML and ELAN's. Raises LipSyncError for any other."""
    root = root_of(text, "The file of cues", instead="Use XML as Rhubarb writes it.", mended="Save it again.")
    if root.tag.endswith("}svg"):
        raise LipSyncError("A picture can't be read as cues", remedy="Give the cues that it was drawn from.")
    if root.tag == "ANNOTATION_DOCUMENT":
        return _elan(root, duration)
    found = list(root.iter("mouthCue"))
    if not found:
        raise LipSyncError("The XML holds no mouth cues", remedy="Use XML as Rhubarb writes it.")
    cues = [Timed(number(c.get("start")), number(c.get("end")), (c.text or "").strip()) for c in found]
    return of_shapes(cues, duration)


def _elan(root: ET.Element, duration: float) -> Made:
    """ELAN's tiers: annotations between time slots, in milliseconds. Those of symbolic tiers have no times."""
    slots = {slot.get("TIME_SLOT_ID"): slot.get("TIME_VALUE") for slot in root.iter("TIME_SLOT")}
    tiers: list[Tier] = []
    for tier in root.iter("TIER"):
        spans: list[Timed] = []
        for each in tier.iter("ALIGNABLE_ANNOTATION"):
            start, end = (slots.get(each.get(f"TIME_SLOT_REF{n}")) for n in (1, 2))
            if start is not None and end is not None:  # ELAN leaves inner slots without a time
                value = (each.findtext("ANNOTATION_VALUE") or "").strip()
                spans.append(Timed(number(start) / 1000, number(end) / 1000, value))
        tiers.append(Tier(tier.get("TIER_ID", ""), tuple(sorted(spans))))
    return of_tiers(tiers, duration)


def of_json(text: str, duration: float) -> Made:
    """Any JSON that holds cues, curves, events or segments. Raises LipSyncError for what holds none."""
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        if '"type"' in text.partition("\n")[0]:
            return events.of_polly(text, duration)
        raise LipSyncError(f"The cues are damaged JSON: {error}", remedy="Save them again.") from error
    rows = objects(data)
    if rows and "visemeId" in rows[0]:
        return events.of_azure(rows, duration)
    if isinstance(data, Mapping):
        for key, read in _KINDS.items():
            if key in data:
                return read(data, duration)
    raise LipSyncError(
        "The JSON holds no mouth cues",
        remedy="Use `mouthCues` (Rhubarb), `weightMat` (curves), or JSON of a kind that `avatar docs lipsync` lists.",
    )


def _rhubarb(data: Object, duration: float) -> Made:
    rows = objects(data["mouthCues"])
    if not rows or not all({"start", "end", "value"} <= row.keys() for row in rows):
        raise LipSyncError("A mouth cue lacks its start, end or value", remedy="Use JSON as Rhubarb writes it.")
    return of_shapes([Timed(number(r["start"]), number(r["end"]), str(r["value"])) for r in rows], duration)


def _gentle(data: Object, duration: float) -> Made:
    """gentle's words with their phones, of which only the durations are told: `hh_B`, ARPAbet and place in the word."""
    spans: list[Timed] = []
    words: list[Timed] = []
    lost: list[str] = []
    for row in objects(data["words"]):
        if "start" not in row or "phones" not in row:
            lost.append(str(row.get("word", "")))
            continue
        t = number(row["start"])
        words.append(Timed(t, number(row.get("end", t)), str(row.get("word", ""))))
        for phone in objects(row["phones"]):
            end = t + number(phone.get("duration"), "duration")
            spans.append(Timed(t, end, str(phone.get("phone"))))
            t = end
    if not spans:
        raise LipSyncError("The JSON holds words, but no phones", remedy="Give gentle's own alignment.")
    found, notes = phones(in_order(spans, duration), "phones")
    if lost:
        notes += (f"gentle did not find {len(lost)} words, {lost[0]!r} first: the mouth rests there",)
    return lettered(of_phones(Rung.EDITED, found, tuple(words), duration))._replace(notes=notes)


def _emu(data: Object, duration: float) -> Made:
    """An annotation of an emuDB, as WebMAUS writes it: levels of segments, counted in samples; and words by links."""
    rate = number(data.get("sampleRate"), "sample rate")
    if rate <= 0:
        raise LipSyncError(f"{rate:g} is no sample rate", remedy="Export the annotation again.")
    times: dict[object, tuple[float, float]] = {}
    items = [(level, item) for level in objects(data["levels"]) for item in objects(level.get("items"))]
    for _, item in items:
        if "sampleStart" in item and "sampleDur" in item:
            start = number(item["sampleStart"])
            times[str(item.get("id"))] = start / rate, (start + number(item["sampleDur"]) + 1) / rate
    for link in objects(data.get("links")):  # a word lasts as long as the segments that it is linked with
        whole, part = times.get(str(link.get("fromID"))), times.get(str(link.get("toID")))
        if part:
            times[str(link.get("fromID"))] = (min(whole[0], part[0]), max(whole[1], part[1])) if whole else part
    tiers: dict[str, list[Timed]] = {}
    for level, item in items:
        if str(item.get("id")) in times:
            label = next((str(each.get("value", "")) for each in objects(item.get("labels"))), "")
            tiers.setdefault(str(level.get("name", "")), []).append(Timed(*times[str(item.get("id"))], label))
    return of_tiers([Tier(name, tuple(sorted(spans))) for name, spans in tiers.items()], duration)


def _mfa(data: Object, duration: float) -> Made:
    """MFA's and praatio's JSON: tiers of [start, end, label]."""
    tiers = data["tiers"]
    named = tiers.items() if isinstance(tiers, Mapping) else [(str(t.get("name", "")), t) for t in objects(tiers)]
    return of_tiers([Tier(str(name), tuple(_entries(tier))) for name, tier in named], duration)


def _entries(tier: object) -> Iterator[Timed]:
    rows = tier.get("entries") if isinstance(tier, Mapping) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Sequence) and len(row) == 3:
            yield Timed(number(row[0]), number(row[1]), str(row[2]))


def _spine(data: Object, duration: float) -> Made:
    """The first animation of a Spine skeleton that changes a slot's attachment, by names that end in a letter."""
    animations = data.get("animations")
    for animation in animations.values() if isinstance(animations, Mapping) else ():
        slots = animation.get("slots") if isinstance(animation, Mapping) else None
        for slot in slots.values() if isinstance(slots, Mapping) else ():
            keys = objects(slot.get("attachment")) if isinstance(slot, Mapping) else []
            if keys:
                changes = [(number(k.get("time", 0)), _letter(str(k.get("name") or "x"))) for k in keys]
                return of_shapes(of_changes(changes, duration), duration)
    raise LipSyncError("The skeleton has no animation of a mouth", remedy="Give one that Rhubarb or avatar made.")


def _letter(name: str) -> str:
    return name[-1:].upper()


_KINDS: dict[str, Callable[[Object, float], Made]] = {
    "mouthCues": _rhubarb,
    "weightMat": curves.of_matrix,
    "visemes": events.of_talkinghead,
    "levels": _emu,
    "tiers": _mfa,
    "skeleton": _spine,
    "Curves": animations.of_motion,
    "asset": animations.of_gltf,
    "voices": papagayo.of_json,
    "words": _gentle,
}
"""What an object's key says of it, and what reads it."""
