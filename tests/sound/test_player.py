"""The sound device for real: heard on a null sink, lost, found again, missing."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import AudioError
from avatar.sound import device
from avatar.sound import player as players
from avatar.sound.player import Sounding, SoundPlayer
from tests import virtual
from tests.stage.playing import tone, until

pytestmark = pytest.mark.alone

Told = list[tuple[Sounding, str]]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def open_player(told: Told) -> Iterator[Callable[..., SoundPlayer]]:
    opened: list[SoundPlayer] = []

    def make(**options: object) -> SoundPlayer:
        player = SoundPlayer(lambda state, sentence: told.append((state, sentence)), **options)  # type: ignore[arg-type]
        opened.append(player)
        return player

    yield make
    for player in opened:
        player.close()
    # One that is slow to close keeps the next test's player from looking for devices anew.
    end = time.monotonic() + 10
    while device.DeviceStream.any_alive() and time.monotonic() < end:
        time.sleep(0.01)


def tend(player: SoundPlayer, true: Callable[[], bool], what: str) -> None:
    """Looks after the player until something holds."""

    def look() -> bool:
        player.check(time.perf_counter())
        return true()

    until(look, what)


def pass_by(player: SoundPlayer, scene: float) -> None:
    """Looks after the player until a scene second is heard."""
    tend(player, lambda: player.clock.scene(time.perf_counter()) > scene, f"{scene:.1f} s are heard")


def plays(player: SoundPlayer) -> bool:
    """Whether a device takes what there is to be heard. One that was just opened must not end there: it hangs then."""
    return player.state is Sounding.PLAYING and player._stream is not None and player._stream.heard


def test_the_offset_is_that_of_the_device_that_plays(
    sink: virtual.Sink, open_player: Callable[..., SoundPlayer]
) -> None:
    asked: list[str] = []

    def offset(name: str) -> float:
        asked.append(name)
        return 0.25 if name else 0.0

    player = open_player(latency="safe", offset=offset)
    assert player.clock.offset == 0.0
    tend(player, lambda: player.state is Sounding.PLAYING, "the device opens")
    assert player.clock.offset == 0.25
    assert asked[-1] == player.device


def test_what_is_added_is_heard(sink: virtual.Sink, open_player: Callable[..., SoundPlayer], told: Told) -> None:
    player = open_player(latency="safe")
    tend(player, lambda: player.state is Sounding.PLAYING, "the device opens")
    assert told[-1][0] is Sounding.PLAYING
    with sink.recording() as recording:
        player.mixer.add(tone(0.4, 440.0))
        tend(player, lambda: int((np.abs(recording.samples) > 1000).sum()) > 0.35 * virtual.RATE, "the tone is heard")
        tend(player, lambda: not recording.samples[-9600:].any(), "the tone ends")
    # A machine that is busy may tear holes into it, but nothing is lost and nothing added.
    assert (np.abs(recording.samples) > 1000).sum() / virtual.RATE == pytest.approx(0.39, abs=0.02)
    spectrum = np.abs(np.fft.rfft(recording.samples[: 2 * virtual.RATE], 2 * virtual.RATE))
    assert int(spectrum.argmax()) / 2 == pytest.approx(440, abs=15)


def test_muted_is_silent(sink: virtual.Sink, open_player: Callable[..., SoundPlayer]) -> None:
    player = open_player(muted=True)
    tend(player, lambda: player.state is Sounding.PLAYING, "the device opens")
    with sink.recording() as recording:
        sound = player.mixer.add(tone(0.3))
        tend(player, lambda: player.clock.scene(time.perf_counter()) > sound.end + 0.1, "the tone passes")
        assert recording.loudest == 0
        player.set_volume(1.0, muted=False)
        player.mixer.add(tone(0.3))
        tend(player, lambda: recording.loudest > 10_000, "the next one is heard")


def test_with_a_long_buffer_a_pause_loses_nothing_and_goes_on_at_its_first_sample(
    sink: virtual.Sink, open_player: Callable[..., SoundPlayer], told: Told
) -> None:
    player = open_player(latency="long")
    tend(player, lambda: player.state is Sounding.PLAYING, "the device opens")
    with sink.recording() as recording:
        player.mixer.move(scene=100.0, within=player.at_once())
        player.mixer.add(tone(1.5, 440.0), 100.0)
        pass_by(player, 100.3)
        player.mixer.move(speed=0.0, within=player.at_once())
        tend(player, lambda: player.mixer.settled(time.perf_counter()), "the pause is heard")
        player.mixer.move(speed=1.0, within=player.at_once())
        pass_by(player, 101.7)
        tend(player, lambda: int((np.abs(recording.samples) > 1000).sum()) > 1.3 * virtual.RATE, "it is heard")
    # Half a second of it was written when it was told to stop: had that been lost, a third would be missing.
    heard = (np.abs(recording.samples) > 1000).sum() / virtual.RATE
    assert heard == pytest.approx(1.45, abs=0.15)
    assert [state for state, _ in told] == [Sounding.PLAYING]


def test_a_device_that_rests_asks_for_nothing_and_plays_the_next_sound_from_its_first_sample(
    sink: virtual.Sink, open_player: Callable[..., SoundPlayer], told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(players, "REST_S", 0.1)
    player = open_player(latency="safe")
    tend(player, lambda: player.state is Sounding.PLAYING, "the device opens")
    for _ in range(3):
        player.idle = True
        tend(player, lambda: player.resting, "the device rests")
        pass_by(player, player.clock.scene(time.perf_counter()) + 0.4)
        with sink.recording() as recording:
            sound = player.mixer.add(tone(0.4, 440.0))
            player.idle = False
            tend(player, lambda: int((np.abs(recording.samples) > 1000).sum()) > 0.35 * virtual.RATE, "it is heard")
            assert player.clock.scene(time.perf_counter()) > sound.start
            pass_by(player, sound.end + 0.2)
        assert (np.abs(recording.samples) > 1000).sum() / virtual.RATE == pytest.approx(0.39, abs=0.02)
    assert [state for state, _ in told] == [Sounding.PLAYING]


def test_the_device_goes_in_mid_sound_and_comes_back(open_player: Callable[..., SoundPlayer], told: Told,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(players, "RETRY_S", 0.2)
    with virtual.null_sink() as sink:
        for name, value in sink.env.items():
            monkeypatch.setenv(name, value)
        player = open_player()
        tend(player, lambda: player.state is Sounding.PLAYING, "the device opens")
        player.mixer.add(tone(60.0))
        before = player.clock.scene(time.perf_counter())
        sink.kill()
        tend(player, lambda: player.state is Sounding.GONE, "the loss is noticed")
        lost = time.perf_counter(), player.clock.scene(time.perf_counter())
        tend(player, lambda: player.clock.scene(time.perf_counter()) > lost[1] + 0.5, "the scene goes on")
        assert lost[1] >= before
        gone = [sentence for state, sentence in told if state is Sounding.GONE]
        assert len(gone) == 1
        with virtual.null_sink(sink.folder) as back:
            tend(player, lambda: player.state is Sounding.PLAYING, "the device is found again")
            with back.recording() as recording:
                tend(player, lambda: recording.loudest > 10_000, "the sound goes on")
        wall = time.perf_counter()
        assert player.clock.scene(wall) - lost[1] == pytest.approx(wall - lost[0], abs=0.3)


def rest(player: SoundPlayer) -> None:
    """Nothing is to be heard and nobody looks, until the device rests and its thread is gone."""
    player.idle = player.quiet = True
    tend(player, lambda: player.resting and not player._ending, "the device rests")


def speak(player: SoundPlayer, sink: virtual.Sink, name: str = "avatar") -> None:
    """Something is to be heard, and is; the clock is where the sound is."""
    player.idle = player.quiet = False
    with sink.recording(name) as recording:
        sound = player.mixer.add(tone(120.0))
        tend(player, lambda: recording.loudest > 10_000, "it is heard")

        def ahead() -> float:
            return player.mixer.timeline - player.clock.heard(time.perf_counter())

        tend(player, lambda: -0.02 < ahead() < player.latency + 0.1, "what is written is about to be heard")
        player.mixer.cut([sound])
        tend(player, lambda: not recording.samples[-9600:].any(), "it ends")


def plug_in(sink: virtual.Sink, name: str) -> None:
    """One more card on the same server."""
    sink.control("load-module", "module-null-sink", f"sink_name={name}", "norewinds=1", f"rate={virtual.RATE}")


@pytest.fixture
def mortal(monkeypatch: pytest.MonkeyPatch) -> Iterator[virtual.Sink]:
    """A sound card that may be killed, and is soon looked for again."""
    monkeypatch.setattr(players, "RETRY_S", 0.2)
    monkeypatch.setattr(players, "REST_S", 0.1)
    with virtual.null_sink() as sink:
        for name, value in sink.env.items():
            monkeypatch.setenv(name, value)
        yield sink


@pytest.mark.parametrize("wanted_meanwhile", [False, True])
@pytest.mark.parametrize("latency", ["low", "long"])
def test_a_server_that_dies_while_the_device_rests_is_found_again(
    mortal: virtual.Sink, open_player: Callable[..., SoundPlayer], told: Told, latency: str, wanted_meanwhile: bool
) -> None:
    player = open_player(latency=latency)
    speak(player, mortal)
    rest(player)
    mortal.kill()
    if wanted_meanwhile:
        player.idle = player.quiet = False
        tend(player, lambda: player.state is Sounding.GONE, "it is missed")
        pass_by(player, player.clock.scene(time.perf_counter()) + 0.3)
    with virtual.null_sink(mortal.folder) as back:
        speak(player, back)
    states = [Sounding.PLAYING, Sounding.GONE, Sounding.PLAYING] if wanted_meanwhile else [Sounding.PLAYING]
    assert [state for state, _ in told[: len(states)]] == states


@pytest.mark.parametrize("wanted_meanwhile", [False, True])
def test_a_card_that_goes_while_the_device_rests_is_found_again(
    mortal: virtual.Sink, open_player: Callable[..., SoundPlayer], wanted_meanwhile: bool
) -> None:
    player = open_player()
    speak(player, mortal)
    rest(player)
    mortal.control("unload-module", "module-null-sink")
    if wanted_meanwhile:
        player.idle = player.quiet = False
        tend(player, lambda: player.state is Sounding.GONE, "it is missed")
    plug_in(mortal, "another")
    speak(player, mortal, "another")


@pytest.mark.parametrize("later", [0.0, 0.3])
def test_a_pause_at_the_moment_of_the_servers_death_does_not_silence_it_for_good(
    mortal: virtual.Sink, open_player: Callable[..., SoundPlayer], later: float
) -> None:
    player = open_player(latency="long")
    speak(player, mortal)
    player.mixer.add(tone(120.0))
    mortal.kill()
    pass_by(player, player.clock.scene(time.perf_counter()) + later)
    player.mixer.move(speed=0.0, within=player.at_once())
    tend(player, lambda: player.state is Sounding.GONE, "the loss is noticed")
    tend(player, lambda: player.mixer.settled(time.perf_counter()), "the pause comes without a device, too")
    with virtual.null_sink(mortal.folder) as back:
        player.mixer.move(speed=1.0, within=player.at_once())
        with back.recording() as recording:
            tend(player, lambda: recording.loudest > 10_000, "it goes on")


def test_a_server_that_was_not_there_at_the_start_is_found(
    mortal: virtual.Sink, open_player: Callable[..., SoundPlayer], told: Told
) -> None:
    mortal.kill()
    player = open_player()
    tend(player, lambda: player.state is Sounding.GONE, "there is none")
    with virtual.null_sink(mortal.folder) as late:
        speak(player, late)
    assert [state for state, _ in told[:2]] == [Sounding.GONE, Sounding.PLAYING]


@pytest.mark.parametrize("resting", [False, True])
def test_another_default_device_is_followed(
    mortal: virtual.Sink, open_player: Callable[..., SoundPlayer], resting: bool
) -> None:
    player = open_player()
    speak(player, mortal)
    if resting:
        rest(player)
    plug_in(mortal, "another")
    mortal.control("set-default-sink", "another")
    speak(player, mortal, "another")


def test_a_named_device_that_comes_back_under_another_index_is_taken_up_again(
    mortal: virtual.Sink, open_player: Callable[..., SoundPlayer], told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(players, "STAND_IN_S", 0.2)
    alsa = mortal.folder / "asound.conf"
    default = alsa.read_text()
    with virtual.null_sink() as phones:
        named = f"pcm.phones {{ type pulse server {phones.env['PULSE_SERVER']!r} }}\n"
        alsa.write_text(default + named)
        player = open_player(device="phones")
        speak(player, phones)
        before = device.find("phones")
        alsa.write_text(default)
        phones.kill()
        tend(player, lambda: player.state is Sounding.GONE, "the loss is noticed")
        speak(player, mortal)
        assert "The default device plays instead" in told[-1][1]
        with virtual.null_sink(phones.folder) as back:
            alsa.write_text(default + "pcm.monitor { type pulse }\n" + named)
            player.idle, player.quiet = False, True
            tend(player, lambda: player.device == "phones" and plays(player), "it is taken up again")
            assert device.find("phones") != before
            speak(player, back)


def test_resting_and_dying_leave_nothing_behind(mortal: virtual.Sink, open_player: Callable[..., SoundPlayer]) -> None:
    def held() -> list[int]:
        return [len(list(Path("/proc/self", kind).iterdir())) for kind in ("task", "fd")]

    player = open_player()
    speak(player, mortal)
    rest(player)
    threads, files = held()
    for _ in range(3):
        mortal.kill()
        with virtual.null_sink(mortal.folder) as back:
            speak(player, back)
            back.kill()
            tend(player, lambda: player.state is Sounding.GONE, "the loss is noticed")
        with virtual.null_sink(mortal.folder) as back:
            speak(player, back)
            rest(player)
    until(lambda: held()[0] <= threads and held()[1] <= files, "threads and files are given back")


def test_a_sound_server_that_hangs_holds_nothing_up(open_player: Callable[..., SoundPlayer], told: Told,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(players, "RETRY_S", 0.2)
    monkeypatch.setattr(players, "CALL_LIMIT_S", 0.3)
    with virtual.null_sink() as sink:
        for name, value in sink.env.items():
            monkeypatch.setenv(name, value)
        player = open_player()
        tend(player, lambda: player.state is Sounding.PLAYING, "the device opens")
        sink.server.send_signal(signal.SIGSTOP)
        try:
            tend(player, lambda: player.state is not Sounding.PLAYING, "the loss is noticed")
            lost = player.clock.scene(time.perf_counter())
            tend(player, lambda: player.clock.scene(time.perf_counter()) > lost + 1.0, "the scene goes on")
        finally:
            sink.server.send_signal(signal.SIGCONT)
        tend(player, lambda: plays(player), "the device is found again")
        assert told[-1][0] is Sounding.PLAYING


def test_without_a_device_the_time_goes_on_and_it_is_said_once(open_player: Callable[..., SoundPlayer], told: Told,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(players, "RETRY_S", 0.05)
    player = open_player()
    sound = player.mixer.add(tone(0.3))
    tend(player, lambda: player.clock.scene(time.perf_counter()) > sound.end, "the scene goes on")
    tried = set[object]()

    def tried_often() -> bool:
        tried.add(player._stream)
        return len(tried - {None}) > 3

    tend(player, tried_often, "it is tried again")
    assert [state for state, _ in told] == [Sounding.GONE]
    assert "No sound" in told[0][1]


def test_an_unknown_device_is_named_with_those_there_are(sink: virtual.Sink, open_player: Callable[..., SoundPlayer],
                                                         told: Told) -> None:  # fmt: skip
    player = open_player(device="the good headphones")
    tend(player, lambda: player.state is Sounding.PLAYING, "the default plays instead")
    assert "'the good headphones'" in told[-1][1]
    assert "default" in told[-1][1]


def test_a_device_is_found_by_part_of_its_name(sink: virtual.Sink) -> None:
    with pytest.raises(AudioError, match=r"There is no sound device 'nope'.*There are: .*default"):
        device.find("nope")
    assert device.find("Default") is None
    names = device.list_outputs()
    index = device.find(names[0][:4].upper())
    assert index is not None
    assert device.find(str(index)) == index
