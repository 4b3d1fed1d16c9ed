"""Payment card numbers: an issuer's range, a length it uses, and the Luhn check digit (ISO/IEC 7812-1).

Digits may stand in the groups that are printed on cards, with single spaces or single dashes between them; other
separators are undone before (``views/``). A number inside a longer run of digits is none, nor are the decimals of a
fraction, nor a piece of a UUID. Lengths that are not the usual one of their brand get half the score, and so do 16
digits that only look as if somebody issued them, and fewer than 16 in a field whose name says that it holds an
identifier or a bar code: ``gates.py`` asks for a word such as "card" beside those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.recognizers.issuers import UNKNOWN_BEGINNINGS, UNKNOWN_ISSUER, UNKNOWN_LENGTH, issuer_of

LABEL = "payment_card"
NAME = "CardRecognizer"
TYPICAL = 1.0
AMBIGUOUS = 0.5
UNKNOWN = 0.45
"""Luhn holds for one number in ten. The word that the gate asks for is all that speaks for such a number."""

_LENGTHS = range(12, 20)
_MOST_COMMON_LENGTH = 16
# Last words of names of what has 14 or 15 digits and its own check digit, or any digits: one in ten passes for Diners.
_IDENTIFIERS = frozenset(
    {
        *("id", "ids", "gid", "uid", "sid", "ref", "trace", "tracking"),
        *("ean", "gtin", "upc", "isbn", "imei", "barcode"),
    }
)
# At least 12 digits, of any script. Not the decimals of "0.4111111111111111".
_RUN = re.compile(r"(?<!\d)(?<!\d\.)\d(?:[ -]?\d){11,}")
_GROUP = re.compile(r"\d+")
_UUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])", re.IGNORECASE)
_UUID_LENGTH = 36
_HEX_BEFORE = re.compile(r"(?<![0-9a-z])[0-9a-f]+\Z", re.IGNORECASE)
_HEX_AFTER = re.compile(r"[0-9a-f]*(?![0-9a-z])", re.IGNORECASE)
_HASH_LENGTHS = frozenset({16, 20, 24, 32, 40, 48, 56, 64, 96, 128})  # and those of random identifiers

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
        names_identifier = bool(text.words) and text.words[-1] in _IDENTIFIERS
        for hit in find_cards(text.value, budget):
            if names_identifier and hit.end - hit.start < _MOST_COMMON_LENGTH:
                yield replace(hit, score=min(hit.score, AMBIGUOUS))
            else:
                yield hit


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
    return _hit(text, start, end, digits, grouped=False)


def _hit(text: str, start: int, end: int, digits: str, *, grouped: bool) -> Hit | None:
    if len(digits) not in _LENGTHS:
        return None
    issuer = issuer_of(digits)
    if issuer:
        brand, score = issuer.brand, TYPICAL if grouped or len(digits) == issuer.usual else AMBIGUOUS
    elif len(digits) == UNKNOWN_LENGTH and digits[0] in UNKNOWN_BEGINNINGS:
        brand, score = UNKNOWN_ISSUER, UNKNOWN
    else:
        return None
    if not _luhn(digits) or _is_in_hexadecimal(text, start, end):
        return None
    evidence = Evidence(f"{brand}, {len(digits)} digits", is_checked=True)
    return Hit(LABEL, start, end, score, NAME, evidence)


def is_card(digits: str) -> bool:
    """Return whether a number of ASCII digits belongs to an issuer's range and ends in its check digit."""
    return issuer_of(digits) is not None and _luhn(digits)


def _luhn(digits: str) -> bool:
    """Return whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    backwards = digits.encode()[::-1]
    return (sum(backwards[::2]) + sum(backwards[1::2].translate(_DOUBLED)) - len(digits) * ord("0")) % 10 == 0


def _ascii(run: str) -> str:
    """Return the digits in ASCII, whatever their script."""
    if run.isascii():
        return run
    return "".join(char if char in " -" else str(unicodedata.decimal(char)) for char in run)


def _is_in_hexadecimal(text: str, start: int, end: int) -> bool:
    """Return whether these digits are a piece of a UUID or a hash, or have letters on both sides."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if before.isalpha() and after.isalpha():
        return True
    if before == "-" or after == "-":
        around = _UUID.finditer(text, max(start - _UUID_LENGTH, 0), end + _UUID_LENGTH)
        return any(uuid.start() <= start and end <= uuid.end() for uuid in around)
    if before.isalpha():
        first = _HEX_BEFORE.search(text, max(start - max(_HASH_LENGTHS), 0), start)
        return first is not None and end - first.start() in _HASH_LENGTHS
    if after.isalpha():
        last = _HEX_AFTER.match(text, end)
        return last is not None and last.end() - start in _HASH_LENGTHS
    return False
