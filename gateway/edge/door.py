"""The data port: one handler on aiohttp's raw server, around one ``exchange``."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from aiohttp import web

from gateway.domain.connector import Connector
from gateway.domain.errors import InternalError, Refusal
from gateway.domain.json import Json
from gateway.domain.message import Message, Problem, Reply, Request
from gateway.edge import strict_json
from gateway.edge.reading import read_head, read_message
from gateway.edge.writing import write
from gateway.exchange import exchange
from gateway.ports import Policy, Ports
from gateway.telemetry.failure import failure

METADATA = "/.well-known/oauth-protected-resource/"

Receive = Callable[[Connector], Awaitable[Message]]

_log = logging.getLogger(__name__)


class InForce(Protocol):
    """One loaded configuration, joined to the outside."""

    @property
    def policy(self) -> Policy: ...

    @property
    def max_request_body(self) -> int: ...

    def ports(self, request: Request, receive: Receive) -> Ports: ...

    def resource_metadata(self, connector: str) -> dict[str, Json] | None: ...


class Door:
    """Answers requests. ``in_force`` is asked once for each, so a reload never reaches into one."""

    def __init__(self, in_force: Callable[[], InForce], clock: Callable[[], datetime]) -> None:
        self._in_force = in_force
        self._clock = clock

    async def handle(self, http: web.BaseRequest) -> web.StreamResponse:
        configuration = self._in_force()
        if http.raw_path.startswith("/.well-known/"):
            return _metadata(http, configuration)
        try:
            request = read_head(http, self._clock)
        except Refusal as refusal:
            return write(_problem(refusal), "-")

        async def receive(connector: Connector) -> Message:
            return await read_message(http, request, connector, configuration.max_request_body)

        outcome: Reply | Problem
        try:
            outcome = await exchange(request, configuration.policy, configuration.ports(request, receive))
        except Exception as bug:  # noqa: BLE001  (not even an outcome could be recorded: nothing else is said)
            _log.error("request %s failed: %s", request.id, failure(bug))
            outcome = _problem(InternalError())
        return write(outcome, request.id)


def _problem(refusal: Refusal) -> Problem:
    return Problem(refusal.slug, refusal.status, refusal.title, refusal.detail, refusal.headers, refusal.rules)


def _metadata(http: web.BaseRequest, configuration: InForce) -> web.Response:
    """Answer RFC 9728 metadata. It is public: it says where to get a token, and nothing else."""
    document = configuration.resource_metadata(http.raw_path.removeprefix(METADATA))
    if document is None or http.method != "GET":
        return web.Response(status=404)
    return web.Response(body=strict_json.write(document), content_type="application/json")
