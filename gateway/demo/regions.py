"""Where the demo's customers live, and what names, streets and numbers look like there."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gateway.demo.identifiers import es_nif, uk_nino, us_ssn


@dataclass(frozen=True, slots=True)
class Region:
    """One country: its words, and how its numbers are made.

    ``street`` is a template of ``number`` and ``street``. ``cities`` are pairs of city and postcode.
    ``banks`` are the countries that customers have accounts in; empty where nobody pays by IBAN.
    """

    country: str
    currency: str
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    streets: tuple[str, ...]
    street: str
    cities: tuple[tuple[str, str], ...]
    phone: Callable[[random.Random], str]
    national_id: Callable[[random.Random], str]
    banks: tuple[str, ...]


# Telephone numbers are those kept for films: Ofcom's drama numbers, and 555-0100 to 555-0199. Spain keeps none.
REGIONS: Mapping[str, Region] = {
    "GB": Region(
        country="GB",
        currency="GBP",
        first_names=("Imogen", "Callum", "Priya", "Gareth", "Niamh", "Oliver", "Zainab", "Harriet", "Tobias", "Eilidh"),
        last_names=("Ashworth", "Pemberton", "Okafor", "Llewellyn", "Hargreaves", "Sutcliffe", "Rahman", "Drummond"),
        streets=("Kiln Lane", "Orchard Rise", "Station Road", "Tanyard Row", "Mill Bank", "Larkfield Avenue"),
        street="{number} {street}",
        cities=(("Leeds", "LS6 3HN"), ("Bristol", "BS8 1TU"), ("Cardiff", "CF24 4AG"), ("Edinburgh", "EH9 1QR")),
        phone=lambda rng: rng.choice(("+44 20 7946 0{:03}", "+44 161 496 0{:03}")).format(rng.randint(0, 999)),
        national_id=uk_nino,
        banks=("GB", "GB", "NL"),
    ),
    "ES": Region(
        country="ES",
        currency="EUR",
        first_names=("Lucía", "Mateo", "Carmen", "Iker", "Nuria", "Álvaro", "Irene", "Joan", "Beatriz", "Rubén"),
        last_names=("Etxeberria", "Navarro Gil", "Fuentes", "Cabrera", "Ibáñez", "Serrano Vidal", "Montero", "Quiroga"),
        streets=(
            "Calle del Molino",
            "Avenida de la Ribera",
            "Plaza del Olivo",
            "Carrer de la Font",
            "Calle Alcornoque",
        ),
        street="{street} {number}",
        cities=(("Zaragoza", "50004"), ("Bilbao", "48008"), ("Girona", "17001"), ("Sevilla", "41003")),
        phone=lambda rng: f"+34 6{rng.randint(10, 99)} {rng.randint(0, 999):03} {rng.randint(0, 999):03}",
        national_id=es_nif,
        banks=("ES", "ES", "DE", "FR"),
    ),
    "US": Region(
        country="US",
        currency="USD",
        first_names=("Maya", "Darnell", "Kelsey", "Hector", "Abigail", "Wyatt", "Simone", "Travis", "Mei", "Jocelyn"),
        last_names=("Whitaker", "Delgado", "Nakamura", "Brandt", "Holloway", "Castellano", "Freeman", "Lindqvist"),
        streets=("Juniper Street", "Old Ferry Road", "Prairie Avenue", "Maple Court", "Quarry Drive", "Bluff Street"),
        street="{number} {street}",
        cities=(("Madison, WI", "53703"), ("Tucson, AZ", "85719"), ("Portland, ME", "04101"), ("Austin, TX", "78704")),
        phone=lambda rng: f"+1 {rng.choice((608, 520, 207, 512))} 555 01{rng.randint(0, 99):02}",
        national_id=us_ssn,
        banks=(),
    ),
}
