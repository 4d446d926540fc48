"""The words of scripts in other languages than English: one table a language, all in one place.

Verbs and directions stand beside the English words that mean the same to the stage, so that what those do is written
down once, in `words` and `avatar.text.vocabulary`. An underscore stands for words in between: `geht _ ab` is also
`geht langsam ab`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple


class StageTongue(NamedTuple):
    """What scripts in one language are written with. Several words are separated by bars."""

    heading: str = ""
    """Words that begin a scene heading."""
    out: str = ""
    """Transitions to black."""
    cut: str = ""
    """Transitions that are cuts."""
    dark: str = ""
    """Black at once."""
    up: str = ""
    """Transitions from black."""
    end: str = ""
    """What stands at the end, on a card."""
    both: str = ""
    everyone: str = ""
    """Cues of two, and of all who are on stage."""
    link: str = ""
    """The word between two names."""
    he: str = ""
    she: str = ""
    they: str = ""
    """Pronouns that begin an action."""
    meaning: str = ""
    """`English = words of this language`, one a line: verbs of actions, and directions."""
    unseen: str = ""
    off: str = ""
    """Extensions of voices from nowhere, and from off stage."""
    places: str = ""
    """`English = words of this language`, with semicolons: places of scene headings."""


TONGUES: Mapping[str, StageTongue] = {
    "en": StageTongue(
        heading="INT|EXT|EST|I/E|INTERIOR|EXTERIOR",
        out="FADE OUT|FADE TO BLACK|FADES OUT|FADE TO|DISSOLVE TO|DISSOLVE|CROSSFADE TO|LIGHTS DOWN|LIGHTS OUT"
        "|FADE TO WHITE|SLOW FADE OUT|SLOW DISSOLVE TO|CROSS DISSOLVE TO|LIGHTS FADE|LIGHTS FADE OUT|CURTAIN",
        cut="CUT TO|SMASH CUT TO|SMASH TO|MATCH CUT TO|JUMP CUT TO|JUMP TO|BACK TO|INTERCUT WITH|WIPE TO"
        "|TIME CUT|TIME CUT TO"
        "|MATCH DISSOLVE TO|HARD CUT TO|QUICK CUT TO|CUT BACK TO|FLASH CUT TO|FLASH TO|CUT",
        dark="BLACKOUT|BLACK OUT|CUT TO BLACK|SMASH CUT TO BLACK|SMASH TO BLACK|TO BLACK|BLACK",
        up="FADE IN|FADE UP|LIGHTS UP|FADES IN|FADE FROM BLACK|FADE IN FROM BLACK|CURTAIN UP|CURTAIN RISES"
        "|LIGHTS COME UP",
        end="THE END|END|END OF ACT|END OF SHOW|END OF PLAY|END OF EPISODE",
        both="BOTH|THE TWO|THE TWO OF THEM",
        everyone="ALL|EVERYONE|EVERYBODY|TOGETHER|ALL TOGETHER|IN UNISON|UNISON|EVERYONE TOGETHER|ALL THREE|ALL FOUR",
        link="and",
        he="he", she="she", they="they|both|everyone|everybody|all|both of them|all of them",
        unseen="V.O.|V/O|VOICE OVER|VOICE-OVER|VOICEOVER|NARRATION|NARRATING",
        off="O.S.|O/S|O.C.|OFF|OFF STAGE|OFF SCREEN|OFF CAMERA|OFF-STAGE|OFF-SCREEN|OFF-CAMERA|PRE-LAP|PRELAP|FROM OFF|"
        "FROM OFF-SCREEN|FROM OFF-STAGE",
    ),
    "de": StageTongue(
        places="kitchen = küche; living = wohnzimmer|stube; flat = wohnung|zimmer; house = haus|zuhause"
        "; bedroom = schlafzimmer; club = klub|kneipe|bühne|lokal|gasthaus|wirtshaus|theater"
        "; cafe = kaffeehaus; office = büro; studio = werkstatt|atelier"
        "; school = schule|klassenzimmer; shop = laden|geschäft; library = bücherei|bibliothek"
        "; laboratory = labor; street = straße|strasse; park = park|garten|wald; beach = strand",
        heading="INNEN|AUSSEN|AUßEN|AUẞEN|INNEN/AUSSEN|AUSSEN/INNEN",
        out="ABBLENDE|AUSBLENDE|SCHWARZBLENDE|BLENDE|ÜBERBLENDUNG|ÜBERBLENDUNG ZU|ÜBERBLENDE ZU|ÜBERBLENDE|LICHT AUS",
        cut="SCHNITT|SCHNITT AUF|SCHNITT ZU|SCHNITT AN|HARTER SCHNITT|HARTER SCHNITT AUF|ZURÜCK ZU",
        dark="SCHWARZ|SCHNITT AUF SCHWARZ|SCHNITT ZU SCHWARZ|DUNKEL",
        up="AUFBLENDE|EINBLENDE|AUFBLENDEN|LICHT AN|LICHT",
        end="ENDE", both="BEIDE|DIE BEIDEN", everyone="ALLE|ALLE ZUSAMMEN|ZUSAMMEN|GEMEINSAM", link="und",
        he="er", she="sie", they="beide|alle|die beiden|sie beide|sie alle",
        unseen="OFF-TEXT|VOICE-OVER|ERZÄHLER", off="OFF|IM OFF|AUS DEM OFF|HINTER DER BÜHNE",
        meaning="""
enters = tritt _ auf|tritt _ ein|kommt _ herein|kommt _ rein|kommt _ hinzu|kommt _ dazu|kommt _ zurück|betritt
enters = erscheint|auftritt
exits = geht _ ab|tritt _ ab|geht _ hinaus|geht _ raus|geht _ weg|verlässt|verschwindet|stürmt _ hinaus
exits = rennt _ hinaus|ab
walks = geht|läuft|schreitet
left = nach links|links
right = nach rechts|rechts
centre = in die Mitte|zur Mitte
waves = winkt|winken|winkend
nods = nickt|nicken|nickend
shakes = schüttelt _ Kopf|schütteln _ Kopf
bows = verbeugt|verbeugen|verneigt|verneigen
shrugs = zuckt _ Schultern|zucken _ Schultern|zuckt _ Achseln|achselzuckend|schulterzuckend
points = zeigt|zeigen|deutet
applauds = klatscht|klatschen|applaudiert|applaudieren|Applaus
laughs = lacht|lachen|lachend
smiles = lächelt|lächeln|lächelnd|grinst|grinsen|grinsend|strahlt|fröhlich|freundlich
sad = traurig|weint|weinen|weinend|betrübt|schluchzt
sighs = seufzt|seufzen|seufzend
angry = wütend|zornig|verärgert|böse|genervt
surprised = überrascht|erstaunt|erschrickt|erschrocken|verblüfft
thinking = nachdenklich|grübelt|überlegt|denkt _ nach|überlegend
embarrassed = verlegen|schüchtern|errötet|nervös
bored = gelangweilt|gähnt|müde
deadpan = trocken|ungerührt
winks = zwinkert|zwinkernd
looks at = sieht|schaut|blickt
audience = ins Publikum|zum Publikum|ans Publikum|das Publikum
aside = beiseite
whispering = flüstert|flüsternd|flüstern|leise flüsternd
quiet = leise|sanft|murmelt|murmelnd
loud = laut|ruft|rufend|schreit|schreiend|brüllt
fast = schnell|hastig|hektisch
slow = langsam|zögernd|bedächtig
pause = Pause|Stille
beat = kurze Pause
normal = normal
""",
    ),
    "fr": StageTongue(
        places="kitchen = cuisine; living = salon|séjour; flat = appartement; house = maison|chambre"
        "; club = boîte|scène|théâtre; cafe = bistrot|brasserie; office = bureau; studio = atelier"
        "; school = école|classe; shop = magasin|boutique; library = bibliothèque|librairie"
        "; laboratory = laboratoire; street = rue; park = parc|jardin|forêt; beach = plage",
        heading="INTÉRIEUR|EXTÉRIEUR|INTERIEUR|EXTERIEUR|INT|EXT",
        out="FONDU AU NOIR|FONDU|FONDU ENCHAÎNÉ|FONDU ENCHAINE|FERMETURE AU NOIR|RIDEAU", dark="NOIR"
        "|CUT AU NOIR|COUPE AU NOIR",
        cut="COUPE|COUPE SUR|COUPE À|CUT SUR|COUPÉ À|RETOUR À|RETOUR SUR|COUPE FRANCHE",
        up="OUVERTURE AU NOIR|OUVERTURE EN FONDU|FONDU D'OUVERTURE|FONDU D’OUVERTURE|OUVERTURE|LUMIÈRE",
        end="FIN", both="LES DEUX|TOUS LES DEUX|TOUTES LES DEUX", everyone="TOUS|TOUTES|ENSEMBLE|TOUT LE MONDE",
        link="et",
        he="il", she="elle", they="ils|elles|tous|toutes|tous les deux|les deux",
        unseen="VOIX OFF|VOIX-OFF|NARRATION", off="OFF|HORS CHAMP|HORS-CHAMP|H.C.|EN COULISSES",
        meaning="""
enters = entre|entrent|arrive|arrivent|revient|apparaît
exits = sort|sortent|s'en va|s’en va|part|partent|quitte|disparaît
walks = va|marche|avance|se déplace
left = à gauche|vers la gauche
right = à droite|vers la droite
centre = au centre|au milieu
waves = salue de la main|salue|fait signe|fait un signe|saluent|agite la main
nods = hoche _ tête|acquiesce|hochent _ tête
shakes = secoue _ tête|secouent _ tête
bows = s'incline|s’incline|fait une révérence|s'inclinent|s’inclinent
shrugs = hausse _ épaules|haussent _ épaules|haussant _ épaules
points = montre|désigne|pointe
applauds = applaudit|applaudissent
laughs = rit|rient|riant|en riant|éclate de rire
smiles = sourit|sourient|souriant|souriante|en souriant|joyeux|joyeuse
sad = triste|tristement|pleure|pleurent|en pleurant
sighs = soupire|soupirant|en soupirant
angry = en colère|furieux|furieuse|fâché|fâchée|énervé|énervée
surprised = surpris|surprise|étonné|étonnée|stupéfait
thinking = pensif|pensive|réfléchit|songeur
embarrassed = gêné|gênée|timide|rougit|nerveux|nerveuse
bored = ennuyé|bâille|fatigué|fatiguée
winks = clin d'œil|clin d’œil|fait un clin
looks at = regarde|se tourne
audience = le public|au public|vers le public
aside = à part|en aparté
whispering = chuchote|chuchotant|en chuchotant|murmure à l'oreille
quiet = doucement|bas|à voix basse|murmure|murmurant
loud = fort|crie|criant|en criant|hurle|haut
fast = vite|rapidement
slow = lentement|doucement et lentement
beat = un temps|temps
pause = pause|silence
""",
    ),
    "es": StageTongue(
        places="kitchen = cocina; living = salón|sala; flat = apartamento|piso; house = casa|hogar"
        "; bedroom = dormitorio|habitación; club = escenario|teatro|taberna; cafe = cafetería"
        "; office = oficina|despacho; studio = taller|estudio; school = escuela|aula|colegio"
        "; shop = tienda; library = biblioteca|librería; laboratory = laboratorio; street = calle"
        "; park = parque|jardín|bosque; beach = playa",
        heading="INT|EXT|INTERIOR|EXTERIOR",
        out="FUNDIDO A NEGRO|FUNDE A NEGRO|FUNDIDO|DISOLVENCIA A|DISUELVE A|ENCADENADO|FUNDIDO ENCADENADO|TELÓN"
        "|FUNDE A|FUNDIDO A",
        cut="CORTE A|CORTA A|CORTE|VOLVEMOS A|DE VUELTA A", dark="NEGRO|CORTE A NEGRO|OSCURO|CORTA A NEGRO",
        up="FUNDIDO DE NEGRO|ABRE DE NEGRO|FUNDIDO DE APERTURA|FUNDE DE NEGRO|SE ENCIENDEN LAS LUCES|LUZ|ABRE",
        end="FIN", both="LOS DOS|LAS DOS|AMBOS|AMBAS", everyone="TODOS|TODAS|JUNTOS|JUNTAS|A LA VEZ", link="y|e",
        he="él", she="ella", they="ellos|ellas|todos|todas|ambos|ambas|los dos|las dos",
        unseen="VOZ EN OFF|NARRADOR|NARRACIÓN", off="OFF|EN OFF|FUERA DE CÁMARA|FUERA DE CAMPO|F.C.|FUERA DE CUADRO",
        meaning="""
enters = entra|entran|llega|llegan|aparece|regresa|vuelve
exits = sale|salen|se va|se van|se marcha|desaparece
walks = camina|va|se mueve|cruza
left = a la izquierda|hacia la izquierda
right = a la derecha|hacia la derecha
centre = al centro
waves = saluda|saludan|saluda con la mano|agita la mano
nods = asiente|asienten
shakes = niega con la cabeza|sacude _ cabeza
bows = hace una reverencia|se inclina|se inclinan|hacen una reverencia
shrugs = se encoge de hombros|se encogen de hombros|encogiéndose de hombros
points = señala|apunta
applauds = aplaude|aplauden
laughs = ríe|se ríe|ríen|riendo|riéndose|entre risas
smiles = sonríe|sonríen|sonriendo|sonriente|alegre|feliz
sad = triste|llora|lloran|llorando
sighs = suspira|suspirando
angry = enfadado|enfadada|enojado|enojada|furioso|furiosa
surprised = sorprendido|sorprendida|asombrado|asombrada
thinking = pensativo|pensativa|piensa|pensando
embarrassed = avergonzado|avergonzada|tímido|tímida|nervioso|nerviosa
bored = aburrido|aburrida|bosteza|cansado|cansada
winks = guiña|guiña un ojo|guiñando
looks at = mira|se vuelve
audience = al público|hacia el público|el público
aside = aparte
whispering = susurra|susurrando|en susurros
quiet = en voz baja|bajito|suavemente|murmura|murmurando
loud = grita|gritando|en voz alta|alto
fast = rápido|rápidamente|deprisa
slow = despacio|lentamente
pause = pausa|silencio
""",
    ),
    "it": StageTongue(
        places="kitchen = cucina; living = salotto|soggiorno; flat = appartamento; house = casa"
        "; bedroom = camera; club = palco|teatro|locale; cafe = caffè|osteria|trattoria"
        "; office = ufficio; studio = officina|bottega; school = scuola|aula; shop = negozio"
        "; library = biblioteca|libreria; laboratory = laboratorio; street = strada|via"
        "; park = parco|giardino|bosco; beach = spiaggia",
        heading="INT|EST|INTERNO|ESTERNO|INT/EST|EXT",
        out="DISSOLVENZA IN NERO|DISSOLVENZA|DISSOLVENZA A NERO|DISSOLVENZA INCROCIATA|DISSOLVE A"
        "|DISSOLVENZA SU|SIPARIO",
        cut="STACCO|STACCO SU|TAGLIO A|TAGLIO SU|TAGLIA A|STACCO A|TORNA A|DI NUOVO SU", dark="NERO"
        "|STACCO A NERO|BUIO|STACCO SU NERO",
        up="DISSOLVENZA DAL NERO|DISSOLVENZA IN APERTURA|APERTURA DAL NERO|LUCE|DAL NERO",
        end="FINE|LA FINE", both="ENTRAMBI|ENTRAMBE|TUTTI E DUE|I DUE", everyone="TUTTI|TUTTE|INSIEME", link="e|ed",
        he="lui|egli", she="lei|ella", they="loro|essi|tutti|tutte|entrambi|i due",
        unseen="VOCE FUORI CAMPO|NARRATORE|VOCE NARRANTE", off="F.C.|FUORI CAMPO|OFF|FUORI SCENA|V.F.C.",
        meaning="""
enters = entra|entrano|arriva|arrivano|appare|torna|ritorna
exits = esce|escono|se ne va|se ne vanno|va via|scompare
walks = cammina|va|si sposta|attraversa
left = a sinistra|verso sinistra
right = a destra|verso destra
centre = al centro
waves = saluta|salutano|saluta con la mano|agita la mano
nods = annuisce|annuiscono
shakes = scuote _ testa|scuotono _ testa
bows = si inchina|s'inchina|s’inchina|si inchinano|fa un inchino
shrugs = alza _ spalle|scrolla _ spalle|fa spallucce|alzano _ spalle
points = indica|addita
applauds = applaude|applaudono
laughs = ride|ridono|ridendo|ridacchia
smiles = sorride|sorridono|sorridendo|sorridente|allegro|allegra|felice
sad = triste|piange|piangono|piangendo
sighs = sospira|sospirando
angry = arrabbiato|arrabbiata|furioso|furiosa
surprised = sorpreso|sorpresa|stupito|stupita
thinking = pensieroso|pensierosa|pensa|riflette
embarrassed = imbarazzato|imbarazzata|timido|timida|nervoso|nervosa
bored = annoiato|annoiata|sbadiglia|stanco|stanca
winks = strizza _ occhio|fa l'occhiolino|fa l’occhiolino
looks at = guarda|si gira
audience = al pubblico|verso il pubblico|il pubblico
aside = a parte
whispering = sussurra|sussurrando|bisbiglia|sottovoce
quiet = a bassa voce|piano|dolcemente|mormora|mormorando
loud = grida|gridando|urla|urlando|ad alta voce|forte
fast = veloce|velocemente|in fretta
slow = lentamente|lento
pause = pausa|silenzio
""",
    ),
    "pt": StageTongue(
        places="kitchen = cozinha; living = sala; flat = apartamento; house = casa; bedroom = quarto"
        "; club = palco|teatro|boteco; cafe = padaria|lanchonete; office = escritório"
        "; studio = oficina|estúdio; school = escola|aula; shop = loja; library = biblioteca|livraria"
        "; laboratory = laboratório; street = rua; park = parque|jardim|floresta; beach = praia",
        heading="INT|EXT|INTERIOR|EXTERIOR|INTERNA|EXTERNA",
        out="FADE OUT|FUSÃO|FUSÃO PARA|FUSÃO COM|ESCURECE|ESCURECIMENTO|DISSOLVE PARA|FUNDIR PARA|PANO|FADE PARA",
        cut="CORTA PARA|CORTE PARA|CORTE|VOLTA PARA|DE VOLTA A", dark="BLECAUTE|CORTA PARA PRETO|PRETO"
        "|CORTE PARA PRETO|TELA PRETA",
        up="CLAREIA|ABRE DO PRETO|LUZ|LUZES ACENDEM",
        end="FIM", both="OS DOIS|AS DUAS|AMBOS|AMBAS", everyone="TODOS|TODAS|JUNTOS|JUNTAS|AO MESMO TEMPO", link="e",
        he="ele", she="ela", they="eles|elas|todos|todas|ambos|os dois|as duas",
        unseen="VOZ OFF|NARRADOR|NARRAÇÃO|VOZ SOBREPOSTA", off="OFF|EM OFF|FORA DE QUADRO|FORA DE CENA|F.Q.",
        meaning="""
enters = entra|entram|chega|chegam|aparece|volta|retorna
exits = sai|saem|vai embora|vão embora|desaparece
walks = anda|caminha|vai|atravessa
left = à esquerda|para a esquerda
right = à direita|para a direita
centre = ao centro|para o centro
waves = acena|acenam|acenando
nods = assente|concorda com a cabeça|assentem|balança a cabeça afirmativamente
shakes = balança _ cabeça|sacode _ cabeça|nega com a cabeça
bows = faz uma reverência|se curva|curva-se|fazem uma reverência
shrugs = dá de ombros|encolhe _ ombros|dando de ombros|encolhem _ ombros
points = aponta|apontam
applauds = aplaude|aplaudem
laughs = ri|riem|rindo|dá risada
smiles = sorri|sorriem|sorrindo|sorridente|alegre|feliz
sad = triste|chora|choram|chorando
sighs = suspira|suspirando
angry = zangado|zangada|furioso|furiosa|irritado|irritada|bravo|brava
surprised = surpreso|surpresa|espantado|espantada
thinking = pensativo|pensativa|pensa|pensando
embarrassed = envergonhado|envergonhada|tímido|tímida|nervoso|nervosa
bored = entediado|entediada|boceja|cansado|cansada
winks = pisca|piscando
looks at = olha|vira-se
audience = para o público|ao público|o público|para a plateia
aside = à parte|a parte
whispering = sussurra|sussurrando|cochicha
quiet = baixinho|em voz baixa|suavemente|murmura|murmurando
loud = grita|gritando|em voz alta|alto
fast = rápido|rapidamente|depressa
slow = devagar|lentamente
pause = pausa|silêncio
""",
    ),
    "ru": StageTongue(
        places="kitchen = кухня; living = гостиная; flat = квартира|комната; house = дом; bedroom = спальня"
        "; club = клуб|бар|сцена|театр; cafe = кафе|ресторан; office = офис|кабинет"
        "; studio = мастерская|студия; school = школа|класс; shop = магазин; library = библиотека"
        "; street = улица; park = парк|сад|лес; beach = пляж",
        heading="ИНТ|ЭКСТ|НАТ|ИНТЕРЬЕР|ЭКСТЕРЬЕР|НАТУРА|ИНТ/НАТ",
        out="ЗАТЕМНЕНИЕ|УХОД В ЗТМ|В ЗТМ|ЗТМ|ЗАНАВЕС", cut="СКЛЕЙКА|СМЕНА КАДРА|ПЕРЕХОД К", dark="ЧЁРНЫЙ ЭКРАН"
        "|ТЕМНОТА",
        up="ИЗ ЗАТЕМНЕНИЯ|ИЗ ЗТМ|СВЕТ", end="КОНЕЦ", both="ОБА|ОБЕ|ВДВОЁМ", everyone="ВСЕ|ХОРОМ|ВМЕСТЕ", link="и",
        he="он", she="она", they="они|оба|обе|все", unseen="З.К.|ГОЛОС ЗА КАДРОМ", off="ЗА КАДРОМ|ЗА СЦЕНОЙ|ВПЗ",
        meaning="""
enters = входит|входят|появляется|возвращается
exits = уходит|уходят|выходит|исчезает
walks = идёт|идет
left = налево|влево
right = направо|вправо
waves = машет|машут|машет рукой
nods = кивает|кивают|кивая
shakes = качает _ головой
bows = кланяется|кланяются
shrugs = пожимает _ плечами|пожимая плечами
laughs = смеётся|смеется|смеясь|смеются
smiles = улыбается|улыбаясь|улыбаются|весело|радостно
sad = грустно|печально|плачет|плача
sighs = вздыхает|вздыхая
angry = сердито|зло|злится|гневно
surprised = удивлённо|удивленно|удивляется
thinking = задумчиво|думает
whispering = шёпотом|шепчет|шепотом
quiet = тихо
loud = громко|кричит
fast = быстро
slow = медленно
pause = пауза
""",
    ),
    "ja": StageTongue(
        places="kitchen = 台所|キッチン; living = リビング|居間; flat = アパート"
        "|部屋; house = 家; club = クラブ|舞台|劇場|居酒屋|バー"
        "; cafe = 喫茶店|カフェ; office = 事務所|オフィス|会社; studio = スタジオ; school = 学校|教室; shop = 店"
        "; library = 図書館; street = 道|通り; park = 公園; beach = 海岸|浜辺",
        heading="○|〇|◯|屋内|屋外", out="フェードアウト|F・O|溶暗", dark="暗転", up="フェードイン|F・I|溶明|明転",
        cut="カット",
        end="終|完|おわり|終わり", both="二人|ふたり|２人|両者", everyone="全員|一同|みんな|皆", link="と",
        unseen="ナレーション|N|Ｎ|M|Ｍ|心の声", off="声|の声|オフ|画面外",
        meaning="""
whispering = 小声で|ささやく|囁く
laughs = 笑う|笑って|笑いながら
smiles = 微笑む|微笑んで|にっこり
sad = 悲しげに|泣く|泣きながら
angry = 怒って|怒る
surprised = 驚いて|驚く
loud = 叫ぶ|大声で|叫んで
nods = うなずく|頷く|頷いて
waves = 手を振る
bows = お辞儀をする|おじぎをする
sighs = ため息
enters = 入ってくる|登場
exits = 去る|退場|出ていく
pause = 間|沈黙
""",
    ),
    "zh": StageTongue(
        places="kitchen = 厨房|廚房; living = 客厅|客廳; flat = 公寓|房间|房間; house = 家; bedroom = 卧室|臥室"
        "; club = 酒吧|舞台|剧院|俱乐部; cafe = 咖啡馆|咖啡厅|餐厅; office = 办公室"
        "|辦公室; studio = 工作室; school = 学校|教室"
        "; shop = 商店; library = 图书馆; street = 街道|街; park = 公园; beach = 海滩",
        heading="内景|外景|內景|內外景|内外景|内|外|內", out="淡出|渐隐|漸隱|溶至|叠化", dark="黑场|黑場|切至黑",
        up="淡入|渐显|漸顯",
        cut="切至|切到|跳切", end="剧终|劇終|完|全剧终", both="两人|二人|兩人", everyone="众人|眾人|大家|全体"
        "|齐声|所有人", link="和|与|與",
        unseen="旁白|画外音|畫外音|独白", off="画外|畫外|场外",
        meaning="""
whispering = 低声|小声|低聲|小聲|耳语
laughs = 大笑|笑|笑着
smiles = 微笑|微笑着
sad = 悲伤|难过|哭|哭着
angry = 生气|愤怒|生氣
surprised = 惊讶|吃惊|驚訝
loud = 大声|喊|大聲|喊叫
nods = 点头|點頭
shakes = 摇头|搖頭
waves = 挥手|揮手
bows = 鞠躬
sighs = 叹气|嘆氣|叹息
enters = 上场|进来|入场|進來
exits = 下场|离开|離開|走出去
pause = 停顿|停頓|沉默
""",
    ),
    "he": StageTongue(
        places="kitchen = מטבח; living = סלון; flat = דירה; house = בית; bedroom = חדר"
        "; club = מועדון|בר|במה|תיאטרון; cafe = קפה|מסעדה; office = משרד; studio = סדנה"
        "; school = כיתה; shop = חנות; library = ספרייה; street = רחוב; park = פארק|גן|יער"
        "; beach = חוף",
        heading="פנים|חוץ|פנים/חוץ|חוץ/פנים|פנים-חוץ", out="פייד אאוט|החשכה|דיזולב ל", dark="חושך|שחור",
        up="פייד אין|אור",
        cut="חיתוך ל|קאט ל|קאט", end="סוף|הסוף", both="שניהם|שתיהן", everyone="כולם|ביחד|יחד|כולן", link="ו",
        he="הוא", she="היא", they="הם|הן|כולם", unseen="קריינות|ו.או.", off="קול מחוץ למסך|מחוץ לתמונה|או.אס.",
        meaning="""
enters = נכנס|נכנסת|נכנסים
exits = יוצא|יוצאת|יוצאים
waves = מנופף|מנופפת
nods = מהנהן|מהנהנת
laughs = צוחק|צוחקת
smiles = מחייך|מחייכת
sad = עצוב|עצובה|בוכה
angry = כועס|כועסת
whispering = לוחש|לוחשת|בלחש
loud = צועק|צועקת|בקול
pause = הפסקה|שתיקה
""",
    ),
}  # fmt: skip


def all_words(kind: str) -> tuple[str, ...]:
    """The words of one field, of all languages."""
    found = (word for each in TONGUES.values() for word in getattr(each, kind).split("|") if word)
    return tuple(dict.fromkeys(found))


@cache
def _places() -> Mapping[str, str]:
    """Word of another language to the English word for the same kind of place."""
    found: dict[str, str] = {}
    for tongue in TONGUES.values():
        for row in filter(None, tongue.places.split("; ")):
            english, _, words = row.partition(" = ")
            found |= dict.fromkeys(words.split("|"), english)
    return found


def english_places(place: str) -> list[str]:
    """English words for the places that words of other languages name, as a scene heading has them."""
    low = place.casefold()
    words = re.findall(r"[^\W\d_]+", low)
    return [english for word, english in _places().items() if word in words or (word[0] >= "\u3000" and word in low)]


class Meaning(NamedTuple):
    """Words of another language that mean something to the stage."""

    english: str
    words: tuple[str, ...]
    """In order, with anything between those that an underscore stood between."""
    pattern: str
    """Finds them where a text begins; `re` keeps those that are looked for, which are few of a thousand."""


@cache
def meanings() -> Mapping[str, tuple[Meaning, ...]]:
    """First word to what phrases that begin with it mean, the longest first."""
    found: dict[str, list[Meaning]] = {}
    for tongue in TONGUES.values():
        for line in filter(None, map(str.strip, tongue.meaning.splitlines())):
            english, _, phrases = line.partition(" = ")
            for phrase in phrases.split("|"):
                words = tuple(phrase.casefold().split())
                pattern = r"\s+".join(r"(?:.*?)" if word == "_" else re.escape(word) for word in words)
                pattern = pattern.replace(r"\s+(?:.*?)\s+", r"\s+(?:[^.!?]*?\s+)?")
                found.setdefault(words[0], []).append(Meaning(english, words, rf"{pattern}(?!\w)"))
    return {word: tuple(sorted(each, key=lambda one: -len(one.words))) for word, each in found.items()}


def translate(text: str) -> str:
    """Words of a direction in another language as the English ones of the same meaning; '' where none is known.

    `geht langsam nach links` is `walks left`.
    """
    low = " ".join(text.casefold().split())
    known, said, at = meanings(), [], 0
    while at < len(low):
        first = re.compile(r"[^\s,;]+").match(low, at)
        if first is None:
            at += 1
            continue
        match = next(
            (
                (each.english, found.end())
                for each in known.get(first[0].strip(".!"), ())
                if (found := re.compile(each.pattern).match(low, at))
            ),
            None,
        )
        if match and match[0] not in said:
            said.append(match[0])
        # What stands between the two words of a phrase may mean something, too: `geht langsam nach links ab`.
        at = first.end()
    return " ".join(said)
