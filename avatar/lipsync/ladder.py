"""The ladder: the ways to make a mouth for a clause, its rungs, best first.

A rung that can't do it raises an AvatarError that says why; the next one takes over, and the reason is logged once and
kept in `MouthTrack.why`. The last one, loudness, needs nothing but the sound: a mouth never freezes. Any other
exception is a bug: the next rung takes over all the same, but the log has its place and traceback, and the tests fail
by it.

What a rung needs is imported by the rung: a voice that tells its phones' times is heard sooner by that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from avatar import logs
from avatar.errors import AvatarError, LipSyncError
from avatar.lipsync.made import Made, of_heard, of_phones, stops_of
from avatar.plugins import Registry
from avatar.types import Clip, MouthTrack, Rung, Speech

if TYPE_CHECKING:
    from avatar.lipsync.model import Heard, Variant

_log = logging.getLogger(__name__)


MODEL = "whole.tflite"
"""The file of the model that hears whole clips."""

Make = Callable[[Speech], Made]


class LadderRung(NamedTuple):
    """One rung: for which clauses it is expected to work, and how it makes a mouth."""

    applies: Callable[[Speech], bool]
    make: Make


def has_text(speech: Speech) -> bool:
    return any(letter.isalnum() for letter in speech.spoken or speech.text)


def _voice(speech: Speech) -> Made:
    phones = speech.phones or ()
    return of_phones(Rung.VOICE, phones, speech.words, speech.clip.duration, stops_of(speech), speech.clip)


def has_model() -> bool:
    """Whether a model is installed. Where none is, nobody misses its rungs, and `why` is silent about them."""
    from avatar.lipsync import installed

    try:
        installed.read(MODEL)
    except LipSyncError:
        return False
    return True


def can_be_heard(speech: Speech) -> bool:
    return len(speech.clip.samples) > 0 and has_model()


@lru_cache(maxsize=1)
def _heard(clip: Clip, variant: Variant, speaker: str) -> Heard:
    """What the model hears, kept for the next rung, should the text not be what is said."""
    from avatar.lipsync import model

    return model.hear(clip, variant, model.net(variant, speaker))


def _aligned(speech: Speech, variant: Variant) -> Made:
    from avatar.lipsync import align

    words = align.words(speech.spoken or speech.text, speech.language)
    heard = _heard(speech.clip, variant, speech.voice)
    found = align.align(heard.scores, words)
    return of_heard(
        Rung.ALIGNED,
        found.phones,
        found.words,
        speech.clip.duration,
        heard.lips,
        heard.scores,
        clip=speech.clip,
    )


def _of_model(speech: Speech, variant: Variant) -> Made:
    from avatar.lipsync import decode

    heard = _heard(speech.clip, variant, speech.voice)
    phones = decode.phones(heard.scores)
    chances = decode.chances(heard.scores)
    return of_heard(Rung.MODEL, phones, (), speech.clip.duration, heard.lips, heard.scores, chances, speech.clip)


def _estimated(speech: Speech) -> Made:
    from avatar.lipsync.estimate import estimate  # here, since it loads what reads texts

    phones, words = estimate(speech)
    return of_phones(Rung.ESTIMATED, phones, words, speech.clip.duration)


def _loudness(speech: Speech) -> Made:
    from avatar.lipsync import loudness

    return Made(MouthTrack(loudness.loudness(speech.clip), Rung.LOUDNESS, loudness.LEAD))


def ladder(variant: Variant = "whole") -> Mapping[str, LadderRung]:
    """The rungs, best first, with one of the model's two nets. `edited` stands before all of them where cues are given.

    A clause is complete, so `whole` can hear all of it; `live` is there so that that net can be measured.
    """
    return {
        Rung.VOICE: LadderRung(lambda speech: bool(speech.phones), _voice),
        Rung.ALIGNED: LadderRung(lambda s: has_text(s) and can_be_heard(s), lambda s: _aligned(s, variant)),
        Rung.MODEL: LadderRung(can_be_heard, lambda s: _of_model(s, variant)),
        Rung.ESTIMATED: LadderRung(has_text, _estimated),
        Rung.LOUDNESS: LadderRung(lambda speech: True, _loudness),
    }


RUNGS = ladder()

EVERY_RUNG: Registry[LadderRung] = Registry(
    "avatar.rungs", RUNGS, lambda value: isinstance(value, LadderRung), "a LadderRung (avatar.lipsync.ladder)"
)
"""Ours, and those that packages bring, which are tried only where the settings name them."""


def chosen(names: Iterable[str]) -> Mapping[str, LadderRung]:
    """The rungs with these names, in this order, best first. Unknown names are skipped, and so are `edited`, which
    is used where cues are given, and `score`, which a song brings with it."""
    return {name: EVERY_RUNG[name] for name in names if name != Rung.EDITED and name in EVERY_RUNG}


def mouth(speech: Speech, *, cues: Path | None = None, rungs: Mapping[str, LadderRung] = RUNGS) -> MouthTrack:
    """The best mouth that can be made for a clause; its `rung` says how, its `why` what kept a better one away.

    `cues` is a file of corrected cues or curves. Raises LipSyncError only where `rungs` leaves out loudness and all
    others fail.
    """
    return made(speech, cues=cues, rungs=rungs).track


def made(speech: Speech, *, cues: Path | None = None, rungs: Mapping[str, LadderRung] = RUNGS) -> Made:
    """As `mouth`, with the times of words and phones that the rung found."""
    reasons: list[str] = []
    for rung, step in _steps(cues, rungs):
        try:
            if not step.applies(speech):
                continue
            result = step.make(speech)
        except AvatarError as error:
            reasons.append(f"{rung}: {error}")
            _say_once(reasons[-1])
        except Exception as error:  # noqa: BLE001  a bug: it must not freeze the mouth in a talk, nor pass unseen
            logs.got_over(_log, f"the mouth by {rung}", error)
            reasons.append(f"{rung}: {type(error).__name__}: {error}")
        else:
            return result._replace(track=replace(result.track, why="; ".join(reasons)))
    what = "No rung could make a mouth: " + ("; ".join(reasons) or "none applies")
    raise LipSyncError(what, remedy="Add loudness to the rungs: it works for any sound.")


def _steps(cues: Path | None, rungs: Mapping[str, LadderRung]) -> list[tuple[str, LadderRung]]:
    steps = list(rungs.items())
    if cues is not None:
        steps.insert(
            0, (Rung.EDITED, LadderRung(lambda speech: True, lambda speech: edited(cues, speech.clip.duration)))
        )
    return steps


def edited(cues: Path, duration: float) -> Made:
    """A mouth from a file of corrected cues or curves. Raises LipSyncError where it can't be read."""
    from avatar.lipsync.formats import readers  # here, since it loads XML and more, which a chat doesn't need

    return readers.read(cues, duration)


@lru_cache(maxsize=256)
def _say_once(reason: str) -> None:
    _log.warning("no mouth by %s", reason)
