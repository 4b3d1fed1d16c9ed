"""What an organisation brings runs beside what the product comes with."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers import NotInspected, Scanner, json_leaves
from classifiers.extras import Extras
from classifiers.fields.vocabulary_file import read_vocabulary
from classifiers.lists.dictionary import dictionary_of
from classifiers.lists.identifier_file import make_identifiers, read_identifiers
from classifiers.presidio.custom import CustomPattern, CustomRecognizer
from classifiers.scanner import MOST_FINDINGS

AMPLE = 60.0
KEY = b"0123456789abcdef"


def found(scanner: Scanner, document: object) -> list[tuple[str, str]]:
    return [(finding.label, finding.place.pointer) for finding in scanner.scan(json_leaves(document))]


def test_terms_identifiers_and_recognisers_are_found_in_one_scan(tmp_path: Path) -> None:
    (tmp_path / "accounts").write_bytes(make_identifiers(["7712-0034"], KEY))
    employee = CustomRecognizer(
        "custom.employee", "Employee", "EMPLOYEE", (CustomPattern("number", r"\bE\d{5}\b", 0.6),)
    )
    extras = Extras(
        dictionaries=(dictionary_of(["Blue Heron"], "mnpi.deals", name="deals"),),
        identifiers=(read_identifiers(tmp_path / "accounts", KEY, "customer.account"),),
        recognizers=(employee,),
    )
    scanner = Scanner(["mnpi", "customer", "custom", "payment_card"], budget_seconds=AMPLE, extras=extras)

    document = {
        "note": "re: BLUE  heron",
        "account": "77120034",
        "by": "E12345",
        "card": "4111 1111 1111 1111",
        "x": "E1",
    }

    assert sorted(found(scanner, document)) == [
        ("custom.employee", "/by"),
        ("customer.account", "/account"),
        ("mnpi.deals", "/note"),
        ("payment_card", "/card"),
    ]


def test_a_field_can_be_named_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "hr.toml"
    path.write_text('[[entry]]\nlabel = "hr.grade"\npaths = ["$.staff[*].g"]\n')
    scanner = Scanner(["hr"], budget_seconds=AMPLE, extras=Extras(vocabularies=(read_vocabulary(path),)))

    assert found(scanner, {"staff": [{"g": "A7", "h": "A7"}, {"g": 3}], "g": "A7"}) == [
        ("hr.grade", "/staff/0/g"),
        ("hr.grade", "/staff/1/g"),
    ]


def test_labels_of_extras_are_unknown_without_them() -> None:
    with pytest.raises(ValueError, match="mnpi"):
        Scanner(["mnpi"])


def test_the_name_of_a_field_is_no_value_of_the_field_above() -> None:
    scanner = Scanner(["secret"], budget_seconds=AMPLE)

    assert found(scanner, {"password": {"Xk29fLq8Zr": "n"}}) == []
    assert found(scanner, {"password": "Xk29fLq8Zr"}) == [("secret.password", "/password")]


def test_a_field_that_is_named_and_placed_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[[entry]]\nlabel = "hr.grade"\nnames = ["grade"]\npaths = ["$.staff[*]"]\n')
    scanner = Scanner(["hr.grade"], extras=Extras(vocabularies=(read_vocabulary(path),)))

    assert len(scanner.scan(json_leaves({"staff": [{"grade": "B7"}]}))) == 1


def test_more_findings_by_place_than_a_message_may_have_are_not_told(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[[entry]]\nlabel = "hr.grade"\npaths = ["$.staff[*]"]\n')
    scanner = Scanner(["hr.grade"], budget_seconds=AMPLE, extras=Extras(vocabularies=(read_vocabulary(path),)))

    with pytest.raises(NotInspected):
        scanner.scan(json_leaves({"staff": [*range(MOST_FINDINGS + 1)]}))
