from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from connectors.model import Effect
from gateway.domain.grant import Grant, Plugin
from gateway.domain.mistake import Mistake
from gateway.domain.network import Network
from gateway.domain.rule import Action, Direction, LimitScope, Mode, Otherwise, Rate, Rule, Selector
from gateway.settings import render
from gateway.settings.load import load
from gateway.settings.mistakes import InvalidConfiguration
from gateway.settings.model import (
    Address,
    AuditSettings,
    ClientSettings,
    IssuerSettings,
    LimitSettings,
    Settings,
    TimeoutSettings,
    TokenExchangeSettings,
    UserClaims,
)
from gateway.settings.source import locate_all

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[2] / "config"

Write = Callable[..., Path]

OWNED = "owner: someone@example.com, because: it matters"


def lines(path: Path) -> list[str]:
    """Return what is wrong, by place and without the directory."""
    with pytest.raises(InvalidConfiguration) as caught:
        load(path)
    return [line.removeprefix(f"{path}/") for line in render.text(caught.value.mistakes).splitlines()]


def rule_of(write: Write, text: str) -> Rule:
    path = write({"rules: []": f"rules: [{{id: one, {OWNED}, {text}}}]"})
    return load(path).settings.rules[0]


def test_a_broken_configuration_tells_every_mistake_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    monkeypatch.delenv("SALLYPORT_TEST_UNSET", raising=False)
    with pytest.raises(InvalidConfiguration) as caught:
        load(Path("broken"))
    assert render.text(caught.value.mistakes).splitlines() == (HERE / "broken/expected.txt").read_text().splitlines()
    assert "hunter2" not in str(caught.value)


def test_the_example_loads_where_its_secrets_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SALLYPORT_CLIENT_SECRET", raising=False)
    settings = load(EXAMPLE, resolve_secrets=False).settings
    assert set(settings.connectors) == {"github", "tickets"}
    assert [plugin.id for plugin in settings.plugins] == ["support-summariser"]
    assert {rule.id for rule in settings.rules} >= {"no-national-ids", "writes-per-plugin"}
    assert settings.connectors["github"].delegation.client.secret.reveal() == ""
    assert settings.key is not None  # empty, so that nothing can be sealed with it
    assert settings.key.reveal() == ""


def test_what_a_file_leaves_out_is_what_the_model_says(write: Write) -> None:
    path = write()
    settings = load(path).settings
    github = settings.connectors["github"]
    assert settings == Settings(
        listen=Address(host="127.0.0.1", port=8080),
        admin=Address(host="127.0.0.1", port=9090),
        public_url="https://sallyport.example.com",
        issuers=(IssuerSettings(issuer="https://login.example.com"),),
        connectors={"github": github},
        plugins=(),
        rules=(),
        audit=AuditSettings(directory=path / "audit"),
        digest=settings.digest,
    )
    assert github.delegation == TokenExchangeSettings(
        strategy="token_exchange",
        token_endpoint="https://login.example.com/token",
        client=ClientSettings(id="sallyport", secret=github.delegation.client.secret),
    )
    assert github.delegation.client.secret.reveal() == "word"
    assert github.timeouts == TimeoutSettings()
    assert github.system.name == "github"


def test_every_key_arrives(write: Write) -> None:
    path = write(
        {
            "{issuer: https://login.example.com}": (
                "{issuer: https://login.example.com/, audience: 'https://x.example.com/{connector}', "
                "keys: https://login.example.com/jwks, network: public, plugin_claim: azp, "
                "user_claims: {id: oid, tenant: tid, groups: roles}, "
                "algorithms: [ES384], token_types: [JWT], leeway: 0s, max_lifetime: 1h}"
            ),
            "secret: file:secret}": (
                "secret: file:secret, auth: post}\n      audience: a\n      resource: https://api.github.com\n"
                "      scopes: [repo, user]\n      network: loopback\n      timeout: 2s\n"
                "    network: private\n    region: us\n    timeouts: {connect: 1s, idle: 2s, total: 3s}"
            ),
            "audit: {directory: audit}": (
                "audit: {directory: /var/audit, max_wait: 500ms}\nadmin: '[::1]:9'\nregion: eu\nkey: file:key\n"
                "redis: redis://redis:6379/0\nlimits: {request_body: 1MiB, response_body: 2KiB}"
            ),
        },
        {"key": "k" * 32},
    )
    settings = load(path).settings
    assert settings.issuers == (
        IssuerSettings(
            issuer="https://login.example.com/",
            audience="https://x.example.com/{connector}",
            keys="https://login.example.com/jwks",
            network=Network.PUBLIC,
            plugin_claim="azp",
            user_claims=UserClaims(id="oid", tenant="tid", groups="roles"),
            algorithms=("ES384",),
            token_types=("JWT",),
            leeway=0,
            max_lifetime=3600,
        ),
    )
    github = settings.connectors["github"]
    assert github.delegation == TokenExchangeSettings(
        strategy="token_exchange",
        token_endpoint="https://login.example.com/token",
        client=ClientSettings(
            id="sallyport", secret=github.delegation.client.secret, auth=github.delegation.client.auth
        ),
        audience="a",
        resource="https://api.github.com",
        scopes=("repo", "user"),
        network=Network.LOOPBACK,
        timeout=2,
    )
    assert github.delegation.client.auth == "post"
    assert (github.network, github.region) == (Network.PRIVATE, "us")
    assert github.timeouts == TimeoutSettings(connect=1, idle=2, total=3)
    assert settings.audit == AuditSettings(directory=Path("/var/audit"), max_wait=0.5)
    assert (settings.admin, settings.region) == (Address(host="::1", port=9), "eu")
    assert settings.limits == LimitSettings(request_body=1024 * 1024, response_body=2048)
    assert settings.key is not None
    assert settings.redis is not None
    assert (settings.key.reveal(), settings.redis.reveal()) == ("k" * 32, "redis://redis:6379/0")


def test_plugins_and_their_grants_are_read(write: Write) -> None:
    grants = """
id: summariser
owner: {team: support}
version: "1.4"
grants:
  - {connector: github, read: ["issues.*"]}
  - connector: github
    write: [issues.create]
    because: >
      opens an issue
      for each complaint
    approved_by: ciso@example.com
    until: 2027-03-31
"""
    path = write({"plugins: []": "plugins: people/"}, {"people/a.yaml": grants, "people/b.yml": "id: b\nowner: ann\n"})
    assert load(path).settings.plugins == (
        Plugin(
            "summariser",
            "support",
            (
                Grant("github", Effect.READ, ("issues.*",)),
                Grant(
                    "github",
                    Effect.WRITE,
                    ("issues.create",),
                    "opens an issue for each complaint",
                    "ciso@example.com",
                    date(2027, 3, 31),
                ),
            ),
            "1.4",
        ),
        Plugin("b", "ann"),
    )


@pytest.mark.parametrize(
    ("action", "on", "directions"),
    [
        ("redact", None, {Direction.RESPONSE}),
        ("mask", None, {Direction.RESPONSE}),
        ("drop", None, {Direction.RESPONSE}),
        ("block", None, {Direction.REQUEST, Direction.RESPONSE}),
        ("allow", None, {Direction.REQUEST, Direction.RESPONSE}),
        ("redact", "response", {Direction.RESPONSE}),
        ("block", "request", {Direction.REQUEST}),
        ("block", "both", {Direction.REQUEST, Direction.RESPONSE}),
    ],
)
def test_an_action_says_which_messages_it_is_for(
    write: Write, action: str, on: str | None, directions: set[Direction]
) -> None:
    rule = rule_of(write, f"labels: [secret], action: {action}" + (f", on: {on}" if on else ""))
    assert rule.on == directions


def test_a_rule_that_requires_may_limit_too(write: Write) -> None:
    text = (
        "operation: github.issues.*, effect: write, unless: 'false', require: 'body.amount > 0', otherwise: hold, "
        "limit: {rate: 100/day, burst: 5, per: [plugin, user]}, mode: shadow"
    )
    assert rule_of(write, text) == Rule(
        id="one",
        owner="someone@example.com",
        because="it matters",
        selector=Selector(operation="github.issues.*", effect=Effect.WRITE),
        unless="false",
        require="body.amount > 0",
        otherwise=Otherwise.HOLD,
        limit=Rate(100, 86400, 5, (LimitScope.PLUGIN, LimitScope.USER)),
        mode=Mode.SHADOW,
    )


def test_a_rule_treats_fields_of_one_connector(write: Write) -> None:
    assert rule_of(write, 'connector: github, fields: ["$..salary"], action: drop') == Rule(
        id="one",
        owner="someone@example.com",
        because="it matters",
        selector=Selector(connector="github"),
        fields=("$..salary",),
        action=Action.DROP,
        on=frozenset({Direction.RESPONSE}),
    )


def test_a_burst_is_the_whole_count_unless_it_is_stated(write: Write) -> None:
    rule = rule_of(write, "limit: {rate: 60/min, per: []}")
    assert rule.limit == Rate(60, 60, 60, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("labels: [secret]", "`action` is missing"),
        ("action: block", "expected `labels`, `fields`, `require` or `limit`"),
        ("labels: [secret], action: redact, on: request", "never altered"),
        ("labels: [secret], action: mask, on: both", "never altered"),
        ("labels: [secret], action: block, limit: {rate: 1/s, per: []}", "has no `limit`"),
        ("labels: [secret], action: block, otherwise: hold", "`otherwise` goes with `require`"),
        ("require: 'true', on: request", "`on` goes with `fields` or `labels`"),
        ("require: 'true', action: block", "`action` goes with `fields` or `labels`"),
        ("require: ' '", "expected an expression"),
        ("labels: [], action: block", "at least one"),
        ("limit: {rate: 1/s}", "`per` is missing"),
        ("limit: {rate: 1/s, per: [], burst: true}", "expected a whole number, found true or false"),
        ("after: {within: 1h}", "`after` is not supported by this version"),
        ("operation: issues.create, limit: {rate: 1/s, per: []}", "names no operation"),
    ],
)
def test_keys_that_make_no_rule_are_refused(write: Write, text: str, words: str) -> None:
    path = write({"rules: []": f"rules: [{{id: one, {OWNED}, {text}}}]"})
    [line] = lines(path)
    assert words in line


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("connectors: {a: 7}", ["connectors.a"]),
        ("plugins: [{id: 7, grants: [{connector: 7, read: [7]}, 7]}]", ["id", "connector", "read"]),
    ],
)
def test_values_of_the_wrong_kind_hide_nothing_else(tmp_path: Path, text: str, places: list[str]) -> None:
    (tmp_path / "sallyport.yaml").write_text(text)
    told = lines(tmp_path)
    assert len([line for line in told if "found a number" in line]) >= len(places)
    assert "sallyport.yaml:1:1: `listen` is missing" in told


@pytest.mark.parametrize("missing", ["owner", "because"])
def test_every_rule_says_who_owns_it_and_why(write: Write, missing: str) -> None:
    keys = [key for key in OWNED.split(", ") if not key.startswith(missing)]
    path = write({"rules: []": f"rules: [{{id: one, {keys[0]}, limit: {{rate: 1/s, per: []}}}}]"})
    assert lines(path) == [f"sallyport.yaml:13:9: `{missing}` is missing"]


@pytest.mark.parametrize(
    ("replaced", "line"),
    [
        (
            {"use: github": "file: ./ours.yaml"},
            "sallyport.yaml:6:11: there is no file {path}/ours.yaml",
        ),
        (
            {"    use: github\n": ""},
            "sallyport.yaml:5:3: expected `use: NAME` from the catalogue, or `file: PATH` of a description",
        ),
        (
            {"use: github": "use: github\n    file: ours.yaml"},
            "sallyport.yaml:7:5: `use` already says what this system is",
        ),
        (
            {"https://login.example.com}": "https://login.example.com, audience: 'https://x/{connector}/{plugin}'}"},
            "sallyport.yaml:3:68: expected `{{connector}}` to be the only thing in braces",
        ),
        (
            {"secret: file:secret}": "secret: file:secret}\n      scopes: [read write]"},
            "sallyport.yaml:12:16: expected one scope, without spaces",
        ),
        (
            {"use: github": "use: github\n    network: lan"},
            "sallyport.yaml:7:14: expected `public` or `private` or `loopback`, found `lan`",
        ),
        (
            {"plugins: []": "plugins: missing/"},
            "sallyport.yaml:12:10: the directory {path}/missing cannot be read: No such file or directory",
        ),
        (
            {"rules: []": "rules: {}"},
            "sallyport.yaml:13:8: expected a list, found a mapping",
        ),
        (
            {"listen: 127.0.0.1:8080": "listen: 127.0.0.1:8080\nadmin: 127.0.0.1:8080"},
            "sallyport.yaml:2:8: expected another address than that of `listen`, which plugins reach",
        ),
    ],
)
def test_a_mistake_is_told_in_the_words_of_the_file(write: Write, replaced: dict[str, str], line: str) -> None:
    path = write(replaced)
    assert lines(path) == [line.format(path=path)]


def test_secrets_are_beside_the_file_that_names_them_and_long_enough(write: Write) -> None:
    path = write({"rules: []": "rules: []\nkey: file:secret"})
    assert lines(path) == ["sallyport.yaml:14:6: expected at least 32 bytes in file:secret"]
    assert load(path, resolve_secrets=False).settings.key is not None


OURS = """\
name: ours
title: Ours
operations:
  - {id: things.list, match: GET /things, effect: read, summary: Lists things.}
"""


def test_a_description_of_ones_own_is_read_once_for_all_its_connectors(write: Write) -> None:
    extra = "plugins: [{id: a, owner: b, grants: [{connector: github, read: [things.list]}]}]"
    path = write({"use: github": "file: ./ours.yaml", "plugins: []": extra}, {"ours.yaml": OURS})
    assert load(path).settings.connectors["github"].system.title == "Ours"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            OURS.replace("read,", "reed,"),
            "ours.yaml:4:51: expected `read` or `write`, found `reed` (did you mean `read`?)",
        ),
        (OURS + "title: Again\n", "ours.yaml:5:1: the key `title` is here twice, first in line 2"),
        (OURS + "colour: red\n", "ours.yaml:5:1: unknown key `colour`"),
    ],
)
def test_mistakes_in_a_description_are_told_in_its_own_file_and_hide_its_operations(
    write: Write, text: str, line: str
) -> None:
    extra = f"rules: [{{id: one, {OWNED}, operation: github.no.such, limit: {{rate: 1/s, per: []}}}}]"
    path = write({"use: github": "file: ./ours.yaml", "rules: []": extra}, {"ours.yaml": text})
    assert lines(path) == [line]


@pytest.mark.parametrize("name", ["sallyport.yaml", "ours.yaml", "plugins/a.yaml", "rules/a.yaml"])
def test_the_digest_is_over_every_file_wherever_they_lie(write: Write, tmp_path: Path, name: str) -> None:
    files = {"ours.yaml": OURS, "plugins/a.yaml": "id: a\nowner: b\n", "rules/a.yaml": "[]\n"}
    replaced = {"use: github": "file: ./ours.yaml", "plugins: []": "plugins: plugins/", "rules: []": "rules: rules/"}
    before = load(write(replaced, files)).settings.digest
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    assert load(moved).settings.digest == load(moved / "sallyport.yaml").settings.digest == before
    with (moved / name).open("a") as file:
        file.write("# changed\n")
    assert load(moved).settings.digest != before
    moved.rename(tmp_path)


def test_a_catalogue_file_is_part_of_the_digest(write: Write) -> None:
    github = load(write()).settings.digest
    assert load(write({"use: github": "use:  github"})).settings.digest != github
    assert load(write()).settings.digest == github
    assert load(write({"use: github": "use: kinto"})).settings.digest != github


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "sallyport.yaml:1:1: expected a mapping, found nothing"),
        ("- a\n", "sallyport.yaml:1:1: expected a mapping, found a list"),
        ("a: [\n", "sallyport.yaml:2:1: not YAML: expected the node content, but found '<stream end>'"),
    ],
)
def test_a_file_that_holds_no_configuration_is_told_once(tmp_path: Path, content: str, line: str) -> None:
    (tmp_path / "sallyport.yaml").write_text(content)
    assert lines(tmp_path) == [line]


def test_a_configuration_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert lines(tmp_path) == ["sallyport.yaml:1:1: the file cannot be read: No such file or directory"]


def test_later_mistakes_find_their_line(write: Write) -> None:
    rules = (
        f"- {{id: one, {OWNED}, require: 'true'}}\n- id: two\n  {OWNED.replace(', ', chr(10) + '  ')}\n  require: tru\n"
    )
    path = write({"rules: []": "rules: rules/"}, {"rules/a.yaml": "[]\n", "rules/b.yaml": rules})
    loaded = load(path)
    mistakes = [
        Mistake(("rules", 1, "require"), "no such name", "true"),
        Mistake(("connectors", "github", "upstream"), "cannot be reached"),
    ]
    assert [
        line.removeprefix(f"{path}/") for line in render.text(locate_all(mistakes, loaded.source)).splitlines()
    ] == [
        "rules/b.yaml:5:12: no such name (did you mean `true`?)",
        "sallyport.yaml:7:15: cannot be reached",
    ]


ISSUERS = "{issuers: [{issuer: https://login.example.com}, {issuer: https://other.example.com}]}"


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        ("{id: p, owner: x}", "`issuer` is missing"),
        ("{id: p, owner: x, issuer: https://other.example.co}", "there is no issuer"),
    ],
)
def test_with_several_issuers_a_plugin_is_a_client_of_one_of_them(write: Write, plugin: str, words: str) -> None:
    one = "{issuers: [{issuer: https://login.example.com}]}"
    [line] = lines(write({one: ISSUERS, "plugins: []": f"plugins: [{plugin}]"}))
    assert words in line
    told = write({one: ISSUERS, "plugins: []": "plugins: [{id: p, owner: x, issuer: https://other.example.com}]"})
    assert [each.issuer for each in load(told).settings.plugins] == ["https://other.example.com"]


def test_gateways_that_share_a_redis_share_a_key(write: Write) -> None:
    [line] = lines(write({"audit: {": "redis: redis://redis:6379\naudit: {"}))
    assert "`key` is missing" in line
