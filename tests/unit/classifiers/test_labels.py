"""The table of labels, and the page that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers import Part, Scanner, pair_leaves, text_leaves
from classifiers.labels import FAMILIES, LABELS, Label
from classifiers.selection import selected

PAGE = Path(__file__).parents[3] / "docs" / "labels.md"


def labels_in(scanner: Scanner, text: str, field: str) -> set[str]:
    leaves = pair_leaves([(field, text)], Part.BODY) if field else text_leaves(text, Part.BODY)
    return {finding.label for finding in scanner.scan(leaves)}


@pytest.mark.parametrize("label", LABELS.values(), ids=lambda label: label.name)
def test_the_example_of_a_label_is_found_and_its_near_miss_is_not(scanner: Scanner, label: Label) -> None:
    assert label.name in labels_in(scanner, label.example, label.field)
    assert label.name not in labels_in(scanner, label.near_miss, label.field)


def test_a_family_selects_its_labels_and_a_label_itself() -> None:
    assert selected(["bank", "payment_card"], LABELS) == {
        "payment_card",
        "bank.iban",
        "bank.us_account",
        "bank.aba_routing",
        "bank.crypto_wallet",
        "bank.details",
    }
    assert selected(["contact.phone"], LABELS) == {
        "contact.phone",
        "contact.phone.za_mobile",
        "contact.phone.za_landline",
    }


def test_no_selection_is_every_label_and_an_empty_one_is_none() -> None:
    assert selected(None, LABELS) == LABELS.keys()
    assert selected([], LABELS) == frozenset()


@pytest.mark.parametrize("name", ["national", "national_id.", "national_id.us_ss", "", "secret.*", "US_SSN"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="neither a label nor a family"):
        selected(["bank", name], LABELS)


def test_families_are_what_names_begin_with() -> None:
    assert {"national_id", "secret", "contact", "contact.phone"} <= FAMILIES
    assert all(any(name.startswith(family + ".") for name in LABELS) for family in FAMILIES)


def code(text: str) -> str:
    return "`" + text.replace("\n", "\\n") + "`"


def row(label: Label) -> str:
    """Return the row of the page. Secrets are cut short: the page would look like a leak."""
    example = label.example[:12] + "…" if label.name.startswith("secret.") else label.example
    field = f"{label.field}: " if label.field else ""
    shown, near_miss = code(field + example), code(field + label.near_miss)
    return f"| `{label.name}` | {label.title} | {shown} | {near_miss} | {label.misses} |"


def test_the_page_has_exactly_the_rows_of_the_table() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]

    assert rows == [row(label) for label in LABELS.values()]
