from __future__ import annotations

import pytest

from classifiers.budget import Budget
from classifiers.finding import NotInspected
from classifiers.presidio.phones import phone_matches


def phones(text: str, budget: Budget | None = None) -> list[str]:
    found = phone_matches(["US", "GB"], 1, 0.4, lambda _number: True, text, budget or Budget(600))
    return sorted({text[start:end] for start, end, _ in found})


def test_numbers_of_the_regions_and_international_ones_are_found() -> None:
    assert phones("212-555-0143, 020 7946 0018 or +49 30 901820") == ["+49 30 901820", "020 7946 0018", "212-555-0143"]


def test_a_number_may_be_refused() -> None:
    found = phone_matches(["US"], 1, 0.4, lambda number: number.country_code != 1, "212-555-0143", Budget(60))

    assert list(found) == []


def test_a_number_behind_more_candidates_than_the_library_tries_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifiers.presidio.phones.PhoneNumberMatcher.__init__.__defaults__", (1, 5, 1))

    assert phones("1 x " * 50 + "212-555-0143") == ["212-555-0143"]


def test_candidates_without_end_end_with_the_budget() -> None:
    ticks = iter(range(1_000_000))

    with pytest.raises(NotInspected):
        phones("1/2 x " * 1_000, Budget(100, clock=lambda: next(ticks)))
