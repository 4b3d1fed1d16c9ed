from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.cues import GATES
from classifiers.detector import Text
from classifiers.finding import Evidence
from classifiers.gates import AFTER, BEFORE, may_pass, passing
from classifiers.hit import Hit
from classifiers.labels import LABELS
from classifiers.leaves import words_of

EPOCHS = [str(1_700_000_000 + 86_399 * step) for step in range(60)]
HASHES = ["6dcb09b5b57875f334f61aebed695e2e4193db5e", "fb1388568c7d3f8e9a0b1c2d3e4f5a6b7c8d9e0f"]


def passes(label: str, text: str, name: str = "", *, part: str | None = None) -> bool:
    start = text.index(part) if part else 0
    hit = Hit(label, start, start + len(part or text), 0.4, "Test")
    return passing([hit], text, words_of(name)) == [hit]


def test_every_gate_is_for_a_label_that_exists() -> None:
    assert GATES.keys() <= LABELS.keys()


@pytest.mark.parametrize(
    ("label", "text", "part", "is_one"),
    [
        ("national_id.es_nif", "7426536c-36a8-4c6f-bbfa-0242ac130003", "7426536c", False),
        ("national_id.es_nif", "es 7426536C, s", "7426536C", True),
        ("national_id.fi_hetu", "sha256:d3577bfa707270306a39329a4b90", "270306a3932", False),
        ("national_id.fi_hetu", "on 270306a3932.", "270306a3932", True),
        ("national_id.fi_hetu", "hetu:x270306a3932", "270306a3932", True),
    ],
)
def test_what_is_part_of_a_hash_needs_a_word(label: str, text: str, part: str, is_one: bool) -> None:
    assert passes(label, text, part=part) is is_one


def test_a_label_without_a_gate_passes_by_itself() -> None:
    assert passes("contact.email", "jane@example.com", "created_at")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("national_id.us_ssn", "customerSSN"),
        ("national_id.us_ssn", "social_security"),
        ("national_id.uk_nhs", "nhs-number"),
        ("bank.us_account", "bankAccount"),
        ("bank.aba_routing", "routing_number"),
        ("contact.phone", "billing.phone"),
        ("national_id.pl_pesel", "nationalId"),
    ],
)
def test_a_name_that_says_so_bears_a_match_out(label: str, name: str) -> None:
    assert passes(label, "1234567890", name)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("national_id.us_ssn", "order_id"),
        ("national_id.us_ssn", "ssnippet"),  # Presidio's context words match inside other words
        ("national_id.us_passport", "status"),
        ("national_id.in_pan", "company"),
        ("contact.phone", "phonetic"),
        ("bank.us_account", "account_id"),
    ],
)
def test_a_name_that_only_contains_the_letters_does_not(label: str, name: str) -> None:
    assert not passes(label, "123456789", name)


def test_a_cue_counts_near_the_match_and_not_further_away() -> None:
    near, far = " " * (BEFORE - 4), " " * (BEFORE + 1)

    assert passes("national_id.us_ssn", f"SSN{near}123456789", part="123456789")
    assert not passes("national_id.us_ssn", f"SSN{far}123456789", part="123456789")
    assert passes("national_id.us_ssn", "123456789 (ssn)", part="123456789")
    assert not passes("national_id.us_ssn", f"123456789{' ' * AFTER}ssn", part="123456789")


@pytest.mark.parametrize(
    ("label", "name", "bears_out"),
    [
        ("payment_card", "card_number", True),
        ("payment_card", "card_id", True),
        ("payment_card", "card.network_transaction_id", False),
        ("contact.phone", "phone_number_id", False),
        ("contact.phone", "contact.id", False),
        ("national_id.us_ssn", "tax_id", True),
        ("national_id.us_ssn", "ssn_order_id", False),
        ("health.us_member_id", "member.id", True),
        ("health.us_member_id", "member.order_ids", False),
    ],
)
def test_the_name_of_an_identifier_says_only_what_it_identifies(label: str, name: str, bears_out: bool) -> None:
    assert passes(label, "123456789", name) is bears_out
    assert may_pass(label, Text("123456789", words_of(name))) >= bears_out


@pytest.mark.parametrize(
    ("text", "bears_out"),
    [
        ("phone: 2125550143", True),
        ("call 2125550143", True),
        ("you can reach our office at 0212 5550143", True),
        ("you can reach our office at 2125550143", False),
        ("call the region update about shipments at 0212 5550143", False),
        ("2125550143 phone", False),
    ],
)
def test_what_is_said_of_telephones_counts_only_right_before_them(text: str, bears_out: bool) -> None:
    part = "0212 5550143" if "0212" in text else "2125550143"

    assert passes("contact.phone", text, part=part) is bears_out


def test_a_word_that_the_window_cuts_is_no_cue() -> None:
    assert not passes("national_id.us_ssn", "assn" + " " * (BEFORE - 3) + "123456789", part="123456789")


@pytest.mark.parametrize(("label", "word"), [("bank.us_account", "bank"), ("health.us_member_id", "member")])
def test_some_words_say_what_a_field_holds_and_nothing_in_a_sentence(label: str, word: str) -> None:
    assert passes(label, "945456787654", word)
    assert not passes(label, f"the {word} is at 945456787654", part="945456787654")


def test_a_cue_is_a_word_of_its_own() -> None:
    assert passes("national_id.us_driver_license", "his driver's license: D1234567", part="D1234567")
    assert not passes("national_id.us_driver_license", "license D1234567", part="D1234567")


@pytest.mark.parametrize(
    ("text", "says_enough"),
    [("536-90-4399", True), ("536 90 4399", True), ("536-90 4399", False), ("536904399", False)],
)
def test_the_way_it_is_written_can_be_enough(text: str, says_enough: bool) -> None:
    assert passes("national_id.us_ssn", text) is says_enough


@pytest.mark.parametrize("text", ["11-536-90-4399", "536-90-4399-1", "a536-90-4399", "536-90-4399b"])
def test_the_middle_of_something_longer_is_not_written_so(text: str) -> None:
    assert not passes("national_id.us_ssn", text, part="536-90-4399")


def test_no_cue_helps_where_the_name_says_that_it_is_a_time_or_a_hash() -> None:
    assert passes("national_id.us_ssn", "123456789", "ssn")
    assert not passes("national_id.us_ssn", "123456789", "ssn_updated_at")
    assert not passes("health.us_medical_license", "BB1388568", "dea_sha")
    assert passes("national_id.us_ssn", "ssn 123456789", "updated", part="123456789")


@pytest.mark.parametrize("name", ["ssn_sha", "ssn_ts", "ssn_version", "ssn_count", "ssn_offset"])
@pytest.mark.parametrize("text", ["1536904399", "9f536904399c-01", "2024-01-15T10:00:00", "-536904399.25"])
def test_no_part_of_a_bare_value_under_such_a_name_counts(name: str, text: str) -> None:
    part = "536904399" if "536904399" in text else "2024-01-15"

    assert passes("national_id.us_ssn", text, name, part=part) is ("T" in text)  # a T is more than a number or a hash


def test_the_cue_that_was_needed_is_told() -> None:
    bare = Hit("national_id.us_ssn", 0, 9, 0.4, "Test", Evidence("digits"))
    written = Hit("national_id.us_ssn", 0, 11, 0.4, "Test", Evidence("digits"))
    ungated = Hit("contact.email", 0, 9, 0.4, "Test", Evidence("digits"))

    (led,) = passing([bare], "536904399", ("customer", "ssn"))
    (beside,) = passing([bare], "536904399 is his Social Security number", ())
    (alone,) = passing([written], "536-90-4399", ("customer", "ssn"))

    assert led.evidence == Evidence("digits", context="ssn")
    assert beside.evidence.context == "social security"
    assert alone is written
    assert passing([ungated], "536904399", ("ssn",)) == [ungated]


def test_a_context_that_a_recogniser_told_is_kept() -> None:
    told = Hit("national_id.us_ssn", 0, 9, 0.4, "Test", Evidence("digits", context="social"))

    assert passing([told], "536904399", ("ssn",)) == [told]
    assert passing([told], "536904399", ("ssn",))[0].evidence.context == "social"


@pytest.mark.parametrize(
    ("label", "text", "name", "may"),
    [
        ("national_id.us_passport", "Z12345678", "", False),
        ("national_id.us_passport", "Z12345678", "passport_no", True),
        ("national_id.us_passport", "his PASSPORT: Z12345678", "", True),
        ("national_id.us_passport", "123456789", "passport_updated_at", False),
        ("national_id.us_passport", "passport 123456789", "updated_at", True),
        ("national_id.us_ssn", "536904399", "order", False),
        ("national_id.us_ssn", "536-90-4399", "order", True),
        ("payment_card", "4111111111111111", "order", True),  # enough by itself
        ("contact.email", "Z12345678", "", True),  # no gate
        ("national_id.us_passport", "-" * 2_000 + "Z12345678", "", True),  # not worth the search
        ("national_id.us_passport", "Z12345678", "passport" + 300 * "_x", True),  # names too long to be remembered
    ],
)
def test_what_could_not_pass_need_not_be_looked_for(label: str, text: str, name: str, may: bool) -> None:
    assert may_pass(label, Text(text, words_of(name))) is may


def test_a_card_of_typical_form_needs_no_cue() -> None:
    sure = Hit("payment_card", 0, 16, 1.0, "Test")
    unsure = Hit("payment_card", 0, 12, 0.5, "Test")

    assert passing([sure, unsure], "4111111111111111", ("id",)) == [sure]
    assert passing([unsure], "501800000009", ("card",)) == [unsure]


@pytest.mark.parametrize("name", ["created_at", "updatedAt", "ts", "timestamp", "id", "node_id", "etag", "number", ""])
def test_epochs_are_neither_identifiers_nor_telephones(found: Callable[[object], set[str]], name: str) -> None:
    assert found({name: [*EPOCHS, *map(int, EPOCHS), *(f"{epoch}000" for epoch in EPOCHS)]}) == set()


@pytest.mark.parametrize("name", ["sha", "node_id", "etag", "commit", "head", ""])
def test_hashes_are_nothing(found: Callable[[object], set[str]], name: str) -> None:
    assert found({name: HASHES}) == set()
