"""The scripted tour: what went in, what the system of record answered, what came out, and whether it is as told."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from gateway.audit.verify import verify
from gateway.demo.model import Customer
from gateway.demo.records import AWS_KEY_TICKET, EMEA_CUSTOMER, EMEA_PAYMENT, EMEA_TICKET
from gateway.demo.world import World
from gateway.domain.network import Network
from gateway.outbound.client import RawAnswer, Timeouts

PLUGIN = "support-summariser"

_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the tour. ``checks`` are the claims that make it as told."""

    title: str
    asked: str
    answered: tuple[str, ...]  # by the system of record
    came_out: tuple[str, ...]
    checks: tuple[tuple[str, bool], ...]

    @property
    def is_as_told(self) -> bool:
        return all(holds for _, holds in self.checks)


async def tour(world: World) -> AsyncIterator[Step]:
    """Yield the steps, each when it is done."""
    yield await _read_redacted(world)
    yield await _key_blocked(world)
    yield await _refused_by_the_system(world)
    yield await _undeclared(world)
    yield await _not_granted(world)
    yield await _limited(world)
    yield _verified(world)
    yield _tampered(world)


async def _read_redacted(world: World) -> Step:
    customer = next(each for each in world.records.customers if each.id == EMEA_CUSTOMER)
    answer = await _ask(world, "alice", "GET", f"/api/customers/{customer.id}")
    released = _document(answer)
    restricted = _restricted(customer)
    return Step(
        "A customer is read, without what no model needs to see",
        f"{PLUGIN} asks, for Alice: GET /crm/api/customers/{customer.id}",
        (
            f"name: {customer.name}",
            f"national_id: {customer.national_id}",
            f"date_of_birth: {customer.date_of_birth}",
            f"payment card: {customer.payment_card.number}",
            f"iban: {customer.iban}",
        ),
        (f"{answer.status}", *_flat(released), _field(answer, "sallyport-released")),
        (
            ("the answer is 200", answer.status == 200),
            ("the name is there", customer.name.encode() in answer.content),
            ("nothing restricted is in any byte", not any(value.encode() in answer.content for value in restricted)),
            ("the card keeps its last digits", customer.payment_card.number[-4:].encode() in answer.content),
            ("the date of birth is not even a key", b"date_of_birth" not in answer.content),
        ),
    )


async def _key_blocked(world: World) -> Step:
    answer = await _ask(world, "alice", "GET", f"/api/tickets/{AWS_KEY_TICKET}")
    ticket = next(each for each in world.records.tickets if each.id == AWS_KEY_TICKET)
    comment = next((each.text for each in ticket.comments if "AKIA" in each.text), "")
    key = comment[comment.index("AKIA") :][:20]
    return Step(
        "A ticket in which somebody pasted a cloud key stays in",
        f"{PLUGIN} asks, for Alice: GET /crm/api/tickets/{AWS_KEY_TICKET}",
        (f"a comment: {comment.strip()}",),
        _problem(answer),
        (
            ("the answer is 403 restricted-data", _is_problem(answer, 403, "restricted-data")),
            ("the rule is named", _document(answer).get("rules") == ["no-secrets"]),
            ("the key is not in it", key.encode() not in answer.content),
        ),
    )


async def _refused_by_the_system(world: World) -> Step:
    answer = await _ask(world, "bob", "GET", f"/api/customers/{EMEA_CUSTOMER}")
    seen = world.crm.journal[-1]
    return Step(
        "The same plugin, for a user without access: the system of record itself says no",
        f"{PLUGIN} asks, for Bob: GET /crm/api/customers/{EMEA_CUSTOMER}",
        (f"it saw the user {seen.user}, acting through {seen.actor}: {seen.status}",),
        (f"{answer.status}", answer.content.decode()),
        (
            ("the system saw Bob, not the plugin and not the gateway", seen.user == "bob"),
            ("it knew who acts for him", seen.actor == PLUGIN),
            ("it refused", seen.status == 403 and answer.status == 403),
            ("the refusal is the system's own", _document(answer).get("error") == "forbidden"),
        ),
    )


async def _undeclared(world: World) -> Step:
    before = len(world.crm.journal)
    answer = await _ask(world, "alice", "GET", "/api/admin/export")
    return Step(
        "What no connector describes does not exist",
        f"{PLUGIN} asks, for Alice: GET /crm/api/admin/export (the system has it)",
        ("it was not asked",),
        _problem(answer),
        (
            ("the answer is 404 unknown-operation", _is_problem(answer, 404, "unknown-operation")),
            ("nothing reached the system", len(world.crm.journal) == before),
        ),
    )


async def _not_granted(world: World) -> Step:
    before = len(world.crm.journal)
    answer = await _ask(world, "alice", "POST", f"/api/payments/{EMEA_PAYMENT}/refunds", {"amount": 1})
    return Step(
        "A write that nobody granted is refused",
        f"{PLUGIN} asks, for Alice: POST /crm/api/payments/{EMEA_PAYMENT}/refunds",
        ("it was not asked",),
        _problem(answer),
        (
            ("the answer is 403 not-granted", _is_problem(answer, 403, "not-granted")),
            ("nothing reached the system", len(world.crm.journal) == before),
        ),
    )


async def _limited(world: World) -> Step:
    before = len(world.crm.journal)
    path = f"/api/tickets/{EMEA_TICKET}/comments"
    texts = ("Summary: asks for a new invoice.", "Summary: the invoice was sent.", "Summary: solved.")
    answers = [await _ask(world, "alice", "POST", path, {"text": text}) for text in texts]
    last = answers[-1]
    return Step(
        "A granted write runs; one over its limit does not",
        f"{PLUGIN} asks three times in a row, for Alice: POST /crm{path}",
        (f"it was asked {len(world.crm.journal) - before} times",),
        (
            *(str(answer.status) for answer in answers[:-1]),
            *_problem(last),
            f"retry-after: {_field(last, 'retry-after')}",
        ),
        (
            ("two comments were written", [answer.status for answer in answers[:-1]] == [201, 201]),
            ("the third answer is 429 write-limit", _is_problem(last, 429, "write-limit")),
            ("the system was asked twice", len(world.crm.journal) - before == 2),
        ),
    )


def _verified(world: World) -> Step:
    report = verify(world.audit)
    return Step(
        "Every act is on record, each record chained to the one before",
        f"sallyport audit verify --directory {world.audit}",
        (),
        (f"{report.records} records, head {report.head.hash[:16] if report.head else 'none'}…",),
        (
            ("the log is sound", report.is_sound),
            ("every write has its outcome", not report.indeterminate),
            ("the acts above are in it", report.records >= 11),
        ),
    )


def _tampered(world: World) -> Step:
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "audit"
        shutil.copytree(world.audit, copy)
        segment = next(copy.glob("*.jsonl"))
        changed = segment.read_bytes().replace(b'"subject":"bob"', b'"subject":"eve"', 1)
        is_changed = changed != segment.read_bytes()
        segment.write_bytes(changed)
        report = verify(copy)
    return Step(
        "In a copy of the log, one word is changed: Bob becomes Eve",
        "sallyport audit verify --directory COPY",
        (),
        tuple(fault.sentence for fault in report.faults),
        (("there was something to change", is_changed), ("the change is found", not report.is_sound)),
    )


async def _ask(world: World, user: str, method: str, path: str, document: object = None) -> RawAnswer:
    """Ask the gateway as the plugin would: its base URL, and a token for this user and this plugin."""
    token = world.identity.plugin_token(user, PLUGIN, world.resource)
    headers = [("authorization", f"Bearer {token}")]
    if document is not None:
        headers.append(("content-type", "application/json"))
    return await world.client.send(
        method,
        world.resource + path,
        network=Network.LOOPBACK,
        headers=tuple(headers),
        content=b"" if document is None else orjson.dumps(document),
        timeouts=Timeouts(),
        max_bytes=_MAX_BYTES,
    )


def _restricted(customer: Customer) -> tuple[str, ...]:
    values = (customer.national_id, customer.iban, customer.payment_card.number, customer.date_of_birth)
    return tuple(value for value in values if value)


def _document(answer: RawAnswer) -> dict[str, object]:
    document = orjson.loads(answer.content)
    return document if isinstance(document, dict) else {}


def _flat(document: dict[str, object]) -> tuple[str, ...]:
    """Return the lines that matter of a customer as released."""
    shown = ("name", "national_id", "date_of_birth", "payment_card", "iban")
    return tuple(f"{name}: {_plain(document[name])}" for name in shown if name in document)


def _plain(value: object) -> str:
    return str(value["number"]) if isinstance(value, dict) and "number" in value else str(value)


def _field(answer: RawAnswer, name: str) -> str:
    return next((value for key, value in answer.headers if key == name), "")


def _problem(answer: RawAnswer) -> tuple[str, ...]:
    document = _document(answer)
    return (f"{answer.status} {document.get('title')}", f"{document.get('detail')}")


def _is_problem(answer: RawAnswer, status: int, slug: str) -> bool:
    return answer.status == status and _document(answer).get("type") == f"urn:sallyport:problem:{slug}"
