"""One clause performed: spoken, given a mouth, and acting marks put at the right words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from avatar import logs
from avatar.config import Config
from avatar.errors import LibraryError
from avatar.lipsync import ladder
from avatar.lipsync.lines import captions
from avatar.performer.choosing import tuned
from avatar.performer.delivery import Delivery, delivered, tinted
from avatar.performer.narrating import narrator_for, resting
from avatar.performer.parts import Part, joined, split_clause, timed, without_told
from avatar.performer.throats import with_noise
from avatar.performer.whisper import whispered
from avatar.scene import prominence
from avatar.speech import traits
from avatar.speech.speaker import Speaker
from avatar.text.directions import Marked
from avatar.text.emphasis import find_emphasis
from avatar.text.tracked import Span
from avatar.types import Clip, Mark, MouthTrack, Performance, Speech, Timed, Voice

HEARD_FROM = "Oh well."
"""What is spoken, and not heard, to know the throat that only sighs."""


@dataclass(frozen=True)
class SpokenLine:
    """A clause to perform."""

    said: Marked
    who: str
    voice: Voice
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    """The character's own, word to pronunciation. The user's, from the settings, win."""
    cues: Path | None = None
    """Corrected mouth cues for it (the rung `edited`)."""
    delivery: Delivery = Delivery()
    stressed: tuple[tuple[int, int], ...] = ()
    """Words to be emphasised, each by its place and length in `said.shown`, beside those that the text itself marks."""


class Performer:
    """Holds the voice engines and performs lines one after the other; `close` it in the end."""

    def __init__(self, config: Config, notice: Callable[[str], None] = lambda text: None) -> None:
        """`notice` is told, once each, what the listener should know (a voice failed, the cache is off)."""
        self._config = config
        self._speaker = Speaker(config.speech, notice=notice, log_path=logs.path())
        self._rungs = ladder.chosen(config.lipsync.rungs)
        self._throats: dict[Voice, Clip] = {}
        self._narrators: dict[Voice, Voice] = {}
        self._notice = notice

    def warm(self, voice: Voice) -> None:
        """Start what the first line would have to wait for, by performing one that nobody hears."""
        self._speaker.warm(tuned(voice, self._config))
        self.perform(SpokenLine(Marked("Hello."), "", voice))

    def look(self) -> None:
        """Replace engines that hang, before anybody has to wait for them."""
        self._speaker.look()

    def perform(self, line: SpokenLine) -> Performance:
        """The whole clause. Raises EngineError where not even the fallback voice speaks."""
        narrates = self._config.speech.narration == "narrator"
        parts = timed([(self._speak(part, line), part) for part in split_clause(line.said, narrates=narrates)])
        speech = own = joined(parts, line.said.shown, line.voice)
        if any(part.told for _, part in parts):
            others = [(resting(speech) if part.told else speech, part) for speech, part in parts]
            own = joined(others, without_told(line.said), line.voice)
            speech = replace(speech, phones=own.phones, times_from=own.times_from)
        mouth = self._mouth(own, line)
        hushed = [part for _, part in parts if _delivery(part, line).whisper and not part.told]
        if hushed and not traits(line.voice.engine).whispers:
            # Only after the mouth was made: it needs the sound of the voice, which a whisper lacks.
            whispers = [(_whispered(each) if part in hushed else each, part) for each, part in parts]
            speech = replace(speech, clip=joined(whispers, line.said.shown, line.voice).clip)
        acted = [Mark(mark.kind, mark.name, _time_of(at, speech)) for at, mark in line.said.marks]
        all_marks = sorted([*acted, *prominence.mark_prominence(own)], key=lambda mark: mark.start)
        made = Performance(line.who, speech, mouth, tuple(all_marks), captions(speech))
        return self._with_noises(made, line) if line.said.noises else made

    def mime(self, clip: Clip, who: str, text: str = "", language: str = "en") -> Performance:
        """A finished sound, with a mouth made for it; `text`: what is said in it, where that is known.

        Raises LipSyncError where the settings leave no way to make one.
        """
        from avatar.lipsync import tool  # here, since it loads every file format, which most chats don't need

        timeline = tool.lipsync(clip, text=text, language=language, rungs=self._rungs)
        words = placed(timeline.words, text)
        speech = Speech(clip, text, "", language, words, times_from="alignment" if words else "none")
        return Performance(who, speech, timeline.track, captions=captions(speech))

    def close(self) -> None:
        self._speaker.close()

    def _speak(self, part: Part, line: SpokenLine) -> Speech:
        if part.told:
            return self._speaker.speak(part.text, self._narrator(line.voice), line.pronunciations)
        voice = delivered(tuned(line.voice, self._config), _delivery(part, line))
        places = [(at - part.at, length) for at, length in line.stressed]
        stressed = [Span(at, at + length) for at, length in places if 0 <= at < len(part.text)]
        stressed += find_emphasis(part.text)
        return self._speaker.speak(part.text, voice, line.pronunciations, stressed)

    def _with_noises(self, made: Performance, line: SpokenLine) -> Performance:
        """What the throat does, at its places: the last first, so that the other places stay as they are."""
        heard = made.speech.clip if made.speech.words else self._throat(line.voice)
        for at, name in reversed(line.said.noises):
            made = with_noise(made, name, _place_of(at, made.speech), heard)
        return made

    def _narrator(self, own: Voice) -> Voice:
        """Who narrates where this voice speaks."""
        if own not in self._narrators:
            try:
                self._narrators[own] = narrator_for(self._config, own)
            except LibraryError as error:
                self._notice(str(error))
                usual = replace(self._config, speech=replace(self._config.speech, narrator_voice=""))
                self._narrators[own] = narrator_for(usual, own)
        return self._narrators[own]

    def _throat(self, voice: Voice) -> Clip:
        """A sound of a voice that says nothing in this line."""
        if voice not in self._throats:
            self._throats[voice] = self._speaker.speak(HEARD_FROM, tuned(voice, self._config)).clip
        return self._throats[voice]

    def _mouth(self, speech: Speech, line: SpokenLine) -> MouthTrack:
        return ladder.mouth(speech, cues=line.cues, rungs=self._rungs)


def _delivery(part: Part, line: SpokenLine) -> Delivery:
    return line.delivery.plus(tinted(line.said, part.at))


def _whispered(speech: Speech) -> Speech:
    return replace(speech, clip=whispered(speech.clip))


def placed(words: Sequence[Timed], text: str) -> tuple[Timed, ...]:
    """Words with their places in a text, searched for in order; `at` is -1 for a word that is not found."""
    found, folded, after = [], text.casefold(), 0
    for word in words:
        at = folded.find(word.value.casefold(), after) if word.value else -1
        length = len(word.value) if at >= 0 else 0
        after = at + length if at >= 0 else after
        found.append(word._replace(at=at, length=length))
    return tuple(found)


def _time_of(at: int, speech: Speech) -> float:
    """When the character at index `at` of the text is said: the start of its word, else of the next, else the end."""
    placed = [word for word in speech.words if word.at >= 0]
    if not placed:
        return speech.clip.duration * min(1.0, at / max(1, len(speech.text)))
    return next((word.start for word in placed if word.at + word.length > at), placed[-1].end)


def _place_of(at: int, speech: Speech) -> float:
    """Where a noise at index `at` of the text is heard: before that word, else after the sound. Where nobody knows when
    words are said, it comes before all of them or after."""
    placed = [word for word in speech.words if word.at >= 0]
    if not placed:
        return 0.0 if 2 * at <= len(speech.text) else speech.clip.duration
    return _time_of(at, speech) if placed[-1].at >= at else speech.clip.duration
