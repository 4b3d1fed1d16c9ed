from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from gateway.demo.tokens import Access, UnacceptableToken, sign, verify

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLAIMS = {"iss": "https://login.example.com", "sub": "alice", "client_id": "gate", "aud": "crm", "exp": 1795424460}


@pytest.fixture(scope="module")
def keys() -> KeySet:
    return KeySet([ECKey.generate_key("P-256", auto_kid=True)])


def read(token: str, keys: KeySet) -> Access:
    return verify(token, keys, issuer="https://login.example.com", audience="crm", now=NOW)


def test_a_token_says_what_was_signed(keys: KeySet) -> None:
    expires_at = datetime(2026, 11, 23, 9, 1, tzinfo=UTC)
    assert read(sign(CLAIMS, keys), keys) == Access("alice", "gate", None, expires_at)
    assert read(sign({**CLAIMS, "act": {"sub": "plugin"}}, keys), keys) == Access("alice", "gate", "plugin", expires_at)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example.com"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"exp": 1795424400},  # now
        {"exp": None},
        {"exp": "1795424460"},
        {"sub": None},
        {"sub": ""},
        {"client_id": None},
    ],
)
def test_a_token_with_another_or_a_missing_claim_is_not_acceptable(keys: KeySet, changed: dict[str, object]) -> None:
    with pytest.raises(UnacceptableToken):
        read(sign({**CLAIMS, **changed}, keys), keys)


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "....", "é.b.c", "e30.e30.", "bnVsbA.e30.e30"])
def test_what_is_not_a_token_is_not_acceptable(keys: KeySet, token: str) -> None:
    with pytest.raises(UnacceptableToken):
        read(token, keys)


def test_a_token_of_another_type_is_not_acceptable(keys: KeySet) -> None:
    key = keys.keys[0]
    id_token = jwt.encode({"alg": "ES256", "typ": "JWT", "kid": key.kid}, dict(CLAIMS), key, ["ES256"])
    with pytest.raises(UnacceptableToken):
        read(id_token, keys)


def test_an_unsigned_token_is_not_acceptable(keys: KeySet) -> None:
    payload = sign(CLAIMS, keys).split(".")[1]
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').decode().rstrip("=")
    with pytest.raises(UnacceptableToken):
        read(f"{header}.{payload}.", keys)
