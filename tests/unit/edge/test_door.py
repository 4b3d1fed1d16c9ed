"""One handler around one exchange: whatever happens in it, the client gets one answer, and no word too many."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from aiohttp import StreamReader, web
from aiohttp.streams import EMPTY_PAYLOAD
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from classifiers.finding import Finding
from connectors.model import Effect, Operation, System, Tier
from gateway.domain.caller import Caller, User
from gateway.domain.connector import Connector
from gateway.domain.decision import Claim, Decision, Facts, Released, Verdict
from gateway.domain.errors import AuditUnavailable, NotGranted, Unauthenticated, UnknownOperation
from gateway.domain.grant import Grant, Plugin
from gateway.domain.json import Json
from gateway.domain.message import Answer, Body, BodyKind, Message, Request
from gateway.domain.passage import Delegation, Passage
from gateway.domain.secret import Secret
from gateway.edge.door import METADATA, Door, Receive
from gateway.telemetry.metrics import REGISTRY

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
READ = Operation("tickets.get", "GET", "/tickets/{id}", Effect.READ, Tier.LOW)
CONNECTOR = Connector("crm", System("crm", "CRM", (READ,)), "https://crm.example", "https://gw.example/crm")
CALLER = Caller(User("https://idp.example", "alice"), Plugin("summariser", "support"), Secret("t"), NOW)
ANSWER = Answer(200, Message((("etag", "1"),), Body(BodyKind.JSON, "application/json", b'{"a":1}', {"a": 1})))
DOCUMENT: dict[str, Json] = {"resource": "https://gw.example/crm"}


@dataclass
class Configuration:
    """A configuration, its policy and its ports at once. ``failing`` names the step that raises."""

    failing: Mapping[str, BaseException] = field(default_factory=dict)
    digest: str = "digest"
    max_request_body: int = 8
    steps: list[str] = field(default_factory=list)
    _receive: Receive | None = None

    @property
    def policy(self) -> Configuration:
        return self

    def ports(self, request: Request, receive: Receive) -> Configuration:
        self._receive = receive
        return self

    def resource_metadata(self, connector: str) -> dict[str, Json] | None:
        return DOCUMENT if connector == "crm" else None

    def _step(self, name: str) -> None:
        self.steps.append(name)
        if name in self.failing:
            raise self.failing[name]

    def route(self, request: Request) -> Connector:
        self._step("route")
        if request.connector != "crm":
            raise UnknownOperation
        return CONNECTOR

    def resolve(self, connector: Connector, request: Request, message: Message) -> tuple[Operation, Mapping[str, str]]:
        return READ, {}

    def grant(self, caller: Caller, connector: Connector, operation: Operation, request: Request) -> Grant:
        self._step("grant")
        return Grant("crm", operation.effect, ("*",))

    def decide(self, facts: Facts) -> Decision:
        return Decision(Verdict.ALLOW)

    def release(self, decision: Decision, answer: Answer, findings: tuple[Finding, ...]) -> Released:
        return Released(answer.message)

    async def identify(self, connector: Connector) -> Caller:
        self._step("identify")
        return CALLER

    async def receive(self, connector: Connector) -> Message:
        assert self._receive is not None
        return await self._receive(connector)

    async def inspect(self, message: Message) -> tuple[Finding, ...]:
        return ()

    async def take(self, claims: tuple[Claim, ...]) -> None: ...

    async def record_intent(self, passage: Passage) -> None: ...

    async def delegate(self, caller: Caller, connector: Connector, rejected: Delegation | None = None) -> Delegation:
        return Delegation("token_exchange", "https://crm.example", (), cached=False, token=Secret("u"))

    async def forward(self, passage: Passage, delegation: Delegation) -> Answer:
        self._step("forward")
        return ANSWER

    async def record_outcome(self, passage: Passage) -> None:
        self._step("record")


async def answered(
    configuration: Configuration,
    target: str = "/crm/tickets/1",
    *fields: tuple[str, str],
    method: str = "GET",
    payload: StreamReader = EMPTY_PAYLOAD,
) -> web.Response:
    door = Door(lambda: configuration, lambda: NOW)
    response = await door.handle(make_mocked_request(method, target, CIMultiDict(fields), payload=payload))
    assert isinstance(response, web.Response)
    return response


def document_of(response: web.Response) -> dict[str, Json]:
    assert isinstance(response.body, bytes)
    document = json.loads(response.body)
    assert isinstance(document, dict)
    return document


def slug_of(response: web.Response) -> str:
    assert response.headers["Content-Type"] == "application/problem+json"
    return str(document_of(response)["type"]).removeprefix("urn:sallyport:problem:")


async def test_what_was_released_is_answered() -> None:
    response = await answered(Configuration())
    assert (response.status, response.body) == (200, b'{"a":1}')
    assert (response.headers["ETag"], response.headers["Content-Type"]) == ("1", "application/json")


@pytest.mark.parametrize(
    ("configuration", "target", "fields", "status"),
    [
        (Configuration(), "/crm/tickets/1", (), 200),
        (Configuration(), "/nowhere/x", (), 404),
        (Configuration(), "/crm/%2e%2e/x", (), 400),
        (Configuration(), "/crm/x", (("X-HTTP-Method-Override", "DELETE"),), 400),
        (Configuration({"identify": Unauthenticated()}), "/crm/x", (), 401),
        (Configuration({"grant": NotGranted()}), "/crm/x", (), 403),
        (Configuration({"grant": KeyError("a")}), "/crm/x", (), 500),
        (Configuration({"record": AuditUnavailable()}), "/crm/x", (), 503),
        (Configuration({"record": KeyError("a")}), "/crm/x", (), 500),
        (Configuration(), METADATA + "crm", (), 200),
        (Configuration(), METADATA + "nowhere", (), 404),
        (Configuration(), "/.well-known/openid-configuration", (), 404),
        (Configuration(), "/-/approvals/1", (), 404),
    ],
)
async def test_every_answer_is_not_to_be_stored_and_names_its_request(
    configuration: Configuration, target: str, fields: tuple[tuple[str, str], ...], status: int
) -> None:
    response = await answered(configuration, target, *fields)
    assert response.status == status
    assert response.headers["Cache-Control"] == "no-store"
    assert len(response.headers["Sallyport-Request-Id"]) == 36
    if status >= 400:
        assert document_of(response)["request"] == response.headers["Sallyport-Request-Id"]


def unauthenticated(reason: str) -> float:
    return REGISTRY.get_sample_value("sallyport_unauthenticated_total", {"reason": reason}) or 0


async def test_a_head_that_cannot_be_read_is_counted_and_reaches_nothing() -> None:
    before = unauthenticated("malformed-request")
    configuration = Configuration()
    response = await answered(configuration, "/crm/..%2f/x")
    assert slug_of(response) == "malformed-request"
    assert configuration.steps == []
    assert unauthenticated("malformed-request") == before + 1


async def test_the_bound_on_bodies_is_that_of_the_configuration() -> None:
    payload = StreamReader(Mock(_reading_paused=False), 2**16, loop=asyncio.get_running_loop())
    payload.feed_data(b"x" * 9)
    payload.feed_eof()
    configuration = Configuration()
    response = await answered(configuration, "/crm/x", ("Content-Type", "text/plain"), method="POST", payload=payload)
    assert (response.status, slug_of(response)) == (413, "body-too-large")
    assert configuration.steps == ["route", "identify", "record"]


async def test_one_configuration_serves_a_request_to_its_end() -> None:
    asked: list[Configuration] = []

    def in_force() -> Configuration:
        asked.append(Configuration())
        return asked[-1]

    await Door(in_force, lambda: NOW).handle(make_mocked_request("GET", "/crm/tickets/1"))
    assert len(asked) == 1
    assert asked[0].steps[-1] == "record"


async def test_a_bug_is_answered_without_a_word_of_it(caplog: pytest.LogCaptureFixture) -> None:
    response = await answered(Configuration({"grant": KeyError("hunter2")}))
    assert (response.status, slug_of(response)) == (500, "internal-error")
    assert isinstance(response.body, bytes)
    assert b"hunter2" not in response.body
    assert b"KeyError" not in response.body
    assert "hunter2" not in caplog.text


async def test_even_where_no_outcome_can_be_recorded_nothing_is_told_but_the_id(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        response = await answered(Configuration({"record": RuntimeError("hunter2")}))
    assert (response.status, slug_of(response)) == (500, "internal-error")
    assert b'{"a":1}' not in (response.body if isinstance(response.body, bytes) else b"")
    assert "ETag" not in response.headers
    [record] = caplog.records
    assert response.headers["Sallyport-Request-Id"] in record.message
    assert "RuntimeError at " in record.message
    assert "hunter2" not in caplog.text


async def test_an_answer_that_cannot_be_recorded_is_not_given() -> None:
    response = await answered(Configuration({"record": AuditUnavailable()}))
    assert (response.status, slug_of(response)) == (503, "audit-unavailable")
    assert "ETag" not in response.headers


async def test_a_client_that_leaves_is_not_answered() -> None:
    configuration = Configuration({"forward": asyncio.CancelledError()})
    with pytest.raises(asyncio.CancelledError):
        await answered(configuration)
    assert configuration.steps[-1] == "record"


async def test_metadata_is_public_and_needs_no_token() -> None:
    configuration = Configuration({"identify": Unauthenticated()})
    response = await answered(configuration, METADATA + "crm")
    assert (response.status, document_of(response)) == (200, DOCUMENT)
    assert response.headers["Content-Type"] == "application/json"
    assert configuration.steps == []


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("POST", METADATA + "crm"),
        ("GET", METADATA),
        ("GET", METADATA + "crm/"),
        ("GET", METADATA + "crm?x=1"),
        ("GET", METADATA + "%63rm"),
        ("GET", "/.well-known/security.txt"),
    ],
)
async def test_nothing_else_is_well_known(method: str, target: str) -> None:
    response = await answered(Configuration(), target, method=method)
    assert (response.status, slug_of(response)) == (404, "unknown-operation")
