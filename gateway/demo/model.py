"""What the demo's system of record keeps: customers, tickets, payments, and which team each belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Team(StrEnum):
    EMEA = "emea"
    US = "us"
    VIP = "vip"  # customers that only a few may see, wherever they live


TEAMS: Mapping[str, frozenset[Team]] = {
    "alice": frozenset({Team.EMEA, Team.VIP}),
    "bob": frozenset({Team.US}),
}
"""Which teams a user is in. A user sees the records of their teams and no others."""


@dataclass(frozen=True, slots=True)
class Address:
    street: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class PaymentCard:
    brand: str
    number: str
    expires: str  # MM/YY


@dataclass(frozen=True, slots=True)
class Customer:
    id: str
    name: str
    email: str
    phone: str
    address: Address
    date_of_birth: str
    national_id: str
    iban: str | None  # where people pay by account
    payment_card: PaymentCard
    team: Team
    customer_since: str


@dataclass(frozen=True, slots=True)
class Comment:
    id: str
    author: str  # a user's name, or the customer's id
    text: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Ticket:
    id: str
    customer: str
    subject: str
    status: str  # open | pending | solved
    team: Team
    created_at: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Payment:
    """``amount`` and ``refunded`` are in the currency's minor unit."""

    id: str
    customer: str
    amount: int
    currency: str
    card_brand: str
    card_last4: str
    status: str  # captured | failed | partially_refunded | refunded
    refunded: int
    team: Team
    created_at: str


@dataclass(frozen=True, slots=True)
class Records:
    """Everything, in the order of the ids."""

    customers: tuple[Customer, ...]
    tickets: tuple[Ticket, ...]
    payments: tuple[Payment, ...]
