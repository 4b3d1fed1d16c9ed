"""aiohttp's raw server as the data port needs it.

Bodies arrive as they were sent: what is decoded is decoded in ``codings``, within bounds. What is not HTTP is answered
as every refusal is; aiohttp's own answer, and its log line, would repeat the offending bytes, and with them a token.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from gateway.domain.errors import InternalError, MalformedRequest, Refusal
from gateway.edge.reading import new_id
from gateway.edge.writing import refuse
from gateway.telemetry.failure import failure
from gateway.telemetry.metrics import UNAUTHENTICATED

KEEP_ALIVE_SECONDS = 15.0  # aiohttp's own is an hour, and its only timer before a request
MAX_LINE = 20 * 1024  # above the bounds of ``target`` and ``identity``, so that those refuse, in our words

_log = logging.getLogger(__name__)


class DataServer(web.Server):
    """Serves ``handle``. A request whose client left is cancelled."""

    def __init__(self, handle: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]) -> None:
        super().__init__(
            handle,
            handler_cancellation=True,
            access_log=None,
            auto_decompress=False,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            max_line_size=MAX_LINE,
            max_field_size=MAX_LINE,
        )

    def __call__(self) -> web.RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


class _Connection(web.RequestHandler):
    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer bytes that are no request (status 400), or a bug of ours. The connection ends with it."""
        refusal: Refusal = InternalError()
        request_id = new_id()
        if status == MalformedRequest.status:
            refusal = MalformedRequest("What came is not a request in HTTP/1.1 that can be read in exactly one way.")
            UNAUTHENTICATED.labels(refusal.slug).inc()
        else:
            _log.error("request %s failed: %s", request_id, failure(exc) if exc else f"status {status}")
        response = refuse(refusal, request_id)
        response.force_close()
        return response
