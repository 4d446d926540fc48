"""Whatever a file holds, it becomes a show that can be performed from any of its cues."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.scene.staging import arrange
from avatar.show.directing import direct
from avatar.show.lengths import estimate_starts, measure_lengths
from avatar.show.performing import perform, scene_of
from avatar.show.script import parse
from avatar.show.speaking import keep_silent
from tests.show.plays import perform_whole

PIECES = (
    "MAX", "BEA", "max", "@x", " ^", "(V.O.)", "(O.S.)", "(beat)", "(whispering)", "(", ")", "[[", "]]", "[[laugh: 2]]",
    "[[music: lounge]]", "[[music: stop]]", "[[sfx: door]]", "[[set: club]]", "[[boo]]", ": ", "/*", "*/", "*",
    "**", "_", "~", "#", "=", "===", ">", "<", "> X <", "INT. ", "CUT TO:", "FADE OUT.", "FADE IN:", "Max enters.",
    "Bea exits.", "They bow.", "Max walks left.", "Cast:", "Title: ", "    MAX = bea", "Hello there, my dear.", "Why?",
    "...", "\n", "\n\n", "  ", "\t",
    "\r\n", "\x1b[31m", "\u202e", "\ue800", "\ue8010", "\ud800", "é", "你好。", "😀", "!", ".", "1",
)  # fmt: skip

ENDS = st.sampled_from(("\n", "\n", "\n\n", ""))


@given(st.lists(st.builds("".join, st.tuples(st.sampled_from(PIECES), ENDS)), max_size=50).map("".join))
@settings(max_examples=150)
def test_anything_can_be_performed(text: str) -> None:
    directed = direct(parse(text))
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= problem.line <= lines for problem in directed.problems)
    assert all(1 <= cue.line <= lines for cue in directed.cues)
    starts = estimate_starts(directed)
    assert measure_lengths(directed, starts).total == starts[-1]
    scene = perform_whole(directed, keep_silent, audience="none")
    assert all(entry.start >= 0.0 for entry in scene.entries)
    assert {entry.who for entry in scene.entries} <= {"", *(member.who for member in scene.cast)}
    for cue in range(0, len(directed.cues) + 1, 5):
        assert [step.cue for step in perform(directed, keep_silent, "none", start_at=cue)] == list(
            range(cue, len(directed.cues) + 1)
        )
    for share in (0.0, 0.3, 0.7, 1.0):
        arrange(scene, scene.duration * share)


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_any_text_is_some_screenplay(text: str) -> None:
    directed = direct(parse(text))
    assert scene_of(directed).title == directed.title
