"""One HTTP call from a test to a server, with a session of its own: it carries nothing from call to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp

CALL_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back. ``body`` is the parsed JSON where it was said to be JSON, else None."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    body: object


async def call(
    method: str,
    url: str,
    *,
    bearer: str | None = None,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    json: object = None,
) -> Answered:
    """Return the answer, whatever its status; redirects are answers too."""
    fields = {**(headers or {}), **({"Authorization": f"Bearer {bearer}"} if bearer is not None else {})}
    timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session,
        session.request(method, url, headers=fields, data=form, json=json, allow_redirects=False) as response,
    ):
        content = await response.read()
        parsed = await response.json(content_type=None) if "json" in response.content_type else None
        return Answered(response.status, response.headers.copy(), content, parsed)
