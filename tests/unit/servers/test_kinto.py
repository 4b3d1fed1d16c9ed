from __future__ import annotations

from tests.servers.calls import call
from tests.servers.kinto import Kinto
from tests.servers.oidc import AuthorizationServer, issued_token

GATEWAY = "https://sallyport.example.com/records"


async def exchanged_token(server: AuthorizationServer, user: str) -> str:
    token = await server.token(user=user, plugin="summariser", audience=GATEWAY)
    return issued_token(await server.exchange(token, scope="openid"))


async def test_what_alice_keeps_is_hers_also_through_an_exchanged_token(
    authorization_server: AuthorizationServer, kinto: Kinto
) -> None:
    record = await kinto.keep(await authorization_server.own_token("alice"), "a", "notes", "n1", {"text": "hers"})
    answered = await kinto.ask("GET", record, await exchanged_token(authorization_server, "alice"))
    assert answered.status == 200
    assert isinstance(answered.body, dict)
    assert answered.body["data"]["text"] == "hers"


async def test_kinto_refuses_bob_what_is_alices(authorization_server: AuthorizationServer, kinto: Kinto) -> None:
    record = await kinto.keep(await authorization_server.own_token("alice"), "a", "notes", "n1", {"text": "hers"})
    answered = await kinto.ask("GET", record, await exchanged_token(authorization_server, "bob"))
    assert answered.status == 403


async def test_kinto_does_not_take_a_plugins_token(authorization_server: AuthorizationServer, kinto: Kinto) -> None:
    record = await kinto.keep(await authorization_server.own_token("alice"), "a", "notes", "n1", {"text": "hers"})
    token = await authorization_server.token(user="alice", plugin="summariser", audience=GATEWAY)
    assert (await kinto.ask("GET", record, token)).status == 401


async def test_every_test_finds_kinto_empty(authorization_server: AuthorizationServer, kinto: Kinto) -> None:
    token = await authorization_server.own_token("alice")
    answered = await kinto.ask("GET", "/buckets", token)
    assert answered.body == {"data": []}


async def test_the_recorder_shows_the_very_token_that_reached_kinto(
    authorization_server: AuthorizationServer, kinto: Kinto
) -> None:
    token = await authorization_server.own_token("bob")
    assert kinto.connections == 0
    answered = await call("GET", f"{kinto.url}/v1/", bearer=token)
    assert isinstance(answered.body, dict)
    assert answered.body["user"]["id"] == "openid:bob"
    (received,) = kinto.received()
    assert (received.method, received.target) == ("GET", "/v1/")
    assert received.header("authorization") == f"Bearer {token}"
