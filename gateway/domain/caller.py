"""Who is calling: the user, the plugin that acts for them, and the chain of actors between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.grant import Plugin
from gateway.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class User:
    """A person, named by a claim that is the same for them in every application of the issuer.

    ``groups`` is ``None`` where the token does not tell (Entra's overage): unknown, never "not a member".
    """

    issuer: str
    subject: str
    tenant: str | None = None
    groups: frozenset[str] | None = frozenset()

    def __post_init__(self) -> None:
        if not self.issuer or not self.subject:
            raise ValueError("a user has an issuer and a subject")


@dataclass(frozen=True, slots=True)
class Actor:
    """One party of an ``act`` claim (RFC 8693, section 4.1)."""

    subject: str
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified user and plugin, with the token that proved it.

    ``actors`` is outermost first: the first is the current actor, the rest is history (RFC 8693, section 4.1).
    ``expires_at`` is the token's own end; nothing derived from it lives longer.
    """

    user: User
    plugin: Plugin
    token: Secret
    expires_at: datetime
    actors: tuple[Actor, ...] = ()
