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

_MARKS = r"[\t\n\r !-/:-@\[-`{-~]{1,5}"
_ODD_MARK = r"(?:[./_*|~:,;+#=\\\n\t]| {2,3}| [-./|,*] )"
_ODD = re.compile(_ODD_MARK)
_OF_NO_ORDER = r"-_/*|~#+\\ "  # for a character class
_SEQUENCE = re.compile(rf"(?<![0-9])[0-9]++(?:{_MARKS}+[0-9]++)++")
_GROUP = re.compile(r"[0-9]+")

_LEFT_TO_RECOGNISERS = frozenset({" ", "-"})
_FOUND_ANYWAY = tuple({separator} for separator in _LEFT_TO_RECOGNISERS)
_OF_LISTS = re.compile(r"[ ,;\t\r\n]+")  # what separates numbers that have nothing to do with each other
_BETWEEN_NUMBERS = re.compile(r"[,;\t\n]")
_CARD_DIGITS = range(12, 20)
_TYPICAL_CARD_DIGITS = range(15, 17)
_EMBOSSED = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 4, 4, 2), (4, 4, 4, 1)})
_LOOSELY_EMBOSSED = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4))
_SSN = (3, 2, 4)
# US SSN; Canadian SIN and Australian TFN; NHS number; Aadhaar; German tax number; NHS number as some write it.
_IDENTIFIERS = frozenset({_SSN, (3, 3, 3), (3, 3, 4), (4, 4, 4), (2, 3, 3, 3), (4, 3, 3)})
_IDENTIFIER_DIGITS = range(9, 14)
_HALVES = (8, 8)
_THOUSANDS = 3
_REGULAR_SIZES = range(1, 7)
_PAIR, _LEAST_IN_PAIRS = 2, 14  # dates with times are up to 12 digits in pairs
_SIZES_OF_LISTS = (2, 3)
_APART = frozenset("_*|~#+/\\")
_APART_ALONE = _APART | _LEFT_TO_RECOGNISERS


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
        Trigger(rf"\d{{4}}{_MARKS}\d{{4}}{_MARKS}\d{{4}}"),
        Trigger(rf"\d{{4}}{_MARKS}\d{{6}}{_MARKS}\d{{4}}"),
        Trigger(rf"\d(?:{_MARKS}\d){{8}}"),
        Trigger(rf"\d\d(?:{_MARKS}\d\d){{6}}"),
        Trigger(rf"\d{{3}}(?:{_MARKS}\d{{3}}){{3}}"),
        Trigger(rf"\d{{5}}{_MARKS}\d{{5}}{_MARKS}\d"),
        Trigger(rf"\d{{6}}{_MARKS}\d{{6}}{_MARKS}\d"),
        Trigger(rf"\d{{8}}{_ODD_MARK}\d{{8}}"),
        Trigger(rf"\d{{3}}{_MARKS}\d\d{_MARKS}\d{{4}}"),
        Trigger(rf"\d{{3}}{_ODD_MARK}\d{{3}}{_ODD_MARK}\d{{3}}"),
        Trigger(rf"\d{{4}}{_ODD_MARK}\d{{3}}{_ODD_MARK}\d{{3}}"),
        Trigger(rf"\d(?:[{_OF_NO_ORDER}]?\d){{14}}"),
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
    """Return whether groups with the same between them are a card."""
    sizes = groups.sizes
    if sum(sizes) not in _CARD_DIGITS:
        return False
    separator = groups.separators[0]
    start, end = groups.spans[0][0], groups.spans[-1][1]
    is_alone = groups.text.strip() == groups.text[start:end]
    if sizes in _EMBOSSED:
        is_written_so = separator not in _LEFT_TO_RECOGNISERS
    elif sizes == _HALVES:
        is_written_so = bool(_ODD.fullmatch(separator)) and separator not in ".,"  # of a fraction
    elif _is_regular(sizes):
        is_written_so = is_alone or sizes[0] not in _SIZES_OF_LISTS or not _OF_LISTS.fullmatch(separator)
    else:  # two groups of no order are most identifiers
        is_written_so = (
            len(sizes) > len(_HALVES)
            and sum(sizes) in _TYPICAL_CARD_DIGITS
            and separator in (_APART_ALONE if is_alone else _APART)
        )
    return is_written_so and is_card(groups.digits)


def _is_regular(sizes: tuple[int, ...]) -> bool:
    """Return whether all groups are of one size, but for a rest at the end, or at the beginning as in thousands."""
    size = _THOUSANDS if sizes[-1] == _THOUSANDS and sizes[0] <= _THOUSANDS else sizes[0]
    return (
        len(sizes) > len(_HALVES)
        and size in _REGULAR_SIZES
        and all(other == size for other in sizes[1:-1])
        and max(sizes) == size
        and (size != _PAIR or sum(sizes) >= _LEAST_IN_PAIRS)
    )


def _is_identifier(groups: _Groups) -> bool:
    sizes, separator = groups.sizes, groups.separators[0]
    if set(sizes) == {1}:
        return len(sizes) in _IDENTIFIER_DIGITS
    return sizes in _IDENTIFIERS and bool(_ODD.fullmatch(separator))


def _are_fractions(separators: Sequence[str]) -> bool:
    """Return whether points part some of the groups, and what parts numbers the others: "3961.698343,-9793.5"."""
    return "." in separators and any(_BETWEEN_NUMBERS.search(separator) for separator in separators)


def _embossed(sequence: _Groups, sizes: tuple[int, ...], first: int) -> _Groups | None:
    """Return the card whose groups begin there, if they do and none of the same size stand around them."""
    for grouping in _LOOSELY_EMBOSSED:
        end = first + len(grouping)
        if sizes[first:end] != grouping or grouping[0] in (*sizes[max(first - 1, 0) : first], *sizes[end : end + 1]):
            continue
        number = sequence.cut(first, end)
        if _are_fractions(number.separators):
            continue
        if set(number.separators) not in _FOUND_ANYWAY and is_card(number.digits):
            return number
    return None
