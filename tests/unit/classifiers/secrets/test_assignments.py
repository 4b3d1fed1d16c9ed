"""Names and values in text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.finding import NotInspected
from classifiers.recognizers.secrets.assignments import AssignmentDetector

PASSWORD, API_KEY = "secret.password", "secret.api_key"
HEX32 = "3f9a1c7b2e8d40563f9a1c7b2e8d4056"
Found = Callable[..., set[tuple[str, str]]]

WAYS = [
    "acmeToken = '{}'",
    'acme_TOKEN := "{}"',
    'acme_token ::= "{}"',
    "acme_token ?= {}",
    '$acmeToken .= "{}"',
    '  "acmeToken" => "{}"',
    'var acmeToken string = "{}"',
    'acme_token: str = "{}"',
    "acme_token: {}",
    "acmeToken={}",
    "export ACME_TOKEN={}",
    "set ACME_TOKEN={}\r\nnext",
    'System.setProperty("ACME_TOKEN", "{}")',
    "os.getenv('ACME_TOKEN', '{}')",
    "<acmeToken>\n    {}\n</acmeToken>",
    '<add key="AcmeToken" value="{}"/>',
    '{{"acme_token": "{}"}}',
    '{{\\"acme_token\\": \\"{}\\"}}',
    '{{"config.ini": "ACME_TOKEN={}\\\\nBACKUP=true"}}',
    "acme --acme-token {}",
    "acme --acme-token={}",
    "https://host/?acme_token={}&x=1",
    "Acme-Token: {}",
    'if acme_token == "{}":',
    'if (acme.token != "{}")',
    "`acme_token`: `{}`",
]


@pytest.mark.parametrize("way", WAYS)
def test_a_token_is_found_however_it_is_given_to_its_name(found: Found, way: str) -> None:
    assert (API_KEY, HEX32) in found(way.format(HEX32))


@pytest.mark.parametrize("way", WAYS)
def test_what_stands_for_a_token_is_not_found(found: Found, way: str) -> None:
    for stand_in in ("${TOKEN}", "your_token_here", "xxxxxxxxxxxxxxxx", "<token>", "{{ token }}", "None"):
        assert found(way.replace("{}", stand_in)) == set(), stand_in


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("user = Aladdin\npassword = open_sesame\n", "open_sesame"),
        ("password = 'open_sesame'", "open_sesame"),
        ("REACT_APP_AUTH_PASSWORD=whiteduke    # some comment", "whiteduke"),
        ("db.password: hunter2", "hunter2"),
        ('the password is "centipede" and', "centipede"),
        ("The default Password is 'blooberry'", "blooberry"),
        ("Connect -User a -Password VMware1!", "VMware1!"),
        ("machine host login jane password hunter2", "hunter2"),
        ("machine host\n  login jane\n  password sunshine\n", "sunshine"),
        ("    password 'sunshine'", "sunshine"),
        ("<password>sunshine</password>", "sunshine"),
        ('String password = "correct.horse";', "correct.horse"),
        ("PGPASSWORD='it`s'", "it`s"),
        ("password='a'", ""),
    ],
)
def test_passwords_may_be_words_where_it_is_plain_that_they_are_given(found: Found, text: str, password: str) -> None:
    assert {taken for label, taken in found(text) if label == PASSWORD} == ({password} if password else set())


@pytest.mark.parametrize(
    "text",
    [
        "Your password: required",
        "password = request.form.get('password')",
        "password = form['password']",
        "password = settings.DB_PASSWORD",
        "self.password = password",
        "def login(user='', password='', domain=''):",
        "char *password = NULL;",
        "$pwd = $_POST['password'];",
        "password=#{password}",
        'Connect -Password "$password"',
        "Connect -password $pass",
        "Connect -password -verbose",
        "scrypt('password', 'salt', 64)",
        "Pass `-Dfoo=no` to it",
        "password_hash = make(password)",
        "The `password`, `salt` and others",
        "password was 'none'",
        "forgot your password? See below",
        "a password manager is better",
        "password",
        "password = ",
        "password = '",
        'password = "two\nlines"',
        "password: string",
        "x-password-y",
        "pass: 12",
    ],
)
def test_programs_and_prose_about_passwords_are_none(found: Found, text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        f"next_page_token = {HEX32}",
        f"public_key = '{HEX32}'",
        f"monkey = '{HEX32}'",
        f"token_id: {HEX32}",
        "token = get_token(user1)",
        "ctx->key = EC_KEY_new_by_curve_name (NID_X9_62)",
        "key, value = pairs",
        "api_key: see the vault",
        f"'token', '{HEX32}'"[:8],
    ],
)
def test_other_tokens_and_keys_are_none(found: Found, text: str) -> None:
    assert found(text) == set()


def test_a_value_in_a_value_is_found(found: Found) -> None:
    assert (API_KEY, HEX32) in found(f'cookie: "theme=dark token={HEX32}"')


def test_names_that_follow_each_other_without_end_are_not_judged_again_and_again(found: Found) -> None:
    assert found(1_000 * "key=") == set()


def test_a_message_that_takes_too_long_is_not_inspected() -> None:
    ticks = iter(range(100))
    budget = Budget(1.0, clock=lambda: float(next(ticks)))
    with pytest.raises(NotInspected):
        list(AssignmentDetector().find(Text("token and password"), budget))


def test_a_secret_that_a_program_compares_with_may_be_a_word(found: Found) -> None:
    assert (API_KEY, "open-sesame") in found('if creds.Secret != "open-sesame" {')
    assert found('creds.Secret = "open-sesame"') == set()
    assert found("if creds.Secret != expected {") == set()


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("DB_PASSWORD=Tr0ub4dor&3;x", "Tr0ub4dor&3;x"),
        ("$password = Tr0ub4dor;", "Tr0ub4dor"),
        ("https://host/?password=Tr0ub4dor&x=1", "Tr0ub4dor"),
        ("the password is Summer2024! for now", "Summer2024!"),
        ("pw: Summer2024!", "Summer2024!"),
    ],
)
def test_a_value_is_taken_to_its_end(found: Found, text: str, taken: str) -> None:
    assert (PASSWORD, taken) in found(text)


def test_random_keys_are_found_in_prose(found: Found) -> None:
    assert (API_KEY, "aB3dE6gH9jK2mN5pQ8sT1v") in found("my key is aB3dE6gH9jK2mN5pQ8sT1v.")
    assert found("the password is required, the key is under the doormat") == set()
