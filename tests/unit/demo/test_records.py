from __future__ import annotations

import re

import pytest

from gateway.demo import records as named
from gateway.demo.model import TEAMS, Customer, Payment, Records, Team, Ticket
from gateway.demo.records import generate


def by_id(records: Records, identifier: str) -> Customer | Ticket | Payment:
    everything: list[Customer | Ticket | Payment] = [*records.customers, *records.tickets, *records.payments]
    (record,) = [record for record in everything if record.id == identifier]
    return record


def test_the_same_seed_gives_the_same_records_and_another_gives_others() -> None:
    assert generate(3) == generate(3)
    assert generate(3) != generate(4)


def test_there_are_a_few_hundred_records_with_ids_of_their_own(records: Records) -> None:
    everything: list[Customer | Ticket | Payment] = [*records.customers, *records.tickets, *records.payments]
    ids = [record.id for record in everything]
    comments = [comment.id for ticket in records.tickets for comment in ticket.comments]
    assert 300 <= len(ids) <= 500
    assert len(set(ids)) == len(ids)
    assert len(set(comments)) == len(comments)


def test_tickets_and_payments_belong_to_the_team_of_their_customer(records: Records) -> None:
    team_of = {customer.id: customer.team for customer in records.customers}
    owned: list[Ticket | Payment] = [*records.tickets, *records.payments]
    for record in owned:
        assert record.team is team_of[record.customer]


def test_every_team_has_records_and_no_record_is_seen_by_both_users(records: Records) -> None:
    assert {customer.team for customer in records.customers} == set(Team)
    assert TEAMS["alice"] | TEAMS["bob"] == set(Team)
    assert not TEAMS["alice"] & TEAMS["bob"]


@pytest.mark.parametrize(
    ("identifier", "team"),
    [
        (named.EMEA_CUSTOMER, Team.EMEA),
        (named.EMEA_TICKET, Team.EMEA),
        (named.EMEA_PAYMENT, Team.EMEA),
        (named.US_CUSTOMER, Team.US),
        (named.US_TICKET, Team.US),
        (named.US_PAYMENT, Team.US),
        (named.VIP_CUSTOMER, Team.VIP),
        (named.VIP_TICKET, Team.VIP),
        (named.VIP_PAYMENT, Team.VIP),
    ],
)
def test_records_with_a_name_are_what_the_name_says(records: Records, identifier: str, team: Team) -> None:
    assert by_id(records, identifier).team is team


@pytest.mark.parametrize(
    ("identifier", "secret"),
    [
        (named.AWS_KEY_TICKET, r"\bAKIA[A-Z2-7]{16}\b"),
        (named.GITHUB_TOKEN_TICKET, r"\bghp_[A-Za-z0-9]{36}\b"),
        (
            named.PRIVATE_KEY_TICKET,
            r"-----BEGIN RSA PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+\n-----END RSA PRIVATE KEY-----",
        ),
    ],
)
def test_every_leak_stands_in_a_ticket_of_emea_and_in_the_next_of_the_us(
    records: Records, identifier: str, secret: str
) -> None:
    leaks = [ticket for ticket in records.tickets if any(re.search(secret, said.text) for said in ticket.comments)]
    assert [ticket.team for ticket in leaks] == [Team.EMEA, Team.US]
    assert leaks[0].id == identifier


def test_people_write_of_their_own_data_and_no_brace_is_left(records: Records) -> None:
    ticket = by_id(records, named.EMEA_TICKET)
    customer = by_id(records, named.EMEA_CUSTOMER)
    assert isinstance(ticket, Ticket)
    assert isinstance(customer, Customer)
    assert customer.national_id in ticket.comments[0].text
    assert customer.email in ticket.comments[0].text
    for each in records.tickets:
        assert not re.search(r"[{}]", each.subject + "".join(comment.text for comment in each.comments))


def test_customers_and_their_desk_answer_each_other_in_order_of_time(records: Records) -> None:
    for ticket in records.tickets:
        times = [comment.created_at for comment in ticket.comments]
        assert times == sorted(times)
        assert times[0] == ticket.created_at
        assert {comment.author for comment in ticket.comments[::2]} == {ticket.customer}
        assert all(ticket.team in TEAMS[comment.author] for comment in ticket.comments[1::2])


def test_addresses_of_people_are_at_example_domains(records: Records) -> None:
    for customer in records.customers:
        assert re.fullmatch(r"[a-z.-]+\d+@example\.(com|net)", customer.email)


def test_only_customers_who_pay_by_account_have_an_iban(records: Records) -> None:
    for customer in records.customers:
        assert (customer.iban is None) == (customer.address.country == "US")
