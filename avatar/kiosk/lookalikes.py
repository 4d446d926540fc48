"""Letters that look like Latin ones, by the letter that they are taken for.

From Unicode's table of confusables (UTS #39, confusables.txt; Unicode Licence v3), of which this keeps what is a single
letter that case folding and NFKD leave as it is; with small capitals, letters with a stroke, and signs of money.
"""

from __future__ import annotations

from collections.abc import Mapping

LOOKALIKES: Mapping[str, str] = {
    "a": "ɑαаᎪᗅᴀ⍺ꓮ𐊠𖽀",
    "b": "ƅʙβвьᏏᏴᑲᖯᗷꓐꞵ𐊂𐊡𐌁",
    "c": "¢σсᏟᴄⲥꓚ𐊢𐌂𐐽𐔜𑣩𑣲🝌",
    "d": "đԁᎠᏧᑯᗞᗪᴅꓒꓓ",
    "e": "εеҽᎬᴇ€℮⋿ⴹꓰꬲ𐊆𑣆𑣎",
    "f": "ϝքᖴẝꓝꜰꞙꬵ𐊇𐊥𐔥𑣂𝈓",
    "g": "ƍɡɢԍցᏀᏳᶃꓖ",
    "h": "ħʜηнһհᎻᏂᕼⲏꓧ𐋏",
    "i": "ıɩɪιіӏᎥ⍳ꙇ𑣃",
    "j": "ʝϳјᎫᒍᴊꓙ",
    "k": "κкᏦᛕᴋⲕꓗ𐔘",
    "l": "£łǀʟ۱Ꮮᒪᛁ∣⏽│ⲓⳑⵏꓡꓲ𐊊𐌉𐌠𐑃𐔦𑣒𖼖𖼨𝈪",
    "m": "μϻмᎷᗰᛖᴍⲙꓟ𐊰𐌑",
    "n": "ɴνոռⲛꓠ𐔓",
    "o": "øοоօ۵०০੦૦ଠ୦௦ం౦ಂ೦ംഠ൦ං๐໐ဝ၀ჿዐᴏᴑⲟⵔ〇ꓳꬽ𐊒𐊫𐐬𐓪𐔖𑓐𑣈𑣕𑣗𑣠",
    "p": "þρрᏢᑭᴘ⍴ⲣꓑ𐊕",
    "q": "ԛգզⵕ",
    "r": "ʀгᎡᎱᏒᖇᴦⲅꓣꭇꭈ𐓜𖼵𝈖",
    "s": "ƽѕտᏕᏚꓢꜱ𐊖𐑈𑣁𖼺",
    "t": "ŧτтᎢᴛ⊤⟙ⲧꓔ𐊗𐊱𐌕𑣜𖼊🝨",
    "u": "ʋυսሀᑌᴜ∪⋃ꓴꞟꭎꭒ𐓶𑣘𖽂",
    "v": "ѵ۷Ꮩᐯᴠ∨⋁ⴸꓦꛟ𐔝𑜆𑣀𖼈𝈍",
    "w": "ɯѡԝաᎳᏔᴡꓪ𑜊𑜎𑜏𑣦𑣯",
    "x": "×χхᕁᕽ᙭᙮ᚷ╳⤫⤬⨯ⲭⵝꓫꭓ𐊐𐊴𐌗𐌢𐔧𑣬",
    "y": "¥ɣʏγуүყᎩᎽᶌỿⲩꓬꭚ𐊲𑣄𖽃",
    "z": "ζᏃᴢꓜ𐋵𑣉𑣥",
}
