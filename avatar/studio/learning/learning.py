"""Learning from corrections: from what was put right to better nets, or to the finding that there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avatar import library
from avatar.config import Config
from avatar.lipsync import installed, model
from avatar.studio.learning import adapting, corrections, judging, replay, weights
from avatar.studio.learning.corrections import Sentence
from avatar.studio.learning.judging import Heard, Wrong
from avatar.studio.manifest import DatasetError
from avatar.studio.netshapes import SHAPES

VARIANTS: tuple[model.Variant, ...] = ("whole", "live")
"""The nets that learn: of whole recordings, and of sound that is still going on."""
SHARES = (1.0, 0.75, 0.5, 0.3)
"""How far to go from the numbers before to those learned: the first with which other voices are no worse is taken."""
WORSE = 0.005
"""Share of the frames of other voices that may be wrong more than before: of rendered ones, and of people. Where what
is learned is for one speaker alone nobody else is heard with it, and it is only told."""
BETTER = 0.05
"""Share of the wrong frames of corrections held out that must be gone: less than that is chance."""
GAINED = 0.005
"""Share of all frames of corrections held out that must be right now: where little was wrong a twentieth is chance."""
FEWEST = 300
"""Frames of corrections held out, below which nobody can say what got better."""

Told = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and of how much."""


@dataclass(frozen=True)
class Attempt:
    """What came of one net."""

    before: Wrong
    """Of the corrections held out."""
    after: Wrong
    others_before: dict[str, Wrong]
    """Of other speech, by group."""
    others_after: dict[str, Wrong]
    share: float
    """How far the numbers went; 0 where no step was better."""
    net: bytes | None
    """The better net's file; None where there is none."""

    @property
    def why_not(self) -> str:
        """Why nothing is installed; '' where there is something."""
        if self.net is not None:
            return ""
        if not _better(self.before, self.after):
            return "the sentences held out are hardly drawn better by what was learned"
        return "other voices would be drawn worse"

    def noted(self) -> dict[str, object]:
        """What is kept beside the net."""
        others = {name: [self.others_before[name].share, wrong.share] for name, wrong in self.others_after.items()}
        return {
            "share": self.share, "wrong of corrections held out": [self.before.share, self.after.share],
            "wrong of others": others,
        }  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What came of learning for a speaker, or for everybody."""

    speaker: str
    """'' for everybody."""
    folders: tuple[Path, ...]
    """Where what was learned from lies: recordings there are the speaker's."""
    learned: int
    """Sentences learned from."""
    held: int
    """Sentences held out."""
    attempts: Mapping[str, Attempt]
    """By variant."""
    people: bool = False
    """Whether people were among the other voices that judged."""

    @property
    def nets(self) -> dict[str, bytes]:
        """The better nets, by variant; none where the one that hears whole recordings is not among them."""
        better = {variant: each.net for variant, each in self.attempts.items() if each.net is not None}
        return better if "whole" in better else {}

    def noted(self) -> dict[str, object]:
        """What is kept beside the nets."""
        nets = {variant: self.attempts[variant].noted() for variant in self.nets}
        folders = [str(folder) for folder in self.folders]
        return {"sentences": self.learned, "held out": self.held, "nets": nets} | (
            {"speaker": self.speaker, "folders": folders} if self.speaker else {}
        )


@dataclass(frozen=True)
class Wanted:
    """How to learn."""

    everybody: bool = False
    """Whether the nets that hear everybody learn, instead of one for each speaker."""
    speaker: str = ""
    """Who speaks in all that is named; '' for voices by their names, and recordings by their folder's."""
    corpora: Path | None = None
    """A folder of the known corpora: beside rendered speech, answers are held on what nets learned from there, and the
    rest judges."""
    language: str = "en"
    """Of recordings' texts."""
    plan: adapting.Plan | None = None
    """None for the usual one."""


def learn(
    named: Iterable[Path], config: Config, wanted: Wanted = Wanted(), told: Told = lambda step, done, total: None
) -> tuple[list[Outcome], tuple[str, ...]]:
    """Learn from the edits beside files, in folders and named ones; installs nothing. What came of it, for each speaker
    of whom enough was looked at, and what else is to be told.

    The same edits give the same nets. Raises DatasetError where there is too little to learn from, AvatarError for a
    speaker who can't be called so.
    """
    if wanted.speaker and not installed.can_be_called(wanted.speaker):
        remedy = "Use letters, digits, spaces and .@+-_, 80 at most."
        raise DatasetError(f"{wanted.speaker!r} can't be the name of a speaker", where="--speaker", remedy=remedy)
    sources = corrections.find_edited(named)
    told("read", 0, len(sources))
    sentences, notes = corrections.read(sources, config, wanted.language, wanted.speaker)
    told("read", len(sources), len(sources))
    groups, few = _groups(sentences, wanted.everybody)
    kept = library.cache_dir() / "learning"
    spoken, judges = replay.of_corpora(wanted.corpora) if wanted.corpora is not None else ([], [])
    others = Others(
        [*replay.held(kept), *spoken] if wanted.everybody else [],
        [judging.of_utterances(some) for some in (replay.judged(kept), judges)],
    )
    outcomes = []
    for speaker, some in groups.items():
        learned, held = corrections.parted(some)
        attempts: dict[str, Attempt] = {
            variant: improve(variant, learned, held, others, bool(speaker), wanted.plan, told) for variant in VARIANTS
        }
        folders = tuple(dict.fromkeys(each.folder for each in some if each.recorded)) if speaker else ()
        outcomes.append(Outcome(speaker, folders, len(learned), len(held), attempts, bool(judges)))
    return outcomes, (*notes, *few)


def _groups(sentences: Sequence[Sentence], everybody: bool) -> tuple[dict[str, list[Sentence]], list[str]]:
    """Sentences by whom they are learned for, and whose are too few. Raises DatasetError where all are."""
    groups: dict[str, list[Sentence]] = {}
    for each in sentences:
        groups.setdefault("" if everybody else each.speaker, []).append(each)
    enough = {name: some for name, some in groups.items() if len(some) >= corrections.LEAST}
    if not enough:
        corrections.parted(max(groups.values(), key=len, default=[]))
    return enough, [
        f"{name} is left out: {corrections.too_few(len(some))}" for name, some in groups.items() if name not in enough
    ]


@dataclass(frozen=True)
class Others:
    """Speech of other voices."""

    spoken: Sequence[np.ndarray]
    """Log-mel frames on which the answers are held; what is learned for one speaker needs none."""
    judges: Sequence[Sequence[Heard]]
    """Labelled sets, none of which may be drawn worse."""


def improve(
    variant: model.Variant, learned: Sequence[Sentence], held: Sequence[Sentence], others: Others, alone: bool,
    plan: adapting.Plan | None = None, told: Told = lambda step, done, total: None,
) -> Attempt:  # fmt: skip
    """A net after `learned` sentences, if it draws the `held` ones better and others no worse.

    `alone`: what is learned is for one speaker, whatever becomes of others; then it begins with the net that hears
    everybody. Raises DatasetError where too little is held out.
    """
    content, card = (installed.read(f"{variant}.{ending}") for ending in ("tflite", "json"))
    own, sets = judging.of_sentences(held), others.judges
    net = model.Net(variant, content, card.decode())
    before, was = judging.together(judging.count(net, own)), [judging.count(net, some) for some in sets]
    if before.frames < FEWEST:
        raise DatasetError(
            f"Of the sentences held out {before.frames / 100:.1f} s were looked at, which is too little to judge by",
            remedy=f"Look through more sentences, or all of each. {corrections.ALL_RIGHT}",
        )
    shape, start = SHAPES[variant], weights.read(content)
    lessons = [corrections.lesson(s, np.exp(model.hear_frames(s.mel, net).scores)) for s in learned]
    held_on = adapting.replayed(start, shape, [*others.spoken, *(s.moved for s in learned)])
    plan = plan or (adapting.ALONE if alone else adapting.EVERYBODY)
    end = adapting.adapt(
        start, shape, lessons, held_on, plan, lambda done, total: told(f"learn, {variant}", done, total)
    )
    for number, share in enumerate(SHARES):
        made = weights.written(content, adapting.between(start, end, share))
        net = model.Net(variant, made, card.decode())
        after = judging.together(judging.count(net, own))
        better = _better(before, after)
        last = share == SHARES[-1]
        now = [judging.count(net, some) for some in sets] if last or better or not alone else []
        told("judge", number + 1, len(SHARES))
        pairs = zip(was, now, strict=bool(now))
        worse = max((judging.together(b).share - judging.together(a).share for a, b in pairs), default=0.0)
        if better and (alone or worse <= WORSE):
            return Attempt(before, after, _all(was), _all(now), share, made)
    return Attempt(before, after, _all(was), _all(now), 0.0, None)


def _better(before: Wrong, after: Wrong) -> bool:
    """Whether corrections held out are drawn better by more than chance."""
    return after.wrong <= (1 - BETTER) * before.wrong and before.share - after.share >= GAINED


def _all(counts: Iterable[dict[str, Wrong]]) -> dict[str, Wrong]:
    """The groups of several sets."""
    return {name: wrong for some in counts for name, wrong in some.items()}
