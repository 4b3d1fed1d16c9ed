from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from classifiers.labels import LABELS
from gateway.app.checking import load_checked
from gateway.app.policy import ConfiguredPolicy
from gateway.domain.caller import Caller, User
from gateway.domain.errors import MalformedRequest, NotGranted, UnknownOperation
from gateway.domain.message import EMPTY_BODY, Body, BodyKind, Message, Request
from gateway.domain.secret import Secret
from gateway.settings.model import Settings
from tests.gateways import Deployment

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
JSON = Body(BodyKind.JSON, "application/json", b"{}", {})
FORM = Body(BodyKind.FORM, "application/x-www-form-urlencoded", b"a=1", [["a", "1"]])
TEXT = Body(BodyKind.TEXT, "text/plain", b"a", "a")


@pytest.fixture
def settings(deployment: Deployment) -> Settings:
    return load_checked(deployment.write()).valid()


@pytest.fixture
def policy(settings: Settings) -> ConfiguredPolicy:
    return ConfiguredPolicy.of(settings, LABELS)


def asked(method: str = "GET", path: str = "/notes", connector: str = "notes") -> Request:
    return Request("id", "trace", NOW, method, connector, path, (), ())


def operation(policy: ConfiguredPolicy, request: Request, body: Body = EMPTY_BODY) -> str:
    found, _ = policy.resolve(policy.route(request), request, Message((), body, request.path))
    return found.id


def test_a_connector_is_found_by_the_name_in_the_path(policy: ConfiguredPolicy) -> None:
    connector = policy.route(asked())
    assert (connector.name, connector.upstream) == ("notes", "http://127.0.0.1:9")
    assert connector.audience.endswith("/notes")


@pytest.mark.parametrize("name", ["", "Notes", "note", "notes2", "-"])
def test_any_other_name_is_unknown(policy: ConfiguredPolicy, name: str) -> None:
    with pytest.raises(UnknownOperation):
        policy.route(asked(connector=name))


@pytest.mark.parametrize(
    ("method", "path", "body", "found"),
    [
        ("GET", "/notes", EMPTY_BODY, "notes.list"),
        ("HEAD", "/notes/7", EMPTY_BODY, "notes.get"),
        ("POST", "/notes", JSON, "notes.create"),
        ("POST", "/notes", FORM, "notes.create"),
        ("POST", "/notes", EMPTY_BODY, "notes.create"),
        ("DELETE", "/notes", JSON, "notes.purge"),  # of what takes no named type, JSON only
    ],
)
def test_a_request_is_the_operation_that_its_method_path_and_body_say(
    policy: ConfiguredPolicy, method: str, path: str, body: Body, found: str
) -> None:
    assert operation(policy, asked(method, path), body) == found


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/notes", JSON),
        ("GET", "/note", EMPTY_BODY),
    ],
)
def test_what_is_not_described_is_unknown(policy: ConfiguredPolicy, method: str, path: str, body: Body) -> None:
    with pytest.raises(UnknownOperation):
        operation(policy, asked(method, path), body)


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("POST", TEXT),
        ("POST", replace(JSON, media_type="application/merge-patch+json")),
        ("DELETE", FORM),
    ],
)
def test_a_body_of_a_type_that_the_operation_does_not_take_is_refused(
    policy: ConfiguredPolicy, method: str, body: Body
) -> None:
    with pytest.raises(MalformedRequest, match="takes bodies of application/json"):
        operation(policy, asked(method, "/notes"), body)


@pytest.mark.parametrize(("today", "holds"), [(datetime(2026, 1, 31, 23, 59, tzinfo=UTC), True), (NOW, False)])
def test_a_grant_holds_to_the_end_of_its_last_day(
    settings: Settings, policy: ConfiguredPolicy, today: datetime, holds: bool
) -> None:
    request = replace(asked(path="/archive"), received_at=today)
    connector = policy.route(request)
    archive, _ = policy.resolve(connector, request, Message((), EMPTY_BODY, request.path))
    caller = Caller(User("https://idp.example", "alice"), settings.plugins[0], Secret("t"), NOW)
    if holds:
        assert policy.grant(caller, connector, archive, request).operations == ("archive.*",)
    else:
        with pytest.raises(NotGranted, match="has ended"):
            policy.grant(caller, connector, archive, request)
