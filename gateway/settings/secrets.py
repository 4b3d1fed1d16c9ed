"""Secrets stand in files or in the environment, never in a configuration file."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from connectors.shapes import wrong
from gateway.domain.secret import Secret

MAX_BYTES = 64 * 1024

_REFERENCE = re.compile(r"(file|env):([^\x00-\x1f\x7f]+)")
_REDIS = re.compile(r"(?:redis|rediss|unix)://[^@\x00-\x20\x7f]+")


class Holder(StrEnum):
    """Who holds a secret."""

    FILE = "file"
    ENV = "env"
    OPEN = "open"  # the value itself, where it turned out to be none


@dataclass(frozen=True, slots=True)
class SecretReference:
    """Where to find a secret: a path, relative to the file that names it, or the name of a variable."""

    holder: Holder
    name: str


class UnreadableSecret(ValueError):
    """The secret is not where it should be. Carries no part of it."""


def resolve(reference: SecretReference, directory: Path, at_least: int = 1) -> Secret:
    """Return the secret; one line break at the end of a file is not part of it.

    Raises:
        UnreadableSecret: It is not there, or is shorter than ``at_least`` bytes.
    """
    if reference.holder is Holder.OPEN:
        return Secret(reference.name)
    is_file = reference.holder is Holder.FILE
    text = _from_file(directory / reference.name) if is_file else _from_environment(reference.name)
    if len(text.strip().encode()) < at_least:
        raise UnreadableSecret(f"expected at least {at_least} bytes in {reference.holder}:{reference.name}")
    return Secret(text)


def _from_environment(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise UnreadableSecret(f"the environment variable {name} is not set") from None


def _from_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode()
    except OSError as error:
        raise UnreadableSecret(f"{path} cannot be read: {error.strerror or type(error).__name__}") from None
    except UnicodeDecodeError:
        raise UnreadableSecret(f"{path} is not UTF-8 text") from None
    if len(content) > MAX_BYTES:
        raise UnreadableSecret(f"{path} is larger than {MAX_BYTES} bytes")
    return text.removesuffix("\n").removesuffix("\r")


def _reference(value: object) -> SecretReference:
    found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise wrong("expected `file:/path` or `env:NAME`: a secret never stands here itself")
    return SecretReference(Holder(found[1]), found[2])


def _redis(value: object) -> SecretReference:
    if isinstance(value, str) and _REDIS.fullmatch(value) and not urlsplit(value).query:
        return SecretReference(Holder.OPEN, value)
    if isinstance(value, str) and not _REFERENCE.fullmatch(value):
        raise wrong("expected `redis://host:port/0` without a password, or `file:/path` or `env:NAME` that holds one")
    return _reference(value)


SecretField = Annotated[SecretReference, BeforeValidator(_reference)]
RedisField = Annotated[SecretReference, BeforeValidator(_redis)]
"""A URL without a password may stand in the open."""
