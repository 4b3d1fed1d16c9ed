"""Credentials in URLs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

LABEL = "secret.credentials_in_url"
PASSWORD = "Tr0ub4dor"
Found = Callable[..., set[tuple[str, str]]]


@pytest.mark.parametrize(
    "url",
    [
        f"postgres://app:{PASSWORD}@db.internal/orders",
        f"mongodb+srv://app:{PASSWORD}@cluster0.abcde.mongodb.net",
        f"redis://:{PASSWORD}@cache:6379/0",
        "amqp://guest:guest@mq:5672",
        f"https://jane%40corp:{PASSWORD}@git.internal/a.git",
        f"jdbc:mysql://root:{PASSWORD}@10.0.0.3/x",
        "https://3f9a1c7b2e8d40563f9a1c7b2e8d4056@sentry.internal/3",
        f"ftp://app:{PASSWORD}@[::1]/",
        f"smtp://app:{PASSWORD}@mail.example.com:587",
        f"HTTPS://app:{PASSWORD}-1!@host/",
    ],
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("see ", " there"), ('"', '"'), ("URL=", "\n"), ("(", ")")])
def test_passwords_and_tokens_before_a_host_are_found(found: Found, url: str, before: str, after: str) -> None:
    (taken,) = [text for label, text in found(before + url + after) if label == LABEL]
    assert taken in url
    assert taken.endswith("@")


@pytest.mark.parametrize(
    "text",
    [
        "postgres://app@db.internal/orders",
        "https://user:password@host/",
        "https://username:pass@host/",
        "https://app:****@host/",
        "https://app:${PASSWORD}@host/",
        "https://app:{{ password }}@host/",
        "https://app:<password>@host/",
        "https://app:xxxx@host/",
        "https://app:REDACTED@host/",
        "https://app:%PASSWORD%@host/",
        "s3://access_key_id:secret_access_key@bucket/key",
        f"https://app:{PASSWORD}@example.com/",
        "https://a:b@host/",
        "cvs://:pserver:anoncvs@sources",
        "https://host:8080/users/jane@corp.internal",
        "mail jane@corp.internal: hello",
        "://a:secret1@host",
        "https://jane@host/",
    ],
)
def test_stand_ins_and_other_at_signs_are_none(found: Found, text: str) -> None:
    assert LABEL not in dict(found(text))
