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
_NOTHING = re.compile(r"(?!)")
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
        candidates = _Candidates(text, budget).all()
        for region in self._regions:
            if not any(map(_numbers_of(region).may_be_in, candidates)):
                continue
            for match in _Matcher(text, region, self._leniency, budget):
                if self._accepts(match.number):
                    yield Scored(match.start, match.end, self._score, f"number of {region}", is_checked=True)


class _Candidates(PhoneNumberMatcher):
    """Collects what would be looked at if nothing was found: where there is no number in that, there is none."""

    def __init__(self, text: str, budget: Budget) -> None:
        super().__init__(text, None, max_tries=sys.maxsize)
        self._budget = budget
        self._collected: dict[str, None] = {}

    def all(self) -> Sequence[str]:
        self.has_next()
        return [*self._collected]

    def _extract_match(self, candidate: str, _offset: int) -> None:
        self._budget.remaining()
        self._collected[candidate] = None


class _Matcher(PhoneNumberMatcher):
    """Goes on until the budget is spent, and asks it at every candidate."""

    def __init__(self, text: str, region: str, leniency: int, budget: Budget) -> None:
        super().__init__(text, region, leniency=leniency, max_tries=sys.maxsize)
        self._budget = budget
        self._numbers = _numbers_of(region)

    def _extract_match(self, candidate: str, offset: int) -> PhoneNumberMatch | None:
        self._budget.remaining()
        if not self._numbers.may_be_in(candidate):
            return None
        return super()._extract_match(candidate, offset)

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

    def may_be_in(self, candidate: str) -> bool:
        """Return whether a part of a candidate could be a number."""
        if _PLUS.search(candidate):
            return True
        groups = _DIGITS.findall(shadow(candidate))
        for start in range(len(groups)):
            part = ""
            for group in groups[start:]:
                part += group
                if len(part) > _MOST_DIGITS:
                    break
                if self._dialled.fullmatch(part):
                    return True
        return False

    def may_be(self, candidate: str) -> bool:
        """Return whether a candidate as a whole could be a number, with or without an extension after it."""
        if _PLUS.search(candidate):
            return True
        groups = _DIGITS.findall(shadow(candidate))
        return any(
            len(number) <= _MOST_DIGITS and self._dialled.fullmatch(number) is not None
            for number in ("".join(groups), "".join(groups[:-1]))
        )


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
