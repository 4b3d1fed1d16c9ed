from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from gateway.settings.secrets import (
    MAX_BYTES,
    Holder,
    RedisField,
    SecretField,
    SecretReference,
    UnreadableSecret,
    resolve,
)

SECRET = TypeAdapter[SecretReference](SecretField)
REDIS = TypeAdapter[SecretReference](RedisField)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("file:/run/secrets/x", SecretReference(Holder.FILE, "/run/secrets/x")),
        ("file:client-secret", SecretReference(Holder.FILE, "client-secret")),
        ("env:CLIENT_SECRET", SecretReference(Holder.ENV, "CLIENT_SECRET")),
    ],
)
def test_a_secret_is_named_by_who_holds_it(text: str, reference: SecretReference) -> None:
    assert SECRET.validate_python(text) == reference


@pytest.mark.parametrize("value", ["hunter2", "file:", "env:", "vault:hunter2", "env:A\nB", 7, None])
def test_a_secret_in_the_open_is_refused_and_not_told_back(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        SECRET.validate_python(value)
    assert "hunter2" not in caught.value.errors()[0]["msg"]


def test_a_redis_url_without_a_password_may_stand_in_the_open() -> None:
    assert REDIS.validate_python("rediss://redis:6379/0") == SecretReference(Holder.OPEN, "rediss://redis:6379/0")
    assert REDIS.validate_python("env:REDIS_URL") == SecretReference(Holder.ENV, "REDIS_URL")
    assert resolve(SecretReference(Holder.OPEN, "redis://redis:6379/0"), Path()).reveal() == "redis://redis:6379/0"


@pytest.mark.parametrize(
    "value", ["redis://:hunter2@redis:6379", "redis://redis:6379?password=hunter2", "http://redis:6379", 6379]
)
def test_a_redis_url_with_a_password_may_not(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        REDIS.validate_python(value)
    assert "hunter2" not in caught.value.errors()[0]["msg"]


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        (b"word", "word"),
        (b"word\n", "word"),
        (b"word\r\n", "word"),
        (b"word\n\n", "word\n"),
        (b" word ", " word "),
    ],
)
def test_a_file_holds_the_secret_but_for_its_last_line_break(tmp_path: Path, content: bytes, secret: str) -> None:
    (tmp_path / "secret").write_bytes(content)
    assert resolve(SecretReference(Holder.FILE, "secret"), tmp_path).reveal() == secret


def test_a_variable_holds_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIENT_SECRET", "word")
    assert resolve(SecretReference(Holder.ENV, "CLIENT_SECRET"), Path()).reveal() == "word"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "at least 1 bytes"),
        (b" \n", "at least 1 bytes"),
        (b"\xff", "not UTF-8"),
        (b"x" * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_a_file_that_holds_no_secret_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(UnreadableSecret, match=words):
        resolve(SecretReference(Holder.FILE, "secret"), tmp_path)


def test_a_file_or_variable_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLIENT_SECRET", raising=False)
    with pytest.raises(UnreadableSecret, match="CLIENT_SECRET is not set"):
        resolve(SecretReference(Holder.ENV, "CLIENT_SECRET"), tmp_path)
    with pytest.raises(UnreadableSecret, match="No such file"):
        resolve(SecretReference(Holder.FILE, "secret"), tmp_path)


def test_a_short_secret_is_told_where_its_length_matters(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"x" * 31)
    with pytest.raises(UnreadableSecret, match="at least 32 bytes"):
        resolve(SecretReference(Holder.FILE, "key"), tmp_path, at_least=32)
