"""Which sound device a name means, and what a stream does from its opening to its end, with a sound library that only
remembers."""

from __future__ import annotations

import contextlib
import threading
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from avatar.errors import AudioError
from avatar.sound import device
from avatar.sound.clock import Clock
from avatar.sound.device import DeviceStream
from avatar.sound.mix import Mixer
from avatar.types import Clip
from tests.stage.playing import PATIENCE_S

DEVICES = (
    ("Microphone", 0), ("HDMI 1", 2), ("USB Headphones", 2), ("HDMI", 8), ("headphones", 2), ("2", 2),
)  # fmt: skip


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [{"name": name, "max_output_channels": channels} for name, channels in DEVICES]
    monkeypatch.setattr(device, "portaudio", lambda: SimpleNamespace(query_devices=lambda: known))


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("", None), ("  ", None), ("default", None), ("DEFAULT", None), ("HDMI 1", 1), ("hdmi", 3), ("usb", 2),
        ("Headphones", 4), ("headph", 2), ("1", 1), ("5", 5), (" USB Headphones ", 2),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("machine")
def test_a_device_is_meant_by_its_number_its_whole_name_or_else_a_part_of_it(name: str, index: int | None) -> None:
    assert device.find(name) == index


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("name", ["0", "99", "Microphone", "bluetooth", "-1"])
def test_what_can_not_be_heard_is_no_device(name: str) -> None:
    with pytest.raises(AudioError, match=f"no sound device '{name}'") as refused:
        device.find(name)
    assert "1: HDMI 1, 2: USB Headphones" in str(refused.value)
    assert "Microphone" not in str(refused.value).split("There are")[1]


def test_where_there_is_no_device_at_all_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "portaudio", lambda: SimpleNamespace(query_devices=list))
    with pytest.raises(AudioError, match="none at all"):
        device.find("USB")


# ------------------------------------------------------------------------------------------------------------- streams


class PortAudioError(Exception):
    """As sounddevice has it."""


class CallbackAbort(Exception):
    """As sounddevice has it."""


class Output:
    """An output stream that only remembers."""

    def __init__(self, library: Library, **options: Any) -> None:
        if library.opening:
            raise library.opening
        self.library, self.options = library, options
        self.samplerate, self.channels, self.latency = options["samplerate"], options["channels"], 0.04
        self.did: list[str] = []

    def start(self) -> None:
        if self.library.starting:
            raise self.library.starting
        self.did.append("start")

    def stop(self, *, ignore_errors: bool) -> None:
        self.did.append("stop")

    def abort(self, *, ignore_errors: bool) -> None:
        self.did.append("abort")

    def close(self, *, ignore_errors: bool) -> None:
        self.did.append("close")


class Library:
    """sounddevice on a machine with two devices; the second one plays at one rate only."""

    PortAudioError, CallbackAbort = PortAudioError, CallbackAbort
    devices = (
        {"name": "Speakers", "max_output_channels": 8, "default_samplerate": 48_000.0},
        {"name": "Headset", "max_output_channels": 1, "default_samplerate": 16_000.0},
    )

    def __init__(self) -> None:
        self.opening: Exception | None = None
        self.starting: Exception | None = None
        self.streams: list[Output] = []
        self.did: list[str] = []

    def query_devices(self, index: int | None = -1, kind: str = "") -> Any:
        return self.devices if index == -1 else self.devices[index or 0]

    def check_output_settings(self, *, samplerate: float, device: int | None, **_: Any) -> None:
        if samplerate != self.devices[device or 0]["default_samplerate"]:
            raise PortAudioError("Invalid sample rate")

    def OutputStream(self, **options: Any) -> Output:  # noqa: N802  as sounddevice has it
        self.streams.append(Output(self, **options))
        return self.streams[-1]

    def _terminate(self) -> None:
        self.did.append("terminate")

    def _initialize(self) -> None:
        self.did.append("initialize")

    def _exit_handler(self) -> None:
        """What would close all streams at the end."""


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    made = Library()
    monkeypatch.setattr(device, "portaudio", lambda: made)
    monkeypatch.setattr(device, "_unclosable", [])
    monkeypatch.setattr(device, "LAST_CALL_S", 0.01)
    return made


def opened(wanted: str = "", *, anew: bool = False, latency: float = 0.1) -> DeviceStream:
    """A stream, once it is ready or has failed."""
    told = threading.Event()
    stream = DeviceStream(wanted, latency, 5.0, anew=anew, changed=told.set)
    assert told.wait(PATIENCE_S)
    return stream


def closed(stream: DeviceStream) -> None:
    stream.end(9.0)
    stream.join(PATIENCE_S)
    assert not stream.alive


def call(output: Output, frames: int = 64, *, underflow: bool = False, dac: float = 1.5) -> np.ndarray:
    """What the driver gets for its buffer; 9 where nothing was written."""
    out = np.full((frames, output.options["channels"]), 9.0, np.float32)
    times = SimpleNamespace(currentTime=1.0, outputBufferDacTime=dac)
    output.options["callback"](out, frames, times, SimpleNamespace(output_underflow=underflow))
    return out


@pytest.mark.parametrize(
    ("wanted", "channels", "rate", "name"), [("", 2, 48_000, "Speakers"), ("headset", 1, 16_000, "Headset")]
)
def test_a_device_is_opened_at_the_rate_and_with_the_channels_that_it_has(
    library: Library, wanted: str, channels: int, rate: int, name: str
) -> None:
    stream = opened(wanted)
    (output,) = library.streams
    assert (stream.ready, stream.error, stream.notice) == (True, None, "")
    assert (stream.rate, stream.latency, stream.name, stream.since) == (rate, 0.04, name, 5.0)
    assert (output.options["channels"], output.options["samplerate"], output.options["latency"]) == (
        channels,
        rate,
        0.1,
    )
    assert output.did == [], "it plays only when it is asked to"
    closed(stream)
    assert output.did == ["close"]
    assert library.did == []


def test_an_unknown_device_is_told_and_the_default_one_plays(library: Library) -> None:
    stream = opened("bluetooth")
    assert stream.name == "Speakers"
    assert stream.notice.startswith("There is no sound device 'bluetooth'")
    assert stream.notice.endswith("The default device plays instead.")
    closed(stream)


def test_what_can_not_be_opened_says_why_and_leaves_nothing(library: Library) -> None:
    library.opening = PortAudioError("Device unavailable.", -9985)
    stream = opened()
    stream.join(PATIENCE_S)
    assert not stream.ready
    assert not stream.alive
    assert "can be opened (Device unavailable)" in str(stream.error)
    library.opening, library.devices = None, ()  # type: ignore[assignment]
    stream = opened()
    assert "there is no sound device here" in str(stream.error)


def test_new_devices_are_looked_for_by_starting_the_library_anew(library: Library) -> None:
    stream = opened(anew=True)
    assert library.did == ["terminate", "initialize"]
    assert not DeviceStream.may_look_anew(), "not while a stream is alive"
    closed(stream)


def test_it_plays_the_mix_on_all_channels_and_tells_the_clock_when_it_is_heard(library: Library) -> None:
    stream = opened()
    (output,) = library.streams
    assert not call(output).any(), "silence, until it is asked to play"
    assert not stream.heard
    mixer, heard = Mixer(Clock(0.0), 48_000), list[dict[str, float]]()
    clip = Clip.from_floats(np.linspace(-0.3, 0.3, 4800), 48_000)
    mixer.add(clip, 0.0)
    clock: Any = SimpleNamespace(buffer=lambda timeline, **times: heard.append({"timeline": timeline, **times}))
    stream.play(mixer, clock, 6.0)
    found = np.concatenate([call(output), call(output, 100)])
    np.testing.assert_allclose(found, np.repeat(clip.floats()[:164, None], 2, axis=1))
    assert stream.heard
    assert [each["timeline"] for each in heard] == pytest.approx([0.0, 64 / 48_000])
    assert {(each["current"], each["dac"], each["latency"]) for each in heard} == {(1.0, 1.5, 0.04)}
    stream.end(9.0)
    assert stream.ending == 9.0
    with contextlib.suppress(CallbackAbort):
        assert not call(output).any(), "nothing more of the mix once it was told to end"
    output.options["finished_callback"]()
    stream.join(PATIENCE_S)
    assert output.did == ["start", "stop", "close"]
    assert mixer.timeline == pytest.approx(164 / 48_000)


def test_a_device_that_no_longer_calls_is_aborted(library: Library) -> None:
    stream = opened()
    stream.play(Mixer(Clock(0.0), 48_000), Clock(0.0), 6.0)
    closed(stream)
    assert library.streams[0].did == ["start", "abort", "close"]


def test_a_stream_that_refused_to_start_is_never_closed_nor_the_library_begun_anew(library: Library) -> None:
    library.starting = PortAudioError("Wait timed out")
    stream = opened()
    stream.play(Mixer(Clock(0.0), 48_000), Clock(0.0), 6.0)
    stream.join(PATIENCE_S)
    assert "does not start (Wait timed out)" in str(stream.error)
    assert library.streams[0].did == []
    assert not DeviceStream.may_look_anew()


def test_a_buffer_that_ran_dry_counts_once_the_stream_has_filled_up(library: Library) -> None:
    stream = opened()
    stream.play(Mixer(Clock(0.0), 48_000), SimpleNamespace(buffer=lambda *_, **__: None), 6.0)  # type: ignore[arg-type]
    for _ in range(20):
        call(library.streams[0], underflow=True)
    assert stream.underruns == 0
    for underflow in (True, False, True):
        call(library.streams[0], underflow=underflow)
    assert stream.underruns == 2
    closed(stream)


def test_a_stream_is_lost_when_it_has_stopped_or_no_longer_calls(library: Library) -> None:
    stream = opened()
    assert not stream.lost(1000.0), "it was not asked to play"
    mixer: Any = SimpleNamespace(timeline=0.0, tap=None, mix=lambda frames: np.zeros((frames, 2), np.float32))
    stream.play(mixer, SimpleNamespace(buffer=lambda *_, **__: None), 6.0)  # type: ignore[arg-type]
    assert not stream.lost(6.0 + device.WAKING_S - 0.1), "a sleeping device may take its time"
    assert stream.lost(6.0 + device.WAKING_S + 0.1)
    call(library.streams[0])
    last = stream._feed.last
    assert not stream.lost(last + device.SILENT_S)
    assert stream.lost(last + device.SILENT_S + 2 * stream.latency + 0.01)
    library.streams[0].options["finished_callback"]()
    assert stream.lost(last)
    closed(stream)
