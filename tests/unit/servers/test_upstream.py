from __future__ import annotations

import asyncio
import gzip
from urllib.parse import urlsplit

import pytest

from tests.servers.upstream import (
    Behaviour,
    Upstream,
    answering,
    contradicting,
    endless,
    endless_head,
    garbage,
    gzip_bomb,
    half_closed,
    held,
    overlong,
    refusing,
    reset,
    reset_midway,
    silent,
    stalled,
    twice_named,
    upstream,
    wrong_json,
)

REQUEST = b"POST /v1/things HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\nabc"


async def connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(url)
    return await asyncio.open_connection(address.hostname, address.port)


async def everything_from(server: Upstream) -> bytes:
    reader, writer = await connect(server.url)
    writer.write(REQUEST)
    try:
        return await reader.read()
    finally:
        writer.close()


async def test_what_reached_it_is_kept() -> None:
    async with upstream(answering(b"{}")) as server:
        assert (await everything_from(server)).endswith(b"\r\n\r\n{}")
        (received,) = server.received()
        assert (received.method, received.target, received.body) == ("POST", "/v1/things", b"abc")
        assert received.raw == REQUEST


@pytest.mark.parametrize(
    ("behaviour", "beginning", "end"),
    [
        (garbage, b"\x16\x03\x01", b"\r\n\r\n"),
        (half_closed, b"HTTP/1.1 200 OK", b'{"ok": '),
        (overlong, b"HTTP/1.1 200 OK", b"smuggled"),
        (contradicting, b"HTTP/1.1 200 OK", b"{}hidden"),
        (wrong_json, b"HTTP/1.1 200 OK", b"078-05-1120}"),
        (twice_named, b"HTTP/1.1 200 OK", b"null}"),
    ],
)
async def test_it_says_exactly_what_it_is_told_to_and_closes(
    behaviour: Behaviour, beginning: bytes, end: bytes
) -> None:
    async with upstream(behaviour) as server:
        answer = await everything_from(server)
    assert answer.startswith(beginning)
    assert answer.endswith(end)


async def test_a_small_bomb_unpacks_to_much() -> None:
    async with upstream(gzip_bomb(1024 * 1024)) as server:
        head, _, body = (await everything_from(server)).partition(b"\r\n\r\n")
    assert b"Content-Encoding: gzip" in head
    assert len(body) < 4096
    assert len(gzip.decompress(body)) == 1024 * 1024


@pytest.mark.parametrize("behaviour", [silent, stalled, held])
async def test_what_never_answers_ends_with_the_block(behaviour: Behaviour) -> None:
    async with upstream(behaviour) as server:
        reader, writer = await connect(server.url)
        writer.write(REQUEST)
        await server.arrived()
    assert b"}" not in await reader.read()
    writer.close()


async def test_what_is_held_is_answered_once_it_is_released() -> None:
    async with upstream(held) as server:
        answer = asyncio.create_task(everything_from(server))
        await server.arrived()
        assert not answer.done()
        server.release()
        assert (await answer).endswith(b'{"ok":true}')


@pytest.mark.parametrize("behaviour", [reset, reset_midway])
async def test_a_reset_is_seen_as_one(behaviour: Behaviour) -> None:
    async with upstream(behaviour) as server:
        with pytest.raises(ConnectionResetError):
            await everything_from(server)


@pytest.mark.parametrize("behaviour", [endless, endless_head])
async def test_what_is_endless_goes_on_until_the_client_leaves(behaviour: Behaviour) -> None:
    async with upstream(behaviour) as server:
        reader, writer = await connect(server.url)
        writer.write(REQUEST)
        assert len(await reader.readexactly(1024 * 1024)) == 1024 * 1024
        writer.close()


async def test_nobody_listens_where_connections_are_refused() -> None:
    with refusing() as url, pytest.raises(ConnectionRefusedError):
        await connect(url)
