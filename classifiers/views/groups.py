"""Read numbers that are written in groups without what separates the groups.

Single spaces and dashes between groups as printed on cards are left to the recognisers. For all else there must be
more to it than digits with something between them, for those are dates, times, versions, coordinates and lists of
numbers: a card must have an issuer's range, a length it uses and a right check digit, and its groups must be as
embossed, all of one size, or alone in the text; other numbers must be grouped as some identifier is, with the same
separator throughout. They come out as bare digits, of which a word beside them must say what they are
(``classifiers/gates.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from classifiers.budget import Budget
from classifiers.detector import Trigger
from classifiers.recognizers.cards import is_card
from classifiers.views.splice import Replacement, spliced
from classifiers.views.view import View

READING = "digit groups"

_MARK = r"[\t\n\r !-/:-@\[-`{-~]"
_ODD_MARK = r"(?:[./_*|~:,;+#=\\\n\t]| {2,3}| [-./|,*] )"
_SEQUENCE = re.compile(rf"(?<![0-9])[0-9]++(?:{_MARK}{{1,5}}+[0-9]++)++")
_GROUP = re.compile(r"[0-9]+")

_LEFT_TO_RECOGNISERS = frozenset({" ", "-"})
_FOUND_ANYWAY = tuple({separator} for separator in _LEFT_TO_RECOGNISERS)
_OF_LISTS = re.compile(r"[ ,;\t\r\n]+")  # what separates numbers that have nothing to do with each other
_CARD_DIGITS = range(12, 20)
_TYPICAL_CARD_DIGITS = range(15, 17)
_EMBOSSED = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 4, 4, 2), (4, 4, 4, 1)})
_LOOSELY_EMBOSSED = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4))
_SSN = (3, 2, 4)
# US SSN; Canadian SIN and Australian TFN; NHS number; Aadhaar; German tax number; NHS number as some write it.
_IDENTIFIERS = frozenset({_SSN, (3, 3, 3), (3, 3, 4), (4, 4, 4), (2, 3, 3, 3), (4, 3, 3)})
_IDENTIFIER_DIGITS = range(9, 14)
_MOST_OF_A_SIZE = 8


@dataclass(frozen=True, slots=True)
class _Groups:
    """Digit groups in a row, as spans of the text, with what stands between them."""

    text: str
    spans: Sequence[tuple[int, int]]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(end - start for start, end in self.spans)

    @property
    def digits(self) -> str:
        return "".join(self.text[start:end] for start, end in self.spans)

    @property
    def separators(self) -> list[str]:
        return [self.text[start:end] for start, end in self.gaps]

    @property
    def gaps(self) -> list[tuple[int, int]]:
        return [(end, start) for (_, end), (start, _) in pairwise(self.spans)]

    def cut(self, first: int, last: int) -> _Groups:
        return _Groups(self.text, self.spans[first:last])


class DigitGroups:
    """Implements ``classifiers.views.view.Reader``."""

    triggers = (
        Trigger(rf"\d{{4}}{_MARK}{{1,5}}\d{{4}}{_MARK}{{1,5}}\d{{4}}{_MARK}{{1,5}}\d"),
        Trigger(rf"\d{{4}}{_MARK}{{1,5}}\d{{6}}{_MARK}{{1,5}}\d{{4}}"),
        Trigger(rf"\d(?:{_MARK}{{1,3}}\d){{8}}"),
        Trigger(rf"\d\d(?:{_MARK}{{1,3}}\d\d){{6}}"),
        Trigger(rf"\d{{3}}(?:{_MARK}{{1,3}}\d{{3}}){{4}}"),
        Trigger(rf"\d{{5}}(?:{_MARK}{{1,3}}\d{{5}}){{2}}"),
        Trigger(rf"\d{{8}}{_ODD_MARK}\d{{8}}"),
        Trigger(rf"\d{{3}}{_MARK}{{1,4}}\d\d{_MARK}{{1,4}}\d{{4}}"),
        Trigger(rf"\d{{3}}{_ODD_MARK}\d{{3}}{_ODD_MARK}\d{{3}}"),
        Trigger(rf"\d{{4}}{_ODD_MARK}\d{{4}}{_ODD_MARK}\d{{4}}"),
        Trigger(rf"\d{{4}}{_ODD_MARK}\d{{3}}{_ODD_MARK}\d{{3}}"),
        Trigger(r"\d(?:[-_/*|~#+\\ ]?\d){14}"),
    )

    def read(self, text: str, budget: Budget) -> Iterator[View]:
        replacements: list[Replacement] = []
        for match in _SEQUENCE.finditer(text):
            budget.remaining()
            spans = [group.span() for group in _GROUP.finditer(text, match.start(), match.end())]
            sequence = _Groups(text, spans)
            for number in _numbers(sequence, budget):
                replacements.extend((start, end, "") for start, end in number.gaps)
        if replacements:
            yield spliced(text, replacements, READING)


def _numbers(sequence: _Groups, budget: Budget) -> Iterator[_Groups]:
    """Yield the groups that are one number, in order and apart."""
    if _is_one(sequence):
        yield sequence
        return
    reached, sizes = 0, sequence.sizes
    for first, last in _stretches(sequence.separators):
        budget.remaining()
        if first < reached:
            continue
        stretch = sequence.cut(first, last)
        if _is_card_of_one_kind(stretch) or _is_identifier(stretch):
            yield stretch
            reached = last
            continue
        for index in range(first, last - 1):
            number = _embossed(sequence, sizes, index) if index >= reached else None
            if number:
                yield number
                reached = index + len(number.spans)


def _is_one(sequence: _Groups) -> bool:
    """Return whether all groups are one number, whatever stands between them."""
    if len(sequence.spans) > max(_CARD_DIGITS):
        return False
    sizes, separators = sequence.sizes, set(sequence.separators)
    if len(separators) == 1:
        return _is_card_of_one_kind(sequence) or _is_identifier(sequence)
    return sizes == _SSN or ((sizes in _EMBOSSED or _is_regular(sizes)) and is_card(sequence.digits))


def _stretches(separators: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of groups with the same between them, as far as that goes."""
    first = 0
    for index in range(1, len(separators) + 1):
        if index == len(separators) or separators[index] != separators[first]:
            yield first, index + 1
            first = index


def _is_card_of_one_kind(groups: _Groups) -> bool:
    sizes = groups.sizes
    if sum(sizes) not in _CARD_DIGITS:
        return False
    separator = groups.separators[0]
    if sizes in _EMBOSSED:
        return separator not in _LEFT_TO_RECOGNISERS and is_card(groups.digits)
    start, end = groups.spans[0][0], groups.spans[-1][1]
    is_alone = groups.text.strip() == groups.text[start:end]
    if _is_regular(sizes):
        is_list = _OF_LISTS.fullmatch(separator) and sizes[0] in (2, 3) and not is_alone
        return not is_list and not _is_fraction(sizes, separator) and is_card(groups.digits)
    if len(sizes) < 3 or sum(sizes) not in _TYPICAL_CARD_DIGITS:  # noqa: PLR2004  (two groups are an id)
        return False
    return (is_alone or separator in "_*|~#+/\\") and is_card(groups.digits)


def _is_regular(sizes: tuple[int, ...]) -> bool:
    """Return whether all groups are of one size, but for a rest at the end, or at the beginning as in thousands."""
    size = sizes[-1] if sizes[-1] == 3 and sizes[0] <= 3 else sizes[0]  # noqa: PLR2004  (thousands)
    return size <= _MOST_OF_A_SIZE and all(other == size for other in sizes[1:-1]) and max(sizes) == size


def _is_fraction(sizes: tuple[int, ...], separator: str) -> bool:
    return len(sizes) == 2 and separator in ".,"  # noqa: PLR2004


def _is_identifier(groups: _Groups) -> bool:
    sizes, separator = groups.sizes, groups.separators[0]
    if separator in _LEFT_TO_RECOGNISERS:
        return set(sizes) == {1} and len(sizes) in _IDENTIFIER_DIGITS
    return sizes in _IDENTIFIERS or (set(sizes) == {1} and len(sizes) in _IDENTIFIER_DIGITS)


def _embossed(sequence: _Groups, sizes: tuple[int, ...], first: int) -> _Groups | None:
    """Return the card whose groups begin there, if they do and none of the same size stand around them."""
    for grouping in _LOOSELY_EMBOSSED:
        end = first + len(grouping)
        if sizes[first:end] != grouping or grouping[0] in (*sizes[max(first - 1, 0) : first], *sizes[end : end + 1]):
            continue
        number = sequence.cut(first, end)
        if set(number.separators) not in _FOUND_ANYWAY and is_card(number.digits):
            return number
    return None
