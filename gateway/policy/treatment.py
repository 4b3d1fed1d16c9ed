"""Rules that treat restricted values: by label, or by the path of a field."""

from __future__ import annotations

from dataclasses import dataclass

from classifiers.finding import in_family
from gateway.domain.decision import Facts, Obligation, Reason, Verdict
from gateway.domain.rule import Action, Direction, Rule
from gateway.policy.body import has_fields, structure
from gateway.policy.expressions import Expression
from gateway.policy.field_path import FieldPath
from gateway.policy.opinion import SILENCE, Opinion, told


@dataclass(frozen=True, slots=True)
class TreatmentRule:
    """Requests are never altered, only refused, so ``block`` speaks on both ways and the rest on answers."""

    rule: Rule
    action: Action
    paths: tuple[FieldPath, ...]
    unless: Expression | None

    def opinion(self, facts: Facts) -> Opinion:
        rule = self.rule
        if self.unless is not None and self.unless.holds(facts):
            return SILENCE
        reasons: tuple[Reason, ...] = ()
        obligations: tuple[Obligation, ...] = ()
        if self.action is Action.BLOCK and Direction.REQUEST in rule.on and self._is_met_by(facts):
            reasons = (Reason(Verdict.BLOCK, rule.id, told(rule), rule.mode),)
        if Direction.RESPONSE in rule.on:
            obligations = (Obligation(rule.id, self.action, rule.labels, rule.fields, rule.mode),)
        return Opinion(reasons=reasons, obligations=obligations)

    def _is_met_by(self, facts: Facts) -> bool:
        if any(in_family(finding.label, label) for finding in facts.findings for label in self.rule.labels):
            return True
        body = facts.message.body
        if self.paths and not has_fields(body):
            return True  # whether the field is in there cannot be told
        return any(path.selects_from(structure(body)) for path in self.paths)
