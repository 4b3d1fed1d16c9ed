from __future__ import annotations

import pytest

from classifiers.documents import Limits
from classifiers.finding import Evidence, Finding, Place
from classifiers.scanner import Scanner
from gateway.cli.scanning.explained import evidence_document, explanation
from gateway.cli.scanning.sought import Sought

SOUGHT = Sought(Scanner(()), (), Limits(), {"mnpi.heron": "Deal Heron"}, has_rules=False)


def lines(evidence: Evidence, label: str = "mnpi.heron", score: float = 0.75) -> list[str]:
    return explanation(Finding(label, Place(), None, score, "Recogniser", evidence), SOUGHT).splitlines()


@pytest.mark.parametrize(
    ("evidence", "line"),
    [
        (Evidence(), "  found by  Recogniser"),
        (Evidence("form"), '  found by  Recogniser, pattern "form"'),
        (Evidence(), "  checked   no check digit, checksum or structure"),
        (Evidence(is_checked=True), "  checked   its check digit, checksum or structure is right"),
        (Evidence(), "  context   no word counted; the score is 0.75"),
        (Evidence(context="key"), '  context   "key"; the score is 0.75'),
        (Evidence(context="key", base=0.4), '  context   "key"; the score is 0.75, without the word 0.40'),
        (
            Evidence(context="key", base=0.05),
            '  context   "key"; the score is 0.75, without the word 0.05, too little to be found',
        ),
        (Evidence(), "  read as   it stands"),
        (Evidence(reading="base64, gzip"), "  read as   base64, gzip"),
    ],
)
def test_each_part_of_the_evidence_is_told(evidence: Evidence, line: str) -> None:
    assert line in lines(evidence)


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("mnpi.heron", []),
        ("custom.other", []),
        ("bank.crypto_wallet", ["  misses    other currencies"]),
        ("secret.aws_appsync_key", ["  misses    see docs/labels.md"]),
    ],
)
def test_what_a_label_misses_is_told_of_ours(label: str, told: list[str]) -> None:
    assert [line for line in lines(Evidence(), label) if "misses" in line] == told


def test_an_unknown_title_is_the_label() -> None:
    assert lines(Evidence(), "custom.other")[0] == "  title     custom.other"


def test_programs_get_nothing_where_there_is_nothing() -> None:
    finding = Finding("mnpi.heron", Place(), None, 1, "Recogniser", Evidence("terms"))
    assert evidence_document(finding, SOUGHT) == {
        "title": "Deal Heron",
        "pattern": "terms",
        "is_checked": False,
        "context": None,
        "score_without_context": None,
        "reading": None,
        "misses": None,
    }
