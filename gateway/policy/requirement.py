"""Rules that require something to be true of a call."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.domain.decision import Facts, Reason, Verdict
from gateway.domain.rule import Otherwise, Rule
from gateway.policy.expressions import Expression
from gateway.policy.opinion import SILENCE, Opinion, told

_VERDICTS = {Otherwise.BLOCK: Verdict.VIOLATED, Otherwise.HOLD: Verdict.HOLD}


@dataclass(frozen=True, slots=True)
class RequirementRule:
    """Refuses, or holds for a person, what it cannot see to be true."""

    rule: Rule
    require: Expression
    unless: Expression | None

    def opinion(self, facts: Facts) -> Opinion:
        if self.unless is not None and self.unless.holds(facts):
            return SILENCE
        if self.require.holds(facts):
            return SILENCE
        return Opinion(reasons=(Reason(_VERDICTS[self.rule.otherwise], self.rule.id, told(self.rule), self.rule.mode),))
