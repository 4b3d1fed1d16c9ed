from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.expressions import shape_of
from classifiers.finding import NotInspected
from classifiers.gates import Wanted
from classifiers.hit import Hit
from classifiers.presidio.analyzer import Analyzer
from classifiers.presidio.load import Clue, Recognizer
from classifiers.presidio.patterns import CERTAIN, Pattern, Scored, Search, iban_matches, pattern_matches, regions


def pattern(expression: str, score: float = 0.5) -> Pattern:
    return Pattern.of("test", expression, score)


def hits(run: object, text: str, phrase: str = "", budget: Budget | None = None, *, certain: bool = True) -> list[Hit]:
    recognizer = Recognizer("test", "TestRecognizer", ("ssn",), (Clue(None, certain),), run)  # type: ignore[arg-type]
    analyzer = Analyzer([recognizer], 0.4)
    return analyzer.analyze(Text(text, tuple(phrase.split())), {}, budget or Budget(60))


def test_a_pattern_that_does_not_end_in_time_means_not_inspected() -> None:
    slow = [(pattern(r"(?:a|a|aa)+[bc]"), None)]

    with pytest.raises(NotInspected):
        list(pattern_matches(lambda _: None, slow, Text("a" * 60), Budget(0.01)))
    with pytest.raises(NotInspected):
        list(iban_matches(lambda _: None, slow, Text("a" * 60), Budget(0.01)))


@pytest.mark.parametrize(("verdict", "scores"), [(None, [0.3]), (True, [CERTAIN]), (False, [])])
def test_a_check_settles_the_score(verdict: bool | None, scores: list[float]) -> None:
    found = [*pattern_matches(lambda _: verdict, [(pattern(r"\d*", 0.3), None)], Text("12 "), Budget(60))]

    assert [each.score for each in found] == scores
    assert [each.is_checked for each in found] == [verdict is True for _ in scores]


def test_the_longest_beginning_that_is_right_is_the_iban() -> None:
    searches = [(pattern(r"(A)(B)(C)?(D)?"), None)]

    found = iban_matches(lambda text: text == "AB", searches, Text("ABCAB"), Budget(60))

    assert [(each.start, each.end, each.score) for each in found] == [(0, 2, CERTAIN), (3, 5, CERTAIN)]


@pytest.mark.parametrize(
    ("expression", "text", "ends", "expected"),
    [
        (r"\d{3}", "a 123 b 456789 c", [5, 11], [(2, 5), (8, 14)]),
        (r"\d{3}", "1234567", [3, 4, 5, 6, 7], [(0, 7)]),
        (r"\d{3}", "123" + 20 * "x" + "456", [3, 26], [(0, 3), (23, 26)]),
        (r"[a-z]+@[a-z]+", "to jane@example now", [9], [(3, 15)]),  # no bound: as far as it can consist of
        (r"\d{2}", 50 * "7", [10, 40], [(8, 12), (38, 42)]),
    ],
)
def test_matches_lie_in_regions_around_what_occurred(
    expression: str, text: str, ends: list[int], expected: list[tuple[int, int]]
) -> None:
    shape = shape_of(expression)

    assert shape is not None
    assert [*regions(shape, ends, text)] == expected


@pytest.mark.parametrize("length", [3, 600])
def test_only_what_stands_around_an_occurrence_is_searched_in_a_long_text(length: int) -> None:
    text = "12" + " " * length + "34"

    found = pattern_matches(lambda _: None, [(pattern(r"\b\d{2}\b"), [length + 4])], Text(text), Budget(60))

    assert [each.start for each in found] == ([0, 5] if length == 3 else [602])


def test_what_only_the_end_of_a_region_makes_a_match_is_none() -> None:
    text = 600 * "x" + " abc " + 600 * "x"
    ends = [604]  # as if a prefilter had seen "abc"; the word goes on behind the region of the longer one

    (found,) = pattern_matches(lambda _: None, [(pattern(r"\babc\b|\bab(?=c)|\ba"), ends)], Text(text), Budget(60))

    assert text[found.start : found.end] == "abc"


def test_a_recogniser_that_fails_means_not_inspected_and_tells_nothing() -> None:
    def fail(_searches: Sequence[Search], text: Text, _budget: Budget) -> Iterator[Scored]:
        raise ValueError(f"invalid literal: {text.value}")

    with pytest.raises(NotInspected) as caught:
        hits(fail, "a secret")
    assert "a secret" not in str(caught.value)
    assert caught.value.__suppress_context__


def five(_searches: Sequence[Search], text: Text, _budget: Budget) -> Iterator[Scored]:
    yield Scored(text.value.index("5"), text.value.index("5") + 1, 0.4, "five")


@pytest.mark.parametrize(
    ("text", "phrase", "score", "context"),
    [
        ("x 5", "", 0.4, ""),
        ("ssn 5", "", 0.75, "ssn"),
        ("x 5", "customer ssn", 0.75, "ssn"),
        ("5 x then ssn", "", 0.4, ""),  # Presidio looks back, not ahead
    ],
)
def test_context_raises_the_score(text: str, phrase: str, score: float, context: str) -> None:
    (hit,) = hits(five, text, phrase)

    assert hit.score == pytest.approx(score)
    assert (hit.evidence.context, hit.evidence.base) == (context, 0.4 if context else None)


@pytest.mark.parametrize(("text", "count"), [("x 5", 0), ("ssn 5", 1)])
def test_what_needs_a_context_word_is_not_searched_where_none_occurs(text: str, count: int) -> None:
    assert len(hits(five, text, certain=False)) == count


def test_labels_that_are_not_wanted_are_not_looked_for() -> None:
    analyzer = Analyzer([Recognizer("test", "TestRecognizer", (), (Clue(None, is_certain=True),), five)], 0.4)
    wanted = Wanted(lambda label, _: label != "test", lambda *_: True)

    assert analyzer.analyze(Text("5"), {}, Budget(60), wanted) == []


def test_around_hits_that_are_not_wanted_nothing_is_looked_at() -> None:
    analyzer = Analyzer([Recognizer("test", "TestRecognizer", ("ssn",), (Clue(None, is_certain=True),), five)], 0.4)
    wanted = Wanted(lambda *_: True, lambda hit, _: hit.start > 4)

    (near,) = analyzer.analyze(Text("ssn 5"), {}, Budget(60), wanted)
    (far,) = analyzer.analyze(Text("ssn no 5"), {}, Budget(60), wanted)

    assert (near.score, far.score) == (0.4, 0.75)


def test_many_matches_end_with_the_budget() -> None:
    def many(_searches: Sequence[Search], _text: str, _budget: Budget) -> Iterator[Scored]:
        return (Scored(index, index + 1, 0.4, "many") for index in range(500))

    ticks = iter(range(1_000))

    with pytest.raises(NotInspected):
        hits(many, "ssn " * 200, budget=Budget(100, clock=lambda: next(ticks)))
