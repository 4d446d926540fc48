"""The marks that chat templates and reasoning models write into a reply: what they begin, what they end.

A model thinks aloud between two marks, calls tools that nobody gave it, and goes on after its turn with the user's. The
table names the marks of the templates in use; `sort_out` reads a stream by it, whatever pieces it comes in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["said", "thought", "tool", "end", "back"]
"""`end`: the reply is over; `back`: all that was said up to here was thought."""


class Part(NamedTuple):
    """A part of a reply."""

    kind: Kind
    text: str = ""


class Mark(NamedTuple):
    """Marks in one manner: those that open, those that close, and what lies between them."""

    opens: tuple[str, ...]
    closes: tuple[str, ...]
    inside: Kind


TABLE = (
    # DeepSeek, Qwen, GLM, Hunyuan; and what models write that were told to think so
    *(
        Mark((f"<{name}>",), (f"</{name}>",), "thought")
        for name in (
            "think", "thinking", "thought", "thoughts", "reasoning", "reason", "reflection", "analysis", "scratchpad",
            "inner_monologue", "seed:think",
        )
    ),
    Mark(("[think]",), ("[/think]",), "thought"),  # Magistral
    Mark(("◁think▷",), ("◁/think▷",), "thought"),  # Kimi
    Mark(("<|start_thinking|>",), ("<|end_thinking|>",), "thought"),  # Command
    Mark(("<|begin_of_thought|>",), ("<|end_of_thought|>",), "thought"),
    Mark(("<unused94>",), ("<unused95>",), "thought"),  # MedGemma
    Mark(("<tool_call>", "<|tool_call|>"), ("</tool_call>", "<|/tool_call|>"), "tool"),  # Hermes, Qwen
    Mark(("<function_call>",), ("</function_call>",), "tool"),
    Mark(("<function=",), ("</function>",), "tool"),  # Llama
    Mark(("<|tool_call_start|>",), ("<|tool_call_end|>",), "tool"),
    Mark(("<｜tool▁calls▁begin｜>",), ("<｜tool▁calls▁end｜>",), "tool"),  # DeepSeek
    Mark(("[tool_calls]", "<|python_tag|>"), (), "tool"),  # Mistral, Llama: to the end
)  # fmt: skip

WRAPPERS = (
    "<answer>", "</answer>", "<response>", "</response>", "<final>", "</final>", "<|begin_of_solution|>",
    "<|end_of_solution|>", "<|start_response|>", "<|end_response|>", "<|begin_of_box|>", "<|end_of_box|>",
    "<|begin_of_text|>", "<s>", "<bos>",
)  # fmt: skip
"""Marks around what is said: taken out."""

ENDS = (
    "<|im_end|>", "<|im_start|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|endoftext|>", "<|return|>", "</s>",
    "<|start_header_id|>", "<end_of_turn>", "<start_of_turn>", "<|user|>", "<|assistant|>", "<|system|>", "[inst]",
    "[/inst]", "<｜end▁of▁sentence｜>", "<｜user｜>", "<|end_of_turn_token|>", "<|start_of_turn_token|>", "<eos>",
    "<|call|>",
)  # fmt: skip
"""Marks of the end of a turn, or of another's that begins."""

SPEAKERS = ("User", "Human", "### Instruction", "### Human", "### User")
"""Who is never to be spoken for, where a line begins with it and a colon."""

CHANNEL, MESSAGE, END, START = "<|channel|>", "<|message|>", "<|end|>", "<|start|>"
"""OpenAI's harmony format: <|start|>assistant<|channel|>analysis<|message|>...<|end|>."""

NAME = 200
"""Most characters of a channel's name."""

_OPENS = {mark: row for row in TABLE for mark in row.opens}
_CLOSES = {mark for row in TABLE for mark in row.closes}
_THOUGHT_CLOSES = {mark for row in TABLE if row.inside == "thought" for mark in row.closes}
_ALL = (*_OPENS, *_CLOSES, *WRAPPERS, *ENDS, CHANNEL, MESSAGE, END, START)
_LONGEST = max(map(len, _ALL))
_FIRST = frozenset(mark[0] for mark in _ALL)

STOPS = ("<|im_end|>", "<|eot_id|>", "\nUser:", "\nHuman:")
"""What a server is asked to stop at; four at most, as OpenAI has it."""


def _pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)), re.I)


_MARK = _pattern(_ALL)


@dataclass
class Sorter:
    """Takes a reply in, in pieces, and says what is said, what is thought, and where it ends. Give it the names that it
    must not speak for (`user`), as they stand before a colon."""

    user: str = ""
    thinking: bool = False
    """The template has opened a thought already: all is thought up to the first mark that closes one. Without any,
    all was said."""

    def __post_init__(self) -> None:
        self._held = ""
        self._row: Mark | None = None
        self._between = False  # harmony: between the end of one message and the next
        self._over = False
        self._line = True  # whether a line begins here
        self._waiting: list[str] = []  # what is thought only if a mark closes it
        names = [re.escape(each) for each in (*SPEAKERS, self.user) if each]
        self._speaker = re.compile(rf"(?:^|(?<=\n))[ \t]*(?:\*\*)?(?:{'|'.join(names)})(?:\*\*)?:", re.I)
        self._longest = max(_LONGEST, *(len(name) + 8 for name in names))
        self.tools = False
        """Whether it asked for a tool."""
        self.closed = False
        """Whether a thought was closed that was never opened: the template opens it, then."""

    def feed(self, text: str) -> list[Part]:
        """What the next piece of the stream makes certain."""
        self._held += text
        return self._sorted(final=False)

    def flush(self) -> list[Part]:
        """The rest, at the end."""
        found = self._sorted(final=True)
        if self.thinking and self._waiting:
            found.append(Part("said", "".join(self._waiting)))
        return found

    def _sorted(self, *, final: bool) -> list[Part]:
        found: list[Part] = []
        while self._held and not self._over:
            mark = _MARK.search(self._held)
            speaker = None if self._inside() != "said" else self._speaker.search(self._held)
            if speaker and not (speaker.start() or self._line):
                speaker = self._speaker.search(self._held, 1)
            if speaker and (mark is None or speaker.start() <= mark.start()):
                self._pass(self._held[: speaker.start()], found)
                return self._ended(found)
            if mark is None:
                break
            self._pass(self._held[: mark.start()], found)
            self._held = self._held[mark.start() :]
            if (
                mark[0].lower() == CHANNEL
                and MESSAGE not in self._held.lower()
                and len(self._held) < NAME
                and not final
            ):
                return found  # its name has not come whole
            self._held = self._held[len(mark[0]) :]
            self._take(mark[0].lower(), found)
        if self._over:
            return self._ended(found)
        cut = len(self._held) if final else self._certain()
        self._pass(self._held[:cut], found)
        self._held = self._held[cut:]
        return found

    def _ended(self, found: list[Part]) -> list[Part]:
        self._held, self._over = "", True
        return [*found, Part("end")]

    def _certain(self) -> int:
        """How much of what is held can't be the beginning of a mark or of another's name."""
        start = max(0, len(self._held) - self._longest)
        tail = self._held[start:].lower()
        for at, sign in enumerate(tail):
            rest = tail[at:]
            begins = sign == "\n" or (at + start == 0 and self._line)
            if begins and re.fullmatch(r"\n?[ \t]*[*#]{0,3} ?[\w ]*\**", rest) and len(rest) < self._longest:
                word = rest.strip(" \t\n*")
                if any(
                    name.lower().strip("# ").startswith(word.strip("# ")) for name in (*SPEAKERS, self.user) if name
                ):
                    return start + at
            if sign in _FIRST and any(mark.startswith(rest) for mark in _ALL):
                return start + at
        return len(self._held)

    def _inside(self) -> Kind:
        return "thought" if self._between else self._row.inside if self._row else "said"

    def _pass(self, text: str, found: list[Part]) -> None:
        if not text:
            return
        kind = self._inside()
        self._line = text.endswith("\n")
        if kind == "said" and self.thinking:
            self._waiting.append(text)
            found.append(Part("thought", text))
        elif kind != "tool" and not self._between:
            found.append(Part(kind, text))

    def _take(self, mark: str, found: list[Part]) -> None:
        """A mark: what begins or ends with it."""
        if mark == CHANNEL:
            self._channel()
        elif mark in (START, MESSAGE):
            self._between = mark == START
        elif mark == END and (self._row is not None or self._between):
            self._row, self._between = None, True
        elif mark in ENDS or mark == END:
            self._over = self._row is None or self._row.inside == "tool"
        elif self._row is not None:
            if mark in self._row.closes:
                self._row = None
        elif mark in _OPENS:
            self._row = _OPENS[mark]
            self.tools = self.tools or self._row.inside == "tool"
        elif mark in _THOUGHT_CLOSES:
            if not self.thinking:
                found.append(Part("back"))
            self.closed, self.thinking = True, False
            self._waiting.clear()

    def _channel(self) -> None:
        """Harmony: the name of a channel, up to the message."""
        name, _, self._held = self._held.partition(MESSAGE)
        self._between = False
        said = name.strip().lower().startswith("final")
        self._row = None if said else Mark((), (END,), "tool" if " to=" in name else "thought")
        self.tools = self.tools or (self._row is not None and self._row.inside == "tool")
