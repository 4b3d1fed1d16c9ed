"""Whoever sends another user's idempotency key is answered with what that user's write came to, on many systems."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.attacks.stage import JSON, stage
from tests.notes import token_for
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering

KEY = "Idempotency-Key: 0001"


async def test_two_users_with_one_key_are_told_apart(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    async with stage(answering(b"{}"), tmp_path, authorization_server) as alice:
        bob = replace(alice, token=await token_for(alice.deployment, authorization_server, user="bob"))
        for actor in (alice, alice, bob):
            answer = await actor.ask("POST", "/notes", fields=[KEY], body=b"{}", content_type=JSON)
            assert answer.status == 200
        sent = [request.header("idempotency-key") for request in alice.system.received()]
    first, again, of_bob = sent
    assert first == again
    assert of_bob not in {first, None}
    assert "0001" not in sent


async def test_a_second_or_empty_key_is_refused(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    async with stage(answering(b"{}"), tmp_path, authorization_server) as act:
        for fields in ([KEY, "idempotency-key: 0002"], ["Idempotency-Key:"]):
            answer = await act.ask("POST", "/notes", fields=fields, body=b"{}", content_type=JSON)
            assert (answer.status, answer.slug) == (400, "malformed-request")
        assert act.system.received() == ()


async def test_a_read_goes_on_without_a_key(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    async with stage(answering(b"{}"), tmp_path, authorization_server) as act:
        assert (await act.ask("GET", "/notes/1", fields=[KEY])).status == 200
        (sent,) = act.system.received()
    assert sent.header("idempotency-key") is None
