from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.telemetry.failure import failure

SECRET = "alice@example.com"


def deeper(document: dict[str, str]) -> str:
    return document[SECRET]


def test_a_failure_is_told_by_its_type_and_its_places_innermost_first() -> None:
    with pytest.raises(KeyError) as caught:
        deeper({})
    told = failure(caught.value)
    here = re.escape(str(Path(__file__)))
    assert re.fullmatch(rf"KeyError at {here}:\d+ < {here}:\d+", told)


@pytest.mark.parametrize(
    "error", [ValueError(SECRET), KeyError(SECRET), UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET)]
)
def test_the_text_of_an_exception_is_never_told(error: Exception) -> None:
    error.add_note(SECRET)
    assert SECRET not in failure(error)


def test_what_led_to_it_is_not_told_either() -> None:
    error = ValueError("outer")
    error.__cause__ = error.__context__ = KeyError(SECRET)
    assert SECRET not in failure(error)


def test_a_failure_that_was_never_raised_has_no_place() -> None:
    assert failure(RuntimeError(SECRET)) == "RuntimeError at unknown"


def test_a_type_inside_another_is_told_whole() -> None:
    class Inner(Exception): ...

    assert failure(Inner()).startswith("test_a_type_inside_another_is_told_whole.<locals>.Inner at ")
