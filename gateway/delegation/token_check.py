"""Whether a token is the one that was asked for: this user's, for this system, no wider. Pure.

An authorization server is trusted to sign, not to be configured well: setups that answer an exchange with the
subject token, with a token for the client itself, or with one for everything have all been shipped. The signature
is not verified here: the token came over TLS from the server itself, and the system of record verifies it.

An opaque token tells nothing, and a JWT tells only what it carries. Whether it is the same user's is compared where
the comparison has a meaning: with a token of the caller's own issuer, in the claim that the configuration says
names a person in every application. ``sub`` is such a claim only where it is configured as one: issuers may give
each client its own (pairwise) ``sub``, and another issuer's ``sub`` says nothing at all.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from gateway.delegation.strategy import Target
from gateway.delegation.token_answer import TokenAnswer
from gateway.domain.caller import Caller
from gateway.domain.errors import DelegationRefused
from gateway.domain.json import Json
from gateway.domain.strict_json import read_object

ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  (RFC 8693, section 3)
JWT = "urn:ietf:params:oauth:token-type:jwt"
_JWS_PARTS = 3


def insist(answer: TokenAnswer, caller: Caller, target: Target, client_id: str, id_claims: Mapping[str, str]) -> None:
    """Return where ``answer`` is what was asked for.

    Args:
        client_id: The gateway's own, at this server.
        id_claims: For each issuer, the claim that names a person.

    Raises:
        DelegationRefused: It is something else.
    """
    if answer.token == caller.token.reveal():
        raise _refused("the caller's own token came back")
    if answer.issued_token_type not in {ACCESS_TOKEN, JWT}:
        raise _refused("what was issued is not an access token")
    if answer.token_type.lower() != "bearer":  # RFC 6749, section 5.1: case insensitive
        raise _refused("the token is not a bearer token")
    if target.scopes and not set(answer.scopes or ()) <= set(target.scopes):
        raise _refused("the token's scope is wider than asked")
    claims = _claims(answer.token)
    if claims is not None:
        _insist_on_audience(claims, target)
        _insist_on_user(claims, caller, client_id, id_claims)
        _insist_on_actors(claims)


def _insist_on_audience(claims: dict[str, Json], target: Target) -> None:
    asked = [name for name in (target.audience, target.resource) if name is not None]
    named = claims.get("aud")
    audiences = named if isinstance(named, list) else [named]
    if asked and not any(audience in asked for audience in audiences):
        raise _refused("the token is for another audience")


def _insist_on_user(claims: dict[str, Json], caller: Caller, client_id: str, id_claims: Mapping[str, str]) -> None:
    subject, user = claims.get("sub"), caller.user
    clients = (client_id, caller.plugin.id, claims.get("client_id"), claims.get("azp"))
    if subject is not None and subject != user.subject and subject in clients:
        raise _refused("the token is a client's, not a user's")  # RFC 9068, section 2.2: sub is then the client
    if claims.get("iss") != user.issuer:
        return
    claim = id_claims[user.issuer]
    is_told = claim in claims or claim == "sub"  # a token of the caller's issuer without sub is nobody's
    if is_told and claims.get(claim) != user.subject:
        raise _refused("the token is another user's")


def _insist_on_actors(claims: dict[str, Json]) -> None:
    """Walk the chain (RFC 8693, section 4.1): each link an object that says who."""
    holder = claims
    while "act" in holder:
        actor = holder["act"]
        if not isinstance(actor, dict) or not isinstance(actor.get("sub"), str) or not actor["sub"]:
            raise _refused("the token's chain of actors is malformed")
        holder = actor


def _claims(token: str) -> dict[str, Json] | None:
    """Return the claims of a signed JWT, unverified; ``None`` for a token that is none.

    Raises:
        DelegationRefused: It has a JOSE header, but claims that cannot be read.
    """
    parts = token.split(".")
    if len(parts) != _JWS_PARTS:
        return None
    try:
        header = read_object(_decoded(parts[0]))
    except ValueError:
        return None
    if "alg" not in header:
        return None
    try:
        return read_object(_decoded(parts[1]))
    except ValueError:
        raise _refused("the token's claims cannot be read") from None


def _decoded(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def _refused(what: str) -> DelegationRefused:
    return DelegationRefused(cause=f"the authorization server gave a token that is not as asked: {what}")
