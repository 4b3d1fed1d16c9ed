from __future__ import annotations

from datetime import date

import pytest

from connectors.model import Effect, Operation, Tier
from gateway.domain.errors import NotGranted
from gateway.domain.grant import Grant, Plugin
from gateway.policy.grants import match_grant

TODAY = date(2026, 11, 23)
READ = Operation("tickets.get", "GET", "/tickets/{id}", Effect.READ, Tier.LOW)
WRITE = Operation("tickets.comment", "POST", "/tickets/{id}/comments", Effect.WRITE, Tier.MEDIUM)


def plugin(*grants: Grant) -> Plugin:
    return Plugin("summariser", "support", grants)


@pytest.mark.parametrize(
    ("grant", "operation", "covered"),
    [
        (Grant("crm", Effect.READ, ("tickets.*",)), READ, True),
        (Grant("crm", Effect.READ, ("*",)), READ, True),
        (Grant("crm", Effect.READ, ("tickets.get",)), READ, True),
        (Grant("crm", Effect.READ, ("tickets.ge",)), READ, False),
        (Grant("crm", Effect.READ, ("Tickets.get",)), READ, False),
        (Grant("crm", Effect.READ, ("tickets?get",)), READ, False),
        (Grant("crm", Effect.READ, ("ticket[s].get",)), READ, False),
        (Grant("crm", Effect.READ, ("*",)), WRITE, False),  # a pattern over reads never reaches a write
        (Grant("crm", Effect.WRITE, ("*",)), READ, False),
        (Grant("hr", Effect.READ, ("*",)), READ, False),
        (Grant("crm", Effect.WRITE, ("tickets.comment",), until=TODAY), WRITE, True),
        (Grant("crm", Effect.WRITE, ("tickets.comment",), until=date(2026, 11, 22)), WRITE, False),
    ],
)
def test_a_grant_covers_its_connector_effect_operations_and_days(
    grant: Grant, operation: Operation, covered: bool
) -> None:
    if covered:
        assert match_grant(plugin(grant), "crm", operation, TODAY) is grant
    else:
        with pytest.raises(NotGranted):
            match_grant(plugin(grant), "crm", operation, TODAY)


def test_a_grant_in_force_is_found_behind_one_that_ended() -> None:
    ended = Grant("crm", Effect.READ, ("*",), until=date(2025, 1, 1))
    lasting = Grant("crm", Effect.READ, ("tickets.*",))
    assert match_grant(plugin(ended, lasting), "crm", READ, TODAY) is lasting


def test_the_refusal_names_the_operation_and_that_the_grant_ended() -> None:
    with pytest.raises(NotGranted, match=r"crm\.tickets\.get.*has ended"):
        match_grant(plugin(Grant("crm", Effect.READ, ("*",), until=date(2025, 1, 1))), "crm", READ, TODAY)
