"""Sallyport against a bare reverse proxy: CPU for each request, throughput and memory, in one run.

Both stand before the same upstream and are asked the same, in turn. The gateway does its whole work: it verifies
the token, matches, decides by the rules below, takes the user's own token from its cache, inspects the answer,
redacts, and waits for a durable record.
"""

from __future__ import annotations

import secrets
import tempfile
import urllib.parse
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection  # noqa: TID251  (a measurement's own question, not the product's traffic)
from pathlib import Path

import orjson

from benchmarks.load import Load, load
from benchmarks.process import Child, free_ports, running
from benchmarks.upstream import SIZES

_SETTINGS = """\
listen: 127.0.0.1:{gateway}
admin: 127.0.0.1:{admin}
public_url: http://127.0.0.1:{gateway}
identity: {{issuers: [{{issuer: "http://127.0.0.1:{identity}"}}]}}
connectors:
  bench:
    file: ./bench.yaml
    upstream: http://127.0.0.1:{upstream}
    delegation:
      strategy: token_exchange
      token_endpoint: http://127.0.0.1:{identity}/token
      client: {{id: sallyport, secret: "file:client-secret"}}
      audience: bench-system
plugins: plugins/
rules: rules/
audit: {{directory: {audit}}}
"""
_SYSTEM = """\
name: bench
title: A benchmark's system of record
operations:
  - {id: clean, match: "GET /clean/{size}", effect: read, summary: Reads.}
  - {id: dirty, match: "GET /dirty/{size}", effect: read, summary: Reads.}
"""
_PLUGIN = """\
id: support-summariser
owner: benchmark
grants: [{connector: bench, read: ["*"]}]
"""
_RULES = """\
- {id: ids, owner: bench, because: measured, labels: [national_id], action: redact}
- {id: cards, owner: bench, because: measured, labels: [payment_card], action: mask}
- {id: bank, owner: bench, because: measured, labels: [bank], action: redact}
- {id: secrets, owner: bench, because: measured, labels: [secret], action: block}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of answer, as one proxy carries it."""

    load: Load
    cpu_microseconds: float


def run(seconds: float, connections: int) -> None:
    upstream_port, bare_port, gateway_port, admin_port, identity_port = free_ports(5)
    secret = secrets.token_urlsafe()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        configuration = _write(folder, secret, gateway_port, admin_port, identity_port, upstream_port)
        stack.enter_context(running(upstream_port, "-m", "benchmarks.upstream", str(upstream_port)))
        stack.enter_context(
            running(identity_port, "-m", "benchmarks.identity", str(identity_port), str(gateway_port), secret)
        )
        bare = stack.enter_context(
            running(bare_port, "-m", "benchmarks.bare", str(bare_port), f"http://127.0.0.1:{upstream_port}")
        )
        gateway = stack.enter_context(
            running(gateway_port, "-m", "gateway.cli", "serve", "--config", str(configuration))
        )
        authorization = f"Bearer {_token(identity_port, gateway_port)}"
        idle = bare.resident_megabytes(), gateway.resident_megabytes()
        print(f"{connections} connections, {seconds:g} s a row; CPU in µs for each request, of the proxy alone\n")
        print(f"{'answer':14}{'bare CPU':>10}{'ours CPU':>10}{'ratio':>8}{'bare /s':>10}{'ours /s':>10}{'ratio':>8}")
        for kind in ("clean", "dirty"):
            for size in SIZES:
                path = f"/{kind}/{size}"
                peer = _measured(bare, f"http://127.0.0.1:{bare_port}{path}", authorization, seconds, connections)
                ours = _measured(
                    gateway, f"http://127.0.0.1:{gateway_port}/bench{path}", authorization, seconds, connections
                )
                _print(f"{kind} {size} KB", peer, ours)
        print(f"\n{'memory, MB':14}{'bare':>10}{'ours':>10}")
        print(f"{'idle':14}{idle[0]:10.0f}{idle[1]:10.0f}")
        print(f"{'after load':14}{bare.resident_megabytes():10.0f}{gateway.resident_megabytes():10.0f}")


def _measured(child: Child, url: str, authorization: str, seconds: float, connections: int) -> Row:
    load(url, authorization, seconds=1, connections=connections)  # connections open, caches warm
    before = child.cpu_seconds()
    done = load(url, authorization, seconds=seconds, connections=connections)
    return Row(done, (child.cpu_seconds() - before) / done.requests * 1e6)


def _print(name: str, peer: Row, ours: Row) -> None:
    cpu = ours.cpu_microseconds / peer.cpu_microseconds
    rate = ours.load.per_second / peer.load.per_second
    print(
        f"{name:14}{peer.cpu_microseconds:10.0f}{ours.cpu_microseconds:10.0f}{cpu:8.2f}"
        f"{peer.load.per_second:10.0f}{ours.load.per_second:10.0f}{rate:8.3f}",
        flush=True,
    )


def _write(folder: Path, secret: str, gateway: int, admin: int, identity: int, upstream: int) -> Path:
    files = {
        "sallyport.yaml": _SETTINGS.format(
            gateway=gateway, admin=admin, identity=identity, upstream=upstream, audit=folder / "audit"
        ),
        "bench.yaml": _SYSTEM,
        "client-secret": secret,
        "plugins/plugin.yaml": _PLUGIN,
        "rules/rules.yaml": _RULES,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "client-secret").chmod(0o600)
    return folder / "sallyport.yaml"


def _token(identity_port: int, gateway_port: int) -> str:
    connection = HTTPConnection("127.0.0.1", identity_port, timeout=10)
    form = {"user": "alice", "plugin": "support-summariser", "audience": f"http://127.0.0.1:{gateway_port}/bench"}
    connection.request(
        "POST",
        "/demo/token",
        urllib.parse.urlencode(form),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    token = orjson.loads(connection.getresponse().read())["access_token"]
    connection.close()
    return str(token)
