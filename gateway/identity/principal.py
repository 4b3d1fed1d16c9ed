"""Read who a valid token names: the user, the plugin that acts for them, and the chain of actors.

A token that names no person is refused: nothing here falls back to a client, an empty name or a default.
"""

from __future__ import annotations

from collections.abc import Mapping

from gateway.domain.caller import Actor, User
from gateway.domain.grant import Plugin
from gateway.domain.json import Json
from gateway.identity.access_token import Claims
from gateway.identity.reason import NotIdentified, Reason
from gateway.settings.model import IssuerSettings

MAX_NAME = 1024
MAX_ACTORS = 4

_CLIENT_CLAIMS = ("client_id", "azp", "cid", "appid")  # RFC 9068; OpenID Connect, Keycloak; Okta; Entra 1.0


def plugin_of(claims: Claims, issuer: IssuerSettings, plugins: Mapping[str, Plugin]) -> Plugin:
    """Return the registered plugin that the token was issued to.

    Raises:
        NotIdentified: It was issued to no client, or to one that is not registered.
    """
    plugin = plugins.get(_name(claims, issuer.plugin_claim) or "")
    if plugin is None or plugin.issuer not in {None, issuer.issuer}:
        raise NotIdentified(Reason.UNKNOWN_PLUGIN)
    return plugin


def user_of(claims: Claims, issuer: IssuerSettings) -> User:
    """Return the person that the token was issued for.

    Raises:
        NotIdentified: The token names none, or a client acts for itself, or the tenant is not told.
    """
    named = issuer.user_claims
    subject = _name(claims, named.id)
    if subject is None or _is_client(claims, issuer, subject):
        raise NotIdentified(Reason.NO_USER)
    tenant = _name(claims, named.tenant) if named.tenant else None
    if named.tenant and tenant is None:
        raise NotIdentified(Reason.CLAIM)
    return User(issuer.issuer, subject, tenant, _groups(claims, named.groups) if named.groups else None)


def actors_of(claims: Claims) -> tuple[Actor, ...]:
    """Return the ``act`` chain, outermost first (RFC 8693, section 4.1).

    Raises:
        NotIdentified: A link is malformed, or there are more than four.
    """
    actors: list[Actor] = []
    link: Claims = claims
    while "act" in link:
        act = link["act"]
        if not isinstance(act, dict) or len(actors) == MAX_ACTORS:
            raise NotIdentified(Reason.ACTORS)
        subject, issuer = _name(act, "sub"), _name(act, "iss")
        if subject is None or (issuer is None and "iss" in act):
            raise NotIdentified(Reason.ACTORS)
        actors.append(Actor(subject, issuer))
        link = act
    return tuple(actors)


def _is_client(claims: Claims, issuer: IssuerSettings, subject: str) -> bool:
    """Tell a client's token for itself from a user's, by what each kind of issuer says of it."""
    clients = {_name(claims, claim) for claim in (*_CLIENT_CLAIMS, issuer.plugin_claim)} - {None}
    subjects = {subject, _name(claims, "sub")}
    return (
        not clients.isdisjoint(subjects)  # RFC 9068, section 2.2; Okta
        or any(f"{client}@clients" in subjects for client in clients)  # Auth0
        or "client-credentials" in _texts(claims.get("gty"))  # Auth0
        or claims.get("idtyp") == "app"  # Entra, where the optional claim is configured
        or ("tid" in claims and "ver" in claims and claims.get("oid") == claims.get("sub"))  # Entra, where it is not
        or any(claims.get("preferred_username") == f"service-account-{client}" for client in clients)  # Keycloak
    )


def _groups(claims: Claims, claim: str) -> frozenset[str] | None:
    """Return the groups, or ``None`` where the token does not tell them all: unknown, never "not a member".

    Entra leaves the claim out above 200 groups and says where to ask (``_claim_names``, ``hasgroups``). A missing
    claim may mean that too, or that nobody configured it; so may one that is not a list of names.
    """
    elsewhere = claims.get("_claim_names", {})
    if not isinstance(elsewhere, dict) or claim in elsewhere or "hasgroups" in claims:
        return None
    named = claims.get(claim)
    groups = _texts(named)
    is_told = isinstance(named, list) and len(groups) == len(named) and all(map(str.isprintable, groups))
    return frozenset(groups) if is_told else None


def _texts(value: Json) -> tuple[str, ...]:
    """Return the texts of a claim that is a text or a list."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for text in values if isinstance(text, str))


def _name(claims: Claims, claim: str) -> str | None:
    """Return a claim that can name someone: visible text of bounded length. It ends in logs and in rules."""
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_NAME or not value.isprintable():
        return None
    return value
