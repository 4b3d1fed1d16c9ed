"""A real system of record with its own permissions: Kinto, in memory, with its own OpenID Connect plugin.

Kinto asks the authorization server about every token it has not seen (userinfo), and knows a person as
``openid:<sub>``. Whoever is known may make buckets, and only they may read what they made: the permissions are Kinto's.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.calls import Answered, call
from tests.servers.process import running
from tests.servers.recorder import Recorder, recorder
from tests.servers.wire import Received

CONFIGURATION = """\
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = %(http_port)s

[app:main]
use = egg:kinto
kinto.includes = kinto.plugins.openid kinto.plugins.flush
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.userid_hmac_secret = for tests only
kinto.bucket_create_principals = system.Authenticated
multiauth.policies = openid
multiauth.policy.openid.use = kinto.plugins.openid.OpenIDConnectPolicy
multiauth.policy.openid.issuer = {issuer}
multiauth.policy.openid.client_id = kinto
multiauth.policy.openid.header_type = Bearer
multiauth.policy.openid.userid_field = sub
"""

_READY = re.compile(r"Serving on (http://127\.0\.0\.1:\d+)")


@dataclass(frozen=True, slots=True)
class Kinto:
    """A running Kinto. ``url`` is the recorder in front of it; ``direct`` is Kinto itself, for setting things up."""

    direct: str
    recording: Recorder

    @property
    def url(self) -> str:
        return self.recording.url

    @property
    def connections(self) -> int:
        """Return how many connections were made through ``url``."""
        return self.recording.connections

    def received(self) -> tuple[Received, ...]:
        """Return what reached Kinto through ``url``."""
        return self.recording.received()

    async def keep(self, token: str, bucket: str, collection: str, record: str, value: Mapping[str, object]) -> str:
        """Store a record as the token's user, private to them; return its path under ``/v1``."""
        path = f"/buckets/{bucket}"
        for name, body in (("", {}), (f"/collections/{collection}", {}), (f"/records/{record}", {"data": dict(value)})):
            path += name
            answered = await self.ask("PUT", path, token, body)
            assert answered.status in {200, 201}, answered.content
        return path

    async def ask(self, method: str, path: str, token: str | None = None, body: object = None) -> Answered:
        """Ask Kinto directly, past the recorder."""
        return await call(method, f"{self.direct}/v1{path}", bearer=token, json=body)


@contextmanager
def kinto_process(issuer: str) -> Iterator[str]:
    """Run Kinto while the block lasts; yield its URL. The issuer must be up: Kinto reads its metadata at once."""
    with tempfile.TemporaryDirectory(prefix="sallyport-kinto-") as folder:
        configuration = Path(folder) / "kinto.ini"
        configuration.write_text(CONFIGURATION.format(issuer=issuer))
        # Its imports warn of what is deprecated in other people's code.
        kinto = [sys.executable, "-W", "ignore", "-c", "from kinto.__main__ import main; main()"]
        with running([*kinto, "start", "--ini", str(configuration), "--port", "0"], _READY) as ready:
            yield ready.group(1)


@asynccontextmanager
async def kinto_at(direct: str) -> AsyncIterator[Kinto]:
    """Empty a running Kinto, its cache of tokens too, and stand a recorder in front of it."""
    flushed = await call("POST", f"{direct}/v1/__flush__")
    assert flushed.status == 202, flushed.content
    async with recorder(direct) as recording:
        yield Kinto(direct, recording)
