from __future__ import annotations

import json
import warnings
from collections.abc import Mapping

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from gateway.identity.key_set import MAX_KEYS, KeySet, read_key_set

Key = RSAKey | ECKey | OKPKey


def jwks(*keys: object) -> bytes:
    return json.dumps({"keys": keys}).encode()


def test_every_asymmetric_key_is_read(keys: KeySet) -> None:
    assert [key.kid for key in keys.keys] == ["RS256", "PS256", "ES256", "EdDSA"]


@pytest.mark.parametrize(
    ("kid", "algorithm", "found"),
    [
        ("ES256", "ES256", 1),
        ("RS256", "PS512", 1),  # the same key serves every RSA algorithm unless it says otherwise
        ("ES256", "RS256", 0),  # another type
        ("ES256", "ES384", 0),  # another curve
        ("nobody", "ES256", 0),
        (None, "ES256", 1),
        (None, "RS256", 0),  # two would do: the token has to choose
    ],
)
def test_only_keys_of_the_tokens_id_and_algorithm_are_tried(
    keys: KeySet, kid: str | None, algorithm: str, found: int
) -> None:
    assert len(keys.suited(kid, algorithm)) == found


def test_a_key_for_one_algorithm_serves_no_other(signing_keys: Mapping[str, Key]) -> None:
    only = read_key_set(jwks({**signing_keys["RS256"].as_dict(private=False), "alg": "PS256"}))

    assert only.suited("RS256", "RS256") == ()
    assert len(only.suited("RS256", "PS256")) == 1


def test_keys_that_do_not_fit_are_left_out(signing_keys: Mapping[str, Key]) -> None:
    public = {name: key.as_dict(private=False) for name, key in signing_keys.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        weak = RSAKey.generate_key(1024, {"kid": "weak"}).as_dict(private=False)
    unfit = [
        "not an object",
        {},
        {"kty": ["RSA"]},
        OctKey.generate_key(256).as_dict(),
        signing_keys["ES256"].as_dict(private=True),
        OKPKey.generate_key("X25519").as_dict(private=False),
        {**public["RS256"], "use": "enc"},
        {**public["RS256"], "key_ops": ["encrypt"]},
        {**public["RS256"], "key_ops": "verify"},
        {**public["RS256"], "kid": 7},
        {**public["RS256"], "n": "!"},
        {**public["RS256"], "e": "AA"},
        {"kty": "RSA", "e": "AQAB"},
        {**public["ES256"], "crv": "P-257"},
        {**public["ES256"], "y": public["ES256"]["x"]},
        {**public["EdDSA"], "x": "AA"},
        weak,
    ]

    assert [key.kid for key in read_key_set(jwks(*unfit, public["ES256"])).keys] == ["ES256"]
    with pytest.raises(ValueError, match="no usable key"):
        read_key_set(jwks(*unfit))


@pytest.mark.parametrize("content", [b"{}", b'{"keys": {}}', b"<html>", jwks(*[{}] * (MAX_KEYS + 1))])
def test_what_is_no_list_of_keys_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_key_set(content)
