"""Targets of a ``Link`` that begin and never end: each was looked for to the end of the field, 0.2 s for 8 KB."""

from __future__ import annotations

import pytest

from gateway.domain.message import EMPTY_BODY, Message
from gateway.edge.links import lead_back, leads_away

GATEWAY = "https://gw.example/notes"


@pytest.mark.parametrize("value", ["</a</b>; rel=next", "</" * 4000])
def test_a_target_that_begins_within_another_leads_nowhere(value: str) -> None:
    message = lead_back(Message((("link", value),), EMPTY_BODY), ("https://api.example",), GATEWAY)
    assert leads_away("link", message.headers[0][1], GATEWAY)
