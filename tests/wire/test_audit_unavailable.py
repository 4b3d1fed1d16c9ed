"""What cannot be recorded is not done, and not released; once it can be again, everything goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from gateway.audit.verify import verify
from tests.gateways import Deployment, serving
from tests.notes import Spoken, deployment_of, recorded, result_of, speak, token_for
from tests.servers.calls import call
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Upstream, answering, upstream

CONTENT = b'{"text":"of the system of record"}'
answer_well = answering(CONTENT)


@pytest.fixture
async def records() -> AsyncIterator[Upstream]:
    async with upstream(answer_well) as server:
        yield server


@pytest.fixture
async def deployment(
    tmp_path: Path, authorization_server: AuthorizationServer, records: Upstream
) -> AsyncIterator[Deployment]:
    deployed = deployment_of(tmp_path, authorization_server, records.url)
    async with serving(deployed):
        yield deployed


@pytest.fixture
async def token(deployment: Deployment, authorization_server: AuthorizationServer) -> str:
    return await token_for(deployment, authorization_server)


def take_away(deployment: Deployment) -> None:
    """Make the log unwritable in a way that also stops root: its directory is not where it was."""
    deployment.audit.rename(deployment.folder / "away")


def put_a_file_in_its_place(deployment: Deployment) -> None:
    take_away(deployment)
    deployment.audit.touch()


def put_an_empty_one_in_its_place(deployment: Deployment) -> None:
    """A log that went on here would hide what is missing."""
    take_away(deployment)
    deployment.audit.mkdir()


def bring_back(deployment: Deployment) -> None:
    if deployment.audit.is_file():
        deployment.audit.unlink()
    if deployment.audit.is_dir():
        for path in deployment.audit.iterdir():
            path.unlink()
        deployment.audit.rmdir()
    (deployment.folder / "away").rename(deployment.audit)


async def read(deployment: Deployment, token: str) -> Spoken:
    return await speak(deployment.url, "GET", "/notes/notes/1", bearer=token)


async def write(deployment: Deployment, token: str) -> Spoken:
    return await speak(
        deployment.url, "POST", "/notes/notes", bearer=token, body=b"{}", content_type="application/json"
    )


WAYS = [take_away, put_a_file_in_its_place, put_an_empty_one_in_its_place]


@pytest.mark.parametrize("make_unwritable", WAYS)
async def test_a_write_that_cannot_be_recorded_is_not_sent(
    deployment: Deployment, records: Upstream, token: str, make_unwritable: Callable[[Deployment], None]
) -> None:
    make_unwritable(deployment)
    answer = await write(deployment, token)
    assert (answer.status, answer.slug) == (503, "audit-unavailable")
    assert "executed" not in answer.problem  # nothing went upstream
    assert records.connections == 0


@pytest.mark.parametrize("make_unwritable", WAYS)
async def test_a_read_that_cannot_be_recorded_is_not_released(
    deployment: Deployment, token: str, make_unwritable: Callable[[Deployment], None]
) -> None:
    make_unwritable(deployment)
    answer = await read(deployment, token)
    assert (answer.status, answer.slug) == (503, "audit-unavailable")
    assert b"system of record" not in answer.content


async def test_a_refusal_that_cannot_be_recorded_is_not_told(deployment: Deployment, token: str) -> None:
    take_away(deployment)
    answer = await speak(deployment.url, "GET", "/notes/people", bearer=token)
    assert (answer.status, answer.slug) == (503, "audit-unavailable")


async def test_who_is_nobody_is_still_told_so(deployment: Deployment) -> None:
    take_away(deployment)
    answer = await speak(deployment.url, "GET", "/notes/notes/1")
    assert answer.status == 401  # costs no record


async def test_a_write_that_ran_before_the_log_failed_says_that_it_ran(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    async def take_the_log_away_and_answer(
        server: Upstream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        take_away(deployed)
        await answer_well(server, reader, writer)

    async with upstream(take_the_log_away_and_answer) as server:
        deployed = deployment_of(tmp_path, authorization_server, server.url)
        async with serving(deployed):
            token = await token_for(deployed, authorization_server)
            answer = await write(deployed, token)
            bring_back(deployed)
            later = await speak(deployed.url, "GET", "/notes/people", bearer=token)
    assert (answer.status, answer.slug, answer.problem["executed"]) == (503, "audit-unavailable", True)
    assert b"system of record" not in answer.content
    intent, refusal = recorded(deployed)
    assert (intent["kind"], intent["id"]) == ("intent", answer.problem["request"])
    assert (refusal["kind"], refusal["id"]) == ("refusal", later.problem["request"])
    assert verify(deployed.audit).indeterminate == (intent["id"],)  # an auditor sees that it may have happened


@pytest.mark.parametrize("make_unwritable", WAYS)
async def test_once_the_log_is_back_everything_goes_on(
    deployment: Deployment, records: Upstream, token: str, make_unwritable: Callable[[Deployment], None]
) -> None:
    make_unwritable(deployment)
    refused = await write(deployment, token)
    not_ready = await call("GET", f"{deployment.admin}/readyz")
    bring_back(deployment)
    passed = await write(deployment, token)
    ready = await call("GET", f"{deployment.admin}/readyz")

    assert (not_ready.status, not_ready.content) == (503, b"the audit log cannot be written\n")
    assert (passed.status, ready.status) == (200, 200)
    assert records.connections == 1
    intent, outcome = recorded(deployment)  # of the refused one there is nothing: it is not in the log
    assert intent["id"] == outcome["id"] == passed.header("sallyport-request-id") != refused.problem["request"]
    assert result_of(outcome)["status"] == 200
    assert verify(deployment.audit).is_sound


async def test_while_the_log_fails_the_gateway_is_alive(deployment: Deployment, token: str) -> None:
    take_away(deployment)
    await read(deployment, token)
    assert (await call("GET", f"{deployment.admin}/livez")).status == 200  # a restart would help nobody
