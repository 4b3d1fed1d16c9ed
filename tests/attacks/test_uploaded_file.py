"""A plugin hides a value in a file that it uploads, or a part that the gateway does not see and the system does."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.edge.multipart import FormPart, boundary_of, read
from tests.attacks.stage import stage
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering

SAID = "multipart/form-data; boundary=b"
NO_SECRETS = """
- {id: no-secrets, owner: security@example.com, because: never sent, labels: [payment_card, secret], action: block}
"""
CARD = "4539 5787 6362 1486"


def part(disposition: str, content: str, more: str = "") -> str:
    return f"--b\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n{content}\r\n"


PLAIN = part('name="title"', "hello")
TEXT = "Content-Type: text/plain\r\n"


async def test_a_form_with_a_file_goes_on_written_anew(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    body = PLAIN + part('name="f"; filename="a.txt"', "nothing in it", TEXT) + "--b--\r\n"
    async with stage(answering(b"{}"), tmp_path, authorization_server, rules=NO_SECRETS) as act:
        assert (await act.ask("POST", "/notes", body=body.encode(), content_type=SAID)).status == 200
        (sent,) = act.system.received()
    said = sent.header("content-type") or ""
    assert read(sent.body, boundary_of(said)) == (
        FormPart("title", b"hello"),
        FormPart("f", b"nothing in it", "a.txt", "text/plain; charset=utf-8"),
    )


@pytest.mark.parametrize(
    "hidden",
    [
        part('name="title"', CARD),
        part('name="f"; filename="a.txt"', f"the card is {CARD}", TEXT),
        part('name="f"; filename="a.json"', f'{{"card": "{CARD}"}}', "Content-Type: application/json\r\n"),
        part(f'name="f"; filename="card {CARD}.txt"', "x", TEXT),
        part(f'name="card {CARD}"', "x"),
    ],
)
async def test_what_is_restricted_in_a_part_is_seen(
    tmp_path: Path, authorization_server: AuthorizationServer, hidden: str
) -> None:
    body = f"{PLAIN}{hidden}--b--\r\n".encode()
    async with stage(answering(b"{}"), tmp_path, authorization_server, rules=NO_SECRETS) as act:
        answer = await act.ask("POST", "/notes", body=body, content_type=SAID)
        assert (answer.status, answer.slug) == (403, "restricted-data")
        assert act.system.received() == ()


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (f"{CARD}\r\n{PLAIN}--b--\r\n", 400, "malformed-request"),  # readers pass over what is before the first part
        (f"{PLAIN}--b--\r\n{CARD}", 400, "malformed-request"),
        (part('name="title"', "x", f"X-Card: {CARD}\r\n") + "--b--\r\n", 400, "malformed-request"),
        (part('name="_method"', "DELETE") + "--b--\r\n", 400, "malformed-request"),
        (
            part('name="f"; filename="a.pdf"', "%PDF-1.7", "Content-Type: application/pdf\r\n") + "--b--\r\n",
            403,
            "uninspectable-content",
        ),
    ],
)
async def test_what_cannot_be_seen_does_not_go_on(
    tmp_path: Path, authorization_server: AuthorizationServer, body: str, status: int, slug: str
) -> None:
    async with stage(answering(b"{}"), tmp_path, authorization_server, rules=NO_SECRETS) as act:
        answer = await act.ask("POST", "/notes", body=body.encode(), content_type=SAID)
        assert (answer.status, answer.slug) == (status, slug)
        assert act.system.received() == ()
