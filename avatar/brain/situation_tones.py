"""How situations sound: of two that are hard to tell apart, what is said of either fits, as long as both are sad, or
both funny.
"""

from __future__ import annotations

from collections.abc import Mapping

_OF: Mapping[str, str] = {
    "amused": """
        child funny, spouse habit, flatmates, old bones, embarrassed, colleague funny, customer funny,
        school tale, cat antics, dog antics, pet antics, pest house, confession, prank joke, dream night,
        cooking failed, clothes hair, grandchild, comedy hobby""",
    "sad": """
        death recent, death missing, pet died, lonely, breakup, low mood, homesick, friend lost, guilt
        regret, missed chance, child leaving, partner away, parent ageing, ex, childhood, keepsake""",
    "worried": """
        operation ahead, hospital other, own illness, worry mind, nerves ahead, child worry, overwhelmed,
        pet ill, money short, job lost, exam ahead, interview, cant sleep, fear, undecided, shy, waiting,
        gig ahead, quitting, mistake work""",
    "annoyed": """
        boss bad, colleague annoying, customer rude, neighbour noisy, stranger rude, parcel queue, phone
        computer, commute, car trouble, repair failed, weather, news moan, travel bad, bad day, match lost,
        garden badly, lost thing, job dull, family quarrel, small accident, tired out, baby nights, busy
        day, night shift, bored, quiet day, driving""",
    "glad": """
        child proud, promotion, exam result, match won, recovered, proud self, cooking well, garden well,
        new pet, good day, friend fond, spouse fond, parent fond, sibling fond, baby coming, wedding past,
        patient touching, stranger kind, neighbour kind, found thing, gig past, old friend met, job loved,
        crush, moving in, big buy, present bought, birthday, wild animal""",
    "hopeful": """
        wedding ahead, holiday ahead, weekend, hope future, saving up, new job, moving house, christmas,
        family gathering, quit habit, diet exercise, night out""",
    "plain": """
        job told, retired, own business, training, student life, teaching, tools trade, working from home,
        eating now, drink now, favourite food, repair going, tidying, plays music, dancing, crafts, making
        wood, reading, watching, gaming, plays sport, walking out, holiday past, writing hobby, learning,
        volunteering, collecting, hometown, strange thing, doing now""",
}
TONES: Mapping[str, str] = {
    f"told of {' '.join(name.split())}": tone for tone, names in _OF.items() for name in names.split(",")
}
"""The tone of each situation of which something is told."""
