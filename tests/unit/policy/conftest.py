"""Facts to decide on, each fixture a plain case that a test changes with ``replace``."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.model import Effect, Operation, Tier
from gateway.domain.caller import Caller, User
from gateway.domain.decision import Facts
from gateway.domain.grant import Grant, Plugin
from gateway.domain.message import Body, BodyKind, Message
from gateway.domain.secret import Secret

COMMENT = Operation("tickets.comment", "POST", "/tickets/{ticket}/comments", Effect.WRITE, Tier.MEDIUM)
GRANT = Grant("crm", Effect.WRITE, ("tickets.comment",))


@pytest.fixture
def facts() -> Facts:
    """Alice comments on a ticket through the summariser."""
    return Facts(
        caller=Caller(
            user=User("https://idp.example", "alice", groups=frozenset({"support"})),
            plugin=Plugin("summariser", "support-platform", (GRANT,)),
            token=Secret("t"),
            expires_at=datetime(2026, 11, 23, 13, tzinfo=UTC),
        ),
        connector="crm",
        operation=COMMENT,
        parameters={"ticket": "17"},
        grant=GRANT,
        message=Message((), Body(BodyKind.JSON, "application/json", b"", {"text": "thanks", "amount": 50})),
        findings=(),
        now=datetime(2026, 11, 23, 12, tzinfo=UTC),
    )
