"""Payment card numbers: an issuer's range, a length it uses, and the Luhn check digit (ISO/IEC 7812-1).

Digits may stand in the groups that are printed on cards, with single spaces or single dashes between them; other
separators are undone before (``views/``). A number inside a longer run of digits is none, nor are the decimals of a
fraction, nor a piece of a UUID. Lengths that identifiers of other kinds often have too get half the score, and so do
16 digits that only look as if somebody issued them: ``gates.py`` asks for a word such as "card" beside those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.recognizers.issuers import UNKNOWN_BEGINNINGS, UNKNOWN_ISSUER, UNKNOWN_LENGTH, brand_of

LABEL = "payment_card"
NAME = "CardRecognizer"
TYPICAL = 1.0
AMBIGUOUS = 0.5
UNKNOWN = 0.45
"""Luhn holds for one number in ten. The word that the gate asks for is all that speaks for such a number."""

_TYPICAL_LENGTHS = range(14, 17)  # Diners, American Express, and nearly everyone else
_LENGTHS = range(12, 20)
# At least 12 digits, of any script. Not the decimals of "0.4111111111111111".
_RUN = re.compile(r"(?<!\d)(?<!\d\.)\d(?:[ -]?\d){11,}")
_GROUP = re.compile(r"\d+")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_UUID_LENGTH = 36

# Sizes of the groups as embossed: fours with a shorter rest, American Express, Diners, old Visa, UnionPay, halves.
_GROUPINGS = frozenset(
    bytes(sizes)
    for sizes in (
        *((4, 4, 4), (4, 4, 4, 1), (4, 4, 4, 2), (4, 4, 4, 3), (4, 4, 4, 4)),
        *((4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3)),
        *((4, 6, 5), (4, 6, 4), (4, 4, 5), (4, 3, 3, 3), (6, 13), (8, 8)),
    )
)
_GROUPS = range(5, 1, -1)  # the most first
_BEGINNINGS = frozenset(grouping[0] for grouping in _GROUPINGS)
_TOO_MANY = 20  # digits, in a group

_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")  # twice a digit, and the digits of that added up


class CardDetector:
    """Payment card numbers. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({LABEL})
    triggers = (Trigger(r"\d(?:[ -]?\d){11}"),)

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        return find_cards(text.value, budget)


def find_cards(text: str, budget: Budget) -> Iterator[Hit]:
    """Yield the card numbers of a text."""
    for run in _RUN.finditer(text):
        budget.remaining()
        start, end = run.span()
        digits = _ascii(run[0])
        if not digits.isdigit():
            yield from _grouped(text, start, digits, budget)
        elif hit := _single(text, start, end, digits):
            yield hit


def _grouped(text: str, offset: int, run: str, budget: Budget) -> Iterator[Hit]:
    """Yield the cards of a run of digits with separators."""
    groups = [group.span() for group in _GROUP.finditer(run)]
    sizes = bytes(min(end - start, _TOO_MANY) for start, end in groups)
    index = 0
    while index < len(groups):
        size = sizes[index]
        taken, hit = 1, None
        if size == 1:  # digit by digit: all of them, as in a number without separators
            taken = _same(sizes, index)
            if taken in _LENGTHS:
                hit = _joined(text, offset, run, groups[index : index + taken])
        elif size in _BEGINNINGS:
            budget.remaining()
            for count in _GROUPS:
                if sizes[index : index + count] in _GROUPINGS:
                    hit = _joined(text, offset, run, groups[index : index + count])
                    if hit:
                        taken = count
                        break
        elif size in _LENGTHS:
            start, end = groups[index]
            hit = _single(text, offset + start, offset + end, run[start:end])
        if hit:
            yield hit
        index += taken


def _same(sizes: bytes, index: int) -> int:
    """Return how many sizes from ``index`` on are the same."""
    end = index + 1
    while end < len(sizes) and sizes[end] == sizes[index]:
        end += 1
    return end - index


def _joined(text: str, offset: int, run: str, groups: list[tuple[int, int]]) -> Hit | None:
    start, end = groups[0][0], groups[-1][1]
    piece = run[start:end]
    if " " in piece and "-" in piece:
        return None
    return _hit(text, offset + start, offset + end, piece.replace(" ", "").replace("-", ""), grouped=True)


def _single(text: str, start: int, end: int, digits: str) -> Hit | None:
    return None if _has_letters_around(text, start, end) else _hit(text, start, end, digits, grouped=False)


def _hit(text: str, start: int, end: int, digits: str, *, grouped: bool) -> Hit | None:
    if len(digits) not in _LENGTHS:
        return None
    brand = brand_of(digits)
    if brand:
        score = TYPICAL if grouped or len(digits) in _TYPICAL_LENGTHS else AMBIGUOUS
    elif len(digits) == UNKNOWN_LENGTH and digits[0] in UNKNOWN_BEGINNINGS:
        brand, score = UNKNOWN_ISSUER, UNKNOWN
    else:
        return None
    if not _luhn(digits) or _is_in_uuid(text, start, end):
        return None
    evidence = Evidence(f"{brand}, {len(digits)} digits", is_checked=True)
    return Hit(LABEL, start, end, score, NAME, evidence)


def is_card(digits: str) -> bool:
    """Return whether a number of ASCII digits belongs to an issuer's range and ends in its check digit."""
    return brand_of(digits) is not None and _luhn(digits)


def _luhn(digits: str) -> bool:
    """Return whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    backwards = digits.encode()[::-1]
    return (sum(backwards[::2]) + sum(backwards[1::2].translate(_DOUBLED)) - len(digits) * ord("0")) % 10 == 0


def _ascii(run: str) -> str:
    """Return the digits in ASCII, whatever their script."""
    if run.isascii():
        return run
    return "".join(char if char in " -" else str(unicodedata.decimal(char)) for char in run)


def _has_letters_around(text: str, start: int, end: int) -> bool:
    """Return whether letters stand on both sides, as in a hash."""
    return text[max(start - 1, 0) : start].isalpha() and text[end : end + 1].isalpha()


def _is_in_uuid(text: str, start: int, end: int) -> bool:
    around = _UUID.finditer(text, max(start - _UUID_LENGTH, 0), end + _UUID_LENGTH)
    return any(uuid.start() < end and start < uuid.end() for uuid in around)
