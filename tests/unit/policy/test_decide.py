from __future__ import annotations

import random
from dataclasses import replace

import pytest

from classifiers.finding import Finding, Part, Place
from connectors.model import Effect, Tier
from gateway.domain.decision import Decision, Facts, Obligation, Reason, Verdict
from gateway.domain.message import EMPTY_BODY, Body, BodyKind, Message
from gateway.domain.rule import Action, Direction, LimitScope, Mode, Otherwise, Rate, Rule, Selector
from gateway.policy.compile import InvalidRules, check, compile_rules
from gateway.policy.decide import HIGH_IMPACT, decide

LABELS = frozenset({"national_id.us_ssn", "payment_card", "secret.github_token"})
BOTH = frozenset({Direction.REQUEST, Direction.RESPONSE})
ANSWERS = frozenset({Direction.RESPONSE})
CARD = Finding("payment_card", Place(Part.BODY, "/text"), None, 1.0, "cards")
RATE = Rate(60, 60.0, 10, (LimitScope.PLUGIN, LimitScope.USER))


def rule(name: str, **parts: object) -> Rule:
    return replace(Rule(name, "security@example.com", "it matters"), **parts)  # type: ignore[arg-type]


def decided(facts: Facts, *rules: Rule) -> Decision:
    return decide(facts, compile_rules(rules, LABELS))


def test_nothing_said_is_allowed(facts: Facts) -> None:
    assert decided(facts) == Decision(Verdict.ALLOW)


def test_a_blocked_label_in_a_request_blocks(facts: Facts) -> None:
    block = rule("no-cards", labels=("payment_card",), action=Action.BLOCK, on=BOTH)
    assert decided(facts, block).verdict is Verdict.ALLOW
    decision = decided(replace(facts, findings=(CARD,)), block)
    assert decision.verdict is Verdict.BLOCK
    assert [reason.rule for reason in decision.reasons] == ["no-cards"]
    assert "security@example.com" in decision.reasons[0].detail


def test_a_block_on_answers_leaves_the_request_alone_and_obliges_release(facts: Facts) -> None:
    block = rule("no-cards", labels=("payment_card",), action=Action.BLOCK, on=ANSWERS)
    decision = decided(replace(facts, findings=(CARD,)), block)
    assert decision.verdict is Verdict.ALLOW
    assert decision.obligations == (Obligation("no-cards", Action.BLOCK, ("payment_card",)),)


def test_a_block_on_requests_obliges_nothing_of_answers(facts: Facts) -> None:
    block = rule("no-cards", labels=("payment_card",), action=Action.BLOCK, on=frozenset({Direction.REQUEST}))
    assert decided(facts, block).obligations == ()


def test_a_family_names_its_labels_and_not_its_neighbours(facts: Facts) -> None:
    block = rule("no-ids", labels=("national_id",), action=Action.BLOCK, on=BOTH)
    ssn = replace(CARD, label="national_id.us_ssn")
    assert decided(replace(facts, findings=(ssn,)), block).verdict is Verdict.BLOCK
    assert decided(replace(facts, findings=(CARD,)), block).verdict is Verdict.ALLOW


def test_a_blocked_field_in_a_request_blocks(facts: Facts) -> None:
    block = rule("no-amounts", fields=("$..amount",), action=Action.BLOCK, on=BOTH)
    assert decided(facts, block).verdict is Verdict.BLOCK
    assert decided(facts, replace(block, fields=("$..salary",))).verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (Body(BodyKind.TEXT, "text/plain", b"", "salary: 1"), Verdict.BLOCK),  # whether it is there cannot be told
        (Body(BodyKind.DOCUMENT, "application/pdf", b"", None), Verdict.BLOCK),
        (Body(BodyKind.FORM, "", b"", [["pay[salary]", "1"]]), Verdict.BLOCK),
        (Body(BodyKind.FORM, "", b"", [["salary", "1"]]), Verdict.BLOCK),
        (Body(BodyKind.FORM, "", b"", [["name", "1"]]), Verdict.ALLOW),
        (EMPTY_BODY, Verdict.ALLOW),
    ],
)
def test_a_body_whose_fields_cannot_be_told_apart_counts_as_having_the_blocked_one(
    facts: Facts, body: Body, verdict: Verdict
) -> None:
    block = rule("no-salaries", fields=("$..salary",), action=Action.BLOCK, on=BOTH)
    assert decided(replace(facts, message=Message((), body)), block).verdict is verdict


def test_unless_lifts_a_rule_only_where_it_is_known_to_hold(facts: Facts) -> None:
    block = rule("no-amounts", fields=("$..amount",), action=Action.BLOCK, on=BOTH)
    assert decided(facts, replace(block, unless="'support' in caller.groups")).verdict is Verdict.ALLOW
    assert decided(facts, replace(block, unless="'finance' in caller.groups")).verdict is Verdict.BLOCK
    assert decided(facts, replace(block, unless="caller.tenant == 'x'")).verdict is Verdict.BLOCK


@pytest.mark.parametrize(
    ("otherwise", "verdict"), [(Otherwise.BLOCK, Verdict.VIOLATED), (Otherwise.HOLD, Verdict.HOLD)]
)
def test_what_is_required_and_not_seen_is_refused_or_held(facts: Facts, otherwise: Otherwise, verdict: Verdict) -> None:
    small = rule("small", require="body.amount <= 10", otherwise=otherwise)
    assert decided(facts, small).verdict is verdict
    assert decided(facts, replace(small, require="body.amount <= 50")).verdict is Verdict.ALLOW
    assert decided(facts, replace(small, unless="caller.subject == 'alice'")).verdict is Verdict.ALLOW


def test_a_limit_claims_one_act_for_those_who_share_it(facts: Facts) -> None:
    (claim,) = decided(facts, rule("writes", limit=RATE)).claims
    assert claim.rule == "writes"
    assert claim.key == ((LimitScope.PLUGIN, "summariser"), (LimitScope.USER, "https://idp.example\n\nalice"))


def test_unless_lifts_a_limit_too(facts: Facts) -> None:
    limit = rule("writes", limit=RATE, unless="caller.subject == 'alice'")
    assert decided(facts, limit).claims == ()
    assert decided(facts, replace(limit, unless="caller.subject == 'bob'")).claims != ()


def test_users_of_two_issuers_never_share_a_limit(facts: Facts) -> None:
    other = replace(
        facts, caller=replace(facts.caller, user=replace(facts.caller.user, issuer="https://other.example"))
    )
    limit = rule("writes", limit=RATE)
    assert decided(facts, limit).claims[0].key != decided(other, limit).claims[0].key


def test_every_scope_of_a_limit_has_its_sharer(facts: Facts) -> None:
    limit = rule("writes", limit=replace(RATE, per=tuple(LimitScope)))
    assert dict(decided(facts, limit).claims[0].key)[LimitScope.OPERATION] == "crm.tickets.comment"
    assert dict(decided(facts, limit).claims[0].key)[LimitScope.CONNECTOR] == "crm"


def test_what_is_refused_claims_nothing(facts: Facts) -> None:
    refused = rule("small", require="body.amount <= 10", limit=RATE)
    assert decided(facts, refused).claims == ()


def test_a_shadow_rule_is_recorded_and_changes_nothing(facts: Facts) -> None:
    shadow = rule("small", require="false", limit=RATE, mode=Mode.SHADOW)
    decision = decided(facts, shadow)
    assert decision.verdict is Verdict.ALLOW
    assert decision.claims == ()
    assert [(reason.verdict, reason.enforced) for reason in decision.reasons] == [(Verdict.VIOLATED, False)]


def test_a_high_impact_operation_is_held(facts: Facts) -> None:
    high = replace(facts, operation=replace(facts.operation, tier=Tier.HIGH))
    assert decided(high) == Decision(Verdict.HOLD, (HIGH_IMPACT,))


@pytest.mark.parametrize(
    ("selector", "chosen"),
    [
        (Selector(), True),
        (Selector(connector="crm"), True),
        (Selector(connector="hr"), False),
        (Selector(effect=Effect.WRITE), True),
        (Selector(effect=Effect.READ), False),
        (Selector(operation="crm.tickets.comment"), True),
        (Selector(operation="crm.tickets.*"), True),
        (Selector(operation="tickets.comment"), False),
        (Selector(connector="crm", effect=Effect.READ), False),
    ],
)
def test_a_selector_narrows_by_what_it_states(facts: Facts, selector: Selector, chosen: bool) -> None:
    verdict = decided(facts, rule("never", require="false", selector=selector)).verdict
    assert (verdict is Verdict.VIOLATED) is chosen


def test_the_strictest_verdict_wins_in_any_order_of_rules(facts: Facts) -> None:
    rules = [
        rule("a", require="false"),
        rule("b", require="false", otherwise=Otherwise.HOLD),
        rule("c", labels=("payment_card",), action=Action.BLOCK, on=BOTH),
        rule("d", limit=RATE),
    ]
    seen = replace(facts, findings=(CARD,))
    for seed in range(10):
        random.Random(seed).shuffle(rules)
        assert decided(seen, *rules).verdict is Verdict.BLOCK
        assert decided(facts, *rules).verdict is Verdict.VIOLATED


def test_every_mistake_is_told_at_once_with_its_place() -> None:
    broken = [
        rule("a", labels=("national_ids",), action=Action.REDACT),
        rule("b", fields=("$..[", "$.a"), action=Action.DROP),
        rule("c", require="body.amount >", unless="nobody.knows"),
        rule("d", labels=("payment_card", "national_id"), action=Action.REDACT),
    ]
    mistakes = check(broken, LABELS)
    assert [mistake.path for mistake in mistakes] == [
        ("rules", 0, "labels", 0),
        ("rules", 1, "fields", 0),
        ("rules", 2, "unless"),
        ("rules", 2, "require"),
    ]
    assert mistakes[0].suggestion == "national_id"
    with pytest.raises(InvalidRules) as raised:
        compile_rules(broken, LABELS)
    assert raised.value.mistakes == mistakes


def test_a_reason_is_enforced_unless_in_shadow() -> None:
    assert Reason(Verdict.HOLD, None, "").enforced
