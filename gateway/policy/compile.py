"""From rules as written to rules that can be asked; every mistake in them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from classifiers.finding import in_family
from connectors.faults import nearest
from gateway.domain.mistake import Mistake, Path
from gateway.domain.rule import Rule
from gateway.policy.expressions import Expression, InvalidExpression
from gateway.policy.field_path import FieldPath
from gateway.policy.limit import LimitRule
from gateway.policy.opinion import CompiledRule
from gateway.policy.requirement import RequirementRule
from gateway.policy.treatment import TreatmentRule


class InvalidRules(ValueError):
    """Rules do not compile; ``mistakes`` holds all that is wrong."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__(f"{len(mistakes)} mistakes in rules")


def check(rules: Iterable[Rule], labels: Collection[str]) -> tuple[Mistake, ...]:
    """Return every mistake in ``rules``. ``labels`` are those that the classifiers know."""
    return tuple(mistake for index, rule in enumerate(rules) for mistake in _mistakes(rule, ("rules", index), labels))


def compile_rules(rules: Iterable[Rule], labels: Collection[str]) -> tuple[CompiledRule, ...]:
    """Return ``rules`` ready to be asked, in their order.

    Raises:
        InvalidRules: At least one has a mistake.
    """
    rules = tuple(rules)
    if mistakes := check(rules, labels):
        raise InvalidRules(mistakes)
    return tuple(compiled for rule in rules for compiled in _compiled(rule))


def _compiled(rule: Rule) -> Iterable[CompiledRule]:
    unless = Expression.parse(rule.unless) if rule.unless is not None else None
    if rule.action is not None:
        yield TreatmentRule(rule, rule.action, tuple(map(FieldPath.parse, rule.fields)), unless)
    if rule.require is not None:
        yield RequirementRule(rule, Expression.parse(rule.require), unless)
    if rule.limit is not None:
        yield LimitRule(rule, rule.limit, unless)


def _mistakes(rule: Rule, path: Path, labels: Collection[str]) -> Iterable[Mistake]:
    for index, label in enumerate(rule.labels):
        if not any(in_family(known, label) for known in labels):
            families = {known.split(".", maxsplit=1)[0] for known in labels}
            yield Mistake(
                (*path, "labels", index), f"no label or family {label!r}", nearest(label, {*labels, *families})
            )
    for index, text in enumerate(rule.fields):
        try:
            FieldPath.parse(text)
        except ValueError as error:
            yield Mistake((*path, "fields", index), f"not a JSONPath (RFC 9535): {error}")
    for key, expression in (("unless", rule.unless), ("require", rule.require)):
        if expression is None:
            continue
        try:
            Expression.parse(expression)
        except InvalidExpression as error:
            yield Mistake((*path, key), f"CEL expression {error}")
