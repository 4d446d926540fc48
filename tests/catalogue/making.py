"""Entries, packages and servers for the tests of the catalogue: small, and whole to the byte."""

from __future__ import annotations

import hashlib
import io
import struct
import tarfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from avatar.catalogue.entries import CatalogueEntry, CatalogueFile, Member
from avatar.catalogue.getting import Step

DATA = bytes(range(256)) * 1200
"""What a file of an entry holds: 300 kB, several blocks of a download."""


def make_file(path: str = "voices/net.bin", data: bytes = DATA, **more: object) -> CatalogueFile:
    return CatalogueFile(path, len(data), hashlib.sha256(data).hexdigest(), **more)  # type: ignore[arg-type]


def make_entry(*files: CatalogueFile, name: str = "thing", **more: object) -> CatalogueEntry:
    known = {"kind": "model", "licence": "CC0-1.0", "author": "somebody", "description": "a thing", **more}
    return CatalogueEntry(name=name, files=files, **known)  # type: ignore[arg-type]


TINY_LLAMA: dict[str, object] = {
    "general.architecture": "llama",
    "general.name": "Tiny \x1b[31mone",
    "general.license": "mit",
    "general.organization": "nobody",
    "llama.context_length": 2048,
    "llama.block_count": 2,
    "llama.embedding_length": 64,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "tokenizer.ggml.tokens": ["<s>", "a", "b"],
    "tokenizer.ggml.scores": [0.0, 1.0, 2.0],
    "general.odd": True,
}


Tensors = Mapping[str, tuple[tuple[int, ...], bytes]]
"""Name to shape and to the numbers, as little-endian float32."""

ONE_TENSOR: Tensors = {"token_embd.weight": ((4, 4), bytes(64))}


def make_gguf(path: Path, keys: Mapping[str, object] = TINY_LLAMA, tensors: Tensors = ONE_TENSOR) -> Path:
    """A language model's file, whole, in version 3."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(keys))
    head += b"".join(_gguf_text(key) + _gguf_value(each) for key, each in keys.items())
    data = b""
    for name, (shape, numbers) in tensors.items():
        head += _gguf_text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *reversed(shape), 0, len(data))
        data += numbers + bytes(-len(numbers) % 32)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + bytes(-len(head) % 32) + data)
    return path


def _gguf_text(text: str | bytes) -> bytes:
    encoded = text.encode() if isinstance(text, str) else text
    return struct.pack("<Q", len(encoded)) + encoded


def _gguf_value(each: object) -> bytes:
    match each:
        case bool():
            return struct.pack("<I?", 7, each)
        case int():
            return struct.pack("<II", 4, each)
        case float():
            return struct.pack("<If", 6, each)
        case str():
            return struct.pack("<I", 8) + _gguf_text(each)
        case [str() | bytes(), *_]:
            return struct.pack("<IIQ", 9, 8, len(each)) + b"".join(map(_gguf_text, each))
        case [float(), *_]:
            return struct.pack(f"<IIQ{len(each)}f", 9, 6, len(each), *each)
        case [int(), *_]:
            return struct.pack(f"<IIQ{len(each)}i", 9, 5, len(each), *each)
    raise TypeError(each)


def untold(step: Step) -> None:
    """Nobody wants to know how far it is."""


def make_wheel(folder: Path, name: str, version: str, members: dict[str, bytes]) -> Path:
    """A wheel that pip accepts."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{name.replace('-', '_')}-{version}"
    path = folder / f"{stem}-py3-none-any.whl"
    info = {
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{stem}.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in {**members, **info}.items():
            archive.writestr(member, data)
        record = "".join(f"{member},,\n" for member in [*members, *info, f"{stem}.dist-info/RECORD"])
        archive.writestr(f"{stem}.dist-info/RECORD", record)
    return path


def make_tgz(path: Path, members: dict[str, bytes]) -> Path:
    """What `npm pack` writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


WHEEL = Member("python", "voice-net==1.0", "voice_net/net.bin")
TGZ = Member("npm", "voice-net@1.0", "package/net.bin")


@dataclass
class Hub:
    """What a server on this machine answers, and what it was asked."""

    files: dict[str, bytes]
    breaks_after: list[int] = field(default_factory=list)
    """Bytes after which each answer breaks off, one an answer."""
    knows_ranges: bool = True
    tells_length: bool = True
    leads_to: str = ""
    address: str = ""
    asked: list[str] = field(default_factory=list)
    """The `Range` of each request; '' where it had none."""


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.asked.append(self.headers["Range"] or "")
            if hub.leads_to and self.path == "/elsewhere":
                self.send_response(302)
                self.send_header("Location", hub.leads_to)
                self.end_headers()
                return
            data = hub.files.get(self.path)
            if data is None:
                self.send_error(404)
                return
            self._send(data)

        def _send(self, data: bytes) -> None:
            begin = int(hub.asked[-1].removeprefix("bytes=").rstrip("-") or 0) if hub.knows_ranges else 0
            if begin and begin >= len(data):
                self.send_error(416)
                return
            self.send_response(206 if begin else 200)
            if begin:
                self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
            if hub.tells_length:
                self.send_header("Content-Length", str(len(data) - begin))
            self.end_headers()
            rest = data[begin:]
            if hub.breaks_after:
                rest = rest[: hub.breaks_after.pop(0)]
            self.wfile.write(rest)

        def log_message(self, *_: object) -> None:
            """Not into the tests' output."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who asked may have gone."""

    server = Server(("127.0.0.1", 0), Handler)
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
