"""Comic timing as data: how long to wait, how fast to speak, and why."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """One habit of people who are listened to."""

    value: float
    """Seconds, or a factor where the name says so."""
    why: str


TIMING: dict[str, Rule] = {
    "breath before a set-up": Rule(
        0.35, "A new idea begins on a breath; without it the audience is still in the last one."
    ),
    "hold before a punch line": Rule(
        0.32, "The last gap before the turn lets the wrong picture form; much longer, and they guess."
    ),
    "set-up rate factor": Rule(1.04, "What leads to a joke is told briskly: nobody should dwell on it."),
    "punch line rate factor": Rule(0.95, "The pay-off must be understood at once, by the back row too."),
    "change of speaker": Rule(0.22, "People answer each other after about two tenths of a second (Stivers 2009)."),
    "retort": Rule(0.10, "The answer that gets the laugh comes quicker: it was on the tongue already."),
    "same speaker again": Rule(0.45, "A new speech by the same person is a new thought."),
    "after a laugh": Rule(0.12, "Speech that begins the instant a laugh is over sounds cued."),
    "laugh to nobody": Rule(0.7, "With no audience a beat stays where the laugh was: it is part of the sentence."),
    "tail talked over gain": Rule(0.6, "The end of a laugh goes on below the next line, and must not mask it."),
    "look at speaker": Rule(0.18, "Listeners turn to who speaks as they hear, not before."),
    "reaction": Rule(0.25, "A partner who reacts before the audience has laughed has read the script."),
    "act then speak": Rule(0.55, "A gesture is begun before the words that it goes with."),
    "act alone": Rule(1.1, "A gesture with nothing said needs the time to be seen."),
    "enter": Rule(0.9, "The audience looks at whoever comes in, and hears nothing meanwhile."),
    "exit": Rule(0.8, "Nobody speaks across a closing door, unless that is the joke."),
    "move": Rule(0.6, "A step to another place takes this long to be drawn."),
    "scene begins": Rule(0.8, "A new picture is looked at before it is listened to."),
    "card": Rule(2.2, "A line on a card is read twice before it goes."),
    "card a word": Rule(0.12, "Longer cards stay longer."),
    "fade": Rule(0.9, "A fade that is seen as one."),
    "sound then speech": Rule(0.15, "An effect is let finish, and a moment is left to know what it was."),
    "end": Rule(0.8, "The picture stays a moment when all is over."),
}


def seconds(name: str) -> float:
    """The value of a rule."""
    return TIMING[name].value


factor = seconds
