"""Trades that people have and subjects that they study: what "I'm a ..." and "I do ..." say of work and of school."""

from __future__ import annotations

import re
from functools import lru_cache

_TRADES = frozenset(
    "nurse vet chef cook nanny clerk pilot judge nun monk priest vicar curate doctor gp surgeon paramedic medic porter "
    "midwife matron carer orderly therapist psychologist physio dentist optician pharmacist chemist guard coach head "
    "headteacher headmistress headmaster tutor lecturer professor academic scientist engineer mechanic technician "
    "electrician plumber joiner carpenter builder roofer plasterer bricklayer brickie sparky chippie scaffolder welder "
    "fitter machinist printer painter decorator glazier surveyor architect draughtsman planner "
    "farmer shepherd gardener "
    "florist butcher baker fishmonger grocer greengrocer shopkeeper barista barman barmaid bartender waiter waitress "
    "landlord publican caterer dinner lady cleaner caretaker janitor housekeeper receptionist secretary typist pa "
    "assistant administrator bookkeeper accountant auditor banker teller broker actuary cashier manager director "
    "consultant analyst programmer developer coder designer illustrator animator artist sculptor potter photographer "
    "filmmaker cameraman editor journalist reporter writer author poet novelist translator interpreter librarian "
    "archivist curator actor actress comedian dancer singer musician composer conductor dj drummer pianist organist "
    "soldier sailor officer marine airman policeman policewoman copper constable detective sergeant "
    "firefighter fireman "
    "lifeguard coastguard lorry trucker driver cabbie courier rider postman postwoman postie binman dustman refuse "
    "bouncer guide steward stewardess attendant hairdresser barber stylist beautician masseur seamstress tailor "
    "dressmaker cobbler jeweller watchmaker blacksmith farrier miner fisherman trawlerman docker stevedore signalman "
    "guardsman stationmaster solicitor barrister lawyer paralegal notary magistrate politician councillor mp diplomat "
    "civil servant missionary pastor rabbi imam undertaker gravedigger embalmer psychiatrist "
    "paediatrician radiographer "
    "anaesthetist biologist physicist mathematician geologist historian economist sociologist statistician zookeeper "
    "beekeeper gamekeeper ranger jockey groom trainer referee umpire footballer cricketer boxer goalkeeper astronaut "
    "plumber estate agent rep salesman saleswoman auctioneer merchant trader importer housewife homemaker childminder "
    "babysitter au pair apprentice trainee intern student temp labourer handyman odd-job dogsbody supervisor foreman "
    "teacher clown magician puppeteer ventriloquist busker model lumberjack blogger youtuber influencer streamer "
    "freelancer teaching-assistant ta healthcare support worker social-worker worker operator picker packer".split()
)
_ENDINGS = re.compile(
    r"\w{2,}(?:keeper|smith|wright|man|woman|ologist|ographer|ician|maker|worker|master|mistress"
    r"|monger)"
)
_SHAPED = re.compile(r"\w{3,}(?:er|or|ist|ian|eer|ress)")
_NONE = frozenset(
    "sister brother mother father daughter grandmother grandfather lover reader owner beginner believer dreamer runner "
    "listener sleeper eater drinker smoker gamer talker thinker stranger number winter summer "
    "september october november "
    "december river water letter paper dinner supper breather member mister master monster partner killer loser winner "
    "swimmer walker hater fighter survivor neighbor neighbour visitor worrier hoarder night-owl person human man woman "
    "superstar star bear vegetarian christian italian asian indian russian canadian australian norwegian "
    "belgian austrian egyptian iranian iraqi feminist pessimist optimist perfectionist realist "
    "sinner user blocker bother order corner loner teenager foreigner newcomer outsider pensioner early-riser riser "
    "later sooner better never ever over under after other another either neither rather together however whether "
    "bigger smaller older younger louder shorter longer joker tiger spider hamster lobster other player batter butter "
    "bitter mess disaster minor major error mirror horror colour favour flavour humour rumour tumour".split()
)
"""Words of that shape that are no trade."""
_STANDS_BEFORE = re.compile(
    r"(?:trainee|apprentice|student|junior|senior|deputy|assistant|head|retired|former|qualified|part time|freelance"
    r"|professional|self employed|chief) "
)
_ENDS = re.compile(
    r",|\b(?:in|at|for|with|and|but|who|by|on|of|so|because|when|from|here|now|too|as|to|or|though"
    r"|then|until|till|up|down"
    r"|over|which|that|i|we|he|she|it|they|my|again|really|actually|before|after|since|all|back|once|nearly|if)\b"
)
_MOST = 5
"""Words of what names a trade, with its article."""


@lru_cache(1024)
def is_trade(word: str) -> bool:
    """Whether a word may say what somebody works as."""
    return word in _TRADES or (word not in _NONE and bool(_ENDINGS.fullmatch(word) or _SHAPED.fullmatch(word)))


def is_known_trade(word: str) -> bool:
    """Whether a word surely says what somebody works as."""
    return word in _TRADES or (word not in _NONE and bool(_ENDINGS.fullmatch(word)))


def find_trade(plain: str) -> str:
    """The trade that words begin with: "a primary school teacher", of "a primary school teacher in Leeds"; '' for
    none."""
    end = _ENDS.search(plain)
    words = plain[: end.start() if end else len(plain)].split()
    if not 1 < len(words) <= _MOST or words[0] not in ("a", "an", "the"):
        return ""
    found = is_trade(words[-1]) or (_STANDS_BEFORE.match(" ".join(words[1:])) and len(words) > 2)
    return " ".join(words) if found else ""


_SUBJECTS = re.compile(
    r"\b(?:geography|history|law|english|maths?|mathematics|physics|chemistry|biology|medicine|nursing"
    r"|dentistry|pharmacy"
    r"|architecture|engineering|computing|computer science|art|fine art|art history|design|fashion|textiles|music|drama"
    r"|theatre|dance|film|media|journalism|philosophy|politics|economics|business|accounting"
    r"|accountancy|finance|marketing"
    r"|management|psychology|sociology|anthropology|archaeology|theology|classics|latin|greek|french|german|spanish"
    r"|italian|russian|chinese|japanese|arabic|languages|linguistics|education|teaching|sports? science|geology|zoology"
    r"|botany|ecology|astronomy|statistics|criminology|forensics|photography|hairdressing|catering|plumbing|agriculture"
    r"|forestry|hospitality|tourism|social work|midwifery|physiotherapy|veterinary(?: \w+)?|marine biology|\w{3,}ology"
    r"|\w{3,}onomics|\w+ studies|\w+ science|(?:a|as|gcse|o) levels?|a levels|gcses|highers|(?:a|my"
    r"|an) (?:\w+ )?(?:course|apprenticeship|nvq|evening class)|beauty(?: therapy)?|counselling|(?:my "
    r")?(?:masters?|phd"
    r"|doctorate|pgce|degree|diploma|btec))\b"
)


def find_subject(plain: str) -> str:
    """What is studied, where words name it; '' for nothing."""
    found = _SUBJECTS.search(plain)
    return found[0] if found else ""
