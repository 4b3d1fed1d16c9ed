"""What an organisation brings itself, in one value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from classifiers.budget import Budget
from classifiers.engine import Engine
from classifiers.extras import Extras
from classifiers.fields.vocabulary_file import read_vocabulary
from classifiers.leaves import words_of
from classifiers.lists.dictionary import dictionary_of
from classifiers.lists.identifier_file import make_identifiers, read_identifiers
from classifiers.ner.entities import NamedEntities
from classifiers.prefilter.chosen import prefilter_of
from classifiers.presidio.custom import CustomRecognizer

KEY = bytes(16)


class Model:
    """Has labels and titles, as a model that is alive has."""

    labels = frozenset({"personal.name", "organisation"})
    titles = {"personal.name": "Name of a person", "organisation": "Organisation"}  # noqa: RUF012


@pytest.fixture
def extras(tmp_path: Path) -> Extras:
    accounts, fields = tmp_path / "accounts", tmp_path / "hr.toml"
    accounts.write_bytes(make_identifiers(["12345678"], KEY))
    fields.write_text("titles = {'hr.grade' = 'Pay grade'}\n[[entry]]\nlabel = 'hr.grade'\nnames = ['grade']\n")
    fields.write_text(fields.read_text() + "[[entry]]\nlabel = 'hr.level'\nnames = ['level']\n")
    return Extras(
        dictionaries=(
            dictionary_of(["Project Falcon"], "mnpi.falcon", name="falcon", title="Deal Falcon"),
            dictionary_of(["Jane Roe"], "personal.name", name="directors"),
        ),
        identifiers=(read_identifiers(accounts, KEY, "customer.account_number", title="Account number"),),
        vocabularies=(read_vocabulary(fields),),
        recognizers=(CustomRecognizer("hr.badge", "BadgeRecognizer", "BADGE"),),
        model=cast("NamedEntities", Model()),
    )


def test_the_labels_they_add_have_titles(extras: Extras) -> None:
    assert extras.labels == {
        "mnpi.falcon": "Deal Falcon",
        "customer.account_number": "Account number",
        "hr.grade": "Pay grade",
        "hr.level": "hr.level",
        "hr.badge": "BadgeRecognizer",
        "organisation": "Organisation",
    }


def test_nothing_adds_nothing() -> None:
    assert Extras().labels == {}
    assert Extras().detectors(["mnpi"]) == ()


def test_only_what_finds_a_wanted_label_is_made(extras: Extras) -> None:
    assert extras.detectors(["payment_card"]) == ()
    assert [each.labels for each in extras.detectors(["mnpi.falcon"])] == [{"mnpi.falcon"}]
    assert [each.labels for each in extras.detectors(["customer.account_number", "hr.grade", "personal.name"])] == [
        {"personal.name"},
        {"customer.account_number"},
        {"hr.grade", "hr.level"},
        {"personal.name", "organisation"},
    ]


def test_an_engine_finds_them_in_one_message(extras: Extras) -> None:
    engine = Engine(prefilter_of, None, replace(extras, model=None).detectors(extras.labels))
    texts = [("about PROJECT falcon", ()), ("a/c 12345678", ()), ("E4", words_of("payGrade")), ("project 12345679", ())]

    hits = engine.hits(texts, Budget(60))

    assert {index: [located.hit.label for located in found] for index, found in hits.items()} == {
        0: ["mnpi.falcon"],
        1: ["customer.account_number"],
        2: ["hr.grade"],
    }
