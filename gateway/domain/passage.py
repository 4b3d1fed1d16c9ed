"""What is known of one request so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from classifiers.finding import Finding
from connectors.model import Effect, Operation
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.decision import Decision, Released
from gateway.domain.errors import DelegationRefused, PolicyRefusal, Refusal
from gateway.domain.grant import Grant
from gateway.domain.message import Answer, Message, Request
from gateway.domain.secret import Secret


class Executed(StrEnum):
    """Whether the system of record did what was asked of it, as far as can be told."""

    FALSE = "false"
    TRUE = "true"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Delegation:
    """How the user's own token was had, and the token."""

    strategy: str
    audience: str
    scopes: tuple[str, ...]
    cached: bool
    token: Secret
    token_type: str = "Bearer"  # noqa: S105  (a scheme, not a secret)


@dataclass(slots=True)
class Passage:
    """The one value here that changes: each step of ``exchange`` adds what it learnt.

    It belongs to one call of ``exchange``. When a step refuses, what is filled in is what the record tells.
    """

    request: Request
    digest: str  # of the configuration in force
    connector: Connector | None = None
    caller: Caller | None = None
    message: Message | None = None
    operation: Operation | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    grant: Grant | None = None
    found_in_request: tuple[Finding, ...] = ()
    decision: Decision | None = None
    delegation: Delegation | None = None
    executed: Executed | None = None  # None: nothing went upstream
    upstream_status: int | None = None
    answer: Answer | None = None
    found_in_answer: tuple[Finding, ...] = ()
    released: Released | None = None
    refusal: Refusal | None = None
    abandoned: bool = False  # the client left, or the program failed, before there was a reply

    @property
    def is_write(self) -> bool:
        """Claims a write until an operation says otherwise: the careful side of not knowing."""
        return self.operation is None or self.operation.effect is Effect.WRITE

    @property
    def is_withheld(self) -> bool:
        """Claims that a write was answered and only its answer may not be released.

        It has happened: a client that saw an error would do it again. It sees the write's own status instead. But
        for a token that was not accepted: a 401 would send it for a new token of its own, for ever.
        """
        return (
            self.is_write
            and self.upstream_status is not None
            and isinstance(self.refusal, PolicyRefusal)
            and not isinstance(self.refusal, DelegationRefused)
        )
