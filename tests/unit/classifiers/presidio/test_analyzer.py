from __future__ import annotations

from collections.abc import Iterator

import pytest
import regex  # ships no types

import classifiers.presidio.analyzer
from classifiers.budget import Budget
from classifiers.finding import NotInspected
from classifiers.presidio.analyzer import Engine
from classifiers.presidio.load import Recognizer, Search
from classifiers.presidio.patterns import CERTAIN, Pattern, iban_matches, pattern_matches


def engine_with(monkeypatch: pytest.MonkeyPatch, recognizer: Recognizer) -> Engine:
    monkeypatch.setattr(classifiers.presidio.analyzer, "load", lambda _labels, _threshold: (recognizer,))
    return Engine({"test"}, 0.4)


def recognizer_of(search: Search) -> Recognizer:
    return Recognizer("test", "TestRecognizer", ("ssn",), search, search)


def test_a_pattern_that_does_not_end_in_time_means_not_inspected() -> None:
    slow = [Pattern(regex.compile(r"(?:a|a|aa)+[bc]"), 0.5, 0)]

    with pytest.raises(NotInspected):
        list(pattern_matches(lambda _: None, slow, "a" * 60, Budget(0.01)))
    with pytest.raises(NotInspected):
        list(iban_matches(lambda _: None, slow, "a" * 60, Budget(0.01)))


@pytest.mark.parametrize(("verdict", "scores"), [(None, [0.3]), (True, [CERTAIN]), (False, [])])
def test_a_check_settles_the_score(verdict: bool | None, scores: list[float]) -> None:
    patterns = [Pattern(regex.compile(r"\d*"), 0.3, 0)]

    assert [score for _, _, score in pattern_matches(lambda _: verdict, patterns, "12 ", Budget(60))] == scores


def test_the_longest_beginning_that_is_right_is_the_iban() -> None:
    patterns = [Pattern(regex.compile(r"(A)(B)(C)?(D)?"), 0.5, 0)]

    found = iban_matches(lambda text: text == "AB", patterns, "ABCAB", Budget(60))

    assert list(found) == [(0, 2, CERTAIN), (3, 5, CERTAIN)]


def test_a_recogniser_that_fails_means_not_inspected_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str, _budget: Budget) -> Iterator[tuple[int, int, float]]:
        raise ValueError(f"invalid literal: {text}")

    engine = engine_with(monkeypatch, recognizer_of(Search(fail, 0)))

    with pytest.raises(NotInspected) as caught:
        engine.analyze("a secret", "", Budget(60))
    assert "a secret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_recogniser_runs_only_where_there_are_digits_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of_it(text: str, _budget: Budget) -> Iterator[tuple[int, int, float]]:
        yield 0, len(text), 0.5

    engine = engine_with(monkeypatch, recognizer_of(Search(all_of_it, 3)))

    assert engine.analyze("12", "", Budget(60)) == []
    assert len(engine.analyze("1٣3", "", Budget(60))) == 1


@pytest.mark.parametrize(
    ("text", "phrase", "score"),
    [
        ("x 5", "", 0.4),
        ("ssn 5", "", 0.75),
        ("x 5", "customer ssn", 0.75),
        ("5 x then ssn", "", 0.4),  # Presidio looks back, not ahead
    ],
)
def test_context_raises_the_score(monkeypatch: pytest.MonkeyPatch, text: str, phrase: str, score: float) -> None:
    def five(text: str, _budget: Budget) -> Iterator[tuple[int, int, float]]:
        yield text.index("5"), text.index("5") + 1, 0.4

    engine = engine_with(monkeypatch, recognizer_of(Search(five, 1)))

    assert [hit.score for hit in engine.analyze(text, phrase, Budget(60))] == [pytest.approx(score)]


def test_many_matches_end_with_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    def many(_text: str, _budget: Budget) -> Iterator[tuple[int, int, float]]:
        return ((index, index + 1, 0.4) for index in range(500))

    engine = engine_with(monkeypatch, recognizer_of(Search(many, 0)))
    ticks = iter(range(1_000))

    with pytest.raises(NotInspected):
        engine.analyze("ssn " * 200, "", Budget(100, clock=lambda: next(ticks)))
