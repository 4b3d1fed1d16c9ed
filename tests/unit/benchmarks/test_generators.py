"""What the classifiers are measured on is always the same, and is what it says it is."""

from __future__ import annotations

import re
from random import Random

import orjson
import pytest
import regex
from presidio_analyzer.predefined_recognizers import IbanRecognizer, MedicalLicenseRecognizer, NhsRecognizer

from benchmarks.classifiers import bodies
from benchmarks.classifiers.texts import Texts
from benchmarks.classifiers.values import value
from benchmarks.classifiers.written import Written


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


def test_the_same_source_writes_the_same_texts(texts: Texts) -> None:
    again = Texts()

    assert [texts.short(Random(number)) for number in range(50)] == [
        again.short(Random(number)) for number in range(50)
    ]
    assert texts.long(Random(1)) == again.long(Random(1))


def test_a_third_of_the_texts_is_not_ascii(texts: Texts) -> None:
    samples = [texts.short(Random(number)) for number in range(500)]

    assert sum(not sample.value.isascii() for sample in samples) * 3 >= len(samples)


def test_long_texts_have_2_to_20_kb_and_some_have_a_long_run_without_white_space(texts: Texts) -> None:
    values = [texts.long(Random(number)).value for number in range(40)]

    assert all(2_000 <= len(value) <= 25_000 for value in values)
    assert any(len(word) > 1_000 for value in values for word in value.split())


@pytest.mark.parametrize(
    "expression",
    [r"\d{3}-\d{2}", r"(?:AB|C)[0-9X]{2,3}", r"(a)\1b?", r"[^\d\s]+?z", r"\b(?i)\w\W.\s\S\D\b", r"[א-ת]{2}"],
)
def test_what_is_written_from_an_expression_matches_it(expression: str) -> None:
    write = Written(expression)

    for number in range(50):
        text = write(Random(number))
        assert regex.fullmatch(expression.replace("(?i)", ""), text, regex.DOTALL), text


def test_bodies_are_always_the_same_and_of_their_size() -> None:
    for is_dirty in (False, True):
        body = bodies.tickets(10, dirty=is_dirty)

        assert body == bodies.tickets(10, dirty=is_dirty)
        assert 9_000 <= len(body) <= 12_000
    assert 9_000 <= len(bodies.prose(10)) <= 12_000
    assert bodies.nothing_but_json(10) == bodies.nothing_but_json(10)
    assert bodies.nothing_but_text(10) == bodies.nothing_but_text(10)


def test_a_dirty_body_has_a_value_in_every_1500_bytes() -> None:
    records = orjson.loads(bodies.tickets(30, dirty=True))

    assert sum("customer" in record for record in records) == 30_000 // bodies.EVERY_BYTES


def test_values_have_the_check_digits_of_what_they_are() -> None:
    source = Random(1)
    made = dict(value(number, source) for number in range(64))

    assert IbanRecognizer().validate_result(made["iban"])
    assert NhsRecognizer().validate_result(made["nhs_number"])
    assert MedicalLicenseRecognizer().validate_result(made["dea_number"])
    assert re.fullmatch(r"1[1-9A-Za-z]{25,34}", made["wallet"])
