"""Payment card numbers: an issuer's range, a length it uses, and the Luhn check digit (ISO/IEC 7812-1).

Digits may stand in the groups that are printed on cards, with single spaces or single dashes between them. A number
inside a longer run of digits is none, nor are the decimals of a fraction. Lengths that identifiers of other
kinds often have too get half the score: ``gates.py`` asks for a word such as "card" beside those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.hit import Hit

LABEL = "payment_card"
NAME = "CardRecognizer"
TYPICAL = 1.0
AMBIGUOUS = 0.5


@dataclass(frozen=True, slots=True)
class IssuerRange:
    """Numbers of one brand that begin with ``first`` to ``last``; both have the same number of digits."""

    brand: str
    first: int
    last: int
    lengths: range


# Sources: ISO/IEC 7812-1 (at most 19 digits); the networks' own BIN tables: Mastercard "Quick Reference Booklet"
# (2-series from 2017), Visa "Core Rules" (16, formerly 13, up to 19), Discover Network "IIN ranges" (which carries
# Diners, JCB and UnionPay), American Express, JCB (15 digits on 1800 and 2131), UnionPay, NSPK (Mir), NPCI (RuPay).
RANGES: tuple[IssuerRange, ...] = (
    IssuerRange("Visa", 4, 4, range(13, 20)),
    IssuerRange("Mastercard", 51, 55, range(16, 17)),
    IssuerRange("Mastercard", 2221, 2720, range(16, 17)),
    IssuerRange("American Express", 34, 34, range(15, 16)),
    IssuerRange("American Express", 37, 37, range(15, 16)),
    IssuerRange("Diners Club", 300, 305, range(14, 20)),
    IssuerRange("Diners Club", 3095, 3095, range(14, 20)),
    IssuerRange("Diners Club", 36, 36, range(14, 20)),
    IssuerRange("Diners Club", 38, 39, range(14, 20)),
    IssuerRange("JCB", 3528, 3589, range(16, 20)),
    IssuerRange("JCB", 1800, 1800, range(15, 16)),
    IssuerRange("JCB", 2131, 2131, range(15, 16)),
    IssuerRange("Mir", 2200, 2204, range(16, 20)),
    IssuerRange("Maestro", 50, 50, range(12, 20)),
    IssuerRange("Maestro", 56, 58, range(12, 20)),
    IssuerRange("Maestro, Discover, UnionPay, RuPay", 60, 69, range(12, 20)),
    IssuerRange("RuPay, UnionPay", 81, 82, range(16, 20)),
    IssuerRange("Troy", 9792, 9792, range(16, 17)),
)

_TYPICAL_LENGTHS = range(14, 17)  # Diners, American Express, and nearly everyone else
# Digits of any script, as ``int`` reads them; not the decimals of "0.4111111111111111".
_RUN = re.compile(r"(?<!\d)(?<!\d\.)\d+(?:[ -]\d+)*")
_GROUP = re.compile(r"\d+")
# Groups as embossed: fours with a shorter rest, American Express and Diners, old Visa, halves; or digit by digit.
_GROUPING = re.compile(r"(?:4 ){2,4}[1-4]|4 6 [45]|4 4 5|8 8|1(?: 1){11,18}")
_MOST = 19  # digits, hence groups


class CardDetector:
    """Payment card numbers. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({LABEL})
    triggers = (Trigger(r"\d(?:[ -]?\d){11}"),)

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        return find_cards(text.value, budget)


def find_cards(text: str, budget: Budget) -> Iterator[Hit]:
    """Yield the card numbers of a text."""
    for run in _RUN.finditer(text):
        groups = [(run.start() + group.start(), run.start() + group.end()) for group in _GROUP.finditer(run[0])]
        index = 0
        while index < len(groups):
            budget.remaining()
            taken, score = _card_at(text, groups[index : index + _MOST])
            if taken:
                yield Hit(LABEL, groups[index][0], groups[index + taken - 1][1], score, NAME)
            index += taken or 1


def _card_at(text: str, groups: list[tuple[int, int]]) -> tuple[int, float]:
    """Return how many of the first groups make a card, the most possible, and its score; 0 for none."""
    sizes = [str(end - start) for start, end in groups]
    for count in range(len(groups), 1, -1):
        chosen = groups[:count]
        if (
            _GROUPING.fullmatch(" ".join(sizes[:count]))
            and len({text[start - 1] for start, _ in chosen[1:]}) == 1  # one kind of separator
            and is_card(_digits(text, chosen))
        ):
            return count, TYPICAL
    start, end = groups[0]
    digits = _digits(text, groups[:1])
    if not is_card(digits) or _has_letters_around(text, start, end):
        return 0, 0.0
    return 1, TYPICAL if len(digits) in _TYPICAL_LENGTHS else AMBIGUOUS


def _digits(text: str, groups: list[tuple[int, int]]) -> str:
    """Return the digits in ASCII, whatever their script."""
    return "".join(f"{int(text[start:end]):0{end - start}d}" for start, end in groups if end - start <= _MOST)


def _has_letters_around(text: str, start: int, end: int) -> bool:
    """Return whether letters stand on both sides, as in a hash."""
    return text[max(start - 1, 0) : start].isalpha() and text[end : end + 1].isalpha()


def is_card(digits: str) -> bool:
    """Return whether a number of ASCII digits belongs to an issuer's range and ends in its check digit."""
    issued = any(len(digits) in issuer.lengths and _begins_within(digits, issuer) for issuer in RANGES)
    return issued and _luhn(digits)


def _begins_within(digits: str, issuer: IssuerRange) -> bool:
    return issuer.first <= int(digits[: len(str(issuer.first))]) <= issuer.last


def _luhn(digits: str) -> bool:
    """Return whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
