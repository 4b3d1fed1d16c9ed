"""A small authorization server, for the demo only.

It tells its metadata (RFC 8414) and its keys, exchanges a plugin's token for one that the system of record takes
(RFC 8693), and, so that visitors can try the demo from a shell, hands a plugin's token to whoever asks for one:
there are no passwords here. Everything lives in memory and is gone with the process.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import unquote_plus

from aiohttp import web
from aiohttp.typedefs import Handler
from joserfc.jwk import ECKey, KeySet

from gateway.demo.tokens import UnacceptableToken, sign, verify
from gateway.domain.secret import Secret

USERS: Mapping[str, tuple[str, ...]] = {
    "alice": ("support", "support-emea", "vip-care"),
    "bob": ("support", "support-us"),
}
"""Users and the groups that their tokens tell."""

PLUGINS = ("support-summariser", "ticket-triage")

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105

_PLUGIN_TOKEN_LIFETIME = timedelta(hours=1)
_EXCHANGED_TOKEN_LIFETIME = timedelta(minutes=5)
_NOT_STORED = {"Cache-Control": "no-store"}  # RFC 6749, section 5.1


class _OAuthError(Exception):
    """An error answer (RFC 6749, section 5.2)."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        self.error, self.description, self.status = error, description, status
        super().__init__(error)


class IdentityProvider:
    """One issuer with one key, made when it starts.

    ``audiences`` maps each system of record to the resource at the gateway that stands in front of it: a token
    for the resource may be exchanged for a token for that system, and for no other.
    """

    def __init__(
        self,
        issuer: str,
        *,
        client_id: str,
        client_secret: Secret,
        audiences: Mapping[str, str],
        now: Callable[[], datetime],
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._audiences = audiences
        self._now = now
        self._keys = KeySet([ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)])

    @property
    def keys(self) -> KeySet:
        """The public half, as ``/jwks`` tells it."""
        return KeySet.import_key_set(self._keys.as_dict(private=False))

    def application(self) -> web.Application:
        """Return the server, ready to be run."""
        application = web.Application(middlewares=[_answer_errors])
        application.router.add_get("/.well-known/oauth-authorization-server", self._metadata)
        application.router.add_get("/jwks", self._jwks)
        application.router.add_post("/token", self._token)
        application.router.add_post("/demo/token", self._demo_token)
        return application

    def plugin_token(self, user: str, plugin: str, audience: str) -> str:
        """Return a token with which ``plugin`` acts for ``user`` at a resource of the gateway.

        Raises:
            ValueError: There is no such user, plugin or resource.
        """
        if user not in USERS:
            raise ValueError(f"user is one of: {', '.join(USERS)}")
        if plugin not in PLUGINS:
            raise ValueError(f"plugin is one of: {', '.join(PLUGINS)}")
        if audience not in self._audiences.values():
            raise ValueError(f"audience is one of: {', '.join(self._audiences.values())}")
        claims = {"sub": user, "client_id": plugin, "aud": audience, "groups": list(USERS[user])}
        return self._signed(claims, self._now() + _PLUGIN_TOKEN_LIFETIME)

    async def _metadata(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self._issuer,
                "token_endpoint": f"{self._issuer}/token",
                "jwks_uri": f"{self._issuer}/jwks",
                "grant_types_supported": [TOKEN_EXCHANGE],
                "response_types_supported": [],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    async def _jwks(self, _: web.Request) -> web.Response:
        return web.json_response(self._keys.as_dict(private=False))

    async def _demo_token(self, request: web.Request) -> web.Response:
        form = await _form(request)
        try:
            token = self.plugin_token(form.get("user", ""), form.get("plugin", ""), form.get("audience", ""))
        except ValueError as error:
            raise _OAuthError("invalid_request", str(error)) from None
        return _token_answer(token, _PLUGIN_TOKEN_LIFETIME)

    async def _token(self, request: web.Request) -> web.Response:
        self._authenticate_client(request.headers.get("Authorization", ""))
        form = await _form(request)
        if form.get("grant_type") != TOKEN_EXCHANGE:
            raise _OAuthError("unsupported_grant_type", f"expected {TOKEN_EXCHANGE}")
        if form.get("subject_token_type") != ACCESS_TOKEN:
            raise _OAuthError("invalid_request", f"subject_token_type is always {ACCESS_TOKEN} here")
        if form.get("requested_token_type", ACCESS_TOKEN) != ACCESS_TOKEN:
            raise _OAuthError("invalid_request", f"requested_token_type is always {ACCESS_TOKEN} here")
        audience = form.get("audience", "")
        if audience not in self._audiences:
            raise _OAuthError("invalid_target", f"audience is one of: {', '.join(self._audiences)}")
        return self._exchange(form.get("subject_token", ""), audience)

    def _authenticate_client(self, authorization: str) -> None:
        """Let the gateway pass: the one client that may exchange (RFC 6749, section 2.3.1)."""
        scheme, _, credentials = authorization.partition(" ")
        try:
            pair = base64.b64decode(credentials, validate=True).decode() if scheme.lower() == "basic" else ""
        except ValueError:
            pair = ""
        client_id, _, secret = (unquote_plus(part) for part in pair.partition(":"))
        known = hmac.compare_digest(client_id.encode(), self._client_id.encode())
        if not hmac.compare_digest(secret.encode(), self._client_secret.reveal().encode()) or not known:
            raise _OAuthError("invalid_client", "the client is not known, or its secret is another", 401)

    def _exchange(self, subject_token: str, audience: str) -> web.Response:
        now = self._now()
        try:
            subject = verify(
                subject_token, self._keys, issuer=self._issuer, audience=self._audiences[audience], now=now
            )
        except UnacceptableToken:  # RFC 8693, section 2.2.2: the error is invalid_request
            raise _OAuthError("invalid_request", "the subject token is not acceptable") from None
        lifetime = min(_EXCHANGED_TOKEN_LIFETIME, subject.expires_at - now)
        claims = {
            "sub": subject.user,
            "act": {"sub": subject.client},  # RFC 8693, section 4.1
            "client_id": self._client_id,
            "aud": audience,
        }
        return _token_answer(self._signed(claims, now + lifetime), lifetime, issued_token_type=ACCESS_TOKEN)

    def _signed(self, claims: Mapping[str, object], expires_at: datetime) -> str:
        return sign(
            {
                "iss": self._issuer,
                **claims,
                "iat": int(self._now().timestamp()),
                "exp": int(expires_at.timestamp()),
                "jti": secrets.token_urlsafe(16),
            },
            self._keys,
        )


def _token_answer(token: str, lifetime: timedelta, **more: str) -> web.Response:
    answer = {"access_token": token, "token_type": "Bearer", "expires_in": int(lifetime.total_seconds()), **more}
    return web.json_response(answer, headers=_NOT_STORED)


async def _form(request: web.Request) -> Mapping[str, str]:
    """Return the parameters; none may come twice (RFC 6749, section 3.2)."""
    posted = await request.post()
    form = {name: value for name, value in posted.items() if isinstance(value, str)}
    if len(form) != len(posted):
        raise _OAuthError("invalid_request", "every parameter comes once, and is a text")
    return form


@web.middleware
async def _answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except _OAuthError as refusal:
        headers = {**_NOT_STORED, **({"WWW-Authenticate": "Basic"} if refusal.status == 401 else {})}
        document = {"error": refusal.error, "error_description": refusal.description}
        return web.json_response(document, status=refusal.status, headers=headers)
