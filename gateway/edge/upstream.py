"""Turn a decided message into one upstream request, and the raw answer into something that can be inspected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus

from gateway.domain.connector import Connector
from gateway.domain.errors import Refusal, UpstreamTimeout, UpstreamUnreachable
from gateway.domain.message import EMPTY_BODY, Answer, BodyKind, Fields, Message
from gateway.domain.network import Network
from gateway.domain.passage import Delegation, Executed, Passage
from gateway.edge import bodies, idempotency, links
from gateway.edge.headers import RESPONSE, allowed, value_of
from gateway.edge.target import write_query
from gateway.outbound.client import Outbound, RawAnswer, Timeouts
from gateway.outbound.faults import AddressRefused, AnswerTooLarge, BadAnswer, OutboundFault, TimedOut, Unreachable

APPLIED = range(200, 400)
NOT_APPLIED = range(400, 500)
"""How a system says that it did what was asked, or did not (RFC 9110, section 15). Other statuses say neither."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # in no field's value: RFC 9110, section 5.5


class Upstream:
    """The way to one system of record. The host is the connector's, whatever the message says."""

    def __init__(
        self, outbound: Outbound, connector: Connector, network: Network, timeouts: Timeouts, max_bytes: int
    ) -> None:
        self._outbound = outbound
        self._connector = connector
        self._network = network
        self._timeouts = timeouts
        self._max_bytes = max_bytes
        self._origins = (connector.upstream, *connector.system.origins)

    async def forward(self, passage: Passage, message: Message, delegation: Delegation) -> Answer:
        """Send ``message`` as the user and return the answer.

        ``passage.executed`` and ``passage.upstream_status`` say at every moment what is known of the act.

        Raises:
            UpstreamUnreachable, UpstreamTimeout, UninspectableContent.
        """
        try:
            raw = await self._send(passage, message, delegation)
        except OutboundFault as fault:
            passage.upstream_status = fault.status
            passage.executed = _executed(fault.status) if fault.sent else Executed.FALSE
            raise self._refusal(fault) from fault
        passage.upstream_status = raw.status
        passage.executed = _executed(raw.status)
        if raw.status == HTTPStatus.UNAUTHORIZED:  # about our token, not for the client: none of it is ever released
            return Answer(raw.status, Message((), EMPTY_BODY))
        if raw.status == HTTPStatus.PARTIAL_CONTENT:  # nobody asked for one
            raise bodies.uninspectable(bodies.Reason.PARTIAL)
        if sum(name == "content-type" for name, _ in raw.headers) > 1:
            raise bodies.uninspectable(bodies.Reason.DISGUISE)
        encodings = [value for name, value in raw.headers if name == "content-encoding"]
        return Answer(raw.status, await bodies.apart(raw.content, encodings, lambda: self._read(raw, encodings)))

    async def _send(self, passage: Passage, message: Message, delegation: Delegation) -> RawAnswer:
        passage.executed = Executed.UNKNOWN  # from here on, until something is known
        headers = _outgoing(passage, message, delegation)
        try:
            return await self._send_once(passage.request.method, message, headers)
        except AddressRefused:  # a second look-up is a second try for whoever answers it
            raise
        except Unreachable as fault:
            # A kept connection may end just as it is used again. Whoever only reads may ask twice (RFC 9110, 9.2.2).
            if passage.is_write or fault.status is not None:
                raise
            return await self._send_once(passage.request.method, message, headers)

    async def _send_once(self, method: str, message: Message, headers: Fields) -> RawAnswer:
        return await self._outbound.send(
            method,
            self._url(message),
            network=self._network,
            headers=headers,
            content=message.body.content,
            timeouts=self._timeouts,
            max_bytes=self._max_bytes,
        )

    @staticmethod
    def _refusal(fault: OutboundFault) -> Refusal:
        match fault:
            case TimedOut():
                return UpstreamTimeout(cause="timed-out")
            case AnswerTooLarge():
                return bodies.uninspectable(bodies.Reason.TOO_LARGE)
            case AddressRefused():
                return UpstreamUnreachable(cause="address-refused")
            case _:
                return UpstreamUnreachable(cause="bad-answer" if isinstance(fault, BadAnswer) else "unreachable")

    def _url(self, message: Message) -> str:
        query = write_query(message.query)
        return self._connector.upstream + message.path + ("?" + query if query else "")

    def _read(self, raw: RawAnswer, encodings: Sequence[str]) -> Message:
        content_type = value_of(raw.headers, "content-type")
        body = bodies.decode(raw.content, content_type, encodings, max_bytes=self._max_bytes, from_client=False)
        headers = allowed(raw.headers, RESPONSE, self._connector.system.response_headers)
        message = links.lead_back(Message(headers, body), self._origins, self._connector.audience)
        return Message(_without_strays(message.headers, self._connector.audience), message.body)


def _executed(status: int | None) -> Executed:
    if status in APPLIED:
        return Executed.TRUE
    return Executed.FALSE if status in NOT_APPLIED else Executed.UNKNOWN


def _outgoing(passage: Passage, message: Message, delegation: Delegation) -> Fields:
    """Build the head anew: nothing of it was copied that was not allowed by name."""
    assert passage.caller is not None  # noqa: S101  (nothing is sent for nobody)
    request = passage.request
    headers = [*idempotency.apart(message.headers, passage.caller)]
    headers.append(("authorization", f"{delegation.token_type} {delegation.token.reveal()}"))
    headers.append(("accept-encoding", ", ".join(bodies.CODINGS)))
    headers.append(("traceparent", f"00-{request.trace}-{request.id.replace('-', '')[:16]}-01"))
    if message.body.kind is not BodyKind.EMPTY:
        headers.append(("content-type", bodies.content_type(message.body)))
    return tuple(headers)


def _without_strays(headers: Fields, base: str) -> Fields:
    """Drop what would lead the client past the gateway: it follows a ``Location`` with its token in hand.

    And what cannot be written again: the client would be left without an answer to an act that was done.
    """
    return tuple(
        (name, value)
        for name, value in headers
        if not links.leads_away(name, value, base) and not _CONTROL.search(value)
    )
