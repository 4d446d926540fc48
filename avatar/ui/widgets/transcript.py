"""What has been said, by whom: grows at its end, and follows it unless you scroll back."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import AwaitMount
from textual.widgets import Static

from avatar.ui.inert import InertStream, inert
from avatar.ui.widgets.markdown import InertMarkdown, Paragraphs
from avatar.ui.widgets.settled import settle_markdown
from avatar.ui.widgets.thoughts import Thoughts

MOST_TURNS = 120
"""Turns on the screen; older ones leave it, so that a long evening costs no more than a short one."""

LIVE = 6
"""Turns at the end that are kept as they came, Markdown widgets and all."""

WRITE_EVERY_S = 0.08
"""Seconds between two drawings of a reply that arrives faster: each lays the screen out anew."""

SLACK = 20
"""Turns over that number before some are taken away: many at once cost little more than one."""

SIGNS = {"information": "·", "warning": "▲", "error": "■"}
"""Sign of a notice by severity: it must not be told by colour alone."""


class Turn(Vertical):
    """Something in the transcript."""

    def as_text(self) -> Content | None:
        """All of it as one text, for when it no longer changes; None where it still does."""
        return None


class Old(Static):
    """A turn that no longer changes: one widget where a Turn is many."""

    def __init__(self, content: Content, classes: str) -> None:
        super().__init__(content, classes=f"{classes} old")


class Said(Turn):
    """What the user said, word for word."""

    def __init__(self, text: str) -> None:
        super().__init__(classes="said")
        self.text = inert(text)

    def as_text(self) -> Content:
        return Content.assemble(("You", "bold $secondary"), "\n", self.text)

    def compose(self) -> ComposeResult:
        yield Static("You", classes="who", markup=False)
        yield Static(Content(self.text), classes="words")


class Past(Turn):
    """What the character said in an earlier conversation."""

    def __init__(self, who: str, text: str) -> None:
        super().__init__(classes="reply")
        self.who, self.text = who, inert(text)

    def as_text(self) -> Content:
        return Content.assemble((self.who, "bold $primary"), "\n", settle_markdown(self.text))

    def compose(self) -> ComposeResult:
        yield Static(self.as_text())


class Remark(Turn):
    """What the program has to say: a notice, an answer to a command."""

    def __init__(self, text: str, severity: str = "information", *, markdown: bool = False) -> None:
        super().__init__(classes=f"remark -{severity}")
        self.text = inert(text)
        self._sign = SIGNS[severity]
        self._markdown = markdown

    def as_text(self) -> Content:
        return settle_markdown(self.text) if self._markdown else Content(f"{self._sign} {self.text}")

    def compose(self) -> ComposeResult:
        if self._markdown:
            yield InertMarkdown(self.text)
        else:
            yield Static(Content(f"{self._sign} {self.text}"), classes="words")


class Reply(Turn):
    """What the character answers; it grows while it arrives."""

    def __init__(self, who: str) -> None:
        super().__init__(classes="reply")
        self.who = who
        self.text = ""
        """What came so far, as it came: the events' character ranges count in it."""
        self.ended = self.interrupted = False
        self._stream = InertStream()
        self._paragraphs = Paragraphs()
        self._waiting = ""
        self._writing = False
        self._body = InertMarkdown()
        self._body_lock = asyncio.Lock()
        """Held while the body changes: what is on its way there must not land behind its last word."""
        self.thoughts = Thoughts()

    def compose(self) -> ComposeResult:
        yield Static(Content(self.who), classes="who")
        yield self.thoughts
        yield self._body

    def append(self, piece: str) -> None:
        """More of the reply. Pieces that come faster than they can be drawn are drawn together."""
        self.text += piece
        self.thoughts.end()
        self._wait(self._stream.feed(piece))

    def as_text(self) -> Content | None:
        if not self.ended or not self.settled:
            return None
        stopped = Content.styled("\n— stopped", "italic $quiet") if self.interrupted else Content("")
        thought = Content.styled(f"\n▸ {self.thoughts.summary}", "$quiet") if self.thoughts.summary else Content("")
        return Content.assemble((self.who, "bold $primary"), thought, "\n", settle_markdown(inert(self.text)), stopped)

    @property
    def settled(self) -> bool:
        """Whether all that came is shown."""
        return not self._waiting and not self._writing

    def _wait(self, text: str) -> None:
        self._waiting += text
        if self._waiting and not self._writing:
            self._writing = True
            self.call_later(self._write)

    async def _write(self) -> None:
        async with self._body_lock:
            text, self._waiting = self._waiting, ""
            await self._body.append(self._paragraphs.feed(text))
        if self._waiting:
            self.set_timer(WRITE_EVERY_S, self._write)
        else:
            self._writing = False

    def light(self, at: int, length: int) -> None:
        """Light a word by its place in the reply's text."""
        self._body.light(inert(self.text[at : at + length]).strip("*_`~#[]() \n"))

    def unlight(self) -> None:
        self._body.unlight()

    async def end(self, text: str, interrupted: bool) -> None:
        """The reply is over. `text`: of an interrupted one what was really said; if that is nothing, it is removed."""
        self._wait(self._stream.end())
        self.thoughts.end()
        self.ended, self.interrupted = True, interrupted
        if interrupted and not text.strip():
            await self.remove()
        elif interrupted:
            self.text = text
            async with self._body_lock:
                self._waiting = ""
                await self._body.update(inert(text))
            await self.mount(Static("— stopped", classes="stopped", markup=False))


class Transcript(VerticalScroll, can_focus=False):
    """The turns, oldest first."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._reply: Reply | None = None
        self._told: set[tuple[str, str]] = set()
        """What the program has told by itself since the user last did something."""

    def on_mount(self) -> None:
        self.anchor()

    @property
    def reply(self) -> Reply | None:
        """The reply that is arriving or being spoken."""
        return self._reply

    async def notice(self, text: str, severity: str) -> None:
        """A remark that nobody asked for, once: a device that comes and goes must not fill the screen. What the user
        does may bring the same trouble, and is told of it again.
        """
        if (text, severity) not in self._told:
            self._told.add((text, severity))
            await self.add(Remark(text, severity))

    def asked(self) -> None:
        """The user did something: whatever comes of it is shown, wherever one has scrolled to."""
        self._told.clear()
        self.anchor()

    def add(self, turn: Turn) -> AwaitMount:
        """Add a turn at the end. It is there at once, and on the screen once the result has been awaited."""
        mounting = self.mount(turn)
        if isinstance(turn, Said):
            self.anchor()
        self.call_later(self._tidy)
        return mounting

    async def answer(self, remark: Remark) -> None:
        """Add a remark. Where the end is followed and the remark is higher than the screen, its beginning is shown."""
        await self.add(remark)
        if self.scroll_y >= self.max_scroll_y:
            self.call_after_refresh(self._show_beginning, remark)

    def _show_beginning(self, remark: Remark) -> None:
        if remark.outer_size.height > self.scrollable_content_region.height:
            self.release_anchor()
            self.scroll_to_widget(remark, top=True, animate=False)

    async def _tidy(self) -> None:
        """Turns that no longer change become one widget each; the oldest leave where there are too many."""
        turns = list(self.query_children("Turn, Old"))
        with self.app.batch_update():
            for turn in turns[:-LIVE]:
                text = turn.as_text() if isinstance(turn, Turn) and turn is not self._reply else None
                if text is not None:
                    classes = " ".join(each for each in turn.classes if each != "-lit")
                    await self.mount(Old(text, classes), after=turn)
                    await turn.remove()
            if len(turns) >= MOST_TURNS + SLACK:
                kept = self.query_children("Turn, Old")
                await self.remove_children(list(kept)[: len(kept) - MOST_TURNS])

    async def begin_reply(self, who: str) -> Reply:
        self._reply = Reply(who)
        await self.add(self._reply)
        return self._reply

    async def take_back(self, *, said: bool) -> None:
        """Take away all that stands after the user's last message; with `said`, the message too."""
        turns = list(self.query_children("Turn, Old"))
        last = max((at for at, turn in enumerate(turns) if turn.has_class("said")), default=None)
        if last is not None:
            self._reply = None
            await self.remove_children(turns[last if said else last + 1 :])

    def scroll_pages(self, pages: int) -> None:
        """Scroll by pages; at the end the transcript follows what comes again."""
        if pages < 0:
            self.scroll_page_up()
        else:
            self.scroll_page_down()

    async def clear(self) -> None:
        self._reply = None
        await self.remove_children("Turn, Old")
        self.anchor()
