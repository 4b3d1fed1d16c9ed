"""Credentials as they are sent."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

BASIC, BEARER = "secret.basic_auth", "secret.bearer_token"
HEX32 = "3f9a1c7b2e8d40563f9a1c7b2e8d4056"
Found = Callable[..., set[tuple[str, str]]]


def basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode("latin-1")).decode()


@pytest.mark.parametrize(
    "pair", ["app:Tr0ub4dor", "app:", ":Tr0ub4dor", "Aladdin:open sesame", "a:p\u00e4ss\u00e9wort"]
)
def test_basic_credentials_are_found(found: Found, pair: str) -> None:
    assert (BASIC, basic(pair)) in found(f"Authorization: {basic(pair)}")
    assert (BASIC, basic(pair)) in found(basic(pair), ("authorization",))


@pytest.mark.parametrize(
    "text",
    [
        "Basic information and Basic authentication are explained below.",
        "Basic " + base64.b64encode(b"no colon here").decode(),
        "Basic " + base64.b64encode(b"a:$PASSWORD").decode(),
        "Basic " + base64.b64encode(b"\x00\x01\x02:abc").decode(),
        "Basic " + base64.b64encode(b": ").decode(),
        "Basic abcdefghi",
    ],
)
def test_other_uses_of_the_word_are_none(found: Found, text: str) -> None:
    assert BASIC not in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {HEX32}",
        f"curl -H 'authorization: bearer {HEX32}'",
        f"Authorization: token {HEX32}",
        f'"Authorization": "SSWS {HEX32}"',
        f"Bearer {HEX32}",
    ],
)
def test_bearer_tokens_are_found(found: Found, text: str) -> None:
    assert BEARER in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer <token>",
        "Authorization: Bearer $TOKEN",
        "Authorization: Bearer XXXXXXXXXXXX",
        "Bearer authentication is required",
        "the bearer of this letter",
        "Authorization: token expired",
    ],
)
def test_stand_ins_and_prose_are_no_tokens(found: Found, text: str) -> None:
    assert BEARER not in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "curl -u app:Tr0ub4dor https://host/",
        'curl -u "app:Tr0ub4dor" https://host/',
        "curl --user app:'Tr0ub4dor' https://host/",
        "curl --user=app:Tr0ub4dor",
        'curl -u "d2LkV78zLx!t:" https://host',
        'curl -u "{acd3c08b}":"{ZqL5kVrX1n8tA2}"',
    ],
)
def test_the_user_option_holds_a_password(found: Found, text: str) -> None:
    assert BASIC in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "curl -u app https://host/",
        "curl -u app: https://host/",
        "curl -u username:password",
        "curl -u test:test",
        'curl -u "$USER:$PASSWORD"',
        'curl -u "${user}":"${password}"',
        "curl -u <user:password> https://host",
        "curl -u app:[PASSWORD]",
        'curl -u ":" https://host',
        "tar -u a.b",
    ],
)
def test_users_without_a_password_and_variables_are_none(found: Found, text: str) -> None:
    assert BASIC not in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "docker login -u app -p Tr0ub4dor",
        "psexec \\\\host -u corp\\jane -p Tr0ub4dor cmd",
        "mysql -u root -pTr0ub4dor",
        "login --username jane --password Tr0ub4dor",
        "sshpass -p 'Tr0ub4dor' ssh host",
        "credentials {\n    username 'user'\n    password 'password'\n}",
    ],
)
def test_options_and_pairs_hold_a_password(found: Found, text: str) -> None:
    assert BASIC in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "docker login -u app -p $PASSWORD",
        "docker login -u app --password-stdin",
        "mkdir -p directory",
        "sshpass -p $PASS ssh host",
        "credentials {\n    username 'user'\n    password \"$password\"\n}",
    ],
)
def test_options_and_pairs_without_one_do_not(found: Found, text: str) -> None:
    assert BASIC not in dict(found(text))
