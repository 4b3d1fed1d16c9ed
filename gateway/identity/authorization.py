"""Find the one access token of a request, before anything is known of it.

Promises: exactly one ``Authorization`` field, of a scheme that the connector names, of bounded size; and no token
in the query, where it ends in logs. Bodies are not read here, and no other field names a caller, whatever proxies
in front may have put there.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from gateway.domain.message import Fields
from gateway.identity.reason import NotIdentified, Reason

MAX_FIELD = 16 * 1024  # characters; a token with 200 groups has about 8,000

# RFC 9110, section 11.4: a scheme, spaces, and a token68 of which a JWT uses a part.
_CREDENTIALS = re.compile(r"(?P<scheme>[A-Za-z0-9-]+) +(?P<token>[A-Za-z0-9._~+/-]+=*)")


def access_token(headers: Fields, query: Fields, schemes: Collection[str]) -> str:
    """Return the token that the request carries.

    Args:
        schemes: In lower case; what clients of the connector's system send before a token.

    Raises:
        NotIdentified: There is not exactly one, where and how it should be.
    """
    if any(name.lower() == "access_token" for name, _ in query):  # RFC 6750, section 2.3
        raise NotIdentified(Reason.SENT_IN_QUERY)
    # aiohttp takes the first of two fields, other servers the last: what one checks, the next may not use.
    fields = [value for name, value in headers if name.lower() == "authorization"]
    if not fields:
        raise NotIdentified(Reason.NOTHING_SENT)
    if len(fields) > 1:
        raise NotIdentified(Reason.SEVERAL_SENT)
    if len(fields[0]) > MAX_FIELD:
        raise NotIdentified(Reason.TOO_LONG)
    credentials = _CREDENTIALS.fullmatch(fields[0])
    if credentials is None or credentials["scheme"].lower() not in schemes:
        raise NotIdentified(Reason.SCHEME)
    return credentials["token"]
