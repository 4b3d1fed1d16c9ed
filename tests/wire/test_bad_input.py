"""What comes wrong from a plugin is refused before anything goes on, and the refusal gives nothing away."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from gateway.domain.errors import Unauthenticated
from gateway.edge import reading
from gateway.telemetry.metrics import REGISTRY
from tests.gateways import Deployment, serving
from tests.notes import Spoken, connect, deployment_of, recorded, result_of, say, speak, token_for
from tests.servers.calls import call
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Upstream, answering, upstream

MIB = 1024 * 1024
CANARY = "correct-horse-battery"  # stands in what is refused, and in no answer


@pytest.fixture
async def records() -> AsyncIterator[Upstream]:
    async with upstream(answering(b'{"id": 1}')) as server:
        yield server


@pytest.fixture
async def deployment(
    tmp_path: Path, authorization_server: AuthorizationServer, records: Upstream
) -> AsyncIterator[Deployment]:
    deployed = deployment_of(tmp_path, authorization_server, records.url)
    async with serving(deployed):
        yield deployed


@pytest.fixture
async def token(deployment: Deployment, authorization_server: AuthorizationServer) -> str:
    return await token_for(deployment, authorization_server)


@pytest.fixture
async def tokens(deployment: Deployment, authorization_server: AuthorizationServer, token: str) -> dict[str, str]:
    """Return one token that is good, and some that are not."""
    here, server = f"{deployment.url}/notes", authorization_server
    head, payload, signature = token.split(".")
    return {
        "good": token,
        "elsewhere": await server.token(user="alice", plugin="summariser", audience=f"{deployment.url}/other"),
        "expired": await server.token(user="alice", plugin="summariser", audience=here, expires_in=-120),
        "nobodys": await server.client_credentials_token(plugin="summariser", audience=here),
        "strangers": await server.token(user="alice", plugin="triage", audience=here),
        "opaque": await server.own_token("alice"),
        "foreign": signed_by_someone_else("https://login.example.org", here),
        "forged": signed_by_someone_else(server.issuer, here),
        "altered": f"{head}.{payload}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}",
    }


def signed_by_someone_else(issuer: str, audience: str) -> str:
    now = int(time.time())
    claims = {"iss": issuer, "aud": audience, "sub": "alice", "client_id": "summariser", "iat": now, "exp": now + 600}
    return jwt.encode({"alg": "RS256", "typ": "at+jwt", "kid": "first"}, claims, foreign_key())


@cache
def foreign_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "first"})


def unauthenticated(reason: str) -> float:
    return REGISTRY.get_sample_value("sallyport_unauthenticated_total", {"reason": reason}) or 0


BAD_CREDENTIALS = [
    pytest.param([], "", "no_token", id="none"),
    pytest.param(["Authorization: Bearer {good}"] * 2, "", "several_tokens", id="the same twice"),
    pytest.param(["Authorization: Bearer {good}", "authorization: Bearer {expired}"], "", "several_tokens", id="two"),
    pytest.param(["Authorization: Basic {good}"], "", "scheme", id="another scheme"),
    pytest.param(["Authorization: Bearer"], "", "scheme", id="a scheme without a token"),
    pytest.param(["Authorization: Bearer {good} {good}"], "", "scheme", id="two in one field"),
    pytest.param(["Cookie: access_token={good}"], "", "no_token", id="in a cookie"),
    pytest.param(["X-Forwarded-Authorization: Bearer {good}"], "", "no_token", id="in a forwarded field"),
    pytest.param([], "?access_token={good}", "token_in_query", id="in the query"),
    pytest.param(["Authorization: Bearer {good}"], "?access_token={good}", "token_in_query", id="in the query too"),
    pytest.param(["Authorization: Bearer {elsewhere}"], "", "audience", id="for another connector"),
    pytest.param(["Authorization: Bearer {expired}"], "", "expired", id="expired"),
    pytest.param(["Authorization: Bearer {nobodys}"], "", "no_user", id="without a user"),
    pytest.param(["Authorization: Bearer {strangers}"], "", "unknown_plugin", id="of an unregistered plugin"),
    pytest.param(["Authorization: Bearer {opaque}"], "", "not_a_jwt", id="opaque"),
    pytest.param(["Authorization: Bearer {foreign}"], "", "unknown_issuer", id="of another issuer"),
    pytest.param(["Authorization: Bearer {forged}"], "", "signature", id="signed with another key"),
    pytest.param(["Authorization: Bearer {altered}"], "", "signature", id="altered"),
]


@pytest.mark.parametrize(("fields", "query", "reason"), BAD_CREDENTIALS)
async def test_whatever_is_wrong_with_a_token_the_answer_is_the_same(
    deployment: Deployment, records: Upstream, tokens: dict[str, str], fields: list[str], query: str, reason: str
) -> None:
    counted = unauthenticated(reason)
    lines = [line.format(**tokens) for line in fields]
    answer = await speak(deployment.url, "GET", "/notes/notes/1" + query.format(**tokens), fields=lines)

    assert answer.status == 401
    assert answer.problem == {
        "type": "urn:sallyport:problem:unauthenticated",
        "title": Unauthenticated.title,
        "status": 401,
        "detail": Unauthenticated.default,
        "request": answer.header("sallyport-request-id"),
    }
    assert unauthenticated(reason) == counted + 1
    assert records.connections == 0
    assert recorded(deployment) == []


async def test_a_401_leads_to_metadata_that_is_served(
    deployment: Deployment, authorization_server: AuthorizationServer
) -> None:
    answer = await speak(deployment.url, "GET", "/notes/notes/1")
    challenge = re.fullmatch(r'Bearer resource_metadata="([^"]+)"', answer.header("www-authenticate") or "")
    assert challenge is not None
    metadata = await call("GET", challenge[1])
    assert metadata.status == 200
    assert metadata.body == {
        "resource": f"{deployment.url}/notes",
        "resource_name": "Notes",
        "authorization_servers": [authorization_server.issuer],
        "bearer_methods_supported": ["header"],
    }


async def test_a_token_that_was_sent_and_refused_is_called_invalid(
    deployment: Deployment, tokens: dict[str, str]
) -> None:
    answer = await speak(deployment.url, "GET", "/notes/notes/1", bearer=tokens["expired"])
    assert (answer.header("www-authenticate") or "").startswith('Bearer error="invalid_token", resource_metadata=')


async def test_a_body_is_not_read_before_it_is_known_whose_it_is(deployment: Deployment, records: Upstream) -> None:
    answer = await speak(deployment.url, "POST", "/notes/notes", content_type="application/json", stated_length=MIB)
    assert answer.status == 401  # and not one byte of the body was sent


def insist_nothing_is_given_away(answer: Spoken, token: str) -> None:
    assert token.encode() not in answer.content
    assert CANARY.encode() not in answer.content
    assert answer.header("cache-control") == "no-store"
    assert answer.problem["request"] == answer.header("sallyport-request-id")


@pytest.mark.parametrize(
    ("method", "target", "status", "slug"),
    [
        ("GET", f"/notes/{CANARY}", 404, "unknown-operation"),
        ("GET", "/notes/notes/1/", 404, "unknown-operation"),
        ("GET", "/notes/NOTES", 404, "unknown-operation"),
        ("GET", "/notes//notes", 404, "unknown-operation"),
        ("GET", "/notes", 404, "unknown-operation"),
        ("PATCH", "/notes/notes/1", 404, "unknown-operation"),
        ("HEAD", "/notes/nothing", 404, None),
        ("GET", "/notes/people", 403, "not-granted"),
        ("GET", "/notes/archive", 403, "not-granted"),  # its grant has ended
        ("HEAD", "/notes/people", 403, None),  # HEAD asks for what GET would read
        ("DELETE", "/notes/notes", 403, "approval-pending"),
    ],
)
async def test_what_is_not_described_or_not_granted_is_refused_on_record(
    deployment: Deployment,
    records: Upstream,
    token: str,
    method: str,
    target: str,
    status: int,
    slug: str | None,
) -> None:
    answer = await speak(deployment.url, method, target, bearer=token)
    assert answer.status == status
    if slug is not None:  # there is no content in an answer to HEAD
        assert answer.slug == slug
        assert "executed" not in answer.problem
        insist_nothing_is_given_away(answer, token)
    assert records.connections == 0
    (refusal,) = recorded(deployment)
    assert (refusal["kind"], result_of(refusal)["status"]) == ("refusal", status)
    assert result_of(refusal)["executed"] is None


async def test_an_ended_grant_says_so(deployment: Deployment, token: str) -> None:
    answer = await speak(deployment.url, "GET", "/notes/archive", bearer=token)
    assert "has ended" in str(answer.problem["detail"])


@pytest.mark.parametrize("target", [f"/{CANARY}/notes", "/", "/-/approvals/1", "/metrics", "/livez", "/readyz"])
async def test_an_unknown_connector_costs_no_durable_record(
    deployment: Deployment, records: Upstream, token: str, target: str
) -> None:
    answer = await speak(deployment.url, "GET", target, bearer=token)
    assert (answer.status, answer.slug) == (404, "unknown-operation")
    insist_nothing_is_given_away(answer, token)
    assert records.connections == 0
    assert recorded(deployment) == []


@pytest.mark.parametrize(
    "target",
    [
        "/notes/../notes/people",
        "/notes/notes/..",
        "/notes/notes/.",
        "/notes/notes/%2e%2e/people",
        "/notes/notes/.%2E/people",
        "/notes/notes/..;x=1/people",
        "/notes/notes/..%2fpeople",
        "/notes/notes/%2e%2e%2fpeople",
        "/notes/notes/..%5cpeople",
        "/notes/notes/..\\people",
        "/notes/notes/%252e%252e/people",
        "/notes/notes/1%00",
        "/notes/notes/1%0d%0aX-Injected:%20yes",
        "/notes/notes/%c0%ae%c0%ae/people",  # an overlong full stop
        "/notes/notes/%zz",
        "/notes/notes/%u002e",
        "/notes/notes?a=1&a=2",
        "/notes/notes?a=%00",
        "/notes/notes#fragment",
        "/notes/notes/caf\xe9",
        "http://notes.example.com/notes/notes",
        "*",
        "/notes/notes/" + "a" * 17_000,
    ],
)
async def test_a_target_with_more_than_one_reading_is_refused(
    deployment: Deployment, records: Upstream, token: str, target: str
) -> None:
    answer = await speak(deployment.url, "GET", target, bearer=token)
    assert (answer.status, answer.slug) == (400, "malformed-request")
    insist_nothing_is_given_away(answer, token)
    assert records.connections == 0
    assert recorded(deployment) == []


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "BREW", "get"])
async def test_a_method_that_no_system_is_described_with_is_refused(
    deployment: Deployment, records: Upstream, token: str, method: str
) -> None:
    answer = await speak(deployment.url, method, "/notes/notes", bearer=token)
    assert (answer.status, answer.slug) == (400, "malformed-request")
    insist_nothing_is_given_away(answer, token)
    assert records.connections == 0
    assert recorded(deployment) == []


@pytest.mark.parametrize(
    "line",
    [
        "X-HTTP-Method-Override: DELETE",
        "X-Original-URL: /people",
        "Upgrade: h2c",
        "Content-Type: application/json\r\nContent-Type: text/plain",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
    ],
)
async def test_a_head_with_more_than_one_reading_is_refused(
    deployment: Deployment, records: Upstream, token: str, line: str
) -> None:
    answer = await speak(deployment.url, "GET", "/notes/notes", fields=[line], bearer=token)
    assert (answer.status, answer.slug) == (400, "malformed-request")
    insist_nothing_is_given_away(answer, token)
    assert records.connections == 0
    assert recorded(deployment) == []


def chunked(content: bytes, size: int = 64 * 1024) -> bytes:
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


JSON, FORM, GZIP = "application/json", "application/x-www-form-urlencoded", "Content-Encoding: gzip"
CHUNKED = "Transfer-Encoding: chunked"
TOO_LONG = b'"' + b"a" * 11 * MIB + b'"'
BAD_BODIES = [
    pytest.param(JSON, f"not JSON: {CANARY}".encode(), [], 400, "malformed-request", id="not JSON"),
    pytest.param(JSON, f'{{"{CANARY}": '.encode(), [], 400, "malformed-request", id="half of a JSON"),
    pytest.param(JSON, b'{"a": 1, "a": 2}', [], 400, "malformed-request", id="a key twice"),
    pytest.param(JSON, b'{"a": 1, "\\u0061": 2}', [], 400, "malformed-request", id="a key twice, escaped"),
    pytest.param(JSON, b'[{"b": {"a": 1, "A": 2}}]', [], 400, "malformed-request", id="keys equal after case folding"),
    pytest.param(JSON, '{"stra\xdfe": 1, "STRASSE": 2}'.encode(), [], 400, "malformed-request", id="folded sharp s"),
    pytest.param(JSON, b'{"a": NaN}', [], 400, "malformed-request", id="NaN"),
    pytest.param(JSON, b'{"a": "\\ud800"}', [], 400, "malformed-request", id="a lone surrogate"),
    pytest.param(JSON, b"\xef\xbb\xbf{}", [], 400, "malformed-request", id="a byte order mark"),
    pytest.param(JSON, b"[" * 65 + b"]" * 65, [], 400, "malformed-request", id="nested too deep"),
    pytest.param(JSON, b'{"a": 123456789012345678901234567890}', [], 400, "malformed-request", id="a huge integer"),
    pytest.param(JSON, '{"a": 1}'.encode("utf-16"), [], 400, "malformed-request", id="UTF-16"),
    pytest.param(FORM, b"a=%zz", [], 400, "malformed-request", id="not a form"),
    pytest.param(None, b'{"a": 1}', [], 400, "malformed-request", id="of no stated type"),
    pytest.param(JSON, gzip.compress(b'{"a": 1}')[:-9], [GZIP], 400, "malformed-request", id="half of a gzip"),
    pytest.param(JSON, b'{"a": 1}', [GZIP], 400, "malformed-request", id="not a gzip"),
    pytest.param(JSON, b"{}", ["Content-Encoding: br"], 403, "uninspectable-content", id="an unknown coding"),
    pytest.param("application/xml", b"<a/>", [], 403, "uninspectable-content", id="XML"),
    pytest.param("application/octet-stream", b"\x00", [], 403, "uninspectable-content", id="of an unknown type"),
    pytest.param("multipart/mixed; boundary=b", b"--b--", [], 403, "uninspectable-content", id="parts of no form"),
    pytest.param("multipart/form-data; boundary=b", b"x\r\n--b--", [], 400, "malformed-request", id="no form in parts"),
    pytest.param("application/json; charset=utf-7", b"{}", [], 403, "uninspectable-content", id="in UTF-7"),
    pytest.param("text/plain", b"hello", [], 400, "malformed-request", id="of a type the operation does not take"),
    pytest.param(JSON, TOO_LONG, [], 413, "body-too-large", id="11 MiB, told"),
    pytest.param(JSON, chunked(TOO_LONG), [CHUNKED], 413, "body-too-large", id="11 MiB, in chunks"),
    pytest.param(JSON, gzip.compress(TOO_LONG, 1), [GZIP], 413, "body-too-large", id="11 MiB, unpacked"),
]


@pytest.mark.parametrize(("content_type", "body", "fields", "status", "slug"), BAD_BODIES)
async def test_a_body_that_cannot_be_read_in_one_way_goes_nowhere(
    deployment: Deployment,
    records: Upstream,
    token: str,
    content_type: str | None,
    body: bytes,
    fields: list[str],
    status: int,
    slug: str,
) -> None:
    answer = await speak(
        deployment.url,
        "POST",
        "/notes/notes",
        fields=fields,
        bearer=token,
        body=body,
        content_type=content_type,
    )
    assert (answer.status, answer.slug) == (status, slug)
    assert records.connections == 0
    insist_nothing_is_given_away(answer, token)
    assert "executed" not in answer.problem
    (refusal,) = recorded(deployment)  # no intent: nothing was about to be sent
    assert (refusal["kind"], result_of(refusal)["refusal"]) == ("refusal", slug)
    assert CANARY not in "".join(path.read_text() for path in deployment.audit.glob("*.jsonl"))


GOOD_JSON = b' {"a" : "\\u0062", "A b": 1.50} '


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (GOOD_JSON, []),
        (chunked(GOOD_JSON, 5), [CHUNKED]),
        (gzip.compress(GOOD_JSON), [GZIP]),
        (gzip.compress(gzip.compress(GOOD_JSON)), ["Content-Encoding: gzip, gzip"]),
    ],
)
async def test_a_good_body_goes_on_as_what_was_read(
    deployment: Deployment, records: Upstream, token: str, body: bytes, fields: list[str]
) -> None:
    answer = await speak(
        deployment.url, "POST", "/notes/notes", fields=fields, bearer=token, body=body, content_type=JSON
    )
    assert answer.status == 200
    (reached,) = records.received()
    assert reached.body == b'{"a":"b","A b":1.5}'
    assert token.encode() not in reached.raw


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /notes/notes HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer \x00%(token)s\r\n\r\n",
        b"GET /notes/notes HTTP/1.1\r\nHost: here\r\n Authorization: Bearer %(token)s\r\n\r\n",
        b"GET /notes/notes HTTP/1.1\r\nHost: here\r\nAuthorization : Bearer %(token)s\r\n\r\n",
        b"GET /notes/notes?access_token=%(token)s HTTP/9.9\r\nHost: here\r\n\r\n",
        b"GET /notes/%(token)s\x01 HTTP/1.1\r\nHost: here\r\n\r\n",
        b"\x16\x03\x01\x02\x00 %(token)s\r\n\r\n",
        b"POST /notes/notes HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n%(token)s",
        b"GET /notes/notes HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer %(token)s" + b"a" * 40_000 + b"\r\n\r\n",
    ],
)
async def test_what_is_not_http_is_refused_without_being_repeated(
    deployment: Deployment,
    records: Upstream,
    token: str,
    caplog: pytest.LogCaptureFixture,
    raw: bytes,
) -> None:
    answer = await say(deployment.url, raw % {b"token": token.encode()})
    assert (answer.status, answer.slug) == (400, "malformed-request")
    insist_nothing_is_given_away(answer, token)
    assert token[:20] not in caplog.text  # nor in our own log
    assert records.connections == 0


async def test_no_answer_tells_what_the_gateway_is_made_of(deployment: Deployment) -> None:
    for answer in (
        await speak(deployment.url, "GET", "/notes/notes"),
        await speak(deployment.url, "GET", "/.well-known/oauth-protected-resource/notes"),
        await say(deployment.url, b"\x16\x03\x01\r\n\r\n"),
    ):
        assert answer.header("server") == "Sallyport"
        assert answer.header("sallyport-request-id")
        assert answer.header("cache-control") == "no-store"


def head_of_a_write(token: str, *fields: str) -> bytes:
    lines = ["POST /notes/notes HTTP/1.1", "Host: here", f"Authorization: Bearer {token}", f"Content-Type: {JSON}"]
    return "\r\n".join([*lines, *fields, "", ""]).encode()


async def test_a_client_that_waits_to_be_asked_for_the_body_is_asked(
    deployment: Deployment, records: Upstream, token: str
) -> None:
    reader, writer = await connect(deployment.url)
    writer.write(head_of_a_write(token, "Content-Length: 2", "Expect: 100-continue"))
    assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
    writer.write(b"{}")
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
    writer.close()
    (reached,) = records.received()
    assert (reached.body, reached.header("expect")) == (b"{}", None)


@pytest.mark.parametrize(
    ("bearer", "length", "status"), [("expired", 2, b"401"), ("good", 11 * MIB, b"413"), ("none", 2, b"401")]
)
async def test_a_client_is_not_asked_for_a_body_that_is_refused(
    deployment: Deployment, tokens: dict[str, str], bearer: str, length: int, status: bytes
) -> None:
    reader, writer = await connect(deployment.url)
    fields = (f"Content-Length: {length}", "Expect: 100-continue")
    writer.write(head_of_a_write(tokens.get(bearer, ""), *fields))
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 " + status)
    writer.transport.abort()


@pytest.mark.parametrize("rest", [b"", b"zz\r\n"])
async def test_a_body_that_does_not_come_to_its_end_in_time_goes_nowhere(
    deployment: Deployment, records: Upstream, token: str, rest: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BODY_SECONDS", 0.05)
    reader, writer = await connect(deployment.url)
    writer.write(head_of_a_write(token, CHUNKED, "Expect: 100-continue"))
    await reader.readuntil(b"\r\n\r\n")  # so the head has been read, and what follows is another read
    writer.write(b"2\r\n{}\r\n" + rest)
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 400 ")
    writer.transport.abort()
    assert records.connections == 0
    (refusal,) = recorded(deployment)
    assert result_of(refusal)["refusal"] == "malformed-request"


@pytest.mark.parametrize("sent", [b"", b'{"a": '])
async def test_a_client_that_leaves_before_its_body_ended_has_done_nothing(
    tmp_path: Path, authorization_server: AuthorizationServer, records: Upstream, sent: bytes
) -> None:
    deployed = deployment_of(tmp_path, authorization_server, records.url)
    async with serving(deployed):
        token = await token_for(deployed, authorization_server)
        reader, writer = await connect(deployed.url)
        writer.write(head_of_a_write(token, "Content-Length: 100", "Expect: 100-continue"))
        await reader.readuntil(b"\r\n\r\n")
        writer.write(sent)
        writer.close()
        await writer.wait_closed()
    assert records.connections == 0
    (outcome,) = recorded(deployed)
    assert (outcome["kind"], result_of(outcome)["abandoned"], result_of(outcome)["executed"]) == ("outcome", True, None)
