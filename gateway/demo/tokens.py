"""The demo's access tokens: JWTs (RFC 9068), signed by its identity provider and read by whoever they are meant for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

_ALGORITHM, _TYPE = "ES256", "at+jwt"


class UnacceptableToken(Exception):
    """A token is not one of ours, not for us, or no longer good."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a token says: the user, the client it was issued to, and who acts for the user where it tells."""

    user: str
    client: str
    actor: str | None
    expires_at: datetime


def sign(claims: Mapping[str, object], keys: KeySet) -> str:
    """Return a token over ``claims``, signed with the first key."""
    key = keys.keys[0]
    return jwt.encode({"alg": _ALGORITHM, "typ": _TYPE, "kid": key.kid}, dict(claims), key, [_ALGORITHM])


def verify(token: str, keys: KeySet, *, issuer: str, audience: str, now: datetime) -> Access:
    """Return what a token says that ``issuer`` signed for ``audience``.

    Raises:
        UnacceptableToken: It is not such a token, or it has expired.
    """
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        exp={"essential": True},
        sub={"essential": True},
        client_id={"essential": True},
    )
    try:
        read = jwt.decode(token, keys, [_ALGORITHM])
        registry.validate(read.claims)
    except (JoseError, ValueError) as error:
        raise UnacceptableToken(str(error)) from None
    if read.header.get("typ") != _TYPE:
        raise UnacceptableToken(f"expected a token of type {_TYPE}")
    claims = read.claims
    return Access(
        user=claims["sub"],
        client=claims["client_id"],
        actor=claims["act"]["sub"] if "act" in claims else None,
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
    )
