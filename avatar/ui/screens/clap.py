"""The clap test: tap along by ear, then by eye, and what lies between the two is the offset of sound and lips."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from avatar.session import FaceFrame, ReplyStarted, Session, SessionEvent, SpeechEnded, WordSpoken
from avatar.ui import clap
from avatar.ui.clap import BEATS, SCATTER_MS, Tapped
from avatar.ui.depth import find_depth, restore_environment
from avatar.ui.screens.dialog import DialogScreen
from avatar.ui.widgets.face import Face

if TYPE_CHECKING:
    from avatar.ui.app import ChatApp

SPOKEN = "Pa [pause 0.6] " * BEATS
"""The lips meet before each "pa". Even pauses make a beat: people tap to it more steadily than to surprises."""

Phase = Literal["ready", "heard", "seen", "done"]

SAYS: dict[Phase, str] = {
    "ready": f"Twice {BEATS} times “pa”. First by ear: shut your eyes and press Space with each one that you hear. "
    "Then the sound is off: press Space each time the lips open. Space begins.",
    "heard": "By ear: eyes shut, Space with each “pa” that you hear.",
    "seen": "By eye: no sound now. Space each time the lips open.",
    "done": "",
}
KEYS = {"ready": "Space begins", "heard": "Space taps", "seen": "Space taps", "done": "Enter takes it · Space again"}


class ClapScreen(DialogScreen[float | None]):
    """Gives back the offset in milliseconds; None where the test was left."""

    CSS_PATH = "clap.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tap", "Tap", show=False),
        Binding("enter", "take", "Take it", show=False),
    ]

    app: ChatApp

    def __init__(self, now: float, clock: Callable[[], float] = time.perf_counter) -> None:
        """`now`: the offset in use, ms; `clock`: seconds."""
        super().__init__()
        self._now, self._clock = now, clock
        self._phase: Phase = "ready"
        self._beats: list[float] = []
        self._taps: list[float] = []
        self._beating = False
        """Whether the beats are being said."""
        self._heard: Tapped | None = None
        self._found: float | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="clap-box") as box:
            box.border_title = "Clap test"
            yield Face(colours=find_depth(restore_environment(self.app.no_color)), id="clap-face")
            yield Static("", id="clap-says", markup=False)
            yield Static("", id="clap-taps", markup=False)

    def stands(self) -> None:
        self.set_class(self.app.chat.status.stage == "terminal", "-face")
        self._enter("ready")

    def on_unmount(self) -> None:
        muted = self.app.config.sound.muted

        async def as_before(session: Session) -> None:
            await session.stop()
            await session.set_muted(muted)

        self.app.ask(as_before)

    def happened(self, event: SessionEvent) -> None:
        """What the session tells while the test stands on the screen."""
        if isinstance(event, FaceFrame):
            self.query_one(Face).show(event.width, event.height, event.rgba)
        elif isinstance(event, ReplyStarted):
            self._beating = self._phase in ("heard", "seen")  # what was said before may still be told of until now
        elif isinstance(event, WordSpoken) and self._beating:
            self._beats.append(self._clock() - event.ago)
        elif isinstance(event, SpeechEnded) and self._beating:
            self._over()

    def action_tap(self) -> None:
        if self._phase == "ready" or self._phase == "done":
            self._begin("heard")
        else:
            self._taps.append(self._clock())
            self.query_one("#clap-taps", Static).update("●" * len(self._taps))

    def action_take(self) -> None:
        if self._phase == "done":
            self.dismiss(self._found)

    def _enter(self, phase: Phase, says: str = "") -> None:
        self._phase, self._beats, self._taps, self._beating = phase, [], [], False
        self.query_one("#clap-says", Static).update(Content(says or SAYS[phase]))
        self.query_one("#clap-taps", Static).update("")
        self.query_one("#clap-box").border_subtitle = f"{KEYS[phase]} · Esc leaves"

    def _begin(self, phase: Literal["heard", "seen"]) -> None:
        self._enter(phase)

        async def beat(session: Session) -> None:
            await session.set_muted(phase == "seen")
            await session.preview(SPOKEN)

        self.app.ask(beat)

    def _over(self) -> None:
        """A row of beats is over."""
        found = clap.match_taps(self._beats, self._taps)
        if found is None or found.scatter * 1000 > SCATTER_MS:
            self._enter("ready", "The taps did not follow the beat. Space begins anew.")
        elif self._phase == "heard":
            self._heard = found
            self._begin("seen")
        elif self._heard is not None:
            self._found = clap.find_offset_ms(self._heard, found, self._now)
            self._enter("done", self._result(found))

    def _result(self, seen: Tapped) -> str:
        assert self._heard is not None
        late = round(1000 * (self._heard.late - seen.late))
        order = "after" if late > 0 else "before"
        scatter = round(1000 * max(self._heard.scatter, seen.scatter))
        told = f"The sound comes {abs(late)} ms {order} the lips" if late else "Sound and lips come together"
        return f"{told} (taps vary by {scatter} ms). The offset would be {self._found:g} ms."
