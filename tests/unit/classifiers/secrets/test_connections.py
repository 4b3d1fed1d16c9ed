"""Connection strings and shared access signatures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

LABEL = "secret.connection_string"
KEY = 43 * "k" + "="
SIGNATURE = 43 * "k" + "%3D"
Found = Callable[..., set[tuple[str, str]]]


@pytest.mark.parametrize(
    "text",
    [
        "Server=db;Database=orders;User Id=app;Password=Tr0ub4dor;",
        "Data Source=10.0.0.3,1433;Initial Catalog=x;User ID=app;Password=myPassword",
        "Provider=SQLNCLI;Server=db;Uid=app;Pwd=secret;",
        "Password=Tr0ub4dor;Server=db;User=app",
        "host=db port=5432 user=app password=Tr0ub4dor dbname=orders",
        "driver={ODBC Driver 18 for SQL Server};server=db;uid=app; pwd = Tr0ub4dor",
        f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={86 * 'k'}==",
        f"Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={KEY}",
        f"HostName=a.azure-devices.net;DeviceId=d;SharedAccessKey={KEY}",
        f"Endpoint=https://a.azconfig.io;Id=ab-l9-s0:Zz;Secret={KEY}",
    ],
)
def test_connection_strings_are_found_with_their_secret(found: Found, text: str) -> None:
    taken = [part for label, part in found(text) if label == LABEL]
    assert taken
    assert any(secret in taken[0] for secret in ("Tr0ub4dor", "myPassword", "secret", "kkkk"))


@pytest.mark.parametrize(
    "text",
    [
        "Server=db;User Id=app;Integrated Security=true;",
        "Server=db;User Id=app;Password=****;",
        "Server=db;User Id=app;Password=${PASSWORD};",
        "Server=db;User Id=app;Password={0};",
        "password=Tr0ub4dor",
        "server=a,user=b,password=c1",
        "login(user='', password='', domain='')",
        "server=a\nuser=b\npassword=c",
        "AccountKey=short",
        "sharedaccesskeyname=Root",
    ],
)
def test_strings_without_a_secret_or_without_other_members_are_none(found: Found, text: str) -> None:
    assert LABEL not in dict(found(text))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (f"?sv=2024-11-04&ss=b&srt=sco&sp=rl&se=2027-01-01T00%3A00Z&sig={SIGNATURE}", True),
        (f"sr=a.servicebus.windows.net&sig={SIGNATURE}&se=1893456000&skn=Root", True),
        (f"?sig={SIGNATURE}", False),
        ("?sv=2024-11-04&sp=r", False),
        ("?sv=2024-11-04&sig=short", False),
    ],
)
def test_shared_access_signatures_are_found(found: Found, text: str, is_one: bool) -> None:
    assert ("secret.azure_sas_token" in dict(found(text))) is is_one
