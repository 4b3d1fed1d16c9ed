"""What the pipeline needs: the rules in force, and the outside world.

``Policy`` is the pure half, one whole configuration: a reload swaps it between requests, never within one.
``Ports`` is the half that reaches outside; ``gateway/app/ports.py`` joins it from the packages that know how.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from classifiers.finding import Finding
from connectors.model import Operation
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.decision import Claim, Decision, Facts, Released
from gateway.domain.grant import Grant
from gateway.domain.message import Answer, Message, Request
from gateway.domain.passage import Delegation, Passage


class Policy(Protocol):
    """Pure: the same arguments give the same answer, and nothing outside is touched."""

    @property
    def digest(self) -> str:
        """Return the digest over rules, plugins and catalogue that every record names."""

    def route(self, request: Request) -> Connector:
        """Return the connector that the request is for.

        Raises:
            UnknownOperation: None is configured under that name.
        """

    def resolve(self, connector: Connector, request: Request, message: Message) -> tuple[Operation, Mapping[str, str]]:
        """Return the operation that is asked for, and the values of its path parameters.

        Raises:
            UnknownOperation: The connector describes none.
            MalformedRequest: It does not take a body of this type.
        """

    def grant(self, caller: Caller, connector: Connector, operation: Operation, request: Request) -> Grant:
        """Return the grant under which the caller's plugin may ask this.

        Raises:
            NotGranted: There is none, or it has ended.
        """

    def decide(self, facts: Facts) -> Decision:
        """Return what the rules say of a call."""

    def release(self, decision: Decision, answer: Answer, findings: tuple[Finding, ...]) -> Released:
        """Return the answer with every obligation of the decision met.

        Raises:
            UninspectableContent: An obligation cannot be met on this content.
        """


class Ports(Protocol):
    """One request's ways outside. Each raises the refusals of its step, and no other exception on purpose.

    Implementations shield what must survive a cancelled client: once begun, a recording ends.
    """

    async def identify(self, connector: Connector) -> Caller:
        """Return who is calling. Raises ``Unauthenticated``."""

    async def receive(self, connector: Connector) -> Message:
        """Return what may go on of the request: its headers by allow-list, its query, its body decoded.

        Raises ``MalformedRequest``, ``BodyTooLarge``, ``UninspectableContent``.
        """

    async def inspect(self, message: Message) -> tuple[Finding, ...]:
        """Return what the classifiers find. Raises ``UninspectableContent``, ``InspectionUnavailable``."""

    async def take(self, claims: tuple[Claim, ...]) -> None:
        """Count one act against every claim, or against none. Raises ``WriteLimit``, ``LimitsUnavailable``."""

    async def record_intent(self, passage: Passage) -> None:
        """Return once the intent is durable. Raises ``AuditUnavailable``."""

    async def delegate(self, caller: Caller, connector: Connector, rejected: Delegation | None = None) -> Delegation:
        """Return the user's own token for the system; never ``rejected``, which the system did not accept.

        Raises ``DelegationRefused``, ``DelegationUnavailable``.
        """

    async def forward(self, passage: Passage, delegation: Delegation) -> Answer:
        """Send exactly ``passage.message`` and return the answer. Keeps ``passage.executed`` true to what happened.

        Raises ``UpstreamUnreachable``, ``UpstreamTimeout``, ``UninspectableContent``.
        """

    async def record_outcome(self, passage: Passage) -> None:
        """Return once the outcome is durable; before there is a caller, count it only. Raises ``AuditUnavailable``."""
