"""Letters of other scripts that look like a Latin letter.

Facts of Unicode Technical Standard 39 (confusables), cut down to the scripts of which fonts are everywhere: Greek,
Cyrillic, Armenian, Cherokee, Coptic, Lisu, phonetic letters. Digits that only look like one are few; they come last.
"""

from __future__ import annotations

from collections.abc import Mapping

# As code points: written out, nobody could review them.
_TABLE: Mapping[str, str] = {
    "A": "0391 0410 13AA A4EE 2C80",
    "B": "0392 0412 13F4 A4D0 2C82",
    "C": "03F9 0421 13DF A4DA 2CA4",
    "D": "13A0 A4D3",
    "E": "0395 0415 13AC A4F0 2C88",
    "F": "03DC A4DD",
    "G": "050C 13C0 A4D6",
    "H": "0397 041D 13BB A4E7 2C8E",
    "I": "0399 0406 04C0 A4F2 2C92",
    "J": "0408 13AB A4D9 037F",
    "K": "039A 041A 13E6 A4D7 2C94",
    "L": "13DE A4E1 2CD0",
    "M": "039C 041C 03FA 13B7 A4DF 2C98",
    "N": "039D A4E0 2C9A",
    "O": "039F 041E 0555 A4F3 2C9E",
    "P": "03A1 0420 13E2 A4D1 2CA2",
    "Q": "051A 2D55",
    "R": "13A1 13D2 A4E3",
    "S": "0405 054F 13D5 13DA A4E2",
    "T": "03A4 0422 13A2 A4D4 2CA6",
    "U": "054D A4F4",
    "V": "0474 13D9 A4E6",
    "W": "051C 13B3 13D4 A4EA",
    "X": "03A7 0425 A4EB 2CAC",
    "Y": "03A5 04AE A4EC 2CA8",
    "Z": "0396 13C3 A4DC",
    "a": "0430 0251 03B1 1D00",
    "b": "042C 044C 0184 0299",
    "c": "0441 03F2 1D04 2CA5",
    "d": "0501 0257 1D05",
    "e": "0435 04BD 1D07 212E",
    "f": "A730 0584",
    "g": "0261 0581 0262",
    "h": "04BB 0570 029C",
    "i": "0456 03B9 0269 0131 026A",
    "j": "0458 03F3 1D0A",
    "k": "03BA 043A 1D0B",
    "l": "04CF 01C0 029F",
    "m": "043C 1D0D",
    "n": "0578 057C 0274",
    "o": "03BF 043E 0585 03C3 1D0F 2C9F",
    "p": "0440 03C1 03F1 1D18 2CA3",
    "q": "051B 0563 0566 01EB",
    "r": "0433 1D26 0280",
    "s": "0455 01BD A731",
    "t": "0442 03C4 1D1B",
    "u": "03C5 057D 028B 1D1C",
    "v": "03BD 0475 1D20",
    "w": "051D 0461 0561 026F 1D21",
    "x": "0445 03C7",
    "y": "0443 04AF 03B3 028F",
    "z": "1D22 0290",
    "3": "0417 0437 01B7 04E0",
    "4": "13CE",
    "6": "0431 13EE",
}

LATIN: Mapping[str, str] = {chr(int(code, 16)): latin for latin, codes in _TABLE.items() for code in codes.split()}
"""What a letter looks like, by letter."""
