from __future__ import annotations

import pytest

from gateway.domain.rule import Rule
from gateway.policy.opinion import told


@pytest.mark.parametrize("because", ["Nobody needs it", "Nobody needs it."])
def test_a_refusal_ends_each_sentence_once(because: str) -> None:
    rule = Rule("no-cards", "payments@example.com", because)
    assert told(rule) == "Rule no-cards: Nobody needs it. Its owner, payments@example.com, can tell more."
