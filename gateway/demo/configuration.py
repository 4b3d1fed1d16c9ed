"""The demo's configuration: the files in ``config``, with the addresses and the secret of this run filled in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from string import Template

from gateway.domain.secret import Secret

CLIENT_ID = "sallyport"
CRM_AUDIENCE = "tidewick-crm"

_MAIN = PurePosixPath("sallyport.yaml")


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the parts of the demo listen, all on 127.0.0.1."""

    gateway: int
    admin: int
    identity: int
    crm: int


def write_configuration(directory: Path, ports: Ports, client_secret: Secret) -> Path:
    """Write the configuration below ``directory`` and return its main file.

    The audit log goes to ``directory/audit``; the gateway's client secret stands in a file of its own.
    """
    _write(directory / "client-secret", client_secret.reveal())
    values = {
        "gateway_port": ports.gateway,
        "admin_port": ports.admin,
        "identity_port": ports.identity,
        "crm_port": ports.crm,
        "client_id": CLIENT_ID,
        "crm_audience": CRM_AUDIENCE,
    }
    for name, text in _files(resources.files("gateway.demo").joinpath("config"), PurePosixPath()):
        _write(directory / name, Template(text).substitute(values) if name == _MAIN else text)
    return directory / _MAIN


def _files(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, path / entry.name)
        else:
            yield path / entry.name, entry.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
