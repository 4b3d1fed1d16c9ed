"""Write what leaves through the door: a released answer, or a refusal as problem details (RFC 9457)."""

from __future__ import annotations

from aiohttp import web
from multidict import CIMultiDict

from gateway.domain.errors import Refusal
from gateway.domain.json import Json
from gateway.domain.message import Fields, Problem, Reply
from gateway.edge import strict_json

PROBLEM = "urn:sallyport:problem:"


def write(outcome: Reply | Problem, request_id: str) -> web.Response:
    """Return the HTTP response. No reason phrase, no field but those that were decided on."""
    if isinstance(outcome, Problem):
        return _response(
            outcome.status, (*outcome.headers, _PROBLEM_TYPE), problem_document(outcome, request_id), request_id
        )
    return _response(outcome.status, outcome.headers, outcome.content, request_id)


def refuse(refusal: Refusal, request_id: str) -> web.Response:
    """Return the HTTP response to a request that never came as far as ``exchange``."""
    problem = Problem(refusal.slug, refusal.status, refusal.title, refusal.detail, refusal.headers, refusal.rules)
    return write(problem, request_id)


def problem_document(problem: Problem, request_id: str) -> bytes:
    """Return the members of RFC 9457, section 3.1, then ours."""
    document: dict[str, Json] = {
        "type": PROBLEM + problem.slug,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "request": request_id,
    }
    if problem.rules:
        document["rules"] = list(problem.rules)
    if problem.executed is not None:
        document["executed"] = {"true": True, "false": False}.get(problem.executed, problem.executed)
    return strict_json.write(document)


_PROBLEM_TYPE = ("content-type", "application/problem+json")


def _response(status: int, headers: Fields, content: bytes, request_id: str) -> web.Response:
    fields = CIMultiDict(headers)
    fields["Cache-Control"] = "no-store"
    fields["Sallyport-Request-Id"] = request_id
    fields["Server"] = "Sallyport"  # aiohttp's own would tell its version and Python's
    return web.Response(status=status, reason="", headers=fields, body=content)
