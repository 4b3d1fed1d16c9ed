"""One attack as bytes: what is sent, what the system of record answers, and what must hold on both sides.

The same case runs against the gateway and against ``naive``. ``broken`` names the promises that were not kept; it is
pure, so that both are judged by the same words.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.attacks.naive import naive_proxy
from tests.attacks.stage import JSON, stage
from tests.notes import connect
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Behaviour, Upstream, answering, upstream
from tests.servers.wire import Received

CARD = "4539578763621486"  # passes Luhn
TOKEN = b"<token>"  # stands for the plugin's own
NOTE = "/notes/notes/1"
NOTES = "/notes/notes"
HANGING_SECONDS = 3  # nothing waits for it: it ends what would never end
REFUSED = (400,)
FIRST_ERROR = 400

WELL = answering(b'{"id": 1}')

# What a client may make of bytes: it does not ask what they were declared to be.
_READINGS: tuple[Callable[[bytes], bytes], ...] = (
    lambda content: zlib.decompressobj(47).decompress(content),  # gzip or zlib, whichever the head says
    lambda content: zlib.decompressobj(-15).decompress(content),
    lambda content: content.decode("utf-16-le").encode(),
    lambda content: content.decode("utf-16-be").encode(),
    lambda content: content.decode("utf-32-le").encode(),
    lambda content: content.decode("utf-7").encode(),
    lambda content: content.decode("cp037").encode(),
)
_STATUS_LINE = re.compile(rb"HTTP/\d\.\d ([2-9]\d\d)")


@dataclass(frozen=True, slots=True)
class Case:
    """An attack, or with ``status`` 200 a request that only looks like one.

    Texts that are looked for are compared without regard to case.
    """

    name: str
    request: bytes  # in which ``TOKEN`` stands for the plugin's token
    status: Sequence[int] = REFUSED  # of the first final answer
    reaches: int = 0  # whole requests that the system receives, and not a byte beside them
    system: Behaviour = WELL
    sent: tuple[str, ...] = ()  # must reach the system
    unsent: tuple[str, ...] = ()  # must not
    told: tuple[str, ...] = ()  # must reach the plugin
    untold: tuple[str, ...] = ()  # must not
    naive: bool = False
    """Whether the naive proxy keeps every promise too, and so the case proves nothing but that this stays so. Of what
    is benign it does, but where the answer is to be rewritten; of attacks, what aiohttp's own parser refuses."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What both ends had when the connection was over; ``answer`` is every byte that the plugin read."""

    answer: bytes
    is_over: bool
    arrived: bytes
    received: tuple[Received, ...]
    token: str


def ask(
    target: str = NOTE,
    *fields: str,
    method: str = "GET",
    body: bytes = b"",
    content_type: str | None = JSON,
    last: bool = True,
) -> bytes:
    """Return a request of the plugin's, framed by ``fields`` if they say how, and else by its length.

    Args:
        fields: Whole lines; one character is one byte.
        last: Whether the connection ends with it.
    """
    lines = [f"{method} {target} HTTP/1.1", "Host: gateway.example", f"Authorization: Bearer {TOKEN.decode()}"]
    lines += ["Connection: close"] * last
    lines += [f"Content-Type: {content_type}"] * (bool(body) and content_type is not None)
    if body and not any(line.lower().startswith(("content-length", "transfer-encoding")) for line in fields):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, *fields, "", ""]).encode("latin-1") + body


def write(*fields: str, body: bytes = b"{}", content_type: str = JSON, last: bool = True) -> bytes:
    """Return a write of the plugin's: a note with ``body``."""
    return ask(NOTES, *fields, method="POST", body=body, content_type=content_type, last=last)


def broken(case: Case, heard: Heard, *, any_refusal: bool = False) -> list[str]:
    """Return the promises that were not kept, in words. With ``any_refusal`` it does not matter how one is put."""
    arrived, answer = heard.arrived.lower(), heard.answer.lower()
    first = _STATUS_LINE.search(heard.answer)
    status = int(first[1]) if first else None
    is_refused = any_refusal and min(case.status) >= FIRST_ERROR and (status is None or status >= FIRST_ERROR)
    checks = {
        "the connection never ends": not heard.is_over,
        f"the answer is {status}": status not in case.status and not is_refused,
        "the plugin's token reached the system": heard.token.lower().encode() in arrived,
        "the card reached the plugin": _tells_card(heard.answer),
        f"{len(heard.received)} requests reached the system": len(heard.received) != case.reaches,
        "more than requests reached the system": len(arrived) != sum(len(each.raw) for each in heard.received),
    }
    said = [words for words, failed in checks.items() if failed]
    said += [f"{text!r} did not reach the system" for text in case.sent if text.lower().encode() not in arrived]
    said += [f"{text!r} reached the system" for text in case.unsent if text.lower().encode() in arrived]
    if not is_refused:
        said += [f"{text!r} did not reach the plugin" for text in case.told if text.lower().encode() not in answer]
    said += [f"{text!r} reached the plugin" for text in case.untold if text.lower().encode() in answer]
    return said


async def at_the_gateway(case: Case, folder: Path, authorization_server: AuthorizationServer) -> list[str]:
    """Return the promises that the gateway breaks."""
    async with stage(case.system, folder, authorization_server) as act:
        heard = await _converse(case, act.deployment.url, act.token, act.system)
    return broken(case, heard)


async def at_the_naive_proxy(case: Case) -> list[str]:
    """Return the promises that the naive proxy breaks."""
    async with upstream(case.system) as system, naive_proxy(system.url) as url:
        heard = await _converse(case, url, "the-plugins-own-token", system)
    return broken(case, heard, any_refusal=True)


async def _converse(case: Case, url: str, token: str, system: Upstream) -> Heard:
    reader, writer = await connect(url)
    answer, is_over = bytearray(), True
    try:
        async with asyncio.timeout(HANGING_SECONDS):
            writer.write(case.request.replace(TOKEN, token.encode()))
            while chunk := await reader.read(64 * 1024):
                answer += chunk
    except TimeoutError:
        is_over = False
    except ConnectionError:
        pass  # a cut is an end too
    writer.transport.abort()
    return Heard(bytes(answer), is_over, bytes(system.raw), system.received(), token)


def _tells_card(answer: bytes) -> bool:
    """Return whether ``answer`` holds the card, or its content does in any reading."""
    content = answer.partition(b"\r\n\r\n")[2]
    texts = [answer]
    for reading in _READINGS:
        with suppress(zlib.error, UnicodeError):
            texts.append(reading(content))
    return any(CARD.encode() in text for text in texts)
