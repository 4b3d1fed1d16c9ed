"""A field that cannot be written again cost the whole answer: the client of a write saw its connection end."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.attacks.stage import JSON, stage
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import saying


@pytest.mark.parametrize("value", [b'"\x01"', b'"\x7f"', b"a\x0bb"])
async def test_a_write_is_answered_without_the_field(
    tmp_path: Path, authorization_server: AuthorizationServer, caplog: pytest.LogCaptureFixture, value: bytes
) -> None:
    head = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n"
    async with stage(saying(head + b"ETag: " + value + b"\r\n\r\n{}"), tmp_path, authorization_server) as act:
        answer = await act.ask("POST", "/notes", body=b"{}", content_type=JSON)
    assert (answer.status, answer.content, answer.header("etag")) == (201, b"{}", None)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
