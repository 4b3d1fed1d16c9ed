"""A real system of record that asks a real authorization server who is calling: Kinto and oidc-provider."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.gateways import Connector, Deployment, serving
from tests.servers.calls import Answered, call
from tests.servers.kinto import Kinto
from tests.servers.oidc import AuthorizationServer, Fault, fingerprint

READER = "{id: summariser, owner: support, grants: [{connector: kinto, read: ['*']}]}"


@pytest.fixture
def deployment(tmp_path: Path, authorization_server: AuthorizationServer, kinto: Kinto) -> Deployment:
    connector = Connector(
        "kinto",
        "use: kinto",
        kinto.url,
        authorization_server.token_endpoint,
        authorization_server.gateway_secret,
        delegation="scopes: [openid]",
    )
    return Deployment(tmp_path, authorization_server.issuer, [connector], [READER])


async def kept(kinto: Kinto, authorization_server: AuthorizationServer, user: str) -> str:
    """Let a user keep a record of their own, past the gateway, and return its path."""
    token = await authorization_server.own_token(user)
    path = await kinto.keep(token, f"{user}s", "notes", "first", {"text": f"written by {user}"})
    await authorization_server.forget()
    return f"/v1{path}"


async def plugin_token(deployment: Deployment, authorization_server: AuthorizationServer, user: str) -> str:
    return await authorization_server.token(user=user, plugin="summariser", audience=f"{deployment.url}/kinto")


async def test_each_user_reads_their_own_record_and_nobody_elses(
    deployment: Deployment, authorization_server: AuthorizationServer, kinto: Kinto
) -> None:
    paths = {user: await kept(kinto, authorization_server, user) for user in ("alice", "bob")}
    seen: dict[tuple[str, str], int] = {}
    async with serving(deployment):
        for user in paths:
            token = await plugin_token(deployment, authorization_server, user)
            for owner, path in paths.items():
                answer = await call("GET", f"{deployment.url}/kinto{path}", bearer=token)
                seen[user, owner] = answer.status
                assert (f"written by {owner}".encode() in answer.content) is (user == owner)
    assert seen == {("alice", "alice"): 200, ("bob", "bob"): 200, ("alice", "bob"): 403, ("bob", "alice"): 403}


async def test_the_system_of_record_refuses_since_it_saw_the_users_own_token(
    deployment: Deployment, authorization_server: AuthorizationServer, kinto: Kinto
) -> None:
    path = await kept(kinto, authorization_server, "alice")
    async with serving(deployment):
        token = await plugin_token(deployment, authorization_server, "bob")
        answer = await call("GET", f"{deployment.url}/kinto{path}", bearer=token)
    assert answer.status == 403
    assert isinstance(answer.body, dict)
    assert answer.body["errno"] == 121  # Kinto's own word for forbidden: the gateway let it pass
    (exchange,) = await authorization_server.exchanges()
    assert (exchange.user, exchange.client, exchange.subject_sha256) == ("bob", "gateway", fingerprint(token))
    (reached,) = kinto.received()
    assert fingerprint((reached.header("authorization") or "").removeprefix("Bearer ")) == exchange.issued_sha256
    assert token.encode() not in reached.raw  # no byte of the plugin's token went on


async def test_a_plugins_own_token_is_nothing_to_the_system_of_record(
    deployment: Deployment, authorization_server: AuthorizationServer, kinto: Kinto
) -> None:
    path = await kept(kinto, authorization_server, "alice")
    token = await plugin_token(deployment, authorization_server, "alice")
    past_the_gateway = await kinto.ask("GET", path.removeprefix("/v1"), token)
    assert past_the_gateway.status == 401


@pytest.mark.parametrize(
    ("fault", "status", "slug"),
    [
        ("down", 503, "delegation-unavailable"),
        ("reset", 503, "delegation-unavailable"),
        ("garbage", 503, "delegation-unavailable"),
        ("refused", 403, "delegation-refused"),
    ],
)
async def test_without_token_exchange_there_is_no_upstream_call_at_all(
    deployment: Deployment,
    authorization_server: AuthorizationServer,
    kinto: Kinto,
    fault: Fault,
    status: int,
    slug: str,
) -> None:
    path = await kept(kinto, authorization_server, "alice")
    async with serving(deployment):
        token = await plugin_token(deployment, authorization_server, "alice")
        await authorization_server.break_exchange(fault)
        answer = await call("GET", f"{deployment.url}/kinto{path}", bearer=token)
        assert kinto.connections == 0
        await authorization_server.mend()
        mended = await call("GET", f"{deployment.url}/kinto{path}", bearer=token)
    assert (answer.status, problem(answer)) == (status, slug)
    assert mended.status == 200


async def test_the_users_token_is_exchanged_once_and_used_again(
    deployment: Deployment, authorization_server: AuthorizationServer, kinto: Kinto
) -> None:
    path = await kept(kinto, authorization_server, "alice")
    async with serving(deployment):
        token = await plugin_token(deployment, authorization_server, "alice")
        answers = await asyncio.gather(*(call("GET", f"{deployment.url}/kinto{path}", bearer=token) for _ in range(20)))
    assert {answer.status for answer in answers} == {200}
    assert len(await authorization_server.exchanges()) == 1


def problem(answer: Answered) -> str:
    assert isinstance(answer.body, dict), answer.content
    return str(answer.body["type"]).removeprefix("urn:sallyport:problem:")
