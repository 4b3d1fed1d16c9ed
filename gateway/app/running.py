"""A running gateway: what lives as long as the process, the configuration in force, and two ports."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Hashable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Self
from weakref import WeakSet, WeakValueDictionary

from aiohttp import web

from gateway.app.checking import load_checked
from gateway.app.classifying import identity_of, inspector_of, labels_known_to
from gateway.app.policy import ConfiguredPolicy
from gateway.app.ports import Joined
from gateway.app.process import settle
from gateway.audit.hashing import Hasher
from gateway.audit.log import AuditLog
from gateway.audit.recorder import ConfigurationEvent, Recorder
from gateway.delegation.delegator import Delegator
from gateway.delegation.token_exchange import TokenExchange
from gateway.domain.errors import AuditUnavailable
from gateway.edge.admin import admin_application
from gateway.edge.door import Door
from gateway.edge.server import DataServer
from gateway.edge.upstream import Upstream
from gateway.identity.identifier import Identifier
from gateway.identity.keys import Keys
from gateway.inspection.inspector import Inspector
from gateway.keyring.keyring import Keyring
from gateway.limits.limiter import Limiter
from gateway.limits.memory import MemoryLimiter
from gateway.limits.redis import RedisLimiter
from gateway.outbound.addresses import written_network
from gateway.outbound.client import Outbound, Timeouts
from gateway.settings.mistakes import InvalidConfiguration
from gateway.settings.model import Address, ConnectorSettings, Settings
from gateway.telemetry import metrics
from gateway.volatile.memory import MemoryStore
from gateway.volatile.redis import RedisStore
from gateway.volatile.store import VolatileStore

DRAIN_SECONDS = 30.0
KEY_FILE = "key"

_log = logging.getLogger(__name__)


class NotReloadable(Exception):
    """What changed is taken at the start only; the message names it."""


class Gateway:
    """Open it in the event loop that serves. ``limits_epoch`` as in ``MemoryLimiter``."""

    def __init__(self, settings: Settings, *, limits_epoch: int | None = None) -> None:
        self._settings = settings
        self._limits_epoch = limits_epoch
        self._stack = AsyncExitStack()
        self._reloading = asyncio.Lock()
        # What configurations brought. A request under way keeps an old one's alive; nothing else does.
        self._keys: WeakSet[Keys] = WeakSet()
        self._inspectors: WeakValueDictionary[Hashable, Inspector] = WeakValueDictionary()
        self._in_force: Joined

    @property
    def settings(self) -> Settings:
        """Return the configuration in force."""
        return self._in_force.settings

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def reload(self, path: Path) -> None:
        """Put the configuration in ``path`` in force, whole; requests under way end under the one they began with.

        One at a time: what was read first must not be put in force last.

        Raises:
            InvalidConfiguration, NotReloadable, AuditUnavailable: Everything stays as it was.
        """
        async with self._reloading:
            try:
                settings = (await asyncio.to_thread(load_checked, path)).valid()
                _insist_on_same_process(self._settings, settings)
                joined = await self._join(settings)
                await self._recorder.record_configuration(settings.digest, ConfigurationEvent.RELOAD)
            except (InvalidConfiguration, NotReloadable, AuditUnavailable):
                metrics.CONFIGURATION_RELOADS.labels("refused").inc()
                raise
            self._put_in_force(joined)
            metrics.CONFIGURATION_RELOADS.labels("loaded").inc()

    async def _open(self) -> None:
        settings, stack = self._settings, self._stack
        audit = settings.audit
        log = AuditLog.open(audit.directory, clock=_now, max_wait_seconds=audit.max_wait)
        stack.push_async_callback(log.close)
        self._log = log
        keyring = (
            Keyring.from_file(audit.directory / KEY_FILE)
            if settings.key is None
            else Keyring.from_secret(settings.key.reveal())
        )
        self._keyring = keyring
        self._recorder = Recorder(log, Hasher(keyring.derive("audit/values")))
        self._outbound = await stack.enter_async_context(Outbound())
        self._store, self._limiter = self._volatile(keyring)
        stack.push_async_callback(self._close_joined)
        joined = await self._join(settings)
        await self._recorder.record_configuration(settings.digest, ConfigurationEvent.START)
        self._put_in_force(joined)
        metrics.BUILD.labels(version("sallyport")).set(1)
        await _listen(stack, settings.admin, web.AppRunner(admin_application(self._obstacle), access_log=None))
        door = Door(lambda: self._in_force, _now)
        await _listen(stack, settings.listen, web.ServerRunner(DataServer(door.handle), shutdown_timeout=DRAIN_SECONDS))
        settle()

    def _volatile(self, keyring: Keyring) -> tuple[VolatileStore, Limiter]:
        if self._settings.redis is None:
            return MemoryStore(), MemoryLimiter(epoch=self._limits_epoch)
        store = RedisStore(self._settings.redis.reveal())
        self._stack.push_async_callback(store.close)
        return store, RedisLimiter(store, keyring)

    async def _join(self, settings: Settings) -> Joined:
        policy = ConfiguredPolicy.of(settings, labels_known_to(settings.classifiers))
        keys = Keys(settings.issuers, self._outbound)
        self._keys.add(keys)
        strategies = {
            name: TokenExchange(
                connector.delegation,
                self._outbound,
                {issuer.issuer: issuer.user_claims.id for issuer in settings.issuers},
            )
            for name, connector in settings.connectors.items()
        }
        return Joined(
            settings=settings,
            policy=policy,
            identifier=Identifier(
                settings.issuers, {plugin.id: plugin for plugin in settings.plugins}, keys, settings.public_url
            ),
            inspector=await self._inspector(settings),
            limiter=self._limiter,
            recorder=self._recorder,
            delegator=Delegator(strategies, self._store, self._keyring),
            upstreams={
                name: Upstream(
                    self._outbound,
                    connector,
                    settings.connectors[name].network or written_network(connector.upstream),
                    _timeouts(settings.connectors[name]),
                    settings.limits.response_body,
                )
                for name, connector in policy.connectors.items()
            },
        )

    async def _inspector(self, settings: Settings) -> Inspector:
        """Return an inspector for what the rules name: the one in force, if it would be the same."""
        identity = identity_of(settings)
        inspector = self._inspectors.get(identity)
        if inspector is None:
            inspector = await asyncio.to_thread(inspector_of, settings.rules, settings.classifiers)
            self._inspectors[identity] = inspector
        return inspector

    async def _close_joined(self) -> None:
        for inspector in list(self._inspectors.values()):
            inspector.close()
        for keys in list(self._keys):
            await keys.close()

    def _put_in_force(self, joined: Joined) -> None:
        metrics.CONFIGURATION.clear()
        metrics.CONFIGURATION.labels(joined.settings.digest).set(1)
        self._in_force = joined
        _log.info("configuration %s is in force", joined.settings.digest[:12])

    def _obstacle(self) -> str | None:
        return None if self._log.is_available else "the audit log cannot be written"


def _insist_on_same_process(now: Settings, then: Settings) -> None:
    """Raise where something changed that a running process cannot change."""
    changed = [
        name for name in ("listen", "admin", "audit", "key", "redis") if getattr(now, name) != getattr(then, name)
    ]
    if changed:
        raise NotReloadable(f"{', '.join(changed)}: changed, and read at the start only; restart the gateway")


def _timeouts(connector: ConnectorSettings) -> Timeouts:
    given = connector.timeouts
    return Timeouts(given.connect, given.idle, given.total)


async def _listen(stack: AsyncExitStack, address: Address, runner: web.ServerRunner | web.AppRunner) -> None:
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, address.host, address.port).start()


def _now() -> datetime:
    return datetime.now(UTC)
