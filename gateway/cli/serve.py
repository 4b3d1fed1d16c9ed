"""``sallyport serve``: the gateway. SIGHUP reloads, SIGTERM drains."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path

import uvloop

from gateway.app.running import Gateway, NotReloadable
from gateway.audit.journal import CannotOpen
from gateway.cli.configured import add_config, loaded
from gateway.cli.exits import EnvironmentFault, Exit
from gateway.domain.errors import AuditUnavailable
from gateway.keyring.faults import UnusableKey
from gateway.settings import render
from gateway.settings.mistakes import InvalidConfiguration
from gateway.settings.model import Settings

_log = logging.getLogger("sallyport")


def configure(parser: argparse.ArgumentParser) -> None:
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    checked = loaded(options.config)
    if checked is None:
        return Exit.FINDINGS
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        uvloop.run(_serve(checked.valid(), options.config))
    except (CannotOpen, UnusableKey) as fault:
        raise EnvironmentFault(str(fault)) from fault
    return Exit.FINE


async def _serve(settings: Settings, path: Path) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    reloading: set[asyncio.Task[None]] = set()
    async with Gateway(settings) as gateway:

        def reload() -> None:
            task = loop.create_task(_reload(gateway, path))
            reloading.add(task)
            task.add_done_callback(reloading.discard)

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        loop.add_signal_handler(signal.SIGHUP, reload)
        _log.info("plugins reach the gateway at %s", settings.public_url)
        await stopping.wait()
        _log.info("draining")


async def _reload(gateway: Gateway, path: Path) -> None:
    try:
        await gateway.reload(path)
    except InvalidConfiguration as invalid:
        _log.error("the configuration stays as it was:\n%s", render.text(invalid.mistakes))
    except (NotReloadable, AuditUnavailable) as fault:
        _log.error("the configuration stays as it was: %s", fault)
