"""What one finished passage adds to the metrics."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.decision import Verdict
from gateway.domain.errors import UninspectableContent
from gateway.domain.passage import Passage
from gateway.domain.rule import Action, Direction, Mode
from gateway.telemetry import metrics

NONE = "none"
"""Stands for what was not known yet when a request was refused."""


def observe(passage: Passage, outcome: str, seconds: float) -> None:
    """Count a passage. ``outcome`` is a problem's slug, ``released`` or ``abandoned``; ``seconds`` since its head."""
    connector = passage.connector.name if passage.connector else NONE
    plugin = passage.caller.plugin.id if passage.caller else NONE
    effect = passage.operation.effect.value if passage.operation else NONE
    metrics.REQUESTS.labels(connector, plugin, effect, outcome).inc()
    metrics.REQUEST_SECONDS.labels(connector).observe(seconds)
    if isinstance(passage.refusal, UninspectableContent):
        metrics.UNINSPECTABLE.labels(passage.refusal.cause).inc()
    if passage.decision is not None:
        _observe_decision(passage, connector)


def _observe_decision(passage: Passage, connector: str) -> None:
    assert passage.decision is not None and passage.operation is not None  # noqa: S101, PT018  (narrowing)
    decision = passage.decision
    metrics.DECISIONS.labels(passage.operation.tier.value, decision.verdict.value, Mode.ENFORCE.value).inc()
    for reason in decision.reasons:
        if reason.rule is not None:
            metrics.RULE_HITS.labels(reason.rule, reason.verdict.value, reason.mode.value).inc()
    for treatment in passage.released.treatments if passage.released else ():
        metrics.RULE_HITS.labels(treatment.rule, treatment.action.value, treatment.mode.value).inc()
    blocked = decision.verdict is Verdict.BLOCK
    for finding in passage.found_in_request:
        action = Action.BLOCK.value if blocked else NONE
        metrics.FINDINGS.labels(finding.label, connector, Direction.REQUEST.value, action).inc()
    for label, action in _answered(passage):
        metrics.FINDINGS.labels(label, connector, Direction.RESPONSE.value, action).inc()


def _answered(passage: Passage) -> Iterator[tuple[str, str]]:
    """Yield label and action of everything found in the answer, ``none`` where no enforced rule named it."""
    treatments = passage.released.treatments if passage.released else ()
    treated = {(item.label, item.place): item.action for item in treatments if item.mode is Mode.ENFORCE}
    for finding in passage.found_in_answer:
        action = treated.get((finding.label, finding.place))
        yield finding.label, action.value if action else NONE
