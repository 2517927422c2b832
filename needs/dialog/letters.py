"""Letters that look like others, read as the ones they stand for.

The table is drawn from confusables.txt of Unicode Technical Standard 39 (« Unicode Security Mechanisms »), for the
letters of French names alone: the Cyrillic, Greek, phonetic and barred letters that a reader takes for Latin ones.
The small forms of capitals that look alike (« м » of « М ») are here too, since case is folded. Digits that stand for
letters are not read so: « 0 » and « 1 » are ordinary in a question.
"""

import unicodedata

CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜ", "ABESIJKMHOPCTYXYGQW", strict=True))
CYRILLIC |= dict(zip("авеѕіјкмнорстухүԍԛԝһԁӏ", "abesijkmhopctyxygqwhdl", strict=True))
GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ", "ABEZHIKMNOPTYXCj", strict=True))
GREEK |= dict(zip("αβεηικνορςτυχωϲγ", "abenikvopstuxwcy", strict=True))
PHONETIC = dict(zip("ɑɡɩıȷʟʙɢʜɪɴʀʏᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱ", "agiijlbghinryacdejkmoptuvwzs", strict=True))
BARRED = dict(zip("łŁøØđĐħĦŧŦ", "lLoOdDhHtT", strict=True))
LOOK_ALIKE = str.maketrans(
    CYRILLIC | GREEK | PHONETIC | BARRED | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
)
# Drawn as nothing, though Unicode counts them as letters: fillers of Hangul.
BLANK = frozenset("\u115f\u1160\u3164\uffa0")
UNSEEN = frozenset({"Mn", "Me", "Cf"})


def plain_letters(text):
    """The text as a reader sees it: compatible forms made one, look-alikes read, accents and invisible signs gone.

    Capitals and spaces stay. The work grows with the length of the text, and no faster.
    """
    once = unicodedata.normalize("NFKC", text).translate(LOOK_ALIKE)
    apart = unicodedata.normalize("NFKD", once).translate(LOOK_ALIKE)
    return "".join(char for char in apart if char not in BLANK and unicodedata.category(char) not in UNSEEN)
