"""No card is lost in what stands around it, and no other number becomes one."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from classifiers.budget import Budget
from classifiers.recognizers.cards import find_cards, is_card
from classifiers.recognizers.issuers import RANGES, IssuerRange

DIGITS = "0123456789"


def completed(prefix: str) -> str:
    """Return a number with the one check digit that makes it a card."""
    (number,) = (prefix + digit for digit in DIGITS if is_card(prefix + digit))
    return number


@st.composite
def cards(draw: st.DrawFn) -> str:
    issuer: IssuerRange = draw(st.sampled_from(RANGES))
    length = draw(st.sampled_from(issuer.lengths))
    begin = str(draw(st.integers(issuer.first, issuer.last)))
    rest = length - len(begin) - 1
    return completed(begin + draw(st.text(DIGITS, min_size=rest, max_size=rest)))


before = st.text(st.characters(exclude_categories=["Cs", "Nd", "L"]), max_size=20).filter(
    lambda text: not text.endswith((" ", "-", "."))
)


@given(card=cards(), left=before, right=before)
def test_a_card_is_found_whatever_stands_around_it(card: str, left: str, right: str) -> None:
    text = left + card + right

    assert [text[hit.start : hit.end] for hit in find_cards(text, Budget(60))] == [card]


@given(card=cards(), separator=st.sampled_from(" -"))
def test_a_card_in_fours_is_found(card: str, separator: str) -> None:
    text = separator.join(card[start : start + 4] for start in range(0, len(card), 4))
    assume(len(card) > 12 or len(card) % 4 == 0)

    assert [(hit.start, hit.end) for hit in find_cards(text, Budget(60))] == [(0, len(text))]


@given(card=cards(), index=st.integers(0, 18), digit=st.sampled_from(DIGITS))
def test_one_wrong_digit_makes_it_none(card: str, index: int, digit: str) -> None:
    index %= len(card)
    assume(card[index] != digit)

    assert not is_card(card[:index] + digit + card[index + 1 :])


@given(card=cards(), more=st.text(DIGITS, min_size=8, max_size=30))
def test_a_card_inside_a_longer_number_is_none(card: str, more: str) -> None:
    assert list(find_cards(card + more, Budget(60))) == []
    assert list(find_cards(more + card, Budget(60))) == []
