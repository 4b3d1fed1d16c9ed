"""What one rule says of one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gateway.domain.decision import Claim, Facts, Obligation, Reason
from gateway.domain.rule import Rule


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a rule adds to the decision. Nothing at all is the usual case."""

    reasons: tuple[Reason, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    claims: tuple[Claim, ...] = ()


SILENCE = Opinion()


class CompiledRule(Protocol):
    """A rule of one kind, ready to be asked."""

    @property
    def rule(self) -> Rule:
        """Return the rule as it was written."""

    def opinion(self, facts: Facts) -> Opinion:
        """Return what the rule says of a call that its selector chose."""


def told(rule: Rule) -> str:
    """Return the sentence with which a rule refuses: which, why and whom to ask; nothing of the data."""
    return f"Rule {rule.id}: {rule.because.rstrip('.')}. Its owner, {rule.owner}, can tell more."
