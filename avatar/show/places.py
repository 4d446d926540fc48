"""Where a scene plays and at what hour: scene headings, notes and the title page's `Sets:` as names of sets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from avatar import backdrops
from avatar.nearest import find_nearest
from avatar.show import tongues
from avatar.show.elements import SceneHeading, Screenplay, Setting, shorten
from avatar.show.notebook import Notebook

SETS: Mapping[str, str] = {
    "club": "club comedy stand-up standup stage theatre theater bar pub open-mic microphone gig cabaret nightclub"
    " tavern saloon casino ballroom karaoke",
    "living-room": "living lounge flat apartment house home sofa sitting parlour parlor dining cottage cabin villa"
    " mansion attic den penthouse",
    "studio": "studio workshop laboratory lab desk garage newsroom tv radio basement cellar bunker control warehouse",
    "kitchen": "kitchen kitchenette pantry scullery galley",
    "bedroom": "bedroom hotel motel dormitory dorm nursery bed bathroom",
    "hallway": "hallway hall corridor landing stairwell stairs staircase elevator lift lobby foyer entrance doorway"
    " passage reception",
    "office": "office boardroom conference meeting cubicle headquarters bank agency station-house police-station"
    " precinct interrogation interview call-centre call-center waiting",
    "hospital": "hospital doctor's-office dentist's-office doctor doctor's doctors surgery clinic ward dentist"
    " dentist's vet examination morgue pharmacy therapist therapist's",
    "classroom": "classroom school lecture seminar kindergarten university college academy gym",
    "shop": "shop store supermarket market grocery bakery boutique bookshop bookstore library checkout mall barber"
    " barber's",
    "cafe": "coffee-shop tea-shop cafe café coffee restaurant diner bistro canteen cafeteria tearoom pizzeria takeaway",
    "court": "court courtroom courthouse tribunal trial parliament senate church chapel council throne palace castle",
    "street": "street road alley sidewalk pavement city town square village downtown corner intersection bus-stop"
    " building outside kerb curb driveway porch parking rooftop neighbourhood neighborhood",
    "park": "park garden meadow field lawn backyard yard playground hill farm cemetery graveyard zoo bench lake river"
    " picnic mountain countryside golf",
    "beach": "beach sea seaside shore coast island ocean desert dunes harbour harbor pier boat deck dock pool raft",
    "forest": "forest wood woods jungle clearing woodland camp campsite campfire cave swamp glade trail",
    "train": "train compartment carriage railway bus coach tram subway metro tube airplane aeroplane plane cabin-class"
    " aircraft wagon train-station",
    "car": "car taxi cab van truck limousine limo vehicle automobile ambulance backseat",
    "spaceship": "spaceship space starship rocket orbit cockpit bridge shuttle space-station airlock",
    "plain": "plain nowhere limbo void black white empty heaven dream",
    "transparent": "transparent",
}
"""Set to the words of a scene heading that ask for it; two words are joined by a hyphen, and count before one."""

OUTSIDE: Mapping[str, str] = {
    word: name
    for name, words in {
        "street": "house home apartment hotel motel bank headquarters agency station-house police-station precinct "
        "hospital surgery clinic pharmacy school kindergarten university college academy gym shop store supermarket "
        "market grocery bakery boutique bookshop bookstore library mall barber barber's coffee-shop tea-shop cafe café "
        "restaurant diner bistro pizzeria takeaway court courtroom courthouse tribunal parliament senate church chapel "
        "club theatre theater bar pub cabaret nightclub saloon casino tavern office studio warehouse garage",
        "park": "cottage villa mansion palace castle",
        "forest": "cabin",
    }.items()
    for word in words.split()
}
"""What a building is seen in from outside, where a heading says `EXT.`: nobody on the steps of a court is in it."""

_OUT = re.compile(r"\s*(?:EXT\.?|EXTERIOR|AUSSEN|AUẞEN|AUßEN|EXTÉRIEUR|EXTERNO|ESTERNO)[ .:]", re.I)

ALWAYS = frozenset({"plain", "transparent", "club", "studio", "spaceship"})
"""Sets that no daylight reaches: they are the same at every hour."""

OPEN = frozenset({"street", "park", "beach", "forest", "train", "car", "spaceship"})
"""Sets that a heading with `EXT.` may have as they are."""

HOURS: Mapping[str, str] = {
    "night": "night midnight evening late-night 2am 3am moonlight darkness nacht abend nuit soir noche notte",
    "sunset": "sunset dusk twilight sundown dawn sunrise daybreak golden-hour magic-hour",
    "day": "day morning noon midday afternoon daytime lunchtime breakfast tag morgen jour matin dia mañana giorno",
}
"""Hour of a set to the words behind a heading's dash that ask for it."""

SAME_HOUR = frozenset("later continuous continuing same moments-later".split())
"""Words behind the dash that leave the hour as it was in the scene before."""

_BEGINNINGS = "|".join(sorted(map(re.escape, tongues.all_words("heading")), key=len, reverse=True))
_HEADING = re.compile(
    r"^(?:(?:INT\.?/EXT\.?|EXT\.?/INT\.?|I/E\.?|INT\.?|EXT\.?|EST\.?)[ .]\s*"
    rf"|(?:{_BEGINNINGS})(?:[ .:,、]+|\s*[-–—/]\s*|(?<=[○〇◯])))",
    re.I,
)
_TIME = re.compile(r"\s+[-–—]+\s+.*$")
_DASH = re.compile(r"\s+[-–—]+\s+")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def place_of(heading: str) -> str:
    """The place that a scene heading names: `INT. LIVING ROOM - NIGHT` is `LIVING ROOM`."""
    return _TIME.sub("", _HEADING.sub("", heading)).strip() or heading


def picture_of(text: str) -> str | None:
    """The picture's name that a heading or a note gives: `INT. BEACH.JPG - DAY` is `BEACH.JPG`; None for none."""
    for said in (place_of(text), _HEADING.sub("", text).strip()):
        if backdrops.is_picture(said):
            return said
    return None


def name_place(heading: str) -> str:
    """The place that a scene heading names, for people: a picture's without folder and ending."""
    picture = picture_of(heading)
    return Path(picture.replace("\\", "/")).stem.replace("_", " ") if picture else place_of(heading)


def capitalise(place: str) -> str:
    """A place with capitals, as it stands in a list: `Mum's Kitchen`."""
    return re.sub(r"(?<=[’'])(S|T|Re|Ll|Ve|D|M)\b", lambda found: found[0].lower(), place.title())


def hour_of(heading: str, before: str = "") -> str:
    """The hour that a heading asks for, a key of HOURS. `before`: the set of the scene before, whose hour goes on
    where the heading says LATER or CONTINUOUS."""
    said = _HEADING.sub("", heading)
    words = _joined(_WORDS.findall(said[len(_TIME.sub("", said)) :].lower()))
    if SAME_HOUR.intersection(words):
        return next((hour for hour in HOURS if before.endswith(f"-{hour}")), "day")
    return next((hour for hour, asked in HOURS.items() if set(asked.split()).intersection(words)), "day")


def set_of(heading: str, before: str = "") -> str | None:
    """The set that a heading or a note asks for: by its name, else by a word in it; None where neither is known.

    Of `INT. HOUSE - KITCHEN - NIGHT` the last part that names a place counts, at the hour that is said:
    `kitchen-night`. `before`: as in `hour_of`.
    """
    parts = _DASH.split(_HEADING.sub("", heading).lower())
    for part in reversed(parts):
        words = [word.replace("’", "'") for word in _WORDS.findall(part)]
        found = _find_set([*words, *tongues.english_places(part)])
        if found is not None and _OUT.match(heading):
            found = _find_outside(_joined([*words, *tongues.english_places(part)]), found)
        if found is not None:
            # `[[set: street-night]]` has its hour in its name.
            named = next((hour for hour in HOURS if "-".join(words).endswith(f"{found}-{hour}")), "")
            return _lit(found, named or hour_of(heading, before))
    return None


def _find_set(words: list[str]) -> str | None:
    meant = {word: name for name, asked in SETS.items() for word in asked.split()}
    spoken = _joined(words)
    exact = next((name for name in SETS if f"-{name}-" in f"-{'-'.join(words)}-"), None)
    # A pair counts before the words that it is made of: a police station is no station.
    pair = next((meant[word] for word in spoken if "-" in word and word in meant), None)
    return pair or exact or next((meant[word] for word in spoken if word in meant), None)


def _find_outside(words: list[str], found: str) -> str:
    """The set of what these words name as it is seen from outside; `found`: as it is from within."""
    if found in OPEN:
        return found
    meant = {word: name for name in OPEN for word in SETS[name].split()}
    return next(
        (meant[word] for word in words if word in meant), next((OUTSIDE[w] for w in words if w in OUTSIDE), found)
    )


def _lit(name: str, hour: str) -> str:
    """A set at an hour."""
    return name if hour == "day" or name in ALWAYS else f"{name}-{hour}"


def _joined(words: list[str]) -> list[str]:
    """The words, and each pair of neighbours joined by a hyphen."""
    return [*(f"{one}-{two}" for one, two in pairwise(words)), *words]


class Places:
    """The sets that a title page gives to places of the script: `DINER = cafe-night`, `ATTIC = pictures/attic.jpg`."""

    def __init__(self, script: Screenplay, book: Notebook, folders: Sequence[Path] = (), backdrop: str = "") -> None:
        """`folders`: where the script lies; pictures outside of them (and of the user's own folder) are not shown.
        `backdrop`: the set for all of it, '' for those that it names."""
        self._script, self._book, self._folders, self._backdrop = script, book, folders, backdrop
        self._named: dict[str, str] = {}
        for setting in script.values("sets"):
            for row in re.split(r"\s*;\s*", setting.value):
                if row:
                    self._declare(setting, row)

    def opening(self) -> str:
        """The set of what stands before the first heading."""
        for setting in self._script.values("set"):
            return self.choose(setting.line, setting.value, "plain")
        return self._backdrop or "plain"

    def first(self) -> str:
        """The set of the first heading: what is before it happens there, with nobody on; '' where none is known."""
        texts = (each.text for each in self._script.elements if isinstance(each, SceneHeading))
        return self._backdrop or self.find(next(texts, ""), "plain") or ""

    def choose(self, line: int, text: str, before: str) -> str:
        """The set, or the script's picture, that a heading or a note asks for; a place that is not known is told."""
        found = self._backdrop or self.find(text, before)
        if found is None and picture_of(text) is not None:
            hint = f"Put it beside the script, or into {backdrops.own_folder()}: pictures elsewhere are not shown."
            self._book.tell(line, text, "This picture is not there, and so it is plain", hint)
        elif found is None:
            close = find_nearest(place_of(text).lower().replace(" ", "-"), SETS)
            hint = f"Did you mean {close}? " if close else ""
            choice = f"{hint}[[set: studio]] below it chooses one; so does `Sets:`. There are: {', '.join(SETS)}."
            self._book.tell(line, text, "No set is known for this place, and so it is plain", choice)
        return found or "plain"

    def find(self, text: str, before: str = "") -> str | None:
        """The set, or the path of the picture, of a heading or note; None where there is neither."""
        said = " ".join(place_of(text).casefold().split())
        own = next((each for name, each in self._named.items() if f" {name} " in f" {said} "), None)
        if own is not None and own in SETS:
            return _lit(own, hour_of(text, before))
        named = own or picture_of(text)
        if named is None:
            return set_of(text, before=before)
        found = Path(own) if own else backdrops.find_beside(named, self._folders)
        self._book.use("picture", named, found, self._folders)
        return str(found) if found else None

    def _declare(self, setting: Setting, row: str) -> None:
        name, equals, value = (part.strip() for part in row.partition("="))
        if not (name and equals and value):
            self._tell(setting, row, "This is no line of Sets:", "Write PLACE = set, or PLACE = picture.jpg.")
            return
        picture = picture_of(value)
        found = backdrops.find_beside(picture, self._folders) if picture else None
        own = str(found) if found else (None if picture else set_of(value))
        if own is None and picture:
            self._book.use("picture", picture, None, self._folders)
            hint = f"Put it beside the script, or into {backdrops.own_folder()}: pictures elsewhere are not shown."
            self._tell(setting, row, "This picture is not there", hint)
        elif own is None:
            close = find_nearest(value.lower().replace(" ", "-"), SETS)
            hint = f"Did you mean {close}? " if close else ""
            self._tell(setting, row, f"There is no set {shorten(value, 30)!r}", f"{hint}There are: {', '.join(SETS)}.")
        else:
            self._named[" ".join(place_of(name).casefold().split())] = own

    def _tell(self, setting: Setting, row: str, what: str, suggestion: str) -> None:
        self._book.tell(setting.line, row, what, suggestion)
