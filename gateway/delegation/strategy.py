"""What every way to the user's own token has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class Target:
    """What a token is asked for, and of whom. Tokens of one caller for different targets are never confused.

    ``digest`` is over everything else in the connector's delegation section that a token could depend on.
    """

    strategy: str
    endpoint: str
    digest: str
    audience: str | None = None
    resource: str | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obtained:
    """A token that was checked to be what was asked for. ``lifetime_seconds`` counts from when it was obtained."""

    token: Secret
    token_type: str
    scopes: tuple[str, ...]
    lifetime_seconds: int


class Strategy(Protocol):
    """One way to get a token. A connector has exactly one; where it fails there is no other."""

    @property
    def target(self) -> Target:
        """Return what this strategy asks for."""

    async def obtain(self, caller: Caller, connector: Connector) -> Obtained:
        """Return a new token for the caller's user.

        Raises:
            DelegationRefused: The authorization server gives none, or not the one that was asked for.
            DelegationUnavailable: It gave no answer that can be read.
        """
