"""The whole life of one request, top to bottom.

Every step either adds to the passage or raises a ``Refusal``. Whatever happens, an outcome is recorded before
anything is answered: an answer that cannot be recorded is not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.decision import Decision, Facts, Released, Verdict
from gateway.domain.errors import (
    ApprovalPending,
    AuditUnavailable,
    DelegationRefused,
    InternalError,
    PolicyViolation,
    Refusal,
    RestrictedData,
)
from gateway.domain.message import Answer, BodyKind, Problem, Reply, Request
from gateway.domain.passage import Passage
from gateway.ports import Policy, Ports

NOT_ACCEPTED = 401  # RFC 9110, section 15.5.2: the request was not applied for lack of valid credentials

_REFUSALS: Mapping[Verdict, type[Refusal]] = {
    Verdict.VIOLATED: PolicyViolation,
    Verdict.HOLD: ApprovalPending,
    Verdict.BLOCK: RestrictedData,
}


async def exchange(request: Request, policy: Policy, ports: Ports) -> Reply | Problem:
    """Carry a request to its system of record and back, or refuse it."""
    passage = Passage(request, policy.digest)
    try:
        reply: Reply | Problem = await _carry(passage, policy, ports)
    except Refusal as refusal:
        reply = _refuse(passage, refusal)
    except Exception as bug:  # noqa: BLE001  (ours: it leaves an outcome and says whether the act ran, like any refusal)
        failure = InternalError(cause=type(bug).__name__)
        failure.__cause__ = bug
        reply = _refuse(passage, failure)
    except BaseException:  # the client left
        passage.abandoned = True
        with suppress(AuditUnavailable):  # nobody is left to be told
            await ports.record_outcome(passage)
        raise
    try:
        await ports.record_outcome(passage)
    except AuditUnavailable as unrecorded:
        return _refuse(passage, unrecorded)
    return reply


async def _carry(passage: Passage, policy: Policy, ports: Ports) -> Reply:
    request = passage.request
    passage.connector = connector = policy.route(request)
    passage.caller = caller = await ports.identify(connector)
    passage.message = message = await ports.receive(connector)
    passage.operation, passage.parameters = policy.resolve(connector, request, message)
    passage.grant = grant = policy.grant(caller, connector, passage.operation, request)
    passage.found_in_request = found = await ports.inspect(message)
    facts = Facts(
        caller, connector.name, passage.operation, passage.parameters, grant, message, found, request.received_at
    )
    passage.decision = decision = policy.decide(facts)
    _insist(decision)
    await ports.take(decision.claims)
    if passage.is_write:
        await ports.record_intent(passage)
    passage.answer = answer = await _forward(passage, caller, connector, ports)
    passage.found_in_answer = await ports.inspect(answer.message)
    passage.released = released = policy.release(decision, answer, passage.found_in_answer)
    if released.blocked_by:
        raise RestrictedData(rules=released.blocked_by)
    return _reply(answer.status, released)


def _insist(decision: Decision) -> None:
    """Raise the refusal that the verdict asks for, if it asks for one."""
    refusal = _REFUSALS.get(decision.verdict)
    if refusal is None:
        return
    decisive = [reason for reason in decision.reasons if reason.verdict is decision.verdict and reason.enforced]
    raise refusal(
        " ".join(dict.fromkeys(reason.detail for reason in decisive)),
        rules=tuple(dict.fromkeys(reason.rule for reason in decisive if reason.rule)),
    )


async def _forward(passage: Passage, caller: Caller, connector: Connector, ports: Ports) -> Answer:
    """Send the message as the user. A token that the system does not accept is replaced once, by the same user's."""
    passage.delegation = await ports.delegate(caller, connector)
    answer = await ports.forward(passage, passage.delegation)
    if answer.status == NOT_ACCEPTED:
        passage.delegation = await ports.delegate(caller, connector, rejected=passage.delegation)
        answer = await ports.forward(passage, passage.delegation)
    if answer.status == NOT_ACCEPTED:  # passed on, it would send the client for a new token of its own, for ever
        raise DelegationRefused("The system of record does not accept the user's own token.")
    return answer


def _reply(status: int, released: Released) -> Reply:
    headers, body = released.message.headers, released.message.body
    if body.kind is not BodyKind.EMPTY:
        charset = "" if body.kind in {BodyKind.JSON, BodyKind.DOCUMENT} else "; charset=utf-8"
        headers = (*headers, ("content-type", body.media_type + charset))
    if summary := released.summary():
        headers = (*headers, ("sallyport-released", summary))
    return Reply(status, headers, body.content)


def _refuse(passage: Passage, refusal: Refusal) -> Reply | Problem:
    """Return what the client sees of a refusal, and keep the refusal for the record."""
    passage.refusal = refusal
    if passage.is_withheld and passage.upstream_status is not None:
        return Reply(passage.upstream_status, (("sallyport-released", "withheld"),), b"")
    return Problem(
        refusal.slug,
        refusal.status,
        refusal.title,
        refusal.detail,
        refusal.headers,
        refusal.rules,
        passage.executed.value if passage.executed else None,
    )
