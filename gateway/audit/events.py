"""What a record says of a passage. Pure: the same passage and key give the same record.

The fields are those of ``docs/audit.md``. No value of a request or an answer is in a record in clear, except ids
in the path that the connector declares readable. The log adds ``time`` and the chain's own members.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from classifiers.finding import Finding, Part, Place
from connectors.model import Operation
from gateway.audit.canonical import rfc3339
from gateway.audit.hashing import Hasher
from gateway.audit.masking import Mask, restricted_names
from gateway.domain.caller import Caller
from gateway.domain.decision import Decision, Treatment
from gateway.domain.json import Json
from gateway.domain.passage import Delegation, Passage
from gateway.domain.rule import Direction

MAX_FINDINGS = 100  # listed in a record; the rest is counted by label
MAX_READABLE = 128  # characters; a longer id is no id
MAX_CAUSE = 500

Members = dict[str, Json]

_Found = tuple[Direction, str, Place, Treatment | None]
"""Where to, the label, where it stood, and what a rule did with it."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def intent(passage: Passage, hasher: Hasher) -> Members:
    """Return the record of what is about to be sent."""
    return {"kind": "intent", **_call(passage, _mask(passage, hasher), hasher)}


def outcome(passage: Passage, hasher: Hasher) -> Members:
    """Return the record of how a passage ended; its kind is ``refusal`` where the gateway refused it."""
    mask = _mask(passage, hasher)
    record = {"kind": "refusal" if passage.refusal else "outcome", **_call(passage, mask, hasher)}
    if passage.delegation:
        record["delegation"] = _delegation(passage.delegation)
    record["result"] = _result(passage)
    return record


def _mask(passage: Passage, hasher: Hasher) -> Mask:
    answer = passage.answer.message if passage.answer else None
    return Mask(
        hasher,
        restricted_names(passage.found_in_request, passage.message) | restricted_names(passage.found_in_answer, answer),
    )


def _call(passage: Passage, mask: Mask, hasher: Hasher) -> Members:
    """Return what intent and outcome both say: who asked for what, and what was decided."""
    request, operation, caller = passage.request, passage.operation, passage.caller
    if caller is None:
        raise ValueError("a record is of someone: before there is a caller, nothing is recorded")
    record: Members = {
        "id": request.id,
        "trace": request.trace,
        "timing": {"received": rfc3339(request.received_at)},
        **_who(caller),
        "connector": passage.connector.name if passage.connector else None,
        "operation": operation.id if operation else None,
        "method": request.method if operation or request.method in _METHODS else hasher(request.method),
        "target": _target(passage, operation, hasher),
        "decision": _decision(passage.decision, passage.digest),
    }
    if operation:
        record |= {"tier": operation.tier.value, "effect": operation.effect.value}
    if passage.message:
        listed, more = mask.inputs(passage.message)
        record |= {"inputs": listed, "inputs_more": more} if more else {"inputs": listed}
    return record | _findings(passage, mask)


def _who(caller: Caller) -> Members:
    user, plugin = caller.user, caller.plugin
    return {
        "user": {
            "issuer": user.issuer,
            "tenant": user.tenant,
            "subject": user.subject,
            "groups": None if user.groups is None else [*sorted(user.groups)],  # null: the token does not tell
        },
        "plugin": {"id": plugin.id, "version": plugin.version, "owner": plugin.owner},
        "actors": [{"issuer": actor.issuer, "subject": actor.subject} for actor in caller.actors],
    }


def _target(passage: Passage, operation: Operation | None, hasher: Hasher) -> Members:
    if operation is None:
        return {"path": hasher(passage.request.path)}
    # A classifier that found something in the path does not say in which id: then none is readable.
    readable = frozenset() if _found_in_path(passage.found_in_request) else operation.readable
    return {
        "path": operation.path,
        "ids": {
            name: value if name in readable and len(value) <= MAX_READABLE else hasher(value)
            for name, value in passage.parameters.items()
        },
    }


def _found_in_path(findings: Sequence[Finding]) -> bool:
    return any(finding.place.part is Part.PATH for finding in findings)


def _decision(decision: Decision | None, digest: str) -> Members:
    if decision is None:
        return {"policy": digest}
    return {
        "policy": digest,
        "verdict": decision.verdict.value,
        "reasons": [
            {"rule": reason.rule, "verdict": reason.verdict.value, "mode": reason.mode.value, "detail": reason.detail}
            for reason in decision.reasons
        ],
    }


def _delegation(delegation: Delegation) -> Members:
    return {
        "strategy": delegation.strategy,
        "audience": delegation.audience,
        "scopes": [*delegation.scopes],
        "cached": delegation.cached,
    }


def _findings(passage: Passage, mask: Mask) -> Members:
    """Return what was found where and what became of it, equal ones counted, in the order of the message."""
    listed: list[Json] = []
    more: Counter[str] = Counter()
    for found, count in Counter(_found(passage)).items():
        if len(listed) < MAX_FINDINGS:
            listed.append({**_finding(found, passage, mask), "count": count})
        else:
            more[found[1]] += count
    return {"findings": listed, "findings_more": dict(more)} if more else {"findings": listed}


def _found(passage: Passage) -> Iterator[_Found]:
    for finding in passage.found_in_request:
        yield Direction.REQUEST, finding.label, finding.place, None
    treatments = passage.released.treatments if passage.released else ()
    for treatment in treatments:
        yield Direction.RESPONSE, treatment.label, treatment.place, treatment
    treated = {(treatment.label, treatment.place) for treatment in treatments}
    for finding in passage.found_in_answer:
        if (finding.label, finding.place) not in treated:
            yield Direction.RESPONSE, finding.label, finding.place, None


def _finding(found: _Found, passage: Passage, mask: Mask) -> Members:
    direction, label, place, treatment = found
    answer = passage.answer.message if passage.answer else None
    pointer = mask.pointer(place, passage.message if direction is Direction.REQUEST else answer)
    record: Members = {
        "direction": direction.value,
        "label": label,
        "place": {"part": place.part.value, "pointer": pointer, "in_key": place.in_key},
    }
    if treatment:
        record |= {"rule": treatment.rule, "action": treatment.action.value, "mode": treatment.mode.value}
    return record


def _result(passage: Passage) -> Members:
    refusal, released = passage.refusal, passage.released
    is_answered = not refusal and not passage.abandoned
    result: Members = {
        "status": _status(passage),
        "upstream_status": passage.upstream_status,
        "bytes": len(released.message.body.content) if released and is_answered else 0,
        "executed": passage.executed.value if passage.executed else None,
        "abandoned": passage.abandoned,
    }
    if refusal:
        result |= {"refusal": refusal.slug, "rules": [*refusal.rules], "cause": refusal.cause[:MAX_CAUSE]}
    return result


def _status(passage: Passage) -> int | None:
    """Return the status that the client saw, ``None`` where it saw none."""
    refusal = passage.refusal
    if passage.abandoned:
        return None
    if refusal is None:
        return passage.answer.status if passage.answer else None
    # As ``exchange`` answers: of a write that was done and may not be shown, its own status with nothing in it.
    return passage.upstream_status if passage.is_withheld else refusal.status
