"""Names that stand for what a test says, in place of the machine's resolver.

    names = Names({"crm.example": [["93.184.216.34"], ["127.0.0.1"]]})     # another answer to the second look-up
    monkeypatch.setattr(socket, "getaddrinfo", names.getaddrinfo)

It stands in the operating system's place, so that every look-up of the process meets it, whoever makes it.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence

AddressInfo = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int]]
_TCP = (socket.SOCK_STREAM, socket.IPPROTO_TCP, "")


class Names:
    """``answers`` holds for each name what each look-up yields; the last one holds for good. Others do not exist."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def getaddrinfo(
        self, host: str | bytes | None, port: str | int | None, *_: object, **__: object
    ) -> list[AddressInfo]:
        name = host.decode() if isinstance(host, bytes) else host or ""
        if name not in self._answers:
            raise socket.gaierror(socket.EAI_NONAME, f"no such name: {name}")
        answers = self._answers[name]
        answer = answers[min(self.asked.count(name), len(answers) - 1)]
        self.asked.append(name)
        return [_info(address, int(port or 0)) for address in answer]


def _info(address: str, port: int) -> AddressInfo:
    if ":" in address:
        return (socket.AF_INET6, *_TCP, (address, port, 0, 0))
    return (socket.AF_INET, *_TCP, (address, port))
