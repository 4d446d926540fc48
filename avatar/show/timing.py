"""Comic timing as data: how long to wait, how fast to speak, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from avatar.character.holding import read_thing
from avatar.performer.delivery import Delivery
from avatar.show.cues import Cue, Laugh, Say, Shot


class TimingRule(NamedTuple):
    """One habit of people who are listened to."""

    value: float
    """Seconds, or a factor where the name says so."""
    why: str


TIMING: dict[str, TimingRule] = {
    # between sentences
    "hold before a punch line": TimingRule(
        0.32, "The gap before the turn lets the wrong picture form; longer, they guess."
    ),
    "set-up rate factor": TimingRule(1.04, "What leads to a joke is told briskly: nobody should dwell on it."),
    "punch line rate factor": TimingRule(0.95, "The pay-off must be understood at once, in the back row too."),
    "change of speaker": TimingRule(0.22, "People answer after some two tenths of a second (Stivers et al. 2009)."),
    "retort": TimingRule(0.10, "The answer that gets the laugh comes quicker: it was on the tongue already."),
    "same speaker again": TimingRule(0.45, "A new speech by the same person is a new thought, and begins on a breath."),
    "beat of a song": TimingRule(0.60, "A hundred beats a minute: a walking pace, at which words stay clear."),
    "after a song": TimingRule(0.15, "Applause comes on the heels of the last note."),
    # the house
    "after a laugh": TimingRule(0.12, "Speech that begins the instant a laugh has sunk sounds cued."),
    "tail talked over gain": TimingRule(0.6, "The end of a laugh goes on below the next line, and must not mask it."),
    "reaction": TimingRule(0.25, "A partner who reacts before the house has laughed has read the script."),
    # sounds
    "sound then speech": TimingRule(0.15, "An effect is let finish, and a moment is left to know what it was."),
    "longest sound waited for": TimingRule(5.0, "An effect that takes longer than this has become scenery."),
    "sting": TimingRule(3.0, "A signature tune has said who comes by then, and goes on under the applause."),
    "music begins": TimingRule(
        1.2, "Music or weather alone says what kind of scene this is; nobody waits for its end."
    ),
    # moves
    "listener's answer": TimingRule(
        0.25, "A nod follows what it answers by a quarter of a second, or it was wound up."
    ),
    "act then speak": TimingRule(0.35, "A gesture begins before the words that it goes with (Kendon 1980)."),
    "act alone": TimingRule(1.1, "A gesture with nothing said after it needs the time to be seen."),
    "look": TimingRule(1.2, "A look is held until the audience has followed it."),
    "share of a line": TimingRule(0.7, "A line is said to the partner, with the house let in towards its end."),
    "share of a punch line": TimingRule(0.4, "A punch line begins with the partner and is delivered to the house."),
    "enter": TimingRule(0.9, "The audience looks at whoever comes in, and hears nothing meanwhile."),
    "exit": TimingRule(0.8, "Nobody speaks across a closing door, unless that is the joke."),
    "move": TimingRule(0.6, "The length of the walk to another place."),
    # pictures
    "scene begins": TimingRule(0.8, "A new picture is looked at before it is listened to."),
    "section begins": TimingRule(0.6, "A new subject begins after a breath that is longer than the others."),
    "card": TimingRule(2.2, "A line on a card is read twice before it goes."),
    "card a word": TimingRule(0.35, "Longer cards stay longer: subtitles are read at about three words a second."),
    "insert": TimingRule(1.8, "A thing is known at once, and looked at once more."),
    "insert a word": TimingRule(0.35, "What is written on it is read, as on a card."),
    "picture of a montage": TimingRule(0.5, "A picture of a series goes on a moment after what is done in it."),
    "fade": TimingRule(0.9, "Long enough to be seen as a fade, not as a fault."),
    "end": TimingRule(0.8, "The picture stays a moment when all is over."),
}


def time_insert(thing: str) -> float:
    """Seconds that a thing is looked at."""
    return seconds("insert") + seconds("insert a word") * len(read_thing(thing)[1].split())


def seconds(name: str) -> float:
    """The value of a rule."""
    return TIMING[name].value


def time_cues(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues with set-ups told a little faster, and what the audience laughs at a little slower."""
    timed = list(cues)
    punch = False
    for index in range(len(timed) - 1, -1, -1):
        cue = timed[index]
        following = find_following(timed, index)
        if isinstance(following, Laugh) and following.kind == "laugh":
            punch = True
        elif isinstance(following, Say) and following.first:
            punch = False
        if isinstance(cue, Say) and not cue.sung:
            last = is_punch(cues, index)
            name = "punch line rate factor" if last else "set-up rate factor" if punch else ""
            if name and cue.delivery.rate == 1.0:
                timed[index] = replace(cue, delivery=cue.delivery.plus(Delivery(rate=seconds(name))))
    return tuple(timed)


def is_punch(cues: Sequence[Cue], index: int) -> bool:
    """Whether the audience laughs right after this cue."""
    following = find_following(cues, index)
    return isinstance(following, Laugh) and following.kind == "laugh"


def find_following(cues: Sequence[Cue], index: int) -> Cue | None:
    """The next cue that takes part in the timing: a wish for the camera does not."""
    return next((cues[at] for at in range(index + 1, len(cues)) if not isinstance(cues[at], Shot)), None)
