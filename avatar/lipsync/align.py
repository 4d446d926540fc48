"""Known phones to times: the best path through the model's scores (Viterbi), silences and variants optional.

Long sound is aligned in windows: what lies safely before a window's end is kept, the next window starts there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync import decode, phoneset
from avatar.lipsync.trellis import SHORTEST_PAUSE, Graph, Scores, WordChoices, graph, path
from avatar.runs import find_equal_runs
from avatar.types import FRAME_RATE, Timed

PRIOR = 0.8
"""Scores are divided by the classes' frequencies raised to this power, as a hybrid model's are."""
WORST = -2.6
"""Mean log-probability of the speech frames below which the text is not what is said."""
WINDOW, KEPT = 3000, 2200
"""Frames aligned at once in long sound, and those of them whose times are final."""
FASTEST = 25.0
"""Phones a second; nobody speaks faster. It bounds the text that is aligned with a window."""

OTHER_VOWEL = 1.0
"""How much less likely another vowel than the text's is where some vowel is heard, as a natural logarithm."""
_VOWELS = [phoneset.INDEX[name] for name in "iy ih ey eh ae aa ao ow uh uw ah ax er ay aw oy ue oe".split()]
_DOUBTED = -4.0
"""A phone that fits the sound less, as a natural logarithm, is heard as something quite different."""


class Alignment(NamedTuple):
    """Where in the sound each phone and each word is."""

    phones: tuple[Timed, ...]
    """IPA, from 0 to the end without gaps; silences are ''."""
    words: tuple[Timed, ...]
    confidence: float
    """0 to 1: the geometric mean of the probabilities that the model gives to the aligned speech frames."""
    unsure: float
    """Share of the phones that the model hears as something quite different."""


def words(text: str, language: str) -> list[WordChoices]:
    """The words of a text as phonemizer says them.

    Raises LipSyncError where espeak-ng is missing or speaks no such language.
    """
    from avatar.lipsync import phonemes

    return [
        WordChoices((word.phones,), word.text, word.at)
        for clause in phonemes.phonemize(text, language)
        for word in clause.words
    ]


class _Span(NamedTuple):
    start: int
    """Frame."""
    end: int
    name: str
    word: int
    score: float
    """Mean log-probability of its frames."""
    fit: float
    """How much less likely than the likeliest sound, as a mean log ratio."""


def _spans(line: NDArray[np.intp], states: Graph, scores: Scores) -> list[_Span]:
    phone = states.phone[line]
    heard = np.maximum(scores[np.arange(len(line)), states.emits[line]], phoneset.WEAK)
    lost = heard - scores.max(axis=1)
    out = []
    for start, end in find_equal_runs(phone):
        name, word = states.names[int(phone[start])]
        out.append(_Span(start, end, name, word, float(heard[start:end].mean()), float(lost[start:end].mean())))
    return out


def align(scores: Scores, words: Sequence[WordChoices], progress: Callable[[float], None] | None = None) -> Alignment:
    """Times of the words' phones in the sound that `scores` were made from.

    Raises LipSyncError where there is nothing to align, the text is too long for the sound, or the sound is not of
    this text.
    """
    aligner = Aligner(words)
    for at in range(0, len(scores), WINDOW):
        aligner.push(scores[at : at + WINDOW])
        if progress is not None:
            progress(min(1.0, (at + WINDOW) / len(scores)))
    return aligner.finish()


class Aligner:
    """`align` for scores that come piece by piece: no more of them is held than a window."""

    def __init__(self, words: Sequence[WordChoices]) -> None:
        """Raises LipSyncError where there is nothing to align."""
        self._words = [w for w in words if any(phoneset.classes(p) for variant in w.variants for p in variant)]
        if not self._words:
            raise LipSyncError("There is no text, or no sound, to align")
        often = decode.table().often
        self._rare = (PRIOR * np.log(often.max() / often)).astype(np.float32)
        self._held = np.zeros((0, len(often)), np.float32)
        self._spans: list[_Span] = []
        self._at = self._done = 0
        """Frames and words whose times are final."""

    def push(self, scores: Scores) -> None:
        """More scores. Raises LipSyncError where the text is too long for the sound."""
        self._held = np.concatenate([self._held, scores])
        while len(self._held) > WINDOW and self._done < len(self._words):
            window = self._held[:WINDOW]
            found, used = _safe(self._found(window, _enough(self._words[self._done :], WINDOW), last=False))
            if not used:  # the window holds only a pause, or the alignment is lost: go on after it
                found = [_Span(0, KEPT, "", -1, -1.0, 0.0)]
            self._keep(found, used)
        if self._done >= len(self._words) and len(self._held):
            self._keep([_Span(0, len(self._held), "", -1, -1.0, 0.0)], 0)

    def finish(self) -> Alignment:
        """The times, once all scores are pushed. Raises LipSyncError where text and sound don't belong together."""
        if self._at + len(self._held) < SHORTEST_PAUSE:
            raise LipSyncError("There is no text, or no sound, to align")
        if self._done < len(self._words):
            rest = self._words[self._done :]
            self._keep(self._found(self._held, rest, last=True), len(rest))
        return _alignment(self._spans, self._words)

    def _found(self, window: Scores, words: Sequence[WordChoices], last: bool) -> list[_Span]:
        states = graph(words, last)
        line = path(_forgiving(window + self._rare), states) if len(window) else None
        if line is None:
            more = "It may go on after the sound ends, or be of another take: give the words of this sound alone."
            raise LipSyncError("The text is too long for the sound", remedy=more)
        return _spans(line, states, window)

    def _keep(self, found: Sequence[_Span], words: int) -> None:
        self._spans += [_moved(span, self._at, self._done) for span in found]
        count = found[-1].end if found else 0
        self._held = self._held[count:]
        self._at += count
        self._done += words


def _forgiving(scores: Scores) -> Scores:
    """The scores with every vowel nearly as likely as the likeliest: people say others than the dictionary's, and where
    a vowel is matters more than which one it is."""
    out = scores.astype(np.float32)
    out[:, _VOWELS] = np.maximum(out[:, _VOWELS], out[:, _VOWELS].max(axis=1, keepdims=True) - OTHER_VOWEL)
    return out


def _moved(span: _Span, frames: int, words: int) -> _Span:
    word = span.word + words if span.word >= 0 else -1
    return span._replace(start=span.start + frames, end=span.end + frames, word=word)


def _enough(words: Sequence[WordChoices], frames: int) -> Sequence[WordChoices]:
    """As many words as could be said in a window."""
    room = frames / FRAME_RATE * FASTEST
    for i, word in enumerate(words):
        room -= len(word.variants[0])
        if room < 0:
            return words[: i + 1]
    return words


def _safe(spans: list[_Span]) -> tuple[list[_Span], int]:
    """The spans up to the last word's end before KEPT, and how many words they hold."""
    cut = 0
    for i, span in enumerate(spans):
        if span.start > KEPT:
            break
        if i and spans[i - 1].word >= 0 and span.word != spans[i - 1].word:
            cut = i
    kept = spans[:cut]
    return kept, 1 + max((s.word for s in kept), default=-1)


def _alignment(spans: Sequence[_Span], words: Sequence[WordChoices]) -> Alignment:
    spoken = [s for s in spans if s.word >= 0]
    frames = sum(s.end - s.start for s in spoken)
    mean = sum(s.score * (s.end - s.start) for s in spoken) / max(1, frames)
    if mean < WORST:
        more = "Part of it may be missing or too much, or it is in another language: check it against the sound."
        raise LipSyncError("The sound does not say this text", remedy=more)
    phones = [Timed(s.start / FRAME_RATE, s.end / FRAME_RATE, s.name) for s in spans]
    said: dict[int, list[float]] = {}
    for s in spoken:
        said.setdefault(s.word, [s.start / FRAME_RATE, 0.0])[1] = s.end / FRAME_RATE
    times = tuple(Timed(a, b, words[i].text, words[i].at, len(words[i].text)) for i, (a, b) in sorted(said.items()))
    unsure = sum(s.fit < _DOUBTED for s in spoken) / max(1, len(spoken))
    return Alignment(tuple(_merged(phones)), times, float(np.exp(mean)), unsure)


def _merged(phones: Sequence[Timed]) -> list[Timed]:
    """Neighbouring silences as one."""
    out: list[Timed] = []
    for phone in phones:
        if out and not phone.value and not out[-1].value:
            out[-1] = out[-1]._replace(end=phone.end)
        else:
            out.append(phone)
    return out
