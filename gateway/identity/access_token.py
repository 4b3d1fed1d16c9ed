"""Decide whether a JWT is an access token for one connector (RFC 7519, RFC 9068, RFC 8725). Pure.

``parse`` believes nothing; ``verify`` checks, in this order: header, signature, kind, issuer, audience, times.
joserfc brings keys and algorithms. Its JWT layer is not used: it accepts duplicate members and times such as
10**400, has a header limit of 512 bytes, and warns on each EdDSA token. Who the claims name is decided in
``principal``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64decode

from gateway.domain.json import Json
from gateway.domain.strict_json import read_object
from gateway.identity.key_set import ALGORITHMS, KeySet
from gateway.identity.reason import NotIdentified, Reason
from gateway.settings.model import IssuerSettings

Claims: TypeAlias = Mapping[str, Json]

END_OF_TIME = 253402300800  # the year 10000, which no ``datetime`` holds

# A key that the token itself brings or points to proves nothing (RFC 8725, section 3.10); extensions that a
# verifier must understand are understood by none here (RFC 7515, section 4.1.11; ``b64``: RFC 7797).
_REFUSED_HEADERS = frozenset({"jku", "jwk", "x5u", "x5c", "crit", "b64"})

# Claims of ID tokens (OpenID Connect Core, sections 2 and 3.3.2.11) and security events (RFC 8417, section 2.2).
_NOT_IN_ACCESS_TOKENS = frozenset({"nonce", "at_hash", "c_hash", "s_hash", "events"})
# Where issuers say in the payload what a token is: Keycloak, Amazon Cognito.
_SAYS_ACCESS_TOKEN: Mapping[str, str] = {"typ": "Bearer", "token_use": "access"}


@dataclass(frozen=True, slots=True)
class UnverifiedToken:
    """What a token says, before anyone checked it."""

    header: Mapping[str, Json]
    claims: Claims = field(repr=False)
    signed: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def kid(self) -> str | None:
        """Name the key, if the header does."""
        kid = self.header.get("kid")
        return kid if isinstance(kid, str) else None


@dataclass(frozen=True, slots=True)
class Verified:
    """The claims of a valid access token, and its end in seconds since 1970."""

    claims: Claims = field(repr=False)
    expires_at: float


def parse(token: str) -> UnverifiedToken:
    """Return what a compact JWS says.

    Raises:
        NotIdentified: It is no signed JWT, or has more than one reading.
    """
    try:
        header, payload, signature = token.split(".")
        return UnverifiedToken(
            read_object(urlsafe_b64decode(header.encode())),
            read_object(urlsafe_b64decode(payload.encode())),
            f"{header}.{payload}".encode(),
            urlsafe_b64decode(signature.encode()),
        )
    except ValueError:
        raise NotIdentified(Reason.NOT_A_JWT) from None


def verify(token: UnverifiedToken, keys: KeySet, issuer: IssuerSettings, audience: str, now: float) -> Verified:
    """Return the claims of a token that ``issuer`` made for ``audience`` and that holds at ``now``.

    Raises:
        NotIdentified: It is not such a token.
    """
    _check_signature(token, keys, issuer)
    _check_kind(token, issuer)
    claims = token.claims
    if claims.get("iss") != issuer.issuer:
        raise NotIdentified(Reason.UNKNOWN_ISSUER)
    if audience not in _audiences(claims):
        raise NotIdentified(Reason.AUDIENCE)
    return Verified(claims, _check_times(claims, issuer, now))


def _check_signature(token: UnverifiedToken, keys: KeySet, issuer: IssuerSettings) -> None:
    if not _REFUSED_HEADERS.isdisjoint(token.header) or not isinstance(token.header.get("kid", ""), str):
        raise NotIdentified(Reason.HEADER)
    name = token.header.get("alg")
    if not isinstance(name, str) or name not in ALGORITHMS or name not in issuer.algorithms:
        raise NotIdentified(Reason.ALGORITHM)
    suited = keys.suited(token.kid, name)
    if not suited:
        raise NotIdentified(Reason.UNKNOWN_KEY)
    algorithm = JWSRegistry.algorithms[name]
    if not any(algorithm.verify(token.signed, token.signature, key) for key in suited):
        raise NotIdentified(Reason.SIGNATURE)


def _check_kind(token: UnverifiedToken, issuer: IssuerSettings) -> None:
    """Tell access tokens from everything else that the issuer signs."""
    accepted = {_media_type(kind) for kind in issuer.token_types}
    kind = token.header.get("typ", "JWT")  # absent says as much as ``JWT``: some kind of JWT
    if not isinstance(kind, str) or _media_type(kind) not in accepted:
        raise NotIdentified(Reason.KIND)
    if _media_type(kind) == "application/jwt" and _may_be_something_else(token.claims, issuer.plugin_claim):
        raise NotIdentified(Reason.NOT_FOR_ACCESS)
    if "cnf" in token.claims:
        # RFC 9449, section 7.2: a bound token must not be taken as a bearer token. Proofs are not checked yet.
        raise NotIdentified(Reason.BOUND)


def _media_type(kind: str) -> str:
    """Return the full name in lower case (RFC 7515, section 4.1.9)."""
    return (kind if "/" in kind else f"application/{kind}").lower()


def _may_be_something_else(claims: Claims, plugin_claim: str) -> bool:
    said = any(claims.get(name, value) != value for name, value in _SAYS_ACCESS_TOKEN.items())
    return said or not _NOT_IN_ACCESS_TOKENS.isdisjoint(claims) or claims.get(plugin_claim) in _audiences(claims)


def _audiences(claims: Claims) -> tuple[str, ...]:
    named = claims.get("aud")
    texts = named if isinstance(named, list) else [named]
    audiences = tuple(text for text in texts if isinstance(text, str))
    if len(audiences) < len(texts):
        raise NotIdentified(Reason.AUDIENCE)
    return audiences


def _check_times(claims: Claims, issuer: IssuerSettings, now: float) -> float:
    """Return when the token ends."""
    expires, issued = _instant(claims, "exp"), _instant(claims, "iat")  # both required: RFC 9068, section 2.2
    starts = _instant(claims, "nbf") if "nbf" in claims else issued
    if now >= expires + issuer.leeway:
        raise NotIdentified(Reason.EXPIRED)
    if now < max(starts, issued) - issuer.leeway:
        raise NotIdentified(Reason.NOT_YET_VALID)
    if expires - issued > issuer.max_lifetime:
        raise NotIdentified(Reason.LIFETIME)
    return expires


def _instant(claims: Claims, name: str) -> float:
    """Return a NumericDate (RFC 7519, section 2) that a ``datetime`` can hold."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotIdentified(Reason.CLAIM)
    if not 0 <= value < END_OF_TIME:  # 1e400 is infinite, 10**400 is an integer
        raise NotIdentified(Reason.CLAIM)
    return float(value)
