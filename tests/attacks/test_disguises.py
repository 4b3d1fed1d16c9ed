"""Values that are restricted, written so as not to be seen: what is claimed of each disguise is what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers import NotInspected, Scanner, json_leaves
from tests.attacks.disguises import DISGUISES, LABELS, Disguise, Outcome

AMPLE_SECONDS = 60.0
PAGE = Path(__file__).parents[2] / "docs/disguises.md"


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(sorted(set(LABELS.values())), budget_seconds=AMPLE_SECONDS)


def outcome(scanner: Scanner, disguise: Disguise) -> Outcome:
    try:
        findings = scanner.scan(json_leaves(disguise.document))
    except NotInspected:
        return Outcome.REFUSED
    return Outcome.FOUND if LABELS[disguise.value] in {finding.label for finding in findings} else Outcome.MISSED


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.name)
def test_what_becomes_of_a_disguise_is_what_is_claimed(scanner: Scanner, disguise: Disguise) -> None:
    assert outcome(scanner, disguise) is disguise.outcome


def test_a_disguise_that_is_not_seen_says_why() -> None:
    assert all(bool(disguise.why) == (disguise.outcome is not Outcome.FOUND) for disguise in DISGUISES)
    assert len({disguise.name for disguise in DISGUISES}) == len(DISGUISES)


def test_the_page_tells_the_numbers_and_what_is_missed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found, refused, missed = (
        [disguise.name for disguise in DISGUISES if disguise.outcome is each]
        for each in (Outcome.FOUND, Outcome.REFUSED, Outcome.MISSED)
    )
    assert len(refused) == 1
    assert f"Of the {len(DISGUISES)} disguises" in page
    assert f"{len(found)} are found, one is refused as not inspected, {len(missed)} are missed" in page
    limits = page.partition("## What is missed")[2]
    assert [name for name in missed if name not in limits] == []
