"""A plain sentence as triggers listen for it: without laughter, tags and trailing words, with what it is short for.

"what colour's the velvet, pal" is "what colour is the velvet", "will you tell me a little story before I go" is "tell
me a story".
"""

from __future__ import annotations

import re

from avatar.brain.leads import LEAD, lead
from avatar.brain.shortening import shorten

_LAUGHTER = re.compile(r"\b(?:a?(?:ha|he|hi){2,}h?|ha+h?|heh|l+o+l+(?:o+l+)*|lmf?ao+|rofl+|xd+|kek)\b")
_PRETTY = re.compile(
    r"\bpretty (?=\w)(?!(?:girl|woman|lady|face|eyes|hair|dress|and|in|please|today|for|as|like"
    r"|much)\b)"
)
"""Where it only says how much."""
_SHORTENED = re.compile(rf"^({LEAD}(?:what|which|whose|how) \w+)'s (?=the |your |my |his |her |it |that )")
"""What is short for "is": "what colour's the velvet"."""
_SUPPOSED = re.compile(rf"^{LEAD}you must (?:really )?((?:miss|love|like|hate|enjoy|know|get|have) .+)$")
"""What is supposed of the character, and asks whether it is so: "you must miss her"."""
_ENDED = re.compile(r"(?<=\w\w)(?: (?:yes or no|or nah|innit|btw|tbh|ngl|literally|honestly|lol|lmao|pal|mate|m8))+$")
"""What trails a sentence and says nothing."""
_STATED_TAG = re.compile(
    rf"^({LEAD}(?:you|it|he|she|that|they|there) .*\w)"
    r" (?:is it|are you|is not it|are not you|do you|do not you|right)$"
)
"""A statement that only asks for a yes: "so you are a fox, is it"."""
_MEANT_BY = re.compile(
    r"^(?:(?:and|so|but) )?what (?:do|did) you mean(?: by| with)? (?!by\b|with\b|that\b|i\b|you\b)(.+)"
)
"""What asks what a word of the character's stands for: "what do you mean your window"."""
_GUESSED_AT = re.compile(
    r"^((?:so |and )?what (?:is (?:this|that|it|he|she)|are (?:you|they))) (?:a|an|some) \w+(?: \w+)?$"
)
"""A question, with what it may be: "what is this, a workshop"."""
_HOWLING = re.compile(
    r"(?<=\w \w )?(?:i am |actual )?crying (?:laughing|with laughter)"
    r"|(?<=\w\w )(?<!and )(?<!because )(?<!when )i am (?:crying"
    r"|dead|dying|screaming|howling|weeping|deceased)(?: (?:lol|haha\w*|lmao|here))*$|i am (?:crying|dead|dying"
    r"|screaming)"
    r" (?:lol|haha\w*|lmao)\w*"
)
"""What says that something is very funny."""
_PIECE = re.compile(
    rf"{lead('please|go on|maybe')}(?:(?:can|could|will|would|may) (?:you|i|we)(?: please)? "
    r"|i (?:would like|want) (?:to |you to )?|let (?:me|us) )?"
    r"(?:tell|read|give|recite|sing|hear|have)(?: (?:me|us|to me))? "
    r"(?:a|an|another|one|some|the|your|any) (?:(?!(?:dirty|favourite|about|true|scary|ghost|love)\b)\w+ ){0,2}?"
    r"(story|joke|poem|song|riddle)(?: about (?:the|a|an|your) \w+)?"
    r"(?: (?:please|then|now|before i go.*|before bed|for (?:me|bed|my \w+)|again|to .*|first|first then|yourself))*"
)
_BARE_PIECE = re.compile(
    rf"{lead('yes|yeah|maybe')}(?:a|an|another|one|one more|some|just a) (?:(?:nice|short|long"
    r"|little|funny|bedtime|good|quick|proper|small) )*"
    r"(story|joke|poem|song|riddle) (?:please|then|would be (?:nice|lovely|good|great))(?: (?:a|one"
    r"|something) (?:\w+ )?(?:short|long|funny|happy|quick|nice|good|sad)(?: one)?)?"
)
"""The same without a verb: "a story please, a short one"."""
_WANTED_PIECE = re.compile(
    rf"{lead('no|yes|actually')}i (?:(?:just|really|do) )*(?:want|would like"
    r"|would love|fancy|am ready for|am in the mood for"
    r"|could do with|have(?: got)? time for|have been promised)(?: to (?:hear|listen to|read))? (?:a|an|another|one"
    r"|the|your|that) (?:(?:long|short"
    r"|good|whole|little|other|funny|sad|old|real) )*"
    r"(story|joke|poem|song|riddle)(?: about (?:the |a |an |your )?\w+)?(?: (?:please|now|then|though|you tell it"
    r"|tell it|go on|instead|tonight))*"
)
"""The same, wished for: "I want the story, you tell it"."""
"""A piece that is asked for, whatever it is to be like: "will you tell me a little story before I go"."""


_SEEMS = re.compile(
    rf"^{LEAD}you (?:sound|seem|must be) (?:(?:a bit|a little|so"
    r"|very|really|quite|pretty|rather) )*"
    r"(sad|lonely|happy|tired|exhausted|bored|angry|cross|worried|scared|nervous|upset|proud|excited|busy|grumpy|jealous"
    r"|homesick)"
    r"(?: (?:about (?:it|that|him|her|them|this)|today|tonight|though|now|then))*$"
)
"""What is supposed of the character's mood, and asks whether it is so: "you sound sad"."""
_REPORTED = re.compile(
    rf"^{LEAD}(?!i\b|you\b|we\b|nobody\b|who\b|it\b)(?:my (?:\w+ )?)?\w+ (?:(?:just"
    r"|also|really|now) )?"
    r"(?:(?:wants|want|wanted|would like|would love|is dying|needs) to (?:know|ask(?: you)?)|(?:is|was|keeps"
    r"|are) (?:asking|wondering)"
    r"|(?:asks|asked|wonders)) (?:(?P<whether>if|whether) (?P<who>you|your \w+) (?P<rest>.+)|(?P<wh>(?:who|what"
    r"|where|when|why|how|which)\b.*))$"
)
"""A question that somebody else has asked: "she wants to know if you have any friends"."""
_AUXILIARY = re.compile(r"(?:is|are|was|were|can|could|will|would|should|have|has|do|did|must|ever)\b")


def _as_asked(found: re.Match[str]) -> str:
    """A question that is passed on, as it was asked."""
    if found["wh"]:
        return found["wh"]
    verb, _, others = found["rest"].partition(" ")
    if verb == "have" and not re.match(r"(?:\w+ed|been|got|ever|seen|done|met|had)\b", others):
        return f"do {found['who']} have {others}"
    if _AUXILIARY.match(verb):
        return f"do {found['who']} {found['rest']}" if verb == "ever" else f"{verb} {found['who']} {others}".strip()
    return f"{'do' if found['who'] == 'you' else 'does'} {found['who']} {found['rest']}"


_BEFORE_I_GO = re.compile(
    r"(?<=\w\w)(?<!story) before (?:i|we) (?:go|leave|kip|sleep|nod off|drop off|crash|head off|log off|am off|are off"
    r"|have to go|turn in|sign off)(?: then| though)?$"
)
"""What only says when: "anything you want to ask me before I'm off"."""
_IF_FIRST = re.compile(rf"^{LEAD}if ((?:\w+ ){{1,8}}?\w+) ((?:what|who|where|how) would you .+)$")
"""What is supposed before it is asked: "if Desmond walked in, what would you say"."""
_DOES = re.compile(
    r"\bwhat is ((?:the|your|his|her|a|an|my|their|it|he|she)(?: \w+){0,2} (?:smell|taste|look|sound|feel|say|do|eat"
    r"|mean|want|cost|weigh|think|drink|wear)(?: (?:of|like|to you))?)$"
)
"""What is short for "does": "what's the hedge smell of"."""
_MAKES_OF = re.compile(r"(?<=what )do you make of(?= (?:it|that|this|him|her|them|my|the)\b)")
"""What asks for an opinion, and not what something is made of."""
_AT_HOME = re.compile(
    rf"^({LEAD}(?:do you have|have you|have you got|you have got|you got|got) (?:an?|any|some) \w+(?: \w+)?)"
    r" (?:(?:coming )?(?:in to|in|at|to) (?:your|the|there|that)\b(?: \w+){0,2}|with you(?: in there)?"
    r"|or (?:just|only) .+)$"
)
"""What asks whether it has somebody or something, and only adds where, or what else: "any pets in your window"."""
_NAMES = re.compile(r"\bwhat is ((?:the|your) (?!(?:first|last|middle|real|full|own|big|new|old)\b)\w+?)(?:'s|s) name$")
"""What asks for somebody's name without an apostrophe, too: "whats the moths name"."""
_AND_ITS = re.compile(r"(?<=tell me )(about (?:mr|mrs|miss|dr|the|your) \w+) and (?:the|his|her|its|their|your) \w+$")
"""What asks to be told of somebody, and of a thing besides: "tell me about Mr Tunnicliffe and the atlas"."""
_SEVERAL_YOU = re.compile(r"\b(?:yous|youse|yaz|yez|y'all|you lot|you guys|you two)\b")
"""How some say "you" to more than one."""
_TAG_EH = re.compile(r"^(.+\w\w) eh$")
"""What only waits for a nod: "finish that letter to Desmond, eh?"."""


_WHAT_ARE_YOU = re.compile(
    r"^.*\bwhat are you(?: (?:exactly|anyway|then|really|though|tho|even|actually|supposed to be))+(?: if .*)?$"
    r"|^.*\bwhat are you if (?:that is not|you do not mind|it is not|i may).*$"
    r"|^(?:.* )?(?:seriously|but|so|honestly|really)(?: (?:tho|though))? what are you$"
)
"""What asks what sort of being the character is, whatever leads up to it: "what's it like being a, what are you
anyway"."""
_OF_ITSELF = re.compile(r"(?<= anything) yourself$|(?<= something) yourself$|(?<= much) yourself$")
"""What only stresses who is asked: "do you eat anything yourself"."""
_SO_TO_SAY = re.compile(r"(?<!how )(?<!can )\b((?:you|that) would) kill (?:someone|somebody)\b")
"""What only says how bad something is: "you'd kill someone with that sum"."""
_JOKE_ASKED = re.compile(
    rf"^{LEAD}what is (?:a|a good|one|your best|the best) (joke|riddle)(?: (?:from|of|out of|in) .+)?$"
)
"""What asks for a piece, as a question: "what's a joke from the act?"."""
_I_ASKED = re.compile(
    rf"^{LEAD}i (?:(?:just|only|actually|really|simply) )?(?:asked|was asking|am asking|meant to ask)(?: you)?"
    r" (?:(?P<whether>if|whether) (?P<who>you|your \w+|it|there|he|she|they|the \w+) (?P<rest>.+)"
    r"|(?P<wh>(?:who|what|where|when|why|how|which) (?:is|are|was|were|do|does|did|can|would|will)\b.*))$"
)
"""A question that is put once more: "I asked if you're a bird"."""


def hush_laughter(plain: str) -> str:
    """A plain sentence in which every way to write laughter is the same."""
    return _LAUGHTER.sub("haha", plain)


def smooth(plain: str) -> str:
    """A plain sentence as triggers listen for it."""
    plain = _BEFORE_I_GO.sub("", re.sub(r"^((?:and |so |but |ok )*)did you remember ", r"\1do you remember ", plain))
    plain = _IF_FIRST.sub(r"\2 if \1", plain)
    plain = _DOES.sub(r"what does \1", plain)
    plain = _SEVERAL_YOU.sub("you", _TAG_EH.sub(r"\1", plain))
    plain = _SEEMS.sub(r"are you \1", _REPORTED.sub(_as_asked, _I_ASKED.sub(_as_asked, plain)))
    plain = _OF_ITSELF.sub("", _WHAT_ARE_YOU.sub("what are you", plain))
    plain = _SO_TO_SAY.sub(r"\1 do harm", plain)
    plain = _JOKE_ASKED.sub(r"tell me a \1", plain)
    plain = _SUPPOSED.sub(r"do you \1", _SHORTENED.sub(r"\1 is ", plain))
    plain = _STATED_TAG.sub(r"\1", _ENDED.sub("", plain))
    plain = _AT_HOME.sub(r"\1", _MAKES_OF.sub("do you think of", plain))
    plain = _MEANT_BY.sub(r"what is \1", _AND_ITS.sub(r"\1", _NAMES.sub(r"what is \1 called", plain)))
    plain = _GUESSED_AT.sub(r"\1", _HOWLING.sub("haha", plain))
    return _PRETTY.sub("very ", _as_piece(shorten(plain)))


def _as_piece(plain: str) -> str:
    """A plain sentence that asks for a piece, as triggers listen for it; any other as it is."""
    found = _PIECE.fullmatch(plain) or _WANTED_PIECE.fullmatch(plain) or _BARE_PIECE.fullmatch(plain)
    return f"tell me a {found[1]}" if found else plain
