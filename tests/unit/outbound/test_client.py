from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.domain.message import Fields
from gateway.domain.network import Network
from gateway.outbound.client import LARGE_BODY, Outbound, RawAnswer, Timeouts
from gateway.outbound.faults import AnswerTooLarge, BadAnswer, OutboundFault, TimedOut, Unreachable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Serve = Callable[[Handler], Awaitable[str]]

SOON = Timeouts(connect=5, idle=0.3, total=5)
NOTHING = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


async def ask(
    outbound: Outbound,
    url: str,
    *,
    method: str = "GET",
    network: Network = Network.LOOPBACK,
    headers: Fields = (),
    content: bytes = b"",
    timeouts: Timeouts | None = None,
    max_bytes: int = 1024,
) -> RawAnswer:
    return await outbound.send(
        method,
        url,
        network=network,
        headers=headers,
        content=content,
        timeouts=timeouts or Timeouts(),
        max_bytes=max_bytes,
    )


def answering(answer: bytes, heads: list[bytes] | None = None) -> Handler:
    """Return a server that gives one answer per connection to whatever is asked, and notes the heads it saw."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if heads is not None:
            heads.append(head)
        writer.write(answer)
        await writer.drain()

    return handler


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read until the other side gives up, and say nothing."""
    while await reader.read(4096):
        pass


async def test_an_answer_keeps_every_field_in_order_with_names_in_lower_case(outbound: Outbound, serve: Serve) -> None:
    url = await serve(answering(b"HTTP/1.1 404 Odd Words\r\nX-B: 1\r\nX-A: 2\r\nX-B: 3\r\nContent-Length: 2\r\n\r\nno"))

    answer = await ask(outbound, url)

    assert answer == RawAnswer(404, (("x-b", "1"), ("x-a", "2"), ("x-b", "3"), ("content-length", "2")), b"no")


async def test_field_values_are_text_without_lone_surrogates(outbound: Outbound, serve: Serve) -> None:
    url = await serve(answering(b"HTTP/1.1 204 x\r\nX-Utf: Jos\xc3\xa9\r\nX-Latin: Jos\xe9\r\n\r\n"))

    answer = await ask(outbound, url)

    assert answer.headers == (("x-utf", "José"), ("x-latin", "José"))


@pytest.mark.parametrize("target", ["/a/%2e%2e/b", "/a/../b", "/%zz?x=%41&y=a+b;c", "/a//b", "/caf%C3%A9?q=[1]|{2}"])
async def test_the_target_goes_out_byte_for_byte(outbound: Outbound, serve: Serve, target: str) -> None:
    heads: list[bytes] = []
    url = await serve(answering(NOTHING, heads))

    await ask(outbound, url + target)

    assert heads[0].split(b"\r\n")[0] == f"GET {target} HTTP/1.1".encode()


async def test_nothing_is_added_but_framing_and_a_user_agent(outbound: Outbound, serve: Serve) -> None:
    heads: list[bytes] = []
    url = await serve(answering(NOTHING, heads))

    await ask(outbound, url, method="POST", headers=(("x-a", "1"), ("x-a", "2")))

    fields = sorted(line.split(b":")[0].lower() for line in heads[0].split(b"\r\n")[1:-2])
    assert fields == [b"content-length", b"host", b"user-agent", b"x-a", b"x-a"]
    assert b"Content-Length: 0\r\n" in heads[0]
    assert b"User-Agent: Sallyport/" in heads[0]


async def test_the_callers_user_agent_replaces_ours(outbound: Outbound, serve: Serve) -> None:
    heads: list[bytes] = []
    url = await serve(answering(NOTHING, heads))

    await ask(outbound, url, headers=(("user-agent", "PyGithub/Python"),))

    assert heads[0].lower().count(b"user-agent") == 1
    assert b"PyGithub/Python" in heads[0]


@pytest.mark.parametrize("size", [3, LARGE_BODY + 1])
async def test_a_body_arrives_whole(outbound: Outbound, serve: Serve, size: int) -> None:
    bodies: list[bytes] = []

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert f"Content-Length: {size}\r\n".encode() in head
        bodies.append(await reader.readexactly(size))
        writer.write(NOTHING)
        await writer.drain()

    await ask(outbound, await serve(handler), method="PUT", content=b"x" * size)

    assert bodies == [b"x" * size]


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding", "connection", "expect", "upgrade"])
async def test_framing_fields_of_a_caller_are_a_mistake(outbound: Outbound, name: str) -> None:
    with pytest.raises(ValueError, match="framing"):
        await ask(outbound, "http://127.0.0.1:9/", headers=((name, "x"),))


async def test_a_line_break_in_a_field_is_a_mistake(outbound: Outbound, serve: Serve) -> None:
    heads: list[bytes] = []
    url = await serve(answering(NOTHING, heads))

    with pytest.raises(ValueError, match="header"):
        await ask(outbound, url, headers=(("x-a", "1\r\nx-b: 2"),))

    assert heads == []


@pytest.mark.parametrize(
    "url",
    [
        "/only/a/path",
        "ftp://127.0.0.1/",
        "http://",
        "http:///path",
        "http://user:secret@127.0.0.1/",
        "http://127.0.0.1:70000/",
        "http://127.0.0.1/a#b",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/a\r\nx: y",
        "http://127.0.0.1/é",
        "http://127.0.0.1/a?",
        "http://127.0.0.1?a=b",
    ],
)
async def test_what_is_not_an_absolute_plain_url_is_a_mistake(outbound: Outbound, url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        await ask(outbound, url)


async def test_redirects_are_answers_and_authorization_follows_none(outbound: Outbound, serve: Serve) -> None:
    elsewhere: list[bytes] = []
    other = await serve(answering(NOTHING, elsewhere))
    url = await serve(answering(f"HTTP/1.1 302 x\r\nLocation: {other}/\r\nContent-Length: 0\r\n\r\n".encode()))

    answer = await ask(outbound, url, headers=(("authorization", "Bearer x"),))

    assert answer.status == 302
    assert elsewhere == []


async def test_cookies_are_not_kept(outbound: Outbound, serve: Serve) -> None:
    heads: list[bytes] = []
    url = await serve(answering(b"HTTP/1.1 204 x\r\nSet-Cookie: a=b\r\nConnection: close\r\n\r\n", heads))

    await ask(outbound, url)
    await ask(outbound, url)

    assert len(heads) == 2
    assert b"ookie" not in heads[1]


async def test_the_environment_names_no_proxy(
    outbound: Outbound, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    url = await serve(answering(NOTHING))

    assert (await ask(outbound, url)).status == 204


async def test_a_compressed_answer_stays_compressed(outbound: Outbound, serve: Serve) -> None:
    bomb = gzip.compress(b"0" * 1_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    url = await serve(answering(head + bomb))

    assert (await ask(outbound, url, max_bytes=2048)).content == bomb


@pytest.mark.parametrize(("size", "fits"), [(10, True), (11, False)])
@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
async def test_an_answer_is_read_up_to_its_bound(
    outbound: Outbound, serve: Serve, framing: str, size: int, *, fits: bool
) -> None:
    body = b"x" * size
    answers = {
        "length": b"HTTP/1.1 201 x\r\nContent-Length: %d\r\n\r\n%b" % (size, body),
        "chunked": b"HTTP/1.1 201 x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (size, body),
        "close": b"HTTP/1.1 201 x\r\n\r\n" + body,
    }
    url = await serve(answering(answers[framing]))

    if fits:
        assert (await ask(outbound, url, max_bytes=10)).content == body
    else:
        with pytest.raises(AnswerTooLarge) as caught:
            await ask(outbound, url, max_bytes=10)
        assert (caught.value.sent, caught.value.status) == (True, 201)


async def test_a_head_answer_has_a_length_and_no_body(outbound: Outbound, serve: Serve) -> None:
    url = await serve(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"))

    answer = await ask(outbound, url, method="HEAD", max_bytes=10)

    assert answer == RawAnswer(200, (("content-length", "99999"),), b"")


@pytest.mark.parametrize(
    "garbage",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    ],
)
async def test_what_is_not_http_is_a_bad_answer(outbound: Outbound, serve: Serve, garbage: bytes) -> None:
    url = await serve(answering(garbage))

    with pytest.raises(BadAnswer) as caught:
        await ask(outbound, url)

    assert (caught.value.sent, caught.value.status) == (True, None)


async def test_another_protocol_that_nobody_asked_for_is_a_bad_answer(outbound: Outbound, serve: Serve) -> None:
    url = await serve(answering(b"HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"))

    with pytest.raises(BadAnswer) as caught:
        await ask(outbound, url)

    assert caught.value.status == 101


@pytest.mark.parametrize(
    "broken",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ],
)
async def test_an_answer_that_breaks_off_tells_its_status(outbound: Outbound, serve: Serve, broken: bytes) -> None:
    url = await serve(answering(broken))

    with pytest.raises(BadAnswer) as caught:
        await ask(outbound, url)

    assert (caught.value.sent, caught.value.status) == (True, 200)


async def test_a_refused_connection_sent_nothing(outbound: Outbound, unused_tcp_port: int) -> None:
    with pytest.raises(Unreachable) as caught:
        await ask(outbound, f"http://127.0.0.1:{unused_tcp_port}/", method="POST", content=b"x")

    assert caught.value.sent is False


async def test_an_unknown_name_sent_nothing(outbound: Outbound) -> None:
    with pytest.raises(Unreachable) as caught:
        await ask(outbound, "http://no-such-host.invalid/")

    assert caught.value.sent is False


async def test_tls_to_something_else_sent_nothing(outbound: Outbound, serve: Serve) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 plain\r\n\r\n")
        await writer.drain()

    url = await serve(handler)

    with pytest.raises(Unreachable) as caught:
        await ask(outbound, url.replace("http:", "https:"))

    assert caught.value.sent is False


async def test_a_certificate_nobody_vouches_for_is_refused_before_a_byte_is_sent(
    outbound: Outbound, tmp_path: Path
) -> None:
    heads: list[bytes] = []

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.read(4096))
        writer.close()

    async with await asyncio.start_server(handler, "127.0.0.1", 0, ssl=self_signed(tmp_path)) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable) as caught:
            await ask(outbound, f"https://localhost:{port}/", headers=(("authorization", "Bearer x"),))

    assert caught.value.sent is False
    assert b"".join(heads) == b""


def self_signed(directory: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = directory / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


async def test_a_connection_that_takes_too_long_sent_nothing(
    outbound: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", never)

    with pytest.raises(TimedOut) as caught:
        await ask(outbound, "http://127.0.0.1:9/", timeouts=Timeouts(connect=0.05, idle=5, total=5))

    assert caught.value.sent is False


@pytest.mark.parametrize("timeouts", [SOON, Timeouts(connect=5, idle=5, total=0.3)])
async def test_silence_may_hide_that_the_request_was_received(
    outbound: Outbound, serve: Serve, timeouts: Timeouts
) -> None:
    url = await serve(silent)

    with pytest.raises(TimedOut) as caught:
        await ask(outbound, url, method="POST", content=b"x", timeouts=timeouts)

    assert (caught.value.sent, caught.value.status) == (True, None)


@pytest.mark.parametrize("timeouts", [SOON, Timeouts(connect=5, idle=5, total=0.3)])
async def test_a_body_that_stalls_tells_its_status(outbound: Outbound, serve: Serve, timeouts: Timeouts) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 201 x\r\nContent-Length: 10\r\n\r\nhalf")
        await silent(reader, writer)

    with pytest.raises(TimedOut) as caught:
        await ask(outbound, await serve(handler), timeouts=timeouts)

    assert (caught.value.sent, caught.value.status) == (True, 201)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST", "PATCH"])
async def test_nothing_is_sent_twice_when_a_kept_connection_dies(outbound: Outbound, serve: Serve, method: str) -> None:
    """aiohttp would repeat GET, PUT and DELETE, also after the server has read the whole request."""
    heads: list[bytes] = []

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        heads.append(await reader.readuntil(b"\r\n\r\n"))

    url = await serve(handler)
    await ask(outbound, url)

    with pytest.raises(Unreachable) as caught:
        await ask(outbound, url, method=method, content=b"x")

    assert caught.value.sent is True
    assert [head.split(b" ")[0] for head in heads] == [b"GET", method.encode()]


async def test_a_cancelled_call_is_cancelled(outbound: Outbound, serve: Serve) -> None:
    asked = asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        await silent(reader, writer)

    call = asyncio.create_task(ask(outbound, await serve(handler)))
    await asked.wait()
    call.cancel()

    with pytest.raises(asyncio.CancelledError):
        await call


async def test_what_is_not_open_sends_nothing() -> None:
    outbound = Outbound()
    await outbound.close()

    with pytest.raises(RuntimeError, match="not open"):
        await ask(outbound, "http://127.0.0.1:9/")


async def test_the_python_parser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiohttp.http_parser, "HttpResponseParser", aiohttp.http_parser.HttpResponseParserPy)

    with pytest.raises(RuntimeError, match="C parser"):
        await Outbound().open()


def test_faults_and_answers_print_no_content() -> None:
    assert str(TimedOut(sent=True, status=200)) == "TimedOut(sent=True, status=200)"
    assert isinstance(TimedOut(sent=True), OutboundFault)
    assert "secret" not in repr(RawAnswer(200, (), b"secret"))
