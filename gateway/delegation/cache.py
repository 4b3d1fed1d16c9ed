"""Tokens that were obtained a moment ago, each under everything that it depends on.

Promises: a token is found only by the user, plugin, chain of actors and target it was obtained for; who reads the
store learns neither the token nor whose it is; who can write to it can at most make a token disappear. A token is
forgotten before it ends, with the caller's token it was obtained with, and after five minutes in any case.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from datetime import datetime

from gateway.delegation.strategy import Obtained, Target
from gateway.domain.caller import Caller
from gateway.domain.secret import Secret
from gateway.keyring.faults import DamagedSeal
from gateway.keyring.keyring import Keyring
from gateway.volatile.store import VolatileStore

LONGEST_SECONDS = 300
SKEW_SECONDS = 10  # a token is not used in its last seconds: clocks differ, and requests take time
_SEALING = "delegation/token/1"  # counts up with the form of the record, so that replicas of two versions coexist
_PREFIX = "sallyport:token:"

# Parts of the key that have one value until key-bound tokens and revocation exist.
_BINDING = ""
_GENERATION = "0"


class TokenCache:
    """The form in which tokens lie in a store. ``clock`` tells the time in UTC."""

    def __init__(self, keyring: Keyring, clock: Callable[[], datetime]) -> None:
        self._keyring = keyring
        self._clock = clock
        self._digest_key = keyring.derive("delegation/cache-key")

    def key(self, caller: Caller, connector: str, target: Target) -> str:
        """Return the name under which a token of ``caller`` for ``target`` is kept.

        Raises:
            ValueError: The issuer, subject, plugin or connector is empty: the token would be anybody's.
        """
        owner = (caller.user.issuer, caller.user.subject, caller.plugin.id, connector)
        if not all(owner):
            raise ValueError("a token is kept for an issuer, a subject, a plugin and a connector")
        parts: list[str | None] = [*owner, caller.user.tenant, str(len(caller.actors))]
        for actor in caller.actors:
            parts += (actor.subject, actor.issuer)
        parts += (target.strategy, target.endpoint, target.digest, target.audience, target.resource)
        parts += (str(len(target.scopes)), *target.scopes, _BINDING, _GENERATION)
        message = b"".join(map(_delimited, parts))
        return _PREFIX + hmac.digest(self._digest_key, message, "sha256").hex()

    async def find(self, store: VolatileStore, key: str) -> Obtained | None:
        """Return the token kept under ``key``. One that was changed, moved or has ended does not count."""
        sealed = await store.get(key)
        if sealed is None:
            return None
        try:
            record = json.loads(self._keyring.unseal(_SEALING, sealed, key.encode()))
        except DamagedSeal:
            return None
        remaining = record["until"] - self._clock().timestamp()
        if remaining <= 0:
            return None
        return Obtained(Secret(record["token"]), record["type"], tuple(record["scopes"]), int(remaining))

    async def keep(self, store: VolatileStore, key: str, obtained: Obtained, caller: Caller) -> None:
        """Keep a token that was obtained with the caller's token just now, for as long as it may be used."""
        now = self._clock()
        lifetime = min(
            obtained.lifetime_seconds - SKEW_SECONDS,
            (caller.expires_at - now).total_seconds(),
            LONGEST_SECONDS,
        )
        if lifetime <= 0:
            return
        record = {
            "token": obtained.token.reveal(),
            "type": obtained.token_type,
            "scopes": obtained.scopes,
            "until": now.timestamp() + lifetime,  # a store's own clock, or who holds it, could keep it longer
        }
        await store.set(key, self._keyring.seal(_SEALING, json.dumps(record).encode(), key.encode()), lifetime)


def _delimited(part: str | None) -> bytes:
    """Return ``part`` behind its length, so that no two lists of parts read the same. ``None`` is not ``""``."""
    if part is None:
        return b"\xff\xff\xff\xff"
    encoded = part.encode("utf-8", "surrogatepass")
    return len(encoded).to_bytes(4, "big") + encoded
