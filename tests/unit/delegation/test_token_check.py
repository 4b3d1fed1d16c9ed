"""The token that was asked for, and its near-misses."""

from __future__ import annotations

import base64

import pytest

from gateway.delegation.strategy import Target
from gateway.delegation.token_answer import TokenAnswer
from gateway.delegation.token_check import ACCESS_TOKEN, JWT, insist
from gateway.domain.caller import Caller
from gateway.domain.errors import DelegationRefused
from gateway.domain.json import Json
from tests.unit.delegation.parties import ENDPOINT, ID_CLAIMS, ISSUER, SUBJECT_TOKEN, caller, jwt

TARGET = Target("token_exchange", ENDPOINT, "", audience="tickets", scopes=("read", "write"))
OPAQUE, BEARER = "opaque", "Bearer"
GOOD: dict[str, Json] = {"iss": ISSUER, "sub": "alice", "aud": "tickets"}


def answer(
    token: str = OPAQUE,
    *,
    token_type: str = BEARER,
    issued: str = ACCESS_TOKEN,
    scopes: tuple[str, ...] | None = None,
) -> TokenAnswer:
    return TokenAnswer(token, token_type, issued, scopes, 300)


def accepted(
    given: TokenAnswer, target: Target = TARGET, who: Caller | None = None, id_claims: dict[str, str] | None = None
) -> bool:
    try:
        insist(given, who or caller(), target, "sallyport", id_claims or ID_CLAIMS)
    except DelegationRefused:
        return False
    return True


def accepted_claims(claims: Json, target: Target = TARGET, id_claims: dict[str, str] | None = None) -> bool:
    return accepted(answer(jwt(claims)), target, id_claims=id_claims)


def test_the_client_is_not_told_what_was_wrong() -> None:
    with pytest.raises(DelegationRefused, match="own token came back") as refusal:
        insist(answer(SUBJECT_TOKEN), caller(), TARGET, "sallyport", ID_CLAIMS)
    assert refusal.value.detail == DelegationRefused.default


@pytest.mark.parametrize(("token", "good"), [("opaque", True), (SUBJECT_TOKEN, False), (SUBJECT_TOKEN + "x", True)])
def test_the_callers_own_token_is_never_the_answer(token: str, good: bool) -> None:
    assert accepted(answer(token)) is good


@pytest.mark.parametrize(
    ("issued", "good"),
    [
        (ACCESS_TOKEN, True),
        (JWT, True),
        ("urn:ietf:params:oauth:token-type:refresh_token", False),
        ("urn:ietf:params:oauth:token-type:id_token", False),
        ("access_token", False),
    ],
)
def test_what_was_issued_is_an_access_token(issued: str, good: bool) -> None:
    assert accepted(answer(issued=issued)) is good


@pytest.mark.parametrize(
    ("token_type", "good"),
    [("Bearer", True), ("bearer", True), ("BEARER", True), ("DPoP", False), ("N_A", False), ("Bearer2", False)],
)
def test_the_token_is_a_bearer_token(token_type: str, good: bool) -> None:
    assert accepted(answer(token_type=token_type)) is good


@pytest.mark.parametrize(
    ("asked", "told", "good"),
    [
        (("read", "write"), None, True),
        (("read", "write"), (), True),
        (("read", "write"), ("read",), True),
        (("read", "write"), ("write", "read"), True),
        (("read", "write"), ("read", "admin"), False),
        (("read",), ("Read",), False),
        ((), ("anything",), True),  # nothing was asked, so the server's default holds
    ],
)
def test_the_scope_is_not_wider_than_asked(asked: tuple[str, ...], told: tuple[str, ...] | None, good: bool) -> None:
    assert accepted(answer(scopes=told), Target("token_exchange", ENDPOINT, "", scopes=asked)) is good


@pytest.mark.parametrize(
    ("audience", "resource", "named", "good"),
    [
        ("tickets", None, "tickets", True),
        ("tickets", None, ["other", "tickets"], True),
        ("tickets", None, "other", False),
        ("tickets", None, "tickets2", False),
        ("tickets", None, [], False),
        ("tickets", None, ["other"], False),
        ("tickets", None, [["tickets"]], False),
        ("tickets", None, {"tickets": 1}, False),
        ("tickets", None, 5, False),
        (None, "https://t.example.com/", "https://t.example.com/", True),
        (None, "https://t.example.com/", "https://t.example.com", False),
        ("tickets", "https://t.example.com/", "https://t.example.com/", True),  # a server names either
        ("tickets", "https://t.example.com/", "tickets", True),
        ("tickets", "https://t.example.com/", "other", False),
        (None, None, "whatever", True),  # nothing was asked, so the server's default holds
    ],
)
def test_a_jwt_is_for_the_audience_that_was_asked(
    audience: str | None, resource: str | None, named: Json, good: bool
) -> None:
    target = Target("token_exchange", ENDPOINT, "", audience=audience, resource=resource)
    assert accepted_claims({**GOOD, "aud": named}, target) is good


def test_a_jwt_without_audience_is_not_for_the_one_that_was_asked() -> None:
    assert not accepted_claims({"iss": ISSUER, "sub": "alice"})


@pytest.mark.parametrize(
    ("claims", "id_claim", "good"),
    [
        ({"iss": ISSUER, "sub": "alice"}, "sub", True),
        ({"iss": ISSUER, "sub": "bob"}, "sub", False),
        ({"iss": ISSUER, "sub": "Alice"}, "sub", False),
        ({"iss": ISSUER, "sub": ["alice"]}, "sub", False),
        ({"iss": ISSUER}, "sub", False),  # a token of the caller's issuer without sub is nobody's
        ({"iss": "https://other.example.com", "sub": "bob"}, "sub", True),  # says nothing: another namespace
        ({"sub": "bob"}, "sub", True),
        ({"iss": ISSUER, "sub": "pairwise", "oid": "alice"}, "oid", True),
        ({"iss": ISSUER, "sub": "alice", "oid": "bob"}, "oid", False),
        ({"iss": ISSUER, "sub": "pairwise"}, "oid", True),  # does not tell
        ({"iss": ISSUER, "sub": "pairwise", "oid": None}, "oid", False),
    ],
)
def test_a_jwt_of_the_callers_issuer_is_for_the_caller(claims: dict[str, Json], id_claim: str, good: bool) -> None:
    assert accepted_claims({"aud": "tickets", **claims}, id_claims={ISSUER: id_claim}) is good


@pytest.mark.parametrize(
    ("claims", "good"),
    [
        ({"sub": "sallyport"}, False),  # the gateway
        ({"sub": "summariser"}, False),  # the plugin
        ({"sub": "some-client", "client_id": "some-client"}, False),
        ({"sub": "some-client", "azp": "some-client"}, False),
        ({"sub": "somebody", "client_id": "sallyport", "azp": ["somebody"]}, True),
        ({"sub": "alice", "client_id": "alice"}, True),  # a user may be called like a client
        ({"client_id": "sallyport"}, True),  # does not tell
    ],
)
def test_a_jwt_is_for_a_user_and_not_for_a_client(claims: dict[str, Json], good: bool) -> None:
    assert accepted_claims({"iss": "https://other.example.com", "aud": "tickets", **claims}) is good


@pytest.mark.parametrize(
    ("act", "good"),
    [
        ({"sub": "sallyport"}, True),
        ({"sub": "sallyport", "iss": ISSUER, "act": {"sub": "agent"}}, True),
        ({}, False),
        ({"sub": ""}, False),
        ({"sub": 5}, False),
        ("sallyport", False),
        (None, False),
        ([{"sub": "sallyport"}], False),
        ({"sub": "sallyport", "act": {"iss": ISSUER}}, False),
    ],
)
def test_a_chain_of_actors_is_well_formed(act: Json, good: bool) -> None:
    assert accepted_claims({**GOOD, "act": act}) is good


def _raw(header: bytes, payload: bytes) -> str:
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (header, payload, b"sig"))


@pytest.mark.parametrize(
    ("token", "good"),
    [
        ("a.b.c", True),  # dots do not make a JWT
        ("a.b.c.d.e", True),  # an encrypted one cannot be read
        ("!.b.c", True),
        (_raw(b"[]", b"{}"), True),
        (_raw(b"{}", b"{}"), True),  # no alg, no JOSE header
        (_raw(b'{"alg":"RS256"}', b"not json"), False),
        (_raw(b'{"alg":"RS256"}', b"[]"), False),
        (_raw(b'{"alg":"RS256"}', b'{"aud":"tickets","aud":"other"}'), False),
    ],
)
def test_only_a_signed_jwt_is_looked_into_and_then_it_must_be_readable(token: str, good: bool) -> None:
    assert accepted(answer(token)) is good
