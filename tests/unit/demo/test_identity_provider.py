from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Protocol

import pytest
from aiohttp import ClientResponse, FormData, encode_basic_auth
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from gateway.demo.identity_provider import ACCESS_TOKEN, TOKEN_EXCHANGE, IdentityProvider
from gateway.demo.tokens import sign

RESOURCE, SYSTEM = "https://sallyport.example.com/crm", "tidewick-crm"

Exchange = Callable[..., Awaitable[ClientResponse]]


class Clock(Protocol):
    def advance(self, by: timedelta) -> None: ...


class Client(Protocol):
    async def get(self, path: str) -> ClientResponse: ...

    async def post(self, path: str, **options: Any) -> ClientResponse: ...


@pytest.fixture
def subject_token(provider: IdentityProvider) -> str:
    return provider.plugin_token("alice", "support-summariser", RESOURCE)


async def test_metadata_leads_to_the_token_endpoint_and_the_keys(identity: Client) -> None:
    metadata = await (await identity.get("/.well-known/oauth-authorization-server")).json()
    assert metadata["issuer"] == "https://login.example.com"
    assert metadata["token_endpoint"] == "https://login.example.com/token"
    assert metadata["jwks_uri"] == "https://login.example.com/jwks"
    assert metadata["grant_types_supported"] == [TOKEN_EXCHANGE]


async def test_keys_are_told_without_their_private_half(identity: Client, provider: IdentityProvider) -> None:
    (key,) = (await (await identity.get("/jwks")).json())["keys"]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
    assert "d" not in key
    assert provider.keys.as_dict() == {"keys": [key]}


async def test_a_visitor_gets_a_token_of_a_plugin_for_a_user(identity: Client, provider: IdentityProvider) -> None:
    form = {"user": "alice", "plugin": "support-summariser", "audience": RESOURCE}
    answer = await identity.post("/demo/token", data=form)
    document = await answer.json()
    token = jwt.decode(document["access_token"], provider.keys, ["ES256"])
    jti = token.claims.pop("jti")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (document["token_type"], document["expires_in"]) == ("Bearer", 3600)
    assert token.header["typ"] == "at+jwt"
    assert len(jti) == 22
    assert token.claims == {
        "iss": "https://login.example.com",
        "sub": "alice",
        "client_id": "support-summariser",
        "aud": RESOURCE,
        "groups": ["support", "support-emea", "vip-care"],
        "iat": 1795424400,
        "exp": 1795428000,
    }


@pytest.mark.parametrize(
    "replaced",
    [
        {"user": "mallory"},
        {"plugin": "unknown"},
        {"audience": SYSTEM},  # the system's own tokens come by exchange only
        {"user": ""},
    ],
)
async def test_nobody_else_gets_a_token(identity: Client, replaced: dict[str, str]) -> None:
    form = {"user": "alice", "plugin": "support-summariser", "audience": RESOURCE, **replaced}
    answer = await identity.post("/demo/token", data=form)
    assert answer.status == 400
    assert (await answer.json())["error"] == "invalid_request"


async def test_an_exchange_gives_the_users_token_for_the_system(
    exchange: Exchange, provider: IdentityProvider, subject_token: str
) -> None:
    answer = await exchange(subject_token=subject_token)
    document = await answer.json()
    token = jwt.decode(document.pop("access_token"), provider.keys, ["ES256"])
    del token.claims["jti"]
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert document == {"issued_token_type": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 300}
    assert token.header["typ"] == "at+jwt"
    assert token.claims == {
        "iss": "https://login.example.com",
        "sub": "alice",
        "act": {"sub": "support-summariser"},
        "client_id": "sallyport",
        "aud": SYSTEM,
        "iat": 1795424400,
        "exp": 1795424700,
    }


async def test_no_exchanged_token_outlives_the_one_it_came_from(
    exchange: Exchange, clock: Clock, subject_token: str
) -> None:
    clock.advance(timedelta(minutes=58))
    assert (await (await exchange(subject_token=subject_token)).json())["expires_in"] == 120
    clock.advance(timedelta(minutes=2))
    assert (await exchange(subject_token=subject_token)).status == 400


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Bearer abc",
        "Basic ???",
        "Basic //79",  # not UTF-8
        encode_basic_auth("sallyport", "wrong"),
        encode_basic_auth("another", "s3cret%3A+with+%25"),
    ],
)
async def test_only_the_gateway_may_exchange(exchange: Exchange, subject_token: str, authorization: str | None) -> None:
    answer = await exchange(subject_token=subject_token, authorization=authorization)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Basic"
    assert (await answer.json())["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("replaced", "error"),
    [
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": None}, "unsupported_grant_type"),
        ({"subject_token": None}, "invalid_request"),
        ({"subject_token": "not.a.token"}, "invalid_request"),
        ({"subject_token_type": "urn:ietf:params:oauth:token-type:id_token"}, "invalid_request"),
        ({"subject_token_type": None}, "invalid_request"),
        ({"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"}, "invalid_request"),
        ({"audience": None}, "invalid_target"),
        ({"audience": "payroll"}, "invalid_target"),
        ({"audience": "ledger"}, "invalid_request"),  # the subject token is for the door to another system
    ],
)
async def test_what_cannot_be_exchanged_is_refused_with_an_oauth_error(
    exchange: Exchange, subject_token: str, replaced: dict[str, str | None], error: str
) -> None:
    answer = await exchange(**{"subject_token": subject_token, **replaced})
    assert answer.status == 400
    assert (await answer.json())["error"] == error


async def test_an_exchanged_token_is_not_exchanged_again(exchange: Exchange, subject_token: str) -> None:
    exchanged = (await (await exchange(subject_token=subject_token)).json())["access_token"]
    assert (await exchange(subject_token=exchanged)).status == 400


async def test_a_token_signed_by_another_key_is_refused(exchange: Exchange, provider: IdentityProvider) -> None:
    foreign = ECKey.generate_key("P-256", {"kid": provider.keys.keys[0].kid or ""})
    claims = {"iss": "https://login.example.com", "sub": "alice", "client_id": "x", "aud": RESOURCE, "exp": 1795428000}
    assert (await exchange(subject_token=sign(claims, KeySet([foreign])))).status == 400


async def test_a_parameter_that_comes_twice_is_refused(identity: Client) -> None:
    form = FormData([("user", "alice"), ("user", "bob"), ("plugin", "ticket-triage"), ("audience", RESOURCE)])
    answer = await identity.post("/demo/token", data=form)
    assert (await answer.json())["error_description"] == "every parameter comes once, and is a text"
