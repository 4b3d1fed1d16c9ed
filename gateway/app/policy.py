"""The pure half of a configuration: connectors, plugins and rules joined into one ``Policy``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from classifiers.finding import Finding
from connectors.match import Matcher
from connectors.model import Operation
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.decision import Decision, Facts, Released
from gateway.domain.errors import MalformedRequest, UnknownOperation
from gateway.domain.grant import Grant
from gateway.domain.message import Answer, BodyKind, Message, Request
from gateway.inspection.release import release
from gateway.policy.compile import compile_rules
from gateway.policy.decide import decide
from gateway.policy.grants import match_grant
from gateway.policy.opinion import CompiledRule
from gateway.settings.model import Settings

JSON_ONLY = frozenset({"application/json"})


@dataclass(frozen=True, slots=True)
class ConfiguredPolicy:
    """What is in force for one request. Implements ``gateway.ports.Policy``."""

    digest: str
    connectors: Mapping[str, Connector]
    matchers: Mapping[str, Matcher]
    rules: tuple[CompiledRule, ...]

    @classmethod
    def of(cls, settings: Settings, labels: Collection[str]) -> ConfiguredPolicy:
        """Join what ``settings`` say. ``labels`` are those that the classifiers know.

        Raises:
            InvalidRules: A rule has a mistake.
        """
        connectors = {
            name: Connector(name, each.system, each.upstream, f"{settings.public_url}/{name}", each.region)
            for name, each in settings.connectors.items()
        }
        return cls(
            settings.digest,
            connectors,
            {name: Matcher(connector.system) for name, connector in connectors.items()},
            compile_rules(settings.rules, labels),
        )

    def route(self, request: Request) -> Connector:
        try:
            return self.connectors[request.connector]
        except KeyError:
            raise UnknownOperation from None

    def resolve(self, connector: Connector, request: Request, message: Message) -> tuple[Operation, Mapping[str, str]]:
        match = self.matchers[connector.name].match(request.method, message.path)
        if match is None:
            raise UnknownOperation
        if message.body.kind is not BodyKind.EMPTY:
            taken = match.operation.media_types or JSON_ONLY
            if message.body.media_type not in taken:
                raise MalformedRequest(f"This operation takes bodies of {', '.join(sorted(taken))} only.")
        return match.operation, match.parameters

    def grant(self, caller: Caller, connector: Connector, operation: Operation, request: Request) -> Grant:
        return match_grant(caller.plugin, connector.name, operation, request.received_at.date())

    def decide(self, facts: Facts) -> Decision:
        return decide(facts, self.rules)

    def release(self, decision: Decision, answer: Answer, findings: tuple[Finding, ...]) -> Released:
        return release(decision, answer, findings)
