"""Passwords and keys in connection strings: ADO.NET, ODBC and OLE DB, libpq's keywords, Azure's services.

A connection string is told by its other members: a server, a database, a user. The finding is from its first member
that was recognised to its last, so that what is left says nothing of the system either.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit

NAME = "ConnectionStringRecognizer"
LABEL = "secret.connection_string"
SAS_LABEL = "secret.azure_sas_token"
SCORE = 0.9

_PASSWORD = re.compile(r"(?i)(?<![A-Za-z0-9])(?:password|pwd)[ \t]{0,3}=[ \t]{0,3}([^;\"'\s&]{1,256})")
# https://learn.microsoft.com/en-us/dotnet/api/microsoft.data.sqlclient.sqlconnection.connectionstring and
# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
_MEMBER = re.compile(
    r"(?i)(?<![A-Za-z0-9])(?:(?:data source|server|addr|address|host|hostname|hostaddr|database|dbname|initial catalog|"
    r"user id|userid|user|uid|username|driver|provider|port|network library|dsn|endpoint|integrated security)"
    r"[ \t]{0,3}=)"
)
_AROUND = 240  # code points to either side in which other members are looked for
_LEAST_MEMBERS = 2
# https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string, and Service Bus, Event
# Hubs, IoT Hub, Cosmos DB, App Configuration, Communication Services
_AZURE = re.compile(
    r"(?i)(?<![A-Za-z])(?:AccountKey|SharedAccessKey|SharedSecret|AccessKey)[ \t]?=[ \t]?([A-Za-z0-9+/]{32,100}={0,2})"
)
_AZURE_SECRET = re.compile(r"Endpoint=https://[\w.-]{4,120};Id=[\w+/:-]{4,64};Secret=([A-Za-z0-9+/]{32,100}={0,2})")
# https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas: the version, then the signature
_SAS = re.compile(
    r"(?<![A-Za-z0-9])sv=\d{4}-\d\d-\d\d&[\w%=&:.,/+-]{0,400}?(?<=&)sig=[A-Za-z0-9%+/]{40,100}(?:%3[dD]|=)?"
)
_SAS_REVERSED = re.compile(
    r"(?<![A-Za-z0-9])sig=[A-Za-z0-9%+/]{40,100}(?:%3[dD]|=)?&[\w%=&:.,/+-]{0,400}?(?<=&)(?:se|sv|skn)=[\w%:-]{1,40}"
)
_NO_PASSWORD = re.compile(r"^[*xX•.#]{2,}$|[${}<>()\[\]]|^\W?$|^%|^\"|^(?:Your|your)")


class ConnectionStringDetector:
    """Connection strings with a secret member. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({LABEL, SAS_LABEL})
    triggers = (
        Trigger(r"(?:password|pwd)[ \t]{0,3}=", ignores_case=True),
        Trigger(r"(?:AccountKey|SharedAccessKey|SharedSecret|AccessKey|;Secret)[ \t]?=", ignores_case=True),
        Trigger(r"\bsig=[A-Za-z0-9%+/]{40}"),
    )

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        value = text.value
        members = [match.start() for match in _MEMBER.finditer(value)]
        for match in _PASSWORD.finditer(value) if len(members) >= _LEAST_MEMBERS else ():
            budget.remaining()
            if not _NO_PASSWORD.search(match[1]):
                yield from _among_members(value, match, members)
        for expression, pattern in ((_AZURE, "Azure key"), (_AZURE_SECRET, "Azure secret")):
            for match in expression.finditer(value):
                budget.remaining()
                yield _hit(LABEL, match.start(), match.end(), pattern)
        if "sig=" in value:
            for expression in (_SAS, _SAS_REVERSED):
                for match in expression.finditer(value):
                    budget.remaining()
                    yield _hit(SAS_LABEL, match.start(), match.end(), "shared access signature")


def _among_members(text: str, password: re.Match[str], members: Sequence[int]) -> Iterator[Hit]:
    """Yield the connection string around a password, if there is one in its line."""
    start, end = max(password.start() - _AROUND, 0), min(password.end() + _AROUND, len(text))
    start = max(start, text.rfind("\n", start, password.start()) + 1)
    line_end = text.find("\n", password.end(), end)
    near = members[bisect_left(members, start) : bisect_left(members, end if line_end == -1 else line_end)]
    if len(near) < _LEAST_MEMBERS or not _is_separated(text, password, near[0], near[-1]):
        return
    yield _hit(LABEL, min(near[0], password.start()), password.end(), "members of a connection string")


def _is_separated(text: str, password: re.Match[str], first: int, last: int) -> bool:
    """Return whether members follow each other as in a connection string, and not as in a program or a query."""
    between = text[min(first, password.start()) : max(last, password.end())]
    return ";" in between or not set(between) & set("&,()")


def _hit(label: str, start: int, end: int, pattern: str) -> Hit:
    return Hit(label, start, end, SCORE, NAME, Evidence(pattern=pattern))
