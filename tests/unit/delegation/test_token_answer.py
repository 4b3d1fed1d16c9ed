"""What a token endpoint may answer, and what becomes of it."""

from __future__ import annotations

import json

import pytest

from gateway.delegation.token_answer import read_answer
from gateway.domain.errors import DelegationRefused, DelegationUnavailable
from gateway.domain.json import Json
from tests.unit.delegation.parties import token_answer


def error(code: Json, **members: Json) -> bytes:
    return json.dumps({"error": code, **members}).encode()


def test_a_good_answer_is_read() -> None:
    answer = read_answer(200, token_answer(scope="read write"))
    assert answer.token == "users-own-token"
    assert answer.token_type == "Bearer"
    assert answer.issued_token_type == "urn:ietf:params:oauth:token-type:access_token"
    assert answer.scopes == ("read", "write")
    assert answer.lifetime_seconds == 300


def test_an_answer_does_not_print_its_token() -> None:
    assert "users-own-token" not in repr(read_answer(200, token_answer()))


@pytest.mark.parametrize(
    ("told", "seconds"),
    [(None, 60), (1, 1), (3600, 3600), ("3600", 3600), (10**12, 365 * 86_400), (10**400, 365 * 86_400)],
)
def test_a_lifetime_is_whole_seconds_a_string_of_digits_or_short(told: Json, seconds: int) -> None:
    assert read_answer(200, token_answer(expires_in=told)).lifetime_seconds == seconds


@pytest.mark.parametrize(
    "told",
    [0, -1, "0", "-5", "", "soon", "٣٦٠٠", "9" * 19, 3600.0, True, False, [], {}],
)
def test_any_other_lifetime_makes_the_answer_unreadable(told: Json) -> None:
    with pytest.raises(DelegationUnavailable, match="no usable expires_in"):
        read_answer(200, token_answer(expires_in=told))


@pytest.mark.parametrize(("told", "scopes"), [(None, None), ("", ()), ("read", ("read",)), ("a  b ", ("a", "b"))])
def test_scopes_are_words_or_untold(told: Json, scopes: tuple[str, ...] | None) -> None:
    assert read_answer(200, token_answer(scope=told)).scopes == scopes


@pytest.mark.parametrize("token", ["a", "a.b-c~d+e/f==", "00D!AQ.x", "~" * 10_000])
def test_visible_ascii_is_a_token(token: str) -> None:
    assert read_answer(200, token_answer(access_token=token)).token == token


@pytest.mark.parametrize(
    ("member", "value"),
    [
        *(("access_token", value) for value in (None, "", " ", "a b", "a\r\nx-admin: 1", "a\x00", "é", 5, ["a"])),
        *(("token_type", value) for value in (None, "", 5)),
        *(("issued_token_type", value) for value in (None, "", 5)),
        *(("scope", value) for value in (5, ["read"])),
    ],
)
def test_an_answer_without_a_usable_member_is_unreadable(member: str, value: Json) -> None:
    with pytest.raises(DelegationUnavailable, match=f"no usable {member}"):
        read_answer(200, token_answer(**{member: value}))


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'"token"', token_answer()[:-1], b"\x1f\x8b\x08"])
@pytest.mark.parametrize("status", [200, 400, 404])
def test_what_is_no_json_object_is_no_answer(status: int, content: bytes) -> None:
    with pytest.raises(DelegationUnavailable, match=f"status {status} with a body that cannot be read"):
        read_answer(status, content)


def test_an_answer_that_names_two_tokens_is_no_answer() -> None:
    twice = token_answer()[:-1] + b', "access_token": "another"}'
    with pytest.raises(DelegationUnavailable):
        read_answer(200, twice)


@pytest.mark.parametrize("status", [201, 204, 302, 307, 400, 404])
def test_a_token_under_another_status_is_no_answer(status: int) -> None:
    with pytest.raises(DelegationUnavailable, match="without an OAuth error"):
        read_answer(status, token_answer())


@pytest.mark.parametrize(
    "code", ["invalid_grant", "invalid_target", "invalid_scope", "access_denied", "invalid_request"]
)
@pytest.mark.parametrize("status", [200, 400, 401, 403])
def test_an_oauth_error_refuses(status: int, code: str) -> None:
    with pytest.raises(DelegationRefused, match=code):
        read_answer(status, error(code))


@pytest.mark.parametrize("code", ["invalid_client", "server_error", "temporarily_unavailable"])
@pytest.mark.parametrize("status", [400, 401])
def test_an_error_that_is_not_about_the_user_is_unavailable(status: int, code: str) -> None:
    with pytest.raises(DelegationUnavailable, match=code):
        read_answer(status, error(code))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
def test_a_failing_server_is_unavailable_whatever_it_says(status: int) -> None:
    for content in (error("invalid_grant"), token_answer(), b""):
        with pytest.raises(DelegationUnavailable, match=f"status {status}"):
            read_answer(status, content)


@pytest.mark.parametrize("code", ["", 5, ["invalid_grant"], "Alice's grant is gone", "x" * 41, "a\nb"])
def test_an_error_that_has_no_code_is_unavailable_and_not_repeated(code: Json) -> None:
    with pytest.raises(DelegationUnavailable) as refusal:
        read_answer(400, error(code))
    assert refusal.value.cause == "the token endpoint answered: an error that has no code"


def test_an_error_beside_a_token_counts() -> None:
    with pytest.raises(DelegationRefused):
        read_answer(200, token_answer(error="invalid_grant"))


def test_nothing_the_server_wrote_reaches_the_client() -> None:
    with pytest.raises(DelegationRefused) as refusal:
        read_answer(400, error("invalid_grant", error_description="alice@example.com is locked", error_uri="http://x"))
    assert refusal.value.detail == DelegationRefused.default
    assert "alice" not in refusal.value.cause
