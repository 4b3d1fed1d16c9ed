"""Who issued a payment card number, told from how it begins and how long it is (ISO/IEC 7812-1).

The check digit, and whether a number is a card at all, are ``cards.py``.

Sources: the networks' own tables. Visa "Core Rules" (16 digits, formerly 13, up to 19); Mastercard "Quick Reference
Booklet" (5-series, 2-series from 2017, Maestro); American Express; Discover Network "IIN ranges" (which carries
Diners Club, JCB and UnionPay); JCB (15 digits on 1800 and 2131); UnionPay; NPCI (RuPay); NSPK (Mir); BORICA. National
schemes that begin with 9 and then the country's number of ISO 3166-1, as ISO/IEC 7812-1 has it for the ninth
industry: Armenia, Belarus, Korea, Kyrgyzstan, Uzbekistan, Vietnam, Turkey, Ukraine.

The ranges are those that networks hold, not those that banks use today: a new bank needs no new row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNKNOWN_ISSUER = "no known issuer"
UNKNOWN_LENGTH = 16
UNKNOWN_BEGINNINGS = "3456"
"""The industries of ISO/IEC 7812-1 that issue payment cards: travel (3), banking (4, 5), merchants and banking (6)."""


@dataclass(frozen=True, slots=True)
class IssuerRange:
    """Numbers of one brand that begin with ``first`` to ``last``; both have the same number of digits.

    ``lengths`` are all that the network allows, ``usual`` is the one that nearly all of its cards have.
    """

    brand: str
    first: int
    last: int
    lengths: range
    usual: int = 16


RANGES: tuple[IssuerRange, ...] = (
    IssuerRange("Visa", 4, 4, range(13, 20)),
    IssuerRange("Mastercard", 51, 55, range(16, 17)),
    IssuerRange("Mastercard", 2221, 2720, range(16, 17)),
    IssuerRange("American Express", 34, 34, range(15, 16), 15),
    IssuerRange("American Express", 37, 37, range(15, 16), 15),
    IssuerRange("Diners Club", 300, 305, range(14, 20), 14),
    IssuerRange("Diners Club", 3095, 3095, range(14, 20), 14),
    IssuerRange("Diners Club", 36, 36, range(14, 20), 14),
    IssuerRange("Diners Club", 38, 39, range(14, 20), 14),
    IssuerRange("JCB", 3528, 3589, range(16, 20)),
    IssuerRange("JCB", 1800, 1800, range(15, 16), 15),
    IssuerRange("JCB", 2131, 2131, range(15, 16), 15),
    IssuerRange("Discover", 6011, 6011, range(16, 20)),
    IssuerRange("Discover", 644, 649, range(16, 20)),
    IssuerRange("Discover", 65, 65, range(16, 20)),  # since 2012 also RuPay, Elo, Troy and Verve
    IssuerRange("UnionPay", 62, 62, range(16, 20)),
    IssuerRange("UnionPay, RuPay", 81, 82, range(16, 20)),
    IssuerRange("Mir", 2200, 2204, range(16, 20)),
    IssuerRange("Bcard", 2205, 2205, range(16, 17)),
    IssuerRange("Maestro", 50, 50, range(12, 20)),  # also Dankort, Elo, RuPay, Verve
    IssuerRange("Maestro", 56, 58, range(12, 20)),
    IssuerRange("Maestro", 60, 69, range(12, 20)),  # what no row above takes
    IssuerRange("ArCa", 9051, 9051, range(16, 17)),
    IssuerRange("Belkart", 9112, 9112, range(16, 17)),
    IssuerRange("Korean local card", 9410, 9410, range(16, 17)),
    IssuerRange("Elkart", 9417, 9417, range(16, 17)),
    IssuerRange("NAPAS", 9704, 9704, range(16, 20)),
    IssuerRange("Troy", 9792, 9792, range(16, 17)),
    IssuerRange("Prostir", 9804, 9804, range(16, 20)),
    IssuerRange("Humo", 9860, 9860, range(16, 17)),
)
"""The first row that holds a number gives its brand."""


def _by_beginning(ranges: Iterable[IssuerRange]) -> Mapping[str, tuple[IssuerRange, ...]]:
    """Return the ranges by each beginning of two digits that they hold: most numbers are in none."""
    table: dict[str, tuple[IssuerRange, ...]] = {}
    for issuer in ranges:
        low, high = (f"{end}{filler}"[:2] for end, filler in ((issuer.first, "0"), (issuer.last, "9")))
        for beginning in range(int(low), int(high) + 1):
            table[str(beginning)] = (*table.get(str(beginning), ()), issuer)
    return table


_BY_BEGINNING = _by_beginning(RANGES)


def issuer_of(digits: str) -> IssuerRange | None:
    """Return the range of a number of ASCII digits; ``None`` if nobody is known to issue such."""
    for issuer in _BY_BEGINNING.get(digits[:2], ()):
        if len(digits) in issuer.lengths and issuer.first <= int(digits[: len(str(issuer.first))]) <= issuer.last:
            return issuer
    return None
