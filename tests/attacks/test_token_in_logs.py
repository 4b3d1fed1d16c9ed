"""Whatever fails, and on whomever's fault: no token, and nothing that the system said, is in a log or a record."""

from __future__ import annotations

import asyncio
import gc
import logging
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from gateway.telemetry.metrics import REGISTRY
from tests.attacks.stage import JSON, stage
from tests.notes import connect
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import (
    Behaviour,
    Upstream,
    answering,
    garbage,
    half_closed,
    overlong,
    reset,
    reset_midway,
    saying,
)

CANARY = "correct-horse-battery"
BEHAVIOURS: dict[str, Behaviour] = {
    "a rejected token": answering(CANARY.encode(), status="401 Unauthorized"),
    "no HTTP": saying(f"{CANARY} {CANARY}\r\n\r\n".encode()),
    "a wrong length": saying(f"HTTP/1.1 200 OK\r\nContent-Length: {CANARY}\r\n\r\n".encode()),
    "a wrong field": saying(f"HTTP/1.1 200 OK\r\n{CANARY}\x00\r\n\r\n".encode()),
    "a wrong chunk": saying(f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{CANARY}\r\n".encode()),
    "wrong JSON": answering(f'{{"a": {CANARY}}}'.encode()),
    "garbage": garbage,
    "a cut": reset,
    "a cut midway": reset_midway,
    "half": half_closed,
    "too much": overlong,
}


def said_aloud(act_folder: Path, caplog: pytest.LogCaptureFixture) -> str:
    records = "".join(path.read_text() for path in (act_folder / "audit").glob("*.jsonl"))
    metrics = generate_latest(REGISTRY).decode()
    return "\n".join([records, metrics, *(caplog.handler.format(record) for record in caplog.records)])


@pytest.mark.parametrize("name", BEHAVIOURS)
async def test_a_failing_system_leaves_no_token_and_no_word_of_its_own(
    tmp_path: Path, authorization_server: AuthorizationServer, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.DEBUG)
    async with stage(BEHAVIOURS[name], tmp_path, authorization_server) as act:
        for method, body in (("GET", b""), ("POST", b"{}")):
            target = "/notes" if body else "/notes/1"
            answer = await act.ask(method, target, body=body, content_type=JSON if body else None)
            assert CANARY.encode() not in answer.content
        sent = {received.header("authorization") or "" for received in act.system.received()}
    aloud = said_aloud(tmp_path, caplog)
    secrets = {act.token, *(value.removeprefix("Bearer ") for value in sent), CANARY}
    assert all(secret not in aloud for secret in secrets)
    assert act.token not in {value.removeprefix("Bearer ") for value in sent}


async def test_a_write_whose_client_left_and_whose_answer_is_garbage_is_told_by_nobody(
    tmp_path: Path, authorization_server: AuthorizationServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    left = asyncio.Event()
    unhandled: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unhandled.append(context))

    async def garbled_later(system: Upstream, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await system.released()
        writer.write(f"{CANARY} {CANARY}\r\n\r\n".encode())
        left.set()

    async with stage(garbled_later, tmp_path, authorization_server) as act:
        _, writer = await connect(act.deployment.url)
        head = f"POST /notes/notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {act.token}\r\nContent-Type: {JSON}"
        writer.write(f"{head}\r\nContent-Length: 2\r\n\r\n{{}}".encode())
        await act.system.arrived()
        writer.transport.abort()
        act.system.release()
        await left.wait()
    gc.collect()
    aloud = said_aloud(tmp_path, caplog)
    assert '"kind":"intent"' in aloud
    assert '"abandoned":true' in aloud
    assert CANARY not in aloud
    assert act.token not in aloud
    assert unhandled == []
