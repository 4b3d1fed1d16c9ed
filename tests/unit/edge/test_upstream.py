"""What goes upstream, what comes back, and what is then known of the act. Servers that speak bytes, on 127.0.0.1."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime

import pytest

from connectors.model import Effect, Operation, System, Tier
from gateway.domain.caller import Caller, User
from gateway.domain.connector import Connector
from gateway.domain.errors import Refusal, UninspectableContent, UpstreamTimeout, UpstreamUnreachable
from gateway.domain.grant import Plugin
from gateway.domain.message import EMPTY_BODY, Answer, Body, BodyKind, Fields, Message, Request
from gateway.domain.network import Network
from gateway.domain.passage import Delegation, Executed, Passage
from gateway.domain.secret import Secret
from gateway.edge.upstream import Upstream
from gateway.outbound.client import Outbound, Timeouts
from tests.servers import upstream as behaviours
from tests.servers.upstream import Behaviour, answering, refusing, saying, upstream
from tests.servers.upstream import Upstream as Server

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
READ = Operation("tickets.get", "GET", "/tickets/{id}", Effect.READ, Tier.LOW)
WRITE = Operation("tickets.comment", "POST", "/tickets/{id}/comments", Effect.WRITE, Tier.MEDIUM)
SYSTEM = System(
    "crm",
    "CRM",
    (READ, WRITE),
    origins=("https://api.crm.example",),
    request_headers=frozenset({"x-api-version"}),
    response_headers=frozenset({"x-remaining"}),
)
BASE = "https://gateway.example/crm"
CALLER = Caller(User("https://idp.example", "alice"), Plugin("summariser", "support"), Secret("the plugin's"), NOW)
DELEGATION = Delegation("token_exchange", "https://crm.example", (), cached=False, token=Secret("the user's own"))
COMMENT = Body(BodyKind.JSON, "application/json", b'{"text":"caf\xc3\xa9"}', {"text": "café"})
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"
PATIENT = Timeouts()
SOON = Timeouts(idle=0.5)
BOUNDS: Mapping[Behaviour, Timeouts] = {behaviours.silent: SOON, behaviours.stalled: SOON}  # which never end
MAX_BYTES = 1024


@pytest.fixture
async def outbound() -> AsyncIterator[Outbound]:
    async with Outbound() as opened:
        yield opened


def passage_of(operation: Operation, headers: Fields = (), method: str | None = None) -> Passage:
    request = Request(
        "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "f" * 32, NOW, method or operation.method, "crm", "/", (), headers
    )
    return Passage(request, "digest", caller=CALLER, operation=operation)


def way_to(outbound: Outbound, url: str, timeouts: Timeouts = PATIENT) -> Upstream:
    return Upstream(outbound, Connector("crm", SYSTEM, url, BASE), Network.LOOPBACK, timeouts, MAX_BYTES)


async def answer_of(outbound: Outbound, behaviour: Behaviour, passage: Passage | None = None) -> Answer:
    async with upstream(behaviour) as server:
        way = way_to(outbound, server.url)
        return await way.forward(passage or passage_of(READ), Message((), EMPTY_BODY, "/tickets/1"), DELEGATION)


# What goes out


async def test_the_head_that_goes_out_is_built_anew(outbound: Outbound) -> None:
    arrived = (("authorization", "Bearer the plugin's"), ("cookie", "a=b"), ("x-forwarded-for", "10.0.0.1"))
    message = Message((("accept", "application/json"), ("x-api-version", "3")), COMMENT, "/tickets/1/comments")
    async with upstream(answering(b"{}")) as server:
        await way_to(outbound, server.url).forward(passage_of(WRITE, arrived), message, DELEGATION)
        (received,) = server.received()
    headers = dict(received.headers)
    assert len(headers) == len(received.headers)
    assert headers.pop("user-agent").startswith("Sallyport/")
    assert headers == {
        "host": server.url.removeprefix("http://"),
        "accept": "application/json",
        "x-api-version": "3",
        "authorization": "Bearer the user's own",
        "accept-encoding": "gzip, deflate",
        "traceparent": f"00-{'f' * 32}-0a1b2c3d4e5f4a6b-01",
        "content-type": "application/json",
        "content-length": str(len(COMMENT.content)),
    }
    assert b"the plugin's" not in received.raw


async def test_the_token_goes_out_under_the_scheme_it_was_issued_for(outbound: Outbound) -> None:
    delegation = Delegation("token_exchange", "", (), cached=False, token=Secret("opaque"), token_type="token")
    async with upstream(answering(b"{}")) as server:
        await way_to(outbound, server.url).forward(passage_of(READ), Message((), EMPTY_BODY, "/"), delegation)
        (received,) = server.received()
    assert received.header("authorization") == "token opaque"


@pytest.mark.parametrize(
    ("path", "query", "target"),
    [
        ("/tickets/1", (), "/v2/tickets/1"),
        ("/tickets/a%20b", (("q", "a b&c=d"), ("empty", "")), "/v2/tickets/a%20b?q=a+b%26c%3Dd&empty="),
        ("/tickets/1", (("id[]", "1"), ("id[]", "2")), "/v2/tickets/1?id%5B%5D=1&id%5B%5D=2"),
    ],
)
async def test_the_target_is_what_was_decided_on_below_the_connectors_own_address(
    outbound: Outbound, path: str, query: Fields, target: str
) -> None:
    async with upstream(answering(b"{}")) as server:
        way = way_to(outbound, f"{server.url}/v2")
        await way.forward(passage_of(READ), Message((), EMPTY_BODY, path, query), DELEGATION)
        (received,) = server.received()
    assert received.target == target


async def test_exactly_the_bytes_decided_on_go_out_and_text_says_its_charset(outbound: Outbound) -> None:
    text = Body(BodyKind.TEXT, "text/plain", "Grüße".encode(), "Grüße")
    async with upstream(answering(b"{}")) as server:
        await way_to(outbound, server.url).forward(passage_of(WRITE), Message((), text, "/tickets"), DELEGATION)
        (received,) = server.received()
    assert received.body == "Grüße".encode()
    assert received.header("content-type") == "text/plain; charset=utf-8"


async def test_without_a_body_no_content_type_goes_out(outbound: Outbound) -> None:
    async with upstream(answering(b"{}")) as server:
        await way_to(outbound, server.url).forward(passage_of(READ), Message((), EMPTY_BODY, "/"), DELEGATION)
        (received,) = server.received()
    assert {"content-type", "content-length"}.isdisjoint(dict(received.headers))
    assert received.body == b""


# What comes back


async def test_only_fields_allowed_by_name_come_back(outbound: Outbound) -> None:
    fields = (("ETag", '"1"'), ("X-Remaining", "9"), ("Set-Cookie", "session=1"), ("Server", "secret/1.0"))
    answer = await answer_of(outbound, answering(b"{}", headers=fields))
    assert answer.message.headers == (("etag", '"1"'), ("x-remaining", "9"))


async def test_an_answer_comes_back_byte_for_byte(outbound: Outbound) -> None:
    content = b'{ "name" : "caf\\u00e9",\n  "share": 1.50 }\n'
    answer = await answer_of(outbound, answering(content))
    assert answer.message.body.content == content
    assert answer.message.body.document == {"name": "café", "share": 1.5}


async def test_a_content_coding_is_undone_and_not_told_of(outbound: Outbound) -> None:
    behaviour = answering(gzip.compress(b'{"name":"Ann"}'), headers=(("Content-Encoding", "gzip"),))
    answer = await answer_of(outbound, behaviour)
    assert answer.message == Message((), Body(BodyKind.JSON, "application/json", b'{"name":"Ann"}', {"name": "Ann"}))


async def test_urls_of_the_system_lead_back_from_body_and_head(outbound: Outbound) -> None:
    fields = (
        ("Location", "https://api.crm.example/tickets/2"),
        ("Content-Location", "/tickets/1"),
        ("Link", '<https://api.crm.example/tickets?page=2>; rel="next"'),
    )
    content = b'{"a":"https://api.crm.example/tickets/1","b":"https://www.crm.example/tickets/1"}'
    answer = await answer_of(outbound, answering(content, headers=fields))
    assert answer.message.body.document == {"a": f"{BASE}/tickets/1", "b": "https://www.crm.example/tickets/1"}
    assert answer.message.headers == (
        ("location", f"{BASE}/tickets/2"),
        ("content-location", f"{BASE}/tickets/1"),
        ("link", f'<{BASE}/tickets?page=2>; rel="next"'),
    )


async def test_urls_of_the_address_that_was_asked_lead_back_too(outbound: Outbound) -> None:
    async def naming_itself(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await answering(b'{"next":"%s/tickets?page=2"}' % server.url.encode())(server, reader, writer)

    answer = await answer_of(outbound, naming_itself)
    assert answer.message.body.document == {"next": f"{BASE}/tickets?page=2"}


@pytest.mark.parametrize(
    ("location", "released"),
    [
        ("https://elsewhere.example/tickets/2", ()),
        ("//elsewhere.example/tickets/2", ()),
        ("https://api.crm.example@elsewhere.example/", ()),
        ("https://gateway.example/other/tickets/2", ()),  # another connector's: another system's word has no say there
        ("2?from=1", (("location", "2?from=1"),)),
        ("/tickets/2", (("location", f"{BASE}/tickets/2"),)),
    ],
)
async def test_a_location_that_leads_past_the_gateway_is_dropped(
    outbound: Outbound, location: str, released: Fields
) -> None:
    answer = await answer_of(outbound, answering(b"", status="302 Found", headers=(("Location", location),)))
    assert (answer.status, answer.message) == (302, Message(released, EMPTY_BODY))


@pytest.mark.parametrize(
    ("method", "raw"),
    [
        ("GET", NOTHING),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n"),
        ("GET", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n"),
        ("GET", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"),
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 70000\r\n\r\n"),
    ],
)
async def test_an_answer_without_content_has_an_empty_body_whatever_its_head_says(
    outbound: Outbound, method: str, raw: bytes
) -> None:
    answer = await answer_of(outbound, saying(raw), passage_of(READ, method=method))
    assert answer == Answer(int(raw.split()[1]), Message((), EMPTY_BODY))


# What is known of the act


@pytest.mark.parametrize(
    ("status", "executed"),
    [
        ("200 OK", Executed.TRUE),
        ("202 Accepted", Executed.TRUE),
        ("303 See Other", Executed.TRUE),
        ("400 Bad Request", Executed.FALSE),
        ("404 Not Found", Executed.FALSE),
        ("499 Whatever", Executed.FALSE),
        ("500 Internal Server Error", Executed.UNKNOWN),
        ("503 Service Unavailable", Executed.UNKNOWN),
    ],
)
async def test_an_answers_status_tells_whether_the_act_was_done(
    outbound: Outbound, status: str, executed: Executed
) -> None:
    passage = passage_of(WRITE)
    answer = await answer_of(outbound, answering(b"{}", status=status), passage)
    assert (passage.executed, passage.upstream_status) == (executed, answer.status)
    assert str(answer.status) == status[:3]


@pytest.mark.parametrize(
    ("behaviour", "refusal", "cause", "executed", "status"),
    [
        # nothing of an answer came
        (behaviours.silent, UpstreamTimeout, "timed-out", Executed.UNKNOWN, None),
        (behaviours.reset, UpstreamUnreachable, "unreachable", Executed.UNKNOWN, None),
        (saying(b""), UpstreamUnreachable, "unreachable", Executed.UNKNOWN, None),
        (behaviours.garbage, UpstreamUnreachable, "bad-answer", Executed.UNKNOWN, None),
        (behaviours.contradicting, UpstreamUnreachable, "bad-answer", Executed.UNKNOWN, None),
        (behaviours.endless_head, UpstreamUnreachable, "bad-answer", Executed.UNKNOWN, None),
        # it spoke, but not of the act
        (
            saying(b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n"),
            UpstreamUnreachable,
            "bad-answer",
            Executed.UNKNOWN,
            101,
        ),
        # the head came, and says what was done
        (behaviours.stalled, UpstreamTimeout, "timed-out", Executed.TRUE, 200),
        (behaviours.reset_midway, UpstreamUnreachable, "bad-answer", Executed.TRUE, 200),
        (behaviours.half_closed, UpstreamUnreachable, "bad-answer", Executed.TRUE, 200),
        (behaviours.endless, UninspectableContent, "too-large", Executed.TRUE, 200),
        (answering(b"[" + b"1," * MAX_BYTES + b"1]"), UninspectableContent, "too-large", Executed.TRUE, 200),
        (answering(b"no" * MAX_BYTES, status="409 Conflict"), UninspectableContent, "too-large", Executed.FALSE, 409),
        # all of it came, and cannot be read
        (behaviours.gzip_bomb(1 << 20), UninspectableContent, "too-large", Executed.TRUE, 200),
        (behaviours.wrong_json, UninspectableContent, "syntax", Executed.TRUE, 200),
        (behaviours.twice_named, UninspectableContent, "syntax", Executed.TRUE, 200),
        (
            answering(b"data: x", headers=(("Content-Type", "text/event-stream"),)),
            UninspectableContent,
            "media-type",
            Executed.TRUE,
            200,
        ),
        (answering(b"{}", headers=(("Content-Encoding", "br"),)), UninspectableContent, "coding", Executed.TRUE, 200),
    ],
)
async def test_a_write_without_a_readable_answer_is_refused_and_sent_once(
    outbound: Outbound,
    behaviour: Behaviour,
    refusal: type[Refusal],
    cause: str,
    executed: Executed,
    status: int | None,
) -> None:
    passage = passage_of(WRITE)
    async with upstream(behaviour) as server:
        way = way_to(outbound, server.url, BOUNDS.get(behaviour, PATIENT))
        with pytest.raises(refusal) as refused:
            await way.forward(passage, Message((), COMMENT, "/tickets/1/comments"), DELEGATION)
        assert server.connections == len(server.received()) == 1
    assert refused.value.cause == cause
    assert (passage.executed, passage.upstream_status) == (executed, status)


@pytest.mark.parametrize("operation", [READ, WRITE])
async def test_where_nobody_listens_nothing_was_done(outbound: Outbound, operation: Operation) -> None:
    passage = passage_of(operation)
    with refusing() as url, pytest.raises(UpstreamUnreachable):
        await way_to(outbound, url).forward(passage, Message((), EMPTY_BODY, "/"), DELEGATION)
    assert (passage.executed, passage.upstream_status) == (Executed.FALSE, None)


@pytest.mark.parametrize("operation", [READ, WRITE])
async def test_where_the_address_is_refused_nothing_was_done(outbound: Outbound, operation: Operation) -> None:
    passage = passage_of(operation)
    way = Upstream(outbound, Connector("crm", SYSTEM, "http://127.0.0.1:9", BASE), Network.PUBLIC, PATIENT, MAX_BYTES)
    with pytest.raises(UpstreamUnreachable) as refused:
        await way.forward(passage, Message((), EMPTY_BODY, "/"), DELEGATION)
    assert refused.value.cause == "address-refused"
    assert (passage.executed, passage.upstream_status) == (Executed.FALSE, None)


async def test_while_the_answer_is_awaited_it_is_not_known_what_was_done(outbound: Outbound) -> None:
    passage = passage_of(WRITE)
    async with upstream(behaviours.held) as server:
        way = way_to(outbound, server.url)
        forwarding = asyncio.create_task(way.forward(passage, Message((), COMMENT, "/"), DELEGATION))
        await server.arrived()
        meanwhile = passage.executed
        server.release()
        await forwarding
    assert (meanwhile, passage.executed) == (Executed.UNKNOWN, Executed.TRUE)


async def test_a_refusal_says_nothing_that_the_system_said(outbound: Outbound) -> None:
    behaviour = answering(b'{"ssn": 078-05-1120}', headers=(("X-Remaining", "078-05-1120"),))
    with pytest.raises(UninspectableContent) as refused:
        await answer_of(outbound, behaviour)
    assert "078" not in repr((refused.value.detail, refused.value.cause, refused.value.headers, refused.value.args))


# Asking twice


async def first_cut(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Cut the first connection, and answer on the second."""
    await (behaviours.reset if server.connections == 1 else saying(NOTHING))(server, reader, writer)


async def kept_until_used_again(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Keep the first connection open after its answer, and end it when something is asked on it again."""
    if server.connections == 1:
        writer.write(behaviours.JSON_HEAD + b"Content-Length: 2\r\n\r\n{}")
        await reader.readuntil(b"\r\n\r\n")
    else:
        await answering(b'{"asked":"again"}')(server, reader, writer)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
async def test_a_read_is_asked_again_once_when_its_connection_ends(outbound: Outbound, method: str) -> None:
    passage = passage_of(READ, method=method)  # POST: there are reads that carry a query in their body
    async with upstream(first_cut) as server:
        answer = await way_to(outbound, server.url).forward(passage, Message((), EMPTY_BODY, "/"), DELEGATION)
        first, second = server.received()
    assert first.raw == second.raw
    assert (answer.status, passage.executed) == (204, Executed.TRUE)


async def test_a_read_is_not_asked_a_third_time(outbound: Outbound) -> None:
    passage = passage_of(READ)
    async with upstream(behaviours.reset) as server:
        with pytest.raises(UpstreamUnreachable):
            await way_to(outbound, server.url).forward(passage, Message((), EMPTY_BODY, "/"), DELEGATION)
        assert server.connections == 2
    assert passage.executed is Executed.UNKNOWN


@pytest.mark.parametrize("behaviour", [behaviours.silent, behaviours.garbage, behaviours.reset_midway])
async def test_a_read_that_may_have_been_heard_out_is_not_asked_again(outbound: Outbound, behaviour: Behaviour) -> None:
    async with upstream(behaviour) as server:
        with pytest.raises((UpstreamUnreachable, UpstreamTimeout)):
            await way_to(outbound, server.url, BOUNDS.get(behaviour, PATIENT)).forward(
                passage_of(READ), Message((), EMPTY_BODY, "/"), DELEGATION
            )
        assert server.connections == 1


async def test_a_kept_connection_that_ends_costs_a_read_nothing(outbound: Outbound) -> None:
    async with upstream(kept_until_used_again) as server:
        way = way_to(outbound, server.url)
        await way.forward(passage_of(READ), Message((), EMPTY_BODY, "/"), DELEGATION)
        answer = await way.forward(passage_of(READ), Message((), EMPTY_BODY, "/"), DELEGATION)
    assert answer.message.body.document == {"asked": "again"}


async def test_a_kept_connection_that_ends_leaves_a_write_unknown(outbound: Outbound) -> None:
    passage = passage_of(WRITE)
    async with upstream(kept_until_used_again) as server:
        way = way_to(outbound, server.url)
        await way.forward(passage_of(READ), Message((), EMPTY_BODY, "/"), DELEGATION)
        with pytest.raises(UpstreamUnreachable):
            await way.forward(passage, Message((), EMPTY_BODY, "/"), DELEGATION)
        assert server.connections == 1
    assert passage.executed is Executed.UNKNOWN


async def test_what_comes_after_an_answers_end_is_no_answer_to_the_next_request(outbound: Outbound) -> None:
    async with upstream(behaviours.overlong) as server:
        way = way_to(outbound, server.url)
        for _ in range(2):
            answer = await way.forward(passage_of(READ), Message((), EMPTY_BODY, "/"), DELEGATION)
            assert answer.message.body.content == b"{}"
        assert server.connections == 2
