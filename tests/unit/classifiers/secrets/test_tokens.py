"""Tokens that show whose they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.finding import NotInspected
from classifiers.recognizers.secrets.checksums import crc32_base62
from classifiers.recognizers.secrets.facts import TokenFormat, formats
from classifiers.recognizers.secrets.tokens import LIKELY, SURE, TokenDetector

PLAIN = [known for known in formats() if not known.near]
WITH_PREFIX = [(known, prefix) for known in PLAIN for prefix in known.prefixes]

Found = Callable[..., set[tuple[str, str]]]


def tokens(known: TokenFormat, text: str) -> list[str]:
    hits = TokenDetector(known).find(Text(text), Budget(9.0))
    return [text[hit.start : hit.end] for hit in hits]


def with_prefix(known: TokenFormat, prefix: str) -> str:
    return prefix + known.example()[len(known.prefixes[0]) :]


def test_a_token_is_found_with_each_prefix() -> None:
    for known, prefix in WITH_PREFIX:
        token = with_prefix(known, prefix)
        assert tokens(known, f"key {token} end") == [token]


def test_a_token_that_is_one_short_is_not_found() -> None:
    for known in PLAIN:
        assert known.example() not in tokens(known, f"key {known.example(lacking=1)} end")


def test_a_token_with_another_prefix_is_not_found() -> None:
    for known, prefix in WITH_PREFIX:
        wrong = with_prefix(known, prefix[:-2] + "\u00e9" + prefix[-1])
        assert tokens(known, f"key {wrong} end") == []


def test_a_token_that_begins_inside_a_word_is_not_found() -> None:
    for known in PLAIN:
        if known.prefixes and known.prefixes[0][0].isalpha():
            assert tokens(known, f"x9{known.example()}") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ('"', '"'),
        ("(", ")"),
        ("https://api.internal/?token=", "&page=2"),
        ("q=token%3D", "%26x"),
        ("TOKEN_", ";"),
        ("export A=", "\\n"),
        ("line\\n", "\\nline"),
        ("see ", ". Next"),
        ("<code>", "</code>"),
    ],
)
@pytest.mark.parametrize("label", ["github_token", "aws_access_key", "stripe_key", "npm_token", "slack_token"])
def test_a_token_is_found_whatever_it_is_glued_to(label: str, before: str, after: str) -> None:
    known = next(each for each in PLAIN if each.label == f"secret.{label}")
    assert tokens(known, before + known.example() + after) == [known.example()]


@pytest.mark.parametrize(
    "body", [36 * "x", 36 * "X", "aB3" + 8 * "x" + 25 * "c", 36 * "0", "your_token_here" + 21 * "a", 36 * "*"]
)
def test_masked_tokens_are_none(found: Found, body: str) -> None:
    assert not {label for label, _ in found(f"use ghp_{body} here") if label == "secret.github_token"}


def test_a_checksum_makes_surer_and_is_never_required() -> None:
    known = next(each for each in PLAIN if each.checksum == "github")
    right = "ghp_" + 30 * "b" + crc32_base62(30 * "b")
    (sure,) = TokenDetector(known).find(Text(right), Budget(9.0))
    (likely,) = TokenDetector(known).find(Text("ghp_" + 36 * "b"), Budget(9.0))
    assert (sure.score, sure.evidence.is_checked) == (SURE, True)
    assert (likely.score, likely.evidence.is_checked) == (LIKELY, False)
    assert sure.evidence.pattern == known.name


def test_installation_tokens_of_the_new_form_are_taken_to_their_last_part(found: Found) -> None:
    token = "ghs_12345_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJnaXRodWIifQ." + 300 * "a-_" + "a"
    assert ("secret.github_token", token) in found(f"use {token}.")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("https://hooks.slack.com/services/T0123AB45/B0123AB45/" + 24 * "b", "secret.webhook_url"),
        ("POST https://discord.com/api/webhooks/123456789012345678/" + 68 * "b", "secret.webhook_url"),
        ("$6$52450745$" + 86 * "k", "secret.password_hash"),
        ("root:$2b$12$" + 53 * "k" + ":", "secret.password_hash"),
        ("$argon2id$v=19$m=65536,t=3,p=4$" + 22 * "s" + "$" + 43 * "h", "secret.password_hash"),
    ],
)
def test_webhooks_and_password_hashes_are_tokens_too(found: Found, text: str, label: str) -> None:
    assert label in {name for name, _ in found(text)}


def test_a_message_that_takes_too_long_is_not_inspected() -> None:
    ticks = iter(range(100))
    budget = Budget(1.0, clock=lambda: float(next(ticks)))
    known = next(each for each in PLAIN if each.label == "secret.npm_token")
    with pytest.raises(NotInspected):
        list(TokenDetector(known).find(Text(f"{known.example()} {known.example()}"), budget))
