"""Hold the keys of every issuer: fetched when first needed, renewed behind the scenes, kept through outages.

Promises: an issuer's keys come from that issuer only; one fetch at a time for each; an unknown key id causes at
most one fetch in 30 s, whatever a client sends; keys that could not be renewed for a day are used no more.
How a key set is read is decided in ``key_set``.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gateway.domain.network import Network
from gateway.identity.addresses import keys_address, metadata_urls
from gateway.identity.key_set import KeySet, read_key_set
from gateway.outbound.addresses import written_network
from gateway.outbound.client import Outbound, Timeouts
from gateway.outbound.faults import OutboundFault
from gateway.settings.model import IssuerSettings

LIFETIME = 600.0  # seconds; then keys are renewed, while the old ones serve
STALE_LIMIT = 86400.0  # then they are used no more
BETWEEN_FETCHES = 30.0  # for an unknown key id, and for renewal
BETWEEN_ATTEMPTS = 2.0  # while there are no keys at all
MAX_BYTES = 512 * 1024
TIMEOUTS = Timeouts(connect=3, idle=3, total=5)

_HEADERS = (("accept", "application/json"), ("accept-encoding", "identity"))
_OK = 200
_NEVER = float("-inf")

_log = logging.getLogger(__name__)


class KeysUnavailable(Exception):
    """Whether a token is genuine cannot be told now."""


@dataclass(slots=True)
class _Shelf:
    """The keys of one issuer. Times are of the injected clock."""

    issuer: IssuerSettings
    keys: KeySet | None = None
    fetched_at: float = _NEVER
    tried_at: float = _NEVER
    failed: bool = False  # the last attempt
    flight: asyncio.Task[None] | None = None

    def usable(self, now: float) -> KeySet | None:
        return self.keys if now - self.fetched_at < STALE_LIMIT else None

    def may_try(self, now: float) -> bool:
        pause = BETWEEN_ATTEMPTS if self.usable(now) is None else BETWEEN_FETCHES
        return self.flight is not None or now - self.tried_at >= pause


class Keys:
    """The keys of the configured issuers. Belongs to one event loop."""

    def __init__(
        self, issuers: Iterable[IssuerSettings], outbound: Outbound, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._outbound = outbound
        self._clock = clock
        self._shelves = {issuer.issuer: _Shelf(issuer) for issuer in issuers}

    async def of(self, issuer: str, kid: str | None) -> KeySet:
        """Return the keys of an issuer; with ``kid`` among them, if the issuer publishes it.

        Raises:
            KeysUnavailable: The issuer does not answer, and what is known of it does not suffice.
        """
        shelf = self._shelves[issuer]
        now = self._clock()
        if _suffices(shelf.usable(now), kid):
            if now - shelf.fetched_at >= LIFETIME and shelf.may_try(now):
                self._fetch(shelf, now)
        elif shelf.may_try(now):
            # Shielded: a client that leaves must not end the fetch that others wait for.
            await asyncio.shield(self._fetch(shelf, now))
        keys = shelf.usable(now)
        if keys is None or (shelf.failed and not _suffices(keys, kid)):
            raise KeysUnavailable
        return keys

    async def close(self) -> None:
        """End what is under way."""
        flights = [shelf.flight for shelf in self._shelves.values() if shelf.flight is not None]
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)

    def _fetch(self, shelf: _Shelf, now: float) -> asyncio.Task[None]:
        """Return the fetch that is under way, or begin one."""
        if shelf.flight is None:
            shelf.tried_at = now
            shelf.flight = asyncio.create_task(self._renew(shelf))
        return shelf.flight

    async def _renew(self, shelf: _Shelf) -> None:
        try:
            shelf.keys = await self._published(shelf.issuer)
            shelf.fetched_at, shelf.failed = self._clock(), False
        except (OutboundFault, ValueError) as error:
            shelf.failed = True
            _log.warning("the keys of issuer %s cannot be had: %s", shelf.issuer.issuer, error)
        finally:
            shelf.flight = None

    async def _published(self, issuer: IssuerSettings) -> KeySet:
        # Only what the operator wrote names a network; where metadata leads to is the issuer's word.
        network = issuer.network or written_network(issuer.keys or issuer.issuer)
        url = issuer.keys or await self._discovered(issuer.issuer, network)
        return read_key_set(await self._get(url, network))

    async def _discovered(self, issuer: str, network: Network) -> str:
        oauth, openid = metadata_urls(issuer)
        try:
            return keys_address(await self._get(oauth, network), issuer)
        except ValueError:  # most issuers know only OpenID Connect's place
            return keys_address(await self._get(openid, network), issuer)

    async def _get(self, url: str, network: Network) -> bytes:
        answer = await self._outbound.send(
            "GET", url, network=network, headers=_HEADERS, content=b"", timeouts=TIMEOUTS, max_bytes=MAX_BYTES
        )
        if answer.status != _OK:  # a redirect too: keys come from where the issuer says, or not at all
            raise ValueError(f"{url} answered with status {answer.status}")
        return answer.content


def _suffices(keys: KeySet | None, kid: str | None) -> bool:
    return keys is not None and (kid is None or kid in keys)
