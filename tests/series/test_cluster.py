"""Films by a cluster of real Dask processes: the same bytes, whoever makes them and whoever dies meanwhile."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from avatar.cli import main
from avatar.config import Config
from avatar.errors import AvatarError, ConfigError, FilmError
from avatar.film.make import FilmProgress
from avatar.keeping import KeptFolder
from avatar.performer.messages import PerformClause, Performed, Up
from avatar.series import plan
from avatar.series.cluster import bundles, connecting, pool
from avatar.series.cluster.bundles import Bundle, pack
from avatar.series.cluster.connecting import Cluster, compare, connect
from avatar.series.cluster.crew import make_films
from avatar.series.cluster.lines import ClusterLink
from avatar.series.cluster.mapping import map_by
from avatar.series.cluster.working import Installation, describe, hash_source
from avatar.series.episodes import read_episodes
from avatar.series.filming import Outcome, ReadyEpisode, get_ready, make_film
from avatar.series.films import WantedFilm
from avatar.show import speaking
from avatar.text.directions import Marked
from avatar.types import CastMember
from tests.series.seasons import write_series

LONG = "MAX\n" + "\n\nBEA\n".join(f"This is the line of number {n}." for n in range(8)) + "\n"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """Two episodes of some twenty seconds."""
    folder = write_series(tmp_path / "season")
    for path in (folder / "episodes").iterdir():
        path.write_text(path.read_text("utf-8") + "\n" + LONG, "utf-8")
    return folder


def wishes(folder: Path) -> list[tuple[ReadyEpisode, WantedFilm]]:
    series = plan.read(folder)
    return [(ready, film) for ready in get_ready(series, read_episodes(series), Config()) for film in ready.films]


def filmed(
    folder: Path, cluster: Cluster, meanwhile: Callable[[], None] = lambda: None, kept: KeptFolder | None = None
) -> list[Outcome]:
    """The season by a cluster; `meanwhile` is called once the first segment is there."""
    begun: list[bool] = []

    def tell(wanted: WantedFilm, now: FilmProgress) -> None:
        if not begun:
            begun.append(True)
            meanwhile()

    return list(make_films(plan.read(folder), wishes(folder), Config(), cluster, tell, kept))


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("films/*.mp4"))}


def pids(cluster: Cluster) -> list[int]:
    return sorted(cluster.client.run(os.getpid).values())


def test_any_number_of_workers_makes_the_same_films(season: Path) -> None:
    series = plan.read(season)
    for ready, wanted in wishes(season):
        assert make_film(series, ready, wanted, Config()).trouble == ""
    alone = hashes(season)
    assert len(alone) == 2
    for count in (3,):
        for path in (season / "films").iterdir():
            path.unlink()
        with connect(f"local:{count}") as cluster:
            assert [each.trouble for each in filmed(season, cluster)] == ["", ""]
        assert hashes(season) == alone


def test_a_worker_killed_in_mid_segment_costs_its_segment_alone(season: Path) -> None:
    with connect("local:2") as cluster:
        assert [each.trouble for each in filmed(season, cluster)] == ["", ""]
        whole = hashes(season)
        for path in (season / "films").iterdir():
            path.unlink()
        before = pids(cluster)

        outcomes = filmed(season, cluster, lambda: os.kill(before[0], signal.SIGKILL))
        assert [each.trouble for each in outcomes] == ["", ""]
        assert hashes(season) == whole
        assert before[0] not in pids(cluster)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler and a worker as users start them: its address, and both processes."""
    address = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [sys.executable, "-m", "dask"]
    started: list[subprocess.Popen[str]] = [
        subprocess.Popen([*command, "scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard",
                          "--scheduler-file", str(address)], text=True, **quiet)  # type: ignore[call-overload]
    ]  # fmt: skip
    try:
        for _ in range(600):
            if address.exists() and address.read_text("utf-8").endswith("}"):
                break
            time.sleep(0.1)
        started.append(
            subprocess.Popen([*command, "worker", "--nthreads", "1", "--no-nanny", "--no-dashboard",
                              "--scheduler-file", str(address)], text=True, **quiet)  # type: ignore[call-overload]
        )  # fmt: skip
        import json

        yield json.loads(address.read_text("utf-8"))["address"], started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_scheduler_that_dies_loses_nothing_that_was_finished(
    tmp_path: Path, season: Path, scheduler: tuple[str, list[subprocess.Popen[str]]]
) -> None:
    address, processes = scheduler
    kept = KeptFolder(tmp_path / "kept", 100_000_000)
    with connect(address) as cluster:
        troubles = [each.trouble for each in filmed(season, cluster, processes[0].kill, kept)]
    assert kept.measure().entries >= 1
    assert all("The cluster gave up" in each and "Begin again" in each for each in troubles)
    assert not list((season / "films").glob("*.mp4"))
    assert not list((season / "films").glob(".making*"))
    with connect("local:1") as cluster:
        assert [each.trouble for each in filmed(season, cluster, kept=kept)] == ["", ""]
        from_kept = hashes(season)
        for path in (season / "films").iterdir():
            path.unlink()
        assert [each.trouble for each in filmed(season, cluster)] == ["", ""]
    assert hashes(season) == from_kept


def test_workers_that_leave_for_good_end_the_films(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "ALONE_S", 0.5)
    monkeypatch.setattr(speaking, "LONGEST_WAIT_S", 0.1)  # nobody will speak, either
    with connect("local:1") as cluster:
        cluster.client.cluster.scale(0)
        while cluster.count_threads():
            time.sleep(0.1)
        troubles = [each.trouble for each in filmed(season, cluster)]
    assert all("No worker has been there" in each and "Begin again" in each for each in troubles)
    assert not list((season / "films").glob("*.mp4"))


def test_a_line_goes_before_segments_that_wait() -> None:
    answers: list[Up] = []
    came = threading.Event()
    with connect("local:1") as cluster:
        link = ClusterLink(
            cluster.client, (CastMember("MAX", "max"),), [], Config(), lambda up: (answers.append(up), came.set())
        )  # fmt: skip
        waiting = cluster.client.map(time.sleep, [1.0] * 60, pure=False)
        link.speak(PerformClause(1, Marked("Hello."), "MAX", "max", "en-gb"))
        assert came.wait(120)
        assert sum(each.done() for each in waiting) < 60
        cluster.client.cancel(waiting, force=True)
        link.close()
    assert isinstance(answers[0], Performed)


def test_the_command_films_by_a_cluster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_series(tmp_path)
    assert main(["series", "film", str(folder), "-q", "--cluster", "local:1"]) == 0
    assert "2 of 2 films made" in capsys.readouterr().out


def double(number: int) -> int:
    if number < 0:
        raise AvatarError("No negative numbers")
    return 2 * number


def test_work_over_many_items_comes_back_in_order() -> None:
    with connect("local:2") as cluster:
        assert list(map_by(cluster)(double, range(30))) == list(range(0, 60, 2))
        with pytest.raises(AvatarError, match="No negative numbers"):
            list(map_by(cluster)(double, [1, -1]))


# -------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("address", "kind", "said"),
    [
        ("tcp://127.0.0.1:9", FilmError, "No scheduler answers"),
        ("tcp://", AvatarError, "127"),
        ("local:0", ConfigError, "local:1 to"),
        ("local:9999", ConfigError, "local:1 to"),
        ("here", ConfigError, "no cluster"),
        ("no_such_module.Cluster", ConfigError, "There is no cluster"),
        ("../x", ConfigError, "no cluster"),
    ],
)
def test_what_is_no_cluster_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, kind: type[AvatarError], said: str
) -> None:
    monkeypatch.setattr(connecting, "CONNECT_S", 1.0)
    with pytest.raises(kind) as told, connect(address):
        pass
    assert said in str(told.value) or address == "tcp://"


def changed(**fields: object) -> Installation:
    return describe()._replace(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (lambda: changed(film=False), "lacks what films are made with"),
        (lambda: changed(versions=(("avatar", "0.0.1"), *describe().versions[1:])), "has avatar 0.0.1"),
        (lambda: changed(versions=(*describe().versions[:2], ("av", ""), *describe().versions[3:])), "av (none)"),
        (lambda: changed(source="x"), "not the same program"),
    ],
)
def test_a_worker_of_another_kind_is_refused_by_name(theirs: Callable[[], Installation], said: str) -> None:
    with pytest.raises(FilmError) as told:
        compare({"tcp://there:1": theirs()}, describe())
    assert said in str(told.value)
    assert "tcp://there:1" in str(told.value)


def test_processors_of_unlike_kind_are_told() -> None:
    (told,) = compare({"a": changed(processor="Another")}, describe())
    assert "Another" in told
    assert compare({"a": describe()}, describe()) == ()


def test_the_source_is_known_by_its_content() -> None:
    assert len(hash_source()) == 64


# ------------------------------------------------------------------------------------------------------------- bundles


def own_character(home: Path, name: str) -> None:
    from avatar import library

    folder = library.user_dir() / "characters" / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    import shutil

    shutil.copytree(library.character("blot"), folder)


def test_characters_of_ones_own_travel_by_their_content(home: Path) -> None:
    assert pack(["max", "bea"]) == Bundle("", b"")
    own_character(home, "ink")
    first = pack(["ink", "max"])
    assert first == pack(["max", "ink"])
    assert len(first.name) == 64
    from avatar import library

    path = library.character("ink") / "character.toml"
    path.write_text(path.read_text("utf-8") + "\n# new\n", "utf-8")
    assert pack(["ink"]).name != first.name


def test_a_worker_knows_them_while_it_draws(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from avatar import library

    own_character(home, "ink")
    bundle = pack(["ink"])
    monkeypatch.setenv("AVATAR_HOME", str(home / "another"))
    assert "ink" not in library.characters()
    with bundles.knowing(bundle):
        assert "ink" in library.characters()
    with bundles.knowing(Bundle("", b"")):
        assert "ink" not in library.characters()
    for number in range(2 * bundles.KEPT):
        with bundles.knowing(Bundle(f"{number}", bundle.data)):
            assert "ink" in library.characters()


def test_a_bundle_stays_in_its_folder() -> None:
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../outside", "x")
    with pytest.raises(FilmError, match="leads out"), bundles.knowing(Bundle("bad", held.getvalue())):
        pass
