"""What reading a damaged or made-up zip raises, whatever packs its members: one list for everybody who opens one."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, LookupError,
    RuntimeError, OverflowError,
)  # fmt: skip
"""An odd zip's NotImplementedError is a RuntimeError."""
