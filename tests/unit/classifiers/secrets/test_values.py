"""Values that could be a secret, and those that show what else they are."""

from __future__ import annotations

import pytest

from classifiers.recognizers.secrets.values import (
    entropy,
    is_code,
    is_placeholder,
    is_something_else,
    is_uuid,
    looks_random,
    share_of_words,
)


@pytest.mark.parametrize(
    "value",
    [
        "3f9a1c7b2e8d40563f9a1c7b2e8d4056",
        "14wxr_3sq6xzl14mh9-b_m3mnbcov6jh",
        "t72ymfxq8ndzw2l6q9s9ixlszqyiopip",
        "sk_ubb4yN3mzqGR2x8#P7r5&@*xC$utE",
        "HfjKqpLmnZxcvBrtwQaP",
        "abcd1234efgh5678",
        "Zq7Lk2Vr",
    ],
)
def test_random_values_look_random(value: str) -> None:
    assert looks_random(value)
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "short1",
        "internationalization",
        "client_vpn_endpoint_2",
        "correctHorseBatteryStaple",
        "EC_KEY_new_by_curve_name",
        "12345678901234567890",
        "aaaaaaaaaaaaaaaaaaaaaaa1",
        "----------",
        5_000 * "a1B2",
    ],
)
def test_words_numbers_and_repetitions_do_not(value: str) -> None:
    assert not looks_random(value)


@pytest.mark.parametrize(
    "value",
    [
        "xxxxxxxx",
        "****",
        "abab",
        "changeme",
        "change-me",
        "<token>",
        "${TOKEN}",
        "$(cat file)",
        "{{ token }}",
        "#{token}",
        "<%= token %>",
        "%TOKEN%",
        "[TOKEN]",
        "your_token",
        "put_your_token_here",
        "example.com",
        "None",
        '"null"',
        "[redacted]",
        "abcdefghijklmnopqrstuvwxyz123456",
    ],
)
def test_stand_ins_are_placeholders(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ["process.env.X", "settings.KEY", "f(x", "a->b", "List<T", "a||b", "os.environ["])
def test_expressions_are_code(value: str) -> None:
    assert is_code(value)


@pytest.mark.parametrize("value", ["hunter2", "open_sesame", "a.1b", "Tr0ub4dor&3"])
def test_passwords_are_no_code(value: str) -> None:
    assert not is_code(value)


@pytest.mark.parametrize(
    "value",
    [
        "/etc/key",
        "./a/b",
        "C:\\a",
        "a/b/c",
        "key.pem",
        "2024-01-01",
        "10:30",
        "https://host/a",
        "ssh-rsa AAAA",
        "arn:aws",
    ],
)
def test_paths_files_dates_and_public_values_are_something_else(value: str) -> None:
    assert is_something_else(value)


@pytest.mark.parametrize("value", ["hunter2", "https://a:b@host", "a/b+c=="])
def test_secrets_are_nothing_else(value: str) -> None:
    assert not is_something_else(value)


def test_uuids_are_known_with_their_dashes() -> None:
    assert is_uuid("123e4567-e89b-42d3-a456-426614174000")
    assert not is_uuid("123e4567e89b42d3a456426614174000")


def test_entropy_is_in_bits_for_each_character() -> None:
    assert entropy("abcd") == 2.0
    assert entropy("aaaa") == 0.0


@pytest.mark.parametrize(
    ("value", "share"), [("", 1.0), ("password", 1.0), ("7", 0.0), ("xqzw", 0.0), ("word1234", 0.5)]
)
def test_the_share_of_words_counts_letters_and_digits(value: str, share: float) -> None:
    assert share_of_words(value) == share
