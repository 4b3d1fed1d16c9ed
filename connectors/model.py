"""The words in which a system of record is described. Standard library only; every value is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    READ = "read"
    WRITE = "write"


class Tier(StrEnum):
    """How much harm a wrong call can do: low runs and is logged, medium is validated, high waits for a person."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Flag(StrEnum):
    """What makes an operation worse than its method tells."""

    EXTERNAL = "external"  # reaches people outside the organisation
    IRREVERSIBLE = "irreversible"
    MONEY = "money"
    ADMIN = "admin"
    SECRET_OUT = "secret_out"  # noqa: S105  (answers with a credential)
    AUTOMATION = "automation"  # triggers other software
    DRAFT = "draft"  # seen by its user only


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a system of record can be asked to do.

    ``path`` is a template whose segments are literals or ``{name}``; ``{name*}`` as the last segment takes the
    rest of the path. ``also`` are other templates for the very same thing, to which one grant leads. ``readable``
    names the path parameters that may stand in clear in audit records.
    """

    id: str
    method: str
    path: str
    effect: Effect
    tier: Tier
    flags: frozenset[Flag] = frozenset()
    summary: str = ""
    readable: frozenset[str] = frozenset()
    media_types: frozenset[str] = frozenset()  # of request bodies; empty: JSON only
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """A system of record: what it is called, what it can be asked, and the habits of its API."""

    name: str
    title: str
    operations: tuple[Operation, ...]
    auth_schemes: tuple[str, ...] = ("bearer",)  # lower case; what clients of this system send before a token
    credential_parameters: frozenset[str] = frozenset()  # query parameters that carry credentials: never forwarded
    origins: tuple[str, ...] = ()  # absolute URLs in answers that start so lead back through the gateway
    request_headers: frozenset[str] = frozenset()  # lower case; forwarded beside the gateway's own list
    response_headers: frozenset[str] = frozenset()  # lower case; released beside the gateway's own list
