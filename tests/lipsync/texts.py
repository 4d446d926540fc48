"""Texts rich in sounds: the first article of the Universal Declaration of Human Rights and pangrams, by language."""

TEXTS = {
    "en-us": "The quick brown fox jumps over the lazy dog; she measured the azure thing with joy, boy, how rare! "
    "All human beings are born free and equal in dignity and rights. Uh-oh, bottle, little button, church, judge.",
    "en-gb": "Are there fewer cures for the pure poor boy's ear, hair and fire? The vision of yachts and sheep.",
    "de": "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. Ich lache auch über Pfützen, Gemüse, "
    "Genie und tschechische Häuser. Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
    "fr-fr": "Portez ce vieux whisky au juge blond qui fume. Un bon vin blanc, brun, huit œufs, la montagne, le feu, "
    "parking. Tous les êtres humains naissent libres et égaux en dignité et en droits.",
    "es": "El veloz murciélago hindú comía feliz cardillo y kiwi. La cigüeña tocaba el saxofón detrás del palenque de "
    "paja. Todos los seres humanos nacen libres e iguales; el perro, la niña, guerra, llave, vaca.",
    "it": "Quel vituperabile xenofobo zelante assaggia il whisky ed esclama: alleluja! Gli gnocchi, la sciarpa, pizza, "
    "zanzara. Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti.",
    "pt-br": "À noite, vovô Kowalsky vê o ímã cair no pé do pinguim queixoso. Todos os seres humanos nascem livres; "
    "filho, manhã, carro, tia, dia, coração, não, muito.",
    "pt": "Gazeta publica hoje no jornal uma breve nota de faxina na quermesse. Todos os seres humanos nascem livres.",
    "nl": "Pa's wijze lynx bezag vroom het fikse aquaduct. Een huis, de muur, schaap, jongen, vrouw, leuk, eeuwig. "
    "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren.",
    "sv": "Flygande bäckasiner söka hwila på mjuka tuvor. Sju sjösjuka sjömän, kjol, stjärna, barn, kort, gård. "
    "Alla människor är födda fria och lika i värde och rättigheter.",
    "nb": "Vår sære Zulu fra badeøya spilte jo whist og quickstep i min taxi. Skjorte, kjøtt, barn, hjerte.",
    "da": "Høj bly gom vandt fræk sexquiz på wc. Alle mennesker er født frie og lige i værdighed og rettigheder.",
    "fi": "Törkylempijävongahdus. Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Yötä.",
    "et": "Põdur Zagrebi tšellomängija-följetonist Ciqo külmetas kehvas garaažis. Kõik inimesed sünnivad vabadena.",
    "hu": "Árvíztűrő tükörfúrógép. Minden emberi lény szabadon születik. Gyümölcs, nyár, zsír, cső, ötven.",
    "pl": "Pchnąć w tę łódź jeża lub ośm skrzyń fig. Wszyscy ludzie rodzą się wolni; źdźbło, chrząszcz, dżem, dzień.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy. Všichni lidé rodí se svobodní; řeka, tři, vlk, prst, chata.",
    "sk": "Kŕdeľ šťastných ďatľov učí pri ústí Váhu mĺkveho koňa obhrýzať kôru a žrať čerstvé mäso.",
    "ro": "Muzicologă în bej vând whisky și tequila, preț fix. Toate ființele umane se nasc libere și egale.",
    "bg": "Чуй, пълен с шампанско, щурец жаден, ядеш мъка. Всички хора се раждат свободни и равни.",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю. Все люди рождаются свободными; щука, жизнь, цель.",
    "uk": "Чуєш їх, доцю, га? Кумедна ж ти, прощайся без ґольфів! Всі люди народжуються вільними.",
    "el": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Όλοι οι άνθρωποι γεννιούνται ελεύθεροι· γκαρσόν, τζάκι, χέρι, γη.",
    "tr": "Pijamalı hasta yağız şoföre çabucak güvendi. Bütün insanlar hür doğarlar; dağ, ışık, kâğıt, üzüm.",
    "ar": "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر. يولد جميع الناس أحرارا متساوين.",
    "fa": "تمام افراد بشر آزاد به دنیا می‌آیند. ژاله، چای، قند، غذا، خانه.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में स्वतंत्रता प्राप्त है। घोड़ा, ढोल, छत, झंडा, ठंड, ऋषि, ज्ञान।",
    "bn": "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে। ঘোড়া, ছাতা, ঝড়।",
    "ta": "மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர். வாழை, ஞாயிறு, பழம், ஆறு.",
    "cmn": "人人生而自由，在尊严和权利上一律平等。日出东方，吃饭，雪，月，鱼，女儿，二十四，自私，知识。",
    "yue": "人人生而自由，喺尊嚴同權利上一律平等。我哋食飯，雨，靴，月。",
    "ja": "すべてのにんげんは、うまれながらにしてじゆうである。ふじさん、つき、りょこう、がっこう、しんぶん。",
    "ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 꽃, 빵, 찌개, 의사, 값.",
    "vi": "Tất cả mọi người sinh ra đều được tự do và bình đẳng. Nghĩa, khuya, trường, giữa, phở, quýt.",
    "id": "Semua orang dilahirkan merdeka dan mempunyai martabat. Nyanyi, khusus, syarat, jeruk, cinta.",
    "sw": "Watu wote wamezaliwa huru, hadhi na haki zao ni sawa. Ng'ombe, chakula, dhahabu, thelathini, ghali.",
    "cy": "Genir pawb yn rhydd ac yn gydradd â'i gilydd. Llanfairpwllgwyngyll, chwech, rhywbeth, nghath, mwyn.",
    "ga": "Saolaítear gach duine den chine daonna saor agus comhionann. Dhá bhád, an fharraige, ceathair, uisce.",
    "eo": "Ĉiuj homoj estas denaske liberaj kaj egalaj. Eĥoŝanĝo ĉiuĵaŭde, laŭ, scii.",
    "ka": "ყველა ადამიანი იბადება თავისუფალი. ბაყაყი წყალში ყიყინებს, ღრუბელი, ჭიქა, ჯამი.",
}
