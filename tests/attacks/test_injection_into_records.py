"""Ids and names that would begin a new line, or end a member, of the log stay within their own record."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from gateway.audit.verify import verify
from tests.attacks.stage import JSON, stage
from tests.notes import recorded
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering

FORGED = '","kind":"outcome","result":{"status":200},"x":"'


async def test_every_request_is_one_record_or_two_and_says_what_was_asked(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    ids = [FORGED, "a\u2028b", "a\u2029b", "a\u0085b", "\U0001f512", "\\n{}", "<script>", "=cmd()"]
    async with stage(answering(b"{}"), tmp_path, authorization_server) as act:
        for each in ids:
            refused = "\\" in each
            assert (await act.ask("GET", f"/notes/{quote(each)}")).status == (400 if refused else 200)
        body = f'{{"{FORGED.replace(chr(34), chr(92) + chr(34))}": "\\n\\u0000"}}'.encode()
        assert (await act.ask("POST", "/notes", body=body, content_type=JSON)).status == 200
    records = recorded(act.deployment)
    assert [record["kind"] for record in records] == ["outcome"] * (len(ids) - 1) + ["intent", "outcome"]
    assert [record["target"]["ids"]["id"] for record in records[: len(ids) - 1]] == [  # type: ignore[index,call-overload]
        each for each in ids if "\\" not in each
    ]
    assert verify(act.deployment.audit).is_sound
