"""The records of the demo's system, made up here and the same every time.

Everything is drawn from one seeded generator, and no clock is read. The records with a name below are those that
the tour and the documentation speak of.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from gateway.demo import identifiers, prose
from gateway.demo.model import Address, Comment, Customer, Payment, PaymentCard, Records, Team, Ticket
from gateway.demo.prose import Conversation, Prose
from gateway.demo.regions import REGIONS, Region

EMEA_CUSTOMER, US_CUSTOMER, VIP_CUSTOMER = "cus-1001", "cus-1002", "cus-1003"
EMEA_TICKET, US_TICKET, VIP_TICKET = "tkt-2001", "tkt-2002", "tkt-2003"  # of these customers
AWS_KEY_TICKET, GITHUB_TOKEN_TICKET, PRIVATE_KEY_TICKET = "tkt-2005", "tkt-2007", "tkt-2009"  # EMEA's
EMEA_PAYMENT, US_PAYMENT, VIP_PAYMENT = "pay-3001", "pay-3002", "pay-3003"

_CUSTOMERS, _TICKETS, _PAYMENTS = 90, 170, 150
_FIRST_LEAK = 4  # from the fifth ticket on, every leak once for EMEA and once for the US
_OPENED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_DESK = {Team.EMEA: "alice", Team.VIP: "alice", Team.US: "bob"}


def generate(seed: int = 9) -> Records:
    """Return a few hundred records; the same seed gives the same ones."""
    rng = random.Random(seed)  # noqa: S311  (made-up people, not keys)
    customers = tuple(_customer(rng, index) for index in range(_CUSTOMERS))
    return Records(customers, tuple(_tickets(rng, customers)), tuple(_payments(rng, customers)))


def timestamp(moment: datetime) -> str:
    """Return a moment as the system writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _customer(rng: random.Random, index: int) -> Customer:
    team = _team(index)
    region = _region(team, index)
    first, last = rng.choice(region.first_names), rng.choice(region.last_names)
    city, postcode = rng.choice(region.cities)
    street = region.street.format(number=rng.randint(1, 180), street=rng.choice(region.streets))
    brand = rng.choice(tuple(identifiers.CARD_PREFIXES))
    expires = f"{rng.randint(1, 12):02}/{rng.randint(27, 31)}"
    return Customer(
        id=f"cus-{1001 + index}",
        name=f"{first} {last}",
        email=f"{_mailbox(first, last)}{rng.randint(1, 99)}@{rng.choice(('example.com', 'example.net'))}",
        phone=region.phone(rng),
        address=Address(street, city, postcode, region.country),
        date_of_birth=_day(rng, date(1948, 1, 1), date(2004, 12, 31)),
        national_id=region.national_id(rng),
        iban=identifiers.iban(rng, rng.choice(region.banks)) if region.banks else None,
        payment_card=PaymentCard(brand, identifiers.card_number(rng, brand), expires),
        team=team,
        customer_since=_day(rng, date(2017, 1, 1), date(2026, 2, 28)),
    )


def _team(index: int) -> Team:
    """Return EMEA and US in turn, but for every fifteenth customer."""
    if index % 15 == 2:
        return Team.VIP
    return Team.US if index % 2 else Team.EMEA


def _region(team: Team, index: int) -> Region:
    match team:
        case Team.US:
            return REGIONS["US"]
        case Team.EMEA:
            return REGIONS["ES" if index % 4 else "GB"]
        case Team.VIP:
            return REGIONS["US" if index % 2 else "GB"]


def _tickets(rng: random.Random, customers: tuple[Customer, ...]) -> Iterator[Ticket]:
    said = prose.read()
    comment_number = 5001
    for index in range(_TICKETS):
        customer, conversation = customers[index % len(customers)], _conversation(said, index)
        words = _words(rng, customer)
        moment = opened = _OPENED + timedelta(minutes=95 * index + rng.randint(0, 90))
        comments = []
        for turn, text in enumerate(conversation.turns):
            author = _DESK[customer.team] if turn % 2 else customer.id
            comments.append(Comment(f"cmt-{comment_number}", author, text.format_map(words), timestamp(moment)))
            comment_number += 1
            moment += timedelta(minutes=rng.randint(7, 300))
        yield Ticket(
            id=f"tkt-{2001 + index}",
            customer=customer.id,
            subject=conversation.subject.format_map(words),
            status=rng.choice(("open", "pending", "solved")),
            team=customer.team,
            created_at=timestamp(opened),
            comments=tuple(comments),
        )


def _conversation(said: Prose, index: int) -> Conversation:
    leak = (index - _FIRST_LEAK) // 2
    return said.leaks[leak] if 0 <= leak < len(said.leaks) else said.conversations[index % len(said.conversations)]


def _words(rng: random.Random, customer: Customer) -> dict[str, str]:
    """Return what the braces of a conversation stand for."""
    card, born = customer.payment_card, date.fromisoformat(customer.date_of_birth)
    currency = REGIONS[customer.address.country].currency
    iban = customer.iban or identifiers.iban(rng, "NL")  # a US customer writes of an account abroad
    return {
        "first": customer.name.split()[0],
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "street": customer.address.street,
        "city": customer.address.city,
        "born": f"{born.day} {born:%B %Y}",
        "national_id": customer.national_id,
        "card": identifiers.grouped(card.number) if card.brand != "amex" else card.number,
        "last4": card.number[-4:],
        "expires": card.expires,
        "iban": iban,
        "iban_grouped": identifiers.grouped(iban),
        "amount": f"{currency} {rng.randint(9, 480)}.{rng.choice(('00', '50', '99'))}",
        "order": f"TW-{rng.randint(10_000, 99_999)}",
        "aws_access_key_id": identifiers.aws_access_key_id(rng),
        "github_token": identifiers.github_token(rng),
        "private_key": identifiers.private_key(rng),
    }


def _payments(rng: random.Random, customers: tuple[Customer, ...]) -> Iterator[Payment]:
    for index in range(_PAYMENTS):
        customer = customers[index % len(customers)]
        yield Payment(
            id=f"pay-{3001 + index}",
            customer=customer.id,
            amount=rng.randint(9, 480) * 100 + rng.choice((0, 50, 90, 99)),
            currency=REGIONS[customer.address.country].currency,
            card_brand=customer.payment_card.brand,
            card_last4=customer.payment_card.number[-4:],
            status=rng.choice(("captured",) * 9 + ("failed",)) if index >= len(customers) else "captured",
            refunded=0,
            team=customer.team,
            created_at=timestamp(_OPENED + timedelta(minutes=110 * index + rng.randint(0, 100))),
        )


def _mailbox(first: str, last: str) -> str:
    """Return a name as it stands in an e-mail address."""
    return f"{first}.{last}".casefold().translate(str.maketrans("áéíóúñ ", "aeioun-"))


def _day(rng: random.Random, first: date, last: date) -> str:
    return date.fromordinal(rng.randint(first.toordinal(), last.toordinal())).isoformat()
