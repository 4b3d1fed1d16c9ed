"""A gateway of a test's own: its configuration as files, and the whole of it in the test's event loop."""

from __future__ import annotations

import socket
import textwrap
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gateway.app.checking import load_checked
from gateway.app.running import Gateway


def free_ports() -> tuple[int, int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    first, second = (each.getsockname()[1] for each in sockets)
    for each in sockets:
        each.close()
    return first, second


@dataclass(frozen=True, slots=True)
class Connector:
    """A connector of the configuration. ``system`` is ``use: NAME`` or ``file: PATH``."""

    name: str
    system: str
    upstream: str
    token_endpoint: str
    client_secret: str
    client_id: str = "gateway"
    delegation: str = ""  # more keys of the section, as flow YAML: ``audience: x, scopes: [a]``
    more: str = ""  # more keys of the connector, as YAML lines


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is written to files. Ports are chosen when it is made, since audiences name them."""

    folder: Path
    issuer: str
    connectors: Sequence[Connector]
    plugins: Sequence[str]  # each a whole YAML file
    rules: str = "[]"  # a whole YAML file
    more: str = ""  # more keys of the main file, as YAML lines
    issuer_more: str = ""  # more keys of the issuer, as flow YAML
    ports: tuple[int, int] = field(default_factory=free_ports)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def admin(self) -> str:
        return f"http://127.0.0.1:{self.ports[1]}"

    @property
    def audit(self) -> Path:
        return self.folder / "audit"

    @property
    def path(self) -> Path:
        return self.folder / "sallyport.yaml"

    def write(self) -> Path:
        """Write the files and return the main one."""
        for index, plugin in enumerate(self.plugins):
            self._write(f"plugins/{index}.yaml", plugin)
        self._write("rules/rules.yaml", self.rules)
        for connector in self.connectors:
            self._write(f"secrets/{connector.name}", connector.client_secret)
        lines = [
            f"listen: 127.0.0.1:{self.ports[0]}",
            f"admin: 127.0.0.1:{self.ports[1]}",
            f"public_url: {self.url}",
            f"identity: {{issuers: [{{issuer: '{self.issuer}'{self._flow(self.issuer_more)}}}]}}",
            "connectors:",
            *(line for connector in self.connectors for line in self._connector(connector)),
            "plugins: plugins/",
            "rules: rules/",
            "audit: {directory: audit}",
            textwrap.dedent(self.more),
        ]
        self._write(self.path.name, "\n".join(lines) + "\n")
        return self.path

    def _connector(self, connector: Connector) -> Sequence[str]:
        client = f"{{id: '{connector.client_id}', secret: 'file:secrets/{connector.name}'}}"
        delegation = f"strategy: token_exchange, token_endpoint: '{connector.token_endpoint}', client: {client}"
        return [
            f"  {connector.name}:",
            f"    {connector.system}",
            f"    upstream: {connector.upstream}",
            f"    delegation: {{{delegation}{self._flow(connector.delegation)}}}",
            textwrap.indent(textwrap.dedent(connector.more), "    "),
        ]

    @staticmethod
    def _flow(more: str) -> str:
        return f", {more}" if more else ""

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)


@asynccontextmanager
async def serving(deployment: Deployment) -> AsyncIterator[Gateway]:
    """Write the configuration and run the gateway on it, its limits open."""
    async with Gateway(load_checked(deployment.write()).valid(), limits_epoch=0) as gateway:
        yield gateway
