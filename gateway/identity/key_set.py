"""Read the public keys that an issuer publishes (RFC 7517), and pick those that may verify a token.

Keys that cannot be used here are left out, as RFC 7517, section 5, asks; a set without any usable key is no set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import base64_to_int

from gateway.domain.json import Json
from gateway.domain.strict_json import read_object

PublicKey: TypeAlias = RSAKey | ECKey | OKPKey

MAX_KEYS = 100
RSA_BITS = range(2048, 8192 + 1)  # NIST SP 800-131A below; above, one verification costs over a millisecond

# Asymmetric ones only: with a symmetric algorithm an issuer's public key would be the secret (RFC 8725, section 2.1).
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
    | {"ES256", "ES384", "ES512", "ES256K"}
    | {"EdDSA", "Ed25519", "Ed448"}
)

_KINDS: Mapping[str, tuple[type[PublicKey], tuple[str, ...]]] = {
    "RSA": (RSAKey, ("n", "e")),
    "EC": (ECKey, ("crv", "x", "y")),
    "OKP": (OKPKey, ("crv", "x")),
}
_COMMON = ("kty", "kid", "alg", "use")
_CURVES = frozenset({"P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448"})  # X25519 signs nothing


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys of one issuer."""

    keys: tuple[PublicKey, ...]

    def __contains__(self, kid: object) -> bool:
        return any(key.kid == kid for key in self.keys)

    def suited(self, kid: str | None, algorithm: str) -> tuple[PublicKey, ...]:
        """Return the keys that may verify a token with this header.

        A token that names no key is verified only where there is no choice.
        """
        suited = tuple(key for key in self.keys if kid in (None, key.kid) and _suits(key, algorithm))
        return () if kid is None and len(suited) > 1 else suited


def read_key_set(content: bytes) -> KeySet:
    """Return the usable keys of a JWK Set.

    Raises:
        ValueError: It is none, or there is no usable key in it.
    """
    published = read_object(content).get("keys")
    if not isinstance(published, list) or len(published) > MAX_KEYS:
        raise ValueError(f"not a list of at most {MAX_KEYS} keys")
    keys = tuple(key for key in map(_public_key, published) if key is not None)
    if not keys:
        raise ValueError("no usable key")
    return KeySet(keys)


def _public_key(jwk: Json) -> PublicKey | None:
    """Return the key, or ``None`` where it is not meant or not fit to verify signatures."""
    if not isinstance(jwk, dict) or jwk.get("use", "sig") != "sig":
        return None
    operations = jwk.get("key_ops", ["verify"])
    kind = _KINDS.get(str(jwk.get("kty")))
    # A published private key proves nothing any more.
    if kind is None or "d" in jwk or not isinstance(operations, list) or "verify" not in operations:
        return None
    key_type, required = kind
    members = {name: jwk[name] for name in (*_COMMON, *required) if name in jwk}
    texts: dict[str, str | list[str]] = {name: text for name, text in members.items() if isinstance(text, str)}
    try:
        return key_type.import_key(texts) if len(texts) == len(members) and _is_strong(texts) else None
    except (JoseError, ValueError):  # a missing member, a point off its curve
        return None


def _is_strong(members: Mapping[str, str | list[str]]) -> bool:
    if "n" in members:
        return base64_to_int(str(members["n"])).bit_length() in RSA_BITS
    return members.get("crv") in _CURVES


def _suits(key: PublicKey, algorithm: str) -> bool:
    try:
        JWSRegistry.algorithms[algorithm].check_key(key)
    except JoseError:
        return False
    return True
