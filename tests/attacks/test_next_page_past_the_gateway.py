"""A field that a system adds, such as Kinto's ``Next-Page``, is a URL too: a client follows it with its token."""

from __future__ import annotations

from gateway.domain.message import EMPTY_BODY, Message
from gateway.edge.links import lead_back


def test_a_url_in_any_field_leads_back() -> None:
    message = Message((("next-page", "https://kinto.example/v1/records?_token=x"),), EMPTY_BODY)
    led = lead_back(message, ("https://kinto.example/v1",), "https://gw.example/kinto")
    assert led.headers == (("next-page", "https://gw.example/kinto/records?_token=x"),)
