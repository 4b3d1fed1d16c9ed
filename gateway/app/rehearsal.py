"""A passage that goes nowhere: the same ``exchange``, on ports that are given the caller and the answer.

It shows what would happen because it happens: only identity, limits, delegation, the log, header fields and the
system of record are taken as given.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from classifiers.finding import Finding
from gateway.app.policy import ConfiguredPolicy
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.decision import Claim
from gateway.domain.message import EMPTY_BODY, Answer, Message, Problem, Reply, Request
from gateway.domain.passage import Delegation, Executed, Passage
from gateway.domain.secret import Secret
from gateway.edge import bodies, links
from gateway.edge.overrides import refuse_overrides
from gateway.edge.target import read_target
from gateway.exchange import exchange
from gateway.inspection.inspector import Inspector
from gateway.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Script:
    """What is given: who asks for what, and what the system of record would answer.

    ``target`` is a path at the gateway, beginning with the connector's name.
    """

    caller: Caller
    method: str
    target: str
    body: bytes = field(default=b"", repr=False)
    answer: bytes = field(default=b"", repr=False)
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What happened, and what the client would see."""

    passage: Passage
    reply: Reply | Problem


async def rehearse(
    script: Script, settings: Settings, policy: ConfiguredPolicy, inspector: Inspector, now: datetime
) -> Rehearsed:
    """Carry ``script`` through the pipeline.

    Raises:
        MalformedRequest: The target could be read in more than one way.
    """
    target = read_target(script.target)
    connector, slash, path = target.path[1:].partition("/")
    request = Request(str(uuid.uuid4()), "0" * 32, now, script.method, connector, slash + path or "/", target.query, ())
    ports = _Stage(script, request, settings, inspector)
    reply = await exchange(request, policy, ports)
    assert ports.passage is not None  # noqa: S101  (``exchange`` always records an outcome)
    return Rehearsed(ports.passage, reply)


class _Stage:
    def __init__(self, script: Script, request: Request, settings: Settings, inspector: Inspector) -> None:
        self._script = script
        self._request = request
        self._settings = settings
        self._inspector = inspector
        self.passage: Passage | None = None

    async def identify(self, connector: Connector) -> Caller:
        return self._script.caller

    async def receive(self, connector: Connector) -> Message:
        limit = self._settings.limits.request_body
        script, request = self._script, self._request
        body = bodies.decode(
            script.body, script.content_type if script.body else None, (), max_bytes=limit, from_client=True
        )
        refuse_overrides(request.query, body)
        hidden = connector.system.credential_parameters
        return Message((), body, request.path, tuple(pair for pair in request.query if pair[0] not in hidden))

    async def inspect(self, message: Message) -> tuple[Finding, ...]:
        return await self._inspector.inspect(message)

    async def take(self, claims: tuple[Claim, ...]) -> None:
        pass

    async def record_intent(self, passage: Passage) -> None:
        pass

    async def delegate(self, caller: Caller, connector: Connector, rejected: Delegation | None = None) -> Delegation:
        settings = self._settings.connectors[connector.name].delegation
        return Delegation(
            settings.strategy, settings.audience or settings.resource or "", settings.scopes, False, Secret("")
        )

    async def forward(self, passage: Passage, delegation: Delegation) -> Answer:
        passage.executed, passage.upstream_status = Executed.TRUE, 200
        if not self._script.answer:
            return Answer(200, Message((), EMPTY_BODY))
        limit = self._settings.limits.response_body
        body = bodies.decode(self._script.answer, self._script.content_type, (), max_bytes=limit, from_client=False)
        assert passage.connector is not None  # noqa: S101  (narrowing)
        origins = (passage.connector.upstream, *passage.connector.system.origins)
        return Answer(200, links.lead_back(Message((), body), origins, passage.connector.audience))

    async def record_outcome(self, passage: Passage) -> None:
        self.passage = passage
