"""Telephone numbers, as Presidio finds them with Google's libphonenumber, but to the end of the text.

``PhoneNumberMatcher`` gives up silently after 65,535 candidates that are no number; here only the budget ends it.
It parses every run of digits for every region, some 100 microseconds each: what cannot be a number of a region by
that region's own number patterns is not parsed for it.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumber, PhoneNumberMatch, PhoneNumberMatcher

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.expressions import Shape, shape_of
from classifiers.presidio.patterns import Scored, Search
from classifiers.shadow import shadow

# Four digits, the fewest of any number, with what libphonenumber allows between them. A letter before them rules a
# number out, if it is a Latin one: the Kelvin sign is none, nor are those whose shadow is "_".
PHONE_TRIGGER: Shape | None = shape_of(r"(?:\b\d|[_kKi]\d)(?:\W{0,4}\d){3}")

_DIGITS = re.compile(r"[0-9]+")
_PLUS = re.compile(r"[+\uff0b]")
_NOTHING = re.compile(r"(?!)")
_ANY = "+"
"""Stands for the runs of a candidate that tells its country: in any region."""

_MOST_DIGITS = 32  # a number has 17 at most; before it, prefixes
_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
    "voicemail",
)


Runs = tuple[str, ...]
"""The digits of every part of a candidate."""


class PhoneFinder:
    """Finds what is a telephone number in one of the regions, or anywhere if written with its country code."""

    def __init__(
        self, regions: Sequence[str], leniency: int, score: float, accepts: Callable[[PhoneNumber], bool]
    ) -> None:
        self._regions = tuple(regions)
        self._leniency = leniency
        self._score = score
        self._accepts = accepts

    def __call__(self, _searches: Sequence[Search], text: Text, budget: Budget) -> Iterator[Scored]:
        candidates = text.once(_candidates, budget)
        different = {candidate.runs for candidate in candidates}
        every = {run for runs in different for run in runs}
        for region in self._regions:
            numbers = _numbers_of(region).among(every)
            if not numbers:
                continue
            budget.remaining()
            possible = {runs for runs in different if not numbers.isdisjoint(runs)}
            for match in _Matcher(text.value, region, self._leniency, candidates, budget).matches(possible):
                if self._accepts(match.number):
                    yield Scored(match.start, match.end, self._score, f"number of {region}", is_checked=True)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What could be a number or several, where it begins, and which runs of digits it has parts of."""

    start: int
    text: str
    runs: Runs


class _Collector(PhoneNumberMatcher):
    """Collects what is looked at where nothing is found."""

    def __init__(self, text: str, budget: Budget) -> None:
        super().__init__(text, None, max_tries=sys.maxsize)
        self._budget = budget
        self.collected: list[_Candidate] = []

    def _extract_match(self, candidate: str, offset: int) -> None:
        self._budget.remaining()
        runs = _runs(candidate)
        if runs:
            self.collected.append(_Candidate(offset, candidate, runs))


def _candidates(text: str, budget: Budget) -> Sequence[_Candidate]:
    collector = _Collector(text, budget)
    collector.has_next()
    return collector.collected


class _InStep(Exception):
    """The search has come to where it would be if nothing had been found before."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index


class _Matcher(PhoneNumberMatcher):
    """Looks at those candidates in which a region has a number, until the budget is spent.

    Behind a number the search goes on by itself until it is in step with the candidates again.
    """

    def __init__(self, text: str, region: str, leniency: int, candidates: Sequence[_Candidate], budget: Budget) -> None:
        super().__init__(text, region, leniency=leniency, max_tries=sys.maxsize)
        self._candidates = candidates
        self._budget = budget
        self._numbers = _numbers_of(region)

    def matches(self, possible: Container[Runs]) -> Iterator[PhoneNumberMatch]:
        index = 0
        while index < len(self._candidates):
            candidate = self._candidates[index]
            index += 1
            match = self._match_in(candidate) if candidate.runs in possible else None
            while match is not None:
                yield match
                try:
                    match = self._find(match.end)
                except _InStep as step:
                    index, match = step.index, None
                else:
                    index = len(self._candidates)

    def _extract_match(self, candidate: str, offset: int) -> PhoneNumberMatch | None:
        index = bisect_left(self._candidates, offset, key=lambda known: known.start)
        known = self._candidates[index] if index < len(self._candidates) else None
        if known is not None and (known.start, known.text) == (offset, candidate):
            raise _InStep(index)
        if not self._numbers.may_be_in(_runs(candidate)):
            return None
        return self._match_in(_Candidate(offset, candidate, ()))

    def _match_in(self, candidate: _Candidate) -> PhoneNumberMatch | None:
        self._budget.remaining()
        return super()._extract_match(candidate.text, candidate.start)

    def _parse_and_verify(self, candidate: str, offset: int) -> PhoneNumberMatch | None:
        if not self._numbers.may_be(candidate):
            return None
        return super()._parse_and_verify(candidate, offset)


class _Numbers:
    """What could be a valid number when dialled in a region.

    A number is one or several whole groups of digits: libphonenumber cuts candidates at punctuation only. What is
    dialled is at most the international prefix (then any number may follow), the country code and the national
    prefix, before the national number; ``phonenumberutil.parse`` takes the national prefix away more than once.
    """

    def __init__(self, region: str) -> None:
        self._dialled = _dialled_in(region)

    def may_be_in(self, runs: Runs) -> bool:
        """Return whether one of the runs of digits could be a number."""
        return bool(self.among(runs))

    def among(self, runs: Iterable[str]) -> set[str]:
        """Return those of the runs of digits that could be a number."""
        could_be = self._dialled.fullmatch
        return {run for run in runs if could_be(run) or run is _ANY}

    def may_be(self, candidate: str) -> bool:
        """Return whether a candidate as a whole could be a number, with or without an extension after it."""
        if _PLUS.search(candidate):
            return True
        groups = _DIGITS.findall(shadow(candidate))
        return any(
            len(number) <= _MOST_DIGITS and self._dialled.fullmatch(number) is not None
            for number in ("".join(groups), "".join(groups[:-1]))
        )


def _runs(candidate: str) -> Runs:
    """Return the digits of every part of a candidate."""
    if _PLUS.search(candidate):
        return (_ANY,)
    groups = _DIGITS.findall(shadow(candidate))
    if len(groups) == 1:
        return tuple(groups) if len(groups[0]) <= _MOST_DIGITS else ()
    runs: dict[str, None] = {}
    for start in range(len(groups)):
        run = ""
        for group in groups[start:]:
            run += group
            if len(run) > _MOST_DIGITS:
                break
            runs[run] = None
    return tuple(runs)


@cache
def _numbers_of(region: str) -> _Numbers:
    return _Numbers(region)


def _dialled_in(region: str) -> re.Pattern[str]:
    own = PhoneMetadata.metadata_for_region(region)
    if own is None:
        return _NOTHING
    national = "|".join(
        f"(?:{kind.national_number_pattern})"
        for other in COUNTRY_CODE_TO_REGION_CODE.get(own.country_code or 0, ())
        for kind in (getattr(PhoneMetadata.metadata_for_region(other), name) for name in _KINDS)
        if kind is not None and kind.national_number_pattern
    )
    # Where a rule rewrites what was dialled, as with the carriers of Brazil, anything may go before.
    prefix = (
        r"[0-9]{0,6}" if own.national_prefix_transform_rule else f"(?:{own.national_prefix_for_parsing or ''}){{0,3}}"
    )
    return re.compile(f"(?:{own.international_prefix})[0-9]+|(?:{own.country_code})?(?:{prefix})(?:{national})")
