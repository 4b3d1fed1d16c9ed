"""A text made to keep an expression, the tokenizer or the telephone matcher busy, in a message of 40 KB."""

from __future__ import annotations

from functools import cache

import presidio_analyzer.predefined_recognizers as shipped
import pytest
from presidio_analyzer import PatternRecognizer

from classifiers import NotInspected, Part, Scanner, slow, text_leaves
from classifiers.presidio.predefined import LABELS
from tests.attacks.slow_strings import ATTACKS, SIZE, TABLE

BUDGET_SECONDS = 0.05

SLOW = {"Non schema URL"}
"""1.7 ms for each dot of a row: each may begin a name of up to 253 characters before one of 675 suffixes."""


@cache
def scanner(labels: frozenset[str]) -> Scanner:
    return Scanner(labels, budget_seconds=BUDGET_SECONDS)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_got_through_within_the_budget_or_refused(name: str) -> None:
    attack = TABLE[name]
    assert SIZE - 20 <= len(attack.text) <= SIZE
    try:
        findings = scanner(attack.labels).scan(text_leaves(attack.text, Part.BODY))
    except NotInspected:
        return
    assert {finding.label for finding in findings} <= attack.labels


def test_a_scanner_goes_on_after_an_attack() -> None:
    used = scanner(frozenset({"national_id.us_ssn"}))
    for name in ("ssn: nothing else", "tokens: brackets"):
        try:
            used.scan(text_leaves(ATTACKS[name], Part.BODY))
        except NotInspected:
            continue
    assert [finding.label for finding in used.scan(text_leaves("SSN 536-90-4399", Part.BODY))] == ["national_id.us_ssn"]


def test_of_the_expressions_that_presidio_ships_all_but_one_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "_ENOUGH", 0.05)
    made = [getattr(shipped, name)(supported_language="en") for name in LABELS]
    refused = {
        pattern.name
        for recognizer in made
        if isinstance(recognizer, PatternRecognizer)
        for pattern in recognizer.patterns
        if slow.slow_reason(pattern.regex, recognizer.global_regex_flags)
    }
    assert refused <= SLOW
