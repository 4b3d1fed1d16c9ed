from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.caller import Caller, User
from gateway.domain.errors import MalformedRequest
from gateway.domain.grant import Plugin
from gateway.domain.secret import Secret
from gateway.edge.headers import REQUEST, allowed, of_method, refuse_ambiguous
from gateway.edge.idempotency import NAMES, apart

ALICE = User("https://idp.example", "alice", "acme")
CALLER = Caller(ALICE, Plugin("summariser", "support"), Secret("t"), datetime(2026, 11, 23, tzinfo=UTC))
OTHERS = [
    replace(CALLER, user=replace(ALICE, subject="bob")),
    replace(CALLER, user=replace(ALICE, issuer="https://other.example")),
    replace(CALLER, user=replace(ALICE, tenant="other")),
    replace(CALLER, user=replace(ALICE, tenant=None)),
    replace(CALLER, plugin=Plugin("other", "support")),
    replace(CALLER, user=replace(ALICE, tenant="acmea", subject="lice")),
]


def own(key: str, caller: Caller = CALLER, name: str = "idempotency-key") -> str:
    ((_, value),) = apart(((name, key),), caller)
    return value


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_key_becomes_the_callers_own_and_stays_it(name: str) -> None:
    assert own("retry-1", name=name) == own("retry-1", name=name)
    assert uuid.UUID(own("retry-1", name=name)).version == 4
    assert own("retry-2", name=name) != own("retry-1", name=name)


@pytest.mark.parametrize("other", OTHERS)
def test_the_same_key_of_another_caller_is_another_key(other: Caller) -> None:
    assert own("retry-1", other) != own("retry-1")


def test_groups_and_tokens_change_while_a_caller_asks_again() -> None:
    again = replace(CALLER, user=replace(ALICE, groups=frozenset({"new"})), token=Secret("another"))

    assert own("retry-1", again) == own("retry-1")


@pytest.mark.parametrize(
    ("key", "is_quoted"), [('"8e03978e"', True), ("8e03978e", False), ('"', True), ('"half', False)]
)
def test_a_key_in_quotes_stays_in_quotes(key: str, is_quoted: bool) -> None:
    assert own(key).startswith('"') is own(key).endswith('"') is is_quoted


@given(st.text(min_size=1))
def test_nothing_of_a_key_goes_on(key: str) -> None:
    uuid.UUID(own(key).strip('"'))


def test_other_fields_stay_as_they_are() -> None:
    headers = (("accept", "application/json"), ("idempotency-key", "a"), ("x-request-id", "b"))

    assert [field for field in apart(headers, CALLER) if field in headers] == [headers[0], headers[2]]


def test_the_standard_key_crosses_and_others_only_where_a_system_allows_them() -> None:
    headers = tuple((name, "k") for name in sorted(NAMES))

    assert allowed(headers, REQUEST, ()) == (("idempotency-key", "k"),)
    assert allowed(headers, REQUEST, NAMES) == headers


@pytest.mark.parametrize(
    ("method", "stays"), [("POST", True), ("PATCH", True), ("DELETE", True), ("GET", False), ("HEAD", False)]
)
def test_what_does_nothing_needs_no_key(method: str, stays: bool) -> None:
    assert bool(of_method((("idempotency-key", "k"),), method)) is stays


@pytest.mark.parametrize("name", sorted(NAMES))
def test_two_keys_or_an_empty_one_are_refused(name: str) -> None:
    refuse_ambiguous(((name, "k"),))
    with pytest.raises(MalformedRequest, match="more than once"):
        refuse_ambiguous(((name, "k"), (name, "k")))
    for empty in ("", " \t"):
        with pytest.raises(MalformedRequest, match="empty"):
            refuse_ambiguous(((name, empty),))
