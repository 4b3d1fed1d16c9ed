"""Texts of 40 KB that Presidio takes seconds to analyse, each aimed at one expression or one step of it.

Found by trying texts made of the expressions' own repeats (``classifiers/slow_texts.py``) on all 173 that it ships,
and by feeding its tokenizer, its telephone matcher and its removal of duplicates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from classifiers.presidio.predefined import LABELS

SIZE = 40_000  # characters

ENDLESS = float("inf")
"""More than 40 seconds."""


@dataclass(frozen=True, slots=True)
class Attack:
    """A text, the labels whose recognisers are slow on it, and for how many seconds.

    The seconds are of the processor, of ``classifiers/presidio/stock.py`` with these labels alone (2026-11).
    """

    text: str
    labels: frozenset[str]
    stock_seconds: float


def _attack(
    pump: str, label: str | None, stock_seconds: float, *, before: str = "", after: str = "", size: int = SIZE
) -> Attack:
    labels = frozenset(LABELS.values()) if label is None else frozenset({label})
    return Attack(before + pump * ((size - len(before) - len(after)) // len(pump)) + after, labels, stock_seconds)


_SSN = "national_id.us_ssn"
_SHOWN = "ssn 536904399 "  # a match and a context word: now the text is cut into words

TABLE: Mapping[str, Attack] = {
    # Expressions
    "url: dots": _attack(".", "network.url", ENDLESS, before="www", after="t"),
    "url: hosts without end": _attack("a.", "network.url", 34.5),
    "url: schemes": _attack("http://a.", "network.url", 3.2),
    "email: hyphens in a domain": _attack("-a", "contact.email", ENDLESS, before="a@a", after=" aaa@a-a.a-a"),
    "email: hyphens in a name": _attack("a-", "contact.email", ENDLESS, after=" aaa@a-a.a-a"),
    "email: pluses": _attack("a+", "contact.email", ENDLESS, after=" a@b.co"),
    "pan: words before four digits": _attack("1 ", "national_id.in_pan", 12.5),
    "member id: dashes before digits": _attack("-a", "health.us_member_id", 19.0),
    "prior authorization: blanks": _attack(" ", "health.us_prior_authorization", 6.3, after="p"),
    "prescription: blanks": _attack(" ", "health.us_prescription", 12.0, before="prescription:", after="r"),
    "prescription: blanks after rx": _attack(" ", "health.us_prescription", 12.0, before="rx:", after="r"),
    "referral: blanks": _attack(" ", "health.us_referral", 8.1, before="referral", after="r"),
    # The telephone matcher
    "phone: groups": _attack("212-555-01 ", "contact.phone", 1.8),
    "phone: brackets": _attack("(0", "contact.phone", 1.3),
    "phone: digits with blanks": _attack("4 ", "contact.phone", 1.3),
    # What is found
    "phone: nothing else": _attack("212-555-0143 ", "contact.phone", 9.0),
    "ssn: nothing else": _attack("536-90-4399 ", _SSN, 6.7),
    "email: nothing else": _attack("a@b.co ", "contact.email", 3.7),
    "ip: nothing else": _attack("1.1.1.1 ", "network.ip", 1.9),
    "mac: groups without end": _attack("0a:", "network.mac", 3.9),
    "iban: nothing else": _attack("DE89 3704 0044 0532 0130 00 ", "bank.iban", 1.0),
    "url: nothing else": _attack("a.co ", "network.url", 4.6),
    # The tokenizer, once a context word occurs
    "tokens: brackets": _attack("[", _SSN, ENDLESS, before=_SHOWN),
    "tokens: quotes": _attack('"', _SSN, ENDLESS, before=_SHOWN),
    "tokens: nested documents": _attack('[{"', _SSN, ENDLESS, before=_SHOWN),
    "tokens: one emoji": _attack("\N{GRINNING FACE}", _SSN, ENDLESS, before=_SHOWN),
    "tokens: colons": _attack(":", _SSN, ENDLESS, before=_SHOWN),
    "tokens: apostrophes": _attack("'s", _SSN, ENDLESS, before=_SHOWN),
    # Everything
    "all: percent signs": _attack("%41", None, 8.3),
    "all: digits with blanks": _attack("4 ", None, 13.5),
    "all: beginnings of keys": _attack("-----BEGIN ", None, 1.7),
    "all: beginnings of tokens": _attack("eyJ", None, 0.3),
    "all: base64": _attack("QUFB", None, 0.3),
    "all: one emoji": _attack("\N{GRINNING FACE}", None, ENDLESS),
    "all: combining marks": _attack("e\u0301", None, 0.3),
    "all: blank lines": _attack("\n", None, 0.3),
    "all: digits": _attack("4", None, 1.4),
}

ATTACKS: Mapping[str, str] = {name: attack.text for name, attack in TABLE.items()}
