"""What is remembered of messages: names that come again, none that are long, and never a value.

Ten thousand messages with a name of a megabyte each would fill the memory, and whoever reads it would find passwords.
"""

from __future__ import annotations

import pytest

from classifiers import Part, Scanner, gates, json_leaves, leaves, text_leaves
from classifiers.fields import detector as fields
from classifiers.fields.vocabulary_file import built_in
from classifiers.recognizers.secrets import names


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(["secret", "personal", "national_id.uk_nhs", "contact.phone"])


def remembered() -> list[int]:
    caches = (leaves._words_of_short, names._remembered, names.kind_of_name, gates._led)
    return [cache.cache_info().currsize for cache in caches]


def test_a_long_name_is_not_remembered(scanner: Scanner) -> None:
    vocabulary = fields.VocabularyDetector([built_in()])
    scanner.scan(json_leaves({"": ["a"]}))
    before = remembered()

    for number in range(3):
        long = f"password {number} " * 1_000 + "last name"
        scanner.scan(json_leaves({long: f"Miller {number}"}))
        assert vocabulary.claims(leaves.words_of(long))

    assert remembered() == before
    assert vocabulary._remembered.cache_info().currsize == 0


def test_no_value_is_remembered(scanner: Scanner) -> None:
    def message(secret: str) -> None:
        scanner.scan(json_leaves({"password": secret, "note": f"call {secret} at 943 476 5919, {secret}"}))
        scanner.scan(text_leaves(f"password = '{secret}'", Part.BODY))

    message("my-first-horse")
    before = remembered()
    message("my-other-horse")

    assert remembered() == before
