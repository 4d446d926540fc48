"""Films: a scene, a show or a recording to MP4, WebM, GIF, WebP, PNG and WAV, with captions and chapters.

Segments of fixed length are drawn and encoded in processes of their own and joined in order, so that the file does not
depend on how many of them there are. docs/film.md tells how to use it.
"""

from __future__ import annotations

from importlib.util import find_spec

from avatar import installer
from avatar.errors import FilmError


def require() -> None:
    """Raises FilmError where the libraries that films need are not installed."""
    missing = [name for name, module in (("PyAV", "av"), ("Pillow", "PIL")) if find_spec(module) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise FilmError(
            f"Films need {' and '.join(missing)}, which {verb} not installed",
            remedy=f"Install it: {installer.for_extra('film')}.",
        )
