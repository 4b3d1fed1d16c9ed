"""What is known when a call is decided, and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from classifiers.finding import Finding, Place
from connectors.model import Operation
from gateway.domain.caller import Caller
from gateway.domain.grant import Grant
from gateway.domain.message import Message
from gateway.domain.rule import Action, LimitScope, Mode, Rate


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision may depend on. Same facts, same decision."""

    caller: Caller
    connector: str
    operation: Operation
    parameters: Mapping[str, str]  # of the path, percent-decoded
    grant: Grant
    message: Message
    findings: tuple[Finding, ...]
    now: datetime


class Verdict(StrEnum):
    """In order of strictness."""

    ALLOW = "allow"
    HOLD = "hold"  # a person decides
    VIOLATED = "violated"  # a deterministic rule is not satisfied: no person may approve what it forbids
    BLOCK = "block"  # restricted data

    @property
    def strictness(self) -> int:
        return _STRICTNESS[self]


_STRICTNESS = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the rule that spoke (``None`` for the tier of the operation), and what to do next, without any value."""

    verdict: Verdict
    rule: str | None
    detail: str
    mode: Mode = Mode.ENFORCE

    @property
    def enforced(self) -> bool:
        return self.mode is Mode.ENFORCE


@dataclass(frozen=True, slots=True)
class Obligation:
    """What release owes a rule: treat every finding of these labels, every value at these paths, like so."""

    rule: str
    action: Action
    labels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # JSONPath, RFC 9535
    mode: Mode = Mode.ENFORCE


@dataclass(frozen=True, slots=True)
class Claim:
    """One act to be counted against a rule's rate. ``key`` names who shares it, in the order of ``rate.per``."""

    rule: str
    rate: Rate
    key: tuple[tuple[LimitScope, str], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, why, and what it obliges the rest of the exchange to."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Treatment:
    """One value that a rule acted on at release: where it stood and what became of it, never its text."""

    rule: str
    label: str  # the finding's, or ``field`` where a path named it
    place: Place
    action: Action
    mode: Mode = Mode.ENFORCE


@dataclass(frozen=True, slots=True)
class Released:
    """An answer after every obligation was met. ``blocked_by`` names the rules that keep it in altogether."""

    message: Message
    treatments: tuple[Treatment, ...] = ()
    blocked_by: tuple[str, ...] = ()

    def summary(self) -> str:
        """Return how many values were treated, by what was done: ``dropped=1, redacted=3``; ``""`` for none."""
        done = Counter(
            _DONE[item.action] for item in self.treatments if item.mode is Mode.ENFORCE and item.action in _DONE
        )
        return ", ".join(f"{word}={count}" for word, count in sorted(done.items()))


_DONE: Mapping[Action, str] = {Action.MASK: "masked", Action.REDACT: "redacted", Action.DROP: "dropped"}
