"""The contract of both prefilters, and what each has of its own."""

from __future__ import annotations

from itertools import count

import hyperscan
import pytest

from classifiers.budget import Budget
from classifiers.expressions import Shape, shape_of
from classifiers.finding import NotInspected
from classifiers.prefilter import chosen, multipattern
from classifiers.prefilter.chosen import prefilter_of
from classifiers.prefilter.multipattern import Multipattern
from classifiers.prefilter.portable import Portable

AMPLE = 60.0


def shapes(*expressions: str) -> list[Shape]:
    found = [shape_of(expression) for expression in expressions]
    return [shape for shape in found if shape]


@pytest.fixture(params=[Multipattern, Portable])
def kind(request: pytest.FixtureRequest) -> type[Multipattern | Portable]:
    made: type[Multipattern | Portable] = request.param
    return made


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["abc", "x", "zz abc 42"], {0: {0}, 2: {0, 1}}),
        (["ab", "c"], {}),  # nothing crosses from one text to the next
        (["", "", "42"], {2: {1}}),
        (["a\0bc", "abc"], {1: {0}}),
        (["\u0664\u0662", "\u00e9abc"], {0: {1}, 1: {0}}),
        ([], {}),
        (["9" * 300_000, "abc", "9" * 300_000], {0: {1}, 1: {0}, 2: {1}}),
    ],
)
def test_what_occurs_in_which_text(
    kind: type[Multipattern | Portable], texts: list[str], expected: dict[int, set[int]]
) -> None:
    found = kind(shapes("abc", r"\d\d")).occurrences(texts, Budget(AMPLE))

    assert {index: set(at) for index, at in found.items()} == expected


def test_the_same_expression_is_matched_for_all_who_ask(kind: type[Multipattern | Portable]) -> None:
    found = kind(shapes("abc", "x", "abc")).occurrences(["abc"], Budget(AMPLE))

    assert set(found[0]) == {0, 2}


def test_a_spent_budget_means_not_inspected(kind: type[Multipattern | Portable]) -> None:
    ticks = count(0.0, 2.0)

    with pytest.raises(NotInspected):
        kind(shapes("abc")).occurrences(["abc"], Budget(1.0, clock=lambda: next(ticks)))


def test_ends_are_those_of_every_match_in_its_text() -> None:
    found = Multipattern(shapes(r"\d\d")).occurrences(["xx", "a 123 45", "67"], Budget(AMPLE))

    assert {index: [*(at[0] or ())] for index, at in found.items()} == {1: [4, 5, 8], 2: [2]}


def test_too_many_matches_mean_not_inspected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multipattern, "_FREE", 10)
    monkeypatch.setattr(multipattern, "MOST_PER_CHARACTER", 1)
    matches_twice = Multipattern(shapes("a", "[ab]", "[abc]"))

    assert matches_twice.occurrences(["aab"], Budget(AMPLE))
    with pytest.raises(NotInspected):
        matches_twice.occurrences(["a" * 100], Budget(AMPLE))


def test_a_scan_that_fails_means_not_inspected(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def scan(self, *_: object, **__: object) -> None:
            raise hyperscan.InvalidError("broken")

    monkeypatch.setattr(multipattern, "cached_database", lambda _: Broken())
    monkeypatch.setattr(hyperscan, "Scratch", lambda _: None)

    with pytest.raises(NotInspected):
        Multipattern(shapes("a")).occurrences(["a"], Budget(AMPLE))


def test_what_hyperscan_does_not_take_is_looked_for_all_the_same() -> None:
    repeated = Shape("a(?=b)", ignores_case=False, width=1, alphabet=frozenset("a"), around=1)

    found = Multipattern([*shapes("x", r"\d"), repeated, *shapes("abc")]).occurrences(
        ["abc 1", "ab", "x"], Budget(AMPLE)
    )

    ends = {index: {trigger: each and [*each] for trigger, each in at.items()} for index, at in found.items()}
    assert ends == {0: {1: [5], 2: None, 3: [3]}, 1: {2: None}, 2: {0: [1]}}


def test_without_hyperscan_the_portable_prefilter_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(prefilter_of(shapes("a")), Multipattern)
    monkeypatch.setattr(chosen, "HAS_HYPERSCAN", False)
    assert isinstance(prefilter_of(shapes("a")), Portable)


def test_ends_ascend_though_hyperscan_reports_some_late(kind: type[Multipattern | Portable]) -> None:
    (shape,) = shapes(r"\u00e9\b\u20ac*(?:a\S{,2}A0{,2}|[I-\u20ac].??\b|\W){2}")

    ends = kind([shape]).occurrences(["aa -a\u00e9 k\u00e9 a-"], Budget(AMPLE))[0][0]

    assert ends is None or [*ends] == sorted(ends)


@pytest.mark.parametrize("count", [3, multipattern._MANY])
def test_ends_are_in_order_however_many_there_are(count: int) -> None:
    expressions = ("ab?c?", "[bc]{1,3}")
    found = Multipattern(shapes(*expressions)).occurrences(["abc " * count], Budget(AMPLE))

    for ends in found[0].values():
        assert ends is not None
        assert len(ends) >= count
        assert [*ends] == sorted(ends)
