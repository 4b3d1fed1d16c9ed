"""Tokens that count beside the name of their vendor."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.leaves import words_of
from classifiers.recognizers.secrets.facts import TokenFormat, formats

NEAR = [known for known in formats() if known.near]
HEX32 = "3f9a1c7b2e8d40563f9a1c7b2e8d4056"
Found = Callable[..., set[tuple[str, str]]]


@pytest.mark.parametrize("known", NEAR, ids=lambda known: f"{known.near[0]} {known.name}")
def test_a_token_is_found_under_a_name_with_its_vendor_and_not_under_another(found: Found, known: TokenFormat) -> None:
    token = known.example()
    for near in known.near:
        assert (known.label, token) in found(f"{near}_token = '{token}'"), near
        assert (known.label, token) in found(token, words_of(f"{near}_token")), near
    assert known.label not in {label for label, _ in found(f"row = '{token}'")}
    assert known.label not in {label for label, _ in found(token, ("row",))}


@pytest.mark.parametrize(
    "text",
    [
        f'facebook_secret: "{HEX32}"',
        f"export FACEBOOK_APP_SECRET={HEX32}",
        f'{{"facebookToken": "{HEX32}"}}',
        f"<facebookToken>\n    {HEX32}\n</facebookToken>",
        f"var facebookToken string = `{HEX32}`",
        f'setProperty("FACEBOOK_TOKEN", "{HEX32}")',
        f"facebook secret {HEX32}",
        f"myFacebookKey={HEX32}",
    ],
)
def test_names_and_values_are_joined_in_many_ways(found: Found, text: str) -> None:
    assert ("secret.facebook_secret", HEX32) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        f"facebook_id: {HEX32}",
        f"facebook.com/{HEX32}",
        f"facebook sha {HEX32}",
        f"facebook {HEX32}",
        f"the facebook commit is {HEX32}",
        f"notfacebook_secret = {HEX32}",
        f"facebook_secret = {32 * 'a'}",
        f"facebook_secret = {HEX32}0",
        f"facebook_secret is in the vault, and the other one is {HEX32}",
    ],
)
def test_what_is_an_id_a_digest_or_too_far_away_is_none(found: Found, text: str) -> None:
    assert "secret.facebook_secret" not in {label for label, _ in found(text)}


def test_words_are_no_token(found: Found) -> None:
    assert found("atlassian: searchConfluenceUsingCql") == set()


@pytest.mark.parametrize("words", [("facebook", "id"), ("facebook", "sha"), ("id", "facebook")])
def test_fields_that_hold_ids_and_digests_are_none(found: Found, words: tuple[str, ...]) -> None:
    assert found(HEX32, words) == set()
