"""The data port: one handler on aiohttp's raw server, around one ``exchange``."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from aiohttp import web

from gateway.domain.connector import Connector
from gateway.domain.errors import InternalError, Refusal, UnknownOperation
from gateway.domain.json import Json
from gateway.domain.message import Message, Reply, Request
from gateway.edge import strict_json
from gateway.edge.reading import new_id, read_head, read_message
from gateway.edge.writing import refuse, write
from gateway.exchange import exchange
from gateway.ports import Policy, Ports
from gateway.telemetry.failure import failure
from gateway.telemetry.metrics import UNAUTHENTICATED

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
            UNAUTHENTICATED.labels(refusal.slug).inc()
            return refuse(refusal, new_id())

        async def receive(connector: Connector) -> Message:
            return await read_message(http, request, connector, configuration.max_request_body)

        try:
            outcome = await exchange(request, configuration.policy, configuration.ports(request, receive))
        except Exception as bug:  # noqa: BLE001  (not even an outcome could be recorded: nothing else is said)
            _log.error("request %s failed: %s", request.id, failure(bug))
            return refuse(InternalError(), request.id)
        return write(outcome, request.id)


def _metadata(http: web.BaseRequest, configuration: InForce) -> web.Response:
    """Answer RFC 9728 metadata. It is public: it says where to get a token, and nothing else."""
    document = configuration.resource_metadata(http.raw_path.removeprefix(METADATA))
    if document is None or http.method != "GET":
        return refuse(UnknownOperation(), new_id())
    return write(Reply(200, (("content-type", "application/json"),), strict_json.write(document)), new_id())
