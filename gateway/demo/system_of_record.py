"""Tidewick CRM, the demo's system of record: a REST API of customers, tickets and payments, all in memory.

It knows nothing of the gateway. It reads the bearer token itself, and answers every user with what their teams
may see and nothing else; whoever asks on a user's behalf makes no difference. What it saw is in its journal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import count
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from joserfc.jwk import KeySet

from gateway.demo.model import TEAMS, Comment, Customer, Payment, Records, Team, Ticket
from gateway.demo.records import timestamp
from gateway.demo.tokens import UnacceptableToken, verify
from gateway.domain.json import Json

_PAGE, _LARGEST_PAGE = 25, 100
_LONGEST_COMMENT = 10_000  # characters
_JOURNAL = 1000  # entries that are kept

_Record = TypeVar("_Record", Customer, Ticket, Payment)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom the token named: the user, and who acted for them."""

    user: str
    actor: str | None

    def may_see(self, team: Team) -> bool:
        return team in TEAMS.get(self.user, frozenset())


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as the system saw it; without a user where no acceptable token came."""

    user: str | None
    actor: str | None
    method: str
    path: str
    status: int


class _Refused(Exception):
    def __init__(self, status: int, error: str, message: str) -> None:
        self.status, self.error, self.message = status, error, message
        super().__init__(error)


_VISITOR: web.RequestKey[Visitor] = web.RequestKey("visitor", Visitor)


class SystemOfRecord:
    """The system and its state. ``journal`` holds the latest visits, oldest first."""

    def __init__(
        self, records: Records, *, issuer: str, audience: str, keys: KeySet, now: Callable[[], datetime]
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._now = now
        self._customers = {customer.id: customer for customer in records.customers}
        self._tickets = {ticket.id: ticket for ticket in records.tickets}
        self._payments = {payment.id: payment for payment in records.payments}
        self._numbers = count(9001)  # of what is made here
        self.journal: deque[Visit] = deque(maxlen=_JOURNAL)

    def application(self) -> web.Application:
        """Return the server, ready to be run."""
        application = web.Application(middlewares=[self._admit])
        application.router.add_routes(
            [
                web.get("/api/customers", self._list_customers),
                web.get("/api/customers/{customer}", self._get_customer),
                web.get("/api/tickets", self._list_tickets),
                web.get("/api/tickets/{ticket}", self._get_ticket),
                web.post("/api/tickets/{ticket}/comments", self._comment),
                web.get("/api/payments", self._list_payments),
                web.get("/api/payments/{payment}", self._get_payment),
                web.post("/api/payments/{payment}/refunds", self._refund),
                web.get("/api/admin/export", self._export),
            ]
        )
        return application

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        visitor: Visitor | None = None
        answer: web.StreamResponse
        try:
            visitor = request[_VISITOR] = self._visitor(request)
            answer = await handler(request)
        except _Refused as refused:
            answer = _error(refused.status, refused.error, refused.message)
        except web.HTTPException as refused:  # the router's: no such path, no such method, too much of a body
            answer = _error(refused.status, "unknown", refused.reason)
        user, actor = (visitor.user, visitor.actor) if visitor else (None, None)
        self.journal.append(Visit(user, actor, request.method, request.path, answer.status))
        return answer

    def _visitor(self, request: web.Request) -> Visitor:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise _Refused(401, "unauthorized", "a bearer token is needed")
        try:
            access = verify(token, self._keys, issuer=self._issuer, audience=self._audience, now=self._now())
        except UnacceptableToken:
            raise _Refused(401, "unauthorized", "the token is not acceptable") from None
        return Visitor(access.user, access.actor)

    async def _list_customers(self, request: web.Request) -> web.Response:
        return _page(request, "customers", [_shown(customer) for customer in _visible(request, self._customers)])

    async def _get_customer(self, request: web.Request) -> web.Response:
        return web.json_response(_shown(_one(request, self._customers, "customer")))

    async def _list_tickets(self, request: web.Request) -> web.Response:
        tickets = [{**_shown(ticket), "comments": len(ticket.comments)} for ticket in _visible(request, self._tickets)]
        return _page(request, "tickets", tickets)

    async def _get_ticket(self, request: web.Request) -> web.Response:
        return web.json_response(_shown(_one(request, self._tickets, "ticket")))

    async def _list_payments(self, request: web.Request) -> web.Response:
        return _page(request, "payments", [_shown(payment) for payment in _visible(request, self._payments)])

    async def _get_payment(self, request: web.Request) -> web.Response:
        return web.json_response(_shown(_one(request, self._payments, "payment")))

    async def _export(self, request: web.Request) -> web.Response:
        return web.json_response({"customers": [_shown(customer) for customer in _visible(request, self._customers)]})

    async def _comment(self, request: web.Request) -> web.Response:
        ticket = _one(request, self._tickets, "ticket")
        text = (await _object(request)).get("text")
        if not isinstance(text, str) or not 1 <= len(text) <= _LONGEST_COMMENT:
            raise _Refused(422, "invalid", f"text is 1 to {_LONGEST_COMMENT} characters")
        comment = Comment(f"cmt-{next(self._numbers)}", request[_VISITOR].user, text, timestamp(self._now()))
        self._tickets[ticket.id] = replace(ticket, comments=(*ticket.comments, comment))
        location = str(request.url.origin().with_path(f"/api/tickets/{ticket.id}"))
        return web.json_response(asdict(comment), status=201, headers={"Location": location})

    async def _refund(self, request: web.Request) -> web.Response:
        payment = _one(request, self._payments, "payment")
        amount = (await _object(request)).get("amount")
        if not isinstance(amount, int) or isinstance(amount, bool) or amount < 1:
            raise _Refused(422, "invalid", "amount is a positive whole number of the currency's minor unit")
        if payment.status == "failed" or payment.refunded + amount > payment.amount:
            raise _Refused(409, "conflict", "there is not so much left to refund")
        refunded = payment.refunded + amount
        status = "refunded" if refunded == payment.amount else "partially_refunded"
        self._payments[payment.id] = replace(payment, refunded=refunded, status=status)
        refund = {
            "id": f"ref-{next(self._numbers)}",
            "payment": payment.id,
            "amount": amount,
            "currency": payment.currency,
            "created_at": timestamp(self._now()),
        }
        return web.json_response(refund, status=201)


def _visible(request: web.Request, records: Mapping[str, _Record]) -> Iterable[_Record]:
    return (record for record in records.values() if request[_VISITOR].may_see(record.team))


def _one(request: web.Request, records: Mapping[str, _Record], kind: str) -> _Record:
    """Return the record that the path names, if the user may see it."""
    record = records.get(request.match_info[kind])
    if record is None:
        raise _Refused(404, "not_found", f"there is no such {kind}")
    if not request[_VISITOR].may_see(record.team):
        raise _Refused(403, "forbidden", f"{request[_VISITOR].user} may not see this {kind}")
    return record


def _shown(record: Customer | Ticket | Payment) -> dict[str, Json]:
    return asdict(record)


def _page(request: web.Request, name: str, records: list[dict[str, Json]]) -> web.Response:
    """Return one page, and in ``Link`` (RFC 8288) the absolute address of the next one."""
    limit, offset = _number(request, "limit", _PAGE), _number(request, "offset", 0)
    if not 1 <= limit <= _LARGEST_PAGE or offset < 0:
        raise _Refused(400, "invalid", f"limit is 1 to {_LARGEST_PAGE}, offset 0 or more")
    after = offset + limit
    headers = {}
    if after < len(records):
        headers["Link"] = f'<{request.url.update_query(limit=limit, offset=after)}>; rel="next"'
    return web.json_response({name: records[offset:after], "total": len(records)}, headers=headers)


def _number(request: web.Request, name: str, default: int) -> int:
    try:
        return int(request.query.get(name, default))
    except ValueError:
        raise _Refused(400, "invalid", f"{name} is a whole number") from None


async def _object(request: web.Request) -> Mapping[str, Json]:
    try:
        document: Json = await request.json()
    except ValueError:
        raise _Refused(400, "invalid", "the body is not JSON") from None
    if not isinstance(document, dict):
        raise _Refused(400, "invalid", "the body is not a JSON object")
    return document


def _error(status: int, error: str, message: str) -> web.Response:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return web.json_response({"error": error, "message": message}, status=status, headers=headers)
