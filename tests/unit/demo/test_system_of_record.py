from __future__ import annotations

import io
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Protocol

import pytest
from aiohttp import ClientResponse

from gateway.demo.identity_provider import IdentityProvider
from gateway.demo.model import Records, Team
from gateway.demo.records import (
    AWS_KEY_TICKET,
    EMEA_CUSTOMER,
    EMEA_PAYMENT,
    EMEA_TICKET,
    US_CUSTOMER,
    US_PAYMENT,
    US_TICKET,
    VIP_CUSTOMER,
    VIP_PAYMENT,
    VIP_TICKET,
)
from gateway.demo.system_of_record import SystemOfRecord, Visit

Authorize = Callable[[str], Awaitable[dict[str, str]]]


class Clock(Protocol):
    def advance(self, by: timedelta) -> None: ...


class Client(Protocol):
    async def request(self, method: str, path: str, **options: Any) -> ClientResponse: ...

    async def get(self, path: str, **options: Any) -> ClientResponse: ...

    async def post(self, path: str, **options: Any) -> ClientResponse: ...


@pytest.fixture
async def alice(bearer: Authorize) -> dict[str, str]:
    return await bearer("alice")


@pytest.fixture
async def bob(bearer: Authorize) -> dict[str, str]:
    return await bearer("bob")


async def test_a_customer_is_told_whole(crm: Client, alice: dict[str, str], records: Records) -> None:
    customer = await (await crm.get(f"/api/customers/{EMEA_CUSTOMER}", headers=alice)).json()
    first = records.customers[0]
    assert customer["national_id"] == first.national_id
    assert customer["payment_card"] == {
        "brand": first.payment_card.brand,
        "number": first.payment_card.number,
        "expires": first.payment_card.expires,
    }
    assert customer["team"] == "emea"


@pytest.mark.parametrize(
    ("path", "seen_by_alice", "seen_by_bob"),
    [
        (f"/api/customers/{EMEA_CUSTOMER}", 200, 403),
        (f"/api/customers/{US_CUSTOMER}", 403, 200),
        (f"/api/customers/{VIP_CUSTOMER}", 200, 403),
        (f"/api/tickets/{EMEA_TICKET}", 200, 403),
        (f"/api/tickets/{US_TICKET}", 403, 200),
        (f"/api/tickets/{VIP_TICKET}", 200, 403),
        (f"/api/payments/{EMEA_PAYMENT}", 200, 403),
        (f"/api/payments/{US_PAYMENT}", 403, 200),
        (f"/api/payments/{VIP_PAYMENT}", 200, 403),
        ("/api/customers/cus-1", 404, 404),
        ("/api/tickets/tkt-1", 404, 404),
        ("/api/payments/pay-1", 404, 404),
        ("/api/nothing", 404, 404),
    ],
)
async def test_every_user_sees_what_is_theirs(
    crm: Client, alice: dict[str, str], bob: dict[str, str], path: str, seen_by_alice: int, seen_by_bob: int
) -> None:
    assert (await crm.get(path, headers=alice)).status == seen_by_alice
    assert (await crm.get(path, headers=bob)).status == seen_by_bob


async def test_a_refusal_is_json_and_says_who_may_not_see_what(crm: Client, bob: dict[str, str]) -> None:
    answer = await crm.get(f"/api/tickets/{VIP_TICKET}", headers=bob)
    assert await answer.json() == {"error": "forbidden", "message": "bob may not see this ticket"}


@pytest.mark.parametrize("kind", ["customers", "tickets", "payments"])
async def test_lists_hold_the_users_records_only(
    crm: Client, alice: dict[str, str], bob: dict[str, str], records: Records, kind: str
) -> None:
    answers = [await (await crm.get(f"/api/{kind}?limit=100", headers=who)).json() for who in (alice, bob)]
    assert {record["team"] for record in answers[0][kind]} == {"emea", "vip"}
    assert {record["team"] for record in answers[1][kind]} == {"us"}
    assert answers[0]["total"] + answers[1]["total"] == len(getattr(records, kind))


async def test_links_lead_through_all_pages(crm: Client, alice: dict[str, str], records: Records) -> None:
    expected = [customer.id for customer in records.customers if customer.team is not Team.US]
    seen: list[str] = []
    address = "/api/customers?limit=20"
    while address:
        answer = await crm.get(address, headers=alice)
        page = (await answer.json())["customers"]
        seen += [customer["id"] for customer in page]
        link = re.fullmatch(r'<(http://127\.0\.0\.1:\d+)(/.*)>; rel="next"', answer.headers.get("Link", ""))
        address = link[2] if link else ""
        assert len(page) == 20 or not address
    assert seen == expected


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=ten", "offset=-1", "offset=x"])
async def test_a_page_that_cannot_be_is_refused(crm: Client, alice: dict[str, str], query: str) -> None:
    assert (await crm.get(f"/api/tickets?{query}", headers=alice)).status == 400


async def test_a_list_of_tickets_tells_how_many_comments_there_are_and_no_word_of_them(
    crm: Client, alice: dict[str, str]
) -> None:
    tickets = (await (await crm.get("/api/tickets", headers=alice)).json())["tickets"]
    leak = next(ticket for ticket in tickets if ticket["id"] == AWS_KEY_TICKET)
    assert leak["comments"] == 2
    assert "AKIA" not in str(tickets)
    assert "AKIA" in await (await crm.get(f"/api/tickets/{AWS_KEY_TICKET}", headers=alice)).text()


async def test_the_export_exists_and_holds_the_users_customers(crm: Client, bob: dict[str, str]) -> None:
    customers = (await (await crm.get("/api/admin/export", headers=bob)).json())["customers"]
    assert {customer["team"] for customer in customers} == {"us"}


async def test_a_comment_is_the_users_and_stays(crm: Client, alice: dict[str, str]) -> None:
    posted = await crm.post(f"/api/tickets/{EMEA_TICKET}/comments", json={"text": "Called back."}, headers=alice)
    comment = await posted.json()
    ticket = await (await crm.get(f"/api/tickets/{EMEA_TICKET}", headers=alice)).json()
    assert posted.status == 201
    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+/api/tickets/{EMEA_TICKET}", posted.headers["Location"])
    assert comment == {
        "id": "cmt-9001",
        "author": "alice",
        "text": "Called back.",
        "created_at": "2026-11-23T09:00:00Z",
    }
    assert ticket["comments"][-1] == comment


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": b"{"}, 400),
        ({"data": b"\xff"}, 400),
        ({"json": ["text"]}, 400),
        ({"json": {}}, 422),
        ({"json": {"text": ""}}, 422),
        ({"json": {"text": 5}}, 422),
        ({"json": {"text": "x" * 10_001}}, 422),
        ({"data": io.BytesIO(b"x" * 2**20 + b"x")}, 413),
    ],
)
async def test_what_is_no_comment_is_refused(
    crm: Client, alice: dict[str, str], options: dict[str, Any], status: int
) -> None:
    assert (await crm.post(f"/api/tickets/{EMEA_TICKET}/comments", headers=alice, **options)).status == status


async def test_nobody_comments_on_what_they_may_not_see(crm: Client, bob: dict[str, str]) -> None:
    answer = await crm.post(f"/api/tickets/{EMEA_TICKET}/comments", json={"text": "hello"}, headers=bob)
    assert answer.status == 403


async def test_a_payment_is_refunded_up_to_its_amount(crm: Client, bob: dict[str, str], records: Records) -> None:
    amount, path = records.payments[1].amount, f"/api/payments/{US_PAYMENT}"
    first = await crm.post(f"{path}/refunds", json={"amount": amount - 1}, headers=bob)
    after_first = await (await crm.get(path, headers=bob)).json()
    too_much = await crm.post(f"{path}/refunds", json={"amount": 2}, headers=bob)
    rest = await crm.post(f"{path}/refunds", json={"amount": 1}, headers=bob)
    after_rest = await (await crm.get(path, headers=bob)).json()
    assert [answer.status for answer in (first, too_much, rest)] == [201, 409, 201]
    assert await first.json() == {
        "id": "ref-9001",
        "payment": US_PAYMENT,
        "amount": amount - 1,
        "currency": "USD",
        "created_at": "2026-11-23T09:00:00Z",
    }
    assert (after_first["status"], after_first["refunded"]) == ("partially_refunded", amount - 1)
    assert (after_rest["status"], after_rest["refunded"]) == ("refunded", amount)


@pytest.mark.parametrize("amount", [0, -5, 1.5, "10", True, None])
async def test_what_is_no_amount_is_not_refunded(crm: Client, alice: dict[str, str], amount: object) -> None:
    answer = await crm.post(f"/api/payments/{EMEA_PAYMENT}/refunds", json={"amount": amount}, headers=alice)
    assert answer.status == 422


async def test_a_failed_payment_is_not_refunded(crm: Client, bearer: Authorize, records: Records) -> None:
    failed = next(payment for payment in records.payments if payment.status == "failed")
    who = await bearer("bob" if failed.team is Team.US else "alice")
    answer = await crm.post(f"/api/payments/{failed.id}/refunds", json={"amount": 1}, headers=who)
    assert answer.status == 409


async def test_two_systems_share_no_state(
    crm: Client, alice: dict[str, str], records: Records, system: SystemOfRecord
) -> None:
    before = records.tickets[0].comments
    await crm.post(f"/api/tickets/{EMEA_TICKET}/comments", json={"text": "Noted."}, headers=alice)
    assert records.tickets[0].comments == before


async def test_without_an_acceptable_token_nothing_is_told(
    crm: Client, provider: IdentityProvider, alice: dict[str, str], clock: Clock
) -> None:
    plugins_own = provider.plugin_token("alice", "support-summariser", "https://sallyport.example.com/crm")
    path = f"/api/customers/{EMEA_CUSTOMER}"
    clock.advance(timedelta(minutes=6))
    for headers in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": f"Bearer {plugins_own}"}, alice):
        answer = await crm.get(path, headers=headers)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert (await answer.json())["error"] == "unauthorized"


async def test_the_journal_holds_who_asked_on_whose_behalf(
    crm: Client, system: SystemOfRecord, alice: dict[str, str], bob: dict[str, str]
) -> None:
    await crm.get(f"/api/customers/{EMEA_CUSTOMER}?x=1", headers=alice)
    await crm.get(f"/api/customers/{EMEA_CUSTOMER}", headers=bob)
    await crm.get("/api/customers")
    await crm.request("DELETE", "/api/customers", headers=bob)
    assert list(system.journal) == [
        Visit("alice", "support-summariser", "GET", f"/api/customers/{EMEA_CUSTOMER}", 200),
        Visit("bob", "support-summariser", "GET", f"/api/customers/{EMEA_CUSTOMER}", 403),
        Visit(None, None, "GET", "/api/customers", 401),
        Visit("bob", "support-summariser", "DELETE", "/api/customers", 405),
    ]
