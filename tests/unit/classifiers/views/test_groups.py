from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.finding import Span
from classifiers.views.groups import DigitGroups
from classifiers.views.view import Reader, View

Read = Callable[[Reader, str], list[View]]
CARD = "4539578763621486"


@pytest.mark.parametrize(
    "text",
    [
        "4539.5787.6362.1486",
        "4539 - 5787 - 6362 - 1486",
        "4539\n5787\n6362\n1486",
        "(4539) (5787) (6362) (1486)",
        "4539-5787 6362.1486",
        "45:39:57:87:63:62:14:86",
        "45 39 57 87 63 62 14 86",
        "4,539,578,763,621,486",
        "4.5.3.9.5.7.8.7.6.3.6.2.1.4.8.6",
        "45395/78763/62148/6",
        "453/9578/76362/1486",
        "453 9578 76362 1486",
        "4539/5787/6362/1486 12/29",
        "7 4539,5787,6362,1486,12",
        "4539-5787 6362.1486 12/29",
    ],
)
def test_a_card_number_in_groups_is_read_without_what_is_between(read: Read, text: str) -> None:
    (view,) = read(DigitGroups(), text)
    assert CARD in view.text


@pytest.mark.parametrize(
    "text",
    [
        "4539 5787 6362 1486",  # as printed: left to the recogniser
        "4539-5787-6362-1486",
        "4539.5787.6362.1487",  # wrong check digit
        "4539.5787.6362.1486.4539",  # one of a list
        "45, 39, 57, 87, 63, 62, 14, 86 of them",
        "453 9578 76362 1486 of them",
        "45395787.63621486",  # a fraction
        "453957 8763621486",
        "2024-11-23 10:34:41.123",
        "192.168.100.1",
        "51.507351,-0.127758",
        "-630.784068,3838.422335,2018.259977,-9948.3",  # two fractions have the digits of a card
        "3945.385459,7560.169812,7213.91",
        "1.3.6.1.4.1.11129.2.1.22",
        "2019, 2020, 2021, 2022",
        "536-90-4399",
        "4539",
        ", ".join(map(str, range(100, 130))),
    ],
)
def test_other_numbers_stand_as_they_are(read: Read, text: str) -> None:
    assert read(DigitGroups(), text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ssn 536/90/4399", "536904399"),
        ("ssn (536) 90-4399", "536904399"),
        ("sin 130.692.544", "130692544"),
        ("nhs 943_476_5919", "9434765919"),
        ("aadhaar 3123.4567.8909", "312345678909"),
        ("ssn 5 3 6 9 0 4 3 9 9", "536904399"),
    ],
)
def test_a_number_grouped_as_an_identifier_is_read_bare(read: Read, text: str, number: str) -> None:
    (view,) = read(DigitGroups(), text)
    assert number in view.text


def test_a_number_is_led_back_to_all_its_groups(read: Read) -> None:
    (view,) = read(DigitGroups(), "no 4539.5787.6362.1486, 3 of 4")
    start = view.text.index(CARD)
    assert view.span_of(start, start + len(CARD)) == Span(3, 22)


def test_several_numbers_are_read_in_one_view(read: Read) -> None:
    (view,) = read(DigitGroups(), "4539.5787.6362.1486 and 4539_5787_6362_1486")
    assert view.text == f"{CARD} and {CARD}"
