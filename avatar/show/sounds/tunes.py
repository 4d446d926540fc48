"""Music for shows, written for them: stings to play once, and beds to talk over for as long as it takes.

How a line is written, `avatar.sound.tunes` says.
"""

from __future__ import annotations

from avatar.sound.instruments import (
    BASS,
    BRASS,
    CLARINET,
    ELECTRIC,
    GLOCK,
    LOW_STRINGS,
    MALLETS,
    PIANO,
    PLUCKED,
    STRINGS,
    VIBES,
)
from avatar.sound.tunes import Tune, TuneLine, midi, play, play_bars, read

__all__ = ["TUNES", "Tune", "TuneLine", "midi", "play", "play_bars", "read"]

TUNES: dict[str, Tune] = {
    "intro": Tune(
        "the band brings somebody on", 138,
        (
            TuneLine(CLARINET, "g4:.5 a4:.5 c5:1! a4:.5 g4:.5 e4:1 | r:.5 e4:.5 g4:.5 a4:.5 bb4:1! a4:1"
                 " | r:.5 a4:.5 c5:.5 d5:.5 f5:1! d5:.5 c5:.5 | g4:.5 e4:.5 d4:.5 b4:.5 g4:.5 a4:.5 b4:1"
                 " | c5:1.6", 0.16),
            TuneLine(VIBES, "r:2 e5+g5:2 | r:2 e5+bb5:2 | r:2 a5+c6:2 | f5+b5:2 d5+f5:2 | e5+g5:1.6", 0.10),
            TuneLine(BASS, "c3:1! e3:1 g3:1 a3:1 | bb3:1! a3:1 g3:1 e3:1 | f3:1! a3:1 c4:1 ab3:1"
                 " | g3:1 b3:1 d3:1 g2:1 | c3:1.6!", 0.45, 0.8),
            TuneLine(None, "b:1 h+b:.5 b:.5 b:1 h+b:.5 b:.5 " * 3 + "b:1 s:.5 s:.5 s:1! r:.5 s:.5 | C+k+s:1!"),
            TuneLine(BRASS, "r:4 | r:3 r:.5 g4+c5+e5:.5! | r:4 | r:4 | c4+e4+a4+d5:1.6!", 0.15),
        ), swing=0.64,
    ),
    "outro": Tune(
        "good night, and home safely", 116,
        (
            TuneLine(CLARINET, "e5:1! d5:.5 c5:.5 a4:1 g4:1 | a4:.5 c5:.5 d5:.5 e5:.5 g5:1! e5:1"
                 " | f5:.5 e5:.5 d5:.5 a4:.5 b4:1 d5:1 | c5:4", 0.16, 0.95),
            TuneLine(ELECTRIC, "c4+e4+g4+a4:2 a3+c4+e4+g4:2 | f3+a3+c4+e4:2 e3+g3+c4+d4:2"
                 " | d3+f3+a3+c4:2 g3+b3+d4+f4:2 | c4+e4+g4+d5:4", 0.13, 0.95),
            TuneLine(BASS, "c3:1 g3:1 a3:1 e3:1 | f3:1 g3:1 e3:1 a3:1 | d3:1 a3:1 g3:1 g2:1 | c3:4!", 0.45, 0.8),
            TuneLine(None, "b:1 h+b:.5 b:.5 " * 6 + "C+k:4"),
            TuneLine(GLOCK, "r:12 r:1 g5:.5 c6:.5 e6:.5 g6:1.5", 0.10),
        ), swing=0.62,
    ),
    "ta-da": Tune(
        "there it is", 132,
        (
            TuneLine(BRASS, "g4+c5+e5:.34! r:.16 a4+c5+f5+a5:2.2!", 0.2),
            TuneLine(BASS, "c3:.5! f2:2!", 0.4),
            TuneLine(None, "s+k:.5 C+k+s:2"),
        ), bar=2,
    ),
    "fanfare": Tune(
        "somebody important", 120,
        (
            TuneLine(BRASS, "g4:.33! g4:.33 g4:.34 c5:1! g4:.5 c5:.5 | e5:.75! d5:.25 c5:.5 d5:.5 e5+g4+c5:2!", 0.22),
            TuneLine(BRASS, "r:1 e4:1 e4:.5 g4:.5 | c5:.75 b4:.25 g4:.5 g4:.5 c4+g4:2!", 0.16),
            TuneLine(None, "s:.33 s:.33 s:.34 k+s:1 s:.5 s:.5 | k+s:1 s:.5 s:.5 C+k:2"),
        ), space=1.6,
    ),
    "dramatic": Tune(
        "dun, dun, dunnn", 92,
        (
            TuneLine(LOW_STRINGS, "c3+eb3+gb3:.42! r:.33 c3+eb3+gb3:.42! r:.33 a2+c3+eb3+gb3:2.4!", 0.2),
            TuneLine(BRASS, "gb3+c4:.42! r:.33 gb3+c4:.42! r:.33 eb3+a3+c4:2.4!", 0.15),
            TuneLine(PIANO, "c2+c3:.75! c2+c3:.75! a1+a2:2.5!", 0.25),
            TuneLine(None, "t+k:.75 t+k:.75 C+k+t:2"),
        ), space=1.8,
    ),
    "change": Tune(
        "meanwhile, somewhere else", 150,
        (
            TuneLine(VIBES, "c5:.25 e5:.25 g5:.25 b5:.25 d6:.25 b5:.25 e6:1.5!", 0.2),
            TuneLine(BASS, "a3:.75 d3:.75 g2:1.5!", 0.4),
            TuneLine(None, "b:.5 b:.5 h:.5 C:1"),
        ), swing=0.55,
    ),
    "cheerful": Tune(
        "a bed: a sunny morning, and nothing in the diary", 112,
        (
            TuneLine(PLUCKED, "g3:1 c4+e4:1 g3:1 c4+e4:1 | f3:1 a3+c4:1 f3:1 a3+c4:1 | g3:1 b3+f4:1 g3:1 b3+d4:1 |"
                 " e3:1 g3+c4:1 c3:1 g3+c4:1 | a3:1 c4+e4:1 a3:1 c4+e4:1 | d3:1 f3+c4:1 d3:1 a3+c4:1 |"
                 " g3:1 b3+d4:1 g3:1 b3+f4:1 | c3:1 g3+e4:1 c3:1 r:1", 0.24, 0.5),
            TuneLine(GLOCK, "e5:.5 g5:.5 c6:1 b5:.5 g5:.5 e5:1 | f5:.5 a5:.5 c6:1 a5:2"
                 " | d5:.5 f5:.5 b5:1 a5:.5 f5:.5 d5:1 |"
                 " e5:1 g5:3 | c6:.5 b5:.5 a5:1 e5:1 a5:1 | f5:.5 e5:.5 d5:1 a5:2"
                 " | b4:.5 d5:.5 g5:.5 f5:.5 d5:1 b4:1 |"
                 " c5:2 r:2", 0.10),
            TuneLine(BASS, "c3:2 g2:2 | f2:2 c3:2 | g2:2 d3:2 | c3:2 e3:2 | a2:2 e3:2 | d3:2 a2:2 | g2:2 b2:2"
                 " | c3:2 r:2", 0.35, 0.6),
            TuneLine(None, ("x:1 h:.5 h:.5 " * 2) * 8, 0.5),
        ), swing=0.54, bars=8,
    ),
    "lounge": Tune(
        "a bed: late, low lights, somebody at the electric piano", 92,
        (
            TuneLine(ELECTRIC, "e4+g4+b4+d5:1.5 e4+g4+b4+d5:2.5 | eb4+g4+c5:1.5 eb4+gb4+c5:2.5 | d4+f4+a4+c5:1.5"
                 " d4+f4+a4+e5:2.5 | f4+b4+d5:1.5 f4+ab4+b4+eb5:2.5", 0.12, 0.97),
            TuneLine(VIBES, "r:2 b4:.5 d5:.5 g5:1 | r:4 | r:1 a4:.5 c5:.5 e5:1.5 d5:.5 | b4:1.5 ab4:.5 r:2", 0.12),
            TuneLine(BASS, "c3:1.5 c3:.5 g3:1.5 g2:.5 | a2:1.5 a2:.5 ab3:1.5 ab2:.5 | d3:1.5 d3:.5 a3:1.5 d3:.5"
                 " | g2:1.5 g2:.5 d3:1.5 b2:.5", 0.38, 0.85),
            TuneLine(None, "b:.5 b:.5 b+x:.5 b:.5 b:.5 b+x:.5 b:.5 b:.5 " * 4, 0.5),
        ), bars=4,
    ),
    "suspense": Tune(
        "a bed: somebody is behind the door", 66,
        (
            TuneLine(STRINGS, "d4+eb4:4 | d4+eb4+ab4:4 | c#4+d4+g4:4 | d4+eb4+ab4+a4:4", 0.10, 1.02),
            TuneLine(PLUCKED, "d3:.5! d3:.5 r:1 d3:.5 eb3:.5 r:1 | d3:.5! d3:.5 r:1 f3:.5 eb3:.5 r:1 |"
                 " d3:.5! d3:.5 r:1 ab3:.5 g3:.5 r:1 | d3:.5! eb3:.5 r:1 c#3:.5 r:.5 r:1", 0.35, 0.4),
            TuneLine(LOW_STRINGS, "d2:4 | d2:4 | bb1:4 | a1:4", 0.14, 1.0),
            TuneLine(None, "t:.5 t:.5 r:3 " * 4, 0.4),
        ), bars=4, space=1.8,
    ),
    "sad": Tune(
        "a bed: rain on the last page", 72,
        (
            TuneLine(PIANO, "a2:1 e4:.5 c4:.5 a3:1 | f2:1 c4:.5 a3:.5 f3:1 | c3:1 g4:.5 e4:.5 c4:1"
                 " | e2:1 b3:.5 g#3:.5 e3:1 |"
                 " a2:1 c4:.5 e4:.5 a4:1 | d3:1 f4:.5 d4:.5 a3:1 | e3:1 b3:.5 d4:.5 g#3:1"
                 " | a2:1 e4:.5 c4:.5 a3:1", 0.20, 1.4),
            TuneLine(STRINGS, "e5:3 | c5:3 | e5:2 d5:1 | b4:3 | c5:2 e5:1 | f5:2 d5:1 | b4:2 g#4:1 | a4:3", 0.06, 1.0),
        ), bar=3, bars=8, space=1.8,
    ),
    "explaining": Tune(
        "a bed: how it works, without any hurry", 104,
        (
            TuneLine(MALLETS, "d4:.5 a4:.5 f#4:.5 a4:.5 d5:.5 a4:.5 f#4:.5 a4:.5"
                 " | d4:.5 b4:.5 g4:.5 b4:.5 d5:.5 b4:.5 g4:.5 b4:.5 |"
                 " e4:.5 b4:.5 g4:.5 b4:.5 e5:.5 b4:.5 g4:.5 b4:.5"
                 " | e4:.5 c#5:.5 a4:.5 c#5:.5 e5:.5 c#5:.5 a4:.5 g4:.5", 0.16),
            TuneLine(ELECTRIC, "d4+f#4+a4:4 | d4+g4+b4:4 | e4+g4+b4:4 | e4+g4+c#5:4", 0.08, 0.98),
            TuneLine(BASS, "d3:2.5 d3:1.5 | g2:2.5 g2:1.5 | e3:2.5 e3:1.5 | a2:2.5 a2:1.5", 0.36, 0.8),
            TuneLine(None, "k:1 h:.5 h:.5 x:1 h:.5 h:.5 " * 4, 0.4),
        ), bars=4,
    ),
}  # fmt: skip
"""Written for avatar's shows; in no other key than these."""
