"""What a request's ports do beside passing on: they outlive a client that leaves, and log a bug without its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.app import policy
from gateway.domain.decision import Decision
from gateway.edge import links
from tests.gateways import serving
from tests.notes import deployment_of, recorded, result_of, speak, token_for
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering, upstream

SECRET = "the text of a record"


def fail(*_: object, **__: object) -> Decision:
    raise KeyError(SECRET)


@pytest.mark.parametrize(("place", "name", "executed"), [(policy, "decide", None), (links, "lead_back", "true")])
async def test_a_bug_is_refused_on_record_and_its_words_stay_here(
    tmp_path: Path,
    authorization_server: AuthorizationServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    place: object,
    name: str,
    executed: str | None,
) -> None:
    monkeypatch.setattr(place, name, fail)
    async with upstream(answering(b"{}")) as server:
        deployment = deployment_of(tmp_path, authorization_server, server.url)
        async with serving(deployment):
            token = await token_for(deployment, authorization_server)
            answer = await speak(
                deployment.url, "POST", "/notes/notes", bearer=token, body=b"{}", content_type="application/json"
            )
    assert (answer.status, answer.slug) == (500, "internal-error")
    assert answer.problem.get("executed") == (True if executed else None)
    refusal = recorded(deployment)[-1]
    result = result_of(refusal)
    assert (result["cause"], result["executed"]) == ("KeyError", executed)
    assert str(answer.problem["request"]) in caplog.text
    assert "KeyError at " in caplog.text
    for told in (caplog.text, str(refusal), answer.content.decode()):
        assert SECRET not in told
