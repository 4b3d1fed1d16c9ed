"""``If-Match`` on a read asks whether a guess is right: an ETag, a date, that a rule keeps in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.stage import JSON, stage
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering

CONDITIONS = ("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_no_condition_of_a_read_goes_on(
    tmp_path: Path, authorization_server: AuthorizationServer, method: str
) -> None:
    async with stage(answering(b"{}"), tmp_path, authorization_server) as act:
        await act.ask(method, "/notes/1", fields=[f'{name}: "guess"' for name in CONDITIONS])
        (sent,) = act.system.received()
    assert b"guess" not in sent.raw


async def test_the_condition_of_a_write_goes_on(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    async with stage(answering(b"{}"), tmp_path, authorization_server) as act:
        await act.ask("POST", "/notes", fields=['If-Match: "seen"'], body=b"{}", content_type=JSON)
        (sent,) = act.system.received()
    assert sent.header("if-match") == '"seen"'
