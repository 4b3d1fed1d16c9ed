from __future__ import annotations

from typing import Any

import pytest

from connectors.catalogue import catalogue_names, catalogue_path, read
from connectors.faults import Fault, InvalidDescription
from connectors.model import Effect, Flag, Operation, System, Tier

READ = {"id": "notes.get", "match": "GET /notes/{note}", "effect": "read", "summary": "Reads a note."}
WRITE = {"id": "notes.add", "match": "POST /notes", "effect": "write", "summary": "Adds a note."}


def description(*operations: object, **keys: object) -> dict[str, object]:
    return {"name": "notes", "title": "Notes", "operations": list(operations), **keys}


def faults(document: object) -> list[Fault]:
    with pytest.raises(InvalidDescription) as caught:
        read(document)
    return list(caught.value.faults)


def test_what_is_left_out_is_filled_in_on_the_careful_side() -> None:
    assert read(description(READ, WRITE)) == System(
        "notes",
        "Notes",
        (
            Operation("notes.get", "GET", "/notes/{note}", Effect.READ, Tier.LOW, summary="Reads a note."),
            Operation("notes.add", "POST", "/notes", Effect.WRITE, Tier.HIGH, summary="Adds a note."),
        ),
        auth_schemes=("bearer",),
    )


def test_every_field_of_the_format_arrives() -> None:
    system = read(
        description(
            {
                **WRITE,
                "match": "PUT /notes/{note}",
                "tier": "medium",
                "flags": ["external", "draft"],
                "readable": ["note"],
                "media_types": ["application/json", "application/x-www-form-urlencoded"],
                "review": {"by": "ann@example.com", "at": "2026-11-23"},
            },
            auth_schemes=["bearer", "token"],
            credential_parameters=["access_token"],
            origins=["https://api.notes.example.com", "http://127.0.0.1:8000/v1"],
            request_headers=["x-notes-version"],
            response_headers=["x-notes-left"],
        )
    )
    assert system == System(
        "notes",
        "Notes",
        (
            Operation(
                "notes.add",
                "PUT",
                "/notes/{note}",
                Effect.WRITE,
                Tier.MEDIUM,
                frozenset({Flag.EXTERNAL, Flag.DRAFT}),
                "Adds a note.",
                frozenset({"note"}),
                frozenset({"application/json", "application/x-www-form-urlencoded"}),
            ),
        ),
        ("bearer", "token"),
        frozenset({"access_token"}),
        ("https://api.notes.example.com", "http://127.0.0.1:8000/v1"),
        frozenset({"x-notes-version"}),
        frozenset({"x-notes-left"}),
    )


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"id": "Notes.Add"}, ("id",), "lower case"),
        ({"match": "/notes"}, ("match",), "expected a method"),
        ({"match": "FETCH /notes"}, ("match",), "expected a method"),
        ({"match": "TRACE /notes"}, ("match",), "expected a method"),
        ({"match": "POST notes"}, ("match",), "begins with a slash"),
        ({"match": "POST /notes/{a}-{b}"}, ("match",), "a whole segment"),
        ({"effect": "delete"}, ("effect",), "expected `read` or `write`"),
        ({"effect": "read", "match": "DELETE /notes"}, ("effect",), "DELETE is never a read"),
        ({"tier": "medium"}, ("tier",), "`review: {by: ..., at: ...}` is missing"),
        ({"tier": "low"}, ("tier",), "`review: {by: ..., at: ...}` is missing"),
        ({"tier": ["low"]}, ("tier",), "found a list"),
        ({"also": ["notes"]}, ("also", 0), "begins with a slash"),
        ({"also": ["/scraps", "/scraps"]}, ("also", 1), "takes the same requests"),
        ({"tier": "low", "review": {"by": "ann"}}, ("review", "at"), "`at` is missing"),
        ({"tier": "low", "review": {"by": "ann", "at": "2026-02-30"}}, ("review", "at"), "there is no day"),
        ({"tier": "low", "review": {"by": "ann", "at": "yesterday"}}, ("review", "at"), "expected a date"),
        ({"flags": ["externl"]}, ("flags", 0), "found `externl`"),
        ({"readable": ["note"]}, ("readable", 0), "path parameter"),
        ({"readable": "note"}, ("readable",), "expected a list, found text"),
        ({"media_types": ["JSON"]}, ("media_types", 0), "a media type"),
        ({"summary": ""}, ("summary",), "found nothing"),
        ({"summary": None}, ("summary",), "`summary` is empty"),
        ({"when": "body.amount > 1"}, ("when",), "not supported by this version"),
        ({"sumary": "Adds."}, ("sumary",), "unknown key"),
    ],
)
def test_what_an_operation_cannot_say_is_told_with_its_place(
    change: dict[str, object], path: tuple[str | int, ...], words: str
) -> None:
    [fault] = faults(description(READ, {**WRITE, **change}))
    assert fault.path == ("operations", 1, *path)
    assert words in fault.message


@pytest.mark.parametrize(
    ("keys", "path", "words"),
    [
        ({"name": "My notes"}, ("name",), "a name in lower case"),
        ({"title": 7}, ("title",), "found a number; put it in quotes"),
        ({"title": "a\nb"}, ("title",), "found a control character"),
        ({"auth_schemes": []}, ("auth_schemes",), "at least one"),
        ({"auth_schemes": ["Bearer"]}, ("auth_schemes", 0), "in lower case"),
        ({"origins": ["https://api.notes.example.com/"]}, ("origins", 0), "without a slash"),
        ({"origins": ["api.notes.example.com"]}, ("origins", 0), "an absolute URL"),
        ({"request_headers": ["X-Version"]}, ("request_headers", 0), "in lower case"),
        ({"request_headers": ["authorization"]}, ("request_headers", 0), "never crosses"),
        ({"request_headers": ["range"]}, ("request_headers", 0), "never crosses"),
        ({"response_headers": ["set-cookie"]}, ("response_headers", 0), "never crosses"),
        ({"operation": []}, ("operation",), "unknown key"),
        ({"operations": []}, ("operations",), "at least one"),
        ({"operations": {}}, ("operations",), "expected a list, found a mapping"),
    ],
)
def test_what_a_system_cannot_say_is_told_with_its_place(
    keys: dict[str, object], path: tuple[str | int, ...], words: str
) -> None:
    [fault] = faults(description(READ, **keys))
    assert fault.path == path
    assert words in fault.message


def test_unknown_words_come_with_the_nearest_known_one() -> None:
    operation: dict[str, Any] = {**WRITE, "efect": "write", "flags": ["externl"]}
    assert {(fault.suggestion, fault.in_key) for fault in faults(description(operation))} == {
        ("effect", True),
        ("external", False),
    }


def test_two_operations_have_two_ids_and_take_different_requests() -> None:
    twins = [{**READ, "match": "GET /notes/{id}"}, {**READ, "id": "notes.read"}, {**READ, "match": "GET /notes"}]
    assert [(fault.path, fault.message) for fault in faults(description(*twins))] == [
        (("operations", 1, "match"), "`notes.get` takes the same requests"),
        (("operations", 2, "id"), "there already is an operation `notes.get`"),
    ]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    broken = description({**READ, "effect": "none"}, None, {**WRITE, "tier": "low"}, colour="red")
    assert [fault.path for fault in faults(broken)] == [
        ("colour",),
        ("operations", 0, "effect"),
        ("operations", 1),
        ("operations", 2, "tier"),
    ]


@pytest.mark.parametrize("document", [None, [], "notes"])
def test_a_description_is_a_mapping(document: object) -> None:
    [fault] = faults(document)
    assert fault.path == ()
    assert "expected a mapping" in fault.message


def test_the_catalogue_finds_its_files_by_name() -> None:
    assert {"github", "kinto"} <= set(catalogue_names())
    assert all(catalogue_path(name).is_file() for name in catalogue_names())
