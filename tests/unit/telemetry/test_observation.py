from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from classifiers.finding import Finding, Part, Place
from connectors.model import Effect, Operation, System, Tier
from gateway.domain.caller import Caller, User
from gateway.domain.connector import Connector
from gateway.domain.decision import Decision, Reason, Released, Treatment, Verdict
from gateway.domain.errors import UninspectableContent
from gateway.domain.grant import Plugin
from gateway.domain.message import EMPTY_BODY, Message, Request
from gateway.domain.passage import Passage
from gateway.domain.rule import Action, Mode
from gateway.domain.secret import Secret
from gateway.telemetry.metrics import REGISTRY
from gateway.telemetry.observation import observe

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPERATION = Operation("tickets.get", "GET", "/tickets/{id}", Effect.READ, Tier.MEDIUM)
CARD = Finding("payment_card", Place(Part.BODY, "/card"), None, 1, "cards")
SSN = Finding("national_id.us_ssn", Place(Part.BODY, "/ssn"), None, 1, "ssn")

Grown = Callable[..., float]


@pytest.fixture
def grown() -> Grown:
    """Return by how much a sample grew during this test."""
    before = {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in REGISTRY.collect()
        for sample in family.samples
    }

    def by(name: str, **labels: str) -> float:
        now = REGISTRY.get_sample_value(f"sallyport_{name}", labels) or 0
        return now - before.get((f"sallyport_{name}", frozenset(labels.items())), 0)

    return by


def passage_of(
    *,
    decision: Decision | None = None,
    released: Released | None = None,
    request: tuple[Finding, ...] = (),
    answer: tuple[Finding, ...] = (),
) -> Passage:
    return Passage(
        Request("id", "trace", NOW, "GET", "crm", "/tickets/1", (), ()),
        "digest",
        connector=Connector("crm", System("crm", "CRM", (OPERATION,)), "https://u.example", "https://a.example"),
        caller=Caller(User("https://idp.example", "alice"), Plugin("summariser", "support"), Secret("t"), NOW),
        operation=OPERATION,
        decision=decision,
        released=released,
        found_in_request=request,
        found_in_answer=answer,
    )


def test_a_passage_counts_once_by_who_what_and_how_it_ended(grown: Grown) -> None:
    observe(passage_of(), "released", 0.2)
    labels = {"connector": "crm", "plugin": "summariser", "effect": "read", "outcome": "released"}
    assert grown("requests_total", **labels) == 1
    assert grown("request_seconds_count", connector="crm") == 1
    assert grown("request_seconds_sum", connector="crm") == pytest.approx(0.2)


def test_what_was_not_known_yet_counts_as_none(grown: Grown) -> None:
    observe(Passage(Request("id", "t", NOW, "GET", "x", "/", (), ()), "digest"), "unknown-operation", 0.1)
    labels = {"connector": "none", "plugin": "none", "effect": "none", "outcome": "unknown-operation"}
    assert grown("requests_total", **labels) == 1


def test_a_name_that_a_client_chose_is_no_label() -> None:
    observe(Passage(Request("id", "t", NOW, "GET", "chosen-by-a-client", "/", (), ()), "digest"), "released", 0.1)
    assert REGISTRY.get_sample_value("sallyport_request_seconds_count", {"connector": "chosen-by-a-client"}) is None


def test_a_decision_counts_by_tier_and_each_rule_by_what_it_said(grown: Grown) -> None:
    reasons = (
        Reason(Verdict.VIOLATED, "comment-length", "d"),
        Reason(Verdict.HOLD, None, "the tier's own"),
        Reason(Verdict.BLOCK, "trial", "d", Mode.SHADOW),
    )
    observe(passage_of(decision=Decision(Verdict.HOLD, reasons)), "approval-pending", 0.1)
    assert grown("decisions_total", tier="medium", verdict="hold", mode="enforce") == 1
    assert grown("rule_hits_total", rule="comment-length", verdict="violated", mode="enforce") == 1
    assert grown("rule_hits_total", rule="trial", verdict="block", mode="shadow") == 1


def test_a_rule_that_treated_a_value_counts_too(grown: Grown) -> None:
    treatments = (
        Treatment("no-cards", CARD.label, CARD.place, Action.MASK),
        Treatment("trial", CARD.label, CARD.place, Action.DROP, Mode.SHADOW),
    )
    released = Released(Message((), EMPTY_BODY), treatments)
    observe(passage_of(decision=Decision(Verdict.ALLOW), released=released, answer=(CARD, SSN)), "released", 0.1)
    assert grown("rule_hits_total", rule="no-cards", verdict="mask", mode="enforce") == 1
    assert grown("rule_hits_total", rule="trial", verdict="drop", mode="shadow") == 1
    found = {"connector": "crm", "direction": "response"}
    assert grown("findings_total", label="payment_card", action="mask", **found) == 1
    assert grown("findings_total", label="payment_card", action="drop", **found) == 0
    assert grown("findings_total", label="national_id.us_ssn", action="none", **found) == 1


@pytest.mark.parametrize(("verdict", "action"), [(Verdict.BLOCK, "block"), (Verdict.ALLOW, "none")])
def test_findings_in_a_request_were_blocked_or_left(grown: Grown, verdict: Verdict, action: str) -> None:
    observe(passage_of(decision=Decision(verdict), request=(CARD,)), "released", 0.1)
    labels = {"label": "payment_card", "connector": "crm", "direction": "request", "action": action}
    assert grown("findings_total", **labels) == 1


def test_content_that_cannot_be_inspected_counts_by_its_cause(grown: Grown) -> None:
    passage = passage_of()
    passage.refusal = UninspectableContent("The content is too large.", cause="too-large")
    observe(passage, passage.refusal.slug, 0.1)
    assert grown("uninspectable_total", reason="too-large") == 1
