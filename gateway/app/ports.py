"""One request's ways outside, joined from the packages that know how. Implements ``gateway.ports.Ports``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from functools import cache
from time import perf_counter

from prometheus_client import Histogram

from classifiers.finding import Finding
from gateway.app.policy import ConfiguredPolicy
from gateway.audit.recorder import Recorder
from gateway.delegation.delegator import Delegator
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.decision import Claim
from gateway.domain.errors import AuditUnavailable, InternalError
from gateway.domain.json import Json
from gateway.domain.message import Answer, Message, Request
from gateway.domain.passage import Delegation, Passage
from gateway.edge.door import Receive
from gateway.edge.upstream import Upstream
from gateway.identity.identifier import Identifier
from gateway.identity.resource_metadata import resource_metadata
from gateway.inspection.inspector import Inspector
from gateway.limits.limiter import Limiter
from gateway.settings.model import Settings
from gateway.telemetry import metrics
from gateway.telemetry.failure import failure
from gateway.telemetry.observation import observe

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Joined:
    """One configuration and everything that its requests reach. Implements ``gateway.edge.door.InForce``."""

    settings: Settings
    policy: ConfiguredPolicy
    identifier: Identifier
    inspector: Inspector
    limiter: Limiter
    recorder: Recorder
    delegator: Delegator
    upstreams: Mapping[str, Upstream]

    @property
    def max_request_body(self) -> int:
        return self.settings.limits.request_body

    def ports(self, request: Request, receive: Receive) -> RequestPorts:
        return RequestPorts(self, request, receive)

    def resource_metadata(self, connector: str) -> dict[str, Json] | None:
        found = self.policy.connectors.get(connector)
        return resource_metadata(found, self.settings.issuers) if found else None


class RequestPorts:
    """Ports of one request; each step's own time is measured here."""

    __slots__ = ("_joined", "_receive", "_request", "_started")

    def __init__(self, joined: Joined, request: Request, receive: Receive) -> None:
        self._joined = joined
        self._request = request
        self._receive = receive
        self._started = perf_counter()

    async def identify(self, connector: Connector) -> Caller:
        with _phase("identify"):
            return await self._joined.identifier.identify(self._request.headers, self._request.query, connector)

    async def receive(self, connector: Connector) -> Message:
        with _phase("receive"):
            return await self._receive(connector)

    async def inspect(self, message: Message) -> tuple[Finding, ...]:
        with _phase("inspect"):
            return await self._joined.inspector.inspect(message)

    async def take(self, claims: tuple[Claim, ...]) -> None:
        if claims:
            with _phase("take"):
                await self._joined.limiter.take(claims)

    async def record_intent(self, passage: Passage) -> None:
        with _phase("record"):
            await self._joined.recorder.record_intent(passage)

    async def delegate(self, caller: Caller, connector: Connector, rejected: Delegation | None = None) -> Delegation:
        with _phase("delegate"):
            return await self._joined.delegator.delegate(caller, connector, rejected)

    async def forward(self, passage: Passage, delegation: Delegation) -> Answer:
        assert passage.connector is not None and passage.message is not None  # noqa: S101, PT018  (narrowing)
        name = passage.connector.name
        forwarding = self._joined.upstreams[name].forward(passage, passage.message, delegation)
        with _Timed(_upstream(name)):
            return await (_finished(forwarding) if passage.is_write else forwarding)

    async def record_outcome(self, passage: Passage) -> None:
        if isinstance(passage.refusal, InternalError) and passage.refusal.__cause__ is not None:
            _log.error("request %s failed: %s", self._request.id, failure(passage.refusal.__cause__))
        try:
            with _phase("record"):
                await self._joined.recorder.record_outcome(passage)
        except AuditUnavailable as unrecorded:
            observe(passage, unrecorded.slug, perf_counter() - self._started)
            raise
        observe(passage, _outcome(passage), perf_counter() - self._started)


async def _finished(forwarding: Coroutine[None, None, Answer]) -> Answer:
    """Return the answer of a write that ends even if the client leaves: its outcome is known when it is recorded."""
    task = asyncio.ensure_future(forwarding)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])  # unlike gather, it leaves the write alone if we are cancelled once more
        if not task.cancelled():
            task.exception()  # seen: asyncio would log the chain, with an upstream's words in it
        raise


def _outcome(passage: Passage) -> str:
    if passage.refusal is not None:
        return passage.refusal.slug
    return "abandoned" if passage.abandoned else "released"


class _Timed:
    """Observes how long a block took, however it ended. A generator costs thrice that, ten times a request."""

    __slots__ = ("_histogram", "_started")

    def __init__(self, histogram: Histogram) -> None:
        self._histogram = histogram

    def __enter__(self) -> None:
        self._started = perf_counter()

    def __exit__(self, *_: object) -> None:
        self._histogram.observe(perf_counter() - self._started)


def _phase(name: str) -> _Timed:
    return _Timed(_added(name))


@cache
def _added(phase: str) -> Histogram:
    return metrics.ADDED_SECONDS.labels(phase)


@cache
def _upstream(connector: str) -> Histogram:
    return metrics.UPSTREAM_SECONDS.labels(connector)
