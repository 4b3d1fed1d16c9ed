"""What a name promises of its value."""

from __future__ import annotations

import pytest

from classifiers.recognizers.secrets.names import Kind, kind_of_name, speaks_of_public


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("password", Kind.PASSWORD),
        ("DB_PASSWORD", Kind.PASSWORD),
        ("dbPasswd", Kind.PASSWORD),
        ("pwd", Kind.PASSWORD),
        ("ssh-passphrase", Kind.PASSWORD),
        ("smtp_pass", Kind.PASSWORD),
        ("password_prod", Kind.PASSWORD),
        ("password1", Kind.PASSWORD),
        ("token", Kind.SECRET),
        ("githubToken", Kind.SECRET),
        ("client_secret", Kind.SECRET),
        ("clientSecretValue", Kind.SECRET),
        ("X-Api-Key", Kind.SECRET),
        ("apikey", Kind.SECRET),
        ("SECRET_KEY_BASE", Kind.SECRET),
        ("aws_secret_access_key", Kind.SECRET),
        ("Authorization", Kind.SECRET),
        ("credentials", Kind.SECRET),
        ("bloggerSECRETkey", Kind.SECRET),
        ("key", Kind.KEY),
        ("mapbox_key", Kind.KEY),
        ("auth", Kind.KEY),
        ("name", Kind.NOTHING),
        ("", Kind.NOTHING),
        ("passport", Kind.NOTHING),
        ("compass", Kind.NOTHING),
        ("monkey", Kind.NOTHING),
        ("keyboard", Kind.NOTHING),
        ("tokens", Kind.NOTHING),
        ("max_tokens", Kind.NOTHING),
        ("token_type", Kind.NOTHING),
        ("password_hash", Kind.NOTHING),
        ("secretName", Kind.NOTHING),
        ("secret_id", Kind.NOTHING),
        ("nextPageToken", Kind.NOTHING),
        ("csrf_token", Kind.NOTHING),
        ("public_key", Kind.NOTHING),
        ("primary_key", Kind.NOTHING),
        ("issue_key", Kind.NOTHING),
    ],
)
def test_a_name_promises_what_its_last_words_say(name: str, kind: Kind) -> None:
    assert kind_of_name(name) is kind


def test_names_of_ids_and_digests_speak_of_what_is_public() -> None:
    assert speaks_of_public(("wandb", "id"))
    assert not speaks_of_public(("wandb", "key"))
