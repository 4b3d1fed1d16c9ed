"""A system that rejects the user's token on a write made the gateway say 401: the plugin would log in for ever."""

from __future__ import annotations

from pathlib import Path

from tests.attacks.stage import JSON, stage
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering


async def test_a_write_whose_token_is_rejected_is_refused_and_was_not_executed(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    async with stage(answering(b"{}", status="401 Unauthorized"), tmp_path, authorization_server) as act:
        answer = await act.ask("POST", "/notes", body=b"{}", content_type=JSON)
    assert (answer.status, answer.slug, answer.problem["executed"]) == (403, "delegation-refused", False)
