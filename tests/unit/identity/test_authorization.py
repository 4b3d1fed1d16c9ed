from __future__ import annotations

import pytest

from gateway.domain.message import Fields
from gateway.identity.authorization import MAX_FIELD, access_token
from gateway.identity.reason import NotIdentified, Reason


@pytest.mark.parametrize(
    "value", ["Bearer abc.def-_", "bearer abc.def-_", "BEARER  abc.def-_", "token abc.def-_", "Token abc.def-_"]
)
def test_a_scheme_that_the_connector_names_carries_the_token(value: str) -> None:
    headers = (("host", "x"), ("authorization", value))

    assert access_token(headers, (("page", "1"),), ("bearer", "token")) == "abc.def-_"


@pytest.mark.parametrize(
    ("headers", "query", "reason"),
    [
        ((), (), Reason.NOTHING_SENT),
        ((("x-forwarded-user", "alice"), ("x-authorization", "Bearer abc")), (), Reason.NOTHING_SENT),
        ((("cookie", "access_token=abc"), ("proxy-authorization", "Bearer abc")), (), Reason.NOTHING_SENT),
        ((("authorization", "Bearer abc"), ("authorization", "Bearer abc")), (), Reason.SEVERAL_SENT),
        ((("authorization", "Bearer abc"), ("Authorization", "Bearer xyz")), (), Reason.SEVERAL_SENT),
        ((("authorization", "Bearer abc, Bearer xyz"),), (), Reason.SCHEME),
        ((("authorization", "Basic YWxpY2U6eA=="),), (), Reason.SCHEME),
        ((("authorization", "DPoP abc"),), (), Reason.SCHEME),
        ((("authorization", "token abc"),), (), Reason.SCHEME),  # not named here
        ((("authorization", "Bearer"),), (), Reason.SCHEME),
        ((("authorization", "Bearer "),), (), Reason.SCHEME),
        ((("authorization", "abc"),), (), Reason.SCHEME),
        ((("authorization", ""),), (), Reason.SCHEME),
        ((("authorization", "Bearer a b"),), (), Reason.SCHEME),
        ((("authorization", "Bearer abc\n"),), (), Reason.SCHEME),
        ((("authorization", "Bearer äbc"),), (), Reason.SCHEME),
        ((("authorization", "Bearer " + "a" * MAX_FIELD),), (), Reason.TOO_LONG),
        ((("authorization", "Bearer abc"),), (("access_token", "abc"),), Reason.SENT_IN_QUERY),
        ((), (("page", "1"), ("Access_Token", "")), Reason.SENT_IN_QUERY),
    ],
)
def test_anything_but_one_token_in_its_place_is_refused(headers: Fields, query: Fields, reason: Reason) -> None:
    with pytest.raises(NotIdentified) as caught:
        access_token(headers, query, ("bearer",))

    assert caught.value.reason is reason


def test_a_field_of_sixteen_kibibytes_is_read() -> None:
    value = "Bearer " + "a" * (MAX_FIELD - 7)

    assert access_token((("authorization", value),), (), ("bearer",)) == "a" * (MAX_FIELD - 7)
