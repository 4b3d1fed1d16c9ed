"""Telephone numbers, as Presidio finds them with Google's libphonenumber, but to the end of the text.

``PhoneNumberMatcher`` gives up silently after 65,535 candidates that are no number; here only the budget ends it.
It parses every run of digits for every region, some 100 microseconds each: what cannot be a number of a region by
that region's own number patterns is not parsed for it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumber, PhoneNumberMatch, PhoneNumberMatcher

from classifiers.budget import Budget
from classifiers.expressions import Shape, shape_of
from classifiers.presidio.patterns import Scored, Search
from classifiers.shadow import shadow

# Four digits, the fewest of any number, with what libphonenumber allows between them. A letter before them rules a
# number out, if it is a Latin one: the Kelvin sign is none, nor are those whose shadow is "_".
PHONE_TRIGGER: Shape | None = shape_of(r"(?:\b\d|[_kKi]\d)(?:\W{0,4}\d){3}")

_DIGITS = re.compile(r"[0-9]+")
_PLUS = re.compile(r"[+\uff0b]")
_MOST_GROUPS = 6  # with more, there are too many ways to begin and end
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


class PhoneFinder:
    """Finds what is a telephone number in one of the regions, or anywhere if written with its country code."""

    def __init__(
        self, regions: Sequence[str], leniency: int, score: float, accepts: Callable[[PhoneNumber], bool]
    ) -> None:
        self._regions = tuple(regions)
        self._leniency = leniency
        self._score = score
        self._accepts = accepts

    def __call__(self, _searches: Sequence[Search], text: str, budget: Budget) -> Iterator[Scored]:
        for region in self._regions:
            for match in _Matcher(text, region, self._leniency, budget):
                if self._accepts(match.number):
                    yield Scored(match.start, match.end, self._score, f"number of {region}", is_checked=True)


class _Matcher(PhoneNumberMatcher):
    """Goes on until the budget is spent, and asks it at every candidate."""

    def __init__(self, text: str, region: str, leniency: int, budget: Budget) -> None:
        super().__init__(text, region, leniency=leniency, max_tries=sys.maxsize)
        self._budget = budget
        self._can_be = _numbers_of(region)

    def _extract_match(self, candidate: str, offset: int) -> PhoneNumberMatch | None:
        self._budget.remaining()
        if not self._can_be(candidate):
            return None
        return super()._extract_match(candidate, offset)


@cache
def _numbers_of(region: str) -> Callable[[str], bool]:
    """Return what tells whether a candidate, or a part of it, could be a valid number when dialled in a region.

    A number is one or several whole groups of digits: libphonenumber cuts candidates at punctuation only. What is
    dialled is at most the international prefix (then any number may follow), the country code and the national
    prefix, before the national number; ``phonenumberutil.parse`` takes the national prefix away more than once.
    """
    own = PhoneMetadata.metadata_for_region(region)
    if own is None:
        return lambda candidate: _PLUS.search(candidate) is not None
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
    dialled = re.compile(f"(?:{own.international_prefix})[0-9]+|(?:{own.country_code})?(?:{prefix})(?:{national})")

    def can_be(candidate: str) -> bool:
        if _PLUS.search(candidate):
            return True
        groups = _DIGITS.findall(shadow(candidate))
        if len(groups) > _MOST_GROUPS:
            return True
        parts = ("".join(groups[start:end]) for start, end in combinations(range(len(groups) + 1), 2))
        return any(dialled.fullmatch(part) for part in parts)

    return can_be
