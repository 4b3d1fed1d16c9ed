"""A system of record that misbehaves: the client learns what is known, the log too, and nothing unread gets out."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.audit.reading import Members
from tests.gateways import Deployment, serving
from tests.notes import Spoken, connect, deployment_of, recorded, result_of, speak, token_for
from tests.servers.calls import call
from tests.servers.oidc import AuthorizationServer
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
    saying,
    silent,
    stalled,
    twice_named,
    upstream,
    wrong_json,
)

MIB = 1024 * 1024
SECRET = b"078-05-1120"  # in what ``wrong_json`` and ``twice_named`` say
QUICK = "connect: 2s, idle: 200ms, total: 5s"
SLOW_DRIP = "connect: 2s, idle: 2s, total: 200ms"

Executed = bool | str


@dataclass(frozen=True, slots=True)
class Site:
    """A deployment that runs, and a token for it."""

    deployment: Deployment
    token: str

    async def read(self) -> Spoken:
        return await speak(self.deployment.url, "GET", "/notes/notes/1", bearer=self.token)

    async def write(self) -> Spoken:
        body, kind = b'{"text":"hello"}', "application/json"
        return await speak(self.deployment.url, "POST", "/notes/notes", bearer=self.token, body=body, content_type=kind)


class Sites:
    """Begins deployments, and ends them all with the test."""

    def __init__(self, folder: Path, authorization_server: AuthorizationServer, stack: AsyncExitStack) -> None:
        self._folder = folder
        self._authorization_server = authorization_server
        self._stack = stack

    async def before(self, url: str, *, timeouts: str = "", more: str = "") -> Site:
        """Return a site in front of ``url``."""
        deployment = deployment_of(self._folder, self._authorization_server, url, timeouts=timeouts, more=more)
        await self._stack.enter_async_context(serving(deployment))
        return Site(deployment, await token_for(deployment, self._authorization_server))

    async def end(self) -> None:
        """End what runs: it drains, and what is to be recorded is recorded."""
        await self._stack.aclose()


@pytest.fixture
async def sites(tmp_path: Path, authorization_server: AuthorizationServer) -> AsyncIterator[Sites]:
    async with AsyncExitStack() as stack:
        yield Sites(tmp_path, authorization_server, stack)


@dataclass(frozen=True, slots=True)
class Fault:
    """What comes of a behaviour: the problem, whether it says that the act ran, and the status that had arrived."""

    behaviour: Behaviour
    slug: str
    executed: Executed
    upstream_status: int | None
    timeouts: str = ""  # shorter than what is configured by default, where the fault is to be waited out


NO_ANSWER = [
    pytest.param(Fault(silent, "upstream-timeout", "unknown", None, QUICK), id="silent"),
    pytest.param(Fault(stalled, "upstream-timeout", True, 200, QUICK), id="stalled"),
    pytest.param(Fault(reset, "upstream-unreachable", "unknown", None), id="reset"),
    pytest.param(Fault(reset_midway, "upstream-unreachable", True, 200), id="reset midway"),
    pytest.param(Fault(half_closed, "upstream-unreachable", True, 200), id="half closed"),
    pytest.param(Fault(garbage, "upstream-unreachable", "unknown", None), id="garbage"),
    pytest.param(Fault(contradicting, "upstream-unreachable", "unknown", None), id="two lengths"),
    pytest.param(Fault(endless_head, "upstream-unreachable", "unknown", None), id="a head without end"),
    pytest.param(Fault(saying(b""), "upstream-unreachable", "unknown", None), id="nothing at all"),
    pytest.param(
        Fault(
            saying(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
            "upstream-unreachable",
            "unknown",
            101,
        ),
        id="another protocol",
    ),
]
UNREADABLE = [
    pytest.param(wrong_json, "syntax", id="not the JSON it says"),
    pytest.param(twice_named, "syntax", id="a member named twice"),
    pytest.param(endless, "too-large", id="endless"),
    pytest.param(gzip_bomb(), "too-large", id="a gzip bomb"),
    pytest.param(answering(SECRET, headers=(("Content-Encoding", "br"),)), "coding", id="an unknown coding"),
    pytest.param(answering(SECRET, headers=(("Content-Encoding", "gzip"),)), "damaged", id="not the gzip it says"),
    pytest.param(answering(SECRET, headers=(("Content-Type", "application/pdf"),)), "disguise", id="no PDF"),
    pytest.param(
        answering(b"%PDF-" + SECRET, headers=(("Content-Type", "text/plain"),)), "document", id="a damaged PDF"
    ),
    pytest.param(saying(b"HTTP/1.1 200 OK\r\n\r\n" + SECRET), "media-type", id="of no stated type"),
]


def insist_on_outcome(record: Members, site: Site, answer: Spoken) -> None:
    assert record["id"] == answer.header("sallyport-request-id")
    assert site.token.encode() not in answer.content
    assert SECRET not in answer.content
    assert SECRET not in b"".join(path.read_bytes() for path in site.deployment.audit.glob("*.jsonl"))


def named(executed: Executed) -> str:
    return executed if isinstance(executed, str) else str(executed).lower()


@pytest.mark.parametrize("fault", NO_ANSWER)
async def test_a_read_without_an_answer_says_why_and_is_recorded(sites: Sites, fault: Fault) -> None:
    async with upstream(fault.behaviour) as server:
        site = await sites.before(server.url, timeouts=fault.timeouts)
        answer = await site.read()
    assert (answer.slug, answer.problem["executed"]) == (fault.slug, fault.executed)
    (refusal,) = recorded(site.deployment)
    result = result_of(refusal)
    assert (result["refusal"], result["executed"]) == (fault.slug, named(fault.executed))
    assert (result["status"], result["upstream_status"]) == (answer.status, fault.upstream_status)
    insist_on_outcome(refusal, site, answer)


@pytest.mark.parametrize("fault", NO_ANSWER)
async def test_a_write_without_an_answer_is_sent_once_and_says_whether_it_ran(sites: Sites, fault: Fault) -> None:
    async with upstream(fault.behaviour) as server:
        site = await sites.before(server.url, timeouts=fault.timeouts)
        answer = await site.write()
        assert len(server.received()) == 1
    assert (answer.slug, answer.problem["executed"]) == (fault.slug, fault.executed)
    intent, refusal = recorded(site.deployment)
    assert (intent["kind"], refusal["kind"], intent["id"]) == ("intent", "refusal", refusal["id"])
    assert (result_of(refusal)["refusal"], result_of(refusal)["executed"]) == (fault.slug, named(fault.executed))
    insist_on_outcome(refusal, site, answer)


async def test_where_nobody_listens_nothing_was_executed(sites: Sites) -> None:
    with refusing() as url:
        site = await sites.before(url)
        answers = [await site.read(), await site.write()]
    for answer in answers:
        assert (answer.status, answer.slug) == (502, "upstream-unreachable")
        assert answer.problem["executed"] is False
    read, intent, write = recorded(site.deployment)
    assert [record["kind"] for record in (read, intent, write)] == ["refusal", "intent", "refusal"]
    assert [result_of(record)["executed"] for record in (read, write)] == ["false", "false"]


async def test_an_answer_that_drips_is_bounded_as_a_whole(sites: Sites) -> None:
    async def drip(_server: Upstream, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.01)  # slow is what it is: each read is well within the idle time-out

    async with upstream(drip) as server:
        site = await sites.before(server.url, timeouts=SLOW_DRIP)
        answer = await site.read()
    assert (answer.status, answer.slug, answer.problem["executed"]) == (504, "upstream-timeout", True)


@pytest.mark.parametrize(("behaviour", "cause"), UNREADABLE)
async def test_an_answer_that_cannot_be_inspected_is_not_released(
    sites: Sites, behaviour: Behaviour, cause: str
) -> None:
    async with upstream(behaviour) as server:
        site = await sites.before(server.url)
        answer = await site.read()
    assert (answer.status, answer.slug, answer.problem["executed"]) == (403, "uninspectable-content", True)
    (refusal,) = recorded(site.deployment)
    result = result_of(refusal)
    assert (result["refusal"], result["cause"], result["bytes"]) == ("uninspectable-content", cause, 0)
    assert (result["executed"], result["upstream_status"]) == ("true", 200)
    insist_on_outcome(refusal, site, answer)


@pytest.mark.parametrize(("behaviour", "cause"), UNREADABLE)
async def test_a_write_that_ran_is_no_error_though_its_answer_is_withheld(
    sites: Sites, behaviour: Behaviour, cause: str
) -> None:
    async with upstream(behaviour) as server:
        site = await sites.before(server.url)
        answer = await site.write()
        assert len(server.received()) == 1
    assert (answer.status, answer.content, answer.header("sallyport-released")) == (200, b"", "withheld")
    intent, refusal = recorded(site.deployment)
    assert intent["kind"] == "intent"
    result = result_of(refusal)
    assert (result["status"], result["executed"], result["cause"]) == (200, "true", cause)
    insist_on_outcome(refusal, site, answer)


async def test_what_comes_after_the_end_of_an_answer_is_no_part_of_any(sites: Sites) -> None:
    async with upstream(overlong) as server:
        site = await sites.before(server.url)
        answers = [await site.read() for _ in range(2)]
        assert server.connections == 2  # the poisoned connection is not used again
    for answer in answers:
        assert (answer.status, answer.content) == (200, b"{}")


@pytest.mark.parametrize("behaviour", [endless, gzip_bomb(256 * MIB)])
async def test_memory_stays_bounded_whatever_comes(sites: Sites, behaviour: Behaviour) -> None:
    async with upstream(behaviour) as server:
        site = await sites.before(server.url, more="limits: {response_body: 1MiB}")
        await site.read()  # what is loaded on first use is not counted
        tracemalloc.start()
        try:
            answer = await site.read()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert answer.slug == "uninspectable-content"
    assert peak < 8 * MIB


@pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "302 Found"])
async def test_an_answer_that_is_an_error_is_still_the_systems_answer(sites: Sites, status: str) -> None:
    elsewhere = (("Location", "https://evil.example.com/"), ("Set-Cookie", "a=b"), ("X-Powered-By", "notes"))
    async with upstream(answering(b'{"why":"because"}', status=status, headers=elsewhere)) as server:
        site = await sites.before(server.url)
        answer = await site.read()
        assert server.connections == 1  # a redirect is an answer: nobody followed it
    assert (answer.status, answer.content) == (int(status[:3]), b'{"why":"because"}')
    assert [answer.header(name) for name in ("location", "set-cookie", "x-powered-by")] == [None] * 3
    (outcome,) = recorded(site.deployment)
    assert (outcome["kind"], result_of(outcome)["status"]) == ("outcome", int(status[:3]))


async def test_a_token_that_the_system_rejects_is_replaced_once(
    sites: Sites, authorization_server: AuthorizationServer
) -> None:
    async with upstream(answering(SECRET, status="401 Unauthorized")) as server:  # and it is not the JSON it says
        site = await sites.before(server.url)
        answer = await site.read()
        first, second = server.received()
    assert (answer.status, answer.slug) == (403, "delegation-refused")  # a 401 would send the client to log in
    assert answer.header("www-authenticate") is None
    assert first.header("authorization") != second.header("authorization")
    assert len(await authorization_server.exchanges()) == 2
    (refusal,) = recorded(site.deployment)
    insist_on_outcome(refusal, site, answer)


async def begin_and_leave(site: Site, server: Upstream, request: bytes) -> None:
    """Send a request, leave once it is upstream, and return when the gateway has seen that."""
    _, writer = await connect(site.deployment.url)
    writer.write(request % site.token.encode())
    await server.arrived()
    writer.transport.abort()
    await call("GET", f"{site.deployment.admin}/livez")  # the loop turned, with the end of the connection before this


A_READ = b"GET /notes/notes/1 HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer %b\r\n\r\n"
A_WRITE = (
    b"POST /notes/notes HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer %b\r\n"
    b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
)


class Watched:
    """Answers when released, unless the connection ends before: then it was ``cut``."""

    def __init__(self) -> None:
        self.cut = asyncio.Event()

    async def __call__(self, server: Upstream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        leaving = asyncio.ensure_future(reader.read(1))
        releasing = asyncio.ensure_future(server.released())
        done, pending = await asyncio.wait((leaving, releasing), return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        if leaving in done:
            self.cut.set()
        else:
            await held(server, reader, writer)


async def test_a_read_whose_client_left_ends_and_leaves_an_outcome(sites: Sites) -> None:
    watched = Watched()
    async with upstream(watched) as server:
        site = await sites.before(server.url)
        await begin_and_leave(site, server, A_READ)
        await watched.cut.wait()  # nobody reads it any more
        await sites.end()
    (outcome,) = recorded(site.deployment)
    result = result_of(outcome)
    assert (outcome["kind"], result["abandoned"], result["executed"]) == ("outcome", True, "unknown")
    assert (result["status"], result["upstream_status"]) == (None, None)


async def test_a_write_whose_client_left_is_not_cut_off_and_its_outcome_is_known(sites: Sites) -> None:
    watched = Watched()
    async with upstream(watched) as server:
        site = await sites.before(server.url)
        await begin_and_leave(site, server, A_WRITE)
        server.release()
        await sites.end()  # it drains
        assert not watched.cut.is_set()
        assert len(server.received()) == 1
    intent, outcome = recorded(site.deployment)
    assert (intent["kind"], outcome["kind"], intent["id"]) == ("intent", "outcome", outcome["id"])
    result = result_of(outcome)
    assert (result["abandoned"], result["executed"], result["upstream_status"]) == (True, "true", 200)
