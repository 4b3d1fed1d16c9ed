"""Bodies without anything restricted in them, and how little is found there."""

from __future__ import annotations

import orjson
import pytest

from benchmarks.classifiers.noise import KINDS, SEED, THERE_FOR_REAL, bodies, false_findings, main
from classifiers import Scanner
from classifiers.countries import labels_of

COUNTRIES = ("us", "gb", "de", "fr", "es", "it")
KILOBYTES = 20
MOST_IN_100_KB = 1.0


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    national = {label for country in COUNTRIES for label in labels_of(country) if label.startswith("national_id.")}
    return Scanner(["payment_card", "bank", *national], budget_seconds=60)


def test_the_same_seed_gives_the_same_bodies_of_every_kind() -> None:
    first = list(bodies(1))

    assert [kind for kind, _, _ in first] == [kind.__name__.strip("_") for kind in KINDS]
    assert orjson.dumps(first) == orjson.dumps(list(bodies(1)))
    assert orjson.dumps(first) != orjson.dumps(list(bodies(1, SEED + 1)))


def test_little_is_found_where_nothing_is(scanner: Scanner) -> None:
    measured = false_findings(scanner, KILOBYTES).values()
    size = sum(size for size, _ in measured)

    assert sum(len(found) for _, found in measured) <= MOST_IN_100_KB * size / 100_000


def test_what_is_there_for_real_is_not_counted() -> None:
    measured = false_findings(Scanner(["contact.email", "network.uuid", "date"], budget_seconds=60), 2)

    assert set(THERE_FOR_REAL) == {"network", "date", "contact.email"}
    assert not any(found for _, found in measured.values())


def test_the_rates_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main("payment_card", kilobytes=2)

    assert "in 100 KB" in capsys.readouterr().out
