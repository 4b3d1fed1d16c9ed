"""Rules that limit how often. Whether a limit is exhausted is not decided here: a claim only says what to count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gateway.domain.decision import Claim, Facts
from gateway.domain.rule import LimitScope, Mode, Rate, Rule
from gateway.policy.expressions import Expression
from gateway.policy.opinion import SILENCE, Opinion

_SHARERS: Mapping[LimitScope, Callable[[Facts], str]] = {
    LimitScope.PLUGIN: lambda facts: facts.caller.plugin.id,
    LimitScope.USER: lambda facts: "\n".join(
        (facts.caller.user.issuer, facts.caller.user.tenant or "", facts.caller.user.subject)
    ),
    LimitScope.CONNECTOR: lambda facts: facts.connector,
    LimitScope.OPERATION: lambda facts: f"{facts.connector}.{facts.operation.id}",
}


@dataclass(frozen=True, slots=True)
class LimitRule:
    """Counts every call that it is about; in shadow it takes nothing."""

    rule: Rule
    rate: Rate
    unless: Expression | None

    def opinion(self, facts: Facts) -> Opinion:
        if self.rule.mode is Mode.SHADOW or (self.unless is not None and self.unless.holds(facts)):
            return SILENCE
        key = tuple((scope, _SHARERS[scope](facts)) for scope in self.rate.per)
        return Opinion(claims=(Claim(self.rule.id, self.rate, key),))
