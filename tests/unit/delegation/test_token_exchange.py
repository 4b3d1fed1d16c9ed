"""The one request of a token exchange, and what may come of it."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qsl

import pytest

from gateway.delegation.token_answer import MAX_BYTES
from gateway.delegation.token_exchange import TokenExchange
from gateway.domain.errors import DelegationRefused, DelegationUnavailable
from gateway.domain.network import Network
from gateway.outbound.client import RawAnswer, Timeouts
from gateway.outbound.faults import AnswerTooLarge, BadAnswer, OutboundFault, TimedOut, Unreachable
from gateway.settings.model import ClientAuthentication, TokenExchangeSettings
from tests.unit.delegation.parties import (
    ENDPOINT,
    ID_CLAIMS,
    SUBJECT_TOKEN,
    FakeOutbound,
    caller,
    connector,
    jwt,
    settings,
    token_answer,
)


def exchange(outbound: FakeOutbound, section: TokenExchangeSettings | None = None) -> TokenExchange:
    return TokenExchange(section or settings(), outbound, ID_CLAIMS)


async def form_sent(section: TokenExchangeSettings) -> list[tuple[str, str]]:
    outbound = FakeOutbound()
    await exchange(outbound, section).obtain(caller(), connector())
    return parse_qsl(outbound.sent[0].content.decode(), strict_parsing=True)


async def test_the_request_is_that_of_rfc_8693() -> None:
    form = await form_sent(settings(resource="https://tickets.example.com/", scopes=("read", "write")))
    assert form == [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", SUBJECT_TOKEN),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ("audience", "tickets"),
        ("resource", "https://tickets.example.com/"),
        ("scope", "read write"),
    ]


async def test_what_is_not_configured_is_not_asked_for() -> None:
    form = dict(await form_sent(settings(audience=None, scopes=())))
    assert form.keys() == {"grant_type", "subject_token", "subject_token_type", "requested_token_type"}


async def test_it_goes_to_the_endpoint_once_and_bounded() -> None:
    outbound = FakeOutbound()
    await exchange(outbound, settings(timeout=3)).obtain(caller(), connector())
    (sent,) = outbound.sent
    assert (sent.method, sent.url) == ("POST", ENDPOINT)
    assert sent.timeouts == Timeouts(connect=3, idle=3, total=3)
    assert sent.max_bytes == MAX_BYTES
    assert sent.network is Network.PUBLIC
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.headers["accept"] == "application/json"


@pytest.mark.parametrize(
    ("client_id", "secret", "pair"),
    [
        ("sallyport", "s3cret", "sallyport:s3cret"),
        ("https://gw.example.com/", "a:b c%é", "https%3A%2F%2Fgw.example.com%2F:a%3Ab+c%25%C3%A9"),
    ],
)
async def test_basic_credentials_are_form_encoded_first(client_id: str, secret: str, pair: str) -> None:
    outbound = FakeOutbound()
    await exchange(outbound, settings(client_id=client_id, secret=secret)).obtain(caller(), connector())
    scheme, encoded = outbound.sent[0].headers["authorization"].split()
    assert (scheme, base64.b64decode(encoded).decode()) == ("Basic", pair)
    assert b"client_" not in outbound.sent[0].content


async def test_posted_credentials_stand_in_the_form_only() -> None:
    outbound = FakeOutbound()
    await exchange(outbound, settings(auth=ClientAuthentication.POST)).obtain(caller(), connector())
    form = dict(parse_qsl(outbound.sent[0].content.decode()))
    assert (form["client_id"], form["client_secret"]) == ("sallyport", "s3cret")
    assert "authorization" not in outbound.sent[0].headers


async def test_a_good_answer_is_the_users_own_token() -> None:
    obtained = await exchange(FakeOutbound()).obtain(caller(), connector())
    assert obtained.token.reveal() == "users-own-token"
    assert obtained.token_type == "Bearer"
    assert obtained.scopes == ("read",)  # untold, so those asked for
    assert obtained.lifetime_seconds == 300


async def test_scopes_that_were_told_are_those_of_the_token() -> None:
    outbound = FakeOutbound(RawAnswer(200, (), token_answer(scope="read", token_type="bearer")))
    obtained = await exchange(outbound, settings(scopes=("read", "write"))).obtain(caller(), connector())
    assert (obtained.scopes, obtained.token_type) == (("read",), "Bearer")


@pytest.mark.parametrize(
    ("endpoint", "network", "reached"),
    [
        ("https://login.example.com/token", Network.PRIVATE, Network.PRIVATE),
        ("https://10.0.0.1/token", None, Network.PRIVATE),
        ("http://localhost:8081/token", None, Network.LOOPBACK),
        ("http://localhost:8081/token", Network.PUBLIC, Network.PUBLIC),
    ],
)
async def test_the_endpoint_is_where_the_configuration_says(
    endpoint: str, network: Network | None, reached: Network
) -> None:
    outbound = FakeOutbound()
    await exchange(outbound, settings(endpoint=endpoint, network=network)).obtain(caller(), connector())
    assert outbound.sent[0].network is reached


@pytest.mark.parametrize(
    "fault",
    [
        Unreachable(sent=False),
        TimedOut(sent=True),
        AnswerTooLarge(sent=True, status=200),
        BadAnswer(sent=True),
    ],
)
async def test_no_answer_is_unavailable_and_nothing_else_is_tried(fault: OutboundFault) -> None:
    outbound = FakeOutbound(fault)
    with pytest.raises(DelegationUnavailable) as refusal:
        await exchange(outbound).obtain(caller(), connector())
    assert len(outbound.sent) == 1
    assert refusal.value.detail == DelegationUnavailable.default
    assert "tickets" in refusal.value.cause


async def test_a_refusal_is_a_refusal_and_nothing_else_is_tried() -> None:
    outbound = FakeOutbound(RawAnswer(400, (), json.dumps({"error": "invalid_grant"}).encode()))
    with pytest.raises(DelegationRefused):
        await exchange(outbound).obtain(caller(), connector())
    assert len(outbound.sent) == 1


async def test_a_token_that_is_not_as_asked_is_refused() -> None:
    other = token_answer(access_token=jwt({"aud": "payroll", "sub": "alice"}))
    with pytest.raises(DelegationRefused, match="another audience"):
        await exchange(FakeOutbound(RawAnswer(200, (), other))).obtain(caller(), connector())


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (settings(), True),
        (settings(secret="renewed"), True),
        (settings(timeout=1), True),
        (settings(client_id="other"), False),
        (settings(auth=ClientAuthentication.POST), False),
        (settings(audience="other"), False),
        (settings(resource="https://r.example.com"), False),
        (settings(scopes=("write",)), False),
        (settings(endpoint="https://other.example.com/token"), False),
    ],
)
def test_what_a_token_depends_on_is_part_of_the_target(changed: TokenExchangeSettings, same: bool) -> None:
    assert (exchange(FakeOutbound(), changed).target == exchange(FakeOutbound()).target) is same
