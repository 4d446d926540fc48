"""Forms of English verbs: the past and the third person of those that questions ask with."""

from __future__ import annotations

from collections.abc import Mapping

_IRREGULAR: Mapping[str, str] = {
    "be": "was", "bear": "bore", "beat": "beat", "become": "became", "begin": "began",
    "bite": "bit", "blow": "blew", "break": "broke",
    "bring": "brought", "build": "built", "burn": "burnt", "buy": "bought", "catch": "caught", "choose": "chose",
    "come": "came", "cost": "cost", "cut": "cut", "dig": "dug", "do": "did", "draw": "drew", "dream": "dreamt",
    "drink": "drank", "drive": "drove", "eat": "ate", "fall": "fell", "feed": "fed", "feel": "felt",
    "fight": "fought", "find": "found", "fit": "fitted", "fly": "flew", "forget": "forgot", "forgive": "forgave",
    "freeze": "froze", "get": "got", "give": "gave", "go": "went", "grow": "grew", "hang": "hung", "have": "had",
    "hear": "heard", "hide": "hid", "hit": "hit", "hold": "held", "hurt": "hurt", "keep": "kept", "know": "knew",
    "lay": "laid", "lead": "led", "learn": "learned", "leave": "left", "lend": "lent", "let": "let", "lie": "lay",
    "light": "lit", "lose": "lost", "make": "made", "mean": "meant", "meet": "met", "mow": "mowed", "pay": "paid",
    "put": "put", "quit": "quit", "read": "read", "ride": "rode", "ring": "rang", "rise": "rose", "run": "ran",
    "say": "said", "see": "saw", "seek": "sought", "sell": "sold", "send": "sent", "set": "set", "sew": "sewed",
    "shake": "shook", "shine": "shone", "shoot": "shot", "show": "showed", "shut": "shut", "sing": "sang",
    "sink": "sank", "sit": "sat", "sleep": "slept", "smell": "smelt", "speak": "spoke", "spell": "spelt",
    "spend": "spent", "spill": "spilt", "spin": "spun", "split": "split", "spread": "spread", "stand": "stood",
    "steal": "stole", "stick": "stuck", "sting": "stung", "strike": "struck", "sweep": "swept", "swim": "swam",
    "take": "took", "teach": "taught", "tear": "tore", "tell": "told", "think": "thought", "throw": "threw",
    "understand": "understood", "wake": "woke", "wear": "wore", "weep": "wept", "win": "won", "wind": "wound",
    "write": "wrote",
}  # fmt: skip
PASTS = frozenset(_IRREGULAR.values())
"""The past of verbs that are irregular."""
_REGULAR = frozenset(
    "accept act add admire admit advise afford agree allow amuse annoy answer apologise appear argue arrive ask "
    "attach avoid bake bang bark bathe behave believe belong blame bleed blink boil borrow bother bow brush bump "
    "bury call camp care carry carve celebrate change charge chase chat cheat check cheer chew claim clap clean climb "
    "close collect comb complain compose consider contain cook copy cost cough count cover crash crawl cross cry cure "
    "dance decide decorate deliver depend deserve design destroy die disagree disappear discover dislike drop dry "
    "dust earn employ end enjoy enter escape exercise exist expect explain explode fail fancy fear fill finish fish "
    "fix float follow fold frighten gather giggle glow greet growl guess hand happen hate haunt help hope howl hug "
    "hum hunt hurry imagine impress improve include insult invent invite iron itch join joke judge jump kick kill "
    "kiss knit knock land last laugh lift like listen live lock look love manage march marry matter measure melt mend "
    "mind miss mix move name need notice object obey offer open order owe own pack paint park pass perform phone pick "
    "plan plant play please plug point polish pour practise pray prefer prepare press pretend print promise protect "
    "prove pull punish purr push question rain raise reach realise receive recommend record recover refuse regret "
    "relax remember remind remove rent repair repeat reply rescue rest retire return rule sail save scare scratch "
    "scream search seem serve settle share shave shop shout sign ski skip smile smoke sneeze snore solve sort sound "
    "stamp stare start stay stir stop store stretch study suffer suggest suit support suppose surprise survive swear "
    "sweat switch talk taste tease test thank tick tidy tie touch train translate travel treat tremble trip trust try "
    "turn type use vanish visit wait walk wander want warm warn wash waste watch water wave whisper whistle wink wish "
    "wonder work worry wrap yawn yell leak creak squeak hiss burst rust chirp sulk wobble mutter crumble glide "
    "grumble moan snort cuddle envy fetch harm heal hire ignore injure insist mourn occur react recall reckon restore "
    "reveal sharpen shrink soak stumble succeed suspect swell threaten weave weigh".split()
)
_DOUBLED = frozenset(
    "admit beat chat clap drop fit grin hug hum knit plan plug shop skip slip stir stop trip wrap".split()
)
_VOWELS = "aeiou"


def is_verb(word: str) -> bool:
    """Whether a word is the plain form of a verb that is known."""
    return word in _IRREGULAR or word in _REGULAR


def put_in_past(verb: str) -> str:
    """The past of a verb in its plain form: "lose" -> "lost"."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1] if verb in _DOUBLED else ''}ed"


_PLAIN = {past: verb for verb, past in _IRREGULAR.items()}


def put_in_plain(verb: str) -> str:
    """The plain form of a verb that stands in its past: "believed" -> "believe"; '' where it is no such past."""
    if is_verb(verb):
        return ""
    if verb in _PLAIN:
        return _PLAIN[verb]
    return next((each for each in (verb[:-1], verb[:-2], f"{verb[:-3]}y", verb[:-3]) if _is_past_of(verb, each)), "")


def _is_past_of(word: str, verb: str) -> bool:
    return word.endswith("ed") and verb in _REGULAR and put_in_past(verb) == word


def put_in_third(verb: str) -> str:
    """The third person of a verb in its plain form: "carry" -> "carries"."""
    if verb in ("be", "have", "do", "go"):
        return {"be": "is", "have": "has", "do": "does", "go": "goes"}[verb]
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"
