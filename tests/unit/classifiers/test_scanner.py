from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

import classifiers.scanner
from classifiers import Finding, Leaf, NotInspected, Part, Place, Scanner, Span, json_leaves, pair_leaves
from classifiers.budget import Budget
from classifiers.labels import LABELS

TOKEN = "ghp_" + 36 * "a"
Findings = Callable[[object], list[Finding]]


def test_findings_say_label_place_and_span(findings: Findings) -> None:
    (finding,) = findings({"customer": {"note": "her SSN is 536-90-4399."}})

    assert finding == Finding(
        "national_id.us_ssn", Place(pointer="/customer/note"), Span(11, 22), finding.score, "UsSsnRecognizer"
    )
    assert finding.score == pytest.approx(0.85)


@pytest.mark.parametrize(
    ("document", "label"),
    [
        ({"ssn": "536904399"}, "national_id.us_ssn"),
        ({"customerSSN": 536904399}, "national_id.us_ssn"),
        ({"nhs_number": "9434765919"}, "national_id.uk_nhs"),
        ({"steuerId": "86095742719"}, "national_id.de_tax_id"),
        ({"pesel": 44051401359}, "national_id.pl_pesel"),
        ({"phone": "2125550143"}, "contact.phone"),
        ({"bankAccountNumber": "945456787654"}, "bank.us_account"),
        ({"contact": {"email": "jane@example.com"}}, "contact.email"),
        ({"id": 4111111111111111}, "payment_card"),
        ({"dea_number": "BB1388568"}, "health.us_medical_license"),
    ],
)
def test_the_name_of_a_field_is_context(found: Callable[[object], set[str]], document: object, label: str) -> None:
    assert label in found(document)


@pytest.mark.parametrize(
    "document",
    [
        {"order": "536904399", "id": 536904399},
        {"created_at": 1700000000, "updatedAt": "1700000000123"},
        {"sha": "fb1388568c7d3f8e9a0b1c2d3e4f5a6b7c8d9e0f", "node_id": "MDU6SXNzdWUx"},
        {"etag": "W/536904399", "status": "A12345678", "company": "AAASA1111R"},
        {"amount": 2125550143, "count": 944789456, "account_id": 945456787654},
    ],
)
def test_identifiers_times_and_hashes_are_nothing(found: Callable[[object], set[str]], document: object) -> None:
    assert found(document) == set()


def test_a_name_is_a_place_of_its_own(findings: Findings) -> None:
    (finding,) = (
        finding for finding in findings({"accounts": {"jane@example.com": True}}) if finding.label == "contact.email"
    )

    assert finding.place == Place(pointer="/accounts/jane@example.com", in_key=True)
    assert finding.span == Span(0, 16)


def test_a_number_is_a_finding_as_a_whole(findings: Findings) -> None:
    assert [(finding.label, finding.span) for finding in findings({"x": 4111111111111111.0})] == [
        ("payment_card", None)
    ]


def test_what_is_inside_a_document_in_a_text_makes_the_whole_text_the_finding(findings: Findings) -> None:
    text = '{"payload": "{\\"ssn\\": \\"\\\\u0035369\\\\u00304399\\"}"}'

    assert [(finding.label, finding.place.pointer, finding.span) for finding in findings({"event": text})] == [
        ("national_id.us_ssn", "/event", None)
    ]


def test_the_same_label_on_the_same_span_is_one_finding_and_other_labels_stay(findings: Findings) -> None:
    labels = [finding.label for finding in findings({"card": "[4111111111111111, 4111111111111111]"})]

    assert labels.count("payment_card") == 3  # two in the text, and one for the document that the text is


def test_of_the_same_finding_the_highest_score_stays() -> None:
    scanner = Scanner(["national_id.us_ssn"], budget_seconds=60)
    place = Place(pointer="/x")

    (finding,) = scanner.scan(
        [Leaf("536904399", place, ("ssn",), is_number=True), Leaf("536-90-4399", place, ("ssn",), is_number=True)]
    )

    assert finding.score == pytest.approx(0.85)


def test_pairs_are_scanned_with_their_names() -> None:
    scanner = Scanner(["national_id.us_ssn", "secret"], budget_seconds=60)
    pairs = [("page", "2"), ("taxpayer_ssn", "536904399"), (TOKEN, "x")]

    found = scanner.scan(pair_leaves(pairs, Part.QUERY))

    assert [(finding.label, finding.place) for finding in found] == [
        ("national_id.us_ssn", Place(Part.QUERY, "/1")),
        ("secret.github_token", Place(Part.QUERY, "/2", in_key=True)),
    ]


def test_only_what_was_asked_for_is_found() -> None:
    scanner = Scanner(["secret"], budget_seconds=60)

    found = scanner.scan(json_leaves([TOKEN, "jane@example.com", "4111111111111111", "536-90-4399"]))

    assert [finding.label for finding in found] == ["secret.github_token"]


def test_a_scanner_for_nothing_finds_nothing() -> None:
    assert Scanner([]).scan(json_leaves([TOKEN, "4111111111111111"])) == []


def test_a_scanner_knows_its_labels() -> None:
    assert Scanner(["secret.jwt"]).labels == {"secret.jwt"}
    assert Scanner().labels == LABELS.keys()


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(ValueError, match="neither a label nor a family: no_such"):
        Scanner(["secret", "no_such"])


def test_a_message_that_takes_too_long_is_not_inspected(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = count()
    monkeypatch.setattr(classifiers.scanner, "Budget", lambda seconds: Budget(seconds, clock=lambda: next(ticks)))
    scanner = Scanner(["payment_card"], budget_seconds=50)

    assert scanner.scan(json_leaves(["a", "b", "c"])) == []
    with pytest.raises(NotInspected):
        scanner.scan(json_leaves([f"card 4111 1111 1111 {index}" for index in range(1000, 1050)]))


@pytest.mark.parametrize("text", ["a." * 20_000 + "com", "phone " + "1/23456 x " * 20_000])
def test_texts_made_to_take_long_are_not_inspected(text: str) -> None:
    scanner = Scanner(["network.url", "contact.phone"], budget_seconds=0.05)

    with pytest.raises(NotInspected):
        scanner.scan(json_leaves(text))


def test_a_text_made_to_take_long_is_clean_where_nothing_in_it_is_needed() -> None:
    assert Scanner(["network.url"], budget_seconds=0.05).scan(json_leaves("a." * 20_000)) == []


def test_threads_may_share_a_scanner(scanner: Scanner) -> None:
    documents = [
        {"ssn": f"53690{index:04}", "note": f"call 212-555-{index:04}, ssn 536-90-{index:04}, j{index}@example.com"}
        for index in range(1, 40)
    ]
    alone = [scanner.scan(json_leaves(document)) for document in documents]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda document: scanner.scan(json_leaves(document)), documents))

    assert together == alone


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


ENGINES = (
    "[name for name in ('presidio_analyzer', 'spacy', 'hyperscan', 'tldextract', 'phonenumbers', 'numpy', 'pydantic',"
    " 'pypdf') if name in sys.modules]"
)


def test_importing_the_package_loads_no_engine() -> None:
    assert run(f"import sys, classifiers; from classifiers import Scanner, Leaf, Finding; print({ENGINES})") == "[]"


def test_every_public_name_is_there_when_it_is_asked_for() -> None:
    assert [name for name in classifiers.__all__ if not hasattr(classifiers, name)] == []
    assert set(classifiers.__all__) <= set(dir(classifiers))
    assert not hasattr(classifiers, "anything_else")


def test_a_scanner_for_labels_of_our_own_does_not_load_presidio() -> None:
    code = f"import sys, classifiers; classifiers.Scanner(['secret', 'payment_card']); print({ENGINES})"

    assert run(code) == "['hyperscan']"


def test_what_presidio_logs_is_not_heard() -> None:
    code = """
import logging, sys
logging.basicConfig(level=0, stream=sys.stdout)
from classifiers import Scanner, text_leaves
Scanner(["bank.iban", "contact.phone"]).scan(text_leaves("DE89370400440532013000, +1 212 555 0143"))
"""
    assert not [line for line in run(code).splitlines() if "presidio" in line]
