"""Servers that fold case, or take off suffixes and path parameters, route ``/notes/Export`` to what nobody granted."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from connectors.match import Matcher
from connectors.model import Effect, Operation, System, Tier

MATCHER = Matcher(
    System(
        "notes",
        "Notes",
        (
            Operation("notes.get", "GET", "/notes/{id}", Effect.READ, Tier.LOW),
            Operation("notes.file", "GET", "/notes/{id}/{path*}", Effect.READ, Tier.LOW),
            Operation("notes.export", "GET", "/notes/export", Effect.READ, Tier.LOW),
            Operation("notes.many", "GET", "/notes/many.json", Effect.READ, Tier.LOW),
        ),
    )
)


def asked(segment: str) -> str | None:
    match = MATCHER.match("GET", f"/notes/{quote(segment)}")
    return match.operation.id if match else None


@pytest.mark.parametrize(
    "segment", ["Export", "EXPORT", "export.json", "export;v=1", "export ", "export.", "Export;a.b", "many", "many.xml"]
)
def test_what_some_servers_take_for_a_literal_is_no_parameter(segment: str) -> None:
    assert asked(segment) is None


@pytest.mark.parametrize("segment", ["exports", "1.json", "1;v=1", "ex.port", "xport", ".export", "re-export"])
def test_what_no_server_takes_for_a_literal_is_one(segment: str) -> None:
    assert asked(segment) == "notes.get"


def test_the_literal_is_itself() -> None:
    assert (asked("export"), asked("many.json")) == ("notes.export", "notes.many")
