"""What tokens end in or consist of."""

from __future__ import annotations

import base64
import zlib

import pytest

from classifiers.recognizers.secrets.checksums import crc32_base62, verifies


def test_a_crc_is_written_with_six_digits() -> None:
    assert crc32_base62("") == "000000"
    assert len(crc32_base62("abc")) == 6


def test_github_and_npm_tokens_end_in_the_crc_of_what_is_random() -> None:
    body = "ZJDeVREhkptGF7Wvep0NwJWlPEQP7a"
    assert crc32_base62(body) == "0t2nxL"
    assert verifies("github", f"ghp_{body}0t2nxL")
    assert verifies("npm", f"npm_{body}0t2nxL")
    assert not verifies("github", f"ghp_{body}0t2nxM")
    assert not verifies("github", f"ghp_{body}0t2nxL0")


def test_atlassian_tokens_end_in_the_crc_of_all_before_it() -> None:
    before = "ATATT3x" + 160 * "b" + "="
    assert verifies("atlassian", f"{before}{zlib.crc32(before.encode()):08X}")
    assert not verifies("atlassian", f"{before}00000000")


def test_grafana_tokens_end_in_the_crc_of_prefix_and_secret() -> None:
    before = "glsa_" + 32 * "b"
    assert verifies("grafana", f"{before}_{zlib.crc32(before.encode()):08x}")
    assert not verifies("grafana", f"{before}_00000000")


@pytest.mark.parametrize(
    ("packed", "is_one"),
    [
        (b"\x02\x01\x08pypi.org\x02" + 40 * b"a", True),
        (b"\x02\x01\x08test.pypi.org" + 40 * b"a", True),
        (40 * b"a", False),
    ],
)
def test_pypi_tokens_are_macaroons(packed: bytes, is_one: bool) -> None:
    token = "pypi-" + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    assert verifies("macaroon", token) is is_one


def test_what_is_no_base64_is_no_macaroon_and_what_has_no_checksum_is_not_verified() -> None:
    assert not verifies("macaroon", "pypi-????")
    assert not verifies("", "anything")
