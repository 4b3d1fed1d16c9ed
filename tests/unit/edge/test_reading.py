from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from aiohttp import HttpVersion, HttpVersion10, HttpVersion11, StreamReader, web
from aiohttp.streams import EMPTY_PAYLOAD
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from connectors.model import System
from gateway.domain.connector import Connector
from gateway.domain.errors import BodyTooLarge, MalformedRequest, Refusal
from gateway.domain.message import EMPTY_BODY, Message, Request
from gateway.edge import reading
from gateway.edge.reading import CONTINUE, METHODS, read_head, read_message

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SYSTEM = System(
    "crm", "CRM", (), credential_parameters=frozenset({"api_key"}), request_headers=frozenset({"x-version", "cookie"})
)
CONNECTOR = Connector("crm", SYSTEM, "https://crm.example", "https://gw.example/crm")
MAX_BYTES = 16


def http_of(
    target: str = "/crm/tickets",
    *fields: tuple[str, str],
    method: str = "GET",
    payload: StreamReader = EMPTY_PAYLOAD,
    version: HttpVersion = HttpVersion11,
) -> web.BaseRequest:
    request = make_mocked_request(method, target, CIMultiDict(fields), payload=payload, version=version)
    request._payload_writer = Mock(output_size=0, write=Mock(side_effect=_written))
    return request


async def _written(chunk: bytes) -> None:
    pass


def head_of(target: str = "/crm/tickets", *fields: tuple[str, str], method: str = "GET") -> Request:
    return read_head(http_of(target, *fields, method=method), lambda: NOW)


def stream(*chunks: bytes, ended: bool = True) -> StreamReader:
    payload = StreamReader(Mock(_reading_paused=False), 2**16, loop=asyncio.get_running_loop())
    for chunk in chunks:
        payload.feed_data(chunk)
    if ended:
        payload.feed_eof()
    return payload


async def message_of(http: web.BaseRequest) -> Message:
    return await read_message(http, read_head(http, lambda: NOW), CONNECTOR, MAX_BYTES)


@pytest.mark.parametrize(
    ("target", "connector", "path"),
    [
        ("/crm/api/tickets/1", "crm", "/api/tickets/1"),
        ("/crm/", "crm", "/"),
        ("/crm", "crm", "/"),
        ("/", "", "/"),
        ("/-/approvals/1", "-", "/approvals/1"),
        ("/crm//a", "crm", "//a"),
    ],
)
def test_the_first_segment_is_the_connector_and_the_rest_its_path(target: str, connector: str, path: str) -> None:
    head = head_of(target)
    assert (head.connector, head.path) == (connector, path)


def test_a_head_keeps_what_came_with_names_in_lower_case() -> None:
    head = head_of("/crm/a?b=1&c=2", ("Accept", "x"), ("AUTHORIZATION", "Bearer t"), method="PATCH")
    assert (head.method, head.query) == ("PATCH", (("b", "1"), ("c", "2")))
    assert head.headers == (("accept", "x"), ("authorization", "Bearer t"))
    assert head.received_at == NOW


def test_every_request_has_an_id_of_its_own() -> None:
    first, second = head_of().id, head_of().id
    assert uuid.UUID(first) != uuid.UUID(second)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_methods_that_systems_are_described_with_are_read(method: str) -> None:
    assert head_of(method=method).method == method


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "OPTIONS", "PROPFIND"])
def test_other_methods_are_refused_without_being_repeated(method: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        head_of(method=method)
    assert method not in caught.value.detail


@pytest.mark.parametrize(
    "fields",
    [
        [("Content-Type", "application/json"), ("content-type", "text/plain")],
        [("Host", "a"), ("Host", "b")],
        [("X-HTTP-Method-Override", "DELETE")],
        [("X-Original-URL", "/admin")],
        [("Upgrade", "websocket")],
    ],
)
def test_a_head_with_two_readings_is_refused(fields: list[tuple[str, str]]) -> None:
    with pytest.raises(MalformedRequest):
        head_of("/crm/tickets", *fields)


@pytest.mark.parametrize(
    ("value", "text"), [(b"caf\xc3\xa9", "caf\u00e9"), (b"caf\xe9", None), (b"\xed\xa0\x80", None), (b"\xc0\xae", None)]
)
def test_a_field_is_utf_8_or_refused(value: bytes, text: str | None) -> None:
    http = http_of()
    http._message = http._message._replace(raw_headers=((b"Accept", value),))
    if text is not None:
        assert read_head(http, lambda: NOW).headers == (("accept", text),)
        return
    with pytest.raises(MalformedRequest, match="not UTF-8"):
        read_head(http, lambda: NOW)


@pytest.mark.parametrize("version", ["00", "01", "fe"])
def test_a_trace_is_continued(version: str) -> None:
    assert head_of("/crm", ("traceparent", f"{version}-{TRACE}-00f067aa0ba902b7-01")).trace == TRACE


@pytest.mark.parametrize(
    "traceparent",
    [
        None,
        "",
        TRACE,
        f"00-{TRACE}-00f067aa0ba902b7-01-more",
        f"00-{TRACE}-00f067aa0ba902b7-01\n",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        f"00-{TRACE[1:]}-00f067aa0ba902b7-01",
        f"00-{TRACE}-00f067aa0ba902b-01",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"0-{TRACE}-00f067aa0ba902b7-01",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
    ],
)
def test_a_trace_that_is_none_is_replaced(traceparent: str | None) -> None:
    fields = [] if traceparent is None else [("traceparent", traceparent)]
    trace = head_of("/crm", *fields).trace
    assert len(trace) == 32
    assert trace not in {TRACE, "0" * 32}
    assert int(trace, 16) > 0


async def test_a_message_has_what_may_go_on_and_nothing_else() -> None:
    fields = [
        ("Accept", "a"),
        ("Authorization", "Bearer t"),
        ("Cookie", "c"),
        ("X-Version", "2"),
        ("X-Other", "o"),
        ("Content-Type", "application/json"),
    ]
    http = http_of("/crm/tickets?api_key=k&q=1", *fields, method="POST", payload=stream(b'{"a": ', b"1}"))
    message = await message_of(http)
    assert message.headers == (("accept", "a"), ("x-version", "2"))
    assert message.query == (("q", "1"),)
    assert message.path == "/tickets"
    assert (message.body.content, message.body.document) == (b'{"a":1}', {"a": 1})


async def test_no_body_is_an_empty_one() -> None:
    assert (await message_of(http_of(payload=stream()))).body == EMPTY_BODY


async def test_a_body_of_the_largest_size_is_read() -> None:
    http = http_of("/crm/a", ("Content-Type", "text/plain"), payload=stream(b"x" * MAX_BYTES))
    assert (await message_of(http)).body.document == "x" * MAX_BYTES


@pytest.mark.parametrize("length", [[("Content-Length", str(MAX_BYTES + 1))], []])
async def test_a_larger_body_is_refused_stated_or_not(length: list[tuple[str, str]]) -> None:
    http = http_of("/crm/a", ("Content-Type", "text/plain"), *length, payload=stream(b"x" * MAX_BYTES, b"x"))
    with pytest.raises(BodyTooLarge, match=f"up to {MAX_BYTES} bytes"):
        await message_of(http)


async def test_a_body_that_says_how_large_it_is_is_not_even_begun() -> None:
    http = http_of("/crm/a", ("Content-Length", str(MAX_BYTES + 1)), ("Expect", "100-continue"), payload=stream())
    with pytest.raises(BodyTooLarge):
        await message_of(http)
    http.writer.write.assert_not_called()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("expect", "version", "is_invited"),
    [
        ("100-continue", HttpVersion11, True),
        ("100-continue", HttpVersion10, False),  # RFC 9110, section 10.1.1
    ],
)
async def test_a_client_that_waits_is_asked_for_the_body(expect: str, version: HttpVersion, is_invited: bool) -> None:
    http = http_of("/crm/a", ("Expect", expect), payload=stream(), version=version)
    await message_of(http)
    calls = [call.args for call in http.writer.write.call_args_list]  # type: ignore[attr-defined]
    assert calls == ([(CONTINUE,)] if is_invited else [])


async def test_a_body_that_does_not_end_in_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BODY_SECONDS", 0)
    with pytest.raises(MalformedRequest, match="did not arrive within"):
        await message_of(http_of(payload=stream(b"x", ended=False)))


async def test_a_body_that_ends_too_early_is_refused() -> None:
    payload = stream(b"x", ended=False)
    payload.set_exception(web.RequestPayloadError("of the client's own words"))
    with pytest.raises(Refusal) as caught:
        await message_of(http_of(payload=payload))
    assert caught.value.detail == "The request body ended before its stated length."
