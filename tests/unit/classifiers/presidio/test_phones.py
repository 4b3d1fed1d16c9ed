from __future__ import annotations

from random import Random

import pytest
from phonenumbers import PhoneNumberMatcher

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.finding import NotInspected
from classifiers.presidio.phones import PhoneFinder, _numbers_of, _runs


def phones(text: str, budget: Budget | None = None) -> list[str]:
    finder = PhoneFinder(["US", "GB"], 1, 0.4, lambda _number: True)
    return sorted({text[found.start : found.end] for found in finder((), Text(text), budget or Budget(600))})


def test_numbers_of_the_regions_and_international_ones_are_found() -> None:
    assert phones("212-555-0143, 020 7946 0018 or +49 30 901820") == ["+49 30 901820", "020 7946 0018", "212-555-0143"]


def test_a_number_may_be_refused() -> None:
    finder = PhoneFinder(["US"], 1, 0.4, lambda number: number.country_code != 1)

    assert list(finder((), Text("212-555-0143"), Budget(60))) == []


def test_a_number_behind_more_candidates_than_the_library_tries_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifiers.presidio.phones.PhoneNumberMatcher.__init__.__defaults__", (1, 5, 1))

    assert phones("1 x " * 50 + "212-555-0143") == ["212-555-0143"]


def test_candidates_without_end_end_with_the_budget() -> None:
    ticks = iter(range(1_000_000))

    with pytest.raises(NotInspected):
        phones("1/2 x " * 1_000, Budget(100, clock=lambda: next(ticks)))


@pytest.mark.parametrize(
    ("region", "candidate", "can_be"),
    [
        ("US", "2125550143", True),
        ("US", "1 212 555 0143", True),
        ("US", "1112235158336", True),  # the country code, and the national prefix twice
        ("US", "011 44 20 7946 0018", True),
        ("US", "1699999999", False),  # an epoch: no area code begins with 1
        ("US", "+44 20 7946 0018", True),
        ("US", "\u0662\u0661\u0662\u0665\u0665\u0665\u0660\u0661\u0664\u0663", True),  # Arabic-Indic digits
        ("GB", "020 7946 0018", True),
        ("GB", "12 34", False),
        ("BR", "0 15 11 96123 4567", True),  # dialled through a carrier
        ("DE", "8 9 1 2 3 4 5 6", True),
        ("XX", "020 7946 0018", False),
        ("XX", "+44 20 7946 0018", True),
    ],
)
def test_what_no_number_of_a_region_can_be_is_told(region: str, candidate: str, can_be: bool) -> None:
    assert _numbers_of(region).may_be_in(_runs(candidate)) is can_be


@pytest.mark.parametrize("region", ["US", "GB", "DE", "FR", "IL", "IN", "CA", "BR", "ZA"])
def test_nothing_that_the_library_finds_is_taken_for_impossible(region: str) -> None:
    numbers = Random(region)
    texts = [str(numbers.randrange(10 ** numbers.randint(3, 13))) for _ in range(200)]
    texts += [f"0{text}" for text in texts[:100]]
    texts += [f"{text[:3]} {text[3:6]}-{text[6:]}{numbers.choice(['', ' x12', '#3', '/7'])}" for text in texts[:200]]
    texts += [" ".join(texts[index : index + 4]) for index in range(0, 300, 4)]
    finder = PhoneFinder([region], 1, 0.4, lambda _number: True)

    found = [[text[each.start : each.end] for each in finder((), Text(text), Budget(60))] for text in texts]

    assert found == [[match.raw_string for match in PhoneNumberMatcher(text, region)] for text in texts]
