"""Sets: what is behind the cast. Each is made of layers, far to near, that fill a canvas of any size.

All are quieter than the cast: little contrast, muted colours, one idea of light. What stands behind heads is calm: no
pole, lamp or leaf that would seem to grow out of one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import skia

from avatar import backdrops
from avatar.character.fields import did_you_mean
from avatar.draw import backcloth
from avatar.draw.sets import homes, outdoors, public, stages, vehicles
from avatar.draw.sets.easel import LIGHTS, Easel
from avatar.errors import StageError

Draw = Callable[[skia.Canvas, float, float], None]


class SetArt(NamedTuple):
    """How a set is drawn."""

    layers: tuple[Callable[[Easel], None], ...]
    """Far to near, each on its own: a camera may move or blur them apart."""
    outdoors: bool = False
    hours: bool = True
    """Whether daylight reaches it: a club is the same at noon."""


SETS: dict[str, SetArt] = {
    "plain": SetArt((stages.draw_plain,), hours=False),
    "transparent": SetArt((stages.draw_transparent,), hours=False),
    "club": SetArt((stages.draw_club_wall, stages.draw_club_stage), hours=False),
    "living-room": SetArt((stages.draw_living_wall, stages.draw_living_seats)),
    "studio": SetArt((stages.draw_studio_wall, stages.draw_studio_desk), hours=False),
    "kitchen": SetArt((homes.draw_kitchen_wall, homes.draw_kitchen_counter)),
    "bedroom": SetArt((homes.draw_bedroom_wall, homes.draw_bed)),
    "hallway": SetArt((homes.draw_hallway_wall, homes.draw_hallway_things)),
    "office": SetArt((public.draw_office_wall, public.draw_office_desks)),
    "hospital": SetArt((public.draw_surgery_wall, public.draw_surgery_things)),
    "classroom": SetArt((public.draw_class_wall, public.draw_class_things)),
    "shop": SetArt((public.draw_shop_shelves, public.draw_shop_counter)),
    "cafe": SetArt((public.draw_cafe_wall, public.draw_cafe_bar)),
    "court": SetArt((public.draw_court_wall, public.draw_court_bench)),
    "street": SetArt((outdoors.draw_street_sky, outdoors.draw_houses, outdoors.draw_pavement), outdoors=True),
    "park": SetArt((outdoors.draw_park_sky, outdoors.draw_meadow, outdoors.draw_bench), outdoors=True),
    "beach": SetArt((outdoors.draw_sea, outdoors.draw_sand), outdoors=True),
    "forest": SetArt((outdoors.draw_far_trees, outdoors.draw_near_trees), outdoors=True),
    "train": SetArt((vehicles.draw_passing_land, vehicles.draw_compartment)),
    "car": SetArt((vehicles.draw_road, vehicles.draw_back_seat)),
    "spaceship": SetArt((vehicles.draw_space, vehicles.draw_bridge), hours=False),
}
"""All sets. Where daylight reaches one, `NAME-night` and `NAME-sunset` are the same place at these hours."""


def known(name: str) -> str:
    """The name again. Raises StageError where there is no such set, nor a picture of that name that can be drawn."""
    if backdrops.is_picture(name):
        backcloth.check(backdrops.find(name))
    else:
        find(name)
    return name


def find(name: str) -> Draw:
    """What draws a set, or a picture of the user's own. Raises StageError where it isn't there."""
    if backdrops.is_picture(name):
        return backcloth.hang(backdrops.find(name))
    place, hour = split_hour(name)
    if place not in SETS:
        raise StageError(
            f"there is no set {name!r}", remedy=f"{did_you_mean(place, SETS)} A picture's name will do as well."
        )
    art = SETS[place]
    light = hour if art.hours else "day"

    def draw(canvas: skia.Canvas, width: float, height: float) -> None:
        easel = Easel.on(canvas, width, height, light, art.outdoors)
        for layer in art.layers:
            layer(easel)

    return draw


def split_hour(name: str) -> tuple[str, str]:
    """A set's name without its hour, and the hour: `street-night` is `street` at `night`; no hour is day."""
    place, _, hour = name.rpartition("-")
    return (place, hour) if hour in LIGHTS and place else (name, "day")
