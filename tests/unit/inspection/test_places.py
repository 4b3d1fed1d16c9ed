"""Places that are told repeat no restricted name."""

from __future__ import annotations

import pytest

from classifiers.finding import Finding, Part, Place, Span
from gateway.domain.message import Body, BodyKind, Message
from gateway.inspection.places import told

JSON = Message((), Body(BodyKind.JSON, "application/json", b"", None))
FORM = Message((), Body(BodyKind.FORM, "application/x-www-form-urlencoded", b"", None))
CARD = "4111111111111111"


def finding(pointer: str, label: str = "card", *, part: Part = Part.BODY, in_key: bool = False) -> Finding:
    return Finding(label, Place(part, pointer, in_key), Span(0, 4), 0.9, "test")


def test_a_restricted_name_is_told_by_its_label_wherever_it_leads() -> None:
    findings = told(
        (
            finding(f"/by/{CARD}", in_key=True),
            finding(f"/by/{CARD}/a~1b/0"),
            finding(f"/by/{CARD}/ssn 1", "ssn", in_key=True),
            finding(f"/by/{CARD}/ssn 1"),
            finding("/by/41111"),
            finding(f"/{CARD}"),
        ),
        JSON,
    )

    assert [found.place.pointer for found in findings] == [
        "/by/[card]",
        "/by/[card]/a~1b/0",
        "/by/[card]/[ssn]",
        "/by/[card]/[ssn]",
        "/by/41111",
        f"/{CARD}",  # another object's, and no finding
    ]
    assert findings[0].place.in_key
    assert findings[0].span == Span(0, 4)


def test_a_name_of_two_labels_is_told_by_the_first_in_the_alphabet() -> None:
    both = [finding("/x", "b", in_key=True), finding("/x", "a", in_key=True)]

    assert {found.place.pointer for found in told(both, JSON)} == {"/[a]"}
    assert {found.place.pointer for found in told(both[::-1], JSON)} == {"/[a]"}


@pytest.mark.parametrize(
    ("findings", "message"),
    [
        ((finding("/a"), finding("/b/0")), JSON),
        ((finding("/3", in_key=True), finding("/3")), FORM),
        ((finding("/3", part=Part.HEADER, in_key=True), finding("/3", part=Part.HEADER)), JSON),
        ((finding("/3", part=Part.QUERY, in_key=True), finding("/3")), JSON),
        ((), JSON),
    ],
)
def test_places_without_restricted_names_stay(findings: tuple[Finding, ...], message: Message) -> None:
    assert told(findings, message) is findings


def test_a_head_is_not_taken_for_a_body() -> None:
    findings = (finding("/0", in_key=True), finding("/0", part=Part.HEADER))

    assert [found.place.pointer for found in told(findings, JSON)] == ["/[card]", "/0"]
