"""The client over real sockets: what was judged is what is connected to, and nothing else is."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import urlsplit

import pytest

from gateway.domain.network import Network
from gateway.outbound.client import Outbound, RawAnswer, Timeouts
from gateway.outbound.faults import AddressRefused, Unreachable
from tests.servers.names import Names

Serve = Callable[[Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]], Awaitable[str]]


async def keeping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer every request of a connection."""
    while True:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()


def standing_for(monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, Sequence[Sequence[str]]]) -> Names:
    names = Names(answers)
    monkeypatch.setattr(socket, "getaddrinfo", names.getaddrinfo)
    return names


async def get(outbound: Outbound, url: str, network: Network) -> RawAnswer:
    return await outbound.send(
        "GET", url, network=network, headers=(), content=b"", timeouts=Timeouts(), max_bytes=1024
    )


async def test_a_name_is_looked_up_once_and_its_answer_connected_to(
    outbound: Outbound, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = urlsplit(await serve(keeping)).port
    names = standing_for(monkeypatch, {"crm.example": [["127.0.0.1"], ["169.254.169.254"]]})

    answer = await get(outbound, f"http://crm.example:{port}/", Network.LOOPBACK)

    assert (answer.status, names.asked) == (204, ["crm.example"])


@pytest.mark.parametrize("network", [Network.PUBLIC, Network.PRIVATE])
async def test_a_connection_that_another_network_opened_is_not_used(
    outbound: Outbound, serve: Serve, monkeypatch: pytest.MonkeyPatch, network: Network
) -> None:
    url = f"http://crm.example:{urlsplit(await serve(keeping)).port}/"
    names = standing_for(monkeypatch, {"crm.example": [["127.0.0.1"]]})
    await get(outbound, url, Network.LOOPBACK)  # leaves a connection and an answer of the resolver behind

    with pytest.raises(AddressRefused):
        await get(outbound, url, network)
    assert names.asked == ["crm.example"] * 2


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("127.0.0.1", Network.PUBLIC),
        ("[::1]", Network.PUBLIC),
        ("[::ffff:127.0.0.1]", Network.PRIVATE),
        ("127.1", Network.LOOPBACK),
        ("0x7f.1", Network.LOOPBACK),
        ("2130706433", Network.LOOPBACK),
        ("127.0.0.1.", Network.LOOPBACK),
        ("%31%32%37.0.0.1", Network.LOOPBACK),
        ("0.0.0.0", Network.LOOPBACK),  # noqa: S104  (Linux connects to itself)
        ("[::]", Network.LOOPBACK),
    ],
)
async def test_a_listener_on_this_machine_hears_nothing_where_it_may_not_be_reached(
    outbound: Outbound, serve: Serve, host: str, network: Network
) -> None:
    heard: list[bytes] = []

    async def hearing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(b"a connection")

    port = urlsplit(await serve(hearing)).port
    with pytest.raises(AddressRefused) as refused:
        await get(outbound, f"http://{host}:{port}/", network)
    assert not refused.value.sent
    assert heard == []


async def test_a_name_that_does_not_exist_is_unreachable_and_not_refused(
    outbound: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing_for(monkeypatch, {})
    with pytest.raises(Unreachable) as unreachable:
        await get(outbound, "http://nowhere.example/", Network.PUBLIC)
    assert (type(unreachable.value), unreachable.value.sent) == (Unreachable, False)
