"""``sallyport demo``: the whole small world in one process, a tour through it, and then yours to try."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path
from textwrap import indent

import uvloop

from gateway.cli.exits import Exit
from gateway.demo.tour import PLUGIN, Step, tour
from gateway.demo.world import World, free_ports, usual_ports, world


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="end after the tour; exit 1 if a step is not as told")


def run(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="sallyport-demo-") as folder:
        return uvloop.run(_demo(Path(folder), once=options.once))


async def _demo(folder: Path, *, once: bool) -> int:
    """Run until the end of the tour, or until a signal ends it: a tour that was cut short showed nothing."""
    visit = asyncio.create_task(_visit(folder, once=once))
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the last when its terminal closes
        asyncio.get_running_loop().add_signal_handler(ending, visit.cancel)
    try:
        return await visit
    except asyncio.CancelledError:
        print("\nEnded.")
        return Exit.INTERRUPTED if once else Exit.FINE


async def _visit(folder: Path, *, once: bool) -> int:
    print("Starting the gateway, an identity provider and a small CRM (the classifiers take a few seconds) ...")
    async with world(folder, free_ports() if once else usual_ports()) as demo:
        steps: list[Step] = []
        async for step in tour(demo):
            steps.append(step)
            _show(len(steps), step)
        as_told = sum(step.is_as_told for step in steps)
        print(f"\n{_bold(f'{as_told} of {len(steps)} steps came out as told.')}")
        if not once:
            print(_invitation(demo), flush=True)
            await asyncio.Event().wait()
    return Exit.FINE if as_told == len(steps) else Exit.FINDINGS


def _show(number: int, step: Step) -> None:
    print(f"\n{_bold(f'{number}. {step.title}')}")
    print(f"   {step.asked}")
    if step.answered:
        print("   the system of record:")
        print(indent("\n".join(step.answered), " " * 6))
    print("   what came out:")
    print(indent("\n".join(line for line in step.came_out if line), " " * 6))
    for claim, holds in step.checks:
        print(f"   {_green('ok') if holds else _red('NOT AS TOLD')}  {claim}")


def _invitation(demo: World) -> str:
    token = f"http://127.0.0.1:{demo.ports.identity}/demo/token"
    return f"""
{_bold("Now yours, from another shell. Ctrl-C here ends it.")}
A token for a user and the plugin that acts for them (users: alice, bob):

   TOKEN=$(curl -s {token} -d user=alice -d plugin={PLUGIN} -d audience={demo.resource} \\
     | python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')

A read, a list, a write (429 for half a minute after the tour, which used up Alice's comments), and the metrics:

   curl -i {demo.resource}/api/customers/cus-1001 -H "Authorization: Bearer $TOKEN"
   curl -s {demo.resource}/api/tickets -H "Authorization: Bearer $TOKEN"
   curl -i {demo.resource}/api/tickets/tkt-2001/comments -H "Authorization: Bearer $TOKEN" \\
     -H "Content-Type: application/json" -d '{{"text": "Hello."}}'
   curl -s http://127.0.0.1:{demo.ports.admin}/metrics | grep ^sallyport_requests

The configuration is {demo.configuration}.
Change a rule in the directory beside it, and ask what it would do (this gateway keeps the one that it began with):

   .venv/bin/sallyport check --config {demo.configuration}
   .venv/bin/sallyport explain --config {demo.configuration} --plugin {PLUGIN} --user alice \\
     GET /crm/api/customers/cus-1001 --response '{{"national_id": "856-45-6789"}}'

And read the log:

   .venv/bin/sallyport audit tail --directory {demo.audit}
   .venv/bin/sallyport audit verify --directory {demo.audit}
"""


def _bold(text: str) -> str:
    return _styled("1", text)


def _green(text: str) -> str:
    return _styled("32", text)


def _red(text: str) -> str:
    return _styled("31", text)


def _styled(code: str, text: str) -> str:
    """Return ``text`` in a style, on a terminal whose user does not mind (https://no-color.org)."""
    plain = not sys.stdout.isatty() or os.environ.get("NO_COLOR")
    return text if plain else f"\x1b[{code}m{text}\x1b[0m"
