"""A language model on this machine: a real llama.cpp in its process, with a tiny model made on the spot."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from avatar import config as settings
from avatar import installer, library
from avatar.brain import Turn
from avatar.brain.base import Piece, Sent, Waiting
from avatar.brain.fallback import Fallback
from avatar.brain.local import examples, messages, model, pace
from avatar.brain.local.model import SENTENCES, Local
from avatar.brain.local.process import make_parameters
from avatar.brain.local.runner import RunnerError
from avatar.brain.making import find_setup, make
from avatar.catalogue import brains, gguf
from avatar.errors import BrainError
from avatar.text import directions
from tests.brain.tiny_model import TEMPLATE, write
from tests.cast import CAST
from tests.catalogue.making import make_gguf

HELLO = (Turn("user", "hello"),)
STORY = (Turn("user", "tell me a long story"),)


@pytest.fixture
def tiny() -> Path:
    """The only model here."""
    return write(library.user_dir() / "brains" / "tiny.gguf")


@pytest.fixture
def endless(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Settings with which it talks on and on."""
    write(tiny, context=65_536)
    monkeypatch.setattr(model, "SMALL", 0)
    monkeypatch.setitem(model.STEADY, "ignore_eos", True)
    return {"brain.context": "65536", "brain.longest": "30000"}  # in this order: the one has to fit into the other


def configured(**options: str) -> settings.Config:
    return settings.load(None, {"brain.name": "local", "chat.history": "false", **(options or {"brain.longest": "60"})})


def with_local(work: Callable[[Local], Awaitable[object]], **options: str) -> None:
    async def run() -> None:
        brain = Local(find_setup(configured(**options)))
        try:
            await work(brain)
        finally:
            await brain.aclose()

    asyncio.run(run())


def with_fallback(work: Callable[[Fallback], Awaitable[object]], **options: str) -> None:
    async def run() -> None:
        brain = make(configured(**options))
        assert isinstance(brain, Fallback)
        try:
            await work(brain)
        finally:
            await brain.aclose()

    asyncio.run(run())


def thinks(brain: Fallback) -> Local:
    """The model, and not the persona behind it."""
    found = brain._server
    assert isinstance(found, Local)
    return found


def process(brain: Local) -> int:
    """Number of the process that runs the model."""
    assert brain._runner is not None
    assert brain._runner.pid is not None
    return brain._runner.pid


async def first_word(reply: AsyncIterator[Piece]) -> str:
    """What is said first, after what is told of loading the model."""
    async for piece in reply:
        if isinstance(piece, str):
            return piece
    raise AssertionError("nothing was said")


async def said(brain: Local | Fallback, turns: tuple[Turn, ...] = HELLO) -> str:
    return "".join([piece async for piece in brain.reply(turns) if isinstance(piece, str)])


# -------------------------------------------------------------------------------------------------- a model that works


def test_a_talk_with_a_model_of_this_machine(tiny: Path) -> None:
    async def work(brain: Local) -> None:
        turns: list[Turn] = []
        for line in ("hello, my name is Ada", "and then?", "why?"):
            turns.append(Turn("user", line))
            pieces = [piece async for piece in brain.reply(tuple(turns)) if isinstance(piece, str)]
            assert len(pieces) > 1
            turns.append(Turn("character", "".join(pieces)))
        assert brain.context == 2048  # the model's own, which is less than what the settings ask for
        assert pace.of(tiny).answers > 0

    with_local(work)


def test_it_is_shown_how_the_character_talks(tiny: Path) -> None:
    async def work(brain: Local) -> None:
        await said(brain)
        sent = brain.sent()
        shown = examples.choose(library.character("juno"), "Juno", 9)
        assert sent[0].role == "system"
        assert "Juno" in sent[0].text
        assert sent[1] == Sent("user", shown[0].question)
        assert sent[2] == Sent("assistant", directions.strip(shown[0].answer))  # a small model repeats directions
        assert sent[-1] == Sent("user", "hello")

    with_local(work)


def test_a_reply_that_is_closed_stops_the_model_and_the_next_one_comes(endless: dict[str, str]) -> None:
    async def work(brain: Local) -> None:
        seen = set()
        for _ in range(3):
            reply = brain.reply(STORY)
            assert await first_word(reply)
            seen.add(process(brain))
            await reply.aclose()  # type: ignore[attr-defined]
        assert len(seen) == 1

    with_local(work, **endless)


def test_a_greeting_loads_the_model_meanwhile(tiny: Path) -> None:
    async def work(brain: Fallback) -> None:
        assert await said(brain, ())
        own = thinks(brain)
        assert own._preparing is not None
        await own._preparing
        loaded = process(own)
        assert await said(brain)
        assert process(own) == loaded
        assert brain.trouble is None or "cut off" in brain.trouble.what

    with_fallback(work)


def test_a_message_longer_than_the_model_takes_in_is_answered_all_the_same(tiny: Path) -> None:
    async def work(brain: Local) -> None:
        turns = (Turn("user", "very " * 20_000 + "the end"),)
        pieces = [piece async for piece in brain.reply(turns)]
        waits = [piece.why for piece in pieces if isinstance(piece, Waiting)]
        assert any("longer than the model can take in" in why for why in waits)
        assert "".join(piece for piece in pieces if isinstance(piece, str))
        assert brain.sent()[-1].text.endswith("the end")

    with_local(work)


def test_a_long_talk_forgets_its_beginning(tiny: Path) -> None:
    async def work(brain: Local) -> None:
        turns = tuple(Turn("user" if n % 2 == 0 else "character", f"line {n} " + "word " * 40) for n in range(99))
        assert await said(brain, turns)
        texts = [each.text for each in brain.sent()]
        assert turns[-1].text in texts
        assert turns[0].text not in texts

    with_local(work)


def test_models_are_chosen_by_name_or_by_file(tiny: Path, tmp_path: Path) -> None:
    own = write(tmp_path / "own.gguf")

    async def work(brain: Local) -> None:
        assert await brain.models() == ["tiny"]
        assert brain.availability().detail.startswith("own")
        found = await brain.check()
        assert found.works
        assert "words a second here" in found.detail

    with_local(work, **{"brain.model": str(own)})

    async def wrong(brain: Local) -> None:
        found = brain.availability()
        assert (found.works, found.detail) == (False, "There is no model 'huge' here")
        assert "tiny" in found.remedy

    with_local(wrong, **{"brain.model": "huge"})


# ------------------------------------------------------------------------------------------------- what is in its way


def test_without_the_library_the_command_that_brings_it_is_named(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *rest: None if name == "xllamacpp" else find(name, *rest)
    )

    async def work(brain: Fallback) -> None:
        found = brain.availability()
        assert not found.works
        assert installer.for_extra("local") in found.remedy
        assert await said(brain)  # the persona's
        assert brain.trouble is not None
        assert "xllamacpp is missing" in str(brain.trouble)

    with_fallback(work)


def test_without_a_model_the_command_that_gets_one_is_named() -> None:
    async def work(brain: Fallback) -> None:
        assert await said(brain)
        assert "There is no model here yet" in str(brain.trouble)
        assert "avatar get brain smollm2-135m" in str(brain.trouble)

    with_fallback(work)


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a photo": (lambda path: path.write_bytes(b"\xff\xd8\xff" * 500), "no whole model"),
    "nothing": (lambda path: path.write_bytes(b""), "it is empty"),
    "half a file": (lambda path: path.write_bytes(write(path).read_bytes()[:300_000]), "can't be loaded|no whole"),
    "half a head": (lambda path: path.write_bytes(write(path).read_bytes()[:2000]), "ends too early"),
    "an absurd head": (lambda path: path.write_bytes(b"GGUF\3\0\0\0" + b"\xff" * 64), "it claims to have"),
    "a head without a model": (make_gguf, "can't be loaded|ended by itself"),
    "a small context": (lambda path: write(path, context=256), "takes in 256 tokens, and a talk needs 512"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_no_model_is_named_and_the_persona_speaks(fault: str, tiny: Path) -> None:
    spoil, words = FAULTS[fault]
    spoil(tiny)

    async def work(brain: Fallback) -> None:
        with pytest.raises(BrainError, match=words) as caught:
            await said(brain._server)  # type: ignore[arg-type]
        assert "Traceback" not in str(caught.value)
        assert directions.strip(await said(brain))
        assert brain.trouble is not None

    with_fallback(work)


def test_a_process_that_is_killed_in_mid_reply_ends_it_in_character_and_starts_anew(endless: dict[str, str]) -> None:
    async def work(brain: Fallback) -> None:
        pieces: list[str] = []
        killed = 0
        async for piece in brain.reply(STORY):
            if isinstance(piece, str):
                pieces.append(piece)
                killed = killed or process(thinks(brain))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(killed, signal.SIGKILL)
        assert "ended by itself" in str(brain.trouble)
        assert " … " in "".join(pieces)
        reply = brain.reply(HELLO)
        assert await first_word(reply)
        assert process(thinks(brain)) != killed
        await reply.aclose()  # type: ignore[attr-defined]

    with_fallback(work, **endless)


def test_a_process_that_stands_still_is_given_up(tiny: Path) -> None:
    async def work(brain: Local) -> None:
        await said(brain)
        os.kill(process(brain), signal.SIGSTOP)
        assert brain._runner is not None
        brain._runner._patience = 0.5
        with pytest.raises(RunnerError, match=r"made no progress in 0\.5 s"):
            await said(brain)
        assert not brain._runner.alive
        assert await said(brain)

    with_local(work)


def test_the_model_goes_with_whoever_started_it(endless: dict[str, str]) -> None:
    code = (
        "import asyncio\n"
        "from avatar.brain.local import model\n"
        "from tests.brain.test_local import STORY, Local, configured, find_setup, first_word\n"
        "async def run():\n"
        "    model.SMALL, model.STEADY['ignore_eos'] = 0, True\n"
        f"    brain = Local(find_setup(configured(**{endless})))\n"
        "    reply = brain.reply(STORY)\n"
        "    await first_word(reply)\n"
        "    print(brain._runner.pid, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(run())\n"
    )
    root = Path(__file__).parents[2]
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    while _runs(pid):
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    """Whether a process that is no child of this one does; a zombie whose parent is gone is nobody's any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_template_that_knows_no_system_message_is_told_in_words(tiny: Path) -> None:
    write(tiny, template="{{ raise_exception('only God knows') }}" + TEMPLATE)

    async def work(brain: Local) -> None:
        with pytest.raises(BrainError) as caught:
            await said(brain)
        assert "only God knows" not in str(caught.value)  # the file's own words stay in the log

    with_local(work)


# ------------------------------------------------------------------------------------------------- memory and pace


def test_a_talk_is_made_shorter_where_memory_is_short(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = gguf.read(write(tiny, context=8192))
    whole = gguf.need_mb(head.size, head.token_bytes, 8192)
    monkeypatch.setattr("avatar.vital.free_mb", lambda: whole + model.SPARE_MB - 1)

    async def work(brain: Local) -> None:
        assert await said(brain)
        assert brain.context == 4096

    with_local(work)


def test_a_model_that_memory_is_too_short_for_is_not_loaded(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avatar.vital.free_mb", lambda: 300)

    async def work(brain: Local) -> None:
        with pytest.raises(BrainError, match=r"takes about 15\d MB of memory and is to leave 200, but 300 MB are free"):
            await said(brain)
        assert brain._runner is None

    with_local(work)


def test_a_model_that_can_not_keep_up_is_refused_unless_it_may_be_slow(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "WORDS_A_SECOND", 1e9)

    async def work(brain: Local) -> None:
        with pytest.raises(BrainError, match="words a second on this machine, and speech needs") as caught:
            await said(brain)
        assert "[brain] slow = true" in str(caught.value)
        assert brain._runner is None  # nothing stays in memory
        assert pace.of(tiny).too_slow
        assert not brain.availability().works

    with_local(work)

    async def patient(brain: Local) -> None:
        assert brain.availability().works
        assert await said(brain)

    with_local(patient, **{"brain.slow": "true"})


def test_of_several_models_the_largest_that_keeps_up_thinks(tiny: Path) -> None:
    for name in ("smollm2-360m", "smollm2-135m"):
        write(library.user_dir() / "brains" / f"{name}.gguf")
    large = brains.here()["smollm2-360m"]

    async def chosen(brain: Local) -> str:
        return brain.availability().detail

    found: list[str] = []

    async def work(brain: Local) -> None:
        found.append(await chosen(brain))

    tiny.unlink()
    with_local(work)
    for _ in range(pace.SURE_AFTER):
        pace.note(large, 100, 10.0, 20, 20.0)
    with_local(work)
    assert found == ["smollm2-360m", "smollm2-135m"]


def test_the_best_that_was_seen_counts_and_a_slow_model_is_slow_only_after_some_answers(tiny: Path) -> None:
    assert pace.note(tiny, 100, 2.0, 3, 9.0) == pace.Pace()  # too short to tell
    assert not pace.note(tiny, 100, 2.0, 10, 10.0).too_slow
    found = pace.note(tiny, 300, 3.0, 10, 5.0)
    assert (found.reads, found.makes, found.answers) == (100.0, 2.0, 2)
    assert pace.note(tiny, 100, 2.0, 10, 10.0).too_slow
    assert pace.of(tiny).makes == 2.0
    assert not pace.note(tiny, 100, 2.0, 70, 10.0).too_slow
    write(tiny, context=512)
    tiny.write_bytes(tiny.read_bytes() + b"\0")
    assert pace.of(tiny) == pace.Pace()  # another file


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"machine": 3, "models": []}', "[" * 100_000, "\0"])
def test_what_was_kept_of_the_pace_may_be_damaged(text: str, tiny: Path) -> None:
    path = library.state_dir() / "brains.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert pace.of(tiny) == pace.Pace()
    assert pace.note(tiny, 10, 1.0, 10, 1.0).answers == 1
    path.write_text(json.dumps({**json.loads(path.read_text()), "models": {"tiny": "fast"}}))
    assert pace.of(tiny) == pace.Pace()


# ------------------------------------------------------------------------------------------------------- its parts


@pytest.mark.parametrize("name", CAST)
def test_every_character_has_examples_of_its_own(name: str) -> None:
    found = examples.choose(library.character(name), name.capitalize(), 4)
    assert len(found) == 4
    for each in found:
        assert "undefined" not in each.answer
        assert "<" not in each.answer
        assert len(each.answer) <= examples.LONGEST
    other = "gus" if name != "gus" else "bea"
    assert found[0] != examples.choose(library.character(other), other.capitalize(), 1)[0]


def test_a_character_whose_script_is_damaged_gives_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "eve" / "persona").mkdir(parents=True)
    (tmp_path / "eve" / "persona" / "a.rive").write_text("> object run python\n<object\n+ [\n- x\n")
    assert examples.choose(tmp_path / "eve", "Eve", 4) == ()
    assert "eve gives no examples" in caplog.text


def test_the_process_of_a_model_opens_no_door(tiny: Path) -> None:
    llama = pytest.importorskip("xllamacpp")
    params = make_parameters(llama, messages.Load(str(tiny), 1024, 1), str(tiny.parent))
    assert list(params.hostnames) == ([f"{tiny.parent}/door.sock"] if sys.platform != "win32" else ["127.0.0.1"])
    assert len(params.api_keys[0]) > 30
    assert not params.endpoint_slots
    assert not params.endpoint_props
    assert params.n_parallel == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells which process listens")
def test_nothing_listens_on_a_port(tiny: Path) -> None:
    async def work(brain: Local) -> None:
        await said(brain)
        assert _listening(process(brain)) == []

    with_local(work)


def _listening(pid: int) -> list[str]:
    """The lines of the system's table of TCP sockets that listen and belong to a process."""
    handles = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [line for name in ("tcp", "tcp6") for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]]
    return [row for row in rows if row.split()[3] == "0A" and f"socket:[{row.split()[9]}]" in handles]


def test_the_grammar_of_small_models_ends_with_a_sentence(tiny: Path) -> None:
    async def work(brain: Local) -> None:
        reply = await said(brain, STORY)
        assert reply.count(".") <= 8 or "..." in reply
        assert "\n" not in reply

    assert SENTENCES.startswith("\nroot ::=")
    with_local(work, **{"brain.longest": "1000"})
