"""Signed and encrypted tokens, and the base64 of them."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

LABEL = "secret.jwt"
Found = Callable[..., set[tuple[str, str]]]


def jwt(header: str, parts: str = ".eyJzdWIiOiJqYW5lIn0.c2ln") -> str:
    return base64.urlsafe_b64encode(header.encode()).decode().rstrip("=") + parts


@pytest.mark.parametrize(
    "token",
    [
        jwt('{"alg":"HS256"}'),
        jwt('{"typ":"JWT",\r\n "alg":"HS256"}'),
        jwt('{ "alg": "none" }', ".eyJhIjoxfQ."),
        jwt('{\n"alg":"RSA-OAEP","enc":"A256GCM"}', ".a.b.c.d"),
        jwt('{"kid":"1"}'),
        jwt('{"alg":256}'),
        jwt('{"alg":"HS256"'),
    ],
)
@pytest.mark.parametrize(
    ("before", "after"), [("Bearer ", ""), ('"', '"'), ("?jwt=", "&a"), ("t%3D", ""), ("\\n", " ")]
)
def test_signed_and_encrypted_tokens_are_found(found: Found, token: str, before: str, after: str) -> None:
    assert (LABEL, token) in found(before + token + after)


@pytest.mark.parametrize(
    "text",
    [
        jwt('{"sub":"jane"}', ".c2Vzc2lvbg.c2lnbmF0dXJl"),  # a session of another kind
        jwt('["alg"]', ".WyJhIl0.c2ln"),
        jwt('{"kid":"1"}', ".eyJzdWIiOiJqYW5lIn0."),
        jwt('{"alg":"HS256"}', ".only-two"),
        "eyJ\u00e9.a.b",
        "eyJhb.eyJ.c",
        "www.eyJ.example.com",
    ],
)
def test_what_has_neither_header_nor_claims_is_no_signed_token(found: Found, text: str) -> None:
    assert LABEL not in dict(found(text))


@pytest.mark.parametrize("header", ['{"alg":"HS256"}', '{"kid":"1"}', '{"svt":}'])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("cut", [0, 3])
def test_tokens_in_base64_are_found(found: Found, header: str, encode: Callable[[bytes], bytes], cut: int) -> None:
    encoded = encode(jwt(header, ".eyJzdWIiOiJqYW5lIn0." + 43 * "s").encode()).decode().rstrip("=")
    text = encoded[: len(encoded) - cut]
    assert (LABEL, text) in found(f'jwt: "{text}"')


@pytest.mark.parametrize("inner", ["eyJ" + 60 * "a", "eyJhIjoxfQ" + 60 * "\u00e9", 'eyJ{"a": 1}' + 60 * "b"])
def test_other_base64_is_none(found: Found, inner: str) -> None:
    assert LABEL not in dict(found(base64.b64encode(inner.encode()).decode()))
    assert LABEL not in dict(found("ZXlK" + 60 * "-" + "A"))


def test_a_header_too_long_to_be_read_counts_as_one(found: Found) -> None:
    token = "eyJ" + 9_000 * "A" + ".a.b"
    assert (LABEL, token) in found(token)


def test_a_deeply_nested_header_is_none(found: Found) -> None:
    assert LABEL not in dict(found(jwt('{"a":' + 2_000 * "[" + 2_000 * "]" + "}", ".YQ.YQ")))
