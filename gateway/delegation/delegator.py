"""The user's own token for a connector: from the cache, from a request under way, or newly obtained.

Promises: the token was obtained with a token of this caller's user and plugin, for this connector; a token that a
system of record did not accept is not returned again; and where a strategy fails, that is the end of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum

from gateway.delegation.cache import TokenCache
from gateway.delegation.forgiving import ForgivingStore
from gateway.delegation.single_flight import SingleFlight, Sleep, once_across_replicas
from gateway.delegation.strategy import Obtained, Strategy
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.errors import DelegationRefused, DelegationUnavailable
from gateway.domain.passage import Delegation
from gateway.keyring.keyring import Keyring
from gateway.telemetry.metrics import DELEGATION
from gateway.volatile.store import VolatileStore


class Result(StrEnum):
    """How a token was had, or why not. These are the values of a metric's label."""

    CACHED = "cached"
    OBTAINED = "obtained"
    SHARED = "shared"  # another request of the same caller was obtaining it already
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


_Had = tuple[Obtained, Result]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Delegator:
    """All connectors' strategies, by connector name, before one cache."""

    def __init__(
        self,
        strategies: Mapping[str, Strategy],
        store: VolatileStore,
        keyring: Keyring,
        clock: Callable[[], datetime] = utc_now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._strategies = strategies
        self._store = store
        self._cache = TokenCache(keyring, clock)
        self._flights: SingleFlight[_Had] = SingleFlight()
        self._sleep = sleep

    async def delegate(self, caller: Caller, connector: Connector, rejected: Delegation | None = None) -> Delegation:
        """Return the user's own token for ``connector``; never ``rejected``, which the system did not accept.

        Raises:
            DelegationRefused: There is none for this user, or only the rejected one.
            DelegationUnavailable: It cannot be had now.
        """
        strategy = self._strategies[connector.name]
        try:
            obtained, result = await self._had(caller, connector, strategy, rejected)
        except DelegationRefused:
            _count(strategy, Result.REFUSED)
            raise
        except DelegationUnavailable:
            _count(strategy, Result.UNAVAILABLE)
            raise
        _count(strategy, result)
        return Delegation(
            strategy=strategy.target.strategy,
            audience=strategy.target.audience or strategy.target.resource or "",
            scopes=obtained.scopes,
            cached=result is Result.CACHED,
            token=obtained.token,
            token_type=obtained.token_type,
        )

    async def _had(self, caller: Caller, connector: Connector, strategy: Strategy, rejected: Delegation | None) -> _Had:
        key = self._cache.key(caller, connector.name, strategy.target)
        store = ForgivingStore(self._store)
        refused = None if rejected is None else rejected.token
        found = await self._cache.find(store, key)
        if found is not None and found.token != refused:
            return found, Result.CACHED
        if found is not None:
            await store.delete(key)  # only this one: a token that replaced it already would have been returned

        async def find() -> _Had | None:
            token = await self._cache.find(store, key)
            return None if token is None or token.token == refused else (token, Result.CACHED)

        async def make() -> _Had:
            token = await strategy.obtain(caller, connector)
            if token.token == refused:
                # Keeping it would send every request to the system of record twice, to be refused twice.
                raise DelegationRefused(cause="the authorization server gave again what the system of record rejected")
            await self._cache.keep(store, key, token, caller)
            return token, Result.OBTAINED

        # A flight is shared by who came with the same token and rejects the same one. With another token of the
        # same user the refusal may be another, and a flight from before a rejection may have found what it rejects.
        # All of them meet in the cache.
        (obtained, result), leads = await self._flights.join(
            (key, caller.token, refused),
            lambda: once_across_replicas(store, f"{key}:claim", find, make, self._sleep),
        )
        return obtained, result if leads or result is Result.CACHED else Result.SHARED


def _count(strategy: Strategy, result: Result) -> None:
    DELEGATION.labels(strategy=strategy.target.strategy, result=result.value).inc()
