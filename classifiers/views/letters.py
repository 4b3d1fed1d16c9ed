"""Read letters as the digits that were meant, and names and values apart that were written in one."""

from __future__ import annotations

import re

from classifiers.detector import Trigger
from classifiers.recognizers.cards import is_card
from classifiers.views.splice import Substitution

_LIKE_A_DIGIT = "0-9OoIil|"
_DIGITS = str.maketrans("OoIil|", "001111")
_LEAST_DIGITS = 10
_SSN = 9
_LEAST_DIGITS_OF_SSN = 5

_MISTYPED = re.compile(
    rf"(?<![0-9A-Za-z])(?:[{_LIKE_A_DIGIT}]{{3}}[ -][{_LIKE_A_DIGIT}]{{2}}[ -][{_LIKE_A_DIGIT}]{{4}}"
    rf"|[{_LIKE_A_DIGIT}](?:[ -]?[{_LIKE_A_DIGIT}]){{11,18}})(?![0-9A-Za-z])"
)


def _put_right(match: re.Match[str]) -> str | None:
    read = match[0].translate(_DIGITS)
    bare = read.replace(" ", "").replace("-", "")
    digits = sum(character.isdigit() for character in match[0])
    if len(bare) == _SSN:
        return read if digits >= _LEAST_DIGITS_OF_SSN else None
    return read if digits >= _LEAST_DIGITS and is_card(bare) else None


MISTYPED = Substitution(
    "letters for digits",
    (
        Trigger(rf"[OoIil|](?:[ -]?[{_LIKE_A_DIGIT}]){{6}}"),
        Trigger(rf"[{_LIKE_A_DIGIT}](?:[ -]?[{_LIKE_A_DIGIT}]){{5}}[ -]?[OoIil|]"),
        Trigger(rf"[{_LIKE_A_DIGIT}]{{3}}[ -][{_LIKE_A_DIGIT}]{{2}}[ -][{_LIKE_A_DIGIT}]{{4}}"),
    ),
    _MISTYPED,
    _put_right,
)

# ``\b`` of the recognisers' expressions sees no border in "ssn_536904399".
_NINE_OR_TEN = r"\d{3}[- .]?\d{2,3}[- .]?\d{3,4}"
GLUED = Substitution(
    "names and values apart",
    (
        Trigger(rf"(?:_|ssn|sin|tin|nhs){_NINE_OR_TEN}", ignores_case=True),
        Trigger(r"\d{3}[- .]\d{2}[- .]\d{4}_"),
    ),
    re.compile(rf"(?:_|ssn|sin|tin|nhs)(?={_NINE_OR_TEN}(?![0-9]))|(?<=\d{{3}}[- .]\d\d[- .]\d{{4}})_", re.IGNORECASE),
    lambda match: match[0].removesuffix("_") + " ",
)
