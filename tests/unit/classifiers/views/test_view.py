from __future__ import annotations

import pytest

from classifiers.finding import NotInspected, Span
from classifiers.views.splice import MOST_CHARACTERS, Origins, spliced
from classifiers.views.view import View

TEXT = "ab--cd&#52;ef"
#       0123456789012


def test_a_splice_replaces_runs_and_copies_the_rest() -> None:
    view = spliced(TEXT, [(2, 4, ""), (6, 11, "4")], "test")
    assert (view.text, view.reading) == ("abcd4ef", "test")
    assert list(view.origins or ()) == [0, 1, 4, 5, 6, 11, 12, 13]


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        (0, 2, Span(0, 4)),  # with what was removed behind it
        (1, 3, Span(1, 5)),
        (2, 4, Span(4, 6)),
        (4, 5, Span(6, 11)),
        (3, 6, Span(5, 12)),
        (0, 7, Span(0, 13)),
    ],
)
def test_a_span_of_a_view_is_all_that_it_came_from(start: int, end: int, span: Span) -> None:
    assert spliced(TEXT, [(2, 4, ""), (6, 11, "4")], "test").span_of(start, end) == span


def test_a_part_of_a_replacement_came_from_all_of_what_was_replaced() -> None:
    view = spliced("x%34%31y", [(1, 7, "41")], "test")
    assert view.span_of(1, 2) == view.span_of(2, 3) == Span(1, 7)
    assert view.span_of(2, 4) == Span(1, 8)


def test_what_touches_a_decoded_run_is_found_in_the_whole() -> None:
    view = spliced("see QUFB now", [(4, 8, "AAA")], "test", is_decoded=True)
    assert view.text == "see AAA now"
    assert view.span_of(4, 7) is None
    assert view.span_of(0, 5) is None
    assert view.span_of(6, 11) is None
    assert view.span_of(0, 4) == Span(0, 4)
    assert view.span_of(7, 11) == Span(8, 12)


def test_a_view_without_origins_is_of_the_whole() -> None:
    assert View("x", "test").span_of(0, 1) is None


def test_a_view_of_a_view_leads_back_to_the_text() -> None:
    below = spliced("a%2541b", [(1, 4, "%")], "one")
    above = spliced(below.text, [(1, 4, "A")], "two")
    chained = View(above.text, "two", above.origins, above.decoded, below)
    assert (chained.text, chained.span_of(1, 2)) == ("aAb", Span(1, 6))


def test_encodings_within_each_other_are_counted_and_escapes_are_not() -> None:
    decoded = spliced("QUFB", [(0, 4, "AAA")], "one", is_decoded=True)
    escaped = View("A", "two", [0, 3], (), decoded)
    assert (decoded.encodings, escaped.encodings, View("A", "three", None, (), escaped).encodings) == (1, 1, 2)


def test_origins_are_a_sequence() -> None:
    origins = Origins([(0, 0, 1), (2, 5, 0), (3, 9, 0)], 3)
    assert (len(origins), origins[1:4], list(origins)) == (4, [1, 5, 9], [0, 1, 5, 9])
    with pytest.raises(IndexError):
        origins[4]


def test_a_view_far_longer_than_its_text_is_not_inspected() -> None:
    with pytest.raises(NotInspected, match="too long once it is decoded"):
        spliced("x", [(0, 1, "y" * (MOST_CHARACTERS + 1))], "test")


def test_a_long_text_may_have_a_long_view() -> None:
    assert spliced("y" * (MOST_CHARACTERS + 2), [(0, 1, "")], "test").text == "y" * (MOST_CHARACTERS + 1)
