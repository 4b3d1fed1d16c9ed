from __future__ import annotations

import pytest

from classifiers.countries import COUNTRIES, labels_of
from classifiers.labels import LABELS
from classifiers.selection import selected


def test_a_country_has_its_labels_of_every_family() -> None:
    assert labels_of("us") >= {"national_id.us_ssn", "health.us_npi", "bank.us_account", "bank.aba_routing"}
    assert labels_of("za") >= {"contact.phone.za_mobile", "vehicle.za_plate", "company.za_vat", "national_id.za_id"}


def test_the_code_is_that_of_iso_3166() -> None:
    assert "national_id.uk_nhs" in labels_of("gb")
    assert "uk" not in COUNTRIES


def test_no_label_is_of_two_countries_and_international_ones_are_of_none() -> None:
    labels = [label for country in COUNTRIES.values() for label in country]

    assert len(labels) == len(set(labels))
    assert {"bank.iban", "payment_card", "network.ip", "contact.phone", "bank.crypto_wallet"} <= set(LABELS) - set(
        labels
    )
    assert {label for label in LABELS if label.startswith("national_id.")} <= set(labels)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_labels_of_a_country_can_be_selected(country: str) -> None:
    assert selected(labels_of(country), LABELS) == labels_of(country)
    assert len(country) == 2


@pytest.mark.parametrize("country", ["uk", "US", "", "xx", "aba", "ip"])
def test_a_country_without_labels_is_refused(country: str) -> None:
    with pytest.raises(ValueError, match="no labels for the country"):
        labels_of(country)
