"""How much, how fast and how long a character moves: every number of its acting, each with its reason.

Angles are degrees, shifts are head heights, times are seconds, shares go from 0 to 1. Where no source is named the
number was set by eye on the whole cast: large enough to be seen at 200 pixels, small enough not to be noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Bump(NamedTuple):
    """A bell over time: `height` at `middle`, e times less `width` away from it."""

    height: float
    middle: float
    """Seconds from the moment that it belongs to."""
    width: float
    """Seconds."""


class FadeTimes(NamedTuple):
    """How something comes and goes: `rise` seconds from `delay` after its start, `fall` seconds from `stay` after its
    end."""

    rise: float
    fall: float
    delay: float = 0.0
    stay: float = 0.0


class Wander(NamedTuple):
    """A slow wander (`life.sway`) of one channel."""

    reach: float
    period: float
    """Seconds between its knots: no two channels share one, or the head would visibly go round in circles."""


# ------------------------------------------------------------------------------------------------------ mood and state

MOOD_CHANGE = 0.34
"""From one expression to the next: quicker looks like a cut, slower like a mask being changed."""
MOOD_LEAD = 0.12
"""A face changes before the word that it belongs to, as people's do."""
MOODS_KEPT = 4
"""Expressions that may still be fading under the newest one; what is older than four is covered by them."""
MOOD_GOES = 1.2
"""A mood that ends leaves the face slowly: one that drops at once looks false."""
LEAST_SHARE = 0.003
"""A mood below this share is left out: it moves no pixel."""
ALONE_SHARE = 0.997
"""A mood above this share has the face to itself."""
THINKING_FACE = 0.8
"""Share of the thinking face while a character thinks: some of the mood before stays."""

STATE = FadeTimes(rise=0.4, fall=0.4)
"""Thinking and listening come and go as attention does, in under half a second."""
LISTENS_TO_OTHERS = FadeTimes(rise=0.5, fall=0.8)
"""A listener stays with a partner for a moment after the partner's last word."""

# ------------------------------------------------------------------------------------------------------------- speech

MOUTH_FADE = 0.12
"""The lips come to rest after a clause in about the time of one quiet consonant."""
LAST_FRAME = 0.011
"""Seconds before the end of a mouth's track that still lie in it: just over one of its frames."""
SETTLE = 0.9
"""After the last word the head comes to rest."""
STIRS = 0.3
"""Before the first word the head begins to move."""

NOD = (Bump(1.0, 0.09, 0.11), Bump(-0.3, -0.13, 0.09), Bump(-0.14, 0.36, 0.12))
"""A beat on a stressed word: the nod itself, the lift that goes before it, the small bounce after it. Its peak lies 90
ms after the word's start, on its vowel; anticipation and overshoot as animators draw them (Thomas and Johnston 1981,
The Illusion of Life)."""
NOD_PITCH = 4.6
NOD_DROP = 0.006
"""The whole head sinks a little with the nod."""
NOD_ROLL = Bump(1.3, 0.16, 0.2)
"""A nod is never quite straight; to which side differs from word to word (`NOD_SIDE`)."""
NOD_SIDE = 7.3
"""Radians a second: turns a word's start in its clause into a side that looks random, and is the same each time."""
NOD_BROWS = Bump(0.42, 0.07, 0.17)
"""Brows flash on the stressed word, just before the nod's peak."""
NOD_BEFORE, NOD_AFTER = 0.4, 0.9
"""Seconds before and after a word's start between which its nod moves anything."""

QUESTION = FadeTimes(rise=0.4, fall=0.6, delay=-0.2, stay=0.2)
"""A question's tilt begins a little before its last words and outlasts them, waiting for the answer."""
QUESTION_ROLL = 3.2
QUESTION_SIDE = 5.1
"""Radians a second: which side a question tips to, as `NOD_SIDE`."""
QUESTION_PITCH = -1.5
"""The chin comes up."""
QUESTION_BROWS = 0.5
QUESTION_TILT = 0.2
QUESTION_LASTS = 4.0
"""How many seconds back a question may have begun and still be acted."""

# ---------------------------------------------------------------------------------------------------- sway and breath

STILLED = 0.2
"""Share of a character's energy that is left where the user asks for little motion."""
QUIET_SWAY, TALKING_SWAY = 0.55, 0.6
"""Sway of a quiet character, and what talking adds to it."""

SWAY: Mapping[str, Wander] = {
    "x": Wander(0.006, 2.3),
    "y": Wander(0.004, 1.9),
    "roll": Wander(1.7, 2.7),
    "yaw": Wander(3.2, 2.1),
    "pitch": Wander(1.4, 1.7),
    "body": Wander(0.006, 3.7),
    "lean": Wander(0.55, 4.3),
}
"""Channel of head (x to pitch) and body (body, lean) to its wander. Bodies are slower than heads."""

LISTENING_ROLL = 3.0
LISTENING_LEAN = 0.5
LISTENING_DROP = 0.006
"""A listener inclines head and body to one side and comes a little closer. Each character has a side of its own."""
THINKING_PITCH = -1.0
"""A thinker looks up a little."""

LISTENER_NODS_EVERY = 3.1
"""Seconds between places for a listener's nod."""
LISTENER_NOD_JITTER = 0.35
"""Share of that time by which a nod is early or late."""
LISTENER_NODS_FROM = -0.1
"""A place whose number, drawn from -1 to 1, is below this gets no nod: rather more than half of the places get one."""
LISTENER_NOD = (Bump(1.0, 0.0, 0.16), Bump(0.6, 0.42, 0.16))
"""A nod, and a smaller one behind it."""
LISTENER_NOD_PITCH = 3.4

BREATH_EVERY = 3.9
"""Seconds of a breath at rest: 15 a minute, in the middle of an adult's 12 to 20."""
BREATH_DRIFT = Wander(0.6, 5.0)
"""Radians by which breaths come early or late."""
INHALE = 0.38
"""Seconds of breath taken in before a clause."""
SPENT = 0.85
"""Share of a breath that a clause uses up."""
SHORTEST_BREATH = 1.5
"""Seconds. A shorter clause uses up a smaller share, as if it were the beginning of one that lasts so long."""

# --------------------------------------------------------------------------------------------------------------- gaze

FACING_YAW = 9.0
"""How far the head of someone who faces fully to one side is turned."""
PARTNER_TURN = 8.0
"""A head's turn, at most, to look at a partner, besides what the eyes do."""
GAZE_YAW, GAZE_PITCH = 3.5, 1.2
"""The head follows the eyes a little: degrees at the end of the eyes' reach."""
JAW_PITCH = -0.8
"""An open jaw lifts the head."""

STEADIER_LISTENING, STEADIER_TALKING = 0.7, 0.25
"""Shares of the eyes' own wandering that listening and talking take away: listeners look at who speaks far more
steadily than speakers look at them (Argyle and Cook 1976, Gaze and Mutual Gaze)."""
TO_PARTNER = FadeTimes(rise=0.15, fall=0.2, delay=0.15, stay=0.4)
"""Eyes go to a partner who begins to speak after the time it takes to notice, and stay after the last word."""
LOOK = 0.09
"""Seconds of a told glance: a large saccade with the time it takes to be seen on film."""
HEAD_AFTER_EYES = 0.3
"""A head is slower than the eyes."""
AWAY_LASTS = 1.4
"""Seconds of a look away whose mark has no end: as long as it takes to think of something."""
AWAY_UP = -0.3
"""Looking away goes up a little."""
FOR_GOOD = 1e9
"""Seconds of any other look whose mark has no end: it lasts until the next look."""
ASIDE = 0.7
"""How far "left", "right" and "away" are."""
PARTNER_NEAR, PARTNER_FAR = 0.45, 0.85
"""How far the eyes go to a partner at least and at most."""
PARTNER_PASSING = 0.1
"""Widths of the picture within which people pass each other: there the gaze goes through the middle smoothly."""
EYES_REACH = 1.6
"""Heads away from the eyes at which a pointer would take them to the end of their reach, if they went straight on."""
EYES_FARTHEST_ASIDE, EYES_FARTHEST_UP = 0.85, 0.6
"""The farthest that eyes follow a pointer across, and up or down: further they would lose the viewer."""
HEAD_FOLLOWS = 0.8
"""Share of the eyes' way that the head goes along with them after a pointer, of `PARTNER_TURN`."""
FOLLOWS_TALKING = 0.4
"""Share of the attention to a pointer that is left while a character talks: it talks to the viewer."""
EYES_DOWN = 0.4
"""Where the eyes of a character are whose art does not tell: this share of its canvas below the top."""
HEAD_ROUND, BODY_HALF = 0.75, 0.9
"""How far from between the eyes a head goes, and half a body's width, in heads: as wide as fingers are careless."""
THINKING_UP = -0.12
"""Where a thinker's eyes go."""

# -------------------------------------------------------------------------------------------------------------- lids

BLINK_AT_END = -0.04
"""Seconds from the end of a clause to the blink that most clauses end with: speakers blink at the ends of what they say
(Nakano and Kitazawa 2010, Experimental Brain Research 205)."""
BLINKS_AT_END_FROM = -0.55
"""A clause whose number, drawn from -1 to 1, is below this ends without a blink: about one in four."""
END_BLINK_KEY = 50.0
"""Turns the length of a clause into a whole number to draw by: those that are as long to a fiftieth of a second share
it."""
BLINKS_APART = 0.8
"""A random blink nearer than this to the one at a clause's end is left out."""
