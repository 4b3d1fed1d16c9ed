"""Send one HTTP request, at most once, exactly as decided, and return a bounded answer.

Promises: the URL goes out byte for byte; no redirect is followed, no cookie kept, no proxy or netrc of the
environment consulted, nothing decompressed, nothing sent twice; certificates are verified; the address connected to
is the one that was judged; every wait and every answer is bounded. What the answer means, and which headers may go
or come, is the caller's business.
"""

from __future__ import annotations

import importlib.metadata
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import (
    ClientConnectionError,
    ClientConnectorError,
    ClientError,
    ClientHandlerType,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
    ThreadedResolver,
    http_parser,
)
from multidict import CIMultiDict
from yarl import URL

from gateway.domain.message import Fields
from gateway.domain.network import Network
from gateway.outbound.faults import AddressRefused, AnswerTooLarge, BadAnswer, OutboundFault, TimedOut, Unreachable
from gateway.outbound.resolver import JudgingResolver, RefusedAddress, insist_on_literal

CONNECTIONS = 256  # in each network
CONNECTIONS_PER_HOST = 64  # one slow system must not take the connections of all others
KEEP_ALIVE_SECONDS = 15  # below the idle limit of common servers: a write on a dying connection ends as "unknown"
LARGE_BODY = 1 << 20  # aiohttp writes a larger ``bytes`` in one go, which holds the loop; a stream goes in pieces
FIRST_FINAL_STATUS = 200  # RFC 9110, section 15: lower ones announce an answer

_URL = re.compile(r"https?://[!\"$-~]+")  # visible ASCII without "#": a space would end the request line early
_FRAMING = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect", "keep-alive"}
)
_NEVER_ADDED = ("Accept", "Accept-Encoding", "Content-Type")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Bounds in seconds: for a connection (a free place, DNS, TCP and TLS), between two reads, and on the whole."""

    connect: float = 5
    idle: float = 30
    total: float = 60


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """What came back, not decoded. ``headers`` are all fields in their order, names in lower case."""

    status: int
    headers: Fields
    content: bytes = field(repr=False)


class Outbound:
    """The process's one HTTP client. Open it in the event loop that uses it.

    Each network has its own connections: one that was opened for a private system serves nobody who may not go there.
    """

    def __init__(self) -> None:
        self._sessions: Mapping[Network, ClientSession] = {}

    async def open(self) -> None:
        """Take the means to send.

        Raises:
            RuntimeError: aiohttp runs on its Python parser, which several request smuggling advisories are about.
        """
        if http_parser.HttpResponseParser is http_parser.HttpResponseParserPy:
            raise RuntimeError("aiohttp's C parser is not loaded; install aiohttp with its extensions")
        self._sessions = {network: _session(network) for network in Network}

    async def close(self) -> None:
        """Give every connection back."""
        for session in self._sessions.values():
            await session.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def send(
        self,
        method: str,
        url: str,
        *,
        network: Network,
        headers: Fields,
        content: bytes,
        timeouts: Timeouts,
        max_bytes: int,
    ) -> RawAnswer:
        """Send a request and return its answer, whatever its status.

        Args:
            url: Absolute and percent-encoded; it is sent as it stands.
            network: Where the host may be; anywhere else, nothing is connected to.
            headers: Everything but the framing, which is made here; a ``user-agent`` replaces the gateway's own.
            content: The body; an empty one is no body.
            max_bytes: Bound on the answer's body.

        Raises:
            OutboundFault: There is no answer.
            ValueError: This is not a request that could be sent.
        """
        if not self._sessions:
            raise RuntimeError("the outbound client is not open")
        address = _address(url)
        _check_headers(headers)
        with _translated():
            insist_on_literal(address.raw_host or "", network)
            response = await self._sessions[network].request(
                method,
                address,
                headers=CIMultiDict(headers),
                data=_payload(content),
                allow_redirects=False,
                timeout=ClientTimeout(total=timeouts.total, connect=timeouts.connect, sock_read=timeouts.idle),
            )
        async with response:
            if response.status < FIRST_FINAL_STATUS:  # 101: we asked for no other protocol
                response.close()
                raise BadAnswer(sent=True, status=response.status)
            with _translated(response.status):
                body = await _read(response, max_bytes)
        return RawAnswer(response.status, _fields(response), body)


def _session(network: Network) -> ClientSession:
    return ClientSession(
        connector=_connector(network),
        cookie_jar=DummyCookieJar(),
        headers={"User-Agent": f"Sallyport/{importlib.metadata.version('sallyport')}"},
        skip_auto_headers=_NEVER_ADDED,
        auto_decompress=False,
        trust_env=False,
        middlewares=(_at_most_once,),
    )


def _connector(network: Network) -> TCPConnector:
    """Return the one factory of connections into ``network``."""
    return TCPConnector(
        resolver=JudgingResolver(ThreadedResolver(), network),
        limit=CONNECTIONS,
        limit_per_host=CONNECTIONS_PER_HOST,
        keepalive_timeout=KEEP_ALIVE_SECONDS,
        ssl=True,  # verified against the system's authorities, by name
    )


async def _at_most_once(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Keep aiohttp from sending a request again.

    Its loop repeats GET, PUT and DELETE when a kept connection dies (``retry_persistent_connection``), and offers
    no switch. It repeats only on errors of its own; ours pass through.
    """
    with _translated():
        return await handler(request)


@contextmanager
def _translated(status: int | None = None) -> Iterator[None]:
    """Turn aiohttp's errors into ours."""
    try:
        yield
    except (ClientError, TimeoutError, RefusedAddress) as error:
        raise _fault(error, status) from error


def _fault(error: ClientError | TimeoutError | RefusedAddress, status: int | None) -> OutboundFault:
    match error:
        case ConnectionTimeoutError():
            return TimedOut(sent=False)
        case TimeoutError():
            return TimedOut(sent=True, status=status)
        case RefusedAddress() | ClientConnectorError(os_error=RefusedAddress()):
            return AddressRefused(sent=False)
        case ClientConnectorError():  # DNS, TCP, TLS
            return Unreachable(sent=False)
        case ClientConnectionError():
            return Unreachable(sent=True, status=status)
        case _:
            return BadAnswer(sent=True, status=status)


def _address(url: str) -> URL:
    address = URL(url, encoded=True) if _URL.fullmatch(url) else None
    if address is None or not address.raw_host or address.raw_user is not None:
        raise ValueError("not an absolute http or https URL without credentials and fragment")
    if address.raw_path_qs != (_target(url) or "/"):  # yarl drops the question mark of an empty query
        raise ValueError("this URL would not be sent as it stands")
    return address


def _target(url: str) -> str:
    """Return what stands after scheme and authority."""
    return re.sub(r"^https?://[^/?]+", "", url)


def _check_headers(headers: Fields) -> None:
    for name, _ in headers:
        if name.lower() in _FRAMING:
            raise ValueError(f"framing is made here, not by the caller: {name}")


def _payload(content: bytes) -> bytes | io.BytesIO | None:
    if not content:
        return None
    return content if len(content) <= LARGE_BODY else io.BytesIO(content)


async def _read(response: ClientResponse, max_bytes: int) -> bytes:
    """Return the body, or stop at the first byte too many."""
    content = bytearray()
    async for piece in response.content.iter_any():
        content += piece
        if len(content) > max_bytes:
            response.close()
            raise AnswerTooLarge(sent=True, status=response.status)
    return bytes(content)


def _fields(response: ClientResponse) -> Fields:
    return tuple((name.decode("ascii").lower(), _text(value)) for name, value in response.raw_headers)


def _text(value: bytes) -> str:
    """Return a field's value as text: UTF-8 where it is, else one character a byte. Never a lone surrogate."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
