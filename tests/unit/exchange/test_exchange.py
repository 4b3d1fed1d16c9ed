"""The life of a request, step by step, on ports that fail when told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from classifiers.finding import Finding, Part, Place
from connectors.model import Effect, Operation, System, Tier
from gateway.domain.caller import Caller, User
from gateway.domain.connector import Connector
from gateway.domain.decision import Claim, Decision, Facts, Reason, Released, Treatment, Verdict
from gateway.domain.errors import (
    AuditUnavailable,
    DelegationRefused,
    DelegationUnavailable,
    InspectionUnavailable,
    LimitsUnavailable,
    MalformedRequest,
    NotGranted,
    Refusal,
    Unauthenticated,
    UninspectableContent,
    UnknownOperation,
    UpstreamTimeout,
    WriteLimit,
)
from gateway.domain.grant import Grant, Plugin
from gateway.domain.message import EMPTY_BODY, Answer, Body, BodyKind, Message, Problem, Reply, Request
from gateway.domain.passage import Delegation, Executed, Passage
from gateway.domain.rule import Action, Mode
from gateway.domain.secret import Secret
from gateway.exchange import exchange

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
READ = Operation("tickets.get", "GET", "/tickets/{id}", Effect.READ, Tier.LOW)
WRITE = Operation("tickets.comment", "POST", "/tickets/{id}/comments", Effect.WRITE, Tier.MEDIUM)
CONNECTOR = Connector("crm", System("crm", "CRM", (READ, WRITE)), "https://crm.example", "https://gw.example/crm")
CALLER = Caller(User("https://idp.example", "alice"), Plugin("summariser", "support"), Secret("t"), NOW)
REQUEST = Request("id", "trace", NOW, "GET", "crm", "/tickets/1", (), ())
BODY = Body(BodyKind.JSON, "application/json", b'{"a":1}', {"a": 1})
CARD = Finding("payment_card", Place(Part.BODY, "/a"), None, 1.0, "cards")


@dataclass
class World:
    """Both protocols at once; ``journal`` lists the steps that were taken. ``failing`` names the step that raises."""

    operation: Operation = READ
    failing: Mapping[str, BaseException] = field(default_factory=dict)
    decision: Decision = field(default_factory=lambda: Decision(Verdict.ALLOW))
    released: Released | None = None
    statuses: tuple[int, ...] = (200,)
    executed: Executed = Executed.TRUE
    journal: list[str] = field(default_factory=list)
    recorded: list[Passage] = field(default_factory=list)
    digest: str = "digest"

    def _step(self, name: str) -> None:
        self.journal.append(name)
        if name in self.failing:
            raise self.failing[name]

    def route(self, request: Request) -> Connector:
        self._step("route")
        return CONNECTOR

    def resolve(self, connector: Connector, request: Request, message: Message) -> tuple[Operation, Mapping[str, str]]:
        self._step("resolve")
        return self.operation, {"id": "1"}

    def grant(self, caller: Caller, connector: Connector, operation: Operation, request: Request) -> Grant:
        self._step("grant")
        return Grant("crm", operation.effect, ("*",))

    def decide(self, facts: Facts) -> Decision:
        self._step("decide")
        return self.decision

    def release(self, decision: Decision, answer: Answer, findings: tuple[Finding, ...]) -> Released:
        self._step("release")
        return self.released or Released(answer.message)

    async def identify(self, connector: Connector) -> Caller:
        self._step("identify")
        return CALLER

    async def receive(self, connector: Connector) -> Message:
        self._step("receive")
        return Message((), EMPTY_BODY, "/tickets/1")

    async def inspect(self, message: Message) -> tuple[Finding, ...]:
        self._step("inspect request" if "forward" not in self.journal else "inspect answer")
        return (CARD,)

    async def take(self, claims: tuple[Claim, ...]) -> None:
        self._step("take")

    async def record_intent(self, passage: Passage) -> None:
        self._step("record intent")

    async def delegate(self, caller: Caller, connector: Connector, rejected: Delegation | None = None) -> Delegation:
        self._step("delegate" if rejected is None else "delegate anew")
        return Delegation("token_exchange", "https://crm.example", (), cached=rejected is None, token=Secret("u"))

    async def forward(self, passage: Passage, delegation: Delegation) -> Answer:
        passage.executed = Executed.UNKNOWN
        self._step("forward")
        status = self.statuses[self.journal.count("forward") - 1]
        passage.upstream_status, passage.executed = status, self.executed
        return Answer(status, Message((("etag", "1"),), BODY))

    async def record_outcome(self, passage: Passage) -> None:
        self.recorded.append(passage)
        self._step("record outcome")


BEFORE = ["route", "identify", "receive", "resolve", "grant", "inspect request", "decide", "take"]
AFTER = ["delegate", "forward", "inspect answer", "release", "record outcome"]


async def carried(world: World) -> Reply | Problem:
    return await exchange(REQUEST, world, world)


async def refused(world: World) -> Problem:
    outcome = await carried(world)
    assert isinstance(outcome, Problem)
    return outcome


async def test_a_read_takes_the_steps_in_their_order() -> None:
    world = World()
    reply = await carried(world)
    assert world.journal == BEFORE + AFTER
    assert reply == Reply(200, (("etag", "1"), ("content-type", "application/json")), b'{"a":1}')


async def test_a_write_is_recorded_before_it_is_sent() -> None:
    world = World(operation=WRITE)
    await carried(world)
    assert world.journal == [*BEFORE, "record intent", *AFTER]


async def test_the_outcome_record_knows_everything_that_was_learnt() -> None:
    world = World(operation=WRITE)
    await carried(world)
    (passage,) = world.recorded
    assert (passage.connector, passage.caller, passage.operation) == (CONNECTOR, CALLER, WRITE)
    assert passage.parameters == {"id": "1"}
    assert passage.found_in_request == passage.found_in_answer == (CARD,)
    assert passage.executed is Executed.TRUE
    assert passage.refusal is None
    assert not passage.abandoned


@pytest.mark.parametrize(
    ("step", "refusal", "executed"),
    [
        ("route", UnknownOperation(), None),
        ("identify", Unauthenticated(), None),
        ("receive", MalformedRequest("x"), None),
        ("resolve", UnknownOperation(), None),
        ("grant", NotGranted("x"), None),
        ("inspect request", UninspectableContent("x"), None),
        ("take", WriteLimit("x"), None),
        ("take", LimitsUnavailable(), None),
        ("record intent", AuditUnavailable(), None),
        ("delegate", DelegationRefused(), None),
        ("delegate", DelegationUnavailable(), None),
        ("forward", UpstreamTimeout(), "unknown"),
        ("inspect answer", InspectionUnavailable(), "true"),
    ],
)
async def test_a_refused_step_ends_the_passage_with_an_outcome(
    step: str, refusal: Refusal, executed: str | None
) -> None:
    world = World(operation=WRITE, failing={step: refusal})
    problem = await refused(world)
    assert (problem.slug, problem.status, problem.executed) == (refusal.slug, refusal.status, executed)
    assert world.journal[-2:] == [step, "record outcome"]
    assert world.recorded[0].refusal is refusal


async def test_nothing_goes_upstream_when_the_intent_cannot_be_recorded() -> None:
    world = World(operation=WRITE, failing={"record intent": AuditUnavailable()})
    await refused(world)
    assert "delegate" not in world.journal
    assert "forward" not in world.journal


async def test_nothing_goes_upstream_without_the_users_own_token() -> None:
    world = World(failing={"delegate": DelegationUnavailable()})
    await refused(world)
    assert "forward" not in world.journal


@pytest.mark.parametrize(
    ("verdict", "slug", "status"),
    [
        (Verdict.VIOLATED, "policy-violation", 422),
        (Verdict.HOLD, "approval-pending", 403),
        (Verdict.BLOCK, "restricted-data", 403),
    ],
)
async def test_a_decision_against_it_ends_the_passage_before_anything_is_counted(
    verdict: Verdict, slug: str, status: int
) -> None:
    reasons = (
        Reason(verdict, "r1", "Because."),
        Reason(verdict, "r2", "Because."),
        Reason(Verdict.BLOCK, "shadow", "Not said.", Mode.SHADOW),
    )
    world = World(decision=Decision(verdict, reasons))
    problem = await refused(world)
    assert (problem.slug, problem.status, problem.detail, problem.rules) == (slug, status, "Because.", ("r1", "r2"))
    assert world.journal[-2:] == ["decide", "record outcome"]


async def test_a_tier_that_holds_names_no_rule() -> None:
    problem = await refused(World(decision=Decision(Verdict.HOLD, (Reason(Verdict.HOLD, None, "Wait."),))))
    assert problem.rules == ()


async def test_an_answer_that_a_rule_keeps_in_is_refused_and_says_that_it_ran() -> None:
    world = World(released=Released(Message((), BODY), blocked_by=("no-keys",)))
    problem = await refused(world)
    assert (problem.slug, problem.rules, problem.executed) == ("restricted-data", ("no-keys",), "true")


async def test_a_write_whose_answer_is_kept_in_becomes_its_status_with_nothing_in_it() -> None:
    world = World(operation=WRITE, statuses=(201,), released=Released(Message((), BODY), blocked_by=("no-keys",)))
    assert await carried(world) == Reply(201, (("sallyport-released", "withheld"),), b"")
    assert world.recorded[0].refusal is not None


async def test_what_was_released_is_counted_in_a_field() -> None:
    place = Place(Part.BODY, "/a")
    treatments = (
        Treatment("r", "payment_card", place, Action.REDACT),
        Treatment("r", "payment_card", place, Action.REDACT),
        Treatment("r", "field", place, Action.DROP),
        Treatment("r", "field", place, Action.ALLOW),
        Treatment("r", "field", place, Action.DROP, Mode.SHADOW),
    )
    reply = await carried(World(released=Released(Message((), EMPTY_BODY), treatments)))
    assert isinstance(reply, Reply)
    assert reply.headers == (("sallyport-released", "dropped=1, redacted=2"),)


async def test_text_says_its_charset() -> None:
    text = Body(BodyKind.TEXT, "text/plain", b"hi", "hi")
    reply = await carried(World(released=Released(Message((), text))))
    assert isinstance(reply, Reply)
    assert reply.headers == (("content-type", "text/plain; charset=utf-8"),)


async def test_a_document_says_no_charset() -> None:
    document = Body(BodyKind.DOCUMENT, "application/pdf", b"%PDF-1.7", None)
    reply = await carried(World(released=Released(Message((), document))))
    assert isinstance(reply, Reply)
    assert (reply.headers, reply.content) == ((("content-type", "application/pdf"),), b"%PDF-1.7")


async def test_a_token_that_is_not_accepted_is_replaced_once() -> None:
    world = World(statuses=(401, 200))
    reply = await carried(world)
    assert isinstance(reply, Reply)
    assert reply.status == 200
    assert world.journal[len(BEFORE) :] == ["delegate", "forward", "delegate anew", "forward", *AFTER[2:]]
    assert world.recorded[0].delegation is not None
    assert not world.recorded[0].delegation.cached


async def test_a_system_that_accepts_no_token_is_not_asked_a_third_time() -> None:
    world = World(statuses=(401, 401), executed=Executed.FALSE)
    problem = await refused(world)
    assert (problem.slug, problem.executed) == ("delegation-refused", "false")
    assert world.journal.count("forward") == 2


async def test_an_answer_that_cannot_be_recorded_is_not_given() -> None:
    world = World(failing={"record outcome": AuditUnavailable()})
    problem = await refused(world)
    assert (problem.slug, problem.status, problem.executed) == ("audit-unavailable", 503, "true")


async def test_a_client_that_leaves_leaves_an_outcome() -> None:
    world = World(operation=WRITE, failing={"forward": asyncio.CancelledError()})
    with pytest.raises(asyncio.CancelledError):
        await carried(world)
    (passage,) = world.recorded
    assert passage.abandoned
    assert passage.executed is Executed.UNKNOWN


async def test_a_client_that_leaves_is_let_go_also_when_nothing_can_be_recorded() -> None:
    world = World(failing={"forward": asyncio.CancelledError(), "record outcome": AuditUnavailable()})
    with pytest.raises(asyncio.CancelledError):
        await carried(world)


async def test_a_bug_leaves_an_outcome_and_says_whether_the_act_ran() -> None:
    world = World(failing={"release": KeyError("4111111111111111")})
    problem = await refused(world)
    assert (problem.slug, problem.status, problem.executed) == ("internal-error", 500, "true")
    assert world.recorded[0].refusal is not None
    assert world.recorded[0].refusal.cause == "KeyError"
    assert "4111" not in problem.detail


async def test_two_passages_never_share_what_they_learn() -> None:
    first, second = World(), World(operation=WRITE)
    await asyncio.gather(carried(first), carried(second))
    assert first.recorded[0].operation is READ
    assert second.recorded[0].operation is WRITE


def test_a_passage_whose_operation_is_unknown_counts_as_a_write() -> None:
    assert Passage(REQUEST, "digest").is_write
    assert not replace(Passage(REQUEST, "digest"), operation=READ).is_write
