"""A finished passage to record, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from classifiers.finding import Finding, Place
from connectors.model import Effect, Operation, System, Tier
from gateway.audit.hashing import Hasher
from gateway.domain.caller import Actor, Caller, User
from gateway.domain.connector import Connector
from gateway.domain.decision import Decision, Reason, Released, Treatment, Verdict
from gateway.domain.grant import Grant, Plugin
from gateway.domain.json import Json
from gateway.domain.message import Answer, Body, BodyKind, Message, Request
from gateway.domain.passage import Delegation, Executed, Passage
from gateway.domain.rule import Action
from gateway.domain.secret import Secret

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: NOON


@pytest.fixture
def hasher() -> Hasher:
    return Hasher(b"k" * 32)


@pytest.fixture
def passage() -> Passage:
    """A comment on a ticket: allowed, done, and answered with one value redacted."""
    operation = Operation(
        "tickets.comment",
        "POST",
        "/tickets/{id}/comments/{author}",
        Effect.WRITE,
        Tier.MEDIUM,
        readable=frozenset({"id"}),
    )
    document: Json = {"body": "call 078-05-1120", "to": {"alice@example.com": 5}, "tags": [True, None]}
    message = Message(
        headers=(("content-type", "application/json"),),
        body=Body(BodyKind.JSON, "application/json", b"...", document),
        path="/tickets/35436/comments/alice",
        query=(("notify", "yes"), ("x@y", "no")),
    )
    answer = Message((), Body(BodyKind.JSON, "application/json", b"...", {"id": 9, "echo": ["078-05-1120", "fine"]}))
    released = Message((), Body(BodyKind.JSON, "application/json", b'{"id":9}', {"id": 9}))
    return Passage(
        request=Request(
            id="0197-1",
            trace="4bf92f3577b34da6a3ce929d0e0e4736",
            received_at=NOON,
            method="POST",
            connector="tickets",
            path="/tickets/35436/comments/alice",
            query=message.query,
            headers=(("authorization", "Bearer eyJ.the-token"),),
        ),
        digest="d" * 64,
        connector=Connector("tickets", System("zendesk", "Zendesk", (operation,)), "https://u.example", "https://a"),
        caller=Caller(
            User("https://login.example", "alice", "acme", frozenset({"support", "admins"})),
            Plugin("summariser", "support-platform", version="1.2"),
            Secret("eyJ.the-token"),
            NOON,
            (Actor("summariser", "https://login.example"),),
        ),
        message=message,
        operation=operation,
        parameters={"id": "35436", "author": "alice"},
        grant=Grant("tickets", Effect.WRITE, ("tickets.comment",)),
        found_in_request=(Finding("national_id.us_ssn", Place(pointer="/body"), None, 1, "ssn"),),
        decision=Decision(Verdict.ALLOW, (Reason(Verdict.ALLOW, "no-national-ids", "It is redacted."),)),
        delegation=Delegation("token_exchange", "https://u.example", ("write",), cached=True, token=Secret("at.up")),
        executed=Executed.TRUE,
        upstream_status=201,
        answer=Answer(201, answer),
        found_in_answer=(
            Finding("national_id.us_ssn", Place(pointer="/echo/0"), None, 1, "ssn"),
            Finding("person.name", Place(pointer="/echo/1"), None, 0.5, "name"),
        ),
        released=Released(
            released,
            (Treatment("no-national-ids", "national_id.us_ssn", Place(pointer="/echo/0"), Action.REDACT),),
        ),
    )
