"""``/notes/42;x`` is the note ``42`` to servers that know path parameters, and not to a rule that keeps it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.stage import stage
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering

NOT_42 = """
- {id: not-42, owner: hr, because: it is closed, operation: notes.notes.get, require: request.parameters.id != '42'}
"""


@pytest.mark.parametrize("segment", ["42;x", "42;", "42%3Bx", "42%3b"])
async def test_a_semicolon_is_sent_as_a_part_of_the_segment(
    tmp_path: Path, authorization_server: AuthorizationServer, segment: str
) -> None:
    async with stage(answering(b"{}"), tmp_path, authorization_server, rules=NOT_42) as act:
        assert (await act.ask("GET", "/notes/42")).status == 422
        assert (await act.ask("GET", f"/notes/{segment}")).status == 200
        (sent,) = act.system.received()
    assert sent.target == "/notes/42%3B" + segment.partition(";")[2] + segment.upper().partition("%3B")[2].lower()
