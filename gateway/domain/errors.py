"""Every way in which a request is refused, by whose fault it is. Each leaf is a problem type with a page.

A refusal's ``detail`` goes to the client: our own words, never matched text, a token, or an upstream's words.
Its ``cause`` goes to the audit log only.
"""

from __future__ import annotations

from typing import ClassVar

from gateway.domain.message import Fields


class Refusal(Exception):
    """A request is not carried on. Leaves say which problem type the client sees."""

    slug: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[str]
    default: ClassVar[str] = ""

    def __init__(
        self,
        detail: str = "",
        *,
        cause: str = "",
        rules: tuple[str, ...] = (),
        headers: Fields = (),
    ) -> None:
        self.detail = detail or self.default
        self.cause = cause or self.detail
        self.rules = rules
        self.headers = headers
        super().__init__(self.cause)


class CallerFault(Refusal):
    """The client asked in a way that cannot be served."""


class PolicyRefusal(Refusal):
    """The client asked well, and may not."""


class UpstreamFault(Refusal):
    """The system of record, or the way to it, failed."""


class GatewayFault(Refusal):
    """The gateway could not keep a promise, so it refused."""


class MalformedRequest(CallerFault):
    slug, status, title = "malformed-request", 400, "The request cannot be read"


class Unauthenticated(CallerFault):
    """``detail`` stays general, whatever failed: ``cause`` is one word, for a metric only."""

    slug, status, title = "unauthenticated", 401, "A valid access token is needed"
    default = "Send one access token that your identity provider issued for this connector, for a user."


class UnknownOperation(CallerFault):
    slug, status, title = "unknown-operation", 404, "No connector describes this operation"
    default = "What no connector describes does not exist here. Check the path and the method."


class BodyTooLarge(CallerFault):
    slug, status, title = "body-too-large", 413, "The request body is too large"


class NotGranted(PolicyRefusal):
    slug, status, title = "not-granted", 403, "The plugin has no grant for this operation"


class PolicyViolation(PolicyRefusal):
    slug, status, title = "policy-violation", 422, "A rule is not satisfied"


class RestrictedData(PolicyRefusal):
    slug, status, title = "restricted-data", 403, "Restricted data may not pass"
    default = "There is data that a rule keeps in. Ask for less, or ask the owner of the rule."


class UninspectableContent(PolicyRefusal):
    slug, status, title = "uninspectable-content", 403, "Content that cannot be inspected may not pass"


class ApprovalPending(PolicyRefusal):
    slug, status, title = "approval-pending", 403, "A person must approve this"


class WriteLimit(PolicyRefusal):
    slug, status, title = "write-limit", 429, "A write limit is exhausted"


class DelegationRefused(PolicyRefusal):
    slug, status, title = "delegation-refused", 403, "The user's own token was refused"
    default = "The authorization server gives this plugin no token for this user and system."


class UpstreamUnreachable(UpstreamFault):
    slug, status, title = "upstream-unreachable", 502, "The system of record cannot be reached"
    default = "The system of record did not give an answer that can be read."


class UpstreamTimeout(UpstreamFault):
    slug, status, title = "upstream-timeout", 504, "The system of record did not answer in time"
    default = "The system of record did not answer in time."


class DelegationUnavailable(GatewayFault):
    slug, status, title = "delegation-unavailable", 503, "The user's own token cannot be had now"
    default = "The authorization server did not answer. Nothing was sent; try again later."


class AuditUnavailable(GatewayFault):
    slug, status, title = "audit-unavailable", 503, "The act cannot be recorded"
    default = "What cannot be recorded is not done, and not released. Try again later."


class InspectionUnavailable(GatewayFault):
    slug, status, title = "inspection-unavailable", 503, "The content cannot be inspected now"
    default = "What cannot be inspected is not released. Try again later."


class LimitsUnavailable(GatewayFault):
    slug, status, title = "limits-unavailable", 503, "Write limits cannot be checked now"
    default = "Nothing was sent. Try again later."


class InternalError(GatewayFault):
    """A bug of ours. Never raised on purpose; the edge answers with it when something else was raised."""

    slug, status, title = "internal-error", 500, "The gateway failed"
    default = "The request id names this failure in the gateway's log."
