from __future__ import annotations

import pytest

from classifiers import Scanner, json_leaves
from classifiers.finding import Span
from classifiers.siblings import joined_members

CARDS = Scanner(["payment_card"], budget_seconds=60)
IDS = Scanner(["national_id.us_ssn"], budget_seconds=60)


@pytest.mark.parametrize(
    ("container", "joined"),
    [
        (["4111", "1111", "1111", "1111"], ["4111 1111 1111 1111"]),
        ({"part1": "4111", "part2": "1111", "other": "22", "part3": "5"}, ["4111 1111"]),
        ({"a": "536", "b": "90", "c": "4399"}, ["536 90 4399"]),
        ({"width": "1920", "height": "10800"}, []),  # names that do not belong together
        ([4111, 1111], ["4111 1111"]),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], []),  # numbers, not groups
        (["4111", "x", "1111"], []),
        (["1234567890", "1234"], []),
        (["12", "34"], []),
        (["1"] * 30, []),
        ([True, False], []),
        ([], []),
    ],
)
def test_short_groups_that_belong_together_are_joined(container: list[object], joined: list[str]) -> None:
    assert [each.text for each in joined_members(container)] == joined


def test_each_member_has_its_part_of_the_text() -> None:
    (joined,) = joined_members({"a": "536", "b": "90", "c": "4399"})

    assert [*joined.parts] == [("a", Span(0, 3)), ("b", Span(4, 6)), ("c", Span(7, 11))]


@pytest.mark.parametrize(
    ("scanner", "document", "pointers"),
    [
        (CARDS, {"n": ["4111", "1111", "1111", "1111"]}, ["/n/0", "/n/1", "/n/2", "/n/3"]),
        (CARDS, {"n": ["4111", "1111", "1111", "1112"]}, []),
        (
            CARDS,
            [{"x": "a", "p1": "4111", "p2": "1111", "p3": "1111", "p4": "1111"}],
            [f"/0/p{n}" for n in range(1, 5)],
        ),
        (CARDS, {"pan": [4111, 1111, 1111, 1111]}, ["/pan/0", "/pan/1", "/pan/2", "/pan/3"]),
        (CARDS, {"pan": [None, 4111, 1111, 1111, 1111]}, ["/pan/1", "/pan/2", "/pan/3", "/pan/4"]),
        (CARDS, ["visa", 4111, 1111, "1111", 1111], ["/1", "/2", "/3", "/4"]),
        (CARDS, {"p1": 4111, "p2": 1111, "p3": 1111, "p4": 1111}, ["/p1", "/p2", "/p3", "/p4"]),
        (CARDS, {"p1": 4111, "width": 1111, "p2": 1111, "p3": 1111}, []),
        (IDS, {"ssn": ["536", "90", "4399"]}, ["/ssn/0", "/ssn/1", "/ssn/2"]),
        (IDS, {"ssn": ["536904399", "12345"]}, ["/ssn/0"]),  # one element alone
        (CARDS, {"card": ["4111", "1111", "1111", "1111", "12"]}, ["/card/0", "/card/1", "/card/2", "/card/3"]),
    ],
)
def test_what_is_cut_into_members_is_found_in_each_of_them(
    scanner: Scanner, document: object, pointers: list[str]
) -> None:
    findings = scanner.scan(json_leaves(document))

    assert [finding.place.pointer for finding in findings] == pointers
    assert all(finding.span is None for finding in findings) or pointers == ["/ssn/0"]
