"""Values in fields that bear a secret's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from classifiers.detector import Detector, FieldDetector
from classifiers.leaves import words_of

HEX32 = "3f9a1c7b2e8d40563f9a1c7b2e8d4056"
UUID = "123e4567-e89b-42d3-a456-426614174000"
Found = Callable[..., set[tuple[str, str]]]


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("password", "hunter2", "secret.password"),
        ("dbPassword", "sunshine", "secret.password"),
        ("user.passwd", "Tr0ub4dor", "secret.password"),
        ("Passwort", "geheim1", "secret.password"),
        ("client_secret", HEX32, "secret.api_key"),
        ("apiKey", "a1B2c3D4e5F6", "secret.api_key"),
        ("X-Api-Key", UUID, "secret.api_key"),
        ("refresh_token", "1b7K0-tQ9xP_4mZ2", "secret.api_key"),
        ("access_token", "123456789012345678901", "secret.api_key"),
        ("secret_key_base", 2 * HEX32, "secret.api_key"),
        ("encryption_key", HEX32, "secret.api_key"),
        ("key", "Zq7Lk2Vr9Xn4Tb8Ac1Md", "secret.api_key"),
        ("aws_secret_key", 2 * "3f9aC7b/e8+d405hQ2Zk", "secret.api_key"),
    ],
)
def test_values_under_names_of_secrets_are_found(found: Found, name: str, value: str, label: str) -> None:
    assert (label, value) in found(value, words_of(name))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("password", ""),
        ("password", "abc"),
        ("password", "********"),
        ("password", "changeme"),
        ("password", "Password"),
        ("password", "null"),
        ("password", "${DB_PASSWORD}"),
        ("password", "Must have eight characters"),
        ("password", "user_password"),
        ("password", "/run/secrets/db"),
        ("password", 200 * "a1"),
        ("password_policy", "strict1"),
        ("token_url", "https://host/a1b2c3d4e5f6"),
        ("tokens", "1024"),
        ("next_page_token", "CAUQAA3f9a1c7b2e8d4056"),
        ("public_key", HEX32),
        ("primaryKey", HEX32),
        ("secret_id", HEX32),
        ("api_key", "see the vault"),
        ("api_key", "YOUR_API_KEY_HERE"),
        ("token", "bearer"),
        ("token", "12345"),
        ("key", "PROJ-123"),
        ("key", HEX32),
        ("key", UUID),
        ("sort_key", "Zq7Lk2Vr9Xn4Tb8Ac1Md"),
        ("aws_secret_key", 42 * "a1"[:1] + "b2"),
        ("name", HEX32),
        ("", HEX32),
    ],
)
def test_other_values_and_other_names_are_not(found: Found, name: str, value: str) -> None:
    assert found(value, words_of(name)) == set()


def test_field_detectors_claim_only_the_names_they_know(detectors: Sequence[Detector]) -> None:
    fields = [each for each in detectors if isinstance(each, FieldDetector)]
    assert fields
    assert not any(each.claims(()) for each in fields)
    assert not any(each.claims(("title",)) for each in fields)
    assert any(each.claims(("db", "password")) for each in fields)
    assert any(each.claims(("facebook", "app", "secret")) for each in fields)
