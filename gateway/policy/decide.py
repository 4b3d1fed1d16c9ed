"""Join what the rules say of a call into one decision. Pure; neither order of rules nor of files matters."""

from __future__ import annotations

from collections.abc import Iterable

from connectors.model import Tier
from connectors.patterns import names
from gateway.domain.decision import Decision, Facts, Reason, Verdict
from gateway.domain.rule import Selector
from gateway.policy.opinion import CompiledRule

HIGH_IMPACT = Reason(
    Verdict.HOLD,
    None,
    "This operation is high-impact and waits for a person; without an approval desk it is not carried out.",
)


def decide(facts: Facts, rules: Iterable[CompiledRule]) -> Decision:
    """Return the strictest of what the rules and the operation's tier say, with everything that follows from it.

    Limits are claimed only for what is otherwise allowed.
    """
    opinions = [compiled.opinion(facts) for compiled in rules if selects(compiled.rule.selector, facts)]
    reasons = [reason for opinion in opinions for reason in opinion.reasons]
    if facts.operation.tier is Tier.HIGH:
        reasons.append(HIGH_IMPACT)
    verdict = max(
        (reason.verdict for reason in reasons if reason.enforced),
        key=lambda verdict: verdict.strictness,
        default=Verdict.ALLOW,
    )
    return Decision(
        verdict,
        tuple(reasons),
        tuple(obligation for opinion in opinions for obligation in opinion.obligations),
        tuple(claim for opinion in opinions for claim in opinion.claims) if verdict is Verdict.ALLOW else (),
    )


def selects(selector: Selector, facts: Facts) -> bool:
    """Return whether a rule with this selector is about the call."""
    return (
        (selector.connector is None or selector.connector == facts.connector)
        and (selector.effect is None or selector.effect is facts.operation.effect)
        and (selector.operation is None or names(selector.operation, f"{facts.connector}.{facts.operation.id}"))
    )
