"""Read a text as if it had been typed in ASCII: the one reader of what is not.

Prose in any language is left alone: what is replaced must stand where it can matter. A digit, or a letter in full
width, always matters; what is not seen, only beside ASCII letters and digits; spaces and dashes beside digits, other
marks between them; a letter of another script, or with an accent, only in a word that ASCII takes part in.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from classifiers.budget import Budget
from classifiers.detector import Trigger
from classifiers.views.characters import Kind, Reading, reading_of
from classifiers.views.hidden import hidden_views
from classifiers.views.splice import Replacement, spliced
from classifiers.views.view import View

READING = "look-alikes"

_ASCII_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")
_PLAIN = Reading(Kind.PLAIN, "")
_BETWEEN = frozenset({Kind.NOTHING, Kind.SEPARATOR})
_DEPENDING = frozenset({*_BETWEEN, Kind.MARK, Kind.SYMBOL})  # on what is around them
_RUNS_BETWEEN_CHECKS = 256
_LONGEST_KNOWN = 4  # characters of a run that may well occur again
_ODD = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"\S+")
_HAS_ASCII = re.compile(r"[0-9A-Za-z]")
_IS_NO_PROSE = re.compile(r"[0-9_@]")


class Normaliser:
    """Undoes every disguise by characters that are not ASCII. Implements ``classifiers.views.view.Reader``."""

    triggers: tuple[Trigger, ...] = ()

    def read(self, text: str, budget: Budget) -> Iterator[View]:
        if text.isascii():
            return
        budget.remaining()
        odd = {character: reading_of(character) for character in set(text) if not character.isascii()}
        odd = {character: reading for character, reading in odd.items() if reading.kind is not Kind.PLAIN}
        if not odd:
            return
        replacements = list(_replacements(text, odd, budget))
        if replacements:
            yield spliced(text, replacements, READING)
        yield from hidden_views(text)


def _replacements(text: str, odd: Mapping[str, Reading], budget: Budget) -> Iterator[Replacement]:
    letters = frozenset(_letters(text, odd))
    known: dict[str, Sequence[Replacement]] = {}  # by what a run is and stands between
    for number, run in enumerate(_ODD.finditer(text)):
        if not number % _RUNS_BETWEEN_CHECKS:
            budget.remaining()
        start, stop = run.span()
        if letters or start == 0 or stop - start > _LONGEST_KNOWN:
            yield from _of_run(text, start, stop, odd, letters)
            continue
        around = text[start - 1 : stop + 1]
        replaced = known.get(around)
        if replaced is None:
            replaced = known[around] = [
                (first - start, last - start, by) for first, last, by in _of_run(text, start, stop, odd, letters)
            ]
        for first, last, by in replaced:
            yield start + first, start + last, by


def _of_run(
    text: str, start: int, stop: int, odd: Mapping[str, Reading], letters: Container[int]
) -> Iterator[Replacement]:
    """Yield what is read otherwise of a run of characters that are not ASCII."""
    index = start
    while index < stop:
        reading = odd.get(text[index], _PLAIN)
        end = index + 1
        if reading.kind is Kind.FORM or index in letters:
            yield index, end, reading.text
        elif reading.kind in _DEPENDING:
            while reading.kind in _BETWEEN and end < stop and odd.get(text[end], _PLAIN).kind in _BETWEEN:
                end += 1  # several in a row stand between what is around them all
            if _matters(reading.kind, _character(text, index - 1, odd), _character(text, end, odd)):
                yield from ((at, at + 1, odd[text[at]].text) for at in range(index, end))
        index = end


def _character(text: str, index: int, odd: Mapping[str, Reading]) -> str:
    """Return what stands there, read as ASCII if it is another form of it; nothing outside of the text."""
    if not 0 <= index < len(text):
        return ""
    reading = odd.get(text[index], _PLAIN)
    return reading.text[0] if reading.kind is Kind.FORM else text[index]


def _matters(kind: Kind, before: str, after: str) -> bool:
    match kind:
        case Kind.NOTHING:
            return before in _ASCII_WORD or after in _ASCII_WORD
        case Kind.SEPARATOR:
            return before in _DIGITS or after in _DIGITS
        case Kind.MARK:
            return before in _ASCII_WORD and after in _ASCII_WORD
        case _:
            return before in _DIGITS and after in _DIGITS


def _letters(text: str, odd: Mapping[str, Reading]) -> Iterator[int]:
    """Yield where a letter is that stands in for a Latin one."""
    kinds = {reading.kind for reading in odd.values()}
    if not kinds & {Kind.LIKENESS, Kind.ACCENT}:
        return
    for word in _WORD.finditer(text):
        if word[0].isascii() or not _HAS_ASCII.search(word[0]):
            continue
        wanted = {Kind.LIKENESS, Kind.ACCENT} if _IS_NO_PROSE.search(word[0]) else {Kind.LIKENESS}
        for index in range(word.start(), word.end()):
            reading = odd.get(text[index])
            if reading is not None and reading.kind in wanted:
                yield index
