from __future__ import annotations

import base64
import string

import pytest

from classifiers.recognizers.secrets import JWT, LABELS, PRIVATE_KEY, SecretFinder
from classifiers.recognizers.token_formats import FORMATS, TokenFormat

FINDER = SecretFinder(LABELS)
CASES = [(known, prefix) for known in FORMATS for prefix in known.prefixes]


def body(known: TokenFormat, length: int) -> str:
    """Return characters of the alphabet, letters and digits first."""
    letters = string.ascii_uppercase if known.alphabet == "A-Z0-9" else "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7"
    return (letters * (length // len(letters) + 1))[:length]


def spans(text: str) -> list[tuple[str, str]]:
    return [(hit.label, text[hit.start : hit.end]) for hit in FINDER.find(text)]


@pytest.mark.parametrize(("known", "prefix"), CASES)
def test_a_token_of_the_least_length_is_found(known: TokenFormat, prefix: str) -> None:
    token = prefix + body(known, known.shortest)

    assert spans(f"key {token} end") == [(known.label, token)]


@pytest.mark.parametrize(("known", "prefix"), CASES)
def test_a_token_that_is_one_short_is_not_found(known: TokenFormat, prefix: str) -> None:
    assert spans(f"key {prefix}{body(known, known.shortest - 1)} end") == []


@pytest.mark.parametrize(("known", "prefix"), CASES)
def test_a_token_with_another_prefix_is_not_found(known: TokenFormat, prefix: str) -> None:
    wrong = prefix[0] + "q" + prefix[2:]

    assert spans(f"key {wrong}{body(known, known.shortest)} end") == []


@pytest.mark.parametrize(("known", "prefix"), CASES)
def test_a_longer_token_is_taken_whole_or_not_at_all(known: TokenFormat, prefix: str) -> None:
    token = prefix + body(known, known.shortest + 7)

    assert spans(token) == ([] if known.longest else [(known.label, token)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ('"', '"'),
        ("'", "',"),
        ("(", ")"),
        ("https://api.example.com/?token=", "&page=2"),
        ("https://x:", "@example.com/"),
        ("q=token%3D", "%26x"),
        ("TOKEN_", ";"),
        ("export A=", "\\n"),
        ("line\\n", "\\nline"),
        ("see ", ". Next"),
        ("see ", ", next"),
        ("<code>", "</code>"),
    ],
)
@pytest.mark.parametrize(
    "known", [known for known in FORMATS if known.label != "secret.sendgrid_key"], ids=lambda known: known.prefixes[0]
)
def test_a_token_is_found_whatever_it_is_glued_to(known: TokenFormat, before: str, after: str) -> None:
    token = known.prefixes[0] + body(known, known.shortest)

    assert (known.label, token) in [
        (label, found.removesuffix(".").removesuffix(")")) for label, found in spans(before + token + after)
    ]


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.prefixes[0])
def test_a_token_that_begins_inside_a_word_is_not_found(known: TokenFormat) -> None:
    assert spans(f"x9{known.prefixes[0]}{body(known, known.shortest)}") == []


def test_installation_tokens_of_the_new_form_are_taken_to_their_last_part() -> None:
    token = "ghs_12345_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJnaXRodWIifQ." + 300 * "a-_"

    assert ("secret.github_token", token.rstrip("-")) in spans(f"use {token.rstrip('-')}.")


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED "])
@pytest.mark.parametrize("line", ["\n", "\\n", "\r\n"])
def test_private_keys_are_found_from_dashes_to_dashes(kind: str, line: str) -> None:
    block = f"-----BEGIN {kind}PRIVATE KEY-----{line}{64 * 'A'}{line}{20 * 'b'}=={line}-----END {kind}PRIVATE KEY-----"

    assert spans(f'{{"key": "{block}"}}') == [(PRIVATE_KEY, block)]


def test_pgp_private_keys_are_found() -> None:
    block = f"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: x-1\n\n{64 * 'A'}\n-----END PGP PRIVATE KEY BLOCK-----"

    assert spans(block) == [(PRIVATE_KEY, block)]


def test_a_private_key_that_was_cut_short_is_found_to_its_end() -> None:
    block = f"-----BEGIN PRIVATE KEY-----\n{64 * 'A'}\n{10 * 'b'}"

    assert spans(block) == [(PRIVATE_KEY, block)]


@pytest.mark.parametrize(
    "text",
    [
        f"-----BEGIN PUBLIC KEY-----\n{64 * 'A'}\n-----END PUBLIC KEY-----",
        f"-----BEGIN CERTIFICATE-----\n{64 * 'A'}\n-----END CERTIFICATE-----",
        "It begins with -----BEGIN PRIVATE KEY----- and ends so too.",
        f"PRIVATE KEY {64 * 'A'}",
    ],
)
def test_other_blocks_and_talk_about_keys_are_no_private_keys(text: str) -> None:
    assert spans(text) == []


def jwt(header: str, parts: str = ".eyJzdWIiOiJqYW5lIn0.c2ln") -> str:
    return base64.urlsafe_b64encode(header.encode()).decode().rstrip("=") + parts


@pytest.mark.parametrize(
    "token",
    [
        jwt('{"alg":"HS256"}'),
        jwt('{"typ":"JWT",\r\n "alg":"HS256"}'),
        jwt('{ "alg": "none" }', ".eyJhIjoxfQ."),
        jwt('{\n"alg":"RSA-OAEP","enc":"A256GCM"}', ".a.b.c.d"),
    ],
)
@pytest.mark.parametrize(
    ("before", "after"), [("Bearer ", ""), ('"', '"'), ("?jwt=", "&a"), ("t%3D", ""), ("\\n", " ")]
)
def test_signed_and_encrypted_tokens_are_found(token: str, before: str, after: str) -> None:
    assert spans(before + token + after) == [(JWT, token)]


@pytest.mark.parametrize(
    "text",
    [
        jwt('{"sub":"jane"}'),  # names no algorithm
        jwt('{"alg":256}'),
        jwt('["alg"]'),
        jwt('{"alg":"HS256"'),  # no JSON
        jwt('{"alg":"HS256"}', ".only-two"),
        "eyJ\u00e9.a.b",
        "eyJhb.eyJ.c",
        "www.eyJ.example.com",
    ],
)
def test_what_has_no_jose_header_is_no_signed_token(text: str) -> None:
    assert spans(text) == []


def test_a_header_too_long_to_be_read_counts_as_one() -> None:
    token = "eyJ" + 9_000 * "A" + ".a.b"

    assert spans(token) == [(JWT, token)]


def test_a_deeply_nested_header_is_none() -> None:
    assert spans(jwt('{"a":' + 2_000 * "[" + 2_000 * "]" + "}")) == []


def test_only_the_labels_asked_for_are_looked_for() -> None:
    text = "\n".join(["ghp_" + 36 * "a", "-----BEGIN PRIVATE KEY-----", 64 * "A", jwt('{"alg":"HS256"}')])

    assert [hit.label for hit in SecretFinder(["secret.npm_token"]).find(text)] == []
    assert [hit.label for hit in SecretFinder(["secret.github_token"]).find(text)] == ["secret.github_token"]


def test_every_format_says_where_it_is_documented() -> None:
    assert all(known.source.startswith("https://") and known.vendor for known in FORMATS)
