"""When each word and sound of a recorded song is sung, given its words: `align_song`.

    song ─ hearing ─> scores ─ search, coarse, whole song ─> about when each line is sung
    that, or the times of an LRC ─> a band around each line ─ search, fine ─> phones, words, syllables

What the words leave out ("ooh", a chorus sung once more) has a mouth by the model alone where the singing could be
taken out of the song, or is alone anyway; where it is not, instruments would move that mouth, and it rests. Words that
are not this song's are told, and the mouth is made without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import SongError
from avatar.lipsync import align, decode, phoneset
from avatar.lipsync.made import of_heard
from avatar.lipsync.trellis import WordChoices
from avatar.lipsync.visemes import is_vowel
from avatar.lipsync.voiced import levels
from avatar.runs import find_equal_runs
from avatar.song.lyrics import LyricLine, Lyrics
from avatar.song.recorded import search
from avatar.song.recorded.hearing import HeardSong, ShareDone, hear
from avatar.song.recorded.holding import Found, find_wordless, hold_on
from avatar.song.recorded.loudening import follow_voice
from avatar.song.recorded.syllables import find_syllables
from avatar.song.score import Remark
from avatar.types import FRAME_RATE, Clip, Floats, MouthTrack, Rung, Timed

DOUBTED = -2.0
"""A consonant that fits the sound less, as a mean natural logarithm, is heard as something quite different. Vowels are
sung in so many ways that they tell little."""
MOST_UNSURE = 0.5
"""Share of such consonants from which on these are not the song's words: of Japanese songs with a band, .43 of the
worst with its own words, taken out of the band or not; with another's, .50 and more taken out, .34 and more not."""
SHAKY = 0.4
"""The same from which on that is told."""
FASTEST = 16.0
"""Phones a second of song; no words are sung faster from its beginning to its end."""
COARSE_SLACK = 1.5
"""Seconds around a line's place in the coarse search in which it is looked for exactly."""
ROUND_SLACK, SLACK = 1.3, 0.7
"""Seconds by which a line may begin off its file's time, where times are whole seconds, and otherwise."""
WORD_SLACK = 0.25
"""Seconds by which a word may begin off the time that its file gives it."""
LONGEST_PIECE = 8
"""Phones of a word after which a breath is thought possible, between two of its syllables: some tongues write no
blanks."""
LEAST_SHIFT, AGREEING, FEWEST_AGREEING = 0.8, 0.6, 4
"""Seconds by which lines lie off their times, share of them that lie so alike, and lines that have a time, for the
times to be moved."""
MOST_CELLS = 4e8
"""States times frames that are searched without a coarse search first: some seconds of work."""


@dataclass(frozen=True, eq=False)
class SungSong:
    """A recorded song whose words were found in it."""

    track: MouthTrack
    lines: tuple[Timed, ...]
    """The lines that were found, in order; `at` counts in `text`."""
    words: tuple[Timed, ...]
    """`at` counts in `text`."""
    syllables: tuple[Timed, ...]
    phones: tuple[Timed, ...]
    """IPA, from 0 to the end without gaps; silences and instruments are ''."""
    text: str
    """The lines that were found, one a line."""
    voice: Clip
    """The singing alone, or the whole song, at 16 kHz."""
    separated: bool
    """Whether `voice` is the singing alone."""
    duration: float
    """Seconds."""
    unsure: float
    """Share of the text's consonants that are heard as something quite different."""
    language: str = "en"
    title: str = ""
    author: str = ""
    remarks: tuple[Remark, ...] = ()


class _Piece(NamedTuple):
    """A word, or as much of a long one as is sung in one breath."""

    word: int
    line: int
    """Number of its line, among those that are looked for."""
    phones: tuple[str, ...]


class _Words(NamedTuple):
    """The words that are looked for."""

    said: tuple[WordChoices, ...]
    pieces: tuple[_Piece, ...]
    lines: tuple[int, ...]
    """Numbers, among the lyrics' lines, of those that are looked for."""
    begins: tuple[int, ...]
    """Of each of the lyrics' lines: index of its first letter in the text."""


class _Anchor(NamedTuple):
    """From when to when what begins with a piece may begin."""

    piece: int
    earliest: float
    latest: float
    """Seconds; by then what was before is over."""
    begun: bool = False
    """Whether it has begun by then, too: a line may be late, a word whose time is told is not."""


def align_song(
    song: Path | Clip,
    lyrics: Lyrics,
    language: str = "en",
    *,
    separate: bool | None = None,
    progress: ShareDone = lambda share: None,
) -> SungSong:
    """Where the words of a recorded song are sung, and the mouth of who sings it.

    `separate`: whether the singing is taken out first; None: where that can be done here. Raises AudioError where the
    song can't be read, LipSyncError where the model or espeak-ng is missing or speaks no such language, SongError where
    there is nothing to align or far more words than the song has time for.
    """
    heard = hear(song, separate=separate, progress=lambda share: progress(0.8 * share))
    found = align_heard(heard, lyrics, language)
    progress(1.0)
    return found


def align_heard(heard: HeardSong, lyrics: Lyrics, language: str = "en") -> SungSong:
    """`align_song` for what was heard of the song already."""
    remarks = [*lyrics.remarks, *(Remark("", note) for note in heard.notes), *_apart(heard)]
    lyrics, late = _within(lyrics, heard.duration)
    remarks += late
    words = _words(lyrics, language)
    _check(heard, words)
    states = search.chain(_by_line(words))
    anchors, told = _anchors(heard, lyrics, words)
    remarks += told
    listened = _listened(heard)
    line, told = _found(listened, states, anchors)
    song = _Song(heard, lyrics, words, states, line, language)
    if lyrics.timed and song.unsure >= MOST_UNSURE:
        line, _ = _found(listened, states, ())
        freely = _Song(heard, lyrics, words, states, line, language)
        if freely.unsure < MOST_UNSURE:
            song, told = freely, [Remark("", "the times in its file don't fit this recording: left out")]
    return song.sung([*remarks, *told])


def _listened(heard: HeardSong, coarse: bool = False) -> Floats:
    """What the search listens to."""
    return search.heard(heard.scores, search.ALONE if heard.alone else search.WITH_A_BAND, coarse)


def _apart(heard: HeardSong) -> Iterator[Remark]:
    if not heard.alone:
        yield Remark(
            "", "the words were looked for in the whole song, instruments and all: `avatar get separator` helps"
        )


def _within(lyrics: Lyrics, duration: float) -> tuple[Lyrics, list[Remark]]:
    """The lyrics without lines that begin after the recording's end."""
    kept = tuple(line for line in lyrics.lines if line.start is None or line.start <= duration - 0.2)
    late = len(lyrics.lines) - len(kept)
    if not late:
        return lyrics, []
    what = f"{late} of {len(lyrics.lines)} lines begin after the recording's end at {duration:.1f} s: left out"
    if not kept:
        raise SongError(f"All lines begin after the recording's end at {duration:.1f} s", remedy="Take its own words.")
    return replace(lyrics, lines=kept), [Remark("", what)]


def _words(lyrics: Lyrics, language: str) -> _Words:
    """The words as they sound, and which line each is in."""
    begins = [0]
    for line in lyrics.lines:
        begins.append(begins[-1] + len(line.text) + 1)
    edges = np.array(begins[:-1])
    said: list[WordChoices] = []
    pieces: list[_Piece] = []
    lines: list[int] = []
    for word in align.words(lyrics.text, language):
        phones = tuple(phone for phone in word.variants[0] if phoneset.classes(phone))
        if not phones:
            continue
        number = int(np.searchsorted(edges, word.at, side="right")) - 1
        if not lines or lines[-1] != number:
            lines.append(number)
        pieces += [_Piece(len(said), len(lines) - 1, piece) for piece in _pieces(phones)]
        said.append(word)
    return _Words(tuple(said), tuple(pieces), tuple(lines), tuple(begins[:-1]))


def _pieces(phones: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A word's phones, a long one's cut after vowels."""
    start = 0
    for at in range(LONGEST_PIECE // 2, len(phones) - 2 if len(phones) > LONGEST_PIECE else 0):
        if at - start >= LONGEST_PIECE // 2 and is_vowel(phones[at - 1]) and not is_vowel(phones[at]):
            yield phones[start:at]
            start = at
    yield phones[start:]


def _by_line(words: _Words) -> list[list[tuple[str, ...]]]:
    return [[piece.phones for piece in line] for _, line in groupby(words.pieces, key=lambda piece: piece.line)]


def _check(heard: HeardSong, words: _Words) -> None:
    """Raises SongError where the two can't belong together."""
    if not words.pieces:
        raise SongError("There is nothing in the words that is sung", remedy="Write them, one line a line.")
    phones = sum(len(piece.phones) for piece in words.pieces)
    if len(heard.scores) < search.SHORTEST_GAP:
        raise SongError("There is no sound in the recording", remedy="Take another file.")
    if phones > FASTEST * heard.duration:
        what = f"The words have {phones:,} sounds, too many for {heard.duration:.0f} s of song"
        raise SongError(what, remedy="Give the words of this song alone, as far as it goes.")


# ------------------------------------------------------------------------------------------------------ where to look


def _anchors(heard: HeardSong, lyrics: Lyrics, words: _Words) -> tuple[list[_Anchor], list[Remark]]:
    """Where each line may begin, as the file's times say; of a very long song also as the coarse search has it."""
    firsts = [next(items)[0] for _, items in groupby(enumerate(words.pieces), key=lambda item: item[1].line)]
    own = [lyrics.lines[number] for number in words.lines]
    given = np.array([np.nan if line.start is None else line.start for line in own])
    long = search.size(_by_line(words)) * len(heard.scores) > MOST_CELLS
    coarse = _coarse(heard, words) if long or lyrics.timed else None
    shift, remarks = _shift(given, coarse)
    starts: dict[int, int] = {}
    for place, piece in enumerate(words.pieces):
        starts.setdefault(words.said[piece.word].at, place)
    anchors: list[_Anchor] = []
    slack = _slack(own)
    for number, (first, line) in enumerate(zip(firsts, own, strict=True)):
        if line.start is not None:
            at = line.start + shift
            anchors.append(_Anchor(first, at - slack, at + slack))
        elif long and coarse is not None and not lyrics.timed:
            anchors.append(_Anchor(first, coarse[number] - COARSE_SLACK, coarse[number] + COARSE_SLACK))
        anchors += _word_anchors(starts, words.begins[words.lines[number]], line, shift)
        if line.end is not None:
            after = firsts[number + 1] if number + 1 < len(firsts) else len(words.pieces)
            anchors.append(_Anchor(after, -np.inf, line.end + shift + slack))
    return anchors, remarks


def _slack(lines: Sequence[LyricLine]) -> float:
    """Seconds by which lines may begin off their times."""
    starts = [line.start for line in lines if line.start is not None]
    whole = len(starts) > 1 and all(abs((each - starts[0]) - round(each - starts[0])) < 1e-6 for each in starts)
    return ROUND_SLACK if whole else SLACK


def _word_anchors(starts: Mapping[int, int], begin: int, line: LyricLine, shift: float) -> Iterator[_Anchor]:
    """The same of a line's words, not of syllables within them. A word whose time falls back is no help.

    `starts`: the piece that begins at a letter of the text; `begin`: where the line begins in it.
    """
    latest = -np.inf
    for at, word in line.places():
        if word.start is None or word.start <= latest:
            continue
        latest = word.start
        lead = next((n for n, letter in enumerate(word.text) if letter.isalnum()), 0)
        piece = starts.get(begin + at + lead)
        if piece is not None:
            second = word.start + shift
            yield _Anchor(piece, second - WORD_SLACK, second + WORD_SLACK, begun=True)


def _coarse(heard: HeardSong, words: _Words) -> NDArray[np.float64] | None:
    """Seconds at which each line begins, by a search through all of the song with coarse steps."""
    states = search.chain(_by_line(words), coarse=True)
    listened = _listened(heard, coarse=True)
    line = search.path(listened, states, search.everywhere(len(listened), states))
    if line is None:
        return None
    place = states.place[line]
    of_line = np.array([-1 if each < 0 else words.pieces[states.places[each].word].line for each in place])
    firsts = [int(np.argmax(of_line == number)) for number in range(len(words.lines))]
    return np.array(firsts) * (search.POOLED / FRAME_RATE)


def _shift(given: NDArray[np.float64], coarse: NDArray[np.float64] | None) -> tuple[float, list[Remark]]:
    """Seconds by which all of a file's times are moved, because they are of another edition of the song."""
    known = ~np.isnan(given)
    if coarse is None or known.sum() < FEWEST_AGREEING:
        return 0.0, []
    off = (coarse - given)[known]
    middle = float(np.median(off))
    agreeing = float(np.mean(np.abs(off - middle) < 0.5))
    if abs(middle) < LEAST_SHIFT or agreeing < AGREEING:
        return 0.0, []
    how = "early" if middle > 0 else "late"
    return middle, [Remark("", f"its times are {abs(middle):.1f} s too {how} for this recording: they were moved")]


def _found(listened: Floats, states: search.Chain, anchors: Sequence[_Anchor]) -> tuple[NDArray[np.intp], list[Remark]]:
    """The way through the states, near the anchors where that can be."""
    for wider in (0.0, 2.0, 6.0) if anchors else ():
        line = search.path(listened, states, _band(len(listened), states, anchors, wider))
        if line is not None:
            told = f"lines were looked for up to {wider:.0f} s further from their times: nearer, they did not fit"
            return line, [Remark("", told)] if wider else []
    line = search.path(listened, states, search.everywhere(len(listened), states))
    if line is None:
        remedy = "Give the words of this song alone, as far as it goes."
        raise SongError("The words are too long for the recording", remedy=remedy)
    return line, [Remark("", "the times in its file fit neither each other nor the song: left out")] if anchors else []


def _band(frames: int, states: search.Chain, anchors: Sequence[_Anchor], wider: float) -> search.Band:
    """What the anchors leave of each frame's states: before the earliest moment, none of what begins there; after the
    latest, none of what was before."""
    low, high = np.zeros(frames, np.intp), np.full(frames, len(states.emits), np.intp)
    for anchor in anchors:
        gap = int(states.words[anchor.piece])
        if anchor.earliest > -np.inf and (first := _frame(anchor.earliest - wider, frames)) > 0:
            high[first - 1] = min(high[first - 1], gap + states.gap)
        if (last := _frame(anchor.latest + wider, frames)) < frames:
            low[last] = max(low[last], gap + states.gap * anchor.begun)
    low, high = np.maximum.accumulate(low), np.minimum.accumulate(high[::-1])[::-1]
    return search.Band(np.minimum(low, high - 1), high)


def _frame(second: float, frames: int) -> int:
    return int(np.clip(round(second * FRAME_RATE), 0, frames))


# --------------------------------------------------------------------------------------------------- what was found


class _Sound(NamedTuple):
    """A phone of the text as it was found."""

    start: int
    """Frame."""
    end: int
    ipa: str
    piece: int
    fit: float
    """How much less likely than the likeliest sound, as a mean log ratio."""


def _sounds(heard: HeardSong, states: search.Chain, line: NDArray[np.intp]) -> list[_Sound]:
    """The phones on the way, without its gaps."""
    listened = search.heard(heard.scores, search.WITH_A_BAND)  # what is doubted was measured so
    place, rows = states.place[line], np.arange(len(line))
    fit = listened[rows, states.emits[line]] - listened[:, : search.GAP].max(axis=1)
    found = []
    for start, end in find_equal_runs(place):
        if place[start] >= 0:
            ipa, piece = states.places[place[start]]
            found.append(_Sound(start, end, ipa, piece, float(fit[start:end].mean())))
    return found


class _Song:
    """A song, put together of what was found."""

    def __init__(
        self,
        heard: HeardSong,
        lyrics: Lyrics,
        words: _Words,
        states: search.Chain,
        line: NDArray[np.intp],
        language: str,
    ) -> None:
        self._heard, self._lyrics, self._words = heard, lyrics, words
        self._language = language
        self._sounds = _sounds(heard, states, line)
        consonants = [each.fit for each in self._sounds if not is_vowel(each.ipa)]
        self.unsure = sum(fit < DOUBTED for fit in consonants) / max(1, len(consonants))

    def sung(self, remarks: Sequence[Remark]) -> SungSong:
        """The song. Words that are not its own have no part in its mouth, and no times but their file's."""
        heard, lyrics, text = self._heard, self._lyrics, self._lyrics.text
        fits = self.unsure < MOST_UNSURE
        words, lines, syllables = self._timed() if fits else ((), self._by_file(), ())
        phones = self._phones() if fits else decode.phones(heard.scores)
        rung = Rung.ALIGNED if fits else Rung.MODEL
        made = of_heard(rung, phones, words, heard.duration, heard.lips)
        track = follow_voice(made.track, phones, heard.voice)
        return SungSong(
            track, lines, words, syllables, phones, text, heard.voice, heard.alone, heard.duration,
            self.unsure, self._language, lyrics.title, lyrics.author, (*remarks, *self._doubts(fits)),
        )  # fmt: skip

    def _doubts(self, fits: bool) -> Iterator[Remark]:
        share = f"{self.unsure:.0%} of its consonants are not heard where they should be"
        if not fits:
            more = "the mouth follows the sound alone, and nothing is shown of the words that has no time of its own"
            yield Remark("", f"these seem to be another song's words ({share}): {more}")
        elif self.unsure > SHAKY:
            yield Remark("", f"the words fit badly ({share}): check them, and the language")

    def _timed(self) -> tuple[tuple[Timed, ...], tuple[Timed, ...], tuple[Timed, ...]]:
        """Words, lines and syllables with their times."""
        words: list[Timed] = []
        syllables: list[Timed] = []
        spans: dict[int, tuple[float, float]] = {}
        for number, group in groupby(self._sounds, key=lambda sound: self._words.pieces[sound.piece].word):
            sounds = list(group)
            said = self._words.said[number]
            phones = [Timed(s.start / FRAME_RATE, s.end / FRAME_RATE, s.ipa) for s in sounds]
            word = Timed(phones[0].start, phones[-1].end, said.text, said.at, len(said.text))
            words.append(word)
            syllables += find_syllables(word, phones, self._language)
            line = self._words.pieces[sounds[0].piece].line
            spans[line] = (spans.get(line, (word.start, 0.0))[0], word.end)
        lines = tuple(self._line(line, start, end) for line, (start, end) in spans.items())
        return tuple(words), lines, tuple(syllables)

    def _line(self, number: int, start: float, end: float) -> Timed:
        of_file = self._words.lines[number]
        text = self._lyrics.lines[of_file].text
        return Timed(start, end, text, self._words.begins[of_file], len(text))

    def _by_file(self) -> tuple[Timed, ...]:
        """The lines at their file's times, each up to the next."""
        timed = [(number, line) for number, line in enumerate(self._lyrics.lines) if line.start is not None]
        starts = [*(line.start or 0.0 for _, line in timed), self._heard.duration][1:]
        return tuple(
            Timed(line.start or 0.0, line.end or end, line.text, self._words.begins[number], len(line.text))
            for (number, line), end in zip(timed, starts, strict=True)
        )

    def _phones(self) -> tuple[Timed, ...]:
        """The phones, and those that are sung between the words, without gaps."""
        found = [Found(s.start, s.end, s.ipa, self._words.pieces[s.piece].line) for s in self._sounds]
        if self._heard.alone:
            found = sorted([*found, *find_wordless(self._heard, found)])
            found = hold_on(found, levels(self._heard.voice)[: len(self._heard.scores)])
        out: list[Timed] = []
        at, count = 0, len(self._heard.scores)
        for start, end, ipa, _ in [*found, Found(count, count, "", -1)]:
            if start > at:
                out.append(Timed(at / FRAME_RATE, start / FRAME_RATE, ""))
            if end > start:
                out.append(Timed(start / FRAME_RATE, end / FRAME_RATE, ipa))
            at = end
        return tuple(out)
