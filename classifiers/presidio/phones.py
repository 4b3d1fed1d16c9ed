"""Telephone numbers, as Presidio finds them with Google's libphonenumber, but to the end of the text.

``PhoneNumberMatcher`` gives up silently after 65,535 candidates that are no number; here only the budget ends it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from phonenumbers import PhoneNumber, PhoneNumberMatch, PhoneNumberMatcher

from classifiers.budget import Budget
from classifiers.presidio.patterns import Scored


class _Matcher(PhoneNumberMatcher):
    """Goes on until the budget is spent, and asks it at every candidate."""

    def __init__(self, text: str, region: str, leniency: int, budget: Budget) -> None:
        super().__init__(text, region, leniency=leniency, max_tries=sys.maxsize)
        self._budget = budget

    def _extract_match(self, candidate: str, offset: int) -> PhoneNumberMatch | None:
        self._budget.remaining()
        return super()._extract_match(candidate, offset)


def phone_matches(
    regions: Sequence[str],
    leniency: int,
    score: float,
    accepts: Callable[[PhoneNumber], bool],
    text: str,
    budget: Budget,
) -> Iterator[Scored]:
    """Yield what is a telephone number in one of the regions, or anywhere if written with its country code."""
    for region in regions:
        for match in _Matcher(text, region, leniency, budget):
            if accepts(match.number):
                yield match.start, match.end, score
