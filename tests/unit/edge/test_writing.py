from __future__ import annotations

import json

import pytest

from gateway.domain.errors import RestrictedData, WriteLimit
from gateway.domain.message import Problem, Reply
from gateway.edge.writing import problem_document, refuse, write

PROBLEM = Problem("not-granted", 403, "No grant", "Ask for one.")


def test_a_problem_has_the_members_of_rfc_9457_and_the_request() -> None:
    assert json.loads(problem_document(PROBLEM, "id-1")) == {
        "type": "urn:sallyport:problem:not-granted",
        "title": "No grant",
        "status": 403,
        "detail": "Ask for one.",
        "request": "id-1",
    }


def test_rules_are_named_where_rules_refused() -> None:
    problem = Problem("restricted-data", 403, "t", "d", rules=("a", "b"))
    assert json.loads(problem_document(problem, "id"))["rules"] == ["a", "b"]


@pytest.mark.parametrize(("executed", "told"), [("true", True), ("false", False), ("unknown", "unknown")])
def test_whether_it_ran_is_a_boolean_where_it_is_known(executed: str, told: object) -> None:
    problem = Problem("upstream-timeout", 504, "t", "d", executed=executed)
    assert json.loads(problem_document(problem, "id"))["executed"] == told


def test_nothing_is_said_of_what_never_went_upstream() -> None:
    assert "executed" not in json.loads(problem_document(PROBLEM, "id"))


def test_a_problem_is_sent_as_one_with_its_own_fields() -> None:
    response = refuse(WriteLimit("Later.", headers=(("retry-after", "30"),)), "id-1")
    assert response.status == 429
    assert response.headers["Retry-After"] == "30"
    assert response.headers.getall("Content-Type") == ["application/problem+json"]
    assert isinstance(response.body, bytes)
    assert json.loads(response.body)["type"] == "urn:sallyport:problem:write-limit"


def test_a_refusals_cause_is_not_told() -> None:
    response = refuse(RestrictedData("Ask for less.", cause="the text AKIA was found", rules=("no-secrets",)), "id")
    assert isinstance(response.body, bytes)
    assert b"AKIA" not in response.body
    assert json.loads(response.body)["rules"] == ["no-secrets"]


@pytest.mark.parametrize("outcome", [PROBLEM, Reply(200, (), b"x"), Reply(204, (), b"")])
def test_every_answer_is_not_to_be_stored_and_names_its_request(outcome: Problem | Reply) -> None:
    response = write(outcome, "id-1")
    assert response.headers.getall("Cache-Control") == ["no-store"]
    assert response.headers.getall("Sallyport-Request-Id") == ["id-1"]
    assert response.headers.getall("Server") == ["Sallyport"]
    assert response.reason == ""


def test_a_system_cannot_say_otherwise() -> None:
    fields = (("cache-control", "public"), ("cache-control", "max-age=9"), ("sallyport-request-id", "theirs"))
    response = write(Reply(200, fields, b"x"), "ours")
    assert response.headers.getall("Cache-Control") == ["no-store"]
    assert response.headers.getall("Sallyport-Request-Id") == ["ours"]


def test_a_reply_is_sent_as_it_was_decided() -> None:
    response = write(Reply(201, (("content-type", "application/json"), ("link", "a"), ("link", "b")), b"{}"), "id")
    assert (response.status, response.body) == (201, b"{}")
    assert response.headers.getall("Link") == ["a", "b"]
    assert response.headers.getall("Content-Type") == ["application/json"]
