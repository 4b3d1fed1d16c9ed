"""What holds of every system that compiles, whatever its templates."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from connectors.match import Matcher
from connectors.model import Effect, Operation, System, Tier
from connectors.template import Kind, Segment, parse, shape

METHODS = st.sampled_from(["GET", "POST", "DELETE"])
LITERALS = st.sampled_from(["a", "b", "c", "caf\u00e9"])
VALUES = st.text(
    st.characters(codec="utf-8", exclude_characters="/\\", exclude_categories=["Cc"]), min_size=1, max_size=4
).filter(lambda text: text not in {".", ".."})


@st.composite
def templates(draw: st.DrawFn) -> str:
    kinds = draw(st.lists(st.booleans(), min_size=1, max_size=4))
    parts = [draw(LITERALS) if literal else f"{{p{index}}}" for index, literal in enumerate(kinds)]
    return "/" + "/".join([*parts, *draw(st.sampled_from([[], [""], ["{rest*}"]]))])


@st.composite
def systems(draw: st.DrawFn) -> System:
    requests = draw(
        st.lists(
            st.tuples(METHODS, templates()),
            min_size=1,
            max_size=8,
            unique_by=lambda request: (request[0], shape(parse(request[1]))),
        )
    )
    operations = (
        Operation(str(index), method, path, Effect.READ, Tier.LOW) for index, (method, path) in enumerate(requests)
    )
    return System("sample", "Sample", tuple(operations))


def takes(segments: tuple[Segment, ...], path: list[str]) -> bool:
    """Tell by the definition of a template, without a tree, whether it takes a decoded path."""
    if segments[-1].kind is Kind.REST:
        head = len(segments) - 1
        return len(path) > head and all(path[head:]) and all(map(fits, segments[:-1], path[:head]))
    return len(path) == len(segments) and all(map(fits, segments, path))


def fits(segment: Segment, value: str) -> bool:
    return value == segment.text if segment.kind is Kind.LITERAL else bool(value)


def is_alike(literal: str, value: str) -> bool:
    """Tell whether some server routes ``value`` as ``literal``: it folds case, or takes off what follows."""
    return literal.casefold() == value.strip().split(".")[0].split(";")[0].casefold()


def is_hidden(operation: Operation, system: System, path: list[str]) -> bool:
    """Tell whether a literal, or what is like one, stands where ``operation`` has a parameter, after equal shapes."""
    own = shape(parse(operation.path))
    others = [shape(parse(each.path)) for each in system.operations]
    return any(
        kind is not Kind.LITERAL
        and other[:index] == own[:index]
        and other_kind is Kind.LITERAL
        and is_alike(text, value)
        for other in others
        for index, ((kind, _), value, (other_kind, text)) in enumerate(zip(own, path, other, strict=False))
    )


def most_particular(system: System, method: str, path: list[str]) -> Operation | None:
    """Return what the rules of matching say, worked out from every template by itself."""
    candidates = [
        operation
        for operation in system.operations
        if operation.method == method and takes(parse(operation.path), path) and not is_hidden(operation, system, path)
    ]
    return min(candidates, key=lambda each: [segment.kind for segment in parse(each.path)], default=None)


def encoded(path: list[str]) -> str:
    return "".join("/" + quote(segment, safe="") for segment in path)


@given(systems(), st.data())
def test_every_operation_takes_its_own_template_filled_in(system: System, data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(system.operations))
    literals = {part.text for each in system.operations for part in parse(each.path) if part.kind is Kind.LITERAL}
    values = VALUES.filter(lambda value: not any(is_alike(literal, value) for literal in literals))
    segments = parse(operation.path)
    path = [segment.text if segment.kind is Kind.LITERAL else data.draw(values) for segment in segments]
    match = Matcher(system).match(operation.method, encoded(path))
    assert match is not None
    if segments[-1].kind is not Kind.REST:  # else a ``{name}`` beside it is more particular
        assert match.operation == operation
        assert match.parameters == {
            segment.text: value for segment, value in zip(segments, path, strict=True) if segment.kind is Kind.PARAMETER
        }


@given(systems(), METHODS, st.lists(st.one_of(LITERALS, VALUES, st.just("")), min_size=1, max_size=6))
def test_a_request_is_the_most_particular_operation_that_takes_it_and_no_other(
    system: System, method: str, path: list[str]
) -> None:
    match = Matcher(system).match(method, encoded(path))
    assert (match.operation if match else None) == most_particular(system, method, path)


@given(systems(), METHODS, VALUES, st.lists(VALUES, min_size=1, max_size=3))
def test_a_path_with_an_empty_segment_inside_matches_nothing(
    system: System, method: str, head: str, tail: list[str]
) -> None:
    assert Matcher(system).match(method, encoded([head, "", *tail])) is None
