"""What in a message is a danger, in which no line of a character's may stand in for help: somebody who can't breathe,
tablets that are to be left out, a partner who hits, a drive after four pints, an animal that won't eat.

A character leaves its act for these and names the help that there is (`=danger emergency`); the common persona has
lines for all characters. What is long over, dreamt, feared or laughed at is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOT_REAL = (
    r"dreams?|dreamt|dreamed|film|movie|book|novel|episode|series|game|drill|training|song|joke|joking|laugh\w*|haha\w*"
    r"|lol|lmao|imagine|character|scene|story|crossword"
)
_OVER = (
    r"years? ago|months? ago|weeks? ago|last (?:year|month|spring|summer|autumn|winter)|used to|years back"
    r"|when (?:i|he|she|we|they) (?:was|were)|as a (?:kid|child|boy|girl)|in (?:19|20)\d\d|back in|died|dead"
    r"|passed away|funeral|recovered|survived|was fine|were fine|is fine now|alright now|all right now|almost|nearly"
)
_IN_HAND = (
    r"vets?|doctors?|docs?|gp|nurses?|biopsy|results|hospital|scan|xray|x ray|a and e|paramedics?|waiting|booked|tests"
)
_ASKS = r"(?:should|shall|do i|or wait|or leave|what do i|can i)"
_NOW = re.compile(rf"(?!.*\b(?:{_NOT_REAL}|{_OVER})\b)")
_ALONE = re.compile(rf"(?!.*\b(?:{_NOT_REAL}|{_OVER})\b)(?:(?!.*\b(?:{_IN_HAND})\b)|(?=.*\b{_ASKS}\b))")
"""Where a danger is one of now; and where nobody helps yet, or it is asked whether to fetch help."""
_CAN_NOT = r"(?:can not|will not|is not|am not|has stopped|stopped|struggling to)"
_DRUGS = (
    r"(?:insulin|tablets?|pills?|meds|medication|antidepressants?|warfarin|statins?|inhaler|antibiotics?|steroids?"
    r"|doses?|paracetamol|ibuprofen|aspirin|painkillers?|codeine|sertraline|metformin)"
)
_POISON = r"(?:bleach|battery|batteries|antifreeze|weedkiller)"
_EMERGENCY = (
    r"\bchest (?:hurts?|hurting|is hurting)\b",
    r"\bpains? in (?:my|his|her) (?:chest|left arm)\b",
    r"\bchest pains?\b",
    rf"\b{_CAN_NOT} (?:really |properly )?breath(?:e|ing)\b(?! a word)",
    r"\b(?:is|has|just|gone|keeps|lying) (?:just )?(?:unconscious|collapsed|passed out|choking)\b",
    r"(?<!\bi look like i )\b(?:is|am|are) having a (?:seizure|fit|stroke|heart attack)\b",
    rf"\b{_CAN_NOT} (?:wake up|waking up|stop bleeding)\b",
    r"\bbleeding (?:badly|heavily|a lot|everywhere)\b",
    r"\bface (?:is |has )?(?:drooping|dropped|gone numb)\b",
    r"\barm (?:is |has gone |went )?(?:all )?numb\b",
    r"\b(?:took|taken) an overdose\b",
    rf"\b(?:took|taken|had) (?:too many|all (?:my|the|his|her)) (?:\w+ )?{_DRUGS}\b",
    rf"\b(?:swallowed|drank|drunk|eaten) (?:some |the |a )?(?:\w+ )?{_POISON}\b",
    r"\b(?:house|flat|kitchen|building|car|cooker|oven) is on fire\b",
    r"\bthere is a fire (?:in|at)\b",
    r"\bsmell gas\b",
    r"\bgas leak\b",
    r"\bcarbon monoxide\b",
    r"\b(?:call|ring|need|get) (?:me )?an ambulance\b",
    r"\bshould i (?:call|ring) (?:999|911|112)\b",
)
_ONE = (
    r"(?:he|she|(?:my|her|his) (?:\w+ )?(?:boyfriend|girlfriend|husband|wife|partner|ex|dad|mum|mother|father|stepdad"
    r"|fella|bloke))"
)
_HITS = r"(?:hits?|beats|punched|punches|slaps?|slapped|chokes?|choked|strangled|kicks?|kicked)"
_VIOLENCE = (
    rf"\b{_ONE} (?:just |still |always |sometimes |keeps? )?{_HITS} me\b(?! (?:up with|with an?|at|in the|to)\b)",
    rf"\b{_ONE} beat me up\b",
    rf"\b{_ONE} (?:\w+ )?(?:threatens?|threatened|is threatening) to (?:hit|kill|hurt)\b",
    r"\b(?:scared|afraid|frightened) of my (?:husband|boyfriend|partner|wife|girlfriend|dad|stepdad)\b",
)
_DRUNK = (
    r"(?:(?:two|three|four|five|six|a few|few|some|couple of|\d) (?:\w+ )?(?:pints?|beers?|drinks|glasses|wines|shots"
    r"|vodkas?|gins|cans)|bottle of wine|been drinking|drunk|tipsy|over the limit)"
)
_DRIVES = r"(?:drive (?:home|back|there|myself|her|him)|driving (?:home|back)|take the car)"
_STILL_TO_DO = (
    r"(?=.*\b(?:should|shall|can|could|may|is it|ok to|fine to|going to|about to|i will|i have to|need to)\b)"
)
_DRIVING = (rf"^{_STILL_TO_DO}.*\b{_DRIVES}\b.*\b{_DRUNK}\b", rf"^{_STILL_TO_DO}.*\b{_DRUNK}\b.*\b{_DRIVES}\b")
_MAY = r"(?:should|shall|can|could|may|what if|is it (?:ok|okay|safe|fine)|thinking of|tempted to|going to)"
_CHANGES = (
    r"(?:stop(?:ping)?|quit(?:ting)?|skip(?:ping)?|doubl(?:e|ing)|halve|halving|com(?:e|ing) off|mix(?:ing)?"
    r"|tak(?:e|ing)|giv(?:e|ing)|swap)"
)
_DOCTOR = (
    rf"\b{_MAY} (?:[\w']+ ){{0,3}}?{_CHANGES} (?:[\w']+ ){{0,5}}?{_DRUGS}\b",
    r"\b(?:found|got|feel|felt|noticed) (?:\w+ )?(?:a|another) (?:\w+ )?lump\b(?! (?:of|in (?:my|the) throat|sum))",
    r"\bblood in (?:my|his|her|the) (?:pee|wee|urine|poo|stool|toilet)\b",
    r"\bcoughing (?:up )?blood\b",
    r"\bchest (?:is|feels) (?:\w+ )?tight\b",
)
_AILS = (
    r"(?:(?:has|have|is|are|will) not (?:\w+ )?(?:eat|eaten|eating|drinking)(?! (?:it|the)\b)|stopped eating"
    r"|off (?:his|her|its) food|(?:ate|eaten) (?:\w+ ){0,3}?(?:chocolate|grapes|raisins|onions?)"
    r"|(?:is|been|keeps) (?:being sick|throwing up|vomiting)|can not stand|will not get up)"
)
_PET = (rf"\b(?:dog|cat|puppy|kitten|rabbit|guinea pig|horse|pony|budgie|ferret|hen|hamster)s?\b.*\b{_AILS}\b",)
_BY_KIND: Mapping[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "emergency": (_ALONE, _EMERGENCY), "violence": (_NOW, _VIOLENCE), "driving": (_NOW, _DRIVING),
    "doctor": (_ALONE, _DOCTOR), "pet": (_ALONE, _PET),
}  # fmt: skip
_DANGERS = tuple((kind, real, re.compile("|".join(patterns))) for kind, (real, patterns) in _BY_KIND.items())
KINDS = tuple(_BY_KIND)
"""Kinds of danger, the gravest first."""


def find_danger(plain: str) -> str:
    """The danger that a plain message tells of, one of `KINDS`; '' for none."""
    return next((kind for kind, real, danger in _DANGERS if danger.search(plain) and real.match(plain)), "")
