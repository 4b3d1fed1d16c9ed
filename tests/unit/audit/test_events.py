from __future__ import annotations

from dataclasses import replace

import pytest

from classifiers.finding import Finding, Part, Place
from gateway.audit.canonical import canonical
from gateway.audit.events import intent, outcome
from gateway.audit.hashing import Hasher
from gateway.domain.decision import Decision, Reason, Released, Treatment, Verdict
from gateway.domain.errors import NotGranted, Refusal, RestrictedData, UpstreamTimeout
from gateway.domain.message import Answer, Message
from gateway.domain.passage import Executed, Passage
from gateway.domain.rule import Action, Mode


def test_an_intent_says_who_is_about_to_do_what(passage: Passage, hasher: Hasher) -> None:
    assert intent(passage, hasher) == {
        "kind": "intent",
        "id": "0197-1",
        "trace": "4bf92f3577b34da6a3ce929d0e0e4736",
        "timing": {"received": "2026-11-23T12:00:00.000000Z"},
        "user": {
            "issuer": "https://login.example",
            "tenant": "acme",
            "subject": "alice",
            "groups": ["admins", "support"],
        },
        "plugin": {"id": "summariser", "version": "1.2", "owner": "support-platform"},
        "actors": [{"issuer": "https://login.example", "subject": "summariser"}],
        "connector": "tickets",
        "operation": "tickets.comment",
        "method": "POST",
        "target": {
            "path": "/tickets/{id}/comments/{author}",
            "ids": {"id": "35436", "author": hasher("alice")},
        },
        "tier": "medium",
        "effect": "write",
        "inputs": [
            {"in": "query", "at": "/notify", "value": hasher("yes")},
            {"in": "query", "at": f"/{hasher('x@y')}", "value": hasher("no")},
            {"in": "body", "at": "/body", "value": hasher("call 078-05-1120")},
            {"in": "body", "at": f"/to/{hasher('alice@example.com')}", "value": hasher(5)},
            {"in": "body", "at": "/tags/0", "value": hasher(True)},
            {"in": "body", "at": "/tags/1", "value": hasher(None)},
        ],
        "findings": _findings(passage, hasher),
        "decision": {
            "policy": "d" * 64,
            "verdict": "allow",
            "reasons": [
                {"rule": "no-national-ids", "verdict": "allow", "mode": "enforce", "detail": "It is redacted."}
            ],
        },
    }


def _findings(passage: Passage, hasher: Hasher) -> object:
    return outcome(passage, hasher)["findings"]


def test_an_outcome_adds_how_it_ended(passage: Passage, hasher: Hasher) -> None:
    before, after = intent(passage, hasher), outcome(passage, hasher)

    assert after["kind"] == "outcome"
    assert {name: after[name] for name in before if name != "kind"} == {
        name: before[name] for name in before if name != "kind"
    }
    assert after["delegation"] == {
        "strategy": "token_exchange",
        "audience": "https://u.example",
        "scopes": ["write"],
        "cached": True,
    }
    assert after["result"] == {
        "status": 201,
        "upstream_status": 201,
        "bytes": 8,
        "executed": "true",
        "abandoned": False,
    }


def test_findings_say_what_became_of_them(passage: Passage, hasher: Hasher) -> None:
    body = {"part": "body", "in_key": False}
    assert outcome(passage, hasher)["findings"] == [
        {
            "direction": "request",
            "label": "national_id.us_ssn",
            "place": {**body, "pointer": "/body"},
            "count": 1,
        },
        {
            "direction": "response",
            "label": "national_id.us_ssn",
            "place": {**body, "pointer": "/echo/0"},
            "rule": "no-national-ids",
            "action": "redact",
            "mode": "enforce",
            "count": 1,
        },
        {
            "direction": "response",
            "label": "person.name",
            "place": {**body, "pointer": "/echo/1"},
            "count": 1,
        },
    ]


def test_a_shadow_treatment_is_marked(passage: Passage, hasher: Hasher) -> None:
    assert passage.released
    treatment = replace(passage.released.treatments[0], mode=Mode.SHADOW)
    passage.released = replace(passage.released, treatments=(treatment,))
    passage.found_in_request = passage.found_in_answer = ()

    (finding,) = _listed(outcome(passage, hasher)["findings"])
    assert finding["mode"] == "shadow"


def _listed(findings: object) -> list[dict[str, object]]:
    assert isinstance(findings, list)
    return findings


def test_equal_findings_are_counted_and_the_list_is_bounded(passage: Passage, hasher: Hasher) -> None:
    assert passage.answer
    same = Finding("phone", Place(Part.BODY, "/body"), None, 1, "test")
    passage.found_in_request = (same, same, same)
    passage.found_in_answer = tuple(
        Finding("email" if number % 2 else "phone", Place(Part.BODY, f"/{number}"), None, 1, "test")
        for number in range(150)
    )
    passage.answer = Answer(
        200, replace(passage.answer.message, body=replace(passage.answer.message.body, document=[]))
    )
    passage.released = None

    record = outcome(passage, hasher)

    listed = _listed(record["findings"])
    assert len(listed) == 100
    assert listed[0]["count"] == 3
    assert listed[-1]["place"] == {"part": "body", "pointer": "/98", "in_key": False}
    assert record["findings_more"] == {"email": 26, "phone": 25}


def test_more_inputs_than_fit_are_counted(passage: Passage, hasher: Hasher) -> None:
    assert passage.message
    body = replace(passage.message.body, document=[1] * 100)
    passage.message = replace(passage.message, body=body, query=())

    record = intent(passage, hasher)
    assert len(_listed(record["inputs"])) == 64
    assert record["inputs_more"] == 36


@pytest.mark.parametrize(
    ("value", "part", "is_clear"),
    [
        ("35436", Part.BODY, True),
        ("9" * 128, Part.BODY, True),
        ("9" * 129, Part.BODY, False),  # no id is so long
        ("35436", Part.PATH, False),  # a classifier found something in the path
    ],
)
def test_an_id_is_readable_where_the_connector_says_so_and_nothing_was_found_in_it(
    passage: Passage, hasher: Hasher, value: str, part: Part, is_clear: bool
) -> None:
    passage.parameters = {"id": value}
    passage.found_in_request = (Finding("national_id.us_ssn", Place(part), None, 1, "ssn"),)

    assert intent(passage, hasher)["target"] == {
        "path": "/tickets/{id}/comments/{author}",
        "ids": {"id": value if is_clear else hasher(value)},
    }


def test_an_unknown_operation_shows_neither_its_path_nor_its_method(passage: Passage, hasher: Hasher) -> None:
    passage.operation, passage.parameters = None, {}
    passage.request = replace(passage.request, method="PURGE-078051120")

    record = outcome(passage, hasher)
    assert record["operation"] is None
    assert record["method"] == hasher("PURGE-078051120")
    assert record["target"] == {"path": hasher("/tickets/35436/comments/alice")}
    assert "tier" not in record


def test_a_known_method_of_an_unknown_operation_is_shown(passage: Passage, hasher: Hasher) -> None:
    passage.operation = None

    assert outcome(passage, hasher)["method"] == "POST"


def test_what_is_not_known_is_not_told(passage: Passage, hasher: Hasher) -> None:
    early = Passage(passage.request, passage.digest, caller=passage.caller)
    early.refusal = NotGranted("No grant.", cause="no grant names it")

    record = outcome(early, hasher)

    assert record["kind"] == "refusal"
    assert record["connector"] is None
    assert record["decision"] == {"policy": "d" * 64}
    assert record["findings"] == []
    assert "inputs" not in record
    assert "delegation" not in record
    assert record["result"] == {
        "status": 403,
        "upstream_status": None,
        "bytes": 0,
        "executed": None,
        "abandoned": False,
        "refusal": "not-granted",
        "rules": [],
        "cause": "no grant names it",
    }


def test_groups_that_a_token_does_not_tell_are_null(passage: Passage, hasher: Hasher) -> None:
    assert passage.caller
    passage.caller = replace(passage.caller, user=replace(passage.caller.user, groups=None))

    user = intent(passage, hasher)["user"]
    assert isinstance(user, dict)
    assert user["groups"] is None


@pytest.mark.parametrize(
    ("refusal", "upstream_status", "status"),
    [
        (RestrictedData(rules=("r",)), 201, 201),  # the write was done: its own status, and nothing in it
        (RestrictedData(rules=("r",)), None, 403),
        (UpstreamTimeout(), None, 504),
        (UpstreamTimeout(), 201, 504),
    ],
)
def test_the_status_is_the_one_that_the_client_saw(
    passage: Passage, hasher: Hasher, refusal: Refusal, upstream_status: int | None, status: int
) -> None:
    passage.refusal, passage.upstream_status, passage.executed = refusal, upstream_status, Executed.UNKNOWN

    result = outcome(passage, hasher)["result"]
    assert isinstance(result, dict)
    assert result["status"] == status
    assert result["bytes"] == 0
    assert result["executed"] == "unknown"
    assert result["rules"] == list(refusal.rules)


def test_an_abandoned_call_was_answered_with_nothing(passage: Passage, hasher: Hasher) -> None:
    passage.abandoned = True

    result = outcome(passage, hasher)["result"]
    assert isinstance(result, dict)
    assert (result["status"], result["bytes"], result["abandoned"]) == (None, 0, True)


def test_a_call_that_ended_without_an_answer_has_no_status(passage: Passage, hasher: Hasher) -> None:
    passage.answer = passage.released = None

    result = outcome(passage, hasher)["result"]
    assert isinstance(result, dict)
    assert result["status"] is None


def test_a_cause_is_bounded(passage: Passage, hasher: Hasher) -> None:
    passage.refusal = UpstreamTimeout(cause="x" * 1000)

    result = outcome(passage, hasher)["result"]
    assert isinstance(result, dict)
    assert result["cause"] == "x" * 500


def test_before_there_is_a_caller_there_is_no_record(passage: Passage, hasher: Hasher) -> None:
    passage.caller = None

    with pytest.raises(ValueError, match="caller"):
        outcome(passage, hasher)


def test_no_value_stands_in_a_record_in_clear(passage: Passage, hasher: Hasher) -> None:
    assert passage.answer
    key = "AKIAIOSFODNN7EXAMPLE"
    message = Message((), replace(passage.answer.message.body, document={key: {"x": "s3cr3t"}}))
    passage.answer = Answer(200, message)
    passage.found_in_answer = (Finding("secret.aws", Place(Part.BODY, f"/{key}", in_key=True), None, 1, "aws"),)
    passage.released = Released(
        message,
        (
            Treatment("keys", "secret.aws", Place(Part.BODY, f"/{key}", in_key=True), Action.DROP),
            Treatment("keys", "field", Place(Part.BODY, f"/{key}/x"), Action.DROP),
        ),
    )
    passage.decision = Decision(Verdict.BLOCK, (Reason(Verdict.BLOCK, None, "A person decides."),))

    for record in (intent(passage, hasher), outcome(passage, hasher)):
        line = canonical(record).decode()
        for value in ("078-05-1120", "alice@example.com", "x@y", "the-token", "at.up", key, "s3cr3t", "yes"):
            assert value not in line
