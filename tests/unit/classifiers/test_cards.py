from __future__ import annotations

from functools import partial

import pytest

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.finding import NotInspected
from classifiers.leaves import words_of
from classifiers.recognizers.cards import AMBIGUOUS, TYPICAL, UNKNOWN, CardDetector, find_cards, is_card

# Published test numbers of payment processors, or numbers completed with their check digit.
CARDS = [
    "4111111111111111",
    "4222222222222",
    "4000000000000000006",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "341111111111111",
    "6011111111111117",
    "6500000000000002",
    "30569309025904",
    "36227206271667",
    "3530111333300000",
    "180000000000002",
    "213100000000001",
    "2200000000000004",
    "6759649826438453",
    "501800000009",
    "6304000000000000",
    "6200000000000005",
    "9792000000000003",
    "8100000000000002",
    "2205000000000009",
    "9051000000000009",
    "9112000000000006",
    "9410000000000005",
    "9417000000000008",
    "9704000000000000",
    "9804000000000009",
    "9860000000000000",
]


def spans(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in find_cards(text, Budget(60))]


@pytest.mark.parametrize("number", CARDS)
def test_numbers_of_every_brand_and_length_are_cards(number: str) -> None:
    assert is_card(number)
    assert spans(f"pay {number}.") == [number]


@pytest.mark.parametrize("number", CARDS)
def test_no_other_check_digit_will_do(number: str) -> None:
    others = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]

    assert not any(is_card(other) for other in others)


@pytest.mark.parametrize(
    "number",
    [
        "1234567890123452",  # no issuer begins so
        "411111111116",  # Luhn is right, but no Visa has 12 digits
        "37828224631000",  # one short
        "55555555555544447",  # one long
        "2220990000000004",  # just below Mastercard's range
        "2721000000000004",  # just above
        "3527000000000005",  # just below JCB's
        "3590000000000000",  # just above
        "9999000000000004",  # no scheme of that country
        "1700000000000",  # milliseconds since 1970
        "",
    ],
)
def test_numbers_out_of_range_or_of_a_wrong_length_are_no_cards(number: str) -> None:
    assert not is_card(number)


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "3782 822463 10005",
        "3056 930902 5904",
        "41111111 11111111",
        "4000 0000 0000 0000 006",
        "6304 0000 0000 0000",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4222 222 222 222",
        "6200 0000 0000 0000 000",
        "620000 0000000000000",
    ],
)
def test_the_groups_that_are_printed_on_cards_are_joined(text: str) -> None:
    assert spans(f"card: {text}, thanks") == [text]


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("'4111111111111111'", "4111111111111111"),
        ("pan=4111111111111111&x=1", "4111111111111111"),
        ("invoice_4111111111111111.pdf", "4111111111111111"),
        ("PAN4111111111111111", "4111111111111111"),
        ("4111111111111111USD", "4111111111111111"),
        ("1,4111111111111111,12", "4111111111111111"),
        ("4111111111111111.0", "4111111111111111"),
        ("2 4111 1111 1111 1111 12/27", "4111 1111 1111 1111"),
        ("0.5 4111111111111111", "4111111111111111"),
        ("４１１１１１１１１１１１１１１１", "４１１１１１１１１１１１１１１１"),  # noqa: RUF001  (full-width digits)
    ],
)
def test_a_card_is_found_whatever_it_is_glued_to(text: str, card: str) -> None:
    assert spans(text) == [card]


@pytest.mark.parametrize(
    "text",
    [
        "04111111111111111",  # inside a longer run
        "41111111111111110",
        "411111111111111",  # one short
        "0.4111111111111111",  # the decimals of a fraction
        "a4111111111111111b",  # inside a hash
        "4111 1111-1111 1111",  # two kinds of separator
        "4111  1111  1111  1111",
        "41 11 11 11 11 11 11 11",  # not a grouping of cards
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 3 4 5",  # digit by digit, and more of them than a card has
        "3f2a9b1c-5018-0000-0009-3f2a9b1c4d5e",  # a piece of a UUID
        "50695511566289c7",  # the beginning of a hash
        "sha: deadbeef4111111111111111",
        "3f2a9b1c-5018-4000-8001-501800000009",
        "2024-01-15 10:30",
        5_000 * "4",
    ],
)
def test_what_only_contains_such_digits_is_no_card(text: str) -> None:
    assert spans(text) == []


def test_several_cards_in_a_row_are_told_apart() -> None:
    assert spans("4111 1111 1111 1111 5555 5555 5555 4444") == ["4111 1111 1111 1111", "5555 5555 5555 4444"]


@pytest.mark.parametrize(
    "text",
    [
        "3f2a9b1c-5018-0000-0009-3f2a9b1c4d5",
        "x 4111-1111-1111-1111-1 and so on",
        "4111111111111111c7",
        "card378282246310005",
        "abcdef4111111111111111",
    ],
)
def test_only_a_whole_uuid_or_hash_makes_its_pieces_none(text: str) -> None:
    assert len(spans(text)) == 1


@pytest.mark.parametrize(
    ("name", "number", "score"),
    [
        ("variant_id", "30569309025904", AMBIGUOUS),
        ("gtin", "30569309025904", AMBIGUOUS),
        ("id", "378282246310005", AMBIGUOUS),
        ("id", "4111111111111111", TYPICAL),
        ("number", "30569309025904", TYPICAL),
        ("id", "3056 930902 5904", TYPICAL),
        ("id", "501800000009", AMBIGUOUS),
    ],
)
def test_fewer_than_sixteen_digits_in_a_field_for_identifiers_score_less(name: str, number: str, score: float) -> None:
    (hit,) = CardDetector().find(Text(number, words_of(name)), Budget(60))

    assert hit.score == score


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("4111 1111 1111 1111", "Visa, 16 digits"),
        ("378282246310005", "American Express, 15 digits"),
        ("501800000009", "Maestro, 12 digits"),
        ("6500000000000002", "Discover, 16 digits"),
        ("3590000000000000", "no known issuer, 16 digits"),
    ],
)
def test_a_card_says_its_brand_its_length_and_that_it_was_checked(text: str, pattern: str) -> None:
    (hit,) = CardDetector().find(Text(text), Budget(60))

    assert (hit.evidence.pattern, hit.evidence.is_checked) == (pattern, True)


@pytest.mark.parametrize(
    ("number", "score"),
    [
        ("3590000000000000", [UNKNOWN]),
        ("5900 0000 0000 0000", [UNKNOWN]),
        ("359000000000007", []),  # 15 digits
        ("3590000000000007", []),  # Luhn is wrong
        ("1590000000000004", []),  # not an industry that issues payment cards
    ],
)
def test_sixteen_digits_of_nobody_known_score_least(number: str, score: list[float]) -> None:
    assert [hit.score for hit in find_cards(number, Budget(60))] == score


@pytest.mark.parametrize(
    ("number", "score"),
    [
        ("4111111111111111", TYPICAL),
        ("378282246310005", TYPICAL),
        ("30569309025904", TYPICAL),
        ("501800000009", AMBIGUOUS),
        ("5018 0000 0009", TYPICAL),
        ("4222222222222", AMBIGUOUS),
        ("4000000000000000006", AMBIGUOUS),
    ],
)
def test_lengths_that_identifiers_have_too_score_less(number: str, score: float) -> None:
    assert [hit.score for hit in find_cards(number, Budget(60))] == [score]


def test_a_text_of_endless_groups_ends_with_the_budget() -> None:
    ticks = iter(range(1_000_000))
    clock = partial(next, ticks)

    with pytest.raises(NotInspected):
        list(find_cards("7777 " * 1_000, Budget(100, clock, wall=clock)))
