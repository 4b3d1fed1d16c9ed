from __future__ import annotations

import pytest

from connectors.template import InvalidTemplate, Kind, Segment, parse, shape


def test_a_template_is_read_into_literals_parameters_and_a_rest() -> None:
    assert parse("/repos/{owner}/contents/{path*}") == (
        Segment(Kind.LITERAL, "repos"),
        Segment(Kind.PARAMETER, "owner"),
        Segment(Kind.LITERAL, "contents"),
        Segment(Kind.REST, "path"),
    )


def test_a_trailing_slash_is_an_empty_literal() -> None:
    assert parse("/v1/") == (Segment(Kind.LITERAL, "v1"), Segment(Kind.LITERAL, ""))


def test_templates_have_the_same_shape_when_only_the_names_of_parameters_differ() -> None:
    assert shape(parse("/a/{x}")) == shape(parse("/a/{y}"))
    assert shape(parse("/a/{x}")) != shape(parse("/a/{x*}"))
    assert shape(parse("/a/{x}")) != shape(parse("/a/x"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "begins with a slash"),
        ("v1", "begins with a slash"),
        ("/a//b", "cannot stand between slashes"),
        ("/a/../b", "cannot stand between slashes"),
        ("/a/.", "cannot stand between slashes"),
        ("/a%20b", "cannot stand between slashes"),
        ("/a b", "cannot stand between slashes"),
        ("/a?b=c", "cannot stand between slashes"),
        ("/a/:x/b", "in braces: `{x}` for `:x`"),
        ("/a/{x}@{y}", "a whole segment"),
        ("/a/{x", "a whole segment"),
        ("/a/{}", "a whole segment"),
        ("/a/{x*}/b", "nothing can follow"),
        ("/a/{x}/{x}", "named twice"),
    ],
)
def test_what_could_be_read_in_two_ways_is_no_template(path: str, words: str) -> None:
    with pytest.raises(InvalidTemplate, match=words):
        parse(path)
