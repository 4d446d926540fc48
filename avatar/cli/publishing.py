"""`avatar film --for PLACE`: a film in the form that a place takes, fitted to its limits and read back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from avatar import files
from avatar.errors import ConfigError, FilmError

if TYPE_CHECKING:
    from avatar.film.facts import FilmFacts
    from avatar.film.make import Film, Order
    from avatar.film.places import Destination
    from avatar.film.shape import FrameShape

Change = Callable[["Order"], "Order"]
"""What is done to the order of a film."""


def destination_of(options: argparse.Namespace) -> Destination | None:
    """The place that a film is for. Raises ConfigError where it doesn't take what is asked for."""
    from avatar.film.places import DESTINATIONS
    from avatar.film.shape import find_size

    if options.place is None:
        return None
    place = DESTINATIONS[options.place]
    where = f"--for {options.place}"
    if options.output is None or options.output.suffix.lower() != place.ending:
        raise ConfigError(f"It takes a {place.ending}: {place.what}", where=where, remedy=f"Add -o FILE{place.ending}.")
    if options.size is not None and place.fixed and find_size(options.size) != place.size:
        width, height = place.size
        raise ConfigError(f"It takes {width} x {height} pixels", where=where, remedy="Leave --size out.")
    if options.fps is not None and not place.slowest <= options.fps <= place.fastest:
        told = f"It takes {place.slowest} to {place.fastest} frames a second"
        raise ConfigError(told, where=where, remedy="Leave --fps out.")
    if options.background == "set" and place.transparent:
        raise ConfigError("It takes what is transparent", where=where, remedy="Leave --background out.")
    return place


def publish(
    options: argparse.Namespace,
    place: Destination,
    shape: FrameShape,
    make: Callable[[FrameShape, Change], tuple[Film, Order]],
) -> tuple[Film, Order]:
    """Films until it fits, checks the file, and puts it into its place; says what was done for that."""
    from avatar.film.facts import read_facts, tell_size
    from avatar.film.places import check_for, fit

    draft = files.draft(options.output, place.ending)
    films: list[tuple[Film, Order]] = []

    def attempt(wanted: FrameShape) -> FilmFacts:
        if films and not options.quiet:
            print(f"avatar: that is {tell_size(draft.stat().st_size)}; another one is tried", file=sys.stderr)
        films.append(
            make(
                wanted,
                lambda order: replace(order, path=draft, silent=not place.sound, longest=place.longest),
            )
        )
        return read_facts(draft)

    try:
        fitted = fit(place, replace(shape, covered=place.covered), attempt)
        facts = read_facts(draft)
        check_for(facts, place)
        files.settle(draft, options.output)
    except FilmError as error:
        raise FilmError(error.what, where=f"--for {options.place}", remedy=error.remedy) from error
    finally:
        draft.unlink(missing_ok=True)
    if not options.quiet:
        print(f"avatar: {options.place} takes it: {_tell(facts, place)}", file=sys.stderr)
        if fitted.changes:
            print(f"avatar: to fit it is {', '.join(fitted.changes)}", file=sys.stderr)
    made, order = films[-1]
    return replace(made, path=options.output), order


def _tell(facts: FilmFacts, place: Destination) -> str:
    """What was read back, against its limits."""
    from avatar.film.facts import tell_size

    limit = f" of {tell_size(place.most_bytes)}" if place.most_bytes < float("inf") else ""
    lasts = f" of {place.longest:g}" if place.longest < float("inf") else ""
    width, height = facts.size
    return f"{facts.kind}, {width} x {height}, {facts.seconds:.1f}{lasts} s, {tell_size(facts.weight)}{limit}"
