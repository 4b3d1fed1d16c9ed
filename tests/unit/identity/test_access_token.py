from __future__ import annotations

import base64
import hashlib
import hmac
import json
import string
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from gateway.identity.access_token import parse, verify
from gateway.identity.key_set import KeySet
from gateway.identity.reason import NotIdentified, Reason
from gateway.settings.model import IssuerSettings

Mint = Callable[..., str]

AUDIENCE = "https://sallyport.example.com/crm"


@pytest.fixture
def refusal(keys: KeySet, issuer: IssuerSettings, now: float) -> Callable[[str], Reason]:
    """Return a function that tells why a token is refused."""

    def reason(token: str) -> Reason:
        with pytest.raises(NotIdentified) as caught:
            verify(parse(token), keys, issuer, AUDIENCE, now)
        return caught.value.reason

    return reason


Refusal = Callable[[str], Reason]


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_token_of_each_default_algorithm_is_verified(
    mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float, algorithm: str
) -> None:
    verified = verify(parse(mint(algorithm=algorithm)), keys, issuer, AUDIENCE, now)

    assert verified.claims["oid"] == "alice"
    assert verified.expires_at == now + 300


@pytest.mark.parametrize("kind", ["at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"])
def test_a_token_type_is_a_media_type(mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float, kind: str) -> None:
    assert verify(parse(mint(header={"typ": kind})), keys, issuer, AUDIENCE, now).claims["oid"] == "alice"


def test_a_header_larger_than_the_librarys_limit_is_read(
    mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float
) -> None:
    assert verify(parse(mint(header={"x5t": "a" * 2000})), keys, issuer, AUDIENCE, now).claims["oid"] == "alice"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "opaque",
        "a.b",
        "e30.e30",
        "e30.e30.e30.e30",
        "e30.e30.e30.e30.e30",  # encrypted
        "e30=.e30.",
        "e3 0.e30.",
        "e31.e30.",  # bits after the end
        "W10.e30.",
        "e30.W10.",
        "e30.e30.+/",
        "é.e30.",
    ],
)
def test_what_is_no_signed_jwt_is_refused(token: str) -> None:
    with pytest.raises(NotIdentified) as caught:
        parse(token)

    assert caught.value.reason is Reason.NOT_A_JWT


@pytest.mark.parametrize("payload", [b'{"oid": "alice", "oid": "bob"}', b'{"exp": NaN}', b'["alice"]'])
def test_a_genuine_token_with_two_readings_is_refused(mint: Mint, payload: bytes) -> None:
    with pytest.raises(NotIdentified) as caught:
        parse(mint(payload=payload))

    assert caught.value.reason is Reason.NOT_A_JWT


def test_a_header_with_two_readings_is_refused(mint: Mint) -> None:
    with pytest.raises(NotIdentified) as caught:
        parse(mint(protected=b'{"alg": "ES256", "kid": "ES256", "typ": "at+jwt", "alg": "none"}'))

    assert caught.value.reason is Reason.NOT_A_JWT


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"jku": "https://evil.example/keys"}, Reason.HEADER),
        ({"jwk": {"kty": "EC"}}, Reason.HEADER),
        ({"x5u": "https://evil.example/cert"}, Reason.HEADER),
        ({"x5c": ["MII"]}, Reason.HEADER),
        ({"crit": ["exp"]}, Reason.HEADER),
        ({"crit": ["b64"], "b64": False}, Reason.HEADER),
        ({"b64": True}, Reason.HEADER),
        ({"kid": 7}, Reason.HEADER),
        ({"alg": "none"}, Reason.ALGORITHM),
        ({"alg": "HS256"}, Reason.ALGORITHM),
        ({"alg": "es256"}, Reason.ALGORITHM),
        ({"alg": ["ES256"]}, Reason.ALGORITHM),
        ({"alg": None}, Reason.ALGORITHM),
        ({"alg": "ES384"}, Reason.ALGORITHM),  # asymmetric, but this issuer does not use it
        ({"alg": "RS256"}, Reason.UNKNOWN_KEY),  # not the algorithm of that key
        ({"kid": "ES257"}, Reason.UNKNOWN_KEY),
        ({"kid": "RS256", "alg": "RS256"}, Reason.SIGNATURE),
        ({"typ": "JWT"}, Reason.KIND),
        ({"typ": None}, Reason.KIND),
        ({"typ": "logout+jwt"}, Reason.KIND),
        ({"typ": "dpop+jwt"}, Reason.KIND),
        ({"typ": ["at+jwt"]}, Reason.KIND),
    ],
)
def test_headers_that_choose_their_own_rules_are_refused(
    mint: Mint, refusal: Refusal, header: dict[str, object], reason: Reason
) -> None:
    assert refusal(mint(header=header)) is reason


def test_the_public_key_is_no_shared_secret(mint: Mint, issuer: IssuerSettings, keys: KeySet, now: float) -> None:
    """RFC 8725, section 2.1; also where a configuration names HS256 in spite of the check."""
    payload = mint().split(".")[1]
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"RS256","typ":"at+jwt"}').rstrip(b"=").decode()
    public = keys.keys[0].as_pem()
    signature = hmac.new(public, f"{header}.{payload}".encode(), hashlib.sha256).digest()
    token = f"{header}.{payload}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"

    with pytest.raises(NotIdentified) as caught:
        verify(parse(token), keys, replace(issuer, algorithms=("HS256", "RS256")), AUDIENCE, now)

    assert caught.value.reason is Reason.ALGORITHM


def test_an_unsigned_token_is_refused(mint: Mint, refusal: Refusal) -> None:
    assert refusal(mint().rpartition(".")[0] + ".") is Reason.SIGNATURE


def test_another_key_under_a_known_id_is_refused(mint: Mint, refusal: Refusal) -> None:
    assert refusal(mint(key=ECKey.generate_key("P-256"))) is Reason.SIGNATURE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0), character=st.sampled_from(string.ascii_letters + string.digits + "-_."))
def test_a_token_with_one_character_changed_is_refused(
    mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float, position: int, character: str
) -> None:
    token = mint()
    position %= len(token)
    changed = token[:position] + character + token[position + 1 :]

    if changed != token:
        with pytest.raises(NotIdentified):
            verify(parse(changed), keys, issuer, AUDIENCE, now)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://login.example.com/"}, Reason.UNKNOWN_ISSUER),
        ({"iss": "https://LOGIN.example.com"}, Reason.UNKNOWN_ISSUER),
        ({"iss": None}, Reason.UNKNOWN_ISSUER),
        ({"iss": ["https://login.example.com"]}, Reason.UNKNOWN_ISSUER),
        ({"aud": "https://sallyport.example.com/hr"}, Reason.AUDIENCE),
        ({"aud": "https://sallyport.example.com/crm/"}, Reason.AUDIENCE),
        ({"aud": "https://sallyport.example.com"}, Reason.AUDIENCE),
        ({"aud": []}, Reason.AUDIENCE),
        ({"aud": None}, Reason.AUDIENCE),
        ({"aud": {AUDIENCE: True}}, Reason.AUDIENCE),
        ({"aud": [AUDIENCE, 7]}, Reason.AUDIENCE),
        ({"cnf": {"jkt": "x"}}, Reason.BOUND),
        ({"cnf": {"x5t#S256": "x"}}, Reason.BOUND),
    ],
)
def test_tokens_of_others_and_for_others_are_refused(
    mint: Mint, refusal: Refusal, claims: dict[str, object], reason: Reason
) -> None:
    assert refusal(mint(**claims)) is reason


def test_one_of_several_audiences_is_enough(mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float) -> None:
    assert (
        verify(parse(mint(aud=["https://other.example", AUDIENCE])), keys, issuer, AUDIENCE, now).claims["oid"]
        == "alice"
    )


@pytest.mark.parametrize(
    ("shifts", "reason"),
    [
        ({"exp": -59}, None),
        ({"exp": -60}, Reason.EXPIRED),
        ({"iat": 60}, None),
        ({"iat": 61}, Reason.NOT_YET_VALID),
        ({"nbf": 60}, None),
        ({"nbf": 61}, Reason.NOT_YET_VALID),
        ({"iat": 0, "exp": 86400}, None),
        ({"iat": 0, "exp": 86401}, Reason.LIFETIME),
        ({"iat": -86400, "exp": 1}, Reason.LIFETIME),
        ({"exp": 0.5}, None),
    ],
)
def test_times_hold_within_the_leeway_and_the_cap(
    mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float, shifts: dict[str, float], reason: Reason | None
) -> None:
    token = parse(mint(**{name: now + shift for name, shift in {"iat": -300, **shifts}.items()}))

    if reason is None:
        assert verify(token, keys, issuer, AUDIENCE, now).claims["oid"] == "alice"
    else:
        with pytest.raises(NotIdentified) as caught:
            verify(token, keys, issuer, AUDIENCE, now)
        assert caught.value.reason is reason


@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", [10**400, "1e400", 253402300800, -1, -0.5, True, '"1763899200"', "[]", "{}", "null"])
def test_times_that_are_no_time_are_refused(mint: Mint, refusal: Refusal, now: float, name: str, value: object) -> None:
    good = {"iss": "https://login.example.com", "aud": AUDIENCE, "exp": now + 300, "iat": now}
    members = {member: json.dumps(claim) for member, claim in good.items()}
    members[name] = "true" if value is True else str(value)
    payload = "{" + ", ".join(f'"{member}": {text}' for member, text in members.items()) + "}"

    assert refusal(mint(payload=payload.encode())) is Reason.CLAIM


@pytest.mark.parametrize("name", ["exp", "iat"])
def test_a_token_without_times_is_refused(mint: Mint, refusal: Refusal, name: str) -> None:
    assert refusal(mint(**{name: None})) is Reason.CLAIM


@pytest.mark.parametrize("kind", ["JWT", "jwt", None])
def test_an_issuer_may_call_access_tokens_just_jwt(
    mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float, kind: str | None
) -> None:
    relaxed = replace(issuer, token_types=("at+jwt", "JWT"))
    claims = {"typ": "Bearer", "token_use": "access"}

    assert verify(parse(mint(header={"typ": kind})), keys, relaxed, AUDIENCE, now).claims["oid"] == "alice"
    assert verify(parse(mint(header={"typ": kind}, **claims)), keys, relaxed, AUDIENCE, now).claims["oid"] == "alice"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "x"},
        {"at_hash": "x"},
        {"c_hash": "x"},
        {"s_hash": "x"},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"token_use": "id"},
        {"client_id": AUDIENCE},
        {"aud": [AUDIENCE, "summariser"]},
    ],
)
def test_then_id_tokens_are_told_apart(
    mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float, claims: dict[str, object]
) -> None:
    relaxed = replace(issuer, token_types=("JWT",))

    with pytest.raises(NotIdentified) as caught:
        verify(parse(mint(header={"typ": "JWT"}, **claims)), keys, relaxed, AUDIENCE, now)

    assert caught.value.reason is Reason.NOT_FOR_ACCESS


def test_nothing_of_a_token_is_printed(mint: Mint, keys: KeySet, issuer: IssuerSettings, now: float) -> None:
    token = parse(mint())

    assert "alice" not in repr(token)
    assert "alice" not in repr(verify(token, keys, issuer, AUDIENCE, now))


members = st.sampled_from(["iss", "aud", "exp", "iat", "nbf", "cnf", "typ", "nonce", "alg", "kid", "client_id"])
odd = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**400,
        1e308,
        "",
        "x",
        "summariser",
        [],
        [None],
        ["x", 7],
        {},
        {"sub": 7},
        {"sub": "x", "act": 1},
    ]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=st.dictionaries(members, odd, max_size=2), claims=st.dictionaries(members, odd, max_size=3))
def test_whatever_is_signed_is_an_access_token_or_is_refused(
    mint: Mint,
    keys: KeySet,
    issuer: IssuerSettings,
    now: float,
    header: dict[str, object],
    claims: dict[str, object],
) -> None:
    relaxed = replace(issuer, token_types=("at+jwt", "JWT"))
    try:
        verified = verify(parse(mint(header=header, **claims)), keys, relaxed, AUDIENCE, now)
    except NotIdentified:
        return

    assert verified.claims["iss"] == issuer.issuer
    assert now - issuer.leeway < verified.expires_at


@settings(deadline=None)
@given(token=st.text(alphabet=string.ascii_letters + ".-_=é", max_size=60))
def test_no_text_is_too_odd_to_be_refused(token: str) -> None:
    with pytest.raises(NotIdentified):
        parse(token)
