from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.caller import Actor, User
from gateway.domain.grant import Plugin
from gateway.domain.json import Json
from gateway.identity.principal import MAX_NAME, actors_of, plugin_of, user_of
from gateway.identity.reason import NotIdentified, Reason
from gateway.settings.model import IssuerSettings, UserClaims

GOOD: Mapping[str, Json] = {
    "oid": "alice",
    "tid": "acme",
    "sub": "pairwise",
    "client_id": "summariser",
    "groups": ["a"],
}


def test_a_user_is_named_by_the_configured_claims(issuer: IssuerSettings) -> None:
    assert user_of(GOOD, issuer) == User("https://login.example.com", "alice", "acme", frozenset({"a"}))


def test_a_tenant_is_told_only_where_one_is_configured(issuer: IssuerSettings) -> None:
    without = replace(issuer, user_claims=UserClaims(id="oid"))

    assert user_of(GOOD, without).tenant is None


@pytest.mark.parametrize(
    "name",
    [None, "", "  ", 7, 0, True, [], ["alice"], {"id": "alice"}, "a\nb", "a\x00", "\ud800", "a" * (MAX_NAME + 1)],
)
def test_a_token_without_a_user_names_nobody_else(issuer: IssuerSettings, name: Json) -> None:
    with pytest.raises(NotIdentified) as caught:
        user_of({**GOOD, "oid": name}, issuer)

    assert caught.value.reason is Reason.NO_USER


def test_the_subject_does_not_stand_in_for_the_configured_claim(issuer: IssuerSettings) -> None:
    with pytest.raises(NotIdentified):
        user_of({"sub": "pairwise", "tid": "acme", "client_id": "summariser"}, issuer)


@pytest.mark.parametrize("tenant", [None, "", 7, ["acme"]])
def test_a_user_without_the_configured_tenant_is_refused(issuer: IssuerSettings, tenant: Json) -> None:
    with pytest.raises(NotIdentified) as caught:
        user_of({**GOOD, "tid": tenant}, issuer)

    assert caught.value.reason is Reason.CLAIM


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "summariser"},  # RFC 9068, section 2.2
        {"oid": "summariser"},
        {"sub": "0oa1", "cid": "0oa1"},  # Okta
        {"sub": "0oa1", "azp": "0oa1"},
        {"sub": "summariser@clients"},  # Auth0
        {"gty": "client-credentials"},
        {"gty": ["client-credentials"]},
        {"idtyp": "app"},  # Entra
        {"oid": "principal", "sub": "principal", "ver": "2.0"},
        {"preferred_username": "service-account-summariser"},  # Keycloak
    ],
)
def test_a_client_acting_for_itself_is_no_user(issuer: IssuerSettings, claims: dict[str, Json]) -> None:
    with pytest.raises(NotIdentified) as caught:
        user_of({**GOOD, **claims}, issuer)

    assert caught.value.reason is Reason.NO_USER


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "summariser2"},
        {"sub": "alice@clients"},
        {"gty": "password"},
        {"idtyp": "user"},
        {"oid": "same", "sub": "same"},  # not Entra: no version
        {"preferred_username": "service-account-other"},
        {"sub": ["summariser"]},
    ],
)
def test_a_user_who_merely_looks_like_a_client_is_a_user(issuer: IssuerSettings, claims: dict[str, Json]) -> None:
    assert user_of({**GOOD, **claims}, issuer).subject == {**GOOD, **claims}["oid"]


@pytest.mark.parametrize(
    "claims",
    [
        {"groups": None},
        {"groups": "a"},
        {"groups": ["a", 7]},
        {"groups": {"a": True}},
        {"groups": None, "_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {}}},
        {"_claim_names": {"groups": "src1"}},  # beside some that are listed
        {"_claim_names": "src1"},
        {"hasgroups": True},
    ],
)
def test_groups_that_are_not_told_are_unknown(issuer: IssuerSettings, claims: dict[str, Json]) -> None:
    assert user_of({**GOOD, **claims}, issuer).groups is None


def test_missing_and_unconfigured_groups_are_unknown(issuer: IssuerSettings) -> None:
    missing = {name: value for name, value in GOOD.items() if name != "groups"}
    unconfigured = replace(issuer, user_claims=UserClaims(id="oid", groups=None))

    assert user_of(missing, issuer).groups is None
    assert user_of(GOOD, unconfigured).groups is None


def test_a_user_in_no_group_is_known_to_be_in_none(issuer: IssuerSettings) -> None:
    assert user_of({**GOOD, "groups": [], "_claim_names": {"address": "src1"}}, issuer).groups == frozenset()


def test_a_plugin_is_the_client_that_the_configured_claim_names(
    issuer: IssuerSettings, plugins: Mapping[str, Plugin]
) -> None:
    azp = replace(issuer, plugin_claim="azp")

    assert plugin_of(GOOD, issuer, plugins) is plugins["summariser"]
    assert plugin_of({"client_id": "other", "azp": "summariser"}, azp, plugins) is plugins["summariser"]


def test_a_client_of_another_issuer_is_another_client(issuer: IssuerSettings) -> None:
    own = Plugin("summariser", "support", issuer=issuer.issuer)
    assert plugin_of(GOOD, issuer, {"summariser": own}) is own
    with pytest.raises(NotIdentified) as caught:
        plugin_of(GOOD, issuer, {"summariser": replace(own, issuer="https://other.example")})

    assert caught.value.reason is Reason.UNKNOWN_PLUGIN


@pytest.mark.parametrize("client", [None, "", "Summariser", "other", ["summariser"], 7])
def test_a_client_that_is_no_registered_plugin_is_refused(
    issuer: IssuerSettings, plugins: Mapping[str, Plugin], client: Json
) -> None:
    with pytest.raises(NotIdentified) as caught:
        plugin_of({"client_id": client, "azp": "summariser"}, issuer, plugins)

    assert caught.value.reason is Reason.UNKNOWN_PLUGIN


def test_actors_keep_their_order_and_their_history() -> None:
    claims: dict[str, Json] = {
        "act": {"sub": "agent", "iss": "https://a.example", "act": {"sub": "planner", "act": {"sub": "portal"}}}
    }

    assert actors_of(claims) == (Actor("agent", "https://a.example"), Actor("planner"), Actor("portal"))
    assert actors_of({}) == ()


def chain(length: int) -> dict[str, Json]:
    claims: dict[str, Json] = {}
    for _ in range(length):
        claims = {"sub": "x", "act": claims} if claims else {"sub": "x"}
    return {"act": claims}


def test_a_chain_has_at_most_four_actors() -> None:
    assert len(actors_of(chain(4))) == 4
    with pytest.raises(NotIdentified) as caught:
        actors_of(chain(5))

    assert caught.value.reason is Reason.ACTORS


@pytest.mark.parametrize(
    "act",
    [
        None,
        "agent",
        [],
        [{"sub": "agent"}],
        {},
        {"sub": ""},
        {"sub": 7},
        {"sub": "agent", "iss": 7},
        {"sub": "agent", "iss": ""},
        {"sub": "agent", "act": None},
        {"sub": "agent", "act": {"iss": "https://a.example"}},
    ],
)
def test_a_malformed_link_breaks_the_chain(act: Json) -> None:
    with pytest.raises(NotIdentified) as caught:
        actors_of({"act": act})

    assert caught.value.reason is Reason.ACTORS


names = st.sampled_from(
    ["oid", "sub", "tid", "client_id", "azp", "groups", "act", "gty", "idtyp", "iss", "_claim_names"]
)
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


@settings(deadline=None)
@given(claims=st.dictionaries(names, odd))
def test_whatever_an_issuer_signs_names_someone_or_is_refused(claims: dict[str, Json]) -> None:
    issuer = IssuerSettings(issuer="https://login.example.com", user_claims=UserClaims(id="oid", tenant="tid"))
    plugins = {"summariser": Plugin("summariser", "support")}

    try:
        user, plugin, actors = user_of(claims, issuer), plugin_of(claims, issuer, plugins), actors_of(claims)
    except NotIdentified:
        return

    assert (user.subject, user.tenant, plugin.id) == (claims["oid"], claims["tid"], claims["client_id"])
    assert len(actors) <= 4
