"""Keys that are told, and values given to the names of services."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.recognizers.secrets.services import SERVICES

API_KEY = "secret.api_key"
HEX32 = "3f9a1c7b2e8d40563f9a1c7b2e8d4056"
Found = Callable[..., set[tuple[str, str]]]


@pytest.mark.parametrize(
    "text",
    [
        f"acme secret {HEX32}",
        f"acmeTOKEN {HEX32}",
        f"acme private token {HEX32}",
        f"our access key: {HEX32}, please rotate",
        f"acme-api-key-{HEX32}",
        "acme private token abcdef12345678",
        "acme SECRET 1234567890123456789012345",
    ],
)
def test_random_values_after_a_word_for_keys_are_found(found: Found, text: str) -> None:
    assert API_KEY in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        f"public key {HEX32}",
        f"primary key {HEX32}",
        "the secret internationalization-of-applications",
        "token 1234567890123456",
        "access accessories/collection-2024.html",
        "token xxxxxxxxxxxxxxxxxxxxxxxx",
        "secret abcdef12345678",
        "private utf8_to_utf16_dup(v)",
        "key 2024-01-01T00:00:00Z",
    ],
)
def test_words_dates_and_public_keys_are_not(found: Found, text: str) -> None:
    assert API_KEY not in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        f"wandb: {HEX32}",
        f'postmark: "{HEX32[:20]}"',
        f"dareboost={HEX32}",
        f"new-relic = {HEX32}",
        "findl=123e4567-e89b-12d3-a456-426614174000",
    ],
)
def test_random_values_given_to_a_service_are_found(found: Found, text: str) -> None:
    assert API_KEY in dict(found(text))


@pytest.mark.parametrize(
    "text",
    [
        f"wandb_id: {HEX32}",
        f"wandb_run: {HEX32}",
        f"acme: {HEX32}",
        "wandb: internationalization",
        f"wandb: /opt/{HEX32}",
        "wandb: initialize_2_things_now(3)",
    ],
)
def test_ids_words_and_other_names_are_not(found: Found, text: str) -> None:
    assert API_KEY not in dict(found(text))


def test_services_are_written_as_one_word_in_lower_case() -> None:
    assert all(name.isalnum() and name == name.lower() and len(name) > 2 for name in SERVICES)


def test_a_key_whose_form_is_known_has_that_form(found: Found) -> None:
    assert API_KEY not in dict(found(f"export AWS_SECRET_ACCESS_KEY={HEX32}0a1b2c3d4e"))
    assert API_KEY in dict(found(f"export AWS_SECRET_ACCESS_KEY={HEX32}0a1b2c3d"))
