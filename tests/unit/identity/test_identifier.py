from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import pytest

from gateway.domain.caller import Actor, Caller, User
from gateway.domain.connector import Connector
from gateway.domain.errors import DelegationUnavailable, Unauthenticated
from gateway.domain.grant import Plugin
from gateway.domain.message import Fields
from gateway.domain.secret import Secret
from gateway.identity.identifier import Identifier
from gateway.identity.keys import Keys
from gateway.identity.reason import Reason
from gateway.outbound.client import Outbound
from gateway.settings.model import IssuerSettings, UserClaims

Mint = Callable[..., str]

METADATA = "https://sallyport.example.com/.well-known/oauth-protected-resource/crm"


class Authority(Protocol):
    pages: dict[str, bytes]
    asked: list[str]
    url: str


class Clock:
    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(now: float) -> Clock:
    return Clock(now)


@pytest.fixture
def issuers(authority: Authority) -> list[IssuerSettings]:
    claims = UserClaims(id="oid", tenant="tid", groups="groups")
    return [
        IssuerSettings(issuer="https://login.example.com", keys=f"{authority.url}/keys", user_claims=claims),
        IssuerSettings(issuer="https://partner.example.com", keys=f"{authority.url}/partner", user_claims=claims),
    ]


@pytest.fixture
def identifier(
    issuers: list[IssuerSettings], plugins: Mapping[str, Plugin], outbound: Outbound, clock: Clock
) -> Identifier:
    return Identifier(issuers, plugins, Keys(issuers, outbound), "https://sallyport.example.com", clock)


def bearing(token: str) -> Fields:
    return (("authorization", f"Bearer {token}"),)


async def test_a_token_proves_a_user_and_a_plugin(
    identifier: Identifier, mint: Mint, connector: Connector, plugins: Mapping[str, Plugin], now: float
) -> None:
    token = mint(act={"sub": "agent"})

    caller = await identifier.identify(bearing(token), (), connector)

    assert caller == Caller(
        User("https://login.example.com", "alice", "acme", frozenset({"support"})),
        plugins["summariser"],
        Secret(token),
        datetime.fromtimestamp(now + 300, UTC),
        (Actor("agent"),),
    )


async def test_every_refusal_says_the_same_to_the_client(
    identifier: Identifier, mint: Mint, connector: Connector, authority: Authority
) -> None:
    cases: dict[Reason, tuple[Fields, Fields]] = {
        Reason.SEVERAL_SENT: (bearing(mint()) * 2, ()),
        Reason.SENT_IN_QUERY: (bearing(mint()), (("access_token", mint()),)),
        Reason.SCHEME: ((("authorization", "Basic YTpi"),), ()),
        Reason.NOT_A_JWT: (bearing("opaque"), ()),
        Reason.UNKNOWN_ISSUER: (bearing(mint(iss="https://evil.example")), ()),
        Reason.SIGNATURE: (bearing(mint()[:-8] + "AAAAAAAA"), ()),
        Reason.UNKNOWN_KEY: (bearing(mint(header={"kid": "x"})), ()),
        Reason.AUDIENCE: (bearing(mint(aud="https://sallyport.example.com/hr")), ()),
        Reason.EXPIRED: (bearing(mint(iat=1, exp=2)), ()),
        Reason.NO_USER: (bearing(mint(sub="summariser")), ()),
        Reason.UNKNOWN_PLUGIN: (bearing(mint(client_id="other")), ()),
        Reason.ACTORS: (bearing(mint(act=[])), ()),
    }
    said = set()
    for reason, (headers, query) in cases.items():
        with pytest.raises(Unauthenticated) as caught:
            await identifier.identify(headers, query, connector)
        assert caught.value.cause == reason
        said.add((caught.value.status, caught.value.detail, caught.value.headers))

    (only,) = said
    assert only[0] == 401
    assert only[2] == (("www-authenticate", f'Bearer error="invalid_token", resource_metadata="{METADATA}"'),)


async def test_a_request_without_a_token_learns_where_to_get_one(identifier: Identifier, connector: Connector) -> None:
    with pytest.raises(Unauthenticated) as caught:
        await identifier.identify((("x-forwarded-user", "alice"), ("x-user", "alice")), (), connector)

    assert caught.value.cause == Reason.NOTHING_SENT
    assert caught.value.headers == (("www-authenticate", f'Bearer resource_metadata="{METADATA}"'),)


@pytest.mark.parametrize("named", [None, 7, ["https://login.example.com"], {}])
async def test_an_issuer_is_named_by_a_text(
    identifier: Identifier, mint: Mint, connector: Connector, named: object
) -> None:
    with pytest.raises(Unauthenticated) as caught:
        await identifier.identify(bearing(mint(iss=named)), (), connector)

    assert caught.value.cause == Reason.UNKNOWN_ISSUER


async def test_one_issuers_key_signs_nothing_for_another(
    identifier: Identifier, mint: Mint, connector: Connector, authority: Authority, published: bytes
) -> None:
    """The partner's keys are all but the one that signed; that the other issuer publishes it does not help."""
    others = [key for key in json.loads(published)["keys"] if key["kid"] != "ES256"]
    authority.pages["/partner"] = json.dumps({"keys": others}).encode()

    assert (await identifier.identify(bearing(mint()), (), connector)).user.subject == "alice"
    with pytest.raises(Unauthenticated) as caught:
        await identifier.identify(bearing(mint(iss="https://partner.example.com")), (), connector)

    assert caught.value.cause == Reason.UNKNOWN_KEY


async def test_a_token_of_an_unknown_issuer_causes_no_fetch(
    identifier: Identifier, mint: Mint, connector: Connector, authority: Authority
) -> None:
    with pytest.raises(Unauthenticated):
        await identifier.identify(bearing(mint(iss="https://evil.example")), (), connector)

    assert authority.asked == []


async def test_while_the_issuer_is_down_nothing_is_said_of_its_tokens(
    identifier: Identifier, mint: Mint, connector: Connector, authority: Authority
) -> None:
    authority.pages.clear()

    with pytest.raises(DelegationUnavailable) as caught:
        await identifier.identify(bearing(mint()), (), connector)

    assert (caught.value.status, caught.value.cause) == (503, Reason.KEYS_UNAVAILABLE)


async def test_a_token_is_verified_once_a_minute(
    identifier: Identifier, mint: Mint, connector: Connector, clock: Clock
) -> None:
    headers = bearing(mint())
    first = await identifier.identify(headers, (), connector)

    clock.now += 59
    assert await identifier.identify(headers, (), connector) is first
    clock.now += 1
    again = await identifier.identify(headers, (), connector)

    assert again == first
    assert again is not first


async def test_a_remembered_token_still_ends(
    identifier: Identifier, mint: Mint, connector: Connector, clock: Clock, now: float
) -> None:
    headers = bearing(mint(exp=now + 10))
    await identifier.identify(headers, (), connector)
    clock.now += 10 + 60  # the leeway

    with pytest.raises(Unauthenticated) as caught:
        await identifier.identify(headers, (), connector)

    assert caught.value.cause == Reason.EXPIRED


async def test_a_remembered_token_opens_no_other_connector(
    identifier: Identifier, mint: Mint, connector: Connector
) -> None:
    headers = bearing(mint())
    await identifier.identify(headers, (), connector)

    for other in (
        replace(connector, name="hr", audience="https://sallyport.example.com/hr"),
        replace(connector, audience="https://sallyport.example.com/hr"),
    ):
        with pytest.raises(Unauthenticated) as caught:
            await identifier.identify(headers, (), other)
        assert caught.value.cause == Reason.AUDIENCE


async def test_a_remembered_token_must_still_come_as_it_should(
    identifier: Identifier, mint: Mint, connector: Connector
) -> None:
    headers = bearing(mint())
    await identifier.identify(headers, (), connector)

    with pytest.raises(Unauthenticated) as caught:
        await identifier.identify(headers * 2, (), connector)

    assert caught.value.cause == Reason.SEVERAL_SENT


async def test_each_token_proves_its_own_user(identifier: Identifier, mint: Mint, connector: Connector) -> None:
    """Others returned any valid token's user to anyone, or the first user's to the next."""
    names = [f"user-{number}" for number in range(20)]
    tokens = {name: mint(oid=name) for name in names}

    for name in [*names, *reversed(names)]:
        assert (await identifier.identify(bearing(tokens[name]), (), connector)).user.subject == name


async def test_a_refreshed_token_is_the_same_caller(identifier: Identifier, mint: Mint, connector: Connector) -> None:
    first = await identifier.identify(bearing(mint(jti="1")), (), connector)
    second = await identifier.identify(bearing(mint(jti="2")), (), connector)

    assert (first.user, first.plugin) == (second.user, second.plugin)
    assert first.token != second.token


async def test_an_issuers_own_audience_counts_for_its_tokens(
    issuers: list[IssuerSettings],
    plugins: Mapping[str, Plugin],
    outbound: Outbound,
    clock: Clock,
    mint: Mint,
    connector: Connector,
) -> None:
    own = [replace(issuers[0], audience="api://{connector}")]
    identifier = Identifier(own, plugins, Keys(own, outbound), "https://sallyport.example.com", clock)

    assert (await identifier.identify(bearing(mint(aud="api://crm")), (), connector)).user.subject == "alice"
    with pytest.raises(Unauthenticated):
        await identifier.identify(bearing(mint()), (), connector)


async def test_no_refusal_carries_a_byte_of_the_token(identifier: Identifier, mint: Mint, connector: Connector) -> None:
    token = mint(sub="summariser")
    with pytest.raises(Unauthenticated) as caught:
        await identifier.identify(bearing(token), (), connector)

    chain: list[BaseException | None] = [caught.value, caught.value.__cause__, caught.value.__context__]
    told = " ".join(f"{error!r} {error}" for error in chain) + repr(caught.value.headers)
    assert "summariser" not in told
    assert not any(part in told for part in token.split("."))
