"""A granted POST that carries ``_method=DELETE`` is a DELETE to many servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.stage import FORM, JSON, stage
from tests.notes import recorded
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering


async def test_a_parameter_that_names_another_method_is_refused(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    requests = [
        ("/notes?_method=DELETE", b'{"title":"x"}', JSON),
        ("/notes?_HttpMethod=PATCH", b'{"title":"x"}', JSON),
        ("/notes?X-HTTP-Method-Override=PUT", b'{"title":"x"}', JSON),
        ("/notes?%5Fmethod=PUT", b'{"title":"x"}', JSON),
        ("/notes", b"title=x&_method=DELETE", FORM),
        ("/notes", b"title=x&%5FMETHOD=DELETE", FORM),
        ("/notes", b'{"title":"x","_method":"DELETE"}', JSON),
    ]
    async with stage(answering(b"{}"), tmp_path, authorization_server) as act:
        for target, body, content_type in requests:
            answer = await act.ask("POST", target, body=body, content_type=content_type)
            assert (answer.status, answer.slug) == (400, "malformed-request"), target
        assert act.system.received() == ()
    assert [record["kind"] for record in recorded(act.deployment)] == ["refusal"] * len(requests)


@pytest.mark.parametrize("body", [b'{"method":"DELETE"}', b'{"note":{"_method":"DELETE"}}', b'["_method"]'])
async def test_what_only_looks_like_an_override_passes(
    tmp_path: Path, authorization_server: AuthorizationServer, body: bytes
) -> None:
    async with stage(answering(b"{}"), tmp_path, authorization_server) as act:
        assert (await act.ask("POST", "/notes?method=card", body=body, content_type=JSON)).status == 200
