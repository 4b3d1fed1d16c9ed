from __future__ import annotations

import pytest

from gateway.domain.json import Json
from gateway.settings.strict_yaml import MAX_BYTES, MAX_DEPTH, Mark, YamlMistake, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("0", 0),
        ("-17", -17),
        ("123456789012345678", 123456789012345678),
        ("1.50", 1.5),
        ("-0.25", -0.25),
        # text, whatever YAML 1.1 makes of it
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("0777", "0777"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("+1", "+1"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1:30", "1:30"),
        ("2027-03-31", "2027-03-31"),
        ("1234567890123456789", "1234567890123456789"),  # a digit too long to be exact everywhere
        ("=", "="),
        ('"true"', "true"),
        ("'7'", "7"),
        ("|\n  null\n", "null\n"),
    ],
)
def test_a_scalar_is_what_json_would_have_it_be(text: str, value: Json) -> None:
    document = parse(f"key: {text}".encode())
    assert document.mistakes == ()
    assert document.value == {"key": value}
    assert isinstance(document.value, dict)
    assert type(document.value["key"]) is type(value)


def test_every_value_and_every_key_keeps_its_place() -> None:
    document = parse(b"# a comment\nrules:\n  - id: one\n    labels: [a,  b]\n  - {id: two}\nempty:\n")
    assert document.value == {"rules": [{"id": "one", "labels": ["a", "b"]}, {"id": "two"}], "empty": None}
    assert document.place(()) == Mark(2, 1)
    assert document.place(("rules",)) == Mark(3, 3)
    assert document.place(("rules",), in_key=True) == Mark(2, 1)
    assert document.place(("rules", 0)) == Mark(3, 5)
    assert document.place(("rules", 0, "labels", 1)) == Mark(4, 18)
    assert document.place(("rules", 1, "id")) == Mark(5, 10)
    assert document.place(("rules", 1, "id"), in_key=True) == Mark(5, 6)


def test_what_is_not_there_is_placed_at_the_nearest_thing_above_it() -> None:
    document = parse(b"audit:\n  directory: here\nrules:\n- id: one\n")
    assert document.place(("audit", "max_wait")) == Mark(1, 1)  # the key that it would stand under
    assert document.place(("rules", 0, "owner", "team")) == Mark(4, 3)  # an item of a list has no key
    assert document.place(("listen",)) == Mark(1, 1)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "the key `a` is here twice, first in line 1"),
        ('{"a": 1, a: 2}', 1, 10, "twice"),
        ("a: 1\na: {b: [1, {c: 2}], b: 3}\n", 2, 1, "twice"),
        ("a: &x 1\n", 1, 4, "anchors are not supported"),
        ("a: &x {b: 1}\n", 1, 4, "anchors are not supported"),
        ("&x a: 1\n", 1, 1, "no anchor and no tag"),
        ("a: !!str 1\n", 1, 4, "tags are not supported"),
        ("a: !python/object:os.system {}\n", 1, 4, "tags are not supported"),
        ("a: ! x\n", 1, 4, "tags are not supported"),
        ("<<: {a: 1}\n", 1, 1, "merge keys are not supported"),
        ("1: a\n", 1, 1, "expected a key that is text"),
        ("true: a\n", 1, 1, "expected a key that is text"),
        ("~: a\n", 1, 1, "expected a key that is text"),
        ("%YAML 1.1\n---\na: 1\n", 1, 1, "no directives"),
        ("a: 1\n---\nb: 2\n", 2, 1, "one document"),
    ],
)
def test_what_can_be_read_in_two_ways_is_a_mistake_with_a_place(text: str, line: int, column: int, words: str) -> None:
    [mistake] = parse(text.encode()).mistakes
    assert mistake.mark == Mark(line, column)
    assert words in mistake.message


def test_an_alias_is_a_mistake_beside_its_anchor() -> None:
    document = parse(b"a: &x 1\nb: *x\n")
    assert [mistake.mark for mistake in document.mistakes] == [Mark(1, 4), Mark(2, 4)]
    assert "aliases" in document.mistakes[1].message


def test_a_quoted_merge_key_is_only_text() -> None:
    assert parse(b'"<<": 1').value == {"<<": 1}


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        (b"a: [1, 2\nb: 3\n", 2, 2, "not YAML"),
        (b"a: 'open\n", 2, 1, "not YAML"),
        (b"read: [*]\n", 1, 9, "in quotes, such as"),
        (b"a: @x\n", 1, 4, "in quotes, such as"),
        (b"because: Larger: no\n", 1, 16, "holds `: ` in quotes"),
        (b"a: 1\n\tb: 2\n", 2, 1, "not YAML"),
        (b"a: *nowhere\n? [x]\n: 1\n", 2, 3, "a key that is text"),
        (b"a: \xc3\xa9\nb: \xff\n", 2, 4, "not UTF-8"),
        (b"a: 1\nb: \x07\n", 2, 4, "cannot be printed"),
        (b"#" * (MAX_BYTES + 1), 1, 1, "larger than"),
        (b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2), 1, MAX_DEPTH + 2, "nested more than"),
        (b"[" * 100_000, 1, MAX_DEPTH + 2, "nested more than"),
    ],
)
def test_what_cannot_be_read_at_all_says_where(content: bytes, line: int, column: int, words: str) -> None:
    document = parse(content)
    assert document.value is None
    [mistake] = document.mistakes
    assert mistake.mark == Mark(line, column)
    assert words in mistake.message


def test_an_empty_file_holds_nothing() -> None:
    document = parse(b"# only a comment\n")
    assert (document.value, document.mistakes) == (None, ())
    assert document.place(("rules",)) == Mark(1, 1)


def test_nesting_up_to_the_bound_is_read() -> None:
    document = parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    assert document.mistakes == ()


def test_a_second_value_under_one_key_does_not_replace_the_first() -> None:
    document = parse(b"a: {b: 1}\na: [*x]\nc: 2\n")
    assert document.value == {"a": {"b": 1}, "c": 2}
    assert document.mistakes == (YamlMistake(Mark(2, 1), "the key `a` is here twice, first in line 1"),)
