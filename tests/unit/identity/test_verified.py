from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gateway.domain.caller import Caller, User
from gateway.domain.connector import Connector
from gateway.domain.grant import Plugin
from gateway.domain.secret import Secret
from gateway.identity.verified import VerifiedCallers


@pytest.fixture
def caller(plugins: Mapping[str, Plugin], now: float) -> Caller:
    return Caller(User("i", "alice"), plugins["summariser"], Secret("t"), datetime.fromtimestamp(now + 90, UTC))


def test_a_verified_token_is_remembered_for_a_minute(caller: Caller, connector: Connector, now: float) -> None:
    verified = VerifiedCallers()
    verified.put("t", connector, caller, now)

    assert verified.get("t", connector, now + 59.9) is caller
    assert verified.get("t", connector, now + 60) is None


def test_a_verified_token_is_forgotten_when_it_ends(caller: Caller, connector: Connector, now: float) -> None:
    verified = VerifiedCallers()
    verified.put("t", connector, caller, now + 80)

    assert verified.get("t", connector, now + 89.9) is caller
    assert verified.get("t", connector, now + 90) is None


def test_what_is_remembered_answers_for_nothing_else(caller: Caller, connector: Connector, now: float) -> None:
    verified = VerifiedCallers()
    verified.put("t", connector, caller, now)

    assert verified.get("T", connector, now) is None
    assert verified.get("t", replace(connector, name="hr"), now) is None
    assert verified.get("t", replace(connector, audience="https://sallyport.example.com/hr"), now) is None


def test_the_oldest_makes_room(caller: Caller, connector: Connector, now: float) -> None:
    verified = VerifiedCallers(capacity=2)
    for token in ("a", "b", "a", "c"):
        verified.put(token, connector, caller, now)

    assert [verified.get(token, connector, now) is caller for token in "abc"] == [True, False, True]
