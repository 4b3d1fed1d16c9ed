"""Paths of RFC 9535 lead to JSON Pointers."""

from __future__ import annotations

import jsonpath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.json import Json
from gateway.policy.field_path import FieldPath

PAYROLL: Json = {
    "salary": 1,
    "people": [
        {"name": "A", "salary": 2, "bankAccount": {"iban": "x", "bic": "y"}},
        {"name": "B", "pay": {"salary": {"gross": 3}}, "a/b~c": 4},
    ],
}


@pytest.mark.parametrize(
    ("path", "pointers"),
    [
        ("$", [""]),
        ("$.salary", ["/salary"]),
        ("$['salary']", ["/salary"]),
        ("$..salary", ["/people/0/salary", "/people/1/pay/salary", "/salary"]),
        ("$..bankAccount.*", ["/people/0/bankAccount/bic", "/people/0/bankAccount/iban"]),
        ("$.people[*].name", ["/people/0/name", "/people/1/name"]),
        ("$.people[-1].name", ["/people/1/name"]),
        ("$.people[0:1].name", ["/people/0/name"]),
        ("$.people[?@.name == 'B'].pay", ["/people/1/pay"]),
        ("$.people[?@.salary > $.salary].name", ["/people/0/name"]),
        ("$.people[?search(@.name, '^[AB]$')].salary", ["/people/0/salary"]),
        ("$..['a/b~c']", ["/people/1/a~1b~0c"]),
        ("$['salary','salary']", ["/salary"]),
        ("$..['salary','name']..*", ["/people/1/pay/salary/gross"]),
        ("$.Salary", []),
        ("$.people.salary", []),
        ("$.people[7]", []),
        ("$.people[*].name[0:1]", []),  # a string is no array
        ("$..name..*", []),
    ],
)
def test_a_path_selects_what_the_rfc_says(path: str, pointers: list[str]) -> None:
    assert sorted(FieldPath.parse(path).pointers(PAYROLL)) == pointers


@pytest.mark.parametrize("document", [None, True, 7, "text", '{"salary": 1}', "[1]"])
def test_a_document_without_members_has_only_its_root(document: Json) -> None:
    assert FieldPath.parse("$").pointers(document) == [""]
    assert FieldPath.parse("$..*").pointers(document) == []
    assert FieldPath.parse("$.salary").pointers(document) == []


def test_a_deep_document_is_searched_to_its_ground() -> None:
    document: Json = {"salary": 1}
    for _ in range(253):
        document = [document]

    assert FieldPath.parse("$..salary").pointers(document) == ["/0" * 253 + "/salary"]
    assert FieldPath.parse("$[?@..salary]").pointers(document) == ["/0"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "salary",
        "$.",
        "$..",
        "$.a ",
        " $.a",
        "$[",
        "$.a | $.b",
        "$.~a",
        "^.a",
        "$.a-b c",
        "$[?secret(@.a)]",
        "$[?count(@.a)]",
        "$[99999999999999999999]",
        "$" + "[?@" * 400,
        "$[?search(@.a, '[')]",
        "$[?match(@.a, '(')]",
        "$[?@.b && search(@.a, '[')]",
    ],
)
def test_what_is_no_path_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as refused:
        FieldPath.parse(text)

    assert 0 < len(str(refused.value)) < 120
    assert "\n" not in str(refused.value)


def test_a_path_is_known_by_its_text() -> None:
    assert FieldPath.parse("$.a") == FieldPath.parse("$.a")
    assert FieldPath.parse("$.a") != FieldPath.parse("$['a']")
    assert repr(FieldPath.parse("$.a")) == "FieldPath(text='$.a')"


_DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c/d"]), below, max_size=3),
    max_leaves=12,
).filter(lambda document: isinstance(document, dict | list))
_PATHS = st.lists(
    st.sampled_from([".a", "..b", "[*]", "..*", "['c/d']", "[0]", "[-1]", "[1:]", "[?@.a]", "[?@ == 1]", "['a',0]"]),
    max_size=3,
).map(lambda segments: "$" + "".join(segments))


@given(_DOCUMENTS, _PATHS)
def test_without_strings_the_walk_is_equal_to_the_librarys(document: Json, path: str) -> None:
    oracle = {str(match.pointer()) for match in jsonpath.finditer(path, document, strict=True)}

    assert set(FieldPath.parse(path).pointers(document)) == oracle
