"""Private keys as they are written in text."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

LABEL = "secret.private_key"
Found = Callable[..., set[tuple[str, str]]]


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED ", "SSH2 ENCRYPTED "])
@pytest.mark.parametrize("line", ["\n", "\\n", "\r\n", " "])
def test_private_keys_are_found_from_dashes_to_dashes(found: Found, kind: str, line: str) -> None:
    block = f"-----BEGIN {kind}PRIVATE KEY-----{line}{64 * 'A'}{line}{20 * 'b'}=={line}-----END {kind}PRIVATE KEY-----"
    assert (LABEL, block) in found(f'{{"key": "{block}"}}')


def test_keys_in_a_program_are_found(found: Found) -> None:
    assert LABEL in dict(found(f'"-----BEGIN RSA PRIVATE KEY-----" +\n"{64 * "A"}" +\n"-----END RSA PRIVATE KEY-----"'))


def test_pgp_and_ssh_com_keys_are_found(found: Found) -> None:
    pgp = f"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: x-1\n\n{64 * 'A'}\n-----END PGP PRIVATE KEY BLOCK-----"
    ssh = f"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n{64 * 'A'}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----"
    assert (LABEL, pgp) in found(pgp)
    assert (LABEL, ssh) in found(ssh)


def test_a_private_key_that_was_cut_short_is_found_to_its_end(found: Found) -> None:
    block = f"-----BEGIN PRIVATE KEY-----\n{64 * 'A'}\n{10 * 'b'}"
    assert (LABEL, block) in found(block)


def test_putty_keys_are_found(found: Found) -> None:
    public = f"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\n{64 * 'A'}\n"
    key = f"{public}Private-Lines: 1\n{44 * 'b'}\n"
    assert (LABEL, key + "Private-MAC: 0a1b") in found(key + "Private-MAC: 0a1b")
    assert LABEL not in dict(found("PuTTY-User-Key-File-3: ssh-ed25519 is how such a file begins"))


@pytest.mark.parametrize("before", [0, 1, 2])
def test_keys_in_base64_are_found(found: Found, before: int) -> None:
    block = f"-----BEGIN {'RSA '[: 4 if before else 0]}PRIVATE KEY-----\n{64 * 'A'}\n-----END PRIVATE KEY-----\n"
    encoded = base64.b64encode(((before // 2 * "EC " and block.replace("RSA", "EC")) or block).encode()).decode()
    assert (LABEL, encoded) in found(encoded)


@pytest.mark.parametrize(
    "key",
    [
        '{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4","e":"AQAB","d":"X4cTteJY_gn4FYPsXB8rdXix"}',
        '{"kty": "EC", "crv": "P-256", "d": "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}',
        '{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}',
        '{\\"kty\\":\\"OKP\\",\\"d\\":\\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\\"}',
    ],
)
def test_json_web_keys_are_found_by_their_private_members(found: Found, key: str) -> None:
    assert (LABEL, key) in found(f'{{"keys": [{key}]}}')


@pytest.mark.parametrize(
    "text",
    [
        f"-----BEGIN PUBLIC KEY-----\n{64 * 'A'}\n-----END PUBLIC KEY-----",
        f"-----BEGIN CERTIFICATE-----\n{64 * 'A'}\n-----END CERTIFICATE-----",
        "It begins with -----BEGIN PRIVATE KEY----- and ends so too.",
        f"PRIVATE KEY {64 * 'A'}",
        '{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4","e":"AQAB"}',
        '{"kty":"RSA","d":"short"}',
        '{"kty":"RSA"',
        "}{ kty",
    ],
)
def test_public_keys_and_talk_about_keys_are_none(found: Found, text: str) -> None:
    assert LABEL not in dict(found(text))
