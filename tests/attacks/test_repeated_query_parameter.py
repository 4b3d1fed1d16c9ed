"""Of ``?ids[]=2&ids[]=1`` a rule saw the last, and the system of record both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.stage import stage
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering

RULES = """
- {id: one, owner: hr, because: x, operation: notes.notes.list, require: "request.query['ids[]'] == '1'"}
"""
NONE = """
- {id: none, owner: hr, because: x, operation: notes.notes.list, require: "!('ids[]' in request.query)"}
"""


@pytest.mark.parametrize(
    ("rules", "query", "status"),
    [
        (RULES, "ids[]=1", 200),
        (RULES, "ids[]=2", 422),
        (RULES, "ids[]=2&ids[]=1", 422),
        (NONE, "ids[]=2&ids[]=1", 422),
        (NONE, "other=2", 200),
        ("[]", "ids[]=2&ids[]=1", 200),
    ],
)
async def test_a_rule_judges_every_value_or_does_not_hold(
    tmp_path: Path, authorization_server: AuthorizationServer, rules: str, query: str, status: int
) -> None:
    async with stage(answering(b"[]"), tmp_path, authorization_server, rules=rules) as act:
        assert (await act.ask("GET", f"/notes?{query}")).status == status
