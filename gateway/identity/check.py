"""Find mistakes in the configured issuers that their shape does not show."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from gateway.domain.mistake import Mistake, Path
from gateway.identity.addresses import is_protected
from gateway.identity.key_set import ALGORITHMS
from gateway.settings.model import IssuerSettings

_PATH: Path = ("identity", "issuers")
_SYMMETRIC = frozenset({"HS256", "HS384", "HS512", "none"})


def check(issuers: Sequence[IssuerSettings]) -> list[Mistake]:
    """Return every mistake, in the order of the file."""
    mistakes: list[Mistake] = []
    seen: set[str] = set()
    for position, issuer in enumerate(issuers):
        path = (*_PATH, position)
        if issuer.issuer in seen:
            mistakes.append(Mistake((*path, "issuer"), "this issuer is configured twice"))
        seen.add(issuer.issuer)
        mistakes += _addresses(issuer, path)
        mistakes += _audience(issuer.audience, (*path, "audience"))
        mistakes += _algorithms(issuer.algorithms, (*path, "algorithms"))
        if not issuer.token_types:
            mistakes.append(Mistake((*path, "token_types"), "without a token type no token is accepted", "at+jwt"))
    return mistakes


def _addresses(issuer: IssuerSettings, path: Path) -> Iterator[Mistake]:
    for key, url in (("issuer", issuer.issuer), ("keys", issuer.keys)):
        if url is not None and not is_protected(url):
            yield Mistake((*path, key), "expected an https URL; http is for this machine only (127.0.0.1)")
    if "?" in issuer.issuer:  # RFC 8414, section 2
        yield Mistake((*path, "issuer"), "an issuer has no query")


def _audience(template: str | None, path: Path) -> Iterator[Mistake]:
    if template is None:
        return
    rest = template.replace("{connector}", "")
    if "{" in rest or "}" in rest:
        yield Mistake(path, "the one placeholder of an audience is {connector}", "{connector}")
    if not template:
        yield Mistake(path, "an audience is not empty")


def _algorithms(algorithms: Iterable[str], path: Path) -> Iterator[Mistake]:
    named = tuple(algorithms)
    if not named:
        yield Mistake(path, "without an algorithm no token is accepted", "RS256")
    for position, name in enumerate(named):
        if name in _SYMMETRIC:
            yield Mistake((*path, position), f"{name} is not asymmetric: the issuer's public key would sign tokens")
        elif name not in ALGORITHMS:
            close = difflib.get_close_matches(name, sorted(ALGORITHMS), 1)
            yield Mistake((*path, position), f"unknown algorithm {name}", close[0] if close else None)
