from __future__ import annotations

import pytest

from classifiers import Scanner
from classifiers.labels import LABELS
from classifiers.selection import known_labels, selected


def test_a_family_means_the_labels_of_the_countries_in_question() -> None:
    found = selected(["national_id", "bank"], LABELS, ["us", "de"])

    assert {"national_id.us_ssn", "national_id.de_tax_id", "bank.iban", "bank.us_account"} <= found
    assert not {label for label in found if label.startswith(("national_id.uk", "national_id.fr"))}


def test_a_label_named_in_full_is_looked_for_whatever_its_country() -> None:
    assert selected(["national_id.uk_nhs"], LABELS, ["us"]) == {"national_id.uk_nhs"}


def test_without_selectors_all_of_the_countries_are_selected() -> None:
    assert "national_id.us_ssn" not in selected(None, LABELS, ["de"])
    assert "payment_card" in selected(None, LABELS, ["de"])


def test_labels_that_are_left_out_cannot_be_named() -> None:
    known = known_labels(["mnpi.falcon"], ["contact.email"])

    assert "mnpi.falcon" in selected(["mnpi"], known)
    with pytest.raises(ValueError, match=r"contact\.email"):
        selected(["contact.email"], known)
    with pytest.raises(ValueError, match="nosuch"):
        Scanner(["nosuch"], left_out=["contact.email"])
