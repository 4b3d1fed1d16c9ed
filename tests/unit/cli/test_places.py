from __future__ import annotations

import pytest

from classifiers.finding import Finding, Part, Place
from gateway.cli.places import restricted_names, told_place, told_pointer

CARD = "4111111111111111"
FOUND = Finding("payment_card", Place(Part.BODY, f"/a/{CARD}", in_key=True), None, 1, "cards")
NAMES = restricted_names([FOUND, Finding("secret", Place(Part.BODY, "/a"), None, 1, "secrets")])


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (Place(Part.BODY, f"/a/{CARD}", in_key=True), "body /a/[payment_card] (its name)"),
        (Place(Part.BODY, f"/a/{CARD}/b"), "body /a/[payment_card]/b"),
        (Place(Part.BODY, f"/b/{CARD}"), f"body /b/{CARD}"),  # no finding: a name like any other
        (Place(Part.BODY, "/a~1b/m~0n"), "body /a~1b/m~0n"),
        (Place(Part.BODY), "body"),
        (Place(Part.QUERY, "/0"), "query /0"),
        (Place(Part.BODY, "/a\x1b\n"), r"body /a\x1b\n"),
    ],
)
def test_a_place_is_told_without_a_restricted_name(place: Place, line: str) -> None:
    assert told_place(place, NAMES) == line


def test_a_pointer_of_another_part_stays() -> None:
    assert told_pointer(Place(Part.HEADER, "/3"), {"/3": "secret"}) == "/3"
