from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers import Scanner, text_leaves
from classifiers.finding import Finding, Span
from classifiers.views import excerpts as module
from classifiers.views.excerpts import EDGE, REACH, WHOLE, changed_by_both, excerpts, is_cut, is_of_change
from classifiers.views.splice import spliced
from classifiers.views.view import View

SCANNER = Scanner(["payment_card", "secret", "contact.email", "national_id.us_ssn"], budget_seconds=20)
LINE = "nothing to be found in this line, nor in the next one\n"
CARD = "4539578763621486"
KEY = "\n".join(["A1b2C3d4" * 8] * 110)
HIDDEN = [
    base64.b64encode(f"card {CARD} of jane".encode()).decode(),
    base64.b64encode(b"twice " + base64.b64encode(f"card {CARD}".encode())).decode(),
    "%34539578763621486",
    "card 4539.5787.6362.1486",
    "jane&#64;example&#46;org",
    "ssn \uff15\uff13\uff16-90-4399",
    f"card {CARD}",
    "&amp; nothing",
    f"&#45;----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY-----",
]


def long(*pieces: str, lines: int = 400) -> str:
    return (LINE * lines).join(["", *pieces, ""])


def found(text: str) -> set[tuple[str, Span | None]]:
    findings: list[Finding] = SCANNER.scan(text_leaves(text))
    return {(finding.label, finding.span) for finding in findings}


def test_a_short_view_is_looked_at_whole() -> None:
    view = spliced("a" * WHOLE, [(5, 6, "b")], "test")

    assert [*excerpts(view)] == [view]


def test_a_long_view_is_looked_at_where_it_was_changed() -> None:
    text = "".join(f"line {number}\n" for number in range(6_000))
    view = spliced(text, [(20_000, 20_003, "12345"), (20_100, 20_101, ""), (50_000, 50_001, "6")], "test")
    first, second = excerpts(view)

    assert first.text in view.text
    assert 2 * REACH <= len(first.text) <= 2 * REACH + 2_500
    start = view.text.index(first.text)
    at = 20_000 - start
    assert first.text[at : at + 5] == "12345"
    assert first.span_of(at, at + 5) == Span(20_000, 20_003)
    assert first.span_of(at - 9, at - 1) == Span(19_991, 19_999)
    assert first.origin_of(0) == start
    assert second.origin_of(0) > first.origin_of(len(first.text))


def test_a_view_that_is_changed_everywhere_is_looked_at_whole() -> None:
    text = LINE * 1_000
    view = spliced(text, [(index, index + 1, "x") for index in range(0, len(text), REACH)], "test")

    assert [*excerpts(view)] == [view]
    many = spliced(text, [(index, index + 1, "x") for index in range(0, 20_000, 4)], "test")
    assert [*excerpts(many)] == [many]


def test_a_view_without_places_is_looked_at_whole() -> None:
    view = View("a" * 100_000, "test")

    assert [*excerpts(view)] == [view]


def test_what_is_close_to_a_cut_may_be_a_piece() -> None:
    view = spliced(LINE * 1_000, [(20_000, 20_003, "12345"), (20_500, 20_501, "")], "test")
    (excerpt,) = excerpts(view)
    length = len(excerpt.text)
    at = excerpt.text.index("12345")

    assert is_cut(excerpt, 10, 20)
    assert is_cut(excerpt, length - 20, length - 10)
    assert not is_cut(excerpt, EDGE, length - EDGE)
    assert not is_cut(view, 10, 20)
    assert is_of_change(excerpt, at - 3, at + 1)
    assert not is_of_change(excerpt, at + 10, at + 20)


def test_two_changes_are_told_together() -> None:
    below = spliced("abcdefgh", [(1, 3, "12345"), (6, 7, "")], "one")  # a12345defh
    above = spliced(below.text, [(0, 1, "xyz"), (2, 3, "")], "other")  # xyz1345defh

    assert changed_by_both(below, above) == [(0, 3), (3, 7), (4, 4), (10, 10)]
    assert changed_by_both(View("a", "test"), above) is None


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_hidden_in_a_long_text_is_found(hidden: str) -> None:
    short = found(f"{LINE}{hidden}\n{LINE}")
    begin = len(long("")) // 2

    moved = {
        (label, Span(span.start - len(LINE) + begin, span.end - len(LINE) + begin) if span else None)
        for label, span in short
    }
    assert found(long(f"{hidden}\n")) == moved


def test_what_is_hidden_twice_is_found_twice() -> None:
    text = long("card 4539.5787.6362.1486 ", "card 4539.5787.6362.1486 ")

    assert len(found(text)) == 2


@given(st.lists(st.tuples(st.sampled_from(HIDDEN), st.integers(1, 200)), max_size=4))
@settings(max_examples=25, deadline=None)
def test_excerpts_lose_nothing(pieces: list[tuple[str, int]]) -> None:
    text = LINE * 200 + "".join(f"{hidden}\n{LINE * lines}" for hidden, lines in pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WHOLE", 10**9)
        whole = found(text)

    assert found(text) == whole
