"""Words for what is acted of one's own accord, in each language: a row for a meaning, named as in `accord`.

Rows are parts of regular expressions over small letters; a meaning that a language has no row for is not acted in it.
Words of several meanings stand where they most often belong, and where they might be anything, nowhere: no gesture is
better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

USUAL = "en"

UNSPACED = frozenset(("ja", "zh"))
"""Languages without spaces between words."""

_OPENS = r"^[^\w]*(?:{})"
FORMS: Mapping[str, str] = {
    "greeting": _OPENS,
    "no": _OPENS,
    "yes": _OPENS,
    "stop": r"(?:^[^\w]*|[.!?,;…。、，！？] ?)(?:{})",
    "agreement": r"(?:{})\W*$",
}
"""Where in a line a meaning counts, if not anywhere: at its beginning, at that of a clause, at its end."""

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "not knowing": r"i (?:really |just )?(?:do(?:n't| not)|did(?:n't| not)|ca(?:n't|nnot)) (?:know|remember|say"
        r"|tell)"
        r"|dunno|no idea|who knows|what(?:'s| is) the difference",
        "stop": r"wait|stop|hold on|hang on|hold it|not so fast|just a (?:moment|second|minute)|one moment"
        r"|let me finish",
        "greeting": r"(?:hello|hi|hey there|good (?:evening|morning|afternoon)|goodbye|good night|bye|welcome)\b(?!"
        r" \w)",
        "no": r"no|nope|never|absolutely not|certainly not|of course not",
        "yes": r"yes|yeah|yep|exactly|of course|right|true|indeed|absolutely|i see|sure|certainly|quite|agreed|correct",
        "big": r"huge|enormous|gigantic|massive|giant|vast|so big|this big|that big|very large|the whole|everything"
        r"|everywhere|everybody|hundreds?|thousands?|millions?|all of (?:it|them|you|us)",
        "small": r"tiny|wee|teeny|minuscule|so small|very small|a little bit|a bit|just a little|hardly|barely",
        "secret": r"secret|between (?:us|you and me)|listen|nobody knows|trust me|come here|whisper|honestly",
        "number": r"two|three|four|five|six|seven|eight|nine|ten|twice|second|third|first of all",
        "one": r"one|once|only|single|first|alone|every|exactly|never",
        "dread": r"dead|died|murder\w*|on fire|exploded?|terrible|horrible|awful|monster|ghost",
        "regret": r"sorry|ashamed|my fault|lonely|i miss|gone forever|sadly",
        "thinking": r"hm+|let me (?:think|see)|i wonder|thinking about|i think|perhaps|maybe",
        "me": r"me|myself|mine|my name|i'm|i am|as for me|i swear|i promise",
        "you": r"you|your|yours|yourself|you're|you've|he|she|him|them|over there|that one|look",
        "contrast": r"or|and then|on the other hand|but|instead|either|other|another",
        "news": r"really|actually|apparently|suddenly|surprise|believe|guess|imagine|strange|funny|odd",
        "here": r"this|these|here|there|that's|because|so|well|you see|which means|in the end|always|people",
        "reveal": r"dead|died|kill\w*|murder\w*|on fire|exploded?|pregnant|married|divorced?|police|bomb|fired|stol\w+"
        r"|naked|ghost|arrested|your (?:wife|husband|mother)",
        "agreement": r"right|isn't it|aren't you|don't you|you know|you see|okay",
    },
    "de": {
        "not knowing": r"ich wei(?:ß|ss) (?:es |das )?(?:wirklich |auch |doch )?nicht|keine ahnung|wer weiß|weiß der "
        r"(?:himmel|kuckuck|teufel|geier)|ich (?:erinnere mich|kann mich) (?:\w+ )?nicht"
        r"|wo(?:rin)? ist der unterschied",
        "stop": r"warte(?:t|n sie)?|moment(?: mal)?|halt(?:en sie)?|stopp?|(?:einen )?augenblick|einen moment"
        r"|nicht so (?:schnell|hastig)|lass(?:en sie)? mich ausreden|langsam",
        "greeting": r"hallo|guten (?:morgen|tag|abend)|gute nacht|tschüss?|(?:auf )?wiedersehen"
        r"|(?:herzlich )?willkommen"
        r"|servus|moin|grüß gott|grüezi",
        "no": r"nein|nee|niemals|nie im leben|auf keinen fall|keinesfalls|keineswegs|natürlich nicht"
        r"|(?:ganz )?sicher nicht",
        "yes": r"ja|jawohl|genau|natürlich|klar|stimmt|richtig|sicher|selbstverständlich|einverstanden|in der tat"
        r"|allerdings|ach so|eben|na gut",
        "big": r"riesig\w*|riesen\w*|enorm\w*|gewaltig\w*|gigantisch\w*|ungeheuer\w*|so groß|sehr groß|das ganze"
        r"|die ganze|alles|überall|alle|hunderte?|tausende?|millionen?|sämtliche\w*",
        "small": r"winzig\w*|klitzeklein\w*|so klein|sehr klein|ein (?:kleines |klein )?bisschen|ein wenig|kaum",
        "secret": r"geheim\w*|unter uns|hör(?:t|en sie)?(?: mir)?(?: mal)? zu|niemand weiß"
        r"|vertrau(?:e|en sie)?(?: mir)?"
        r"|komm(?:en sie)?(?: mal)? (?:her|näher)|ehrlich gesagt|verrate",
        "number": r"zwei(?:mal|tens|te[rns]?)?|drei(?:mal)?|dritte[rns]?|drittens|vier|fünf|sechs|sieben|acht|neun|zehn"
        r"|erstens",
        "one": r"eins|einmal|einzig\w*|nur|allein|jede[rsnm]?|genau|nie",
        "dread": r"tot|gestorben|starb|ermordet|mord|brennt|explodiert\w*|schrecklich\w*|furchtbar\w*|entsetzlich\w*"
        r"|grauenhaft\w*|monster|gespenst\w*|leiche",
        "regret": r"tut mir (?:so |sehr )?leid|verzeih\w*|entschuldig\w*|schäme mich|meine schuld|einsam|vermisse"
        r"|leider",
        "thinking": r"hm+|lass mich (?:überlegen|nachdenken)|mal (?:sehen|überlegen)|ich frage mich"
        r"|ich (?:denke|glaube)"
        r"|vielleicht|womöglich",
        "me": r"mich|mir|ich bin|mein name|ich heiße|ich schwöre|ich verspreche|was mich (?:an)?betrifft",
        "you": r"du|dich|dir|dein\w*|euch|euer\w*|eure\w*|sie|er|ihn|ihm|ihnen|(?:dort|da) drüben|schau\w*|sieh",
        "contrast": r"oder|aber|andererseits|stattdessen|sondern|entweder|andere[rsnm]?|und dann",
        "news": r"wirklich|eigentlich|tatsächlich|anscheinend|plötzlich|überrasch\w+|glaub\w*|rate|stell dir vor"
        r"|seltsam\w*|komisch\w*|merkwürdig\w*",
        "here": r"diese[rsnm]?|hier|da|dort|weil|also|deshalb|das heißt|am ende|immer|leute|das ist",
        "reveal": r"tot|gestorben|(?:um)?gebracht|ermordet|mord|brennt|schwanger|verheiratet|geschieden|polizei|bombe"
        r"|gefeuert|gekündigt|gestohlen|nackt|gespenst|verhaftet|deine? (?:frau|mann|mutter)",
        "agreement": r"nicht wahr|oder|gell|verstehst du|verstehen sie|weißt du|wissen sie|stimmt's|okay",
    },
    "fr": {
        "not knowing": r"je (?:ne )?(?:sais|peux) pas|j'en sais rien|aucune idée|qui sait"
        r"|je (?:ne )?me (?:souviens|rappelle) "
        r"(?:pas|plus)|quelle (?:est la )?différence|va savoir",
        "stop": r"attends|attendez|stop|arrêtez?|un (?:instant|moment)|une (?:minute|seconde)|minute|pas si vite"
        r"|doucement"
        r"|laisse(?:z)?[- ]moi finir",
        "greeting": r"bonjour|bonsoir|salut|au revoir|bonne nuit|adieu|bienvenue|à bientôt|coucou",
        "no": r"non|jamais|pas du tout|certainement pas|absolument pas|bien sûr que non|hors de question|surtout pas",
        "yes": r"oui|ouais|exactement|bien sûr|c'est vrai|en effet|tout à fait|absolument|d'accord|évidemment|certes"
        r"|je vois|entendu",
        "big": r"énormes?|immenses?|gigantesques?|géante?s?|si grande?|aussi grande?|très grande?|toute? (?:le|la)|tout"
        r"|tous|toutes|partout|tout le monde|centaines?|milliers?|millions?",
        "small": r"minuscules?|tout(?:e)? petite?s?|si petite?|très petite?|un (?:tout petit |petit )?peu|à peine"
        r"|presque rien",
        "secret": r"secrets?|entre nous|écoutez?|personne ne sait|(?:fais|faites)[- ]moi confiance"
        r"|(?:viens|venez)(?: ici| là)?"
        r"|approchez?|franchement|honnêtement",
        "number": r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|deuxième|troisième|seconde?|premièrement|d'abord",
        "one": r"une fois|seule?s?|seulement|unique\w*|chaque|le premier|la première|exactement",
        "dread": r"mort[es]?|meurtre|assassin\w*|en feu|explos\w+|terribles?|horribles?|affreu\w+|monstre|fantôme",
        "regret": r"désolée?|pardon\w*|honte|ma faute|solitude|me manques?|hélas|malheureusement|excus\w+",
        "thinking": r"hm+|euh|voyons|laisse(?:z)?[- ]moi réfléchir|je me demande|je (?:crois|pense)|peut-être",
        "me": r"moi|je suis|je m'appelle|mon nom|je (?:le |te |vous )?(?:jure|promets)|quant à moi|le mien|la mienne",
        "you": r"tu|toi|ton|ta|tes|vous|votre|vos|il|elle|lui|eux|là-bas|regardez?",
        "contrast": r"ou|mais|et puis|d'un autre côté|par contre|plutôt|autres?|au lieu",
        "news": r"vraiment|en fait|apparemment|soudain|tout à coup|surprise|imagin\w+|devine\w*|étrange\w*"
        r"|bizarre\w*|drôle"
        r"|incroyable\w*",
        "here": r"cet|cette|ces|ceci|ici|là|voilà|parce qu\w*|donc|alors|c'est|à la fin|toujours|les gens|eh bien",
        "reveal": r"mort[es]?|tué\w*|meurtre|assassin\w*|en feu|enceinte|mariée?|divorc\w+|police|bombe|viré\w*"
        r"|volée?s?"
        r"|nue?|fantôme|arrêtée?|(?:ta|votre) (?:femme|mère)|(?:ton|votre) mari",
        "agreement": r"n'est-ce pas|hein|non(?=\?)|tu (?:sais|vois)|vous (?:savez|voyez)|d'accord",
    },
    "es": {
        "not knowing": r"no (?:lo )?sé|ni idea|no tengo (?:ni )?idea|quién sabe|no me acuerdo|no (?:lo )?recuerdo"
        r"|(?:cuál es|qué) (?:la )?diferencia|qué sé yo",
        "stop": r"espera|espere|esperen|alto|para|pare|un (?:momento|segundo)|un minuto|no tan rápido|despacio"
        r"|déj[ae]me terminar",
        "greeting": r"hola|buen(?:os|as) (?:días|tardes|noches)|adiós|hasta (?:luego|mañana|pronto)|bienvenid[oa]s?",
        "no": r"no|nunca|jamás|claro que no|por supuesto que no|de ninguna manera|ni hablar|para nada",
        "yes": r"sí|exacto|exactamente|claro|por supuesto|cierto|verdad|en efecto|de acuerdo|vale|desde luego|ya veo"
        r"|correcto",
        "big": r"enormes?|gigantesc\w+|inmens\w+|gigantes?|tan grande|muy grande|todo|toda|todos|todas|en todas partes"
        r"|cientos|miles|millones|millón",
        "small": r"diminut\w+|pequeñit\w+|chiquit\w+|tan pequeñ\w+|muy pequeñ\w+|un (?:poco|poquito)|apenas",
        "secret": r"secret\w+|entre (?:nosotros|tú y yo)|escuch\w+|nadie sabe|confía|confíe|ven (?:aquí|acá)|acérc\w+"
        r"|sinceramente|francamente",
        "number": r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|segundo|segunda|tercer\w*|en primer lugar|primero",
        "one": r"una vez|sol[oa]|sólo|solamente|únic\w+|cada|exactamente",
        "dread": r"muert[oa]s?|murió|asesin\w+|en llamas|explot\w+|terribles?|horribles?|espantos\w+|monstruo|fantasma",
        "regret": r"lo siento|perdón\w*|perdon\w+|vergüenza|culpa mía|mi culpa|te extraño|te echo de menos"
        r"|por desgracia"
        r"|lamento",
        "thinking": r"hm+|a ver|déj[ae]me pensar|me pregunto|(?:yo )?creo|pienso|quizás?|tal vez|a lo mejor",
        "me": r"yo|a mí|conmigo|me llamo|soy|mi nombre|te lo juro|lo juro|lo prometo|mío|mía",
        "you": r"tú|ti|contigo|usted|ustedes|vosotros|tuy[oa]s?|tus?|él|ella|ellos|allí|allá|mira|mire|miren",
        "contrast": r"o|pero|y luego|por otro lado|en cambio|sino|otr[oa]s?|en vez",
        "news": r"de verdad|en realidad|realmente|al parecer|de repente|de pronto|sorpresa|imagín\w+|adivin\w+"
        r"|extrañ[oa]s?"
        r"|rar[oa]s?|increíble\w*",
        "here": r"est[aeo]s?|estos|aquí|ahí|porque|así que|entonces|pues|bueno|al final|siempre|la gente|por eso",
        "reveal": r"muert[oa]s?|murió|mat[óa]\w*|asesin\w+|embarazada|casad[oa]s?|divorci\w+|policía|bomba|despedid[oa]"
        r"|rob\w+|desnud[oa]|fantasma|detenid[oa]|tu (?:mujer|esposa|marido|madre)",
        "agreement": r"verdad|no(?=\?)|sabes|sabe|ves|de acuerdo|vale",
    },
    "it": {
        "not knowing": r"non (?:lo )?so|non ne ho idea|nessuna idea|chi lo sa|chissà|non (?:mi )?ricordo"
        r"|(?:qual è|che) (?:la )?differenza|boh",
        "stop": r"aspett[ai]\w*|ferm[aio]\w*|alt|stop|un (?:momento|attimo|secondo|minuto)|non così in fretta|piano"
        r"|lasciami finire|mi lasci finire",
        "greeting": r"ciao|salve|buon(?:giorno|asera|anotte)|buona (?:sera|notte)|arrivederci|addio|benvenut[oaie]",
        "no": r"no|mai|certo che no|assolutamente no|per niente|neanche per sogno|macché",
        "yes": r"sì|certo|esatto|esattamente|ovviamente|giusto|vero|infatti|d'accordo|assolutamente|naturalmente"
        r"|capisco",
        "big": r"enorm[ei]|gigantesc\w+|immens\w+|gigant[ei]|così grande|molto grande|tutt[oaie]|dappertutto|ovunque"
        r"|centinaia|migliaia|milion[ei]",
        "small": r"minuscol\w+|piccolissim\w+|così piccol\w+|molto piccol\w+|un (?:po'|pochino|pochettino)|appena"
        r"|a malapena",
        "secret": r"segret\w+|fra (?:noi|me e te)|tra (?:noi|me e te)|ascolt\w+|nessuno (?:lo )?sa|fidati|si fidi"
        r"|vieni qui|avvicin\w+|onestamente|sinceramente",
        "number": r"due|tre|quattro|cinque|sei|sette|otto|nove|dieci|second[oa]|terz[oa]|prima di tutto|innanzitutto",
        "one": r"una volta|sol[oa]|soltanto|solamente|unic\w+|ogni|esattamente",
        "dread": r"mort[oaie]|morì|assassin\w+|omicidio|in fiamme|esplos\w+|terribil[ei]|orribil[ei]|spaventos\w+"
        r"|mostro"
        r"|fantasma",
        "regret": r"mi dispiace|scus\w+|perdon\w+|vergogn\w+|colpa mia|mia colpa|mi manchi|purtroppo|ahimè",
        "thinking": r"hm+|mah|vediamo|fammi pensare|mi faccia pensare|mi chiedo|(?:io )?credo|penso|forse|magari",
        "me": r"io|me|mi chiamo|sono io|il mio nome|lo giuro|giuro|lo prometto|quanto a me",
        "you": r"tu|te|tuo|tua|tuoi|tue|voi|vostr\w+|lei|lui|loro|laggiù|là|guard\w+",
        "contrast": r"o|oppure|ma|però|e poi|d'altra parte|invece|altr[oaie]|piuttosto",
        "news": r"davvero|veramente|in realtà|a quanto pare|improvvisamente|all'improvviso|sorpresa|immagin\w+"
        r"|indovin\w+"
        r"|stran[oaie]|buff[oaie]|incredibile",
        "here": r"quest[oaie]|qui|qua|lì|ecco|perché|quindi|allora|dunque|alla fine|sempre|la gente|bene",
        "reveal": r"mort[oaie]|morì|ucci\w+|assassin\w+|incinta|spos[ao]t[oa]|divorzi\w+|polizia|bomba|licenziat[oa]"
        r"|rubat\w+|nud[oa]|fantasma|arrestat[oa]|tu[oa] (?:moglie|marito|madre)",
        "agreement": r"vero|giusto|no(?=\?)|sai|vedi|capisci|d'accordo|ok",
    },
    "pt": {
        "not knowing": r"(?:eu )?não sei|sei lá|não faço ideia|nem ideia|quem sabe|não me lembro|(?:eu )?não lembro"
        r"|qual é a diferença",
        "stop": r"esper[ae]\w*|par[ae]|alto|um (?:momento|instante|segundo|minuto)|não tão depressa|calma|devagar"
        r"|deix[ae](?:-me| eu) (?:acabar|terminar)",
        "greeting": r"olá|oi|bom dia|boa (?:tarde|noite)|adeus|tchau|até (?:logo|amanhã|já)|bem-vind[oa]s?",
        "no": r"não|nunca|jamais|claro que não|de jeito nenhum|de maneira nenhuma|nem pensar",
        "yes": r"sim|exato|exatamente|claro|com certeza|certo|verdade|de facto|de fato|concordo|pois|está bem|tá bom"
        r"|entendo",
        "big": r"enormes?|gigantesc\w+|imens\w+|gigantes?|tão grande|muito grande|tudo|todo|toda|todos|todas"
        r"|por toda (?:a )?parte|centenas|milhares|milhões|milhão",
        "small": r"minúscul\w+|pequenin\w+|tão pequen\w+|muito pequen\w+|um (?:pouco|pouquinho|bocadinho)|mal"
        r"|quase nada",
        "secret": r"segred\w+|entre (?:nós|mim e ti)|escut\w+|ouç[ao]|ninguém sabe|confi[ae]|vem cá|venha cá"
        r"|sinceramente|francamente|honestamente",
        "number": r"dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|segund[oa]|terceir[oa]|em primeiro lugar",
        "one": r"uma vez|só|somente|apenas|únic\w+|sozinh[oa]|cada|exatamente",
        "dread": r"mort[oa]s?|morreu|assassin\w+|em chamas|explod\w+|terríve(?:l|is)|horríve(?:l|is)|monstro|fantasma",
        "regret": r"sinto muito|desculp\w+|perd(?:ão|o[ae]\w*)|vergonha|culpa minha|minha culpa|saudades?|infelizmente"
        r"|lamento",
        "thinking": r"hm+|deix[ae](?:-me| eu)? (?:pensar|ver)|vejamos|será que|(?:eu )?acho|penso|talvez",
        "me": r"eu|a mim|comigo|chamo-me|me chamo|sou|meu nome|juro|prometo",
        "you": r"tu|ti|contigo|você|vocês|teus?|tuas?|seus?|suas?|ele|ela|eles|elas|ali|lá|olh[ae]\w*",
        "contrast": r"ou|mas|e depois|por outro lado|em vez|outr[oa]s?|porém|senão",
        "news": r"mesmo|na verdade|realmente|pelos vistos|parece que|de repente|surpresa|imagin\w+|adivinh\w+"
        r"|estranh[oa]s?|esquisit[oa]s?|incrível",
        "here": r"est[ae]s?|isto|isso|aqui|aí|porque|então|portanto|bem|no fim|sempre|as pessoas|por isso",
        "reveal": r"mort[oa]s?|morreu|mat(?:ou|aram)|assassin\w+|grávida|casad[oa]s?|divorci\w+|polícia|bomba"
        r"|despedid[oa]|demitid[oa]|roub\w+|nu[a]?|fantasma|pres[oa]|(?:sua|tua) (?:mulher|mãe)|(?:seu|teu) marido",
        "agreement": r"não é|né|certo|verdade|sabes?|está bem|tá",
    },
    "nl": {
        "not knowing": r"ik weet (?:het )?(?:echt )?niet|geen (?:idee|flauw idee)|wie weet|weet ik veel"
        r"|ik (?:herinner|weet) "
        r"me (?:\w+ )?niet|wat is het verschil",
        "stop": r"wacht(?: even| eens)?|stop|ho(?: eens)?|(?:een )?(?:ogenblik|moment|momentje)|niet zo snel|rustig"
        r"|laat me uitpraten",
        "greeting": r"hallo|hoi|dag|goede(?:morgen|middag|navond|nacht)|goeden? (?:morgen|avond)|tot ziens|welkom|doei",
        "no": r"nee|nooit|nooit van mijn leven|absoluut niet|zeker niet|natuurlijk niet|helemaal niet|geen sprake van",
        "yes": r"ja|jawel|precies|natuurlijk|klopt|juist|waar|inderdaad|zeker|akkoord|goed|vanzelfsprekend|begrepen",
        "big": r"reusachtig\w*|enorme?|gigantisch\w*|reuze\w*|zo groot|heel groot|de hele|het hele|alles|overal"
        r"|iedereen"
        r"|honderden|duizenden|miljoen(?:en)?",
        "small": r"piepklein\w*|minuscu\w+|zo klein|heel klein|een (?:klein )?beetje|nauwelijks|amper",
        "secret": r"geheim\w*|onder ons|luister\w*|niemand weet|vertrouw (?:me|mij)|kom (?:eens )?hier|eerlijk gezegd",
        "number": r"twee|drie|vier|vijf|zes|zeven|acht|negen|tien|tweede|derde|twee keer|ten eerste|ten tweede",
        "one": r"één|één keer|eens|alleen|enige|enkele?|elke?|precies",
        "dread": r"dood|gestorven|overleden|vermoord|moord|in brand|ontploft|vreselijk\w*|verschrikkelijk\w*"
        r"|afschuwelijk\w*"
        r"|monster|spook",
        "regret": r"het spijt me|sorry|schaam me|mijn schuld|eenzaam|mis je|helaas|jammer|vergeef",
        "thinking": r"hm+|laat me (?:denken|eens zien)|eens kijken|ik vraag me af|ik (?:denk|geloof)|misschien",
        "me": r"mij|mijn naam|ik ben|ik heet|ikzelf|ik zweer|ik beloof|wat mij betreft",
        "you": r"jij|je|jou|jouw|jullie|u|uw|hij|zij|hem|hen|daarginds|kijk",
        "contrast": r"of|maar|en dan|en toen|aan de andere kant|in plaats|ander\w*|ofwel",
        "news": r"echt|eigenlijk|blijkbaar|plotseling|opeens|verrassing|geloof|raad eens|stel je voor|vreemd\w*|raar"
        r"|rare|gek",
        "here": r"deze|dit|hier|daar|omdat|dus|nou|want|uiteindelijk|altijd|mensen|dat is",
        "reveal": r"dood|gestorven|overleden|vermoord|moord|in brand|zwanger|getrouwd|gescheiden|politie|bom|ontslagen"
        r"|gestolen|naakt|spook|gearresteerd|je (?:vrouw|man|moeder)",
        "agreement": r"toch|hè|nietwaar|weet je|snap je|goed|oké",
    },
    "ru": {
        "not knowing": r"(?:я )?(?:правда |действительно )?не (?:знаю|помню)|понятия не имею|кто (?:его )?знает"
        r"|бог (?:его )?знает|какая разница|откуда мне знать",
        "stop": r"подожди\w*|погоди\w*|постой\w*|стоп?|стой\w*|минут(?:ку|очку|у)|секунд(?:у|очку)|не так быстро"
        r"|дай(?:те)? (?:мне )?(?:договорить|закончить)",
        "greeting": r"привет\w*|здравствуй\w*|добр(?:ый|ое|ой) (?:день|утро|вечер|ночи)|до свидания|пока|прощай\w*"
        r"|добро пожаловать|спокойной ночи",
        "no": r"нет|никогда|ни за что|конечно,? нет|ни в коем случае|вовсе нет|нисколько",
        "yes": r"да|ага|точно|конечно|верно|правильно|разумеется|именно|согла(?:сен|сна)|действительно|хорошо|ладно"
        r"|понятно",
        "big": r"огромн\w+|громадн\w+|гигантск\w+|такой большой|такая большая|очень больш\w+|весь|вся|все|всё|везде"
        r"|повсюду|сотн\w+|тысяч\w*|миллион\w*",
        "small": r"крошечн\w+|малюсеньк\w+|такой маленький|такая маленькая|очень маленьк\w+|немножко|немного|чуть-чуть"
        r"|чуть|едва",
        "secret": r"секрет\w*|тайн\w+|между нами|послушай\w*|слушай\w*|никто не знает|поверь\w*|доверься|иди сюда"
        r"|подойди\w*|честно",
        "number": r"два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|дважды|втор(?:ой|ая|ое)|трет(?:ий|ья)"
        r"|во-первых|во-вторых",
        "one": r"один|одна|одно|однажды|только|единственн\w+|кажд\w+|ровно",
        "dread": r"м[её]ртв\w*|умер\w*|убил\w*|убийств\w+|горит|взорвал\w+|ужасн\w+|страшн\w+|кошмар\w*|чудовищ\w+"
        r"|призрак\w*",
        "regret": r"прости\w*|извини\w*|мне (?:очень )?жаль|стыдно|моя вина|одинок\w*|скучаю|к сожалению|увы",
        "thinking": r"хм+|гм+|дай(?:те)? (?:мне )?подумать|посмотрим|интересно|(?:я )?думаю|может быть|возможно"
        r"|наверное",
        "me": r"я|меня|мне|мной|меня зовут|клянусь|обещаю|что касается меня",
        "you": r"ты|тебя|тебе|тобой|тво\w+|вы|вас|вам|ваш\w*|он|она|его|её|они|вон там|смотри\w*",
        "contrast": r"или|но|а потом|с другой стороны|вместо|друг(?:ой|ая|ое|ие)|иначе|зато",
        "news": r"правда|на самом деле|оказывается|вдруг|внезапно|сюрприз|представь\w*|угадай\w*|странн\w+|смешн\w+"
        r"|невероятн\w+",
        "here": r"это|этот|эта|эти|здесь|тут|там|вот|потому что|поэтому|значит|итак|в конце концов|всегда|люди|ну",
        "reveal": r"м[её]ртв\w*|умер\w*|убил\w*|убийств\w+|горит|беременн\w+|женат\w*|замужем|разв[её]л\w+|полиц\w+"
        r"|бомб\w+|уволен\w*|украл\w*|украден\w*|гол(?:ый|ая)|призрак\w*|арестова\w+|тво[яй] (?:жена|муж|мать)",
        "agreement": r"правда|верно|не так ли|да(?=\?)|знаешь|знаете|понимаешь|понимаете|хорошо",
    },
    "ja": {
        "not knowing": r"知らない|知りません|分からない|わからない|分かりません|わかりません|さあ|覚えてない"
        r"|覚えていません|さっぱり",
        "stop": r"待って|待て|ちょっと待|お待ち|止まれ|止めて|やめて|やめろ|ストップ",
        "greeting": r"こんにちは|こんばんは|おはよう|やあ|さようなら|さよなら|じゃあね|またね|おやすみ|ようこそ"
        r"|はじめまして",
        "no": r"いいえ|いや|違う|違います|だめ|ダメ|まさか|とんでもない|絶対に?(?:ない|嫌|いや)",
        "yes": r"はい|ええ|うん|そう|その通り|もちろん|確かに|なるほど|当然|了解|わかった|分かった|わかりました"
        r"|分かりました",
        "big": r"巨大|大きな|大きい|でっかい|でかい|すごく大き|全部|すべて|全て|みんな|皆さん|どこでも|何百|何千"
        r"|何万|百万",
        "small": r"小さな|小さい|ちっちゃ|ほんの少し|ちょっとだけ|少しだけ|わずか|ちょっぴり",
        "secret": r"秘密|内緒|ここだけの話|聞いて|誰も知らない|信じて|こっちに来|正直",
        "number": r"二つ|三つ|四つ|五つ|二人|三人|四人|五人|二回|三回|二番|三番|第二|第三|まず|[2-9](?:つ|人|回|番)",
        "one": r"一つ|ひとつ|一人|ひとり|一度|一回|一番|だけ|唯一",
        "dread": r"死ん|死体|殺さ|殺し|殺人|火事|爆発|恐ろし|ひどい|怖い|化け物|怪物|幽霊|お化け",
        "regret": r"ごめん|すみません|申し訳|恥ずかし|私のせい|僕のせい|寂し|残念|悪かった",
        "thinking": r"うーん|ええと|えーと|考え|たぶん|多分|かもしれ|かしら|と思う|と思い",
        "me": r"私|わたし|僕|ぼく|俺|おれ|あたし|自分",
        "you": r"あなた|君|きみ|お前|おまえ|彼女|彼|あいつ|あそこ|向こう|見て|見ろ",
        "contrast": r"でも|しかし|けれど|それとも|または|一方|その代わり|他の|ほかの|それから",
        "news": r"本当に|ほんとに|実は|突然|急に|なんと|びっくり|驚|想像|不思議|変な|おかしな|まさか",
        "here": r"これ|この|ここ|それ|その|そこ|だから|なぜなら|つまり|結局|いつも|というわけ",
        "reveal": r"死ん|殺さ|殺し|殺人|火事|爆発|妊娠|結婚|離婚|警察|爆弾|クビ|盗ま|盗ん|裸|幽霊|逮捕|奥さん",
        "agreement": r"ね|よね|でしょう|でしょ|だろう|だろ|じゃない",
    },
    "zh": {
        "not knowing": r"我?(?:也|真的?)?不(?:知道|记得|記得|清楚)|谁知道|誰知道|不晓得|不曉得|没(?:什么)?主意",
        "stop": r"等等|等一下|等一等|停|慢着|慢著|住手|别急|別急|让我说完|讓我說完",
        "greeting": r"你好|您好|大家好|早上好|早安|晚上好|晚安|下午好|再见|再見|拜拜|欢迎|歡迎",
        "no": r"不(?!知道|错|錯)|没有|沒有|绝不|絕不|决不|从不|從不|当然不|當然不",
        "yes": r"是的|对|對|没错|沒錯|当然|當然|好的|好吧|的确|的確|确实|確實|同意|明白|嗯",
        "big": r"巨大|很大|这么大|這麼大|那么大|那麼大|庞大|龐大|全部|所有|到处|到處|大家|每个人|每個人|几百|幾百"
        r"|成千|百万|百萬",
        "small": r"很小|这么小|這麼小|小小的|一点点|一點點|一点儿|微小|几乎没|幾乎沒",
        "secret": r"秘密|悄悄|就我们|就我們|听我说|聽我說|听着|聽著|没人知道|沒人知道|相信我|过来|過來|老实说|老實說",
        "number": r"[两兩三四五六七八九十](?:个|個|次|人|点|點|天|年)|第[二三四五]|首先|其次",
        "one": r"一个|一個|一次|第一|只有|唯一|每一",
        "dread": r"死了|死人|谋杀|謀殺|杀了|殺了|着火|著火|爆炸|可怕|恐怖|怪物|鬼",
        "regret": r"对不起|對不起|抱歉|惭愧|慚愧|我的错|我的錯|孤独|孤獨|想念|可惜|遗憾|遺憾",
        "thinking": r"让我想想|讓我想想|我想|我在想|我觉得|我覺得|也许|也許|可能|或许|或許",
        "me": r"我",
        "you": r"你|您|他|她|那边|那邊|看",
        "contrast": r"但是|可是|不过|不過|或者|还是|還是|另一方面|然后|然後|别的|別的|而是",
        "news": r"真的|其实|其實|原来|原來|突然|居然|竟然|想象|想像|奇怪|有趣|惊喜|驚喜",
        "here": r"这|這|那|因为|因為|所以|于是|於是|就是说|就是說|最后|最後|总是|總是|人们|人們",
        "reveal": r"死了|杀了|殺了|谋杀|謀殺|着火|著火|怀孕|懷孕|结婚|結婚|离婚|離婚|警察|炸弹|炸彈|解雇|偷了|裸|鬼"
        r"|被捕",
        "agreement": r"对吧|對吧|对不对|對不對|是吧|是不是|好吗|好嗎|吧",
    },
}  # fmt: skip
"""Language (BCP 47 without region) to meaning to words."""

_COMMON: Mapping[str, str] = {
    "en": "the and is it to of that in was i my have not for with are this what but on be at don't i'm it's",
    "de": "der die das und ist nicht ich ein eine zu den mit auf für sie es wir wie war auch noch mein dem im",
    "fr": "le la les et est pas je un une de du des que qui ce pour dans vous nous il elle mais c'est j'ai sur au",
    "es": "el la los las y es no un una de que en por con para se lo mi me te está pero como muy del al",
    "it": "il la le gli e è non un una di che in per con mi ti si lo ma come sono della del nel questo",
    "pt": "o a os as e é não um uma de que em por com para se eu mas como está do da no na isso",
    "nl": "de het een en is niet ik van dat in op te met voor je we zijn maar ook nog mijn er",
}
"""Language to its commonest words."""


@cache
def patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    """Meaning to what finds it in a text in small letters; empty for a language without words. `language`: BCP 47."""
    base = language.replace("_", "-").split("-")[0].lower() or USUAL
    edge = "" if base in UNSPACED else r"\b"
    return {
        meaning: re.compile(FORMS.get(meaning, r"(?:{})").format(rf"{edge}(?:{words}){edge}"))
        for meaning, words in MEANINGS.get(base, {}).items()
    }


def guess_language(text: str, so_far: str = USUAL) -> str:
    """The language whose words a text has most of, or whose letters; `so_far` where that is unsure. Quick, and good
    enough for hands: a voice asks `text.detect`."""
    small = text.lower().replace("’", "'")
    for language, letters in (("ja", r"[ぁ-ヿ]"), ("ru", r"[а-яё]"), ("zh", r"[\u4e00-\u9fff]")):
        if re.search(letters, small):
            return language
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", small)
    counts = {language: sum(word in each.split() for word in words) for language, each in _COMMON.items()}
    best = max(counts, key=lambda language: (counts[language], language == so_far))
    return best if counts[best] > max(1, counts.get(so_far, 0)) else so_far
