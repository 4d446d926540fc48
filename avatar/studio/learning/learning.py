"""Learning from corrections: from folders of recordings to a better net, or to the finding that there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from avatar import library
from avatar.lipsync import installed, model
from avatar.studio.learning import adapting, corrections, judging, keeping, replay, weights
from avatar.studio.learning.corrections import Sentence
from avatar.studio.learning.judging import Heard, Wrong
from avatar.studio.manifest import DatasetError
from avatar.studio.netshapes import SHAPES

SHARES = (1.0, 0.75, 0.5, 0.3)
"""How far to go from the numbers before to those learned: the first with which other voices are no worse is taken."""
WORSE = 0.005
"""Share of the frames of other voices that may be wrong more than before: of rendered ones, and of people."""
BETTER = 0.05
"""Share of the wrong frames of corrections held out that must be gone: less than that is chance."""
FEWEST = 300
"""Frames of corrections held out, below which nobody can say what got better."""

Told = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and of how much."""


@dataclass(frozen=True)
class Outcome:
    """What came of learning."""

    learned: int
    """Sentences learned from."""
    held: int
    """Sentences held out."""
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
    notes: tuple[str, ...] = ()

    @property
    def why_not(self) -> str:
        """Why nothing is installed; '' where there is something."""
        if self.net is not None:
            return ""
        if self.after.wrong > (1 - BETTER) * self.before.wrong:
            return "the sentences held out are hardly drawn better by what was learned"
        return "other voices would be drawn worse"

    def noted(self) -> dict[str, object]:
        """What is kept beside the net."""
        others = {name: [self.others_before[name].share, wrong.share] for name, wrong in self.others_after.items()}
        return {
            "sentences": self.learned, "held out": self.held, "share": self.share,
            "wrong of corrections held out": [self.before.share, self.after.share], "wrong of others": others,
        }  # fmt: skip


def learn(
    folders: Iterable[Path], corpora: Path | None = None, *, language: str = "en",
    plan: adapting.Plan = adapting.USUAL, told: Told = lambda step, done, total: None,
) -> Outcome:  # fmt: skip
    """Learn from the edits beside the recordings in folders; installs nothing.

    `corpora`: a folder of the known corpora: beside rendered speech, answers are held on what nets learned from there,
    and the rest must not be drawn worse. The same edits give the same net. Raises DatasetError where there is too
    little to learn from.
    """
    recordings = corrections.find_edited(folders)
    told("read", 0, len(recordings))
    sentences, notes = corrections.read(recordings, language)
    learned, held = corrections.parted(sentences)
    kept = library.cache_dir() / "learning"
    spoken, judges = replay.of_corpora(corpora) if corpora is not None else ([], [])
    others = [judging.of_utterances(some) for some in (replay.judged(kept), judges)]
    return improve(learned, held, [*replay.held(kept), *spoken], others, plan, told, notes)


def improve(
    learned: Sequence[Sentence], held: Sequence[Sentence], spoken: Sequence[np.ndarray],
    sets: Sequence[Sequence[Heard]], plan: adapting.Plan = adapting.USUAL,
    told: Told = lambda step, done, total: None, notes: tuple[str, ...] = (),
) -> Outcome:  # fmt: skip
    """The installed net after `learned` sentences, if it draws the `held` ones better and `others` no worse.

    `spoken`: log-mel frames of speech on which the answers are held; `sets`: other speech, none of which may be drawn
    worse. Raises DatasetError where too little is held out.
    """
    content, card = installed.read(keeping.NET), installed.read(keeping.CARD).decode()
    own = judging.of_sentences(held)
    net = model.Net("whole", content, card)
    before, was = judging.together(judging.count(net, own)), [judging.count(net, some) for some in sets]
    if before.frames < FEWEST:
        raise DatasetError(
            f"Of the sentences held out {before.frames / 100:.1f} s were looked at, which is too little to judge by",
            remedy="Look through more sentences, and mark what is right as it is, too.",
        )
    shape, start = SHAPES["whole"], weights.read(content)
    lessons = [corrections.lesson(s, np.exp(model.hear_frames(s.mel, net).scores)) for s in learned]
    held_on = adapting.replayed(start, shape, [*spoken, *(s.moved for s in learned)])
    end = adapting.adapt(start, shape, lessons, held_on, plan, lambda done, total: told("learn", done, total))
    after, now = before, was
    for number, share in enumerate(SHARES):
        made = weights.written(content, adapting.between(start, end, share))
        net = model.Net("whole", made, card)
        after, now = judging.together(judging.count(net, own)), [judging.count(net, some) for some in sets]
        told("judge", number + 1, len(SHARES))
        pairs = zip(was, now, strict=True)
        worse = max(judging.together(b).share - judging.together(a).share for a, b in pairs)
        if after.wrong <= (1 - BETTER) * before.wrong and worse <= WORSE:
            return Outcome(len(learned), len(held), before, after, _all(was), _all(now), share, made, notes)
    return Outcome(len(learned), len(held), before, after, _all(was), _all(now), 0.0, None, notes)


def _all(counts: Iterable[dict[str, Wrong]]) -> dict[str, Wrong]:
    """The groups of several sets."""
    return {name: wrong for some in counts for name, wrong in some.items()}
