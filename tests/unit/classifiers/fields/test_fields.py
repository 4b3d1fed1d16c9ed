"""What names of fields say about their values: the vocabulary that comes with the product."""

from __future__ import annotations

import pytest

from classifiers import json_leaves
from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.fields.detector import NAME, SCORE, VocabularyDetector
from classifiers.fields.vocabulary_file import built_in
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.leaves import words_of


@pytest.fixture(scope="module")
def detector() -> VocabularyDetector:
    return VocabularyDetector([built_in()])


def labels_in(detector: VocabularyDetector, document: object) -> dict[str, str]:
    """Return the label of each text of a document that bears one."""
    values = [leaf for leaf in json_leaves(document) if not leaf.place.in_key]
    return {leaf.text: hit.label for leaf in values for hit in detector.find(Text(leaf.text, leaf.words), Budget(60))}


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("first_name", "jane", "personal.name"),
        ("firstName", "Jane", "personal.name"),
        ("firstname", "Jane", "personal.name"),
        ("billing-last-name", "Doe", "personal.name"),
        ("last_name_2", "Doe", "personal.name"),
        ("surname", "O'Neill-Süß", "personal.name"),
        ("Vorname", "Jörg", "personal.name"),
        ("prénom", "Zoé", "personal.name"),
        ("prenom", "Zoé", "personal.name"),
        ("apellidos", "García Márquez", "personal.name"),
        ("cognome", "Rossi", "personal.name"),
        ("full_name", "山田太郎", "personal.name"),
        ("customer_name", "Jane Doe", "personal.name"),
        ("userName", "Jane", "personal.name"),
        ("userName", "jdoe", None),  # a login
        ("user_name", "jane.doe@example.com", None),
        ("name", "Jane Doe", None),
        ("file_name", "Jane Doe", None),
        ("company_name", "Acme", None),
        ("repository_full_name", "octocat/Hello-World", None),
        ("first_name", "", None),
        ("first_name", "n/a", None),
        ("first_name", "[personal.name]", None),
        ("first_name", "https://example.com/jane", None),
        ("first_name", "4711", None),
        ("dob", "1990-12-24", "personal.birth_date"),
        ("date_of_birth", "24 December 1990", "personal.birth_date"),
        ("dateOfBirth", "661996800", "personal.birth_date"),
        ("birthDate", "-86400000", "personal.birth_date"),
        ("Geburtsdatum", "24.12.1990", "personal.birth_date"),
        ("fecha_de_nacimiento", "24/12/1990", "personal.birth_date"),
        ("dob", "unknown", None),
        ("created_date", "1990-12-24", None),
        ("birth_date_format", "YYYY-MM-DD", None),
        ("street", "12 Hedge Lane", "personal.address"),
        ("address_line_1", "12 Hedge Lane", "personal.address"),
        ("address1", "12 Hedge Lane", "personal.address"),
        ("Straße", "Hauptstr. 5", "personal.address"),
        ("strasse", "Hauptstr. 5", "personal.address"),
        ("address", "12 Hedge Lane, Ambridge", "personal.address"),
        ("address", "jane@example.com", None),
        ("address", "203.0.113.7", None),
        ("address", "0x8badf00d", None),
        ("ip_address", "12 Hedge Lane", "personal.address"),  # what it says, not what it is called
        ("email_address", "jane@example.com", None),
        ("shipping_city", "Ambridge", "personal.address"),
        ("city", "Ambridge", None),
        ("home_zip", "90210", "personal.address"),
        ("gender", "female", "personal.gender"),
        ("gender", "4", None),
        ("Staatsangehörigkeit", "deutsch", "personal.nationality"),
        ("staatsangehoerigkeit", "deutsch", "personal.nationality"),
        ("marital_status", "widowed", "personal.marital_status"),
        ("religion", "Quaker", "personal.special_category"),
        ("salary", "85,000.00 EUR", "salary"),
        ("salary", "$85k", "salary"),
        ("baseSalary", "85000", "salary"),
        ("salary_max", "60k\u201380k", "salary"),
        ("salary_currency", "EUR", None),
        ("salary", "EUR", None),
        ("salary", "0", None),
        ("Gehalt", "4.200,50 €", "salary"),
        ("rémunération", "42 000 €", "salary"),
        ("salary_band_name", "B2", None),
        ("diagnosis", "E11.9 Type 2 diabetes mellitus", "health.condition"),
        ("diagnosis_code", "E11.9", "health.condition"),
        ("diagnosis_id", "4711", None),
        ("diagnosis", "4711", None),
        ("diagnosis", "6f1c7b0e-1f0a-4c58-9d5e-0d8a0b9c6c11", None),
        ("Blutgruppe", "AB+", "health.condition"),
        ("medication_name", "Metformin", "health.medication"),
        ("bank_account_number", "000123456789", "bank.details"),
        ("sort_code", "12-34-56", "bank.details"),
        ("bic", "DEUTDEFF", "bank.details"),
        ("bank_code", "no", None),
        ("account_number", "ACC-1", None),
    ],
)
def test_a_name_and_its_value_together_make_a_label(
    detector: VocabularyDetector, name: str, value: str, label: str | None
) -> None:
    found = detector.find(Text(value, words_of(name)), Budget(60))

    assert [hit.label for hit in found] == ([label] if label else [])


def test_white_space_before_a_value_does_not_hide_it(detector: VocabularyDetector) -> None:
    hits = [*detector.find(Text(" " * 5_000 + "Miller", words_of("last_name")), Budget(60))]

    assert [hit.label for hit in hits] == ["personal.name"]


def test_names_above_count_as_those_of_the_field_do(detector: VocabularyDetector) -> None:
    document = {
        "patient": {
            "name": "Ada Mason",
            "name_2": {"given": ["Ida"], "family": "Cook"},
            "profile": {"name": "Una Fox"},
        },
        "contacts": [{"info": {"name": {"text": "Bo Reed"}}}],
        "repository": {"name": "Hello World", "owner": {"name": "Mona Cat"}},
        "user": {"repository": {"name": "Other World"}, "salary": {"amount": 4200, "currency": "EUR"}},
        "dob": {"value": "1990-12-24"},
        "bank": {"account": {"number": "12345678"}, "name": "First Bank"},
    }

    assert labels_in(detector, document) == {
        "Ada Mason": "personal.name",
        "Ida": "personal.name",
        "Cook": "personal.name",
        "Una Fox": "personal.name",
        "Bo Reed": "personal.name",
        "Mona Cat": "personal.name",
        "4200": "salary",
        "1990-12-24": "personal.birth_date",
        "12345678": "bank.details",
    }


def test_a_hit_takes_the_whole_value_and_says_which_name_counted(detector: VocabularyDetector) -> None:
    (hit,) = detector.find(Text(" Jane ", ("customer", "firstname")), Budget(60))

    assert hit == Hit("personal.name", 0, 6, SCORE, NAME)
    assert hit.evidence == Evidence(pattern="fields", context="first name")


def test_only_the_beginning_of_a_long_text_is_judged(detector: VocabularyDetector) -> None:
    assert [hit.end for hit in detector.find(Text("x " * 500_000, ("diagnosis",)), Budget(60))] == [1_000_000]


@pytest.mark.parametrize(
    "name", ["salary", "address", "firstName", "patientName", "dob", "gender", "iban", "diagnosis"]
)
@pytest.mark.parametrize(
    "value", ["9" * 40_000, "a " * 20_000, "1,." * 13_000, "é" * 40_000, " " * 40_000, "-" * 40_000]
)
def test_a_hostile_value_is_judged_at_once(detector: VocabularyDetector, name: str, value: str) -> None:
    budget = Budget(5)

    list(detector.find(Text(value + "!", words_of(name)), budget))

    budget.remaining()


def test_names_of_many_words_are_read_from_their_end(detector: VocabularyDetector) -> None:
    words = ("x",) * 10_000 + ("first", "name")

    assert detector.claims(words) == detector.claims(("first", "name"))
    assert detector.claims(()) is None
    assert detector.claims(("2", "3")) is None
    assert detector.claims(("value",)) is None


def test_every_label_of_the_vocabulary_is_one_the_detector_has(detector: VocabularyDetector) -> None:
    assert detector.labels == built_in().labels
    assert {"personal.name", "personal.birth_date", "personal.address", "salary", "health.condition"} <= detector.labels
