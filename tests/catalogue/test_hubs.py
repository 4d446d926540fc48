"""Downloads from a server on this machine: broken off, resumed, too long, led astray."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.catalogue import hubs
from avatar.errors import CatalogueError
from tests.catalogue.making import DATA, Hub, serving


def download(hub: Hub, part: Path, size: int = len(DATA), path: str = "/net.bin") -> list[int]:
    """What was told of how far it is."""
    told: list[int] = []
    hubs.download(f"{hub.address}{path}", part, size, told.append)
    return told


def test_a_file_comes_whole_and_its_progress_is_told(tmp_path: Path) -> None:
    with serving(Hub({"/net.bin": DATA})) as hub:
        told = download(hub, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA
    assert told == sorted(told)
    assert (len(told) > 1, told[-1]) == (True, len(DATA))
    assert hub.asked == [""]


@pytest.mark.parametrize("tells_length", [True, False])
def test_half_a_download_is_gone_on_with(tmp_path: Path, tells_length: bool) -> None:
    with serving(Hub({"/net.bin": DATA}, breaks_after=[100_000, 50_000], tells_length=tells_length)) as hub:
        download(hub, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA
    assert hub.asked == ["", "bytes=100000-", "bytes=150000-"]


def test_one_that_breaks_off_without_getting_further_is_given_up_and_what_came_is_kept(tmp_path: Path) -> None:
    with serving(Hub({"/net.bin": DATA}, breaks_after=[1000, 0, 0, 0])) as hub, pytest.raises(CatalogueError):
        download(hub, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA[:1000]
    assert hub.asked == ["", "bytes=1000-"]


def test_one_that_breaks_off_every_few_bytes_is_given_up(tmp_path: Path) -> None:
    told = pytest.raises(CatalogueError, match="breaks off again and again")
    with serving(Hub({"/net.bin": DATA}, breaks_after=[10] * 100)) as hub, told:
        download(hub, tmp_path / "part")
    assert len(hub.asked) == hubs.TRIES


def test_a_server_that_knows_no_ranges_starts_anew(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"x" * 1000)
    with serving(Hub({"/net.bin": DATA}, knows_ranges=False)) as hub:
        download(hub, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA


def test_what_is_there_already_and_longer_than_the_file_is_no_beginning_of_it(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"x" * (len(DATA) + 1))
    with serving(Hub({"/net.bin": DATA})) as hub:
        download(hub, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA


def test_a_server_whose_file_is_shorter_by_now_has_another_one(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(DATA[:1000])
    with serving(Hub({"/net.bin": DATA[:500]})) as hub, pytest.raises(CatalogueError, match="another file"):
        download(hub, tmp_path / "part")


@pytest.mark.parametrize("tells_length", [True, False])
def test_more_than_the_file_holds_is_not_taken(tmp_path: Path, tells_length: bool) -> None:
    told = pytest.raises(CatalogueError, match="another file" if tells_length else "more than this file holds")
    with serving(Hub({"/net.bin": DATA * 50}, tells_length=tells_length)) as hub, told:
        download(hub, tmp_path / "part")
    assert not (tmp_path / "part").exists()


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with serving(Hub({})) as hub, pytest.raises(CatalogueError, match=r"127\.0\.0\.1 no longer has it"):
        download(hub, tmp_path / "part")


def test_an_address_that_leads_elsewhere_is_followed(tmp_path: Path) -> None:
    with serving(Hub({"/net.bin": DATA})) as other, serving(Hub({}, leads_to=f"{other.address}/net.bin")) as hub:
        download(hub, tmp_path / "part", path="/elsewhere")
    assert (tmp_path / "part").read_bytes() == DATA


@pytest.mark.parametrize("to", ["file:///etc/hostname", "ftp://127.0.0.1/x"])
def test_nobody_is_led_to_files_of_this_machine(tmp_path: Path, to: str) -> None:
    with serving(Hub({}, leads_to=to)) as hub, pytest.raises(CatalogueError):
        download(hub, tmp_path / "part", path="/elsewhere")
    assert not (tmp_path / "part").exists()


def test_a_checked_connection_is_not_left_for_an_unchecked_one() -> None:
    from email.message import Message
    from urllib.request import Request

    follow = hubs._Redirects().redirect_request
    with pytest.raises(OSError, match="away from a checked connection"):
        follow(Request("https://example.org/a"), None, 302, "", Message(), "http://example.org/a")  # type: ignore[arg-type]
    found = follow(Request("https://example.org/a"), None, 302, "", Message(), "https://example.net/b")  # type: ignore[arg-type]
    assert found is not None
    assert found.full_url == "https://example.net/b"
