from __future__ import annotations

import re
from functools import partial

import pytest

from classifiers.budget import Budget
from classifiers.cues import GATES
from classifiers.detector import Text
from classifiers.detectors import own_detectors
from classifiers.finding import NotInspected
from classifiers.labels import LABELS
from classifiers.presidio.predefined import LABELS as PREDEFINED
from classifiers.recognizers.national import CHECKED, FACTS, UNCHECKED, Fact, NationalNumber, compact

BY_LABEL = {fact.label: fact for fact in FACTS}
ALONE = {"national_id.cn_ric", "national_id.mx_curp", "company.fr_vat"}


def spans(label: str, text: str) -> list[str]:
    numbers = [NationalNumber(fact) for fact in FACTS if fact.label == label]
    return [text[hit.start : hit.end] for number in numbers for hit in number.find(Text(text), Budget(60))]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.label)
def test_every_fact_is_a_label_and_is_found_where_its_trigger_is(fact: Fact) -> None:
    example = LABELS[fact.label].example
    (trigger,) = NationalNumber(fact).triggers

    assert fact.source
    if fact.label not in PREDEFINED.values():  # the examples of those are in the form that Presidio finds
        assert spans(fact.label, example)
        assert re.search(trigger.expression, example)


def test_a_number_without_a_gate_has_a_form_and_a_check_that_say_enough() -> None:
    assert BY_LABEL.keys() - GATES.keys() == ALONE


def test_no_fact_is_there_twice() -> None:
    assert len({(fact.label, fact.expression) for fact in FACTS}) == len(FACTS)
    assert len(BY_LABEL) == len(FACTS) - 2  # German documents: on their face, and as machines read them


@pytest.mark.parametrize(
    ("label", "text", "found"),
    [
        ("national_id.br_cpf", "cpf 390.533.447-05.", ["390.533.447-05"]),
        ("national_id.br_cpf", "cpf:39053344705,", ["39053344705"]),
        ("national_id.br_cpf", "1,39053344705,2", ["39053344705"]),
        ("national_id.br_cpf", "390.533.447-06", []),  # one check digit is wrong
        ("national_id.br_cpf", "1.390.533.447-05", []),  # of more groups
        ("national_id.br_cpf", "390.533.447-05-1", []),
        ("national_id.br_cpf", "x39053344705", []),
        ("national_id.br_cpf", "0.39053344705", []),
        ("national_id.cn_ric", "身份证110105194912310021或", []),
        ("national_id.cn_ric", "身份证11010519491231002X或", ["11010519491231002X"]),
        ("national_id.cn_ric", "11010519491231002x", ["11010519491231002x"]),
        ("national_id.hk_id", "A123456(3)", ["A123456(3)"]),
        ("national_id.hk_id", "A1234563", ["A1234563"]),
        ("national_id.hk_id", "A123456(4)", []),
        ("national_id.fr_nir", "2 95 10 99 126 111 93", ["2 95 10 99 126 111 93"]),
        ("national_id.fr_nir", "295109912611193", ["295109912611193"]),
        ("national_id.fr_nir", "1 85 07 2A 952 716 94", []),
        ("national_id.de_id_card", "L01X00T47", ["L01X00T47"]),  # as printed
        ("national_id.de_id_card", "L01X00T471", ["L01X00T471"]),  # with its check digit
        ("national_id.de_id_card", "L01X00T472", []),
        ("national_id.de_id_card", "C01X00T47", []),  # a passport's beginning
        ("national_id.de_passport", "C01X00T47", ["C01X00T47"]),
        ("national_id.de_passport", "C01X00T478D", ["C01X00T478D"]),
        ("national_id.de_passport", "COIX00T47", []),  # O and I are in no number
        ("national_id.us_ssn", "536904399", ["536904399"]),
        ("national_id.us_ssn", "666904399", []),
        ("national_id.mx_rfc", "RFC GODE561231GR8", ["GODE561231GR8"]),
    ],
)
def test_numbers_are_told_from_near_misses(label: str, text: str, found: list[str]) -> None:
    assert spans(label, text) == found


def test_a_hit_says_whether_a_check_digit_was_verified() -> None:
    (cpf,) = NationalNumber(BY_LABEL["national_id.br_cpf"]).find(Text("39053344705"), Budget(60))
    (ssn,) = NationalNumber(BY_LABEL["national_id.us_ssn"]).find(Text("536904399"), Budget(60))

    assert (cpf.score, cpf.evidence.is_checked) == (CHECKED, True)
    assert (ssn.score, ssn.evidence.is_checked) == (UNCHECKED, False)
    assert cpf.recognizer == cpf.evidence.pattern == "NationalNumber(national_id.br_cpf)"


def test_separators_and_scripts_do_not_matter_to_the_arithmetic() -> None:
    assert compact("12.345.678-k") == "12345678K"
    assert compact("٣٩٠") == "390"
    assert compact("A&B 1") == "A&B1"


def test_only_the_wanted_ones_are_asked() -> None:
    assert {label for detector in own_detectors(["national_id.br_cpf"]) for label in detector.labels} == {
        "national_id.br_cpf"
    }


def test_a_text_of_endless_numbers_ends_with_the_budget() -> None:
    ticks = iter(range(1_000))
    clock = partial(next, ticks)

    with pytest.raises(NotInspected):
        list(
            NationalNumber(BY_LABEL["national_id.bg_egn"]).find(
                Text("1234567890 " * 2_000), Budget(5, clock, wall=clock)
            )
        )
