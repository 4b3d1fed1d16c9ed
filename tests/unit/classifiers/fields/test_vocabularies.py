"""Vocabularies of an operator's own: their form, their paths, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from classifiers import json_leaves
from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.fields.detector import VocabularyDetector
from classifiers.fields.paths import pointer_expression
from classifiers.fields.plausible import Kind
from classifiers.fields.vocabulary_file import InvalidVocabulary, built_in, read_vocabulary
from classifiers.finding import Evidence

OWN = """
[titles]
"hr.grade" = "Pay grade"

[groups]
matter = ["matter", "matters"]

[[entry]]
label = "hr.grade"
names = ["grade", "pay band"]
then = ["code"]
paths = ["$..comp.level", "$.rows[*].cells[2]"]

[[entry]]
label = "legal.party"
kind = "full_name"
under = ["matter", "person"]
names = ["name", "Gegenpartei für Akte"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "hr.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def labels_in(detector: VocabularyDetector, document: object) -> dict[str, str]:
    """Return the label of each value of a document by its place, or else by the names that lead to it."""
    found: dict[str, str] = {}
    for leaf in json_leaves(document):
        named = [] if leaf.place.in_key else detector.find(Text(leaf.text, leaf.words), Budget(60))
        for hit in (*named, *detector.hits_at(leaf)):
            found[leaf.text] = hit.label
    return found


def test_an_operators_names_come_before_the_products(path: Path) -> None:
    detector = VocabularyDetector([read_vocabulary(path), built_in()])

    document = {
        "grade": "E4",
        "payBand": {"code": "B"},
        "matter": {"name": "Doe v Roe"},
        "user": {"name": "Jane Roe", "first_name": "Jane"},
        "company": {"name": "Acme"},
    }

    assert labels_in(detector, document) == {
        "E4": "hr.grade",
        "B": "hr.grade",
        "Doe v Roe": "legal.party",
        "Jane Roe": "legal.party",
        "Jane": "personal.name",
    }


def test_a_path_takes_what_it_selects_and_what_is_below(path: Path) -> None:
    vocabulary = read_vocabulary(path, name="hr-system")
    detector = VocabularyDetector([vocabulary])

    document = {
        "comp": {"level": {"now": "L5", "next": {"from": "L6"}}, "other": "x"},
        "rows": [{"cells": ["a", "b", "c", "d"]}, {"cells": ["e", "f", 7, "null"]}],
    }

    assert labels_in(detector, document) == dict.fromkeys(("L5", "L6", "c", "7"), "hr.grade")
    (evidence,) = {hit.evidence for leaf in json_leaves({"comp": {"level": "L"}}) for hit in detector.hits_at(leaf)}
    assert evidence == Evidence(pattern="hr-system", context="$..comp.level")


def test_places_are_only_asked_for_where_a_vocabulary_has_paths(path: Path) -> None:
    assert VocabularyDetector([built_in(), read_vocabulary(path)]).has_paths
    assert not VocabularyDetector([built_in()]).has_paths


def test_a_vocabulary_says_its_labels_and_their_titles(path: Path) -> None:
    vocabulary = read_vocabulary(path)

    assert vocabulary.name == "hr"
    assert vocabulary.labels == {"hr.grade", "legal.party"}
    assert vocabulary.titles == {"hr.grade": "Pay grade"}


@pytest.mark.parametrize(
    ("written", "selected", "others"),
    [
        ("$.salary", ["/salary", "/salary/0/base"], ["/x/salary", "/salaryx", ""]),
        ("$..salary", ["/salary", "/a/0/salary", "/a/salary/b"], ["/salaries", "/a/xsalary"]),
        ("$.rows[*].pay", ["/rows/0/pay", "/rows/17/pay"], ["/rows/pay", "/rows/0/1/pay"]),
        ("$.*.pay", ["/a/pay"], ["/pay", "/a/b/pay"]),
        ("$.rows[2]", ["/rows/2", "/rows/2/x"], ["/rows/20"]),
        ("$['a b/c']['d~e']", ["/a b~1c/d~0e"], ["/a b/c/d~e"]),
        ('$["pay"]', ["/pay"], ["/pa"]),
        ("$..['pay'].x", ["/pay/x", "/a/pay/x"], ["/pay/y/x"]),
        ("$..[*]", ["/a", "/a/b"], [""]),
        ("$.größe", ["/größe"], ["/große"]),
        ("$.a", ["/a", "/a/b\nc"], ["/a\n"]),
    ],
)
def test_a_path_selects_pointers(written: str, selected: list[str], others: list[str]) -> None:
    expression = re.compile(pointer_expression(written))

    assert all(expression.fullmatch(pointer) for pointer in selected)
    assert not any(expression.fullmatch(pointer) for pointer in others)


@pytest.mark.parametrize(
    "written",
    ["", "$", "salary", "$.", "$...a", "$.a[?@.b]", "$.a[1:2]", "$.a-b", "$.a ", "$[a]", "$.a[-1]", "$['a\\'b']"],
)
def test_what_is_no_path_of_fields_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a path of fields"):
        pointer_expression(written)


def test_anywhere_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="more than one"):
        pointer_expression("$..a..b")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "entry: Field required"),
        ("entry = []", "entry: List should have at least 1 item"),
        ("[[entry]]\nlabel = 'Salary'\nnames = ['pay']", "entry.0.label: String should match pattern"),
        ("[[entry]]\nlabel = 'salary'\nnames = ['pay']\nkind = 'cash'", "entry.0.kind: Input should be 'name'"),
        ("[[entry]]\nlabel = 'salary'\nnmes = ['pay']", "entry.0.nmes: Extra inputs are not permitted"),
        ("[[entry]]\nlabel = 'salary'", "entry.0: neither names nor paths"),
        ("[[entry]]\nlabel = 'salary'\nnames = ['a b c d e f g']", "entry.0: 'a b c d e f g': a name has one to 6"),
        ("[[entry]]\nlabel = 'salary'\nnames = [' ']", "entry.0: ' ': a name has one to 6"),
        ("[[entry]]\nlabel = 'salary'\nnames = ['pay']\nunder = ['persn']", "entry.0: 'persn': no such group"),
        ("[[entry]]\nlabel = 'salary'\npaths = ['$.a', 'pay']", "entry.0: 'pay': not a path of fields"),
        ("[[entry]", "not TOML: "),
    ],
)
def test_what_is_wrong_with_a_file_is_told(path: Path, text: str, fault: str) -> None:
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidVocabulary) as caught:
        read_vocabulary(path)

    assert str(caught.value).startswith(f"hr: {fault}")


def test_all_that_is_wrong_is_told_at_once(path: Path) -> None:
    path.write_text("[[entry]]\nlabel = 'a'\n[[entry]]\nlabel = 'b'\nnames = ['x']\nunder = ['y']", encoding="utf-8")

    with pytest.raises(InvalidVocabulary) as caught:
        read_vocabulary(path)

    assert caught.value.faults == ("entry.0: neither names nor paths", "entry.1: 'y': no such group")


def test_another_coding_is_refused(path: Path) -> None:
    path.write_text(OWN, encoding="utf-16")

    with pytest.raises(InvalidVocabulary, match="hr: not UTF-8"):
        read_vocabulary(path)


def test_the_page_says_every_kind_and_every_group() -> None:
    page = (Path(__file__).parents[4] / "docs/vocabularies.md").read_text(encoding="utf-8")

    table = page[page.index("| `kind` |") :]
    assert re.findall(r"^\| `(\w+)` \| (?:has|is|begins|says) ", table, re.MULTILINE)[1:] == list(Kind)
    assert all(f"`{group}`" in page for group in built_in().groups)
