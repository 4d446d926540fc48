"""The characters that came with avatar: what tests are collected can't hang on what else lies in a user's folder."""

from __future__ import annotations

from avatar import library

CAST = tuple(library.held("character", library.package_data()))
