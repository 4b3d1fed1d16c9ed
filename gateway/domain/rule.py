"""Rules as security wrote them. What they mean is decided in ``gateway/policy``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from connectors.model import Effect


class Action(StrEnum):
    """What happens to a restricted value, in order of strictness."""

    ALLOW = "allow"
    MASK = "mask"
    REDACT = "redact"
    DROP = "drop"
    BLOCK = "block"

    @property
    def strictness(self) -> int:
        return _STRICTNESS[self]


_STRICTNESS = {action: rank for rank, action in enumerate(Action)}


class Direction(StrEnum):
    REQUEST = "request"
    RESPONSE = "response"


class Mode(StrEnum):
    ENFORCE = "enforce"
    SHADOW = "shadow"  # decided and recorded, never acted on


class Otherwise(StrEnum):
    """What a write meets when it does not satisfy what a rule requires."""

    BLOCK = "block"
    HOLD = "hold"


class LimitScope(StrEnum):
    """Who shares one limit."""

    PLUGIN = "plugin"
    USER = "user"
    CONNECTOR = "connector"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` acts in each ``seconds``, ``burst`` of them at once."""

    count: int
    seconds: float
    burst: int
    per: tuple[LimitScope, ...]

    def __post_init__(self) -> None:
        if self.count < 1 or self.burst < 1 or not self.seconds > 0:
            raise ValueError("a rate has a positive count, burst and period")


@dataclass(frozen=True, slots=True)
class Selector:
    """Which calls a rule is about; what is not stated does not narrow.

    ``operation`` is ``<connector>.<operation id>`` with ``*`` for any run of characters.
    """

    connector: str | None = None
    operation: str | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: who owns it, why it is there, which calls it is about, and what it asks of them.

    Exactly one of three kinds: it treats ``labels`` or ``fields`` with an ``action``, or it ``require``s an
    expression to hold, or it sets a ``limit``. A ``require`` may carry a ``limit`` beside it.
    """

    id: str
    owner: str
    because: str
    selector: Selector = field(default_factory=Selector)
    labels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # JSONPath, RFC 9535
    action: Action | None = None
    on: frozenset[Direction] = frozenset()
    unless: str | None = None  # CEL; the rule does not apply where it holds
    require: str | None = None  # CEL; the call is refused where it does not hold
    otherwise: Otherwise = Otherwise.BLOCK
    limit: Rate | None = None
    mode: Mode = Mode.ENFORCE
