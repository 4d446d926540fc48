"""What each cue puts onto the clock: lines with their pauses, laughter, sounds, entrances, faces, looks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from avatar.edits.acting import apply_marks
from avatar.edits.applying import apply_mouth
from avatar.edits.takes import edited_entry, fitted
from avatar.pacing import natural_gap
from avatar.performer.throats import with_noise
from avatar.scene.clocks import begin_clock
from avatar.scene.staging import CARD_FADE_S
from avatar.show import effects
from avatar.show.acting import act_at, act_cue
from avatar.show.camera import PlannedShot
from avatar.show.clapping import clap_along
from avatar.show.cues import (
    Act,
    Chapter,
    Cue,
    Directed,
    Fade,
    Heading,
    Insert,
    Laugh,
    Music,
    Say,
    ScriptedPause,
    Shot,
    Sing,
    SoundCue,
    TitleCard,
)  # fmt: skip
from avatar.show.cutting import begin_clocks, snap
from avatar.show.hearing import EARS, Ears, Underscore, react
from avatar.show.in_force import InForce
from avatar.show.recutting import Cutter
from avatar.show.timing import find_following, is_punch, seconds, time_insert
from avatar.show.volunteering import NOTHING, plan
from avatar.song.arranging import Arrangement, SongStep
from avatar.song.backing import play_beats
from avatar.song.in_rhythm import InRhythm, speak_in_rhythm
from avatar.types import Entry, Mark, MarkKind, Performance

Speak = Callable[[Say], Performance]
"""Performs one sentence. Never raises: what can't be spoken comes back silent, with its caption."""


SingLine = Callable[[Sing, bool], SongStep]
"""Performs a line of a song, on the song's own clock; True where the song begins with it, and its backing and dances
come along. Never raises: what can't be sung comes back silent, with its caption."""

NOT_HERE = frozenset({"set", "enter", "state"})
"""Marks of a song's own that a show has its own for."""

LAUGHS = 7
"""How many laughs of one strength a show tells apart: one takes half a second to make, and nobody knows the eighth."""


class Stagecraft:
    """Walks through cues and collects entries. `t` is where the next cue may begin."""

    def __init__(
        self, directed: Directed, speak: Speak, house: str, seed: int, ears: Ears = EARS, sing: SingLine | None = None,
        grid: float = 0.0,
    ) -> None:  # fmt: skip
        """`ears`: where sounds other than words come from; an estimate has quicker ones. `sing` None: of songs only
        their times are known. `grid`: whatever begins does so at a whole multiple of so many seconds; 0 for anywhere.
        """
        self._cues, self._cast = directed.cues, [member.who for member in directed.cast]
        self._speak, self._house, self._seed, self._ears = speak, house, seed, ears
        self._sing_line = sing
        self._grid = grid
        self._coming = ""
        """The text of the cue being performed, or else of the next one that has any."""
        self._song: tuple[Arrangement, float] | None = None
        """The song that is being sung, and the second at which its clock began."""
        self._heard = 0
        self._edits = directed.edits_of_cues()
        self._meanwhile = plan(directed, seed) if ears.bed else {}  # an estimate needs none of it
        self._now = InForce(on=dict.fromkeys(self._cast, ""))
        self._entries: list[Entry] = []
        self._cutter: Cutter | None = None
        self._music = Underscore(ears.bed)
        self.t = 0.0
        self._handlers: dict[type, Callable[[int, Any], float]] = {
            Say: self._say, ScriptedPause: self._pause, Laugh: self._laugh, SoundCue: self._sound, Act: self._act,
            Music: self._begin_music, Heading: self._heading, TitleCard: self._card, Chapter: self._chapter,
            Fade: self._fade, Sing: self._sing, Insert: self._insert,
        }  # fmt: skip

    def do(self, index: int, cue: Cue) -> float:
        """Perform a cue; returns the seconds at which it is first seen or heard."""
        self._coming = next((text for each in self._cues[index:] if (text := getattr(each, "text", ""))), "")
        self.t = snap(self.t, self._grid)
        before = len(self._entries)
        start = self.t if isinstance(cue, Shot) else self._handlers[type(cue)](index, cue)
        if self._cutter is not None:
            self._entries += self._cutter.cut(index, start, self._entries[before:])
        if isinstance(cue, Shot):
            return start
        if not isinstance(cue, Say) or not cue.sung:
            self._now.song = -math.inf if not isinstance(cue, ScriptedPause) else self._now.song
        self._entries += self._music.until(self.t)
        return start

    def shoot(self, plan: Sequence[PlannedShot], first: int) -> None:
        """Cut by this plan from now on; `first`: index of the cue that the show begins with. Shots that were edited
        take the place of planned ones."""
        self._cutter = Cutter(plan, self._cues, self._edits)
        self._entries += self._cutter.begin(first)

    def taken(self) -> tuple[Entry, ...]:
        """The entries since the last time, in order."""
        entries, self._entries = self._entries, []
        begun = begin_clocks(entries, self._grid, *self._content())
        return tuple(sorted(begun, key=lambda entry: entry.start))

    def _content(self) -> tuple[str, str]:
        """What is seen and said now: the set, and the text that comes."""
        return self._now.scene.set if self._now.scene else "", self._coming

    # ------------------------------------------------------------------------------------------- beginning and ending

    def foresee(self, cue: Cue) -> None:
        """Remember the lasting effects of a cue that is skipped."""
        if isinstance(cue, Heading):
            self._now.enter_scene(cue)
        elif isinstance(cue, Act):
            self._now.remember(cue.who, cue.mark)
        elif isinstance(cue, Music):
            self._music.begin(cue.name, 0.0)
        elif isinstance(cue, Laugh):
            self._heard += 1
        elif isinstance(cue, Fade):
            self._now.dark = cue.way != "in"
        elif isinstance(cue, Say):
            if cue.first:
                self._now.faces.pop(cue.who, None)
                self._now.address(cue.who)
            for spot in cue.marks:
                self._now.remember(cue.who, spot.mark)

    def open(self, first: Cue | None) -> None:
        """The stage as it is when the first cue comes."""
        if isinstance(first, Heading):
            return
        if self._now.scene:
            self._put("", "set", self._now.scene.set)
        elif any(isinstance(cue, Heading) for cue in self._cues):
            self._now.on = {}
        self._people()
        for who, face in self._now.faces.items():
            self._put(who, "expression", face)
        for who, thing in self._now.held.items():
            self._put(who, "prop", thing)
        for who, hat in self._now.hats.items():
            self._put(who, "hat", hat)
        if self._now.dark:
            self._put("", "fade", "out", lasts=0.0)

    def close(self) -> float:
        """The moment for which the picture stays when all is over."""
        start = self.t
        self._entries += self._music.end(self.t)
        self.t += seconds("end")
        self._put("", "state", "idle", self.t)  # nobody's: it only makes the scene last until here
        return start

    def _people(self) -> None:
        for who in self._cast:
            self._put(who, "enter" if who in self._now.on else "exit", self._now.on.get(who, ""))

    def _put(self, who: str, kind: MarkKind, name: str, at: float | None = None, lasts: float | None = None) -> None:
        start = self.t if at is None else at
        self._entries.append(Entry(start, who, Mark(kind, name, 0.0, lasts)))

    # --------------------------------------------------------------------------------------------------------- speech

    def _say(self, index: int, cue: Say) -> float:
        now = self._now
        spoken = self._speak(cue)
        edits = fitted(self._edits[index], spoken) if index in self._edits else None
        spoken = spoken if edits is None else apply_mouth(spoken, edits)
        rhythm = speak_in_rhythm(spoken, self._beat()[1]) if cue.sung else None
        meanwhile = self._meanwhile.get(index, NOTHING)
        performance = act_cue(rhythm.performance if rhythm else spoken, cue, meanwhile.speaker)
        performance = performance if edits is None else apply_marks(performance, edits)
        if cue.before:
            performance = with_noise(performance, cue.before)
        if cue.together and cue.first:
            now.ends, self.t = max(now.ends, self.t), now.speech
        else:
            self.t = snap(self.t + self._gap(index, cue, performance), self._grid)
        if cue.sung:
            self._on_the_beat(rhythm)
        start = self.t
        if cue.first and not cue.together:
            now.speech = now.ends = start
        self._face(cue, start)
        self._entries.append(Entry(start, cue.who, performance))
        self._now.address(cue.who)
        self._turn_to_partner(index, cue, start, performance)
        for who, act in meanwhile.others:
            if who in now.on:
                self._entries.append(Entry(start, who, act_at(act, performance, seconds("listener's answer"))))
        self.t = start + performance.duration
        now.last, now.paused = performance, False
        if not self._goes_on_together(index):
            self.t = max(self.t, now.ends)
        return start

    def _turn_to_partner(self, index: int, cue: Say, start: float, performance: Performance) -> None:
        """The eyes are with the partner while a line is said, unless the script says where they are."""
        now = self._now
        if cue.who not in now.on or now.partner not in now.on or any(spot.mark.kind == "look" for spot in cue.marks):
            return
        rule = "share of a punch line" if is_punch(self._cues, index) else "share of a line"
        self._put(cue.who, "look", now.partner, start, performance.duration * seconds(rule))

    def _beat(self) -> tuple[float, float]:
        """Where words without a tune begin to be counted, and seconds of a beat: the music's, where some is heard."""
        usual = seconds("beat of a song")
        if self._music.beat is None:
            return self._now.song, usual
        start, beat = self._music.beat
        return start, beat * 2.0 ** round(math.log2(usual / beat))

    def _on_the_beat(self, rhythm: InRhythm | None) -> None:
        """Waits for the beat that the line's first bar begins on; with music, brushes go along with it."""
        now, (start, beat) = self._now, self._beat()
        lead = rhythm.lead if rhythm else 0.0
        if start < 0.0:
            start = self.t + lead
        now.song = start
        half = 2 * beat
        bar = start + half * math.ceil((self.t + lead - start) / half - 1e-9)
        self.t = bar - lead
        if rhythm and self._music.beat is not None:
            played = max(0, math.ceil((now.brushed - bar) / beat - 1e-6))  # by the line before
            count = round(rhythm.beats) - played
            if count > 0:
                self._entries.append(Entry(bar + played * beat, "", play_beats(count, beat, self._seed)))
            now.brushed = bar + rhythm.beats * beat

    def _goes_on_together(self, index: int) -> bool:
        following = find_following(self._cues, index)
        return (
            isinstance(following, Say | ScriptedPause) and following.together and not getattr(following, "first", False)
        )

    def _gap(self, index: int, cue: Say, performance: Performance) -> float:
        """Seconds between what was heard last and this sentence."""
        now = self._now
        if now.paused:
            return 0.0
        punch = is_punch(self._cues, index)
        if cue.first and cue.who != now.speaker:
            return seconds("retort" if punch else "change of speaker")
        natural = natural_gap(now.last, performance)
        if cue.first:
            return max(natural, seconds("same speaker again"))
        return max(natural, seconds("hold before a punch line")) if punch else natural

    def _face(self, cue: Say, start: float) -> None:
        """A face made in an earlier speech is dropped as a new one begins."""
        faces = self._now.faces
        makes = [spot for spot in cue.marks if spot.mark.kind == "expression"]
        if cue.first and faces.pop(cue.who, "neutral") != "neutral" and not any(spot.at == 0 for spot in makes):
            self._put(cue.who, "expression", "neutral", start)
        for spot in cue.marks:
            self._now.remember(cue.who, spot.mark)

    def _pause(self, index: int, cue: ScriptedPause) -> float:
        start = self.t
        self.t += cue.seconds
        self._now.interrupt()
        if not self._goes_on_together(index):
            self.t = max(self.t, self._now.ends)
        return start

    # ----------------------------------------------------------------------------------------------------------- song

    def _sing(self, index: int, cue: Sing) -> float:
        """A line of a song; with its first one, or with the one that a show begins at, the song begins."""
        song = cue.song
        opens = self._song is None or self._song[0] is not song or cue.number == 0
        if self._song is None or opens:
            if cue.number == 0:
                self._entries += self._music.begin("", self.t)
            self._song = (song, self.t - song.begins(cue.number))
        base = self._song[1]
        if self._sing_line is not None:
            step = self._sing_line(cue, opens)
            edits = self._edits.get(index)
            self._entries += [
                replace(edited_entry(entry, cue.who, edits), start=entry.start + base)
                for entry in step.entries
                if not (isinstance(entry.what, Mark) and entry.what.kind in NOT_HERE)
            ]
            if opens:
                claps = clap_along(song, self._house, self._seed, applause=False)
                heard = (each for each in claps if each.start >= song.begins(cue.number))
                self._entries += [replace(entry, start=entry.start + base) for entry in heard]
        start = self.t
        over = cue.number >= len(song.lines)
        self.t = max(self.t, base + (song.end + seconds("after a song") if over else song.begins(cue.number + 1)))
        self._song = None if over else self._song
        self._now.interrupt()
        return start

    # ---------------------------------------------------------------------------------------------------------- sound

    def _laugh(self, index: int, cue: Laugh) -> float:
        heard = self._ears.house(cue, self._house, self._seed + self._heard % LAUGHS)
        self._heard += 1
        start = self.t
        if heard.clip.duration:
            self._entries.append(Entry(start, "", heard.clip))
        others = [who for who in self._now.on if who != self._now.speaker]
        if self._now.speaker in self._now.on:
            self._entries += react(cue, heard, start, self._now.speaker, others, self._now.faces)
        if self._house != "none":
            for who, act in self._meanwhile.get(index, NOTHING).others:
                if who in self._now.on:
                    mark = Mark("gesture", act.name, 0.0, strength=act.strength)
                    self._entries.append(Entry(start + 1.6 * seconds("reaction"), who, mark))
        self.t = start + heard.resume_s + (seconds("after a laugh") if self._house != "none" else 0.0)
        self._now.interrupt()
        return start

    def _sound(self, index: int, cue: SoundCue) -> float:
        """An effect; what comes next waits for its end, but not for that of the weather."""
        rule = "music begins" if effects.is_bed(cue.name) else "longest sound waited for"
        return self._play(cue.name, cue.gain, rule)

    def _play(self, name: str, gain: float, longest: str) -> float:
        start = self.t
        clip = self._ears.effect(name)
        self._entries.append(Entry(start, "", clip, gain))
        self.t += min(clip.duration, seconds(longest)) + seconds("sound then speech")
        self._now.interrupt()
        return start

    def _begin_music(self, index: int, cue: Music) -> float:
        start = self.t
        self._entries += self._music.begin(cue.name, start)
        if cue.name and not effects.is_bed(cue.name):
            return self._play(cue.name, 1.0, "sting")  # it has an end of its own
        if cue.name:
            self.t += seconds("music begins")
            self._now.interrupt()
        return start

    # -------------------------------------------------------------------------------------------------------- picture

    def _act(self, index: int, cue: Act) -> float:
        start = self.t
        lasts = seconds("look") if cue.mark.kind == "look" else None
        self._put(cue.who, cue.mark.kind, cue.mark.name, lasts=lasts)
        self._now.remember(cue.who, cue.mark)
        if cue.waits:
            following = find_following(self._cues, index)
            spoken = isinstance(following, Say) and following.who == cue.who
            rule = cue.mark.kind if cue.mark.kind in ("enter", "exit", "move") else ""
            self.t += seconds(rule or ("act then speak" if spoken else "act alone"))
            self._now.interrupt()
        return start

    def _heading(self, index: int, cue: Heading) -> float:
        start = self.t
        now = self._now
        self._put("", "set", cue.set)
        for who in now.faces:
            self._put(who, "expression", "neutral")
        for who in now.held if cue.name else ():
            self._put(who, "prop", "")
        self.foresee(cue)
        self._people()
        following = self._cues[index + 1] if index + 1 < len(self._cues) else None
        if cue.name and not isinstance(following, Fade):  # out of the black a scene begins with its fade
            self.t += seconds("scene begins")
        self._now.interrupt()
        now.speaker = now.partner = ""
        return start

    def _card(self, index: int, cue: TitleCard) -> float:
        start = self.t
        lasts = max(seconds("card"), seconds("card a word") * len(cue.text.split()))
        self._put("", "title", cue.text, lasts=lasts)
        covered = snap(start + CARD_FADE_S, self._grid)
        self._entries.append(begin_clock(covered, "title", *self._content()))
        self.t += lasts
        self._now.interrupt()
        return start

    def _insert(self, index: int, cue: Insert) -> float:
        """A thing is looked at; the camera's plan shows it."""
        start = self.t
        self.t += time_insert(cue.thing)
        self._now.interrupt()
        return start

    def _chapter(self, index: int, cue: Chapter) -> float:
        start = self.t
        self._put("", "chapter", cue.name)
        following = find_following(self._cues, index)
        if index and not isinstance(following, Heading):
            self.t += seconds("section begins")
            self._now.interrupt()
        return start

    def _fade(self, index: int, cue: Fade) -> float:
        start, lasts = self.t, seconds("fade") if cue.way != "black" else 0.0
        self._put("", "fade", "in" if cue.way == "in" else "out", lasts=lasts)
        self.t += seconds("fade") if lasts or start > 0.0 else 0.0
        self._now.dark = cue.way != "in"
        self._now.interrupt()
        return start
