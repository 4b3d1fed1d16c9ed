"""Mistakes in a delegation section are found before the first request."""

from __future__ import annotations

import pytest

from connectors.model import System
from gateway.delegation.check import check
from gateway.domain.mistake import Path
from gateway.settings.model import ConnectorSettings, TokenExchangeSettings
from tests.unit.delegation.parties import settings


def paths(section: TokenExchangeSettings) -> list[Path]:
    fine = ConnectorSettings(system=System("a", "a", ()), upstream="https://a.example.com", delegation=settings())
    asked = ConnectorSettings(system=System("b", "b", ()), upstream="https://b.example.com", delegation=section)
    mistakes = check({"fine": fine, "tickets": asked})
    assert all(mistake.path[:3] == ("connectors", "tickets", "delegation") for mistake in mistakes)
    return [mistake.path[3:] for mistake in mistakes]


@pytest.mark.parametrize(
    ("endpoint", "good"),
    [
        ("https://id.example.com/token", True),
        ("https://id.example.com:8443/token?tenant=a", True),
        ("http://127.0.0.1:8080/token", True),
        ("http://127.9.9.9/token", True),
        ("http://[::1]:8080/token", True),
        ("http://localhost/token", True),
        ("http://id.example.com/token", False),
        ("http://127.0.0.1.example.com/token", False),
        ("http://10.0.0.5/token", False),
        ("ftp://127.0.0.1/token", False),
        ("https://id.example.com/token#x", False),
        ("https://user:pass@id.example.com/token", False),
        ("https://id.example.com/to ken", False),
        ("https://[id.example.com/token", False),
        ("https:///token", False),
        ("id.example.com/token", False),
        ("/token", False),
        ("", False),
    ],
)
def test_a_token_endpoint_is_https_or_on_this_machine(endpoint: str, good: bool) -> None:
    assert paths(settings(endpoint=endpoint)) == ([] if good else [("token_endpoint",)])


def test_https_is_suggested() -> None:
    section = settings(endpoint="http://id.example.com/token")
    connector = ConnectorSettings(system=System("a", "a", ()), upstream="https://a.example.com", delegation=section)
    (mistake,) = check({"tickets": connector})
    assert mistake.suggestion == "https://id.example.com/token"


@pytest.mark.parametrize(
    ("resource", "good"),
    [
        (None, True),
        ("https://tickets.example.com/", True),
        ("urn:example:tickets", True),
        ("https://tickets.example.com/#part", False),
        ("tickets", False),
        ("/tickets", False),
        ("", False),
        ("https://[tickets", False),
    ],
)
def test_a_resource_is_an_absolute_uri(resource: str | None, good: bool) -> None:
    assert paths(settings(resource=resource)) == ([] if good else [("resource",)])


def test_neither_audience_nor_resource_is_needed() -> None:
    assert paths(settings(audience=None, resource=None)) == []


def test_each_scope_is_one_word() -> None:
    scopes = ("read", "https://graph.example.com/.default", "read write", 'a"b', "", "é")
    assert paths(settings(scopes=scopes)) == [("scopes", 2), ("scopes", 3), ("scopes", 4), ("scopes", 5)]


def test_a_client_has_an_id() -> None:
    assert paths(settings(client_id="")) == [("client", "id")]


def test_a_secret_that_was_not_read_is_no_mistake_here() -> None:
    assert paths(settings(secret="")) == []
