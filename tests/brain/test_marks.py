"""What of a model's stream is said, what was thought, and where it ends: by the marks of the templates in use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.brain import marks
from avatar.brain.marks import Sorter

CASES = {
    "<think>hm</think>\n\nHello.": [("thought", "hm"), ("said", "\n\nHello.")],
    "One. <think>hm</think>Two. <think>ha</think>Three.":
        [("said", "One. "), ("thought", "hm"), ("said", "Two. "), ("thought", "ha"), ("said", "Three.")],
    "<THINK>hm</Think>Hello.": [("thought", "hm"), ("said", "Hello.")],
    "<thinking>hm</thinking>Hello.": [("thought", "hm"), ("said", "Hello.")],
    "<reasoning>hm</reasoning>Hello.": [("thought", "hm"), ("said", "Hello.")],
    "<seed:think>hm</seed:think>Hello.": [("thought", "hm"), ("said", "Hello.")],
    "[THINK]hm[/THINK]Hello.": [("thought", "hm"), ("said", "Hello.")],
    "◁think▷hm◁/think▷Hello.": [("thought", "hm"), ("said", "Hello.")],
    "<|START_THINKING|>hm<|END_THINKING|><|START_RESPONSE|>Hello.<|END_RESPONSE|>":
        [("thought", "hm"), ("said", "Hello.")],
    "<think>hm</think><answer>Hello.</answer>": [("thought", "hm"), ("said", "Hello.")],
    "<think>never closed": [("thought", "never closed")],
    "<think>a < b and </b> </think>Hello.": [("thought", "a < b and </b> "), ("said", "Hello.")],
    "hm\n</think>\nHello.": [("said", "hm\n"), ("back", ""), ("said", "\nHello.")],
    "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Hello.<|return|>":
        [("thought", "hm"), ("said", "Hello."), ("end", "")],
    "<|channel|>commentary to=functions.sing <|constrain|>json<|message|>{}<|call|>": [("end", "")],
    '<tool_call>\n{"name": "sing"}\n</tool_call>': [],
    '[TOOL_CALLS][{"name": "sing"}]': [],
    "Hello.<|im_end|>\n<|im_start|>user\nAnd?": [("said", "Hello."), ("end", "")],
    "Hello.<|eot_id|>": [("said", "Hello."), ("end", "")],
    "Hello.</s> And more.": [("said", "Hello."), ("end", "")],
    "Hello.<end_of_turn>": [("said", "Hello."), ("end", "")],
    "I like trains.\nUser: And?\nJuno: Buses.": [("said", "I like trains.\n"), ("end", "")],
    "I like trains.\n\n**Human:** And?": [("said", "I like trains.\n\n"), ("end", "")],
    "I like trains.\nAda: And?": [("said", "I like trains.\n"), ("end", "")],
    "I like trains.\n### Instruction: more": [("said", "I like trains.\n"), ("end", "")],
    "Less < than, <b>bold</b>, [smile] 3 > 2, a|b.": [("said", "Less < than, <b>bold</b>, [smile] 3 > 2, a|b.")],
    "Users: many.\nA user: me.\nHumans are odd.": [("said", "Users: many.\nA user: me.\nHumans are odd.")],
    "one\ntwo\n\nthree\n": [("said", "one\ntwo\n\nthree\n")],
}  # fmt: skip


def _sorted(text: str, size: int, sorter: Sorter) -> list[tuple[str, str]]:
    """What comes of a text in pieces of a size; neighbours of a kind joined."""
    joined: list[tuple[str, str]] = []
    parts = [part for at in range(0, len(text), size) for part in sorter.feed(text[at : at + size])]
    for kind, said in [*parts, *sorter.flush()]:
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + said)
        else:
            joined.append((kind, said))
    return joined


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("text", CASES)
def test_a_stream_is_sorted_the_same_in_whatever_pieces_it_comes(text: str, size: int) -> None:
    assert _sorted(text, size, Sorter(user="Ada")) == CASES[text]


@given(st.text(alphabet="<>/|[]think\nUser: a", max_size=60), st.integers(1, 9))
def test_any_text_is_sorted_the_same_in_whatever_pieces_it_comes(text: str, size: int) -> None:
    assert _sorted(text, size, Sorter()) == _sorted(text, 1000, Sorter())


def test_what_holds_no_mark_is_passed_on_letter_by_letter() -> None:
    """Nothing waits for the end of a word or a line but what may be the beginning of a mark."""
    sorter = Sorter()
    assert ["".join(part.text for part in sorter.feed(sign)) for sign in "So <th you"] == [
        "S", "o", " ", "", "", "", "<th ", "y", "o", "u",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["hm</think>Hello.", "Hello there."])
def test_where_the_template_opens_a_thought_all_is_thought_until_it_is_closed(text: str) -> None:
    sorter = Sorter(thinking=True)
    found = _sorted(text, 3, sorter)
    assert sorter.closed == ("</think>" in text)
    assert found == (
        [("thought", "hm"), ("said", "Hello.")]
        if sorter.closed
        else [("thought", "Hello there."), ("said", "Hello there.")]
    )


def test_a_tool_that_is_asked_for_is_known_of() -> None:
    sorter = Sorter()
    _sorted("<tool_call>{}</tool_call>", 5, sorter)
    assert sorter.tools


def test_a_server_is_sent_no_more_stops_than_every_server_takes() -> None:
    assert len(marks.STOPS) <= 4
