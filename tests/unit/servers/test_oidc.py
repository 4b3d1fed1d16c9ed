from __future__ import annotations

import asyncio
import base64
import json

import aiohttp
import pytest

from tests.servers.calls import Answered
from tests.servers.oidc import AuthorizationServer, Fault, fingerprint, issued_token

GATEWAY = "https://sallyport.example.com/records"


def header(token: str) -> dict[str, object]:
    return part(token, 0)


def claims(token: str) -> dict[str, object]:
    return part(token, 1)


def part(token: str, index: int) -> dict[str, object]:
    content = json.loads(base64.urlsafe_b64decode(token.split(".")[index] + "=="))
    assert isinstance(content, dict)
    return content


def error(answered: Answered) -> object:
    assert isinstance(answered.body, dict)
    return answered.body["error"]


async def test_a_users_token_is_a_jwt_for_the_audience_and_names_user_and_plugin(
    authorization_server: AuthorizationServer,
) -> None:
    token = await authorization_server.token(user="alice", plugin="summariser", audience=GATEWAY, expires_in=90)
    assert header(token)["typ"] == "at+jwt"
    said = claims(token)
    assert said["iss"] == authorization_server.issuer
    assert (said["aud"], said["sub"], said["client_id"]) == (GATEWAY, "alice", "summariser")
    assert (said["email"], said["groups"]) == ("alice@example.com", ["support", "deal-falcon"])
    assert int(str(said["exp"])) - int(str(said["iat"])) <= 600


async def test_a_client_credentials_token_names_no_user(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.client_credentials_token(plugin="triage", audience=GATEWAY)
    assert claims(token)["sub"] == claims(token)["client_id"] == "triage"
    assert error(await authorization_server.exchange(token, scope="openid")) == "invalid_request"


@pytest.mark.parametrize("user", ["alice", "bob"])
async def test_an_exchange_without_audience_gives_a_token_whose_userinfo_is_the_users(
    authorization_server: AuthorizationServer, user: str
) -> None:
    token = await authorization_server.token(user=user, plugin="summariser", audience=GATEWAY)
    exchanged = issued_token(await authorization_server.exchange(token, scope="openid"))
    answered = await authorization_server.userinfo(exchanged)
    assert answered.body == {"sub": user}
    assert (await authorization_server.userinfo(token)).status == 401


async def test_an_exchange_for_an_audience_gives_a_jwt_for_it_in_which_the_plugin_is_the_actor(
    authorization_server: AuthorizationServer,
) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY)
    answered = await authorization_server.exchange(token, audience="https://api.example.com/", scope="read")
    said = claims(issued_token(answered))
    assert (said["aud"], said["sub"], said["scope"]) == ("https://api.example.com/", "bob", "read")
    assert said["act"] == {"sub": "triage"}


async def test_a_chain_of_exchanges_keeps_every_actor(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY)
    onward = issued_token(await authorization_server.exchange(token, audience=GATEWAY))
    last = issued_token(await authorization_server.exchange(onward, audience="https://api.example.com/"))
    assert claims(last)["act"] == {"sub": "gateway", "act": {"sub": "triage"}}


async def test_an_exchange_never_widens_the_scope(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY, scope="read")
    answered = await authorization_server.exchange(token, audience="https://api.example.com/", scope="read write")
    assert error(answered) == "invalid_scope"


async def test_a_token_that_is_not_for_the_gateway_is_not_exchanged(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience="https://elsewhere.example/")
    assert error(await authorization_server.exchange(token, scope="openid")) == "invalid_request"


async def test_an_expired_token_is_not_exchanged(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY, expires_in=-120)
    assert error(await authorization_server.exchange(token, scope="openid")) == "invalid_request"


async def test_a_plugin_may_not_exchange(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY)
    answered = await authorization_server.exchange(token, scope="openid", client="triage")
    assert answered.status == 400


async def test_the_journal_names_what_was_exchanged_for_what(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY)
    exchanged = issued_token(await authorization_server.exchange(token, scope="openid"))
    (entry,) = await authorization_server.exchanges()
    assert (entry.client, entry.user, entry.actor, entry.scope) == ("gateway", "bob", {"sub": "triage"}, "openid")
    assert (entry.subject_sha256, entry.issued_sha256) == (fingerprint(token), fingerprint(exchanged))


@pytest.mark.parametrize(("fault", "status"), [("down", 503), ("refused", 400), ("garbage", 200)])
async def test_a_broken_exchange_issues_nothing_until_it_is_mended(
    authorization_server: AuthorizationServer, fault: Fault, status: int
) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY)
    await authorization_server.break_exchange(fault)
    assert (await authorization_server.exchange(token, scope="openid")).status == status
    (entry,) = await authorization_server.exchanges()
    assert entry.issued_sha256 is None
    await authorization_server.mend()
    assert (await authorization_server.exchange(token, scope="openid")).status == 200


async def test_a_reset_exchange_cuts_the_connection(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY)
    await authorization_server.break_exchange("reset")
    with pytest.raises(aiohttp.ClientError):
        await authorization_server.exchange(token, scope="openid")


async def test_a_hanging_exchange_is_never_answered(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY)
    await authorization_server.break_exchange("hang")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await authorization_server.exchange(token, scope="openid")


async def test_exchanged_tokens_can_be_made_short_lived(authorization_server: AuthorizationServer) -> None:
    token = await authorization_server.token(user="bob", plugin="triage", audience=GATEWAY)
    await authorization_server.shorten_exchange(5)
    answered = await authorization_server.exchange(token, scope="openid")
    assert isinstance(answered.body, dict)
    assert 0 < answered.body["expires_in"] <= 5
