from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.domain.caller import User
from gateway.domain.decision import Facts
from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Body, BodyKind, Message
from gateway.policy.body import structure
from gateway.policy.expressions import Expression, InvalidExpression


def body(document: Json, kind: BodyKind = BodyKind.JSON) -> Message:
    return Message((), Body(kind, "", b"", document))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("body.amount > 0 && body.amount <= 100", True),
        ("body.amount > 50", False),
        ("body.text.size() < 10", True),
        ("'support' in caller.groups", True),
        ("'finance' in caller.groups", False),
        ("caller.subject == 'alice' && plugin.id == 'summariser'", True),
        ("operation.id == 'crm.tickets.comment' && operation.tier == 'medium'", True),
        ("request.parameters.ticket == '17'", True),
        ("now < timestamp('2027-01-01T00:00:00Z')", True),
        ("body.text", False),  # neither true nor false
        ("body.amount", False),
        ("body.missing > 0", False),
        ("!(body.missing > 0)", False),  # what cannot be told does not become true by being denied
        ("body.text > 5", False),
        ("caller.tenant == ''", False),  # the issuer has none
    ],
)
def test_an_expression_holds_only_where_it_is_known_to_be_true(facts: Facts, text: str, holds: bool) -> None:
    assert Expression.parse(text).holds(facts) is holds


def test_unknown_groups_are_neither_in_nor_out(facts: Facts) -> None:
    user = User("https://idp.example", "alice", groups=None)
    unknown = replace(facts, caller=replace(facts.caller, user=user))
    assert not Expression.parse("'finance' in caller.groups").holds(unknown)
    assert not Expression.parse("!('finance' in caller.groups)").holds(unknown)


def test_a_tenant_can_be_asked_for_where_there_is_one(facts: Facts) -> None:
    user = User("https://idp.example", "alice", tenant="t1")
    assert Expression.parse("caller.tenant == 't1'").holds(replace(facts, caller=replace(facts.caller, user=user)))


@pytest.mark.parametrize("amount", [2**63, 2**64 - 1, -(2**63) - 1])
def test_a_number_that_would_wrap_satisfies_no_limit(facts: Facts, amount: int) -> None:
    for text in ("body.items[0].amount <= 100", "body.items[0].amount >= 0 || true"):
        assert not Expression.parse(text).holds(replace(facts, message=body({"items": [{"amount": amount}]})))


def test_an_expression_that_never_ends_does_not_hold(facts: Facts) -> None:
    costly = Expression.parse("body.l.all(x, body.l.all(y, x + y >= 0))")
    assert not costly.holds(replace(facts, message=body({"l": list(range(2000))})))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("body.amount >", "at column 14: Syntax error"),
        ("caller.grops == 'a'", "at column 7: undeclared reference to 'caller.grops'"),
        ("'x' in caller.group", "did you mean `caller.groups`"),
        ("true\n&& nobody", "at line 2, column 4: undeclared reference"),
        ("operation.id + 1 == 2", "no matching overload"),
        ("(" * 3000 + "true" + ")" * 3000, "does not compile: it nests too deep"),
        ("'\ud800' == ''", "does not compile: .* is not text"),
        ("1 + 1", "says int, expected true or false"),
        ("now", "says .*timestamp.*, expected true or false"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, complaint: str) -> None:
    with pytest.raises(InvalidExpression, match=complaint):
        Expression.parse(text)


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        (body({"a": 1}), {"a": 1}),
        (body([["a", "1"], ["b", "2"]], BodyKind.FORM), {"a": "1", "b": "2"}),
        (body([["a", "1"], ["a", "2"], ["a", "3"]], BodyKind.FORM), {"a": ["1", "2", "3"]}),
        (body("text", BodyKind.TEXT), None),
        (Message((), EMPTY_BODY), None),
    ],
)
def test_rules_see_json_as_it_is_and_a_form_as_a_map(message: Message, seen: Json) -> None:
    assert structure(message.body) == seen
