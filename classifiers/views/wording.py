"""Read what is spelled out in words: digits one by one, and addresses with "at" and "dot"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from classifiers.detector import Trigger
from classifiers.views.splice import Substitution

_DIGITS: Mapping[str, str] = {
    "zero": "0",
    "oh": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
_WORD = "|".join(_DIGITS)
_LEAST = 9  # digits of the shortest identifier

DIGITS_IN_WORDS = Substitution(
    "digits in words",
    (Trigger(rf"(?:zero|one|two|three|four|five|six|seven|eight|nine)(?:[\s,.-]{{1,2}}(?:{_WORD})){{5}}", True),),
    re.compile(rf"\b(?:{_WORD})(?:[\s,.-]{{1,2}}(?:{_WORD})){{{_LEAST - 1},}}\b", re.IGNORECASE),
    lambda match: "".join(_DIGITS[word] for word in re.findall(_WORD, match[0].lower())),
)


_SIGN = re.compile(r" ?[\[({<] ?(at|@|dot|\.) ?[\])}>] ?| (at|dot|@|\.) ", re.IGNORECASE)
_AT = r"(?: ?[\[({<] ?(?:at|@) ?[\])}>] ?| (?:at|@) )"
_DOT = r"(?: ?[\[({<] ?(?:dot|\.) ?[\])}>] ?| (?:dot|\.) |\.)"


def _address(match: re.Match[str]) -> str:
    return _SIGN.sub(lambda sign: "@" if (sign[1] or sign[2]).lower() in ("at", "@") else ".", match[0])


# A plain "at" needs a plain "dot", or every sentence would have an address.
ADDRESSES = Substitution(
    "at and dot",
    (
        Trigger(r"[\[({<] ?(?:at|@) ?[\])}>]", True),
        Trigger(r"[a-z0-9] @ [a-z0-9]", True),
        Trigger(r"[\w+-](?: dot | ?[\[({<] ?(?:dot|\.) ?[\])}>] ?)[\w+-]{1,64}@", True),
        Trigger(r" at [a-z0-9-]{1,63}(?: dot | ?[\[({<] ?dot)", True),
        Trigger(r"@[a-z0-9-]{1,63}(?: dot | ?[\[({<] ?(?:dot|\.))", True),
    ),
    re.compile(
        rf"(?<![\w.+-])[\w.+-]{{1,64}}+(?:{_DOT}[\w+-]{{1,64}}+){{0,3}}(?:{_AT}|@)"
        rf"[A-Za-z0-9-]{{1,63}}+(?:{_DOT}[A-Za-z0-9-]{{2,63}}+){{1,4}}",
        re.IGNORECASE,
    ),
    lambda match: _address(match) if re.search("dot|@.*[^\\w.-]|@ |at ?[\\])}>]", match[0], re.IGNORECASE) else None,
)
